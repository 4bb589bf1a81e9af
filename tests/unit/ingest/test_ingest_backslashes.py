"""Delimited text as PHP and MySQL write it, and text in which a backslash is a character like any other."""

import pytest

from contracts.settings import Limits
from ingest.text import read_text

LIMITS = Limits()


def rows_of(text):
    grid, notes = read_text(text.encode(), LIMITS)
    return grid.cells.rows(), notes


PLAIN = 'id,saran,u1\n1,"baik, ya",3\n'


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('2,"kata \\"sabar\\", antre",4\n', ("2", 'kata "sabar", antre', "4")),
        ('2,"kata \\"sabar\\" ""ya""",4\n', ("2", 'kata "sabar" "ya"', "4")),
        ('2,"dua\\\nbaris, \\"ya\\"",4\n', ("2", 'dua\nbaris, "ya"', "4")),
        ("2,dua\\\nbaris,4\n", ("2", "dua\nbaris", "4")),
        ("2,satu\\, dua,4\n", ("2", "satu, dua", "4")),
        ("2,\\N,4\n", ("2", None, "4")),
        ('2,"\\"\\",\\"",4\n', ("2", '"","', "4")),
        ('"2","garis \\\\ miring \\"","4"\n', ("2", 'garis \\ miring "', "4")),
    ],
)
def test_backslashes_as_php_and_mysql_write_them(written, read):
    rows, _ = rows_of(PLAIN + written + "3,ok,2\n")
    assert rows == [("id", "saran", "u1"), ("1", "baik, ya", "3"), read, ("3", "ok", "2")]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('2,"C:\\",4\n', ("2", "C:\\", "4")),
        ('2,"D:\\foto\\","4"\n', ("2", "D:\\foto\\", "4")),
        ("2,C:\\,4\n", ("2", "C:\\", "4")),
        ("2,C:\\temp,4\n", ("2", "C:\\temp", "4")),
        ('2,"C:\\""lama""\\",4\n', ("2", 'C:\\"lama"\\', "4")),
        ("2,L\\N,4\n", ("2", "L\\N", "4")),
        ('2,"a \\ b",4\n', ("2", "a \\ b", "4")),
    ],
)
def test_a_backslash_like_any_other_character(written, read):
    rows, notes = rows_of(PLAIN + written + '3,"C:\\",2\n')
    assert rows == [("id", "saran", "u1"), ("1", "baik, ya", "3"), read, ("3", "C:\\", "2")]
    assert notes == []


def test_only_nothing_is_written_with_a_backslash():
    rows, _ = rows_of('a;b;c\n\\N;"x \\N y";C:\\\n')
    assert rows == [("a", "b", "c"), (None, "x \\N y", "C:\\")]


def test_many_fields_that_end_in_a_backslash_take_no_longer():
    line = '1,"C:\\","\\",3\n'
    rows, _ = rows_of("a,b,c,d\n" + line * 20_000)
    assert len(rows) == 20_001
    assert set(rows[1:]) == {("1", "C:\\", "\\", "3")}

"""Delimited text: encoding, separator, quotes, and row numbers that stay right."""

import pytest

from contracts.settings import Limits
from ingest.grids import FileRefused
from ingest.text import find_separator, read_text

LIMITS = Limits()
ROWS = "Tanggal;Nilai;Saran\n31/01/2024;4,00;Baik\n01/02/2024;3,00;Café\n"


def rows_of(content: bytes) -> list[tuple[str | None, ...]]:
    return read_text(content, LIMITS)[0].cells.rows()


@pytest.mark.parametrize(
    "content",
    [
        ROWS.encode(),
        ROWS.encode("utf-8-sig"),
        ROWS.encode("cp1252"),
        ROWS.encode("utf-16"),
        b"\xfe\xff" + ROWS.encode("utf-16-be"),
        ROWS.encode("utf-16-le"),
        ROWS.encode("utf-16-be"),
        ROWS.replace("\n", "\r\n").encode(),
        ROWS.replace("\n", "\r").encode(),
        ROWS.replace(";", "\t").encode(),
        ROWS.replace(";", "|").encode(),
        ROWS.replace("4,00", '"4,00"').encode(),
        ROWS.replace("4,00", " 4,00\u00a0").encode(),
        ROWS.replace("Baik", "Ba\x00ik\x01\u200b").encode(),
        ROWS.rstrip("\n").encode(),
    ],
)
def test_every_way_to_write_the_same(content):
    assert rows_of(content) == [
        ("Tanggal", "Nilai", "Saran"),
        ("31/01/2024", "4,00", "Baik"),
        ("01/02/2024", "3,00", "Café"),
    ]


def test_cp1252_is_noted_and_undefined_bytes_do_not_stop_it():
    grid, notes = read_text(b"a,b\n\x93Baik\x94,\xe9\n", LIMITS)
    assert grid.cells.row(1) == ("“Baik”", "é")
    assert "1252" in notes[0]
    assert rows_of(b"a,b\n\x81,4\n")[1] == ("\x81", "4")


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b;c\n1;4,00;4,00\n2;3,00;4,00\n", ";"),
        ("Data Responden, Kecamatan Puri, 2024\n\nNo;Nilai\n1;4\n2;3\n", ";"),
        ("a,b,c\n1,2,KTP;KK\n1,2,KK\n", ","),
        ("a,b,c\n1,2,KTP;KK;\n1,2,KK;SKCK;\n", ","),
        ('No,"Sistem; Mekanisme; Prosedur"\n1,"a;b;c"\n', ","),
        ("a|b\n1|2\n", "|"),
        ("a\tb, c\n1\t2, 3\n", "\t"),
        ('"No"\t"Sistem, Mekanisme, dan Prosedur"\n"1"\t"4"\n', "\t"),
        ("satu kolom saja\n4\n", ","),
    ],
)
def test_separator(text, separator):
    assert find_separator(text) == separator


def test_a_line_that_names_the_separator_is_no_row():
    grid, _ = read_text(b"sep=;\na;b\n1;2\n", LIMITS)
    assert (grid.first_row, grid.cells.rows()) == (2, [("a", "b"), ("1", "2")])


def test_blank_lines_and_ragged_rows_keep_row_numbers():
    assert rows_of(b"\nJudul\n\na,b,c\n1,2,3,9\n\n\n4,5\n,,\n6,7,8\n") == [
        (None, None, None, None),
        ("Judul", None, None, None),
        (None, None, None, None),
        ("a", "b", "c", None),
        ("1", "2", "3", "9"),
        (None, None, None, None),
        (None, None, None, None),
        ("4", "5", None, None),
        (None, None, None, None),
        ("6", "7", "8", None),
    ]


def test_one_column_keeps_blank_lines():
    assert rows_of(b"Kalimat\n\n kedua \n") == [("Kalimat",), (None,), ("kedua",)]


def test_quotes_that_pair():
    assert rows_of(b'a,b\n"x, y","baris 1\nbaris 2"\n"kata ""Baik""",""\n\n1," "\n') == [
        ("a", "b"),
        ("x, y", "baris 1\nbaris 2"),
        ('kata "Baik"', None),
        (None, None),
        ("1", None),
    ]


def test_quotes_inside_an_unquoted_field_are_text():
    grid, notes = read_text(b'a,b,c\n1,kata "Baik" dia,3\n2,5",3\n', LIMITS)
    assert grid.cells.rows()[1:] == [("1", 'kata "Baik" dia', "3"), ("2", '5"', "3")]
    assert notes == []


def test_a_stray_quote_does_not_swallow_the_file():
    content = 'a,b,c\n1,"Baik,3\n' + "2,Baik,3\n" * 500 + '3,"Baik, sekali",3\n4,"dua\nbaris",3\n'
    grid, notes = read_text(content.encode(), LIMITS)
    assert len(grid.cells) == 504
    assert grid.cells.row(1) == ("1", "Baik", "3")
    assert grid.cells.row(502) == ("3", "Baik, sekali", "3")
    assert grid.cells.row(503) == ("4", "dua\nbaris", "3")
    assert notes == ["Tanda kutip tidak berpasangan di baris 2; baris itu dibaca apa adanya."]


def test_two_stray_quotes_do_not_swallow_what_lies_between():
    content = 'a,b,c\n1,"Baik,3\n' + "2,Baik,3\n" * 100 + '3,Cukup",3\n'
    grid, notes = read_text(content.encode(), LIMITS)
    assert len(grid.cells) == 103
    assert "baris 2" in notes[0]


def test_lines_wrapped_in_quotes_are_unwrapped():
    grid, notes = read_text(b'"No,Nilai,Saran"\n"1,4,""Baik, sekali"""\n"2,3,"\n', LIMITS)
    assert grid.cells.rows() == [("No", "Nilai", "Saran"), ("1", "4", "Baik, sekali"), ("2", "3", None)]
    assert "terbungkus" in notes[0]


def test_every_field_quoted_is_no_wrapping():
    assert rows_of(b'"No","Nilai, total"\n"1","4"\n') == [("No", "Nilai, total"), ("1", "4")]


def test_limits():
    with pytest.raises(FileRefused) as refusal:
        read_text(b"a,b\n" * 20, Limits(rows=19))
    assert refusal.value.refusal.code == "too_many_rows"
    with pytest.raises(FileRefused) as refusal:
        read_text(b"a,b\n" + b"," * 600, LIMITS)
    assert refusal.value.refusal.code == "too_many_columns"


def test_only_a_separator_line():
    with pytest.raises(FileRefused) as refusal:
        read_text(b"sep=;\n", LIMITS)
    assert refusal.value.refusal.code == "empty"

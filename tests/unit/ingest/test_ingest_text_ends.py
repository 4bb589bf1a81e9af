"""Delimited text where one character more or less decides."""

import pytest

from contracts.settings import Limits
from ingest.refusal import FileRefused
from ingest.text import decode, find_separator, read_text

LIMITS = Limits()


def rows_of(text: str) -> list[tuple[str | None, ...]]:
    return read_text(text.encode(), LIMITS)[0].cells.rows()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (b"a", "a"),
        (b"\xef\xbb\xbfa\r\nb\rc\n", "a\nb\nc\n"),
        (b"\xff\xfea\x00\x01\x00\xe9\x00", "aé"),
        (b"\xfe\xff\x00a\x00\x7f\x00\xe9", "aé"),
        (b"\xc3\xa9abcdef\x00\x1f\x7f\t", "éabcdef\t"),
        (b"\xe9\x93", "é“"),
        (b"\xe9\x81", "é\x81"),
        # Without a mark: a zero in every other byte of at least a third.
        (b"a\x00b\x00c\x00", "abc"),
        (b"\x00a\x00b\x00c", "abc"),
        (b"a\x00bcde", "a\u6362\u6564"),
        (b"a\x00bcdefg", "abcdefg"),
        (b"a\x00" * 11 + b"\x00b", "a" * 11 + "\u6200"),
        (b"a\x00" * 10 + b"\x00b", "a" * 10 + "b"),
        (b"\x00a" * 11 + b"b\x00", "a" * 11 + "\u6200"),
        (b"\x00a" * 10 + b"b\x00", "a" * 10 + "b"),
    ],
)
def test_encodings(content, text):
    assert decode(content).text == text


def test_a_separator_that_first_stands_far_down_still_parts_fields():
    assert rows_of(("x" * 99 + "\n") * 170 + "a,b\n")[-1] == ("a", "b")


@pytest.mark.parametrize("text", ["a;b\n1;2\n", 'a;b\n"1;2\n'])
def test_every_delimited_text_is_known_as_one(text):
    assert read_text(text.encode(), LIMITS)[0].is_delimited


def test_only_what_is_guessed_is_noted():
    assert decode(b"\xe9").note == "Berkas tidak memakai UTF-8; huruf beraksen dibaca sebagai Windows-1252."
    assert decode(b"\xe9\x81").note == decode(b"\xe9").note
    assert {decode(content).note for content in (b"a", b"\xc3\xa9", b"\xff\xfe\xe9\x00", b"a\x00b\x00")} == {None}


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("", ","),
        ("a;b\n1;2\n", ";"),
        ("a,b;c\n1,2;3\n", ";"),  # of equally good ones the rarer
        ("a,b,c;d\n1,2,3;4\n", ","),
        ("a;b,c\n1;2\n1;2\n1,2\n", ";"),
        ("a,b\n1,2\n3,4;5;6\n", ","),
        ("judul;;;;;;;\na,b\n1,2\n3,4\n5,6\n7,8\n", ";"),
        ("a;b;c;d;e;f;g;h;i;j;k\n" + "1,2,3,4,5,6,7,8,9\n" * 2, ","),  # beyond eight columns more say nothing
        ("a;b;c;d;e;f;g;h;i;j;k\n" + "1,2,3,4,5,6,7,8,9\n", ";"),
        ('"a;b;c"\t"d"\n"1;2;3"\t"4"\n', "\t"),
        ("\n \n" * 40 + "a;b,c\n1;2\n1;2\n", ";"),  # blank lines say nothing
        ("a;b\n" * 60 + "a,b,c\n" * 61, ","),  # the first hundred lines tell
        ("a,b,c\n" * 30 + "a;b\n" * 70 + "a,b,c\n" * 90, ";"),
    ],
)
def test_separator(text, separator):
    assert find_separator(text) == separator


@pytest.mark.parametrize("line", ["sep=|", '"sep=|"', "SEP=|", " sep=| "])
def test_a_line_that_names_the_separator(line):
    grid, notes = read_text(f"{line}\na|b,c;d\n1|2\n".encode(), LIMITS)
    assert (grid.first_row, grid.cells.rows(), notes) == (2, [("a", "b,c;d"), ("1", "2")], [])
    assert grid.is_delimited


@pytest.mark.parametrize("text", ["", " \n\t\n", "sep=;\n", "sep=;"])
def test_nothing(text):
    with pytest.raises(FileRefused) as refused:
        read_text(text.encode(), LIMITS)
    assert refused.value.refusal.code == "empty"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('"a,b"\n"1,2"\n', [("a", "b"), ("1", "2")]),
        ('"a,b"\n"1,2"', [("a", "b"), ("1", "2")]),
        ('"a,""b, c"""\n\n"1,2"\n', [("a", "b, c"), (None, None), ("1", "2")]),
        ('"a,b"\n' * 20 + '1,2\n"3,4"\n', [("a", "b")] * 20 + [("1", "2"), ("3", "4")]),
        ('"a,b"\n' * 19 + "1,2\n", [("a,b", None)] * 19 + [("1", "2")]),
        ('"a b"\n"1 2"\n', [("a b",), ("1 2",)]),  # without a separator within nothing was wrapped
        ('"a,b"\n1,2\n', [("a,b", None), ("1", "2")]),
    ],
)
def test_lines_in_quotes(text, rows):
    assert rows_of(text) == rows


def test_a_long_file_of_lines_in_quotes():
    """The sample of the first characters may cut a line off; a line of another kind in it decides."""
    line = '"' + "x" * 1000 + ',1"\n'
    assert rows_of(line * 30)[29] == ("x" * 1000, "1")
    assert rows_of(line * 18 + "a,b\n" + line * 30)[0] == ("x" * 1000, "1")
    assert rows_of(line * 14 + "a,b\n" + line * 30)[0] == ("x" * 1000 + ",1", None)


@pytest.mark.parametrize(
    ("text", "limits", "code"),
    [
        ("a,b\n1,2\n3,4\n", Limits(rows=3), None),
        ("a,b\n1,2\n3,4", Limits(rows=3), None),
        ("a,b\n1,2\n3,4\n", Limits(rows=2), "too_many_rows"),
        ("a,b\n1,2\n3,4", Limits(rows=2), "too_many_rows"),
        ('a,b\n1,"2\n3",4"\n', Limits(rows=2), "too_many_rows"),
        (",".join("abcdefghi") + "\n", Limits(columns=9), None),
        (",".join("abcdefghij") + "\n", Limits(columns=9), "too_many_columns"),
        ("a,b\n" * 5000 + ",".join("abcdefghij") + "\n", Limits(columns=9), "too_many_columns"),
        ('"a" b",' + ",".join("abcdefghi") + "\n", Limits(columns=9), "too_many_columns"),
    ],
)
def test_limits(text, limits, code):
    if code is None:
        read_text(text.encode(), limits)
        return
    with pytest.raises(FileRefused) as refused:
        read_text(text.encode(), limits)
    assert refused.value.refusal.code == code


def test_a_line_beyond_the_sample_may_be_wider():
    rows = rows_of("a,b\n" * 6000 + "1,2,3\n")
    assert (rows[0], rows[-1]) == (("a", "b", None), ("1", "2", "3"))
    rows = rows_of("a\n" * 9000 + "1,2\n")
    assert (rows[0], rows[-1]) == (("a", None), ("1", "2"))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\n\n b \n", [("a",), (None,), ("b",)]),
        ("a\nb", [("a",), ("b",)]),
        ("a\nb\n\n", [("a",), ("b",), (None,)]),
        ("a,b\n , \n1, x \n", [("a", "b"), (None, None), ("1", "x")]),
        ('a,b\n1,""\n" ",2\n', [("a", "b"), ("1", None), (None, "2")]),
        ("a,b\n\n,\n", [("a", "b"), (None, None), (None, None)]),
    ],
)
def test_what_is_empty(text, rows):
    assert rows_of(text) == rows


@pytest.mark.parametrize(("lines", "notes"), [(50, 0), (51, 1)])
def test_a_field_has_at_most_fifty_lines(lines, notes):
    text = 'a,b\n1,"' + "\n".join("x" * lines) + '"\n2,3\n'
    rows, said = read_text(text.encode(), LIMITS)[0].cells.rows(), read_text(text.encode(), LIMITS)[1]
    assert len(said) == notes
    assert len(rows) == (3 if notes == 0 else 2 + lines)


@pytest.mark.parametrize(
    ("field", "is_one"),
    [
        ("baris 1\nbaris 2\nbaris 3", True),
        ("baris 1\nx,y\nbaris 3", False),  # with three columns a line with one separator may be a row
        ("baris, 1\nbaris 2\nbaris, 3", True),
    ],
)
def test_a_line_within_a_field_that_could_be_a_row(field, is_one):
    text = f'a,b,c\n1,"{field}",2\n3,4,5\n'
    grid, notes = read_text(text.encode(), LIMITS)
    assert ((notes == []), len(grid.cells) == 3) == (is_one, is_one)


@pytest.mark.parametrize(
    ("line", "fields", "is_broken"),
    [
        ('1,"a"b",2', ("1", 'a"b', "2"), False),  # a quote before anything else does not end a field
        ('"1,2,3', ("1", "2", "3"), True),
        ('1,"2",3"', ("1", "2", '3"'), False),
        ('1,"2""",3"x', ("1", '2"', '3"x'), False),
        ('1,"a"",2', ("1", 'a"', "2"), True),
        ('1,"",2"', ("1", None, '2"'), False),
        ('1,2,"', ("1", "2", None), True),
        ('1,"x" y,"', ("1", 'x" y,', None), False),
    ],
)
def test_quotes_that_do_not_pair(line, fields, is_broken):
    grid, notes = read_text(f"a,b,c\n{line}\n4,5,6\n".encode(), LIMITS)
    assert grid.cells.rows() == [("a", "b", "c"), fields, ("4", "5", "6")]
    assert notes == (["Tanda kutip tidak berpasangan di baris 2; baris itu dibaca apa adanya."] if is_broken else [])


@pytest.mark.parametrize(("count", "said"), [(5, "2, 3, 4, 5, 6;"), (6, "2, 3, 4, 5, 6, …;")])
def test_five_broken_rows_are_named(count, said):
    _, [note] = read_text(("a,b,c\n" + '1,"x,2\n' * count).encode(), LIMITS)
    assert said in note


def test_broken_rows_count_from_the_line_below_the_separator():
    _, [note] = read_text(b'sep=,\na,b,c\n1,"x,2\n', LIMITS)
    assert "baris 3;" in note

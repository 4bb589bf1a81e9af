"""What a cell and a column look like, where one cell more or less decides."""

import pytest

from ingest.grid import clean_text, grid_of_rows, number_text
from ingest.values import ColumnProfile, answer_unsur, cell_kind, is_answer, is_date, is_whole, on_scale, profile_column
from ingest.words import plain

LONG = "x" * 41
WORDS = tuple(f"kata {letter}" for letter in "abcdefghijklmnopqrst")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0", "answer"),
        ("-0.5", "number"),
        ("-1", "number"),
        ("10", "answer"),
        ("10.0", "answer"),
        ("10.5", "number"),
        ("11", "number"),
        ("3,5", "answer"),
        ("10.56", "clock"),
        ("10,56", "number"),
        ("(10)", "answer"),
        ("(11)", "text"),
        ("Sangat sesuai", "answer"),
        ("4 - Sangat sesuai", "answer"),
        ("a. Tidak sesuai", "answer"),
        ("08:00", "clock"),
        ("00:00", "clock"),
        ("5 Januari 2024", "date"),
        ("2024-01-05 00:00:00", "date"),
        ("2024-01-05 00:00:01", "moment"),
        ("x" * 40, "text"),
        (LONG, "long"),
    ],
)
def test_a_cell(text, kind):
    assert cell_kind(text) == kind
    assert is_answer(text) == (kind == "answer")
    assert is_date(text) == (kind in ("date", "moment"))


@pytest.mark.parametrize(
    ("text", "is_on_scale"),
    [
        *(("0", False), ("1", True), ("4", True), ("5", False), ("3.5", False), ("4,0", True), ("-1", False)),
        *(("(4)", True), ("(5)", False), ("Sangat sesuai", True), ("4 - Sangat sesuai", True), ("KTP", False)),
    ],
)
def test_on_the_scale(text, is_on_scale):
    assert on_scale(text) == is_on_scale


@pytest.mark.parametrize(("text", "whole"), [("3", True), ("4,00", True), ("3.5", False), ("-2,5", False), ("x", True)])
def test_whole(text, whole):
    assert is_whole(text) == whole


def test_whose_answer():
    assert answer_unsur("Sangat kompeten") == {"u6"}
    assert answer_unsur("KTP") is None


def cells(**counts: int) -> list[str]:
    texts = {"dates": "2024-01-05", "moments": "2024-01-05 10:00", "numbers": "45", "answers": "3", "clocks": "10:00"}
    found = [texts[kind] for kind, count in counts.items() if kind in texts for _ in range(count)]
    return (
        found + list(WORDS[: counts.get("words", 0)]) + [LONG] * counts.get("long", 0) + ["KTP"] * counts.get("ktp", 0)
    )


@pytest.mark.parametrize(
    ("counts", "kind"),
    [
        ({}, "empty"),
        ({"dates": 6, "ktp": 4}, "dates"),
        ({"dates": 5, "ktp": 5}, "words"),
        ({"dates": 4, "moments": 4}, "moments"),
        ({"dates": 5, "moments": 4}, "dates"),
        ({"dates": 3, "moments": 3, "ktp": 4}, "moments"),
        ({"clocks": 3}, "clocks"),
        ({"clocks": 9, "ktp": 1}, "words"),
        ({"answers": 5, "ktp": 5}, "answers"),
        ({"answers": 4, "ktp": 5}, "words"),
        ({"numbers": 6, "ktp": 4}, "numbers"),
        ({"numbers": 5, "ktp": 5}, "words"),
        ({"numbers": 4, "answers": 2, "ktp": 4}, "numbers"),
        ({"numbers": 3, "answers": 2, "ktp": 5}, "words"),
        ({"long": 3, "ktp": 7}, "free"),
        ({"long": 2, "ktp": 5}, "words"),
        ({"words": 8}, "free"),
        ({"words": 7}, "words"),
        ({"words": 5, "ktp": 5}, "words"),  # six different of ten
        ({"words": 6, "ktp": 4}, "free"),
    ],
)
def test_kind_of_a_column(counts, kind):
    assert profile_column([*cells(**counts), None, None]).kind == kind


U6, ANY, BOTH = ("Sangat kompeten", "Kompeten"), "Baik", "Sangat sesuai"


@pytest.mark.parametrize(
    ("texts", "unsur", "distinctive"),
    [
        (["3"] * 4, set(), False),
        ([*U6] * 2, {"u6"}, True),
        ([U6[0]] * 4, {"u6"}, False),  # one word alone may have strayed there
        ([*U6, "3", "3"], {"u6"}, True),  # half of the cells
        ([*U6, "3", "3", "3"], {"u6"}, False),
        ([*U6, U6[0], *["3"] * 7], {"u6"}, False),  # three of ten
        ([*U6, *["3"] * 5], set(), False),
        ([*U6 * 4, "Sangat mudah", "Mudah"], {"u6"}, True),  # eight of ten
        ([*U6 * 3, "Sangat mudah", "Mudah"], set(), False),
        ([BOTH, "Sesuai"] * 2, {"u1", "u5"}, False),
    ],
)
def test_words_of_an_unsur_in_a_column(texts, unsur, distinctive):
    assert profile_column(texts) == ColumnProfile("answers", frozenset(unsur), distinctive)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Sangat\tsesuai\n", "Sangat\tsesuai"),
        ("\u00a0\u200b ", None),
        ("", None),
        ("a\x00b\x1fc\x7fd", "abcd"),
        ("baris 1\nbaris 2", "baris 1\nbaris 2"),
    ],
)
def test_text_of_a_cell(text, clean):
    assert clean_text(text) == clean


def test_numbers_as_typed():
    assert [number_text(value) for value in (4.0, -4.0, 88.305, 0.1, 1e16)] == ["4", "-4", "88.305", "0.1", str(10**16)]


def test_rows_of_unequal_length_as_a_grid():
    grid = grid_of_rows("Data", [["a"], [], ["b", None, "c"]])
    assert (grid.name, grid.first_row, grid.is_delimited, grid.counts_from_1904) == ("Data", 1, False, False)
    assert grid.cells.rows() == [("a", None, None), (None, None, None), ("b", None, "c")]
    assert grid_of_rows("", []).cells.shape == (0, 0)
    assert grid_of_rows("", [["a"]], 7, is_delimited=True).first_row == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sarana & Prasarana", "sarana dan prasarana"),
        ("u9_sarana-dan.PRASARANA!", "u9 sarana dan prasarana"),
        ("ＳＡＲＡＮＡ ﬁ", "sarana fi"),
        ("---", ""),
    ],
)
def test_words_of_a_text(text, said):
    assert plain(text) == said

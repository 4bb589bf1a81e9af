"""The header is found by what it says, wherever it stands."""

import pytest

from contracts.unsur import UNSUR
from ingest.header import find_header

NAMES = tuple(unsur.name for unsur in UNSUR)
CODES = tuple(f"U{number}" for number in range(1, 10))
ROW = ("1", "02/01/2024", "L", "3", "3", "4", "4", "3", "3", "3", "4", "2")


@pytest.mark.parametrize(
    ("above", "first", "last"),
    [
        ([], 0, 0),
        ([("LAPORAN SKM",), (), ("KECAMATAN JATIREJO",)], 3, 3),
        ([("UNIT PELAYANAN", ":", "KECAMATAN TRAWAS")], 1, 1),
        ([("PROFIL", None, None, "NILAI UNSUR")], 0, 1),
        ([(f"catatan {k}",) for k in range(40)], 40, 40),
    ],
    ids=["first row", "under titles", "under a line of unit", "under a group row", "far down"],
)
def test_header_rows(grid, above, first, last):
    header = find_header(grid(*above, ("No", "Tanggal", "JK", *NAMES), ROW, ROW))
    assert header is not None
    assert (header.first, header.last) == (first, last)
    assert header.text(3) == "Persyaratan"


def test_a_group_row_names_the_columns_it_alone_names(grid):
    header = find_header(grid(("NO. RES", "NILAI UNSUR PELAYANAN"), (None, *CODES), ("1", *ROW[3:])))
    assert header is not None
    assert [header.text(column) for column in (0, 1, 9)] == ["NO. RES", "U1", "U9"]


@pytest.mark.parametrize("upper", [NAMES, CODES])
def test_names_and_numbers_in_two_rows_belong_together(grid, upper):
    lower = CODES if upper is NAMES else NAMES
    header = find_header(grid(("No", *upper), (None, *lower), ("1", *ROW[3:])))
    assert header is not None
    assert header.last == 1
    assert set(header.labels[9]) == {"U9", NAMES[8]}


def test_answers_in_words_are_no_header(grid):
    words = (
        "Sesuai",
        "Mudah",
        "Cepat",
        "Murah",
        "Sesuai",
        "Kompeten",
        "Sopan dan ramah",
        "Dikelola dengan baik",
        "Baik",
    )
    header = find_header(grid(NAMES, words, words))
    assert header is not None
    assert header.last == 0


QUESTIONS = tuple(f"{unsur.question} selama di loket kami" for unsur in UNSUR)


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ([("No", *"123456789"), ROW, ("No", "Tanggal", *NAMES), ROW], 0),  # the first that names all nine
        ([ROW, ("Tanggal", *NAMES[:3]), ROW, NAMES[3:7], ROW], 3),  # an unsur says more than another column
        ([ROW, NAMES[:4], ROW, ("Tanggal", "Umur", *NAMES[4:8]), ROW], 3),
        ([ROW, NAMES[:4], ROW, NAMES[4:8], ROW], 1),  # of equal ones the first
        # Rows of words come before it, and are no header.
        ([*[("Persyaratan",) * 12] * 2, ROW, ("No", *NAMES[:8]), ROW], 3),
        ([*[("Persyaratan",)] * 3, ("No", *QUESTIONS), ROW], 3),
        ([*[("x",)] * 7, ("No", "Tanggal", *NAMES), ("No", "Tanggal", "Umur", *NAMES), ROW], 7),
    ],
)
def test_of_several_rows_the_header_is_the_one_that_says_most(grid, rows, first):
    header = find_header(grid(*rows))
    assert header is not None
    assert header.first == first


@pytest.mark.parametrize(
    "rows",
    [
        [("a", "b"), ("1", "2")],
        [("U1", "Persyaratan"), ("U2", "Prosedur"), ("U3", "Waktu Penyelesaian")],
        [ROW, ROW],
        [()],
        [("No", *"1234567"), ROW],
        [("No", *"23456789"), ROW],
        [("No", *"1122334455"), ROW],
        [("No", *NAMES[:2]), ROW],
    ],
    ids=["other table", "legend", "numbers", "nothing", "seven", "from two", "twice each", "two names"],
)
def test_no_header(grid, rows):
    assert find_header(grid(*rows)) is None

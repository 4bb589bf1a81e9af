"""Which rows below a header are respondents. A row that may be one is never dropped."""

import pytest

from contracts.unsur import UNSUR
from ingest.read import read_tables

NAMES = tuple(unsur.name for unsur in UNSUR)
A = ("3", "3", "4", "4", "3", "3", "3", "4", "2")
HEAD = ("No", "Tanggal", "JK", *NAMES)
NOTHING = (None, None, None)


@pytest.fixture
def counted(grid, names):
    def count(*rows):
        export = read_tables([grid(*rows)], name="pacet/2024.csv", content_id="c", names=names, file_format="csv")
        assert export.reading.refusal is None, export.reading.refusal
        return export.rows

    return count


@pytest.mark.parametrize(
    "line",
    [
        (),
        ("Σ Nilai/Unsur", None, None, *["0"] * 9),
        ("NRR tertimbang/unsur", None, None, *["0.37"] * 9),
        ("Jumlah Responden : 188",),
        (None, "Rata-rata", None, *["3"] * 9),
        (None, None, None, *["36"] * 9),
        (None, None, "Nilai semua", *["29.7"] * 9),
        ("Keterangan :",),
        ("- U1 s.d. U9", "= Unsur-Unsur pelayanan"),
        ("U1", "Persyaratan"),
        (*NOTHING, None, None, None, None, "Mojokerto, 30 November 2024"),
        (*NOTHING, None, None, None, None, "NIP. 196701012000031001"),
        HEAD,
        ("13",),
    ],
    ids=lambda line: str(line[:3]),
)
def test_not_a_respondent(counted, respondents, line):
    assert counted(HEAD, *respondents(12), line).height == 12


def test_grades_under_the_totals_are_no_respondents(counted, respondents):
    grades = [("1", "1,00 – 2,59", "25,00 – 64,99", "D", "Tidak Baik"), ("2", "2,60", "65,00", "C", "Kurang Baik")]
    assert counted(HEAD, *respondents(12), ("NRR", None, None, *["3.2"] * 9), *grades).height == 12


def test_numbering_of_columns_is_no_respondent(counted, respondents):
    assert counted(HEAD, tuple(f"({k})" for k in range(1, 13)), *respondents(12)).height == 12


@pytest.mark.parametrize(
    "row",
    [
        ("13", "07/04/2042", "P", "33", *A[1:]),
        ("13", None, None, *["5"] * 9),
        (None, "08/04/2024", None, *["9"] * 9),
        (None, "08/04/2024", "P", *[None] * 9),
        ("13", "Jumlah", "P", *A),
        (None, None, None, *A),
        (None, None, "P", None, *A[1:]),
        ("13", "31/02/2024", "?", "bagus sekali", *A[1:]),
    ],
    ids=lambda row: str(row[:4]),
)
def test_a_bad_row_stays(counted, respondents, row):
    assert counted(HEAD, *respondents(12), row).height == 13


def test_words_of_totals_in_a_suggestion_or_service_drop_nothing(counted):
    head = ("Layanan", "Saran", *NAMES)
    rows = [("Keterangan Usaha", "Total bagus", *A), ("KTP", "Jumlah loket kurang", *A)] * 6
    assert counted(head, *rows).height == 12


def test_only_answers_and_a_line_of_sums(counted):
    assert counted(NAMES, *[A] * 9, ("5",) * 9, A, ("27",) * 9, ("3.5",) * 9).height == 11


def test_repeated_headers_and_titles_between(counted, respondents):
    rows = counted(("JANUARI",), HEAD, *respondents(5), (), ("FEBRUARI",), HEAD, *respondents(4))
    assert rows["row_number"].to_list() == [3, 4, 5, 6, 7, 11, 12, 13, 14]
    assert rows["row_index"].to_list() == list(range(9))


def test_an_incomplete_row_below_totals_needs_its_number_to_follow(counted, respondents):
    total = ("Jumlah", None, None, *["36"] * 9)
    incomplete = ("13", None, "L", "3", "3", *[None] * 7)
    assert counted(HEAD, *respondents(12), total, incomplete).height == 13
    assert counted(HEAD, *respondents(12), total, ("1", *incomplete[1:])).height == 12

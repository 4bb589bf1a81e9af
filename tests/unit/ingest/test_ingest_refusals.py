"""What a refusal shows of the file, and where it stops."""

import pytest

from contracts.unsur import LEGACY_COLUMNS
from ingest.refusals import (
    formulas_not_calculated,
    no_table,
    numbers_missing,
    other_scale,
    rows_too_long,
    unsur_missing,
)

OLD = "Tampaknya ini kuesioner lama"


@pytest.mark.parametrize(
    ("missing", "found", "is_old"),
    [
        (("u9",), [LEGACY_COLUMNS[0]], True),
        (("u9",), [LEGACY_COLUMNS[0].upper()], True),
        (("u9",), ["Loket"], False),
        (("u9",), ["Loket", "Parkir"], False),  # ten columns of answers
        (("u9",), ["Loket", "Parkir", "Toilet"], True),  # eleven
        (("u8", "u9"), ["Loket", "Parkir", "Toilet"], False),
        (("u9",), [], False),
    ],
)
def test_an_older_questionnaire_is_named_as_one(missing, found, is_old):
    assert (OLD in unsur_missing(missing, found, (), "").message) == is_old


@pytest.mark.parametrize(("count", "more"), [(6, ""), (7, ", …")])
def test_so_many_headers_are_listed(count, more):
    found = [f"kolom {n}" for n in range(1, count + 1)]
    assert f"“kolom 6”{more}. " in unsur_missing(("u9",), found, (), "").message


@pytest.mark.parametrize(("length", "shown"), [(60, "x" * 60), (61, "x" * 59 + "…")])
def test_so_much_of_a_text_is_shown(length, shown):
    assert f"“{shown}”" in unsur_missing(("u9",), ["x" * length], (), "").message


def test_what_was_refuted_and_where():
    message = unsur_missing(("u9",), (), (("Sarana", "u9"),), "Data").message
    assert "Unsur yang tidak ditemukan pada lembar “Data”: Sarana dan Prasarana (U9)." in message
    assert "Kolom “Sarana” tidak dipakai untuk Sarana dan Prasarana" in message


@pytest.mark.parametrize(("count", "more"), [(10, ")"), (11, ", …)")])
def test_so_many_rows_are_listed(count, more):
    rows = list(range(1, count + 1))
    assert f"baris 1, 2, 3, 4, 5, 6, 7, 8, 9, 10{more}" in formulas_not_calculated(rows, "").message


@pytest.mark.parametrize(("count", "end"), [(6, "6)"), (7, "6, …)")])
def test_so_many_rows_that_are_too_long(count, end):
    assert f"5, {end}" in rows_too_long(range(1, count + 1), "").message


def test_numbers_that_do_not_stand_there():
    message = numbers_missing((1, 2, 3, 4, 5, 6, 7), "Data").message
    assert "pada lembar “Data” hanya bernomor U1, U2, U3, U4, U5, U6, U7;" in message
    both = "Penanganan Pengaduan, Saran dan Masukan/Sarana dan Prasarana"
    assert f"yang tidak ada: U8 ({both}), U9 ({both})." in message


def test_a_scale_in_the_words_of_the_file():
    assert "Yang tertulis: “Skala 1-5”." in other_scale("1 sampai 5", "Skala 1-5", "").message
    assert "Yang tertulis" not in other_scale("0 sampai 3", "", "Data").message


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ([], "unsur. Kirim"),
        ([""], "unsur. Kirim"),
        (list("abcdefg"), "unsur (lembar yang dilihat: a, b, c, d, e, f). "),
    ],
)
def test_sheets_that_were_looked_at(sheets, said):
    assert said in no_table(sheets).message

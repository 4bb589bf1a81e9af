"""Answers in signs: where they are read, and where the same signs say something else."""

from collections.abc import Sequence

import polars as pl
import pytest

from contracts.unsur import UNSUR_COLUMNS
from ingest.answer_signs import with_signs_read

WORDS, ROMAN = ("dua", "tiga"), ("II", "III")


def read(*texts: str | None, others: Sequence[str] = ROMAN, lines: Sequence[Sequence[str | None]] = ()) -> list[str]:
    """What stands in the first column of answers afterwards; `others`: in each other one, over and over."""
    columns = {name: [others[at % len(others)] for at in range(len(texts))] for name in UNSUR_COLUMNS}
    rows = pl.DataFrame(columns | {"u1": list(texts)}, schema_overrides={"u1": pl.String})
    return with_signs_read(rows, lines).get_column("u1").to_list()


@pytest.mark.parametrize(
    ("texts", "others", "found"),
    [
        (("satu", "Dua", "TIGA ", "empat", None), WORDS, ["1", "2", "3", "4", None]),
        (("tiga", "lima"), WORDS, ["3", "5"]),  # five shows
        (("I", "II", "III", "IV"), ROMAN, ["1", "2", "3", "4"]),
        (("iii", "iv", "V"), ROMAN, ["3", "4", "5"]),
    ],
)
def test_signs_of_which_columns_are_full(texts: tuple[str, ...], others: Sequence[str], found: list[str]) -> None:
    assert read(*texts, others=others) == found


@pytest.mark.parametrize(
    ("texts", "others"),
    [
        (("satu", "dua", "baik"), WORDS),
        (("satu", "dua", "3"), WORDS),
        (("satu", "satu"), ("satu",)),  # one sign tells nothing
        (("I", "II", "III"), ("4",)),  # classes of what was paid, beside answers
        (("satu", "dua", "tiga"), ("4", "3")),
        (("v", "x"), ("v",)),  # ticks
        (("v", "i"), ("v", "i")),
        (("I", "II", "I"), ("I", "II", "?")),
        (("STS", "TS", "SS"), ("S",)),  # agreement is none of the four answers
    ],
)
def test_signs_that_may_be_something_else(texts: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert read(*texts, others=others) == list(texts)


def test_a_column_of_one_sign_is_read_beside_others() -> None:
    assert read("satu", "satu", others=("dua", "tiga")) == ["1", "1"]
    assert read("I", "I", others=("II", "III")) == ["1", "1"]


@pytest.mark.parametrize(
    "line",
    [("I = Sangat baik, IV = Tidak baik",), ("Keterangan", "I", "Sangat baik"), ("I. Sangat puas",), ("IV) Baik",)],
)
def test_signs_of_which_the_file_speaks_stay_what_they_are(line: tuple[str, ...]) -> None:
    assert read("I", "II", lines=[line]) == ["I", "II"]
    assert read("I", "II") == ["1", "2"]


def test_other_lines_say_nothing_of_the_signs() -> None:
    lines = [("Survei Semester I Tahun 2025", None), ("I. DATA RESPONDEN",), ("Rata-rata",)]
    assert read("I", "II", lines=lines) == ["1", "2"]

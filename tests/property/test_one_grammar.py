"""Looking for a column and reading it go by one grammar: what is taken for a date or an answer can be read as one."""

import math
from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.unsur import UNSUR, UNSUR_COLUMNS
from contracts.written_answers import answer_words, read_answer, split_answer
from contracts.written_dates import read_moment, read_time
from ingest.values import answer_unsur, cell_kind, is_answer, is_date, profile_column
from transforms.responses.dates import read_dates

PIECES = (
    *("5", "05", "13", "31", "2", "01", "24", "2024", "99", "1,2", "10", "45296", "20240105"),
    *("Januari", "Mei", "Agt", "Nop", "May", "Dec", "Senin", "Jum'at", "Fri", "pukul", "jam", "Tanggal", "T"),
    *("08:30", "8.05", "10:11:12", "12:26:54 PM", "00:00:00", "25:00", "WIB", "GMT+7", "+07:00", "Z", ":", "."),
    *("loket", "RT", "persen", "a", "-"),
)
GAPS = (" ", "/", "-", ".", ", ", "T", "")
TEXTS = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), min_size=1, max_size=6).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces).strip() or "x"
)


def read_alone(text: str) -> tuple[object, object]:
    """The date and the time of day that a column of this one text says."""
    rows = pl.DataFrame(
        {"content_id": ["A"], "sheet": [""], "timestamp": [text], "time": [None]}, schema_overrides={"time": pl.String}
    )
    return read_dates(rows).select("response_date", "submitted_at").row(0)


def is_number(text: str) -> bool:
    """A number may be a spreadsheet's date: only its column tells."""
    try:
        return math.isfinite(float(text.replace(",", ".")))
    except ValueError:
        return False


@given(TEXTS)
def test_a_date_that_is_found_is_read_and_one_that_is_read_is_found(text: str) -> None:
    day, _ = read_alone(text)
    written = read_moment(text)
    if day is not None and not is_number(text):
        assert is_date(text), text
        assert written is not None
    if is_date(text) and written is not None and written.date.day_first is not None:
        shift = timedelta(days=1)  # A time of another zone may bring it to the day beside.
        assert day in (written.date.day_first - shift, written.date.day_first, written.date.day_first + shift), text


@given(TEXTS)
def test_a_moment_has_a_time_of_day_that_is_read(text: str) -> None:
    day, moment = read_alone(text)
    if cell_kind(text) == "moment" and day is not None:
        written = read_moment(text)
        assert written is not None
        assert written.time is not None
        local = written.time.seconds + written.time.shift
        assert (moment is not None) == (local % 86_400 != 0), text


def test_a_column_of_clocks_is_one_that_can_be_read_as_times() -> None:
    texts = ("14.30", "08:00", "8:05 WIB", "10:11:12", "12:26:54 PM GMT+7")
    assert all(read_time(text) for text in texts)
    assert profile_column(texts).kind == "clocks"
    assert profile_column((*texts, "08:00 - 12:00")).kind != "clocks"


def spellings() -> list[tuple[str, str, int]]:
    """Unsur, an answer as it may be written, and its number."""
    found = []
    for unsur in UNSUR:
        for number, word in enumerate(unsur.answers, start=1):
            for text in (
                *(str(number), f"{number}.0", f"{number},00", f"({number})", f"{number}.", word, word.upper()),
                *(word.replace(" ", "_"), f"{number} - {word}", f"{number}. {word}", f"{word} ({number})"),
                f"{'abcd'[number - 1]}. {word}",
            ):
                found.append((unsur.column, text, number))
    return found


@pytest.mark.parametrize(("column", "text", "number"), spellings())
def test_every_way_to_write_an_answer_is_found_and_read(column: str, text: str, number: int) -> None:
    unsur = UNSUR[UNSUR_COLUMNS.index(column)]
    assert read_answer(text, answer_words(unsur)) == number
    assert is_answer(text), text


def test_words_that_are_found_as_an_unsurs_are_read_as_an_answer_of_it() -> None:
    for column, text, _ in spellings():
        owners = answer_unsur(text)
        words = split_answer(text).words
        assert (owners is not None) == bool(words), text
        assert all(words in answer_words(UNSUR[UNSUR_COLUMNS.index(owner)]) for owner in owners or ()), text
        assert not owners or column in owners, text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("05/01/2024", "date"),
        ("31/02/2024", "date"),
        ("2024-01-05T00:00:00", "date"),
        ("05.01.2024 10.11", "moment"),
        ("5 Januari 2024 pukul 08.30", "moment"),
        ("Fri Jan 05 2024 10:11:12 GMT+0700 (Western Indonesia Time)", "moment"),
        ("14.30", "clock"),
        ("08.00 WIB", "clock"),
        ("(4)", "answer"),
        ("(40)", "text"),
        ("1, 2, 10", "text"),
        ("1 2 3", "text"),
        ("0812 3456 7890", "text"),
        ("20240105", "number"),
        ("Kurang 2 loket: antre", "text"),
    ],
)
def test_what_a_cell_looks_like(text: str, kind: str) -> None:
    assert cell_kind(text) == kind

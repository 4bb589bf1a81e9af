"""Columns that say when a table without dates was answered: its period columns, and columns of dates nobody knows.

Belongs here: finding both. Not here: what a value of a period column names (`period_texts`), which column is the moment
of answering (`mapping`).
"""

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from ingest.doubts import REFUSE, Questions
from ingest.mapping import PlacedColumn
from ingest.period_texts import is_month_word
from ingest.table import AnswerTable
from ingest.words import words

_KINDS: Final[dict[str, str]] = {
    **dict.fromkeys(("tahun", "thn", "th", "year"), "Tahun"),
    **dict.fromkeys(("semester", "smt"), "Semester"),
    **dict.fromkeys(("triwulan", "tw", "kuartal", "quarter"), "Triwulan"),
    **dict.fromkeys(("bulan", "bln", "month"), "Bulan"),
    **dict.fromkeys(("periode", "period"), "Periode"),
}
_FINEST_LAST: Final = ("Periode", "Tahun", "Semester", "Triwulan", "Bulan")
_BESIDE: Final = frozenset(
    (
        *("survei", "survey", "skm", "ikm", "pengisian", "pelaksanaan", "penilaian", "pengambilan"),
        *("data", "laporan", "responden", "ke", "dan"),
    )
)
"""Words beside a kind that change nothing: "Tahun Survei", "Bulan Pengisian"; never "Tahun Lahir"."""
_OTHER_MOMENTS: Final = (
    "lahir",
    "birth",
    "dob",
    "ttl",
    "kunjung",
    "visit",
    "datang",
    "masuk",
    "periksa",
    "obat",
    "antr",
    "daftar",
    "regist",
    "layan",
    "unduh",
    "download",
    "cetak",
    "print",
    "ekspor",
    "export",
    "berlaku",
    "expir",
    "terbit",
)
"""Dates in columns with one of these are no moments of answering, whatever else they are."""
_DATE_WORDS: Final = frozenset(["tanggal", "tgl", "date", "waktu", "time", "timestamp", "datetime", "moment"])
DAY_WORDS: Final = frozenset(["tanggal", "tgl"])
"""Words of a header below which a number from 1 to 31 is a day: no hour, no running number."""
OF_SURVEYING: Final = frozenset(["survei", "survey", "skm", "pengisian", "isi", "mengisi"])
_OF_DAYS_OF_SURVEY: Final = DAY_WORDS | OF_SURVEYING | _BESIDE | _KINDS.keys() | {"kuesioner", "kuisioner", "angket"}
_MONTH_OF_YEAR: Final = re.compile(r"([^\W\d_]+)[\s.,/-]{0,3}20\d\d")
_SPREADSHEET_DAYS: Final = (40_000, 60_000)
_FIRST_OF_MONTH: Final = re.compile(r"20\d\d-\d\d-01")
_NUMBER_OF_DOCUMENT: Final = re.compile(r"\d+\s?[/.-]\s?[IVX]+\s?[/.-]\s?20\d\d", re.IGNORECASE)
_MOST_VALUES: Final = 20


def period_columns(table: AnswerTable) -> dict[str, int]:
    """Kind ("Tahun", "Semester", "Triwulan", "Bulan", "Periode") → the column that names it, coarsest first."""
    found: dict[str, int] = {}
    for column, place in enumerate(table.draft.columns):
        if place.target is None and (kind := _kind_of(table.header.text(column))) is not None:
            found.setdefault(kind, column)
        elif place.target is None and holds_months_for_days(table, column):
            found.setdefault("Periode", column)
    return {kind: found[kind] for kind in _FINEST_LAST if kind in found}


def holds_months_for_days(table: AnswerTable, column: int) -> bool:
    """A column of the days of the survey in which every respondent has a month and its year: "Maret 2025". Somebody's
    birth, his last visit or his identity card have such months, too."""
    named = set(words(table.header.text(column)))
    if DAY_WORDS.isdisjoint(named) or not named <= _OF_DAYS_OF_SURVEY:
        return False
    texts = table.body.rows[f"c{column}"].filter(table.body.respondents).drop_nulls()
    if not texts.len() or _MONTH_OF_YEAR.fullmatch(texts[0]) is None:
        return False
    found = [_MONTH_OF_YEAR.fullmatch(text) for text in texts.unique()]
    return all(one is not None and is_month_word(one[1].casefold()) for one in found)


def placed_periods(table: AnswerTable, placed: tuple[PlacedColumn, ...]) -> tuple[PlacedColumn, ...]:
    """The same columns, with period columns named as what they are."""
    changed = list(placed)
    for column in period_columns(table).values():
        if changed[column].target is None:
            changed[column] = PlacedColumn("period", "name", 1.0)
    return tuple(changed)


def period_texts(table: AnswerTable) -> pl.Series:
    """What each respondent's row names in these columns: "Tahun 2024, Triwulan III"; null where they are empty, and in
    a table with dates or without such columns."""
    columns = _undated_periods(table)
    nothing = pl.Series("period", [None], dtype=pl.String).new_from_index(0, table.respondents)
    if not columns:
        return nothing
    respondents = table.body.rows.filter(table.body.respondents)
    names = [f"c{column}" for column in columns.values()]
    different = respondents.select(names).unique(maintain_order=True)
    if different.height > 12 * _MOST_VALUES:
        return nothing
    texts = [
        ", ".join(_with_kind(kind, value) for kind, value in zip(columns, values, strict=True) if value is not None)
        for values in different.rows()
    ]
    told = different.with_columns(period=pl.Series([text or None for text in texts], dtype=pl.String))
    return respondents.join(told, on=names, how="left", nulls_equal=True, maintain_order="left").get_column("period")


def _undated_periods(table: AnswerTable) -> dict[str, int]:
    """The period columns of a table without dates; none of one with dates."""
    return {} if is_dated(table) else period_columns(table)


def period_values(table: AnswerTable) -> tuple[str, ...]:
    """What the respondents' rows name in these columns, each once."""
    if not _undated_periods(table):
        return ()
    texts = period_texts(table).drop_nulls().unique(maintain_order=True)
    return tuple(texts.head(_MOST_VALUES).to_list())


def unread_date_columns(table: AnswerTable) -> tuple[str, ...]:
    """Headers of columns of dates that were taken for nothing, where the table has no dates of answers: their period
    must not come from a title in silence."""
    if is_dated(table):
        return ()
    months = {column for column in period_columns(table).values() if _holds_months(table, column)}
    return tuple(
        table.header.text(column)
        for column, (place, profile) in enumerate(zip(table.draft.columns, table.profiles, strict=True))
        if place.target in (None, "time")
        and column not in months
        and (profile.kind in ("dates", "moments") or (profile.kind == "numbers" and _holds_serial_days(table, column)))
        and not any(beginning in word for word in words(table.header.text(column)) for beginning in _OTHER_MOMENTS)
        and not _holds_numbers_of_documents(table, column)
    )


def asked_about_dates(headers: Sequence[str], tables: Sequence[AnswerTable], questions: Questions) -> str | None:
    """Header of the column of dates that somebody said to be the moment of answering, of those that nobody knows; None
    where there is none, it is not known yet, or another table has dates."""
    if not headers or any(is_dated(table) for table in tables):
        return None
    listed = ", ".join(f"“{header}”" for header in headers[:_SHOWN_HEADERS])
    of_column = {f"column_{number}": header for number, header in enumerate(headers[:_SHOWN_HEADERS], start=1)}
    chosen = questions.ask(
        "date_column",
        f"Berkas ini memuat tanggal pada kolom {listed}, tetapi tidak pasti apakah itu tanggal pengisian survei, dan "
        "tidak ada kolom tanggal lain.",
        (
            *((key, f"kolom “{header}” adalah tanggal pengisian") for key, header in of_column.items()),
            ("none", "bukan tanggal pengisian: periodenya menurut judul, folder, atau nama berkas"),
            (REFUSE, "jangan hitung berkas ini; minta kolom “Tanggal Pengisian”"),
        ),
    )
    return of_column.get(chosen or "")


def placed_dates(table: AnswerTable, placed: tuple[PlacedColumn, ...], header: str | None) -> tuple[PlacedColumn, ...]:
    """The same columns, with the one of that header as the moment of answering."""
    column = next(
        (n for n, one in enumerate(placed) if table.header.text(n) == header and one.target in (None, "time")), None
    )
    if header is None or column is None:
        return placed
    return (*placed[:column], PlacedColumn("timestamp", "decision", 1.0), *placed[column + 1 :])


_SHOWN_HEADERS: Final = 4


def _kind_of(header: str) -> str | None:
    named = words(header)
    joined = " ".join(named).replace("tri wulan", "triwulan").split()
    kinds = {_KINDS[word] for word in joined if word in _KINDS}
    if not kinds or any(word not in _KINDS and word not in _BESIDE for word in joined):
        return None
    return max(kinds, key=_FINEST_LAST.index)


def _with_kind(kind: str, value: str) -> str:
    """A bare number or word says what it counts: "3" in a column of quarters is "Triwulan 3"."""
    if any(word in _KINDS for word in words(value)):
        return value
    if kind == "Tahun" or _FIRST_OF_MONTH.fullmatch(value):
        return f"{kind} {value}"
    is_bare = kind != "Periode" and len(value) <= len("kesepuluh") and (value.isdecimal() or value.isalpha())
    return f"{kind} {value}" if is_bare else value


def is_dated(table: AnswerTable) -> bool:
    """The table has a column of moments of answering, with something in it."""
    column = table.draft.sources.get("timestamp")
    return column is not None and table.profiles[column].kind != "empty"


def _holds_months(table: AnswerTable, column: int) -> bool:
    """A spreadsheet makes a date of "Juli 2025", and that date the first of the month."""
    values = table.body.rows[f"c{column}"].filter(table.body.respondents).drop_nulls()
    return all(_FIRST_OF_MONTH.fullmatch(value) for value in values.unique().to_list())


def _holds_numbers_of_documents(table: AnswerTable, column: int) -> bool:
    """Below a header that speaks of no date, "12/III/2025" is the number of a letter or a file."""
    if _DATE_WORDS.intersection(words(table.header.text(column))):
        return False
    values = table.body.rows[f"c{column}"].filter(table.body.respondents).drop_nulls()
    return all(_NUMBER_OF_DOCUMENT.fullmatch(value) for value in values.unique())


def _holds_serial_days(table: AnswerTable, column: int) -> bool:
    """Dates as a spreadsheet counts them, under a header that says so."""
    if not _DATE_WORDS.intersection(words(table.header.text(column))):
        return False
    numbers = table.body.rows[f"c{column}"].filter(table.body.respondents).cast(pl.Float64, strict=False).drop_nulls()
    low, high = _SPREADSHEET_DAYS
    return numbers.len() > 0 and bool(numbers.is_between(low, high).all())

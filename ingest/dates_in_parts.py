"""A date whose parts stand in several places: day, month and year in three columns; the day alone where a title, the
sheet or the file names month and year; day and month where they name the year; and no day at all.

Belongs here: seeing it where nobody can doubt it, and writing the date whole. Not here: what names a period
(`period_names`), a date that is written once a day (`dates_once`), what a date says (`contracts.written_dates`).
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from contracts.periods import MONTH_WORDS, Period
from contracts.records import UnitNaming
from ingest.block_titles import periods_between
from ingest.mapping import PlacedColumn
from ingest.period_columns import DAY_WORDS, OF_SURVEYING, holds_months_for_days, period_columns
from ingest.period_names import identify_period
from ingest.table import AnswerTable, title_rows
from ingest.words import words

_DAY: Final = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:\.0)?")
_DAY_AND_MONTH: Final = re.compile(r"(0?[1-9]|[12]\d|3[01])[\s.,/-]{0,3}([^\W\d_]+)\.?")
_MONTH: Final = re.compile(r"(0?[1-9]|1[0-2])(?:\.0)?")
_YEAR: Final = re.compile(r"(20\d\d)(?:\.0)?")


def with_dates_whole(tables: Sequence[AnswerTable], path: str) -> list[AnswerTable]:
    """The tables of one grid with whole dates, where all respondents' dates lack the same parts and these stand
    elsewhere. `path`: of the file, as it was sent."""
    return [_without_days(table) or _of_columns(table) or _of_titles(table, tables, path) for table in tables]


def _without_days(table: AnswerTable) -> AnswerTable | None:
    """A column of "Maret 2025" says the period of each row, as one called "Bulan" does, and no date."""
    column = table.draft.sources.get("timestamp")
    if column is None or not holds_months_for_days(table, column):
        return None
    columns = list(table.draft.columns)
    columns[column] = PlacedColumn(None, "none", 0.0)
    return replace(table, draft=replace(table.draft, columns=tuple(columns)))


def _of_columns(table: AnswerTable) -> AnswerTable | None:
    """Of three columns in which every respondent has a day, a month and a year, or none of them."""
    day = _column_of_days(table, _DAY)
    if day is None or not {"Bulan", "Tahun"} <= (others := period_columns(table)).keys():
        return None
    columns = [day, others["Bulan"], others["Tahun"]]
    rows = table.body.rows.select(f"c{column}" for column in columns)
    dates = [_date(*row) for row in rows.iter_rows()]
    told = pl.Series([date is not None for date in dates]) | rows.select(pl.all_horizontal(pl.all().is_null()))[:, 0]
    if not told.filter(table.body.respondents).all():
        return None
    listed = ", ".join(f"“{table.header.text(column)}”" for column in columns)
    return _with_dates(table, day, pl.Series(dates, dtype=pl.String), f"Tanggal disusun dari kolom {listed}.")


def _of_titles(table: AnswerTable, tables: Sequence[AnswerTable], path: str) -> AnswerTable:
    """Of days of the one month, or days and months of the one period, that title, sheet, folder and file name; the
    table as it is where they name none."""
    day = _column_of_days(table, _DAY_AND_MONTH) if (alone := _column_of_days(table, _DAY)) is None else alone
    if day is None or len(tables) > 1 or periods_between(tables):
        return table
    table = replace(table, read_by_path=True)
    naming = UnitNaming(titles=tuple(title_rows(table.grid, table.header)), members=(table.grid.name,))
    period = identify_period(naming, path)
    if not isinstance(period, Period) or (alone is not None and period.kind != "month"):
        return table
    first, last = period.start_date.month, period.end_date.month
    texts = table.body.rows[f"c{day}"].filter(table.body.respondents).drop_nulls().unique()
    found: dict[str, str] = {}
    for text in texts:
        written = _DAY.fullmatch(text) or _DAY_AND_MONTH.fullmatch(text)
        month = first if alone is not None or written is None else MONTH_WORDS.get(written[2].casefold(), 0)
        if written is None or not first <= month <= last:
            return table
        if table.draft.columns[day].target is None and int(written[1]) > monthrange(period.year, month)[1]:
            return table  # no day of that month, in a column that may be one of anything
        found[text] = f"{period.year}-{month:02d}-{int(written[1]):02d}"
    lacking = "hari; bulan dan tahunnya" if alone is not None else "hari dan bulan; tahunnya"
    note = f"Kolom “{table.header.text(day)}” hanya memuat {lacking} menurut judul, lembar, atau nama berkas"
    dates = table.body.rows[f"c{day}"].replace(found)
    return _with_dates(table, day, dates, f"{note} ({period.label}).")


def _column_of_days(table: AnswerTable, form: re.Pattern[str]) -> int | None:
    """The column of moments of answering, where it is called one of days and nothing in it has another form. Where most
    are days up to the tenth they look like answers: then the one that is called so and nothing else."""
    column = table.draft.sources.get("timestamp")
    if column is None:
        named = [at for at, place in enumerate(table.draft.columns) if place.target is None and _is_day(table, at)]
        column = named[0] if len(named) == 1 else None
    if column is None or DAY_WORDS.isdisjoint(words(table.header.text(column))):
        return None
    texts = table.body.rows[f"c{column}"].filter(table.body.respondents).drop_nulls()
    if not texts.len() or form.fullmatch(texts[0]) is None:  # as nearly always, and whole columns are long
        return None
    return column if all(form.fullmatch(text) for text in texts.unique()) else None


def _is_day(table: AnswerTable, column: int) -> bool:
    said = set(words(table.header.text(column)))
    return bool(said & DAY_WORDS) and said <= DAY_WORDS | OF_SURVEYING


def _date(day: str | None, month: str | None, year: str | None) -> str | None:
    if day is None or month is None or year is None:
        return None
    days, months, years = _DAY.fullmatch(day), _MONTH.fullmatch(month), _YEAR.fullmatch(year)
    number = int(months[1]) if months is not None else MONTH_WORDS.get(month.casefold(), 0)
    if days is None or years is None or not number:
        return None
    return f"{years[1]}-{number:02d}-{int(days[1]):02d}"


def _with_dates(table: AnswerTable, column: int, dates: pl.Series, note: str) -> AnswerTable:
    columns = list(table.draft.columns)
    if columns[column].target is None:
        columns[column] = PlacedColumn("timestamp", "name", 1.0)
    rows = table.body.rows.with_columns(dates.alias(f"c{column}"))
    return replace(
        table,
        draft=replace(table.draft, columns=tuple(columns)),
        body=replace(table.body, rows=rows),
        notes=(*table.notes, note),
    )

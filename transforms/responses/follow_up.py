"""Follow-ups: rows of text → staged rows → the plans that count, and their realisation.

Belongs here: typing what a follow-up workbook says, which of two workbooks of a unit and period counts,
done ÷ planned, and which plan came after closing. Not here: the words (`contracts.follow_up`, `contracts.unsur`), a
rule (`contracts.rules`), what becomes of a file (`transforms.responses.outcome`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

import polars as pl

from contracts.edition_tables import LATE_FOLLOW_UP
from contracts.follow_up import DONE_WORDS, HORIZONS, QUARTER_COLUMNS, plans_quarter, says_something
from contracts.follow_up_tables import FOLLOW_UP, FOLLOW_UP_REALISATION, FOLLOW_UP_REGENCY
from contracts.rules import FOLLOW_UP_RULES
from contracts.staged_tables import STAGED_FOLLOW_UP
from contracts.unsur import UNSUR
from contracts.written_addresses import read_addresses
from contracts.written_dates import read_day
from contracts.written_words import word_key
from transforms.responses.identity import DUPLICATE
from transforms.rounding import as_index, hundredths
from transforms.schema import conform


class PrintedPlans(NamedTuple):
    """Which plans an official edition prints: those in these contents or, where that is not known (None), those of
    files that had come when it was closed."""

    closed_at: datetime
    contents: tuple[str, ...] | None


_CODE: Final = re.compile(r"u(?:\s*\.)?\s*(?P<number>[1-9])", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"^(?:u(?:\s*\.)?\s*)?[1-9](?:\s*[-–—.:)]+\s*|\s+)", re.IGNORECASE)
"""What may stand before an unsur's name: "U1 ", "1. ", "U9 - "."""
_UNSUR_BY_KEY: Final[dict[str, str]] = {
    **{word_key(synonym): unsur.code for unsur in UNSUR for synonym in unsur.header_synonyms},
    **{word_key(unsur.name): unsur.code for unsur in UNSUR},
}
_DONE_BY_KEY: Final[dict[str, bool]] = {word_key(word): done for word, done in DONE_WORDS}
_HORIZON_BY_KEY: Final[dict[str, str]] = {
    word_key(word): code for code, words in HORIZONS for word in (words, words.removeprefix("Jangka "))
}


def unsur_of(text: str) -> str | None:
    """The code of the unsur that a text names. A name counts before any number beside it; a bare code means
    the regulation's order, for the workbook is ours."""
    named = _UNSUR_BY_KEY.get(word_key(text)) or _UNSUR_BY_KEY.get(word_key(_NUMBERED.sub("", text.strip())))
    if named is not None:
        return named
    code = _CODE.fullmatch(text.strip())
    return None if code is None else UNSUR[int(code["number"]) - 1].code


def staged_follow_up(rows: pl.DataFrame, received_on: date, planned_from: date | None = None) -> pl.DataFrame:
    """Types raw rows of a follow-up workbook (all columns text, named as in `contracts.follow_up`; and
    `content_id`, `row_index`, `sheet`, `row_number`) → STAGED_FOLLOW_UP. `received_on`: the day it was first seen;
    `planned_from`: the first day of the period it names."""
    unsur = [_filled(text) for text in rows.get_column("unsur")]
    unsur_codes = [None if text is None else unsur_of(text) for text in unsur]
    done = [_filled(text) for text in rows.get_column("done")]
    said = [None if text is None else _DONE_BY_KEY.get(word_key(text)) for text in done]
    typed = rows.with_columns(
        pl.Series("unsur_code", unsur_codes, dtype=pl.String),
        pl.Series("unsur_text", _unread(unsur, unsur_codes), dtype=pl.String),
        pl.Series("done", said, dtype=pl.Boolean),
        pl.Series("done_text", _unread(done, said), dtype=pl.String),
        *(
            pl.Series(name, [plans_quarter(text) for text in rows.get_column(name)], dtype=pl.Boolean)
            for name in QUARTER_COLUMNS
        ),
        *(
            pl.Series(name, [_filled(text) for text in rows.get_column(name)], dtype=pl.String)
            for name in ("activity", "responsible", "description")
        ),
        *_read(rows, "horizon", lambda text: _HORIZON_BY_KEY.get(word_key(text)), pl.String()),
        *_read(rows, "forum_on", read_day, pl.Date()),
        *_read(rows, "done_on", read_day, pl.Date()),
        *_read(rows, "link", read_addresses, pl.String()),
        pl.lit(received_on).alias("received_on"),
        pl.lit(planned_from, pl.Date).alias("planned_from"),
    )
    return conform(typed, STAGED_FOLLOW_UP)


def _filled(text: str | None) -> str | None:
    """A text that is more than dashes and dots."""
    return text if says_something(text) else None


def _read(
    rows: pl.DataFrame, name: str, reading: Callable[[str], str | date | None], dtype: pl.DataType
) -> tuple[pl.Series, pl.Series]:
    """A column as read, and beside it what cannot be."""
    texts = [_filled(text) for text in rows.get_column(name)]
    readings = [None if text is None else reading(text) for text in texts]
    return pl.Series(name, readings, dtype), pl.Series(f"{name}_text", _unread(texts, readings), pl.String)


def _unread(texts: list[str | None], readings: Sequence[object]) -> list[str | None]:
    return [text if reading is None else None for text, reading in zip(texts, readings, strict=True)]


def rows_replaced(rows: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The newest workbook of a unit and period replaces the older ones whole: rows of the older, as
    `transforms.responses.identity.DUPLICATE` has them.

    `rows`: `content_id`, `row_index` of the rows that no rule rejects. `files`, one per content:
    `content_id`, `unit_code`, `period_code`, `version` (the higher is the newer)."""
    placed = rows.join(files, on="content_id").select("content_id", "row_index", "unit_code", "period_code", "version")
    newest = pl.col("content_id").sort_by("version").last().over("unit_code", "period_code")
    return (
        placed.with_columns(newest.alias("duplicate_of"))
        .filter(pl.col("content_id") != pl.col("duplicate_of"))
        .select(pl.col(name).cast(dtype) for name, dtype in DUPLICATE.items())
        .sort("content_id", "row_index")
    )


def follow_up(
    staged: pl.DataFrame, files: pl.DataFrame, outcomes: pl.DataFrame, findings: pl.DataFrame
) -> pl.DataFrame:
    """FOLLOW_UP: staged rows (STAGED_FOLLOW_UP) that are not among `outcomes` (ROW_OUTCOME), without what `findings`
    (ROW_FINDING) blank, numbered in the order of their file. `files`: `content_id`, `file_id`, `unit_code`,
    `period_code` of the contents that count."""
    accepted = (
        _without_blanked(staged, findings)
        .join(outcomes.select("content_id", "row_index"), on=["content_id", "row_index"], how="anti")
        .join(files.select("content_id", "file_id", "unit_code", "period_code"), on="content_id")
        .sort("period_code", "unit_code", "row_index")
    )
    position = pl.int_range(1, pl.len() + 1).over("period_code", "unit_code")
    return conform(accepted.with_columns(position.alias("position")), FOLLOW_UP)


def _without_blanked(staged: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """The rows with nothing where a warning blanks it."""
    row = ["content_id", "row_index"]
    for rule in FOLLOW_UP_RULES:
        if rule.blanks:
            broken = findings.filter(rule=rule.code).select(*row, is_broken=pl.lit(True))
            emptied = (pl.when(pl.col("is_broken").is_null()).then(pl.col(name)).alias(name) for name in rule.blanks)
            staged = staged.join(broken, on=row, how="left").with_columns(emptied).drop("is_broken")
    return staged


def follow_up_realisation(follow_ups: pl.DataFrame) -> pl.DataFrame:
    """FOLLOW_UP_REALISATION of FOLLOW_UP. An action without a reported realisation is not done."""
    counted = follow_ups.group_by("period_code", "unit_code").agg(
        pl.len().cast(pl.Int64).alias("planned"), pl.col("done").fill_null(False).sum().cast(pl.Int64)
    )
    return conform(_with_realisation(counted), FOLLOW_UP_REALISATION).sort("period_code", "unit_code")


def follow_up_regency(realisation: pl.DataFrame) -> pl.DataFrame:
    """FOLLOW_UP_REGENCY of FOLLOW_UP_REALISATION: all actions together, not a mean of percentages."""
    counted = realisation.group_by("period_code").agg(pl.len().alias("units"), pl.col("planned", "done").sum())
    return conform(_with_realisation(counted), FOLLOW_UP_REGENCY).sort("period_code")


def late_follow_ups(follow_ups: pl.DataFrame, files: pl.DataFrame, closed: Mapping[str, PrintedPlans]) -> pl.DataFrame:
    """LATE_FOLLOW_UP: units whose plan in FOLLOW_UP the official documents of a closed period do not print. `files`:
    INGEST_FILE; `closed`: what the official edition of each closed period prints."""
    plans = (
        follow_ups.select("period_code", "unit_code", "file_id")
        .unique()
        .join(files.select("file_id", "content_id", pl.col("first_seen_at").alias("received_at")), on="file_id")
    )
    late = [
        plans.filter(
            pl.col("period_code") == code,
            pl.col("received_at") > edition.closed_at
            if edition.contents is None
            else ~pl.col("content_id").is_in(edition.contents),
        )
        for code, edition in closed.items()
    ]
    return conform(pl.concat([plans.clear(), *late]), LATE_FOLLOW_UP).sort("period_code", "unit_code")


def _with_realisation(counted: pl.DataFrame) -> pl.DataFrame:
    percent = hundredths(pl.col("done") * 100, pl.col("planned"))
    return counted.with_columns(as_index(percent).alias("realisation"))

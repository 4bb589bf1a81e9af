"""Rows of text → staged responses: every column typed, nothing judged, and what the identity of each
row stands on.

One pass over many contents at once; only the order of day and month, the presence of a time of day and the kind of
identity are decided for a content together. Not here: what a text means in one column
(`transforms.responses.answers`, `transforms.responses.dates`, `transforms.responses.categories`), which of two rows
with one identity counts (`transforms.responses.identity`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import xor

import polars as pl

from contracts.shared_columns import FURTHER_ANSWERS
from contracts.staged_tables import STAGED_RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from transforms.responses.categories import read_categories
from transforms.responses.dates import read_dates
from transforms.responses.further_answers import read_further_answers
from transforms.responses.unsur_means import read_unsur
from transforms.schema import conform
from transforms.texts import dictionaries

ID_SEED, PLACE_SEED, OCCURRENCE_SEED = 1, 2, 3
VALUES_FIRST_SEED = 100
"""Identity keys are made of Polars' hashes with these seeds. They depend on the values alone, but a
release of Polars may change its hash: staged files must not outlive the version of Polars."""

RUNNING_NUMBERS_BELOW = 100_000
"""A number a person could have counted to. Servers that count (Kobo's `_id`) are far beyond it."""

_SEPARATOR = "\x1f"
_VALUES = (
    *("submitted_at", "response_date", *UNSUR_COLUMNS, "gender", "age", "age_band", "education", "occupation"),
    *("service", "suggestion", "gender_text", "age_text", "education_text", "occupation_text"),
)
"""What two exports of one response agree on, as typed: "4" and "4,00" are the same. Unread answers
and dates are not among them, because such a row is rejected before its identity is asked for; nor are protected
characteristics, so that a form that begins to ask for one makes nobody another person."""


@dataclass(frozen=True)
class TypedResponses:
    """`staged`: STAGED_RESPONSE. `facts`: one row per content, as `content_facts` says."""

    staged: pl.DataFrame
    facts: pl.DataFrame


def typed_responses(rows: pl.DataFrame, received_on: Mapping[str, date]) -> TypedResponses:
    """Types raw rows (all columns text: `content_id`, `sheet`, every kept column of
    `contracts.headers`, u1 … u9, and of the further questions of a registered questionnaire, with its name; and the
    numbers `row_index`, `row_number`) of any number of contents that ask the same.

    `received_on` has the day each content was first seen."""
    contents = dictionaries(rows, ["content_id"])["content_id"]
    days_received = pl.Series(contents.texts, dtype=pl.String).replace_strict(received_on, return_dtype=pl.Date)
    # Contents are told apart many times below: by categories, which are numbers, far quicker than by text.
    rows = rows.with_columns(pl.col("content_id").cast(pl.Categorical(pl.Categories.random())))
    dates = read_dates(rows)
    staged = rows.select(
        "content_id",
        "row_index",
        "sheet",
        "row_number",
        contents.gather(days_received).alias("received_on"),
        pl.col("timestamp").is_not_null().any().over("content_id").alias("dated"),
        "response_id",
        "service",
        "suggestion",
    ).hstack(
        [
            *_origins(rows),
            *dates.drop("ambiguous"),
            *read_unsur(rows),
            *read_further_answers(rows),
            *read_categories(rows),
        ]
    )
    identified = _with_identity(staged)
    facts = content_facts(identified, dates.get_column("ambiguous"))
    return TypedResponses(conform(identified, STAGED_RESPONSE), facts)


def divided_rows(staged: pl.DataFrame, content_ids: pl.Series) -> pl.DataFrame:
    """Staged rows of one content (STAGED_RESPONSE) as those of its parts, whose ids `content_ids` has for each row.
    What identifies a row was weighed over the whole; only a row that is known by its place alone has another place
    now."""
    moved = staged.with_columns(content_ids.alias("content_id"))
    key = pl.when(pl.col("identity") == "none").then(_hash_of_place()).otherwise("identity_key")
    return conform(moved.with_columns(identity_key=key), STAGED_RESPONSE)


def content_facts(staged: pl.DataFrame, ambiguous: pl.Series) -> pl.DataFrame:
    """One row per content: `content_id`, `rows`, `dated`, `has_time`, `has_response_id` (ids that
    serve as identity), `months` (list of 2024-07, sorted), `ambiguous_dates` (no date of the content
    tells day from month; `ambiguous` says so for each staged row)."""
    month = pl.col("response_date").dt.strftime("%Y-%m")
    months = (
        staged.lazy()
        .filter(pl.col("response_date").is_not_null())
        .select("content_id", pl.col("response_date").dt.month_start())
        .unique()
        .select("content_id", month)
        .group_by("content_id")
        .agg(months=pl.col("response_date").sort())
    )
    return (
        staged.lazy()
        .select(
            "content_id",
            "dated",
            has_time=pl.col("submitted_at").is_not_null(),
            has_response_id=pl.col("identity") == "id",
            ambiguous_dates=ambiguous,
        )
        .group_by("content_id", maintain_order=True)
        .agg(
            pl.len().cast(pl.Int64).alias("rows"),
            pl.col("dated", "has_time", "has_response_id", "ambiguous_dates").any(),
        )
        .join(months, on="content_id", how="left", maintain_order="left")
        .select(
            pl.col("content_id").cast(pl.String),
            *("rows", "dated", "has_time", "has_response_id"),
            pl.col("months").fill_null(pl.lit([], pl.List(pl.String))),
            "ambiguous_dates",
        )
        .collect()
    )


def _origins(rows: pl.DataFrame) -> pl.DataFrame:
    """Where a row of a correction workbook came from; most rows are of none."""
    if rows.get_column("origin_content").null_count() == rows.height:
        nothing = {"origin_content_id": pl.String, "origin_sheet": pl.String, "origin_row_number": pl.Int32}
        return pl.DataFrame(schema=nothing).clear(rows.height)
    return rows.select(
        pl.col("origin_content").alias("origin_content_id"),
        pl.when(pl.col("origin_content").is_not_null())
        .then(pl.col("origin_sheet").fill_null(""))
        .alias("origin_sheet"),
        pl.col("origin_row").cast(pl.Float64, strict=False).cast(pl.Int32, strict=False).alias("origin_row_number"),
    )


def _with_identity(staged: pl.DataFrame) -> pl.DataFrame:
    """Adds `identity` and `identity_key`, and takes out response ids that are a running number.

    A row's best identity is its id, else its moment with all its values; a row with neither takes
    its values and how many equal rows stand above it. Where no row of a content has either, the
    content is a snapshot and a row is only its place."""
    staged = _without_running_numbers(staged)
    if staged.get_column("response_id").null_count() == 0:  # as in most exports: nothing to weigh
        return staged.with_columns(identity=pl.lit("id"), identity_key=_hash_of_id())
    has_id, has_moment = pl.col("response_id").is_not_null(), pl.col("submitted_at").is_not_null()
    is_identified = (has_id | has_moment).any().over("content_id")
    staged = staged.with_columns(
        identity=pl.when(has_id)
        .then(pl.lit("id"))
        .when(has_moment)
        .then(pl.lit("moment"))
        .when(is_identified)
        .then(pl.lit("values"))
        .otherwise(pl.lit("none"))
    ).with_row_index("position")
    keys = pl.concat(
        [
            _keys_of(staged, "id", _hash_of_id()),
            _keys_of(staged, "moment", _hash_of_values()),
            _keys_of_values(staged),
            _keys_of(staged, "none", _hash_of_place()),
        ]
    )
    return staged.hstack([keys.sort("position").collect().get_column("identity_key")])


def _without_running_numbers(staged: pl.DataFrame) -> pl.DataFrame:
    """Empties ids that only count the rows: small whole numbers, in every sheet all rising or all
    falling, with no more numbers left out than used. In a correction workbook, which holds a few
    rows of another file, small whole numbers always count rows."""
    if staged.get_column("response_id").null_count() == staged.height:
        return staged
    # A spreadsheet may print 7 as 7.0.
    number = staged.get_column("response_id").cast(pl.Float64, strict=False)
    if not (number < RUNNING_NUMBERS_BELOW).any():
        return staged
    sheets = (
        staged.lazy()
        .select(
            "content_id",
            "sheet",
            "response_id",
            number=number,
            is_correction=pl.col("origin_content_id").is_not_null(),
        )
        .filter(pl.col("response_id").is_not_null())
        .group_by("content_id", "sheet")
        .agg(
            is_small=(pl.col("number") < RUNNING_NUMBERS_BELOW).fill_null(False).all(),
            is_ordered=(pl.col("number").diff().drop_nulls() > 0).all()
            | (pl.col("number").diff().drop_nulls() < 0).all(),
            is_dense=pl.col("number").max() - pl.col("number").min() < 2 * pl.len(),
            is_correction=pl.col("is_correction").any(),
        )
        .group_by("content_id")
        .agg(
            is_running=(
                pl.col("is_small") & (pl.col("is_correction") | (pl.col("is_ordered") & pl.col("is_dense")))
            ).all()
        )
        .filter("is_running")
        .collect()
    )
    running = sheets.get_column("content_id")
    if running.is_empty():
        return staged
    return staged.with_columns(
        pl.when(~pl.col("content_id").is_in(running.implode())).then("response_id").alias("response_id")
    )


def _hash_of_id() -> pl.Expr:
    return pl.col("response_id").hash(ID_SEED)


def _hash_of_values() -> pl.Expr:
    """Each column hashed with a seed of its own, and the hashes combined: no order, no separator."""
    values = reduce(xor, (pl.col(column).hash(VALUES_FIRST_SEED + n) for n, column in enumerate(_VALUES)))
    further = pl.col(FURTHER_ANSWERS.name)
    return pl.when(further.is_null()).then(values).otherwise(values ^ further.hash(VALUES_FIRST_SEED + len(_VALUES)))


def _hash_of_place() -> pl.Expr:
    """Content, sheet and row: of the row itself, or of the row that a correction puts right, so
    that both are one."""
    has_origin = pl.col("origin_content_id").is_not_null() & pl.col("origin_row_number").is_not_null()
    return pl.concat_str(
        pl.when(has_origin).then("origin_content_id").otherwise("content_id"),
        pl.when(has_origin).then("origin_sheet").otherwise("sheet"),
        pl.when(has_origin).then("origin_row_number").otherwise("row_number").cast(pl.String),
        separator=_SEPARATOR,
    ).hash(PLACE_SEED)


def _keys_of(staged: pl.DataFrame, identity: str, key: pl.Expr) -> pl.LazyFrame:
    return staged.lazy().filter(pl.col("identity") == identity).select("position", identity_key=key)


def _keys_of_values(staged: pl.DataFrame) -> pl.LazyFrame:
    return (
        staged.lazy()
        .filter(pl.col("identity") == "values")
        .sort("content_id", "row_index")
        .select("position", "content_id", values=_hash_of_values())
        .with_columns(occurrence=pl.int_range(pl.len()).over("content_id", "values"))
        .select("position", identity_key=pl.col("values") ^ pl.col("occurrence").hash(OCCURRENCE_SEED))
    )

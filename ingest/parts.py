"""A content whose rows name several units or periods, divided: each row to its part, or left out by a decision.

Belongs here: from what the columns of unit and period say to the part of each row, and the reading of each part. Not
here: whose the rows are (`offices_in_rows`), which period they are of (`periods_in_rows`), judging them.
"""

from collections.abc import Iterable, Sequence

import polars as pl

from contracts.records import Reading, part_id
from ingest.block_titles import offices_above
from ingest.doubts import Questions
from ingest.identify import UnitNames
from ingest.offices_in_rows import UnitColumn, WhoseRows
from ingest.period_columns import is_dated, period_texts
from ingest.period_texts import read_period
from ingest.periods_in_rows import PeriodsOfRows, periods_of_rows
from ingest.table import AnswerTable, rows_as


def read_unit_column(tables: Sequence[AnswerTable], names: UnitNames) -> UnitColumn:
    """What names the unit of each row: the columns of units of all tables as one, or, where none has such a column, the
    lines above blocks of rows."""
    headers, texts = [], []
    for table in tables:
        position = table.draft.sources.get("unit")
        if position is None:
            texts.append(pl.Series("unit", [None], dtype=pl.String).new_from_index(0, table.respondents))
            continue
        headers.append(table.header.text(position))
        texts.append(table.body.rows[f"c{position}"].filter(table.body.respondents).alias("unit"))
    if headers:
        return UnitColumn(headers[0], pl.concat(texts))
    above = pl.concat([offices_above(table, names) for table in tables])
    # One title above all rows is the file's own, and weighed with its other names.
    return UnitColumn(None, above if above.n_unique() > 1 else above.clear().extend_constant(None, above.len()))


def declared_order(units: Iterable[str], names: UnitNames) -> str | None:
    """The order of U8 and U9 that the registry declares for some units; None where it is not the same for all."""
    orders = {names.by_code[unit].unsur_order if unit in names.by_code else None for unit in units}
    return orders.pop() if len(orders) == 1 else None


def read_periods(
    tables: Sequence[AnswerTable], reading: Reading, name: str, questions: Questions
) -> tuple[PeriodsOfRows, pl.Series]:
    """Which period each row belongs to, and what its period columns say, or the names of sheets of different years.
    Rows that may have dates need none."""
    if (of_sheets := _years_of_sheets(tables, reading)) is not None:
        counts = dict(of_sheets.alias("text").value_counts(name="rows").iter_rows())
        return periods_of_rows(counts, reading.naming, name, questions), of_sheets
    texts = pl.concat([period_texts(table) for table in tables])
    if len(reading.naming.period_values) < 2 or any(is_dated(table) for table in tables):
        return PeriodsOfRows(), texts
    counts = dict(texts.alias("text").value_counts(name="rows").iter_rows())
    return periods_of_rows(counts, reading.naming, name, questions), texts


def _years_of_sheets(tables: Sequence[AnswerTable], reading: Reading) -> pl.Series | None:
    """The name of its sheet for each row, where nothing in the rows says when they were answered and the sheets name
    different years; None elsewhere: sheets of months of one year are one file about them."""
    years = [read_period(table.grid.name).years for table in tables]
    if reading.naming.period_values or any(map(is_dated, tables)) or reading.unread_date_columns:
        return None
    if not all(len(one) == 1 for one in years) or len(frozenset().union(*years)) == 1:
        return None
    return pl.concat([pl.repeat(table.grid.name, table.respondents, eager=True) for table in tables]).alias("period")


def divided(
    rows: pl.DataFrame, texts: pl.Series, whose: WhoseRows, periods: PeriodsOfRows
) -> tuple[pl.DataFrame, pl.DataFrame | None, pl.DataFrame]:
    """The rows that count, the part of each (`id`, `unit_code`, `period_code`; None where the content is one), and the
    rows that somebody decided to leave out."""
    if not (whose.unit_of or whose.left_out or periods.period_of):
        return rows, None, rows.clear()
    placed = rows.with_columns(
        unit_code=whose.texts.replace_strict(dict(whose.unit_of), default=None, return_dtype=pl.String)
        if whose.unit_of
        else pl.lit(None, pl.String),
        period_code=texts.replace_strict(dict(periods.period_of), default=None, return_dtype=pl.String)
        if periods.period_of
        else pl.lit(None, pl.String),
    )
    is_left_out = pl.lit(value=False)
    if whose.unit_of:
        is_left_out |= pl.col("unit_code").is_null()
    if whose.left_out:
        is_left_out |= pl.lit(whose.texts.is_in(list(whose.left_out), nulls_equal=True))
    if periods.period_of:
        is_left_out |= pl.col("period_code").is_null()
    counted, left_out = placed.filter(~is_left_out), rows.filter(placed.select(is_left_out).to_series())
    if not whose.unit_of and not periods.period_of:
        return counted.select(rows.columns), None, left_out
    parts = counted.select("content_id", "unit_code", "period_code")
    different = parts.unique()
    ids = pl.Series([part_id(*one) for one in different.rows()], dtype=pl.String)
    named = parts.join(
        different.with_columns(id=ids), on=parts.columns, how="left", nulls_equal=True, maintain_order="left"
    )
    return counted.select(rows.columns), named.drop("content_id"), left_out


def readings_of_parts(
    whole: Reading, rows: pl.DataFrame, part_of_row: pl.DataFrame, names: UnitNames
) -> tuple[Reading, ...]:
    """The reading of each part, in the order of their ids."""
    others = tuple(one for one in whole.row_classes if one.row_class != "respondent")
    found = []
    for content_id, unit_code, period_code in (
        part_of_row.select("id", "unit_code", "period_code").unique().sort("id").rows()
    ):
        is_own = part_of_row["id"] == content_id
        column_values = () if unit_code is None else (names.by_code[unit_code].unit_name,)
        update = {
            "content_id": content_id,
            "unit_code": unit_code,
            "period_code": period_code,
            "rows": int(is_own.sum()),
            "naming": whole.naming.model_copy(update={"column_values": column_values, "period_values": ()}),
            "row_classes": (
                *others,
                *rows_as("other_part", rows.filter(~is_own)),
                *rows_as("respondent", rows.filter(is_own)),
            ),
        }
        found.append(whole.model_copy(update=update))
    return tuple(found)

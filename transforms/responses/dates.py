"""Dates and times of day of whole columns: from what senders wrote to local dates and moments (Asia/Jakarta).

Day and month are told apart for all dates of a sheet together, never one by one. Nothing is judged:
a date of 2031 is a date. Not here: what a date looks like (`contracts.written_dates`), which dates are
possible for a survey (`contracts.rules`).
"""

import re

import polars as pl

from contracts.written_dates import (
    DATE_AND_DOTTED_TIME,
    DAY_SECONDS,
    SPREADSHEET_DAY_OF_1970,
    SPREADSHEET_DAYS,
    read_date,
    read_time,
)
from transforms.texts import Dictionary, dictionaries

_LOCAL_SUFFIX = "+07:00"
_PLAIN_MOMENT = r"^(?:19|20|21)[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}{between}(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
"""Within OLDEST_YEAR and YOUNGEST_YEAR; the day may still be none of its month."""


def read_dates(rows: pl.DataFrame) -> pl.DataFrame:
    """Dates of raw rows (`content_id`, `sheet`, texts `timestamp` and `time`), in their order, as
    `response_date`, `submitted_at` (where there is a time of day), `date_text` (what stands there
    where it is no date) and `ambiguous` (the order of day and month was taken to be Indonesian)."""
    if rows.get_column("timestamp").null_count() == rows.height:
        return pl.DataFrame(
            schema={"response_date": pl.Date, "submitted_at": pl.Datetime, "date_text": pl.String, "ambiguous": bool}
        ).clear(rows.height)
    moments, rest = _plain_moments(rows.get_column("timestamp"))
    parts = _read_in_parts(rows.select("content_id", "sheet").hstack([rest]))
    return (
        rows.select("content_id", "timestamp")
        .hstack([*moments, *parts, *_times(rows.get_column("time"))])
        .with_columns(
            day=pl.coalesce("moment_day", "day"),
            seconds=pl.coalesce("moment_seconds", "seconds"),
        )
        .with_columns(_local_seconds())
        .select(
            response_date=(pl.col("day") + pl.col("shifted").floordiv(DAY_SECONDS).fill_null(0))
            .cast(pl.Int32)
            .cast(pl.Date),
            submitted_at=((pl.col("day") * DAY_SECONDS + pl.col("local")) * 1_000_000).cast(pl.Datetime("us")),
            date_text=pl.when(pl.col("day").is_null()).then("timestamp"),
            ambiguous="ambiguous",
        )
    )


def _plain_moments(texts: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Moments that programs write, "2024-01-05 08:30:00" or with a "T", as `moment_day` (days since 1970)
    and `moment_seconds`; and the texts that are none. Read as a whole column: nearly all are different."""
    rest = texts
    moment = pl.Series([None], dtype=pl.Datetime("us")).new_from_index(0, texts.len())
    for between in " T":
        found = (
            pl.DataFrame({"text": rest})
            .select(pl.when(pl.col("text").str.contains(_PLAIN_MOMENT.format(between=between))).then("text"))
            .to_series()
            .str.to_datetime(f"%Y-%m-%d{between}%H:%M:%S", time_unit="us", strict=False, cache=False)
        )
        moment = moment.zip_with(found.is_null(), found)
        rest = rest.set(found.is_not_null(), None)
    microseconds = pl.col("moment").cast(pl.Int64)
    parts = pl.DataFrame({"moment": moment}).select(
        moment_day=microseconds.floordiv(DAY_SECONDS * 1_000_000),
        moment_seconds=microseconds.floordiv(1_000_000) % DAY_SECONDS,
    )
    return parts, rest


def _read_in_parts(written: pl.DataFrame) -> pl.DataFrame:
    """Texts `timestamp` of rows (`content_id`, `sheet`) as `day`, `ambiguous`, `seconds` and `shift`: the
    date and the time of day each read once for every different text."""
    if written.get_column("timestamp").null_count() == written.height:
        nothing = pl.DataFrame(schema={"day": pl.Int64, "seconds": pl.Int64, "shift": pl.Int32}).clear(written.height)
        return nothing.with_columns(ambiguous=pl.lit(False))
    split = _split(written.get_column("timestamp"))
    read = dictionaries(split, ("date_part", "time_part"))
    times = _columns_of_times(read["time_part"], "")
    dates = _columns_of_dates(read["date_part"])
    days = _days(written.select("content_id", "sheet").hstack([*dates, times[0]]))
    number = pl.col("spreadsheet_day")
    return (
        split.select("spreadsheet_day")
        .hstack([*days, *times])
        .select(
            day=pl.col("day").cast(pl.Int64).fill_null(number.floor().cast(pl.Int64) - SPREADSHEET_DAY_OF_1970),
            ambiguous="ambiguous",
            seconds=pl.col("seconds").fill_null(((number % 1) * DAY_SECONDS).round().cast(pl.Int32)).cast(pl.Int64),
            shift="shift",
        )
    )


def _times(texts: pl.Series) -> list[pl.Series]:
    """Texts of a column of times of day as `column_seconds` and `column_shift`."""
    if texts.null_count() == texts.len():
        empty = pl.Series([None], dtype=pl.Int32).new_from_index(0, texts.len())
        return [empty.alias("column_seconds"), empty.alias("column_shift")]
    return _columns_of_times(dictionaries(texts.to_frame(), [texts.name])[texts.name], "column_")


def _split(texts: pl.Series) -> pl.DataFrame:
    """Texts as `date_part`, `time_part`, or `spreadsheet_day` (a number). Cut on whole columns,
    because almost every moment is another text while dates and times of day are few."""
    text = pl.col("timestamp")
    plain = pl.when(~text.str.contains(":", literal=True)).then(text)
    with_time = pl.when(text.str.contains(":", literal=True)).then(text)
    before_hour = with_time.str.splitn(":", 2).struct.field("field_0").str.head(-2)
    colon = pl.DataFrame({"timestamp": texts}).select(
        plain=plain,
        date_part=before_hour,
        time_part=with_time.str.slice(before_hour.str.len_chars()),
    )
    if colon.get_column("time_part").str.contains(".", literal=True).any():
        # Fractions of a second would make every time of day another text, and no export needs them.
        colon = colon.with_columns(pl.col("time_part").str.replace(r"(:\d{2})\.\d+", "$1"))
    if colon.get_column("plain").null_count() == colon.height:
        return colon.select("date_part", "time_part", spreadsheet_day=pl.lit(None, pl.Float64))
    number = pl.col("plain").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    dotted = pl.when(pl.col("plain").str.contains(".", literal=True)).then("plain")
    pair = dotted.str.extract_groups(DATE_AND_DOTTED_TIME)
    return (
        colon.with_columns(
            spreadsheet_day=pl.when(number.is_between(*SPREADSHEET_DAYS, closed="left")).then(number),
            dotted_date=pair.struct.field("1"),
            dotted_time=pair.struct.field("2"),
        )
        .with_columns(pl.when(pl.col("spreadsheet_day").is_null()).then("plain").alias("plain"))
        .select(
            pl.coalesce("date_part", "dotted_date", "plain"), pl.coalesce("time_part", "dotted_time"), "spreadsheet_day"
        )
    )


def _columns_of_dates(parts: Dictionary) -> list[pl.Series]:
    types = {"day_first": pl.Date(), "month_first": pl.Date(), "says": pl.Int32(), "open": pl.Boolean()}
    read = [read_date(text) or (None,) * len(types) for text in parts.texts]
    columns = pl.DataFrame(read, schema=types, orient="row")
    unpadded = pl.Series("unpadded", [None if _PADDED.search(text) else True for text in parts.texts], dtype=pl.Boolean)
    return [parts.gather(column) for column in (*columns, unpadded)]


_PADDED = re.compile(r"(?<!\d)0\d|[^\d/ ]")
"""A date written otherwise than "3/9/2025"."""


def _columns_of_times(parts: Dictionary, prefix: str) -> list[pl.Series]:
    """Nearly all are "12:17:43", as many as a day has seconds: these are read as a whole column."""
    clocks = pl.DataFrame({"text": parts.texts}, schema={"text": pl.String}).select(
        "text",
        seconds=(
            pl.col("text")
            .str.strip_suffix(_LOCAL_SUFFIX)
            .str.to_time("%H:%M:%S", strict=False)
            .cast(pl.Int64)
            .floordiv(1_000_000_000)
            .cast(pl.Int32)
        ),
    )
    other = clocks.filter(pl.col("seconds").is_null()).get_column("text").to_list()
    read = {text: written for text in other if (written := read_time(text)) is not None}
    others = pl.DataFrame(
        [(text, *written) for text, written in read.items()],
        schema={"text": pl.String, "other_seconds": pl.Int32, "shift": pl.Int32},
        orient="row",
    )
    every = clocks.join(others, on="text", how="left", maintain_order="left")
    seconds = every.select(pl.coalesce("seconds", "other_seconds")).to_series()
    return [
        parts.gather(seconds).alias(f"{prefix}seconds"),
        parts.gather(every.get_column("shift")).alias(f"{prefix}shift"),
    ]


def _days(ordered: pl.DataFrame) -> pl.DataFrame:
    """`day` (days since 1970) and `ambiguous` of each row: the order that most dates of the sheet
    allow; where none tells, that of the whole content; where that tells nothing, day first, as
    Indonesia writes, unless a program wrote them so and they would be one day of many months."""
    if not (ordered.get_column("open").any() or (ordered.get_column("says") == -1).any()):
        return ordered.select(day=pl.col("day_first").cast(pl.Int32), ambiguous=pl.lit(False))
    sheets = ordered.group_by("content_id", "sheet").agg(pl.col("says").sum(), told=(pl.col("says") != 0).any())
    orders = sheets.select(
        "content_id",
        "sheet",
        is_month_first=pl.when("told").then(pl.col("says") < 0).otherwise(pl.col("says").sum().over("content_id") < 0),
        told=pl.col("told").any().over("content_id"),
    )
    american = ordered.group_by("content_id").agg(is_american=_are_american())
    orders = orders.join(american, on="content_id").with_columns(
        is_month_first=pl.when(pl.col("told")).then("is_month_first").otherwise("is_american"),
        told=pl.col("told") | pl.col("is_american"),
    )
    return ordered.join(orders, on=["content_id", "sheet"], how="left", maintain_order="left").select(
        day=pl.when("is_month_first").then("month_first").otherwise("day_first").cast(pl.Int32),
        ambiguous=(pl.col("open") & ~pl.col("told")).fill_null(False),
    )


def _are_american() -> pl.Expr:
    """Dates of one content that are days of one month or two, if the month stands first, and else the same day or two
    of four months or more: written to the second and without zeros ("3/9/2025 9:15:22"), as programs do in the United
    States and not here."""
    day = pl.col("day_first")
    is_narrow = (day.dt.day().n_unique() <= _FEW_MONTHS) & (day.dt.month().n_unique() >= _MANY_MONTHS)
    by_program = (pl.col("seconds").is_not_null().all()) & ((pl.col("seconds") % 60 != 0).any())
    return is_narrow & by_program & pl.col("unpadded").fill_null(value=False).all()


_FEW_MONTHS = 2
_MANY_MONTHS = 4


def _local_seconds() -> list[pl.Expr]:
    """`shifted`: seconds since the written day's midnight in local time, of the date column itself.
    `local`: the same for the time of day to use: that of the date column, else of the time column.

    Midnight in every row is a date that a program wrote out in full, not a time of day; also where
    it is midnight only in local time (17:00Z)."""
    is_midnight_as_written = (pl.col("seconds").fill_null(0) == 0).all().over("content_id")
    shifted = pl.when(~is_midnight_as_written).then(pl.col("seconds") + pl.col("shift").fill_null(0))
    has_time = (shifted % DAY_SECONDS != 0).fill_null(False).any().over("content_id")
    in_column = pl.col("column_seconds")
    column_has_time = (in_column != 0).fill_null(False).any().over("content_id")
    local_in_column = in_column + pl.col("column_shift").fill_null(0)
    return [
        shifted.alias("shifted"),
        pl.when(has_time).then(shifted).when(column_has_time).then(local_in_column).cast(pl.Int64).alias("local"),
    ]

"""The index of each service (jenis layanan) of a unit, from additive partial sums.

An answer counts in the registered service that its file's words name on its day, else in `unknown`: nothing is dropped,
so the services of a unit add up to the unit exactly. Not here: the register (`contracts.services`), what is proposed
for it (`transforms.services`), the arithmetic of an index (`transforms.figures.index`).
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from contracts.method import Weight
from contracts.periods import parse_period
from contracts.service_tables import IKM_SERVICE, IKM_SERVICE_RANKING, IKM_SERVICE_UNSUR, SERVICE
from contracts.services import UNKNOWN_SERVICE, UNKNOWN_SERVICE_NAME, Services
from contracts.written_words import word_key
from transforms.figures.index import by_unsur, graded, with_index
from transforms.figures.interval import interval_ends, with_intervals
from transforms.figures.periods import in_periods
from transforms.figures.ranking import ranked_within
from transforms.figures.sums import ANSWER_SUMS, PARTS, SLOT, answer_sums, in_common_parts, with_parts
from transforms.rounding import as_index
from transforms.schema import conform, empty_frame, frame_schema

_SERVICE: Final = ("service_code", "service_name")
SERVICE_SUMS: Final = pl.Schema(
    {
        "unit_code": pl.String(),
        "month": pl.Date(),
        "period_code": pl.String(),
        **dict.fromkeys(_SERVICE, pl.String()),
        **dict.fromkeys((*ANSWER_SUMS, PARTS), pl.Int64()),
    }
)
"""Partial sums of answers by SLOT and service."""
_SUMMED: Final = (pl.col(ANSWER_SUMS).sum(), pl.col(PARTS).max())
_LIKE: Final = ["period_code", "like_name"]


@dataclass(frozen=True)
class ServiceFigures:
    """One frame for each table of figures about services, named like the table."""

    ikm_service: pl.DataFrame
    ikm_service_unsur: pl.DataFrame
    ikm_service_ranking: pl.DataFrame


def service_table(services: Services) -> pl.DataFrame:
    """The table `service`: the register."""
    rows = [
        (
            *(one.unit_code, one.service_code, one.service_name, "|".join(one.aliases) or None),
            *(one.valid_from, one.valid_to, one.charged),
        )
        for one in services.services
    ]
    return pl.DataFrame(rows, schema=frame_schema(SERVICE), orient="row").sort(SERVICE.key)


def sums_by_service_slot(responses: pl.LazyFrame, services: Services) -> pl.DataFrame:
    """Partial sums (SERVICE_SUMS) of the responses (columns of `contracts.tables.RESPONSE`) of units that have services
    in the register, one row per SLOT and service.

    Streams up to the different days and spellings of a unit. An answer without a date counts in a service that is given
    on any day of the period its file names; where two services had one name after each other, in the later."""
    if not services:
        return pl.DataFrame(schema=SERVICE_SUMS)
    dated = pl.col("response_date").is_not_null()
    by_words = (
        with_parts(responses)
        .filter(pl.col("unit_code").cast(pl.String).is_in(services.units))
        .group_by(
            pl.col("unit_code").cast(pl.String),
            "response_date",
            pl.when(~dated).then(pl.col("period_code").cast(pl.String)).alias("period_code"),
            pl.col("service").cast(pl.String),
            PARTS,
        )
        .agg(answer_sums())
        .collect(engine="streaming")
    )
    return (
        in_common_parts(with_service(by_words, services))
        .group_by(
            "unit_code",
            pl.col("response_date").dt.month_start().alias("month"),
            "period_code",
            *_SERVICE,
        )
        .agg(_SUMMED)
        .select(pl.col(name).cast(dtype) for name, dtype in SERVICE_SUMS.items())
        .sort(*SLOT, "service_code")
    )


def with_service(by_words: pl.DataFrame, services: Services) -> pl.DataFrame:
    """Rows with unit_code, response_date, period_code (where there is no date) and service as written, each with
    service_code and service_name of what counts."""
    groups = by_words.sort("unit_code", "response_date", "period_code", "service").with_row_index("group")
    named = groups.join(_meanings(groups, services), on=["unit_code", "service"])
    meant = (
        _with_days(named)
        .filter(
            pl.col("valid_from").is_null() | (pl.col("valid_from") <= pl.col("last_day")),
            pl.col("valid_to").is_null() | (pl.col("valid_to") >= pl.col("first_day")),
        )
        .sort("group", "valid_from", nulls_last=False)
        .unique("group", keep="last", maintain_order=True)
    )
    return (
        groups.join(meant.select("group", *_SERVICE), on="group", how="left")
        .drop("group")
        .with_columns(
            pl.col("service_code").fill_null(UNKNOWN_SERVICE), pl.col("service_name").fill_null(UNKNOWN_SERVICE_NAME)
        )
    )


def _meanings(by_words: pl.DataFrame, services: Services) -> pl.DataFrame:
    """unit_code, service as written, and the registered services it may stand for, with the days of each."""
    words = by_words.select("unit_code", "service").drop_nulls().unique()
    keys = pl.Series("key", [word_key(text) for text in words.get_column("service")], dtype=pl.String)
    known = pl.DataFrame(
        [
            (one.unit_code, key, one.service_code, one.service_name, one.valid_from, one.valid_to)
            for one in services.services
            for key in sorted(one.keys)
        ],
        schema={
            **dict.fromkeys(("unit_code", "key", *_SERVICE), pl.String()),
            "valid_from": pl.Date(),
            "valid_to": pl.Date(),
        },
        orient="row",
    )
    return words.with_columns(keys).join(known, on=["unit_code", "key"]).drop("key")


def _with_days(named: pl.DataFrame) -> pl.DataFrame:
    """`first_day` and `last_day`: between which the answers were given."""
    codes = named.get_column("period_code").drop_nulls().unique().sort().to_list()
    days = pl.DataFrame(
        [(code, parse_period(code).start_date, parse_period(code).end_date) for code in codes],
        schema={"period_code": pl.String(), "start": pl.Date(), "end": pl.Date()},
        orient="row",
    )
    return named.join(days, on="period_code", how="left", maintain_order="left").with_columns(
        pl.coalesce("response_date", "start").alias("first_day"), pl.coalesce("response_date", "end").alias("last_day")
    )


def service_figures(
    service_sums: pl.DataFrame,
    counted_period: pl.DataFrame,
    units: pl.DataFrame,
    weight: Weight,
    minimum_respondents: int,
) -> ServiceFigures:
    """The tables `ikm_service`, `ikm_service_unsur` and `ikm_service_ranking` from SERVICE_SUMS and the table
    `counted_period`. `units` has unit_code and unit_type: a service's variance is steadied by that of all services of
    its period in units of its type (`transforms.figures.spread`). Ranked are those with `minimum_respondents`."""
    if service_sums.is_empty():
        return ServiceFigures(*map(empty_frame, (IKM_SERVICE, IKM_SERVICE_UNSUR, IKM_SERVICE_RANKING)))
    key = ["period_code", "unit_code", *_SERVICE]
    # The name is the register's own, one for each code: it makes no further groups.
    sums = in_periods(service_sums, counted_period).group_by(key).agg(_SUMMED).sort(key)
    index = with_intervals(with_index(sums, weight, key), units)
    with_ends = index.with_columns(interval_ends(weight))
    return ServiceFigures(
        ikm_service=conform(with_ends.with_columns(graded(weight)), IKM_SERVICE).sort(IKM_SERVICE.key),
        ikm_service_unsur=by_unsur(sums, weight, IKM_SERVICE_UNSUR),
        ikm_service_ranking=_ranking(index, minimum_respondents),
    )


def _ranking(index: pl.DataFrame, minimum_respondents: int) -> pl.DataFrame:
    """The table `ikm_service_ranking` of the services that are known."""
    known = index.filter(pl.col("service_code") != UNKNOWN_SERVICE)
    if known.is_empty():
        return empty_frame(IKM_SERVICE_RANKING)
    like = pl.Series("like_name", [word_key(name) for name in known.get_column("service_name")], dtype=pl.String)
    squared_error = (pl.col("standard_error") ** 2).alias("squared_error")
    minimum = pl.lit(minimum_respondents).alias("minimum_respondents")
    in_order = known.with_columns(like, squared_error, minimum).sort(IKM_SERVICE_RANKING.key)
    ranked = ranked_within(in_order, _LIKE).rename({"compared": "services"})
    return conform(ranked.with_columns(as_index(pl.col("ikm"))), IKM_SERVICE_RANKING)

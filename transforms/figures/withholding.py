"""The public tables: what everyone gets, of all figures there are.

Every rule on what the public may see acts here or in the two modules beside it, and nowhere else: pages, cards, public
reports and open data show these tables as they are. Belongs here: rows and digits. Not here: whose new figures may be
shown (`transforms.figures.publication`), small cells (`transforms.figures.suppression`), columns
(`contracts.public_tables`).

Whatever goes beyond single units (ranks, ranges, ties, changes, the regency) is worked out from the public figures of
the units shown, so it tells nothing that those do not tell. Only where all units of a period are shown as they are now,
the regency's own figures stand as in its report: what its mean adds then is a rounding. By what a period is ranked and
put together (types of units, fewest respondents, weight, headline) stands in its own figures: of a closed one it is
what was so when that was closed, whatever settings and registry say since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from contracts.columns import Table
from contracts.follow_up_tables import FOLLOW_UP_REALISATION, FOLLOW_UP_REGENCY
from contracts.lineage_tables import INGEST_FILE
from contracts.method import INDEX_FACTOR, INTERVAL_RESPONDENTS, WEIGHTS, Weight
from contracts.public_tables import (
    OF_SERVICE,
    OF_UNIT_AND_PERIOD,
    PUBLIC_IKM_UNIT,
    PUBLIC_TABLES,
    RECEIVED,
)
from contracts.regency_tables import IKM_REGENCY, IKM_REGENCY_UNSUR, IKM_SCOPE
from contracts.service_tables import IKM_SERVICE, IKM_SERVICE_UNSUR
from contracts.settings import RegencyMethod, Settings
from contracts.shared_columns import GRADE_PROBABILITIES
from contracts.tables import (
    IKM_RANKING,
    IKM_UNIT,
    IKM_UNSUR,
    MISSING_UNIT,
    PERIOD,
    PUBLIC_PROFILE,
    RESPONSE_APART,
    UNIT,
    UNSUR_TABLE,
)
from transforms.figures.former_figures import OUTWARDS, by_weight
from transforms.figures.index import CHANGE, changes, grade_certain, told_apart
from transforms.figures.interval import (
    critical_value,
    degrees_of_freedom,
    hundredths_of_a_point,
    interval_ends,
    with_grade_probabilities,
    with_intervals,
)
from transforms.figures.publication import UNIT_ITSELF, WITHHELD, Decision
from transforms.figures.ranking import Rankings, ranked
from transforms.figures.regency import mean_row_totals, unit_totals
from transforms.figures.regency_certainty import with_certainty
from transforms.figures.spread import HIGHEST, LOWEST
from transforms.figures.sums import PARTS, SQUARES, divided_by
from transforms.figures.unit_types import types_as_ranked, with_unit_type
from transforms.rounding import HUNDREDTHS, as_index, half_up, hundredths, kinerja, mutu
from transforms.schema import conform

Frames = Mapping[str, pl.DataFrame]

KEY: Final = ["period_code", "unit_code"]
SERVICE_KEY: Final = [*KEY, "service_code"]
_FEWEST_UNITS: Final = 2
_POINTS: Final = {name: INDEX_FACTOR * one.numerator / one.denominator for name, one in WEIGHTS.items()}
"""Of the index by each convention, for one point of the mean row total."""


@dataclass(frozen=True)
class Former:
    """What the public saw last: SHOWN_TABLES by name, and period_code, unit_code, service_code and since (the day it
    was first public) of every unit, period and service."""

    tables: Frames
    since: pl.DataFrame


def withhold(figures: Frames, decision: Decision, former: Former, settings: Settings) -> dict[str, pl.DataFrame]:
    """All PUBLIC_TABLES by name, from the tables of those names (`figures`, official periods laid over), INGEST_FILE,
    `unit_code` of RESPONSE_APART, and what was decided of each unit and period."""
    small_cell, kinds = settings.thresholds.small_cell, settings.reports.kinds
    current, as_before = decision.state("current"), decision.state("former")
    of_kinds = figures[PERIOD.name].filter(pl.col("kind").is_in(kinds))
    units = types_as_ranked(
        pl.concat(tables[IKM_UNIT.name].select(KEY) for tables in (figures, former.tables)),
        figures[IKM_RANKING.name],
        figures[UNIT.name],
    )
    weights = figures[IKM_REGENCY.name].filter("headline").select("period_code", by="weight")
    public: dict[str, pl.DataFrame] = {
        IKM_UNIT.name: public_index(
            figures[IKM_UNIT.name].join(current, on=KEY, how="semi"), figures[IKM_UNSUR.name], units, small_cell
        ),
        IKM_UNSUR.name: public_unsur(figures[IKM_UNSUR.name], figures[IKM_UNIT.name], KEY),
        PUBLIC_PROFILE.name: _public_profile(figures[PUBLIC_PROFILE.name], decision.with_profile),
        IKM_SERVICE.name: figures[IKM_SERVICE.name].with_columns(pl.lit(None, pl.Date).alias("figures_of")),
        IKM_SERVICE_UNSUR.name: public_unsur(figures[IKM_SERVICE_UNSUR.name], figures[IKM_SERVICE.name], SERVICE_KEY),
    }
    for tables, key, now, before in (
        (OF_UNIT_AND_PERIOD, KEY, current, as_before),
        (OF_SERVICE, SERVICE_KEY, decision.services("current"), decision.services("former")),
    ):
        for table in tables:
            new = public[table.name].join(now, on=key, how="semi")
            old = former.tables[table.name].join(before, on=key, how="semi")
            old = by_weight(_with_of_period(old, weights, "by", settings.method.weight))
            public[table.name] = pl.concat([conform(new, table), conform(old, table)]).sort(table.key)
    since = former.since.filter(service_code=UNIT_ITSELF)
    index = _with_own_change(public[IKM_UNIT.name], as_before.join(since, on=KEY, how="left"))
    shown = index.select(KEY)
    whole = _whole_periods(figures[IKM_UNIT.name], current)
    ranking = public_rankings(
        _with_of_period(index, figures[IKM_RANKING.name], "minimum_respondents", settings.ranking.minimum_respondents),
        units,
    )
    public |= {
        IKM_UNIT.name: index,
        IKM_SERVICE.name: _with_own_day(public[IKM_SERVICE.name], decision.services("former"), former.since),
        UNIT.name: figures[UNIT.name],
        UNSUR_TABLE.name: figures[UNSUR_TABLE.name],
        PERIOD.name: of_kinds.join(shown, on="period_code", how="semi"),
        IKM_RANKING.name: ranking.ikm_ranking,
        IKM_SCOPE.name: ranking.ikm_scope,
        IKM_REGENCY.name: _regency(figures[IKM_REGENCY.name], index, units, whole, settings),
        IKM_REGENCY_UNSUR.name: _regency_unsur(
            figures[IKM_REGENCY_UNSUR.name], public[IKM_UNSUR.name], units, whole, settings.method.headline
        ),
        FOLLOW_UP_REALISATION.name: figures[FOLLOW_UP_REALISATION.name].join(shown, on=KEY, how="semi"),
        FOLLOW_UP_REGENCY.name: figures[FOLLOW_UP_REGENCY.name].join(of_kinds, on="period_code", how="semi"),
        MISSING_UNIT.name: figures[MISSING_UNIT.name]
        .join(shown.select("period_code").unique(), on="period_code", how="semi")
        .join(shown, on=KEY, how="anti"),
        RECEIVED.name: received(
            figures[INGEST_FILE.name],
            rows_told=rows_told(and_apart(decision, figures[RESPONSE_APART.name]), small_cell),
        ),
    }
    return {table.name: conform(public[table.name], table).sort(table.key) for table in PUBLIC_TABLES}


def rows_told(decision: Decision, small_cell: int) -> bool:
    """Whether totals over everybody may stand beside what is shown: where nobody is withheld, or at least two units
    and `small_cell` people are, together."""
    people, units = decision.withheld_people, decision.withheld_units
    return people == 0 or (units >= _FEWEST_UNITS and people >= small_cell)


def and_apart(decision: Decision, response_apart: pl.DataFrame) -> Decision:
    """The decision, with everybody withheld whose questionnaire leaves an unsur out: nothing is shown of them, but
    their rows are among those of the files. `response_apart`: its `unit_code`."""
    apart = response_apart.group_by("unit_code").agg(pl.len().alias("people")).cast(WITHHELD)
    both = pl.concat([decision.withheld, apart]).group_by("unit_code").agg(pl.col("people").sum())
    return replace(decision, withheld=both.sort("unit_code"))


def public_index(ikm_unit: pl.DataFrame, ikm_unsur: pl.DataFrame, units: pl.DataFrame, small_cell: int) -> pl.DataFrame:
    """`ikm_unit` for the public, of the units shown: the interval rounded outwards to one place, or none. What like
    units say in it is said by those shown, so that nothing moves where nobody moved who is shown. `units`: as
    `transforms.figures.unit_types.with_unit_type` has them.

    Mean and spread of few scores are few possible sets of scores. So there is none below INTERVAL_RESPONDENTS; nor
    where fewer than `small_cell` people may account for all that is missing to the highest score, or for all above the
    lowest (people ≥ sum² ÷ sum of squares, Cauchy and Schwarz); nor where nearly all have the same score."""
    totals = ikm_unsur.group_by(KEY).agg(pl.col("total").sum())
    indexes = (
        ikm_unit.drop("standard_error")
        .join(totals, on=KEY, how="left")
        .with_columns(pl.col(SQUARES).alias("squares"), *_as_hundredths("ikm", "ikm_low", "ikm_high"))
    )
    n, mean = pl.col("respondents"), pl.col("total") / divided_by()

    def accounted_by_enough(missing: pl.Expr) -> pl.Expr:
        """`missing`: of one mean score; squares are the spread and the squared mean."""
        return (n * missing) ** 2 >= small_cell * (pl.col("spread") + n * missing**2)

    told = (
        (n >= INTERVAL_RESPONDENTS)
        & (pl.col("spread") >= small_cell)
        & accounted_by_enough(HIGHEST - mean)
        & accounted_by_enough(mean - LOWEST)
    )
    return (
        pl.concat(
            [
                *(_with_ends(indexes.filter(weight=name), units, weight) for name, weight in WEIGHTS.items()),
                *(_with_former_ends(indexes.filter(weight=name), weight) for name, weight in WEIGHTS.items()),
            ]
        )
        .with_columns(told.alias("told"))
        .with_columns(
            as_index(pl.col("ikm")),
            *(pl.when("told").then(end).alias(name) for name, end in _outwards().items()),
            pl.lit(value=True).alias("publishable"),
            pl.lit(None, pl.Date).alias("figures_of"),
        )
        .with_columns(grade_certain(), as_index(pl.col("ikm_low")), as_index(pl.col("ikm_high")))
    )


def _with_ends(indexes: pl.DataFrame, units: pl.DataFrame, weight: Weight) -> pl.DataFrame:
    """Rows with squares: the interval with only these units as like units, and `spread`, the sum of squares about the
    mean."""
    known = indexes.filter(pl.col("squares").is_not_null())
    apart = pl.col("squares") - pl.col("total") ** 2 / pl.col("respondents")
    spread = (apart / pl.col(PARTS).cast(pl.Int64).fill_null(1) ** 2).alias("spread")
    return with_intervals(known, units).with_columns(interval_ends(weight)).select(*indexes.columns, spread)


def _with_former_ends(indexes: pl.DataFrame, weight: Weight) -> pl.DataFrame:
    """Rows of editions closed before the squares were kept: their interval is mean ± t × s ÷ √n, with n − 1 degrees of
    freedom."""
    unknown = indexes.filter(pl.col("squares").is_null())
    n = pl.col("respondents")
    half_width = pl.max_horizontal(pl.col("ikm") - pl.col("ikm_low"), pl.col("ikm_high") - pl.col("ikm"))
    scale = hundredths_of_a_point(weight)
    critical = critical_value(unknown.get_column("respondents") - 1)
    spread = (half_width / (pl.lit(critical) * scale)) ** 2 * n * (n - 1)
    return unknown.with_columns(spread.alias("spread"))


def public_unsur(ikm_unsur: pl.DataFrame, index: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """`ikm_unsur` for the public, or `ikm_service_unsur`: NRR with two decimals, and what follows from it. The grade
    stays the one of the unrounded NRR: there is only one. `index`: the table of what they belong to, by `key`."""
    weights = {name: one.numerator / one.denominator for name, one in WEIGHTS.items()}
    weight = pl.col("weight").replace_strict(weights, return_dtype=pl.Float64)
    return (
        ikm_unsur.join(index.select(*key, "weight"), on=key, how="left")
        .with_columns(hundredths(pl.col("total"), divided_by()).alias("rounded"))
        .with_columns(*_from_nrr(key), (pl.col("rounded") / HUNDREDTHS * weight).alias("nrr_weighted"))
    )


def _from_nrr(within: list[str]) -> list[pl.Expr]:
    """What follows from an NRR in hundredths (`rounded`), ranked within those columns."""
    rounded = pl.col("rounded")
    return [
        (rounded / HUNDREDTHS).alias("nrr"),
        as_index(rounded * INDEX_FACTOR).alias("score"),
        rounded.rank("min").over(within).alias("order_from_lowest"),
        rounded.rank("min", descending=True).over(within).alias("order_from_highest"),
    ]


def public_rankings(index: pl.DataFrame, units: pl.DataFrame) -> Rankings:
    """`ikm_ranking` and `ikm_scope` of the units shown, from their public figures. Whoever has no public interval
    cannot be told apart from anyone. `index`: PUBLIC_IKM_UNIT with minimum_respondents; `units` as for
    `public_index`."""
    at = (pl.col("ikm") * HUNDREDTHS).cast(pl.Int64)
    squared_error = _squared_error(index) * HUNDREDTHS**2
    errors = index.select(
        *KEY,
        "respondents",
        at.alias("ikm"),
        (at * pl.col("respondents")).alias("total"),
        pl.lit(1, pl.Int64).alias(PARTS),
        squared_error.alias("squared_error"),
        squared_error.alias("ikm_squared_error"),
        "minimum_respondents",
    )
    return ranked(errors, units)


def _with_of_period(rows: pl.DataFrame, told: pl.DataFrame, name: str, otherwise: int | str) -> pl.DataFrame:
    """Rows with what a table has under a name, the same for all rows of a period; in a period that it has not,
    `otherwise`."""
    of_period = told.select("period_code", name).unique("period_code")
    there = pl.col("period_code").is_in(of_period.get_column("period_code").implode())
    return rows.join(of_period, on="period_code", how="left", maintain_order="left").with_columns(
        pl.when(there).then(name).otherwise(pl.lit(otherwise)).alias(name)
    )


def _outwards() -> dict[str, pl.Expr]:
    """The ends of an interval, in hundredths, rounded outwards to one place."""
    return {
        "ikm_low": pl.col("ikm_low") // OUTWARDS * OUTWARDS,
        "ikm_high": -(-pl.col("ikm_high") // OUTWARDS) * OUTWARDS,
    }


def _squared_error(index: pl.DataFrame) -> pl.Expr:
    """Of the index, as its public interval tells it: empty where there is none."""
    half_width = pl.max_horizontal(pl.col("ikm") - pl.col("ikm_low"), pl.col("ikm_high") - pl.col("ikm"))
    critical = pl.lit(critical_value(degrees_of_freedom(index.get_column("respondents"))))
    return (half_width.cast(pl.Float64) / critical) ** 2


def received(ingest_file: pl.DataFrame, *, rows_told: bool) -> pl.DataFrame:
    """The table `received`."""
    rows = [name for name in RECEIVED.column_names if name.startswith("rows_")]
    counted = (
        ingest_file.rename({"kind": "file_kind"})
        .group_by("file_kind", "status")
        .agg(pl.len().alias("files"), pl.col(rows).sum())
    )
    told = pl.lit(rows_told) | (pl.col("file_kind") != "responses")
    return counted.with_columns(pl.when(told).then(pl.col(name)).alias(name) for name in rows)


def _public_profile(public_profile: pl.DataFrame, with_profile: pl.DataFrame) -> pl.DataFrame:
    """All is hidden of who is not in `with_profile`."""
    told = with_profile.with_columns(pl.lit(value=True).alias("told"))
    return public_profile.join(told, on=KEY, how="left", maintain_order="left").with_columns(
        pl.when("told").then(pl.col("respondents", "share")),
        (pl.col("suppressed") | pl.col("told").is_null()).alias("suppressed"),
    )


def _with_own_change(index: pl.DataFrame, since: pl.DataFrame) -> pl.DataFrame:
    """`change` between what is shown, what its public intervals can tell apart, the probability of each grade by them,
    and since when former figures are."""
    graded = with_grade_probabilities(index.with_columns(_as_hundredths("ikm", "ikm_low", "ikm_high")))
    both = changes(index.with_columns(squared_error=_squared_error(index)), "respondents", "squared_error")
    squared_error = pl.col("squared_error") + pl.col("squared_error_before")
    # In points of the index already; where an interval is missing the two cannot be told apart.
    step = pl.when(squared_error.is_not_null()).then(pl.col("change").cast(pl.Float64))
    compared = told_apart(both.with_columns(points=pl.lit(1.0)), step, squared_error)
    untold = pl.when(pl.col("change").is_not_null()).then(pl.col("change_distinguishable").fill_null(value=False))
    return (
        index.with_columns(graded.select(one.name for one in GRADE_PROBABILITIES))
        .drop(*CHANGE, "figures_of")
        .join(compared.with_columns(untold), on=KEY, how="left")
        .join(since.select(*KEY, pl.col("since").alias("figures_of")), on=KEY, how="left")
        .select(PUBLIC_IKM_UNIT.column_names)
    )


def _with_own_day(ikm_service: pl.DataFrame, as_before: pl.DataFrame, since: pl.DataFrame) -> pl.DataFrame:
    """`figures_of`: since when former figures are shown."""
    days = as_before.join(since, on=SERVICE_KEY, how="left")
    joined = ikm_service.drop("figures_of").join(days, on=SERVICE_KEY, how="left")
    return joined.rename({"since": "figures_of"})


def _whole_periods(ikm_unit: pl.DataFrame, current: pl.DataFrame) -> pl.Series:
    """Codes of the periods of which every unit is shown as it is now."""
    incomplete = ikm_unit.join(current, on=KEY, how="anti").get_column("period_code")
    return current.filter(~pl.col("period_code").is_in(incomplete.implode())).get_column("period_code").unique()


def _regency(
    ikm_regency: pl.DataFrame, index: pl.DataFrame, units: pl.DataFrame, whole: pl.Series, settings: Settings
) -> pl.DataFrame:
    """The regency over all units, or over the units shown; what it can bear, from their public intervals."""
    rows = []
    for period_code, shown in _by_period(_in_hundredths(index, ("ikm", "ikm_ninth")), units, whole):
        means = {name: _means(shown, name) for name in ("ikm", "ikm_ninth")}
        people = int(shown.get_column("respondents").sum())
        rows += [
            (period_code, method, means["ikm"][method], means["ikm_ninth"][method], shown.height, people)
            for method in means["ikm"]
        ]
    columns = ("period_code", "method", "ikm", "ikm_ninth", "units", "respondents")
    over_shown = pl.DataFrame(
        rows, schema=[(name, pl.String() if name in columns[:2] else pl.Int64()) for name in columns], orient="row"
    ).with_columns(
        as_index(pl.col("ikm")),
        as_index(pl.col("ikm_ninth")),
        mutu(pl.col("ikm")).alias("mutu"),
        kinerja(pl.col("ikm")).alias("kinerja"),
    )
    of_headline = ikm_regency.filter("headline").select("period_code", "weight", told="method")
    over_shown = _with_of_period(over_shown, of_headline, "weight", settings.method.weight)
    over_shown = _with_of_period(over_shown, of_headline, "told", settings.method.headline).select(
        *over_shown.columns, (pl.col("method") == pl.col("told")).alias("headline")
    )
    as_it_is = ikm_regency.filter(pl.col("period_code").is_in(whole.implode()))
    both = pl.concat([as_it_is.select(over_shown.columns), over_shown], how="vertical_relaxed")
    return public_certainty(both.sort(IKM_REGENCY.key), index, units)


def public_certainty(ikm_regency: pl.DataFrame, index: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """What the regency's index can bear, from the public intervals of the units shown. `ikm_regency`: the other columns
    of the table; `index`: PUBLIC_IKM_UNIT; `units` as for `public_index`."""
    points = pl.col("weight").replace_strict(_POINTS, return_dtype=pl.Float64)
    errors = index.with_columns((_squared_error(index).sqrt() / points).alias("standard_error"))
    return (
        with_certainty(ikm_regency, errors, units)
        .with_columns(_as_hundredths("ikm_low", "ikm_high"))
        .with_columns(**_outwards())
        .with_columns(grade_certain(), as_index(pl.col("ikm_low")), as_index(pl.col("ikm_high")))
    )


def _regency_unsur(
    ikm_regency_unsur: pl.DataFrame,
    unsur: pl.DataFrame,
    units: pl.DataFrame,
    whole: pl.Series,
    headline: RegencyMethod,
) -> pl.DataFrame:
    """The nine unsur likewise, NRR with two decimals."""
    methods = dict(ikm_regency_unsur.select("period_code", "method").iter_rows())
    rows = [
        (period_code, str(unsur_code), _means(of_unsur, "nrr")[method], method)
        for period_code, shown in _by_period(_in_hundredths(unsur, ("nrr",)), units, whole)
        for method in (methods.get(period_code, headline),)
        for (unsur_code,), of_unsur in shown.group_by("unsur_code")
    ]
    schema = {"period_code": pl.String(), "unsur_code": pl.String(), "rounded": pl.Int64(), "method": pl.String()}
    within = ["period_code"]
    over_shown = (
        pl.DataFrame(rows, schema=schema, orient="row")
        .with_columns(_from_nrr(within))
        .with_columns(
            mutu(pl.col("rounded") * INDEX_FACTOR).alias("mutu"),
            kinerja(pl.col("rounded") * INDEX_FACTOR).alias("kinerja"),
        )
    )
    as_it_is = (
        ikm_regency_unsur.filter(pl.col("period_code").is_in(whole.implode()))
        .with_columns(half_up(pl.col("nrr") * HUNDREDTHS).alias("rounded"))
        .with_columns(_from_nrr(within))
    )
    return _concatenated(IKM_REGENCY_UNSUR, as_it_is, over_shown)


def _by_period(shown: pl.DataFrame, units: pl.DataFrame, whole: pl.Series) -> Iterable[tuple[str, pl.DataFrame]]:
    """The units shown in each period that is not whole, with their type."""
    typed = with_unit_type(shown.filter(~pl.col("period_code").is_in(whole.implode())), units)
    for (period_code,), of_period in typed.group_by("period_code"):
        yield str(period_code), of_period


def _in_hundredths(frame: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    return frame.with_columns(_as_hundredths(*columns))


def _as_hundredths(*columns: str) -> list[pl.Expr]:
    return [(pl.col(name) * HUNDREDTHS).round().cast(pl.Int64) for name in columns]


def _means(shown: pl.DataFrame, column: str) -> dict[RegencyMethod, int]:
    """The mean of a column of hundredths by each method, in hundredths, rounded half up."""
    total = (pl.col(column) * pl.col("respondents")).alias("total")
    one = shown.select("unit_type", "respondents", total, pl.lit(1, pl.Int64).alias(PARTS))
    return {
        method: (2 * top + bottom) // (2 * bottom)
        for method, (top, bottom) in mean_row_totals(unit_totals(one)).items()
    }


def _concatenated(table: Table, *frames: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([conform(frame, table) for frame in frames])

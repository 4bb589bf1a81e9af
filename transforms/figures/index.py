"""The index itself: unsur and unit, in whole numbers until the one rounding.

IKM = Σ (NRR × weight) × 25, with NRR = sum of an unsur's answers ÷ respondents. Every unsur has the
same weight, so IKM = (sum of all answers × weight × 25) ÷ respondents: one division, at the end.
Where the answers are counted in parts of one (`transforms.figures.sums`), so many times the respondents are divided by.
Not here: the rounding and the grades (`transforms.rounding`), intervals, ranks, the regency.
"""

from collections.abc import Iterable
from decimal import Decimal

import polars as pl

from contracts.columns import Table
from contracts.method import EXACT_WEIGHT, INDEX_FACTOR, UNSUR_COUNT, WEIGHTS, Weight
from contracts.periods import parse_period
from contracts.shared_columns import CHANGE_TOLD
from contracts.tables import IKM_UNIT, IKM_UNSUR
from contracts.unsur import SCALE, UNSUR, UNSUR_CODES
from transforms.figures.interval import (
    critical_value,
    degrees_of_freedom,
    interval_ends,
    with_grade_probabilities,
)
from transforms.figures.sums import PARTS, SQUARES, TOTALS, divided_by
from transforms.rounding import HUNDREDTHS, as_index, half_up, hundredths, kinerja, mutu
from transforms.schema import conform

KEY = ["period_code", "unit_code"]
_OF_MEAN = ("respondents", "answer_sum", PARTS, "standard_error")
"""What two means are told apart by."""
CHANGE = ("change", *(column.name for column in CHANGE_TOLD))
"""What is said of an index and that of the period before."""


def index_hundredths(total: pl.Expr, divisor: pl.Expr, weight: Weight) -> pl.Expr:
    """IKM × 100 of respondents whose answers to all nine unsur sum to `total`, rounded half up. `divisor`: as
    `divided_by`."""
    return hundredths(total * (INDEX_FACTOR * weight.numerator), divisor * weight.denominator)


def index_of_totals(totals: Iterable[int], respondents: int, weight: Weight, parts: int = 1) -> Decimal:
    """IKM of `respondents` (at least one) whose answers to the nine unsur sum to `totals`, counted in so many parts of
    an answer, with two places."""
    whole = hundredths(sum(totals) * INDEX_FACTOR * weight.numerator, respondents * parts * weight.denominator)
    return Decimal(whole).scaleb(-2)


def index_of_one(weight: Weight, parts: int = 1) -> dict[int, Decimal]:
    """IKM of one respondent, by the sum of the nine answers, counted in so many parts of an answer."""
    possible = range(min(SCALE) * UNSUR_COUNT * parts, max(SCALE) * UNSUR_COUNT * parts + 1)
    return {total: index_of_totals((total,), 1, weight, parts) for total in possible}


def index_by_unit_period(sums_by_unit_period: pl.DataFrame, weight: Weight) -> pl.DataFrame:
    """Sums (`transforms.figures.periods`) → one row per period_code and unit_code that has respondents, with
    respondents, total (of all answers), squares, PARTS, and in whole hundredths ikm and ikm_ninth."""
    return with_index(sums_by_unit_period, weight, KEY)


def with_index(sums: pl.DataFrame, weight: Weight, key: Iterable[str]) -> pl.DataFrame:
    """The same of sums of any other groups: their `key`, and these columns."""
    return sums.select(
        *key,
        "respondents",
        pl.sum_horizontal(TOTALS.values()).alias("total"),
        pl.col(SQUARES).alias("squares"),
        PARTS,
    ).with_columns(
        index_hundredths(pl.col("total"), divided_by(), weight).alias("ikm"),
        index_hundredths(pl.col("total"), divided_by(), EXACT_WEIGHT).alias("ikm_ninth"),
    )


def ikm_unsur(sums_by_unit_period: pl.DataFrame, weight: Weight) -> pl.DataFrame:
    """The table `ikm_unsur`: nine rows for every period and unit with respondents."""
    return by_unsur(sums_by_unit_period, weight, IKM_UNSUR)


def by_unsur(sums: pl.DataFrame, weight: Weight, table: Table) -> pl.DataFrame:
    """A table that tells of every unsur what `ikm_unsur` does: nine rows for each row of sums, which has the table's
    key but for the unsur, respondents, the totals and PARTS.

    The ranks stand on unrounded NRR. Within a row of sums every unsur has the same respondents, so the
    totals order them exactly; equal ones share a rank, and all of them are named."""
    key = [name for name in table.key if name != "unsur_code"]
    order = pl.DataFrame({"unsur_code": UNSUR_CODES, "position": range(len(UNSUR_CODES))})
    score = hundredths(pl.col("total") * INDEX_FACTOR, divided_by())
    nrr = pl.col("total") / divided_by()
    return conform(
        sums.select(*key, "respondents", PARTS, *(pl.col(TOTALS[unsur.column]).alias(unsur.code) for unsur in UNSUR))
        .unpivot(UNSUR_CODES, index=[*key, "respondents", PARTS], variable_name="unsur_code", value_name="total")
        .with_columns(
            nrr.alias("nrr"),
            # One division here too: the last digit must not depend on the order of two roundings.
            (pl.col("total") * weight.numerator / (divided_by() * weight.denominator)).alias("nrr_weighted"),
            as_index(score).alias("score"),
            mutu(score).alias("mutu"),
            kinerja(score).alias("kinerja"),
            pl.col("total").rank("min").over(key).alias("order_from_lowest"),
            pl.col("total").rank("min", descending=True).over(key).alias("order_from_highest"),
        )
        .with_columns(told_parts())
        .join(order, on="unsur_code")
        .sort(*key, "position"),
        table,
    )


def ikm_unit(
    with_intervals: pl.DataFrame,
    samples: pl.DataFrame,
    publishable: pl.DataFrame,
    undated_parts: pl.DataFrame,
    weight: Weight,
) -> pl.DataFrame:
    """The table `ikm_unit`. A unit without a valid questionnaire has no row: no index is not zero.

    `with_intervals` is that of `transforms.figures.interval`; `samples` has period_code, unit_code,
    service_recipients and sample_needed for what the registry knows (`transforms.figures.sample`), `publishable`
    that column for every row (`transforms.figures.suppression`), `undated_parts` that column where there are any
    (`transforms.figures.periods`)."""
    return with_change(
        with_grade_probabilities(with_intervals.with_columns(interval_ends(weight)))
        .join(samples, on=KEY, how="left")
        .join(publishable, on=KEY, how="left")
        .join(undated_parts, on=KEY, how="left")
        .with_columns(
            *graded(weight),
            (pl.col("respondents") >= pl.col("sample_needed")).alias("sample_met"),
            grade_certain(),
            pl.col("squares").alias(SQUARES),
        )
    )


def graded(weight: Weight) -> list[pl.Expr]:
    """What an index in hundredths (`with_index`, and the ends of its interval) becomes in a table: rounded numbers,
    grades by both weights, the sum of all answers."""
    return [
        pl.lit(weight.name).alias("weight"),
        mutu(pl.col("ikm")).alias("mutu"),
        kinerja(pl.col("ikm")).alias("kinerja"),
        mutu(pl.col("ikm_ninth")).alias("mutu_ninth"),
        (mutu(pl.col("ikm")) != mutu(pl.col("ikm_ninth"))).alias("grade_depends_on_weight"),
        pl.col("total").alias("answer_sum"),
        told_parts(),
        *(as_index(pl.col(column)) for column in ("ikm", "ikm_ninth", "ikm_low", "ikm_high")),
    ]


def told_parts() -> pl.Expr:
    """PARTS as a table has them: empty where answers are whole."""
    return pl.when(pl.col(PARTS) > 1).then(pl.col(PARTS)).alias(PARTS)


def grade_certain() -> pl.Expr:
    """The column of that name from ikm_low and ikm_high in hundredths."""
    return (mutu(pl.col("ikm_low")) == mutu(pl.col("ikm_high"))).alias("grade_certain")


def with_change(indexes: pl.DataFrame) -> pl.DataFrame:
    """The table `ikm_unit` from its other columns: `change` as `changes` has it, its interval, and whether the two
    periods can be told apart, by the comparison that tells two units of a ranking apart
    (`transforms.figures.ranking.rank_ranges`); there is one comparison only, so nothing is shared out."""
    both = changes(indexes, *_OF_MEAN)
    squared_error = pl.col("standard_error") ** 2 + pl.col("standard_error_before") ** 2
    step = pl.col("answer_sum") / divided_by() - pl.col("answer_sum_before") / (
        pl.col("respondents_before") * pl.col(f"{PARTS}_before").cast(pl.Int64).fill_null(1)
    )
    compared = told_apart(both, step, squared_error)
    given = indexes.drop(*CHANGE, strict=False)
    return conform(given.join(compared, on=KEY, how="left").sort(KEY), IKM_UNIT)


def changes(indexes: pl.DataFrame, *more: str) -> pl.DataFrame:
    """period_code, unit_code and `change` of every row with a period before, of the same kind: the difference of the
    two published numbers, what a reader gets who subtracts them, also where one of them was made official before. Where
    the two go by different conventions of the weight, it is that of the two exact indices: the same answers are no
    change. `more`: columns to have too, and the same with `_before`. `points`: of the index by that convention, for
    one point of the mean row total."""
    same_weight = pl.col("weight") == pl.col("weight_before")
    step = pl.when(same_weight).then(pl.col("ikm") - pl.col("ikm_before"))
    change = step.otherwise(pl.col("ikm_ninth") - pl.col("ikm_ninth_before")).alias("change")
    of_weight = {name: INDEX_FACTOR * one.numerator / one.denominator for name, one in WEIGHTS.items()}
    points = (
        pl.when(same_weight)
        .then(pl.col("weight").replace_strict(of_weight, return_dtype=pl.Float64))
        .otherwise(of_weight[EXACT_WEIGHT.name])
    )
    both = indexes.join(_index_before(indexes, more), on=KEY)
    return both.select(*KEY, change, points.alias("points"), *more, *(f"{name}_before" for name in more))


def told_apart(both: pl.DataFrame, step: pl.Expr, squared_error: pl.Expr) -> pl.DataFrame:
    """period_code, unit_code and CHANGE of rows as `changes` has them, with respondents and respondents_before.
    `step`: the difference of the two mean row totals, `squared_error`: its squared standard error; both empty where
    nothing is known of one of the two. They are told apart where step ± t × standard error is all on one side of zero,
    and never where the published numbers are equal. Where one of the two stands on one respondent, they are not, and
    there is no interval. Its ends are in points of the index, rounded half up, never beyond `change` on the wrong
    side."""
    fewest = both.select(pl.min_horizontal("respondents", "respondents_before")).to_series()
    compared = step.is_not_null() & pl.lit(fewest > 1)
    reach = pl.when(compared).then(pl.lit(critical_value(degrees_of_freedom(fewest))) * squared_error.sqrt())
    told = (step.abs() > reach).fill_null(value=False) & (pl.col("change") != 0)

    def end(at: pl.Expr) -> pl.Expr:
        return as_index(half_up(at * pl.col("points") * HUNDREDTHS))

    return both.select(
        *KEY,
        "change",
        pl.min_horizontal(end(step - reach), pl.when(compared).then("change")).alias("change_low"),
        pl.max_horizontal(end(step + reach), pl.when(compared).then("change")).alias("change_high"),
        pl.when(step.is_not_null()).then(told).alias("change_distinguishable"),
    )


def _index_before(indexes: pl.DataFrame, more: Iterable[str]) -> pl.DataFrame:
    """period_code, unit_code, and ikm_before, ikm_ninth_before, weight_before and what `more` names: of the period
    before, of the same kind."""
    codes = indexes.get_column("period_code").unique().to_list()
    period_before = pl.DataFrame(
        {"period_code": codes, "code_before": [parse_period(code).previous.code for code in codes]},
        schema={"period_code": pl.String(), "code_before": pl.String()},
    )
    return period_before.join(
        indexes.select(
            pl.col("period_code").alias("code_before"),
            "unit_code",
            *(pl.col(name).alias(f"{name}_before") for name in ("ikm", "ikm_ninth", "weight", *more)),
        ),
        on="code_before",
    ).drop("code_before")

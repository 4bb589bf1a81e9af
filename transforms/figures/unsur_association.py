"""How closely each unsur of a unit goes with its others: what matters to those who answered, said as association.

The association of an unsur is the correlation, over respondents, of its answer with the mean of their other eight. It
is compared with the mean association of the unit's unsur: closer, or less close, only where the difference is beyond
its interval. The error of the difference is that of the influence of each respondent on it (F. R. Hampel, Journal of
the American Statistical Association 69, 1974), which holds for answers of any distribution, where R. A. Fisher's z asks
for a normal one and is far too narrow where nearly all answers are 4. All differences of a unit hold at once
(Bonferroni), with Student's t of as many degrees of freedom as respondents gave another answer than the most frequent,
less one. How often that holds: `benchmarks.priorities`, method, chapter 16.

Not here: whether an unsur is good (`transforms.figures.unsur_comparison`). An association is no cause.
"""

from collections.abc import Collection, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from contracts.comparison_tables import IKM_UNSUR_ASSOCIATION
from contracts.method import ASSOCIATION_OTHERS, ASSOCIATION_RESPONDENTS, ASSOCIATION_UNSUR, UNSUR_COUNT
from contracts.periods import PeriodKind
from contracts.unsur import SCALE, UNSUR_CODES, UNSUR_COLUMNS
from transforms.figures.interval import critical_value
from transforms.figures.periods import in_periods, of_kinds
from transforms.figures.sums import PARTS, SLOT, slot, with_parts
from transforms.rounding import HUNDREDTHS, as_index
from transforms.schema import conform, empty_frame

Floats = npt.NDArray[np.float64]

_UNIT: Final = ["period_code", "unit_code"]
ASSOCIATIONS: Final = {
    "period_code": pl.String(),
    "unit_code": pl.String(),
    "unsur_code": pl.String(),
    "association": pl.Int64(),
    "association_mean": pl.Int64(),
    "degrees": pl.Int64(),
    "error": pl.Float64(),
}
"""Period and unit, and what `associations` gives."""


def ikm_unsur_association(
    responses: pl.LazyFrame, counted_period: pl.DataFrame, kinds: Collection[PeriodKind]
) -> pl.DataFrame:
    """The table `ikm_unsur_association` of responses (at least unit_code, response_date, period_code and u1 … u9), of
    periods of those kinds; `counted_period`: that table."""
    rows = [
        (period_code, unit_code, *of_unsur)
        for period_code, unit_code, answers in _by_unit_period(responses, counted_period, kinds)
        for of_unsur in associations(answers)
    ]
    if not rows:
        return empty_frame(IKM_UNSUR_ASSOCIATION)
    return with_closeness(pl.DataFrame(rows, schema=ASSOCIATIONS, orient="row"))


def with_closeness(found: pl.DataFrame) -> pl.DataFrame:
    """The table `ikm_unsur_association` from ASSOCIATIONS."""
    critical = critical_value(found.get_column("degrees"), UNSUR_COUNT)
    apart, reach = pl.col("association") - pl.col("association_mean"), pl.col("reach")
    return conform(
        found.with_columns((pl.lit(critical) * pl.col("error") * HUNDREDTHS).round(6).ceil().alias("reach"))
        .with_columns(
            pl.when(apart > reach)
            .then(pl.lit("closer"))
            .when(apart < -reach)
            .then(pl.lit("less_close"))
            .otherwise(pl.lit("as_others"))
            .alias("closeness")
        )
        .with_columns(as_index(pl.col(name).cast(pl.Int64)) for name in ("association", "association_mean", "reach"))
        .sort(IKM_UNSUR_ASSOCIATION.key),
        IKM_UNSUR_ASSOCIATION,
    )


def associations(answers: Floats) -> Iterator[tuple[str, int, int, int, float]]:
    """unsur_code, association and association_mean in hundredths, and degrees of freedom and standard error of their
    difference, of each unsur of a unit that enough respondents answer differently; none where those are too few.
    `answers`: a row for each respondent."""
    n = len(answers)
    if n < ASSOCIATION_RESPONDENTS:
        return
    most = np.max([(np.rint(answers) == answer).sum(axis=0) for answer in SCALE], axis=0)
    told = np.flatnonzero(n - most >= ASSOCIATION_OTHERS)
    if len(told) < ASSOCIATION_UNSUR:
        return
    one = answers[:, told]
    one, other = _standardised(one), _standardised(answers.sum(axis=1, keepdims=True) - one)
    product = one * other
    found = product.mean(axis=0)
    influence = product - found / 2 * (one * one + other * other)
    influence -= influence.mean(axis=1, keepdims=True)
    errors = np.sqrt(np.einsum("ij,ij->j", influence, influence)) / n
    # Without the last digits, which depend on the order of the respondents.
    association, mean = (np.floor(np.round(value * HUNDREDTHS, 6) + 1 / 2) for value in (found, found.mean()))
    for place, of_unsur, error in zip(told.tolist(), association.tolist(), errors.tolist(), strict=True):
        yield UNSUR_CODES[place], int(of_unsur), int(mean), int(n - most[place] - 1), error


def _by_unit_period(
    responses: pl.LazyFrame, counted_period: pl.DataFrame, kinds: Collection[PeriodKind]
) -> Iterator[tuple[str, str, Floats]]:
    """Period, unit and answers, in whole ones, wherever a unit has enough respondents."""
    slots = (
        with_parts(responses)
        .group_by(*slot(), PARTS)
        .agg(pl.len().cast(pl.Int64).alias("people"), *UNSUR_COLUMNS)
        .filter(pl.col("people").sum().over("unit_code") >= ASSOCIATION_RESPONDENTS)
        .sort(*SLOT, PARTS)
        .collect()
    )
    if slots.is_empty():
        return
    answers = slots.select(pl.col(UNSUR_COLUMNS).explode()).to_numpy()
    ends = slots.select(*SLOT, PARTS, "people", pl.col("people").cum_sum().alias("end"))
    placed = of_kinds(in_periods(ends, counted_period), kinds).sort(*_UNIT, "end").group_by(_UNIT, maintain_order=True)
    for (period_code, unit_code), of_unit in placed:
        places = of_unit.select(PARTS, "people", "end").iter_rows()
        whole = np.concatenate([answers[end - people : end] / parts for parts, people, end in places])
        yield str(period_code), str(unit_code), whole


def _standardised(values: Floats) -> Floats:
    """With mean 0 and variance 1; 0 where all are equal."""
    apart = values - values.mean(axis=0)
    spread = np.sqrt(np.einsum("ij,ij->j", apart, apart) / len(values))
    result: Floats = np.divide(apart, spread, out=np.zeros_like(apart), where=spread > 0)
    return result

"""Ranks of units, and which ranks cannot be distinguished.

Ranking stands within a unit type, and over all units. It stands on the published index, so that
whoever sorts the table finds the same ranks. Not here: the index (`transforms.figures.index`), how far units differ
beyond chance (`transforms.figures.reliability`).
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from contracts.method import INTERVAL_RESPONDENTS, Weight
from contracts.registry import SCOPE_ALL
from contracts.tables import IKM_RANKING
from transforms.figures.index import KEY
from transforms.figures.interval import critical_values, degrees_of_freedom, hundredths_of_a_point, with_intervals
from transforms.figures.reliability import SCOPE, ikm_scope, scopes_of, with_reliability
from transforms.figures.spread import ROW_TOTALS
from transforms.figures.sums import divided_by
from transforms.figures.unit_types import with_unit_type
from transforms.rounding import as_index
from transforms.schema import conform

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

_OF_RANKED = ("rank", "rank_low", "rank_high", "rank_low_all", "rank_high_all", "tied")
_MOST_PAIRS = 1 << 14
"""Pairs of units compared one by one at a time: bounds the memory."""
_ALIKE = 256
"""Units in a group whose limits are alike, about. Below that all pairs are compared."""
_MOST_GROUPS = 256
_MOST_IN_STEPS = 5_000
"""Units of one ranking up to which Holm's steps are gone to the end: each costs half of what the other ranges do."""
_SLACK = 1e-9
"""Beside a limit, relative and absolute: so near it, the pair itself is compared and no rounding can decide."""


class Rankings(NamedTuple):
    """The tables `ikm_ranking` and `ikm_scope`."""

    ikm_ranking: pl.DataFrame
    ikm_scope: pl.DataFrame


def rankings(indexes: pl.DataFrame, units: pl.DataFrame, weight: Weight, minimum_respondents: int) -> Rankings:
    """Each index ranked among all units and among those of its unit type. Units with fewer than `minimum_respondents`
    stand there without a rank, and no other is compared with them; how far units differ is told by all.

    `indexes` are those of `transforms.figures.interval.with_intervals` (ikm in hundredths); `units` has unit_code and
    unit_type. Ties share a rank (1, 2, 2, 4)."""
    points = hundredths_of_a_point(weight)
    return ranked(
        _with_errors_among_few(indexes, units).with_columns(
            (pl.col("standard_error") ** 2).alias("squared_error"),
            ((pl.coalesce("error_among_few", "standard_error") * points) ** 2).alias("ikm_squared_error"),
            pl.lit(minimum_respondents).alias("minimum_respondents"),
        ),
        units,
    )


def _with_errors_among_few(indexes: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """The rows given with `error_among_few`, where no unit of the period has INTERVAL_RESPONDENTS: the standard error
    with the variance of all of them in place of the one that is assumed there, which is several times as large as most
    and would leave nothing to the units. Of intervals and ranks that is the safe side; how far units differ is told by
    all."""
    is_few = pl.col("respondents").max().over("period_code") < INTERVAL_RESPONDENTS
    few = indexes.filter(is_few).drop("mean_low", "mean_high", "standard_error")
    errors = with_intervals(few, units, ROW_TOTALS._replace(fewest=1))
    error = pl.col("standard_error").alias("error_among_few")
    return indexes.join(errors.select(*KEY, error), on=KEY, how="left", maintain_order="left")


def ranked(indexes: pl.DataFrame, units: pl.DataFrame) -> Rankings:
    """The same from period_code, unit_code, respondents, ikm (hundredths), total, PARTS, minimum_respondents, and the
    squared standard errors of the mean row total (`squared_error`) and of ikm (`ikm_squared_error`), empty where nobody
    knows them."""
    typed = with_unit_type(indexes, units)
    by_scope = pl.concat(
        [
            typed.with_columns(pl.lit(SCOPE_ALL).alias("scope")),
            typed.with_columns(pl.col("unit_type").alias("scope")),
        ]
    ).sort("period_code", "scope", "unit_code")
    scopes = scopes_of(by_scope)
    of_all = ranked_within(with_reliability(by_scope, scopes), SCOPE).rename({"compared": "units"})
    return Rankings(conform(of_all.with_columns(as_index(pl.col("ikm"))), IKM_RANKING), ikm_scope(scopes))


def ranked_within(indexes: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Each row ranked among those with the same key: rank and its ranges, tied, and how many are `compared`. Rows with
    respondents, ikm (hundredths), total, PARTS, squared_error and minimum_respondents, in order of the key; those with
    fewer have no rank, and no other is compared with them. Where minimum_respondents is empty all are ranked."""
    enough = pl.col("respondents") >= pl.col("minimum_respondents").fill_null(0)
    numbered = indexes.with_row_index("row")
    of_ranked = _ranked(numbered.filter(enough), key).select("row", *_OF_RANKED)
    return (
        numbered.join(of_ranked, on="row", how="left", maintain_order="left")
        .with_columns(
            pl.col("tied").fill_null(value=False),
            enough.sum().over(key).alias("compared"),
        )
        .drop("row")
    )


def _ranked(indexes: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    with_ranks = indexes.with_columns(
        pl.col("ikm").rank("min", descending=True).over(key).alias("rank"),
        (pl.len().over(*key, "ikm") > 1).alias("tied"),
    )
    rankings = with_ranks.partition_by(key) or [with_ranks]
    return pl.concat(
        one_ranking.hstack(rank_ranges(one_ranking)).hstack(rank_ranges_of_all(one_ranking)) for one_ranking in rankings
    ).with_columns(
        pl.min_horizontal("rank_low", "rank_low_all").alias("rank_low_all"),
        pl.max_horizontal("rank_high", "rank_high_all").alias("rank_high_all"),
    )


def rank_ranges(one_ranking: pl.DataFrame) -> pl.DataFrame:
    """rank_low and rank_high of each unit of one ranking, in the order given: at 95 % confidence its
    true rank is one of these. Columns needed: respondents, total, PARTS, squared_error, and ikm, which
    never falls where the mean row total rises.

    After M. Mogstad, J. P. Romano, A. M. Shaikh and D. Wilhelm, "Inference for Ranks with
    Applications to Mobility across Neighbourhoods and Academic Achievement across Countries", Review
    of Economic Studies 91(1), 2024, 476–518, doi:10.1093/restud/rdad006: the marginal confidence set
    for the rank of one unit out of p. The unit is compared with each of the p − 1 others, all
    comparisons holding at once at 95 %. Its best rank is 1 + the number of units clearly better, its
    worst p − the number clearly worse.

    Where this differs from the paper: they draw the critical value from a bootstrap; here it is
    Bonferroni's, α ÷ (p − 1) for each comparison. That is closed, the same on every run, and on the
    safe side: the ranges are rather too wide. Two means j and k differ when
    |difference| > t × √(se_j² + se_k²), with Student's t of min(n_j, n_k) + 3 degrees of freedom, those
    of the smaller unit's moderated variance (`transforms.figures.spread`). This bound on the
    Behrens–Fisher distribution (P. L. Hsu, Statistical Research Memoirs 2, 1938; M. R. Mickey and
    M. B. Brown, Annals of Mathematical Statistics 37(3), 1966) keeps its promise for normal scores where
    Welch's approximation only nearly does; from 50 respondents on they hardly differ.

    A unit without a standard error, as the public may see it, cannot be told apart from any. Units whose
    published index is equal are never told apart: hence the rank, ties included, always lies within its
    range. The range speaks of one unit; that all ranges of a table hold at once would ask for wider ones."""
    units = _compared(one_ranking, one_ranking.height - 1)
    better, worse = _clearly_above(units), _clearly_above(units.turned())
    return pl.DataFrame({"rank_low": 1 + better, "rank_high": one_ranking.height - worse})


def rank_ranges_of_all(one_ranking: pl.DataFrame) -> pl.DataFrame:
    """rank_low_all and rank_high_all: at 95 % confidence the true ranks of all units are at once in theirs. The same
    columns as for `rank_ranges` are needed.

    The simultaneous confidence set of Mogstad, Romano, Shaikh and Wilhelm, over all pairs of units, by S. Holm's
    stepdown (Scandinavian Journal of Statistics 6(2), 1979, 65–70) in place of their bootstrap: of m pairs those are
    told apart that differ at α ÷ m; then those that do at α ÷ (m − those), and so on until none is added. A ranking of
    more than _MOST_IN_STEPS units ends with the first step, which is Bonferroni's, on the safe side: of so many pairs
    the others add hardly any (of 60,000 units four in a thousand)."""
    pairs = one_ranking.height * (one_ranking.height - 1) // 2
    units = _compared(one_ranking, pairs)
    better, apart_before = _clearly_above(units), 0
    while one_ranking.height <= _MOST_IN_STEPS and (apart := int(better.sum())) > apart_before:
        units, apart_before = units.where(pairs - apart), apart
        better = _clearly_above(units)
    worse = _clearly_above(units.turned())
    return pl.DataFrame({"rank_low_all": 1 + better, "rank_high_all": one_ranking.height - worse})


class _Compared(NamedTuple):
    """Units to compare, one value each. `ikm` never falls where `mean` rises."""

    mean: Floats
    ikm: Whole
    squared_error: Floats
    degrees: Floats
    critical: Floats

    def where(self, comparisons: int) -> "_Compared":
        """The same where so many comparisons hold at once."""
        return self._replace(critical=_critical(self.degrees, comparisons))

    def limit(self, critical: Floats | np.float64, squared_error: Floats | np.float64) -> Floats:
        """How far each unit's mean must be from that of a unit with those, squared, to differ clearly."""
        # The smaller n has the larger critical value.
        result: Floats = np.maximum(self.critical, critical) ** 2 * (self.squared_error + squared_error)
        return result

    def turned(self) -> "_Compared":
        """The same with the worst as the best."""
        return self._replace(mean=-self.mean, ikm=-self.ikm)

    def of(self, units: Whole) -> "_Compared":
        """Those units only, in that order."""
        return _Compared(
            self.mean[units], self.ikm[units], self.squared_error[units], self.degrees[units], self.critical[units]
        )


def _compared(one_ranking: pl.DataFrame, comparisons: int) -> _Compared:
    """The units of one ranking, where so many comparisons hold at once."""
    mean, squared_error = pl.col("total") / divided_by(), pl.col("squared_error").fill_null(float("inf"))
    degrees = degrees_of_freedom(one_ranking.get_column("respondents")).cast(pl.Float64).alias("degrees")
    units = one_ranking.select(mean.alias("mean"), "ikm", squared_error, degrees)
    columns = {name: units.get_column(name).to_numpy() for name in units.columns}
    return _Compared(**columns, critical=_critical(columns["degrees"], comparisons))


def _critical(degrees: Floats, comparisons: int) -> Floats:
    return critical_values(degrees, max(comparisons, 1))


def _clearly_above(units: _Compared) -> Whole:
    """How many units each has clearly above it.

    Of units whose limits are alike, and in the order of their means, all beyond the widest limit are clearly above,
    none within the narrowest. Only between the two each pair is compared: 60,000 units have 3.6·10⁹ pairs."""
    order = np.lexsort((units.ikm, units.mean))  # searches in order find their place in the cache
    units = units.of(order)
    above = np.zeros(len(units.mean), dtype=np.int64)
    for alike in _units_with_limits_alike(units):
        group = units.of(alike)
        narrowest, widest = (
            np.sqrt(units.limit(end(group.critical), end(group.squared_error))) for end in (np.min, np.max)
        )
        first_apart = np.maximum(
            np.searchsorted(group.mean, units.mean + narrowest * (1 - _SLACK) - _SLACK),
            np.searchsorted(group.ikm, units.ikm, side="right"),
        )
        all_apart = np.maximum(
            first_apart, np.searchsorted(group.mean, units.mean + widest * (1 + _SLACK) + _SLACK, side="right")
        )
        above += len(alike) - all_apart
        for some in _in_parts(all_apart - first_apart):
            above[some] += _apart_between(units.of(some), group, first_apart[some], all_apart[some])
    as_given = np.empty_like(above)
    as_given[order] = above
    return as_given


def _units_with_limits_alike(units: _Compared) -> Iterator[Whole]:
    """Groups of the units that can be told apart from any, each in the order of its means."""
    known = np.flatnonzero(np.isfinite(units.squared_error))
    groups = min(len(known) // _ALIKE + 1, _MOST_GROUPS)
    strata = round(groups**0.5)
    for stratum in np.array_split(known[np.argsort(units.critical[known])], strata):
        for group in np.array_split(stratum[np.argsort(units.squared_error[stratum])], -(-groups // strata)):
            if len(group):
                yield group[np.lexsort((units.ikm[group], units.mean[group]))]


def _apart_between(some: _Compared, group: _Compared, start: Whole, end: Whole) -> Whole:
    """How many of the group from `start` to before `end` differ clearly from each of some units."""
    pairs = end - start
    other = np.arange(pairs.sum()) + np.repeat(start - np.cumsum(pairs) + pairs, pairs)
    mean, squared_error, critical = (np.repeat(each, pairs) for each in (some.mean, some.squared_error, some.critical))
    limit = np.maximum(critical, group.critical[other]) ** 2 * (squared_error + group.squared_error[other])
    apart = (group.mean[other] - mean) ** 2 > limit
    return np.add.reduceat(apart, np.cumsum(pairs) - pairs, dtype=np.int64)


def _in_parts(pairs: Whole) -> Iterator[Whole]:
    """Positions with pairs, so many at a time that their pairs are about _MOST_PAIRS."""
    some = np.flatnonzero(pairs)
    parts = np.cumsum(pairs[some]) // _MOST_PAIRS
    yield from np.split(some, np.flatnonzero(np.diff(parts)) + 1) if len(some) else ()

"""What the rank would be in other ways that are as good: without U4, with the same services, with the same respondents.

A unit of free services has U4 = 4 by law, one of hard services has harder visitors, and the old may answer better than
the young anywhere. So beside the rank stands what it would be without U4, and with services and characteristics in the
same shares everywhere. It replaces no rank.

With the same shares: respondents of a category (a service of that name, a sex, an age band …) answer by so much better
or worse than others of the same unit. That is found by least squares over the units of the scope that have it in
common, with a mean for each unit and an effect for each category (R. A. Fisher's analysis of covariance), and taken off
each unit as far as its shares go. Whom nobody knows the category of, and a category that one unit alone has, are left
as they are. The least squares stand on sums: no answer is looked at again.

Not here: which ranks chance cannot tell apart (`transforms.figures.ranking`).
"""

from collections.abc import Collection, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from contracts.comparison_tables import IKM_RANK_SENSITIVITY, SAME_CHARACTERISTIC, SAME_SERVICES, WAYS, WITHOUT_U4
from contracts.method import UNSUR_COUNT, Weight
from contracts.periods import PeriodKind
from contracts.registry import SCOPE_ALL
from contracts.respondent import CHARACTERISTICS
from contracts.services import UNKNOWN_SERVICE
from contracts.unsur import UNSUR_COLUMNS
from contracts.written_words import word_key
from transforms.figures.index import index_hundredths
from transforms.figures.interval import hundredths_of_a_point
from transforms.figures.periods import of_kinds
from transforms.figures.reliability import SCOPE
from transforms.figures.sums import CATEGORY_TOTALS, PARTS, PROFILE_COUNTS, TOTALS, divided_by
from transforms.figures.unit_types import with_unit_type
from transforms.rounding import half_up
from transforms.schema import conform, empty_frame

Floats = npt.NDArray[np.float64]

_UNIT: Final = ["period_code", "unit_code"]
_U4: Final = TOTALS[UNSUR_COLUMNS[3]]


def ikm_rank_sensitivity(
    sums_by_unit_period: pl.DataFrame,
    ikm_service: pl.DataFrame,
    units: pl.DataFrame,
    weight: Weight,
    minimum_respondents: int,
    kinds: Collection[PeriodKind],
) -> pl.DataFrame:
    """The table `ikm_rank_sensitivity` of the units with `minimum_respondents`, in periods of those kinds and scopes of
    two or more. `units` has unit_code and unit_type; `ikm_service`: that table."""
    sums = of_kinds(sums_by_unit_period.filter(pl.col("respondents") >= minimum_respondents), kinds)
    total = pl.sum_horizontal(TOTALS.values())
    without = index_hundredths((total - pl.col(_U4)) * UNSUR_COUNT, divided_by() * (UNSUR_COUNT - 1), weight)
    typed = with_unit_type(sums, units).select(
        *_UNIT,
        "unit_type",
        "respondents",
        (total / divided_by()).alias("mean"),
        index_hundredths(total, divided_by(), weight).alias("rank"),
        without.alias(WITHOUT_U4),
    )
    scopes = (pl.lit(SCOPE_ALL), pl.col("unit_type"))
    by_scope = pl.concat(typed.with_columns(scope.alias("scope")) for scope in scopes)
    by_scope = by_scope.filter(pl.len().over(SCOPE) > 1).sort(*SCOPE, "unit_code")
    if by_scope.is_empty():
        return empty_frame(IKM_RANK_SENSITIVITY)
    points = hundredths_of_a_point(weight)
    for way, cells in _cells_by_way(sums, ikm_service):
        effects = effects_of_shares(by_scope, cells)
        by_scope = (
            by_scope.join(effects, on=[*SCOPE, "unit_code"], how="left", maintain_order="left")
            .with_columns(with_same_shares(points).alias(way))
            .drop("effect")
        )
    ranks = ("rank", *WAYS)
    return conform(
        by_scope.with_columns(pl.col(name).rank("min", descending=True).over(SCOPE) for name in ranks).with_columns(
            pl.min_horizontal(ranks).alias("rank_best"), pl.max_horizontal(ranks).alias("rank_worst")
        ),
        IKM_RANK_SENSITIVITY,
    )


def with_same_shares(points: float) -> pl.Expr:
    """IKM × 100, rounded half up, of units with `mean` and `effect`, of which one is worth so many `points`."""
    # Without the last digits, in which units that are equal may differ.
    return half_up(((pl.col("mean") - pl.col("effect")) * points).round(6))


def _cells_by_way(sums: pl.DataFrame, ikm_service: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each way to have the same shares: its column, and of each unit and category that is known period_code, unit_code,
    category, people, and the sum of their row totals in whole answers (row_totals)."""
    parts = pl.col(PARTS).fill_null(1)
    known = ikm_service.filter(pl.col("service_code") != UNKNOWN_SERVICE)
    names = known.get_column("service_name")
    like = pl.Series("category", [word_key(name) for name in names], dtype=pl.String)
    of_service = known.with_columns(like).group_by(*_UNIT, "category", maintain_order=True)
    yield (
        SAME_SERVICES,
        of_service.agg(
            pl.col("respondents").sum().alias("people"), (pl.col("answer_sum") / parts).sum().alias("row_totals")
        ),
    )
    for one in CHARACTERISTICS:
        yield (
            SAME_CHARACTERISTIC[one.name],
            pl.concat(
                sums.select(
                    *_UNIT,
                    pl.lit(category.value).alias("category"),
                    pl.col(PROFILE_COUNTS[key]).alias("people"),
                    (pl.col(CATEGORY_TOTALS[key]) / parts).alias("row_totals"),
                )
                for category in one.categories
                if (key := (one.name, category.value))
            ),
        )


def effects_of_shares(by_scope: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """SCOPE, unit_code and `effect`: by how much the shares of its categories raise the mean row total of a unit; of
    scopes in which two units have a category in common. `by_scope`: SCOPE, unit_code and respondents; `cells`: as
    `_cells_by_way` gives them."""
    key = [*SCOPE, "unit_code"]
    in_scope = by_scope.select(*key, "respondents").join(cells.filter(pl.col("people") > 0), on=_UNIT)
    common = in_scope.filter(pl.len().over(*SCOPE, "category") > 1).sort(*key, "category")
    found = [
        rows.with_columns(pl.Series("effect", _of_rows(rows)))
        for _, rows in common.group_by(SCOPE, maintain_order=True)
    ]
    if not found:
        return by_scope.select(key).clear().with_columns(pl.lit(None, pl.Float64).alias("effect"))
    effect = pl.col("effect").sum() / pl.col("respondents").first()
    shares = pl.concat(found).group_by(key, maintain_order=True).agg(effect)
    scopes = by_scope.select(key).join(shares.select(SCOPE).unique(), on=SCOPE, how="semi")
    return scopes.join(shares, on=key, how="left").with_columns(pl.col("effect").fill_null(0.0))


def _of_rows(rows: pl.DataFrame) -> Floats:
    """Of the cells of one scope: respondents × effect of the category."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    unit, category = (rows.get_column(name).rank("dense").to_numpy() - 1 for name in ("unit_code", "category"))
    people, row_totals = (rows.get_column(name).to_numpy().astype(float) for name in ("people", "row_totals"))
    of_unit, of_category = np.bincount(unit, people), np.bincount(category, people)
    means = np.bincount(unit, row_totals) / of_unit
    table = coo_array((people / np.sqrt(of_unit[unit]), (unit, category))).tocsr()
    together = (table.T @ table).toarray()
    apart = np.bincount(category, row_totals - people * means[unit])
    # What categories without a unit in common differ by is not known: each group of them has no effect in the mean.
    _, group = connected_components(coo_array(together), directed=False)
    centred = np.where(group[:, None] == group[None, :], np.outer(of_category, of_category), 0.0)
    centred /= np.bincount(group, of_category)[group][:, None]
    effects = np.linalg.solve(np.diag(of_category) - together + centred, apart)
    result: Floats = people * effects[category]
    return result

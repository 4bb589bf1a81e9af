"""How sure the regency's index is, and what its change is made of.

The error of a mean of units' indices is √Σ (weight × error of the unit)², with Student's t of as many degrees of
freedom as Satterthwaite gives that sum (Biometrics Bulletin 2(6), 1946, 110–114). It speaks of other respondents in the
same units: which units there are is no chance, and of units without an index nothing is said. A unit
whose error is not known counts with the variance of the others of the period.

A regency may fall while its units rise, because weak ones joined. So beside the plain change stands that over the units
which have an index in both periods, by the same method; what is left of the plain one is the composition.

Everything is worked out from published indices and their errors, so the public's is from its own figures. Not here: the
index itself (`transforms.figures.regency`).
"""

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby
from math import floor, fsum, sqrt
from typing import Final, NamedTuple

import polars as pl

from contracts.method import EXACT_WEIGHT, WEIGHTS
from contracts.periods import parse_period
from contracts.regency_tables import IKM_REGENCY
from contracts.settings import REGENCY_METHODS, RegencyMethod
from transforms.figures.index import grade_certain
from transforms.figures.interval import critical_values, degrees_of_freedom, hundredths_of_a_point
from transforms.figures.regency import Ratio, mean_row_totals
from transforms.figures.spread import HIGHEST, LOWEST
from transforms.figures.unit_types import with_unit_type
from transforms.rounding import HUNDREDTHS, as_index
from transforms.schema import conform

_MADE_HERE: Final = {
    "ikm_low": pl.Int64(),
    "ikm_high": pl.Int64(),
    "change": pl.Int64(),
    "change_low": pl.Int64(),
    "change_high": pl.Int64(),
    "change_distinguishable": pl.Boolean(),
    "units_before": pl.Int64(),
    "units_matched": pl.Int64(),
    "change_matched": pl.Int64(),
    "change_matched_low": pl.Int64(),
    "change_matched_high": pl.Int64(),
    "change_matched_distinguishable": pl.Boolean(),
}
"""In hundredths, but for numbers of units and truths."""


class _UnitIndex(NamedTuple):
    """A unit in one period: its index and that by one ninth, in hundredths; its standard error in row totals."""

    unit_code: str
    unit_type: str
    respondents: int
    ikm: int
    ikm_ninth: int
    standard_error: float | None


class _Regency(NamedTuple):
    """The regency in one period by one method: its index and that by one ninth, in hundredths, its units, and the error
    of their mean."""

    ikm: int
    ikm_ninth: int
    weight: str
    of_units: Mapping[str, _UnitIndex]
    error: "_Error | None"

    @classmethod
    def of(
        cls, row: Mapping[str, object], method: RegencyMethod, counted: Mapping[str, Mapping[str, _UnitIndex]]
    ) -> "_Regency":
        """From a row of `ikm_regency`."""
        ikm, ikm_ninth = (int(Decimal(str(row[name])).scaleb(2)) for name in ("ikm", "ikm_ninth"))
        of_units = counted.get(str(row["period_code"]), {})
        return cls(ikm, ikm_ninth, str(row["weight"]), of_units, _error_of_mean([*of_units.values()], method))


class _Error(NamedTuple):
    """A sum of squared errors, in row totals, and its degrees of freedom."""

    squared: float
    degrees: float


class _Change(NamedTuple):
    """A change with the ends of its interval, in hundredths, and whether it can be told from none."""

    change: int | None = None
    low: int | None = None
    high: int | None = None
    distinguishable: bool | None = None


def with_certainty(ikm_regency: pl.DataFrame, ikm_unit: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """The table `ikm_regency` from its other columns. `ikm_unit`: period_code, unit_code, respondents, ikm, ikm_ninth
    and standard_error (of the mean row total, empty where nobody knows it) of the units counted; `units`: as
    `transforms.figures.unit_types.with_unit_type` has them."""
    counted = _by_period(ikm_unit, units)
    regencies: dict[tuple[str, RegencyMethod], _Regency] = {
        (row["period_code"], row["method"]): _Regency.of(row, row["method"], counted) for row in ikm_regency.to_dicts()
    }
    steps: dict[str, dict[RegencyMethod, int]] = {}
    found = []
    for (period_code, method), now in regencies.items():
        before = regencies.get((parse_period(period_code).previous.code, method))
        if before is not None and period_code not in steps:
            steps[period_code] = _steps(now, before)
        found.append((period_code, method, *_certainty(now, before, method, steps.get(period_code, {}))))
    keys = {"period_code": pl.String(), "method": pl.String()}
    made = pl.DataFrame(found, schema={**keys, **_MADE_HERE}, orient="row")
    given = ikm_regency.drop(*_MADE_HERE, "grade_certain", "change_composition", strict=False)
    of_index = [name for name in _MADE_HERE if name.endswith(("low", "high", "change", "change_matched"))]
    return conform(
        given.join(made, on=list(keys), how="left", maintain_order="left")
        .with_columns(grade_certain(), (pl.col("change") - pl.col("change_matched")).alias("change_composition"))
        .with_columns(as_index(pl.col(name)) for name in (*of_index, "change_composition")),
        IKM_REGENCY,
    )


def _by_period(ikm_unit: pl.DataFrame, units: pl.DataFrame) -> dict[str, dict[str, _UnitIndex]]:
    """By period and unit; a unit without an error has that of the period's variance, where there is one."""
    n, error = pl.col("respondents"), pl.col("standard_error")
    typed = (
        with_unit_type(ikm_unit, units)
        .sort("period_code", "unit_code")
        .select(
            "period_code",
            "unit_code",
            "unit_type",
            n,
            *((pl.col(name) * HUNDREDTHS).round().cast(pl.Int64) for name in ("ikm", "ikm_ninth")),
            error,
        )
    )
    found = {}
    for period_code, rows in groupby(typed.iter_rows(), key=lambda row: str(row[0])):
        of_period = [_UnitIndex(*row[1:]) for row in rows]
        variance = _variance(of_period)
        found[period_code] = {one.unit_code: one._replace(standard_error=_error(one, variance)) for one in of_period}
    return found


def _variance(of_period: list[_UnitIndex]) -> float | None:
    """Of the respondents of a unit, over those whose error is known."""
    known = [(one.respondents, one.standard_error) for one in of_period if one.standard_error is not None]
    degrees = sum(n - 1 for n, _ in known)
    return fsum((n - 1) * n * error**2 for n, error in known) / degrees if degrees else None


def _error(one: _UnitIndex, variance: float | None) -> float | None:
    if one.standard_error is not None or variance is None:
        return one.standard_error
    return sqrt(variance / one.respondents)


def _certainty(
    now: _Regency, before: _Regency | None, method: RegencyMethod, steps: Mapping[RegencyMethod, int]
) -> tuple[int | bool | None, ...]:
    """The values of _MADE_HERE of one row of `ikm_regency`, beside that of the period before. `steps`: `_steps`."""
    ends = _ends(now.ikm, now.error, hundredths_of_a_point(WEIGHTS[now.weight]))
    if before is None:
        return (*ends, *_Change(), None, None, *_Change())
    points = hundredths_of_a_point(WEIGHTS[now.weight] if now.weight == before.weight else EXACT_WEIGHT)
    change = now.ikm - before.ikm if now.weight == before.weight else now.ikm_ninth - before.ikm_ninth
    matched = _matched(now, before)
    told = of_matched = _told(change, _sum(now.error, before.error), points)
    if not len(matched[0]) == len(now.of_units) == len(before.of_units):
        of_matched = _told(steps.get(method), _sum(*(_error_of_mean(of_units, method) for of_units in matched)), points)
    return (*ends, *told, len(before.of_units), len(matched[0]), *of_matched)


def _matched(now: _Regency, before: _Regency) -> tuple[list[_UnitIndex], list[_UnitIndex]]:
    """The units counted in both periods, now and before."""
    codes = sorted(now.of_units.keys() & before.of_units.keys())
    return [now.of_units[code] for code in codes], [before.of_units[code] for code in codes]


def _steps(now: _Regency, before: _Regency) -> dict[RegencyMethod, int]:
    """By method, the mean over the units counted in both periods less that over the same before, in hundredths, rounded
    half up once; empty where there is none."""
    matched = _matched(now, before)
    if not matched[0]:
        return {}
    name = "ikm" if now.weight == before.weight else "ikm_ninth"
    after, then = (_means(of_units, name) for of_units in matched)
    ratios = {method: (after[method], then[method]) for method in REGENCY_METHODS}
    return {method: (2 * (a * d - c * b) + b * d) // (2 * b * d) for method, ((a, b), (c, d)) in ratios.items()}


def _means(of_units: list[_UnitIndex], name: str) -> dict[RegencyMethod, Ratio]:
    return mean_row_totals(
        [(one.unit_type, getattr(one, name) * one.respondents, one.respondents, 1) for one in of_units]
    )


def _error_of_mean(of_units: list[_UnitIndex], method: RegencyMethod) -> _Error | None:
    """Of the mean over these units by a method; None where there are none, or an error nobody knows."""
    if not of_units:
        return None
    parts = []
    for one, share in zip(of_units, _shares(of_units, method), strict=True):
        if one.standard_error is None:
            return None
        parts.append(((share * one.standard_error) ** 2, one.respondents))
    squared = fsum(part for part, _ in parts)
    if not squared:
        return None
    degrees = degrees_of_freedom(pl.Series([n for _, n in parts])).to_list()
    return _Error(squared, squared**2 / fsum(part**2 / one for (part, _), one in zip(parts, degrees, strict=True)))


def _shares(of_units: list[_UnitIndex], method: RegencyMethod) -> list[float]:
    """What part of the mean each unit is."""
    if method == "mean_of_units":
        return [1 / len(of_units)] * len(of_units)
    if method == "respondent_weighted":
        people = sum(one.respondents for one in of_units)
        return [one.respondents / people for one in of_units]
    in_type: dict[str, int] = {}
    for one in of_units:
        in_type[one.unit_type] = in_type.get(one.unit_type, 0) + 1
    return [1 / len(in_type) / in_type[one.unit_type] for one in of_units]


def _sum(one: _Error | None, other: _Error | None) -> _Error | None:
    if one is None or other is None:
        return None
    squared = one.squared + other.squared
    return _Error(squared, squared**2 / (one.squared**2 / one.degrees + other.squared**2 / other.degrees))


def _reach(error: _Error, points: float) -> float:
    """t × standard error, in hundredths of the index."""
    return float(critical_values([error.degrees]).item()) * sqrt(error.squared) * points


def _ends(ikm: int, error: _Error | None, points: float) -> tuple[int | None, int | None]:
    """The interval of an index, within what is possible."""
    if error is None:
        return None, None
    reach = _reach(error, points)
    lowest, highest = (floor(row_total * points + 1 / 2) for row_total in (LOWEST, HIGHEST))
    low, high = floor(ikm - reach + 1 / 2), floor(ikm + reach + 1 / 2)
    return min(max(low, lowest), ikm), max(min(high, highest), ikm)


def _told(change: int | None, error: _Error | None, points: float) -> _Change:
    if change is None or error is None:
        return _Change(change)
    reach = _reach(error, points)
    low, high = floor(change - reach + 1 / 2), floor(change + reach + 1 / 2)
    return _Change(change, low, high, abs(change) > reach)

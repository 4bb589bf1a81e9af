"""Effects of shares against plain least squares over single people."""

import numpy as np
import polars as pl
import pytest

from transforms.figures.rank_sensitivity import effects_of_shares, with_same_shares

WHERE = {"period_code": "2024", "scope": "all"}
PEOPLE = 9
"""Of each cell at most."""


def cells_of(random: np.random.Generator, groups: tuple[tuple[str, ...], ...]) -> list[dict[str, object]]:
    """One person a row: units of each group give some of the categories of that group, two of them all."""
    people = []
    for group, categories in enumerate(groups):
        for unit in range(4):
            for category in categories:
                for _ in range(random.integers(unit < 2, PEOPLE)):
                    people.append(
                        {"unit_code": f"{group}{unit}", "category": category, "row_total": int(random.integers(9, 37))}
                    )
    return people


def by_least_squares(people: list[dict[str, object]], groups: tuple[tuple[str, ...], ...]) -> dict[str, float]:
    """By unit, with a column of a matrix for each unit and each category."""
    units = sorted({str(one["unit_code"]) for one in people})
    categories = sorted({str(one["category"]) for one in people})
    design = np.array(
        [
            [*(one["unit_code"] == unit for unit in units), *(one["category"] == category for category in categories)]
            for one in people
        ],
        dtype=float,
    )
    found, *_ = np.linalg.lstsq(design, np.array([one["row_total"] for one in people], dtype=float), rcond=None)
    effect = dict(zip(categories, found[len(units) :], strict=True))
    for group in groups:
        counted = [effect[str(one["category"])] for one in people if one["category"] in group]
        mean = sum(counted) / len(counted)
        effect |= {category: effect[category] - mean for category in group if category in effect}
    by_unit: dict[str, list[float]] = {unit: [] for unit in units}
    for one in people:
        by_unit[str(one["unit_code"])].append(effect[str(one["category"])])
    return {unit: sum(effects) / len(effects) for unit, effects in by_unit.items()}


@pytest.mark.parametrize("groups", [(("a", "b"),), (("a", "b", "c"), ("d", "e"))])
@pytest.mark.parametrize("seed", range(4))
def test_effects_are_those_of_least_squares(seed: int, groups: tuple[tuple[str, ...], ...]) -> None:
    people = cells_of(np.random.default_rng(seed), groups)
    frame = pl.DataFrame(people).with_columns(pl.lit(value).alias(name) for name, value in WHERE.items())
    key = ["period_code", "unit_code"]
    units = frame.group_by(*key, "scope").agg(pl.len().alias("respondents"))
    row_totals = pl.col("row_total").sum().alias("row_totals")
    cells = frame.group_by(*key, "category").agg(pl.len().alias("people"), row_totals)
    found = dict(effects_of_shares(units, cells).select("unit_code", "effect").iter_rows())
    assert found == pytest.approx(by_least_squares(people, groups), abs=1e-9)


def test_what_one_unit_alone_has_changes_nothing() -> None:
    """Neither in that unit nor in the others; and where no two have anything in common there is no effect at all."""
    cells = [("A", "x", 10, 300.0), ("A", "y", 10, 350.0), ("B", "x", 5, 150.0), ("B", "y", 15, 500.0)]
    columns = ["unit_code", "category", "people", "row_totals"]

    def effects(*of: tuple[str, str, int, float]) -> dict[str, float]:
        frame = pl.DataFrame(of, schema=columns, orient="row").with_columns(pl.lit("2024").alias("period_code"))
        units = frame.group_by("period_code", "unit_code").agg(pl.lit(20).alias("respondents"))
        found = effects_of_shares(units.with_columns(pl.lit("all").alias("scope")), frame)
        return dict(found.select("unit_code", "effect").iter_rows())

    assert effects(*cells, ("C", "z", 20, 400.0)) == {**effects(*cells), "C": 0.0}
    assert effects(("A", "x", 20, 600.0), ("B", "y", 20, 600.0)) == {}


def test_equal_units_stay_equal() -> None:
    """22.5 of a row total are 6,187.5 hundredths, which the last digit of a float would round down in one of them."""
    units = pl.DataFrame({"mean": [30.0, 30.0], "effect": [7.5, 7.5 + 4e-15]})
    assert units["effect"].n_unique() == 2
    assert units.select(with_same_shares(275.0)).to_series().to_list() == [6188, 6188]

import polars as pl
import pytest

from contracts.tables import RESPONDENT_PROFILE
from transforms.schema import conform
from transforms.suppression import suppressed_profile


def hidden(*counts: int, period: str = "2024") -> list[bool]:
    """Which cells of one characteristic with these counts are hidden."""
    profile = conform(
        pl.DataFrame(
            [(period, "A", "education", f"c{i}", count, count / max(sum(counts), 1)) for i, count in enumerate(counts)],
            schema=RESPONDENT_PROFILE.column_names,
            orient="row",
        ),
        RESPONDENT_PROFILE,
    )
    public = suppressed_profile(profile, 5, "year")
    assert (
        public.filter("suppressed").select("respondents", "share").null_count().row(0)
        == (public.get_column("suppressed").sum(),) * 2
    )
    assert public.filter(~pl.col("suppressed")).get_column("respondents").null_count() == 0
    return public.get_column("suppressed").to_list()


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((5, 5), [False, False]),
        ((4, 50), [True, True]),
        ((4, 50, 60), [True, True, False]),
        ((0, 50, 60), [True, True, False]),
        ((4, 4, 60), [True, True, False]),
        ((2, 2, 60, 7), [True, True, False, True]),
        ((0, 0, 0, 9, 9), [True, True, True, True, False]),
        ((1, 1, 1), [True, True, True]),
    ],
)
def test_small_cells_and_what_would_give_them_away(counts: tuple[int, ...], expected: list[bool]) -> None:
    assert hidden(*counts) == expected


def test_only_periods_of_the_kind_leave() -> None:
    assert hidden(50, 60, period="2024-S1") == []


def test_cells_of_other_units_and_characteristics_do_not_matter() -> None:
    rows = [("2024", unit, "gender", g, n, 0.5) for unit, n in (("A", 4), ("B", 40)) for g in "LP"]
    profile = conform(pl.DataFrame(rows, schema=RESPONDENT_PROFILE.column_names, orient="row"), RESPONDENT_PROFILE)
    assert suppressed_profile(profile, 5, "year").get_column("suppressed").to_list() == [True, True, False, False]

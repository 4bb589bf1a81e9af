import polars as pl
import pytest

from contracts.tables import IKM_UNIT, PUBLIC_PROFILE, RESPONDENT_PROFILE
from tests.made_rows import made_frame
from transforms.figures.periods import SMALLEST_GROUP
from transforms.figures.suppression import public_profile, publishable, withhold_deducible
from transforms.schema import conform, frame_schema

Counts = dict[str, tuple[int, ...]]


def profile_of(counts: Counts, unit: str = "A", names: str = "") -> pl.DataFrame:
    """One characteristic with these counts in each period; its categories c0, c1 … or the letters of `names`."""
    rows = [
        (period, unit, "education", name, count, count / max(sum(cells), 1))
        for period, cells in counts.items()
        for name, count in zip(names.split() or [f"c{i}" for i in range(len(cells))], cells, strict=True)
    ]
    return conform(pl.DataFrame(rows, schema=RESPONDENT_PROFILE.column_names, orient="row"), RESPONDENT_PROFILE)


def hidden(counts: Counts, kinds: tuple[str, ...] = ("year", "semester"), names: str = "") -> dict[str, list[bool]]:
    """Which cells of each period are hidden."""
    public = public_profile(profile_of(counts, names=names), 5, kinds)
    assert public.schema == frame_schema(PUBLIC_PROFILE)
    emptied = public.filter("suppressed").select("respondents", "share").null_count().row(0)
    assert emptied == (public.get_column("suppressed").sum(),) * 2
    assert public.filter(~pl.col("suppressed")).get_column("respondents").null_count() == 0
    return {str(code): group["suppressed"].to_list() for (code,), group in public.group_by("period_code")}


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
    assert hidden({"2024": counts}) == {"2024": expected}


def test_only_periods_of_the_kinds_leave() -> None:
    counts = {"2024": (50, 60), "2024-S1": (50, 60), "2024-TW1": (50, 60), "2024-01": (50, 60)}
    assert hidden(counts).keys() == {"2024", "2024-S1"}
    assert hidden(counts, ("month",)).keys() == {"2024-01"}
    assert hidden(counts, ()) == {}


def test_hidden_in_one_period_is_hidden_in_all_of_the_year() -> None:
    counts = {"2024-S1": (4, 9, 60), "2024-S2": (30, 9, 60), "2024": (34, 18, 120), "2023": (30, 9, 60)}
    assert hidden(counts) == {
        "2024-S1": [True, True, False],
        "2024-S2": [True, True, False],
        "2024": [True, True, False],
        "2023": [False, False, False],
    }


def test_each_period_adds_its_own() -> None:
    assert hidden({"2024-S1": (4, 9, 60), "2024-S2": (60, 9, 4)}) == {
        "2024-S1": [True, False, True],
        "2024-S2": [True, False, True],
    }


def test_what_is_hidden_with_a_small_cell_is_the_same_in_all_periods() -> None:
    """The second is the smallest in one semester, the third in the other, and in the year: that one is enough."""
    counts = {"2024-S1": (0, 10, 11, 90), "2024-S2": (0, 30, 20, 90), "2024": (0, 40, 31, 180)}
    assert set(map(tuple, hidden(counts).values())) == {(True, False, True, False)}


def test_hiding_goes_on_until_it_is_enough_in_every_period() -> None:
    counts = {"2024-S1": (0, 5, 90), "2024-S2": (1, 80, 7)}
    assert set(map(tuple, hidden(counts).values())) == {(True, True, False)}
    counts = {"2024-S1": (4, 5, 5), "2024-S2": (4, 1, 90), "2024": (8, 6, 95)}
    assert set(map(tuple, hidden(counts).values())) == {(True, True, False)}


def test_where_nothing_is_known_nothing_is_hidden() -> None:
    public = public_profile(profile_of({"2024": (0, 0, 90)}, names="L P unknown"), 5, ("year",))
    assert public.get_column("respondents").to_list() == [0, 0, 90]
    half_known = {"2024-S1": (50, 60, 0), "2024-S2": (0, 0, 90)}
    assert set(map(tuple, hidden(half_known, names="L P unknown").values())) == {(False, False, False)}
    hidden_in_the_other = {"2024-S1": (1, 60, 0), "2024-S2": (0, 0, 90)}
    assert set(map(tuple, hidden(hidden_in_the_other, names="L P unknown").values())) == {(True, True, True)}


def test_a_period_that_is_not_published_hides_nothing() -> None:
    assert hidden({"2024-TW1": (1, 9), "2024": (50, 60)}) == {"2024": [False, False]}


def test_nobody_unknown_is_no_small_cell_but_stands_there() -> None:
    profile = pl.concat(
        [profile_of({"2024-S1": (50, 60, 7)}, names="L P unknown"), profile_of({"2024-S2": (50, 60)}, names="L P")]
    )
    public = public_profile(profile, 5, ("semester",))
    assert public.select("period_code", "category", "respondents").rows() == [
        ("2024-S1", "L", 50),
        ("2024-S1", "P", 60),
        ("2024-S1", "unknown", 7),
        ("2024-S2", "L", 50),
        ("2024-S2", "P", 60),
        ("2024-S2", "unknown", 0),
    ]
    assert public.filter(period_code="2024-S2", category="unknown").get_column("share").to_list() == [0.0]


def test_a_missing_row_of_the_unknown_tells_nothing() -> None:
    profile = pl.concat(
        [profile_of({"2024-S1": (50, 60, 2)}, names="L P unknown"), profile_of({"2024-S2": (50, 60)}, names="L P")]
    )
    public = public_profile(profile, 5, ("semester",))
    assert public.filter("suppressed").select("period_code", "category").rows() == [
        ("2024-S1", "L"),
        ("2024-S1", "unknown"),
        ("2024-S2", "L"),
        ("2024-S2", "unknown"),
    ]


def test_cells_of_other_units_do_not_matter() -> None:
    profile = pl.concat([profile_of({"2024": (4, 40)}), profile_of({"2024": (40, 40)}, unit="B")])
    public = public_profile(profile, 5, ("year",))
    assert public.select("unit_code", "suppressed").rows() == [("A", True), ("A", True), ("B", False), ("B", False)]


@pytest.mark.parametrize(
    ("late", "closed_is_known", "shown"),
    [(0, True, True), (1, True, False), (4, True, False), (5, True, True), (0, False, False)],
)
@pytest.mark.parametrize("was_public", [True, False])
def test_what_stands_beside_a_closed_period(late: int, closed_is_known: bool, shown: bool, was_public: bool) -> None:
    """`closed_is_known`: the figures of today have a row of the closed semester, too. What was not public when it was
    closed hides nothing."""
    closed = {"period_code": "2024-S1", "unit_code": "A", "publishable": was_public}
    open_ones = [{"period_code": year, "unit_code": "A", "publishable": True} for year in ("2023", "2024")]
    rows = [*open_ones, *([closed] if closed_is_known else [])]
    live = {
        "ikm_unit": made_frame(IKM_UNIT, *rows),
        "public_profile": made_frame(PUBLIC_PROFILE, {"period_code": "2024", "unit_code": "A", "respondents": 9}),
    }
    came_late = pl.DataFrame(
        {"period_code": ["2024-S1"] * late, "unit_code": ["A"] * late},
        schema={"period_code": pl.String, "unit_code": pl.String},
    )
    beside = withhold_deducible(live, made_frame(IKM_UNIT, closed), came_late, 5, ("year", "semester"))
    assert beside["ikm_unit"].filter(period_code="2024").get_column("publishable").to_list() == [
        shown or not was_public
    ]
    assert beside["ikm_unit"].filter(period_code="2023").get_column("publishable").to_list() == [True]
    hidden = late > 0 and was_public
    assert beside["public_profile"].get_column("respondents").to_list() == [None if hidden else 9]


@pytest.mark.parametrize(("year", "semester", "shown"), [(5, 5, True), (4, 5, False), (5, 4, False)])
def test_a_shorter_kind_is_shown_where_both_have_no_few_people_apart(year: int, semester: int, shown: bool) -> None:
    """The smallest group of those with and without a date, of the year and of its first semester."""
    sums = pl.DataFrame(
        [("2024", 30, year), ("2024-S1", 13, semester), ("2024-S2", 17, 17)],
        schema=["period_code", "respondents", SMALLEST_GROUP],
        orient="row",
    ).with_columns(unit_code=pl.lit("A"))
    found = dict(publishable(sums, 5, ("year", "semester")).select("period_code", "publishable").iter_rows())
    assert found == {"2024": True, "2024-S1": shown, "2024-S2": shown}

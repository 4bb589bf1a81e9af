"""Closing, on small worlds that Hypothesis makes up: what is laid over, and what came late."""

from collections import Counter
from collections.abc import Mapping

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from contracts.comparison_tables import IKM_UNSUR_ASSOCIATION
from contracts.edition_tables import LATE_RESPONSE
from contracts.questionnaire_tables import FURTHER_INDEX
from contracts.settings import Settings
from contracts.tables import COUNTED_PERIOD, IKM_UNIT, RESPONSE, SUGGESTION_THEME, UNIT
from tests.made_rows import counted_of
from tests.property import oracle
from tests.property.examples import examples
from tests.property.test_figures_against_oracle import REGISTRY, frame_of, worlds
from transforms.figures.all_figures import compute_figures
from transforms.figures.edition_changes import (
    FIGURE_TABLES,
    PLACE,
    SAID,
    edition_changes,
    late_responses,
    overlay_official,
)
from transforms.figures.suppression import withhold_deducible
from transforms.reference import unit_table
from transforms.schema import empty_frame, frame_schema

PERIODS = ("2023", "2023-S2", "2024", "2024-S1", "2024-TW1", "2024-02")


def live(rows: list[oracle.Row]) -> dict[str, pl.DataFrame]:
    computed = compute_figures(frame_of(rows), REGISTRY, Settings())
    return {
        **{table.name: frame for table, frame in computed.tables()},
        **{table.name: empty_frame(table) for table in (SUGGESTION_THEME, FURTHER_INDEX, IKM_UNSUR_ASSOCIATION)},
        UNIT.name: unit_table(REGISTRY),
    }


def closed(frames: Mapping[str, pl.DataFrame], codes: list[str]) -> dict[str, pl.DataFrame]:
    of_periods = {table.name: frames[table.name].filter(pl.col("period_code").is_in(codes)) for table in FIGURE_TABLES}
    return {**of_periods, UNIT.name: frames[UNIT.name]}


@examples(6)
@given(worlds, st.lists(st.sampled_from(PERIODS), unique=True))
def test_an_edition_of_the_live_figures_changes_nothing(rows: list[oracle.Row], codes: list[str]) -> None:
    frames = live(rows)
    official = closed(frames, codes)
    shown = withhold_deducible(frames, official[IKM_UNIT.name], empty_frame(LATE_RESPONSE), 5, ("year", "semester"))
    over = overlay_official({**frames, **shown}, official)
    assert over.keys() == frames.keys() - {COUNTED_PERIOD.name}
    for name, frame in over.items():
        assert frames[name].sort(pl.all()).equals(frame.sort(pl.all())), name


@examples(6)
@given(worlds)
def test_nothing_differs_from_itself(rows: list[oracle.Row]) -> None:
    frames = live(rows)
    for code in frames["period"].get_column("period_code"):
        edition = closed(frames, [code])
        found = edition_changes(edition, edition, code, 1)
        assert set(found.units.get_column("change")) == {"same"}
        assert found.unsur.is_empty()
        assert found.regency.height == 1


def kept(rows: list[oracle.Row], keys: list[int]) -> pl.DataFrame:
    """RESPONSE of these rows: each with its key, and a place that the key decides."""
    return pl.DataFrame(
        [
            dict.fromkeys(RESPONSE.column_names)
            | row
            | {"response_key": key, "file_id": "f", "sheet": "", "row_number": key}
            for row, key in zip(rows, keys, strict=True)
        ],
        schema=frame_schema(RESPONSE),
    )


def said(frame: pl.DataFrame) -> Counter[tuple[object, ...]]:
    """How often each thing was said by each unit."""
    return Counter(tuple(row[name] for name in ("unit_code", *SAID)) for row in frame.to_dicts())


def in_period(frame: pl.DataFrame, code: str) -> pl.DataFrame:
    """Those that count in a period."""
    rows = oracle.placed(frame.to_dicts(), REGISTRY, None)
    return frame.filter(pl.Series([code in row["counts_in"] for row in rows], dtype=pl.Boolean))


@st.composite
def two_states(draw: st.DrawFn) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Responses as closed and as they are now: some gone, some new, some saying something else."""
    rows = draw(worlds)
    others = draw(worlds)
    keys = list(range(len(rows)))
    fates = [draw(st.sampled_from(["stays", "stays", "goes", "other"])) for _ in rows]
    now = [
        (others[key % len(others)] | {"unit_code": row["unit_code"]} if fate == "other" and others else row, key)
        for key, row, fate in zip(keys, rows, fates, strict=True)
        if fate != "goes"
    ]
    now += [(row, len(rows) + number) for number, row in enumerate(others)]
    return kept(rows, keys), kept([row for row, _ in now], [key for _, key in now])


@examples(10)
@given(two_states(), st.sampled_from(PERIODS))
def test_official_responses_with_what_came_late_are_the_live_ones(
    states: tuple[pl.DataFrame, pl.DataFrame], code: str
) -> None:
    before, now = states
    official, counted = in_period(before, code), counted_of(now.lazy())
    late = late_responses(now.lazy(), official.lazy(), code, counted)
    mixed = now.sample(fraction=1, shuffle=True, seed=1)
    shuffled = late_responses(mixed.lazy(), official.reverse().lazy(), code, counted)
    assert late.equals(shuffled)
    held = {change: set(late.filter(change=change).get_column("response_key")) for change in ("new", "corrected")}
    fell = late.filter(change="withdrawn").select("response_key")
    corrected_places = late.filter(change="corrected").select(PLACE)
    stands = official.join(fell, on="response_key", how="anti").join(corrected_places, on=PLACE, how="anti")
    came = now.filter(pl.col("response_key").is_in(list(held["new"] | held["corrected"])))
    assert said(stands) + said(came) == said(in_period(now, code))

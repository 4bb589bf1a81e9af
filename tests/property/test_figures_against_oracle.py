"""The fast path against the slow one, on small worlds that Hypothesis makes up."""

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.columns import Table
from contracts.method import WEIGHTS
from contracts.periods import PERIOD_KINDS, parse_period
from contracts.registry import Registry, Unit
from contracts.respondent import CHARACTERISTICS
from contracts.settings import REGENCY_METHODS, Method, Ranking, Settings
from contracts.tables import RESPONSE
from contracts.unsur import SCALE, UNSUR_COLUMNS
from tests.property import oracle
from tests.property.examples import examples
from transforms.figures.all_figures import FigureTables, compute_figures, figures_of_sums
from transforms.figures.sums import added, sums_by_unit_slot
from transforms.schema import frame_schema

REGISTRY = Registry(
    tuple(
        Unit(code, f"Unit {code}", unit_type, None, (), None, recipients)
        for code, unit_type, recipients in (
            ("K1", "kecamatan", (("2024", 10), ("2024-S1", 3))),
            ("K2", "kecamatan", (("2024", 615),)),
            ("K3", "kecamatan", ()),
            ("D1", "dinas", (("2023", 1),)),
            ("D2", "dinas", ()),
        )
    )
)
DATES = (
    date(2023, 7, 1),
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2024, 2, 29),
    date(2024, 3, 31),
    date(2024, 7, 15),
)
PERIODS = ("2023", "2023-S2", "2024", "2024-S1", "2024-TW1", "2024-TW2", "2024-02", "2024-S2")

places = st.one_of(
    st.sampled_from(DATES).map(lambda day: {"response_date": day, "period_code": None}),
    st.sampled_from(PERIODS).map(lambda code: {"response_date": None, "period_code": code}),
)
answers = st.one_of(
    st.sampled_from(SCALE).map(lambda answer: [answer] * len(UNSUR_COLUMNS)),
    st.lists(st.sampled_from(SCALE), min_size=len(UNSUR_COLUMNS), max_size=len(UNSUR_COLUMNS)),
    st.lists(st.sampled_from(SCALE[2:]), min_size=len(UNSUR_COLUMNS), max_size=len(UNSUR_COLUMNS)),
)
characteristics = st.fixed_dictionaries(
    {
        characteristic.column: st.sampled_from([None, *(category.value for category in characteristic.categories)])
        for characteristic in CHARACTERISTICS
    }
)


@st.composite
def responses(draw: st.DrawFn) -> oracle.Row:
    """Rows of `response`, several alike at a time: equal rows are different people."""
    row = {
        "unit_code": draw(st.sampled_from([unit.unit_code for unit in REGISTRY.units])),
        **draw(places),
        **draw(characteristics),
        **dict(zip(UNSUR_COLUMNS, draw(answers), strict=True)),
    }
    return [row] * draw(st.sampled_from([*range(1, 7)] * 3 + [30]))


worlds = st.lists(responses(), max_size=14).map(lambda groups: [row for group in groups for row in group])
methods = st.builds(Method, weight=st.sampled_from(list(WEIGHTS)), headline=st.sampled_from(REGENCY_METHODS))


SETTINGS = Settings()


def frame_of(rows: list[oracle.Row]) -> pl.LazyFrame:
    schema = frame_schema(RESPONSE)
    columns = ["unit_code", "response_date", "period_code", *(c.column for c in CHARACTERISTICS), *UNSUR_COLUMNS]
    return pl.DataFrame(rows, schema={name: schema[name] for name in columns}).lazy()


def expected_tables(
    rows: list[oracle.Row], method: Method, minimum_respondents: int
) -> Iterator[tuple[str, list[oracle.Row]]]:
    weight = WEIGHTS[method.weight]
    yield "period", oracle.period_table(rows)
    yield "ikm_unsur", oracle.ikm_unsur(rows, weight)
    yield "ikm_unsur_compared", oracle.ikm_unsur_compared(rows, REGISTRY, SETTINGS.reports.kinds)
    yield "ikm_unit", oracle.ikm_unit(rows, REGISTRY, weight)
    yield "ikm_ranking", oracle.ikm_ranking(rows, REGISTRY, weight, minimum_respondents)
    yield "ikm_regency", oracle.ikm_regency(rows, REGISTRY, weight, method.headline)
    yield "ikm_regency_unsur", oracle.ikm_regency_unsur(rows, REGISTRY, method.headline)
    yield "respondent_profile", oracle.respondent_profile(rows)
    yield "public_profile", oracle.public_profile(rows, SETTINGS.thresholds.small_cell, SETTINGS.reports.kinds)
    yield "collection", oracle.collection(rows)
    yield "missing_unit", oracle.missing_unit(rows, REGISTRY)


def keyed(rows: list[oracle.Row], table: Table) -> dict[tuple[object, ...], oracle.Row]:
    by_key = {tuple(row[column] for column in table.key): row for row in rows}
    assert len(by_key) == len(rows), f"{table.name}: key is not unique"
    return by_key


def assert_same_figures(one: FigureTables, other: FigureTables) -> None:
    for (table, frame), (_, other_frame) in zip(one.tables(), other.tables(), strict=True):
        assert frame.equals(other_frame), table.name


@examples(12)
@given(
    worlds,
    methods,
    st.sampled_from([None, date(2024, 6, 30), date(2024, 7, 1), date(2025, 2, 1)]),
    st.sampled_from([1, 6, 30]),
)
def test_every_table_is_the_oracles(
    rows: list[oracle.Row], method: Method, seen_until: date | None, minimum_respondents: int
) -> None:
    settings = Settings(method=method, ranking=Ranking(minimum_respondents=minimum_respondents))
    computed = compute_figures(frame_of(rows), REGISTRY, settings, seen_until)
    tables = {table.name: (table, frame) for table, frame in computed.tables()}
    for name, expected in expected_tables(oracle.placed(rows, REGISTRY, seen_until), method, minimum_respondents):
        table, frame = tables[name]
        assert frame.schema == frame_schema(table)
        actual_by_key, expected_by_key = keyed(frame.to_dicts(), table), keyed(expected, table)
        assert actual_by_key.keys() == expected_by_key.keys(), name
        for key, row in expected_by_key.items():
            wanted = {
                column: pytest.approx(value, rel=1e-15) if isinstance(value, float) else value
                for column, value in row.items()
            }
            assert actual_by_key[key] == wanted, name


@examples(6)
@given(worlds, st.randoms(use_true_random=False), st.integers(1, 4))
def test_neither_row_order_nor_parts_matter(rows: list[oracle.Row], random: object, parts: int) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    whole = compute_figures(frame_of(rows), REGISTRY, Settings())
    assert_same_figures(whole, compute_figures(frame_of(shuffled), REGISTRY, Settings()))
    sums = added([sums_by_unit_slot(frame_of(shuffled[part::parts])) for part in range(parts)])
    assert_same_figures(whole, figures_of_sums(sums, REGISTRY, Settings()))


@examples(6)
@given(worlds.filter(bool), st.data())
def test_a_better_answer_never_lowers_an_index(rows: list[oracle.Row], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(UNSUR_COLUMNS))
    better = [dict(row) for row in rows]
    better[position][column] = min(max(SCALE), better[position][column] + 1)
    before = compute_figures(frame_of(rows), REGISTRY, Settings())
    after = compute_figures(frame_of(better), REGISTRY, Settings())
    for name in ("ikm_unit", "ikm_regency"):
        for index in ("ikm", "ikm_ninth"):
            old, new = getattr(before, name).get_column(index), getattr(after, name).get_column(index)
            assert (new >= old).all(), name


@examples(6)
@given(worlds)
def test_everyone_counts_once_in_each_period(rows: list[oracle.Row]) -> None:
    computed = compute_figures(frame_of(rows), REGISTRY, Settings())
    respondents = computed.ikm_unit.select("period_code", "unit_code", "respondents")
    profiled = computed.respondent_profile.group_by("period_code", "unit_code", "characteristic").agg(
        pl.col("respondents").sum(), pl.col("share").sum()
    )
    assert profiled.height == respondents.height * len(CHARACTERISTICS)
    assert profiled.join(respondents, on=["period_code", "unit_code", "respondents"]).height == profiled.height
    assert profiled.get_column("share").to_list() == pytest.approx([1.0] * profiled.height)
    kinds = computed.period.select("period_code", "kind")
    where = [parse_period(code).kind for row in oracle.placed(rows, REGISTRY, None) for code in row["counts_in"]]
    for kind in PERIOD_KINDS:
        assert respondents.join(kinds.filter(kind=kind), on="period_code")["respondents"].sum() == where.count(kind)
    counted = computed.missing_unit.height + respondents.height
    assert counted == computed.period.height * len(REGISTRY.units)

"""Figures of units that ask several questions about an unsur, against the book in fractions: any questionnaires,
several of one unit, beside a unit that asks nine."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from contracts.regency_tables import IKM_REGENCY
from contracts.registry import Registry, Unit
from contracts.settings import Settings
from contracts.unsur import UNSUR, UNSUR_COLUMNS, question_column
from tests.property.examples import examples
from transforms.figures.all_figures import compute_figures
from transforms.responses.unsur_means import read_unsur

REGISTRY = Registry(tuple(Unit(code, f"Unit {code}", "dinas", None, (), None, ()) for code in "ABC"))
COUNTS = st.lists(st.integers(1, 4), min_size=9, max_size=9)


@st.composite
def sent(draw: st.DrawFn) -> list[tuple[str, list[list[list[int]]]]]:
    """Files: the unit, and of each person the answers to the questions about each unsur."""
    files = []
    for unit in draw(st.lists(st.sampled_from("ABC"), min_size=1, max_size=4)):
        counts = draw(COUNTS) if unit != "C" else [1] * 9
        person = st.tuples(*(st.lists(st.integers(1, 4), min_size=n, max_size=n) for n in counts))
        files.append((unit, [list(one) for one in draw(st.lists(person, min_size=1, max_size=4))]))
    return files


def typed(people: list[list[list[int]]]) -> pl.DataFrame:
    """The people of one file as reading leaves them, typed."""
    cells = {
        question_column(unsur, number): [str(one[place][number - 1]) for one in people]
        for place, unsur in enumerate(UNSUR_COLUMNS)
        for number in range(1, len(people[0][place]) + 1)
    }
    read = read_unsur(pl.DataFrame({"content_id": ["c"] * len(people), **cells}))
    return read.select(*UNSUR_COLUMNS, "answer_parts")


def half_up(value: Fraction) -> Decimal:
    """To two places."""
    return Decimal(int((value * 200 + 1) // 2)) / 100


@given(sent())
@examples(10)
def test_figures_are_those_of_the_fractions(files: list[tuple[str, list[list[list[int]]]]]) -> None:
    nothing = dict.fromkeys(("gender", "age_band", "education", "occupation"), pl.lit(None, pl.String))
    responses = pl.concat(
        typed(people).with_columns(
            unit_code=pl.lit(unit), response_date=pl.lit(None, pl.Date), period_code=pl.lit("2024"), **nothing
        )
        for unit, people in files
    )
    figures = compute_figures(responses.lazy(), REGISTRY, Settings())
    by_unit: dict[str, list[list[Fraction]]] = {}
    for unit, people in files:
        means = [[Fraction(sum(asked), len(asked)) for asked in one] for one in people]
        by_unit.setdefault(unit, []).extend(means)
    nrr = {
        unit: [sum(column) / len(people) for column in zip(*people, strict=True)] for unit, people in by_unit.items()
    }
    ninth = {unit: sum(means) * 25 / 9 for unit, means in nrr.items()}
    told = dict(figures.ikm_unit.select("unit_code", "ikm_ninth").iter_rows())
    assert told == {unit: half_up(value) for unit, value in ninth.items()}
    ikm = dict(figures.ikm_unit.select("unit_code", "ikm").iter_rows())
    assert ikm == {unit: half_up(sum(means) * 25 * Fraction(11, 100)) for unit, means in nrr.items()}
    for unit, unsur, score, lowest in figures.ikm_unsur.select(
        "unit_code", "unsur_code", "score", "order_from_lowest"
    ).iter_rows():
        own = nrr[unit][[one.code for one in UNSUR].index(unsur)]
        assert score == half_up(own * 25)
        assert lowest == 1 + sum(other < own for other in nrr[unit])
    everybody = [one for people in by_unit.values() for one in people]
    expected = {
        "mean_of_units": sum(ninth.values()) / len(ninth),
        "mean_of_types": sum(ninth.values()) / len(ninth),
        "respondent_weighted": sum(map(sum, everybody), Fraction()) / len(everybody) * 25 / 9,
    }
    regency = dict(figures.ikm_regency.select("method", "ikm_ninth").iter_rows())
    assert regency == {method: half_up(value) for method, value in expected.items()}
    assert figures.ikm_regency.columns == list(IKM_REGENCY.column_names)
    (whole,) = figures.ikm_unit.filter(unit_code="C").get_column("answer_parts") if "C" in by_unit else [None]
    assert whole is None

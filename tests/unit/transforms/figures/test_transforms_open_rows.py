"""Which rows of a public table everyone may have."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from contracts.registry import Registry, Unit
from contracts.settings import Settings
from contracts.tables import RESPONDENT_PROFILE, RESPONSE, WAREHOUSE_TABLES
from contracts.unsur import UNSUR_COLUMNS
from transforms.figures.all_figures import Figures, figures
from transforms.figures.suppression import open_rows
from transforms.schema import frame_schema

KINDS = Settings().reports.kinds
TIED = 3
PEOPLE = (
    # unit, year, month, answer, how many
    ("MANY", 2023, 2, 3, 10),
    ("MANY", 2023, 8, 3, 10),
    ("MANY", 2024, 2, 4, 10),
    ("GREW", 2023, 2, 3, 2),
    ("GREW", 2024, 2, 4, 10),
    ("FEW", 2024, 2, 4, TIED),
)
"""In 2024 all of them have the same index."""


@pytest.fixture(scope="module")
def computed() -> Figures:
    answers = [
        dict.fromkeys(RESPONSE.column_names)
        | {"unit_code": unit, "response_date": date(year, month, 1), "gender": "P"}
        | dict.fromkeys(UNSUR_COLUMNS, answer)
        for unit, year, month, answer, number in PEOPLE
        for _ in range(number)
    ]
    registry = Registry(tuple(Unit(code, code, "kecamatan", None, (), None, ()) for code in ("FEW", "GREW", "MANY")))
    return figures(pl.DataFrame(answers, schema=frame_schema(RESPONSE)).lazy(), registry, Settings())


@pytest.fixture(scope="module")
def opened(computed: Figures) -> dict[str, pl.DataFrame]:
    return {
        table.name: open_rows(frame, table, computed.ikm_unit, KINDS)
        for table, frame in computed.tables()
        if table.public
    }


def test_only_units_and_periods_that_are_shown(opened: dict[str, pl.DataFrame]) -> None:
    shown = {
        ("2023", "MANY"), ("2023-S1", "MANY"), ("2023-S2", "MANY"), ("2024", "MANY"), ("2024-S1", "MANY"),
        ("2024", "GREW"), ("2024-S1", "GREW"),
    }  # fmt: skip
    for name in ("ikm_unit", "ikm_unsur", "ikm_ranking", "public_profile", "collection"):
        assert set(opened[name].select("period_code", "unit_code").rows()) == shown, name


def test_the_regency_s_unsur_are_not_told_beside_a_hidden_unit(opened: dict[str, pl.DataFrame]) -> None:
    """From the mean over all units and the units shown follow the answers of the one that is not."""
    assert set(opened["ikm_regency_unsur"].get_column("period_code")) == {"2023-S2"}
    assert set(opened["ikm_regency"].get_column("period_code")) >= {"2023", "2024"}


def test_periods_of_other_kinds_are_not_there(opened: dict[str, pl.DataFrame]) -> None:
    for name, frame in opened.items():
        assert set(frame.get_column("period_code")) <= {"2023", "2023-S1", "2023-S2", "2024", "2024-S1", "2024-S2"}, (
            name
        )


def test_who_did_not_report_is_listed_although_nothing_is_shown_of_it(opened: dict[str, pl.DataFrame]) -> None:
    assert ("2023", "FEW") in opened["missing_unit"].rows()


def test_a_change_against_a_hidden_index_is_empty(computed: Figures, opened: dict[str, pl.DataFrame]) -> None:
    year = pl.col("period_code") == "2024"
    assert dict(computed.ikm_unit.filter(year).select("unit_code", "change").iter_rows())["GREW"] is not None
    changes = dict(opened["ikm_unit"].filter(year).select("unit_code", "change").iter_rows())
    assert changes == {"GREW": None, "MANY": Decimal("24.75")}


def test_a_tie_with_a_hidden_unit_is_not_told(computed: Figures) -> None:
    table, ranking = next((table, frame) for table, frame in computed.tables() if table.name == "ikm_ranking")
    without_grew = computed.ikm_unit.with_columns(pl.col("publishable") & (pl.col("unit_code") != "GREW"))
    alone = open_rows(ranking, table, without_grew, KINDS).filter(pl.col("period_code") == "2024")
    assert ranking.filter(pl.col("period_code") == "2024").get_column("tied").all()
    assert alone.height
    assert not alone.get_column("tied").any()


def test_every_table_is_ordered_by_its_key(opened: dict[str, pl.DataFrame]) -> None:
    for table in WAREHOUSE_TABLES:
        if table.name in opened:
            assert opened[table.name].rows() == opened[table.name].sort(table.key).rows()


def test_an_internal_table_is_refused(computed: Figures) -> None:
    with pytest.raises(ValueError, match="respondent_profile is not public"):
        open_rows(computed.respondent_profile, RESPONDENT_PROFILE, computed.ikm_unit, KINDS)

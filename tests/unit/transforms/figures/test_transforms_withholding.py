"""The public tables: which rows everyone may have, with which digits."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from contracts.public_tables import PUBLIC_TABLES, SHOWN_TABLES
from contracts.registry import Registry, Unit
from contracts.settings import Ranking, Settings, Thresholds
from contracts.tables import INGEST_FILE, RESPONSE, SUGGESTION_THEME, UNIT, UNSUR_TABLE, WAREHOUSE_TABLES_BY_NAME
from contracts.unsur import UNSUR_COLUMNS
from transforms import reference
from transforms.figures.all_figures import compute_figures
from transforms.figures.public_answers import PUBLIC_ANSWERS, public_answers
from transforms.figures.publication import SHOWN, decide
from transforms.figures.withholding import Former, withhold
from transforms.schema import conform, empty_frame, frame_schema

SETTINGS = Settings(thresholds=Thresholds(small_cell=5), ranking=Ranking(minimum_respondents=1))
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
Tables = dict[str, pl.DataFrame]


def everything(people: tuple[tuple[str, int, int, int, int], ...], settings: Settings) -> tuple[pl.LazyFrame, Tables]:
    """The responses of so many people, and every table that the public ones are made from."""
    answers = [
        dict.fromkeys(RESPONSE.column_names)
        | {"unit_code": unit, "response_date": date(year, month, 1), "gender": "P"}
        | dict.fromkeys(UNSUR_COLUMNS, answer)
        for unit, year, month, answer, number in people
        for _ in range(number)
    ]
    names = sorted({unit for unit, *_ in people})
    registry = Registry(tuple(Unit(code, code, "kecamatan", None, (), None, ()) for code in names))
    responses = pl.DataFrame(answers, schema=frame_schema(RESPONSE)).lazy()
    made = {
        **{name: empty_frame(table) for name, table in WAREHOUSE_TABLES_BY_NAME.items() if table != SUGGESTION_THEME},
        **{table.name: frame for table, frame in compute_figures(responses, registry, settings).tables()},
        UNIT.name: reference.unit_table(registry),
        UNSUR_TABLE.name: reference.unsur_table(),
    }
    return responses, made


def public(people: tuple[tuple[str, int, int, int, int], ...], **tables: pl.DataFrame) -> Tables:
    """The public tables of a first publication; `tables` instead of those of the people."""
    responses, made = everything(people, SETTINGS)
    decision = decide(
        public_answers(responses),
        {},
        made["ikm_unit"],
        made["counted_period"],
        pl.DataFrame(schema=PUBLIC_ANSWERS),
        pl.DataFrame(schema=SHOWN),
        (made["public_profile"], made["public_profile"].clear()),
        SETTINGS.thresholds.small_cell,
        SETTINGS.reports.kinds,
    )
    nothing = pl.DataFrame(schema={**SHOWN, "since": pl.Date()})
    former = Former({table.name: empty_frame(table) for table in SHOWN_TABLES}, nothing)
    return withhold(made | tables, decision, former, SETTINGS)


@pytest.fixture(scope="module")
def computed() -> Tables:
    return everything(PEOPLE, SETTINGS)[1]


@pytest.fixture(scope="module")
def opened() -> Tables:
    return public(PEOPLE)


def test_only_units_and_periods_that_are_shown(opened: Tables) -> None:
    shown = {
        ("2023", "MANY"), ("2023-S1", "MANY"), ("2023-S2", "MANY"), ("2024", "MANY"), ("2024-S1", "MANY"),
        ("2024", "GREW"), ("2024-S1", "GREW"),
    }  # fmt: skip
    for name in ("ikm_unit", "ikm_unsur", "ikm_ranking", "public_profile"):
        assert set(opened[name].select("period_code", "unit_code").rows()) == shown, name


def test_beside_a_hidden_unit_the_regency_is_that_of_the_units_shown(opened: Tables, computed: Tables) -> None:
    """From the mean over all units and the units shown follow the answers of the one that is not; from numbers of units
    and respondents, how many they were."""
    told = opened["ikm_regency"].select("period_code", "units", "respondents").unique()
    counts = {period: (units, people) for period, units, people in told.iter_rows()}
    assert counts == {"2023": (1, 20), "2023-S1": (1, 10), "2023-S2": (1, 10), "2024": (2, 20), "2024-S1": (2, 20)}
    assert set(computed["ikm_regency"].filter(period_code="2024").get_column("units")) == {3}
    assert set(opened["ikm_regency_unsur"].get_column("period_code")) == set(counts)
    assert opened["ikm_ranking"].filter(period_code="2024", scope="all").get_column("units").to_list() == [2, 2]


def test_where_everyone_is_shown_the_regency_is_that_of_its_report(opened: Tables, computed: Tables) -> None:
    """But for its interval and change, which are of what is public."""
    shown, official = (one["ikm_regency"].filter(period_code="2023-S2").sort("method") for one in (opened, computed))
    of_the_index = official.columns[: official.columns.index("headline") + 1]
    assert shown.select(of_the_index).rows() == official.select(of_the_index).rows()


def test_periods_of_other_kinds_are_not_there(opened: Tables) -> None:
    for name, frame in opened.items():
        if "period_code" in frame.columns:
            codes = set(frame.get_column("period_code"))
            assert codes <= {"2023", "2023-S1", "2023-S2", "2024", "2024-S1", "2024-S2"}, name


def test_who_did_not_report_is_listed_although_nothing_is_shown_of_it(opened: Tables) -> None:
    assert ("2023", "FEW") in opened["missing_unit"].rows()


def test_a_change_against_a_hidden_index_is_empty(computed: Tables, opened: Tables) -> None:
    year = pl.col("period_code") == "2024"
    assert dict(computed["ikm_unit"].filter(year).select("unit_code", "change").iter_rows())["GREW"] is not None
    changes = dict(opened["ikm_unit"].filter(year).select("unit_code", "change").iter_rows())
    assert changes == {"GREW": None, "MANY": Decimal("24.75")}


def test_a_tie_with_a_hidden_unit_is_not_told(computed: Tables) -> None:
    people = tuple(one for one in PEOPLE if one[0] != "GREW")
    assert computed["ikm_ranking"].filter(period_code="2024").get_column("tied").all()
    alone = public(people)["ikm_ranking"].filter(period_code="2024")
    assert alone.height
    assert not alone.get_column("tied").any()


def test_every_table_is_as_declared_and_ordered_by_its_key(opened: Tables) -> None:
    assert opened.keys() == {table.name for table in PUBLIC_TABLES}
    for table in PUBLIC_TABLES:
        frame = opened[table.name]
        assert frame.equals(conform(frame, table).sort(table.key)), table.name


def test_rows_of_files_are_told_only_where_they_do_not_count_whoever_is_withheld() -> None:
    """FEW and what GREW had in 2023 are five people of two units; one of them alone would be told by the total."""
    file = {"file_id": "f", "path": "p", "content_id": "c", "kind": "responses", "status": "loaded"}
    rows = dict.fromkeys(("rows_read", "rows_accepted", "rows_rejected", "rows_duplicate"), 45)
    ingest_file = pl.DataFrame([file | rows], schema=frame_schema(INGEST_FILE))
    without_few = tuple(one for one in PEOPLE if one[0] != "FEW")
    for people, told in ((PEOPLE, True), (without_few, False), (PEOPLE[:3], True)):
        [row] = public(people, ingest_file=ingest_file)["received"].to_dicts()
        assert (row["files"], row["rows_accepted"]) == (1, 45 if told else None), people

"""A warehouse of before columns were renamed: asked by the names of today, and still by its own."""

import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from contracts.analyst_views import VIEWS
from contracts.columns import Table
from contracts.home import Home
from contracts.public_tables import PUBLIC_TABLES
from contracts.tables import WAREHOUSE_TABLES
from contracts.views import VIEW_SCHEMA
from warehouse import published
from warehouse.contents import table_hashes
from warehouse.read import check_readable, open_database, query

RENAMED = {
    "main.ikm_unit": {"ikm_ninth": "ikm_exact", "mutu_ninth": "mutu_exact"},
    "main.ikm_unsur": {"order_from_lowest": "lowest_rank", "order_from_highest": "highest_rank"},
    "main.ikm_regency": {"ikm_ninth": "ikm_exact"},
    "main.ikm_regency_unsur": {"order_from_lowest": "lowest_rank", "order_from_highest": "highest_rank"},
    "main.edition_change": {"ikm_ninth_before": "ikm_exact_before", "ikm_ninth_after": "ikm_exact_after"},
    "main.edition_change_regency": {"ikm_ninth_before": "ikm_exact_before", "ikm_ninth_after": "ikm_exact_after"},
    "public.ikm_unit": {"ikm_ninth": "ikm_exact", "mutu_ninth": "mutu_exact"},
    "public.ikm_unsur": {"order_from_lowest": "lowest_rank", "order_from_highest": "highest_rank"},
    "public.ikm_regency": {"ikm_ninth": "ikm_exact"},
    "public.ikm_regency_unsur": {"order_from_lowest": "lowest_rank", "order_from_highest": "highest_rank"},
}
"""What release 0.2.0 renamed."""


def test_what_was_renamed() -> None:
    places: dict[str, Table] = {f"main.{one.name}": one for one in WAREHOUSE_TABLES}
    places |= {f"public.{one.name}": one for one in PUBLIC_TABLES}
    assert {place: table.former_names for place, table in places.items() if table.former_names} == RENAMED


@pytest.fixture
def older(tmp_path: Path, small_version: Path) -> Path:
    """The folder of the small version as a release before 0.2.0 would have made its database."""
    version = tmp_path / "000041"
    version.mkdir()
    shutil.copyfile(small_version / "skm.duckdb", version / "skm.duckdb")
    with duckdb.connect(str(version / "skm.duckdb")) as connection:
        for view in VIEWS:
            select = view.select
            for place, names in RENAMED.items():
                for new, old in names.items():
                    table = place.partition(".")[2]
                    select = select.replace(f"{table}.{new}", f"{table}.{old}")
            connection.execute(f"CREATE OR REPLACE VIEW {VIEW_SCHEMA}.{view.name} AS {select}")
        for place, names in RENAMED.items():
            for new, old in names.items():
                connection.execute(f"ALTER TABLE {place} DROP COLUMN {old}")
                connection.execute(f"ALTER TABLE {place} RENAME COLUMN {new} TO {old}")
    return version


def test_rows_have_the_names_of_today(older: Path) -> None:
    with open_database(older / "skm.duckdb") as reader:
        [row] = reader.rows("SELECT * FROM ikm_unit WHERE unit_code = '35.16.02'")
        assert (row["ikm_ninth"], row["mutu_ninth"], row["ikm_exact"]) == (Decimal("75.00"), "C", Decimal("75.00"))
        assert {one["order_from_lowest"] for one in published.regency_unsur(reader, "2024")} == {1}
        public = reader.public()
        assert public.rows("SELECT ikm_ninth, mutu_exact FROM ikm_unit") == []
        assert len(reader.rows("SELECT ikm_ninth FROM ikm_unit")) == 2
    check_readable(older)


@pytest.mark.parametrize("name", ["ikm_exact", "ikm_ninth"])
@pytest.mark.parametrize("table", ["ikm_unit", "main.ikm_unit"])
def test_sql_finds_both_names_in_a_file_of_before_and_of_today(
    older: Path, published_home: Home, name: str, table: str
) -> None:
    sql = f"SELECT {name} FROM {table} WHERE unit_code = '35.16.02'"
    of_view = "SELECT ikm_sepersembilan, ikm_exact FROM analisis.unit_periode WHERE kode_unit = '35.16.02'"
    for database in (older / "skm.duckdb", None):
        assert query(published_home, sql, database=database).rows == [(Decimal("75.00"),)]
        assert query(published_home, of_view, database=database).rows == [(Decimal("75.00"),) * 2]


def test_the_rows_of_before_are_the_same_contents(older: Path, small_version: Path) -> None:
    assert table_hashes(older / "skm.duckdb") == table_hashes(small_version / "skm.duckdb")

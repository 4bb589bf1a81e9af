"""A warehouse published of rows that a test writes down: for tests of those who read it."""

from collections.abc import Mapping, Sequence

from contracts.home import Home
from contracts.lock import HeldLock
from contracts.tables import WAREHOUSE_TABLES
from tests.made_rows import made_frame
from warehouse.build import build_database
from warehouse.publish import DATABASE_NAME, PARQUET_NAME, new_version, publish


def publish_rows(home: Home, rows: Mapping[str, Sequence[dict[str, object]]]) -> None:
    """Publishes these rows by table; what is left out is made up (`made_row`), and tables are empty."""
    lock = HeldLock(home)
    building = new_version(home, lock=lock)
    parquet = building / PARQUET_NAME
    parquet.mkdir(exist_ok=True)
    for table in WAREHOUSE_TABLES:
        made_frame(table, *rows.get(table.name, [])).write_parquet(parquet / f"{table.name}.parquet")
    build_database(building / DATABASE_NAME, parquet)
    publish(home, building, lock=lock)

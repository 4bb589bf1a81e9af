"""A warehouse published of rows that a test writes down: for tests of those who read it."""

from collections.abc import Mapping, Sequence

import polars as pl

from contracts.home import Home
from contracts.lock import HeldLock
from contracts.tables import WAREHOUSE_TABLES
from transforms.schema import frame_schema
from warehouse.build import build_database
from warehouse.publish import DATABASE_NAME, PARQUET_NAME, new_version, publish


def publish_rows(home: Home, rows: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Publishes these rows by table; columns that are left out are empty, and so are tables."""
    lock = HeldLock(home)
    building = new_version(home, lock=lock)
    parquet = building / PARQUET_NAME
    parquet.mkdir(exist_ok=True)
    for table in WAREHOUSE_TABLES:
        frame = pl.DataFrame(rows.get(table.name, []), schema=frame_schema(table))
        frame.write_parquet(parquet / f"{table.name}.parquet")
    build_database(building / DATABASE_NAME, parquet)
    publish(home, building, lock=lock)

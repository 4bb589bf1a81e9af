"""A warehouse published of rows that a test writes down: for tests of those who read it."""

from collections.abc import Mapping, Sequence

import polars as pl

from contracts.home import Home
from contracts.lock import HeldLock
from contracts.public_tables import PUBLIC_TABLES
from contracts.tables import WAREHOUSE_TABLES
from pipeline import publications
from tests.made_rows import made_frame
from transforms.figures.public_answers import PUBLIC_ANSWERS
from transforms.figures.publication import SHOWN, WITHHELD, Decision
from warehouse.build import build_database
from warehouse.publish import DATABASE_NAME, PARQUET_NAME, PUBLIC_NAME, new_version, publish


def publish_rows(home: Home, rows: Mapping[str, Sequence[dict[str, object]]]) -> None:
    """Publishes these rows by table; what is left out is made up (`made_row`), and tables are empty. All are public."""
    publish_frames(
        home,
        {table.name: made_frame(table, *rows.get(table.name, [])) for table in WAREHOUSE_TABLES},
        {
            table.name: made_frame(
                table,
                *({key: row[key] for key in row if key in table.column_names} for row in rows.get(table.name, [])),
            )
            for table in PUBLIC_TABLES
        },
    )


def publish_frames(home: Home, internal: Mapping[str, pl.DataFrame], public: Mapping[str, pl.DataFrame]) -> None:
    """Publishes all WAREHOUSE_TABLES and all PUBLIC_TABLES, by name."""
    lock = HeldLock(home)
    building = new_version(home, lock=lock)
    parquet = building / PARQUET_NAME
    for folder, frames in ((parquet, internal), (parquet / PUBLIC_NAME, public)):
        for name, frame in frames.items():
            frame.write_parquet(folder / f"{name}.parquet")
    shown = pl.DataFrame(schema=SHOWN)
    withheld = pl.DataFrame(schema=WITHHELD)
    publications.keep_decision(building, Decision(shown, pl.LazyFrame(schema=PUBLIC_ANSWERS), shown, withheld))
    publications.keep_made_from(building, publications.MadeFrom(inputs="", before=""))
    build_database(building / DATABASE_NAME, parquet)
    publish(home, building, lock=lock)

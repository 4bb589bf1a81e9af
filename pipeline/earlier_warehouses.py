"""A warehouse of before: that of an edition (`2023@0`), or the last one of a day (`2026-11-28`).

    with warehouse_of(home, "2023@0") as database: …   # a DuckDB file like the published one

That of an edition is made anew from what the edition keeps, so it takes no room, and who was erased since is in none.
It has the edition's period alone: its figures, the answers they stand on, and of the files these came from what is
known today; nothing else of files, plans and the public. Days: `warehouse.daily`. Belongs here: finding and making
them. Not here: what an edition keeps (`pipeline.editions`), asking (`warehouse.read`).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from contracts.edition_tables import EDITION, EDITION_OPEN_END
from contracts.errors import HomeError
from contracts.home import Home
from contracts.lineage_tables import INGEST_FILE, RUN
from contracts.public_tables import PUBLIC_TABLES
from contracts.tables import COUNTED_PERIOD, RESPONSE, RESPONSE_APART, UNSUR_TABLE, WAREHOUSE_TABLES
from pipeline import editions
from pipeline.editions import ClosedPeriod, Editions, KeptEdition
from pipeline.official_figures import edition_table, open_end_table
from transforms.figures.edition_changes import as_declared
from transforms.reference import table_of, unsur_table
from transforms.schema import conform, empty_frame
from warehouse.build import build_database
from warehouse.daily import daily_versions, version_of
from warehouse.publish import DATABASE_NAME, PARQUET_NAME, PUBLIC_NAME
from warehouse.read import Reader, open_database, open_published


def is_edition(asked: str | None) -> bool:
    """Whether that names an edition, there or not, and no period."""
    return asked is not None and "@" in asked


@contextmanager
def reader_of(home: Home, period: str | None) -> Iterator[tuple[Reader, str | None]]:
    """Reads what is published, and the period asked for; of an edition, `2023@0`, its own warehouse and its period.
    Raises SkmError where there is none."""
    if period is None or not is_edition(period):
        with open_published(home) as reader:
            yield reader, period
        return
    with warehouse_of(home, period) as database, open_database(database) as reader:
        yield reader, editions.find(editions.load(home), period).record.period_code


@contextmanager
def warehouse_of(home: Home, asked: str) -> Iterator[Path]:
    """The DuckDB file of an edition or of a day, for as long as the block. Raises SkmError where there is none."""
    if not is_edition(asked):
        yield _of_day(home, asked)
        return
    edition = editions.find(editions.load(home), asked)
    with TemporaryDirectory(prefix="skm-edisi-") as folder:
        yield _built(home, edition, Path(folder))


def _of_day(home: Home, asked: str) -> Path:
    kept = daily_versions(home.warehouse)
    try:
        day = date.fromisoformat(asked.strip())
    except ValueError:
        raise HomeError(
            f"'{asked}' bukan edisi (misalnya 2023@0) atau hari (misalnya 2026-11-28). Hari yang tersimpan: "
            f"{_reach(kept)}."
        ) from None
    found = version_of(home.warehouse, day)
    if found is None:
        raise HomeError(f"Terbitan pada {day} tidak tersimpan lagi. Hari yang tersimpan: {_reach(kept)}.")
    return found


def _reach(kept: Mapping[date, Path]) -> str:
    return f"{min(kept)} sampai {max(kept)}" if kept else "belum ada"


def _built(home: Home, edition: KeptEdition, folder: Path) -> Path:
    parquet = folder / PARQUET_NAME
    (parquet / PUBLIC_NAME).mkdir(parents=True)
    frames = _frames(home, edition)
    for table in WAREHOUSE_TABLES:
        frames.get(table.name, empty_frame(table)).write_parquet(parquet / f"{table.name}.parquet")
    for table in PUBLIC_TABLES:
        empty_frame(table).write_parquet(parquet / PUBLIC_NAME / f"{table.name}.parquet")
    build_database(folder / DATABASE_NAME, parquet)
    return folder / DATABASE_NAME


def _frames(home: Home, edition: KeptEdition) -> dict[str, pl.DataFrame]:
    """What is in it, by table; a table that is not named is empty."""
    record = edition.record
    responses = as_declared(pl.read_parquet(editions.load_responses(edition)), RESPONSE)
    apart = editions.load_apart(edition)
    columns = ("unit_code", "period_code", "file_id")
    every = pl.concat([responses.select(columns), apart.select(columns)])
    undated = every.filter(pl.col("period_code").is_not_null())
    counted = undated.select(
        pl.lit(record.period_code).alias("period_code"), "unit_code", pl.col("period_code").alias("named_period")
    ).unique()
    period = editions.load(home).periods[record.period_code]
    until = Editions({record.period_code: ClosedPeriod(period.editions[: record.revision + 1])})
    lineage = (record.code_version, record.settings_hash, record.inputs_hash)
    run = (record.run_id, record.closed_at, record.closed_at, "published", *lineage)
    return {
        **editions.load_figures(edition),
        RESPONSE.name: responses,
        RESPONSE_APART.name: apart,
        COUNTED_PERIOD.name: conform(counted.sort(pl.all()), COUNTED_PERIOD),
        UNSUR_TABLE.name: unsur_table(),
        INGEST_FILE.name: _files(home, every.get_column("file_id").unique()),
        EDITION.name: edition_table(until),
        EDITION_OPEN_END.name: open_end_table(until),
        RUN.name: table_of(RUN, [run]),
    }


def _files(home: Home, file_ids: pl.Series) -> pl.DataFrame:
    """The files the answers came from, as they are known today."""
    with open_published(home) as reader:
        files = as_declared(pl.read_parquet(reader.parquet(INGEST_FILE.name)), INGEST_FILE)
    return files.filter(pl.col("file_id").is_in(file_ids.implode()))

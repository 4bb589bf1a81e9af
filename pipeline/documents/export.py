"""`skm export`: tables of the published warehouse as files.

Belongs here: which tables, in which format, written whole or not at all. Not here: what the public may see (the
site's open data is another thing: `portal.open_data`), how a sheet looks (`reports.workbooks.table_workbook`).
"""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from contracts.atomic_file import replace_all, temporary_of
from contracts.columns import Table
from contracts.errors import SkmError
from contracts.home import Home
from contracts.tables import WAREHOUSE_TABLES, WAREHOUSE_TABLES_BY_NAME
from pipeline.documents.csv_frames import write_csv
from reports.workbooks.table_workbook import MOST_ROWS, write_table
from transforms.schema import with_todays_names
from warehouse.read import open_published

FORMATS: Final = ("csv", "parquet", "xlsx")
EXCEL: Final = "excel"
PROGRAMS: Final = ("machines", EXCEL)
"""For whom CSV is written: standard CSV, or as Excel in Indonesia opens it."""
_ROWS_AT_ONCE: Final = 50_000


class UnknownExportError(SkmError):
    """A table or a format that there is not."""

    exit_code = 2


class ExportError(SkmError):
    """A table could not be written: where, and what to do."""


class Exported(NamedTuple):
    """A table that was written."""

    table: Table
    path: Path
    rows: int


def export(
    home: Home, target: Path, names: Sequence[str], file_format: str, reader_program: str = PROGRAMS[0]
) -> list[Exported]:
    """Writes tables into the folder `target`, all of them where `names` is empty. Files of the same names are
    replaced. `reader_program`, one of `PROGRAMS`: for whom CSV is written.

    Raises UnknownExportError, or ExportError where one cannot be written."""
    tables = _chosen(names, file_format, reader_program)
    for_excel = reader_program == EXCEL
    if target.resolve().is_relative_to(home.root.resolve()):
        raise ExportError(f"{target} ada di dalam folder data. Pilih folder lain: isinya bisa ikut terbit atau dibaca.")
    written = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        with open_published(home) as reader:
            for table in tables:
                path = target / f"{table.name}.{file_format}"
                rows = _write(reader.parquet(table.name), table, path, for_excel=for_excel)
                written.append(Exported(table, path, rows))
    except OSError as error:
        where = error.filename if error.filename is not None else target
        raise ExportError(f"Ekspor tidak selesai: {where} ({error.strerror or error}).") from error
    return written


def _chosen(names: Sequence[str], file_format: str, reader_program: str) -> list[Table]:
    if file_format not in FORMATS:
        raise UnknownExportError(f"Format '{file_format}' tidak dikenal. Pilihan: {', '.join(FORMATS)}.")
    if reader_program not in PROGRAMS:
        raise UnknownExportError(f"Tujuan '{reader_program}' tidak dikenal. Pilihan: {', '.join(PROGRAMS)}.")
    if reader_program == EXCEL and file_format != FORMATS[0]:
        raise UnknownExportError(f"--for excel mengatur CSV; format {file_format} dibuka di mana saja apa adanya.")
    unknown = [name for name in names if name not in WAREHOUSE_TABLES_BY_NAME]
    if unknown:
        known = ", ".join(sorted(WAREHOUSE_TABLES_BY_NAME))
        raise UnknownExportError(f"Tabel '{unknown[0]}' tidak dikenal. Pilihan: {known}.")
    return [table for table in WAREHOUSE_TABLES if not names or table.name in names]


def _write(parquet: Path, table: Table, path: Path, *, for_excel: bool) -> int:
    """Beside the file first, then in its place. Returns how many rows there are."""
    frame = with_todays_names(pl.scan_parquet(parquet), table).select(table.shown_names)
    rows = int(frame.select(pl.len()).collect().item())
    temporary = temporary_of(path)
    try:
        if path.suffix == ".csv":
            write_csv(frame, temporary, for_excel=for_excel)
        elif path.suffix == ".parquet" and table.shown_columns == table.columns:
            shutil.copyfile(parquet, temporary)
        elif path.suffix == ".parquet":
            frame.sink_parquet(temporary)
        elif rows > MOST_ROWS:
            raise ExportError(
                f"Tabel {table.name} punya {rows:,} baris, lebih dari yang muat di satu lembar ({MOST_ROWS:,}). "
                "Pakai --format csv atau --format parquet.".replace(",", ".")
            )
        else:
            write_table(temporary, table, _rows(frame, rows))
        replace_all({path: temporary})
    finally:
        temporary.unlink(missing_ok=True)
    return rows


def _rows(frame: pl.LazyFrame, count: int) -> Iterator[tuple[object, ...]]:
    for start in range(0, count, _ROWS_AT_ONCE):
        yield from frame.slice(start, _ROWS_AT_ONCE).collect().iter_rows()

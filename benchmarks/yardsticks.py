"""What `skm run` is compared with: a plain pandas script, and the load floor. Each runs in a process of
its own: `python -m benchmarks.yardsticks pandas|floor|calamine INBOX`."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

ANSWERS = slice(8, 17)


def pandas_script(inbox: Path) -> int:
    """What somebody would write in an afternoon: read all, index per unit. Nothing checked or kept."""
    import pandas as pd

    paths = sorted(inbox.glob("unit-*"))
    read = pd.read_csv if paths[0].suffix == ".csv" else pd.read_excel
    engine = {} if paths[0].suffix == ".csv" else {"engine": "calamine"}
    table = pd.concat([read(path, **engine) for path in paths], ignore_index=True)
    answers = table.columns[ANSWERS]
    index = (table.groupby("unit_layanan")[list(answers)].mean().sum(axis=1) * 0.11 * 25).round(2)
    profile = table.groupby(["unit_layanan", "jenis_kelamin"]).size()
    return len(index) + len(profile)


def load_floor(inbox: Path) -> int:
    """The same work without reading minds, checks or lineage: csv to Parquet, a DuckDB table, the index."""
    import duckdb
    import polars as pl

    with TemporaryDirectory() as folder:
        for path in sorted(inbox.glob("unit-*.csv")):
            pl.read_csv(path, infer_schema=False).write_parquet(Path(folder) / f"{path.stem}.parquet")
        with duckdb.connect(str(Path(folder) / "floor.duckdb")) as connection:
            connection.execute("SET enable_progress_bar = false")
            connection.execute(f"CREATE TABLE response AS SELECT * FROM read_parquet('{folder}/*.parquet')")
            header = [name for name, *_ in connection.execute("DESCRIBE response").fetchall()][ANSWERS]
            total = " + ".join(f"sum({name}::TINYINT)" for name in header)
            index = connection.execute(
                f"SELECT unit_layanan, round(({total}) * 2.75 / count(*), 2) FROM response GROUP BY ALL"
            ).fetchall()
    return len(index)


def calamine(inbox: Path) -> int:
    """Calamine's bare reading of every workbook, one after the other."""
    from python_calamine import CalamineWorkbook

    return sum(
        len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())
        for path in sorted(inbox.glob("unit-*.xlsx"))
    )


YARDSTICKS: dict[str, Callable[[Path], int]] = {"pandas": pandas_script, "floor": load_floor, "calamine": calamine}

if __name__ == "__main__":
    started = time.perf_counter()
    found = YARDSTICKS[sys.argv[1]](Path(sys.argv[2]))
    print(f"{time.perf_counter() - started:.2f} {found}")

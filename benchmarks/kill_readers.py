"""Readers beside runs that are killed: they ask everything that is published, and complain of anything that is
missing, half or mixed.

Belongs here: the questions, and the loop of the reader's process. Not here: runs, kills (`benchmarks.kills`).
"""

from __future__ import annotations  # evaluated ones would keep DuckDB alive beyond the interpreter

import hashlib
import io
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb
import polars as pl

from contracts.errors import HomeError
from contracts.home import Home
from contracts.tables import WAREHOUSE_TABLES
from pipeline.documents.documents import MANIFEST, Manifest
from pipeline.documents.site_folder import SiteState
from warehouse.read import open_published

PAUSE = 0.01
FILES_A_LOOK = 25
NOTHING_PUBLISHED = "Belum ada yang dipublikasikan"

# Each gives one row of one value, which must be true.
AGREEMENTS = {
    "finding and run are of one run": (
        "SELECT (SELECT max(run_id) FROM finding) = (SELECT max(run_id) FROM run)"
    ),
    "files count the responses there are": (
        "SELECT (SELECT coalesce(sum(rows_accepted), 0) FROM ingest_file WHERE kind = 'responses') "
        "= (SELECT count(*) FROM response)"
    ),
    "every file's rows add up": (
        "SELECT count(*) = 0 FROM ingest_file WHERE rows_read <> rows_accepted + rows_rejected + rows_duplicate + "
        "coalesce(rows_replaced, 0)"
    ),
    "the ranking has the units that have an index": (
        "SELECT (SELECT count(*) FROM (SELECT DISTINCT period_code, unit_code FROM ikm_ranking)) "
        "= (SELECT count(*) FROM ikm_unit)"
    ),
    "nine unsur to an index": "SELECT (SELECT count(*) FROM ikm_unsur) = 9 * (SELECT count(*) FROM ikm_unit)",
    "one weight": "SELECT count(DISTINCT weight) = 1 FROM ikm_unit",
}  # fmt: skip
COUNTS = " UNION ALL ".join(f"SELECT '{table.name}', count(*) FROM {table.name}" for table in WAREHOUSE_TABLES)
NEWEST = "SELECT max(run_id) FROM run"


@dataclass
class Watched:
    """What a reader asked and found."""

    queries: dict[str, int] = field(default_factory=dict)
    """Looks that came to an answer, by way of looking."""
    runs_seen: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


def watch(home: Home, stop: Connection) -> Watched:
    """Looks until something comes down the pipe, which must be a moment when no run goes on; and once more."""
    watched, chance = Watched(), random.Random(str(home.root))
    ways: dict[str, Callable[[], str | None]] = {
        "open_published": lambda: _through_reader(home),
        "duckdb": lambda: _through_link(home),
        "parquet": lambda: _through_parquet(home, chance),
        "reports": lambda: _documents(home, chance),
        "site": lambda: _site(home, chance),
    }
    published = False
    last = False
    while not last:
        last = stop.poll(PAUSE)
        for way, look in ways.items():
            try:
                run_id = look()
            except (AssertionError, HomeError, OSError, duckdb.Error, pl.exceptions.PolarsError, ValueError) as error:
                watched.complaints.append(f"{way}: {type(error).__name__}: {error}")
                continue
            watched.queries[way] = watched.queries.get(way, 0) + 1
            if way in ("open_published", "duckdb"):
                if run_id is None and published:
                    watched.complaints.append(f"{way}: what was published is gone")
                if run_id is not None:
                    published = True
                    watched.runs_seen.add(run_id)
    return watched


def _through_reader(home: Home) -> str | None:
    """As every room of ours reads: database and Parquet of one version."""
    try:
        with open_published(home) as reader:
            for meaning, sql in AGREEMENTS.items():
                [row] = reader.rows(sql)
                assert list(row.values()) == [True], meaning
            for row in reader.rows(COUNTS):
                name, count = row.values()
                parquet = pl.scan_parquet(reader.parquet(str(name))).select(pl.len()).collect().item()
                assert parquet == count, f"{name}: {parquet} rows in Parquet, {count} in the database"
            [row] = reader.rows(NEWEST)
            [run_id] = row.values()
            assert pl.read_parquet(reader.parquet("run"))["run_id"].max() == run_id
            return str(run_id)
    except HomeError as error:
        if NOTHING_PUBLISHED in str(error):
            return None
        raise


def _through_link(home: Home) -> str | None:
    """As a person with DuckDB reads: by the link."""
    if not home.database.is_symlink():
        return None
    with duckdb.connect(str(home.database), read_only=True) as connection:
        for meaning, sql in AGREEMENTS.items():
            assert connection.execute(sql).fetchall() == [(True,)], meaning
        [(run_id,)] = connection.execute(NEWEST).fetchall()
        return str(run_id)


def _through_parquet(home: Home, chance: random.Random) -> str | None:
    """As a person with Polars reads: any one file and several, by the path of the version (`docs/survival.md`)."""
    link = home.warehouse / "parquet"
    if not link.is_symlink():
        return None
    folder = link.resolve()
    table = chance.choice(WAREHOUSE_TABLES)
    pl.read_parquet(folder / f"{table.name}.parquet")
    run_id = pl.read_parquet(folder / "run.parquet")["run_id"].max()
    assert pl.read_parquet(folder / "finding.parquet")["run_id"].max() == run_id, "Parquet of two runs in one folder"
    return str(run_id)


def _documents(home: Home, chance: random.Random) -> None:
    """A document is the one of its manifest, or another one, whole."""
    for path in sorted(home.reports.glob(f"*/{MANIFEST}")):
        Manifest.model_validate_json(path.read_bytes())
    _some_are_whole(home.reports, chance)


def _site(home: Home, chance: random.Random) -> None:
    if home.site_state.exists():
        SiteState.model_validate_json(home.site_state.read_bytes())
        assert (home.site / "index.html").is_file(), "a finished site without its first page"
    _some_are_whole(home.site, chance)


def _some_are_whole(folder: Path, chance: random.Random) -> None:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    for path in chance.sample(files, min(FILES_A_LOOK, len(files))):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue  # no longer wanted, removed since the folder was listed
        assert is_whole(path.name, content), f"{path} is not whole ({len(content)} bytes)"


def is_whole(name: str, content: bytes) -> bool:
    """Whether a file of that kind has its end."""
    if name.endswith(".pdf"):
        return content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF")
    if name.endswith((".xlsx", ".docx", ".zip")):
        try:
            return bool(zipfile.ZipFile(io.BytesIO(content)).namelist())
        except zipfile.BadZipFile:
            return False
    if name.endswith(".png"):
        return content.endswith(b"IEND\xaeB`\x82")
    if name.endswith(".html"):
        return content.rstrip().endswith(b"</html>")
    if name.endswith(".parquet"):
        return content.startswith(b"PAR1") and content.endswith(b"PAR1")
    return bool(content)


def leftovers(home: Home) -> list[str]:
    """What a finished run should not leave: hidden and temporary files anywhere but in the inbox."""
    return [
        path.relative_to(home.root).as_posix()
        for path in sorted(home.root.rglob("*"))
        if not path.is_relative_to(home.inbox)
        and path != home.lock
        and (path.name.startswith(".") or ".partial" in path.name or "journal" in path.name or "suntingan" in path.name)
    ]


def fingerprint(home: Home, contents: str) -> dict[str, str]:
    """Everything that must be the same after a run, however often it was killed before: hash by name.
    `contents`: hash of what is published."""
    return {"(published)": contents, **dict(_fingerprints(home))}


def _fingerprints(home: Home) -> Iterator[tuple[str, str]]:
    for folder in (home.reports, home.site, home.quarantine, home.archive):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                content = path.read_bytes()
                if path.name == MANIFEST:  # which names the run it was last compared with
                    content = Manifest.model_validate_json(content).model_copy(update={"made_from": ""})\
                        .model_dump_json().encode()  # fmt: skip
                yield path.relative_to(home.root).as_posix(), hashlib.sha256(content).hexdigest()
    yield "accounts", hashlib.sha256(home.accounts.read_bytes()).hexdigest()


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether something becomes true in that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()

"""The warehouse is opened by more than the DuckDB that wrote it: DBeaver, ODBC, R and Power BI come with older ones.

Two releases of one package cannot stand in one environment: `make compatible` puts the older ones beside it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from contracts.analyst_views import VIEWS
from contracts.views import VIEW_SCHEMA
from warehouse.connection import STORAGE_VERSION, reading_connection

_INSTALLED = Path(__file__).parents[3] / "build" / "duckdb"
_FORMAT = {"v1.2.0": 65}
"""What DuckDB's files begin with, by the release whose format it is."""
_LOOK = """
import json, sys
import duckdb
opened = duckdb.connect(sys.argv[1], read_only=True)
seen = {question: sorted(map(list, opened.execute(question).fetchall())) for question in json.loads(sys.argv[2])}
print(json.dumps([duckdb.__version__, seen], default=str))
"""
_QUESTIONS = (
    "SELECT schema_name, table_name, coalesce(comment, '') FROM duckdb_tables()",
    "SELECT schema_name, view_name, coalesce(comment, '') FROM duckdb_views() WHERE NOT internal",
    "SELECT schema_name, table_name, column_name, data_type, is_nullable, coalesce(comment, '') FROM duckdb_columns() "
    "WHERE NOT internal",
    "SELECT schema_name, table_name, constraint_type, constraint_text FROM duckdb_constraints()",
    "SELECT response_key, unit_code, coalesce(response_date::VARCHAR, ''), u9 FROM response",
    "SELECT unit_code, ikm::VARCHAR FROM ikm_unit",
    *(f"SELECT count(*) FROM {VIEW_SCHEMA}.{view.name}" for view in VIEWS),
    f"SELECT kode_periode, unit, hari FROM {VIEW_SCHEMA}.jawaban_periode WHERE hari IS NOT NULL",
)


def seen_by(questions: tuple[str, ...], database: Path, release: Path | None) -> list[object]:
    """The release of the DuckDB in that folder, or of ours, and what it answers."""
    where = {**os.environ, "PYTHONPATH": str(release)} if release else os.environ
    asked = [sys.executable, "-c", _LOOK, str(database), json.dumps(questions)]
    done = subprocess.run(asked, env=where, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[object] = json.loads(done.stdout)
    return found


def test_the_file_begins_with_the_format_that_older_releases_read(small_version: Path) -> None:
    begins = (small_version / "skm.duckdb").read_bytes()[8:20]
    assert (begins[:4], int.from_bytes(begins[4:], "little")) == (b"DUCK", _FORMAT[STORAGE_VERSION])
    connection = reading_connection(small_version / "skm.duckdb")
    try:
        told = connection.execute("SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal")
        assert told.fetchall() == [(f"{STORAGE_VERSION}+",)]
    finally:
        connection.close()


@pytest.mark.parametrize("release", ["1.3.2", "1.5.0"])
def test_an_older_release_sees_all_that_ours_sees(small_version: Path, release: str) -> None:
    folder = _INSTALLED / release
    if not (folder / "duckdb").is_dir():
        pytest.skip(f"DuckDB {release} is not beside the environment: `make compatible` puts it there")
    ours = seen_by(_QUESTIONS, small_version / "skm.duckdb", None)
    assert ours[0] == duckdb.__version__
    assert seen_by(_QUESTIONS, small_version / "skm.duckdb", folder) == [release, ours[1]]

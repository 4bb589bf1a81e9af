"""The dialect through which Great Expectations reaches DuckDB."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from expectations.checker import open_engine, without_values
from expectations.duckdb_dialect import BUFFERED_ROWS, ResultTooLargeError


@pytest.fixture
def engine() -> sa.Engine:
    return open_engine(":memory:dialect", {"memory_limit": "100MB"})


def test_a_result_outlives_its_connection(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        result = connection.execute(sa.text("SELECT range AS number FROM range(3)"))
    assert result.fetchmany(2) == [(0,), (1,)]
    assert result.fetchone() == (2,)
    assert result.fetchone() is None


def test_a_result_is_never_cut_short_silently(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        whole = connection.exec_driver_sql(f"SELECT * FROM range({BUFFERED_ROWS})")
        assert len(whole.fetchall()) == BUFFERED_ROWS
        larger = connection.exec_driver_sql(f"SELECT * FROM range({BUFFERED_ROWS + 1})")
        assert len(larger.fetchmany(200)) == 200
        with pytest.raises(ResultTooLargeError):
            larger.fetchall()


def test_columns_of_a_view_are_known_and_a_missing_table_is_an_error(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE OR REPLACE VIEW seen AS SELECT 1 AS first, 'x' AS second")
        inspector = sa.inspect(connection)
        assert [column["name"] for column in inspector.get_columns("seen")] == ["first", "second"]
        with pytest.raises(sa.exc.NoSuchTableError):
            inspector.get_columns("unseen")


def test_an_error_is_told_without_values_of_rows() -> None:
    message = "\n  Conversion Error: Could not convert string 'Siti' to INT32 in column \"age\"\nLINE 1: …"
    assert without_values(message) == "Conversion Error: Could not convert string '…' to INT32 in column \"age\""


NOISELESS = """
import os, sys
import expectations
expectations.warm_up()
if child := os.fork():
    assert os.waitpid(child, 0)[1] == 0  # what was only warmed up has ended
    from expectations.checker import checker, open_engine

    def apply_rejections():
        engine = open_engine(':memory:noise', {})
        with engine.begin() as connection:
            connection.exec_driver_sql('CREATE TABLE t AS SELECT 1 AS a')
        with checker(':memory:noise', {}) as gx:
            gx.source.add_table_asset('t', table_name='t')
        engine.dispose()

    apply_rejections()
assert 'scipy.stats._stats_py' not in sys.modules
"""


def test_a_process_ends_without_noise() -> None:
    """DuckDB's binding reports leaks at exit when something outlives the interpreter, warmed up only or after it has
    judged: the import takes seconds and is shared. And what no check of ours needs was not imported."""
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", NOISELESS],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (ended.stdout, ended.stderr) == ("", "")

"""Questions of analysts in children: answered, refused in words, and ended when their time or memory is over."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from contracts.home import Home
from contracts.settings import Portal
from pipeline.analyst_queries import AnalystQueries, _frame
from tests.published_rows import publish_rows
from warehouse.parquet_copy import COPIED
from warehouse.read import QueryError, QueryResult

ENDLESS = "SELECT count(*) FROM range(10000000) AS one(i), range(10000000) AS other(j) WHERE i * j % 7 = 3"
DEAF = "SELECT sum(length(repeat('x', 100000000 + i))) FROM range(1000) AS numbers(i)"
"""Between two looks at whether it is interrupted DuckDB works for seconds."""


@pytest.fixture(scope="module", name="home")
def fixture_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("home") / "data")
    home.root.mkdir()
    publish_rows(home, {"unit": [{"unit_code": "U-1"}, {"unit_code": "U-2"}]})
    return home


@pytest.fixture(scope="module", name="queries")
def fixture_queries(home: Home) -> Iterator[AnalystQueries]:
    with AnalystQueries(home, Portal(query_seconds=2)) as queries:
        yield queries


def test_a_child_answers_and_says_what_is_wrong(queries: AnalystQueries) -> None:
    assert queries.answer("SELECT unit_code FROM unit ORDER BY 1") == QueryResult(("unit_code",), [("U-1",), ("U-2",)])
    with pytest.raises(QueryError, match="kolom atau fungsi yang tidak dikenal"):
        queries.answer("SELECT nope FROM unit")


@pytest.mark.parametrize("sql", [ENDLESS, DEAF])
def test_a_question_ends_when_its_time_is_over_and_the_next_is_answered(queries: AnalystQueries, sql: str) -> None:
    with pytest.raises(QueryError, match="sesudah 2 detik belum selesai"):
        queries.answer(sql)
    assert queries.answer("SELECT 1 AS satu").rows == [(1,)]


def test_a_question_is_refused_memory_not_the_machine(queries: AnalystQueries) -> None:
    with pytest.raises(QueryError, match="memori"):
        queries.answer("SELECT repeat('x', 4000000000)")
    assert queries.answer("SELECT 1 AS satu").rows == [(1,)]


def test_every_view_and_table_can_be_written(queries: AnalystQueries, tmp_path: Path) -> None:
    for name in COPIED:
        queries.write_table(name, tmp_path / f"{name}.parquet")
    assert pl.read_parquet(tmp_path / "main.unit.parquet").height == 2
    assert len(list(tmp_path.iterdir())) == len(COPIED)


def test_a_frame_has_every_column_once_and_as_text_what_no_cell_holds() -> None:
    frame = _frame(QueryResult(("x", "x", "x_2", "lama"), [(1, 2, 3, timedelta(1)), (None, 2**70, 4, None)]))
    assert frame.columns == ["x", "x_2", "x_2_2", "lama"]
    assert frame.rows() == [(1, "2", 3, "1 day, 0:00:00"), (None, str(2**70), 4, None)]

"""Reading: the right version, typed rows, and SQL that can do nothing but read this one file."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from contracts.errors import HomeError
from contracts.home import Home
from contracts.tables import WAREHOUSE_TABLES
from warehouse.published import history
from warehouse.read import Answers, QueryError, kept_open, open_published, query

Publish = Callable[[], Path]


def test_nothing_published_is_said_in_words(home: Home) -> None:
    with pytest.raises(HomeError, match="Belum ada yang dipublikasikan"), open_published(home):
        pass
    with pytest.raises(HomeError, match="skm run"):
        query(home, "SELECT 1")
    assert history(home) == ([], [])


def test_rows_are_typed(published_home: Home) -> None:
    with open_published(published_home) as reader:
        [row] = reader.rows("SELECT * FROM ikm_unit WHERE unit_code = $code", {"code": "35.16.02"})
    assert row.of("ikm", Decimal) == Decimal("88.31")
    assert row["ikm_low"] is None
    with pytest.raises(TypeError, match="ikm_low holds NoneType"):
        row.of("ikm_low", Decimal)


def test_every_table_and_its_parquet_can_be_read(published_home: Home) -> None:
    with open_published(published_home) as reader:
        for table in WAREHOUSE_TABLES:
            assert len(reader.table(table.name)) == pl.read_parquet(reader.parquet(table.name)).height


def test_no_table_that_the_contract_does_not_know(published_home: Home) -> None:
    with open_published(published_home) as reader, pytest.raises(KeyError):
        reader.table("unit; DROP TABLE unit")


def test_a_warehouse_of_another_release_is_said_in_words(published_home: Home) -> None:
    with open_published(published_home) as reader, pytest.raises(HomeError, match="versi program yang lain"):
        reader.rows("SELECT a_later_column FROM unit")


def test_a_reader_sees_the_version_it_opened_and_the_next_one_the_new(home: Home, publish_small: Publish) -> None:
    first = publish_small()
    with open_published(home) as before:
        second = publish_small()
        with open_published(home) as after:
            assert (before.version, after.version) == (first, second)
            assert len(before.table("unit")) == len(after.table("unit")) == 3


def test_what_was_answered_shortly_is_not_asked_again(home: Home, publish_small: Publish) -> None:
    """Per version, value and kind of reader; whoever changes what it was given changes nothing for the next."""
    answers: Answers = {}
    publish_small()
    question, once = "SELECT $x AS x FROM unit", "SELECT random() AS number"
    with open_published(home, answers) as reader:
        first = reader.rows(question, {"x": "a"})
        assert reader.rows(question, {"x": "a"}) == first
        first.clear()
        assert [row["x"] for row in reader.rows(question, {"x": "a"})] == ["a", "a", "a"]
        assert [row["x"] for row in reader.rows(question, {"x": "b"})] == ["b", "b", "b"]
        drawn = [reader.rows(once) for _ in range(2)]
        long = [reader.rows("SELECT random() AS number FROM range(201)") for _ in range(2)]
        of_public = reader.public().rows(once)
    assert drawn[0] == drawn[1] != of_public
    assert long[0] != long[1]
    publish_small()
    with open_published(home, answers) as reader:
        assert reader.rows(once) != drawn[0]
    with open_published(home) as reader:
        assert reader.rows(once) != reader.rows(once)


def test_what_is_kept_open_is_let_go_and_hides_no_later_version(
    home: Home, publish_small: Publish, databases_opened_alone: None
) -> None:
    with kept_open(home):  # nothing is published yet, which is for a reader to say
        first = publish_small()
    with kept_open(home):
        with pytest.raises(duckdb.Error, match="different configuration"):
            duckdb.connect(str(first / "skm.duckdb"))
        second = publish_small()
        with open_published(home) as after:
            assert after.version == second
    duckdb.connect(str(first / "skm.duckdb")).close()


def test_query_gives_columns_and_rows(published_home: Home) -> None:
    columns, rows, is_cut = query(published_home, "FROM ikm_unit SELECT unit_code, ikm ORDER BY ikm DESC;")
    assert columns == ("unit_code", "ikm")
    assert not is_cut
    assert rows == [("35.16.02", Decimal("88.31")), ("35.16.01", Decimal("74.25"))]


def test_query_reads_comments_and_plans(published_home: Home) -> None:
    assert query(published_home, "SELECT comment FROM duckdb_tables() WHERE table_name = 'unit'").rows
    assert query(published_home, "DESCRIBE unit").rows
    assert query(published_home, "EXPLAIN SELECT 1").rows


OUTSIDE = "a text outside"


@pytest.mark.parametrize(
    "sql",
    [
        "COPY unit TO '{target}'",
        "SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM read_text('{secret}')",
        "SELECT * FROM '{secret}'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_parquet('{home}/warehouse/parquet/unit.parquet')",
        "ATTACH '{target}'",
        "ATTACH ':memory:' AS memory",
        "EXPORT DATABASE '{target}'",
        "INSERT INTO unit VALUES ('x', 'x', 'x', 'x')",
        "UPDATE ikm_unit SET ikm = 100",
        "DELETE FROM unit",
        "DROP TABLE unit",
        "CREATE TABLE t AS SELECT 1",
        "CREATE TEMP TABLE t AS SELECT 1",
        "EXPLAIN ANALYZE COPY unit TO '{target}'",
        "EXPLAIN ANALYZE INSERT INTO unit VALUES ('x', 'x', 'x', 'x')",
        "SET enable_external_access = true",
        "SELECT set_config('enable_external_access', 'true', false)",
        "RESET lock_configuration",
        "PRAGMA enable_external_access = true",
        "INSTALL excel",
        "LOAD excel",
        "CALL pragma_version()",
        "SELECT * FROM OUTSIDE",
        "SELECT 1; SELECT 2",
        "SELECT 1; COPY unit TO '{target}'",
        "",
        "-- nothing",
        "SELEC 1",
        "SELECT nothing FROM unit",
        "SELECT 'x'::INTEGER",
    ],
)
def test_query_does_nothing_but_read_this_file(
    tmp_path: Path, published_home: Home, databases_opened_alone: None, sql: str
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(OUTSIDE)
    target = tmp_path / "target"
    with pytest.raises(QueryError) as caught:
        query(published_home, sql.format(target=target, secret=secret, home=published_home.root))
    assert str(caught.value).startswith(("SQL tidak dapat", "Hanya satu perintah SELECT"))
    assert OUTSIDE not in str(caught.value)
    assert not target.exists()
    assert query(published_home, "SELECT count(*) FROM unit").rows == [(3,)]


def test_reading_leaves_nothing_behind(home: Home, publish_small: Publish) -> None:
    version = publish_small()
    query(home, "SELECT count(*) FROM response")
    assert sorted(path.name for path in version.iterdir()) == ["SHA256SUMS", "parquet", "skm.duckdb"]


def test_external_access_cannot_be_had_back(published_home: Home, databases_opened_alone: None) -> None:
    """Not even by SQL that `query` would never pass on."""
    with open_published(published_home) as reader:
        with pytest.raises(duckdb.Error, match="external access"):
            reader.rows("SET enable_external_access = true")
        assert reader.rows("SELECT current_setting('enable_external_access') AS allowed") == [{"allowed": False}]


def test_many_readers_and_queries_at_once(published_home: Home) -> None:
    with open_published(published_home) as one, open_published(published_home) as other:
        assert query(published_home, "SELECT count(*) FROM unit").rows == [(3,)]
        assert len(one.table("unit")) == len(other.table("unit")) == 3

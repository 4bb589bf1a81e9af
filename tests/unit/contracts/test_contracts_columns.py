"""What is said of a column, and that whatever tells of columns takes a new one from there."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import duckdb
import polars as pl
import pytest

from contracts.columns import Between, Column, ColumnType, FormerName, OneOf, Table, TableWords
from contracts.public_tables import PUBLIC_TABLES
from contracts.settings import Settings
from contracts.tables import IKM_UNIT, RESPONSE, WAREHOUSE_TABLES
from portal.open_data import OpenData, OpenFile, OpenFrame, metadata, open_tables
from portal.page_figures import Download
from tests.made_rows import insert, made_frame, made_row
from transforms.figures.edition_changes import as_declared
from transforms.schema import FrameMismatchError, conform, frame_schema, with_former_names, with_todays_names
from warehouse.ddl import comments, create_table
from warehouse.dictionary import section

WORDS = TableWords("Judul", "satu baris", "Arti.")


@pytest.mark.parametrize(
    ("allowed", "kept", "broken"),
    [
        (OneOf(("A", "it's")), ("'A'", "'it''s'", "NULL"), ("'B'", "''")),
        (OneOf((1, 4)), ("1", "4", "NULL"), ("2",)),
        (Between(1), ("1", "10000", "NULL"), ("0.99",)),
        (Between(0, 100), ("0", "100.00::DECIMAL(7,2)", "NULL"), ("-0.01", "100.01::DECIMAL(7,2)")),
        (Between(date(2017, 1, 1)), ("DATE '2017-01-01'", "NULL"), ("DATE '2016-12-31'",)),
    ],
)
def test_the_condition_of_a_value_that_is_not_allowed(
    allowed: OneOf | Between, kept: tuple[str, ...], broken: tuple[str, ...]
) -> None:
    def breaks(value: str) -> bool:
        found = duckdb.sql(f"SELECT count(*) FROM (SELECT {value} AS v) WHERE {allowed.breach('v')}").fetchall()
        return found == [(1,)]

    assert [value for value in kept if breaks(value)] == []
    assert [value for value in broken if not breaks(value)] == []


def test_labels_stand_beside_their_values() -> None:
    said = [column.allowed for table in WAREHOUSE_TABLES for column in table.columns]
    labelled = [one for one in said if isinstance(one, OneOf) and one.labels]
    assert labelled
    assert all(len(one.labels) == len(one.values) for one in labelled)


def test_a_column_that_came_later_may_be_empty() -> None:
    with pytest.raises(ValueError, match=r"editions closed before 1\.2"):
        Column("late", ColumnType.COUNT, "late", since="1.2")
    assert Column("late", ColumnType.COUNT, "late", nullable=True, since="1.2").nullable


def test_a_public_column_says_in_bahasa_indonesia_what_it_means() -> None:
    columns = (Column("a", ColumnType.TEXT, "a", "a"), Column("b", ColumnType.TEXT, "b"))
    with pytest.raises(ValueError, match="what b means"):
        Table("t", "one row", "t", columns, key=("a",), indonesian=WORDS)
    assert Table("t", "one row", "t", columns, key=("a",)).public_columns == ()


def test_a_column_of_a_public_table_may_stay_in_the_regency() -> None:
    inner = Column("inner", ColumnType.TEXT, "inner", nullable=True, public=False)
    table = replace(IKM_UNIT, columns=(*IKM_UNIT.columns, inner))
    shown = tuple(column for column in IKM_UNIT.columns if column.public)
    assert table.public_columns == shown
    assert all(column.public for public in PUBLIC_TABLES for column in public.columns)
    open_columns = [column.name for column in open_tables([OpenFrame(table, 1, ())])[0].columns]
    assert open_columns == [*(one.name for one in shown), "ikm_exact", "mutu_exact"]
    assert "*internal*" in section(table, "public")


# --- A new column of `ikm_unit`: one line of the contract, and everything knows it

NEW = Column(
    "ikm_median",
    ColumnType.INDEX,
    "median",
    "median IKM",
    "nilai",
    nullable=True,
    allowed=Between(25, 100),
    since="1.2",
)
WIDER = replace(IKM_UNIT, columns=(*IKM_UNIT.columns, NEW))


def test_the_warehouse_has_it_with_its_comment() -> None:
    with duckdb.connect() as connection:
        connection.execute(create_table(WIDER))
        for comment in comments(WIDER):
            connection.execute(comment)
        connection.execute(insert(WIDER, ikm_median=Decimal("88.00")))
        connection.execute(insert(WIDER))
        told = "SELECT data_type, is_nullable, comment FROM duckdb_columns() WHERE column_name = 'ikm_median'"
        assert connection.execute(told).fetchall() == [("DECIMAL(7,2)", True, "median")]
        assert connection.execute("SELECT count(ikm_median), count(*) FROM ikm_unit").fetchone() == (1, 2)


def test_the_open_data_have_it_with_its_words() -> None:
    frames = [OpenFrame(WIDER, 1, ())]
    database = OpenFile(Download(name="skm_terbuka.duckdb", size=1, label="DuckDB"), "")
    [shown] = [one for one in open_tables(frames)[0].columns if one.name == NEW.name]
    assert (shown.type, shown.meaning) == ("desimal (2 angka)", "median IKM")
    data = OpenData(Settings(), ["2024"], date(2025, 1, 7), frames, database)
    said = json.loads(metadata(data))["tabel"][0]["variabel"]
    [described] = [one for one in said if one["nama"] == NEW.name]
    assert (described["definisi"], described["satuan"], described["boleh_kosong"]) == ("median IKM", "nilai", True)


def test_the_dictionary_has_it() -> None:
    [line] = [line for line in section(WIDER, "public").splitlines() if "ikm_median" in line]
    assert line == (
        "| `ikm_median` | DECIMAL(7,2) | yes | 25 to 100 | median; since 1.2, empty in editions closed before "
        "| median IKM | nilai |"
    )


def test_a_frame_without_it_is_refused_where_figures_are_computed() -> None:
    with pytest.raises(FrameMismatchError, match="ikm_median"):
        conform(made_frame(IKM_UNIT, {}), WIDER)


def test_an_edition_closed_before_is_read_without_it() -> None:
    older = made_frame(IKM_UNIT, {"unit_code": "A", "ikm": Decimal("80.00")})
    opened = as_declared(older, WIDER)
    assert opened.schema == frame_schema(WIDER)
    assert opened.drop("ikm_median").equals(older)
    assert opened.get_column("ikm_median").to_list() == [None]


def test_rows_that_tests_make_up_have_it() -> None:
    assert made_row(WIDER)["ikm_median"] is None
    with pytest.raises(KeyError, match="ikm_mean"):
        made_row(WIDER, ikm_mean=1)
    assert made_frame(RESPONSE, {}).select(pl.col("u1", "u9")).row(0) == (1, 1)


# --- A column that got another name: both are there for one release

RENAMED = replace(NEW, name="ikm_middle", formerly=FormerName("ikm_median", "1.3"))
ANEW = replace(IKM_UNIT, columns=(*IKM_UNIT.columns, RENAMED))


def test_the_former_name_gives_the_same_and_says_what_to_use() -> None:
    with duckdb.connect() as connection:
        for statement in (create_table(ANEW), *comments(ANEW), insert(ANEW, ikm_middle=Decimal("88.00"))):
            connection.execute(statement)
        assert connection.execute("SELECT ikm_middle, ikm_median FROM ikm_unit").fetchall() == [(Decimal("88.00"),) * 2]
        told = "SELECT comment FROM duckdb_columns() WHERE column_name = 'ikm_median'"
        assert connection.execute(told).fetchall() == [("usang sejak 1.3, gunakan ikm_middle",)]
    assert "| `ikm_median` | DECIMAL(7,2) | yes | 25 to 100 | deprecated since 1.3: use `ikm_middle`" in section(
        ANEW, "public"
    )
    database = OpenFile(Download(name="skm_terbuka.duckdb", size=1, label="DuckDB"), "")
    said = json.loads(metadata(OpenData(Settings(), ["2024"], date(2025, 1, 7), [OpenFrame(ANEW, 1, ())], database)))
    marked = {one["nama"]: one.get("usang") for one in said["tabel"][0]["variabel"]}
    assert (marked["ikm_middle"], marked["ikm_median"]) == (None, True)


def test_what_was_written_by_the_former_name_is_read_by_that_of_today() -> None:
    frame = made_frame(ANEW, {"ikm_middle": Decimal("88.00")})
    older = frame.rename({"ikm_middle": "ikm_median"})
    assert as_declared(older, ANEW).equals(frame)
    assert with_todays_names(older.lazy(), ANEW).collect().equals(frame)
    both = with_former_names(frame, ANEW)
    assert both.columns == [*ANEW.column_names, *(column.name for column in ANEW.deprecated_columns)]
    assert with_todays_names(both, ANEW).equals(both)
    assert as_declared(both, ANEW).equals(frame)

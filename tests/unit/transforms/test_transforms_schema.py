import polars as pl
import pytest

from contracts.columns import Column, ColumnType, Table
from contracts.lineage_tables import COLUMN_MAPPING
from contracts.staged_tables import STAGED_RESPONSE
from contracts.tables import WAREHOUSE_TABLES
from transforms.schema import FrameMismatchError, conform, empty_frame, frame_schema

PEOPLE = Table(
    "people",
    "one row per person",
    "For these tests.",
    (Column("name", ColumnType.TEXT, "name"), Column("age", ColumnType.INTEGER, "years", nullable=True)),
    key=("name",),
)


@pytest.mark.parametrize("table", [STAGED_RESPONSE, COLUMN_MAPPING, *WAREHOUSE_TABLES], ids=lambda table: table.name)
def test_every_table_has_a_frame(table):
    assert tuple(frame_schema(table)) == table.column_names
    assert conform(empty_frame(table), table).schema == frame_schema(table)


def test_conform_orders_casts_and_drops():
    frame = pl.DataFrame({"other": [True], "age": [30], "name": ["Siti"]})
    conformed = conform(frame, PEOPLE)
    assert conformed.schema == {"name": pl.String, "age": pl.Int32}
    assert conformed.rows() == [("Siti", 30)]


@pytest.mark.parametrize(
    ("frame", "complaint"),
    [
        (pl.DataFrame({"name": ["Siti"]}), "people: frame has no column age"),
        (pl.DataFrame({"name": ["Siti", None], "age": [1, None]}), "people: empty values in name"),
        (pl.DataFrame({"name": ["Siti"], "age": [2**40]}), "people: .*age"),
    ],
)
def test_conform_says_what_is_wrong(frame, complaint):
    with pytest.raises(FrameMismatchError, match=complaint):
        conform(frame, PEOPLE)

"""`skm query`: an analyst's SELECT on the published warehouse, or the views there are to ask."""

from pathlib import Path

from cli.output import show_json, show_table
from contracts.home import Home
from contracts.views import VIEW_SCHEMA
from pipeline.earlier_warehouses import warehouse_of
from warehouse.read import query

_VIEWS = (
    f"SELECT schema_name || '.' || view_name AS tampilan, split_part(comment, chr(10), 1) AS isi FROM duckdb_views() "
    f"WHERE schema_name = '{VIEW_SCHEMA}' ORDER BY view_name"
)


def show_query(root: Path, sql: str | None, edition: str | None, *, as_json: bool) -> None:
    """Runs the SELECT and shows its rows; without one, the views for analysts and what one row of each is. `edition`:
    in the warehouse of an edition, or of a day, instead of the published one."""
    home, asked = Home(root), _VIEWS if sql is None else sql
    if edition is None:
        result = query(home, asked)
    else:
        with warehouse_of(home, edition) as database:
            result = query(home, asked, database=database)
    rows = [dict(zip(result.columns, values, strict=False)) for values in result.rows]
    if as_json:
        show_json(rows)
        return
    numbers = [name for name in result.columns if rows and not isinstance(rows[0][name], str | None)]
    show_table("", rows, {name: name for name in result.columns}, right=numbers, empty="Tidak ada baris.")

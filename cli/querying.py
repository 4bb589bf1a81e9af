"""`skm query`: an analyst's SELECT on the published warehouse."""

from pathlib import Path

from cli.output import show_json, show_table
from contracts.home import Home
from warehouse.read import query


def show_query(root: Path, sql: str, *, as_json: bool) -> None:
    """Runs the SELECT and shows its rows."""
    result = query(Home(root), sql)
    rows = [dict(zip(result.columns, values, strict=False)) for values in result.rows]
    if as_json:
        show_json(rows)
        return
    numbers = [name for name in result.columns if rows and not isinstance(rows[0][name], str | None)]
    show_table("", rows, {name: name for name in result.columns}, right=numbers, empty="Tidak ada baris.")

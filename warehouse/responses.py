"""From staged rows to accepted responses: what is left out stays out, what is blanked is empty.

Belongs here: joining staged rows with the judgements made about them, in one streaming pass (`write_accepted`), and the
tables made of it, with the responses of units taken over from an earlier version.
Not here: the judgements (`expectations`, `transforms.responses.outcome`), any score.
"""

from __future__ import annotations  # evaluated ones would keep DuckDB alive beyond the interpreter: it then complains

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeVar

import duckdb

from contracts.columns import Column, Table, literal
from contracts.rules import ROW_RULES
from contracts.shared_columns import UNASKED
from contracts.tables import RESPONSE, RESPONSE_APART, SUGGESTION
from contracts.unsur import UNSUR_COLUMNS
from warehouse.connection import working_connection
from warehouse.ddl import DUCKDB_TYPES, identifier

Placed = TypeVar("Placed")
SORTED_UP_TO: Final = 200_000
"""Rows, where none are taken over. Those of a unit lie near each other as they are staged; sorting 10⁶ takes 0.4 s and
300 MB more."""

_PLACE: Final = "ORDER BY unit_code, file_id, sheet, row_number, response_key"

_RESPONSE_KEY: Final = "hash(file.unit_code, staged.identity_key) >> 1"
"""Within a unit DuckDB's hash differs for different identity keys; without its last bit it fits a signed number, and of
10⁷ responses two share a key once in 200,000 warehouses: the audit then refuses that one. Stable for one version of
DuckDB."""

_OTHER_SOURCES: Final = {
    "response_key": _RESPONSE_KEY,
    "unit_code": "file.unit_code",
    "file_id": "file.file_id",
    "period_code": "CASE WHEN staged.response_date IS NULL THEN file.period_code END",
    "ikm": (
        "getvariable('ikm_of_parts')[coalesce(staged.answer_parts, 1)]"
        f"[{' + '.join(f'staged.{column}' for column in UNSUR_COLUMNS)}]"
    ),
}
"""Columns that do not come from the staged row as they are."""

_ACCEPTED_COLUMNS: Final = (*RESPONSE.columns, *SUGGESTION.columns[1:], UNASKED)
_ACCEPTED: Final = (
    "FROM read_parquet(getvariable('staged')) AS staged "
    "JOIN read_parquet(getvariable('files')) AS file USING (content_id) "
    "ANTI JOIN read_parquet(getvariable('outcomes')) AS outcome "
    "ON outcome.content_id = staged.content_id AND outcome.row_index = staged.row_index"
)


def write_accepted(
    staged: Sequence[Path],
    *,
    files: Path,
    outcomes: Path,
    findings: Path,
    ikm_of_parts: Mapping[int, Mapping[int, Decimal]],
    accepted: Path,
) -> None:
    """Writes the accepted responses as one Parquet, in no order: the columns of RESPONSE, `suggestion`, and what their
    questionnaire leaves out (`unasked`).

    `staged`: STAGED_RESPONSE, one Parquet per content, named `<content_id>.parquet`, those of a unit one after the
    other: so its responses lie near each other in what is written, and whoever asks for some units reads few others.
    `files`: Parquet of the files that count, one row per content: content_id, file_id, unit_code, period_code (empty
    unless the file's rows have no dates); contents that are not in it are not read. `outcomes`: ROW_OUTCOME, rows left
    out. `findings`: ROW_FINDING, whose warnings blank values (`contracts.rules`). `ikm_of_parts`: the index of one
    respondent by the parts that answers are counted in, and by the sum of the nine (`transforms.figures.index`).

    Raises ValueError where a content is claimed by two files."""
    with working_connection(accepted.parent) as connection:
        # Staged rows stream past the small tables, whatever DuckDB guesses about sizes: that bounds memory.
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        counted = _counted(connection, staged, files)
        if counted:
            connection.execute("SET VARIABLE staged = ?", [counted])
            for name, path in (("files", files), ("outcomes", outcomes), ("findings", findings)):
                connection.execute(f"SET VARIABLE {name} = ?", [str(path)])
            by_parts = {parts: _by_place(of_total) for parts, of_total in ikm_of_parts.items()}
            connection.execute("SET VARIABLE ikm_of_parts = ?", [_by_place(by_parts)])
        # One pass over the staged files: opening thousands of them costs more than writing their rows twice.
        _copied(connection, _accepted_sql() if counted else _nothing_accepted_sql(), accepted, "lz4")


def write_responses(
    accepted: Path,
    *,
    responses: Path,
    suggestions: Path,
    apart: Path,
    before: Path | None = None,
    units_before: Collection[str] = (),
) -> int:
    """Writes the responses that count in an index (RESPONSE), their suggestions (SUGGESTION) and those to which an
    unsur was left out (RESPONSE_APART) as Parquet: those of `accepted` (`write_accepted`), and those of `units_before`
    as they stand in the Parquet folder `before` of an earlier version.

    Returns how many count in an index. The same inputs give the same rows, however files are listed,
    and the same bytes up to SORTED_UP_TO of them where none are taken over."""
    with working_connection(responses.parent) as connection:
        _name_parquet(connection, "accepted", accepted)
        of_nine, is_sorted = "FROM accepted WHERE unasked IS NULL", False
        response_rows, suggestion_rows = [of_nine], [f"{of_nine} AND suggestion IS NOT NULL"]
        apart_rows = ["FROM accepted WHERE unasked IS NOT NULL"]
        if before is not None and units_before:
            connection.execute("CREATE TABLE unit_before AS SELECT unnest(?) AS unit_code", [list(units_before)])
            for table in (RESPONSE, SUGGESTION, RESPONSE_APART):
                _name_parquet(connection, f"{table.name}_before", before / f"{table.name}.parquet")
            of_units = "SEMI JOIN unit_before USING (unit_code)"
            response_rows.append(f"FROM response_before {of_units}")
            apart_rows.append(f"FROM response_apart_before {of_units}")
            others = "SELECT response_key FROM response_before ANTI JOIN unit_before USING (unit_code)"
            suggestion_rows.append(f"FROM suggestion_before ANTI JOIN ({others}) USING (response_key)")
        else:
            (rows,) = connection.execute("SELECT count(*) FROM accepted").fetchone() or (0,)
            is_sorted = int(rows) <= SORTED_UP_TO
        _write(connection, RESPONSE_APART, apart, apart_rows, _PLACE)
        _write(connection, SUGGESTION, suggestions, suggestion_rows, "ORDER BY response_key" if is_sorted else "")
        return _write(connection, RESPONSE, responses, response_rows, _PLACE if is_sorted else "")


def _name_parquet(connection: duckdb.DuckDBPyConnection, name: str, parquet: Path) -> None:
    connection.execute(f"CREATE VIEW {identifier(name)} AS FROM read_parquet({literal(str(parquet))})")


def _by_place(values: Mapping[int, Placed]) -> list[Placed | None]:
    """The values as a list in which each stands at its number, from 1."""
    return [values.get(number) for number in range(1, max(values) + 1)]


def _counted(connection: duckdb.DuckDBPyConnection, staged: Sequence[Path], files: Path) -> list[str]:
    """The staged Parquet of the contents that count."""
    content_ids = [
        content_id
        for (content_id,) in connection.execute("SELECT content_id FROM read_parquet(?)", [str(files)]).fetchall()
    ]
    counting = set(content_ids)
    if len(counting) != len(content_ids):
        raise ValueError(f"{files.name}: {len(content_ids) - len(counting)} contents are claimed by more than one file")
    return [str(path) for path in staged if path.stem in counting]


def _write(
    connection: duckdb.DuckDBPyConnection, table: Table, target: Path, sources: Sequence[str], order: str
) -> int:
    """Writes what the sources have of a table; how many rows that is."""
    columns = ", ".join(map(identifier, table.column_names))
    selected = " UNION ALL ".join(f"SELECT {columns} {source}" for source in sources)
    return _copied(connection, f"SELECT * FROM ({selected}) {order}", target, "zstd")


def _copied(connection: duckdb.DuckDBPyConnection, selected: str, target: Path, compression: str) -> int:
    """Writes what a query yields as Parquet; how many rows that is."""
    to = f"{literal(str(target))} (FORMAT parquet, COMPRESSION {compression})"
    counted = connection.execute(f"COPY ({selected}) TO {to}").fetchone()
    return int(counted[0]) if counted else 0


def _accepted_sql() -> str:
    blanked: dict[str, list[str]] = {}
    for rule in ROW_RULES:
        for column in rule.blanks:
            blanked.setdefault(column, []).append(rule.code)
    blanks = ", ".join(
        f"bool_or(rule IN ({', '.join(map(literal, codes))})) AS {identifier(column)}"
        for column, codes in blanked.items()
    )
    columns = ", ".join(_selected(column, column.name in blanked) for column in _ACCEPTED_COLUMNS)
    return (
        f"WITH blank AS (SELECT content_id, row_index, {blanks} FROM read_parquet(getvariable('findings')) "
        "WHERE severity = 'warning' GROUP BY content_id, row_index) "
        f"SELECT {columns} {_ACCEPTED} "
        "LEFT JOIN blank ON blank.content_id = staged.content_id AND blank.row_index = staged.row_index"
    )


def _selected(column: Column, blankable: bool) -> str:
    name = identifier(column.name)
    value = _OTHER_SOURCES.get(column.name, f"staged.{name}")
    if blankable:
        value = f"CASE WHEN blank.{name} THEN NULL ELSE {value} END"
    return f"CAST({value} AS {DUCKDB_TYPES[column.type]}) AS {name}"


def _nothing_accepted_sql() -> str:
    nothing = (f"CAST(NULL AS {DUCKDB_TYPES[one.type]}) AS {identifier(one.name)}" for one in _ACCEPTED_COLUMNS)
    return f"SELECT {', '.join(nothing)} LIMIT 0"

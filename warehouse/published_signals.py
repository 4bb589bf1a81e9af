"""The questions other rooms ask about signals of response quality, each a function from a reader to rows.

Belongs here: SQL over the tables of signals, all of it internal. Not here: other tables (`warehouse.published`), any
arithmetic. Where a function takes `unit_code`, None means every unit.
"""

from typing import Final

from warehouse.read import Reader, Row

_ASKED: Final = (
    "($period_code IS NULL OR period_code = $period_code) AND ($unit_code IS NULL OR unit_code = $unit_code)"
)


def quality_signals(reader: Reader, period_code: str | None = None, unit_code: str | None = None) -> list[Row]:
    """`quality_signal` with unit_name and `paths` (of its files, with ", " between), by period, unit and kind.
    `period_code` None: of every period."""
    return reader.rows(
        "SELECT signal.*, unit_name, (SELECT string_agg(path, ', ' ORDER BY path) FROM ingest_file AS file "
        "WHERE list_contains(string_split(signal.files, '|'), file.file_id)) AS paths "
        "FROM quality_signal AS signal JOIN unit USING (unit_code) "
        f"WHERE {_ASKED} ORDER BY period_code, unit_code, signal",
        {"period_code": period_code, "unit_code": unit_code},
    )


def rows_by_file(reader: Reader, period_code: str | None = None, unit_code: str | None = None) -> list[Row]:
    """period_code, unit_code, signal, file_id, path, sheet, `rows` (how many) and `places` (their row numbers in order,
    with ", " between) of the same signals, by period, unit, signal, path and sheet."""
    return reader.rows(
        "SELECT period_code, unit_code, signal, file_id, path, sheet, count(*) AS rows, "
        "string_agg(row_number, ', ' ORDER BY row_number) AS places "
        "FROM quality_signal_row JOIN (SELECT file_id, path FROM ingest_file) USING (file_id) "
        f"WHERE {_ASKED} GROUP BY period_code, unit_code, signal, file_id, path, sheet "
        "ORDER BY period_code, unit_code, signal, path, sheet",
        {"period_code": period_code, "unit_code": unit_code},
    )

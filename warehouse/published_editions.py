"""The questions other rooms ask about closed periods, each a function from a reader to rows.

Belongs here: SQL on the edition tables. Not here: what an edition is or what changed in it
(`transforms.figures.edition_changes`), where its files lie (`pipeline.editions`). As in `warehouse.published`, a
row holds the columns of the table named in the docstring, and those named beside it.
"""

from collections.abc import Mapping

from warehouse.read import Reader, Row, Value

_OF_EDITION = "period_code = $period_code AND revision = $revision"


def editions(reader: Reader, period_code: str | None = None) -> list[Row]:
    """`edition`, by period and revision; None: of every period."""
    return reader.rows(
        "SELECT * FROM edition WHERE $period_code IS NULL OR period_code = $period_code ORDER BY period_code, revision",
        {"period_code": period_code},
    )


def latest_edition(reader: Reader, period_code: str) -> Row | None:
    """`edition`: the newest of a period, official or draft; None where it was never closed."""
    rows = editions(reader, period_code)
    return rows[-1] if rows else None


def unit_changes(reader: Reader, period_code: str, revision: int, unit_code: str | None = None) -> list[Row]:
    """`edition_change` with `unit_name` and `unit_type`, by unit; None: of every unit."""
    return reader.rows(
        "SELECT change.*, unit_name, unit_type FROM edition_change AS change LEFT JOIN unit USING (unit_code) "
        f"WHERE {_OF_EDITION} AND ($unit_code IS NULL OR unit_code = $unit_code) ORDER BY unit_code",
        {"period_code": period_code, "revision": revision, "unit_code": unit_code},
    )


def unsur_changes(reader: Reader, period_code: str, revision: int, unit_code: str | None = None) -> list[Row]:
    """`edition_change_unsur`, by unit and unsur; None: of every unit."""
    return reader.rows(
        f"SELECT * FROM edition_change_unsur WHERE {_OF_EDITION} "
        "AND ($unit_code IS NULL OR unit_code = $unit_code) ORDER BY unit_code, unsur_code",
        {"period_code": period_code, "revision": revision, "unit_code": unit_code},
    )


def regency_change(reader: Reader, period_code: str, revision: int) -> Row | None:
    """`edition_change_regency`; None for a first edition."""
    rows = reader.rows(
        f"SELECT * FROM edition_change_regency WHERE {_OF_EDITION}",
        {"period_code": period_code, "revision": revision},
    )
    return rows[0] if rows else None


def late_responses(reader: Reader, unit_code: str | None = None, period_code: str | None = None) -> list[Row]:
    """How many answers are held for a revision: `period_code`, `unit_code`, `unit_name`, `change`, `file_id`,
    `path`, `responses`; None: of every unit, of every period. Never the answers themselves."""
    return _late(
        reader,
        "($unit_code IS NULL OR late.unit_code = $unit_code) "
        "AND ($period_code IS NULL OR late.period_code = $period_code)",
        {"unit_code": unit_code, "period_code": period_code},
    )


def late_of_file(reader: Reader, file_id: str) -> list[Row]:
    """The same of one file: what came with it, or had come with it and fell away."""
    return _late(reader, "late.file_id = $file_id", {"file_id": file_id})


def late_follow_ups(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`late_follow_up` with `unit_name`, and `revision` and `closed_at` of the edition that does not print the plan, by
    unit; None: of every unit."""
    return reader.rows(
        "SELECT late.*, unit_name, revision, closed_at FROM late_follow_up AS late JOIN edition USING (period_code) "
        "LEFT JOIN unit USING (unit_code) WHERE state = 'official' AND period_code = $period_code "
        "AND ($unit_code IS NULL OR unit_code = $unit_code) ORDER BY unit_code",
        {"period_code": period_code, "unit_code": unit_code},
    )


def live_units(reader: Reader) -> list[str]:
    """Codes of the units with an index, or missing, in any period that is not closed: those of the registry it was
    published with. Units that only editions know are not among them."""
    rows = reader.rows(
        "SELECT DISTINCT unit_code FROM (SELECT period_code, unit_code FROM ikm_unit UNION ALL "
        "SELECT period_code, unit_code FROM missing_unit) ANTI JOIN (SELECT period_code FROM edition "
        "GROUP BY period_code HAVING arg_max(state, revision) = 'official') USING (period_code) ORDER BY unit_code"
    )
    return [row.of("unit_code", str) for row in rows]


def _late(reader: Reader, which: str, parameters: Mapping[str, Value]) -> list[Row]:
    return reader.rows(
        "SELECT late.period_code, late.unit_code, unit_name, change, late.file_id, path, count(*) AS responses "
        "FROM late_response AS late LEFT JOIN unit USING (unit_code) LEFT JOIN ingest_file AS file "
        f"ON file.file_id = late.file_id WHERE {which} "
        "GROUP BY ALL ORDER BY late.period_code, late.unit_code, change, path",
        parameters,
    )

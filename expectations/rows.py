"""Judging the staged rows of a batch, answers or follow-ups: one run of the suite over all files, and out of the
very same rules every row that broke one.

Belongs here: loading the batch, the run, the Parquet file of row findings, and how a finding is told. Not here: what is
known of contents already (`pipeline.verdicts`), the rules (`contracts.rules`), what becomes of a row
(`transforms.responses.outcome`), or any message to a sender.

How the rows are found: a rule says the condition of the rows that break it. Great Expectations counts them, rule
by rule; the same conditions go into one scan, and the rows found for each rule must be as many as it counted.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from contracts.columns import ColumnType, Table, literal
from contracts.errors import CheckCrashedError
from contracts.rules import FILE_RULES, FOLLOW_UP_RULES, ROW_RULES, FileRule, RowRule, SuiteName
from contracts.settings import Thresholds
from contracts.staged_tables import ROW_FINDING, STAGED_FOLLOW_UP, STAGED_RESPONSE
from expectations.checker import MEMORY_LIMIT, checker, open_engine, without_values
from expectations.findings import CheckResult, FileBreach, Finding, JudgedRows, raise_on_crashed
from expectations.suites import ROW_KEY, rows_suite

if TYPE_CHECKING:
    import sqlalchemy as sa

_BROKEN: Final = "broken_row"
_SQL_TYPES: Final = {ColumnType.TEXT: "VARCHAR", ColumnType.INTEGER: "INTEGER"}


@dataclass(frozen=True)
class _Batch:
    """What is judged together: the table the staged rows have, and the rules about them."""

    table: Table
    suite: SuiteName
    row_rules: tuple[RowRule, ...]
    file_rules: tuple[FileRule, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Of all rules, in their order."""
        return (*(rule.code for rule in self.row_rules), *(rule.code for rule in self.file_rules))

    @property
    def columns_looked_at(self) -> tuple[str, ...]:
        """Columns of a staged row that any rule mentions; about half of them."""
        texts = [rule.sql for rule in self.file_rules]
        for rule in self.row_rules:
            texts += [rule.breach, *rule.value_columns]
        words = set(re.findall(r"\w+", " ".join(texts))) | set(ROW_KEY)
        return tuple(name for name in self.table.column_names if name in words)


def judge_responses(staged: Sequence[Path], target: Path, *, thresholds: Thresholds) -> JudgedRows:
    """Runs every row rule and file rule once over all staged files of answers together, one content each, and
    writes the rows that broke a row rule to `target` (Parquet, ROW_FINDING, in the order of its key).

    Without a single row there is nothing to judge: Great Expectations is not even started. Raises CheckCrashedError
    when a check could not be evaluated or the rows found are not those counted; nothing is written then."""
    file_rules = tuple(rule.with_thresholds(thresholds.model_dump()) for rule in FILE_RULES)
    return _judge(replace(_RESPONSES, file_rules=file_rules), staged, target)


def judge_follow_ups(staged: Sequence[Path], target: Path) -> JudgedRows:
    """The same for the staged rows of follow-up workbooks (STAGED_FOLLOW_UP) and their rules."""
    return _judge(_FOLLOW_UPS, staged, target)


def findings_of(
    suite: SuiteName, run_id: str, broken: Mapping[str, int], *, rows: int, files: int
) -> tuple[Finding, ...]:
    """One finding a rule, in the order of the rules: `broken` says by code how many of the rows or files break it."""
    batch = _FOLLOW_UPS if suite == _FOLLOW_UPS.suite else _RESPONSES
    results = {
        code: CheckResult(code, "failed" if broken.get(code) else "passed", broken.get(code, 0)) for code in batch.codes
    }
    return _findings(run_id, batch, results, rows, files)


_RESPONSES: Final = _Batch(STAGED_RESPONSE, "responses", ROW_RULES, FILE_RULES)
_FOLLOW_UPS: Final = _Batch(STAGED_FOLLOW_UP, "follow_up", FOLLOW_UP_RULES)


def _judge(batch: _Batch, staged: Sequence[Path], target: Path) -> JudgedRows:
    with tempfile.TemporaryDirectory(prefix=".checks-", dir=target.parent) as folder:
        # Shared by the engines opened below, and by nobody else; what does not fit into memory spills to the folder.
        database = f":memory:{Path(folder).name}"
        options = {"memory_limit": MEMORY_LIMIT, "temp_directory": folder, "preserve_insertion_order": "false"}
        written = Path(folder) / target.name
        engine = open_engine(database, options)
        try:
            rows = _load(engine, batch, staged)
            if rows:
                suite = rows_suite(batch.suite, batch.row_rules, batch.file_rules)
                with checker(database, options) as gx:
                    results = {result.code: result for result in gx.run(suite, batch.table.name)}
                raise_on_crashed(_findings("", batch, results, rows, len(staged)))
                _write_row_findings(engine, batch, results, written)
            else:
                results = {code: CheckResult(code, "passed") for code in batch.codes}
                _write_none(engine, written)
            judged = JudgedRows(_rows_by_content(engine, batch) if rows else {}, _file_breaches(engine, batch, results))
        finally:
            engine.dispose()
        written.replace(target)
    return judged


def _load(engine: sa.Engine, batch: _Batch, staged: Sequence[Path]) -> int:
    """Puts the columns that the rules look at into one table of all files, and counts its rows.

    A table and not a view: each rule is a query, and each would open every file again (10⁶ rows in 1,000 files, two
    queries a rule: 2.3 s instead of 6.1 s). A column that a file lacks is left out here; the checks on it then crash,
    and say so by name."""
    import sqlalchemy as sa

    if not staged:
        return 0
    files = ", ".join(literal(str(path)) for path in staged)
    wanted = ", ".join(literal(name) for name in batch.columns_looked_at)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(
                f"CREATE TABLE {batch.table.name} AS SELECT COLUMNS(lambda name: name IN ({wanted})) "
                f"FROM read_parquet([{files}])"
            )
            return int(connection.exec_driver_sql(f"SELECT count(*) FROM {batch.table.name}").scalar_one())
    except sa.exc.DBAPIError as error:
        raise CheckCrashedError(
            f"The staged rows of {len(staged)} files cannot be read together: {without_values(str(error.orig))}. "
            "Empty the staging folder (it is only a cache) and run again."
        ) from None  # The error itself repeats the statement, with the path of every file.


def _findings(
    run_id: str, batch: _Batch, results: Mapping[str, CheckResult], rows: int, files: int
) -> tuple[Finding, ...]:
    by_row = [
        results[rule.code].finding(
            run_id, batch.suite, rule.severity, f"{results[rule.code].unexpected:,} of {rows:,} rows", rule.column
        )
        for rule in batch.row_rules
    ]
    by_file = [
        results[rule.code].finding(
            run_id, batch.suite, rule.severity, f"{results[rule.code].unexpected:,} of {files:,} files"
        )
        for rule in batch.file_rules
    ]
    return (*by_row, *by_file)


def _write_row_findings(engine: sa.Engine, batch: _Batch, results: Mapping[str, CheckResult], target: Path) -> None:
    """Writes one row per staged row and rule it breaks.

    One scan sets the broken rows apart; each rule then picks its own among those few. Raises CheckCrashedError
    where these are not as many, rule by rule, as Great Expectations counted."""
    row_findings = " UNION ALL ".join(map(_select_breaches, batch.row_rules))
    is_broken = " OR ".join(f"({rule.breach})" for rule in batch.row_rules)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {_BROKEN} AS SELECT * FROM {batch.table.name} WHERE {is_broken}")
        _copy(connection, row_findings, target)
        found = connection.exec_driver_sql(
            f"SELECT rule, count(*) FROM read_parquet({literal(str(target))}) GROUP BY rule"
        )
        rows_by_rule = {str(code): int(rows) for code, rows in found}
        unequal = [
            f"{rule.code}: {rows_by_rule.get(rule.code, 0):,} found, {results[rule.code].unexpected:,} counted"
            for rule in batch.row_rules
            if rows_by_rule.get(rule.code, 0) != results[rule.code].unexpected
        ]
        if unequal:
            raise CheckCrashedError(
                "The rows found to break a rule are not as many as Great Expectations counted: "
                + "; ".join(unequal)
                + ". Nothing was judged. Was Great Expectations or DuckDB updated? Use the locked versions."
            )


def _rows_by_content(engine: sa.Engine, batch: _Batch) -> dict[str, int]:
    with engine.connect() as connection:  # as one list in one row: the cursor holds only so many rows
        counts = connection.exec_driver_sql(
            "SELECT list({'content_id': content_id, 'rows': rows}) FROM "
            f"(SELECT content_id, count(*) AS rows FROM {batch.table.name} GROUP BY content_id)"
        ).scalar_one()
    return {str(one["content_id"]): int(one["rows"]) for one in counts}


def _write_none(engine: sa.Engine, target: Path) -> None:
    """Writes a file of row findings without rows."""
    columns = ", ".join(f"NULL AS {column.name}" for column in ROW_FINDING.columns)
    with engine.begin() as connection:
        _copy(connection, f"SELECT {columns} WHERE false", target)


def _copy(connection: sa.Connection, select: str, target: Path) -> None:
    """Writes the selected rows as Parquet, typed and ordered as the contract says: equal rows give an equal file."""
    typed = ", ".join(f"{column.name}::{_SQL_TYPES[column.type]} AS {column.name}" for column in ROW_FINDING.columns)
    connection.exec_driver_sql(
        f"COPY (SELECT {typed} FROM ({select}) ORDER BY {', '.join(ROW_FINDING.key)}) "
        f"TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
    )


def _select_breaches(rule: RowRule) -> str:
    """Selects the row findings of one rule. What the sender wrote is the first of the value columns that is filled."""
    values = ", ".join(f"{column}::VARCHAR" for column in rule.value_columns)
    value = f"coalesce({values})" if values else "NULL"
    return (
        f"SELECT content_id, row_index, {literal(rule.code)} AS rule, {literal(rule.column)} AS column_name, "
        f"{literal(rule.severity)} AS severity, {value} AS value FROM {_BROKEN} WHERE {rule.breach}"
    )


def _file_breaches(engine: sa.Engine, batch: _Batch, results: Mapping[str, CheckResult]) -> tuple[FileBreach, ...]:
    """Every content that breaks a file rule: Great Expectations shows at most 200 of them. By rule and content."""
    breaches: list[FileBreach] = []
    with engine.connect() as connection:
        for rule in batch.file_rules:
            result = results[rule.code]
            if result.verdict != "failed":
                continue
            # As one list in one row: the cursor holds only so many rows.
            contents = connection.exec_driver_sql(
                "SELECT list({'content_id': content_id, 'observed': observed} ORDER BY content_id) "
                f"FROM ({rule.sql.format(batch=batch.table.name)})"
            ).scalar_one()
            if len(contents) != result.unexpected:
                raise CheckCrashedError(
                    f"Rule {rule.code}: {len(contents):,} files found, {result.unexpected:,} counted. "
                    "Nothing was judged."
                )
            breaches += [FileBreach(one["content_id"], rule.code, one["observed"]) for one in contents]
    return tuple(breaches)

"""The audit of a new warehouse, before it is published.

Belongs here: running the warehouse rules on the database and naming what they found. Not here: the rules
(`contracts.warehouse_rules`), and the decision not to publish: the caller asks `failed_errors` and raises
AuditFailedError.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.lineage_tables import RUN
from contracts.warehouse_rules import WAREHOUSE_COLUMN_RULES, WAREHOUSE_RULES
from expectations.checker import checker
from expectations.findings import CheckResult, Finding, raise_on_crashed
from expectations.suites import ERRORS, NO_ERRORS, warehouse_errors_suite, warehouse_suite

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite


def audit_warehouse(database: Path, options: Mapping[str, str], *, run_id: str) -> tuple[Finding, ...]:
    """Runs every warehouse rule on the database, in the rules' order, and leaves it unchanged: the errors in
    one look first, and one by one where that finds any or cannot be evaluated.

    `options` are DuckDB's; who has the file open in this process does so with the same, and what it wrote is looked at
    as DuckDB holds it, in memory or in the file. Raises CheckCrashedError when a rule could not be evaluated (a table
    or column is missing)."""
    results = {result.code: result for result in _run(database, options, warehouse_suite())}
    if results.pop(NO_ERRORS).verdict == "passed":
        results |= {rule.code: CheckResult(rule.code, "passed") for rule in ERRORS}
    else:
        results |= {result.code: result for result in _run(database, options, warehouse_errors_suite())}
    by_column = [
        results[rule.code].finding(run_id, "warehouse", "error", f"{results[rule.code].unexpected:,} rows", rule.column)
        for rule in WAREHOUSE_COLUMN_RULES
    ]
    by_sql = [
        results[rule.code].finding(
            run_id, "warehouse", rule.severity, f"{results[rule.code].unexpected:,} contradictions"
        )
        for rule in WAREHOUSE_RULES
    ]
    findings = (*by_column, *by_sql)
    raise_on_crashed(findings)
    return findings


def _run(database: Path, options: Mapping[str, str], suite: ExpectationSuite) -> tuple[CheckResult, ...]:
    with checker(str(database), options) as gx:
        return gx.run(suite, RUN.name)

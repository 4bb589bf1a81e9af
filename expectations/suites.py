"""Suites of expectations, made from `contracts.rules` and `contracts.warehouse_rules`.

Belongs here: how a rule becomes an expectation of Great Expectations. Not here: any rule, and running a
suite (`expectations.checker`). An expectation remembers the suite it was put into, so all are made anew
inside functions.

Every expectation carries the rule's code in `meta["code"]` and the rule's severity in GX's own words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from contracts.apart_rules import WarehouseRule
from contracts.rules import FileRule, RowRule, Severity
from contracts.staged_tables import ROW_FINDING
from contracts.warehouse_rules import (
    WAREHOUSE_COLUMN_RULES,
    WAREHOUSE_RULES,
    WarehouseColumnRule,
)

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.expectation import Expectation

CODE = "code"
"""Key in an expectation's meta under which the rule's code stands."""

_GX_SEVERITY: Final = {"error": "critical", "warning": "warning"}
_BATCH = "{batch}"
"""What Great Expectations replaces by the table it looks at."""
ROW_KEY: Final = ROW_FINDING.key[:2]
"""Columns that name a staged row, whatever it is a row of."""


def rows_suite(name: str, row_rules: Iterable[RowRule], file_rules: Iterable[FileRule] = ()) -> ExpectationSuite:
    """Row rules and file rules about the staged rows of a batch; the file rules with their thresholds filled in."""
    from great_expectations import ExpectationSuite

    key = ", ".join(ROW_KEY)
    by_row = [_no_rows(one.code, one.severity, f"SELECT {key} FROM {_BATCH} WHERE {one.breach}") for one in row_rules]
    by_file = [_no_rows(one.code, one.severity, one.sql) for one in file_rules]
    return ExpectationSuite(name=name, expectations=[*by_row, *by_file])


NO_ERRORS: Final = "no_errors"
"""Code of the expectation that stands for all rules of severity error."""
ERRORS: Final[tuple[WarehouseColumnRule | WarehouseRule, ...]] = (
    *WAREHOUSE_COLUMN_RULES,
    *(rule for rule in WAREHOUSE_RULES if rule.severity == "error"),
)
"""The rules that forbid to publish."""


def warehouse_suite() -> ExpectationSuite:
    """The audit of a new warehouse: all rules that forbid to publish as one expectation, and each that warns. A look of
    Great Expectations costs 3 ms a rule, and a warehouse that breaks an error is rare."""
    from great_expectations import ExpectationSuite

    whole = _no_rows(NO_ERRORS, "error", _without_batch(contradicted_errors()))
    warnings = [warehouse_expectation(rule) for rule in WAREHOUSE_RULES if rule not in ERRORS]
    return ExpectationSuite(name="warehouse", expectations=[whole, *warnings])


def contradicted_errors() -> str:
    """SQL that yields the codes of the errors that a warehouse contradicts."""
    return " UNION ALL ".join(
        f"(SELECT '{rule.code}' AS rule FROM ({rule.sql}) AS contradiction LIMIT 1)" for rule in ERRORS
    )


def warehouse_errors_suite() -> ExpectationSuite:
    """The rules that forbid to publish, one by one: which is contradicted, how often, or why it cannot be evaluated."""
    from great_expectations import ExpectationSuite

    return ExpectationSuite(name="warehouse errors", expectations=[warehouse_expectation(rule) for rule in ERRORS])


def warehouse_expectation(rule: WarehouseColumnRule | WarehouseRule) -> Expectation:
    """A rule's own. All are queries that name their tables themselves: GX looks at one table at a time, and each look
    costs 60 ms whatever is asked."""
    severity = rule.severity if isinstance(rule, WarehouseRule) else "error"
    return _no_rows(rule.code, severity, _without_batch(rule.sql))


def _without_batch(sql: str) -> str:
    """A query about no batch: that one is named somewhere is all GX asks for."""
    return f"/* {_BATCH} */ " + sql.replace("{", "{{").replace("}", "}}")


def _no_rows(code: str, severity: Severity, sql: str) -> Expectation:
    """Passes when the query yields nothing."""
    from great_expectations.expectations.metadata_types import FailureSeverity

    from expectations.no_rows import ExpectNoRows

    return ExpectNoRows(unexpected_rows_query=sql, meta={CODE: code}, severity=FailureSeverity(_GX_SEVERITY[severity]))

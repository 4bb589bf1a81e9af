"""Suites of expectations, made from `contracts.rules` and `contracts.warehouse_rules`.

Belongs here: how a rule becomes an expectation of Great Expectations. Not here: any rule, and running a
suite (`expectations.engine`). An expectation remembers the suite it was put into, so all are made anew
inside functions.

Every expectation carries the rule's code in `meta["code"]` and the rule's severity in GX's own words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from contracts.rules import (
    FILE_RULES,
    FOLLOW_UP_RULES,
    ROW_RULES,
    Between,
    Check,
    InSet,
    IsNull,
    Never,
    NotNull,
    RowRule,
    Severity,
)
from contracts.settings import Thresholds
from contracts.staged_tables import ROW_FINDING
from contracts.warehouse_rules import WAREHOUSE_COLUMN_RULES, WAREHOUSE_RULES, WarehouseColumnRule

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


def responses_suite(thresholds: Thresholds) -> ExpectationSuite:
    """Row rules and file rules, about the staged responses of a batch."""
    from great_expectations import ExpectationSuite

    by_file = [
        _no_rows(code, severity, sql)
        for code, severity, sql in (
            (rule.code, rule.severity, rule.sql.format(batch=_BATCH, **thresholds.model_dump())) for rule in FILE_RULES
        )
    ]
    return ExpectationSuite(name="responses", expectations=[*_by_row(ROW_RULES), *by_file])


def follow_up_suite() -> ExpectationSuite:
    """Row rules about the staged rows of follow-up workbooks."""
    from great_expectations import ExpectationSuite

    return ExpectationSuite(name="follow_up", expectations=_by_row(FOLLOW_UP_RULES))


def warehouse_suite() -> ExpectationSuite:
    """The audit of a new warehouse."""
    from great_expectations import ExpectationSuite

    return ExpectationSuite(name="warehouse", expectations=list(warehouse_expectations().values()))


def warehouse_expectations() -> dict[str, Expectation]:
    """The expectations of the audit by code. All are queries that name their tables themselves: GX looks at one table
    at a time, and each look costs 60 ms whatever is asked, most of a small run's audit."""
    by_column = {
        rule.code: _no_rows(
            rule.code, rule.severity, _without_batch(f"SELECT {rule.column} FROM {rule.table} WHERE {_breach(rule)}")
        )
        for rule in WAREHOUSE_COLUMN_RULES
    }
    by_sql = {rule.code: _no_rows(rule.code, rule.severity, _without_batch(rule.sql)) for rule in WAREHOUSE_RULES}
    return by_column | by_sql


def _without_batch(sql: str) -> str:
    """A query about no batch: that one is named somewhere is all GX asks for."""
    return f"/* {_BATCH} */ " + sql.replace("{", "{{").replace("}", "}}")


def _breach(rule: WarehouseColumnRule) -> str:
    """The condition of rows whose value breaks the rule. An empty value breaks only NotNull."""
    match rule.check:
        case NotNull():
            return f"{rule.column} IS NULL"
        case IsNull():
            return f"{rule.column} IS NOT NULL"
        case InSet(values=values):
            return f"{rule.column} NOT IN ({', '.join(map(repr, values))})"
        case Between(lowest=lowest, highest=highest):
            bounds = (f"{rule.column} < '{lowest}'", "" if highest is None else f"{rule.column} > '{highest}'")
            return " OR ".join(filter(None, bounds))


def _by_row(rules: Iterable[RowRule]) -> list[Expectation]:
    return [_expectation(rule.code, rule.severity, rule.column, rule.check) for rule in rules]


def _expectation(code: str, severity: Severity, column: str, check: Check) -> Expectation:
    """The native expectation of a check. InSet and Between pass an empty value: they only look at what is there."""
    from great_expectations.expectations.core.expect_column_values_to_be_between import ExpectColumnValuesToBeBetween
    from great_expectations.expectations.core.expect_column_values_to_be_in_set import ExpectColumnValuesToBeInSet
    from great_expectations.expectations.core.expect_column_values_to_be_null import ExpectColumnValuesToBeNull
    from great_expectations.expectations.core.expect_column_values_to_not_be_null import ExpectColumnValuesToNotBeNull
    from great_expectations.expectations.metadata_types import FailureSeverity

    meta = {CODE: code}
    gx_severity = FailureSeverity(_GX_SEVERITY[severity])
    match check:
        case NotNull():
            return ExpectColumnValuesToNotBeNull(column=column, meta=meta, severity=gx_severity)
        case IsNull():
            return ExpectColumnValuesToBeNull(column=column, meta=meta, severity=gx_severity)
        case InSet(values=values):
            return ExpectColumnValuesToBeInSet(column=column, value_set=list(values), meta=meta, severity=gx_severity)
        case Between(lowest=lowest, highest=highest):
            return ExpectColumnValuesToBeBetween(
                column=column, min_value=lowest, max_value=highest, meta=meta, severity=gx_severity
            )
        case Never(condition=condition):
            return _no_rows(code, severity, f"SELECT {', '.join(ROW_KEY)} FROM {_BATCH} WHERE {condition}")


def _no_rows(code: str, severity: Severity, sql: str) -> Expectation:
    """Passes when the query yields nothing."""
    from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation
    from great_expectations.expectations.metadata_types import FailureSeverity

    return UnexpectedRowsExpectation(
        unexpected_rows_query=sql, meta={CODE: code}, severity=FailureSeverity(_GX_SEVERITY[severity])
    )

"""Results of a suite as plain records: findings, breaching files, and crashed checks.

Not here: Great Expectations' own results (`expectations.checker` turns them into these), and no value of
any row: a finding holds counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.errors import CheckCrashedError
from contracts.rules import Severity, SuiteName, Verdict


@dataclass(frozen=True)
class Finding:
    """What one expectation of one run said: a row of `contracts.lineage_tables.FINDING`."""

    run_id: str
    suite: SuiteName
    expectation: str
    column_name: str | None
    verdict: Verdict
    severity: Severity
    observed: str | None


@dataclass(frozen=True)
class CheckResult:
    """What one expectation said, before it is told to anyone. `unexpected` counts the rows its query found; `crash`
    says why it could not be evaluated."""

    code: str
    verdict: Verdict
    unexpected: int = 0
    crash: str | None = None

    def finding(
        self, run_id: str, suite: SuiteName, severity: Severity, observed: str, column_name: str | None = None
    ) -> Finding:
        """The finding of this result; of a crashed one, why it crashed stands in place of `observed`."""
        return Finding(run_id, suite, self.code, column_name, self.verdict, severity, self.crash or observed)


@dataclass(frozen=True)
class FileBreach:
    """A content that breaks a file rule, and what was seen in it (fills `{observed}` of the rule's message)."""

    content_id: str
    rule: str
    observed: str


@dataclass(frozen=True)
class JudgedRows:
    """What was judged together: by content how many rows it has, and the contents that break a file rule. The rows that
    break a row rule are in the Parquet file that `expectations.rows` wrote."""

    rows: Mapping[str, int]
    file_breaches: tuple[FileBreach, ...]


@dataclass(frozen=True)
class RowsVerdict:
    """What the staged rows of all contents are worth. The rows that break a rule are in a Parquet file of their own."""

    findings: tuple[Finding, ...]
    file_breaches: tuple[FileBreach, ...]
    rows_with_findings: int

    def merged_with(self, other: "RowsVerdict") -> "RowsVerdict":
        """Both verdicts as one."""
        return RowsVerdict(
            self.findings + other.findings,
            self.file_breaches + other.file_breaches,
            self.rows_with_findings + other.rows_with_findings,
        )


def failed_errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that forbid to publish: rules of severity `error` that the data broke."""
    return tuple(finding for finding in findings if finding.verdict == "failed" and finding.severity == "error")


def raise_on_crashed(findings: Sequence[Finding]) -> None:
    """Raises CheckCrashedError naming every check that could not be evaluated, if there is any."""
    crashed = [finding for finding in findings if finding.verdict == "crashed"]
    if not crashed:
        return
    reasons = "\n".join(f"  {finding.expectation}: {finding.observed}" for finding in crashed)
    raise CheckCrashedError(
        f"{len(crashed)} of {len(findings)} checks of suite '{crashed[0].suite}' crashed. The data was not judged and "
        f"nothing was published; what is published stays as it is.\n{reasons}\n"
        "This is a fault of the program, not of an office's file. Empty the staging folder (it is only a cache) and "
        "run again; if it crashes again, report these lines together with the version."
    )

"""Running one suite on one table of a DuckDB database, once.

Belongs here: everything that makes Great Expectations behave (no progress bars, no analytics, an ephemeral
context, closing what it opened) and the translation of its results. Not here: which suite (`suites`), which
data (`rows`, `warehouse`).

Great Expectations costs seconds to import and 0.1 s for each run: import it in the background (`warm_up`) and
run it once per batch, never per file or unit. It is single-threaded: one run at a time.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from expectations.findings import CheckResult
from expectations.suites import CODE

if TYPE_CHECKING:
    import sqlalchemy as sa
    from great_expectations import ExpectationSuite
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.datasource.fluent.sql_datasource import SQLDatasource

RESULT_FORMAT: dict[str, object] = {
    # Counts, and not one value of a row: values are personal, and rows are fetched by one query of our own.
    "result_format": "BASIC",
    "partial_unexpected_count": 0,
}
MEMORY_LIMIT = "800MB"
"""Of DuckDB, which spills beyond it. Great Expectations itself takes 300 MB."""


def warm_up() -> None:
    """Imports Great Expectations and what it needs. Takes seconds: call it in a thread while files are read."""
    import expectations.no_rows  # noqa: F401
    from expectations.duckdb_dialect import register

    # Here too: a run without anything new warms up, judges nothing, and should end as quietly.
    register()


def is_warm() -> bool:
    """Whether that is done, or somebody is at it."""
    return "expectations.no_rows" in sys.modules


def open_engine(database: str, options: Mapping[str, str]) -> sa.Engine:
    """A SQLAlchemy engine on a DuckDB database: a path, or `:memory:name`, which all engines of this process share
    as long as one of them has a connection. `options` are DuckDB's; engines on one database need equal ones."""
    import sqlalchemy as sa

    return sa.create_engine(_url(database, options))


@dataclass(frozen=True)
class Checker:
    """Great Expectations, looking at one database."""

    source: SQLDatasource

    def run(self, suite: ExpectationSuite, table: str) -> tuple[CheckResult, ...]:
        """Runs the suite on a table or view. A check that cannot be evaluated is a result too, never an exception."""
        from great_expectations.datasource.fluent.interfaces import TestConnectionError

        codes = [_code(expectation.meta) for expectation in suite.expectations]
        try:
            asset = self.source.add_table_asset(table, table_name=table)
        except TestConnectionError as error:
            return tuple(CheckResult(code, "crashed", crash=without_values(str(error))) for code in codes)
        # Of the batch itself: a validation definition would also write suite and results into stores nobody reads.
        batch = asset.add_batch_definition_whole_table("whole").get_batch()
        by_code: dict[str, ExpectationValidationResult] = {}
        for result in batch.validate(suite, result_format=RESULT_FORMAT).results:
            if result.expectation_config is not None:
                by_code[_code(result.expectation_config.meta)] = result
        return tuple(
            _check_result(code, by_code[code])
            if code in by_code
            else CheckResult(code, "crashed", crash="Great Expectations returned no result")
            for code in codes
        )


@contextmanager
def checker(database: str, options: Mapping[str, str]) -> Iterator[Checker]:
    """Great Expectations on a DuckDB database; every connection it opened is closed at the end."""
    from great_expectations.data_context.data_context.context_factory import set_context
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    class Context(EphemeralDataContext):
        def _save_project_config(self) -> None:
            """Written as YAML at every step otherwise, for nobody (0.1 s)."""

    with _quiet():
        # All in memory, and no Data Docs: their pages load from ten addresses of the internet.
        config = DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(),
            progress_bars=ProgressBarsConfig(globally=False),
            analytics_enabled=False,
        )
        context = Context(config)
        set_context(context)
        source = context.data_sources.add_sql("duckdb", connection_string=_url(database, options))
        try:
            yield Checker(source)
        finally:
            # The source tests its connection with one engine and computes with another.
            source.get_execution_engine().engine.dispose()
            source.get_engine().dispose()


def without_values(message: str) -> str:
    """The first line of an error, at most 300 characters, without what stands in single quotes: DuckDB quotes values
    of rows there, and rows are personal. Names of columns stand in double quotes and stay."""
    line = next((line.strip() for line in message.splitlines() if line.strip()), "no message")
    return re.sub(r"'[^']*'", "'…'", line)[:300]


def _url(database: str, options: Mapping[str, str]) -> str:
    import sqlalchemy as sa

    from expectations.duckdb_dialect import SCHEME, register

    register()
    return sa.URL.create(SCHEME, database=database, query=options).render_as_string(hide_password=False)


@contextmanager
def _quiet() -> Iterator[None]:
    """Great Expectations logs a crashed check and carries on; we take the crash from its result instead."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _code(meta: Mapping[str, object] | None) -> str:
    return str((meta or {})[CODE])


def _check_result(code: str, result: ExpectationValidationResult) -> CheckResult:
    """Three verdicts out of two: `success=False` also means that the check itself crashed."""
    crash = _crash_of(result)
    if crash is not None:
        return CheckResult(code, "crashed", crash=crash)
    details = result.result
    unexpected = details.get("observed_value")
    if unexpected is None:
        return CheckResult(code, "crashed", crash="Great Expectations returned no count")
    if bool(result.success) != (unexpected == 0):
        return CheckResult(code, "crashed", crash=f"success={result.success} with {unexpected} unexpected rows")
    return CheckResult(code, "passed" if result.success else "failed", int(unexpected))


def _crash_of(result: ExpectationValidationResult) -> str | None:
    """Why the check crashed. GX says it once, or once for each metric that could not be computed."""
    information = result.exception_info or {}
    parts = [information] if "raised_exception" in information else list(information.values())
    for part in parts:
        if isinstance(part, dict) and part.get("raised_exception"):
            return without_values(str(part.get("exception_message")))
    return None

"""The one expectation that every rule becomes: a query yields no rows.

Belongs here: what differs from Great Expectations' own, with the reason. Not here: any query (`suites`), running one
(`checker`). Imports Great Expectations, which takes seconds: import this inside functions.
"""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

_COUNT = "unexpected_rows_query.row_count"


class ExpectNoRows(UnexpectedRowsExpectation):
    """Counts the rows a query yields, and asks the database once: Great Expectations' own fetches rows in a query of
    their own beside, whether anybody wants to see them or not."""

    metric_dependencies: ClassVar[tuple[str, ...]] = (_COUNT,)
    _configuration: ExpectationConfiguration | None = PrivateAttr(None)

    @property
    def configuration(self) -> ExpectationConfiguration:
        """Made once: Great Expectations asks for it twenty times for each expectation, and it never changes."""
        if self._configuration is None:
            self._configuration = super().configuration
        return self._configuration

    def _validate(self, metrics: dict[str, Any], *_arguments: object, **_options: object) -> dict[str, Any]:
        return {"success": metrics[_COUNT] == 0, "result": {"observed_value": metrics[_COUNT]}}

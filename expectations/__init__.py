"""Room of the expectations: suites made from the contracts' rules, their run, and what they found.

The only room that touches Great Expectations, and SQLAlchemy and duckdb-engine, through which it reaches
DuckDB. Imports `contracts`. Not here: what a breach leads to (`transforms.responses.outcome`), or a rule of its own
(`contracts.rules`, `contracts.warehouse_rules`).
"""

from expectations import left_out
from expectations.checker import is_warm, warm_up

left_out.leave_out()  # here, because whoever imports Great Expectations passes here before

__all__ = ["is_warm", "warm_up"]

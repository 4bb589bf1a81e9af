"""Rows of a query, put in order for whoever reads them unit by unit.

Belongs here: grouping. Not here: any question to the warehouse (`warehouse.published`).
"""

from collections import defaultdict
from collections.abc import Iterable

from warehouse.read import Row


def by_unit(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    """The rows of each unit, in their order."""
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.of("unit_code", str)].append(row)
    return grouped


def only(rows: list[Row]) -> Row | None:
    """The one row; None where there is none."""
    return rows[0] if rows else None

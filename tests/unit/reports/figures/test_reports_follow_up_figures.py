"""Which plan a report gives account of."""

import pytest

from contracts.periods import parse_period
from reports.figures.follow_up_figures import accounted_period


@pytest.mark.parametrize(
    ("period", "planned", "closed", "accounted"),
    [
        ("2024", "2023", "", "2023"),  # the period before, closed or not
        ("2024", "", "2023 2024-S1", "2023"),
        ("2024", "2023 2024-S1", "2024-S1", "2024-S1"),  # as the official report of a year attaches January to June
        ("2024", "2023 2024-S1", "2023", "2023"),  # the semester is not closed
        ("2024", "2023 2024-S1", "2023 2024-S1", "2024-S1"),
        ("2024", "2024-S1 2024-TW3 2024-S2", "2024-S1 2024-TW3 2024-S2", "2024-TW3"),  # the last ends with the year
        ("2024", "2024-S1 2024-TW2 2024-06", "2024-S1 2024-TW2 2024-06", "2024-S1"),  # the longest
        ("2024-TW3", "2024-S1 2024-TW2", "2024-S1 2024-TW2", "2024-TW2"),  # its own kind
        ("2024-TW3", "2024-S1", "2024-S1", "2024-S1"),
        ("2024", "2022", "2022", "2023"),  # long before: nobody is told of it again
        ("2024", "2024 2025-S1", "2024 2025-S1", "2023"),
        ("2024", "2023-S2", "2023-S2", "2023-S2"),
    ],
)
def test_the_last_closed_period_with_a_plan_is_accounted_for(
    period: str, planned: str, closed: str, accounted: str
) -> None:
    assert accounted_period(parse_period(period), planned.split(), closed.split()).code == accounted

"""What PEKPPP asks of a survey

The evaluation of public service (PermenPANRB 29/2022) looks at whether results are published and followed up, on
ladders from 0 to 5. They stand here as a regency's program has them; the regulation's own annex was not at hand.
"""

from datetime import date

from tests.spec.tables import rows
from transforms.figures.pekppp import Steps, months_after, publication, realisation, speed


def shown(steps: Steps | None) -> str:
    if steps is None:
        return ""
    return str(steps.lowest) if steps.lowest == steps.highest else f"{steps.lowest} to {steps.highest}"


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class TestPublication:
    """Media of publication"""

    def test_one_step_a_medium(self):
        """More than four are the highest step."""
        ladder = """
            media | step
            0     | 0
            1     | 1
            4     | 4
            5     | 5
            9     | 5
        """
        for row in rows(ladder):
            assert shown(publication(int(row["media"]))) == row["step"]


class TestRealisation:
    """Follow-up carried out"""

    def test_share_of_the_plan(self):
        """Below 30 % is 2, from 30 to 80 % is 3, above 80 % is 4, all is 5. A plan of which nothing was carried out
        is 0 or 1, as the evaluator sees it. Where nothing was planned there is no step: it is neither none nor all."""
        ladder = """
            planned | done | step
            0       | 0    |
            3       | 0    | 0 to 1
            4       | 1    | 2
            10      | 3    | 3
            3       | 1    | 3
            10      | 8    | 3
            100     | 81   | 4
            3       | 3    | 5
            1000    | 299  | 2
            1000    | 999  | 4
        """
        for row in rows(ladder):
            assert shown(realisation(int(row["planned"]), int(row["done"]))) == row["step"]


class TestSpeed:
    """How soon"""

    def test_all_of_it_within_months_of_the_report(self):
        """The last action counts, and the day itself is within. One that is open, or whose day nobody said, leaves
        the ladder empty. The report here is of 31 January 2025, which is closed on that day."""
        ladder = """
            first      | last       | step
            2024-12-01 | 2025-01-15 | 5
            2025-02-01 | 2025-02-28 | 5
            2025-02-01 | 2025-03-01 | 4
            2025-02-01 | 2025-04-30 | 4
            2025-02-01 | 2025-05-01 | 3
            2025-02-01 | 2025-07-31 | 3
            2025-08-01 | 2025-08-01 | 2
            2025-02-01 | 2025-10-31 | 2
            2025-02-01 | 2026-01-31 | 1
            2025-02-01 | 2026-02-01 | 0
            2025-02-01 |            |
        """
        for row in rows(ladder):
            assert shown(speed(date(2025, 1, 31), [day(row["first"]), day(row["last"])])) == row["step"]
        assert speed(date(2025, 1, 31), []) is None

    def test_months_end_where_the_month_does(self):
        """A month after 31 January is the last of February."""
        months = """
            from       | months | until
            2025-01-31 | 1      | 2025-02-28
            2024-01-31 | 1      | 2024-02-29
            2025-11-30 | 3      | 2026-02-28
            2025-12-15 | 12     | 2026-12-15
        """
        for row in rows(months):
            assert months_after(date.fromisoformat(row["from"]), int(row["months"])) == day(row["until"])

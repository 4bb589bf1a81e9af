"""Which periods have ended on a day."""

from datetime import date

import pytest

from contracts.home import Home
from flows.period_end import periods_ended
from pipeline.documents.documents import load_manifest, request_documents
from storage.store import LocalStore


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2025, 1, 1), ["2024-TW4", "2024-S2", "2024"]),
        (date(2025, 3, 31), ["2024-TW4", "2024-S2", "2024"]),  # a server that was off catches up
        (date(2025, 4, 1), ["2025-TW1"]),
        (date(2025, 7, 1), ["2025-TW2", "2025-S1"]),
        (date(2025, 10, 1), ["2025-TW3"]),
        (date(2024, 2, 29), ["2023-TW4", "2023-S2", "2023"]),
    ],
)
def test_the_quarter_and_what_ended_with_it(day: date, codes: list[str]) -> None:
    assert [period.code for period in periods_ended(day)] == codes


def test_asking_for_a_period_touches_no_manifest_that_is_there(tmp_path) -> None:
    home = Home(tmp_path)
    there = home.reports / "2024" / "manifest.json"
    there.parent.mkdir(parents=True)
    there.write_text('{"made_from": "x"}', encoding="utf-8")
    reports = LocalStore(home.reports)
    request_documents(reports, ["2024", "2024-TW4"])
    assert there.read_text(encoding="utf-8") == '{"made_from": "x"}'
    assert load_manifest(reports, "2024-TW4").files == {}
    assert (home.reports / "2024-TW4" / "manifest.json").is_file()

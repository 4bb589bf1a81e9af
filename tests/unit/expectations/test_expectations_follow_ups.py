"""Judging the rows of follow-up workbooks: every rule finds its row and no other."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from contracts.follow_up import FOLLOW_UP_COLUMNS
from contracts.rules import FOLLOW_UP_RULES, ROW_RULES
from contracts.staged_tables import ROW_FINDING, STAGED_FOLLOW_UP
from expectations.findings import JudgedRows, RowsVerdict
from expectations.rows import judge_follow_ups
from tests.judged_rows import verdict_of
from transforms.schema import conform, frame_schema

Row = dict[str, object]
UNTOUCHED: Row = dict.fromkeys(STAGED_FOLLOW_UP.column_names) | {
    "sheet": "Tindak Lanjut",
    "row_number": 8,
    "unsur_code": "U1",
    "activity": "Mereview SOP",
    "responsible": "Kecamatan Jatirejo",
    "quarter_1": True,
    "quarter_2": False,
    "quarter_3": False,
    "quarter_4": False,
    "received_on": date(2025, 6, 30),
    "planned_from": date(2024, 1, 1),
}
DONE: Row = {"done": True, "description": "SOP terbit"}
# What breaks each rule and no other, and the value its sender is shown.
BREAKS: dict[str, tuple[Row, str | None]] = {
    "follow_up_unsur_missing": ({"unsur_code": None}, None),
    "follow_up_unsur_unknown": ({"unsur_code": None, "unsur_text": "Parkir"}, "Parkir"),
    "follow_up_activity_missing": ({"activity": None}, None),
    "follow_up_done_unreadable": ({"done_text": "proses"}, "proses"),
    "follow_up_quarter_missing": ({"quarter_1": False}, None),
    "follow_up_responsible_missing": ({"responsible": None}, None),
    "follow_up_description_missing": ({"done": True}, None),
    "follow_up_horizon_unknown": ({"horizon_text": "segera"}, "segera"),
    "follow_up_forum_unreadable": ({"forum_on_text": "kemarin"}, "kemarin"),
    "follow_up_forum_impossible": ({"forum_on": date(2025, 7, 1)}, "2025-07-01"),
    "follow_up_done_on_unreadable": ({"done_on_text": "TW II"}, "TW II"),
    "follow_up_done_on_in_future": (DONE | {"done_on": date(2025, 7, 1)}, "2025-07-01"),
    "follow_up_done_on_before_plan": (DONE | {"done_on": date(2023, 12, 31)}, "2023-12-31"),
    "follow_up_done_on_without_done": ({"done_on": date(2025, 3, 1)}, "2025-03-01"),
    "follow_up_link_unreadable": ({"link_text": "foto.jpg"}, "foto.jpg"),
}
KEEPS: tuple[Row, ...] = (
    {},
    {"quarter_1": False, "quarter_4": True},
    {"done": False},
    DONE,
    DONE | {"done_on": date(2024, 1, 1), "horizon": "short", "forum_on": date(2025, 6, 30), "link": "https://a.id/1"},
    DONE | {"done_on": date(2023, 12, 31), "planned_from": None},  # the file names no period
    {"description": "x" * 20_000, "activity": "'; DROP TABLE staged_follow_up; --"},
)


def stage(folder: Path, name: str, rows: list[Row]) -> Path:
    path = folder / f"{name}.follow-up.parquet"
    cells = [UNTOUCHED | {"content_id": name, "row_index": index} | row for index, row in enumerate(rows)]
    frame = pl.DataFrame(cells, schema=frame_schema(STAGED_FOLLOW_UP), orient="row")
    conform(frame, STAGED_FOLLOW_UP).write_parquet(path)
    return path


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[RowsVerdict, pl.DataFrame]:
    folder = tmp_path_factory.mktemp("staged")
    staged = [stage(folder, "breaking", [row for row, _ in BREAKS.values()]), stage(folder, "clean", list(KEEPS))]
    target = folder / "follow_up_finding.parquet"
    return verdict_of("follow_up", judge_follow_ups(staged, target), target, len(staged)), pl.read_parquet(target)


def test_every_rule_has_a_case_and_a_code_of_its_own() -> None:
    assert list(BREAKS) == [rule.code for rule in FOLLOW_UP_RULES]
    assert not set(BREAKS) & {rule.code for rule in ROW_RULES}
    assert {rule.column for rule in FOLLOW_UP_RULES} <= {column.name for column in FOLLOW_UP_COLUMNS}


def test_each_rule_finds_its_row_with_its_value_and_no_other(judged: tuple[RowsVerdict, pl.DataFrame]) -> None:
    verdict, found = judged
    assert found.schema == frame_schema(ROW_FINDING)
    assert sorted(found.select("content_id", "row_index", "rule", "column_name", "severity", "value").rows()) == [
        ("breaking", index, rule.code, rule.column, rule.severity, BREAKS[rule.code][1])
        for index, rule in enumerate(FOLLOW_UP_RULES)
    ]
    assert verdict.rows_with_findings == len(BREAKS)
    assert verdict.file_breaches == ()
    assert {(finding.suite, finding.verdict, finding.observed) for finding in verdict.findings} == {
        ("follow_up", "failed", f"1 of {len(BREAKS) + len(KEEPS)} rows")
    }


def test_without_a_workbook_great_expectations_is_not_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("expectations.rows.checker")
    assert judge_follow_ups([], tmp_path / "none.parquet") == JudgedRows({}, ())
    assert pl.read_parquet(tmp_path / "none.parquet").is_empty()


def test_two_verdicts_are_one(judged: tuple[RowsVerdict, pl.DataFrame]) -> None:
    verdict, _ = judged
    both = verdict.merged_with(verdict)
    assert both.rows_with_findings == 2 * len(BREAKS)
    assert both.findings == verdict.findings * 2

"""Judging staged responses: every row rule finds its row, every file rule its files, and a check that
cannot be evaluated is never taken for one that failed or passed."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

import expectations.rows
from contracts.errors import CheckCrashedError
from contracts.rules import FILE_RULES, ROW_RULES, ROW_RULES_BY_CODE
from contracts.settings import Thresholds
from contracts.staged_tables import ROW_FINDING, STAGED_RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from expectations.duckdb_dialect import BufferedCursor
from expectations.findings import Finding, RowsVerdict
from expectations.rows import judge_responses
from expectations.suites import rows_suite
from tests.judged_rows import verdict_of
from transforms.schema import conform, frame_schema

Row = dict[str, object]
UNTOUCHED: Row = dict.fromkeys(STAGED_RESPONSE.column_names) | {
    "content_id": "clean",
    "row_index": 0,
    "sheet": "",
    "row_number": 2,
    "received_on": date(2024, 7, 1),
    "dated": True,
    "response_date": date(2024, 3, 1),
    **dict.fromkeys(UNSUR_COLUMNS, 3),
    "gender": "P",
    "age": 30,
    "age_band": "30-39",
    "education": "SMA",
    "occupation": "Lainnya",
    "identity": "none",
    "identity_key": 1,
}

# What breaks each rule and no other, and the value its sender is shown.
BREAKS: dict[str, tuple[Row, str | None]] = {
    **{f"{column}_missing": ({column: None}, None) for column in UNSUR_COLUMNS},
    **{f"{column}_not_an_answer": ({column: 0, f"{column}_text": "nol"}, "nol") for column in UNSUR_COLUMNS},
    "date_missing": ({"response_date": None}, None),
    "date_unreadable": ({"response_date": None, "date_text": "31/02/2024"}, "31/02/2024"),
    "date_too_old": ({"response_date": date(2016, 12, 31)}, "2016-12-31"),
    "date_in_future": ({"response_date": date(2024, 7, 2)}, "2024-07-02"),
    "gender_unknown": ({"gender": None, "gender_text": "X"}, "X"),
    "age_impossible": ({"age": 4}, "4"),
    "age_unknown": ({"age": None, "age_band": None, "age_text": "dewasa"}, "dewasa"),
    "further_answer_unknown": ({"further_answers": "4,,3", "further_text": "5"}, "5"),
    "education_unknown": ({"education": None, "education_text": "kursus"}, "kursus"),
    "occupation_unknown": ({"occupation": None, "occupation_text": "?"}, "?"),
    "disability_unknown": ({"disability": None, "disability_text": "?"}, None),
}
# What is at the edge of the rules and breaks none.
KEEPS: dict[str, Row] = {
    "lowest answers": dict.fromkeys(UNSUR_COLUMNS, 1),
    "highest answers": dict.fromkeys(UNSUR_COLUMNS, 4),
    "no date in a file without dates": {"dated": False, "response_date": None},
    "first day of the method": {"response_date": date(2017, 1, 1)},
    "the day it was received": {"response_date": date(2024, 7, 1)},
    "youngest": {"age": 5},
    "oldest": {"age": 120},
    "nothing known about the respondent": {
        "gender": None,
        "age": None,
        "age_band": None,
        "education": None,
        "occupation": None,
        "disability": None,
    },
    "a protected answer": {"disability": "ya"},
}

Stage = Callable[..., Path]


def staged_frame(rows: list[Row]) -> pl.DataFrame:
    frame = pl.DataFrame([UNTOUCHED | row for row in rows], schema=frame_schema(STAGED_RESPONSE), orient="row")
    return conform(frame, STAGED_RESPONSE)


def stage(folder: Path, name: str, rows: list[Row]) -> Path:
    path = folder / f"{name}.parquet"
    staged_frame([{"content_id": name, "row_index": index} | row for index, row in enumerate(rows)]).write_parquet(path)
    return path


def validate(staged: list[Path], target: Path, **thresholds: float) -> RowsVerdict:
    judged = judge_responses(staged, target, thresholds=Thresholds.model_validate(thresholds, strict=False))
    return verdict_of("responses", judged, target, len(staged))


def by_code(verdict: RowsVerdict) -> dict[str, Finding]:
    return {finding.expectation: finding for finding in verdict.findings}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[RowsVerdict, pl.DataFrame]:
    """One run over one row for each rule, in three files, beside rows that break nothing."""
    folder = tmp_path_factory.mktemp("staged with 'quote'")
    breaking = [row for row, _ in BREAKS.values()]
    staged = [
        stage(folder, "first", breaking[:5]),
        stage(folder, "second", breaking[5:]),
        stage(folder, "clean", list(KEEPS.values())),
    ]
    target = folder / "row_finding.parquet"
    return validate(staged, target, out_of_scale_share=0.9), pl.read_parquet(target)


def test_every_row_rule_has_a_case() -> None:
    assert list(BREAKS) == [code for code in BREAKS if code in ROW_RULES_BY_CODE]
    assert set(BREAKS) == set(ROW_RULES_BY_CODE)


@pytest.mark.parametrize("code", ROW_RULES_BY_CODE)
def test_a_row_that_breaks_a_rule_is_found_once_with_its_value(
    code: str, judged: tuple[RowsVerdict, pl.DataFrame]
) -> None:
    verdict, row_findings = judged
    rule = ROW_RULES_BY_CODE[code]
    finding = by_code(verdict)[code]
    assert (finding.verdict, finding.severity, finding.column_name) == ("failed", rule.severity, rule.column)
    assert finding.observed == f"1 of {len(BREAKS) + len(KEEPS)} rows"
    position = list(BREAKS).index(code)
    place = ("first", position) if position < 5 else ("second", position - 5)
    assert row_findings.filter(pl.col("rule") == code).rows() == [
        (*place, code, rule.column, rule.severity, BREAKS[code][1])
    ]


def test_rows_at_the_edge_break_nothing(judged: tuple[RowsVerdict, pl.DataFrame]) -> None:
    _, row_findings = judged
    assert row_findings.filter(pl.col("content_id") == "clean").is_empty()


def test_row_findings_have_the_schema_and_order_of_the_contract(judged: tuple[RowsVerdict, pl.DataFrame]) -> None:
    verdict, row_findings = judged
    assert row_findings.schema == frame_schema(ROW_FINDING)
    assert row_findings.equals(row_findings.sort(ROW_FINDING.key))
    assert verdict.rows_with_findings == len(BREAKS)


def test_there_is_one_finding_per_rule_in_the_order_of_the_rules(judged: tuple[RowsVerdict, pl.DataFrame]) -> None:
    verdict, _ = judged
    codes = [rule.code for rule in ROW_RULES] + [rule.code for rule in FILE_RULES]
    assert [finding.expectation for finding in verdict.findings] == codes
    assert {(finding.run_id, finding.suite) for finding in verdict.findings} == {("run-1", "responses")}


def test_a_row_that_breaks_many_rules_has_one_finding_for_each(tmp_path: Path) -> None:
    broken: Row = dict.fromkeys(UNSUR_COLUMNS) | {"response_date": None, "age": 300}
    target = tmp_path / "row_finding.parquet"
    verdict = validate([stage(tmp_path, "many", [broken, {}])], target)
    rules = pl.read_parquet(target)["rule"].to_list()
    assert rules == sorted([*(f"{column}_missing" for column in UNSUR_COLUMNS), "date_missing", "age_impossible"])
    assert verdict.rows_with_findings == 1


def test_an_unreadable_answer_shows_the_text_and_a_number_off_the_scale_itself(tmp_path: Path) -> None:
    target = tmp_path / "row_finding.parquet"
    validate([stage(tmp_path, "one", [{"u1": -1, "u1_text": "lumayan"}, {"u1": 5}])], target, out_of_scale_share=0.9)
    assert pl.read_parquet(target)["value"].to_list() == ["lumayan", "5"]


def test_a_clean_batch_passes_and_writes_a_file_without_rows(tmp_path: Path) -> None:
    target = tmp_path / "row_finding.parquet"
    verdict = validate([stage(tmp_path, "clean", [{}, {}])], target)
    assert {finding.verdict for finding in verdict.findings} == {"passed"}
    assert (verdict.file_breaches, verdict.rows_with_findings) == ((), 0)
    assert pl.read_parquet(target).schema == frame_schema(ROW_FINDING)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clean.parquet", "row_finding.parquet"]


@pytest.mark.parametrize("files", [0, 2])
def test_without_a_row_everything_passes_and_great_expectations_is_not_started(
    files: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        pytest.fail("started")

    monkeypatch.setattr("expectations.rows.checker", fail)
    target = tmp_path / "row_finding.parquet"
    verdict = validate([stage(tmp_path, f"empty{number}", []) for number in range(files)], target)
    assert {finding.verdict for finding in verdict.findings} == {"passed"}
    assert by_code(verdict)["u1_missing"].observed == "0 of 0 rows"
    written = pl.read_parquet(target)
    assert written.is_empty()
    assert written.schema == frame_schema(ROW_FINDING)


# --- File rules


def test_files_with_another_scale_are_all_named_however_many(tmp_path: Path) -> None:
    """Great Expectations shows 200 rows at most, and our cursor holds 1,000."""
    contents = 1_100
    rows: list[Row] = [
        {"content_id": f"{number:04}", "row_index": index, "u4": 5 if index == 0 else 3}
        for number in range(contents)
        for index in range(2)
    ]
    path = tmp_path / "many.parquet"
    staged_frame([*rows, {"content_id": "clean", "row_index": 0}]).write_parquet(path)
    verdict = validate([path], tmp_path / "row_finding.parquet")
    assert [breach.content_id for breach in verdict.file_breaches] == [f"{number:04}" for number in range(contents)]
    assert {(breach.rule, breach.observed) for breach in verdict.file_breaches} == {("scale_not_1_to_4", "5")}
    assert by_code(verdict)["scale_not_1_to_4"].verdict == "failed"


@pytest.mark.parametrize(("above", "breaches"), [(1, 0), (2, 1)])
def test_the_scale_is_judged_by_the_share_of_the_settings(above: int, breaches: int, tmp_path: Path) -> None:
    """One row in twenty is a bad row; more are another scale. Several fives in one row are one row."""
    rows: list[Row] = [{"u1": 5, "u2": 5} if index < above else {} for index in range(20)]
    verdict = validate([stage(tmp_path, "one", rows)], tmp_path / "row_finding.parquet", out_of_scale_share=0.05)
    assert len(verdict.file_breaches) == breaches


@pytest.mark.parametrize(
    ("answers", "breaches"),
    [((7,), 0), ((44,), 0), ((5,), 1), ((7, 7), 1), ((7, 9), 1)],
)
def test_one_slip_of_a_finger_in_a_few_rows_is_a_bad_row(
    answers: tuple[int, ...], breaches: int, tmp_path: Path
) -> None:
    rows: list[Row] = [{"u3": answers[index]} if index < len(answers) else {} for index in range(12)]
    verdict = validate([stage(tmp_path, "one", rows)], tmp_path / "row_finding.parquet", out_of_scale_share=0.05)
    assert len(verdict.file_breaches) == breaches


@pytest.mark.parametrize(("above", "breaches"), [(1, 0), (2, 0), (3, 1)])
def test_a_small_sheet_on_another_scale_is_seen_among_many_rows(above: int, breaches: int, tmp_path: Path) -> None:
    manual: list[Row] = [{"sheet": "Manual", **({"u1": 5} if index < above else {})} for index in range(4)]
    rows: list[Row] = [*({"sheet": "Online"} for _ in range(96)), *manual]
    verdict = validate([stage(tmp_path, "one", rows)], tmp_path / "row_finding.parquet", out_of_scale_share=0.05)
    found = [breach for breach in verdict.file_breaches if breach.rule == "scale_not_1_to_4"]
    assert len(found) == breaches


def test_keys_pressed_twice_on_a_small_sheet_are_no_scale(tmp_path: Path) -> None:
    manual: list[Row] = [{"sheet": "Manual", "u1": 44}, {"sheet": "Manual", "u2": 33}, {"sheet": "Manual"}]
    rows: list[Row] = [*({"sheet": "Online"} for _ in range(97)), *manual]
    verdict = validate([stage(tmp_path, "one", rows)], tmp_path / "row_finding.parquet", out_of_scale_share=0.05)
    assert "scale_not_1_to_4" not in [breach.rule for breach in verdict.file_breaches]


def test_a_warning_about_a_file_is_a_failed_finding_of_that_severity(tmp_path: Path) -> None:
    mixed: Row = {"u9": 4}
    alike = stage(tmp_path, "alike", [{}] * 29 + [mixed])
    few = stage(tmp_path, "few", [{}] * 29)
    varied = stage(tmp_path, "varied", [{}] * 27 + [mixed] * 3)
    verdict = validate([alike, few, varied], tmp_path / "row_finding.parquet")
    finding = by_code(verdict)["answers_all_alike"]
    assert (finding.verdict, finding.severity, finding.observed) == ("failed", "warning", "1 of 3 files")
    assert [(breach.content_id, breach.observed) for breach in verdict.file_breaches] == [("alike", "96")]


# --- Crashes


def test_a_check_that_cannot_be_evaluated_stops_the_run_and_says_which(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "old.parquet"
    staged_frame([{"gender_text": "RAHASIA"}]).drop("age", "age_text").write_parquet(path)
    target = tmp_path / "row_finding.parquet"
    with caplog.at_level(logging.DEBUG), pytest.raises(CheckCrashedError) as crash:
        validate([path], target)
    message = str(crash.value)
    assert f"2 of {len(ROW_RULES) + len(FILE_RULES)} checks" in message
    assert "age_impossible:" in message
    assert "age_unknown:" in message
    assert "gender_unknown" not in message
    assert "RAHASIA" not in message + caplog.text
    assert not target.exists()


def test_files_that_do_not_fit_together_stop_the_run(tmp_path: Path) -> None:
    good = stage(tmp_path, "good", [{}])
    bad = tmp_path / "bad.parquet"
    bad.write_bytes(b"not parquet")
    with pytest.raises(CheckCrashedError, match="staging folder"):
        validate([good, bad], tmp_path / "row_finding.parquet")


def test_rows_that_are_not_as_many_as_counted_stop_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Great Expectations judges by the rules; the rows are looked for by another condition."""
    select = expectations.rows._select_breaches
    monkeypatch.setattr("expectations.rows._select_breaches", lambda rule: select(replace(rule, breach="u1 IS NULL")))
    target = tmp_path / "row_finding.parquet"
    with pytest.raises(CheckCrashedError, match="u2_missing: 1 found, 0 counted"):
        validate([stage(tmp_path, "one", [{"u1": None}])], target)
    assert not target.exists()


# --- The condition of a rule


def test_great_expectations_counts_by_the_condition_of_the_contract() -> None:
    suite = rows_suite("responses", ROW_RULES)
    asked = [expectation.unexpected_rows_query for expectation in suite.expectations]  # type: ignore[attr-defined]
    assert asked == [f"SELECT content_id, row_index FROM {{batch}} WHERE {rule.breach}" for rule in ROW_RULES]


def test_great_expectations_asks_once_a_rule_how_many_and_for_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = BufferedCursor.execute

    def noted(cursor: BufferedCursor, statement: str, parameters: Sequence[object] | None = None) -> None:
        asked.append(statement)
        execute(cursor, statement, parameters)

    monkeypatch.setattr(BufferedCursor, "execute", noted)
    monkeypatch.setattr(expectations.rows, "_write_row_findings", lambda *given: given[-1].touch())
    staged = [stage(tmp_path, "one", [{"u1": None}])]
    judge_responses(staged, tmp_path / "row_finding.parquet", thresholds=Thresholds())
    for rule in ROW_RULES:
        (question,) = [statement for statement in asked if f"WHERE {rule.breach}" in statement]
        assert question.startswith("SELECT COUNT(*)")


@pytest.mark.parametrize("code", ROW_RULES_BY_CODE)
def test_the_condition_of_a_rule_finds_its_row_and_no_other(code: str, tmp_path: Path) -> None:
    """Asked of DuckDB alone: neither Great Expectations nor the quarantine has a part in it."""
    staged = stage(tmp_path, "breaking", [row for row, _ in BREAKS.values()])
    found = duckdb.sql(f"SELECT row_index FROM '{staged}' WHERE {ROW_RULES_BY_CODE[code].breach}").fetchall()
    assert found == [(list(BREAKS).index(code),)]

"""What the rules say of a content is kept, and found again only for the same rows under the same rules."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import expectations.rows
from contracts.atomic_file import file_sha256
from contracts.records import Reading
from contracts.registry import Registry
from contracts.settings import Limits, Thresholds
from contracts.staged_tables import ROW_FINDING, STAGED_RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from expectations.findings import JudgedRows, RowsVerdict
from pipeline import verdicts
from pipeline.staging import StagingArea
from storage.store import LocalStore
from tests.property.pipeline_counting import without_great_expectations
from transforms.schema import conform, frame_schema

GOOD = dict.fromkeys(UNSUR_COLUMNS, 3)
OF_CONTENT = {
    "a": [GOOD, {"u1": None}],
    "b": [GOOD, GOOD],
    "c": [{"u2": 7}, {"u2": 8}, {"u2": 9, "age": 300}, GOOD],
    "d": [{"age": 300}, {"u9": None, "age": 300}],
}
"""By content its rows. The third has another scale."""


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with without_great_expectations():
        yield


@pytest.fixture
def area(tmp_path: Path) -> StagingArea:
    store = LocalStore(tmp_path / "staging")
    return StagingArea(LocalStore(tmp_path / "archive"), store, Limits(), Registry(()))


def stage(area: StagingArea, content_id: str, rows: list[dict[str, int | None]]) -> Reading:
    """The rows staged, and the reading that says so."""
    untouched = dict.fromkeys(frame_schema(STAGED_RESPONSE)) | {"sheet": "", "dated": False, "identity": "none"}
    cells = [
        untouched | {"content_id": content_id, "row_index": n, "row_number": n, "identity_key": n, **GOOD, **row}
        for n, row in enumerate(rows)
    ]
    frame = pl.DataFrame(cells, schema=frame_schema(STAGED_RESPONSE), orient="row").with_columns(
        pl.col("received_on").fill_null(pl.date(2025, 1, 1))
    )
    path = area.store.folder / f"{content_id}.parquet"  # type: ignore[attr-defined]
    path.parent.mkdir(exist_ok=True)
    conform(frame, STAGED_RESPONSE).write_parquet(path)
    return Reading(content_id=content_id, format="csv", rows=len(rows), rows_sha256=file_sha256(path))


class Desk:
    """Asks for verdicts, and says which contents were judged for it."""

    def __init__(self, area: StagingArea, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.area, self.target = area, folder / "row_finding.parquet"
        self.readings = {name: stage(area, name, rows) for name, rows in OF_CONTENT.items()}
        self.judged: list[str] = []
        judge = verdicts.judge_responses

        def noted(staged: list[Path], target: Path, *, thresholds: Thresholds) -> JudgedRows:
            self.judged += [path.stem for path in staged]
            return judge(staged, target, thresholds=thresholds)

        monkeypatch.setattr(verdicts, "judge_responses", noted)

    def ask(self, contents: str, **thresholds: float) -> tuple[RowsVerdict, pl.DataFrame]:
        self.judged.clear()
        verdict = verdicts.of_responses(
            self.area, self.readings, list(contents), self.target, "run-1", Thresholds(**thresholds)
        )
        return verdict, pl.read_parquet(self.target)


@pytest.fixture
def desk(area: StagingArea, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(area, tmp_path, monkeypatch)


def test_what_is_judged_together_and_one_after_the_other_is_the_same(desk: Desk) -> None:
    verdict, found = desk.ask("abcd")
    assert desk.judged == list("abcd")
    assert found.schema == frame_schema(ROW_FINDING)
    assert found.select("content_id", "row_index", "rule", "value").rows() == [
        ("a", 1, "u1_missing", None),
        ("c", 0, "u2_not_an_answer", "7"),
        ("c", 1, "u2_not_an_answer", "8"),
        ("c", 2, "age_impossible", "300"),
        ("c", 2, "u2_not_an_answer", "9"),
        ("d", 0, "age_impossible", "300"),
        ("d", 1, "age_impossible", "300"),
        ("d", 1, "u9_missing", None),
    ]
    assert verdict.rows_with_findings == 6
    assert [(one.content_id, one.rule, one.observed) for one in verdict.file_breaches] == [
        ("c", "scale_not_1_to_4", "9")
    ]
    told = {one.expectation: (one.verdict, one.observed) for one in verdict.findings}
    assert told["age_impossible"] == ("failed", "3 of 10 rows")
    assert told["scale_not_1_to_4"] == ("failed", "1 of 4 files")
    assert told["u5_missing"] == ("passed", "0 of 10 rows")
    for order in ("dcba", "bdac"):
        for name in "abcd":
            desk.area.store.remove(f"{name}.verdict")
        for count in range(1, 5):
            again = desk.ask(order[:count])
            assert desk.judged == [order[count - 1]]
        assert (again[0].findings, again[0].file_breaches, again[0].rows_with_findings) == (
            verdict.findings,
            verdict.file_breaches,
            verdict.rows_with_findings,
        )
        assert again[1].equals(found)


def test_great_expectations_is_not_started_for_what_was_judged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.ask("abcd")
    monkeypatch.delattr(expectations.rows, "checker")
    after = desk.ask("abcd")
    assert (desk.judged, after[0], after[1].equals(before[1])) == ([], before[0], True)
    assert desk.ask("bd")[0].rows_with_findings == 2


def test_other_rows_are_judged_again(desk: Desk) -> None:
    desk.ask("abcd")
    desk.readings["b"] = stage(desk.area, "b", [GOOD, {"u3": None}])
    _, found = desk.ask("abcd")
    assert desk.judged == ["b"]
    assert found.filter(content_id="b").get_column("rule").to_list() == ["u3_missing"]


def test_by_other_thresholds_all_is_judged_again(desk: Desk) -> None:
    assert desk.ask("abcd")[0].file_breaches
    assert not desk.ask("abcd", out_of_scale_share=0.9)[0].file_breaches
    assert desk.judged == list("abcd")


@pytest.mark.parametrize(
    "change",
    [
        lambda written: written[:-1],
        lambda written: written.replace(b'"rows":4', b'"rows":5'),
        lambda written: written.replace(b"PAR1", b"PAR2"),
        lambda _: b"",
    ],
    ids=["cut", "changed", "other findings", "empty"],
)
def test_a_damaged_verdict_is_made_again(desk: Desk, change) -> None:  # type: ignore[no-untyped-def]
    verdict, found = desk.ask("abcd")
    written = desk.area.store.read("c.verdict")
    assert change(written) != written
    desk.area.store.write("c.verdict", change(written))
    again, found_again = desk.ask("abcd")
    assert desk.judged == ["c"]
    assert (again, found_again.equals(found)) == (verdict, True)
    assert desk.area.store.read("c.verdict") == written


def test_what_crashes_is_not_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise expectations.rows.CheckCrashedError("no")

    monkeypatch.setattr(expectations.rows, "_write_row_findings", crash)
    with pytest.raises(expectations.rows.CheckCrashedError):
        desk.ask("ab")
    assert not desk.area.store.present(["a.verdict", "b.verdict"])

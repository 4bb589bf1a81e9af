"""A unit's results are taken over exactly where nothing changed that they are made from."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from contracts.decisions import WITHDRAWN, Decision
from contracts.home import Home
from contracts.staged_tables import ROW_OUTCOME
from pipeline import decisions
from pipeline.homes import prepare_home
from pipeline.run import one_run
from pipeline.unit_results import UnitResults, made_from, of_responses, units_taken_over
from tests.property.histories import GOOD_DAY, HEADER, NAMES, ORIGIN, REGISTRY
from tests.property.pipeline_counting import publishes
from tests.property.plain_counting import SNAPSHOT_UNIT
from transforms.schema import frame_schema
from warehouse import build as warehouse_build

EVERYBODY = dict.fromkeys("ABC", 1)
UNITS = set(NAMES)
SETTINGS = "[thresholds]\nsmall_cell = {}\n"


def test_rows_in_another_order_are_the_same_and_any_other_value_is_none() -> None:
    rows = pl.DataFrame({"unit_code": ["A", "A", "B"], "value": [1, 2, None]})
    told = made_from([rows, rows], "release 1")
    assert told.equals(made_from([rows.reverse(), rows], "release 1"))
    assert told.get_column("unit_code").to_list() == ["A", "B"]
    others = [
        made_from([rows, rows], "release 2"),
        made_from([rows, rows.clear()], "release 1"),
        made_from([rows, pl.concat([rows, rows])], "release 1"),
        made_from([rows, rows.with_columns(value=pl.lit(3))], "release 1"),
    ]
    assert all(told.join(other, on=told.columns, how="semi").is_empty() for other in others)
    of_one = made_from([rows, rows.with_columns(value=pl.col("value").fill_null(0))], "release 1")
    assert told.join(of_one, on=told.columns, how="semi").get_column("unit_code").to_list() == ["A"]


def test_of_the_version_before_only_the_same_is_taken_over(tmp_path: Path) -> None:
    def version(name: str, values: dict[str, int], before: Path | None) -> tuple[list[str], list[str]]:
        (tmp_path / name).mkdir()
        results = UnitResults(tmp_path / name, before)
        values_now = pl.DataFrame({"unit_code": list(values), "value": list(values.values())})
        unchanged = results.unchanged("responses", made_from([values_now]))
        made = values_now.filter(~pl.col("unit_code").is_in(unchanged)).with_columns(of=pl.lit(name))
        whole = results.whole("sums", made, unchanged).sort("unit_code")
        results.keep()
        assert units_taken_over(tmp_path / name, "responses") == unchanged
        return unchanged, whole.get_column("of").to_list()

    assert version("1", EVERYBODY, None) == ([], ["1", "1", "1"])
    assert version("2", EVERYBODY | {"B": 2}, tmp_path / "1") == (["A", "C"], ["1", "2", "1"])
    assert version("3", {"A": 1, "D": 1}, tmp_path / "2") == (["A"], ["1", "3"])
    assert version("4", EVERYBODY, tmp_path / "3") == (["A"], ["1", "4", "4"])
    (tmp_path / "of an older release").mkdir()
    assert version("5", EVERYBODY, tmp_path / "of an older release") == ([], ["5", "5", "5"])


@pytest.mark.parametrize(
    "change",
    [
        {"settings_hash": "other"},
        {"erased": "other"},
        {"rows": {"a": "other", "b": "2"}},
        {"outcomes": [("a", 0, "rejected")]},
        {"outcomes": [("a", 1, "duplicate")]},
        {"files": [("a", "f-other", "A", None), ("b", "f-b", "B", "2024")]},
        {"files": [("a", "f-a", "A", "2023"), ("b", "f-b", "B", "2024")]},
        {"files": [("b", "f-b", "B", "2024")]},
    ],
    ids=["settings", "erased", "rows", "outcome", "row", "file", "period", "gone"],
)
def test_responses_are_made_from_all_this(change: dict[str, Any]) -> None:
    def of(
        settings_hash: str = "s",
        erased: str = "",
        rows: Mapping[str, str] | None = None,
        outcomes: Sequence[tuple[str, int, str]] = (("a", 0, "duplicate"),),
        files: Sequence[tuple[str | None, ...]] = (("a", "f-a", "A", None), ("b", "f-b", "B", "2024")),
    ) -> dict[str, str]:
        run = SimpleNamespace(settings_hash=settings_hash, erasures=SimpleNamespace(of_rows=erased))
        contents = pl.DataFrame(
            list(files), schema=dict.fromkeys(["content_id", "file_id", "unit_code", "period_code"], pl.String),
            orient="row",
        )  # fmt: skip
        left_out = pl.DataFrame(list(outcomes), schema=frame_schema(ROW_OUTCOME), orient="row")
        told = of_responses(run, contents, left_out, rows or {"a": "1", "b": "2"})  # type: ignore[arg-type]
        return dict(told.iter_rows())

    before, now = of(), of(**change)
    everybody = change.keys() & {"settings_hash", "erased"}
    assert {unit for unit in before if before[unit] != now.get(unit)} == ({"A", "B"} if everybody else {"A"})


# A story of three offices


def home_with_files(root: Path) -> Home:
    home = Home(root)
    home.root.mkdir(mode=0o700)
    home.units.write_text(REGISTRY, encoding="utf-8")
    prepare_home(home, with_samples=False)
    home.settings.write_text(SETTINGS.format(5), encoding="utf-8")
    send(home, "U-1", "kiriman", ["9" * 9, *["3" * 9] * 9])  # the first row is rejected
    for unit in ("U-2", SNAPSHOT_UNIT):
        send(home, unit, "kiriman", ["3" * 9] * 10)
    return home


def send(home: Home, unit: str, name: str, answers: list[str], origin: tuple[str, str] | None = None) -> None:
    """An export of a unit, a person a line; or a correction workbook of one row."""
    lines = [[*HEADER, *(ORIGIN if origin else [])]]
    for number, digits in enumerate(answers):
        cells = [f"{unit}-{name}-{number}", GOOD_DAY, str(20 + number), *digits]
        lines.append([*cells, *((origin[0], "", origin[1]) if origin else ())])
    path = home.inbox / NAMES[unit] / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(";".join(line) + "\n" for line in lines), encoding="utf-8")


def rename_unit(home: Home) -> None:
    header, *lines = REGISTRY.splitlines()
    named = [f"{line},".replace("Melati,kecamatan,", "Melati Indah,kecamatan,Kecamatan Melati") for line in lines]
    home.units.write_text("\n".join([f"{header},aliases", *named]) + "\n", encoding="utf-8")


def withdraw_and_rename_file(home: Home) -> None:
    """Of two units; the third is taken over. That either would do alone is asserted of what they are made from ("file"
    and "gone" above)."""
    folder = home.inbox / NAMES["U-1"]
    (folder / "kiriman.csv").rename(folder / "lain.csv")
    with one_run(home.root, None) as (run, _):
        line = Decision(
            number=0, content_id=content_of(home, "U-2", "lagi"), path="", code=WITHDRAWN, question="",
            choice=WITHDRAWN, label="", why="ya", by="Siti", at=run.started_at,
        )  # fmt: skip
        decisions.add(home, run.decisions, line)


def content_of(home: Home, unit: str, name: str) -> str:
    files = pl.read_parquet(home.warehouse / "parquet" / "ingest_file.parquet")
    return str(files.filter(path=f"{NAMES[unit]}/{name}.csv").get_column("content_id").item())


def anew(home: Home, result: str = "responses") -> set[str]:
    """Units whose result the published version did not take over."""
    kept = pl.read_parquet(home.warehouse / "current" / "units" / "made_from.parquet")
    return set(kept.filter(pl.col("result") == result, pl.col("is_as_before").is_null()).get_column("unit_code"))


CHANGES: dict[str, tuple[Callable[[Home], object], set[str]]] = {
    "nothing was published": (lambda _: None, UNITS),
    "nothing changed": (lambda _: None, set()),
    "a file more": (lambda home: send(home, "U-2", "lagi", ["2" * 9] * 6), {"U-2"}),
    "a row put right": (
        lambda home: send(home, "U-1", "perbaikan", ["3" * 9], (content_of(home, "U-1", "kiriman"), "2")),
        {"U-1"},
    ),
    "a file withdrawn, and one of another unit renamed": (withdraw_and_rename_file, {"U-1", "U-2"}),
    "a unit renamed": (rename_unit, UNITS),
    "another weight": (lambda home: home.settings.write_text(SETTINGS.format(5) + '[method]\nweight = "1/9"\n'), UNITS),
    "another threshold": (lambda home: home.settings.write_text(SETTINGS.format(6)), UNITS),
}


COPIED = {"a file more": 1.0, "a unit renamed": 1.0, "a row put right": -1.0}
"""What is unused of the database of before may be all of it, or nothing; the others stand at what a release says."""


def test_units_are_made_again_that_something_changed_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happens, the version is the one that is made of nothing kept; and its database a copy of the one before,
    while that has little unused."""
    home = home_with_files(tmp_path / "data")
    copied: list[bool] = []
    loaded = warehouse_build._loaded_into_copy
    monkeypatch.setattr(
        warehouse_build, "_loaded_into_copy", lambda *given: copied.append(loaded(*given)) or copied[-1]
    )
    for change, (happens, units) in CHANGES.items():
        happens(home)
        copied.clear()
        with monkeypatch.context() as patch:
            if change in COPIED:
                patch.setattr(warehouse_build, "_MOST_UNUSED", COPIED[change])
            assert publishes(home) == (), change
        assert anew(home) == anew(home, "figures") == anew(home, "identity") == units, change
        if change in COPIED:
            assert copied == ([] if units == UNITS else [COPIED[change] > 0]), change

"""The list of erasures: appended to, never changed, taken over after an older backup."""

from datetime import datetime
from pathlib import Path

import pytest

from contracts.erasures import ErasedRow, Erasure, ErasureKind, Erasures
from contracts.errors import HomeError
from contracts.home import Home
from pipeline.erasing import erasure_list


def erasure(sha256: str = "a" * 64, after: str = "1" * 64, kind: ErasureKind = "rows") -> Erasure:
    return Erasure(
        number=0,
        kind=kind,
        sha256=sha256,
        path="a.csv",
        rows=(ErasedRow(sheet="", row_number=3),),
        before=sha256,
        after=after,
        why="permintaan",
        by="ani",
        at=datetime(2026, 1, 5),
    )


def listed(home: Home, *lines: Erasure) -> Erasures:
    home.root.mkdir(exist_ok=True)
    erasures = Erasures()
    for line in lines:
        erasures = erasure_list.add(home, erasures, line)
    return erasures


def test_what_is_added_is_read_back(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert erasure_list.load(home) == Erasures()
    made = listed(home, erasure(), erasure(after="2" * 64), erasure("b" * 64))
    assert erasure_list.load(home) == made
    assert made.now("a" * 64) == "2" * 64
    assert made.now("c" * 64) is None
    assert made.originals == ("a" * 64, "b" * 64)


@pytest.mark.parametrize("change", ["", "cut", "changed"])
def test_a_line_that_was_changed_or_cut_out_is_noticed(tmp_path: Path, change: str) -> None:
    home = Home(tmp_path)
    listed(home, erasure(), erasure("b" * 64))
    first, second = home.erasures.read_text().splitlines()
    home.erasures.write_text(
        {"": "{}\n", "cut": second, "changed": f"{first.replace('ani', 'budi')}\n{second}"}[change]
    )
    with pytest.raises(HomeError, match="rusak"):
        erasure_list.load(home)


def test_personal_columns_change_nothing_that_is_read(tmp_path: Path) -> None:
    rows = listed(Home(tmp_path / "a"), erasure())
    both = listed(Home(tmp_path / "b"), erasure(), erasure("b" * 64, kind="personal"))
    assert rows.of_rows == both.of_rows != ""
    assert both.state != rows.state
    assert listed(Home(tmp_path / "c"), erasure(kind="whole")).whole == {"a" * 64}


def test_it_is_done_up_to_a_line(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert erasure_list.is_done(home, Erasures())
    first = listed(home, erasure())
    assert not erasure_list.is_done(home, first)
    erasure_list.note_done(home, first)
    assert erasure_list.is_done(home, first)
    second = erasure_list.add(home, first, erasure("b" * 64))
    assert erasure_list.not_done(home, second) == second.lines[1:]
    home.erasures_done.write_text("unknown")
    assert erasure_list.not_done(home, second) == second.lines


def test_a_restored_home_takes_over_the_newer_list_of_the_same_home_only(tmp_path: Path) -> None:
    older, newer, other = (Home(tmp_path / name) for name in ("older", "newer", "other"))
    listed(older, erasure())
    made = listed(newer, erasure(), erasure("b" * 64))
    listed(other, erasure("c" * 64))
    erasure_list.take_over(newer, older.erasures)
    assert erasure_list.load(newer) == made
    with pytest.raises(HomeError, match="tidak menyambung"):
        erasure_list.take_over(older, other.erasures)
    with pytest.raises(HomeError, match="tidak ada"):
        erasure_list.take_over(older, tmp_path / "nowhere.jsonl")
    erasure_list.take_over(older, newer.erasures)
    assert erasure_list.load(older) == made

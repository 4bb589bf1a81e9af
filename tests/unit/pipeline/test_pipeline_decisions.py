"""The ledger of decisions: appended to, never changed, and what stands of it."""

from datetime import datetime
from pathlib import Path

import pytest

from contracts.decisions import REPLACE, SNAPSHOT_MUCH_SMALLER, Decision, Decisions
from contracts.errors import HomeError
from contracts.home import Home
from pipeline import decisions

AT = datetime(2026, 11, 28, 9, 30)


def decision(code="control_total", choice="count", *, content_id="a" * 16, unit_code=None, layout=None) -> Decision:
    return Decision(
        number=0,
        content_id=content_id,
        path="jatirejo/2024.xlsx",
        unit_code=unit_code,
        layout=layout,
        code=code,
        question="Baris 7 menyebut jumlah lain.",
        choice=choice,
        label="hitung",
        why="sudah ditelepon",
        by="siti",
        at=AT,
    )


def made(root: Path) -> Home:
    root.mkdir()
    return Home(root)


def ledger(home: Home, *lines: Decision) -> Decisions:
    kept = Decisions()
    for line in lines:
        kept = decisions.add(home, kept, line)
    return kept


def test_what_is_added_is_read_back_in_order(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert decisions.load(home) == Decisions()
    kept = ledger(home, decision(), decision("scale_reversed", "turn"))
    assert decisions.load(home) == kept
    assert [line.number for line in kept.lines] == [1, 2]
    assert kept.state != ledger(made(tmp_path / "other"), decision()).state


def test_of_two_answers_to_one_question_the_newer_holds_until_it_is_taken_back(tmp_path: Path) -> None:
    home = Home(tmp_path)
    kept = ledger(home, decision(choice="count"), decision(choice="refuse"))
    assert kept.answers("a" * 16, None, None) == {"control_total": "refuse"}
    back = decisions.add(home, kept, kept.lines[1].taken_back(why="keliru", by="budi", at=AT))
    assert back.answers("a" * 16, None, None) == {"control_total": "count"}
    assert len(decisions.load(home).lines) == 3


def test_an_answer_for_the_layout_holds_for_the_units_other_files_and_gives_way_to_their_own(tmp_path: Path) -> None:
    kept = ledger(Home(tmp_path), decision(unit_code="U-1", layout="x"))
    assert kept.answers("b" * 16, "U-1", "x") == {"control_total": "count"}
    assert kept.answers("b" * 16, "U-1", "y") == {}
    assert kept.answers("b" * 16, "U-2", "x") == {}
    own = ledger(
        made(tmp_path / "2"), decision(content_id="b" * 16, choice="refuse"), decision(unit_code="U-1", layout="x")
    )
    assert own.answers("b" * 16, "U-1", "x") == {"control_total": "refuse"}


def test_an_accepted_snapshot_is_a_decision_like_others(tmp_path: Path) -> None:
    kept = ledger(Home(tmp_path), decision(SNAPSHOT_MUCH_SMALLER, REPLACE))
    assert decisions.accepted(kept) == {"a" * 16}


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda lines: lines[1:], "baris 1 tidak menyambung"),
        (lambda lines: [lines[0], lines[2]], "baris 2 tidak menyambung"),
        (lambda lines: [lines[0].replace("siti", "budi"), *lines[1:]], "baris 2 tidak menyambung"),
        (lambda lines: [lines[0], lines[1][:40], lines[2]], "baris 2 tidak dapat dibaca"),
    ],
)
def test_a_ledger_that_was_changed_or_cut_is_noticed(tmp_path: Path, damage, said) -> None:
    home = Home(tmp_path)
    ledger(home, decision(), decision("x"), decision("y"))
    lines = damage(home.decisions.read_text(encoding="utf-8").splitlines())
    home.decisions.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(HomeError, match=said):
        decisions.load(home)


def test_what_was_accepted_before_there_was_a_ledger_stays_accepted(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.archive.mkdir()
    (home.archive / "accepted.txt").write_text(f"{'a' * 16}\n{'b' * 16}\n", encoding="utf-8")
    kept = decisions.add(home, decisions.load(home), decision(SNAPSHOT_MUCH_SMALLER, REPLACE, content_id="c" * 16))
    assert decisions.accepted(kept) == {"a" * 16, "b" * 16, "c" * 16}
    assert decisions.load(home) == kept


# From the portal


def answered(home: Home, name: str, line: Decision) -> Path:
    """An answer as the portal leaves it."""
    home.answers.mkdir(exist_ok=True)
    path = home.answers / f"{name}.json"
    path.write_text(line.model_dump_json(), encoding="utf-8")
    return path


def test_answers_of_the_portal_are_entered_in_their_order_and_once(tmp_path: Path) -> None:
    home = Home(tmp_path)
    decisions.collect(home)
    assert not home.decisions.exists()
    ledger(home, decision("scale_reversed", "turn"))
    answered(home, "2", decision(choice="refuse", content_id="b" * 16))
    first = answered(home, "1", decision())
    half = answered(home, ".3", decision(content_id="c" * 16))  # still being written
    assert [path.name for path in decisions.waiting(home)] == ["1.json", "2.json"]
    decisions.collect(home)
    lines = decisions.load(home).lines
    assert [(line.number, line.choice) for line in lines] == [(1, "turn"), (2, "count"), (3, "refuse")]
    assert list(home.answers.iterdir()) == [half]
    first.write_text(decision().model_dump_json(), encoding="utf-8")  # killed before it was deleted
    decisions.collect(home)
    assert (decisions.load(home).lines, first.exists()) == (lines, False)


def test_an_answer_that_cannot_be_read_is_named_and_kept(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = answered(home, "1", decision())
    path.write_text("{", encoding="utf-8")
    with pytest.raises(HomeError, match=r"1\.json"):
        decisions.collect(home)
    assert path.exists()
    assert not home.decisions.exists()

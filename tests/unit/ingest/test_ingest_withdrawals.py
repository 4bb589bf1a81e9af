"""A file that was withdrawn: what counts of it, of what came again, and of the corrections of its rows."""

from datetime import datetime, timedelta

import pytest

from contracts.decisions import Decision, Decisions
from contracts.records import Reading, Refusal, Sighting
from ingest.resolve import resolve

WITHDRAWN_AT = datetime(2025, 1, 6, 8)
AGAIN, KEPT_OUT, QUESTION = "count_again", "withdrawn", "sent_after_withdrawal:1"


def seen(path, content, minutes):
    """So many minutes after the withdrawal."""
    at = WITHDRAWN_AT + timedelta(minutes=minutes)
    return Sighting(
        file_id=path, content_id=content, sha256=content, path=path, size=1, modified_at=at, first_seen_at=at
    )


def decision(number, code, choice, content="a"):
    return Decision(
        number=number,
        content_id=content,
        path=f"{content}.csv",
        code=code,
        question="",
        choice=choice,
        label="",
        why="salah kirim.",
        by="Rina",
        at=WITHDRAWN_AT,
    )


def read(content, *origins, **fields):
    corrects = {"is_correction": True, "origins": origins} if origins else {}
    return Reading(content_id=content, format="csv", rows=1, **{"dated": True, **corrects, **fields})


@pytest.fixture
def told(registry):
    """Path → "counts", the code of its refusal, the codes of its questions, or whose copy it is."""

    def of(sightings, readings, *answers):
        decisions = Decisions(lines=(decision(1, "withdrawn", "withdrawn"), *answers))
        files = resolve(sightings, {one.content_id: one for one in readings}, registry, decisions)
        return {
            one.path: "counts"
            if one.counts
            else one.refusal.code
            if one.refusal
            else one.duplicate_of or " ".join(doubt.code for doubt in one.doubts)
            for one in files
        }

    return of


@pytest.mark.parametrize(
    ("came", "answer", "files", "its_correction"),
    [
        # Until it was withdrawn, and at that very moment: withdrawn, and what puts it right with it.
        ((-5,), None, "withdrawn", "withdrawn"),
        ((-5, 0), None, "withdrawn withdrawn", "withdrawn"),
        # It comes again: asked about. Until that is answered its corrections are out.
        ((-5, 1), None, f"withdrawn {QUESTION}", "withdrawn"),
        ((-5, 1), AGAIN, "withdrawn counts", "counts"),
        ((-5, 1), KEPT_OUT, "withdrawn withdrawn", "withdrawn"),
        ((1,), AGAIN, "counts", "counts"),
        # Of two that came again one counts, and the other is its copy.
        ((-5, 1, 1), AGAIN, "withdrawn counts pacet/1.csv", "counts"),
    ],
)
def test_what_counts_of_a_content_that_was_withdrawn(told, came, answer, files, its_correction):
    found = told(
        [*(seen(f"pacet/{k}.csv", "a", minutes) for k, minutes in enumerate(came)), seen("k.xlsx", "k", 9)],
        [read("a"), read("k", "a")],
        *([] if answer is None else [decision(2, QUESTION, answer)]),
    )
    assert found.pop("k.xlsx") == its_correction
    assert " ".join(found[path] for path in sorted(found)) == files


def test_a_correction_of_a_correction_is_out_with_the_file_it_began_with(told):
    found = told(
        [
            seen("pacet/a.csv", "a", -9),
            seen("pacet/b.csv", "b", -9),
            *(seen(f"{name}.xlsx", name, -5) for name in ("k", "m", "both", "other", "x", "y")),
        ],
        [
            read("a"),
            read("b"),
            read("k", "a"),
            read("m", "k"),
            read("both", "b", "a"),
            read("other", "b"),
            read("x", "y"),
            read("y", "x"),
        ],
    )
    out = dict.fromkeys(("pacet/a.csv", "k.xlsx", "m.xlsx", "both.xlsx"), "withdrawn")
    ends = dict.fromkeys(("x.xlsx", "y.xlsx"), "origin_unknown")
    assert found == out | ends | {"pacet/b.csv": "counts", "other.xlsx": "counts"}


def test_every_part_of_what_was_withdrawn_is_withdrawn(told):
    parts = (read("a-1", unit_code="pacet"), read("a-2", unit_code="gedeg"))
    found = told([seen("a.csv", "a", -5), seen("k.xlsx", "k", 1)], [read("a", parts=parts), *parts, read("k", "a-2")])
    assert found == {"a.csv": "withdrawn", "k.xlsx": "withdrawn"}


@pytest.mark.parametrize(
    ("path", "readings", "unit_code", "period_code"),
    [
        ("pacet/2024.csv", [read("a", dated=False)], "pacet", "2024"),
        ("pacet/a.csv", [read("a", refusal=Refusal(code="empty", message="x"))], "pacet", None),
        ("a.csv", [read("a")], None, None),
    ],
)
def test_what_was_withdrawn_is_still_somebodys(registry, path, readings, unit_code, period_code):
    lines = (decision(1, "withdrawn", "withdrawn"),)
    (file,) = resolve([seen(path, "a", -5)], {"a": readings[0]}, registry, Decisions(lines=lines))
    assert file.refusal is not None
    assert (file.unit_code, file.period_code, file.refusal.code) == (unit_code, period_code, "withdrawn")
    assert "Ditarik oleh Rina pada 06-01-2025 08.00: salah kirim. " in file.refusal.message

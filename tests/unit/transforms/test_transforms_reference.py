"""Tables beside the figures: what every row and column was taken for, questions, decisions."""

from datetime import datetime

from contracts.decisions import Decision, Decisions
from contracts.method import WEIGHTS
from contracts.records import Choice, Doubt, MappedColumn, Reading, ResolvedFile, RowsOfClass
from transforms.reference import column_mapping, decision_table, question_table, reading_note

AT = datetime(2025, 1, 15, 8)


def file(file_id: str, content_id: str) -> ResolvedFile:
    return ResolvedFile(
        file_id=file_id, content_id=content_id, path=f"{file_id}.csv", format="csv", version=1, first_seen_at=AT
    )


def column(position: int, header: str, mapped_to: str | None) -> MappedColumn:
    return MappedColumn(
        sheet="Data", position=position, header=header, mapped_to=mapped_to, evidence="name", confidence=1.0
    )


READING = Reading(
    content_id="A",
    format="csv",
    rows=2,
    row_classes=(
        RowsOfClass(sheet="Data", row_class="respondent", count=2, places="2–3"),
        RowsOfClass(sheet="Data", row_class="respondent", count=1, places="9"),
        RowsOfClass(sheet="Data", row_class="total", count=1, places="4"),
    ),
    mapping=(
        column(1, "Persyaratan", "u1"),
        column(2, "Umur", "age"),
        column(3, "Parkir", None),
        column(4, "Tanggal", "timestamp"),
        column(5, "Prosedur", "u2"),
        column(6, "Nama", "person"),
        column(7, "ID", "response_id"),
        column(8, "Unit", "unit"),
    ),
)


def test_what_every_row_and_column_was_taken_for() -> None:
    notes = reading_note([file("f", "unread"), file("g", "A")], {"A": READING})
    assert set(notes.rows()) == {
        ("g", "Data", "row", "respondent", 3, "2–3, 9"),
        ("g", "Data", "row", "total", 1, "4"),
        ("g", "Data", "column", "unsur", 2, "Persyaratan, Prosedur"),
        ("g", "Data", "column", "attribute", 1, "Umur"),
        ("g", "Data", "column", "passed_over", 1, "Parkir"),
        ("g", "Data", "column", "moment", 1, "Tanggal"),
        ("g", "Data", "column", "dropped", 1, "Nama"),
        ("g", "Data", "column", "identity", 1, "ID"),
        ("g", "Data", "column", "unit_or_period", 1, "Unit"),
    }
    assert column_mapping([file("f", "unread"), file("g", "A")], {"A": READING}).height == 8


def test_every_choice_of_every_question() -> None:
    choices = (
        Choice(key="turn", label="balik", respondents=2, totals=(6,) * 9),
        Choice(key="keep", label="jangan"),
    )
    doubts = [Doubt(code="a", question="?", choices=choices), Doubt(code="b", question="!", choices=choices[1:])]
    found = question_table({"f": doubts}, WEIGHTS["1/9"])
    assert [(number, key, index is not None) for _, number, _, _, key, _, _, index in found.rows()] == [
        (1, "turn", True),
        (1, "keep", False),
        (2, "keep", False),
    ]


def test_which_decisions_stand() -> None:
    lines = tuple(
        Decision(
            number=number, content_id="A", path="a", code="c", question="?", choice="x", label="x", why="", by="s",
            at=AT, undoes=undoes,
        )
        for number, undoes in ((1, None), (2, None), (3, 1))
    )  # fmt: skip
    found = decision_table(Decisions(lines=lines))
    assert [row[-2:] for row in found.rows()] == [(None, False), (None, True), (1, False)]

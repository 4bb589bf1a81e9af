"""Bare numbers and words together: why the columns of a table are not the nine unsur, and what is asked."""

import pytest

from contracts.unsur import UNSUR
from ingest.doubts import Questions
from ingest.grid import grid_of_rows
from ingest.legend import resolve_mapping
from ingest.mapping import draft_mapping
from ingest.read import read_tables
from ingest.values import ColumnProfile

NAMES = tuple(unsur.name for unsur in UNSUR)
BARE = tuple(f"U{number}" for number in range(1, 10))
NUMBERED = tuple(f"U{number} {name}" for number, name in enumerate(NAMES, start=1))
COUNTS = ""


@pytest.fixture
def read(names):
    def of(head, unit="jatirejo", lines=(), answer="3", **decided):
        people = [(str(n), *([answer] * len(head))) for n in range(1, 6)]
        return read_tables(
            [grid_of_rows("A", [*((line,) for line in lines), ("No", *head), *people])],
            name=f"{unit}/2024.xlsx",
            content_id="c",
            names=names,
            file_format="xlsx",
            questions=Questions(decided),
        )

    return of


@pytest.mark.parametrize(
    ("unit", "head", "said"),
    [
        ("jatirejo", (*NAMES, "U10"), COUNTS),
        ("jatirejo", (*NAMES[:8], "U10"), "bernomor sampai U10"),
        ("pacet", (*BARE, "U10"), "bernomor sampai U10"),
        ("pacet", BARE, COUNTS),
        ("jatirejo", BARE, "urutannya belum dinyatakan"),
        ("jatirejo", (*NUMBERED[:7], *BARE[7:]), "urutannya belum dinyatakan"),
        # Two numbers for one unsur, one of which is still open.
        ("jatirejo", (*NUMBERED[:8], "U9"), COUNTS),
        ("jatirejo", (*NAMES[:7], "U8"), "Unsur yang tidak ditemukan"),
        ("jatirejo", BARE[:7], "hanya bernomor U1, U2, U3, U4, U5, U6, U7"),
        ("jatirejo", (NUMBERED[0], *BARE[1:7]), "hanya bernomor U1, U2, U3, U4, U5, U6, U7"),
        ("jatirejo", (NAMES[0], *BARE[1:7]), "Unsur yang tidak ditemukan"),  # what is named bears no number
        ("jatirejo", NUMBERED[:8], "Unsur yang tidak ditemukan"),  # no number stands bare
        ("jatirejo", (*BARE[:8], "U9 Waktu Pelayanan"), "Unsur yang tidak ditemukan"),  # in neither order
    ],
)
def test_why_columns_are_not_the_nine(read, unit, head, said):
    refusal = read(head, unit).reading.refusal
    assert (refusal is None) == (said == COUNTS)
    assert refusal is None or said in refusal.message


@pytest.mark.parametrize(
    ("unit", "head", "lines", "is_asked"),
    [
        ("pacet", BARE, ["U8 = Sarana dan Prasarana"], True),
        ("pacet", BARE, ["U9 = Penanganan Pengaduan"], True),
        ("pacet", BARE, ["U8 = Sarana dan Prasarana", "U9 = Penanganan Pengaduan"], False),
        ("pacet", (*BARE[:7], "U9", "U8 Sarana dan Prasarana"), ["U9 = Penanganan Pengaduan"], False),
        ("pacet", BARE, ["U9 = Sarana dan Prasarana"], False),
        ("dawar", BARE, ["U8 = Sarana dan Prasarana"], False),
        ("jatirejo", BARE, ["U8 = Sarana dan Prasarana"], False),  # nothing is declared that it could contradict
    ],
)
def test_an_order_half_explained_is_asked_about_where_the_registry_says_otherwise(read, unit, head, lines, is_asked):
    reading = read(head, unit, lines).reading
    assert reading.refusal is None
    assert [doubt.code for doubt in reading.doubts] == (["unsur_order"] if is_asked else [])


def test_only_what_is_missing_is_said_to_hold_something_else(names):
    head = ("No", NAMES[1], *NAMES[1:8], NAMES[0])
    people = [(str(n), f"0{n}/01/2024", *"3333333", f"0{n}/01/2024") for n in range(1, 6)]
    export = read_tables(
        [grid_of_rows("A", [head, *people])],
        name="jatirejo/2024.xlsx",
        content_id="c",
        names=names,
        file_format="xlsx",
    )
    assert export.reading.refusal is not None
    assert export.reading.refusal.message.count("tidak dipakai untuk") == 1
    assert f"Kolom “{NAMES[0]}” tidak dipakai" in export.reading.refusal.message


SEVEN = "u1 0.98 u2 0.98 u3 0.98 u4 0.98 u5 0.98 u6 0.98 u7 0.98"
NAMED = "u1 1.0 u2 1.0 u3 1.0 u4 1.0 u5 1.0 u6 1.0 u7 1.0 u8 1.0"


@pytest.mark.parametrize(
    ("head", "legend", "declared", "needs_order", "used", "of_file", "columns"),
    [
        (BARE, {}, None, True, None, None, f"{SEVEN} - -"),
        (BARE, {}, "form", True, "form", None, f"{SEVEN} u9 0.9 u8 0.9"),
        (BARE, {8: "u9"}, "permenpan", False, None, "form", f"{SEVEN} u9 0.95 u8 0.95"),
        ((*BARE[:7], "U8 Sarana dan Prasarana", "U9"), {}, "permenpan", False, None, "form",
         f"{SEVEN} u9 1.0 u8 0.95"),
        ((*NAMES[:8], "U9"), {}, None, False, None, "permenpan", f"{NAMED} u9 0.95"),
        # A number whose unsur another column has is no question.
        ((*NAMES[:8], "U9", "U3"), {}, None, False, None, "permenpan", f"{NAMED} u9 0.95 -"),
        ((*BARE, NAMES[6]), {}, "form", True, "form", None, f"{SEVEN} u9 0.9 u8 0.9 -"),
        ((*NAMES[:2], "U3", *NAMES[3:]), {}, None, False, None, None,
         "u1 1.0 u2 1.0 u3 0.98 u4 1.0 u5 1.0 u6 1.0 u7 1.0 u8 1.0 u9 1.0"),
        # The orders are about 8 and 9 only: another word beside a 1 refutes neither.
        (("U1 Waktu Penyelesaian", *BARE[1:]), {}, "form", True, "form", None,
         "u3 1.0 u2 0.98 - u4 0.98 u5 0.98 u6 0.98 u7 0.98 u9 0.9 u8 0.9"),
        # Seven numbers are no nine: what is declared says nothing of them.
        ((*BARE[:7], "U8 Penanganan Pengaduan"), {}, "permenpan", False, None, None, "- - - - - - - u8 0.96"),
        ((*BARE[:8], "U9 Waktu Pelayanan"), {}, "form", False, None, None, "- - - - - - - - u3 0.96"),
        (NAMES, {8: "u9"}, "form", False, None, None, f"{NAMED} u9 1.0"),
    ],
)  # fmt: skip
def test_what_bare_numbers_mean(head, legend, declared, needs_order, used, of_file, columns):
    draft = draft_mapping(tuple((text,) for text in head), tuple([ColumnProfile("answers")] * len(head)))
    found = resolve_mapping(draft, legend, declared)
    assert (found.needs_order, found.order_used, found.file_order) == (needs_order, used, of_file)
    placed = ["-" if one.target is None else f"{one.target} {one.confidence}" for one in found.draft.columns]
    assert " ".join(placed) == columns


def test_columns_of_answers_left_over_are_named_and_those_said_otherwise_are_not(names):
    """What is no unsur is listed once: not what bears no name, holds something else, or is another column."""
    head = ("No", *NAMES[:7], "Biaya layanan lain", "Parkir", None, NAMES[8], "Umur", "Saran")
    words = UNSUR[0].answers
    people = [(str(n), *"3333333", "3", "4", "3", words[n % 4], "33", "tidak ada") for n in range(1, 9)]
    export = read_tables(
        [grid_of_rows("A", [head, *people])],
        name="jatirejo/2024.xlsx",
        content_id="c",
        names=names,
        file_format="xlsx",
    )
    assert export.reading.refusal is not None
    assert "Yang ada di berkas dan bukan salah satu dari sembilan unsur: " in export.reading.refusal.message
    listed = export.reading.refusal.message.partition("sembilan unsur: ")[2].partition(". ")[0]
    assert listed == "“Biaya layanan lain”, “Parkir”"
    assert f"Kolom “{NAMES[8]}” tidak dipakai" in export.reading.refusal.message

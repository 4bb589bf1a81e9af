"""What one header says and which column is which, where one word or one cell more decides."""

from dataclasses import replace

import pytest

from contracts.registry import Registry, Unit
from contracts.unsur import UNSUR, UNSUR_COLUMNS
from ingest.doubts import Questions
from ingest.grid import Grid, grid_of_rows
from ingest.identify import UnitNames
from ingest.legend import resolve_mapping
from ingest.mapping import Draft, draft_mapping
from ingest.marked_rows import asked_about_hidden, refused_for_marks
from ingest.other_sheets import asked_about
from ingest.period_columns import period_columns, period_values, unread_date_columns
from ingest.read import read_tables
from ingest.similarity import bare_label, claims, code_of, has_distinctive_word, quick_claims
from ingest.table import AnswerTable, find_table, find_tables
from ingest.values import ColumnProfile

NAMES = tuple(unsur.name for unsur in UNSUR)
A = ("3", "3", "4", "4", "3", "3", "3", "4", "2")


# --- One header


@pytest.mark.parametrize(
    ("label", "number", "word"),
    [
        ("U8", 8, "u"),
        ("u 8", 8, "u"),
        ("Nilai Unsur 8", 8, "unsur"),
        ("8", 8, None),
        ("No 8", 8, "no"),
        ("Pertanyaan ke 8", 8, "pertanyaan"),
        ("U8 (nilai)", 8, "u"),
        ("grup/U8", 8, "u"),
        ("U8/U9", 9, "u"),
        ("U8 Sarana", None, None),
        ("U123", None, None),
        ("Sarana", None, None),
    ],
)
def test_a_header_that_is_only_a_number(label, number, word):
    found = bare_label(label)
    assert (None, None) if found is None else (found.number, found.word) == (number, word)
    assert (found is None) == (number is None)
    assert found is None or found.lettered == (word is not None)


@pytest.mark.parametrize(("label", "number"), [("U8 Sarana", 8), ("8. Sarana", 8), ("Sarana 8", None), ("g/U8", 8)])
def test_the_number_a_header_begins_with(label, number):
    assert code_of(label) == number


@pytest.mark.parametrize(
    ("label", "best"),
    [
        ("Persyaratan", ("u1", 1.0, "name")),
        ("1. Persyaratan", ("u1", 1.0, "name")),
        ("U1 (Persyaratan)", ("u1", 1.0, "name")),
        ("Persyaratan (U1)", ("u1", 1.0, "name")),
        ("data/persyaratan", ("u1", 1.0, "name")),
        ("Sarpras", ("u9", 0.96, "synonym")),
        (UNSUR[2].question, ("u3", 1.0, "question")),
        ("Umur", ("age", 1.0, "name")),
        ("Persyartan", ("u1", 0.94, "name")),
        ("Persyaratannya", ("u1", 0.94, "name")),
    ],
)
def test_equal_words_come_before_those_that_resemble(label, best):
    first = claims(label)[0]
    assert (first.target, first.score, first.evidence) == best


@pytest.mark.parametrize(("blanks", "is_heard"), [(389, True), (390, False)])
def test_a_header_longer_than_400_says_nothing(blanks, is_heard):
    label = "Persyaratan" + " " * blanks
    assert (quick_claims(label) != (), claims(label) != (), has_distinctive_word(label)) == (is_heard,) * 3


@pytest.mark.parametrize(
    ("text", "tells"), [("persyaratan", True), ("pelayanan", False), ("kota", False), ("12", False), ("", False)]
)
def test_a_word_that_few_columns_use(text, tells):
    assert has_distinctive_word(text) == tells


# --- All columns of a sheet


def table(*rows: tuple[str | None, ...], head: tuple[str | None, ...], name: str = "") -> AnswerTable:
    found = find_table(grid_of_rows(name, [head, *rows]))
    assert found is not None
    return found


def targets(found: AnswerTable) -> list[str | None]:
    return [place.target for place in found.draft.columns]


ROWS = [(str(n), *A) for n in range(1, 6)]


@pytest.mark.parametrize(
    ("labels", "bare"),
    [
        (tuple(f"U{n}" for n in range(1, 10)), list(range(9))),
        (tuple(str(n) for n in range(1, 10)), list(range(9))),
        (tuple(str(n) for n in range(1, 9)), []),  # digits alone need all nine
        (("U1", "U2", "U3"), [0, 1, 2]),
        (("U1", "U2", "U2", "U3"), [0, 3]),
        (("U0", "U1", "U2", "U3"), [1, 2, 3]),
        ((*(f"U{n}" for n in range(1, 10)), *(f"P{n}" for n in range(1, 6))), list(range(9))),
        ((*(f"P{n}" for n in range(1, 6)), *(f"U{n}" for n in range(1, 10))), list(range(5, 14))),
        ((*(f"U{n}" for n in range(1, 10)), *(f"P{n}" for n in range(1, 10))), list(range(9))),
        ((*(f"Q{n}" for n in range(1, 10)), *(f"P{n}" for n in range(1, 10))), []),
    ],
)
def test_numbers_of_columns(labels, bare):
    draft = draft_mapping(tuple((label,) for label in labels), tuple([ColumnProfile("answers")] * len(labels)))
    assert [column for _, column in draft.bare] == bare


def test_numbers_above_nine_are_told():
    labels = tuple((f"U{n}",) for n in range(1, 15))
    draft = draft_mapping(labels, tuple([ColumnProfile("answers")] * 14))
    assert (draft.numbers_beyond, len(draft.bare)) == ((10, 11, 12, 13, 14), 9)


def bare_draft() -> Draft:
    labels = tuple((f"U{n}",) for n in range(1, 10))
    return draft_mapping(labels, tuple([ColumnProfile("answers")] * 9))


@pytest.mark.parametrize(
    ("legend", "declared", "u8", "needs_order", "used", "file_order"),
    [
        ({}, None, None, True, None, None),
        ({}, "permenpan", 7, True, "permenpan", None),
        ({}, "form", 8, True, "form", None),
        ({8: "u9"}, None, 8, False, None, "form"),
        ({8: "u9"}, "permenpan", 8, False, None, "form"),
        ({8: "u8", 9: "u9"}, None, 7, False, None, "permenpan"),
        ({1: "u1"}, None, None, True, None, None),
    ],
)
def test_what_bare_numbers_mean(legend, declared, u8, needs_order, used, file_order):
    """Of nine numbers one to seven mean the same everywhere; eight and nine are told by a legend or the registry."""
    settled = resolve_mapping(bare_draft(), legend, declared)
    assert {column: settled.draft.unsur[column] for column in UNSUR_COLUMNS[:7]} == {
        column: number for number, column in enumerate(UNSUR_COLUMNS[:7])
    }
    assert settled.draft.unsur.get("u8") == u8
    assert (settled.needs_order, settled.order_used, settled.file_order) == (needs_order, used, file_order)
    assert settled.missing == (() if u8 is not None else ("u8", "u9"))


def test_a_number_whose_meaning_the_legend_gives_to_another_is_none_of_the_nine():
    """U1 is explained as what U2 means elsewhere: both were read as that."""
    settled = resolve_mapping(bare_draft(), {1: "u2"}, None)
    assert settled.draft.unsur["u2"] == 0
    assert settled.draft.columns[1].target is None
    assert settled.missing == ("u1", "u8", "u9")


# --- Columns of periods and dates


@pytest.mark.parametrize(
    ("head", "values", "said"),
    [
        (("Tahun",), [("2024",), ("2024",), ("2025",)], ("Tahun 2024", "Tahun 2025")),
        (("Triwulan", "Tahun"), [("3", "2024")], ("Tahun 2024, Triwulan 3",)),
        (("Tri Wulan", "Tahun"), [("III", "2024")], ("Tahun 2024, Triwulan III",)),
        (("Periode",), [("TW III 2024",)], ("TW III 2024",)),
        (("Bulan Survei",), [("Juli",), (None,)], ("Bulan Juli",)),
        (("Bulan",), [("2025-07-01",)], ("Bulan 2025-07-01",)),
        (("Bulan",), [("bulan ke 7",)], ("bulan ke 7",)),
        (("Bulan",), [("7 atau 8",)], ("7 atau 8",)),
        (("Tahun Lahir",), [("1990",)], ()),
        (("Periode",), [("3",)], ("3",)),
    ],
)
def test_columns_that_name_a_period(head, values, said):
    rows = [(*row, *A) for row in values]
    assert period_values(table(*rows, head=(*head, *NAMES))) == said


def test_a_period_column_does_not_count_beside_dates_and_twenty_values_are_named():
    rows = [("2024", f"0{n}/01/2024", *A) for n in range(1, 6)]
    dated = table(*rows, head=("Tahun", "Tanggal", *NAMES))
    assert (period_values(dated), unread_date_columns(dated)) == ((), ())
    assert list(period_columns(dated)) == ["Tahun"]
    many = [(f"periode {n}", *A) for n in range(30)]
    assert len(period_values(table(*many, head=("Periode", *NAMES)))) == 20


@pytest.mark.parametrize(
    ("header", "values", "is_told"),
    [
        ("Dibuat", ["05/01/2024"] * 5, True),
        ("Tanggal Lahir", ["05/01/1990"] * 5, False),
        ("Tanggal Kunjungan", ["05/01/2024"] * 5, False),
        ("Bulan", ["2025-07-01"] * 5, False),
        ("Bulan", ["2025-07-02"] * 5, True),
        ("Dibuat", ["45000"] * 5, False),
        ("Date of something", ["40000", "60000"] * 3, True),
        ("Date of something", ["39999", "60000"] * 3, False),
        ("Date of something", ["40000", "60001"] * 3, False),
        ("Saran", ["bagus"] * 5, False),
    ],
)
def test_dates_in_a_column_nobody_knows(header, values, is_told):
    found = table(*[(value, *A) for value in values], head=(header, *NAMES))
    assert (unread_date_columns(found) == (header,)) == is_told


# --- Tables below one another, sheets beside them


def test_another_header_begins_another_table():
    rows = [NAMES, *[A] * 4, (), tuple(reversed(NAMES)), *[A] * 3]
    upper, lower = find_tables(grid_of_rows("S", rows, 3))
    assert (upper.respondents, lower.respondents) == (4, 3)
    assert (upper.grid.first_row, lower.grid.first_row) == (3, 9)
    assert targets(lower) == list(reversed(UNSUR_COLUMNS))


def test_the_same_header_again_begins_none():
    assert len(find_tables(grid_of_rows("S", [NAMES, *[A] * 4, NAMES, *[A] * 3]))) == 1
    assert find_tables(grid_of_rows("S", [("a", "b")])) == []


def beside(*rows: tuple[str | None, ...], name: str) -> Grid:
    return grid_of_rows(name, rows)


FULL = tuple("3" * 9)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([FULL] * 3, "sheet_without_header:B"),
        ([FULL] * 2, None),
        ([FULL] * 3 + [("x",)] * 2, "sheet_without_header:B"),
        ([FULL] * 3 + [("x",)] * 3, None),
        ([FULL] * 3 + [(None,)] * 9, "sheet_without_header:B"),
        ([FULL[:8]] * 3, None),
        ([tuple("5" * 9)] * 3, None),
        ([("Baik",) * 9] * 3, None),
        ([(name, "3", "4", "2") for name in NAMES[:7]], "sheet_transposed:B"),
        ([(name, "3", "4", "2") for name in NAMES[:6]], None),
        ([(name, "3", "4") for name in NAMES], None),
        ([(None, "1", name, "3", "4", "2") for name in NAMES], "sheet_transposed:B"),
        ([(None, None, None, name, "3", "4", "2") for name in NAMES], None),
        ([(NAMES[0], "3", "4"), *[(name, "3", "4", "2") for name in NAMES[1:]]], "sheet_transposed:B"),
        ([(NAMES[n],) for n in (0, 1)] + [(name, "3", "4", "2") for name in NAMES], None),  # the first of each counts
        ([(name, "3", "4", "2") for name in ("Umur", *NAMES[:7])], "sheet_transposed:B"),
        ([(name, "3", "4", "2") for name in ("Umur", *NAMES[:6])], None),
        ([(n, "3", "4") for n in NAMES[:2]] + [(n, "3", "4", "2") for n in NAMES[2:]], None),
    ],
)
def test_a_sheet_without_a_header_is_asked_about(rows, code):
    questions = Questions()
    width = max(map(len, rows))
    sheet = beside(*((*row, *[None] * (width - len(row))) for row in rows), name="B")
    asked_about([sheet], [table(*ROWS, head=("No", *NAMES))], questions)
    assert [doubt.code for doubt in questions.open] == ([] if code is None else [code])


def test_each_sheet_is_counted_as_it_was_decided_about():
    sheets = [beside(*[("1", *FULL)] * 4, name=name) for name in ("B", "C", "D")]
    questions = Questions({"sheet_without_header:B": "same_columns", "sheet_without_header:C": "skip"})
    found, notes = asked_about(sheets, [table(*ROWS, head=("No", *NAMES), name="A")], questions)
    assert [(one.grid.name, one.respondents) for one in found] == [("B", 4)]
    assert notes == [
        "Lembar “B” tanpa judul kolom: dihitung.",
        "Lembar “C” tanpa judul kolom: tidak dihitung.",
        "Lembar “D” tanpa judul kolom: tidak dihitung.",
    ]
    assert [choice.key for choice in questions.open[0].choices] == ["same_columns", "skip", "refuse"]
    narrow = Questions()
    asked_about([beside(*[FULL] * 4, name="E")], [table(*ROWS, head=("No", *NAMES))], narrow)
    assert [choice.key for choice in narrow.open[0].choices] == ["skip", "refuse"]


def drafted(*headers: str) -> list[str | None]:
    draft = draft_mapping(tuple((text,) for text in headers), tuple([ColumnProfile("answers")] * len(headers)))
    return [place.target for place in draft.columns]


LETTERED = tuple(f"U{n}" for n in range(1, 10))


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        ((*LETTERED, "Sarana dan Prasarana"), []),  # "Sarana yang dipakai" beside all nine by number
        ((*LETTERED[:8], "Sarana dan Prasarana"), ["u9"]),
        ((*"123456789", "Sarana dan Prasarana"), ["u9"]),  # digits may be anything
        ((*LETTERED, *(f"Q{n}" for n in range(1, 10)), "Sarana dan Prasarana"), []),
        ((*(f"P{n}" for n in range(1, 10)), *(f"Q{n}" for n in range(1, 10)), "Sarana dan Prasarana"), ["u9"]),
        ((*LETTERED, *NAMES), list(UNSUR_COLUMNS)),  # the numbers repeat the names
        ((*LETTERED, *NAMES[:8]), []),
    ],
)
def test_a_name_beside_a_complete_series_of_numbers(headers, named):
    assert [target for target in drafted(*headers) if target is not None] == named


@pytest.mark.parametrize(
    ("headers", "targets_of_them"),
    [
        (("Persyaratan", "Persyaratan (Skor)"), ["u1", "derived"]),
        (("Persyaratan (Skor)",), ["u1"]),
        (("Persyaratan (Harapan)", "Persyaratan (Kenyataan)"), ["derived", "u1"]),
        (("Persyaratan (Kenyataan)",), ["u1"]),
    ],
)
def test_columns_about_one_question(headers, targets_of_them):
    assert drafted(*headers) == targets_of_them


@pytest.mark.parametrize(
    ("headers", "kinds", "sources"),
    [
        (("Waktu", "Jam"), ("moments", "clocks"), ["timestamp", None]),  # a moment has its time of day
        (("Tanggal", "Jam"), ("dates", "clocks"), ["timestamp", "time"]),
        (("Tanggal", "Jam"), ("dates", "free"), ["timestamp", None]),
        (("Tanggal",), ("answers",), [None]),
        (("Tanggal",), ("numbers",), ["timestamp"]),
        (("Tanggal",), ("empty",), ["timestamp"]),
        (("Dikirim pada",), ("dates",), ["timestamp"]),
        (("Dikirim pada",), ("words",), [None]),
    ],
)
def test_columns_of_moments_by_what_stands_in_them(headers, kinds, sources):
    draft = draft_mapping(tuple((text,) for text in headers), tuple(map(ColumnProfile, kinds)))
    assert [place.target for place in draft.columns] == sources


# --- Marks of rows and cells


def marked(*, uncalculated: set[tuple[int, int]] = frozenset(), hidden: set[int] = frozenset(), totals: int = 0):
    """Why a table of five respondents (rows 2 to 6) with lines of totals below cannot be read."""
    lines = [("Jumlah", None, *["30"] * 9)] * totals
    people = [(str(n), f"0{n}/01/2024", *A) for n in range(1, 6)]
    grid = grid_of_rows("Data", [("No", "Tanggal", *NAMES), *people, *lines])
    found = find_table(replace(grid, uncalculated=frozenset(uncalculated), hidden=frozenset(hidden)))
    assert found is not None
    refusal = refused_for_marks(found)
    return None if refusal is None else refusal.code


@pytest.mark.parametrize(
    ("uncalculated", "totals", "code"),
    [
        (set(), 1, None),
        ({(6, 10)}, 0, "formulas_not_calculated"),
        ({(6, 1)}, 0, "formulas_not_calculated"),  # the date
        ({(6, 0)}, 0, None),  # the running number
        ({(1, 5)}, 0, None),
        ({(7, column) for column in range(2, 11)}, 1, None),
        ({(row, column) for row in range(7, 17) for column in range(2, 11)}, 10, None),
        ({(row, column) for row in range(7, 18) for column in range(2, 11)}, 11, "formulas_not_calculated"),
        ({(row, column) for row in range(7, 18) for column in range(2, 7)}, 11, "formulas_not_calculated"),
        ({(row, column) for row in range(7, 18) for column in range(2, 6)}, 11, None),
    ],
)
def test_formulas_that_were_never_calculated(uncalculated, totals, code):
    assert marked(uncalculated=uncalculated, totals=totals) == code


@pytest.mark.parametrize(("hidden", "is_asked"), [({1}, False), ({7}, False), ({2}, True), ({6}, True)])
def test_respondents_hidden_by_hand_are_asked_about(hidden, is_asked):
    assert marked(hidden=hidden, totals=1) is None
    rows = [("No", "Tanggal", *NAMES), *[(str(n), f"0{n}/01/2024", *A) for n in range(1, 6)]]
    grid = grid_of_rows("Data", [*rows, ("Jumlah", None, *["30"] * 9)])
    found = find_table(replace(grid, hidden=frozenset(hidden)))
    assert found is not None
    questions = Questions()
    asked_about_hidden(found, questions)
    assert (questions.open != ()) == is_asked


def test_an_unsur_s_own_name_comes_before_a_word_that_other_columns_use_too():
    assert drafted("Waktu", "Waktu Penyelesaian")[1] == "u3"
    assert drafted("Waktu") == ["u3"]
    draft = draft_mapping((("Waktu",), ("Waktu Penyelesaian",)), tuple([ColumnProfile("answers")] * 2))
    assert (draft.tied, draft.tied_for) == ((), ())


# --- Several tables of one file


@pytest.mark.parametrize(
    ("name", "head", "rows", "code"),
    [
        ("B", ("No", *LETTERED), 5, "unsur_order_undeclared"),
        ("B", ("No", *LETTERED[:8]), 5, "unsur_missing"),  # nine numbers less one are no other survey
        ("B", ("No", *(f"P{n}" for n in range(1, 6))), 5, None),  # another survey, passed over
        ("SPAK", ("No", *LETTERED[:8]), 5, None),
        ("B", ("No", *NAMES[:8]), 5, "unsur_missing"),
    ],
)
def test_another_survey_is_passed_over_and_a_part_of_ours_is_not(names, name, head, rows, code):
    ours = grid_of_rows("A", [("No", *NAMES), *[(str(n), *A) for n in range(1, 6)]])
    beside = grid_of_rows(name, [head, *[(str(n), *A[: len(head) - 1]) for n in range(1, rows + 1)]])
    export = read_tables([ours, beside], name="jatirejo/2024.xlsx", content_id="c", names=names, file_format="xlsx")
    refusal = export.reading.refusal
    assert (None if refusal is None else refusal.code) == code


@pytest.mark.parametrize(("people", "is_copy"), [(9, True), (8, False)])
def test_a_sheet_that_was_copied_whole(names, people, is_copy):
    rows = [("No", *NAMES), *[(str(n), *A) for n in range(1, people + 1)]]
    grids = [grid_of_rows("A", rows), grid_of_rows("B", rows)]
    export = read_tables(grids, name="jatirejo/2024.xlsx", content_id="c", names=names, file_format="xlsx")
    assert export.rows.height == (people if is_copy else 2 * people)
    assert any("sama persis" in note for note in export.reading.notes) == is_copy


def scaled(*, title: str | None, numbers: str, people: int = 10, answers: dict[str, str] | None = None):
    """Ten people whose answers are taken in turn from `numbers`, below a title."""
    rows = [(str(n), *(numbers[(n + k) % len(numbers)] for k in range(9))) for n in range(people)]
    grid = grid_of_rows("A", [*([(title,)] if title else []), ("No", *NAMES), *rows])
    return read_tables(
        [grid],
        name="jatirejo/2024.xlsx",
        content_id="c",
        names=UNITS,
        file_format="xlsx",
        questions=Questions(answers),
    )


UNITS = UnitNames(Registry((Unit("jatirejo", "Kecamatan Jatirejo", "kecamatan", None, (), None, ()),)))


@pytest.mark.parametrize(
    ("title", "numbers", "code", "asks"),
    [
        (None, "1234", None, False),
        (None, "0123", "other_scale", False),
        ("Skala 1 s.d. 4", "1234", None, False),
        ("Skala 1 s.d. 5", "1234", "other_scale", False),
        ("Skala 0 s.d. 4", "1234", "other_scale", False),
        ("1 = Sangat Baik, 2 = Baik, 3 = Kurang Baik, 4 = Tidak Baik", "1234", None, True),
        ("1 = Sangat Baik, 2 = Baik, 3 = Cukup, 4 = Kurang Baik, 5 = Tidak Baik", "1234", "other_scale", False),
    ],
)
def test_the_scale_a_file_declares(title, numbers, code, asks):
    reading = scaled(title=title, numbers=numbers).reading
    assert (None if reading.refusal is None else reading.refusal.code) == code
    assert [doubt.code for doubt in reading.doubts] == (["scale_reversed"] if asks else [])


@pytest.mark.parametrize(("choice", "first"), [("turn", ("4", "3", "2", "1")), ("keep", ("1", "2", "3", "4"))])
def test_a_scale_turned_round_when_somebody_says_so(choice, first):
    title = "1 = Sangat Baik, 2 = Baik, 3 = Kurang Baik, 4 = Tidak Baik"
    export = scaled(title=title, numbers="1234", answers={"scale_reversed": choice})
    assert tuple(export.rows.row(0, named=True)[column] for column in UNSUR_COLUMNS[:4]) == first


@pytest.mark.parametrize(
    ("ids", "is_counting"),
    [
        ([1, 2, 3], True),
        ([3, 2, 1], True),
        (["1.0", "2.0", "3.0"], True),
        ([2, 3, 4], False),
        ([1, 2, 4], False),
        ([1, 2, 1], False),
        ([1, 2, None], False),
        (["R1", "R2", "R3"], False),
        (["a1", "2", "3"], False),
    ],
)
def test_an_id_that_only_counts_is_a_running_number(names, ids, is_counting):
    rows = [("ID", "Tanggal", *NAMES), *[(None if one is None else str(one), "02/01/2024", *A) for one in ids]]
    export = read_tables(
        [grid_of_rows("A", rows)], name="jatirejo/2024.xlsx", content_id="c", names=names, file_format="xlsx"
    )
    assert (export.rows["response_id"].null_count() == 3) == is_counting
    assert any("hanya nomor urut" in note for note in export.reading.notes) == is_counting


@pytest.mark.parametrize(
    ("title", "is_kept"),
    [
        ("SKM Kecamatan Jatirejo", True),
        ("Nama Responden: Budi", False),
        ("Surveyor Budi", False),
        ("budi@contoh.id", False),
        ("NIP 19670101", False),
        ("Hubungi 081234567", False),
        ("Hubungi 08123456", True),
        ("Camat: Budi", False),
    ],
)
def test_a_title_that_may_name_a_person_is_not_kept(names, title, is_kept):
    rows = [(title,), ("No", *NAMES), *[(str(n), *A) for n in range(1, 6)]]
    export = read_tables(
        [grid_of_rows("A", rows)], name="jatirejo/2024.xlsx", content_id="c", names=names, file_format="xlsx"
    )
    assert (title in export.reading.naming.titles) == is_kept


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Persyaratan", [("u1", 1.0)]),
        ("Kewajaran biaya", [("u4", 0.96)]),
        ("Persyartan", [("u1", 0.94)]),  # one letter left out
        ("Bagaimana pendapat Saudara tentang kesesuaian persyar", [("u1", 0.94)]),  # cut off
        ("kualitas sarana dan prasarana di kantor (jika layanan daring, waktu)", [("u9", 0.925)]),
        ("Saran untuk perbaikan layanan", [("suggestion", 0.912)]),
        ("kualitas sarana dan prasarana di kantor (waktu pelayanan di puskesmas)", [("u9", 0.925)]),
        ("Penilaian warga (waktu pelayanan di puskesmas)", [("u3", 0.841)]),
        ("Waktu pelayanan di Puskesmas", [("u3", 0.841)]),
        ("Penanganan aduan masyarakat", [("u8", 0.806)]),
        ("Bagaimana pendapat Saudara tentang kemudahan", [("u2", 0.846)]),  # a question cut off after its first word
        ("Kecepatan petugas", [("u3", 0.783)]),
        ("Kompetensi dan kesopanan petugas", [("u6", 0.763)]),
        ("Waktu pelayanan di kantor kecamatan", [("u3", 0.761), ("unit", 0.724)]),
        ("Umur responden saat ini", [("age", 0.76)]),
        ("Sarana parkir", [("u9", 0.76)]),
        ("Perilaku petugas pelaksana yang melayani masyarakat umum", [("u7", 0.708)]),
        ("Biaya yang dikenakan oleh petugas loket", []),
        ("Hasil layanan yang diterima sesuai ketentuan standar pelayanan", []),
        ("Parkir", []),
    ],
)
def test_the_less_of_a_header_is_known_the_less_it_says(header, said):
    """From the words of a name, over typing errors and longer questions, to what is no claim any more."""
    assert [(claim.target, claim.score) for claim in claims(header)] == said


def kind_of_first(cells: list[str | None]) -> str:
    return table(*[(cell, *A) for cell in cells], head=("Catatan", *NAMES)).profiles[0].kind


def test_of_few_rows_all_are_looked_at_and_each_once():
    assert kind_of_first(["KTP"] * 6 + ["2024-01-05"] * 11 + ["KTP"] * 3) == "words"
    assert kind_of_first([None] * 35 + ["2024-01-05"]) == "dates"
    assert kind_of_first([None] * 12 + ["2024-01-05"] + [None] * 23) == "dates"


def test_of_many_rows_twelve_at_the_beginning_and_after_each_third_are_looked_at():
    looked_at = {*range(12), *range(13, 25), *range(26, 38)}
    assert kind_of_first([None if row in looked_at else "KTP" for row in range(40)]) == "empty"
    for row in (11, 13, 24, 26, 37):
        assert kind_of_first(["KTP" if place == row else None for place in range(40)]) == "words"


def test_of_two_headers_the_better_known_words_rank_before_and_equal_words_before_those_that_resemble():
    ranks = [claims(text)[0].rank for text in ("Umur", "Umur responden saat ini", "Saran untuk perbaikan layanan")]
    assert ranks == [0, 500, 507]
    assert [claim.rank for claim in claims("Waktu pelayanan di kantor kecamatan")] == [503, 510]


def test_so_much_of_what_a_file_declares_is_shown():
    title = "1 = Sangat Baik, 2 = Baik, 3 = Kurang Baik, 4 = Tidak Baik " + "x" * 100
    [doubt] = scaled(title=title, numbers="1234").reading.doubts
    assert f"(“{title[:120]}”)" in doubt.question


def profile(kind: str, *unsur: str, distinctive: bool = False) -> ColumnProfile:
    return ColumnProfile(kind, frozenset(unsur), distinctive)


def placed(*columns: tuple[str | tuple[str, ...], ColumnProfile]) -> tuple[Draft, list[tuple[str | None, str, float]]]:
    labels = tuple((header,) if isinstance(header, str) else header for header, _ in columns)
    draft = draft_mapping(labels, tuple(one for _, one in columns))
    return draft, [(place.target, place.evidence, place.confidence) for place in draft.columns]


ANSWERS = profile("answers")
NOTHING = (None, "none", 0.0)


def test_every_column_of_a_sheet_and_how_sure_it_is():
    columns = [
        ("No", "numbers", ("running_number", "name", 1.0)),
        ("Nama", "words", ("person", "name", 1.0)),
        ("Nama Lengkap", "words", ("person", "name", 1.0)),  # what is not kept is named wherever it stands
        ("Tanggal", "dates", ("timestamp", "name", 1.0)),
        ("Tanggal Survei", "dates", NOTHING),
        ("Umur", "numbers", ("age", "name", 1.0)),
        ("Umur Anda", "numbers", NOTHING),
        ("Nilai SKM", "numbers", ("derived", "name", 1.0)),
        ("IKM", "numbers", ("derived", "name", 1.0)),
        *((unsur.name, "answers", (unsur.column, "name", 1.0)) for unsur in UNSUR),
    ]
    _, found = placed(*((header, profile(kind)) for header, kind, _ in columns))
    assert found == [said for *_, said in columns]


def test_what_headers_with_a_number_and_words_say_and_what_stands_below_adds():
    draft, found = placed(
        (("Persyaratan", "U1"), ANSWERS),
        (("U2", "Prosedur"), ANSWERS),
        ("U3 Waktu", ANSWERS),
        ("U8 Sarana", ANSWERS),
        ("U9 Pengaduan", profile("answers", "u8")),
        ("U4 Biaya", profile("answers", "u4", distinctive=True)),
        ("Pertanyaan Q", profile("answers", "u6", distinctive=True)),
    )
    assert found == [
        ("u1", "name", 1.0),
        ("u2", "synonym", 0.96),
        ("u3", "synonym", 0.85),  # "Waktu" may be another column
        ("u9", "synonym", 0.96),
        ("u8", "synonym", 1.0),
        ("u4", "synonym", 1.0),
        ("u6", "answers", 0.75),
    ]
    assert draft.numbered == ((1, "u1"), (2, "u2"), (3, "u3"), (4, "u4"), (8, "u9"), (9, "u8"))
    assert (draft.bare, draft.tied, draft.contradicted, draft.numbers_beyond) == ((), (), (), ())


@pytest.mark.parametrize(
    ("columns", "tied", "tied_for"),
    [
        ((("Persyaratan", ANSWERS), ("Persyaratan", ANSWERS), ("Sarana", ANSWERS)), (0, 1), ("u1",)),
        ((("Persyaratan", ANSWERS), ("Persyartan", ANSWERS)), (0, 1), ("u1",)),  # 1.00 and 0.94
        ((("Persyaratan", profile("answers", "u1")), ("Persyaratan", ANSWERS)), (), ()),  # 1.10 and 1.00
        ((("Waktu", ANSWERS), ("Waktu Penyelesaian", ANSWERS)), (), ()),
        ((("Persyaratan", ANSWERS), ("Persyaratan", profile("free"))), (), ()),
    ],
)
def test_columns_less_than_a_tenth_apart_are_tied(columns, tied, tied_for):
    draft, _ = placed(*columns)
    assert (draft.tied, draft.tied_for) == (tied, tied_for)


def test_a_column_of_dates_or_free_text_has_no_number_and_one_of_words_has():
    draft, found = placed(("U1", profile("dates")), ("U2", ANSWERS), ("U3", profile("free")), ("U4", profile("words")))
    assert (draft.bare, found) == (((2, 1), (4, 3)), [NOTHING] * 4)


def test_answers_of_another_unsur_refute_a_header():
    draft, found = placed(("Waktu layanan", profile("answers", "u2")), ("Jenis Layanan", profile("words")))
    assert (draft.contradicted, found) == (((0, "u3"),), [NOTHING, ("service", "name", 1.0)])


U, P, DIGITS = (tuple(f"{word}{number}" for number in range(10)) for word in ("U", "P", ""))


@pytest.mark.parametrize(
    ("head", "bare"),
    [
        (U[1:], dict(zip(range(1, 10), range(9), strict=True))),
        (DIGITS[1:], dict(zip(range(1, 10), range(9), strict=True))),
        (DIGITS[2:], {}),
        (DIGITS[1:9], {}),
        ((*U[1:4], "U2"), {1: 0, 3: 2}),
        (U[:3], {1: 1, 2: 2}),
        # Of two series the one that is exactly 1 to 9.
        ((*U[1:6], *P[1:]), dict(zip(range(1, 10), range(5, 14), strict=True))),
        ((*P[1:6], *U[1:]), dict(zip(range(1, 10), range(5, 14), strict=True))),
        ((*P[1:], *U[1:]), dict(zip(range(1, 10), range(9, 18), strict=True))),  # both are: that of unsur
        ((*U, *P[1:6]), {number: number for number in range(1, 10)}),  # 0 is no number of an unsur
        ((*U[1:6], *DIGITS[1:]), {}),
    ],
)
def test_which_columns_are_bare_numbers(head, bare):
    draft, found = placed(*((text, ANSWERS) for text in head))
    assert dict(draft.bare) == bare
    assert found == [NOTHING] * len(head)


@pytest.mark.parametrize(
    ("column", "place"),
    [
        (("Tanggal", profile("words")), ("timestamp", "name", 1.0)),
        (("Tanggal", profile("free")), ("timestamp", "name", 1.0)),
        (("Tanggal", profile("numbers")), ("timestamp", "name", 1.0)),
        (("Tanggal", profile("empty")), ("timestamp", "name", 1.0)),
        (("Tanggal", profile("answers")), NOTHING),
        (("Tanggal", profile("clocks")), NOTHING),
        (("Saran untuk perbaikan layanan", profile("free")), ("suggestion", "name", 0.91)),
        (("Isian", profile("answers", "u6", distinctive=True)), ("u6", "answers", 0.75)),
        (("Isian", profile("answers", "u6")), NOTHING),
        # Of several lines of a header the best claim on each target.
        ((("Persyartan", "Persyaratan"), ANSWERS), ("u1", "name", 1.0)),
        ((("Persyaratan", "Persyartan"), ANSWERS), ("u1", "name", 1.0)),
        (("Waktu", profile("dates")), ("timestamp", "name", 1.0)),
        (("Waktu", profile("clocks")), NOTHING),
    ],
)
def test_what_one_column_alone_is_taken_for(column, place):
    assert placed(column)[1] == [place]


def test_a_number_before_another_column_is_no_number_of_an_unsur():
    assert placed(("1. Umur", profile("numbers")), ("U2 Prosedur", ANSWERS))[0].numbered == ((2, "u2"),)


def test_columns_that_say_what_was_received_expected_and_scored():
    """The unsur is what was received; what was expected, and the score of what also stands in words, is a figure."""
    heads = ("Persyaratan (Kenyataan)", "Persyaratan (Harapan)", "Prosedur", "Prosedur (Skor)", "Waktu Layanan (Skor)")
    assert [target for target, *_ in placed(*((head, ANSWERS) for head in heads))[1]] == [
        *("u1", "derived", "u2", "derived", "u3"),
    ]

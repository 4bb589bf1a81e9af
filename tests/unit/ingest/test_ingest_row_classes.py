"""Every row of a sheet has a class, and nothing but respondents is counted."""

import pytest

from contracts.unsur import UNSUR
from ingest.read import read_tables
from ingest.table import in_ranges

NAMES = tuple(unsur.name for unsur in UNSUR)
HEAD = ("No", "Tanggal", "JK", *NAMES)
A = ("3", "3", "4", "4", "3", "3", "3", "4", "2")
FOURS = ("4",) * 9


@pytest.fixture
def classes(names, grid):
    """Row numbers by class of a sheet with these rows."""

    def read(*rows):
        found = grid(*rows, name="Data")
        export = read_tables([found], name="jatirejo/2024.csv", content_id="c", names=names, file_format="csv")
        by_class: dict[str, str] = {}
        for one in export.reading.row_classes:
            by_class[one.row_class] = ", ".join(filter(None, (by_class.get(one.row_class), one.places)))
        assert sum(one.count for one in export.reading.row_classes) == found.cells.height
        assert by_class.get("respondent", "") == in_ranges(export.rows["row_number"].to_list())
        return by_class

    return read


def people(count, first=1, answers=A):
    return [(str(first + k), "02/01/2024", "L", *answers) for k in range(count)]


def test_all_kinds_of_rows_in_one_sheet(classes):
    found = classes(
        ("Rekap SKM Kecamatan Jatirejo 2024",),
        (None,),
        HEAD,
        ("Contoh", "01/01/2024", "L", *FOURS),
        *people(3),
        (None,) * 12,
        *people(2, first=4),
        HEAD,
        *people(1, first=6),
        ("Jumlah", None, None, "18", "18", "24", "24", "18", "18", "18", "24", "12"),
        ("Rata-rata", None, None, *A),
        ("Mengetahui, Camat", None),
    )
    assert found == {
        "title": "1", "blank": "2, 8", "header": "3, 11", "example": "4", "respondent": "5–7, 9–10, 12",
        "total": "13–14", "note": "15",
    }  # fmt: skip


@pytest.mark.parametrize(
    "label", ["Modus", "Nilai Tertinggi", "Nilai maksimum", "Rata2", "NRR", "N (Jumlah Responden)", "Bobot"]
)
@pytest.mark.parametrize("place", ["number", "date", "merged"])
def test_a_statistic_on_the_scale_is_no_respondent(classes, label, place):
    cells = {"number": (label, None, None), "date": (None, label, None), "merged": (label, label, label)}[place]
    assert classes(HEAD, *people(5, answers=FOURS), (*cells, *FOURS))["respondent"] == "2–6"


def test_a_statistic_among_undated_rows_without_numbers(classes):
    rows = [("A. S.", *A), ("B. T.", *FOURS), ("Modus", *FOURS), ("Nilai Terendah", *A)]
    assert classes(("Inisial", *NAMES), *rows)["respondent"] == "2–3"


def test_people_that_look_like_labels_count(classes):
    rows = [("Responden 1", "L", *A), ("Responden 2", "P", *FOURS), ("Total Wijaya", "L", *A), ("Maksum", "P", *A)]
    assert classes(("Nama", "JK", *NAMES), *rows)["respondent"] == "2–5"
    rows = [(f"Responden {k}", *A) for k in range(1, 6)]
    assert classes(("RESPONDEN", *NAMES), *rows)["respondent"] == "2–6"


def test_an_unnamed_line_that_is_exactly_the_mean_is_a_total(classes):
    answers = [("1", "2", "3", "4", "1", "2", "3", "4", "1"), ("3", "4", "3", "4", "3", "4", "3", "4", "3")]
    rows = [(str(k + 1), "02/01/2024", "L", *answer) for k, answer in enumerate(answers * 3)]
    mean = ("2", "3", "3", "4", "2", "3", "3", "4", "2")
    assert classes(HEAD, *rows, (None, None, None, *mean))["total"] == "8"


def test_an_unnamed_line_that_somebody_may_have_answered_stays(classes):
    assert classes(HEAD, *people(6), (None, None, None, *A))["respondent"] == "2–8"


@pytest.mark.parametrize(
    ("header", "good", "bad"),
    [
        ("Status", "IP Address", "Survey Preview"),
        ("Status", "IP Address", "Spam"),
        ("Finished", "True", "False"),
        ("deleted_at", None, "2025-02-03 10:00:00"),
        ("is_deleted", "0", "1"),
        ("_validation_status", None, "Not approved"),
        ("Status Validasi", "Valid", "Tidak Valid"),
        ("ReviewState", "approved", "rejected"),
    ],
)
def test_rows_that_the_tool_marks_do_not_count(classes, header, good, bad):
    rows = [(*row, bad if number in (2, 5) else good) for number, row in enumerate(people(9))]
    found = classes((*HEAD, header.strip("_").replace("_", " ") if header[0] == "_" else header), *rows)
    assert (found["respondent"], found["marked"]) == ("2–3, 5–6, 8–10", "4, 7")


@pytest.mark.parametrize(
    ("header", "values"),
    [("Status", ("Kawin", "Belum Kawin")), ("Status", ("Valid", "Valid")), ("Pekerjaan", ("Test Engineer", "Spam"))],
)
def test_other_columns_mark_nothing(classes, header, values):
    rows = [(*row, values[number % 2]) for number, row in enumerate(people(8))]
    assert classes((*HEAD, header), *rows)["respondent"] == "2–9"


def test_a_table_of_frequencies_holds_nobody(names, grid):
    words = ("Sangat Baik", "Baik", "Kurang Baik", "Tidak Baik")
    rows = [(word, *[str((k * 3 + n) % 5) for n in range(9)]) for k, word in enumerate(words)]
    found = grid(("Jawaban", *NAMES), *rows, name="Frekuensi")
    export = read_tables([found], name="jatirejo 2024.xlsx", content_id="c", names=names, file_format="xlsx")
    assert export.reading.refusal.code == "no_answers"


def test_ranges_as_a_person_writes_them():
    assert in_ranges([3, 7, 8, 9, 12]) == "3, 7–9, 12"
    assert in_ranges([]) == ""
    assert in_ranges(range(1, 99, 2)).endswith("…")

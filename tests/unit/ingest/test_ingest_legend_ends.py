"""Legends, scales and moments as files write them, and where one word or one row more decides."""

import polars as pl
import pytest

from contracts.unsur import UNSUR, UNSUR_COLUMNS
from ingest.doubts import Questions
from ingest.invalid_rows import marked_rows
from ingest.legend import read_legend
from ingest.moments import from_1904, tells_when, unswapped, with_zone, zone_in
from ingest.response_ids import with_ids_that_tell
from ingest.row_labels import row_label
from ingest.rows import RAW_ROW
from ingest.scales import declared_scale, is_zero_based, turned_round
from ingest.table import in_ranges

NUMBERED = [f"{number}. {unsur.name}" for number, unsur in enumerate(UNSUR, start=1)]


@pytest.mark.parametrize(
    ("rows", "legend"),
    [
        ([("U8", "Penanganan Pengaduan")], {8: "u8"}),
        ([("U8", None, "Sarana dan Prasarana")], {8: "u9"}),
        ([("U8 = Sarana dan Prasarana",)], {8: "u9"}),
        ([("U8", "Sarana dan Prasarana"), ("U8", "Penanganan Pengaduan")], {}),
        ([("U8", "Sarana dan Prasarana"), ("U9", "Sarana dan Prasarana")], {}),
        ([("U8", "Sarana dan Prasarana"), ("U9", "Penanganan Pengaduan")], {8: "u9", 9: "u8"}),
        ([("U0", "Persyaratan"), ("U10", "Prosedur")], {}),
        ([("U1", "Persyaratan"), ("U9", "Sarana dan Prasarana")], {1: "u1", 9: "u9"}),
        ([("U8",)], {}),
        ([("U8", "Nama Petugas")], {}),
        ([("Prosedur", "U8", "Sarana dan Prasarana")], {8: "u9"}),
        ([("U3", "Waktu pelayanan di Puskesmas")], {3: "u3"}),
        ([*((text,) for text in NUMBERED[:8]), ("9. Sarana di Puskesmas",)], {}),  # without letters not plain enough
        ([("Keterangan: U8 = Sarana dan Prasarana; U9 = Penanganan Pengaduan",)], {8: "u9", 9: "u8"}),
        ([("Keterangan: U8 = Sarana dan Prasarana",)], {8: "u9"}),
        ([("unsur 8 adalah Sarana, unsur 9 adalah Pengaduan",)], {8: "u9", 9: "u8"}),
        ([(("x" * 1930) + " U8 = Sarana dan Prasarana; U9 = Penanganan Pengaduan",)], {8: "u9", 9: "u8"}),
        ([(("x" * 1960) + " U8 = Sarana dan Prasarana; U9 = Penanganan Pengaduan",)], {}),
        ([(text,) for text in NUMBERED], dict(enumerate(UNSUR_COLUMNS, start=1))),
        ([(text,) for text in NUMBERED[:8]], {}),  # without letters all nine must stand there
        ([(str(n), unsur.name) for n, unsur in enumerate(UNSUR, start=1)], dict(enumerate(UNSUR_COLUMNS, start=1))),
        ([*((text,) for text in NUMBERED), ("U8", "Sarana dan Prasarana")], {8: "u9"}),
    ],
)
def test_what_a_legend_says(rows, legend):
    assert read_legend(rows) == legend


@pytest.mark.parametrize(
    ("lines", "scale"),
    [
        ([("1 = Tidak Baik", "2 = Kurang Baik", "3 = Baik", "4 = Sangat Baik")], (1, 4, False)),
        ([("1 = Sangat Baik, 2 = Baik, 3 = Kurang Baik, 4 = Tidak Baik",)], (1, 4, True)),
        ([("Tidak puas (1), kurang puas (2), puas (3), sangat puas (4)",)], (1, 4, False)),
        ([("1 = Tidak Baik, 2 = Kurang Baik, 3 = Baik",)], (1, 3, False)),
        ([("1 = Tidak Baik, 2 = Baik",)], None),
        *(
            ([(f"1 = Buruk, 2 = {between}, 3 = Baik",)], (1, 3, False))
            for between in ("Netral", "Cukup", "Biasa", "Kurang Puas")
        ),
        ([("1 = Baik, 2 = Baik, 3 = Baik",)], None),
        ([("1 = Tidak Baik, 2 = Sangat Baik, 3 = Baik",)], None),
        ([("0 = buruk, 1 = kurang baik, 2 = cukup, 3 = baik, 4 = sangat baik",)], (0, 4, False)),
        ([("Skala 1 s.d. 5",)], (1, 5, False)),
        ([("Skala 1-10",)], (1, 10, False)),
        ([("Skala 0 - 1",)], None),
        ([("Skala 0 - 2",)], (0, 2, False)),
        ([("Skala 2 - 5",)], None),
        ([("Skala 1 sampai 4, 1 = sangat puas",)], (1, 4, True)),
        ([("Skala 1 sampai 4, 4 = sangat puas",)], (1, 4, False)),
        ([("Skala 1 sampai 4, 1 = puas",)], (1, 4, False)),
        ([("Skala Likert 5",)], (1, 5, False)),
        ([("Likert 4",)], (1, 4, False)),
        ([("skala lima",)], (1, 5, False)),
        ([("skala",)], None),
        ([("x" * 591, "Likert 5")], (1, 5, False)),
        ([(("x" * 591) + " Likert 5",)], (1, 5, False)),
        ([(("x" * 592) + " Likert 5",)], None),
        ([*[("a",)] * 3, (None, "Skala 1 s.d. 5")], (1, 5, False)),
        ([("Skala", "1", "s.d.", "5")], (1, 5, False)),
        ([("Skala", "1", "s.d.", "5", *["x"] * 8)], (1, 5, False)),
        ([("Skala", "1", "s.d.", "5", *["x"] * 9)], None),
    ],
)
def test_scales_that_are_declared(lines, scale):
    found = declared_scale(lines)
    assert (None if found is None else (found.low, found.high, found.is_reversed)) == scale


@pytest.mark.parametrize(
    ("order", "is_rising"),
    [
        (("sangat tidak puas", "tidak puas", "kurang puas", "cukup puas", "puas", "sangat puas"), True),
        (("sangat buruk", "buruk", "kurang baik", "netral", "baik", "baik sekali"), True),
        (("very bad", "not satisfied", "kurang puas", "biasa saja", "satisfied", "very satisfied"), True),
        (("netral", "cukup", "baik"), None),
        (("very bad", "bad", "cukup", "good", "very good"), True),
        (("sangat mahal", "mahal", "murah"), True),
        (("tidak mahal", "mahal", "murah", "sangat murah"), True),  # "tidak mahal" says nothing sure
        (("sangat mudah", "mudah", "sulit"), False),
    ],
)
def test_how_good_words_are(order, is_rising):
    found = declared_scale([(", ".join(f"{number} = {words}" for number, words in enumerate(order, start=1)),)])
    assert (None if found is None else not found.is_reversed) == is_rising


@pytest.mark.parametrize(
    ("numbers", "zeros", "rows", "is_zero"),
    [
        ("0123", 2, 10, True),
        ("0123", 1, 10, False),
        ("0123", 1, 29, False),
        ("0123", 1, 30, True),  # of thirty somebody would have given a 4
        ("0123", 2, 40, True),
        ("01", 2, 10, True),
        ("01234", 9, 10, False),
        ("01235", 9, 10, False),
        ("123", 9, 10, False),
    ],
)
def test_answers_coded_from_zero(numbers, zeros, rows, is_zero):
    assert is_zero_based(numbers, zeros, rows) == is_zero


def test_answers_turned_round():
    assert [turned_round(text) for text in ("1", "2,0", "3.00", " 4 ", "5", "0", "Baik")] == [
        *("4", "3", "2", "1", "5", "0", "Baik"),
    ]


# --- Moments of answering


@pytest.mark.parametrize(
    ("header", "rank"),
    [
        ("Tanggal", 200),
        ("Waktu Selesai", 100),
        ("completionTime", 100),
        ("Submitted", 100),
        ("Tanggal Lahir", None),
        ("Tanggal Cetak", None),
        ("Nama", None),
        ("Selesai diisi pada", 100),
        ("Selesai diisi pada loket", None),  # many words, and none for a date
        ("Tanggal selesai diisi pada loket", 100),
    ],
)
def test_headers_that_tell_when(header, rank):
    assert tells_when(header) == rank


@pytest.mark.parametrize(
    ("header", "zone"),
    [
        ("Waktu (UTC)", "UTC"),
        ("Waktu GMT+7", "GMT+07:00"),
        ("Waktu utc -10:30", "GMT-10:30"),
        ("Waktu UTC+0730", "GMT+07:30"),
        ("Jam wita", "WITA"),
        ("Waktu", None),
        ("Waktu WITERA", None),
        ("_submission_time", "UTC"),  # Kobo's server counts so and does not say it
        ("skm/_submission_time", "UTC"),
        ("Submission time", None),
    ],
)
def test_zones_in_headers(header, zone):
    assert zone_in(header) == zone


def test_a_zone_is_added_where_a_time_has_none():
    moments = pl.Series("c1", ["2024-01-05 10:00", "2024-01-05", "2024-01-05 10.00 WIB", "10:00Z", "10:00+07:00", None])
    assert with_zone(moments, "Waktu (WITA)").to_list() == [
        *("2024-01-05 10:00 WITA", "2024-01-05", "2024-01-05 10.00 WIB", "10:00Z", "10:00+07:00", None),
    ]
    assert with_zone(moments, "Waktu").to_list() == moments.to_list()
    assert with_zone(moments, "Waktu (WITA)").name == "c1"


CELLS = ["2025-03-12", "2025-04-12 10:00:00", "2025-05-12"]
TEXTS = ["13-12-2025", "14/12/2025", "15.12.2025 08.00"]


@pytest.mark.parametrize(
    ("dates", "is_swapped"),
    [
        ([*CELLS, *TEXTS], True),
        ([*CELLS, *TEXTS, None, "kemarin"], True),
        ([*CELLS[:2], *TEXTS], False),
        ([*CELLS, *TEXTS[:2]], False),
        ([*CELLS, "2025-05-13", *TEXTS], False),
        ([*CELLS, *TEXTS, "12-12-2025"], False),
        ([*CELLS, *TEXTS, "12-13-2025"], True),
    ],
)
def test_days_and_months_that_a_spreadsheet_swapped(dates, is_swapped):
    found = unswapped(pl.Series("c0", dates))
    assert (found is not None) == is_swapped
    if found is not None:
        assert found.dates.to_list()[:3] == ["2025-12-03", "2025-12-04 10:00:00", "2025-12-05"]
        assert found.dates.to_list()[3:] == dates[3:]
        assert found.note.startswith("3 tanggal tertukar")


@pytest.mark.parametrize(
    ("dates", "moved"),
    [
        (["43834", "43834,5", None], ["45296.0", "45296.5", None]),
        (["20000", "80000"], ["21462.0", "81462.0"]),
        (["19999", "43834"], None),
        (["43834", "80001"], None),
        (["43834", "kemarin"], None),
        ([None], None),
    ],
)
def test_days_counted_from_1904(dates, moved):
    found = from_1904(pl.Series("c0", dates, dtype=pl.String))
    assert (None if found is None else found.dates.to_list()) == moved


# --- Rows


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Jumlah", "total"),
        ("Σ Nilai / Unsur", "total"),
        ("Rata-rata", "total"),
        ("n", "total"),
        ("n 12", "total"),
        ("Responden", "total"),
        ("Responden 12", "none"),
        ("Jumlah responden 12", "total"),
        ("Total Wijaya", "beginning"),
        ("Wijaya Total", "none"),
        ("Contoh", "example"),
        ("Contoh pengisian", "example"),
        ("Contoh Wijaya", "none"),
        ("12", "none"),
        ("", "none"),
        ("Jumlah" + " " * 194, "total"),
        ("Jumlah" + " " * 195, "none"),
    ],
)
def test_labels_of_rows(text, label):
    assert row_label(text) == label


@pytest.mark.parametrize(
    ("header", "states", "marked"),
    [
        ("Finished", ["True", "False", "1", "0", None], [1, 3]),
        ("deleted", ["1", "0", None], [0]),
        ("Deleted At", ["2024-01-05", "null", None, "n/a"], [0]),
        ("Deleted At", [f"2024-01-05 10:00:{n:02d}" for n in range(30)], list(range(30))),
        ("Finished", ["0", *(f"keadaan {n}" for n in range(19))], [0]),
        ("Finished", ["0", *(f"keadaan {n}" for n in range(20))], []),  # too many states for a mark
        ("Status", ["1", "2"], []),
        ("Nama", ["0", "1"], []),
    ],
)
def test_rows_that_the_program_marks(header, states, marked):
    rows = pl.DataFrame({"c0": ["x"] * len(states), "c1": states}, schema=dict.fromkeys(("c0", "c1"), pl.String))
    assert marked_rows(rows, (("No",), (header,))).arg_true().to_list() == marked


def test_status_of_qualtrics_and_several_columns_that_mark():
    rows = pl.DataFrame({"c0": ["0", "1", "8"], "c1": ["R1", "R2", "R3"], "c2": ["x", "y", "z"], "c3": ["1", "1", "0"]})
    labels = (("Status",), ("ResponseId",), ("RecordedDate",), ("Finished",))
    assert marked_rows(rows, labels).to_list() == [False, True, True]
    assert marked_rows(rows, (labels[0], labels[1], ("x",), ("y",))).to_list() == [False] * 3


def frame(*rows: tuple[str | None, str], sheet: str = "A") -> pl.DataFrame:
    """Rows of an id and the answer to all nine."""
    made = [
        {"content_id": "c", "row_index": k, "sheet": sheet, "row_number": k + 2, "response_id": one}
        | dict.fromkeys(UNSUR_COLUMNS, answer)
        for k, (one, answer) in enumerate(rows)
    ]
    return pl.DataFrame(made, schema=RAW_ROW)


@pytest.mark.parametrize(
    ("sheets", "answer", "kept", "asks"),
    [
        ([[("1", "4"), ("2", "3"), ("3", "2")]], None, True, False),
        ([[("7", "4"), ("7", "3")]], None, True, False),  # two rows tell nothing
        ([[("7", "4"), ("7", "3"), ("7", "2")]], None, False, False),
        ([[("1", "4"), ("1", "3"), ("2", "2"), ("2", "1")]], None, False, False),  # half
        ([[("1", "4"), ("1", "3"), ("2", "2"), ("3", "1")]], None, True, False),
        ([[("7", "4"), ("7", "4"), ("7", "4")]], None, True, False),  # one row, exported three times
        ([[("1", "4"), ("2", "3"), (None, "2"), (None, "1"), ("3", "1")]], None, True, False),
        ([[(str(n), "4") for n in range(5)]] * 2, None, True, False),
        ([[(str(n), "4") for n in range(2)] + [("x", "1")], [(str(n), "1") for n in range(2)] + [("y", "1")]],
         None, True, False),  # two shared are too few
        ([[(str(n), "4") for n in range(5)], [(str(n), "1") for n in range(5)]], None, False, False),
        ([[(str(n), "4") for n in range(5)], [(str(n), "4" if n < 4 else "1") for n in range(5)]], None, True, False),
        ([[(str(n), "4") for n in range(5)], [(str(n), "4" if n < 3 else "1") for n in range(5)]], None, True, True),
        ([[(str(n), "4") for n in range(5)], [(str(n), "4" if n < 2 else "1") for n in range(5)]], "same", True, False),
        ([[(str(n), "4") for n in range(5)], [(str(n), "4" if n < 2 else "1") for n in range(5)]], "different", False,
         False),
        ([[(str(n), "4") for n in range(5)], [(str(n), "4" if n < 1 else "1") for n in range(5)]], None, False, False),
        ([[(f"R{n:03d}", "4") for n in (1, 2, 3, 4)] + [(f"R{n:03d}", "3") for n in (1, 2, 3)]], None, False, False),
        ([[(f"R{n:03d}", "4") for n in (1, 2, 3, 4)] + [(f"R{n:03d}", "3") for n in (1, 2)]], None, True, False),
        ([[(f"R{n:03d}", "4") for n in (1, 2, 3, 4, 1, 2, 3)]], None, True, False),  # the same rows again
        ([[(f"R{n:03d}", "4") for n in (1, 2, 3, 4)] + [(f"R{n:03d}", "3") for n in (2, 3, 4)]], None, True, False),
        ([[(f"R{n:03d}", "4") for n in (1, 2, 3, 4)] + [(f"S{n:03d}", "3") for n in (1, 2, 3)]], None, True, False),
    ],
)  # fmt: skip
def test_ids_that_tell_people_apart(sheets, answer, kept, asks):
    questions = Questions({} if answer is None else {"ids_on_sheets": answer})
    frames = [frame(*rows, sheet=str(n)) for n, rows in enumerate(sheets)]
    found, notes = with_ids_that_tell(frames, questions)
    ids = [one for rows in found for one in rows["response_id"].to_list()]
    assert (ids == [one for rows in sheets for one, _ in rows]) == kept
    assert (set(ids) == {None}) != kept
    assert (notes == []) == kept
    assert bool(questions.open) == asks


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([], ""),
        ([3], "3"),
        ([4, 3], "3–4"),
        ([3, 7, 8, 9, 12], "3, 7–9, 12"),
        (range(1, 24, 2), "1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23"),
        (range(1, 26, 2), "1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, …"),
    ],
)
def test_row_numbers_as_a_person_writes_them(numbers, said):
    assert in_ranges(numbers) == said

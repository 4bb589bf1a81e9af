"""What a file says about itself is checked: totals, scales, dates, columns; what cannot be told is asked."""

import polars as pl
import pytest

from contracts.unsur import UNSUR, UNSUR_COLUMNS
from ingest import moments
from ingest.column_aspects import parted_header
from ingest.legend import read_legend
from ingest.scales import declared_scale

NAMES = tuple(unsur.name for unsur in UNSUR)
HEAD = ("No", "Tanggal", "JK", *NAMES)
A = ("3", "3", "4", "4", "3", "3", "3", "4", "2")
B = ("4", "3", "2", "4", "3", "4", "3", "1", "2")


def people(count, first=1, answers=A):
    return [(str(first + k), "02/01/2024", "L", *answers) for k in range(count)]


def sums(export):
    return [sum(int(text) for text in export.rows[column]) for column in UNSUR_COLUMNS]


class TestControlTotals:
    @pytest.mark.parametrize(
        "line",
        [
            ("Jumlah", None, None, *(str(5 * int(a)) for a in A)),
            ("Rata-rata", None, None, *(f"{int(a)},00" for a in A)),
            ("NRR per unsur", None, None, *A),
            ("Jumlah Responden", None, None, *["5"] * 9),
        ],
    )
    def test_agreement_is_noted(self, read, line):
        export = read(("Data", [HEAD, *people(5), line]))
        assert export.rows.height == 5
        assert export.reading.doubts == ()
        assert any("cocok" in note for note in export.reading.notes)

    @pytest.mark.parametrize(
        "line",
        [
            ("Jumlah", None, None, *(str(6 * int(a)) for a in A)),
            ("Rata-rata", None, None, *["3,91"] * 9),
            ("Jumlah Responden", None, None, *["6"] * 9),
            ("Jumlah", None, None, "14", *(str(5 * int(a)) for a in A[1:])),
        ],
    )
    def test_a_contradiction_is_asked(self, read, line):
        export = read(("Data", [HEAD, *people(5), line]))
        (doubt,) = export.reading.doubts
        assert "Baris 7" in doubt.question
        assert [choice.key for choice in doubt.choices] == ["count", "refuse"]
        counted = read(("Data", [HEAD, *people(5), line]), answers={doubt.code: "count"})
        assert (counted.reading.doubts, counted.rows.height) == ((), 5)
        assert counted.reading.answered[0].choice == "count"
        refused = read(("Data", [HEAD, *people(5), line]), answers={doubt.code: "refuse"})
        assert refused.reading.refusal.code == "decided_against"

    def test_a_total_of_all_blocks_or_sheets_agrees(self, read):
        second = ("No", "Jenis Kelamin", "Tanggal", *NAMES[::-1])
        others = [(str(k), "L", f"0{k}/03/2024", *B[::-1]) for k in range(1, 4)]
        both = [5 * int(a) + 3 * int(b) for a, b in zip(A, B, strict=True)]
        rows = [HEAD, *people(5), second, *others, ("Jumlah", None, None, *map(str, both[::-1]))]
        assert read(("Data", rows)).reading.doubts == ()
        apart = read(("Januari", rows[:6]), ("Maret", rows[6:]))
        assert (apart.rows.height, apart.reading.doubts) == (8, ())
        below = read(("Data", [*rows[:6], second, ("Jumlah", None, None, *(str(5 * int(a) + 1) for a in A[::-1]))]))
        assert len(below.reading.doubts) == 1
        assert sum(one.count for one in below.reading.row_classes) == 8

    def test_each_table_is_asked_about_by_itself(self, read):
        wrong = ("Jumlah", None, None, *(str(9 * int(a)) for a in A))
        sheets = [("Januari", [HEAD, *people(5), wrong]), ("Maret", [HEAD, *people(6, answers=B), wrong])]
        first, second = read(*sheets).reading.doubts
        (left,) = read(*sheets, answers={first.code: "count"}).reading.doubts
        assert left.code == second.code
        assert read(*sheets, answers={one.code: "count" for one in (first, second)}).reading.doubts == ()
        other = [("No", "JK", "Tanggal", *NAMES), *((str(k), "L", f"0{k}/03/2024", *B) for k in range(1, 5))]
        blocks = ("Data", [HEAD, *people(5), wrong, *other, wrong])
        upper, lower = read(blocks).reading.doubts
        (left,) = read(blocks, answers={upper.code: "count"}).reading.doubts
        assert left.code == lower.code

    def test_which_line_of_which_table_is_asked_about(self, read):
        wrong = ("Jumlah", None, None, *(str(9 * int(a)) for a in A))
        title = [("SKM",), ()]
        apart = read(("Januari", [*title, HEAD, *people(5), ("catatan",), wrong]), ("Maret", [HEAD, *people(6), wrong]))
        assert [doubt.code for doubt in apart.reading.doubts] == ["control_total:Januari", "control_total:Maret"]
        assert "Baris 10 pada lembar “Januari” (“Jumlah”) menyebut jumlah U1 Persyaratan 27" in (
            apart.reading.doubts[0].question
        )
        assert "dari 5 responden yang terbaca 15 (9 unsur berbeda)" in apart.reading.doubts[0].question
        assert "dari 6 responden yang terbaca 18 (9 unsur berbeda)" in apart.reading.doubts[1].question
        other = [("No", "JK", "Tanggal", *NAMES), *((str(k), "L", f"0{k}/03/2024", *B) for k in range(1, 5))]
        blocks = read(("Data", [*title, HEAD, *people(5), wrong, *other, wrong]))
        assert [doubt.code for doubt in blocks.reading.doubts] == ["control_total:Data", "control_total:Data:10"]
        words = people(5, answers=[unsur.answers[2] for unsur in UNSUR])
        mixed = read(("Data", [HEAD, *words, *other, wrong]))
        assert [doubt.code for doubt in mixed.reading.doubts] == ["control_total:Data"]

    def test_how_many_unsur_differ_is_said_where_more_than_one_does(self, read):
        for differing in (1, 2):
            said = [str(5 * int(a) + (k < differing)) for k, a in enumerate(A)]
            (doubt,) = read(("Data", [HEAD, *people(5), ("Jumlah", None, None, *said)])).reading.doubts
            assert ("unsur berbeda" in doubt.question) == (differing > 1)

    def test_people_are_counted_with_and_without_an_answer(self, read):
        one_less = [*people(5), ("6", "02/01/2024", "L", None, *A[1:])]
        for count in ("6", "5"):
            said = ("Jumlah Responden", None, None, count, *["6"] * 8)
            assert read(("Data", [HEAD, *one_less, said])).reading.doubts == ()
        said = ("Jumlah Responden", None, None, "4", *["6"] * 8)
        assert len(read(("Data", [HEAD, *one_less, said])).reading.doubts) == 1

    @pytest.mark.parametrize("no_number", ["NaN", "Infinity", "-"])
    def test_a_mean_that_is_no_number_is_not_compared(self, read, no_number):
        export = read(("Data", [HEAD, *people(5), ("Rata-rata", None, None, no_number, *["1,5"] * 8)]))
        assert (export.rows.height, export.reading.refusal, export.reading.doubts) == (5, None, ())

    def test_a_total_whose_formulas_were_never_calculated_says_nothing(self, read):
        export = read(("Data", [HEAD, *people(5), ("Jumlah", None, None, *["0"] * 9)]))
        assert (export.rows.height, export.reading.doubts) == (5, ())

    def test_weighted_lines_and_answers_in_words_are_not_compared(self, read):
        weighted = ("NRR Tertimbang", None, None, *["0,36"] * 9)
        assert read(("Data", [HEAD, *people(5), weighted])).reading.doubts == ()
        words = people(5, answers=[unsur.answers[2] for unsur in UNSUR])
        assert read(("Data", [HEAD, *words, ("Jumlah", None, None, *["16"] * 9)])).reading.doubts == ()


class TestScales:
    @pytest.mark.parametrize(
        ("text", "low", "high", "is_reversed"),
        [
            ("1 = Sangat Baik, 2 = Baik, 3 = Kurang Baik, 4 = Tidak Baik", 1, 4, True),
            ("Keterangan: 1: tidak puas; 2: kurang puas; 3: puas; 4: sangat puas", 1, 4, False),
            ("Sangat Tidak Puas (1), Tidak Puas (2), Puas (3), Sangat Puas (4)", 1, 4, False),
            ("Skala 1 s.d. 5 (1 = sangat tidak puas, 5 = sangat puas)", 1, 5, False),
            ("skala likert 5", 1, 5, False),
            ("Skala 0-3", 0, 3, False),
            ("Skala 1 - 4 (1 = sangat puas)", 1, 4, True),
        ],
    )
    def test_what_a_line_declares(self, text, low, high, is_reversed):
        scale = declared_scale([(None, text)])
        assert (scale.low, scale.high, scale.is_reversed) == (low, high, is_reversed)

    @pytest.mark.parametrize(
        "text",
        [
            "1. Persyaratan 2. Prosedur 3. Waktu 4. Biaya",
            "A (Sangat Baik): 88,31 - 100,00; B (Baik): 76,61 - 88,30",
            "Semester 1 Tahun 2024",
            "Jumlah responden 120, skala kabupaten",
        ],
    )
    def test_what_declares_nothing(self, text):
        assert declared_scale([(text,)]) is None

    def test_one_is_best_is_asked_and_turned_round(self, read):
        title = ("1 = Sangat Baik, 2 = Baik, 3 = Kurang Baik, 4 = Tidak Baik",)
        asked = read(("", [title, HEAD, *people(4)]))
        assert [doubt.code for doubt in asked.reading.doubts] == ["scale_reversed"]
        turned = read(("", [title, HEAD, *people(4)]), answers={"scale_reversed": "turn"})
        assert sums(turned) == [4 * (5 - int(a)) for a in A]
        kept = read(("", [title, HEAD, *people(4)]), answers={"scale_reversed": "keep"})
        assert sums(kept) == [4 * int(a) for a in A]

    def test_a_declared_scale_of_five_is_refused_and_words_are_not_asked(self, read):
        title = ("Skala 1 s.d. 5 (5 = sangat puas)",)
        assert read(("", [title, HEAD, *people(12)])).reading.refusal.code == "other_scale"
        words = people(5, answers=[unsur.answers[2] for unsur in UNSUR])
        assert read(("", [title, HEAD, *words])).reading.refusal is None

    def test_answers_coded_from_zero(self, read):
        zero_based = [(str(k), "02/01/2024", "L", *[str((k + n) % 4) for n in range(9)]) for k in range(12)]
        assert read(("", [HEAD, *zero_based])).reading.refusal.code == "other_scale"
        with_a_four = [*zero_based, ("13", "02/01/2024", "L", *A)]
        assert read(("", [HEAD, *with_a_four])).reading.refusal is None  # each 0 is a bad answer
        stray = [*people(11), ("12", "02/01/2024", "L", "0", *A[1:])]
        assert read(("", [HEAD, *stray])).reading.refusal is None


class TestColumns:
    def test_a_second_header_in_another_order_begins_a_new_table(self, read):
        turned = (*HEAD[:3], *NAMES[:7], NAMES[8], NAMES[7])
        export = read(("", [HEAD, *people(3, answers=A), turned, *people(2, first=4, answers=B)]))
        assert sums(export)[7:] == [3 * 4 + 2 * 2, 3 * 2 + 2 * 1]

    def test_the_same_header_again_is_no_new_table(self, read):
        export = read(("", [HEAD, *people(3), HEAD, *people(2, first=4)]))
        assert (export.rows.height, sums(export)) == (5, [5 * int(a) for a in A])

    def test_a_named_column_beside_a_complete_series_is_no_unsur(self, read):
        head = ("No", "Sarana yang dipakai", *[f"U{n}" for n in range(1, 10)])
        legend = ("Keterangan: U8 = Penanganan Pengaduan; U9 = Sarana dan Prasarana",)
        rows = [(str(k), str(k % 3 + 1), *A) for k in range(1, 7)]
        assert sums(read(("", [legend, head, *rows]))) == [6 * int(a) for a in A]

    def test_another_series_beside_is_another_survey(self, read):
        head = ("No", *[f"U{n}" for n in range(1, 10)], None, *[f"P{n}" for n in range(1, 6)])
        legend = ("U8 = Sarana dan Prasarana; U9 = Penanganan Pengaduan, Saran dan Masukan",)
        rows = [(str(k), *A, None, *["1"] * 5) for k in range(1, 7)]
        expected = [6 * int(a) for a in A]
        assert sums(read(("", [legend, head, *rows]))) == [*expected[:7], expected[8], expected[7]]

    @pytest.mark.parametrize("name", ["SPAK", "Jawaban SPAK", "Lembar 2"])
    def test_a_sheet_of_another_survey_is_passed_over_with_a_note(self, read, name):
        spak = [("No", *[f"P{n}" for n in range(1, 6)]), *[(str(k), *["4"] * 5) for k in range(1, 7)]]
        export = read(("Jawaban SKM", [HEAD, *people(6)]), (name, spak))
        assert export.rows.height == 6
        assert any(name in note and "survei lain" in note for note in export.reading.notes)

    def test_eight_unsur_on_a_second_sheet_are_no_other_survey(self, read):
        eight = [HEAD[:-1], *[row[:-1] for row in people(6)]]
        assert read(("Satu", [HEAD, *people(6)]), ("Dua", eight)).reading.refusal.code == "unsur_missing"

    def test_a_sheet_without_header_is_asked_about(self, read):
        asked = read(("TW I", [HEAD, *people(5)]), ("TW II", people(4, first=6, answers=B)))
        (doubt,) = asked.reading.doubts
        both = read(
            ("TW I", [HEAD, *people(5)]), ("TW II", people(4, first=6, answers=B)), answers={doubt.code: "same_columns"}
        )
        assert sums(both) == [5 * int(a) + 4 * int(b) for a, b in zip(A, B, strict=True)]
        skipped = read(
            ("TW I", [HEAD, *people(5)]), ("TW II", people(4, first=6, answers=B)), answers={doubt.code: "skip"}
        )
        assert sums(skipped) == [5 * int(a) for a in A]

    def test_a_recap_sheet_is_not_asked_about(self, read):
        recap = [("Unsur", "NRR"), *[(name, "3,25") for name in NAMES]]
        assert read(("Data", [HEAD, *people(5)]), ("Rekap", recap)).reading.doubts == ()

    def test_a_transposed_sheet_is_asked_about(self, read):
        transposed = [(name, *[str(1 + (k + n) % 4) for k in range(6)]) for n, name in enumerate(NAMES)]
        assert len(read(("Data", [HEAD, *people(5)]), ("Lain", transposed)).reading.doubts) == 1

    def test_sets_of_columns_filled_by_turns_are_one(self, read):
        head = ("Timestamp", *NAMES, *NAMES)
        rows = [("02/01/2024 10:00:00", *A, *[None] * 9), ("03/01/2024 10:00:00", *[None] * 9, *B)] * 2
        assert sums(read(("", [head, *rows]))) == [2 * (int(a) + int(b)) for a, b in zip(A, B, strict=True)]

    def test_sets_of_columns_that_disagree_are_refused(self, read):
        rows = [("02/01/2024 10:00:00", *A, *B)] * 4
        assert read(("", [("Timestamp", *NAMES, *NAMES), *rows])).reading.refusal.code == "ambiguous_columns"

    @pytest.mark.parametrize("mark", ["v", "√", "x", "1"])
    def test_ticks_under_the_numbers(self, read, mark):
        head = ("No", *[cell for name in NAMES for cell in (name, None, None, None)])
        scale = (None, *["1", "2", "3", "4"] * 9)
        rows = [(str(k), *[mark if int(a) == n else None for a in A for n in (1, 2, 3, 4)]) for k in range(1, 5)]
        assert sums(read(("Form", [head, scale, *rows]))) == [4 * int(a) for a in A]

    @pytest.mark.parametrize(
        ("header", "parts"),
        [
            ("Kualitas sarana [Score]", ("Kualitas sarana", "score")),
            ("Persyaratan (Harapan)", ("Persyaratan", "expected")),
            ("Persyaratan - Kenyataan", ("Persyaratan", "received")),
            ("Harapan: Persyaratan", ("Persyaratan", "expected")),
            ("Perilaku (kesopanan dan keramahan)", ("Perilaku (kesopanan dan keramahan)", None)),
        ],
    )
    def test_endings_of_headers(self, header, parts):
        assert parted_header(header) == parts

    @pytest.mark.parametrize(
        "line",
        [
            "Keterangan: U8 = Sarana dan Prasarana; U9 = Penanganan Pengaduan, Saran dan Masukan",
            "U8: Sarana, U9: Pengaduan",
            "(unsur 8 = sarana prasarana / unsur 9 = penanganan pengaduan)",
        ],
    )
    def test_an_order_declared_in_one_line(self, line):
        assert read_legend([(line,)]) == {8: "u9", 9: "u8"}


class TestDates:
    def test_rows_longer_than_the_header_are_put_together_or_refused(self, read):
        head = ("Tanggal", *NAMES, "Saran")
        shifted = [(f"{day}/1/2024", "08.15.00", *A, "Baik") for day in range(1, 7)]
        export = read(("", [head, *shifted]), delimited=True)
        assert sums(export) == [6 * int(a) for a in A]
        days = [("Senin", "3 Maret 2024", *A, "Baik"), ("4 Maret 2024", *A, "Baik", None)]
        assert sums(read(("", [head, *days]), delimited=True)) == [2 * int(a) for a in A]
        commas = [("1/1/2024", *A, "Baik", "sekali"), *[("2/1/2024", *A, "Baik", None)] * 5]
        assert read(("", [head, *commas]), delimited=True).reading.refusal.code == "rows_too_long"
        assert read(("", [head, *commas])).reading.refusal is None  # in a workbook a note may stand beside the table

    def test_days_and_months_that_a_spreadsheet_swapped(self):
        dates = pl.Series("c1", ["2025-03-01", "2025-12-04", "2025-02-07", "13-01-2025", "21-04-2025", "28-07-2025"])
        fixed = moments.unswapped(dates).dates.to_list()
        assert fixed[:3] == ["2025-01-03", "2025-04-12", "2025-07-02"]
        assert fixed[3:] == dates.to_list()[3:]

    @pytest.mark.parametrize(
        "dates",
        [
            ["2025-03-01", "2025-12-04", "2025-02-17", "13-01-2025", "21-04-2025", "28-07-2025"],
            ["2025-03-01", "2025-12-04", "2025-02-07", "03-01-2025", "21-04-2025", "28-07-2025"],
            ["2025-03-01", "2025-12-04", "2025-02-07"],
        ],
    )
    def test_days_and_months_that_nobody_swapped(self, dates):
        assert moments.unswapped(pl.Series("c1", dates)) is None

    @pytest.mark.parametrize(
        ("header", "text", "expected"),
        [
            ("Submit Date (UTC)", "2025-06-30 22:30:00", "2025-06-30 22:30:00 UTC"),
            ("Waktu (WIB)", "2025-06-30 22:30", "2025-06-30 22:30 WIB"),
            ("Timestamp GMT+7", "30/06/2025 22.30", "30/06/2025 22.30 GMT+07:00"),
            ("Submit Date (UTC)", "2025-06-30T22:30:00+07:00", "2025-06-30T22:30:00+07:00"),
            ("Submit Date (UTC)", "2025-06-30", "2025-06-30"),
            ("Timestamp", "2025-06-30 22:30:00", "2025-06-30 22:30:00"),
        ],
    )
    def test_a_zone_in_the_header_goes_to_the_values(self, header, text, expected):
        assert moments.with_zone(pl.Series("c1", [text]), header).to_list() == [expected]

    def test_days_counted_from_1904(self):
        assert moments.from_1904(pl.Series("c1", ["44000", "44001.5"])).dates.to_list() == ["45462.0", "45463.5"]
        assert moments.from_1904(pl.Series("c1", ["44000", "02/01/2024"])) is None

    def test_a_recap_below_does_not_hide_the_dates(self, read):
        recap = [(str(k), "Unsur", str(k), *A) for k in range(1, 10)]
        export = read(("", [HEAD, *people(3), (None,), ("Rekapitulasi",), ("Jumlah", None, None, *A), *recap]))
        assert {column.header: column.mapped_to for column in export.reading.mapping}["Tanggal"] == "timestamp"


class TestIds:
    def test_a_survey_number_is_nobodys_id(self, read):
        head = ("id_survei", *NAMES)
        rows = [("12", *(A if k % 2 else B)) for k in range(8)]
        export = read(("", [head, *rows]))
        assert export.rows["response_id"].null_count() == 8

    def test_ids_that_begin_again_on_each_sheet(self, read):
        head = ("Kode Responden", "Tanggal", *NAMES)
        first = [(f"R-{k:03d}", "02/01/2024", *A) for k in range(5)]
        second = [(f"R-{k:03d}", "03/02/2024", *B) for k in range(5)]
        apart = read(("Umum", [head, *first]), ("Gigi", [head, *second]))
        assert apart.rows["response_id"].null_count() == 10
        same = read(("Umum", [head, *first]), ("Salinan", [head[::-1], *[row[::-1] for row in first]]))
        assert same.rows["response_id"].null_count() == 0


def test_offices_outside_the_registry_are_asked_about(read):
    head = ("Tanggal", "Unit Layanan", *NAMES)
    rows = [("02/01/2024", "Kecamatan Jatirejo", *A)] * 4 + [("02/01/2024", "Desa Cemara Lor", *B)] * 2
    (doubt,) = read(("", [head, *rows])).reading.doubts
    assert [choice.key for choice in doubt.choices] == ["all", "only_named", "refuse"]
    only = read(("", [head, *rows]), answers={doubt.code: "only_named"})
    assert sums(only) == [4 * int(a) for a in A]
    desks = [("02/01/2024", f"Loket {k}", *A) for k in range(4)]
    assert read(("", [head, *desks])).reading.doubts == ()


def test_the_zone_that_a_header_names_goes_with_each_moment(read):
    rows = [(str(n), "2024-01-05 10:00:00", "L", *A) for n in range(1, 4)]
    export = read(("Data", [("No", "Waktu Selesai (WITA)", "JK", *NAMES), *rows]))
    assert export.rows["timestamp"].to_list() == ["2024-01-05 10:00:00 WITA"] * 3

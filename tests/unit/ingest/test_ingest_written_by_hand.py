"""What people write by hand into a sheet and anybody reads: a date once a day, titles merged over all columns, a month
above each block of rows, a mean below the sum of each, ticks from 4 to 1, remarks and names that say what does not
count; and a word that nobody can read."""

import pytest

from contracts.unsur import UNSUR, UNSUR_COLUMNS
from ingest.period_names import identify_period

NAMES = tuple(unsur.name for unsur in UNSUR)
HEAD = ("No", "Tanggal", *NAMES)
PROFILE_HEAD = ("No", "JK", *NAMES)
A = ("3", "3", "4", "4", "3", "3", "3", "4", "2")
B = ("4", "3", "2", "4", "3", "4", "3", "1", "2")


def dated(*dates: str | None):
    return [(str(number), date, *A) for number, date in enumerate(dates, start=1)]


class TestADateOnceADay:
    @pytest.mark.parametrize(
        ("dates", "read_as"),
        [
            (("02/01/2024", None, None, "03/01/2024", None), "2 2 2 3 3"),
            (("2 Januari 2024", '"', "sda", "3 Januari 2024", "idem"), "2 2 2 3 3"),
            (("02/01/2024", "03/01/2024", "04/01/2024", "05/01/2024", '"'), "2 3 4 5 5"),
            (("05/01/2024", None, "04/01/2024", None, "03/01/2024"), "5 5 4 4 3"),  # newest first
            (("02/01/2024", "-", "-", "03/01/2024", "-"), "2 2 2 3 3"),
            # Who was added below has none.
            (("02/01/2024", "03/01/2024", "04/01/2024", "05/01/2024", "08/01/2024", None, None), "2 3 4 5 8 - -"),
            (("02/01/2024", "03/01/2024", "04/01/2024", "05/01/2024", "-"), "2 3 4 5 -"),
            # One in five left empty was forgotten; a date written twice tells that each has its own.
            (("02/01/2024", "03/01/2024", "04/01/2024", "05/01/2024", None), "2 3 4 5 -"),
            (("02/01/2024", "02/01/2024", None, "03/01/2024", None), "2 2 - 3 -"),
            (("02/01/2024", None, "05/01/2024", None, "03/01/2024"), "2 - 5 - 3"),
            (("02/01/2024", None, None, None, None), "2 - - - -"),
            ((None, "02/01/2024", None, "03/01/2024", None), "- 2 - 3 -"),
            (("02/01/2024", None, "libur", "03/01/2024", None), "2 - l 3 -"),
            (("02/01/2024 09:15", None, "03/01/2024 10:20", None, None), "2 - 3 - -"),
        ],
    )
    def test_counts_for_the_rows_below(self, read, dates, read_as):
        rows = read(("", [HEAD, *dated(*dates)])).rows
        texts = [text or "-" for text in rows["timestamp"]]
        assert " ".join(text.removeprefix("0")[0] for text in texts) == read_as

    def test_is_said(self, read):
        [note] = read(("", [HEAD, *dated("02/01/2024", None, "03/01/2024", None)])).reading.notes
        assert note == "Tanggal ditulis satu kali untuk beberapa responden; 2 baris mengikuti tanggal di atasnya."

    def test_may_stand_in_a_row_of_its_own(self, read):
        days = [("Kamis, 2 Januari 2024",), *people(2), ("Jumat, 3 Januari 2024",), *people(1)]
        export = read(("", [("Tanggal", "JK", *NAMES), *[(*row, *[None] * (11 - len(row))) for row in days]]))
        assert [str(text)[:5] for text in export.rows["timestamp"]] == ["Kamis", "Kamis", "Jumat"]
        assert [one.count for one in export.reading.row_classes if one.row_class == "note"] == [2]


def people(count: int, answers=A, first: str | None = None):
    return [(first, "L", *answers) for _ in range(count)]


def period(export, path: str = "jatirejo/rekap.xlsx") -> str:
    return identify_period(export.reading.naming, path).code


class TestTitles:
    @pytest.mark.parametrize("count", [1, 11])
    @pytest.mark.parametrize("title", ["SEMESTER I TAHUN 2024", "Bulan Januari - Juni 2024"])
    def test_merged_over_all_columns_or_not(self, read, title, count):
        lines = [(text, *[text] * (count - 1), *[None] * (11 - count)) for text in ("REKAP SKM", title)]
        export = read(("", [*lines, [None] * 11, PROFILE_HEAD, *people(5)]))
        assert (period(export), export.rows.height) == ("2024-S1", 5)

    @pytest.mark.parametrize("count", [1, 11])
    @pytest.mark.parametrize(
        "other", [PROFILE_HEAD, ("No", "JK", *(f"U{n} {name}" for n, name in enumerate(NAMES, 1)))]
    )
    @pytest.mark.parametrize("year", [" 2024", ""])
    def test_above_each_block_name_its_month(self, read, count, other, year):
        blocks = []
        for month, head in (("JANUARI", PROFILE_HEAD), ("FEBRUARI", other), ("MARET", PROFILE_HEAD)):
            title = f"BULAN {month}{year}"
            blocks += [(title, *[title] * (count - 1), *[None] * (11 - count)), head, *people(4), [None] * 11]
        export = read(("", blocks))
        path = "jatirejo/rekap.xlsx" if year else "jatirejo/rekap 2024.xlsx"
        assert (period(export, path), export.rows.height) == ("2024-TW1", 12)

    def test_below_the_last_respondent_name_nothing(self, read):
        export = read(("", [("Januari 2024",), PROFILE_HEAD, *people(4), ("Rencana Februari 2024",)]))
        assert period(export) == "2024-01"


def test_a_mean_below_the_sum_of_each_block_agrees(read):
    rows = []
    for answers in (A, B):
        sums = ("Jumlah", None, *(str(4 * int(answer)) for answer in answers))
        rows += [*people(4, answers), sums, ("NRR", None, *(f"{answer}.00" for answer in answers))]
    export = read(("", [PROFILE_HEAD, *rows]))
    assert export.reading.doubts == ()
    assert "4 baris total atau rata-rata dalam berkas cocok dengan responden yang terbaca." in export.reading.notes


@pytest.mark.parametrize("name", ["Kesimpulan", "Peringkat", "Ranking unsur"])
def test_what_follows_from_the_answers_is_no_respondent(read, name):
    export = read(("", [PROFILE_HEAD, *people(4), (None, name, *["Baik"] * 9), (None, name, *A)]))
    assert (export.rows.height, export.reading.doubts) == (4, ())


@pytest.mark.parametrize("name", ["NRR x 0,111", "NRR * 0,11", "NRR kali 25", "Rata-rata x 25"])
def test_a_weighted_mean_is_no_mean(read, name):
    line = (name, None, *(str(0.25 * int(answer)) for answer in A))
    assert read(("", [PROFILE_HEAD, *people(4), line])).reading.doubts == ()


@pytest.mark.parametrize("name", ["Jumlah (X)", "ΣX", "Rata-rata 25 responden", "NRR (n = 11)"])
def test_a_sum_of_x_and_a_mean_of_so_many_are_compared(read, name):
    line = (name, None, *["1.5"] * len(A))
    [doubt] = read(("", [PROFILE_HEAD, *people(4), line])).reading.doubts
    assert doubt.code.startswith("control_total")


class TestRemarks:
    @pytest.mark.parametrize(
        ("header", "remark", "count"),
        [
            *(("Keterangan", text, 8) for text in ("Duplikat", "TIDAK VALID", "tidak sah", "Uji coba", "dobel")),
            *((header, "tidak dihitung", 8) for header in ("Ket.", "Cek", "Catatan Petugas", "Status")),
            *((header, "Tidak", 8) for header in ("Validitas", "Sah", "Dihitung", "Dipakai")),
            *((header, "x", 8) for header in ("Hapus", "Duplikat")),
            # What else is written there is about the service or the visitor.
            *(("Keterangan", text, 10) for text in ("Berkas tidak lengkap", "Tidak lengkap", "batal", "ganda", "x")),
            *((header, "Tidak lengkap", 10) for header in ("Kelengkapan", "Saran")),
        ],
    )
    def test_say_who_does_not_count(self, read, header, remark, count):
        rows = [(*row, remark if place in (1, 3) else None) for place, row in enumerate(people(10))]
        reading = read(("", [(*PROFILE_HEAD, header), *rows])).reading
        assert (reading.rows, reading.doubts) == (count, ())
        said = f"2 baris (baris 3, 5) tidak dihitung: kolom “{header}” berisi “{remark}”."
        assert reading.notes == (() if count == 10 else (said,))

    @pytest.mark.parametrize(
        ("header", "remarks", "count"),
        [
            # A kind of service, not of answer.
            ("Keterangan", ["Baru", "Perpanjangan", "Duplikat", "Mutasi"] * 5, 20),
            ("Status", ["Baru", "Baru", "Duplikat"] * 5, 15),
            ("Status", ["Sah", "Sah", "Sah", "Legalisir", "Duplikat"] * 4, 20),
            ("Ket", ["Single", "Double"] * 5, 10),
            ("Cek", ["Darah", "Urine", "Tes"] * 5, 15),
            ("Cek", ["Ya", "Tidak"] * 5, 10),
            # How often something occurs, how many answers there are, how many copies.
            ("Duplikat", ["1", "1", "1", "1", "2"] * 3, 15),
            ("Duplikat", ["1"] * 10, 10),
            ("Dihitung", ["9", "9", "9", "0"] * 3, 12),
            # A tick says yes, and a cross beside it no.
            ("Hapus", ["x"] * 8 + ["v"] * 2, 8),
            ("Hapus", ["0"] * 8 + ["1"] * 2, 8),
            ("Cek", ["OK"] * 8 + ["tidak valid"] * 2, 8),
            ("Keterangan", ["online", "offline"] * 10 + ["tidak valid"], 20),
            ("Keterangan", [None] * 18 + ["lansia", "duplikat"], 19),
        ],
    )
    def test_are_told_from_what_a_column_says_of_services(self, read, header, remarks, count):
        rows = [(*row, remark) for row, remark in zip(people(len(remarks)), remarks, strict=True)]
        reading = read(("", [(*PROFILE_HEAD, header), *rows])).reading
        assert (reading.rows, reading.doubts) == (count, ())

    @pytest.mark.parametrize(
        ("header", "remarks", "left"),
        [
            ("Digunakan", ["Ya", "Tidak"] * 5, 5),
            ("Keterangan", ["Dokumen lengkap", "Tidak sah"] * 5, 5),
            ("Keterangan", ["Baru", "Mutasi"] * 10 + ["Duplikat"], 20),
            ("Keterangan", [None, None, "Tes"] * 4, 8),
        ],
    )
    @pytest.mark.parametrize("said", ["skip", "count"])
    def test_are_asked_about_where_nobody_can_tell(self, read, header, remarks, left, said):
        rows = [(*row, remark) for row, remark in zip(people(len(remarks)), remarks, strict=True)]
        sheet = ("", [(*PROFILE_HEAD, header), *rows])
        [doubt] = read(sheet).reading.doubts
        assert f"kolom “{header}” berisi “" in doubt.question
        export = read(sheet, answers={doubt.code: said})
        assert (export.rows.height, export.reading.doubts) == (left if said == "skip" else len(remarks), ())

    def test_of_all_leave_nobody(self, read):
        rows = [(*row, "tidak valid") for row in people(4)]
        [doubt] = read(("", [(*PROFILE_HEAD, "Cek"), *rows])).reading.doubts
        assert [choice.key for choice in doubt.choices] == ["count", "refuse"]

    @pytest.mark.parametrize("said", ["skip", "count"])
    @pytest.mark.parametrize(
        "name", ["Contoh Pengisian", "Uji Coba 1", "Data tidak valid", "Tidak sah (loket 2)", "Dibatalkan"]
    )
    def test_a_sheet_that_is_called_so_is_asked_about(self, read, name, said):
        sheets = [
            ("Data", [HEAD, *dated("02/01/2024", "03/01/2024", "04/01/2024")]),
            (name, [HEAD, *dated("05/01/2024")]),
        ]
        [doubt] = read(*sheets).reading.doubts
        export = read(*sheets, answers={doubt.code: said})
        assert (export.rows.height, export.reading.doubts) == (3 if said == "skip" else 4, ())

    @pytest.mark.parametrize("name", ["Contoh Air", "Pengambilan Contoh Uji", "Duplikat STNK", "Izin dibatalkan"])
    def test_a_sheet_of_a_service_is_not_asked_about(self, read, name):
        export = read(("Lain", [HEAD, *dated("02/01/2024")]), (name, [HEAD, *dated("05/01/2024")]))
        assert (export.rows.height, export.reading.doubts) == (2, ())

    def test_the_only_sheet_is_what_was_sent(self, read):
        export = read(("Contoh", [HEAD, *dated("02/01/2024", "03/01/2024")]))
        assert (export.rows.height, export.reading.doubts) == (2, ())

    @pytest.mark.parametrize("said", ["skip", "count"])
    def test_a_block_that_is_called_so_is_asked_about(self, read, said):
        blocks = [PROFILE_HEAD, *people(3), ("Tidak valid:",), *people(2, B), ("Loket 2",), *people(1)]
        [doubt] = read(("", blocks)).reading.doubts
        assert "“Tidak valid:” (baris 5) memuat 2 responden" in doubt.question
        export = read(("", blocks), answers={doubt.code: said})
        assert (export.rows.height, export.reading.doubts) == (4 if said == "skip" else 6, ())

    @pytest.mark.parametrize(
        "line",
        ["Layanan: Duplikat STNK", "2 kuesioner tidak valid", "Jumlah tidak valid: 2", "Catatan: dua tidak valid"],
    )
    def test_a_line_about_other_rows_is_not_asked_about(self, read, line):
        export = read(("", [PROFILE_HEAD, *people(3), (line,), *people(2, B)]))
        assert (export.rows.height, export.reading.doubts) == (5, ())

    def test_below_the_last_respondent_it_is_about_nobody(self, read):
        export = read(("", [PROFILE_HEAD, *people(3), ("Kuesioner nomor 7 tidak valid",)]))
        assert (export.rows.height, export.reading.doubts) == (3, ())


class TestTicks:
    HEAD = ("No", *(cell for name in NAMES for cell in (name, None, None, None)))

    @pytest.mark.parametrize("scale", ["1234", "4321"])
    @pytest.mark.parametrize("rest", [None, "0", "-"])
    @pytest.mark.parametrize("mark", ["v", "1"])
    def test_are_read_by_the_number_above_them(self, read, scale, rest, mark):
        people = [
            (str(number), *(mark if one == answer else rest for answer in answers for one in scale))
            for number, answers in enumerate((A, B, A), start=1)
        ]
        counts = ("Jumlah", *(str(sum(row[place] == mark for row in people)) for place in range(1, 37)))
        rows = read(("", [self.HEAD, (None, *scale * 9), *people, counts])).rows
        assert list(rows.select(UNSUR_COLUMNS).iter_rows()) == [A, B, A]


class TestTheLowestWord:
    """Nobody can tell "Tidak puas" as the lowest of four from "Tidak puas" as the second."""

    @staticmethod
    def rows(*words: str):
        return [(str(number), f"{number:02d}/01/2024", *[word] * 9) for number, word in enumerate(words, start=1)]

    @pytest.mark.parametrize(
        ("words", "is_asked"),
        [
            (("Tidak puas", "Tidak puas", "Tidak puas", "Puas", "Sangat puas"), True),
            (("Tidak puas", "Tidak puas", "Puas", "Sangat puas"), False),  # two may be the lowest of the regulation
            (("Tidak puas", "Tidak puas", "Tidak puas", "Kurang puas", "Sangat puas"), False),
            (("Tidak puas", "Tidak puas", "Tidak puas", "Cukup puas", "Sangat puas"), False),
            (("Tidak puas", "Tidak puas", "Tidak puas", "Kurang", "Sangat puas"), False),
            (("Tidak puas", "Tidak puas", "Tidak puas", "Sangat tidak puas", "Sangat puas"), False),
            (("1. Tidak puas", "1. Tidak puas", "1. Tidak puas", "3. Puas"), False),
            (("1", "1", "1", "3", "4"), False),
        ],
    )
    def test_is_asked_where_nobody_says_the_others(self, read, words, is_asked):
        export = read(("", [HEAD, *self.rows(*words)]))
        assert [doubt.code for doubt in export.reading.doubts] == ["lowest_word"] * is_asked

    def test_words_of_one_unsur_say_nothing_of_a_scale(self, read):
        no_place = [(str(number), f"{number:02d}/01/2024", *A[:7], "Tidak ada", "2") for number in range(1, 6)]
        assert read(("", [HEAD, *no_place])).reading.doubts == ()

    @pytest.mark.parametrize(("unsur", "word"), [(3, "Gratis"), (3, "Cukup mahal"), (7, "Dikelola dengan baik")])
    def test_words_of_the_regulation_tell_its_scale(self, read, unsur, word):
        people = [(*row[: 2 + unsur], word, *row[3 + unsur :]) for row in self.rows(*["Tidak sesuai"] * 5)]
        assert read(("", [HEAD, *people])).reading.doubts == ()

    @pytest.mark.parametrize(
        ("legend", "is_asked"),
        [("Tidak puas = 1, Kurang puas = 2, Puas = 3", False), ("Sangat tidak puas, tidak puas, puas", True)],
    )
    def test_a_legend_tells_it(self, read, legend, is_asked):
        words = self.rows("Tidak puas", "Tidak puas", "Puas", "Tidak puas")
        above, below = [(legend,), HEAD, *words], [HEAD, *words, (legend,)]
        beside = [("Data", [HEAD, *words]), ("Petunjuk", [(legend,)])]
        for sheets in ([("", above)], [("", below)], beside):
            assert len(read(*sheets).reading.doubts) == is_asked

    @pytest.mark.parametrize(("said", "read_as"), [("lowest", "Tidak puas"), ("second", "2")])
    def test_is_read_as_somebody_said(self, read, said, read_as):
        words = self.rows("Tidak puas", "Tidak puas", "Puas", "Tidak puas")
        export = read(("", [HEAD, *words]), answers={"lowest_word": said})
        assert export.reading.doubts == ()
        assert export.rows["u1"].to_list() == [read_as, read_as, "Puas", read_as]

"""Scales that a file declares elsewhere than in one line: a line a number, two ends, headers, beside the table; and
what is no answer at all: shares, days, the numbers of respondents."""

import pytest

from contracts.unsur import UNSUR, UNSUR_COLUMNS
from ingest.scales import are_shares, declared_scale, scale_of_headers

NAMES = tuple(unsur.name for unsur in UNSUR)
HEAD = ("No", "Tanggal", *NAMES)
A = ("3", "3", "4", "4", "3", "3", "3", "4", "2")


def people(count, answers=A):
    return [(str(number), f"{number:02d}/01/2024", *answers) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("lines", "declared"),
    [
        (
            [("Keterangan:",), ("1 = Sangat Baik",), ("2 = Baik",), ("3 = Kurang Baik",), ("4 = Tidak Baik",)],
            (1, 4, True),
        ),
        ([("1", "Sangat Puas"), ("2", "Puas"), (), ("3", "Kurang Puas"), ("4", "Tidak Puas")], (1, 4, True)),
        ([("4", "Sangat Baik"), ("3", "Baik"), ("2", "Kurang Baik"), ("1", "Tidak Baik")], (1, 4, False)),
        ([("5 = Sangat Baik",), ("4 = Baik",), ("3 = Cukup",), ("2 = Kurang",), ("1 = Sangat Kurang",)], (1, 5, False)),
        ([("1 = Sangat mahal",), ("2 = Cukup mahal",), ("3 = Murah",), ("4 = Gratis",)], (1, 4, False)),
        ([("Sangat Baik (1)",), ("Baik (2)",), ("Kurang Baik (3)",), ("Tidak Baik (4)",)], (1, 4, True)),
        ([("KETERANGAN\n1. Sangat Baik\n2. Baik\n3. Kurang Baik\n4. Tidak Baik",)], (1, 4, True)),
        ([("1 (sangat puas) sampai dengan 4 (tidak puas)",)], (1, 4, True)),
        ([("1 = Tidak Baik, 4 = Sangat Baik",)], (1, 4, False)),
        ([("Nilai 1 berarti sangat baik, nilai 4 berarti tidak baik",)], (1, 4, True)),
        ([("1 sampai 5, di mana 5 berarti sangat puas dan 1 berarti sangat tidak puas",)], (1, 5, False)),
        ([("Ket: SB=1, B=2, KB=3, TB=4",)], (1, 4, True)),
        ([("4 = SP; 3 = P; 2 = KP; 1 = TP",)], (1, 4, False)),
        ([("Arti", "1", "Sangat Baik", "2", "Baik", "3", "Kurang Baik", "4", "Tidak Baik")], (1, 4, True)),
        ([("Sangat Baik", "4", "Baik", "3", "Kurang Baik", "2", "Tidak Baik", "1")], (1, 4, False)),
        ([("Skor", "1", "2", "3", "4"), ("Arti", "Sangat Baik", "Baik", "Kurang Baik", "Tidak Baik")], (1, 4, True)),
        ([("Sangat Baik", ":", "1"), ("Baik", ":", "2"), ("Kurang Baik", ":", "3"), ("Buruk", ":", "4")], (1, 4, True)),
        (
            [("U1", "1.00", "Sangat Baik"), (None, "2.00", "Baik"), (None, "3.00", "Kurang"), (None, "4.00", "Buruk")],
            (1, 4, True),
        ),
        ([("1 = sangat buruk; 5 = sangat baik",)], (1, 5, False)),
    ],
)
def test_a_scale_told_line_by_line_or_by_its_ends(lines, declared):
    scale = declared_scale(lines)
    assert (scale.low, scale.high, scale.is_reversed) == declared


@pytest.mark.parametrize(
    "lines",
    [
        [("1", "Persyaratan"), ("2", "Prosedur"), ("3", "Waktu"), ("4", "Biaya")],
        [
            ("1", "Sangat Baik", "12 orang", "30 %"),
            ("2", "Baik", "20 orang", "50 %"),
            ("3", "Kurang Baik", "8 orang", "20 %"),
        ],
        [("1,00 - 2,5996", "D", "Tidak Baik"), ("2,60 - 3,064", "C", "Kurang Baik"), ("3,0644 - 3,532", "B", "Baik")],
        [("2 = Kurang Baik, 3 = Baik",)],
        [("Sangat Baik", "Baik", "Kurang Baik", "Tidak Baik"), ("5", "3", "2", "0")],  # how many said so
        [("No", "Unsur", "Sangat Baik", "Baik", "Kurang Baik", "Tidak Baik"), ("1", "2", "3", "4", "5", "6")],
        [("JK", "1", "L"), (None, "2", "P")],
        [("L = 1, P = 2",)],
        [("Sangat Baik", "5"), ("Baik", "3"), ("Kurang Baik", "1"), ("Tidak Baik", "0")],
        [("1", "Sangat Baik", "5"), ("2", "Baik", "3"), ("3", "Kurang Baik", "1"), ("4", "Tidak Baik", "0")],
        [("Sangat Baik: 5, Baik: 3, Kurang Baik: 1",)],
        [("1 = Sangat Baik",), ("Laporan",), ("2 = Baik",), ("Tahun 2024",), ("3 = Kurang Baik",)],
    ],
)
def test_lists_that_declare_nothing(lines):
    assert declared_scale(lines) is None


def test_headers_declare_what_is_not_the_scale_of_the_regulation():
    best_first = [f"{name} [1 = Sangat Baik; 4 = Tidak Baik]" for name in NAMES]
    assert scale_of_headers(best_first).is_reversed
    assert scale_of_headers([*NAMES[:8], best_first[8]]).high == 0
    assert scale_of_headers([f"{name} (skala 1-5)" for name in NAMES]).high == 5
    assert scale_of_headers([f"{name} (1 = Tidak Baik, 4 = Sangat Baik)" for name in NAMES]) is None
    options = [f"{unsur.name} ({' '.join(f'{n}. {w}' for n, w in enumerate(unsur.answers, 1))})" for unsur in UNSUR]
    assert scale_of_headers(options) is None


@pytest.mark.parametrize(
    "rows",
    [
        [HEAD, *people(5), (), ("1 = Sangat Baik",), ("2 = Baik",), ("3 = Kurang Baik",), ("4 = Buruk",)],
        [(*HEAD[:2], *(f"{name} [1 = Sangat Baik; 4 = Tidak Baik]" for name in NAMES)), *people(5)],
        [
            HEAD,
            *((*row, None, str(number), word) for row, number, word in zip(
                people(4), (1, 2, 3, 4), ("Sangat Baik", "Baik", "Kurang Baik", "Tidak Baik"), strict=True
            )),
            *people(9)[4:],
        ],
    ],
)  # fmt: skip
def test_one_is_best_is_asked_wherever_it_is_said(read, rows):
    assert [doubt.code for doubt in read(("Data", rows)).reading.doubts] == ["scale_reversed"]
    turned = read(("Data", rows), answers={"scale_reversed": "turn"}).rows
    assert [turned[column][0] for column in UNSUR_COLUMNS] == [str(5 - int(answer)) for answer in A]


def test_one_question_the_other_way_is_refused(read):
    head = [*HEAD[:5], "Biaya/Tarif (1 = sangat murah, 4 = sangat mahal)", *HEAD[6:]]
    assert read(("Data", [head, *people(5)])).reading.refusal.code == "other_scale"


@pytest.mark.parametrize(
    ("texts", "are"),
    [
        ({"1", "0.75"}, True),
        ({"0,25", "0.5", "1"}, True),
        ({"1"}, False),
        ({"1", "2", "0.5"}, False),
        ({"0", "1"}, False),
    ],
)
def test_shares_of_the_best_answer(texts, are):
    assert are_shares(texts) is are


def test_percents_are_refused(read):
    rows = [HEAD, *people(6, ["1"] * 9), *people(1, ["0.75", *["1"] * 8])]
    assert read(("Data", rows)).reading.refusal.code == "other_scale"


def test_respondents_side_by_side_are_no_table_of_unsur(read):
    """Nine of them, numbered 1 to 9 in the header, make a square that looks like nine unsur."""
    across = [("No", "Unsur", *map(str, range(1, 10))), *((str(n), name, *A) for n, name in enumerate(NAMES, 1))]
    assert read(("Data", across)).reading.refusal.code == "no_table"
    by_code = [("Unsur", *map(str, range(1, 10))), *((f"U{n}", *A) for n in range(1, 10))]
    assert read(("Data", by_code)).reading.refusal.code == "no_table"
    legend = [(f"U{n}", name) for n, name in enumerate(NAMES, 1)]
    upright = [("No", "Tanggal", *(f"U{n}" for n in range(1, 10))), *people(5), (), *legend]
    assert (read(("Data", upright)).reading.refusal, read(("Data", upright)).rows.height) == (None, 5)


@pytest.mark.parametrize("expected", ["Harapan", "Tingkat Kepentingan", "DATA EKSPEKTASI"])
def test_what_the_same_people_expected_is_passed_over(read, expected):
    export = read((expected, [HEAD, *people(5, ["4"] * 9)]), ("Kenyataan", [HEAD, *people(5)]))
    assert (export.rows.height, export.rows["u9"].to_list()) == (5, ["2"] * 5)
    assert any("survei lain" in note for note in export.reading.notes)


def test_a_sheet_of_an_office_of_that_name_counts(read):
    for name in ("Harapan Jaya", "Harapan"):
        export = read((name, [HEAD, *people(5)]), ("Sukamaju", [HEAD, *people(6, ["4"] * 9)]))
        assert export.rows.height == 11


def test_a_number_before_a_point_still_says_the_order(read):
    """U8 is sarana here: U9 without words is what is left."""
    head = ("No", "Tanggal", *(f"U{n}.{name.split()[0]}" for n, name in enumerate(NAMES[:7], 1)), "U8.Sarana", "U9")
    export = read(("", [head, *people(5)]))
    assert (export.rows["u8"].to_list(), export.rows["u9"].to_list()) == (["2"] * 5, ["4"] * 5)


@pytest.mark.parametrize("between", ["-", ".", "/", ":"])
def test_questions_in_a_group_are_known_by_their_own_name(read, between):
    names = ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan", "sarana")
    export = read(("", [("start", *(f"skm{between}{name}" for name in names)), *(row[1:] for row in people(5))]))
    assert (export.reading.refusal, export.rows["u9"].to_list()) == (None, ["2"] * 5)
    numbered = [
        ("start", *(f"skm{between}u{n}_{name}" for n, name in enumerate(names, 1))),
        *(r[1:] for r in people(5)),
    ]
    assert read(("", numbered)).rows["u9"].to_list() == ["2"] * 5
    pages = [("start", *(f"hal{n // 3}{between}{name}" for n, name in enumerate(names))), *(r[1:] for r in people(5))]
    assert read(("", pages)).rows["u9"].to_list() == ["2"] * 5


@pytest.mark.parametrize(
    "header", ["Waktu Penyelesaian (hari)", "Lama waktu pelayanan (dalam menit)", "Waktu Pelayanan [jam]"]
)
def test_days_and_minutes_are_no_answers(read, header):
    asked = "Bagaimana kecepatan petugas kami dalam melayani Saudara?"
    rows = [(*HEAD[:2], header, *(asked if name == NAMES[2] else name for name in NAMES))]
    rows += [(number, date, "1", *answers) for number, date, *answers in people(5)]
    export = read(("Data", rows))
    assert (export.reading.refusal, export.rows["u3"].to_list()) == (None, ["4"] * 5)


def test_totals_of_what_stands_above_them_agree(read):
    first, second = people(5), people(3)
    rows = [
        HEAD,
        *first,
        (None, "Jumlah Minggu I", *(str(5 * int(a)) for a in A)),
        *second,
        (None, "Jumlah Minggu II", *(str(3 * int(a)) for a in A)),
        (None, "Rata-rata Januari", *A),
    ]
    export = read(("Data", rows))
    assert (export.rows.height, export.reading.doubts) == (8, ())
    wrong = [*rows[:-2], (None, "Jumlah Minggu II", *(str(4 * int(a)) for a in A))]
    assert len(read(("Data", wrong)).reading.doubts) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [("Uraian", *NAMES), *((f"Menjawab {n}", *(str((n + k) % 4) for k in range(9))) for n in (4, 3, 2, 1))],
        [
            ("Layanan", "Jumlah Responden", *NAMES),
            *((name, count, *A) for name, count in (("KTP", "12"), ("KK", "20"), ("Pindah", "8"))),
        ],
    ],
)
def test_counts_and_rows_about_several_people_are_no_respondents(read, rows):
    assert read(("Rekap", rows)).reading.refusal.code == "no_answers"


def test_the_names_of_respondents_are_no_counts(read):
    rows = [("Nama", *NAMES), *((f"R{n}", *A) for n in (1, 2, 3, 4))]
    assert read(("Data", rows)).rows.height == 4
    one_each = [("Layanan", "Jumlah Responden", *NAMES), *(("KTP", "1", *A) for _ in range(3))]
    assert read(("Data", one_each)).rows.height == 3
    parties = [("Layanan", "Jumlah Pengunjung", *NAMES), *((f"Loket {n}", str(n), *A) for n in (2, 1, 3))]
    assert read(("Data", parties)).rows.height == 3


def test_sheets_of_two_years_are_two_periods(read):
    undated = [("No", *NAMES), *((str(n), *A) for n in range(1, 6))]
    parts = read(("2023", undated), ("SKM 2024", [*undated, ("6", *A)])).reading.parts
    assert sorted((part.period_code, part.rows) for part in parts) == [("2023", 5), ("2024", 6)]
    months = read(("Januari 2024", undated), ("Februari 2024", [*undated, ("6", *A)])).reading
    assert (months.parts, months.rows) == ((), 11)


def test_a_legend_in_two_rows_on_the_header_is_none_of_its_rows(read):
    legend = [("Skor", "1", "2", "3", "4"), ("Arti", "Sangat Baik", "Baik", "Kurang Baik", "Tidak Baik")]
    doubts = read(("Data", [*legend, HEAD, *people(8)])).reading.doubts
    assert [doubt.code for doubt in doubts] == ["scale_reversed"]
    assert doubts == read(("Data", [*legend, (), HEAD, *people(8)])).reading.doubts


@pytest.mark.parametrize(
    "lines",
    [
        ["Saran:", "1. Pelayanan sangat baik", "2. Petugas ramah", "3. AC kurang dingin", "4. Toilet buruk"],
        [("1", "Pelayanan sangat baik"), ("2", "Sudah baik"), ("3", "Parkir kurang luas"), ("4", "Tidak ramah")],
        ["Saran: 1. Pelayanan sangat baik 2. Petugas ramah 3. AC kurang dingin"],
        [("No", "Mutu", "Kinerja"), ("1", "A", "Sangat Baik"), ("2", "B", "Baik"), ("3", "C", "Kurang Baik")],
        [("1", "Loket KTP", "Sangat Baik"), ("2", "Loket KK", "Baik"), ("3", "Loket Akta", "Kurang Baik")],
        ["Unsur tertinggi adalah U1 (Sangat Baik) dan terendah adalah U9 (Kurang Baik)."],
        ["Triwulan 1: Baik, Triwulan 4: Kurang baik"],
        ["Loket 1 (Sangat Baik), Loket 4 (Kurang Baik)"],
    ],
)
def test_suggestions_and_results_declare_no_scale(lines):
    assert declared_scale([(line,) if isinstance(line, str) else line for line in lines]) is None


def test_a_sheet_of_suggestions_is_no_legend(read):
    other = ("Saran", [("No", "Saran"), ("1", "Sangat puas"), ("2", "Baik"), ("3", "Kurang cepat")])
    export = read(("Data", [HEAD, *people(5)]), other)
    assert (export.reading.refusal, export.reading.doubts, export.rows.height) == (None, (), 5)


def test_a_scale_of_five_of_another_question(read):
    words = ("Sangat tidak puas", "Tidak puas", "Netral", "Puas", "Sangat puas")
    five = [("Kepuasan umum",), *((str(n), said) for n, said in enumerate(words, 1))]
    four = [("1", "Tidak baik"), ("2", "Kurang baik"), ("3", "Baik"), ("4", "Sangat baik")]
    export = read(("Data", [HEAD, *people(31)]), ("Kode", [*five, ("U1-U9",), *four]))
    assert (export.reading.refusal, export.rows.height) == (None, 31)
    assert read(("Data", [HEAD, *people(31)]), ("Kode", five)).reading.refusal.code == "other_scale"
    said = ("Skala 1-5",)
    export = read(("Data", [said, HEAD, *people(31)]), ("Kode", four))
    assert export.reading.refusal.code == "other_scale"
    answers = ("4,00", "3,00", "5 - Sangat puas", *A[3:])
    export = read(("Data", [HEAD, *people(31, answers)]), ("Kode", [*five, ("U1-U9",), *four]))
    assert export.reading.refusal.code == "other_scale"


def test_a_smaller_group_about_the_same_unsur_is_another_survey(read):
    names = ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan", "sarana")
    head = ("start", *(f"skm-{name}" for name in names), "spak-biaya", "spak-prosedur")
    export = read(("", [head, *((*row[1:], "1", "1") for row in people(5))]))
    assert (export.rows["u2"].to_list(), export.rows["u4"].to_list()) == (["3"] * 5, ["4"] * 5)


@pytest.mark.parametrize("beside", ["Harapan", "Kepentingan", "Bobot"])
def test_other_questions_about_the_unsur_are_no_group(read, beside):
    of_r = ("Persyaratan", "Prosedur", "Waktu.Penyelesaian", "Biaya.Tarif", "Produk.Layanan", "Kompetensi.Pelaksana")
    of_r = (*of_r, "Perilaku.Pelaksana", "Penanganan.Pengaduan", "Sarana.Prasarana")
    head = ("No", "Cap.waktu", *of_r, *(f"{beside}.{name.split('.')[0]}" for name in of_r))
    export = read(("", [head, *((*row, *["4"] * 9) for row in people(5))]))
    assert (export.reading.refusal, export.rows["u9"].to_list()) == (None, ["2"] * 5)


def test_a_detail_of_an_unsur_is_no_column_of_it(read):
    head = ("No", "Tanggal", *NAMES, "Kebersihan.Sarana", "Keamanan-Sarana", "Jenis.Produk", "Prioritas.Biaya")
    export = read(("", [head, *((*row, "1", "2", "1", "2") for row in people(5))]))
    assert (export.reading.refusal, export.rows["u9"].to_list()) == (None, ["2"] * 5)


@pytest.mark.parametrize("empty", [(), ((),)], ids=["right below", "after an empty row"])
def test_a_legend_whose_words_stand_in_the_column_of_an_unsur_is_seen(read, empty):
    def doubts(*words):
        legend = [(None, None, str(number), word) for number, word in enumerate(words, start=1)]
        return [doubt.code for doubt in read(("Data", [HEAD, *people(10), *empty, *legend])).reading.doubts]

    assert doubts("Sangat Baik", "Baik", "Kurang Baik", "Tidak Baik") == ["scale_reversed"]
    assert doubts("Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik") == []


def test_respondents_who_gave_one_answer_are_no_legend(read):
    unfinished = [(str(n), f"{n}/01/2024", word) for n, word in ((11, "Baik"), (12, "Sangat Baik"), (13, "Baik"))]
    assert read(("Data", [HEAD, *people(10), *unfinished])).reading.doubts == ()

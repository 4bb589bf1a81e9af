"""Columns are mapped by their words and by what stands below; by their place never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.unsur import UNSUR, UNSUR_COLUMNS
from ingest.assignment import best_assignment
from ingest.legend import read_legend, resolve_mapping
from ingest.mapping import draft_mapping
from ingest.similarity import bare_label, claims
from ingest.values import ColumnProfile

NAMES = tuple(unsur.name for unsur in UNSUR)
NUMBERS = ColumnProfile("answers")
DATES = ColumnProfile("dates")
SHORT = ("syarat", "smp", "kecepatan", "biaya", "jenis", "kompetensi", "perilaku", "penanganan", "sarana")


def mapped(headers, profiles=None):
    draft = draft_mapping(tuple((header,) for header in headers), tuple(profiles or [NUMBERS] * len(headers)))
    return draft, [placed.target for placed in draft.columns]


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("5. Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?", "u1"),
        ("Bagaimana pendapat Saudara tentang kesesuaian persyar", "u1"),
        ("Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan ant", "u5"),
        ("11. Bagaimana pendapat saudara perilaku petugas dalam pelayanan terkait kesopanan dan keramahan?", "u7"),
        ("Bagaimana kesopanan dan keramahan petugas dalam memberikan pelayanan di Puskesmas Jatirejo?", "u7"),
        ("U8 (Sarana dan Prasarana)", "u9"),
        ("u9_sarana_dan_prasarana", "u9"),
        ("U9 (Penanganan Pengaduan, Saran dan Masukan)", "u8"),
        ("Q3: Waktu Pelayanan", "u3"),
        ("pertanyaan 4 - biaya", "u4"),
        ("group/u1_persyaratan", "u1"),
        ("Penilaian [Waktu Penyelesaian]", "u3"),
        ("PERSYARATAN\nPELAYANAN", "u1"),
        ("Persyartan", "u1"),
        ("Sarana & Prasarana", "u9"),
        ("Sarpras", "u9"),
        ("Waktu pelayanan sesuai", "u3"),
        ("Sarana dan prasarana memadai", "u9"),
        ("SOP / Prosedur Layanan", "u2"),
        ("Waktu pelayanan di kantor kecamatan", "u3"),
        ("_submission_time", "timestamp"),
        ("meta/instanceID", "response_id"),
        ("survei/jenis_kelamin", "gender"),
        ("Umur Anda", "age"),
        ("Saran dan Masukan", "suggestion"),
        ("Nama Responden (boleh inisial)", "person"),
        ("Disabilitas", "disability"),
        ("6. Apakah Bapak/Ibu termasuk penyandang disabilitas?", "disability"),
        ("Difabel (Ya/Tidak)", "disability"),
        ("responden/penyandang_disabilitas", "disability"),
        ("Sarana dan prasarana bagi penyandang disabilitas", "u9"),
    ],
)
def test_best_claim(header, target):
    assert claims(header)[0].target == target


@pytest.mark.parametrize(
    "header",
    [
        "Kualitas pelayanan",
        "Nama Petugas",
        "Kenyamanan lingkungan",
        "Kejelasan petugas",
        "Standar Pelayanan",
        "Fasilitas untuk penyandang disabilitas",
        "U3",
        "7",
    ],
)
def test_no_claim(header):
    assert claims(header) == ()


@pytest.mark.parametrize(
    ("header", "number"), [("U8", 8), ("Nilai U1", 1), ("Unsur ke-8", 8), ("g/q9", 9), ("7", 7), ("U14", 14)]
)
def test_bare_labels(header, number):
    label = bare_label(header)
    assert label is not None
    assert label.number == number


def test_nine_names_in_any_order_are_nine_unsur():
    shuffled = (*NAMES[4:], *NAMES[:4])
    _, targets = mapped(shuffled)
    assert targets == [*UNSUR_COLUMNS[4:], *UNSUR_COLUMNS[:4]]


@given(st.permutations(range(9)))
def test_place_does_not_matter(order):
    _, targets = mapped([SHORT[position] for position in order])
    assert targets == [UNSUR_COLUMNS[position] for position in order]


def test_waktu_over_dates_is_the_timestamp_and_over_answers_the_unsur():
    rest = [*NAMES[:2], *NAMES[3:]]
    assert mapped(["Waktu", *NAMES], [DATES, *[NUMBERS] * 9])[1][0] == "timestamp"
    assert mapped(["Waktu", *rest], [NUMBERS] * 9)[1][0] == "u3"


def test_jenis_is_an_unsur_only_over_answers():
    assert mapped(
        ["jenis", "Jenis Layanan", "Jenis Kelamin"], [NUMBERS, ColumnProfile("words"), ColumnProfile("words")]
    )[1] == [
        "u5",
        "service",
        "gender",
    ]
    assert mapped(["jenis"], [ColumnProfile("free")])[1] == [None]


@pytest.mark.parametrize("kind", ["dates", "moments", "clocks", "free"])
def test_cells_that_are_no_answers_refute_a_name(kind):
    draft, targets = mapped(NAMES, [*[NUMBERS] * 8, ColumnProfile(kind)])
    assert targets[8] is None
    assert draft.contradicted == ((8, "u9"),)


def test_answers_to_a_question_of_the_service_are_nobody_s_disability():
    headers = [*NAMES, "Penyandang disabilitas"]
    assert mapped(headers)[1][-1] is None
    assert mapped(headers, [*[NUMBERS] * 9, ColumnProfile("words")])[1][-1] == "disability"


def test_answers_of_another_unsur_refute_a_name():
    draft, targets = mapped(NAMES, [ColumnProfile("answers", frozenset({"u2"})), *[NUMBERS] * 8])
    assert targets[0] is None
    assert draft.contradicted == ((0, "u1"),)


def test_answer_words_tell_an_unsur_whose_header_says_nothing():
    distinctive = ColumnProfile("answers", frozenset({"u6"}), distinctive=True)
    draft, targets = mapped([*NAMES[:5], "Pertanyaan F", *NAMES[6:]], [*[NUMBERS] * 5, distinctive, *[NUMBERS] * 3])
    assert targets[5] == "u6"
    assert draft.columns[5].evidence == "answers"


def test_numbers_alone_tell_nothing():
    assert mapped([*NAMES[:5], "Pertanyaan F", *NAMES[6:]])[1][5] is None


def test_two_equally_good_columns_are_a_tie():
    draft, _ = mapped([*NAMES, "Persyaratan Pelayanan"])
    assert draft.tied == (0, 9)
    assert draft.tied_for == ("u1",)


def test_a_plainly_better_column_is_no_tie():
    draft, targets = mapped([*NAMES, "Waktu"], [*[NUMBERS] * 9, DATES])
    assert draft.tied == ()
    assert targets[9] == "timestamp"


def test_of_two_dates_the_one_with_time_and_of_two_ids_the_uuid():
    moments = ColumnProfile("moments")
    headers = ["start", "Tanggal", "_submission_time", "_id", "_uuid"]
    _, targets = mapped(headers, [moments, DATES, moments, ColumnProfile("numbers"), ColumnProfile("free")])
    assert targets == ["timestamp", None, None, None, "response_id"]


@pytest.mark.parametrize(
    ("headers", "chosen"),
    [
        (["Start time", "Completion time", "Email"], "Completion time"),
        (["Waktu mulai", "Waktu penyelesaian", "Email"], "Waktu penyelesaian"),
        (["SubmissionDate", "starttime", "endtime"], "endtime"),
        (["Date submitted", "Date started", "Date last action"], "Date submitted"),
        (["Start Date (UTC)", "Submit Date (UTC)", "Network ID"], "Submit Date (UTC)"),
        (["StartDate", "EndDate", "RecordedDate"], "EndDate"),
        (["Submission Date", "Last Update Date", "Submission ID"], "Submission Date"),
        (["_submission_time", "end", "start"], "end"),
        (["Tanggal Lahir", "Tanggal Kunjungan", "Timestamp"], "Timestamp"),
        (["Tanggal Lahir", "Berlaku sampai", "Waktu kirim jawaban"], "Waktu kirim jawaban"),
        (["Tanggal Lahir", "Tanggal Unduh", "Updated at"], None),
    ],
)
def test_the_moment_of_answering_among_columns_of_moments(headers, chosen):
    _, targets = mapped(headers, [ColumnProfile("moments")] * len(headers))
    assert dict(zip(targets, headers, strict=True)).get("timestamp") == chosen


def test_a_time_column_stands_only_beside_a_date_without_time():
    clocks = ColumnProfile("clocks")
    assert mapped(["Tanggal", "Jam"], [DATES, clocks])[1] == ["timestamp", "time"]
    assert mapped(["Tanggal", "Jam"], [ColumnProfile("moments"), clocks])[1] == ["timestamp", None]
    assert mapped(["Tanggal", "Jam survei"], [DATES, ColumnProfile("words")])[1] == ["timestamp", None]


@given(
    st.dictionaries(
        st.integers(0, 5), st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9).map(float)), max_size=5
    )
)
def test_assignment_is_the_best_there_is(scores):
    def best(columns, used):
        if not columns:
            return 0.0
        first, *rest = columns
        choices = [best(rest, used)]
        choices += [score + best(rest, used | {t}) for t, score in scores[first].items() if t not in used]
        return max(choices)

    found = best_assignment(scores)
    assert found.total == best(sorted(scores), frozenset())
    assert found.runner_up_total <= found.total
    assert len(set(found.column_of.values())) == len(found.column_of)


# Bare numbers: never by place.

CODES = [f"U{number}" for number in range(1, 10)]


def settled(headers, legend=None, order=None):
    outcome = resolve_mapping(mapped(headers)[0], legend or {}, order)
    return outcome, [placed.target for placed in outcome.draft.columns]


def test_undeclared_u8_and_u9_stay_open():
    outcome, targets = settled(CODES)
    assert targets == [*UNSUR_COLUMNS[:7], None, None]
    assert outcome.needs_order
    assert outcome.missing == ("u8", "u9")


@pytest.mark.parametrize(("order", "last"), [("permenpan", ["u8", "u9"]), ("form", ["u9", "u8"])])
def test_declared_order(order, last):
    outcome, targets = settled(CODES, order=order)
    assert targets[7:] == last
    assert outcome.order_used == order
    assert outcome.needs_order
    assert outcome.draft.columns[7].evidence == "registry"


def test_the_files_own_legend_wins():
    outcome, targets = settled(CODES, {8: "u9", 9: "u8"}, "permenpan")
    assert targets[7:] == ["u9", "u8"]
    assert not outcome.needs_order
    assert outcome.file_order == "form"
    assert outcome.draft.columns[8].evidence == "legend"


def test_half_a_legend_says_the_other_half():
    assert settled(CODES, {8: "u9"})[1][7:] == ["u9", "u8"]


def test_a_numbered_name_says_what_the_bare_number_is():
    assert settled([*NAMES[:7], "U8 (Sarana dan Prasarana)", "U9"])[1][7:] == ["u9", "u8"]


def test_names_with_bare_u8_and_u9_need_an_order():
    assert settled([*NAMES[:7], "U8", "U9"])[0].needs_order
    assert settled([*NAMES[:7], "U8", "U9"], order="form")[1][7:] == ["u9", "u8"]


def test_eight_bare_numbers_are_not_nine():
    assert settled(CODES[:8])[0].missing == UNSUR_COLUMNS


def test_digits_count_only_where_all_nine_stand():
    assert settled([str(number) for number in range(1, 10)], order="form")[1][:7] == list(UNSUR_COLUMNS[:7])
    assert mapped(["1", "2", "3"])[0].bare == ()


@pytest.mark.parametrize(
    "rows",
    [
        [("U8", "Sarana dan Prasarana"), ("U9", "Penanganan Pengaduan, Saran dan Masukan")],
        [("U8 = Sarana dan Prasarana",), ("U9 = Penanganan Pengaduan",)],
        [(None, "Unsur 8", "=", None), ("U8: Sarana",), ("U9: Pengaduan",)],
    ],
)
def test_legends(rows):
    assert read_legend(rows) == {8: "u9", 9: "u8"}


def test_a_numbered_list_is_a_legend_when_it_is_whole():
    whole = [(f"{number}. {name}",) for number, name in enumerate(NAMES, start=1)]
    assert read_legend(whole) == dict(enumerate(UNSUR_COLUMNS, start=1))
    assert read_legend(whole[5:]) == {}


def test_a_legend_that_contradicts_itself_says_nothing():
    assert read_legend([("U8", "Sarana"), ("U8", "Pengaduan")]) == {}

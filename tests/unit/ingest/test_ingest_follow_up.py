"""A follow-up workbook as it comes back: found by its header, read as it was filled in, never taken for answers."""

import pytest

from contracts.follow_up import FOLLOW_UP_COLUMNS, FOLLOW_UP_TITLE
from contracts.records import Refusal
from contracts.unsur import UNSUR
from ingest.follow_up import RAW_ACTION, find_actions
from ingest.period_names import identify_plan_period
from ingest.read import read_tables

HEAD = tuple(column.header for column in FOLLOW_UP_COLUMNS)
PLAN = HEAD[:8]
TITLES = ((FOLLOW_UP_TITLE,), ("Kecamatan Jatirejo",), ("Tahun 2024",), ("Isi lalu kirim kembali.",))
GROUPS = ("Rencana", *[None] * 9, "Realisasi", *[None] * 5, "Strategi")
NEWER = ("horizon", "forum_on", "done_on", "link")
BEFORE = tuple(column.header for column in FOLLOW_UP_COLUMNS if column.name not in NEWER)
"""The columns of a workbook that was handed out before there were these."""
FIRST = ("1", "Persyaratan", "Mereview SOP", "✓", None, None, None, "Seksi Pelayanan")
SECOND = ("2", "Waktu Penyelesaian", "Menambah loket", None, "✓", None, None, "Seksi Pelayanan")


@pytest.fixture
def read(grid, names):
    def run(*sheets, sheet_names=None):
        named = sheet_names or [f"S{k}" for k in range(len(sheets))]
        grids = [grid(*rows, name=name) for name, rows in zip(named, sheets, strict=True)]
        return read_tables(grids, name="jatirejo/rtl.xlsx", content_id="c0", names=names, file_format="xlsx")

    return run


def activities(export):
    assert export.reading.refusal is None
    assert export.reading.kind == "follow_up"
    assert export.rows.schema == RAW_ACTION
    assert export.reading.rows == export.rows.height
    return list(zip(export.rows["row_number"], export.rows["unsur"], export.rows["activity"], strict=True))


def test_our_own_workbook(read):
    realised = ("Sudah", "31-03-2025", "SOP baru terbit", "foto.jpg", "https://a.id/1", "-")
    filled = (*FIRST, "Jangka Pendek", "15-01-2025", *realised, "Sosialisasi", "Juni", "Sekcam", "Desa")
    export = read([*TITLES, (), GROUPS, HEAD, filled, SECOND, ("3", "Biaya/Tarif"), ("4",), ()])
    assert activities(export) == [(8, "Persyaratan", "Mereview SOP"), (9, "Waktu Penyelesaian", "Menambah loket")]
    assert export.rows["row_index"].to_list() == [0, 1]
    assert export.rows.row(0)[4:] == filled
    assert export.reading.naming.titles[:3] == tuple(title for (title,) in TITLES[:3])
    assert [(one.header, one.mapped_to, one.evidence) for one in export.reading.mapping] == [
        (column.header, column.name, "name") for column in FOLLOW_UP_COLUMNS
    ]


def test_a_workbook_handed_out_before_there_were_days_and_links(read):
    filled = (*FIRST, "Sudah", "SOP baru terbit", "foto.jpg", "-", "Sosialisasi", "Juni", "Sekcam", "Desa")
    row = read([*TITLES, (), BEFORE, filled]).rows.row(0, named=True)
    assert tuple(row[column.name] for column in FOLLOW_UP_COLUMNS if column.name not in NEWER) == filled
    assert [row[name] for name in NEWER] == [None] * 4


def test_columns_reordered_renamed_missing_and_others_beside(read):
    head = ("penanggung   jawab", "Anggaran", "UNSUR PELAYANAN", "Kegiatan", "TW. 1", "tw-2", "Triwulan III", "TW4")
    export = read([head, ("Seksi", "5 juta", "U3", "Menambah loket", "v", None, None, "v")])
    assert activities(export) == [(2, "U3", "Menambah loket")]
    row = export.rows.row(0, named=True)
    assert (row["responsible"], row["quarter_1"], row["quarter_4"], row["done"]) == ("Seksi", "v", "v", None)
    assert {one.header: one.mapped_to for one in export.reading.mapping}["Anggaran"] is None


@pytest.mark.parametrize(
    "headers",
    [
        [("Prioritas", None, None, "Waktu", None, None, None, "Penanggung Jawab"), (*PLAN[:7], None)],
        [(*PLAN[:3], "Waktu", None, None, None, PLAN[7]), (None, None, None, *PLAN[3:7], None)],
        [("Prioritas",) * 3 + ("Waktu",) * 4 + PLAN[7:8], PLAN],  # merged cells
        [("RENCANA",) * 8, (*PLAN[:3], *["Waktu"] * 4, PLAN[7]), (*[None] * 3, *PLAN[3:7], None)],
    ],
)
def test_headers_in_two_or_three_rows(read, headers):
    export = read([("Kecamatan Jatirejo 2024",), *headers, FIRST])
    assert activities(export) == [(2 + len(headers), "Persyaratan", "Mereview SOP")]
    assert export.rows.row(0, named=True)["responsible"] == "Seksi Pelayanan"


def test_a_group_called_like_a_column_does_not_hide_the_column(read):
    groups = ("Rencana",) * 8 + ("Realisasi",) * 4
    export = read([groups, BEFORE[:12], (*FIRST, "Sudah", "ada", "foto", "-")])
    row = export.rows.row(0, named=True)
    assert (row["done"], row["description"], row["evidence"], row["obstacle"]) == ("Sudah", "ada", "foto", "-")


def test_the_second_penanggung_jawab_is_that_of_the_strategy(read):
    export = read([(*PLAN, "Strategi", "Penanggung Jawab"), (*FIRST, "Sosialisasi", "Bagian Umum")])
    row = export.rows.row(0, named=True)
    assert (row["responsible"], row["strategy"], row["strategy_responsible"]) == (
        "Seksi Pelayanan",
        "Sosialisasi",
        "Bagian Umum",
    )


def test_lines_that_are_no_rows(read):
    numbers = tuple(f"({k})" for k in range(1, 9))
    export = read([PLAN, numbers, FIRST, (), PLAN, (None, None, "-", "-", "-", "☐", None, "…"), SECOND])
    assert activities(export) == [(3, "Persyaratan", "Mereview SOP"), (7, "Waktu Penyelesaian", "Menambah loket")]


def test_a_row_with_a_mark_or_an_activity_alone_is_a_row(read):
    export = read([PLAN, FIRST, ("2", "Biaya/Tarif", None, "✓"), (None, None, "Tanpa unsur")])
    assert activities(export)[1:] == [(3, "Biaya/Tarif", None), (4, None, "Tanpa unsur")]


def test_a_signature_below_the_table_is_not_a_row_and_is_noted(read):
    signature = [(*[None] * 7, text) for text in ("Mojokerto, 1 Desember 2024", "CAMAT JATIREJO", None, "(nama)")]
    export = read([PLAN, FIRST, SECOND, (), *signature])
    assert len(activities(export)) == 2
    assert export.reading.notes == ("Di bawah tabel tindak lanjut, baris 5 sampai 8 tidak dibaca: bukan isi tabel.",)


@pytest.mark.parametrize(
    "body", [[], [("1", "Persyaratan"), ("2", "Biaya/Tarif")], [("1", "Persyaratan", "-", "✓", None, None, None, "X")]]
)
def test_a_workbook_nobody_has_filled_in_is_refused_and_says_what_to_do(read, body):
    export = read([*TITLES, HEAD, *body], sheet_names=["Tindak Lanjut"])
    assert export.reading.kind == "follow_up"
    assert (export.reading.rows, export.rows.height) == (0, 0)
    assert export.reading.refusal is not None
    assert export.reading.refusal.code == "follow_up_empty"
    assert "“Tindak Lanjut”" in export.reading.refusal.message
    assert "Program/Kegiatan" in export.reading.refusal.message


def test_other_sheets_are_passed_over_and_name_no_unit(read):
    guide = [("Petunjuk untuk Kecamatan Mojosari tahun 2019",), ("Isi kolom TW I",)]
    export = read([*TITLES, HEAD, FIRST], guide, sheet_names=["Tindak Lanjut", "Petunjuk"])
    assert len(activities(export)) == 1
    assert export.reading.naming.members == ("Tindak Lanjut",)
    assert not any("Mojosari" in title for title in export.reading.naming.titles)


def test_several_sheets_are_one_plan(read):
    export = read([PLAN, FIRST], [PLAN, SECOND])
    assert activities(export) == [(2, "Persyaratan", "Mereview SOP"), (2, "Waktu Penyelesaian", "Menambah loket")]
    assert export.rows["row_index"].to_list() == [0, 1]
    assert export.rows["sheet"].to_list() == ["S0", "S1"]


ANSWERS = ("No", "Tanggal", "JK", *(unsur.name for unsur in UNSUR))


def test_an_export_of_answers_with_a_plan_beside_stays_an_export_of_answers(read, respondents):
    export = read([ANSWERS, *respondents(3)], [PLAN, FIRST], sheet_names=["Jawaban", "RTL"])
    assert (export.reading.kind, export.reading.rows) == ("responses", 3)
    assert "“RTL” tidak dibaca" in export.reading.notes[0]


@pytest.mark.parametrize("missing", range(1, 8))
def test_without_a_required_column_it_is_none(grid, missing):
    head = [text for position, text in enumerate(PLAN) if position != missing]
    assert find_actions(grid(head, FIRST)) is None


def test_answers_are_not_a_plan(grid, respondents):
    assert find_actions(grid(ANSWERS, *respondents(70))) is None


@pytest.mark.parametrize(
    ("titles", "path", "code"),
    [
        (["Tahun 2024"], "2025/jatirejo/rtl 2025.xlsx", "2024"),  # what the workbook names
        (["Semester I Tahun 2024"], "rtl.xlsx", "2024-S1"),
        (["Kecamatan Jatirejo"], "jatirejo/RTL TW II 2024.xlsx", "2024-TW2"),
        (["Tahun 2023", "Semester II Tahun 2024"], "rtl.xlsx", "period_conflict"),
        (["Kecamatan Jatirejo"], "rtl.xlsx", "period_unknown"),
    ],
)
def test_the_period_is_the_one_the_workbook_names(read, titles, path, code):
    export = read([*[(title,) for title in titles], HEAD, FIRST])
    period = identify_plan_period(export.reading.naming, path)
    assert period.code == code
    if isinstance(period, Refusal):
        assert "Tindak lanjut menjawab hasil survei satu periode" in period.message

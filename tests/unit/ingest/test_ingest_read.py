"""A file as a whole: all its sheets, what is kept of them, and why it is refused."""

import json

import polars as pl
import pytest

from contracts.settings import Limits
from contracts.unsur import UNSUR, UNSUR_COLUMNS
from ingest.doubts import Questions
from ingest.read import read_export, read_tables
from ingest.rows import KEPT_COLUMNS, RAW_ROW

NAMES = tuple(unsur.name for unsur in UNSUR)
CODES = tuple(f"U{number}" for number in range(1, 10))
A = ("3", "3", "4", "4", "3", "3", "3", "4", "2")
HEAD = ("No", "Tanggal", "JK", *NAMES)


@pytest.fixture
def read(grid, names):
    def run(*sheets, name="jatirejo/2024.csv", file_format="xlsx", answers=None):
        several = len(sheets) > 1
        grids = [grid(*rows, name=f"S{k}" if several else "") for k, rows in enumerate(sheets)]
        return read_tables(
            grids,
            name=name,
            content_id="c0",
            names=names,
            file_format=file_format,
            questions=Questions(answers),
        )

    return run


def refusal(export):
    assert export.reading.refusal is not None
    assert export.rows.is_empty()
    assert export.rows.schema == RAW_ROW
    return export.reading.refusal


def test_rows_have_the_schema_and_their_place(read, respondents):
    export = read([("LAPORAN",), HEAD, *respondents(3)])
    assert export.rows.schema == RAW_ROW
    assert export.rows["row_number"].to_list() == [3, 4, 5]
    assert export.rows["row_index"].to_list() == [0, 1, 2]
    assert export.rows["content_id"].unique().to_list() == ["c0"]
    assert export.rows.row(0, named=True)["u9"] == "2"
    assert export.rows["age"].null_count() == 3
    assert export.reading.rows == 3


def test_a_sheet_for_each_month_after_a_cover(read, respondents):
    cover = [("SURVEI KEPUASAN MASYARAKAT",), ("KECAMATAN JATIREJO",), ("TAHUN 2024",)]
    export = read(cover, [("REKAP BULAN JANUARI",), HEAD, *respondents(3)], [HEAD, *respondents(2)])
    assert export.rows["sheet"].to_list() == ["S1"] * 3 + ["S2"] * 2
    assert export.rows["row_index"].to_list() == [0, 1, 2, 3, 4]
    assert export.reading.naming.titles == (
        "SURVEI KEPUASAN MASYARAKAT",
        "KECAMATAN JATIREJO",
        "TAHUN 2024",
        "REKAP BULAN JANUARI",
    )
    assert export.reading.naming.members == ("S0", "S1", "S2")


def test_personal_data_is_named_in_the_mapping_and_nowhere_else(read):
    head = ("Timestamp", "Nama", "NIK", "No HP", "Alamat Email", *NAMES)
    person = ("Budi Santoso", "3516012345678901", "081234567890", "budi@example.id")
    export = read([("Nama Surveyor: Siti Aminah",), head, *[("02/01/2024 10:11:12", *person, *A)] * 9])
    by_header = {column.header: column.mapped_to for column in export.reading.mapping}
    assert [by_header[header] for header in head[1:5]] == ["person"] * 4
    stored = export.reading.model_dump_json() + export.rows.write_csv()
    assert not any(text in stored for text in (*person, "Siti"))


def test_titles_that_name_the_office_stay_and_those_that_name_a_person_go(read, respondents):
    titles = [
        "Nama Unit Pelayanan : Kecamatan Jatirejo",
        "Nama: Siti Aminah",
        "Camat : Drs. Budi",
        "NIP. 19670101",
        "TAHUN 2024",
    ]
    export = read([*[(title,) for title in titles], HEAD, *respondents(3)])
    assert export.reading.naming.titles == (titles[0], titles[-1])


def test_every_kept_column_is_found(read, grid):
    head = (
        "ID Responden",
        "Tanggal",
        "Jam",
        "JK",
        "Usia",
        "Pendidikan",
        "Pekerjaan",
        "Apakah Anda penyandang disabilitas?",
        "Jenis Layanan",
        "Unit Layanan",
        "Saran",
        "Asal Berkas",
        "Asal Lembar",
        "Asal Baris",
        *NAMES,
    )
    row = (
        "a-001",
        "02/01/2024",
        "10:15",
        "L",
        "33",
        "SMA",
        "PNS",
        "Tidak",
        "KTP",
        "Kec. Jatirejo",
        "bagus",
        "0123456789abcdef",
        "Data",
        "7",
        *A,
    )
    export = read([head, *[row] * 9])
    assert export.rows.select(*KEPT_COLUMNS, *UNSUR_COLUMNS).row(0) == row
    assert export.reading.is_correction
    assert export.reading.origins == ("0123456789abcdef",)
    assert export.reading.naming.column_values == ("Kec. Jatirejo",)


def test_a_row_of_a_correction_stays_even_without_answers(read):
    head = (*NAMES, "Asal Berkas", "Asal Lembar", "Asal Baris", "Alasan")
    export = read([head, (*A, "c9", "Data", "7", "x"), (*[None] * 9, "c9", "Data", "8", "x")])
    assert export.reading.rows == 2


def test_eight_unsur(read, respondents):
    said = refusal(read([HEAD[:-1], *[row[:-1] for row in respondents(9)]]))
    assert said.code == "unsur_missing"
    assert "Sarana dan Prasarana (U9)" in said.message


def test_maklumat_in_place_of_sarana(read, respondents):
    said = refusal(read([(*HEAD[:-1], "Maklumat Pelayanan"), *respondents(9)]))
    assert said.code == "unsur_missing"
    assert "Sarana dan Prasarana" in said.message
    assert "Maklumat Pelayanan" in said.message


def test_fourteen_unsur_of_2004(read, respondents):
    old = [
        "Prosedur pelayanan",
        "Persyaratan pelayanan",
        "Kejelasan petugas pelayanan",
        "Kedisiplinan petugas pelayanan",
        "Tanggung jawab petugas pelayanan",
        "Kemampuan petugas pelayanan",
        "Kecepatan pelayanan",
        "Keadilan mendapatkan pelayanan",
        "Kesopanan dan keramahan petugas",
        "Kewajaran biaya pelayanan",
        "Kepastian biaya pelayanan",
        "Kepastian jadwal pelayanan",
        "Kenyamanan lingkungan",
        "Keamanan pelayanan",
    ]
    said = refusal(read([("No", "Tanggal", "JK", *old), *[(*row, *A[:5]) for row in respondents(9)]]))
    assert said.code == "unsur_missing"
    assert "Penanganan Pengaduan" in said.message
    bare = refusal(
        read([("No", "Tanggal", "JK", *[f"U{k}" for k in range(1, 15)]), *[(*row, *A[:5]) for row in respondents(9)]])
    )
    assert "U14" in bare.message


def test_ambiguous_columns_are_named(read, respondents):
    said = refusal(read([(*HEAD, "Persyaratan Pelayanan"), *[(*row, "3") for row in respondents(9)]]))
    assert said.code == "ambiguous_columns"
    assert "“Persyaratan”, “Persyaratan Pelayanan”" in said.message


def test_undeclared_order_says_what_to_declare(read, respondents):
    export = read([("No", "Tanggal", "JK", *CODES), *respondents(9)])
    said = refusal(export)
    assert said.code == "unsur_order_undeclared"
    assert all(word in said.message for word in ("permenpan", "form", "Kecamatan Jatirejo", "unsur_order"))
    assert export.reading.unsur_order_needed
    assert export.reading.unsur_order_used is None


def test_order_of_the_registry(read, respondents):
    export = read([("No", "Tanggal", "JK", *CODES), *respondents(9)], name="dawarblandong/x.csv")
    assert (export.reading.unsur_order_needed, export.reading.unsur_order_used) == (True, "form")
    assert (export.rows["u9"][0], export.rows["u8"][0]) == ("4", "2")


@pytest.mark.parametrize("where", ["below", "other sheet", "beside"])
def test_legend_of_the_file(read, respondents, where):
    head, rows = ("No", "Tanggal", "JK", *CODES), list(respondents(9))
    legend = [("U8", "Sarana dan Prasarana"), ("U9", "Penanganan Pengaduan")]
    if where == "below":
        export = read([head, *rows, (), *legend])
    elif where == "other sheet":
        export = read([head, *rows], [("Keterangan",), *legend])
    else:
        export = read([head, (*rows[0], None, *legend[0]), (*rows[1], None, *legend[1]), *rows[2:]])
    assert export.reading.rows == 9
    assert export.rows["u9"][0] == "4"
    assert not export.reading.unsur_order_needed


def test_a_legend_against_the_registry_wins_and_is_noted(read, respondents):
    legend = [("U8", "Penanganan Pengaduan"), ("U9", "Sarana dan Prasarana")]
    export = read([("No", "Tanggal", "JK", *CODES), *respondents(9), *legend], name="dawarblandong/x.csv")
    assert export.rows["u8"][0] == "4"
    assert any("form" in note for note in export.reading.notes)


def test_a_running_number_called_id_is_no_identity(read, respondents):
    export = read([("ID", *HEAD[1:]), *respondents(9)])
    assert export.rows["response_id"].null_count() == 9
    assert export.reading.mapping[0].mapped_to == "running_number"
    assert "nomor urut" in export.reading.notes[0]
    gaps = read([("ID", *HEAD[1:]), *respondents(5), *respondents(4, first=10)])
    assert gaps.rows["response_id"].null_count() == 0


def test_sheets_of_means_and_copies_are_passed_over(read, respondents):
    means = [("Bulan", *NAMES), ("Januari", *["3.45"] * 9), ("Februari", *["3.21"] * 9)]
    data = [HEAD, *respondents(12)]
    export = read(data, means, data)
    assert export.reading.rows == 12
    assert len(export.reading.notes) == 2
    assert refusal(read(means)).code == "no_answers"


def test_every_sheet_with_a_table_must_map(read, respondents):
    said = refusal(read([HEAD, *respondents(9)], [HEAD[:-1], *[row[:-1] for row in respondents(9)]]))
    assert said.code == "unsur_missing"
    assert "S1" in said.message


def test_nothing_to_read(read):
    assert refusal(read([("a", "b"), ("1", "2")])).code == "no_table"
    assert refusal(read([HEAD])).code == "no_rows"


def test_kobo(read):
    head = (
        "start",
        "end",
        "survei/unit",
        "survei/jenis_kelamin",
        *[f"survei/u{k}_{name}" for k, name in enumerate(("persyaratan", "prosedur", "waktu", "biaya", "produk"), 1)],
        *[f"survei/u{k}_{name}" for k, name in enumerate(("kompetensi", "perilaku", "pengaduan", "sarana"), 6)],
        "_id",
        "_uuid",
        "_submission_time",
        "_index",
    )
    words = (
        "sangat_sesuai",
        "mudah",
        "cepat",
        "gratis",
        "sesuai",
        "kompeten",
        "sopan_dan_ramah",
        "dikelola_dengan_baik",
        "baik",
    )
    rows = [
        (
            "2024-01-02T10:00:00.000+07:00",
            "2024-01-02T10:05:00.000+07:00",
            "Kecamatan Jatirejo",
            "l",
            *words,
            str(1000 + 7 * k),
            f"aaaa-{k}",
            "2024-01-02T10:06:00",
            str(k),
        )
        for k in range(1, 10)
    ]
    export = read([head, *rows])
    first = export.rows.row(0, named=True)
    assert first["response_id"] == "aaaa-1"
    assert first["timestamp"] == "2024-01-02T10:05:00.000+07:00"  # when it was answered, not when it was sent
    assert [first[column] for column in UNSUR_COLUMNS] == list(words)


def test_a_file_refused_by_the_reader(tmp_path, names):
    path = tmp_path / "kosong.csv"
    path.write_bytes(b"")
    export = read_export(path, name="kosong.csv", content_id="c", limits=Limits(), names=names)
    assert refusal(export).code == "empty"


def test_the_mapping_lists_every_column(read, respondents):
    export = read([(*HEAD, "Kolom Lain"), *[(*row, "x") for row in respondents(9)]])
    assert [column.position for column in export.reading.mapping] == list(range(1, 14))
    assert export.reading.mapping[-1].mapped_to is None
    assert all(0 <= column.confidence <= 1 for column in export.reading.mapping)


def test_a_sheet_of_many_rows_keeps_its_order(read, respondents):
    export = read([HEAD, *respondents(2000)])
    assert export.rows["row_number"].to_list() == list(range(2, 2002))
    assert export.rows.select(pl.col("u1").n_unique()).item() == 1


def test_a_period_column_and_a_column_of_dates_nobody_knows_are_handed_on(read):
    head = ("No", "Tahun", "Triwulan", "Isian A", *NAMES)
    export = read([head, ("1", "2024", "III", "2024-08-01", *A), ("2", "2024", "III", "2024-08-02", *A)])
    assert export.reading.refusal is None
    assert export.reading.naming.period_values == ("Tahun 2024, Triwulan III",)
    assert [column.mapped_to for column in export.reading.mapping[1:3]] == ["period", "period"]
    assert export.reading.unread_date_columns == ("Isian A",)
    (doubt,) = export.reading.doubts
    assert [(doubt.code, one.key) for one in doubt.choices] == [
        ("date_column", "column_1"),
        ("date_column", "none"),
        ("date_column", "refuse"),
    ]


def test_somebody_says_whether_a_column_of_dates_is_the_moment_of_answering(read):
    rows = [("No", "Isian A", *NAMES), ("1", "2024-08-01", *A), ("2", "2024-08-02", *A)]
    dated = read(rows, answers={"date_column": "column_1"})
    assert dated.rows["timestamp"].to_list() == ["2024-08-01", "2024-08-02"]
    assert dated.reading.mapping[1].evidence == "decision"
    undated = read(rows, answers={"date_column": "none"})
    assert undated.rows["timestamp"].null_count() == 2
    assert undated.reading.doubts == dated.reading.doubts == ()
    # A date of another thing, and dates beside the moment of answering, are no question.
    assert read([("No", "Tanggal Lahir", *NAMES), ("1", "1990-08-01", *A)]).reading.doubts == ()
    assert read([("Tanggal", "Isian A", *NAMES), ("02/01/2024", "2024-08-01", *A)]).reading.doubts == ()


def test_an_order_half_explained_against_the_registry_is_asked(read):
    head = ("No", *(f"U{number}" for number in range(1, 10)))
    rows = [head, *((str(n), *"444444412") for n in range(1, 4))]
    half, whole = ("U8 = Sarana dan Prasarana",), ("U8 = Sarana dan Prasarana; U9 = Penanganan Pengaduan",)

    def answered(lines, **decided):
        export = read([*lines, *rows], name="pacet/x 2024.csv", answers=decided)  # declared: permenpan
        return [one.code for one in export.reading.doubts], export.rows["u9"].to_list()[:1]

    assert answered([half])[0] == ["unsur_order"]
    assert answered([half], unsur_order="file") == ([], ["1"])
    assert answered([half], unsur_order="registry") == ([], ["2"])
    assert answered([whole]) == ([], ["1"])  # it says both: believed
    assert answered([("U8 = Penanganan Pengaduan",)]) == ([], ["2"])


def test_a_period_column_of_a_dated_table_says_nothing(read):
    export = read([("Tanggal", "Tahun", *NAMES), ("02/01/2024", "2023", *A)])
    assert export.reading.naming.period_values == ()
    assert export.reading.unread_date_columns == ()


def test_json_is_read_like_any_table(tmp_path, names):
    record = {"Tanggal": "2025-01-30 10:18:24", **dict(zip(NAMES, (3, 4, 3, 4, 3, 3, 3, 1, 3), strict=True))}
    path = tmp_path / "skm.json"
    path.write_text(json.dumps({"data": [record, record]}), encoding="utf-8")
    export = read_export(path, name="pacet/skm.json", content_id="c", limits=Limits(), names=names)
    assert export.reading.format == "json"
    assert export.rows["row_number"].to_list() == [2, 3]
    assert export.rows["u8"].to_list() == ["1", "1"]

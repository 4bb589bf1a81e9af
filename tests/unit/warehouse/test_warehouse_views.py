"""Views for analysts, over a warehouse of a few rows: what each says, and how people are counted."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.analyst_views import VIEWS
from contracts.rules import FILE_RULES, FOLLOW_UP_RULES, ROW_RULES
from contracts.views import View
from tests.unit.warehouse.conftest import ROWS, index, ingest_file, ranked, response, theme, write_tables
from warehouse.build import build_database
from warehouse.connection import reading_connection

JATIREJO, GONDANG, PACET = "35.16.01", "35.16.02", "35.16.03"
UPLOADED, UNKNOWN = "unggahan/Jatirejo/a.xlsx", "Tidak diketahui"
Rows = list[tuple[object, ...]]


def of_year(
    code: str, unit_code: str, ikm: str, low: str | None, high: str | None, **more: object
) -> dict[str, object]:
    ends = {"ikm_low": low and Decimal(low), "ikm_high": high and Decimal(high)}
    return index(unit_code, ikm) | {"period_code": code} | ends | more


def score(code: str, unit_code: str, unsur_code: str, nrr: float, order_from_lowest: int) -> dict[str, object]:
    where = {"period_code": code, "unit_code": unit_code, "unsur_code": unsur_code}
    return where | {"nrr": nrr, "order_from_lowest": order_from_lowest, "mutu": "C"}


MADE: dict[str, list[dict[str, object]]] = {
    **ROWS,
    "unsur": [{"unsur_code": "U1", "name": "Persyaratan"}, {"unsur_code": "U3", "name": "Waktu Penyelesaian"}],
    "counted_period": [
        {"period_code": code, "unit_code": GONDANG, "named_period": "2024-S1"} for code in ("2024", "2024-S1")
    ],
    "response": [
        # A Friday, and one that came after 2023 was closed.
        response(1, JATIREJO, "f1", 2, response_date=date(2024, 3, 1), gender="P", ikm=Decimal("74.25")),
        response(2, JATIREJO, "f1", 3, response_date=date(2023, 8, 1), age_band="<20", u3=4),
        response(3, GONDANG, "f2", 2, period_code="2024-S1"),
    ],
    "ikm_unit": [
        of_year("2023", JATIREJO, "70.00", "68.00", "72.00"),
        of_year("2024", JATIREJO, "74.25", "72.01", "76.00", change=Decimal("4.25"), change_distinguishable=True),
        of_year("2023", GONDANG, "88.00", "86.00", "90.00"),
        of_year("2024", GONDANG, "88.31", "85.00", "91.00", change=Decimal("0.31"), change_distinguishable=False),
        of_year("2023", PACET, "80.00", "79.00", "81.00", weight="1/9"),
        of_year("2024", PACET, "90.00", "89.00", "91.00", change=Decimal("10.00"), change_distinguishable=None),
    ],
    "ikm_ranking": [
        ranked("all", JATIREJO, "74.25", 2) | {"rank_low": 2, "rank_high": 3},
        ranked("kecamatan", JATIREJO, "74.25", 1),
    ],
    "ikm_unsur": [
        score("2023", JATIREJO, "U3", 2.5, 1),
        score("2024", JATIREJO, "U1", 3.5, 2),
        score("2024", JATIREJO, "U3", 3.0, 1),
    ],
    "service": [{"unit_code": JATIREJO, "service_code": "kk", "charged": False}],
    "ikm_service": [
        {"period_code": "2024", "unit_code": JATIREJO, "service_code": code, "ikm": Decimal(ikm), "respondents": people}
        for code, ikm, people in (("kk", "99.00", 5), ("unknown", "50.00", 7))
    ],
    "ikm_service_unsur": [
        {"period_code": "2024", "unit_code": JATIREJO, "service_code": "kk", "unsur_code": "U4", "nrr": 4.0}
    ],
    "ikm_service_ranking": [
        {"period_code": "2024", "unit_code": JATIREJO, "service_code": "kk", "rank": 1, "services": 3}
    ],
    "suggestion_theme": [
        theme(JATIREJO, "all", 12) | {"example": None},
        theme(JATIREJO, "biaya", 7) | {"example": "terlalu mahal"},
        theme(JATIREJO, "other", 6),
    ],
    "missing_unit": [{"period_code": "2023", "unit_code": PACET}],
    "deadline": [
        {"period_code": "2023", "last_day": date(2024, 1, 14), "reminded": True},
        {"period_code": "2024", "last_day": date(2025, 1, 14), "reminded": True},
        {"period_code": "2025", "last_day": date(9999, 1, 14), "reminded": True},
    ],
    "reminder": [
        {"period_code": "2024", "unit_code": JATIREJO, "state": "sent"},
        {
            "period_code": "2025",
            "unit_code": PACET,
            "state": "not_sent",
            "last_period_code": "2024",
            "refused_files": 2,
        },
    ],
    "ingest_file": [
        ingest_file("f1", JATIREJO, path=UPLOADED, status="partial", rows_rejected=2),
        ingest_file("f2", GONDANG, path="gondang.csv", period_code="2024-S1", first_seen_at=datetime(2025, 1, 15, 8)),
        ingest_file("f3", GONDANG, status="held", reason_code="questions"),
    ],
    "question": [
        {"file_id": "f3", "number": number, "choice": choice} for number, choice in ((1, "a"), (1, "b"), (2, "a"))
    ],
    "decision": [
        {"number": 1, "content_id": "f1f1", "label": "bukan responden", "stands": True, "decided_by": "Siti"},
        {"number": 2, "content_id": "f1f1", "label": "dibatalkan", "stands": False},
    ],
    "edition": [
        {"period_code": "2023", "revision": 0, "state": "superseded", "closed_at": datetime(2024, 1, 5)},
        {
            "period_code": "2023",
            "revision": 1,
            "state": "official",
            "closed_at": datetime(2024, 2, 5),
            "reason": "salah",
        },
    ],
    "edition_change": [
        {
            "period_code": "2023",
            "revision": 1,
            "unit_code": JATIREJO,
            "change": "changed",
            "ikm_before": Decimal("69.00"),
            "ikm_after": Decimal("70.00"),
        }
    ],
    "late_response": [{"period_code": "2023", "response_key": 2, "unit_code": JATIREJO, "change": "new"}],
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("analysts")
    build_database(folder / "skm.duckdb", write_tables(folder / "parquet", MADE))
    return folder / "skm.duckdb"


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_and_each_of_its_columns_says_what_it_is(database: Path, view: View) -> None:
    named = f"database_name = current_database() AND schema_name = 'analisis' AND {{}}_name = '{view.name}'"
    of_view = f"SELECT comment FROM duckdb_views() WHERE {named.format('view')}"
    assert selected(database, of_view) == [(f"{view.grain}\n{view.meaning}",)]
    of_columns = (
        f"SELECT column_name, comment FROM duckdb_columns() WHERE {named.format('table')} ORDER BY column_index"
    )
    assert selected(database, of_columns) == [(column.name, column.meaning) for column in view.columns]


def selected(database: Path, sql: str) -> Rows:
    connection = reading_connection(database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


ASKED: dict[str, Rows] = {
    "SELECT kode_periode, kunci_jawaban, tanpa_tanggal, sesudah_ditutup FROM analisis.jawaban_periode": [
        ("2023", 2, False, "baru"),
        ("2024", 1, False, None),
        ("2024", 3, True, None),
        ("2024-S1", 1, False, None),
        ("2024-S1", 3, True, None),
    ],
    "SELECT kunci_jawaban, unit, hari, nomor_hari, jenis_kelamin, kelompok_usia, ikm, berkas, baris "
    "FROM analisis.jawaban": [
        (
            1,
            "Kecamatan Jatirejo",
            "Jumat",
            5,
            "Perempuan",
            "Tidak diketahui",
            Decimal("74.25"),
            *(UPLOADED, 2),
        ),
        (
            2,
            "Kecamatan Jatirejo",
            "Selasa",
            2,
            "Tidak diketahui",
            "Di bawah 20 tahun",
            None,
            UPLOADED,
            3,
        ),
        (3, "Kecamatan Gondang", None, None, "Tidak diketahui", "Tidak diketahui", None, "gondang.csv", 2),
    ],
    "SELECT kode_unsur, nilai, bunyi_jawaban FROM analisis.jawaban_unsur WHERE kunci_jawaban = 2 "
    "AND kode_unsur IN ('U3', 'U8')": [("U3", 4, "Sangat cepat"), ("U8", 3, "Berfungsi kurang maksimal")],
    "SELECT count(*) FROM analisis.jawaban_unsur": [(27,)],
    # The answer of 2023 came after it was closed.
    "SELECT kode_periode, unit, unsur, jawaban, nilai_1, nilai_2, nilai_3, nilai_4, nilai_3_4 "
    "FROM analisis.sebaran_jawaban WHERE kode_unsur = 'U3'": [
        ("2024", "Kecamatan Gondang", "Waktu Penyelesaian", 1, 0, 0, 1, 0, 1),
        ("2024", "Kecamatan Jatirejo", "Waktu Penyelesaian", 1, 0, 0, 1, 0, 1),
        ("2024-S1", "Kecamatan Gondang", "Waktu Penyelesaian", 1, 0, 0, 1, 0, 1),
        ("2024-S1", "Kecamatan Jatirejo", "Waktu Penyelesaian", 1, 0, 0, 1, 0, 1),
    ],
    "SELECT count(*) FROM analisis.sebaran_jawaban": [(4 * 9,)],
    "SELECT kode_unit, kode_periode, perubahan, perubahan_nyata, resmi FROM analisis.unit_periode": [
        (JATIREJO, "2023", None, None, True),
        (JATIREJO, "2024", Decimal("4.25"), True, False),
        (GONDANG, "2023", None, None, True),
        (GONDANG, "2024", Decimal("0.31"), False, False),
        (PACET, "2023", None, None, True),
        (PACET, "2024", Decimal("10.00"), None, False),
    ],
    "SELECT ikm_sepersembilan, ikm_exact, peringkat, peringkat_terbaik, peringkat_terburuk, rank_low, rank_high, "
    "peringkat_sejenis, jumlah_unit, u1, u3, u9, jenis_periode FROM analisis.unit_periode "
    f"WHERE kode_periode = '2024' AND kode_unit = '{JATIREJO}'": [
        (Decimal("75.00"), Decimal("75.00"), 2, 2, 3, 2, 3, 1, 2, 3.5, 3.0, None, "tahun")
    ],
    "SELECT kode_periode, unsur, nrr, nrr_sebelumnya, urutan_dari_bawah, lowest_rank FROM analisis.unsur_periode": [
        ("2023", "Waktu Penyelesaian", 2.5, None, 1, 1),
        ("2024", "Persyaratan", 3.5, None, 2, 2),
        ("2024", "Waktu Penyelesaian", 3.0, 2.5, 1, 1),
    ],
    "SELECT kode_unit, kode_layanan, berbiaya, responden, ikm, ikm_unit, u4, peringkat_senama, layanan_senama "
    "FROM analisis.layanan": [
        (JATIREJO, "kk", False, 5, Decimal("99.00"), Decimal("74.25"), 4.0, 1, 3),
        (JATIREJO, "unknown", None, 7, Decimal("50.00"), Decimal("74.25"), None, None, None),
    ],
    "SELECT tema, saran, semua_saran, contoh FROM analisis.tema_saran": [
        ("Biaya dan pungutan", 7, 12, "terlalu mahal"),
        ("Lain-lain", 6, 12, None),
    ],
    "SELECT kode_periode, periode, unit, batas, lewat_batas, ditutup, periode_terakhir, berkas_ditolak "
    "FROM analisis.belum_melapor": [
        ("2023", "Tahun 2023", "Kecamatan Pacet", date(2024, 1, 14), True, True, "2024", 2),
        ("2025", "2025", "Kecamatan Pacet", date(9999, 1, 14), False, False, "2024", 2),
    ],
    "SELECT kode_periode, unit, berkas, terlambat FROM analisis.waktu_melapor": [
        ("2023", "Kecamatan Jatirejo", 1, True),
        ("2024", "Kecamatan Gondang", 1, True),
        ("2024", "Kecamatan Jatirejo", 1, False),
    ],
    "SELECT kode_berkas, jalan_masuk, isi, status, pertanyaan_terbuka, keputusan FROM analisis.berkas": [
        ("f1", "portal", "jawaban survei", "diterima sebagian", 0, "bukan responden"),
        ("f2", "kotak masuk", "jawaban survei", "diterima", 0, None),
        ("f3", "kotak masuk", "jawaban survei", "ditahan", 2, None),
    ],
    "SELECT berkas, unit, baris, kode_aturan FROM analisis.baris_ditolak": [
        (UPLOADED, "Kecamatan Jatirejo", 4, "u1_missing"),
        (UPLOADED, "Kecamatan Jatirejo", 5, "date_missing"),
        (UPLOADED, "Kecamatan Jatirejo", 5, "u1_missing"),
    ],
    "SELECT kode_periode, revisi, keadaan, alasan FROM analisis.edisi": [
        ("2023", 0, "digantikan", None),
        ("2023", 1, "resmi", "salah"),
    ],
    "SELECT unit, perubahan, ikm_sebelum, ikm_sesudah FROM analisis.perubahan_edisi": [
        ("Kecamatan Jatirejo", "berubah", Decimal("69.00"), Decimal("70.00"))
    ],
    "SELECT kode, label FROM analisis.kode WHERE daftar = 'age_band'": [
        ("20-29", "20 – 29 tahun"),
        ("30-39", "30 – 39 tahun"),
        ("40-49", "40 – 49 tahun"),
        ("<20", "Di bawah 20 tahun"),
        (">=50", "50 tahun ke atas"),
    ],
    "SELECT label FROM analisis.kode WHERE daftar = 'tema' AND kode IN ('all', 'other')": [("Lain-lain",)],
    "SELECT tingkat, kalimat FROM analisis.aturan WHERE kode_aturan = 'age_impossible'": [
        ("peringatan", "Umur tidak mungkin, dikosongkan.")
    ],
    "SELECT count(*) FROM analisis.aturan": [(len(ROW_RULES) + len(FOLLOW_UP_RULES) + len(FILE_RULES),)],
}


@pytest.mark.parametrize("sql", ASKED)
def test_what_a_view_says(database: Path, sql: str) -> None:
    assert sorted(selected(database, sql), key=repr) == sorted(ASKED[sql], key=repr)


def test_no_view_names_a_person_or_shows_what_was_suggested(database: Path) -> None:
    """Whoever decided, closed or reopened stands in the tables only; so do the texts of suggestions."""
    for view in VIEWS:
        said = " ".join(column.sql for column in view.columns)
        assert not [name for name in ("_by", "suggestion.suggestion") if name in said], view.name
        assert "Siti" not in repr(selected(database, f"FROM analisis.{view.name}"))

from typing import Any

import pytest

from reports import sentences
from reports.figures import UnitFigures, unit_figures

Rows = dict[str, Any]


def test_the_seed_in_sentences(jatirejo: UnitFigures) -> None:
    assert sentences.index_sentence(jatirejo) == (
        "Indeks Kepuasan Masyarakat (IKM) Kecamatan Jatirejo pada tahun 2024 adalah 93,61 dengan mutu pelayanan "
        "A (Sangat Baik), berdasarkan jawaban 615 responden."
    )
    lowest, highest = sentences.unsur_sentences(jatirejo)
    assert lowest == (
        "Tiga unsur dengan nilai terendah, yang menjadi prioritas perbaikan: Sarana dan Prasarana (U9) 3,71; "
        "Produk Spesifikasi Jenis Pelayanan (U5) 3,71; Persyaratan (U1) 3,71."
    )
    assert highest == (
        "Tiga unsur dengan nilai tertinggi: Biaya/Tarif (U4) dan Penanganan Pengaduan, Saran dan Masukan (U8) "
        "sama-sama 4,00; Kompetensi Pelaksana (U6) 3,74."
    )
    assert sentences.method_sentence(jatirejo) == (
        "IKM dihitung dengan bobot 0,11 untuk setiap unsur; nilai dengan bobot 1/9: 94,56."
    )


def test_ranks_that_cannot_be_told_apart_are_said(jatirejo: UnitFigures) -> None:
    assert jatirejo.rank_in_type is not None
    assert sentences.rank_sentence(jatirejo, jatirejo.rank_in_type) == (
        "Unit ini berada pada peringkat 3 dari 18 kecamatan; secara statistik peringkat itu tidak dapat dibedakan "
        "dari peringkat 1 sampai 6."
    )


def test_a_tied_rank_is_named(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ikm_ranking"][0] |= {"tied": True, "rank_low": 3, "rank_high": 3}
    figures = unit_figures(**jatirejo_rows)
    assert figures.rank_in_type is not None
    assert sentences.rank_sentence(figures, figures.rank_in_type) == (
        "Unit ini berada pada peringkat 3 dari 18 kecamatan, bersama unit lain dengan IKM yang sama."
    )


def test_nine_equal_unsur_have_no_lowest(jatirejo_rows: Rows) -> None:
    for row in jatirejo_rows["ikm_unsur"]:
        row |= {"nrr": 4.0, "score": "100.00", "lowest_rank": 1, "highest_rank": 1}
    figures = unit_figures(**jatirejo_rows)
    assert figures.lowest_unsur == figures.highest_unsur == ()
    assert sentences.unsur_sentences(figures) == (
        "Kesembilan unsur mendapat nilai yang sama (NRR 4,00), sehingga tidak ada unsur terendah atau tertinggi.",
    )


def test_eight_equal_unsur_are_highest_and_never_lowest(jatirejo_rows: Rows) -> None:
    for row in jatirejo_rows["ikm_unsur"]:
        row |= {"nrr": 4.0, "lowest_rank": 2, "highest_rank": 1}
    jatirejo_rows["ikm_unsur"][2] |= {"nrr": 3.5, "lowest_rank": 1, "highest_rank": 9}
    figures = unit_figures(**jatirejo_rows)
    assert [one.unsur_code for one in figures.lowest_unsur] == ["U3"]
    lowest, highest = sentences.unsur_sentences(figures)
    assert lowest.startswith("Satu unsur dengan nilai terendah")
    assert highest.startswith("Delapan unsur dengan nilai tertinggi")


def test_a_grade_that_depends_on_the_weight_is_noted(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ikm_unit"] |= {
        "ikm": "88.00", "mutu": "B", "kinerja": "Baik", "ikm_exact": "88.89", "mutu_exact": "A",
        "grade_depends_on_weight": True,
    }  # fmt: skip
    assert sentences.notes(unit_figures(**jatirejo_rows))[0] == (
        "Mutu unit ini bergantung pada bobot yang dipakai: dengan bobot 0,11 IKM 88,00, mutu B (Baik); "
        "dengan bobot 1/9 IKM 88,89, mutu A (Sangat Baik)."
    )


def test_too_few_respondents_are_noted(jatirejo_rows: Rows) -> None:
    few = {"respondents": 29, "service_recipients": 61500, "sample_needed": 382, "sample_met": False}
    jatirejo_rows["ikm_unit"] |= few
    assert sentences.notes(unit_figures(**jatirejo_rows))[0] == (
        "Untuk 61.500 penerima layanan, kebutuhan sampel menurut tabel Krejcie dan Morgan adalah 382 responden, "
        "sedangkan yang mengisi baru 29. IKM ini belum mewakili seluruh penerima layanan dan perlu dibaca dengan "
        "hati-hati."
    )


def test_one_respondent_has_no_interval(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ikm_unit"] |= {"respondents": 1, "ikm_low": None, "ikm_high": None}
    notes = sentences.notes(unit_figures(**jatirejo_rows))
    assert "Karena hanya ada satu responden, selang kepercayaan tidak dapat dihitung." in notes


@pytest.mark.parametrize(
    ("kept", "note"),
    [
        ({"gender"}, "Profil responden tidak lengkap: berkas tidak memuat usia, pendidikan, dan pekerjaan responden."),
        (
            set(),
            "Profil responden tidak tersedia: berkas tidak memuat jenis kelamin, usia, pendidikan, dan pekerjaan "
            "responden.",
        ),
    ],
)
def test_a_missing_profile_is_said_to_be_missing(jatirejo_rows: Rows, kept: set[str], note: str) -> None:
    jatirejo_rows["respondent_profile"] = [
        row if row["characteristic"] in kept else {**row, "category": "unknown"}
        for row in jatirejo_rows["respondent_profile"]
        if row["characteristic"] in kept or row["category"] in ("L", "<20", "SD", "Lainnya")
    ]
    assert note in sentences.notes(unit_figures(**jatirejo_rows))


def test_undated_files_and_the_callers_notes_are_listed(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ingest_file"][0] |= {"period_code": "2024", "rows_rejected": 0}
    assert sentences.notes(unit_figures(**jatirejo_rows, notes=("Catatan tambahan.",))) == (
        "Berkas sumber tidak memuat tanggal pengisian; jawabannya hanya dihitung pada periode yang disebut berkas "
        "itu (tahun 2024).",
        "Catatan tambahan.",
    )


@pytest.mark.parametrize(
    ("change", "value", "base"),
    [
        ("1.28", "naik 1,28", "dari tahun 2023"),
        ("-0.45", "turun 0,45", "dari tahun 2023"),
        ("0.00", "tetap", "dari tahun 2023"),
        (None, "tidak ada", "belum ada IKM tahun 2023"),
    ],
)
def test_changes(jatirejo_rows: Rows, change: str | None, value: str, base: str) -> None:
    jatirejo_rows["ikm_unit"] |= {"change": change}
    figures = unit_figures(**jatirejo_rows)
    assert (sentences.change_text(figures), sentences.change_base_text(figures)) == (value, base)


def test_an_index_without_its_nine_unsur_is_our_fault(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ikm_unsur"].pop()
    with pytest.raises(ValueError, match="nine unsur"):
        unit_figures(**jatirejo_rows)

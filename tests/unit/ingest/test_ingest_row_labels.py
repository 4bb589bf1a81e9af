"""Totals, statistics and examples by their words; people whose names begin like one stay people."""

import pytest

from ingest.row_labels import row_label


@pytest.mark.parametrize(
    "text",
    [
        "Jumlah", "JUMLAH NILAI", "Σ Nilai /Unsur", "∑ (Jumlah)", "Total", "Grand Total", "Sub Total", "Rata-rata",
        "Rata2", "Rerata", "NRR per Unsur", "NRR Tertimbang (×0.11)", "N (Jumlah Responden)", "N",
        "NRR Per Unsur = Jml nilai per unsur : Jml Kuesioner yg terisi", "Nilai SKM = ∑ NRR Tertimbang per unsur",
        "Modus", "Median", "Nilai Tertinggi", "Nilai Terendah", "Nilai maksimum", "Standar Deviasi", "Bobot",
        "Jumlah Responden : 27 orang", "Rata-rata Januari", "Jumlah Minggu I", "TOTAL TW IV 2024", "Modus Maret",
        "Persentase", "IKM Unit Pelayanan", "Mutu Pelayanan", "Keterangan", "Responden",
    ],
)  # fmt: skip
def test_names_of_totals_and_statistics(text):
    assert row_label(text) == "total"


@pytest.mark.parametrize("text", ["Contoh", "CONTOH PENGISIAN", "contoh:", "Sample", "Contoh (jangan dihapus)"])
def test_names_of_examples(text):
    assert row_label(text) == "example"


@pytest.mark.parametrize(
    "text",
    [
        "Responden 12", "Responden 1", "A. S.", "Budi", "Maksum", "Sumiati", "Minarti", "Nilawati", "12", "27/01/2025",
        "Rataning", "Modestus", "x" * 500, "Jumali", "Totok", "Mean Girls Cafe" * 20,
    ],
)  # fmt: skip
def test_people_and_others(text):
    assert row_label(text) == "none"


@pytest.mark.parametrize("text", ["Total Wijaya", "Jumlah Subagyo", "Nilai Persepsi", "Mutu Lestari"])
def test_what_only_begins_like_a_total(text):
    assert row_label(text) == "beginning"

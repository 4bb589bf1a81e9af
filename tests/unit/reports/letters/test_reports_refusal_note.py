from datetime import datetime

from contracts.records import MappedColumn, Reading, Refusal
from reports.letters.refusal_note import RowToCorrect, refusal_note, rows_note

RECEIVED = datetime(2026, 11, 22, 10, 15)


def mapped(header: str, column: str | None) -> MappedColumn:
    return MappedColumn(sheet="", position=1, header=header, mapped_to=column, evidence="name", confidence=1.0)


def test_it_says_why_what_was_seen_and_what_to_do() -> None:
    reading = Reading(
        content_id="4be1c09aa1d25f07",
        format="csv",
        rows=1234,
        mapping=(mapped("Persyaratan", "u1"), mapped("Nama", "person"), mapped("No", None), mapped("Usia", "age")),
    )
    note = refusal_note(
        path="jatirejo/skm.csv",
        received_at=RECEIVED,
        refusal=Refusal(code="unsur_missing", message="Kolom Sarana dan Prasarana tidak ada."),
        organiser="Bagian Organisasi",
        unit_name="Kecamatan Jatirejo",
        reading=reading,
    )
    for expected in (
        "# Berkas belum dapat dipakai: jatirejo/skm.csv",
        "- Diterima: 22 November 2026 pukul 10.15",
        "Kolom Sarana dan Prasarana tidak ada.",
        "- Baris responden: 1.234",
        '- "Persyaratan": dipakai sebagai U1 Persyaratan',
        '- "Nama": data pribadi, tidak disimpan',
        '- "No": tidak dipakai',
        '- "Usia": dipakai sebagai Umur',
        "dan U9 Sarana dan Prasarana",
        "Kirim kembali kepada Bagian Organisasi",
    ):
        assert expected in note


def test_a_file_that_could_not_be_read_has_a_short_note() -> None:
    refusal = Refusal(code="password", message="Berkas ini\n# memakai kata sandi.")
    note = refusal_note(path="a\n# b.xlsx", received_at=RECEIVED, refusal=refusal, organiser="Bagian Organisasi")
    assert "## Yang terbaca" not in note
    assert [line for line in note.splitlines() if line.startswith("#")] == [
        "# Berkas belum dapat dipakai: a # b.xlsx",
        "## Mengapa",
        "## Yang perlu dilakukan",
    ]


ROWS = (
    RowToCorrect("Tindak Lanjut", 9, "unsur", "Parkir\n# motor", "Unsur tidak dikenal. Seharusnya: nama unsur."),
    RowToCorrect("", 10, "done", "y" * 300, "Realisasi tidak terbaca."),
)


def test_rejected_rows_of_a_follow_up_are_told_with_their_place_and_what_is_right() -> None:
    note = rows_note(
        path="jatirejo/rtl.xlsx",
        received_at=RECEIVED,
        rows=ROWS,
        organiser="Bagian Organisasi",
        unit_name="Kecamatan Jatirejo",
    )
    for expected in (
        "# Sebagian baris belum dapat dipakai: jatirejo/rtl.xlsx",
        "- Unit: Kecamatan Jatirejo",
        '- Lembar "Tindak Lanjut", baris 9, kolom Unsur: Unsur tidak dikenal. Seharusnya: nama unsur. '
        'Tertulis: "Parkir # motor".',
        f'- baris 10, kolom Sudah/Belum: Realisasi tidak terbaca. Tertulis: "{"y" * 199}…".',
        "Isinya menggantikan yang lama.",
    ):
        assert expected in note
    assert [line for line in note.splitlines() if line.startswith("#")] == [
        "# Sebagian baris belum dapat dipakai: jatirejo/rtl.xlsx",
        "## Baris yang perlu dibetulkan",
        "## Yang perlu dilakukan",
    ]


def test_a_refused_follow_up_is_told_about_its_own_columns() -> None:
    reading = Reading(
        content_id="c",
        format="xlsx",
        kind="follow_up",
        rows=2,
        mapping=(mapped("Kegiatan", "activity"), mapped("Anggaran", None)),
    )
    refusal = Refusal(code="mostly_rejected", message="2 dari 2 baris ditolak.")
    note = refusal_note(
        path="rtl.xlsx", received_at=RECEIVED, refusal=refusal, organiser="Kami", reading=reading, rows=ROWS
    )
    for expected in (
        "- Baris tindak lanjut: 2",
        '- "Kegiatan": dipakai sebagai Program/Kegiatan',
        '- "Anggaran": tidak dipakai',
        "1. Lengkapi lembar tindak lanjut",
        "baris 9, kolom Unsur",
    ):
        assert expected in note
    assert "Unsur yang tidak ditemukan" not in note

"""Letters to senders, as they stand in Word."""

import zipfile
from base64 import b64encode
from datetime import datetime
from io import BytesIO

import pytest

from contracts.records import MappedColumn, OfferedChoice, OpenQuestion, Reading, Refusal
from contracts.rules import FOLLOW_UP_RULES, UNFINISHED_ACTION_RULES, RowRule
from contracts.settings import Letterhead, Settings
from ingest.refusals import decided_against, order_undeclared
from reports.figures.letterhead_figures import LogoFigure
from reports.letters.refusal_note import UNFINISHED, RowToCorrect, SentFile, refusal_note, rows_note
from reports.writers.blocks import Letter
from reports.writers.word import render_letter
from tests.unit.reports.pictures import jpeg
from tests.unit.reports.word_text import lines_of

RECEIVED = datetime(2026, 11, 22, 10, 15)
FILE = SentFile("jatirejo/skm.csv", RECEIVED, "Kecamatan Jatirejo", "Camat Jatirejo")
SETTINGS = Settings(letterhead=Letterhead(address="Jl. A. Yani 16"))


def mapped(header: str, column: str | None) -> MappedColumn:
    return MappedColumn(sheet="", position=1, header=header, mapped_to=column, evidence="name", confidence=1.0)


def lines(letter: Letter) -> list[str]:
    return lines_of(render_letter(letter))


def test_it_says_why_what_was_seen_and_what_to_do() -> None:
    reading = Reading(
        content_id="4be1c09aa1d25f07",
        format="csv",
        rows=1234,
        mapping=(
            *(mapped("Persyaratan", "u1"), mapped("Nama", "person"), mapped("No", None), mapped("Usia", "age")),
            mapped("Ada calo?", "further_answers"),
        ),
    )
    refusal = Refusal(code="unsur_missing", message="Kolom Sarana dan Prasarana tidak ada.")
    note = lines(refusal_note(FILE, SETTINGS, refusal, reading=reading))
    assert note[:6] == [
        *("Pemerintah Kabupaten Mojokerto", "Bagian Organisasi Sekretariat Daerah", "Jl. A. Yani 16"),
        "# Berkas belum dapat dipakai",
        "Yth. Camat Jatirejo",
        "Berkas: jatirejo/skm.csv",
    ]
    for expected in (
        "Diterima: 22 November 2026 pukul 10.15",
        "Kolom Sarana dan Prasarana tidak ada.",
        "Baris responden: 1.234",
        "Persyaratan | U1 Persyaratan",
        "Nama | data pribadi, tidak disimpan",
        "No | tidak dipakai",
        "Usia | Umur",
        "Ada calo? | Di luar sembilan unsur",
    ):
        assert expected in note
    (missing,) = [line for line in note if line.startswith("Unsur yang tidak ditemukan")]
    assert missing.endswith("dan U9 Sarana dan Prasarana")
    assert any(line.startswith("Kirim kembali kepada Bagian Organisasi") for line in note)
    assert "unsur_missing" not in "\n".join(note)


def test_a_file_that_could_not_be_read_has_a_short_note() -> None:
    refusal = Refusal(code="password", message="Berkas ini\n# memakai kata sandi.")
    note = lines(refusal_note(SentFile("a\n# b.xlsx", RECEIVED), SETTINGS, refusal))
    assert [line for line in note if line.startswith("#")] == [
        "# Berkas belum dapat dipakai",
        "## Mengapa",
        "## Yang perlu dilakukan",
    ]
    assert "Yth. Pengirim berkas" in note
    assert "Berkas: a # b.xlsx" in note


@pytest.mark.parametrize(
    ("file", "greeted"),
    [
        (FILE, "Yth. Camat Jatirejo"),
        (FILE._replace(signatory_office=""), "Yth. Pimpinan Kecamatan Jatirejo"),
        (FILE._replace(signatory_office="", unit_name=""), "Yth. Pengirim berkas"),
    ],
)
def test_it_greets_who_signs_for_the_unit(file: SentFile, greeted: str) -> None:
    assert greeted in lines(rows_note(file, SETTINGS, ROWS, is_plan=True))


ROWS = (
    RowToCorrect("Tindak Lanjut", 9, "unsur", "Parkir\n# motor", "Unsur tidak dikenal. Seharusnya: nama unsur."),
    RowToCorrect("", 10, "done", "y" * 300, "Realisasi tidak terbaca."),
)
TOLD = (
    "Tindak Lanjut | 9 | Unsur | Parkir # motor | Unsur tidak dikenal. Seharusnya: nama unsur.",
    f" | 10 | Sudah/Belum | {'y' * 199}… | Realisasi tidak terbaca.",
)


def test_rejected_rows_of_a_follow_up_are_told_with_their_place_and_what_is_right() -> None:
    note = lines(rows_note(FILE, SETTINGS, ROWS, is_plan=True))
    for expected in ("Lembar | Baris | Kolom | Tertulis | Yang perlu dibetulkan", *TOLD):
        assert expected in note
    assert any(line.endswith("Isinya menggantikan yang lama.") for line in note)
    assert [line for line in note if line.startswith("#")] == [
        "# Sebagian baris belum dapat dipakai",
        "## Baris yang perlu dibetulkan",
        "## Yang perlu dilakukan",
    ]


COUNTED_AS_IT_IS = (
    "Baris yang keterangannya menyebut “belum diisi” atau “belum ditandai” sudah dihitung seperti adanya."
)


def test_what_is_not_finished_is_told_without_calling_anything_wrong() -> None:
    left = RowToCorrect("RTL", 8, "responsible", None, "Penanggung jawab belum diisi.", counts=True, is_unfinished=True)
    note = lines(rows_note(FILE, SETTINGS, (left,), is_plan=True))
    assert [line for line in note if line.startswith("#")][:2] == [
        "# Sebagian isian belum lengkap",
        "## Baris yang perlu dilengkapi",
    ]
    assert "RTL | 8 | Penanggung Jawab |  | Penanggung jawab belum diisi." in note
    assert any(line.startswith("Lengkapi baris di atas") for line in note)
    assert COUNTED_AS_IT_IS in note
    assert not any("dikosongkan" in line or "belum dihitung" in line for line in note)
    with_rejected = lines(rows_note(FILE, SETTINGS, (*ROWS, left), is_plan=True))
    assert "# Sebagian baris belum dapat dipakai" in with_rejected
    assert COUNTED_AS_IT_IS in with_rejected


@pytest.mark.parametrize("rule", FOLLOW_UP_RULES, ids=lambda rule: rule.code)
def test_only_what_is_unfinished_is_known_by_its_words(rule: RowRule) -> None:
    """A row that does not count must not be taken for one that does."""
    told = f"{rule.message} {rule.expected}"
    assert any(words in told for words in UNFINISHED) == (rule in UNFINISHED_ACTION_RULES)


def test_a_refused_follow_up_is_told_about_its_own_columns() -> None:
    reading = Reading(
        content_id="c",
        format="xlsx",
        kind="follow_up",
        rows=2,
        mapping=(mapped("Kegiatan", "activity"), mapped("Anggaran", None)),
    )
    refusal = Refusal(code="mostly_rejected", message="2 dari 2 baris ditolak.")
    note = lines(refusal_note(FILE, SETTINGS, refusal, reading=reading, rows=ROWS))
    for expected in (
        "Baris tindak lanjut: 2",
        "Kegiatan | Program/Kegiatan",
        "Anggaran | tidak dipakai",
        "Lengkapi lembar tindak lanjut sesuai penjelasan di atas.",
        *TOLD,
    ):
        assert expected in note
    assert "Unsur yang tidak ditemukan" not in "\n".join(note)


def test_what_only_staff_can_do_is_not_told() -> None:
    question = OpenQuestion(
        code="unsur_order",
        question="U8 dan U9 berbeda dengan units.csv.",
        choices=(
            OfferedChoice(key="file", label="menurut berkas"),
            OfferedChoice(key="registry", label="menurut units.csv"),
        ),
    )
    asked = Refusal(code="question_open", message='Jawab dengan: skm decide "a. B.csv" 1=file --why "…"')
    note = lines(refusal_note(FILE, SETTINGS, asked, held=True, questions=[question]))
    assert note[3] == "# Berkas yang perlu dijelaskan"
    assert "1. U8 dan U9 berbeda dengan daftar unit kami." in note
    assert note[note.index("menurut berkas") + 1] == "menurut daftar unit kami"
    assert any(line.startswith("Beri tahu Bagian Organisasi") for line in note)
    smaller = Refusal(
        code="snapshot_much_smaller",
        message='Berkas ini berisi 3 baris dari "a. B.csv". Bila memang benar, jalankan: skm accept "c. D.csv"',
    )
    for refusal, said in (
        (smaller, 'Berkas ini berisi 3 baris dari "a. B.csv".'),
        (decided_against(), "Diputuskan bahwa berkas ini tidak dihitung. Kirim ulang berkas yang benar."),
        (order_undeclared("Kecamatan Jatirejo", "Data"), None),
    ):
        note = lines(refusal_note(FILE, SETTINGS, refusal, held=refusal is smaller))
        assert said is None or said in note
        assert not [line for line in note if "skm " in line or "units.csv" in line or "unsur_order" in line]
    assert "Tulis nama unsur pada judul kolom" in "\n".join(note)


def test_same_letter_same_bytes() -> None:
    one, again = (render_letter(rows_note(FILE, SETTINGS, ROWS, is_plan=True)) for _ in range(2))
    assert one == again


def test_a_letter_has_the_letterhead_of_the_regency_s_documents_and_its_logo() -> None:
    refusal = Refusal(code="unsur_missing", message="Kolom Sarana dan Prasarana tidak ada.")
    logo = LogoFigure(jpeg=b64encode(jpeg()), width=40, height=20)
    for plain, with_logo in (
        (refusal_note(FILE, SETTINGS, refusal), refusal_note(FILE, SETTINGS, refusal, logo=logo)),
        (rows_note(FILE, SETTINGS, ROWS, is_plan=True), rows_note(FILE, SETTINGS, ROWS, is_plan=True, logo=logo)),
    ):
        assert lines(plain)[0] == "Pemerintah Kabupaten Mojokerto"
        assert [jpeg() in pictures(letter) for letter in (plain, with_logo)] == [False, True]


def pictures(letter: Letter) -> list[bytes]:
    with zipfile.ZipFile(BytesIO(render_letter(letter))) as parts:
        return [parts.read(name) for name in parts.namelist() if name.startswith("word/media/")]

"""Why a table is not taken in, in sentences its sender can act on (Bahasa Indonesia).

Belongs here: refusals that come from headers and columns. Not here: files that cannot be read at all
(`size_guards`), units and periods (`identify`, `period_names`), rows (`contracts.rules`).
"""

from collections.abc import Sequence

from contracts.errors import READER_FAILED
from contracts.publication_sheet import PUBLICATION_NOTED
from contracts.question_sheet import ANSWERS_NOTED
from contracts.records import Refusal
from contracts.unsur import LEGACY_COLUMNS, UNSUR_BY_COLUMN, UNSUR_ORDERS
from ingest.refusal import first_few
from ingest.words import plain

_SHOWN_HEADERS = 6
_SHOWN_MISTAKES = 10
_SHOWN_LENGTH = 60
_SHOWN_ROWS = 10


def reader_failed() -> Refusal:
    """Our own code failed at the file."""
    return Refusal(
        code=READER_FAILED,
        message=(
            "Program gagal membaca berkas ini. Ini kesalahan program, bukan kesalahan pengirim: berkas tidak perlu "
            "diubah atau dikirim ulang. Laporkan nama berkas ini kepada pengelola aplikasi; setelah program "
            "diperbaiki, berkas dibaca lagi dengan sendirinya."
        ),
    )


def answers_noted(count: int) -> Refusal:
    """A workbook of questions came back: nothing of it is a respondent."""
    return Refusal(
        code=ANSWERS_NOTED,
        message=(
            f"Lembar pertanyaan dengan {count} jawaban. Yang masih ditanyakan dan boleh dijawab unit dicatat sebagai "
            "keputusan; sel kosong tidak memutuskan apa pun."
        ),
    )


def publication_noted(media: int) -> Refusal:
    """A workbook of publication came back: nothing of it is a respondent."""
    return Refusal(
        code=PUBLICATION_NOTED,
        message=f"Lembar media publikasi dengan {media} publikasi. Dipakai oleh 'skm submit'; tidak memuat responden.",
    )


def publication_unreadable(mistakes: Sequence[str]) -> Refusal:
    """One of which something cannot be read, or nothing was filled in; none of it is taken."""
    if not mistakes:
        said = "belum diisi: tidak ada satu pun Media Publikasi. Isi, lalu kirim lagi."
    else:
        more = f" Dan {len(mistakes) - _SHOWN_MISTAKES} lainnya." if len(mistakes) > _SHOWN_MISTAKES else ""
        said = f"belum dapat dipakai. {' '.join(mistakes[:_SHOWN_MISTAKES])}{more} Betulkan, lalu kirim lagi."
    return Refusal(code="publication_unreadable", message=f"Lembar media publikasi ini {said}")


def no_table(sheets: Sequence[str]) -> Refusal:
    """Nothing in the file looks like a table of answers."""
    where = f" (lembar yang dilihat: {', '.join(sheets[:_SHOWN_HEADERS])})" if any(sheets) else ""
    return Refusal(
        code="no_table",
        message=(
            f"Tidak ditemukan tabel jawaban responden dengan kolom kesembilan unsur{where}. "
            "Kirim ekspor asli hasil survei: satu baris untuk setiap responden, satu kolom untuk setiap unsur."
        ),
    )


def own_workbook() -> Refusal:
    """Our own workbook of processed data: its rows were counted already, without their ids and suggestions."""
    return Refusal(
        code="own_workbook",
        message=(
            "Berkas ini buku kerja olah data yang dibuat aplikasi ini dari jawaban yang sudah dihitung; bila dibaca "
            "lagi, responden yang sama dapat terhitung dua kali. Untuk memperbaiki jawaban, kirim ekspor asli yang "
            "sudah diperbaiki atau lembar perbaikan."
        ),
    )


def decided_against() -> Refusal:
    """A person answered a question about the file so that it must not count."""
    return Refusal(
        code="decided_against",
        message="Diputuskan bahwa berkas ini tidak dihitung (lihat 'skm decide'). Kirim ulang berkas yang benar.",
    )


def assigned_to_nobody(unit_code: str) -> Refusal:
    """Somebody said whose the file is, and the registry has no such unit any more."""
    return Refusal(
        code="unit_unknown",
        message=(
            f"Diputuskan bahwa berkas ini milik unit {unit_code}, yang tidak ada lagi dalam daftar unit. Putuskan lagi "
            "dengan 'skm assign', atau batalkan keputusan itu."
        ),
    )


def other_scale(scale: str, said: str, sheet: str) -> Refusal:
    """The answers are on another scale than 1 to 4; `said`: the words of the file."""
    seen = f" Yang tertulis: “{_short(said)}”." if said else ""
    return Refusal(
        code="other_scale",
        message=(
            f"Jawaban{_in_sheet(sheet)} memakai skala {scale}, bukan skala 1 sampai 4 menurut Permen PANRB 14/2017, "
            f"dan tidak dapat diubah tanpa menebak.{seen} Kirim jawaban asli dengan empat pilihan; bila surveinya "
            "memang memakai skala lain (misalnya lima pilihan), hasilnya tidak dapat dihitung sebagai IKM."
        ),
    )


def rows_too_long(rows: Sequence[int], sheet: str) -> Refusal:
    """Rows of a delimited text hold more fields than its header names."""
    shown = first_few(rows, _SHOWN_HEADERS)
    return Refusal(
        code="rows_too_long",
        message=(
            f"{len(rows)} baris{_in_sheet(sheet)} (baris {shown}) berisi lebih banyak kolom daripada "
            "judulnya, biasanya karena tanda pemisah di dalam isian yang tidak diberi tanda kutip, sehingga jawabannya "
            "dapat bergeser. "
            "Ekspor ulang sebagai xlsx, atau beri tanda kutip pada isian yang memuat tanda pemisah."
        ),
    )


def no_respondents() -> Refusal:
    """A header, and no respondent below it."""
    return Refusal(
        code="no_rows",
        message="Judul kolom kesembilan unsur ada, tetapi di bawahnya tidak ada satu pun baris responden. "
        "Periksa apakah ekspor kosong, lalu kirim berkas yang berisi jawaban.",
    )


def figures_only(sheet: str) -> Refusal:
    """The table holds means, not answers."""
    return Refusal(
        code="no_answers",
        message=(
            f"Tabel{_in_sheet(sheet)} berisi rata-rata atau rekap, bukan jawaban tiap responden. "
            "Kirim data per responden dengan jawaban 1 sampai 4."
        ),
    )


def unsur_missing(
    missing: Sequence[str], found_instead: Sequence[str], refuted: Sequence[tuple[str, str]], sheet: str
) -> Refusal:
    """`missing` are unsur columns, `found_instead` headers of columns with answers that are no unsur,
    `refuted` pairs of header and unsur whose cells hold something else."""
    names = ", ".join(f"{UNSUR_BY_COLUMN[column].name} ({UNSUR_BY_COLUMN[column].code})" for column in missing)
    parts = [f"Unsur yang tidak ditemukan{_in_sheet(sheet)}: {names}."]
    for header, column in refuted:
        parts.append(
            f"Kolom “{_short(header)}” tidak dipakai untuk {UNSUR_BY_COLUMN[column].name} "
            "karena isinya bukan jawaban unsur itu."
        )
    legacy = {plain(text) for text in LEGACY_COLUMNS}
    if found_instead:
        listed = first_few((f"“{_short(header)}”" for header in found_instead), _SHOWN_HEADERS)
        parts.append(f"Yang ada di berkas dan bukan salah satu dari sembilan unsur: {listed}.")
    if any(plain(header) in legacy for header in found_instead) or len(found_instead) + 9 - len(missing) > 10:
        parts.append("Tampaknya ini kuesioner lama; SKM menurut Permen PANRB 14/2017 memakai sembilan unsur.")
    parts.append("Kirim ulang ekspor dengan kesembilan unsur; nama kolom harus menyebut unsurnya.")
    return Refusal(code="unsur_missing", message=" ".join(parts))


def too_many_numbers(numbers: Sequence[int], sheet: str) -> Refusal:
    """Bare numbers go beyond nine: another questionnaire."""
    return Refusal(
        code="unsur_missing",
        message=(
            f"Kolom{_in_sheet(sheet)} bernomor sampai U{max(numbers)} tanpa nama unsur: ini bukan sembilan unsur "
            "Permen PANRB 14/2017 (kuesioner 14 unsur adalah aturan tahun 2004), sehingga tidak dapat dipastikan "
            "kolom mana memuat unsur apa. Kirim ulang hasil survei dengan sembilan unsur dan nama unsur pada "
            "judul kolom."
        ),
    )


def numbers_missing(present: Sequence[int], sheet: str) -> Refusal:
    """Some of the bare numbers 1 to 9 do not stand there."""
    missing = [number for number in range(1, 10) if number not in present]
    names = [
        "/".join(sorted({UNSUR_BY_COLUMN[order[number - 1]].name for order in UNSUR_ORDERS.values()}))
        for number in missing
    ]
    listed = ", ".join(f"U{number} ({name})" for number, name in zip(missing, names, strict=True))
    return Refusal(
        code="unsur_missing",
        message=(
            f"Kolom unsur{_in_sheet(sheet)} hanya bernomor {', '.join(f'U{number}' for number in present)}; "
            f"yang tidak ada: {listed}. Kirim ulang ekspor dengan kesembilan unsur; nama kolom sebaiknya menyebut "
            "unsurnya."
        ),
    )


def ambiguous_columns(headers: Sequence[str], unsur: Sequence[str], sheet: str) -> Refusal:
    """Two ways to map the columns are equally good."""
    names = ", ".join(f"{UNSUR_BY_COLUMN[column].name} ({UNSUR_BY_COLUMN[column].code})" for column in unsur)
    listed = ", ".join(f"“{_short(header)}”" for header in headers)
    return Refusal(
        code="ambiguous_columns",
        message=(
            f"Kolom{_in_sheet(sheet)} {listed} sama-sama dapat berarti {names}. "
            "Hapus kolom yang tidak dipakai atau ganti judulnya dengan nama unsur yang lengkap, lalu kirim lagi."
        ),
    )


def order_undeclared(unit_name: str | None, sheet: str) -> Refusal:
    """U8 and U9 stand bare and nothing says which is which."""
    whose = f"unit {unit_name}" if unit_name else "unit pengirim (yang juga belum dikenali)"
    return Refusal(
        code="unsur_order_undeclared",
        message=(
            f"Kolom U8 dan U9{_in_sheet(sheet)} tidak menyebut nama unsur, dan urutannya belum dinyatakan. "
            f"Isi kolom unsur_order untuk {whose} di units.csv: “permenpan” bila U8 = Penanganan Pengaduan "
            "dan U9 = Sarana dan Prasarana, atau “form” bila U8 = Sarana dan Prasarana dan U9 = Penanganan Pengaduan. "
            "Bisa juga pengirim menambahkan keterangan di berkas (misalnya “U8 = Sarana dan Prasarana”) "
            "atau menulis nama unsur pada judul kolom."
        ),
    )


def sheets_ask_differently(sheets: Sequence[str]) -> Refusal:
    """Some tables hold the questions of a registered questionnaire, others do not."""
    return Refusal(
        code="sheets_ask_differently",
        message=(
            f"Lembar {first_few((f'“{sheet}”' for sheet in sheets), _SHOWN_HEADERS)} tidak memuat semua pertanyaan "
            "kuesioner yang dipakai lembar lain dalam berkas ini. Kirim lembar itu sebagai berkas tersendiri, atau "
            "samakan judul kolomnya."
        ),
    )


def formulas_not_calculated(rows: Sequence[int], sheet: str) -> Refusal:
    """Answers are formulas, and the program that wrote the file stored no results."""
    return Refusal(
        code="formulas_not_calculated",
        message=(
            f"Jawaban{_in_sheet(sheet)} berupa rumus yang hasilnya belum pernah dihitung (formula tanpa nilai, baris "
            f"{first_few(rows, _SHOWN_ROWS)}), sehingga jawabannya tidak dapat dibaca. Buka berkas di Excel atau "
            "LibreOffice, tunggu sampai angkanya tampil, simpan, lalu kirim lagi."
        ),
    )


def _in_sheet(sheet: str) -> str:
    return f" pada lembar “{sheet}”" if sheet else ""


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"

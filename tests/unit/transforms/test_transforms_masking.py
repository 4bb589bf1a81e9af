import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.masking import masked


def mask(text: str) -> str:
    return pl.DataFrame({"text": [text]}).select(masked(pl.col("text"))).item()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Pak Budi sangat ramah", "Pak [nama] sangat ramah"),
        ("pak budi santoso ramah sekali", "pak [nama] ramah sekali"),
        ("BU SITI AMINAH JUDES SEKALI", "BU [nama] JUDES SEKALI"),
        ("bpk.agus cepat", "bpk.[nama] cepat"),
        ("Bapak H. Ahmad Fauzi, S.Sos membantu", "Bapak [nama], S.Sos membantu"),
        ("Bapak Ibu Siti", "Bapak Ibu [nama]"),
        ("Hj. Nur'aini Al-Fatih dan KH. M. Hasyim", "Hj. [nama] dan KH. [nama]"),
        ("dr. Rini dan drg Andi", "dr. [nama] dan drg [nama]"),
        ("Pak Budi. Terima kasih", "Pak [nama]. Terima kasih"),
        ("Pak Bagus dan Bu Sopandi", "Pak [nama] dan Bu [nama]"),
        ("petugas bernama joko kurang ramah", "petugas bernama [nama] kurang ramah"),
        ("petugas Joko Susilo galak", "petugas [nama] galak"),
        ("nama saya Siti, a.n. Suparman, atas nama Budi", "nama saya [nama], a.n. [nama], atas nama [nama]"),
        ("terima kasih kepada Siti Aminah", "terima kasih kepada [nama]"),
        ("Pak​ Bu‮di\x00", "Pak [nama]"),
        ("Ｐａｋ Ｂｕｄｉ", "Pak [nama]"),
    ],
)
def test_names(text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hubungi 0812-3456-7890 atau 0321 395777 ya", "hubungi [nomor] atau [nomor] ya"),
        ("WA +62 812 3456 7890", "WA [nomor]"),
        ("(0321) 395-777", "([nomor]"),
        ("NIK 3516014501900001", "NIK [nomor]"),
        ("NIP 19800101 200501 1 001", "NIP [nomor]"),
        ("telepon 395777", "telepon [nomor]"),
        ("telepon ٠٨١٢٣٤٥٦٧٨", "telepon [nomor]"),
        ("budi.s@gmail.com, siti (at) yahoo.co.id", "[surel], [surel]"),
        ("lihat https://x.id/a?b=1 dan wa.me/62812", "lihat [tautan] dan [tautan]"),
        ("@budi_123, IG: siti.aminah", "[akun], IG: [akun]"),
        ("rumah Jl. Mawar No. 12 RT 03/RW 02 Dusun Krajan", "rumah [alamat] [alamat] [alamat]"),
    ],
)
def test_numbers_and_addresses(text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        'Terima kasih "Pak Camat"',
        "Bapak/Ibu petugas mohon lebih ramah",
        "Petugas Ramah Dan Cepat",
        "Mohon pak toiletnya diperbaiki",
        "ibu yang jaga loket 3 jutek",
        "mbak e judes, mas2 nya baik",
        "nama petugas tidak ada",
        "Kepala Dinas kurang tanggap",
        "buka jam 08.00-15.00, biaya Rp 150.000, bukan Rp 1.000.000",
        "jalan rusak dr dulu 👍🏽 ꦥꦼꦭꦪꦤꦤ꧀ ممتاز",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert mask(text) == text


def test_a_word_too_much_rather_than_a_name() -> None:
    assert mask("mohon pak atapnya dicat") == "mohon pak [nama]"


def test_one_line() -> None:
    assert mask("  satu\r\n\tdua\x0b tiga ") == "satu dua tiga"


@given(st.text(max_size=80))
def test_no_text_breaks_it_and_no_long_number_is_left(text: str) -> None:
    shown = mask(text)
    assert not re.search(r"\d{6}|[\x00-\x1f]|@\w", shown)
    assert mask(shown) == mask(mask(shown))

"""What is said of the origin of a document, on pages and by `skm verify`.

Belongs here: words for what a receipt knows and for what was found of a file. Not here: judging a file
(`reports.authenticity`), the code itself (`reports.wording.source_sentences`).
"""

from collections.abc import Sequence
from typing import Final

from contracts.periods import parse_period
from contracts.receipts import DocumentReceipt
from reports.figures.revision_figures import FIRST_EDITION, edition_label
from reports.wording.indonesian import period_in_sentence

ON_A_PAGE: Final = (
    "Kode di kaki halaman sebuah dokumen menandai dari angka mana ia dibuat. Kode yang tercantum di sini milik dokumen "
    "dari portal ini; bahwa isi sebuah berkas tidak diubah terlihat dari SHA-256-nya. Kode yang tidak tercantum milik "
    "dokumen sementara yang sudah diganti, laporan internal yang periodenya belum ditutup, laporan hasil tindak "
    "lanjut, atau dokumen dari tempat lain."
)


VERDICTS: Final = {
    "original": "ASLI",
    "extended": "DITAMBAH",
    "altered": "DIUBAH",
    "unknown": "TIDAK DIKENAL",
}
"""What is found of a file, in a word."""
_MEANINGS: Final = {
    "original": "Berkas ini sama bita demi bita dengan yang dibuat sistem ini.",
    "extended": (
        "Berkas ini memuat dokumen itu seutuhnya dengan tambahan sesudahnya, misalnya tanda tangan elektronik. "
        "Tambahan dapat mengubah yang terlihat: periksa tanda tangannya pada penyelenggaranya (BSrE), atau minta "
        "berkas tanpa tambahan."
    ),
    "altered": (
        "Berkas ini membawa kode atau nama dokumen itu, tetapi isinya lain: diubah, rusak, disimpan ulang dengan "
        "program lain, atau terbitan yang sudah diganti. Jangan dipakai; minta berkas aslinya."
    ),
    "unknown": (
        "Berkas ini bukan dokumen yang tercatat: bukan dari sistem ini, dokumen sementara yang sudah diganti, atau "
        "dokumen internal yang tidak dimuat dalam daftar portal."
    ),
}
PUT_AWAY: Final = (
    "Berkas ini sama bita demi bita dengan dokumen yang dibuat sistem ini, tetapi tidak berlaku lagi. Dalam arsip: {}."
)


def verdict_sentence(verdict: str) -> str:
    """What it means."""
    return _MEANINGS[verdict]


def edition_sentence(receipt: DocumentReceipt, newer: Sequence[DocumentReceipt]) -> str:
    """How final the document is, and what took its place; `newer`: the same document of newer editions."""
    said = {
        "open": "Angkanya sementara: periodenya belum ditutup.",
        "official": "Edisi ini resmi dan berlaku.",
        "reopened": "Edisi ini resmi; periodenya sedang direvisi.",
        "replaced": "Edisi ini sudah diganti.",
    }[receipt.edition]
    official = next((one for one in newer if one.edition in ("official", "reopened")), None)
    return said if official is None else f"{said} Yang berlaku: {edition_words(official)}, SHA-256 {official.sha256}."


def edition_words(receipt: DocumentReceipt) -> str:
    """How final it is: `Sementara`, `Resmi`, `Resmi, Revisi 1`, `Resmi, sedang direvisi`, `Edisi Pertama, sudah
    diganti`."""
    if receipt.revision is None:
        return "Sementara"
    if receipt.edition == "replaced":
        return f"{edition_label(receipt.revision)}, sudah diganti"
    words = "Resmi" if receipt.revision == FIRST_EDITION else f"Resmi, {edition_label(receipt.revision)}"
    return f"{words}, sedang direvisi" if receipt.edition == "reopened" else words


def document_words(receipt: DocumentReceipt) -> str:
    """Which document it is: `Laporan pelaksanaan SKM (PDF), Kecamatan Jatirejo, tahun 2024`."""
    return f"{receipt.label}, {receipt.owner_name}, {period_in_sentence(parse_period(receipt.period_code))}"

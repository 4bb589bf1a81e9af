"""What a file is, by its bytes and never by its name.

Belongs here: recognising. Not here: reading or guarding what was recognised.
"""

import io
import re
import zipfile
from typing import Literal

from contracts.records import Refusal
from ingest.photographs import PLACE
from ingest.refusal import FileRefused, refused

Format = Literal["xlsx", "ods", "xls", "zip", "html", "spreadsheetml", "json", "csv"]

HEAD = 4096
_ADVICE = (
    "Kirim ekspor data jawabannya (xlsx, xls, ods, csv, atau json): di Google Forms buka Tanggapan, lalu Lihat di "
    "Spreadsheet, lalu unduh (Download); di aplikasi lain pilih Ekspor data."
)

# What begins with these bytes is not a table of answers: documents and pictures, which only lie beside one …
_DOCUMENT_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "gambar PNG"),
    (b"\xff\xd8\xff", "gambar JPEG"),
    (b"GIF8", "gambar GIF"),
    (b"II*\x00", "gambar TIFF"),
    (b"MM\x00*", "gambar TIFF"),
    (b"{\\rtf", "dokumen RTF"),
    (b"ID3", "rekaman suara"),
    (b"OggS", "rekaman suara"),
)
# … and what may hold answers, in a form that is not read.
_FOREIGN_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf\x27\x1c", "arsip 7-Zip"),
    (b"\x1f\x8b", "arsip gzip (.gz)"),
    (b"BZh", "arsip bzip2"),
    (b"\xfd7zXZ", "arsip xz"),
    (b"$FL2@(#)", "data SPSS (.sav)"),
    (b"$FL3@(#)", "data SPSS (.zsav)"),
    (b"<stata_dta>", "data Stata (.dta)"),
    (b"RDX", "data R"),
    (b"SQLite format 3\x00", "basis data SQLite"),
    (b"PAR1", "berkas Parquet"),
    (b"MZ", "program Windows"),
    (b"\x7fELF", "program"),
)
_BOX_BRANDS = b"ftyp"
"""Stands after four bytes in photographs of phones (HEIC) and in films."""
# The same for zip containers, by a member they have.
_DOCUMENT_MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "dokumen Word (docx)"),
    ("ppt/presentation.xml", "presentasi PowerPoint (pptx)"),
    ("META-INF/container.xml", "buku elektronik (epub)"),
    ("AndroidManifest.xml", "aplikasi Android (apk)"),
)
_FOREIGN_MEMBERS: tuple[tuple[str, str], ...] = (
    ("Index/Document.iwa", "dokumen Apple (Numbers atau Pages)"),
    ("xl/workbook.bin", "buku kerja biner (xlsb)"),
)
_DOCUMENT_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", "dokumen Word (doc)"),
    ("PowerPoint Document", "presentasi PowerPoint (ppt)"),
    ("__properties_version1.0", "surat Outlook (msg)"),
)
_HTML_TAG = re.compile(r"<(?:html|!doctype\s+html|table|body|head|meta|style|title|div|center|tr)[\s>]", re.IGNORECASE)
_JSON_START = re.compile(r"\{\s*(?:\"[^\"]*\"\s*:|\})|\[\s*(?:[\{\]]|\[\s*[\"\d\]])")
_SPREADSHEETML_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_BIFF_START = re.compile(rb"\x09\x08[\x08\x10]\x00")
_WRITE_PROTECT = b"\x86\x00\x00\x00"
_FILE_PASSWORD = b"\x2f\x00"
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})


def sniff(content: bytes) -> Format:
    """The format of a file's content. Raises FileRefused for what holds no table: `empty`,
    `not_tabular` (says what it is), `password_protected`, `unreadable_workbook`, `binary`."""
    head = content[:HEAD]
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe") and not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise refused("empty", "Berkas ini kosong. Unduh ulang dari aplikasi survei, periksa isinya, lalu kirim lagi.")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _sniff_zip(content)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _sniff_ole(content)
    for start, what in _DOCUMENT_STARTS:
        if head.startswith(start):
            raise not_tabular(what, is_document=True)
    for start, what in _FOREIGN_STARTS:
        if head.startswith(start):
            raise not_tabular(what)
    if head[4:8] == _BOX_BRANDS or (head.startswith(b"RIFF") and head[8:12] in (b"WEBP", b"AVI ", b"WAVE")):
        raise not_tabular("gambar, suara, atau film", is_document=True)
    if head[257:262] == b"ustar":
        raise not_tabular("arsip tar")
    return _sniff_text(content, head)


def not_tabular(what: str, *, is_document: bool = False) -> FileRefused:
    """Refusal of a file that is something else; `what` names it in Bahasa Indonesia. `is_document`: it is one that
    nobody keeps answers in, so that it may lie beside a table in an archive."""
    advice = _ADVICE
    if what.startswith("gambar"):
        advice = (
            f"Foto pelaksanaan survei ditaruh di folder {PLACE} pada kotak masuk, misalnya foto/35.16.01/2024/, lalu "
            f"tercetak di Lampiran 3 laporan unit itu. Bila yang dimaksud jawabannya: {_ADVICE}"
        )
    elif what.startswith("arsip"):
        advice = "Buka arsipnya, lalu kirim berkas di dalamnya, atau kemas sebagai zip."
    elif "xlsb" in what or "Numbers" in what:
        advice = "Buka berkasnya, simpan sebagai Excel (.xlsx), lalu kirim."
    elif what.startswith("data SPSS"):
        advice = (
            "Ekspor ulang dari aplikasi survei sebagai CSV atau Excel; dari SPSS pilih Save As › "
            "Excel (.xlsx) atau CSV, lalu kirim."
        )
    elif what.startswith("data "):
        advice = "Ekspor ulang sebagai CSV atau Excel (.xlsx) dari aplikasi asalnya, lalu kirim."
    message = f"Isi berkas ini {what}, bukan tabel jawaban responden. {advice}"
    return FileRefused(Refusal(code="not_tabular", message=message), is_document=is_document)


def unreadable_workbook(detail: str = "") -> FileRefused:
    """Refusal of a workbook that cannot be opened."""
    seen = f" ({detail})" if detail else ""
    return refused(
        "unreadable_workbook",
        f"Berkas ini rusak dan tidak dapat dibuka sebagai buku kerja{seen}. "
        "Buka di Excel atau LibreOffice, simpan ulang sebagai .xlsx, lalu kirim lagi.",
    )


def password_protected() -> FileRefused:
    """Refusal of a file that asks for a password."""
    return refused(
        "password_protected",
        "Berkas ini dikunci dengan kata sandi sehingga tidak dapat dibaca. Hapus kata sandinya, lalu kirim lagi.",
    )


def _sniff_zip(content: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            kind = archive.open("mimetype").read(200) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise unreadable_workbook("isinya terpotong atau berubah di perjalanan") from error
    if b"opendocument.spreadsheet" in kind:
        return "ods"
    if b"opendocument" in kind:
        raise not_tabular("dokumen OpenDocument yang bukan lembar kerja", is_document=True)
    for member, what in _DOCUMENT_MEMBERS:
        if member in names:
            raise not_tabular(what, is_document=True)
    for member, what in _FOREIGN_MEMBERS:
        if member in names:
            raise not_tabular(what)
    if any(name.lower() == "[content_types].xml" for name in names):
        return "xlsx"
    return "zip"


def _sniff_ole(content: bytes) -> Format:
    if _has_stream(content, "EncryptedPackage"):
        raise password_protected()
    if _has_stream(content, "Workbook") or _has_stream(content, "Book"):
        if _has_file_password(content):
            raise password_protected()
        return "xls"
    for stream, what in _DOCUMENT_STREAMS:
        if _has_stream(content, stream):
            raise not_tabular(what, is_document=True)
    raise unreadable_workbook("tidak ada lembar kerja di dalamnya")


def _has_stream(content: bytes, name: str) -> bool:
    """Directory entries of an OLE file are 128 bytes long, aligned, and begin with their name, which
    ends with a zero; text in a cell is not aligned so."""
    wanted = f"{name}\0".encode("utf-16-le")
    position = content.find(wanted)
    while position >= 0:
        if position % 128 == 0:
            return True
        position = content.find(wanted, position + 1)
    return False


def _has_file_password(content: bytes) -> bool:
    """A FILEPASS record stands right after the first record of the stream (MS-XLS 2.1.4), or after a
    WRITEPROTECT record. calamine reads such a file as nonsense or as broken."""
    for start in _BIFF_START.finditer(content):
        if start.start() % 64 != 0:  # streams begin at a sector
            continue
        position = start.end() + content[start.start() + 2]
        if content.startswith(_WRITE_PROTECT, position):
            position += len(_WRITE_PROTECT)
        if content.startswith(_FILE_PASSWORD, position):
            return True
    return False


def _sniff_text(content: bytes, head: bytes) -> Format:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) * 4 > len(head)
    if not wide and len(head) - len(head.translate(None, _CONTROL)) > len(head) // 50:
        raise refused(
            "binary",
            "Isi berkas ini bukan teks dan bukan buku kerja yang dikenal. "
            "Kirim hasil ekspor sebagai xlsx, xls, ods, atau csv.",
        )
    # Zero bytes out: enough to recognise tags in UTF-16 of either order.
    text = head.replace(b"\0", b"").decode("latin-1")
    start = text.lstrip("\xef\xbb\xbf\xff\xfe \t\r\n")
    if not start.startswith("<"):
        if start.startswith("MIME-Version:") and "multipart/related" in text:
            raise not_tabular("halaman web arsip (mht)")
        if start.startswith("{") and "docs.google.com" in text:
            raise not_tabular("pintasan ke Google Spreadsheet")
        return "json" if _JSON_START.match(start) else "csv"
    if _SPREADSHEETML_NAMESPACE in text and re.search(r"<(?:\w+:)?Workbook[\s>]", text):
        return "spreadsheetml"
    if _HTML_TAG.search(text) or re.search(rb"<table[\s>]", content, re.IGNORECASE):
        return "html"
    if start.startswith("<svg"):
        raise not_tabular("gambar SVG", is_document=True)
    if start.startswith("<?xml"):
        raise not_tabular("dokumen XML")
    return "csv"

"""Guards before a file is parsed: sizes, what a zip really inflates to, cells far away.

The parsers fill a dense block from the first to the last cell, so one cell at XFD1048576 takes the whole
process down and cannot be caught. Belongs here: looking before parsing. Not here: parsing; what still
slips through dies in the reading process, under its memory limit.
"""

import io
import re
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from contracts.settings import Limits
from ingest.refusal import FileRefused, refused
from ingest.sniff import password_protected, unreadable_workbook

MEGABYTE = 1 << 20
MOST_CELLS = 30_000_000
"""Cells between the first and the last one of a sheet: 24 bytes each in the parser, filled or not."""
HIGHEST_RATIO = 200
RATIO_MATTERS_FROM = 20 * MEGABYTE
_DEFLATE_HIGHEST_RATIO = 1032  # by construction of the format

_SAMPLE = 16 * 1024
_LONGEST = 9  # characters of a reference worth turning into a number: longer ones are beyond any limit
_REFERENCE = re.compile(rb'<c r="([A-Z]+)\d')
_LAST_ROW = re.compile(rb'<row r="(\d{1,7})"')
# A writer that leaves references out, or writes them in another way, does so in its first and last rows.
_IRREGULAR = re.compile(rb"<c(?! r=\"[A-Z])[\s>/]|<row(?! r=\"\d)[\s>/]|<\w+:(?:c|row)[\s>/]")
_CELL_OR_ROW = re.compile(rb"<(/?)(?:[\w.-]+:)?(row|c)(\s[^<>]*?)?(/?)>(?=(</)?)")
_POSITION = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)(\d*)[\"']")

_SHORT_ROW = 64
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell([^<>]*)>")
_ODS_COLUMNS = re.compile(rb"number-columns-repeated=[\"'](\d{1,9})")
_ODS_ROWS = re.compile(rb"number-rows-repeated=[\"'](\d{1,9})")
_ODS_VALUE = re.compile(rb"office:(?:value|date-value|time-value|boolean-value|string-value|value-type)=")
_ODS_NAME = re.compile(rb"table:name=[\"']([^\"']*)")


@dataclass(frozen=True)
class Extent:
    """Where the filled cells of a sheet lie, counted from 1."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @classmethod
    def to(cls, last_row: int, last_column: int) -> "Extent":
        """From the first cell of the sheet."""
        return cls(1, last_row, 1, last_column)

    @property
    def cells(self) -> int:
        """Cells in the block a parser would fill."""
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)


def check_size(size: int, limits: Limits) -> None:
    """Refuses (`too_large`) a file of more bytes than the limit."""
    if size > limits.file_megabytes * MEGABYTE:
        raise refused(
            "too_large",
            f"Ukuran berkas {size / MEGABYTE:.0f} MB, lebih dari batas {limits.file_megabytes} MB. "
            "Hapus gambar dan lembar yang tidak perlu, atau pecah per triwulan, lalu kirim lagi.",
        )


def open_zip(content: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    """Members of a zip, after its declared sizes and its ratio were checked. Refuses
    `inflates_too_much`, `password_protected`, and `unreadable_workbook` for a broken zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise unreadable_workbook("isinya terpotong atau berubah di perjalanan") from error
    declared = sum(member.file_size for member in members)
    if declared > limits.inflated_megabytes * MEGABYTE:
        raise inflates_too_much(declared, limits)
    if declared > RATIO_MATTERS_FROM and declared > HIGHEST_RATIO * len(content):
        raise refused(
            "inflates_too_much",
            f"Isi berkas ini mengembang {declared // len(content)} kali saat dibuka, tidak wajar untuk data survei. "
            "Salin hanya baris datanya ke buku kerja baru, lalu kirim lagi.",
        )
    if any(member.flag_bits & 1 for member in members):
        raise password_protected()
    return members


def inflates_too_much(size: int, limits: Limits) -> FileRefused:
    """Refusal of a container whose content is larger than the limit; `size` in bytes."""
    return refused(
        "inflates_too_much",
        f"Isi berkas ini menjadi {size / MEGABYTE:.0f} MB saat dibuka, "
        f"lebih dari batas {limits.inflated_megabytes} MB. "
        "Salin hanya baris datanya ke buku kerja baru, lalu kirim lagi.",
    )


def inflate(content: bytes, member: zipfile.ZipInfo, most: int | None = None) -> bytes:
    """Bytes of a member, at most `most` of them where given (then not checked to the end). Never
    inflates beyond the declared size; a member that says less than it holds is refused
    (`inflates_too_much`), one that is broken too (`unreadable_workbook`)."""
    header = content[member.header_offset : member.header_offset + 30]
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise unreadable_workbook(f"bagian {member.filename} tidak ditemukan")
    name_length, extra_length = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    start = member.header_offset + 30 + name_length + extra_length
    packed = content[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        return packed if most is None else packed[:most]
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise refused(
            "unreadable_workbook",
            f"Bagian {member.filename} dikemas dengan cara yang tidak dikenal. "
            "Kemas ulang sebagai zip biasa, lalu kirim lagi.",
        )
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        inflated = stream.decompress(packed, member.file_size + 1 if most is None else most)
    except zlib.error as error:
        raise unreadable_workbook(f"bagian {member.filename} rusak") from error
    if most is not None:
        return inflated
    if len(inflated) > member.file_size:
        raise refused(
            "inflates_too_much",
            f"Bagian {member.filename} berisi lebih banyak daripada yang dinyatakannya; berkas ini tidak wajar. "
            "Simpan ulang dari Excel atau LibreOffice, lalu kirim lagi.",
        )
    if len(inflated) < member.file_size or not stream.eof:
        raise unreadable_workbook(f"bagian {member.filename} terpotong")
    return inflated


def check_workbook_zip(content: bytes, limits: Limits, look: Callable[[str, bytes], None] | None = None) -> None:
    """Looks through an xlsx before it is parsed: declared and real sizes, and the furthest filled cell of
    every sheet, whatever `<dimension>` says. `look` is shown every sheet that passed, by name and XML. Refuses
    `inflates_too_much`, `too_many_rows`, `too_many_columns`, `too_large`, `unreadable_workbook`."""
    members = open_zip(content, limits)
    # No deflated member can hold more than this: below the limit, declared sizes need no proof.
    could_lie = len(content) * _DEFLATE_HIGHEST_RATIO > limits.inflated_megabytes * MEGABYTE
    for member in members:
        if member.filename.endswith("/"):
            continue
        if b"worksheet" in inflate(content, member, 2048):
            sheet_xml = inflate(content, member)
            if b"sheetData" in sheet_xml:
                sheet = member.filename.rpartition("/")[2].removesuffix(".xml")
                check_extent(sheet_extent(sheet_xml, limits), sheet, limits)
                if look is not None:
                    look(member.filename, sheet_xml)
        elif could_lie:
            inflate(content, member)


def sheet_extent(sheet_xml: bytes, limits: Limits) -> Extent | None:
    """Where the filled cells of a sheet's XML lie; None when they are known to be few and near.

    The quick way costs a fraction of parsing: it takes the width from the first and last rows and the
    height from the last row, then makes one pass to see that no reference is longer than that."""
    if _is_near(sheet_xml, limits):
        return None
    return _exact_extent(sheet_xml)


def _is_near(sheet_xml: bytes, limits: Limits) -> bool:
    start = sheet_xml.find(b"<sheetData")
    if start < 0:
        return False
    head = sheet_xml[start : start + _SAMPLE]
    samples = (head[: head.rfind(b">")], sheet_xml[-_SAMPLE:])
    last = sheet_xml.rfind(b'<row r="')
    row = _LAST_ROW.match(sheet_xml, last) if last >= 0 else None
    if row is None or any(_IRREGULAR.search(sample) for sample in samples):
        return False
    references = {found for sample in samples for found in _REFERENCE.findall(sample)}
    if not references:
        return False
    outside, far_row, far_column = _outside(row[1], max(references, key=lambda found: (len(found), found)))
    if int(row[1]) > limits.rows or far_row * far_column > MOST_CELLS:
        return False
    if sheet_xml.find(b"'", start) >= 0 and re.search(rb"\sr\s*=\s*'", sheet_xml):
        return False
    # Polars' regular expressions read bytes three times faster than Python's: references are all ASCII.
    return not pl.Series([sheet_xml[start:].decode("latin-1")]).str.contains(outside).item()


def _outside(row: bytes, column: bytes) -> tuple[str, int, int]:
    """A pattern of references longer than `row` or `column`, with a higher first character, or written
    in any other way; and the furthest row and column it lets pass."""
    digits, first_digit = len(row), row[0]
    letters, first_letter = len(column), column[0]
    others = ['"', '[^A-Z0-9"]', '[0-9]+[^0-9"]', f"[0-9]{{{digits + 1}}}"]
    if first_digit < ord("9"):
        others.append(f"[{chr(first_digit + 1)}-9][0-9]{{{digits - 1}}}")
    columns = [f"[A-Z]{{{letters + 1}}}"]
    if first_letter < ord("Z"):
        columns.append(f"[{chr(first_letter + 1)}-Z][A-Z]{{{letters - 1}}}")
    outside = f' r="(?:{"|".join(columns)}|[A-Z]*(?:{"|".join(others)}))'
    far_column = column_number(chr(first_letter) + "Z" * (letters - 1))
    return outside, (first_digit - 47) * 10 ** (digits - 1), far_column


def _exact_extent(sheet_xml: bytes) -> Extent | None:
    """Follows every row and cell as the parser does: without a reference a cell stands after the one
    before it. Cells without a value do not count: whole columns are often only formatted."""
    row = column = 0
    first_row = first_column = sys.maxsize
    last_row = last_column = 0
    for found in _CELL_OR_ROW.finditer(sheet_xml):
        closing, tag, attributes, self_closed, empty = found.groups(b"")
        if tag == b"row":
            if closing:
                row, column = row + 1, 0
                continue
            position = _POSITION.search(attributes)
            if position and position[2]:
                row = _row_number(position[2]) - 1
            column = 0
            if self_closed:
                row += 1
            continue
        if closing:
            continue
        position = _POSITION.search(attributes)
        if position and position[1] and position[2]:
            row, column = _row_number(position[2]) - 1, column_number(position[1][:_LONGEST].decode()) - 1
        if not self_closed and not empty:
            first_row, last_row = min(first_row, row), max(last_row, row)
            first_column, last_column = min(first_column, column), max(last_column, column)
        column += 1
    if first_row > last_row:
        return None
    return Extent(first_row + 1, last_row + 1, first_column + 1, last_column + 1)


def _row_number(digits: bytes) -> int:
    return int(digits[:_LONGEST])


def check_ods(content: bytes, limits: Limits, look: Callable[[str, bytes], None] | None = None) -> None:
    """Looks through an ods before it is parsed. Cells and rows may be repeated by a number; only those
    before the last filled one count. Refuses as `check_workbook_zip`."""
    members = {member.filename: member for member in open_zip(content, limits)}
    manifest = members.get("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in inflate(content, manifest):
        raise password_protected()
    if "content.xml" not in members:
        raise unreadable_workbook("bagian content.xml tidak ada")
    content_xml = inflate(content, members["content.xml"])
    for name, extent in _ods_extents(content_xml):
        check_extent(extent, name, limits)
    if look is not None:
        look("content.xml", content_xml)


def _ods_extents(content_xml: bytes) -> list[tuple[str, Extent]]:
    extents: list[tuple[str, Extent]] = []
    for table in re.split(rb"<table:table(?=[\s>])", content_xml)[1:]:
        found = _ODS_NAME.search(table)
        row = last_row = last_column = 0
        for part in table.split(b"<table:table-row")[1:]:
            if part[:1] not in b" \t\r\n>/":  # a group of rows
                continue
            head_end = part.find(b">") + 1
            repeated = _ODS_ROWS.search(part, 0, head_end)
            row += int(repeated[1]) if repeated else 1
            cells = part[head_end : max(part.find(b"</table:table-row>"), head_end)]
            if b" office:" in cells:
                last_row, last_column = row, max(last_column, _ods_filled_columns(cells))
        if last_row:
            extents.append((found[1].decode("utf-8", "replace") if found else "", Extent.to(last_row, last_column)))
    return extents


def _ods_filled_columns(row: bytes) -> int:
    """The last filled column of a row; for a short row simply its last one."""
    repeats = [int(times) for times in _ODS_COLUMNS.findall(row)]
    columns = row.count(b"<table:table-cell") + row.count(b"<table:covered-table-cell") - len(repeats) + sum(repeats)
    if columns <= _SHORT_ROW:
        return columns
    column = filled_to = 0
    for attributes in _ODS_CELL.findall(row):
        repeated = _ODS_COLUMNS.search(attributes)
        column += int(repeated[1]) if repeated else 1
        if _ODS_VALUE.search(attributes):
            filled_to = column
    return filled_to


def check_extent(extent: Extent | None, sheet: str, limits: Limits) -> None:
    """Refuses a sheet that reaches further than the limits: `too_many_rows`, `too_many_columns`,
    `too_large`."""
    if extent is None:
        return
    if extent.last_row <= limits.rows and extent.last_column <= limits.columns and extent.cells <= MOST_CELLS:
        return
    where = f"Lembar '{sheet}' terisi sampai sel {column_letters(extent.last_column)}{extent.last_row}"
    advice = "Hapus baris dan kolom di luar tabel jawaban (pilih, lalu Hapus), simpan, lalu kirim lagi."
    if extent.last_row > limits.rows:
        raise refused("too_many_rows", f"{where}, lebih dari batas {limits.rows} baris. {advice}")
    if extent.last_column > limits.columns:
        raise refused("too_many_columns", f"{where}, lebih dari batas {limits.columns} kolom. {advice}")
    raise refused("too_large", f"{where}, terlalu luas untuk dibaca. {advice}")


def column_number(letters: str) -> int:
    """A is 1, XFD is 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is A, 16384 is XFD."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""Where the guards end: the last that passes, and the first that does not."""

import io
import random
import struct
import zipfile

import pytest

from contracts.settings import Limits
from ingest.refusal import FileRefused
from ingest.size_guards import (
    Extent,
    check_extent,
    check_ods,
    check_size,
    check_workbook_zip,
    column_letters,
    column_number,
    inflate,
    open_zip,
    sheet_extent,
)

LIMITS = Limits()
SMALL = Limits(rows=10, columns=9)
MEGABYTE = 1 << 20
HEAD = b'<?xml version="1.0"?><worksheet xmlns="m"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def refusal_of(call, *arguments) -> tuple[str, str] | None:
    try:
        call(*arguments)
    except FileRefused as refused:
        return refused.refusal.code, refused.refusal.message
    return None


def code_of(call, *arguments) -> str | None:
    refusal = refusal_of(call, *arguments)
    return None if refusal is None else refusal[0]


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(("size", "code"), [(100 * MEGABYTE, None), (100 * MEGABYTE + 1, "too_large")])
def test_size_of_a_file(size, code):
    assert code_of(check_size, size, LIMITS) == code


@pytest.mark.parametrize(("size", "code"), [(MEGABYTE, None), (MEGABYTE + 1, "inflates_too_much")])
def test_size_of_what_is_packed(size, code):
    content = zipped({"a": b"0" * (size - 1), "b": b"0"})
    assert code_of(open_zip, content, Limits(inflated_megabytes=1)) == code


def test_sizes_are_said_in_megabytes():
    said = refusal_of(check_size, 150 * MEGABYTE, LIMITS)
    assert said is not None
    assert said[1].startswith("Ukuran berkas 150 MB, lebih dari batas 100 MB.")
    said = refusal_of(open_zip, zipped({"a": b"0" * (3 * MEGABYTE)}), Limits(inflated_megabytes=1))
    assert said is not None
    assert said[1].startswith("Isi berkas ini menjadi 3 MB saat dibuka, lebih dari batas 1 MB.")


def test_a_high_ratio_does_not_matter_below_20_megabytes():
    assert code_of(open_zip, zipped({"a": b"0" * (20 * MEGABYTE)}), LIMITS) is None
    code, message = refusal_of(open_zip, zipped({"a": b"0" * (20 * MEGABYTE + 1)}), LIMITS) or ("", "")
    assert code == "inflates_too_much"
    assert f"mengembang {(20 * MEGABYTE + 1) // len(zipped({'a': b'0' * (20 * MEGABYTE + 1)}))} kali" in message
    noise = bytes(range(256)) * (21 * 4096)
    assert code_of(open_zip, zipped({"a": noise}, zipfile.ZIP_STORED), LIMITS) is None


def test_what_is_no_zip_or_has_a_password():
    assert code_of(open_zip, b"PK\x03\x04 cut off", LIMITS) == "unreadable_workbook"
    content = bytearray(zipped({"a": b"0", "b": b"0"}))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert code_of(open_zip, bytes(content), LIMITS) == "password_protected"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_beginning_of_a_member_or_all_of_it(method):
    content = zipped({"before": b"x", "a.xml": b"0123456789"}, method)
    member = open_zip(content, LIMITS)[1]
    assert inflate(content, member) == b"0123456789"
    assert inflate(content, member, 4) == b"0123"
    assert inflate(content, member, 99) == b"0123456789"


def test_what_stands_before_a_member_may_be_long():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("a" * 300)
        info.extra = struct.pack("<HH", 0xCAFE, 296) + b"x" * 296
        archive.writestr(info, b"0123456789")
    [member] = open_zip(buffer.getvalue(), LIMITS)
    assert inflate(buffer.getvalue(), member) == b"0123456789"


def test_a_member_packed_in_an_unknown_way_or_not_there():
    content = zipped({"a.xml": b"0123456789"}, zipfile.ZIP_LZMA)
    code, message = refusal_of(inflate, content, open_zip(content, LIMITS)[0]) or ("", "")
    assert code == "unreadable_workbook"
    assert "cara yang tidak dikenal" in message
    content = zipped({"a.xml": b"0123456789"})
    member = open_zip(content, LIMITS)[0]
    for broken in (content[1:], content[:29]):
        code, message = refusal_of(inflate, broken, member) or ("", "")
        assert (code, "tidak ditemukan" in message) == ("unreadable_workbook", True)


@pytest.mark.parametrize(
    ("said", "message"), [(9, "lebih banyak daripada"), (10, None), (11, "terpotong")], ids=["more", "as much", "less"]
)
def test_what_a_member_says_it_holds(said, message):
    content = zipped({"a.xml": b"0123456789"})
    member = open_zip(content, LIMITS)[0]
    member.file_size = said
    refusal = refusal_of(inflate, content, member)
    assert (refusal is None) == (message is None)
    assert message is None or message in refusal[1]


def test_a_member_that_lies_is_found_only_where_it_could_hold_too_much():
    """No member holds more than 1,032 times its packed size: a small file need not be proven."""
    content = bytearray(zipped({"a.bin": b"0123456789"}))
    place = bytes(content).rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = struct.pack("<I", 9)
    assert code_of(check_workbook_zip, bytes(content), LIMITS) is None
    most = len(content) * 1032 / MEGABYTE
    assert most < 1
    large = bytearray(zipped({"a.bin": b"0123456789", "b.bin": bytes(range(256)) * 8}, zipfile.ZIP_STORED))
    assert code_of(check_workbook_zip, bytes(large), Limits(inflated_megabytes=1)) is None
    lying = bytearray(zipped({"b.bin": random.Random(1).randbytes(2048), "a.bin": b"0123456789"}))
    place = bytes(lying).rindex(b"PK\x01\x02") + 24
    lying[place : place + 4] = struct.pack("<I", 9)
    assert code_of(check_workbook_zip, bytes(lying), Limits(inflated_megabytes=1)) == "inflates_too_much"


def sheet(*rows: bytes) -> bytes:
    return HEAD + b"".join(rows) + TAIL


def test_every_sheet_is_looked_at_and_shown_and_folders_are_not():
    content = zipped(
        {
            "xl/": b"",
            "xl/styles.xml": b"<styleSheet/>",
            "xl/worksheets/sheet1.xml": sheet(b'<row r="1"><c r="A1"><v>1</v></c></row>'),
            "xl/worksheets/sheet2.xml": sheet(b'<row r="11"><c r="A11"><v>1</v></c></row>'),
        }
    )
    seen: list[str] = []
    check_workbook_zip(content, LIMITS, lambda name, xml: seen.append(name))
    assert seen == ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]
    seen.clear()
    code, message = refusal_of(check_workbook_zip, content, SMALL, lambda name, xml: seen.append(name)) or ("", "")
    assert code == "too_many_rows"
    assert "Lembar 'sheet2' terisi sampai sel A11, lebih dari batas 10 baris" in message
    assert seen == ["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    ("extent", "code"),
    [
        (None, None),
        (Extent(1, 10, 1, 9), None),
        (Extent(1, 11, 1, 9), "too_many_rows"),
        (Extent(11, 11, 1, 1), "too_many_rows"),
        (Extent(1, 10, 1, 10), "too_many_columns"),
    ],
)
def test_rows_and_columns_of_a_sheet(extent, code):
    assert code_of(check_extent, extent, "Data", SMALL) == code


@pytest.mark.parametrize(
    ("extent", "code"),
    [
        (Extent(1, 300_000, 1, 100), None),
        (Extent(1, 300_000, 1, 101), "too_large"),
        (Extent(100_001, 300_000, 1, 150), None),
        (Extent(100_000, 300_000, 1, 150), "too_large"),
        (Extent(1, 300_000, 413, 512), None),
        (Extent(1, 300_000, 412, 512), "too_large"),
    ],
)
def test_cells_between_the_first_and_the_last(extent, code):
    assert code_of(check_extent, extent, "Data", LIMITS) == code


def test_letters_of_columns():
    for number, letters in ((1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA")):
        assert (column_letters(number), column_number(letters), column_number(letters.lower())) == (
            *(letters, number, number),
        )


# --- The furthest filled cell of a sheet


def row(number: int, *letters: str) -> bytes:
    cells = "".join(f'<c r="{letter}{number}"><v>4</v></c>' for letter in letters)
    return f'<row r="{number}">{cells}</row>'.encode()


@pytest.mark.parametrize(
    ("rows", "extent"),
    [
        ([b"<row></row>"], None),
        ([b"<row><c/><c><v>1</v></c></row>"], Extent(1, 1, 2, 2)),
        ([b"<row/><row/><row><c><v>1</v></c></row>"], Extent(3, 3, 1, 1)),
        ([b"<row></row><row><c><v>1</v></c></row>"], Extent(2, 2, 1, 1)),
        ([b'<row r="5"><c><v>1</v></c></row><row><c/><c><v>1</v></c></row>'], Extent(5, 6, 1, 2)),
        ([b'<row r="5"/><row><c><v>1</v></c></row>'], Extent(6, 6, 1, 1)),
        ([b'<row><c r="C4"><v>1</v></c><c><v>1</v></c></row><row><c><v>1</v></c></row>'], Extent(4, 5, 1, 4)),
        ([b"<row><c r='b7'><v>1</v></c></row>"], Extent(7, 7, 2, 2)),
        ([b'<row><c r="C"><v>1</v></c></row>'], Extent(1, 1, 1, 1)),  # a reference without a row is none
        ([b"<row><c></c><c><v>1</v></c><c></c></row>"], Extent(1, 1, 2, 2)),
    ],
)
def test_cells_without_references_stand_after_the_one_before(rows, extent):
    assert sheet_extent(sheet(*rows), LIMITS) == extent


@pytest.mark.parametrize("limit", [19, 20])
def test_a_plain_sheet_is_followed_only_where_its_last_row_is_too_far(limit):
    xml = sheet(*(row(number, "A", "I") for number in range(1, 21)))
    assert (sheet_extent(xml, Limits(rows=limit)) is None) == (limit == 20)


@pytest.mark.parametrize(
    ("far", "is_seen"),
    [
        (row(2500, "A", "I"), False),
        (row(2500, "A", "J"), True),
        (row(2500, "A", "AA"), True),
        (row(99999, "A"), True),
        (row(9000, "A"), True),
        (b'<row r="2500"><c r="a2500"><v>4</v></c></row>', True),
    ],
    ids=["as wide", "one wider", "a letter more", "a digit more", "a higher first digit", "small letters"],
)
def test_one_cell_in_the_middle_is_seen(far, is_seen):
    """More rows than the look at the beginning and the end takes in."""
    xml = sheet(
        *(row(number, "A", "I") for number in range(1, 2500)), far, *(row(n, "A", "I") for n in range(2501, 5000))
    )
    assert (sheet_extent(xml, LIMITS) is not None) == is_seen


# --- The furthest filled cell of an ods


def ods(rows: str, name: str = "Data") -> bytes:
    table = f'<table:table table:name="{name}">{rows}</table:table>'
    return zipped({"content.xml": f"<office:spreadsheet>{table}</office:spreadsheet>".encode()})


FILLED = '<table:table-cell office:value-type="float" office:value="4"/>'


@pytest.mark.parametrize(
    ("rows", "limits", "code"),
    [
        (f"<table:table-row>{FILLED * 9}</table:table-row>", SMALL, None),
        (f"<table:table-row>{FILLED * 10}</table:table-row>", SMALL, "too_many_columns"),
        (f"<table:table-row>{FILLED}</table:table-row>" * 10, SMALL, None),
        (f"<table:table-row>{FILLED}</table:table-row>" * 11, SMALL, "too_many_rows"),
        (f'<table:table-row table:number-rows-repeated="10">{FILLED}</table:table-row>', SMALL, None),
        (f'<table:table-row table:number-rows-repeated="11">{FILLED}</table:table-row>', SMALL, "too_many_rows"),
        (f'<table:table-row table:number-rows-repeated="10"/><table:table-row>{FILLED}</table:table-row>', SMALL,
         "too_many_rows"),
        (f'<table:table-row>{FILLED}</table:table-row><table:table-row table:number-rows-repeated="99"/>', SMALL, None),
        # Of a short row the last cell counts, filled or not; of a long one the last that is filled.
        (f'<table:table-row>{FILLED}<table:table-cell table:number-columns-repeated="8"/></table:table-row>', SMALL,
         None),
        (f'<table:table-row>{FILLED}<table:table-cell table:number-columns-repeated="9"/></table:table-row>', SMALL,
         "too_many_columns"),
        (f'<table:table-row>{FILLED}<table:table-cell table:number-columns-repeated="63"/></table:table-row>', SMALL,
         "too_many_columns"),
        (f'<table:table-row>{FILLED}<table:table-cell table:number-columns-repeated="64"/></table:table-row>', SMALL,
         None),
        (f'<table:table-row><table:table-cell table:number-columns-repeated="9"/>{FILLED}'
         '<table:table-cell table:number-columns-repeated="90"/></table:table-row>', SMALL, "too_many_columns"),
        (f'<table:table-row><table:covered-table-cell/>{FILLED * 9}</table:table-row>', SMALL, "too_many_columns"),
        (f"<table:table-row-group><table:table-row>{FILLED}</table:table-row></table:table-row-group>" * 10, SMALL,
         None),
        (f"<table:table-row>{FILLED * 4}</table:table-row><table:table-row>{FILLED * 10}</table:table-row>"
         f"<table:table-row>{FILLED}</table:table-row>", SMALL, "too_many_columns"),
    ],
)  # fmt: skip
def test_rows_and_columns_of_an_ods(rows, limits, code):
    assert code_of(check_ods, ods(rows), limits) == code


def test_an_ods_says_which_sheet_and_what_is_missing():
    rows = f"<table:table-row>{FILLED}</table:table-row>" * 11
    _, message = refusal_of(check_ods, ods(rows, "Jawaban"), SMALL) or ("", "")
    assert "Lembar 'Jawaban' terisi sampai sel A11" in message
    _, message = refusal_of(check_ods, zipped({"a": b""}), LIMITS) or ("", "")
    assert "bagian content.xml tidak ada" in message
    encrypted = {"META-INF/manifest.xml": b"<manifest:encryption-data/>", "content.xml": b""}
    assert code_of(check_ods, zipped(encrypted), LIMITS) == "password_protected"
    plain = {"META-INF/manifest.xml": b"<manifest/>", "content.xml": b""}
    assert code_of(check_ods, zipped(plain), LIMITS) is None
    seen: list[tuple[str, bytes]] = []
    check_ods(zipped(plain), LIMITS, lambda name, xml: seen.append((name, xml)))
    assert seen == [("content.xml", b"")]


def test_a_far_cell_between_empty_rows_is_seen():
    """Nothing stands in the rows at the beginning and at the end that could tell how wide the sheet is."""
    empty = [f'<row r="{number}"></row>'.encode() for number in range(1, 6001)]
    far = b'<row r="3000"><c r="XFD3000"><v>4</v></c></row>'
    assert sheet_extent(sheet(*empty[:2999], far, *empty[3000:]), LIMITS) == Extent(3000, 3000, 16384, 16384)


@pytest.mark.parametrize(("letters", "is_followed"), [("BV", False), ("CV", True)])
def test_a_wide_sheet_is_followed_where_it_may_hold_too_many_cells(letters, is_followed):
    """300,000 rows by the 78 columns up to BZ are few enough; by the 104 up to CZ they may be too many."""
    xml = sheet(*(row(number, "A", letters) for number in (1, 2, 299_999)))
    assert (sheet_extent(xml, LIMITS) is not None) == is_followed


def test_where_the_rows_begin_is_looked_for():
    assert sheet_extent(b"<worksheet/>", LIMITS) is None
    assert sheet_extent(row(11, "A"), SMALL) == Extent(11, 11, 1, 1)
    assert sheet_extent(row(1, "A"), SMALL) == Extent(1, 1, 1, 1)  # no sheet's beginning: looked at closely

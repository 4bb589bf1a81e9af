"""Files byte by byte: what they are, what an archive may hold, how workbooks and JSON become text."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter

from contracts.settings import Limits
from ingest.archive import Allowance, open_archive
from ingest.backslashes import without_backslashes
from ingest.grids import read_grids
from ingest.json_tables import read_json
from ingest.refusal import FileRefused
from ingest.sniff import sniff
from ingest.workbook import CellValue, _fill_merged, read_workbook, value_text

LIMITS = Limits()


def refusal_of(call, *arguments) -> tuple[str | None, str]:
    try:
        call(*arguments)
    except FileRefused as refused:
        return refused.refusal.code, refused.refusal.message
    return None, ""


def said_to_be(content: bytes) -> str:
    try:
        return sniff(content)
    except FileRefused as refused:
        return f"{refused.refusal.code} {'beside' if refused.is_document else ''}".strip()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(name: str, *, at: int = 128, beginning: bytes = b"") -> bytes:
    """The beginning of an OLE file with one name in it, and the first records of a stream at byte 1024."""
    content = OLE.ljust(at, b"\0") + f"{name}\0".encode("utf-16-le")
    return content.ljust(1024, b"\0") + beginning


BIFF = b"\x09\x08\x10\x00" + b"\0" * 16
LOCK = b"\x2f\x00\x02\x00\x00\x00"
PROTECT = b"\x86\x00\x00\x00"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\0" * 4096 + b" \n", "empty"),
        (b" " * 4096 + b"a,b\n", "csv"),
        (b"\0\0\0\x18ftypheic", "not_tabular beside"),
        (b"\0\0\0ftypheic", "csv"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "not_tabular beside"),
        (b"RIFF\x24\0\0\0JUNKfmt ", "binary"),
        (b"%PDF", "not_tabular beside"),
        (b"Rar!", "not_tabular"),
        (b"x" * 257 + b"ustar", "not_tabular"),
        (b"x" * 256 + b"ustar", "csv"),
        (b"a\x01" + b"x" * 48, "csv"),  # one strange byte of fifty
        (b"a\x01\x01" + b"x" * 47, "binary"),
        (b"\t\n\x0c\r\x1a\x1b" * 20 + b"x", "csv"),  # what a printer or an old editor leaves
        (b"\x1c\x1d" + b"x" * 48, "binary"),
        (b"\x0b\x0e" + b"x" * 48, "binary"),
        (b"a\0" * 13 + b"\x01" * 25, "csv"),  # more than a quarter zeros: two bytes a letter
        (b"a\0" * 12 + b"\x01" * 24, "binary"),
        (b"<svg xmlns='x'>", "not_tabular beside"),
        (b"<?xml version='1.0'?><a/>", "not_tabular"),
        (b"<" + b" " * 5000 + b"<table>", "html"),
        (b'<x><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "spreadsheetml"),
        (b'<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">', "spreadsheetml"),
        (b'<Workbooks xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "csv"),
        (b"MIME-Version: 1.0\nContent-Type: text/plain", "csv"),
        (b'{"url": "https://example.org"}', "json"),
        (b"[]", "json"),
        (b"{}", "json"),
        (b"[1, 2]", "csv"),
        (ole("Workbook"), "xls"),
        (ole("Book"), "xls"),
        (ole("Workbook", at=130), "unreadable_workbook"),
        (ole("WordDocument"), "not_tabular beside"),
        (ole("EncryptedPackage"), "password_protected"),
        (ole("Workbook", beginning=BIFF + LOCK), "password_protected"),
        (ole("Workbook", beginning=BIFF + PROTECT + LOCK), "password_protected"),
        (ole("Workbook", beginning=BIFF + b"\x42\x00\x02\x00" + LOCK), "xls"),
        (ole("Workbook", beginning=b"\0" * 32 + BIFF + LOCK), "xls"),  # no stream begins there
        (ole("Workbook", beginning=BIFF + b"\0" * 44 + BIFF + LOCK), "password_protected"),
        (ole("Workbook") + OLE + "Workbook\0".encode("utf-16-le"), "xls"),
        (ole("Workbook", at=130).ljust(2048, b"\0") + "Workbook\0".encode("utf-16-le"), "xls"),
    ],
)
def test_what_a_file_is(content, said):
    assert said_to_be(content) == said


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"Rar!", "Buka arsipnya"),
        (b"$FL2@(#)", "dari SPSS pilih Save As"),
        (b"<stata_dta>", "Ekspor ulang sebagai CSV atau Excel (.xlsx) dari aplikasi asalnya"),
        (b"%PDF", "di Google Forms buka Tanggapan"),
    ],
)
def test_what_to_send_instead(content, advice):
    assert advice in refusal_of(sniff, content)[1]


# --- Archives


def zip_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def names_in(content: bytes, limits: Limits = LIMITS, allowance: Allowance | None = None) -> list[str]:
    return [member.name for member in open_archive(content, limits, allowance or Allowance.of(limits))]


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (["b.csv", "a.csv", "f/", "f/c.csv"], ["a.csv", "b.csv", "f/c.csv"]),
        (["a\\b.csv"], ["a/b.csv"]),
        (["a.csv", "__MACOSX/._a.csv", ".DS_Store", "x/Thumbs.db", "~$a.xlsx", "._b", ".~lock.a#"], ["a.csv"]),
        (["a:b.csv", "ab:c.csv", "1:a.csv"], None),
        (["ab:c.csv", "1:a.csv", ":a.csv", "a"], ["1:a.csv", ":a.csv", "a", "ab:c.csv"]),
        (["/a.csv"], None),
        (["x/../a.csv"], None),
        (["x/..a.csv"], ["x/..a.csv"]),
    ],
)
def test_members_that_count(names, kept):
    content = zip_of(dict.fromkeys(names, b"1"))
    if kept is None:
        assert refusal_of(names_in, content)[0] == "archive_path"
    else:
        assert names_in(content) == kept


def test_a_link_is_said_to_be_one():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("a.csv")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    code, message = refusal_of(names_in, buffer.getvalue())
    assert (code, "sebuah tautan" in message) == ("archive_path", True)
    info.create_system = 0
    assert "menunjuk ke luar arsip" in refusal_of(names_in, zip_of({"../a": b""}))[1]


def test_how_much_an_archive_may_hold():
    two = zip_of({"a.csv": b"1", "b.csv": b"2"})
    assert refusal_of(names_in, two, Limits(archive_members=2))[0] is None
    assert refusal_of(names_in, two, Limits(archive_members=1))[0] == "archive_too_many_members"
    assert refusal_of(names_in, zip_of({"f/": b""}))[0] == "empty"
    assert refusal_of(names_in, b"PK\x03\x04")[0] == "unreadable_archive"
    allowance = Allowance.of(Limits(archive_depth=1, archive_members=3))
    assert [names_in(two, Limits(archive_members=3), allowance), allowance.spent.members] == [["a.csv", "b.csv"], 2]
    assert refusal_of(names_in, two, Limits(archive_members=3), allowance.inside())[0] == "archive_too_many_members"
    assert refusal_of(names_in, two, LIMITS, Allowance.of(LIMITS).inside())[0] is None
    assert refusal_of(names_in, two, LIMITS, Allowance.of(LIMITS).inside().inside())[0] == "archive_nested_too_deep"


def test_archives_together_inflate_no_more_than_the_limit():
    half = zip_of({"a.csv": bytes(range(256)) * 2048})
    limits = Limits(inflated_megabytes=1)
    allowance = Allowance.of(limits)
    assert refusal_of(names_in, half, limits, allowance)[0] is None
    assert refusal_of(names_in, half, limits, allowance)[0] is None
    assert refusal_of(names_in, half, limits, allowance)[0] == "inflates_too_much"


def test_a_member_that_was_changed_on_its_way():
    content = bytearray(zip_of({"a.csv": b"1,2,3\n"}))
    [member] = open_archive(bytes(content), LIMITS, Allowance.of(LIMITS))
    assert member.content() == b"1,2,3\n"
    place = bytes(content).rindex(b"PK\x01\x02") + 16
    content[place] ^= 1
    [member] = open_archive(bytes(content), LIMITS, Allowance.of(LIMITS))
    assert refusal_of(member.content)[0] == "unreadable_archive"


# --- JSON


@pytest.mark.parametrize(
    ("text", "grids"),
    [
        ('[{"a": 1, "b": "x"}, {"b": "y", "c": null}]', {"": [("a", "b", "c"), ("1", "x", None), (None, "y", None)]}),
        ('[["a", "b"], [1, 2.5, true]]', {"": [("a", "b", None), ("1", "2.5", "TRUE")]}),
        ('{"data": [{"a": 1}], "n": 3}', {"data": [("a",), ("1",)]}),
        ('{"x": {"y": {"z": [{"a": 1}]}}}', {"z": [("a",), ("1",)]}),
        ('{"w": {"x": {"y": {"z": [{"a": 1}]}}}}', None),  # four objects around it
        ('{"a": [{"a": 1}], "b": [{"b": 2}]}', {"a": [("a",), ("1",)], "b": [("b",), ("2",)]}),
        ('[{"type": "header"}, {"type": "table", "name": "skm", "data": [{"a": 1}]}]', {"skm": [("a",), ("1",)]}),
        ('{"t": [{"type": "table", "data": [{"a": 1}]}]}', {"t": [("a",), ("1",)]}),
        ('[{"type": "table", "a": 1}]', {"": [("type", "a"), ("table", "1")]}),
        ('{"a": 1}\n\n{"a": 2}\n', {"": [("a",), ("1",), ("2",)]}),
        ('[{"a": {"b": 1, "c": false}}]', {"": [("a.b", "a.c"), ("1", "FALSE")]}),
        ('[{"a": [1, null, "x"], "b": [[1]]}]', {"": [("a", "b"), ("1; x", "[[1]]")]}),
        ('[{"a": NaN}, {"a": 1.0}]', {"": [("a",), (None,), ("1",)]}),
        ('[{"a": 1}, [2]]', None),
        ("[1, 2]", None),
        ("[]", None),
        ('{"a": []}', None),
        ('"a"', None),
    ],
)  # fmt: skip
def test_tables_in_json(text, grids):
    if grids is None:
        assert refusal_of(read_json, text.encode(), LIMITS)[0] == "no_table"
        return
    assert {grid.name: grid.cells.rows() for grid in read_json(text.encode(), LIMITS)} == grids


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff", "bukan UTF-8"),
        (b'[{"a": 1}', "baris 1"),
        (b'[{"a": 1, "a": 2}]', "dua kali"),
        (b'{"a": 1}\n{"a": \n', "baris 1"),
        (b"[" * 100_000, "terlalu dalam"),
    ],
)
def test_json_that_cannot_be_read(content, said):
    code, message = refusal_of(read_json, content, LIMITS)
    assert (code, said in message) == ("unreadable_json", True)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(rows=3), None),
        (Limits(rows=2), "too_many_rows"),
        (Limits(columns=10), None),
        (Limits(columns=9), "too_many_columns"),
    ],
)
def test_limits_of_json(limits, code):
    """The names are a row too. A table without a name is called JSON."""
    text = '[{"a": 1}, {"b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 1, "h": 1, "i": 1, "j": 1}]'
    found, message = refusal_of(read_json, text.encode(), limits)
    assert found == code
    assert code is None or "Lembar 'JSON'" in message


# --- Workbooks


def xlsx(*columns: list[object], first_row: int = 0, first_column: int = 0, arrange=lambda sheet: None) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        sheet = book.add_worksheet("Data")
        for place, values in enumerate(columns):
            for row, value in enumerate(values):
                if isinstance(value, datetime | date):
                    sheet.write_datetime(first_row + row, first_column + place, value)
                elif value is not None:
                    sheet.write(first_row + row, first_column + place, value)
        arrange(sheet)
    return buffer.getvalue()


def columns_of(content: bytes) -> list[list[str | None]]:
    return [column.to_list() for column in read_workbook(content, LIMITS)[0][0].cells.get_columns()]


MOMENTS = [datetime(2024, 1, 5, 10, 0, second) for second in range(5)]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([1, 0, 4, 2.5], ["1", "0", "4", "2.5"]),
        ([True, 1, False, 0, 1.0], ["TRUE", "1", "FALSE", "0", "1"]),
        (["x", " x ", " ", "a\nb"], ["x", "x", None, "a\nb"]),
        ([f" id {n} " for n in range(30)], [f"id {n}" for n in range(30)]),
        ([*(f"id {n}" for n in range(20)), 7, "a\tb", *(f"id {n}" for n in range(20, 30))],
         [*(f"id {n}" for n in range(20)), "7", "a\tb", *(f"id {n}" for n in range(20, 30))]),
        (MOMENTS, [moment.isoformat() for moment in MOMENTS]),
        ([datetime(2024, 1, 5), *MOMENTS, "kemarin"],
         ["2024-01-05", *(moment.isoformat() for moment in MOMENTS), "kemarin"]),
    ],
)  # fmt: skip
def test_cells_of_a_column(values, texts):
    assert columns_of(xlsx(values)) == [texts]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2024, 1, 5), "2024-01-05"),
        (datetime(2024, 1, 5, 0, 0, 1), "2024-01-05T00:00:01"),
        (time(0, 0), "00:00:00"),
        (False, "FALSE"),
        (0.5, "0.5"),
    ],
)
def test_value_of_a_cell(value, text):
    assert value_text(value) == text


def test_where_a_sheet_begins_and_how_far_it_reaches():
    [grid], notes = read_workbook(xlsx(["a"], ["b"], first_row=2, first_column=3), LIMITS)
    assert (grid.first_row, grid.cells.rows(), notes) == (3, [(None, None, None, "a", "b")], [])
    assert not grid.counts_from_1904
    for columns, rows, code in ((10, 3, None), (9, 3, "too_many_columns"), (10, 2, "too_many_rows")):
        content = xlsx(["a"], first_row=2, first_column=9)
        assert refusal_of(read_workbook, content, Limits(columns=columns, rows=rows))[0] == code


def test_merged_cells_in_a_sheet_that_begins_further_down():
    def merge(sheet):
        sheet.merge_range(2, 1, 3, 2, "a")
        sheet.write(2, 3, "b")
        sheet.merge_range(4, 1, 4, 3, "c")
        sheet.write(5, 3, "d")

    [grid], _ = read_workbook(xlsx(arrange=merge), LIMITS)
    assert grid.cells.rows() == [
        *((None, "a", "a", "b"), (None, "a", "a", None), (None, "c", "c", "c"), (None, None, None, "d")),
    ]


def test_days_that_begin_in_1904():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"date_1904": True}) as book:
        book.add_worksheet().write(0, 0, 4)
    assert read_workbook(buffer.getvalue(), LIMITS)[0][0].counts_from_1904


# --- Whole files


def grids_of(tmp_path, content: bytes):
    path = tmp_path / "kiriman"
    path.write_bytes(content)
    return read_grids(path, name="kiriman", limits=LIMITS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 32_767, None),
        ("x" * 32_768, "Sel di baris 2, kolom ke-2 berisi 32768 huruf"),
        ("é" * 32_767, None),  # letters count, not bytes
        ("é" * 32_768, "Sel di baris 2, kolom ke-2 berisi 32768 huruf"),
    ],
)
def test_a_cell_holds_no_more_than_that_of_a_spreadsheet(tmp_path, text, said):
    code, message = refusal_of(grids_of, tmp_path, f"a,b\n1,{text}\n2,x\n".encode())
    assert (code, said is None or said in message) == (None if said is None else "cell_too_long", True)


@pytest.mark.parametrize(("count", "more"), [(5, "."), (6, ", ….")])
def test_documents_beside_a_table_are_named(tmp_path, count, more):
    members = {"a.csv": b"a,b\n1,2\n"} | {f"d{n}.pdf": b"%PDF-1.4" for n in range(1, count + 1)}
    found = grids_of(tmp_path, zip_of(members))
    assert found.members == ("a.csv",)
    assert found.notes == (
        f"{count} dokumen atau gambar di dalam arsip tidak dibaca: d1.pdf, d2.pdf, d3.pdf, d4.pdf, d5.pdf{more}",
    )


def test_what_refuses_an_archive_and_how_its_grids_are_called(tmp_path):
    csv = b"a,b\n1,2\n"
    assert refusal_of(grids_of, tmp_path, zip_of({"d.pdf": b"%PDF-1.4"}))[0] == "not_tabular"
    code, message = refusal_of(grids_of, tmp_path, zip_of({"a.csv": csv, "b.rar": b"Rar!"}))
    assert (code, message.startswith("Di dalam arsip, berkas 'b.rar': ")) == ("not_tabular", True)
    found = grids_of(tmp_path, zip_of({"a.csv": csv, "b.xlsx": xlsx(["x"]), "c.zip": zip_of({"d.csv": csv})}))
    assert [grid.name for grid in found.grids] == ["a.csv", "b.xlsx!Data", "c.zip/d.csv"]
    assert found.members == ("a.csv", "b.xlsx", "c.zip/d.csv")


# --- Backslashes


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("a,b\n1,2\n", None),
        ("a,b\n1,C:\\\\x\n", None),
        ("a,b\n1,\\N\n", "a,b\n1,\n"),
        ("a,b\n1,x\\Ny\n", None),
        ("a,b\n1,x\\, y\n2,z\n", 'a,b\n1,"x, y"\n2,z\n'),
        ('a,b\n1,"x \\" y"\n2,z\n', 'a,b\n1,"x "" y"\n2,z\n'),
        ("a,b\n1,x\\\ny\n2,z\n", 'a,b\n1,"x\ny"\n2,z\n'),
        ("a,b\n\\N,x\\, y\n2,z\n", 'a,b\n,"x, y"\n2,z\n'),
    ],
)
def test_backslashes_written_the_usual_way(text, usual):
    assert without_backslashes(text, ",") == usual


@pytest.mark.parametrize(
    ("ranges", "filled"),
    [
        ([((0, 0), (1, 1))], [["a", "a", "c"], ["a", "a", "f"]]),
        ([((0, 1), (0, 2))], [["a", "b", "b"], ["d", "e", "f"]]),
        ([((0, 1), (9, 9))], [["a", "b", "b"], ["d", "b", "b"]]),  # it reaches further than what is filled
        ([((1, 0), (1, 2))], [["a", "b", "c"], ["d", "d", "d"]]),
        ([((2, 0), (2, 2))], [["a", "b", "c"], ["d", "e", "f"]]),
        ([((0, 3), (1, 3))], [["a", "b", "c"], ["d", "e", "f"]]),
        ([((0, 0), (1, 2)), ((0, 1), (1, 2))], [["a", "a", "a"], ["a", "a", "a"]]),  # more than there is room for
        ([((0, 0), (0, 2)), ((1, 0), (1, 2))], [["a", "a", "a"], ["d", "d", "d"]]),
    ],
)
def test_merged_cells_have_the_value_that_stands_top_left(ranges, filled):
    rows: list[list[CellValue]] = [["a", "b", "c"], ["d", "e", "f"]]
    _fill_merged(rows, ranges, 0, 0)
    assert rows == filled
    moved: list[list[CellValue]] = [["a", "b", "c"], ["d", "e", "f"]]
    _fill_merged(moved, [tuple((row + 5, column + 7) for row, column in one) for one in ranges], 5, 7)
    assert moved == filled
    before: list[list[CellValue]] = [["a", "b", "c"], ["d", "e", "f"]]
    _fill_merged(before, [((0, 0), (5, 5))], 1, 0)
    assert before == [["a", "b", "c"], ["d", "e", "f"]]

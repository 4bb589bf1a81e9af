"""Tables in markup: spans, places and texts, cell by cell."""

import pytest

from contracts.settings import Limits
from ingest import markup as module
from ingest.markup import read_html, read_spreadsheetml
from ingest.refusal import FileRefused

LIMITS = Limits()


def table(markup: str) -> list[tuple[str | None, ...]]:
    [grid] = read_html(markup.encode(), LIMITS)[0]
    return grid.cells.rows()


def html_code(markup: str, limits: Limits = LIMITS) -> str | None:
    try:
        read_html(markup.encode(), limits)
    except FileRefused as refused:
        return refused.refusal.code
    return None


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ("<tr><td rowspan=2>a<td>b<tr><td>c<tr><td>d<td>e", [("a", "b"), ("a", "c"), ("d", "e")]),
        ("<tr><td rowspan=3>a<td>b<tr><td>c<tr><td>d", [("a", "b"), ("a", "c"), ("a", "d")]),
        ("<tr><td>a<td rowspan=2>b<tr><td>c<tr><td>d<td>e", [("a", "b"), ("c", "b"), ("d", "e")]),
        ("<tr><td rowspan=2>a<td rowspan=2>b<td>c<tr><td>d", [("a", "b", "c"), ("a", "b", "d")]),
        ("<tr><td>a<td rowspan=2>b<td rowspan=2>c<tr><td>d", [("a", "b", "c"), ("d", "b", "c")]),
        ("<tr><td colspan=2 rowspan=2>a<td>b<tr><td>c", [("a", "a", "b"), ("a", "a", "c")]),
        ("<tr><td colspan=0>a<td>b", [("a", "b")]),
        ("<tr><td colspan=1>a<td>b", [("a", "b")]),
        ("<tr><td colspan=' 2 '>a<td>b", [("a", "a", "b")]),
        ("<tr><td colspan=-2>a<td>b", [("a", "b")]),
        ("<tr><td colspan=200000000>a<td>b", [("a", "b")]),  # nine digits are no number of columns
        ("<tr><td rowspan=0>a<tr><td>b", [("a",), ("b",)]),
        ("<tr><td class=x>a<td>b", [("a", "b")]),
        ("<tr><td>a<br>b<td><p>c</p><p>d</p>", [("a b", "c d")]),
        ("<tr><td>a<script>x</script>b<td><style>y</style>c", [("ab", "c")]),
        ("<tr><td><b>a</b> b<td><i>c</i>d", [("a b", "cd")]),
        ("<tr><td>a<table><tr><td>x</table>b<td>c", None),
    ],
)
def test_cells_of_a_table(rows, cells):
    if cells is None:
        outer, inner = read_html(f"<table>{rows}</table>".encode(), LIMITS)[0]
        assert (outer.cells.rows(), inner.cells.rows()) == ([("ab", "c")], [("x",)])
        return
    assert table(f"<table>{rows}</table>") == cells


def test_texts_before_a_table_and_none_of_another():
    assert table("<div>satu<span> dua</span></div>tiga<table><tr><td>a</table>") == [("satu dua",), ("tiga",), ("a",)]
    assert table("<script>x</script><style>y</style>satu<table><tr><td>a</table>") == [("satu",), ("a",)]
    assert table("<noscript>x<p>y</p>z</noscript>satu<table><tr><td>a</table>dua") == [("satu",), ("a",)]
    many = "".join(f"<p>{number}</p>" for number in range(21))
    assert table(f"{many}<table><tr><td>a</table>") == [*((str(number),) for number in range(1, 21)), ("a",)]


def test_one_table_has_no_name_and_empty_ones_do_not_count():
    [grid] = read_html(b"<table></table><table><tr><td>a</table><table><tr><td> </table>", LIMITS)[0]
    assert (grid.name, grid.first_row) == ("", 1)
    assert html_code("<table><tr><td> </table>") == "no_table"
    assert html_code("") == "no_table"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"<meta charset=windows-1252><table><tr><td>\xe9", "é"),
        (b"<meta charset='latin-1'><table><tr><td>\xe9", "é"),
        (b"\xef\xbb\xbf<meta charset=windows-1252><table><tr><td>\xc3\xa9", "é"),
        (b"<meta charset=utf-8><table><tr><td>\xe9", "é"),
        (b"<meta charset=none-such><table><tr><td>\xc3\xa9", "é"),
        ("\ufeff<meta charset=windows-1252><table><tr><td>é".encode("utf-16-le"), "é"),
        ("<meta charset=windows-1252><table><tr><td>é".encode("utf-16-le"), "é"),
        (b"<?xml version='1.0' encoding='latin-1'?><table><tr><td>\xc3\xa9", "é"),
    ],
)
def test_encodings(content, text):
    assert read_html(content, LIMITS)[0][0].cells.rows() == [(text,)]


@pytest.mark.parametrize(
    ("markup", "limits", "code"),
    [
        ("<tr><td>a" * 10, Limits(rows=10), None),
        ("<tr><td>a" * 11, Limits(rows=10), "too_many_rows"),
        ("<tr>" + "<td>a" * 9, Limits(columns=9), None),
        ("<tr>" + "<td>a" * 10, Limits(columns=9), "too_many_columns"),
        ("<tr><td colspan=9>a", Limits(columns=9), None),
        ("<tr><td colspan=10>a", Limits(columns=9), "too_many_columns"),
        ("<tr><td>a<td colspan=9>b", Limits(columns=9), "too_many_columns"),
        ("<tr><td>a" + "<tr>" * 9, Limits(rows=10), None),
        ("<tr><td>a" + "<tr>" * 10, Limits(rows=10), "too_many_rows"),
    ],
)
def test_limits(markup, limits, code):
    assert html_code(f"<table>{markup}</table>", limits) == code


@pytest.mark.parametrize(("most", "code"), [(12, None), (11, "too_large")])
def test_cells_of_a_table_and_of_a_sheet_are_counted(monkeypatch, most, code):
    monkeypatch.setattr(module, "MOST_CELLS", most)
    assert html_code("<table>" + "<tr><td colspan=3>a" * 4 + "</table>") == code
    row = '<Row><Cell ss:MergeAcross="2" ss:MergeDown="1"><Data ss:Type="String">a</Data></Cell></Row><Row></Row>'
    assert sheet_code(row * 2) == code


# --- SpreadsheetML


def workbook(*sheets: str) -> bytes:
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f"{''.join(sheets)}</Workbook>"
    ).encode()


def sheet(rows: str, name: str = "Data", options: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>{options}</Worksheet>'


def sheet_code(rows: str, limits: Limits = LIMITS) -> str | None:
    try:
        read_spreadsheetml(workbook(sheet(rows)), limits)
    except FileRefused as refused:
        return refused.refusal.code
    return None


def cell(text: str, kind: str = "String", **attributes: str) -> str:
    said = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f'<Cell{said}><Data ss:Type="{kind}">{text}</Data></Cell>'


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        (f"<Row>{cell('a')}{cell('b')}</Row><Row>{cell('c')}</Row>", [("a", "b"), ("c", None)]),
        (f'<Row ss:Index="3">{cell("a")}</Row><Row>{cell("b")}</Row>', [(None,), (None,), ("a",), ("b",)]),
        (f'<Row Index="2">{cell("a")}</Row>', [(None,), ("a",)]),  # some writers leave the namespace out
        (f"<Row>{cell('a', Index='2')}{cell('b')}{cell('c', Index='5')}</Row>",
         [(None, "a", "b", None, "c")]),
        (f"<Row>{cell('a')}</Row><Row ss:Index='1'>{cell('b')}</Row>", [("a",), ("b",)]),  # never back
        (f"<Row>{cell('a', MergeAcross='2')}{cell('b')}</Row>", [("a", "a", "a", "b")]),
        (f"<Row>{cell('a', MergeDown='2')}{cell('b')}</Row><Row>{cell('c')}</Row><Row>{cell('d')}</Row>",
         [("a", "b"), ("a", "c"), ("a", "d")]),
        (f"<Row>{cell('a')}{cell('b', MergeDown='1')}{cell('c')}</Row><Row>{cell('d')}{cell('e')}</Row>",
         [("a", "b", "c"), ("d", "b", "e")]),
        (f"<Row>{cell('a', MergeDown='1')}</Row><Row>{cell('b', Index='1')}{cell('c')}</Row>",
         [("a", None), ("a", "c")]),
        (f"<Row>{cell('a')}<Cell/>{cell('b')}</Row>", [("a", None, "b")]),
        (f"<Row>{cell('a')}<Cell ss:MergeAcross='1'/>{cell('b')}</Row>", [("a", None, None, "b")]),
        (f"<Row>{cell('a', MergeAcross='x')}{cell('b', MergeAcross='123456789')}</Row>", [("a", "b")]),
    ],
)  # fmt: skip
def test_places_of_cells(rows, cells):
    [grid] = read_spreadsheetml(workbook(sheet(rows)), LIMITS)[0]
    assert (grid.name, grid.cells.rows()) == ("Data", cells)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("Number", "4.0", "4"),
        ("Number", "3.5", "3.5"),
        ("Number", "empat", "empat"),
        ("Number", "inf", "inf"),
        ("DateTime", "2024-01-31T00:00:00.000", "2024-01-31"),
        ("DateTime", "2024-01-31T10:05:00.000", "2024-01-31T10:05:00"),
        ("Boolean", "1", "TRUE"),
        ("Boolean", "0", "FALSE"),
        ("String", " Sangat  sesuai ", "Sangat  sesuai"),
        ("String", "4.0", "4.0"),
        ("Error", "#N/A", None),
        ("Error", "", None),
    ],
)
def test_kinds_of_cells(kind, text, said):
    [grid] = read_spreadsheetml(workbook(sheet(f"<Row>{cell('a')}{cell(text, kind)}</Row>")), LIMITS)[0]
    assert grid.cells.rows() == [("a", said) if said is not None else ("a",)]


@pytest.mark.parametrize(
    ("rows", "limits", "code"),
    [
        (f"<Row>{cell('a')}</Row>" * 10, Limits(rows=10), None),
        (f"<Row>{cell('a')}</Row>" * 11, Limits(rows=10), "too_many_rows"),
        (f"<Row>{cell('a') * 9}</Row>", Limits(columns=9), None),
        (f"<Row>{cell('a') * 10}</Row>", Limits(columns=9), "too_many_columns"),
        (f"<Row>{cell('a', MergeDown='9')}</Row>", Limits(rows=10), None),
        (f"<Row>{cell('a', MergeDown='10')}</Row>", Limits(rows=10), "too_many_rows"),
        (f"<Row>{cell('a', MergeAcross='8')}</Row>", Limits(columns=9), None),
        (f"<Row>{cell('a', MergeAcross='9')}</Row>", Limits(columns=9), "too_many_columns"),
        ('<Row ss:Index="99"><Cell/></Row>' + f"<Row>{cell('a')}</Row>", Limits(rows=10), "too_many_rows"),
        (f"<Row>{cell('a')}</Row>" + '<Row ss:Index="99"><Cell/></Row>', Limits(rows=10), None),
    ],
)
def test_limits_of_a_sheet(rows, limits, code):
    assert sheet_code(rows, limits) == code


def test_sheets_that_are_hidden_or_empty():
    def visible(text: str) -> str:
        return f"<x:WorksheetOptions><x:Visible>{text}</x:Visible></x:WorksheetOptions>"

    row = f"<Row>{cell('a')}</Row>"
    grids, notes = read_spreadsheetml(
        workbook(
            sheet(row, "Satu", visible("SheetHidden")),
            sheet(row, "Dua", visible("SheetVeryHidden")),
            sheet("<Row><Cell/></Row>", "Kosong"),
            sheet(row, "Tiga", visible("SheetVisible")),
        ),
        LIMITS,
    )
    assert ([grid.name for grid in grids], notes) == (["Tiga"], ["Lembar tersembunyi tidak dibaca: Satu, Dua."])
    assert read_spreadsheetml(workbook(sheet(row)), LIMITS)[1] == []
    assert sheet_code("<Row><Cell/></Row>") == "no_table"

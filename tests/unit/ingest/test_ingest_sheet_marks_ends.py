"""Marks of a workbook's rows and cells, by hand-made XML: filters, hidden rows, formulas without a result."""

import io
import zipfile

import pytest

from contracts.settings import Limits
from ingest.sheet_marks import NO_MARKS, SheetMarks, WorkbookMarks

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"


def marks(sheet: str, *, tables: dict[str, str] | None = None, limits: Limits | None = None) -> SheetMarks:
    """What is found in a workbook of the one sheet "Data"."""
    relations = "".join(
        f'<Relationship Id="rT{n}" Target="../tables/{name}"/>' for n, name in enumerate(tables or {}, start=1)
    )
    members = {
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="R"><sheets><sheet name="Data" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<R xmlns="P"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></R>',
        "xl/worksheets/_rels/sheet1.xml.rels": f'<R xmlns="P">{relations}</R>',
        SHEET: sheet,
        **{f"xl/tables/{name}": xml for name, xml in (tables or {}).items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    found = WorkbookMarks(buffer.getvalue(), limits or Limits())
    found.look(SHEET, sheet.encode())
    return found.by_sheet().get("Data", NO_MARKS)


def sheet(rows: str, behind: str = "", before: str = "") -> str:
    return f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{behind}</worksheet>"


ROWS = '<row r="2" hidden="1"/><row r="3"/><row r="4" hidden="true"/><row hidden="1"/>'


@pytest.mark.parametrize(
    ("xml", "filtered", "hidden"),
    [
        (sheet('<row r="2"/>'), set(), set()),
        (sheet('<row r="2"/>', before='<cols><col hidden="1"/></cols>'), set(), set()),
        (sheet('<row r="2" hidden="0"/>'), set(), set()),
        (sheet(ROWS), set(), {2, 4, 5}),
        (sheet('<row hidden="1"/><row/><row hidden="1"/>'), set(), {1, 3}),
        (sheet(ROWS, '<autoFilter ref="A1:C4"><filterColumn/></autoFilter>'), {2, 4}, {5}),
        (sheet(ROWS, '<autoFilter ref="A2:C5"><filterColumn/></autoFilter>'), {4, 5}, {2}),
        (sheet(ROWS, '<autoFilter ref="$A$1:$C$9"><filterColumn/></autoFilter>'), {2, 4, 5}, set()),
        (sheet(ROWS, '<autoFilter ref="A1:C9"/>'), set(), {2, 4, 5}),
        (sheet(ROWS, '<autoFilter ref="A1:C9"></autoFilter>'), set(), {2, 4, 5}),
        (sheet(ROWS, before='<sheetPr filterMode="1"/>'), {2, 4, 5}, set()),
        (sheet(f'<row hidden="1"/>{ROWS}', before='<sheetPr filterMode="1"/>'), {1, 2, 4, 5}, set()),
        (sheet(ROWS, '<autoFilter ref="A1:C9"/>', before='<sheetPr filterMode="1"/>'), set(), {2, 4, 5}),
        (sheet(f'{ROWS}<row><c t="inlineStr"><is><t>filterMode="1"</t></is></c></row>'), set(), {2, 4, 5}),
    ],
)
def test_rows_hidden_by_a_filter_and_by_hand(xml, filtered, hidden):
    found = marks(xml)
    assert (found.filtered, found.hidden, found.uncalculated) == (filtered, hidden, frozenset())


def test_filters_of_a_table_on_the_sheet():
    table = '<table><autoFilter ref="A1:C4"><filterColumn/></autoFilter></table>'
    found = marks(sheet(ROWS), tables={"table1.xml": table})
    assert (found.filtered, found.hidden) == ({2, 4}, {5})
    found = marks(sheet(ROWS, before='<sheetPr filterMode="1"/>'), limits=Limits(rows=4))
    assert (found.filtered, found.hidden) == ({2, 4}, {5})


def cell(place: str, content: str, kind: str = "") -> str:
    return f'<c r="{place}"{kind}>{content}</c>'


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        ([cell("B2", "<f>1+1</f><v>2</v>")], set()),
        ([cell("B2", "<f>1+1</f>")], {(2, 1)}),
        ([cell("AB12", "<f>1+1</f>")], {(12, 27)}),
        ([cell("B2", "<f>1+1</f><v/>")], {(2, 1)}),
        ([cell("B2", "<f>1+1</f><v></v>")], {(2, 1)}),
        ([cell("B2", "<f>1+1</f><v></v>", ' t="str"')], set()),  # a text of no length
        ([cell("B2", "<f>1+1</f>", ' t="str"')], {(2, 1)}),
        ([cell("B2", "<f>1+1</f><v>0</v>")], {(2, 1)}),
        ([cell("B2", "<f>1+1</f><v>0</v>"), cell("C2", "<f>1+1</f><v>0</v>")], {(2, 1), (2, 2)}),
        ([cell("B2", "<f>1+1</f><v>0</v>"), cell("C2", "<f>1+1</f><v>2</v>")], set()),
        ([cell("B2", "<f>1+1</f><v>0</v>"), cell("C2", "<f>1+1</f>")], {(2, 2)}),
        ([cell("B2", "<f>1+1</f><v>2</v>"), cell("C2", "<f>1+1</f>")], {(2, 2)}),
        ([cell("B2", '<f t="shared">1+1</f><v>2</v>'), cell("C2", '<f t="shared" si="0"/>')], {(2, 2)}),
        ([cell("B2", "<v>2</v>")], set()),
    ],
)
def test_formulas_without_a_result(cells, places):
    assert marks(sheet(f'<row r="2">{"".join(cells)}</row>')).uncalculated == places


def test_formulas_of_a_program_that_names_its_tags():
    row = '<x:row r="2"><x:c r="B2"><x:f>1+1</x:f></x:c></x:row>'
    xml = f'<x:worksheet xmlns:x="m"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    assert marks(xml).uncalculated == {(2, 1)}


def ods_marks(rows: str, name: str = "Data") -> dict[str, SheetMarks]:
    found = WorkbookMarks(b"", Limits())
    found.look("content.xml", f'<table:table table:name="{name}">{rows}</table:table>'.encode())
    return found.by_sheet()


@pytest.mark.parametrize(
    ("rows", "filtered", "hidden"),
    [
        ("<table:table-row/>", None, None),
        ('<table:table-row table:visibility="filter"/>', {1}, set()),
        ('<table:table-row/><table:table-row table:visibility="collapse"/>', set(), {2}),
        ('<table:table-row table:number-rows-repeated="3"/><table:table-row table:visibility="filter"/>', {4}, set()),
        ('<table:table-row table:visibility="filter" table:number-rows-repeated="2"/>'
         '<table:table-row table:visibility="collapse"/>', {1, 2}, {3}),
        ('<table:table-row table:visibility="filter" table:number-rows-repeated="10000"/>', {*range(1, 10_001)}, set()),
        ('<table:table-row table:visibility="filter" table:number-rows-repeated="10001"/>', None, None),
        ('<table:table-row-group><table:table-row table:visibility="filter"/></table:table-row-group>', {1}, set()),
        ('<table:table-row><c table:visibility="filter"/></table:table-row>', None, None),
    ],
)  # fmt: skip
def test_marks_of_an_ods(rows, filtered, hidden):
    expected = {} if filtered is None else {"Data": SheetMarks(frozenset(filtered), frozenset(hidden))}
    assert ods_marks(rows) == expected


def test_names_of_sheets_as_they_are_shown():
    row = '<table:table-row table:visibility="filter"/>'
    assert list(ods_marks(row, "A &amp; B &lt;&quot;&apos;&gt;")) == ["A & B <\"'>"]
    assert list(ods_marks(row, "A &amp;lt; B")) == ["A &lt; B"]

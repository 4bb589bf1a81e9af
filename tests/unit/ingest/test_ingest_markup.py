"""HTML that calls itself .xls, and SpreadsheetML 2003."""

import pytest

from contracts.settings import Limits
from ingest.grids import FileRefused
from ingest.markup import read_html, read_spreadsheetml

LIMITS = Limits()


def tables(markup: str) -> list[list[tuple[str | None, ...]]]:
    return [grid.cells.rows() for grid in read_html(markup.encode(), LIMITS)[0]]


def test_headings_above_a_table_are_its_first_rows():
    markup = (
        "<html><head><title>Laporan</title><style>td{}</style></head><body><h3>SKM <b>Kecamatan</b> Ngoro</h3>"
        "Tahun&nbsp;2024<br>Triwulan I<table><caption>Responden</caption>"
        "<tr><th>No</th><td> 4&eacute; </td></tr></table></body></html>"
    )
    assert tables(markup) == [
        [
            ("Laporan", None),
            ("SKM Kecamatan Ngoro", None),
            ("Tahun 2024", None),
            ("Triwulan I", None),
            ("Responden", None),
            ("No", "4é"),
        ]
    ]


def test_merged_cells_are_filled():
    markup = (
        "<table><tr><th rowspan=2>No<th colspan='2'>NILAI<th rowspan=2>Saran</tr>"
        "<tr><th>U1<th>U2</tr><tr><td>1<td>4<td><td>Baik<br>sekali</table>"
    )
    assert tables(markup) == [
        [("No", "NILAI", "NILAI", "Saran"), ("No", "U1", "U2", "Saran"), ("1", "4", None, "Baik sekali")]
    ]


def test_several_and_nested_tables():
    markup = (
        "<p>Satu</p><table><tr><td>a</td></tr></table><p>Dua</p>"
        "<table><tr><td>luar<table><tr><td>dalam</td></tr></table></td></tr></table><table></table>"
    )
    grids = read_html(markup.encode(), LIMITS)[0]
    assert [grid.name for grid in grids] == ["Tabel 1", "Tabel 2", "Tabel 3"]
    assert [grid.cells.rows() for grid in grids] == [[("Satu",), ("a",)], [("Dua",), ("luar",)], [("dalam",)]]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16"])
def test_encodings(encoding):
    markup = "<meta charset=windows-1252>" if encoding == "cp1252" else ""
    content = (markup + "<table><tr><td>Café</td></tr></table>").encode(encoding)
    assert read_html(content, LIMITS)[0][0].cells.rows() == [("Café",)]


def test_a_page_without_a_table():
    with pytest.raises(FileRefused) as refusal:
        read_html(b"<html><body>Silakan masuk</body></html>", LIMITS)
    assert refusal.value.refusal.code == "no_table"


def test_a_span_that_is_a_bomb():
    with pytest.raises(FileRefused) as refusal:
        read_html(b"<table><tr><td colspan=99999999>x</table>", LIMITS)
    assert refusal.value.refusal.code == "too_many_columns"


def spreadsheetml(sheets: str, before: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        f'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f"{sheets}</Workbook>"
    ).encode()


def test_spreadsheetml():
    content = spreadsheetml(
        '<Worksheet ss:Name="Data"><Table>'
        '<Row><Cell ss:MergeDown="1"><Data ss:Type="String">No</Data></Cell>'
        '<Cell ss:MergeAcross="1"><Data ss:Type="String">NILAI</Data></Cell></Row>'
        '<Row><Cell><Data ss:Type="String">U1</Data></Cell><Cell><Data ss:Type="String">U2</Data></Cell></Row>'
        '<Row ss:Index="4"><Cell ss:Index="2"><Data ss:Type="Number">4.0</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">2024-01-31T00:00:00.000</Data></Cell></Row>'
        '<Row><Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>'
        "</Table></Worksheet>"
        '<Worksheet ss:Name="Lama"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>'
        "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>"
    )
    grids, notes = read_spreadsheetml(content, LIMITS)
    assert [grid.name for grid in grids] == ["Data"]
    assert grids[0].cells.rows() == [
        ("No", "NILAI", "NILAI"),
        ("No", "U1", "U2"),
        (None, None, None),
        (None, "4", "2024-01-31"),
        (None, "TRUE", None),
    ]
    assert notes == ["Lembar tersembunyi tidak dibaca: Lama."]


def test_far_index_and_entities_are_refused():
    far = spreadsheetml(
        '<Worksheet ss:Name="D"><Table><Row ss:Index="1048576"><Cell ss:Index="16384"><Data ss:Type="String">x</Data>'
        "</Cell></Row></Table></Worksheet>"
    )
    bomb = spreadsheetml("", '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>')
    for content, code in ((far, "too_many_rows"), (bomb, "unreadable_workbook"), (far[:200], "unreadable_workbook")):
        with pytest.raises(FileRefused) as refusal:
            read_spreadsheetml(content, LIMITS)
        assert refusal.value.refusal.code == code

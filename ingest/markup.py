"""Tables in markup to grids: HTML that calls itself .xls, and SpreadsheetML 2003.

Belongs here: merged cells, headings above a table, hidden sheets. Not here: workbooks in a container
(`workbook`). Entities are never resolved and nothing is fetched: said here too, whatever lxml's defaults become.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree, html

from contracts.settings import Limits
from ingest.grid import Grid, clean_text, grid_of_rows, number_text
from ingest.refusal import FileRefused, refused
from ingest.size_guards import MOST_CELLS, Extent, check_extent
from ingest.sniff import HEAD, unreadable_workbook
from ingest.text import decode
from ingest.workbook import hidden_sheets_note

Row: TypeAlias = list[str | None]

_CHARSET = re.compile(rb"charset\s*=\s*(?:[\"']\s*)?([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^<>]*\?>")
_BLOCKS = frozenset(("p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "center", "li", "tr", "title", "caption"))
_SILENT = frozenset(("script", "style", "noscript", "xml"))
_MOST_HEADINGS = 20
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read_html(content: bytes, limits: Limits) -> tuple[list[Grid], list[str]]:
    """A grid for each table with anything in it; texts between the table before and this one are its
    first rows, one a row, so that a unit or year in a heading is found.

    Raises FileRefused: `no_table`, `too_many_rows`, `too_many_columns`, `too_large`."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, no_network=True)
    text = _DECLARATION.sub("", _html_text(content), count=1)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise _no_table() from error
    found: list[tuple[list[str], list[Row]]] = []
    for headings, table in _tables(root):
        rows = _table_rows(table, limits)
        if any(cell is not None for row in rows for cell in row):
            found.append((headings, rows))
    if not found:
        raise _no_table()
    grids = []
    for number, (headings, rows) in enumerate(found, start=1):
        name = f"Tabel {number}" if len(found) > 1 else ""
        titles: list[Row] = [[heading] for heading in headings]
        grids.append(grid_of_rows(name, titles + rows))
    return grids, []


def _no_table() -> FileRefused:
    return refused(
        "no_table",
        "Berkas ini halaman web tanpa tabel data (mungkin halaman masuk atau pesan galat aplikasi). "
        "Masuk kembali ke aplikasi survei, unduh ulang ekspornya, lalu kirim lagi.",
    )


def _html_text(content: bytes) -> str:
    named = _CHARSET.search(content[:HEAD])
    if named and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) and b"\0" not in content[:HEAD]:
        try:
            return content.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # the page does not hold what it promises: the ladder decides
    return decode(content).text


def _tables(root: html.HtmlElement) -> Iterator[tuple[list[str], html.HtmlElement]]:
    """Tables in order, nested ones too, each with the texts that stand before it, outside any table."""
    depth = 0
    texts: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += tag in _SILENT
            if tag == "table":
                yield _headings(texts), element
                texts = []
                depth += 1
            if depth == 0 and not silent:
                texts += ["\n" if tag in _BLOCKS else "", element.text or ""]
            continue
        silent -= tag in _SILENT
        depth -= tag == "table"
        if depth == 0 and not silent:
            texts += ["\n" if tag in _BLOCKS else "", element.tail or ""]


def _headings(texts: list[str]) -> list[str]:
    lines = (clean_text(" ".join(line.split())) for line in "".join(texts).split("\n"))
    return [line for line in lines if line][-_MOST_HEADINGS:]


def _table_rows(table: html.HtmlElement, limits: Limits) -> list[Row]:
    """Rows of one table, merged cells filled; rows of a table inside it are that table's own."""
    rows: list[Row] = []
    open_spans: dict[int, tuple[int, str | None]] = {}  # column: rows still to fill, text
    room = MOST_CELLS
    for element in table.iter("caption", "tr"):
        if next(element.iterancestors("table"), None) is not table:
            continue
        if element.tag == "caption":
            rows.append([_element_text(element)])
            continue
        row: list[str | None] = []
        spans = open_spans
        open_spans = {column: (left - 1, text) for column, (left, text) in spans.items() if left > 1}
        for cell in element.iterchildren("td", "th"):
            while len(row) in spans:
                row.append(spans[len(row)][1])
            text = _element_text(cell)
            if not cell.attrib:
                row.append(text)
                continue
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            if across > limits.columns:
                check_extent(Extent.to(len(rows) + 1, len(row) + across), "tabel", limits)
            for _ in range(across):
                if down > 1:
                    open_spans[len(row)] = (down - 1, text)
                row.append(text)
        while len(row) in spans:
            row.append(spans[len(row)][1])
        room -= len(row)
        check_extent(Extent.to(len(rows) + 1, max(len(row), 1)), "tabel", limits)
        if room < 0:
            raise refused("too_large", "Tabel di berkas ini terlalu luas untuk dibaca. Kirim hanya tabel jawabannya.")
        rows.append(row)
    return rows


def _span(cell: html.HtmlElement, attribute: str) -> int:
    value = (cell.get(attribute) or "").strip()
    return max(int(value), 1) if value.isdecimal() and len(value) < 9 else 1


def _element_text(element: html.HtmlElement) -> str | None:
    """All text of a cell but that of tables inside it; a line break is a space."""
    if len(element) == 0:
        return clean_text(element.text or "")
    parts: list[str] = []
    inside = 0
    for event, part in etree.iterwalk(element, events=("start", "end")):
        silent = part.tag in _SILENT or part.tag == "table"
        if event == "start":
            inside += silent
            if not inside:
                parts += [" " if part.tag in _BLOCKS else "", part.text or ""]
            continue
        inside -= silent
        if not inside and part is not element:
            parts += [" " if part.tag in _BLOCKS else "", part.tail or ""]
    return clean_text(" ".join("".join(parts).split()))


def read_spreadsheetml(content: bytes, limits: Limits) -> tuple[list[Grid], list[str]]:
    """Grids of the visible worksheets of an Excel 2003 XML file, and notes (hidden sheets).

    Raises FileRefused: `unreadable_workbook`, `no_table`, `too_many_rows`, `too_many_columns`."""
    if b"<!ENTITY" in content:
        raise unreadable_workbook("memuat definisi entitas XML")
    parser = etree.XMLParser(
        resolve_entities=False, huge_tree=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise unreadable_workbook("XML tidak lengkap") from error
    grids: list[Grid] = []
    hidden: list[str] = []
    for sheet in root.iter("{*}Worksheet"):
        name = _attribute(sheet, "Name") or ""
        visible = sheet.findtext("{*}WorksheetOptions/{*}Visible") or ""
        if visible in ("SheetHidden", "SheetVeryHidden"):
            hidden.append(name)
            continue
        rows = _spreadsheetml_rows(sheet, name, limits)
        if any(cell is not None for row in rows for cell in row):
            grids.append(grid_of_rows(name, rows))
    if not grids:
        raise refused(
            "no_table",
            "Tidak ada lembar terlihat yang berisi data. "
            "Periksa isinya di Excel, simpan sebagai .xlsx, lalu kirim lagi.",
        )
    return grids, [hidden_sheets_note(hidden)] if hidden else []


def _spreadsheetml_rows(sheet: etree._Element, name: str, limits: Limits) -> list[Row]:
    rows: list[Row] = []
    room = MOST_CELLS

    def put(row: int, column: int, text: str | None) -> None:
        while len(rows) <= row:
            rows.append([])
        rows[row] += [None] * (column + 1 - len(rows[row]))
        if rows[row][column] is None:
            rows[row][column] = text

    position = 0
    for element in sheet.iterfind("{*}Table/{*}Row"):
        position = _index(element, position)
        column = 0
        for cell in element.iterchildren("{*}Cell"):
            column = _index(cell, column)
            # Cells another one reaches down into are left out, and the next takes the free place.
            while not _attribute(cell, "Index") and position < len(rows) and column < len(rows[position]):
                if rows[position][column] is None:
                    break
                column += 1
            across, down = _number(cell, "MergeAcross"), _number(cell, "MergeDown")
            text = _data_text(cell)
            if text is not None and across == down == 0 and position < limits.rows and column < limits.columns:
                put(position, column, text)
            elif text is not None:
                check_extent(Extent.to(position + down + 1, column + across + 1), name, limits)
                room -= (across + 1) * (down + 1)
                if room < 0:
                    raise refused(
                        "too_large", f"Lembar '{name}' terlalu luas untuk dibaca. Kirim hanya tabel jawabannya."
                    )
                for reached in range(position, position + down + 1):
                    for filled in range(column, column + across + 1):
                        put(reached, filled, text)
            column += across + 1
        position += 1
    return rows


def _attribute(element: etree._Element, name: str) -> str | None:
    """An attribute of the spreadsheet's namespace; some writers leave the namespace out."""
    value = element.get(_SS + name) or element.get(name)
    return None if value is None else str(value)


def _number(element: etree._Element, name: str) -> int:
    value = _attribute(element, name) or ""
    return int(value) if value.isdecimal() and len(value) < 9 else 0


def _index(element: etree._Element, position: int) -> int:
    """Place from 0: where `ss:Index` says, else the next one."""
    return max(_number(element, "Index") - 1, position)


def _data_text(cell: etree._Element) -> str | None:
    data = next(cell.iterchildren("{*}Data"), None)
    if data is None:
        return None
    text = clean_text("".join(data.itertext()))
    kind = _attribute(data, "Type")
    if text is None or kind == "Error":
        return None
    if kind == "Number":
        try:
            return number_text(float(text))
        except (ValueError, OverflowError):
            return text
    if kind == "DateTime":
        return re.sub(r"\.0+$", "", text).removesuffix("T00:00:00")
    if kind == "Boolean":
        return "TRUE" if text == "1" else "FALSE"
    return text

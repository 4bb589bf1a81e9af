"""What a workbook says of its rows and cells besides their values: rows hidden, formulas without a result.

Belongs here: finding these marks in the XML of an xlsx or ods that the guard has let pass, cheaply where there are
none. Not here: the values (`workbook`), what the marks mean for a table of answers (`marked_rows`).
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from contracts.settings import Limits
from ingest.size_guards import column_number, inflate, open_zip

_REPEATED_AT_MOST: Final = 10_000
"""A row repeated more often is the empty rest of a sheet."""
_HIDDEN: Final = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_ROW: Final = re.compile(rb"<(?:\w{1,30}:)?row(\s[^<>]*)?/?>")
_ROW_NUMBER: Final = re.compile(rb"\sr\s*=\s*[\"'](\d{1,7})[\"']")
_FILTER: Final = re.compile(
    rb"<(?:\w{1,30}:)?autoFilter\s[^<>]{0,300}?ref=\"\$?[A-Z]{1,3}\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})\"[^<>]{0,300}>"
)
_PLACE: Final = re.compile(rb"\sr=\"([A-Z]{1,3})(\d{1,7})\"")
_PREFIX: Final = re.compile(rb"<(\w+:|)sheetData")
_ODS_TABLE: Final = re.compile(rb"<table:table(?=[\s>])")
_ODS_NAME: Final = re.compile(r"table:name=[\"']([^\"']*)")
_ODS_REPEATED: Final = re.compile(rb"number-rows-repeated=[\"'](\d{1,9})")
_ODS_VISIBILITY: Final = re.compile(rb"table:visibility=[\"'](filter|collapse)[\"']")


@dataclass(frozen=True)
class SheetMarks:
    """Row numbers count from 1, columns from 0. `filtered`: rows that a filter hides; `hidden`: rows hidden by hand;
    `uncalculated`: (row, column) of formulas whose result the program that wrote them did not store."""

    filtered: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    uncalculated: frozenset[tuple[int, int]] = frozenset()


NO_MARKS: Final = SheetMarks()


@dataclass
class WorkbookMarks:
    """Marks found while the guard looks through a workbook."""

    _content: bytes
    _limits: Limits
    _of_member: dict[str, SheetMarks] = field(default_factory=dict)
    _of_sheet: dict[str, SheetMarks] = field(default_factory=dict)

    def look(self, member: str, xml: bytes) -> None:
        """Looks at one part: a sheet of an xlsx, or the content of an ods."""
        if member == "content.xml":
            self._of_sheet.update(_ods_marks(xml))
            return
        hidden = _hidden_rows(xml)
        uncalculated = _uncalculated(xml)
        if hidden or uncalculated:
            filtered = frozenset(row for row in hidden if any(row in rows for rows in self._filters(member, xml)))
            self._of_member[member] = SheetMarks(filtered, hidden - filtered, uncalculated)

    def by_sheet(self) -> dict[str, SheetMarks]:
        """Sheet name → its marks, of sheets that have any."""
        if self._of_member:
            for name, member in self._sheets():
                if member in self._of_member:
                    self._of_sheet[name] = self._of_member[member]
        return self._of_sheet

    def _filters(self, member: str, sheet_xml: bytes) -> Iterator[range]:
        """Rows below the headings of filters in which something is chosen: of the sheet, of tables on it."""
        if b'filterMode="1"' in sheet_xml[: sheet_xml.find(b"sheetData")] and b"autoFilter" not in sheet_xml:
            yield range(1, self._limits.rows + 1)
        tables = [target for target in self._targets(member).values() if target.startswith("xl/tables/")]
        below = sheet_xml[sheet_xml.rfind(b"sheetData>") :]
        for xml in (below, *(part for table in tables if (part := self._part(table)))):
            for found in _FILTER.finditer(xml):
                if not found[0].endswith(b"/>") and b"filterColumn" in xml[found.end() :]:
                    yield range(int(found[1]) + 1, int(found[2]) + 1)

    def _sheets(self) -> Iterator[tuple[str, str]]:
        targets = self._targets("xl/workbook.xml")
        root = _parsed(self._part("xl/workbook.xml"))
        for sheet in () if root is None else root.iter("{*}sheet"):
            relation = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
            yield str(sheet.get("name", "")), targets.get(str(relation), "")

    def _targets(self, member: str) -> dict[str, str]:
        """Relation id → member, of the parts that a part refers to."""
        folder, name = posixpath.split(member)
        root = _parsed(self._part(f"{folder}/_rels/{name}.rels"))
        return {
            str(relation.get("Id")): posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target"))))[1:]
            for relation in (() if root is None else root.iter("{*}Relationship"))
        }

    def _part(self, name: str) -> bytes | None:
        member = next((one for one in open_zip(self._content, self._limits) if one.filename == name), None)
        return None if member is None else inflate(self._content, member)


def _parsed(xml: bytes | None) -> etree._Element | None:
    if xml is None:
        return None
    try:
        return etree.fromstring(xml, parser=etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        return None  # calamine says what is wrong with it


def _hidden_rows(sheet_xml: bytes) -> frozenset[int]:
    start = sheet_xml.find(b"sheetData")
    if sheet_xml.find(b"hidden", start) < 0:  # columns are hidden above; most sheets end here
        return frozenset()
    found: set[int] = set()
    row = 0
    for match in _ROW.finditer(sheet_xml, start):
        attributes = match[1] or b""
        number = _ROW_NUMBER.search(attributes)
        row = int(number[1]) if number else row + 1
        if _HIDDEN.search(attributes) is not None:
            found.add(row)
    return frozenset(found)


def _uncalculated(sheet_xml: bytes) -> frozenset[tuple[int, int]]:
    """Formulas without a value, or all with 0, as programs write them that do not calculate. Text of no length, which
    Excel stores as such, is a result."""
    found = _PREFIX.search(sheet_xml)
    of = b"" if found is None else found[1]
    closing = b"</" + of + b"f>"
    value = rb"\s*(?P<value><%bv\s*/>|<%bv>0?</%bv>)?\s*</%bc>" % (of, of, of, of)
    endings = (closing + value, b"<" + of + rb"f\s[^>]*/>" + value)  # a shared formula stands in its first cell only
    count = sheet_xml.count(closing)
    if count == 0:
        return frozenset()
    formulas: list[tuple[tuple[int, int], bytes, bytes | None]] = []
    for ending in endings:
        for match in re.finditer(ending, sheet_xml):
            start = sheet_xml.rfind(b"<" + of + b"c ", 0, match.start())
            cell = sheet_xml[start : sheet_xml.find(b">", start)]
            if (place := _PLACE.search(cell)) is not None:
                formulas.append(((int(place[2]), column_number(place[1].decode()) - 1), cell, match["value"]))
    zeros = [b">0<" in (value or b"") for _, _, value in formulas]
    # Other formulas have results: then 0 is one.
    all_zeros = all(zeros) and len(zeros) >= count
    return frozenset(
        place
        for (place, cell, value), is_zero in zip(formulas, zeros, strict=True)
        if (all_zeros if is_zero else value is None or b't="str"' not in cell)
    )


def _ods_marks(content_xml: bytes) -> dict[str, SheetMarks]:
    if _ODS_VISIBILITY.search(content_xml) is None:
        return {}
    found: dict[str, SheetMarks] = {}
    for table in _ODS_TABLE.split(content_xml)[1:]:
        name = _ODS_NAME.search(table[: table.find(b">")].decode("utf-8", "replace"))
        rows: dict[bytes, set[int]] = {b"filter": set(), b"collapse": set()}
        row = 0
        for part in table.split(b"<table:table-row")[1:]:
            if part[:1] not in b" \t\r\n>/":  # a group of rows
                continue
            head = part[: part.find(b">")]
            repeated = _ODS_REPEATED.search(head)
            times = int(repeated[1]) if repeated else 1
            visibility = _ODS_VISIBILITY.search(head)
            if visibility is not None and times <= _REPEATED_AT_MOST:
                rows[visibility[1]].update(range(row + 1, row + times + 1))
            row += times
        if name is not None and any(rows.values()):
            found[_unescaped(name[1])] = SheetMarks(frozenset(rows[b"filter"]), frozenset(rows[b"collapse"]))
    return found


def _unescaped(name: str) -> str:
    for written, meant in (("&quot;", '"'), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        name = name.replace(written, meant)
    return name

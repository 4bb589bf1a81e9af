"""A report or a letter as PDF: its blocks made ready to print and handed to the typst template.

Belongs here: what `templates/report.typ` is told of each block, in texts that the font can show and a line can
hold. Not here: wording, layout (`reports/templates`), how typst is run (`reports.writers.typesetting`), or the
signature field (`reports.writers.signature_field`).
"""

import hashlib
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time
from io import BytesIO
from itertools import count, zip_longest
from typing import Final, NamedTuple

from pikepdf import Name, NumberTree, Object, ObjectStreamMode, Pdf
from pydantic import JsonValue

from reports.writers.blocks import (
    Align,
    Block,
    Cell,
    Chart,
    Document,
    Heading,
    Letter,
    LetterheadBlock,
    NoticeBlock,
    Paragraph,
    Photograph,
    Photographs,
    Picture,
    Points,
    Question,
    SignatureBlock,
    TableBlock,
    Text,
)
from reports.writers.printable import breakable, printable
from reports.writers.receipt_mark import receipt_data
from reports.writers.signature_field import SCHEME, SignatureField, add_signature_fields
from reports.writers.typesetting import DocumentError, compile_typst

TEMPLATE: Final = "report.typ"
TEXT_WIDTH: Final = 459.0
"""Points: the width of the text block of `TEMPLATE`."""
TALLEST_CHART: Final = 560.0
"""Points: a chart, its caption and a heading still share a page."""
TALLEST_PHOTOGRAPH: Final = 0.7
"""Height by width: a taller one is as high as `TEMPLATE` lets it be, and not as wide."""
LONGEST_WORD: Final = 18.0
"""In em: longer words of running text get places to break, so that justified lines are not torn apart."""
TALLEST_WHOLE_ROW: Final = 12
"""Lines: higher rows of a table may break over pages."""
TALLEST_WHOLE_TABLE: Final = 24
"""Lines with those below the table, the padding of a row counted as half a one: higher ones may break over pages."""
CELL_PADDING: Final = {False: 8.0, True: 5.0}
CELL_TYPE: Final = {False: 10.0, True: 8.0}
"""Points left and right in a cell, and the size of its type, by `Table.dense`; as in `TEMPLATE`."""
SOURCE_TYPE: Final = 8.5
"""Points: the size of what stands below a table; as in `TEMPLATE`."""
LETTER: Final = 0.5
"""Em: what a letter takes on average."""

_VIEW_BOX: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')

Data = dict[str, JsonValue]


class RenderedPdf(NamedTuple):
    """A document as PDF. `heading_pages` are the printed page numbers of its headings, in their order."""

    content: bytes
    heading_pages: tuple[int, ...]


def render_pdf(document: Document | Letter) -> RenderedPdf:
    """The document as PDF/A-2a and PDF/UA-1, with an open signature field at every `SignatureBlock`.

    Same document, same bytes. Raises DocumentError when the typesetter fails or warns."""
    stamp = datetime.combine(document.dated, time(), tzinfo=UTC)
    data: Data = {"document": report_data(document), "footer": _shown(document.footer), **_pictures(document)}
    typeset = compile_typst(TEMPLATE, data, stamp)
    headings = sum(isinstance(block, Heading) for block in document.blocks)
    with Pdf.open(BytesIO(typeset)) as pdf:
        add_signature_fields(pdf, _fields(document.blocks))
        pages = _heading_pages(pdf, headings)
        small = BytesIO()
        pdf.save(small, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return RenderedPdf(small.getvalue(), pages)


def report_data(document: Document | Letter) -> Data:
    """What the template reads; a letter has no cover, and so no lists of contents. `parts` are what starts a page
    each, with its blocks."""
    signatures = count()
    parts: list[list[JsonValue]] = [[]]
    for block, following in zip_longest(document.blocks, document.blocks[1:]):
        if isinstance(block, Heading) and block.level == 1:
            parts.append([])
        data = _block(block)
        if isinstance(block, SignatureBlock):
            data["place"] = f"{SCHEME}{next(signatures)}"
        if isinstance(block, Paragraph | Points):
            data["signed"] = isinstance(following, SignatureBlock)
        parts[-1].append(data)
    return {
        "title": printable(document.title),
        "subject": printable(document.subject),
        "author": printable(document.author),
        "keywords": [printable(word) for word in document.keywords],
        "cover": None
        if isinstance(document, Letter)
        else {name: _shown(words, LONGEST_WORD / 2) for name, words in asdict(document.cover).items()},
        "contents": isinstance(document, Document) and document.contents,
        "letterhead": _letterhead(document.letterhead),
        "framed": isinstance(document, Letter) and document.framed,
        "receipt": receipt_data(document.receipt),
        "has_tables": any(isinstance(block, TableBlock) and block.label for block in document.blocks),
        "has_figures": any(isinstance(block, Chart) for block in document.blocks),
        "parts": [part for part in parts if part],
    }


def _block(block: Block) -> Data:
    match block:
        case Heading():
            return {
                "kind": "heading",
                "level": block.level,
                "label": printable(block.label),
                "title": _shown(block.title),
            }
        case Paragraph():
            return {"kind": "paragraph", "style": block.style, "text": _text(block.text)}
        case Points():
            return {"kind": "points", "style": block.style, "items": [_text(item) for item in block.items]}
        case TableBlock():
            return _table(block)
        case Chart():
            return {
                "kind": "chart",
                "svg": printable(block.svg),
                "height": _height_to_fit(block.svg),
                **_captioned(block),
                "description": printable(block.description),
            }
        case Question():
            return {
                "kind": "question",
                "number": block.number,
                "title": _shown(block.title),
                "question": _shown(block.question),
                "answers": [_shown(answer) for answer in block.answers],
            }
        case NoticeBlock():
            return {"kind": "notice", "title": _shown(block.title), "items": [_shown(item) for item in block.items]}
        case Photographs():
            return {"kind": "photographs", "items": [_photograph(one) for one in block.items]}
        case SignatureBlock():
            return {"kind": "signature", **{name: _shown(words) for name, words in asdict(block).items()}}


def _photograph(one: Photograph) -> Data:
    return {
        "file": f"{_name(one.picture)}.json",
        "tall": one.picture.height > one.picture.width * TALLEST_PHOTOGRAPH,
        "caption": _shown(one.caption),
        "description": printable(f"Foto pelaksanaan SKM. {one.caption}".strip()),
    }


def _name(picture: Picture) -> str:
    return hashlib.sha256(picture.jpeg).hexdigest()[:16]


def _letterhead(letterhead: LetterheadBlock) -> Data:
    logo = letterhead.logo
    lines = (letterhead.government, letterhead.office, letterhead.address, letterhead.contact)
    return {
        **dict(zip(("government", "office", "address", "contact"), map(_shown, lines), strict=True)),
        "logo": "" if logo is None else f"{_name(logo)}.json",
        "logo_is_wide": logo is not None and logo.width > logo.height,
    }


def _pictures(document: Document | Letter) -> Data:
    """Each picture by a name of its content, as numbers: what typst is given beside a template is text."""
    shown = [one.picture for block in document.blocks if isinstance(block, Photographs) for one in block.items]
    shown += filter(None, [document.letterhead.logo])
    return {_name(picture): list(picture.jpeg) for picture in shown}


def _shown(text: str, ems: float = LONGEST_WORD) -> str:
    return breakable(printable(text), ems)


def _text(text: Text) -> JsonValue:
    if isinstance(text, str):
        return _shown(text)
    return [{"text": _run(run.text), "bold": run.bold, "italic": run.italic} for run in text]


def _run(text: str) -> str:
    """A stretch of a sentence keeps the space that parts it from its neighbours."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{_shown(text)}{after}"


def _captioned(block: TableBlock | Chart) -> Data:
    return {
        "label": printable(block.label),
        "caption": _shown(block.caption),
        "source": _shown(block.source),
    }


def _height_to_fit(svg: str) -> float:
    """The height at which a chart too tall for the page fits; 0: as wide as the text."""
    box = _VIEW_BOX.search(svg)
    if box is None:
        return 0
    width, height = map(float, box.groups())
    return TALLEST_CHART if height / width * TEXT_WIDTH > TALLEST_CHART else 0


def _table(table: TableBlock) -> Data:
    first = {start: cell.align for start, cell in next(_placed(table.rows), [])}
    aligns: list[Align] = [first.get(column, "left") for column in range(len(table.widths))]
    header, header_lines = _rows(table.header, table, aligns)
    rows, lines = _rows(table.rows, table, aligns)
    below = len(table.source) * LETTER * SOURCE_TYPE / TEXT_WIDTH
    return {
        "kind": "table",
        "dense": table.dense,
        "with_next": table.with_next,
        "whole": header_lines + lines + below <= TALLEST_WHOLE_TABLE,
        "widths": list(table.widths),
        "aligns": list(aligns),
        "header_rows": len(table.header),
        "header": header,
        "rows": rows,
        **_captioned(table),
    }


PlacedCells = list[tuple[int, Cell]]
"""The cells that start in a row, each with the column where it does."""


def _placed(rows: Sequence[Sequence[Cell]]) -> Iterator[PlacedCells]:
    taken_until: dict[int, int] = {}
    for row_number, row in enumerate(rows):
        placed: PlacedCells = []
        column = 0
        for cell in row:
            while taken_until.get(column, 0) > row_number:
                column += 1
            placed.append((column, cell))
            for covered in range(column, column + cell.columns):
                taken_until[covered] = row_number + cell.rows
            column += cell.columns
        yield placed


def _rows(rows: Sequence[Sequence[Cell]], table: TableBlock, aligns: Sequence[Align]) -> tuple[list[JsonValue], float]:
    """The cells of the rows, one after the other, and about how many lines high they are."""
    size, padding = CELL_TYPE[table.dense], CELL_PADDING[table.dense]
    share = (TEXT_WIDTH / sum(table.widths)) if table.widths else 0.0
    shown: list[JsonValue] = []
    height = 0.0
    for placed in _placed(rows):
        ems = [(sum(table.widths[start : start + cell.columns]) * share - padding) / size for start, cell in placed]
        cells = list(zip(ems, placed, strict=True))
        lines = max((len(cell.text) * LETTER / max(em, 1) for em, (_, cell) in cells), default=0.0)
        height += max(math.ceil(lines), 1) + 0.5
        shown += [
            _cell(cell, em, aligns[start] if start < len(aligns) else "left", whole=lines <= TALLEST_WHOLE_ROW)
            for em, (start, cell) in cells
        ]
    return shown, height


def _cell(cell: Cell, ems: float, column_align: Align, *, whole: bool) -> JsonValue:
    text = _shown(cell.text, ems)
    if whole and cell == Cell(cell.text, column_align):
        return text
    return {
        "text": text,
        "align": "" if cell.align == column_align else cell.align,
        "bold": cell.bold,
        "fill": cell.fill,
        "ink": cell.ink,
        "columns": cell.columns,
        "rows": cell.rows,
        "breakable": not whole,
    }


def _fields(blocks: Sequence[Block]) -> tuple[SignatureField, ...]:
    """The signature fields, every one with a name of its own."""
    fields: dict[str, SignatureField] = {}
    for block in blocks:
        if isinstance(block, SignatureBlock):
            name, number = block.field_name, 2
            while name in fields:
                name, number = f"{block.field_name}{number}", number + 1
            fields[name] = SignatureField(name, f"Tanda tangan elektronik {printable(block.office)}".strip())
    return tuple(fields.values())


def _heading_pages(pdf: Pdf, headings: int) -> tuple[int, ...]:
    """Printed page numbers of the last `headings` bookmarks: those before are of the contents."""
    body = next(page for page, label in NumberTree(pdf.Root.PageLabels).items() if label.get(Name.S) == Name.D)
    number_of = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1 - body)}
    bookmarked = [number_of[bookmark.Dest[0].objgen] for bookmark in _bookmarks(pdf.Root.Outlines)]
    if len(bookmarked) < headings:
        raise DocumentError(f"{TEMPLATE}: {len(bookmarked)} bookmarks for {headings} headings")
    return tuple(bookmarked[len(bookmarked) - headings :])


def _bookmarks(parent: Object) -> Iterator[Object]:
    """Every bookmark below, in the order of the document."""
    bookmark = parent.get(Name.First)
    while bookmark is not None:
        yield bookmark
        yield from _bookmarks(bookmark)
        bookmark = bookmark.get(Name.Next)

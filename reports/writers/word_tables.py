"""Tables of Word documents.

Belongs here: a table of `reports.writers.blocks` as markup, in one piece (cell by cell through a library a hundred
rows cost 160 ms), and photographs. Not here: captions and numbering (`reports.writers.word`).
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from reports.writers.blocks import Cell, TableBlock
from reports.writers.word_markup import attribute, paragraph, run

TEXT_WIDTH: Final = 9184
"""Width of the text block in twentieths of a point: A4 less its margins."""

_LONGEST_UNBROKEN_TEXT: Final = 1500
"""Rows stay on one page, unless a text in them could be longer than a page."""
_MOST_ROWS_KEPT_TOGETHER: Final = 20
_PHOTOGRAPH_GAP: Final = 284
_MIDDLE: Final = '<w:vAlign w:val="center"/>'
_KEEP_WITH_NEXT: Final = "<w:keepNext/>"


def table(block: TableBlock) -> str:
    """The table alone. Its header is repeated on every page; a short one stays on one page."""
    grid = _column_widths(block.widths)
    rows = (*block.header, *block.rows)
    kept = len(rows) <= _MOST_ROWS_KEPT_TOGETHER and not any(map(_is_long, rows))
    style = "TableTextDense" if block.dense else "TableText"
    written: list[str] = []
    open_spans: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        is_header = number < len(block.header)
        followed = block.source != "" or block.with_next if number == len(rows) - 1 else kept or is_header
        is_long = _is_long(row)
        cells = _cells(row, grid, open_spans, style, "" if is_long else _MIDDLE, _KEEP_WITH_NEXT if followed else "")
        unbroken = "" if is_long else "<w:cantSplit/>"
        repeated = "<w:tblHeader/>" if is_header else ""
        written.append(f"<w:tr><w:trPr>{unbroken}{repeated}</w:trPr>{cells}</w:tr>")
    return _framed("TableGrid", grid, "".join(written), block.caption)


def photographs(shown: Sequence[tuple[str, str]]) -> str:
    """Photographs (`picture_drawing`), each with its caption as runs below it, two beside each other."""
    width = (TEXT_WIDTH - _PHOTOGRAPH_GAP) // 2
    grid = (width, TEXT_WIDTH - 2 * width, width)
    gap = _cell(grid[1], "", paragraph("TableText", ""))
    nothing = _cell(width, "", paragraph("TableText", ""))
    written: list[str] = []
    for left in range(0, len(shown), 2):
        pair = shown[left : left + 2]
        fill = [nothing] * (2 - len(pair))
        pictures = [_cell(width, _MIDDLE, paragraph("PhotoPlace", drawing)) for drawing, _ in pair]
        captions = [_cell(width, "", paragraph("PhotoLine", caption)) for _, caption in pair]
        written += [
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{gap.join([*cells, *fill])}</w:tr>" for cells in (pictures, captions)
        ]
    return _framed("TableNormal", grid, "".join(written), "") + paragraph("AfterBox", "") if written else ""


def _framed(style: str, grid: Sequence[int], rows: str, title: str) -> str:
    named = f'<w:tblCaption w:val="{attribute(title)}"/>' if title else ""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/>{named}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _column_widths(shares: Sequence[float]) -> tuple[int, ...]:
    """Whole widths that add up to the text block's."""
    total = sum(shares)
    edges = [round(TEXT_WIDTH * sum(shares[:count]) / total) for count in range(len(shares) + 1)]
    return tuple(right - left for left, right in pairwise(edges))


def _cells(
    row: Sequence[Cell],
    grid: Sequence[int],
    open_spans: dict[int, tuple[int, int]],
    style: str,
    middle: str,
    keep: str,
) -> str:
    """The cells of a row, with the lower parts of those that began in rows above: Word wants each.

    `open_spans` holds, by its first column, how many rows and columns of a cell are still to come."""
    written: list[str] = []
    waiting = iter(row)
    column = 0
    while column < len(grid):
        if column in open_spans:
            left, columns = open_spans.pop(column)
            if left > 1:
                open_spans[column] = (left - 1, columns)
            spans = _spans(columns, "<w:vMerge/>")
            written.append(_cell(sum(grid[column : column + columns]), spans, paragraph(style, "", keep)))
        else:
            cell = next(waiting, Cell())
            columns = min(cell.columns, len(grid) - column)
            if cell.rows > 1:
                open_spans[column] = (cell.rows - 1, columns)
            spans = _spans(columns, '<w:vMerge w:val="restart"/>' if cell.rows > 1 else "")
            shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill.lstrip("#")}"/>' if cell.fill else ""
            content = paragraph(style, _text(cell), f'{keep}<w:jc w:val="{cell.align}"/>')
            written.append(_cell(sum(grid[column : column + columns]), f"{spans}{shade}{middle}", content))
        column += columns
    return "".join(written)


def _text(cell: Cell) -> str:
    bold = "<w:b/><w:bCs/>" if cell.bold else ""
    ink = f'<w:color w:val="{cell.ink.lstrip("#")}"/>' if cell.ink else ""
    return run(cell.text, bold + ink) if cell.text else ""


def _spans(columns: int, rows: str) -> str:
    return (f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else "") + rows


def _cell(width: int, properties: str, content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def _is_long(row: Sequence[Cell]) -> bool:
    return any(len(cell.text) > _LONGEST_UNBROKEN_TEXT for cell in row)

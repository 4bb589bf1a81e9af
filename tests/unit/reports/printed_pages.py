"""How full the pages of a PDF are.

Belongs here: measuring where what is printed on a page ends. Not here: any expectation.
"""

from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

import pikepdf
import pymupdf

TOP_MARGIN = BOTTOM_MARGIN = 25 / 25.4 * 72
"""Points; as in `reports/templates/report.typ`."""


class PrintedPage(NamedTuple):
    """A page of the body: its printed number, the share of its height down to the last thing printed, its text."""

    number: str
    filled: float
    text: str
    begins_a_part: bool
    """A chapter, or an appendix, starts here."""


def printed_pages(content: bytes) -> list[PrintedPage]:
    """The pages of the body of a report, without cover, contents and lists."""
    with pikepdf.open(BytesIO(content)) as labelled:
        labels = [page.label for page in labelled.pages]
    pages = []
    with pymupdf.open(stream=content) as opened:
        parts = {page - 1 for level, _, page in opened.get_toc() if level == 1}
        for number, (label, page) in enumerate(zip(labels, opened, strict=True)):
            if not label.isdecimal():
                continue
            foot = page.rect.height - BOTTOM_MARGIN
            ends = [block[3] for block in page.get_text("blocks")]
            ends += [drawing["rect"].y1 for drawing in page.get_drawings()]
            ends += [image["bbox"][3] for image in page.get_image_info()]
            last = max((end for end in ends if end <= foot + 1), default=TOP_MARGIN)
            filled = (last - TOP_MARGIN) / (foot - TOP_MARGIN)
            pages.append(PrintedPage(label, filled, page.get_text(), number in parts))
    return pages


def half_empty(content: bytes, least: float = 0.7) -> list[tuple[str, float]]:
    """Pages that are filled less, except the last of a chapter or appendix."""
    pages = printed_pages(content)
    return [
        (page.number, round(page.filled, 2))
        for page, following in pairwise(pages)
        if not following.begins_a_part and page.filled < least
    ]

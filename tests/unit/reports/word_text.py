"""A Word document as a person reads it from top to bottom.

Belongs here: its text. Not here: any expectation.
"""

from io import BytesIO

import docx
from docx.table import Table


def lines_of(content: bytes) -> list[str]:
    """Paragraphs and rows of tables, in order: `# ` before a heading of level 1, ` | ` between cells."""
    lines = []
    for block in docx.Document(BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        elif block.text:
            name = (block.style.name if block.style is not None else None) or ""
            level = int(name[-1]) if name.lower().startswith("heading") else 0
            lines.append(f"{'#' * level} {block.text}".strip())
    return lines

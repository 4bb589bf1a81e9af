"""How typst is run: one template, its data as JSON, PDF or PNG out.

Belongs here: what holds for everything we typeset: fonts of the wheel only, PDF/A-2a and PDF/UA-1, a fixed
time stamp, warnings as errors. Not here: which data (`reports.writers.pdf`, `reports.unit.card`), layout
(`reports/templates`).
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import typst
from pydantic import JsonValue

TEMPLATES: Final = Path(__file__).parent.parent / "templates"
PDF_STANDARDS: Final = ("a-2a", "ua-1")
"""Archivable with its structure, and readable by a screen reader."""

LARGE: Final = 1_000_000
"""Bytes of a document: an ordinary report has 400,000, one with a row for each of 615 respondents 2,000,000."""
DOCUMENTS_REMEMBERED: Final = 10
"""How many further documents typst keeps what it laid out for."""


class DocumentError(RuntimeError):
    """The typesetter refused a document or warned of it: our fault, not the data's."""


def compile_typst(
    template: str, data: Mapping[str, JsonValue], stamp: datetime, *, pixels_per_inch: float | None = None
) -> bytes:
    """The document that `templates/<template>` makes of `data`: a PDF, or a PNG of its only page where
    `pixels_per_inch` is given.

    The template reads the data with `json(bytes(sys.inputs.document))`; data is never part of the source, so
    no text in it becomes markup. Same data, same bytes. Every call has its own compiler, which threads must
    not share. Worker processes are best started by `forkserver` or `spawn`: typst keeps threads of its own,
    and a child forked after a first document hangs. Raises DocumentError when typst fails or warns."""
    as_pdf = pixels_per_inch is None
    try:
        content, warnings = typst.compile_with_warnings(
            TEMPLATES / template,
            root=TEMPLATES,
            ignore_system_fonts=True,
            format="pdf" if as_pdf else "png",
            ppi=pixels_per_inch,
            sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
            pdf_standards=list(PDF_STANDARDS) if as_pdf else [],
            timestamp=stamp,
        )
    except typst.TypstError as error:
        raise DocumentError(f"{template}: {error.message}") from error
    if warnings:
        raise DocumentError(f"{template}: {'; '.join(warning.message for warning in warnings)}")
    if not isinstance(content, bytes):
        raise DocumentError(f"{template}: more than one page, and a PNG holds one")
    if len(content) > LARGE:
        _forget()
    return content


def _forget() -> None:
    """Makes typst drop what it remembers: of a large document that is 100 MB, of ten more than a gigabyte.
    Costs about a tenth of what typesetting it took."""
    for _ in range(DOCUMENTS_REMEMBERED + 1):
        typst.compile(b"", ignore_system_fonts=True, format="pdf")

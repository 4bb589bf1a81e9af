"""How typst is run: one template, its data as JSON, PDF or PNG out.

Belongs here: what holds for everything we typeset: fonts of the wheel only, PDF/A-2a and PDF/UA-1, a fixed
time stamp, warnings as errors, how data reaches a template so that typst knows again what it has set before.
Not here: which data (`reports.writers.pdf`, `reports.unit.card`), layout (`reports/templates`).
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

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

    The template reads `data["document"]` with `json("document.json")`, and so on; data is never part of the source,
    so no text in it becomes markup. What typst has set for one document it takes for the next where all that
    it was made from is the same: so data are files beside the template, for an input (`sys.inputs`) is part of
    everything, and what is read where it is set is a file of its own. Same data, same bytes. Every call has its own
    compiler, which threads must not share. Worker processes are best started by `forkserver` or `spawn`: typst keeps
    threads of its own, and a child forked after a first document hangs. Raises DocumentError when typst fails or
    warns."""
    as_pdf = pixels_per_inch is None
    # typst takes files as a mapping too, which its annotations leave out.
    sources: Any = {f"{name}.json": json.dumps(part, ensure_ascii=False).encode() for name, part in data.items()}
    sources["main.typ"] = f'#include "{template}"'.encode()
    try:
        content, warnings = typst.Compiler(sources, root=TEMPLATES, font_paths=_fonts()).compile_with_warnings(
            format="pdf" if as_pdf else "png",
            ppi=pixels_per_inch,
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


@cache
def _fonts() -> typst.Fonts:
    """Those that the wheel carries, looked up once."""
    return typst.Fonts(include_system_fonts=False)


def _forget() -> None:
    """Makes typst drop what it remembers: of a large document that is 100 MB, of ten more than a gigabyte.
    Costs about a tenth of what typesetting it took."""
    for _ in range(DOCUMENTS_REMEMBERED + 1):
        typst.compile(b"", ignore_system_fonts=True, format="pdf")

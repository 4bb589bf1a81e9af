"""Making the documents of a bundle: the order in which the writers of all formats are called.

Belongs here: what a child process does with a batch of bundles. Not here: what stands in a document or how
it looks (`reports`), which are due and where they lie (`pipeline.documents.documents`), Prefect.
"""

from collections.abc import Iterator, Sequence

from pipeline.documents.bundles import Bundle, RegencyBundle, UnitBundle
from reports.figures.regency_figures import RegencyFigures
from reports.figures.unit_figures import ResponseFigure
from reports.regency.regency_report import regency_report
from reports.unit.card import render_card
from reports.unit.unit_report import unit_report
from reports.workbooks.follow_up_workbook import follow_up_workbook
from reports.workbooks.regency_workbook import regency_workbook
from reports.workbooks.unit_workbook import unit_workbook
from reports.writers.pdf import render_pdf
from reports.writers.word import render_docx


def make_bundle(bundle: Bundle, responses: Sequence[ResponseFigure]) -> Iterator[tuple[str, bytes]]:
    """Every document of a bundle, with its name. `responses`: the unit's rows of the period."""
    if isinstance(bundle, RegencyBundle):
        contents = _regency_documents(bundle.figures)
    else:
        contents = _unit_documents(bundle, responses)
    return zip(bundle.names, contents, strict=True)


def _unit_documents(bundle: UnitBundle, responses: Sequence[ResponseFigure]) -> Iterator[bytes]:
    report = unit_report(bundle.figures)
    pdf = render_pdf(report)
    yield pdf.content
    yield render_docx(report, pdf.heading_pages)
    yield unit_workbook(bundle.figures, responses)
    card = render_card(bundle.public, bundle.small_cell)
    yield card.pdf
    yield card.png
    yield follow_up_workbook(bundle.figures)
    if bundle.public.index.publishable:
        yield render_pdf(unit_report(bundle.public)).content


def _regency_documents(figures: RegencyFigures) -> Iterator[bytes]:
    report = regency_report(figures)
    pdf = render_pdf(report)
    yield pdf.content
    yield render_docx(report, pdf.heading_pages)
    yield regency_workbook(figures)

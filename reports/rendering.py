"""Writing the documents that `reports.documents` declares: all formats of a kind together.

Belongs here: which writers a kind is made with. Not here: what stands in a document or how it looks (the inner rooms
of `reports`), which are due and where they lie (`pipeline.documents`). Imports the libraries of all formats.
"""

import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reports.documents import DocumentKind
from reports.figures.apart_figures import ApartFigures
from reports.figures.regency_figures import RegencyFigures
from reports.figures.unit_figures import PhotographFigure, ResponseFigure, UnitFigures
from reports.regency import regency_report as of_regency
from reports.unit import apart_report as of_apart
from reports.unit import certificate as of_certificate
from reports.unit import follow_up_report as of_follow_up_report
from reports.unit import unit_report as of_unit
from reports.unit.card import render_card
from reports.workbooks import follow_up_workbook as of_follow_up
from reports.workbooks import regency_workbook as of_regency_workbook
from reports.workbooks import unit_workbook as of_unit_workbook
from reports.writers.blocks import Document, Photograph
from reports.writers.pdf import render_pdf
from reports.writers.word import render_docx, render_letter


class UnitSource(NamedTuple):
    """What the documents of a unit and period are made from."""

    figures: UnitFigures
    public: UnitFigures
    """Their public edition."""
    small_cell: int
    """For the card that says why it shows nothing (`thresholds.small_cell`)."""
    responses: Sequence[ResponseFigure]
    """All of the unit in the period."""
    photographs: Sequence[tuple[PhotographFigure, bytes]] = ()
    """Those that its report prints, each with its file's bytes; empty where it could not be read."""


Contents = Mapping[str, bytes]
"""Files of a kind by their ending."""


def written(kind: DocumentKind, source: UnitSource | ApartFigures | RegencyFigures) -> Iterator[tuple[str, bytes]]:
    """The files of a kind, each with its ending, in the order of the declaration. `source`: as the kind is a unit's or
    the regency's."""
    contents: Contents = pkgutil.resolve_name(kind.writer)(source)
    for ending in kind.endings:
        yield ending, contents[ending]


def unit_report(unit: UnitSource) -> Contents:
    """The report that the unit signs and hands on."""
    shown, not_shown = _photographs(unit.photographs)
    return _both(of_unit.unit_report(unit.figures, shown, not_shown))


def public_report(unit: UnitSource) -> Contents:
    """The report for everyone."""
    return {"pdf": render_pdf(of_unit.unit_report(unit.public)).content}


def unit_workbook(unit: UnitSource) -> Contents:
    """The processed data, which compute the index again."""
    return {"xlsx": of_unit_workbook.unit_workbook(unit.figures, unit.responses)}


def card(unit: UnitSource) -> Contents:
    """The card to hang up and to send around."""
    rendered = render_card(unit.public, unit.small_cell)
    return {"pdf": rendered.pdf, "png": rendered.png}


def certificate(unit: UnitSource) -> Contents:
    """What the first of its type hangs up."""
    return {"pdf": render_pdf(of_certificate.certificate(unit.figures, unit.public)).content}


def follow_up_workbook(unit: UnitSource) -> Contents:
    """The workbook that the unit fills in and sends back."""
    return {"xlsx": of_follow_up.follow_up_workbook(unit.figures)}


def follow_up_report(unit: UnitSource) -> Contents:
    """What became of the unit's plan."""
    shown, not_shown = _photographs(unit.photographs)
    return _both(of_follow_up_report.follow_up_report(unit.figures, shown, not_shown))


def follow_up_supplement(unit: UnitSource) -> Contents:
    """The plan that came after the period was closed, to be put behind the unit's official report."""
    letter = of_follow_up_report.follow_up_supplement(unit.figures)
    return {"pdf": render_pdf(letter).content, "docx": render_letter(letter)}


def apart_report(figures: ApartFigures) -> Contents:
    """The report of a unit whose questionnaire leaves an unsur out."""
    return _both(of_apart.apart_report(figures))


def regency_report(figures: RegencyFigures) -> Contents:
    """The regency's report."""
    return _both(of_regency.regency_report(figures))


def regency_workbook(figures: RegencyFigures) -> Contents:
    """The regency's processed data."""
    return {"xlsx": of_regency_workbook.regency_workbook(figures)}


def _photographs(files: Sequence[tuple[PhotographFigure, bytes]]) -> tuple[list[Photograph], list[str]]:
    """Those that can be printed, and what is said of the others."""
    shown: list[Photograph] = []
    not_shown: list[str] = []
    if files:
        from reports.writers.pictures import PictureError, prepared  # most units have none
    for one, content in files:
        try:
            shown.append(Photograph(prepared(content), one.caption))
        except PictureError as error:
            not_shown.append(f"{one.name}: {error}.")
    return shown, not_shown


def _both(report: Document) -> Contents:
    pdf = render_pdf(report)
    return {"pdf": pdf.content, "docx": render_docx(report, pdf.heading_pages)}

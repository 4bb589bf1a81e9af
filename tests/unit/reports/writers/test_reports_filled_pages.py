"""No page of a report is half empty: what does not fit moves on only where the page is filled well enough already."""

import pytest

from reports.figures.unit_figures import UnitFigures
from reports.regency.regency_report import regency_report
from reports.unit.unit_report import unit_report
from reports.writers.blocks import Document
from reports.writers.pdf import render_pdf
from tests.unit.reports.printed_pages import half_empty, printed_pages
from tests.unit.reports.regency_rows import made, many


def half_empty_pages(document: Document) -> list[tuple[str, float]]:
    return half_empty(render_pdf(document).content)


def test_of_a_unit_s_report(extreme: UnitFigures) -> None:
    assert half_empty_pages(unit_report(extreme)) == []


@pytest.mark.parametrize("units", [4, 23])
def test_of_the_regency_s_report(units: int) -> None:
    """Of sixty: tests/unit/reports/regency/test_reports_regency_report.py, which makes that report."""
    assert half_empty_pages(regency_report(made(many(units)))) == []


def test_how_full_a_page_is_can_be_told(jatirejo: UnitFigures) -> None:
    pages = printed_pages(render_pdf(unit_report(jatirejo)).content)
    assert pages[0].number == "1"
    assert pages[0].begins_a_part
    assert 0.85 < pages[0].filled < 1
    assert any(page.filled < 0.7 for page in pages)  # the last of some chapter

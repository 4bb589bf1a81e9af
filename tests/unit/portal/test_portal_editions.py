"""How final a period is, as everyone reads it: never by whom."""

from datetime import date

import pytest
from lxml import html

from portal.page_figures import (
    OPEN_EDITION,
    EditionFigure,
    PeriodPage,
    SiteFigures,
    UnitPage,
    edition_figure,
    period_page,
)
from portal.site import period_pages, unit_pages
from reports.figures.revision_figures import regency_revision
from tests.unit.portal.conftest import HIDDEN, regency
from tests.unit.reports.conftest import HOSTILE, Rows
from tests.unit.reports.revision_rows import (
    CLOSER,
    REASON,
    changes_of_units,
    first_edition,
    regency_change,
    revision,
    unsur_changes,
)


@pytest.mark.parametrize(
    ("edition", "label", "meaning"),
    [
        (None, "Sementara", "Angka dapat berubah sampai periode ditutup."),
        (
            first_edition("official"),
            "Resmi",
            "Angka ditetapkan pada 3 Februari 2025 dan tidak berubah lagi tanpa revisi.",
        ),
        (
            revision(),
            "Sedang direvisi (Revisi 1)",
            "Periode dibuka kembali pada 10 Maret 2025; angka dapat berubah sampai ditutup lagi. "
            f"Alasan revisi: {REASON}.",
        ),
        (
            revision(2, "official"),
            "Resmi, Revisi 2",
            f"Angka ditetapkan pada 2 April 2025 dan tidak berubah lagi tanpa revisi. Alasan revisi: {REASON}.",
        ),
    ],
)
def test_a_period_is_official_under_revision_or_not_closed(edition: Rows | None, label: str, meaning: str) -> None:
    figure = edition_figure(edition)
    assert (figure.label, figure.meaning) == (label, meaning)
    assert CLOSER not in figure.model_dump_json()


def test_pages_of_a_period_and_of_its_units_say_it(
    site: SiteFigures, period: PeriodPage, units: list[UnitPage]
) -> None:
    edition = EditionFigure(state="draft", revision=1, reason=f"<b>x</b> {HOSTILE}", since=date(2025, 3, 10))
    files = [
        *period_pages(site, period.model_copy(update={"edition": edition})),
        *unit_pages(site, [page.model_copy(update={"edition": edition}) for page in units]),
    ]
    told = {}
    for path, content in files:
        lines = html.document_fromstring(content.decode()).xpath("//p[contains(@class, 'keadaan')]")
        told[path] = [" ".join(line.text_content().split()) for line in lines]
        assert b"<b>x</b>" not in content
    assert {path for path, lines in told.items() if not lines} == {"2024/mutu-data.html"}
    assert f"2024/{HIDDEN}.html" in told
    assert all(
        line.startswith("Sedang direvisi (Revisi 1). Periode dibuka") for lines in told.values() for line in lines
    )


def test_the_page_of_a_period_holds_nothing_of_what_a_revision_changed() -> None:
    """Its units may be hidden, or have been."""
    revised = regency_revision([first_edition(), revision()], regency_change(), changes_of_units(), unsur_changes())
    page = period_page(regency(revision=revised))
    assert page.figures.revision is None
    assert page.edition == OPEN_EDITION

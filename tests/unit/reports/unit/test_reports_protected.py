"""A protected characteristic in a unit's documents: told inside where the profile has it, never to the public."""

from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from reports.figures.regency_figures import FindingFigure, public_findings
from reports.figures.unit_figures import ResponseFigure, UnitFigures, public_figures, unit_figures, with_rows
from reports.unit.unit_report import unit_report
from reports.workbooks.unit_workbook import unit_workbook
from reports.writers.blocks import TableBlock
from tests.unit.reports.conftest import public_profile


def rows(ya: int, tidak: int, unknown: int) -> list[dict[str, Any]]:
    return [
        {"characteristic": "disability", "category": name, "respondents": count, "share": count / 615}
        for name, count in (("ya", ya), ("tidak", tidak), ("unknown", unknown))
    ]


@pytest.fixture
def figures(jatirejo_rows: dict[str, Any]) -> UnitFigures:
    return unit_figures(
        **(jatirejo_rows | {"respondent_profile": [*jatirejo_rows["respondent_profile"], *rows(22, 590, 3)]})
    )


def test_the_report_and_the_workbook_count_it(
    figures: UnitFigures, jatirejo_responses: tuple[ResponseFigure, ...]
) -> None:
    table = next(
        one for one in unit_report(figures).blocks if isinstance(one, TableBlock) and "KARAKTERISTIK" in repr(one)
    )
    told = [[cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in table.rows]
    assert ["5", "Disabilitas", "Penyandang disabilitas", "22", "3,6 %"] in told
    assert ["Bukan penyandang disabilitas", "590", "95,9 %"] in told
    book = CalamineWorkbook.from_filelike(BytesIO(unit_workbook(figures, jatirejo_responses)))
    lines = book.get_sheet_by_name("Profil").to_python()
    assert ["Penyandang disabilitas", 22] in [line[:2] for line in lines]
    assert "disabilitas" not in repr(book.get_sheet_by_name("Olah Data").to_python()).casefold()


def test_where_the_profile_has_none_nothing_is_said_of_it(jatirejo: UnitFigures) -> None:
    assert [one.name for one in jatirejo.profile] == ["gender", "age_band", "education", "occupation"]
    assert "isabilitas" not in repr(unit_report(jatirejo).blocks)


def test_the_public_is_told_nothing(figures: UnitFigures, jatirejo_rows: dict[str, Any]) -> None:
    names = ("ikm_unit", "ikm_unsur", "ikm_ranking", "trend", "ikm_unsur_before")
    public = public_figures(
        with_rows(
            figures,
            **{name: jatirejo_rows[name] for name in names},
            respondent_profile=[*public_profile(), *rows(22, 590, 3)],
            services=(),
        )
    )
    assert "isabilitas" not in repr(unit_report(public).blocks)


def test_no_public_page_says_that_somebody_was_asked() -> None:
    """A finding about what was written there is told inside only; of others the public hears no number."""
    found = [
        FindingFigure(suite="responses", expectation=code, verdict="failed", severity="warning", observed="3 rows")
        for code in ("age_unknown", "disability_unknown")
    ]
    assert [(one.expectation, one.observed) for one in public_findings(found)] == [("age_unknown", None)]

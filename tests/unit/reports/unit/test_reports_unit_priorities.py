"""Section 4.4 and the sheet of what to fix first: what is told apart, what the median would give, what people say."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from contracts.unsur import UNSUR_CODES
from reports.figures.priority_figures import priority_figures
from reports.figures.unit_figures import ResponseFigure, UnitFigures, public_figures
from reports.unit.unit_priorities import priorities
from reports.wording.priority_sentences import (
    association_explained,
    association_text,
    quadrant_sentences,
    standing_sentences,
)
from reports.workbooks.unit_workbook import unit_workbook
from reports.writers.blocks import Heading, Paragraph, Points, TableBlock

LIKE_OTHERS: dict[str, Any] = {
    **{"nrr": "3.70", "nrr_low": "3.60", "nrr_high": "3.80", "units": 12, "nrr_median": "3.70", "nrr_mean": "3.66"},
    **{"standing": "as_expected", "ikm_if_median": None, "mutu_if_median": None},
}
LOWER = {"nrr_low": "3.10", "nrr_high": "3.50", "standing": "worse", "ikm_if_median": "94.43", "mutu_if_median": "A"}
NOTHING = {"nrr_median": None, "standing": None}
ASSOCIATED = (
    {"unsur_code": "U3", "association": "0.71", "closeness": "closer"},
    {"unsur_code": "U9", "association": "0.20", "closeness": "less_close"},
    {"unsur_code": "U1", "association": "0.50", "closeness": "as_others"},
)
THEMES = (
    {"theme": "sarana", "suggestions": 32},
    {"theme": "prosedur", "suggestions": 2},
    {"theme": "all", "suggestions": 60},
)


def rows(**differs: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"unsur_code": code, **LIKE_OTHERS, **differs.get(code, {})} for code in UNSUR_CODES]


@pytest.fixture
def figures(jatirejo: UnitFigures) -> UnitFigures:
    compared = rows(U9=LOWER | {"nrr": "3.40"}, U3=LOWER | {"nrr": "3.30"}, U6={"standing": "better"})
    of_unit = priority_figures("kecamatan", {"ikm": jatirejo.index.ikm}, compared, THEMES)
    return jatirejo.model_copy(update={"priorities": of_unit})


def test_the_section(figures: UnitFigures) -> None:
    heading, paragraph, points, table = priorities(figures)
    assert isinstance(heading, Heading)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(points, Points)
    assert isinstance(table, TableBlock)
    assert paragraph.text == (
        "Lebih rendah daripada unit sejenis: Waktu Penyelesaian (U3) dan Sarana dan Prasarana (U9). Lebih tinggi "
        "daripada unit sejenis: Kompetensi Pelaksana (U6). Enam unsur lainnya belum dapat dibedakan."
    )
    assert points.items[0] == (
        "Waktu Penyelesaian (U3): bila NRR naik dari 3,30 ke median unit sejenis 3,70 dan unsur lain tetap, IKM "
        "menjadi 94,43 (+0,82), mutu A (Sangat Baik)."
    )
    said = [[cell.text for cell in row] for row in table.rows]
    assert said[0][2:] == ["3,60 – 3,80", "3,70", "belum dapat dibedakan", "–", "–", "Persyaratan dan prosedur (2)"]
    assert said[8] == [
        *("U9 Sarana dan Prasarana", "3,40", "3,10 – 3,50", "3,70", "lebih rendah", "–", "94,43 (+0,82), mutu A"),
        "Sarana dan prasarana (32)",
    ]
    assert "median 12 kecamatan" in table.source


def test_what_goes_closer_with_the_others_is_first(jatirejo: UnitFigures) -> None:
    """Where both are told: lower, or higher, and closer than the unsur of the unit are in the mean."""
    compared = rows(U9=LOWER | {"nrr": "3.40"}, U3=LOWER | {"nrr": "3.30"}, U6={"standing": "better"})
    of_unit = priority_figures("kecamatan", {"ikm": "93.61"}, compared, (), ASSOCIATED)
    assert of_unit is not None
    assert quadrant_sentences(of_unit) == (
        "Di antara yang lebih rendah, yang lebih erat berhubungan dengan unsur lain daripada rata-rata kesembilan "
        "unsur: Waktu Penyelesaian (U3); itu yang pertama diperhatikan.",
    )
    assert [association_text(one) for one in of_unit.unsur] == [
        *("0,50", "–", "0,71 lebih erat", "–", "–", "–", "–", "–", "0,20 kurang erat")
    ]
    assert "Hubungan bukan sebab-akibat." in association_explained(of_unit)
    without = priority_figures("kecamatan", {"ikm": "93.61"}, compared, ())
    assert without is not None
    assert quadrant_sentences(without) == ()
    assert "mulai 200 responden" in association_explained(without)


def test_nothing_lower(jatirejo: UnitFigures) -> None:
    of_unit = priority_figures("kecamatan", {"ikm": Decimal("93.61")}, rows(), ())
    assert of_unit is not None
    assert standing_sentences(of_unit) == (
        "Tidak ada unsur yang dapat dinyatakan lebih rendah daripada unit sejenis.",
        "Sembilan unsur belum dapat dibedakan.",
    )
    blocks = list(priorities(jatirejo.model_copy(update={"priorities": of_unit})))
    assert not any(isinstance(block, Points) for block in blocks)


@pytest.mark.parametrize("compared", [[], rows(**dict.fromkeys(UNSUR_CODES, NOTHING))])
def test_without_units_to_compare_with_there_is_no_section(
    jatirejo: UnitFigures, compared: list[dict[str, Any]]
) -> None:
    """As in a period that was closed by a release which had no such table."""
    assert priority_figures("kecamatan", {"ikm": Decimal("93.61")}, compared, ()) is None
    assert not list(priorities(jatirejo))


def test_it_is_in_no_public_edition(figures: UnitFigures) -> None:
    assert not list(priorities(public_figures(figures)))


def test_the_sheet(figures: UnitFigures, jatirejo_responses: list[ResponseFigure]) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(unit_workbook(figures, jatirejo_responses)))
    lines = book.get_sheet_by_name("Prioritas").to_python()
    assert lines[-1] == [
        *("U9", "Sarana dan Prasarana", 3.4, 3.1, 3.5, 3.7, "lebih rendah", "–", 94.43, "A"),
        "Sarana dan prasarana (32)",
    ]
    assert (
        "Prioritas"
        not in CalamineWorkbook.from_filelike(
            BytesIO(unit_workbook(figures.model_copy(update={"priorities": None}), jatirejo_responses))
        ).sheet_names
    )

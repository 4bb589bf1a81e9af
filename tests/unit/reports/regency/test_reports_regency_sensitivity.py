"""Ranks in other ways: what is said of a unit, the regency's section and its sheet."""

from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from contracts.comparison_tables import SAME_CHARACTERISTIC, SAME_SERVICES, WAYS, WITHOUT_U4
from contracts.registry import Registry, Unit
from reports.figures.regency_figures import RegencyFigures
from reports.figures.sensitivity_figures import beside_rank_figures, sensitivity_figure
from reports.regency.regency_sensitivity import sensitivity_blocks
from reports.wording.sensitivity_sentences import sensitivity_sentence
from reports.workbooks.regency_workbook import regency_workbook
from reports.workbooks.sensitivity_sheet import SENSITIVITY_SHEET
from reports.writers.blocks import TableBlock
from tests.unit.reports.regency_rows import made

GENDER = SAME_CHARACTERISTIC["gender"]


def ranked(unit: str, rank: int, best: int, worst: int, scope: str = "kecamatan", **ways: int) -> dict[str, Any]:
    return {
        "unit_code": unit, "scope": scope, "rank": rank, "rank_best": best, "rank_worst": worst,
        **dict.fromkeys(WAYS), **ways,
    }  # fmt: skip


JATIREJO = ranked("35.16.01", 1, 1, 1, **{WITHOUT_U4: 1, GENDER: 1})
GONDANG = ranked("35.16.02", 2, 2, 3, **{WITHOUT_U4: 3, SAME_SERVICES: 2, GENDER: 2})
ALONE = ranked("P1", 1, 1, 1, "puskesmas", **{WITHOUT_U4: 1})
SERVICES = [
    {"unit_code": "35.16.02", "service_code": "ktp", "service_name": "KTP-el", "respondents": 120},
    {"unit_code": "35.16.02", "service_code": "kk", "service_name": "Kartu Keluarga", "respondents": 30},
    {"unit_code": "35.16.02", "service_code": "unknown", "service_name": "Tidak disebut", "respondents": 50},
]
REGISTRY = Registry((Unit("35.16.02", "Kecamatan Gondang", "kecamatan", None, (), None, (), survey_mode="daring"),))


@pytest.fixture
def figures() -> RegencyFigures:
    rows = [GONDANG, JATIREJO, ALONE, ranked("35.16.01", 1, 1, 2, "all")]
    return made().model_copy(update={"beside_rank": beside_rank_figures(rows, SERVICES, REGISTRY)})


def test_what_is_said_of_a_unit() -> None:
    assert sensitivity_sentence(sensitivity_figure(GONDANG)) == (
        "Bila dihitung dengan cara lain (tanpa U4, susunan layanan sama, dan susunan jenis kelamin sama), peringkatnya "
        "di antara kecamatan berada di antara 2 dan 3 pada semua cara; peringkat resmi tidak berubah karenanya."
    )
    assert "tetap 1 pada semua cara" in sensitivity_sentence(sensitivity_figure(JATIREJO))
    assert sensitivity_sentence(sensitivity_figure(None)) == ""


def test_the_section(figures: RegencyFigures) -> None:
    """A unit alone in its type has nothing to stand beside."""
    [table] = [block for block in sensitivity_blocks(figures) if isinstance(block, TableBlock)]
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Kecamatan Jatirejo", "1", "tetap 1", "–", "–"],
        ["Kecamatan Gondang", "2", "2 – 3", "secara daring", "2 layanan, terbanyak KTP-el (60,0\N{NO-BREAK SPACE}%)"],
    ]
    assert not list(sensitivity_blocks(made()))


def test_the_sheet(figures: RegencyFigures) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(regency_workbook(figures)))
    _, *lines = book.get_sheet_by_name(SENSITIVITY_SHEET).to_python(skip_empty_area=True)[5:]
    assert lines[1] == [
        *("Kecamatan Gondang", "kecamatan", 2, 2, 3, 3, 2, 2, "", "", ""),
        *("secara daring", "2 layanan, terbanyak KTP-el (60,0\N{NO-BREAK SPACE}%)"),
    ]
    assert len(lines) == 3
    assert SENSITIVITY_SHEET not in CalamineWorkbook.from_filelike(BytesIO(regency_workbook(made()))).sheet_names

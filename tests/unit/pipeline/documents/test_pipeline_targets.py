"""A target is told in the documents of the unit and the regency, and nothing is where there is none."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
import python_calamine

from contracts.errors import ConfigurationError
from contracts.home import Home
from contracts.registry import Registry, with_targets
from contracts.settings import Settings
from contracts.targets import Target
from pipeline.documents.bundles import PeriodFigures
from pipeline.versions import inputs_hash
from portal.page_figures import site_figures, unit_page
from portal.site import unit_pages
from reports.figures.target_figures import TargetFigure
from reports.regency.regency_report import regency_report
from reports.unit.unit_report import unit_report
from reports.wording.target_sentences import target_sentence, target_text
from reports.workbooks.regency_workbook import regency_workbook
from reports.workbooks.unit_workbook import unit_workbook
from reports.writers.blocks import Heading, Paragraph, TableBlock
from tests.unit.pipeline.small_year import GONDANG, JATIREJO, NAMES, PERIOD, RESPONDENTS, publish_year, registry
from tests.unit.reports.conftest import responses

TARGETS = f"unit_code;year;target;source\n{JATIREJO};2024;75,10;Renstra\n{JATIREJO};2025;80;\n"
SAID = "Target IKM unit ini pada tahun 2024 adalah 75,10 (Renstra); capaiannya 98,87\u00a0%, target belum tercapai."


@pytest.fixture(scope="module", name="home")
def fixture_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("targets"))
    publish_year(home)
    home.targets.write_text(TARGETS, encoding="utf-8")
    return home


@pytest.fixture(scope="module", name="targeted")
def fixture_targeted(home: Home) -> Registry:
    return with_targets(registry(*NAMES), home.targets)


@pytest.fixture(scope="module", name="figures")
def fixture_figures(home: Home, targeted: Registry) -> PeriodFigures:
    return PeriodFigures(home, Settings(), targeted, PERIOD)


def paragraphs(blocks: tuple[object, ...]) -> str:
    return " ".join(str(one.text) for one in blocks if isinstance(one, Paragraph))


def test_a_home_without_the_file_is_as_if_there_were_no_targets(home: Home, tmp_path: Path) -> None:
    plain = registry(*NAMES)
    assert with_targets(plain, tmp_path / "targets.csv") is plain
    assert plain.targets_state == ""
    assert inputs_hash("s", [], "d", targets="") == inputs_hash("s", [], "d")
    figures = PeriodFigures(home, Settings(), plain, PERIOD)
    assert {unit.figures.target for unit in figures.units} == {None}
    assert figures.regency.figures.targets == ()
    assert "Target" not in [
        one.title for one in regency_report(figures.regency.figures).blocks if isinstance(one, Heading)
    ]


def test_another_target_is_another_input(targeted: Registry) -> None:
    other = Registry(tuple(replace(one, targets=(Target(2024, Decimal("99.00")),)) for one in targeted.units))
    assert len({registry(*NAMES).targets_state, targeted.targets_state, other.targets_state}) == 3
    assert inputs_hash("s", [], "d", targets=targeted.targets_state) != inputs_hash("s", [], "d")


def test_a_unit_s_documents_say_its_target_and_the_other_s_say_none(figures: PeriodFigures) -> None:
    of = {unit.owner: unit for unit in figures.units}
    assert SAID in paragraphs(unit_report(of[JATIREJO].figures).blocks)
    assert SAID in paragraphs(unit_report(of[JATIREJO].public).blocks)
    assert "Target" not in paragraphs(unit_report(of[GONDANG].figures).blocks)
    workbook = python_calamine.CalamineWorkbook.from_filelike(
        BytesIO(unit_workbook(of[JATIREJO].figures, responses([30] * 9, RESPONDENTS)))
    )
    lines = workbook.get_sheet_by_name("Ringkasan").to_python()
    assert [98.87, "target tahun 2024: 75,10 (Renstra)"] in [
        [cell for cell in line[1:] if cell != ""] for line in lines if line[0] == "Capaian target (%)"
    ]


def test_the_regency_s_documents_say_who_reached_it(figures: PeriodFigures) -> None:
    blocks = regency_report(figures.regency.figures).blocks
    [table] = [one for one in blocks if isinstance(one, TableBlock) and "Capaian target" in one.caption]
    assert [[cell.text for cell in row] for row in table.rows] == [
        [NAMES[JATIREJO], "75,10", "Renstra", "74,25", "98,87\u00a0%"]
    ]
    assert "Dari 2 unit yang memiliki IKM, 1 unit memiliki target tahunan; 0 di antaranya" in paragraphs(blocks)
    workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(regency_workbook(figures.regency.figures)))
    assert workbook.get_sheet_by_name("Target").to_python()[-1] == [NAMES[JATIREJO], 75.1, "Renstra", 74.25, 98.87]


def test_the_unit_s_page_says_it_too(figures: PeriodFigures) -> None:
    [unit] = [unit for unit in figures.units if unit.owner == JATIREJO]
    page = unit_page(unit.public, bps_code=None, downloads=(), period_codes=(PERIOD,))
    [file] = unit_pages(site_figures(Settings(), [PERIOD]), [page])
    assert "98,87\u00a0% <small>target tahun 2024: 75,10 (Renstra)</small>" in file.content.decode()


def test_words_of_a_target_that_was_reached() -> None:
    reached = TargetFigure(year=2024, ikm=Decimal("74.25"), source="", attainment=Decimal("100.00"))
    assert target_sentence(reached).endswith("adalah 74,25; capaiannya 100,00\u00a0%, target tercapai.")
    assert target_text(reached) == "target tahun 2024: 74,25"


def test_a_target_of_an_unknown_unit_stops_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    path.write_text("unit_code,year,target\nX,2024,80\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="unit_code 'X' tidak ada"):
        with_targets(registry(*NAMES), path)

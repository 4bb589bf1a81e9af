"""Reports of units that answer eight unsur: who gets one, and that a fault at one is its own."""

from decimal import Decimal
from pathlib import Path

import pytest

from contracts.home import Home
from contracts.settings import Settings
from pipeline.documents import bundles
from pipeline.documents.bundles import PeriodFigures
from tests.unit.pipeline.small_year import GONDANG, JATIREJO, NAMES, PERIOD, publish_year, registry

INDEX = {
    "period_code": PERIOD, "questionnaire": "delapan", "code": "IKM", "kind": "apart", "position": 9,
    "name": "Indeks tanpa unsur U4", "formula": "rata-rata", "asked": 4, "respondents": 4, "scale": 4, "mean": 3.0,
    "score": Decimal("75.00"), "mutu": "C",
}  # fmt: skip


def test_whoever_has_no_index_for_that_reason_and_a_fault_at_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also who owes no report, because it ended within the period: nobody stands in `missing_unit` here."""
    home = Home(tmp_path)
    publish_year(home, ikm_unit=[], further_index=[{**INDEX, "unit_code": code} for code in NAMES])
    (both, failed), (one, _) = (
        PeriodFigures(home, Settings(), registry(*NAMES), PERIOD, code).apart for code in (None, GONDANG)
    )
    assert ([bundle.owner for bundle in both], [bundle.owner for bundle in one]) == ([JATIREJO, GONDANG], [GONDANG])
    assert failed == {}

    def logo_of(home: Home, unit_code: str) -> None:
        if unit_code == JATIREJO:
            raise ValueError("fault")

    monkeypatch.setattr(bundles, "logo_of", logo_of)
    told, failed = PeriodFigures(home, Settings(), registry(*NAMES), PERIOD).apart
    assert ([bundle.owner for bundle in told], list(failed)) == ([GONDANG], [JATIREJO])


def test_who_has_an_index_gets_none(tmp_path: Path) -> None:
    home = Home(tmp_path)
    publish_year(home, further_index=[{**INDEX, "unit_code": GONDANG}])
    assert PeriodFigures(home, Settings(), registry(*NAMES), PERIOD).apart == ((), {})

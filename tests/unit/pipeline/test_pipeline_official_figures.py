"""How final a period is, in what documents and the site are made from."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contracts.home import Home
from contracts.settings import Settings
from pipeline.documents import site
from pipeline.documents.bundles import RegencyBundle, UnitBundle, regency_bundle, unit_bundles
from storage.store import LocalStore
from tests.unit.pipeline.small_year import GONDANG, JATIREJO, PERIOD, publish_year, registry
from tests.unit.reports.revision_rows import (
    CLOSER,
    REASON,
    first_edition,
    regency_change,
    revision,
    unit_change,
    unsur_changes,
)
from warehouse.read import Reader, open_published

Rows = dict[str, Any]

NEVER: dict[str, list[Rows]] = {}
CLOSED = {"edition": [first_edition("official")]}


def reopened(**values: Any) -> dict[str, list[Rows]]:
    return {
        "edition": [first_edition(), revision() | values],
        "edition_change": [unit_change(), unit_change("same", GONDANG)],
        "edition_change_unsur": unsur_changes(),
        "edition_change_regency": [regency_change()],
    }


def rows_of_tables(tables: dict[str, list[Rows]]) -> dict[str, list[Rows]]:
    """Without the names that only the answer to a question has."""
    return {
        name: [{key: value for key, value in row.items() if key not in ("unit_name", "unit_type")} for row in rows]
        for name, rows in tables.items()
    }


Bundles = tuple[dict[str, UnitBundle], RegencyBundle]


def bundles_of(root: Path, tables: dict[str, list[Rows]]) -> Bundles:
    home = Home(root)
    publish_year(home, **rows_of_tables(tables))
    with open_published(home) as reader:
        units = list(unit_bundles(reader, PERIOD, Settings(), registry(JATIREJO, GONDANG)))
        return {one.figures.unit_code: one for one in units}, regency_bundle(reader, PERIOD, Settings())


@pytest.fixture(scope="module")
def of_draft(tmp_path_factory: pytest.TempPathFactory) -> Bundles:
    """Of the period reopened."""
    return bundles_of(tmp_path_factory.mktemp("draft"), reopened())


def test_closing_makes_no_document_due_and_a_revision_all_of_them(of_draft: Bundles, tmp_path: Path) -> None:
    never, never_regency = bundles_of(tmp_path / "never", NEVER)
    closed, closed_regency = bundles_of(tmp_path / "closed", CLOSED)
    draft, draft_regency = of_draft
    official, official_regency = bundles_of(tmp_path / "official", reopened(state="official"))
    reworded, reworded_regency = bundles_of(tmp_path / "reworded", reopened(reason="Alasan lain"))
    for code in (JATIREJO, GONDANG):
        assert never[code].figures.run.inputs_hash == closed[code].figures.run.inputs_hash
        assert draft[code].figures.run.inputs_hash == official[code].figures.run.inputs_hash
        assert len({one[code].figures.run.inputs_hash for one in (never, draft, reworded)}) == 3
    assert never_regency.inputs == closed_regency.inputs
    assert draft_regency.inputs == official_regency.inputs
    assert len({one.inputs for one in (never_regency, draft_regency, reworded_regency)}) == 3


def test_the_documents_of_the_regency_depend_on_all_answers(tmp_path: Path) -> None:
    """Also on those that move no figure: else whose code is known could be tried out."""
    inputs = set()
    for day in (1, 2):
        _, regency = bundles_of(tmp_path, {"response": [{"unit_code": GONDANG, "response_date": date(2024, 3, day)}]})
        inputs.add(regency.inputs)
    assert len(inputs) == 2


def test_a_bundle_holds_what_the_revision_changed(of_draft: Bundles) -> None:
    units, regency = of_draft
    jatirejo, gondang = units[JATIREJO].figures.revision, units[GONDANG].figures.revision
    assert jatirejo is not None
    assert gondang is not None
    assert jatirejo.change is not None
    assert gondang.change is not None
    assert (jatirejo.change.change, len(jatirejo.unsur)) == ("changed", 9)
    assert (gondang.change.change, gondang.unsur) == ("same", ())
    assert regency.figures.revision is not None
    assert [unit.unit_name for unit in regency.figures.revision.units] == ["Kecamatan Jatirejo"]
    assert CLOSER not in units[JATIREJO].figures.model_dump_json()


@pytest.mark.parametrize("tables", [NEVER, reopened()], ids=["never closed", "reopened"])
def test_however_many_units_there_are_the_questions_are_as_many(
    tmp_path: Path, tables: dict[str, list[Rows]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = Reader.rows
    monkeypatch.setattr(
        Reader, "rows", lambda self, sql, parameters=None: asked.append(sql) or ask(self, sql, parameters)
    )
    home = Home(tmp_path)
    publish_year(home, **rows_of_tables(tables))
    counts = []
    with open_published(home) as reader:
        for unit_code in (JATIREJO, None):
            asked.clear()
            # Nobody is registered any more: not even that asks for each unit.
            assert list(unit_bundles(reader, PERIOD, Settings(), registry(), unit_code))
            counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("is_known", [True, False])
def test_a_unit_that_left_the_registry_stays_in_its_official_period(tmp_path: Path, is_known: bool) -> None:
    home = Home(tmp_path)
    known = [{"unit_code": JATIREJO, "unit_name": "Kecamatan Jatirejo", "unit_type": "kecamatan"}]
    former = [{"unit_code": GONDANG, "unit_name": "Kecamatan Gondang", "unit_type": "kecamatan"}] if is_known else []
    publish_year(home, **CLOSED, unit=known + former)
    with open_published(home) as reader:
        units = {one.figures.unit_code: one for one in unit_bundles(reader, PERIOD, Settings(), registry(JATIREJO))}
    assert units[GONDANG].figures.unit_name == ("Kecamatan Gondang" if is_known else GONDANG)
    assert units[GONDANG].figures.rank_in_type is not None
    site.build(home, LocalStore(home.reports), Settings(), registry(JATIREJO))
    assert "Resmi" in (home.site / PERIOD / f"{GONDANG}.html").read_text(encoding="utf-8")


def test_the_site_is_built_again_when_a_period_s_state_changes(tmp_path: Path) -> None:
    home = Home(tmp_path)

    def shown(tables: dict[str, list[Rows]]) -> tuple[str, str]:
        publish_year(home, **rows_of_tables(tables))
        site.build(home, LocalStore(home.reports), Settings(), registry(JATIREJO, GONDANG))
        period, unit = (
            (home.site / PERIOD / name).read_text(encoding="utf-8") for name in ("index.html", f"{JATIREJO}.html")
        )
        assert CLOSER not in period + unit
        return period, unit

    for tables, told in (
        (NEVER, "<b>Sementara</b>"),
        (CLOSED, "<b>Resmi</b>"),
        (reopened(), "<b>Sedang direvisi (Revisi 1)</b>"),
        (reopened(state="official", closed_at=first_edition()["closed_at"]), "<b>Resmi, Revisi 1</b>"),
    ):
        for page in shown(tables):
            assert told in page
            assert (REASON in page) is ("Revisi 1" in told)
    assert site.build(home, LocalStore(home.reports), Settings(), registry(JATIREJO, GONDANG)).written == 0

"""A regency begins: a home of its own, forms for its offices, the filled forms come back, and everything that is made
speaks of that regency."""

import json
from datetime import date, timedelta
from pathlib import Path

import pymupdf
import pytest

from contracts.home import Home
from tests.integration.offices import State, run
from tests.unit.cli.conftest import Skm
from tests.unit.reports.word_text import lines_of
from tests.unit.reports.workbooks.test_reports_answer_form import GOOD, changed, filled_in

pytestmark = pytest.mark.usefixtures("without_prefect")

REGISTRY = (
    "unit_code;unit_name;unit_type;signatory_office;service_recipients_2026\r\n"
    "35.08.01;Kecamatan Tempursari;kecamatan;Camat Tempursari;1.240\r\n"
    "35.08.02;Kecamatan Pronojiwo;kecamatan;;\r\n"
)
PEOPLE = 12


@pytest.fixture
def begun(skm: Skm, tmp_path: Path) -> tuple[Home, State]:
    """Tempursari sends its form filled in, Pronojiwo empty; and a form is sent where somebody left out an answer."""
    registry, forms, home = tmp_path / "unit.csv", tmp_path / "formulir", Home(tmp_path / "data")
    registry.write_text(REGISTRY, encoding="utf-8-sig", newline="")
    options = ("--regency", "Kabupaten Lumajang", "--capital", "Lumajang", "--registry", registry)
    assert skm("init", "--home", home.root, *options).code == 0
    assert skm("template", "--to", forms, "--home", home.root).code == 0
    lines = [changed(GOOD, timestamp=date(2026, 3, 2) + timedelta(days=day)) for day in range(PEOPLE)]
    form = forms / "Isian SKM Kecamatan Tempursari.xlsx"
    (home.inbox / form.name).write_bytes(filled_in(form.read_bytes(), [*lines, changed(GOOD, u4=None)]))
    empty = forms / "Isian SKM Kecamatan Pronojiwo.xlsx"
    (home.inbox / empty.name).write_bytes(empty.read_bytes())
    text = home.settings.read_text(encoding="utf-8")
    home.settings.write_text(text.replace('kinds = ["year", "semester"]', 'kinds = ["year"]'), encoding="utf-8")
    return home, run(home, year="2026", documents=True)


def test_a_regency_begins(begun: tuple[Home, State]) -> None:
    home, state = begun
    form, empty = "Isian SKM Kecamatan Tempursari.xlsx", "Isian SKM Kecamatan Pronojiwo.xlsx"
    assert state.counts(form) == (PEOPLE + 1, PEOPLE, 1, 0)
    assert (state.status(empty), state.why(empty)) == ("rejected", "no_rows")
    assert state.indexes == {"35.08.01": (PEOPLE, state.indexes["35.08.01"][1])}
    assert state.totals["35.08.01", "U1"] == 4 * PEOPLE
    assert state.totals["35.08.01", "U9"] == PEOPLE
    (letter,) = (home.quarantine / "35.08.02").iterdir()
    said = lines_of(letter.read_bytes())
    assert said[:2] == ["Pemerintah Kabupaten Lumajang", "Bagian Organisasi Sekretariat Daerah"]
    assert "Yth. Pimpinan Kecamatan Pronojiwo" in said
    assert [path.suffix for path in (home.quarantine / "35.08.01").iterdir()] == [".xlsx"]
    made = [path for folder in (home.reports, home.site) for path in folder.rglob("*") if path.is_file()]
    pdfs = [path for path in made if path.suffix == ".pdf"]
    assert len(pdfs) > 3
    for path in pdfs:
        with pymupdf.open(path) as document:
            text = "".join(page.get_text() for page in document)
        assert "LUMAJANG" in text.upper(), path
        assert not {word for word in ("MOJOKERTO", "35.16", "SUKMA") if word in text.upper()}, path
    pages = "".join(path.read_text(encoding="utf-8") for path in made if path.suffix in (".html", ".json", ".csv"))
    assert "Kabupaten Lumajang" in pages
    assert "mojokerto" not in pages.lower()
    metadata = json.loads((home.site / "data" / "metadata.json").read_text(encoding="utf-8"))
    assert metadata["cakupan_wilayah"]["nama"] == "Kabupaten Lumajang"

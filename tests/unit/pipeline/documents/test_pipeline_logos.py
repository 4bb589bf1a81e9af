"""Logos of letterheads: whose stands where, that a changed one makes documents again, a broken one stops nothing."""

import os
from pathlib import Path

import pymupdf

from contracts.home import Home
from contracts.settings import Settings
from pipeline.documents.bundles import PeriodFigures
from pipeline.documents.logos import logo_of, logos_state, unusable_logos
from reports.unit.unit_report import unit_report
from reports.writers.pdf import render_pdf
from reports.writers.word import render_docx
from tests.unit.pipeline.small_year import GONDANG, JATIREJO, NAMES, PERIOD, publish_year, registry
from tests.unit.reports.pictures import jpeg


def put(home: Home, name: str, content: bytes, *, at: int = 1) -> None:
    path = home.assets / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (at, at))


def test_a_unit_s_own_logo_stands_before_the_regency_s(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert (logo_of(home), logos_state(home), unusable_logos(home)) == (None, "", [])
    put(home, "logo.png", jpeg(40, 20, kind="PNG"))
    put(home, f"units/{JATIREJO}/logo.jpg", jpeg(900, 300))
    sizes = [(one.width, one.height) for code in (None, GONDANG, JATIREJO) if (one := logo_of(home, code))]
    assert sizes == [(40, 20), (40, 20), (400, 133)]


def test_one_that_cannot_be_printed_is_named_and_left_out(tmp_path: Path) -> None:
    home = Home(tmp_path)
    put(home, "logo.png", b"rusak")
    assert logo_of(home) is None
    assert unusable_logos(home) == [
        "assets/logo.png: rusak atau bukan gambar JPEG atau PNG; simpan ulang sebagai JPEG."
    ]


def test_documents_are_made_again_and_show_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    publish_year(home)

    def now() -> tuple[str, dict[str, str], str]:
        figures = PeriodFigures(home, Settings(), registry(*NAMES), PERIOD)
        own = {one.owner: one.figures.run.inputs_hash for one in figures.units}
        return figures.made_from, own, figures.regency.inputs

    seen = [now()]
    put(home, f"units/{GONDANG}/logo.png", jpeg(kind="PNG"))
    seen.append(now())
    put(home, "logo.png", jpeg(30, 30, kind="PNG"))
    seen.append(now())
    put(home, "logo.png", jpeg(20, 30, kind="PNG"), at=2)
    seen.append(now())
    assert [len({one(state) for state in seen}) for one in (lambda s: s[0], lambda s: s[2])] == [4, 3]
    assert [len({own[code] for _, own, _ in seen}) for code in (JATIREJO, GONDANG)] == [3, 2]
    figures = PeriodFigures(home, Settings(), registry(*NAMES), PERIOD).units[0]
    report = unit_report(figures.figures)
    with pymupdf.open(stream=render_pdf(report).content) as pdf:
        assert sum(len(page.get_images()) for page in pdf) == 1
    assert b"word/media/picture1.jpeg" in render_docx(report)
    assert unit_report(figures.public).letterhead.logo == report.letterhead.logo

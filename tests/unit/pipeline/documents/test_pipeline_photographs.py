"""Photographs of a period: whose they are, that documents are made again for them, how they come to their makers."""

import os
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from contracts.home import Home
from contracts.photographs import MOST_PRINTED
from contracts.settings import Settings
from pipeline.documents.bundles import PeriodFigures
from pipeline.documents.photographs import PeriodPhotographs, handed_on, never_shown
from reports.rendering import UnitSource, unit_report
from storage.store import LocalStore
from tests.unit.pipeline.small_year import GONDANG, JATIREJO, NAMES, PERIOD, publish_year, registry
from tests.unit.reports.pictures import jpeg

REGISTRY, SETTINGS = registry(*NAMES), Settings()


def put(home: Home, name: str, content: bytes = b"isi", *, at: int = 1) -> Path:
    path = home.inbox / "foto" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (at, at))
    return path


def of_period(home: Home) -> PeriodPhotographs:
    return PeriodPhotographs(home, SETTINGS, REGISTRY, PERIOD)


def test_a_folder_names_its_unit_by_code_or_by_name(tmp_path: Path) -> None:
    home = Home(tmp_path)
    put(home, f"{JATIREJO}/2024/b loket.jpg")
    put(home, "kecamatan jatirejo/2024/rapat.jpg")
    put(home, "gondang/2024/IMG_1.jpg")
    put(home, f"{JATIREJO}/2024-S1/lain.jpg")
    put(home, "entah/2024/a.jpg")
    put(home, "jatirejo dan gondang/2024/a.jpg")
    found = of_period(home)
    assert [one.caption for one in found.figures_of(JATIREJO)] == ["B loket", "Rapat"]
    assert [(one.name, one.caption) for one in found.figures_of(GONDANG)] == [("IMG_1.jpg", "")]
    said = never_shown(home, SETTINGS, REGISTRY, [PERIOD])
    assert [one.partition(":")[0] for one in said] == [
        *(f"foto/{JATIREJO}/2024-S1", "foto/entah/2024", "foto/jatirejo dan gondang/2024"),
    ]
    assert "tidak ada laporan periode 2024-S1" in said[0]
    assert "kode unitnya, misalnya foto/35.16.01/2024" in said[1]


def test_documents_are_made_again_when_a_photograph_comes_changes_or_goes(tmp_path: Path) -> None:
    home = Home(tmp_path)
    publish_year(home)

    def now() -> tuple[str, dict[str, str], dict[str, str]]:
        figures = PeriodFigures(home, SETTINGS, REGISTRY, PERIOD)
        own = {one.owner: one.figures.run.inputs_hash for one in figures.units}
        return figures.made_from, own, {one.owner: one.public.model_dump_json() for one in figures.units}

    seen = [now()]
    for change in (
        lambda: put(home, f"{JATIREJO}/2024/a.jpg"),
        lambda: put(home, f"{JATIREJO}/2024/a.jpg", at=2),
        lambda: put(home, f"{JATIREJO}/2024/b.jpg"),
        lambda: (home.inbox / f"foto/{JATIREJO}/2024/b.jpg").unlink(),
    ):
        change()
        seen.append(now())
    assert len({made_from for made_from, _, _ in seen}) == 4
    assert seen[-1] == seen[2]
    assert len({own[JATIREJO] for _, own, _ in seen}) == 4
    assert len({own[GONDANG] for _, own, _ in seen}) == 1
    assert all(public == seen[0][2] for _, _, public in seen)


def test_they_come_to_who_makes_the_report_and_a_broken_one_stops_nothing(tmp_path: Path) -> None:
    home, staging = Home(tmp_path / "home"), LocalStore(tmp_path / "staging")
    publish_year(home)
    for number in range(MOST_PRINTED + 1):
        put(home, f"{JATIREJO}/2024/{number:02} loket.jpg", jpeg() if number else b"\xff\xd8\xffrusak")
    gone = home.inbox / f"foto/{JATIREJO}/2024/05 loket.jpg"
    figures = PeriodFigures(home, SETTINGS, REGISTRY, PERIOD)
    bundle = next(one for one in figures.units if one.owner == JATIREJO)
    gone.unlink()
    figures.photographs.hand_on(staging, JATIREJO, "run/2024-0.parquet")
    files = handed_on(staging, JATIREJO, "run/2024-0.parquet", bundle.figures.photographs)
    assert [len(content) > 0 for _, content in files] == [number != 5 for number in range(MOST_PRINTED)]
    made = unit_report(UnitSource(bundle.figures, bundle.public, bundle.small_cell, (), files))
    with ZipFile(BytesIO(made["docx"])) as word:
        assert len([name for name in word.namelist() if name.startswith("word/media/")]) == MOST_PRINTED - 2
        text = word.read("word/document.xml").decode()
    for expected in ("1 foto lain tidak dimuat", "00 loket.jpg: rusak", "05 loket.jpg: tidak dapat dibaca"):
        assert expected in text
    assert handed_on(staging, GONDANG, "run/2024-0.parquet", ()) == ()

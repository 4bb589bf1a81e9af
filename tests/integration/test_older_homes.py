"""A home of every release that is still opened: this code says the same figures, and leaves alone what is official.

The homes lie in `tests/homes/`, made by `tests/homes/make.py` when they were new."""

import hashlib
import json
import tarfile
from pathlib import Path

import pytest

from contracts import home_format
from contracts.clock import now
from contracts.home import Home
from pipeline import editions, publications
from pipeline.closing import reproducing
from portal.server.accounts import Accounts
from portal.server.database import Database
from tests.homes.make import HERE, PASSWORD, PERIOD, kept, published
from tests.integration.offices import run

pytestmark = pytest.mark.usefixtures("without_prefect")

HOMES = sorted(HERE.glob("*.tar.xz"))
TOLD_OTHERWISE = {
    "2026-11-22": (  # that the newer one replaces it was what `skm accept` said; since 2026-11-28 the reason tells that
        ["Kecamatan Melati.csv", "superseded", "newer_elsewhere", 0, 0],
        ["Kecamatan Melati.csv", "superseded", "replaced_as_said", 0, 0],
    )
}
"""Of a day's files, what is told otherwise now, and how."""


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_there_are_homes_of_three_releases_and_they_are_small() -> None:
    assert len(HOMES) >= 3
    assert all(path.stat().st_size < 100_000 for path in HOMES)


def opened(day: str, folder: Path) -> Home:
    home = Home(folder / "data")
    with tarfile.open(HERE / f"{day}.tar.xz") as tar:
        tar.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)  # Debian 12's 3.11.2 has none
        tar.extractall(home.root)
    return home


@pytest.mark.parametrize("day", [path.name.partition(".")[0] for path in HOMES])
def test_an_older_home_says_the_same(day: str, tmp_path: Path) -> None:
    home = opened(day, tmp_path)
    said = json.loads((HERE / f"{day}.json").read_text("utf-8"))
    assert said.pop("made_by")
    if day in TOLD_OTHERWISE:
        then, today = TOLD_OTHERWISE[day]
        said["files"][said["files"].index(then)] = today
    official = hashes(home.editions)
    about = home_format.about(home)

    known = editions.load(home)
    assert PERIOD in known.closed
    publications.load(home).verify()
    assert kept(home) == said.pop("kept")
    assert Accounts(Database(home.accounts), now).verified("mawar", PASSWORD) is not None

    run(home)
    assert published(home) == said
    assert hashes(home.editions) == official
    now_about = home_format.about(home)
    assert now_about is not None
    if about is not None:
        assert (now_about.id, now_about.made_by) == (about.id, about.made_by)


def test_what_an_older_home_closed_is_computed_once_more(tmp_path: Path) -> None:
    """By settings and registry of today: it kept neither, and newer settings have another hash whatever they say."""
    again = reproducing.reproduce(opened("2026-11-29", tmp_path).root, f"{PERIOD}@1")
    assert (again.settings_kept, again.settings_same) == (False, False)
    # Two units: their intervals are of a method (chapter 9) that is younger than the edition, and since then units with
    # few respondents have no rank (chapter 7), among all and among their type.
    assert {one.name: one.differing for one in again.tables if not one.is_same} == {"ikm_unit": 2, "ikm_ranking": 4}

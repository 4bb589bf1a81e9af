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
from pipeline import decisions, editions, publications
from pipeline.erasing import erasure_list
from portal.server.accounts import Accounts
from portal.server.database import Database
from tests.homes.make import HERE, PASSWORD, PERIOD, published
from tests.integration.offices import run

pytestmark = pytest.mark.usefixtures("without_prefect")

HOMES = sorted(HERE.glob("*.tar.xz"))


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_there_is_a_home_and_it_is_small() -> None:
    assert HOMES
    assert all(path.stat().st_size < 100_000 for path in HOMES)


@pytest.mark.parametrize("packed", HOMES, ids=lambda path: path.name.partition(".")[0])
def test_an_older_home_says_the_same(packed: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    with tarfile.open(packed) as tar:
        tar.extractall(home.root, filter="data")
    official = hashes(home.editions)
    about = home_format.about(home)
    assert about is not None

    known = editions.load(home)
    assert PERIOD in known.closed
    publications.load(home).verify()
    assert decisions.load(home).lines
    assert erasure_list.load(home).lines == ()
    assert Accounts(Database(home.accounts), now).verified("mawar", PASSWORD) is not None

    run(home)
    assert published(home) == json.loads(packed.with_name(packed.name.replace(".tar.xz", ".json")).read_text("utf-8"))
    assert hashes(home.editions) == official
    now_about = home_format.about(home)
    assert now_about is not None
    assert (now_about.id, now_about.made_by) == (about.id, about.made_by)

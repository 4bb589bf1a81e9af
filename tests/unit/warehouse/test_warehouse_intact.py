"""A published version that is not what was written: noticed, set aside, and never under its name again."""

import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from contracts.errors import HomeError
from contracts.home import Home
from contracts.lock import HeldLock
from warehouse.intact import HASHES_NAME, damaged_file
from warehouse.pin import Pin, pin
from warehouse.publish import published_version, set_damaged_aside, versions

Publish = Callable[[], Path]


def altered(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b"x")


def one_more(version: Path) -> None:
    (version / "parquet" / "new.parquet").write_bytes(b"")


@pytest.mark.parametrize(
    ("damage", "file"),
    [
        pytest.param(lambda version: altered(version / "skm.duckdb"), "skm.duckdb", id="altered"),
        pytest.param(lambda version: (version / "parquet/unit.parquet").unlink(), "parquet/unit.parquet", id="gone"),
        pytest.param(one_more, "parquet/new.parquet", id="one more"),
        pytest.param(lambda version: altered(version / HASHES_NAME), None, id="a line that names nothing"),
    ],
)
def test_what_is_not_what_was_written(
    publish_small: Publish, damage: Callable[[Path], object], file: str | None
) -> None:
    version = publish_small()
    assert damaged_file(version) is None
    assert subprocess.run(["sha256sum", "--check", "--quiet", HASHES_NAME], cwd=version, check=False).returncode == 0
    damage(version)
    found = damaged_file(version)
    assert found is not None if file is None else found == file


def test_of_a_version_from_before_nothing_is_known(publish_small: Publish) -> None:
    version = publish_small()
    (version / HASHES_NAME).unlink()
    altered(version / "skm.duckdb")
    assert damaged_file(version) is None


def test_it_is_set_aside_and_the_newest_whole_one_is_published(
    home: Home, publish_small: Publish, lock: HeldLock
) -> None:
    first, second, third = publish_small(), publish_small(), publish_small()
    assert set_damaged_aside(home, lock=lock) is None
    for link in (home.database, home.warehouse / "parquet"):
        link.unlink()
    assert set_damaged_aside(home, lock=lock) is None
    assert home.database.resolve() == published_version(home) / "skm.duckdb"  # as everybody reads it
    assert (home.warehouse / "parquet").is_dir()
    altered(second / "skm.duckdb")
    altered(third / "skm.duckdb")
    assert "Gudang data versi 000003 rusak (skm.duckdb" in str(set_damaged_aside(home, lock=lock))
    assert published_version(home) == first
    fourth = publish_small()
    assert fourth.name == "000004"
    assert [version.name for version in versions(home)] == ["000001", "000002", "000004"]
    assert not list(fourth.parent.glob("*.damaged"))


def test_the_only_one_leaves_nothing_published(home: Home, publish_small: Publish, lock: HeldLock) -> None:
    altered(publish_small() / "skm.duckdb")
    assert set_damaged_aside(home, lock=lock)
    assert published_version(home) is None
    assert publish_small().name == "000002"


def test_a_pinned_one_stays_and_is_told_of(home: Home, publish_small: Publish, lock: HeldLock) -> None:
    version = publish_small()
    pin(home, Pin(version=version.name, by="budi", at=datetime(2026, 3, 1)))
    altered(version / "skm.duckdb")
    with pytest.raises(HomeError, match=r"yang sedang dikunci, rusak: skm\.duckdb"):
        set_damaged_aside(home, lock=lock)
    assert published_version(home) == version

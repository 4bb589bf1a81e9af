"""A held version: it is kept, and nothing passes over a pin that cannot be read."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from contracts.errors import HomeError
from contracts.home import Home
from warehouse.pin import Pin, pin, pinned, release
from warehouse.publish import KEPT_VERSIONS, find_version, published_version, versions
from warehouse.read import check_readable

PIN = Pin(version="000001", by="budi", at=datetime(2026, 1, 5, 8))
Publish = Callable[[], Path]


def test_a_pin_is_kept_until_it_is_released(home: Home, publish_small: Publish) -> None:
    publish_small()
    assert pinned(home) is None
    pin(home, PIN)
    assert pinned(home) == PIN
    pin(home, PIN.model_copy(update={"by": "ani"}))
    assert pinned(home) == PIN.model_copy(update={"by": "ani"})
    assert [path.name for path in home.warehouse.glob("*pinned*")] == ["pinned.json"]
    assert release(home)
    assert not release(home)
    assert pinned(home) is None


@pytest.mark.parametrize("content", [b"", b"{}", b'{"version": 1', b"\xff"])
def test_a_damaged_pin_stops_and_can_be_released(home: Home, publish_small: Publish, content: bytes) -> None:
    publish_small()
    pin(home, PIN)
    (home.warehouse / "pinned.json").write_bytes(content)
    with pytest.raises(HomeError, match="skm rollback --release"):
        pinned(home)
    assert release(home)


def test_the_pinned_version_is_never_removed(home: Home, publish_small: Publish) -> None:
    publish_small()
    pin(home, PIN)
    for _ in range(KEPT_VERSIONS + 1):
        publish_small()
    assert [path.name for path in versions(home)][:2] == ["000001", "000003"]
    release(home)
    publish_small()
    assert len(versions(home)) == KEPT_VERSIONS


def test_a_version_is_found_without_being_published(home: Home, publish_small: Publish) -> None:
    first, second = publish_small(), publish_small()
    assert find_version(home) == first
    assert published_version(home) == second
    check_readable(first)


def test_a_version_of_another_release_is_named(tmp_path: Path) -> None:
    version = tmp_path / "000007"
    version.mkdir()
    with duckdb.connect(str(version / "skm.duckdb")) as connection:
        connection.execute("CREATE TABLE unit (unit_code VARCHAR)")
    with pytest.raises(HomeError, match=r"000007.*versi program yang lain.*unit\.unit_name"):
        check_readable(version)
    (version / "skm.duckdb").write_bytes(b"no database")
    with pytest.raises(HomeError, match="000007 tidak dapat dibuka"):
        check_readable(version)

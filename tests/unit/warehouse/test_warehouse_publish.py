"""Publication: the old version or the new one, whole, at every moment and however a run ends."""

import errno
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from contracts.errors import HomeError
from contracts.home import Home
from contracts.lock import HeldLock, NotLockedError
from pipeline.lock import one_run_at_a_time
from warehouse.publish import (
    KEPT_VERSIONS,
    IncompleteVersionError,
    new_version,
    publish,
    published_version,
    rollback,
    versions,
)
from warehouse.read import open_published, query

Publish = Callable[[], Path]
ROOT = Path(__file__).parents[3]

PUBLISH_FOR_EVER = """
import shutil, sys, time
from pathlib import Path
from contracts.home import Home
from pipeline.lock import one_run_at_a_time
from warehouse.publish import new_version, publish
home, source = Home(Path(sys.argv[1])), Path(sys.argv[2])
home.root.mkdir(exist_ok=True)
while True:
    with one_run_at_a_time(home, wait_seconds=30) as lock:
        building = new_version(home, lock=lock)
        shutil.copytree(source, building, dirs_exist_ok=True)
        publish(home, building, lock=lock)
    print("published", flush=True)
    time.sleep(0.02)  # the other's turn
"""


def names(folders: list[Path]) -> list[str]:
    return [folder.name for folder in folders]


def test_everything_is_reached_through_one_link(home: Home, publish_small: Publish) -> None:
    version = publish_small()
    assert version == home.warehouse / "versions" / "000001"
    assert published_version(home) == version
    assert (home.warehouse / "current").readlink() == Path("versions/000001")
    assert home.database.readlink() == Path("current/skm.duckdb")
    assert (home.warehouse / "parquet").readlink() == Path("current/parquet")
    assert home.database.resolve() == (version / "skm.duckdb").resolve()
    assert (home.warehouse / "parquet" / "unit.parquet").is_file()


def test_a_home_may_be_moved(tmp_path: Path, home: Home, publish_small: Publish) -> None:
    publish_small()
    home.root.rename(tmp_path / "elsewhere")
    assert query(Home(tmp_path / "elsewhere"), "SELECT count(*) FROM unit").rows == [(3,)]


def test_published_files_are_read_only(publish_small: Publish) -> None:
    version = publish_small()
    files = [path for path in version.rglob("*") if path.is_file()]
    assert files
    assert all(path.stat().st_mode & 0o222 == 0 for path in files)


def test_nothing_is_published_at_first(home: Home, lock: HeldLock) -> None:
    assert published_version(home) is None
    assert versions(home) == []
    new_version(home, lock=lock)
    assert published_version(home) is None
    assert versions(home) == []


@pytest.mark.parametrize("missing", ["skm.duckdb", "parquet/run.parquet"])
def test_what_is_incomplete_is_not_published(home: Home, lock: HeldLock, small_version: Path, missing: str) -> None:
    building = new_version(home, lock=lock)
    shutil.copytree(small_version, building, dirs_exist_ok=True)
    (building / missing).unlink()
    with pytest.raises(IncompleteVersionError, match=missing):
        publish(home, building, lock=lock)
    assert published_version(home) is None


def test_a_database_that_was_not_closed_is_not_published(home: Home, lock: HeldLock, small_version: Path) -> None:
    building = new_version(home, lock=lock)
    shutil.copytree(small_version, building, dirs_exist_ok=True)
    (building / "skm.duckdb.wal").write_bytes(b"pending")
    with pytest.raises(IncompleteVersionError, match="not closed"):
        publish(home, building, lock=lock)


def test_the_last_versions_are_kept(home: Home, publish_small: Publish) -> None:
    for _ in range(KEPT_VERSIONS + 2):
        publish_small()
    assert names(versions(home)) == ["000003", "000004", "000005", "000006", "000007"]
    assert {path.name for path in (home.warehouse / "versions").iterdir()} == set(names(versions(home)))


def test_rollback_publishes_an_earlier_version(home: Home, lock: HeldLock, publish_small: Publish) -> None:
    for _ in range(3):
        publish_small()
    assert rollback(home, lock=lock).name == "000002"
    assert rollback(home, lock=lock).name == "000001"
    with pytest.raises(HomeError, match="lebih lama"):
        rollback(home, lock=lock)
    assert rollback(home, "000003", lock=lock) == published_version(home)
    with pytest.raises(HomeError, match=r"'000009' tidak ada.*000001, 000002, 000003"):
        rollback(home, "000009", lock=lock)
    with pytest.raises(HomeError):
        rollback(home, "../../etc", lock=lock)


def test_after_a_rollback_names_are_not_used_again_and_the_published_is_never_removed(
    home: Home, lock: HeldLock, publish_small: Publish
) -> None:
    for _ in range(KEPT_VERSIONS):
        publish_small()
    rollback(home, "000001", lock=lock)
    for _ in range(3):
        building = new_version(home, lock=lock)
        assert (home.warehouse / "versions" / "000001").is_dir()
        shutil.rmtree(building)
    assert publish_small().name == "000006"
    assert "000001" not in names(versions(home))


def test_leftovers_of_killed_runs_are_removed(home: Home, lock: HeldLock, publish_small: Publish) -> None:
    published = publish_small()
    abandoned = new_version(home, lock=lock)
    (abandoned / "skm.duckdb").write_bytes(b"half")
    half_dropped = home.warehouse / "versions" / ".dropped-000000"
    half_dropped.mkdir()
    (home.warehouse / ".new-current").symlink_to("versions/000009")
    building = new_version(home, lock=lock)
    assert list(building.iterdir()) == [building / "parquet"]
    assert not half_dropped.exists()
    assert not (home.warehouse / ".new-current").is_symlink()
    assert published_version(home) == published


def test_something_else_in_the_way_is_named(home: Home, lock: HeldLock, small_version: Path) -> None:
    building = new_version(home, lock=lock)
    shutil.copytree(small_version, building, dirs_exist_ok=True)
    (home.warehouse / "parquet").mkdir()
    with pytest.raises(HomeError, match="parquet menghalangi"):
        publish(home, building, lock=lock)
    assert published_version(home) is None


def test_a_full_disk_is_not_something_in_the_way(
    home: Home, lock: HeldLock, small_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    building = new_version(home, lock=lock)
    shutil.copytree(small_version, building, dirs_exist_ok=True)
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        publish(home, building, lock=lock)
    assert not list(home.warehouse.glob(".new-*"))


def test_readers_always_find_one_whole_version(home: Home, publish_small: Publish) -> None:
    publish_small()
    stop = threading.Event()
    seen: list[str] = []
    broken: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                with open_published(home) as reader:
                    assert len(reader.table("response")) == 3
                    assert reader.parquet("response").is_file()
                    seen.append(reader.version.name)
        except BaseException as error:
            broken.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    for _ in range(8):
        publish_small()
    stop.set()
    thread.join()
    assert broken == []
    assert seen == sorted(seen)
    assert len(set(seen)) > 1


def test_killed_at_any_moment_the_old_or_the_new_is_published_whole(
    home: Home, lock: HeldLock, small_version: Path
) -> None:
    newest = 0
    moments = random.Random(14_2017)
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", PUBLISH_FOR_EVER, str(home.root), str(small_version)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        with process:
            if process.stdout is None:
                raise RuntimeError("no output of the publishing process")
            process.stdout.readline()
            time.sleep(moments.random() * 0.15)
            process.send_signal(signal.SIGKILL)
        version = published_version(home)
        assert version is not None
        assert int(version.name) > newest
        newest = int(version.name)
        assert query(home, "SELECT count(*) FROM response").rows == [(3,)]
        assert all((one / "skm.duckdb").is_file() for one in versions(home))
    building = new_version(home, lock=lock)
    hidden = [path.name for path in (home.warehouse / "versions").iterdir() if path.name.startswith(".")]
    assert hidden == [building.name]


@pytest.mark.parametrize("step", range(1, 8))
def test_killed_at_each_step_of_the_flip(
    home: Home, lock: HeldLock, small_version: Path, publish_small: Publish, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Every rename and link is a step; stopping before any of them leaves a whole version published."""
    old = publish_small()
    for _ in range(KEPT_VERSIONS - 1):
        old = publish_small()
    taken = 0

    class KilledError(BaseException):
        pass

    def stopping(original: Callable[..., object]) -> Callable[..., object]:
        def stop_or_do(*arguments: object, **options: object) -> object:
            nonlocal taken
            taken += 1
            if taken == step:
                raise KilledError
            return original(*arguments, **options)

        return stop_or_do

    building = new_version(home, lock=lock)
    shutil.copytree(small_version, building, dirs_exist_ok=True)
    with monkeypatch.context() as patched:
        for name in ("rename", "replace", "symlink_to"):
            patched.setattr(Path, name, stopping(getattr(Path, name)))
        try:
            publish(home, building, lock=lock)
        except KilledError:
            pass
        else:
            assert taken < step
    version = published_version(home)
    assert version is not None
    assert version.name in (old.name, f"{int(old.name) + 1:06d}")
    assert query(home, "SELECT count(*) FROM response").rows == [(3,)]
    assert int(publish_small().name) > int(version.name)
    assert len(versions(home)) == KEPT_VERSIONS


def test_who_does_not_hold_the_home_s_lock_changes_nothing(
    home: Home, publish_small: Publish, lock: HeldLock, tmp_path: Path
) -> None:
    published = [publish_small(), publish_small()]
    building = new_version(home, lock=lock)
    other = Home(tmp_path / "other")
    other.root.mkdir()
    with one_run_at_a_time(other) as of_another_home:
        pass_for = [of_another_home]
    with one_run_at_a_time(home) as left:
        pass
    for worthless in (*pass_for, left):
        for change in (
            lambda worthless=worthless: new_version(home, lock=worthless),
            lambda worthless=worthless: publish(home, building, lock=worthless),
            lambda worthless=worthless: rollback(home, lock=worthless),
        ):
            with pytest.raises(NotLockedError):
                change()
    assert building.is_dir()
    assert published_version(home) == published[-1]


def test_two_processes_never_publish_over_each_other(home: Home, small_version: Path) -> None:
    """Each makes its version where the other would sweep it away as a leftover."""
    publishing = [
        subprocess.Popen(
            [sys.executable, "-c", PUBLISH_FOR_EVER, str(home.root), str(small_version)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in publishing:  # each has published at least this often, the other running
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(3)] == ["published\n"] * 3
    for process in publishing:
        process.kill()
    assert not any("Error" in process.communicate()[1] for process in publishing)
    with open_published(home) as reader:
        assert len(reader.table("response")) == 3
    assert int(versions(home)[-1].name) >= 6

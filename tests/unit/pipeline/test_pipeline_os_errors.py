"""What the operating system refuses, in words."""

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from contracts.errors import CheckCrashedError, ConfigurationError, HomeError
from contracts.home import Home
from pipeline.child_processes import child_pool
from pipeline.os_errors import explained, os_errors_as_home_errors
from storage.store import LocalStore

HOME = Home(Path("data"))
FULL_MEGABYTES = 2


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "Disk penuh"),
        (errno.ENOTDIR, "Di tempat sebuah folder ada berkas"),
        (errno.EDQUOT, "Jatah disk"),
        (errno.EROFS, "hanya dapat dibaca"),
        (errno.EIO, "Disk gagal"),
        (errno.ESTALE, "Folder jaringan"),
        (errno.ENOTCONN, "Folder jaringan"),
        (errno.EACCES, "Izin akses kurang"),
    ],
)
def test_what_where_and_what_to_do(number: int, said: str) -> None:
    with pytest.raises(HomeError) as failure, os_errors_as_home_errors(HOME):
        raise OSError(number, os.strerror(number), "data/warehouse/skm.duckdb")
    sentence = str(failure.value)
    assert said in sentence
    assert "(data/warehouse/skm.duckdb)" in sentence
    assert "lalu jalankan lagi" in sentence
    assert sentence.endswith("Yang sudah terbit tidak berubah dan tidak ada yang hilang.")


def test_however_deep_it_lies() -> None:
    error = CheckCrashedError("an expectation")
    error.__cause__ = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(HomeError, match="Disk penuh: tidak ada ruang lagi di data"), os_errors_as_home_errors(HOME):
        raise error


@pytest.mark.parametrize(
    "error", [KeyError("No space left on device"), RuntimeError("(os error 28)"), FileNotFoundError(2, "x")]
)
def test_errors_of_ours_stay_what_they_are(error: Exception) -> None:
    with pytest.raises(type(error)), os_errors_as_home_errors(HOME):
        raise error


def test_what_was_said_already_is_not_said_otherwise() -> None:
    with pytest.raises(ConfigurationError, match="bobot"), os_errors_as_home_errors(HOME):
        raise ConfigurationError("bobot") from OSError(errno.ENOSPC, "x")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder on a disk of its own that has no room left."""
    folder = tmp_path_factory.mktemp("full")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={FULL_MEGABYTES}m", "none", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def too_much() -> pl.DataFrame:
    return pl.DataFrame({"bytes": [os.urandom(1000) for _ in range(FULL_MEGABYTES * 1200)]})


def by_python(folder: Path) -> None:
    LocalStore(folder).write("laporan.pdf", os.urandom(FULL_MEGABYTES * 1_100_000))


def by_polars(folder: Path) -> None:
    too_much().write_parquet(folder / "response.parquet")


def by_polars_streaming(folder: Path) -> None:
    pl.collect_all([too_much().lazy().sink_parquet(folder / "rows.parquet", lazy=True)])


def by_duckdb(folder: Path) -> None:
    with duckdb.connect(str(folder / "skm.duckdb")) as connection:
        connection.execute("CREATE TABLE t AS SELECT hash(range), uuid()::VARCHAR FROM range(200000)")
        connection.execute("CHECKPOINT")


@pytest.mark.parametrize("write", [by_python, by_polars, by_polars_streaming, by_duckdb])
def test_a_disk_that_is_really_full(full: Path, write: Callable[[Path], None]) -> None:
    try:
        with pytest.raises(HomeError, match=r"Disk penuh.*Kosongkan ruang"), os_errors_as_home_errors(Home(full)):
            write(full)
    finally:
        for path in full.iterdir():
            path.unlink()


def all_of(folders: list[Path]) -> list[None]:
    return [by_polars(folder) for folder in folders]


def test_a_full_disk_seen_in_a_child_process(full: Path) -> None:
    try:
        with (
            child_pool(count=1, megabytes=3000) as pool,
            pytest.raises(HomeError, match="Disk penuh"),
            os_errors_as_home_errors(Home(full)),
        ):
            pool.run(all_of, [full], seconds=60)
    finally:
        for path in full.iterdir():
            path.unlink()


def test_a_busy_database_is_no_fault_of_the_disk() -> None:
    assert explained(HOME, duckdb.IOException("Could not set lock on file")) is None

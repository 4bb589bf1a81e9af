"""A disk that is full at every stage: through the real flow. Kills by the hundred: `make kills`."""

import os
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from contracts.errors import HomeError
from contracts.home import Home
from tests.integration.offices import contents, copied, home_at, respondents, run, same, send
from tests.integration.without_prefect import rest_without_prefect

pytestmark = pytest.mark.usefixtures("prefect_server")

BEFORE, AFTER = datetime(2026, 3, 1, 8), datetime(2031, 1, 1)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "none", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def leave_free(folder: Path, kilobytes: int) -> None:
    filler = folder / "filler"
    status = os.statvfs(folder)
    with filler.open("ab") as file:
        file.write(b"\0" * max(0, status.f_bavail * status.f_frsize - kilobytes * 1000))


def everything(home: Home) -> dict[str, bytes]:
    """Documents and site, without what names a run."""
    return {
        path.relative_to(home.root).as_posix(): path.read_bytes()
        for folder in (home.reports, home.site, home.quarantine)
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


def test_a_full_disk_at_every_stage(tmp_path: Path, small_disk: Path) -> None:
    undisturbed = home_at(tmp_path / "undisturbed")
    undisturbed.settings.write_text('[reports]\nkinds = ["year"]\n', encoding="utf-8")
    send(undisturbed, "Kecamatan Mawar.csv", respondents(same(3, 12)))
    with rest_without_prefect():
        run(undisturbed, documents=True, at=BEFORE)
    before = contents(undisturbed)
    send(undisturbed, "Kecamatan Melati.csv", respondents(["999999999", *same(4, 11)]))
    home = copied(undisturbed, small_disk / "data")
    with rest_without_prefect():
        run(undisturbed, documents=True, at=AFTER)
    expected = contents(undisturbed)
    complaints: list[str] = []
    for kilobytes in (0, 300, 3_000):
        leave_free(small_disk, kilobytes)
        try:
            run(home, documents=True, at=AFTER)
        except HomeError as error:
            complaints.append(str(error))
        assert contents(home) in (before, expected)
        (small_disk / "filler").unlink()
    assert len(complaints) >= 2
    assert all("Disk penuh" in complaint for complaint in complaints)
    run(home, documents=True, at=AFTER)
    assert contents(home) == expected
    assert everything(home) == everything(undisturbed)

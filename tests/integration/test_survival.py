"""A clock that is set back, a share that goes, a disk that is full: through the real flow. Kills by the hundred:
`make kills`."""

import os
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from contracts.errors import HomeError
from contracts.home import Home
from tests.integration.offices import Heard, contents, home_at, respondents, rows, run, same, send

pytestmark = pytest.mark.usefixtures("prefect_server")

BEFORE, BACK, AHEAD = datetime(2026, 3, 1, 8), datetime(2020, 1, 1), datetime(2031, 1, 1)


IDS = [f"a{number}" for number in range(11)]


def newest(home: Home) -> str:
    return str(rows(home, "SELECT run_id FROM run ORDER BY started_at DESC LIMIT 1")[0]["run_id"])


def test_a_clock_set_back_or_far_ahead_changes_no_order(tmp_path: Path, heard: Heard) -> None:
    home = home_at(tmp_path / "data")
    send(home, "Kecamatan Mawar.csv", respondents(same(3, 8), ids=IDS[:8]))
    run(home, at=BEFORE)
    assert heard.sentences == []
    # The later file is the newer one although the clock says 2020; its answers of 2026 are not in the future.
    send(home, "baru/Kecamatan Mawar.csv", respondents(same(4, 9), ids=IDS[:9]))
    send(home, "Kecamatan Melati.csv", respondents(same(4, 5), dates="05/02/2026"))
    back = run(home, at=BACK)
    assert back.indexes == {"U-1": (9, "99.00")}
    assert back.status("Kecamatan Mawar.csv") == "superseded"
    assert back.counts("Kecamatan Melati.csv") == (5, 5, 0, 0)
    assert newest(home) == back.summary.run_id
    assert [sentence for sentence in heard.sentences if sentence.startswith("Jam komputer mundur")] != []
    # Far ahead, and then put right: still in the order in which they came.
    send(home, "lagi/Kecamatan Mawar.csv", respondents(same(2, 10), ids=IDS[:10]))
    assert run(home, at=AHEAD).indexes == {"U-1": (10, "49.50")}
    send(home, "akhir/Kecamatan Mawar.csv", respondents(same(1, 11), ids=IDS[:11]))
    after = run(home, at=BEFORE)
    assert after.indexes == {"U-1": (11, "24.75")}
    assert newest(home) == after.summary.run_id


def test_a_share_that_left_an_empty_folder(tmp_path: Path, heard: Heard) -> None:
    home = home_at(tmp_path / "data")
    path = send(home, "Kecamatan Mawar.csv", respondents(same(3, 4)))
    run(home)
    before = contents(home)
    path.unlink()
    assert not run(home).summary.published
    assert contents(home) == before
    assert [sentence for sentence in heard.sentences if "kosong, padahal 1 berkas pernah ada di sana" in sentence]


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
    states: list[tuple[Home, str]] = []
    for home in (home_at(tmp_path / "undisturbed"), home_at(small_disk / "data")):
        home.settings.write_text('[reports]\nkinds = ["year"]\n', encoding="utf-8")
        send(home, "Kecamatan Mawar.csv", respondents(same(3, 12)))
        run(home, documents=True, at=BEFORE)
        states.append((home, contents(home)))
        send(home, "Kecamatan Melati.csv", respondents(["999999999", *same(4, 11)]))
    (undisturbed, _), (home, before) = states
    run(undisturbed, documents=True, at=AHEAD)
    expected = contents(undisturbed)
    complaints: list[str] = []
    for kilobytes in (0, 300, 3_000):
        leave_free(small_disk, kilobytes)
        try:
            run(home, documents=True, at=AHEAD)
        except HomeError as error:
            complaints.append(str(error))
        assert contents(home) in (before, expected)
        (small_disk / "filler").unlink()
    assert len(complaints) >= 2
    assert all("Disk penuh" in complaint for complaint in complaints)
    run(home, documents=True, at=AHEAD)
    assert contents(home) == expected
    assert everything(home) == everything(undisturbed)

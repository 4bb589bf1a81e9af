"""A clock that is set back or far ahead, a share that left an empty folder: what came later is newer, and what was sent
once stays. Disks and kills: `tests/integration/test_survival.py`."""

from datetime import datetime
from pathlib import Path

import pytest

from contracts.home import Home
from tests.integration.offices import Heard, contents, home_at, respondents, rows, run, same, send

pytestmark = pytest.mark.usefixtures("without_prefect")

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

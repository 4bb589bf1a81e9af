"""`skm up` as an operator runs it, with PostgreSQL as Prefect's own database: what is dropped into the inbox is
published, what is killed is started again, and a signal ends it all."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil

from pipeline import job_records
from tests.integration.clusters import cluster
from tests.integration.offices import home_at, respondents, same, send
from tests.integration.test_own_server import environment
from warehouse import published
from warehouse.publish import published_version
from warehouse.read import open_published

SKM = str(Path(sys.executable).parent / "skm")


def until(happens: Callable[[], object], seconds: float, said: Path) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, said.read_text(encoding="utf-8")
        time.sleep(0.1)


def of_home(home: Path, word: str = "") -> list[int]:
    """Everything `skm up` started for a home and that still lives; with a word, what has it in its command."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("SKM_HOME") == str(home) and process.status() != psutil.STATUS_ZOMBIE:
                command = process.cmdline()  # a process that ended meanwhile raises here
                if not word or word in command:
                    found.append(process.pid)
        except psutil.Error:
            continue
    return found


def worker_of(home: Path) -> int | None:
    found = of_home(home, "worker")
    return found[0] if found else None


def test_everything_runs_by_itself(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    home.settings.write_text(
        '[inbox]\npoll_seconds = 5\nsettle_seconds = 0\n[schedules]\nconsolidation = "17:30"\n', encoding="utf-8"
    )
    log = tmp_path / "log"
    with cluster() as database, log.open("wb") as said:
        up = subprocess.Popen(
            [SKM, "up", "--home", "data", "--port", "0", "--prefect-port", "0"],
            cwd=tmp_path,  # nothing hangs on the folder it is started in
            env=environment(PREFECT_API_DATABASE_CONNECTION_URL=database.url),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            until(lambda: "diperiksa tiap 5 detik" in log.read_text(encoding="utf-8"), 180, log)
            assert published_version(home) is None
            send(home, "Kecamatan Mawar 2024.csv", respondents(same(3, 20)))
            done = "SELECT count(*) FROM flow_run WHERE state_type = 'COMPLETED'"
            until(lambda: database.select(done) == ["1"], 180, log)
            with open_published(home) as reader:
                assert [(row["unit_code"], str(row["ikm"])) for row in published.ranking(reader, "2024")] == [
                    ("U-1", "74.25")
                ]
            (deployment,) = database.select(
                "SELECT name FROM deployment WHERE id IN"
                " (SELECT deployment_id FROM flow_run WHERE state_type = 'COMPLETED')"
            )
            assert deployment == "kotak-masuk"
            scheduled = database.select(
                "SELECT name FROM deployment WHERE id IN (SELECT deployment_id FROM flow_run WHERE auto_scheduled)"
            )
            assert set(scheduled) == {"harian", "akhir-periode", "pengingat"}
            portal = re.search(r"Portal terbuka di (http://\S+)", log.read_text(encoding="utf-8"))
            assert portal is not None
            assert b"Mawar" in urllib.request.urlopen(portal[1], timeout=20).read()
            crons = database.select("SELECT schedule->>'cron' FROM deployment_schedule WHERE active")
            assert set(crons) == {"30 17 * * *", "0 4 1 1,4,7,10 *", "0 7 * * 1"}  # the first by the settings
            assert "Konsolidasi: tiap hari pukul 17.30 WIB, berikutnya" in log.read_text(encoding="utf-8")
            health = json.loads(urllib.request.urlopen(f"{portal[1]}/health", timeout=20).read())
            assert (health["portal"], health["prefect"], health["well"]) == ("up", "up", True)
            assert job_records.load(home, "consolidation").good == 1

            before = worker_of(home.root)
            assert before is not None
            os.kill(before, signal.SIGKILL)
            until(lambda: worker_of(home.root) not in (None, before), 20, log)
            assert "Pekerja berhenti (sinyal SIGKILL)" in log.read_text(encoding="utf-8")
        finally:
            up.send_signal(signal.SIGTERM)
            ended = up.wait(60)
        assert ended == 0
        assert of_home(home.root) == []
    assert not (home.root / "prefect" / "prefect.db").exists()

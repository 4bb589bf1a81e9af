"""What programs that watch the service are told, and who is told how much."""

from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from contracts.jobs import JobRecord, JobState, job_states
from contracts.settings import Schedules
from portal.server import monitoring
from portal.server.monitoring import Monitored
from tests.listeners import serving as listening
from tests.unit.portal.server.conftest import MakeServer
from tests.unit.portal.server.server_home import OURS, VISITOR, Server

TOKEN = "kunci-pengukur"
LOCAL = {"address": "127.0.0.1", "base_url": "http://127.0.0.1:8080"}


def jobs(moment: datetime = datetime(2025, 3, 3, 9)) -> list[JobState]:
    records = {
        "consolidation": JobRecord(good=3, good_at=datetime(2025, 3, 2, 18, 1), seconds=12.5),
        "reminder": JobRecord(good=1, good_at=datetime(2025, 2, 3, 7), failed=2, failed_at=datetime(2025, 3, 1, 7),
                              failure="HomeError"),
        "backup": JobRecord(good=1, good_at=datetime(2025, 3, 2, 22), detail="/cadangan/rahasia.tar"),
    }  # fmt: skip
    return job_states(records, Schedules(), datetime(2025, 2, 1), moment)  # type: ignore[arg-type]


def served(server: Server, **monitored: object) -> Server:
    server.monitored = Monitored(**{"job_states": jobs, **monitored})  # type: ignore[arg-type]
    server.app = server._app()
    return server


def test_health_tells_everybody_of_the_service_and_of_nothing_else(server: Server) -> None:
    answer = served(server).browser().get("/health")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert told.pop("warehouse_age_seconds") is not None
    assert told == {
        "portal": "up",
        "prefect": "unknown",
        "overdue": ["reminder"],
        "failed": ["reminder"],
        "well": False,
    }
    for secret in (OURS, "Jatirejo", "jatirejo", "cadangan", "HomeError", "f1"):
        assert secret not in answer.text


def test_a_home_without_anything_published_answers_too(server: Server) -> None:
    for path in (server.home.warehouse / "current", server.home.database):
        path.unlink(missing_ok=True)
    answer = served(server, job_states=tuple).browser().get("/health")
    assert answer.json() == {
        "portal": "up", "warehouse_age_seconds": None, "prefect": "unknown", "overdue": [], "failed": [], "well": True
    }  # fmt: skip


def test_whether_prefect_s_server_answers(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Prefect(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"true")

        def log_message(self, *arguments: object) -> None:
            pass

    prefect = ThreadingHTTPServer(("127.0.0.1", 0), Prefect)
    url = f"http://127.0.0.1:{prefect.server_address[1]}/api"
    with listening(prefect):
        browser = served(server, job_states=tuple, prefect_url=url).browser()
        assert [browser.get("/health").json()["prefect"] for _ in range(5)] == ["up"] * 5
        assert asked == ["/api/health"]  # asked once, however often somebody asks the portal
    monkeypatch.setattr(monitoring, "SECONDS_KEPT", -1)
    told = browser.get("/health").json()
    assert (told["prefect"], told["well"]) == ("down", False)


def test_metrics_in_prometheus_text(server: Server) -> None:
    answer = served(server).browser(**LOCAL).get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    assert 'skm_files{status="held"} 3.0' in lines
    assert 'skm_job_good{job="consolidation"} 3.0' in lines
    assert 'skm_job_failed{job="reminder"} 2.0' in lines
    assert 'skm_job_overdue{job="reminder"} 1.0' in lines
    assert 'skm_job_last_duration_seconds{job="consolidation"} 12.5' in lines
    assert 'skm_job_last_good_timestamp_seconds{job="consolidation"} 1.74091326e+09' in lines
    assert any(line.startswith("skm_warehouse_age_seconds ") for line in lines)
    assert "skm_well 0.0" in lines
    assert not any(secret in answer.text for secret in (OURS, "atirejo", "cadangan", "HomeError"))


@pytest.mark.parametrize(
    ("where", "headers", "status"),
    [
        (LOCAL, {}, 200),
        ({**LOCAL, "base_url": "http://localhost"}, {}, 200),
        ({**LOCAL, "address": "::1"}, {}, 200),
        ({"address": VISITOR}, {}, 404),
        ({"address": VISITOR, "base_url": "http://127.0.0.1"}, {}, 404),
        ({**LOCAL, "base_url": "http://skm.go.id"}, {}, 404),  # a proxy beside the portal, for everybody
        (LOCAL, {"X-Forwarded-For": "203.0.113.9"}, 404),
        (LOCAL, {"X-Forwarded-For": "127.0.0.1"}, 404),
        (LOCAL, {"X-Forwarded-Proto": "https"}, 404),
        (LOCAL, {"Forwarded": "for=1.2.3.4"}, 404),
        (LOCAL, {"Via": "1.1 proxy"}, 404),
        (LOCAL, {"X-Real-IP": "203.0.113.9"}, 404),
        ({"address": VISITOR}, {"Authorization": f"Bearer {TOKEN}"}, 200),
        ({"address": VISITOR}, {"Authorization": f"Bearer {TOKEN}x"}, 404),
        ({"address": VISITOR}, {"Authorization": "Bearer "}, 404),
        ({"address": VISITOR}, {"Authorization": f"Basic {TOKEN}"}, 404),
    ],
)
def test_who_may_read_the_metrics(server: Server, where: dict[str, str], headers: dict[str, str], status: int) -> None:
    browser = served(server, metrics_token=TOKEN).browser(**where)
    assert browser.get("/metrics", headers=headers).status_code == status


def test_without_a_token_nobody_elsewhere_reads_the_metrics(server: Server) -> None:
    browser = served(server).browser()
    for shown in ("Bearer ", "Bearer None", ""):
        assert browser.get("/metrics", headers={"Authorization": shown}).status_code == 404
    assert TOKEN not in repr(Monitored(metrics_token=TOKEN))


def test_behind_a_trusted_proxy_a_visitor_is_a_visitor(serving: MakeServer) -> None:
    server = served(serving(address="https://skm.go.id", trusted_proxies=("127.0.0.1",)))
    proxied = {"X-Forwarded-For": VISITOR, "X-Forwarded-Proto": "https", "Host": "skm.go.id"}
    browser = server.browser(**LOCAL)
    assert browser.get("/metrics", headers=proxied).status_code == 404
    assert browser.get("/health", headers=proxied).status_code == 200
    assert browser.get("/metrics").status_code == 200


def test_staff_see_what_runs_by_itself(server: Server) -> None:
    page = served(server).logged_in("petugas").get("/petugas").text
    assert "Yang berjalan sendiri" in page
    assert "02/03/2025 18.01, 12 detik" in page
    assert "tiap senin pukul 07.00" in page
    assert "Gagal 01/03/2025 07.00 (HomeError)" in page
    assert "Jalankan &#39;skm remind&#39;" in page or "skm remind" in page

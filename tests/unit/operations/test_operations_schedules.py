"""The schedules of the settings, as Prefect's server is told of them."""

import urllib.error
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from pathlib import Path

import pytest
import yaml

from contracts.jobs import schedules_by_job
from contracts.settings import Schedules
from operations import schedules
from operations.services import PrefectApi, ServicesError
from reports.wording.job_words import schedules_in_words

ROOT = Path(__file__).parents[3]
DEFAULT = {"harian": "0 18 * * *", "akhir-periode": "0 4 1 1,4,7,10 *", "pengingat": "0 7 * * 1"}


@dataclass(frozen=True)
class Deployed(PrefectApi):
    """A server with the deployments of prefect.yaml; remembers what was changed."""

    changed: dict[str, object] = field(default_factory=dict)
    planned: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, body: object | None = None) -> object:
        name = path.split("/")[-1] if method == "GET" else path.split("/")[2]
        if method == "PATCH":
            self.changed[name] = body
            return None
        if method == "POST":
            assert path == f"/deployments/{name}/schedule"
            self.planned.append(name)
            return None
        schedule = {"cron": DEFAULT[name], "timezone": "Asia/Jakarta", "day_or": True}
        return {"id": name, "schedules": [{"id": "s", "active": True, "schedule": schedule}]}


def changed(given: Schedules) -> dict[str, object]:
    api = Deployed("http://127.0.0.1:1/api", is_ours=True)
    schedules.apply(api, given)
    return api.changed


def test_the_defaults_are_what_prefect_yaml_says() -> None:
    known = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    crons = {one["name"]: one["schedules"][0]["cron"] for one in known if one["schedules"]}
    ours = {
        schedules.DEPLOYMENTS[job].deployment: schedule.cron
        for job, schedule in schedules_by_job(Schedules()).items()
        if schedule is not None
    }
    assert ours == crons == DEFAULT
    flows = {one["name"]: one["entrypoint"].rpartition(":")[2].replace("_", "-") for one in known if one["schedules"]}
    assert {one.deployment: one.flow for one in schedules.DEPLOYMENTS.values()} == flows
    assert changed(Schedules()) == {}


def test_only_what_differs_is_changed() -> None:
    assert changed(Schedules(consolidation="jumat 17:30", reminder="off")) == {
        "harian": {
            "active": True,
            "schedule": {"cron": "30 17 * * 5", "timezone": "Asia/Jakarta", "day_or": True},
        },
        "pengingat": {"active": False},
    }


def test_runs_are_planned_at_once_by_a_new_time() -> None:
    api = Deployed("http://127.0.0.1:1/api", is_ours=True)
    schedules.apply(api, Schedules(consolidation="jumat 17:30", reminder="off"))
    assert api.planned == ["harian"]


def test_a_server_without_our_deployments_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(api: PrefectApi, method: str, path: str, body: object | None = None) -> object:
        raise urllib.error.HTTPError(path, 404, "no", Message(), None)

    monkeypatch.setattr(PrefectApi, "ask", refuse)
    with pytest.raises(ServicesError, match=r"Jadwal 'harian' tidak dapat diterapkan.*prefect deploy --all"):
        schedules.apply(PrefectApi("http://127.0.0.1:1/api", is_ours=False), Schedules())


def test_in_words() -> None:
    said = dict(schedules_in_words(Schedules(consolidation="off"), datetime(2026, 11, 28, 20)))
    assert said == {
        "Konsolidasi": "tidak dijadwalkan",
        "Dokumen akhir periode": "hari pertama tiap triwulan pukul 04.00 WIB, berikutnya 01/01/2027 04.00",
        "Pengingat": "tiap senin pukul 07.00 WIB, berikutnya 30/11/2026 07.00",
    }

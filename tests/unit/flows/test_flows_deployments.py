"""prefect.yaml, checked without a server. Prefect ignores keys it does not know, so a slip would go unseen."""

from pathlib import Path

import pytest
import yaml
from prefect.client.schemas.objects import ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule
from prefect.events import DeploymentEventTrigger
from prefect.flows import load_flow_from_entrypoint

from contracts.clock import TIME_ZONE_NAME
from contracts.home import Home
from operations import inbox_watch, services

ROOT = Path(__file__).parents[3]
CONFIGURATION = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
DEPLOYMENTS = CONFIGURATION["deployments"]

FILE_KEYS = {"name", "prefect-version", "build", "push", "pull", "definitions", "deployments"}
DEPLOYMENT_KEYS = {
    *("name", "version", "version_type", "tags", "description", "schedule", "schedules", "paused"),
    *("concurrency_limit", "flow_name", "entrypoint", "parameters", "enforce_parameter_schema"),
    *("build", "push", "pull", "work_pool", "triggers", "sla"),
}
SCHEDULE_KEYS = {
    *("cron", "interval", "rrule", "timezone", "anchor_date", "active", "parameters", "slug", "replaces", "day_or"),
}
WORK_POOL_KEYS = {"name", "work_queue_name", "job_variables"}
CONCURRENCY_KEYS = {"limit", "collision_strategy", "grace_period_seconds"}

each = pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: str(deployment["name"]))


def test_only_keys_prefect_knows():
    assert set(CONFIGURATION) <= FILE_KEYS
    assert DEPLOYMENTS


def test_names_are_unique():
    names = [(deployment["entrypoint"], deployment["name"]) for deployment in DEPLOYMENTS]
    assert len(set(names)) == len(names)


@each
def test_only_keys_a_deployment_has(deployment):
    assert set(deployment) <= DEPLOYMENT_KEYS
    assert set(deployment["work_pool"]) <= WORK_POOL_KEYS
    for schedule in deployment["schedules"]:
        assert set(schedule) <= SCHEDULE_KEYS
    assert deployment["description"].strip()


@each
def test_the_flow_takes_these_parameters(deployment, monkeypatch):
    monkeypatch.chdir(ROOT)
    flow = load_flow_from_entrypoint(deployment["entrypoint"])
    checked = flow.validate_parameters(deployment["parameters"])
    assert set(deployment["parameters"]) <= set(checked)
    known = set(flow.parameters.properties)
    assert set(deployment["parameters"]) <= known
    with pytest.raises(Exception, match="home"):
        flow.validate_parameters({**deployment["parameters"], "home": 7})


@each
def test_every_deployment_works_on_the_home_of_skm_up(deployment):
    assert deployment["parameters"]["home"] == "{{ $SKM_HOME }}"
    assert deployment["work_pool"]["name"] == services.POOL
    environment = services.environment(Home(Path("data")), services.PrefectApi("http://127.0.0.1:1/api", is_ours=True))
    assert Path(environment["SKM_HOME"]).is_absolute()


def test_one_deployment_waits_for_the_event_of_the_watch():
    (triggered,) = [deployment for deployment in DEPLOYMENTS if deployment.get("triggers")]
    (trigger,) = triggered["triggers"]
    known = DeploymentEventTrigger.model_validate(trigger)
    assert set(trigger) <= set(DeploymentEventTrigger.model_fields)
    assert known.expect == {inbox_watch.EVENT}
    assert known.match.root == {"prefect.resource.id": inbox_watch.RESOURCE}
    assert triggered["entrypoint"] == "flows/consolidate.py:consolidate"


def test_what_runs_when():
    crons = {one["name"]: [schedule["cron"] for schedule in one["schedules"]] for one in DEPLOYMENTS}
    assert crons == {
        "harian": ["0 18 * * *"],
        "kotak-masuk": [],
        "akhir-periode": ["0 4 1 1,4,7,10 *"],
        "pengingat": ["0 7 * * 1"],
    }


@each
def test_schedules_keep_the_regency_s_clock(deployment):
    slugs = [schedule["slug"] for schedule in deployment["schedules"]]
    assert len(set(slugs)) == len(slugs)
    for schedule in deployment["schedules"]:
        assert schedule["timezone"] == TIME_ZONE_NAME
        assert CronSchedule(cron=schedule["cron"], timezone=schedule["timezone"]).cron == schedule["cron"]


@each
def test_never_two_at_once(deployment):
    limit = deployment["concurrency_limit"]
    assert set(limit) <= CONCURRENCY_KEYS
    assert limit["limit"] == 1
    assert ConcurrencyLimitStrategy(limit["collision_strategy"]) is ConcurrencyLimitStrategy.ENQUEUE
    if deployment["entrypoint"] != "flows/reminders.py:remind":
        assert deployment["parameters"]["wait_minutes"] > 0  # for runs of other deployments, or started by hand

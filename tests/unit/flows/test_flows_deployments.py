"""prefect.yaml, checked without a server. Prefect ignores keys it does not know, so a slip would go unseen."""

from pathlib import Path

import pytest
import yaml
from prefect.client.schemas.objects import ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule
from prefect.flows import load_flow_from_entrypoint

from contracts.clock import TIME_ZONE_NAME

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
    with pytest.raises(Exception, match="documents"):
        flow.validate_parameters({**deployment["parameters"], "documents": "mungkin"})


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
    assert ConcurrencyLimitStrategy(limit["collision_strategy"])

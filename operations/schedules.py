"""The schedules of the settings, told to Prefect.

Belongs here: which deployment of prefect.yaml follows which setting, and putting its schedule right on the server. Not
here: the deployments themselves (prefect.yaml, whose times hold until this is done), how a time is written
(`contracts.schedules`).
"""

from typing import Final, NamedTuple

from contracts.clock import TIME_ZONE_NAME
from contracts.jobs import JobName, schedules_by_job
from contracts.settings import Schedules
from operations.services import PrefectApi, ServicesError


class Scheduled(NamedTuple):
    """A deployment that has one schedule."""

    flow: str
    deployment: str


DEPLOYMENTS: Final[dict[JobName, Scheduled]] = {
    "consolidation": Scheduled("consolidate", "harian"),
    "period_end": Scheduled("period-end", "akhir-periode"),
    "reminder": Scheduled("remind", "pengingat"),
}


def apply(api: PrefectApi, schedules: Schedules) -> None:
    """Gives each deployment its time, or switches its schedule off; runs that were planned by another time are planned
    anew. Raises ServicesError where the server refuses, or has no such deployment."""
    for job, schedule in schedules_by_job(schedules).items():
        flow, name = DEPLOYMENTS[job]
        try:
            deployment = api.ask("GET", f"/deployments/name/{flow}/{name}")
            assert isinstance(deployment, dict)
            (known,) = deployment["schedules"]
            wanted: dict[str, object] = {"active": schedule is not None}
            if schedule is not None:
                wanted["schedule"] = {"cron": schedule.cron, "timezone": TIME_ZONE_NAME, "day_or": True}
            if any(known.get(key) != value for key, value in wanted.items()):
                api.ask("PATCH", f"/deployments/{deployment['id']}/schedules/{known['id']}", wanted)
                if schedule is not None:  # else nothing is planned until the server's own round, up to a minute later
                    api.ask("POST", f"/deployments/{deployment['id']}/schedule", {})
        except (OSError, ValueError, KeyError) as error:
            raise ServicesError(
                f"Jadwal '{name}' tidak dapat diterapkan di {api.url} ({error}). Pasang dulu prefect.yaml: "
                "'skm up', atau 'prefect deploy --all'."
            ) from error

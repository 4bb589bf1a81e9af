"""What runs and their batches are called on Prefect's pages, in Bahasa Indonesia.

Belongs here: these names, and giving the run under way its name. Not here: what a stage is called
(`flows.consolidate`), what a run leaves behind (`flows.artifacts`).
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.runtime import flow_run

from contracts.clock import now
from contracts.periods import parse_period
from contracts.records import Sighting
from pipeline.progress import shown_count

_log = logging.getLogger("skm.runs")


def name_consolidation(started_at: datetime, sightings: Sequence[Sighting]) -> None:
    """Names the run under way for when it began and what was new to it: one request. Without Prefect nothing is done;
    a server that does not take the name costs nothing but the name."""
    if flow_run.id is None:
        return
    new = sum(one.first_seen_at == started_at for one in sightings)
    came = f"{shown_count(new)} berkas baru" if new else "tidak ada berkas baru"
    try:
        with get_client(sync_client=True) as client:
            client.update_flow_run(UUID(str(flow_run.id)), name=f"konsolidasi {_shown(started_at)}, {came}")
    except Exception as error:  # whatever the client says of its server: a name is no reason to fail
        _log.warning("the run was not named (%s)", type(error).__name__)


def of_reminder() -> str:
    """Of a run of `remind`."""
    return f"pengingat {_shown(now())}"


def of_period_end() -> str:
    """Of a run of `period-end`."""
    return f"dokumen akhir periode {_shown(now())}"


def of_reading(parameters: Mapping[str, Any]) -> str:
    """Of a batch of contents."""
    return f"baca {shown_count(len(parameters['contents']))} isi berkas"


def of_documents(parameters: Mapping[str, Any]) -> str:
    """Of a batch of documents, all of one period."""
    bundles = parameters["batch"].bundles
    made = sum(len(one.bundle.names) for one in bundles)
    return f"{shown_count(made)} dokumen {parse_period(bundles[0].period_code).label}"


def of_pages(parameters: Mapping[str, Any]) -> str:
    """Of the pages of a period."""
    return f"halaman {parse_period(parameters['figures'].period_code).label}"


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H.%M}"

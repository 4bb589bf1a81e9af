"""The main flow: from the inbox to published figures, every unit's document and the public site.

Belongs here: the order of the stages, what Prefect shows of them, retries where I/O can fail. Not here:
what a stage does (`pipeline.stages`).
"""

from pathlib import Path

from prefect import Task, flow
from prefect.runtime import flow_run

from contracts.home import Home
from flows import artifacts
from flows.notifications import tell_failed, tell_refused
from flows.task_runner import crew_of, whole
from pipeline import pinned_version, stages
from pipeline.documents import document_stages
from pipeline.lock import one_run_at_a_time
from pipeline.os_errors import NOT_BETTER_SOON, told_plainly
from pipeline.stages import RunSummary


def _is_io(task_: object, run: object, state: object) -> bool:
    """Only what the file system may do better a moment later is tried again."""
    error = getattr(state, "data", None)
    return isinstance(error, OSError) and error.errno not in NOT_BETTER_SOON


take_in = Task(stages.take_in, name="take in", retries=2, retry_delay_seconds=2, retry_condition_fn=_is_io)
read = Task(stages.read, name="read")
resolve = Task(stages.resolve, name="resolve")
validate = Task(stages.validate, name="validate")
settle = Task(stages.settle, name="settle")
compute = Task(stages.compute, name="compute")
build = Task(stages.build, name="build and audit")
publish = Task(stages.publish, name="publish", retries=2, retry_delay_seconds=2, retry_condition_fn=_is_io)
return_to_senders = Task(stages.return_to_senders, name="return to senders")
render = Task(document_stages.render, name="render")
site = Task(document_stages.build_site, name="site", retries=2, retry_delay_seconds=2, retry_condition_fn=_is_io)
report = Task(artifacts.report, name="report")


@flow(
    name="consolidate",
    on_completion=[tell_refused],
    on_failure=[tell_failed],
    on_crashed=[tell_failed],
)
def consolidate(
    home: Path = Path("data"),
    inbox: Path | str | None = None,
    documents: bool = True,
    periods: tuple[str, ...] = (),
    wait_minutes: int = 0,
) -> RunSummary:
    """Inbox → archive → staged rows → checks → figures → published warehouse → documents → site.

    `home`: the regency's data. `inbox`: another folder of exports than the home's, or its URL. `documents`:
    make every unit's document and the public site too; `periods`: of these besides those of `reports.kinds`.
    `wait_minutes`: how long to wait for another run. Running again changes nothing that its inputs have not changed."""
    with (
        told_plainly(Home(home)),
        one_run_at_a_time(stages.ready(home, inbox), wait_seconds=60 * wait_minutes) as lock,
        crew_of((run := stages.begin(home, inbox)).settings) as crew,
    ):
        sightings = take_in(whole(run))
        contents_read = sum(crew.map(read, stages.unread(run, sightings), run.area))
        readings = stages.readings_of(run, sightings, contents_read)

        changed = not stages.is_published(run, sightings)
        if changed:
            files = resolve(whole(run), whole(sightings), whole(readings))
            verdict = validate(whole(run), whole(files))
            settled = settle(whole(run), whole(files), whole(readings), whole(verdict))
            building = compute(whole(run), whole(settled), whole(lock))
            build(whole(run), building, whole(sightings), whole(verdict))
            publish(whole(run), building, whole(lock))

        to_senders = return_to_senders(whole(run), whole(readings))
        shown = pinned_version.as_published(run, lock)
        made = {}
        for period_code in document_stages.periods_with_documents(shown, periods) if documents else ():
            due = document_stages.documents_due(shown, period_code)
            rendered = crew.map(render, document_stages.batches(shown, due), shown.stores)
            new = document_stages.record(shown, period_code, due, rendered)
            made[period_code] = (new, due.current)
        site_files = site(whole(shown)) if documents else 0
        summary = stages.summarise(run, contents_read, changed, made, to_senders, site_files)
        report(run.home, whole(run.stores), summary)
    return summary.model_copy(update={"flow_run_id": str(flow_run.id)})

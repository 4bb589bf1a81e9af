"""The main flow: from the inbox to published figures, every unit's document and the public site.

Belongs here: the order of the steps, what Prefect shows of them, retries where I/O can fail. Not here:
what a step does (`pipeline`).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect import Flow, Task, get_run_logger
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from prefect.settings import get_current_settings

from flows import artifacts, run_names, secret_blocks
from flows.notifications import notify_failed, notify_refused
from flows.task_runner import BatchExecutor, batch_executor, unwalked
from flows.without_values import errors_without_values, without_values
from pipeline import (
    cleanup,
    corrections,
    job_records,
    judging,
    pinned_version,
    publishing,
    question_answers,
    reading,
    registry_changes,
    run_progress,
    summary,
)
from pipeline.documents import document_stages
from pipeline.documents.bundles import PeriodFigures
from pipeline.documents.document_stages import Rendered
from pipeline.documents.documents import DueDocuments
from pipeline.erasing import removal
from pipeline.os_errors import NOT_BETTER_SOON
from pipeline.run import Run, one_run
from pipeline.summary import RunSummary
from warehouse.read import Answers, kept_open

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def _is_io(task_: object, run: object, state: object) -> bool:
    """Only what the file system may do better a moment later is tried again."""
    error = getattr(state, "data", None)
    return isinstance(error, OSError) and error.errno not in NOT_BETTER_SOON


# No task's result is kept by Prefect, so none is looked for: it would pickle and hash all that a task is given.
def _task(
    step: Callable[Parameters, Result], name: str, run_name: Callable[..., str] | None = None
) -> Task[Parameters, Result]:
    return Task(without_values(step), name=name, task_run_name=run_name, cache_policy=NO_CACHE)


def _io_task(
    step: Callable[Parameters, Result], name: str, run_name: Callable[..., str] | None = None
) -> Task[Parameters, Result]:
    return Task(
        without_values(step),
        name=name,
        task_run_name=run_name,
        cache_policy=NO_CACHE,
        retries=2,
        retry_delay_seconds=2,
        retry_condition_fn=_is_io,
    )


clean_up = _task(cleanup.clean_up, "bersihkan sisa")
take_in = _io_task(reading.take_in, "ambil dari kotak masuk")
read = _task(reading.read, "baca", run_names.of_reading)
resolve = _task(judging.resolve, "kenali unit dan periode")
validate = _task(judging.validate, "periksa baris")
decide_outcomes = _task(judging.decide_outcomes, "putuskan yang dihitung")
compute = _task(publishing.compute, "hitung")
build = _task(publishing.build, "susun dan periksa gudang data")
publish = _io_task(publishing.publish, "terbitkan")
return_to_senders = _task(corrections.return_to_senders, "kembalikan kepada pengirim")
render = _task(document_stages.render, "dokumen", run_names.of_documents)
pages = _io_task(document_stages.add_to_site, "halaman", run_names.of_pages)
finish_site = _io_task(document_stages.finish_site, "situs")
report = _task(artifacts.report, "ringkasan")


class _Flow(Flow[Parameters, Result]):
    def serialize_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """As they are: Prefect's client writes them as JSON. To do so before, it would import FastAPI, a third of a
        second in which everybody waits."""
        return parameters


def _consolidation(step: Callable[Parameters, Result]) -> Flow[Parameters, Result]:
    return _Flow(
        step,
        name="consolidate",
        persist_result=False,
        # Where it is anyway: unless told so, Prefect asks its server for the place of what a failed run raised.
        result_storage=get_current_settings().results.local_storage_path,
        on_failure=[notify_failed],
        on_crashed=[notify_failed],
    )


@_consolidation
def consolidate(
    home: Path = Path("data"),
    inbox: Path | str | None = None,
    documents: bool = True,
    periods: tuple[str, ...] = (),
    wait_minutes: int = 0,
    from_scratch: bool = False,
) -> RunSummary:
    """Inbox → archive → staged rows → checks → figures → published warehouse → documents → site.

    `home`: the regency's data. `inbox`: another folder of exports than the home's, or its URL. `documents`:
    make every unit's document and the public site too; `periods`: of these besides those of `reports.kinds`.
    `wait_minutes`: how long to wait for another run. `from_scratch`: read, judge and make everything anew. Running
    again changes nothing that its inputs have not changed."""
    with (
        errors_without_values(),
        secret_blocks.offered(),
        one_run(home, inbox, wait_seconds=60 * wait_minutes) as (run, lock),
        run_progress.recorded(run.home, flow_run.id or ""),
        batch_executor(run.settings) as executor,
        ExitStack() as published,
    ):
        run = replace(run, from_scratch=from_scratch)
        published.enter_context(kept_open(run.home))
        reading.warm_up(run)  # where a worker runs it: `skm run` began long ago
        if not reading.is_held(run):
            registry_changes.refuse_lost_units(run.home, run.registry)
        clean_up(unwalked(run), from_scratch=from_scratch)
        sightings = take_in(unwalked(run))
        run_names.name_consolidation(run.started_at, sightings)
        to_read = reading.to_read(run, sightings)
        contents_read = sum(executor.map(read, to_read.batches, run.area))
        readings = reading.readings_of(run, to_read, contents_read)
        answered = question_answers.entered(run, sightings, readings)
        if answered is not run:  # what was asked is answered now, so it is read by these answers
            run = answered
            to_read = reading.to_read(run, sightings)
            contents_read += sum(executor.map(read, to_read.batches, run.area))
            readings = reading.readings_of(run, to_read, contents_read)
        executor.rest()

        changed = not reading.is_held(run) and (from_scratch or not reading.is_up_to_date(run, sightings))
        if changed:
            files = resolve(unwalked(run), unwalked(sightings), unwalked(readings))
            verdict = validate(unwalked(run), unwalked(files), unwalked(readings))
            outcomes = decide_outcomes(unwalked(run), unwalked(files), unwalked(readings), unwalked(verdict))
            building = compute(unwalked(run), unwalked(outcomes), unwalked(lock))
            build(unwalked(run), building, unwalked(sightings), unwalked(verdict))
            publish(unwalked(run), building, unwalked(lock))
        if not reading.is_held(run):
            published.close()
            removal.finish(run.home, run.erasures, lock)
        published.enter_context(kept_open(run.home))

        to_senders = return_to_senders(unwalked(run), unwalked(readings))
        shown = pinned_version.with_published_settings(run, lock)
        made, change = {}, None
        if documents:
            site = document_stages.begin_site(shown)
            for figures, due, rendered in _one_ahead(_begun_documents(shown, periods, executor)):
                period_code = figures.period_code
                made[period_code] = document_stages.record(shown, period_code, due, rendered())
                if period_code in site.period_codes:
                    pages(unwalked(site), unwalked(figures))
            change = finish_site(unwalked(site))
        cleanup.remove_work(run)
        done = summary.summarise(run, contents_read, changed, made, to_senders, change)
        report(run.home, unwalked(run.stores), done, run.settings.portal.address)
    notify_refused(run.home, run.settings, get_run_logger())
    done = done.model_copy(update={"flow_run_id": str(flow_run.id)})
    summary.keep(run.home, done)
    job_records.consolidated(run.home, run.settings, run.started_at)
    return done


def _begun_documents(
    run: Run, asked_for: tuple[str, ...], executor: BatchExecutor
) -> Iterator[tuple[PeriodFigures, DueDocuments, Callable[[], list[Rendered]]]]:
    """Of every period its figures, what is due, and what waits for that: it is being made in child processes."""
    answers: Answers = {}
    for period_code in document_stages.periods_with_documents(run, asked_for):
        figures = document_stages.figures_of(run, period_code, answers=answers)
        due = document_stages.documents_due(run, figures)
        yield figures, due, executor.begin(render, document_stages.batches(run, figures, due), run.stores)


def _one_ahead(begun: Iterable[Result]) -> Iterator[Result]:
    """Each, once the next has begun: figures of a period are read while the documents of the one before are made. No
    more than one, for they are large."""
    earlier: tuple[Result, ...] = ()
    for later in begun:
        yield from earlier
        earlier = (later,)
    yield from earlier

"""What the regency hands in for a period, `skm submit`: one folder with recapitulation, PEKPPP, letter and evidence.

Belongs here: reading the figures, which file proves what, what is missing, writing the folder whole or not at all. Not
here: the ladders (`transforms.figures.pekppp`), wording, the look of a document (`reports`).
"""

import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final, NamedTuple

from contracts.clock import now
from contracts.errors import SkmError
from contracts.periods import parse_period
from contracts.publication_sheet import PUBLICATION_NOTED
from contracts.records import PublishedIn
from contracts.written_words import word_key
from pipeline.documents.document_stages import figures_of
from pipeline.documents.receipts import names_of
from pipeline.progress import logger
from pipeline.run import Run
from pipeline.staging import StagingArea, load_readings
from reports.documents import UNIT_DOCUMENTS
from reports.figures.follow_up_figures import FollowUpFigures
from reports.figures.submission_figures import (
    EvaluatedUnitFigure,
    MediumFigure,
    RecapFigure,
    StepFigure,
    SubmissionFigures,
)
from reports.figures.unit_figures import UnitFigures
from reports.wording import submission_sentences as wording
from transforms.figures import pekppp
from warehouse import published, published_editions
from warehouse.read import Reader, open_published

EVIDENCE: Final = "bukti"
_PROVES: Final = ("kartu-skm", "laporan-publik-skm")
"""Kinds of a unit's documents of the period that show what was published."""
_ACCOUNT: Final = "laporan-tindak-lanjut-skm"


class Submission(NamedTuple):
    """What was written."""

    folder: Path
    figures: SubmissionFigures
    evidence: int
    """Files of evidence."""


class _Evidence(NamedTuple):
    """A file of evidence: where it lies among the documents, and in the folder."""

    source: str
    target: str


class Told(NamedTuple):
    """Where something was published, as a sheet tells it."""

    published: PublishedIn
    is_dated_later: bool
    """After the day that the sheet came: it counts for nothing, and is said to be missing."""
    path: str
    """Of the sheet, in the inbox."""


class Ladders(NamedTuple):
    """Where a unit stands on those of PEKPPP; None where nothing can be said of one."""

    publication: StepFigure | None
    realisation: StepFigure | None
    speed: StepFigure | None


def submit(run: Run, period_code: str, into: Path) -> Submission:
    """Writes the folder `penyampaian-skm-<period>` into `into`. Raises SkmError where it is there already, where it
    would lie in the home, or where what staff told cannot be looked up before the next run."""
    folder = into / f"penyampaian-skm-{period_code}"
    if folder.resolve().is_relative_to(run.home.root.resolve()):
        raise SkmError(f"{into} ada di dalam folder data. Pilih folder lain dengan --into.")
    if folder.exists():
        raise SkmError(
            f"{folder} sudah ada dan tidak ditimpa: mungkin sudah disunting. Pindahkan, atau pilih --into lain."
        )
    with open_published(run.home) as reader:
        told = published_in(run.area, reader, period_code)
        figures, evidence = _figures(run, reader, period_code, told)
    beside = folder.with_name(f".{folder.name}.sedang-ditulis")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        _write(beside, figures)
        for one in evidence:
            target = beside / one.target
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(run.stores.reports.read(one.source))
        beside.replace(folder)
    except OSError as error:
        raise SkmError(
            f"{folder} tidak dapat ditulis ({error.strerror}). Periksa ruang dan hak tulis di {into}."
        ) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Submission(folder, figures, len(evidence))


def _write(folder: Path, figures: SubmissionFigures) -> None:
    from reports.letters.submission_letter import submission_letter  # with the writers of all formats
    from reports.workbooks.publication_workbook import publication_workbook
    from reports.workbooks.statistics_metadata import statistics_metadata
    from reports.workbooks.submission_workbook import submission_workbook
    from reports.writers.pdf import render_pdf
    from reports.writers.word import render_letter

    code = figures.period_code
    letter = submission_letter(figures, wording.ATTACHED)
    folder.mkdir(parents=True)
    for name, content in (
        (f"rekap-skm-{code}.xlsx", submission_workbook(figures)),
        (f"media-publikasi-{code}.xlsx", publication_workbook(figures)),
        (f"metadata-bps-{code}.xlsx", statistics_metadata(figures)),
        (f"surat-pengantar-{code}.pdf", render_pdf(letter).content),
        (f"surat-pengantar-{code}.docx", render_letter(letter)),
    ):
        (folder / name).write_bytes(content)


def _figures(
    run: Run, reader: Reader, period_code: str, told: Mapping[str, Sequence[Told]]
) -> tuple[SubmissionFigures, list[_Evidence]]:
    read = figures_of(run, period_code)
    regency = read.regency.figures
    for unit_code, fault in read.failed.items():
        logger.error("submission %s %s: %s", period_code, unit_code, fault)
    reported = reported_days(reader)
    names = names_of(run.settings, run.registry)  # of a unit that only an edition has, its code
    units: list[EvaluatedUnitFigure] = []
    evidence: list[_Evidence] = []
    for bundle in read.units:
        files = _evidence_of(run, bundle.figures)
        evidence += files
        units.append(_evaluated(bundle.figures, told.get(bundle.owner, ()), reported, [one.target for one in files]))
    headline = regency.headline
    figures = SubmissionFigures(
        period_code=period_code,
        regency_name=regency.regency_name,
        capital=regency.capital,
        organiser=regency.organiser,
        channel=regency.survey.channel,
        letterhead=regency.letterhead,
        signatory=regency.signatory,
        ikm=headline.ikm,
        mutu=headline.mutu,
        weight=headline.weight,
        respondents=headline.respondents,
        lines=tuple(line for bundle in read.units for line in _recap(bundle.figures)),
        units=tuple(units),
        without_index=tuple(one.unit_name for one in regency.missing),
        failed=tuple(names.get(code, code) for code in sorted(read.failed)),
        dated=now().date(),
    )
    return figures, evidence


def reported_days(reader: Reader) -> dict[str, date]:
    """By period, when its report first became official."""
    return {
        row.of("period_code", str): row.of("closed_at", datetime).date()
        for row in reversed(published_editions.editions(reader))
        if row["closed_at"] is not None
    }


def ladders(told: Sequence[Told], plan: FollowUpFigures | None, reported_on: date | None) -> Ladders:
    """Where a unit stands: by the media that were told, and by the plan it gives account of, whose period's report
    became official on that day."""
    kinds = {word_key(one.published.medium) for one in told if not one.is_dated_later}
    return Ladders(
        publication=_step(pekppp.publication(len(kinds))) if kinds else None,
        realisation=_step(pekppp.realisation(plan.planned, plan.done)) if plan else None,
        speed=_step(pekppp.speed(reported_on, _completed_on(plan))) if reported_on else None,
    )


def _completed_on(plan: FollowUpFigures | None) -> list[date | None]:
    """Of each action that was planned, the day it was completed; None where it was not, or nobody said when."""
    return [action.done_on if action.done else None for action in plan.actions] if plan else []


def _recap(unit: UnitFigures) -> list[RecapFigure]:
    """A unit's line, and one for each registered service."""
    whole = RecapFigure(
        unit_code=unit.unit_code,
        unit_name=unit.unit_name,
        nrr=tuple(one.nrr for one in unit.unsur),
        ikm=unit.index.ikm,
        mutu=unit.index.mutu,
        kinerja=unit.index.kinerja,
        respondents=unit.index.respondents,
        survey_mode=unit.survey_mode,
        lowest=unit.lowest_unsur,
        plan=unit.follow_up,
        accounted=unit.follow_up_before,
    )
    return [
        whole,
        *(
            whole.model_copy(
                update={
                    "service_name": one.service_name,
                    "nrr": one.nrr,
                    "ikm": one.ikm,
                    "mutu": one.mutu,
                    "kinerja": one.kinerja,
                    "respondents": one.respondents,
                    "lowest": tuple(unsur for unsur in unit.unsur if unsur.unsur_code in one.lowest),
                }
            )
            for one in unit.services
            if one.known
        ),
    ]


def _evaluated(
    unit: UnitFigures, told: Sequence[Told], reported: Mapping[str, date], evidence: Sequence[str]
) -> EvaluatedUnitFigure:
    media = [one.published for one in told if not one.is_dated_later]
    plan = unit.follow_up_before
    accounted = plan.period_code if plan else unit.period.previous.code
    reported_on = reported.get(accounted)
    completed = _completed_on(plan)
    days = [day for day in completed if day is not None]
    steps = ladders(told, plan, reported_on)
    links = [action.link for action in plan.actions if action.link] if plan else []
    return EvaluatedUnitFigure(
        unit_code=unit.unit_code,
        unit_name=unit.unit_name,
        media=tuple(MediumFigure(medium=one.medium, link=one.link, published_on=one.published_on) for one in media),
        publication=steps.publication,
        planned=plan.planned if plan else 0,
        done=plan.done if plan else 0,
        realised=plan.realisation if plan else None,
        realisation=steps.realisation,
        accounted_period=accounted,
        reported_on=reported_on,
        completed_on=max(days) if days and len(days) == len(completed) else None,
        speed=steps.speed,
        evidence=(*evidence, *(one.link for one in media if one.link), *links),
        missing=tuple(
            _missing(unit, plan, accounted, reported_on, media, [one.published for one in told if one.is_dated_later])
        ),
    )


def _missing(
    unit: UnitFigures,
    plan: FollowUpFigures | None,
    accounted: str,
    reported_on: date | None,
    media: Sequence[PublishedIn],
    dated_later: Sequence[PublishedIn],
) -> list[str]:
    """What keeps a ladder empty, or its step without proof."""
    label = parse_period(accounted).label
    said = [
        (not media and not dated_later, wording.NO_MEDIA),
        (bool(dated_later), wording.media_dated_later([one.medium for one in dated_later])),
        (any(not one.link for one in media), wording.media_without_link([one.medium for one in media if not one.link])),
        (unit.follow_up is None, wording.no_plan_for(unit.period.label)),
        (plan is None, wording.no_plan_for(label)),
        (reported_on is None, wording.not_closed(label)),
    ]
    if plan is not None:
        open_actions = [action for action in plan.actions if not action.done]
        undated = [action for action in plan.actions if action.done and action.done_on is None]
        unproved = [action for action in plan.actions if action.done and not action.link]
        said += [
            (bool(open_actions), wording.actions_open(len(open_actions))),
            (bool(undated), wording.actions_undated(len(undated))),
            (bool(unproved), wording.actions_unproved(len(unproved))),
        ]
    return [sentence for holds, sentence in said if holds]


def _step(steps: pekppp.Steps | None) -> StepFigure | None:
    return None if steps is None else StepFigure(lowest=steps.lowest, highest=steps.highest)


def _evidence_of(run: Run, unit: UnitFigures) -> list[_Evidence]:
    """What is there of a unit's documents that prove something."""
    plan = unit.follow_up_before
    wanted = [(unit.period_code, kind) for kind in UNIT_DOCUMENTS if kind.name in _PROVES]
    if plan is not None:
        wanted += [(plan.period_code, kind) for kind in UNIT_DOCUMENTS if kind.name == _ACCOUNT]
    names = {
        f"{code}/{unit.unit_code}/{name}": f"{EVIDENCE}/{unit.unit_code}/{name}"
        for code, kind in wanted
        for name in kind.file_names(unit.unit_code, code)
    }
    return [_Evidence(source, names[source]) for source in sorted(run.stores.reports.present(names))]


def published_in(area: StagingArea, reader: Reader, period_code: str) -> dict[str, list[Told]]:
    """In which media each unit's results of the period were published, as the newest sheet that tells of the unit and
    period says it. Raises SkmError where a sheet was not read by this code yet."""
    files = [file for file in published.files(reader) if file["reason_code"] == PUBLICATION_NOTED]
    readings = load_readings(area, {file.of("content_id", str) for file in files})
    if len(readings) < len({file["content_id"] for file in files}):
        raise SkmError("Lembar media publikasi belum terbaca oleh versi ini. Jalankan 'skm run' lebih dahulu.")
    told: dict[str, list[Told]] = {}
    for file in sorted(files, key=lambda file: (file.of("first_seen_at", datetime), file.of("file_id", str))):
        of_sheet: defaultdict[str, list[Told]] = defaultdict(list)
        came_on = file.of("first_seen_at", datetime).date()
        for one in readings[file.of("content_id", str)].published_in:
            if one.period_code == period_code:
                is_later = one.published_on is not None and one.published_on > came_on
                of_sheet[one.unit_code].append(Told(one, is_later, file.of("path", str)))
        told |= of_sheet
    return told

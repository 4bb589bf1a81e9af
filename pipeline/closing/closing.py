"""Closing a period, and reopening it: `skm close`, `skm reopen`.

Belongs here: in which order a period becomes official, and what stands in the way. Not here: an edition's files
(`pipeline.editions`), which differences are too large (`transforms.figures.edition_changes`), how it is said
(`cli.closing`). For whoever asks by hand: no Prefect.

Everything that can fail comes before the rename that closes: the documents, the edition beside its place, the
next version of the warehouse with its audit. Killed before it, the period is open; after it, closed, and the
next run publishes it.
"""

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from contracts.clock import now
from contracts.errors import SkmError
from contracts.home import Home
from contracts.periods import parse_period
from contracts.records import OpenEnd, Record
from contracts.tables import COUNTED_PERIOD, IKM_UNIT, RESPONSE, RESPONSE_APART
from ingest import intake
from pipeline import editions, inboxes, publishing, reading
from pipeline.asked_words import asked_period
from pipeline.child_processes import ChildPool, child_pool_of
from pipeline.closing.open_ends import open_ends
from pipeline.documents import document_stages, documents, edition_documents
from pipeline.editions import ClosedPeriod, Edition, Editions, KeptEdition, Reopening
from pipeline.official_figures import of_period
from pipeline.pinned_version import keep_made_with, refuse_while_held
from pipeline.rebuilding import built
from pipeline.run import Run, one_run
from reports.wording.further_sentences import only_eight_unsur_sentence
from transforms.figures.edition_changes import (
    EDITION_FRAMES,
    ExcessiveChange,
    Frames,
    apart_changes,
    edition_changes,
    excessive_apart_changes,
    excessive_changes,
)
from transforms.figures.periods import in_period
from warehouse import published
from warehouse.read import Reader, open_published


class CannotCloseError(SkmError):
    """The period cannot be closed, or reopened, as things are: why, and what to do."""


class ConfirmationNeededError(SkmError):
    """The edition would differ from the one before by more than the settings let pass."""

    def __init__(self, compared_with: str, found: Sequence[ExcessiveChange]) -> None:
        """`compared_with`: the edition before, as `2024-S1@0`."""
        super().__init__(f"{len(found)} perubahan terhadap {compared_with} melebihi [closing]; perlu --confirm.")
        self.compared_with = compared_with
        self.changes = tuple(found)


class OpenEndsError(SkmError):
    """Something is not settled, and nobody said that the period may be closed all the same."""

    def __init__(self, period_code: str, found: Sequence[OpenEnd]) -> None:
        """`found`: what `pipeline.closing.open_ends` lists."""
        super().__init__(f"{len(found)} hal untuk {period_code} belum selesai; perlu --confirm.")
        self.open_ends = tuple(found)


class ClosingResult(Record):
    """What was made official."""

    period_code: str
    revision: int
    closed_by: str
    units: int
    respondents: int
    documents: int
    confirmed: int
    """Changes beyond the settings that were confirmed."""
    open_ends: tuple[OpenEnd, ...] = ()
    """What was not settled, as it is noted in the edition."""


def close(
    root: Path, period_code: str, by: str, *, confirm: bool, ask: Callable[[Sequence[OpenEnd]], bool] | None = None
) -> ClosingResult:
    """Makes what is published of a period official, documents included, and publishes that it is. What is not settled
    is noted in the edition; `ask`, where given, is shown it before, unless `confirm` says that somebody knows.

    Raises CannotCloseError where the period is not over, has no data, is closed already, or what is published
    is not of the present inputs; ConfirmationNeededError without `confirm` where too much differs; OpenEndsError where
    `ask` says no."""
    with one_run(root, None) as (run, lock):
        _check(run, period_code)
        figures = _published_figures(run.home, period_code)
        compared, found = _too_different(run, period_code, figures)
        if found and not confirm:
            raise ConfirmationNeededError(compared, found)
        with open_published(run.home) as reader:
            unsettled = open_ends(reader, period_code)
        if unsettled and not confirm and ask is not None and not ask(unsettled):
            raise OpenEndsError(period_code, unsettled)
        with (
            child_pool_of(run.settings) as processes,
            editions.new_edition_folder(run.home, period_code) as folder,
        ):
            _make_documents(run, period_code, processes)
            copied = edition_documents.copy_into(folder, run.stores.reports, period_code)
            with open_published(run.home) as reader:
                counted = pl.read_parquet(reader.parquet(COUNTED_PERIOD.name))
                write_figures(folder, reader.parquet(RESPONSE.name), counted, period_code, figures)
                write_apart(folder, reader.parquet(RESPONSE_APART.name), counted, period_code)
            keep_made_with(folder, run)
            edition = editions.write_record(folder, _record(run, period_code, by, folder, unsettled))
            closed = dataclasses.replace(run, editions=run.editions.with_edition(edition))
            building = built(closed, processes, lock)
            closed = dataclasses.replace(run, editions=run.editions.with_edition(editions.make_official(edition)))
            publishing.publish(closed, building, lock)
        if run.home.site_state.exists():
            document_stages.finish_site(document_stages.begin_site(closed))
    return ClosingResult(
        period_code=period_code,
        revision=edition.record.revision,
        closed_by=by,
        units=figures[IKM_UNIT.name].height,
        respondents=int(figures[IKM_UNIT.name].get_column("respondents").sum()),
        documents=copied,
        confirmed=len(found),
        open_ends=tuple(unsettled),
    )


def reopen(root: Path, period_code: str, by: str, reason: str) -> Reopening:
    """Opens the next revision of a closed period: the next run counts what came late. Raises
    CannotCloseError where it is not closed or no reason is given."""
    if not reason.strip():
        raise CannotCloseError("Alasan pembukaan kosong. Tulis --reason: alasan itu dicetak dalam dokumen revisi.")
    with one_run(root, None) as (run, _):
        refuse_while_held(run.home)
        period = run.editions.of(_code(period_code))
        if period is None:
            raise CannotCloseError(f"{period_code} belum pernah ditutup, jadi tidak perlu dibuka kembali.")
        if period.reopening:
            raise CannotCloseError(
                f"{period_code} sudah dibuka kembali oleh {period.reopening.by}: Revisi {period.reopening.revision} "
                "sedang disusun. Jalankan 'skm run', lalu 'skm close'."
            )
        if any(line.kind == "whole" and period_code[:4] in map(str, line.years) for line in run.erasures.lines):
            raise CannotCloseError(
                f"Jawaban di balik {period_code} sudah dihapus karena masa simpannya habis: tidak ada lagi yang dapat "
                "dihitung. Angka resminya tetap berlaku."
            )
        reopening = Reopening(revision=period.newest.record.revision + 1, reason=reason.strip(), by=by, at=now())
        editions.write_reopening(run.home, period_code, reopening)
    return reopening


def compared_edition(known: Editions, period_code: str) -> KeptEdition | None:
    """What a new edition of a period is compared with: its own newest, or for a first one the newest of the
    period before of the same kind; None where there is neither."""
    code_before = parse_period(period_code).previous.code
    period: ClosedPeriod | None = known.of(period_code) or known.of(code_before)
    return None if period is None else period.newest


def _check(run: Run, period_code: str) -> None:
    refuse_while_held(run.home)
    period = parse_period(_code(period_code))
    if (known := run.editions.of(period_code)) and known.is_closed:
        edition = known.newest.record
        raise CannotCloseError(
            f"{period_code} sudah ditutup (edisi {edition.revision}, oleh {edition.closed_by}). "
            "Untuk mengubahnya: skm reopen."
        )
    if now().date() <= period.end_date:
        raise CannotCloseError(f"{period.label} belum berakhir ({period.end_date:%d/%m/%Y}), jadi belum dapat ditutup.")
    ledger = intake.load_ledger(run.home)
    here = [source for source in run.inboxes if source.is_here]
    if not reading.is_up_to_date(run, run.counted(ledger)) or inboxes.has_news(here, ledger):
        raise CannotCloseError(
            "Yang terbit bukan dari berkas, pengaturan, daftar unit, dan program yang sekarang. Jalankan 'skm run' "
            "dulu, periksa hasilnya, lalu tutup."
        )
    with open_published(run.home) as reader:
        if period_code not in {row["period_code"] for row in published.periods(reader)}:
            apart = [row.of("unit_name", str) for row in published.units_apart(reader, period_code)]
            none = only_eight_unsur_sentence(period.label, apart) if apart else f"Tidak ada data untuk {period.label}."
            raise CannotCloseError(f"{none} Jadi tidak ada yang ditutup.")


def _code(period_code: str) -> str:
    try:
        return asked_period(period_code).code
    except SkmError as error:
        raise CannotCloseError(str(error)) from error


def published_figures(reader: Reader, period_code: str) -> dict[str, pl.DataFrame]:
    """What is published of a period: EDITION_FRAMES."""
    return of_period({table.name: pl.read_parquet(reader.parquet(table.name)) for table in EDITION_FRAMES}, period_code)


def _published_figures(home: Home, period_code: str) -> dict[str, pl.DataFrame]:
    with open_published(home) as reader:
        return published_figures(reader, period_code)


def _too_different(run: Run, period_code: str, figures: Frames) -> tuple[str, list[ExcessiveChange]]:
    """The name of the edition before, and what of this one must be confirmed."""
    before = compared_edition(run.editions, period_code)
    if before is None:
        return "", []
    record = before.record
    known = editions.load_figures(before)
    changes = edition_changes(known, figures, period_code, record.revision + 1)
    limits = run.settings.closing
    period = parse_period(period_code)
    gone = [unit.unit_code for unit in run.registry.units if not unit.owes(period)]
    apart = excessive_apart_changes(apart_changes(known, figures), limits)
    return f"{record.period_code}@{record.revision}", [*excessive_changes(changes, limits, gone), *apart]


def _make_documents(run: Run, period_code: str, processes: ChildPool) -> None:
    """The period's documents as they are now, whatever its kind; edited ones are kept aside, not frozen."""
    names = documents.load_manifest(run.stores.reports, period_code).files
    documents.rename_edited_documents(run.stores.reports, period_code, names, now())
    document_stages.refuse_failed([document_stages.make(run, document_stages.figures_of(run, period_code), processes)])


def write_figures(
    folder: Path, responses: Path, counted_period: pl.DataFrame, period_code: str, figures: Frames
) -> None:
    """Writes the figures of a period (EDITION_FRAMES) into a folder of `editions.new_edition_folder`, and those of the
    responses (Parquet of RESPONSE, of any periods, and the table `counted_period`) that they stand on."""
    for name, frame in figures.items():
        frame.write_parquet(folder / editions.FIGURES / f"{name}.parquet")
    counting = pl.scan_parquet(responses).filter(in_period(period_code, counted_period))
    counting.sink_parquet(folder / editions.RESPONSES)


def write_apart(folder: Path, apart: Path, counted_period: pl.DataFrame, period_code: str) -> None:
    """Writes beside them the responses to questionnaires that leave an unsur out (Parquet of RESPONSE_APART), where
    there are any."""
    counting = pl.read_parquet(apart).filter(in_period(period_code, counted_period))
    if counting.height:
        counting.write_parquet(folder / editions.APART)


def _record(run: Run, period_code: str, by: str, folder: Path, unsettled: Sequence[OpenEnd]) -> Edition:
    with open_published(run.home) as reader:
        lineage = published.runs(reader)[0]
        plans = published.follow_up_contents(reader, period_code)
    period = run.editions.of(period_code)
    reopening = period.reopening if period else None
    return Edition(
        period_code=period_code,
        revision=reopening.revision if reopening else 0,
        closed_by=by,
        closed_at=now(),
        reason=reopening.reason if reopening else None,
        reopened_by=reopening.by if reopening else None,
        reopened_at=reopening.at if reopening else None,
        run_id=lineage.of("run_id", str),
        code_version=lineage.of("code_version", str),
        settings_hash=lineage.of("settings_hash", str),
        inputs_hash=lineage.of("inputs_hash", str),
        open_ends=tuple(unsettled),
        plans=tuple(plans),
        files=editions.hashes(folder),
    )

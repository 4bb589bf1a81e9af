"""The stages that make documents and the site, each a thin call into `pipeline.documents.documents` or
`pipeline.documents.site`.

Belongs here: batches for the child processes, and what a stage says about itself. Not here: which
documents are due and what they, or the site, consist of.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import NamedTuple

from contracts.clock import now
from contracts.errors import SkmError
from pipeline import pinned_version
from pipeline.child_processes import ChildLost, ChildPool, child_pool_of
from pipeline.documents import documents
from pipeline.documents.bundles import PeriodFigures, RegencyBundle, UnitBundle
from pipeline.documents.documents import DueBundle, DueDocuments, FailedBundle, MadeDocument
from pipeline.documents.edition_documents import PutBack, put_back
from pipeline.documents.logos import unusable_logos
from pipeline.documents.photographs import never_shown
from pipeline.documents.site import SiteBuild
from pipeline.documents.site_folder import SiteChange
from pipeline.editions import KeptEdition
from pipeline.progress import listener, logger, shown_count
from pipeline.run import Begun, Run
from pipeline.stores import Stores
from warehouse.read import Answers

BUNDLES_IN_BATCH = 16
"""Few enough to share a period's work between two children to the end, many enough that reading the rows
of a batch is one query."""
SECONDS_A_BATCH = 180.0
MOST_NAMED = 10
_SITE = "Situs"


class DocumentBatch(NamedTuple):
    """Bundles of one period, and the name of their rows in the staging store: a worker needs no warehouse."""

    bundles: tuple[DueBundle, ...]
    rows: str


class Rendered(NamedTuple):
    """What became of a batch."""

    made: list[MadeDocument]
    failed: dict[str, tuple[str, ...]]
    """Whose documents could not be made (a unit's code, or REGENCY), and their names."""


class PeriodDocuments(NamedTuple):
    """What became of the documents of a period."""

    made: tuple[str, ...]
    kept: int
    failed: tuple[str, ...]
    """`2024/U-1`: whose could not be made."""

    @property
    def units_made(self) -> set[str]:
        """Codes of the units of which something was made."""
        return {owner for name in self.made if (owner := name.rpartition("/")[0])}


def periods_with_documents(run: Run, asked_for: Sequence[str] = ()) -> list[str]:
    """Periods whose documents are kept up to date, oldest first; from now on also of those asked for. Then closed
    ones whose folder is gone. Documents of periods that no longer have any figures are put away."""
    documents.request_documents(run.stores.reports, asked_for)
    kept = documents.periods_with_documents(run.home, run.stores.reports, run.settings)
    for code, put_away in documents.put_away_periods(run.stores, {*kept, *run.editions.closed}).items():
        _tell_of_put_away(code, put_away)
    for said in (*never_shown(run.home, run.settings, run.registry, kept), *unusable_logos(run.home)):
        listener.get().noticed(said)
    return [*kept, *(code for code in run.editions.closed if code not in kept)]


def figures_of(
    run: Run, period_code: str, unit_code: str | None = None, answers: Answers | None = None
) -> PeriodFigures:
    """The figures of a period for its documents and its pages; nothing is read yet. `answers`: of the warehouse, that
    several periods ask for."""
    return PeriodFigures(run.home, run.settings, run.registry, period_code, unit_code, run.questionnaires, answers)


def documents_due(run: Run, figures: PeriodFigures, *, again: bool = False) -> DueDocuments:
    """What has to be made for a period: of a closed one only what comes beside its official documents. What somebody
    edited gets another name first."""
    period_code = figures.period_code
    if edition := run.editions.closed.get(period_code):
        due = _beside_official_documents(run, edition, figures)
    else:
        due = documents.documents_due(run.home, run.stores, figures, again=again)
        _tell_of_put_away(period_code, due.put_away)
    names = [name for one in due.bundles for name in one.bundle.names]
    edited = documents.rename_edited_documents(run.stores.reports, period_code, names, now())
    if names:
        listener.get().started(_stage(period_code), len(names))
    _tell_of_edited(run, edited)
    return due


def nothing_due(run: Run) -> dict[str, PeriodDocuments] | None:
    """The documents of every period as they are, where none is due and the site needs nothing; else None."""
    kept: dict[str, PeriodDocuments] = {}
    for period_code in periods_with_documents(run):
        edition, figures = run.editions.closed.get(period_code), figures_of(run, period_code)
        due = (
            _beside_official_documents(run, edition, figures)
            if edition
            else documents.current_documents(run.stores, period_code, figures.made_from)
        )
        if due is None or due.bundles or due.failed:
            return None
        kept[period_code] = PeriodDocuments((), due.current, ())
    return kept if begin_site(run).is_current else None


def _beside_official_documents(run: Run, edition: KeptEdition, figures: PeriodFigures) -> DueDocuments:
    """What has to be made beside the documents of a closed period, which are put back where they are not there."""
    official = _official_documents(run, edition)
    due = documents.due_beside_official(run.stores, figures, official.documents, official.made_from)
    _tell_of_put_away(figures.period_code, due.put_away)
    return due


def _official_documents(run: Run, edition: KeptEdition) -> PutBack:
    """The documents of a closed period, put back from its edition where they are not there as they were."""
    done = put_back(run.stores, edition, now())
    _tell_of_edited(run, done.aside)
    if done.restored:
        code = edition.record.period_code
        listener.get().noticed(f"{code}: {len(done.restored)} dokumen resmi dikembalikan dari edisinya")
    return done


def _tell_of_edited(run: Run, edited: Iterable[str]) -> None:
    for name in edited:
        listener.get().noticed(f"{run.home.reports.name}/{name}: suntingan disimpan, dokumen baru dibuat di sampingnya")


def _tell_of_put_away(period_code: str, put_away: Sequence[str]) -> None:
    if put_away:
        listener.get().noticed(
            f"{period_code}: {len(put_away)} dokumen tidak berlaku lagi dan dipindahkan ke arsip, antara lain "
            f"archive/{put_away[0]}"
        )


def batches(run: Run, figures: PeriodFigures, due: DueDocuments) -> Iterator[DocumentBatch]:
    """Bundles for the children, one batch after the other, each with its rows and photographs written to where any
    machine finds them. The regency's, the longest, starts first and alone."""
    regency = [one for one in due.bundles if isinstance(one.bundle, RegencyBundle)]
    units = [one for one in due.bundles if not isinstance(one.bundle, RegencyBundle)]
    for number, bundles in enumerate((*([one] for one in regency), *_chunks(units))):
        rows = f"{run.work.name}/{bundles[0].period_code}-{number}.parquet"
        documents.write_rows(run.home, run.stores.staging, bundles, rows)
        for one in bundles:
            if isinstance(one.bundle, UnitBundle) and one.bundle.figures.photographs:
                figures.photographs.hand_on(
                    run.stores.staging,
                    one.bundle.owner,
                    f"{rows}.{one.bundle.made}",
                    of_follow_up=one.bundle.made == "account",
                )
        yield DocumentBatch(tuple(bundles), rows)


def render(stores: Stores, batch: DocumentBatch, children: ChildPool) -> Rendered:
    """Documents of a batch, in a child process, on any machine. A bundle that kills its process, or that our code
    fails at, costs its own documents and no other's."""
    results = children.run(partial(documents.render, stores, batch.rows), batch.bundles, seconds=SECONDS_A_BATCH)
    made: list[MadeDocument] = []
    failed: dict[str, tuple[str, ...]] = {}
    for one, result in zip(batch.bundles, results, strict=True):
        if isinstance(result, ChildLost | FailedBundle):
            owner = one.bundle.owner
            failed[owner] = (*failed.get(owner, ()), *one.bundle.names)
            fault = result.fault if isinstance(result, FailedBundle) else result.how
            logger.error("documents %s %s: %s", one.period_code, owner, fault)
        else:
            made += result
    listener.get().stepped(_stage(batch.bundles[0].period_code), len(made))
    return Rendered(made, failed)


def record(run: Run, period_code: str, due: DueDocuments, rendered: Sequence[Rendered]) -> PeriodDocuments:
    """Enters what was made, by batch, into the period's manifest."""
    new = [document for of_batch in rendered for document in of_batch.made]
    failed: dict[str, tuple[str, ...]] = {one.owner: () for one in due.failed}
    for one in due.failed:
        logger.error("documents %s %s: %s", period_code, one.owner, one.fault)
    for of_batch in rendered:
        for owner, names in of_batch.failed.items():  # a unit's bundles lie in several batches
            failed[owner] = (*failed.get(owner, ()), *names)
    documents.record(run.stores, period_code, new, due.made_from, failed, due.beside_from)
    if new:
        listener.get().finished(
            _stage(period_code), f"{shown_count(len(new))} dibuat, {shown_count(due.current)} sudah sesuai"
        )
    return PeriodDocuments(
        tuple(document.name for document in new),
        due.current,
        tuple(f"{period_code}/{owner}" for owner in sorted(failed)),
    )


def begin_site(run: Run) -> SiteBuild:
    """The public site of what is published, to which periods are added once their documents are made."""
    return SiteBuild(run.home, run.stores.reports, run.settings, run.registry, run.editions, run.questionnaires)


def add_to_site(site: SiteBuild, figures: PeriodFigures) -> None:
    """The pages of a period, after the documents they offer."""
    site.add(figures)


def finish_site(site: SiteBuild) -> SiteChange:
    """The public site, after all documents."""
    listener.get().started(_SITE, 0)
    change = site.finish()
    removed = f", {shown_count(change.removed)} tidak berlaku lagi dan dihapus" if change.removed else ""
    written, kept = shown_count(change.written), shown_count(change.kept)
    listener.get().finished(_SITE, f"{written} berkas baru atau berubah, {kept} tetap{removed}")
    return change


def make_again(begun: Begun, period_codes: Sequence[str] | None, unit_code: str | None) -> dict[str, list[str]]:
    """Makes documents again although nothing changed: of some periods (None: all that have documents), of
    one unit or of all and the regency. Returns the files by period. For whoever asks by hand: no Prefect. Raises
    SkmError where some could not be made, after the others were."""
    with child_pool_of(begun.run.settings) as processes:
        shown = pinned_version.with_published_settings(*begun)
        made = {
            period_code: make(shown, figures_of(shown, period_code, unit_code), processes, again=True)
            for period_code in (periods_with_documents(shown) if period_codes is None else period_codes)
        }
    refuse_failed(made.values())
    return {period_code: list(of_period.made) for period_code, of_period in made.items()}


def make(run: Run, figures: PeriodFigures, processes: ChildPool, *, again: bool = False) -> PeriodDocuments:
    """Makes the documents of a period that are due, or all `again`, without Prefect."""
    due = documents_due(run, figures, again=again)
    with ThreadPoolExecutor(run.settings.engine.workers) as waiting:
        tasks = [
            waiting.submit(copy_context().run, render, run.stores, batch, processes)
            for batch in batches(run, figures, due)
        ]
        rendered = [task.result() for task in tasks]
    return record(run, figures.period_code, due, rendered)


def refuse_failed(made: Iterable[PeriodDocuments]) -> None:
    """Raises SkmError where our code failed to make documents; the others are there."""
    if failed := [one for of_period in made for one in of_period.failed]:
        raise SkmError(
            f"Program gagal membuat dokumen {', '.join(failed[:MOST_NAMED])}"
            f"{' dan lainnya' if len(failed) > MOST_NAMED else ''}. Dokumen lain sudah dibuat. Ini kesalahan program: "
            "laporkan kepada pengelola aplikasi beserta catatan (log) perintah ini."
        )


def _stage(period_code: str) -> str:
    return f"Dokumen {period_code}"


def _chunks(units: Sequence[DueBundle]) -> Iterator[list[DueBundle]]:
    for start in range(0, len(units), BUNDLES_IN_BATCH):
        yield list(units[start : start + BUNDLES_IN_BATCH])

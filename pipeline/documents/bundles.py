"""What a unit, or the regency, gets for one period: its documents' names, and the figures they are made from.

Belongs here: reading a period's figures from the published warehouse, in a fixed number of queries however
many units there are. Not here: which kinds of documents there are (`reports.documents`), which bundles are due, the
making and the manifest (`pipeline.documents.documents`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

import polars as pl

from contracts import places
from contracts.errors import raise_if_of_the_machine, trace_of
from contracts.home import Home
from contracts.periods import parse_period
from contracts.questionnaires import NO_QUESTIONNAIRES, Questionnaires
from contracts.registry import Registry, Unit
from contracts.respondent import CHARACTERISTICS
from contracts.settings import Settings
from contracts.tables import RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from pipeline.documents.apart_bundles import ApartBundle, apart_bundles
from pipeline.documents.certificates import certificate_figure
from pipeline.documents.logos import logo_of, logos_state
from pipeline.documents.made_from import MadeFrom, address_of, hash_of, lineage, shown_json
from pipeline.documents.people_served import people_served_figure
from pipeline.documents.photographs import PeriodPhotographs
from pipeline.documents.plans import PeriodPlans
from pipeline.documents.public_rows import PublicRows, until
from pipeline.documents.targets import regency_targets, target_figure
from pipeline.versions import documents_version
from reports.documents import REGENCY, REGENCY_DOCUMENTS, UNIT_DOCUMENTS, DocumentKind, Made
from reports.figures.answer_figures import answer_figures
from reports.figures.letterhead_figures import LogoFigure, with_logo
from reports.figures.priority_figures import priority_figures
from reports.figures.regency_figures import (
    RegencyFigures,
    SignalFigure,
    StatusFigure,
    in_order,
    public_findings,
    regency_figures,
)
from reports.figures.revision_figures import (
    RegencyRevisionFigures,
    open_or_latest_revision,
    regency_revision,
    unit_revision,
)
from reports.figures.sensitivity_figures import beside_rank_figures, sensitivity_figure
from reports.figures.service_figures import RankedServiceFigure, service_figures
from reports.figures.unit_figures import (
    ResponseFigure,
    RunFigure,
    UnitFigures,
    answers_of,
    predecessors,
    public_figures,
    unit_figures,
)
from reports.wording.source_sentences import document_code
from transforms.schema import frame_schema
from warehouse import published, published_comparisons, published_editions, published_services, published_signals
from warehouse.read import Answers, Reader, Row, open_published
from warehouse.rows import by_unit, only

_ROWS = {
    name: frame_schema(RESPONSE)[name]
    for name in (
        *("unit_code", "response_date", "age"),
        *(one.column for one in CHARACTERISTICS),
        *(*UNSUR_COLUMNS, "answer_parts"),
    )
}
_LINEAGE_UNSET = {"code_version": "", "inputs_hash": ""}


class UnitBundle(NamedTuple):
    """All documents of one unit and period, made together from the same figures."""

    figures: UnitFigures
    public: UnitFigures
    small_cell: int
    """For the card that says why it shows nothing (`thresholds.small_cell`)."""
    rows_printed: bool
    """The unit's rows are printed in its report too (`reports.respondent_rows`)."""
    made: Made = "period"
    """Which of its documents: `reports.documents.DocumentKind.made`."""
    only: frozenset[str] | None = None
    """Of these the kinds that have one of these files; None: all."""

    @property
    def owner(self) -> str:
        """Whose they are."""
        return self.figures.unit_code

    @property
    def names(self) -> tuple[str, ...]:
        """The files, as paths below the period's folder."""
        return tuple(self.name(kind, ending) for kind in self.kinds for ending in kind.endings)

    @property
    def kinds(self) -> tuple[DocumentKind, ...]:
        """What the unit gets."""
        return tuple(
            one
            for one in UNIT_DOCUMENTS
            if one.made == self.made
            and (self.public.index.publishable or not one.only_publishable)
            and (self.figures.certificate is not None or not one.only_first)
            and (self.only is None or any(self.name(one, ending) in self.only for ending in one.endings))
        )

    def with_only(self, names: Iterable[str]) -> "UnitBundle":
        """The kinds of these files alone: all formats of a kind are made together."""
        return self._replace(only=frozenset(names))

    @property
    def made_from(self) -> Mapping[str, MadeFrom]:
        """What each of the files is made from."""
        return {
            self.name(kind, ending): MadeFrom(run.inputs_hash, document_code(run) if kind.prints_code else "")
            for kind in self.kinds
            for run in [self._run_of(kind)]
            for ending in kind.endings
        }

    def of(self, kind: DocumentKind) -> "UnitBundle":
        """The same, as a document of that kind says what it was made from: of all, or of what it shows."""
        changed = "public" if kind.public else "figures"
        return self._replace(**{changed: getattr(self, changed).model_copy(update={"run": self._run_of(kind)})})

    def _run_of(self, kind: DocumentKind) -> RunFigure:
        figures = self.public if kind.public else self.figures
        if not kind.shows:
            return figures.run
        shows, small = kind.shows, ""
        if kind.withheld_shows and not figures.index.publishable:
            shows, small = kind.withheld_shows, str(figures.index.respondents < self.small_cell)  # as the card says
        return RunFigure(**lineage(hash_of(shown_json(figures, shows), small)))

    def name(self, kind: DocumentKind, ending: str) -> str:
        """A file, as its path below the period's folder."""
        return f"{self.owner}/{kind.file_name(self.owner, self.figures.period_code, ending)}"


class RegencyBundle(NamedTuple):
    """The regency's own documents of one period."""

    figures: RegencyFigures
    inputs: str

    @property
    def owner(self) -> str:
        """Whose they are."""
        return REGENCY

    @property
    def names(self) -> tuple[str, ...]:
        """The files, as paths below the period's folder."""
        return tuple(self.name(kind, ending) for kind in self.kinds for ending in kind.endings)

    @property
    def kinds(self) -> tuple[DocumentKind, ...]:
        """What the regency gets."""
        return REGENCY_DOCUMENTS

    def with_only(self, names: Iterable[str]) -> "RegencyBundle":
        """All: they are made from the same."""
        return self

    @property
    def made_from(self) -> Mapping[str, MadeFrom]:
        """What each of the files is made from."""
        code = document_code(self.figures.run)
        return {
            self.name(kind, ending): MadeFrom(self.inputs, code if kind.prints_code else "")
            for kind in self.kinds
            for ending in kind.endings
        }

    def name(self, kind: DocumentKind, ending: str) -> str:
        """A file, as its path below the period's folder."""
        return kind.file_name(self.owner, self.figures.period_code, ending)


Bundle = UnitBundle | ApartBundle | RegencyBundle


class PeriodFigures:
    """The figures of a period: read when they are first asked for, once, for its documents and for its pages."""

    def __init__(
        self,
        home: Home,
        settings: Settings,
        registry: Registry,
        period_code: str,
        unit_code: str | None = None,
        questionnaires: Questionnaires = NO_QUESTIONNAIRES,
        answers: Answers | None = None,
    ) -> None:
        """`unit_code`: of one unit only. `questionnaires`: for what documents say of the questions. `answers`: of the
        warehouse, that several periods ask for."""
        self._answers: Answers = {} if answers is None else answers
        self._questionnaires = questionnaires
        self.period_code = period_code
        self.unit_code = unit_code
        self._home = home
        self._settings = settings
        self._registry = registry

    @property
    def made_from(self) -> str:
        """What documents made now are made from: the published run, pictures, and how figures become documents."""
        with open_published(self._home, self._answers) as reader:
            run_id = published.runs(reader)[0]["run_id"]
        pictures = self.photographs.state, logos_state(self._home)
        return " ".join(filter(None, (f"{run_id} {documents_version()}", *pictures)))

    @cached_property
    def photographs(self) -> PeriodPhotographs:
        """Those of its units."""
        return PeriodPhotographs(self._home, self._settings, self._registry, self.period_code)

    @property
    def units(self) -> tuple[UnitBundle, ...]:
        """Of every unit with an index, or of the one asked for."""
        return self._read_units[0]

    @property
    def failed(self) -> Mapping[str, str]:
        """Units whose figures our code failed at, with the fault (`trace_of`)."""
        return self._read_units[1]

    @property
    def beside_official(self) -> tuple[tuple[UnitBundle, ...], Mapping[str, str]]:
        """What comes beside the official documents of the period: of units whose plan came after it was closed, or that
        told what became of theirs; and those of them whose figures our code failed at, with the fault. Without any, no
        figures are read."""
        with open_published(self._home, self._answers) as reader:
            planned = {row["unit_code"] for row in published.follow_up_realisations(reader, self.period_code)}
        if not planned:
            return (), {}
        supplements = [one for unit in self.units if (one := supplement_of(unit))]
        return (*supplements, *self.accounts), {code: fault for code, fault in self.failed.items() if code in planned}

    @property
    def accounts(self) -> tuple[UnitBundle, ...]:
        """What units tell of their plans."""
        return tuple(one for unit in self.units if (one := self._account_of(unit)))

    def _account_of(self, unit: UnitBundle) -> UnitBundle | None:
        """The report of what became of a unit's plan; None where it has not said. Its photographs are its own."""
        figures = unit.figures
        if figures.follow_up is None or not figures.follow_up.is_reported:
            return None
        photographs = self.photographs.figures_of(unit.owner, of_follow_up=True)
        return unit._replace(figures=figures.model_copy(update={"photographs": photographs}), made="account")

    @cached_property
    def apart(self) -> tuple[tuple[ApartBundle, ...], Mapping[str, str]]:
        """Of every unit that has no index because its questionnaire leaves an unsur out, or of the one asked for; and
        those of them whose figures our code failed at, with the fault."""
        failed: dict[str, str] = {}
        with open_published(self._home, self._answers) as reader:
            asked = (reader, self.period_code, self._settings, self._registry, self.unit_code)
            apart = apart_bundles(*asked, logo_of=partial(logo_of, self._home), on_failure=partial(_noted, failed))
            return tuple(apart), failed

    @cached_property
    def _read_units(self) -> tuple[tuple[UnitBundle, ...], Mapping[str, str]]:
        failed: dict[str, str] = {}
        with open_published(self._home, self._answers) as reader:
            units = unit_bundles(
                reader,
                self.period_code,
                self._settings,
                self._registry,
                self.unit_code,
                questionnaires=self._questionnaires,
                photographs=self.photographs,
                logo_of=partial(logo_of, self._home),
                on_failure=partial(_noted, failed),
            )
            return tuple(units), failed

    @cached_property
    def regency(self) -> RegencyBundle:
        """As staff may have them, with what the documents need."""
        with open_published(self._home, self._answers) as reader:
            return regency_bundle(reader, self.period_code, self._settings, logo_of(self._home), self._registry)

    @cached_property
    def public_regency(self) -> RegencyFigures:
        """As everyone may have them."""
        with open_published(self._home, self._answers) as reader:
            return public_regency(reader, self.period_code, self._settings, self._questionnaires)


def responses_of(reader: Reader, period_code: str, unit_codes: Iterable[str]) -> pl.DataFrame:
    """The accepted responses of some units in a period, by unit, in the order of their files: `unit_code` and the
    columns of `response` that documents show."""
    rows = published.unit_responses(reader, period_code, list(unit_codes))
    return pl.DataFrame(rows, schema=_ROWS)


def responses_by_unit(rows: Path) -> Mapping[str, list[ResponseFigure]]:
    """What `responses_of` gave, from a Parquet file, by unit."""
    by_unit: defaultdict[str, list[ResponseFigure]] = defaultdict(list)
    for row in pl.read_parquet(rows).iter_rows(named=True):
        by_unit[row["unit_code"]].append(ResponseFigure.model_validate({**row, "answers": answers_of(row)}))
    return by_unit


def _no_logo(unit_code: str) -> LogoFigure | None:
    return None


def _noted(failed: dict[str, str], unit_code: str, error: Exception) -> None:
    raise_if_of_the_machine(error)
    failed[unit_code] = trace_of(error)


def _raised(unit_code: str, error: Exception) -> None:
    raise error


def unit_bundles(
    reader: Reader,
    period_code: str,
    settings: Settings,
    registry: Registry,
    unit_code: str | None = None,
    *,
    questionnaires: Questionnaires = NO_QUESTIONNAIRES,
    photographs: PeriodPhotographs | None = None,
    logo_of: Callable[[str], LogoFigure | None] = _no_logo,
    on_failure: Callable[[str, Exception], None] = _raised,
) -> Iterator[UnitBundle]:
    """The bundle of every unit with an index in the period, or of one unit; `on_failure` is told of a unit (its code)
    whose figures our code fails at. One that an official edition has is
    there as well where the registry no longer has it, or all its answers fell away since."""
    period = parse_period(period_code)
    before = period.previous.code
    registered = registry.by_code
    unsur = by_unit(published.unit_unsur(reader, period_code, unit_code))
    unsur_before = by_unit(published.unit_unsur(reader, before, unit_code))
    ranks = by_unit(published.unit_ranks(reader, period_code, unit_code))
    profiles = by_unit(published.profile(reader, period_code, unit_code))
    collections = by_unit(published.collection(reader, period_code, unit_code))
    trends = by_unit(until(period, published.trends(reader, period.kind, unit_code)))
    themes = by_unit(published.suggestion_themes(reader, period_code, unit_code))
    files = by_unit(published.contributing_files(reader, period_code, unit_code))
    hashes = by_unit(published.responses_hashes(reader, period_code))
    answers = by_unit(published.answer_counts(reader, period_code, unit_code))
    further = by_unit(published.further_indexes(reader, period_code, unit_code))
    services = by_unit(published_services.unit_services(reader, period_code, unit_code))
    service_unsur = by_unit(published_services.service_unsur(reader, period_code, unit_code))
    compared = by_unit(published_comparisons.unsur_compared(reader, period_code, unit_code))
    associations = by_unit(published_comparisons.unsur_associations(reader, period_code, unit_code))
    sensitivities = by_unit(published_comparisons.rank_sensitivities(reader, period_code, unit_code))
    plans = PeriodPlans(reader, period_code, unit_code)
    units = {row.of("unit_code", str): row for row in published.units(reader)}
    editions = published_editions.editions(reader, period_code)
    changes, changed_unsur = _unit_changes(reader, period_code, editions, unit_code)
    public_rows = PublicRows(reader.public(), period, unit_code)
    succeeded = [row for row in units.values() if row.get("successor")]
    index_before = published.unit_index(reader, before) if succeeded else []
    for index in published.unit_index(reader, period_code, unit_code):
        code = index.of("unit_code", str)
        try:
            figures = unit_figures(
                settings=settings,
                registered=registered.get(code) or _no_longer_registered(code, units.get(code)),
                period_code=period_code,
                ikm_unit=index,
                ikm_unsur=unsur[code],
                ikm_ranking=ranks[code],
                respondent_profile=profiles[code],
                collection=collections[code][0],
                trend=trends[code],
                ikm_unsur_before=unsur_before[code],
                suggestion_theme=themes[code],
                follow_up=plans.of(code, period_code),
                follow_up_before=plans.of(code, accounted := plans.accounted_period(code)),
                results_before=plans.results_of(code, accounted),
                ingest_file=files[code],
                responses_hash=hashes[code][0].of("responses_hash", str) if hashes[code] else "",
                run=_LINEAGE_UNSET,
                revision=unit_revision(editions, only(changes[code]), changed_unsur[code]),
                predecessors=predecessors(code, succeeded, index_before, trends[code], period),
                services=service_figures(services[code], service_unsur[code]),
                answers=answer_figures(only(answers[code]), index.of("respondents", int)),
                photographs=() if photographs is None else photographs.figures_of(code),
                further_index=further[code],
                questionnaire=questionnaires.asked(code, period.start_date, period.end_date),
            )
            shown = {
                "priorities": priority_figures(
                    figures.unit_type, index, compared[code], themes[code], associations[code]
                ),
                "sensitivity": sensitivity_figure(
                    only([one for one in sensitivities[code] if one["scope"] == figures.unit_type])
                ),
                "letterhead": with_logo(figures.letterhead, logo_of(code)),
                "page_address": address_of(settings, places.unit_page(period_code, code)),
            }
            figures = figures.model_copy(update=shown)
            public = public_figures(public_rows.instead_of(figures, succeeded))
            if (unit := registered.get(code)) is not None:
                figures, public = (
                    one.model_copy(update={"target": target_figure(unit, period, one.index.ikm)})
                    for one in (figures, public)
                )
            certificate = certificate_figure(settings, public, logo_of)
            figures = figures.model_copy(update={"certificate": certificate})
            small_cell, rows_in = settings.thresholds.small_cell, settings.reports.respondent_rows
            # A certificate shows public figures; and what is public carries the hash of nothing that is not.
            of_public = _as_json(public)
            inputs = hash_of(_as_json(figures), rows_in, *([of_public] if certificate else []))
            bundle = UnitBundle(
                figures.model_copy(update={"run": RunFigure(**lineage(inputs))}),
                public.model_copy(update={"run": RunFigure(**lineage(hash_of(of_public)))}),
                small_cell,
                rows_in == "report",
            )
        except Exception as error:  # one unit's figures that cannot be told keep no other unit waiting
            on_failure(code, error)
        else:
            yield bundle


def supplement_of(unit: UnitBundle) -> UnitBundle | None:
    """The plan of a unit that its official documents do not print; None where there is none."""
    figures = unit.figures
    if figures.follow_up is None or figures.follow_up.late is None:
        return None
    return unit._replace(made="supplement")


def public_regency(
    reader: Reader, period_code: str, settings: Settings, questionnaires: Questionnaires = NO_QUESTIONNAIRES
) -> RegencyFigures:
    """The regency's figures of a period as everyone may have them. Whether a unit has no index because its
    questionnaire leaves an unsur out is told by the register, not by anybody's answers."""
    with_index = [row.of("unit_code", str) for row in published.unit_index(reader, period_code)]
    reader = reader.public()
    figures = _regency_figures(reader, period_code, settings, (), _findings(reader), with_index)
    received = tuple(map(StatusFigure.model_validate, published.received(reader)))
    days = figures.period.start_date, figures.period.end_date
    apart = [
        unit
        for unit in figures.missing
        if (asked := questionnaires.asked(unit.unit_code, *days)) is not None and asked.without
    ]
    return figures.model_copy(
        update={
            "others_asked": any(one.asks_others for one in questionnaires.asked_between(*days)),
            "missing": tuple(unit for unit in figures.missing if unit not in apart),
            "apart": tuple(apart),
            "of_all_periods": True,
            "files": in_order(received),
            "rules": (),
            "findings": public_findings(figures.findings or ()),
            "follow_up": None,
            "revision": None,
        }
    )


def regency_bundle(
    reader: Reader,
    period_code: str,
    settings: Settings,
    logo: LogoFigure | None = None,
    registry: Registry | None = None,
) -> RegencyBundle:
    """The regency's bundle of a period: of what that has to do with, so that files of a year to come make no document
    of this year again. What the checks found in everything received is told by the latest period of each kind."""
    period = parse_period(period_code)
    is_latest = published.latest_period(reader, period.kind) == period_code
    files, findings = published.files_of_period(reader, period), _findings(reader) if is_latest else None
    figures = _regency_figures(reader, period_code, settings, files, findings)
    services = map(RankedServiceFigure.model_validate, published_services.service_ranking(reader, period_code))
    figures = figures.model_copy(
        update={
            "revision": _regency_revision(reader, period_code),
            "services": tuple(services),
            "beside_rank": beside_rank_figures(
                published_comparisons.rank_sensitivities(reader, period_code),
                published_services.unit_services(reader, period_code),
                registry,
            ),
            "people_served": people_served_figure(published.unit_index(reader, period_code), figures.ranking),
            "asking_more": tuple(published.units_asking_more(reader, period_code)),
            "targets": () if registry is None else regency_targets(registry, period, figures.ranking),
            "signals": tuple(map(SignalFigure.model_validate, published_signals.quality_signals(reader, period_code))),
            "letterhead": with_logo(figures.letterhead, logo),
            "page_address": address_of(settings, places.period_page(period_code)),
        }
    )
    # Its code is public: with the answers of all, no unit's own figures are found by trying them out.
    answers = (row.of("responses_hash", str) for row in published.responses_hashes(reader, period_code))
    inputs = hash_of(_as_json(figures), *answers)
    run = figures.run.model_copy(update=lineage(inputs))
    return RegencyBundle(figures.model_copy(update={"run": run}), inputs)


def _findings(reader: Reader) -> list[Row]:
    return published.findings(reader, published.runs(reader)[0].of("run_id", str))


def _regency_figures(
    reader: Reader,
    period_code: str,
    settings: Settings,
    files: Sequence[Row],
    findings: Sequence[Row] | None,
    with_index: Collection[str] = (),
) -> RegencyFigures:
    period = parse_period(period_code)
    before = period.previous.code
    known = {file["file_id"] for file in files}
    return regency_figures(
        settings=settings,
        period_code=period_code,
        units=published.units(reader),
        ikm_regency=published.regency(reader, period_code),
        ikm_regency_unsur=published.regency_unsur(reader, period_code),
        ikm_scope=published.scope_spreads(reader, period_code),
        regency_trend=until(period, published.regency_trend(reader, period.kind)),
        ranking=published.rankings(reader, period_code),
        ikm_unsur=published.unit_unsur(reader, period_code),
        missing_unit=published.missing_units(reader, period_code),
        follow_up_regency=published.follow_up_regency(reader, before),
        follow_up_realisation=published.follow_up_realisations(reader, before),
        ingest_file=files,
        index_before=published.unit_index(reader, before),
        rows_left_out=[row for row in published.rows_left_out(reader) if row["file_id"] in known] if known else [],
        finding=findings,
        run=_LINEAGE_UNSET,
        hidden=with_index,
    )


def _unit_changes(
    reader: Reader, period_code: str, editions: list[Row], unit_code: str | None
) -> tuple[defaultdict[str, list[Row]], defaultdict[str, list[Row]]]:
    """What the latest revision of the period changed, by unit: `edition_change` and `edition_change_unsur`."""
    if open_or_latest_revision(editions) is None:
        return by_unit(()), by_unit(())
    revision = editions[-1].of("revision", int)
    return (
        by_unit(published_editions.unit_changes(reader, period_code, revision, unit_code)),
        by_unit(published_editions.unsur_changes(reader, period_code, revision, unit_code)),
    )


def _regency_revision(reader: Reader, period_code: str) -> RegencyRevisionFigures | None:
    editions = published_editions.editions(reader, period_code)
    if open_or_latest_revision(editions) is None:
        return None
    revision = editions[-1].of("revision", int)
    return regency_revision(
        editions,
        published_editions.regency_change(reader, period_code, revision),
        published_editions.unit_changes(reader, period_code, revision),
        published_editions.unsur_changes(reader, period_code, revision),
    )


def _no_longer_registered(unit_code: str, unit: Row | None) -> Unit:
    """A unit of an official edition that left the registry since: nothing to sign, no address."""
    return Unit(
        unit_code=unit_code,
        unit_name=unit_code if unit is None else unit.of("unit_name", str),
        unit_type="unit" if unit is None else unit.of("unit_type", str),
        bps_code=None,
        aliases=(),
        unsur_order=None,
        service_recipients=(),
    )


def _as_json(figures: UnitFigures | RegencyFigures) -> str:
    """The figures as text, for a hash. What is not there at all is left out: documents of a first edition do not
    depend on whether there can be a revision, nor of nine questions on whether more can be asked."""
    may_be_absent = ("revision", "further", "further_questions", "asking_more", "apart", "others_asked")
    return figures.model_dump_json(exclude={name for name in may_be_absent if not getattr(figures, name, None)})

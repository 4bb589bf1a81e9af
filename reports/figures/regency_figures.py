"""What the regency's documents show for one period: the view model.

Belongs here: figures taken from rows of the published warehouse, by the names of their columns, which
of them stand together, and how many there are. Not here: any arithmetic of the method, wording
(`reports.wording.regency_sentences`), or reading a warehouse. What one unit's documents show stands in
`reports.figures.unit_figures`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from contracts.periods import Period, parse_period
from contracts.records import FileKind, FileStatus
from contracts.register_rows import several
from contracts.registry import SCOPE_ALL
from contracts.rules import PROTECTED_RULES, Severity, Verdict
from contracts.settings import RegencyMethod, Settings, Survey
from contracts.unsur import UNSUR
from reports.figures.base import Figure, Mutu, Row
from reports.figures.index_figure import IndexFigure
from reports.figures.letterhead_figures import LetterheadFigure, SignatoryFigure, regency_letterhead
from reports.figures.people_served_figures import PeopleServedFigure
from reports.figures.revision_figures import RegencyRevisionFigures
from reports.figures.sensitivity_figures import BesideRankFigure
from reports.figures.service_figures import RankedServiceFigure
from reports.figures.target_figures import UnitTargetFigure
from reports.figures.unit_figures import (
    NAMED_UNSUR,
    RunFigure,
    TrendFigure,
    UnsurFigure,
    unsur_figures,
)

STATUSES: Final[tuple[FileStatus, ...]] = (
    "loaded",
    "partial",
    "duplicate",
    "superseded",
    "held",
    "withdrawn",
    "rejected",
)
"""In the order a reader wants them: what counts, then what does not."""


class RegisteredFigure(Figure):
    """A unit of the registry: a row of `unit`."""

    unit_code: str
    unit_name: str
    unit_type: str
    valid_from: date | None = None
    valid_to: date | None = None


class SuccessionFigure(Figure):
    """A unit that was merged or split: its last day, and the names of those that took over its work."""

    unit_name: str
    valid_to: date
    successors: tuple[str, ...]


class MethodFigure(Figure):
    """The regency's IKM by one method: a row of `ikm_regency`."""

    method: RegencyMethod
    ikm: Decimal
    ikm_ninth: Decimal
    weight: str
    mutu: Mutu
    kinerja: str
    units: int
    respondents: int
    headline: bool
    ikm_low: Decimal | None = None
    """Empty, as all below, in an edition that was closed before they were computed."""
    ikm_high: Decimal | None = None
    change: Decimal | None = None
    change_low: Decimal | None = None
    change_high: Decimal | None = None
    change_distinguishable: bool | None = None
    units_before: int | None = None
    units_matched: int | None = None
    change_matched: Decimal | None = None
    change_matched_low: Decimal | None = None
    change_matched_high: Decimal | None = None
    change_matched_distinguishable: bool | None = None
    change_composition: Decimal | None = None

    @property
    def other_units(self) -> bool:
        """Units were counted in one of the two periods only, and some in both."""
        return bool(self.units_matched) and not self.units_matched == self.units == self.units_before


class ScopeFigure(Figure):
    """What the units of a ranking have in common: a row of `ikm_scope`, in points of the index."""

    scope: str
    units: int
    ikm_mean: Decimal
    spread_between: Decimal
    spread_within: Decimal
    respondents_needed: int | None = None


class RegencyUnsurFigure(Figure):
    """One unsur over all units: a row of `ikm_regency_unsur`, with its name."""

    unsur_code: str
    name: str
    method: RegencyMethod
    nrr: float
    score: Decimal
    mutu: Mutu
    kinerja: str
    order_from_lowest: int
    order_from_highest: int


class RankedFigure(IndexFigure):
    """A unit in one ranking: a row of `warehouse.published.ranking`."""

    unit_code: str
    unit_name: str
    unit_type: str
    rank: int | None
    """None of a unit with fewer than `minimum_respondents`, as of its ranges."""
    rank_low: int | None
    rank_high: int | None
    rank_low_all: int | None = None
    rank_high_all: int | None = None
    tied: bool
    units: int
    minimum_respondents: int | None = None
    reliability: Decimal | None = None
    reliable: bool | None = None
    ikm_shrunken: Decimal | None = None
    """Internal."""
    weight_before: str | None = None
    """Convention of the weight in the period before, where it has an index there."""

    @property
    def across_weights(self) -> bool:
        """The period before goes by another convention: the two compare by one ninth."""
        return self.weight_before is not None and self.weight_before != self.weight

    @property
    def compared(self) -> Decimal:
        """The IKM that `change` leads to."""
        return self.ikm_ninth if self.across_weights else self.ikm

    @property
    def before(self) -> Decimal | None:
        """The IKM of the period before, where there is one: `change` is by definition the step from it."""
        return None if self.change is None else self.compared - self.change


class RealisationFigure(Figure):
    """What one unit planned and did: a row of `follow_up_realisation`, with the unit's name."""

    unit_code: str
    unit_name: str
    planned: int
    done: int
    realisation: Decimal


class RegencyFollowUpFigure(Figure):
    """The same over all units: a row of `follow_up_regency`, and the units it is made of."""

    period_code: str
    units: int
    planned: int
    done: int
    realisation: Decimal
    by_unit: tuple[RealisationFigure, ...]

    @property
    def period(self) -> Period:
        """The period whose results the plans answer."""
        return parse_period(self.period_code)


class StatusFigure(Figure):
    """The files of one kind and status: how many, and their rows."""

    kind: FileKind
    status: FileStatus
    files: int
    rows_read: int | None
    """Of public figures empty where the rows would tell how many people are withheld; likewise those below."""
    rows_accepted: int | None
    rows_rejected: int | None
    rows_duplicate: int | None
    rows_replaced: int | None = None


class UncountedFileFigure(Figure):
    """A file of which nothing counts until somebody acts: a row of `ingest_file`. Internal."""

    path: str
    unit_name: str | None = None
    status: FileStatus
    reason_code: str | None = None
    reason: str | None
    """The sentence for its sender, with what to do."""


class SignalFigure(Figure):
    """A pattern that a unit is asked to explain: a row of `quality_signal`. Internal."""

    unit_name: str
    signal: str
    seen: str | None
    rows: int
    of_rows: int
    paths: str
    explanation: str | None
    explained_by: str | None


class RuleFigure(Figure):
    """A rule that rejected rows: how many rows, in how many files."""

    rule: str
    message: str
    rows: int
    files: int


class FindingFigure(Figure):
    """A check that did not pass: a row of `finding`. Internal."""

    suite: Literal["responses", "follow_up", "warehouse"]
    expectation: str
    verdict: Verdict
    severity: Severity
    observed: str | None


def public_findings(findings: Sequence[FindingFigure]) -> tuple[FindingFigure, ...]:
    """The same for everyone: how many rows broke a rule is how many people said nothing, or something unknown, of their
    sex or age; and of what the law protects nothing is told."""
    return tuple(
        one.model_copy(update={"observed": None}) for one in findings if one.expectation not in PROTECTED_RULES
    )


class RegencyFigures(Figure):
    """All that the regency's documents show for one period."""

    regency_name: str
    capital: str
    organiser: str
    letterhead: LetterheadFigure
    signatory: SignatoryFigure
    survey: Survey
    period_code: str
    registered: tuple[RegisteredFigure, ...]
    """Every unit that owes a report for the period, or has an index in it, by type and name."""
    missing: tuple[RegisteredFigure, ...]
    """Those of them without an index in the period."""
    apart: tuple[RegisteredFigure, ...] = ()
    """Those without one because their questionnaire leaves an unsur out; not among the `missing`."""
    methods: tuple[MethodFigure, ...]
    """The headline first."""
    unsur: tuple[RegencyUnsurFigure, ...]
    trend: tuple[TrendFigure, ...]
    """By the headline method, periods of the same kind up to this one, oldest first."""
    ranking: tuple[RankedFigure, ...]
    """All units with an index, best first."""
    ranking_by_type: tuple[tuple[str, tuple[RankedFigure, ...]], ...]
    """The same within each unit type, types by name."""
    scopes: tuple[ScopeFigure, ...] = ()
    """Of the scopes of which it is known."""
    unsur_by_unit: dict[str, tuple[UnsurFigure, ...]]
    """By unit code, in the regulation's order."""
    follow_up: RegencyFollowUpFigure | None
    """What was planned from the results of the period before, and done since; None where nothing was."""
    of_all_periods: bool = False
    """`files` and what follows from them are of everything received; else of what the period has to do with."""
    files: tuple[StatusFigure, ...]
    uncounted_files: tuple[UncountedFileFigure, ...]
    rules: tuple[RuleFigure, ...]
    """Most rows first."""
    findings: tuple[FindingFigure, ...] | None
    """Only what did not pass, of everything received; None where another period's report tells it."""
    run: RunFigure
    people_served: PeopleServedFigure | None = None
    """None where no unit says how many it served; and for the public."""
    targets: tuple[UnitTargetFigure, ...] = ()
    """Of the year, of units with an index, in the order of the ranking; none for the public."""
    page_address: str = ""
    """The period's page of the portal; empty where that has no address."""
    succeeded: tuple[SuccessionFigure, ...] = ()
    """Units that were merged or split since the period before began."""
    services: tuple[RankedServiceFigure, ...] = ()
    """Registered services by name, best first; none for the public."""
    beside_rank: tuple[BesideRankFigure, ...] = ()
    """Of every unit that is ranked in its type, by type and rank; none for the public."""
    others_asked: bool = False
    """Somebody asks other questions than the nine, or weighs them otherwise: for the public, who is not told whom."""
    asking_more: tuple[str, ...] = ()
    """Names of units whose questionnaire has additional unsur or weights of its own; none for the public."""
    signals: tuple[SignalFigure, ...] = ()
    """By unit; none for the public."""
    revision: RegencyRevisionFigures | None = None
    """None for the first edition of a period, closed or not."""

    @property
    def period(self) -> Period:
        """The period."""
        return parse_period(self.period_code)

    @property
    def headline(self) -> MethodFigure:
        """The method the settings name."""
        return next(method for method in self.methods if method.headline)

    def scope(self, name: str) -> ScopeFigure | None:
        """What is known of a scope: `all`, or a unit type."""
        return next((one for one in self.scopes if one.scope == name), None)

    @property
    def before(self) -> TrendFigure | None:
        """The regency in the period right before; None where it has no index."""
        code = self.period.previous.code
        return next((point for point in self.trend if point.period_code == code), None)

    @property
    def lowest_unsur(self) -> tuple[RegencyUnsurFigure, ...]:
        """The three lowest, lowest first; equal ones are all named, the best never is. None when all are equal."""
        named = [
            unsur for unsur in self.unsur if unsur.order_from_lowest <= NAMED_UNSUR and unsur.order_from_highest > 1
        ]
        return tuple(sorted(named, key=lambda unsur: unsur.order_from_lowest))

    @property
    def highest_unsur(self) -> tuple[RegencyUnsurFigure, ...]:
        """The three highest, highest first; equal ones are all named, the worst never is. None when all are equal."""
        named = [
            unsur for unsur in self.unsur if unsur.order_from_highest <= NAMED_UNSUR and unsur.order_from_lowest > 1
        ]
        return tuple(sorted(named, key=lambda unsur: unsur.order_from_highest))

    @property
    def risen(self) -> tuple[RankedFigure, ...]:
        """Units above their IKM of the period before by more than chance, the largest step first."""
        return tuple(
            sorted(
                (unit for unit in self.ranking if unit.told_change > 0),
                key=lambda unit: (-(unit.change or 0), unit.unit_name),
            )
        )

    @property
    def fallen(self) -> tuple[RankedFigure, ...]:
        """Units below it likewise, the largest step first."""
        return tuple(
            sorted(
                (unit for unit in self.ranking if unit.told_change < 0),
                key=lambda unit: (unit.change or 0, unit.unit_name),
            )
        )

    @property
    def compared(self) -> int:
        """How many units have an index in both periods."""
        return sum(unit.change is not None for unit in self.ranking)

    @property
    def below_sample(self) -> tuple[RankedFigure, ...]:
        """Units with fewer respondents than their sample asks for."""
        return tuple(unit for unit in self.ranking if unit.sample_met is False)

    @property
    def sample_unknown(self) -> tuple[RankedFigure, ...]:
        """Units whose service recipients the registry does not have."""
        return tuple(unit for unit in self.ranking if unit.sample_met is None)

    @property
    def weight_dependent(self) -> tuple[RankedFigure, ...]:
        """Units whose grade depends on the weight."""
        return tuple(unit for unit in self.ranking if unit.grade_depends_on_weight)


def regency_figures(
    *,
    settings: Settings,
    period_code: str,
    units: Sequence[Row],
    ikm_regency: Sequence[Row],
    ikm_regency_unsur: Sequence[Row],
    regency_trend: Sequence[Row],
    ranking: Mapping[str, Sequence[Row]],
    ikm_unsur: Sequence[Row],
    missing_unit: Sequence[Row],
    follow_up_regency: Row | None,
    follow_up_realisation: Sequence[Row],
    ingest_file: Sequence[Row],
    rows_left_out: Sequence[Row],
    finding: Sequence[Row] | None,
    run: Row,
    revision: RegencyRevisionFigures | None = None,
    index_before: Sequence[Row] = (),
    ikm_scope: Sequence[Row] = (),
    hidden: Collection[str] = (),
) -> RegencyFigures:
    """The figures of the regency in one period, from rows as `warehouse.published` gives them; `index_before` those of
    `ikm_unit` in the period before.

    `ranking` maps each scope to its rows; `ikm_unsur` holds all units'; `regency_trend` may reach beyond
    the period; `follow_up_regency` and `follow_up_realisation` are of the period before. `ingest_file` and
    `rows_left_out` are of the files the period has to do with (`published.files_of_period`);
    `finding` is of everything received, and told by the latest period only. `hidden`: units that have an index in the
    period and may not stand in its ranking. Whoever is in none of these was not there when a closed period was told.
    Raises ValueError (of pydantic) where a column is missing, and where the headline method or any of the nine unsur
    is."""
    methods = sorted(map(MethodFigure.model_validate, ikm_regency), key=lambda one: (not one.headline, one.method))
    if not methods or not methods[0].headline:
        raise ValueError(f"{period_code}: no headline method among {len(methods)} rows of ikm_regency")
    registered = tuple(map(RegisteredFigure.model_validate, units))
    names = {unit.unit_code: unit.unit_name for unit in registered}
    weights = {row["unit_code"]: row["weight"] for row in index_before}
    rankings = {
        scope: tuple(
            RankedFigure.model_validate({**row, "weight_before": weights.get(row["unit_code"])}) for row in rows
        )
        for scope, rows in ranking.items()
    }
    period = parse_period(period_code)
    told = {str(row["unit_code"]) for rows in (*ranking.values(), missing_unit) for row in rows}
    return RegencyFigures(
        regency_name=settings.regency.name,
        capital=settings.regency.capital,
        organiser=settings.regency.organiser,
        letterhead=regency_letterhead(settings),
        signatory=SignatoryFigure(**settings.signature.model_dump()),
        survey=settings.survey,
        period_code=period_code,
        registered=tuple(one for one in registered if one.unit_code in told or one.unit_code in hidden),
        missing=tuple(RegisteredFigure.model_validate(row) for row in missing_unit if not row.get("reason")),
        apart=tuple(RegisteredFigure.model_validate(row) for row in missing_unit if row.get("reason")),
        methods=tuple(methods),
        unsur=_regency_unsur(ikm_regency_unsur, period_code),
        trend=tuple(
            point
            for point in map(TrendFigure.model_validate, regency_trend)
            if parse_period(point.period_code) <= period
        ),
        ranking=rankings.pop(SCOPE_ALL, ()),
        ranking_by_type=tuple(sorted(rankings.items())),
        scopes=tuple(map(ScopeFigure.model_validate, ikm_scope)),
        unsur_by_unit=_unsur_by_unit(ikm_unsur),
        follow_up=_follow_up(follow_up_regency, follow_up_realisation, names),
        files=_files(ingest_file),
        uncounted_files=tuple(
            UncountedFileFigure.model_validate({"unit_name": names.get(str(row["unit_code"])), **row})
            for row in ingest_file
            if row["status"] in ("rejected", "held")
        ),
        rules=_rules(rows_left_out),
        findings=None
        if finding is None
        else tuple(one for one in map(FindingFigure.model_validate, finding) if one.verdict != "passed"),
        run=RunFigure.model_validate(run),
        succeeded=tuple(_succeeded(units, names, period)),
        revision=revision,
    )


def _succeeded(units: Sequence[Row], names: Mapping[str, str], period: Period) -> Iterator[SuccessionFigure]:
    for row in units:
        last_day, codes = row.get("valid_to"), several(str(row.get("successor") or ""))
        if codes and isinstance(last_day, date) and period.previous.start_date <= last_day < period.end_date:
            successors = tuple(names.get(code, code) for code in codes)
            yield SuccessionFigure(unit_name=str(row["unit_name"]), valid_to=last_day, successors=successors)


def _regency_unsur(ikm_regency_unsur: Sequence[Row], period_code: str) -> tuple[RegencyUnsurFigure, ...]:
    rows = {str(row["unsur_code"]): row for row in ikm_regency_unsur}
    if len(rows) != len(UNSUR):
        raise ValueError(f"{period_code}: the regency's index stands on nine unsur, got {len(rows)}")
    return tuple(RegencyUnsurFigure.model_validate({**rows[unsur.code], "name": unsur.name}) for unsur in UNSUR)


def _unsur_by_unit(ikm_unsur: Sequence[Row]) -> dict[str, tuple[UnsurFigure, ...]]:
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for row in ikm_unsur:
        rows[str(row["unit_code"])].append(row)
    return {unit_code: unsur_figures(of_unit) for unit_code, of_unit in rows.items()}


def _follow_up(
    follow_up_regency: Row | None, follow_up_realisation: Sequence[Row], names: Mapping[str, str]
) -> RegencyFollowUpFigure | None:
    if follow_up_regency is None:
        return None
    by_unit = [
        RealisationFigure.model_validate({**row, "unit_name": names.get(str(row["unit_code"]), row["unit_code"])})
        for row in follow_up_realisation
    ]
    return RegencyFollowUpFigure.model_validate(
        {**follow_up_regency, "by_unit": tuple(sorted(by_unit, key=lambda one: (one.realisation, one.unit_name)))}
    )


def _files(ingest_file: Sequence[Row]) -> tuple[StatusFigure, ...]:
    files = [StatusFigure.model_validate({**row, "files": 1}) for row in ingest_file]
    groups: defaultdict[tuple[FileKind, FileStatus], list[StatusFigure]] = defaultdict(list)
    for file in files:
        groups[file.kind, file.status].append(file)
    return in_order(
        StatusFigure(
            kind=kind,
            status=status,
            files=len(group),
            rows_read=sum(file.rows_read or 0 for file in group),
            rows_accepted=sum(file.rows_accepted or 0 for file in group),
            rows_rejected=sum(file.rows_rejected or 0 for file in group),
            rows_duplicate=sum(file.rows_duplicate or 0 for file in group),
            rows_replaced=sum(file.rows_replaced or 0 for file in group),
        )
        for (kind, status), group in groups.items()
    )


def in_order(files: Iterable[StatusFigure]) -> tuple[StatusFigure, ...]:
    """Answers first, then as in STATUSES."""
    return tuple(sorted(files, key=lambda one: (one.kind != "responses", STATUSES.index(one.status))))


def _rules(rows_left_out: Sequence[Row]) -> tuple[RuleFigure, ...]:
    groups: defaultdict[str, list[RuleFigure]] = defaultdict(list)
    for row in rows_left_out:
        groups[str(row["rule"])].append(RuleFigure.model_validate({**row, "files": 1}))
    rules = [
        RuleFigure(rule=rule, message=group[0].message, rows=sum(one.rows for one in group), files=len(group))
        for rule, group in groups.items()
    ]
    return tuple(sorted(rules, key=lambda one: (-one.rows, one.rule)))

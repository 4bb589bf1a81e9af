"""What a unit's documents show for one period: the view model.

Belongs here: figures taken from rows of the published warehouse, by the names of their columns, and
which of them stand together (the three lowest unsur, the groups of a profile). Not here: any
arithmetic of the method, wording (`reports.wording.unit_sentences`), or reading a warehouse. What the regency's
documents show stands in `reports.figures.regency_figures`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from contracts.periods import Period, parse_period
from contracts.questionnaires import Questionnaire
from contracts.register_rows import several
from contracts.registry import Unit
from contracts.respondent import CHARACTERISTICS, PROTECTED_CHARACTERISTICS, Characteristic
from contracts.settings import Settings, Survey
from contracts.unsur import UNSUR, UNSUR_BY_COLUMN, UNSUR_COLUMNS
from reports.figures.answer_figures import AnswerFigure
from reports.figures.base import Figure, Mutu, Row
from reports.figures.follow_up_figures import FollowUpFigures
from reports.figures.further_figures import FurtherFigure, FurtherQuestionFigure, further_questions
from reports.figures.index_figure import IndexFigure
from reports.figures.letterhead_figures import (
    CertificateFigure,
    LetterheadFigure,
    SignatoryFigure,
    unit_letterhead,
    unit_signatory,
)
from reports.figures.priority_figures import PriorityFigures
from reports.figures.revision_figures import UnitRevisionFigures
from reports.figures.sensitivity_figures import SensitivityFigure
from reports.figures.service_figures import ServiceFigure
from reports.figures.shares import printed_shares
from reports.figures.suggestion_figures import SuggestionFigures, suggestion_figures
from reports.figures.target_figures import TargetFigure

UNKNOWN_CATEGORY: Final = "unknown"
UNKNOWN_LABEL: Final = "Tidak diketahui"
ALL_UNITS: Final = "all"
NAMED_UNSUR: Final = 3
"""How many of the lowest and of the highest unsur a report names (Permen PANRB 14/2017); ties add to them."""


class UnsurFigure(Figure):
    """One unsur: a row of `ikm_unsur`, with its name. `nrr` and `nrr_weighted` are unrounded, `score` is
    NRR × 25, `total` the sum of its answers, in whole answers. Of public figures `nrr` has two decimals, and there is
    no `total`."""

    unsur_code: str
    name: str
    total: int | float | None = None
    answer_parts: int | None = None
    """Where it is the mean of several questions: the parts of an answer of which `total` has a whole number."""
    nrr: float
    nrr_weighted: float
    score: Decimal
    mutu: Mutu
    kinerja: str
    order_from_lowest: int
    order_from_highest: int


class RankFigure(Figure):
    """A rank within one scope: a row of `ikm_ranking`."""

    scope: str
    rank: int | None
    """None of a unit with fewer than `minimum_respondents`, as of its ranges."""
    rank_low: int | None
    rank_high: int | None
    tied: bool
    units: int
    minimum_respondents: int | None = None
    reliability: Decimal | None = None
    reliable: bool | None = None


class CategoryFigure(Figure):
    """One category of a characteristic; `share` of all respondents, 0 to 1."""

    label: str
    respondents: int | None
    """Empty where suppressed."""
    share: float | None
    printed_share: float | None = None
    """`share` in tenths of a percent, as all documents print it: those of a characteristic add up where none is
    suppressed (`reports.figures.shares`)."""
    known: bool = True

    @property
    def suppressed(self) -> bool:
        """Hidden from the public."""
        return self.respondents is None


class ProfileFigure(Figure):
    """One characteristic of the respondents, its categories in the contract's order, unknown last."""

    name: str
    label: str
    categories: tuple[CategoryFigure, ...]

    @property
    def missing(self) -> bool:
        """Nobody's is known: the files do not say it."""
        return not any(category.known and category.respondents != 0 for category in self.categories)


class FileFigure(Figure):
    """One file of the unit: a row of `ingest_file`. `responses_in_period` is how many of its
    responses lie in the period; `period_code` is set where its rows have no dates."""

    path: str
    status: str
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_duplicate: int
    rows_replaced: int | None = None
    """Empty in an edition that was closed before there was such a count."""
    responses_in_period: int
    period_code: str | None = None

    @property
    def undated(self) -> bool:
        """Its rows have no dates: it names a period."""
        return self.period_code is not None


class CollectionFigure(Figure):
    """When the answers were given: a row of `collection`."""

    dated_respondents: int
    first_response_date: date | None
    last_response_date: date | None
    working_days: int | None


class TrendFigure(Figure):
    """The index in one period of the same kind: a row of `ikm_unit` or `ikm_regency` with the period's label."""

    period_code: str
    label: str
    ikm: Decimal
    mutu: Mutu
    respondents: int
    change: Decimal | None = None
    """Against the period right before; empty where that has no index."""
    publishable: bool = True
    """A unit's may be hidden from the public."""
    weight: str = ""
    """The convention that it was published by."""
    ikm_ninth: Decimal | None = None
    """By one ninth."""
    mutu_ninth: Mutu | None = None


class PredecessorFigure(Figure):
    """A unit whose work this one took over, wholly or, where it was split, partly: a row of `unit`, with its index in
    the period before."""

    unit_name: str
    valid_to: date
    partly: bool
    ikm: Decimal | None = None
    respondents: int | None = None


class ResponseFigure(Figure):
    """One accepted response for the processing form: a row of `response`. Internal."""

    response_date: date | None
    gender: str | None
    age: int | None
    age_band: str | None
    education: str | None
    occupation: str | None
    answers: tuple[int | float, ...]
    """u1 … u9; no whole numbers where an unsur is the mean of several questions."""


def answers_of(response: Mapping[str, object]) -> tuple[object, ...]:
    """The nine answers of a row of `response`, in whole answers."""
    return tuple(_in_whole(response[column], response["answer_parts"]) for column in UNSUR_COLUMNS)


def _in_whole(value: object, parts: object) -> object:
    """An answer, or a sum of answers, that may be counted in parts of one."""
    return value / parts if isinstance(value, int) and isinstance(parts, int) else value


class RunFigure(Figure):
    """What the figures were published from: a row of `run`. Two runs over the same inputs have the
    same hash, and so make the same document."""

    code_version: str
    inputs_hash: str


class ResultsFigure(Figure):
    """What a plan answers: the index of a period, and its nine unsur."""

    ikm: Decimal
    mutu: str
    unsur: tuple[UnsurFigure, ...]


class PhotographFigure(Figure):
    """A photograph that was put into the inbox for a unit's report."""

    name: str
    """The file's."""
    caption: str
    """Empty where its name says nothing."""
    version: str
    """Changes with the file."""


class QuestionFigure(Figure):
    """A question of a questionnaire of the unit's own."""

    unsur_code: str
    text: str


class UnitFigures(Figure):
    """All that a unit's documents show for one period."""

    regency_name: str
    capital: str
    organiser: str
    letterhead: LetterheadFigure
    signatory: SignatoryFigure
    survey: Survey
    """With the holidays of the period only: those of other years do not change its documents."""
    survey_mode: str = ""
    survey_means: tuple[str, ...] = ()
    questions: tuple[QuestionFigure, ...] = ()
    """Those of a questionnaire of its own (`contracts.questionnaires`); none where it asks the nine."""
    unit_code: str
    unit_name: str
    unit_type: str
    period_code: str
    index: IndexFigure
    unsur: tuple[UnsurFigure, ...]
    answers: tuple[AnswerFigure, ...] = ()
    """Of the nine unsur; none in public editions, and where an unsur is the mean of several questions."""
    rank_in_type: RankFigure | None
    rank_overall: RankFigure | None
    profile: tuple[ProfileFigure, ...]
    collection: CollectionFigure | None
    """None in public editions: the first day and the last are the days on which somebody came."""
    trend: tuple[TrendFigure, ...]
    """Periods of the same kind up to this one, oldest first; the last is this one."""
    unsur_before: tuple[UnsurFigure, ...]
    """The nine unsur of the period before; empty where it has no index."""
    suggestions: SuggestionFigures | None
    """None in public editions."""
    follow_up: FollowUpFigures | None
    """The plan that answers this period's results; None until the unit has sent one."""
    follow_up_before: FollowUpFigures | None
    """The plan that its report gives account of (`reports.figures.follow_up_figures.accounted_period`)."""
    results_before: ResultsFigure | None = None
    """Of the period of that plan; None where it has no index."""
    files: tuple[FileFigure, ...]
    responses: tuple[ResponseFigure, ...] = ()
    """The rows of lampiran 2, only where the settings want them in the report."""
    responses_hash: str
    """Changes when any of the unit's responses in the period does."""
    run: RunFigure
    target: TargetFigure | None = None
    """Of the year; None where none was entered."""
    certificate: CertificateFigure | None = None
    """Of the first of its type, where the settings want certificates."""
    page_address: str = ""
    """The unit's page of the portal; empty where that has no address."""
    revision: UnitRevisionFigures | None = None
    """None for the first edition of a period, closed or not."""
    predecessors: tuple[PredecessorFigure, ...] = ()
    """Units whose work it took over in the time its figures are compared in."""
    further: tuple[FurtherFigure, ...] = ()
    """What its questionnaire asks beyond the nine unsur; none in public editions, as of the questions."""
    further_questions: tuple[FurtherQuestionFigure, ...] = ()
    services: tuple[ServiceFigure, ...] = ()
    """Registered services, most respondents first, what is not known last; in public editions those that are shown."""
    photographs: tuple[PhotographFigure, ...] = ()
    """Of how the survey was held, or of follow-up, in the order in which they are printed; none in public editions."""
    priorities: PriorityFigures | None = None
    """Its unsur beside those of its type; None in public editions, and where there is nothing to compare with."""
    sensitivity: SensitivityFigure | None = None
    """Of its rank within its type; likewise."""
    notes: tuple[str, ...] = ()
    """What the caller adds to the notes that follow from the figures."""

    @property
    def period(self) -> Period:
        """The period."""
        return parse_period(self.period_code)

    @property
    def public(self) -> bool:
        """For everyone: nothing in it that only the unit and the regency may see."""
        return self.suggestions is None

    @property
    def all_unsur_equal(self) -> bool:
        """No unsur is lower or higher than another."""
        return all(unsur.order_from_lowest == 1 for unsur in self.unsur)

    @property
    def results(self) -> ResultsFigure:
        """What a plan for this period answers."""
        return ResultsFigure(ikm=self.index.ikm, mutu=self.index.mutu, unsur=self.unsur)

    @property
    def lowest_unsur(self) -> tuple[UnsurFigure, ...]:
        """The three lowest."""
        return lowest_unsur(self.unsur)

    @property
    def highest_unsur(self) -> tuple[UnsurFigure, ...]:
        """The three highest."""
        return highest_unsur(self.unsur)


def mixed_weights(trend: Sequence[TrendFigure]) -> bool:
    """Whether these were published by different conventions of the weight, so that they compare only by one ninth."""
    return len({one.weight for one in trend} - {""}) > 1


def comparable(trend: Sequence[TrendFigure]) -> tuple[TrendFigure, ...]:
    """The same as published, or all by one ninth where the conventions differ."""
    if not mixed_weights(trend):
        return tuple(trend)
    return tuple(
        one.model_copy(update={"ikm": one.ikm_ninth or one.ikm, "mutu": one.mutu_ninth or one.mutu}) for one in trend
    )


def lowest_unsur(unsur: Sequence[UnsurFigure]) -> tuple[UnsurFigure, ...]:
    """The three lowest, lowest first; equal ones are all named, the best never is. None when all are equal."""
    named = [one for one in unsur if one.order_from_lowest <= NAMED_UNSUR and one.order_from_highest > 1]
    return tuple(sorted(named, key=lambda one: one.order_from_lowest))


def highest_unsur(unsur: Sequence[UnsurFigure]) -> tuple[UnsurFigure, ...]:
    """The three highest, highest first; equal ones are all named, the worst never is. None when all are equal."""
    named = [one for one in unsur if one.order_from_highest <= NAMED_UNSUR and one.order_from_lowest > 1]
    return tuple(sorted(named, key=lambda one: one.order_from_highest))


def unit_figures(
    *,
    settings: Settings,
    registered: Unit,
    period_code: str,
    ikm_unit: Row,
    ikm_unsur: Sequence[Row],
    ikm_ranking: Sequence[Row],
    respondent_profile: Sequence[Row],
    collection: Row,
    trend: Sequence[Row],
    ikm_unsur_before: Sequence[Row],
    suggestion_theme: Sequence[Row],
    follow_up: FollowUpFigures | None,
    follow_up_before: FollowUpFigures | None,
    results_before: ResultsFigure | None = None,
    ingest_file: Sequence[Row],
    responses_hash: str,
    run: Row,
    revision: UnitRevisionFigures | None = None,
    predecessors: Sequence[PredecessorFigure] = (),
    services: Sequence[ServiceFigure] = (),
    photographs: Sequence[PhotographFigure] = (),
    answers: Sequence[AnswerFigure] = (),
    questionnaire: Questionnaire | None = None,
    further_index: Sequence[Row] = (),
    notes: Sequence[str] = (),
) -> UnitFigures:
    """The figures of one unit and period from rows of the published warehouse.

    A row argument is one row, or the rows, of the table it is named for, restricted to this unit and
    period; `trend` holds `ikm_unit` of all periods of the same kind up to this one with `label` of
    `period`, oldest first; `ikm_unsur_before` those of the period before. `ingest_file` holds the unit's
    files that have responses in the period, with `responses_in_period` beside the table's own columns;
    `questionnaire` is the unit's own. Raises ValueError (of pydantic) where a column is missing, and where not all nine
    unsur are there."""
    unsur = unsur_figures(ikm_unsur)
    if len(unsur) != len(UNSUR):
        raise ValueError(f"{registered.unit_code} {period_code}: an index stands on nine unsur, got {len(unsur)}")
    ranks = {rank.scope: rank for rank in map(RankFigure.model_validate, ikm_ranking)}
    # In a closed period the unit may have been of another type.
    unit_type = next((scope for scope in ranks if scope != ALL_UNITS), registered.unit_type)
    return UnitFigures(
        regency_name=settings.regency.name,
        capital=settings.regency.capital,
        organiser=settings.regency.organiser,
        letterhead=unit_letterhead(settings, registered),
        signatory=unit_signatory(registered),
        survey=_survey_of(settings.survey, parse_period(period_code)),
        survey_mode=registered.survey_mode,
        survey_means=registered.survey_means,
        questions=tuple(
            QuestionFigure(unsur_code=UNSUR_BY_COLUMN[one.unsur].code, text=one.text)
            for one in (questionnaire.questions if questionnaire else ())
        ),
        unit_code=registered.unit_code,
        unit_name=registered.unit_name,
        unit_type=unit_type,
        period_code=period_code,
        index=IndexFigure.model_validate(ikm_unit),
        unsur=unsur,
        answers=tuple(answers),
        rank_in_type=ranks.get(unit_type),
        rank_overall=ranks.get(ALL_UNITS),
        profile=(
            *(_profile(one, respondent_profile) for one in CHARACTERISTICS),
            # Where they are not told, nothing says that somebody was asked.
            *(
                profile
                for one in PROTECTED_CHARACTERISTICS
                if (profile := _profile(one, respondent_profile)).categories
            ),
        ),
        collection=CollectionFigure.model_validate(collection),
        trend=tuple(map(TrendFigure.model_validate, trend)),
        unsur_before=unsur_figures(ikm_unsur_before),
        suggestions=suggestion_figures(suggestion_theme),
        follow_up=follow_up,
        follow_up_before=follow_up_before,
        results_before=results_before,
        files=tuple(sorted(map(FileFigure.model_validate, ingest_file), key=lambda file: file.path)),
        responses_hash=responses_hash,
        run=RunFigure.model_validate(run),
        revision=revision,
        predecessors=tuple(predecessors),
        further=tuple(map(FurtherFigure.model_validate, further_index)),
        further_questions=tuple(further_questions(questionnaire)),
        services=tuple(services),
        photographs=tuple(photographs),
        notes=tuple(notes),
    )


def _survey_of(survey: Survey, period: Period) -> Survey:
    within = tuple(sorted({day for day in survey.holidays if period.start_date <= day <= period.end_date}))
    return survey.model_copy(update={"holidays": within})


def with_rows(
    figures: UnitFigures,
    *,
    ikm_unit: Row,
    ikm_unsur: Sequence[Row],
    ikm_ranking: Sequence[Row],
    respondent_profile: Sequence[Row],
    trend: Sequence[Row],
    ikm_unsur_before: Sequence[Row],
    services: Sequence[ServiceFigure],
) -> UnitFigures:
    """The same unit and period from other rows of these tables (see `unit_figures`), such as the public ones."""
    ranks = {rank.scope: rank for rank in map(RankFigure.model_validate, ikm_ranking)}
    return figures.model_copy(
        update={
            "index": IndexFigure.model_validate(ikm_unit),
            "unsur": unsur_figures(ikm_unsur),
            "rank_in_type": ranks.get(figures.unit_type),
            "rank_overall": ranks.get(ALL_UNITS),
            "profile": tuple(_profile(one, respondent_profile) for one in CHARACTERISTICS),
            "trend": tuple(map(TrendFigure.model_validate, trend)),
            "unsur_before": unsur_figures(ikm_unsur_before),
            "services": tuple(services),
        }
    )


def predecessors(
    unit_code: str, units: Sequence[Row], index_before: Sequence[Row], trend: Sequence[Row], period: Period
) -> tuple[PredecessorFigure, ...]:
    """Whose work a unit took over before the period ended, and since the first period it is compared with (`trend`, the
    one before at least). `units`: rows of `unit`; `index_before`: of `ikm_unit` in the period before."""
    compared = [period.previous, *(parse_period(str(row["period_code"])) for row in trend)]
    since = min(one.start_date for one in compared)
    known = {row["unit_code"]: row for row in index_before}
    found = []
    for row in units:
        successors, last_day = several(str(row["successor"] or "")), row["valid_to"]
        if unit_code in successors and isinstance(last_day, date) and since <= last_day < period.end_date:
            index = known.get(row["unit_code"], {})
            said = {name: index.get(name) for name in ("ikm", "respondents")}
            found.append(PredecessorFigure.model_validate({**row, **said, "partly": len(successors) > 1}))
    return tuple(sorted(found, key=lambda one: (one.valid_to, one.unit_name)))


def public_figures(figures: UnitFigures) -> UnitFigures:
    """The same for everyone, from figures of the public tables (`transforms.figures.withholding`) or of a unit that is
    not shown at all: no days, no suggestions, no rows, no file names, no follow-up texts, nothing that changes with
    what is not public."""
    return figures.model_copy(
        update={
            "answers": (),
            "collection": None,
            "suggestions": None,
            "responses": (),
            "files": (),
            "follow_up": None,
            "follow_up_before": None,
            "results_before": None,
            "photographs": (),
            "priorities": None,
            "sensitivity": None,
            "further": (),
            "further_questions": (),
            "responses_hash": "",
            "revision": figures.revision and figures.revision.for_public(),
        }
    )


def unsur_figures(ikm_unsur: Sequence[Row]) -> tuple[UnsurFigure, ...]:
    """Rows of `ikm_unsur` of one unit and period, in the regulation's order."""
    names = {unsur.code: unsur.name for unsur in UNSUR}
    unsur = [
        UnsurFigure.model_validate(
            {
                **row,
                "name": names[str(row["unsur_code"])],
                "total": _in_whole(row.get("total"), row.get("answer_parts")),
            }
        )
        for row in ikm_unsur
    ]
    return tuple(sorted(unsur, key=lambda one: one.unsur_code))


def results_figure(ikm_unit: Row | None, ikm_unsur: Sequence[Row]) -> ResultsFigure | None:
    """What a plan answers, from the row of `ikm_unit` and those of `ikm_unsur`; None where there is no index."""
    if ikm_unit is None:
        return None
    return ResultsFigure.model_validate({**ikm_unit, "unsur": unsur_figures(ikm_unsur)})


def _profile(characteristic: Characteristic, respondent_profile: Sequence[Row]) -> ProfileFigure:
    rows = {str(row["category"]): row for row in respondent_profile if row["characteristic"] == characteristic.name}
    order = [(category.value, category.label) for category in characteristic.categories]
    order += [(UNKNOWN_CATEGORY, UNKNOWN_LABEL)]
    categories = [
        CategoryFigure.model_validate({**rows[value], "label": label, "known": value != UNKNOWN_CATEGORY})
        for value, label in order
        if value in rows
    ]
    counts = [category.respondents for category in categories if category.respondents is not None]
    printed = printed_shares(counts) if len(counts) == len(categories) else [one.share for one in categories]
    return ProfileFigure(
        name=characteristic.name,
        label=characteristic.label,
        categories=tuple(
            category.model_copy(update={"printed_share": share})
            for category, share in zip(categories, printed, strict=True)
        ),
    )

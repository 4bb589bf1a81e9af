"""What a unit's document shows for one period: the view model.

Belongs here: figures taken from rows of the published warehouse, by the names of their columns, and
which of them stand together (the three lowest unsur, the groups of a profile). Not here: any
arithmetic of the method, wording (`reports.sentences`), or reading a warehouse.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from contracts.periods import Period, parse_period
from contracts.respondent import CHARACTERISTICS, Characteristic
from contracts.settings import Regency
from contracts.unsur import UNSUR

Row = Mapping[str, object]
"""A row of a warehouse table: column name to value."""

Mutu = Literal["A", "B", "C", "D"]

UNKNOWN_CATEGORY: Final = "unknown"
UNKNOWN_LABEL: Final = "Tidak diketahui"
ALL_UNITS: Final = "all"
NAMED_UNSUR: Final = 3
"""How many of the lowest and of the highest unsur a report names (Permen PANRB 14/2017); ties add to them."""


class Figure(BaseModel):
    """Base: immutable; columns of a row that it does not show are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class UnsurFigure(Figure):
    """One unsur: a row of `ikm_unsur`, with its name. `nrr` is unrounded, `score` is NRR × 25."""

    unsur_code: str
    name: str
    nrr: float
    score: Decimal
    mutu: Mutu
    kinerja: str
    lowest_rank: int
    highest_rank: int


class RankFigure(Figure):
    """A rank within one scope: a row of `ikm_ranking`."""

    scope: str
    rank: int
    rank_low: int
    rank_high: int
    tied: bool
    units: int


class CategoryFigure(Figure):
    """One category of a characteristic; `share` of all respondents, 0 to 1."""

    label: str
    respondents: int
    share: float
    known: bool = True


class ProfileFigure(Figure):
    """One characteristic of the respondents, its categories in the contract's order, unknown last."""

    name: str
    label: str
    categories: tuple[CategoryFigure, ...]

    @property
    def missing(self) -> bool:
        """Nobody's is known: the files do not say it."""
        return not any(category.known and category.respondents for category in self.categories)


class FileFigure(Figure):
    """One file of the unit: a row of `ingest_file`. `responses_in_period` is how many of its
    responses lie in the period; `period_code` is set where its rows have no dates."""

    path: str
    status: str
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_duplicate: int
    responses_in_period: int
    period_code: str | None = None

    @property
    def undated(self) -> bool:
        """Its rows have no dates; they count in the period the file names."""
        return self.period_code is not None


class IndexFigure(Figure):
    """The index of a unit: a row of `ikm_unit`."""

    respondents: int
    ikm: Decimal
    ikm_exact: Decimal
    weight: str
    mutu: Mutu
    kinerja: str
    mutu_exact: Mutu
    grade_depends_on_weight: bool
    ikm_low: Decimal | None = None
    ikm_high: Decimal | None = None
    service_recipients: int | None = None
    sample_needed: int | None = None
    sample_met: bool | None = None
    change: Decimal | None = None


class Edition(Figure):
    """What the figures were published from: a row of `run`. Two runs over the same inputs have the
    same hash, and so make the same document."""

    code_version: str
    inputs_hash: str


class UnitFigures(Figure):
    """All that a unit's document shows for one period."""

    regency_name: str
    organiser: str
    unit_code: str
    unit_name: str
    unit_type: str
    period_code: str
    index: IndexFigure
    unsur: tuple[UnsurFigure, ...]
    rank_in_type: RankFigure | None
    rank_overall: RankFigure | None
    profile: tuple[ProfileFigure, ...]
    files: tuple[FileFigure, ...]
    edition: Edition
    notes: tuple[str, ...] = ()
    """What the caller adds to the notes that follow from the figures."""

    @property
    def period(self) -> Period:
        """The period."""
        return parse_period(self.period_code)

    @property
    def all_unsur_equal(self) -> bool:
        """No unsur is lower or higher than another."""
        return all(unsur.lowest_rank == 1 for unsur in self.unsur)

    @property
    def lowest_unsur(self) -> tuple[UnsurFigure, ...]:
        """The three lowest, lowest first; equal ones are all named, the best never is. None when all are equal."""
        named = [unsur for unsur in self.unsur if unsur.lowest_rank <= NAMED_UNSUR and unsur.highest_rank > 1]
        return tuple(sorted(named, key=lambda unsur: unsur.lowest_rank))

    @property
    def highest_unsur(self) -> tuple[UnsurFigure, ...]:
        """The three highest, highest first; equal ones are all named, the worst never is. None when all are equal."""
        named = [unsur for unsur in self.unsur if unsur.highest_rank <= NAMED_UNSUR and unsur.lowest_rank > 1]
        return tuple(sorted(named, key=lambda unsur: unsur.highest_rank))


def unit_figures(
    *,
    regency: Regency,
    unit: Row,
    period_code: str,
    ikm_unit: Row,
    ikm_unsur: Sequence[Row],
    ikm_ranking: Sequence[Row],
    respondent_profile: Sequence[Row],
    ingest_file: Sequence[Row],
    run: Row,
    notes: Sequence[str] = (),
) -> UnitFigures:
    """The figures of one unit and period from rows of the published warehouse.

    Every argument but `regency`, `period_code` and `notes` is one row, or the rows, of the table it is
    named for, restricted to this unit and period. `ingest_file` holds the unit's files that have
    responses in the period, with `responses_in_period` beside the table's own columns. Raises
    ValueError (of pydantic) where a column is missing, and where not all nine unsur are there."""
    names = {unsur.code: unsur.name for unsur in UNSUR}
    unsur = [UnsurFigure.model_validate({**row, "name": names[str(row["unsur_code"])]}) for row in ikm_unsur]
    if sorted(one.unsur_code for one in unsur) != sorted(names):
        raise ValueError(f"{unit['unit_code']} {period_code}: an index stands on nine unsur, got {len(unsur)}")
    ranks = {rank.scope: rank for rank in map(RankFigure.model_validate, ikm_ranking)}
    return UnitFigures.model_validate(
        {
            "regency_name": regency.name,
            "organiser": regency.organiser,
            **{column: unit[column] for column in ("unit_code", "unit_name", "unit_type")},
            "period_code": period_code,
            "index": IndexFigure.model_validate(ikm_unit),
            "unsur": tuple(sorted(unsur, key=lambda one: one.unsur_code)),
            "rank_in_type": ranks.get(str(unit["unit_type"])),
            "rank_overall": ranks.get(ALL_UNITS),
            "profile": tuple(_profile(one, respondent_profile) for one in CHARACTERISTICS),
            "files": tuple(sorted(map(FileFigure.model_validate, ingest_file), key=lambda file: file.path)),
            "edition": Edition.model_validate(run),
            "notes": tuple(notes),
        }
    )


def _profile(characteristic: Characteristic, respondent_profile: Sequence[Row]) -> ProfileFigure:
    rows = {str(row["category"]): row for row in respondent_profile if row["characteristic"] == characteristic.name}
    order = [(category.value, category.label) for category in characteristic.categories]
    order += [(UNKNOWN_CATEGORY, UNKNOWN_LABEL)]
    return ProfileFigure(
        name=characteristic.name,
        label=characteristic.label,
        categories=tuple(
            CategoryFigure.model_validate({**rows[value], "label": label, "known": value != UNKNOWN_CATEGORY})
            for value, label in order
            if value in rows
        ),
    )

"""What a revision of a period's documents shows: which edition it replaces, why, and what changed.

Belongs here: figures taken from rows of the tables about editions, and what of them is for the public. Not here:
what changed (`transforms`), wording (`reports.wording.revision_sentences`), or reading a warehouse. A period's
first edition has none of this, closed or not: its documents are made before it is closed, and say nothing of it.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal, Self

from contracts.unsur import UNSUR
from reports.figures.base import Figure, Mutu, Row

FIRST_EDITION: Final = 0

_OWN: Final = ("ikm", "mutu", "respondents")
"""What of a unit's index is its own; its rank is among the others."""

Change = Literal["same", "changed", "new", "lost"]


class RevisionFigures(Figure):
    """A revision, and the edition it replaces."""

    revision: int
    """1 or higher."""
    reason: str
    """Written by staff, for everyone."""
    reopened_on: date
    replaced_on: date
    """When the edition that it replaces was closed."""

    @property
    def label(self) -> str:
        """`Revisi 1`."""
        return edition_label(self.revision)


class ByWeightFigure(Figure):
    """By which convention of the weight the index was published before and after, and both by one ninth. Empty of
    editions that an earlier release compared."""

    weight_before: str | None = None
    weight_after: str | None = None
    ikm_ninth_before: Decimal | None = None
    ikm_ninth_after: Decimal | None = None

    @property
    def across_weights(self) -> bool:
        """The convention changed between the two editions."""
        known = self.weight_before is not None and self.weight_after is not None
        return known and self.weight_before != self.weight_after


class UnitChangeFigure(ByWeightFigure):
    """What a revision changed for one unit: a row of `edition_change`. Empty where there was, or is, no index."""

    change: Change
    ikm_before: Decimal | None
    ikm_after: Decimal | None
    mutu_before: Mutu | None
    mutu_after: Mutu | None
    rank_before: int | None
    """Among all units."""
    rank_after: int | None
    respondents_before: int | None
    respondents_after: int | None
    publishable_before: bool | None
    """The edition before showed the unit's figures to the public."""
    only_rank: bool = False
    """Nothing of the unit's own moved, only its place among the others."""


class UnsurChangeFigure(Figure):
    """What it changed for one unsur, with its name: a row of `edition_change_unsur`. NRR unrounded."""

    unsur_code: str
    name: str
    nrr_before: float | None
    nrr_after: float | None


class UnitRevisionFigures(RevisionFigures):
    """A revision as one unit's documents show it."""

    change: UnitChangeFigure | None
    """None: not for the public."""
    unsur: tuple[UnsurChangeFigure, ...]
    """In the regulation's order; empty where nothing changed."""

    def for_public(self) -> Self:
        """The same for everyone, without what changed: before and after, side by side, are the answers of those who
        stand in one of them only. Both editions are public, each with the digits it needs."""
        return self.model_copy(update={"change": None, "unsur": ()})


class NamedUnitChangeFigure(UnitChangeFigure):
    """The same with the unit's name: a row of `warehouse.published_editions.unit_changes`."""

    unit_code: str
    unit_name: str


class RegencyChangeFigure(ByWeightFigure):
    """What a revision changed for the regency: a row of `edition_change_regency`."""

    ikm_before: Decimal
    ikm_after: Decimal
    mutu_before: Mutu
    mutu_after: Mutu
    units_before: int
    units_after: int
    respondents_before: int
    respondents_after: int


class RegencyRevisionFigures(RevisionFigures):
    """A revision as the regency's documents show it."""

    regency: RegencyChangeFigure
    units: tuple[NamedUnitChangeFigure, ...]
    """Units that changed, are new or are lost, by name."""
    only_ranks: tuple[NamedUnitChangeFigure, ...]
    """Units of which only the rank moved, by name."""
    same: int
    """How many other units have an index in both."""

    def counted(self, change: Change) -> int:
        """How many units of `units` are in that state."""
        return sum(unit.change == change for unit in self.units)


def edition_label(revision: int) -> str:
    """`Edisi Pertama`, `Revisi 1`."""
    return "Edisi Pertama" if revision == FIRST_EDITION else f"Revisi {revision}"


def open_or_latest_revision(edition: Sequence[Row]) -> tuple[Row, Row] | None:
    """Of the rows of `edition` of one period, by revision: the latest where it is a revision, with the edition it
    replaces; None for a period that was never closed, or only once and never reopened."""
    if not edition or edition[-1]["revision"] == FIRST_EDITION:
        return None
    return edition[-1], edition[-2]


def unit_revision(
    edition: Sequence[Row], edition_change: Row | None, edition_change_unsur: Sequence[Row]
) -> UnitRevisionFigures | None:
    """A unit's revision from the rows of its period's editions, by revision, and its own rows of the changes of the
    latest. None where the period has no revision. Raises ValueError where a revision lacks the unit."""
    found = open_or_latest_revision(edition)
    if found is None:
        return None
    if edition_change is None:
        raise ValueError(
            f"{found[0]['period_code']} {edition_label(_revision(found[0]))}: a unit with an index but no change"
        )
    names = {unsur.code: unsur.name for unsur in UNSUR}
    unsur = [
        UnsurChangeFigure.model_validate({**row, "name": names[str(row["unsur_code"])]}) for row in edition_change_unsur
    ]
    return UnitRevisionFigures.model_validate(
        {
            **_replacing(*found),
            "change": UnitChangeFigure.model_validate(
                {**edition_change, "only_rank": _only_rank(edition_change, _nrr_moved(edition_change_unsur))}
            ),
            "unsur": tuple(sorted(unsur, key=lambda one: one.unsur_code)),
        }
    )


def regency_revision(
    edition: Sequence[Row],
    edition_change_regency: Row | None,
    edition_change: Sequence[Row],
    edition_change_unsur: Sequence[Row],
) -> RegencyRevisionFigures | None:
    """The regency's revision, likewise; both hold all units, `edition_change` with `unit_name`, which is empty for
    one that nobody knows any more. Raises ValueError where a revision lacks what it changed for the regency."""
    found = open_or_latest_revision(edition)
    if found is None:
        return None
    if edition_change_regency is None:
        raise ValueError(f"{found[0]['period_code']} {edition_label(_revision(found[0]))}: no change of the regency")
    moved = _nrr_moved(edition_change_unsur)
    units = [
        NamedUnitChangeFigure.model_validate(
            {**row, "unit_name": row["unit_name"] or row["unit_code"], "only_rank": _only_rank(row, moved)}
        )
        for row in edition_change
    ]
    told = sorted((unit for unit in units if unit.change != "same"), key=lambda unit: (unit.unit_name, unit.unit_code))
    return RegencyRevisionFigures.model_validate(
        {
            **_replacing(*found),
            "regency": RegencyChangeFigure.model_validate(edition_change_regency),
            "units": tuple(unit for unit in told if not unit.only_rank),
            "only_ranks": tuple(unit for unit in told if unit.only_rank),
            "same": sum(unit.change == "same" for unit in units),
        }
    )


def _nrr_moved(edition_change_unsur: Sequence[Row]) -> frozenset[object]:
    """Codes of the units of which any NRR is another one."""
    return frozenset(row["unit_code"] for row in edition_change_unsur if row["nrr_before"] != row["nrr_after"])


def _only_rank(edition_change: Row, nrr_moved: Collection[object]) -> bool:
    return (
        edition_change["change"] == "changed"
        and edition_change["unit_code"] not in nrr_moved
        and all(edition_change[f"{name}_before"] == edition_change[f"{name}_after"] for name in _OWN)
    )


def _revision(edition: Row) -> int:
    return int(str(edition["revision"]))


def _replacing(edition: Row, before: Row) -> dict[str, object]:
    return {
        "revision": edition["revision"],
        "reason": edition["reason"],
        "reopened_on": _day(edition["reopened_at"]),
        "replaced_on": _day(before["closed_at"]),
    }


def _day(moment: object) -> date:
    if not isinstance(moment, datetime):
        raise TypeError(f"an edition's moment holds {type(moment).__name__}")
    return moment.date()

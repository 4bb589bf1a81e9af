"""A unit's rank beside what it would be in other ways, and beside how it asks and what it serves.

Belongs here: figures from rows of the tables about comparisons and of the registry. Internal. Not here: any arithmetic,
wording (`reports.wording.sensitivity_sentences`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from contracts.comparison_tables import WAYS
from contracts.registry import SCOPE_ALL, Registry
from contracts.services import UNKNOWN_SERVICE
from reports.figures.base import Figure, Row


class SensitivityFigure(Figure):
    """A rank within one scope: a row of `ikm_rank_sensitivity`. `ways`: by its column what the rank would be in each
    other way, of those in which it is known."""

    scope: str
    rank: int
    rank_best: int
    rank_worst: int
    ways: dict[str, int]


class BesideRankFigure(Figure):
    """What stands beside the rank of a unit within its type: `survey_mode` of the registry, empty where it says
    nothing, how many registered services its answers name, and the one with most respondents, with its share of them
    all."""

    unit_code: str
    sensitivity: SensitivityFigure
    survey_mode: str = ""
    services: int = 0
    main_service: str = ""
    main_share: float = 0.0


class _Mix(NamedTuple):
    services: int
    main_service: str
    main_share: float


def sensitivity_figure(row: Row | None) -> SensitivityFigure | None:
    """From the row; None where there is none, as in an edition that was closed before there was any."""
    if row is None:
        return None
    return SensitivityFigure.model_validate({**row, "ways": {way: row[way] for way in WAYS if row[way] is not None}})


def beside_rank_figures(
    ikm_rank_sensitivity: Sequence[Row], ikm_service: Sequence[Row], registry: Registry | None
) -> tuple[BesideRankFigure, ...]:
    """Of every unit that is ranked in its type, by type and rank. `ikm_service`: of the period, most respondents of a
    unit first."""
    modes = {} if registry is None else {unit.unit_code: unit.survey_mode for unit in registry.units}
    mixes = _mixes(ikm_service)
    rows = [row for row in ikm_rank_sensitivity if row["scope"] != SCOPE_ALL]
    found = []
    for row in rows:
        code = str(row["unit_code"])
        mix = mixes.get(code)
        of_services = {} if mix is None else mix._asdict()
        sensitivity = sensitivity_figure(row)
        found.append(
            BesideRankFigure.model_validate(
                {"unit_code": code, "sensitivity": sensitivity, "survey_mode": modes.get(code, ""), **of_services}
            )
        )
    return tuple(sorted(found, key=lambda one: (one.sensitivity.scope, one.sensitivity.rank, one.unit_code)))


def _mixes(ikm_service: Sequence[Row]) -> Mapping[str, _Mix]:
    of_unit: defaultdict[str, list[Row]] = defaultdict(list)
    for row in ikm_service:
        of_unit[str(row["unit_code"])].append(row)
    found = {}
    for code, rows in of_unit.items():
        known = [row for row in rows if row["service_code"] != UNKNOWN_SERVICE]
        if known:
            people = [int(str(row["respondents"])) for row in (*known[:1], *rows)]
            found[code] = _Mix(len(known), str(known[0]["service_name"]), people[0] / sum(people[1:]))
    return found

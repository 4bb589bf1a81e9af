"""How final each period is, and which answers wait for a revision, as the private pages show it.

Belongs here: rows about editions grouped for a page. Not here: SQL (`warehouse.published_editions`), what a state
is called (`portal.page_figures.EditionFigure`, `portal.server.words`).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from contracts.periods import PeriodKind, parse_period
from portal.page_figures import OPEN_EDITION, EditionFigure, edition_figure
from portal.server.private_files import newest_first
from warehouse import published
from warehouse import published_editions as closing
from warehouse.read import Reader, Row


@dataclass(frozen=True)
class PeriodState:
    """A period, how final it is, who closed or reopened it, and how many answers wait for a revision of it."""

    code: str
    label: str
    edition: EditionFigure
    by: str
    late: int


@dataclass(frozen=True)
class LateAnswers:
    """The answers of a unit that a closed period does not show: how many by `change`."""

    period_code: str
    period_label: str
    unit_code: str
    unit_name: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def period_states(reader: Reader, kinds: Collection[PeriodKind]) -> list[PeriodState]:
    """Periods of these kinds, and any other that was ever closed, newest first."""
    latest = {row.of("period_code", str): row for row in closing.editions(reader)}
    codes = {row.of("period_code", str) for row in published.periods(reader) if row["kind"] in kinds} | latest.keys()
    waiting: defaultdict[str, int] = defaultdict(int)
    for one in late_answers(reader):
        waiting[one.period_code] += one.total
    return [_state(code, latest.get(code), waiting[code]) for code in newest_first(codes)]


def late_answers(reader: Reader, unit_code: str | None = None) -> list[LateAnswers]:
    """By period and unit; None: of every unit. Erased ones wait for nothing."""
    names: dict[tuple[str, str], str] = {}
    counts: defaultdict[tuple[str, str], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in closing.late_responses(reader, unit_code):
        if row["change"] == "erased":
            continue
        key = row.of("period_code", str), row.of("unit_code", str)
        names[key] = str(row["unit_name"] or row["unit_code"])
        counts[key][row.of("change", str)] += row.of("responses", int)
    return [
        LateAnswers(key[0], parse_period(key[0]).label, key[1], names[key], of_unit) for key, of_unit in counts.items()
    ]


def _state(code: str, edition: Row | None, late: int) -> PeriodState:
    figure = OPEN_EDITION if edition is None else edition_figure(edition)
    by = "" if edition is None else str(edition["reopened_by" if figure.state == "draft" else "closed_by"] or "")
    return PeriodState(code, parse_period(code).label, figure, by, late)

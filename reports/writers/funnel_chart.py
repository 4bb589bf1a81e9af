"""The funnel plot: indices of the units of a scope by their respondents, and how far chance alone spreads them.

Belongs here: drawing it from the published mean and spread of the scope (`ikm_scope`), for the PDF and, smaller, for
web pages. Limits are told apart by their dashes, units beyond them by a ring, all by place: grey is enough. The axes
are labelled where figures are: mean, best and worst unit, fewest and most respondents. Not here: any figure.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import log, sqrt
from typing import Final, NamedTuple

from contracts.method import FUNNEL
from reports.figures.base import Mutu
from reports.figures.regency_figures import ScopeFigure
from reports.wording.indonesian import decimal_number, joined, whole_number
from reports.writers.blocks import Chart, ChartSeries
from reports.writers.chart_drawing import (
    HIGHEST_SCORE,
    INK,
    LOWEST_SCORE,
    QUIET,
    SMALL,
    WIDTH,
    Axis,
    document,
    dot,
    fitted,
    line,
    path,
    ring,
    text,
    text_width,
)
from reports.writers.printable import printable

_STEPS: Final = 60
_DASHES: Final = (' stroke-dasharray="4 3"', "")
"""Of the limits of FUNNEL: the nearer dashed, the wider whole."""
_LONGEST_NAME: Final = 130.0


class FunnelUnit(NamedTuple):
    """A unit in the plot."""

    name: str
    respondents: int
    ikm: Decimal
    mutu: Mutu


class Look(NamedTuple):
    """How large a plot is drawn: points, or about pixels of a phone."""

    width: float = WIDTH
    height: float = 210.0
    size: float = SMALL


PAGE: Final = Look()
"""Of a document."""


class _Plot(NamedTuple):
    across: Axis
    """Of the logarithm of the respondents."""
    up: Axis
    scope: ScopeFigure

    def x(self, respondents: float) -> float:
        return self.across.at(log(respondents))

    def limits(self, respondents: float) -> list[tuple[float, float]]:
        """The ends of each limit of FUNNEL for a unit of so many respondents."""
        mean, spread = float(self.scope.ikm_mean), float(self.scope.spread_within) / sqrt(respondents)
        return [(mean - times * spread, mean + times * spread) for _, times in FUNNEL]

    def is_beyond(self, unit: FunnelUnit) -> bool:
        """Outside of the nearer limits."""
        low, high = self.limits(unit.respondents)[0]
        return not low <= float(unit.ikm) <= high


def funnel_block(units: Sequence[FunnelUnit], scope: ScopeFigure, *, title: str, caption: str) -> Chart:
    """The plot for a document; as data each unit with its respondents."""
    description = funnel_description(units, scope)
    return Chart(
        svg=funnel_svg(units, scope, title=title),
        description=description,
        kind="bar",
        categories=tuple(f"{one.name} ({whole_number(one.respondents)} responden)" for one in units),
        series=(ChartSeries("IKM", tuple(float(one.ikm) for one in units)),),
        number_format="0.00",
        caption=caption,
        minimum=LOWEST_SCORE,
        maximum=HIGHEST_SCORE,
    )


def funnel_description(units: Sequence[FunnelUnit], scope: ScopeFigure) -> str:
    """The same in words."""
    plot = _plot(units, scope, PAGE)
    words = [f"{one.name} {decimal_number(one.ikm)}" for one in units if plot.is_beyond(one)]
    beyond = (
        f"di luar garis {FUNNEL[0][0]}: {joined(words)}" if words else f"tidak ada unit di luar garis {FUNNEL[0][0]}"
    )
    return (
        f"Diagram corong IKM {whole_number(len(units))} unit menurut jumlah responden, dengan rata-rata "
        f"{decimal_number(scope.ikm_mean)}; {beyond}."
    )


def funnel_svg(units: Sequence[FunnelUnit], scope: ScopeFigure, *, title: str, look: Look = PAGE) -> str:
    """A complete SVG document."""
    plot = _plot(units, scope, look)
    parts = [*_limits(plot, units), *_axes(plot, units, look)]
    parts += [dot(plot.x(one.respondents), plot.up.at(one.ikm), 2.6, one.mutu) for one in units]
    beyond = [one for one in units if plot.is_beyond(one)]
    parts += [ring(plot.x(one.respondents), plot.up.at(one.ikm), 5) for one in beyond]
    parts += _names(plot, beyond, units, look)
    described = printable(funnel_description(units, scope))
    return document(look.width, look.height + 2.6 * look.size, "".join(parts), printable(title), described)


def _plot(units: Sequence[FunnelUnit], scope: ScopeFigure, look: Look) -> _Plot:
    people = [one.respondents for one in units]
    fewest, most = log(min(people)), log(max(people))
    spare = max((most - fewest) * 0.06, 0.1)
    reach = [float(one.ikm) for one in units]
    half = FUNNEL[0][1] * float(scope.spread_within) / sqrt(min(people))
    lowest = max(min(*reach, float(scope.ikm_mean) - half) - 1, LOWEST_SCORE)
    highest = min(max(*reach, float(scope.ikm_mean) + half) + 1, HIGHEST_SCORE)
    left = 5.2 * look.size
    return _Plot(
        Axis(fewest - spare, most + spare, left, look.width - 4.2 * look.size),
        Axis(lowest, highest, look.height - 4, 8),
        scope,
    )


def _limits(plot: _Plot, units: Sequence[FunnelUnit]) -> Iterator[str]:
    """The mean, and the limits as far as they lie on the scale."""
    across, up = plot.across, plot.up
    middle = up.at(plot.scope.ikm_mean)
    yield line(across.start, middle, across.end, middle, colour=INK, width=0.8)
    steps = [across.lowest + (across.highest - across.lowest) * step / _STEPS for step in range(_STEPS + 1)]
    for number, dash in enumerate(_DASHES):
        for end in (0, 1):
            places = [
                (across.at(step), up.at(value))
                for step in steps
                if up.lowest <= (value := plot.limits(2.718281828459045**step)[number][end]) <= up.highest
            ]
            if len(places) > 1:
                yield path(places, dash)


def _axes(plot: _Plot, units: Sequence[FunnelUnit], look: Look) -> Iterator[str]:
    across, up, size = plot.across, plot.up, look.size
    yield line(across.start, up.end, across.start, up.start)
    yield line(across.start, up.start, across.end, up.start)
    labelled: list[float] = []
    for value in (plot.scope.ikm_mean, min(one.ikm for one in units), max(one.ikm for one in units)):
        y = up.at(value)
        if all(abs(y - other) >= 1.3 * size for other in labelled):
            labelled.append(y)
            yield line(across.start - 3, y, across.start, y)
            yield text(
                across.start - 5,
                y + size / 3,
                decimal_number(value),
                anchor="end",
                fill=QUIET,
                size=size,
                weight="bold" if value == plot.scope.ikm_mean else "normal",
            )
    people = sorted({one.respondents for one in units})
    for count in dict.fromkeys((people[0], people[-1])):
        yield line(plot.x(count), up.start, plot.x(count), up.start + 3)
        yield text(plot.x(count), up.start + 4 + size, whole_number(count), anchor="middle", fill=QUIET, size=size)
    yield text((across.start + across.end) / 2, up.start + 4 + 2.2 * size, "Responden", anchor="middle", size=size)
    above = up.start
    for number, (name, _) in enumerate(FUNNEL):
        end = plot.limits(people[-1])[number][1]
        if end <= up.highest:
            above = min(up.at(end) + size / 3, above - size)
            yield text(across.end + 2, above, name, fill=QUIET, size=size)


def _names(plot: _Plot, beyond: Sequence[FunnelUnit], units: Sequence[FunnelUnit], look: Look) -> Iterator[str]:
    """Names of units beyond the limits, where there is room beside them: the furthest first."""
    taken = [(plot.x(one.respondents) - 5, plot.up.at(one.ikm), 10.0) for one in units]
    mean = plot.scope.ikm_mean
    for one in sorted(beyond, key=lambda one: (-abs(one.ikm - mean), one.name)):
        name = fitted(one.name, _LONGEST_NAME, look.size)
        x, y, wide = plot.x(one.respondents), plot.up.at(one.ikm), text_width(name, look.size)
        for start in (x + 8, x - 8 - wide):
            free = all(
                start + wide < left or left + room < start or abs(y - other) >= look.size for left, other, room in taken
            )
            if free and plot.across.start < start and start + wide < look.width:
                taken.append((start, y, wide))
                yield text(start, y + look.size / 3, name, size=look.size)
                break

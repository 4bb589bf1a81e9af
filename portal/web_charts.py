"""Charts of the web pages, as SVG that stands in the page.

Belongs here: the same charts as in the documents (`reports.writers.charts`) for a narrow screen, where text must
stay readable at the width of a phone, and the small marks in rows and tiles. The only place of the portal
where text becomes markup by hand. Not here: any figure, colours and pieces (`reports.writers.chart_drawing`).

No ids, no styles in attributes: a strict content security policy lets nothing else through.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor
from typing import Final, NamedTuple, Protocol

from markupsafe import Markup

from contracts.periods import MONTH_NAMES, MONTHS_IN, ROMAN, Period, parse_period
from reports.figures.base import Mutu
from reports.figures.regency_figures import RankedFigure, ScopeFigure
from reports.figures.unit_figures import TrendFigure
from reports.wording.indonesian import decimal_number, joined
from reports.wording.unit_sentences import scale_start_sentence
from reports.writers.chart_drawing import (
    GRADE_OUTLINES,
    HIGHEST_SCORE,
    LOWEST_SCORE,
    QUIET,
    Axis,
    bar,
    coordinate,
    document,
    dot,
    fitted,
    grade_bands,
    grade_scale,
    line,
    rectangle,
    text,
    text_width,
)
from reports.writers.funnel_chart import FunnelUnit, Look, funnel_svg

WIDTH: Final = 340.0
"""Of a chart: the width of a phone, so that a unit is about a pixel there."""
_TEXT: Final = 12.5
_SMALL: Final = 11.0
_BANDS: Final[dict[Mutu, str]] = {"A": "#dfeaf0", "B": "#eef4f7", "C": "#faf5e6", "D": "#ffffff"}


class Scored(Protocol):
    """An unsur of a unit or of the regency."""

    @property
    def unsur_code(self) -> str:
        """U1 … U9."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def score(self) -> Decimal:
        """NRR × 25."""

    @property
    def mutu(self) -> Mutu:
        """Its grade."""


class WebChart(NamedTuple):
    """A chart, and what must be said beside it; empty where nothing."""

    svg: Markup
    note: str


def unsur_chart(unsur: Sequence[Scored], title: str) -> WebChart:
    """The nine unsur as bars on the scale of the index, each below its name."""
    axis = Axis(LOWEST_SCORE, HIGHEST_SCORE, 7, WIDTH - 70)
    top, row, height = 18.0, 36.0, 11.0
    bottom = top + row * len(unsur)
    parts = [grade_scale(axis, top, bottom)]
    for position, one in enumerate(unsur):
        y = top + row * position
        parts += [
            text(0, y + 13, f"{one.unsur_code} {one.name}", size=_TEXT),
            bar(axis.start, y + 18, max(axis.at(one.score) - axis.start, 0.8), height, one.mutu),
            text(WIDTH - 18, y + 28, decimal_number(one.score), anchor="end", size=_TEXT),
            text(WIDTH, y + 28, one.mutu, anchor="end", weight="bold", size=_TEXT),
        ]
    scores = [f"{one.unsur_code} {one.name} {decimal_number(one.score)} (mutu {one.mutu})" for one in unsur]
    description = f"Diagram batang nilai unsur pada skala {LOWEST_SCORE} sampai {HIGHEST_SCORE}: {joined(scores)}."
    return WebChart(Markup(document(WIDTH, bottom + 16, "".join(parts), title, description)), "")


def number_chart(rows: Sequence[tuple[str, float, str]], title: str) -> WebChart:
    """Numbers of any kind as bars from nought, each below its label and beside itself in words: label, number, words.
    Labels may come from outside."""
    numbers = [number for _, number, _ in rows]
    lowest, highest = min(*numbers, 0.0), max(*numbers, 0.0)
    axis = Axis(lowest, highest if highest > lowest else lowest + 1, 2, WIDTH - 90)
    top, row, height = 4.0, 36.0, 11.0
    zero = axis.at(0)
    parts = []
    for position, (label, number, words) in enumerate(rows):
        y, end = top + row * position, axis.at(number)
        parts += [
            text(0, y + 13, fitted(label, WIDTH, _TEXT), size=_TEXT),
            bar(min(zero, end), y + 18, max(abs(end - zero), 0.8), height, "A"),
            text(WIDTH, y + 28, fitted(words, 84, _TEXT), anchor="end", size=_TEXT),
        ]
    bottom = top + row * len(rows)
    parts.append(line(zero, top, zero, bottom))
    description = f"Diagram batang: {joined([f'{fitted(label, WIDTH)} {words}' for label, _, words in rows])}."
    return WebChart(Markup(document(WIDTH, bottom + 4, "".join(parts), title, description)), "")


def trend_chart(trend: Sequence[TrendFigure], title: str) -> WebChart:
    """The index over periods of one kind, as far apart as they lie in time; a gap is bridged by a dashed line."""
    lowest, highest, step = _zoomed([one.ikm for one in trend])
    left, right, top, bottom = 28.0, WIDTH - 18, 18.0, 168.0
    heights = Axis(lowest, highest, bottom, top)
    parts = []
    for band in grade_bands(lowest, highest):
        upper, lower = heights.at(band.ceiling), heights.at(band.floor)
        parts.append(rectangle(left, upper, right - left, lower - upper, _BANDS[band.mutu]))
        if lower - upper >= 12:
            middle = (upper + lower) / 2 + 4
            parts.append(text(WIDTH, middle, band.mutu, anchor="end", fill=QUIET, weight="bold", size=_TEXT))
    for value in range(lowest, highest + 1, step):
        y = heights.at(value)
        parts += [
            line(left - 3, y, left, y),
            text(left - 6, y + 4, str(value), anchor="end", fill=QUIET, size=_SMALL),
        ]
    parts += [line(left, top, left, bottom), line(left, bottom, right, bottom)]
    periods = [parse_period(one.period_code) for one in trend]
    places = _places(periods, left + 26, right - 26)
    points = [(x, heights.at(one.ikm)) for x, one in zip(places, trend, strict=True)]
    for (earlier, later), ((x1, y1), (x2, y2)) in zip(pairwise(periods), pairwise(points), strict=True):
        dash = "" if later.previous == earlier else ' stroke-dasharray="4 3"'
        parts.append(line(x1, y1, x2, y2, dash, colour=GRADE_OUTLINES["A"], width=1.8))
    parts += [dot(x, y, 4, one.mutu) for (x, y), one in zip(points, trend, strict=True)]
    values = [decimal_number(one.ikm) for one in trend]
    for position in _with_room(places, [text_width(value, _TEXT) for value in values]):
        x, y = points[position]
        around = [points[other][1] for other in (position - 1, position + 1) if 0 <= other < len(points)]
        below = bool(around) and all(other < y - 1 for other in around) and y + 20 < bottom
        parts.append(text(x, y + 17 if below else y - 8, values[position], anchor="middle", size=_TEXT, weight="bold"))
    labels = [_short_label(period) for period in periods]
    for position in _with_room(places, [max(text_width(row, _SMALL) for row in label) for label in labels]):
        for row, words in enumerate(labels[position]):
            parts.append(
                text(places[position], bottom + 15 + 13 * row, words, anchor="middle", fill=QUIET, size=_SMALL)
            )
    foot = bottom + 15 + 13 * (max(map(len, labels), default=1) - 1)
    words_of_points = [f"{one.label} {decimal_number(one.ikm)} (mutu {one.mutu})" for one in trend]
    description = f"Diagram garis IKM menurut periode: {joined(words_of_points)}."
    return WebChart(Markup(document(WIDTH, foot + 6, "".join(parts), title, description)), scale_note(lowest))


def funnel_chart(ranking: Sequence[RankedFigure], scope: ScopeFigure, title: str) -> WebChart:
    """Indices by respondents, and how far chance alone spreads them, of the units with an interval."""
    units = [
        FunnelUnit(one.unit_name, one.respondents, one.ikm, one.mutu) for one in ranking if one.ikm_low is not None
    ]
    svg = funnel_svg(units, scope, title=title, look=Look(WIDTH, 230, _SMALL))
    return WebChart(Markup(svg), "")


def common_axis(ranking: Sequence[RankedFigure], width: float) -> Axis:
    """One scale for the indexes and intervals of all units, between whole fives."""
    reach = [end for unit in ranking for end in (unit.ikm_low, unit.ikm, unit.ikm_high) if end is not None]
    highest = min(ceil((max(reach, default=Decimal(HIGHEST_SCORE)) + 1) / 5) * 5, HIGHEST_SCORE)
    return Axis(min(_five_below(reach), highest - 10), highest, 3, width - 3)


def tile_axis(unsur: Iterable[Scored], height: float) -> Axis:
    """One scale for the bars of all tiles, `height` high."""
    return Axis(_five_below([one.score for one in unsur]), HIGHEST_SCORE, 0, height)


def interval_mark(unit: RankedFigure, axis: Axis) -> Markup:
    """An index with its interval in a row of a table, where both stand as figures. Its look is in the style
    sheet: there may be thousands of them."""
    x = coordinate(round(axis.at(unit.ikm), 1))
    whisker = ""
    if unit.ikm_low is not None and unit.ikm_high is not None:
        start, end = (round(axis.at(value), 1) for value in (unit.ikm_low, unit.ikm_high))
        whisker = f'<path d="M{coordinate(start)} 2v8m0-4H{coordinate(end)}m0-4v8"/>'
    return Markup(
        f'<svg viewBox="0 0 {axis.end + 3:g} 12" aria-hidden="true">{whisker}<circle cx="{x}" cy="6" r="2.2"/></svg>'
    )


def unsur_tile(unsur: Sequence[Scored], axis: Axis) -> Markup:
    """Nine small bars, told in words beside them for those who do not see them."""
    words = "; ".join(f"{one.unsur_code} {decimal_number(one.score)}" for one in unsur)
    bars = []
    for position, one in enumerate(unsur):
        high = max(round(axis.at(one.score), 1), 0.8)
        bars.append(
            f'<rect class="{one.mutu}" x="{position * 11 + 1}" y="{coordinate(axis.end - high + 1)}" width="9" '
            f'height="{coordinate(high)}"/>'
        )
    return Markup(
        f'<svg viewBox="0 0 99 {axis.end + 2:g}" role="img" aria-label="Nilai unsur: {words}">{"".join(bars)}</svg>'
    )


def strip_plot(ranking: Sequence[RankedFigure], axis: Axis) -> Markup:
    """Where the indexes of many units lie: a stroke a unit, the limits of the grades behind them."""
    limits = "".join(
        f"M{coordinate(round(axis.at(band.floor), 1))} 0v20"
        for band in grade_bands(axis.lowest, axis.highest)
        if band.label
    )
    strokes = "".join(f"M{coordinate(round(axis.at(unit.ikm), 1))} 4v12" for unit in ranking)
    return Markup(
        f'<svg viewBox="0 0 {axis.end + 3:g} 20" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="batas" d="{limits}"/><path d="{strokes}"/></svg>'
    )


def scale_note(lowest: float) -> str:
    """Said of a scale that does not begin where the index begins; empty where it does."""
    if lowest <= LOWEST_SCORE:
        return ""
    return scale_start_sentence(lowest)


def _five_below(values: Sequence[Decimal]) -> int:
    lowest = min([*values, Decimal(HIGHEST_SCORE - 10)])
    return max(floor((lowest - 1) / 5) * 5, LOWEST_SCORE)


def _zoomed(values: Sequence[Decimal]) -> tuple[int, int, int]:
    """Ends and step of a scale that shows the values with some room, ten points of it at least."""
    low, high = float(min(values)), float(max(values))
    spare = max((high - low) * 0.2, (10 - (high - low)) / 2, 1)
    low, high = max(low - spare, LOWEST_SCORE), min(high + spare, HIGHEST_SCORE)
    step = next(step for step in (2, 5, 10, 25) if high - low <= 5 * step)
    lowest = max(floor(low / step) * step, LOWEST_SCORE)
    return lowest, min(lowest + ceil((high - lowest) / step) * step, HIGHEST_SCORE), step


def _places(periods: Sequence[Period], left: float, right: float) -> list[float]:
    numbers = [period.year * (12 // MONTHS_IN[period.kind]) + period.ordinal for period in periods]
    if numbers[0] == numbers[-1]:
        return [(left + right) / 2] * len(numbers)
    stretch = (right - left) / (numbers[-1] - numbers[0])
    return [left + (number - numbers[0]) * stretch for number in numbers]


def _with_room(places: Sequence[float], widths: Sequence[float]) -> list[int]:
    """Which labels can stand without touching: the newest first, then every one that has room beside it."""
    edge, found = float("inf"), []
    for position in reversed(range(len(places))):
        if places[position] + widths[position] / 2 < edge - 4:
            found.append(position)
            edge = places[position] - widths[position] / 2
    return found


def _short_label(period: Period) -> tuple[str, ...]:
    """A period below a chart, in one or two lines."""
    year = str(period.year)
    if period.kind == "year":
        return (year,)
    if period.kind == "month":
        return (MONTH_NAMES[period.ordinal - 1][:3], year)
    return (f"{'Smt' if period.kind == 'semester' else 'TW'} {ROMAN[period.ordinal - 1]}", year)


def share_mark(share: float) -> Markup:
    """A bare bar of a share between 0 and 1, beside its figure in a table."""
    wide = coordinate(round(max(min(share, 1.0), 0.0) * 100, 1))
    return Markup(
        '<svg class="porsi" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="100" height="8"/><rect class="isi" width="{wide}" height="8"/></svg>'
    )

"""Charts as SVG text, for the PDF and for web pages alike, each with the same in words and as data.

Belongs here: what every chart shows and where, and its description. Bars differ by lightness, outline
and hatching, never by hue alone, and every one carries its figure. Scales that do not begin where the
index begins say so. Not here: any figure, or how a piece is drawn (`reports.writers.chart_drawing`).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor
from typing import Final, NamedTuple

from contracts.periods import MONTHS_IN, Period, parse_period
from reports.figures.base import Mutu
from reports.figures.unit_figures import ProfileFigure, TrendFigure, UnsurFigure
from reports.wording.indonesian import NOT_SHOWN, decimal_number, joined, percentage, whole_number
from reports.wording.unit_sentences import scale_start_sentence
from reports.writers.blocks import Chart, ChartSeries
from reports.writers.chart_drawing import (
    GRADE_FILLS,
    GRADE_INKS,
    GRADE_OUTLINES,
    HIGHEST_SCORE,
    INK,
    LOWEST_SCORE,
    QUIET,
    SMALL,
    TEXT_SIZE,
    TRACK,
    WIDTH,
    Axis,
    bar,
    box,
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
from reports.writers.printable import printable

__all__ = [
    "GRADE_FILLS",
    "GRADE_INKS",
    "GRADE_OUTLINES",
    "RankedEntry",
    "profile_block",
    "ranking_block",
    "share_bar",
    "trend_block",
    "unsur_block",
    "unsur_chart",
]

_TOP: Final = 20.0
_ROW: Final = 17.0
_BAR: Final = 9.0
_BASELINE: Final = 3.2
"""From the middle of a line of text down to its baseline."""
_DATA_COLOURS: Final[dict[Mutu, str]] = GRADE_FILLS | {"D": GRADE_OUTLINES["D"]}
"""For the native charts of Word and Excel, whose bars have no outline: white would not be seen."""


class RankedEntry(NamedTuple):
    """An index with its 95 % interval, a line of a ranking: a unit's, or a service's."""

    name: str
    ikm: Decimal
    low: Decimal | None
    high: Decimal | None
    mutu: Mutu


def unsur_block(unsur: Sequence[UnsurFigure], *, title: str, caption: str, source: str = "") -> Chart:
    """The nine unsur as bars on the scale of the index."""
    scores = [f"{one.unsur_code} {one.name} {decimal_number(one.score)} (mutu {one.mutu})" for one in unsur]
    description = f"Diagram batang nilai unsur pada skala 25 sampai 100: {joined(scores)}."
    return Chart(
        svg=unsur_chart(unsur, title=title, description=description),
        description=description,
        kind="bar",
        categories=tuple(f"{one.unsur_code} {one.name}" for one in unsur),
        series=(
            ChartSeries(
                "Nilai unsur",
                tuple(float(one.score) for one in unsur),
                tuple(_DATA_COLOURS[one.mutu] for one in unsur),
            ),
        ),
        number_format="0.00",
        caption=caption,
        source=source,
        minimum=LOWEST_SCORE,
        maximum=HIGHEST_SCORE,
    )


def unsur_chart(unsur: Sequence[UnsurFigure], *, title: str, description: str) -> str:
    """Horizontal bars of the nine unsur on the scale 25 to 100, the limits of the grades as lines.

    Returns a complete SVG document, `WIDTH` points wide."""
    axis = Axis(LOWEST_SCORE, HIGHEST_SCORE, 212, WIDTH - 52)
    bottom = _TOP + _ROW * len(unsur)
    parts: list[str] = []
    for position, one in enumerate(unsur):
        middle = _TOP + _ROW * (position + 0.5)
        baseline = middle + _BASELINE
        parts += [
            text(0, baseline, one.unsur_code, fill=QUIET),
            text(22, baseline, one.name),
            bar(axis.start, middle - _BAR / 2, max(axis.at(one.score) - axis.start, 0.8), _BAR, one.mutu),
            text(WIDTH - 16, baseline, decimal_number(one.score), anchor="end"),
            text(WIDTH, baseline, one.mutu, anchor="end", weight="bold"),
        ]
    parts.append(grade_scale(axis, _TOP, bottom))
    return document(WIDTH, bottom + 16, "".join(parts), printable(title), printable(description))


def share_bar(share: float, *, width: float = 70.0, height: float = 6.0) -> str:
    """A bare bar of a share between 0 and 1 on a pale track: decoration beside a figure in a table."""
    filled = max(min(share, 1.0), 0.0) * width
    body = rectangle(0, 0, width, height, TRACK) + rectangle(0, 0, filled, height, GRADE_OUTLINES["B"])
    return document(width, height, body, "", "")


def profile_block(profile: ProfileFigure, *, caption: str, source: str = "") -> Chart:
    """Respondents by category of one characteristic; those of whom it is not known come last."""
    title = f"Jumlah responden menurut {profile.label.lower()}"
    ordered = sorted(profile.categories, key=lambda category: not category.known)
    words = [
        f"{category.label} {NOT_SHOWN}"
        if category.respondents is None or category.printed_share is None
        else f"{category.label} {whole_number(category.respondents)} ({percentage(category.printed_share)})"
        for category in ordered
    ]
    description = f"Diagram batang {title[0].lower()}{title[1:]}: {joined(words) if words else 'tidak ada data'}."
    left, right = 152.0, WIDTH - 92
    most = max((category.respondents or 0 for category in ordered), default=0)
    parts: list[str] = []
    for position, category in enumerate(ordered):
        middle = 4 + _ROW * (position + 0.5)
        baseline = middle + _BASELINE
        parts.append(text(0, baseline, fitted(category.label, left - 8), fill=INK if category.known else QUIET))
        if category.respondents is None or category.printed_share is None:
            parts.append(text(left + 4, baseline, NOT_SHOWN, fill=QUIET, style="italic"))
            continue
        width = max(category.respondents / most * (right - left), 0.8) if category.respondents else 0.0
        look = (GRADE_OUTLINES["B"], GRADE_OUTLINES["B"]) if category.known else ("#ffffff", QUIET)
        if width:
            parts.append(box(left, middle - _BAR / 2, width, _BAR, *look, hatched=not category.known))
        parts.append(text(WIDTH - 46, baseline, whole_number(category.respondents), anchor="end"))
        parts.append(text(WIDTH, baseline, percentage(category.printed_share), anchor="end", fill=QUIET))
    bottom = 4 + _ROW * max(len(ordered), 1)
    if not ordered:
        parts.append(text(0, 4 + _ROW / 2 + _BASELINE, "Tidak ada data.", fill=QUIET, style="italic"))
    else:
        parts.append(line(left, 4, left, bottom))
    return Chart(
        svg=document(WIDTH, bottom + 4, "".join(parts), printable(title), printable(description)),
        description=description,
        kind="bar",
        categories=tuple(category.label for category in ordered),
        series=(ChartSeries("Responden", tuple(_count(category.respondents) for category in ordered)),),
        number_format="#,##0",
        caption=caption,
        source=source,
        minimum=0,
    )


def _count(respondents: int | None) -> float | None:
    return None if respondents is None else float(respondents)


_VALUE: Final = 8.4
_TREND_BANDS: Final[dict[Mutu, str]] = {"A": "#dfeaf0", "B": "#eef4f7", "C": "#faf5e6", "D": "#ffffff"}


def trend_block(trend: Sequence[TrendFigure], *, title: str, caption: str, source: str = "") -> Chart:
    """The index over periods of one kind: a line whose points stand as far apart as the periods do, the
    grades as bands behind it. A period without an index is bridged by a dashed line."""
    words = [f"{one.label} {decimal_number(one.ikm)} (mutu {one.mutu})" for one in trend]
    description = f"Diagram garis IKM menurut periode: {joined(words) if words else 'tidak ada data'}."
    lowest, highest, step = _zoomed([float(one.ikm) for one in trend])
    return Chart(
        svg=_trend_svg(trend, (lowest, highest, step), printable(title), printable(description)),
        description=description,
        kind="line",
        categories=tuple(one.label for one in trend),
        series=(ChartSeries("IKM", tuple(float(one.ikm) for one in trend)),),
        number_format="0.00",
        caption=caption,
        source=source,
        minimum=lowest,
        maximum=highest,
    )


def _trend_svg(trend: Sequence[TrendFigure], scale: tuple[int, int, int], title: str, description: str) -> str:
    lowest, highest, step = scale
    left, right, top, bottom = 30.0, WIDTH - 44, 8.0, 150.0
    heights = Axis(lowest, highest, bottom, top)
    parts: list[str] = []
    for band in grade_bands(lowest, highest):
        upper, lower = heights.at(band.ceiling), heights.at(band.floor)
        parts.append(rectangle(left, upper, right - left, lower - upper, _TREND_BANDS[band.mutu]))
        if lower - upper >= 9:
            middle = (upper + lower) / 2 + _BASELINE
            parts.append(text(right + 5, middle, band.mutu, fill=QUIET, weight="bold"))
        if band.label:
            parts.append(line(left, lower, right, lower, ' stroke-dasharray="1.5 2"'))
            parts.append(text(WIDTH, lower + 2.6, band.label, anchor="end", fill=QUIET, size=SMALL))
    for number in range(round((highest - lowest) / step) + 1):
        place = heights.at(lowest + number * step)
        parts.append(line(left - 3, place, left, place))
        parts.append(text(left - 6, place + 2.6, f"{lowest + number * step:g}", anchor="end", fill=QUIET, size=SMALL))
    parts.append(line(left, top, left, bottom))
    parts.append(line(left, bottom, right, bottom))

    periods = [parse_period(one.period_code) for one in trend]
    places = _places(periods, left + 24, right - 24)
    points = [(x, heights.at(one.ikm)) for x, one in zip(places, trend, strict=True)]
    for (earlier, later), ((x1, y1), (x2, y2)) in zip(pairwise(periods), pairwise(points), strict=True):
        dash = "" if later.previous == earlier else ' stroke-dasharray="4 3"'
        parts.append(line(x1, y1, x2, y2, dash, colour=GRADE_OUTLINES["A"], width=1.4))
    parts += [dot(x, y, 3, one.mutu) for (x, y), one in zip(points, trend, strict=True)]
    values = [decimal_number(one.ikm) for one in trend]
    for position in _with_room(places, [text_width(value, _VALUE) for value in values]):
        parts.append(_point_label(points, position, values[position], top, bottom))
    labels = [_short_label(period) for period in periods]
    for position in _with_room(places, [max(text_width(row, SMALL) for row in label) for label in labels]):
        for row, words in enumerate(labels[position]):
            y = bottom + 11 + 9 * row
            parts.append(text(places[position], y, words, anchor="middle", fill=QUIET, size=SMALL))
    foot = bottom + 11 + 9 * (max(map(len, labels), default=1) - 1)
    if lowest > LOWEST_SCORE:
        foot += 12
        parts.append(_zoom_note(0, foot, lowest))
    return document(WIDTH, foot + 5, "".join(parts), title, description)


def _point_label(points: Sequence[tuple[float, float]], position: int, value: str, top: float, bottom: float) -> str:
    """The value of a point where the line leaves room: below a valley, beside a slope, else above."""
    x, y = points[position]
    before, after = [points[other][1] if 0 <= other < len(points) else None for other in (position - 1, position + 1)]
    around = [other for other in (before, after) if other is not None]
    valley = bool(around) and all(other < y - 1 for other in around)
    if (valley and y + 16 < bottom) or y - 14 < top - 6:
        return text(x, y + 12, value, anchor="middle", size=_VALUE, weight="bold")
    if after is not None and after < y - 6:
        return text(x + 3, y - 6, value, anchor="end", size=_VALUE, weight="bold")
    if before is not None and before < y - 6:
        return text(x - 3, y - 6, value, size=_VALUE, weight="bold")
    return text(x, y - 6, value, anchor="middle", size=_VALUE, weight="bold")


def _zoom_note(x: float, y: float, lowest: float) -> str:
    return text(x, y, scale_start_sentence(lowest), fill=QUIET, size=SMALL, style="italic")


def _zoomed(values: Sequence[float]) -> tuple[int, int, int]:
    """Ends and step of a scale that shows the values with some room, never less than ten points of it."""
    low, high = min(values, default=LOWEST_SCORE), max(values, default=HIGHEST_SCORE)
    spare = max((high - low) * 0.2, (10 - (high - low)) / 2, 1)
    low, high = max(low - spare, LOWEST_SCORE), min(high + spare, HIGHEST_SCORE)
    for step in (2, 5, 10, 25):
        lowest, highest = floor(low / step) * step, min(ceil(high / step) * step, HIGHEST_SCORE)
        if lowest >= LOWEST_SCORE and highest - lowest <= 6 * step:
            break
    return lowest, max(highest, lowest + step), step


def _places(periods: Sequence[Period], left: float, right: float) -> list[float]:
    """Where periods stand between two edges: as far apart as they lie in time."""
    numbers = [period.year * (12 // MONTHS_IN[period.kind]) + period.ordinal for period in periods]
    if not numbers or numbers[0] == numbers[-1]:
        return [(left + right) / 2] * len(numbers)
    stretch = (right - left) / (numbers[-1] - numbers[0])
    return [left + (number - numbers[0]) * stretch for number in numbers]


def _with_room(places: Sequence[float], widths: Sequence[float]) -> Iterator[int]:
    """Which labels can stand without touching: the newest first, then every one that has room beside it."""
    edge = float("inf")
    for position in reversed(range(len(places))):
        if places[position] + widths[position] / 2 < edge - 4:
            yield position
            edge = places[position] - widths[position] / 2


def _short_label(period: Period) -> tuple[str, ...]:
    """A period below a chart, in one or two lines."""
    if period.kind == "year":
        return (str(period.year),)
    word = period.label.removesuffix(str(period.year)).replace("Tahun", "").strip()
    if period.kind == "month":
        return (word[:3], str(period.year))
    return (word.replace("Triwulan", "TW").replace("Semester", "Smt"), str(period.year))


def ranking_block(
    entries: Sequence[RankedEntry], *, title: str, caption: str, source: str = "", counted: str = "unit"
) -> Chart:
    """One line a unit (or whatever is `counted`), in the order given: its index as a dot with the interval as a line
    through it."""
    words = [f"{one.name} {decimal_number(one.ikm)} (mutu {one.mutu})" for one in entries]
    interval = " dengan selang kepercayaan" if any(one.low is not None for one in entries) else ""
    description = (
        f"Diagram titik IKM {whole_number(len(entries))} {counted}{interval}: "
        f"{joined(words) if words else 'tidak ada data'}."
    )
    return Chart(
        svg=_ranking_svg(entries, printable(title), printable(description)),
        description=description,
        kind="bar",
        categories=tuple(one.name for one in entries),
        series=(
            ChartSeries(
                "IKM", tuple(float(one.ikm) for one in entries), tuple(_DATA_COLOURS[one.mutu] for one in entries)
            ),
        ),
        number_format="0.00",
        caption=caption,
        source=source,
        minimum=LOWEST_SCORE,
        maximum=HIGHEST_SCORE,
    )


def _ranking_svg(entries: Sequence[RankedEntry], title: str, description: str) -> str:
    row = max(10.6, min(16.0, 636 / max(len(entries), 1)))
    size = min(TEXT_SIZE, row * 0.78)
    reach = [float(end) for one in entries for end in (one.low, one.ikm, one.high) if end is not None]
    lowest = max(floor((min([*reach, HIGHEST_SCORE - 10]) - 1) / 5) * 5, LOWEST_SCORE)
    axis = Axis(lowest, HIGHEST_SCORE, 196, WIDTH - 54)
    bottom = _TOP + row * len(entries)
    parts: list[str] = []
    for position, one in enumerate(entries):
        top = _TOP + row * position
        middle, baseline = top + row / 2, top + row / 2 + size * 0.34
        if position % 2 == 0:
            parts.append(rectangle(0, top, WIDTH, row, "#f5f7f9"))
        parts.append(text(2, baseline, fitted(one.name, axis.start - 12, size), size=size))
        if one.low is not None and one.high is not None:
            start, end = axis.at(one.low), axis.at(one.high)
            parts.append(line(start, middle, end, middle, width=1.1))
            parts += [line(edge, middle - 2.2, edge, middle + 2.2, width=1.1) for edge in (start, end)]
        parts.append(dot(axis.at(one.ikm), middle, min(3.0, row * 0.24), one.mutu))
        parts.append(text(WIDTH - 18, baseline, decimal_number(one.ikm), anchor="end", size=size))
        parts.append(text(WIDTH - 2, baseline, one.mutu, anchor="end", weight="bold", size=size))
    parts.append(grade_scale(axis, _TOP, bottom))
    if lowest > LOWEST_SCORE:
        parts.append(_zoom_note(2, bottom + 12, lowest))
    return document(WIDTH, bottom + 16, "".join(parts), title, description)

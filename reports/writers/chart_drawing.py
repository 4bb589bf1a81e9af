"""The pieces that charts are drawn from: colours, text, the scale of the index with its grades.

Belongs here: SVG of one piece at a given place. Text stays `<text>`, so it can be searched and read aloud;
it is cut where it has no room, and holds only letters that the document's font has. Not here: what a
chart shows (`reports.writers.charts`), or any figure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from contracts.method import GRADES, INDEX_FACTOR
from contracts.unsur import SCALE
from reports.figures.base import Mutu
from reports.wording.indonesian import decimal_number
from reports.writers.printable import printable

FONT_FAMILY: Final = "'Libertinus Serif', Georgia, 'Times New Roman', serif"
INK: Final = "#1c2b36"
QUIET: Final = "#5a6b76"
TRACK: Final = "#eef2f4"

GRADE_FILLS: Final[dict[Mutu, str]] = {"A": "#15506b", "B": "#6aa9c4", "C": "#f3d27a", "D": "#ffffff"}
GRADE_OUTLINES: Final[dict[Mutu, str]] = {"A": "#15506b", "B": "#3f83a1", "C": "#a97b10", "D": "#9c2f1f"}
GRADE_INKS: Final[dict[Mutu, str]] = {"A": "#ffffff", "B": INK, "C": INK, "D": "#9c2f1f"}
"""From dark to white as the grade falls; D is hatched as well. Lightness alone tells them apart in grey."""

LOWEST_SCORE: Final = SCALE[0] * INDEX_FACTOR
HIGHEST_SCORE: Final = SCALE[-1] * INDEX_FACTOR

WIDTH: Final = 460.0
"""Points: the width of the text block of an A4 page with our margins."""
TEXT_SIZE: Final = 9.4
SMALL: Final = 7.5


@dataclass(frozen=True)
class Axis:
    """Where values lie on the paper: `lowest` at `start`, `highest` at `end`."""

    lowest: float
    highest: float
    start: float
    end: float

    def at(self, value: Decimal | float) -> float:
        """The place of a value; what lies outside is put at the edge."""
        inside = min(max(float(value), self.lowest), self.highest)
        return self.start + (inside - self.lowest) / (self.highest - self.lowest) * (self.end - self.start)


@dataclass(frozen=True)
class Band:
    """A grade on a scale: from `floor` to `ceiling`, as far as the scale shows it."""

    mutu: Mutu
    floor: float
    ceiling: float
    label: str
    """The grade's lower limit; empty where the scale begins above it."""


def grade_bands(lowest: float = LOWEST_SCORE, highest: float = HIGHEST_SCORE) -> Iterator[Band]:
    """The grades that a scale from `lowest` to `highest` shows, best first."""
    ceiling = highest
    for grade in GRADES:
        limit = grade.lowest_hundredths / 100
        floor = max(limit, lowest)
        if floor < ceiling:
            yield Band(grade.mutu, floor, ceiling, decimal_number(limit) if limit > lowest else "")
            ceiling = floor


def grade_scale(axis: Axis, top: float, bottom: float) -> str:
    """Letters of the grades above, lines where one ends, the scale's numbers below."""
    parts: list[str] = []
    labelled: list[float] = []
    for band in grade_bands(axis.lowest, axis.highest):
        start, end = axis.at(band.floor), axis.at(band.ceiling)
        if end - start >= 9:
            parts.append(text((start + end) / 2, top - 8, band.mutu, anchor="middle", fill=QUIET))
        dash = ' stroke-dasharray="1.5 2"' if band.label else ""
        parts.append(line(start, top - 4, start, bottom + 2, dash))
        if band.label:
            labelled.append(start)
            parts.append(text(start, bottom + 12, band.label, anchor="middle", fill=QUIET, size=SMALL))
    for value in (axis.lowest, axis.highest):
        place = axis.at(value)
        if all(abs(place - other) >= 20 for other in labelled):
            parts.append(text(place, bottom + 12, f"{value:g}", anchor="middle", fill=QUIET, size=SMALL))
    return "".join(parts)


def bar(x: float, y: float, width: float, height: float, mutu: Mutu) -> str:
    """A bar in the look of its grade."""
    return box(x, y, width, height, GRADE_FILLS[mutu], GRADE_OUTLINES[mutu], hatched=mutu == "D")


def box(x: float, y: float, width: float, height: float, fill: str, outline: str, *, hatched: bool = False) -> str:
    """A bar of any look."""
    plain = (
        f'<rect x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(width)}" height="{coordinate(height)}" '
        f'fill="{fill}" stroke="{outline}" stroke-width="0.7"/>'
    )
    if not hatched:
        return plain
    steps = range(1, int((width - height) // 4) + 1)
    rise = f"l{coordinate(height)} {coordinate(-height)}"
    strokes = "".join(f"M{coordinate(x + 4 * step)} {coordinate(y + height)}{rise}" for step in steps)
    return plain + (f'<path d="{strokes}" stroke="{outline}" stroke-width="0.5" fill="none"/>' if strokes else "")


def rectangle(x: float, y: float, width: float, height: float, fill: str) -> str:
    """A surface without outline."""
    return (
        f'<rect x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(width)}" height="{coordinate(height)}" '
        f'fill="{fill}"/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, more: str = "", *, colour: str = QUIET, width: float = 0.5) -> str:
    """A straight line; `more` holds further attributes."""
    return (
        f'<line x1="{coordinate(x1)}" y1="{coordinate(y1)}" x2="{coordinate(x2)}" y2="{coordinate(y2)}" '
        f'stroke="{colour}" stroke-width="{coordinate(width)}"{more}/>'
    )


def dot(x: float, y: float, radius: float, mutu: Mutu) -> str:
    """A point in the look of its grade."""
    return (
        f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="{coordinate(radius)}" '
        f'fill="{GRADE_FILLS[mutu]}" stroke="{GRADE_OUTLINES[mutu]}" stroke-width="1"/>'
    )


def ring(x: float, y: float, radius: float) -> str:
    """A circle around a point."""
    return (
        f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="{coordinate(radius)}" fill="none" stroke="{INK}" '
        'stroke-width="0.8"/>'
    )


def path(places: Sequence[tuple[float, float]], more: str = "") -> str:
    """A line through these places; `more` holds further attributes."""
    through = "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in places)
    return f'<path d="M{through}" fill="none" stroke="{QUIET}" stroke-width="0.7"{more}/>'


def text(
    x: float,
    y: float,
    content: str,
    *,
    anchor: str = "start",
    fill: str = INK,
    weight: str = "normal",
    size: float = TEXT_SIZE,
    style: str = "normal",
) -> str:
    """One line of text; `x` is its start, middle or end."""
    slant = "" if style == "normal" else f' font-style="{style}"'
    return (
        f'<text x="{coordinate(x)}" y="{coordinate(y)}" text-anchor="{anchor}" fill="{fill}" '
        f'font-weight="{weight}" font-size="{coordinate(size)}"{slant}>{escape(content)}</text>'
    )


def document(width: float, height: float, body: str, title: str, description: str) -> str:
    """A complete SVG document; without a title it is decoration."""
    named = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>" if title else ""
    role = f'role="img" aria-label={quoteattr(title)}' if title else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{coordinate(width)}pt" height="{coordinate(height)}pt" '
        f'viewBox="0 0 {coordinate(width)} {coordinate(height)}" {role} font-family="{FONT_FAMILY}">{named}{body}</svg>'
    )


def text_width(content: str, size: float = TEXT_SIZE) -> float:
    """About how wide a text is: a capital takes two thirds of its size, another letter half of it."""
    return size * sum(0.68 if letter.isupper() else 0.49 for letter in content)


def fitted(content: str, width: float, size: float = TEXT_SIZE) -> str:
    """A text from outside, cut with … where it is wider than `width`."""
    content = printable(content)
    room = width / size
    for position, letter in enumerate(content):
        room -= 0.68 if letter.isupper() else 0.49
        if room < 0:
            return f"{content[: max(position - 1, 1)].rstrip()}…"
    return content


def coordinate(value: float) -> str:
    """A number of points, short."""
    return f"{value:.2f}".rstrip("0").rstrip(".")

"""Charts as SVG text, for the PDF and for web pages alike.

Belongs here: drawing. Text stays `<text>`, so it can be searched and read aloud; every chart has a
title and a description. Bars differ by lightness, outline and hatching, never by hue alone, and every
one carries its figure and grade. Not here: any figure, or the sentences of a description.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from contracts.method import GRADES, INDEX_FACTOR
from contracts.unsur import SCALE
from reports.figures import Mutu, UnsurFigure
from reports.indonesian import decimal_number

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
_LABEL_WIDTH: Final = 212.0
_VALUE_WIDTH: Final = 52.0
_ROW: Final = 17.0
_BAR: Final = 9.0
_TOP: Final = 20.0


def unsur_chart(unsur: Sequence[UnsurFigure], *, title: str, description: str) -> str:
    """Horizontal bars of the nine unsur on the scale 25 to 100, the limits of the grades as lines.

    Returns a complete SVG document, `WIDTH` points wide."""
    left, right = _LABEL_WIDTH, WIDTH - _VALUE_WIDTH
    bottom = _TOP + _ROW * len(unsur)
    parts: list[str] = []
    for position, one in enumerate(unsur):
        middle = _TOP + _ROW * (position + 0.5)
        baseline = middle + 3.2
        end = _x(one.score, left, right)
        parts += [
            _text(0, baseline, one.unsur_code, fill=QUIET),
            _text(22, baseline, one.name),
            _bar(left, middle - _BAR / 2, max(end - left, 0.8), one.mutu),
            _text(WIDTH - 16, baseline, decimal_number(one.score), anchor="end"),
            _text(WIDTH, baseline, one.mutu, anchor="end", weight="bold"),
        ]
    parts.append(_grade_scale(left, right, bottom))
    return _document(WIDTH, bottom + 16, "".join(parts), title, description)


def share_bar(share: float, *, width: float = 70.0, height: float = 6.0) -> str:
    """A bare bar of a share between 0 and 1 on a pale track: decoration beside a figure in a table."""
    filled = max(min(share, 1.0), 0.0) * width
    body = (
        f'<rect x="0" y="0" width="{_n(width)}" height="{_n(height)}" fill="{TRACK}"/>'
        f'<rect x="0" y="0" width="{_n(filled)}" height="{_n(height)}" fill="{GRADE_OUTLINES["B"]}"/>'
    )
    return _document(width, height, body, "", "")


def _x(score: Decimal | float, left: float, right: float) -> float:
    return left + (float(score) - LOWEST_SCORE) / (HIGHEST_SCORE - LOWEST_SCORE) * (right - left)


def _grade_scale(left: float, right: float, bottom: float) -> str:
    """Letters of the grades above, lines where one ends, the scale's numbers below."""
    parts: list[str] = []
    ceiling = float(HIGHEST_SCORE)
    for grade in GRADES:
        floor = max(grade.lowest_hundredths / 100, float(LOWEST_SCORE))
        start, end = _x(floor, left, right), _x(ceiling, left, right)
        parts.append(_text((start + end) / 2, _TOP - 8, grade.mutu, anchor="middle", fill=QUIET))
        dash = "" if floor == LOWEST_SCORE else ' stroke-dasharray="1.5 2"'
        parts.append(
            f'<line x1="{_n(start)}" y1="{_n(_TOP - 4)}" x2="{_n(start)}" y2="{_n(bottom + 2)}" '
            f'stroke="{QUIET}" stroke-width="0.5"{dash}/>'
        )
        label = str(LOWEST_SCORE) if floor == LOWEST_SCORE else decimal_number(floor)
        parts.append(_text(start, bottom + 12, label, anchor="middle", fill=QUIET, size=7.5))
        ceiling = floor
    parts.append(_text(right, bottom + 12, str(HIGHEST_SCORE), anchor="middle", fill=QUIET, size=7.5))
    return "".join(parts)


def _bar(x: float, y: float, width: float, mutu: Mutu) -> str:
    fill, outline = GRADE_FILLS[mutu], GRADE_OUTLINES[mutu]
    box = (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(_BAR)}" fill="{fill}" '
        f'stroke="{outline}" stroke-width="0.7"/>'
    )
    if mutu != "D":
        return box
    steps = range(1, int((width - _BAR) // 4) + 1)
    strokes = "".join(f"M{_n(x + 4 * step)} {_n(y + _BAR)}l{_n(_BAR)} {_n(-_BAR)}" for step in steps)
    return box + (f'<path d="{strokes}" stroke="{outline}" stroke-width="0.5" fill="none"/>' if strokes else "")


def _text(
    x: float,
    y: float,
    content: str,
    *,
    anchor: str = "start",
    fill: str = INK,
    weight: str = "normal",
    size: float = 9.4,
) -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" fill="{fill}" '
        f'font-weight="{weight}" font-size="{_n(size)}">{escape(content)}</text>'
    )


def _document(width: float, height: float, body: str, title: str, description: str) -> str:
    named = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>" if title else ""
    role = f'role="img" aria-label={quoteattr(title)}' if title else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}pt" height="{_n(height)}pt" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" {role} font-family="{FONT_FAMILY}">{named}{body}</svg>'
    )


def _n(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.2f}".rstrip("0").rstrip(".")

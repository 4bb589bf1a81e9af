"""Showing rows to a person or to a program: a table on a terminal, plain lines without one, or JSON."""

import codecs
import getpass
import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from contracts.safe_text import NOT_SHOWN, shown_line, shown_text

Row = Mapping[str, object]
PLAIN_WIDTH = 160
"""Columns assumed where there is no terminal to ask."""


class SafeConsole(Console):
    """A console whose texts cannot steer the terminal; rich itself lets an escape through."""

    def render_str(self, text: str, **options: Any) -> Text:  # noqa: ANN401 - rich's own, whatever they are
        """What every text that is printed, and every cell of a table, passes through."""
        return super().render_str(shown_text(text), **options)


def write_any_letter(*streams: TextIO) -> None:
    """Lets streams write what the locale does not know: as UTF-8 where it knows ASCII only, else with a mark in its
    place."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            ascii_only = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if ascii_only else None, errors="replace")


def console() -> Console:
    """Standard output. Without a terminal: no colours, no wrapping at 80."""
    return SafeConsole(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False, soft_wrap=False)


def errors() -> Console:
    """Standard error."""
    return SafeConsole(stderr=True, highlight=False, soft_wrap=True)


def tell(sentence: str) -> None:
    """A line on standard error, now."""
    sys.stderr.write(f"{shown_text(sentence)}\n")
    sys.stderr.flush()


def indented(text: str) -> Padding:
    """A paragraph set in by four columns, however many lines it takes."""
    return Padding(Text(shown_text(text)), (0, 0, 0, 4))


def show_json(value: object) -> None:
    """One JSON document on standard output."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    # Line feeds are ours: those of a text are escaped by now, and so is what is below the space.
    sys.stdout.write(NOT_SHOWN.sub(lambda letter: f"\\u{ord(letter.group()):04x}", text) + "\n")


def show_table(
    title: str,
    rows: Sequence[Row],
    columns: Mapping[str, str],
    *,
    right: Sequence[str] = (),
    whole: Sequence[str] = (),
    empty: str = "Tidak ada.",
) -> None:
    """A table with the given columns (key → heading). Columns in `right` stand to the right; they and those
    in `whole` are never broken into lines, so that the others give way on a narrow terminal."""
    out = console()
    if not rows:
        out.print(f"{title}: {empty}" if title else empty, markup=False)
        return
    table = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        header_style="bold",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        collapse_padding=True,
    )
    for key, heading in columns.items():
        justify: Literal["right", "left"] = "right" if key in right else "left"
        table.add_column(heading, justify=justify, overflow="fold", no_wrap=key in right or key in whole)
    for row in rows:
        table.add_row(*(format_value(row.get(key)) for key in columns))
    out.print(table, markup=False)
    out.print()


def format_value(value: object) -> str:
    """A value as staff read it: Indonesian decimals and dates, a dash for nothing."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, float):
        return f"{value:.4f}".replace(".", ",")
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H.%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return shown_line(str(value))


def this_user() -> str:
    """Who types: the account's name on this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return f"uid {os.getuid()}"


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)

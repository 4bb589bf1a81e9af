"""Showing rows to a person or to a program: a table on a terminal, plain lines without one, or JSON."""

import codecs
import getpass
import io
import json
import os
import shlex
import shutil
import sys
import textwrap
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal, TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from contracts.lock import FOR_ACCOUNT
from contracts.safe_text import NOT_SHOWN, shown_line, shown_text
from reports.wording.indonesian import MINUS, whole_number

Row = Mapping[str, object]
PLAIN_WIDTH = 160
"""Columns assumed where there is no terminal to ask."""
PAGE_WIDTH = 80
"""Columns on a page of the portal."""


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
    """Standard output. Without a terminal: no colours, no wrapping at 80 but on a page of the portal."""
    plain = PAGE_WIDTH if is_for_the_portal() else PLAIN_WIDTH
    return SafeConsole(width=None if sys.stdout.isatty() else plain, highlight=False, soft_wrap=False)


def errors() -> Console:
    """Standard error."""
    return SafeConsole(stderr=True, highlight=False, soft_wrap=True)


def tell(sentence: str) -> None:
    """A sentence on standard error, now: one line, or as many as a terminal needs."""
    sys.stderr.write(f"{between_words(shown_text(sentence))}\n")
    sys.stderr.flush()


def between_words(text: str) -> str:
    """A text as a terminal shows it on standard error, broken between words only; one line where there is none."""
    if not sys.stderr.isatty():
        return text
    width = shutil.get_terminal_size().columns
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")
    )


def indented(text: str) -> Padding:
    """A paragraph set in by four columns, however many lines it takes."""
    return Padding(Text(shown_text(text)), (0, 0, 0, 4))


def show_json(value: object) -> None:
    """One JSON document on standard output."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    # Line feeds are ours: those of a text are escaped by now, and so is what is below the space.
    sys.stdout.write(NOT_SHOWN.sub(lambda letter: f"\\u{ord(letter.group()):04x}", text) + "\n")


COUNT_COLUMNS: Final = {
    "rows_read": "Dibaca",
    "rows_accepted": "Diterima",
    "rows_rejected": "Ditolak",
    "rows_duplicate": "Ganda",
    "rows_replaced": "Diganti",
}
"""Of a table of files: what became of their rows."""


def count_columns(columns: Mapping[str, str], files: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """Columns of a table of files: of rows replaced only where there are any, which is seldom."""
    some_replaced = any(file.get("rows_replaced") for file in files)
    return {name: heading for name, heading in columns.items() if some_replaced or name != "rows_replaced"}


def first_named(names: Sequence[str], most: int) -> str:
    """The first of them, and how many others there are."""
    more = f", dan {len(names) - most} lainnya" if names[most:] else ""
    return ", ".join(names[:most]) + more


def show_table(
    title: str,
    rows: Sequence[Row],
    columns: Mapping[str, str],
    *,
    right: Sequence[str] = (),
    whole: Sequence[str] = (),
    empty: str = "Tidak ada.",
) -> None:
    """A table with the given columns (key → heading). Columns in `right` stand to the right. No word is broken, and
    values of columns in `right` and `whole` are no words: where the columns do not fit beside each other, the first
    stands on a line of its own above the others, and where these do not, each on one of its own."""
    out = console()
    if not rows:
        out.print(f"{title}: {empty}" if title else empty, markup=False)
        return
    cells = [{key: format_value(row.get(key)) for key in columns} for row in rows]
    layout = {
        key: _Column(heading, cells, key, key in right, key in right or key in whole)
        for key, heading in columns.items()
    }
    first, others = next(iter(columns)), {key: one for key, one in layout.items() if key != next(iter(columns))}
    if _fits(layout.values(), out.width):
        _print_side_by_side(out, title, cells, layout)
    elif others and _fits(others.values(), out.width - INDENT):
        if title:
            out.print(Text(title, style="bold"))
        widths = _widths(list(others.values()), out.width - INDENT)
        out.print(
            Padding(_lines([{key: one.heading for key, one in others.items()}], others, widths), (0, 0, 0, INDENT)),
            style="bold",
        )
        out.print("─" * min(out.width, INDENT + sum(widths) + GAP * (len(widths) - 1)))
        for row in cells:
            print_unbroken(row[first])
            out.print(Padding(_lines([row], others, widths), (0, 0, 0, INDENT)))
    else:
        if title:
            out.print(Text(title, style="bold"))
        for row in cells:
            print_unbroken(row[first])
            for key, one in others.items():
                out.print(indented(f"{one.heading}: {row[key]}"))
    out.print()


GAP: Final = 2
INDENT: Final = 4


class _Column:
    """How a column may be laid out: as wide as its longest word, or its longest value."""

    def __init__(self, heading: str, cells: Sequence[Mapping[str, str]], key: str, right: bool, whole: bool) -> None:
        texts = [heading, *(row[key] for row in cells)]
        values = [row[key] for row in cells] if whole else []
        self.heading = heading
        self.justify: Literal["right", "left"] = "right" if right else "left"
        self.least = max(map(cell_len, [*values, *(word for text in texts for word in text.split())]), default=0)
        self.most = max(map(cell_len, texts))


def _fits(columns: Collection[_Column], width: int) -> bool:
    return sum(one.least for one in columns) + GAP * (len(columns) - 1) <= width


def _widths(columns: Sequence[_Column], width: int) -> list[int]:
    """Widths of columns beside each other: what is over is shared evenly among those that want more."""
    widths = [one.least for one in columns]
    left = width - sum(widths) - GAP * (len(columns) - 1)
    places = sorted(range(len(columns)), key=lambda one: columns[one].most - columns[one].least)
    for number, place in enumerate(places):
        more = min(columns[place].most - widths[place], left // (len(places) - number))
        widths[place] += more
        left -= more
    return widths


def _print_side_by_side(
    out: Console, title: str, cells: Sequence[Mapping[str, str]], columns: Mapping[str, _Column]
) -> None:
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
    for one, width in zip(columns.values(), _widths(list(columns.values()), out.width), strict=True):
        table.add_column(one.heading, justify=one.justify, overflow="fold", width=width)
    for row in cells:
        table.add_row(*(row[key] for key in columns))
    out.print(table, markup=False)


def _lines(rows: Sequence[Mapping[str, str]], columns: Mapping[str, _Column], widths: Sequence[int]) -> Table:
    grid = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    for one, width in zip(columns.values(), widths, strict=True):
        grid.add_column(justify=one.justify, overflow="fold", width=width)
    for row in rows:
        grid.add_row(*(row[key] for key in columns))
    return grid


def print_unbroken(text: str, style: str = "") -> None:
    """A line whose words the terminal may break, never we: a path can be copied."""
    console().print(Text(shown_text(text), style=style), soft_wrap=True)


def format_value(value: object) -> str:
    """A value as staff read it: Indonesian decimals and dates, a dash for nothing."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return str(value).replace(".", ",").replace("-", MINUS)
    if isinstance(value, float):
        return f"{value:.4f}".replace(".", ",").replace("-", MINUS)
    if isinstance(value, int):
        return whole_number(value)
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H.%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return shown_line(str(value))


def to_type(word: object) -> str:
    """A path or a name inside a command that is shown: it can be copied as it stands, blanks and all."""
    return shlex.quote(shown_line(str(word)))


def at_next_run(root: object) -> str:
    """When what was decided or written holds, and the command for it; a page of the portal has a button."""
    when = "Berlaku pada konsolidasi berikutnya"
    return f"{when}." if is_for_the_portal() else f"{when}: skm run --home {to_type(root)}"


def this_user() -> str:
    """Who types: the account of the portal, else the account's name on this machine."""
    if account := os.environ.get(FOR_ACCOUNT):
        return account
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return f"uid {os.getuid()}"


def is_for_the_portal() -> bool:
    """Whether the staff's desk started the command: nobody types to it, and a page shows what it says."""
    return bool(os.environ.get(FOR_ACCOUNT))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)

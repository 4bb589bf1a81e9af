"""Exports as csv programs, PHP and MySQL write them: whatever people type, no number moves to another row or column."""

import csv
import io
from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from contracts.settings import Limits
from ingest.text import read_text
from tests.property.examples import examples

LIMITS = Limits()
Cells = Sequence[str]

TYPED = st.sampled_from(
    ("ok", "", "antre, lama", 'kata "ya"', "\\", "C:\\", "a\\b", "dua\nbaris", '"ya", katanya', "ramah;cepat", "n\\N")
)
ANSWER = st.sampled_from("1234")
ROWS = st.lists(st.tuples(TYPED, ANSWER, ANSWER, TYPED), min_size=3, max_size=20)
HEAD = ("no", "saran", "u1", "u2", "catatan")


def as_csv(rows: Sequence[Cells], separator: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator="\n").writerows(rows)
    return written.getvalue()


def as_csv_all_quoted(rows: Sequence[Cells], separator: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return written.getvalue()


def as_mysql(rows: Sequence[Cells], separator: str) -> str:
    """INTO OUTFILE … ENCLOSED BY '"' ESCAPED BY backslash."""

    def field(text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace("\n", "\\\n").replace('"', '\\"')
        return f'"{escaped}"' if text else "\\N"

    return "".join(separator.join(map(field, row)) + "\n" for row in rows)


def as_php(rows: Sequence[Cells], separator: str) -> str:
    """`fputcsv`: a quote after a backslash is not doubled."""

    def field(text: str) -> str:
        if not any(mark in text for mark in f'{separator}"\\\n '):
            return text
        return '"' + text.replace('"', '""').replace('\\""', '\\"') + '"'

    return "".join(separator.join(map(field, row)) + "\n" for row in rows)


@examples(60)
@given(
    rows=ROWS,
    separator=st.sampled_from(",;"),
    write=st.sampled_from((as_csv, as_csv_all_quoted, as_mysql, as_php)),
)
def test_no_number_moves(
    rows: list[tuple[str, str, str, str]], separator: str, write: Callable[[Sequence[Cells], str], str]
) -> None:
    if write is as_php:  # what PHP writes of a backslash at a field's end cannot be read by anybody
        rows = [(a.replace('"', '\\"').rstrip("\\"), b, c, d.rstrip("\\")) for a, b, c, d in rows]
    numbered = [(str(number), *row) for number, row in enumerate(rows, start=1)]
    grid, _ = read_text(write([HEAD, *numbered], separator).encode(), LIMITS)
    found = [(row[0], row[2], row[3]) for row in grid.cells.rows()]
    assert found == [("no", "u1", "u2"), *((number, u1, u2) for number, _, u1, u2, _ in numbered)]

"""Delimited text (csv, tsv, txt) to one grid.

Belongs here: encoding, separator, quotes, and keeping row numbers right. Not here: what the rows mean; a
text that is no table is still a grid of one column, and the other half of the room decides.

The rule that keeps row numbers right: one record is one row, as a spreadsheet shows it, blank lines
included. Well-formed text goes through polars; text whose quotes do not pair goes through a reader of
our own that never lets one stray quote swallow the rest of the file.
"""

import re
from collections import Counter
from dataclasses import dataclass

import polars as pl

from contracts.settings import Limits
from ingest.backslashes import quoted_field, without_backslashes
from ingest.grid import INVISIBLE, Grid, clean_text, column_names, grid_of_rows
from ingest.refusal import first_few, refused
from ingest.size_guards import Extent, check_extent

SEPARATORS = ("\t", ";", "|", ",")
"""By how rarely they stand inside a text: of equally good ones the first is taken."""

_SAMPLE_LINES = 100
_SAMPLE_CHARACTERS = 16 * 1024
_MOST_LINES_OF_A_FIELD = 50
_CLEAR_COLUMNS = 8  # with so many columns a separator has shown what it is; more say nothing
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROL = bytes(set(range(32)) - {9, 10, 13} | {127})
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(.)\"?\s*(?:\n|$)", re.IGNORECASE)
_WRAPPED_LINE = re.compile(r'"[^"]*(?:""[^"]*)*"')


@dataclass(frozen=True)
class _Decoded:
    text: str
    note: str | None = None


def read_text(content: bytes, limits: Limits) -> tuple[Grid, list[str]]:
    """The grid (named "") of a delimited text, and notes about what had to be guessed.

    Raises FileRefused: `empty`, `too_many_rows`, `too_many_columns`."""
    decoded = decode(content)
    notes = [decoded.note] if decoded.note else []
    text = decoded.text
    first_row = 1
    separator_line = _SEPARATOR_LINE.match(text)
    if separator_line:
        text, first_row = text[separator_line.end() :], 2
    if not text or text.isspace():
        raise refused("empty", "Berkas ini kosong. Unduh ulang dari aplikasi survei, periksa isinya, lalu kirim lagi.")
    unwrapped = _unwrapped(text)
    if unwrapped is not None:
        text = unwrapped
        notes.append("Setiap baris terbungkus tanda kutip sebagai satu isian; bungkusnya dilepas.")
    separator = separator_line[1] if separator_line else find_separator(text)
    plain = without_backslashes(text, separator)
    if plain is not None:
        text = plain
        notes.append(
            "Tanda kutip dan pemisah di dalam isian ditulis dengan garis miring terbalik (\\); dibaca demikian."
        )
    cells = _read_well_formed(text, separator, limits)
    if cells is not None:
        return Grid("", cells, first_row, is_delimited=True), notes
    rows, broken_rows = _read_tolerantly(text, separator, first_row)
    _check(len(rows), max(map(len, rows)), limits)
    if broken_rows:
        notes.append(_broken_quotes_note(broken_rows))
    return grid_of_rows("", rows, first_row, is_delimited=True), notes


def decode(content: bytes) -> _Decoded:
    """Text of a file with line feeds as line ends, no control characters. A byte order mark decides, else
    strict UTF-8, else UTF-16 by its zero bytes, else cp1252: this order read every variant measured,
    where detectors guessed wrong."""
    text, note = _decoded(content)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return _Decoded(text, note)


def _decoded(content: bytes) -> tuple[str, str | None]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _without_control(content[len(mark) :].decode(encoding, "replace")), None
    wide = _wide_encoding(content)
    if wide:
        return _without_control(content.decode(wide, "replace")), None
    content = content.translate(None, _CONTROL)
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    note = "Berkas tidak memakai UTF-8; huruf beraksen dibaca sebagai Windows-1252."
    try:
        return content.decode("cp1252"), note
    except UnicodeDecodeError:
        return content.decode("latin-1"), note


def _without_control(text: str) -> str:
    return text.translate(dict.fromkeys(_CONTROL))


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16 without a mark: Latin text then has a zero in every other byte."""
    sample = content[:4096]
    pairs = len(sample) // 2
    if pairs == 0 or sample.count(0) * 3 < pairs:
        return None
    zeros_first, zeros_second = sample[0::2].count(0), sample[1::2].count(0)
    if zeros_second > 10 * zeros_first:
        return "utf-16-le"
    if zeros_first > 10 * zeros_second:
        return "utf-16-be"
    return None


def _unwrapped(text: str) -> str | None:
    """The text without the quotes around each whole line, as Excel writes a csv that it opened as one
    column; None for any other text."""
    if not text.startswith('"'):
        return None
    first_lines = [line for line in text[:_SAMPLE_CHARACTERS].split("\n")[:20] if line]
    if len(first_lines) > 1 and len(text) > _SAMPLE_CHARACTERS:
        first_lines.pop()  # may be cut off
    if not all(_WRAPPED_LINE.fullmatch(line) and any(mark in line for mark in SEPARATORS) for line in first_lines):
        return None
    lines = text.split("\n")
    return "\n".join(line[1:-1].replace('""', '"') if _WRAPPED_LINE.fullmatch(line) else line for line in lines)


def find_separator(text: str) -> str:
    """The separator that stands equally often in the most of the first lines, outside quotes. Title lines
    above do not count against it. Of equally good ones: tab, semicolon, bar, comma, so that a decimal
    comma does not win over a semicolon. Comma when none stands anywhere."""
    sample = text[:_SAMPLE_CHARACTERS]
    if '"' in sample:
        # A letter stands for the field: of a line of quoted fields between tabs only white space would be left.
        sample = quoted_field(",;\t|").sub("x", sample)
    lines = sample.split("\n")[:_SAMPLE_LINES]
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        if separator not in sample:
            continue
        counts = [line.count(separator) for line in lines]
        frequency: dict[int, int] = {}
        for count in counts:
            frequency[count] = frequency.get(count, 0) + (count > 0)
        usual = max(frequency, key=lambda count: (frequency[count], count))
        score = frequency[usual] * min(usual, _CLEAR_COLUMNS)
        if score > best_score * 1.1:
            best, best_score = separator, score
    return best


def _read_well_formed(text: str, separator: str, limits: Limits) -> pl.DataFrame | None:
    """Cells of a text all of whose quotes pair at field ends, by polars; None for any other text, and
    where a quoted field over several lines looks as if it had swallowed rows."""
    skeleton = text
    has_quotes = '"' in text
    if has_quotes:
        quoted = quoted_field(re.escape(separator))
        skeleton = quoted.sub("x", text)
        if '"' in skeleton:
            return None
    line_ends = skeleton.count("\n")
    if has_quotes and line_ends < text.count("\n") and _has_swallowed_rows(quoted, text, skeleton, separator):
        return None
    rows = line_ends + (not skeleton.endswith("\n"))
    # The width of the first lines is nearly always that of all; where it is not, polars says so.
    width = _width(skeleton[:_SAMPLE_CHARACTERS], separator)
    _check(rows, width, limits)
    if width == 1:
        width = _width(skeleton, separator)
    if width == 1:
        return None if has_quotes else _one_column(text)
    try:
        cells = _polars_cells(text, separator, width, has_quotes)
    except pl.exceptions.ComputeError:
        width = _width(skeleton, separator)
        _check(rows, width, limits)
        cells = _polars_cells(text, separator, width, has_quotes)
    if len(cells) != rows:
        return None
    cells = cells.select(pl.all().str.strip_chars())
    # Fields of nothing but white space are an empty text now, which few files have.
    if pl.concat(cells.get_columns()).str.len_bytes().min() == 0:
        cells = cells.select(pl.when(pl.all() != "").then(pl.all()))
    return cells


def _check(rows: int, width: int, limits: Limits) -> None:
    check_extent(Extent.to(rows, width), "csv", limits)


def _has_swallowed_rows(quoted: re.Pattern[str], text: str, skeleton: str, separator: str) -> bool:
    """Whether a quoted field over several lines has a line within that could be a row."""
    usual = _width(skeleton, separator) - 1
    for field in quoted.findall(text):
        lines = field.split("\n")
        if len(lines) > _MOST_LINES_OF_A_FIELD or any(
            line.count(separator) >= max(usual - 1, 1) for line in lines[1:-1]
        ):
            return True
    return False


def _width(skeleton: str, separator: str) -> int:
    return max([line.count(separator) for line in skeleton.split("\n")]) + 1


def _one_column(text: str) -> pl.DataFrame:
    values = [clean_text(line) for line in text.removesuffix("\n").split("\n")]
    return pl.DataFrame({"c0": values}, schema={"c0": pl.String})


def _polars_cells(text: str, separator: str, width: int, has_quotes: bool) -> pl.DataFrame:
    """Raises ComputeError where a line has more fields; a blank line is a row of nulls."""
    # polars takes the width from the first line, which may be a title: a full one goes before it.
    return pl.read_csv(
        (separator * (width - 1) + "\n" + text).encode(),
        has_header=False,
        separator=separator,
        quote_char='"' if has_quotes else None,
        null_values=[""] if has_quotes else None,  # "" is empty too
        schema=dict.fromkeys(column_names(width), pl.String),
    ).slice(1)


def _read_tolerantly(text: str, separator: str, first_row: int) -> tuple[list[list[str | None]], list[int]]:
    """Rows read line by line, and the numbers of rows with a quote that has no partner. A quoted field goes
    on over the next lines only when it ends properly and no line within looks like a row of its own; a
    quote that does not pair is a character like any other."""
    lines = text.removesuffix("\n").split("\n")
    usual = _usual_count(lines, separator)
    rows: list[list[str | None]] = []
    broken: list[int] = []
    position = 0
    while position < len(lines):
        fields = _fields(lines[position], separator)
        used = 1
        if fields is None:
            for more in range(2, _MOST_LINES_OF_A_FIELD + 1):
                joined = lines[position : position + more]
                if any(line.count(separator) >= max(usual, 1) for line in joined[1:]):
                    break
                fields = _fields("\n".join(joined), separator)
                if fields is not None:
                    used = more
                    break
        if fields is None:
            broken.append(first_row + len(rows))
            fields = _fields_with_stray_quotes(lines[position], separator)
        rows.append([clean_text(field) for field in fields])
        position += used
    return rows, broken


def _usual_count(lines: list[str], separator: str) -> int:
    frequency = Counter(line.count(separator) for line in lines)
    return max(frequency, key=lambda count: (frequency[count] if count else 0, count))


def _fields(line: str, separator: str) -> list[str] | None:
    """Fields of one record; None when a quoted field does not end. A quote within a field that does not
    begin with one is text."""
    fields: list[str] = []
    position = 0
    while True:
        if line.startswith('"', position):
            end = _closing_quote(line, position + 1, separator)
            if end is None:
                return None
            fields.append(line[position + 1 : end].replace('""', '"'))
            position = end + 1
        else:
            end = line.find(separator, position)
            if end < 0:
                end = len(line)
            fields.append(line[position:end])
            position = end
        if position >= len(line):
            return fields
        position += 1
        if position == len(line):
            return [*fields, ""]


def _closing_quote(line: str, start: int, separator: str) -> int | None:
    """Position of the quote that ends a field: a separator or the line's end follows, and it is not one
    of a doubled pair; None when there is none."""
    position = line.find('"', start)
    while position != -1:
        if line.startswith('""', position):
            position = line.find('"', position + 2)
            continue
        if position + 1 == len(line) or line.startswith(separator, position + 1):
            return position
        position = line.find('"', position + 1)
    return None


def _fields_with_stray_quotes(line: str, separator: str) -> list[str]:
    """Fields of a line whose quotes do not pair: those that pair within a field go, others stay text."""
    fields = []
    for field in line.split(separator):
        text = field.strip()
        if len(text) > 1 and text.startswith('"') and text.endswith('"'):
            text = text[1:-1].replace('""', '"')
        fields.append(text.removeprefix('"') if text.count('"') == 1 else text)
    return fields


def _broken_quotes_note(rows: list[int]) -> str:
    shown = first_few(rows, 5)
    return f"Tanda kutip tidak berpasangan di baris {shown}; baris itu dibaca apa adanya."

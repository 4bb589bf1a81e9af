"""The lines of a register that people keep as CSV (`units.csv`, `services.csv`), to be changed one by one.

Belongs here: replacing and adding a line, everything else letter by letter as it was. Not here: what a line means
(`contracts.registry`, `contracts.services`), which is changed.
"""

import csv
from collections.abc import Mapping, Sequence
from typing import Final

from contracts.register_rows import delimiter_of
from contracts.safe_text import defused, shown_line

MARK: Final = "\ufeff"
"""Before the first letter, where Excel wrote it."""


class RegisterLines:
    """The lines of a register. Those that nothing changes stay letter by letter: a telephone number begins like a
    formula, and is none."""

    def __init__(self, text: str, values: Mapping[str, str]) -> None:
        """`values`: what will be written; columns that are not there yet come last."""
        self._mark = MARK if text.startswith(MARK) else ""
        body = text.removeprefix(MARK)
        self._ends = "\r\n" if "\r\n" in body else "\n"
        self._delimiter = delimiter_of(body)
        self._lines = body.splitlines()
        reader = csv.reader(self._lines, delimiter=self._delimiter)
        header = [name.strip() for name in next(reader)]
        self._header = [*header, *(name for name in values if name not in header)]
        if len(self._header) > len(header):
            self._lines[0] = self._written(self._header)
        self.rows: list[tuple[slice, dict[str, str]]] = []
        """Which lines hold a row, and its cells as they stand there."""
        before = reader.line_num
        for cells in reader:
            self.rows.append((slice(before, reader.line_num), dict(zip(header, cells, strict=False))))
            before = reader.line_num

    def change(self, span: slice, row: Mapping[str, str], values: Mapping[str, str]) -> None:
        """Writes a row anew, with these values; what is written opens as text in a spreadsheet."""
        changed = {**row, **{name: defused(shown_line(value)) for name, value in values.items()}}
        self._lines[span] = [self._written([changed.get(name, "") for name in self._header])]

    def append(self, values: Mapping[str, str]) -> None:
        """Writes a row after all others."""
        self.change(slice(len(self._lines), len(self._lines)), {}, values)

    def text(self) -> str:
        """All of it, with the mark and the ends of lines that it had."""
        return self._mark + "".join(f"{line}{self._ends}" for line in self._lines)

    def _written(self, cells: Sequence[str]) -> str:
        special = (self._delimiter, '"')
        return self._delimiter.join(
            '"' + cell.replace('"', '""') + '"' if any(one in cell for one in special) else cell for cell in cells
        )

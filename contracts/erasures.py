"""What was erased: at a person's request (UU 27/2022), or because its time had passed.

Belongs here: the records, and what they say of one original. They hold places, never a value of a cell. Not here: the
list on disk (`pipeline.erasing.erasure_list`), erasing (`pipeline.erasing`), what a redacted original looks like
(`ingest.redacted_originals`).
"""

from datetime import datetime
from typing import Final, Literal

from contracts.records import ChainedLine, Record

ErasureKind = Literal["rows", "personal", "whole"]
"""Rows of people who asked; the personal columns; everything that stood in a file."""


class ErasedRow(Record):
    """Where a row stood: the sheet as its sender named it (empty for text), the row as a spreadsheet counts."""

    sheet: str
    row_number: int


class Erasure(ChainedLine):
    """One line of the list: what was erased from one original, by whom, when, why.

    What else than the original held the rows is found by `unit_code` and `years`."""

    number: int
    kind: ErasureKind
    sha256: str
    """Of the original as it was sent."""
    path: str
    """The file as it was named then."""
    rows: tuple[ErasedRow, ...] = ()
    """All rows with kind `rows`."""
    before: str
    """SHA-256 of what the archive held."""
    after: str
    """SHA-256 of what it holds since."""
    unit_code: str | None = None
    years: tuple[int, ...] = ()
    """Years in which the rows counted; empty: not known, so any."""
    quoted: bool = True
    """A report may quote the rows."""
    why: str
    by: str
    at: datetime
    previous: str = ""


class Erasures(Record):
    """The list, oldest first."""

    lines: tuple[Erasure, ...] = ()

    @property
    def state(self) -> str:
        """A hash that changes with every erasure; empty where there is none."""
        return self.lines[-1].hash if self.lines else ""

    @property
    def of_rows(self) -> str:
        """The same of erasures that change what is read: all but those of personal columns, which are never read."""
        return next((line.hash for line in reversed(self.lines) if line.kind != "personal"), "")

    @property
    def whole(self) -> frozenset[str]:
        """Hashes, as sent, of the originals of which nothing is left."""
        return frozenset(line.sha256 for line in self.lines if line.kind == "whole")

    def of(self, sha256: str) -> tuple[Erasure, ...]:
        """What was erased from an original, by the hash it was sent with."""
        return tuple(line for line in self.lines if line.sha256 == sha256)

    def now(self, sha256: str) -> str | None:
        """SHA-256 of what the archive holds in place of an original; None where it holds the original."""
        lines = self.of(sha256)
        return lines[-1].after if lines else None

    @property
    def originals(self) -> tuple[str, ...]:
        """Hashes, as sent, of all originals of which something was erased."""
        return tuple(dict.fromkeys(line.sha256 for line in self.lines))


NO_ERASURES: Final = Erasures()

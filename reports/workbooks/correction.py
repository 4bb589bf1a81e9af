"""A row to be corrected: what its sender wrote and what is wrong with it.

Belongs here: the records that `reports.workbooks.correction_workbook` writes, and how they are made from a staged
row. Not here: cells and sheets, or which rows are rejected (`contracts.rules`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from contracts.unsur import UNSUR_COLUMNS

CellValue = str | int | date | datetime | None
"""What stands in a cell. Dates that were read are dates, what could not be read is text."""

STAGED_SOURCES: Final[dict[str, tuple[str, ...]]] = {
    "response_id": ("response_id",),
    "timestamp": ("date_text", "submitted_at", "response_date"),
    "gender": ("gender_text", "gender"),
    "age": ("age_text", "age", "age_band"),
    "education": ("education_text", "education"),
    "occupation": ("occupation_text", "occupation"),
    "service": ("service",),
    **{column: (f"{column}_text", column) for column in UNSUR_COLUMNS},
    "suggestion": ("suggestion",),
}
"""Where a row of STAGED_RESPONSE keeps what its sender wrote: the first that is not empty."""

_MARKED_IN: Final[dict[str, str]] = {"response_date": "timestamp", "submitted_at": "timestamp", "age_band": "age"}


@dataclass(frozen=True)
class BrokenRowRule:
    """A rule that a row breaks. `column` is a column of ours (or of a staged row)."""

    column: str
    value: str | None
    message: str
    expected: str

    @property
    def marked_column(self) -> str:
        """Column of the workbook in which it is marked."""
        return _MARKED_IN.get(self.column, self.column)


@dataclass(frozen=True)
class RejectedRow:
    """A rejected row: what its sender wrote, by our column names, and what is wrong with it.

    `sheet` and `row_number` say where it first stood: in the file of the `CorrectionSource`, or, where that is
    itself a correction, in the content `content_id`. So a row keeps its origin however often it is sent back."""

    sheet: str
    row_number: int
    values: Mapping[str, CellValue]
    breaches: tuple[BrokenRowRule, ...]
    content_id: str | None = None


@dataclass(frozen=True)
class BlankedValue:
    """A value that was blanked in an accepted row."""

    sheet: str
    row_number: int
    breach: BrokenRowRule


@dataclass(frozen=True)
class CorrectionSource:
    """The file that the rows came from."""

    content_id: str
    path: str
    unit_name: str
    organiser: str
    leaves_out: str = ""
    """What of the rows is not in the workbook, since the law protects it more than other data; empty where none of
    them says it."""


@dataclass(frozen=True)
class FileToCorrect:
    """What a file's sender has to put right: rejected rows, and values that were blanked in accepted ones."""

    source: CorrectionSource
    rejected: tuple[RejectedRow, ...]
    blanked: tuple[BlankedValue, ...] = ()


def staged_values(staged_row: Mapping[str, object]) -> dict[str, CellValue]:
    """What the sender wrote, from a row of `staged_response` (all its columns): column of ours to value."""
    values: dict[str, CellValue] = {}
    for column, places in STAGED_SOURCES.items():
        written = next((staged_row[place] for place in places if staged_row.get(place) is not None), None)
        if isinstance(written, str | int | date):
            values[column] = written
    return values

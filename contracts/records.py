"""Records passed between rooms about a file: what reading found, and why it was refused.

Small, serialisable to JSON, without rows and without personal data. Rows travel as frames whose
columns `contracts.tables` declares.
"""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

FileStatus = Literal["loaded", "partial", "rejected", "duplicate", "superseded", "held", "withdrawn"]
FileKind = Literal["responses", "follow_up"]
OpenEndKind = Literal[
    "refused",
    "held",
    "question",
    "rows_to_correct",
    "no_data",
    "apart",
    "no_plan",
    "more_than_served",
    "quality_signal",
]
Evidence = Literal["name", "question", "synonym", "answers", "legend", "registry", "questionnaire", "decision", "none"]


class Record(BaseModel):
    """Base: immutable, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ChainedLine(Record):
    """Base of a line of an append-only file. It has a `number` and `previous`, the hash of the line before, so that one
    that was changed or cut out shows."""

    @property
    def hash(self) -> str:
        """What the next line carries as `previous`."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


class Refusal(Record):
    """Why a whole file is not taken in: a stable code, and a sentence (Bahasa Indonesia) for its
    sender with what was seen, where, and what to do."""

    code: str
    message: str


class MappedColumn(Record):
    """What one column of one sheet was taken for. `mapped_to` is a column name of ours or None."""

    sheet: str
    position: int
    header: str
    mapped_to: str | None
    evidence: Evidence
    confidence: float


class UnitNaming(Record):
    """Texts in a file that may name its unit or its period, by where they stand."""

    column_values: tuple[str, ...] = ()
    """Distinct values of a unit column (at most 20)."""
    titles: tuple[str, ...] = ()
    """Title rows and cover sheets, in order."""
    members: tuple[str, ...] = ()
    """Sheet names and names inside an archive."""
    period_values: tuple[str, ...] = ()
    """Distinct values of the columns that name a period ("Tahun 2024, Triwulan I"), of tables without dates (at most
    20)."""


RowClass = Literal[
    "respondent",
    "header",
    "title",
    "total",
    "example",
    "note",
    "blank",
    "marked",
    "hidden",
    "repeated",
    "other_part",
    "erased",
]
"""What a row of a sheet is. `marked`: the tool itself calls it a preview, deleted, spam or incomplete; `hidden`:
somebody hid it, and somebody decided that it does not count; `repeated`: the same person stands on another sheet of
the file; `other_part`: a respondent of another unit or period, where the file was divided; `erased`: taken out of the
original (`skm erase`)."""


class RowsOfClass(Record):
    """Rows of one sheet that were taken for the same. `places`: their row numbers, "3, 7–12"."""

    sheet: str
    row_class: RowClass
    count: int
    places: str


class Choice(Record):
    """One answer to a question. `respondents` and `totals` (sums of U1 … U9, in `parts` of an answer) are what it would
    give, where that was worked out: rows whose answers are all on the scale; no `totals` where an unsur was not
    asked."""

    key: str
    label: str
    """Bahasa Indonesia."""
    respondents: int | None = None
    totals: tuple[int, ...] = ()
    parts: int = 1


class Doubt(Record):
    """A question that the file itself cannot answer. `code` is the kind of question (and the sheet it is about),
    stable from file to file; `question` says in Bahasa Indonesia what was seen and where."""

    code: str
    question: str
    choices: tuple[Choice, ...]


class OfferedChoice(Record):
    """One answer to a question as it is shown: what it would give, where that was worked out."""

    key: str
    label: str
    respondents: int | None = None
    ikm: Decimal | None = None
    """By the headline weight."""


class OpenQuestion(Record):
    """A question as it is shown to who may answer it."""

    code: str
    question: str
    choices: tuple[OfferedChoice, ...]


class AnsweredDoubt(Record):
    """A question that was settled by a decision, and how."""

    code: str
    choice: str


class SheetAnswer(Record):
    """A question about the file `content_id`, answered in a workbook of questions. `choice` is the key of the choice,
    or what else somebody wrote there."""

    content_id: str
    code: str
    choice: str
    why: str = ""


class PublishedIn(Record):
    """A medium in which the results of a unit and period were published, as staff told it."""

    unit_code: str
    period_code: str
    medium: str
    link: str = ""
    published_on: date | None = None


class Reading(Record):
    """What reading one file content found. Kept beside its staged rows, so that an unchanged
    content is never parsed again."""

    content_id: str
    format: str | None
    kind: FileKind = "responses"
    refusal: Refusal | None = None
    rows: int = 0
    naming: UnitNaming = UnitNaming()
    mapping: tuple[MappedColumn, ...] = ()
    dated: bool = False
    has_time: bool = False
    has_response_id: bool = False
    months: tuple[str, ...] = ()
    """Months (2024-07) in which dated rows lie."""
    unread_date_columns: tuple[str, ...] = ()
    """Headers of columns of dates in tables without dates of answers: nobody knows what these are the dates of."""
    unsur_order_needed: bool = False
    """U8/U9 stand bare: only the registry's `unsur_order` says what they mean."""
    unsur_order_used: str | None = None
    is_correction: bool = False
    layout: str = ""
    """Fingerprint of the headers of its tables (`contracts.decisions.layout_of`)."""
    row_classes: tuple[RowsOfClass, ...] = ()
    """Every row of every sheet that holds a table of answers: respondents and the rest."""
    doubts: tuple[Doubt, ...] = ()
    """Questions nobody has answered: while there is one, nothing of the file counts."""
    answered: tuple[AnsweredDoubt, ...] = ()
    """Questions that a decision settled."""
    origins: tuple[str, ...] = ()
    """Correction workbooks: contents its rows came from (at most 20)."""
    sheet_answers: tuple[SheetAnswer, ...] = ()
    """Of a workbook of questions: what was answered. It holds no respondents."""
    published_in: tuple[PublishedIn, ...] = ()
    """Of a sheet of publication: what was told. It holds none either."""
    notes: tuple[str, ...] = ()
    """What staff should know (Bahasa Indonesia): hidden sheets passed over, ambiguous dates."""
    fault: str | None = None
    """Where our code failed at this content (`contracts.errors.trace_of`); its refusal is `reader_failed`."""
    read_as: str = ""
    """Path it was read under, where that matters: its rows name several units or periods."""
    names_looked_up: str = ""
    """State of the registry's names (`ingest.identify.UnitNames`) where a column of units had to be looked up."""
    questionnaires: tuple[str, ...] = ()
    """Versions of the registered questionnaires whose questions stand in it."""
    questionnaire: str = ""
    """The one it was read by; empty: by none."""
    several_units: bool = False
    """Its rows name several units of the registry. `naming` has no values of the column then."""
    period_asked: bool = False
    """Its period hangs on a question about its rows, or on their columns."""
    unit_code: str | None = None
    """Of a part: the unit that its rows name."""
    period_code: str | None = None
    """Of a part: the period that its rows name."""
    rows_sha256: str = ""
    """Hash of its staged rows as they were written; empty where it has none of its own."""
    parts: tuple["Reading", ...] = ()
    """What the content was divided into, by the unit and the period that each row names: each is judged as a content of
    its own (`part_id`). The whole has no rows then."""


def part_id(content_id: str, unit_code: str | None, period_code: str | None) -> str:
    """content_id of the part of a content that belongs to one unit and period."""
    named = f"{unit_code or ''} {period_code or ''}"
    return f"{content_id}-{hashlib.sha256(named.encode()).hexdigest()[:8]}"


def whole_of(content_id: str) -> str:
    """The content that a part was divided from; any other is its own."""
    return content_id.partition("-")[0]


class Sighting(Record):
    """One line of the archive's ledger: a path in the inbox that came to hold a content.

    `first_seen_at` is the start of the run that saw it first; local time without zone. A path that held another
    content meanwhile and then this one again has another line, with the same `file_id`."""

    file_id: str
    content_id: str
    sha256: str
    path: str
    size: int
    modified_at: datetime
    first_seen_at: datetime
    refusal: Refusal | None = None
    """Refused before its content was even archived: a link out of the inbox, larger than the limit."""
    moved_from: tuple[str, ...] = ()
    """The paths that held the content until then, and no longer do."""

    @property
    def received_on(self) -> date:
        """The day no answer can be younger than."""
        return self.first_seen_at.date()


class ResolvedFile(Record):
    """A sighting after its unit and period are known, or after it was refused or found to be the
    same content as another. `version` orders contents: the higher is the newer."""

    file_id: str
    content_id: str
    path: str
    format: str | None
    kind: FileKind = "responses"
    unit_code: str | None = None
    period_code: str | None = None
    """Only for files whose rows have no dates."""
    refusal: Refusal | None = None
    doubts: tuple[Doubt, ...] = ()
    """Questions nobody has answered: it is held."""
    duplicate_of: str | None = None
    """file_id of the sighting that counts for the same content."""
    version: int
    is_correction: bool = False
    layout: str = ""
    """Fingerprint of its headers, as `Reading` has it."""
    first_seen_at: datetime

    @property
    def counts(self) -> bool:
        """Its rows are judged and counted."""
        return self.refusal is None and self.duplicate_of is None and not self.doubts


class RejectedCell(Record):
    """One value of an uploaded file that breaks a rule: where it stands, and what its sender should do."""

    sheet: str
    row_number: int
    column: str
    value: str | None
    message: str


class UploadResult(Record):
    """What would become of an uploaded file if it were taken in now."""

    file_name: str
    kind: FileKind
    format: str | None
    refusal: Refusal | None
    unit_code: str | None
    unit_name: str | None
    periods: tuple[str, ...]
    """Codes of the years its rows lie in, or of the period it names."""
    mapping: tuple[MappedColumn, ...]
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rejected: tuple[RejectedCell, ...]
    """The first of them; `rows_rejected` says how many rows there are."""
    notes: tuple[str, ...]
    already_known: bool
    """The same content was archived before: taken in again it is the newest once more."""
    content_id: str = ""
    layout: str = ""
    """Fingerprint of its headers, as `Reading` has it."""
    questions: tuple[OpenQuestion, ...] = ()
    """What nobody has answered: until then it would be held."""
    blanked: tuple[RejectedCell, ...] = ()
    """The first values that would be blanked in rows that count."""
    unfinished: tuple[RejectedCell, ...] = ()
    """The first cells of a plan that are only pointed out: their rows would count as they are."""


class OpenEnd(Record):
    """One thing that is not settled when a period is closed. Holds no value of a cell."""

    kind: OpenEndKind
    unit_code: str | None = None
    unit_name: str | None = None
    path: str | None = None
    count: int = 1
    """Of rows to correct: how many; of more respondents than people served: the respondents; of signals of response
    quality: the signals."""

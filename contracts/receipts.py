"""What is known of a document that left the house, so that a file can be compared with it.

Belongs here: the record of one, and the list that the site hands out. Not here: which documents there are
(`pipeline.documents.receipts`), judging a file (`reports.authenticity`).
"""

from typing import Literal

from contracts.records import Record

EditionState = Literal["open", "official", "reopened", "replaced"]
"""`open`: of figures that may still change. `reopened`: official, and a revision of it is open; `replaced`: a later
edition is official."""


class DocumentReceipt(Record):
    """One file as it was made."""

    owner: str
    """Whose it is: a unit's code, or `kabupaten`."""
    owner_name: str
    period_code: str
    edition: EditionState
    revision: int | None = None
    """Of the edition it belongs to; None where it is `open`."""
    name: str
    label: str
    """What pages call it."""
    code: str
    """What is printed in it; empty where nothing is, and of editions that were closed before documents could be told by
    their code."""
    size: int
    sha256: str


class Receipts(Record):
    """The list: every document that the site has, and those that were made official of which everyone may know."""

    documents: tuple[DocumentReceipt, ...]

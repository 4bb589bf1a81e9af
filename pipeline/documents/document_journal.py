"""What is being written into the folder of a period's documents, noted before it is written.

Belongs here: the journal of a period. A killed run leaves documents that no manifest lists; by the journal the
next run knows them as ours, and keeps for edited only what a person edited. Not here: what follows from it
(`pipeline.documents.documents`).

A bundle is made by one process, and has a file of its own: processes never write into the same one.
"""

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from contracts.records import Record
from storage.store import Store


class NotedDocument(Record):
    """A document that was about to be written: its path below the period's folder, and what would be in it."""

    name: str
    size: int
    sha256: str
    inputs: str


def note(journal: Store, period_code: str, bundle: str, documents: Iterable[NotedDocument]) -> None:
    """Says what is written next. `bundle`: any name that no other process uses at the same time."""
    lines = "".join(document.model_dump_json() + "\n" for document in documents)
    journal.write(f"{period_code}/{bundle.replace('/', ' ')}.jsonl", lines.encode())


def noted(journal: Store, period_code: str) -> Iterator[NotedDocument]:
    """What runs before were about to write and did not record, bundle by bundle."""
    for _, content in sorted(journal.read_all(journal.files(period_code)).items()):
        for line in content.splitlines():
            try:
                yield NotedDocument.model_validate_json(line)
            except ValidationError:
                continue  # of another make: its document is taken for edited


def forget(journal: Store, period_code: str) -> None:
    """After the manifest says it all."""
    journal.remove_folder(period_code)

"""What is being written into the folder of a period's documents, noted before it is written.

Belongs here: the journal of a period. A killed run leaves documents that no manifest lists; by the journal the
next run knows them as ours, and keeps for edited only what a person edited. Not here: what follows from it
(`flows.documents`).

A bundle is made by one process, and has a file of its own: processes never write into the same one.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from contracts.home import Home
from contracts.records import Record


class NotedDocument(Record):
    """A document that was about to be written: its path below the period's folder, and what would be in it."""

    name: str
    size: int
    sha256: str
    inputs: str


def note(home: Home, period_code: str, bundle: str, document: NotedDocument) -> None:
    """Says what is written next. `bundle`: any name that no other process uses at the same time."""
    folder = _folder(home, period_code)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{bundle.replace('/', ' ')}.jsonl").open("a", encoding="utf-8") as file:
        file.write(document.model_dump_json() + "\n")


def noted(home: Home, period_code: str) -> Iterator[NotedDocument]:
    """What runs before were about to write and did not record, each bundle's in the order it was noted."""
    for path in sorted(_folder(home, period_code).glob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            try:
                yield NotedDocument.model_validate_json(line)
            except ValidationError:
                continue  # cut off while it was noted: then its document was not written


def forget(home: Home, period_code: str) -> None:
    """After the manifest says it all."""
    shutil.rmtree(_folder(home, period_code), ignore_errors=True)
    with suppress(OSError):  # another period's is still there, or there was none
        home.documents_journal.rmdir()


def _folder(home: Home, period_code: str) -> Path:
    return home.documents_journal / period_code

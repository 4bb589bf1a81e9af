"""Which inboxes a home has: its own, and the one elsewhere that its settings name.

Belongs here: where they lie, under which names their files stand in the ledger, opening them with their credentials.
Not here: listing and reading (`ingest.inboxes`, `ingest.remote_inbox`), what is new (`ingest.intake`).
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from contracts.home import Home
from contracts.records import Sighting
from contracts.settings import Settings
from ingest import intake
from ingest.inboxes import Inbox, LocalInbox
from pipeline import decisions
from pipeline.credentials import secret_options
from storage.places import Place, parse_place

ELSEWHERE: Final = "luar/"
"""Begins the names, in the ledger, of files that came from elsewhere."""


class InboxSource(NamedTuple):
    """One inbox: where it lies, and what begins the names of its files in the ledger."""

    url: str
    prefix: str
    with_photographs: bool = False
    """Its `foto/` is shown in documents, in every run: of a folder that is looked into only once it is not."""

    @property
    def place(self) -> Place:
        """Where that is."""
        return parse_place(self.url)

    @property
    def is_here(self) -> bool:
        """A folder of this machine: asked without credentials, and at once."""
        return self.place.scheme == "file"


def sources_of(home: Home, settings: Settings, instead: str | None) -> tuple[InboxSource, ...]:
    """The inboxes of a run. `instead`: a folder or URL that is looked into instead of the home's own and the one
    its settings name. Raises ConfigurationError for an invalid URL."""
    if instead is not None:
        return (InboxSource(instead, "" if parse_place(instead).scheme == "file" else ELSEWHERE),)
    own = InboxSource(str(home.inbox), "", with_photographs=True)
    url = settings.inbox.url
    if not url:
        return (own,)
    if parse_place(url).scheme == "file":  # a path is meant from the home, wherever the command was started
        url = str(home.root / parse_place(url).path)
        return (own, InboxSource(url, ELSEWHERE, with_photographs=True))
    return (own, InboxSource(url, ELSEWHERE))


@contextmanager
def opened_inbox(source: InboxSource) -> Iterator[Inbox]:
    """An inbox for the length of a block. Raises HomeError where it cannot be reached, CredentialError where its
    credentials cannot be read."""
    if source.is_here:
        yield LocalInbox(Path(source.place.path), source.prefix, source.with_photographs)
        return
    # Imported where needed: a run with a folder here does not wait for libraries of other protocols.
    from ingest.remote_inbox import RemoteInbox
    from storage.remote_folder import opened_folder

    with opened_folder(source.url, secret_options("SKM_INBOX_OPTIONS")) as folder:
        yield RemoteInbox(folder, source.prefix)


def seen_there(source: InboxSource, known: Iterable[Sighting]) -> set[str]:
    """The paths of an inbox that the ledger knows."""
    if source.prefix:
        return {one.path for one in known if one.path.startswith(source.prefix)}
    return {one.path for one in known if not one.path.startswith(ELSEWHERE)}


def has_news(sources: Iterable[InboxSource], known: list[Sighting]) -> bool:
    """Whether any of the inboxes holds a file that a run would look into. One listing each, no file is read."""
    return any(_has_news(source, known) for source in sources)


def _has_news(source: InboxSource, known: list[Sighting]) -> bool:
    with opened_inbox(source) as inbox:
        return intake.has_news(inbox, known)


def news(home: Home, settings: Settings) -> str | None:
    """Fingerprint of what lies in all inboxes, and of answers from the portal, while something of it was never taken
    in; None when all was. For a
    watch: one listing of each, no file is read. Two that are equal say that nothing was written between them.
    Raises HomeError where an inbox cannot be reached, CredentialError where its credentials cannot be read."""
    latest = intake.latest_by_path(intake.load_ledger(home))
    answers = decisions.waiting(home)
    is_new = bool(answers)
    seen = hashlib.sha256("\0".join(path.name for path in answers).encode())
    for source in sources_of(home, settings, None):
        with opened_inbox(source) as inbox:
            for entry in inbox.entries():
                is_new = is_new or not intake.is_as_seen(entry, latest.get(entry.name))
                seen.update(f"{entry.name}\0{entry.size}\0{entry.modified_at}\0{entry.version}\0".encode())
    return seen.hexdigest() if is_new else None

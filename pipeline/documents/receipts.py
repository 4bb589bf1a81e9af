"""What is known of the documents of a home: those there are, those of every edition, those that were put away.

Belongs here: manifests into receipts, which of them everyone may have. Not here: making documents
(`pipeline.documents.documents`), judging a file (`reports.authenticity`).

Of figures that can still change only the newest documents are known: those before are gone with their figures.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from contracts.periods import is_period_code
from contracts.receipts import DocumentReceipt, EditionState
from contracts.registry import Registry
from contracts.settings import Settings
from pipeline.documents.documents import MANIFEST, Manifest, ManifestEntry, load_manifest
from pipeline.documents.documents_put_away import PUT_AWAY
from pipeline.editions import ClosedPeriod, Editions, KeptEdition, load_document
from reports.documents import REGENCY, kind_of, label_of
from storage.store import Store

Names = Mapping[str, str]
"""What an owner of documents is called: by the code of a unit, or REGENCY."""


def names_of(settings: Settings, registry: Registry) -> Names:
    """Those of the registry, and the regency's."""
    return {unit.unit_code: unit.unit_name for unit in registry.units} | {REGENCY: settings.regency.name}


def home_receipts(reports: Store, editions: Editions, names: Names) -> list[DocumentReceipt]:
    """Of all documents of a home, by period."""
    codes = {code for code in reports.folders() if is_period_code(code)} | editions.periods.keys()
    return list(chain.from_iterable(period_receipts(reports, editions.of(code), code, names) for code in sorted(codes)))


def period_receipts(
    reports: Store, closed: ClosedPeriod | None, period_code: str, names: Names
) -> Iterator[DocumentReceipt]:
    """Of all documents of a period: those there are, then those of its editions (`closed`: None where there is none),
    the newest first."""
    there = load_manifest(reports, period_code).files
    if closed is None:
        yield from _receipts(period_code, "open", None, there, names)
        return
    newest, *others = reversed(closed.editions)
    official = _documents(newest)
    # Beside an edition that counts lie its supplements; beside one that is revised, the drafts.
    beside = {name: entry for name, entry in there.items() if official.get(name) != entry}
    if closed.is_closed:
        yield from _receipts(period_code, "official", newest, {**official, **beside}, names)
    else:
        yield from _receipts(period_code, "open", None, beside, names)
        yield from _receipts(period_code, "reopened", newest, official, names)
    for edition in others:
        yield from _receipts(period_code, "replaced", edition, _documents(edition), names)


def shown_to_everyone(receipts: Iterable[DocumentReceipt]) -> Iterator[DocumentReceipt]:
    """Of public documents, and of what was made official (a dated supplement as it was handed out): the hash of an
    internal one that may still change would tell that it did, and of some it would tell of which figures."""
    for one in receipts:
        kind = kind_of(one.name)
        is_official = one.edition != "open" and (kind is None or kind.may_be_listed)
        if is_official or (kind is not None and kind.public):
            yield one


def put_away_as(archive: Store, content: bytes) -> str:
    """Where in the archive just this document lies, as one that is valid no more; empty where it does not."""
    put_away = archive.below(PUT_AWAY)
    stamps = put_away.stamps(put_away.files())
    alike = [name for name, stamp in stamps.items() if stamp.size == len(content)]
    return next((name for name in alike if put_away.read(name) == content), "")


def _documents(edition: KeptEdition) -> Mapping[str, ManifestEntry]:
    return Manifest.model_validate_json(load_document(edition, MANIFEST)).files


def _receipts(
    period_code: str,
    state: EditionState,
    edition: KeptEdition | None,
    files: Mapping[str, ManifestEntry],
    names: Names,
) -> Iterator[DocumentReceipt]:
    for path, entry in files.items():
        folder, _, name = path.rpartition("/")
        owner = folder or REGENCY
        yield DocumentReceipt(
            owner=owner,
            owner_name=names.get(owner, owner),
            period_code=period_code,
            edition=state,
            revision=None if edition is None else edition.record.revision,
            name=name,
            label=label_of(name),
            code=entry.code,
            size=entry.size,
            sha256=entry.sha256,
        )

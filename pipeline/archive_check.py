"""Whether the ledger, the archive and what is published agree, asked before anything new is published.

Belongs here: what one of them knows and the ledger does not, as a sentence. Not here: the ledger by itself
(`ingest.intake`), the bytes of an original (`ingest.originals`), what is published by itself (`warehouse.intact`).
"""

from collections.abc import Sequence

from contracts.errors import HomeError
from contracts.home import Home
from contracts.records import Sighting, whole_of
from ingest import intake
from storage.store import Store
from warehouse.publish import published_version
from warehouse.read import open_published


def check_not_lost(home: Home, ledger: Sequence[Sighting]) -> None:
    """Raises HomeError where something is published, and there is no ledger."""
    if not ledger and published_version(home) is not None and _published_paths(home):
        raise intake.damaged_ledger(home, "berkasnya hilang, padahal sudah ada yang terbit")


def check_complete(home: Home, archive: Store, sightings: Sequence[Sighting]) -> None:
    """Raises HomeError where the ledger, with what a run has just taken in, lacks a file that is published or an
    original that lies in the archive."""
    known = {(one.path, one.content_id) for one in sightings}
    lacking = sorted(_published_paths(home) - known) if published_version(home) is not None else []
    if lacking:
        raise intake.damaged_ledger(
            home, f"{len(lacking)} berkas yang sudah terbit tidak tercatat di dalamnya, misalnya '{lacking[0][0]}'"
        )
    if lost := intake.unrecorded(archive, sightings):
        raise HomeError(
            f"Di arsip ada {len(lost)} berkas asli yang tidak tercatat di buku arsip {home.ledger}, misalnya "
            f"{archive.address}/{lost[0]}. Tidak ada yang diterbitkan. Bila buku arsip pernah diganti, kembalikan dari "
            "cadangan ('skm restore' ke folder lain). Bila proses terhenti selagi menerima berkas itu, taruh berkasnya "
            "kembali di kotak masuk, atau pindahkan isi itu dari arsip; lalu jalankan lagi."
        )


def _published_paths(home: Home) -> set[tuple[str, str]]:
    """Path and content of every published file; the content is empty of one that was never archived."""
    with open_published(home) as reader:
        files = reader.rows("SELECT path, content_id FROM ingest_file")
        return {(file.of("path", str), whole_of(file.of("content_id", str))) for file in files}

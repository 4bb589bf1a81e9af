"""Originals as they lie in the archive, taken for nothing but what their names say: each is named by its hash.

Belongs here: opening them, and what is said of one that is gone or altered. Not here: archiving (`ingest.intake`),
reading what stands in them (`ingest.read`).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from contracts.atomic_file import file_sha256
from contracts.errors import HomeError
from ingest.redacted_originals import ENDING
from storage.store import Store


@contextmanager
def checked_originals(archive: Store, shown: Mapping[str, str]) -> Iterator[list[Path]]:
    """Originals as files here, in order, of which each was found to be what its name says. `shown`: by their names in
    the archive, what staff call them. Raises HomeError where one is gone or holds other bytes."""
    present = archive.present(shown)
    _raise_if_damaged(archive, [(name, what, "hilang") for name, what in shown.items() if name not in present])
    with archive.temporary_local_paths(list(shown)) as paths:
        damaged = [
            (name, what, "bukan lagi isi yang diterima")
            for (name, what), path in zip(shown.items(), paths, strict=True)
            if file_sha256(path) != _hash_in(name)
        ]
        _raise_if_damaged(archive, damaged)
        yield paths


def _hash_in(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(ENDING)


def _raise_if_damaged(archive: Store, damaged: Sequence[tuple[str, str, str]]) -> None:
    if not damaged:
        return
    name, what, how = damaged[0]
    more = f" Ada {len(damaged) - 1} lagi yang seperti itu." if len(damaged) > 1 else ""
    raise HomeError(
        f"Berkas asli '{what}' di arsip {how}: {archive.address}/{name}.{more} Yang sudah terbit tidak berubah. "
        "Pulihkan cadangan ke folder lain ('skm restore'), salin berkas itu dari arsipnya, lalu jalankan lagi. Tanpa "
        "cadangan: hapus berkas itu dari arsip, minta unit mengirim berkas yang sama sekali lagi, lalu jalankan lagi."
    )

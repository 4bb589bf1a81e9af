"""What can go wrong with an inbox while it is read: a file that changes or cannot be read, a share that goes.

Belongs here: telling these apart, and the sentences about them. Not here: what is done with a file (`intake`),
places behind a URL (`storage.places`).
"""

import errno
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from contracts.errors import HomeError

SHARE_GONE: Final = frozenset(
    {
        errno.ESTALE,
        errno.ENOTCONN,
        errno.EHOSTDOWN,
        errno.EHOSTUNREACH,
        errno.ENETDOWN,
        errno.ENETUNREACH,
        errno.ETIMEDOUT,
        errno.ECONNABORTED,
        errno.ECONNRESET,
        errno.ESHUTDOWN,
        errno.ENODEV,
        errno.ENXIO,
        errno.EREMOTEIO,
    }
)
"""What is said of a file although it is the whole folder that cannot be reached."""

CHANGES: Final = "berubah atau hilang selagi dibaca; menunggu konsolidasi berikutnya"
CLOSED_FOLDER: Final = (
    "folder ini tidak dapat dibuka karena izin akses; isinya belum dibaca. Beri izin baca, lalu jalankan lagi"
)
_NOTHING_IS_LOST: Final = "Tidak ada yang hilang: arsip dan yang sudah terbit tidak berubah."


class SourceError(Exception):
    """A file of the inbox cannot be read. Says nothing of where its copy goes, whose disk may be full."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def of_source(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same pieces. Raises SourceError where they cannot be read."""
    try:
        yield from chunks
    except OSError as error:
        raise SourceError(error) from error


def lost(folder: Path, error: OSError | None = None) -> HomeError:
    """The whole inbox cannot be reached any more."""
    why = f" ({error.strerror})" if error is not None and error.strerror else ""
    return HomeError(
        f"Kotak masuk {folder} tidak terjangkau lagi selagi dibaca{why}. Bila ini folder jaringan, periksa "
        f"sambungannya, lalu jalankan lagi. {_NOTHING_IS_LOST}"
    )


def none_readable(count: int) -> HomeError:
    """The folder can be listed, and nothing in it be read."""
    return HomeError(
        f"Tidak satu pun dari {count} berkas di kotak masuk dapat dibaca dari tempat penyimpanannya. Periksa "
        f"sambungan folder jaringan atau media penyimpanannya, lalu jalankan lagi. {_NOTHING_IS_LOST}"
    )


def empty_now(place: str, count: int) -> str:
    """An empty folder where files were seen before may be a share that is not there."""
    return (
        f"Kotak masuk {place} kosong, padahal {count} berkas pernah ada di sana. Bila ini folder jaringan, periksa "
        "sambungannya. Yang sudah diarsipkan tetap dihitung."
    )

"""Errors of the operating system during a run, as sentences that staff can act on.

Belongs here: telling a full disk, a broken one, a lost share or missing permission from an error of ours, whoever
raised it: Python, Polars or DuckDB, here or in a child process. Not here: files of the inbox (`ingest.inbox_faults`).
"""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from contracts.errors import UNCHANGED, CheckCrashedError, HomeError, InternalError, SkmError
from contracts.home import Home

_STAYS: Final = f"{UNCHANGED} dan tidak ada yang hilang."
_SHARE: Final = "Folder jaringan tidak terjangkau lagi{where}. Periksa sambungannya, lalu jalankan lagi."
_SENTENCES: Final = {
    errno.ENOSPC: "Disk penuh: tidak ada ruang lagi{where}. Kosongkan ruang, lalu jalankan lagi.",
    errno.EDQUOT: "Jatah disk pengguna ini habis{where}. Kosongkan ruang atau minta jatah, lalu jalankan lagi.",
    errno.EROFS: "Disk hanya dapat dibaca{where}. Pasang agar dapat ditulisi, lalu jalankan lagi.",
    errno.EIO: "Disk gagal dibaca atau ditulisi{where}. Periksa disknya, lalu jalankan lagi.",
    errno.ESTALE: _SHARE,
    errno.ENOTCONN: _SHARE,
    errno.EHOSTDOWN: _SHARE,
    errno.ENOTDIR: "Di tempat sebuah folder ada berkas{where}. Pindahkan berkas itu, lalu jalankan lagi.",
    errno.EACCES: "Izin akses kurang{where}. Beri pengguna ini izin baca dan tulis, lalu jalankan lagi.",
    errno.EPERM: "Izin akses kurang{where}. Beri pengguna ini izin baca dan tulis, lalu jalankan lagi.",
}
NOT_BETTER_SOON: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ENOTDIR, errno.EACCES, errno.EPERM})
"""What a moment's waiting does not mend."""
_ENGINES: Final = frozenset({"polars", "duckdb", "_duckdb", "sqlalchemy", "great_expectations"})
_OS_ERROR: Final = re.compile(r"\(os error (\d+)\)")
_LONGEST_CHAIN: Final = 20


@contextmanager
def os_errors_as_home_errors(home: Home) -> Iterator[None]:
    """Around a whole run: raises HomeError in place of what the operating system refuses it."""
    try:
        yield
    except Exception as error:
        if isinstance(error, SkmError) and not isinstance(error, CheckCrashedError | InternalError):
            raise
        sentence = explained(home, error)
        if sentence is None:
            raise
        raise HomeError(sentence) from error


def explained(home: Home, error: BaseException) -> str | None:
    """The sentence for an error that the operating system is behind, however deep; None for any other."""
    link: BaseException | None = error
    for _ in range(_LONGEST_CHAIN):
        if link is None:
            return None
        number = _number(link)
        if number in _SENTENCES:
            named = link.filename if isinstance(link, OSError) else None
            where = f" ({os.fsdecode(named)})" if isinstance(named, str | bytes) else f" di {home.root}"
            return f"{_SENTENCES[number].format(where=where)} {_STAYS}"
        link = link.__cause__ or link.__context__
    return None


def _number(error: BaseException) -> int | None:
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    if type(error).__module__.partition(".")[0] not in _ENGINES and not isinstance(error, OSError):
        return None
    text = str(error)
    if found := _OS_ERROR.search(text):
        return int(found[1])
    return next((number for number in _SENTENCES if os.strerror(number) in text), None)

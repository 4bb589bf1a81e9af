"""Whether a published version is still what was written: each carries the hashes of its files.

Belongs here: writing and comparing them, and setting a damaged published version aside. Not here: making a version
again, which any run does from the archive (`pipeline`), publishing (`warehouse.publish`).
"""

from pathlib import Path
from typing import Final

from contracts.atomic_file import file_sha256

HASHES_NAME: Final = "SHA256SUMS"
"""In the folder of a version; `sha256sum --check` reads it too."""


def write_hashes(version: Path) -> None:
    """Writes the hashes of all files of a version into its folder."""
    lines = [f"{file_sha256(path)}  {path.relative_to(version).as_posix()}\n" for path in _files(version)]
    (version / HASHES_NAME).write_text("".join(lines), encoding="utf-8")


def damaged_file(version: Path) -> str | None:
    """The first file of a version that is not what was written, or gone; None where all are. Of a version from before
    there were hashes nothing is known: None."""
    try:
        lines = (version / HASHES_NAME).read_bytes().splitlines()
    except FileNotFoundError:
        return None
    written = {line.partition(b"  ")[2]: line.partition(b"  ")[0] for line in lines}
    found = {path.relative_to(version).as_posix().encode(): path for path in _files(version)}
    for name in sorted(written.keys() | found.keys()):
        if name not in found or file_sha256(found[name]).encode() != written.get(name):
            return name.decode("utf-8", "replace")
    return None


def _files(version: Path) -> list[Path]:
    return sorted(path for path in version.rglob("*") if path.is_file() and path.name != HASHES_NAME)

"""Which code wrote a home: `home.json`, a small file in it.

Belongs here: the record, and refusing a home that a newer program has changed in a way that this one does not know.
Not here: what is made anew when the code differs (`pipeline.versions`), the form of a backup
(`operations.backup_format`).

`FORMAT` is raised when, and only when, a program of before would misread or damage what this one writes; whoever holds
the home's lock enters it before anything else is written, so a home is never half new. docs/upgrade.md.
"""

import secrets
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from contracts.atomic_file import write_atomically
from contracts.errors import HomeError
from contracts.home import Home

FORMAT: Final = 2
"""2: editions and the record of what was public name columns as release 0.2.0 does."""
_ID_BYTES: Final = 8


class NewerHomeError(HomeError):
    """A newer program has changed the home in a way that this one does not know."""


class AboutHome(BaseModel):
    """`home.json`. A later program may add fields: those are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    """Made once, kept by a restored home too: backups of one home are known by it."""
    format: int
    """The highest of those who wrote here."""
    made_by: str
    """Version of the program that made the file."""
    written_by: str
    """Version of the program that ran here last."""


def about(home: Home) -> AboutHome | None:
    """What is known of a home; None for one of before there was this file. Raises HomeError where the file cannot be
    read, NewerHomeError where a newer program has changed the home in a way that this one does not know."""
    try:
        known = AboutHome.model_validate_json(home.about.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValidationError) as error:
        why = error.strerror if isinstance(error, OSError) else "isinya tidak dapat dibaca"
        raise HomeError(
            f"{home.about} rusak ({why}). Pulihkan berkas itu dari cadangan, atau hapus; konsolidasi berikutnya "
            "membuatnya lagi."
        ) from error
    if known.format > FORMAT:
        raise NewerHomeError(
            f"Folder data {home.root} ditulis oleh program yang lebih baru ({known.written_by}, bentuk {known.format}; "
            f"program ini mengenal bentuk {FORMAT}). Tidak ada yang diubah. Pasang program itu atau yang lebih baru; "
            "untuk tetap memakai program ini, pulihkan cadangan dari sebelum program diperbarui ke folder lain."
        )
    return known


def enter(home: Home, program: str) -> AboutHome:
    """Enters that a program of that version writes here from now on; what is entered already is not written again.
    Call with the home's lock, or for a home that is being made. Raises HomeError as `about`, OSError where the disk
    refuses."""
    known = about(home)
    entered = (
        AboutHome(id=secrets.token_hex(_ID_BYTES), format=FORMAT, made_by=program, written_by=program)
        if known is None
        else known.model_copy(update={"format": FORMAT, "written_by": program})
    )
    if entered != known:
        write_atomically(home.about, entered.model_dump_json(indent=1).encode() + b"\n")
    return entered

"""Errors that a person must act on. What an office or the regency's staff reads is Indonesian.

Not here: refusals of a file or a row, which are data (`contracts.records`, `contracts.rules`).
"""

import traceback
from pathlib import Path
from typing import Final

from contracts.safe_text import shown_text

UNCHANGED: Final = "Yang sudah terbit tidak berubah"
"""What the sentences of errors claim. Where a run had published before it failed, they say that instead."""
READER_FAILED: Final = "reader_failed"
"""Reason code of a file that our own code failed at: nothing its sender could put right."""
_ROOT: Final = Path(__file__).parent.parent
_NOTE: Final = "published before: "


class SkmError(Exception):
    """Something a person must put right. `exit_code` is what the command ends with."""

    exit_code = 1

    def __str__(self) -> str:
        """The sentence as a person may see it: it may quote a file's name or a cell. Of what is published it says what
        is so (`note_published`)."""
        return _as_it_is(shown_text(super().__str__()), published_before(self))


class ConfigurationError(SkmError):
    """Settings or registry hold an invalid value: which key, and what is valid."""

    exit_code = 2


class HomeError(SkmError):
    """The home folder cannot be used: missing, not writable, or in use by another run."""

    exit_code = 1


class CheckCrashedError(SkmError):
    """An expectation could not be evaluated: our fault, not the data's. Stops the run."""

    exit_code = 1


class AuditFailedError(SkmError):
    """The new warehouse contradicts itself and was not published."""

    exit_code = 1


class InternalError(SkmError):
    """An error of ours under a sentence that holds no value of a cell: its kind, and the way to it through our code.

    What Prefect keeps of a run is such a sentence, never that of the error itself."""

    def __init__(self, sentence: str, kind: str, place: str) -> None:
        super().__init__(sentence, kind, place)
        self.kind, self.place = kind, place

    def __str__(self) -> str:
        published = published_before(self)
        return str(self.args[0]) if published is None else f"{self.args[0]} {standing(published)}"


def internal_error(error: BaseException) -> InternalError:
    """An unexpected error as one that may be shown and kept."""
    kind, place = type(error).__name__, raised_at(error)
    sentence = (
        f"Kesalahan program ({kind}, {' > '.join(_places(error)) or '?'}). "
        "Jalankan sekali lagi; bila berulang, jalankan dengan SKM_DEBUG=1 dan kirim keluarannya kepada pengembang."
    )
    internal = InternalError(sentence, kind, place)
    if (published := published_before(error)) is not None:
        note_published(internal, published)
    return internal


def note_published(error: BaseException, version: str) -> None:
    """Notes which version a run had published before this error, empty for none."""
    if published_before(error) is None:
        error.add_note(f"{_NOTE}{version}")


def published_before(error: BaseException) -> str | None:
    """The version noted, empty where the run had published none; None where nobody knows."""
    notes = getattr(error, "__notes__", ())
    return next((one.removeprefix(_NOTE) for one in notes if one.startswith(_NOTE)), None)


def standing(version: str) -> str:
    """What is so of what is published, as a sentence: `version` as in `note_published`."""
    if not version:
        return f"{UNCHANGED}."
    return (
        f"Versi {version} sudah terbit sebelum itu; dokumen dan situs yang belum jadi dibuat oleh 'skm run' berikutnya."
    )


def _as_it_is(sentence: str, version: str | None) -> str:
    if not version or UNCHANGED not in sentence:
        return sentence
    before, _, after = sentence.partition(UNCHANGED)
    return f"{before}{standing(version)}{after.partition('.')[2]}"


def raise_if_of_the_machine(error: Exception) -> None:
    """Raises what is neither one file's or unit's fault nor a bug: a full disk, a store out of reach, no memory."""
    if isinstance(error, MemoryError | SkmError) or (isinstance(error, OSError) and error.errno is not None):
        raise error


def raised_at(error: BaseException) -> str:
    """Where in our code an error arose: `pipeline/run.py:12`. Never its message, which may hold a value."""
    places = _places(error)
    return places[-1] if places else "?"


def trace_of(error: BaseException) -> str:
    """The traceback of an error without what it says: its kind, and every place in our code on the way to it."""
    return f"{type(error).__name__} ({' > '.join(_places(error)) or '?'})"


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOT) and ".venv" not in frame.filename]
    return [f"{Path(frame.filename).relative_to(_ROOT)}:{frame.lineno}" for frame in inside]

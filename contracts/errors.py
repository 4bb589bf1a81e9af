"""Errors that a person must act on. What an office or the regency's staff reads is Indonesian.

Not here: refusals of a file or a row, which are data (`contracts.records`, `contracts.rules`).
"""

import traceback
from pathlib import Path
from typing import Final

from contracts.safe_text import shown_text

READER_FAILED: Final = "reader_failed"
"""Reason code of a file that our own code failed at: nothing its sender could put right."""
_ROOT: Final = Path(__file__).parent.parent


class SkmError(Exception):
    """Something a person must put right. `exit_code` is what the command ends with."""

    exit_code = 1

    def __str__(self) -> str:
        """The sentence as a person may see it: it may quote a file's name or a cell."""
        return shown_text(super().__str__())


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
        return str(self.args[0])


def internal_error(error: BaseException) -> InternalError:
    """An unexpected error as one that may be shown and kept."""
    kind, place = type(error).__name__, raised_at(error)
    sentence = (
        f"Kesalahan program ({kind}, {' > '.join(_places(error)) or '?'}). Yang sudah terbit tidak berubah. "
        "Jalankan sekali lagi; bila berulang, jalankan dengan SKM_DEBUG=1 dan kirim keluarannya kepada pengembang."
    )
    return InternalError(sentence, kind, place)


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

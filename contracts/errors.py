"""Errors that a person must act on. What an office or the regency's staff reads is Indonesian.

Not here: refusals of a file or a row, which are data (`contracts.records`, `contracts.rules`).
"""

import traceback
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parent.parent


class SkmError(Exception):
    """Something a person must put right. `exit_code` is what the command ends with."""

    exit_code = 1


class ConfigurationError(SkmError):
    """Settings or registry say something that cannot be meant: which key, what is right."""

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


def place_of(error: BaseException) -> str:
    """Where in our code an error arose: `pipeline/stages.py:12`. Never its message, which may hold a value."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOT) and ".venv" not in frame.filename]
    return f"{Path(inside[-1].filename).relative_to(_ROOT)}:{inside[-1].lineno}" if inside else "?"

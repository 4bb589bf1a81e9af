"""Errors that a person must act on. What an office or the regency's staff reads is Indonesian.

Not here: refusals of a file or a row, which are data (`contracts.records`, `contracts.rules`).
"""


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

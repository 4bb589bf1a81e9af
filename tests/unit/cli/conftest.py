"""The command as a person types it, in this process."""

import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from cli import examination
from cli import main as command


class Said(NamedTuple):
    code: int
    out: str
    err: str


Skm = Callable[..., Said]


@pytest.fixture(autouse=True)
def little_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `skm doctor` imports takes seconds; `.ci/main_job` and tests/integration/test_own_server.py see to that."""
    monkeypatch.setattr(examination, "IMPORTED", ("contracts",))


@pytest.fixture
def skm(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Skm:
    """Runs a command line; returns exit code, standard output and standard error."""

    def type_in(*words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["skm", *map(str, words)])
        capsys.readouterr()
        code: object = 0
        try:
            command.main()
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return Said(code if isinstance(code, int) else 0, said.out, said.err)

    return type_in

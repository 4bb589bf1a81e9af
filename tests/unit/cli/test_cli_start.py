"""How `skm` ends as a process: with everything said and done, and without taking apart what it imported."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

COMMAND = """
import atexit, sys
import cli.main, cli.start

class Apart:
    def __del__(self):
        print("taken apart")

def command():
    global apart
    apart = Apart()
    atexit.register(print, "said at the end")
    sys.stdout.write("said ")
    sys.exit({code})

cli.main.main = command
cli.start.start()
"""


def started(code: object, **where: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", COMMAND.format(code=code)],
        cwd=Path(__file__).parents[3],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        **{"stdout": subprocess.PIPE, **where},  # type: ignore[call-overload]
    )


@pytest.mark.parametrize("code", [0, 3, 130])
def test_it_ends_with_the_code_of_its_command_and_all_that_was_said(code: int) -> None:
    ended = started(code)
    assert (ended.returncode, ended.stdout, ended.stderr) == (code, "said said at the end\n", "")


def test_what_cannot_be_said_any_more_is_a_failure() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = started(0, stdout=full)
    assert ended.returncode != 0
    assert "No space left" in ended.stderr


def test_it_is_what_the_command_starts() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["scripts"] == {"skm": "cli.start:start"}

"""What the staff's desk starts: the command itself, as a process that works for an account and answers in a file."""

from pathlib import Path

import psutil

from cli.desk_commands import start_command
from contracts.lock import FOR_ACCOUNT


def test_what_is_asked_for_is_the_command_and_what_it_says_is_kept(tmp_path: Path) -> None:
    said = tmp_path / "output.txt"
    with said.open("wb") as output:
        process = start_command(["status", f"--home={tmp_path / 'none'}"], "siti", output)
        assert psutil.Process(process.pid).environ()[FOR_ACCOUNT] == "siti"
        assert process.wait(60) == 1
    assert said.read_text(encoding="utf-8").startswith("skm: ")

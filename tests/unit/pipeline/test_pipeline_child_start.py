"""A child that starts while its run ends is quiet, any other failure is not; and what it need not import."""

import multiprocessing
import os
import subprocess
import sys
from multiprocessing import spawn
from pathlib import Path

import pytest

from pipeline.child_processes import PRELOADED


def test_only_a_run_that_ended_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    for place, name in ((sys, "excepthook"), (spawn, "_fixup_main_from_name"), (spawn, "_fixup_main_from_path")):
        monkeypatch.setattr(place, name, getattr(place, name))  # the module puts its own there
    from pipeline.child_start import is_of_an_ended_run

    lock = multiprocessing.get_context("forkserver").Lock()
    state = (0, 0, 1, "/gone-with-its-run")
    with pytest.raises(FileNotFoundError) as gone:
        lock.__setstate__(state)  # type: ignore[attr-defined]
    assert is_of_an_ended_run(gone.value, gone.value.__traceback__)
    with pytest.raises(FileNotFoundError) as other:
        open("/gone-with-its-run/file", encoding="utf-8")  # noqa: SIM115, PTH123
    assert not is_of_an_ended_run(other.value, other.value.__traceback__)
    assert not is_of_an_ended_run(ValueError(), gone.value.__traceback__)


def test_it_is_what_the_server_of_children_imports_first() -> None:
    assert PRELOADED[0] == "pipeline.child_start"


PROGRAM = """
import colorsys
from looking import imported
from pipeline.child_processes import child_pool

if __name__ == "__main__":
    with child_pool(count=1, megabytes=3000) as pool:
        print(pool.run(imported, ["colorsys", "looking", "pebble"], seconds=60))
"""


@pytest.mark.parametrize("how", [["program.py"], ["-m", "program"]])
def test_a_child_does_not_import_what_its_run_was_started_with(how: list[str], tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "looking.py").write_text(
        "import gc, sys\n\ndef imported(names):\n    frozen = gc.get_freeze_count() > 10_000\n"
        "    return [*(name in sys.modules for name in names), frozen]\n",
        encoding="utf-8",
    )
    path = f"{Path(__file__).parents[3]}:{tmp_path}"
    ran = subprocess.run(
        [sys.executable, *how],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "[False, True, True, True]\n"

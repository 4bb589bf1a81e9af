"""A child that starts while its run ends is quiet; any other failure is not."""

import multiprocessing
import sys

import pytest

from pipeline.child_processes import PRELOADED


def test_only_a_run_that_ended_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # the module puts its own there
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

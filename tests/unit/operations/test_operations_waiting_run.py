"""For which run a process is fit that has imported everything before."""

import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from operations import waiting_run

EXPECTED = {"PREFECT_API_URL": "http://127.0.0.1:1/api", "SKM_HOME": "/a", "SKM_ENDS_WITH": "3"}


def test_a_run_of_the_same_settings_is_its_own() -> None:
    environment = {**EXPECTED, "SKM_ENDS_WITH": "9", "PREFECT__FLOW_RUN_ID": "a1", "_RJEM_MALLOC_CONF": "x"}
    assert waiting_run.differing(environment, EXPECTED) == []


def test_a_run_of_other_settings_is_let_go() -> None:
    """Settings are read once, when Prefect is imported."""
    more = {**EXPECTED, "PREFECT_LOGGING_LEVEL": "DEBUG"}
    assert waiting_run.differing(more, EXPECTED) == ["PREFECT_LOGGING_LEVEL"]
    assert waiting_run.differing(EXPECTED, more) == ["PREFECT_LOGGING_LEVEL"]
    assert waiting_run.differing({**EXPECTED, "SKM_HOME": "/b"}, EXPECTED) == ["SKM_HOME"]


def test_what_was_written_over_or_removed_since_is_not_what_was_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "of_a_release.py"
    file.touch()
    module = ModuleType("of_a_release")
    module.__file__ = str(file)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    time.sleep(0.05)
    imported_at = time.time()
    assert str(file) not in waiting_run.written_since(imported_at)
    time.sleep(0.05)
    file.write_text("", encoding="utf-8")
    assert waiting_run.written_since(imported_at) == [str(file)]
    file.unlink()
    assert waiting_run.written_since(imported_at) == [str(file)]

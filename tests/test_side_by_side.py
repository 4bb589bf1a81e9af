"""`make test` tells of every test what became of it, whichever process it ran in."""

import re
import subprocess
import sys
from pathlib import Path

from tests.test_architecture import ROOT

MODULES = {
    "test_first": """
import pytest

@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    yield
    (tmp_path_factory.getbasetemp().parent / "torn down").touch()

def test_passes(shared, capfd):
    print("said")
    assert capfd.readouterr().out == "said\\n"

def test_fails():
    print("what it said")
    assert 1 == 2

def test_leaves_out():
    pytest.skip("not here")

def test_breaks(unknown):
    pass
""",
    "test_second": """
import os
import pytest
import signal

pytestmark = pytest.mark.together("what is killed")

def test_before():
    pass

def test_kills():
    os.kill(os.getpid(), signal.SIGKILL)
""",
    "test_third": """
import os
import pytest

@pytest.mark.together("a server")
def test_here():
    os.environ["MADE"] = "here"

def test_elsewhere():
    assert "MADE" not in os.environ
""",
    "test_fourth": """
import os
import pytest

@pytest.mark.together("a server")
def test_there():
    assert os.environ["MADE"] == "here"
""",
}


def test_every_test_is_told_of(tmp_path: Path) -> None:
    for name, source in MODULES.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = together(name)\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "tests.side_by_side", "-p", "no:cacheprovider"]
    ordered = [f"{name}.py" for name in ("test_third", "test_fourth", "test_first", "test_second")]
    basetemp = tmp_path / "temporary"
    ended = subprocess.run(
        [*command, "--basetemp", str(basetemp), "--rootdir", str(tmp_path), *ordered],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = set(re.findall(r"^(PASSED|FAILED|ERROR) \S+::(\w+)", ended.stdout, re.MULTILINE))
    assert told == {
        *(("PASSED", f"test_{name}") for name in ("passes", "before", "here", "there", "elsewhere")),
        *(("FAILED", f"test_{name}") for name in ("fails", "kills")),
        ("ERROR", "test_breaks"),
    }
    assert ended.returncode == 1
    assert "not here" in ended.stdout
    assert "Captured stdout call" in ended.stdout
    assert "its process was killed" in ended.stdout
    assert (basetemp / "torn down").exists()

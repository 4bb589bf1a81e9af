"""A run is the one that was asked for, in whichever process: its environment, folder, output, signals and end. The
engine is played here; `tests/integration/test_standing.py` has the real one."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from operations import handover

ROOT = Path(__file__).parents[3]
SECONDS = 20.0

ENGINE = """
import json, os, signal, sys, time
print(json.dumps({"process": os.getpid(), "run": os.environ.get("PREFECT__FLOW_RUN_ID"), "folder": os.getcwd(),
                  "arguments": sys.argv[1:], "ends_with": os.environ["SKM_ENDS_WITH"]}), flush=True)
how = os.environ["HOW"]
if how == "asked to end":
    def end(number, frame):
        sys.exit(40 + number)
    signal.signal(signal.SIGTERM, end)
    print("ready", file=sys.stderr, flush=True)
if how.isdecimal():
    sys.exit(int(how))
time.sleep(60)
"""
WAITING = """
import sys
from pathlib import Path
from operations import handover

with handover.waiting_at(Path(sys.argv[1])) as listener:
    print("waits", flush=True)
    handed = handover.next_run(listener)
if handed is None or handed.environment.get("UNFIT"):
    sys.exit("let go")
handed.take()
try:
    handover.run_engine()
except SystemExit as end:
    handed.end_with(end.code)
"""


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """A folder with an engine of Prefect's name."""
    (tmp_path / "prefect").mkdir()
    (tmp_path / "prefect" / "__init__.py").touch()
    (tmp_path / "prefect" / "engine.py").write_text(ENGINE, encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    return tmp_path


@pytest.fixture
def started(modules: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts Python with what the test says, in the place of a worker."""
    running = []

    def start(*arguments: str, **variables: str) -> "subprocess.Popen[str]":
        environment = {**os.environ, "PYTHONPATH": f"{modules}:{ROOT}", **variables}
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env={name: value for name, value in environment.items() if name != "SKM_ENDS_WITH"},
            cwd=modules / "elsewhere",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def line_of(stream: object) -> str:
    text: str = stream.readline()  # type: ignore[attr-defined]
    return text.strip()


def test_whoever_waits_becomes_the_run(started: Callable[..., "subprocess.Popen[str]"], modules: Path) -> None:
    path = modules / "waiting"
    waiting = started("-c", WAITING, str(path))
    assert line_of(waiting.stdout) == "waits"
    assert path.stat().st_mode & 0o077 == 0
    run = started("-m", "operations.handover", SKM_WAITING_RUN=str(path), PREFECT__FLOW_RUN_ID="a1", HOW="7")
    told = json.loads(line_of(run.stdout))
    assert told == {
        "process": waiting.pid,
        "run": "a1",
        "folder": str(modules / "elsewhere"),
        "arguments": [],
        "ends_with": str(waiting.pid),  # its own children are its, not the other end's
    }
    assert (run.wait(SECONDS), waiting.wait(SECONDS)) == (7, 0)
    assert not path.exists()


@pytest.mark.parametrize(
    ("waits", "variables"),
    [(False, {}), (False, {"SKM_WAITING_RUN": "{}"}), (True, {"SKM_WAITING_RUN": "{}", "UNFIT": "1"})],
    ids=["nobody was ever there", "nobody is there", "who is there is not fit"],
)
def test_without_somebody_fit_it_is_its_own_process(
    started: Callable[..., "subprocess.Popen[str]"], modules: Path, waits: bool, variables: dict[str, str]
) -> None:
    path = modules / "waiting"
    if waits:
        assert line_of(started("-c", WAITING, str(path)).stdout) == "waits"
    given = {name: value.format(path) for name, value in variables.items()}
    run = started("-m", "operations.handover", HOW="3", **given)
    assert json.loads(line_of(run.stdout))["process"] == run.pid
    assert run.wait(SECONDS) == 3


@pytest.fixture
def handed(
    started: Callable[..., "subprocess.Popen[str]"], modules: Path, request: pytest.FixtureRequest
) -> tuple["subprocess.Popen[str]", "subprocess.Popen[str]"]:
    """A run under way, and whoever waited for it."""
    path = modules / "waiting"
    waiting = started("-c", WAITING, str(path))
    assert line_of(waiting.stdout) == "waits"
    run = started("-m", "operations.handover", SKM_WAITING_RUN=str(path), HOW=getattr(request, "param", "sleeps"))
    assert json.loads(line_of(run.stdout))["process"] == waiting.pid
    return run, waiting


@pytest.mark.parametrize("handed", ["asked to end"], indirect=True)
def test_a_signal_is_the_run_s(handed: tuple["subprocess.Popen[str]", "subprocess.Popen[str]"]) -> None:
    run, waiting = handed
    assert line_of(run.stderr) == "ready"
    run.terminate()
    assert run.wait(SECONDS) == 40 + signal.SIGTERM
    assert waiting.wait(SECONDS) == 0


def test_a_run_that_dies_of_a_signal_takes_its_process_along(
    handed: tuple["subprocess.Popen[str]", "subprocess.Popen[str]"],
) -> None:
    run, waiting = handed
    run.terminate()  # which it does not listen to
    assert waiting.wait(SECONDS) == -signal.SIGTERM
    assert run.wait(SECONDS) == -signal.SIGTERM


def test_a_run_that_is_killed_is_a_killed_process(
    handed: tuple["subprocess.Popen[str]", "subprocess.Popen[str]"],
) -> None:
    run, waiting = handed
    waiting.kill()
    assert run.wait(SECONDS) == -signal.SIGKILL


def test_a_process_that_is_killed_takes_its_run_along(
    handed: tuple["subprocess.Popen[str]", "subprocess.Popen[str]"],
) -> None:
    run, waiting = handed
    run.kill()
    assert waiting.wait(SECONDS) == 1


@pytest.mark.parametrize("said", [b"", b"\0\0", b"\0\0\0\x09{}"])
def test_who_is_gone_before_it_has_said_what_it_is_is_no_run(modules: Path, said: bytes) -> None:
    with handover.waiting_at(modules / "waiting") as listener:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(modules / "waiting"))
            line.sendall(said)
        assert handover.next_run(listener) is None

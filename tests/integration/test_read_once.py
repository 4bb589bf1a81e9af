"""One command reads and verifies settings, registry and editions once, after it has the lock, and hands them on."""

import sys
from collections import Counter
from collections.abc import Callable

import pytest

import contracts.registry
import contracts.settings
from cli import main as command
from contracts.home import Home
from operations import temporary_server
from pipeline import editions
from tests.integration.offices import home_at, respondents, run, same, send

LOADERS: dict[str, Callable[..., object]] = {
    "load_settings": contracts.settings.load_settings,
    "load_registry": contracts.registry.load_registry,
    "load": editions.load,
}


@pytest.fixture(scope="module")
def home(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A half-year of one office, twice published."""
    home = home_at(tmp_path_factory.mktemp("once") / "data")
    home.settings.write_text('[reports]\nkinds = ["semester"]\n', encoding="utf-8")
    send(home, "Kecamatan Mawar.csv", respondents(same(3, 30)))
    run(home)
    send(home, "Kecamatan Melati.csv", respondents(same(4, 30)))
    run(home)
    return home


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each was read, wherever a module has the function from."""
    counted: Counter[str] = Counter()

    def counting(name: str, loader: Callable[..., object]) -> Callable[..., object]:
        def load(*arguments: object) -> object:
            counted[name] += 1
            return loader(*arguments)

        return load

    for name, loader in LOADERS.items():
        counts = counting(name, loader)
        for module in list(sys.modules.values()):
            if getattr(module, name, None) is loader:
                monkeypatch.setattr(module, name, counts)
    return counted


def type_in(monkeypatch: pytest.MonkeyPatch, *words: object) -> None:
    monkeypatch.setattr(sys, "argv", ["skm", *map(str, words)])
    assert command._exit_code() == 0


ONCE = {"load_settings": 1, "load_registry": 1, "load": 1}


def test_every_command_reads_what_it_stands_on_once(
    home: Home, loads: Counter[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(temporary_server, "configured", lambda: True)
    for words, expected in (
        (("rollback",), ONCE),
        (("rollback", "--release"), ONCE),
        (("run",), ONCE),
        (("report",), ONCE),
        (("close", "2024-S1"), ONCE),
        (("status",), {}),
        (("changes", "2024-S1@0"), {"load": 1}),
        (("reopen", "2024-S1", "--reason", "susulan"), ONCE),
        (("remind",), {"load_settings": 1, "load_registry": 1}),
        (("backup", home.root.parent), {"load_settings": 1}),
        (("doctor",), ONCE),
    ):
        loads.clear()
        type_in(monkeypatch, *words, "--home", home.root)
        assert dict(loads) == expected, words
        capsys.readouterr()

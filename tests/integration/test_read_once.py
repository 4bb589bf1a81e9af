"""One command reads and verifies settings, registry and editions once, and the figures of a period once, for documents
and pages."""

import sys
from collections import Counter
from collections.abc import Callable

import pytest

import contracts.registry
import contracts.settings
from cli import main as command
from contracts.home import Home
from pipeline import editions
from pipeline.documents import bundles
from tests.integration.offices import home_at, respondents, run, same, send
from warehouse.read import Reader

LOADERS: dict[str, Callable[..., object]] = {
    "load_settings": contracts.settings.load_settings,
    "load_registry": contracts.registry.load_registry,
    "load": editions.load,
}


@pytest.fixture(scope="module")
def home(without_prefect: None, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A half-year of two offices, twice published."""
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
            if getattr(module, "__dict__", {}).get(name) is loader:  # what a module loads when asked is none of ours
                monkeypatch.setattr(module, name, counts)
    return counted


def type_in(monkeypatch: pytest.MonkeyPatch, *words: object) -> None:
    monkeypatch.setattr(sys, "argv", ["skm", *map(str, words)])
    assert command._exit_code() == 0


ONCE = {"load_settings": 1, "load_registry": 1, "load": 1}


def test_every_command_reads_what_it_stands_on_once(
    home: Home, loads: Counter[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, expected in (
        (("rollback",), ONCE),
        (("rollback", "--release"), ONCE),
        (("run",), ONCE),
        (("report",), ONCE),
        (("close", "2024-S1", "--confirm"), ONCE),
        (("status",), {"load_settings": 1}),
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


FIGURES = ("unit_bundles", "regency_bundle", "public_regency")


@pytest.fixture
def figures_read(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str]]:
    """How often the figures were read, by function and period."""
    counted: Counter[tuple[str, str]] = Counter()

    def counting(name: str, read: Callable[..., object]) -> Callable[..., object]:
        def reading(reader: Reader, period_code: str, *arguments: object, **named: object) -> object:
            counted[name, period_code] += 1
            return read(reader, period_code, *arguments, **named)

        return reading

    for name in FIGURES:
        monkeypatch.setattr(bundles, name, counting(name, getattr(bundles, name)))
    return counted


def test_the_figures_of_a_period_are_read_once_for_its_documents_and_its_pages(
    home: Home, figures_read: Counter[tuple[str, str]]
) -> None:
    send(home, "Dinas Kenanga.csv", respondents(same(2, 30), dates="05/08/2024"))
    run(home, documents=True)
    each_once = {(name, period_code): 1 for name in FIGURES for period_code in ("2024-S1", "2024-S2")}
    assert figures_read == each_once
    assert (home.site / "2024-S2" / "U-3.html").is_file()
    assert (home.reports / "2024-S2" / "U-3").is_dir()
    run(home, documents=True)
    assert figures_read == each_once  # nothing changed: they are not even read
    page = home.site / "2024-S1" / "U-1.html"
    before = page.read_bytes()
    page.unlink()
    run(home, documents=True)
    assert page.read_bytes() == before
    # The documents are as they have to be: for the pages alone, which show what is public.
    assert figures_read == {key: 1 if key[0] == "regency_bundle" else 2 for key in each_once}

"""The notebook of analysts: it asks what the page asks, answers without a browser, and is served to nobody else."""

import importlib.util
import re
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from cli import notebook
from cli.notebook import NotebookMissingError, command, serve_notebook
from contracts.analyst_questions import QUESTIONS
from contracts.errors import HomeError
from contracts.home import Home
from tests.published_rows import publish_rows
from tests.unit.warehouse.test_warehouse_views import MADE
from warehouse.read import query

ROOT = Path(__file__).parents[3]


@pytest.fixture(name="home")
def fixture_home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "data")
    home.root.mkdir()
    publish_rows(home, MADE)
    return home


def test_the_page_for_analysts_asks_these_questions() -> None:
    page = (ROOT / "docs" / "analysts.md").read_text(encoding="utf-8")
    asked = re.findall(r"^### (\d+)\. (.+)\n(?:.*\n)*?```sql\n((?:.*\n)*?)```", page, re.MULTILINE)
    assert [(int(number), title, sql) for number, title, sql in asked] == [
        (number, one.title, one.sql.lstrip("\n")) for number, one in enumerate(QUESTIONS, start=1)
    ]


def test_what_is_compared_is_in_the_answer(home: Home) -> None:
    for question in QUESTIONS:
        columns = query(home, question.sql).columns
        assert {*question.labels, *filter(None, [question.compared])} <= {*columns}, question.title
        assert bool(question.compared) == bool(question.labels), question.title


def test_it_answers_without_a_browser(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("marimo", reason="the extra `notebook` is not installed")
    monkeypatch.setattr(sys, "argv", ["analyst_notebook.py", "--home", str(home.root)])
    spec = importlib.util.spec_from_file_location("notebook_under_test", ROOT / "cli" / "analyst_notebook.py")
    assert isinstance(spec, ModuleSpec)
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    outputs, _ = module.app.run()
    shown = outputs[-1].text
    for number, question in enumerate(QUESTIONS, start=1):
        assert f"{number}. {question.title}" in shown
    assert "Kecamatan Jatirejo" in shown
    assert "Biaya dan pungutan" in shown
    assert shown.count("<svg") >= 1


def test_it_is_served_on_this_machine_behind_a_password_that_no_list_of_processes_shows(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[tuple[list[str], str]] = []

    def starts(words: list[str], **how: object) -> CompletedProcess[str]:
        started.append((words, str(how["input"])))
        return CompletedProcess(words, 0)

    monkeypatch.setattr(notebook, "find_spec", lambda name: name)
    monkeypatch.setattr(notebook.subprocess, "run", starts)
    assert serve_notebook(home.root, 2718) == 0
    [(words, password)] = started
    assert words == command(home.root, 2718)
    assert words[words.index("--host") + 1] == "127.0.0.1"
    assert not [word for word in words if password in word]
    assert words[words.index("--token-password-file") + 1] == "-"
    said = capsys.readouterr().out
    assert f"http://127.0.0.1:2718/?access_token={password}" in said


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "find_spec", lambda _: None)
    with pytest.raises(NotebookMissingError, match="tambahan 'notebook'"):
        serve_notebook(tmp_path, 2718)
    monkeypatch.setattr(notebook, "find_spec", lambda name: name)
    with pytest.raises(HomeError, match="Belum ada yang dipublikasikan"):
        serve_notebook(tmp_path, 2718)

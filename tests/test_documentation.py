"""Every command and option that a page tells people to type exists, and every link between pages leads somewhere."""

import re
import shlex
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from cli.main import app

DOCS = Path(__file__).parent.parent / "docs"
RUNBOOK = DOCS / "panduan.md"
_FENCE = re.compile(r"^ *```\w*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def typed(text: str) -> list[str]:
    """The command lines of a page, from fences and from inside sentences, each beginning with `skm`."""
    fenced = [line.strip() for block in _FENCE.findall(text) for line in block.splitlines()]
    inline = _INLINE.findall(_FENCE.sub("", text))
    lines = [line.removeprefix("SKM_DEBUG=1 ").removeprefix("/opt/skm/.venv/bin/") for line in (*fenced, *inline)]
    return [line for line in lines if line.split(" ")[0] == "skm"]


def problem(line: str) -> str | None:
    """What the command would complain about; None where it would begin."""
    words = shlex.split(line)[1:]
    command = typer.main.get_command(app)
    context = command.make_context("skm", [], resilient_parsing=True)
    while isinstance(command, TyperGroup):
        if not words:
            return None  # the command itself, or a group of them, is spoken of
        name = words.pop(0)
        found = command.get_command(context, name)
        if found is None:
            return f"no command {name}"
        command = found
    if not words:
        return None  # named in a sentence, without what it needs
    try:
        command.make_context(command.name, words)
    except Exception as error:  # whatever click says
        return str(error)
    return None


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("line", sorted(set(typed(RUNBOOK.read_text(encoding="utf-8")))))
def test_what_the_runbook_says_can_be_typed(line: str) -> None:
    assert problem(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "skm tutup 2026-S1",
        "skm close",
        "skm close 2026-S1 --paksa",
        "skm reopen 2026-S1",
        "skm user hapus siti",
        "skm run --wait lama",
        "skm rank 2026 semua lagi",
    ],
)
def test_what_could_not_be_typed_is_found(line: str) -> None:
    assert (problem(line) is None) == (line == "skm close")


def test_the_runbook_knows_the_commands_that_change_what_is_official_or_kept() -> None:
    commands = {line.split()[1] for line in typed(RUNBOOK.read_text(encoding="utf-8"))}
    assert {"run", "status", "doctor", "close", "reopen", "changes", "rollback"} <= commands
    assert {"backup", "restore", "export", "remind", "accept", "user"} <= commands


def test_links_of_the_runbook_lead_somewhere() -> None:
    text = RUNBOOK.read_text(encoding="utf-8")
    for link in _LINK.findall(text):
        page, _, anchor = link.partition("#")
        target = DOCS / page if page else RUNBOOK
        assert target.is_file(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link

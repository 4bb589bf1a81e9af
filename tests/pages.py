"""What README and docs/ tell people to type, block by block and line by line.

Belongs here: finding it and taking it apart. Not here: any expectation of a test.
"""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import typer.main
from typer.core import TyperGroup

from cli.main import app

ROOT = Path(__file__).parent.parent
PAGES = (
    *(ROOT / name for name in ("README.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
)
_FENCE = re.compile(r"^ *```(\w*)$")
_INLINE = re.compile(r"`([^`]+)`")
_PLACEHOLDER = re.compile(r"<[^<>]+>")
_ASSIGNMENT = re.compile(r"[A-Z_]+=")
_OPERATORS = "|&;<>"
WRAPPERS = (
    ("runuser", "-u", "skm", "--"),
    ("docker", "compose", "--file", "deploy/compose.yaml", "run", "--rm", "--no-deps", "worker"),
)
"""What starts a command as somebody else, or elsewhere."""


class Block(NamedTuple):
    """A fenced block: its language, and what it holds, not set in."""

    page: str
    heading: str
    language: str
    text: str


class Command(NamedTuple):
    """A simple command of a page. `environment`: what is assigned before it; `is_inline`: from inside a sentence."""

    page: str
    heading: str
    words: tuple[str, ...]
    environment: tuple[str, ...] = ()
    is_inline: bool = False

    @property
    def program(self) -> str:
        """Its name, wherever it lies."""
        return self.words[0].rpartition(".venv/bin/")[2]

    @property
    def typed(self) -> str:
        """As a person would type it, without the folder it lies in."""
        return shlex.join((self.program, *self.words[1:]))


def parts(page: Path) -> Iterator[Block | Command]:
    """Blocks and the `skm` commands inside sentences, in the order of the page."""
    name, heading, language, block = page.name, "", None, list[str]()
    for line in page.read_text(encoding="utf-8").splitlines():
        fence = _FENCE.match(line)
        if fence and language is None:
            language, block = fence.group(1), []
        elif fence:
            indent = min((len(one) - len(one.lstrip()) for one in block if one.strip()), default=0)
            yield Block(name, heading, language or "", "\n".join(one[indent:] for one in block) + "\n")
            language = None
        elif language is not None:
            block.append(line)
        elif line.startswith("#"):
            heading = line.lstrip("# ")
        else:
            for text in _INLINE.findall(line):
                if re.match(r"(SKM_DEBUG=1 )?(\S*\.venv/bin/)?skm( |$)", text):
                    (command,) = simple_commands(name, heading, _PLACEHOLDER.sub("…", text))
                    yield command._replace(is_inline=True)


def blocks(*languages: str) -> list[Block]:
    """All blocks of all pages, of these languages where any is named."""
    found = [part for page in PAGES for part in parts(page) if isinstance(part, Block)]
    return [block for block in found if not languages or block.language in languages]


def commands(page: Path) -> Iterator[Command]:
    """All commands of a page, from blocks and sentences, in its order."""
    for part in parts(page):
        if isinstance(part, Command):
            yield part
        elif part.language == "sh":
            for line in whole_lines(part.text):
                yield from simple_commands(part.page, part.heading, line)


def whole_lines(text: str) -> Iterator[str]:
    """The lines of a shell block; what a backslash or an open quotation continues is one."""
    pending = ""
    for line in text.splitlines():
        pending += line
        if pending.endswith("\\"):
            pending = pending[:-1]
            continue
        try:
            shlex.split(pending, comments=True)
        except ValueError:
            pending += "\n"
            continue
        yield pending
        pending = ""


def simple_commands(page: str, heading: str, line: str) -> Iterator[Command]:
    """The commands of a line, without pipes, redirections and who runs them."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=_OPERATORS)
    lexer.whitespace_split = True
    words: list[str] = []
    to_file = False
    for token in (*lexer, ";"):
        if set(token) <= set(_OPERATORS):
            if words:
                yield _command(page, heading, words)
            words, to_file = [], set(token) <= {"<", ">"}
        elif to_file:
            to_file = False
        else:
            words.append(token)


def _command(page: str, heading: str, words: list[str]) -> Command:
    assigned = 0
    while assigned < len(words) - 1 and _ASSIGNMENT.match(words[assigned]):
        assigned += 1
    rest = tuple(words[assigned:])
    for wrapper in WRAPPERS:
        if rest[: len(wrapper)] == wrapper:
            rest = rest[len(wrapper) :]
    return Command(page, heading, rest, tuple(words[:assigned]))


def problem(words: tuple[str, ...]) -> str | None:
    """What `skm` would complain about, given these words; None where it would begin."""
    found = _resolved(words)
    if isinstance(found, str):
        return found
    command, rest = found
    if not rest:
        return None  # named in a sentence, without what it needs
    try:
        command.make_context(command.name, list(rest))
    except Exception as error:  # whatever typer says
        return str(error)
    return None


def is_mentioned_only(words: tuple[str, ...]) -> bool:
    """The name of a command, or of a group of them, without what it needs to begin."""
    found = _resolved(words)
    if isinstance(found, str):
        return False
    command, rest = found
    needs = any(parameter.required for parameter in command.params)
    return isinstance(command, TyperGroup) or (not rest and needs)


@cache
def _skm() -> typer.core.TyperCommand | TyperGroup:
    return typer.main.get_command(app)  # type: ignore[return-value]


def _resolved(words: tuple[str, ...]) -> tuple[typer.core.TyperCommand | TyperGroup, tuple[str, ...]] | str:
    command = _skm()
    context = command.make_context("skm", [], resilient_parsing=True)
    while isinstance(command, TyperGroup) and words:
        found = command.get_command(context, words[0])
        if found is None:
            return f"no command {words[0]}"
        command, words = found, words[1:]
    return command, words  # type: ignore[return-value]

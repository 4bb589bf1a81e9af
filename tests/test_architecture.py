"""Holds the code to the table of rooms in docs/design.md: what each imports of ours, and the engines it touches."""

import ast
import re
import sys
import tomllib
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent


class Room(NamedTuple):
    """A line of the table: what the room imports of ours, engines only it touches, engines that others touch too."""

    may_import: frozenset[str]
    own_engines: frozenset[str]
    shared_engines: frozenset[str]


def rooms_in_the_table() -> dict[str, Room]:
    """The rooms as docs/design.md has them, by their folder."""
    section = (
        (ROOT / "docs" / "design.md").read_text(encoding="utf-8").partition("\n## Rooms\n")[2].partition("\n## ")[0]
    )
    lines = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `")]
    return {
        _named(folder)[0].rstrip("/"): Room(*(frozenset(_named(cell)) for cell in cells)) for folder, _, *cells in lines
    }


def _named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


ROOMS = rooms_in_the_table()
PACKAGES = {room.partition("/")[0] for room in ROOMS}
FORBIDDEN_NAMES = {"utils.py", "util.py", "helpers.py", "helper.py", "common.py", "misc.py"}
LONGEST_MODULE = 600


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def room_of(module: str) -> str:
    """The room of a module, the innermost that the table names."""
    parts = module.split(".")
    return next(room for length in (2, 1) if (room := "/".join(parts[:length])) in ROOMS)


def imported_modules(path: Path) -> set[str]:
    """Every module that is imported, of ours or not, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & NAMES.keys()
            found |= inner or {str(node.module)}
    return found


NAMES = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in modules()}


@cache
def imported() -> dict[str, set[str]]:
    """By module of ours, what it imports."""
    return {name: imported_modules(path) for name, path in NAMES.items()}


def touched(room: str) -> tuple[dict[str, str], dict[str, str]]:
    """What a room imports: other rooms, and engines, each with one module that does."""
    others: dict[str, str] = {}
    engines: dict[str, str] = {}
    for name in NAMES:
        if room_of(name) != room:
            continue
        for module in imported()[name]:
            package = module.partition(".")[0]
            if package in PACKAGES:
                others[room_of(module)] = name
            elif package not in sys.stdlib_module_names:
                engines[package] = name
    others.pop(room, None)
    return others, engines


def test_the_table_has_the_rooms_there_are() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == PACKAGES
    assert all((ROOT / room).is_dir() for room in ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_what_the_table_says_no_more_and_no_less(room: str) -> None:
    others, engines = touched(room)
    may_import, own, shared = ROOMS[room]
    assert not {other: by for other, by in others.items() if other not in may_import}, f"{room} may not import these"
    assert not may_import - others.keys(), f"{room} never imports these: out of docs/design.md with them"
    assert not {one: by for one, by in engines.items() if one not in own | shared}, f"{room} may not touch these"
    assert not (own | shared) - engines.keys(), f"{room} never touches these: out of docs/design.md with them"


def test_an_engine_that_only_one_room_touches_stands_with_no_other() -> None:
    rooms_of: dict[str, list[str]] = {}
    for name, room in ROOMS.items():
        for engine in room.own_engines | room.shared_engines:
            rooms_of.setdefault(engine, []).append(name)
    for name, room in ROOMS.items():
        assert {engine for engine in room.own_engines if rooms_of[engine] != [name]} == set(), name
        assert {engine for engine in room.shared_engines if len(rooms_of[engine]) == 1} == set(), name


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Neither when they are loaded, nor inside a function or for types only."""
    ours = {name: (modules & NAMES.keys()) - {name} for name, modules in imported().items()}
    TopologicalSorter(ours).prepare()  # raises CycleError, which names them


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_belongs_in_it_and_can_be_read_in_one_go(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no module docstring"
    assert path.name not in FORBIDDEN_NAMES
    assert text.count("\n") <= LONGEST_MODULE


def test_pure_rooms_do_no_input_or_output() -> None:
    """`transforms` and `contracts` compute and declare; only the settings and the registry are read, and one module
    says how every room writes a file."""
    readers = {"contracts/settings.py", "contracts/register_rows.py", "contracts/atomic_file.py"}
    for path in modules():
        name = str(path.relative_to(ROOT))
        if not name.startswith(("transforms/", "contracts/")) or name in readers:
            continue
        text = path.read_text(encoding="utf-8")
        for word in ("open(", ".read_text", ".write_", "scan_parquet", "read_parquet", "print("):
            assert word not in text, f"{name} does I/O: {word}"


def test_one_module_brings_files_to_the_disk() -> None:
    """Whoever writes a file in the place of another does it as `contracts.atomic_file` does."""
    for path in modules():
        name, text = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        assert name == "contracts/atomic_file.py" or "fsync(" not in text, name


def test_every_room_has_a_docstring_of_its_own() -> None:
    for room in ROOMS:
        text = (ROOT / room / "__init__.py").read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(text)), room


def test_nothing_committed_names_a_registry_host_or_a_path_of_a_machine() -> None:
    host, folder = "pypi" + ".org", "/wo" + "rk/"
    for path in [*modules(), *ROOT.glob("*.*"), *(ROOT / "docs").glob("*.md"), ROOT / "Makefile"]:
        if path.is_file() and path.name != ".git":  # a file where the checkout is a worktree
            text = path.read_text(encoding="utf-8", errors="replace")
            assert host not in text, path
            assert folder not in text, path

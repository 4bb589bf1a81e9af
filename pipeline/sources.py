"""Which sources decide a result: the modules that making it imports, one from another, and the data beside them.

Belongs here: following imports through the rooms, and a hash of what they lead to. Nobody lists a module: whoever
imports one makes it count. Comments, docstrings and the layout of a source decide nothing and are not in the hash;
imports for type checkers only are not followed. Not here: which results there are (`pipeline.versions`).
"""

import ast
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from typing import Final, NamedTuple

import contracts
from contracts.atomic_file import write_atomically

ROOT: Final = Path(contracts.__file__).parent.parent
_DISTRIBUTIONS: Final = {
    "PIL": "pillow",
    "pi_heif": "pi-heif",
    "docx": "python-docx",
    "msoffcrypto": "msoffcrypto-tool",
    "yaml": "pyyaml",
}
"""Of libraries that are installed under another name than they are imported by."""
_DECIDES_NOTHING: Final = frozenset({"storage"})
"""A room that hands bytes on as they are."""
_SERVER: Final = "server"
"""Folder of the portal's templates that no page of the site is made from."""


_MOST_KEPT: Final = 4000
"""Modules remembered as parsed; a release has some hundreds."""


class Sources(NamedTuple):
    """What decides a result."""

    modules: dict[str, Path]
    """Ours, by their full name."""
    libraries: frozenset[str]
    """Others', by the name they are imported by."""
    data: tuple[Path, ...]
    """Templates and styles in the rooms of the modules."""


class _Module(NamedTuple):
    """What a module imports, and the hash of its syntax tree without docstrings."""

    imports: tuple[str, ...]
    tree: str


class _ParsedModules:
    """Modules by the hash of their sources and of this one, which decides what is seen in them. Kept beside the
    bytecode, as that is: parsing all takes a second."""

    def __init__(self) -> None:
        self._parser = Path(__file__).read_bytes()
        self._place = Path(cache_from_source(__file__)).with_suffix(".parsed.json")
        self._modules: dict[str, _Module] = {}
        self._is_kept = True
        with suppress(OSError, ValueError, TypeError, AttributeError):  # none, or not what we wrote
            found = json.loads(self._place.read_bytes())
            if len(found) < _MOST_KEPT:  # those of many releases: begins anew
                self._modules = {digest: _Module(tuple(imports), tree) for digest, (imports, tree) in found.items()}

    def module(self, source: bytes) -> _Module:
        """The module of that source."""
        digest = hashlib.sha256(self._parser + source).hexdigest()
        if digest not in self._modules:
            self._modules[digest] = _parsed(source)
            self._is_kept = False
        return self._modules[digest]

    def keep(self) -> None:
        """For the processes to come, where bytecode is kept and its folder can be written."""
        if not self._is_kept and not sys.dont_write_bytecode:
            with suppress(OSError):
                write_atomically(self._place, json.dumps(self._modules).encode())
        self._is_kept = True


def sources_of(entries: tuple[str, ...], root: Path = ROOT) -> Sources:
    """What the entry modules lead to. `root`: the folder of the rooms."""
    modules: dict[str, Path] = {}
    libraries: set[str] = set()
    seen: set[str] = set()
    waiting = list(entries)
    parsed = _parsed_modules()
    while waiting:
        name = waiting.pop()
        room = name.partition(".")[0]
        if name in seen or room in _DECIDES_NOTHING:
            continue
        seen.add(name)
        if found := _found(root, name):
            modules[name], module = found
            waiting += [name.rpartition(".")[0]] if "." in name else []
            waiting += module.imports
        elif not (root / room).is_dir() and room not in sys.stdlib_module_names:
            libraries.add(room)
    parsed.keep()
    data = tuple(file for room in sorted({name.partition(".")[0] for name in modules}) for file in _data(root / room))
    return Sources(dict(sorted(modules.items())), frozenset(libraries), data)


def fingerprint(entries: tuple[str, ...], root: Path = ROOT) -> str:
    """Hash of all that decides what the entry modules make: code, data, and the releases of the libraries."""
    found = sources_of(entries, root)
    digest = hashlib.sha256()
    for library in sorted(found.libraries):
        digest.update(f"{library} {_release(library)}\0".encode())
    for name in found.modules:
        if module := _found(root, name):
            digest.update(f"{name} {module[1].tree}\0".encode())
    for path in found.data:
        digest.update(f"{path.relative_to(root).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    return digest.hexdigest()


def _found(root: Path, name: str) -> tuple[Path, _Module] | None:
    parent = name.rpartition(".")[0]
    if parent and (of_parent := _found(root, parent)) and of_parent[0].name != "__init__.py":
        return None  # what a module defines: most names are of that kind, and none is looked for in vain
    return _found_of_this_program(name) if root == ROOT else _looked_up(root, name)


@cache
def _found_of_this_program(name: str) -> tuple[Path, _Module] | None:
    """Read once: several results are made by one module, and what runs does not become another."""
    return _looked_up(ROOT, name)


def _looked_up(root: Path, name: str) -> tuple[Path, _Module] | None:
    place = root.joinpath(*name.split("."))
    path = next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)
    return None if path is None else (path, _parsed_modules().module(path.read_bytes()))


def _data(room: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(room):
        folders[:] = sorted({*folders} - {"__pycache__", _SERVER})
        yield from (Path(folder, name) for name in sorted(names) if not name.endswith(".py"))


@cache
def _release(library: str) -> str:
    return version(_DISTRIBUTIONS.get(library, library))


@cache
def _parsed_modules() -> _ParsedModules:
    return _ParsedModules()


def _parsed(source: bytes) -> _Module:
    tree = ast.parse(source)
    imports = tuple(sorted(set(_imports(tree.body))))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [one for one in node.body if not _is_bare_text(one)]
    return _Module(imports, hashlib.sha256(ast.dump(tree).encode()).hexdigest())


def _is_bare_text(node: ast.stmt) -> bool:
    """A docstring, of a module, class, function or of the constant above it."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _imports(statements: list[ast.stmt]) -> Iterator[str]:
    """Every module that statements may import, at any depth; of `from a import b` both `a` and `a.b`."""
    for node in statements:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = node.module or ""
            yield package
            yield from (f"{package}.{alias.name}" for alias in node.names)
        elif not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            for part in ("body", "orelse", "finalbody"):
                yield from _imports(getattr(node, part, []))
            for handler in getattr(node, "handlers", []):
                yield from _imports(handler.body)

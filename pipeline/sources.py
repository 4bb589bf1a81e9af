"""Which sources decide a result: the modules that making it imports, one from another, and the data beside them.

Belongs here: following imports through the rooms, and a hash of what they lead to. Nobody lists a module: whoever
imports one makes it count. Comments, docstrings and the layout of a source decide nothing and are not in the hash;
imports for type checkers only are not followed. Not here: which results there are (`pipeline.versions`).
"""

import ast
import hashlib
import sys
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

import contracts

ROOT: Final = Path(contracts.__file__).parent.parent
_DISTRIBUTIONS: Final = {"docx": "python-docx", "msoffcrypto": "msoffcrypto-tool"}
"""Of libraries that are installed under another name than they are imported by."""
_DECIDES_NOTHING: Final = frozenset({"storage"})
"""A room that hands bytes on as they are."""
_SERVER: Final = "server"
"""Folder of the portal's templates that no page of the site is made from."""


class Sources(NamedTuple):
    """What decides a result."""

    modules: dict[str, Path]
    """Ours, by their full name."""
    libraries: frozenset[str]
    """Others', by the name they are imported by."""
    data: tuple[Path, ...]
    """Templates and styles in the rooms of the modules."""


class _Module(NamedTuple):
    imports: frozenset[str]
    tree: str
    """Hash of the syntax tree without docstrings."""


def sources_of(entries: tuple[str, ...], root: Path = ROOT) -> Sources:
    """What the entry modules lead to. `root`: the folder of the rooms."""
    modules: dict[str, Path] = {}
    libraries: set[str] = set()
    seen: set[str] = set()
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        room = name.partition(".")[0]
        if name in seen or room in _DECIDES_NOTHING:
            continue
        seen.add(name)
        path = _path(root, name)
        if path is not None:
            modules[name] = path
            waiting += [name.rpartition(".")[0]] if "." in name else []
            waiting += _parsed(path.read_bytes()).imports
        elif not (root / room).is_dir() and room not in sys.stdlib_module_names:
            libraries.add(room)
    data = tuple(file for room in sorted({name.partition(".")[0] for name in modules}) for file in _data(root / room))
    return Sources(dict(sorted(modules.items())), frozenset(libraries), data)


def fingerprint(entries: tuple[str, ...], root: Path = ROOT) -> str:
    """Hash of all that decides what the entry modules make: code, data, and the releases of the libraries."""
    found = sources_of(entries, root)
    digest = hashlib.sha256()
    for library in sorted(found.libraries):
        digest.update(f"{library} {_release(library)}\0".encode())
    for name, path in found.modules.items():
        digest.update(f"{name} {_parsed(path.read_bytes()).tree}\0".encode())
    for path in found.data:
        digest.update(f"{path.relative_to(root).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    return digest.hexdigest()


def _path(root: Path, module: str) -> Path | None:
    place = root.joinpath(*module.split("."))
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


def _data(room: Path) -> Iterator[Path]:
    for path in sorted(room.rglob("*")):
        parts = path.relative_to(room).parts
        if path.is_file() and path.suffix != ".py" and not {"__pycache__", _SERVER}.intersection(parts):
            yield path


@cache
def _release(library: str) -> str:
    return version(_DISTRIBUTIONS.get(library, library))


@lru_cache(maxsize=1024)
def _parsed(source: bytes) -> _Module:
    tree = ast.parse(source)
    imports = frozenset(_imports(tree.body))
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

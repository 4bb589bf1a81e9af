"""Holds the rooms: what each may import of ours, and the engine that only it touches (docs/design.md)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAY_IMPORT = {
    "contracts": set(),
    "storage": {"contracts"},
    "ingest": {"contracts", "storage"},
    "transforms": {"contracts"},
    "expectations": {"contracts"},
    "warehouse": {"contracts"},
    "reports": {"contracts"},
    "portal": {"contracts", "reports"},
    "pipeline": {"contracts", "storage", "ingest", "transforms", "expectations", "warehouse", "reports", "portal"},
}
MAY_IMPORT["flows"] = {*MAY_IMPORT["pipeline"], "pipeline"}
MAY_IMPORT["operations"] = {*MAY_IMPORT["flows"], "flows"}
MAY_IMPORT["cli"] = {*MAY_IMPORT["operations"], "operations"}
ONLY_THE_SERVER_MAY_IMPORT = {"storage", "ingest", "warehouse"}
"""Of the portal: pages are made from figures handed to them; the server reads what is published."""
ENGINES = {
    "python_calamine": {"ingest"},
    "lxml": {"ingest", "reports"},
    "msoffcrypto": {"ingest"},
    # Frames are the language between reading and computing: ingest makes them, transforms works on them,
    # pipeline carries them from one to the other.
    "polars": {"ingest", "transforms", "pipeline"},
    "scipy": {"ingest", "transforms"},
    "great_expectations": {"expectations"},
    "sqlalchemy": {"expectations"},
    "duckdb_engine": {"expectations"},
    "duckdb": {"warehouse"},
    "typst": {"reports"},
    "xlsxwriter": {"reports"},
    "docx": {"reports"},
    "pikepdf": {"reports"},
    "jinja2": {"portal"},
    "starlette": {"portal"},
    "uvicorn": {"portal"},
    "argon2": {"portal"},
    "fsspec": {"storage"},
    "paramiko": {"storage"},
    "webdav4": {"storage"},
    "s3fs": {"storage"},
    "prefect": {"flows", "pipeline"},
    "prefect_dask": {"flows"},
    "distributed": {"flows"},
    "apprise": {"flows"},
    "pebble": {"pipeline"},
    "typer": {"cli"},
    "rich": {"cli"},
}
FORBIDDEN_NAMES = {"utils.py", "util.py", "helpers.py", "helper.py", "common.py", "misc.py"}
LONGEST_MODULE = 600


def modules() -> list[Path]:
    return sorted(path for room in MAY_IMPORT for path in (ROOT / room).rglob("*.py"))


def imported_packages(path: Path) -> set[str]:
    packages: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            packages |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            packages.add(node.module.split(".")[0])
    return packages


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    packages = imported_packages(path)
    is_server = path.is_relative_to(ROOT / "portal" / "server")
    allowed = MAY_IMPORT[room] | {room} | (ONLY_THE_SERVER_MAY_IMPORT if is_server else set())
    foreign_rooms = (packages & set(MAY_IMPORT)) - allowed
    foreign_engines = {engine for engine in packages & set(ENGINES) if room not in ENGINES[engine]}
    assert not foreign_rooms, f"{room} may not import {foreign_rooms}"
    assert not foreign_engines, f"{room} may not touch {foreign_engines}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_belongs_in_it_and_can_be_read_in_one_go(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no module docstring"
    assert path.name not in FORBIDDEN_NAMES
    assert text.count("\n") <= LONGEST_MODULE


def test_pure_rooms_do_no_input_or_output() -> None:
    """`transforms` and `contracts` compute and declare; only the settings and the registry are read, and one module
    says how every room writes a file."""
    readers = {"contracts/settings.py", "contracts/registry.py", "contracts/atomic_file.py"}
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
    for room in MAY_IMPORT:
        text = (ROOT / room / "__init__.py").read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(text)), room


def test_nothing_committed_names_a_registry_host_or_a_path_of_a_machine() -> None:
    host, folder = "pypi" + ".org", "/wo" + "rk/"
    for path in [*modules(), *ROOT.glob("*.*"), *(ROOT / "docs").glob("*.md"), ROOT / "Makefile"]:
        if path.is_file() and path.name != ".git":  # a file where the checkout is a worktree
            text = path.read_text(encoding="utf-8", errors="replace")
            assert host not in text, path
            assert folder not in text, path

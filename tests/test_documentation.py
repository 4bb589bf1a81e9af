"""What the pages say holds: every command and option they tell people to type exists, every block says what it is,
settings are settings, links lead somewhere. The commands themselves are run by
tests/integration/test_documented_commands.py."""

import ast
import importlib.util
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

from contracts.home import Home
from contracts.questionnaires import questionnaires_of
from contracts.settings import Settings, load_settings
from tests.mutants import known_equal
from tests.pages import PAGES, ROOT, Block, Command, blocks, commands, parts, problem

RUNBOOK = ROOT / "docs" / "panduan.md"
LANGUAGES = {
    "sh": "run, or in NOT_RUN",
    "sql": "run by `skm query`",
    "python": "read by Python's parser; pandas is not here",
    "r": "of another program, which is not here",
    "toml": "loaded as settings",
    "text": "what is printed or drawn: nothing to type",
    "ini": "a unit of systemd, or of ODBC: not run, there is neither in a test",
    "nginx": "of another program, which is not here",
    "caddy": "of another program, which is not here",
}
_SHELL = "acts on the shell it is typed in; the test sets what it sets"
_ROOT = "changes the machine, as root"
NOT_RUN = {
    "make": "installs, or runs all tests or hours of kills; the target is looked up in the Makefile",
    "$EDITOR": "waits for a person",
    "cat": "shows the login of a server; there is none in a test",
    "setfacl": "there is no web server in a test",
    "git": "fetches, and changes the checkout it is typed in",
    "cd": _SHELL,
    "source": _SHELL,
    "export": _SHELL,
    "echo": "prints what the next command reads, which the test hands to it",
    "sudo": _ROOT,
    "useradd": _ROOT,
    "install": f"{_ROOT}; the files it names are looked up",
    "chown": _ROOT,
    "systemctl": "there is no systemd in a test; `make machine` has one",
    "journalctl": "there is no systemd in a test; `make machine` has one",
    "duckdb": "is of another package than the one we have; `make compatible` opens the file with other releases",
    "docker": "there is no Docker daemon in a test; tests/unit/cli/test_cli_deploy.py reads the files",
    "createuser": "tests/integration/test_standing.py has a PostgreSQL of its own",
    "createdb": "tests/integration/test_standing.py has a PostgreSQL of its own",
    "ssh-keyscan": "asks a server that is not here",
    "ssh-keygen": "reads the known hosts of whoever runs the tests",
    "dask": "does not end by itself; tests/integration/test_other_machines.py has a cluster of its own",
    "python": "needs a standing Prefect server, or takes hours; what it says compiles, modules are looked up",
    "pytest": "are run themselves; the files are looked up",
}
"""Programs that the test of the documented commands does not run, and why not."""
RUN = {"skm", "cp", "mv"}
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_ROOMS = "|".join(sorted(path.parent.name for path in ROOT.glob("*/__init__.py")))
_OURS = re.compile(rf"`((?:{_ROOMS}|tests|benchmarks)(?:\.\w+)+)`")
_OURS_DRAWN = re.compile(rf"(?<![\w/])((?:{_ROOMS})(?:\.\w+)+)")
_OUR_FILE = re.compile(r"`((?:\.\./)?(?:[a-z_]+/)+[a-z0-9_*]+\.(?:py|md|toml|yaml|sh|typ|html))`")


@cache
def every_command() -> list[Command]:
    return [command for page in PAGES for command in commands(page)]


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_block_says_what_it_is() -> None:
    assert {block.language for block in blocks()} == set(LANGUAGES)


@pytest.mark.parametrize("block", blocks("sh"), ids=lambda block: f"{block.page}: {block.heading}")
def test_a_block_of_commands_can_be_read_by_a_shell(block: Block) -> None:
    read = subprocess.run(["bash", "-n"], input=block.text, text=True, capture_output=True, check=False)
    assert (read.returncode, read.stderr) == (0, "")


@pytest.mark.parametrize("block", blocks("python"), ids=lambda block: f"{block.page}: {block.heading}")
def test_a_block_of_python_is_python(block: Block) -> None:
    ast.parse(block.text)


def test_every_program_is_run_or_it_is_said_why_not() -> None:
    programs = {command.program for command in every_command()}
    assert programs == RUN | NOT_RUN.keys()


@pytest.mark.parametrize("typed", sorted({one.typed for one in every_command() if one.program == "skm"}))
def test_what_the_pages_say_can_be_typed(typed: str) -> None:
    command = next(one for one in every_command() if one.typed == typed)
    assert problem(command.words[1:]) is None


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
    assert (problem(tuple(line.split()[1:])) is None) == (line == "skm close")


def test_what_other_programs_are_given_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for command in every_command():
        if command.program == "make":
            assert targets.issuperset(word for word in command.words[1:] if "=" not in word), command.typed
        elif command.words[:2] == ("python", "-m"):
            assert importlib.util.find_spec(command.words[2]), command.typed
        elif command.program == "python":
            ast.parse(command.words[command.words.index("-c") + 1])
        for word in command.words[1:]:
            if word.startswith(("deploy/", "tests/", "docs/")):
                assert (ROOT / word).exists(), command.typed


@pytest.mark.parametrize("block", blocks("toml"), ids=lambda block: f"{block.page}: {block.heading}")
def test_settings_of_the_pages_are_settings(block: Block, tmp_path: Path) -> None:
    home = Home(tmp_path)
    if block.text.startswith("[[questionnaire]]"):
        (one,) = questionnaires_of(home.questionnaires, block.text, {"35.16.01", "35.16.02"})
        assert (len(one.questions), one.parts) == (16, 6)
        return
    if block.text.startswith("further_unsur"):  # lines of the questionnaire above it
        (above,) = (other.text for other in blocks("toml") if other.text.startswith("[[questionnaire]]"))
        questions = '{unsur = "U10", text = "Terbuka"}, {unsur = "U11", text = "Jujur"}\n]'
        whole = f"{above.rstrip().removesuffix(']')}{questions}\n{block.text}"
        (one,) = questionnaires_of(home.questionnaires, whole, {"35.16.01", "35.16.02"})
        assert (one.weight_parts, [survey.code for survey in one.surveys]) == (60, ["SPAK"])
        return
    home.settings.write_text(block.text, encoding="utf-8")
    assert tomllib.loads(block.text)
    load_settings(home.settings)


def test_the_runbook_knows_the_commands_that_change_what_is_official_or_kept() -> None:
    known = {one.words[1] for one in commands(RUNBOOK) if one.program == "skm" and len(one.words) > 1}
    assert {"run", "status", "doctor", "close", "reopen", "changes", "rollback"} <= known
    assert {"backup", "restore", "export", "remind", "accept", "user"} <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in _LINK.findall(text):
        if link.startswith(("http:", "https:")):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.is_file(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


def test_a_home_holds_what_the_readme_says() -> None:
    (block,) = [part for part in parts(PAGES[0]) if isinstance(part, Block) and part.heading == "What is in a home"]
    said = {*re.findall(r"^([\w.]+)/? ", block.text, re.MULTILINE), *re.findall(r"; ([\w.]+)/?:", block.text)}
    home = Home(Path("home"))
    names = {
        path.relative_to(home.root).parts[0]
        for name, one in vars(Home).items()
        if isinstance(one, property) and isinstance(path := getattr(home, name), Path)
    }
    assert said - {"optional", "prefect"} == names - {"reports.journal"}


@cache
def parsed(module: Path) -> ast.Module:
    """A module of ours, which several names are looked up in."""
    return ast.parse(module.read_text(encoding="utf-8"))


@cache
def docstrings() -> list[tuple[Path, str]]:
    """Every docstring of ours, and every page, with the file it stands in."""
    rooms = [path for path in ROOT.iterdir() if (path / "__init__.py").is_file()]
    sources = [path for room in (*rooms, ROOT / "tests", ROOT / "benchmarks") for path in sorted(room.rglob("*.py"))]
    found = [(page, page.read_text(encoding="utf-8")) for page in PAGES]
    for path in sources:
        for node in ast.walk(parsed(path)):
            if (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                found.append((path, node.value.value))
    return found


@cache
def is_there(name: str) -> bool:
    """Whether a dotted name is a package, a module, something in one (a class's fields count), or a setting."""
    path = ROOT
    words = name.split(".")
    if len(words) == 2 and words[1] in getattr(getattr(Settings(), words[0], None), "model_fields", ()):
        return True
    while words and (path / words[0]).is_dir():
        path /= words.pop(0)
    if not words:
        return True
    module = path / f"{words.pop(0)}.py"
    if not module.is_file():
        return False
    body = parsed(module).body
    for word in words:
        named = {found: node for node in body for found in _names(node)}
        if word not in named:
            return False
        body = getattr(named[word], "body", [])
    return True


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return [node.name]
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return [target.id for target in targets if isinstance(target, ast.Name)]
    return []


def test_names_of_ours_in_docstrings_and_pages_exist() -> None:
    lost = {
        f"{path.relative_to(ROOT)}: {name}"
        for path, text in docstrings()
        for name in _OURS.findall(text)
        if not is_there(name)
    }
    assert not lost, "\n".join(sorted(lost))


def test_names_of_ours_in_drawings_exist() -> None:
    assert [name for block in blocks("text") for name in _OURS_DRAWN.findall(block.text) if not is_there(name)] == []


def test_files_of_ours_in_docstrings_and_pages_exist() -> None:
    lost = {
        f"{path.relative_to(ROOT)}: {name}"
        for path, text in docstrings()
        for name in _OUR_FILE.findall(text)
        if not any(list(base.glob(name)) for base in (ROOT, path.parent, ROOT / "reports"))
    }
    assert not lost, "\n".join(sorted(lost))


def test_a_name_that_is_not_there_is_found() -> None:
    assert is_there("pipeline.staging")
    assert is_there("contracts.home.Home.ledger")
    assert is_there("storage.url")
    assert not is_there("pipeline.stages")
    assert not is_there("pipeline.staging.stage_all")


def test_every_change_named_as_equal_still_stands_in_its_file() -> None:
    """Else `make mutants` does not begin."""
    assert known_equal()

"""`make mutants`: can the tests fail? Small changes to a room's modules, drawn by a seed, and what tests say to them.

Cosmic Ray makes the changes. Each is put into a copy of the checkout, in which those tests run that call the function:
the tests of the module first, then the others. A survivor is read: a test kills it, or the code that it shows to be
needless goes, or it changes nothing and stands in `tests/equal_mutants.toml` with the reason. No tests stand here."""

import argparse
import ast
import hashlib
import importlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType
from typing import NamedTuple, NoReturn

import parso
import pytest
from cosmic_ray.ast import ast_nodes
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator
from parso.tree import NodeOrLeaf

FOR_THE_FORKS = (
    "duckdb",
    "hypothesis.strategies",
    "lxml.etree",
    "polars",
    "pydantic",
    "python_calamine",
    "scipy.stats",
)
"""What tests import of others and is imported once. Nothing of ours: it is what changes."""
ROOT = Path(__file__).parent.parent
EQUAL = Path(__file__).parent / "equal_mutants.toml"
CALLED = ROOT / "build" / "mutants.json"


ROOMS = ("transforms", "ingest", "contracts")
TESTS = (
    "tests/spec",
    *(f"tests/unit/{room}" for room in ROOMS),
    "tests/unit/test_*.py",
    "tests/golden/test_readings.py",
    "tests/property/test_one_grammar.py",
)
"""The quick ones, for one change after the other; the other property tests and those of a run only let less pass."""


class DropCondition(Operator):  # type: ignore[misc]
    """One of several conditions falls away: `a and b`, `a or b`, `a & b`, `a | b`, and `if` in a comprehension."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        if node.type in {"and_test", "or_test", "and_expr", "expr"}:
            for operand in node.children[::2]:
                yield operand.start_pos, operand.end_pos
        elif node.type == "comp_if":
            yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf | None:
        if node.type == "comp_if":
            return None
        prefix = node.get_first_leaf().prefix
        del node.children[max(2 * index - 1, 0) : max(2 * index - 1, 0) + 2]
        node.get_first_leaf().prefix = prefix
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


class TurnMembership(Operator):  # type: ignore[misc]
    """`in` is turned into `not in`, and back."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        if node.type == "comparison" and node.children[1].get_code().split() in (["in"], ["not", "in"]):
            yield node.children[1].start_pos, node.children[1].end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        turned = " in" if node.children[1].get_code().split() == ["not", "in"] else " not in"
        node.children[1] = parso.parse(turned)
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


COMPARISONS = (
    *("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is"),
    *("Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt"),
)
CALCULATIONS = ("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "Mod_Mul", "BitAnd_BitOr", "BitOr_BitAnd")
OPERATORS: tuple[Operator, ...] = (
    *(get_operator(f"core/ReplaceComparisonOperator_{turn}")() for turn in COMPARISONS),
    *(get_operator(f"core/ReplaceBinaryOperator_{turn}")() for turn in CALCULATIONS),
    *(get_operator(f"core/ReplaceUnaryOperator_{turn}")() for turn in ("Delete_Not", "Delete_Invert", "USub_UAdd")),
    *(get_operator(f"core/Replace{turn}")() for turn in ("TrueWithFalse", "FalseWithTrue", "AndWithOr", "OrWithAnd")),
    *(get_operator(f"core/Replace{turn}")() for turn in ("BreakWithContinue", "ContinueWithBreak")),
    *(get_operator(f"core/{name}")() for name in ("AddNot", "NumberReplacer", "ExceptionReplacer")),
    get_operator("core/ZeroIterationForLoop")(),
    DropCondition(),
    TurnMembership(),
)


class Mutant(NamedTuple):
    """One change: where it stands, the lines before and after it, and the whole changed source."""

    file: str
    function: str
    line: int
    lines: range
    """Of the outermost function around it; of the whole module where there is none."""
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        lines = [f"- {line}" for line in self.before.splitlines()] + [f"+ {line}" for line in self.after.splitlines()]
        return "\n    ".join((f"{self.file}:{self.line} {self.function}", *lines))


class Place(NamedTuple):
    """Where a file can be changed, and in which ways: the operator, and the how-many-eth of its changes it is."""

    file: str
    changes: tuple[tuple[Operator, int], ...]


def places(room: str, copy: Path) -> list[Place]:
    """Every place of a room's modules that one of the operators changes, except annotations, `frozen` and `strict`."""
    found: list[Place] = []
    for path in sorted((copy / room).rglob("*.py")):
        at: dict[tuple[int, int], list[tuple[Operator, int]]] = {}
        count: Counter[int] = Counter()
        for node in ast_nodes(parso.parse(path.read_text(encoding="utf-8"))):
            for operator in OPERATORS:
                for start, _ in operator.mutation_positions(node):
                    if not _says_nothing_of_the_data(node):
                        at.setdefault(start, []).append((operator, count[id(operator)]))
                    count[id(operator)] += 1
        found += [Place(path.relative_to(copy).as_posix(), tuple(changes)) for _, changes in sorted(at.items())]
    return found


def _says_nothing_of_the_data(node: NodeOrLeaf) -> bool:
    while (above := node.parent) is not None:
        if above.type == "annassign" and node is above.children[1]:
            return True
        if above.type == "tfpdef" or (above.type == "funcdef" and node is above.annotation):
            return True
        if above.type == "argument" and above.children[0].get_code().strip() in {"frozen", "strict"}:
            return True
        node = above
    return False


def mutant(place: Place, copy: Path, draw: random.Random) -> Mutant:
    """One of the changes of a place."""
    operator, occurrence = draw.choice(place.changes)
    old = (copy / place.file).read_text(encoding="utf-8")
    new = str(mutate_code(old, operator, occurrence))
    before, after = old.splitlines(), new.splitlines()
    first = next(k for k, (left, right) in enumerate(zip(before, after, strict=False)) if left != right)
    last = next(k for k, (left, right) in enumerate(zip(before[::-1], after[::-1], strict=False)) if left != right)
    was, now = (lines[first : max(len(lines) - last, first)] for lines in (before, after))
    texts = ("\n".join(map(str.strip, part)) for part in (was, now))
    around = _around(old, first + 1)
    function = next((node for node in around if isinstance(node, ast.FunctionDef)), None)
    lines = range(len(before) + 1)
    if function is not None:
        start = min(node.lineno for node in (function, *function.decorator_list))
        lines = range(start, (function.end_lineno or start) + 1)
    return Mutant(place.file, ".".join(node.name for node in around), first + 1, lines, *texts, new)


def _around(source: str, line: int) -> list[ast.FunctionDef | ast.ClassDef]:
    """The classes and functions around a line, the outermost first."""
    return sorted(
        (
            node
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.lineno <= line <= (node.end_lineno or line)
        ),
        key=lambda node: node.lineno,
    )


class Known(NamedTuple):
    """A change that changes nothing, by file, function and lines."""

    file: str
    function: str
    before: str
    after: str


def _known(file: str, function: str, before: str, after: str) -> Known:
    return Known(file, function, " ".join(before.split()), " ".join(after.split()))


def known_equal() -> set[Known]:
    """What `equal_mutants.toml` lists. Raises SystemExit where an entry's line stands in its file no more."""
    entries = tomllib.loads(EQUAL.read_text(encoding="utf-8")).get("equal", [])
    for entry in entries:
        source = " ".join((ROOT / entry["file"]).read_text(encoding="utf-8").split())
        if " ".join(entry["before"].split()) not in source:
            raise SystemExit(f"{EQUAL.name}: {entry['before']!r} stands in {entry['file']} no more: take the entry out")
    return {_known(entry["file"], entry["function"], entry["before"], entry["after"]) for entry in entries}


class TestFile(NamedTuple):
    """A file of tests: how long it takes, and the places (file, first line) of all functions of ours that it calls."""

    name: str
    seconds: float
    called: frozenset[tuple[str, int]]


def test_files(copy: Path) -> list[TestFile]:
    """Every file of `TESTS`, run once by itself, the quickest first; what is known of one that has not changed, nor the
    rooms, is kept in `CALLED`. Raises SystemExit where one does not pass."""
    tests = (path for pattern in TESTS for path in copy.glob(pattern))
    paths = {path for test in tests for path in (test.rglob("test_*.py") if test.is_dir() else [test])}
    shared = {path for room in ROOMS for path in (copy / room).rglob("*.py")} | {
        *(copy / "tests").rglob("*.py")
    } - paths
    state = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(shared)))
    before = json.loads(CALLED.read_text(encoding="utf-8")) if CALLED.exists() else {}
    found: dict[str, tuple[float, list[tuple[str, int]]]] = {}
    for path in sorted(paths):
        of_file = state.copy()
        of_file.update(path.read_bytes())
        name, key, called = path.relative_to(copy).as_posix(), of_file.hexdigest(), copy / "called.json"
        began = time.monotonic()
        if f"{name} {key}" not in before:
            if (end := run_tests(copy, [name], 1200, called)) != "passed":
                raise SystemExit(f"{name}: {end} before anything was changed")
            before[f"{name} {key}"] = time.monotonic() - began, json.loads(called.read_text(encoding="utf-8"))
            CALLED.parent.mkdir(exist_ok=True)
            CALLED.write_text(json.dumps(before), encoding="utf-8")
        found[name] = before[f"{name} {key}"]
    files = [TestFile(name, seconds, frozenset(map(tuple, called))) for name, (seconds, called) in found.items()]
    return sorted(files, key=lambda file: file.seconds)


def tests_of(made: Mutant, files: Sequence[TestFile]) -> tuple[list[TestFile], list[TestFile]]:
    """The tests that bear the module's name (the quickest, where none does), and the others that call it."""
    calling = [file for file in files if any(name == made.file and line in made.lines for name, line in file.called)]
    module = re.compile(rf"test_{made.file.split('/')[0]}_{Path(made.file).stem}(_\w+)?")
    named = [file for file in calling if module.fullmatch(Path(file.name).stem)] or calling[:1]
    return named, [file for file in calling if file not in named]


def run_tests(copy: Path, tests: Sequence[str], seconds: float, called: Path | None = None) -> str:
    """What the tests say of the copy: "passed", "failed", "broken" (it cannot be imported) or "endless".

    They run in a fork of this process, which has the libraries imported already, and nothing of ours. What of ours they
    call is written to `called`."""
    said = copy / "said"
    pid = os.fork()
    if pid == 0:
        os.setsid()
        _run_tests_here(copy, tests, said, called)
    ends = time.monotonic() + seconds
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        if time.monotonic() > ends:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return "endless"
        time.sleep(0.02)
    text = said.read_text(encoding="utf-8", errors="replace")
    if re.search(r"^ERROR tests/|^ImportError while loading conftest", text, re.MULTILINE):
        return "broken"
    return "passed" if re.search(r"^\d+ passed|^no tests ran|^\d+ deselected", text, re.MULTILINE) else "failed"


def _run_tests_here(copy: Path, tests: Sequence[str], said: Path, called: Path | None) -> NoReturn:
    """The forked process: everything of ours comes from the copy, in this process and in those it starts."""
    out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.chdir(copy)
    sys.path[:] = [str(copy), *(entry for entry in sys.path if entry not in {"", str(ROOT)})]
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]
    os.environ |= {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    sys.dont_write_bytecode = True
    codes: set[CodeType] = set()
    if called:
        sys.settrace(lambda frame, event, argument: codes.add(frame.f_code))
    options = ["-q", "-x", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    code = pytest.main([*options, "-m", "not server and not waiting", *tests])
    sys.settrace(None)
    if called:
        ours = [(Path(each.co_filename), each.co_firstlineno) for each in codes]
        known = [(path.relative_to(copy).as_posix(), line) for path, line in ours if path.is_relative_to(copy)]
        called.write_text(json.dumps(sorted(set(known))), encoding="utf-8")
    sys.stdout.flush()
    os._exit(int(code))


def copy_of_checkout(folder: Path) -> Path:
    """What git knows or would add, so that the working tree is never touched."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def try_room(room: str, asked: argparse.Namespace, copy: Path, files: Sequence[TestFile]) -> list[Mutant]:
    """Prints what became of each mutant of a room; the survivors."""
    equal = known_equal()
    draw = random.Random(f"{room} {asked.seed}")
    every_place = places(room, copy)
    survivors: list[Mutant] = []
    counts: Counter[str] = Counter()
    for number, place in enumerate(draw.sample(every_place, min(asked.sample, len(every_place))), start=1):
        made = mutant(place, copy, draw)
        if _known(made.file, made.function, made.before, made.after) in equal:
            end = "equal"
        else:
            unchanged = (copy / made.file).read_text(encoding="utf-8")
            (copy / made.file).write_text(made.source, encoding="utf-8")
            end = "passed"
            for tests in tests_of(made, files):
                if end == "passed" and tests:
                    seconds = 60 + 5 * sum(file.seconds for file in tests)
                    end = run_tests(copy, [file.name for file in tests], seconds)
            (copy / made.file).write_text(unchanged, encoding="utf-8")
        counts[end] += 1
        print(f"{room} {number}: {end}  {made if end == 'passed' else f'{made.file}:{made.line}'}", flush=True)
        survivors += [made] if end == "passed" else []
    killed = counts["failed"] + counts["endless"]
    print(
        f"{room}: {killed} of {killed + len(survivors)} killed ({killed / max(killed + len(survivors), 1):.1%}); beside"
        f" them {counts['equal']} known to be equal, {counts['broken']} that cannot be imported; seed {asked.seed},"
        f" {len(every_place)} places"
    )
    return survivors


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=100, help="mutants of each room")
    parser.add_argument("rooms", nargs="*", default=list(ROOMS), help=f"of {', '.join(ROOMS)}")
    asked = parser.parse_args()
    for library in FOR_THE_FORKS:
        importlib.import_module(library)
    known_equal()
    with tempfile.TemporaryDirectory(prefix="skm-mutants-") as folder:
        copy = copy_of_checkout(Path(folder))
        files = test_files(copy)
        survivors = [made for room in asked.rooms for made in try_room(room, asked, copy, files)]
    print("\n\n".join(("", f"{len(survivors)} survived:", *map(str, survivors))))


if __name__ == "__main__":
    main()

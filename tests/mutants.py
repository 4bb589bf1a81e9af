"""`make mutants`: can the tests fail? Small changes to a room's modules, drawn by a seed, and what tests say of them.

Cosmic Ray makes the changes. Each is put into a copy of the checkout, in which those tests run that call the function:
the tests of the module first, then the others. A survivor is read: a test kills it, or the code that it shows to be
needless goes, or it changes nothing and stands in `tests/equal_mutants.toml` with the reason. No tests stand here."""

import argparse
import ast
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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple, NoReturn

import hypothesis
import parso
import pytest
from cosmic_ray.ast import ast_nodes
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator
from parso.tree import NodeOrLeaf

FOR_THE_FORKS = (
    "duckdb",
    "lxml.etree",
    "polars",
    "pydantic",
    "python_calamine",
    "scipy.stats",
)
"""What tests import of others and is imported once. Nothing of ours: it is what changes."""
ROOT = Path(__file__).parent.parent
EQUAL = Path(__file__).parent / "equal_mutants.toml"


ROOMS = {
    "transforms": ("tests/unit/transforms", "tests/spec"),
    "ingest": (
        "tests/unit/ingest",
        "tests/unit/test_bounded_conversions.py",
        "tests/golden/test_readings.py",
        "tests/property/test_one_grammar.py",
    ),
    "contracts": (
        "tests/unit/contracts",
        "tests/unit/test_contracts_atomic_file.py",
        "tests/unit/ingest",
        "tests/unit/transforms",
        "tests/spec",
        "tests/property/test_one_grammar.py",
        "tests/unit/warehouse/test_warehouse_dictionary.py",
    ),
}
"""The quick tests of a room, of which those run that call what was changed."""
LAST = {
    "transforms": (
        "tests/property/test_figures_against_oracle.py::test_every_table_is_the_oracles",
        "tests/property/test_publishable_groups.py",
        "tests/property/test_public_combinations.py",
    ),
    "ingest": ("tests/property/test_structural_exports.py::test_most_exports_are_read_without_a_question",),
    "contracts": (),
}
"""What is asked only about a change that those let pass. All other tests (a run's, the warehouse's, other properties)
would only let less pass."""


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
    remembered: bool
    """The function's results are remembered (`lru_cache`), or it is none: who calls it first does not tell."""
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
    """Every place of a room's modules that one of the operators changes, except what says nothing of the data."""
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
    """An annotation or a type, a guard against ourselves (`frozen`, `strict`), how much is remembered (`maxsize`)."""
    if node.type == "except_clause" and "." in node.get_code():
        return True  # Cosmic Ray cannot replace `etree.ParserError`
    while (above := node.parent) is not None:
        if above.type == "parameters":  # a star between parameters is no product
            return node.type == "operator"
        if above.type == "annassign" and (node is above.children[1] or "TypeAlias" in above.children[1].get_code()):
            return True
        if above.type == "tfpdef" or (above.type == "funcdef" and node is above.annotation):
            return True
        if above.type == "argument" and above.children[0].get_code().strip() in {"frozen", "strict", "maxsize"}:
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
    lines, remembered = range(len(before) + 1), function is None
    if function is not None:
        remembered = any("cache" in ast.unparse(one) for one in function.decorator_list)
        start = min(node.lineno for node in (function, *function.decorator_list))
        lines = range(start, (function.end_lineno or start) + 1)
    return Mutant(place.file, ".".join(node.name for node in around), first + 1, lines, remembered, *texts, new)


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


class Calls:
    """What the files of tests call of ours, noted while all tests run once: a plugin of pytest.

    What stands in fixtures of a session, or is remembered after the first call, counts as called by every file."""

    def __init__(self) -> None:
        self._of: dict[str, set[CodeType]] = {}
        self._every: set[CodeType] = set()
        self._codes = self._every

    def trace(self, frame: FrameType, event: str, argument: object) -> None:
        """For `sys.settrace`: once a call."""
        self._codes.add(frame.f_code)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._codes = self._of.setdefault(nodeid.partition("::")[0], set())

    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> None:
        if fixturedef.scope in ("session", "package"):
            self._codes = self._every

    def pytest_runtest_call(self, item: pytest.Item) -> None:
        self.pytest_runtest_logstart(item.nodeid)

    def by_file(self, copy: Path) -> dict[str, list[tuple[str, int]]]:
        """File of tests → places (file, first line) of all functions that it calls."""
        return {name: sorted(_places_of(codes | self._every, copy)) for name, codes in self._of.items()}


def _places_of(codes: Iterable[CodeType], copy: Path) -> set[tuple[str, int]]:
    return {
        (Path(code.co_filename).relative_to(copy).as_posix(), code.co_firstlineno)
        for code in codes
        if code.co_filename.startswith(f"{copy}/")
    }


CalledBy = Mapping[str, Sequence[Sequence[str | int]]]


def called_by(room: str, copy: Path) -> CalledBy:
    """File of tests → places of all functions that it calls. Raises SystemExit where a test fails."""
    called = copy / "called.json"
    if (end := run_tests(copy, ROOMS[room], 1800, called)) != "passed":
        raise SystemExit(
            f"{room}: {end} before anything was changed\n{(copy / 'said').read_text(encoding='utf-8')[-2000:]}"
        )
    found: CalledBy = json.loads(called.read_text(encoding="utf-8"))
    return found


def tests_of(made: Mutant, files: CalledBy) -> tuple[Sequence[str], ...]:
    """One after the other: tests that bear the module's name (those that call least, where none does), the others that
    call it, the last."""
    by_size = sorted(files, key=lambda name: len(files[name]))
    calling = [
        name
        for name in by_size
        if made.remembered or any(file == made.file and line in made.lines for file, line in files[name])
    ]
    module = re.compile(rf"test_{made.file.split('/')[0]}_{Path(made.file).stem}(_\w+)?")
    named = [name for name in calling if module.fullmatch(Path(name).stem)] or calling[:1]
    return named, [name for name in calling if name not in named], LAST[made.file.split("/")[0]]


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
    calls = Calls()
    if called:
        sys.settrace(calls.trace)
    options = ["-q", "-x", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    options += ["-m", "not together"]
    code = pytest.main([*options, *tests], plugins=[calls] if called else [])
    sys.settrace(None)
    if called:
        called.write_text(json.dumps(calls.by_file(copy)), encoding="utf-8")
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


_ENDLESS = 300
"""Seconds: longer than all tests of a room take on a busy machine."""


def try_room(room: str, asked: argparse.Namespace, copy: Path) -> list[Mutant]:
    """Prints what became of each mutant of a room; the survivors."""
    files = called_by(room, copy)
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
                    end = run_tests(copy, tests, _ENDLESS)
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
    hypothesis.settings.register_profile("mutants", deadline=None, derandomize=True, database=None)
    hypothesis.settings.load_profile("mutants")
    for library in FOR_THE_FORKS:
        importlib.import_module(library)
    known_equal()
    with tempfile.TemporaryDirectory(prefix="skm-mutants-") as folder:
        copy = copy_of_checkout(Path(folder))
        survivors = [made for room in asked.rooms for made in try_room(room, asked, copy)]
    print("\n\n".join(("", f"{len(survivors)} survived:", *map(str, survivors))))


if __name__ == "__main__":
    main()

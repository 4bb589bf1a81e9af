"""No regular expression of ours takes longer than its text is long: none backtracks, whatever is written in a cell.

Every pattern that our modules compile is tried with hostile texts made from the pattern itself: what a repetition
repeats, many times, behind what leads to it and before what must not follow. Growth is compared, never seconds.
"""

import ast
import importlib
import re
import time
from collections.abc import Iterable, Iterator
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from ingest.text import quoted_field
from tests.test_architecture import ROOT, modules

SHORT, LONG = 500, 4_000
MEASURABLE = 0.003
"""Seconds of the processor below which nothing is compared."""
MOST_GROWTH = 3 * LONG / SHORT
"""A text eight times as long may take 24 times as long; of a quadratic expression it takes 64 times."""
REPEATS = tuple(getattr(kinds, name) for name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"))
TRIED = " 1a.-/\"'(<_"


class Used(NamedTuple):
    """A pattern, and whether it is only ever tried at the beginning of a text."""

    pattern: re.Pattern[Any]
    anchored: bool = False


def constants_of(module: str, source: str) -> Iterator[Used]:
    """Patterns in a module's constants, alone or in tuples and mappings."""
    for name, constant in vars(importlib.import_module(module)).items():
        waiting: list[object] = [constant]
        while waiting:
            value = waiting.pop()
            if isinstance(value, re.Pattern):
                ways = set(re.findall(rf"\b{name}\.(\w+)\(", source))
                yield Used(value, anchored=bool(ways) and ways <= {"fullmatch", "match"})
            elif isinstance(value, tuple | list | set | frozenset):
                waiting += value
            elif isinstance(value, dict):
                waiting += value.values()


def literals_of(source: str) -> Iterator[Used]:
    """Patterns that functions give to `re` as they are."""
    for node in ast.walk(ast.parse(source)) if "import re\n" in source else ():
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr not in ("compile", "escape")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield Used(re.compile(node.args[0].value), anchored=node.func.attr in ("fullmatch", "match"))


def our_patterns() -> list[tuple[str, Used]]:
    """By the module that has it first."""
    found: dict[tuple[str | bytes, bool], tuple[str, Used]] = {}
    for path in modules():
        if path.is_relative_to(ROOT / "expectations"):  # reads Great Expectations' own queries, no text of a sender
            continue
        name, source = ".".join(path.relative_to(ROOT).with_suffix("").parts), path.read_text(encoding="utf-8")
        for used in (*constants_of(name.removesuffix(".__init__"), source), *literals_of(source)):
            found.setdefault((used.pattern.pattern, used.anchored), (name, used))
    for separators in (";", ",;\t|"):
        pattern = quoted_field(separators)
        found[pattern.pattern, False] = ("ingest.text", Used(pattern))
    return list(found.values())


def sample(tokens: Iterable[tuple[Any, Any]]) -> str:
    """A text that a parsed expression matches, each repetition once."""
    text = ""
    for kind, value in tokens:
        if kind is kinds.LITERAL:
            text += chr(value)
        elif kind in (kinds.NOT_LITERAL, kinds.ANY):
            text += "x"
        elif kind is kinds.IN:
            text += next((letter for letter in letters_of(value)), "")
        elif kind is kinds.BRANCH:
            text += sample(value[1][0])
        elif kind is kinds.SUBPATTERN:
            text += sample(value[3])
        elif kind is kinds.ATOMIC_GROUP:
            text += sample(value)
        elif kind in REPEATS:
            text += sample(value[2])
    return text


def letters_of(items: list[tuple[Any, Any]]) -> list[str]:
    """Letters that a class allows."""
    negated = any(kind is kinds.NEGATE for kind, _ in items)
    return [letter for letter in (*TRIED, *map(chr, range(33, 127)), "–", "é") if allows(items, letter) != negated]


def allows(items: list[tuple[Any, Any]], letter: str) -> bool:
    is_word, is_digit, is_space = letter.isalnum() or letter == "_", letter.isdecimal(), letter.isspace()
    categories = {
        kinds.CATEGORY_DIGIT: is_digit,
        kinds.CATEGORY_NOT_DIGIT: not is_digit,
        kinds.CATEGORY_SPACE: is_space,
        kinds.CATEGORY_NOT_SPACE: not is_space,
        kinds.CATEGORY_WORD: is_word,
        kinds.CATEGORY_NOT_WORD: not is_word,
    }
    return any(
        (kind is kinds.LITERAL and ord(letter) == value)
        or (kind is kinds.RANGE and value[0] <= ord(letter) <= value[1])
        or (kind is kinds.CATEGORY and categories[value])
        for kind, value in items
    )


def repeated(tokens: Iterable[tuple[Any, Any]], before: str = "") -> Iterator[tuple[str, str]]:
    """What leads to each repetition, and what it repeats."""
    for kind, value in tokens:
        if kind in REPEATS:
            inner = list(value[2])
            units = letters_of(inner[0][1])[:3] if len(inner) == 1 and inner[0][0] is kinds.IN else [sample(inner)]
            yield from ((before, unit) for unit in units if unit)
            yield from repeated(inner, before)
        elif kind is kinds.BRANCH:
            for branch in value[1]:
                yield from repeated(branch, before)
        elif kind is kinds.SUBPATTERN:
            yield from repeated(value[3], before)
        before += sample([(kind, value)])


def hostile(pattern: re.Pattern[Any]) -> set[tuple[str, str]]:
    """Beginnings of texts, and what stands behind them again and again."""
    found = set(repeated(parser.parse(pattern.pattern, pattern.flags)))
    return {*found, *(("", before + unit) for before, unit in found), *(("", letter) for letter in TRIED)}


def seconds(used: Used, text: str | bytes) -> float:
    """Of the processor."""
    started = time.process_time()
    if used.anchored:
        used.pattern.match(text)
    else:
        for _ in used.pattern.finditer(text):
            pass
    used.pattern.fullmatch(text)
    return time.process_time() - started


def growth(used: Used, before: str, unit: str, after: str) -> float:
    """How many times as long the long text takes; 0 where it takes no time worth comparing."""

    def text(length: int) -> str | bytes:
        whole = before + unit * (length // len(unit)) + after
        return whole.encode("utf-8") if isinstance(used.pattern.pattern, bytes) else whole

    if (first := seconds(used, text(LONG))) < MEASURABLE:
        return 0.0
    short = max(min(seconds(used, text(SHORT)) for _ in range(3)), 1e-6)
    if first < MOST_GROWTH * short:
        return first / short
    # Others use the machine too: the least of a few is what the expression itself takes.
    long = min(first, *(seconds(used, text(LONG)) for _ in range(3)))
    return 0.0 if long < MEASURABLE else long / short


def test_no_expression_backtracks() -> None:
    """All in one: finding them imports all of ours, which is no business of whoever collects the tests."""
    patterns = our_patterns()
    assert len(patterns) > 60
    for name, used in patterns:
        for before, unit in sorted(hostile(used.pattern)):
            for after in ("", "\x00"):
                slower = growth(used, before, unit, after)
                assert slower < MOST_GROWTH, (name, used.pattern.pattern, before, unit, after)


def test_one_that_backtracks_is_seen() -> None:
    quadratic = Used(re.compile(r"\s*=\s*;|jan\s*,?\s*-"))
    assert any(growth(quadratic, before, unit, "!") >= MOST_GROWTH for before, unit in hostile(quadratic.pattern))

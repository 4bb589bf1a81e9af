"""Writes docs/method.md from the specification tests: `python -m tests.spec.render`.

A file `test_<number>_<name>.py` is a chapter, a class in it a section, a test a paragraph. Titles are the
first lines of the docstrings of files and classes, and the names of tests; everything else in a docstring
is text. A string of lines with `|` assigned to a name is a table, and the name its caption. What a test
does with them is not shown: it passes, that is all a reader must know.
"""

import ast
import re
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

from contracts.tables import WAREHOUSE_TABLES_BY_NAME

SPECIFICATION = Path(__file__).parent
DOCUMENT = SPECIFICATION.parent.parent / "docs" / "method.md"
CHAPTER = re.compile(r"test_(?P<number>\d+)_\w+\.py")
PREFACE = """\
# The method

How answers become figures, after Permen PANRB 14/2017, paragraph by paragraph with small examples. The
field's own words stay Indonesian (unsur, mutu, kecamatan). Every paragraph is a test that passes: the code
computes the later tables of it from the first. This document is made from those tests (`make docs`), so it
cannot say anything the pipeline does not do.

In the examples `answers` are the nine answers of one person, U1 to U9, `times` says how many people
answered so, and `when` is a date, or the period a file without dates names (2024 where nothing stands)."""


def method_document(folder: Path = SPECIFICATION) -> str:
    """The document, as Markdown."""
    chapters = sorted(
        (int(match["number"]), path) for path in folder.iterdir() if (match := CHAPTER.fullmatch(path.name))
    )
    blocks = [PREFACE]
    for number, path in chapters:
        blocks += _chapter(number, ast.parse(path.read_text(encoding="utf-8")))
    return "\n\n".join(blocks) + "\n"


def _chapter(number: int, module: ast.Module) -> Iterator[str]:
    title, text = _title_and_text(module)
    yield f"## {number} {title}"
    yield from text
    sections = 0
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            sections += 1
            title, text = _title_and_text(node)
            yield f"### {number}.{sections} {title}"
            yield from text
            for statement in node.body:
                yield from _paragraph(statement)
        else:
            yield from _paragraph(node)


def _paragraph(node: ast.stmt) -> Iterator[str]:
    if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
        return
    title = node.name.removeprefix("test_").replace("_", " ").capitalize()
    yield f"**{title}.** {ast.get_docstring(node) or ''}".rstrip()
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))) if "|" in text:
                yield _table(name, text)


def _title_and_text(node: ast.Module | ast.ClassDef) -> tuple[str, list[str]]:
    title, _, text = (ast.get_docstring(node) or "").partition("\n")
    return title.rstrip("."), [text.strip("\n")] if text.strip() else []


def _table(name: str, text: str) -> str:
    header, *lines = ([cell.strip() for cell in line.split("|")] for line in cleandoc(text).splitlines())
    caption = f"`{name}`" if name in WAREHOUSE_TABLES_BY_NAME else name.replace("_", " ").capitalize()
    marked = [header, ["---"] * len(header), *lines]
    return "\n".join([f"{caption}:", "", *(f"| {' | '.join(cells)} |" for cells in marked)])


if __name__ == "__main__":
    DOCUMENT.write_text(method_document(), encoding="utf-8")

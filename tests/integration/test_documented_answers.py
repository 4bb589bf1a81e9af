"""What README and docs/ say is printed, and what their queries answer, on the samples as they were consolidated."""

import re

import pytest

from contracts.home import Home
from tests.pages import PAGES, Block, blocks, parts
from tests.unit.cli.conftest import Skm

EMPTY_IN_THE_SAMPLES = {
    "7. Peringkat yang pasti bergeser",
    "13. Edisi dibandingkan dengan edisi sebelumnya",
}
"""Questions that the samples answer with no row: no rank moved for sure, nothing is closed."""


def test_the_readme_prints_the_ranking_as_it_is_printed(skm: Skm, samples_home: Home) -> None:
    (sample,) = [part for part in parts(PAGES[0]) if isinstance(part, Block) and "Peringkat IKM" in part.text]
    printed = [" ".join(line.split()) for line in skm("rank", "--home", samples_home.root).out.splitlines()]
    shown = [" ".join(line.split()) for line in sample.text.splitlines() if line != "…"]
    assert len(shown) == 7
    assert [line for line in printed if line in shown] == shown


def test_the_readme_explains_what_is_explained(skm: Skm, samples_home: Home) -> None:
    (row,) = [line for line in PAGES[0].read_text(encoding="utf-8").splitlines() if line.startswith("| `skm explain")]
    said = skm("explain", "35.16.01", "2024", "--home", samples_home.root).out
    figures = re.findall(r"\d+,\d+", row)
    assert len(figures) == 2
    assert all(f": {figure}, mutu" in said for figure in figures)


@pytest.mark.parametrize("block", blocks("sql"), ids=lambda block: f"{block.page}: {block.heading}")
def test_sql_of_the_pages_is_answered(block: Block, skm: Skm, samples_home: Home, databases_opened_alone: None) -> None:
    said = skm("query", block.text, "--home", samples_home.root)
    assert said.code == 0, said.err
    answered = "Tidak ada baris." not in said.out
    assert answered or block.heading in EMPTY_IN_THE_SAMPLES
    if block.heading == "For analysts":
        assert "Kecamatan Jatirejo" in said.out.splitlines()[2]


def test_the_analysts_fifteen_questions_are_fifteen() -> None:
    asked = [block.heading for block in blocks("sql") if block.page == "analysts.md"]
    assert [heading.partition(".")[0] for heading in asked] == [str(number) for number in range(1, 16)]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, ("status",)),
        (1, ("rank", "1999")),
        (1, ("report", "--period", "2024", "--unit", "Jatirejo")),
        (2, ("rank", "2024", "2025")),
        (2, ("query", "DROP TABLE unit")),
        (3, ("status", "--strict")),
    ],
)
def test_exit_codes_are_those_of_the_readme(code: int, words: tuple[str, ...], skm: Skm, samples_home: Home) -> None:
    text = PAGES[0].read_text(encoding="utf-8")
    said = re.search(r"Exit codes: (.*?)\.\n", text, re.DOTALL)
    assert said is not None
    assert re.findall(r"(?:^|; )(\d+) ", " ".join(said.group(1).split())) == ["0", "1", "2", "3", "130"]
    assert skm(*words, "--home", samples_home.root).code == code


def test_an_interrupted_command_ends_as_the_readme_says(
    skm: Skm, samples_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cli.status.show_status", interrupted)
    assert skm("status", "--home", samples_home.root).code == 130

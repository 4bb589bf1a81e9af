"""What decides a result makes it again when it changes; a comment or a docstring makes nothing again."""

import shutil
import sys

import pytest

from pipeline import sources, versions
from pipeline.sources import ROOT, fingerprint, sources_of

RESULTS = {
    "staged rows": versions.STAGED_ROWS,
    "figures": versions.FIGURES,
    "documents": versions.DOCUMENTS,
    "site": versions.SITE,
}
DOCUMENTS_AND_SITE = {"documents", "site"}
EVERYTHING = set(RESULTS)
AT_ITS_END = None


@pytest.fixture(scope="module")
def copied_rooms(tmp_path_factory):
    root = tmp_path_factory.mktemp("rooms")
    rooms = {name.partition(".")[0] for made_by in RESULTS.values() for name in sources_of(made_by).modules}
    for room in {*rooms, "storage", "flows", "operations"}:
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    return root


@pytest.fixture(scope="module")
def before(copied_rooms):
    return {result: fingerprint(made_by, copied_rooms) for result, made_by in RESULTS.items()}


@pytest.fixture
def made_again(copied_rooms, before):
    """Changes one text of one source, and says which results are made again for it."""
    changed = {}

    def made_again(name, old, new):
        path = copied_rooms / name
        changed[path] = text = path.read_text(encoding="utf-8")
        assert old is AT_ITS_END or old in text, f"{name} no longer has {old!r}"
        path.write_text(text + new if old is AT_ITS_END else text.replace(old, new, 1), encoding="utf-8")
        return {result for result, made_by in RESULTS.items() if fingerprint(made_by, copied_rooms) != before[result]}

    yield made_again
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "results"),
    [
        # how a file is read, and which rows are staged
        ("ingest/values.py", "_LONG_TEXT: Final = 40", "_LONG_TEXT: Final = 41", {"staged rows", "figures"}),
        ("transforms/responses/answers.py", AT_ITS_END, "ADDED = 1\n", {"staged rows", "figures"}),
        ("pipeline/staging.py", 'compression="lz4"', 'compression="zstd"', {"staged rows", "figures"}),
        # whose a file is, what is judged, computed and audited
        ("ingest/resolve.py", AT_ITS_END, "ADDED = 1\n", {"figures"}),
        ("pipeline/judging.py", 'how="anti"', 'how="semi"', {"figures"}),
        ("pipeline/official_figures.py", "start=1", "start=2", {"figures"}),
        (
            "transforms/figures/index.py",
            AT_ITS_END,
            "ADDED = 1\n",
            {"figures", "site"},
        ),  # what is public follows from it
        ("transforms/figures/all_figures.py", AT_ITS_END, "ADDED = 1\n", {"figures"}),
        ("expectations/warehouse.py", AT_ITS_END, "ADDED = 1\n", {"figures"}),
        ("warehouse/build.py", AT_ITS_END, "ADDED = 1\n", {"figures"}),
        # how documents look
        ("reports/templates/word/styles.xml", "w:styles", "w:style", DOCUMENTS_AND_SITE),
        ("reports/templates/report.typ", "#", "//\n#", DOCUMENTS_AND_SITE),
        ("reports/wording/unit_sentences.py", AT_ITS_END, "ADDED = 1\n", DOCUMENTS_AND_SITE),
        (
            "reports/rendering.py",
            "of_unit.unit_report(unit.public)",
            "of_unit.unit_report(unit.figures)",
            DOCUMENTS_AND_SITE,
        ),
        # what is read of a version, figures of former ones too
        ("warehouse/rows.py", "return rows[0]", "return rows[-1]", {"figures", *DOCUMENTS_AND_SITE}),
        # how pages look
        ("portal/templates/unit.html", "<", "\n<", {"site"}),
        ("portal/web_charts.py", AT_ITS_END, "ADDED = 1\n", {"site"}),
        ("pipeline/documents/site.py", "in self._front:", "in reversed(self._front):", {"site"}),
        # the words of the unsur stand in all of them
        ("contracts/unsur.py", "Persyaratan", "Syarat", EVERYTHING),
    ],
)
def test_what_decides_a_result_makes_it_again(made_again, name, old, new, results):
    assert made_again(name, old, new) == results


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("contracts/unsur.py", '"""', '"""Other words. '),
        ("ingest/values.py", '"""Numbers up to here may be', '"""Beyond this no number may be'),
        ("pipeline/judging.py", "import polars as pl", "import polars as pl  # frames"),
        ("reports/unit/card.py", "\n\n\n", "\n\n\n\n# Why.\n\n"),
        # what nothing is made from: who starts a run, where bytes lie, the portal's own pages
        ("flows/consolidate.py", "retries=2", "retries=3"),
        ("operations/backup.py", AT_ITS_END, "ADDED = 1\n"),
        ("storage/store.py", AT_ITS_END, "ADDED = 1\n"),
        ("pipeline/corrections.py", "LONGEST_STEM = 80", "LONGEST_STEM = 90"),
        ("portal/server/login.py", AT_ITS_END, "ADDED = 1\n"),
        ("portal/templates/server/masuk.html", "<", "\n<"),
    ],
)
def test_what_decides_nothing_makes_nothing_again(made_again, name, old, new):
    assert made_again(name, old, new) == set()


def test_a_module_counts_from_the_moment_that_it_is_imported(copied_rooms, made_again):
    (copied_rooms / "transforms" / "newcomer.py").write_text("LIMIT = 1\n", encoding="utf-8")
    assert made_again("transforms/figures/all_figures.py", AT_ITS_END, "import transforms.newcomer\n") == {"figures"}
    with_it = fingerprint(versions.FIGURES, copied_rooms)
    (copied_rooms / "transforms" / "newcomer.py").write_text("LIMIT = 2\n", encoding="utf-8")
    assert fingerprint(versions.FIGURES, copied_rooms) != with_it


def test_an_import_inside_a_function_counts_and_one_for_type_checkers_does_not():
    documents = sources_of(versions.DOCUMENTS)
    assert "reports.rendering" in documents.modules  # imported where it is used
    assert "typst" in documents.libraries
    assert "pipeline.run" not in sources_of(versions.FIGURES).modules
    assert "prefect" not in set().union(*(sources_of(made_by).libraries for made_by in RESULTS.values()))


def test_every_library_has_a_release():
    for made_by in RESULTS.values():
        assert len(fingerprint(made_by)) == 64


def test_what_another_parser_saw_in_a_source_is_not_believed(tmp_path, monkeypatch):
    """The parsed sources are kept beside the bytecode, from release to release."""
    monkeypatch.setattr(sources, "cache_from_source", lambda _: str(tmp_path / "sources.pyc"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    source = b"import contracts.home\n"
    first = sources._ParsedModules()
    seen = first.module(source)
    first.keep()
    monkeypatch.setattr(sources, "_parsed", lambda _: sources._Module((), "other"))
    assert sources._ParsedModules().module(source) == seen
    another = tmp_path / "another.py"
    another.write_text("# another parser\n", encoding="utf-8")
    monkeypatch.setattr(sources, "__file__", str(another))
    assert sources._ParsedModules().module(source) == sources._Module((), "other")


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"a": 1}', "nul\0"])
def test_a_damaged_memory_of_parsed_sources_is_none(tmp_path, monkeypatch, kept):
    monkeypatch.setattr(sources, "cache_from_source", lambda _: str(tmp_path / "sources.pyc"))
    (tmp_path / "sources.parsed.json").write_text(kept, encoding="utf-8")
    assert sources._ParsedModules().module(b"import contracts.home\n").imports == ("contracts.home",)

"""What is declared of every kind of document, and that names, labels and writing follow from it."""

import pkgutil
from itertools import permutations

import pytest

from reports import rendering
from reports.documents import (
    FORMATS,
    REGENCY,
    REGENCY_DOCUMENTS,
    UNIT_DOCUMENTS,
    DocumentKind,
    kind_of,
    label_of,
    shown_order,
)
from reports.figures.unit_figures import UnitFigures

EVERY = (*UNIT_DOCUMENTS, *REGENCY_DOCUMENTS)
KIND = DocumentKind("surat-skm", ("pdf", "docx"), "tests.unit.reports.test_reports_documents:surat", "Surat")


def surat(source: object) -> dict[str, bytes]:
    return {"docx": b"Word", "pdf": f"{source}".encode(), "txt": b"not declared"}


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.writer)
def test_every_kind_has_a_writer_and_formats_with_a_name(kind: DocumentKind) -> None:
    assert callable(pkgutil.resolve_name(kind.writer))
    assert set(kind.endings) <= FORMATS.keys()


@pytest.mark.parametrize("kinds", [UNIT_DOCUMENTS, REGENCY_DOCUMENTS])
def test_no_two_kinds_share_a_name_or_could_be_taken_for_each_other(kinds: tuple[DocumentKind, ...]) -> None:
    assert not [pair for pair in permutations(kinds, 2) if f"{pair[0].name}-".startswith(f"{pair[1].name}-")]


def test_nothing_of_the_regency_is_public_and_of_a_unit_what_is_made_for_everyone() -> None:
    assert not any(kind.public for kind in REGENCY_DOCUMENTS)
    assert [kind.name for kind in UNIT_DOCUMENTS if kind.public] == ["kartu-skm", "laporan-publik-skm"]


def test_names_and_labels_follow_from_the_declaration() -> None:
    assert KIND.file_names("35.16.01", "2024-S1") == (
        "surat-skm-35.16.01-2024-S1.pdf",
        "surat-skm-35.16.01-2024-S1.docx",
    )
    names = [kind.file_name("u-1", "2024", ending) for kind in UNIT_DOCUMENTS for ending in kind.endings]
    assert [kind_of(name) for name in names] == [kind for kind in UNIT_DOCUMENTS for _ in kind.endings]
    assert label_of(f"laporan-skm-{REGENCY}-2024.docx") == "Laporan pelaksanaan SKM (Word)"
    assert label_of("kartu-skm-u-1-2024.png") == "Kartu publikasi (PNG)"
    assert label_of("catatan.txt") == "catatan.txt"
    shown = sorted(["catatan.txt", *reversed(names)], key=shown_order)
    assert [label_of(name).partition(" (")[0] for name in shown] == [
        *(kind.label for kind in UNIT_DOCUMENTS for _ in kind.endings),
        "catatan.txt",
    ]


def test_a_kind_is_written_in_its_formats_and_a_writer_that_lacks_one_is_an_error() -> None:
    source: UnitFigures = "source"  # type: ignore[assignment]
    assert list(rendering.written(KIND, source)) == [("pdf", b"source"), ("docx", b"Word")]  # type: ignore[arg-type]
    lacking = DocumentKind("surat-skm", ("png",), KIND.writer, "Surat")
    with pytest.raises(KeyError, match="png"):
        list(rendering.written(lacking, source))  # type: ignore[arg-type]

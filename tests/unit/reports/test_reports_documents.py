"""What is declared of every kind of document, and that names, labels and writing follow from it."""

import pkgutil
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from itertools import permutations
from typing import TypeVar, cast

import pytest

from pipeline.documents.bundles import UnitBundle
from pipeline.documents.documents import written_bundle
from reports import rendering
from reports.authenticity import code_in
from reports.documents import (
    FORMATS,
    REGENCY,
    REGENCY_DOCUMENTS,
    UNIT_DOCUMENTS,
    DocumentKind,
    Made,
    kind_of,
    label_of,
    shown_order,
)
from reports.figures.base import Figure
from reports.figures.follow_up_figures import LatePlanFigure
from reports.figures.unit_figures import RunFigure, UnitFigures, public_figures
from reports.unit.card import card_document
from reports.unit.follow_up_report import follow_up_report
from reports.wording.source_sentences import document_code
from reports.workbooks.follow_up_workbook import follow_up_workbook
from tests.unit.reports.conftest import EXTREMES, changed, plan

F = TypeVar("F", bound=Figure)
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


def watched(figures: F, seen: set[str], before: str = "") -> F:
    """The same figures, which note in `seen` each of their fields that is looked at."""

    class Watched(type(figures)):  # type: ignore[misc]
        def __getattribute__(self, name: str) -> object:
            if name == "public":  # says for whom it is made, and nothing of what it shows
                return getattr(figures, name)
            if name in fields:
                seen.add(before + name)
            return super().__getattribute__(name)

    fields = type(figures).model_fields.keys() - {"index"}
    return cast(F, Watched.model_construct(**dict(figures)))


def every_figures() -> list[UnitFigures]:
    """Of every extreme, as internal documents print them: with an address, and a plan that came late."""
    known = {
        "run": RunFigure(code_version="1.0", inputs_hash="0123456789abcdef"),
        "page_address": "https://skm.example/2024/35.16.01.html",
        "follow_up": plan().model_copy(
            update={"late": LatePlanFigure(received_at=LATE, closed_at=LATE, revision=1), "period_code": "2024"}
        ),
    }
    figures = [changed(one) for one in EXTREMES]
    return [*figures, *(one.model_copy(update=known) for one in figures)]


def public_cards(figures: UnitFigures) -> None:
    for wall in (True, False):
        card_document(figures, wall=wall)


def account_with_photographs(figures: UnitFigures) -> None:
    follow_up_report(figures, [], [one.name for one in figures.photographs])


LATE = datetime(2025, 2, 1, 9)
MAKING: dict[str, Callable[[UnitFigures], object]] = {
    "kartu-skm": public_cards,
    "tindak-lanjut-skm": follow_up_workbook,
    "laporan-tindak-lanjut-skm": account_with_photographs,
}


@pytest.mark.parametrize("kind", [kind for kind in UNIT_DOCUMENTS if kind.shows], ids=lambda kind: kind.name)
def test_a_document_depends_on_what_it_shows_and_on_nothing_else(kind: DocumentKind) -> None:
    seen: set[str] = set()
    for figures in every_figures():
        if kind.made != "period" and not (figures.follow_up and figures.follow_up.late):
            continue
        shown = public_figures(figures) if kind.public else figures
        shown = shown.model_copy(update={"index": watched(shown.index, seen, "index.")})
        MAKING[kind.name](watched(shown, seen))
    assert sorted(seen - {"run"}) == sorted(kind.shows)


def test_a_card_that_shows_nothing_depends_on_nothing_that_it_does_not_show(jatirejo: UnitFigures) -> None:
    """Nor does the code on the wall: it says for whom it is, and whether they are few."""
    card = next(kind for kind in UNIT_DOCUMENTS if kind.withheld_shows)
    index = jatirejo.index.model_copy(update={"publishable": False, "respondents": 9})
    withheld = public_figures(jatirejo.model_copy(update={"index": index}))
    seen: set[str] = set()
    public_cards(watched(withheld.model_copy(update={"index": watched(withheld.index, seen, "index.")}), seen))
    assert sorted(seen - {"run", "index.respondents"}) == sorted(card.withheld_shows)

    def code(respondents: int, **others: object) -> str:
        of_index = withheld.index.model_copy(update={"respondents": respondents, **others})
        public = withheld.model_copy(update={"index": of_index, "unsur": withheld.unsur[respondents % 3 :]})
        bundle = UnitBundle(jatirejo, public, 10, rows_printed=False)
        return bundle.made_from[bundle.name(card, "pdf")].code

    assert code(1) == code(9, ikm=Decimal(25)) != code(10)
    assert code(10) == code(600)


def test_the_code_in_a_file_is_the_one_that_is_known_of_it(jatirejo: UnitFigures) -> None:
    """Card and account have one of what they show, a supplement that of all figures of the unit, a workbook none."""
    late = LatePlanFigure(received_at=LATE, closed_at=LATE, revision=0)
    figures = jatirejo.model_copy(update={"follow_up": plan().model_copy(update={"late": late})})
    public = public_figures(figures).model_copy(update={"run": RunFigure(code_version="1.0", inputs_hash="public")})
    bundle = UnitBundle(figures, public, 10, rows_printed=False)
    printed: dict[str, str] = {}
    for made, kind in (
        *(("period", "kartu-skm"), ("period", "tindak-lanjut-skm")),
        *(("account", "laporan-tindak-lanjut-skm"), ("supplement", "lampiran-tindak-lanjut-skm")),
    ):
        of_kind = bundle._replace(made=cast(Made, made))
        of_kind = of_kind.with_only(name for name in of_kind.names if f"/{kind}-" in name)
        for name, content in written_bundle(of_kind, ()):
            if not name.endswith((".docx", ".png")):
                printed[kind] = code_in(content)
                assert printed[kind] == of_kind.made_from[name].code, name
    assert printed["tindak-lanjut-skm"] == ""
    assert printed["lampiran-tindak-lanjut-skm"] == document_code(figures.run)
    assert len({*printed.values(), document_code(public.run)}) == 5


def test_what_a_document_does_not_show_does_not_make_it_again(jatirejo: UnitFigures) -> None:
    """Of documents that say what they show; of the others `unit_bundles` says what they are made from."""
    bundle = UnitBundle(jatirejo, public_figures(jatirejo), 10, rows_printed=False)
    index, unsur = jatirejo.index.model_copy, jatirejo.unsur
    changes: list[tuple[set[str], dict[str, object]]] = [
        (set(), {"figures": jatirejo.model_copy(update={"index": index(update={"ikm": Decimal(90)})})}),
        ({"tindak-lanjut-skm"}, {"figures": jatirejo.model_copy(update={"unsur": unsur[1:]})}),
        (set(), {"public": bundle.public.model_copy(update={"rank_overall": None})}),
        (set(), {"public": bundle.public.model_copy(update={"index": index(update={"change": Decimal(9)})})}),
        ({"kartu-skm"}, {"public": bundle.public.model_copy(update={"index": index(update={"ikm": Decimal(90)})})}),
        (set(), {"small_cell": 11}),
    ]
    for made_again, change in changes:
        after = bundle._replace(**change).made_from  # type: ignore[arg-type]
        names = {name.partition("/")[2] for name, one in bundle.made_from.items() if after[name] != one}
        assert {kind.name for name in names if (kind := kind_of(name))} == made_again

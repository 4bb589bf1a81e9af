"""What a revision's documents say: number, reason, and what was before; and what the public is not told."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pymupdf
import pytest
from python_calamine import CalamineWorkbook

from reports.figures.revision_figures import (
    RegencyRevisionFigures,
    UnitRevisionFigures,
    regency_revision,
    unit_revision,
)
from reports.figures.unit_figures import UnitFigures, public_figures, unit_figures
from reports.regency.regency_report import regency_report
from reports.unit.card import card_document
from reports.unit.unit_report import unit_report
from reports.wording.revision_sentences import TITLE
from reports.workbooks.regency_workbook import CHANGES_SHEET, regency_workbook
from reports.workbooks.unit_workbook import unit_workbook
from reports.writers.blocks import Document, Heading, TableBlock
from reports.writers.pdf import render_pdf
from reports.writers.word import render_docx
from tests.unit.reports.conftest import RESPONDENTS, TOTALS, Rows, responses
from tests.unit.reports.printed_texts import said
from tests.unit.reports.regency_rows import made
from tests.unit.reports.revision_rows import (
    CLOSER,
    REASON,
    changes_of_units,
    first_edition,
    regency_change,
    revision,
    unit_change,
    unsur_changes,
)

DRAFT = [first_edition(), revision()]
OPENING = (
    "Laporan ini adalah Revisi 1 dan menggantikan edisi pertama yang ditetapkan pada 3 Februari 2025. Periode dibuka "
    f"kembali pada 10 Maret 2025 dengan alasan: {REASON}."
)


def rows_of(document: Document, caption: str) -> list[list[str]]:
    found = [block for block in document.blocks if isinstance(block, TableBlock) and block.caption.startswith(caption)]
    return [[cell.text for cell in row] for block in found for row in block.rows]


def of_unit(change: Rows | None = None, *, changed: bool = True) -> UnitRevisionFigures:
    found = unit_revision(DRAFT, change or unit_change(), unsur_changes() if changed else [])
    assert found is not None
    return found


def of_regency(**changes: object) -> RegencyRevisionFigures:
    found = regency_revision(DRAFT, regency_change(**changes), changes_of_units(), unsur_changes())
    assert found is not None
    return found


@pytest.fixture
def revised(jatirejo_rows: Rows) -> Callable[..., UnitFigures]:
    def with_change(*arguments: Rows, changed: bool = True) -> UnitFigures:
        return unit_figures(**jatirejo_rows, revision=of_unit(*arguments, changed=changed))

    return with_change


@pytest.mark.parametrize("editions", [[], [first_edition("official")]])
def test_a_first_edition_says_nothing_of_revisions_closed_or_not(editions: list[Rows], jatirejo: UnitFigures) -> None:
    assert unit_revision(editions, None, []) is None
    assert regency_revision(editions, None, [], []) is None
    document = unit_report(jatirejo)
    assert TITLE not in said(document.blocks)
    assert "Revisi" not in f"{document.title}{document.footer}{document.keywords}{document.cover}"


@pytest.mark.parametrize("state", ["draft", "official"])
def test_a_draft_and_what_it_becomes_are_the_same_document(state: str) -> None:
    assert unit_revision([first_edition(), revision(state=state)], unit_change(), unsur_changes()) == of_unit()


def test_a_revision_of_a_revision_names_the_one_before(jatirejo_rows: Rows) -> None:
    second = unit_revision(
        [first_edition(), revision(1, "superseded"), revision(2)], unit_change(revision=2), unsur_changes()
    )
    document = unit_report(unit_figures(**jatirejo_rows, revision=second))
    assert "Laporan ini adalah Revisi 2 dan menggantikan Revisi 1 yang ditetapkan pada 1 April 2025." in said(
        document.blocks
    )
    assert document.cover.revision == "REVISI 2"


def test_a_unit_s_report_says_what_it_replaces_why_and_what_changed(revised: Callable[..., UnitFigures]) -> None:
    document = unit_report(revised())
    assert OPENING in said(document.blocks)
    assert CLOSER not in said(document.blocks)
    assert rows_of(document, "Angka Unit Sebelum") == [
        ["IKM", "94,02", "93,61"],
        ["Mutu pelayanan", "A", "A"],
        ["Peringkat di antara semua unit", "2", "4"],
        ["Responden", "618", "615"],
    ]
    unsur = rows_of(document, "NRR per Unsur Sebelum")
    assert [row[0] for row in unsur] == [f"U{number}" for number in range(1, 10)]
    assert unsur[0] == ["U1", "Persyaratan", "3,7500", "3,7106"]
    headings = [block.title for block in document.blocks if isinstance(block, Heading) and block.label == "1.4"]
    assert headings == [TITLE]


def test_a_unit_that_did_not_change_is_told_so_and_why_its_rank_moved(revised: Callable[..., UnitFigures]) -> None:
    document = unit_report(revised(unit_change("same"), changed=False))
    assert "Angka unit ini tidak berubah: IKM, mutu pelayanan, jumlah responden, dan NRR" in said(document.blocks)
    assert "Peringkatnya" not in said(document.blocks)
    assert rows_of(document, "Angka Unit Sebelum") == []
    own = {"ikm_before": unit_change()["ikm_after"], "respondents_before": 615}
    same_nrr = [{**row, "nrr_before": row["nrr_after"]} for row in unsur_changes()]
    only_rank = unit_revision(DRAFT, unit_change(**own), same_nrr)
    assert only_rank is not None
    document = unit_report(revised().model_copy(update={"revision": only_rank}))
    assert "bergeser dari 2 menjadi 4 karena angka unit lain berubah." in said(document.blocks)


def test_a_unit_that_is_new_had_nothing_before(revised: Callable[..., UnitFigures]) -> None:
    document = unit_report(revised(unit_change("new")))
    assert "Pada edisi sebelumnya unit ini belum memiliki IKM." in said(document.blocks)
    assert rows_of(document, "Angka Unit Sebelum")[0] == ["IKM", "–", "93,61"]


def test_a_revision_that_lacks_the_unit_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="2024 Revisi 1: a unit with an index but no change"):
        unit_revision(DRAFT, None, [])
    with pytest.raises(ValueError, match="2024 Revisi 1: no change of the regency"):
        regency_revision(DRAFT, None, [], [])


def test_pdf_word_and_card_carry_the_number(revised: Callable[..., UnitFigures]) -> None:
    figures = revised()
    document = unit_report(figures)
    with pymupdf.open(stream=render_pdf(document).content) as pdf:
        assert "REVISI 1" in pdf[0].get_text()
        assert "SKM Kecamatan Jatirejo · Tahun 2024 · Revisi 1 · Kode " in pdf[5].get_text()
        assert pdf.metadata["title"].endswith("Tahun 2024, Revisi 1")
        assert "Revisi 1" in pdf.metadata["keywords"]
    with ZipFile(BytesIO(render_docx(document))) as package:
        assert "REVISI 1" in package.read("word/document.xml").decode()
        assert "Revisi 1" in package.read("docProps/core.xml").decode()
        assert "Revisi 1" in package.read("word/footer.xml").decode()
    card = card_document(public_figures(figures), wall=True)
    assert card["period"] == "Tahun 2024 · Revisi 1"
    assert str(card["title"]).endswith("Tahun 2024, Revisi 1")


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_the_workbooks_carry_the_number_and_the_regency_s_lists_the_changes(
    revised: Callable[..., UnitFigures],
) -> None:
    content = unit_workbook(revised(), responses(TOTALS, RESPONDENTS))
    assert {str(lines[2][0]) for lines in sheets(content).values()} == {"Tahun 2024, Revisi 1"}
    with ZipFile(BytesIO(content)) as package:
        assert "Tahun 2024, Revisi 1" in package.read("docProps/core.xml").decode()
    of_all = sheets(regency_workbook(made(revision=of_regency())))
    assert list(of_all)[1] == CHANGES_SHEET
    lines = of_all[CHANGES_SHEET]
    assert ["IKM kabupaten", "86,40", "85,97"] in [line[:3] for line in lines]
    assert ["Kecamatan Jatirejo", "35.16.01", "berubah", 94.02, 93.61, "A", "A", 2, 4, 618, 615] in lines
    states = {line[0]: line[2] for line in lines[-4:]}
    assert states["K9"] == "tidak lagi memiliki IKM"
    assert states["Kecamatan Gondang"] == "hanya bergeser peringkatnya"
    assert CHANGES_SHEET not in sheets(regency_workbook(made()))


def test_the_regency_s_report_says_what_changed_for_it_and_for_whom() -> None:
    document = regency_report(made(revision=of_regency()))
    assert OPENING in said(document.blocks)
    assert rows_of(document, "Angka Kabupaten Sebelum") == [
        ["IKM kabupaten", "86,40", "85,97"],
        ["Mutu pelayanan", "B", "B"],
        ["Unit yang memiliki IKM", "3", "4"],
        ["Responden", "1.018", "1.055"],
    ]
    assert (
        "Unit yang memiliki IKM berjumlah 4 dari 5 unit terdaftar; pada edisi sebelumnya 3 unit. Dibandingkan edisi "
        "itu, 1 unit berubah, 1 unit baru memiliki IKM, 1 unit tidak lagi memiliki IKM, 1 unit hanya bergeser "
        "peringkatnya, dan 1 unit tetap."
    ) in said(document.blocks)
    assert rows_of(document, "Unit yang angkanya berubah") == [
        ["K9", "tidak lagi memiliki IKM", "94,02 → –", "A → –", "2 → –", "618 → –"],
        ["Kecamatan Jatirejo", "berubah", "94,02 → 93,61", "A → A", "2 → 4", "618 → 615"],
        ["Puskesmas Gedeg", "baru memiliki IKM", "– → 74,25", "– → C", "– → 4", "– → 615"],
    ]
    assert document.title.endswith("Tahun 2024, Revisi 1")
    assert document.cover.revision == "Revisi 1"
    assert " · Revisi 1 · " in document.footer


@pytest.mark.parametrize("publishable", [True, False])
@pytest.mark.parametrize(
    "change",
    [
        unit_change(),
        unit_change("new"),
        unit_change(publishable_before=False),
        unit_change("same", publishable_before=None),
    ],
)
def test_the_public_gets_no_edition_beside_another(
    revised: Callable[..., UnitFigures], publishable: bool, change: Rows
) -> None:
    """To four decimals, side by side, two editions are the answers of whoever stands in one of them only."""
    figures = revised(change)
    index = figures.index.model_copy(update={"publishable": publishable})
    public = public_figures(figures.model_copy(update={"index": index}))
    assert public.revision is not None
    assert public.revision.change is None
    assert not public.revision.unsur
    text = said(unit_report(public).blocks)
    assert OPENING in text
    assert "94,02" not in text
    assert "selisih dua edisi dapat mengungkap jawaban beberapa orang saja" in text

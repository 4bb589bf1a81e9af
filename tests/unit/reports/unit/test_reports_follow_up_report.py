"""The report of what became of a plan: its chapters, its figures, the same in both formats, no page half empty."""

from datetime import date

import pymupdf
import pytest

from reports.figures.unit_figures import UnitFigures
from reports.unit.follow_up_report import follow_up_report
from reports.writers.blocks import Document, Heading
from reports.writers.pdf import render_pdf
from reports.writers.word import render_docx
from tests.unit.reports.conftest import plan_before
from tests.unit.reports.pictures import photograph
from tests.unit.reports.printed_pages import half_empty
from tests.unit.reports.word_text import lines_of


def with_plan(figures: UnitFigures, copies: int = 1) -> UnitFigures:
    """The plan before as the plan of the period, completed with dates, links and a forum; several times over."""
    made = plan_before()
    first, second, third = made.actions
    first = first.model_copy(
        update={"done_on": date(2025, 3, 31), "link": "https://contoh.go.id/sop", "horizon": "medium"}
    )
    second = second.model_copy(update={"forum_on": date(2025, 1, 15), "unsur_code": "U9"})
    third = third.model_copy(update={"done": False, "forum_on": date(2025, 1, 20), "unsur_code": "U9"})
    actions = (first, second, third) * copies
    return figures.model_copy(
        update={
            "follow_up": made.model_copy(
                update={"period_code": figures.period_code, "actions": actions, "planned": len(actions)}
            )
        }
    )


def text_of(content: bytes) -> str:
    with pymupdf.open(stream=content) as opened:
        return " ".join(" ".join(page.get_text() for page in opened).split()).replace("\xa0", " ").replace("\u200b", "")


def both(document: Document) -> list[str]:
    pdf = render_pdf(document)
    word = render_docx(document, pdf.heading_pages)
    return [text_of(pdf.content), " ".join(" ".join(lines_of(word)).split()).replace("\xa0", " ")]


def test_it_has_the_four_chapters_and_says_what_was_done(jatirejo: UnitFigures) -> None:
    document = follow_up_report(with_plan(jatirejo), [photograph("SOP baru")], ["2.heic: simpan sebagai JPEG."])
    assert [block.title for block in document.blocks if isinstance(block, Heading)] == [
        "PENDAHULUAN",
        "DESKRIPSI RENCANA TINDAK LANJUT",
        "REALISASI RENCANA TINDAK LANJUT",
        "KESIMPULAN",
    ]
    for said in both(document):
        assert "LAPORAN HASIL TINDAK LANJUT" in said
        assert "DAFTAR" not in said
        assert "IKM tahun 2024 adalah 93,61, mutu A" in said  # of the period itself, not of the one before
        assert "Forum Konsultasi Publik pada 15 Januari 2025 dan 20 Januari 2025" in said
        assert "Menengah" in said
        assert "Sudah, 31 Maret 2025" in said
        assert "https://contoh.go.id/sop" in said.replace(" ", "")
        assert "SOP baru" in said
        assert "2.heic: simpan sebagai JPEG." in said
        assert "direncanakan 2 (dua) kegiatan; 1 (satu) sudah dilaksanakan" in said


def test_no_page_is_half_empty(jatirejo: UnitFigures) -> None:
    for copies in (1, 5):
        assert half_empty(render_pdf(follow_up_report(with_plan(jatirejo, copies))).content) == []


def test_without_a_plan_there_is_none(jatirejo: UnitFigures) -> None:
    with pytest.raises(ValueError, match="no plan"):
        follow_up_report(jatirejo.model_copy(update={"follow_up": None}))

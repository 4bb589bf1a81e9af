"""The supplement with a plan that came after the report was official: what it says, and that it is a letter in both
formats."""

from datetime import datetime

import pymupdf
import pytest

from reports.figures.follow_up_figures import LatePlanFigure
from reports.figures.unit_figures import UnitFigures
from reports.unit.follow_up_report import follow_up_supplement
from reports.writers.pdf import render_pdf
from reports.writers.word import render_letter
from tests.unit.reports.conftest import plan, plan_before
from tests.unit.reports.word_text import lines_of

CLOSED_AT = datetime(2025, 2, 1, 9)
AFTER, BEFORE = datetime(2025, 3, 12, 9), datetime(2025, 1, 31, 9)


def with_late_plan(figures: UnitFigures, received_at: datetime, *, realised: bool = False) -> UnitFigures:
    late = LatePlanFigure(received_at=received_at, closed_at=CLOSED_AT, revision=1)
    made = plan_before() if realised else plan()
    return figures.model_copy(
        update={"follow_up": made.model_copy(update={"late": late, "period_code": figures.period_code})}
    )


def printed(figures: UnitFigures) -> list[str]:
    """What stands in it, the same in both formats."""
    letter = follow_up_supplement(figures)
    in_word = " ".join(" ".join(lines_of(render_letter(letter))).split())
    with pymupdf.open(stream=render_pdf(letter).content) as document:
        in_pdf = " ".join(" ".join(page.get_text() for page in document).split())
        assert "DAFTAR ISI" not in in_pdf
    return [in_word, in_pdf]


def test_it_says_which_report_it_belongs_to_and_when_the_plan_came(jatirejo: UnitFigures) -> None:
    for said in printed(with_late_plan(jatirejo, AFTER)):
        assert "RENCANA TINDAK LANJUT YANG DITERIMA SETELAH PENETAPAN, TANGGAL 12 MARET 2025" in said
        assert "(Revisi 1), yang ditetapkan pada 1 Februari 2025" in said
        assert "Laporan itu tidak berubah dan tidak memuatnya." in said
        assert "Tabel 1. Rencana Tindak Lanjut atas Hasil SKM Tahun 2024" in said
        assert "Realisasi rencana ini belum dilaporkan." in said


def test_what_became_of_it_stands_in_it_where_the_unit_says_so(jatirejo: UnitFigures) -> None:
    for said in printed(with_late_plan(jatirejo, AFTER, realised=True)):
        assert "Tabel 2. Realisasi Rencana Tindak Lanjut" in said
        assert "(realisasi 100 %)" in said.replace("\xa0", " ")
        assert "satu bulan sekali" in said
        assert "belum dilaporkan" not in said


def test_one_that_had_come_and_only_counts_since_is_not_said_to_come_late(jatirejo: UnitFigures) -> None:
    for said in printed(with_late_plan(jatirejo, BEFORE)):
        assert "YANG BARU DIHITUNG SETELAH PENETAPAN" in said
        assert "diterima pada 31 Januari 2025, tetapi baru dihitung setelah" in said


def test_a_report_official_with_its_plan_has_no_supplement(jatirejo: UnitFigures) -> None:
    with pytest.raises(ValueError, match="no late plan"):
        follow_up_supplement(jatirejo)

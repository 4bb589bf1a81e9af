"""How often each answer was given: what the report, its workbook and the public edition tell of it."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from contracts.unsur import UNSUR_COLUMNS
from reports.figures.answer_figures import AnswerFigure, answer_figures
from reports.figures.unit_figures import ResponseFigure, UnitFigures, public_figures, unit_figures
from reports.unit.unit_answers import answers
from reports.unit.unit_report import unit_report
from reports.wording.answer_sentences import answers_sentence
from reports.workbooks.unit_workbook import unit_workbook
from reports.writers.blocks import Paragraph, TableBlock

NO_BREAK = "\N{NO-BREAK SPACE}"


def of_counts(*counts: tuple[int, int, int, int]) -> tuple[AnswerFigure, ...]:
    """The first unsur answered so; the others 4 by everybody."""
    people = sum(counts[0])
    told = [*counts, *[(0, 0, 0, people)] * (9 - len(counts))]
    row = {
        f"{column}_{answer}": count
        for column, four in zip(UNSUR_COLUMNS, told, strict=True)
        for answer, count in enumerate(four, start=1)
    }
    return answer_figures(row | {"responses": people}, people)


def test_what_is_printed_adds_up() -> None:
    """Thirds: a third each of 1, 3 and 4, of which the first gets the tenth that is left over."""
    (one, *_) = of_counts((1, 0, 1, 1))
    assert one.printed_shares == (0.334, 0.0, 0.333, 0.333)
    assert (one.good, one.printed_good_share) == (2, 0.666)
    (seventh, *_) = of_counts((2, 1, 3, 1))
    assert seventh.printed_shares == (0.286, 0.143, 0.428, 0.143)
    assert sum(map(Decimal, map(str, seventh.printed_shares))) == 1
    assert seventh.printed_good_share == 0.571


@pytest.mark.parametrize("row", [None, {"responses": 614}])
def test_there_are_none_of_means_and_none_of_other_people_than_the_index_counts(row: dict[str, int] | None) -> None:
    assert answer_figures(row, 615) == ()


def test_the_report_has_a_line_an_unsur(jatirejo: UnitFigures) -> None:
    """2,282 of 615 answers of 3 and 4: 178 threes."""
    paragraph, table = answers(jatirejo, "")
    assert isinstance(paragraph, Paragraph)
    assert isinstance(table, TableBlock)
    assert [cell.text.replace(NO_BREAK, " ") for cell in table.rows[0]] == [
        *("U1", "Persyaratan"),
        *("0,0 %", "0,0 %", "28,9 %", "71,1 %", "100,0 %"),
    ]
    assert len(table.rows) == 9
    assert "Nilai 3 atau 4 diberikan sama banyak pada semua unsur (100,0 %)." in str(paragraph.text).replace(
        NO_BREAK, " "
    )


def test_the_sentence_names_whom_fewest_and_most_were_content_with(jatirejo: UnitFigures) -> None:
    given = of_counts((1, 1, 0, 8), (0, 0, 2, 8), (2, 0, 0, 8))
    said = answers_sentence(jatirejo.model_copy(update={"answers": given})).replace(NO_BREAK, " ")
    assert "paling sedikit diberikan pada U1 dan U3 (80,0 %), paling banyak pada U2, U4, U5, U6, U7, U8, dan U9" in said


def test_the_public_edition_has_none(jatirejo: UnitFigures) -> None:
    public = public_figures(jatirejo)
    assert public.answers == ()
    assert list(answers(public, "")) == []
    assert "Sebaran Jawaban" not in repr(unit_report(public).blocks)


def test_of_several_questions_an_unsur_it_is_said_why_there_are_none(jatirejo_rows: dict[str, Any]) -> None:
    unsur = [{**row, "total": row["total"] * 2, "answer_parts": 2} for row in jatirejo_rows["ikm_unsur"]]
    figures = unit_figures(**(jatirejo_rows | {"ikm_unsur": unsur, "answers": answer_figures(None, 615)}))
    (paragraph,) = answers(figures, "")
    assert isinstance(paragraph, Paragraph)
    assert "tidak tersedia" in str(paragraph.text)


def test_the_workbook_counts_them_on_the_form(
    jatirejo: UnitFigures, jatirejo_responses: tuple[ResponseFigure, ...]
) -> None:
    """That LibreOffice comes to the same is tested with all formulas of the workbook."""
    content = unit_workbook(jatirejo, jatirejo_responses)
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Sebaran Jawaban")
    rows = sheet.to_python(skip_empty_area=False)
    first = rows[7]
    assert first[:7] == ["U1", "Persyaratan", 0, 0, 178, 437, 615]
    assert first[7:] == pytest.approx([0, 0, 178 / 615, 437 / 615, 1])
    assert [row[5] for row in rows[7:16]] == [437, 448, 442, 615, 436, 454, 449, 615, 434]

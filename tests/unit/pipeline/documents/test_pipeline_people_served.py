"""The regency's index by people served in its documents: of rows as they are published."""

from io import BytesIO

from python_calamine import CalamineWorkbook

from pipeline.documents.people_served import people_served_figure
from reports.figures.people_served_figures import PeopleServedFigure
from reports.regency.regency_report import regency_report
from reports.wording.people_served_sentences import people_served_sentence
from reports.workbooks.regency_workbook import regency_workbook
from reports.writers.blocks import Paragraph, TableBlock
from tests.unit.reports.regency_rows import PERIOD, SMALL, index_rows, made, many
from warehouse.read import Row

FIGURES = made()


def figure(people_served: list[int | None]) -> PeopleServedFigure:
    made_of = people_served_figure(index_rows(SMALL, people_served), FIGURES.ranking)
    assert made_of is not None
    return made_of


def test_the_report_has_a_fourth_line_and_the_workbook_a_sheet() -> None:
    """(6 × 93.61 + 1 × 88.00 + 1 × 88.00 + 2 × 74.25) ÷ 10 = 88.62, of unrounded 93.61…"""
    of_all = FIGURES.model_copy(update={"people_served": figure([600, 100, 100, 200])})
    blocks = regency_report(of_all).blocks
    (table,) = [one for one in blocks if isinstance(one, TableBlock) and "menurut empat cara" in one.caption]
    last = [cell.text for cell in table.rows[-1]]
    assert last[0].startswith("Tertimbang penerima layanan: ")
    assert last[1:] == ["88,62", "A (Sangat Baik)", "89,51", "4", "1.055"]
    said = " ".join(str(one.text) for one in blocks if isinstance(one, Paragraph))
    assert "(1.000 orang seluruhnya), IKM kabupaten adalah 88,62 (mutu A)" in said
    sheet = CalamineWorkbook.from_filelike(BytesIO(regency_workbook(of_all))).get_sheet_by_name("Penerima Layanan")
    lines = [[cell for cell in line if cell != ""] for line in sheet.to_python()]
    assert lines[-3:] == [
        ["Jumlah penerima layanan", 1000],
        ["IKM kabupaten (bobot 0,11)", 88.62],
        ["IKM kabupaten (bobot 1/9)", 89.51],
    ]


def test_of_whom_it_is_missing_is_said_in_its_place() -> None:
    of_some = figure([600, None, 100, None])
    assert of_some.index is None
    assert people_served_sentence(of_some, PERIOD) == (
        "IKM kabupaten tertimbang penerima layanan belum dapat dihitung: jumlah penerima layanan pada periode ini "
        "belum terdaftar untuk 2 dari 4 unit, yaitu Kecamatan Gondang dan Puskesmas Gedeg. Isi kolom "
        "service_recipients_2024 dalam units.csv."
    )
    blocks = regency_report(FIGURES.model_copy(update={"people_served": of_some})).blocks
    assert [one.caption for one in blocks if isinstance(one, TableBlock) and "menurut tiga cara" in one.caption]


def test_of_many_the_first_are_named() -> None:
    answered = many(9)
    told = people_served_figure(index_rows(answered, [5, *[None] * 8]), made(answered).ranking)
    assert told is not None
    assert ", dan 3 unit lain." in people_served_sentence(told, PERIOD)


def test_there_is_nothing_where_nobody_entered_any_or_an_older_edition_has_no_sums() -> None:
    assert people_served_figure(index_rows(SMALL, [None] * 4), FIGURES.ranking) is None
    older = [Row(row | {"answer_sum": None}) for row in index_rows(SMALL, [600, 100, 100, 200])]
    assert people_served_figure(older, FIGURES.ranking) is None

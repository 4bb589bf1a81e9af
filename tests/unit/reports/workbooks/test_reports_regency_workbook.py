import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pipeline.documents.people_served import people_served_figure
from reports.figures.regency_figures import RegencyFigures
from reports.workbooks.people_served_sheet import PEOPLE_SERVED_SHEET
from reports.workbooks.regency_workbook import (
    FOLLOW_UP_SHEET,
    MISSING_SHEET,
    QUALITY_SHEET,
    RANKING_SHEET,
    SUMMARY_SHEET,
    TREND_SHEET,
    UNSUR_SHEET,
    regency_workbook,
)
from tests.unit.reports.libreoffice import convert_all
from tests.unit.reports.regency_rows import SMALL, Answered, file, index_rows, made, many, regency_rows

SHEETS = [SUMMARY_SHEET, RANKING_SHEET, UNSUR_SHEET, TREND_SHEET, MISSING_SHEET, QUALITY_SHEET, FOLLOW_UP_SHEET]
Lines = list[list[object]]


def read(content: bytes, sheet: str) -> Lines:
    """What a reader that does not calculate shows."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [list(line) for line in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]


def below(lines: Lines, header: str) -> Lines:
    """The lines below the one that begins with this header."""
    return lines[next(number for number, line in enumerate(lines) if line[0] == header) + 1 :]


def test_the_sheets_in_their_order() -> None:
    assert CalamineWorkbook.from_filelike(BytesIO(regency_workbook(made()))).sheet_names == SHEETS


def test_the_regency_s_index_by_three_methods() -> None:
    lines = below(read(regency_workbook(made()), SUMMARY_SHEET), "Cara menghitung")
    assert [line[:7] for line in lines[:3]] == [
        ["Rata-rata unit (angka utama)", 85.97, "B", "Baik", 86.83, 4, 1055],
        ["Rata-rata jenis unit", 82.06, "B", "Baik", 82.89, 4, 1055],
        ["Tertimbang responden", 90.75, "A", "Sangat Baik", 91.67, 4, 1055],
    ]
    assert below(read(regency_workbook(made()), SUMMARY_SHEET), "Jenis unit")[:2] == [
        ["Kecamatan", 3, 3, 0, "", "", ""],
        ["Puskesmas", 2, 1, 1, "", "", ""],
    ]


def test_the_ranking_has_ranks_among_all_and_within_the_type() -> None:
    lines = below(read(regency_workbook(made()), RANKING_SHEET), "Peringkat")
    assert [line[:14] for line in lines] == [
        [1, "Kecamatan Jatirejo", "35.16.01", "kecamatan", 93.61, "A", "Sangat Baik", "", 92.95, 94.27, 1, 1, 1, 3],
        [2, "Kecamatan Gondang", "35.16.02", "kecamatan", 88, "B", "Baik", "ya", 87.1, 88.9, 2, 3, 2, 3],
        [2, "Kecamatan Pacet", "35.16.03", "kecamatan", 88, "B", "Baik", "ya", 87.1, 88.9, 2, 3, 2, 3],
        [4, "Puskesmas Gedeg", "P1", "puskesmas", 74.25, "C", "Kurang Baik", "", 74.25, 74.25, 4, 4, 1, 1],
    ]
    assert [line[14:] for line in lines[1:3]] == [
        [200, 400, 196, "ya", 88.89, "A", 89.1, -1.1, "turun", 1, 4],
        [200, "", "", "tidak diketahui", 88.89, "A", "", "", "", 1, 4],
    ]


def test_the_unsur_of_all_units_with_the_regency_on_top() -> None:
    lines = below(read(regency_workbook(made()), UNSUR_SHEET), "Peringkat")
    assert lines[0][1] == "Kabupaten Mojokerto"
    assert [lines[0][column] for column in (5, 8, 13)] == [88.82, 87.5, 88.79]
    assert lines[1][5:7] == [92.76, 93.21]
    assert lines[1][14] == 2282 / 615


def test_the_heat_map_is_coloured_by_the_limits_of_the_grades() -> None:
    with zipfile.ZipFile(BytesIO(regency_workbook(made()))) as book:
        sheet = book.read("xl/worksheets/sheet3.xml").decode()
    assert '<conditionalFormatting sqref="F7:N11">' in sheet
    for floor, ceiling in (("88.31", "100.0"), ("76.61", "88.3"), ("65.0", "76.6"), ("0.0", "64.99")):
        assert f"<formula>{floor}</formula><formula>{ceiling}</formula>" in sheet


def test_the_other_sheets() -> None:
    content = regency_workbook(made())
    assert below(read(content, TREND_SHEET), "Periode")[:2] == [
        ["Tahun 2023", 85.23, "B", 700],
        ["Tahun 2024", 85.97, "B", 1055],
    ]
    assert below(read(content, MISSING_SHEET), "No") == [[1, "P2", "Puskesmas Dlanggu", "puskesmas"]]
    quality = read(content, QUALITY_SHEET)
    assert below(quality, "Isi")[0] == ["Jawaban survei", "diterima sebagian", 1, 1062, 1055, 5, 2, 0]
    assert below(quality, "Berkas yang belum dihitung")[0][3] == "Berkas ini bukan tabel."
    assert below(quality, "Aturan yang dilanggar")[0][:3] == ["U9 Sarana dan Prasarana tidak dijawab.", 3, 2]
    assert below(quality, "Pemeriksaan yang tidak terpenuhi")[0][1:3] == ["1 kasus", "peringatan"]
    assert below(read(content, FOLLOW_UP_SHEET), "Unit") == [
        ["Kabupaten Mojokerto", 7, 5, 71.43],
        ["Kecamatan Gondang", 4, 2, 50],
        ["Kecamatan Jatirejo", 3, 3, 100],
    ]


def numbers(lines: Sequence[Sequence[object]]) -> Lines:
    """Numbers to the precision at which a recalculation may differ; texts as they are."""
    return [[round(cell, 9) if isinstance(cell, float) else cell for cell in line] for line in lines]


def test_a_recalculation_comes_to_the_published_figures(tmp_path: Path) -> None:
    figures_by_headline = {
        "mean_of_units": served(many(23)),
        **{headline: with_headline(headline) for headline in ("respondent_weighted", "mean_of_types")},
    }
    written = [tmp_path / f"{headline}.xlsx" for headline in figures_by_headline]
    for path, figures in zip(written, figures_by_headline.values(), strict=True):
        path.write_bytes(regency_workbook(figures))
    recalculated = convert_all(written, "xlsx:Calc MS Excel 2007 XML", tmp_path / "again")
    for path, again, figures in zip(written, recalculated, figures_by_headline.values(), strict=True):
        for sheet in (*SHEETS, *([PEOPLE_SERVED_SHEET] if figures.people_served else [])):
            ours, theirs = (numbers(read(one.read_bytes(), sheet)) for one in (path, again))
            shown = [[cell for cell in line if cell != ""] for line in theirs]
            assert shown[: len(ours)] == [[cell for cell in line if cell != ""] for line in ours], (path.stem, sheet)


def served(answered: Sequence[Answered]) -> RegencyFigures:
    """Figures of a regency whose units say whom they served."""
    figures = made(answered)
    people = [100 + 7 * place for place in range(len(answered))]
    told = people_served_figure(index_rows(answered, people), figures.ranking)
    return figures.model_copy(update={"people_served": told})


def with_headline(method: str) -> RegencyFigures:
    """The small regency, its unsur over all units by another method too."""
    rows = regency_rows()
    unsur = {row["unsur_code"]: dict(row, method=method) for row in rows["ikm_regency_unsur"]}
    for code, row in unsur.items():
        nrr = {one["unit_code"]: one["nrr"] for one in rows["ikm_unsur"] if one["unsur_code"] == code}
        kecamatan = sum(nrr[unit] for unit in ("35.16.01", "35.16.02", "35.16.03")) / 3
        weighted = sum(nrr[one.unit_code] * one.respondents for one in SMALL) / 1055
        row["nrr"] = weighted if method == "respondent_weighted" else (kecamatan + nrr["P1"]) / 2
        row["score"] = f"{row['nrr'] * 25:.2f}"
    return made(
        ikm_regency=[row | {"headline": row["method"] == method} for row in rows["ikm_regency"]],
        ikm_regency_unsur=list(unsur.values()),
    )


def test_hostile_text_stays_text() -> None:
    evil = (
        "=cmd()|'x'!A1",
        "+1+1",
        "@SUM(A1)",
        "<r><t>x</t></r>",
        "https://example.org",
        "😀 مرحبا ꦗꦮ \x07" + "N" * 110,
    )
    answered = tuple(one._replace(unit_name=evil[number]) for number, one in enumerate(many(6)))
    zero = dict.fromkeys(("rows_read", "rows_accepted", "rows_rejected", "rows_duplicate"), 0)
    refused = [file(name, "rejected", reason="=1+1" * 10_000, **zero) for name in evil]
    content = regency_workbook(made(answered, ingest_file=refused))
    names = {line[1] for line in below(read(content, RANKING_SHEET), "Peringkat")}
    assert {name.strip() for name in names if isinstance(name, str)} >= set(evil[:5])
    with zipfile.ZipFile(BytesIO(content)) as book:
        assert not any("hyperlink" in book.read(name).decode("utf-8", "replace") for name in book.namelist())
        formulas = book.read("xl/worksheets/sheet6.xml").decode()
    assert "<f>" not in formulas


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param(made(SMALL[:1]), id="one unit"),
        pytest.param(made((SMALL[0]._replace(respondents=1, totals=(4,) * 9),)), id="one respondent"),
        pytest.param(
            made(
                missing_unit=[],
                regency_trend=regency_rows()["regency_trend"][1:2],
                follow_up_regency=None,
                follow_up_realisation=[],
                ingest_file=[],
                rows_left_out=[],
                finding=[],
            ),
            id="nothing to list",
        ),
        pytest.param(made(many(60)), id="60 units"),
    ],
)
def test_extremes_have_all_sheets(figures: RegencyFigures) -> None:
    content = regency_workbook(figures)
    assert all(len(read(content, sheet)) > 3 for sheet in SHEETS)
    assert len(below(read(content, RANKING_SHEET), "Peringkat")) == len(figures.ranking)


def test_same_figures_same_bytes() -> None:
    assert regency_workbook(made()) == regency_workbook(made())

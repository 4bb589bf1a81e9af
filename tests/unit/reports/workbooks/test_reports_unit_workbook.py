import re
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_cell_to_rowcol

from contracts.registry import load_registry
from contracts.safe_text import shown_text
from contracts.settings import Limits
from ingest.grids import read_grids
from ingest.identify import UnitNames
from ingest.read import read_export, read_tables
from reports.figures.further_figures import FurtherFigure
from reports.figures.unit_figures import ResponseFigure, UnitFigures, unit_figures
from reports.workbooks.unit_workbook import unit_workbook
from tests.unit.reports.conftest import answers_of_rows
from tests.unit.reports.libreoffice import convert_all

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEETS = ["Olah Data", "Ringkasan", "Sebaran Jawaban", "Profil", "Tren", "Sumber"]
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "{=1+1}",
    "<r><bad</r>",
    "http://example.test/",
    "\x07\ud83d",
    "_x0041_",
)

# Sums over so many respondents that make an index, or a score, of exactly half a hundredth.
HALF_AT_011 = (550, (1962, 1962, 1962, 1962, 1962, 1963, 1963, 1962, 1963))
"""17661 × 0,11 × 25 ÷ 550 = 88.305."""
HALF_AT_NINTH = (1000, (3533,) * 9)
"""31797 × 25 ÷ 9 ÷ 1000 = 88.325, and each unsur's score is 88.325."""

# Everything the warehouse has for them, from pencil and paper.
OF_011 = {
    "ikm": "88.31", "ikm_ninth": "89.20", "weight": "0.11", "mutu": "A", "kinerja": "Sangat Baik", "mutu_ninth": "A",
}  # fmt: skip
OF_NINTH = {
    "ikm": "88.33", "ikm_ninth": "88.33", "weight": "1/9", "mutu": "A", "kinerja": "Sangat Baik", "mutu_ninth": "A",
}  # fmt: skip


def answers(respondents: int, totals: Sequence[int]) -> tuple[ResponseFigure, ...]:
    """Threes and fours with those sums, and nothing else known."""
    return tuple(
        ResponseFigure(
            response_date=None,
            gender=None,
            age=None,
            age_band=None,
            education=None,
            occupation=None,
            answers=tuple(4 if number < total - 3 * respondents else 3 for total in totals),
        )
        for number in range(respondents)
    )


def figures_of(
    rows: dict, respondents: int, totals: Sequence[int], index: dict[str, str], weight: Decimal
) -> UnitFigures:
    """Figures of a unit without a profile, as the warehouse would have them."""
    scores = {3533: "88.33", 1962: "89.18", 1963: "89.23"}
    rows["ikm_unit"] |= {**index, "respondents": respondents}
    rows["trend"] = [{**rows["trend"][-1], "ikm": index["ikm"], "mutu": index["mutu"], "respondents": respondents}]
    rows["ikm_unsur"] = [
        {
            **row,
            "respondents": respondents,
            "total": total,
            "nrr": total / respondents,
            "nrr_weighted": float(Decimal(total) * weight / respondents),
            "score": scores[total],
            "mutu": "A",
            "kinerja": "Sangat Baik",
            "order_from_lowest": 1 + sum(other < total for other in totals),
            "order_from_highest": 1 + sum(other > total for other in totals),
        }
        for row, total in zip(rows["ikm_unsur"], totals, strict=True)
    ]
    rows["respondent_profile"] = []
    rows["answers"] = answers_of_rows(rows["ikm_unsur"])
    return unit_figures(**rows)


ALONE = answers(1, (3,) * 9)[0].model_copy(update={"answers": (2, 3, 3, 4, 3, 3, 3, 3, 3)})
"""Whose sums and means look like answers."""


@pytest.fixture
def with_profile(jatirejo_responses: tuple[ResponseFigure, ...]) -> tuple[ResponseFigure, ...]:
    """The 615 answers of Jatirejo by people who make its profile: some ages in years, some as a band, 12 unknown."""
    ages = [(17, None)] * 21 + [(20, None)] * 100 + [(None, "20-29")] * 43 + [(39, "30-39")] * 166
    ages += [(40, None)] * 152 + [(None, ">=50")] * 120 + [(90, None)] + [(None, None)] * 12
    education = ["Tidak Sekolah"] * 6 + ["SD"] * 71 + ["SMP"] * 118 + ["SMA"] * 279 + ["D1/D2/D3"] * 32
    education += ["D4/S1"] * 98 + ["S2"] * 11
    occupation = ["ASN/TNI/Polri"] * 61 + ["Pegawai Swasta"] * 132 + ["Wiraswasta"] * 108 + ["Pelajar/Mahasiswa"] * 57
    occupation += ["Petani/Nelayan"] * 94 + ["Ibu Rumah Tangga"] * 121 + ["Tidak Bekerja"] * 20 + ["Lainnya"] * 22
    return tuple(
        one.model_copy(
            update={"age": ages[i][0], "age_band": ages[i][1], "education": education[i], "occupation": occupation[i]}
        )
        for i, one in enumerate(jatirejo_responses)
    )


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def formulas(content: bytes) -> dict[tuple[str, str], tuple[str, float | str]]:
    """Every formula with its cached value, by sheet and cell."""
    found: dict[tuple[str, str], tuple[str, float | str]] = {}
    with zipfile.ZipFile(BytesIO(content)) as parts:
        for number, name in enumerate(SHEETS, start=1):
            for cell in ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{MAIN}c"):
                formula, value = cell.find(f"{MAIN}f"), cell.find(f"{MAIN}v")
                if formula is not None:
                    text = (value.text or "") if value is not None else ""
                    found[name, cell.attrib["r"]] = (
                        formula.text or "",
                        text if cell.get("t") == "str" else float(text),
                    )
    return found


def spoilt(content: bytes) -> bytes:
    """The same workbook with a wrong value beside every formula."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name in parts.namelist():
            part = parts.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb"</f><v>[^<]*</v>", b"</f><v>777</v>", part)
            written.writestr(name, part)
    return target.getvalue()


def test_libreoffice_computes_what_the_warehouse_has(
    jatirejo_rows: dict, with_profile: tuple[ResponseFigure, ...], tmp_path: Path
) -> None:
    """Hard recalculation, with every cached value spoilt beforehand, so that none can be taken for computed."""
    workbooks = {
        "jatirejo": unit_workbook(unit_figures(**jatirejo_rows), with_profile),
        "ninth": unit_workbook(
            figures_of(jatirejo_rows, *HALF_AT_NINTH, OF_NINTH, Decimal(1) / 9), answers(*HALF_AT_NINTH)
        ),
        "half": unit_workbook(figures_of(jatirejo_rows, *HALF_AT_011, OF_011, Decimal("0.11")), answers(*HALF_AT_011)),
    }
    paths = [tmp_path / f"{name}.xlsx" for name in workbooks]
    for path, content in zip(paths, workbooks.values(), strict=True):
        path.write_bytes(spoilt(content))
    opened = convert_all(paths, "xlsx", tmp_path / "computed")
    for (name, content), written in zip(workbooks.items(), opened, strict=True):
        computed = sheets(written.read_bytes())
        cached = formulas(content)
        assert {sheet for sheet, _ in cached} >= {"Olah Data", "Ringkasan", "Sebaran Jawaban", "Tren"}
        for (sheet, cell), (formula, value) in cached.items():
            row, column = xl_cell_to_rowcol(cell)
            found = computed[sheet][row][column]
            if isinstance(value, str):
                assert found == value, (name, sheet, cell, formula)
            else:
                assert found == pytest.approx(value, rel=1e-13, abs=0), (name, sheet, cell, formula)


def test_cached_values_are_the_warehouses_to_the_last_digit(
    jatirejo: UnitFigures, with_profile: tuple[ResponseFigure, ...]
) -> None:
    content = unit_workbook(jatirejo, with_profile)
    form = {cell: value for (sheet, cell), (_, value) in formulas(content).items() if sheet == "Olah Data"}
    assert [form[f"{column}7"] for column in "GHIJKLMNO"] == [one.total for one in jatirejo.unsur]
    assert [form[f"{column}8"] for column in "GHIJKLMNO"] == [one.nrr for one in jatirejo.unsur]
    assert [form[f"{column}9"] for column in "GHIJKLMNO"] == [one.nrr_weighted for one in jatirejo.unsur]
    assert (form["G11"], form["G12"], form["G13"]) == (93.61, "A", "Sangat Baik")
    assert (form["M11"], form["M12"]) == (94.56, "A")
    assert form["K4"] == 615
    assert formulas(content)["Olah Data", "G7"][0] == "SUM(G14:G628)"
    assert sheets(content)["Olah Data"][3][3] == 0.11
    profile = [value for (sheet, cell), (_, value) in formulas(content).items() if sheet == "Profil" and cell[0] == "B"]
    assert profile == [272, 343, 615, 21, 143, 166, 152, 121, 12, 615, 6, 71, 118, 279, 32, 98, 11, 615,
                       61, 132, 108, 57, 94, 121, 20, 22, 615]  # fmt: skip


def test_the_form_holds_every_response(jatirejo: UnitFigures, with_profile: tuple[ResponseFigure, ...]) -> None:
    rows = sheets(unit_workbook(jatirejo, with_profile))["Olah Data"]
    assert [row[0] for row in rows[6:13]] == [
        "Σ Nilai", "NRR per unsur", "NRR tertimbang", "Jumlah NRR tertimbang", "IKM unit pelayanan",
        "Mutu pelayanan", "Kinerja",
    ]  # fmt: skip
    assert rows[13][:6] == [1, date(2024, 1, 2), "Laki-laki", 17, "Tidak Sekolah", "ASN / TNI / Polri"]
    assert rows[13 + 121][3] == "20 – 29 tahun"
    assert rows[13 + 614][3] == ""
    assert [tuple(map(int, row[6:15])) for row in rows[13:628]] == [one.answers for one in with_profile]


def test_sent_back_it_is_refused_because_its_rows_were_counted_already(
    jatirejo: UnitFigures, with_profile: tuple[ResponseFigure, ...], tmp_path: Path
) -> None:
    path = tmp_path / "olah data.xlsx"
    path.write_bytes(unit_workbook(jatirejo, with_profile))
    names = UnitNames(load_registry(Path("samples/units.csv")))
    refusal = read_export(path, name=path.name, content_id="0" * 16, limits=Limits(), names=names).reading.refusal
    assert refusal is not None
    assert refusal.code == "own_workbook"
    assert "ekspor asli" in refusal.message


def test_its_form_alone_is_read_as_its_responses_and_nothing_else(
    jatirejo: UnitFigures,
    with_profile: tuple[ResponseFigure, ...],
    extremes: dict[str, UnitFigures],
    tmp_path: Path,
) -> None:
    """Sums, even of one respondent, are taken for nobody."""
    alone = extremes["one_respondent"]
    for figures, responses in ((jatirejo, with_profile), (alone, (ALONE,))):
        path = tmp_path / "olah data.xlsx"
        path.write_bytes(unit_workbook(figures, responses))
        names = UnitNames(load_registry(Path("samples/units.csv")))
        form = [grid for grid in read_grids(path, name=path.name, limits=Limits()).grids if grid.name == "Olah Data"]
        export = read_tables(form, name=path.name, content_id="0" * 16, names=names, file_format="xlsx")
        assert export.reading.refusal is None
        read = export.rows.select([f"u{number}" for number in range(1, 10)]).rows()
        assert [tuple(map(int, row)) for row in read] == [one.answers for one in responses]
        assert set(export.rows["sheet"]) == {"Olah Data"}


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(hostile: str, extremes: dict[str, UnitFigures]) -> None:
    figures = extremes["one_respondent"]
    plain = formulas(unit_workbook(figures, (ALONE,)))
    file = figures.files[0].model_copy(update={"path": hostile})
    figures = figures.model_copy(
        update={"unit_name": hostile, "organiser": hostile, "files": (file,), "notes": (hostile,)}
    )
    person = ALONE.model_copy(update={"gender": hostile, "education": hostile, "occupation": hostile})
    content = unit_workbook(figures, (person,))
    assert formulas(content) == plain
    read = sheets(content)
    assert list(read) == SHEETS
    shown = shown_text(hostile).strip()
    for cell in (read["Olah Data"][1][0], read["Olah Data"][13][4], read["Sumber"][6][0]):
        assert str(cell).strip() == shown
    with zipfile.ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            ElementTree.fromstring(parts.read(name))
            assert b"hyperlink" not in parts.read(name)


def test_every_extreme_makes_a_workbook(extreme: UnitFigures) -> None:
    totals = [unsur.total for unsur in extreme.unsur]
    respondents = extreme.index.respondents
    one_each = answers(respondents, totals)
    content = unit_workbook(extreme, one_each)
    assert content == unit_workbook(extreme, one_each)
    assert sheets(content)["Olah Data"][10][6] == float(extreme.index.ikm)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        drawn = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    known = sum(not one.missing for one in extreme.profile)
    assert len(drawn) == 1 + known + (2 if len(extreme.trend) > 1 else 0)


def test_other_responses_than_the_index_counts_are_refused(
    jatirejo: UnitFigures, jatirejo_responses: tuple[ResponseFigure, ...]
) -> None:
    with pytest.raises(ValueError, match="615 respondents, got 614"):
        unit_workbook(jatirejo, jatirejo_responses[:-1])


def test_what_is_asked_beyond_the_nine_unsur_has_a_sheet_of_its_own(
    jatirejo: UnitFigures, jatirejo_responses: tuple[ResponseFigure, ...]
) -> None:
    made = {"questionnaire": "a", "kind": "survey", "name": "Anti Korupsi", "formula": "rata-rata × 25", "scale": 4}
    spak = FurtherFigure.model_validate(
        {**made, "code": "SPAK", "asked": 615, "respondents": 600, "mean": 3.5}
        | {"score": "87.5", "score_low": "86.1", "score_high": "88.8", "mutu": None}
    )
    found = sheets(unit_workbook(jatirejo.model_copy(update={"further": (spak,)}), jatirejo_responses))
    assert list(found)[-3:] == ["Di luar IKM", *SHEETS[-2:]]
    assert found["Di luar IKM"][-1] == [
        *("SPAK", "Anti Korupsi", "rata-rata × 25", 615.0, 600.0, 3.5, 87.5, 86.1, 88.8, ""),
    ]

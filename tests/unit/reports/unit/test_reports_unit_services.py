"""Section 3.3 and the sheets of services: there where services are registered; outside, those that are shown."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from reports.figures.service_figures import RankedServiceFigure, ServiceFigure, service_figures
from reports.figures.unit_figures import ResponseFigure, UnitFigures, public_figures
from reports.unit.unit_results import results
from reports.unit.unit_services import services
from reports.wording.service_sentences import services_sentence, unknown_sentence
from reports.workbooks.regency_workbook import regency_workbook
from reports.workbooks.unit_workbook import unit_workbook
from reports.writers.blocks import Chart, Heading, Paragraph, TableBlock
from tests.unit.reports.regency_rows import made


def service(code: str, name: str, people: int, ikm: str, **more: Any) -> ServiceFigure:
    values = {"ikm_ninth": ikm, "mutu": "B", "kinerja": "Baik", "nrr": (3.0,) * 9, "lowest": ()}
    values |= {"ikm_low": ikm, "ikm_high": ikm} | more
    return ServiceFigure.model_validate(
        {"service_code": code, "service_name": name, "respondents": people, "ikm": ikm, **values}
    )


KTP = service("ktp", "KTP-el", 400, "95.10", ikm_low="94.00", ikm_high="96.20", lowest=("U3",))
KK = service("kk", "Kartu Keluarga", 1, "49.50", mutu="D", ikm_low="40.00", ikm_high="60.25")
UNKNOWN = service("unknown", "Tidak disebut atau tidak terdaftar", 214, "90.00")


@pytest.fixture
def figures(jatirejo: UnitFigures) -> UnitFigures:
    return jatirejo.model_copy(update={"services": (KTP, KK, UNKNOWN)})


def lines(content: bytes) -> list[list[object]]:
    """The sheet of services."""
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Layanan").to_python()


def test_the_section_tells_of_each_service_and_of_the_unit(figures: UnitFigures) -> None:
    blocks = list(services(figures, "Sumber data: SKM"))
    heading, _, table, chart = blocks
    assert isinstance(heading, Heading)
    assert isinstance(table, TableBlock)
    assert isinstance(chart, Chart)
    assert (heading.label, heading.title) == ("3.3", "IKM per Jenis Layanan")
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["1", "KTP-el", "400", "95,10", "94,00 – 96,20", "B (Baik)", "U3"],
        ["2", "Kartu Keluarga", "1", "49,50", "40,00 – 60,25", "D (Tidak Baik)", "–"],
        ["3", "Tidak disebut atau tidak terdaftar", "214", "90,00", "90,00 – 90,00", "B (Baik)", "–"],
        ["Unit", "615", "93,61", "92,95 – 94,27", "A (Sangat Baik)", "U9"],
    ]
    assert chart.categories == ("KTP-el", "Kartu Keluarga")
    assert "2 jenis layanan dengan selang kepercayaan" in chart.description


def test_what_is_said_of_services(figures: UnitFigures) -> None:
    assert services_sentence(figures) == (
        "Sebanyak 401 dari 615 responden menyebut salah satu dari 2 jenis layanan yang terdaftar. IKM tertinggi 95,10 "
        "(KTP-el) dan terendah 49,50 (Kartu Keluarga)."
    )
    assert unknown_sentence(figures).startswith("Sebanyak 214 responden tidak menyebut layanan")
    one = figures.model_copy(update={"services": (KTP,)})
    assert services_sentence(one).endswith("1 jenis layanan yang terdaftar.")
    assert unknown_sentence(one) == services_sentence(figures.model_copy(update={"services": (UNKNOWN,)})) == ""
    same = figures.model_copy(update={"services": (KTP, service("kia", "KIA", 2, "95.10"))})
    assert services_sentence(same).endswith("IKM semuanya sama, 95,10.")


def test_services_whose_intervals_overlap_are_not_said_to_be_best_and_weakest(figures: UnitFigures) -> None:
    near = service("kia", "KIA", 9, "94.00").model_copy(update={"ikm_low": Decimal("90"), "ikm_high": Decimal("97")})
    alike = figures.model_copy(update={"services": (KTP, near)})
    assert services_sentence(alike).endswith(
        "IKM-nya antara 94,00 dan 95,10; selang kepercayaannya bertumpang tindih, sehingga layanan tertinggi dan "
        "terendah tidak dapat dibedakan."
    )


def test_the_public_sees_no_intervals_and_since_when_figures_stand(figures: UnitFigures) -> None:
    no_interval = {"ikm_low": None, "ikm_high": None}
    ktp = KTP.model_copy(update=no_interval | {"figures_of": date(2025, 1, 3)})
    unknown = UNKNOWN.model_copy(update=no_interval)
    _, said, table = services(public_figures(figures.model_copy(update={"services": (ktp, unknown)})), "")
    assert isinstance(table, TableBlock)
    assert isinstance(said, Paragraph)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["1", "KTP-el (angka per 3 Januari 2025)", "400", "95,10", "B (Baik)", "U3"],
        ["2", "Tidak disebut atau tidak terdaftar", "214", "90,00", "B (Baik)", "–"],
        ["Unit", "615", "93,61", "A (Sangat Baik)", "U9"],
    ]
    assert said.text.startswith("Ditampilkan 1 jenis layanan yang terdaftar. Yang tidak menyebut layanan")
    assert "mengungkap jawaban beberapa orang tidak ditampilkan" in said.text
    kk = KK.model_copy(update=no_interval)
    *_, chart = services(public_figures(figures.model_copy(update={"services": (ktp, kk)})), "")
    assert isinstance(chart, Chart)
    assert "IKM 2 jenis layanan: KTP-el 95,10" in chart.description


def test_there_is_no_section_without_services(figures: UnitFigures, jatirejo: UnitFigures) -> None:
    for one in (jatirejo, public_figures(jatirejo), figures.model_copy(update={"services": (UNKNOWN,)})):
        assert "3.3" not in [block.label for block in results(one) if isinstance(block, Heading)]
    assert "3.3" in [block.label for block in results(figures) if isinstance(block, Heading)]


def test_the_sheet_in_the_workbook_of_a_unit(
    figures: UnitFigures, jatirejo_responses: tuple[ResponseFigure, ...]
) -> None:
    table = lines(unit_workbook(figures, jatirejo_responses))[5:]
    assert table[0][:6] == ["Jenis layanan", "Responden", "IKM", "Bawah 95 %", "Atas 95 %", "Mutu"]
    assert table[1][:7] == ["KTP-el", 400, 95.1, 94, 96.2, "B", 3]
    assert [row[0] for row in table[2:]] == ["Kartu Keluarga", "Tidak disebut atau tidak terdaftar"]


def test_the_sheet_in_the_workbook_of_the_regency() -> None:
    ranked = RankedServiceFigure(
        **{"unit_name": "Kecamatan Mawar", "service_name": "KTP-el", "like_name": "ktpel", "respondents": 12},
        **{
            "ikm": Decimal("95.10"),
            "mutu": "A",
            "charged": False,
            "rank": 1,
            "rank_low": 1,
            "rank_high": 2,
            "services": 2,
        },
    )
    few = ranked.model_copy(update=dict.fromkeys(("rank", "rank_low", "rank_high")) | {"minimum_respondents": 30})
    assert lines(regency_workbook(made().model_copy(update={"services": (ranked, few)})))[6:8] == [
        [*("KTP-el", "Kecamatan Mawar", 12, 95.1, "A", "1 dari 2", "1–2", "tidak")],
        [
            *("KTP-el", "Kecamatan Mawar", 12, 95.1, "A", "tidak diperingkat"),
            *("respondennya kurang dari 30", "tidak"),
        ],
    ]


def test_figures_from_rows() -> None:
    index = {"service_code": "kk", "service_name": "KK", "respondents": 2, "ikm": "75", "ikm_ninth": "75", "mutu": "C"}
    unsur = [
        {
            "service_code": code,
            "unsur_code": f"U{place}",
            "nrr": nrr,
            "order_from_lowest": low,
            "order_from_highest": 3 - low,
        }
        for code in ("kk", "ktp")
        for place, nrr, low in ((1, 2.0, 1), (2, 3.0, 2))
    ]
    [kk] = service_figures([index | {"kinerja": "Kurang Baik", "ikm_low": "70", "ikm_high": "80"}], unsur)
    assert (kk.nrr, kk.lowest, kk.known, kk.ikm_low) == ((2.0, 3.0), ("U1",), True, 70)

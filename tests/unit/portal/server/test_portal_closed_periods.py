"""What the private pages say of closed periods and of the answers that wait for a revision."""

from collections.abc import Callable
from typing import Any

import pytest
from lxml import html

from tests.unit.pipeline.small_year import GONDANG, JATIREJO, PERIOD, publish_year
from tests.unit.portal.server.server_home import Server
from tests.unit.reports.revision_rows import CLOSER, REASON, first_edition, revision
from warehouse import published
from warehouse.read import Row

MakeServer = Callable[..., Server]
Rows = dict[str, Any]


def late(key: int, change: str, unit_code: str = JATIREJO) -> Rows:
    return {
        "period_code": PERIOD,
        "response_key": key,
        "unit_code": unit_code,
        "change": change,
        "response_date": None,
        "file_id": "f1",
        "sheet": "Sheet1",
        "row_number": key,
    }


LATE = [late(1, "new"), late(2, "new"), late(3, "withdrawn"), late(4, "corrected", GONDANG)]


def text_of(page: str) -> str:
    return " ".join(html.document_fromstring(page).text_content().split())


def rows_of(page: str, heading: str) -> list[list[str]]:
    document = html.document_fromstring(page)
    found = document.xpath(f"//*[@aria-labelledby='{heading}']//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


def test_staff_see_how_final_a_period_is_and_what_waits_for_a_revision(server: Server) -> None:
    publish_year(server.home, edition=[first_edition("official")], late_response=LATE)
    page = server.logged_in("siti").get("/petugas").text
    meaning = f"Angka ditetapkan pada 3 Februari 2025 dan tidak berubah lagi tanpa revisi. Oleh {CLOSER}."
    assert rows_of(page, "keadaan") == [["Tahun 2024", "Resmi", meaning, "4"]]
    assert rows_of(page, "susulan") == [
        ["Kecamatan Jatirejo", "Tahun 2024", "2", "0", "1"],
        ["Kecamatan Gondang", "Tahun 2024", "0", "1", "0"],
    ]


def test_staff_see_a_revision_with_its_reason_and_an_open_period(server: Server) -> None:
    staff = server.logged_in("siti")
    publish_year(server.home, edition=[first_edition(), revision()])
    ((label, state, meaning, waiting),) = rows_of(staff.get("/petugas").text, "keadaan")
    assert (label, state, waiting) == ("Tahun 2024", "Sedang direvisi (Revisi 1)", "–")
    assert REASON in meaning
    publish_year(server.home)
    page = staff.get("/petugas").text
    assert rows_of(page, "keadaan")[0][1] == "Sementara"
    assert rows_of(page, "susulan") == []


def test_a_unit_sees_its_own_late_answers_and_nobody_else_s(server: Server) -> None:
    publish_year(server.home, edition=[first_edition("official")], late_response=LATE)
    sentence = "diterima setelah periode ditutup; menunggu revisi. Hasil resmi belum memuatnya."
    ours = text_of(server.logged_in("jatirejo", JATIREJO).get(f"/unit/{JATIREJO}").text)
    assert f"2 jawaban baru dan 1 penarikan jawaban {sentence}" in ours
    theirs = text_of(server.logged_in("gondang", GONDANG).get(f"/unit/{GONDANG}").text)
    assert f"1 perbaikan jawaban {sentence}" in theirs
    publish_year(server.home, edition=[first_edition("official")], late_response=LATE[:3])
    assert "menunggu revisi" not in text_of(server.logged_in("gondang2", GONDANG).get(f"/unit/{GONDANG}").text)


def test_a_unit_of_which_all_came_late_sees_the_period_too(server: Server) -> None:
    publish_year(
        server.home, edition=[first_edition("official")], ikm_unit=[], late_response=[late(1, "new", "35.16.03")]
    )
    page = server.logged_in("pacet", "35.16.03").get("/unit/35.16.03").text
    assert "Tahun 2024" in page
    assert "1 jawaban baru diterima setelah periode ditutup" in page


def test_the_page_of_staff_opens_what_an_earlier_release_published(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its `missing_unit` says no reason."""
    missing = [Row(unit_code=GONDANG, unit_name="Kecamatan Gondang")]
    monkeypatch.setattr(published, "missing_units", lambda *_: missing)
    page = server.logged_in("siti").get("/petugas")
    assert (page.status_code, f'href="/unit/{GONDANG}">Kecamatan Gondang</a></li>' in page.text) == (200, True)

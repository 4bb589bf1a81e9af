"""The public site as people use it: the ranking sorts, filters and searches, pages open, files are the right ones."""

import hashlib
import re
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitors import Browse, Portal
from warehouse.read import open_published

COLUMNS = {"Peringkat": 0, "Unit": 1, "Jenis": 2, "IKM": 3, "Perubahan": 6, "Responden": 7}


@pytest.fixture(scope="module", params=["http", "file"])
def visited(request: pytest.FixtureRequest, browse_on: Browse, portal: Portal) -> tuple[Page, str]:
    """A page, and where it finds the site: at the server, and on a file share."""
    return browse_on(), "/" if request.param == "http" else (portal.home.site / "index.html").as_uri()


@pytest.fixture
def front(visited: tuple[Page, str]) -> Page:
    """The first page, opened anew."""
    page, address = visited
    page.goto(address)
    return page


@pytest.fixture(scope="module")
def published(portal: Portal) -> dict[str, tuple[Decimal, int, str]]:
    """Index, respondents and type of every unit of 2024, by name."""
    with open_published(portal.home) as reader:
        rows = reader.rows(
            "SELECT unit_name, unit_type, ikm, respondents FROM ikm_unit JOIN unit USING (unit_code) "
            "WHERE period_code = '2024' AND publishable"
        )
    return {
        row.of("unit_name", str): (row.of("ikm", Decimal), row.of("respondents", int), row.of("unit_type", str))
        for row in rows
    }


def column(page: Page, name: str) -> list[str]:
    """What stands in a column of the visible rows, from the top."""
    cells = page.locator(f"[data-peringkat] tbody tr:visible > :nth-child({COLUMNS[name] + 1})")
    return [" ".join(text.split()) for text in cells.all_inner_texts()]


def number(text: str) -> Decimal | None:
    """An Indonesian number at the beginning of a text."""
    match = re.match(r"[+\-−]?\d[\d.]*(?:,\d+)?", text)
    return Decimal(match[0].replace(".", "").replace(",", ".").replace("−", "-")) if match else None


def sort_by(page: Page, name: str) -> str | None:
    """Clicks a heading; which way it says it sorts now."""
    header = page.locator("[data-peringkat] th").filter(has=page.get_by_role("button", name=name, exact=True))
    header.get_by_role("button").click()
    assert page.locator("[data-peringkat] th[aria-sort]").count() == 1
    return header.get_attribute("aria-sort")


def test_nothing_in_the_ranking_reaches_into_the_next_column(browse: Browse, portal: Portal) -> None:
    page = browse()
    for width in (1280, 900, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto((portal.home.site / "index.html").as_uri())
        assert "tidak dapat dibedakan" in page.locator("[data-peringkat] tbody").inner_text().replace("\n", " ")
        cells = page.locator("[data-peringkat] tbody td")
        too_wide = "cells => cells.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"
        assert cells.evaluate_all(too_wide) == [], width


def test_the_ranking_shows_every_unit_with_its_published_index(
    front: Page, published: dict[str, tuple[Decimal, int, str]]
) -> None:
    shown = dict(
        zip(column(front, "Unit"), zip(column(front, "IKM"), column(front, "Responden"), strict=True), strict=True)
    )
    assert {name: (number(ikm), number(count)) for name, (ikm, count) in shown.items()} == {
        name: (ikm, respondents) for name, (ikm, respondents, _) in published.items()
    }
    assert shown["Kecamatan Jatirejo"] == ("93,61", "615")
    assert shown["Dinas Kependudukan dan Pencatatan Sipil"][1] == "5.200"


@pytest.mark.parametrize(
    ("name", "first"), [("IKM", "descending"), ("Responden", "descending"), ("Perubahan", "descending")]
)
def test_a_click_on_a_number_sorts_by_it_both_ways(front: Page, name: str, first: str) -> None:
    before = column(front, "Unit")
    assert sort_by(front, name) == "descending"
    down = [number(text) for text in column(front, name)]
    known = [value for value in down if value is not None]
    assert known == sorted(known, reverse=True)
    assert down[: len(known)] == known
    assert sort_by(front, name) == "ascending"
    up = [value for text in column(front, name) if (value := number(text)) is not None]
    assert up == sorted(known)
    assert len(set(known)) > 5
    assert column(front, "Unit") != before or name == "IKM"
    assert sorted(column(front, "Unit")) == sorted(before)


def test_names_sort_as_words_and_the_rank_brings_the_first_order_back(front: Page) -> None:
    first = column(front, "Unit")
    assert sort_by(front, "Unit") == "ascending"
    assert column(front, "Unit") == sorted(first, key=str.casefold)
    assert sort_by(front, "Peringkat") == "ascending"
    assert column(front, "Unit") == first


def test_the_filter_by_type_shows_those_units_and_their_ranks_among_themselves(
    front: Page, published: dict[str, tuple[Decimal, int, str]]
) -> None:
    every = len(published)
    expect(front.get_by_role("status")).to_contain_text(f"{every} dari {every} unit")
    kecamatan = {name for name, (_, _, unit_type) in published.items() if unit_type == "kecamatan"}
    assert 0 < len(kecamatan) < every
    front.get_by_label("Jenis unit", exact=True).select_option("kecamatan")
    assert set(column(front, "Unit")) == kecamatan
    assert column(front, "Peringkat")[0].split()[0] == "1"
    expect(front.get_by_role("status")).to_contain_text(f"{len(kecamatan)} dari {every} unit")
    front.get_by_label("Jenis unit", exact=True).select_option("Semua jenis")
    assert len(column(front, "Unit")) == every


def test_the_search_finds_parts_of_names_whatever_their_case_and_says_when_there_is_none(front: Page) -> None:
    search = front.get_by_label("Cari unit")
    search.fill("JATIR")
    assert set(column(front, "Unit")) == {"Kecamatan Jatirejo", "Puskesmas Jatirejo"}
    search.fill("jatirejo kec")
    assert column(front, "Unit") == ["Kecamatan Jatirejo"]
    search.fill("mojokerto raya")
    assert column(front, "Unit") == []
    expect(front.get_by_role("status")).to_contain_text("Tidak ada unit yang cocok")
    search.fill("")
    assert len(column(front, "Unit")) > 10


def test_the_unit_page_opens_from_the_ranking_and_goes_back_and_to_another_year(front: Page) -> None:
    front.get_by_role("link", name="Kecamatan Jatirejo").first.click()
    expect(front.get_by_role("heading", level=1)).to_contain_text("Kecamatan Jatirejo")
    expect(front.locator("main")).to_contain_text("93,61")
    front.get_by_role("navigation", name="Periode unit ini").get_by_role("link", name="2023").click()
    expect(front.get_by_role("heading", level=1)).to_contain_text("2023")
    front.get_by_role("link", name=re.compile("Peringkat.*2023")).click()
    expect(front.get_by_role("heading", level=1)).to_contain_text("2023")
    front.get_by_role("navigation", name="Periode").get_by_role("link", name="2024").click()
    expect(front.get_by_role("heading", level=1)).to_contain_text("2024")


def test_card_and_public_report_download_and_are_the_documents_of_the_run(browse: Browse, portal: Portal) -> None:
    page = browse()
    page.goto("/2024/35.16.01.html")
    originals = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (portal.home.reports / "2024" / "35.16.01").iterdir()
    }
    links = page.locator("ul.berkas a[download]")
    assert links.count() == 3
    got: dict[str, str] = {}
    for link in links.all():
        with page.expect_download() as download:
            link.click()
        got[download.value.suggested_filename] = hashlib.sha256(Path(download.value.path()).read_bytes()).hexdigest()
    assert {name: originals[name] for name in got} == got
    assert sorted(Path(name).suffix for name in got) == [".pdf", ".pdf", ".png"]
    assert page.locator(".kartu img").evaluate("image => image.complete || image.decode().then(() => true)")
    assert (
        page.locator(".kartu img").evaluate("async image => { await image.decode(); return image.naturalWidth; }") > 500
    )


def test_open_data_downloads(browse: Browse, portal: Portal) -> None:
    page = browse()
    page.goto("/data.html")
    for table, suffix, label in (
        ("ikm_unit", ".csv", "CSV"),
        ("ikm_unit", "-excel.csv", "CSV untuk Excel"),
        ("ikm_ranking", ".parquet", "Parquet"),
    ):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"{table} sebagai {label}", exact=True).click()
        name = download.value.suggested_filename
        assert name == f"{table}{suffix}"
        assert Path(download.value.path()).read_bytes() == (portal.home.site / "data" / name).read_bytes()


def test_without_scripts_the_ranking_is_complete(browse: Browse) -> None:
    page = browse(java_script_enabled=False)
    page.goto("/")
    assert len(column(page, "Unit")) > 10
    expect(page.locator("[data-saring]")).to_be_hidden()

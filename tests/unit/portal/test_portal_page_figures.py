"""What the public gets and what it does not: view models of the public pages."""

import pytest

from contracts import places
from contracts.settings import Settings
from contracts.tables import RESPONSE
from portal.page_figures import open_table, period_page, site_figures
from reports.figures.unit_figures import unit_figures
from tests.unit.portal.conftest import HIDDEN, page_of, public_unit, regency
from tests.unit.reports.conftest import _jatirejo_rows


def test_periods_stand_newest_year_first_and_the_whole_year_before_its_parts() -> None:
    site = site_figures(Settings(), ["2023-S2", "2024-TW1", "2024-S1", "2023", "2024", "2024-S2", "2024-07"])
    assert site.period_codes == ("2024", "2024-S2", "2024-S1", "2024-TW1", "2024-07", "2023", "2023-S2")
    assert (site.front, site.front_label) == ("2024", "Tahun 2024")


def test_the_first_page_is_the_newest_period_where_there_is_no_year() -> None:
    assert site_figures(Settings(), ["2024-S1", "2024-S2"]).front == "2024-S2"
    assert site_figures(Settings(), []).front is None


def test_a_unit_that_may_not_be_shown_keeps_its_name_only() -> None:
    page = period_page(regency())
    assert [unit.unit_name for unit in page.withheld] == ["Puskesmas Gedeg"]
    assert HIDDEN not in page.figures.unsur_by_unit
    rankings = [page.figures.ranking, *(ranking for _, ranking in page.figures.ranking_by_type)]
    assert rankings[1:]
    assert all(ranking and unit.unit_code != HIDDEN for ranking in rankings for unit in ranking)


def test_units_that_may_not_be_shown_are_not_listed_in_the_order_of_their_index() -> None:
    page = period_page(regency(hidden=("35.16.01", "35.16.02", "35.16.03")))
    assert [unit.unit_name for unit in page.withheld] == ["Kecamatan Gondang", "Kecamatan Jatirejo", "Kecamatan Pacet"]


def test_nothing_internal_is_in_a_period_page() -> None:
    text = period_page(regency()).model_dump_json()
    assert "hasil.pdf" in regency().model_dump_json()
    for internal in ("hasil.pdf", "bukan tabel", "71.43"):
        assert internal not in text


def test_an_internal_edition_is_refused() -> None:
    rows = _jatirejo_rows()
    rows["ikm_unit"] |= {"publishable": True}
    with pytest.raises(ValueError, match="internal"):
        page_of(unit_figures(**rows))


def test_a_unit_page_has_neither_figures_nor_files_where_they_may_not_be_shown() -> None:
    rows = _jatirejo_rows()
    hidden = page_of(public_unit(ikm_unit=rows["ikm_unit"] | {"publishable": False}))
    assert (hidden.figures, hidden.downloads) == (None, ())
    assert "93.61" not in hidden.model_dump_json()
    shown = page_of(public_unit())
    assert shown.figures is not None
    assert [one.name.partition("-35")[0] for one in shown.downloads] == ["kartu-skm", "laporan-publik-skm"]
    assert shown.card_image == shown.downloads[0]
    assert shown.model_copy(update={"downloads": shown.downloads[1:]}).card_image is None


def test_a_table_with_rows_of_people_is_refused() -> None:
    with pytest.raises(ValueError, match="response is not public"):
        open_table(RESPONSE, grain="", meaning="", columns=(), rows=1, downloads=())


def test_a_unit_whose_code_is_the_name_of_another_page_does_not_replace_it() -> None:
    assert places.unit_page("2024", "35.16.01") == "2024/35.16.01.html"
    assert places.unit_page("2024", "Index") == "2024/unit-Index.html"
    assert places.unit_page("2024", "mutu-data") == "2024/unit-mutu-data.html"


@pytest.mark.parametrize(
    ("source", "target", "address"),
    [
        ("index.html", "2024/index.html", "2024/index.html"),
        ("2024/index.html", "index.html", "../index.html"),
        ("2024/a.html", "2024/berkas/kartu 1#.png", "../2024/berkas/kartu%201%23.png"),
    ],
)
def test_links_are_relative(source: str, target: str, address: str) -> None:
    assert places.link(source, target) == address

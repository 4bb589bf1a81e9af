"""The public pages as they leave the house: complete, escaped, nothing from outside, nothing of one person."""

import gzip
import re
from collections.abc import Callable, Iterable
from itertools import chain, pairwise
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest
from lxml import html

from contracts.safe_text import shown_text
from portal.page_figures import DataPage, PeriodPage, SiteFigures, UnitPage, period_page
from portal.site import SiteFile, common_pages, period_pages, size_text, unit_pages
from reports.documents import REGENCY
from reports.figures.unit_figures import public_figures, unit_figures
from reports.writers.chart_drawing import GRADE_FILLS, GRADE_OUTLINES, INK, QUIET, TRACK
from tests.unit.portal.conftest import HIDDEN, named, page_of, public_unit, receipts_of, regency
from tests.unit.reports.conftest import EXTREMES, HOSTILE, LONG_NAME, Rows, _jatirejo_rows
from tests.unit.reports.regency_rows import finding, many

NAME = f"<script>alert(1)</script> \"'&amp; {HOSTILE}"


def pages(files: Iterable[SiteFile]) -> dict[str, str]:
    return {path: content.decode() for path, content in files}


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def rows_of(document: html.HtmlElement, table: str) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in document.xpath(f"//table[{table}]/tbody/tr")]


@pytest.fixture
def files(site: SiteFigures, period: PeriodPage, units: list[UnitPage], data: DataPage) -> dict[str, bytes]:
    return dict(chain(common_pages(site, data), period_pages(site, period), unit_pages(site, units)))


@pytest.fixture
def documents(files: dict[str, bytes]) -> dict[str, html.HtmlElement]:
    return {
        path: html.document_fromstring(content.decode()) for path, content in files.items() if path.endswith(".html")
    }


def test_the_site_has_these_files(files: dict[str, bytes]) -> None:
    assert sorted(files) == sorted(
        [
            "index.html", "metode.html", "data.html", "aset/gaya.css", "aset/ikon.svg", "aset/peringkat.js",
            "2024/index.html", "2024/mutu-data.html", "2024/35.16.01.html", "2024/35.16.02.html",
            "2024/35.16.03.html", "2024/P1.html",
        ]
    )  # fmt: skip


def test_the_same_figures_make_the_same_bytes(
    site: SiteFigures, period: PeriodPage, units: list[UnitPage], data: DataPage, files: dict[str, bytes]
) -> None:
    assert files == dict(chain(common_pages(site, data), period_pages(site, period), unit_pages(site, units)))


LOGIN = "https://skm.example.go.id/masuk"
"""The one link that needs a server: it stands where the settings say that there is one."""
SHARE = "https://wa.me/?text="
"""Followed by whoever wants to pass a unit's page on; nothing is fetched from there."""


def test_every_link_leads_to_a_page_or_to_a_file_that_is_copied(
    documents: dict[str, html.HtmlElement], files: dict[str, bytes]
) -> None:
    copied = re.compile(
        r"data/(unit|ikm_unit)\.(csv|parquet)|data/(metadata|datapackage)\.json|data/skm_terbuka\.duckdb"
        r"|keaslian\.json|data/dcat\.jsonld|data/kontrak-data\.odcs\.yaml"
        r"|2024/berkas/(kartu-skm-.*-2024\.png|laporan-publik-skm-.*-2024\.pdf)"
        r"|(2023|2024-S[12])/(index|mutu-data|35\.16\.0[123]|P1)\.html"  # other periods, not made here
    )
    targets = 0
    for path, document in documents.items():
        ids = document.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        for address in document.xpath("//@href | //@src"):
            if address == LOGIN or address.startswith(SHARE):
                continue
            target, _, fragment = address.partition("#")
            found = normpath(join(dirname(path), unquote(target))) if target else path
            assert found in files or copied.fullmatch(found), (path, address)
            if fragment and found in documents:
                assert documents[found].xpath("//*[@id=$name]", name=fragment), (path, address)
            targets += 1
        for name in document.xpath("//@aria-labelledby"):
            assert name in ids, (path, name)
    assert targets > 100


def test_nothing_comes_from_outside_and_nothing_stands_in_the_line(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        text = content.decode().replace('xmlns="http://www.w3.org/2000/svg"', "")
        ours = re.sub(r"^\s*//.*$|https://skm\.example\.go\.id", "", text, flags=re.MULTILINE)
        assert "//" not in ours.replace(f'href="{SHARE}', ""), path
        if path.endswith(".html"):
            assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?! src=\"[./]*aset/)", text), path
            assert "default-src 'none'" in text


def test_a_unit_s_page_can_be_passed_on(documents: dict[str, html.HtmlElement]) -> None:
    (address,) = documents["2024/35.16.01.html"].xpath("//a[starts-with(@href, $share)]/@href", share=SHARE)
    said = unquote(address.removeprefix(SHARE))
    assert said.startswith("Indeks Kepuasan Masyarakat (IKM) Kecamatan Jatirejo pada tahun 2024 adalah 93,61")
    assert said.endswith(" https://skm.example.go.id/2024/35.16.01.html")


def test_every_page_leads_to_the_login(documents: dict[str, html.HtmlElement]) -> None:
    assert all(page.xpath("//nav//a[@href=$login]", login=LOGIN) for page in documents.values())


def test_every_page_has_its_landmarks_and_headings_in_order(documents: dict[str, html.HtmlElement]) -> None:
    for path, document in documents.items():
        assert document.get("lang") == "id"
        assert (
            len(document.xpath("//main")) == len(document.xpath("//h1")) == len(document.xpath("/html/head/title")) == 1
        )
        assert document.xpath("//a[@class='lompat']/@href") == ["#isi"]
        levels = [int(heading.tag[1]) for heading in document.xpath("//h1|//h2|//h3|//h4")]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        assert all(table.xpath("caption") and table.xpath(".//th[@scope]") for table in document.xpath("//table"))


def test_a_chart_is_told_in_words_and_has_a_table_behind_it(documents: dict[str, html.HtmlElement]) -> None:
    for path, number in (("2024/index.html", 2), ("2024/35.16.01.html", 2)):
        charts = documents[path].xpath("//div[@class='gambar']")
        assert len(charts) == number
        for chart in charts:
            assert chart.xpath(".//*[local-name()='title']")
            assert "(mutu " in chart.xpath("string(.//*[local-name()='desc'])")
            assert chart.xpath("following-sibling::details//table/tbody/tr")


def test_beside_a_unit_that_is_not_shown_the_regency_is_that_of_the_others(
    site: SiteFigures, period: PeriodPage
) -> None:
    """From the mean over all units and the units shown follow the answers of the one that is not: so it is over those
    shown (`transforms.figures.withholding`), and the page says so."""
    withheld, shown = (
        next(iter(period_pages(site, page))).content.decode()
        for page in (period, period.model_copy(update={"withheld": ()}))
    )
    assert "dihitung dari unit yang ditampilkan saja" in withheld
    assert "dihitung dari unit yang ditampilkan saja" not in shown
    for page in (withheld, shown):
        assert "Tabel nilai unsur</summary>" in page


def test_the_ranking_stands_without_a_script(documents: dict[str, html.HtmlElement]) -> None:
    assert rows_of(documents["2024/index.html"], "@data-peringkat") == [
        ["1", "Kecamatan Jatirejo", "kecamatan", "93,61", "A", "92,95–94,27", "+1,28 naik", "615"],
        ["2 2–3", "Kecamatan Gondang", "kecamatan", "88,00", "B", "87,10–88,90", "−1,10 turun", "200"],
        ["2 2–3", "Kecamatan Pacet", "kecamatan", "88,00", "B", "87,10–88,90", "–", "200"],
    ]
    text = words(documents["2024/index.html"].body)
    assert "berbagi peringkat: peringkat 2 oleh Kecamatan Gondang dan Kecamatan Pacet (IKM 88,00)" in text
    assert documents["2024/index.html"].xpath("//form/@hidden")


def test_what_the_script_sorts_and_filters_by(documents: dict[str, html.HtmlElement]) -> None:
    [first, second, third] = documents["2024/index.html"].xpath("//table[@data-peringkat]/tbody/tr")
    assert [cell.get("data-n") for cell in first] == ["1 1 1", None, None, "93.61", None, None, "1.28", "615"]
    assert third.xpath("td[@data-n='']")
    assert second[0].get("data-j") == "2 2 3"
    kinds = [option.text for option in documents["2024/index.html"].xpath("//select/option")]
    assert kinds == ["Semua jenis", "kecamatan"]


def test_the_script_knows_the_rank_within_the_type(site: SiteFigures) -> None:
    made = pages(period_pages(site, period_page(regency(hidden=()))))["2024/index.html"]
    [*_, gedeg] = html.document_fromstring(made).xpath("//table[@data-peringkat]/tbody/tr")
    assert (words(gedeg[1]), gedeg[0].get("data-n"), gedeg[0].get("data-j")) == ("Puskesmas Gedeg", "4 4 4", "1 1 1")


def test_the_first_page_is_that_of_the_latest_year(documents: dict[str, html.HtmlElement]) -> None:
    first, own = documents["index.html"], documents["2024/index.html"]
    assert words(first.body) == words(own.body)
    assert first.xpath("//table[@data-peringkat]//a/@href")[0] == "2024/35.16.01.html"
    assert own.xpath("//table[@data-peringkat]//a/@href")[0] == "../2024/35.16.01.html"


def test_another_period_has_no_first_page(site: SiteFigures, period: PeriodPage) -> None:
    other = site.model_copy(update={"period_codes": ("2025", *site.period_codes)})
    assert [file.path for file in period_pages(other, period)] == ["2024/index.html", "2024/mutu-data.html"]


def test_a_unit_that_may_not_be_shown_has_no_figure_anywhere(
    files: dict[str, bytes], documents: dict[str, html.HtmlElement]
) -> None:
    """Gedeg: 74,25 of 40 respondents, every unsur 75,00; and the page of its own, made from Jatirejo's figures."""
    for path in ("index.html", "2024/index.html", "2024/mutu-data.html"):
        assert not re.search(r"74,25|74\.25|>40<", files[path].decode()), path
    listed = documents["2024/index.html"].xpath("//h3[contains(., 'terlalu sedikit')]/following-sibling::ul[1]/li/a")
    assert [words(one) for one in listed] == ["Puskesmas Gedeg"]
    own = words(documents[f"2024/{HIDDEN}.html"].get_element_by_id("isi"))
    assert "Responden terlalu sedikit untuk ditampilkan" in own
    assert re.findall(r"\d+", own.replace(HIDDEN, "")) == ["2024", "2024", "3516010", "2024", "2023", "2024", "10"]
    assert not documents[f"2024/{HIDDEN}.html"].xpath("//img | //svg")


def test_units_that_did_not_report_are_named(documents: dict[str, html.HtmlElement]) -> None:
    section = documents["2024/index.html"].xpath("//section[@aria-labelledby='belum']")[0]
    assert "Puskesmas Dlanggu" in words(section)


def test_a_unit_page_says_what_its_figures_say(documents: dict[str, html.HtmlElement]) -> None:
    document = documents["2024/35.16.01.html"]
    text = words(document.get_element_by_id("isi"))
    for said in ("93,61 A", "92,95 – 94,27", "naik 7,53", "3 dari 18", "rentang 1 – 6", "dari tahun 2023"):
        assert said in text
    assert ["U4", "Biaya/Tarif", "4,00", "100,00", "A", "94,69"] in rows_of(
        document, "contains(caption, 'Nilai unsur')"
    )
    education = rows_of(document, "contains(caption, 'Pendidikan')")
    assert [row[0] for row in education if row[1] == "tidak ditampilkan"] == ["Tidak Sekolah", "S2"]
    assert "Jumlah yang kecil tidak ditampilkan" in text
    [card] = document.xpath("//img")
    assert "93,61" in card.get("alt")
    assert (
        words(document.xpath("//ul[@class='berkas']")[0])
        == "Kartu publikasi (PNG) 228 KB Laporan untuk publik (PDF) 1,2 MB"
    )


def test_data_quality_tells_what_was_received_and_which_checks_failed_but_not_on_whom(
    documents: dict[str, html.HtmlElement],
) -> None:
    document = documents["2024/mutu-data.html"]
    assert rows_of(document, "contains(caption, 'status')")[0] == [
        "Jawaban survei", "diterima sebagian", "1", "1.062", "1.055", "5", "2", "0"
    ]  # fmt: skip
    assert ["Setiap unit melapor pada setiap tahun", "peringatan"] in rows_of(
        document, "contains(caption, 'tidak terpenuhi')"
    )
    text = words(document.body)
    for internal in ("SKM 2024.csv", "hasil.pdf", "bukan tabel", "laporan ini"):
        assert internal not in text


def test_units_that_leave_an_unsur_out_are_counted_beside_the_others(site: SiteFigures) -> None:
    of_all = regency()
    figures = of_all.model_copy(update={"apart": of_all.missing, "missing": ()})
    page = period_page(figures)
    document = html.fromstring(pages(period_pages(site, page))["2024/mutu-data.html"])
    counted = {words(one.find("dt")): int(words(one.find("dd"))) for one in document.xpath("//dl/div")[:5]}
    registered, _ = (counted.pop(name) for name in ("Unit wajib survei", "Memiliki IKM"))
    assert counted["Kuesioner tidak menanyakan kesembilan unsur"] == len(of_all.missing) > 0
    assert len(page.figures.ranking) + sum(counted.values()) == registered


def test_a_rule_is_told_without_the_values_of_a_file(site: SiteFigures) -> None:
    left_out = [{"file_id": "f", "path": "f", "rule": "u9_missing", "message": "Siti Aminah, 0812", "rows": 1}]
    findings = [finding("u9_missing", "failed", "Siti Aminah, 0812")]
    shown = period_page(regency(rows_left_out=left_out, finding=findings))
    text = pages(period_pages(site, shown))["2024/mutu-data.html"]
    assert "Siti" not in text
    assert "U9 Sarana dan Prasarana tidak dijawab." in text


def test_the_method_stands_with_its_constants(documents: dict[str, html.HtmlElement]) -> None:
    document = documents["metode.html"]
    assert rows_of(document, "contains(caption, 'Mutu pelayanan')") == [
        ["A", "Sangat Baik", "88,31", "100,00"],
        ["B", "Baik", "76,61", "88,30"],
        ["C", "Kurang Baik", "65,00", "76,60"],
        ["D", "Tidak Baik", "terendah", "64,99"],
    ]
    weights = rows_of(document, "contains(caption, 'bobot')")
    assert [(row[0], row[2]) for row in weights] == [
        ("0,11 angka utama", "99,00"),
        ("1/9", "100,00"),
        ("0,111", "99,90"),
    ]
    assert len(rows_of(document, "contains(caption, 'unsur dan artinya')")) == 9
    assert "χ² = 3,841, P = 0,5 dan d = 0,05" in words(document.body)


def test_open_data_says_where_how_large_and_under_which_licence(documents: dict[str, html.HtmlElement]) -> None:
    document = documents["data.html"]
    assert rows_of(document, "contains(caption, 'berkasnya')")[0] == [
        "unit", "CSV 12 KB Parquet 2,3 MB", "1.234", "satu baris setiap unit"
    ]  # fmt: skip
    text = words(document.body)
    for said in ("CC BY 4.0", "35.16", "3516", "Tahun 2024. https://skm.example.go.id"):
        assert said in text


@pytest.mark.parametrize("name", [NAME, LONG_NAME, "A" * 120, "مركز الصحة 😀"])
def test_a_name_is_text_wherever_it_stands(site: SiteFigures, name: str) -> None:
    unit = public_unit().model_copy(update={"unit_name": name})
    made = pages(chain(period_pages(site, period_page(regency(named(name)))), unit_pages(site, [page_of(unit)])))
    assert len(made) == 4
    for path, text in made.items():
        assert "<script>alert" not in text, path
        assert not re.search("[\u202e\x00\x07]", text), path
        if path != "2024/mutu-data.html":
            assert shown_text(name) in html.document_fromstring(text).text_content(), path


@pytest.mark.parametrize("change", EXTREMES, ids=lambda change: change.__name__)
def test_every_extreme_has_a_page(site: SiteFigures, change: Callable[[Rows], None]) -> None:
    rows = _jatirejo_rows()
    change(rows)
    extreme_public = public_figures(unit_figures(**rows))
    [page] = unit_pages(site, [page_of(extreme_public)])
    document = html.document_fromstring(page.content.decode())
    assert len(document.xpath("//div[@class='gambar']")) == 1 + (len(extreme_public.trend) > 1)


def test_a_regency_without_any_unit_to_show(site: SiteFigures) -> None:
    hidden = tuple(unit.unit_code for unit in regency(hidden=()).ranking)
    made = pages(period_pages(site, period_page(regency(hidden=hidden))))
    assert "Tidak ada unit yang angkanya dapat ditampilkan" in made["2024/index.html"]
    assert "data-peringkat" not in made["2024/index.html"]


def test_a_site_without_any_period_has_a_first_page(site: SiteFigures, data: DataPage) -> None:
    made = pages(common_pages(site.model_copy(update={"period_codes": ()}), data))
    assert "Belum ada periode" in made["index.html"]
    assert "index.html" not in pages(common_pages(site, data))


def test_two_hundred_units_have_a_tile_each_more_have_none(site: SiteFigures) -> None:
    few, more = (
        pages(period_pages(site, period_page(regency(many(count), hidden=()))))["2024/index.html"]
        for count in (200, 201)
    )
    document = html.document_fromstring(few)
    assert len(document.xpath("//ul[@class='kotak']/li//*[local-name()='svg'][@role='img']")) == 200
    assert len(rows_of(document, "@class='panas'")) == 200
    assert 'class="kotak"' not in more
    spread = rows_of(html.document_fromstring(more), "@class='sebaran'")
    assert sum(int(row[1]) for row in spread) == 201
    assert all(int(row[1]) == sum(int(count) for count in row[3:7] if count != "–") for row in spread)


def test_the_page_of_1500_units_is_light(site: SiteFigures) -> None:
    answered = many(1500, "Unit Pelayanan Terpadu Kabupaten Mojokerto Nomor {}")
    [period, front, _] = period_pages(site, period_page(regency(answered, hidden=())))
    assert period.content.count(b"<tr>") >= 1500
    assert max(len(gzip.compress(page.content)) for page in (period, front)) < 100_000


def test_colours_are_those_of_the_charts(files: dict[str, bytes]) -> None:
    look = files["aset/gaya.css"].decode()
    for colour in (INK, QUIET, TRACK, *GRADE_FILLS.values(), *(GRADE_OUTLINES[mutu] for mutu in "BCD")):
        assert f": {colour};" in look


def test_letters_that_turn_or_break_a_page_are_dropped() -> None:
    assert shown_text("Kecamatan Pacet") == "Kecamatan Pacet"
    assert shown_text("a\x00\x07\u202eb\u2066c\nd\ud83d مرحبا 😀") == "abc\nd مرحبا 😀"


@pytest.mark.parametrize(("size", "said"), [(1, "1 KB"), (135_400, "135 KB"), (1_234_567, "1,2 MB")])
def test_sizes(size: int, said: str) -> None:
    assert size_text(size) == said


def test_documents_are_listed_by_their_code_with_their_hash(documents: dict[str, html.HtmlElement]) -> None:
    page = documents["2024/35.16.01.html"]
    assert rows_of(page, "ancestor::section[@aria-labelledby='keaslian']") == [
        ["K7QF-3M2X", f"Kartu publikasi (PDF) SHA-256 {'a1' * 32}", "Sementara"],
        ["K7QF-3M2X", f"Laporan untuk publik (PDF) SHA-256 {'c3' * 32}", "Sementara"],
        ["2222-AAAA", f"Laporan pelaksanaan SKM (PDF) SHA-256 {'b2' * 32}", "Edisi Pertama, sudah diganti"],
    ]
    assert [len(page.xpath(f"//*[@id='{code}']//tr")) for code in ("K7QF-3M2X", "2222-AAAA")] == [2, 1]


def test_a_code_is_a_hash_of_figures_and_none_of_what_is_withheld_is_told(
    documents: dict[str, html.HtmlElement],
) -> None:
    assert "SHA-256" not in words(documents[f"2024/{HIDDEN}.html"])
    receipts = receipts_of(REGENCY)
    assert period_page(regency(hidden=(HIDDEN,)), receipts=receipts).receipts == ()
    assert period_page(regency(hidden=()), receipts=receipts).receipts == receipts

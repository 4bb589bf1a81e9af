"""What holds for every kind of page, on a desk and on a phone: axe-core finds nothing, nothing scrolls sideways,
every link leads somewhere in the site. And nothing on any public page is a row, a suggestion or a small cell."""

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

import polars as pl
import pymupdf
import pytest
from playwright.sync_api import expect

from tests.browser.examining import examine
from tests.browser.test_browser_upload import SAMPLES, upload
from tests.browser.visitors import PASSWORDS, Browse, Portal, give_password, keep
from warehouse.read import open_published

PUBLIC = {
    "front": "/",
    "quality": "/2024/mutu-data.html",
    "unit": "/2024/35.16.01.html",
    "unit-first-year": "/2024/opd-dukcapil.html",
    "method": "/metode.html",
    "data": "/data.html",
    "login": "/masuk",
    "not-found": "/tidak-ada.html",
}
OF_A_UNIT = {
    "unit-home": "/unit/35.16.15",
    "unit-priorities": "/unit/35.16.15/prioritas-2024",
    "forbidden": "/petugas",
    "upload": "/unggah",
    "plan": "/tindak-lanjut/35.16.15/2024",
    "photographs": "/foto/35.16.15/2024",
    "services": "/layanan/35.16.15",
    "questions-of-a-unit": "/pertanyaan",
    "account": "/masuk/akun",
    "password": "/masuk/sandi",
    "code-of-a-unit": "/masuk/kode",
}
OF_STAFF = {
    "staff": "/petugas",
    "leader": "/pimpinan",
    "log": "/petugas/catatan",
    "questions": "/pertanyaan",
    "upload-for": "/unggah?unit=35.16.15",
}
OF_AN_ANALYST = {
    "warehouse": "/analis",
    "query": "/analis/kueri?dari=analisis.unit_periode",
    "forbidden-to-an-analyst": "/petugas",
}
SMALL = 10


def test_public_pages(browse: Browse) -> None:
    page = browse()
    for name, path in PUBLIC.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        examine(page, name)


def test_pages_of_a_unit(logged_in: Browse) -> None:
    page = logged_in("kemlagi")
    for name, path in OF_A_UNIT.items():
        page.goto(path)
        examine(page, name)
    page.goto(OF_A_UNIT["unit-home"])
    page.set_default_timeout(30_000)  # rows of a file are read; the first check starts the process that makes it
    page.get_by_role("link", name="di sini").first.click()
    examine(page, "correction")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Periksa perbaikan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hasil pemeriksaan")


def test_pages_of_the_staff(logged_in: Browse) -> None:
    page = logged_in("organisasi")
    for name, path in OF_STAFF.items():
        page.goto(path)
        examine(page, name)


def test_pages_of_an_analyst(logged_in: Browse) -> None:
    page = logged_in("analis")
    for name, path in OF_AN_ANALYST.items():
        page.goto(path)
        examine(page, name)
    page.goto("/analis/kueri")
    page.get_by_label("SQL").fill("SELECT nope FROM response")
    page.set_default_timeout(30_000)  # the first question starts the process that answers it
    page.get_by_role("button", name="Jalankan").click()
    expect(page.get_by_role("alert")).to_contain_text("kolom atau fungsi yang tidak dikenal")
    examine(page, "query-refused")
    sql = "SELECT unit, ikm, responden, mutu FROM analisis.unit_periode WHERE kode_periode = '2024' ORDER BY ikm DESC"
    page.get_by_label("SQL").fill(sql)
    page.get_by_role("button", name="Jalankan").click()
    expect(page.get_by_role("heading", name="Hasil")).to_be_visible()
    expect(page.get_by_role("img", name="ikm menurut unit")).to_be_visible()
    examine(page, "query-answered")
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh CSV untuk Excel").click()
    assert download.value.suggested_filename == "hasil-kueri.csv"


def test_who_is_new_among_the_staff_sets_up_a_phone_first(browse: Browse) -> None:
    page = browse()
    page.goto("/masuk")
    give_password(page, "magang", PASSWORDS["magang"])
    examine(page, "set-up-code")
    assert page.locator(".qr").evaluate("one => one.naturalWidth") > 100
    page.get_by_label("Kode", exact=True).fill("000000")
    page.get_by_role("button", name="Pasang").click()
    expect(page.get_by_role("alert")).to_contain_text("Kode tidak benar")
    page.goto("/petugas")
    assert "/masuk" in page.url


def test_what_an_upload_shows(logged_in: Browse) -> None:
    page = logged_in("organisasi")
    for name, path, unit_code in (
        ("result-refused", "mojoanyar/mojoanyar skala 5.csv", "35.16.18"),
        ("result-dirty", "kemlagi/kemlagi.xlsx", "35.16.15"),
    ):
        upload(page, SAMPLES / path, unit_code)
        examine(page, name)
    page.get_by_role("button", name="Kirim ke konsolidasi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Terkirim")
    examine(page, "sent")


class Addresses(HTMLParser):
    """Everything a page points to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action") and value:
                self.found.add(value)
            if name == "id" and value:
                self.ids.add(value)
            assert name != "style", tag
            assert not name.startswith("on"), tag


@pytest.fixture(scope="module")
def site(portal: Portal) -> dict[str, bytes]:
    """Every file of the site, asked for over HTTP by following every link from the first page on."""
    found: dict[str, bytes] = {}
    waiting = ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        status, body = portal.ask(f"/{path}")
        assert status == 200, path
        found[path] = body
        if path.endswith(".html"):
            waiting += [target for target, _ in links(path, body)]
    return found


def links(path: str, body: bytes) -> Iterator[tuple[str, str]]:
    """Files of the site that a page points to, with the place in them."""
    page = Addresses()
    page.feed(body.decode("utf-8"))
    for address in page.found:
        parts = urlsplit(address)
        assert not parts.scheme or parts.scheme == "data", f"{path} points outside: {address}"
        assert not parts.netloc, f"{path} points outside: {address}"
        if parts.scheme:
            continue
        target = normpath(join(path.rpartition("/")[0], unquote(parts.path))) if parts.path else path
        assert not target.startswith(("..", "/")), f"{path}: {address}"
        yield target, parts.fragment


def test_every_file_of_the_site_can_be_reached_and_every_link_leads_somewhere(
    site: dict[str, bytes], portal: Portal
) -> None:
    on_disk = {path.relative_to(portal.home.site).as_posix() for path in portal.home.site.rglob("*") if path.is_file()}
    assert on_disk - site.keys() == set()
    ids: dict[str, set[str]] = {}
    for path, body in site.items():
        if path.endswith(".html"):
            page = Addresses()
            page.feed(body.decode("utf-8"))
            ids[path] = page.ids
    for path, body in site.items():
        if path.endswith(".html"):
            for target, place in links(path, body):
                assert not place or place in ids[target], f"{path}: {target}#{place}"


def test_no_suggestion_stands_in_any_public_file(site: dict[str, bytes], portal: Portal) -> None:
    with open_published(portal.home) as reader:
        said = {row.of("suggestion", str).encode() for row in reader.table("suggestion")}
    said = {text for text in said if len(text) >= 12}
    assert len(said) > 5
    texts = {path: body for path, body in site.items() if path.endswith((".html", ".csv", ".json"))}
    assert len(texts) > 40
    for path, body in texts.items():
        assert not [text for text in said if text in body], path


def test_no_table_of_the_open_data_has_rows_of_people_or_small_cells(site: dict[str, bytes]) -> None:
    private = {"response_key", "suggestion", "response_date", "submitted_at", "age", "row_number", "file_id", "path"}
    tables = {path: body for path, body in site.items() if path.startswith("data/") and path.endswith(".parquet")}
    assert len(tables) >= 8
    profiles = 0
    for path, body in tables.items():
        frame = pl.read_parquet(io.BytesIO(body))
        assert not private & set(frame.columns), path
        assert not {f"u{number}" for number in range(1, 10)} & set(frame.columns), path
        as_csv = list(csv.DictReader(io.StringIO(site[path.replace(".parquet", ".csv")].decode("utf-8-sig"))))
        assert len(as_csv) == frame.height
        if "characteristic" in frame.columns:
            profiles += 1
            counts = frame.get_column("respondents").drop_nulls()
            assert counts.len() > 100
            assert not counts.is_between(1, SMALL - 1).any(), path
            assert {row["respondents"] for row in as_csv} & {str(count) for count in range(1, SMALL)} == set()
    assert profiles == 1


def test_no_unit_page_shows_a_small_cell(site: dict[str, bytes]) -> None:
    pages = [body.decode("utf-8") for path, body in site.items() if re.fullmatch(r"\d{4}/(?!index|mutu).*\.html", path)]
    assert len(pages) > 30
    suppressed = 0
    for page in pages:
        profile = page.partition('class="profil"')[2].partition("</section>")[0]
        counts = [int(text.replace(".", "")) for text in re.findall(r'<td class="n">([\d.]+)</td>', profile)]
        assert not [count for count in counts if 0 < count < SMALL]
        suppressed += profile.count("tidak ditampilkan")
    assert suppressed > 0


def test_the_leaders_page_prints_on_one_sheet(logged_in: Browse) -> None:
    page = logged_in("organisasi")
    page.goto("/pimpinan")
    with pymupdf.open("pdf", page.pdf(prefer_css_page_size=True)) as printed:
        assert [(round(sheet.rect.width), round(sheet.rect.height)) for sheet in printed] == [(595, 842)]
        keep(printed[0].get_pixmap(dpi=80).tobytes("png"), "leader-printed")

"""Behind the login: who gets in, what is theirs, and that nobody gets anything else, however they ask."""

import csv
import hashlib
import io
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import PASSWORDS, Browse, Portal, log_in, screenshot
from warehouse.read import open_published

OWN, OTHER = "35.16.01", "35.16.02"


def documents(portal: Portal, unit_code: str) -> list[Path]:
    return sorted((portal.home.reports / "2024" / unit_code).glob("*.*"))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_who_is_not_logged_in_is_sent_to_the_login_and_back_to_what_was_asked_for(
    browse: Browse, portal: Portal
) -> None:
    page = browse()
    page.goto(f"/unit/{OWN}")
    assert "/masuk?next=" in page.url
    log_in(page, "jatirejo", PASSWORDS["jatirejo"])
    assert page.url == portal.url(f"/unit/{OWN}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kecamatan Jatirejo")
    screenshot(page, "unit-home-1280")


def test_after_logging_out_nothing_private_is_left(browse: Browse, portal: Portal) -> None:
    page = browse()
    page.goto("/masuk")
    log_in(page, "jatirejo", PASSWORDS["jatirejo"])
    stolen = portal.cookies_of(page.context)
    assert portal.ask(f"/unit/{OWN}", cookies=stolen)[0] == 200
    with page.expect_navigation():
        page.get_by_role("button", name="Keluar").click()
    assert page.url == portal.url("/masuk")
    assert portal.ask(f"/unit/{OWN}", cookies=stolen)[0] == 303
    page.goto(f"/unit/{OWN}")
    assert "/masuk" in page.url
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masuk")


def test_a_unit_downloads_its_own_documents_and_they_are_the_right_files(logged_in: Browse, portal: Portal) -> None:
    page = logged_in("jatirejo")
    assert len(documents(portal, OWN)) >= 5
    for path in documents(portal, OWN):
        with page.expect_download() as download:
            page.locator(f'a[href$="/2024/{OWN}/{path.name}"]').click()
        assert download.value.suggested_filename == path.name
        assert sha256(Path(download.value.path())) == sha256(path)


def test_a_unit_downloads_its_rows_and_no_suggestion(logged_in: Browse, portal: Portal) -> None:
    page = logged_in("jatirejo")
    with page.expect_download() as download:
        page.locator(f'a[href="/unit/{OWN}/jawaban-2024.csv"]').click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) - 1 == 615
    with open_published(portal.home) as reader:
        said = {row.of("suggestion", str) for row in reader.table("suggestion")}
    assert not [cell for row in rows for cell in row if cell in said]


def test_another_s_things_are_forbidden_whether_they_exist_or_not(logged_in: Browse, portal: Portal) -> None:
    page = logged_in("jatirejo")
    name = documents(portal, OTHER)[0].name
    for path in (
        f"/unit/{OTHER}",
        f"/unit/{OTHER}/jawaban-2024.csv",
        f"/berkas/2024/{OTHER}/{name}",
        "/berkas/2024/kabupaten/laporan.pdf",
        f"/karantina/{OTHER}/x.md",
        "/karantina/tanpa-unit/x.md",
        "/unit/35.16.99",
        "/petugas",
        "/petugas/catatan",
    ):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 403, path
        assert "Tidak boleh dibuka" in page.get_by_role("heading", level=1).inner_text()


def test_the_staff_see_every_unit_what_was_refused_and_who_did_what(logged_in: Browse, portal: Portal) -> None:
    page = logged_in("organisasi")
    assert page.url == portal.url("/petugas")
    for text in ("rusak.xlsx", "mojoanyar skala 5.csv", "Kelurahan Antah Berantah"):
        expect(page.get_by_text(text).first).to_be_visible()
    screenshot(page, "staff-1280")
    for unit_code in (OWN, OTHER):
        path = documents(portal, unit_code)[0]
        assert portal.ask(f"/berkas/2024/{unit_code}/{path.name}", cookies=portal.cookies_of(page.context))[0] == 200
    page.get_by_role("link", name="Catatan", exact=True).click()
    for text in (f"berkas/2024/{OTHER}/{documents(portal, OTHER)[0].name}", "masuk"):
        expect(page.get_by_role("cell", name=text).first).to_be_visible()
    screenshot(page, "log-1280")


PRIVATE_TABLES = ("response", "suggestion", "rejected_row", "blanked_value", "ingest_file")
OUT_OF_THE_SITE = (
    "settings.toml",
    "units.csv",
    "accounts.sqlite",
    "site.json",
    ".lock",
    "archive/ledger.jsonl",
    "warehouse/skm.duckdb",
    "quarantine/35.16.15",
)


def test_no_path_leads_out_of_the_site(portal: Portal, logged_in: Browse) -> None:
    cookies = portal.cookies_of(logged_in("jatirejo").context)
    for target in OUT_OF_THE_SITE:
        _leads_nowhere(portal, target, cookies)


def _leads_nowhere(portal: Portal, target: str, cookies: str) -> None:
    secret = b""
    if (portal.home.root / target).is_file():
        secret = (portal.home.root / target).read_bytes()[:40]
        assert secret or target == ".lock"
    for way in (
        "/{}",
        "/../{}",
        "//{}",
        "/2024/../../{}",
        "/aset/../../{}",
        "/%2e%2e/{}",
        "/..%2f{}",
        "/%2e%2e%2f{}",
        "/..%5c{}",
        "/..\\{}",
        "/%252e%252e/{}",
        "/.%00./{}",
        "/masuk/aset/../../../{}",
        "/masuk/aset/..%2f..%2f..%2f{}",
        f"/berkas/2024/{OWN}/..%2f..%2f..%2f{{}}",
        f"/berkas/2024/{OWN}/../../../{{}}",
        "/berkas/2024/..%2f../{}",
        "/berkas/..%2f../{}",
        f"/karantina/{OWN}/..%2f..%2f{{}}",
        f"/unit/{OWN}%2f..%2f..%2f{{}}",
    ):
        for sent in ("", cookies):
            status, body = portal.ask(way.format(target), cookies=sent)
            assert status in (303, 400, 403, 404), (way, target)
            assert not secret or secret not in body


@pytest.mark.parametrize(
    "path",
    [
        *(f"/data/{table}.{ending}" for table in PRIVATE_TABLES for ending in ("csv", "parquet")),
        f"/2024/{OWN}/jawaban-2024.csv",
        f"/reports/2024/{OWN}/manifest.json",
        f"/2024/berkas/laporan-skm-{OWN}-2024.docx",
        f"/2024/berkas/laporan-skm-{OWN}-2024.pdf",
        f"/2024/berkas/olah-data-skm-{OWN}-2024.xlsx",
        "/data/",
        "/2024/berkas/",
        "/aset/",
    ],
)  # fmt: skip
def test_what_is_not_public_is_not_in_the_site(portal: Portal, path: str) -> None:
    assert portal.ask(path)[0] == 404


def test_without_a_login_nothing_private_is_answered(portal: Portal) -> None:
    name = documents(portal, OWN)[0].name
    for path in (
        f"/unit/{OWN}",
        f"/unit/{OWN}/jawaban-2024.csv",
        f"/berkas/2024/{OWN}/{name}",
        f"/karantina/{OWN}/x.md",
        "/petugas",
        "/petugas/catatan",
        "/unggah",
        "/unggah/0123456789abcdef0123456789abcdef",
    ):
        status, body = portal.ask(path)
        assert (status, body) == (303, b"")


def test_a_form_without_its_token_changes_nothing(logged_in: Browse, browse: Browse) -> None:
    page = logged_in("jatirejo")
    page.evaluate("document.querySelector('form[action=\"/keluar\"] [name=csrf]').value = 'x'.repeat(43)")
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kode 403")
    page.goto(f"/unit/{OWN}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kecamatan Jatirejo")

"""What the server hands out and to whom, and what holds for every answer."""

import csv
import gzip
import io
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path

import anyio
import pytest

from contracts.errors import ConfigurationError, SkmError
from contracts.home import Home
from portal.server.origin import Origins
from portal.server.running import serve
from portal.server.static_site import content_type
from tests.unit.portal.server.server_home import (
    OURS,
    PASSWORD,
    SUGGESTION,
    THEIRS,
    Server,
    build_warehouse,
    log_in,
    token_of,
    write,
)

MakeServer = Callable[..., Server]
OUR_REPORT = f"/berkas/2024/{OURS}/laporan-skm-{OURS}-2024.pdf"
THEIR_REPORT = f"/berkas/2024/{THEIRS}/laporan-skm-{THEIRS}-2024.pdf"
OUR_WORKBOOK = f"/karantina/{OURS}/jatirejo %E2%80%93 f9 - perbaikan.xlsx"
THEIR_NOTE = f"/karantina/{THEIRS}/gondang - f3.md"
NO_UNITS_NOTE = "/karantina/tanpa-unit/antah - f4.md"
REGENCY_REPORT = "/berkas/2024/kabupaten/laporan-skm-kabupaten-2024.pdf"
OUR_ROWS = f"/unit/{OURS}/jawaban-2024.csv"
THEIR_ROWS = f"/unit/{THEIRS}/jawaban-2024.csv"
OUR_PRIORITIES, THEIR_PRIORITIES = (f"/unit/{unit}/prioritas-2024" for unit in (OURS, THEIRS))
PRIVATE = [
    f"/unit/{OURS}",
    "/unit",
    "/petugas",
    "/petugas/catatan",
    "/unggah",
    "/pertanyaan",
    OUR_REPORT,
    OUR_WORKBOOK,
    OUR_ROWS,
    OUR_PRIORITIES,
]


# Who may have what


@pytest.mark.parametrize(
    "path", [*PRIVATE, THEIR_REPORT, "/unggah/" + "0" * 32, "/berkas/2024/x/ada", "/karantina/x/y"]
)
def test_nobody_gets_anything_private_without_logging_in(server: Server, path: str) -> None:
    answer = server.browser().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/masuk?next=%2F")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("path", "content"), [(OUR_REPORT, f"laporan {OURS}"), (OUR_WORKBOOK, "perbaikan kami")])
def test_a_unit_fetches_its_own_files(server: Server, path: str, content: str) -> None:
    answer = server.logged_in("ani", OURS).get(path)
    assert (answer.status_code, answer.text) == (200, content)
    assert answer.headers["content-disposition"].startswith("attachment; filename")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        THEIR_REPORT,
        THEIR_NOTE,
        THEIR_ROWS,
        THEIR_PRIORITIES,
        f"/unit/{THEIRS}",
        NO_UNITS_NOTE,
        REGENCY_REPORT,
        "/petugas",
        "/petugas/catatan",
        "/unit/99.99.99",
        "/berkas/2024/99.99.99/tidak-ada.pdf",
        "/karantina/99.99.99/tidak-ada.md",
        f"/berkas/2024/{THEIRS}/tidak-ada.pdf",
    ],
)
def test_another_units_things_are_refused_whether_they_exist_or_not(server: Server, path: str) -> None:
    answer = server.logged_in("ani", OURS).get(path)
    assert answer.status_code == 403
    assert "Tidak boleh dibuka" in answer.text
    assert "Gondang" not in answer.text


def test_what_was_published_before_priorities_were_computed_says_so(server: Server) -> None:
    """The small warehouse has no rows of comparisons, as a year that was closed before there were any."""
    page = server.logged_in("ani", OURS).get(OUR_PRIORITIES).text
    assert "belum dihitung ketika periode ini diterbitkan" in page
    assert "Belum ada cukup unit sejenis" not in page


@pytest.mark.parametrize(
    "path",
    [
        *(OUR_REPORT, THEIR_REPORT, THEIR_NOTE, NO_UNITS_NOTE, REGENCY_REPORT, OUR_ROWS, OUR_PRIORITIES),
        f"/unit/{THEIRS}",
    ],
)
def test_staff_fetch_everything(server: Server, path: str) -> None:
    assert server.logged_in("staf").get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        f"/berkas/2024/{OURS}/suntingan.docx",  # there, but in no manifest
        f"/berkas/2024/{OURS}/hilang.pdf",  # in the manifest, but not there
        f"/berkas/2024/{OURS}/..%2f{THEIRS}%2flaporan-skm-{THEIRS}-2024.pdf",
        f"/berkas/2024/{OURS}/%2e%2e",
        f"/berkas/2024/{OURS}/..%5claporan.pdf",
        f"/berkas/2024/{OURS}/laporan-skm-{OURS}-2024.pdf%00.png",
        f"/berkas/2024/{OURS}/manifest.json",
        f"/berkas/%2e%2e/{OURS}/laporan-skm-{OURS}-2024.pdf",
        f"/berkas/2099/{OURS}/laporan-skm-{OURS}-2024.pdf",
        f"/karantina/{OURS}/pintasan.md",  # a link out of the folder
        f"/karantina/{OURS}/..%2f..%2funits.csv",
        f"/karantina/{OURS}/%2e%2e",
        f"/unit/{OURS}/jawaban-2023.csv",
        f"/unit/{OURS}/jawaban-..%2f2024.csv",
        f"/unit/{OURS}/jawaban-'.csv",
        f"/unit/{OURS}/prioritas-2023",
        f"/unit/{OURS}/prioritas-'",
        "/karantina/%2e%2e/accounts.sqlite",
        "/karantina/%2e/units.csv",
        "/karantina/%2e%2e/settings.toml",
        "/karantina/inbox/x",
        "/berkas/2024/%2e%2e/manifest.json",
        "/unit/99.99.99",
    ],
)
@pytest.mark.parametrize("role", ["unit", "staff"])
def test_what_is_in_no_listing_is_not_found(server: Server, path: str, role: str) -> None:
    write(server.home.settings, "[portal]")
    browser = server.logged_in("ani", OURS if role == "unit" else None)
    answer = browser.get(path)
    assert answer.status_code == 404 or (role == "unit" and OURS not in path and answer.status_code == 403)
    assert "SQLite" not in answer.text


def test_a_manifest_that_names_a_place_outside_gets_nothing(server: Server) -> None:
    secret = '{"files": {"../../units.csv": {}, "35.16.01/../../../units.csv": {}, "..": {}, "": {}, "/a": {}}}'
    write(server.home.reports / "2024" / "manifest.json", secret)
    staff = server.logged_in("staf")
    for path in ("/berkas/2024/../../units.csv", "/berkas/2024/..%2f../units.csv", "/berkas/2024/kabupaten/.."):
        assert staff.get(path).status_code in (303, 404)
    write(server.home.reports / "2024" / "manifest.json", "{not json")
    assert staff.get(OUR_REPORT).status_code == 404


def test_a_new_manifest_is_seen_at_once(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    assert browser.get(OUR_REPORT).status_code == 200
    write(server.home.reports / "2024" / "manifest.json", '{"files": {}}')
    assert browser.get(OUR_REPORT).status_code == 404


def test_an_account_of_a_unit_that_is_gone_sees_its_empty_page(server: Server) -> None:
    browser = server.logged_in("lama", "35.16.99")
    assert browser.get("/unit/35.16.99").status_code == 200
    assert browser.get(f"/unit/{OURS}").status_code == 403


# Pages


def test_a_units_page_shows_what_it_may_fetch(server: Server) -> None:
    page = server.logged_in("ani", OURS).get(f"/unit/{OURS}").text
    for shown in ("Kecamatan Jatirejo", "Tahun 2024", "74,25", OUR_REPORT, OUR_ROWS, "Lembar perbaikan", "f1.csv"):
        assert shown in page
    for hidden in ("Gondang", THEIRS, "pintasan", "suntingan", SUGGESTION):
        assert hidden not in page
    assert "karantina/35.16.01/jatirejo%20%E2%80%93%20f9%20-%20perbaikan.xlsx" in page


def test_every_link_of_a_units_page_leads_somewhere(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    page = browser.get(f"/unit/{OURS}").text
    links = [part.partition('"')[0] for part in page.split('href="')[1:]]
    assert len(links) > 8
    for link in links:
        if link.startswith("/"):
            assert browser.get(link).status_code == 200, link


def test_the_staffs_page_shows_refusals_and_who_is_missing(server: Server) -> None:
    page = server.logged_in("staf").get("/petugas").text
    for shown in (
        "gondang/rusak.csv",
        "Berkas ini &lt;kosong&gt;.",
        "Kecamatan Pacet",
        NO_UNITS_NOTE[:21],
        REGENCY_REPORT,
    ):
        assert shown in page


def test_a_new_publication_is_seen_at_once(server: Server) -> None:
    staff = server.logged_in("staf")
    assert "74,25" in staff.get("/petugas").text
    shutil.rmtree(server.home.warehouse)
    assert "Belum ada data yang dipublikasikan" in staff.get("/petugas").text
    assert staff.get(OUR_ROWS).status_code == 404
    assert staff.get(f"/unit/{OURS}").status_code == 200
    build_warehouse(server.home)
    assert "74,25" in staff.get("/petugas").text


def test_rows_are_a_units_own_without_suggestions_and_without_formulas(server: Server) -> None:
    answer = server.logged_in("ani", OURS).get(OUR_ROWS)
    assert answer.headers["content-disposition"] == f'attachment; filename="jawaban-{OURS}-2024.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Baris"] for row in rows] == ["2", "3"]
    assert {row["Berkas"] for row in rows} == {"jatirejo/f1.csv"}
    assert rows[0]["Tanggal"] == "2024-03-01"
    assert rows[0]["U9 Sarana dan Prasarana"] == "3"
    assert "'=HYPERLINK(1)" in rows[0].values()
    assert SUGGESTION not in answer.text
    assert "aran" not in "".join(name for name in rows[0] if not name.startswith("U"))


# The static site


def test_the_site_is_served_with_its_types(server: Server) -> None:
    browser = server.browser()
    page = browser.get("/")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "isi portal" in page.text
    assert browser.get("/index.html").text == page.text
    assert browser.get("/2024/").text.endswith("<title>2024</title>")
    assert browser.get("/aset/gaya.css").headers["content-type"] == "text/css; charset=utf-8"
    assert browser.get("/2024/berkas/kartu.pdf").headers["content-type"] == "application/pdf"
    assert content_type(Path("a.parquet")) == "application/vnd.apache.parquet"


def test_a_folder_leads_to_itself_with_a_slash_by_a_relative_address(server: Server) -> None:
    answer = server.browser().get("/2024")
    assert (answer.status_code, answer.headers["location"]) == (308, "2024/")


@pytest.mark.parametrize(
    "path",
    [
        "/tidak-ada.html",
        "/kosong/",  # a folder without a page: no listing
        "/2024/berkas/",
        "/.rahasia",
        "/%2e%2e/units.csv",
        "/..%2funits.csv",
        "/2024/%2e%2e/%2e%2e/units.csv",
        "/%2e%2e%2faccounts.sqlite",
        "/..%5cunits.csv",
        "/aset%5c..%5c..%5cunits.csv",
        "/%2fetc/passwd",
        "//etc/passwd",
        "/%00",
        "/index.html%00.png",
        "/tautan/units.csv",
        "/tautan.csv",
        "/tautan-dalam.html",
        "/%c0%ae%c0%ae/units.csv",
        "/index.html/",
        "/2024//index.html",
        "/" + "a" * 5000,
        "/masuk/aset/dasar.html",
        "/masuk/aset/..%2f..%2f__init__.py",
        "/masuk/aset/%2e%2e",
    ],
)
def test_nothing_outside_the_site_is_served(server: Server, path: str) -> None:
    (server.home.site / "tautan").symlink_to(server.home.root)
    (server.home.site / "tautan.csv").symlink_to(server.home.units)
    (server.home.site / "tautan-dalam.html").symlink_to(server.home.site / "index.html")
    answer = server.browser().get(f"http://portal.test{path}")
    assert answer.status_code == 404, answer.headers.get("location")
    assert "unit_code" not in answer.text
    assert "Tidak ditemukan" in answer.text


def test_a_path_sent_raw_is_not_tidied_into_something_else(server: Server) -> None:
    """Clients tidy `..` away before they send; others do not."""
    for raw in (
        "/../units.csv",
        "/2024/../../units.csv",
        "/./../units.csv",
        "//../units.csv",
        "/karantina/../units.csv",
    ):
        assert asked_raw(server, raw) in (303, 404), raw


def asked_raw(server: Server, path: str) -> int:
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"portal.test")], "client": ("203.0.113.9", 1), "server": ("portal.test", 80),
    }  # fmt: skip
    anyio.run(server.app, scope, receive, send)
    return int(str(sent[0]["status"]))


def test_text_is_compressed_and_documents_are_not(server: Server) -> None:
    browser = server.browser()
    for path, packed in (("/", True), ("/aset/gaya.css", True), ("/2024/berkas/kartu.pdf", False), ("/2024/", False)):
        answer = browser.get(path, headers={"Accept-Encoding": "gzip"})
        assert (answer.headers.get("content-encoding") == "gzip") is packed, path
        assert ("Accept-Encoding" in answer.headers.get("vary", "")) is not path.endswith(".pdf")
        plain = browser.get(path, headers={"Accept-Encoding": "gzip;q=0"})
        assert "content-encoding" not in plain.headers
        assert plain.content == answer.content
        assert (plain.headers["etag"] == answer.headers["etag"]) is not packed
    private = server.logged_in("ani", OURS).get(f"/unit/{OURS}", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in private.headers


def test_what_a_browser_has_is_not_sent_again(server: Server) -> None:
    browser = server.browser()
    first = browser.get("/")
    assert first.headers["cache-control"] == "no-cache"
    assert browser.get("/aset/gaya.css").headers["cache-control"] == "public, max-age=300"
    for headers in (
        {"If-None-Match": first.headers["etag"]},
        {"If-None-Match": f'"x", W/{first.headers["etag"]}'},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        again = browser.get("/", headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    old = formatdate(time.time() - 1_000_000, usegmt=True)
    for headers in ({"If-None-Match": '"x"'}, {"If-Modified-Since": old}, {"If-Modified-Since": "kemarin"}):
        assert browser.get("/", headers=headers).status_code == 200
    write(server.home.site / "index.html", "baru")
    assert browser.get("/", headers={"If-None-Match": first.headers["etag"]}).text == "baru"


def test_a_part_of_a_document_and_its_head(server: Server) -> None:
    browser = server.browser()
    part = browser.get("/2024/berkas/kartu.pdf", headers={"Range": "bytes=0-3", "Accept-Encoding": "gzip"})
    assert (part.status_code, part.content) == (206, b"%PDF")
    text = browser.get("/aset/gaya.css", headers={"Range": "bytes=0-3", "Accept-Encoding": "gzip"})
    assert (text.status_code, text.content) == (206, b"p { ")
    head = browser.head("/aset/gaya.css")
    assert (head.status_code, head.content) == (200, b"")


def test_the_site_is_only_read(server: Server) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert server.browser().request(method, "/index.html").status_code == 405


def test_before_there_is_a_site_a_page_says_so(home: Home, serving: MakeServer) -> None:
    shutil.rmtree(home.site)
    server = serving()
    answer = server.browser().get("/2024/")
    assert (answer.status_code, "Portal belum diterbitkan" in answer.text) == (503, True)
    assert server.browser().get("/masuk/aset/masuk.css").status_code == 200
    write(home.site / "index.html", "sekarang ada")
    assert server.browser().get("/").text == "sekarang ada"


# Every answer


@pytest.mark.parametrize("path", ["/", "/tidak-ada", "/masuk", "/unit", "/aset/gaya.css", OUR_REPORT, "/2024"])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_every_answer_has_its_headers(server: Server, path: str, method: str) -> None:
    headers = server.browser().request(method, path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers
    assert "cache-control" in headers
    assert "server" not in headers


def test_the_servers_pages_keep_to_their_own_policy(server: Server) -> None:
    """No style and no script within a page."""
    ani, staff = server.logged_in("ani", OURS), server.logged_in("staf")
    pages = [ani.get(f"/unit/{OURS}"), ani.get("/unggah"), staff.get("/petugas"), staff.get("/unggah")]
    for answer in (*pages, server.browser().get("/masuk"), ani.get(f"/unit/{THEIRS}")):
        for inline in ("<script", "<style", "style=", "onclick", "http://", "https://"):
            assert inline not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert '<html lang="id">' in answer.text


def test_an_error_of_ours_tells_nothing(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    browser = server.logged_in("ani", OURS)
    data = {"csrf": token_of(browser.get("/unggah").text)}
    answer = browser.post("/unggah", data=data, files={"berkas": ("a.csv", b"meledak")})
    assert answer.status_code == 500
    assert "x-frame-options" in answer.headers
    assert "Kesalahan pada portal" in answer.text
    for said in (answer.text, caplog.text):
        assert "Siti" not in said
    assert "RuntimeError" in caplog.text
    assert not list(server.home.uploads.iterdir())


# Behind a proxy

PROXY, STRANGER = "10.0.0.2", "203.0.113.9"
BY_TLS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.4"}


def cookie_of_login(server: Server, address: str, headers: dict[str, str]) -> str:
    browser = server.browser(address=address)
    page = browser.get("/masuk", headers=headers)
    form = {"csrf": token_of(page.text), "nama": "ani", "sandi": PASSWORD}
    # What a browser would do by TLS: the test client keeps secure cookies from a plain address.
    cookie = next(one for one in page.headers.get_list("set-cookie") if one.partition("=")[0].endswith("skm_masuk"))
    answer = browser.post("/masuk", data=form, headers={**headers, "Cookie": cookie.partition(";")[0]})
    assert answer.status_code == 303, answer.text
    return next(one for one in answer.headers.get_list("set-cookie") if one.partition("=")[0].endswith("skm_sesi"))


@pytest.mark.parametrize("proxies", [("10.0.0.2",), ("10.0.0.0/24", "::1"), ("127.0.0.1", "10.0.0.2")])
def test_a_trusted_proxy_is_believed(serving: MakeServer, proxies: tuple[str, ...]) -> None:
    server = serving(trusted_proxies=proxies)
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    assert "Secure" in cookie_of_login(server, PROXY, BY_TLS)
    assert server.browser(address=PROXY).get("/", headers=BY_TLS).headers["strict-transport-security"]
    assert "Secure" not in cookie_of_login(server, PROXY, {"X-Forwarded-Proto": "http"})
    server.accounts.add("staf", PASSWORD, unit_code=None)
    staff = server.browser(address=PROXY)
    log_in(staff, "staf", PASSWORD)
    assert "198.51.100.4" in staff.get("/petugas/catatan").text


@pytest.mark.parametrize("proxies", [(), ("10.0.0.2",)])
def test_anybody_else_is_not(serving: MakeServer, proxies: tuple[str, ...]) -> None:
    server = serving(trusted_proxies=proxies)
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    assert "Secure" not in cookie_of_login(server, STRANGER, BY_TLS)
    assert "strict-transport-security" not in server.browser(address=STRANGER).get("/", headers=BY_TLS).headers
    page = server.logged_in("staf").get("/petugas/catatan").text
    assert "198.51.100.4" not in page
    assert STRANGER in page


def test_forged_addresses_do_not_escape_the_throttle(serving: MakeServer) -> None:
    server = serving(trusted_proxies=(PROXY,))
    for address, forged in ((STRANGER, "1.1.1.{}"), (PROXY, "1.1.1.{}, 198.51.100.4")):
        codes = []
        for number in range(51):
            browser = server.browser(address=address)
            token = token_of(browser.get("/masuk").text)
            codes.append(
                browser.post(
                    "/masuk",
                    data={"csrf": token, "nama": f"{address}{number}", "sandi": "salah"},
                    headers={"X-Forwarded-For": forged.format(number)},
                ).status_code
            )
        assert codes == [401] * 50 + [429]


def test_by_https_itself_the_cookie_is_secure(server: Server) -> None:
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    browser = server.browser(base_url="https://portal.test")
    answer = log_in(browser, "ani", PASSWORD)
    assert "Secure" in answer.headers["set-cookie"]
    assert browser.get("/").headers["strict-transport-security"] == "max-age=31536000"


def test_behind_a_proxy_forms_come_from_the_public_address(serving: MakeServer) -> None:
    server = serving(trusted_proxies=(PROXY,), address="https://skm.example.go.id")
    browser = server.browser(address=PROXY, base_url="http://skm.example.go.id")
    page = browser.get("/masuk", headers=BY_TLS)
    cookie = page.headers["set-cookie"].partition(";")[0]
    form = {"csrf": token_of(page.text), "nama": "siapa", "sandi": "salah"}
    for origin, code in (("https://skm.example.go.id", 401), ("http://skm.example.go.id", 403), ("https://x.id", 403)):
        headers = {**BY_TLS, "Origin": origin, "Cookie": cookie}
        assert browser.post("/masuk", data=form, headers=headers).status_code == code, origin


@pytest.mark.parametrize("proxies", [("proksi",), ("10.0.0",), ("",)])
def test_a_proxy_that_is_no_address_is_refused_at_the_start(serving: MakeServer, proxies: tuple[str, ...]) -> None:
    with pytest.raises(ConfigurationError, match="trusted_proxies"):
        serving(trusted_proxies=proxies)


# The host asked for


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("skm.example.go.id", 200),
        ("SKM.example.go.id:443", 200),
        ("localhost:8080", 200),
        ("127.0.0.1", 200),
        ("jahat.example", 400),
        ("skm.example.go.id.jahat.example", 400),
        ("skm.example.go.id@jahat.example", 400),
        ("[::1", 400),
    ],
)
def test_with_an_address_only_its_host_is_answered(serving: MakeServer, host: str, code: int) -> None:
    server = serving(address="https://skm.example.go.id/")
    answer = server.browser().get("/", headers={"Host": host})
    assert answer.status_code == code
    assert answer.headers["x-frame-options"] == "DENY"


def test_without_an_address_any_host_is_answered(server: Server) -> None:
    assert server.browser().get("/", headers={"Host": "apa.saja"}).status_code == 200


def test_an_address_that_is_none_is_refused_at_the_start() -> None:
    with pytest.raises(ConfigurationError, match="address"):
        Origins("skm.example.go.id", ())


# The process


def test_skm_serve_answers_says_where_and_ends_cleanly(home: Home) -> None:
    command = [sys.executable, "-m", "cli.main", "serve", "--home", str(home.root), "--port", "0"]
    write(home.settings, "")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            said = process.stdout.readline()
            assert said.startswith("Portal terbuka di http://127.0.0.1:")
            address = said.split()[3]
            with urllib.request.urlopen(f"{address}/", timeout=20) as answer:
                assert b"isi portal" in answer.read()
                assert "server" not in {name.lower() for name in answer.headers}
            request = urllib.request.Request(f"{address}/", headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(request, timeout=20) as answer:
                assert b"isi portal" in gzip.decompress(answer.read())
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert process.stdout.read().strip() == "Portal berhenti."
        assert process.stderr.read() == ""


def test_the_servers_process_loads_neither_prefect_nor_great_expectations() -> None:
    """They take seconds and hundreds of megabytes; the check of an upload runs in a child process."""
    code = (
        "import cli.serving, pipeline.upload_check, portal.server.app, portal.server.running, sys; "
        "print([name for name in ('prefect', 'great_expectations', 'typst', 'docx') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_port_in_use_is_said_in_a_sentence(home: Home) -> None:
    server = Server(home)
    with pytest.raises(SkmError, match=r"Tidak dapat membuka 192\.0\.2\.1 port 80"):
        serve(server.app, "192.0.2.1", 80, request_seconds=20, listening=print)

"""The code from a phone beside the password: staff must have one, units may."""

import re
import sqlite3
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from cli.serving import reset_code
from contracts.clock import TIME_ZONE
from portal.server.second_factor import SecondFactor
from tests.unit.portal.server.server_home import OURS, PASSWORD, Server, TestClient, log_in, token_of

MakeServer = Callable[..., Server]


@pytest.fixture
def server(serving: MakeServer) -> Server:
    return serving(staff_code=True)


class Phone:
    """An app that was shown a secret."""

    def __init__(self, server: Server, secret: str) -> None:
        self._clock, self._totp = server.clock, pyotp.TOTP(secret)

    def code(self, seconds: int = 0) -> str:
        moment = self._clock.at.replace(tzinfo=TIME_ZONE)
        return self._totp.at(int(moment.timestamp()) + seconds)


def phone_for(server: Server, browser: TestClient) -> Phone:
    found = re.search(r'id="kunci">([A-Z2-7]{32})<', browser.get("/masuk/kode").text)
    assert found
    return Phone(server, found.group(1))


def give(browser: TestClient, code: str, **fields: str):  # type: ignore[no-untyped-def]
    return browser.post("/masuk/kode", data={"csrf": token_of(browser.get("/masuk/kode").text), "kode": code, **fields})


def new_staff(server: Server) -> tuple[TestClient, Phone]:
    """Staff that logged in for the first time and set up a phone."""
    server.accounts.add("staf", PASSWORD, unit_code=None)
    browser = server.browser()
    log_in(browser, "staf", PASSWORD)
    phone = phone_for(server, browser)
    answer = give(browser, phone.code())
    assert (answer.status_code, answer.headers["location"]) == (303, "/petugas")
    server.clock.pass_by(minutes=1)
    return browser, phone


def test_staff_with_a_password_alone_see_nothing(server: Server) -> None:
    server.accounts.add("staf", PASSWORD, unit_code=None)
    browser = server.browser()
    answer = log_in(browser, "staf", PASSWORD, next="/petugas/catatan")
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk/kode?next=%2Fpetugas%2Fcatatan")
    token = browser.cookies["skm_sesi"]
    for path in ("/petugas", "/petugas/catatan", f"/unit/{OURS}", "/unggah", "/masuk/akun", "/masuk/sandi"):
        browser.cookies.set("skm_sesi", token)
        assert browser.get(path).status_code == 303, path
    browser.cookies.clear()
    browser.cookies.set("skm_sesi", token)
    assert browser.post("/unggah", files={"berkas": ("a.csv", b"a")}).status_code == 303


def test_staff_set_up_a_phone_and_need_it_from_then_on(server: Server) -> None:
    browser, phone = new_staff(server)
    assert browser.get("/petugas").status_code == 200
    again = server.browser()
    log_in(again, "staf", PASSWORD)
    page = again.get("/masuk/kode").text
    assert "kunci" not in page
    assert "data:image/svg" not in page
    assert give(again, "000000").status_code == 401
    assert again.get("/petugas").status_code == 303
    log_in(again, "staf", PASSWORD)
    answer = give(again, f" {phone.code()[:3]} {phone.code()[3:]} ", next="/petugas/catatan")
    assert (answer.status_code, answer.headers["location"]) == (303, "/petugas/catatan")
    log = again.get("/petugas/catatan").text
    for word in ("kode dipasang", "kode salah", ">masuk<"):
        assert word in log


def test_the_picture_is_what_an_app_reads(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []
    server.accounts.add("staf", PASSWORD, unit_code=None)
    browser = server.browser()
    log_in(browser, "staf", PASSWORD)
    monkeypatch.setattr("segno.make", lambda text: shown.append(text) or _Picture())
    browser.get("/masuk/kode")
    address = urlsplit(shown[0])
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query)["issuer"] == ["SKM Kabupaten Mojokerto"]


class _Picture:
    def svg_data_uri(self, **_: object) -> str:
        return "data:image/svg+xml,"


def test_a_code_is_used_up_by_its_first_use(server: Server) -> None:
    """Whoever looked over a shoulder, or stood in between, comes too late."""
    _, phone = new_staff(server)
    first, second = server.browser(), server.browser()
    for browser in (first, second):
        log_in(browser, "staf", PASSWORD)
    code = phone.code()
    assert give(first, code).status_code == 303
    assert give(second, code).status_code == 401
    assert give(second, phone.code(-30)).status_code == 401, "nor is an older one taken afterwards"


def test_a_phone_whose_clock_is_a_little_off_is_understood(server: Server) -> None:
    _, phone = new_staff(server)
    for seconds, status in ((90, 401), (-90, 401), (30, 303)):
        browser = server.browser()
        log_in(browser, "staf", PASSWORD)
        assert give(browser, phone.code(seconds)).status_code == status


def test_who_has_the_password_cannot_try_all_codes_from_however_many_places(server: Server) -> None:
    _, phone = new_staff(server)
    codes = []
    for number in range(6):
        thief = server.browser(address=f"198.51.100.{number}")
        log_in(thief, "staf", PASSWORD)
        codes.append(give(thief, "000000").status_code)
    assert codes == [401] * 5 + [429]
    server.clock.pass_by(minutes=15)
    owner = server.browser()
    log_in(owner, "staf", PASSWORD)
    assert give(owner, phone.code()).status_code == 303


def test_a_right_password_waits_for_its_code_only_so_long(server: Server) -> None:
    _, phone = new_staff(server)
    browser = server.browser()
    log_in(browser, "staf", PASSWORD)
    server.clock.pass_by(minutes=10)
    assert browser.get("/masuk/kode").status_code == 303
    assert browser.post("/masuk/kode", data={"kode": phone.code()}).status_code == 303
    assert browser.get("/petugas").status_code == 303


def test_the_session_before_the_code_is_worth_nothing_after_it(server: Server) -> None:
    _, phone = new_staff(server)
    browser = server.browser()
    log_in(browser, "staf", PASSWORD)
    before = browser.cookies["skm_sesi"]
    give(browser, phone.code())
    assert browser.cookies["skm_sesi"] != before
    thief = server.browser()
    thief.cookies.set("skm_sesi", before)
    assert thief.get("/petugas").status_code == 303
    assert thief.get("/masuk/kode").status_code == 303


def test_a_unit_may_have_a_code_and_then_needs_it(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    assert "belum memakai kode" in browser.get("/masuk/akun").text
    phone = phone_for(server, browser)
    assert log_in(server.browser(), "ani", PASSWORD).headers["location"] == "/unit", "only shown, not yet set up"
    assert give(browser, phone.code()).status_code == 303
    assert browser.get("/masuk/kode").status_code == 404
    assert "belum memakai kode" not in browser.get("/masuk/akun").text
    again = server.browser()
    assert log_in(again, "ani", PASSWORD).headers["location"] == "/masuk/kode"
    assert again.get(f"/unit/{OURS}").status_code == 303


def test_a_secret_is_shown_only_until_a_code_of_it_was_given(server: Server) -> None:
    browser, _ = new_staff(server)
    (account,) = server.accounts.all()
    with sqlite3.connect(server.home.accounts) as connection:
        (secret,) = connection.execute("SELECT secret FROM second_factor").fetchone()
    connection.close()
    for path in ("/masuk/akun", "/masuk/kode", "/petugas"):
        assert secret not in browser.get(path).text
    with pytest.raises(ValueError, match="set up"):
        SecondFactor(server.accounts._database, server.clock.now, "").offered(account)


def test_a_lost_phone_is_taken_away_by_the_command(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    browser, phone = new_staff(server)
    reset_code(server.home.root, "STAF")
    assert "dilepas; semua sesinya berakhir" in capsys.readouterr().out
    assert browser.get("/petugas").status_code == 303
    log_in(browser, "staf", PASSWORD)
    assert give(browser, phone.code()).status_code == 401
    new = phone_for(server, browser)
    assert give(browser, new.code()).status_code == 303
    assert "kode dilepas" in browser.get("/petugas/catatan").text


def test_a_name_that_comes_back_has_no_phone_of_before(server: Server) -> None:
    new_staff(server)
    server.accounts.remove("staf")
    server.accounts.add("staf", PASSWORD, unit_code=None)
    browser = server.browser()
    log_in(browser, "staf", PASSWORD)
    assert "kunci" in browser.get("/masuk/kode").text


def test_the_settings_may_leave_staff_without_a_code(serving: MakeServer) -> None:
    server = serving(staff_code=False)
    server.accounts.add("staf", PASSWORD, unit_code=None)
    assert log_in(server.browser(), "staf", PASSWORD).headers["location"] == "/petugas"

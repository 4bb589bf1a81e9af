"""One's own account: which passwords are refused, changing one's password, seeing and ending one's sessions."""

import pytest

from contracts.home import Home
from portal.server.accounts import AccountError, Accounts, words_of
from portal.server.database import Database
from portal.server.passwords import PasswordRule
from tests.unit.portal.server.server_home import (
    CHEAP,
    OURS,
    PASSWORD,
    VISITOR,
    Clock,
    Server,
    TestClient,
    log_in,
    token_of,
)

NEW = "jembatan kopi biru"


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password2024!",
        "P4ssw0rd!!!!",
        "qwertyuiop12",
        "1q2w3e4r5t6y",
        "123456789012",
        "081234567890",
        "199001012020121001",
        "aaaaaaaaaaaa",
        "abababababab",
        "abcdefghijklm",
        "puskesmas123",
        "Pu5kesmas1234",
        "Mojokerto-2024",
        "Bismillah 2026",
        "kecamatan.gondang.1",
        "dinaskesehatan2025",
        "rahasiarahasia",
    ],
)
def test_what_everybody_tries_first_is_no_password(server: Server, password: str) -> None:
    words = words_of(server.settings, server.registry)
    with pytest.raises(AccountError, match="mudah ditebak"):
        Accounts(Database(server.home.accounts), Clock().now, CHEAP, words).add("ani", password, unit_code=OURS)


@pytest.mark.parametrize("password", ["ini-kuncinya-mbaktri", "MbakTri 1989 pagi", "mb4ktr1-jembatan-kopi"])
def test_the_name_is_in_no_password(home: Home, password: str) -> None:
    with pytest.raises(AccountError, match="memuat nama akun"):
        Accounts(Database(home.accounts), Clock().now, CHEAP).add("mbaktri", password, unit_code=OURS)


@pytest.mark.parametrize(
    "password", [NEW, PASSWORD, "x7Gk2pQ9vLmZ", "correct-horse-battery-staple", "Kopi panas, 3 gelas"]
)
def test_words_that_have_nothing_to_do_with_each_other_are_one(password: str) -> None:
    PasswordRule(["Kabupaten Mojokerto", "Kecamatan Jatirejo"]).check(password, "ani")


def change(browser: TestClient, old: str, new: str, again: str | None = None):  # type: ignore[no-untyped-def]
    token = token_of(browser.get("/masuk/sandi").text)
    return browser.post("/masuk/sandi", data={"csrf": token, "lama": old, "baru": new, "ulang": again or new})


def test_one_changes_ones_own_password_and_every_other_session_ends(server: Server) -> None:
    browser, thief = server.logged_in("ani", OURS), server.browser()
    log_in(thief, "ani", PASSWORD)
    before = browser.cookies["skm_sesi"]
    answer = change(browser, PASSWORD, NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk/akun")
    assert browser.get(f"/unit/{OURS}").status_code == 200
    assert browser.cookies["skm_sesi"] != before
    assert thief.get(f"/unit/{OURS}").status_code == 303
    assert log_in(server.browser(), "ani", PASSWORD).status_code == 401
    assert log_in(server.browser(), "ani", NEW).status_code == 303
    assert "sandi diganti sendiri" in server.logged_in("staf").get("/petugas/catatan").text


@pytest.mark.parametrize(
    ("old", "new", "again", "code", "said"),
    [
        ("bukan sandi saya", NEW, None, 401, "lama tidak benar"),
        (PASSWORD, NEW, NEW + "x", 400, "tidak sama"),
        (PASSWORD, PASSWORD, None, 400, "sama dengan yang lama"),
        (PASSWORD, "pendek", None, 400, "terlalu pendek"),
        (PASSWORD, "puskesmas123", None, 400, "mudah ditebak"),
        (PASSWORD, "mojokerto-jatirejo", None, 400, "mudah ditebak"),
    ],
)
def test_a_change_that_is_refused_changes_nothing(
    server: Server, old: str, new: str, again: str | None, code: int, said: str
) -> None:
    browser = server.logged_in("ani", OURS)
    answer = change(browser, old, new, again)
    assert (answer.status_code, said in answer.text) == (code, True)
    assert f'value="{new}"' not in answer.text
    assert log_in(server.browser(), "ani", PASSWORD).status_code == 303


def test_who_took_over_a_session_cannot_guess_the_old_password_endlessly(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    codes = [change(browser, "bukan sandi saya", NEW).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    assert change(browser, PASSWORD, NEW).status_code == 429


@pytest.mark.parametrize("path", ["/masuk/akun", "/masuk/sandi", "/masuk/kode"])
def test_ones_account_is_for_who_is_logged_in_and_forms_carry_their_token(server: Server, path: str) -> None:
    assert server.browser().get(path).status_code == 303
    assert server.browser().post(path).status_code == 303
    browser = server.logged_in("ani", OURS)
    for data in ({}, {"csrf": "x" * 43}):
        assert browser.post(path, data={**data, "lama": PASSWORD, "baru": NEW, "ulang": NEW}).status_code == 403
    foreign = {"Origin": "https://jahat.example"}
    data = {"csrf": token_of(browser.get("/unggah").text), "lama": PASSWORD, "baru": NEW, "ulang": NEW}
    assert browser.post(path, data=data, headers=foreign).status_code == 403
    assert log_in(server.browser(), "ani", PASSWORD).status_code == 303


def entries(browser: TestClient) -> list[str]:
    """What the list of sessions would end."""
    page = browser.get("/masuk/akun").text
    return [part.partition('"')[0] for part in page.split('name="sesi" value="')[1:]]


def test_sessions_are_listed_and_ended(server: Server) -> None:
    browser, elsewhere = server.logged_in("ani", OURS), server.browser(address="198.51.100.7")
    log_in(elsewhere, "ani", PASSWORD)
    page = browser.get("/masuk/akun").text
    assert VISITOR in page
    assert "198.51.100.7" in page
    (entry,) = entries(browser)
    assert elsewhere.cookies["skm_sesi"] not in page
    answer = browser.post("/masuk/akun", data={"csrf": token_of(page), "sesi": entry})
    assert answer.status_code == 303
    assert (browser.get(f"/unit/{OURS}").status_code, elsewhere.get(f"/unit/{OURS}").status_code) == (200, 303)
    assert entries(browser) == []


def test_nobody_ends_anothers_session(server: Server) -> None:
    ani, budi = server.logged_in("ani", OURS), server.logged_in("budi", OURS)
    second = server.browser()
    log_in(second, "ani", PASSWORD)
    (of_ani,) = entries(ani)
    assert entries(budi) == []
    budi.post("/masuk/akun", data={"csrf": token_of(budi.get("/masuk/akun").text), "sesi": of_ani})
    assert second.get(f"/unit/{OURS}").status_code == 200

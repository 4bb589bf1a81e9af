"""Who may log in, and how long: accounts, sessions, tokens, throttling, the audit log, `skm user`."""

import io
import json
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable

import pytest
from argon2 import PasswordHasher

from cli import main as command
from contracts.home import Home
from portal.server.accounts import AccountError, Accounts
from portal.server.audit import AuditLog
from portal.server.database import Database
from tests.unit.portal.server.server_home import (
    CHEAP,
    OURS,
    PASSWORD,
    THEIRS,
    VISITOR,
    Clock,
    Server,
    TestClient,
    log_in,
    token_of,
)

MakeServer = Callable[..., Server]
WRONG = "sandi-yang-salah"
ENDS_AFTER_WRITING = (
    "import sqlite3, sys; database = sqlite3.connect(sys.argv[1], isolation_level=None); "
    "database.execute(\"INSERT INTO audit VALUES (NULL, 'x', 'x', 'x', 'x', 'x')\"); database.close()"
)
"""As a command does."""


@pytest.fixture
def accounts(home: Home) -> Accounts:
    return Accounts(Database(home.accounts), Clock().now, CHEAP)


def everything_kept(home: Home) -> str:
    with sqlite3.connect(home.accounts) as connection:
        text = "\n".join(connection.iterdump())
    connection.close()
    return text


def test_only_its_owner_reads_the_file_and_its_journals(server: Server) -> None:
    server.logged_in("ani", OURS)
    kept = list(server.home.root.glob("accounts.sqlite*"))
    assert kept
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_the_journal_is_written_back_when_the_server_ends_not_after_every_transaction(home: Home) -> None:
    journal = home.accounts.with_name(f"{home.accounts.name}-wal")
    Accounts(Database(home.accounts), Clock().now, CHEAP).add("ani", PASSWORD, unit_code=OURS)
    assert not journal.exists()
    with Server(home).browser():
        Accounts(Database(home.accounts), Clock().now, CHEAP).add("budi", PASSWORD, unit_code=OURS)
        written = journal.stat().st_size
        Accounts(Database(home.accounts), Clock().now, CHEAP).add("cici", PASSWORD, unit_code=OURS)
        assert 0 < written < journal.stat().st_size
    assert not journal.exists()
    assert [account.name for account in Accounts(Database(home.accounts), Clock().now).all()] == ["ani", "budi", "cici"]


def test_a_command_that_ends_beside_the_server_takes_nothing_from_it(home: Home) -> None:
    """The locks of a file are let go when a process closes it anywhere: the command would take itself for the last."""
    with Server(home).browser():
        accounts = Accounts(Database(home.accounts), Clock().now, CHEAP)
        accounts.add("ani", PASSWORD, unit_code=OURS)
        Database(home.accounts)
        subprocess.run([sys.executable, "-I", "-S", "-c", ENDS_AFTER_WRITING, str(home.accounts)], check=True)
        accounts.add("budi", PASSWORD, unit_code=OURS)
    assert [account.name for account in Accounts(Database(home.accounts), Clock().now).all()] == ["ani", "budi"]


def test_a_file_that_others_may_read_is_closed(home: Home) -> None:
    home.accounts.touch(0o644)
    Database(home.accounts)
    assert stat.S_IMODE(home.accounts.stat().st_mode) == 0o600


def test_a_password_is_kept_as_argon2id_with_the_librarys_own_parameters(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.server.accounts.PasswordHasher", PasswordHasher)
    Accounts(Database(home.accounts), Clock().now).add("ani", PASSWORD, unit_code=OURS)
    kept = everything_kept(home)
    defaults = PasswordHasher()
    assert f"$argon2id$v=19$m={defaults.memory_cost},t={defaults.time_cost},p={defaults.parallelism}$" in kept
    assert PASSWORD not in kept


def test_neither_password_nor_token_is_kept(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    kept = everything_kept(server.home)
    assert PASSWORD not in kept
    assert browser.cookies["skm_sesi"] not in kept


@pytest.mark.parametrize("name", ["", "a b", "../x", "<b>", "é", ".x", "a" * 65, "a\n"[:1] + "\x00"])
def test_a_name_that_cannot_be_one(accounts: Accounts, name: str) -> None:
    with pytest.raises(AccountError, match="tidak dapat dipakai"):
        accounts.add(name, PASSWORD, unit_code=None)


@pytest.mark.parametrize("password", ["", "a" * 11, "a" * 1001])
def test_a_password_too_short_or_too_long(accounts: Accounts, password: str) -> None:
    with pytest.raises(AccountError, match="Sandi terlalu"):
        accounts.add("ani", password, unit_code=None)
    assert accounts.all() == []


def test_a_name_is_there_once_whatever_its_letters(accounts: Accounts) -> None:
    accounts.add("Ani", PASSWORD, unit_code=OURS)
    with pytest.raises(AccountError, match="sudah ada"):
        accounts.add("ANI", PASSWORD, unit_code=None)
    assert [(one.name, one.role, one.unit_code) for one in accounts.all()] == [("ani", "unit", OURS)]


def test_a_removed_account_cannot_log_in_and_may_come_back_with_another_role(accounts: Accounts) -> None:
    accounts.add("ani", PASSWORD, unit_code=OURS)
    accounts.remove("ani")
    assert accounts.verified("ani", PASSWORD) is None
    assert [one.disabled for one in accounts.all()] == [True]
    with pytest.raises(AccountError, match="tidak ada"):
        accounts.set_password("ani", PASSWORD)
    accounts.add("ani", "sandi-lain-sekali", unit_code=None)
    again = accounts.verified("ani", "sandi-lain-sekali")
    assert again is not None
    assert again.is_staff
    assert accounts.verified("ani", PASSWORD) is None


def test_an_unknown_name_costs_a_verification_too(home: Home) -> None:
    class Counting(PasswordHasher):
        verifications = 0

        def verify(self, *args: object, **values: object) -> bool:  # type: ignore[override]
            Counting.verifications += 1
            return super().verify(*args, **values)  # type: ignore[arg-type]

    accounts = Accounts(Database(home.accounts), Clock().now, Counting(time_cost=1, memory_cost=8, parallelism=1))
    accounts.add("ani", PASSWORD, unit_code=OURS)
    accounts.remove("ani")
    for name in ("siapa", "ani"):
        Counting.verifications = 0
        assert accounts.verified(name, PASSWORD) is None
        assert Counting.verifications == 1


# Sessions


def test_a_session_ends_after_a_time_without_requests(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    for _ in range(3):
        server.clock.pass_by(minutes=59)
        assert browser.get(f"/unit/{OURS}").status_code == 200
    server.clock.pass_by(minutes=60)
    answer = browser.get(f"/unit/{OURS}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk?next=%2Funit%2F35.16.01")


def test_a_session_ends_after_twelve_hours_however_busy(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    for _ in range(23):
        server.clock.pass_by(minutes=30)
        assert browser.get(f"/unit/{OURS}").status_code == 200
    server.clock.pass_by(minutes=30)
    assert browser.get(f"/unit/{OURS}").status_code == 303


def test_the_setting_says_how_long_without_requests(serving: MakeServer) -> None:
    server = serving(session_minutes=5)
    browser = server.logged_in("ani", OURS)
    server.clock.pass_by(minutes=5)
    assert browser.get(f"/unit/{OURS}").status_code == 303


def test_sessions_that_are_over_are_forgotten(server: Server) -> None:
    server.logged_in("ani", OURS)
    server.clock.pass_by(hours=13)
    with server.browser():  # what runs beside the app looks at once
        pass
    assert "INSERT INTO session" not in everything_kept(server.home).replace('"', "")


@pytest.mark.parametrize("change", ["set_password", "remove"])
def test_every_session_of_an_account_ends_when_it_changes(server: Server, change: str) -> None:
    first, other = server.logged_in("ani", OURS), server.logged_in("budi", OURS)
    second = server.browser()
    log_in(second, "ani", PASSWORD)
    if change == "remove":
        server.accounts.remove("ani")
    else:
        server.accounts.set_password("ani", "sandi-baru-sekali")
    assert [one.get(f"/unit/{OURS}").status_code for one in (first, second, other)] == [303, 303, 200]


def test_logging_out_ends_the_session_on_the_server(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    token = browser.cookies["skm_sesi"]
    answer = browser.post("/keluar", data={"csrf": token_of(browser.get(f"/unit/{OURS}").text)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk")
    assert "skm_sesi" not in browser.cookies
    browser.cookies.set("skm_sesi", token)
    assert browser.get(f"/unit/{OURS}").status_code == 303


def test_logging_out_is_a_form_only(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    assert browser.get("/keluar").status_code == 404
    assert browser.get(f"/unit/{OURS}").status_code == 200


def test_a_login_makes_a_new_session_and_ends_the_old_one(server: Server) -> None:
    first = server.logged_in("ani", OURS)
    browser = server.browser()
    form = {"csrf": token_of(browser.get("/masuk").text), "nama": "ani", "sandi": PASSWORD}
    browser.cookies.set("skm_sesi", first.cookies["skm_sesi"])
    answer = browser.post("/masuk", data=form)
    assert answer.cookies["skm_sesi"] != first.cookies["skm_sesi"]
    assert first.get(f"/unit/{OURS}").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(server: Server) -> None:
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    answer = log_in(server.browser(), "ani", PASSWORD)
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith("skm_sesi="))
    words = {word.strip().lower() for word in cookie.split(";")[1:]}
    assert words == {"httponly", "samesite=strict", "path=/"}
    assert len(cookie.split(";")[0]) >= len("skm_sesi=") + 43


def test_by_https_no_other_host_can_plant_the_cookies(server: Server) -> None:
    """Of what a host beside ours, or somebody on the way by http, may plant (a cookie by its bare name) nothing is
    believed."""
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    browser = server.browser(base_url="https://portal.test")
    answer = log_in(browser, "ani", PASSWORD)
    cookies = {one.partition("=")[0]: one for one in answer.headers.get_list("set-cookie")}
    assert cookies.keys() == {"__Host-skm_sesi", "__Host-skm_masuk"}
    for cookie in cookies.values():
        words = {word.strip().lower() for word in cookie.split(";")[1:]}
        assert {"secure", "path=/", "httponly", "samesite=strict"} <= words
        assert not any(word.startswith("domain") for word in words)
    planted = server.browser(base_url="https://portal.test")
    planted.cookies.set("skm_sesi", browser.cookies["__Host-skm_sesi"])
    assert planted.get(f"/unit/{OURS}").status_code == 303
    assert browser.get(f"/unit/{OURS}").status_code == 200
    left = browser.post("/keluar", data={"csrf": token_of(browser.get(f"/unit/{OURS}").text)})
    assert "Secure" in left.headers["set-cookie"]
    assert "__Host-skm_sesi" not in browser.cookies


def test_an_account_has_only_so_many_sessions(serving: MakeServer) -> None:
    server = serving(sessions_per_account=2)
    first, second, third = server.logged_in("ani", OURS), server.browser(), server.browser()
    other = server.logged_in("budi", OURS)
    for browser in (second, third):
        server.clock.pass_by(minutes=1)
        assert log_in(browser, "ani", PASSWORD).status_code == 303
    codes = [one.get(f"/unit/{OURS}").status_code for one in (first, second, third, other)]
    assert codes == [303, 200, 200, 200]


def test_a_file_of_an_older_make_keeps_its_accounts(home: Home) -> None:
    with sqlite3.connect(home.accounts) as connection:
        connection.executescript(
            "CREATE TABLE account (name TEXT PRIMARY KEY, password_hash TEXT NOT NULL, role TEXT NOT NULL, "
            "unit_code TEXT, created_at TEXT NOT NULL, disabled INTEGER NOT NULL DEFAULT 0) STRICT;"
            "CREATE TABLE session (token_hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (name), "
            "csrf_token TEXT NOT NULL, created_at TEXT NOT NULL, seen_at TEXT NOT NULL) STRICT;"
            f"INSERT INTO account VALUES ('ani', '{CHEAP.hash(PASSWORD)}', 'unit', '{OURS}', '2025-01-01 08:00', 0);"
            "INSERT INTO session VALUES ('x', 'ani', 'y', '2025-03-03 09:00', '2025-03-03 09:00');"
        )
    connection.close()
    server = Server(home)
    assert log_in(server.browser(), "ani", PASSWORD).status_code == 303


def test_a_session_that_somebody_made_up_is_none(server: Server) -> None:
    server.logged_in("ani", OURS)
    browser = server.browser()
    browser.cookies.set("skm_sesi", "x" * 43)
    assert browser.get(f"/unit/{OURS}").status_code == 303


# Logging in


def test_a_unit_goes_to_its_page_and_staff_to_theirs(server: Server) -> None:
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    server.accounts.add("staf", PASSWORD, unit_code=None)
    assert log_in(server.browser(), "ani", PASSWORD).headers["location"] == "/unit"
    assert log_in(server.browser(), " STAF ", PASSWORD).headers["location"] == "/petugas"


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/unit/35.16.01", "/unit/35.16.01"),
        ("/berkas/2024/35.16.01/laporan%20a.pdf", "/berkas/2024/35.16.01/laporan%20a.pdf"),
        ("//jahat.example/unit", "/unit"),
        ("/\\jahat.example", "/unit"),
        ("https://jahat.example/unit", "/unit"),
        ("/unit\r\nSet-Cookie: a=b", "/unit"),
        ("/unit/\\jahat", "/unit"),
        ("javascript:alert(1)", "/unit"),
        ("/2024/", "/unit"),
        ("/unitjahat", "/unit"),
    ],
)
def test_after_logging_in_one_stays_in_the_portal(server: Server, wanted: str, reached: str) -> None:
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    assert log_in(server.browser(), "ani", PASSWORD, next=wanted).headers["location"] == reached


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(server: Server) -> None:
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    browser = server.browser()
    wrong, unknown = log_in(browser, "ani", WRONG), log_in(browser, "xyz", WRONG)
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace('value="ani"', "") == unknown.text.replace('value="xyz"', "")


def test_a_password_is_never_shown_again(server: Server) -> None:
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    assert WRONG not in log_in(server.browser(), "ani", WRONG).text


def test_a_hostile_name_is_shown_as_text(server: Server) -> None:
    answer = log_in(server.browser(), '"><script>x</script>', WRONG)
    assert "<script>" not in answer.text


# Tokens in forms


def test_a_login_form_without_its_own_cookie_is_not_taken(server: Server) -> None:
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    token = token_of(server.browser().get("/masuk").text)
    other = server.browser()
    other.get("/masuk")
    for browser in (server.browser(), other):
        answer = browser.post("/masuk", data={"csrf": token, "nama": "ani", "sandi": PASSWORD})
        assert answer.status_code == 403
        assert "skm_sesi" not in browser.cookies


@pytest.mark.parametrize("token", [None, "", "x", "anothers"])
@pytest.mark.parametrize("path", ["/keluar", "/unggah"])
def test_a_form_without_its_sessions_token_is_not_taken(server: Server, path: str, token: str | None) -> None:
    browser = server.logged_in("ani", OURS)
    if token == "anothers":
        token = token_of(server.logged_in("budi", OURS).get("/unggah").text)
    data = {} if token is None else {"csrf": token}
    files = {"berkas": ("a.csv", b"a")} if path == "/unggah" else None
    assert browser.post(path, data=data, files=files).status_code == 403
    assert browser.get(f"/unit/{OURS}").status_code == 200
    assert not list(server.home.uploads.glob("*"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {"Origin": "https://portal.test"},
        {"Origin": "http://portal.test:81"},
        {"Origin": "http://portal.test.jahat.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://portal.test"},
    ],
)
def test_a_form_from_elsewhere_is_not_taken_even_with_its_token(server: Server, headers: dict[str, str]) -> None:
    browser = server.logged_in("ani", OURS)
    token = token_of(browser.get("/unggah").text)
    assert browser.post("/keluar", data={"csrf": token}, headers=headers).status_code == 403
    stranger = server.browser()
    form = {"csrf": token_of(stranger.get("/masuk").text), "nama": "ani", "sandi": PASSWORD}
    assert stranger.post("/masuk", data=form, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://portal.test"}, {"Origin": "http://portal.test:80", "Sec-Fetch-Site": "same-origin"}],
)
def test_a_form_of_ours_is_taken(server: Server, headers: dict[str, str]) -> None:
    browser = server.logged_in("ani", OURS)
    token = token_of(browser.get("/unggah").text)
    assert browser.post("/keluar", data={"csrf": token}, headers=headers).status_code == 303


def test_a_form_larger_than_any_of_ours_is_not_read_to_its_end(server: Server) -> None:
    browser = server.browser()
    assert browser.post("/masuk", data={"nama": "a" * 100_000}).status_code == 413
    assert browser.post("/masuk", data={f"f{number}": "a" for number in range(50)}).status_code == 400


# Waiting after failures


def fail(browser: TestClient, times: int, name: str = "ani") -> list[int]:
    return [log_in(browser, name, WRONG).status_code for _ in range(times)]


def test_after_five_failures_the_right_password_has_to_wait_too(server: Server) -> None:
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    browser = server.browser()
    assert fail(browser, 5) == [401] * 5
    waiting = log_in(browser, "ani", PASSWORD)
    assert waiting.status_code == 429
    assert waiting.headers["retry-after"] == "900"
    assert "15 menit" in waiting.text
    server.clock.pass_by(minutes=14, seconds=59)
    assert log_in(browser, "ani", PASSWORD).status_code == 429
    server.clock.pass_by(seconds=1)
    assert log_in(browser, "ani", PASSWORD).status_code == 303


def test_nobody_can_lock_another_out(server: Server) -> None:
    """Whoever fails for a name on purpose, from as many places as they like, makes its owner wait nowhere else."""
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    for number in range(6):
        fail(server.browser(address=f"198.51.100.{number}"), 6)
    assert log_in(server.browser(), "ani", PASSWORD).status_code == 303


def test_a_name_that_is_nobodys_waits_alike(server: Server) -> None:
    assert fail(server.browser(address="198.51.100.1"), 6, "siapa") == [401] * 5 + [429]


def test_one_visitor_is_one_however_its_address_is_written(server: Server) -> None:
    written = ("203.0.113.9", "::ffff:203.0.113.9", "::ffff:cb00:7109")
    codes = [fail(server.browser(address=written[number % 3]), 1)[0] for number in range(6)]
    assert codes == [401] * 5 + [429]


def test_a_large_network_of_ipv6_does_not_buy_endless_attempts(serving: MakeServer) -> None:
    """Each attempt on a name from another /64 of one /48."""
    server = serving(login_attempts=1)
    codes = [fail(server.browser(address=f"2001:db8:1:{number:x}::1"), 1)[0] for number in range(11)]
    assert codes == [401] * 10 + [429]
    assert fail(server.browser(address="2001:db8:2:1::1"), 1) == [401]


def test_an_address_waits_whatever_names_it_tries(server: Server) -> None:
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    browser = server.browser()
    for number in range(5):
        fail(browser, 1, f"x{number}")
    colleague = server.browser()
    assert log_in(colleague, "ani", PASSWORD).status_code == 303, "one person's errors lock nobody else out"
    for number in range(5, 50):
        fail(browser, 1, f"x{number}")
    assert log_in(server.browser(), "ani", PASSWORD).status_code == 429
    assert log_in(server.browser(address="198.51.100.7"), "ani", PASSWORD).status_code == 303


def test_a_home_network_of_ipv6_counts_as_one_address(server: Server) -> None:
    for number in range(50):
        fail(server.browser(address=f"2001:db8:1:2::{number + 1}"), 1, f"x{number}")
    assert fail(server.browser(address="2001:db8:1:2:ffff::9"), 1, "y") == [429]
    assert fail(server.browser(address="2001:db8:1:3::1"), 1, "z") == [401]


def test_a_right_password_forgives_its_name_but_not_its_address(server: Server) -> None:
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    browser = server.browser()
    assert fail(browser, 4) == [401] * 4
    assert log_in(browser, "ani", PASSWORD).status_code == 303
    elsewhere = server.browser(address="198.51.100.7")
    assert fail(elsewhere, 4) == [401] * 4
    others = [fail(server.browser(), 1, f"x{number}") for number in range(47)]
    assert others == [[401]] * 46 + [[429]]


def test_the_settings_say_how_often_and_how_long(serving: MakeServer) -> None:
    server = serving(login_attempts=2, login_wait_minutes=1)
    server.accounts.add("ani", PASSWORD, unit_code=OURS)
    browser = server.browser()
    assert fail(browser, 3) == [401, 401, 429]
    server.clock.pass_by(minutes=1)
    assert log_in(browser, "ani", PASSWORD).status_code == 303


# The audit log


def test_the_log_says_who_did_what_from_where_and_no_password(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    browser.get(f"/berkas/2024/{OURS}/laporan-skm-{OURS}-2024.pdf")
    browser.get(f"/unit/{OURS}/jawaban-2024.csv")
    log_in(server.browser(), "ani", WRONG)
    log_in(server.browser(), "sandi-saya-di-kolom-nama", WRONG)
    browser.post("/keluar", data={"csrf": token_of(browser.get("/unggah").text)})
    staff = server.logged_in("staf")
    page = staff.get("/petugas/catatan").text
    for word in ("gagal masuk", "mengunduh", "keluar", VISITOR, "(tidak dikenal)", f"jawaban-{OURS}-2024.csv"):
        assert word in page
    assert page.index("keluar</td>") < page.index("mengunduh")  # newest first
    kept = everything_kept(server.home)
    for secret in (WRONG, PASSWORD, "sandi-saya-di-kolom-nama"):
        assert secret not in kept
        assert secret not in page


def test_the_log_tells_of_what_was_denied_and_of_who_had_to_wait(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    assert browser.get(f"/unit/{THEIRS}").status_code == 403
    assert browser.get("/petugas/catatan").status_code == 403
    assert fail(server.browser(), 8)[-3:] == [429] * 3
    entries = AuditLog(Database(server.home.accounts), server.clock.now).last(20)
    told = [(one.account, one.action, one.object, one.address) for one in entries]
    assert ("ani", "denied", f"/unit/{THEIRS}", VISITOR) in told
    assert ("ani", "denied", "/petugas/catatan", VISITOR) in told
    assert told.count(("ani", "login_throttled", "", VISITOR)) == 1, "once, however often somebody tries"
    page = server.logged_in("staf").get("/petugas/catatan").text
    for word in ("ditolak membuka", "masuk ditunda"):
        assert word in page


def test_the_log_is_kept_as_long_as_the_settings_say(serving: MakeServer) -> None:
    server = serving(audit_days=30)
    log = AuditLog(Database(server.home.accounts), server.clock.now)
    log.write("x", "download", "lama", "")
    server.clock.pass_by(days=30)
    log.write("x", "download", "baru", "")
    with server.browser():  # what runs beside the app looks at once
        pass
    assert [one.object for one in log.last(9)] == ["baru", "lama"]
    server.clock.pass_by(seconds=1)
    with server.browser():
        pass
    assert [one.object for one in log.last(9)] == ["baru"]


def test_the_log_is_for_staff(server: Server) -> None:
    assert server.logged_in("ani", OURS).get("/petugas/catatan").status_code == 403
    assert server.browser().get("/petugas/catatan").headers["location"].startswith("/masuk?")


def test_the_page_shows_the_last_500(server: Server) -> None:
    staff = server.logged_in("staf")
    log = AuditLog(Database(server.home.accounts), server.clock.now)
    for number in range(501):
        log.write("x", "download", f"nomor-{number:03}", "")
    page = staff.get("/petugas/catatan").text
    assert page.count("<tr>") == 501
    assert "nomor-500" in page
    assert "nomor-000" not in page


# The command


@pytest.fixture
def skm(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def type_in(*words: object, piped: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["skm", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(piped))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            command.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return type_in


Skm = Callable[..., tuple[int, str, str]]


def test_an_account_from_its_making_to_its_end(home: Home, skm: Skm) -> None:
    where = ("--home", home.root)
    code, out, _ = skm("user", "add", "ani", "--unit", OURS, *where, piped=f"{PASSWORD}\n")
    assert (code, out.strip()) == (0, "Akun ani dibuat untuk Kecamatan Jatirejo.")
    assert skm("user", "add", "staf", "--staff", *where, piped=f"{PASSWORD}\r\n")[0] == 0
    listed = json.loads(skm("user", "list", "--json", *where)[1])
    assert [(one["name"], one["role"], one["unit_code"], one["disabled"]) for one in listed] == [
        ("ani", "unit", OURS, False),
        ("staf", "staff", None, False),
    ]
    assert "argon2" not in json.dumps(listed)
    accounts = Accounts(Database(home.accounts), Clock().now)
    assert accounts.verified("staf", PASSWORD) is not None
    assert skm("user", "password", "ani", *where, piped="sandi-baru-sekali\n")[0] == 0
    assert accounts.verified("ani", PASSWORD) is None
    assert accounts.verified("ani", "sandi-baru-sekali") is not None
    assert skm("user", "remove", "ani", *where)[0] == 0
    assert accounts.verified("ani", "sandi-baru-sekali") is None
    assert "dicabut" in skm("user", "list", *where)[1]
    actions = [line for line in everything_kept(home).splitlines() if 'INTO "audit"' in line]
    assert len(actions) == 4
    assert not any(PASSWORD in line or "sandi-baru" in line for line in actions)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "ani"), "Pilih salah satu"),
        (("add", "ani", "--staff", "--unit", OURS), "Pilih salah satu"),
        (("add", "ani", "--unit", "99.99"), "Unit '99.99' tidak ada"),
        (("add", "a/b", "--staff"), "tidak dapat dipakai"),
        (("remove", "ani"), "tidak ada"),
        (("password", "ani"), "tidak ada"),
    ],
)
def test_what_the_command_refuses(home: Home, skm: Skm, words: tuple[str, ...], said: str) -> None:
    code, _, err = skm("user", *words, "--home", home.root, piped=f"{PASSWORD}\n")
    assert code == 2
    assert said in err


def test_the_command_refuses_a_short_password_and_none(home: Home, skm: Skm) -> None:
    for piped in ("pendek\n", ""):
        code, _, err = skm("user", "add", "ani", "--staff", "--home", home.root, piped=piped)
        assert (code, "sedikitnya 12" in err) == (2, True)
    assert skm("user", "list", "--json", "--home", home.root)[1].strip() == "[]"


def test_on_a_terminal_the_password_is_asked_for_twice(home: Home, skm: Skm, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    answers = [PASSWORD, "sandi-yang-lain-lagi", PASSWORD, PASSWORD]
    monkeypatch.setattr("getpass.getpass", lambda prompt: answers.pop(0))
    monkeypatch.setattr(io, "StringIO", Terminal)
    code, _, err = skm("user", "add", "ani", "--unit", THEIRS, "--home", home.root)
    assert (code, "tidak sama" in err) == (2, True)
    assert skm("user", "add", "ani", "--unit", THEIRS, "--home", home.root)[0] == 0
    assert answers == []

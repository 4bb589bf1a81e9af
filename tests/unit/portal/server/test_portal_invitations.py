"""Accounts by a link: used once, by its owner, within a week; and those who lead see everything and change nothing."""

import re
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from portal.server.accounts import Accounts
from portal.server.database import Database
from portal.server.invitations import Invitations
from tests.unit.portal.server.server_home import CHEAP, OURS, PASSWORD, Server, TestClient, log_in, token_of

LINK = re.compile(r"http://portal\.test(/masuk/undangan/[\w-]{43})")


@pytest.fixture
def staff(server: Server) -> TestClient:
    return server.logged_in("siti")


def invite(staff: TestClient, name: str, whose: str):  # type: ignore[no-untyped-def]
    form = {"csrf": token_of(staff.get("/petugas/akun").text), "nama": name, "untuk": whose}
    return staff.post("/petugas/akun", data=form)


def link_in(page: str) -> str:
    found = LINK.search(page)
    assert found, page
    return found.group(1)


def use(browser: TestClient, link: str, password: str = PASSWORD, again: str = ""):  # type: ignore[no-untyped-def]
    return browser.post(link, data={"baru": password, "ulang": again or password})


def change(staff: TestClient, name: str, what: str):  # type: ignore[no-untyped-def]
    form = {"csrf": token_of(staff.get("/petugas/akun").text), "lakukan": what}
    return staff.post(f"/petugas/akun/{name}", data=form)


@pytest.mark.parametrize(
    ("whose", "role", "first_page"),
    [("staff", "staff", "/petugas"), ("leader", "leader", "/pimpinan"), ("analyst", "analyst", "/analis"),
     (OURS, "unit", "/unit")],
)  # fmt: skip
def test_who_is_invited_makes_the_password_and_logs_in(
    server: Server, staff: TestClient, whose: str, role: str, first_page: str
) -> None:
    link = link_in(invite(staff, "budi", whose).text)
    somebody = server.browser()
    assert "untuk akun budi" in somebody.get(link).text
    assert use(somebody, link).headers["location"] == "/masuk"
    assert log_in(somebody, "budi", PASSWORD).headers["location"] == first_page
    (account,) = (one for one in server.accounts.all() if one.name == "budi")
    assert (account.role, account.unit_code) == (role, OURS if role == "unit" else None)
    said = [(one.account, one.action, one.object) for one in server.audit_log() if one.action.startswith("user_")]
    assert said == [("budi", "user_added", "budi"), ("siti", "user_invited", f"budi ({whose})")]


def test_a_link_is_used_once_and_within_a_week_and_only_its_hash_is_kept(server: Server, staff: TestClient) -> None:
    link = link_in(invite(staff, "budi", OURS).text)
    token = link.rpartition("/")[2].encode()
    assert not any(token in path.read_bytes() for path in server.home.root.glob("accounts.sqlite*"))
    somebody = server.browser()
    for wrong in (use(somebody, link, "pendek"), use(somebody, link, PASSWORD, "lain sama sekali")):
        assert wrong.status_code == 400
    foreign = somebody.post(link, data={"baru": PASSWORD, "ulang": PASSWORD}, headers={"Origin": "https://lain.test"})
    assert foreign.status_code == 403
    assert use(somebody, link).status_code == 303
    assert use(somebody, link).status_code == 404
    assert "sudah dipakai" in somebody.get(link).text
    late = link_in(invite(staff, "wati", OURS).text)
    server.clock.pass_by(days=7)
    assert somebody.get(late).status_code == 404
    assert use(somebody, late).status_code == 404
    assert somebody.get("/masuk/undangan/apa").status_code == 404


def test_a_newer_link_ends_the_older_and_a_taken_name_is_refused(server: Server, staff: TestClient) -> None:
    first, second = (link_in(invite(staff, "budi", OURS).text) for _ in range(2))
    assert server.browser().get(first).status_code == 404
    assert server.browser().get(second).status_code == 200
    for name, whose in (("siti", OURS), ("nama salah", OURS), ("wati", "35.16.99"), ("wati", "root")):
        answer = invite(staff, name, whose)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text


def test_a_lost_password_is_made_anew_by_its_owner_and_ends_the_sessions(server: Server, staff: TestClient) -> None:
    owner = server.logged_in("ani", OURS)
    link = link_in(change(staff, "ani", "sandi").text)
    assert owner.get("/unit/35.16.01").status_code == 200, "until the link is used the old one holds"
    assert use(server.browser(), link, "empat kata yang lain").status_code == 303
    assert owner.get("/unit/35.16.01").status_code == 303
    assert log_in(owner, "ani", PASSWORD).status_code == 401
    assert log_in(owner, "ani", "empat kata yang lain").status_code == 303


def test_who_is_taken_away_is_out_and_comes_back_by_no_link_made_before(server: Server, staff: TestClient) -> None:
    other = server.logged_in("budi")
    link = link_in(invite(other, "kembali", "staff").text)
    assert change(other, "budi", "cabut").status_code == 400, "not one's own"
    assert change(staff, "budi", "cabut").status_code == 303
    assert other.get("/petugas").status_code == 303
    assert server.browser().get(link).status_code == 404
    assert staff.get("/petugas/akun/budi").status_code == 404


def test_who_leads_sees_everything_and_changes_nothing(server: Server) -> None:
    leader = server.logged_in("bupati", role="leader")
    for page in ("/pimpinan", "/petugas", "/petugas/catatan", "/petugas/berkas", "/petugas/berkas/f1",
                 "/petugas/kerja", "/petugas/pekerjaan", f"/unit/{OURS}"):  # fmt: skip
        answer = leader.get(page)
        assert answer.status_code == 200, page
        assert "Jalankan" not in answer.text
        assert 'href="/unggah' not in answer.text, page
    for page in ("/petugas/akun", "/petugas/kerja/tutup-periode", "/unggah", "/pertanyaan", "/analis"):
        assert leader.get(page).status_code == 403, page
    form = {"csrf": token_of(leader.get("/masuk/akun").text), "nomor": "0" * 16, "nama": "x", "untuk": "staff"}
    for page in ("/petugas/kerja/konsolidasi", "/petugas/akun", "/petugas/akun/bupati", "/pertanyaan/h1",
                 "/keputusan/1", "/petugas/pekerjaan/0000000000000000/lanjut"):  # fmt: skip
        assert leader.post(page, data=form).status_code == 403, page
    assert leader.post("/unggah", data=form, files={"berkas": ("a.csv", b"x")}).status_code == 403
    assert server.command.asked == []


@pytest.mark.parametrize("name", ["ani", "rina"])
def test_accounts_are_the_staffs_business(server: Server, name: str) -> None:
    browser = server.logged_in("ani", OURS) if name == "ani" else server.logged_in("rina", role="analyst")
    assert browser.get("/petugas/akun").status_code == 403
    form = {"csrf": token_of(browser.get("/masuk/akun").text), "nama": "x", "untuk": "staff"}
    assert browser.post("/petugas/akun", data=form).status_code == 403


def test_a_file_of_before_there_were_leaders_and_links_opens_with_its_accounts_and_sessions(tmp_path: Path) -> None:
    path = tmp_path / "accounts.sqlite"
    Database(path)
    with closing(sqlite3.connect(path)) as older:
        older.executescript(
            """
            DROP TABLE invitation; DROP TABLE account;
            CREATE TABLE account (
                name TEXT PRIMARY KEY, password_hash TEXT NOT NULL,
                role TEXT NOT NULL CHECK (role IN ('unit', 'staff', 'analyst')), unit_code TEXT,
                created_at TEXT NOT NULL, disabled INTEGER NOT NULL DEFAULT 0,
                CHECK ((role = 'unit') = (unit_code IS NOT NULL))
            ) STRICT;
            INSERT INTO account VALUES ('siti', 'x', 'staff', NULL, '2025-01-01 00:00:00', 0);
            INSERT INTO session VALUES ('t', 'siti', 'c', '2025-01-01', '2025-01-01', '', 0);
            PRAGMA user_version = 2;
            """
        )
    database, at = Database(path), datetime(2025, 3, 3)
    accounts = Accounts(database, lambda: at, CHEAP)
    accounts.add("bupati", PASSWORD, unit_code=None, role="leader")
    Invitations(database, accounts, lambda: at).invite("budi", "unit", OURS, "siti")
    assert [(one.name, one.role) for one in accounts.all()] == [("bupati", "leader"), ("siti", "staff")]
    with database.reading() as connection:
        assert connection.execute("SELECT account FROM session").fetchall()[0][0] == "siti"
    database.copy_to(tmp_path / "copy.sqlite")
    with closing(sqlite3.connect(tmp_path / "copy.sqlite")) as copy:
        assert copy.execute("SELECT count(*) FROM invitation").fetchone() == (0,), "a backup invites nobody"


def test_a_link_does_not_outlive_the_password_it_was_about(server: Server, staff: TestClient) -> None:
    server.logged_in("budi", OURS)
    link = link_in(change(staff, "budi", "sandi").text)
    assert "budi" in server.browser().get(link).text
    server.accounts.set_password("budi", "sandi-lain-yang-panjang")
    assert server.browser().get(link).status_code in (404, 410)

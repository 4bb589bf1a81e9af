"""What was typed is there after the login: by whoever shows its name, on its own page, for a while, within bounds."""

import pytest

from portal.server import plan_pages, typed_forms
from portal.server.plans import PlanNow
from portal.server.typed_forms import MOST_OF_AN_ADDRESS, TypedForms
from reports.workbooks.correction import BrokenRowRule, CorrectionSource, FileToCorrect, RejectedRow
from tests.unit.portal.server.server_home import (
    OURS,
    PASSWORD,
    Clock,
    Server,
    TestClient,
    checked,
    fields_of,
    inbox_of,
    log_in,
    upload,
)

ROW = RejectedRow(
    sheet="Data",
    row_number=7,
    values={"u1": "7", "age": "tua", "u2": 3},
    breaches=(
        BrokenRowRule("u1", "7", "Jawaban U1 bukan 1 sampai 4.", "1 sampai 4"),
        BrokenRowRule("age", "tua", "Umur tidak terbaca.", "angka"),
    ),
)


@pytest.fixture
def forms() -> tuple[TypedForms, Clock]:
    clock = Clock()
    return TypedForms(clock.now), clock


def test_a_form_is_found_on_its_own_page_and_for_a_while(forms: tuple[TypedForms, Clock]) -> None:
    kept, clock = forms
    name = kept.keep("/perbaikan/f1", {"u1": "3"}, "203.0.113.9")
    assert kept.find("/perbaikan/f1", name) == {"u1": "3"}
    assert kept.find("/perbaikan/f2", name) == {}
    assert kept.find("/perbaikan/f1", "") == {}
    clock.pass_by(hours=2)
    assert kept.find("/perbaikan/f1", name) == {}


def test_nobody_takes_the_room_of_others(forms: tuple[TypedForms, Clock], monkeypatch: pytest.MonkeyPatch) -> None:
    kept, _ = forms
    ours = kept.keep("/a", {"x": "ours"}, "203.0.113.9")
    theirs = [kept.keep("/a", {"x": str(number)}, "198.51.100.7") for number in range(MOST_OF_AN_ADDRESS + 2)]
    assert kept.find("/a", ours) == {"x": "ours"}
    assert [bool(kept.find("/a", name)) for name in theirs] == [False, False, *[True] * MOST_OF_AN_ADDRESS]
    monkeypatch.setattr(typed_forms, "MOST_BYTES", 400)
    large = kept.keep("/a", {"x": "y" * 90}, "192.0.2.1")
    assert kept.find("/a", large)
    assert kept.find("/a", ours) == {}, "the oldest goes first"


def test_neither_empty_fields_nor_neighbouring_addresses_buy_room(
    forms: tuple[TypedForms, Clock], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, clock = forms
    neighbours = [kept.keep("/a", {"x": str(one)}, f"2001:db8:1:2::{one:x}") for one in range(MOST_OF_AN_ADDRESS + 2)]
    found = [bool(kept.find("/a", name)) for name in neighbours]
    assert found == [False, False, *[True] * MOST_OF_AN_ADDRESS]
    monkeypatch.setattr(typed_forms, "MOST_BYTES", 100_000)
    wide = kept.keep("/a", {str(one): "" for one in range(450)}, "192.0.2.1")
    assert kept.find("/a", neighbours[-1])
    assert kept.find("/a", kept.keep("/a", {str(one): "" for one in range(450)}, "192.0.2.2"))
    assert kept.find("/a", wide) == {}, "fields without a letter take room too"
    monkeypatch.setattr(typed_forms, "MOST_FORMS", 3)
    empty = [kept.keep("/a", {}, f"192.0.2.{one}") for one in range(10, 30)]
    clock.pass_by(hours=2)
    last = kept.keep("/a", {"x": "y"}, "192.0.2.9")
    assert kept.find("/a", last) == {"x": "y"}
    assert kept._forms.keys() == {last}
    assert kept._of_place == {"192.0.2.9": [last]}
    assert (kept._size, len(empty)) == (202, 20)


def test_rows_being_corrected_are_still_there_after_the_login(server: Server) -> None:
    source = CorrectionSource("c1", "jatirejo/f1.csv", "Kecamatan Jatirejo", "Bagian Organisasi")
    server.to_correct["f1"] = FileToCorrect(source, (ROW,), ())
    unit = server.logged_in("ani", OURS)
    fields = fields_of(unit.get("/perbaikan/f1").text)
    (u1,) = (name for name in fields if name.endswith("-u1"))
    age, given_up = u1.replace("-u1", "-age"), u1.replace("-u1", "-kosong")
    server.clock.pass_by(hours=3)
    typed = {**fields, u1: "3", age: "Bu Siti, 41", given_up: "ya"}
    address = unit.post("/perbaikan/f1", data=typed).headers["location"]
    assert "Siti" not in address
    wanted = fields_of(unit.get(address).text)["next"]
    back = log_in(unit, "ani", PASSWORD, next=wanted).headers["location"]
    page = unit.get(back).text
    again = fields_of(page)
    assert (again[u1], again[age], again[given_up]) == ("3", "Bu Siti, 41", "ya")
    assert again["csrf"] != fields["csrf"]
    assert "Bu Siti" not in unit.get("/perbaikan/f1").text


def test_a_plan_is_still_there_after_the_login(server: Server) -> None:
    unit, address = server.logged_in("ani", OURS), f"/tindak-lanjut/{OURS}/2024"
    fields = fields_of(unit.get(address).text)
    server.clock.pass_by(hours=3)
    typed = {**fields, "k0-activity": "Mereview <SOP>", "k0-quarter_2": "ya", "k0-done": "Belum", "dasar": "lama"}
    wanted = fields_of(unit.get(unit.post(address, data=typed).headers["location"]).text)["next"]
    again = fields_of(unit.get(log_in(unit, "ani", PASSWORD, next=wanted).headers["location"]).text)
    assert {**typed, "csrf": again["csrf"]} == again, "whether it changed meanwhile is asked when it is sent"


def test_a_plan_that_is_overtaken_while_it_is_checked_is_not_sent(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = checked("rtl.xlsx", OURS, rejected=(), rows_rejected=0)
    monkeypatch.setattr("tests.unit.portal.server.server_home.checked", lambda *_, **__: good)
    known = iter(["a", "a", "b", "b", "b"])
    monkeypatch.setattr(plan_pages, "plan_now", lambda *_: PlanNow(next(known), [{}]))
    unit, address = server.logged_in("ani", OURS), f"/tindak-lanjut/{OURS}/2024"
    typed = {**fields_of(unit.get(address).text), "k0-activity": "Mereview SOP"}
    overtaken = unit.post(address, data=typed)
    assert (overtaken.status_code, "sudah dikirim orang lain" in overtaken.text) == (409, True)
    assert (inbox_of(server.home), list(server.home.uploads.iterdir())) == ([], [])
    assert unit.post(address, data=fields_of(overtaken.text)).status_code == 303, "once it was seen"
    assert len(inbox_of(server.home)) == 1


def interrupted(server: Server, browser: TestClient, name: str, address: str, fields: dict[str, str]) -> str:
    """The page that the login leads to from a form that was sent hours after it was opened."""
    server.clock.pass_by(hours=3)
    wanted = fields_of(browser.get(browser.post(address, data=fields).headers["location"]).text)["next"]
    return str(browser.get(log_in(browser, name, PASSWORD, next=wanted).headers["location"]).text)


def test_a_query_an_invitation_and_what_is_answered_about_an_upload_are_still_there(server: Server) -> None:
    sql = "SELECT unit FROM analisis.unit_periode -- <b>"
    analyst = server.logged_in("rina", role="analyst")
    for address in ("/analis/kueri", "/analis/kueri/unduh?format=csv"):
        page = interrupted(
            server, analyst, "rina", address, fields_of(analyst.get("/analis/kueri").text) | {"sql": sql}
        )
        assert fields_of(page)["sql"] == sql
    staff = server.logged_in("siti")
    invited = {"nama": "bu.ani", "untuk": OURS}
    page = interrupted(server, staff, "siti", "/petugas/akun", fields_of(staff.get("/petugas/akun").text) | invited)
    assert fields_of(page).items() >= invited.items()
    unit = server.logged_in("ani", OURS)
    result = upload(unit, b"tanya", "skm.csv").headers["location"]
    answered = {"jawab-1": "count", "alasan": "salah ketik"}
    page = interrupted(server, unit, "ani", f"{result}/jawab", fields_of(unit.get(result).text) | answered)
    assert fields_of(page).items() >= answered.items()


def test_a_form_larger_than_any_of_ours_leads_to_the_login_alone(server: Server) -> None:
    answer = server.browser().post("/perbaikan/f1", data={"a": "x" * 500_000})
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk")

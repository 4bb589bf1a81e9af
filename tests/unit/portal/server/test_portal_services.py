"""A unit's services on its page: registered, proposed with their numbers, and asked for; entered by staff alone."""

import re

import pytest

from contracts.errors import ConfigurationError
from contracts.services import Service
from portal.server import service_pages
from tests.unit.portal.server.server_home import OURS, THEIRS, Server, TestClient, log_in, token_of
from transforms.services import ProposedService

ADDRESS = f"/layanan/{OURS}"
KTP = Service(OURS, "ktp", "KTP-el", ("pembuatan ktp",), charged=False)
NEW = ProposedService("izin-usaha", "Izin <Usaha>", (("izin usaha", 9), ("ijin usaha", 2)), registered=False)
MORE = ProposedService("ktp", "KTP-el", (("e ktp", 3),), registered=True)


@pytest.fixture(autouse=True)
def services(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "pipeline.service_register.of_unit",
        lambda home, registry, unit_code: ([KTP], (NEW, MORE)) if unit_code == OURS else ([], ()),
    )


@pytest.fixture
def unit(server: Server) -> TestClient:
    return server.logged_in("ani", OURS)


def wish(unit: TestClient, **fields: str):  # type: ignore[no-untyped-def]
    return unit.post(ADDRESS, data={"csrf": token_of(unit.get("/masuk/akun").text), **fields})


def test_services_are_shown_and_a_wish_waits_for_staff(server: Server, unit: TestClient) -> None:
    assert ADDRESS in unit.get(f"/unit/{OURS}").text
    page = unit.get(ADDRESS).text
    assert "pembuatan ktp" in page
    assert "Izin &lt;Usaha&gt;<small>11 jawaban: izin usaha (9); ijin usaha (2)" in page
    assert "KTP-el (sudah terdaftar; tulisan lain)" in page
    assert wish(unit).status_code == 400
    assert "Pilih layanan yang diusulkan" in wish(unit, pesan="  ").text
    long = wish(unit, pesan="x" * 1_001, **{"pilih-ktp": "ya"})
    assert (long.status_code, bool(re.search('name="pilih-ktp" value="ya" checked', long.text))) == (400, True)

    asked = {"pilih-izin-usaha": "ya", "pilih-karangan": "ya", "pesan": "nama resminya <b>Perizinan</b>"}
    assert wish(unit, **asked).status_code == 303
    assert "Permintaan menunggu petugas" in unit.get(ADDRESS).text
    assert "Permintaan sudah ditangani" not in unit.get(ADDRESS).text
    assert unit.post(f"{ADDRESS}/selesai", data={"csrf": "x"}).status_code == 403

    staff = server.logged_in("siti")
    assert ADDRESS in staff.get("/petugas/kerja").text
    page = staff.get(ADDRESS).text
    assert "Diminta didaftarkan: izin-usaha." in page, "and nothing that is not proposed"
    assert "&lt;b&gt;Perizinan" in page
    form = re.search(r'href="(/petugas/kerja/daftarkan-layanan[^"]+)"', page)
    assert form
    assert 'value="izin-usaha"' in staff.get(form.group(1).replace("&amp;", "&")).text
    assert staff.post(f"{ADDRESS}/selesai", data={"csrf": token_of(page)}).status_code == 303
    assert service_pages.wish_of(server.home, OURS) is None
    assert ADDRESS not in staff.get("/petugas/kerja").text
    noted = [(one.account, one.action) for one in reversed(server.audit_log())]
    assert [one for one in noted if "wish" in one[1]] == [("ani", "services_wished"), ("siti", "wish_seen_to")]


def test_services_are_their_unit_s(server: Server, unit: TestClient) -> None:
    theirs, leader = server.logged_in("budi", THEIRS), server.logged_in("bupati", role="leader")
    assert (theirs.get(ADDRESS).status_code, wish(theirs, pesan="x").status_code) == (403, 403)
    assert (leader.get(ADDRESS).status_code, wish(leader, pesan="x").status_code) == (200, 403)
    assert server.logged_in("siti").get("/layanan/35.99").status_code == 404
    assert server.browser().get(ADDRESS).headers["location"].startswith("/masuk?next=")


def test_a_wish_survives_the_session(server: Server, unit: TestClient) -> None:
    csrf = token_of(unit.get(ADDRESS).text)
    server.clock.pass_by(hours=3)
    sent = unit.post(ADDRESS, data={"csrf": csrf, "pesan": "tutup layanan IMB", "pilih-ktp": "ya"})
    wanted = re.search(r'name="next" value="([^"]+)"', unit.get(sent.headers["location"]).text)
    assert wanted
    back = log_in(unit, "ani", "sandi-yang-panjang", next=wanted.group(1)).headers["location"]
    page = unit.get(back).text
    assert "tutup layanan IMB</textarea>" in page
    assert 'name="pilih-ktp" value="ya" checked' in page


def seen_to(page: str) -> dict[str, str]:
    """What the button of staff sends."""
    (since,) = re.findall(r'name="sejak" value="([^"]+)"', page)
    return {"csrf": token_of(page), "sejak": since}


def test_a_second_wish_begins_with_the_first_and_is_not_seen_to_unread(server: Server, unit: TestClient) -> None:
    assert wish(unit, pesan="satu", **{"pilih-ktp": "ya"}).status_code == 303
    page = unit.get(ADDRESS).text
    assert "satu</textarea>" in page
    assert 'name="pilih-ktp" value="ya" checked' in page
    staff = server.logged_in("siti")
    seen = seen_to(staff.get(ADDRESS).text)
    server.clock.pass_by(minutes=1)
    assert wish(unit, pesan="satu dan dua").status_code == 303
    answer = staff.post(f"{ADDRESS}/selesai", data=seen)
    assert (answer.status_code, "satu dan dua" in answer.text) == (409, True)
    assert staff.post(f"{ADDRESS}/selesai", data=seen_to(answer.text)).status_code == 303
    assert service_pages.wish_of(server.home, OURS) is None
    assert staff.get(f"{ADDRESS}/selesai").headers["location"] == ADDRESS, "as a login leads back"


def test_a_register_that_cannot_be_read_is_said_and_keeps_what_was_typed(
    server: Server, unit: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> None:
        raise ConfigurationError("services.csv baris 3")

    monkeypatch.setattr("pipeline.service_register.of_unit", unreadable)
    page = unit.get(ADDRESS).text
    assert "sedang tidak dapat dibaca" in page
    assert "Belum ada layanan yang terdaftar" not in page
    answer = wish(unit, pesan="tutup IMB")
    assert (answer.status_code, "tutup IMB</textarea>" in answer.text) == (503, True)
    assert service_pages.wish_of(server.home, OURS) is None

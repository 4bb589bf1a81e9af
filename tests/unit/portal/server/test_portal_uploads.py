"""Uploading: what is kept, shown, sent on and deleted, and whose it is."""

import json
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from contracts.home import Home
from contracts.records import MappedColumn, Refusal, RejectedCell, UploadResult
from portal.server.uploads import shown_name
from tests.unit.portal.server.server_home import (
    OURS,
    PASSWORD,
    THEIRS,
    Server,
    TestClient,
    checked,
    inbox_of,
    log_in,
    token_of,
    upload,
)

MakeServer = Callable[..., Server]


def kept(home: Home) -> list[str]:
    """What lies below the folder of uploads."""
    if not home.uploads.exists():
        return []
    return sorted(path.relative_to(home.uploads).as_posix() for path in home.uploads.rglob("*") if path.is_file())


def uploaded(browser: TestClient, content: bytes = b"baik", **fields: str) -> str:
    """Address of the result of an upload."""
    answer = upload(browser, content, **fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def decide(browser: TestClient, result: str, what: str) -> int:
    token = token_of(browser.get("/unggah").text)
    return int(browser.post(f"{result}/{what}", data={"csrf": token}).status_code)


def test_an_upload_waits_and_its_page_tells_everything(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    result = uploaded(browser)
    page = browser.get(result).text
    for shown in (
        "survei 2024.csv", "Kecamatan Jatirejo", "Tahun 2024", "Kirim ke konsolidasi", "Batalkan", "Persyaratan",
        "U1 Persyaratan", "nama kolom", "90\N{NO-BREAK SPACE}%", "tidak dipakai", "&lt;b&gt;7&lt;/b&gt;",
        "Isi 1 sampai 4.", "Lembar tersembunyi dilewati.", "1 baris tidak ikut dihitung",
    ):  # fmt: skip
        assert shown in page, shown
    assert "<b>7</b>" not in page
    assert inbox_of(server.home) == []
    assert "survei 2024.csv" in browser.get("/unggah").text
    assert stat.S_IMODE(server.home.uploads.stat().st_mode) == 0o700


def test_confirmed_it_lies_whole_in_the_inbox_and_nowhere_else(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    content = b"baik" * 1_000_000
    result = uploaded(browser, content)
    assert decide(browser, result, "kirim") == 303
    assert inbox_of(server.home) == [f"unggahan/{OURS}/090000 survei 2024.csv"]
    assert (server.home.inbox / inbox_of(server.home)[0]).read_bytes() == content
    assert kept(server.home) == []
    assert browser.get(result).status_code == 404
    assert decide(browser, result, "kirim") == 404
    assert len(inbox_of(server.home)) == 1


def test_after_sending_a_page_says_so_and_names_no_unit_of_others(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    result = uploaded(browser)
    token = token_of(browser.get(result).text)
    answer = browser.post(f"{result}/kirim", data={"csrf": token})
    page = browser.get(answer.headers["location"]).text
    assert "Terkirim <span>untuk Kecamatan Jatirejo</span>" in page
    assert "Gondang" not in browser.get(f"/unggah/terkirim?unit={THEIRS}").text
    assert "<b>" + "x" not in browser.get("/unggah/terkirim?unit=<b>x").text


def test_cancelled_it_is_deleted(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    result = uploaded(browser)
    assert decide(browser, result, "batal") == 303
    assert (kept(server.home), inbox_of(server.home)) == ([], [])
    assert decide(browser, result, "kirim") == 404


def test_a_refused_file_says_why_and_is_not_kept(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    result = uploaded(browser, b"tolak")
    page = browser.get(result).text
    assert "Unsur U9 tidak ada." in page
    assert "Kirim ke konsolidasi" not in page
    assert decide(browser, result, "kirim") == 404
    assert inbox_of(server.home) == []
    assert [name.partition("/")[2] for name in kept(server.home)] == ["unggahan.json"]


def test_a_file_that_reads_as_another_units_cannot_be_sent(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    result = uploaded(browser, b"lain")
    assert "Kirim ke konsolidasi" not in browser.get(result).text
    assert decide(browser, result, "kirim") == 404
    assert inbox_of(server.home) == []


def test_a_unit_uploads_for_itself_whatever_its_form_says(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    assert decide(browser, uploaded(browser, unit=THEIRS), "kirim") == 303
    assert inbox_of(server.home)[0].startswith(f"unggahan/{OURS}/")


def test_staff_choose_the_unit(server: Server) -> None:
    browser = server.logged_in("staf")
    for chosen in ("", "99.99", "../.."):
        answer = upload(browser, b"baik", unit=chosen)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
    assert decide(browser, uploaded(browser, unit=THEIRS), "kirim") == 303
    assert inbox_of(server.home)[0].startswith(f"unggahan/{THEIRS}/")
    assert kept(server.home) == []
    assert f'value="{THEIRS}" selected' in browser.get(f"/unggah?unit={THEIRS}").text


@pytest.mark.parametrize("other_unit", [OURS, THEIRS, None])
def test_an_upload_is_its_makers_alone(server: Server, other_unit: str | None) -> None:
    """Not of another unit's, not of a colleague's, and not the staff's."""
    maker, other = server.logged_in("ani", OURS), server.logged_in("budi", other_unit)
    result = uploaded(maker)
    assert other.get(result).status_code == 404
    assert decide(other, result, "kirim") == 404
    assert decide(other, result, "batal") == 404
    assert "survei 2024.csv" not in other.get("/unggah").text
    assert inbox_of(server.home) == []
    assert maker.get(result).status_code == 200


@pytest.mark.parametrize("what", ["kirim", "batal"])
def test_deciding_needs_the_token_of_the_session(server: Server, what: str) -> None:
    browser = server.logged_in("ani", OURS)
    result = uploaded(browser)
    assert browser.post(f"{result}/{what}").status_code == 403
    assert browser.get(f"{result}/{what}").status_code == 404
    token = token_of(browser.get(result).text)
    foreign = {"Origin": "https://jahat.example"}
    assert browser.post(f"{result}/{what}", data={"csrf": token}, headers=foreign).status_code == 403
    assert inbox_of(server.home) == []
    assert browser.get(result).status_code == 200


def test_nobody_uploads_without_logging_in(server: Server) -> None:
    answer = server.browser().post("/unggah", files={"berkas": ("a.csv", b"a")})
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk")
    assert kept(server.home) == []


@pytest.mark.parametrize("path", ["/unggah/%2e%2e", "/unggah/..%2f..%2funits.csv", f"/unggah/{'z' * 32}"])
def test_a_made_up_upload_is_none(server: Server, path: str) -> None:
    assert server.logged_in("staf").get(path).status_code == 404


# How much


def test_a_file_larger_than_the_setting_is_refused(serving: MakeServer) -> None:
    server = serving(upload_megabytes=1)
    browser = server.logged_in("ani", OURS)
    assert upload(browser, b"b" * 1_000_000).status_code == 303
    for size in (1_100_000, 2_500_000, 8_000_000):
        answer = upload(browser, b"b" * size)
        assert answer.status_code == 413
        assert "lebih besar dari 1 MB" in answer.text
    assert len(kept(server.home)) == 2


def test_what_is_sent_is_counted_whatever_its_length_claims(serving: MakeServer) -> None:
    server = serving(upload_megabytes=1)
    browser = server.logged_in("ani", OURS)
    sent = 0

    def endless():  # type: ignore[no-untyped-def]
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="berkas"; filename="a.csv"\r\n\r\n'
        for _ in range(100):
            sent += 1
            yield b"b" * 1_000_000

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert browser.post("/unggah", content=endless(), headers=headers).status_code == 413
    assert kept(server.home) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"tidak ada batas", "multipart/form-data; boundary=x"),
        (b"a=b", "multipart/form-data"),
        (b"a=b", "application/x-www-form-urlencoded"),
        (b"a", "text/plain"),
    ],
)
def test_a_form_that_is_none_is_no_error_of_ours(server: Server, body: bytes, kind: str) -> None:
    browser = server.logged_in("ani", OURS)
    assert browser.post("/unggah", content=body, headers={"Content-Type": kind}).status_code in (400, 403)
    assert browser.post("/unggah", content=body).status_code in (400, 403)


def test_a_form_without_a_file_says_what_to_do(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    data = {"csrf": token_of(browser.get("/unggah").text)}
    answer = browser.post("/unggah", data=data, files={"berkas": ("", b"")})
    assert answer.status_code == 400
    assert "Pilih berkas" in answer.text
    two = [("berkas", ("a.csv", b"a")), ("berkas", ("b.csv", b"b"))]
    assert browser.post("/unggah", data=data, files=two).status_code == 400
    assert kept(server.home) == []


def test_only_so_many_uploads_wait(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    for number in range(20):
        uploaded(browser, f"baik {number}".encode())
    answer = upload(browser, b"baik")
    assert (answer.status_code, "Terlalu banyak unggahan" in answer.text) == (429, True)
    assert upload(server.logged_in("budi", OURS), b"baik").status_code == 303


def sent_at_once(browser: TestClient, count: int, content: bytes) -> list[int]:
    """What so many uploads of one account are answered that are sent at the same time."""
    token = token_of(browser.get("/unggah").text)
    together = Barrier(count)

    def one(number: int) -> int:
        together.wait(20)
        files = {"berkas": (f"{number}.csv", content)}
        return int(browser.post("/unggah", data={"csrf": token}, files=files).status_code)

    # Entered, so that all are answered in one event loop, as a server does.
    with browser, ThreadPoolExecutor(count) as threads:
        return sorted(threads.map(one, range(count)))


def test_many_uploads_at_once_do_not_slip_through_together(serving: MakeServer) -> None:
    server = serving(uploads_waiting=3, uploads_at_once=20)
    browser = server.logged_in("ani", OURS)
    assert sent_at_once(browser, 8, b"baik") == [303] * 3 + [429] * 5
    assert len(list(server.home.uploads.iterdir())) == 3


def test_of_refused_files_only_the_last_are_remembered(serving: MakeServer) -> None:
    server = serving(uploads_waiting=3, uploads_at_once=20)
    browser = server.logged_in("ani", OURS)
    waiting = uploaded(browser)
    for _ in range(3):
        codes = sent_at_once(browser, 4, b"tolak")
        assert set(codes) <= {303, 429}
    assert len(list(server.home.uploads.iterdir())) == 1 + 3
    server.clock.pass_by(minutes=1)
    assert "Unsur U9" in browser.get(uploaded(browser, b"tolak")).text, "the newest is among them"
    assert browser.get(waiting).status_code == 200


def test_what_waits_has_a_size_too(serving: MakeServer) -> None:
    server = serving(upload_megabytes=2, uploads_waiting_megabytes=3)
    browser = server.logged_in("ani", OURS)
    result = uploaded(browser, b"b" * 1_900_000)
    answer = upload(browser, b"b" * 1_900_000)
    assert (answer.status_code, "terlalu besar bersama" in answer.text) == (429, True)
    assert decide(browser, result, "batal") == 303
    assert upload(browser, b"b" * 1_900_000).status_code == 303


def test_an_account_sends_only_so_many_at_the_same_time(serving: MakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serving(uploads_at_once=1)
    browser, other = server.logged_in("ani", OURS), server.logged_in("budi", OURS)
    begun, may_end = Event(), Event()

    def slow(name: str, unit_code: str, **values: object) -> UploadResult:
        begun.set()
        may_end.wait(20)
        return checked(name, unit_code, **values)

    monkeypatch.setattr("tests.unit.portal.server.server_home.checked", slow)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(upload, browser, b"baik")
        begun.wait(20)
        answer = upload(browser, b"baik")
        others = threads.submit(upload, other, b"baik")
        may_end.set()
        assert (answer.status_code, "sedang mengirim 1 unggahan" in answer.text) == (429, True)
        assert (first.result().status_code, others.result().status_code) == (303, 303)
    assert upload(browser, b"baik").status_code == 303, "what is over counts no more"


@pytest.mark.parametrize("letter", ["x", "&", "\N{PILE OF POO}"])
def test_the_page_of_whatever_file_is_small(server: Server, monkeypatch: pytest.MonkeyPatch, letter: str) -> None:
    """Sixteen thousand columns with headings like novels, two hundred cells like them, in sheets without number."""
    novel = letter * 5_000
    columns = tuple(
        MappedColumn(sheet=f"{number % 50} {novel}", position=number, header=novel, mapped_to=None, evidence="none",
                     confidence=0)
        for number in range(16_000)
    )  # fmt: skip
    cells = tuple(
        RejectedCell(sheet=novel, row_number=number, column=novel, value=novel, message=novel) for number in range(200)
    )
    nasty = checked(
        "a.csv",
        OURS,
        refusal=Refusal(code="x", message=novel),
        mapping=columns,
        rejected=cells,
        blanked=cells,
        unfinished=cells,
        notes=(novel,) * 500,
        rows_rejected=5_000,
        periods=tuple(str(year) for year in range(1900, 2100)),
    )
    monkeypatch.setattr("tests.unit.portal.server.server_home.checked", lambda *_, **__: nasty)
    browser = server.logged_in("ani", OURS)
    answer = upload(browser, b"tolak", name=letter * 300)
    page = browser.get(answer.headers["location"])
    assert page.status_code == 200
    assert "Yang belum lengkap" in page.text
    assert len(page.content) < 200_000
    assert "kolom lain tidak ditampilkan" in page.text
    assert "isian lain yang dikosongkan tidak ditampilkan" in page.text
    assert "Yang pertama dari 5.000 baris" in page.text
    (about,) = server.home.uploads.glob("*/unggahan.json")
    assert about.stat().st_size < 200_000


# How long


def test_after_a_day_an_upload_is_deleted_although_nobody_asks(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    result = uploaded(browser)
    (server.home.uploads / ("a" * 32)).mkdir()  # what a server that was killed leaves behind
    server.clock.pass_by(hours=23, minutes=59)
    with server.browser():
        assert len(kept(server.home)) == 2
    log_in(browser, "ani", PASSWORD)
    assert browser.get(result).status_code == 200
    server.clock.pass_by(minutes=1)
    assert browser.get(result).status_code == 404
    assert decide(browser, result, "kirim") == 404
    with server.browser():
        pass
    assert kept(server.home) == []


def test_an_error_on_the_way_into_the_inbox_loses_nothing(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    result = uploaded(browser)
    server.home.inbox.joinpath("unggahan").write_text("a file where a folder should be")
    assert decide(browser, result, "kirim") == 500
    server.home.inbox.joinpath("unggahan").unlink()
    assert decide(browser, result, "kirim") == 303
    assert len(inbox_of(server.home)) == 1


# Names


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../units.csv", "units.csv"),
        ("..\\..\\units.csv", "units.csv"),
        ("C:\\Users\\Ani\\survei.csv", "survei.csv"),
        ("/etc/passwd", "passwd"),
        ("a\x00b\r\nc.csv", "abc.csv"),
        ("   ", "unggahan"),
        ("", "unggahan"),
        ("/", "unggahan"),
        ("..", ".."),
        ("\u202exslx.csv", "xslx.csv"),
        ("n" * 400 + ".xlsx", "n" * 195 + ".xlsx"),
        ("n" * 400, "n" * 200),
        ("a." + "n" * 400, ("a." + "n" * 400)[:200]),
        ("Survei Café – 2024.csv", "Survei Café – 2024.csv"),
    ],
)
def test_what_a_sender_calls_a_file_is_only_ever_shown(sent: str, shown: str) -> None:
    assert len(shown_name(sent)) <= 200
    assert shown_name(sent) == shown


@pytest.mark.parametrize(
    "name", ["../../units.csv", "<img src=x>.csv", "..", ".htaccess", "a" * 300 + ".csv", "=1+1.csv"]
)
def test_a_hostile_name_reaches_no_path_and_no_markup(server: Server, name: str) -> None:
    browser = server.logged_in("ani", OURS)
    units = server.home.units.read_text(encoding="utf-8")
    answer = upload(browser, b"baik", name=name)
    assert answer.status_code == 303
    assert "<img src=x>" not in browser.get(answer.headers["location"]).text
    assert "<img src=x>" not in browser.get("/unggah").text
    assert {one.rpartition("/")[2] for one in kept(server.home)} == {"isi", "unggahan.json"}
    assert server.home.units.read_text(encoding="utf-8") == units


def test_the_log_tells_of_uploads_and_not_of_rows(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    decide(browser, uploaded(browser), "kirim")
    decide(browser, uploaded(browser), "batal")
    uploaded(browser, b"tolak")
    page = server.logged_in("staf").get("/petugas/catatan").text
    for shown in ("mengunggah", "mengirim ke konsolidasi", "membatalkan unggahan", f"{OURS} survei 2024.csv (ditolak)"):
        assert shown in page
    assert "Isi 1 sampai 4" not in page
    assert "&lt;b&gt;7" not in page


def test_what_is_kept_beside_an_upload_is_its_result(server: Server) -> None:
    uploaded(server.logged_in("ani", OURS))
    (about,) = server.home.uploads.glob("*/unggahan.json")
    said = json.loads(about.read_text(encoding="utf-8"))
    assert (said["account"], said["unit_code"], said["result"]["rows_read"]) == ("ani", OURS, 3)

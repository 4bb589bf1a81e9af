"""The staff's desk: an action is the command it says it is, asked for once, by name, and told as it ended."""

import os
import re
import socket
import sqlite3
import time
from datetime import datetime
from pathlib import Path

import pytest

from contracts.jobs import JobRecord, RunProgress, StageProgress, job_states
from contracts.settings import Schedules
from portal.server.desk_actions import ACTIONS, RUN, DeskField, FieldError
from portal.server.desk_jobs import DeskJob, DeskJobs
from portal.server.monitoring import Monitored
from tests.unit.portal.server.server_home import OURS, PASSWORD, Server, TestClient, log_in, token_of

WHY = "dikirim dua kali; yang benar menyusul"


def number_of(page: str) -> str:
    found = re.search(r'name="nomor" value="([0-9a-f]{16})"', page)
    assert found, page
    return found.group(1)


def ask(browser: TestClient, key: str, **fields: str):  # type: ignore[no-untyped-def]
    """Fills in an action's form and sends it."""
    page = browser.get(f"/petugas/kerja/{key}").text
    return browser.post(f"/petugas/kerja/{key}", data={"csrf": token_of(page), "nomor": number_of(page), **fields})


def go_on(browser: TestClient, address: str, page: str, **fields: str):  # type: ignore[no-untyped-def]
    return browser.post(address, data={"csrf": token_of(page), "nomor": number_of(page), **fields})


def ended(browser: TestClient, address: str) -> str:
    """The page of a job once it is over."""
    for _ in range(400):
        page = str(browser.get(address).text)
        if "<dt>Selesai</dt>" in page:
            return page
        time.sleep(0.02)
    raise AssertionError(page)


def said(page: str) -> str:
    found = re.search(r'<pre class="keluaran">(.*?)</pre>', page, re.DOTALL)
    return found.group(1) if found else ""


def log_of(server: Server, *actions: str) -> list[tuple[str, str, str]]:
    entries = server.audit_log()
    return [(one.account, one.action, one.object) for one in reversed(entries) if one.action in actions]


@pytest.fixture
def staff(server: Server) -> TestClient:
    return server.logged_in("siti")


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.key)
def test_nothing_that_is_typed_becomes_an_option(action) -> None:  # type: ignore[no-untyped-def]
    """Whatever the values, options are the action's own, and what stands by its place stands behind `--`."""
    values = {field.name: "--confirm" for field in action.fields}
    arguments = action.arguments(values, is_rehearsal=True, insists=True, home="/srv/skm")
    before = arguments[: arguments.index("--")] if "--" in arguments else arguments
    own = {*action.command, "--home=/srv/skm", "--dry-run", "--confirm"}
    typed = {f"{field.option}=--confirm" for field in action.fields}
    assert set(before) <= own | typed
    if not action.insisting:
        assert "--confirm" not in before


def test_what_is_typed_is_one_line_and_checked_before_anything_runs() -> None:
    field = DeskField("alasan", "Alasan", "--why", kind="long", longest=20)
    assert field.value_in({"alasan": " dua\nbaris\x1b[2J "}).startswith("dua baris")
    for wrong in ({}, {"alasan": "  "}, {"alasan": "x" * 21}):
        with pytest.raises(FieldError):
            field.value_in(wrong)
    day = DeskField("hari", "Hari", "--on", kind="day")
    assert day.value_in({"hari": "2026-12-31"}) == "2026-12-31"
    with pytest.raises(FieldError, match="bukan tanggal"):
        day.value_in({"hari": "31/12/2026"})
    choice = DeskField("unit", "Unit", kind="choice", list_name="units")
    with pytest.raises(FieldError, match="tidak ada lagi dalam daftar"):
        choice.value_in({"unit": "35.16.99"}, [OURS])


def test_every_form_shows_what_it_does_and_is_reached_from_the_page_of_actions(staff: TestClient) -> None:
    page = staff.get("/petugas/kerja").text
    for action in ACTIONS.values():
        form = staff.get(f"/petugas/kerja/{action.key}")
        assert form.status_code == 200
        assert action.button in form.text
        assert action is RUN or f'href="/petugas/kerja/{action.key}"' in page
    assert staff.get("/petugas/kerja/hapus-semua").status_code == 404


def test_a_consolidation_is_started_and_its_page_tells_how_it_ended(server: Server, staff: TestClient) -> None:
    answer = ask(staff, "konsolidasi")
    assert answer.status_code == 303
    page = ended(staff, answer.headers["location"])
    assert "<b>Selesai</b>" in page
    assert said(page).splitlines() == ["run", "--wait=240", "--by-worker", f"--home={server.home.root.resolve()}"]
    assert server.command.asked[0][1] == "siti", "the command is told for whom it works"
    assert log_of(server, "job_asked", "job_done") == [
        ("siti", "job_asked", "Jalankan konsolidasi"),
        ("siti", "job_done", "Jalankan konsolidasi"),
    ]


def test_a_form_that_is_sent_twice_is_done_once(server: Server, staff: TestClient) -> None:
    page = staff.get("/petugas/kerja/konsolidasi").text
    form = {"csrf": token_of(page), "nomor": number_of(page)}
    first, second = (staff.post("/petugas/kerja/konsolidasi", data=form) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    ended(staff, first.headers["location"])
    assert len(server.command.asked) == 1
    assert len(log_of(server, "job_asked")) == 1
    elsewhere = staff.post("/petugas/kerja/konsolidasi", data={**form, "nomor": "../../../../tmp/x"})
    ended(staff, elsewhere.headers["location"])
    assert len(server.command.asked) == 2


def test_a_file_is_withdrawn_with_a_reason_and_holds_from_the_next_run(server: Server, staff: TestClient) -> None:
    form = staff.get("/petugas/kerja/tarik-berkas?berkas=f1").text
    assert "jatirejo/f1.csv – Kecamatan Jatirejo" in form
    assert ask(staff, "tarik-berkas", berkas="f1").status_code == 400
    assert ask(staff, "tarik-berkas", berkas="f9", alasan=WHY).status_code == 400
    assert server.command.asked == []
    page = ended(staff, ask(staff, "tarik-berkas", berkas="f1", alasan=WHY).headers["location"])
    home = f"--home={server.home.root.resolve()}"
    assert server.command.asked == [(["withdraw", home, f"--why={WHY}", "--", "f1"], "siti")]
    assert "Jalankan konsolidasi sekarang" in page
    file = "Berkas: jatirejo/f1.csv – Kecamatan Jatirejo, diterima"
    assert log_of(server, "job_asked") == [
        ("siti", "job_asked", f"Tarik berkas yang salah kirim – {file}; Alasan: {WHY}")
    ]


def test_what_cannot_be_undone_is_asked_about_first(server: Server, staff: TestClient) -> None:
    answer = ask(staff, "tutup-periode", periode="2024")
    assert answer.status_code == 200
    assert "Yang tidak dapat dibatalkan" in answer.text
    assert "disimpan selamanya" in answer.text
    assert server.command.asked == []
    done = go_on(staff, "/petugas/kerja/tutup-periode", answer.text, langkah="lakukan", periode="2024")
    ended(staff, done.headers["location"])
    assert server.command.asked[0][0][0] == "close"
    assert server.command.asked[0][0][-2:] == ["--", "2024"]


def test_what_stands_against_closing_is_shown_and_passed_over_only_after_another_question(
    server: Server, staff: TestClient
) -> None:
    server.command.code = "print('1 unit belum mengirim. skm close 2024 --confirm'); sys.exit(1)"
    form = {"langkah": "lakukan", "periode": "2024"}
    job = ask(staff, "tutup-periode", **form).headers["location"]
    page = ended(staff, job)
    assert "Yang terbit tetap utuh" in page
    assert "Tutup walaupun ada yang belum selesai" in page
    sure = go_on(staff, f"{job}/lanjut", page)
    assert sure.status_code == 200
    assert "dicatat dalam edisi resminya atas nama Anda" in sure.text
    assert "--confirm" not in server.command.asked[-1][0]
    done = go_on(staff, f"{job}/lanjut", sure.text, langkah="lakukan")
    ended(staff, done.headers["location"])
    assert "--confirm" in server.command.asked[-1][0]
    assert log_of(server, "job_asked")[-1][2].startswith("Tutup periode (walaupun belum selesai)")


def test_closing_that_fails_for_another_reason_cannot_be_insisted_on(server: Server, staff: TestClient) -> None:
    server.command.code = "print('Tahun 2024 sudah ditutup.'); sys.exit(1)"
    job = ask(staff, "tutup-periode", langkah="lakukan", periode="2024").headers["location"]
    page = ended(staff, job)
    assert "Tutup walaupun" not in page
    go_on(staff, f"{job}/lanjut", staff.get("/petugas/kerja").text, langkah="lakukan")
    assert len(server.command.asked) == 1
    assert log_of(server, "job_failed") == [("siti", "job_failed", "Tutup periode – Periode: Tahun 2024 (2024)")]


def test_a_change_of_the_registry_is_rehearsed_and_then_done_with_the_same_values(
    server: Server, staff: TestClient
) -> None:
    job = ask(staff, "ganti-nama-unit", unit=OURS, nama="Kecamatan Jatirejo Raya").headers["location"]
    page = ended(staff, job)
    assert "Belum ada yang ditulis" in page
    assert "Jalankan konsolidasi sekarang" not in page
    done = go_on(staff, f"{job}/lanjut", page)
    ended(staff, done.headers["location"])
    rehearsed, written = (arguments for arguments, _ in server.command.asked)
    assert rehearsed[:2] == ["units", "rename"]
    assert rehearsed[-4:] == ["--dry-run", "--", OURS, "Kecamatan Jatirejo Raya"]
    assert written == [one for one in rehearsed if one != "--dry-run"]


def test_what_is_erased_is_shown_first_and_then_asked_about(server: Server, staff: TestClient) -> None:
    asked = {"berkas": "f1", "lembar": "Data", "alasan": "surat 12"}
    assert ask(staff, "hapus-jawaban", **asked, baris="14, --all").status_code == 400
    job = ask(staff, "hapus-jawaban", **asked, baris="14,27; 30").headers["location"]
    page = ended(staff, job)
    sure = go_on(staff, f"{job}/lanjut", page)
    assert sure.status_code == 200
    assert "tidak ada yang dapat mengembalikannya" in sure.text
    assert len(server.command.asked) == 1, "nothing is erased before somebody is sure"
    done = go_on(staff, f"{job}/lanjut", sure.text, langkah="lakukan")
    ended(staff, done.headers["location"])
    shown, erased = (arguments for arguments, _ in server.command.asked)
    assert (shown[0], shown[2:]) == ("erase", ["--sheet=Data", "--why=surat 12", "--", "f1", "14", "27", "30"])
    assert erased == [*shown[:4], "--yes", *shown[4:]]
    assert "Hapus jawaban seseorang" in staff.get("/petugas/berkas/f1").text


def test_a_backup_goes_where_the_last_good_one_lies(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "cadangan lain"
    record = JobRecord(good=1, good_at=datetime(2025, 3, 2, 22), detail=str(folder / "skm-data-1.tar"))
    states = job_states({"backup": record}, Schedules(), None, server.clock.now())
    server.monitored = Monitored(job_states=lambda: states)
    server.app = server._app()
    staff = server.logged_in("siti")
    page = staff.get("/petugas/kerja/cadangan").text
    assert "Belum ada cadangan yang tercatat" in page
    assert "Buat cadangan</button>" not in page
    folder.mkdir()
    (folder / "skm-data-1.tar").write_bytes(b"x")
    assert f"{folder} – cadangan terakhir 02/03/2025 22.00" in staff.get("/petugas/kerja/cadangan").text
    assert ask(staff, "cadangan", folder="/etc").status_code == 400
    ended(staff, ask(staff, "cadangan", folder=str(folder)).headers["location"])
    tried = {"berkas-cadangan": str(folder / "skm-data-1.tar")}
    ended(staff, ask(staff, "uji-cadangan", **tried).headers["location"])
    assert [arguments[2:] for arguments, _ in server.command.asked] == [
        ["--", str(folder)],
        [f"--verify={folder / 'skm-data-1.tar'}"],
    ]


def test_several_names_and_successors_are_an_option_each() -> None:
    added = ACTIONS["tambah-unit"].arguments({"kode": "x", "nama": "N", "jenis": "dinas", "alias": "A; B ;"}, home="h")
    assert added == ["units", "add", "--home=h", "--type=dinas", "--alias=A", "--alias=B", "--", "x", "N"]
    closed = ACTIONS["tutup-unit"].arguments(
        {"unit": "x", "hari": "2026-12-31", "penerus": "y", "penerus2": "z"}, home="h"
    )
    assert closed[3:] == ["--on=2026-12-31", "--successor=y", "--successor=z", "--", "x"]


def test_who_comes_second_sees_who_is_at_it(server: Server, staff: TestClient) -> None:
    server.command.code = (
        "import time, os\nhome = next(one[7:] for one in sys.argv if one.startswith('--home='))\n"
        "while not os.path.exists(home + '/sudah'): time.sleep(0.02)"
    )
    first = ask(staff, "buka-kunci").headers["location"]
    other = server.logged_in("budi")
    second = ask(other, "konsolidasi").headers["location"]
    reading = ask(other, "periksa").headers["location"]
    for _ in range(200):
        page = other.get(second).text
        if "siti sedang menjalankan “Buka kunci penerbitan”" in page:
            break
        time.sleep(0.02)
    assert "menunggu giliran" in page.lower()
    assert "siti sedang menjalankan “Buka kunci penerbitan”" in page
    assert '<meta http-equiv="refresh" content="3">' in page
    assert "Belum selesai" in staff.get("/petugas/kerja").text
    (server.home.root / "sudah").touch()
    for address in (first, second, reading):
        ended(staff, address)
    server.command.code = ""


def test_news_of_a_job_come_as_it_goes_on_and_end_with_it(staff: TestClient, server: Server) -> None:
    job = ask(staff, "periksa").headers["location"]
    with staff.stream("GET", f"{job}/kabar") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        news = "".join(answer.iter_text())
    assert news.count("event: selesai") == 1
    assert news.index("data: ") > 0
    assert staff.get("/petugas/pekerjaan/0123456789abcdef").status_code == 404
    assert server.browser().get(f"{job}/kabar").status_code == 303


def test_how_far_a_consolidation_is_stands_on_the_page_whoever_started_it(server: Server, staff: TestClient) -> None:
    stages = (StageProgress(name="baca", steps=12, done=5), StageProgress(name="hitung", outcome="3 unit"))
    running = RunProgress(
        started_at=server.clock.now(), machine=socket.gethostname(), process=os.getpid(), stages=stages
    )
    server.home.jobs.mkdir(exist_ok=True)
    server.home.run_progress.write_text(running.model_dump_json())
    page = staff.get("/petugas/kerja").text
    assert "Konsolidasi sedang berjalan" in page
    assert '<progress max="12" value="5" aria-label="baca"></progress> 5 dari 12' in page
    assert "Hitung: 3 unit" in page
    gone = running.model_copy(update={"process": 2**22 + 1})
    server.home.run_progress.write_text(gone.model_dump_json())
    assert "Konsolidasi sedang berjalan" not in staff.get("/petugas/kerja").text


def test_a_session_that_ends_in_the_middle_loses_nothing_that_was_typed(server: Server, staff: TestClient) -> None:
    page = staff.get("/petugas/kerja/buka-periode").text
    typed = {"csrf": token_of(page), "nomor": number_of(page), "periode": "2024", "alasan": "data & bukti <baru>"}
    server.clock.pass_by(hours=3)
    answer = staff.post("/petugas/kerja/buka-periode", data=typed)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/masuk?next=%2Fpetugas%2Fkerja%2Fbuka-periode%3Fisian%3D")
    assert "bukti" not in answer.headers["location"], "an address stands in logs and histories"
    login = staff.get(answer.headers["location"]).text
    wanted = re.search(r'name="next" value="([^"]+)"', login)
    assert wanted
    back = log_in(staff, "siti", PASSWORD, next=wanted.group(1).replace("&amp;", "&")).headers["location"]
    page = staff.get(back).text
    assert "data &amp; bukti &lt;baru&gt;</textarea>" in page
    assert typed["csrf"] not in page
    elsewhere = back.replace("buka-periode", "tarik-berkas")
    assert "bukti" not in staff.get(elsewhere).text
    assert server.command.asked == []


def test_a_unit_an_analyst_and_another_site_do_nothing_here(server: Server) -> None:
    for browser in (server.logged_in("ani", OURS), server.logged_in("rina", role="analyst")):
        assert browser.get("/petugas/kerja").status_code == 403
        form = {"csrf": token_of(browser.get("/masuk/akun").text), "nomor": "0" * 16}
        assert browser.post("/petugas/kerja/konsolidasi", data=form).status_code == 403
    staff = server.logged_in("siti")
    page = staff.get("/petugas/kerja/konsolidasi").text
    form = {"csrf": token_of(page), "nomor": number_of(page)}
    assert staff.post("/petugas/kerja/konsolidasi", data={**form, "csrf": "x"}).status_code == 403
    foreign = staff.post("/petugas/kerja/konsolidasi", data=form, headers={"Origin": "https://lain.test"})
    assert foreign.status_code == 403
    assert server.command.asked == []


def test_a_job_that_cannot_be_noted_keeps_nobody_waiting(server: Server) -> None:
    noted: list[str] = []

    def note(job: DeskJob) -> None:
        noted.append(job.job_id)
        if len(noted) == 1:
            raise sqlite3.OperationalError("database is locked")

    jobs = DeskJobs(server.home, server.command.start, server.clock.now, note)
    asked = [jobs.ask(jobs.new_id(), ACTIONS["buka-kunci"], {}, "siti") for _ in range(2)]
    for _ in range(500):
        if all(one.is_over for one in jobs.all()):
            break
        time.sleep(0.01)
    assert noted == [one.job_id for one in asked]
    assert [one.is_over for one in jobs.all()] == [True, True]


def test_a_command_that_is_killed_has_failed_and_says_so(server: Server, staff: TestClient) -> None:
    server.command.code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    page = ended(staff, ask(staff, "buka-kunci").headers["location"])
    assert "skm berhenti sebelum selesai (sinyal 9)." in page
    assert "portal berhenti" not in page.lower()


def test_jobs_of_a_server_that_is_gone_are_told_as_broken_off_and_old_ones_go(server: Server) -> None:
    job = DeskJob(
        job_id="00000000000000aa", action_key="konsolidasi", account="siti", values={}, asked_at=server.clock.now()
    )
    (server.home.desk / job.job_id).mkdir(parents=True)
    (server.home.desk / job.job_id / "job.json").write_text(job.model_dump_json())
    jobs = DeskJobs(server.home, server.command.start, server.clock.now, lambda ended: None)
    (found,) = jobs.all()
    assert found.state == "broken_off"
    server.clock.pass_by(days=89)
    jobs.sweep()
    assert len(jobs.all()) == 1
    server.clock.pass_by(days=1)
    jobs.sweep()
    assert jobs.all() == []


def paths_in(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/petugas/berkas/[^"]+">([^<]+)</a>', page)


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("keadaan=rejected", ["gondang/rusak.csv"]),
        ("unit=35.16.01", ["jatirejo/f1.csv", "35.16.01/ditahan.csv"]),
        ("unit=-", ["None/ditahan.csv"]),
        ("periode=2024", ["jatirejo/f1.csv", "gondang.csv"]),
        ("cari=RUSAK&periode=&unit=&keadaan=", ["gondang/rusak.csv"]),
        ("keadaan=apa&periode=besok", []),
    ],
)
def test_files_are_found_by_unit_period_state_and_name(staff: TestClient, query: str, paths: list[str]) -> None:
    assert sorted(paths_in(staff.get(f"/petugas/berkas?{query}").text)) == sorted(paths)


def test_the_page_of_a_file_says_what_became_of_it_and_offers_what_fits(server: Server, staff: TestClient) -> None:
    page = staff.get("/petugas/berkas/f3").text
    assert "Berkas ini &lt;kosong&gt;." in page
    assert 'href="/petugas/kerja/tarik-berkas?berkas=f3"' in page
    assert "hitung-lagi" not in page
    assert 'href="/pertanyaan/h2"' in staff.get("/petugas/berkas/h2").text
    assert staff.get("/petugas/berkas/tidak-ada").status_code == 404
    assert server.logged_in("ani", OURS).get("/petugas/berkas/f1").status_code == 403


def test_a_unit_that_was_added_is_known_at_once_and_a_broken_registry_changes_nothing(
    server: Server, staff: TestClient
) -> None:
    text = server.home.units.read_text(encoding="utf-8")
    assert staff.get("/unit/35.16.09").status_code == 404
    server.home.units.write_text(f"{text}35.16.09,Kecamatan Sooko,kecamatan\n", encoding="utf-8")
    assert staff.get("/unit/35.16.09").status_code == 200
    server.home.units.write_text("unit_code\nrusak,,,\n", encoding="utf-8")
    assert staff.get("/unit/35.16.09").status_code == 200

"""The ordinary events of a year, by browser alone: what units and staff click and type, and what is published then; on
a desk and on a phone, with JavaScript and without.

One small home and one server for all of them; the stories follow each other. The portal is the real one; what staff
have done runs as the command it is, here in this process, without documents. Pages on
the way are examined where no other module does so.
"""

import io
import os
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import BinaryIO, cast

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from cli import main as command
from contracts.clock import now
from contracts.home import Home
from contracts.lock import FOR_ACCOUNT
from pipeline import decisions, editions
from pipeline.closing import closing
from portal.server.accounts import Accounts
from portal.server.database import Database
from tests.browser.examining import examine
from tests.browser.visitors import Browse, Portal, log_in
from tests.integration.offices import home_at, respondents, rows, run, send
from tests.integration.test_questions import export
from tests.integration.test_questions_in_the_portal import portal_over
from tests.integration.without_prefect import flow_without_prefect
from tests.unit.portal.server.server_home import CHEAP, PASSWORD

WHO = {"mawar": "U-1", "melati": "U-2", "siti": None, "budi": None}
PATIENCE = 60_000
CLOSED = "2023"


class _CommandHere:
    """A command as a thread of this process, told like a process. It begins once `may_begin` is set."""

    may_begin = threading.Event()
    may_begin.set()

    def __init__(self, arguments: Sequence[str], account: str, output: BinaryIO) -> None:
        self._code = 1
        self._thread = threading.Thread(target=self._do, args=[[*arguments], account, output])
        self._thread.start()

    def _do(self, arguments: list[str], account: str, output: BinaryIO) -> None:
        made = ["--no-documents"] if arguments[0] == "run" else []
        said = io.TextIOWrapper(output, encoding="utf-8", write_through=True)
        self.may_begin.wait()
        with pytest.MonkeyPatch.context() as patch, Path(os.devnull).open() as nobody:
            patch.setattr(sys, "argv", ["skm", arguments[0], *made, *arguments[1:]])
            patch.setattr(sys, "stdin", nobody)
            patch.setenv(FOR_ACCOUNT, account)
            with redirect_stdout(said), redirect_stderr(said):
                self._code = command._exit_code()
        said.detach()

    def wait(self, timeout: float | None = None) -> int:
        self._thread.join(timeout)
        return self._code

    def terminate(self) -> None:
        """It ends by itself."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Three units, files of every kind there is something to do about, and a closed year."""
    home = home_at(tmp_path_factory.mktemp("stories") / "data")
    for number, (name, answers, day) in enumerate(
        (
            ("Kecamatan Mawar 2024.csv", ["333333333"] * 11 + ["733333333"], "05/02/2024"),
            ("Kecamatan Melati 2024.csv", ["222222222"] * 12, "06/02/2024"),
            ("Kecamatan Melati keliru 2024.csv", ["111111111"] * 12, "07/02/2024"),
            ("entah/hasil.csv", ["444444444"] * 12, "08/02/2024"),
            ("Kecamatan Melati 2023.csv", ["333333333"] * 12, "09/02/2023"),
        )
    ):
        people = [f"R{number}-{one}" for one in range(len(answers))]
        send(home, name, respondents(answers, dates=day, ids=people))
    send(home, "Kecamatan Mawar total.csv", export(15))
    with flow_without_prefect():
        run(home)
        closing.close(home.root, CLOSED, "ani", confirm=True)
        yield home


@pytest.fixture(scope="module")
def portal(home: Home) -> Iterator[Portal]:
    """The portal over it, on a port of its own."""
    app = portal_over(home, start_command=_CommandHere, now=now)  # type: ignore[arg-type]
    for name, unit_code in WHO.items():
        Accounts(Database(home.accounts), now, CHEAP).add(name, PASSWORD, unit_code=unit_code)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    serving = threading.Thread(target=server.run, args=[[listener]])
    serving.start()
    yield Portal(f"http://127.0.0.1:{listener.getsockname()[1]}", home)
    server.should_exit = True
    serving.join(20)
    listener.close()


def at(browse: Browse, name: str, path: str, width: str = "desktop", **options: object) -> Page:
    """Somebody who has logged in, on a page."""
    page = browse(width, **options)
    page.goto(f"/masuk?next={path}")
    log_in(page, name, PASSWORD)
    return page


def examine_beside(browse: Browse, page: Page, name: str) -> None:
    """What stands at the address of a page without JavaScript, to the same session: axe-core needs some."""
    beside = browse(storage_state=page.context.storage_state())
    beside.goto(page.url)
    examine(beside, name)
    beside.context.close()


def ends_and_comes_back(page: Page, name: str, button: str) -> None:
    """The session has ended when a form is sent: after the login the form is there again."""
    page.context.clear_cookies()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masuk")
    log_in(page, name, PASSWORD)


def done(page: Page) -> str:
    """What a job said, once it ended well."""
    expect(page.locator("[data-keadaan]")).to_contain_text("Selesai", timeout=PATIENCE)
    said = page.locator(".keluaran")
    return said.inner_text() if said.count() else ""


def consolidated(page: Page) -> str:
    page.goto("/petugas/kerja")
    page.get_by_role("button", name="Jalankan konsolidasi sekarang").click()
    return done(page)


def uploaded(page: Page, path: Path) -> None:
    """From the form into the inbox."""
    page.goto("/unggah")
    page.get_by_label("Berkas hasil survei").set_input_files(path)
    page.get_by_role("button", name="Unggah dan periksa").click(timeout=PATIENCE)
    page.get_by_role("button", name="Kirim ke konsolidasi").click(timeout=PATIENCE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Terkirim")


def counted(home: Home) -> dict[tuple[str, str], int]:
    found = rows(home, "SELECT period_code, unit_code, respondents FROM ikm_unit WHERE length(period_code) = 4")
    return {(str(row["period_code"]), str(row["unit_code"])): cast(int, row["respondents"]) for row in found}


def test_a_unit_answers_corrects_plans_and_sends_anew_on_a_phone_without_javascript(
    browse: Browse, home: Home, tmp_path: Path
) -> None:
    assert counted(home) == {("2024", "U-1"): 11, ("2024", "U-2"): 24, (CLOSED, "U-2"): 12}
    page = at(browse, "mawar", "/unit/U-1", "phone", java_script_enabled=False)
    page.get_by_role("link", name="Kecamatan Mawar total.csv").first.click()
    page.get_by_label("hitung 4 responden yang terbaca").check()
    page.get_by_label("Alasan").fill("jumlahnya salah ketik")
    page.get_by_role("button", name="Simpan jawaban").click()
    expect(page.get_by_role("heading", name="Sudah dijawab")).to_be_visible()

    page.goto("/unit/U-1")
    page.get_by_role("link", name="di sini").first.click()
    page.get_by_label("U1 Persyaratan").select_option("3")
    page.get_by_role("button", name="Periksa perbaikan").click(timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Dapat dikirim")).to_be_visible()
    page.get_by_role("button", name="Kirim ke konsolidasi").click(timeout=PATIENCE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Terkirim")

    page.goto("/tindak-lanjut/U-1/2024")
    page.get_by_label("Unsur", exact=True).first.select_option("Persyaratan")
    page.get_by_label("Program/Kegiatan").first.fill("Mereview SOP")
    ends_and_comes_back(page, "mawar", "Periksa dan kirim")
    expect(page.get_by_label("Program/Kegiatan").first).to_have_value("Mereview SOP")
    page.get_by_role("button", name="Periksa dan kirim").click(timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Sudah dikirim")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Triwulan pelaksanaan belum ditandai")).to_be_visible()
    examine_beside(browse, page, "story-plan")

    # The closed year's file once more, with somebody who was left out.
    anew = tmp_path / "Kecamatan Melati 2023.csv"
    anew.write_text(respondents(["333333333"] * 13, dates="09/02/2023", ids=[f"R4-{one}" for one in range(13)]))
    uploaded(at(browse, "melati", "/unggah", "phone", java_script_enabled=False), anew)


def test_staff_assign_withdraw_rename_and_set_and_two_at_once_run(browse: Browse, home: Home) -> None:
    siti = at(browse, "siti", "/petugas/berkas")
    examine(siti, "story-files")
    siti.get_by_role("link", name="entah/hasil.csv").click()
    examine(siti, "story-file")
    siti.get_by_role("link", name="Tetapkan unit atau periode berkas").click()
    examine(siti, "story-form")
    siti.get_by_label("Milik unit").select_option("U-3")
    siti.get_by_label("Alasan").fill("salah folder")
    siti.get_by_role("button", name="Tetapkan").click()
    done(siti)

    page = at(browse, "budi", "/petugas/berkas", "phone", java_script_enabled=False)
    page.get_by_label("Nama berkas").fill("keliru")
    page.get_by_role("button", name="Saring").click()
    page.get_by_role("link", name="Kecamatan Melati keliru 2024.csv").click()
    page.get_by_role("link", name="Tarik berkas yang salah kirim").click()
    page.get_by_label("Alasan").fill("--undo; data percobaan")
    ends_and_comes_back(page, "budi", "Tarik berkas")
    expect(page.get_by_label("Alasan")).to_have_value("--undo; data percobaan")
    page.get_by_role("button", name="Tarik berkas").click()
    done(page)  # the page loads itself again
    expect(page.locator(".keluaran")).to_contain_text("Kecamatan Melati keliru 2024.csv ditarik, tidak dihitung lagi")
    expect(page.get_by_role("button", name="Jalankan konsolidasi sekarang")).to_be_visible()
    standing = {(line.path, line.why, line.by) for line in decisions.load(home).lines}
    assert {
        ("entah/hasil.csv", "salah folder", "siti"),
        ("Kecamatan Melati keliru 2024.csv", "--undo; data percobaan", "budi"),
    } <= standing

    budi = at(browse, "budi", "/petugas/kerja/ganti-nama-unit", "phone")
    budi.get_by_label("Unit", exact=True).select_option("U-1")
    budi.get_by_label("Nama baru").fill("Kecamatan Mawar Raya")
    budi.get_by_role("button", name="Lihat akibatnya").click()
    done(budi)
    examine(budi, "story-rehearsed")
    assert "Mawar Raya" not in home.units.read_text(encoding="utf-8")
    budi.get_by_role("button", name="Lakukan").click()
    expect(budi.get_by_role("button", name="Jalankan konsolidasi sekarang")).to_be_visible(timeout=PATIENCE)
    budi.goto("/petugas/kerja/ubah-pengaturan")
    budi.get_by_label("Pengaturan").select_option("reminders.grace_days")
    budi.get_by_label("Nilai baru").fill("21")
    budi.get_by_role("button", name="Lihat akibatnya").click()
    budi.get_by_role("button", name="Lakukan").click(timeout=PATIENCE)
    done(budi)
    assert "grace_days = 21" in home.settings.read_text(encoding="utf-8")

    for one in (siti, page):  # the second without JavaScript: the page loads itself again
        one.goto("/petugas/kerja")
    examine(siti, "story-desk")
    _CommandHere.may_begin.clear()
    siti.get_by_role("button", name="Jalankan konsolidasi sekarang").click()
    page.get_by_role("button", name="Jalankan konsolidasi sekarang").click()
    expect(page.locator("[data-keadaan]")).to_contain_text("siti sedang menjalankan “Jalankan konsolidasi”")
    examine(siti, "story-run-begun")
    _CommandHere.may_begin.set()
    done(siti)
    assert "tidak ada yang berubah" in done(page)
    examine(siti, "story-run")
    # 12 with the corrected row, and 4 of the file that was asked about; what came late waits for a revision.
    assert counted(home) == {("2024", "U-1"): 16, ("2024", "U-2"): 12, ("2024", "U-3"): 12, (CLOSED, "U-2"): 12}
    assert rows(home, "SELECT unit_name FROM unit WHERE unit_code = 'U-1'")[0]["unit_name"] == "Kecamatan Mawar Raya"


def test_a_late_answer_in_a_closed_period_by_a_revision(browse: Browse, home: Home) -> None:
    page = at(browse, "siti", "/petugas")
    for is_sure in (False, True):
        page.goto("/petugas/kerja/buka-periode")
        page.get_by_label("Periode").select_option(CLOSED)
        page.get_by_label("Alasan").fill("jawaban Kecamatan Melati terlambat diterima")
        page.get_by_role("button", name="Buka kembali").click()
        expect(page.get_by_role("heading", name="Yang tidak dapat dibatalkan")).to_be_visible()
        if not is_sure:
            examine(page, "story-sure")
            page.get_by_role("link", name="Kembali, jangan lakukan").click()
            assert CLOSED in editions.load(home).closed
    page.get_by_role("button", name="Buka kembali").click()
    done(page)
    consolidated(page)
    page.goto("/petugas/kerja/tutup-periode")
    page.get_by_label("Periode").select_option(CLOSED)
    page.get_by_role("button", name="Tutup periode").click()
    page.get_by_role("button", name="Tutup periode").click()
    expect(page.locator("[data-keadaan]")).to_contain_text("Tidak berhasil", timeout=PATIENCE)
    expect(page.locator(".keluaran")).to_contain_text("unit tanpa data")
    examine(page, "story-failed")
    page.get_by_role("button", name="Tutup walaupun ada yang belum selesai").click()
    page.get_by_role("button", name="Tutup juga").click()
    done(page)
    page.goto("/petugas/pekerjaan")
    examine(page, "story-jobs")
    page.goto("/petugas/catatan")
    expect(page.get_by_role("cell", name="pekerjaan tidak berhasil")).to_be_visible()
    assert counted(home)[CLOSED, "U-2"] == 13
    closed = rows(home, f"SELECT revision, closed_by FROM edition WHERE period_code = '{CLOSED}' ORDER BY revision")
    assert [(row["revision"], row["closed_by"]) for row in closed] == [(0, "ani"), (1, "siti")]

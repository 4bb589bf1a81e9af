"""What is told, to whom, once; and that no address is ever shown. Messages are received by real servers."""

import json
import logging
import time
import traceback
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun
from prefect.settings import PREFECT_API_URL, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings

from contracts.errors import ConfigurationError, HomeError
from contracts.home import Home
from contracts.settings import load_settings
from flows import notifications
from flows.consolidate import consolidate
from flows.notifications import NotSentError, notify_failed, notify_late, notify_refused, notify_service_failed, send
from flows.reminders import remind
from pipeline.documents.reminder_lists import keep, list_reminders
from pipeline.job_records import load
from reports.letters.notices import Notice
from storage.places import PlaceError
from tests.listeners import PASSWORD, HookServer, MailServer, serving
from tests.published_rows import publish_rows

UNITS = """unit_code,unit_name,unit_type,contact
35.16.01,Kecamatan Jatirejo,kecamatan,Bu Siti 0812-3456
35.16.02,Kecamatan Gondang,kecamatan,Pak Budi 0812-9999
"""


UNIT_ROWS = [
    {"unit_code": code, "unit_name": name, "unit_type": "kecamatan"}
    for code, name in (("35.16.01", "Kecamatan Jatirejo"), ("35.16.02", "Kecamatan Gondang"))
]


def ingest_file(file_id: str, status: str, **values: object) -> dict[str, object]:
    return {
        "file_id": file_id,
        "path": f"jatirejo/{file_id}.csv",
        "content_id": file_id,
        "unit_code": "35.16.01",
        "kind": "responses",
        "status": status,
        "rows_read": 9,
        "rows_accepted": 0,
        "rows_rejected": 0,
        "rows_duplicate": 9,
        "first_seen_at": datetime(2026, 7, 1, 8),
        **values,
    }


EMPTY = ingest_file("kosong", "rejected", reason_code="empty", reason="Berkas ini kosong.")
PARTLY = ingest_file("sebagian", "partial", rows_rejected=2, unit_code=None)
HELD = ingest_file("kecil", "held", reason_code="shrunk", reason="Isinya jauh lebih sedikit.")
LOADED = ingest_file("baik", "loaded")


def publish_files(home: Home, *files: dict[str, object]) -> None:
    publish_rows(home, {"ingest_file": files, "unit": UNIT_ROWS})


@pytest.fixture(autouse=True)
def no_prefect_server() -> Iterator[None]:
    """Neither for a block nor for the runs' logs."""
    with temporary_settings({PREFECT_LOGGING_TO_API_ENABLED: False}, restore_defaults={PREFECT_API_URL}):
        yield


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "data")
    home.root.mkdir()
    home.units.write_text(UNITS, encoding="utf-8")
    home.settings.write_text('[notifications]\nevents = ["failed", "refused", "late"]\n', encoding="utf-8")
    return home


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[HookServer]:
    server = HookServer()
    with serving(server):
        monkeypatch.setenv("SKM_NOTIFY_URLS", server.url)
        yield server


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Notice]:
    """What is told, without a server: all tests but the first ones are about what and when."""
    notices: list[Notice] = []

    def taking(notice: Notice) -> list[bool]:
        notices.append(notice)
        return [True]

    monkeypatch.setattr(notifications, "send", taking)
    return notices


def flow_run(home: Home) -> FlowRun:
    return FlowRun(name="tenang-gajah", flow_id=uuid4(), parameters={"home": str(home.root)})


def ended_by(error: BaseException | None) -> Any:
    return SimpleNamespace(data=SimpleNamespace(result=error) if isinstance(error, Exception) else error)


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


def refused(home: Home) -> None:
    notify_refused(home, load_settings(home.settings), logging.getLogger("a run"))


def failed(home: Home, error: BaseException | None) -> None:
    notify_failed(consolidate, flow_run(home), ended_by(error))


def listed(home: Home, today: date = date(2026, 8, 1)) -> None:
    found = list_reminders(home, "2026-S1", today)
    _, letters = keep(home, found)
    notify_late(home, found, letters, logging.getLogger("a run"))


def test_mail_with_a_login_and_a_webhook_both_receive_it(
    hook: HookServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(1)
    mail = MailServer()
    with serving(mail):
        monkeypatch.setenv("SKM_NOTIFY_URLS", f"{mail.url}\n  {hook.url}")
        assert send(Notice("[SKM Kab] 1 berkas", "a < b & c, <b>tetap</b>\n\n- satu\n- dua\n")) == [True, True]
    (received,) = mail.received
    assert (received.sender, received.recipients) == ("skm@contoh.go.id", ("staf@contoh.go.id",))
    assert received.login == ("skm", PASSWORD)
    assert received.subject == "[SKM Kab] 1 berkas"
    assert "a < b & c, <b>tetap</b>" in received.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    (posted,) = hook.received
    assert posted["title"] == "[SKM Kab] 1 berkas"
    assert "- satu\n- dua" in posted["message"]
    assert PASSWORD not in caplog.text
    assert PASSWORD not in "".join(capfd.readouterr())


ADDRESSES = (
    f"json://skm:{PASSWORD}@127.0.0.1:9/{PASSWORD}",
    f"mailto://skm:{PASSWORD}@127.0.0.1:9?from=a@b.go.id&mode=insecure",
    f"tgram://{PASSWORD}/1",
    f"nonsense{PASSWORD}",
    f"unknown://{PASSWORD}@host",
)
"""Two that nobody answers, one with a token of the wrong form, two that are none."""


def test_addresses_that_take_nothing_are_shown_nowhere(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(1)
    monkeypatch.setenv("SKM_NOTIFY_URLS", "\n".join(ADDRESSES))
    with pytest.raises(NotSentError, match="none of 5 addresses took the message") as error:
        send(Notice("subject", "text"))
    shown = "".join(traceback.format_exception(error.value))
    assert PASSWORD not in shown + caplog.text + "".join(capfd.readouterr())


def test_one_address_that_takes_nothing_is_named_by_its_place(
    hook: HookServer, home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SKM_NOTIFY_URLS", f"{ADDRESSES[0]} {hook.url}")
    publish_files(home, EMPTY)
    refused(home)
    refused(home)
    assert len(hook.received) == 1  # one address took it: that is told
    assert "address 1 of 2 did not take the message" in caplog.text
    assert PASSWORD not in caplog.text


def test_a_failed_service_is_told_once_an_hour(home: Home, told: list[Notice], monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 11, 28, 18, 5)
    monkeypatch.setattr(notifications, "now", lambda: at)
    assert notify_service_failed(home, "skm.service")
    assert not notify_service_failed(home, "skm.service")
    assert len(told) == 1
    assert told[0].subject == "[SKM Kabupaten Mojokerto] Layanan skm.service berhenti"
    assert "28 November 2026 pukul 18.05" in told[0].text
    assert "journalctl --unit skm.service" in told[0].text
    at = datetime(2026, 11, 28, 19, 5)
    assert notify_service_failed(home, "skm.service")
    assert len(told) == 2
    assert len(json.loads((home.notified / "service.json").read_text(encoding="utf-8"))) == 1

    home.settings.write_text("", encoding="utf-8")  # nothing is to be told
    assert not notify_service_failed(home, "skm-backup.service")
    home.settings.write_text("[schedules]\nreminder = 7\n", encoding="utf-8")  # which may be why it failed
    assert notify_service_failed(home, "skm-backup.service")


def test_a_run_that_failed_is_noted_in_the_home(home: Home, told: list[Notice]) -> None:
    failed(home, raised(HomeError("Siti 0812")))
    failed(home, raised(KeyboardInterrupt()))
    known = load(home, "consolidation")
    assert (known.failed, known.failure) == (1, "HomeError")
    failed(home, None)
    assert load(home, "consolidation").failure is None
    assert "Siti" not in (home.jobs / "consolidation.json").read_text(encoding="utf-8")
    assert len(told) == 2


def test_without_an_address_the_log_says_where_it_belongs(
    home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SKM_NOTIFY_URLS", " \n")
    failed(home, None)
    assert "no address: SKM_NOTIFY_URLS and the Secret block 'skm-notify' are empty" in caplog.text


def test_a_server_that_does_not_answer_holds_up_a_run_only_so_long(
    home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stalled = HookServer()  # listens, and takes no call
    monkeypatch.setenv("SKM_NOTIFY_URLS", stalled.url)
    monkeypatch.setattr(notifications, "SECONDS_TO_SEND", 0.5)
    started = time.monotonic()
    failed(home, None)
    stalled.server_close()
    assert time.monotonic() - started < 5
    assert "no answer from 1 addresses" in caplog.text
    assert PASSWORD not in caplog.text


def test_refused_files_are_told_once(told: list[Notice], home: Home) -> None:
    publish_files(home, EMPTY, PARTLY, LOADED)
    refused(home)
    refused(home)
    (notice,) = told
    assert notice.subject == "[SKM Kabupaten Mojokerto] 2 berkas perlu diperbaiki"
    assert "jatirejo/kosong.csv (Kecamatan Jatirejo): ditolak\n   Berkas ini kosong." in notice.text
    assert "jatirejo/sebagian.csv (unit tidak diketahui): diterima sebagian\n   2 dari 9 baris ditolak." in notice.text
    assert "baik.csv" not in notice.text
    assert str(home.quarantine.absolute()) in notice.text
    assert "skm accept" not in notice.text

    publish_files(home, EMPTY, PARTLY, HELD)
    refused(home)
    assert len(told) == 2
    assert "kecil.csv" in told[1].text
    assert "kosong.csv" not in told[1].text
    assert "skm accept" in told[1].text


def test_another_verdict_on_the_same_file_is_news_and_a_refusal_that_returns_too(
    told: list[Notice], home: Home
) -> None:
    for files in ((EMPTY,), ({**EMPTY, "status": "held", "reason_code": "shrunk"},), (LOADED,), (EMPTY,)):
        publish_files(home, *files)
        refused(home)
    assert len(told) == 3


def test_what_could_not_be_told_is_told_by_the_next_run(
    told: list[Notice], home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def taking_nothing(notice: Notice) -> list[bool]:
        raise NotSentError("none of 1 addresses took the message")

    publish_files(home, EMPTY)
    with monkeypatch.context() as away:
        away.setattr(notifications, "send", taking_nothing)
        refused(home)
    assert "Notification not sent: none of 1 addresses took the message" in caplog.text
    refused(home)
    refused(home)
    assert len(told) == 1


def test_an_error_of_ours_fails_no_run_and_its_sentence_is_not_logged(
    told: list[Notice], home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    publish_files(home, EMPTY)
    home.notified.mkdir()
    (home.notified / "refused.json").write_text(f"no JSON {PASSWORD}", encoding="utf-8")
    refused(home)
    assert "Notification not sent: JSONDecodeError at pipeline/notified.py:" in caplog.text
    assert PASSWORD not in caplog.text


def test_many_files_are_counted(told: list[Notice], home: Home) -> None:
    publish_files(home, *({**EMPTY, "file_id": f"f{number}", "path": f"f{number}.csv"} for number in range(30)))
    refused(home)
    (notice,) = told
    assert "30 berkas" in notice.subject
    assert "… dan 10 berkas lain" in notice.text


@pytest.mark.parametrize("text", ["", "[notifications]\nevents = []\n"])
def test_nothing_is_told_unless_the_settings_say_so(told: list[Notice], home: Home, text: str) -> None:
    home.settings.write_text(text, encoding="utf-8")
    publish_files(home, EMPTY)
    refused(home)
    failed(home, raised(HomeError("x")))
    listed(home)
    assert told == []
    assert not home.notified.exists()


def test_a_failed_run_is_told_by_the_kind_of_error_never_by_its_sentence(told: list[Notice], home: Home) -> None:
    failed(home, raised(ValueError(f"row 7 holds {PASSWORD}")))
    failed(home, raised(ConfigurationError(f"signature.nip berisi {PASSWORD}")))
    failed(home, None)
    internal, configuration, killed = told
    assert internal.subject == "[SKM Kabupaten Mojokerto] Konsolidasi gagal"
    assert "kesalahan program (ValueError, tests/unit/flows/test_flows_notifications.py:" in internal.text
    assert "tenang-gajah" in internal.text
    assert str(home.root) in internal.text
    assert "skm doctor --home" in configuration.text
    assert "mati mendadak" in killed.text
    assert PASSWORD not in "".join(notice.text for notice in told)


def test_a_place_elsewhere_that_cannot_be_reached_is_no_error_of_the_program(told: list[Notice], home: Home) -> None:
    failed(home, raised(PlaceError("login", f"sftp://skm:{PASSWORD}@host")))
    assert "tidak dapat dicapai" in told[0].text
    assert "kesalahan program" not in told[0].text
    assert PASSWORD not in told[0].text


def test_settings_that_cannot_be_read_are_told_where_there_is_an_address(told: list[Notice], home: Home) -> None:
    home.settings.write_text("[method]\nweight = 3\n", encoding="utf-8")
    failed(home, raised(ConfigurationError("x")))
    assert told[0].subject == "[SKM] Konsolidasi gagal"


def test_who_pressed_the_keys_is_not_told(told: list[Notice], home: Home) -> None:
    failed(home, KeyboardInterrupt())
    assert told == []


def test_units_are_told_when_they_become_late_without_their_contacts(told: list[Notice], home: Home) -> None:
    publish_files(home, EMPTY)
    listed(home, date(2026, 7, 10))
    assert told == []  # within grace
    listed(home, date(2026, 7, 15))
    listed(home, date(2026, 7, 22))
    (notice,) = told
    assert notice.subject == "[SKM Kabupaten Mojokerto] 2 unit terlambat, Semester I Tahun 2026"
    assert "batas pengirimannya 14 Juli 2026" in notice.text
    assert "Kecamatan Jatirejo (35.16.01): belum pernah ada data; 1 berkasnya belum dapat dipakai" in notice.text
    assert "0812" not in notice.text
    letters = home.reminders / "2026-S1" / "2026-07-15.txt"
    assert str(letters) in notice.text
    assert "Bu Siti 0812-3456" in letters.read_text(encoding="utf-8")

    found = list_reminders(home, "2025", date(2026, 7, 22))
    notify_late(home, found, letters, logging.getLogger("a run"))  # another period: told too, and forgets nothing
    listed(home, date(2026, 7, 29))
    assert len(told) == 2


def test_the_flows_tell(home: Home) -> None:
    for flow in (consolidate, remind):
        assert (flow.on_failure_hooks, flow.on_crashed_hooks) == ([notify_failed], [notify_failed])

"""What ran, how it ended, and the call that says so outside."""

import logging
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from contracts.clock import now
from contracts.home import Home
from contracts.settings import Notifications, Settings
from pipeline import job_records
from reports.wording import job_words
from tests.listeners import serving


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.settings.touch()
    return home


def test_what_is_noted_is_known_and_never_grows(home: Home) -> None:
    started = now() - timedelta(seconds=3)
    for _ in range(20):
        job_records.note_good(home, "backup", started, detail="/cadangan/a.tar")
    job_records.note_failed(home, "backup", "BackupError")
    known = job_records.load(home, "backup")
    assert (known.good, known.failed, known.failure, known.detail) == (20, 1, "BackupError", "/cadangan/a.tar")
    assert known.seconds is not None
    assert known.seconds >= 3
    assert known.failed_last
    job_records.note_good(home, "backup", started)
    assert not job_records.load(home, "backup").failed_last
    assert [path.name for path in home.jobs.iterdir()] == ["backup.json"]
    assert home.unknown() == []


def test_where_there_is_no_home_nothing_is_made(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    job_records.note_failed(home, "consolidation", None)
    job_records.note_scheduled(home)
    assert not home.root.exists()


@pytest.mark.parametrize("content", ["", "{", '{"good": "many"}', '{"nothing": 1}'])
def test_a_damaged_record_is_none(home: Home, content: str) -> None:
    home.jobs.mkdir()
    (home.jobs / "reminder.json").write_text(content, encoding="utf-8")
    (home.jobs / "schedules.since").write_text(content, encoding="utf-8")
    assert job_records.load(home, "reminder").good == 0
    assert job_records.scheduled_since(home) is None
    job_records.note_good(home, "reminder", now())
    assert job_records.load(home, "reminder").good == 1


def test_a_folder_that_cannot_be_written_fails_nothing(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    home.jobs.write_text("no folder", encoding="utf-8")
    job_records.note_good(home, "reminder", now())
    assert "cannot be written" in caplog.text


def test_the_first_time_of_schedules_counts(home: Home) -> None:
    job_records.note_scheduled(home)
    since = job_records.scheduled_since(home)
    assert since is not None
    job_records.note_scheduled(home)
    assert job_records.scheduled_since(home) == since
    (consolidation, *_) = job_records.states(home, Settings(), since + timedelta(days=2))
    assert consolidation.due_at is not None
    said = job_words.sentence(consolidation)
    assert said.startswith("Konsolidasi: belum pernah. Seharusnya berjalan ")
    assert said.endswith("Periksa apakah 'skm up' berjalan, atau jalankan 'skm run'.")


def test_words_of_what_failed_keep_the_kind_of_error(home: Home) -> None:
    job_records.note_failed(home, "consolidation", "HomeError")
    (consolidation, *_) = job_records.states(home, Settings(), datetime(2026, 1, 1))
    assert "(HomeError)" in job_words.trouble_words(consolidation)


def test_a_good_consolidation_is_told_outside(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    asked: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(500 if "buruk" in self.path else 200)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    with serving(server):
        for path in ("/hidup?kode=1", "/buruk"):
            url = f"http://127.0.0.1:{server.server_address[1]}{path}"
            job_records.consolidated(home, Settings(notifications=Notifications(alive_url=url)), now())
    assert asked == ["/hidup?kode=1", "/buruk"]
    assert job_records.load(home, "consolidation").good == 2
    assert "not reached (HTTP 500)" in caplog.text


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/rahasia", "http://tidak.ada.invalid/rahasia", "http://[rahasia"])
def test_nobody_who_answers_is_a_warning_without_the_address(
    home: Home, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        job_records.consolidated(home, Settings(notifications=Notifications(alive_url=url)), now())
    assert job_records.load(home, "consolidation").good == 1
    assert "was not reached" in caplog.text
    assert "rahasia" not in caplog.text

"""The lock, progress, batches, and whether Prefect needs a server of ours."""

import os
import threading
from contextvars import copy_context
from datetime import date

import pytest

from cli import desk_commands, main, reporting
from contracts.errors import HomeError
from contracts.home import Home
from contracts.lock import FOR_ACCOUNT
from contracts.records import Reading, UnitNaming
from contracts.registry import Registry, Unit
from contracts.settings import Limits
from ingest.identify import UnitNames
from pipeline import lock, progress
from pipeline import run as pipeline_run
from pipeline.closing import closing, rollback
from pipeline.homes import prepare_home
from pipeline.lock import one_run_at_a_time
from pipeline.staging import (
    BATCH_BYTES,
    BATCH_CONTENTS,
    Content,
    StagingArea,
    batches,
    identifying_path,
    needs_staging,
)
from storage.store import LocalStore


def test_the_lock_names_its_holder_and_goes_with_it(tmp_path, monkeypatch):
    home = Home(tmp_path)
    assert lock.holder(home) is None
    with one_run_at_a_time(home), pytest.raises(HomeError, match=rf"\(proses {os.getpid()}\)"), one_run_at_a_time(home):
        pass
    monkeypatch.setenv(FOR_ACCOUNT, "siti")
    with one_run_at_a_time(home):
        assert lock.holder(home) == f"proses {os.getpid()} untuk akun siti"
    assert lock.holder(home) is None, "what is left in the file says nothing"
    monkeypatch.delenv(FOR_ACCOUNT)
    with pytest.raises(KeyError), one_run_at_a_time(home):
        raise KeyError
    with one_run_at_a_time(home):
        assert home.lock.read_text() == str(os.getpid())


def test_who_waits_for_the_lock_says_so_once_and_gets_it_or_a_clear_error(tmp_path, monkeypatch, caplog):
    home = Home(tmp_path)
    monkeypatch.setattr(lock, "_LOOK_EVERY_SECONDS", 0.01)
    with one_run_at_a_time(home) as held:
        with (
            pytest.raises(HomeError, match=r"Sudah ditunggu .* detik\. Tunggu"),
            one_run_at_a_time(home, wait_seconds=0.1),
        ):
            pass
        held.check(home)
    assert [message.partition(" (")[0] for message in caplog.messages] == [
        f"Konsolidasi lain sedang berjalan di {home.root}"
    ]
    taking = one_run_at_a_time(home)
    taking.__enter__()
    threading.Timer(0.2, lambda: taking.__exit__(None, None, None)).start()
    with one_run_at_a_time(home, wait_seconds=20):
        pass


def test_the_staff_s_desk_waits_for_a_home_that_is_held(tmp_path, monkeypatch):
    """Nobody at a page tries again; somebody at a terminal is told at once."""
    home = Home(tmp_path)

    def patience_of(account):
        monkeypatch.setenv(FOR_ACCOUNT, account)
        return copy_context().run(lambda: (main.skm(), lock.patience.get())[1])

    assert (patience_of(""), patience_of("siti")) == (0, desk_commands.WAITS_SECONDS)
    taking = one_run_at_a_time(home)
    taking.__enter__()
    threading.Timer(0.05, lambda: taking.__exit__(None, None, None)).start()
    waiting = lock.patience.set(20)
    with one_run_at_a_time(home):
        pass
    lock.patience.reset(waiting)


def test_without_a_listener_progress_goes_to_the_log(caplog):
    """At the level that a run has by itself: Prefect's pages show these lines."""
    listening = progress.listener.get()
    listening.started("Membaca", 3)
    listening.stepped("Membaca", 1)
    listening.finished("Membaca", "3 isi baru")
    listening.started("Menghitung", 0)
    assert caplog.messages == ["Membaca: started (3 steps)", "Membaca: 3 isi baru", "Menghitung: started"]


def content(number, size):
    return Content(str(number), f"{number}.csv", "x", size, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("sizes", "lengths"),
    [
        ([], []),
        ([BATCH_BYTES * 3], [1]),
        ([BATCH_BYTES, 1], [1, 1]),
        ([BATCH_BYTES // 2, BATCH_BYTES // 2, 1], [2, 1]),
        ([1] * (BATCH_CONTENTS + 1), [BATCH_CONTENTS, 1]),
    ],
)
def test_batches_are_bounded_by_size_and_number(sizes, lengths):
    found = list(batches([content(number, size) for number, size in enumerate(sizes)]))
    assert [len(batch) for batch in found] == lengths
    assert [one.content_id for batch in found for one in batch] == [str(number) for number in range(len(sizes))]


def test_only_a_file_with_bare_numbers_is_read_again_when_the_registry_declares_another_order(tmp_path):
    def registry(order):
        return Registry((Unit("1", "Kecamatan Mawar", "kecamatan", None, (), order, ()),))

    def needed(reading, order, name="Kecamatan Mawar.csv"):
        area = StagingArea(LocalStore(tmp_path), LocalStore(tmp_path), Limits(), registry(order))
        return needs_staging(reading, name, area, UnitNames(area.registry))

    plain = Reading(content_id="a", format="csv", naming=UnitNaming())
    bare = plain.model_copy(update={"unsur_order_needed": True, "unsur_order_used": "form"})
    undeclared = plain.model_copy(update={"unsur_order_needed": True})
    assert needed(None, None)
    assert not needed(plain, "form")
    assert not needed(bare, "form")
    assert needed(bare, "permenpan")
    assert needed(bare, None)
    assert needed(undeclared, "form")
    assert not needed(undeclared, None)
    assert not needed(undeclared, "form", name="entah.csv")


def test_a_content_is_read_under_the_first_name_that_says_whose_it_is():
    names = UnitNames(Registry((Unit("1", "Kecamatan Mawar", "kecamatan", None, (), "form", ()),)))
    paths = ["entah.csv", "Kecamatan Mawar.csv", "Kecamatan Mawar (1).csv"]
    bare = Reading(content_id="a", format="csv", unsur_order_needed=True)
    for reading in (None, bare):
        assert identifying_path(paths, reading, names) == "Kecamatan Mawar.csv"
        assert identifying_path(["entah.csv", "lain.csv"], reading, names) == "entah.csv"


@pytest.mark.parametrize("command", ["close", "reopen", "rollback", "documents again"])
def test_what_a_command_stands_on_is_read_under_the_lock(tmp_path, monkeypatch, command):
    """Read before it, a period that another command closes meanwhile would still be taken for open."""
    home = Home(tmp_path)
    prepare_home(home, with_samples=False)
    (home.inbox / "a.csv").write_text("x", encoding="utf-8")

    class ReadNowError(Exception):
        pass

    def read_now(*_: object) -> None:
        with pytest.raises(HomeError, match="Konsolidasi lain sedang berjalan"), one_run_at_a_time(home):
            pass
        raise ReadNowError

    monkeypatch.setattr(pipeline_run, "begin", read_now)
    with pytest.raises(ReadNowError):
        {
            "close": lambda: closing.close(tmp_path, "2024", "Ani", confirm=False),
            "reopen": lambda: closing.reopen(tmp_path, "2024", "Ani", "susulan"),
            "rollback": lambda: rollback.roll_back(tmp_path, None, "Ani"),
            "documents again": lambda: reporting.make_documents_again(tmp_path, None, None, as_json=False),
        }[command]()

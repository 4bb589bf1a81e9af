"""When something fails, what is published stays as it was, whoever started the run is told, and the next run works."""

import dataclasses
import errno
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from prefect.logging.handlers import APILogWorker

from cli import consolidation
from cli import main as command
from contracts.errors import AuditFailedError, HomeError, InternalError
from contracts.home import Home
from flows.consolidate import consolidate
from pipeline import publishing, reading
from pipeline.documents import document_stages
from tests.integration.offices import contents, home_at, respondents, run, same, send
from tests.integration.without_prefect import rest_without_prefect
from warehouse.publish import versions

pytestmark = pytest.mark.usefixtures("prefect_server")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = home_at(tmp_path_factory.mktemp("failure") / "data")
    send(home, "Kecamatan Mawar.csv", respondents(same(3, 4)))
    return home


@pytest.fixture(scope="module")
def before(home: Home) -> str:
    with rest_without_prefect():
        run(home)
    before = contents(home)
    send(home, "Kecamatan Melati.csv", respondents(same(4, 4)))
    return before


def as_before(home: Home, before: str) -> bool:
    names = [version.name for version in versions(home)]
    return names == ["000001"] and contents(home) == before


def test_a_warehouse_that_contradicts_itself_is_not_published(
    home: Home, before: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What a failed run raised is kept by Prefect in its own folder, not where somebody stood."""
    computed = publishing.figures_of_sums

    def one_answer_too_many(*arguments: object) -> object:
        found = computed(*arguments)  # type: ignore[arg-type]
        wrong = found.ikm_unsur.with_columns(total=pl.col("total") + (pl.col("unsur_code") == "U1").cast(pl.Int64))
        return dataclasses.replace(found, ikm_unsur=wrong.cast(found.ikm_unsur.schema))  # type: ignore[arg-type]

    monkeypatch.setattr(publishing, "figures_of_sums", one_answer_too_many)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AuditFailedError, match="year_totals_are_responses") as failure:
        consolidate(home=home.root, documents=False)
    assert "Yang sudah terbit tidak berubah" in str(failure.value)
    assert as_before(home, before)
    assert not list(tmp_path.iterdir())


def test_the_command_says_it_in_one_sentence_and_ends_with_1(
    home: Home, before: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL

    def fails(*_: object) -> None:
        raise RuntimeError("Siti Aminah")

    monkeypatch.setattr(publishing, "figures_of_sums", fails)
    monkeypatch.setenv("PREFECT_API_URL", str(PREFECT_API_URL.value()))
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", str(PREFECT_API_AUTH_STRING.value()))
    monkeypatch.setattr(sys, "argv", ["skm", "run", "--home", str(home.root), "--no-documents"])
    with pytest.raises(SystemExit) as ended:
        command.main()
    said = capsys.readouterr()
    assert ended.value.code == 1
    complaint = said.err.strip().splitlines()[-1]
    assert complaint.startswith("skm: Kesalahan program (RuntimeError, ")
    assert complaint.endswith("Yang sudah terbit tidak berubah.")
    assert "Siti" not in said.err  # an error's text may hold a value
    assert "Traceback" not in said.err
    assert as_before(home, before)


@pytest.mark.parametrize("step", ["figures", "published"], ids=["in a task", "in the flow"])
def test_prefect_keeps_no_value_of_a_cell(
    home: Home, before: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    """Neither in the state of the run and its tasks, nor in its log: what an exception says may quote a cell."""
    value = f"RAHASIA-{step}-3516"

    def fails(*_: object, **__: object) -> None:
        try:
            int(value)
        except ValueError as error:
            raise RuntimeError(f"row 3: {value}") from error

    monkeypatch.setattr(*((publishing, "figures_of_sums") if step == "figures" else (reading, "is_held")), fails)
    with pytest.raises(InternalError, match="RuntimeError"):
        consolidate(home=home.root, documents=False)
    APILogWorker.drain_all()
    kept = b"".join(path.read_bytes() for path in Path(os.environ["PREFECT_HOME"]).rglob("*") if path.is_file())
    assert b"Kesalahan program (RuntimeError, " in kept
    assert value.encode() not in kept
    assert value not in caplog.text
    assert as_before(home, before)


def test_a_run_in_which_nothing_counts_ends_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL

    home = home_at(tmp_path / "data")
    send(home, "entah.csv", respondents(same(3, 4)))
    monkeypatch.setenv("PREFECT_API_URL", str(PREFECT_API_URL.value()))
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", str(PREFECT_API_AUTH_STRING.value()))
    monkeypatch.setattr(sys, "argv", ["skm", "run", "--home", str(home.root)])
    with rest_without_prefect(), pytest.raises(SystemExit) as ended:
        command.main()
    said = capsys.readouterr()
    assert ended.value.code == 0
    assert "1 berkas tidak diterima utuh" in said.out
    assert "Selesai: diterbitkan." in said.out
    assert "Peringkat" not in said.out


def test_what_fails_after_publishing_does_not_say_that_nothing_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reports folder that may only be read, and a terminal that cannot show a letter."""
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL

    def read_only(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), "reports")

    def not_shown(*_: object) -> None:
        "–".encode("ascii")

    home = home_at(tmp_path / "data")
    monkeypatch.setenv("PREFECT_API_URL", str(PREFECT_API_URL.value()))
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", str(PREFECT_API_AUTH_STRING.value()))
    monkeypatch.setattr(sys, "argv", ["skm", "run", "--home", str(home.root)])
    monkeypatch.setattr(document_stages, "begin_site", read_only)
    monkeypatch.setattr(consolidation, "_show", not_shown)
    said = []
    for number, more in enumerate(("", "--no-documents"), start=1):
        send(home, f"{number}/Kecamatan Mawar.csv", respondents(same(number, 4)))
        sys.argv += [more] if more else []
        with pytest.raises(SystemExit) as ended:
            command.main()
        assert ended.value.code == 1
        said.append(capsys.readouterr().err.strip().splitlines()[-1])
    assert [path.name for path in versions(home)] == ["000001", "000002"]
    assert said[0].startswith("skm: Disk hanya dapat dibaca (reports).")
    assert said[1].startswith("skm: Kesalahan program (UnicodeEncodeError, ")
    for number, sentence in enumerate(said, start=1):
        assert f"Versi 00000{number} sudah terbit sebelum itu" in sentence
        assert "tidak berubah" not in sentence


def test_one_run_at_a_time(home: Home, before: str) -> None:
    holds = (
        "import fcntl, os, sys\n"
        "file = open(sys.argv[1], 'r+'); fcntl.flock(file, fcntl.LOCK_EX); file.truncate(0)\n"
        "file.write(str(os.getpid())); file.flush(); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holds, str(home.lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(HomeError, match=f"proses {other.pid}.*Tunggu sampai selesai"):
            consolidate(home=home.root, documents=False)
        other.communicate()
    assert as_before(home, before)


def test_an_inbox_that_is_not_there(home: Home, before: str, tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="tidak ada atau bukan folder"):
        consolidate(home=home.root, inbox=tmp_path / "mana", documents=False)
    assert as_before(home, before)


def test_the_next_run_takes_in_what_the_failed_ones_saw(home: Home, before: str) -> None:
    with rest_without_prefect():
        after = run(home)
    assert after.summary.published
    assert after.indexes == {"U-1": (4, "74.25"), "U-2": (4, "99.00")}
    assert [path.name for path in (home.warehouse / "versions").iterdir() if path.name.startswith(".")] == []
    assert len(versions(home)) == 2

"""An inbox elsewhere: the same files through every protocol are the same in the ledger, and what goes wrong there
loses nothing and tells no secret."""

import json
import logging
import os
from datetime import timedelta
from pathlib import Path

import pytest

from cli.examination import examine
from contracts.clock import from_epoch_nanoseconds, now
from contracts.errors import ConfigurationError, HomeError
from contracts.home import Home
from contracts.settings import load_settings
from ingest import intake
from pipeline import inboxes, reading
from pipeline.homes import check_ready
from pipeline.run import begin
from storage.places import PlaceError
from tests import shares
from tests.integration.offices import MORNING, home_at, respondents, run, same, send
from tests.shares import PASSWORD

FILES = {
    "Kecamatan Mawar.csv": respondents(same(3, 4)).encode(),
    "Semester 1 #2/Kecamatan Melati 50%.csv": respondents(same(4, 4)).encode(),
}
NEVER = ("Thumbs.db", "~$Kecamatan Mawar.csv", ".tersembunyi.csv", ".sampah/Kecamatan Mawar.csv")


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (MORNING.timestamp(), MORNING.timestamp()))
    return path


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "kiriman"
    for name, content in FILES.items():
        put(folder, name, content)
    return folder


@pytest.fixture
def sftp(folder):
    with shares.sftp(folder) as server:
        yield server


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A home whose inbox elsewhere is a share."""

    def make(share: shares.Share, **options: object) -> Home:
        home = home_at(tmp_path / "data")
        home.settings.write_text(f'[inbox]\nurl = "{share.url}"\n', encoding="utf-8")
        monkeypatch.setenv("SKM_INBOX_OPTIONS", json.dumps(share.options | options))
        return home

    return make


def take_in(home: Home):
    return reading.take_in(begin(home.root, None))


def nothing_secret_in(folder: Path) -> bool:
    return not any(PASSWORD.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def share(request, folder):
    """A share with the files, behind each protocol."""
    for name in NEVER:
        put(folder, name, b"bukan ekspor")
    if request.param == "folder":
        yield shares.Share(str(folder), {}, folder)
    elif request.param == "file":
        yield shares.Share(folder.as_uri(), {}, folder)
    elif request.param == "sftp":
        with shares.sftp(folder) as server:
            yield server.share
    elif request.param == "webdav":
        with shares.webdav(folder) as share:
            yield share
    else:
        with shares.s3() as share:
            shares.put_into_s3(share, {name: (folder / name).read_bytes() for name in (*FILES, *NEVER)})
            yield share


@pytest.mark.parametrize("share", ["folder", "file", "sftp", "webdav", "s3"], indirect=True)
def test_the_same_files_through_every_protocol(share, elsewhere, caplog):
    caplog.set_level(logging.DEBUG)
    home = elsewhere(share)
    ledger = take_in(home)
    names = sorted(FILES)
    assert [(one.path, one.size, one.refusal) for one in ledger] == [(f"luar/{n}", len(FILES[n]), None) for n in names]
    assert [(home.archive / intake.archived(one.sha256)).read_bytes() for one in ledger] == [
        FILES[name] for name in names
    ]
    if share.folder is not None:
        assert {one.modified_at for one in ledger} == {from_epoch_nanoseconds(int(MORNING.timestamp()) * 1_000_000_000)}
    else:  # S3 says when a file came
        assert all(timedelta(0) <= now() - one.modified_at < timedelta(minutes=2) for one in ledger)
    assert inboxes.news(home, load_settings(home.settings)) is None
    assert take_in(home) == intake.load_ledger(home) == ledger
    assert PASSWORD not in caplog.text
    assert nothing_secret_in(home.root)


@pytest.mark.parametrize("share", ["sftp", "webdav", "s3"], indirect=True)
def test_a_wrong_password_or_place_stops_the_run_and_tells_nothing(share, elsewhere, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    home = elsewhere(share)
    if share.url.startswith("s3"):  # moto lets every key in
        home.settings.write_text('[inbox]\nurl = "s3://tidak-ada/2024"\n', encoding="utf-8")
    else:
        monkeypatch.setenv("SKM_INBOX_OPTIONS", json.dumps(share.with_options(password=f"salah {PASSWORD}")))
    with pytest.raises(PlaceError) as caught:
        take_in(home)
    assert caught.value.trouble == ("missing" if share.url.startswith("s3") else "login")
    assert PASSWORD not in str(caught.value) + caplog.text
    assert nothing_secret_in(home.root)


def test_an_unchanged_file_is_not_read_again_and_a_changed_one_is(sftp, folder, elsewhere):
    home = elsewhere(sftp.share)
    ledger = take_in(home)
    sftp.opened.clear()
    path = put(folder, "Kecamatan Mawar.csv", respondents(same(2, 5)).encode())
    first = inboxes.news(home, load_settings(home.settings))
    assert first is not None
    put(folder, "Kecamatan Mawar.csv", respondents(same(2, 6)).encode())
    assert inboxes.news(home, load_settings(home.settings)) not in (first, None)
    assert sftp.opened == []
    after = take_in(home)
    assert sftp.opened == [path.name]
    assert [one.path for one in after] == [*(one.path for one in ledger), "luar/Kecamatan Mawar.csv"]


def test_a_share_that_goes_away_in_the_middle_loses_nothing(sftp, folder, elsewhere):
    send(home := elsewhere(sftp.share), "Kecamatan Mawar.csv", FILES["Kecamatan Mawar.csv"])
    put(folder, "Zamrud.csv", b"terakhir")
    sftp.dies_at = "Kecamatan Melati 50%.csv"
    with pytest.raises(PlaceError) as caught:
        take_in(home)
    assert caught.value.trouble in ("unreachable", "other")
    assert sftp.share.url in str(caught.value)
    so_far = intake.load_ledger(home)
    assert [one.path for one in so_far] == ["Kecamatan Mawar.csv", "luar/Kecamatan Mawar.csv"]
    assert not [path for path in home.archive.iterdir() if path.name.startswith(".")]
    sftp.dies_at = None
    sftp.opened.clear()
    assert [one.path for one in take_in(home)[2:]] == ["luar/Semester 1 #2/Kecamatan Melati 50%.csv", "luar/Zamrud.csv"]
    assert sftp.opened == ["Kecamatan Melati 50%.csv", "Zamrud.csv"]


def test_a_file_that_grows_while_it_is_read_waits_for_the_next_run(sftp, elsewhere):
    home = elsewhere(sftp.share)
    sftp.growing = {"Kecamatan Mawar.csv"}
    assert [one.path for one in take_in(home)] == ["luar/Semester 1 #2/Kecamatan Melati 50%.csv"]
    (_, late) = take_in(home)
    assert (home.archive / intake.archived(late.sha256)).read_bytes() == FILES["Kecamatan Mawar.csv"] + b"dan lagi\n"


def test_what_cannot_be_taken_in_is_refused_and_the_rest_is_not(sftp, folder, elsewhere):
    home = elsewhere(sftp.share)
    with home.settings.open("a", encoding="utf-8") as settings:
        settings.write("[limits]\nfile_megabytes = 1\n")
    put(folder, "besar.csv", b"0" * 1_000_001)
    put(folder, "terlarang.csv", b"isi")
    sftp.denied = {"terlarang.csv"}
    (folder / "tautan.csv").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipa")
    refused = {one.path: one.refusal.code for one in take_in(home) if one.refusal}
    assert refused == {
        "luar/besar.csv": "too_large",
        "luar/pipa": "not_a_file",
        "luar/tautan.csv": "link",
        "luar/terlarang.csv": "unreadable_file",
    }
    assert set(sftp.opened) == {"Kecamatan Mawar.csv", "Kecamatan Melati 50%.csv", "terlarang.csv"}


def test_a_run_may_look_elsewhere_only(sftp, elsewhere, tmp_path):
    home = elsewhere(sftp.share)
    send(home, "Dinas Kenanga.csv", b"milik sendiri")
    run_ = begin(home.root, sftp.share.url)
    assert {one.path for one in reading.take_in(run_)} == {f"luar/{name}" for name in FILES}
    with pytest.raises(ConfigurationError, match="Protokol 'ftp' tidak dikenal"):
        check_ready(home, "ftp://host/folder")


def test_the_doctor_says_whether_it_is_reached(sftp, elsewhere, capsys):
    home = elsewhere(sftp.share)
    seen = {}
    for _ in range(2):
        examine(home.root, as_json=True)
        (check,) = (one for one in json.loads(capsys.readouterr().out) if one["name"] == "Kotak masuk luar")
        seen[check["well"]] = check["seen"]
        sftp.stop()
    assert seen[True] == f"{sftp.share.url} terhubung, 2 berkas"
    assert "tidak dapat dihubungi" in seen[False]


def test_a_relative_folder_is_meant_from_the_home(elsewhere, folder, monkeypatch):
    home = elsewhere(shares.Share("../kiriman", {}))
    monkeypatch.chdir("/")
    assert len(take_in(home)) == 2
    home.settings.write_text('[inbox]\nurl = "../tidak-ada"\n', encoding="utf-8")
    with pytest.raises(HomeError, match="tidak-ada tidak ada atau bukan folder"):
        check_ready(home, None)


@pytest.mark.parametrize("url", ["sftp://petugas:KENARI@host/a", "s3://bucket/a?X-Amz-Signature=KENARI"])
def test_credentials_in_the_settings_are_refused_and_not_repeated(url, elsewhere):
    home = elsewhere(shares.Share(url, {}))
    with pytest.raises(ConfigurationError, match=r"'inbox\.url' tidak dapat dipakai. Kredensial") as caught:
        check_ready(home, None)
    assert "KENARI" not in str(caught.value) + str(caught.value.__cause__)


def test_a_whole_consolidation_over_sftp(prefect_server, sftp, elsewhere):
    home = elsewhere(sftp.share, password=f"salah {PASSWORD}")
    with pytest.raises(PlaceError):
        run(home)
    assert not home.database.exists()
    os.environ["SKM_INBOX_OPTIONS"] = json.dumps(sftp.share.options)  # put back by `elsewhere`
    state = run(home)
    assert state.indexes == {"U-1": (4, "74.25"), "U-2": (4, "99.00")}
    assert {state.status(f"luar/{name}") for name in FILES} == {"loaded"}
    assert nothing_secret_in(home.root)
    assert nothing_secret_in(Path(os.environ["PREFECT_HOME"]))

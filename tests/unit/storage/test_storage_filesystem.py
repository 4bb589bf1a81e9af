"""Opening a folder by its URL: every protocol lists and reads; what goes wrong is a sentence without secrets."""

import logging
import os
import subprocess
import sys
import time
from datetime import UTC, datetime

import paramiko
import pytest

from contracts.errors import ConfigurationError, HomeError
from storage.filesystem import open_filesystem, opened_filesystem
from storage.places import PlaceError, parse_place, reaching
from tests import shares
from tests.shares import PASSWORD

MOMENT = datetime(2024, 3, 1, 8, 30, tzinfo=UTC)
CONTENT = b"isi berkas"
NAME = "Kecamatan Mawar 100% é #1.csv"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kiriman")
    (folder / "Dinas #2 50%").mkdir()
    (folder / "Dinas #2 50%" / NAME).write_bytes(CONTENT)
    os.utime(folder / "Dinas #2 50%" / NAME, (MOMENT.timestamp(), MOMENT.timestamp()))
    return folder


@pytest.fixture(scope="module")
def sftp(folder):
    with shares.sftp(folder) as server:
        yield server


@pytest.fixture(scope="module")
def webdav(folder):
    with shares.webdav(folder) as share:
        yield share


@pytest.fixture(scope="module")
def s3():
    with shares.s3() as share:
        shares.put_into_s3(share, {f"Dinas #2 50%/{NAME}": CONTENT})
        yield share


@pytest.fixture
def share(request, folder):
    if request.param == "file":
        return shares.Share(folder.as_uri(), {}, folder)
    found = request.getfixturevalue(request.param)
    return found.share if request.param == "sftp" else found


def list_folder(url, options):
    with opened_filesystem(url, options) as (filesystem, root), reaching(parse_place(url)):
        return filesystem.ls(root)


EVERY = pytest.mark.parametrize("share", ["file", "sftp", "webdav", "s3"], indirect=True)


@EVERY
def test_every_protocol_lists_and_reads(share):
    with opened_filesystem(share.url, share.options) as (filesystem, root):
        (info,) = filesystem.find(root, detail=True).values()
        assert info["name"].endswith(f"Dinas #2 50%/{NAME}")
        assert info["size"] == len(CONTENT)
        with filesystem.open(info["name"], "rb") as file:
            assert file.read() == CONTENT


@pytest.mark.parametrize("share", ["sftp", "webdav"], indirect=True)
def test_a_wrong_password_is_said_and_not_repeated(share):
    options = share.with_options(password="salah-" + PASSWORD)
    with pytest.raises(PlaceError) as caught:
        list_folder(share.url, options)
    assert caught.value.trouble == "login"
    assert PASSWORD not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("scheme", ["sftp", "webdav", "s3"])
@pytest.mark.parametrize("server", ["gone", "silent"])
def test_a_server_that_is_gone_or_silent_is_said_soon(scheme, server):
    with shares.silent_server() as silent:
        port = silent if server == "silent" else shares.unused_port()
        url = f"{scheme}://127.0.0.1:{port}/kiriman"
        options = {"username": "a", "password": PASSWORD, "timeout": 0.3}
        if scheme == "s3":
            url = "s3://kiriman/2024"
            options |= {"endpoint_url": f"http://127.0.0.1:{port}", "client_kwargs": {"region_name": "us-east-1"}}
        if scheme == "sftp":
            options |= {"look_for_keys": False, "allow_agent": False}
        start = time.monotonic()
        with pytest.raises(HomeError) as caught:
            list_folder(url, options)
        assert time.monotonic() - start < 4
        expected = {"timeout"} if server == "silent" and scheme != "sftp" else {"unreachable", "timeout"}
        assert caught.value.trouble in expected
        assert url in str(caught.value)
        assert PASSWORD not in str(caught.value)


def test_an_unknown_host_key_is_refused_before_a_password_is_sent(sftp, tmp_path, monkeypatch):
    attempts = []
    monkeypatch.setattr(shares._Login, "check_auth_password", lambda *said: attempts.append(said) or 0)
    options = sftp.share.with_options(host_key="", known_hosts=str(tmp_path / "known_hosts"))
    (tmp_path / "known_hosts").write_text("", encoding="utf-8")
    with pytest.raises(PlaceError) as caught:
        open_filesystem(sftp.share.url, options)
    assert caught.value.trouble == "host_key"
    assert sftp.key.fingerprint in str(caught.value)
    other = paramiko.ECDSAKey.generate()
    with pytest.raises(PlaceError) as caught:
        open_filesystem(sftp.share.url, options | {"host_key": f"{other.get_name()} {other.get_base64()}"})
    assert caught.value.trouble == "host_key"
    assert attempts == []


def test_a_host_key_in_known_hosts_is_taken(sftp, tmp_path):
    (tmp_path / "known_hosts").write_text(f"[127.0.0.1]:{sftp.port} {sftp.host_key}\n", encoding="utf-8")
    options = sftp.share.with_options(host_key="", known_hosts=str(tmp_path / "known_hosts"))
    with opened_filesystem(sftp.share.url, options) as (filesystem, root):
        assert filesystem.ls(root, detail=False) == ["/Dinas #2 50%"]


@EVERY
def test_a_folder_that_is_not_there_is_said(share):
    place = parse_place(share.url.rstrip("/") + "-lain/tidak ada" if share.url.startswith("s3") else share.url)
    with (
        opened_filesystem(share.url, share.options) as (filesystem, root),
        pytest.raises(PlaceError) as caught,
        reaching(place),
    ):
        filesystem.ls(f"{root}/tidak ada")
    assert caught.value.trouble == "missing"


@EVERY
def test_nothing_secret_is_logged_at_debug(share, caplog):
    with caplog.at_level(logging.DEBUG), opened_filesystem(share.url, share.options) as (filesystem, root):
        filesystem.find(root)
    assert PASSWORD not in caplog.text


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://host/folder", "Protokol 'ftp' tidak dikenal. Yang dikenal: file, sftp, webdav, webdavs, s3"),
        ("sftp://petugas:KENARI@host/folder", "memuat '@'"),
        ("webdavs://host/folder?token=KENARI", "'?'"),
        ("s3://bucket/folder#KENARI", "'#'"),
        ("sftp://host:KENARI/folder", "tidak dapat dibaca"),
        ("sftp:///folder", "tidak menyebut host"),
        ("file://KENARI/folder", "tiga garis miring"),
    ],
)
def test_a_url_that_cannot_be_meant_is_refused_without_repeating_it(url, said):
    with pytest.raises(ConfigurationError, match=said.replace("?", r"\?").replace(".", r"\.")) as caught:
        open_filesystem(url, {})
    assert "KENARI" not in str(caught.value)


@pytest.mark.parametrize(
    "options", [{"host_key_policy": "auto_add"}, {"pasword": "KENARI"}, {"timeout": 0}, {"timeout": "KENARI"}]
)
def test_an_option_that_cannot_be_meant_is_refused_without_repeating_it(options):
    with pytest.raises(ConfigurationError) as caught:
        open_filesystem("sftp://host/folder", options)
    assert "KENARI" not in str(caught.value)


def test_a_folder_here_costs_no_library_of_another_protocol(tmp_path):
    script = (
        "import sys; from storage.filesystem import open_filesystem; open_filesystem(sys.argv[1], {}); "
        "print({'paramiko', 's3fs', 'webdav4', 'botocore', 'httpx', 'aiohttp'} & set(sys.modules))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert shown.stdout.strip() == "set()"

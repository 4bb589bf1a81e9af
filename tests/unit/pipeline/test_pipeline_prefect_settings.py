"""Where Prefect's files lie, which server is meant, and that nobody hears of a run."""

import os
import subprocess
import sys
from pathlib import Path

import prefect.settings
import pytest

from pipeline import prefect_settings

ADDRESS = "http://10.0.0.5:4200/api"
PROFILES = f"""active = "kantor"
[profiles.kantor]
PREFECT_API_URL = "{ADDRESS}"
[profiles.kosong]
"""


@pytest.fixture
def account(tmp_path, monkeypatch):
    """An account that uses Prefect for other things too."""
    for name in list(os.environ):
        if name.startswith("PREFECT_"):
            monkeypatch.delenv(name)
    account = tmp_path / "account"
    (account / ".prefect").mkdir(parents=True)
    (account / ".prefect" / "profiles.toml").write_text(PROFILES, encoding="utf-8")
    monkeypatch.setenv("HOME", str(account))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREFECT_HOME", "x")  # so that what the tests set is taken back
    monkeypatch.delenv("PREFECT_HOME")
    return tmp_path


@pytest.fixture
def asked_here(monkeypatch):
    """Prefect is asked in this process, where it reads profiles and files anew as when it is imported. That it is asked
    in one of its own, which takes a second, the test of what a server asks for shows."""

    def found(name):
        return str(getattr(prefect.settings, name).value_from(prefect.settings.Settings()) or "")

    monkeypatch.setattr(prefect_settings, "_that_prefect_finds", found)


def test_the_files_lie_in_the_home_and_the_account_s_profile_redirects_nothing(account):
    prefect_settings.keep_in(Path("data"))
    assert os.environ["PREFECT_HOME"] == str(account / "data" / "prefect")
    assert prefect_settings.prefect_home() == account / "data" / "prefect"
    assert prefect_settings.configured_url() is None
    assert not (account / "data").exists()


def test_a_home_may_have_a_profile_of_its_own(account, asked_here):
    prefect_settings.keep_in(account / "data")
    prefect_settings.prefect_home().mkdir(parents=True)
    (prefect_settings.prefect_home() / "profiles.toml").write_text(PROFILES, encoding="utf-8")
    assert prefect_settings.configured_url() == ADDRESS


def test_a_profile_that_the_user_names_is_the_account_s(account, asked_here, monkeypatch):
    monkeypatch.setenv("PREFECT_PROFILES_PATH", "x")
    monkeypatch.delenv("PREFECT_PROFILES_PATH")
    monkeypatch.setenv("PREFECT_PROFILE", "kantor")
    prefect_settings.keep_in(account / "data")
    assert prefect_settings.configured_url() == ADDRESS
    monkeypatch.setenv("PREFECT_PROFILE", "kosong")
    assert prefect_settings.configured_url() is None


def test_the_user_s_own_folder_and_address_win(account, monkeypatch):
    monkeypatch.setenv("PREFECT_HOME", str(account / "elsewhere"))
    prefect_settings.keep_in(account / "data")
    assert prefect_settings.prefect_home() == account / "elsewhere"
    monkeypatch.setenv("PREFECT_API_URL", f"{ADDRESS}/")
    assert prefect_settings.configured_url() == ADDRESS
    monkeypatch.setenv("PREFECT_API_URL", "")
    assert prefect_settings.configured_url() is None


@pytest.mark.parametrize(
    ("name", "text"), [("prefect.toml", f'[api]\nurl = "{ADDRESS}"\n'), (".env", f"PREFECT_API_URL={ADDRESS}\n")]
)
def test_an_address_in_a_file_of_the_folder_it_is_started_in(account, asked_here, name, text):
    prefect_settings.keep_in(account / "data")
    (account / name).write_text(text, encoding="utf-8")
    assert prefect_settings.configured_url() == ADDRESS


def test_offline_unless_the_user_says_otherwise(monkeypatch):
    for name in prefect_settings.OFFLINE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "DEBUG")
    prefect_settings.stay_offline()
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
    assert os.environ["PREFECT_LOGGING_LEVEL"] == "DEBUG"
    for name in prefect_settings.OFFLINE:
        monkeypatch.delenv(name, raising=False)


def test_prefect_prints_nothing_of_what_a_server_that_ended_does_not_take():
    """Its services say that with a logger whose level is its own, and with all that an event holds."""
    code = (
        "from pipeline.prefect_settings import stay_offline; stay_offline()\n"
        "import prefect.main\n"
        "from prefect._internal.concurrency.services import logger\n"
        "from prefect.logging.configuration import setup_logging; setup_logging()\n"
        "logger.error('Service %r failed to process item %r', 'EventsWorker', 'all of an event')\n"
    )
    told = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_") or "HOME" in name}
    said = subprocess.run([sys.executable, "-c", code], env=told, capture_output=True, text=True, check=True)
    assert said.stdout + said.stderr == ""


def test_a_login_is_made_once_for_its_owner_alone(tmp_path):
    auth = prefect_settings.own_auth(tmp_path / "prefect")
    file = tmp_path / "prefect" / "api-auth"
    assert auth.startswith("skm:")
    assert (file.read_text(encoding="utf-8").strip(), file.stat().st_mode & 0o777) == (auth, 0o600)
    assert prefect_settings.own_auth(tmp_path / "prefect") == auth
    assert prefect_settings.own_auth(tmp_path / "other") != auth


@pytest.mark.parametrize("spoilt", ["readable", "empty", "short", "a link"])
def test_a_login_that_others_may_know_is_replaced(tmp_path, spoilt):
    auth, file = prefect_settings.own_auth(tmp_path), tmp_path / "api-auth"
    if spoilt == "readable":
        file.chmod(0o640)
    elif spoilt == "a link":
        file.rename(tmp_path / "elsewhere")
        file.symlink_to(tmp_path / "elsewhere")
    else:
        file.write_text({"empty": "", "short": "skm:x"}[spoilt], encoding="utf-8")
    anew = prefect_settings.own_auth(tmp_path)
    assert anew not in (auth, "", "skm:x")
    assert len(anew) == len(auth)
    assert (file.is_symlink(), file.stat().st_mode & 0o777) == (False, 0o600)


def test_what_a_configured_server_asks_for_is_what_the_operator_says(account, monkeypatch):
    prefect_settings.keep_in(account / "data")
    prefect_settings.prefect_home().mkdir(parents=True)
    profile = PROFILES.replace("[profiles.kosong]", 'PREFECT_API_AUTH_STRING = "kami:rahasia"\n[profiles.kosong]')
    (prefect_settings.prefect_home() / "profiles.toml").write_text(profile, encoding="utf-8")
    assert prefect_settings.configured_auth() == "kami:rahasia"
    monkeypatch.setenv("PREFECT_API_URL", ADDRESS)
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "kami:lain")
    assert prefect_settings.configured_auth() == "kami:lain"
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "")
    assert prefect_settings.configured_auth() is None


def test_a_login_is_shown_as_basic():
    assert prefect_settings.authorization("skm:x") == {"Authorization": "Basic c2ttOng="}
    assert prefect_settings.authorization(None) == {}

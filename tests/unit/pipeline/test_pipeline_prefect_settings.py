"""Where Prefect's files lie, which server is meant, and that nobody hears of a run."""

import os
from pathlib import Path

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


def test_the_files_lie_in_the_home_and_the_account_s_profile_redirects_nothing(account):
    prefect_settings.keep_in(Path("data"))
    assert os.environ["PREFECT_HOME"] == str(account / "data" / "prefect")
    assert prefect_settings.prefect_home() == account / "data" / "prefect"
    assert prefect_settings.configured_url() is None
    assert not (account / "data").exists()


def test_a_home_may_have_a_profile_of_its_own(account):
    prefect_settings.keep_in(account / "data")
    prefect_settings.prefect_home().mkdir(parents=True)
    (prefect_settings.prefect_home() / "profiles.toml").write_text(PROFILES, encoding="utf-8")
    assert prefect_settings.configured_url() == ADDRESS


def test_a_profile_that_the_user_names_is_the_account_s(account, monkeypatch):
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
def test_an_address_in_a_file_of_the_folder_it_is_started_in(account, name, text):
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

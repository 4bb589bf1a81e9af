"""Credentials: where they are read, and that no error shows one."""

import traceback

import pytest

from pipeline.credentials import BLOCKS, CredentialError, CredentialName, elsewhere, secret, secret_options

SECRET = "hunter2-very-secret"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BLOCKS:
        monkeypatch.delenv(name, raising=False)


def test_the_environment_comes_first_and_is_trimmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKM_NOTIFY_URLS", f"  json://{SECRET}@localhost \n")
    assert secret("SKM_NOTIFY_URLS") == f"json://{SECRET}@localhost"


def test_without_another_place_only_the_environment_is_asked() -> None:
    assert secret("SKM_NOTIFY_URLS") is None
    assert secret_options("SKM_STORAGE_OPTIONS") == {}


def test_options_are_a_json_object(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKM_INBOX_OPTIONS", '{"username": "skm", "port": 2222}')
    assert secret_options("SKM_INBOX_OPTIONS") == {"username": "skm", "port": 2222}


@pytest.mark.parametrize("value", [f"{SECRET} is no JSON", f'["{SECRET}"]', f'"{SECRET}"'])
def test_what_is_no_json_object_is_refused_without_showing_it(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKM_STORAGE_OPTIONS", value)
    with pytest.raises(CredentialError, match="SKM_STORAGE_OPTIONS") as raised:
        secret_options("SKM_STORAGE_OPTIONS")
    shown = "".join(traceback.format_exception(raised.value))
    assert SECRET not in shown


def test_what_the_environment_does_not_have_is_looked_for_where_whoever_started_this_keeps_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[CredentialName] = []

    def keeping(name: CredentialName) -> str | None:
        asked.append(name)
        return '{"password": "x"}' if name == "SKM_INBOX_OPTIONS" else None

    token = elsewhere.set(keeping)
    assert secret_options("SKM_INBOX_OPTIONS") == {"password": "x"}
    assert secret("SKM_NOTIFY_URLS") is None
    monkeypatch.setenv("SKM_INBOX_OPTIONS", '{"password": "environment"}')
    assert secret_options("SKM_INBOX_OPTIONS") == {"password": "environment"}
    assert asked == ["SKM_INBOX_OPTIONS", "SKM_NOTIFY_URLS"]
    elsewhere.reset(token)
    assert secret("SKM_NOTIFY_URLS") is None
    assert len(asked) == 2

"""Credentials: where they are read, and that no error shows one."""

import logging
import traceback
from collections.abc import Iterator

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from pipeline.credentials import BLOCKS, CredentialError, secret, secret_options

SECRET = "hunter2-very-secret"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BLOCKS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def no_server() -> Iterator[None]:
    with temporary_settings(restore_defaults={PREFECT_API_URL}):
        yield


def test_the_environment_comes_first_and_is_trimmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKM_NOTIFY_URLS", f"  json://{SECRET}@localhost \n")
    assert secret("SKM_NOTIFY_URLS") == f"json://{SECRET}@localhost"


def test_without_a_server_nothing_is_asked_and_nothing_found(no_server: None) -> None:
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


def test_a_server_that_does_not_answer_is_named_as_the_reason() -> None:
    with (
        temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}),
        pytest.raises(CredentialError, match=r"skm-notify.*SKM_NOTIFY_URLS"),
    ):
        secret("SKM_NOTIFY_URLS")


def test_a_block_on_the_server_is_read_and_logged_nowhere(
    prefect_server: None, caplog: pytest.LogCaptureFixture
) -> None:
    from prefect.blocks.system import Secret

    assert secret("SKM_INBOX_OPTIONS") is None  # a server without such a block
    Secret(value={"password": SECRET}).save(BLOCKS["SKM_INBOX_OPTIONS"])
    Secret(value=f"json://user:{SECRET}@localhost").save(BLOCKS["SKM_NOTIFY_URLS"])
    with caplog.at_level(logging.DEBUG):
        assert secret_options("SKM_INBOX_OPTIONS") == {"password": SECRET}
        assert secret("SKM_NOTIFY_URLS") == f"json://user:{SECRET}@localhost"
    Secret.delete(BLOCKS["SKM_INBOX_OPTIONS"])
    Secret.delete(BLOCKS["SKM_NOTIFY_URLS"])
    assert SECRET not in caplog.text

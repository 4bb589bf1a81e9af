"""Credentials in Secret blocks: read where they are offered, and shown by no error."""

import logging

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from cli import main as command
from contracts.errors import SkmError
from flows import consolidate as consolidate_flow
from flows import secret_blocks
from pipeline.credentials import BLOCKS, CredentialError, elsewhere, secret, secret_options

SECRET = "hunter2-very-secret"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BLOCKS:
        monkeypatch.delenv(name, raising=False)


def test_without_a_server_nothing_is_asked_and_nothing_found() -> None:
    with temporary_settings(restore_defaults={PREFECT_API_URL}), secret_blocks.offered():
        assert secret("SKM_NOTIFY_URLS") is None
        assert secret_options("SKM_STORAGE_OPTIONS") == {}


def test_a_server_that_does_not_answer_is_named_as_the_reason() -> None:
    with (
        temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}),
        pytest.raises(CredentialError, match=r"skm-notify.*SKM_NOTIFY_URLS"),
    ):
        secret_blocks.read("SKM_NOTIFY_URLS")


def test_a_block_on_the_server_is_read_and_logged_nowhere(
    prefect_server: None, caplog: pytest.LogCaptureFixture
) -> None:
    from prefect.blocks.system import Secret

    assert secret_blocks.read("SKM_INBOX_OPTIONS") is None  # a server without such a block
    Secret(value={"password": SECRET}).save(BLOCKS["SKM_INBOX_OPTIONS"])
    Secret(value=f"json://user:{SECRET}@localhost").save(BLOCKS["SKM_NOTIFY_URLS"])
    with caplog.at_level(logging.DEBUG), secret_blocks.offered():
        assert secret_options("SKM_INBOX_OPTIONS") == {"password": SECRET}
        assert secret("SKM_NOTIFY_URLS") == f"json://user:{SECRET}@localhost"
    assert secret("SKM_NOTIFY_URLS") is None  # nobody offers blocks any more
    Secret.delete(BLOCKS["SKM_INBOX_OPTIONS"])
    Secret.delete(BLOCKS["SKM_NOTIFY_URLS"])
    assert SECRET not in caplog.text


def test_every_command_and_every_flow_looks_into_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each at its start: what a command does, and each flow, finds `read` as the other place."""
    found = []
    monkeypatch.setattr(command, "app", lambda **_: found.append(elsewhere.get()))
    assert command._exit_code() == 0

    class StopError(SkmError):
        pass

    def stop(*_: object, **__: object) -> None:
        found.append(elsewhere.get())
        raise StopError

    monkeypatch.setattr(consolidate_flow, "one_run", stop)
    with pytest.raises(StopError):
        consolidate_flow.consolidate.fn()
    assert found == [secret_blocks.read] * 2
    assert elsewhere.get() is not secret_blocks.read

"""What runs and batches are called on Prefect's pages."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from flows import consolidate, period_end, reminders, run_names

STARTED = datetime(2026, 11, 28, 18)


class Client:
    """In the place of Prefect's: keeps the names it is given."""

    def __init__(self, *, answers: bool = True) -> None:
        self.names: list[str] = []
        self._answers = answers

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def update_flow_run(self, _: object, name: str) -> None:
        if not self._answers:
            raise ConnectionError("gone")
        self.names.append(name)


def named(monkeypatch: pytest.MonkeyPatch, client: Client, *seen: datetime, run_id: str | None = "0" * 32) -> list[str]:
    monkeypatch.setattr(run_names, "get_client", lambda **_: client)
    monkeypatch.setattr(run_names, "flow_run", SimpleNamespace(id=run_id))
    run_names.name_consolidation(STARTED, [SimpleNamespace(first_seen_at=at) for at in seen])  # type: ignore[misc]
    return client.names


def test_a_run_is_named_for_its_time_and_what_was_new(monkeypatch: pytest.MonkeyPatch) -> None:
    before = datetime(2026, 11, 27, 18)
    assert named(monkeypatch, Client(), before, STARTED, STARTED) == ["konsolidasi 2026-11-28 18.00, 2 berkas baru"]
    assert named(monkeypatch, Client(), before) == ["konsolidasi 2026-11-28 18.00, tidak ada berkas baru"]


def test_a_name_never_costs_a_run(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    assert named(monkeypatch, Client(), STARTED, run_id=None) == []  # without Prefect
    assert named(monkeypatch, Client(answers=False), STARTED) == []
    assert "the run was not named (ConnectionError)" in caplog.text


def test_batches_say_their_period_and_count() -> None:
    assert run_names.of_reading({"contents": [1] * 1200}) == "baca 1.200 isi berkas"
    bundle = SimpleNamespace(period_code="2024-S1", bundle=SimpleNamespace(names=("a.pdf", "a.docx")))
    assert run_names.of_documents({"batch": SimpleNamespace(bundles=(bundle, bundle))}) == (
        "4 dokumen Semester I Tahun 2024"
    )
    assert run_names.of_pages({"figures": SimpleNamespace(period_code="2024")}) == "halaman Tahun 2024"


def test_the_other_flows_are_named_by_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_names, "now", lambda: STARTED)
    assert reminders.remind.flow_run_name is run_names.of_reminder
    assert period_end.period_end.flow_run_name is run_names.of_period_end
    assert run_names.of_reminder() == "pengingat 2026-11-28 18.00"
    assert run_names.of_period_end() == "dokumen akhir periode 2026-11-28 18.00"


def test_names_of_tasks_take_the_parameters_their_tasks_have() -> None:
    for task, parameter in (
        (consolidate.read, "contents"),
        (consolidate.render, "batch"),
        (consolidate.pages, "figures"),
    ):
        assert parameter in task.fn.__wrapped__.__annotations__, task.name
        assert task.task_run_name is not None

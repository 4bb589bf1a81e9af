"""`skm up`: what is tried again, what ends it, and schedules that change while it runs."""

from pathlib import Path

import pytest

from cli import operating
from cli.operating import ChangingSchedules, Patience
from contracts.errors import ConfigurationError, HomeError
from contracts.home import Home
from contracts.settings import Settings
from operations.services import PrefectApi
from operations.supervisor import Supervisor

API = PrefectApi("http://127.0.0.1:1/api", is_ours=True)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    sentences: list[str] = []
    monkeypatch.setattr(operating, "_say", sentences.append)
    return sentences


class Steps:
    """Fails so many times, then gives 7."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    def __call__(self) -> int:
        if self.errors:
            raise self.errors.pop(0)
        return 7


def test_without_a_site_the_first_error_ends_it(said: list[str]) -> None:
    with pytest.raises(HomeError):
        Patience(Supervisor({}, said.append), is_patient=False).until(Steps(HomeError("penuh")))
    assert said == []


def test_with_a_site_it_is_tried_again_and_said_once(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    supervisor = Supervisor({}, said.append)
    looked = []
    monkeypatch.setattr(supervisor, "restart_due", lambda: looked.append(1) or [])
    monkeypatch.setattr(operating, "LOOK_EVERY_SECONDS", 0.001)
    waited: list[float] = []
    patience = Patience(supervisor, is_patient=True)
    wait = patience._wait
    monkeypatch.setattr(patience, "_wait", lambda seconds: (waited.append(seconds), wait(0.003)))
    errors = [OSError(503, "sibuk"), OSError(503, "sibuk"), ConfigurationError("salah ketik"), *[HomeError("x")] * 6]
    assert patience.until(Steps(*errors)) == 7
    assert waited == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert looked  # what runs already is kept running meanwhile
    assert [sentence.partition(" Dicoba")[0] for sentence in said] == [
        "[Errno 503] sibuk", "salah ketik", "x", "Itu sudah teratasi."
    ]  # fmt: skip


def test_a_server_that_has_just_started_may_refuse_for_a_moment(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = Patience(Supervisor({}, said.append), is_patient=False)
    monkeypatch.setattr(patience, "_wait", lambda seconds: None)
    assert patience.until(Steps(OSError(503, "sibuk"), OSError(503, "sibuk")), at_least=20) == 7
    assert len(said) == 2
    with pytest.raises(OSError, match="sibuk"):
        patience.until(Steps(*[OSError(503, "sibuk")] * 9), at_least=-1)


def test_an_error_of_our_code_is_not_waited_for(said: list[str]) -> None:
    with pytest.raises(ZeroDivisionError):
        Patience(Supervisor({}, said.append), is_patient=True).until(Steps(ZeroDivisionError()))


def test_schedules_that_change_are_applied_and_a_wrong_one_is_said_once(
    tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    applied = []
    monkeypatch.setattr(operating.schedules, "apply", lambda api, given: applied.append(given.consolidation))
    home = Home(tmp_path)
    changing = ChangingSchedules(home, API, Settings())
    at = 0.0

    def written(text: str) -> None:
        nonlocal at
        home.settings.write_text(text, encoding="utf-8")
        for _ in range(2):
            at += operating.LOOK_AT_SETTINGS_SECONDS + 1
            changing.look(at)
            changing.look(at + 1)  # too soon

    written("")
    assert (applied, said) == ([], [])
    written('[schedules]\nconsolidation = "senen 17:30"\n')
    assert len(said) == 1
    assert said[0].endswith("Yang berlaku tetap jadwal sebelumnya.")
    written('[schedules]\nconsolidation = "senin 17:30"\n')
    assert applied == ["senin 17:30"]
    assert "Jadwal di pengaturan berubah; sudah diterapkan." in said
    assert any(sentence.startswith("Konsolidasi: tiap senin pukul 17.30 WIB") for sentence in said)

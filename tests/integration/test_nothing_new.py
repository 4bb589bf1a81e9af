"""A run that has nothing to do says so without Prefect; whatever there is to do, the flow runs."""

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from contracts.home import Home
from flows import notifications
from pipeline.erasing import erasure_list
from pipeline.run import one_run
from pipeline.summary import RunSummary
from pipeline.unchanged import without_anything_to_do
from tests.integration.offices import REGISTRY, copied, home_at, respondents, run, same, send
from warehouse.pin import Pin, pin

WITH_NOTICES = '[reports]\nkinds = ["semester"]\n[notifications]\nevents = ["refused"]\n'


@pytest.fixture(scope="module")
def published(without_prefect: None, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A half-year of one office and a file that is refused, published, with documents and site."""
    home = home_at(tmp_path_factory.mktemp("nothing") / "data")
    home.settings.write_text(WITH_NOTICES, encoding="utf-8")
    send(home, "Kecamatan Mawar.csv", respondents(same(3, 30)))
    send(home, "Kecamatan Melati.csv", "Umur;U1\n20;3\n")
    run(home, documents=True)
    return home


@pytest.fixture
def home(published: Home, tmp_path: Path) -> Home:
    return copied(published, tmp_path / "data")


def asked(home: Home, *, documents: bool = True) -> RunSummary | None:
    with one_run(home.root, None) as (begun, _):
        return without_anything_to_do(begun, documents=documents)


def tell(home: Home) -> None:
    """Somebody was told of the refused file."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(notifications, "send", lambda notice: [True])
        with one_run(home.root, None) as (begun, _):
            notifications.notify_refused(begun.home, begun.settings, logging.getLogger())


def test_a_run_with_nothing_to_do_tells_what_the_flow_would(home: Home) -> None:
    tell(home)
    quiet = asked(home)
    flow = run(home, documents=True).summary
    assert quiet is not None
    assert quiet.model_copy(update={"run_id": "", "flow_run_id": None}) == flow.model_copy(
        update={"run_id": "", "flow_run_id": None}
    )
    assert quiet.documents_kept > 0


def test_the_command_starts_no_prefect(home: Home) -> None:
    tell(home)
    script = (
        "import sys; from cli.main import main\n"
        "try: main()\n"
        "except SystemExit as ended: assert not ended.code\n"
        "assert not {'prefect', 'great_expectations', 'scipy'} & set(sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, "run", "--home", home.root, "--json"], capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["published"] is False


def _new_file(home: Home) -> None:
    send(home, "Dinas Kenanga.csv", respondents(same(4, 30)))


def _lost_document(home: Home) -> None:
    next(path for path in home.reports.rglob("*.pdf")).unlink()


def _lost_page(home: Home) -> None:
    (home.site / "index.html").unlink()


def _lost_reading(home: Home) -> None:
    next(path for path in home.staging.rglob("*.json")).unlink()


def _altered_reading(home: Home) -> None:
    path = next(path for path in home.staging.rglob("*.json"))
    path.write_bytes(path.read_bytes().replace(b"responses", b"response5"))


def _other_settings(home: Home) -> None:
    home.settings.write_text(f"{WITH_NOTICES}[thresholds]\nsmall_cell = 7\n", encoding="utf-8")


def _other_registry(home: Home) -> None:
    home.units.write_text(REGISTRY.replace("Melatee", "Melatih"), encoding="utf-8")


def _nobody_was_told(home: Home) -> None:
    (home.notified / "refused.json").unlink()


def _no_record_of_who_was_told(home: Home) -> None:
    (home.notified / "refused.json").write_text("no JSON", encoding="utf-8")


def _held(home: Home) -> None:
    pin(home, Pin(version="000001", by="Sari", at=datetime(2026, 1, 6, 7)))


def test_an_erasure_that_is_not_done_is_something_to_do(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Earlier versions of the warehouse, which hold what was erased, are removed by the flow."""
    tell(home)
    monkeypatch.setattr(erasure_list, "is_done", lambda *_: False)
    assert asked(home) is None


@pytest.mark.parametrize(
    "change",
    [
        _new_file,
        _lost_document,
        _lost_page,
        _lost_reading,
        _altered_reading,
        _other_settings,
        _other_registry,
        _nobody_was_told,
        _no_record_of_who_was_told,
        _held,
    ],
)
def test_whatever_there_is_to_do_the_flow_runs(home: Home, change: Callable[[Home], None]) -> None:
    tell(home)
    assert asked(home) is not None
    change(home)
    assert asked(home) is None


def test_what_only_documents_need_is_nothing_to_a_run_without_them(home: Home) -> None:
    tell(home)
    _lost_document(home)
    assert asked(home, documents=False) is not None

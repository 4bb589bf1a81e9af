"""The real flows tell real servers: what was refused, that a run failed, which units are late."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

from contracts.errors import HomeError
from contracts.home import Home
from flows.consolidate import consolidate
from flows.reminders import remind
from tests.integration.offices import home_at, respondents, same, send
from tests.listeners import PASSWORD, HookServer, serving

REGISTRY = """unit_code,unit_name,unit_type,contact
U-1,Kecamatan Mawar,kecamatan,Bu Siti 0812-3456
U-2,Kecamatan Melati,kecamatan,Pak Budi 0812-9999
"""


@pytest.fixture(scope="module")
def hook() -> Iterator[HookServer]:
    server = HookServer()
    with serving(server), pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKM_NOTIFY_URLS", server.url)
        yield server


@pytest.fixture(scope="module")
def home(prefect_server: None, hook: HookServer, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a good file and an empty one, consolidated once."""
    home = home_at(tmp_path_factory.mktemp("notices") / "data", REGISTRY)
    home.settings.write_text('[notifications]\nevents = ["failed", "refused", "late"]\n', encoding="utf-8")
    send(home, "Kecamatan Mawar.csv", respondents(same(3, 4)))
    send(home, "Kecamatan Melati.csv", "")
    consolidate(home=home.root, documents=False)
    return home


def test_a_run_tells_what_it_refused_and_the_next_run_does_not(home: Home, hook: HookServer) -> None:
    consolidate(home=home.root, documents=False)
    (told,) = [told for told in hook.received if "berkas" in told["title"]]
    assert told["title"] == "[SKM Kabupaten Mojokerto] 1 berkas perlu diperbaiki"
    assert "Kecamatan Melati.csv (Kecamatan Melati): ditolak\n   Berkas ini kosong." in told["message"]


def test_a_run_that_fails_is_told(home: Home, hook: HookServer, tmp_path: Path) -> None:
    empty = home_at(tmp_path / "data", REGISTRY)
    empty.settings.write_text(home.settings.read_text(encoding="utf-8"), encoding="utf-8")
    before = len(hook.received)
    with pytest.raises(HomeError):
        consolidate(home=empty.root)
    (told,) = hook.received[before:]
    assert told["title"] == "[SKM Kabupaten Mojokerto] Konsolidasi gagal"
    assert "folder data tidak dapat dipakai" in told["message"]
    assert f"skm doctor --home {empty.root}" in told["message"]


def test_late_units_are_told_and_listed_and_contacts_stay_in_the_home(
    home: Home, hook: HookServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    before = len(hook.received)
    said = remind(home=home.root, period="2024-S1")
    assert said == "Semester I Tahun 2024: 1 sudah mengirim, 1 terlambat."
    (told,) = hook.received[before:]
    assert "Kecamatan Melati (U-2)" in told["message"]
    assert "Kecamatan Mawar" not in told["message"]

    with get_client(sync_client=True) as client:
        (artifact,) = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["pengingat"])))
    (line,) = json.loads(str(artifact.data))
    assert (line["Unit"], line["Keadaan"]) == ("Kecamatan Melati", "terlambat")

    kept = sorted((home.reminders / "2024-S1").iterdir())
    table, letters = (path.read_text(encoding="utf-8-sig") for path in kept)
    assert [path.suffix for path in kept] == [".csv", ".txt"]
    assert "U-2;Kecamatan Melati;kecamatan;terlambat;0;" in table
    assert "Pak Budi 0812-9999" in letters
    assert "Bu Siti" not in letters
    for shown in (caplog.text, told["message"], str(artifact.data)):
        assert "0812" not in shown
        assert PASSWORD not in shown

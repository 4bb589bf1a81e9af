"""The same inputs give the same contents, however often, in whatever order, and with or without what is kept
between runs; what changes is taken in, and nothing else is read again."""

import shutil
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from contracts.home import Home
from flows import consolidate as flow_module
from tests.integration.offices import REGISTRY, State, contents, home_at, respondents, run, same, send
from tests.integration.without_prefect import rest_without_prefect

pytestmark = pytest.mark.usefixtures("prefect_server")

SEEN_AT = datetime(2026, 1, 6, 7)
BARE = [f"U{number}" for number in range(1, 10)]
SENT = {
    "Kecamatan Mawar 2024.csv": respondents(["334433321", "444433344", "333333333"]),
    "Januari/Kecamatan Mawar.csv": respondents(["222222222", "444444444"], dates="09/01/2024"),
    "Dinas Kenanga.csv": respondents([*same(4, 3), "0" + "4" * 8], dates="07/07/2024"),
    "Pelayanan Melatie.csv": respondents(same(3, 4)),
    "Kecamatan Melati U1-U9.csv": respondents(["333333312", "333333314"], dates="03/03/2024", unsur=BARE),
    "hasil.csv": respondents(["333333321"] * 2, dates="05/05/2024", unsur=BARE),
    "responden.csv": respondents(same(2, 3), dates="04/10/2024"),
}
ALIAS = REGISTRY.replace("Melatee,", "Melatee|Pelayanan Melatie,permenpan")
OTHER_ORDER = ALIAS.replace("permenpan", "form")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = home_at(tmp_path_factory.mktemp("consolidation") / "data")
    for name, content in SENT.items():
        send(home, name, content)
    return home


@pytest.fixture(scope="module")
def first(home: Home) -> State:
    return run(home, at=SEEN_AT, documents=True)


@pytest.fixture(scope="module")
def published(home: Home, first: State) -> str:
    """The hash of what the first run published."""
    return contents(home)


def documents_of(home: Home) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in home.reports.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def again(home: Home, first: State, published: str) -> State:
    before = documents_of(home)
    again = run(home, documents=True)
    assert documents_of(home) == before
    assert len([path for path in before if path.name != "manifest.json"]) == first.summary.documents_made > 0
    return again


def test_a_first_run_reads_everything_and_publishes(first: State) -> None:
    assert (first.summary.contents_read, first.summary.published) == (len(SENT), True)
    assert first.indexes == {"U-1": (5, "77.00"), "U-3": (3, "99.00")}
    assert first.status("Dinas Kenanga.csv") == "partial"
    assert first.why("Kecamatan Melati U1-U9.csv") == "unsur_order_undeclared"
    assert first.summary.missing == 1


def test_a_second_run_reads_nothing_and_publishes_nothing(
    first: State, published: str, again: State, home: Home
) -> None:
    assert (again.summary.contents_read, again.summary.published) == (0, False)
    assert (again.summary.documents_made, again.summary.documents_kept) == (0, first.summary.documents_made)
    assert contents(home) == published
    assert [path.name for path in (home.warehouse / "versions").iterdir()] == ["000001"]


def test_prefect_shows_summary_refused_files_and_ranking(again: State) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    with get_client(sync_client=True) as client:
        ours = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[again.summary.flow_run_id]))
        artifacts = client.read_artifacts(artifact_filter=ours)
    data = {artifact.key: str(artifact.data) for artifact in artifacts}
    assert set(data) == {"ringkasan", "berkas-ditolak", "peringkat"}
    assert "tidak ada perubahan" in data["ringkasan"]
    assert "Kecamatan Melati U1-U9.csv" in data["berkas-ditolak"]
    assert '"status": "ditolak"' in data["berkas-ditolak"]
    assert "| ditolak | " in data["ringkasan"]
    assert "Kecamatan Mawar" in data["peringkat"]


def test_prefect_calls_a_run_what_it_is(first: State, again: State) -> None:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        names = [client.read_flow_run(UUID(str(state.summary.flow_run_id))).name for state in (first, again)]
    began = [datetime.strptime(state.summary.run_id[:13], "%Y%m%dT%H%M") for state in (first, again)]
    assert names == [
        f"konsolidasi {began[0]:%Y-%m-%d %H.%M}, {len(SENT)} berkas baru",
        f"konsolidasi {began[1]:%Y-%m-%d %H.%M}, tidak ada berkas baru",
    ]


def test_another_home_other_creation_order_no_cache_give_the_same(published: str, tmp_path: Path) -> None:
    """When a file was first seen is part of what is published, so both homes see it at one moment."""
    other = home_at(tmp_path / "data")
    for name, content in reversed(SENT.items()):
        send(other, name, content)
    with rest_without_prefect():
        run(other, at=SEEN_AT)
    assert contents(other) == published
    # Nothing but the archive, the registry and the settings is needed to publish the same once more.
    shutil.rmtree(other.staging)
    shutil.rmtree(other.warehouse)
    shutil.rmtree(other.inbox)
    other.inbox.mkdir()
    with rest_without_prefect():
        rebuilt = run(other)
    assert (rebuilt.summary.contents_read, contents(other)) == (len(SENT), published)


@pytest.fixture(scope="module")
def with_alias(home: Home, again: State) -> State:
    home.units.write_text(ALIAS, encoding="utf-8")
    with rest_without_prefect():
        return run(home)


def test_an_alias_and_an_order_in_the_registry_take_in_what_was_refused(with_alias: State) -> None:
    assert with_alias.summary.contents_read == 1  # only the one whose U8 and U9 were undeclared
    assert with_alias.summary.published
    assert with_alias.status("Pelayanan Melatie.csv") == "loaded"
    assert with_alias.status("Kecamatan Melati U1-U9.csv") == "loaded"
    assert with_alias.indexes["U-2"][0] == 6
    assert with_alias.totals["U-2", "U8"] == 4 * 3 + 2
    assert with_alias.totals["U-2", "U9"] == 4 * 3 + 6


@pytest.fixture(scope="module")
def reordered(home: Home, with_alias: State) -> State:
    home.units.write_text(OTHER_ORDER, encoding="utf-8")
    home.settings.write_text('[method]\nweight = "1/9"\n', encoding="utf-8")
    shutil.copyfile(home.inbox / "Dinas Kenanga.csv", home.inbox / "Dinas Kenanga (1).csv")
    (home.inbox / "responden.csv").rename(home.inbox / "responden Kecamatan Melati.csv")
    (home.inbox / "hasil.csv").rename(home.inbox / "hasil Kecamatan Melati.csv")
    with rest_without_prefect():
        return run(home)


def test_another_order_swaps_u8_and_u9(reordered: State) -> None:
    assert reordered.summary.contents_read == 2  # the other has got a name that says whose it is
    assert reordered.totals["U-2", "U8"] == 4 * 3 + 6 + 3 * 2 + 2
    assert reordered.totals["U-2", "U9"] == 4 * 3 + 2 + 3 * 2 + 4


def test_another_weight_is_published_without_reading(reordered: State) -> None:
    assert reordered.indexes["U-3"] == (3, "100.00")
    assert reordered.indexes["U-1"] == (5, "77.78")


def test_a_refused_file_is_taken_in_under_a_better_name(reordered: State) -> None:
    assert reordered.why("responden.csv") == "same_content"
    assert reordered.counts("responden.csv") == (0, 0, 0, 0)
    assert reordered.status("responden Kecamatan Melati.csv") == "loaded"
    assert reordered.status("hasil Kecamatan Melati.csv") == "loaded"


def test_the_same_content_elsewhere_is_a_duplicate(reordered: State) -> None:
    assert reordered.status("Dinas Kenanga.csv") == "duplicate"
    assert reordered.counts("Dinas Kenanga.csv") == (0, 0, 0, 0)
    assert reordered.counts("Dinas Kenanga (1).csv") == (4, 3, 1, 0)


def test_an_inbox_elsewhere_needs_no_prepared_home(tmp_path: Path) -> None:
    inbox = tmp_path / "kiriman"
    inbox.mkdir()
    (inbox / "Kecamatan Trawas.csv").write_text(respondents(same(4, 2)), encoding="utf-8")
    with rest_without_prefect():
        summary = flow_module.consolidate(home=tmp_path / "data", inbox=inbox, documents=False)
    assert (summary.published, summary.responses) == (True, 2)
    assert [path.name for path in inbox.iterdir()] == ["Kecamatan Trawas.csv"]

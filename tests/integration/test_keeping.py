"""Going back to an earlier version: figures, documents and site agree."""

from dataclasses import dataclass

import polars as pl
import pytest

from contracts.clock import now
from contracts.errors import HomeError
from contracts.home import Home
from ingest import intake
from pipeline import pinned_version
from pipeline.closing import rollback
from pipeline.closing.closing import close, reopen
from pipeline.closing.rollback import RollbackResult, release_version, roll_back
from pipeline.documents.documents import load_manifest
from pipeline.lock import one_run_at_a_time
from pipeline.progress import listener
from pipeline.run import begin
from storage.store import LocalStore
from tests.integration.offices import REGISTRY, State, contents, home_at, no_documents, respondents, run, same, send
from warehouse.pin import Pin, pin, pinned
from warehouse.publish import published_version, versions

pytestmark = pytest.mark.usefixtures("without_prefect")

RENAMED = REGISTRY.replace("U-1,Kecamatan Mawar,kecamatan,,", "U-1,Kecamatan Mawar Baru,kecamatan,Kecamatan Mawar,")


@dataclass(frozen=True)
class Shown:
    """What everybody sees: the figures' hash, the manifest's inputs by document, and the site's pages."""

    contents: str
    documents: dict[str, str]
    site: dict[str, bytes]


def shown(home: Home) -> Shown:
    return Shown(
        contents(home),
        {name: entry.inputs for name, entry in load_manifest(LocalStore(home.reports), "2024").files.items()},
        {path.relative_to(home.site).as_posix(): path.read_bytes() for path in sorted(home.site.rglob("*.html"))},
    )


class Told:
    """A listener that keeps what a run had to tell."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def started(self, stage: str, steps: int) -> None: ...

    def stepped(self, stage: str, steps: int) -> None: ...

    def finished(self, stage: str, outcome: str) -> None: ...

    def noticed(self, sentence: str) -> None:
        self.sentences.append(sentence)


@dataclass(frozen=True)
class Steps:
    """One home through a mistake, back, a run in between, and forward again."""

    home: Home
    right: Shown
    wrong: Shown
    rolled_back: RollbackResult
    back: Shown
    meanwhile: State
    told: list[str]
    still_back: Shown
    ledger: int
    quarantine: tuple[set[str], set[str]]
    released: State


def quarantined(home: Home) -> set[str]:
    return {path.name for path in home.quarantine.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Steps:
    home = home_at(tmp_path_factory.mktemp("keeping") / "data")
    home.settings.write_text('[reports]\nkinds = ["year"]\n', encoding="utf-8")
    send(home, "Kecamatan Mawar.csv", respondents(same(3, 12)))
    run(home, documents=True)
    right = shown(home)

    # A mistake: other answers, another weight, another name.
    send(home, "Kecamatan Melati.csv", respondents(same(1, 12)))
    send(home, "Kecamatan Melati kacau.csv", "bukan survei\n1\n")
    home.settings.write_text('[reports]\nkinds = ["year"]\n[method]\nweight = "1/9"\n', encoding="utf-8")
    home.units.write_text(RENAMED, encoding="utf-8")
    run(home, documents=True)
    wrong = shown(home)

    rolled_back = roll_back(home.root, None, "budi")
    back = shown(home)
    before = quarantined(home)
    send(home, "Dinas Kenanga.csv", respondents(same(4, 12)))
    told = Told()
    token = listener.set(told)
    try:
        meanwhile = run(home, documents=True)
    finally:
        listener.reset(token)
    still_back, ledger, after = shown(home), len(intake.load_ledger(home)), quarantined(home)
    assert release_version(home.root)
    released = run(home)
    return Steps(
        home,
        right,
        wrong,
        rolled_back,
        back,
        meanwhile,
        told.sentences,
        still_back,
        ledger,
        (before, after),
        released,
    )


def test_figures_documents_and_site_follow_the_version_that_is_published_again(steps: Steps) -> None:
    assert steps.wrong.contents != steps.right.contents
    assert steps.wrong.documents != steps.right.documents
    assert any(b"Mawar Baru" in page for page in steps.wrong.site.values())
    assert steps.back == steps.right


def test_what_is_published_is_told(steps: Steps) -> None:
    published = steps.rolled_back.published
    assert (published.version, published.files, published.responses) == ("000001", 1, 12)
    assert published.kept == ["000001", "000002"]
    assert published.held is not None
    assert published.held.by == "budi"
    assert steps.rolled_back.documents_made > 0
    assert steps.rolled_back.site_files > 0


def test_a_run_meanwhile_archives_and_publishes_nothing(steps: Steps) -> None:
    assert (steps.meanwhile.summary.published, steps.meanwhile.summary.held_version) == (False, "000001")
    assert steps.ledger == 4
    assert steps.meanwhile.summary.contents_read == 1
    assert steps.still_back == steps.right
    assert any("dikunci pada versi 000001 (oleh budi" in sentence for sentence in steps.told)
    before, after = steps.quarantine
    assert before == after
    assert any("kacau" in name for name in before)


def test_released_the_next_run_publishes_all_that_came_in(steps: Steps) -> None:
    assert (steps.released.summary.published, steps.released.summary.held_version) == (True, None)
    assert set(steps.released.indexes) == {"U-1", "U-2", "U-3"}
    assert published_version(steps.home).name == "000003"
    assert not release_version(steps.home.root)


def test_a_rollback_that_was_killed_before_the_version_changed_is_brought_to_its_end(
    steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = steps.home

    class KilledError(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(rollback, "rollback", killed)
        with pytest.raises(KilledError):
            roll_back(home.root, "000002", "budi")
    assert published_version(home).name == "000003"
    assert pinned(home).version == "000002"
    with one_run_at_a_time(home) as lock:
        begun = pinned_version.with_published_settings(begin(home.root, None), lock)
    assert published_version(home).name == "000002"
    assert begun.settings.method.weight == "1/9"
    release_version(home.root)
    with no_documents():
        roll_back(home.root, "000003", "budi")
    release_version(home.root)


def test_a_version_that_cannot_be_published_again_changes_nothing(steps: Steps) -> None:
    home = steps.home
    before = published_version(home)
    for name in ("000009", "../000001"):
        with pytest.raises(HomeError, match="tidak ada"):
            roll_back(home.root, name, "budi")
    made_with = versions(home)[0] / "made_with.json"
    kept = made_with.read_text()
    made_with.chmod(0o644)
    made_with.write_text(f"{kept} ")
    with pytest.raises(HomeError, match=r"rusak: made_with\.json bukan lagi yang ditulis"):
        roll_back(home.root, versions(home)[0].name, "budi")
    made_with.write_text('{"settings": {"unknown": 1}, "registry": {}}')
    with pytest.raises(HomeError, match="versi program yang lain"):
        roll_back(home.root, versions(home)[0].name, "budi")
    assert (published_version(home), pinned(home)) == (before, None)


def test_what_was_closed_since_is_not_taken_back(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    home = steps.home
    before = published_version(home)
    columns = ("period_code", "revision", "state")
    closed = pl.DataFrame([("2024", 0, "official")], schema=columns, orient="row")
    monkeypatch.setattr(rollback, "edition_table", lambda _: closed)
    with pytest.raises(HomeError, match=r"Sejak versi 000002, 2024 ditutup atau dibuka kembali.*skm reopen 2024"):
        roll_back(home.root, "000002", "budi")
    assert (published_version(home), pinned(home)) == (before, None)


def test_nothing_is_closed_or_reopened_while_a_version_is_held(steps: Steps) -> None:
    home = steps.home
    pin(home, Pin(version="000003", by="budi", at=now()))
    try:
        with pytest.raises(HomeError, match="dikunci pada versi 000003"):
            close(home.root, "2024", "siti", confirm=True)
        with pytest.raises(HomeError, match="dikunci pada versi 000003"):
            reopen(home.root, "2024", "siti", "alasan")
    finally:
        release_version(home.root)
    assert not home.editions.exists()

"""A home that comes back from its backup: figures, documents and accounts agree, and a run has nothing to do."""

import shutil

import pytest

from contracts.clock import now
from contracts.home import Home
from ingest import intake
from operations.backup import back_up
from operations.restore import restore
from pipeline import inboxes, reading
from pipeline.documents.document_stages import figures_of
from pipeline.documents.documents import documents_due
from pipeline.homes import prepare_home
from pipeline.run import begin
from portal.server.accounts import Accounts
from portal.server.database import Database
from tests.integration.offices import contents, copied

PASSWORD = "tiga belas huruf"


@pytest.fixture(scope="module")
def comes_back(samples_home: Home, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Home]:
    """The samples' home with an account and an edited document; and it again, from its backup."""
    folder = tmp_path_factory.mktemp("backup")
    home = copied(samples_home, folder / "data")
    Accounts(Database(home.accounts), now).add("jatirejo", PASSWORD, unit_code="35.16.01")
    report = next((home.reports / "2024" / "35.16.01").glob("laporan-*.docx"))
    report.write_bytes(report.read_bytes() + b"disunting")
    (folder / "disk").mkdir()
    other = Home(folder / "lain" / "data")
    restore(back_up(home, folder / "disk").path, other)
    shutil.rmtree(folder / "disk")
    return home, other


def test_a_restored_home_says_the_same(comes_back: tuple[Home, Home]) -> None:
    home, other = comes_back
    assert contents(other) == contents(home)
    assert Accounts(Database(other.accounts), now).verified("jatirejo", PASSWORD) is not None
    for name in ("archive", "inbox", "reports", "quarantine"):
        before, after = (
            {
                path.relative_to(one.root): path.read_bytes()
                for path in sorted((one.root / name).rglob("*"))
                if path.is_file()
            }
            for one in (home, other)
        )
        assert before == after
    assert any(path.read_bytes().endswith(b"disunting") for path in other.reports.rglob("laporan-*.docx"))


def test_a_restored_home_has_nothing_to_publish_and_no_document_to_make(comes_back: tuple[Home, Home]) -> None:
    """What a run would find, without running."""
    _, other = comes_back
    assert prepare_home(other, with_samples=False) == []
    begun = begin(other.root, None)
    ledger = intake.load_ledger(other)
    assert reading.is_up_to_date(begun, ledger)
    assert not inboxes.has_news(begun.inboxes, ledger)
    assert documents_due(other, begun.stores, figures_of(begun, "2024")).bundles == []

"""What is kept no longer: personal columns of originals, and after years the originals with every single answer."""

from datetime import timedelta
from pathlib import Path

import pytest

from contracts.home import Home
from ingest import intake
from pipeline.closing import closing
from pipeline.closing.closing import CannotCloseError
from pipeline.erasing import erasure_list, planning, removal
from pipeline.erasing.retention import KeptNoLonger, kept_no_longer
from pipeline.run import one_run
from tests.integration.offices import NAMES, copied, home_at, no_documents, rows, run, send

pytestmark = pytest.mark.usefixtures("without_prefect")

SETTINGS = """[thresholds]
small_cell = 5
[reports]
kinds = ["year"]
[engine]
workers = 1
[retention]
personal_days = 30
answers_years = 2
"""
INDEX = "SELECT * FROM ikm_unit WHERE period_code = '2023' ORDER BY unit_code"


def export(year: int) -> str:
    header = ["ID Responden", "Nama", "No HP", "Tanggal", "Umur", *NAMES]
    lines = [[f"w{year}-{n}", f"Warga {n}", f"0812{n}", f"05/02/{year}", str(20 + n), *"344334434"] for n in range(6)]
    return "".join(";".join(one) + "\n" for one in [header, *lines])


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two years of an office, of which the first was closed."""
    home = home_at(tmp_path_factory.mktemp("retention") / "data")
    home.settings.write_text(SETTINGS, encoding="utf-8")
    for year in (2023, 2024):
        send(home, f"Kecamatan Mawar {year}.csv", export(year))
    run(home)
    with no_documents():
        closing.close(home.root, "2023", "ani", confirm=False)
    return home


@pytest.fixture
def home(kept: Home, tmp_path: Path) -> Home:
    return copied(kept, tmp_path / "data")


def let_go(home: Home, days: int) -> KeptNoLonger:
    """As `skm retention --yes` so many days from the day on which the files came."""
    with one_run(home.root, None) as (opened, lock):
        came = intake.load_ledger(home)[0].received_on
        found = kept_no_longer(opened, came + timedelta(days))
        erasures = planning.erase(opened, [*found.personal, *found.whole], why="masa simpan", by="ani")
        if not found.whole:
            removal.finish(home, erasures, lock)
    return found


def originals(home: Home) -> list[str]:
    return [path.read_text() for path in home.archive.rglob("*") if path.is_file() and path.name != "ledger.jsonl"]


def test_personal_columns_are_cut_and_nothing_is_read_otherwise(home: Home) -> None:
    before = rows(home, "SELECT * FROM ikm_unit ORDER BY ALL")
    home.settings.write_text(SETTINGS.replace("answers_years = 2", "answers_years = 0"), encoding="utf-8")
    (home.inbox / "Kecamatan Mawar 2023.csv").unlink()
    assert not any(let_go(home, days=30)[:2])
    assert len(let_go(home, days=31).personal) == 2
    assert len(originals(home)) == 2
    assert not [text for text in originals(home) if "Warga" in text or "0812" in text]
    assert not [path for path in home.inbox.rglob("*") if path.is_file()]
    assert erasure_list.is_done(home, erasure_list.load(home))
    assert not run(home).summary.published
    assert rows(home, "SELECT * FROM ikm_unit ORDER BY ALL") == before
    assert not any(let_go(home, days=32)[:2])


def test_originals_go_with_their_answers_when_their_year_is_official(home: Home) -> None:
    official = rows(home, INDEX)
    found = let_go(home, days=366 * 9)
    assert [one.sighting.path for one in found.whole] == ["Kecamatan Mawar 2023.csv"]
    assert "tahun 2024 belum ditutup" in found.waiting[0]
    state = run(home)
    assert [*state.files] == ["Kecamatan Mawar 2024.csv"]
    assert rows(home, INDEX) == official
    assert rows(home, "SELECT change, count(*) AS n FROM late_response GROUP BY change") == [
        {"change": "erased", "n": 6}
    ]
    assert not [text for text in originals(home) if "05/02/2023" in text]
    assert not rows(home, "SELECT * FROM response WHERE response_date < DATE '2024-01-01'")
    with pytest.raises(CannotCloseError, match="masa simpannya habis"):
        closing.reopen(home.root, "2023", "ani", "ingin tahu")

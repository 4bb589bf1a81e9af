"""What our own code fails at costs that file or that unit's document and nothing else, is said, and ends with 1."""

import json

import pytest

from cli import main as command
from contracts.home import Home
from flows import consolidate as flow_module
from pipeline.summary import RunSummary
from tests.integration import failing
from tests.integration.offices import State, home_at, respondents, run, same, send
from tests.integration.without_prefect import rest_without_prefect

pytestmark = pytest.mark.usefixtures("prefect_server")

UNITS = ("Kecamatan Mawar", "Kecamatan Melati", "Dinas Kenanga", "Dinas Anggrek", "Dinas Dahlia", "Dinas Flamboyan",
         "Dinas Cempaka", "Dinas Teratai")  # fmt: skip
REGISTRY = "unit_code,unit_name,unit_type,aliases,unsur_order\n" + "".join(
    f"U-{number},{name},{name.split()[0].lower()},,\n" for number, name in enumerate(UNITS, start=1)
)
READ, TYPED, NAMED = "Kecamatan Melati gagal-baca.csv", "Dinas Kenanga tipe.csv", "Dinas Anggrek gagal-nama.csv"
CORRECTED = "Dinas Dahlia gagal-perbaikan.csv"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = home_at(tmp_path_factory.mktemp("own-failures") / "data", REGISTRY)
    home.settings.write_text('[reports]\nkinds = ["year"]\n', encoding="utf-8")
    for number, name in enumerate(("Kecamatan Mawar.csv", READ, NAMED, *(f"{unit}.csv" for unit in UNITS[5:]))):
        send(home, name, respondents(same(3, 3), ages=range(20 + number, 60)))
    send(home, TYPED, respondents(same(3, 3), ids=["gagal-tipe-1", "gagal-tipe-2", "gagal-tipe-3"]))
    send(home, CORRECTED, respondents([*same(4, 30), "544444444"]))
    return home


@pytest.fixture(scope="module")
def failed(home: Home) -> State:
    with pytest.MonkeyPatch.context() as patch:
        failing.plant(patch)
        return run(home, documents=True)


@pytest.fixture(scope="module")
def mended(home: Home, failed: State) -> State:
    with rest_without_prefect():
        return run(home, documents=True)


@pytest.mark.parametrize("path", [READ, TYPED, NAMED])
def test_a_file_that_our_code_fails_at_is_refused_as_our_fault(failed: State, path: str) -> None:
    assert (failed.status(path), failed.why(path)) == ("rejected", "reader_failed")
    assert "kesalahan program" in str(failed.files[path]["reason"])


def test_and_all_others_count(failed: State) -> None:
    assert failed.status("Kecamatan Mawar.csv") == "loaded"
    assert failed.indexes.keys() == {"U-1", "U-5", "U-6", "U-7", "U-8"}


def test_the_summary_counts_all_that_failed(failed: State) -> None:
    assert set(failed.summary.failed) == {
        *(f"berkas {path}" for path in (READ, TYPED, NAMED)),
        f"perbaikan {CORRECTED}",
        "dokumen 2024/U-6",
        "dokumen 2024/U-7",
        "halaman 2024/U-6",
        "halaman 2024/U-8",
    }


def test_only_what_failed_is_missing(home: Home, failed: State) -> None:
    assert {path.name for path in (home.reports / "2024").iterdir() if path.is_dir() and any(path.iterdir())} == {
        "U-1",
        "U-5",
        "U-8",
    }
    assert list((home.reports / "2024").glob("*.pdf"))  # the regency's
    pages = {path.as_posix() for path in home.site.rglob("*.html")}
    assert any("U-7" in page for page in pages)
    assert not any("U-8" in page for page in pages)


def ended_with(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    monkeypatch.setattr("sys.argv", ["skm", *arguments])
    with pytest.raises(SystemExit) as end:
        command.main()
    return end.value.code


def test_the_doctor_tells_of_it(
    home: Home, failed: State, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended_with(monkeypatch, "doctor", "--home", str(home.root), "--json") == 1
    checks = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert not checks["Kesalahan program"]["well"]
    assert READ in checks["Kesalahan program"]["seen"]


def test_the_next_run_makes_what_was_missing(home: Home, mended: State) -> None:
    """Files stay refused until the program changes: what was read is not read again by the same code."""
    assert set(mended.summary.failed) == {f"berkas {path}" for path in (READ, TYPED, NAMED)}
    assert {"U-6", "U-7"} <= {path.name for path in (home.reports / "2024").iterdir()}
    assert any("U-8" in path.as_posix() for path in home.site.rglob("*.html"))


def test_the_command_says_it_and_ends_with_1(
    home: Home, mended: State, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def flow(**arguments: object) -> RunSummary:
        return mended.summary

    monkeypatch.setattr(flow_module, "consolidate", flow)
    assert ended_with(monkeypatch, "run", "--home", str(home.root)) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "Program gagal pada 3 hal, yang lain selesai" in said
    assert TYPED in said

"""One file with several units or periods: divided, each part with its own verdict, or asked about."""

from pathlib import Path

import polars as pl
import pytest

from cli.deciding import answer_questions
from cli.status import show_file
from contracts.home import Home
from contracts.records import whole_of
from contracts.settings import Storage
from pipeline.erasing.planning import erase, plan_rows
from pipeline.run import one_run
from pipeline.stores import open_stores
from pipeline.upload_check import check_upload
from tests.integration.offices import NAMES, State, contents, copied, filled_in, home_at, rows, run, send
from warehouse import published
from warehouse.read import open_published

pytestmark = pytest.mark.usefixtures("without_prefect")


def export(column: str, lines: str, *, dated: bool = True) -> str:
    """Lines of what the column says, a colon and the nine answers of one person; a date in each."""
    header = f"{'Tanggal;' if dated else ''}{column};Umur;{';'.join(NAMES)}"
    body = [
        f"{'05/02/2024;' if dated else ''}{named.strip()};{20 + number};{';'.join(answers.strip())}"
        for number, line in enumerate(lines.strip().splitlines())
        for named, _, answers in [line.partition(":")]
    ]
    return "\n".join([header, *body]) + "\n"


BOTH = """
Kecamatan Mawar : 444444444
Kecamatan Melati: 333333333
Kecamatan Mawar : 444444443
Kecamatan Melati: 333333332
Kecamatan Mawar : 944444444
Kecamatan Mawar : 444444442
"""

TWO_YEARS = "2023: 333333333\n2024: 444444444\n2023: 333333333\n2024: 444444444\n2024: 444444443\n"
OF_ALL_UNITS, OF_TWO_YEARS = "2024/rekap semua unit.csv", "Dinas Kenanga/SKM 2024.csv"


@pytest.fixture(scope="module")
def divided(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, State]:
    """A file of two units and one of two years, published; nobody changes it."""
    home = home_at(tmp_path_factory.mktemp("divided") / "data")
    send(home, OF_ALL_UNITS, export("Unit Layanan", BOTH))
    send(home, OF_TWO_YEARS, export("Tahun", TWO_YEARS, dated=False))
    return home, run(home)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A unit's own file with rows of another unit and of one that nobody registered, held; nobody changes it."""
    home = home_at(tmp_path_factory.mktemp("asked") / "data")
    send(home, "mawar/skm.csv", export("Unit Layanan", BOTH + "Dinas Dahlia: 222222222\n"))
    run(home)
    return home


def verdicts(home: Home, without: str = OF_TWO_YEARS) -> list[tuple[object, ...]]:
    """Unit, period, status and counts of every file and part, without those of one file."""
    found = rows(home, f"SELECT * FROM ingest_file WHERE path <> '{without}' ORDER BY path, unit_code, period_code")
    counts = ("rows_read", "rows_accepted", "rows_rejected", "rows_duplicate")
    return [(one["unit_code"], one["period_code"], one["status"], *(one[name] for name in counts)) for one in found]


def choices(home: Home) -> list[tuple[object, object]]:
    """What may be answered to what is asked, and whom it would let count."""
    offered = rows(home, "SELECT choice, respondents FROM question ORDER BY rowid")
    return [(one["choice"], one["respondents"]) for one in offered]


def test_a_file_of_the_regency_is_divided_each_part_with_its_own_verdict(
    divided: tuple[Home, State], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, after = copied(divided[0], tmp_path / "data"), divided[1]
    assert verdicts(home) == [("U-1", None, "partial", 4, 3, 1, 0), ("U-2", None, "loaded", 2, 2, 0, 0)]
    assert after.totals["U-1", "U1"] == 12
    assert after.totals["U-2", "U1"] == 6
    classes = rows(
        home,
        "SELECT taken_for, sum(count) AS n FROM reading_note JOIN ingest_file USING (file_id) "
        "WHERE what = 'row' AND path LIKE '%rekap%' GROUP BY 1 ORDER BY 1",
    )
    assert [(one["taken_for"], one["n"]) for one in classes] == [("header", 2), ("other_part", 6), ("respondent", 6)]
    assert show_file(home.root, "rekap", as_json=False) == 1
    assert capsys.readouterr().out.count("rekap semua unit.csv") == 2

    # Its correction goes back to the part it came from.
    (workbook,) = (home.quarantine / "U-1").glob("*.xlsx")
    assert not (home.quarantine / "U-2").exists()
    path = send(home, "perbaikan.xlsx", filled_in(workbook, {6: {"Persyaratan": 1}}))
    checked = check_upload(home, open_stores(home, Storage()), path, path.name, "U-1")
    assert (checked.refusal, checked.unit_code, checked.rows_accepted) == (None, "U-1", 1)
    corrected = run(home)
    assert (corrected.status("perbaikan.xlsx"), corrected.files["perbaikan.xlsx"]["unit_code"]) == ("loaded", "U-1")
    assert corrected.totals["U-1", "U1"] == 13
    published = contents(home)
    run(home)
    assert contents(home) == published

    # The same content in a unit's own folder changes nothing, whichever is read first.
    send(home, "mawar/rekap.csv", export("Unit Layanan", BOTH))
    again = run(home)
    assert again.totals == corrected.totals
    for staged in home.staging.rglob("*.json"):
        staged.unlink()
    assert run(home).totals == corrected.totals


def test_a_unit_s_own_file_with_rows_of_others_is_asked_about(asked: Home, tmp_path: Path) -> None:
    home = copied(asked, tmp_path / "data")
    assert verdicts(home) == [("U-1", None, "held", 0, 0, 0, 0)]
    assert choices(home) == [("split", 5), ("only_named", 3), ("all", 6), ("refuse", 0)]
    # The sender is not offered to give rows to others.
    stores = open_stores(home, Storage())
    checked = check_upload(home, stores, home.inbox / "mawar/skm.csv", "skm.csv", "U-1")
    assert [one.key for one in checked.questions[0].choices] == ["only_named", "all", "refuse"]

    answer_questions(home.root, "mawar", ["1=only_named"], why="-", by="siti", for_layout=True)
    assert run(home).totals["U-1", "U1"] == 12
    assert verdicts(home) == [("U-1", None, "partial", 4, 3, 1, 0)]


def test_staff_divide_a_unit_s_file_and_a_new_unit_is_found_in_it(asked: Home, tmp_path: Path) -> None:
    home = copied(asked, tmp_path / "data")
    assert "1 baris menyebut “Dinas Dahlia”, yang tidak terdaftar" in str(rows(home, "FROM question")[0]["question"])
    answer_questions(home.root, "mawar", ["1=split"], why="titipan", by="siti", for_layout=True)
    run(home)
    assert verdicts(home) == [("U-1", None, "partial", 4, 3, 1, 0), ("U-2", None, "loaded", 2, 2, 0, 0)]
    with home.units.open("a", encoding="utf-8") as units:
        units.write("U-4,Dinas Dahlia,dinas,,\n")
    run(home)
    assert verdicts(home)[-1] == ("U-4", None, "loaded", 1, 1, 0, 0)

    # It held for that file alone: else a unit could send for all from now on.
    send(home, "mawar/lagi.csv", export("Unit Layanan", BOTH))
    assert run(home).status("mawar/lagi.csv") == "held"
    assert choices(home) == [("split", 5), ("only_named", 3), ("all", 5), ("refuse", 0)]


def test_rows_of_several_periods_each_count_in_their_own(divided: tuple[Home, State]) -> None:
    home, after = divided
    both = [("U-3", "2023", "loaded", 2, 2, 0, 0), ("U-3", "2024", "loaded", 3, 3, 0, 0)]
    assert verdicts(home, without=OF_ALL_UNITS) == both
    assert after.totals["U-3", "U1"] == 12
    checked = check_upload(home, open_stores(home, Storage()), home.inbox / OF_TWO_YEARS, "SKM 2024.csv", "U-3")
    assert (checked.periods, checked.rows_read, checked.rows_accepted) == (("2023", "2024"), 5, 5)


def test_a_person_is_erased_from_a_part_and_everything_made_of_it(divided: tuple[Home, State], tmp_path: Path) -> None:
    home = copied(divided[0], tmp_path / "data")
    with one_run(home.root, None) as (begun, _), open_published(home) as reader:
        (part,) = published.files(reader, "U-1")
        plan = plan_rows(begun, part, [2], None)
        erase(begun, plan.originals, why="permintaan", by="siti")
    staged = f"{whole_of(part.of('content_id', str))}-*.parquet"
    assert not list(home.staging.rglob(staged))
    assert not list((home.quarantine / "U-1").glob("*.xlsx"))
    after = run(home)
    assert verdicts(home) == [("U-1", None, "partial", 3, 2, 1, 0), ("U-2", None, "loaded", 2, 2, 0, 0)]
    assert after.totals["U-1", "U1"] == 8
    assert sum(pl.read_parquet(path).height for path in home.staging.rglob(staged)) == 5

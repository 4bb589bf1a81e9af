"""A person asks to be erased: through the real flow and the command, until nothing in the home says what they said.

Every file of the home is opened as what it is (zip, workbook, Parquet, DuckDB, SQLite, text), so that a copy that was
merely packed is found too.
"""

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

import polars as pl
import pytest
import python_calamine
import xlsxwriter

from contracts.home import Home
from contracts.settings import Storage
from operations.backup import back_up
from operations.restore import restore
from pipeline.closing import closing
from pipeline.erasing import erasure_list
from pipeline.run import one_run
from pipeline.stores import open_stores
from pipeline.upload_check import check_upload
from tests.integration.offices import NAMES, home_at, rows, run, send
from warehouse.connection import reading_connection
from warehouse.publish import versions

pytestmark = pytest.mark.usefixtures("without_prefect")

PERSON = ("orang-penanda", "Sumarsono Penanda", "Loketpenanda lambat sekali dan antreannya panjang")
AGE = "113"
"""Nobody else is that old, and no figure is that number."""
HEADER = ("ID Responden", "Nama", "Tanggal", "Umur", *NAMES, "Saran")
ERASED = (
    "SELECT period_code, unit_code, count(*) AS answers FROM late_response WHERE change = 'erased' "
    "GROUP BY period_code, unit_code"
)
SETTINGS = (
    "[thresholds]\nsmall_cell = 5\n[ranking]\nminimum_respondents = 1\n"
    '[reports]\nkinds = ["year"]\n[engine]\nworkers = 1\n'
)
"""So that documents of the semester are only made by closing it, and two units do not start two child processes."""


def line(
    response_id: str, name: str, suggestion: str, age: str, when: str = "05/02/2024", answers: str = "3" * 9
) -> list[str]:
    return [response_id, name, when, age, *answers, suggestion]


def others(letter: str, count: int, when: str = "05/02/2024") -> list[list[str]]:
    return [line(f"{letter}-{n}", f"Warga {letter}{n}", "Sudah baik", str(20 + n), when=when) for n in range(count)]


THE_PERSON = line(*PERSON, AGE)
TYPED_WRONG = line(*PERSON, AGE, answers="9" + "3" * 8)
TOTAL = ["", "Jumlah", "", "", *(["39"] * 9), ""]


def csv(lines: list[list[str]]) -> bytes:
    return "".join(";".join(f'"{cell}"' for cell in one) + "\n" for one in [list(HEADER), *lines]).encode()


def workbook(lines: list[list[str]]) -> bytes:
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, {"in_memory": True}) as book:
        for sheet in (book.add_worksheet("Data"), book.add_worksheet("Salinan")):
            for number, one in enumerate([list(HEADER), *lines]):
                for column, cell in enumerate(one):
                    sheet.write(number, column, int(cell) if cell.isdecimal() else cell)
    return saved.getvalue()


def packed(**members: bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.csv", content)
    return saved.getvalue()


def cells(content: bytes, name: str) -> Iterator[str]:
    """All that a file says, however it is packed."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from cells(archive.read(member), member)
            if "xl/workbook.xml" in archive.namelist():
                book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
                for sheet in book.sheet_names:
                    for one in book.get_sheet_by_name(sheet).to_python():
                        yield from (f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in one)
    elif content.startswith(b"PAR1"):
        yield from of_frame(pl.read_parquet(content))
    else:
        text = content.decode("utf-8", "replace")
        yield text
        if PurePath(name).suffix in (".csv", ""):  # an original has none; a PDF's bytes say any two digits by chance
            yield from (cell.strip('"') for one in text.splitlines() for cell in one.split(";"))
        if name.endswith(".redacted"):
            yield from (cell for grid in json.loads(text)["grids"] for one in grid["columns"] for cell in one if cell)


def of_frame(frame: pl.DataFrame) -> Iterator[str]:
    for column in frame.iter_columns():
        yield from (str(value) for value in column.unique().to_list())


def of_file(path: Path) -> Iterator[str]:
    if path.name == "skm.duckdb":
        with reading_connection(path) as connection:
            tables = connection.execute("SELECT table_schema, table_name FROM information_schema.tables").fetchall()
            for schema, name in tables:
                everything = connection.execute(f'FROM "{schema}"."{name}"').fetchall()
                yield from {str(value) for one in everything for value in one}
    elif path.suffix == ".sqlite":
        with sqlite3.connect(path) as connection:
            yield from connection.iterdump()
    yield from cells(path.read_bytes(), path.name)


class Looked:
    """Looks into files for the person: into a file once, however often it is met as it was, here or in another home."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, bytes], bool] = {}

    def holding(self, home: Home) -> set[str]:
        """The parts of a home in which the person still stands."""
        files = (path for path in sorted(home.root.rglob("*")) if path.is_file() and not path.is_symlink())
        return {path.relative_to(home.root).parts[0] for path in files if self._stands_in(path)}

    def _stands_in(self, path: Path) -> bool:
        known = (path.name, hashlib.sha256(path.read_bytes()).digest())
        if known not in self._found or path.suffix == ".sqlite":  # which may say more in a file beside it
            said = list(of_file(path))
            self._found[known] = any(mark in text for text in said for mark in PERSON) or AGE in said
        return self._found[known]


holding = Looked().holding


def restored(source: Path, target: Path, erasures: Path | None) -> Home:
    restore(source, Home(target), erasures)
    return Home(target)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The person stands in three files of an office, one of them a zip, in a rejected row, in an edition, its
    documents, documents that are valid no more, and earlier versions."""
    home = home_at(tmp_path_factory.mktemp("erasing") / "data")
    home.settings.write_text(SETTINGS, encoding="utf-8")
    send(home, "Kecamatan Mawar.csv", csv([*others("m", 6), THE_PERSON, *others("n", 6), TOTAL]))
    send(home, "Kecamatan Melati.csv", csv(others("t", 6)))
    run(home)
    closing.close(home.root, "2024-S1", "ani", confirm=False)
    later = datetime(2026, 2, 1)
    send(home, "lagi/Kecamatan Mawar.xlsx", workbook([THE_PERSON, *others("m", 6)]), later)
    send(home, "Kecamatan Mawar.zip", packed(mawar=csv([*others("n", 3), THE_PERSON])), later)
    send(home, "Kecamatan Mawar salah ketik.csv", csv([*others("s", 8), TYPED_WRONG]), later)
    run(home, documents=True)
    upload(home, (home.inbox / "Kecamatan Mawar.csv").read_bytes())
    put_away = home.archive / "documents/2024/U-1/olah-data-skm-U-1-2024 - tidak berlaku sejak 2026-02-02 080000.xlsx"
    put_away.parent.mkdir(parents=True)
    put_away.write_bytes((home.reports / "2024/U-1/olah-data-skm-U-1-2024.xlsx").read_bytes())
    return home


def upload(home: Home, content: bytes) -> None:
    """The same file once more, checked in the portal and not sent yet."""
    folder = home.uploads / "0123"
    folder.mkdir(parents=True)
    (folder / "isi").write_bytes(content)
    known = {"result": {"content_id": hashlib.sha256(content).hexdigest()[:16]}}
    (folder / "unggahan.json").write_text(json.dumps(known))


@pytest.fixture(scope="module")
def backup(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made while the person was still everywhere."""
    return back_up(home, tmp_path_factory.mktemp("backup")).path


@pytest.fixture(scope="module")
def before(home: Home, backup: Path) -> dict[str, Any]:
    """What stood before: where the person was, official figures, the year's index."""
    return {
        "holding": holding(home),
        "official": list(rows(home, "SELECT * FROM ikm_unit WHERE period_code = '2024-S1' ORDER BY unit_code")),
        "year": rows(home, "SELECT respondents FROM ikm_unit WHERE period_code = '2024' AND unit_code = 'U-1'"),
    }


@pytest.fixture(scope="module")
def erased(home: Home, before: dict[str, Any], backup: Path) -> Home:
    """Erased by the command, by the row of one file."""
    assert (
        skm(
            "erase", "Kecamatan Mawar.csv", "8", "--home", str(home.root), "--yes", "--why", "permintaan", "--by", "ani"
        )
        == 0
    )
    return home


def skm(*words: str) -> int:
    """Types a command; its exit code."""
    from cli import main as command

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["skm", *words])
        patch.setattr(
            "cli.examination.IMPORTED", ("contracts",)
        )  # what doctor imports takes long, and is tested elsewhere
        with pytest.raises(SystemExit) as ended:
            command.main()
    return int(ended.value.code or 0)


def test_the_person_stood_everywhere_before(before: dict[str, Any]) -> None:
    """Else finding nothing afterwards would say nothing."""
    assert before["holding"] >= {
        "archive",
        "inbox",
        "staging",
        "warehouse",
        "editions",
        "reports",
        "quarantine",
        "uploads",
    }


def test_nothing_in_the_home_says_anything_of_the_person(erased: Home) -> None:
    assert holding(erased) == set()
    assert len(versions(erased)) == 1


def test_official_documents_with_single_answers_are_gone_and_the_others_stay(erased: Home) -> None:
    """What cannot be searched here, a PDF, may quote her: it goes with the Word file that says the same."""
    of_unit = {path.name.partition("-U-")[0] for path in (erased.editions / "2024-S1/0/documents/U-1").iterdir()}
    of_other = {path.name.partition("-U-")[0] for path in (erased.editions / "2024-S1/0/documents/U-2").iterdir()}
    assert of_other - of_unit == {"laporan-skm", "olah-data-skm"}
    assert {path.name.partition("-U-")[0] for path in (erased.reports / "2024-S1/U-1").iterdir()} == of_unit


def test_everybody_else_still_counts(erased: Home, before: dict[str, Any]) -> None:
    (now,) = rows(erased, "SELECT respondents FROM ikm_unit WHERE period_code = '2024' AND unit_code = 'U-1'")
    (then,) = before["year"]
    assert now["respondents"] == then["respondents"] - 1
    statuses = rows(erased, "SELECT path, status, rows_read FROM ingest_file ORDER BY path")
    assert not [one for one in statuses if one["status"] in ("rejected", "held")]


def test_official_figures_stay_and_say_so(
    erased: Home, before: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert rows(erased, "SELECT * FROM ikm_unit WHERE period_code = '2024-S1' ORDER BY unit_code") == before["official"]
    assert [one["change"] for one in rows(erased, "SELECT change FROM late_response WHERE change = 'erased'")] == [
        "erased"
    ]
    capsys.readouterr()
    assert skm("explain", "U-1", "2024-S1", "--home", str(erased.root)) == 0
    assert "1 jawaban di balik angka resmi Kecamatan Mawar 2024-S1 sudah dihapus" in capsys.readouterr().out
    assert skm("changes", "2024-S1@0", "--home", str(erased.root)) == 0
    assert "1 jawaban di balik" in capsys.readouterr().out


def test_the_same_file_sent_again_does_not_bring_the_person_back(erased: Home) -> None:
    again = send(erased, "Kecamatan Mawar baru.csv", csv([*others("m", 6), THE_PERSON, *others("n", 6), TOTAL]))
    state = run(erased)
    assert state.why("Kecamatan Mawar baru.csv") == "erased_before"
    checked = check_upload(erased, open_stores(erased, Storage()), again, again.name, "U-1")
    assert checked.refusal is not None
    assert checked.refusal.code == "erased_before"
    assert holding(erased) == {"inbox"}
    assert skm("doctor", "--home", str(erased.root)) == 1
    again.unlink()
    run(erased)
    assert holding(erased) == set()


def test_a_reopened_period_is_closed_again_without_the_person(erased: Home) -> None:
    closing.reopen(erased.root, "2024-S1", "ani", "permintaan penghapusan")
    run(erased)
    assert closing.close(erased.root, "2024-S1", "ani", confirm=True).revision == 1
    assert holding(erased) == set()
    assert not rows(erased, ERASED)


def test_an_older_backup_does_not_bring_the_person_back(erased: Home, backup: Path, tmp_path: Path) -> None:
    assert holding(restored(backup, tmp_path / "without", None)) != set()
    home = restored(backup, tmp_path / "with", erased.erasures)
    assert holding(home) == set()
    run(home)
    assert holding(home) == set()
    assert erasure_list.is_done(home, erasure_list.load(home))


def test_what_was_killed_half_way_is_done_by_the_next_run(erased: Home, backup: Path, tmp_path: Path) -> None:
    """The list is written first: whoever takes the lock next does the rest."""
    home = restored(backup, tmp_path / "killed", None)
    erasure_list.take_over(home, erased.erasures)
    with one_run(home.root, None):
        pass
    assert holding(home) == {"warehouse"}
    run(home)
    assert holding(home) == set()

"""Files that were sent by mistake, sent again or put in the wrong place: what counts then, and what is said of it."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from contracts.decisions import ASSIGNED_PERIOD, ASSIGNED_UNIT, COUNT_AGAIN, WITHDRAWN, Decision
from contracts.lineage_tables import INGEST_FILE, QUESTION
from contracts.records import Sighting
from contracts.settings import Storage
from ingest import intake
from pipeline import cleanup, decisions, judging, reading, staging
from pipeline import run as pipeline_run
from pipeline.closing import closing
from pipeline.closing.rollback import release_version, roll_back
from pipeline.run import begin
from pipeline.stores import open_stores
from pipeline.upload_check import check_upload
from tests.integration.offices import REGISTRY, home_at, no_documents, respondents, rows, run, same, send
from tests.unit.cli.conftest import Skm

FIRST_DAY = datetime(2026, 1, 5, 8)


class Desk:
    """A home in which days pass. Each day what lies in the inbox is taken in and judged, by the steps of a run."""

    def __init__(self, root: Path, registry: str = REGISTRY) -> None:
        self.home = home_at(root, registry)
        self.today = FIRST_DAY
        self.questions: list[dict[str, object]] = []
        self.reasons: dict[str, str] = {}
        self.staged: tuple[Path, ...] = ()

    def day(self) -> list[str]:
        """Every file: its path, what became of it, unit and rows that count; by path and when it came."""
        self.today += timedelta(days=1)
        with pytest.MonkeyPatch.context() as patch:
            for module in (pipeline_run, reading):
                patch.setattr(module, "now", lambda: self.today)
            began = begin(self.home.root, None)
            cleanup.clean_up(began)
            sightings = reading.take_in(began)
            to_read = reading.to_read(began, sightings)
            for batch in to_read.batches:
                staging.stage(began.area, batch)
            readings = reading.readings_of(began, to_read, 0)
            files = judging.resolve(began, sightings, readings)
            verdict = judging.validate(began, files, readings)
            settled = judging.decide_outcomes(began, files, readings, verdict)
            self.staged = settled.staged
        tables = {table.name: frame for table, frame in settled.tables}
        self.questions = tables[QUESTION.name].to_dicts()
        files_now = tables[INGEST_FILE.name].sort("path", "first_seen_at", "unit_code").to_dicts()
        self.reasons = {one["path"]: str(one["reason"]) for one in files_now}
        return [f"{one['path']}: {one['status']} {one['unit_code']} {one['rows_accepted']}" for one in files_now]

    def decide(self, path: str, code: str, choice: str, *, undoes: int | None = None) -> None:
        """What staff decide about the file that was last seen there."""
        seen: Sighting = [one for one in intake.load_ledger(self.home) if one.path == path][-1]
        line = Decision(
            number=0,
            content_id=seen.content_id,
            path=path,
            code=code,
            question="?",
            choice=choice,
            label=choice,
            why="salah kirim",
            by="siti",
            at=self.today + timedelta(hours=1),
            undoes=undoes,
        )
        decisions.add(self.home, decisions.load(self.home), line)

    def withdraw(self, path: str) -> None:
        self.decide(path, WITHDRAWN, WITHDRAWN)

    def refusal_of_upload(self, content: str) -> str | None:
        """Why the portal would not take a file of the first unit."""
        path = self.home.root / "unggahan.csv"
        path.write_text(content, encoding="utf-8")
        result = check_upload(self.home, open_stores(self.home, Storage()), path, path.name, "U-1")
        return None if result.refusal is None else result.refusal.code

    def total(self, unsur: str) -> int:
        """The sum of an unsur's answers in the contents of which a row counts."""
        return sum(int(pl.read_parquet(path)[unsur].sum()) for path in self.staged)

    def move(self, path: str, to: str) -> None:
        (self.home.inbox / to).parent.mkdir(parents=True, exist_ok=True)
        (self.home.inbox / path).rename(self.home.inbox / to)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "data")


PEOPLE = [f"p{number}" for number in range(14)]
RIGHT = respondents([*same(4, 12), *same(3, 2)], ids=PEOPLE)
WRONG = respondents([*same(1, 9), *same(2, 6)], ids=[*PEOPLE, "p14"])
"""The same people, and one more: where it is the newer of one unit it supersedes the other."""
OTHER = respondents([*same(1, 9), *same(2, 5)], ids=PEOPLE)
"""The same people."""


def test_withdrawn_undone_and_come_again(desk: Desk) -> None:
    send(desk.home, "Mawar/benar.csv", RIGHT)
    desk.day()
    send(desk.home, "Mawar/salah.csv", WRONG)
    assert desk.day() == ["Mawar/benar.csv: superseded U-1 0", "Mawar/salah.csv: loaded U-1 15"]

    desk.withdraw("Mawar/salah.csv")
    withdrawn = ["Mawar/benar.csv: loaded U-1 14", "Mawar/salah.csv: withdrawn U-1 0"]
    assert desk.day() == withdrawn
    assert desk.reasons["Mawar/salah.csv"].startswith("Ditarik oleh siti pada 07-01-2026 09.00: salah kirim.")

    # The portal takes it no more: only staff may let it count again.
    assert desk.refusal_of_upload(WRONG) == WITHDRAWN
    # It comes again, without a word: asked about, and nothing of it counts.
    send(desk.home, "Mawar/x.csv", WRONG)
    assert desk.day() == [*withdrawn, "Mawar/x.csv: held U-1 0"]
    assert [(one["choice"], one["respondents"]) for one in desk.questions] == [(COUNT_AGAIN, 15), (WITHDRAWN, 0)]
    code = str(desk.questions[0]["code"])
    desk.decide("Mawar/x.csv", code, WITHDRAWN)
    assert desk.day() == [*withdrawn, "Mawar/x.csv: withdrawn U-1 0"]
    desk.decide("Mawar/x.csv", code, COUNT_AGAIN)
    again = ["Mawar/benar.csv: superseded U-1 0", "Mawar/salah.csv: withdrawn U-1 0", "Mawar/x.csv: loaded U-1 15"]
    assert desk.day() == again
    assert desk.questions == []
    assert desk.refusal_of_upload(WRONG) is None
    # Withdrawn once more; then the answer taken back, and all of it.
    desk.withdraw("Mawar/x.csv")
    assert desk.day() == [*withdrawn, "Mawar/x.csv: withdrawn U-1 0"]
    desk.decide("Mawar/x.csv", "-", "-", undoes=4)
    assert desk.day() == again
    desk.decide("Mawar/salah.csv", "-", "-", undoes=1)
    assert desk.day() == [again[0], "Mawar/salah.csv: duplicate U-1 0", again[2]]


def test_the_right_one_sent_again_is_the_newest_under_whatever_name(desk: Desk) -> None:
    send(desk.home, "Mawar/2024.csv", RIGHT)
    desk.day()
    send(desk.home, "Mawar/2024.csv", OTHER, datetime(2026, 1, 6))
    assert desk.day() == ["Mawar/2024.csv: superseded U-1 0", "Mawar/2024.csv: loaded U-1 14"]
    send(desk.home, "Mawar/lagi.csv", RIGHT)
    copied = ["Mawar/2024.csv: duplicate U-1 0", "Mawar/2024.csv: superseded U-1 0", "Mawar/lagi.csv: loaded U-1 14"]
    assert desk.day() == copied
    send(desk.home, "Mawar/2024.csv", OTHER, datetime(2026, 1, 9))
    once_more = [line for line in desk.day() if "duplicate" not in line]
    assert once_more == ["Mawar/2024.csv: loaded U-1 14", "Mawar/lagi.csv: superseded U-1 0"]
    send(desk.home, "Mawar/2024.csv", RIGHT, datetime(2026, 1, 10))
    assert desk.day() == [
        "Mawar/2024.csv: superseded U-1 0",
        "Mawar/2024.csv: loaded U-1 14",
        "Mawar/lagi.csv: duplicate U-1 0",
    ]


def test_files_in_the_wrong_folders_are_moved_with_their_people(desk: Desk) -> None:
    send(desk.home, "Mawar/2024.csv", RIGHT)
    send(desk.home, "Melati/2024.csv", WRONG)
    assert desk.day() == ["Mawar/2024.csv: loaded U-1 14", "Melati/2024.csv: loaded U-2 15"]
    # Each had been taken for the other: moved, to the name the other had.
    desk.move("Mawar/2024.csv", "x.csv")
    desk.move("Melati/2024.csv", "Mawar/2024.csv")
    desk.move("x.csv", "Melati/2024.csv")
    os.utime(desk.home.inbox / "Mawar/2024.csv", (1_700_000_000, 1_700_000_000))
    os.utime(desk.home.inbox / "Melati/2024.csv", (1_700_000_000, 1_700_000_000))
    swapped = [one for one in desk.day() if "loaded" in one]
    assert swapped == ["Mawar/2024.csv: loaded U-1 15", "Melati/2024.csv: loaded U-2 14"]
    # Tidied into a folder that names nobody: they stay whose they were.
    desk.move("Mawar/2024.csv", "lama/2024.csv")
    assert [one for one in desk.day() if "loaded" in one] == swapped
    # A copy in another unit's folder takes nobody along.
    send(desk.home, "Dinas Kenanga/2024.csv", RIGHT)
    assert [one for one in desk.day() if "loaded" in one] == swapped


def test_an_old_file_that_is_tidied_away_stays_old(desk: Desk) -> None:
    send(desk.home, "Mawar/benar.csv", OTHER)
    desk.day()
    send(desk.home, "Mawar/susulan.csv", RIGHT)
    desk.day()
    desk.move("Mawar/benar.csv", "Mawar/lama/benar.csv")
    assert [one for one in desk.day() if "loaded" in one] == ["Mawar/susulan.csv: loaded U-1 14"]


def correction(of: str, answers: str) -> str:
    """A correction workbook with one row, of row 2 of a content."""
    header, line, *_ = respondents([answers], ids=["b1"]).splitlines()
    return f"{header};Asal Berkas;Asal Lembar;Asal Baris\n{line};{of};;2\n"


def test_with_a_file_its_corrections_fall(desk: Desk) -> None:
    export = respondents(["944444444", *same(4, 11)], ids=[f"b{number}" for number in range(1, 13)])
    send(desk.home, "Mawar/2024.csv", export)
    assert desk.day() == ["Mawar/2024.csv: partial U-1 11"]
    (sighting,) = intake.load_ledger(desk.home)
    send(desk.home, "perbaikan.csv", correction(sighting.content_id, "144444444"))
    assert desk.day()[1] == "perbaikan.csv: loaded U-1 1"
    desk.withdraw("Mawar/2024.csv")
    fallen = ["Mawar/2024.csv: withdrawn U-1 0", "perbaikan.csv: withdrawn U-1 0"]
    assert desk.day() == fallen
    assert (
        "berasal dari berkas “Mawar/2024.csv”, yang tidak dihitung lagi. Ditarik oleh" in desk.reasons["perbaikan.csv"]
    )
    send(desk.home, "perbaikan.csv", correction(sighting.content_id, "244444444"), datetime(2026, 1, 8))
    assert desk.day() == [*fallen, fallen[1]]
    desk.decide("Mawar/2024.csv", "-", "-", undoes=1)
    desk.withdraw("perbaikan.csv")
    # What was rejected of it is corrected, by the first that was sent.
    assert desk.day() == ["Mawar/2024.csv: loaded U-1 11", "perbaikan.csv: loaded U-1 1", fallen[1]]


def test_a_divided_file_is_withdrawn_with_all_its_parts(desk: Desk) -> None:
    header = respondents([]).strip()
    lines = respondents(same(4, 4)).splitlines()[1:]
    units = ["Kecamatan Mawar", "Kecamatan Melati"] * 2
    export = "\n".join([f"{header};Unit Layanan", *(f"{line};{unit}" for line, unit in zip(lines, units, strict=True))])
    send(desk.home, "rekap.csv", export)
    assert desk.day() == ["rekap.csv: loaded U-1 2", "rekap.csv: loaded U-2 2"]
    desk.withdraw("rekap.csv")
    gone = ["rekap.csv: withdrawn U-1 0", "rekap.csv: withdrawn U-2 0"]
    assert desk.day() == gone
    send(desk.home, "rekap lagi.csv", export)
    assert desk.day() == [*gone, "rekap lagi.csv: held U-1 0", "rekap lagi.csv: held U-2 0"][2:] + gone
    # Answered about one part, it holds for the file.
    code = str(desk.questions[0]["code"])
    desk.decide("rekap lagi.csv", code, COUNT_AGAIN)
    assert desk.day() == ["rekap lagi.csv: loaded U-1 2", "rekap lagi.csv: loaded U-2 2", *gone]


def test_whose_a_file_is_and_of_which_period_may_be_said(desk: Desk) -> None:
    send(desk.home, "Mawar/tanpa tanggal.csv", respondents(same(4, 3), dates=None))
    send(desk.home, "Mawar/2024.csv", RIGHT)
    assert desk.day() == ["Mawar/2024.csv: loaded U-1 14", "Mawar/tanpa tanggal.csv: rejected U-1 0"]
    for path in ("Mawar/tanpa tanggal.csv", "Mawar/2024.csv"):
        desk.decide(path, ASSIGNED_UNIT, "U-2")
    desk.decide("Mawar/tanpa tanggal.csv", ASSIGNED_PERIOD, "2023-S1")
    moved = ["Mawar/2024.csv: loaded U-2 14", "Mawar/tanpa tanggal.csv: loaded U-2 3"]
    assert desk.day() == moved
    # Wherever it lies; until somebody says otherwise, or the registry has no such unit any more.
    desk.move("Mawar/2024.csv", "Dinas Kenanga/2024.csv")
    assert desk.day()[0] == "Dinas Kenanga/2024.csv: loaded U-2 14"
    desk.decide("Dinas Kenanga/2024.csv", "-", "-", undoes=2)
    assert desk.day()[0] == "Dinas Kenanga/2024.csv: loaded U-3 14"
    registry = desk.home.units.read_text(encoding="utf-8")
    desk.home.units.write_text(registry.replace("U-2", "U-9"), encoding="utf-8")
    assert desk.day()[2] == "Mawar/tanpa tanggal.csv: rejected None 0"
    assert "milik unit U-2, yang tidak ada lagi dalam daftar unit" in desk.reasons["Mawar/tanpa tanggal.csv"]


def test_what_u8_and_u9_mean_follows_the_unit_a_file_is_assigned_to_or_moved_to(tmp_path: Path) -> None:
    orders = "unit_code,unit_name,unit_type,aliases,unsur_order\nU-1,Kecamatan Mawar,kecamatan,,permenpan\n"
    desk = Desk(tmp_path / "data", f"{orders}U-2,Kecamatan Melati,kecamatan,,form\n")
    bare = respondents(["111111124", "222222213"] * 3, unsur=[f"U{number}" for number in range(1, 10)])
    send(desk.home, "Mawar/2024.csv", bare)
    assert desk.day() == ["Mawar/2024.csv: loaded U-1 6"]
    assert (desk.total("u8"), desk.total("u9")) == (9, 21)
    desk.decide("Mawar/2024.csv", ASSIGNED_UNIT, "U-2")
    assert desk.day() == ["Mawar/2024.csv: loaded U-2 6"]
    assert (desk.total("u8"), desk.total("u9")) == (21, 9)
    desk.decide("Mawar/2024.csv", "-", "-", undoes=1)
    desk.day()
    assert (desk.total("u8"), desk.total("u9")) == (9, 21)
    desk.move("Mawar/2024.csv", "Melati/2024.csv")
    assert desk.day()[1] == "Melati/2024.csv: loaded U-2 6"
    assert (desk.total("u8"), desk.total("u9")) == (21, 9)


@pytest.mark.usefixtures("without_prefect")
def test_assigning_as_it_is_typed(tmp_path: Path, skm: Skm) -> None:
    home = home_at(tmp_path / "data")
    send(home, "entah.csv", respondents(same(4, 3), dates=None))
    send(home, "Mawar/2024.csv", respondents(same(3, 3)))
    assert run(home).why("entah.csv") == "unit_unknown"

    def typed(*words: str) -> str:
        said = skm("assign", *words, "--home", home.root)
        assert (said.code == 0) == (not said.err)
        return " ".join(f"{said.out}{said.err}".split())

    for words, told in {
        ("entah", "--unit", "Melati"): "--why",
        ("entah", "--why", "x"): "sebut unitnya",
        ("entah", "--undo", "--unit", "Melati", "--why", "x"): "sebut unitnya",
        ("entah", "--unit", "Anggrek", "--why", "x"): "Unit 'Anggrek' tidak ada",
        ("entah", "--unit", "Melati", "--period", "semester 1", "--why", "x"): "Periode 'semester 1' tidak dikenal",
        ("Mawar", "--period", "2023", "--why", "x"): "periodenya menurut barisnya",
        ("entah", "--undo", "--why", "x"): "Tidak ada keputusan",
    }.items():
        assert told in typed(*words)
    assert not home.decisions.exists()
    said = typed("entah", "--unit", "Melati", "--period", "2024-S1", "--why", "surat pengantar", "--by", "siti")
    assert "Keputusan 1 dicatat: entah.csv → Kecamatan Melati." in said
    assert "Keputusan 2 dicatat: entah.csv → Semester I Tahun 2024." in said
    assert run(home).files["entah.csv"]["period_code"] == "2024-S1"
    assert "Kecamatan Melati (siti: surat pengantar)" in skm("status", "entah", "--home", home.root).out
    assert "Keputusan 1 (Kecamatan Melati) dibatalkan." in typed("entah", "--undo", "--why", "keliru")


@pytest.mark.usefixtures("without_prefect")
def test_what_a_closed_period_stands_on_is_withdrawn(tmp_path: Path, skm: Skm) -> None:
    home = home_at(tmp_path / "data")
    send(home, "Mawar/benar.csv", respondents(same(3, 12), ids=PEOPLE))
    send(home, "Melati/2024.csv", respondents(same(4, 12)))
    run(home)
    with no_documents():
        closing.close(home.root, "2024-S1", "ani", confirm=False)
    send(home, "Mawar/salah.csv", respondents(same(1, 12), ids=PEOPLE), datetime(2026, 2, 1))
    assert run(home).status("Mawar/benar.csv") == "superseded"

    refused = skm("withdraw", "benar", "--home", home.root)
    assert (refused.code, "--why" in refused.err) == (2, True)
    said = skm("withdraw", "salah", "--why", "berkas percobaan", "--by", "siti", "--home", home.root)
    assert said.code == 0
    assert "Keputusan 1 dicatat: Mawar/salah.csv ditarik" in said.out
    assert "12 barisnya dihitung sampai sekarang." in said.out
    assert (
        skm("withdraw", "salah", "--why", "-", "--home", home.root).err.strip().endswith("sudah ditarik (keputusan 1).")
    )
    without = run(home)
    assert (without.status("Mawar/salah.csv"), without.indexes["U-1"]) == ("withdrawn", (12, "74.25"))
    assert without.files["Mawar/salah.csv"]["unit_code"] == "U-1"
    assert rows(home, "SELECT * FROM late_response") == []
    shown = skm("status", "salah", "--home", home.root)
    assert "Status   ditarik" in shown.out
    assert "(siti: berkas percobaan)" in shown.out
    assert skm("explain", "U-1", "2024", "--home", home.root).out.count("Ditarik oleh siti") == 1

    said = skm("withdraw", "benar", "--why", "tidak pernah disurvei", "--by", "siti", "--home", home.root)
    assert "Semester I Tahun 2024 sudah ditutup dengan 12 jawaban dari berkas ini" in " ".join(said.out.split())
    gone = run(home)
    assert set(gone.indexes) == {"U-2"}
    late = rows(home, "SELECT change, count(*) AS n FROM late_response GROUP BY ALL")
    assert [tuple(row.values()) for row in late] == [("withdrawn", 12)]
    (official,) = rows(home, "SELECT * FROM ikm_unit WHERE period_code = '2024-S1' AND unit_code = 'U-1'")
    assert official["respondents"] == 12

    assert skm("withdraw", "benar", "--undo", "--why", "ternyata benar", "--home", home.root).code == 0
    assert skm("withdraw", "benar", "--undo", "--why", "-", "--home", home.root).err.count("tidak ditarik") == 1
    said = skm("assign", "Melati/2024.csv", "--unit", "U-3", "--why", "salah folder", "--home", home.root)
    assert said.code == 0, said.err
    assert run(home).indexes == {"U-1": without.indexes["U-1"], "U-3": without.indexes["U-2"]}
    late = rows(home, "SELECT unit_code, change, count(*) AS n FROM late_response GROUP BY ALL ORDER BY ALL")
    assert [tuple(row.values()) for row in late] == [("U-2", "withdrawn", 12), ("U-3", "new", 12)]


@pytest.mark.usefixtures("without_prefect")
def test_what_made_the_figures_wrong_is_withdrawn_after_going_back(tmp_path: Path, skm: Skm) -> None:
    """What is published again knows the wrong contents under no name, or under that of the right one."""
    home = home_at(tmp_path / "data")
    send(home, "Mawar/2024.csv", respondents(same(3, 12), ids=PEOPLE))
    run(home)
    send(home, "Mawar/2024.csv", respondents(same(1, 12), ids=PEOPLE), datetime(2026, 2, 1))
    send(home, "Melati/2024.csv", respondents(same(1, 12)), datetime(2026, 2, 1))
    assert run(home).indexes == {"U-1": (12, "24.75"), "U-2": (12, "24.75")}
    with no_documents():
        roll_back(home.root, None, "budi")

    for path in ("Mawar/2024.csv", "Melati/2024.csv"):
        refused = skm("assign", path, "--unit", "U-3", "--why", "-", "--home", home.root)
        assert f"Isi {path} yang terbaru belum dihitung." in refused.err
        said = skm("withdraw", path, "--why", "salah isi", "--by", "siti", "--home", home.root)
        assert "Isi ini datang sesudah yang terbit sekarang; yang terbit tidak memuatnya." in " ".join(said.out.split())
    assert release_version(home.root)
    state = run(home)
    assert state.indexes == {"U-1": (12, "74.25")}
    assert state.status("Melati/2024.csv") == "withdrawn"

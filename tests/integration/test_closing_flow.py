"""A period is closed, answers come late, it is reopened with a reason and closed again: through the real flow and the
command."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

import pytest

from cli import main as command
from cli.reproducing import sentences
from contracts.clock import now
from contracts.errors import AuditFailedError
from contracts.home import Home
from pipeline import editions, publishing
from pipeline.closing import closing, reproducing
from pipeline.closing.reproducing import Reproduced, ReproducedTable, reproduce
from pipeline.documents import document_stages
from pipeline.editions import DamagedEditionError
from pipeline.run import begin
from tests.integration.offices import State, home_at, no_documents, respondents, rows, run, same, send
from warehouse.publish import published_version

pytestmark = pytest.mark.usefixtures("without_prefect")

CODE = "2024-S1"
FIGURES = f"SELECT * FROM ikm_unit WHERE period_code = '{CODE}' ORDER BY unit_code"
SETTINGS = '[reports]\nkinds = ["year"]\n'
"""So that documents of the semester are only made by closing it."""


def skm(*words: str) -> int:
    """Types a command; its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["skm", *words])
        with pytest.raises(SystemExit) as ended:
            command.main()
    return int(ended.value.code or 0)


def documents(home: Home) -> dict[str, bytes]:
    folder = home.reports / CODE
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*") if path.suffix != ".json"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two offices sent for the first semester, and it was closed."""
    home = home_at(tmp_path_factory.mktemp("closing") / "data")
    home.settings.write_text(SETTINGS, encoding="utf-8")
    send(home, "Kecamatan Mawar.csv", respondents(same(3, 6), ids=[f"m{number}" for number in range(6)]))
    send(home, "Kecamatan Melati.csv", respondents(same(4, 6), ids=[f"t{number}" for number in range(6)]))
    run(home)
    closing.close(home.root, CODE, "ani", confirm=False)
    return home


@pytest.fixture(scope="module")
def official(home: Home) -> tuple[list[object], dict[str, bytes]]:
    """Figures and documents as they were made official."""
    return list(rows(home, FIGURES)), documents(home)


@pytest.fixture(scope="module")
def later(home: Home, official: tuple[list[object], dict[str, bytes]]) -> State:
    """Then an office sent late, another sent a correction, and another weight was chosen."""
    send(home, "Dinas Kenanga.csv", respondents(same(2, 6), dates="05/03/2024", ids=[f"k{n}" for n in range(6)]))
    send(home, "koreksi/Kecamatan Mawar.csv", respondents(same(4, 1), ids=["m0"]), datetime(2026, 2, 1))
    home.settings.write_text(f'{SETTINGS}[method]\nweight = "1/9"\n', encoding="utf-8")
    return run(home)


def test_closing_publishes_that_it_is_closed(home: Home, official: tuple[list[object], dict[str, bytes]]) -> None:
    (edition,) = rows(home, "SELECT * FROM edition")
    assert (edition["state"], edition["closed_by"], edition["revision"]) == ("official", "ani", 0)
    noted = editions.load(home).closed[CODE].record.open_ends
    assert [(one.kind, one.unit_code) for one in noted] == [("no_data", "U-3"), ("no_plan", "U-1"), ("no_plan", "U-2")]
    open_ends = rows(home, "SELECT * FROM edition_open_end ORDER BY number")
    assert [tuple(row.values()) for row in open_ends] == [
        (CODE, 0, 1, "no_data", "U-3", None, 1, "unit tanpa data"),
        (CODE, 0, 2, "no_plan", "U-1", None, 1, "unit tanpa rencana tindak lanjut"),
        (CODE, 0, 3, "no_plan", "U-2", None, 1, "unit tanpa rencana tindak lanjut"),
    ]
    assert len(official[0]) == 2
    assert len([name for name in official[1] if name.startswith("U-1/")]) == 6


def test_the_run_after_it_has_nothing_to_do(home: Home, official: tuple[list[object], dict[str, bytes]]) -> None:
    assert not run(home).summary.published


def test_what_comes_late_is_held(home: Home, later: State) -> None:
    held = rows(home, "SELECT unit_code, change, count(*) AS n FROM late_response GROUP BY ALL ORDER BY ALL")
    assert [tuple(row.values()) for row in held] == [("U-1", "corrected", 1), ("U-3", "new", 6)]


def test_figures_stand_and_the_year_counts(
    home: Home, later: State, official: tuple[list[object], dict[str, bytes]]
) -> None:
    assert list(rows(home, FIGURES)) == official[0]
    assert later.indexes == {"U-1": (6, "79.17"), "U-2": (6, "100.00"), "U-3": (6, "50.00")}


def test_documents_stand(
    home: Home, later: State, official: tuple[list[object], dict[str, bytes]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert documents(home) == official[1]
    assert skm("report", "--period", CODE, "--home", str(home.root)) == 1
    assert "sudah ditutup" in capsys.readouterr().err
    path = home.reports / CODE / next(iter(official[1]))
    path.unlink()
    stages_run = begin(home.root, None)
    assert CODE in document_stages.periods_with_documents(stages_run)
    assert (
        document_stages.documents_due(stages_run, document_stages.figures_of(stages_run, CODE), again=True).bundles
        == []
    )
    assert documents(home) == official[1]


def test_the_command_says_what_came_late(home: Home, later: State, capsys: pytest.CaptureFixture[str]) -> None:
    assert skm("status", "--home", str(home.root)) == 0
    said = capsys.readouterr().out
    assert "Terlambat: jawaban untuk periode yang sudah ditutup" in said
    assert f"skm reopen {CODE}" in said
    assert skm("status", "Kenanga", "--home", str(home.root)) == 0
    assert "jawaban baru" in capsys.readouterr().out
    assert skm("rank", CODE, "--home", str(home.root)) == 0
    assert "resmi: edisi pertama" in capsys.readouterr().out
    assert skm("explain", "U-1", CODE, "--home", str(home.root)) == 0
    said = capsys.readouterr().out
    assert "1 jawaban dikoreksi" in said
    assert "74,25" in said
    # The files of the edition, as they counted in it: not the correction that came since.
    assert "Berkas di balik edisi resmi" in said
    assert "koreksi/" not in said
    assert skm("explain", "U-1", CODE, "--json", "--home", str(home.root)) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert [(file["path"], file["in_period"]) for file in files] == [("Kecamatan Mawar.csv", 6)]
    assert skm("explain", "U-3", CODE, "--home", str(home.root)) == 1
    assert "Ditahan untuk revisi: 6 jawaban baru" in capsys.readouterr().err


def test_what_cannot_be_closed_says_why(home: Home, later: State, capsys: pytest.CaptureFixture[str]) -> None:
    assert skm("close", "2024-02", "--home", str(home.root)) == 1  # nobody sits there to be asked
    said = capsys.readouterr().err
    assert "2024-02 tidak ditutup. Yang belum selesai:" in said
    assert "- 2 unit tanpa rencana tindak lanjut: Kecamatan Mawar, Kecamatan Melati" in said
    assert "dicatat dalam edisinya: skm close 2024-02 --confirm" in said
    assert editions.load(home).of("2024-02") is None
    reasons = {CODE: "sudah ditutup", "2099": "belum berakhir", "2019": "Tidak ada data", "2024-S3": "tidak dikenal"}
    for period, why in reasons.items():
        assert skm("close", period, "--home", str(home.root)) == 1
        assert why in capsys.readouterr().err
    send(home, "baru.csv", respondents(same(3, 1)))
    assert skm("close", "2024", "--home", str(home.root)) == 1
    assert "Jalankan 'skm run' dulu" in capsys.readouterr().err
    (home.inbox / "baru.csv").unlink()


def test_a_damaged_edition_stops_the_run_and_what_is_published_stays(home: Home, later: State) -> None:
    figure = home.editions / CODE / "0" / "figures" / "ikm_unit.parquet"
    whole = figure.read_bytes()
    figure.chmod(0o644)
    figure.write_bytes(whole[:-1])
    try:
        with pytest.raises(DamagedEditionError, match=r"ikm_unit\.parquet"):
            run(home)
    finally:
        figure.write_bytes(whole)
    assert rows(home, FIGURES)


@pytest.fixture(scope="module")
def revised(home: Home, later: State) -> Home:
    """Reopened with a reason, and run."""
    assert skm("reopen", CODE, "--reason", " ", "--home", str(home.root)) == 1
    assert skm("reopen", CODE, "--reason", "Dinas Kenanga terlambat", "--by", "budi", "--home", str(home.root)) == 0
    assert skm("close", CODE, "--home", str(home.root)) == 1  # nobody has run yet
    run(home)
    return home


def test_a_draft_counts_everything_and_says_what_it_changes(revised: Home, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    states = [
        (row["revision"], row["state"], row["reason"]) for row in rows(revised, "SELECT * FROM edition ORDER BY ALL")
    ]
    assert states == [(0, "official", None), (1, "draft", "Dinas Kenanga terlambat")]
    changes = rows(revised, "SELECT unit_code, change FROM edition_change ORDER BY ALL")
    assert [tuple(row.values()) for row in changes] == [("U-1", "changed"), ("U-2", "changed"), ("U-3", "new")]
    assert rows(revised, "SELECT * FROM late_response") == []
    assert skm("changes", f"{CODE}@0", "--home", str(revised.root)) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Dari Semester I Tahun 2024 edisi pertama ke Semester I Tahun 2024 yang terbit sekarang" in said
    assert "0 unit sama, 2 unit berubah, 1 unit baru, 0 unit hilang." in said


def test_closing_a_revision_that_changes_much_must_be_confirmed(
    revised: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert skm("close", CODE, "--home", str(revised.root)) == 1
    said = capsys.readouterr().err
    assert "IKM kabupaten dengan bobot 1/9, karena konvensi bobot berganti, 87,50 → 76,39 (batas 2 poin)" in said
    assert "--confirm" in said
    assert skm("close", CODE, "--by", "ani", "--confirm", "--json", "--home", str(revised.root)) == 0
    closed = json.loads(capsys.readouterr().out)
    assert (closed["revision"], closed["units"]) == (1, 3)
    states = [(row["revision"], row["state"]) for row in rows(revised, "SELECT * FROM edition ORDER BY ALL")]
    assert states == [(0, "superseded"), (1, "official")]
    assert skm("changes", f"{CODE}@0", f"{CODE}@1", "--json", "--home", str(revised.root)) == 0
    assert [unit["change"] for unit in json.loads(capsys.readouterr().out)["units"]] == ["changed", "changed", "new"]
    assert Path(revised.editions / CODE / "1" / "edition.json").exists()


def test_an_edition_is_asked_as_it_was_made_official(
    revised: Home, official: tuple[list[object], dict[str, bytes]], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    at_home = ("--home", str(revised.root))
    assert skm("query", FIGURES, "--edition", f"{CODE}@0", "--json", *at_home) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["unit_code"] for row in told] == ["U-1", "U-2"]
    assert [str(row["ikm"]) for row in told] == ["74.25", "99.0"]
    people = f"SELECT count(*) AS n FROM analisis.jawaban_periode WHERE kode_periode = '{CODE}'"
    for edition, count in ((f"{CODE}@0", 12), (f"{CODE}@1", 18)):
        assert skm("query", people, "--edition", edition, "--json", *at_home) == 0
        assert json.loads(capsys.readouterr().out) == [{"n": count}]
    assert skm("rank", f"{CODE}@0", *at_home) == 0
    said = capsys.readouterr().out
    assert "resmi: edisi pertama" in said
    assert "74,25" in said
    assert "Kenanga" not in said.partition("Tidak ada data")[0]
    assert skm("explain", "U-1", f"{CODE}@0", "--json", *at_home) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(file["path"], file["in_period"]) for file in told["files"]] == [("Kecamatan Mawar.csv", 6)]
    assert (told["edition"]["revision"], told["edition"]["state"], told["index"]["weight"]) == (0, "official", "0.11")
    for wrong in (f"{CODE}@2", "2019@0", "kemarin@0", "kemarin", "2020-01-01"):
        assert skm("query", people, "--edition", wrong, *at_home) == 1
        assert "Edisi" in (said := capsys.readouterr().err) or "tersimpan" in said, wrong


def test_a_document_says_of_which_edition_it_is(
    revised: Home,
    official: tuple[list[object], dict[str, bytes]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = f"laporan-skm-U-1-{CODE}.pdf"
    replaced, valid = tmp_path / "lama.pdf", revised.reports / CODE / "U-1" / name
    replaced.write_bytes(official[1][f"U-1/{name}"])
    capsys.readouterr()
    assert skm("verify", str(replaced), "--home", str(revised.root)) == 0
    said = " ".join(capsys.readouterr().out.split())
    sha256 = hashlib.sha256(valid.read_bytes()).hexdigest()
    assert "ASLI." in said
    assert "Edisi: Edisi Pertama, sudah diganti" in said
    assert f"Yang berlaku: Resmi, Revisi 1, SHA-256 {sha256}" in said
    assert skm("verify", str(valid), "--json", "--home", str(revised.root)) == 0
    found = json.loads(capsys.readouterr().out)
    listed = tmp_path / "keaslian.json"
    listed.write_text(json.dumps({"documents": found["documents"]}), encoding="utf-8")
    assert skm("verify", str(valid), "--receipts", str(listed), "--home", str(tmp_path / "none")) == 0
    assert "Edisi: Resmi, Revisi 1" in capsys.readouterr().out
    assert skm("verify", str(replaced), "--receipts", str(listed)) == 1
    assert "TIDAK DIKENAL." in capsys.readouterr().out
    replaced.write_bytes(replaced.read_bytes()[:-1])
    assert skm("verify", str(replaced), "--home", str(revised.root)) == 1
    assert "DIUBAH." in capsys.readouterr().out
    assert skm("verify", str(tmp_path / "none.pdf"), "--home", str(revised.root)) == 1
    assert skm("verify", str(replaced), "--receipts", str(valid)) == 1
    assert "bukan daftar keaslian" in " ".join(capsys.readouterr().err.split())


def test_the_last_version_of_a_day_is_asked_by_its_day(revised: Home, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert skm("query", FIGURES, "--edition", f"{now():%Y-%m-%d}", "--json", "--home", str(revised.root)) == 0
    told = [row["unit_code"] for row in json.loads(capsys.readouterr().out)]
    assert told == [row["unit_code"] for row in rows(revised, FIGURES)]


@pytest.mark.parametrize("revision", [0, 1])
def test_an_edition_is_computed_once_more_from_what_it_was_made_of(revised: Home, revision: int) -> None:
    """Before and after: another weight, what came late, the reopening."""
    published = published_version(revised)
    found = reproduce(revised.root, f"{CODE}@{revision}")
    assert {one.name: (one.rows, one.rows_now) for one in found.tables if not one.is_same} == {}
    assert {one.name: one.rows for one in found.tables}["response"] == (12, 18)[revision]
    assert (found.erased_answers, found.erased_files, found.settings_kept) == (0, 0, True)
    assert published_version(revised) == published
    assert not (revised.staging / "from-scratch").exists()


def test_what_cannot_be_computed_once_more_is_said(
    revised: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert skm("reproduce", f"{CODE}@7", "--home", str(revised.root)) == 1
    assert "Yang ada: 2024-S1@0, 2024-S1@1" in capsys.readouterr().err
    monkeypatch.setattr(reproducing, "MADE_WITH", "of a later release")
    assert skm("reproduce", f"{CODE}@0", "--home", str(revised.root)) == 1
    told = capsys.readouterr().out
    assert "belum menyimpan pengaturan dan daftar unitnya" in told
    assert "sidiknya lain" in told
    assert "Ada tabel yang lain" in told  # another weight


def test_what_comes_out_differently_is_said_with_why() -> None:
    lost = ReproducedTable(name="ikm_unit", rows=3, rows_now=2, hash="x", hash_now="y", differing=1)
    other = Reproduced(
        edition=f"{CODE}@1",
        tables=(lost,),
        erased_answers=3,
        erased_files=1,
        code_version="0.1.0+x",
        code_version_now="0.2.0+x",
        settings_kept=True,
        settings_same=True,
    )
    assert not other.is_same
    said = " ".join(sentences(other))
    for words in ("yang resmi tetap yang tersimpan", "3 jawaban di balik edisi ini", "1 berkasnya", "sekarang 0.2.0+x"):
        assert words in said


def stop(*_: object) -> None:
    raise AuditFailedError("contradicts itself")


def test_a_version_that_contradicts_itself_closes_nothing(revised: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    run(revised)
    published = published_version(revised)
    monkeypatch.setattr(publishing, "build", stop)
    with no_documents(), pytest.raises(AuditFailedError):
        closing.close(revised.root, "2024-02", "ani", confirm=True)
    assert editions.load(revised).of("2024-02") is None
    assert published_version(revised) == published


def test_killed_after_closing_the_next_run_publishes_it(revised: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, no_documents():
        patch.setattr(publishing, "publish", stop)
        with pytest.raises(AuditFailedError):
            closing.close(revised.root, "2024-02", "ani", confirm=True)
    assert list(editions.load(revised).closed) == ["2024-02", CODE]
    with pytest.raises(closing.CannotCloseError, match="sudah ditutup"):
        closing.close(revised.root, "2024-02", "ani", confirm=True)
    figures = rows(revised, "SELECT * FROM ikm_unit ORDER BY ALL")
    assert run(revised).summary.published
    assert rows(revised, "SELECT * FROM ikm_unit ORDER BY ALL") == figures
    assert len(rows(revised, "SELECT * FROM edition WHERE state = 'official'")) == 2

"""`skm rollback`, `backup`, `restore` and `export` as staff see them."""

import csv
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import python_calamine

from cli.keeping import _show_published
from contracts.home import Home
from contracts.tables import RESPONSE, SUGGESTION, UNIT, WAREHOUSE_TABLES
from pipeline import pinned_version
from pipeline.closing.rollback import PublishedVersion
from pipeline.documents import export as export_module
from reports.workbooks import table_workbook
from warehouse.pin import Pin, pin

HELD = Pin(version="000001", by="budi", at=datetime(2026, 1, 5, 8))


@pytest.fixture
def seen(samples_home: Home, tmp_path: Path) -> Home:
    """The samples' home seen through links, so that a test may write beside its warehouse."""
    home = Home(tmp_path / "data")
    (home.root / "warehouse").mkdir(parents=True)
    for path in samples_home.root.iterdir():
        if path.name != "warehouse":
            (home.root / path.name).symlink_to(path)
    for path in samples_home.warehouse.iterdir():
        (home.warehouse / path.name).symlink_to(path)
    (home.warehouse / "current").unlink()
    (home.warehouse / "current").symlink_to("versions/000001")
    return home


def test_while_a_version_is_held_it_is_said_everywhere(skm, seen: Home):
    assert "dikunci" not in skm("status", "--home", seen.root).out
    assert json.loads(skm("status", "--json", "--home", seen.root).out)["held"] is None
    pin(seen, HELD)
    for command in ("status", "doctor"):
        said = " ".join(skm(command, "--home", seen.root).out.split())
        assert "Penerbitan dikunci pada versi 000001 (oleh budi, 05/01/2026 08.00)" in said, command
        assert "skm rollback --release" in said
    assert json.loads(skm("status", "--json", "--home", seen.root).out)["held"]["by"] == "budi"


def test_release(skm, seen: Home):
    pin(seen, HELD)
    said = skm("rollback", "--release", "--home", seen.root)
    assert said.code == 0
    assert "Kunci penerbitan dibuka. Terbitkan data yang sekarang: skm run" in said.out
    assert "Yang terbit sekarang: versi 000001" in said.out
    assert "13.494" in said.out
    again = json.loads(skm("rollback", "--release", "--json", "--home", seen.root).out)
    assert (again["released"], again["published"]["version"], again["published"]["held"]) == (False, "000001", None)


def test_nothing_to_go_back_to(skm, samples_home: Home):
    said = skm("rollback", "--home", samples_home.root)
    assert (said.code, said.out) == (1, "")
    assert "Tidak ada versi yang lebih lama" in said.err
    said = skm("rollback", "7", "--home", samples_home.root)
    assert "Versi '7' tidak ada. Yang tersimpan: 000001" in said.err


def test_what_is_said_of_the_published_version(capsys):
    _show_published(
        PublishedVersion(
            version="000001",
            run_id="20260105T080000000000",
            finished_at=HELD.at,
            files=46,
            responses=13494,
            held=HELD,
            kept=("000001", "000002"),
        )
    )
    said = capsys.readouterr().out
    assert "versi 000001" in said
    assert "20260105T080000000000, selesai 05/01/2026 08.00" in said
    assert "000001, 000002" in said
    assert pinned_version.sentence(HELD)[:40] in said


def test_backup_and_restore(skm, tmp_path: Path):
    home = Home(tmp_path / "data")
    skm("init", "--home", home.root, "--regency", "Kabupaten Lumajang", "--capital", "Lumajang")
    (tmp_path / "disk").mkdir()
    said = skm("backup", tmp_path / "disk", "--home", home.root)
    assert said.code == 0
    written = next((tmp_path / "disk").iterdir())
    assert f"Cadangan selesai: {written}" in said.out
    assert "3 berkas, " in said.out
    assert "data pribadi" in said.out
    said = skm("backup", "--verify", written)
    assert said.code == 0
    assert f"Cadangan dapat dipulihkan: {written}" in said.out
    assert "belum ada yang terbit" in said.out
    said = skm("restore", written, "--home", tmp_path / "baru")
    assert said.code == 0
    assert f"skm run --home {tmp_path / 'baru'}" in said.out
    assert (tmp_path / "baru" / "settings.toml").read_bytes() == home.settings.read_bytes()
    said = skm("restore", written, "--home", tmp_path / "baru")
    assert said.code == 1
    assert "sudah berisi" in said.err


def test_a_backup_is_written_or_verified_and_not_both(skm, tmp_path: Path):
    for words in ((), (tmp_path, "--verify", tmp_path / "x.tar")):
        said = skm("backup", *words, "--home", tmp_path / "data")
        assert said.code == 2
        assert "skm backup FOLDER, atau skm backup --verify BERKAS" in " ".join(said.err.split())


def test_older_backups_go_where_it_is_said(skm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    home = tmp_path / "data"
    skm("init", "--home", home, "--regency", "Kabupaten Lumajang", "--capital", "Lumajang")
    (tmp_path / "disk").mkdir()
    monkeypatch.setattr("operations.backup.now", lambda: datetime(2026, 1, 5, 8))
    assert skm("backup", tmp_path / "disk", "--home", home).code == 0
    monkeypatch.undo()
    said = skm("backup", tmp_path / "disk", "--keep", "1", "--home", home)
    assert "1 cadangan lama dihapus (--keep 1)" in said.out
    assert len(list((tmp_path / "disk").iterdir())) == 1
    assert skm("backup", tmp_path / "disk", "--keep", "0", "--home", home).code == 2


def test_export_of_all_as_csv(skm, samples_home: Home, tmp_path: Path):
    said = skm("export", tmp_path / "keluar", "--home", samples_home.root)
    assert said.code == 0
    names = {path.name for path in (tmp_path / "keluar").iterdir()}
    assert names == {f"{table.name}.csv" for table in WAREHOUSE_TABLES}
    assert "response.csv: 13.494 baris, INTERN" in said.out
    assert "unit.csv: 22 baris, terbuka" in said.out
    warned = " ".join(said.out.split())
    assert "Berisi data intern (" in warned
    assert " response, response_apart, suggestion, " in warned
    assert "jangan dibagikan ke luar" in warned
    responses = pl.read_csv(tmp_path / "keluar" / "response.csv", infer_schema=False)
    assert responses.height == 13_494
    assert tuple(responses.columns) == RESPONSE.shown_names


def test_export_for_excel_in_indonesia(skm, samples_home: Home, tmp_path: Path):
    assert skm("export", tmp_path, "--for", "excel", "--table", "ikm_unit", "--home", samples_home.root).code == 0
    content = (tmp_path / "ikm_unit.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    frame = pl.read_parquet(samples_home.warehouse / "parquet" / "ikm_unit.parquet")
    assert [row["ikm"].replace(",", ".") for row in rows] == [str(value) for value in frame["ikm"]]
    assert all("," in row["ikm"] for row in rows)


def test_export_of_some_as_parquet_and_as_a_workbook(skm, samples_home: Home, tmp_path: Path):
    for file_format in ("parquet", "xlsx"):
        said = skm(
            *("export", tmp_path, "--home", samples_home.root, "--format", file_format),
            *("--table", "unit", "--table", "suggestion"),
        )
        assert said.code == 0
    kept = samples_home.warehouse / "parquet"
    rows = skm("export", tmp_path / "rows", "--home", samples_home.root, "--format", "parquet", "--table", "response")
    assert rows.code == 0
    exported = pl.read_parquet_schema(tmp_path / "rows" / "response.parquet")
    assert tuple(exported) == RESPONSE.shown_names  # without what is protected
    assert (tmp_path / "unit.parquet").read_bytes() == (kept / "unit.parquet").read_bytes()
    book = python_calamine.CalamineWorkbook.from_path(tmp_path / "suggestion.xlsx")
    header, *rows = book.get_sheet_by_index(0).to_python()
    frame = pl.read_parquet(kept / "suggestion.parquet")
    assert header == list(SUGGESTION.column_names)
    assert [row[0] for row in rows] == [str(key) for key in frame["response_key"]]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "suggestion.parquet",
        "suggestion.xlsx",
        "unit.parquet",
        "unit.xlsx",
    ]


@pytest.mark.parametrize(
    ("options", "said_so"),
    [
        (("--table", "respon"), "Tabel 'respon' tidak dikenal. Pilihan: blanked_value, "),
        (("--format", "ods"), "Format 'ods' tidak dikenal. Pilihan: csv, parquet, xlsx."),
        (("--for", "word"), "Tujuan 'word' tidak dikenal. Pilihan: machines, excel."),
        (("--for", "excel", "--format", "parquet"), "--for excel mengatur CSV"),
    ],
)
def test_what_cannot_be_exported(skm, samples_home: Home, tmp_path: Path, options, said_so: str):
    said = skm("export", tmp_path / "keluar", *options, "--home", samples_home.root)
    assert (said.code, said.out) == (2, "")
    assert said_so in said.err
    assert not (tmp_path / "keluar").exists()


def test_nothing_is_exported_into_the_home(skm, samples_home: Home):
    said = skm("export", samples_home.site / "data", "--home", samples_home.root)
    assert said.code == 1
    assert "di dalam folder data" in said.err


def test_a_table_that_no_sheet_holds(skm, samples_home: Home, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(export_module, "MOST_ROWS", 21)
    said = skm("export", tmp_path, "--table", "unit", "--format", "xlsx", "--home", samples_home.root)
    assert said.code == 1
    assert "Tabel unit punya 22 baris" in said.err
    assert "--format csv" in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_text_of_a_unit_is_never_a_formula(tmp_path: Path):
    path = tmp_path / "unit.xlsx"
    texts = ['=HYPERLINK("http://jahat")', "https://contoh.id", "+1", "<r>x</r>"]
    table_workbook.write_table(path, UNIT, [(text, text, text, None) for text in texts])
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower().replace("=hyperlink(", "")
    rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [str(row[0]).strip() for row in rows[1:]] == texts

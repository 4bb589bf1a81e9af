"""From a path to grids: every sample, archives of anything, and refusals that name their member."""

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from contracts.settings import Limits
from ingest.grids import FileRefused, GridsOfFile, read_grids

LIMITS = Limits()
INBOX = Path(__file__).parents[3] / "samples" / "inbox"
REFUSED_SAMPLES = {
    "rusak.xlsx": "unreadable_workbook",
    "Laporan SKM Mojoanyar.pdf": "not_tabular",
    "kosong.csv": "empty",
}
CSV = b"a,b\n1,2\n"


def xlsx(sheet: str) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet(sheet).write(0, 0, "a")
    return buffer.getvalue()


def zip_of(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(tmp_path: Path, content: bytes, limits: Limits = LIMITS) -> GridsOfFile:
    path = tmp_path / "kiriman"
    path.write_bytes(content)
    return read_grids(path, name="kiriman", limits=limits)


@pytest.mark.parametrize(
    "path", sorted(path for path in INBOX.rglob("*") if path.is_file()), ids=lambda path: path.name
)
def test_every_sample(path):
    if path.name in REFUSED_SAMPLES:
        with pytest.raises(FileRefused) as refusal:
            read_grids(path, name=path.name, limits=LIMITS)
        assert refusal.value.refusal.code == REFUSED_SAMPLES[path.name]
        return
    file = read_grids(path, name=path.name, limits=LIMITS)
    assert max(grid.cells.width for grid in file.grids) >= 9
    for grid in file.grids:
        assert grid.cells.columns == [f"c{position}" for position in range(grid.cells.width)]
        assert set(grid.cells.dtypes) == {pl.String}
        stripped = grid.cells.select(pl.all().str.strip_chars().replace("", None))
        assert grid.cells.equals(stripped)


def test_a_zip_of_several_formats(tmp_path):
    inner = zip_of(**{"puri.csv": CSV})
    file = read(tmp_path, zip_of(**{"TW I/a.csv": CSV, "b.xlsx": xlsx("Data"), "c.zip": inner}))
    assert file.format == "zip"
    assert file.members == ("TW I/a.csv", "b.xlsx", "c.zip/puri.csv")
    assert [grid.name for grid in file.grids] == ["TW I/a.csv", "b.xlsx!Data", "c.zip/puri.csv"]


def test_zips_in_zips_end_somewhere(tmp_path):
    content = CSV
    for _ in range(4):
        content = zip_of(**{"lagi.zip": content})
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, content)
    assert refusal.value.refusal.code == "archive_nested_too_deep"


def test_the_allowance_is_shared_by_all_levels(tmp_path):
    inner = zip_of(**{"a.csv": CSV, "b.csv": CSV})
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, zip_of(**{"1.zip": inner, "2.zip": inner}), Limits(archive_members=5))
    assert refusal.value.refusal.code == "archive_too_many_members"


def test_a_refused_member_refuses_the_zip_and_is_named(tmp_path):
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, zip_of(**{"a.csv": CSV, "skm.sav": b"$FL2@(#) SPSS"}))
    assert refusal.value.refusal.code == "not_tabular"
    assert "skm.sav" in refusal.value.refusal.message


def test_documents_and_pictures_beside_an_export_are_passed_over_and_named(tmp_path):
    inner = zip_of(**{"foto.png": b"\x89PNG\r\n", "puri.csv": CSV})
    pictures = {"foto/IMG_1.jpg": b"\xff\xd8\xff\xe0", "IMG_2.HEIC": b"\0\0\0\x18ftypheic", "Laporan.pdf": b"%PDF-1.4"}
    file = read(tmp_path, zip_of(**{"a.csv": CSV, "b.zip": inner, **pictures}))
    assert file.members == ("a.csv", "b.zip/puri.csv")
    assert file.notes == (
        "b.zip: 1 dokumen atau gambar di dalam arsip tidak dibaca: foto.png.",
        "3 dokumen atau gambar di dalam arsip tidak dibaca: IMG_2.HEIC, Laporan.pdf, foto/IMG_1.jpg.",
    )


def test_an_archive_of_documents_alone_says_what_they_are(tmp_path):
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, zip_of(**{"a.pdf": b"%PDF-1.4", "b.zip": zip_of(**{"c.jpg": b"\xff\xd8\xff\xe0"})}))
    assert refusal.value.refusal.code == "not_tabular"
    assert "'a.pdf'" in refusal.value.refusal.message


def test_size_is_looked_at_before_reading(tmp_path):
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, b"a" * (2 << 20), Limits(file_megabytes=1))
    assert refusal.value.refusal.code == "too_large"


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileRefused) as refusal:
        read_grids(tmp_path / "tidak ada", name="tidak ada", limits=LIMITS)
    assert refusal.value.refusal.code == "unreadable_file"

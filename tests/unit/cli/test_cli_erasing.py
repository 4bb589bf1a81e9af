"""`skm erase` and `skm retention` before anything is erased: what they show, and what they say no to."""

import hashlib
from pathlib import Path

from contracts.home import Home


def archive_of(home: Home) -> dict[Path, str]:
    paths = [path for path in home.archive.rglob("*") if path.is_file()]
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_it_shows_where_the_person_stands_and_erases_nothing(skm, samples_home: Home):
    before = archive_of(samples_home)
    for more in ((), ("--why", "permintaan")):
        said = skm("erase", "sooko_jan-nov", "20", *more, "--home", samples_home.root)
        assert (said.code, said.err) == (0, "")
        assert "sooko/sooko_jan-nov_2024.csv: baris 20" in said.out
        assert "sooko/sooko_jan-jun_2024.csv: baris 20" in said.out
        assert "Terbaca 253 responden, sesudahnya 252." in said.out
        assert "Tidak ada yang dihapus." in said.out
    assert archive_of(samples_home) == before
    assert not samples_home.erasures.exists()


def test_no_value_of_a_cell_is_shown(skm, samples_home: Home):
    row = (samples_home.inbox / "sooko/sooko_jan-nov_2024.csv").read_text().splitlines()[19]
    said = skm("erase", "sooko_jan-nov", "20", "--home", samples_home.root)
    cells = [cell.strip('"') for cell in row.replace(";", ",").split(",")]
    assert not [cell for cell in cells if len(cell) > 4 and cell in said.out]


def test_what_lies_in_the_home_and_is_no_part_of_it_is_named(skm, samples_home: Home):
    (samples_home.root / "ekspor-saya").mkdir()
    try:
        said = skm("erase", "sooko_jan-nov", "20", "--home", samples_home.root)
    finally:
        (samples_home.root / "ekspor-saya").rmdir()
    assert "ekspor-saya: bukan bagian folder data" in said.out


def test_what_cannot_be_erased_is_said(skm, samples_home: Home):
    for words, sentence in (
        (("puri/SKM Puri", "5"), "Sebut lembarnya: --sheet."),
        (("kemlagi/kemlagi.xlsx", "99999"), "tidak mempunyai baris 99999."),
        (("rusak.xlsx", "3"), "skm erase BERKAS --all"),
        (("tidak ada", "3"), "Tidak ada berkas 'tidak ada'."),
    ):
        said = skm("erase", *words, "--yes", "--why", "x", "--home", samples_home.root)
        assert said.code == 1
        assert sentence in said.err
    assert skm("erase", "kemlagi/kemlagi.xlsx", "--home", samples_home.root).code == 2
    assert skm("erase", "kemlagi/kemlagi.xlsx", "5", "--all", "--home", samples_home.root).code == 2


def test_one_sheet_of_several(skm, samples_home: Home):
    said = skm("erase", "puri/SKM Puri", "5", "--sheet", "TW II/puri.csv", "--home", samples_home.root)
    assert said.code == 0
    assert "lembar “TW II/puri.csv” baris 5" in said.out


def test_by_default_everything_is_kept(skm, samples_home: Home):
    said = skm("retention", "--yes", "--home", samples_home.root)
    assert said.code == 0
    assert "Kolom pribadi dihapus dari salinan arsip: Tidak ada." in said.out
    assert not samples_home.erasures.exists()

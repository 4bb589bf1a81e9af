"""`skm init`, `skm doctor`, and homes that are not as they should be: a sentence, an exit code, nothing half-made."""

import os
import re
from pathlib import Path

import pytest

from cli.main import app
from contracts.home import Home


@pytest.fixture
def home(tmp_path: Path, skm) -> Home:
    home = Home(tmp_path / "data")
    assert skm("init", "--home", home.root).code == 0
    return home


def test_the_version(skm):
    assert re.fullmatch(r"skm \d+\.\d+\.\d+\n", skm("--version").out)


def test_init_says_what_it_made_and_touches_nothing_twice(skm, tmp_path):
    home = Home(tmp_path / "data")
    said = skm("init", "--samples", "--home", home.root)
    assert f"dibuat: {home.settings}" in said.out.splitlines()
    assert "disalin: 46 berkas contoh" in said.out
    home.settings.write_text('[method]\nweight = "1/9"\n')
    again = skm("init", "--samples", "--home", home.root)
    assert "sudah siap; tidak ada yang diubah" in again.out
    assert home.settings.read_text() == '[method]\nweight = "1/9"\n'


def test_what_init_makes_is_well(skm, home):
    (home.inbox / "a.csv").write_text("x")
    said = skm("doctor", "--home", home.root)
    assert said.code == 1
    problems = [line for line in said.out.splitlines() if line.startswith("MASALAH")]
    assert len(problems) == 1
    assert "Belum ada yang dipublikasikan" in problems[0]


def test_doctor_after_a_run(skm, samples_home):
    said = skm("doctor", "--home", samples_home.root)
    assert said.code == 0
    assert "MASALAH" not in said.out
    assert "22 unit, 4 jenis" in said.out


def test_doctor_names_what_is_wrong(skm, home):
    home.settings.write_text('[method]\nweight = "0,11"\n')
    home.units.write_text("unit_code,unit_name\n")
    said = skm("doctor", "--home", home.root)
    assert said.code == 1
    assert "'method.weight' berisi '0,11'" in said.out
    assert "kolom 'unit_type' tidak ada" in said.out


def test_doctor_misses_what_the_archive_lost(skm, samples_home, tmp_path):
    copy = Home(tmp_path / "data")
    copy.archive.mkdir(parents=True)
    copy.ledger.write_bytes(samples_home.ledger.read_bytes())
    copy.settings.write_bytes(samples_home.settings.read_bytes())
    assert "46 isi berkas hilang" not in skm("doctor", "--home", samples_home.root).out
    assert re.search(r"\d+ isi berkas hilang", skm("doctor", "--home", copy.root).out)


@pytest.mark.parametrize(
    ("settings", "said_so"),
    [
        ('[method]\nweight = "0.12"\n', ("'method.weight' berisi '0.12'", '"0.11", "1/9", "0.111"')),
        ("[thresholds]\nrejected_share = 2\n", ("'thresholds.rejected_share' berisi 2", "Paling besar 1")),
        ("[method]\nbobot = 1\n", ("kunci 'method.bobot' tidak dikenal", "weight, headline")),
        ("method = [", ("bukan TOML yang benar",)),
    ],
)
def test_settings_that_cannot_be_meant(skm, home, settings, said_so):
    (home.inbox / "a.csv").write_text("x")
    home.settings.write_text(settings)
    said = skm("run", "--home", home.root)
    assert (said.code, said.out) == (2, "")
    for words in said_so:
        assert words in said.err
    assert not home.archive.exists()


def test_a_registry_that_cannot_be_meant(skm, home):
    (home.inbox / "a.csv").write_text("x")
    home.units.write_text("unit_code,unit_name,unit_type\n1,Kecamatan Mawar,kecamatan\n1,Kecamatan Melati,kecamatan\n")
    said = skm("run", "--home", home.root)
    assert (said.code, said.out) == (2, "")
    assert "unit_code '1' muncul dua kali" in said.err
    assert not home.archive.exists()


def test_no_file_at_all(skm, home):
    before = sorted(home.root.rglob("*"))
    said = skm("run", "--home", home.root)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("skm: Tidak ada berkas di ")
    assert sorted(home.root.rglob("*")) == before


def test_a_home_that_was_never_prepared(skm, tmp_path):
    for words in (("run",), ("status",), ("rank",), ("query", "SELECT 1"), ("explain", "1", "2024")):
        said = skm(*words, "--home", tmp_path / "mana")
        assert (said.code, said.out) == (1, "")
        assert "Jalankan 'skm " in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_cannot_be_written(skm, home, tmp_path, monkeypatch):
    (home.inbox / "a.csv").write_text("x")
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK and allowed(path, mode))
    said = skm("run", "--home", home.root)
    assert said.code == 1
    assert "tidak dapat ditulisi" in said.err


def test_a_file_where_the_home_should_be(skm, tmp_path):
    (tmp_path / "data").write_text("x")
    said = skm("init", "--home", tmp_path / "data")
    assert said.code == 1
    assert said.err.startswith(f"skm: Folder data {tmp_path / 'data'} tidak dapat dibuat atau ditulisi")


def test_the_home_may_come_from_the_environment(skm, samples_home, monkeypatch):
    monkeypatch.setenv("SKM_HOME", str(samples_home.root))
    assert skm("rank").code == 0


def test_wrong_usage_ends_with_2(skm):
    assert skm("explain", "35.16.01").code == 2
    assert skm("hitung").code == 2


def test_help_is_english_and_names_every_command(skm):
    said = skm("--help")
    assert said.code == 0
    for command in app.registered_commands:
        assert command.callback is not None
        assert command.callback.__name__ in said.out
    for name in ("run", "status", "rank", "query", "explain", "accept", "doctor", "init"):
        text = skm(name, "--help").out
        assert "--home" in text
        assert not re.search(r"\b(yang|dan|tidak|berkas)\b", text)

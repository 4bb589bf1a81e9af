"""`skm init`, `skm doctor`, and homes that are not as they should be: a sentence, an exit code, nothing half-made."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.home import Home
from contracts.settings import load_settings
from pipeline.homes import prepare_home
from tests.conftest import SAMPLES

LUMAJANG = ("--regency", "Kabupaten Lumajang", "--capital", "Lumajang")


@pytest.fixture
def home(tmp_path: Path, skm) -> Home:
    home = Home(tmp_path / "data")
    registry = tmp_path / "unit.csv"
    registry.write_text("unit_code;unit_name;unit_type\n1;Kecamatan Tempursari;kecamatan\n", encoding="utf-8-sig")
    assert skm("init", "--home", home.root, *LUMAJANG, "--registry", registry).code == 0
    registry.unlink()
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


def everything_in(home: Home) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in home.root.rglob("*") if path.is_file())


def test_a_home_of_your_regency_holds_nothing_of_the_samples(skm, home):
    assert 'name = "Kabupaten Lumajang"' in everything_in(home)
    found = re.findall(r"(?i)\w*mojokerto\w*|jatirejo|35\.16|3516|sukma|615", everything_in(home))
    assert found == ["mojokertokab"], "the example of an address"
    assert "Kecamatan Tempursari" in home.units.read_text(encoding="utf-8")
    again = skm("init", "--home", home.root)
    assert (again.code, "sudah siap; tidak ada yang diubah" in again.out) == (0, True)


def test_without_a_terminal_somebody_must_say_whose_home_it_is(skm, tmp_path):
    said = skm("init", "--home", tmp_path / "data")
    assert (said.code, said.out) == (2, "")
    assert "skm init --regency 'Kabupaten Lumajang' --capital Lumajang --registry units.csv" in said.err
    assert list(tmp_path.iterdir()) == []


def test_on_a_terminal_it_is_asked(skm, tmp_path, monkeypatch):
    answers = iter(["Kabupaten Lumajang", "Lumajang", "", "35.08", ""])
    asked = []

    def prompt(question: str, default: str | None, **_: object) -> str:
        asked.append((question, default))
        return next(answers)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.prompt", prompt)
    home = Home(tmp_path / "data")
    said = skm("init", "--home", home.root)
    assert said.code == 0, said.err
    assert asked[1] == ("Tempat pada blok tanda tangan", "Lumajang")
    assert f"Isi dulu {home.units}: satu baris untuk setiap unit." in said.out
    regency = load_settings(home.settings).regency
    said_of_it = (regency.name, regency.capital, regency.code, regency.bps_code)
    assert said_of_it == ("Kabupaten Lumajang", "Lumajang", "35.08", "–")
    (home.inbox / "a.csv").write_text("x")
    for words, code in (("run", 2), ("doctor", 1)):
        said = skm(words, "--home", home.root)
        assert said.code == code
        assert "tidak ada satu unit pun. Isi satu baris untuk setiap unit." in " ".join((said.out + said.err).split())


@pytest.mark.parametrize(
    ("words", "said_so"),
    [
        (("--regency", "Kabupaten Jember", "--capital", "Jember"), "sudah ada, milik Kabupaten Lumajang"),
        ((*LUMAJANG, "--registry", SAMPLES / "units.csv"), "memuat unit contoh milik Kabupaten Mojokerto: Kecamatan"),
        (("--samples",), "milik Kabupaten Lumajang. Berkas contoh ditaruh di folder data lain"),
        (("--samples", *LUMAJANG), "tanpa --regency dan --registry"),
        ((*LUMAJANG, "--registry", "tidak-ada.csv"), "Daftar unit tidak-ada.csv tidak ada"),
    ],
)
def test_what_is_there_is_another_regencys_or_is_of_the_samples(skm, home, words, said_so):
    before = {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    said = skm("init", "--home", home.root, *words)
    assert (said.code, said.out) == (2, "")
    assert said_so in said.err
    assert {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()} == before


def test_a_registry_is_put_in_place_of_an_empty_one_only(skm, tmp_path):
    home, units = Home(tmp_path / "data"), tmp_path / "unit.csv"
    units.write_text("unit_code,unit_name,unit_type\n1,Kecamatan Candipuro,kecamatan\n")
    skm("init", "--home", home.root, *LUMAJANG)
    empty = home.units.read_bytes()
    assert "tidak ada yang diubah" in skm("init", "--home", home.root).out
    prepare_home(home, with_samples=False)
    assert home.units.read_bytes() == empty
    said = skm("init", "--home", home.root, *LUMAJANG, "--registry", units)
    assert (said.code, "Isi dulu" in said.out) == (0, False)
    before = units.read_bytes()
    assert home.units.read_bytes() == before
    units.write_text("unit_code,unit_name,unit_type\n1,Kecamatan Pasrujambe,kecamatan\n")
    said = skm("init", "--home", home.root, *LUMAJANG, "--registry", units)
    assert (said.code, "sudah ada dan tidak sama dengan" in said.err) == (2, True)
    assert home.units.read_bytes() == before


def test_numbers_that_the_samples_made_up_are_refused_in_the_samples_own_regency_too(skm, tmp_path):
    own = ("--regency", "Kabupaten Mojokerto", "--capital", "Mojokerto", "--registry", SAMPLES / "units.csv")
    said = skm("init", "--home", tmp_path / "data", *own)
    assert said.code == 2
    assert "penerima layanan Kecamatan Jatirejo, Tahun 2024, masih 615: itu angka contoh" in said.err
    assert list(tmp_path.iterdir()) == []


def test_what_is_left_of_the_samples_is_refused_by_name(skm, home):
    (home.inbox / "a.csv").write_text("x")
    home.settings.write_text('[regency]\nname = "Kabupaten Lumajang"\ncode = "35.08"\n')
    said = skm("run", "--home", home.root)
    assert (said.code, said.out) == (2, "")
    assert "'regency.bps_code' adalah '3516', nilai contoh milik Kabupaten Mojokerto" in said.err
    assert "Tulis milik Kabupaten Lumajang. Artinya: kode BPS." in said.err
    assert "'regency.capital' adalah 'Mojokerto'" in said.err
    assert "regency.code" not in said.err
    home.settings.write_text('[regency]\nname = "Kota Mojokerto"\ncode = "35.76"\nbps_code = "3576"\n')
    same_name = "opd-dukcapil,Dinas Kependudukan dan Pencatatan Sipil,dinas\n"
    home.units.write_text(f"unit_code,unit_name,unit_type\n{same_name}35.16.16,Kecamatan Jetis,kecamatan\n")
    for command in ("run", "doctor"):
        said = skm(command, "--home", home.root)
        words = " ".join((said.out + said.err).split())
        assert "masih memuat unit contoh milik Kabupaten Mojokerto: Kecamatan Jetis. Ganti dengan unit Kota" in words
    assert not home.archive.exists()


def test_forms_for_units_without_a_program(skm, home, tmp_path):
    home.units.write_text(
        "unit_code,unit_name,unit_type,aliases\n1,Kecamatan Pasirian,kecamatan,\n2,Puskesmas Pasirian,puskesmas,\n"
        "3,Dinas A/B,dinas,DAB\n"
    )
    said = skm("template", "--unit", "dab", "--to", tmp_path / "f", "--home", home.root)
    assert said.code == 0
    written = [tmp_path / "f" / f"Isian SKM Dinas A B.{ending}" for ending in ("xlsx", "csv")]
    assert said.out.split("\n") == [f"dibuat: {path}" for path in written] + [""]
    assert all(path.read_bytes() for path in written)
    written[0].write_text("diisi")
    for unit, words in (
        ("3", "sudah ada dan mungkin sudah diisi"),
        ("pasirian", "cocok dengan beberapa unit: 1 Kecamatan Pasirian, 2 Puskesmas Pasirian"),
        ("Tempeh", "Unit 'Tempeh' tidak ada dalam daftar unit"),
    ):
        said = skm("template", "--unit", unit, "--to", tmp_path / "f", "--home", home.root)
        assert (said.code, said.out, words in said.err) == (1, "", True)
    assert written[0].read_text() == "diisi"
    assert skm("template", "--to", tmp_path / "semua", "--home", home.root).code == 0
    assert len(list((tmp_path / "semua").iterdir())) == 6


def test_what_init_makes_is_well(skm, home):
    (home.inbox / "a.csv").write_text("x")
    said = skm("doctor", "--home", home.root)
    assert said.code == 1
    problems = [line for line in said.out.splitlines() if line.startswith("MASALAH")]
    assert len(problems) == 1
    assert "Belum ada yang dipublikasikan" in problems[0]
    home.targets.write_text("unit_code,year,target\nlain,2024,88\n")
    said = skm("doctor", "--home", home.root)
    assert "MASALAH  Daftar lain" in said.out
    assert "targets.csv baris 2: unit_code 'lain' tidak ada dalam units.csv" in " ".join(said.out.split())


def test_doctor_tells_what_should_have_run(skm, home):
    def jobs() -> dict[str, object]:
        said = skm("doctor", "--home", home.root, "--json")
        return next(one for one in json.loads(said.out) if one["name"] == "Yang berjalan sendiri")

    known = jobs()
    assert known["well"]
    assert "Pengingat: belum pernah" in known["seen"]
    home.jobs.mkdir()
    (home.jobs / "schedules.since").write_text("2026-01-01T00:00:00", encoding="ascii")
    known = jobs()
    assert not known["well"]
    assert "Pengingat: belum pernah. Seharusnya berjalan" in known["seen"]
    assert "Cadangan: belum pernah. Seharusnya berjalan 03/01/2026 00.00. Jalankan 'skm backup FOLDER'" in known["seen"]


def test_a_home_is_its_owners_alone_whatever_the_umask(tmp_path):
    """All that commands write, by a user whose files are open to everybody."""
    home = Home(tmp_path / "data")
    lines = (
        "import os, sys; os.umask(0); from cli.main import main; "
        f"sys.argv = ['skm', *sys.argv[1:], '--home', {str(home.root)!r}]; main()"
    )
    for words, piped in ((("init", "--samples"), ""), (("user", "add", "ani", "--staff"), "jembatan kopi biru\n")):
        subprocess.run([sys.executable, "-c", lines, *words], input=piped, text=True, check=True, capture_output=True)
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700
    paths = list(home.root.rglob("*"))
    assert len(paths) > 40
    assert [path for path in paths if path.stat().st_mode & 0o077] == []


@pytest.mark.parametrize(
    ("mode", "inner", "said"),
    [
        (0o755, 0o600, "terbuka bagi pengguna lain (mode 755)"),
        (0o701, 0o600, "terbuka bagi pengguna lain (mode 701)"),
        (0o770, 0o600, "terbuka bagi pengguna lain (mode 770)"),
        (0o710, 0o644, "1 berkas atau folder terbuka bagi pengguna lain, misalnya"),
        (0o710, 0o640, None),
        (0o700, 0o644, None),
    ],
)
def test_doctor_tells_of_what_others_can_open(skm, home, mode, inner, said):
    (home.inbox / "a.csv").write_text("x")
    for path in home.root.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    (home.inbox / "a.csv").chmod(inner)
    home.site.mkdir()
    home.site.chmod(0o755)  # that one is for everybody
    home.root.chmod(mode)
    out = skm("doctor", "--home", home.root).out
    assert ("Akses berkas" in out, "MASALAH  Akses berkas" in out) == (True, said is not None)
    assert said is None or said in " ".join(out.split())


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
    said = skm("init", "--home", tmp_path / "data", *LUMAJANG)
    assert said.code == 1
    assert said.err.startswith(f"skm: Folder data {tmp_path / 'data'} tidak dapat dibuat atau ditulisi")


def test_the_home_may_come_from_the_environment(skm, samples_home, monkeypatch):
    monkeypatch.setenv("SKM_HOME", str(samples_home.root))
    assert skm("rank").code == 0


def test_wrong_usage_ends_with_2(skm):
    assert skm("explain", "35.16.01").code == 2
    assert skm("hitung").code == 2

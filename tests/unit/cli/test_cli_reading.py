"""Commands that read what is published: what they show, as a table and as JSON."""

import json
import re
from datetime import datetime

import pytest

from cli.explaining import counted_beside_newest
from cli.status import rows_in_words
from contracts.analyst_views import VIEWS
from contracts.home import Home
from contracts.views import VIEW_SCHEMA
from warehouse import published
from warehouse.read import open_published


def test_rank(skm, samples_home: Home):
    said = skm("rank", "--home", samples_home.root)
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].strip() == "Peringkat IKM Tahun 2024, semua unit (bobot 0,11)"
    first = next(line for line in lines if line.lstrip().startswith("1 "))
    assert first.split() == [
        *("1", "1–1", "Kecamatan", "Jatirejo", "93,61", "A"),
        *("93,12", "–", "94,06", "7,53", "615", "94,56"),
    ]
    assert "IKM kabupaten: 81,53 B (Baik), rata-rata unit; 19 unit, 10.006 responden" in said.out
    assert "Mutu bergantung pada bobot: Kecamatan Bangsal (B, dengan bobot 1/9 A)." in said.out
    assert "Tidak ada data Tahun 2024" in said.out
    assert "Kecamatan Mojoanyar" in said.out.splitlines()[-1]
    assert said.err == ""


def test_rank_of_a_semester_and_a_type(skm, samples_home: Home):
    said = skm("rank", "2024-S1", "--scope", "kecamatan", "--home", samples_home.root)
    assert said.code == 0
    assert "Peringkat IKM Semester I Tahun 2024, kecamatan" in said.out
    assert "Puskesmas" not in said.out.partition("Tidak ada data")[0]


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_rank_fits_the_terminal(skm, samples_home: Home, monkeypatch, width):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))
    lines = re.sub(r"\x1b\[[0-9;]*m", "", skm("rank", "--home", samples_home.root).out).splitlines()
    assert max(map(len, lines)) <= width
    assert any(re.match(r" *1 +1–1 +Kecamatan.* 93,61 ", line) for line in lines)


def test_a_period_that_is_none(skm, samples_home: Home):
    said = skm("rank", "2024-S3", "--home", samples_home.root)
    assert (said.code, said.out) == (1, "")
    assert said.err == "skm: Periode '2024-S3' tidak dikenal. Contoh: 2024, 2024-S1, 2024-TW3, 2024-07.\n"


def test_a_period_without_data_says_which_there_are(skm, samples_home: Home):
    said = skm("rank", "2019", "--home", samples_home.root)
    assert said.code == 1
    assert "Tidak ada data untuk periode 2019. Yang ada: 2023, 2023-S1" in said.err


def test_a_scope_that_is_none(skm, samples_home: Home):
    said = skm("rank", "--scope", "desa", "--home", samples_home.root)
    assert said.code == 1
    assert "Pilihan: all, dinas, kecamatan, puskesmas" in said.err


def test_status(skm, samples_home: Home):
    said = skm("status", "--home", samples_home.root)
    assert said.code == 0
    assert "sooko/sooko_jan-jun_2024.csv" in said.out
    assert "7 berkas tidak diterima utuh" in said.out
    assert "Berkas ini kosong." in said.out
    assert "Lembar perbaikan untuk pengirim ada di" in said.out
    assert "Unit tanpa data tahun 2024" in said.out
    assert not re.search(r"\b(loaded|partial|rejected|superseded)\b", said.out)


def test_rows_are_counted_once_and_alike_everywhere(skm, samples_home: Home):
    """Terminal, the regency's text and table, the public page."""
    said = "13.653 dibaca = 13.494 diterima + 8 ditolak + 151 ganda"
    assert f"Baris jawaban: {said}" in skm("status", "--home", samples_home.root).out
    with open_published(samples_home) as reader:
        files, received = published.files(reader), published.received(reader.public())
    counts = {"read": 13653, "accepted": 13494, "rejected": 8, "duplicate": 151, "replaced": 0}
    assert rows_in_words(counts) == said
    assert rows_in_words({**counts, "duplicate": 101, "replaced": 50}).endswith(" + 101 ganda + 50 diganti")
    assert published.rows_of_answers(files) == published.rows_of_answers(received) == counts
    page = (samples_home.site / "2024" / "mutu-data.html").read_text(encoding="utf-8")
    for sentence in ("Dari 13.653 baris yang terbaca, 13.494 dihitung, 8 ditolak", "dan 151 tidak dihitung"):
        assert sentence in page


def test_a_file_s_rules_are_findings_and_its_rows_are_rows(skm, samples_home: Home):
    said = skm("status", "--home", samples_home.root).out
    assert "4 temuan: Jawaban U1 Persyaratan" in said
    assert "8 dari 221 baris ditolak." in said


def test_status_strict_ends_with_3(skm, samples_home: Home):
    assert skm("status", "--strict", "--home", samples_home.root).code == 3
    assert skm("status", "jatirejo/Hasil", "--strict", "--home", samples_home.root).code == 0
    assert skm("status", "kemlagi.xlsx", "--strict", "--home", samples_home.root).code == 3


def test_status_of_a_file(skm, samples_home: Home):
    said = skm("status", "kemlagi/kemlagi", "--home", samples_home.root)
    assert said.code == 0
    assert "221 dibaca = 213 diterima + 8 ditolak + 0 ganda" in said.out
    assert "U9 Sarana dan Prasarana" in said.out
    assert "31/02/2024" in said.out
    assert "Isian yang dikosongkan" in said.out
    assert not re.search(r"\b(response_date|u1|gender)\b", said.out)


def test_status_of_a_file_that_is_not_there_or_not_one(skm, samples_home: Home):
    assert "Tidak ada berkas 'apa'" in skm("status", "apa", "--home", samples_home.root).err
    said = skm("status", "sooko", "--home", samples_home.root)
    assert said.code == 1
    assert "cocok dengan beberapa berkas: 2023/skm_sooko_2023.csv, sooko/sooko_jan-jun_2024.csv" in said.err


def test_explain(skm, samples_home: Home):
    said = skm("explain", "35.16.01", "2024", "--home", samples_home.root)
    assert said.code == 0
    assert "Kecamatan Jatirejo, Tahun 2024: 615 responden" in said.out
    assert "93,61, mutu A (Sangat Baik)" in said.out
    assert "94,56, mutu A (Sangat Baik)" in said.out
    assert "Jumlah 3,744471544715… × 25 = 93,611788617886…" in said.out
    assert "Hasil Survei SuKMa-e Jatim KECAMATAN JATIREJO 2024.xlsx" in " ".join(said.out.split())


def test_explain_as_json_is_exact(skm, samples_home: Home):
    said = json.loads(skm("explain", "Kecamatan Jatirejo", "2024", "--json", "--home", samples_home.root).out)
    assert said["headline"]["unsur"][0]["nrr"]["exact"] == "2282/615"
    assert said["headline"]["ikm"] == 93.61
    assert said["exact"]["ikm"] == 94.56
    assert sum(file["in_period"] for file in said["files"]) == 615


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        ("Kecamatan Antah", "Unit 'Kecamatan Antah' tidak ada dalam daftar unit"),
        ("jatirejo", "cocok dengan beberapa unit: 35.16.01 Kecamatan Jatirejo, pkm-jatirejo Puskesmas Jatirejo"),
        ("mojoanyar", "tidak punya satu kuesioner sah pada 2024, jadi tidak punya indeks (bukan nol)"),
    ],
)
def test_explain_a_unit_that_cannot_be(skm, samples_home: Home, unit, sentence):
    said = skm("explain", unit, "2024", "--home", samples_home.root)
    assert (said.code, said.out) == (1, "")
    assert sentence in said.err


def test_query(skm, samples_home: Home):
    said = skm("query", "SELECT unit_code, ikm FROM ikm_unit WHERE period_code = '2024' AND ikm > 93",
               "--home", samples_home.root)  # fmt: skip
    assert said.code == 0
    assert said.out.split()[-2:] == ["35.16.01", "93,61"]
    assert "Tidak ada baris." in skm("query", "SELECT 1 WHERE false", "--home", samples_home.root).out


def test_query_without_sql_lists_the_views(skm, samples_home: Home):
    listed = json.loads(skm("query", "--json", "--home", samples_home.root).out)
    views = sorted(VIEWS, key=lambda view: view.name)
    assert listed == [{"tampilan": f"{VIEW_SCHEMA}.{view.name}", "isi": view.grain} for view in views]


@pytest.mark.parametrize(
    "sql",
    [
        "SELEC 1",
        "SELECT * FROM tidak_ada",
        "DELETE FROM unit",
        "SELECT 1; SELECT 2",
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY unit TO '/tmp/x.csv'",
        "",
    ],
)
def test_query_that_cannot_be_run_is_wrong_usage(skm, samples_home: Home, databases_opened_alone: None, sql):
    said = skm("query", sql, "--home", samples_home.root)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("skm: ")


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("status", "kemlagi.xlsx"),
        ("rank",),
        ("query", "SELECT * FROM run"),
        ("explain", "35.16.01", "2024"),
        ("doctor",),
    ],
)
def test_json_is_json_and_nothing_else(skm, samples_home: Home, words):
    said = skm(*words, "--json", "--home", samples_home.root)
    assert said.code == 0
    assert json.loads(said.out)
    assert said.err == ""


def test_nothing_shown_has_escape_codes(skm, samples_home: Home):
    for words in (("status",), ("rank",), ("explain", "35.16.01", "2024"), ("doctor",)):
        assert "\x1b" not in skm(*words, "--home", samples_home.root).out


def test_accept_of_a_file_that_is_not_held(skm, samples_home: Home):
    said = skm("accept", "kemlagi.xlsx", "--home", samples_home.root)
    assert said.code == 1
    refused = "tidak sedang ditahan karena akan menggantikan yang lama (status: diterima sebagian)."
    assert said.err == f"skm: kemlagi/kemlagi.xlsx {refused}\n"
    assert not samples_home.decisions.exists()


def test_who_counts_beside_the_newest_file_is_said():
    files = [
        {"path": "a.csv", "in_period": 0, "first_seen_at": datetime(2026, 1, 1)},
        {"path": "c.csv", "in_period": 40, "first_seen_at": datetime(2026, 3, 1)},
        {"path": "b.csv", "in_period": 30, "first_seen_at": datetime(2026, 2, 1)},
    ]
    assert counted_beside_newest(files[:2]) is None
    said = str(counted_beside_newest(files))
    assert said.startswith("Selain 40 responden dari berkas terbaru (c.csv), dihitung 30 responden dari 1 berkas")

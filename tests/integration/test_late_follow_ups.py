"""Plans that come after their period was closed: beside the official documents, which stay as they are, and in the next
period's report. Through the real flow and the command."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from python_calamine import CalamineWorkbook

from contracts.clock import now
from contracts.home import Home
from contracts.periods import parse_period
from contracts.publication_sheet import READ_HEADERS
from contracts.unsur import UNSUR_CODES
from pipeline import editions
from pipeline.closing import closing
from pipeline.documents import bundles
from portal.server.private_files import PrivateFiles
from reports.documents import label_of
from reports.figures.unit_figures import UnitFigures
from reports.wording.indonesian import long_date
from storage.store import LocalStore
from tests.integration.offices import State, home_at, respondents, rows, run, same, send
from tests.integration.test_closing_flow import documents, skm
from tests.integration.test_follow_ups import LOKET, SOP, as_xlsx
from tests.unit.reports.word_text import lines_of

pytestmark = pytest.mark.usefixtures("without_prefect")

CODE, NEXT = "2024-S1", "2024-S2"
SUPPLEMENT = f"lampiran-tindak-lanjut-skm-U-1-{CODE}"
SETTINGS = '[reports]\nkinds = ["semester"]\n'
PRINTED = as_xlsx("Kecamatan Melati", "Semester I Tahun 2024", [LOKET])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two offices sent for both semesters, one of them its plan too, and the first semester was closed."""
    home = home_at(tmp_path_factory.mktemp("late plans") / "data")
    home.settings.write_text(SETTINGS, encoding="utf-8")
    for number, unit in enumerate(("Kecamatan Mawar", "Kecamatan Melati")):
        for month in ("02", "08"):
            send(home, f"{unit} {month}.csv", respondents(same(3, 6 + number), dates=f"05/{month}/2024"))
    send(home, "Kecamatan Melati/rtl.xlsx", PRINTED)
    run(home)
    closing.close(home.root, CODE, "ani", confirm=True)
    return home


@pytest.fixture(scope="module")
def official(home: Home) -> dict[str, bytes]:
    return documents(home)


@pytest.fixture(scope="module")
def later(home: Home, official: dict[str, bytes]) -> State:
    """Then the other office sent its plan, and the first its own once more under another name."""
    send(home, "Kecamatan Mawar/rtl.xlsx", as_xlsx("Kecamatan Mawar", "Semester I Tahun 2024", [SOP]))
    send(home, "Kecamatan Melati/rtl lagi.xlsx", PRINTED)
    return run(home, documents=True)


def supplements(home: Home) -> dict[str, bytes]:
    return {name: content for name, content in documents(home).items() if "lampiran-" in name}


def text_of(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def test_official_documents_stay_and_a_dated_supplement_lies_beside_them(
    home: Home, official: dict[str, bytes], later: State
) -> None:
    beside = supplements(home)
    assert set(beside) == {f"U-1/{SUPPLEMENT}.pdf", f"U-1/{SUPPLEMENT}.docx"}
    assert documents(home) == official | beside
    assert [(row["unit_code"], row["period_code"]) for row in rows(home, "SELECT * FROM late_follow_up")] == [
        ("U-1", CODE)
    ]
    assert [row["revision"] for row in rows(home, "SELECT * FROM edition")] == [0]
    today = long_date(now().date())
    said = " ".join(lines_of(beside[f"U-1/{SUPPLEMENT}.docx"]))
    assert f"YANG DITERIMA SETELAH PENETAPAN, TANGGAL {today.upper()}" in said
    assert f"(edisi pertama), yang ditetapkan pada {today}" in said
    assert "Laporan itu tidak berubah dan tidak memuatnya" in said
    for words in (said, text_of(beside[f"U-1/{SUPPLEMENT}.pdf"])):
        assert "Mereview SOP" in words
        assert "Sekcam" in words
        assert "Realisasi rencana ini belum dilaporkan" in words


def test_the_unit_and_staff_find_it(home: Home, later: State) -> None:
    files = PrivateFiles(home, LocalStore(home.reports)).documents(CODE, "U-1")
    assert [label_of(file.name) for file in files][-2:] == [
        "Lampiran tindak lanjut setelah penetapan (Word)",
        "Lampiran tindak lanjut setelah penetapan (PDF)",
    ]


def test_the_public_sees_none_of_it(home: Home, later: State) -> None:
    site = [path for path in home.site.rglob("*") if path.is_file()]
    assert site
    assert not [path for path in site if "lampiran" in path.name or b"Mereview SOP" in path.read_bytes()]


def test_the_report_of_the_next_period_tells_it(home: Home, later: State) -> None:
    report = home.reports / NEXT / "U-1" / f"laporan-skm-U-1-{NEXT}.docx"
    said = " ".join(lines_of(report.read_bytes()))
    today = long_date(now().date())
    assert f"Rencana ini diterima pada {today}, setelah hasil survei itu ditetapkan pada {today}." in said
    assert "Mereview SOP" in said
    of_regency = " ".join(lines_of((home.reports / NEXT / f"laporan-skm-kabupaten-{NEXT}.docx").read_bytes()))
    assert "atas hasil survei semester I tahun 2024 dikirim oleh 2 unit" in of_regency


def test_the_command_says_where_it_stands(home: Home, later: State, capsys: pytest.CaptureFixture[str]) -> None:
    assert skm("explain", "U-1", CODE, "--home", str(home.root)) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Rencana tindak lanjut" in said
    assert "setelah penetapan" in said


def test_its_realisation_makes_a_newer_supplement_and_what_somebody_edited_is_kept(home: Home, later: State) -> None:
    before = supplements(home)
    (home.reports / CODE / "U-1" / f"{SUPPLEMENT}.docx").write_bytes(b"mine")
    done = {**SOP, "done": "Sudah", "description": "SOP terbit"}
    plan = as_xlsx("Kecamatan Mawar", "Semester I Tahun 2024", [done])
    send(home, "Kecamatan Mawar/rtl realisasi.xlsx", plan, datetime(2026, 2, 1))
    run(home, documents=True)
    after = supplements(home)
    (kept,) = after.keys() - before.keys()
    assert "suntingan" in kept
    assert after[kept] == b"mine"
    said = " ".join(lines_of(after[f"U-1/{SUPPLEMENT}.docx"]))
    assert "SOP terbit" in said
    assert "(realisasi 100\xa0%)" in said
    account = documents(home)[f"U-1/laporan-tindak-lanjut-skm-U-1-{CODE}.docx"]
    assert "SOP terbit" in " ".join(lines_of(account))
    assert not [name for name in documents(home) if name.startswith("U-2/laporan-tindak")], "nothing was said of it"
    assert not run(home, documents=True).summary.documents_made


def test_withdrawn_it_is_put_away(home: Home, later: State, official: dict[str, bytes]) -> None:
    for name in ("rtl.xlsx", "rtl realisasi.xlsx"):
        assert skm("withdraw", f"Kecamatan Mawar/{name}", "--why", "salah", "--home", str(home.root)) == 0
    run(home, documents=True)
    assert rows(home, "SELECT * FROM late_follow_up") == []
    assert {name for name in supplements(home) if "suntingan" not in name} == set()
    assert any(SUPPLEMENT in path.name for path in (home.archive / "documents").rglob("*"))
    assert official.items() <= documents(home).items()
    for name in ("rtl.xlsx", "rtl realisasi.xlsx"):
        assert skm("withdraw", f"Kecamatan Mawar/{name}", "--undo", "--why", "keliru", "--home", str(home.root)) == 0


def test_a_revision_prints_it_itself(home: Home, later: State) -> None:
    assert skm("reopen", CODE, "--reason", "rencana", "--by", "budi", "--home", str(home.root)) == 0
    run(home, documents=True)
    assert rows(home, "SELECT * FROM late_follow_up") == []
    assert {name for name in supplements(home) if "suntingan" not in name} == set()
    closing.close(home.root, CODE, "ani", confirm=True)
    assert rows(home, "SELECT * FROM late_follow_up") == []
    assert f"U-1/laporan-tindak-lanjut-skm-U-1-{CODE}.docx" in documents(home)
    kept = editions.load(home).closed[CODE].folder / editions.DOCUMENTS / "U-1"
    assert not [path.name for path in kept.iterdir() if "tindak-lanjut-skm" in path.name and path.suffix == ".pdf"]
    report = documents(home)[f"U-1/laporan-skm-U-1-{CODE}.docx"]
    assert "Mereview SOP" in " ".join(lines_of(report))
    plans = editions.load(home).closed[CODE].record.plans
    assert plans is not None
    assert len(plans) == 2


def cells(workbook: Path, sheet: str) -> list[dict[str, object]]:
    """The lines of a sheet below its headers, by header."""
    book = CalamineWorkbook.from_path(str(workbook))
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    header = next(
        number
        for number, row in enumerate(rows)
        if row[0] in ("No", "Kode Unit", "Blok", "Nama Variabel", "Nama Indikator")
    )
    names = list(map(str, rows[header]))
    return [dict(zip(names, row, strict=True)) for row in rows[header + 1 :] if row[0]]


def publication_sheet(*lines: Sequence[str]) -> str:
    return "\n".join([";".join(READ_HEADERS), *(";".join(line) for line in lines)])


def test_what_the_regency_hands_in(
    home: Home, later: State, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What nobody told is said to be missing, then told on the sheet that comes with it, through the inbox."""
    assert skm("submit", NEXT, "--into", str(tmp_path / "a"), "--home", str(home.root)) == 0
    said = capsys.readouterr().out
    assert "2 unit, 0 lengkap" in said
    folder = tmp_path / "a" / f"penyampaian-skm-{NEXT}"
    recap, evaluated = (cells(folder / f"rekap-skm-{NEXT}.xlsx", sheet) for sheet in ("Rekap SKM", "PEKPPP"))
    assert [(line["OPD/Unit"], line["Jumlah Responden"], line["IKM"], line["U9"]) for line in recap] == [
        ("Kecamatan Mawar", 6, 74.25, 3),
        ("Kecamatan Melati", 7, 74.25, 3),
    ]
    realised = "Realisasi Tindak Lanjut Periode Sebelumnya (%)"
    assert [(line[realised], line["Rencana Tindak Lanjut"]) for line in recap] == [
        (100, "tidak ada rencana"),
        (0, "tidak ada rencana"),
    ]
    assert recap[0]["Telusuri dengan"] == f"skm explain U-1 {NEXT}\nskm explain U-1 {NEXT} --plan"
    steps = ("Nilai Publikasi", "Nilai Realisasi", "Nilai Kecepatan")
    assert [tuple(line[name] for name in steps) for line in evaluated] == [("–", "5", "–"), ("–", "0–1", "–")]
    for words in ("Media publikasi", "Tanggal Selesai 1 kegiatan", f"hasil {parse_period(NEXT).label} belum diterima"):
        assert words in str(evaluated[0]["Yang Belum Ada"])
    assert (folder / f"bukti/U-1/laporan-tindak-lanjut-skm-U-1-{CODE}.pdf").read_bytes().startswith(b"%PDF")
    letter = f"surat-pengantar-{NEXT}.pdf"
    assert "Media publikasi hasil SKM belum dilaporkan" in text_of((folder / letter).read_bytes())
    activity, variables, indicators = (
        cells(folder / f"metadata-bps-{NEXT}.xlsx", sheet) for sheet in ("MS-Keg", "MS-Var", "MS-Ind")
    )
    assert len({line["Blok"] for line in activity}) == 8
    assert ("Jumlah responden", "13") in [(line["Rincian"], line["Isian"]) for line in activity]
    assert ("Rencana rilis", "(diisi petugas)") in [(line["Rincian"], line["Isian"]) for line in activity]
    assert [str(line["Nama Variabel"])[:2] for line in variables][:9] == list(UNSUR_CODES)
    assert "4 = Gratis" in str(variables[3]["Klasifikasi Isian"])
    assert [(line["Nama Indikator"], line["Satuan"]) for line in indicators][3] == ("Realisasi tindak lanjut", "persen")
    assert "bobot 0,11" in str(indicators[0]["Rumus"])
    assert skm("submit", NEXT, "--into", str(tmp_path / "a"), "--home", str(home.root)) == 1
    assert skm("submit", NEXT, "--into", str(home.inbox), "--home", str(home.root)) == 1

    send(
        home,
        "media salah.csv",
        publication_sheet(
            ("U-9", NEXT, "Radio", "", ""),
            ("U-1", NEXT, "X", "foto.jpg", "esok"),
            ("U-1", NEXT, "", "www.a.id/foto", ""),
            ("U-2", NEXT, "", "", ""),
        ),
    )
    others = (("U-2", CODE, "Radio", "", ""), ("U-2", NEXT, "Televisi", "", "2031-01-05"))
    sent = (("U-1", NEXT, "Instagram", "instagram.com/p/1", "2025-01-20"), ("U-1", NEXT, "instagram", "", ""))
    send(home, "media.csv", publication_sheet(*sent, ("U-1", NEXT, "Radio", "", ""), *others))
    done = {**SOP, "done": "Sudah", "description": "SOP terbit", "done_on": f"{now():%d-%m-%Y}", "link": "www.a.id/sop"}
    plan = as_xlsx("Kecamatan Mawar", "Semester I Tahun 2024", [done])
    send(home, "Kecamatan Mawar/rtl selesai.xlsx", plan, now())
    state = run(home)
    late = rows(home, "SELECT * FROM late_follow_up JOIN ingest_file USING (file_id)")
    assert [row["path"] for row in late] == ["Kecamatan Mawar/rtl selesai.xlsx"], "the others are printed"
    assert (state.status("media salah.csv"), state.why("media salah.csv")) == ("rejected", "publication_unreadable")
    reason = str(state.files["media salah.csv"]["reason"])
    for words in (
        "Baris 2: kode unit “U-9”",
        "Baris 3: tanggal “esok”",
        "Baris 3: tautan “foto.jpg”",
        "Baris 4: media",
    ):
        assert words in reason
    assert "Baris 5" not in reason, "nothing stands in it"
    assert state.status("media.csv") == "loaded"
    assert skm("submit", NEXT, "--into", str(tmp_path / "b"), "--home", str(home.root)) == 0
    folder = tmp_path / "b" / f"penyampaian-skm-{NEXT}"
    first, second = cells(folder / f"rekap-skm-{NEXT}.xlsx", "PEKPPP")
    assert [first[name] for name in steps] == ["2", "5", "5"]
    assert "https://instagram.com/p/1" in str(first["Bukti"])
    assert second["Nilai Publikasi"] == "–", "what was told of another period, or of a day to come"
    assert "Tanggal publikasi di Televisi belum tiba" in str(second["Yang Belum Ada"])
    assert "Instagram" in text_of((folder / letter).read_bytes())
    again = cells(folder / f"media-publikasi-{NEXT}.xlsx", "Media Publikasi")
    assert [line["Media Publikasi"] for line in again[:4]] == ["Instagram", "instagram", "Radio", ""]

    capsys.readouterr()
    recap = cells(folder / f"rekap-skm-{NEXT}.xlsx", "Rekap SKM")
    commands = {command for line in (*recap, first, second) for command in str(line["Telusuri dengan"]).splitlines()}
    assert len(commands) == 4, "two of each unit"
    for command in sorted(commands):
        assert skm(*command.split()[1:], "--home", str(home.root)) == 0, command
    said = " ".join(capsys.readouterr().out.split())
    assert "Realisasi: 1 ÷ 1 × 100 = 100,00 %. Nilai realisasi: 5." in said
    assert "Nilai publikasi: 2." in said
    assert skm("explain", "U-1", NEXT, "--plan", "--json", "--home", str(home.root)) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["path"], one["row_number"], one["said"]) for one in told["accounted"]] == [
        ("Kecamatan Mawar/rtl selesai.xlsx", told["accounted"][0]["row_number"], "sudah")
    ]
    assert [(one["medium"], one["path"]) for one in told["media"][:1]] == [("Instagram", "media.csv")]
    assert skm("explain", "U-1", NEXT, "--plan", "--service", "KK", "--home", str(home.root)) == 1
    assert skm("explain", "U-1", f"{NEXT}@0", "--plan", "--home", str(home.root)) == 1
    assert f"tulis {NEXT} tanpa" in capsys.readouterr().err


def test_a_unit_that_our_code_fails_at_is_named_and_keeps_nobody_else_back(
    home: Home, later: State, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = bundles.unit_figures

    def failing(*arguments: Any, **named: Any) -> UnitFigures:
        figures = read(*arguments, **named)
        if figures.unit_code == "U-2":
            raise ZeroDivisionError
        return figures

    monkeypatch.setattr(bundles, "unit_figures", failing)
    assert skm("submit", NEXT, "--into", str(tmp_path), "--home", str(home.root)) == 1
    assert "Belum disertakan karena kesalahan program: Kecamatan Melati." in capsys.readouterr().err
    folder = tmp_path / f"penyampaian-skm-{NEXT}"
    recap = cells(folder / f"rekap-skm-{NEXT}.xlsx", "Rekap SKM")
    assert [line["OPD/Unit"] for line in recap] == ["Kecamatan Mawar"]
    letter = text_of((folder / f"surat-pengantar-{NEXT}.pdf").read_bytes())
    assert "Unit yang hasilnya belum dapat disertakan: Kecamatan Melati." in " ".join(letter.split())

"""One inbox with every trap that is known. The run goes on, each file has its status and a reason its sender can
act on, and nothing of what is refused is in any figure."""

import io
import os
import re
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from contracts.home import Home
from tests.integration.offices import NAMES, State, home_at, respondents, rows, run, same, send
from tests.unit.reports.word_text import lines_of

pytestmark = pytest.mark.usefixtures("prefect_server")

REGISTRY = """unit_code,unit_name,unit_type,aliases,unsur_order
good,Kecamatan Mawar,kecamatan,,
bad,Kecamatan Melati,kecamatan,,
swapped,Kecamatan Anggrek,kecamatan,,
legend,Kecamatan Bakung,kecamatan,,
totals,Kecamatan Cempaka,kecamatan,,
dimension,Kecamatan Dahlia,kecamatan,,
"""
BARE = [f"U{number}" for number in range(1, 10)]
FOURTEEN = [f"U{number}" for number in range(1, 15)]
GOOD = respondents(same(3, 6))


def workbook(lines: list[list[object]]) -> bytes:
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        for number, cells in enumerate(lines):
            sheet.write_row(number, 0, cells)
    return saved.getvalue()


def sheet_changed(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == "xl/worksheets/sheet1.xml" else data)
    return saved.getvalue()


def zipped(**members: bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return saved.getvalue()


ANSWERS: list[list[object]] = [["Tanggal", *NAMES], *(["05/02/2024", *[4] * 9] for _ in range(5))]
WORKBOOK = workbook(ANSWERS)


def far_cell(sheet: bytes) -> bytes:
    far = b'<row r="1048576"><c r="XFD1048576"><v>4</v></c></row></sheetData>'
    return sheet.replace(b"</sheetData>", far)


def one_row_dimension(sheet: bytes) -> bytes:
    assert b'<dimension ref="A1:J6"/>' in sheet
    return sheet.replace(b'<dimension ref="A1:J6"/>', b'<dimension ref="A1:J2"/>')


def locked() -> bytes:
    saved = io.BytesIO()
    OOXMLFile(io.BytesIO(WORKBOOK)).encrypt("rahasia", saved)
    return saved.getvalue()


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "keluar.zip": (zipped(**{"../keluar.csv": GOOD.encode()}), "archive_path"),
    "bom.zip": (zipped(**{"melati.csv": b"\0" * 6_000_000}), "inflates_too_much"),
    "bukan.docx": (zipped(**{"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"}), "not_tabular"),
    "terkunci.xlsx": (locked(), "password_protected"),
    "jauh.xlsx": (sheet_changed(WORKBOOK, far_cell), "too_many_rows"),
    "terpotong.xlsx": (WORKBOOK[: len(WORKBOOK) // 2], "unreadable_workbook"),
    "kosong.csv": (b"", "empty"),
    "spasi.csv": (b" \n\t\n  \n", "empty"),
    "laporan.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "not_tabular"),
    "skala lima.csv": (respondents([*same(5, 3), *same(4, 7)]), "scale_not_1_to_4"),
    "delapan.csv": (respondents(["4" * 8] * 4, unsur=NAMES[:8]), "unsur_missing"),
    "empat belas.csv": (respondents(["4" * 14] * 4, unsur=FOURTEEN), "unsur_missing"),
    "maklumat.csv": (respondents(same(4, 4), unsur=[*NAMES[:8], "Maklumat Pelayanan"]), "unsur_missing"),
    "nomor saja.csv": (respondents(same(4, 4), unsur=BARE), "unsur_order_undeclared"),
    "hanya judul.csv": (respondents([]), "no_rows"),
    "tanpa periode.csv": (respondents(same(4, 4), dates=None), "period_unknown"),
    "rusak.csv": (respondents([*["4444 4444"] * 6, *same(4, 4)]), "mostly_rejected"),
    "besok.csv": (respondents(same(4, 4), dates="01/02/2031"), "mostly_rejected"),
}
"""All from Kecamatan Melati, which therefore has no index."""

READ: dict[str, tuple[str | bytes, int]] = {
    "Kecamatan Mawar.csv": (GOOD, 6),
    "Kecamatan Anggrek.csv": (
        respondents(["333333314"] * 4, unsur=[*NAMES[:7], "U8 Sarana dan Prasarana", "U9 Penanganan Pengaduan"]),
        4,
    ),
    "Kecamatan Bakung.csv": (
        respondents(["333333314"] * 4, unsur=BARE)
        + "\nKeterangan:\nU8 = Sarana dan Prasarana\nU9 = Penanganan Pengaduan\n",
        4,
    ),
    "Kecamatan Cempaka.csv": (
        respondents(same(3, 4))
        + ";".join(["Jumlah", "", *["12"] * 9])
        + "\n"
        + ";".join(["NRR", "", *["3"] * 9])
        + "\nIKM;;75\n",
        4,
    ),
    "Kecamatan Dahlia.xlsx": (sheet_changed(WORKBOOK, one_row_dimension), 5),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = home_at(tmp_path_factory.mktemp("traps") / "data", REGISTRY)
    home.settings.write_text("[limits]\ninflated_megabytes = 5\n", encoding="utf-8")
    for name, (content, _) in REFUSED.items():
        send(home, f"Kecamatan Melati/{name}", content)
    for name, (content, _) in READ.items():
        send(home, name, content)
    outside = home.root.parent / "rahasia"
    outside.mkdir()
    (outside / "Kecamatan Melati.csv").write_text(respondents(same(1, 9)), encoding="utf-8")
    (home.inbox / "tautan Melati.csv").symlink_to(outside / "Kecamatan Melati.csv")
    (home.inbox / "tautan folder").symlink_to(outside, target_is_directory=True)
    (home.inbox / "tautan ke dalam.csv").symlink_to(home.inbox / "Kecamatan Mawar.csv")
    os.mkfifo(home.inbox / "pipa.csv")
    return home


@pytest.fixture(scope="module")
def after(home: Home) -> State:
    return run(home)


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, after: State) -> None:
    path = f"Kecamatan Melati/{name}"
    assert after.status(path) == "rejected"
    assert after.why(path) == REFUSED[name][1]
    assert after.counts(path)[1] == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("tautan Melati.csv", "link"),
        ("tautan folder", "link"),
        ("tautan ke dalam.csv", "link"),
        ("pipa.csv", "not_a_file"),
    ],
)
def test_not_even_looked_at(name: str, code: str, after: State, home: Home) -> None:
    assert (after.status(name), after.why(name)) == ("rejected", code)
    assert not any(path.startswith("tautan folder/") for path in after.files)
    archived = {path.name for path in home.archive.rglob("*") if path.is_file() and len(path.name) == 64}
    assert len(archived) == len(REFUSED) + len(READ)


@pytest.mark.parametrize("name", READ)
def test_read_in_spite_of_its_looks(name: str, after: State) -> None:
    expected = READ[name][1]
    assert (after.status(name), after.counts(name)) == ("loaded", (expected, expected, 0, 0))


def test_nothing_else_was_seen(after: State) -> None:
    assert len(after.files) == len(REFUSED) + len(READ) + 4


def test_only_what_was_read_is_in_a_figure(after: State, home: Home) -> None:
    assert {unit: respondents for unit, (respondents, _) in after.indexes.items()} == {
        "good": 6,
        "swapped": 4,
        "legend": 4,
        "totals": 4,
        "dimension": 5,
    }
    for table in ("ikm_unit", "ikm_unsur", "ikm_ranking", "respondent_profile", "response"):
        assert rows(home, f"SELECT unit_code FROM {table} WHERE unit_code = 'bad'") == []
    (missing,) = rows(home, "SELECT unit_code FROM missing_unit WHERE period_code = '2024'")
    assert missing["unit_code"] == "bad"


def test_u8_and_u9_go_where_their_words_say(after: State) -> None:
    for unit in ("swapped", "legend"):
        assert (after.totals[unit, "U8"], after.totals[unit, "U9"]) == (16, 4)


def test_every_reason_is_a_sentence(after: State) -> None:
    for path, file in after.files.items():
        if file["status"] == "rejected":
            reason = str(file["reason"])
            assert len(reason) > 30, path
            assert reason.endswith("."), path
            assert not {"the", "file", "is", "error"} & set(reason.casefold().split()), reason


def test_the_reason_says_what_to_declare_or_what_is_missing(after: State) -> None:
    reason = {name: str(after.files[f"Kecamatan Melati/{name}"]["reason"]) for name in REFUSED}
    assert "unsur_order" in reason["nomor saja.csv"]
    assert "Kecamatan Melati" in reason["nomor saja.csv"]
    assert "Sarana dan Prasarana" in reason["delapan.csv"]
    assert "Maklumat Pelayanan" in reason["maklumat.csv"]
    assert "skala sampai 5" in reason["skala lima.csv"]
    assert "sembilan unsur" in reason["empat belas.csv"]


def test_rows_are_conserved_and_rejected_ones_go_back(after: State, home: Home) -> None:
    for path in after.files:
        read, *others = after.counts(path)
        assert read == sum(others)
    assert after.counts("Kecamatan Melati/rusak.csv") == (10, 0, 10, 0)
    listed = rows(home, "SELECT DISTINCT rule FROM rejected_row ORDER BY rule")
    assert [row["rule"] for row in listed] == ["date_in_future", "rejected_with_file", "u5_missing"]
    notes = list((home.quarantine / "bad").glob("*.docx"))
    said = "\n".join(line for note in notes for line in lines_of(note.read_bytes()))
    assert not re.search(r"\bskm [a-z]|units\.csv|unsur_order|Kode alasan", said), "only staff could do that"
    assert len(notes) == len(REFUSED) + 1  # and the link, whose name says whose it is
    workbooks = sorted(path.name.partition(" - ")[0] for path in home.quarantine.rglob("*.xlsx"))
    assert workbooks == ["besok", "rusak"]


def test_the_inbox_is_as_it_was(after: State, home: Home) -> None:
    for name, (content, _) in READ.items():
        assert (home.inbox / name).read_bytes() == (content.encode() if isinstance(content, str) else content)
    assert (home.inbox / "tautan folder").is_symlink()

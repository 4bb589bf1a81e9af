"""Follow-up workbooks through the real flow: beside answers, replaced, rejected in part and whole."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from contracts.follow_up import FOLLOW_UP_COLUMNS, FOLLOW_UP_SHEET, FOLLOW_UP_TITLE
from contracts.home import Home
from reports.workbooks.follow_up_workbook import follow_up_workbook
from tests.integration.offices import REGISTRY, State, home_at, respondents, rows, run, same, send
from tests.unit.reports.conftest import changed, no_follow_up
from tests.unit.reports.word_text import lines_of

pytestmark = pytest.mark.usefixtures("without_prefect")

NOON, EVENING = datetime(2026, 1, 5, 12), datetime(2026, 1, 5, 18)
Action = Mapping[str, str]
SOP: Action = {"unsur": "Persyaratan", "activity": "Mereview SOP", "quarter_1": "✓", "responsible": "Sekcam"}
LOKET: Action = {"unsur": "U9", "activity": "=HYPERLINK(1)", "quarter_2": "v", "responsible": "Camat 😀"}


def lines(unit: str, period: str, actions: Sequence[Action]) -> list[list[str]]:
    names = [column.name for column in FOLLOW_UP_COLUMNS]
    groups = [column.group for column in FOLLOW_UP_COLUMNS]
    return [
        [FOLLOW_UP_TITLE],
        [unit],
        [period],
        ["Isi, lalu kirim kembali."],
        [group if group not in groups[:position] else "" for position, group in enumerate(groups)],
        [column.header for column in FOLLOW_UP_COLUMNS],
        *([str(number), *(action.get(name, "") for name in names[1:])] for number, action in enumerate(actions, 1)),
        [str(len(actions) + 1), "Biaya/Tarif"],
    ]


def as_xlsx(*args: object) -> bytes:
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(FOLLOW_UP_SHEET)
        for position, line in enumerate(lines(*args)):  # type: ignore[arg-type]
            for column, cell in enumerate(line):
                if cell:
                    sheet.write_string(position, column, cell)
    return saved.getvalue()


def as_csv(*args: object) -> str:
    saved = io.StringIO()
    csv.writer(saved, delimiter=";").writerows(lines(*args))  # type: ignore[arg-type]
    return saved.getvalue()


BAD: Action = {"unsur": "Parkir", "activity": "Menata parkir", "quarter_1": "✓", "done": "proses"}
SENT = {
    "mawar/jawaban.csv": respondents(same(3, 4)),
    "mawar/2025/rtl.xlsx": as_xlsx("Kecamatan Mawar", "Tahun 2024", [SOP, LOKET]),
    "melati/rtl S1.csv": as_csv("Kecamatan Melati", "Semester I Tahun 2023", [SOP, {**LOKET, "done": "Sudah"}, BAD]),
    "kenanga/rtl.csv": as_csv("Dinas Kenanga", "Tahun 2024", [BAD, BAD, SOP]),
    "kenanga/kosong.xlsx": as_xlsx("Dinas Kenanga", "Tahun 2023", []),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = home_at(tmp_path_factory.mktemp("follow-ups") / "data")
    for name, content in SENT.items():
        send(home, name, content)
    return home


@pytest.fixture(scope="module")
def first(home: Home) -> State:
    return run(home)


def notes(home: Home) -> dict[str, str]:
    return {
        path.name.partition(" - ")[0]: "\n".join(lines_of(path.read_bytes()))
        for path in home.quarantine.rglob("*.docx")
    }


def plans(home: Home) -> list[tuple[object, ...]]:
    shown = "period_code, unit_code, position, unsur_code, activity, responsible, done"
    return [tuple(row.values()) for row in rows(home, f"SELECT {shown} FROM follow_up ORDER BY ALL")]


@pytest.fixture(scope="module")
def first_plans(home: Home, first: State) -> list[tuple[object, ...]]:
    return plans(home)


@pytest.fixture(scope="module")
def first_notes(home: Home, first: State) -> dict[str, str]:
    return notes(home)


def test_plans_are_stored_as_they_were_written(first_plans: list[tuple[object, ...]]) -> None:
    assert first_plans == [
        ("2023-S1", "U-2", 1, "U1", "Mereview SOP", "Sekcam", None),
        ("2023-S1", "U-2", 2, "U9", "=HYPERLINK(1)", "Camat 😀", True),
        ("2024", "U-1", 1, "U1", "Mereview SOP", "Sekcam", None),
        ("2024", "U-1", 2, "U9", "=HYPERLINK(1)", "Camat 😀", None),
    ]


def test_files_of_follow_ups_keep_their_own_books(first: State) -> None:
    assert {path: file["kind"] for path, file in first.files.items()} == {
        path: "responses" if "jawaban" in path else "follow_up" for path in SENT
    }
    assert (first.status("mawar/2025/rtl.xlsx"), first.counts("mawar/2025/rtl.xlsx")) == ("loaded", (2, 2, 0, 0))
    assert (first.status("melati/rtl S1.csv"), first.counts("melati/rtl S1.csv")) == ("partial", (3, 2, 1, 0))
    assert (first.why("kenanga/rtl.csv"), first.counts("kenanga/rtl.csv")) == ("mostly_rejected", (3, 0, 3, 0))
    assert (first.why("kenanga/kosong.xlsx"), first.counts("kenanga/kosong.xlsx")) == ("follow_up_empty", (0, 0, 0, 0))
    assert first.summary.responses == 4


def test_a_plan_makes_no_unit_reported(first: State, home: Home) -> None:
    assert set(first.indexes) == {"U-1"}
    assert first.summary.missing == 2
    assert {row["period_code"] for row in rows(home, "SELECT period_code FROM period")} == {
        "2024",
        "2024-S1",
        "2024-TW1",
        "2024-02",
    }


def test_senders_get_a_note_and_no_correction_workbook(home: Home, first_notes: dict[str, str]) -> None:
    assert set(first_notes) == {"rtl S1", "rtl", "kosong"}
    assert " | 9 | Unsur | Parkir | Unsur tidak dikenal." in first_notes["rtl S1"]
    assert (
        " | 9 | Sudah/Belum | proses | Realisasi tidak terbaca. Seharusnya: Sudah atau Belum" in first_notes["rtl S1"]
    )
    assert first_notes["rtl"].count(" | Unsur | ") == 2
    assert "belum diisi" in first_notes["kosong"]
    assert not list(home.quarantine.rglob("*.xlsx"))


def test_what_was_mapped_and_checked_is_published(home: Home, first: State) -> None:
    file_id = first.files["mawar/2025/rtl.xlsx"]["file_id"]
    mapped = rows(home, f"SELECT mapped_to FROM column_mapping WHERE file_id = '{file_id}' ORDER BY position")
    assert [row["mapped_to"] for row in mapped] == [column.name for column in FOLLOW_UP_COLUMNS]
    failed = rows(home, "SELECT expectation FROM finding WHERE suite = 'follow_up' AND verdict = 'failed'")
    assert {"follow_up_unsur_unknown", "follow_up_done_unreadable"} <= {row["expectation"] for row in failed}


@pytest.fixture(scope="module")
def second(home: Home, first_plans: object, first_notes: object) -> State:
    """The realisation of the year, smaller than the plan; the corrected half-year; the same once more elsewhere."""
    done = {**SOP, "done": "Sudah", "description": "terbit"}
    send(home, "mawar/2025/rtl realisasi.xlsx", as_xlsx("Kecamatan Mawar", "Tahun 2024", [done]), NOON)
    send(home, "melati/rtl S1 betul.csv", as_csv("Kecamatan Melati", "Semester I Tahun 2023", [SOP, SOP, LOKET]), NOON)
    send(home, "melati/salinan.csv", SENT["melati/rtl S1.csv"], NOON)
    folder = home.quarantine / "U-1"
    folder.mkdir()
    for name in ("lama - 0123456789abcdef.md", "lama - 0123456789abcdef.docx", "surat petugas.docx"):
        (folder / name).write_bytes(b"x")
    state = run(home)
    assert [path.name for path in folder.iterdir()] == ["surat petugas.docx"], "what is not ours stays"
    (folder / "surat petugas.docx").unlink()
    return state


def test_the_newest_replaces_the_older_whole_and_is_never_held(second: State, home: Home) -> None:
    assert second.status("mawar/2025/rtl.xlsx") == "superseded"
    assert second.counts("mawar/2025/rtl.xlsx") == (2, 0, 0, 2)
    assert "rtl realisasi.xlsx" in str(second.files["mawar/2025/rtl.xlsx"]["reason"])
    assert second.status("melati/rtl S1.csv") == "duplicate"
    assert (second.status("melati/salinan.csv"), second.counts("melati/salinan.csv")) == ("superseded", (3, 0, 1, 2))
    assert [(row[0], row[1], row[2], row[6]) for row in plans(home)] == [
        ("2023-S1", "U-2", 1, None),
        ("2023-S1", "U-2", 2, None),
        ("2023-S1", "U-2", 3, None),
        ("2024", "U-1", 1, True),
    ]
    realised = rows(home, "SELECT * FROM follow_up_realisation ORDER BY period_code")
    assert [(row["planned"], row["done"], str(row["realisation"])) for row in realised] == [
        (3, 0, "0.00"),
        (1, 1, "100.00"),
    ]
    assert set(notes(home)) == {"rtl", "kosong"}


def test_nothing_of_a_plan_stands_in_the_log(home: Home, second: State, caplog: pytest.LogCaptureFixture) -> None:
    send(home, "kenanga/rtl lagi.xlsx", as_xlsx("Dinas Kenanga", "Tahun 2024", [{**BAD, "responsible": "Budi S."}]))
    with caplog.at_level("DEBUG"):
        again = run(home)
    assert again.status("kenanga/rtl lagi.xlsx") == "rejected"
    assert not any(word in caplog.text for word in ("Budi S.", "Menata parkir", "proses"))


def written_into(workbook: bytes, cells: Mapping[str, str]) -> bytes:
    """A workbook as Excel saves it after people wrote into these cells: nothing else is touched."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as original, zipfile.ZipFile(saved, "w") as copy:
        for name in original.namelist():
            content = original.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = content.decode()
                for cell, value in cells.items():
                    filled = rf'<c r="{cell}" s="\1" t="inlineStr"><is><t>{value}</t></is></c>'
                    text, found = re.subn(rf'<c r="{cell}" s="(\d+)"/>', filled, text)
                    assert found == 1, cell
                content = text.encode()
            copy.writestr(name, content)
    return saved.getvalue()


def test_our_own_workbook_comes_back_filled_in(tmp_path: Path) -> None:
    """Sent out with the lowest unsur, returned untouched and with a plan, and once more with what we know."""
    home = home_at(tmp_path / "data", REGISTRY + "35.16.01,Kecamatan Jatirejo,kecamatan,,\n")
    empty = follow_up_workbook(changed(no_follow_up))
    filled = written_into(
        empty,
        {"C8": "Mereview SOP", "D8": "✓", "H8": "Sekcam", "K8": "Sudah", "L8": "31-02-2025", "M8": "terbit"}
        | {"O8": "www.contoh.go.id", "I8": "Jangka Pendek", "J8": "5 Februari 2025"}
        | {"C9": "Menambah loket", "F9": "✓", "H9": "Sekcam"}
        | {"B12": "Biaya/Tarif", "C12": "Memasang tarif", "G12": "✓", "T12": "Desa &amp; warga"},
    )
    send(home, "RTL belum.xlsx", empty)
    send(home, "RTL.xlsx", filled, NOON)
    sent = run(home)
    assert sent.why("RTL belum.xlsx") == "follow_up_empty"
    assert (sent.status("RTL.xlsx"), sent.counts("RTL.xlsx")) == ("loaded", (3, 3, 0, 0))
    lowest = [unsur.unsur_code for unsur in changed(no_follow_up).lowest_unsur]
    assert [(row[0], row[1], *row[2:]) for row in plans(home)] == [
        ("2024", "35.16.01", 1, lowest[0], "Mereview SOP", "Sekcam", True),
        ("2024", "35.16.01", 2, lowest[1], "Menambah loket", "Sekcam", None),
        ("2024", "35.16.01", 3, "U4", "Memasang tarif", None, None),
    ]
    told = rows(home, "SELECT horizon, forum_on, done_on, link FROM follow_up ORDER BY position LIMIT 1")
    assert tuple(told[0].values()) == ("short", date(2025, 2, 5), None, "https://www.contoh.go.id")
    (of_the_newest,) = home.quarantine.rglob(f"RTL - {sent.files['RTL.xlsx']['file_id']}.docx")
    letter = "\n".join(lines_of(of_the_newest.read_bytes()))
    assert "Sebagian isian belum dapat dipakai" in letter
    assert "| 8 | Tanggal Selesai | 31-02-2025 | Tanggal selesai tidak terbaca, dikosongkan." in letter
    known = changed(lambda _: None).follow_up_before
    assert known is not None
    actions = known.model_copy(update={"period_code": "2024"})
    send(home, "RTL.xlsx", follow_up_workbook(changed(lambda rows: rows.update(follow_up=actions))), EVENING)
    assert run(home).counts("RTL.xlsx") == (3, 3, 0, 0)
    stored = rows(home, "SELECT * FROM follow_up ORDER BY position")
    texts = ("activity", "responsible", "description", "evidence", "obstacle", "strategy", "target_time")
    for row, action in zip(stored, known.actions, strict=True):
        assert (row["unsur_code"], row["done"]) == (action.unsur_code, action.done)
        assert tuple(row[f"quarter_{number}"] for number in (1, 2, 3, 4)) == action.quarters
        assert {name: row[name] or "" for name in texts} == {name: getattr(action, name) for name in texts}

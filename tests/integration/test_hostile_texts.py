"""Texts of the kind that attack whoever opens them, through everything that a person may open."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from cli.output import console, errors, indented, show_json, show_table, tell
from contracts.errors import HomeError
from contracts.home import Home
from contracts.periods import parse_period
from contracts.registry import Registry, Unit
from contracts.reminders import Reminder
from contracts.settings import Settings
from contracts.tables import UNIT
from flows import artifacts, reminders
from pipeline.documents.csv_frames import write_csv
from pipeline.documents.documents import Manifest, ManifestEntry
from pipeline.documents.reminder_lists import ReminderList
from pipeline.stores import open_stores
from pipeline.summary import RunSummary
from pipeline.upload_place import safe_file_name
from portal.server.pages import Pages
from portal.server.uploads import shown_name
from reports.letters.notices import RefusedFile, late_notice, refused_notice
from reports.letters.reminder_list import letters, table_csv
from reports.workbooks.correction import BrokenRowRule, CorrectionSource, RejectedRow
from reports.workbooks.correction_workbook import correction_workbook
from reports.workbooks.table_workbook import write_table
from reports.writers.printable import printable
from reports.writers.word_markup import run
from tests.published_rows import publish_rows

STEERING = "\x1b[2J\x1b]0;x\x07\x9b1m\u202eexe.\u2066\x00\x7f"
HOSTILE = [
    f"{start}1+1{STEERING}"
    for start in ("=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", '"=', " =", "x;=", "x\n=")
]
NEVER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile('^[\\s"“”]*[=+\\-@＝＋－＠\t\r]')


def check_csv(text: str, delimiter: str) -> None:
    assert not NEVER.search(text.replace("\r\n", "\n"))
    # The other separators as well: a spreadsheet takes that of its own language.
    for separator in {delimiter, ",", ";", "\t"}:
        quoting = csv.QUOTE_MINIMAL if separator == delimiter else csv.QUOTE_NONE
        for row in csv.reader(io.StringIO(text), delimiter=separator, quoting=quoting):
            assert not [cell for cell in row if FORMULA.match(cell) and not re.fullmatch(r"-[\d.,]+", cell)], row


def test_csv_of_frames() -> None:
    frame = pl.LazyFrame({"unit": HOSTILE, "nilai": [-3.5] * len(HOSTILE), "jenis": HOSTILE}).with_columns(
        pl.col("jenis").cast(pl.Categorical)
    )
    target = io.BytesIO()
    write_csv(frame, target)
    text = target.getvalue().decode()
    check_csv(text, ",")
    read = pl.read_csv(target.getvalue())
    assert read["nilai"].to_list() == [-3.5] * len(HOSTILE)
    assert read.height == len(HOSTILE)
    write_csv(frame, target := io.BytesIO(), for_excel=True)
    text = target.getvalue().decode("utf-8-sig")
    check_csv(text, ";")
    assert [row[1] for row in csv.reader(io.StringIO(text), delimiter=";")] == ["nilai", *["-3,5"] * len(HOSTILE)]


@pytest.fixture(name="listed")
def fixture_listed() -> tuple[list[Reminder], Registry]:
    units = [Unit(str(n), text, text, None, (), None, (), contact=text) for n, text in enumerate(HOSTILE)]
    late = [
        Reminder(
            period_code="2026-S1", unit_code=unit.unit_code, unit_name=unit.unit_name, unit_type=unit.unit_type,
            state="late", respondents=0, sample_needed=None, last_period_code=None, last_response_date=None,
            held_responses=0, refused_files=0,
        )
        for unit in units
    ]  # fmt: skip
    return late, Registry(tuple(units))


def test_reminders(listed: tuple[list[Reminder], Registry]) -> None:
    check_csv(table_csv(*listed).decode("utf-8-sig"), ";")
    text = letters(parse_period("2026-S1"), *listed, Settings(), date(2026, 7, 14), date(2026, 7, 20))
    assert not NEVER.search(text)


def check_lines(text: str, lines: int) -> None:
    """Texts from outside make no line of their own, where each would be taken for one of ours."""
    assert not NEVER.search(text)
    assert text.count("\n") == lines, text


def test_notices(listed: tuple[list[Reminder], Registry]) -> None:
    files = [
        RefusedFile(path=text, unit_name=text, status="held", reason=text, rows_read=1, rows_rejected=1)
        for text in HOSTILE
    ]
    plain = [file.model_copy(update={"path": "a.csv", "unit_name": "A", "reason": "B."}) for file in files]
    period, day, home = parse_period("2026-S1"), date(2026, 7, 14), Path("/srv/skm")
    of_files, expected = (refused_notice(HOSTILE[0], several, home) for several in (files, plain))
    of_units = late_notice(HOSTILE[-1], period, day, listed[0], len(listed[0]), home)
    named = [one.model_copy(update={"unit_name": "A"}) for one in listed[0]]
    check_lines(of_files.text, expected.text.count("\n"))
    check_lines(of_units.text, late_notice("B", period, day, named, len(named), home).text.count("\n"))
    check_lines(of_files.subject + of_units.subject, 0)


def test_what_prefect_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: tuple[list[Reminder], Registry]
) -> None:
    home = Home(tmp_path / "data")
    home.root.mkdir()
    units = [{"unit_code": f"U{number}", "unit_name": text, "unit_type": text} for number, text in enumerate(HOSTILE)]
    files = [
        {"file_id": text, "path": text, "unit_code": f"U{number}", "status": "held", "reason": text}
        for number, text in enumerate(HOSTILE)
    ]
    index = [{"period_code": "2024", "unit_code": unit["unit_code"]} for unit in units]
    ranks = [row | {"scope": "all"} for row in index]
    year = {"period_code": "2024", "kind": "year", "start_date": date(2024, 1, 1), "end_date": date(2024, 12, 31)}
    publish_rows(home, {"unit": units, "ingest_file": files, "period": [year], "ikm_unit": index, "ikm_ranking": ranks})
    made = Manifest(files={f"U0/kartu-{home.root.name}.pdf": ManifestEntry(size=1, sha256="", inputs="")})
    stores = open_stores(home, Settings().storage)
    stores.reports.write("2024/manifest.json", made.model_dump_json().encode())
    summary = RunSummary(
        run_id="r1", published=True, contents_read=0, files={"held": 1}, responses=0, missing=0, documents_made=0,
        documents_kept=0, documents_changed=("2024",), to_senders=0, site_files=0, failed=(),
    )  # fmt: skip
    shown: list[dict[str, object]] = []
    for module in (artifacts, reminders):
        for name in ("create_markdown_artifact", "create_table_artifact"):
            monkeypatch.setattr(module, name, lambda **artifact: shown.append(artifact), raising=False)
    artifacts.report(home, stores, summary)
    late, registry = listed
    period, today, last_day = parse_period("2026-S1"), date(2026, 7, 14), date(2026, 7, 20)
    reminders.report(ReminderList(period, today, last_day, late, Settings(), registry))
    texts = list(texts_in(shown))
    assert sum("1+1" in text for text in texts) >= 5 * len(HOSTILE)
    assert not [text for text in texts if NEVER.search(text)]
    assert not [text for text in texts if "1+1" in text and "\n" in text and not text.startswith("| Unit |")]


def texts_in(shown: object) -> Iterator[str]:
    if isinstance(shown, dict | list):
        for one in shown.values() if isinstance(shown, dict) else shown:
            yield from texts_in(one)
    elif isinstance(shown, str):
        yield shown


@pytest.mark.parametrize("text", HOSTILE)
def test_errors_that_quote(text: str) -> None:
    """Prefect keeps their sentence in a run's state and log."""
    assert not NEVER.search(str(HomeError(f"Berkas {text} tidak dapat dibuka.")))


def test_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "unit.xlsx"
    write_table(path, UNIT, [(text, text, text, None) for text in HOSTILE])
    wrong = BrokenRowRule("u1", HOSTILE[0], HOSTILE[0], HOSTILE[1])
    source = CorrectionSource("a" * 64, f"{HOSTILE[0]}.csv", HOSTILE[1], HOSTILE[2])
    rows = [RejectedRow("Data", 2, {"u1": text, "suggestion": text}, (wrong,)) for text in HOSTILE]
    for content in (path.read_bytes(), correction_workbook(source, rows)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            texts = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
        # An escaped control character is one, as soon as a spreadsheet shows it.
        assert not [text for text in texts if NEVER.search(text.replace("\r\n", "\n")) or re.search("_x00[01]", text)]
        assert not [text for text in texts if "<f>" in text]
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        assert any("1+1" in str(cell) for line in book.get_sheet_by_index(0).to_python() for cell in line)
        assert "quotePrefix" in "".join(texts)


def test_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    for text in HOSTILE:
        console().print(text, markup=False)
        console().print(indented(text))
        errors().print(text, markup=False)
        tell(text)
        show_table(text, [{"a": text}], {"a": text})
        show_json({text: text})
    said = capsys.readouterr()
    assert not NEVER.search(said.out + said.err)


def test_json_keeps_what_it_does_not_show(capsys: pytest.CaptureFixture[str]) -> None:
    show_json(HOSTILE)
    assert json.loads(capsys.readouterr().out) == HOSTILE


def test_pages_and_documents() -> None:
    for text in HOSTILE:
        page = bytes(Pages(Settings()).failure(404, text).body).decode()
        assert "1+1" in page
        assert not NEVER.search(page)
        assert not NEVER.search(run(text))
        assert not NEVER.search(printable(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_file_names(text: str) -> None:
    for name in (safe_file_name(f"{text}.csv"), shown_name(f"{text}.csv")):
        assert not NEVER.search(name)
        assert not re.search("[\t\n]", name)

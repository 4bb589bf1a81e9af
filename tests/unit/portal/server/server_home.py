"""A tiny home for the server, made by hand: two offices, one year, and every kind of file somebody may ask for."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from anyio.from_thread import BlockingPortal
from argon2 import PasswordHasher
from starlette.applications import Starlette

from contracts.decisions import Decision
from contracts.home import Home
from contracts.records import MappedColumn, OfferedChoice, OpenQuestion, Refusal, RejectedCell, UploadResult
from contracts.registry import load_registry
from contracts.settings import Settings
from pipeline import analyst_queries, service_register
from pipeline.analyst_queries import _Question as Question
from pipeline.unit_photographs import UnitPhotographs, kept_pictures
from portal.server.accounts import Accounts, Role
from portal.server.app import create_app
from portal.server.audit import AuditLog, Entry
from portal.server.database import Database
from portal.server.monitoring import Monitored
from portal.server.reread import Reread
from reports.workbooks.correction import FileToCorrect
from storage.store import LocalStore
from tests.published_rows import publish_rows
from warehouse.read import QueryResult

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Starlette 1.10 would rather have httpx2; it works with httpx as well
    from starlette.testclient import TestClient

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
OURS, THEIRS = "35.16.01", "35.16.02"
PASSWORD = "sandi-yang-panjang"
UNITS = (
    "unit_code,unit_name,unit_type\n35.16.01,Kecamatan Jatirejo,kecamatan\n35.16.02,Kecamatan Gondang,kecamatan\n"
    "35.16.03,Kecamatan Pacet,kecamatan\n"
)
SUGGESTION = "Pak Budi loket 2 kasar"
VISITOR = "203.0.113.9"
QUESTION = OpenQuestion(
    code="control_total",
    question="Baris “<Jumlah>” berkata lain daripada 4 responden yang terbaca.",
    choices=(
        OfferedChoice(key="count", label="hitung yang terbaca", respondents=4, ikm=Decimal("86.63")),
        OfferedChoice(key="refuse", label="jangan dihitung", respondents=0),
    ),
)

GIVING = OfferedChoice(key="split", label="bagi: tiap baris untuk unit yang disebutnya", respondents=4)
"""A choice that only staff may take; of the first held file."""


class Clock:
    """A moment that tests move."""

    def __init__(self) -> None:
        self.at = datetime(2025, 3, 3, 9, 0)

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **span: float) -> None:
        self.at += timedelta(**span)


def build_warehouse(home: Home) -> None:
    """Publishes one year of two offices: one row of ours begins like a formula."""
    answers = dict.fromkeys([f"u{number}" for number in range(1, 10)], 3)
    place = {"sheet": "Sheet1", "response_date": date(2024, 3, 1), "gender": "P", "age": 30}
    index = {
        "period_code": "2024",
        "respondents": 2,
        "ikm": Decimal("74.25"),
        "ikm_ninth": Decimal("75.00"),
        "weight": "0.11",
        "mutu": "C",
        "kinerja": "Kurang Baik",
        "mutu_ninth": "C",
        "grade_depends_on_weight": False,
        "publishable": True,
    }
    file = {
        "kind": "responses",
        "rows_read": 2,
        "rows_accepted": 2,
        "rows_rejected": 0,
        "rows_duplicate": 0,
        "first_seen_at": datetime(2025, 1, 6, 8, 0),
    }
    nothing = dict.fromkeys(("rows_read", "rows_accepted", "rows_rejected", "rows_duplicate"), 0)
    rows: dict[str, list[dict[str, object]]] = {
        "unit": [
            {"unit_code": code, "unit_name": f"Kecamatan {name}", "unit_type": "kecamatan"}
            for code, name in ((OURS, "Jatirejo"), (THEIRS, "Gondang"), ("35.16.03", "Pacet"))
        ],
        "period": [
            {
                "period_code": "2024",
                "kind": "year",
                "start_date": date(2024, 1, 1),
                "end_date": date(2024, 12, 31),
                "label": "Tahun 2024",
            }
        ],
        "response": [
            {"response_key": 1, "unit_code": OURS, "file_id": "f1", "row_number": 2, **place, **answers,
             "service": "=HYPERLINK(1)"},
            {"response_key": 2, "unit_code": OURS, "file_id": "f1", "row_number": 3, **place, **answers},
            {"response_key": 3, "unit_code": THEIRS, "file_id": "f2", "row_number": 2, **place, **answers},
        ],
        "run": [{"run_id": "r1", "started_at": datetime(2025, 1, 6, 8, 0), "finished_at": datetime(2025, 1, 6, 8, 1),
                 "status": "published", "code_version": "0", "settings_hash": "s", "inputs_hash": "i"}],
        "suggestion": [{"response_key": 1, "suggestion": SUGGESTION}],
        "ikm_unit": [{"unit_code": OURS, **index}, {"unit_code": THEIRS, **index}],
        "missing_unit": [{"period_code": "2024", "unit_code": "35.16.03"}],
        "ingest_file": [
            {"file_id": "f1", "path": "jatirejo/f1.csv", "content_id": "c1", "unit_code": OURS, "status": "loaded",
             **file},
            {"file_id": "f2", "path": "gondang.csv", "content_id": "c2", "unit_code": THEIRS, "status": "loaded",
             **file},
            {"file_id": "f3", "path": "gondang/rusak.csv", "content_id": "c3", "unit_code": THEIRS, **file,
             "status": "rejected", "reason_code": "empty", "reason": "Berkas ini <kosong>."},
            *({"file_id": f"h{number}", "path": f"{code}/ditahan.csv", "content_id": f"ch{number}", "unit_code": code,
               "status": "held", "reason_code": "control_total", "reason": QUESTION.question, **file, **nothing,
               "layout": code and f"l{number}"}
              for number, code in enumerate((OURS, THEIRS, None), start=1)),
        ],
        "question": [
            {"file_id": f"h{number}", "number": 1, "code": QUESTION.code, "question": QUESTION.question,
             "choice": choice.key, "label": choice.label, "respondents": choice.respondents, "ikm": choice.ikm}
            for number in (1, 2, 3) for choice in (*QUESTION.choices, *([GIVING] if number == 1 else []))
        ],
    }  # fmt: skip
    publish_rows(home, rows)


def small_home(root: Path, warehouse: Path) -> Home:
    """The home without accounts. The files of `warehouse`, which no test writes to, are the same in all homes."""
    home = Home(root)
    home.inbox.mkdir(parents=True)
    home.units.write_text(UNITS, encoding="utf-8")
    shutil.copytree(warehouse, home.warehouse, symlinks=True, copy_function=os.link)
    write(home.site / "index.html", "<!doctype html><title>Portal</title>" + "<p>isi portal</p>" * 200)
    write(home.site / "2024" / "index.html", "<!doctype html><title>2024</title>")
    write(home.site / "2024" / "berkas" / "kartu.pdf", "%PDF-1.7 " + "x" * 4000)
    write(home.site / "aset" / "gaya.css", "p { color: red }\n" * 200)
    write(home.site / ".rahasia", "titik")
    write(home.site / "kosong" / "nama.txt", "isi")
    names = {code: f"laporan-skm-{code}-2024.pdf" for code in (OURS, THEIRS)}
    for code, name in names.items():
        write(home.reports / "2024" / code / name, f"laporan {code}")
    write(home.reports / "2024" / OURS / "suntingan.docx", "not in the manifest")
    write(home.reports / "2024" / "laporan-skm-kabupaten-2024.pdf", "kabupaten")
    manifest = {
        "made_from": "r1",
        "files": {
            **{f"{code}/{name}": {"size": 1, "sha256": "", "inputs": ""} for code, name in names.items()},
            "laporan-skm-kabupaten-2024.pdf": {"size": 1, "sha256": "", "inputs": ""},
            f"{OURS}/hilang.pdf": {"size": 1, "sha256": "", "inputs": ""},
        },
    }
    write(home.reports / "2024" / "manifest.json", json.dumps(manifest))
    write(home.quarantine / OURS / "jatirejo – f9 - perbaikan.xlsx", "perbaikan kami")
    write(home.quarantine / THEIRS / "gondang - f3.md", "catatan mereka")
    write(home.quarantine / "tanpa-unit" / "antah - f4.md", "catatan tanpa unit")
    (home.quarantine / OURS / "pintasan.md").symlink_to(home.units)
    return home


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def checked(name: str, unit_code: str | None, **values: object) -> UploadResult:
    """What a check may say."""
    found: dict[str, object] = {
        "file_name": name,
        "kind": "responses",
        "format": "csv",
        "refusal": None,
        "unit_code": unit_code,
        "unit_name": "Kecamatan Jatirejo",
        "periods": ("2024",),
        "mapping": (
            MappedColumn(sheet="", position=1, header="Persyaratan", mapped_to="u1", evidence="name", confidence=0.9),
            MappedColumn(sheet="", position=2, header="Hobi", mapped_to=None, evidence="none", confidence=0),
        ),
        "rows_read": 3,
        "rows_accepted": 2,
        "rows_rejected": 1,
        "rejected": (RejectedCell(sheet="S", row_number=4, column="u1", value="<b>7</b>", message="Isi 1 sampai 4."),),
        "notes": ("Lembar tersembunyi dilewati.",),
        "already_known": False,
        **values,
    }
    return UploadResult.model_validate(found)


def fake_check(path: Path, name: str, unit_code: str, answers: Sequence[Decision] = ()) -> UploadResult:
    """Judges by what stands in the file: `tolak` is refused, `lain` is another unit's, `meledak` an error of ours, of
    `tanya` a question is asked (QUESTION) and read by its answer."""
    content = path.read_bytes()
    if content.startswith(b"meledak"):
        raise RuntimeError("Siti 081234567890")
    if content.startswith(b"tolak"):
        return checked(name, unit_code, refusal=Refusal(code="empty", message="Unsur U9 tidak ada."), rejected=())
    if content.startswith(b"tanya"):
        found = {"content_id": "c9", "layout": "l9", "rejected": (), "rows_rejected": 0}
        if not answers:
            return checked(name, unit_code, **found, questions=(QUESTION,), rows_read=0, rows_accepted=0)
        if answers[-1].choice == "refuse":
            refusal = Refusal(code="decided_against", message="Diputuskan tidak dihitung.")
            return checked(name, unit_code, **found, refusal=refusal)
        return checked(name, unit_code, **found, rows_read=4, rows_accepted=4)
    return checked(name, THEIRS if content.startswith(b"lain") else unit_code)


class QueriesHere:
    """Answers an analyst as the children of `skm serve` do, in this process."""

    def __init__(self, home: Home, settings: Settings) -> None:
        self._home = home
        self._most = settings.portal.query_rows

    def answer(self, sql: str) -> QueryResult:
        return analyst_queries._answer(self._home, [Question(sql, analyst_queries.SHOWN_ROWS)])[0]

    def write(self, sql: str, target: Path) -> QueryResult:
        return analyst_queries._write(self._home, [Question(sql, self._most, target)])[0]

    def write_table(self, name: str, target: Path) -> QueryResult:
        return analyst_queries._write_table(self._home, [Question(name, 0, target)])[0]


class SaidCommand:
    """Stands for `skm`: a process that says what it was called with, and ends as a test wants. `code`: what it does."""

    def __init__(self) -> None:
        self.code = "print(*sys.argv[1:], sep='\\n')"
        self.asked: list[tuple[list[str], str]] = []

    def start(self, arguments: Sequence[str], account: str, output: BinaryIO) -> "subprocess.Popen[bytes]":
        self.asked.append((list(arguments), account))
        command = [sys.executable, "-I", "-S", "-c", f"import sys; {self.code}", *arguments]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)


class Server:
    """The app over a home, and browsers that ask it."""

    def __init__(self, home: Home, **portal: object) -> None:
        self.home = home
        self.clock = Clock()
        # Staff need no code here unless a test is about codes.
        self.settings = Settings.model_validate({"portal": {"staff_code": False, **portal}})
        self.registry = load_registry(home.units)
        self.accounts = Accounts(Database(home.accounts), self.clock.now, CHEAP)
        self.monitored = Monitored()
        self.to_correct: dict[str, FileToCorrect] = {}
        self.command = SaidCommand()
        self.app = self._app()
        self.portal: BlockingPortal | None = None
        """The thread that answers every browser, as a server's does; without one each request starts its own."""

    def _app(self) -> Starlette:
        def inbox_place(unit_code: str, name: str, at: datetime) -> Path:
            return self.home.inbox / "unggahan" / unit_code / f"{at:%H%M%S} {name}"

        return create_app(
            self.home,
            settings=self.settings,
            settings_now=lambda: self.settings,
            registry=Reread(self.home.units, load_registry),
            reports=LocalStore(self.home.reports),
            check_upload=fake_check,
            inbox_place=inbox_place,
            to_correct=self.to_correct.get,
            photographs=UnitPhotographs(
                self.home, self.settings, lambda: self.registry, lambda at: kept_pictures([at])[0]
            ),
            services_of=lambda unit_code: service_register.of_unit(self.home, self.registry, unit_code),
            queries=QueriesHere(self.home, self.settings),
            start_command=self.command.start,
            now=self.clock.now,
            hasher=CHEAP,
            monitored=self.monitored,
        )

    def audit_log(self) -> list[Entry]:
        """The last lines of the audit log, newest first."""
        return AuditLog(Database(self.home.accounts), self.clock.now).last(100)

    def browser(self, *, address: str = VISITOR, base_url: str = "http://portal.test") -> TestClient:
        """Somebody who has not logged in."""
        browser = TestClient(
            self.app, base_url=base_url, client=(address, 50_000), follow_redirects=False, raise_server_exceptions=False
        )
        browser.portal = self.portal
        return browser

    def logged_in(self, name: str, unit_code: str | None = None, *, role: Role = "staff", **where: str) -> TestClient:
        """Somebody with a new account, logged in."""
        self.accounts.add(name, PASSWORD, unit_code=unit_code, role=role)
        browser = self.browser(**where)
        answer = log_in(browser, name, PASSWORD)
        assert answer.status_code == 303, answer.text
        return browser


def log_in(browser: TestClient, name: str, password: str, **fields: str):  # type: ignore[no-untyped-def]
    form = {"csrf": token_of(browser.get("/masuk").text), "next": "", "nama": name, "sandi": password, **fields}
    return browser.post("/masuk", data=form)


def token_of(page: str) -> str:
    """The token in a page's form."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, page
    return found.group(1)


def fields_of(page: str) -> dict[str, str]:
    """What a page's last form would send as it stands: hidden and written fields, what is chosen and ticked."""
    form = page.rpartition("<form")[2].partition("</form>")[0]
    fields = {}
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        options = re.findall(r'<option value="([^"]*)"( selected)?', inside)
        fields[name] = next((value for value, selected in options if selected), options[0][0])
    for tag in re.findall(r"<input[^>]*>", form):
        given = {"name": "", **dict(re.findall(r' (\w+)="([^"]*)"', tag))}
        if given.get("type") not in ("checkbox", "radio") or " checked" in tag:
            fields[given["name"]] = given.get("value", "")
    fields |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL))
    return {name: html.unescape(text) for name, text in fields.items() if name}


def upload(browser: TestClient, content: bytes, name: str = "survei 2024.csv", **fields: str):  # type: ignore[no-untyped-def]
    form = {"csrf": token_of(browser.get("/unggah").text), **fields}
    return browser.post("/unggah", data=form, files={"berkas": (name, content)})


def inbox_of(home: Home) -> list[str]:
    """What lies in the inbox, hidden files too."""
    return sorted(path.relative_to(home.inbox).as_posix() for path in _files(home.inbox))


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())

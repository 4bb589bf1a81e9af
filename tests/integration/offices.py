"""What offices send, as small files in a home, and what became of it.

Belongs here: writing exports and homes, running the real flow, reading what is published, hearing what staff are
told. Not here: any expectation of a test.
"""

import io
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter

from contracts.home import Home
from contracts.unsur import UNSUR
from flows import consolidate as flow_module
from pipeline import publishing, reading
from pipeline import run as pipeline_run
from pipeline.documents import document_stages
from pipeline.documents.document_stages import PeriodDocuments
from pipeline.homes import prepare_home
from pipeline.progress import LogListener
from pipeline.summary import RunSummary
from warehouse.contents import contents_hash
from warehouse.read import Row, open_published

NAMES = tuple(unsur.name for unsur in UNSUR)
REGISTRY = """unit_code,unit_name,unit_type,aliases,unsur_order
U-1,Kecamatan Mawar,kecamatan,,
U-2,Kecamatan Melati,kecamatan,Melatee,
U-3,Dinas Kenanga,dinas,,
"""
SETTINGS = "[thresholds]\nsmall_cell = 5\n[ranking]\nminimum_respondents = 1\n[engine]\nworkers = 1\n"
"""So that two files do not start two child processes; the samples do."""
MORNING = datetime(2026, 1, 5, 8)
"""When files were last changed that say nothing else."""


def home_at(root: Path, registry: str = REGISTRY) -> Home:
    """A prepared home with a small registry and an empty inbox; figures of five people are public."""
    home = Home(root)
    home.root.mkdir(mode=0o700, parents=True)
    home.units.write_text(registry, encoding="utf-8")
    prepare_home(home, with_samples=False)
    home.settings.write_text(SETTINGS, encoding="utf-8")
    return home


def copied(home: Home, root: Path) -> Home:
    """The same home elsewhere, for a story that changes it."""
    return Home(shutil.copytree(home.root, root, symlinks=True))


def respondents(
    answers: Iterable[str],
    *,
    dates: str | Sequence[str] | None = "05/02/2024",
    ids: Sequence[str] | None = None,
    ages: Sequence[int] = range(20, 60),
    unsur: Sequence[str] = NAMES,
) -> str:
    """An export as CSV: one line per respondent, whose answers are nine digits. `dates` is one for all,
    one for each, or None for an export without."""
    rows = list(answers)
    header = [*(["ID Responden"] if ids else []), *(["Tanggal"] if dates else []), "Umur", *unsur]
    lines = [header]
    for number, digits in enumerate(rows):
        when = dates if isinstance(dates, str) else dates[number] if dates else None
        lines.append(
            [*([ids[number]] if ids else []), *([when] if when else []), str(ages[number % len(ages)]), *digits]
        )
    return "".join(";".join(f'"{cell}"' for cell in line) + "\n" for line in lines)


def same(answer: int, count: int) -> list[str]:
    """Respondents who give one answer to everything."""
    return [str(answer) * 9] * count


def send(home: Home, name: str, content: str | bytes, modified: datetime = MORNING) -> Path:
    """Puts a file into the inbox."""
    path = home.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (modified.timestamp(), modified.timestamp()))
    return path


class Heard(LogListener):
    """Keeps what staff are told."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def noticed(self, sentence: str) -> None:
        """Something the person who started the run should know (Bahasa Indonesia)."""
        self.sentences.append(sentence)


@dataclass(frozen=True)
class State:
    """What a run left behind: `files` by path (of several contents the last seen), `indexes` of the year by
    unit as (respondents, IKM), `totals` of the year by unit and unsur."""

    summary: RunSummary
    files: dict[str, Row]
    indexes: dict[str, tuple[int, str]]
    totals: dict[tuple[str, str], int]

    def status(self, path: str) -> str:
        """What became of a file."""
        return self.files[path].of("status", str)

    def why(self, path: str) -> str | None:
        """Reason code of a file."""
        code = self.files[path]["reason_code"]
        return None if code is None else str(code)

    def counts(self, path: str) -> tuple[int, ...]:
        """Rows of a file: read, accepted, rejected, duplicate, and replaced where somebody decided so."""
        names = ("read", "accepted", "rejected", "duplicate", "replaced")
        *counts, replaced = (self.files[path].of(f"rows_{name}", int) for name in names)
        return (*counts, replaced) if replaced else tuple(counts)


def run(home: Home, *, at: datetime | None = None, year: str = "2024", documents: bool = False) -> State:
    """The flow, once, and what is published after it. `at`: the moment it believes to be started."""
    with pytest.MonkeyPatch.context() as patch:
        if at is not None:
            for module in (pipeline_run, reading, publishing):
                patch.setattr(module, "now", lambda: at)
        return state(home, flow_module.consolidate(home=home.root, documents=documents), year)


@contextmanager
def no_documents() -> Iterator[None]:
    """Within the block closing and going back make no documents: for stories that look at none of theirs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document_stages, "make", lambda *_: PeriodDocuments(made=(), kept=0, failed=()))
        yield


def state(home: Home, summary: RunSummary, year: str = "2024") -> State:
    """What is published now."""
    with open_published(home) as reader:
        in_year = {"year": year}
        return State(
            summary=summary,
            files={row.of("path", str): row for row in sorted(reader.table("ingest_file"), key=_seen)},
            indexes={
                row.of("unit_code", str): (row.of("respondents", int), str(row["ikm"]))
                for row in reader.rows("SELECT * FROM ikm_unit WHERE period_code = $year", in_year)
            },
            totals={
                (row.of("unit_code", str), row.of("unsur_code", str)): row.of("total", int)
                for row in reader.rows("SELECT * FROM ikm_unsur WHERE period_code = $year", in_year)
            },
        )


def contents(home: Home) -> str:
    """The hash of what is published now."""
    return contents_hash(home.database.resolve())


def _seen(file: Row) -> tuple[str, str]:
    return str(file["first_seen_at"]), file.of("file_id", str)


def rows(home: Home, sql: str) -> list[Row]:
    """What a SELECT gives on the published warehouse."""
    with open_published(home) as reader:
        return reader.rows(sql)


def filled_in(workbook: Path, answers: Mapping[int, Mapping[str, object]]) -> bytes:
    """A correction workbook as an office sends it back: the cells of its first sheet that stand under these
    headings, in the rows that came from these rows of the original file, hold what is given here."""
    original = python_calamine.CalamineWorkbook.from_path(workbook)
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as copy:
        for position, name in enumerate(original.sheet_names):
            lines = original.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if position == 0:
                _fill(lines, answers)
            sheet = copy.add_worksheet(name)
            for line, cells in enumerate(lines):
                for column, cell in enumerate(cells):
                    sheet.write(line, column, cell)
    return saved.getvalue()


def _fill(lines: list[list[object]], answers: Mapping[int, Mapping[str, object]]) -> None:
    header = next(line for line in lines if "Asal Baris" in line)
    rows_of = {line[header.index("Asal Baris")]: line for line in lines}
    for row_number, cells in answers.items():
        for heading, value in cells.items():
            rows_of[row_number][header.index(heading)] = value

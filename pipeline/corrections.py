"""What goes back to the senders: a workbook for rejected answers, a letter on a refused or held file or on rejected
rows of a follow-up.

Belongs here: which files there are in the quarantine folder. Not here: how a workbook looks
(`reports.workbooks.correction_workbook`), why a row was rejected (`contracts.rules`), Prefect.
"""

import glob
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from contracts.atomic_file import write_atomically
from contracts.clock import from_epoch_nanoseconds
from contracts.decisions import offered
from contracts.errors import HomeError, raise_if_of_the_machine, trace_of
from contracts.home import Home
from contracts.records import OpenQuestion, Reading, Refusal
from contracts.registry import Registry
from contracts.respondent import PROTECTED_CHARACTERISTICS
from contracts.rules import REJECTED_WITH_FILE, ROW_RULES_BY_CODE, ROW_WITHDRAWN
from contracts.settings import Settings
from pipeline import questionnaire_register
from pipeline.documents.logos import logo_of
from pipeline.progress import logger
from pipeline.run import Run, staging_area
from pipeline.staging import StagingArea
from pipeline.stores import Stores
from reports.figures.letterhead_figures import LogoFigure
from reports.letters.refusal_note import RowToCorrect, SentFile, refusal_note, rows_note
from reports.wording.indonesian import joined
from reports.workbooks.correction import (
    BlankedValue,
    BrokenRowRule,
    CorrectionSource,
    FileToCorrect,
    RejectedRow,
    staged_values,
)
from reports.writers.blocks import Letter
from warehouse import published
from warehouse.pin import pinned
from warehouse.read import Reader, Row, open_published

LONGEST_STEM = 80
LETTER = ".docx"
_OUR_LETTER = re.compile(r" - [0-9a-f]{16}(?:-[0-9a-f]{8})?\.(?:docx|md)$")
"""Text until 2026, Word since. A document that somebody else put there stays."""
_OUR_QUESTIONS = re.compile(r" - [0-9a-f]{16}(?:-[0-9a-f]{8})? - pertanyaan [0-9a-f]{8}\.xlsx$")
_UNSAFE = re.compile(r"[^\w. ()-]+")


class ToSenders(NamedTuple):
    """What lies in the quarantine folder."""

    files: int
    failed: tuple[str, ...] = ()
    """Paths of the inbox for which note or workbook could not be made."""


def return_to_senders(run: Run, readings: dict[str, Reading]) -> ToSenders:
    """Correction workbooks and refusal notes. While an earlier version is held they stay: they tell of files that
    are still to be corrected, whether that version knows them or not."""
    if pinned(run.home) is not None:
        return ToSenders(sum(path.is_file() for path in run.home.quarantine.rglob("*")))
    return quarantine(run.home, run.settings, run.registry, run.area, readings)


def quarantine(
    home: Home, settings: Settings, registry: Registry, area: StagingArea, readings: Mapping[str, Reading]
) -> ToSenders:
    """Makes the quarantine folder agree with what is published.

    One workbook for each file with rejected answers, one letter for each refused or held file and each
    follow-up with rejected rows, in the folder of its unit. Answers to a registered questionnaire are put right in the
    file itself: a workbook asks the nine questions. A letter that no longer applies is removed. A
    workbook that is there is not touched until its file was answered: somebody may be filling it in, and its name
    holds the id of the file it corrects. Answered, it goes to the archive; what is still open comes in a new one. So
    does a workbook of questions, one for each held file with questions that its unit may answer."""
    notes: dict[Path, bytes] = {}
    sheets: set[Path] = set()
    workbooks = 0
    failed: dict[str, Path] = {}
    logo = logo_of(home)
    with open_published(home) as reader:
        answered_at = _answered_at(reader, readings)
        for_a_workbook = published.files_for_a_workbook(reader)
        themselves = published.files_put_right_themselves(reader)
        unfinished = (str(row["file_id"]) for row in published.unfinished_actions(reader))
        not_whole = {*published.files_with_blanked_values(reader), *unfinished}
        units = {unit.of("unit_code", str): unit.of("unit_name", str) for unit in published.units(reader)}
        offices = {code: unit.signatory_office for code, unit in registry.by_code.items()}
        for file in published.files(reader):
            folder = home.quarantine / (str(file["unit_code"]) if file["unit_code"] else "tanpa-unit")
            stem = _UNSAFE.sub("_", Path(file.of("path", str)).stem)[:LONGEST_STEM]
            target = folder / f"{stem} - {file['file_id']}"
            unit_name = units.get(str(file["unit_code"]), "")
            sent = SentFile(
                path=file.of("path", str),
                received_at=file.of("first_seen_at", datetime),
                unit_name=unit_name,
                signatory_office=offices.get(str(file["unit_code"]), ""),
            )
            is_plan = file["kind"] == "follow_up"
            by_letter = is_plan or str(file["file_id"]) in themselves
            note, workbook = (target.with_name(f"{target.name}{ending}") for ending in (LETTER, " - perbaikan.xlsx"))
            try:
                is_broken = file.of("rows_rejected", int) or (is_plan and file["file_id"] in not_whole)
                rows = _rows_to_correct(reader, file) if by_letter and is_broken else []
                if file["status"] in ("rejected", "held") or (rows and file["status"] in ("partial", "loaded")):
                    asked = offered(published.questions(reader, file.of("file_id", str)), to_staff=False)
                    from reports.writers.word import render_letter  # with Word's writer, when one is written

                    notes[note] = render_letter(_note(file, sent, settings, readings, rows, asked, logo))
                    if asked and unit_name:
                        sheet = _question_sheet(target, asked)
                        if not sheet.exists():
                            from reports.workbooks.question_workbook import question_workbook

                            write_atomically(sheet, question_workbook(_source(file, settings, unit_name), asked))
                        sheets.add(sheet)
                is_open = str(file["file_id"]) in for_a_workbook
                if workbook.exists() and (not is_open or _is_older(workbook, answered_at.get(str(file["content_id"])))):
                    _keep_answered(home, workbook)
                if is_open:
                    if not workbook.exists():
                        from reports.workbooks.correction_workbook import correction_workbook

                        found = rows_of_file(reader, file, settings, unit_name, area)
                        write_atomically(workbook, correction_workbook(found.source, found.rejected, found.blanked))
                    workbooks += 1
            except Exception as error:
                raise_if_of_the_machine(error)
                logger.error("corrections of file %s: %s", file["file_id"], trace_of(error))
                failed[file.of("path", str)] = note
    for path, content in notes.items():
        if not path.exists() or path.read_bytes() != content:
            write_atomically(path, content)
    for path in list(home.quarantine.rglob("*")):
        if _OUR_QUESTIONS.search(path.name) and path not in sheets and not failed:
            _keep_answered(home, path)
        if _OUR_LETTER.search(path.name) and path not in notes and path not in failed.values():
            path.unlink()
    return ToSenders(workbooks + len(notes) + len(sheets), tuple(failed))


def _question_sheet(target: Path, asked: Sequence[OpenQuestion]) -> Path:
    """Where the workbook of questions about a file lies: by what is asked, so that one that somebody may be filling in
    stays while the questions do."""
    offered_there = "\n".join(f"{one.code} {' '.join(choice.key for choice in one.choices)}" for one in asked)
    return target.with_name(f"{target.name} - pertanyaan {hashlib.sha256(offered_there.encode()).hexdigest()[:8]}.xlsx")


def _source(file: Row, settings: Settings, unit_name: str) -> CorrectionSource:
    return CorrectionSource(
        content_id=file.of("content_id", str),
        path=file.of("path", str),
        unit_name=unit_name,
        organiser=settings.regency.organiser,
    )


def _answered_at(reader: Reader, readings: Mapping[str, Reading]) -> dict[str, datetime]:
    """By content, when the newest correction workbook of it that counts came back."""
    moments: dict[str, datetime] = {}
    for file in published.files(reader):
        reading = readings.get(str(file["content_id"]))
        if reading is None or not file.of("rows_read", int):
            continue
        for origin in reading.origins:
            came = file.of("first_seen_at", datetime)
            moments[origin] = max(came, moments.get(origin, came))
    return moments


def _is_older(workbook: Path, answered_at: datetime | None) -> bool:
    return answered_at is not None and from_epoch_nanoseconds(workbook.stat().st_mtime_ns) < answered_at


def _keep_answered(home: Home, workbook: Path) -> None:
    """Takes a workbook out of the quarantine; another one of that name stays."""
    kept = home.answered_workbooks / workbook.relative_to(home.quarantine)
    kept.parent.mkdir(parents=True, exist_ok=True)
    before = len(list(kept.parent.glob(f"{glob.escape(kept.stem)}*")))
    workbook.replace(kept if not before else kept.with_name(f"{kept.stem} ({before + 1}){kept.suffix}"))


def _note(
    file: Row,
    sent: SentFile,
    settings: Settings,
    readings: Mapping[str, Reading],
    rows: Sequence[RowToCorrect],
    asked: Sequence[OpenQuestion],
    logo: LogoFigure | None,
) -> Letter:
    if file["status"] in ("partial", "loaded"):
        return rows_note(sent, settings, rows, is_plan=file["kind"] == "follow_up", logo=logo)
    return refusal_note(
        sent,
        settings,
        Refusal(code=str(file["reason_code"]), message=str(file["reason"])),
        held=file["status"] == "held",
        questions=asked,
        reading=readings.get(str(file["content_id"])),
        rows=rows,
        logo=logo,
    )


def _rows_to_correct(reader: Reader, file: Row) -> list[RowToCorrect]:
    """What breaks a rule in a file, each by sheet and row: rows that do not count, and of a follow-up workbook cells
    without which theirs does, and what is not finished."""
    file_id = file.of("file_id", str)
    unfinished = published.unfinished_actions(reader, file_id) if file["kind"] == "follow_up" else []
    return [
        RowToCorrect(
            sheet=row.of("sheet", str),
            row_number=row.of("row_number", int),
            column=row.of("column_name", str),
            value=None if row["value"] is None else str(row["value"]),
            message=row.of("message", str),
            counts=counts,
        )
        for counts, rows in (
            (False, published.rejected_rows(reader, file_id)),
            (True, published.blanked_values(reader, file_id) if file["kind"] == "follow_up" else []),
        )
        for row in rows
        if row["rule"] not in (REJECTED_WITH_FILE, ROW_WITHDRAWN)
    ] + [
        RowToCorrect(
            sheet=row.of("sheet", str),
            row_number=row.of("row_number", int),
            column=row.of("column_name", str),
            value=None,
            message=row.of("message", str),
            counts=True,
            is_unfinished=True,
        )
        for row in unfinished
    ]


def rows_of_file(reader: Reader, file: Row, settings: Settings, unit_name: str, area: StagingArea) -> FileToCorrect:
    """What is to be put right in a published file of answers. Of a file refused for its rows it is the clean ones too,
    so that what comes back is the whole file. Raises FileNotFoundError where its staged rows are not there."""
    file_id = file.of("file_id", str)
    breaches: defaultdict[tuple[str, int], list[BrokenRowRule]] = defaultdict(list)
    for row in published.rejected_rows(reader, file_id):
        if row["rule"] == ROW_WITHDRAWN:
            continue
        listed = breaches[row.of("sheet", str), row.of("row_number", int)]
        if row["rule"] != REJECTED_WITH_FILE:
            listed.append(_breach(row))
    staged = pl.read_parquet(*area.rows([file.of("content_id", str)]))
    broken = [row for row in staged.iter_rows(named=True) if (row["sheet"], row["row_number"]) in breaches]
    rejected = [_rejected_row(row, breaches[row["sheet"], row["row_number"]]) for row in broken]
    left_out = [one.label.lower() for one in PROTECTED_CHARACTERISTICS if any(row[one.column] for row in broken)]
    blanked = [
        BlankedValue(row.of("sheet", str), row.of("row_number", int), _breach(row))
        for row in published.blanked_values(reader, file_id)
    ]
    source = replace(_source(file, settings, unit_name), leaves_out=joined(left_out) if left_out else "")
    return FileToCorrect(source, tuple(rejected), tuple(blanked))


def file_to_correct(
    home: Home, settings: Settings, registry: Registry, stores: Stores, file_id: str
) -> FileToCorrect | None:
    """What is to be put right in a file, as published now; None where there is nothing, where it is put right in the
    file itself (answers to a registered questionnaire), or its rows are not staged by this code yet."""
    try:
        with open_published(home) as reader:
            file = published.file(reader, file_id)
            if file is None or file_id not in published.files_for_a_workbook(reader):
                return None
            questionnaires = questionnaire_register.load(home, registry)
            area = staging_area(stores, settings.limits, registry, questionnaires=questionnaires)
            return rows_of_file(reader, file, settings, str(file["unit_name"] or ""), area)
    except (HomeError, FileNotFoundError):
        return None


def _rejected_row(staged: Mapping[str, Any], breaches: Iterable[BrokenRowRule]) -> RejectedRow:
    """A staged row as it is sent back: a row of a correction workbook with the place it came from."""
    is_corrected = staged["origin_content_id"] is not None and staged["origin_row_number"] is not None
    prefix = "origin_" if is_corrected else ""
    return RejectedRow(
        sheet=staged[f"{prefix}sheet"],
        row_number=staged[f"{prefix}row_number"],
        values=staged_values(staged),
        breaches=tuple(breaches),
        content_id=staged["origin_content_id"] if is_corrected else None,
    )


def _breach(row: Row) -> BrokenRowRule:
    rule = ROW_RULES_BY_CODE[row.of("rule", str)]
    value = row["value"]
    return BrokenRowRule(row.of("column_name", str), None if value is None else str(value), rule.message, rule.expected)

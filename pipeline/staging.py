"""From archived originals to staged Parquet: read, map, type; one Parquet and one reading a content.

Belongs here: what a child process does with a batch of contents, and where the result lies. Not here:
how a file is read (`ingest.read`) or a text typed (`transforms.responses.typing`), and Prefect: child processes
import this module, so it stays light.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from contracts.atomic_file import file_sha256
from contracts.decisions import ASSIGNED_UNIT, NO_DECISIONS, Decisions, relevant
from contracts.errors import raise_if_of_the_machine, trace_of
from contracts.questionnaires import NO_QUESTIONNAIRES, Questionnaires, chosen
from contracts.records import Choice, Reading, Refusal, RowsOfClass, UnitNaming
from contracts.registry import Registry
from contracts.settings import Limits
from ingest.doubts import REFUSE, Questions
from ingest.identify import UnitNames, identify_unit, names_nobody
from ingest.originals import checked_originals
from ingest.parts import declared_order
from ingest.period_names import identify_plan_period
from ingest.read import Export, read_export, units_of
from ingest.refusals import reader_failed
from ingest.rows import no_rows
from storage.store import Store
from transforms.responses.follow_up import staged_follow_up
from transforms.responses.same_people import overlaps_of_sheets
from transforms.responses.typing import TypedResponses, content_facts, divided_rows, typed_responses
from transforms.responses.unsur_means import sums_on_scale

READER_LOST: Final = {
    "crashed": "Berkas ini membuat pembacanya berhenti mendadak.",
    "out_of_time": "Berkas ini tidak selesai dibaca dalam batas waktu.",
    "out_of_memory": "Berkas ini menghabiskan memori pembacanya.",
}
BATCH_BYTES = 12_000_000
BATCH_CONTENTS = 64
"""A batch is large enough to be typed at once, small enough to spread over the cores."""


class Content(NamedTuple):
    """One archived original to be staged."""

    content_id: str
    name: str
    """Path in the inbox, as the sender named it."""
    original: str
    """Its name in the archive."""
    size: int
    received_on: date
    paths: tuple[str, ...] = ()
    """All paths at which it was seen, oldest first: the better one for a content of several units is chosen of them."""


class StagingArea(NamedTuple):
    """Where originals and staged contents lie, and what reading needs to know: all that a worker gets."""

    archive: Store
    store: Store
    """Of this version of the code: two Parquet names and a reading a content."""
    limits: Limits
    registry: Registry
    decisions: Decisions = NO_DECISIONS
    """What people answered to questions about files."""
    questionnaires: Questionnaires = NO_QUESTIONNAIRES
    """Those that are registered; the version of `store` tells them apart."""

    def rows(self, content_ids: Iterable[str]) -> list[Path]:
        """The staged rows of contents, as files here."""
        return self.store.local_paths([_rows(content_id) for content_id in content_ids])

    def actions(self, content_ids: Iterable[str]) -> list[Path]:
        """The staged rows of contents that are follow-up workbooks, as files here."""
        return self.store.local_paths([_actions(content_id) for content_id in content_ids])


def load_readings(area: StagingArea, content_ids: Iterable[str]) -> dict[str, Reading]:
    """Readings already staged, by content; contents without one, or with one that is not what was written, are left
    out: they are read again."""
    names = {_reading(content_id): content_id for content_id in content_ids}
    found = area.store.read_all(names)
    readings = {}
    for name, written in found.items():
        if (text := without_hash(written)) is not None:
            readings[names[name]] = Reading.model_validate_json(text)
    return readings


def with_hash(content: bytes) -> bytes:
    """What is kept beside staged rows, ending in its own hash."""
    return b"%b\n%b" % (content, hashlib.sha256(content).hexdigest().encode())


def without_hash(written: bytes) -> bytes | None:
    """The same again; None where it is not what was written."""
    content = written.rpartition(b"\n")[0]
    return content if with_hash(content) == written else None


def with_rows_as_written(area: StagingArea, readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """The readings whose staged rows are what was written; the others are read again. Reads all staged rows."""
    names: dict[str, tuple[str, str]] = {}
    for content_id, reading in readings.items():
        for one in (reading, *reading.parts):
            if one.rows_sha256:
                name = _actions(one.content_id) if one.kind == "follow_up" else _rows(one.content_id)
                names[name] = (content_id, one.rows_sha256)
    present = sorted(area.store.present(names))
    damaged = {names[name][0] for name in names.keys() - set(present)}
    for name, path in zip(present, area.store.local_paths(present), strict=True):
        content_id, written = names[name]
        if file_sha256(path) != written:
            damaged.add(content_id)
    return {content_id: reading for content_id, reading in readings.items() if content_id not in damaged}


def with_parts(readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """The same, and those of the parts of divided contents."""
    parts = {part.content_id: part for reading in readings.values() for part in reading.parts}
    return {**readings, **parts}


def identifying_path(paths: Sequence[str], reading: Reading | None, names: UnitNames) -> str:
    """Of the paths at which a content was seen, oldest first, the first that says whose it is; else the
    first. Under a better name a file with bare U8/U9 is read by the order of its unit. A file with rows of several
    units is read under a path that names none, where there is one: so the regency sent it itself."""
    if len(paths) == 1:
        return paths[0]
    if reading is not None and reading.several_units:
        return next((path for path in paths if names_nobody(reading.naming, path, names)), paths[0])
    if reading is not None and not reading.unsur_order_needed:
        return paths[0]
    naming = reading.naming if reading is not None else UnitNaming()
    return next((path for path in paths if not isinstance(identify_unit(naming, path, names), Refusal)), paths[0])


def needs_staging(reading: Reading | None, name: str, area: StagingArea, names: UnitNames) -> bool:
    """Whether a content has to be read: never read; read under another declared order of U8/U9 than the registry now
    has for its unit, under other names of units, or under another path, where these matter; by the questionnaire of
    another unit; or before one of its questions was answered (or an answer taken back)."""
    if reading is None:
        return True
    if reading.names_looked_up not in ("", names.state) or reading.read_as not in ("", name):
        return True
    if _another_questionnaire(reading, name, area, names):
        return True
    if not (reading.unsur_order_needed or reading.doubts or reading.answered):
        return False
    answered = {one.code: one.choice for one in reading.answered}
    if _answers(reading, name, area, names) != answered:
        return True
    if not reading.unsur_order_needed:
        return False
    unit_code = _unit_code(reading, name, area, names)
    units = {part.unit_code for part in reading.parts if part.unit_code} or ({unit_code} if unit_code else set())
    return declared_order(units, names) != reading.unsur_order_used


def _another_questionnaire(reading: Reading, name: str, area: StagingArea, names: UnitNames) -> bool:
    """Whether its unit, as it is known now, asks another questionnaire than the one it was read by."""
    if not reading.questionnaires:
        return False
    there = [one for one in area.questionnaires if one.version in reading.questionnaires]
    assigned = area.decisions.assigned(ASSIGNED_UNIT).get(reading.content_id)
    theirs = chosen(there, units_of(reading, name, names, assigned))
    return (theirs.version if theirs else "") != reading.questionnaire


def _unit_code(reading: Reading, name: str, area: StagingArea, names: UnitNames) -> str | None:
    assigned = area.decisions.assigned(ASSIGNED_UNIT).get(reading.content_id)
    unit_code = assigned or identify_unit(reading.naming, name, names)
    return None if isinstance(unit_code, Refusal) else unit_code


def _answers(reading: Reading, name: str, area: StagingArea, names: UnitNames) -> dict[str, str]:
    """What was decided about the questions that a reading asked."""
    asked = [*(doubt.code for doubt in reading.doubts), *(one.code for one in reading.answered)]
    if not asked:
        return {}
    unit_code = _unit_code(reading, name, area, names)
    return relevant(area.decisions.answers(reading.content_id, unit_code, reading.layout), asked)


def batches(contents: Sequence[Content]) -> Iterator[list[Content]]:
    """Contents in batches bounded by size and number."""
    batch: list[Content] = []
    size = 0
    for content in contents:
        if batch and (size + content.size > BATCH_BYTES or len(batch) == BATCH_CONTENTS):
            yield batch
            batch, size = [], 0
        batch.append(content)
        size += content.size
    if batch:
        yield batch


def stage(area: StagingArea, contents: Sequence[Content]) -> list[Reading]:
    """Reads, types and stages contents; returns their readings in order. Runs in a child process. A content that
    our code fails at is refused, with the fault in its reading; the others are staged. Raises HomeError where an
    original is not what was received."""
    names = _names_of(area.registry)
    readings: dict[str, Reading] = {}
    tables: dict[str, pl.DataFrame] = {}
    parts: dict[str, pl.Series] = {}
    plans: dict[str, pl.DataFrame] = {}
    with checked_originals(area.archive, {one.original: one.name for one in contents}) as originals:
        for content, original in zip(contents, originals, strict=True):
            try:
                export = read_content(area, content, original, names)
            except Exception as error:
                raise_if_of_the_machine(error)
                export = Export(failed_reading(content.content_id, error), no_rows())
            reading = readings[content.content_id] = export.reading
            if export.rows.height and reading.kind == "follow_up":
                period = identify_plan_period(reading.naming, content.name)
                planned_from = None if isinstance(period, Refusal) else period.start_date
                plans[content.content_id] = staged_follow_up(export.rows, content.received_on, planned_from)
            elif export.rows.height:
                tables[content.content_id] = export.rows
            if export.part_of_row is not None:
                parts[content.content_id] = export.part_of_row
    for content_id, written in _write(area, plans, _actions).items():
        readings[content_id] = readings[content_id].model_copy(update={"rows_sha256": written})
    received_on = {content.content_id: content.received_on for content in contents}
    names_of = {content.content_id: content.name for content in contents}
    for typed in _typed(tables, received_on, readings):
        left_out: list[pl.DataFrame] = []
        start = 0
        for facts in typed.facts.iter_rows(named=True):
            content_id = facts.pop("content_id")
            rows = typed.staged.slice(start, facts["rows"])
            start += facts["rows"]
            try:
                reading = _with_validity(_with_facts(readings[content_id], facts), area.questionnaires)
                repeated: list[str] = []
                if _has_sheets(reading):
                    reading, repeated = _without_repeated_sheets(area, reading, names_of[content_id], names, rows)
                    left_out.append(rows.filter(pl.col("sheet").is_in(repeated)).select("content_id", "row_index"))
                if reading.parts:
                    reading = _divided(area, reading, rows, parts[content_id], repeated)
            except Exception as error:
                raise_if_of_the_machine(error)
                reading = failed_reading(content_id, error)
            readings[content_id] = reading
        hashes = _write_rows(area, typed, pl.concat(left_out) if left_out else None, readings)
        for content_id, written in hashes.items():
            readings[content_id] = readings[content_id].model_copy(update={"rows_sha256": written})
    write_readings(area, readings.values())
    return [readings[content.content_id] for content in contents]


def lost_reading(content_id: str, how: str) -> Reading:
    """Of a content whose reader did not come back."""
    message = (
        f"{READER_LOST[how]} Buka berkas di aplikasi lembar kerja, simpan ulang sebagai CSV atau xlsx baru, lalu "
        "kirim lagi."
    )
    return Reading(content_id=content_id, format=None, refusal=Refusal(code=f"reader_{how}", message=message))


def failed_reading(content_id: str, error: Exception) -> Reading:
    """Of a content that our code failed at."""
    return Reading(content_id=content_id, format=None, refusal=reader_failed(), fault=trace_of(error))


def _typed(
    tables: Mapping[str, pl.DataFrame], received_on: Mapping[str, date], readings: dict[str, Reading]
) -> list[TypedResponses]:
    """The tables typed in one piece: what is done to many columns is done once, not once for each content. Where that
    fails each is typed alone, so that only the guilty one is refused, in `readings`."""
    if not tables:
        return []
    by_columns: defaultdict[tuple[str, ...], dict[str, pl.DataFrame]] = defaultdict(dict)
    for name, table in tables.items():
        by_columns[tuple(table.columns)][name] = table
    if len(by_columns) > 1:  # some ask more than one question about an unsur
        return [one for alike in by_columns.values() for one in _typed(alike, received_on, readings)]
    try:
        return [typed_responses(pl.concat(tables.values(), rechunk=True), received_on)]
    except Exception as error:
        raise_if_of_the_machine(error)
        if len(tables) == 1:
            (content_id,) = tables
            readings[content_id] = failed_reading(content_id, error)
            return []
    return [one for name, table in tables.items() for one in _typed({name: table}, received_on, readings)]


def read_content(area: StagingArea, content: Content, original: Path, names: UnitNames) -> Export:
    """Reads a content, by what was decided about its questions. What is still open is asked with what each choice
    would give."""

    name = content.name

    assigned = area.decisions.assigned(ASSIGNED_UNIT).get(content.content_id)
    whose = {} if assigned is None else {ASSIGNED_UNIT: assigned}

    def reading_by(answers: Mapping[str, str]) -> Export:
        answers = {**whose, **answers}
        return read_export(
            original,
            name=name,
            content_id=content.content_id,
            limits=area.limits,
            names=names,
            answers=answers,
            questionnaires=area.questionnaires,
        )

    export, answers = reading_by({}), dict[str, str]()
    if export.reading.read_as and content.paths:
        better = identifying_path(content.paths, export.reading, names)
        if better != name:
            name = better
            export = reading_by({})
    for _ in range(_MOST_QUESTIONS):  # an answer may lead to another question
        decided = _answers(export.reading, name, area, names)
        if decided.keys() <= answers.keys():
            break
        answers |= decided
        export = reading_by(answers)
    if not export.reading.doubts:
        return export
    received_on = {content.content_id: content.received_on}
    doubts = tuple(
        doubt.model_copy(
            update={
                "choices": tuple(
                    _with_consequences(choice, reading_by({**answers, doubt.code: choice.key}), received_on)
                    for choice in doubt.choices
                )
            }
        )
        for doubt in export.reading.doubts
    )
    return replace(export, reading=export.reading.model_copy(update={"doubts": doubts}))


_MOST_QUESTIONS: Final = 8


def _with_consequences(choice: Choice, export: Export, received_on: Mapping[str, date]) -> Choice:
    """A choice with what it would give."""
    if export.reading.refusal is not None or not export.rows.height:
        return choice.model_copy(update={"respondents": 0})
    return given(choice, typed_responses(export.rows, received_on).staged)


def given(choice: Choice, staged: pl.DataFrame) -> Choice:
    """A choice with what staged rows give: respondents (rows with nine answers on the scale), sums of their answers."""
    return choice.model_copy(update=sums_on_scale(staged)._asdict())


@lru_cache(maxsize=1)
def _names_of(registry: Registry) -> UnitNames:
    """Built once a child: for a registry of a thousand units it takes as long as reading a file."""
    return UnitNames(registry)


def _with_facts(reading: Reading, facts: dict[str, object]) -> Reading:
    notes = reading.notes
    if facts.pop("ambiguous_dates"):
        notes = (*notes, "Urutan hari dan bulan tidak dapat dipastikan dari isi berkas; dibaca hari/bulan/tahun.")
    return Reading.model_validate(dict(reading) | facts | {"notes": notes})


def _with_validity(reading: Reading, questionnaires: Questionnaires) -> Reading:
    """The reading with a note where it has answers of months in which its questionnaire is not asked: the words of the
    questions say what was asked, so they count."""
    used = next((one for one in questionnaires if one.version == reading.questionnaire), None)
    outside = [] if used is None else [month for month in reading.months if not used.in_force(month)]
    if not outside:
        return reading
    note = (
        f"Kuesioner “{reading.questionnaire}” menurut questionnaires.toml tidak berlaku pada {', '.join(outside)}, "
        "tetapi pertanyaannya ada dalam berkas ini dan dibaca menurut itu. Periksa valid_from dan valid_to."
    )
    return reading.model_copy(update={"notes": (*reading.notes, note)})


def _divided(
    area: StagingArea, whole: Reading, rows: pl.DataFrame, part_of_row: pl.Series, repeated: Sequence[str]
) -> Reading:
    """Stages each part of a content as a content of its own; the reading of the whole with theirs. `rows`: the staged
    rows of the whole, of which `part_of_row` has the part; those on `repeated` sheets do not count."""
    divided = divided_rows(rows, part_of_row).filter(~pl.col("sheet").is_in(list(repeated)))
    facts = {
        one.pop("content_id"): one
        for one in content_facts(divided, pl.repeat(False, divided.height, dtype=pl.Boolean, eager=True)).to_dicts()
    }
    read: list[Reading] = []
    for part in whole.parts:
        found = facts.get(part.content_id, {"rows": 0, "ambiguous_dates": False})
        part = _with_facts(part, found).model_copy(
            update={
                "notes": whole.notes,
                "row_classes": _as_repeated(part.row_classes, repeated),
                "doubts": whole.doubts,
                "answered": whole.answered,
            }
        )
        read.append(part)
    frames = divided.partition_by("content_id", as_dict=True)
    written = _write(area, {str(content_id): frame for (content_id,), frame in frames.items()}, _rows)
    parts = tuple(part.model_copy(update={"rows_sha256": written.get(part.content_id, "")}) for part in read)
    return whole.model_copy(update={"rows": 0, "parts": parts})


def _as_repeated(row_classes: Iterable[RowsOfClass], sheets: Sequence[str]) -> tuple[RowsOfClass, ...]:
    """The classes after the respondents of some sheets turned out to stand on another."""
    return tuple(
        one.model_copy(update={"row_class": "repeated"})
        if one.sheet in sheets and one.row_class in ("respondent", "other_part")
        else one
        for one in row_classes
    )


def _has_sheets(reading: Reading) -> bool:
    """Respondents stand on several sheets."""
    return len({one.sheet for one in reading.row_classes if one.row_class == "respondent"}) > 1


def _without_repeated_sheets(
    area: StagingArea, reading: Reading, name: str, names: UnitNames, rows: pl.DataFrame
) -> tuple[Reading, list[str]]:
    """The reading after the same people on several sheets were found, and the sheets that do not count. Where only a
    person can tell, it is asked."""
    overlaps = overlaps_of_sheets(rows)
    if not overlaps:
        return reading, []
    decided = area.decisions.answers(reading.content_id, _unit_code(reading, name, area, names), reading.layout)
    questions = Questions(decided)
    repeated: list[str] = []
    notes: list[str] = []
    for overlap in overlaps:
        same = overlap.likeness == "same"
        seen = (
            f"{overlap.equal} dari {overlap.rows} baris lembar “{overlap.name}” sama berurutan dengan lembar "
            f"“{overlap.of}”"
        )
        if not same:
            chosen = questions.ask(
                f"same_people:{overlap.name}",
                f"{seen}. Mungkin itu responden yang sama, mungkin bukan.",
                (
                    ("same", f"responden yang sama: lembar “{overlap.name}” tidak dihitung lagi"),
                    ("different", "responden yang berbeda: kedua lembar dihitung"),
                    (REFUSE, "jangan hitung berkas ini"),
                ),
            )
            same = chosen == "same"
        if same:
            repeated.append(overlap.name)
            notes.append(f"{seen}; responden itu dihitung satu kali.")
    left_out = rows.filter(pl.col("sheet").is_in(repeated)).height
    update: dict[str, object] = {
        "rows": reading.rows - left_out,
        "notes": (*reading.notes, *notes),
        "row_classes": _as_repeated(reading.row_classes, repeated),
        "doubts": (*reading.doubts, *questions.open),
        "answered": (*reading.answered, *questions.answered),
    }
    return reading.model_copy(update=update), repeated


def _write_rows(
    area: StagingArea, typed: TypedResponses, left_out: pl.DataFrame | None, readings: Mapping[str, Reading]
) -> dict[str, str]:
    """One Parquet a content, but for divided ones; their hashes by content. Rows of a content stand together, in the
    order of the facts. `left_out`: rows (`content_id`, `row_index`) that stand on another sheet of their content
    too."""
    written: dict[str, Path] = {}
    sinks: list[pl.LazyFrame] = []
    start = 0
    with area.store.preparing() as folder:
        for content_id, rows in typed.facts.select("content_id", "rows").iter_rows():
            of_content = typed.staged.slice(start, rows).lazy()
            start += rows
            if readings[content_id].parts:
                continue
            if left_out is not None:
                of_content = of_content.join(left_out.lazy(), on=["content_id", "row_index"], how="anti")
            written[content_id] = folder / _rows(content_id)
            sinks.append(of_content.sink_parquet(written[content_id], compression="lz4", statistics=False, lazy=True))
        pl.collect_all(sinks)  # one query: starting one costs as much as writing a third of a file
        return _take(area, written)


def _write(area: StagingArea, frames: Mapping[str, pl.DataFrame], name: Callable[[str], str]) -> dict[str, str]:
    """Frames of contents as Parquet; their hashes by content. `name`: how the file of a content is called."""
    if not frames:
        return {}
    written: dict[str, Path] = {}
    with area.store.preparing() as folder:
        for content_id, rows in frames.items():
            written[content_id] = folder / name(content_id)
            rows.write_parquet(written[content_id], compression="lz4")
        return _take(area, written)


def _take(area: StagingArea, written: Mapping[str, Path]) -> dict[str, str]:
    """Takes finished files of contents in; their hashes."""
    hashes = {content_id: file_sha256(path) for content_id, path in written.items()}
    area.store.take_all({path.name: path for path in written.values()})
    return hashes


def write_readings(area: StagingArea, readings: Iterable[Reading]) -> None:
    """Keeps readings beside their rows, each with its hash. Written last: where a reading stands, the rows stand."""
    area.store.write_all({_reading(one.content_id): with_hash(one.model_dump_json().encode()) for one in readings})


def _rows(content_id: str) -> str:
    return f"{content_id}.parquet"


def _actions(content_id: str) -> str:
    return f"{content_id}.follow-up.parquet"


def _reading(content_id: str) -> str:
    return f"{content_id}.json"

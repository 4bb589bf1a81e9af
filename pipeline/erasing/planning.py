"""`skm erase`: which rows are those of the people somebody asked about, what holds them, and erasing them.

Belongs here: finding, and the order: first the list, then everything else by the list. Not here: taking out
(`pipeline.erasing.removal`), how it is asked and shown (`cli.erasing`).
"""

import hashlib
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from contracts.clock import now
from contracts.erasures import ErasedRow, Erasure, ErasureKind, Erasures
from contracts.errors import SkmError
from contracts.records import Reading, Sighting, whole_of
from contracts.written_words import word_key
from ingest import intake
from ingest.grids import FileRefused, read_grids
from ingest.identify import UnitNames
from ingest.originals import checked_originals
from ingest.redacted_originals import ENDING
from ingest.redaction import repeated_rows
from pipeline import staging
from pipeline.erasing import erasure_list, removal
from pipeline.erasing.people_rows import PLACE, rows_of_people
from pipeline.erasing.removal import MadeAgain, Remains
from pipeline.inboxes import ELSEWHERE
from pipeline.pinned_version import refuse_while_held
from pipeline.run import Run
from pipeline.staging import Content
from warehouse import published, published_services
from warehouse.publish import versions
from warehouse.read import Reader, Row, open_published


class CannotEraseError(SkmError):
    """A row cannot be erased as things are: why, and what to do."""


class PlannedOriginal(NamedTuple):
    """An original from which something goes. `line`: what the list will say, still without number, reason and name;
    `rows_before` and `rows_after` are those read as respondents; `asked`: it would be held for questions then;
    `refused`: or refused, with the sentence; `others_change`: other rows of it would be read otherwise than now."""

    sighting: Sighting
    line: Erasure
    rows_before: int
    rows_after: int
    asked: int = 0
    refused: str | None = None
    others_change: bool = False


class Plan(NamedTuple):
    """What an erasure would do. `perhaps`: rows elsewhere that may be of the same people, by path."""

    originals: tuple[PlannedOriginal, ...]
    perhaps: tuple[tuple[str, ErasedRow], ...]
    remains: Remains
    made_again: MadeAgain
    versions: int
    elsewhere: tuple[str, ...]
    """Files of an inbox elsewhere that hold the rows: nobody can delete them from here."""
    unknown: tuple[Path, ...]
    """What lies in the home and is no part of it: nobody knows what stands there."""
    only_theirs: tuple[str, ...] = ()
    """Spellings in `services.csv` that no other answer has: where, never what."""


def plan_rows(run: Run, file: Row, numbers: Sequence[int], sheet: str | None) -> Plan:
    """What erasing these rows of a file would do; nothing is changed. `file`: of `ingest_file`. Raises CannotEraseError
    where a row is not there, or stands in several sheets and none is named, or the file cannot be read."""
    refuse_while_held(run.home)
    sightings = archived_contents(run)
    sighting = _archived(file, sightings)
    content_id = file.of("content_id", str)
    with open_published(run.home) as reader:
        unit_code = file["unit_code"]
        of_unit = published.files(reader, str(unit_code)) if unit_code else [file]
        spelled = _services_named(reader, unit_code)
    every = {one.of("content_id", str) for one in of_unit}
    content_ids = sorted(one for one in every if whole_of(one) in sightings)
    _check_read(run, map(whole_of, content_ids))
    rows = _named_rows(run, sighting, numbers, sheet)
    named = pl.DataFrame(
        [(content_id, row.sheet, row.row_number) for row in rows],
        schema={"content_id": pl.String, "sheet": pl.String, "row_number": pl.Int32},
        orient="row",
    )
    people = rows_of_people(run.area, content_ids, named)
    by_content: defaultdict[str, set[ErasedRow]] = defaultdict(set)
    for one, at, number in pl.concat([named, people.rows.select(PLACE)]).iter_rows():
        by_content[whole_of(one)].add(ErasedRow(sheet=at, row_number=number))
    dates = people.rows.get_column("response_date")
    quoted = people.rows.get_column("suggestion").is_not_null().any() or people.rows.is_empty()
    about: dict[str, object] = {
        "unit_code": str(unit_code) if unit_code else None,
        "years": () if dates.is_empty() or dates.null_count() else tuple(sorted(set(dates.dt.year()))),
        "quoted": bool(quoted) or run.settings.reports.respondent_rows == "report",
    }
    perhaps = [
        (sightings[whole_of(one)].path, ErasedRow(sheet=at, row_number=number))
        for one, at, number in people.perhaps.iter_rows()
    ]
    planned = [planned_original(run, sightings[one], "rows", by_content[one], **about) for one in sorted(by_content)]
    theirs = people.rows.get_column("service").drop_nulls().to_list()
    return completed(run, planned, perhaps)._replace(only_theirs=_only_theirs(run, str(unit_code), theirs, spelled))


def plan_whole(run: Run, file: Row) -> Plan:
    """What erasing all that a file holds would do; nothing is changed. Raises CannotEraseError where it was never
    archived."""
    refuse_while_held(run.home)
    sighting = _archived(file, archived_contents(run))
    unit_code = str(file["unit_code"]) if file["unit_code"] else None
    with open_published(run.home) as reader:
        spelled = _services_named(reader, unit_code)
        theirs = published_services.services_named_in(reader, file.of("file_id", str))
    plan = completed(run, [planned_original(run, sighting, "whole", unit_code=unit_code)])
    return plan._replace(only_theirs=_only_theirs(run, str(unit_code), theirs, spelled))


def _services_named(reader: Reader, unit_code: object) -> Counter[str]:
    """How many answers of a unit name a service so, by what spellings share."""
    named = published_services.services_named(reader, str(unit_code)) if unit_code else []
    counts: Counter[str] = Counter()
    for row in named:
        counts[word_key(row.of("service", str))] += row.of("responses", int)
    return counts


def _only_theirs(run: Run, unit_code: str, theirs: Sequence[str], spelled: Mapping[str, int]) -> tuple[str, ...]:
    """Where in `services.csv` a spelling stands that only these answers have: it may name somebody."""
    alone = {key for key, count in Counter(map(word_key, theirs)).items() if count >= spelled.get(key, 0)}
    return tuple(
        f"services.csv, unit {unit_code}, layanan {service.service_code}: "
        + (f"tulisan ke-{place} pada aliases" if place else "service_name")
        for service in run.services.of_unit(unit_code)
        for place, name in enumerate(service.names)
        if word_key(name) in alone
    )


def erase(run: Run, originals: Iterable[PlannedOriginal], *, why: str, by: str) -> Erasures:
    """Writes the list, then takes out what it names, everywhere but where a run makes it anew. Unless only personal
    columns went a run has to follow. Raises HomeError where an original cannot be read any more; then the next run
    tries again."""
    erasures, at = run.erasures, now()
    for one in originals:
        line = one.line.model_copy(update={"why": why, "by": by, "at": at})
        erasures = erasure_list.add(run.home, erasures, line)
    return removal.remove(run.home, run.stores, run.settings.limits, erasures)


def archived_contents(run: Run) -> dict[str, Sighting]:
    """The first sighting of every archived content of which anything is left."""
    found: dict[str, Sighting] = {}
    for one in run.counted(intake.load_ledger(run.home)):
        if one.refusal is None:
            found.setdefault(one.content_id, one)
    return found


def _archived(file: Row, sightings: Mapping[str, Sighting]) -> Sighting:
    """The content of a file of `ingest_file`, or the one it is a part of."""
    sighting = sightings.get(whole_of(file.of("content_id", str)))
    if sighting is None:
        raise CannotEraseError(f"{file['path']} tidak pernah diarsipkan, jadi tidak ada yang dapat dihapus darinya.")
    return sighting


def _check_read(run: Run, content_ids: Iterable[str]) -> None:
    """Where the same people stand elsewhere is only known of what this program has read."""
    wanted = set(content_ids)
    if wanted - staging.load_readings(run.area, wanted).keys():
        raise CannotEraseError("Ada berkas yang belum dibaca oleh program yang sekarang. Jalankan 'skm run' dulu.")


def _named_rows(run: Run, sighting: Sighting, numbers: Sequence[int], sheet: str | None) -> list[ErasedRow]:
    """The rows somebody named, with their sheets."""
    original = intake.archived_now(sighting.sha256, run.erasures)
    with checked_originals(run.stores.archive, {original: sighting.path}) as (path,):
        try:
            found = read_grids(path, name=sighting.path, limits=run.settings.limits)
        except FileRefused as refusal:
            raise CannotEraseError(
                f"{sighting.path} tidak dapat dibuka sebagai tabel, jadi barisnya tidak dapat dihapus satu per satu: "
                f"{refusal.refusal.message} Untuk menghapus seluruh isinya: skm erase BERKAS --all"
            ) from refusal
    rows = []
    for number in numbers:
        sheets = [
            grid.name
            for grid in found.grids
            if 0 <= number - grid.first_row < grid.cells.height and sheet in (None, grid.name)
        ]
        if not sheets:
            where = f" pada lembar “{sheet}”" if sheet is not None else ""
            raise CannotEraseError(f"{sighting.path} tidak mempunyai baris {number}{where}.")
        if len(set(sheets)) > 1:
            listed = ", ".join(f"“{one}”" for one in sheets)
            raise CannotEraseError(f"Baris {number} ada di lembar {listed}. Sebut lembarnya: --sheet.")
        rows.append(ErasedRow(sheet=sheets[0], row_number=number))
    return rows


def planned_original(
    run: Run, sighting: Sighting, kind: ErasureKind, rows: Collection[ErasedRow] = (), /, **about: object
) -> PlannedOriginal:
    """What becomes of one original: it is read as it is, and as it will be. `about`: what the list says besides."""
    reading = staging.load_readings(run.area, [sighting.content_id]).get(sighting.content_id)
    names = UnitNames(run.registry)
    original = intake.archived_now(sighting.sha256, run.erasures)
    with (
        checked_originals(run.stores.archive, {original: sighting.path}) as (path,),
        tempfile.TemporaryDirectory() as folder,
    ):
        erased = {*rows, *_repeated(run, path, sighting, reading, rows)}
        line = _line(sighting, kind, erased, run.erasures.now(sighting.sha256), about)
        content = removal.redact(path, run.settings.limits, [*run.erasures.of(sighting.sha256), line])
        line = line.model_copy(update={"after": hashlib.sha256(content).hexdigest()})
        if kind == "whole":
            read = (reading, *reading.parts) if reading else ()
            return PlannedOriginal(sighting, line, sum(one.rows for one in read), 0)
        left = Path(folder) / f"left{ENDING}"
        left.write_bytes(content)
        described = Content(sighting.content_id, sighting.path, "", sighting.size, sighting.received_on)
        before, after = (staging.read_content(run.area, described, one, names) for one in (path, left))
    place = ["sheet", "row_number"]
    places = [(row.sheet, row.row_number) for row in erased]
    gone = pl.DataFrame(places, schema=before.rows.select(place).schema, orient="row")
    kept = before.rows.join(gone, on=place, how="anti", maintain_order="left")
    return PlannedOriginal(
        sighting=sighting,
        line=line,
        rows_before=before.rows.height,
        rows_after=after.rows.height,
        asked=len(after.reading.doubts),
        refused=after.reading.refusal.message if after.reading.refusal else None,
        others_change=not kept.drop("row_index").equals(after.rows.drop("row_index")),
    )


def _repeated(
    run: Run, path: Path, sighting: Sighting, reading: Reading | None, rows: Collection[ErasedRow]
) -> Sequence[ErasedRow]:
    if not rows or reading is None:
        return []
    repeated = {one.sheet for one in reading.row_classes if one.row_class == "repeated"}
    return repeated_rows(read_grids(path, name=sighting.path, limits=run.settings.limits), rows, repeated)


def _line(
    sighting: Sighting, kind: ErasureKind, rows: Iterable[ErasedRow], left: str | None, about: Mapping[str, object]
) -> Erasure:
    """A line of the list before it is one. `left`: hash of what stands for the original so far."""
    line = {
        "number": 0,
        "kind": kind,
        "sha256": sighting.sha256,
        "path": sighting.path,
        "rows": tuple(sorted(rows, key=lambda row: (row.sheet, row.row_number))),
        "before": left or sighting.sha256,
        "after": "",
        "why": "",
        "by": "",
        "at": now(),
    }
    return Erasure.model_validate({**line, **about})


def completed(run: Run, originals: Sequence[PlannedOriginal], perhaps: Sequence[tuple[str, ErasedRow]] = ()) -> Plan:
    """The plan with all that holds what is to go, as it would be found by the list."""
    erasures = Erasures(lines=(*run.erasures.lines, *(one.line for one in originals)))
    wanted = {one.line.sha256 for one in originals}
    elsewhere = {
        one.path for one in intake.load_ledger(run.home) if one.sha256 in wanted and one.path.startswith(ELSEWHERE)
    }
    return Plan(
        originals=tuple(originals),
        perhaps=tuple(perhaps),
        remains=removal.remains(run.home, run.stores, erasures),
        made_again=removal.made_again(run.home, run.stores, [one.line for one in originals]),
        versions=len(versions(run.home)),
        elsewhere=tuple(sorted(elsewhere)),
        unknown=tuple(run.home.unknown()),
    )

"""`skm erase`: which rows are those of the people somebody asked about, what holds them, and erasing them.

Belongs here: finding, and the order: first the list, then everything else by the list. Not here: taking out
(`pipeline.erasing.removal`), how it is asked and shown (`cli.erasing`).
"""

import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from contracts.clock import now
from contracts.erasures import ErasedRow, Erasure, ErasureKind, Erasures
from contracts.errors import SkmError
from contracts.records import Reading, Sighting
from ingest import intake
from ingest.grids import FileRefused, read_grids
from ingest.identify import UnitNames
from ingest.redaction import repeated_rows
from pipeline import staging
from pipeline.erasing import erasure_list, removal
from pipeline.erasing.people_rows import PLACE, rows_of_people
from pipeline.erasing.removal import MadeAgain, Remains
from pipeline.inboxes import ELSEWHERE
from pipeline.pinned_version import refuse_while_held
from pipeline.run import Run
from pipeline.staging import Content
from warehouse import published
from warehouse.publish import versions
from warehouse.read import Row, open_published


class CannotEraseError(SkmError):
    """A row cannot be erased as things are: why, and what to do."""


class PlannedOriginal(NamedTuple):
    """An original from which something goes. `rows_before` and `rows_after` are those read as respondents; `asked`: it
    would be held for questions then; `refused`: or refused, with the sentence."""

    sighting: Sighting
    rows: tuple[ErasedRow, ...]
    after: str
    rows_before: int
    rows_after: int
    asked: int
    refused: str | None
    others_change: bool
    """Other rows of it would be read otherwise than now."""


class Plan(NamedTuple):
    """What an erasure would do. `perhaps`: rows elsewhere that may be of the same people, by path."""

    kind: ErasureKind
    originals: tuple[PlannedOriginal, ...]
    unit_code: str | None
    years: tuple[int, ...]
    quoted: bool
    perhaps: tuple[tuple[str, ErasedRow], ...]
    remains: Remains
    made_again: MadeAgain
    versions: int
    elsewhere: tuple[str, ...]
    """Files of an inbox elsewhere that hold the rows: nobody can delete them from here."""


def plan_rows(run: Run, file: Row, numbers: Sequence[int], sheet: str | None) -> Plan:
    """What erasing these rows of a file would do; nothing is changed. `file`: of `ingest_file`. Raises CannotEraseError
    where a row is not there, or stands in several sheets and none is named, or the file cannot be read."""
    refuse_while_held(run.home)
    sightings = _by_content(run)
    content_id = file.of("content_id", str)
    if content_id not in sightings:
        raise CannotEraseError(f"{file['path']} tidak pernah diarsipkan, jadi tidak ada yang dapat dihapus darinya.")
    with open_published(run.home) as reader:
        unit_code = file["unit_code"]
        of_unit = published.files(reader, str(unit_code)) if unit_code else [file]
    content_ids = sorted({one.of("content_id", str) for one in of_unit if one["content_id"] in sightings})
    _check_read(run, content_ids)
    rows = _named_rows(run, sightings[content_id], numbers, sheet)
    named = pl.DataFrame(
        [(content_id, row.sheet, row.row_number) for row in rows],
        schema={"content_id": pl.String, "sheet": pl.String, "row_number": pl.Int32},
        orient="row",
    )
    people = rows_of_people(run.area, content_ids, named)
    by_content: defaultdict[str, set[ErasedRow]] = defaultdict(set)
    for one, at, number in pl.concat([named, people.rows.select(PLACE)]).iter_rows():
        by_content[one].add(ErasedRow(sheet=at, row_number=number))
    originals = [_planned(run, sightings[one], by_content[one]) for one in sorted(by_content)]
    dates = people.rows.get_column("response_date")
    quoted = people.rows.get_column("suggestion").is_not_null().any() or people.rows.is_empty()
    return _completed(
        run,
        originals,
        unit_code=str(unit_code) if unit_code else None,
        years=() if dates.is_empty() or dates.null_count() else tuple(sorted(set(dates.dt.year()))),
        quoted=bool(quoted) or run.settings.reports.respondent_rows == "report",
        perhaps=[
            (sightings[one].path, ErasedRow(sheet=at, row_number=number))
            for one, at, number in people.perhaps.iter_rows()
        ],
    )


def erase(run: Run, plan: Plan, *, why: str, by: str) -> Erasures:
    """Writes the list, then takes the rows out of everything a run does not make anew. A run has to follow. Raises
    HomeError where an original cannot be read any more; then the next run tries again."""
    erasures = run.erasures
    for line in _lines(run, plan, why, by):
        erasures = erasure_list.add(run.home, erasures, line)
    return removal.remove(run.home, run.stores, run.settings.limits, erasures)


def _by_content(run: Run) -> dict[str, Sighting]:
    """The first sighting of every archived content."""
    found: dict[str, Sighting] = {}
    for one in intake.load_ledger(run.home):
        if one.refusal is None:
            found.setdefault(one.content_id, one)
    return found


def _check_read(run: Run, content_ids: Iterable[str]) -> None:
    """Where the same people stand elsewhere is only known of what this program has read."""
    wanted = set(content_ids)
    if wanted - staging.load_readings(run.area, wanted).keys():
        raise CannotEraseError("Ada berkas yang belum dibaca oleh program yang sekarang. Jalankan 'skm run' dulu.")


def _named_rows(run: Run, sighting: Sighting, numbers: Sequence[int], sheet: str | None) -> list[ErasedRow]:
    """The rows somebody named, with their sheets."""
    with run.stores.archive.temporary_local_paths([intake.archived_now(sighting.sha256, run.erasures)]) as (path,):
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


def _planned(run: Run, sighting: Sighting, rows: Iterable[ErasedRow]) -> PlannedOriginal:
    """What becomes of one original: it is read as it is, and as it will be."""
    reading = staging.load_readings(run.area, [sighting.content_id])[sighting.content_id]
    names = UnitNames(run.registry)
    with (
        run.stores.archive.temporary_local_paths([intake.archived_now(sighting.sha256, run.erasures)]) as (path,),
        tempfile.TemporaryDirectory() as folder,
    ):
        erased = set(rows) | set(_repeated(run, path, sighting, reading, rows))
        lines = [*run.erasures.of(sighting.sha256), _line(sighting, tuple(sorted(erased, key=_order)))]
        content = removal.redact(path, run.settings.limits, lines)
        left = Path(folder) / intake.redacted_name("left").rpartition("/")[2]
        left.write_bytes(content)
        described = Content(sighting.content_id, sighting.path, "", sighting.size, sighting.received_on)
        before, after = (staging.read_content(run.area, described, one, names) for one in (path, left))
    place = ["sheet", "row_number"]
    gone = pl.DataFrame(
        [(row.sheet, row.row_number) for row in erased], schema=before.rows.select(place).schema, orient="row"
    )
    kept = before.rows.join(gone, on=place, how="anti", maintain_order="left")
    return PlannedOriginal(
        sighting=sighting,
        rows=tuple(sorted(erased, key=_order)),
        after=hashlib.sha256(content).hexdigest(),
        rows_before=before.rows.height,
        rows_after=after.rows.height,
        asked=len(after.reading.doubts),
        refused=after.reading.refusal.message if after.reading.refusal else None,
        others_change=not kept.drop("row_index").equals(after.rows.drop("row_index")),
    )


def _repeated(
    run: Run, path: Path, sighting: Sighting, reading: Reading, rows: Iterable[ErasedRow]
) -> Sequence[ErasedRow]:
    repeated = {one.sheet for one in reading.row_classes if one.row_class == "repeated"}
    found = read_grids(path, name=sighting.path, limits=run.settings.limits)
    return repeated_rows(found, list(rows), repeated)


def _order(row: ErasedRow) -> tuple[str, int]:
    return row.sheet, row.row_number


def _line(sighting: Sighting, rows: tuple[ErasedRow, ...], **said: object) -> Erasure:
    """A line of the list before it is one."""
    line = {
        "number": 0,
        "kind": "rows",
        "sha256": sighting.sha256,
        "path": sighting.path,
        "rows": rows,
        "before": "",
        "after": "",
        "why": "",
        "by": "",
        "at": now(),
    }
    return Erasure.model_validate(line | said)


def _completed(
    run: Run,
    originals: Sequence[PlannedOriginal],
    *,
    unit_code: str | None,
    years: tuple[int, ...],
    quoted: bool,
    perhaps: Sequence[tuple[str, ErasedRow]],
) -> Plan:
    """The plan with all that holds the rows, as it would be found by the list."""
    plan = Plan(
        kind="rows",
        originals=tuple(originals),
        unit_code=unit_code,
        years=years,
        quoted=quoted,
        perhaps=tuple(perhaps),
        remains=Remains((), (), (), ()),
        made_again=MadeAgain((), (), ()),
        versions=len(versions(run.home)),
        elsewhere=(),
    )
    planned = _lines(run, plan, "", "")
    erasures = Erasures(lines=(*run.erasures.lines, *planned))
    wanted = {line.sha256 for line in planned}
    elsewhere = [
        one.path for one in intake.load_ledger(run.home) if one.sha256 in wanted and one.path.startswith(ELSEWHERE)
    ]
    return plan._replace(
        remains=removal.remains(run.home, run.stores, erasures),
        made_again=removal.made_again(run.home, run.stores, erasures),
        elsewhere=tuple(sorted(set(elsewhere))),
    )


def _lines(run: Run, plan: Plan, why: str, by: str) -> list[Erasure]:
    """What the list will say of a plan."""
    return [
        _line(
            one.sighting,
            one.rows,
            kind=plan.kind,
            before=run.erasures.now(one.sighting.sha256) or one.sighting.sha256,
            after=one.after,
            unit_code=plan.unit_code,
            years=plan.years,
            quoted=plan.quoted,
            why=why,
            by=by,
        )
        for one in plan.originals
    ]

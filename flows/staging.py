"""From archived originals to staged Parquet: read, map, type; one Parquet and one reading a content.

Belongs here: what a child process does with a batch of contents, and where the result lies. Not here:
how a file is read (`ingest.read`) or a text typed (`transforms.typing`), and Prefect: child processes
import this module, so it stays light.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import polars as pl

from contracts.records import Reading, Refusal, UnitNaming
from contracts.registry import Registry
from contracts.settings import Limits
from ingest.identify import UnitNames, identify_unit
from ingest.read import read_export
from transforms.follow_up import staged_follow_up
from transforms.typing import TypedResponses, typed_responses

BATCH_BYTES = 12_000_000
BATCH_CONTENTS = 64
"""A batch is large enough to be typed at once, small enough to spread over the cores."""


class Content(NamedTuple):
    """One archived original to be staged."""

    content_id: str
    name: str
    """Path in the inbox, as the sender named it."""
    original: Path
    size: int
    received_on: date


class StagingArea(NamedTuple):
    """Where staged contents lie, and what reading needs to know."""

    folder: Path
    limits: Limits
    registry: Registry

    def rows(self, content_id: str) -> Path:
        """The staged rows of a content."""
        return self.folder / f"{content_id}.parquet"

    def actions(self, content_id: str) -> Path:
        """The staged rows of a content that is a follow-up workbook."""
        return self.folder / f"{content_id}.follow-up.parquet"

    def reading(self, content_id: str) -> Path:
        """Its reading. Written last: where it stands, the rows stand."""
        return self.folder / f"{content_id}.json"


def load_readings(area: StagingArea, content_ids: Iterable[str]) -> dict[str, Reading]:
    """Readings already staged, by content; contents without one are left out."""
    readings: dict[str, Reading] = {}
    for content_id in content_ids:
        path = area.reading(content_id)
        if path.exists():
            readings[content_id] = Reading.model_validate_json(path.read_bytes())
    return readings


def telling_name(paths: Sequence[str], reading: Reading | None, names: UnitNames) -> str:
    """Of the paths at which a content was seen, oldest first, the first that says whose it is; else the
    first. Under a better name a file with bare U8/U9 is read by the order of its unit."""
    if len(paths) == 1 or (reading is not None and not reading.unsur_order_needed):
        return paths[0]
    naming = reading.naming if reading is not None else UnitNaming()
    return next((path for path in paths if not isinstance(identify_unit(naming, path, names), Refusal)), paths[0])


def needs_staging(reading: Reading | None, name: str, registry: Registry, names: UnitNames) -> bool:
    """Whether a content has to be read: never read, or read under another declared order of U8/U9
    than the registry now has for its unit."""
    if reading is None:
        return True
    if not reading.unsur_order_needed:
        return False
    unit_code = identify_unit(reading.naming, name, names)
    unit = None if isinstance(unit_code, Refusal) else registry.by_code.get(unit_code)
    return (unit.unsur_order if unit else None) != reading.unsur_order_used


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
    """Reads, types and stages contents; returns their readings in order. Runs in a child process."""
    names = _names_of(area.registry)
    exports = [
        read_export(content.original, name=content.name, content_id=content.content_id, limits=area.limits, names=names)
        for content in contents
    ]
    readings = {content.content_id: export.reading for content, export in zip(contents, exports, strict=True)}
    tables = [export.rows for export in exports if export.reading.kind == "responses" and export.rows.height]
    for export in exports:
        if export.reading.kind == "follow_up" and export.rows.height:
            _write_actions(area.actions(export.reading.content_id), staged_follow_up(export.rows))
    if tables:
        received_on = {content.content_id: content.received_on for content in contents}
        # In one piece: what is done to many columns is done once, not once for each content.
        typed = typed_responses(pl.concat(tables, rechunk=True), received_on)
        for facts in typed.facts.iter_rows(named=True):
            content_id = facts.pop("content_id")
            readings[content_id] = _with_facts(readings[content_id], facts)
        _write_rows(area, typed)
    for reading in readings.values():
        write_reading(area, reading)
    return [readings[content.content_id] for content in contents]


@lru_cache(maxsize=1)
def _names_of(registry: Registry) -> UnitNames:
    """Built once a child: for a registry of a thousand units it takes as long as reading a file."""
    return UnitNames(registry)


def _with_facts(reading: Reading, facts: dict[str, object]) -> Reading:
    notes = reading.notes
    if facts.pop("ambiguous_dates"):
        notes = (*notes, "Urutan hari dan bulan tidak dapat dipastikan dari isi berkas; dibaca hari/bulan/tahun.")
    return Reading.model_validate(dict(reading) | facts | {"notes": notes})


def _write_rows(area: StagingArea, typed: TypedResponses) -> None:
    """One Parquet a content. Rows of a content stand together, in the order of the facts."""
    written: list[tuple[Path, Path]] = []
    sinks: list[pl.LazyFrame] = []
    start = 0
    for content_id, rows in typed.facts.select("content_id", "rows").iter_rows():
        path = area.rows(content_id)
        temporary = path.with_suffix(".partial")
        of_content = typed.staged.slice(start, rows).lazy()
        sinks.append(of_content.sink_parquet(temporary, compression="lz4", statistics=False, lazy=True))
        written.append((temporary, path))
        start += rows
    pl.collect_all(sinks)  # one query: starting one costs as much as writing a third of a file
    for temporary, path in written:
        temporary.replace(path)


def _write_actions(path: Path, actions: pl.DataFrame) -> None:
    temporary = path.with_suffix(".partial")
    actions.write_parquet(temporary, compression="lz4")
    temporary.replace(path)


def write_reading(area: StagingArea, reading: Reading) -> None:
    """Keeps a reading beside its rows, atomically."""
    path = area.reading(reading.content_id)
    temporary = path.with_suffix(".partial-json")
    temporary.write_text(reading.model_dump_json(), encoding="utf-8")
    temporary.replace(path)

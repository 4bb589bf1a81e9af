"""From archived originals to staged Parquet: read, map, type; one Parquet and one reading a content.

Belongs here: what a child process does with a batch of contents, and where the result lies. Not here:
how a file is read (`ingest.read`) or a text typed (`transforms.responses.typing`), and Prefect: child processes
import this module, so it stays light.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl
from pydantic import ValidationError

from contracts.errors import raise_if_of_the_machine, trace_of
from contracts.records import Reading, Refusal, UnitNaming
from contracts.registry import Registry
from contracts.settings import Limits
from ingest.identify import UnitNames, identify_unit
from ingest.read import read_export
from ingest.refusals import reader_failed
from storage.store import Store
from transforms.responses.follow_up import staged_follow_up
from transforms.responses.typing import TypedResponses, typed_responses

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


class StagingArea(NamedTuple):
    """Where originals and staged contents lie, and what reading needs to know: all that a worker gets."""

    archive: Store
    store: Store
    """Of this version of the code: two Parquet names and a reading a content."""
    limits: Limits
    registry: Registry

    def rows(self, content_ids: Iterable[str]) -> list[Path]:
        """The staged rows of contents, as files here."""
        return self.store.local_paths([_rows(content_id) for content_id in content_ids])

    def actions(self, content_ids: Iterable[str]) -> list[Path]:
        """The staged rows of contents that are follow-up workbooks, as files here."""
        return self.store.local_paths([_actions(content_id) for content_id in content_ids])


def load_readings(area: StagingArea, content_ids: Iterable[str]) -> dict[str, Reading]:
    """Readings already staged, by content; contents without one, or with a damaged one, are left out."""
    names = {_reading(content_id): content_id for content_id in content_ids}
    found = area.store.read_all(names)
    readings = {}
    for name, content in found.items():
        try:
            readings[names[name]] = Reading.model_validate_json(content)
        except ValidationError:
            continue  # damaged: read again
    return readings


def identifying_path(paths: Sequence[str], reading: Reading | None, names: UnitNames) -> str:
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
    """Reads, types and stages contents; returns their readings in order. Runs in a child process. A content that
    our code fails at is refused, with the fault in its reading; the others are staged."""
    names = _names_of(area.registry)
    readings: dict[str, Reading] = {}
    tables: dict[str, pl.DataFrame] = {}
    plans: dict[str, pl.DataFrame] = {}
    with area.archive.borrowed([content.original for content in contents]) as originals:
        for content, original in zip(contents, originals, strict=True):
            try:
                reading, rows = _read(area, content, original, names)
            except Exception as error:
                raise_if_of_the_machine(error)
                reading, rows = failed_reading(content.content_id, error), None
            readings[content.content_id] = reading
            if rows is not None:
                (plans if reading.kind == "follow_up" else tables)[content.content_id] = rows
    if plans:
        _write_actions(area, plans)
    received_on = {content.content_id: content.received_on for content in contents}
    for typed in _typed(tables, received_on, readings):
        for facts in typed.facts.iter_rows(named=True):
            content_id = facts.pop("content_id")
            readings[content_id] = _with_facts(readings[content_id], facts)
        _write_rows(area, typed)
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


def _read(area: StagingArea, content: Content, original: Path, names: UnitNames) -> tuple[Reading, pl.DataFrame | None]:
    """A content's reading, and its rows where it has any: of answers as text (RAW_ROW), of a follow-up staged."""
    export = read_export(original, name=content.name, content_id=content.content_id, limits=area.limits, names=names)
    if not export.rows.height:
        return export.reading, None
    return export.reading, staged_follow_up(export.rows) if export.reading.kind == "follow_up" else export.rows


def _typed(
    tables: Mapping[str, pl.DataFrame], received_on: Mapping[str, date], readings: dict[str, Reading]
) -> list[TypedResponses]:
    """The tables typed in one piece: what is done to many columns is done once, not once for each content. Where that
    fails each is typed alone, so that only the guilty one is refused, in `readings`."""
    if not tables:
        return []
    try:
        return [typed_responses(pl.concat(tables.values(), rechunk=True), received_on)]
    except Exception as error:
        raise_if_of_the_machine(error)
        if len(tables) == 1:
            (content_id,) = tables
            readings[content_id] = failed_reading(content_id, error)
            return []
    return [one for name, table in tables.items() for one in _typed({name: table}, received_on, readings)]


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
    written: dict[str, Path] = {}
    sinks: list[pl.LazyFrame] = []
    start = 0
    with area.store.preparing() as folder:
        for content_id, rows in typed.facts.select("content_id", "rows").iter_rows():
            name = _rows(content_id)
            of_content = typed.staged.slice(start, rows).lazy()
            sinks.append(of_content.sink_parquet(folder / name, compression="lz4", statistics=False, lazy=True))
            written[name] = folder / name
            start += rows
        pl.collect_all(sinks)  # one query: starting one costs as much as writing a third of a file
        area.store.take_all(written)


def _write_actions(area: StagingArea, actions: Mapping[str, pl.DataFrame]) -> None:
    written: dict[str, Path] = {}
    with area.store.preparing() as folder:
        for content_id, rows in actions.items():
            name = _actions(content_id)
            rows.write_parquet(folder / name, compression="lz4")
            written[name] = folder / name
        area.store.take_all(written)


def write_readings(area: StagingArea, readings: Iterable[Reading]) -> None:
    """Keeps readings beside their rows. Written last: where a reading stands, the rows stand."""
    area.store.write_all({_reading(one.content_id): one.model_dump_json().encode() for one in readings})


def _rows(content_id: str) -> str:
    return f"{content_id}.parquet"


def _actions(content_id: str) -> str:
    return f"{content_id}.follow-up.parquet"


def _reading(content_id: str) -> str:
    return f"{content_id}.json"

"""What is kept no longer, as `[retention]` says: personal columns of originals, and after some years the originals
themselves with every single answer.

Belongs here: which originals that are. Not here: erasing (`pipeline.erasing.planning`), how it is shown
(`cli.erasing`).

Answers are made from originals in every run, so both are kept equally long. They go only when the whole year was made
official: then its figures stay without them.
"""

from datetime import date
from typing import NamedTuple

import polars as pl

from contracts.records import Reading, Sighting
from ingest.grids import FileRefused
from ingest.redaction import PERSONAL
from pipeline import staging
from pipeline.erasing.planning import PlannedOriginal, archived_contents, planned_original
from pipeline.pinned_version import refuse_while_held
from pipeline.run import Run
from warehouse import published
from warehouse.read import open_published


class KeptNoLonger(NamedTuple):
    """Originals whose time has passed. `waiting`: those that stay all the same, each with why (Bahasa Indonesia)."""

    personal: tuple[PlannedOriginal, ...]
    whole: tuple[PlannedOriginal, ...]
    waiting: tuple[str, ...]


def kept_no_longer(run: Run, today: date) -> KeptNoLonger:
    """What `[retention]` lets go today; nothing is changed. Originals this program has not read yet are passed over."""
    refuse_while_held(run.home)
    settings = run.settings.retention
    contents = archived_contents(run)
    readings = staging.load_readings(run.area, contents)
    with open_published(run.home) as reader:
        units = {file["content_id"]: file["unit_code"] for file in published.files(reader)}
    personal, whole, waiting = list[PlannedOriginal](), list[PlannedOriginal](), list[str]()
    for content_id, reading in sorted(readings.items()):
        sighting = contents[content_id]
        years = _years(run, sighting, reading)
        if settings.answers_years and today.year - max(years) > settings.answers_years:
            if open_years := [year for year in years if str(year) not in run.editions.closed]:
                waiting.append(f"{sighting.path}: tahun {open_years[0]} belum ditutup (skm close {open_years[0]})")
            else:
                unit_code = units.get(content_id)
                unit = str(unit_code) if unit_code else None
                whole.append(planned_original(run, sighting, "whole", unit_code=unit, years=years))
                continue
        days = (today - sighting.received_on).days
        if settings.personal_days and days > settings.personal_days and _names_people(run, sighting, reading):
            try:
                planned = planned_original(run, sighting, "personal", quoted=False)
            except FileRefused as refused:
                waiting.append(f"{sighting.path}: {refused.refusal.message}")
                continue
            if planned.others_change:
                waiting.append(
                    f"{sighting.path}: tanpa kolom pribadi barisnya terbaca lain; laporkan kepada pengembang"
                )
            else:
                personal.append(planned)
    return KeptNoLonger(tuple(personal), tuple(whole), tuple(waiting))


def _years(run: Run, sighting: Sighting, reading: Reading) -> tuple[int, ...]:
    """Years in which rows of an original count, as far as it says; else that in which it came."""
    found: set[int] = {sighting.received_on.year}
    read = [one for one in (reading, *reading.parts) if one.rows]
    if read and not reading.refusal and reading.kind == "responses":
        paths = run.area.rows(one.content_id for one in read)
        dates = pl.read_parquet(paths, columns=["response_date"]).get_column("response_date").drop_nulls()
        if not dates.is_empty():
            found = set(dates.dt.year())
    return tuple(sorted(found))


def _names_people(run: Run, sighting: Sighting, reading: Reading) -> bool:
    """An original with a column of personal data, from which none was cut yet."""
    is_cut = any(line.kind == "personal" for line in run.erasures.of(sighting.sha256))
    return not is_cut and any(column.mapped_to == PERSONAL for column in reading.mapping)

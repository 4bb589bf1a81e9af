"""Two editions side by side, or an edition and what is published now: `skm changes`.

Belongs here: finding what was asked for. Not here: what differs (`transforms.figures.edition_changes`), how it is shown
(`cli.closing`).
"""

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from contracts.errors import SkmError
from contracts.home import Home
from contracts.periods import parse_period
from contracts.questionnaire_tables import FURTHER_INDEX
from contracts.tables import PERIOD, UNIT
from pipeline import editions
from pipeline.closing.closing import published_figures
from pipeline.editions import Editions
from transforms.figures.edition_changes import Frames, apart_changes, edition_changes
from warehouse.read import open_published

Rows = list[dict[str, object]]


class ComparedEdition(NamedTuple):
    """One of the two: its name as typed, its period, its figures. `revision` None: as published now. `erased`: answers
    behind the figures of an edition that were erased since."""

    name: str
    period_code: str
    revision: int | None
    figures: Frames
    erased: int = 0


class Comparison(NamedTuple):
    """What differs: rows of EDITION_CHANGE, of EDITION_CHANGE_UNSUR where the NRR differs, of EDITION_CHANGE_REGENCY
    (one, or none where one of the two has no index at all), and of `apart_changes`. `unit_names` by code."""

    before: ComparedEdition
    after: ComparedEdition
    units: Rows
    unsur: Rows
    regency: Rows
    apart: Rows
    unit_names: Mapping[str, str]


def compare(home: Home, before: str, after: str | None) -> Comparison:
    """`2024-S1@0` with `2024-S1@1`, or with what is published now (`2024-S1`, and where `after` is None); two
    periods may differ. Raises SkmError for what is not there."""
    known = editions.load(home)
    old = _side(home, known, before)
    if after is None and old.revision is None:
        raise SkmError(f"Sebutkan edisinya, misalnya: skm changes {old.period_code}@0")
    new = _side(home, known, after or old.period_code)
    changes = edition_changes(old.figures, new.figures, new.period_code, new.revision or 0)
    return Comparison(
        old,
        new,
        _rows(changes.units),
        _rows(changes.unsur.filter(pl.col("nrr_before").ne_missing(pl.col("nrr_after")))),
        _rows(changes.regency),
        apart_changes(old.figures, new.figures).to_dicts(),
        _unit_names(old.figures) | _unit_names(new.figures),
    )


def _side(home: Home, known: Editions, wanted: str) -> ComparedEdition:
    code, at, _ = wanted.partition("@")
    try:
        period_code = parse_period(code).code
    except ValueError as error:
        raise SkmError(f"Edisi '{wanted}' tidak dikenal. Contoh: 2024-S1@0, atau 2024-S1 untuk yang terbit.") from error
    if not at:
        with open_published(home) as reader:
            figures = published_figures(reader, period_code)
        if figures[PERIOD.name].is_empty() and figures[FURTHER_INDEX.name].is_empty():
            raise SkmError(f"Tidak ada data untuk periode {period_code} dalam terbitan sekarang.")
        return ComparedEdition(wanted, period_code, None, figures)
    edition = editions.find(known, wanted)
    erased = editions.load_erased(edition).height
    return ComparedEdition(wanted, period_code, edition.record.revision, editions.load_figures(edition), erased)


def _unit_names(figures: Frames) -> dict[str, str]:
    return dict(figures[UNIT.name].select("unit_code", "unit_name").iter_rows())


def _rows(frame: pl.DataFrame) -> Rows:
    return frame.drop("period_code", "revision").to_dicts()

"""What closed periods bring into a run: official figures over live ones, and the tables about editions.

Belongs here: which files of which edition are read for it. Not here: the arithmetic
(`transforms.figures.edition_changes`), the files themselves (`pipeline.editions`).
"""

from collections.abc import Iterable, Mapping
from itertools import chain, pairwise
from pathlib import Path

import polars as pl

from contracts.columns import Table
from contracts.edition_tables import (
    EDITION,
    EDITION_CHANGE,
    EDITION_CHANGE_REGENCY,
    EDITION_CHANGE_UNSUR,
    EDITION_OPEN_END,
    EDITION_TABLES,
    LATE_FOLLOW_UP,
    LATE_RESPONSE,
    OPEN_ENDS,
)
from contracts.questionnaire_tables import FURTHER_INDEX
from contracts.settings import Settings
from contracts.tables import COUNTED_PERIOD, IKM_UNIT, RESPONSE, RESPONSE_APART, UNIT
from pipeline import editions as kept
from pipeline.editions import Editions, KeptEdition
from transforms.figures.edition_changes import (
    EDITION_FRAMES,
    Frames,
    edition_changes,
    late_of_nine,
    late_responses,
    overlay_official,
    with_former_units,
    with_signed_keys,
)
from transforms.figures.suppression import withhold_deducible
from transforms.reference import table_of
from transforms.responses.follow_up import PrintedPlans, late_follow_ups
from transforms.schema import empty_frame


def figures_to_publish(
    editions: Editions, computed: Iterable[tuple[Table, pl.DataFrame]], parquet: Path, settings: Settings
) -> list[tuple[Table, pl.DataFrame]]:
    """The figures (EDITION_FRAMES) with those of closed periods from their editions, and EDITION_TABLES
    but for LATE_FOLLOW_UP. `computed`: these figures as they are now, and COUNTED_PERIOD; `parquet`: folder with the
    accepted responses (RESPONSE, RESPONSE_APART)."""
    live = {table.name: frame for table, frame in computed}
    if not editions:
        return [
            *((table, live[table.name]) for table in EDITION_FRAMES),
            *((table, empty_frame(table)) for table in EDITION_TABLES if table is not LATE_FOLLOW_UP),
        ]
    apart = pl.read_parquet(parquet / f"{RESPONSE_APART.name}.parquet")
    known = {code: [kept.load_figures(one) for one in period.editions] for code, period in editions.periods.items()}
    late = pl.concat(
        [
            empty_frame(LATE_RESPONSE),
            *(
                late_responses(
                    _with_apart(pl.scan_parquet(parquet / f"{RESPONSE.name}.parquet"), apart),
                    _with_apart(pl.scan_parquet(kept.load_responses(edition)), kept.load_apart(edition)),
                    code,
                    live[COUNTED_PERIOD.name],
                )
                for code, edition in editions.closed.items()
            ),
            *(kept.load_erased(edition) for edition in editions.closed.values()),
        ]
    )
    of_nine = _late_of_nine(late, known, editions, apart, parquet)
    published = _official_over_live(live, known, editions, of_nine, settings)
    return [
        *((table, published[table.name]) for table in EDITION_FRAMES),
        (EDITION, edition_table(editions)),
        (EDITION_OPEN_END, open_end_table(editions)),
        *_changes(published, known, editions),
        (LATE_RESPONSE, late),
    ]


def _with_apart(responses: pl.LazyFrame, apart: pl.DataFrame) -> pl.LazyFrame:
    """Responses with those to questionnaires that leave an unsur out."""
    if apart.is_empty():
        return responses
    return pl.concat([with_signed_keys(responses, RESPONSE), apart.lazy()], how="diagonal")


def _late_of_nine(
    late: pl.DataFrame,
    known: Mapping[str, list[dict[str, pl.DataFrame]]],
    editions: Editions,
    apart: pl.DataFrame,
    parquet: Path,
) -> pl.DataFrame:
    """Of what came late, the answers that count in an IKM; `known`, `parquet` and `apart` as above."""
    closed = editions.closed.values()
    every_apart = [apart, *(kept.load_apart(edition) for edition in closed)]
    ever_apart = pl.concat(each.select("response_key") for each in every_apart)
    further = [known[code][-1][FURTHER_INDEX.name] for code in editions.closed]
    # Which are verified only where somebody asks for them.
    official = (pl.scan_parquet(kept.load_responses(edition)) for edition in closed)
    responses = chain([pl.scan_parquet(parquet / f"{RESPONSE.name}.parquet")], official)
    return late_of_nine(late, ever_apart, pl.concat([empty_frame(FURTHER_INDEX), *further]), responses)


def late_plans(editions: Editions, follow_ups: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """LATE_FOLLOW_UP: plans (FOLLOW_UP, of INGEST_FILE) that no official edition prints."""
    return late_follow_ups(
        follow_ups,
        files,
        {code: PrintedPlans(one.record.closed_at, one.record.plans) for code, one in editions.closed.items()},
    )


def edition_table(editions: Editions) -> pl.DataFrame:
    """EDITION: every edition, and every revision that is open."""
    rows = []
    for code, period in editions.periods.items():
        rows += [_edition_row(one, is_newest=one is period.newest) for one in period.editions]
        if draft := period.reopening:
            rows.append((code, draft.revision, "draft", draft.reason, draft.by, draft.at, *[None] * 8))
    return table_of(EDITION, rows)


def open_end_table(editions: Editions) -> pl.DataFrame:
    """EDITION_OPEN_END: what was not settled when each edition was closed."""
    rows = [
        (code, one.record.revision, number, end.kind, end.unit_code, end.path, end.count, OPEN_ENDS[end.kind])
        for code, period in editions.periods.items()
        for one in period.editions
        for number, end in enumerate(one.record.open_ends, start=1)
    ]
    return table_of(EDITION_OPEN_END, rows)


def of_period(frames: Frames, period_code: str) -> dict[str, pl.DataFrame]:
    """The rows of one period, and all units."""
    return {
        name: frame.filter(period_code=period_code) if "period_code" in frame.columns else frame
        for name, frame in frames.items()
    }


def _official_over_live(
    live: Frames,
    known: Mapping[str, list[dict[str, pl.DataFrame]]],
    editions: Editions,
    late: pl.DataFrame,
    settings: Settings,
) -> dict[str, pl.DataFrame]:
    everyone = _together([frames for each in known.values() for frames in each])
    units = {UNIT.name: with_former_units(live[UNIT.name], everyone)}
    if not editions.closed:
        return {**live, **units}
    official = _together([known[code][-1] for code in editions.closed])
    shown = withhold_deducible(
        live, official[IKM_UNIT.name], late, settings.thresholds.small_cell, settings.reports.kinds
    )
    return {**overlay_official({**live, **shown}, official), **units}


def _together(each: list[dict[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    return {table.name: pl.concat([frames[table.name] for frames in each]) for table in EDITION_FRAMES}


def _changes(
    published: Frames, known: Mapping[str, list[dict[str, pl.DataFrame]]], editions: Editions
) -> list[tuple[Table, pl.DataFrame]]:
    """What every revision changed against the edition before it; of an open one, as the figures are now."""
    found = []
    for code, each in known.items():
        stages = each if editions.periods[code].is_closed else [*each, of_period(published, code)]
        found += [
            edition_changes(before, after, code, revision)
            for revision, (before, after) in enumerate(pairwise(stages), start=1)
        ]
    return [
        (EDITION_CHANGE, pl.concat([empty_frame(EDITION_CHANGE), *(one.units for one in found)])),
        (EDITION_CHANGE_UNSUR, pl.concat([empty_frame(EDITION_CHANGE_UNSUR), *(one.unsur for one in found)])),
        (EDITION_CHANGE_REGENCY, pl.concat([empty_frame(EDITION_CHANGE_REGENCY), *(one.regency for one in found)])),
    ]


def _edition_row(edition: KeptEdition, *, is_newest: bool) -> tuple[object, ...]:
    """An edition stays official until its revision is closed, not only until it is opened."""
    record = edition.record
    return (
        record.period_code,
        record.revision,
        "official" if is_newest else "superseded",
        record.reason,
        record.reopened_by,
        record.reopened_at,
        record.closed_by,
        record.closed_at,
        record.run_id,
        record.code_version,
        record.settings_hash,
        record.inputs_hash,
        record.hash_of(kept.FIGURES),
        record.hash_of(kept.DOCUMENTS),
    )

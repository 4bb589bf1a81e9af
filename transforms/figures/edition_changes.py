"""Closed periods: their official figures over the live ones, and what changed from one edition to another.

Belongs here: which rows of which table a closed period takes from its edition, the differences of two
editions, answers that came late, and which differences are too large to be closed unseen. Not here: where an
edition lies and how it is written (`pipeline.editions`), what the public may see beside it
(`transforms.figures.suppression`), sentences (`cli`).

`Frames` are figure tables by their name, with the rows of one or of several periods.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

import polars as pl

from contracts.columns import ColumnType, Table
from contracts.comparison_tables import COMPARISON_TABLES
from contracts.edition_tables import EDITION_CHANGE, EDITION_CHANGE_REGENCY, EDITION_CHANGE_UNSUR, LATE_RESPONSE
from contracts.questionnaire_tables import FURTHER_INDEX
from contracts.regency_tables import IKM_REGENCY, IKM_REGENCY_UNSUR, IKM_SCOPE
from contracts.registry import SCOPE_ALL
from contracts.respondent import CHARACTERISTICS
from contracts.service_tables import IKM_SERVICE, IKM_SERVICE_RANKING, IKM_SERVICE_UNSUR
from contracts.settings import Closing
from contracts.shared_columns import FURTHER_ANSWERS, WITHOUT_UNSUR
from contracts.tables import (
    COLLECTION,
    IKM_RANKING,
    IKM_UNIT,
    IKM_UNSUR,
    MISSING_UNIT,
    PERIOD,
    PUBLIC_PROFILE,
    RESPONDENT_PROFILE,
    RESPONSE,
    SUGGESTION_THEME,
    UNIT,
)
from contracts.unsur import UNSUR_COLUMNS
from transforms.figures.index import with_change
from transforms.figures.periods import in_period
from transforms.figures.regency_certainty import with_certainty
from transforms.figures.unit_types import types_as_ranked
from transforms.schema import AnyFrame, conform, frame_schema, with_todays_names

Frames = Mapping[str, pl.DataFrame]

FIGURE_TABLES: Final[tuple[Table, ...]] = (
    PERIOD,
    IKM_UNSUR,
    IKM_UNIT,
    IKM_RANKING,
    *COMPARISON_TABLES,
    IKM_SCOPE,
    IKM_REGENCY,
    IKM_REGENCY_UNSUR,
    RESPONDENT_PROFILE,
    PUBLIC_PROFILE,
    COLLECTION,
    MISSING_UNIT,
    SUGGESTION_THEME,
    IKM_SERVICE,
    IKM_SERVICE_UNSUR,
    IKM_SERVICE_RANKING,
    FURTHER_INDEX,
)
"""What closing a period freezes, all with a `period_code`. Follow-up is not: plans are made after it."""

EDITION_FRAMES: Final[tuple[Table, ...]] = (*FIGURE_TABLES, UNIT)
"""What an edition holds: figures, and the units as they were called."""

PLACE: Final = ("file_id", "sheet", "row_number")
SAID: Final = ("response_date", "age", *(one.column for one in CHARACTERISTICS), *UNSUR_COLUMNS)
"""What a figure or a document shows of a response: where one of these differs, it was corrected."""
SAID_SINCE: Final = (FURTHER_ANSWERS.name,)
"""The same of what not every earlier release kept: compared where both sides know it. A service that is written
otherwise is not held: most spellings are one service, and which, the register says."""
_BEFORE: Final = "_before"
_AFTER: Final = "_after"

Measure = Literal["ikm", "ikm_regency", "rank", "respondents", "units_lost", "apart", "apart_respondents"]


@dataclass(frozen=True)
class Changes:
    """What one edition changed against another: frames of EDITION_CHANGE, EDITION_CHANGE_UNSUR and
    EDITION_CHANGE_REGENCY."""

    units: pl.DataFrame
    unsur: pl.DataFrame
    regency: pl.DataFrame


@dataclass(frozen=True)
class ExcessiveChange:
    """A difference larger than the settings let pass. `unit_code` is empty for the regency, and `after` for
    a unit that was lost; then `before` is its IKM. `by_one_ninth`: not as published, since the weights
    differ."""

    measure: Measure
    unit_code: str | None
    before: Decimal | int
    after: Decimal | int | None
    limit: float
    by_one_ninth: bool = False


def as_declared(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """A frame that an earlier release wrote as the table is declared now: what it could not know is empty.
    Raises FrameMismatchError where it may not be."""
    schema, named = frame_schema(table), with_todays_names(frame, table)
    unknown = [
        pl.lit(None, schema[column.name]).alias(column.name)
        for column in table.columns
        if column.nullable and column.name not in named.columns
    ]
    return conform(with_signed_keys(named.with_columns(unknown), table), table)


def with_signed_keys(frame: AnyFrame, table: Table) -> AnyFrame:
    """A frame of that table, whose keys an earlier release wrote as whole hashes, with the keys of this one."""
    written = frame.collect_schema()
    keys = [one.name for one in table.columns if one.type is ColumnType.KEY and written.get(one.name) == pl.UInt64()]
    return frame.with_columns((pl.col(name) // 2).cast(pl.Int64) for name in keys)


def overlay_official(live: Frames, official: Frames) -> dict[str, pl.DataFrame]:
    """The figures to publish: all rows of the closed periods (those in `official`'s `period`) come from
    their editions, all others are live.

    A closed period appears without any live response too. The change of an open period, the regency's too, is against
    the official figures where the period before is closed. Units that only editions know stay in `unit`."""
    closed = official[PERIOD.name].get_column("period_code")
    figures = {
        table.name: pl.concat([_without(live[table.name], closed), official[table.name]]).sort(table.key)
        for table in FIGURE_TABLES
    }
    units = with_former_units(live[UNIT.name], official)
    types = types_as_ranked(figures[IKM_UNIT.name], figures[IKM_RANKING.name], units)
    opened = {
        table.name: pl.concat([_without(frame, closed), official[table.name]]).sort(table.key)
        for table, frame in (
            (IKM_UNIT, with_change(figures[IKM_UNIT.name])),
            (IKM_REGENCY, with_certainty(figures[IKM_REGENCY.name], figures[IKM_UNIT.name], types)),
        )
    }
    return {**figures, **opened, UNIT.name: units}


def with_former_units(units: pl.DataFrame, official: Frames) -> pl.DataFrame:
    """UNIT with the units of these editions' figures that have left the registry since, as the newest of the
    editions (the last rows) calls them."""
    named = pl.concat([official[table.name].select("unit_code") for table in (IKM_UNIT, MISSING_UNIT)]).unique()
    former = (
        official[UNIT.name]
        .unique("unit_code", keep="last")
        .join(named, on="unit_code", how="semi")
        .join(units, on="unit_code", how="anti")
    )
    return pl.concat([units, former.sort("unit_code")])


def edition_changes(before: Frames, after: Frames, period_code: str, revision: int) -> Changes:
    """What differs between the figures of two editions, each with the rows of one period; the result
    is labelled with this revision of this period.

    A unit is `same` where index, grade, rank, respondents and every NRR are equal."""
    label = [pl.lit(period_code).alias("period_code"), pl.lit(revision).alias("revision")]
    units = _joined(_units(before), _units(after), ["unit_code"])
    unsur = _joined(_unsur(before), _unsur(after), ["unit_code", "unsur_code"])
    moved = unsur.filter(_differ("nrr")).select("unit_code").unique().with_columns(pl.lit(value=True).alias("moved"))
    differs = _differ("ikm", "mutu", "rank", "respondents") | pl.col("moved").fill_null(value=False)
    told = units.join(moved, on="unit_code", how="left").with_columns(
        pl.when(pl.col("ikm_before").is_null())
        .then(pl.lit("new"))
        .when(pl.col("ikm_after").is_null())
        .then(pl.lit("lost"))
        .when(differs)
        .then(pl.lit("changed"))
        .otherwise(pl.lit("same"))
        .alias("change")
    )
    not_same = told.filter(pl.col("change") != "same").select("unit_code")
    regency = (
        _regency(before)
        .rename(_suffixed(_BEFORE, _REGENCY))
        .join(_regency(after).rename(_suffixed(_AFTER, _REGENCY)), how="cross")
    )
    return Changes(
        units=conform(told.with_columns(label), EDITION_CHANGE).sort("unit_code"),
        unsur=conform(unsur.join(not_same, on="unit_code", how="semi").with_columns(label), EDITION_CHANGE_UNSUR).sort(
            "unit_code", "unsur_code"
        ),
        regency=conform(regency.with_columns(label), EDITION_CHANGE_REGENCY),
    )


def apart_changes(before: Frames, after: Frames) -> pl.DataFrame:
    """What differs of questionnaires that leave an unsur out, each with the rows of one period: `unit_code`,
    `questionnaire`, and of the respondents (`asked`) and the index (`score`) `_before` and `_after`."""
    key = ["unit_code", "questionnaire"]
    was, now = (
        frames[FURTHER_INDEX.name].filter(kind=WITHOUT_UNSUR).select(*key, "asked", "score", "mean")
        for frames in (before, after)
    )
    both = _joined(was, now, key)
    return both.filter(_differ("asked", "score", "mean")).drop("mean_before", "mean_after").sort(key)


def excessive_changes(changes: Changes, limits: Closing, gone: Collection[str] = ()) -> list[ExcessiveChange]:
    """What of these changes must be confirmed before a period is closed: the regency first, then by unit. A
    unit that is new is welcome, and one that owes no report for the period (`gone`) is not lost."""
    found: list[ExcessiveChange] = []
    for row in changes.regency.iter_rows(named=True):
        before, after, exactly = _by_one_weight(row)
        if abs(after - before) > _decimal(limits.regency_change):
            found.append(ExcessiveChange("ikm_regency", None, before, after, limits.regency_change, exactly))
    lost = changes.units.filter(~pl.col("unit_code").is_in(list(gone)), change="lost")
    if lost.height > limits.units_lost:
        found += [
            ExcessiveChange("units_lost", row["unit_code"], row["ikm_before"], None, limits.units_lost)
            for row in lost.iter_rows(named=True)
        ]
    for row in changes.units.filter(change="changed").iter_rows(named=True):
        code = row["unit_code"]
        before, after, exactly = _by_one_weight(row)
        if abs(after - before) > _decimal(limits.index_change):
            found.append(ExcessiveChange("ikm", code, before, after, limits.index_change, exactly))
        ranks = (row["rank_before"], row["rank_after"])
        if None not in ranks and abs(ranks[1] - ranks[0]) > limits.rank_change:  # few respondents have none
            found.append(ExcessiveChange("rank", code, *ranks, limits.rank_change))
        found += _respondents_changed("respondents", code, row["respondents_before"], row["respondents_after"], limits)
    return found


def excessive_apart_changes(changes: pl.DataFrame, limits: Closing) -> list[ExcessiveChange]:
    """The same of `apart_changes`, by the limits of a unit's index and respondents. A questionnaire that is new is
    welcome, and a unit that sent nothing any more is told as one without data."""
    found: list[ExcessiveChange] = []
    for row in changes.drop_nulls(["asked_before", "asked_after"]).iter_rows(named=True):
        code = row["unit_code"]
        if abs(row["score_after"] - row["score_before"]) > _decimal(limits.index_change):
            found.append(ExcessiveChange("apart", code, row["score_before"], row["score_after"], limits.index_change))
        found += _respondents_changed("apart_respondents", code, row["asked_before"], row["asked_after"], limits)
    return found


def _respondents_changed(
    measure: Measure, unit_code: str, before: int, after: int, limits: Closing
) -> Iterator[ExcessiveChange]:
    if abs(after - before) > _decimal(limits.respondents_share) * before:
        yield ExcessiveChange(measure, unit_code, before, after, limits.respondents_share)


def _by_one_weight(row: Mapping[str, Any]) -> tuple[Decimal, Decimal, bool]:
    """The index before and after: as published, or by one ninth (and True) where the convention changed in between."""
    exactly: bool = row["weight_before"] != row["weight_after"]
    name = "ikm_ninth" if exactly else "ikm"
    return row[f"{name}_before"], row[f"{name}_after"], exactly


def late_responses(
    responses: pl.LazyFrame, official: pl.LazyFrame, period_code: str, counted_period: pl.DataFrame
) -> pl.DataFrame:
    """The table `late_response` of one closed period: its responses now (RESPONSE, of any periods, and the table
    `counted_period`) against those its official figures stand on (`official`: RESPONSE, of that period).

    `new`: not among those; `corrected`: it says something else now (SAID); `withdrawn`: no longer there. A
    row that only moved to another file or row is none of these. Where a response is not found by its key (a file
    without identity sent again; keys may change with a release of DuckDB), one of the same unit that says the same
    is the same response, and so is the same row of the same file of that unit. In a file that is another unit's since,
    it is withdrawn from the one and new in the other."""
    place = ("unit_code", *PLACE)
    known = responses.collect_schema().names(), official.collect_schema().names()
    said = [*SAID, *(name for name in SAID_SINCE if all(name in names for names in known))]
    columns = ["response_key", "unit_code", *PLACE, *said]
    different = (
        responses.filter(in_period(period_code, counted_period))
        .select(columns)
        .join(
            with_signed_keys(official, RESPONSE).select(columns),
            on="response_key",
            how="full",
            coalesce=True,
            suffix=_BEFORE,
        )
        .filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(name + _BEFORE)) for name in ("unit_code", *said)))
        .collect(engine="streaming")
    )
    came = different.filter(pl.col(f"unit_code{_BEFORE}").is_null()).select(columns)
    gone = different.filter(pl.col("unit_code").is_null()).select(
        "response_key", *(pl.col(name + _BEFORE).alias(name) for name in columns[1:])
    )
    corrected = different.filter(pl.col("unit_code").is_not_null() & pl.col(f"unit_code{_BEFORE}").is_not_null())
    came, gone = _less_equal_ones(came, gone, said), _less_equal_ones(gone, came, said)
    again = came.join(gone, on=place, suffix=_BEFORE)
    late = {
        "new": came.join(again, on=place, how="anti"),
        "corrected": pl.concat([corrected.select(columns), again.select(columns)]),
        "withdrawn": gone.join(again, on=place, how="anti"),
    }
    return conform(
        pl.concat(
            rows.with_columns(pl.lit(period_code).alias("period_code"), pl.lit(change).alias("change"))
            for change, rows in late.items()
        ),
        LATE_RESPONSE,
    ).sort(LATE_RESPONSE.key)


def late_of_nine(
    late_response: pl.DataFrame, apart: pl.DataFrame, further_index: pl.DataFrame, responses: Iterable[pl.LazyFrame]
) -> pl.DataFrame:
    """Of the table `late_response` what came late to the IKM: without answers to questionnaires that leave an unsur out
    (`apart`: RESPONSE_APART, now and of all editions), unless one answered all nine before or since (`responses`:
    RESPONSE, likewise). They must hide nobody's figures, and make up no number behind which somebody hides.

    An erased answer is known by no key. So where a unit has such answers by the official figures of that very period
    (`further_index` of the closed periods), which stay where all were erased, those erased make up no number either:
    they count as one, and only where no other is late."""
    of_unit = ["period_code", "unit_code"]
    of_eight = late_response.join(apart, on="response_key", how="semi")
    with_eight = further_index.filter(kind=WITHOUT_UNSUR)
    erased = late_response.filter(change="erased").join(with_eight, on=of_unit, how="semi")
    if of_eight.is_empty() and erased.is_empty():
        return late_response
    for response in responses:
        nine = with_signed_keys(response, RESPONSE)
        for same in (["response_key"], ["unit_code", *PLACE]):
            of_eight = of_eight.lazy().join(nine.select(same), on=same, how="anti").collect(engine="streaming")
    key = LATE_RESPONSE.key
    known = late_response.join(pl.concat([of_eight, erased]), on=key, how="anti")
    unknown = erased.unique(of_unit, keep="first", maintain_order=True).join(known, on=of_unit, how="anti")
    return pl.concat([known, unknown])


def _less_equal_ones(rows: pl.DataFrame, others: pl.DataFrame, columns: Collection[str]) -> pl.DataFrame:
    """Rows without those for which another says the same in these columns, each other standing for one."""
    said = ["unit_code", *columns]
    # Which of several equal rows is left must not depend on their order.
    numbered = [
        frame.sort(*PLACE, "response_key").with_columns(pl.int_range(pl.len()).over(said).alias("number"))
        for frame in (rows, others)
    ]
    kept = numbered[0].join(numbered[1], on=[*said, "number"], how="anti", nulls_equal=True)
    return kept.drop("number")


def _without(frame: pl.DataFrame, period_codes: pl.Series) -> pl.DataFrame:
    return frame.filter(~pl.col("period_code").is_in(period_codes.implode()))


_REGENCY = ("ikm", "mutu", "units", "respondents", "weight", "ikm_ninth")


def _units(frames: Frames) -> pl.DataFrame:
    ranks = frames[IKM_RANKING.name].filter(scope=SCOPE_ALL).select("unit_code", "rank")
    return (
        frames[IKM_UNIT.name]
        .select("unit_code", "ikm", "mutu", "respondents", "publishable", "weight", "ikm_ninth")
        .join(ranks, on="unit_code")
    )


def _unsur(frames: Frames) -> pl.DataFrame:
    return frames[IKM_UNSUR.name].select("unit_code", "unsur_code", "nrr")


def _regency(frames: Frames) -> pl.DataFrame:
    return frames[IKM_REGENCY.name].filter("headline").select(_REGENCY)


def _joined(before: pl.DataFrame, after: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Every row of either by that key, the other columns twice: `_before` and `_after`."""
    values = [name for name in before.columns if name not in key]
    return before.rename(_suffixed(_BEFORE, values)).join(
        after.rename(_suffixed(_AFTER, values)), on=key, how="full", coalesce=True
    )


def _suffixed(suffix: str, names: tuple[str, ...] | list[str]) -> dict[str, str]:
    return {name: name + suffix for name in names}


def _differ(*names: str) -> pl.Expr:
    return pl.any_horizontal(pl.col(name + _BEFORE).ne_missing(pl.col(name + _AFTER)) for name in names)


def _decimal(limit: float) -> Decimal:
    """A limit as it is written in the settings."""
    return Decimal(str(limit))

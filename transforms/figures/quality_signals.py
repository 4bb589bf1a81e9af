"""Signals of response quality: patterns in a unit's answers that the unit is asked to explain. They prove nothing.

A unit's answers are held against what its own other answers let expect, never against an ideal: good answers, answers
that are alike, a busy day and paper forms typed in at one sitting are nothing to explain by themselves. Each kind of
signal comes about by chance in one of a thousand units at most, so all nine together in one of a hundred; and it is
told only where a share of the unit's answers stands behind it (`transforms.figures.signal_tails`). No answer is left
out for it, no figure changes, and nothing public is made from it.

Belongs here: from responses to the rows that each signal stands on, and from these, with what was decided, to the
table `quality_signal`. Not here: what is expected of days and hours (`transforms.figures.signals_in_time`), of answers
(`transforms.figures.signals_in_answers`).
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import polars as pl

from contracts.decisions import Decision, about_signal
from contracts.method import UNSUR_COUNT
from contracts.periods import PeriodKind, parse_period
from contracts.registry import Registry
from contracts.respondent import CHARACTERISTICS
from contracts.signal_tables import QUALITY_SIGNAL, QUALITY_SIGNAL_ROW
from contracts.unsur import SCALE, UNSUR_COLUMNS
from transforms.figures.periods import in_periods, of_kinds
from transforms.figures.sample import samples_by_unit_period
from transforms.figures.signal_tails import FOUND, LEAST_ROWS, MATERIAL_PERCENT, WHERE, found
from transforms.figures.signals_in_answers import (
    chance_of_nearly_agreeing,
    chances_of_agreeing,
    expected_pairs,
    frequent_pattern,
    near_clones,
    pairs_of_people,
    same_people,
    straight_fours,
)
from transforms.figures.signals_in_time import (
    BURST_MINUTES,
    BURST_ROWS,
    apart_days,
    apart_months,
    apart_times,
    busy_days,
    busy_minutes,
    busy_nights,
    stopped_at_sample,
)
from transforms.figures.sums import SLOT, slot
from transforms.figures.units_at_once import units_at_once
from transforms.schema import conform, empty_frame

PAPER: Final = ("luring", "campuran")
"""Ways of asking (`units.csv`, survey_mode) in which answers come when somebody types them in, those of a sitting
alike: of theirs a day or a burst says nothing."""
_LEAST_OF_UNIT: Final = 30
_NIGHT_BEGINS, _NIGHT_ENDS, _EVENING_BEGINS = 21, 6, 18
_MOST_PAIRS: Final = 10**6
RESPONSES_AT_ONCE: Final = 200_000
"""Responses that are held in memory, unless one unit has more."""
_ALL_ONES: Final = int("1" * UNSUR_COUNT)
"""Nine equal answers as one number are so many times this."""
_PERSON: Final = ("gender", "age", *(one.column for one in CHARACTERISTICS if one.column != "gender"), "service")
"""Columns that tell the people of a unit apart."""


class _Answers(NamedTuple):
    """Answers of some units: one row each (`answers`), the periods each SLOT counts in (`placed`: slot, WHERE and the
    month's first day), and how many there are (`rows`: WHERE and of_rows)."""

    answers: pl.DataFrame
    placed: pl.DataFrame
    rows: pl.DataFrame
    paper: Collection[str]
    """Units that ask on paper."""

    def summed(self, by_slot: pl.DataFrame, *by: str) -> pl.DataFrame:
        """Sums by slot, once for every period they count in; by WHERE, `month` and `by`."""
        return by_slot.join(self.placed, on="slot").select(pl.exclude("slot"))


def signal_rows(
    responses: pl.LazyFrame, counted_period: pl.DataFrame, registry: Registry, kinds: Collection[PeriodKind]
) -> pl.DataFrame:
    """The table `quality_signal_row` of responses (columns of `contracts.tables.RESPONSE`), for periods of these kinds.
    `counted_period`: the table of that name. Answers that are means of several questions are looked at no further: what
    is expected here is of four possible answers."""
    if "answer_parts" in responses.collect_schema().names():
        responses = responses.filter(pl.col("answer_parts").is_null())
    parts = [
        _signal_rows(responses.filter(units), counted_period, registry, kinds)
        for units in units_at_once(responses, RESPONSES_AT_ONCE)
    ]
    return pl.concat([empty_frame(QUALITY_SIGNAL_ROW), *parts]).sort(QUALITY_SIGNAL_ROW.key)


def signals_of_rows(rows: pl.DataFrame, explained: Mapping[tuple[str, str], Decision]) -> pl.DataFrame:
    """The table `quality_signal` of `quality_signal_row`. `explained`: by the code of the decision (`about_signal`) and
    the state of the rows, what was said of it."""
    told = [
        (*key, seen, len(keys), of_rows, "|".join(sorted(set(files))), _state(keys))
        for *key, seen, of_rows, keys, files in rows.group_by(
            "period_code", "unit_code", "signal", "seen", "of_rows", maintain_order=True
        )
        .agg("response_key", "file_id")
        .iter_rows()
    ]
    said = [explained.get((about_signal(*one[:3]), one[-1])) for one in told]
    frame = pl.DataFrame(
        [(*one, text and text.why, text and text.by) for one, text in zip(told, said, strict=True)],
        schema=QUALITY_SIGNAL.column_names,
        orient="row",
    )
    return conform(frame, QUALITY_SIGNAL).sort(QUALITY_SIGNAL.key)


def _state(keys: Iterable[int]) -> str:
    return hashlib.sha256(" ".join(map(str, sorted(keys))).encode()).hexdigest()[:16]


def _signal_rows(
    responses: pl.LazyFrame, counted_period: pl.DataFrame, registry: Registry, kinds: Collection[PeriodKind]
) -> pl.DataFrame:
    of = _answers(responses, counted_period, registry, kinds)
    signals = pl.concat([pl.DataFrame(schema=FOUND), *_of_time(of), *_of_samples(of, registry), *_of_answers(of)])
    return _rows_behind(of, signals)


def _answers(
    responses: pl.LazyFrame, counted_period: pl.DataFrame, registry: Registry, kinds: Collection[PeriodKind]
) -> _Answers:
    there = responses.collect_schema().names()
    hour = pl.col("submitted_at").dt.hour()
    # A file with dates only may come as midnight.
    timed = pl.col("submitted_at").is_not_null() & (pl.col("submitted_at").dt.time() != pl.time(0))
    answers = (
        responses.select(
            *slot(),
            "response_key",
            "file_id",
            "sheet",
            "row_number",
            day="response_date",
            moment=pl.when(timed).then("submitted_at"),
            is_night=timed & ((hour >= _NIGHT_BEGINS) | (hour < _NIGHT_ENDS)),
            is_evening=timed & hour.is_between(_EVENING_BEGINS, _NIGHT_BEGINS - 1),
            person=pl.struct(["unit_code", *(name for name in _PERSON if name in there)]).hash(0),
            pattern=pl.sum_horizontal(
                pl.col(name).cast(pl.Int32) * 10**place for place, name in enumerate(reversed(UNSUR_COLUMNS))
            ),
            row_total=pl.sum_horizontal(pl.col(name).cast(pl.Int64) for name in UNSUR_COLUMNS),
            not_4=pl.sum_horizontal(pl.col(name) != max(SCALE) for name in UNSUR_COLUMNS).cast(pl.Int8),
            **{name: pl.col(name).cast(pl.Int8) for name in UNSUR_COLUMNS},
        )
        .collect()
        .sort("unit_code", "moment", "response_key")
    )
    last, of_last = (pl.col(name).shift(1 - BURST_ROWS) for name in ("moment", "unit_code"))
    begins = (of_last == pl.col("unit_code")) & (last - pl.col("moment") <= pl.duration(minutes=BURST_MINUTES))
    in_burst = begins.fill_null(value=False).cast(pl.Int8).rolling_max(BURST_ROWS, min_samples=1) == 1
    answers = answers.with_columns(is_burst=in_burst)
    slots = answers.select(SLOT).unique().sort(pl.all()).with_row_index("slot")
    answers = answers.join(slots, on=SLOT, nulls_equal=True).drop("period_code")
    placed = of_kinds(in_periods(slots.with_columns(start="month"), counted_period), kinds).rename({"start": "month"})
    by_slot = answers.group_by("slot").agg(of_rows=pl.len().cast(pl.Int64))
    rows = by_slot.join(placed, on="slot").group_by(WHERE).agg(pl.col("of_rows").sum())
    rows = rows.filter(pl.col("of_rows") >= _LEAST_OF_UNIT)
    paper = [unit.unit_code for unit in registry.units if unit.survey_mode in PAPER]
    return _Answers(answers, placed.join(rows, on=WHERE, how="semi"), rows, paper)


def _of_time(of: _Answers) -> Iterator[pl.DataFrame]:
    sums = {
        "n": pl.len().cast(pl.Int64),
        "total": pl.col("row_total").sum(),
        "squares": (pl.col("row_total") ** 2).sum(),
    }
    by_slot_day = of.answers.filter(pl.col("day").is_not_null()).group_by("slot", "day").agg(**sums)
    by_slot = by_slot_day.group_by("slot").agg(pl.col("n", "total", "squares").sum())
    yield apart_months(of.summed(by_slot), of.rows)
    by_day = of.summed(by_slot_day)
    yield apart_days(by_day, of.rows)
    not_on_paper = of.rows.filter(~pl.col("unit_code").is_in(of.paper))
    yield busy_days(by_day, not_on_paper)
    timed = of.answers.filter(pl.col("moment").is_not_null())
    bursts = timed.group_by("slot", "day").agg(
        n=pl.col("is_burst").sum().cast(pl.Int64), of_day=pl.len().cast(pl.Int64)
    )
    yield busy_minutes(of.summed(bursts), not_on_paper)
    bursting = timed.join(bursts.filter(pl.col("n") > 0), on="slot", how="semi")
    yield apart_times(of.summed(_against_rest(bursting, "is_burst")), not_on_paper, "burst")
    by_month = of.summed(_against_rest(timed, "is_night"))
    yield apart_times(by_month, of.rows, "night")
    yield busy_nights(by_month, of.rows)


def _against_rest(timed: pl.DataFrame, flag: str) -> pl.DataFrame:
    """By slot, of the answers with a flag n and total, of the others rest, rest_total, rest_squares, `evening` and
    `office`."""
    here, rest = pl.col("row_total").filter(flag), pl.col("row_total").filter(~pl.col(flag))
    return timed.group_by("slot").agg(
        n=pl.col(flag).sum().cast(pl.Int64),
        total=here.sum(),
        rest=rest.len().cast(pl.Int64),
        rest_total=rest.sum(),
        rest_squares=(rest**2).sum(),
        evening=pl.col("is_evening").sum().cast(pl.Int64),
        office=(~(pl.col("is_evening") | pl.col("is_night"))).sum().cast(pl.Int64),
    )


def _of_samples(of: _Answers, registry: Registry) -> Iterator[pl.DataFrame]:
    needed = samples_by_unit_period(registry).filter(pl.col("sample_needed") >= _LEAST_OF_UNIT)
    exact = of.rows.join(needed, on=WHERE).filter(pl.col("of_rows") == pl.col("sample_needed"))
    if exact.is_empty():
        return
    days = of.answers.group_by("slot").agg(
        dated=pl.col("day").count().cast(pl.Int64), first=pl.col("day").min(), last=pl.col("day").max()
    )
    of_period = (
        of.summed(days)
        .group_by(WHERE)
        .agg(pl.col("dated").sum(), pl.col("first").min(), pl.col("last").max())
        .join(exact.select(*WHERE, "of_rows"), on=WHERE)
        .filter(pl.col("dated") == pl.col("of_rows"))
    )
    ends = {code: parse_period(code).end_date for code in of_period.get_column("period_code")}
    end = pl.col("period_code").replace_strict(ends, return_dtype=pl.Date)
    yield found(stopped_at_sample(of_period.with_columns(end=end)), "sample")


def _of_answers(of: _Answers) -> Iterator[pl.DataFrame]:
    n = pl.len().cast(pl.Int64)
    not_4 = [(pl.col("not_4") == k).sum().cast(pl.Int64).alias(f"not_4_{k}") for k in range(UNSUR_COUNT + 1)]
    yield straight_fours(of.summed(of.answers.group_by("slot").agg(not_4)), of.rows)
    often = of.answers.filter(pl.col("pattern") % _ALL_ONES != 0).group_by("unit_code", "pattern").agg(n=n)
    units = often.filter(pl.col("n") >= LEAST_ROWS).select("unit_code").unique()
    by_slot_pattern = of.answers.join(units, on="unit_code", how="semi").group_by("slot", "pattern").agg(n=n)
    by_pattern = of.summed(by_slot_pattern).group_by(*WHERE, "pattern").agg(pl.col("n").sum())
    yield frequent_pattern(by_pattern, of.rows)
    by_person = of.answers.group_by("person").agg(pl.col("unit_code").first(), n=n)
    people = chances_of_agreeing(by_person, ["unit_code"]).rename({"second": "person_2", "third": "person_3"})
    several = of.answers.join(by_person.filter(pl.col("n") > 1), on="person", how="semi")
    yield same_people(of.summed(_same_people(of, several, people)), of.rows)
    yield near_clones(_near_clones(of, several, by_person, people), of.rows)


def _same_people(of: _Answers, several: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """By slot: n and pairs of the answers that agree in everything on a day, and what is expected of it. `several`:
    answers of whom another has the same characteristics."""
    n = pl.len().cast(pl.Int64)
    twins = several.filter(pl.col("day").is_not_null()).group_by("slot", "day", "person", "pattern").agg(n=n)
    seen = (
        twins.filter(pl.col("n") > 1)
        .group_by("slot")
        .agg(pl.col("n").sum(), pairs=(pl.col("n") * (pl.col("n") - 1) // 2).sum())
    )
    dated = of.answers.filter(pl.col("day").is_not_null()).join(seen, on="slot", how="semi")
    agreeing = chances_of_agreeing(dated.group_by("slot", "pattern").agg(n=n), ["slot"])
    expected, variance = expected_pairs(
        pl.col("of_day"), pl.col("person_2") * pl.col("second"), pl.col("person_3") * pl.col("third")
    )
    by_day = (
        dated.group_by("unit_code", "slot", "day")
        .agg(of_day=pl.len().cast(pl.Float64))
        .join(people, on="unit_code")
        .join(agreeing, on="slot")
    )
    return seen.join(by_day.group_by("slot").agg(expected=expected.sum(), variance=variance.sum()), on="slot")


def _near_clones(of: _Answers, several: pl.DataFrame, by_person: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """WHERE, n, pairs, expected and variance of answers that agree with another in all characteristics and in eight of
    nine answers. Of units whose characteristics tell their people apart."""
    told_apart = (
        by_person.group_by("unit_code")
        .agg(people=pl.len(), n=pl.col("n").sum(), pairs=(pl.col("n") * (pl.col("n") - 1) // 2).sum())
        .filter(2 * pl.col("people") >= pl.col("n"), pl.col("pairs") <= _MOST_PAIRS)
    )
    pairs = _clones_by_period(of, several.join(told_apart, on="unit_code", how="semi"))
    each = pl.concat([pairs.select(*WHERE, key=name) for name in ("response_key", "response_key_of_other")])
    seen = (
        each.unique()
        .group_by(WHERE)
        .agg(n=pl.len().cast(pl.Int64))
        .join(pairs.group_by(WHERE).agg(pairs=pl.len().cast(pl.Int64)), on=WHERE)
    )
    several = of.rows.join(seen, on=WHERE).filter(100 * pl.col("n") >= MATERIAL_PERCENT * pl.col("of_rows"))
    placed = of.placed.join(several, on=WHERE, how="semi")
    agreeing = chance_of_nearly_agreeing(
        of.answers.drop("unit_code", "month").join(placed, on="slot").select(*WHERE, "response_key", *UNSUR_COLUMNS)
    )
    # Of three that nearly agree only a bound is known: as if those who do were all alike.
    expected, variance = expected_pairs(
        pl.col("of_rows").cast(pl.Float64),
        pl.col("person_2") * pl.col("second"),
        pl.col("person_3") * pl.col("second") ** 1.5,
    )
    return (
        several.join(agreeing, on=WHERE)
        .join(people, on="unit_code")
        .select(*WHERE, "n", "pairs", expected=expected, variance=variance)
    )


def _clones_by_period(of: _Answers, answers: pl.DataFrame) -> pl.DataFrame:
    """WHERE, `response_key` and `response_key_of_other` of pairs that count in the same period."""
    pairs = pairs_of_people(answers, "person")
    periods = of.placed.select("slot", *WHERE)
    return pairs.join(periods, on="slot").join(periods, left_on=["slot_of_other", *WHERE], right_on=["slot", *WHERE])


def _rows_behind(of: _Answers, signals: pl.DataFrame) -> pl.DataFrame:
    """QUALITY_SIGNAL_ROW of FOUND: of each kind the least likely."""
    if signals.is_empty():
        return empty_frame(QUALITY_SIGNAL_ROW)
    told = signals.sort(*WHERE, "signal", "chance").unique([*WHERE, "signal"], keep="first", maintain_order=True)
    of_units = of.answers.join(told, on="unit_code", how="semi")
    cloned = _clones_by_period(of, of_units.join(told.filter(signal="near_clone"), on="unit_code", how="semi"))
    clones = pl.concat(
        [cloned.select(*WHERE, response_key=name) for name in ("response_key", "response_key_of_other")]
    ).unique()
    behind = {
        "month": pl.col("month").dt.strftime("%Y-%m") == pl.col("seen"),
        "day": pl.col("day").dt.strftime("%Y-%m-%d") == pl.col("seen"),
        "sample": pl.col("day").dt.strftime("%Y-%m-%d") == pl.col("seen"),
        "burst": pl.col("is_burst"),
        "night": pl.col("is_night"),
        "same_person": pl.col("is_twin"),
        "near_clone": pl.col("is_clone"),
        "pattern": pl.col("pattern").cast(pl.String) == pl.col("seen"),
        "straight": pl.col("not_4") == 0,
    }
    twin = pl.col("day").is_not_null() & (pl.len().over("unit_code", "day", "person", "pattern") > 1)
    rows = (
        of_units.with_columns(is_twin=twin)
        .drop("unit_code", "month")
        .join(of.placed, on="slot")
        .join(clones.with_columns(is_clone=True), on=[*WHERE, "response_key"], how="left")
        .join(told, on=WHERE)
        .filter(pl.any_horizontal((pl.col("signal") == kind) & condition for kind, condition in behind.items()))
    )
    return conform(rows.join(of.rows, on=WHERE), QUALITY_SIGNAL_ROW)

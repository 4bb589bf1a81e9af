"""Whose row is it: which of several rows of one response counts, which snapshot replaces which, and
what is held back until a person says yes.

Only within a unit, and only among rows that no rule rejected. Not here: what the identity of a row
stands on (`transforms.responses.typing`), or what becomes of a file (`transforms.responses.outcome`).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import polars as pl

from contracts.periods import parse_period, periods_of
from contracts.records import Doubt

DUPLICATE = pl.Schema({"content_id": pl.String(), "row_index": pl.Int32(), "duplicate_of": pl.String()})
UNIT_SEED = 1
ORIGIN_SEED = 2


@dataclass(frozen=True)
class HeldBecause:
    """A snapshot of `rows` rows would replace `rows_replaced` rows of the content `replaces`."""

    replaces: str
    rows: int
    rows_replaced: int


@dataclass(frozen=True)
class IdentityResult:
    """`duplicates`: one row per row that does not count (`content_id`, `row_index`), with the content
    that holds its newer version (`duplicate_of`). `held`: contents that take no part, and why."""

    duplicates: pl.DataFrame
    held: dict[str, HeldBecause]
    asked: dict[str, Doubt] = field(default_factory=dict)
    """Contents that take no part while nobody has answered a question about their people."""


class Slot(NamedTuple):
    """A stretch of time that a snapshot fills: a month of its dated rows, or the period it names."""

    is_dated: bool
    code: str


@dataclass
class Snapshot:
    """A file without identity, together with the rows put right in its correction workbooks.

    `newness` orders snapshots. `own_rows` and `corrected_rows` count by slot."""

    content_id: str
    unit_code: str
    newness: int
    members: list[str] = field(default_factory=list)
    own_rows: dict[Slot, int] = field(default_factory=dict)
    corrected_rows: dict[Slot, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """All rows that may count."""
        return sum(self.own_rows.values()) + sum(self.corrected_rows.values())

    @property
    def covers(self) -> Collection[Slot]:
        """Slots it takes over. A corrected row fills none for a file that has rows of its own: one
        row given another month must not wipe out that month."""
        return self.own_rows.keys() or self.corrected_rows.keys()


@dataclass(frozen=True)
class _Replacement:
    replaced_by: dict[tuple[str, Slot], str] = field(default_factory=dict)
    held: dict[str, HeldBecause] = field(default_factory=dict)


def duplicate_rows(
    rows: pl.DataFrame, files: pl.DataFrame, accepted_contents: Collection[str], snapshot_shrink: float
) -> IdentityResult:
    """Finds the rows that stand elsewhere in a newer version.

    `rows`, one per row that may count: `content_id`, `row_index`, `identity`, `identity_key`,
    `response_date`, `origin_content_id`, and what the function `origin_key` makes of a row. `files`,
    one per content: `content_id`, `unit_code`, `period_code` (of contents without dates), `version`
    (the higher is the newer), `is_correction`; contents without rows may stand there too, so that the
    correction of a refused file knows how old that file is. `accepted_contents`: what `skm accept`
    named. Raises for rows of an unknown content."""
    contents = files.sort("version", "content_id").with_row_index("newness")
    responses = _narrow(rows, contents)
    replacement = _replace(_snapshots(responses, contents), accepted_contents, snapshot_shrink)
    held = contents.filter(pl.col("content_id").is_in(list(replacement.held))).get_column("newness")
    if held.len():
        responses = responses.filter(~pl.col("newness").is_in(held.implode()))
    replaced = _rows_replaced(responses, contents, replacement.replaced_by)
    corrected_again = _rows_corrected_again(responses)
    if corrected_again.height:
        responses = responses.join(corrected_again, on=["newness", "row_index"], how="anti")
    duplicates = pl.concat([replaced, corrected_again, _rows_older(responses)])
    if replaced.height:  # else no row can be in both
        duplicates = duplicates.unique(["newness", "row_index"], keep="first")
    duplicates = duplicates.sort("newness", "row_index")
    content_ids = contents.get_column("content_id")
    return IdentityResult(
        pl.DataFrame(
            {
                "content_id": content_ids.gather(duplicates.get_column("newness")),
                "row_index": duplicates.get_column("row_index"),
                "duplicate_of": content_ids.gather(duplicates.get_column("newer")),
            },
            schema=DUPLICATE,
        ),
        replacement.held,
    )


def origin_key() -> pl.Expr:
    """Hash of the place that a row of a correction workbook puts right (`staged_response`); null for other rows."""
    place = pl.concat_str(
        "origin_content_id", "origin_sheet", pl.col("origin_row_number").cast(pl.String), separator="\0"
    )
    return pl.when(place.is_not_null()).then(place.hash(ORIGIN_SEED)).alias("origin_key")


def _narrow(rows: pl.DataFrame, contents: pl.DataFrame) -> pl.DataFrame:
    """Rows as few bytes as possible: `newness` (position of the content in `contents`), `row_index`,
    `key` (identity within the unit), `is_placed` (no identity but its place), `is_correction`,
    `month`, `origin_content_id`, `origin_key`."""
    by_newness = contents.select("is_correction", unit_hash=pl.col("unit_code").hash(UNIT_SEED))
    newness = rows.get_column("content_id").cast(pl.Enum(contents.get_column("content_id"))).to_physical()
    return rows.select(
        newness.cast(pl.UInt32).alias("newness"),
        "row_index",
        key=pl.col("identity_key") ^ by_newness.get_column("unit_hash").gather(newness),
        is_placed=pl.col("identity") == "none",
        is_correction=by_newness.get_column("is_correction").gather(newness),
        month=pl.col("response_date").dt.month_start(),
        origin_content_id="origin_content_id",
        origin_key="origin_key",
    )


def _rows_corrected_again(responses: pl.DataFrame) -> pl.DataFrame:
    """Rows of correction workbooks that a newer one puts right once more, perhaps with other values: as
    `_rows_older` has them. Rows known by their place alone are one by that already."""
    corrected = responses.filter(pl.col("origin_key").is_not_null() & ~pl.col("is_placed"))
    return _rows_older(corrected.with_columns(key="origin_key"))


def _rows_older(responses: pl.DataFrame) -> pl.DataFrame:
    """Of the rows with one identity, all but that of the newest content (within it, the lowest row):
    `newness`, `row_index`, and `newer`, the newness of the content that counts."""
    age = pl.col("newness").cast(pl.UInt64) * 2**32 + pl.col("row_index").cast(pl.UInt64)
    repeated = responses.filter(pl.col("key").is_duplicated()).select("key", age=age)
    counting = repeated.group_by("key").agg(counting=pl.col("age").max())
    older = repeated.join(counting, on="key", how="left").filter(pl.col("age") < pl.col("counting"))
    return older.select(
        newness=(pl.col("age") // 2**32).cast(pl.UInt32),
        row_index=(pl.col("age") % 2**32).cast(pl.Int32),
        newer=(pl.col("counting") // 2**32).cast(pl.UInt32),
    )


def _with_snapshot(placed: pl.DataFrame, contents: pl.DataFrame) -> pl.DataFrame:
    """Adds `content_id` and `snapshot`, the content whose snapshot a row belongs to: for a corrected
    row its origin; a row that somebody added to a correction workbook goes with the others there."""
    content_ids = contents.get_column("content_id")
    return placed.with_columns(content_ids.gather(placed.get_column("newness")).alias("content_id")).with_columns(
        snapshot=pl.when("is_correction")
        .then(
            pl.coalesce(
                "origin_content_id",
                pl.col("origin_content_id").drop_nulls().first().over("newness"),
                "content_id",
            )
        )
        .otherwise("content_id")
    )


def _snapshots(responses: pl.DataFrame, contents: pl.DataFrame) -> list[Snapshot]:
    """All snapshots, oldest first."""
    placed = responses.filter("is_placed")
    own = placed.filter(~pl.col("is_correction"))
    # A place corrected twice is one row.
    corrected = placed.filter("is_correction").sort("newness", "row_index").unique("key", keep="last")
    counts = pl.concat(
        [
            _with_snapshot(
                own.group_by("newness", "month").agg(
                    pl.len().alias("rows"), pl.col("is_correction", "origin_content_id").first()
                ),
                contents,
            ),
            _with_snapshot(corrected, contents)
            .group_by("newness", "month", "content_id", "snapshot", "is_correction")
            .agg(pl.len().alias("rows")),
        ],
        how="diagonal",
    ).sort("newness", "month")
    file_of = {file["content_id"]: file for file in contents.iter_rows(named=True)}
    snapshots: dict[str, Snapshot] = {}
    for count in counts.iter_rows(named=True):
        file = file_of[count["content_id"]]
        origin = file_of.get(count["snapshot"], file)
        snapshot = snapshots.setdefault(
            count["snapshot"], Snapshot(count["snapshot"], file["unit_code"], origin["newness"])
        )
        if count["content_id"] not in snapshot.members:
            snapshot.members.append(count["content_id"])
        slot = _slot(count["month"], file["period_code"])
        filled = snapshot.corrected_rows if count["is_correction"] else snapshot.own_rows
        filled[slot] = filled.get(slot, 0) + count["rows"]
    return sorted(snapshots.values(), key=lambda snapshot: snapshot.newness)


def _slot(month: date | None, period_code: str | None) -> Slot:
    if month is not None:
        return Slot(True, f"{month:%Y-%m}")
    if period_code is None:
        raise ValueError("a row without a date in a file without a period cannot have been resolved")
    return Slot(False, period_code)


def _in_conflict(slot: Slot) -> Iterator[Slot]:
    """Slots that tell of the same people: the same one; a month and any named period around it."""
    yield slot
    period = parse_period(slot.code)
    if slot.is_dated:
        for around in periods_of(period.start_date):
            yield Slot(False, around.code)
    else:
        for month in range(period.start_date.month, period.end_date.month + 1):
            yield Slot(True, f"{period.year:04d}-{month:02d}")


def _replace(snapshots: list[Snapshot], accepted_contents: Collection[str], snapshot_shrink: float) -> _Replacement:
    """Lets each snapshot, oldest first, take the place of older ones; holds it where it is too small."""
    replacement = _Replacement()
    current: dict[tuple[str, Slot], dict[str, int]] = {}
    for snapshot in snapshots:
        taken = {
            (snapshot.unit_code, other)
            for slot in snapshot.covers
            for other in _in_conflict(slot)
            if (snapshot.unit_code, other) in current
        }
        rows_replaced: dict[str, int] = {}
        for place in taken:
            for older, rows in current[place].items():
                rows_replaced[older] = rows_replaced.get(older, 0) + rows
        most = max(rows_replaced, key=lambda older: (rows_replaced[older], older), default=None)
        is_accepted = any(member in accepted_contents for member in snapshot.members)
        if most is not None and not is_accepted and rows_replaced[most] > snapshot_shrink * snapshot.rows:
            because = HeldBecause(most, snapshot.rows, rows_replaced[most])
            replacement.held.update((member, because) for member in snapshot.members)
            continue
        for place in taken:
            for older in current.pop(place):
                replacement.replaced_by[older, place[1]] = snapshot.members[0]
        for filled in (snapshot.own_rows, snapshot.corrected_rows):
            for slot, rows in filled.items():
                at_slot = current.setdefault((snapshot.unit_code, slot), {})
                at_slot[snapshot.content_id] = at_slot.get(snapshot.content_id, 0) + rows
    return replacement


def _rows_replaced(
    responses: pl.DataFrame, contents: pl.DataFrame, replaced_by: dict[tuple[str, Slot], str]
) -> pl.DataFrame:
    """Rows of snapshots in slots that a newer snapshot took over: as `_rows_older` has them."""
    newness_of = dict(contents.select("content_id", "newness").iter_rows())
    slots = pl.DataFrame(
        [
            (snapshot, parse_period(slot.code).start_date if slot.is_dated else None, newness_of[newer])
            for (snapshot, slot), newer in replaced_by.items()
        ],
        schema={"snapshot": pl.String, "month": pl.Date, "newer": pl.UInt32},
        orient="row",
    )
    names = {snapshot for snapshot, _ in replaced_by}
    older = [newness for content_id, newness in newness_of.items() if content_id in names]
    placed = responses.filter(pl.col("is_placed") & (pl.col("newness").is_in(older) | pl.col("is_correction")))
    return (
        _with_snapshot(placed, contents)
        .join(slots, on=["snapshot", "month"], how="inner", nulls_equal=True)
        .select("newness", "row_index", "newer")
    )

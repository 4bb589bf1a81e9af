"""Whose row is it: which of several rows of one response counts, and what is held back until a person has said.

Only within a unit, and only among rows that no rule rejected. Not here: what the identity of a row stands on
(`transforms.responses.typing`), which file without identity replaces which (`transforms.responses.snapshots`), or what
becomes of a file (`transforms.responses.outcome`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

from contracts.periods import parse_period
from contracts.records import Doubt
from transforms.responses import newer_files
from transforms.responses.newer_files import NewerFile, Versions
from transforms.responses.same_people import PERSON_COLUMNS
from transforms.responses.snapshots import HeldBecause, Replacement, Snapshot, replace, slot_of

DUPLICATE = pl.Schema({"content_id": pl.String(), "row_index": pl.Int32(), "duplicate_of": pl.String()})
ROW = pl.Schema({"content_id": pl.String(), "row_index": pl.Int32()})
UNIT_SEED = 1
ORIGIN_SEED = 2
OWN_SEED = 3


@dataclass(frozen=True)
class IdentityResult:
    """`duplicates`: one row per row that does not count (`content_id`, `row_index`), with the content
    that holds its newer version (`duplicate_of`). `held`: contents that take no part, and why."""

    duplicates: pl.DataFrame
    held: dict[str, HeldBecause]
    asked: dict[str, Doubt] = field(default_factory=dict)
    """Contents that take no part while nobody has answered a question about their people."""
    newer: dict[str, NewerFile] = field(default_factory=dict)
    """What is to be asked of those that add to older files or replace them."""
    refused: frozenset[str] = frozenset()
    """Contents of which somebody said that they must not count."""
    as_said: frozenset[str] = frozenset()
    """Contents that newer ones replace because somebody said so: their people are others."""
    replaced: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ROW))
    """Those of the `duplicates` whose person is not in the newer content (ROW): somebody said that it replaces them."""
    of_other_unit: Mapping[str, str] = field(default_factory=dict)
    """Contents with people of which somebody said that they are another unit's, and the name of that unit."""
    in_parts: frozenset[str] = frozenset()
    """Contents that name a longer period than those in which some of their people stand too."""


def of_all_units(results: Sequence[IdentityResult]) -> IdentityResult:
    """What was found of the rows of some units each, as one: a unit's rows are looked at alone."""
    return IdentityResult(
        duplicates=pl.concat([pl.DataFrame(schema=DUPLICATE), *(one.duplicates for one in results)]),
        held={name: why for one in results for name, why in one.held.items()},
        asked={name: doubt for one in results for name, doubt in one.asked.items()},
        newer={name: newer for one in results for name, newer in one.newer.items()},
        refused=frozenset().union(*(one.refused for one in results)),
        as_said=frozenset().union(*(one.as_said for one in results)),
        replaced=pl.concat([pl.DataFrame(schema=ROW), *(one.replaced for one in results)]),
        of_other_unit={name: unit for one in results for name, unit in one.of_other_unit.items()},
        in_parts=frozenset().union(*(one.in_parts for one in results)),
    )


def duplicate_rows(
    rows: pl.DataFrame,
    files: pl.DataFrame,
    people: pl.DataFrame,
    answers: Mapping[str, Mapping[str, str]],
    accepted_contents: Collection[str],
    snapshot_shrink: float,
    alike: Mapping[tuple[str, str], int] = MappingProxyType({}),
    answered: newer_files.AnsweredIn | None = None,
) -> IdentityResult:
    """Finds the rows that stand elsewhere in a newer version.

    `rows`, one per row that may count: `content_id`, `row_index`, `identity`, `identity_key`,
    `response_date`, `submitted_at`, `origin_content_id`, and what the function `origin_key` makes of a row. `files`,
    one per content: `content_id`, `unit_code`, `period_code` (of contents without dates), `path`, `version`
    (the higher is the newer), `is_correction`; contents without rows may stand there too, so that the
    correction of a refused file knows how old that file is. `people`: `content_id`, `row_index` and PERSON_COLUMNS of
    the rows of units with several contents without identity. `answers`: by content, question → choice.
    `accepted_contents`: those that may replace much larger ones. `alike` and `answered`: as `newer_files.versions`
    takes them. Raises for rows of an unknown content."""
    contents = files.sort("version", "content_id").with_row_index("newness")
    responses = _narrow(rows, contents)
    people_known = _identified(responses, contents)
    versions = newer_files.versions(people_known, contents, answers, alike, answered)
    replacement = replace(
        _snapshots(responses, contents),
        _people_by_snapshot(responses, contents, people),
        answers,
        accepted_contents,
        snapshot_shrink,
    )
    asked_of = _with_corrections(versions.asked.keys(), people_known)
    asked = replacement.asked | {name: versions.asked[content] for name, content in asked_of.items()}
    refused = replacement.refused.union(_with_corrections(versions.refused, people_known))
    out = {*replacement.held, *asked, *refused}
    held = contents.filter(pl.col("content_id").is_in(list(out))).get_column("newness")
    if held.len():
        responses = responses.filter(~pl.col("newness").is_in(held.implode()))
    if versions.same_person:
        newest = pl.Series([versions.newest_key(key) for key in versions.same_person], dtype=pl.UInt64)
        older_keys = pl.Series(list(versions.same_person), dtype=pl.UInt64)
        responses = responses.with_columns(pl.col("key").replace_strict(older_keys, newest, default=pl.col("key")))
    if versions.own_ids:
        own = people_known.filter(pl.col("is_id") & pl.col("content").is_in(list(versions.own_ids)))
        own = own.select("newness", "row_index", own_key=pl.col("key") ^ pl.col("content").hash(OWN_SEED))
        responses = responses.join(own, on=["newness", "row_index"], how="left", maintain_order="left")
        responses = responses.with_columns(key=pl.coalesce("own_key", "key")).drop("own_key")
    superseded = _rows_superseded(people_known, responses, versions)
    if superseded.height:
        responses = responses.join(superseded, on=["newness", "row_index"], how="anti")
    in_parts = _rows_in_parts(contents, replacement.in_parts)
    replaced = pl.concat([superseded, _rows_replaced(responses, contents, replacement), in_parts], how="diagonal")
    corrected_again = _rows_corrected_again(responses)
    if corrected_again.height:
        responses = responses.join(corrected_again, on=["newness", "row_index"], how="anti")
    duplicates = pl.concat([replaced, corrected_again, _rows_older(responses)], how="diagonal")
    if replaced.height:  # else no row can be in both
        duplicates = duplicates.unique(["newness", "row_index"], keep="first")
    duplicates = duplicates.sort("newness", "row_index")
    content_ids = contents.get_column("content_id")
    named = pl.DataFrame(
        {
            "content_id": content_ids.gather(duplicates.get_column("newness")),
            "row_index": duplicates.get_column("row_index"),
            "duplicate_of": content_ids.gather(duplicates.get_column("newer")),
        },
        schema=DUPLICATE,
    )
    as_said = named.filter(duplicates.get_column("is_said").fill_null(value=False)).select(ROW.names())
    return IdentityResult(
        named,
        replacement.held,
        newer=asked,
        refused=frozenset(refused),
        in_parts=frozenset(replacement.in_parts.get_column("content_id")),
        as_said=frozenset(as_said.get_column("content_id")).union(_with_corrections(versions.as_said, people_known)),
        replaced=as_said,
    )


def origin_key() -> pl.Expr:
    """Hash of the place that a row of a correction workbook puts right (`staged_response`); null for other rows."""
    place = pl.concat_str(
        "origin_content_id", "origin_sheet", pl.col("origin_row_number").cast(pl.String), separator="\0"
    )
    return pl.when(place.is_not_null()).then(place.hash(ORIGIN_SEED)).alias("origin_key")


def _narrow(rows: pl.DataFrame, contents: pl.DataFrame) -> pl.DataFrame:
    """Rows as few bytes as possible: `newness` (position of the content in `contents`), `row_index`,
    `key` (identity within the unit), `is_placed` (no identity but its place), `is_id`, `submitted_at`,
    `response_date`, `is_correction`, `month`, `origin_content_id`, `origin_key`."""
    by_newness = contents.select("is_correction", unit_hash=pl.col("unit_code").hash(UNIT_SEED))
    newness = rows.get_column("content_id").cast(pl.Enum(contents.get_column("content_id"))).to_physical()
    return rows.select(
        newness.cast(pl.UInt32).alias("newness"),
        "row_index",
        key=pl.col("identity_key") ^ by_newness.get_column("unit_hash").gather(newness),
        is_placed=pl.col("identity") == "none",
        is_id=pl.col("identity") == "id",
        submitted_at="submitted_at",
        response_date="response_date",
        is_correction=by_newness.get_column("is_correction").gather(newness),
        month=pl.col("response_date").dt.month_start(),
        origin_content_id="origin_content_id",
        origin_key="origin_key",
    )


def _identified(responses: pl.DataFrame, contents: pl.DataFrame) -> pl.DataFrame:
    """Rows with an identity of units with several contents, as `newer_files.versions` takes them: a corrected row
    belongs to the content it came from."""
    content_ids = contents.get_column("content_id")
    several = contents.filter(pl.len().over("unit_code") > 1).get_column("newness")
    rows = responses.filter(~pl.col("is_placed") & pl.col("newness").is_in(several.implode()))
    return rows.with_columns(
        content=pl.coalesce(
            pl.col("origin_content_id").replace_strict(
                content_ids, contents.get_column("newness"), default=None, return_dtype=pl.UInt32
            ),
            "newness",
        ),
        content_id=content_ids.gather(rows.get_column("newness")),
    )


def _with_corrections(newnesses: Collection[int], people: pl.DataFrame) -> dict[str, int]:
    """The contents whose rows belong to these contents, corrections too, and to which."""
    members = people.filter(pl.col("content").is_in(list(newnesses))).select("content_id", "content").unique()
    return dict(members.sort("content_id").iter_rows())


def _rows_superseded(people: pl.DataFrame, responses: pl.DataFrame, versions: Versions) -> pl.DataFrame:
    """Rows of contents that a newer one supersedes: as `_rows_older` has them, and whether somebody said so of a person
    whom the newer one does not have (`is_said`). Not what was put right of them: a longer export holds a row as wrong
    as it was, and who was put right stays so where nothing newer says otherwise."""
    superseded = versions.superseded
    newer = pl.DataFrame(
        {"content": list(superseded), "newer": list(superseded.values())},
        schema={"content": pl.UInt32, "newer": pl.UInt32},
    )
    counting = responses.filter(_is_of(superseded)).select("newness", "row_index", "key")
    there = responses.filter(_is_of(superseded.values())).select("key", newer="newness", is_there=True)
    there = there.unique(["key", "newer"])
    return (
        people.filter(pl.col("newness") == pl.col("content"))
        .drop("key")
        .join(newer, on="content")
        .join(counting, on=["newness", "row_index"])
        .join(there, on=["key", "newer"], how="left")
        .select(
            "newness",
            "row_index",
            "newer",
            is_said=pl.col("content").is_in(list(versions.as_said)) & pl.col("is_there").is_null(),
        )
    )


def _is_of(newnesses: Iterable[int]) -> pl.Expr:
    return pl.col("newness").is_in(list(newnesses))


def _rows_corrected_again(responses: pl.DataFrame) -> pl.DataFrame:
    """Rows of correction workbooks that a newer one puts right once more, perhaps with other values: as
    `_rows_older` has them."""
    corrected = responses.filter(pl.col("origin_key").is_not_null())
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
            count["snapshot"], Snapshot(count["snapshot"], file["unit_code"], origin["path"], origin["newness"])
        )
        if count["content_id"] not in snapshot.members:
            snapshot.members.append(count["content_id"])
        slot = slot_of(count["month"], file["period_code"])
        filled = snapshot.corrected_rows if count["is_correction"] else snapshot.own_rows
        filled[slot] = filled.get(slot, 0) + count["rows"]
    return sorted(snapshots.values(), key=lambda snapshot: snapshot.newness)


def _people_by_snapshot(
    responses: pl.DataFrame, contents: pl.DataFrame, people: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Rows of snapshots in order, with what a person is compared by."""
    content_ids, periods = contents.get_column("content_id"), contents.get_column("period_code")
    known = people.select(
        pl.col("content_id").replace_strict(content_ids, contents.get_column("newness"), default=None).alias("newness"),
        "row_index",
        *PERSON_COLUMNS,
    )
    placed = _with_snapshot(
        responses.filter("is_placed").join(known, on=["newness", "row_index"], how="inner"), contents
    )
    placed = placed.with_columns(period_code=periods.gather(placed.get_column("newness"))).sort("newness", "row_index")
    return {str(name): rows for (name,), rows in placed.partition_by("snapshot", as_dict=True).items()}


def _rows_replaced(responses: pl.DataFrame, contents: pl.DataFrame, replacement: Replacement) -> pl.DataFrame:
    """Rows of snapshots in slots that a newer snapshot took over: as `_rows_older` has them, and whether somebody said
    so (`is_said`)."""
    replaced_by = replacement.replaced_by
    newness_of = dict(contents.select("content_id", "newness").iter_rows())
    slots = pl.DataFrame(
        [
            (
                *(snapshot, parse_period(slot.code).start_date if slot.is_dated else None, newness_of[newer]),
                (snapshot, slot) in replacement.as_said,
            )
            for (snapshot, slot), newer in replaced_by.items()
        ],
        schema={"snapshot": pl.String, "month": pl.Date, "newer": pl.UInt32, "is_said": pl.Boolean},
        orient="row",
    )
    names = {snapshot for snapshot, _ in replaced_by}
    older = [newness for content_id, newness in newness_of.items() if content_id in names]
    placed = responses.filter(pl.col("is_placed") & (pl.col("newness").is_in(older) | pl.col("is_correction")))
    return (
        _with_snapshot(placed, contents)
        .join(slots, on=["snapshot", "month"], how="inner", nulls_equal=True)
        .select("newness", "row_index", "newer", "is_said")
    )


def _rows_in_parts(contents: pl.DataFrame, in_parts: pl.DataFrame) -> pl.DataFrame:
    """Rows whose people stand in a file of a shorter period too: as `_rows_older` has them."""
    newness_of = dict(contents.select("content_id", "newness").iter_rows())
    return in_parts.select(
        pl.col("content_id").replace_strict(newness_of, default=None, return_dtype=pl.UInt32).alias("newness"),
        "row_index",
        pl.col("part").replace_strict(newness_of, default=None, return_dtype=pl.UInt32).alias("newer"),
    )

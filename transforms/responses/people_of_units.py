"""The same people in files of two units: one office's file under another's name, with a byte or a column more.

Belongs here: which contents are looked at closely, and whether they hold the same people beyond chance. Not here: two
files of one unit (`transforms.responses.same_people`), asking whose people they are (`pipeline.people_of_units`).

Equal ids prove nothing, since most of them begin at 1; different ones tell people apart. What proves is a moment
together with the answers, and without moments the same answers in the same order, where another order would not give
them.
"""

from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Final

import polars as pl

from contracts.records import whole_of
from contracts.shared_columns import UNASKED
from contracts.unsur import UNSUR_COLUMNS
from transforms.responses.same_people import (
    DOUBTFUL_FROM,
    FEWEST_ROWS,
    PERSON_COLUMNS,
    equal_beyond_chance,
)

COMPARED_COLUMNS: Final = ("response_id", "submitted_at", *PERSON_COLUMNS)
BEYOND_CHANCE: Final = 5
"""Equal rows more than another order would give: every file is compared with those of all other units, so luck has more
chances than between two files of one."""
OWN_MOMENT_FROM: Final = 0.75
"""Of the rows of a file: where fewer moments are different, they do not tell people apart."""
GLOBAL_ID_FROM: Final = 16
"""Characters of an id that is no number somebody counted to."""
MOST_UNITS: Final = 10
"""What more units than these have in common is frequent, and no reason to look closer."""
_WORTH_A_LOOK: Final = 0.2
"""Of the rows of the smaller content: as many uncommon likenesses with the other one."""


def answers_keys(left_out: Collection[str]) -> Iterator[pl.Expr]:
    """Of a staged row what `contents_to_compare` takes: `unasked`, and hashes of its answers, of all nine and of those
    that are asked where questionnaires leave these out (`left_out`: answer columns), any of them or two."""
    yield pl.col(UNASKED.name).cast(pl.Enum(UNSUR_COLUMNS))
    some = sorted(left_out)
    for without in ((), *((one,) for one in some), *combinations(some, 2)):
        asked = [name for name in UNSUR_COLUMNS if name not in without]
        yield pl.struct(asked).hash().alias(_answers_key(without))


def _answers_key(without: Collection[str]) -> str:
    return "_".join(("answers_key", *sorted(without)))


def contents_to_compare(rows: pl.DataFrame, contents: pl.DataFrame) -> list[tuple[str, str]]:
    """Pairs of contents (older, newer) of different units that are enough alike to be looked at closely: one moment
    with the same answers, or three rows that follow each other with the same answers, to what both ask.

    `rows`: `content_id`, `submitted_at`, `answers_keys`, those of a content in order. `contents`, oldest first:
    `content_id`, `unit_code`. The work grows with the rows, not with the pairs: what is common is passed over."""
    if contents.get_column("unit_code").n_unique() < 2:
        return []
    names = contents.get_column("content_id")
    units = contents.get_column("unit_code").cast(pl.Categorical).to_physical()
    rows = rows.with_columns(content=pl.col("content_id").cast(pl.Enum(names)).to_physical().cast(pl.UInt32))
    found = [_alike(rows, units, ())]
    for kinds in combinations(rows.get_column(UNASKED.name).unique(), 2):
        of_both = rows.filter(pl.col(UNASKED.name).is_in(kinds, nulls_equal=True))
        found.append(_alike(of_both, units, [one for one in kinds if one is not None]))
    numbers = pl.concat(found).unique().sort("content_newer", "content").iter_rows()
    named = [(str(names[older]), str(names[newer])) for older, newer in numbers]
    return [(older, newer) for older, newer in named if whole_of(older) != whole_of(newer)]


def _alike(rows: pl.DataFrame, units: pl.Series, without: Collection[str]) -> pl.DataFrame:
    """Pairs of numbers of such contents, `content` and `content_newer`, by the answers but for those to `without`."""
    key, content = pl.col(_answers_key(without)), pl.col("content")
    moments = rows.filter(pl.col("submitted_at").is_not_null()).select(
        "content", key=pl.struct("submitted_at", key).hash()
    )
    in_order = rows.select(
        "content",
        key=pl.struct(key.alias("first"), next=key.shift(-1), after=key.shift(-2)).hash(),
        together=content == content.shift(-2),
    )
    likenesses = pl.concat([moments, in_order.filter("together").select("content", "key")])
    in_a_row = likenesses.get_column("key").sort()  # most are nobody else's: sorting finds the others soonest
    shared = in_a_row.filter(in_a_row == in_a_row.shift()).unique()
    likenesses = likenesses.filter(pl.col("key").is_in(shared.implode())).unique()
    likenesses = likenesses.with_columns(unit=units.gather(likenesses.get_column("content")))
    uncommon = likenesses.filter(pl.col("key").is_duplicated()).filter(
        pl.col("unit").n_unique().over("key").is_between(2, MOST_UNITS)
    )
    pairs = (
        uncommon.join(uncommon, on="key", suffix="_newer")
        .filter((content < pl.col("content_newer")) & (pl.col("unit") != pl.col("unit_newer")))
        .group_by("content", "content_newer")
        .agg(likenesses=pl.len())
    )
    heights = rows.group_by("content").len("height")
    return (
        pairs.join(heights, on="content")
        .join(heights.rename({"content": "content_newer"}), on="content_newer", suffix="_newer")
        .filter(pl.col("likenesses") >= _WORTH_A_LOOK * pl.min_horizontal("height", "height_newer"))
        .select("content", "content_newer")
    )


def shared_rows(older: pl.DataFrame, newer: pl.DataFrame) -> pl.DataFrame | None:
    """Which rows of two contents (`content_id`, `row_index`, `identity`, COMPARED_COLUMNS; in order) are the same
    people, pair by pair: `row_index` of the older, `row_index_newer`. None where chance may give as many.

    With moments of their own, half of the people of the smaller content are enough. Without, nine of ten of its rows
    stand in the other in the same order, and most of those that another order would not give."""
    both = [name for name in PERSON_COLUMNS if older[name].count() and newer[name].count()]
    have_ids = all((one["identity"] == "id").all() for one in (older, newer))
    by_moment = all(_tell_people(one) for one in (older, newer))
    if all(one["submitted_at"].count() for one in (older, newer)):
        both.append("submitted_at")
    ids = ["response_id"] if have_ids else []
    pairs = _pairs(older, newer, [*ids, *both])
    smaller, larger = sorted((older, newer), key=lambda one: one.height)
    if by_moment:
        enough = pairs.height >= max(FEWEST_ROWS, DOUBTFUL_FROM * smaller.height)
        return pairs if enough else None
    fixed = [*ids, *(name for name in ("response_date", "submitted_at") if name in both)]
    if have_ids and all(_is_global(one) for one in (older, newer)):
        fixed.remove("response_id")
    was, now = (one.select(*ids, *both) for one in (smaller, larger))
    return None if equal_beyond_chance(was, now, fixed, BEYOND_CHANCE) is None else pairs


def _pairs(older: pl.DataFrame, newer: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Equal rows of both, each once."""
    was, now = (
        one.select("row_index", *columns, occurrence=pl.int_range(pl.len()).over(columns)) for one in (older, newer)
    )
    joined = was.join(now, on=[*columns, "occurrence"], suffix="_newer", nulls_equal=True)
    return joined.select("row_index", "row_index_newer")


def _tell_people(rows: pl.DataFrame) -> bool:
    """Moments are most people's own: no full hour at which somebody typed in a pile of paper."""
    moments = rows.get_column("submitted_at")
    full_hours = (moments.dt.minute() == 0) & (moments.dt.second() == 0)
    return moments.n_unique() >= OWN_MOMENT_FROM * rows.height and full_hours.mean() != 1.0


def _is_global(rows: pl.DataFrame) -> bool:
    return bool((rows.get_column("response_id").str.len_chars() >= GLOBAL_ID_FROM).all())

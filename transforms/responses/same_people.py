"""The same people twice: on two sheets of one file (a raw sheet and its processed copy, months and all of them), or
in two files of a unit that have no identity in common.

Belongs here: comparing rows in order and against chance. Not here: people with an id or a moment of their own
(`transforms.responses.identity` knows them), which files of a unit have none in common
(`transforms.responses.alike_files`), what is done about it (`pipeline.staging`, `pipeline.judging`).
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from contracts.unsur import UNSUR_COLUMNS

Likeness = Literal["same", "doubtful"]

SAME_FROM: Final = 0.9
"""Of the rows of the smaller sheet, in order: less is no copy. One corrected answer in ten rows still is one."""
DOUBTFUL_FROM: Final = 0.5
CHANCE_AT_MOST: Final = 0.6
"""Where the rows in another order agree as well, equal answers are simply frequent and prove nothing."""
FEWEST_ROWS: Final = 4
OWN_MOMENT_FROM: Final = 0.75
"""Of the rows of a file: where fewer moments than that are different, they do not tell people apart."""
_LONGEST: Final = 4_000
"""Rows compared of a sheet: the first of them. Of two files, the first after those they begin with alike."""
_FEWEST_UNSUR: Final = len(UNSUR_COLUMNS) - 2
"""Compared of two sheets: a questionnaire may leave one out (`contracts.questionnaires`), each another."""
BEYOND_CHANCE: Final = 3
"""Rows that agree although they would not in another order: fewer prove nothing."""
OTHER_BELOW: Final = 0.25
"""Of the rows that another order leaves without a match: what two files of different people share by luck."""
PERSON_COLUMNS: Final = ("response_date", *UNSUR_COLUMNS, "gender", "age", "age_band", "education", "occupation")
"""What a row without identity is compared by: no free text, which is put right most often."""

_FEWEST_ALIKE: Final = 10
"""Rows of the smaller of two that say of all their people who they are."""
_ALIKE_BEYOND_CHANCE: Final = 5
_ORDERS: Final = (1, 2, 3)
"""Seeds of the other orders."""

Presence = Literal["contained", "partly", "other"]


@dataclass(frozen=True)
class Containment:
    """Of the `rows` rows of an older file `equal` stand in a newer one in the same order. `presence`: the newer file
    holds them; it does not; or only a person can tell."""

    rows: int
    equal: int
    presence: Presence


@dataclass(frozen=True)
class Overlap:
    """`name`, a sheet or a content, holds `equal` of its `rows` rows in the order of `of`. `likeness`: the same people,
    or only a person can tell."""

    name: str
    of: str
    rows: int
    equal: int
    likeness: Likeness


def overlaps_of_sheets(staged: pl.DataFrame) -> list[Overlap]:
    """Sheets whose people stand on another sheet too, of the staged rows of one content (`sheet`, `row_index`,
    `response_date`, `submitted_at`, `identity`, `identity_key`, u1 … u9). The sheet that says more of its people, else
    the larger, is kept."""
    sheets = {str(name): rows.sort("row_index") for (name,), rows in staged.partition_by("sheet", as_dict=True).items()}
    ranked = sorted(sheets, key=lambda name: _worth(sheets[name]), reverse=True)
    kept: list[str] = []
    found: list[Overlap] = []
    for name in ranked:
        overlap = next(
            (one for other in kept if (one := _overlap(name, sheets[name], other, sheets[other])) is not None), None
        )
        if overlap is None or overlap.likeness == "doubtful":
            kept.append(name)
        if overlap is not None:
            found.append(overlap)
    return found


def overlaps_of_files(staged: pl.DataFrame) -> list[Overlap]:
    """Contents without identity whose people stand in an identified content of the same unit too, of the staged rows of
    one unit (`content_id`, `row_index`, `response_date`, `identity`, u1 … u9)."""
    contents = {
        str(name): rows.sort("row_index") for (name,), rows in staged.partition_by("content_id", as_dict=True).items()
    }
    identified = {name: rows for name, rows in contents.items() if not (rows["identity"] == "none").all()}
    found: list[Overlap] = []
    for name, rows in contents.items():
        if name in identified:
            continue
        overlaps = [one for other, of in identified.items() if (one := _overlap(name, rows, other, of)) is not None]
        if overlaps:
            found.append(max(overlaps, key=lambda one: (one.likeness == "same", one.equal, one.of)))
    return found


def _worth(rows: pl.DataFrame) -> tuple[int, int, int]:
    ranks = {"id": 3, "moment": 2, "values": 1, "none": 0}
    identity = max(ranks[str(one)] for one in rows["identity"].unique())
    return identity, rows.height, rows["response_date"].count()


def _overlap(name: str, rows: pl.DataFrame, other: str, of: pl.DataFrame) -> Overlap | None:
    if rows.height < FEWEST_ROWS:
        return None
    identified = _both_identified(rows, of)
    if identified == "id":
        return None
    if all("submitted_at" in one.columns and one["submitted_at"].count() for one in (rows, of)):
        moments = _of_moments(name, rows, other, of)
        if moments is None and identified == "moment":
            equal = None if share_people(rows, of) else equal_if_alike(rows, of)
            return None if equal is None else Overlap(name, other, rows.height, equal, "doubtful")
        if moments is not None:
            return moments
    answered = [name for name in UNSUR_COLUMNS if rows[name].count() and of[name].count()]
    both = answered if len(answered) >= _FEWEST_UNSUR else list(UNSUR_COLUMNS)
    both_dated = bool(rows["response_date"].count()) and bool(of["response_date"].count())
    both += ["response_date"] if both_dated else []
    smaller, larger = (one.head(_LONGEST).select(both).rows() for one in (rows, of))
    most = min(len(smaller), len(larger))
    share = equal_in_order(smaller, larger) / most
    by_chance = equal_in_order(smaller, larger[::-1]) / most
    if share < DOUBTFUL_FROM or share - by_chance < SAME_FROM - CHANCE_AT_MOST:
        if share < SAME_FROM or _have_ids(rows, of):
            found = _sorted_otherwise(rows, of, both)
            return None if found is None else Overlap(name, other, rows.height, *found)
        likeness: Likeness = "doubtful"
    else:
        # A copy with more rows than the original holds somebody whom the original does not; one that answers an unsur
        # which the original leaves out says what nobody would count any more.
        says_no_more = len(smaller) <= len(larger) and all(
            name in both or not rows[name].count() for name in UNSUR_COLUMNS
        )
        likeness = "same" if share >= SAME_FROM and says_no_more else "doubtful"
    return Overlap(name, other, rows.height, round(share * most), likeness)


def share_people(these: pl.DataFrame, those: pl.DataFrame) -> bool:
    """More than one row in ten of the smaller one has its moment or its `identity_key` in the other: they speak of
    their people in the same way, and who is the same is known by that."""
    these, those = in_one_precision(these, those)
    smaller, larger = sorted((these, those), key=lambda one: one.height)
    moments = smaller.filter(pl.col("submitted_at").is_not_null()).join(larger, on="submitted_at", how="semi")
    keys = smaller.join(larger, on="identity_key", how="semi")
    return smaller.height - max(moments.height, keys.height) < SAME_FROM * smaller.height


def equal_if_alike(these: pl.DataFrame, those: pl.DataFrame) -> int | None:
    """How many people of the smaller of two (rows in order: PERSON_COLUMNS, as far as they are there) stand in the
    other, by day, answers and profile; None where they may well be others. Of two that say who everybody is, each in
    another way (when somebody began and when he ended, local time and UTC, the program's id and a number): so it is
    asked and never guessed, and only where different people would hardly look so.

    In order: nine of ten rows, five more than in another order, and half of those that another order leaves. Sorted
    otherwise: nine of ten rows, each of which stands in the other once. Heaps of "all 4" are found in any order, and
    more than once. Of 3,200 pairs of different people with 10 to 100 rows each on five days none was asked about who
    answered each question by itself, who mostly answered 3 and 4, of whom nine in ten said 4 to everything; where
    everybody says 3 or 4 to everything, as a coin falls, it was one. A row stands by chance exactly once among others
    in 37 % at most (1/e), whatever people answer: nine of ten of the fewest rows, 10, in one of 1,200 pairs, of 20 in
    one of 800,000."""
    smaller, larger = sorted((these, those), key=lambda one: one.height)
    answered = [name for name in UNSUR_COLUMNS if smaller[name].count() and larger[name].count()]
    if smaller.height < _FEWEST_ALIKE or len(answered) < _FEWEST_UNSUR:
        return None
    ways = [answered]
    if all(one["response_date"].count() for one in (smaller, larger)):
        ways.append(["response_date", *answered])  # and without: another time zone moves people to another day
    found = [_alike(smaller, larger, way) for way in ways]
    return max((equal for equal in found if equal is not None), default=None)


def _alike(smaller: pl.DataFrame, larger: pl.DataFrame, both: Sequence[str]) -> int | None:
    who = [one for one in _PROFILE if one in smaller.columns and smaller[one].count() and larger[one].count()]
    was, now = (one.head(_LONGEST).select(*both, *who) for one in (smaller, larger))
    fixed = [name for name in both if name == "response_date"]
    equal = equal_beyond_chance(was, now, fixed, _ALIKE_BEYOND_CHANCE)
    if equal is not None:
        return equal
    sorted_otherwise = _sorted_otherwise(smaller, larger, both)
    return None if sorted_otherwise is None else sorted_otherwise[0]


def equal_beyond_chance(smaller: pl.DataFrame, larger: pl.DataFrame, fixed: Sequence[str], least: int) -> int | None:
    """How many rows of the smaller stand in the larger in the same order, where these are nine of ten, at least that
    many more than in other orders, and half of those that other orders leave. What is `fixed` (days, running numbers)
    stays where it is in another order."""
    equal = equal_in_order(smaller.rows(), larger.rows())
    if equal < SAME_FROM * smaller.height:
        return None
    others = [_in_another_order(larger, fixed, seed).rows() for seed in _ORDERS]
    by_chance = max(equal_in_order(smaller.rows(), other) for other in others)
    is_beyond = equal - by_chance >= max(least, DOUBTFUL_FROM * (smaller.height - by_chance))
    return equal if is_beyond else None


def _in_another_order(rows: pl.DataFrame, fixed: Sequence[str], seed: int) -> pl.DataFrame:
    """The rows with their values given to other rows, but for what is fixed."""
    moved = rows.drop(fixed).sample(fraction=1, shuffle=True, seed=seed)
    return rows.with_columns(moved.get_columns())


def _sorted_otherwise(rows: pl.DataFrame, of: pl.DataFrame, both: Sequence[str]) -> tuple[int, Likeness] | None:
    """How many are the same people, and how surely, where the other holds every row of one in another order, and most
    of these rows once: nobody else answered as they did and is as they are. Where only answers can be compared, or one
    row in ten is another, a person tells."""
    who = [one for one in _PROFILE if one in rows.columns and rows[one].count() and of[one].count()]
    here, there = (Counter(one.select(*both, *who).rows()) for one in (rows, of))
    tells_more = bool(who) or "response_date" in both
    once = sum(there[row] == 1 for row in here)
    lost = (here - there).total()
    most_lost = rows.height - SAME_FROM * rows.height if tells_more else 0
    if lost > most_lost or once < max(2 * BEYOND_CHANCE, SAME_FROM * rows.height):
        return None
    likeness: Likeness = "same" if tells_more and not lost else "doubtful"
    return rows.height - lost, likeness


_PROFILE: Final = ("gender", "age", "education", "occupation")


def _of_moments(name: str, rows: pl.DataFrame, other: str, of: pl.DataFrame) -> Overlap | None:
    """The same people where their moments stand on both sheets and yet some rows are not the same: a raw sheet and its
    processed copy, without seconds or without who they are, or answers put right. Rows that are the same need no
    comparing: they have one identity. A few equal moments are two counters in one minute."""
    rows, of = in_one_precision(rows, of)
    changed = rows.join(of, on="identity_key", how="anti").join(of, on="submitted_at", how="semi")
    if changed.is_empty() or rows.get_column("submitted_at").n_unique() < OWN_MOMENT_FROM * rows.height:
        return None
    there = of.select(start=pl.col("submitted_at").min(), end=pl.col("submitted_at").max())
    meanwhile = rows.join(there, how="cross").filter(pl.col("submitted_at").is_between("start", "end"))
    met = meanwhile.join(of, on="submitted_at", how="semi").height
    if met < max(FEWEST_ROWS, DOUBTFUL_FROM * meanwhile.height):
        return None
    if not (has_seconds(rows) or answer_alike(rows, of, all_met=met >= SAME_FROM * meanwhile.height)):
        return None
    equal = rows.join(of, on=["submitted_at", *UNSUR_COLUMNS], how="semi", nulls_equal=True).height
    return Overlap(name, other, rows.height, equal, "same" if equal == rows.height else "doubtful")


def answer_alike(rows: pl.DataFrame, of: pl.DataFrame, *, all_met: bool) -> bool:
    """People of one minute answered alike more often than any two of them: at two counters of a busy day half of the
    minutes are equal, and the answers are not. Where answers say nothing, nearly all minutes do."""
    both = [name for name in UNSUR_COLUMNS if rows[name].count() and of[name].count()]
    here, there = (Counter(one.select(both).rows()) for one in (rows, of))
    by_chance = sum(count * there[answers] for answers, count in here.items()) / (rows.height * of.height)
    if len(both) < _FEWEST_UNSUR or by_chance > 1 - (SAME_FROM - CHANCE_AT_MOST):
        return all_met
    pairs = rows.join(of, on="submitted_at", suffix="_of")
    alike = pairs.filter(pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_of")) for name in both)).height
    share = alike / pairs.height
    return share >= DOUBTFUL_FROM and share - by_chance >= SAME_FROM - CHANCE_AT_MOST


def in_one_precision(these: pl.DataFrame, those: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both with moments (`submitted_at`) to the minute where one of them has no seconds and the other has: a
    spreadsheet that saves an export as text leaves them out."""
    if has_seconds(these) == has_seconds(those):
        return these, those
    these, those = (one.with_columns(pl.col("submitted_at").dt.truncate("1m")) for one in (these, those))
    return these, those


def has_seconds(rows: pl.DataFrame) -> bool:
    """Any moment is not a whole minute."""
    return bool((rows.get_column("submitted_at").dt.second() != 0).any())


def _both_identified(rows: pl.DataFrame, other: pl.DataFrame) -> Literal["id", "moment"] | None:
    """Rows of both sheets carry ids, or both moments: their identity finds each pair of equal rows by itself. Ids of
    which none stands on both may be of two kinds."""
    kinds = [set(one["identity"].unique()) for one in (rows, other)]
    kind = next((kind for kind in _IDENTIFYING if all(kind in found for found in kinds)), None)
    return None if kind == "id" and rows.join(other, on="identity_key", how="semi").is_empty() else kind


def _have_ids(rows: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Ids say that they are two, if of two kinds: equal answers that are frequent leave no doubt."""
    return all((one["identity"] == "id").any() for one in (rows, other))


_IDENTIFYING: Final[tuple[Literal["id", "moment"], ...]] = ("id", "moment")


def containment(older: pl.DataFrame, newer: pl.DataFrame) -> Containment:
    """How much of an older file a newer one of the same unit holds, of the rows of both in order (PERSON_COLUMNS,
    those that both have filled in): nine of ten in the same order, and most of those that another order would not
    give. A row that nearly everybody shares says nothing."""
    both = [name for name in PERSON_COLUMNS if older[name].count() and newer[name].count()]
    was, now = (one.select(both).rows() for one in (older, newer))
    equal = equal_in_order(was, now)
    most = max(1, min(len(was), _LONGEST))
    by_chance = equal_in_order(was[:most], now[:_LONGEST][::-1]) * len(was) // most
    told = equal - by_chance >= BEYOND_CHANCE
    share_beyond = (equal - by_chance) / max(1, len(was) - by_chance)
    presence: Presence = "partly"
    if equal >= SAME_FROM * len(was) and told and share_beyond >= DOUBTFUL_FROM:
        presence = "contained"
    elif equal < SAME_FROM * len(was) and share_beyond < OTHER_BELOW:
        presence = "other"
    return Containment(len(was), equal, presence)


def equal_in_order(these: Sequence[Hashable], those: Sequence[Hashable]) -> int:
    """How many rows of one stand in the other in the same order: the length of their longest common subsequence, found
    with one bit a row (Hyyrö 2004). Of rows behind those that both begin with, only the first are compared."""
    start = next((at for at, (a, b) in enumerate(zip(these, those, strict=False)) if a != b), None)
    if start is None:
        return min(len(these), len(those))
    rest = these[start : start + _LONGEST]
    places: dict[Hashable, int] = {}
    for at, row in enumerate(rest):
        places[row] = places.get(row, 0) | 1 << at
    every = (1 << len(rest)) - 1
    unmatched = every
    for row in those[start : start + _LONGEST]:
        matching = unmatched & places.get(row, 0)
        unmatched = ((unmatched + matching) | (unmatched - matching)) & every
    return start + (~unmatched & every).bit_count()

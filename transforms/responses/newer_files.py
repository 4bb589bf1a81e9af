"""Files whose rows have an id or a moment: which newer file of a unit is a new version of an older one.

Belongs here: a file edited in place, answers put right in another file, and what only a person can tell of both. Not
here: files without identity (`transforms.responses.snapshots`), two rows with one identity
(`transforms.responses.identity`).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

import polars as pl

from contracts.decisions import ADD, ADDS_OR_REPLACES, IDS_BEGIN_AGAIN, PARTLY_THE_SAME, REFUSE, REPLACE, SAME_ANSWERS
from contracts.records import whole_of
from transforms.responses.same_people import (
    DOUBTFUL_FROM,
    FEWEST_ROWS,
    OWN_MOMENT_FROM,
    SAME_FROM,
    answer_alike,
    has_seconds,
    in_one_precision,
)

AnsweredIn = Callable[[Sequence[str]], pl.DataFrame]
Verdict = Literal["superseded", "same_people", "some", "mixed", "anew", "alike"]
"""`same_people`: row by row, by their moments. Only a person can tell of a file edited in place that holds `some` of
the people, of another that is `mixed`, of one whose ids begin `anew`, of one that is `alike` by answers alone."""
_CODES: Final[dict[Verdict, str]] = {
    "some": ADDS_OR_REPLACES,
    "mixed": PARTLY_THE_SAME,
    "anew": IDS_BEGIN_AGAIN,
    "alike": SAME_ANSWERS,
}
_OF_MOMENTS: Final = ("some", "mixed")


@dataclass(frozen=True)
class NewerFile:
    """A file of `rows` rows about which only a person can say whether it adds to the contents `older` of its unit or
    replaces them: of their `older_rows` rows `equal` stand in it. `is_part`: all its own people stand in them.
    `is_known`: their rows have an id or a moment. `gives`: choice → rows that would count (`content_id`, `row_index`),
    of all these files together."""

    code: str
    older: tuple[str, ...]
    rows: int
    older_rows: int
    equal: int
    is_part: bool
    is_known: bool
    gives: Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Versions:
    """`superseded`: newness of a content → that of the newer one that holds its people. `same_person`: key of a row →
    key of a newer row of that person. `asked` and `refused`: contents, by newness, that take no part."""

    superseded: dict[int, int] = field(default_factory=dict)
    same_person: dict[int, int] = field(default_factory=dict)
    asked: dict[int, NewerFile] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    as_said: set[int] = field(default_factory=set)
    """Contents, by newness, that are superseded because somebody said so."""
    own_ids: set[int] = field(default_factory=set)
    """Contents, by newness, whose ids say nothing of other contents."""

    def newest_key(self, key: int) -> int:
        """The key by which the person of a row is known last."""
        while key in self.same_person:
            key = self.same_person[key]
        return key


class _Shared(NamedTuple):
    """An older content's rows, those of them whose person stands in the newer too, and the newer's rows."""

    older: pl.DataFrame
    shared: pl.DataFrame
    newer: pl.DataFrame


def versions(
    people: pl.DataFrame,
    contents: pl.DataFrame,
    answers: Mapping[str, Mapping[str, str]],
    alike: Mapping[tuple[str, str], int],
    answered: AnsweredIn | None = None,
) -> Versions:
    """Compares each content with the older ones of its unit, oldest first.

    `people`: rows with an identity: `newness`, `content` (newness of the content they belong to; of a corrected row,
    the one it came from), `content_id`, `row_index`, `key`, `is_id`, `submitted_at`, `response_date`. `contents`:
    `newness`, `content_id`, `unit_code`, `path`. `answers`: by content, question → choice. `alike`: older and newer
    content that are asked about, and how many answers they have in common (`transforms.responses.alike_files`).
    `answered`: what the people of some contents answered (`content_id`, `row_index`, u1 … u9).

    Under the same path a newer content that holds nine of ten people of an older one supersedes it; without any of them
    it adds; between the two it is asked. Under another path rows of one moment with other values are one person where,
    in the time that both cover, nine of ten rows of the smaller have their moment in the other; a few are people who
    came in the same minute; between the two it is asked. To the minute these are others where their answers are: it is
    asked of nine of ten, and not of fewer. Ids
    most of which are of other days elsewhere are asked about."""
    found = Versions()
    file_of = {file["newness"]: file for file in contents.iter_rows(named=True)}
    met = _met(people, contents)
    newness_of = {file["content_id"]: newness for newness, file in file_of.items()}
    equal_of = {(newness_of[older], newness_of[newer]): equal for (older, newer), equal in alike.items()}
    for older, newer in equal_of:
        met.setdefault(newer, set()).add(older)
    wanted = {*met, *(one for others in met.values() for one in others)}
    rows = people.filter(pl.col("content").is_in(sorted(wanted))).sort("row_index")
    rows_of = {one: of_content for (one,), of_content in rows.partition_by("content", as_dict=True).items()}
    for newer in sorted(met):
        by_verdict: defaultdict[Verdict, dict[int, _Shared]] = defaultdict(dict)
        for older in sorted(met[newer] - found.superseded.keys() - found.asked.keys() - found.refused):
            is_edited = file_of[older]["path"] == file_of[newer]["path"]
            was, now = in_one_precision(rows_of[older], rows_of[newer])
            compared = _edited(was.filter(pl.col("newness") == older), now) if is_edited else _beside(was, now)
            if compared is not None and compared[0] in _BY_MINUTE and not _are_alike(was, now, answered):
                compared = ("mixed", compared[1]) if compared[0] == "same_people" else None
            if compared is None and (older, newer) in equal_of:
                compared = "alike", _Shared(was, was.head(equal_of[older, newer]), now)
            if compared is not None:
                verdict, shared = compared
                by_verdict[verdict][older] = shared
        decided = answers.get(file_of[newer]["content_id"], {})
        choices = {verdict: decided.get(code) for verdict, code in _CODES.items() if by_verdict[verdict]}
        if REFUSE in choices.values():
            found.refused.add(newer)
            continue
        unclear = next((verdict for verdict, choice in choices.items() if choice not in (ADD, REPLACE)), None)
        if unclear is not None:
            names = [file_of[one]["content_id"] for one in by_verdict[unclear]]
            found.asked[newer] = _question(_CODES[unclear], names, list(by_verdict[unclear].values()))
            continue
        replacing = [verdict for verdict, choice in choices.items() if choice == REPLACE]
        found.as_said.update(older for verdict in replacing for older in by_verdict[verdict])
        for verdict in ("superseded", *replacing):
            found.superseded.update(dict.fromkeys(by_verdict[verdict], newer))
        if choices.get("anew") == ADD:
            found.own_ids.add(newer)
        for verdict, older_ones in by_verdict.items():
            if verdict == "same_people" or (verdict in _OF_MOMENTS and choices.get(verdict) == ADD):
                for older in older_ones:
                    _match(*in_one_precision(rows_of[older], rows_of[newer]), found)
    return found


_BY_MINUTE: Final = ("same_people", "mixed")


def _are_alike(older: pl.DataFrame, newer: pl.DataFrame, answered: AnsweredIn | None) -> bool:
    """Nearly everybody's minute may stand in the other, or half of them, at two counters of a busy day: their answers
    tell, where nobody's are the same in the same minute."""
    if answered is None or has_seconds(newer) or not older.join(newer, on="key", how="semi").is_empty():
        return True
    who = ["content_id", "row_index"]
    these, those = (one.join(answered(one["content_id"].unique().to_list()), on=who) for one in (older, newer))
    return answer_alike(_while(these, those), _while(those, these), all_met=True)


def _met(people: pl.DataFrame, contents: pl.DataFrame) -> dict[int, set[int]]:
    """By content, the older ones it must be compared with: of the same path, with a row of the same moment that is
    not the same row, with one of the same minute where only one of them has seconds, or with an id of another day."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    with_rows = contents.filter(pl.col("newness").is_in(people.get_column("content").unique().implode()))
    for (_, _), group in with_rows.sort("newness").group_by("unit_code", "path"):
        versions_there = list(group.select("newness", "content_id").iter_rows())
        for at, (newer, content_id) in enumerate(versions_there):
            older = {one for one, other in versions_there[:at] if whole_of(other) != whole_of(content_id)}
            if older:
                found[newer] |= older
    unit_of = with_rows.select(content="newness", unit_code="unit_code")
    moment = ("unit_code", "submitted_at")
    moments = (
        people.filter(pl.col("submitted_at").is_not_null() & pl.col("submitted_at").is_duplicated())
        .join(unit_of, on="content")
        .filter((pl.col("key").n_unique().over(moment) > 1) & ~pl.col("is_id").all().over(moment))
        .select(*moment, "content")
    )
    ids = people.filter(pl.col("is_id") & pl.col("key").is_duplicated())
    ids = ids.filter(pl.col("response_date").n_unique().over("key") > 1).select("key", "content")
    for met, on in ((moments, moment), (_minutes(people, unit_of), ("unit_code", "minute")), (ids, ("key",))):
        met = met.unique()  # of many rows with one moment, each content once
        pairs = met.join(met, on=on, suffix="_older").filter(pl.col("content_older") < pl.col("content"))
        if "has_seconds" in pairs.columns:
            pairs = pairs.filter(pl.col("has_seconds") != pl.col("has_seconds_older"))
        for newer, older in pairs.select("content", "content_older").unique().iter_rows():
            found[newer].add(older)
    return found


def _minutes(people: pl.DataFrame, unit_of: pl.DataFrame) -> pl.DataFrame:
    """The minutes of contents (`unit_code`, `content`, `has_seconds`, `minute`) of units that sent some with seconds
    and some without."""
    with_moments = people.filter(pl.col("submitted_at").is_not_null())
    kinds = with_moments.group_by("content").agg(has_seconds=(pl.col("submitted_at").dt.second() != 0).any())
    both = pl.col("has_seconds").n_unique().over("unit_code") > 1
    kinds = kinds.join(unit_of, on="content").filter(both)
    minute = pl.col("submitted_at").dt.truncate("1m")
    return with_moments.join(kinds, on="content").select("unit_code", "content", "has_seconds", minute=minute)


def _edited(older: pl.DataFrame, newer: pl.DataFrame) -> tuple[Verdict, _Shared] | None:
    """What a newer content of the same path does to an older one; None where it adds."""
    by_key = older.join(newer, on="key", how="semi")
    by_moment = older.clear() if _both_ids(older, newer) else _of_moments(older, newer)
    shared = _Shared(older, max(by_key, by_moment, key=lambda one: one.height), newer)
    if shared.shared.is_empty():
        return None
    if _begins_again(older, newer):
        return "anew", shared
    is_clear = shared.shared.height >= SAME_FROM * older.height and not _moved_on(shared)
    return "superseded" if is_clear else "some", shared


def _beside(older: pl.DataFrame, newer: pl.DataFrame) -> tuple[Verdict, _Shared] | None:
    """What a newer content of another path says of an older one; None where nobody of them is to be told apart."""
    if _begins_again(older, newer):
        return "anew", _Shared(older, older.join(newer, on="key", how="semi"), newer)
    if _both_ids(older, newer):
        return None
    was, now = _while(older, newer), _while(newer, older)
    of_older, of_newer = _of_moments(was, now), _of_moments(now, was)
    changed = _of_moments(was.join(now, on="key", how="anti"), now.join(was, on="key", how="anti"))
    if changed.is_empty():
        return None
    equal = was.join(now, on="key", how="semi").height
    smaller, found = (was, of_older) if was.height <= now.height else (now, of_newer)
    if not (_tell_people(was) and _tell_people(now)):
        return ("mixed", _Shared(older, of_older, newer)) if equal else None
    if smaller.height >= FEWEST_ROWS and found.height >= SAME_FROM * smaller.height:
        return "same_people", _Shared(older, of_older, newer)
    if not equal and found.height < DOUBTFUL_FROM * smaller.height:
        return None
    return "mixed", _Shared(older, of_older, newer)


def _tell_people(rows: pl.DataFrame) -> bool:
    """Moments are most people's own: not the full hour at which somebody typed in a pile of paper."""
    return rows.get_column("submitted_at").n_unique() >= OWN_MOMENT_FROM * rows.height


def _while(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Rows in the time that others cover."""
    of_others = others.lazy().select(start=pl.col("submitted_at").min(), end=pl.col("submitted_at").max())
    joined = rows.lazy().join(of_others, how="cross")
    return joined.filter(pl.col("submitted_at").is_between("start", "end")).drop("start", "end").collect()


def _of_moments(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("submitted_at").is_not_null()).join(others, on="submitted_at", how="semi")


def _both_ids(older: pl.DataFrame, newer: pl.DataFrame) -> bool:
    return bool(older.get_column("is_id").all() and newer.get_column("is_id").all())


def _moved_on(shared: _Shared) -> bool:
    """The newer content begins later and ends later: who is missing may only lie before it."""
    lost = shared.older.join(shared.shared, on=["content_id", "row_index"], how="anti").get_column("response_date")
    before, now = shared.older.get_column("response_date"), shared.newer.get_column("response_date")
    if lost.is_empty() or lost.has_nulls() or not now.count():
        return False
    return bool((lost < now.min()).all() and now.max() > before.max())  # type: ignore[operator]


def _begins_again(older: pl.DataFrame, newer: pl.DataFrame) -> bool:
    """Most of the ids that both have are of other days: a program that numbers its answers anew each month."""
    same_ids = older.filter("is_id").join(newer.filter("is_id"), on="key", suffix="_newer")
    other = same_ids.filter(pl.col("response_date") != pl.col("response_date_newer"))
    return other.height > DOUBTFUL_FROM * same_ids.height


def _question(code: str, older: Sequence[str], shared: Sequence[_Shared]) -> NewerFile:
    newer = shared[0].newer
    before = [one.older for one in shared]
    if code in (IDS_BEGIN_AGAIN, SAME_ANSWERS):
        beside = before
    else:
        beside = [one.older.join(one.shared, on=["content_id", "row_index"], how="anti") for one in shared]
    return NewerFile(
        code=code,
        older=tuple(older),
        rows=newer.height,
        older_rows=sum(one.height for one in before),
        equal=sum(one.shared.height for one in shared),
        is_part=False,
        is_known=True,
        gives={ADD: which_rows(newer, *beside), REPLACE: which_rows(newer), REFUSE: which_rows(*before)},
    )


def which_rows(*frames: pl.DataFrame) -> pl.DataFrame:
    """Which rows these are."""
    return pl.concat([frame.select("content_id", "row_index") for frame in frames])


def _match(older: pl.DataFrame, newer: pl.DataFrame, found: Versions) -> None:
    """Notes, moment by moment, which rows of both are one person with other values: those without an equal row in the
    other content, in order."""
    left: list[dict[object, dict[tuple[int, bool], None]]] = []
    keys = [[found.newest_key(key) for key in rows.get_column("key")] for rows in (older, newer)]
    for rows, own, others in ((older, keys[0], set(keys[1])), (newer, keys[1], set(keys[0]))):
        of_moment: defaultdict[object, dict[tuple[int, bool], None]] = defaultdict(dict)
        for key, moment, is_id in zip(own, rows.get_column("submitted_at"), rows.get_column("is_id"), strict=True):
            if moment is not None and key not in others:
                of_moment[moment][key, is_id] = None
        left.append(of_moment)
    for moment, were in left[0].items():
        for (was, was_id), (now, is_id) in zip(were, left[1].get(moment, ()), strict=False):
            if not (was_id and is_id):
                found.same_person[was] = now

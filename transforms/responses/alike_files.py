"""Files of one unit and one time that have no moment and no id in common: one may hold the people of the other, known
in another way (when somebody began and when he ended, local time and UTC, the program's id and a number).

Belongs here: which of them are worth a look at their answers. Not here: that look
(`transforms.responses.same_people`), files that know their people in one way (`transforms.responses.newer_files`), what
is asked (`pipeline.people`).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

import polars as pl

from contracts.periods import parse_period
from contracts.records import whole_of
from transforms.responses.same_people import DOUBTFUL_FROM, SAME_FROM, share_people


class _Known(NamedTuple):
    """A content of which everybody is known, oldest first by `version`, and the days of its people."""

    start: date
    end: date
    content_id: str
    version: int


def contents_to_compare(rows: pl.DataFrame, files: pl.DataFrame) -> list[tuple[str, str]]:
    """Pairs (older, newer) of contents of a unit whose days are the same for the most part, and of which hardly
    anybody is known to stand in the other. `rows` and `files` as `transforms.responses.identity.duplicate_rows` takes
    them."""
    several = files.filter(~pl.col("is_correction")).filter(pl.len().over("unit_code") > 1)
    known = rows.lazy().filter(pl.col("identity") != "none").join(several.lazy(), on="content_id", how="semi")
    days = (
        known.group_by("content_id")
        .agg(start=pl.col("response_date").min(), end=pl.col("response_date").max())
        .collect()
    )
    by_unit = several.join(days, on="content_id").sort("version").partition_by("unit_code")
    found: list[tuple[str, str]] = []
    for contents in by_unit:
        pairs = list(_of_one_time(contents))
        if not pairs:
            continue
        in_pairs = {name for pair in pairs for name in pair}
        names = [name for name in contents.get_column("content_id") if name in in_pairs]
        people = known.filter(pl.col("content_id").is_in(names)).collect()
        group_of = _with_people_in_common(people, names)
        rows_of = {str(name): one for (name,), one in people.partition_by("content_id", as_dict=True).items()}
        found += [
            (older, newer)
            for older, newer in pairs
            if group_of[older] != group_of[newer] and not share_people(rows_of[older], rows_of[newer])
        ]
    return found


def _of_one_time(contents: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """Pairs (older, newer) of contents of a unit that have half of the days of the shorter one in common. Without dates
    a content has the days of its period."""
    sent: list[_Known] = []
    for file in contents.iter_rows(named=True):
        start, end = file["start"], file["end"]
        if start is None and file["period_code"] is not None:
            period = parse_period(file["period_code"])
            start, end = period.start_date, period.end_date
        if start is not None:
            sent.append(_Known(start, end, file["content_id"], file["version"]))
    sent.sort()
    for at, one in enumerate(sent):
        for other in sent[at + 1 :]:
            if other.start > one.end:
                break
            common = min(one.end, other.end) - other.start + _A_DAY
            shorter = min(one.end - one.start, other.end - other.start) + _A_DAY
            if common >= DOUBTFUL_FROM * shorter and whole_of(one.content_id) != whole_of(other.content_id):
                older, newer = sorted((one, other), key=lambda known: (known.version, known.content_id))
                yield older.content_id, newer.content_id


_A_DAY: Final = timedelta(days=1)


def _with_people_in_common(people: pl.DataFrame, names: list[str]) -> dict[str, str]:
    """Content → one that stands for all that are known to share people with it, from one to the next: exports that grow
    need no comparing with each other, however many they are. `names`: the contents, oldest first."""
    group_of = {name: name for name in names}

    def group(name: str) -> str:
        while group_of[name] != name:
            name = group_of[name]
        return name

    content = people.get_column("content_id").cast(pl.Enum(names)).to_physical()
    for known_by in ("identity_key", "submitted_at"):
        one = pl.DataFrame({"content": content, "known_by": people.get_column(known_by)}).drop_nulls().unique()
        shared = (
            one.with_columns(newest=pl.col("content").max().over("known_by"))
            .group_by("content", "newest")
            .len()
            .join(content.alias("content").value_counts(name="height"), on="content")
            .filter(pl.col("height") - pl.col("len") < SAME_FROM * pl.col("height"))
        )
        for older, newest in shared.select("content", "newest").sort("content", "newest").iter_rows():
            group_of[group(names[older])] = group(names[newest])
    return {name: group(name) for name in names}

"""Sent again, moved, copied: which sighting of a content counts, for whom, and how new the content is."""

from datetime import datetime, timedelta

import pytest

from contracts.records import Reading, Sighting
from ingest.intake import file_id_of
from ingest.resolve import resolve
from ingest.sendings import standing_paths

MORNING = datetime(2025, 1, 6, 8)


def seen(path, content, day=0, *, modified=0, moved_from=None):
    return Sighting(
        file_id=file_id_of(path, content),
        content_id=content,
        sha256=content,
        path=path,
        size=1,
        modified_at=MORNING + timedelta(days=modified),
        first_seen_at=MORNING + timedelta(days=day),
        moved_from=(moved_from,) if isinstance(moved_from, str) else moved_from or (),
    )


def read(content):
    return Reading(content_id=content, format="csv", rows=10, dated=True)


@pytest.fixture
def told(registry):
    """The files that count, oldest content first: "content unit path"; and how many are copies."""

    def of(*sightings):
        files = resolve(sightings, {one.content_id: read(one.content_id) for one in sightings}, registry)
        counting = sorted((one for one in files if one.counts), key=lambda one: one.version)
        assert len({one.version for one in files}) == len({one.file_id for one in files}) == len(files)
        copies = sum(one.duplicate_of is not None for one in files)
        return [f"{one.content_id} {one.unit_code} {one.path}" for one in counting], copies

    return of


A, WRONG = seen("pacet/a.csv", "A"), seen("pacet/b.csv", "B", 1)


@pytest.mark.parametrize(
    ("more", "counting", "copies"),
    [
        ([], ["A pacet pacet/a.csv", "B pacet pacet/b.csv"], 0),
        # Sent again under any name: the newest. Also where the copy keeps the time of the original.
        ([seen("pacet/c.csv", "A", 2)], ["B pacet pacet/b.csv", "A pacet pacet/c.csv"], 1),
        ([seen("pacet/c.csv", "A", 2, modified=-9)], ["B pacet pacet/b.csv", "A pacet pacet/c.csv"], 1),
        # A, then B, then A at one path: one file more, not two.
        (
            [seen("pacet/a.csv", "C", 2), seen("pacet/a.csv", "A", 3)],
            ["B pacet pacet/b.csv", "C pacet pacet/a.csv", "A pacet pacet/a.csv"],
            0,
        ),
        # Moved within the unit: as old as it was. Moved and changed in its time: sent again.
        (
            [seen("pacet/lama/a.csv", "A", 2, moved_from="pacet/a.csv")],
            ["A pacet pacet/lama/a.csv", "B pacet pacet/b.csv"],
            1,
        ),
        (
            [seen("pacet/lama/a.csv", "A", 2, modified=2, moved_from="pacet/a.csv")],
            ["B pacet pacet/b.csv", "A pacet pacet/lama/a.csv"],
            1,
        ),
        # Moved into another unit's folder: that unit's, and back again.
        ([seen("gedeg/a.csv", "A", 2, moved_from="pacet/a.csv")], ["A gedeg gedeg/a.csv", "B pacet pacet/b.csv"], 1),
        (
            [
                seen("gedeg/a.csv", "A", 2, moved_from="pacet/a.csv"),
                seen("pacet/a.csv", "A", 3, moved_from="gedeg/a.csv"),
            ],
            ["A pacet pacet/a.csv", "B pacet pacet/b.csv"],
            1,
        ),
        # A copy in another unit's folder takes nobody away, nor does moving that copy.
        ([seen("gedeg/a.csv", "A", 2)], ["A pacet pacet/a.csv", "B pacet pacet/b.csv"], 1),
        (
            [seen("gedeg/a.csv", "A", 2), seen("gedeg/c.csv", "A", 3, moved_from="gedeg/a.csv")],
            ["A pacet pacet/a.csv", "B pacet pacet/b.csv"],
            2,
        ),
        # By way of a folder that names nobody, and after a copy that is gone.
        (
            [
                seen("gedeg/a.csv", "A", 2),
                seen("arsip/a.csv", "A", 3, moved_from=("gedeg/a.csv", "pacet/a.csv")),
                seen("gedeg/c.csv", "A", 4, moved_from="arsip/a.csv"),
            ],
            ["A gedeg gedeg/c.csv", "B pacet pacet/b.csv"],
            3,
        ),
        # Where nobody can be told by the new place it counts where it did.
        ([seen("arsip/a.csv", "A", 2, moved_from="pacet/a.csv")], ["A pacet pacet/a.csv", "B pacet pacet/b.csv"], 1),
        # From a folder of nobody to where it counts: as old as it was. A copy beside it is new.
        (
            [seen("arsip/d.csv", "D", -1), seen("pacet/d.csv", "D", 2, moved_from="arsip/d.csv")],
            ["D pacet pacet/d.csv", "A pacet pacet/a.csv", "B pacet pacet/b.csv"],
            1,
        ),
        (
            [seen("arsip/d.csv", "D", -1), seen("pacet/d.csv", "D", 2)],
            ["A pacet pacet/a.csv", "B pacet pacet/b.csv", "D pacet pacet/d.csv"],
            1,
        ),
        # A whole folder copied in one run: the order stays.
        (
            [seen("pacet/2/x.csv", "B", 2), seen("pacet/2/y.csv", "A", 2)],
            ["A pacet pacet/2/y.csv", "B pacet pacet/2/x.csv"],
            2,
        ),
        # What is new in that run is newer than what came again.
        (
            [seen("pacet/2.csv", "A", 2, modified=5), seen("pacet/3.csv", "C", 2)],
            ["B pacet pacet/b.csv", "A pacet pacet/2.csv", "C pacet pacet/3.csv"],
            1,
        ),
        # Two copies moved together, the older of which was the first to be sent: nothing was sent again.
        (
            [
                seen("pacet/c.csv", "A", 2, modified=2),
                seen("pacet/d.csv", "D", 3, modified=3),
                seen("gedeg/a.csv", "A", 4, moved_from=("pacet/a.csv", "pacet/c.csv")),
                seen("gedeg/c.csv", "A", 4, modified=2, moved_from=("pacet/a.csv", "pacet/c.csv")),
            ],
            ["B pacet pacet/b.csv", "A gedeg gedeg/c.csv", "D pacet pacet/d.csv"],
            3,
        ),
        # Two copies in one run: the first counts.
        ([seen("pacet/d.csv", "A", 2), seen("pacet/c.csv", "A", 2)], ["B pacet pacet/b.csv", "A pacet pacet/c.csv"], 2),
    ],
)
def test_what_counts(told, more, counting, copies):
    assert told(A, WRONG, *more) == (counting, copies)
    assert told(*reversed(more), WRONG, A) == (counting, copies)


def test_paths_of_a_content():
    assert standing_paths([A, seen("b.csv", "A", 1), seen("c.csv", "A", 2, moved_from="pacet/a.csv")]) == [
        "c.csv",
        "b.csv",
    ]
    assert standing_paths([A, seen("b.csv", "A", 1), seen("pacet/a.csv", "A", 2)]) == ["pacet/a.csv", "b.csv"]

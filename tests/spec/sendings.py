"""Files that came day by day, as tables, and what becomes of them.

Belongs here: reading such tables. Not here: the rules (`ingest.sendings`, `ingest.resolve`).
"""

from datetime import datetime, timedelta

import polars as pl

from contracts.decisions import COUNT_AGAIN, WITHDRAWN, Decision, Decisions
from contracts.records import Reading, Sighting
from contracts.registry import Registry, Unit
from ingest.intake import file_id_of
from ingest.resolve import resolve
from tests.spec.tables import rows

_BEGIN = datetime(2025, 1, 1)
_REGISTRY = Registry(
    tuple(Unit(name, f"Kecamatan {name}", "kecamatan", None, (), None, ()) for name in ("Mawar", "Melati"))
)


def contents(table: str) -> pl.DataFrame:
    """Of every content the path at which it counts (none where it was withdrawn, "asked" while it waits for an answer),
    whose it is, and its place among all, from the oldest.

    Each line of `table` is a `day`, and what lies at a `path` since: a `content`; where it was moved from, in `moved
    from`; or, in the place of a content, that it was "withdrawn", or "counts again"."""
    sightings: list[Sighting] = []
    decisions: list[Decision] = []
    for line in rows(table):
        at, path, content = _BEGIN + timedelta(days=int(line["day"])), line["path"], line["content"]
        if content in ("withdrawn", "counts again"):
            about = next(one for one in reversed(sightings) if one.path == path)
            before = Decisions(lines=tuple(decisions)).withdrawals.get(about.content_id)
            code, choice = (WITHDRAWN, WITHDRAWN) if before is None else (before.question, COUNT_AGAIN)
            decisions.append(_decision(len(decisions) + 1, about, at, code, choice))
            continue
        sightings.append(
            Sighting(
                file_id=file_id_of(path, content),
                content_id=content,
                sha256=content,
                path=path,
                size=1,
                modified_at=_BEGIN,
                first_seen_at=at,
                moved_from=(line["moved from"],) if line.get("moved from") else (),
            )
        )
    names = list(dict.fromkeys(one.content_id for one in sightings))
    readings = {name: Reading(content_id=name, format="csv", rows=10, dated=True) for name in names}
    files = resolve(sightings, readings, _REGISTRY, Decisions(lines=tuple(decisions)))
    held = {one.content_id: one for one in files if one.counts or one.doubts}
    order = [one.content_id for one in sorted(held.values(), key=lambda one: one.version) if one.counts]
    return pl.DataFrame(
        [
            {
                "content": name,
                "counts at": ("asked" if held[name].doubts else held[name].path) if name in held else "",
                "unit_code": held[name].unit_code if name in held else "",
                "place": str(order.index(name) + 1) if name in order else "",
            }
            for name in names
        ]
    )


def _decision(number: int, about: Sighting, at: datetime, code: str, choice: str) -> Decision:
    return Decision(
        number=number,
        content_id=about.content_id,
        path=about.path,
        code=code,
        question="?",
        choice=choice,
        label="?",
        why="?",
        by="?",
        at=at,
    )

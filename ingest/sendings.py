"""Which of the sightings of a content counts, and how new the content is by them: sent again, or moved.

Belongs here: that decision, pure, over the sightings of one content. Not here: whose a sighting is (`ingest.identify`),
all contents together (`ingest.resolve`), seeing that a file was moved (`ingest.intake`).

A content that comes again in a later run is the newest again, under whatever name. A file that was only moved or
renamed is as old as it was: who tidies a folder sends nothing. Where it was moved decides whose it is now; a second
copy in another unit's folder changes nothing while the first still lies where it counts.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from contracts.records import Sighting

Place = TypeVar("Place", bound=Hashable)
Age = tuple[datetime, bool, "Age | tuple[datetime, str]"]
"""Orders contents. Of those that one run brought, the ones sent again keep their order and come before the new ones,
which are ordered by modification and path."""


class Placed(NamedTuple, Generic[Place]):
    """Whose a sighting is, None where it is nobody's. `asks`: only after a question is answered."""

    place: Place | None
    asks: bool = False

    @property
    def certainty(self) -> int:
        """What is certain goes before what is asked about, that before what is nobody's."""
        return 0 if self.place is None else 1 if self.asks else 2


class Counting(NamedTuple, Generic[Place]):
    """The sighting that counts, whose it is, and how new that makes the content."""

    sighting: Sighting
    placed: Placed[Place]
    age: Age


def in_order(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Oldest first: by the run that saw it, then modification, then path."""
    return sorted(sightings, key=lambda one: (one.first_seen_at, one.modified_at, one.path))


def first_age(sighting: Sighting) -> Age:
    """How new a content is that never came before."""
    return (sighting.first_seen_at, True, (sighting.modified_at, sighting.path))


def counting_sighting(sightings: Sequence[Sighting], place_of: Callable[[Sighting], Placed[Place]]) -> Counting[Place]:
    """Of the sightings of one content, at least one and oldest first, the one that counts. It is placed nowhere where
    `place_of` places none of them.

    The most certain one goes first. Of those that one run brought, the first; but of copies that were moved together,
    the one that counted."""
    found = Counting(sightings[0], place_of(sightings[0]), first_age(sightings[0]))
    lies_at = sightings[0].path
    for _, of_run in groupby(sightings[1:], key=attrgetter("first_seen_at")):
        counted = found.sighting.modified_at
        brought = list(of_run)
        same = [one for one in brought if one.modified_at == counted]
        for one in (*same, *(one for one in brought if one.modified_at != counted)):
            was_moved = lies_at in one.moved_from
            lies_at = one.path if was_moved else lies_at
            only_moved = was_moved and one.modified_at == found.sighting.modified_at
            placed = place_of(one)
            if placed.certainty > found.placed.certainty:
                found = Counting(one, placed, found.age if only_moved else first_age(one))
            elif placed.certainty < found.placed.certainty or one.first_seen_at == found.sighting.first_seen_at:
                continue
            elif only_moved:
                found = Counting(one, placed, found.age)
            elif was_moved or placed.place == found.placed.place:
                found = Counting(one, placed, (one.first_seen_at, False, found.age))
            else:
                continue
            lies_at = one.path
    return found


def standing_paths(sightings: Iterable[Sighting]) -> list[str]:
    """The paths of one content, oldest first: one that it was moved to in the place of those it left."""
    paths: list[str] = []
    for one in sightings:
        if one.path in paths:
            continue
        place = min((paths.index(path) for path in one.moved_from if path in paths), default=len(paths))
        paths.insert(place, one.path)
        paths = [path for path in paths if path not in one.moved_from]
    return paths

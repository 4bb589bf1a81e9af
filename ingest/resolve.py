"""Every sighting: whose it is, for which period, refused or not, and which sighting of a content counts.

Belongs here: that decision, pure, over all sightings at once. Not here: reading a content (`read`), the rows in it,
which of its sightings counts (`sendings`), or which of two files supersedes the other
(`transforms.responses.identity`).
"""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from contracts.decisions import (
    ASSIGNED_PERIOD,
    ASSIGNED_UNIT,
    COUNT_AGAIN,
    NO_DECISIONS,
    WITHDRAWN,
    Decisions,
    Withdrawal,
)
from contracts.errors import trace_of
from contracts.records import Doubt, Reading, Refusal, ResolvedFile, Sighting, UnitNaming, whole_of
from contracts.registry import Registry
from ingest.doubts import Questions
from ingest.identify import UnitNames, identify_unit
from ingest.intake import file_id_of
from ingest.period_names import identify_period, identify_plan_period
from ingest.period_questions import ask_period
from ingest.refusals import assigned_to_nobody, decided_against, reader_failed
from ingest.sendings import Age, Placed, counting_sighting, first_age, in_order
from ingest.withdrawals import origin_withdrawn, sent_after_withdrawal, withdrawn

logger = logging.getLogger("skm")


@dataclass(frozen=True)
class _Place:
    """Whose a content is; `period_code` only where its rows have no dates. No unit: its rows name several, and nobody
    has said what is to become of them."""

    unit_code: str | None
    period_code: str | None
    doubt: Doubt | None = None
    """The question which period it is about."""


@dataclass
class _Context:
    """What the decision looks things up in, and the contents decided so far."""

    names: UnitNames
    readings: Mapping[str, Reading]
    decisions: Decisions
    withdrawals: Mapping[str, Withdrawal]
    """By content, never a part."""
    assigned_units: Mapping[str, str]
    assigned_periods: Mapping[str, str]
    sightings_of: dict[str, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, _Place | Refusal] = field(default_factory=dict)
    """Content -> its place, by the sighting that counts."""
    counting: dict[str, str] = field(default_factory=dict)
    """Content -> file_id of the sighting that counts."""
    ages: dict[str, Age] = field(default_factory=dict)
    """Content -> how new it is, by the sighting that counts."""
    found: dict[str, _Place | Refusal] = field(default_factory=dict)
    """file_id -> where this sighting would place its content, or why it could not."""

    def withdrawal(self, content_id: str) -> Withdrawal | None:
        """The withdrawal of a content, or of the whole that it is a part of."""
        return self.withdrawals.get(whole_of(content_id))

    def is_after(self, sighting: Sighting) -> bool:
        """It came after its content was withdrawn, if ever it was."""
        one = self.withdrawal(sighting.content_id)
        return one is None or sighting.first_seen_at > one.decision.at

    def is_gone(self, content_id: str) -> bool:
        """It was withdrawn, and nobody said, after it came again, that it counts."""
        one = self.withdrawal(content_id)
        return one is not None and one.answer != COUNT_AGAIN


def resolve(
    sightings: Sequence[Sighting],
    readings: Mapping[str, Reading],
    registry: Registry,
    decisions: Decisions = NO_DECISIONS,
) -> list[ResolvedFile]:
    """One record per path and content seen, and per part of one whose content was divided, oldest first: by the run
    that first saw it, then modification, then path, and for a content that was sent again by when that was; `version`
    is its place in that order, from 1.

    `readings` maps content_id (of contents and of parts) to what reading found, with `dated` filled; a sighting
    refused before it was archived needs none. `decisions` answer which period a file is about, say whose it is
    whatever it names, and what was withdrawn: that is refused, with its corrections. Of several sightings of one
    content one counts (`ingest.sendings`); the others are its duplicates. Corrections take unit and period of the
    content their rows came from."""
    lines = [one for sighting in in_order(sightings) for one in _parts_of(sighting, readings.get(sighting.content_id))]
    units, periods = decisions.assigned(ASSIGNED_UNIT), decisions.assigned(ASSIGNED_PERIOD)
    context = _Context(UnitNames(registry), readings, decisions, decisions.withdrawals, units, periods)
    for line in lines:
        if line.refusal is None:
            context.sightings_of[line.content_id].append(line)
    for content_id in context.sightings_of:
        _place_content(content_id, context, ())
    files = {line.file_id: line for line in lines}  # of one that came again, the last line
    ordered = sorted(files.values(), key=lambda file: _age(file, context))
    return [_resolved(file, version, context) for version, file in enumerate(ordered, start=1)]


def _age(file: Sighting, context: _Context) -> Age:
    counts = context.counting.get(file.content_id) == file.file_id
    return context.ages[file.content_id] if counts else first_age(file)


def _parts_of(sighting: Sighting, reading: Reading | None) -> list[Sighting]:
    """The sighting, or one for each part of its content."""
    if sighting.refusal is not None or reading is None or not reading.parts or reading.doubts:
        return [sighting]
    return [
        sighting.model_copy(
            update={"content_id": part.content_id, "file_id": file_id_of(sighting.path, part.content_id)}
        )
        for part in reading.parts
    ]


def _place_content(content_id: str, context: _Context, asking: tuple[str, ...]) -> _Place | Refusal:
    """Places a content by the sighting that counts. `asking` are the corrections that led here, so that two which name
    each other end in a refusal."""
    if content_id in context.places:
        return context.places[content_id]
    sightings = context.sightings_of[content_id]

    came_again = any(map(context.is_after, sightings))

    def placed(sighting: Sighting) -> Placed[_Place]:
        if came_again and not context.is_after(sighting):
            return Placed(None)  # What was withdrawn has no say about what came again.
        found = _found(sighting, context, asking)
        return Placed(found, found.doubt is not None) if isinstance(found, _Place) else Placed(None)

    counting = counting_sighting(sightings, placed)
    outcome: _Place | Refusal
    if counting.placed.place is None:
        outcome = next(found for one in sightings if isinstance(found := _found(one, context, asking), Refusal))
    else:
        outcome = counting.placed.place
        context.counting[content_id] = counting.sighting.file_id
        context.ages[content_id] = counting.age
    context.places[content_id] = outcome
    return outcome


def _found(sighting: Sighting, context: _Context, asking: tuple[str, ...] = ()) -> _Place | Refusal:
    if sighting.file_id not in context.found:
        try:
            found = _place_sighting(sighting, context, asking)
        except Exception as error:
            logger.error("file %s: %s", sighting.file_id, trace_of(error))
            found = reader_failed()
        context.found[sighting.file_id] = found
    return context.found[sighting.file_id]


def _place_sighting(sighting: Sighting, context: _Context, asking: tuple[str, ...]) -> _Place | Refusal:
    reading = context.readings[sighting.content_id]
    if reading.refusal is not None:
        return reading.refusal
    if reading.is_correction:
        return _place_of_origin(reading, context, asking)
    unit = reading.unit_code or _unit(sighting.content_id, reading.naming, sighting.path, context)
    if isinstance(unit, Refusal):
        return _Place(None, None) if reading.several_units and reading.doubts else unit
    if reading.dated or reading.period_code is not None or (reading.period_asked and reading.doubts):
        return _Place(unit, reading.period_code)
    if (assigned := context.assigned_periods.get(sighting.content_id)) is not None:
        return _Place(unit, assigned)
    if reading.kind == "follow_up":
        period = identify_plan_period(reading.naming, sighting.path)
        return period if isinstance(period, Refusal) else _Place(unit, period.code)
    period = identify_period(reading.naming, sighting.path)
    if isinstance(period, Refusal):
        questions = Questions(context.decisions.answers(sighting.content_id, None, None))
        period = ask_period(reading.naming, sighting.path, period, questions)
        if questions.open:
            return _Place(unit, None, questions.open[0])
        if questions.refused:
            return decided_against()
    return period if isinstance(period, Refusal) else _Place(unit, period.code)


def _unit(content_id: str, naming: UnitNaming, path: str, context: _Context) -> str | Refusal:
    """The unit that somebody said it is from, else by what the file and its path name."""
    assigned = context.assigned_units.get(content_id)
    if assigned is None:
        return identify_unit(naming, path, context.names)
    return assigned if assigned in context.names.by_code else assigned_to_nobody(assigned)


def _place_of_origin(reading: Reading, context: _Context, asking: tuple[str, ...]) -> _Place | Refusal:
    """Unit and period of the content that a correction's rows came from."""
    places: set[_Place] = set()
    for origin in reading.origins:
        if origin not in context.sightings_of or origin == reading.content_id or origin in asking:
            return _origin_unknown(origin)
        place = _place_content(origin, context, (*asking, reading.content_id))
        if isinstance(place, Refusal):
            return Refusal(
                code="origin_unknown",
                message=(
                    f"Lembar perbaikan ini berasal dari berkas “{context.sightings_of[origin][0].path}”, "
                    f"yang sendiri ditolak: {place.message}"
                ),
            )
        places.add(place)
    if len(places) == 1:
        return next(iter(places))
    if not places:
        return _origin_unknown("")
    return Refusal(
        code="several_units",
        message="Lembar perbaikan ini menggabungkan baris dari beberapa unit atau periode. Kirim satu lembar perbaikan "
        "untuk setiap berkas asal.",
    )


def _origin_unknown(origin: str) -> Refusal:
    named = f"“{origin}”" if origin else "(kosong)"
    return Refusal(
        code="origin_unknown",
        message=(
            f"Kolom Asal Berkas menyebut {named}, yang tidak ada dalam arsip. Jangan mengubah ketiga kolom Asal: "
            "buka lagi lembar perbaikan yang asli, perbaiki jawabannya, lalu kirim."
        ),
    )


def _resolved(sighting: Sighting, version: int, context: _Context) -> ResolvedFile:
    reading = context.readings.get(sighting.content_id)
    base = ResolvedFile(
        file_id=sighting.file_id,
        content_id=sighting.content_id,
        path=sighting.path,
        format=None if reading is None else reading.format,
        kind="responses" if reading is None else reading.kind,
        version=version,
        is_correction=reading is not None and reading.is_correction,
        layout="" if reading is None else reading.layout,
        first_seen_at=sighting.first_seen_at,
    )
    if sighting.refusal is not None:
        return _refused(base, sighting.refusal, UnitNaming(), context)
    found = _found(sighting, context)
    withdrawal = _withdrawn(sighting, context)
    if withdrawal is not None and isinstance(found, _Place):
        return base.model_copy(
            update={"unit_code": found.unit_code, "period_code": found.period_code, "refusal": withdrawal}
        )
    counting = context.counting.get(sighting.content_id)
    place = context.places[sighting.content_id]
    if withdrawal is not None or isinstance(place, Refusal) or counting is None:
        naming = UnitNaming() if reading is None else reading.naming
        refusal = withdrawal or (found if isinstance(found, Refusal) else None) or reader_failed()
        return _refused(base, refusal, naming, context)
    update: dict[str, object] = {"unit_code": place.unit_code, "period_code": place.period_code}
    if counting != sighting.file_id:
        update["duplicate_of"] = counting
    elif reading is not None:
        asked = context.withdrawal(sighting.content_id)
        update["doubts"] = (
            *reading.doubts,
            *([place.doubt] if place.doubt is not None else []),
            *([sent_after_withdrawal(asked)] if asked is not None and asked.answer is None else []),
        )
    return base.model_copy(update=update)


def _withdrawn(sighting: Sighting, context: _Context) -> Refusal | None:
    """Why a file counts no more: it was withdrawn, or what it corrects was."""
    withdrawal = context.withdrawal(sighting.content_id)
    if withdrawal is not None and (withdrawal.answer == WITHDRAWN or not context.is_after(sighting)):
        return withdrawn(withdrawal.decision)
    origin = _withdrawn_origin(sighting.content_id, context, ())
    return None if origin is None else origin_withdrawn(origin.decision)


def _withdrawn_origin(content_id: str, context: _Context, asking: tuple[str, ...]) -> Withdrawal | None:
    """The withdrawal of a content that a correction's rows came from, at first or second hand."""
    reading = context.readings.get(content_id)
    if reading is None or not reading.is_correction or content_id in asking:
        return None
    for origin in reading.origins:
        if context.is_gone(origin):
            return context.withdrawal(origin)
        if (earlier := _withdrawn_origin(origin, context, (*asking, content_id))) is not None:
            return earlier
    return None


def _refused(file: ResolvedFile, refusal: Refusal, naming: UnitNaming, context: _Context) -> ResolvedFile:
    """A refused file. Its unit is named all the same where it can be told: somebody has to hear of it."""
    try:
        unit = _unit(file.content_id, naming, file.path, context)
    except Exception as error:
        logger.error("file %s: %s", file.file_id, trace_of(error))
        return file.model_copy(update={"refusal": reader_failed()})
    unit_code = None if isinstance(unit, Refusal) else unit
    return file.model_copy(update={"refusal": refusal, "unit_code": unit_code})

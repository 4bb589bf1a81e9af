"""Which column is which: all nine unsur of a sheet at once, and the other columns we keep.

Belongs here: weighing the headers of one sheet against each other, with what stands below them as
evidence. Never by place: a header that is only a number stays open here and is settled by a declared
order (`legend`). Not here: what one header says (`similarity`), refusing a file (`read`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from contracts.headers import SOURCE_COLUMNS
from contracts.records import Evidence
from contracts.respondent import PROTECTED_COLUMNS
from contracts.unsur import UNSUR_BY_COLUMN, UNSUR_COLUMNS
from ingest.assignment import Assignment, best_assignment
from ingest.column_aspects import is_measured, parted_header
from ingest.moments import tells_when
from ingest.similarity import LEGACY, BareLabel, Claim, as_words, bare_label, claims, code_of, group_of
from ingest.values import ColumnProfile

MARGIN: Final = 0.1
"""The best assignment must beat every different one by this much: less is a tie, and a tie is refused."""
SURE_SOURCE: Final = 0.85
"""A column that only resembles a source column less than this is not kept."""
_ANSWERS_ALONE: Final = 0.75
_SHARED_NAME: Final = 0.85
"""A name such as "Waktu", which may also be another column, is worth less than an unsur's own."""
_HIGHEST_NUMBER: Final = len(UNSUR_COLUMNS)
_NEVER_AN_UNSUR: Final = frozenset({"dates", "moments", "clocks", "free"})
"""Numbers are not among these: a scale of 1 to 100 is refused by what it is, not as a missing unsur."""


@dataclass(frozen=True)
class PlacedColumn:
    """What one column was taken for; `target` is one of our columns or None."""

    target: str | None
    evidence: Evidence
    confidence: float


UNMAPPED: Final = PlacedColumn(None, "none", 0.0)


@dataclass(frozen=True)
class Draft:
    """The mapping of one sheet before bare numbers are settled.

    `bare` maps a number to the one column whose header is only that number. `numbered` maps the number of a
    header that has words too to the unsur its words say. `tied` names columns that could not be told
    apart, with the unsur they tie for."""

    columns: tuple[PlacedColumn, ...]
    bare: tuple[tuple[int, int], ...] = ()
    numbered: tuple[tuple[int, str], ...] = ()
    tied: tuple[int, ...] = ()
    tied_for: tuple[str, ...] = ()
    numbers_beyond: tuple[int, ...] = ()
    """Numbers above nine: an older questionnaire with fourteen unsur."""
    contradicted: tuple[tuple[int, str], ...] = field(default=())
    """Columns whose header names an unsur but whose cells hold something else."""

    @property
    def unsur(self) -> dict[str, int]:
        """Unsur found so far and their columns."""
        return {
            placed.target: column
            for column, placed in enumerate(self.columns)
            if placed.target is not None and placed.target in UNSUR_BY_COLUMN
        }

    @property
    def sources(self) -> dict[str, int]:
        """Other columns found (kept or not) and where."""
        return {
            placed.target: column
            for column, placed in reversed(list(enumerate(self.columns)))
            if placed.target is not None and placed.target not in UNSUR_BY_COLUMN
        }


@lru_cache(maxsize=512)
def draft_mapping(labels: tuple[tuple[str, ...], ...], profiles: tuple[ColumnProfile, ...]) -> Draft:
    """Maps the columns of one sheet. `labels`: header texts of each column, the most specific one first;
    `profiles`: what stands below. Pure, and cached because a thousand files may share one header."""
    claims_of = _claims_of_all(labels)
    numbers = [
        _number_of(label, claimed, profile) for label, claimed, profile in zip(labels, claims_of, profiles, strict=True)
    ]
    series = _series_columns(numbers)
    scores: dict[int, dict[str, float]] = {}
    contradicted: list[tuple[int, str]] = []
    for column, (claimed, profile) in enumerate(zip(claims_of, profiles, strict=True)):
        found, refuted = _unsur_scores(claimed, profile)
        if series and column not in series and not _names_them_all(claims_of, profiles, series):
            found = {}  # "Sarana yang dipakai" beside a complete U1 … U9
        contradicted += [(column, target) for target in refuted]
        if found:
            scores[column] = found
    assignment = best_assignment(scores)
    tied, tied_for = _tie(assignment) if scores else ((), ())
    placed = [UNMAPPED] * len(labels)
    for target, column in assignment.column_of.items():
        by_name = next((claim for claim in claims_of[column] if claim.target == target), None)
        evidence: Evidence = "answers" if by_name is None else by_name.evidence
        placed[column] = PlacedColumn(target, evidence, round(min(1.0, scores[column][target]), 2))
    for column, source in _source_columns(labels, claims_of, profiles, placed).items():
        placed[column] = source
    bare = _bare_numbers(numbers, placed)
    return Draft(
        columns=tuple(placed),
        bare=tuple(sorted((number, column) for number, column in bare.items() if number <= _HIGHEST_NUMBER)),
        numbered=_numbered(labels, placed),
        tied=tied,
        tied_for=tied_for,
        numbers_beyond=tuple(sorted(number for number in bare if number > _HIGHEST_NUMBER)),
        contradicted=tuple(contradicted),
    )


def _claims_of_all(labels: Sequence[tuple[str, ...]]) -> list[tuple[Claim, ...]]:
    """Claims of every column. A column that belongs to another with the same words (its score, what was expected
    instead of received) is a figure about that one and claims no unsur itself."""
    parted = [tuple(map(parted_header, label)) for label in labels]
    plain_ones = {base for label in parted for base, aspect in label if aspect is None}
    received = {base for label in parted for base, aspect in label if aspect == "received"}
    claims_of: list[tuple[Claim, ...]] = []
    groups = _groups(labels)
    for label, parts in zip(labels, parted, strict=True):
        aspects = {aspect for _, aspect in parts}
        bases = tuple(base for base, _ in parts)
        if "expected" in aspects or ("score" in aspects and plain_ones.intersection(bases)):
            claims_of.append((Claim("derived", 1.0, "name"),))
        elif "score" in aspects or ("received" in aspects and received.intersection(bases)):
            claims_of.append(_claims_of(bases))
        else:
            claimed = _claims_of(tuple(text if group_of(text) in groups else as_words(text) for text in label))
            of_unsur = any(claim.target in UNSUR_BY_COLUMN for claim in claimed)
            claims_of.append(() if of_unsur and any(map(is_measured, label)) else claimed)
    return claims_of


def _groups(labels: Sequence[tuple[str, ...]]) -> set[str | None]:
    """Names of groups ("skm" of "skm-persyaratan") of which the last words count, since they name unsur that nothing
    else does, beside None for headers of no group: in "Harapan.Biaya" or "Kebersihan.Sarana" all words count."""
    texts = {text for label in labels for text in label}
    named: dict[str, set[str]] = {}
    for text in texts:
        if (group := group_of(text)) is not None:
            named.setdefault(group, set()).update(_unsur_named(text))
    whole = {group for group, unsur in named.items() if 2 * len(unsur) > len(UNSUR_COLUMNS)}
    known = {unsur for text in texts if group_of(text) not in whole for unsur in _unsur_named(as_words(text))}
    groups: set[str | None] = {None}
    for group in sorted(named, key=lambda group: (-len(named[group]), group)):
        if named[group] - known:
            groups.add(group)
            known |= named[group]
    return groups


def _unsur_named(text: str) -> set[str]:
    return {claim.target for claim in claims(text) if claim.target in UNSUR_BY_COLUMN}


def _claims_of(label: tuple[str, ...]) -> tuple[Claim, ...]:
    """Claims of a column's header texts; of several texts the best claim on each target."""
    if len(label) == 1:
        return claims(label[0])
    best: dict[str, Claim] = {}
    for text in label:
        for claim in claims(text):
            if claim.target not in best or claim.score > best[claim.target].score:
                best[claim.target] = claim
    return tuple(sorted(best.values(), key=lambda claim: (-claim.score, claim.target)))


def _number_of(label: tuple[str, ...], claimed: tuple[Claim, ...], profile: ColumnProfile) -> BareLabel | None:
    """The number of a column whose header says nothing else. Columns of dates or free text have none."""
    if claimed or profile.kind in ("dates", "moments", "clocks", "free"):
        return None
    for text in label:
        bare = bare_label(text)
        if bare is not None:
            return bare
    return None


def _unsur_scores(claimed: tuple[Claim, ...], profile: ColumnProfile) -> tuple[dict[str, float], list[str]]:
    """Scores of a column for the unsur it may be, and the unsur its header names but its cells refute."""
    others = max((claim.score for claim in claimed if claim.target not in UNSUR_BY_COLUMN), default=0.0)
    scores: dict[str, float] = {}
    refuted: list[str] = []
    for claim in claimed:
        if claim.target not in UNSUR_BY_COLUMN:
            continue
        score = claim.score
        if others >= score:
            if profile.kind != "answers" or others - score > MARGIN:
                continue  # "Waktu" over dates, "Jenis Layanan": the other meaning
            score = _SHARED_NAME
        if profile.kind in _NEVER_AN_UNSUR or (profile.unsur and claim.target not in profile.unsur):
            refuted.append(claim.target)
            continue
        scores[claim.target] = score + (MARGIN if profile.unsur else 0.0)
    if not scores and not refuted and profile.distinctive and others < SURE_SOURCE:
        scores = dict.fromkeys(profile.unsur, _ANSWERS_ALONE)
    return scores, refuted if not scores else []


def _tie(assignment: Assignment) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Columns and unsur in which the best assignment and a nearly as good one differ."""
    if assignment.total - assignment.runner_up_total >= MARGIN:
        return (), ()
    pairs = set(assignment.column_of.items()) ^ set(assignment.runner_up.items())
    return tuple(sorted({column for _, column in pairs})), tuple(sorted({target for target, _ in pairs}))


def _source_columns(
    labels: Sequence[tuple[str, ...]],
    claims_of: Sequence[tuple[Claim, ...]],
    profiles: Sequence[ColumnProfile],
    placed: Sequence[PlacedColumn],
) -> dict[int, PlacedColumn]:
    """The best column for each source column, among columns that are no unsur. Personal data, figures
    the export computed and running numbers are named too (all of them), so that staff see they were
    recognised; they are not kept."""
    candidates: dict[str, list[tuple[tuple[int, int, float], int, Claim]]] = {}
    for column, (claimed, profile) in enumerate(zip(claims_of, profiles, strict=True)):
        if placed[column].target is not None:
            continue
        claim = next((claim for claim in claimed if claim.target not in UNSUR_BY_COLUMN), None)
        if claim is None or claim.score < SURE_SOURCE or claim.target in ("time", "derived"):
            claim = _moment_claim(labels[column], profile) or claim
        if claim is None or claim.target == LEGACY or claim.score < SURE_SOURCE or not _fits(claim.target, profile):
            continue
        without_time = int(claim.target == "timestamp" and profile.kind != "moments")
        candidates.setdefault(claim.target, []).append(((without_time, claim.rank, -claim.score), column, claim))
    chosen: dict[int, PlacedColumn] = {}
    for target, found in candidates.items():
        found.sort(key=lambda candidate: candidate[:2])
        for _, column, claim in found if target in _ALL_OF_A_KIND else found[:1]:
            chosen[column] = PlacedColumn(target, claim.evidence, round(claim.score, 2))
    by_target = {place.target: column for column, place in chosen.items()}
    if "time" in by_target and profiles[by_target.get("timestamp", by_target["time"])].kind == "moments":
        del chosen[by_target["time"]]  # the timestamp has its own time of day
    return chosen


def _moment_claim(label: tuple[str, ...], profile: ColumnProfile) -> Claim | None:
    """A column of dates whose header is no name we know, but can only be the moment of answering."""
    if profile.kind not in ("dates", "moments"):
        return None
    ranks = [rank for text in label if (rank := tells_when(text)) is not None]
    return Claim("timestamp", SURE_SOURCE, "synonym", min(ranks)) if ranks else None


_ALL_OF_A_KIND: Final = frozenset(source.column for source in SOURCE_COLUMNS if not source.keep)


def _fits(target: str, profile: ColumnProfile) -> bool:
    """Cells refute a header for source columns too: answers are no date, "08:00 - 12:00" no time, and where 1 to 4
    stands the question was about the service."""
    if profile.kind == "empty":
        return True
    if target == "timestamp":
        return profile.kind not in ("answers", "clocks")
    if target == "time":
        return profile.kind in ("clocks", "moments")
    if target in PROTECTED_COLUMNS:
        return profile.kind != "answers"
    return True


def _bare_numbers(numbers: Sequence[BareLabel | None], placed: Sequence[PlacedColumn]) -> dict[int, int]:
    """Number -> column, for columns still open whose number stands there once. Digits without a letter
    count only where all nine stand."""
    series = _complete_series(numbers)
    columns: dict[int, list[int]] = {}
    for column, label in enumerate(numbers):
        if label is not None and label.number > 0 and placed[column].target is None and label.word in series:
            columns.setdefault(label.number, []).append(column)
    once = {number: found[0] for number, found in columns.items() if len(found) == 1}
    if set(range(1, _HIGHEST_NUMBER + 1)) <= once.keys():
        return once
    return {number: column for number, column in once.items() if _is_lettered(numbers[column])}


def _complete_series(numbers: Sequence[BareLabel | None]) -> set[str | None]:
    """The words before the numbers that count. Where U1 … U9 stand beside P1 … P5 (another survey), only the series
    that is exactly 1 to 9; where several are, or none is, all of them."""
    by_word: dict[str | None, list[int]] = {}
    for label in numbers:
        if label is not None and label.number > 0:
            by_word.setdefault(label.word, []).append(label.number)
    complete = {
        word
        for word, found in by_word.items()
        if word is not None and sorted(found) == list(range(1, _HIGHEST_NUMBER + 1))
    }
    of_unsur = complete & _UNSUR_WORDS
    if len(of_unsur) == 1:
        return {*of_unsur}
    return {*complete} if len(complete) == 1 else {*by_word}


_UNSUR_WORDS: Final = frozenset({"u", "unsur", "unsur pelayanan"})


def _series_columns(numbers: Sequence[BareLabel | None]) -> frozenset[int]:
    """The columns of a complete lettered series 1 to 9; empty where there is none, or more than one."""
    words = _complete_series(numbers)
    found = [column for column, label in enumerate(numbers) if label is not None and label.word in words]
    said = sorted(label.number for label in numbers if label is not None and label.word in words)
    is_one = None not in words and said == list(range(1, _HIGHEST_NUMBER + 1))
    return frozenset(found) if is_one else frozenset()


def _names_them_all(
    claims_of: Sequence[tuple[Claim, ...]], profiles: Sequence[ColumnProfile], series: frozenset[int]
) -> bool:
    """The columns beside a series name all nine unsur themselves: then the series repeats them as numbers."""
    named: set[str] = set()
    for column, (claimed, profile) in enumerate(zip(claims_of, profiles, strict=True)):
        if column not in series:
            named |= _unsur_scores(claimed, profile)[0].keys()
    return named >= set(UNSUR_COLUMNS)


def _is_lettered(label: BareLabel | None) -> bool:
    return label is not None and label.lettered


def _numbered(labels: Sequence[tuple[str, ...]], placed: Sequence[PlacedColumn]) -> tuple[tuple[int, str], ...]:
    """What headers with a number and words say: (8, "u9") for `U8 (Sarana dan Prasarana)`."""
    found: dict[int, set[str]] = {}
    for label, place in zip(labels, placed, strict=True):
        if place.target is None or place.target not in UNSUR_BY_COLUMN:
            continue
        for text in label:
            number = code_of(text)
            if number is not None:
                found.setdefault(number, set()).add(place.target)
    return tuple(sorted((number, min(targets)) for number, targets in found.items() if len(targets) == 1))

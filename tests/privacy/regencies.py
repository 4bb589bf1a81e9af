"""Regencies that live through a year of publications, and what the public saw of them.

Belongs here: people, what happens to them and to the register of services, what was public each time. Not here: what
follows from it (`tests.privacy.attacker`).
"""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import count

import polars as pl

from contracts.method import GRADES
from contracts.periods import Period, PeriodKind, parse_period, period_of
from contracts.public_tables import PUBLIC_TABLES
from contracts.registry import Registry
from contracts.respondent import AGE_BAND, GENDER
from contracts.services import UNKNOWN_SERVICE, Service, Services
from contracts.settings import Settings
from contracts.tables import RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from tests.property import oracle
from tests.public_site import PublicSite, registry_of
from transforms.figures.withholding import public_certainty, public_rankings
from transforms.schema import conform, frame_schema

WORDS: Mapping[str, Mapping[str | None, int]] = {
    "C": {"ktp": 6, "kk": 5, None: 3},
    "D": {"ktp": 40, "e-ktp": 3, "kk": 20, "surat pindah": 2, "legalisasi": 6, None: 4},
    "E": {"ktp": 30, "e-ktp": 10, "kk": 30, "kia": 4, "surat pindah": 20, "legalisasi": 1, None: 12},
    "F": {"ktp": 30, "kk": 20, "surat pindah": 3},
}
"""How the people of a unit write the service they came for, and about how many of a hundred each; a few came for a tiny
service. The other units have no register."""
REGISTERS: tuple[Mapping[str, tuple[str, ...]], ...] = (
    {"ktp": ("ktp",), "kk": ("kk", "kia"), "pindah": ("surat pindah",)},
    {"ktp": ("ktp", "e-ktp"), "kk": ("kk",), "kia": ("kia",), "pindah": ("surat pindah",), "legal": ("legalisasi",)},
    {"kependudukan": ("ktp", "e-ktp", "kia"), "kk": ("kk",), "lain": ("surat pindah", "legalisasi")},
)
"""What a service is called, one register after another: a spelling is found to be another one's, a code is another."""
SIZES: Mapping[str, int] = {"A": 3, "B": 11, "C": 14, "D": 45, "E": 90, "F": 40}
MANY_SIZES: Mapping[str, int] = {"A": 3, "D": 45, "E": 90, "F": 40, "G": 60, "H": 35, "I": 50, "J": 33}
"""Units and about how many people each has: the second so that five and more have a public interval."""
SAY_THE_SAME = "F"
"""In which units half of the people give the highest answers only."""
Answers = tuple[int, ...]
Places = Mapping[tuple[str, str | None], Sequence[str]]
"""In which periods a unit's answers without a date count that name one."""


@dataclass(frozen=True)
class Person:
    """A person's answer as it is now; `number` changes with it."""

    number: int
    unit: str
    day: date | None
    named: str | None
    gender: str
    age_band: str
    answers: Answers
    word: str | None = None
    """How the service is written."""

    @property
    def said(self) -> tuple[object, ...]:
        """All that the answer says."""
        return self.unit, self.day, self.named, self.gender, self.age_band, self.answers

    def counts_in(self, period: Period, places: "Places") -> bool:
        """Whether the answer counts in a period."""
        if self.day is None:
            return period.code in places[self.unit, self.named]
        return period.start_date <= self.day <= period.end_date


@dataclass(frozen=True)
class Seen:
    """What was public of one set of answers."""

    period: str
    """With the service, where it is of one."""
    unit: str
    people: frozenset[int]
    means: tuple[tuple[float, float], ...]
    """Between what the mean of each unsur lies, by its two decimals and its grade; last, of the sum of all nine, by the
    two IKM."""
    interval: tuple[float, float] | None
    like: tuple[Fraction, Fraction]
    """What the units like it say of an interval (`oracle.like_units`)."""
    cells: Mapping[tuple[str, str], int | None]
    """By characteristic and category; None where hidden. Empty where no profile was public with it."""
    is_of_service: bool = False


@dataclass
class Year:
    """Everything that was public in a year, and who was behind it."""

    people: dict[int, Person] = field(default_factory=dict)
    seen: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    """By unit."""
    told_of_hidden: list[str] = field(default_factory=list)
    """What changed in public when only answers changed that never were public."""
    told_beyond: list[str] = field(default_factory=list)
    """What statistics in public tables say that does not follow from the public indices and intervals beside them."""
    scopes: int = 0
    """How many rows of `ikm_scope` were public."""


def lived_through(
    seed: int,
    settings: Settings,
    publications: int = 60,
    *,
    careless: bool = False,
    sizes: Mapping[str, int] = SIZES,
) -> Year:
    """A regency of tiny and normal units; one, F, sends files without dates only. `careless`: whatever stands on enough
    people is published at once."""
    chance, numbers, year = random.Random(seed), count(), Year()
    registry = registry_of({unit: "kecamatan" if unit < "C" else "dinas" for unit in sizes})
    moods = {unit: [chance.uniform(1.6, 3.7) for _ in UNSUR_COLUMNS] for unit in sizes}
    site, closed = PublicSite(settings), dict[str, list[Person]]()
    spelled: dict[str, Mapping[str, tuple[str, ...]]] = {}
    present = [
        _somebody(chance, next(numbers), unit, moods[unit], 0.3) for unit, size in sizes.items() for _ in range(size)
    ]
    for publication in range(publications):
        share = (publication + 1) / publications
        site.seen_until = date(2024, 1, 1) + timedelta(days=round(366 * share))
        if publication:
            present = _later(chance, present, numbers, moods, share)
        places = _places(present, registry, site.seen_until)
        _closes(chance, closed, present, places, share)
        spelled |= {"": REGISTERS[min(publication * len(REGISTERS) // publications, len(REGISTERS) - 1)]}
        site.services = _register(spelled[""])
        site.closed_services = {code: _register(spelled.setdefault(code, spelled[""])) for code in closed}
        for code in spelled.keys() - closed.keys() - {""}:
            del spelled[code]
        year.people |= {one.number: one for people in (present, *closed.values()) for one in people}
        if careless:
            _notes_everything(year, present, places, settings)
            continue
        official = {code: responses(people) for code, people in closed.items()}
        if publication % 10 == 9 or publication + 1 == publications:
            year.told_of_hidden += _told_of_hidden(chance, year, site, present, places, closed, registry)
        public = site.publishes(responses(present), registry, official)
        _notes(year, public, present, places, closed, registry, spelled)
        year.told_beyond += _told_beyond(public, settings)
        year.scopes += public["ikm_scope"].height
    return year


def _told_beyond(public: Mapping[str, pl.DataFrame], settings: Settings) -> list[str]:
    """Names of public tables that are others than what anyone makes of the public index, with its intervals, and of the
    regency's index: whoever has those learns nothing from these."""
    index, units = public["ikm_unit"], public["unit"].select("unit_code", "unit_type")
    minimum = pl.lit(settings.ranking.minimum_respondents).alias("minimum_respondents")
    again = {
        **public_rankings(index.with_columns(minimum), units)._asdict(),
        "ikm_regency": public_certainty(public["ikm_regency"], index, units),
    }
    tables = {table.name: table for table in PUBLIC_TABLES}
    made = {name: conform(frame, tables[name]).sort(tables[name].key) for name, frame in again.items()}
    return [name for name, frame in made.items() if not frame.equals(public[name])]


def _register(spelled: Mapping[str, tuple[str, ...]]) -> Services:
    return Services(
        tuple(Service(unit, code, words[0], words[1:]) for unit in WORDS for code, words in spelled.items())
    )


def responses(people: Sequence[Person]) -> pl.LazyFrame:
    """Their answers as the accepted responses."""
    rows = [
        dict.fromkeys(RESPONSE.column_names)
        | {"unit_code": one.unit, "response_date": one.day, "period_code": one.named}
        | {"gender": one.gender, "age_band": one.age_band, "service": one.word}
        | dict(zip(UNSUR_COLUMNS, one.answers, strict=True))
        for one in people
    ]
    return pl.DataFrame(rows, schema=frame_schema(RESPONSE)).lazy()


def _somebody(chance: random.Random, number: int, unit: str, mood: Sequence[float], share: float) -> Person:
    day = date(2024, 1, 1) + timedelta(days=chance.randrange(max(1, round(366 * share))))
    named = None
    if unit == "F" or chance.random() < 0.04:
        kinds: tuple[PeriodKind, ...] = ("year", "semester", "quarter")
        named = period_of(day, chance.choices(kinds, (1, 9, 60))[0]).code
    answers = tuple(min(4, max(1, round(chance.gauss(mean, 0.9)))) for mean in mood)
    if unit in SAY_THE_SAME and chance.random() < 0.5:  # who says the same as others, in another service too
        answers = (4,) * len(mood)
    gender = chance.choice([one.value for one in GENDER.categories])
    band = chance.choice([one.value for one in AGE_BAND.categories])
    words = WORDS.get(unit, {None: 1})
    [word] = chance.choices(list(words), list(words.values()))
    return Person(number, unit, None if named else day, named, gender, band, answers, word)


def _later(
    chance: random.Random,
    present: Sequence[Person],
    numbers: "count[int]",
    moods: Mapping[str, Sequence[float]],
    share: float,
) -> list[Person]:
    """Some come, some answers are withdrawn, some are changed: mostly few, sometimes many."""
    later = list(present)
    for unit, mood in moods.items():
        if chance.random() < 0.5:
            coming = chance.choice((1, 1, 2, 3, 5, 9, 10, 11, 15)) if unit > "A" else chance.choice((0, 0, 1))
            later += [_somebody(chance, next(numbers), unit, mood, share) for _ in range(coming)]
        here = [one for one in later if one.unit == unit]
        if chance.random() < 0.12 and here:
            gone = set(chance.sample(here, min(len(here), chance.choice((1, 2, 6, 10, 12)))))
            later = [one for one in later if one not in gone]
        here = [one for one in later if one.unit == unit]
        if chance.random() < 0.12 and here:
            changing = set(chance.sample(here, min(len(here), chance.choice((1, 3, 10, 11)))))
            later = [
                replace(one, number=next(numbers), answers=_somebody(chance, 0, unit, mood, share).answers)
                if one in changing
                else one
                for one in later
            ]
    return later


def _places(present: Sequence[Person], registry: Registry, seen_until: date) -> Places:
    rows = [
        {"unit_code": unit, "response_date": day, "period_code": named}
        for unit, day, named in {(one.unit, one.day, one.named) for one in present}
    ]
    return {
        (row["unit_code"], row["period_code"]): row["counts_in"]
        for row in oracle.placed(rows, registry, seen_until)
        if row["response_date"] is None
    }


def _closes(
    chance: random.Random, closed: dict[str, list[Person]], present: Sequence[Person], places: Places, share: float
) -> None:
    """The first semester is closed some time after it ended, reopened, and closed again."""
    if share > 0.55 and chance.random() < 0.15:
        if "2024-S1" in closed:
            del closed["2024-S1"]
        else:
            closed["2024-S1"] = [one for one in present if one.counts_in(parse_period("2024-S1"), places)]


def _notes(
    year: Year,
    public: Mapping[str, pl.DataFrame],
    present: Sequence[Person],
    places: Places,
    closed: Mapping[str, Sequence[Person]],
    registry: Registry,
    spelled: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> None:
    nrr = _by_key(public["ikm_unsur"])
    cells = _by_key(public["public_profile"])
    shown = public["ikm_unit"].filter(pl.col("figures_of").is_null()).to_dicts()
    groups: dict[tuple[str, str], list[Person]] = {}
    for row in shown:
        key = (row["period_code"], row["unit_code"])
        period = parse_period(key[0])
        now = (one for one in present if one.counts_in(period, places))
        groups[key] = [one for one in closed.get(key[0], now) if one.unit == key[1]]
        if len(groups[key]) != row["respondents"]:
            raise AssertionError(f"{key}: {row['respondents']} respondents, not {len(groups[key])}")
    answers = {
        key: [dict(zip(UNSUR_COLUMNS, one.answers, strict=True)) for one in behind] for key, behind in groups.items()
    }
    for row in shown:
        key = (row["period_code"], row["unit_code"])
        seen = Seen(
            *key,
            frozenset(one.number for one in groups[key]),
            (
                *(_of_unsur(float(str(one["nrr"])), str(one["mutu"])) for one in nrr[key]),
                _of_all(float(row["ikm"]), float(row["ikm_ninth"])),
            ),
            None if row["ikm_low"] is None else (float(row["ikm_low"]), float(row["ikm_high"])),
            oracle.like_units(answers, *key, registry),
            {
                (one["characteristic"], one["category"]): one["respondents"]
                for one in cells[key]
                if one["characteristic"] in ("gender", "age_band")
            },
        )
        if seen not in year.seen[key[1]]:
            year.seen[key[1]].append(seen)
    _notes_services(year, public, present, places, closed, spelled)


def _notes_services(
    year: Year,
    public: Mapping[str, pl.DataFrame],
    present: Sequence[Person],
    places: Places,
    closed: Mapping[str, Sequence[Person]],
    spelled: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> None:
    for row in public["ikm_service"].filter(pl.col("figures_of").is_null()).to_dicts():
        code, unit, service = row["period_code"], row["unit_code"], row["service_code"]
        now = (one for one in present if one.counts_in(parse_period(code), places))
        meant = {word: name for name, words in spelled.get(code, spelled[""]).items() for word in words}
        behind = frozenset(
            one.number
            for one in closed.get(code, now)
            if one.unit == unit and meant.get(str(one.word), UNKNOWN_SERVICE) == service
        )
        if len(behind) != row["respondents"]:
            raise AssertionError(f"{code} {unit} {service}: {row['respondents']} respondents, not {len(behind)}")
        nrr = public["ikm_service_unsur"].filter(period_code=code, unit_code=unit, service_code=service).to_dicts()
        means = (
            *(_of_unsur(float(str(one["nrr"])), str(one["mutu"])) for one in nrr),
            _of_all(float(row["ikm"]), float(row["ikm_ninth"])),
        )
        seen = Seen(f"{code} {service}", unit, behind, means, None, (Fraction(0), Fraction(0)), {}, True)
        if seen not in year.seen[unit]:
            year.seen[unit].append(seen)


def _around(value: float, factor: float = 1) -> tuple[float, float]:
    """What a number with two decimals may have been before it was rounded and multiplied."""
    return (value - 0.005) / factor, (value + 0.005) / factor


def _of_unsur(nrr: float, mutu: str) -> tuple[float, float]:
    low, high = _around(nrr)
    place = [str(grade.mutu) for grade in GRADES].index(mutu)
    low = max(low, (GRADES[place].lowest_hundredths - 0.5) / 2500)
    return low, min(high, (GRADES[place - 1].lowest_hundredths - 0.5) / 2500) if place else high


def _of_all(ikm: float, ikm_ninth: float) -> tuple[float, float]:
    (low, high), (low_exact, high_exact) = _around(ikm, 2.75), _around(ikm_ninth, 25 / 9)
    return max(low, low_exact), min(high, high_exact)


def _by_key(frame: pl.DataFrame) -> Mapping[tuple[str, str], list[dict[str, object]]]:
    found: defaultdict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
    for row in frame.to_dicts():
        found[row["period_code"], row["unit_code"]].append(row)
    return found


def _notes_everything(year: Year, present: Sequence[Person], places: Places, settings: Settings) -> None:
    small = settings.thresholds.small_cell
    for unit in sorted({one.unit for one in present}):
        for code in ("2024", "2024-S1", "2024-S2"):
            behind = [one for one in present if one.unit == unit and one.counts_in(parse_period(code), places)]
            if len(behind) < small:
                continue
            totals = [sum(one.answers[place] for one in behind) for place in range(9)]
            n = len(behind)
            cells = {
                (name, category.value): sum(getattr(one, name) == category.value for one in behind)
                for name, categories in (("gender", GENDER.categories), ("age_band", AGE_BAND.categories))
                for category in categories
            }
            seen = Seen(
                code,
                unit,
                frozenset(one.number for one in behind),
                (
                    *(_around((total * 200 + n) // (2 * n) / 100) for total in totals),
                    _around((sum(totals) * 550 + n) // (2 * n) / 100, 2.75),
                ),
                None,
                (Fraction(0), Fraction(0)),
                {key: number if number >= small else None for key, number in cells.items()},
            )
            if seen not in year.seen[unit]:
                year.seen[unit].append(seen)


def _told_of_hidden(
    chance: random.Random,
    year: Year,
    site: PublicSite,
    present: Sequence[Person],
    places: Places,
    closed: Mapping[str, Sequence[Person]],
    registry: Registry,
) -> list[str]:
    """Lets everyone whose answers never were public, and would not be now, answer otherwise, in closed periods too:
    names of public tables that change. Answers that were public once stay as they are: which of them still count may
    decide whether new figures come. So does whoever says the same as one of them: that is the same."""
    official = {code: responses(people) for code, people in closed.items()}
    decision, public = site.would_publish(responses(present), registry, official)
    told = {number for of_unit in year.seen.values() for seen in of_unit for number in seen.people}
    for period, unit in decision.state("current").iter_rows():
        now = (one for one in present if one.counts_in(parse_period(period), places))
        told |= {one.number for one in closed.get(period, now) if one.unit == unit}
    said = {one.said for one in year.people.values() if one.number in told}
    otherwise = {
        one.number: replace(one, answers=tuple(chance.randint(1, 4) for _ in one.answers))
        for people in (present, *closed.values())
        for one in people
        if one.number not in told and one.said not in said
    }
    others, *of_closed = ([otherwise.get(one.number, one) for one in people] for people in (present, *closed.values()))
    _, then = site.would_publish(
        responses(others), registry, {code: responses(people) for code, people in zip(closed, of_closed, strict=True)}
    )
    return [name for name in public if not public[name].equals(then[name])]

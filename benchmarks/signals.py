"""How often signals of response quality are given, by simulation: by units with nothing to explain, and by units among
whose answers others were planted.

    python -m benchmarks.signals [--units 500] [--seed 1]

A clean unit has visitors who differ, months that differ, half of the time a free service (U4 and U8 are 4), up to one
in twelve who gives one answer nine times; it is closed on weekends or not, has busy days, takes answers in the office,
on the web until late, or around the clock, or types in paper forms on a day or two of each month; one in six gets
better or worse in the middle of the year. Its answers are `ordinary`, `good`, or at the `ceiling`, as in the seed's
first half (most give all fours); one in ten is a resample of `Jatirejo 2024` itself. Planted are 5 to 30 % more
answers, one way each (WAYS). Beside it stand fixed thresholds, and the share of answers of which another has 85 % of
all items in common (N. Kuriakose and M. Robbins, Statistical Journal of the IAOS 32, 2016, 283–291: more than 5 % of
rows).

Prints what `tests/spec/test_15_signals.py` holds as tables. Not here: any rule (`transforms.figures.quality_signals`).
"""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from contracts.registry import Registry, Unit
from contracts.tables import COUNTED_PERIOD, RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from transforms.figures.quality_signals import PAPER, signal_rows
from transforms.schema import empty_frame, frame_schema

Ints = npt.NDArray[np.int64]
YEAR: Final = np.datetime64("2024-01-01")
LEVELS: Final = {"ordinary": (1.0, 1.9), "good": (1.9, 2.9), "ceiling": (3.2, 4.4)}
"""Kind of unit → how satisfied its visitors are on the latent scale: from and to."""
SEED_LIKE: Final = "Jatirejo 2024"
WAYS: Final = ("copies", "sittings", "one day", "nights", "one pattern")
UNTOLD: Final = "all fours, any day"
"""What nothing tells from visitors who give all fours, unless the others are far from it."""
FEWEST, MOST = 0.05, 0.3
NO_WAY: Final = "clean"
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_ITEMS_ALIKE: Final = 0.85


class People(NamedTuple):
    """Answers of one unit: seconds since the year began, nine answers each, and characteristics as numbers."""

    at: Ints
    answers: Ints
    profile: Ints

    def and_others(self, others: "People") -> "People":
        """All of both."""
        return People(*(np.concatenate(both) for both in zip(self, others, strict=True)))


class Made(NamedTuple):
    """A unit that was made: what it is, and its people."""

    level: str
    mode: str
    people: People


def clean_unit(level: str, random: np.random.Generator) -> Made:
    """A unit with nothing to explain."""
    n = int(np.exp(random.uniform(np.log(200), np.log(1500))))
    mode = str(random.choice(["daring", "", "luring", "campuran"], p=(0.4, 0.4, 0.1, 0.1)))
    on_paper = mode in ("luring", "campuran")
    at = _moments(n, on_paper, random)
    month = at // _DAY // 31
    if level == SEED_LIKE:
        n_first = month < 6
        share = np.where(n_first[:, None], 0.987, 0.57)
        answers = 3 + (random.random((n, 9)) < share).astype(np.int64)
        answers[:, [3, 7]] = 4
    else:
        latent = random.uniform(*LEVELS[level]) + random.normal(0, random.uniform(0.3, 0.9), n)
        latent = latent + random.normal(0, random.uniform(0, 0.2), 12)[month]
        if random.random() < 1 / 6:
            latent = latent + random.uniform(-1, 1) * (month >= random.integers(4, 9))
        answers = _answers(latent, random.normal(0, 0.4, 9), random)
        if random.random() < 1 / 2:
            answers[:, [3, 7]] = 4
        straight = random.random(n) < random.uniform(0, 1 / 12)
        answers[straight] = np.rint(answers[straight].mean(axis=1)).astype(np.int64)[:, None]
    return Made(level, mode, People(at, answers, _profiles(n, told=bool(random.random() < 0.7), random=random)))


def _moments(n: int, on_paper: bool, random: np.random.Generator) -> Ints:
    days = np.arange(366)
    if on_paper:
        typed = np.concatenate(
            [31 * month + random.choice(28, random.integers(1, 3), replace=False) for month in range(11)]
        )
        day = np.sort(random.choice(typed, n))
        first = 8 * _HOUR + random.integers(0, 3 * _HOUR, 366)[day]
        sitting = np.concatenate([np.arange(count) for count in np.unique(day, return_counts=True)[1]])
        return np.asarray(day * _DAY + first + sitting * random.integers(20, 60), dtype=np.int64)
    weight = random.gamma(4, 0.25, 366)
    if random.random() < 0.7:
        weight[(days + 1) % 7 >= 6] = 0  # The year began on a Monday.
    if random.random() < 1 / 2:
        weight[random.choice(366, random.integers(1, 13), replace=False)] *= 5
    weight[random.integers(300, 366) :] = 0
    day = random.choice(days, n, p=weight / weight.sum())
    if random.random() < 0.05:
        return np.asarray(day * _DAY + random.integers(0, _DAY, n), dtype=np.int64)
    office = random.integers(8 * _HOUR, 15 * _HOUR, n)
    late = 15 * _HOUR + np.minimum(random.exponential(2.5 * _HOUR, n), 8.9 * _HOUR).astype(np.int64)
    return np.asarray(day * _DAY + np.where(random.random(n) < random.uniform(0, 0.15), late, office), dtype=np.int64)


def _answers(latent: npt.NDArray[np.float64], items: npt.NDArray[np.float64], random: np.random.Generator) -> Ints:
    said = latent[:, None] + items + random.normal(0, 0.8, (latent.size, 9))
    return np.asarray(1 + np.digitize(said, (-1.2, 0.0, 1.6)), dtype=np.int64)


def _profiles(n: int, *, told: bool, random: np.random.Generator) -> Ints:
    profile = np.stack([random.integers(0, high, n) for high in (2, 55, 6, 8, 5)], axis=1)
    profile[:, 1] += 17
    if not told:
        profile[:, 2:] = 0
    return profile


def planted(way: str, share: float, to: People, random: np.random.Generator) -> People:
    """Answers that are planted among others: good ones, of people like the unit's own."""
    n = int(np.ceil(share * to.at.size))
    profile = to.profile[random.integers(0, to.at.size, n)].copy()
    profile[:, 1] = random.integers(17, 72, n)
    answers = np.where(random.random((n, 9)) < 0.97, 4, 3).astype(np.int64)
    days = np.unique(to.at // _DAY)
    office = random.integers(8 * _HOUR, 15 * _HOUR, n)
    if way == "copies":
        best = np.argsort(-to.answers.sum(axis=1), kind="stable")[: max(to.at.size // 2, n)]
        which = random.choice(best, n, replace=False)
        return People(to.at[which] + random.integers(1, 20 * _MINUTE, n), to.answers[which], to.profile[which])
    if way == "sittings":
        begin = random.choice(days[-max(days.size // 12, 2) :], n // 15 + 1) * _DAY + random.integers(
            9 * _HOUR, 14 * _HOUR, n // 15 + 1
        )
        at = begin[np.arange(n) // 15] + np.arange(n) % 15 * random.integers(8, 20)
        return People(np.asarray(at, dtype=np.int64), answers, profile)
    if way == "one day":
        return People(np.full(n, random.choice(days)) * _DAY + office, answers, profile)
    if way == "nights":
        at = random.choice(days, n) * _DAY + (21 * _HOUR + random.integers(0, 8 * _HOUR, n)) % _DAY
        return People(at, answers, profile)
    good = np.flatnonzero((to.answers.sum(axis=1) >= 32) & ((to.answers != 4).sum(axis=1) >= 2))
    one = to.answers[random.choice(good)] if way == "one pattern" and good.size else np.full(9, 4, dtype=np.int64)
    return People(random.choice(days, n) * _DAY + office, np.tile(one, (n, 1)), profile)


def frame(units: Sequence[Made]) -> pl.DataFrame:
    """The responses (columns of RESPONSE) of these units, u0 … , in the order of their answers' moments."""
    schema = frame_schema(RESPONSE)
    parts = []
    for number, made in enumerate(units):
        order = np.argsort(made.people.at, kind="stable")
        at, answers, profile = (values[order] for values in made.people)
        moments = YEAR.astype("datetime64[us]") + at.astype("timedelta64[s]")
        columns = {
            "unit_code": np.full(at.size, f"u{number:04d}"),
            "submitted_at": moments,
            "response_date": moments.astype("datetime64[D]"),
            "gender": profile[:, 0].astype(str),
            "age": profile[:, 1],
            "education": profile[:, 2].astype(str),
            "occupation": profile[:, 3].astype(str),
            "service": profile[:, 4].astype(str),
            "file_id": np.full(at.size, f"file {number}"),
            "sheet": np.full(at.size, ""),
            "row_number": np.arange(2, at.size + 2),
            **{name: answers[:, place] for place, name in enumerate(UNSUR_COLUMNS)},
        }
        parts.append(pl.DataFrame(columns))
    # Keys are hashes: they say nothing of the order.
    keys = pl.struct("unit_code", "row_number").hash(7) // 2
    whole = pl.concat(parts).with_columns(response_key=keys)
    return whole.select(
        (pl.col(name) if name in whole.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    )


def signalled(units: Sequence[Made]) -> list[set[str]]:
    """Kinds of signal that each unit gives for its year."""
    registry = Registry(tuple(_registered(f"u{number:04d}", made) for number, made in enumerate(units)))
    rows = signal_rows(frame(units).lazy(), empty_frame(COUNTED_PERIOD), registry, ("year",))
    found: list[set[str]] = [set() for _ in units]
    for unit_code, signal in rows.select("unit_code", "signal").unique().iter_rows():
        found[int(unit_code[1:])].add(signal)
    return found


def _registered(code: str, made: Made) -> Unit:
    served = int(made.people.at[0]) % 3000 + 300
    return Unit(
        *(code, code, "dinas", None, (), None, (("2024", served),)),
        survey_mode=made.mode,
    )


def by_thresholds(made: Made) -> set[str]:
    """Which fixed thresholds a unit goes beyond."""
    at, answers, profile = made.people
    n, total, day = at.size, answers.sum(axis=1), at // _DAY
    found = set()
    for month in np.unique(day // 31):
        here = day // 31 == month
        if min(here.sum(), (~here).sum()) >= 10:
            one, rest = total[here], total[~here]
            if abs(one.mean() - rest.mean()) > 4 * np.sqrt(one.var() / one.size + rest.var() / rest.size):
                found.add("month")
    whole = np.concatenate([answers, profile, day[:, None]], axis=1)
    times = np.unique(whole, axis=0, return_counts=True)[1]
    checks: list[tuple[str, Callable[[], bool]]] = [
        ("same", lambda: bool(times[times > 1].sum() > 0.02 * n)),
        ("day", lambda: bool(np.unique(day, return_counts=True)[1].max() > 0.2 * n)),
        ("night", lambda: bool((((at % _DAY) >= 21 * _HOUR) | ((at % _DAY) < 6 * _HOUR)).sum() > 0.05 * n)),
        ("pattern", lambda: bool(np.unique(answers, axis=0, return_counts=True)[1].max() > 0.3 * n)),
        ("burst", lambda: _equal_burst(at, answers)),
    ]
    return found | {name for name, check in checks if check()}


def _equal_burst(at: Ints, answers: Ints) -> bool:
    order = np.argsort(at, kind="stable")
    moments, pattern = at[order], answers[order] @ 10 ** np.arange(9)
    return any(
        moments[begin + 9] - moments[begin] <= 5 * _MINUTE
        and np.unique(pattern[begin : begin + 10], return_counts=True)[1].max() >= 8
        for begin in range(at.size - 9)
    )


def by_match(made: Made) -> bool:
    """Whether more than 5 % of the answers have another one with 85 % of all items in common."""
    items = np.concatenate([made.people.answers, made.people.profile], axis=1)
    alike = np.zeros((items.shape[0],) * 2, dtype=np.int8)
    for column in items.T:
        alike += column[:, None] == column[None, :]
    np.fill_diagonal(alike, 0)
    return bool((alike.max(axis=1) >= _ITEMS_ALIKE * items.shape[1]).mean() > 0.05)


class Trial(NamedTuple):
    """One unit, and who found it."""

    way: str
    share: float
    level: str
    on_paper: bool
    kinds: frozenset[str]
    thresholds: bool
    match: bool


def trials(units: int, seed: int, *, beside: bool = True) -> Iterator[Trial]:
    """So many clean units, and as many among whose answers others were planted. `beside`: also what the naive rules
    find, which takes longer."""
    random = np.random.default_rng(seed)
    levels = [SEED_LIKE if number % 10 == 0 else list(LEVELS)[number % len(LEVELS)] for number in range(units)]
    clean = [clean_unit(level, random) for level in levels]
    asked: list[tuple[str, float]] = [(NO_WAY, 0.0)] * units
    changed = []
    for number, made in enumerate(clean):
        way, share = (*WAYS, UNTOLD)[number // 3 % (len(WAYS) + 1)], random.uniform(FEWEST, MOST)
        asked.append((way, share))
        others = planted(way, share, made.people, random)
        changed.append(made._replace(people=made.people.and_others(others)))
    for (way, share), made, kinds in zip(asked, clean + changed, signalled(clean) + signalled(changed), strict=True):
        yield Trial(
            *(way, share, made.level, made.mode in PAPER, frozenset(kinds)),
            thresholds=beside and bool(by_thresholds(made)),
            match=beside and by_match(made),
        )


def table(found: Iterable[Trial]) -> list[list[str]]:
    """Shares of units found, by way and by share planted, a header first."""
    listed = list(found)
    ways = [one for one in listed if one.way in WAYS and not one.on_paper]
    planted_too = [
        (f"{level}, {said}", [one for one in some if one.level == level])
        for said, some in ((NO_WAY, [one for one in listed if one.way == NO_WAY]), ("planted", ways))
        for level in (*LEVELS, SEED_LIKE)
    ]
    groups = [
        (NO_WAY, [one for one in listed if one.way == NO_WAY]),
        *((way, [one for one in ways if one.way == way]) for way in WAYS),
        *(
            (f"{low * 100:.0f} to {high * 100:.0f} % planted", [one for one in ways if low <= one.share < high])
            for low, high in ((FEWEST, 0.1), (0.1, 0.2), (0.2, MOST))
        ),
        *planted_too,
        ("all five ways", ways),
        ("the five ways, among paper forms", [one for one in listed if one.way in WAYS and one.on_paper]),
        (UNTOLD, [one for one in listed if one.way == UNTOLD]),
    ]
    rows = [["units", "number", "signals", "thresholds", "85 % match"]]
    for name, some in groups:
        shares = [
            sum(hits) / max(len(some), 1)
            for hits in (
                [bool(one.kinds) for one in some],
                [one.thresholds for one in some],
                [one.match for one in some],
            )
        ]
        rows.append([name, str(len(some)), *(f"{share:.3f}" for share in shares)])
    return rows


def main() -> None:
    """Prints the table, and how often each kind of signal was given."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    found = list(trials(chosen.units, chosen.seed))
    for row in table(found):
        print(" | ".join(row))
    for way in (NO_WAY, *WAYS):
        kinds = [kind for one in found if one.way == way for kind in one.kinds]
        print(way, {kind: kinds.count(kind) for kind in sorted(set(kinds))})


if __name__ == "__main__":
    main()

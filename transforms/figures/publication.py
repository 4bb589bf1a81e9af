"""Which figures of a unit the public gets: new ones, the former ones, or none. Decided here once, for all of them.

Two figures of one unit, subtracted, are a figure of those who stand in one of them only. So before new figures come,
they are laid beside everything that was ever public of the unit and calendar year, every period and every
publication. Here an answer is a person's nine answers with the characteristics and the date: one that was changed is
another one.

**The rule**: no combination of sums, old and new, whatever the factors, may stand on some answers but on fewer than
`small_cell`. **Why it is enough**: call atoms the answers that stand in exactly the same public sets. Every published
sum is a sum over whole atoms, so whoever exchanges what people of one atom said changes nothing that is public; and
whatever can be worked out by adding and subtracting stands, by the rule, on `small_cell` people or more, or on nobody.
No period crosses a year and no answer belongs to two units, so a unit and year can be judged alone. **How far it
reaches**: linear combinations of sums, with any factors. What an average itself tells (everybody gave the highest
answer) it tells.

**Services** are further sets of the same unit and year, judged after all periods of the unit itself: what a publication
tells of a unit does not depend on what it tells of its services. From then on the unit's new figures, too, are judged
beside them. Two answers of one service and another may say the same, and which of them is gone no hash can tell. So
beside services, of what was told only those answers count that no other one says as well: each is one person, whatever
became of the others. The rule is then the narrower one of `transforms.figures.combinations.ToldSets`, which is
quickly told of many sets.

Belongs here: sets, and which are shown. Not here: the rule (`transforms.figures.combinations`), answers
(`transforms.figures.public_answers`), digits and rows of a public table (`transforms.figures.withholding`), where the
record lies (`pipeline.publications`).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import polars as pl

from contracts.periods import PERIOD_KINDS, PeriodKind, parse_period
from contracts.respondent import CHARACTERISTICS
from contracts.services import UNKNOWN_SERVICE
from transforms.figures.combinations import ToldSets, gives_away
from transforms.figures.periods import in_periods
from transforms.figures.profile import respondent_profile
from transforms.figures.public_answers import FAMILY, sayings
from transforms.figures.sums import PROFILE_COUNTS
from transforms.figures.suppression import hidden_categories

State = Literal["current", "former"]

SHOWN: Final = pl.Schema(
    {
        "period_code": pl.String(),
        "unit_code": pl.String(),
        "service_code": pl.String(),
        "state": pl.String(),
        "set_id": pl.String(),
    }
)
"""What the public sees of a unit and period (`service_code` is UNIT_ITSELF) and of its services; what is not there is
not shown. `set_id` names the set of answers."""
UNIT_ITSELF: Final = ""
_SET: Final = ["period_code", "unit_code", "service_code", "set_id"]
WITHHELD: Final = pl.Schema({"unit_code": pl.String(), "people": pl.Int64()})

PROFILE_MARK: Final = "@"
"""Before the name of a set whose profile was public too."""
_OF_SERVICE: Final = "/"
"""Between a period and the service in the name of a set."""
_SAYING: Final = "saying"
_CELL: Final = ["unit_code", "year", "live", "month", "named", "service_code", "official", "sets"]


@dataclass(frozen=True)
class Decision:
    """What the public gets. `shown` has SHOWN, `answers` PUBLIC_ANSWERS as the record will be once it is public;
    `with_profile` period_code and unit_code of the current figures whose profile is shown; `withheld` (WITHHELD) how
    many answers of a unit count without being shown, or are shown without counting any more."""

    shown: pl.DataFrame
    answers: pl.LazyFrame
    with_profile: pl.DataFrame
    withheld: pl.DataFrame

    @property
    def withheld_units(self) -> int:
        """Units of which answers are withheld."""
        return self.withheld.height

    @property
    def withheld_people(self) -> int:
        """Answers that are withheld."""
        return int(self.withheld.get_column("people").sum())

    def state(self, state: State) -> pl.DataFrame:
        """period_code and unit_code of what is shown so."""
        return self.shown.filter(state=state, service_code=UNIT_ITSELF).select("period_code", "unit_code")

    def services(self, state: State) -> pl.DataFrame:
        """period_code, unit_code and service_code of the services that are shown so."""
        of_services = self.shown.filter(pl.col("service_code") != UNIT_ITSELF, state=state)
        return of_services.select("period_code", "unit_code", "service_code")


def decide(
    live: pl.DataFrame,
    official: Mapping[str, pl.DataFrame],
    candidates: pl.DataFrame,
    counted_period: pl.DataFrame,
    record: pl.DataFrame,
    shown_before: pl.DataFrame,
    profiles: tuple[pl.DataFrame, pl.DataFrame],
    small_cell: int,
    kinds: Collection[PeriodKind],
) -> Decision:
    """What of the figures as they are now the public gets.

    `live`, and `official` by closed period: `public_answers`. `candidates`: period_code, unit_code and publishable of
    every index there is now. `counted_period`: that table. `record` (PUBLIC_ANSWERS) and `shown_before` (SHOWN): what
    was public. `profiles`: `public_profile` of these candidates, for what it hides anyway, and as it was public last.

    A unit's closed periods come first, then the longer before the shorter. For each: as it is now, where the rule
    above holds and enough people answered; else as it was, while at least `small_cell` people stand behind it; else
    not at all. Fewer than that are never shown, whatever was before. Then its services in the same order of periods,
    those with most answers first; new figures of one only beside new figures of the unit."""
    answers = _joined(live, official, record)
    cells = _cells(answers)
    wanted = [
        (period, unit, publishable)
        for period, unit, publishable in candidates.select("period_code", "unit_code", "publishable").iter_rows()
        if parse_period(period).kind in kinds
    ]
    by_family: defaultdict[tuple[str, int], dict[str, bool]] = defaultdict(dict)
    for period, unit, publishable in wanted:
        by_family[unit, int(period[:4])][period] = publishable
    former: dict[tuple[str, str, str], str] = {
        (period, unit, service): set_id for period, unit, service, set_id in shown_before.select(_SET).iter_rows()
    }
    shown: list[tuple[str, str, str, State, str]] = []
    joined_sets: dict[int, list[str]] = {}
    counting = _counting(cells, counted_period)
    for family, of_family in _families(cells):
        judged = _Family(of_family, counting, small_cell)
        unit, periods = family[0], by_family[family]
        states: dict[str, State] = {}
        for period in sorted(periods, key=lambda code: (code not in official, _longest_first(code))):
            members = judged.official(period) if period in official else judged.counting(period)
            before = former.get((period, unit, UNIT_ITSELF))
            state, set_id = judged.judge(period, members, before, periods[period])
            if state is not None:
                shown.append((period, unit, UNIT_ITSELF, state, set_id))
                states[period] = state
        for period, of_unit in states.items():
            services = judged.official_services(period) if period in official else judged.services(period)
            for service, members in services:
                before = former.get((period, unit, service))
                name = f"{period}{_OF_SERVICE}{service}"
                state, set_id = judged.judge(name, members, before, of_unit == "current")
                if state is not None:
                    shown.append((period, unit, service, state, set_id))
        joined_sets |= judged.accepted()
    shown_now = pl.DataFrame(shown, schema=SHOWN, orient="row")
    of_units = shown_now.filter(service_code=UNIT_ITSELF)
    cells = _with_sets(cells, joined_sets)
    with_profile = _with_profile(cells, of_units, profiles, small_cell)
    profiled = of_units.join(with_profile, on=["period_code", "unit_code"], how="semi")
    cells = _marked(cells, profiled, of_units)
    return Decision(
        shown=shown_now,
        answers=_recorded(answers, cells).lazy(),
        with_profile=with_profile,
        withheld=_withheld(cells),
    )


def of_all_units(decisions: Sequence[Decision]) -> Decision:
    """What was decided of some units each, as one: a unit is decided alone."""
    return Decision(
        shown=pl.concat([one.shown for one in decisions]),
        answers=pl.concat([one.answers for one in decisions]),
        with_profile=pl.concat([one.with_profile for one in decisions]),
        withheld=pl.concat([one.withheld for one in decisions]),
    )


class _Family:
    """A unit in one calendar year: which sets were public, which become so."""

    def __init__(
        self, cells: Sequence[Mapping[str, Any]], counting: Mapping[str, Collection[int]], small_cell: int
    ) -> None:
        self._cells = cells
        self._counting = counting
        self._small_cell = small_cell
        self._sizes = [cell["respondents"] for cell in cells]
        self._sayings: list[Sequence[int]] = [cell.get(_SAYING, ()) for cell in cells]
        self._sets: dict[str, frozenset[int]] = {}
        self._new: dict[str, frozenset[int]] = {}
        self._told = ToldSets(len(cells))
        self._counted: list[int] | None = None
        before: defaultdict[str, set[int]] = defaultdict(set)
        for number, cell in enumerate(cells):
            for name in cell["sets"].split("|") if cell["sets"] else ():
                before[name.removeprefix(PROFILE_MARK)].add(number)
        for name, members in before.items():
            self._tell(name, frozenset(members))

    def official(self, period: str) -> frozenset[int]:
        """Cells of the answers a closed period stands on."""
        return frozenset().union(*self._official_by_service(period).values())

    def official_services(self, period: str) -> list[tuple[str, frozenset[int]]]:
        """The services they count in, with the cells of each."""
        return self._in_order(self._official_by_service(period))

    def counting(self, period: str) -> frozenset[int]:
        """Cells of the answers that count in a period now."""
        return frozenset().union(*self._now_by_service(period).values())

    def services(self, period: str) -> list[tuple[str, frozenset[int]]]:
        """The services they count in now, with the cells of each."""
        return self._in_order(self._now_by_service(period))

    def _official_by_service(self, period: str) -> dict[str, set[int]]:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for number, cell in enumerate(self._cells):
            for one in cell["official"].split("|"):
                of_period, _, service = one.partition(_OF_SERVICE)
                if of_period == period:
                    found[service].add(number)
        return found

    def _now_by_service(self, period: str) -> dict[str, set[int]]:
        found, there = defaultdict[str, set[int]](set), self._counting.get(period, ())
        for number, cell in enumerate(self._cells):
            if cell["cell"] in there:
                found[cell["service_code"]].add(number)
        return found

    def _in_order(self, services: Mapping[str, Collection[int]]) -> list[tuple[str, frozenset[int]]]:
        """Those with most answers first, what is not known last; none of a unit without a register."""
        found = [(service, frozenset(members)) for service, members in services.items() if service]
        return sorted(found, key=lambda one: (one[0] == UNKNOWN_SERVICE, -self._people(one[1]), one[0]))

    def judge(
        self, named: str, members: frozenset[int], before: str | None, publishable: bool
    ) -> tuple[State | None, str]:
        """How the period, or a service in it, is shown, and the name of the set of answers behind it."""
        people, set_id = self._people(members), self._name(named, members)
        was = self._sets.get(before, frozenset()) if before else frozenset()
        if people >= self._small_cell and (set_id == before or (publishable and self._allowed(set_id, members))):
            self._tell(set_id, members)
            self._new[set_id] = members
            return "current", set_id
        differ = self._people(members ^ was)
        if self._people(was) >= self._small_cell and (people >= self._small_cell or differ < self._small_cell):
            return "former", before or ""
        return None, ""

    def accepted(self) -> dict[int, list[str]]:
        """The sets that become public, by the number of each cell in them."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for name, members in self._new.items():
            for number in members:
                found[self._cells[number]["cell"]].append(name)
        return dict(found)

    def _allowed(self, set_id: str, members: frozenset[int]) -> bool:
        if set_id in self._sets:
            return True
        if any(_OF_SERVICE in name for name in (*self._sets, set_id)):
            return self._told.stands_apart(members, self._people_for_sure(), self._small_cell)
        return not gives_away([*self._sets.values(), members], self._sizes, self._small_cell)

    def _tell(self, set_id: str, members: frozenset[int]) -> None:
        if set_id not in self._sets:
            if not all(self._told.patterns[number] for number in members):
                self._counted = None
            self._told.add(members)
            self._sets[set_id] = members

    def _people_for_sure(self) -> list[int]:
        """Of each cell the answers that no other told one says as well; all of those that were told nowhere."""
        if self._counted is None:
            told = Counter(
                said
                for place, sayings in zip(self._told.patterns, self._sayings, strict=True)
                if place
                for said in sayings
            )
            self._counted = [
                sum(told[said] == 1 for said in sayings) if place else size
                for place, sayings, size in zip(self._told.patterns, self._sayings, self._sizes, strict=True)
            ]
        return self._counted

    def _people(self, members: Iterable[int]) -> int:
        return sum(self._sizes[number] for number in members)

    def _name(self, named: str, members: frozenset[int]) -> str:
        """The same answers have the same name, whenever they are shown."""
        mixed = 0
        for number in members:
            mixed ^= self._cells[number]["mixed"]
        return f"{named}#{self._people(members)}-{mixed:016x}"


def _joined(live: pl.DataFrame, official: Mapping[str, pl.DataFrame], record: pl.DataFrame) -> pl.DataFrame:
    """One row per answer that counts, is official or was public: where it counts, `official` and `sets` as text; where
    services are told of, what it says as `saying`."""
    key = [*FAMILY, "answer"]
    in_service = pl.when(pl.col("service_code") != UNIT_ITSELF).then(pl.lit(_OF_SERVICE) + pl.col("service_code"))
    closed = [
        frame.select(*key, (pl.lit(period) + in_service.fill_null("")).alias("period")).unique()
        for period, frame in sorted(official.items())
    ]
    of_closed = (
        pl.concat([record.clear().select(*key, pl.lit("").alias("period")), *closed])
        .group_by(key)
        .agg(pl.col("period").sort().str.join("|").alias("official"))
    )
    was = record.select(*key, pl.col("sets").list.join("|"))
    answers = (
        live.with_columns(pl.lit(value=True).alias("live"))
        .join(of_closed, on=key, how="full", coalesce=True)
        .join(was, on=key, how="full", coalesce=True)
        .with_columns(pl.col("live").fill_null(value=False), pl.col("service_code", "official", "sets").fill_null(""))
    )
    with_services = any((frame.get_column("service_code") != UNIT_ITSELF).any() for frame in (live, *official.values()))
    if not with_services and not answers.get_column("sets").str.contains(_OF_SERVICE, literal=True).any():
        return answers
    return answers.with_columns(sayings(answers.get_column("answer")).alias(_SAYING))


def _cells(answers: pl.DataFrame) -> pl.DataFrame:
    """Answers that cannot be told apart by where they count: how many, their characteristics, a hash of all."""
    counts = [
        (pl.col(one.column) == category.value).sum().cast(pl.Int64).alias(PROFILE_COUNTS[one.name, category.value])
        for one in CHARACTERISTICS
        for category in one.categories
    ]
    return (
        answers.group_by(_CELL)
        .agg(
            pl.len().cast(pl.Int64).alias("respondents"),
            pl.col("answer").bitwise_xor().alias("mixed"),
            *counts,
            *(pl.col(name) for name in answers.columns if name == _SAYING),
        )
        .sort(_CELL)
        .with_row_index("cell")
    )


def _families(cells: pl.DataFrame) -> Iterator[tuple[tuple[str, int], list[dict[str, Any]]]]:
    columns = ["cell", *_CELL, "respondents", "mixed", _SAYING]
    of_all = cells.select(name for name in columns if name in cells.columns)
    for (unit, year), of_family in of_all.group_by(FAMILY, maintain_order=True):
        yield (str(unit), int(str(year))), of_family.to_dicts()


def _with_sets(cells: pl.DataFrame, joined: Mapping[int, Sequence[str]]) -> pl.DataFrame:
    """The cells with `now`: the sets they stand in, those that become public included, as a list."""
    added = pl.DataFrame(
        {"cell": list(joined), "added": list(joined.values())},
        schema={"cell": pl.UInt32(), "added": pl.List(pl.String())},
    )
    before = pl.col("sets").str.split("|").list.eval(pl.element().filter(pl.element() != ""))
    return cells.join(added, on="cell", how="left", maintain_order="left").with_columns(
        pl.concat_list(before, pl.col("added").fill_null([])).list.unique().list.sort().alias("now")
    )


def _with_profile(
    cells: pl.DataFrame, shown: pl.DataFrame, profiles: tuple[pl.DataFrame, pl.DataFrame], small_cell: int
) -> pl.DataFrame:
    """period_code and unit_code of the current figures beside which the profile is shown.

    Of a unit whose profile of that calendar year was public before, only where nothing public is gone, and no
    category would have to be hidden that is not hidden anyway, were every atom of old and new profiles a period, nor
    was hidden before beside others that were told."""
    current = shown.filter(state="current").with_columns(
        pl.col("period_code").str.slice(0, 4).cast(pl.Int64).alias("year")
    )
    marked = pl.col("now").list.eval(pl.element().filter(pl.element().str.starts_with(PROFILE_MARK)))
    of_families = cells.join(current.select(FAMILY).unique(), on=FAMILY, how="semi").with_columns(
        marked.list.join("|").alias("profiled")
    )
    told_before = of_families.filter(pl.col("profiled") != "").select(FAMILY).unique()
    news = (
        current.join(told_before, on=FAMILY, how="semi")
        .join(
            of_families.select(*FAMILY, pl.col("profiled").str.split("|").alias("told"))
            .explode("told")
            .with_columns(pl.col("told").str.strip_prefix(PROFILE_MARK).alias("set_id"))
            .select(*FAMILY, "set_id")
            .unique(),
            on=[*FAMILY, "set_id"],
            how="anti",
        )
        .select(FAMILY)
        .unique()
    )
    if news.is_empty():
        return current.select("period_code", "unit_code")
    atoms = (
        _among(current, of_families.join(news, on=FAMILY, how="semi"))
        .with_columns(pl.concat_str("profiled", pl.col("among").list.join("|"), separator="/").alias("atom"))
        .drop("among")
    )
    gone = atoms.filter((pl.col("profiled") != "") & ~pl.col("live")).select(FAMILY).unique()
    counted = (
        atoms.filter(pl.col("atom") != "/")
        .group_by(*FAMILY, pl.col("atom").alias("period_code"))
        .agg(pl.col("respondents", *PROFILE_COUNTS.values()).sum())
    )
    of_atoms = respondent_profile(counted).join(
        counted.select("period_code", "unit_code", "year"), on=["period_code", "unit_code"]
    )
    category = [*FAMILY, "characteristic", "category"]
    now, before = (
        frame.with_columns(pl.col("period_code").str.slice(0, 4).cast(pl.Int64).alias("year")) for frame in profiles
    )
    in_part = pl.col("suppressed").not_().any().over("period_code", "unit_code", "characteristic")
    was_hidden = before.filter(in_part).filter("suppressed").join(news, on=FAMILY, how="semi")
    must_be = pl.concat(
        [hidden_categories(of_atoms, small_cell).select(category), was_hidden.select(category)]
    ).unique()
    more = must_be.join(now.filter("suppressed").select(category).unique(), on=category, how="anti")
    return (
        current.join(gone, on=FAMILY, how="anti").join(more, on=FAMILY, how="anti").select("period_code", "unit_code")
    )


def _marked(cells: pl.DataFrame, profiled: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """`now` with a mark for each set whose profile becomes public; `told`: it stands in something shown now."""
    marks = pl.col("among").list.eval(PROFILE_MARK + pl.element())
    told = _among(shown, cells).get_column("among").list.len() > 0
    return (
        _among(profiled, cells)
        .with_columns(pl.concat_list("now", marks).list.unique().list.sort(), told.alias("told"))
        .drop("among")
    )


def _among(sets: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """The cells with `among`: of the sets they stand in, these of their unit (`unit_code`, `set_id`). Units with the
    same answers have sets of the same name."""
    of_unit = sets.group_by("unit_code").agg(pl.col("set_id").unique())
    return (
        cells.join(of_unit, on="unit_code", how="left", maintain_order="left")
        .with_columns(pl.col("now").list.set_intersection(pl.col("set_id").fill_null([])).list.sort().alias("among"))
        .drop("set_id")
    )


def _recorded(answers: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    public = cells.filter(pl.col("now").list.len() > 0).select(*_CELL, "now")
    return (
        answers.join(public, on=_CELL, nulls_equal=True)
        .select(*FAMILY, "answer", pl.col("now").alias("sets"))
        .sort(*FAMILY, "answer")
    )


def _withheld(cells: pl.DataFrame) -> pl.DataFrame:
    """WITHHELD: answers that count but stand in nothing that is shown, or stand there but count no more."""
    return (
        cells.filter(pl.col("live") != pl.col("told"))
        .group_by("unit_code")
        .agg(pl.col("respondents").sum().alias("people"))
        .sort("unit_code")
        .cast(WITHHELD)
    )


def _counting(cells: pl.DataFrame, counted_period: pl.DataFrame) -> dict[str, set[int]]:
    """By period, the cells of the answers that count there now."""
    live = cells.filter("live").select("cell", "unit_code", "month", pl.col("named").alias("period_code"))
    found: defaultdict[str, set[int]] = defaultdict(set)
    for period, cell in in_periods(live, counted_period).select("period_code", "cell").iter_rows():
        found[period].add(cell)
    return found


def _longest_first(period_code: str) -> tuple[int, str]:
    return PERIOD_KINDS.index(parse_period(period_code).kind), period_code

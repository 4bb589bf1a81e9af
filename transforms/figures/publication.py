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
answer) it tells. A finer grain, such as the services of a unit, joins as further sets of the same unit and year.

Belongs here: answers, sets, the rule. Not here: digits and rows of a public table (`transforms.figures.withholding`),
where the record lies (`pipeline.publications`).
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from contracts.periods import PERIOD_KINDS, PeriodKind, parse_period
from contracts.respondent import CHARACTERISTICS
from contracts.unsur import UNSUR_COLUMNS
from transforms.figures.periods import in_periods
from transforms.figures.profile import respondent_profile
from transforms.figures.sums import PROFILE_COUNTS
from transforms.figures.suppression import hidden_categories

State = Literal["current", "former"]

PUBLIC_ANSWERS: Final = pl.Schema(
    {"unit_code": pl.String(), "year": pl.Int64(), "answer": pl.UInt64(), "sets": pl.List(pl.String())}
)
"""Every answer behind anything that was ever public: a hash of what it says, and the sets it stands in."""
SHOWN: Final = pl.Schema(
    {"period_code": pl.String(), "unit_code": pl.String(), "state": pl.String(), "set_id": pl.String()}
)
"""What the public sees of a unit and period; one that is not there is not shown. `set_id` names the set of answers."""
WITHHELD: Final = pl.Schema({"unit_code": pl.String(), "people": pl.Int64()})

PROFILE_MARK: Final = "@"
"""Before the name of a set whose profile was public too."""
_MOST_SMALL_ATOMS: Final = 10
"""Beyond, combinations are not tried one by one: the new figures wait."""
_FAMILY: Final = ["unit_code", "year"]
_SLOT: Final = ["unit_code", "year", "month", "named"]
_CELL: Final = ["unit_code", "year", "live", "month", "named", "official", "sets"]

Words = npt.NDArray[np.uint64]


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

    def with_other_units(self, other: "Decision") -> "Decision":
        """This and what was decided of other units: a unit is decided alone."""
        return Decision(
            shown=pl.concat([self.shown, other.shown]),
            answers=pl.concat([self.answers, other.answers]),
            with_profile=pl.concat([self.with_profile, other.with_profile]),
            withheld=pl.concat([self.withheld, other.withheld]),
        )

    def state(self, state: State) -> pl.DataFrame:
        """period_code and unit_code of what is shown so."""
        return self.shown.filter(state=state).select("period_code", "unit_code")


def public_answers(responses: pl.LazyFrame) -> pl.DataFrame:
    """unit_code, year, month, named (the period a file without dates names), answer and the characteristics, one row
    per response (columns of `contracts.tables.RESPONSE`).

    `answer` is a hash of what the response says, and of how many said the same before it: whoever says the same is
    the same, whatever key it has. It does not depend on the release of any library, for it is kept for a year."""
    columns = [one.column for one in CHARACTERISTICS]
    frame = responses.select(
        pl.col("unit_code").cast(pl.String),
        pl.col("response_date"),
        pl.when(pl.col("response_date").is_null()).then(pl.col("period_code").cast(pl.String)).alias("named"),
        *(pl.col(one.column).cast(pl.Enum([category.value for category in one.categories])) for one in CHARACTERISTICS),
        pl.sum_horizontal(
            (pl.col(name).cast(pl.Int64) - 1) * 4**place for place, name in enumerate(UNSUR_COLUMNS)
        ).alias("nine"),
    ).collect(engine="streaming")
    days = frame.get_column("response_date").cast(pl.Int32).cast(pl.Int64).fill_null(0).to_numpy().astype(np.uint64)
    said = [days, _constants(frame.get_column("named")), frame.get_column("nine").to_numpy().astype(np.uint64)]
    said += [_constants(frame.get_column(name)) for name in columns]
    year = pl.coalesce(pl.col("response_date").dt.year(), pl.col("named").str.slice(0, 4).cast(pl.Int32, strict=False))
    numbered = frame.with_columns(
        pl.Series("said", _mixed(said), dtype=pl.UInt64), year.cast(pl.Int64).alias("year")
    ).with_columns(pl.int_range(pl.len(), dtype=pl.UInt64).over("unit_code", "year", "said").alias("before"))
    answer = _mixed([numbered.get_column("said").to_numpy(), numbered.get_column("before").to_numpy()])
    return numbered.select(
        *_FAMILY,
        pl.col("response_date").dt.month_start().alias("month"),
        "named",
        pl.Series("answer", answer, dtype=pl.UInt64),
        *columns,
    )


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
    not at all. Fewer than that are never shown, whatever was before."""
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
    former: defaultdict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for period, unit, set_id in shown_before.select("period_code", "unit_code", "set_id").iter_rows():
        former[unit, int(period[:4])][period] = set_id
    shown: list[tuple[str, str, str, str]] = []
    joined_sets: dict[int, list[str]] = {}
    counting = _counting(cells, counted_period)
    for family, of_family in _families(cells):
        judged = _Family(of_family, counting, small_cell)
        for period in sorted(by_family[family], key=lambda code: (code not in official, _longest_first(code))):
            members = judged.official(period) if period in official else judged.counting(period)
            state, set_id = judged.judge(period, members, former[family].get(period), by_family[family][period])
            if state is not None:
                shown.append((period, family[0], state, set_id))
        joined_sets |= judged.accepted()
    shown_now = pl.DataFrame(shown, schema=SHOWN, orient="row")
    cells = _with_sets(cells, joined_sets)
    with_profile = _with_profile(cells, shown_now, profiles, small_cell)
    profiled = shown_now.join(with_profile, on=["period_code", "unit_code"], how="semi")
    cells = _marked(cells, profiled, shown_now)
    return Decision(
        shown=shown_now,
        answers=_recorded(answers, cells).lazy(),
        with_profile=with_profile,
        withheld=_withheld(cells),
    )


def together(records: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Records (PUBLIC_ANSWERS) as one: of each answer all sets it stands in, sorted."""
    key = [*_FAMILY, "answer"]
    rows = pl.concat([pl.DataFrame(schema=PUBLIC_ANSWERS), *records]).sort(key)
    # Most answers stand in the same sets in all of them, so in rows that follow each other.
    rows = rows.filter(~_as_before(PUBLIC_ANSWERS.names()))
    is_one_of_several = _as_before(key) | _as_before(key).shift(-1, fill_value=False)
    merged = rows.filter(is_one_of_several).explode("sets").group_by(key).agg(pl.col("sets").unique().sort())
    return pl.concat([rows.filter(~is_one_of_several), merged.select(rows.columns)]).sort(key)


def _as_before(columns: Sequence[str]) -> pl.Expr:
    """Whether a row is, in these columns, as the one before it."""
    return pl.all_horizontal(pl.col(name) == pl.col(name).shift() for name in columns).fill_null(value=False)


def gives_away(sets: Sequence[Collection[int]], sizes: Sequence[int], small_cell: int) -> bool:
    """Whether some combination of sums over these sets of cells (by number, so many answers each) stands on some
    answers, but on fewer than `small_cell`. Where that would take too long to say: yes."""
    atoms: defaultdict[tuple[int, ...], int] = defaultdict(int)
    for number, size in enumerate(sizes):
        if size and any(pattern := tuple(int(number in one) for one in sets)):
            atoms[pattern] += size
    ordered = sorted(atoms.items(), key=lambda item: -item[1])
    small = [size for _, size in ordered if size < small_cell]
    if not small:
        return False
    large = len(ordered) - len(small)
    rows = [[Fraction(pattern[row]) for pattern, _ in ordered] for row in range(len(sets))]
    basis = [row[large:] for row in _echelon(rows) if not any(row[:large])]
    if len(basis) < 2:
        return any(sum(size for value, size in zip(row, small, strict=True) if value) < small_cell for row in basis)
    if len(small) > _MOST_SMALL_ATOMS:
        return True
    return any(  # not all of them together: of two rows, a combination leaves out one place at least
        sum(small[place] for place in group) < small_cell and _reached(basis, set(group))
        for length in range(1, len(small))
        for group in combinations(range(len(small)), length)
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
        self._sets: dict[str, frozenset[int]] = {}
        self._new: dict[str, frozenset[int]] = {}
        before: defaultdict[str, set[int]] = defaultdict(set)
        for number, cell in enumerate(cells):
            for name in cell["sets"].split("|") if cell["sets"] else ():
                before[name.removeprefix(PROFILE_MARK)].add(number)
        self._sets = {name: frozenset(members) for name, members in before.items()}

    def official(self, period: str) -> frozenset[int]:
        """Cells of the answers a closed period stands on."""
        return frozenset(n for n, cell in enumerate(self._cells) if period in cell["official"].split("|"))

    def counting(self, period: str) -> frozenset[int]:
        """Cells of the answers that count in a period now."""
        there = self._counting.get(period, ())
        return frozenset(n for n, cell in enumerate(self._cells) if cell["cell"] in there)

    def judge(
        self, period: str, members: frozenset[int], before: str | None, publishable: bool
    ) -> tuple[State | None, str]:
        """How the period is shown, and the name of the set of answers behind it."""
        people, set_id = self._people(members), self._name(period, members)
        was = self._sets.get(before, frozenset()) if before else frozenset()
        if people >= self._small_cell and (set_id == before or (publishable and self._allowed(set_id, members))):
            self._sets.setdefault(set_id, members)
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
        return not gives_away([*self._sets.values(), members], self._sizes, self._small_cell)

    def _people(self, members: Iterable[int]) -> int:
        return sum(self._sizes[number] for number in members)

    def _name(self, period: str, members: frozenset[int]) -> str:
        """The same answers have the same name, whenever they are shown."""
        mixed = 0
        for number in members:
            mixed ^= self._cells[number]["mixed"]
        return f"{period}#{self._people(members)}-{mixed:016x}"


def _joined(live: pl.DataFrame, official: Mapping[str, pl.DataFrame], record: pl.DataFrame) -> pl.DataFrame:
    """One row per answer that counts, is official or was public: where it counts, `official` and `sets` as text."""
    key = [*_FAMILY, "answer"]
    closed = [frame.select(*key, pl.lit(period).alias("period")).unique() for period, frame in sorted(official.items())]
    of_closed = (
        pl.concat([record.clear().select(*key, pl.lit("").alias("period")), *closed])
        .group_by(key)
        .agg(pl.col("period").sort().str.join("|").alias("official"))
    )
    was = record.select(*key, pl.col("sets").list.join("|"))
    return (
        live.with_columns(pl.lit(value=True).alias("live"))
        .join(of_closed, on=key, how="full", coalesce=True)
        .join(was, on=key, how="full", coalesce=True)
        .with_columns(pl.col("live").fill_null(value=False), pl.col("official", "sets").fill_null(""))
    )


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
        )
        .sort(_CELL)
        .with_row_index("cell")
    )


def _families(cells: pl.DataFrame) -> Iterator[tuple[tuple[str, int], list[dict[str, Any]]]]:
    columns = ["cell", *_CELL, "respondents", "mixed"]
    for (unit, year), of_family in cells.select(columns).group_by(_FAMILY, maintain_order=True):
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
    of_families = cells.join(current.select(_FAMILY).unique(), on=_FAMILY, how="semi").with_columns(
        marked.list.join("|").alias("profiled")
    )
    told_before = of_families.filter(pl.col("profiled") != "").select(_FAMILY).unique()
    news = (
        current.join(told_before, on=_FAMILY, how="semi")
        .join(
            of_families.select(*_FAMILY, pl.col("profiled").str.split("|").alias("told"))
            .explode("told")
            .with_columns(pl.col("told").str.strip_prefix(PROFILE_MARK).alias("set_id"))
            .select(*_FAMILY, "set_id")
            .unique(),
            on=[*_FAMILY, "set_id"],
            how="anti",
        )
        .select(_FAMILY)
        .unique()
    )
    if news.is_empty():
        return current.select("period_code", "unit_code")
    atoms = (
        _among(current, of_families.join(news, on=_FAMILY, how="semi"))
        .with_columns(pl.concat_str("profiled", pl.col("among").list.join("|"), separator="/").alias("atom"))
        .drop("among")
    )
    gone = atoms.filter((pl.col("profiled") != "") & ~pl.col("live")).select(_FAMILY).unique()
    counted = (
        atoms.filter(pl.col("atom") != "/")
        .group_by(*_FAMILY, pl.col("atom").alias("period_code"))
        .agg(pl.col("respondents", *PROFILE_COUNTS.values()).sum())
    )
    of_atoms = respondent_profile(counted).join(
        counted.select("period_code", "unit_code", "year"), on=["period_code", "unit_code"]
    )
    category = [*_FAMILY, "characteristic", "category"]
    now, before = (
        frame.with_columns(pl.col("period_code").str.slice(0, 4).cast(pl.Int64).alias("year")) for frame in profiles
    )
    in_part = pl.col("suppressed").not_().any().over("period_code", "unit_code", "characteristic")
    was_hidden = before.filter(in_part).filter("suppressed").join(news, on=_FAMILY, how="semi")
    must_be = pl.concat(
        [hidden_categories(of_atoms, small_cell).select(category), was_hidden.select(category)]
    ).unique()
    more = must_be.join(now.filter("suppressed").select(category).unique(), on=category, how="anti")
    return (
        current.join(gone, on=_FAMILY, how="anti").join(more, on=_FAMILY, how="anti").select("period_code", "unit_code")
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
        .select(*_FAMILY, "answer", pl.col("now").alias("sets"))
        .sort(*_FAMILY, "answer")
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


def _echelon(rows: Sequence[Sequence[Fraction]]) -> list[list[Fraction]]:
    """Gauss: rows that span the same, each leading where no row after it has anything."""
    found: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        rest = list(row)
        for lead, other in found:
            if factor := rest[lead]:
                rest = [value - factor * one for value, one in zip(rest, other, strict=True)]
        first = next((place for place, value in enumerate(rest) if value), None)
        if first is not None:
            found.append((first, [value / rest[first] for value in rest]))
    return [row for _, row in found]


def _reached(basis: Sequence[Sequence[Fraction]], group: Collection[int]) -> bool:
    """Whether a combination of the rows is empty everywhere but in that group of places."""
    outside = [[value for place, value in enumerate(row) if place not in group] for row in basis]
    return len(_echelon(outside)) < len(basis)


def _constants(texts: pl.Series) -> Words:
    """A number for each text that depends on nothing but the text; 0 where there is none."""
    distinct = texts.drop_nulls().unique()
    numbers = [
        int.from_bytes(hashlib.blake2b(str(text).encode(), digest_size=8).digest(), "little") for text in distinct
    ]
    if not numbers:
        return np.zeros(len(texts), dtype=np.uint64)
    known = pl.DataFrame({"text": distinct, "number": pl.Series(numbers, dtype=pl.UInt64)})
    found = pl.DataFrame({"text": texts}).join(known, on="text", how="left", maintain_order="left")
    return found.get_column("number").fill_null(0).to_numpy()


def _mixed(words: Sequence[Words]) -> Words:
    """One hash of several numbers, row by row: SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014)."""
    mixed = np.zeros(len(words[0]), dtype=np.uint64)
    for word in words:
        mixed = (mixed ^ word) + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return mixed

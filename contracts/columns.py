"""What a table is: its columns with all that is known of each, and the columns of a follow-up plan.

Belongs here: what can be said of a column, once: its type, its meaning in English and in Bahasa Indonesia, its
unit, its allowed values, who may see it. Whatever tells of a column (the checks, the open data, the dictionary, the
rows that benchmarks and tests make up) reads it here. Not here: any table (`contracts.staged_tables`,
`contracts.tables`), the columns that several of them share (`contracts.shared_columns`).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import NamedTuple

from contracts.follow_up import HORIZONS
from contracts.unsur import UNSUR


class ColumnType(Enum):
    """What a column holds, without naming an engine."""

    TEXT = "text"
    ANSWER = "answer"
    """A small whole number: an answer as read."""
    INTEGER = "integer"
    COUNT = "count"
    """A whole number that sums may reach."""
    KEY = "key"
    """A whole number from 0 that also those hold who know signed numbers of 64 bits only: the upper 63 of a hash."""
    HASH = "hash"
    """An unsigned 64-bit hash. Not in a published table."""
    INDEX = "index"
    """An index or a difference of two: two exact decimals."""
    RATIO = "ratio"
    """A mean or a share, unrounded (double)."""
    DATE = "date"
    TIMESTAMP = "timestamp"
    """Local time (Asia/Jakarta), without zone."""
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class OneOf:
    """One of these values. `labels` say each in Bahasa Indonesia, in their order, where people see them."""

    values: tuple[int, ...] | tuple[str, ...]
    labels: tuple[str, ...] = ()

    def breach(self, column: str) -> str:
        """The SQL condition of rows where a column holds none of them. An empty one breaks nothing."""
        return f"{column} NOT IN ({', '.join(map(literal, self.values))})"

    def __str__(self) -> str:
        return ", ".join(map(str, self.values))


@dataclass(frozen=True)
class Between:
    """A value between both, inclusive; without `highest` there is no end."""

    lowest: int | date
    highest: int | date | None = None

    def breach(self, column: str) -> str:
        """The SQL condition of rows where a column lies outside. An empty one breaks nothing."""
        below = f"{column} < {literal(self.lowest)}"
        return below if self.highest is None else f"{below} OR {column} > {literal(self.highest)}"

    def __str__(self) -> str:
        return f"{self.lowest} or more" if self.highest is None else f"{self.lowest} to {self.highest}"


def literal(value: float | str | date) -> str:
    """A value as SQL writes it, for statements that take no parameters."""
    if isinstance(value, date):
        return f"DATE '{value}'"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


class FormerName(NamedTuple):
    """What a column was called before, and the release that gave it its name of today."""

    name: str
    until: str


@dataclass(frozen=True)
class Column:
    """A column and all that is known of it.

    `indonesian` is its meaning in Bahasa Indonesia, which everything that the public may see needs; `unit` what it
    is counted in, in Bahasa Indonesia, empty for what is no quantity. `public` is False for a column that stays in
    the regency though its table is public; `protected` is one that stands in the Parquet of its table alone, to be
    counted: neither in the database, where people ask, nor in exports. `since` names the release that brought it, empty
    for the first: an edition closed before has no such column, so it must be `nullable`. `formerly` is the name that
    whatever an earlier release wrote has instead. Raises ValueError for a column that says `since` and may not be
    empty."""

    name: str
    type: ColumnType
    meaning: str
    indonesian: str = ""
    unit: str = ""
    nullable: bool = False
    allowed: OneOf | Between | None = None
    public: bool = True
    protected: bool = False
    since: str = ""
    formerly: FormerName | None = None

    def __post_init__(self) -> None:
        if self.since and not self.nullable:
            raise ValueError(f"column {self.name}: editions closed before {self.since} lack it, so it may be empty")

    @property
    def deprecated(self) -> tuple["Column", ...]:
        """The same by its former name, where it had one."""
        if self.formerly is None:
            return ()
        name, until = self.formerly
        meaning, indonesian = (
            f"deprecated since {until}: use `{self.name}`",
            f"usang sejak {until}, gunakan {self.name}",
        )
        return (replace(self, name=name, meaning=meaning, indonesian=indonesian, formerly=None),)


@dataclass(frozen=True)
class TableWords:
    """A table in Bahasa Indonesia: its title, what one row is, what it says."""

    title: str
    grain: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """A table. `grain` is what one row is; `indonesian` are its words for the public, and the table is public where
    it has them. Raises ValueError where a column that the public may see has no meaning in Bahasa Indonesia."""

    name: str
    grain: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    indonesian: TableWords | None = None

    def __post_init__(self) -> None:
        wordless = [column.name for column in self.public_columns if not column.indonesian]
        if wordless:
            raise ValueError(f"table {self.name} is public: say in Bahasa Indonesia what {', '.join(wordless)} means")

    @property
    def public(self) -> bool:
        """Whether it may leave the regency."""
        return self.indonesian is not None

    @property
    def public_columns(self) -> tuple[Column, ...]:
        """The columns everyone may see; none of an internal table."""
        return tuple(column for column in self.columns if column.public) if self.public else ()

    @property
    def deprecated_columns(self) -> tuple[Column, ...]:
        """Columns by their former names. For one release they stand after all others in DuckDB files and in the open
        data; no frame of ours has them."""
        return tuple(former for column in self.columns for former in column.deprecated)

    @property
    def former_names(self) -> dict[str, str]:
        """What each column that was renamed was called before, by its name of today."""
        return {column.name: column.formerly.name for column in self.columns if column.formerly}

    def former_names_in(self, there: Collection[str]) -> dict[str, str]:
        """The same, of those whose former name is among these columns and whose name of today is not: what an earlier
        release wrote."""
        return {new: old for new, old in self.former_names.items() if old in there and new not in there}

    def words_of(self, name: str) -> dict[str, str]:
        """Each value that a column may have, and how it is said. Raises ValueError where that is not known."""
        [allowed] = [column.allowed for column in self.columns if column.name == name]
        if not isinstance(allowed, OneOf) or not allowed.labels:
            raise ValueError(f"{self.name}.{name} has no words")
        return dict(zip(map(str, allowed.values), allowed.labels, strict=True))

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names in order."""
        return tuple(column.name for column in self.columns)

    @property
    def shown_columns(self) -> tuple[Column, ...]:
        """Those of the database and of exports: all but the protected ones."""
        return tuple(column for column in self.columns if not column.protected)

    @property
    def shown_names(self) -> tuple[str, ...]:
        """Their names in order."""
        return tuple(column.name for column in self.shown_columns)


def answer_columns(meaning: str, *, nullable: bool = False, allowed: OneOf | None = None) -> tuple[Column, ...]:
    """A column for each unsur; `meaning` comes before its code and name."""
    return tuple(
        Column(
            unsur.column,
            ColumnType.ANSWER,
            f"{meaning} {unsur.code} {unsur.name}",
            nullable=nullable,
            allowed=allowed,
        )
        for unsur in UNSUR
    )


FOLLOW_UP_PLAN = (
    Column("activity", ColumnType.TEXT, "Program/Kegiatan", nullable=True),
    Column("responsible", ColumnType.TEXT, "Penanggung Jawab", nullable=True),
)
FOLLOW_UP_TIMES = (
    Column(
        "horizon",
        ColumnType.TEXT,
        "how far the action reaches: short (less than 12 months), medium (12 to 24), long; empty where nobody said",
        nullable=True,
        allowed=OneOf(tuple(code for code, _ in HORIZONS), tuple(words for _, words in HORIZONS)),
        since="0.2.0",
    ),
    Column(
        "forum_on",
        ColumnType.DATE,
        "day of the Forum Konsultasi Publik that discussed the action",
        nullable=True,
        since="0.2.0",
    ),
    Column("done_on", ColumnType.DATE, "day on which it was completed", nullable=True, since="0.2.0"),
    Column("link", ColumnType.TEXT, "address (http or https) of evidence", nullable=True, since="0.2.0"),
)
"""What newer workbooks ask for besides."""
FOLLOW_UP_TEXTS = (
    Column("description", ColumnType.TEXT, "Deskripsi Tindak Lanjut", nullable=True),
    Column("evidence", ColumnType.TEXT, "Dokumentasi Kegiatan", nullable=True),
    Column("obstacle", ColumnType.TEXT, "Tantangan/Hambatan", nullable=True),
    Column("strategy", ColumnType.TEXT, "Strategi Penyelesaian", nullable=True),
    Column("target_time", ColumnType.TEXT, "Target Waktu Penyelesaian", nullable=True),
    Column("strategy_responsible", ColumnType.TEXT, "Penanggung Jawab Strategi", nullable=True),
    Column("stakeholders", ColumnType.TEXT, "Stakeholder Terkait", nullable=True),
)
FOLLOW_UP_QUARTERS = tuple(
    Column(f"quarter_{number}", ColumnType.BOOLEAN, f"planned for TW {number}") for number in (1, 2, 3, 4)
)

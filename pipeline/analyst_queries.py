"""What an analyst of the portal asks of the published warehouse, in child processes.

    with AnalystQueries(home, settings.portal) as queries:      # warm children; usable by many threads
        queries.answer(sql)                                     # the first rows of a SELECT
        queries.write(sql, target)                              # the same as a file: .csv, .xlsx or .parquet
        queries.write_table("analisis.unit_periode", target)    # a whole table or view of the contracts

SQL runs as `skm query` runs it (`warehouse.read.query`), in a child that is killed when its time is over: DuckDB
notices that it is interrupted only between its steps, and one step may take as long as somebody wants. Raises
QueryError (in Bahasa Indonesia) where it cannot be answered, HomeError where nothing is published. Not here: the pages
(`portal.server.analyst_pages`), tables as files for whoever is on the machine (`pipeline.documents.export`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import polars as pl

from contracts.columns import Column, ColumnType, Table
from contracts.home import Home
from contracts.settings import Portal
from pipeline.child_processes import ChildLost, ChildPool, child_pool
from pipeline.documents.csv_frames import write_csv
from reports.workbooks.table_workbook import MOST_ROWS, write_table
from warehouse.parquet_copy import write_parquet
from warehouse.read import QueryError, QueryResult, query

QUERY_MEGABYTES: Final = 3_000
"""For DuckDB (`warehouse.connection.READING_MEMORY`), and for Polars beside it."""
CHILDREN: Final = 2
"""Questions at the same time; others wait."""
SHOWN_ROWS: Final = 500
"""On a page."""
TABLE_SECONDS: Final = 600
"""For a whole table as a file."""
_ROWS_AT_ONCE: Final = 50_000
_TYPES: Final[Mapping[type[pl.DataType] | pl.DataType, ColumnType]] = {
    pl.String: ColumnType.TEXT,
    pl.Boolean: ColumnType.BOOLEAN,
    pl.Date: ColumnType.DATE,
    pl.Datetime: ColumnType.TIMESTAMP,
}
"""What a workbook shows in a way of its own; all others are numbers."""


@dataclass(frozen=True)
class _Question:
    sql: str
    most_rows: int
    target: Path | None = None


_Work = Callable[[Home, Sequence[_Question]], list[QueryResult]]


class AnalystQueries:
    """Answers SELECTs of analysts about the version that is published."""

    def __init__(self, home: Home, settings: Portal) -> None:
        self._home = home
        self._settings = settings
        self._stack = ExitStack()
        self._children: ChildPool | None = None

    def __enter__(self) -> Self:
        self._children = self._stack.enter_context(child_pool(count=CHILDREN, megabytes=QUERY_MEGABYTES))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._children = None
        self._stack.close()

    def answer(self, sql: str) -> QueryResult:
        """The first SHOWN_ROWS rows."""
        return self._asked(_answer, _Question(sql, SHOWN_ROWS), self._settings.query_seconds)

    def write(self, sql: str, target: Path) -> QueryResult:
        """Writes the rows, `query_rows` of them at most, in the format of the target's ending. Gives the columns and
        whether rows are missing, without rows."""
        question = _Question(sql, self._settings.query_rows, target)
        return self._asked(_write, question, self._settings.query_seconds)

    def write_table(self, name: str, target: Path) -> QueryResult:
        """The same with a table or view of the contracts, by its name with its schema, and all of its rows."""
        return self._asked(_write_table, _Question(name, 0, target), TABLE_SECONDS)

    def _asked(self, function: _Work, question: _Question, seconds: int) -> QueryResult:
        if self._children is None:
            raise RuntimeError("AnalystQueries are used in a with statement")
        (answer,) = self._children.run(partial(function, self._home), [question], seconds=seconds)
        if isinstance(answer, ChildLost):
            raise QueryError(_LOST[answer.how].format(seconds=seconds))
        return answer


_LOST: Final = {
    "out_of_time": "Kueri dihentikan: sesudah {seconds} detik belum selesai. Saring atau kelompokkan dulu barisnya.",
    "out_of_memory": "Kueri dihentikan: memerlukan terlalu banyak memori. Saring atau kelompokkan dulu barisnya.",
    "crashed": "Kueri dihentikan: prosesnya mati, biasanya karena kehabisan memori. Saring dulu barisnya.",
}


def _answer(home: Home, questions: Sequence[_Question]) -> list[QueryResult]:
    """What a child does."""
    return [_shown(query(home, one.sql, one.most_rows)) for one in questions]


def _shown(result: QueryResult) -> QueryResult:
    """Values that a page can show and a process can hand over: what is neither number, text nor moment as text."""
    frame = _frame(result)
    return QueryResult(result.columns, frame.rows(), result.is_cut)


def _write(home: Home, questions: Sequence[_Question]) -> list[QueryResult]:
    written = []
    for one in questions:
        result = query(home, one.sql, one.most_rows)
        assert one.target is not None
        _write_frame(_frame(result).lazy(), one.target)
        written.append(QueryResult(result.columns, [], result.is_cut))
    return written


def _write_table(home: Home, questions: Sequence[_Question]) -> list[QueryResult]:
    written = []
    for one in questions:
        assert one.target is not None
        whole = one.target.with_suffix(".parquet")
        write_parquet(home, one.sql, whole)
        frame = pl.scan_parquet(whole)
        if whole != one.target:
            _write_frame(frame, one.target)
        written.append(QueryResult(tuple(frame.collect_schema()), []))
    return written


def _write_frame(frame: pl.LazyFrame, target: Path) -> None:
    if target.suffix == ".csv":
        write_csv(frame, target, for_excel=True)
    elif target.suffix == ".parquet":
        frame.sink_parquet(target)
    else:
        rows = int(frame.select(pl.len()).collect().item())
        if rows > MOST_ROWS:
            raise QueryError(
                f"Hasilnya {rows} baris, lebih dari yang muat di satu lembar Excel ({MOST_ROWS}). Unduh sebagai CSV "
                "atau Parquet."
            )
        write_table(target, _as_table(target.stem, frame), _rows(frame, rows))


def _as_table(name: str, frame: pl.LazyFrame) -> Table:
    """The columns as a workbook is told of them."""
    keys = _keys(frame)
    columns = tuple(
        Column(column, ColumnType.KEY if column in keys else _TYPES.get(kind.base_type(), ColumnType.RATIO), "")
        for column, kind in frame.collect_schema().items()
    )
    return Table(name, "", "", columns, key=())


def _keys(frame: pl.LazyFrame) -> frozenset[str]:
    """Columns of whole numbers with more digits than a spreadsheet's numbers have."""
    whole = [name for name, kind in frame.collect_schema().items() if kind.is_integer()]
    if not whole:
        return frozenset()
    most = frame.select(pl.col(whole).cast(pl.Int128).abs().max()).collect().row(0, named=True)
    return frozenset(name for name, value in most.items() if value is not None and value >= 10**15)


def _rows(frame: pl.LazyFrame, count: int) -> Iterator[tuple[object, ...]]:
    for start in range(0, count, _ROWS_AT_ONCE):
        yield from frame.slice(start, _ROWS_AT_ONCE).collect().iter_rows()


def _frame(result: QueryResult) -> pl.DataFrame:
    """The rows as a frame whose columns have different names, a list or another thing that no cell holds as text."""
    columns = []
    for position, name in enumerate(_named(result.columns)):
        values = [row[position] for row in result.rows]
        try:
            column = pl.Series(name, values, strict=True)
            has_zone = isinstance(column.dtype, pl.Datetime) and column.dtype.time_zone is not None
            plain = column.dtype.base_type() in _TYPES or column.dtype.is_numeric() or column.dtype == pl.Null
            holds = plain and not has_zone
        except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
            holds = False
        if not holds:
            column = pl.Series(name, [None if value is None else str(value) for value in values], pl.String)
        columns.append(column.cast(pl.String) if column.dtype == pl.Null else column)
    return pl.DataFrame(columns)


def _named(columns: Sequence[str]) -> list[str]:
    """The names, each once."""
    found: list[str] = []
    for name in columns:
        number, now = 1, name
        while now in found:
            number, now = number + 1, f"{name}_{number + 1}"
        found.append(now)
    return found

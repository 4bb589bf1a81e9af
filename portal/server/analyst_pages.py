"""The pages of an analyst: the published warehouse to take away, and to ask.

Belongs here: `/analis` (the file, every view and table as a file) and `/analis/kueri` (a SELECT, its rows as a table, a
chart and a file). Not here: running SQL or writing files (handed in: `Queries`), what a view is
(`contracts.analyst_views`), what the public may have (the site's open data).

An analyst sees every answer, also suggestions as they were written, so whoever it is belongs to the regency and logs in
with a code like its staff. The log keeps which tables were taken and which SQL was asked, without the texts in it.
"""

import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from anyio import CapacityLimiter, to_thread
from markupsafe import Markup
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from contracts.analyst_views import VIEWS
from contracts.errors import SkmError
from contracts.tables import WAREHOUSE_TABLES
from contracts.views import VIEW_SCHEMA
from portal.server.app_context import AppContext, small_form
from portal.server.sessions import Session
from portal.server.static_site import content_type
from portal.web_charts import number_chart
from reports.wording.indonesian import decimal_number, whole_number
from warehouse.publish import DATABASE_NAME, published_version
from warehouse.read import QueryResult, without_texts

FORMATS: Final = {"csv": "CSV untuk Excel", "xlsx": "XLSX", "parquet": "Parquet"}
_NOT_STORED: Final = {"Cache-Control": "no-store"}
_AT_ONCE: Final = 4
"""Questions of all analysts together; others wait for their turn."""
MOST_BARS: Final = 40
_RESULT: Final = "hasil-kueri"
_LONGEST_CELL: Final = 300
"""Characters of a value on a page; a file has all of them."""


class Queries(Protocol):
    """What answers an analyst, in a thread that may wait. Raises SkmError where it cannot."""

    def answer(self, sql: str) -> QueryResult:
        """The first rows of a SELECT."""

    def write(self, sql: str, target: Path) -> QueryResult:
        """The same as a file in the format of the target's ending; without rows."""

    def write_table(self, name: str, target: Path) -> QueryResult:
        """A table or view by its name with its schema."""


class _Listed(NamedTuple):
    """A view or a table, as the page lists it."""

    name: str
    grain: str


_LISTED: Final = (
    ("Tampilan untuk orang", [_Listed(f"{VIEW_SCHEMA}.{one.name}", one.grain) for one in VIEWS]),
    ("Tabel", [_Listed(f"main.{one.name}", one.grain) for one in WAREHOUSE_TABLES]),
)
_NAMES: Final = frozenset(one.name for _, group in _LISTED for one in group)


class AnalystPages:
    """`/analis` and `/analis/kueri`."""

    def __init__(self, context: AppContext, queries: Queries) -> None:
        self._context = context
        self._queries = queries
        self._asking = CapacityLimiter(_AT_ONCE)

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/analis", self._overview),
            Route(f"/analis/{DATABASE_NAME}", self._database),
            Route("/analis/tabel/{name}", self._table),
            Route("/analis/kueri", self._form),
            Route("/analis/kueri", self._ask, methods=["POST"]),
            Route("/analis/kueri/unduh", self._download, methods=["POST"]),
            Route("/analis/kueri/unduh", self._form),  # where a login leads that interrupted it
        ]

    def _overview(self, request: Request) -> Response:
        session = self._context.analyst_session(request)
        version = published_version(self._context.home)
        size = (version / DATABASE_NAME).stat().st_size if version else None
        return self._context.pages.page(
            "analis.html", session=session, listed=_LISTED, formats=FORMATS, size=size, database=DATABASE_NAME
        )

    def _database(self, request: Request) -> Response:
        """The version that is published now, by its own path: what is published meanwhile changes nothing of it."""
        session = self._context.analyst_session(request)
        version = published_version(self._context.home)
        if version is None:
            raise HTTPException(404)
        self._context.note(request, session, "download", f"{DATABASE_NAME} ({version.name})")
        path = version / DATABASE_NAME
        return FileResponse(path, filename=DATABASE_NAME, media_type=content_type(path), headers=dict(_NOT_STORED))

    async def _table(self, request: Request) -> Response:
        session = await run_in_threadpool(self._context.analyst_session, request)
        name, _, ending = request.path_params["name"].rpartition(".")
        if name not in _NAMES or ending not in FORMATS:
            raise HTTPException(404)
        folder = tempfile.TemporaryDirectory(prefix="skm-analis-", ignore_cleanup_errors=True)
        target = Path(folder.name) / f"{name.replace('.', '-')}.{ending}"
        try:
            await to_thread.run_sync(self._queries.write_table, name, target, limiter=self._asking)
        except SkmError as error:
            folder.cleanup()
            return self._context.pages.failure(503, str(error), session=session)
        except BaseException:
            folder.cleanup()
            raise
        await run_in_threadpool(self._context.note, request, session, "download", target.name)
        return _sent(target, folder)

    def _form(self, request: Request) -> Response:
        session = self._context.analyst_session(request)
        name = request.query_params.get("dari", "")
        sql = f"SELECT * FROM {name} LIMIT 100" if name in _NAMES else ""
        return self._page(session, self._context.filled_in(request).get("sql", sql))

    async def _ask(self, request: Request) -> Response:
        session, sql = await self._asked(request)
        await run_in_threadpool(self._context.note, request, session, "query", without_texts(sql))
        try:
            result = await to_thread.run_sync(self._queries.answer, sql, limiter=self._asking)
        except SkmError as error:
            return self._page(session, sql, problem=str(error), status=400)
        return self._page(session, sql, result)

    async def _download(self, request: Request) -> Response:
        session, sql, ending = *(await self._asked(request)), request.query_params.get("format", "")
        if ending not in FORMATS:
            raise HTTPException(404)
        folder = tempfile.TemporaryDirectory(prefix="skm-analis-", ignore_cleanup_errors=True)
        target = Path(folder.name) / f"{_RESULT}.{ending}"
        try:
            result = await to_thread.run_sync(self._queries.write, sql, target, limiter=self._asking)
        except SkmError as error:
            folder.cleanup()
            return self._page(session, sql, problem=str(error), status=400)
        except BaseException:
            folder.cleanup()
            raise
        if result.is_cut:
            folder.cleanup()
            most = whole_number(self._context.settings.portal.query_rows)
            problem = f"Hasilnya lebih dari {most} baris, batas unduhan kueri. Saring dulu, atau unduh tabelnya utuh."
            return self._page(session, sql, problem=problem, status=400)
        said = f"{target.name}: {without_texts(sql)}"
        await run_in_threadpool(self._context.note, request, session, "download", said)
        return _sent(target, folder)

    async def _asked(self, request: Request) -> tuple[Session, str]:
        """Who asks what. Raises what `AppContext` raises for a form that is not theirs."""
        context = self._context
        session = await context.posting_session(request, context.analyst_session)
        form = await small_form(request)
        context.check_form(session, form)
        return session, form.get("sql", "").strip()

    def _page(
        self,
        session: Session,
        sql: str,
        result: QueryResult | None = None,
        *,
        problem: str | None = None,
        status: int = 200,
    ) -> Response:
        portal = self._context.settings.portal
        return self._context.pages.page(
            "kueri.html",
            session=session,
            status=status,
            sql=sql,
            problem=problem,
            result=result,
            numeric=[] if result is None else _numeric(result),
            rows=[] if result is None else [[cell_text(value) for value in row] for row in result.rows],
            chart=None if result is None else chart_of(result),
            views=[one.name for one in _LISTED[0][1]],
            formats=FORMATS,
            seconds=portal.query_seconds,
            most=portal.query_rows,
        )


def cell_text(value: object) -> str:
    """A value as the page shows it, with the comma and the days of Indonesia; nothing where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int):
        return str(value)  # a year or a key is no amount: no points
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",") if isinstance(value, Decimal) else f"{value:.12g}".replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H.%M.%S}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = str(value)
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…"


def chart_of(result: QueryResult) -> Markup | None:
    """Bars of the first column of numbers, by the labels in the first column; None where these are no labels, or there
    is no other column of numbers, or nothing to compare."""
    numeric = _numeric(result)
    if not 2 <= len(result.rows) <= MOST_BARS or not numeric or numeric[0]:
        return None
    place = next((place for place, is_number in enumerate(numeric) if is_number), None)
    if place is None:
        return None
    bars = [
        (cell_text(row[0]) or "(kosong)", float(value), _words(value))
        for row in result.rows
        if isinstance(value := row[place], int | float | Decimal) and abs(float(value)) < float("inf")
    ]
    if len(bars) < 2:
        return None
    return number_chart(bars, f"{result.columns[place]} menurut {result.columns[0]}").svg


def _words(value: int | float | Decimal) -> str:
    return whole_number(value) if isinstance(value, int) else decimal_number(value)


def _numeric(result: QueryResult) -> list[bool]:
    """Which columns hold numbers, and nothing else but nothing."""
    return [_all_numbers([row[place] for row in result.rows]) for place in range(len(result.columns))]


def _all_numbers(values: Sequence[object]) -> bool:
    told = [value for value in values if value is not None]
    return bool(told) and all(isinstance(one, int | float | Decimal) and not isinstance(one, bool) for one in told)


def _sent(target: Path, folder: "tempfile.TemporaryDirectory[str]") -> Response:
    """The file, and its folder is gone when it was sent."""
    return FileResponse(
        target,
        filename=target.name,
        media_type=content_type(target),
        headers=dict(_NOT_STORED),
        background=BackgroundTask(folder.cleanup),
    )

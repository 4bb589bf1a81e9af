"""Photographs of a unit and period: which there are, giving one with its caption, taking one out.

Belongs here: `/foto`. Not here: where they lie and what is kept of one, which is handed in
(`pipeline.unit_photographs`), what documents make of them.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import quote

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from contracts.errors import HomeError
from contracts.periods import Period, parse_period
from contracts.photographs import LARGEST_MEGABYTES, LONGEST_CAPTION, MOST_PRINTED, Photograph, PhotographError
from portal.server.app_context import AppContext, see_other, small_form
from portal.server.sessions import Session
from portal.server.static_site import content_type
from portal.server.upload_pages import TooLargeError, UploadPages
from portal.server.uploads import TooManyUploadsError
from warehouse import published
from warehouse.read import open_published

PHOTOGRAPH_PAGE: Final = "/foto"
OF_SURVEY: Final = "survei"
OF_FOLLOW_UP: Final = "tindak-lanjut"
_SHOWN: Final = frozenset({".jpg", ".jpeg", ".png"})
_LARGEST_SHOWN: Final = 2_000_000
"""Bytes: a telephone loads twelve of them."""


class Photographs(Protocol):
    """What is done with them."""

    def of(self, unit_code: str, period_code: str) -> Sequence[Photograph]:
        """A unit's for a period, in the order of print."""

    def add(self, unit_code: str, period_code: str, picture: Path, caption: str, *, of_follow_up: bool) -> Path:
        """Puts one behind them. Raises PhotographError."""

    def remove(self, photograph: Photograph) -> None:
        """Deletes one."""


@dataclass(frozen=True)
class _Place:
    unit_code: str
    period: Period

    @property
    def address(self) -> str:
        return f"{PHOTOGRAPH_PAGE}/{quote(self.unit_code, safe='')}/{self.period.code}"


@dataclass(frozen=True)
class _Shown:
    """A photograph on the page."""

    photograph: Photograph
    address: str
    is_seen: bool
    """A browser can show it on a page with others."""


class PhotographPages:
    """`/foto`."""

    def __init__(self, context: AppContext, photographs: Photographs, uploads: UploadPages) -> None:
        self._context = context
        self._photographs = photographs
        self._uploads = uploads
        self._adding = anyio.Lock()
        self._largest = min(LARGEST_MEGABYTES, context.settings.portal.upload_megabytes)

    def routes(self) -> list[Route]:
        """The addresses."""
        address = f"{PHOTOGRAPH_PAGE}/{{unit_code}}/{{period_code}}"
        one = f"{address}/{{kind}}/{{name}}"
        return [
            Route(address, self._list),
            Route(address, self._add, methods=["POST"]),
            Route(one, self._picture),
            Route(f"{one}/hapus", self._ask),
            Route(f"{one}/hapus", self._remove, methods=["POST"]),
        ]

    def _list(self, request: Request) -> Response:
        session = self._context.session_for_unit(request, request.path_params["unit_code"])
        return self._page(session, self._place(request))

    async def _add(self, request: Request) -> Response:
        session = await self._context.posting_session(request, self._context.sender_session_for_unit)
        place = await run_in_threadpool(self._place, request)
        try:
            async with self._uploads.form_with_file(request, session) as form:
                file, caption = form.get("foto"), form.get("keterangan")
                words = " ".join(caption.split()) if isinstance(caption, str) else ""
                if not isinstance(file, UploadFile) or not file.filename:
                    return self._page(session, place, "Pilih foto yang akan dikirim.", words, 400)
                of_follow_up = form.get("jenis") == OF_FOLLOW_UP
                async with self._adding:
                    name = await run_in_threadpool(self._added, place, file, words, of_follow_up)
        except TooManyUploadsError as error:
            return self._page(session, place, str(error), status=429)
        except TooLargeError:
            return self._page(session, place, f"Foto lebih besar dari {self._largest} MB. Perkecil dulu.", status=413)
        except PhotographError as error:
            return self._page(session, place, str(error), words, 400)
        await run_in_threadpool(self._note, request, session, place, name)
        return see_other(place.address)

    def _added(self, place: _Place, file: UploadFile, caption: str, of_follow_up: bool) -> str:
        with tempfile.TemporaryDirectory(prefix="skm-foto-") as folder:
            picture = Path(folder) / "foto"
            with picture.open("wb") as kept:
                while part := file.file.read(1 << 20):
                    kept.write(part)
            return self._photographs.add(
                place.unit_code, place.period.code, picture, caption, of_follow_up=of_follow_up
            ).name

    def _note(self, request: Request, session: Session, place: _Place, name: str) -> None:
        self._context.note(request, session, "photo_added", f"{place.unit_code} {place.period.code} {name}")

    def _picture(self, request: Request) -> Response:
        self._context.session_for_unit(request, request.path_params["unit_code"])
        photograph = self._meant(request, self._named(request))
        if photograph.path.suffix.casefold() not in _SHOWN:
            raise HTTPException(404)
        return FileResponse(
            photograph.path, media_type=content_type(photograph.path), headers={"Cache-Control": "no-store"}
        )

    def _ask(self, request: Request) -> Response:
        session = self._context.sender_session_for_unit(request)
        place = self._named(request)
        photograph = self._meant(request, place)
        return self._context.pages.page(
            "yakin.html",
            session=session,
            trail=(place.address, f"Foto {place.period.label}"),
            title="Hapus foto",
            button="Hapus",
            values={},
            shown=[("Foto", photograph.caption or photograph.name)],
            address=request.url.path,
            back=place.address,
            consequence="Fotonya dihapus dari kotak masuk dan tidak disimpan di arsip. Dokumen dibuat lagi tanpa foto "
            "ini pada konsolidasi berikutnya; dokumen periode yang sudah ditutup tidak berubah.",
            job_id="",
        )

    async def _remove(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request, context.sender_session_for_unit)
        context.check_form(session, await small_form(request))
        place = self._named(request)
        photograph = await run_in_threadpool(self._meant, request, place)
        if not photograph.may_be_removed:
            raise HTTPException(404)
        await run_in_threadpool(self._photographs.remove, photograph)
        named = f"{place.unit_code} {place.period.code} {photograph.name}"
        await run_in_threadpool(context.note, request, session, "photo_removed", named)
        return see_other(place.address)

    def _named(self, request: Request) -> _Place:
        """Unit and period of the address; HTTPException 404 where they are none."""
        unit_code = request.path_params["unit_code"]
        try:
            period = parse_period(request.path_params["period_code"])
        except ValueError:
            raise HTTPException(404) from None
        if unit_code not in self._context.registry.by_code:
            raise HTTPException(404)
        return _Place(unit_code, period)

    def _place(self, request: Request) -> _Place:
        """The same; HTTPException 404 also where the unit has no index in the period, so no report."""
        place = self._named(request)
        try:
            with open_published(self._context.home) as reader:
                is_there = bool(published.unit_index(reader, place.period.code, place.unit_code))
        except HomeError:
            is_there = False
        if not is_there:
            raise HTTPException(404)
        return place

    def _meant(self, request: Request, place: _Place) -> Photograph:
        """By its name among those there are, never by a path somebody sent."""
        wanted = request.path_params["kind"], request.path_params["name"]
        for one in self._photographs.of(place.unit_code, place.period.code):
            if (_kind(one), one.name) == wanted:
                return one
        raise HTTPException(404)

    def _page(
        self, session: Session, place: _Place, problem: str | None = None, caption: str = "", status: int = 200
    ) -> Response:
        found = self._photographs.of(place.unit_code, place.period.code)
        return self._context.pages.page(
            "foto.html",
            session=session,
            status=status,
            unit_code=place.unit_code,
            unit_name=self._context.unit_name(place.unit_code),
            period=place.period,
            address=place.address,
            parts=[
                ("Pelaksanaan survei", [_shown(one, place) for one in found if not one.of_follow_up]),
                ("Bukti tindak lanjut", [_shown(one, place) for one in found if one.of_follow_up]),
            ],
            kinds=((OF_SURVEY, "pelaksanaan survei"), (OF_FOLLOW_UP, "bukti tindak lanjut")),
            caption=caption,
            longest=LONGEST_CAPTION,
            largest=self._largest,
            most=MOST_PRINTED,
            problem=problem,
        )


def _kind(photograph: Photograph) -> str:
    """In an address."""
    return OF_FOLLOW_UP if photograph.of_follow_up else OF_SURVEY


def _shown(photograph: Photograph, place: _Place) -> _Shown:
    is_seen = photograph.path.suffix.casefold() in _SHOWN and photograph.size <= _LARGEST_SHOWN
    return _Shown(photograph, f"{place.address}/{_kind(photograph)}/{quote(photograph.name, safe='')}", is_seen)

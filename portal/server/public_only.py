"""The app where settings or registry cannot be meant: the public site as it lies there, and nothing else.

Belongs here: what the public keeps while somebody mends a typo. Not here: the whole app (`portal.server.app`), when one
takes the place of the other (`cli.serving`). It knows no settings: no login, no name of a regency.
"""

from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from contracts.home import Home
from portal.server import private_addresses
from portal.server.origin import Origins
from portal.server.security_headers import SecurityHeaders
from portal.server.static_site import StaticSite

RETRY_SECONDS: Final = 60
_PRIVATE: Final = frozenset((*private_addresses.PAGES, *private_addresses.OTHERS))


def create_public_app(home: Home) -> Starlette:
    """The app for the public site of a home."""
    site = StaticSite(home.site)

    async def answer(request: Request) -> Response:
        path: str = request.path_params["path"]
        if path.partition("/")[0] in _PRIVATE:
            return _failure(503)
        return await site.answer(request, path)

    async def health(request: Request) -> Response:
        return JSONResponse({"portal": "public only", "well": False})

    async def failed(request: Request, error: Exception) -> Response:
        return _failure(error.status_code if isinstance(error, HTTPException) else 500)

    return Starlette(
        routes=[Route("/health", health), Route("/{path:path}", answer)],
        middleware=[Middleware(SecurityHeaders, origins=Origins("", ()), failure=_failure)],
        exception_handlers={HTTPException: failed},
    )


def _failure(status: int) -> Response:
    if status == 503:
        return PlainTextResponse(
            "Bagian ini sedang diperbaiki; halaman publik tetap terbuka. Coba lagi sebentar lagi.\n",
            status_code=status,
            headers={"Retry-After": str(RETRY_SECONDS)},
        )
    return PlainTextResponse("Halaman atau berkas ini tidak ada.\n", status_code=status)

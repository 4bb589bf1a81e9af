"""The two cookies of the portal: of a session, and of the login form.

Belongs here: what they are called and how they are set. By https they are `__Host-` cookies: a browser takes one only
from this very host by https, so that no other host of the domain and nobody on the way can plant it. By plain http,
as on the machine itself, a browser would refuse such a cookie: there it has its bare name. Not here: what stands in
them (`portal.server.sessions`).
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

SESSION: Final = "skm_sesi"
LOGIN_FORM: Final = "skm_masuk"


def cookie(request: Request, name: str) -> str | None:
    """What the browser sent."""
    return request.cookies.get(_full_name(request, name))


def set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    """Has the browser keep it until it is closed."""
    is_https = request.url.scheme == "https"
    response.set_cookie(_full_name(request, name), value, secure=is_https, httponly=True, samesite="strict")


def delete_cookie(request: Request, response: Response, name: str) -> None:
    """Has the browser forget it."""
    is_https = request.url.scheme == "https"
    response.delete_cookie(_full_name(request, name), secure=is_https, httponly=True, samesite="strict")


def _full_name(request: Request, name: str) -> str:
    return f"__Host-{name}" if request.url.scheme == "https" else name

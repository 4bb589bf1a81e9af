"""Who visits the portal in these tests, and what is noticed of their visit.

Belongs here: the server's address, the watch over a page, logging in. Not here: starting anything (`conftest`), any
expectation of a test.
"""

import os
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from contracts.home import Home

PASSWORDS = dict.fromkeys(
    ("jatirejo", "gondang", "kemlagi", "organisasi", "magang", "analis"), "jembatan di tepi kebun"
)
UNITS = {"jatirejo": "35.16.01", "gondang": "35.16.02", "kemlagi": "35.16.15"}
"""Accounts of units; `organisasi` is the regency's staff, `analis` its analyst, `magang` has never logged in."""
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
_FAILED_DOCUMENT = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
Browse = Callable[..., Page]


@dataclass(frozen=True)
class Portal:
    """A running server."""

    address: str
    home: Home

    def url(self, path: str) -> str:
        """The address of a path."""
        return self.address + path

    def cookies_of(self, context: BrowserContext) -> str:
        """What a browser would send."""
        return "; ".join(f"{one['name']}={one['value']}" for one in context.cookies(self.address))

    def ask(self, path: str, *, cookies: str = "") -> tuple[int, bytes]:
        """Status and body of a path sent as it is: no browser or library may tidy it first."""
        host, port = urlsplit(self.address).netloc.split(":")
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{port}", "Connection: close"]
            lines += [f"Cookie: {cookies}"] if cookies else []
            connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
            answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split(b" ", 2)[1]), body


@dataclass
class Watch:
    """What a page did that it must not do."""

    complaints: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Documents that the server answered with an error, as a test wanted."""

    def look_at(self, page: Page) -> None:
        """Listens to a page from its first request on."""
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("file", "data", "blob") and parts.hostname != "127.0.0.1":
            self.complaints.append(f"left the machine: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.status >= 400:
            self.refused.add(response.url)
        elif response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if _FAILED_DOCUMENT.match(message.text) and message.location.get("url") in self.refused:
            return
        self.complaints.append(f"console: {message.text} ({message.location.get('url')})")


def log_in(page: Page, name: str, password: str) -> None:
    """Fills in the login page and waits for what comes after it. Who is asked to set up a phone does so."""
    give_password(page, name, password)
    if page.locator("#kunci").count():
        page.get_by_label("Kode", exact=True).fill(pyotp.TOTP(page.locator("#kunci").inner_text()).now())
        with page.expect_navigation():
            page.get_by_role("button", name="Pasang").click()


def give_password(page: Page, name: str, password: str) -> None:
    """The login page alone."""
    page.get_by_label("Nama akun").fill(name)
    page.get_by_label("Sandi").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Masuk").click()


def screenshot(page: Page, name: str) -> None:
    """Keeps a picture where SKM_SHOTS names a folder."""
    if os.environ.get("SKM_SHOTS"):
        keep(page.screenshot(full_page=True), name)


def keep(picture: bytes, name: str) -> None:
    """Keeps a PNG where SKM_SHOTS names a folder."""
    if folder := os.environ.get("SKM_SHOTS"):
        (Path(folder) / f"{name}.png").write_bytes(picture)

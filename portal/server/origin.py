"""Where a request comes from: the proxies that are believed, the host it asked for, the page it was sent from.

Belongs here: what is believed of a request. Not here: reading forwarded headers, which uvicorn does, from a proxy that
the settings name and from nobody else (`portal.server.app`); what follows from it (`portal.server.security_headers`,
`portal.server.throttle`).
"""

import ipaddress
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from contracts.errors import ConfigurationError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_OF_PROXIES: Final = frozenset({"forwarded", "via", "x-real-ip", "x-client-ip", "cf-connecting-ip"})
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class Origins:
    """What the settings say about proxies and about the portal's own address."""

    def __init__(self, address: str, trusted_proxies: Sequence[str]) -> None:
        """`address`: the portal's public address, or empty; proxies by address or network. Raises
        ConfigurationError."""
        self.proxies = [str(_network(proxy)) for proxy in trusted_proxies]
        self._address = address
        self._hosts: frozenset[str] | None = None
        if address:
            parts = urlsplit(address)
            if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
                raise ConfigurationError(
                    f"[portal] address '{address}' bukan alamat. Contoh yang benar: https://skm.mojokertokab.go.id"
                )
            self._hosts = _LOCAL_NAMES | {parts.hostname}

    def is_ours(self, connection: HTTPConnection) -> bool:
        """Whether the request asks for a host that the portal answers to; any, where no address is set."""
        return self._hosts is None or _host_name(connection.headers.get("host", "")) in self._hosts

    def is_from_us(self, connection: HTTPConnection) -> bool:
        """Whether a form was sent from a page of this portal, as far as the browser says."""
        site = connection.headers.get("sec-fetch-site")
        if site is not None and site not in ("same-origin", "none"):
            return False
        origin = connection.headers.get("origin")
        if origin is None:
            return True
        own = {_origin(f"{connection.url.scheme}://{connection.headers.get('host', '')}")}
        if self._address:
            own.add(_origin(self._address))
        return _origin(origin) in own - {None}


def asks_this_machine_itself(connection: HTTPConnection) -> bool:
    """Whether a request was made on this machine, by this machine's name, and handed on by nobody: a proxy beside the
    portal asks from this machine too, for the whole world."""
    try:
        is_near = ipaddress.ip_address(client_of(connection)).is_loopback
    except ValueError:
        return False
    handed_on = any(name.startswith("x-forwarded") or name in _OF_PROXIES for name in connection.headers)
    return is_near and not handed_on and _host_name(connection.headers.get("host", "")) in _LOCAL_NAMES


def client_of(connection: HTTPConnection) -> str:
    """The client's address: behind a trusted proxy what that says, elsewhere whoever is connected."""
    return connection.client.host if connection.client else ""


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise ConfigurationError(
            f"[portal] trusted_proxies berisi '{text}', bukan alamat IP. Contoh yang benar: 127.0.0.1 atau 10.0.0.0/24"
        ) from error


def _host_name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _origin(text: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for what names no origin (`null`)."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or _DEFAULT_PORTS[parts.scheme]

"""Opening a folder by its URL: here, over SFTP or WebDAV, in S3.

Belongs here: one function a protocol, with its options and its time limits. The libraries are imported where they
are needed: s3fs alone takes a second, which a run with a folder here must not pay. Not here: what a URL may hold and
what an error means (`storage.places`).
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from urllib.parse import quote

from fsspec import AbstractFileSystem

from contracts.errors import ConfigurationError
from storage.places import Place, parse_place, reaching

TIMEOUT_SECONDS: Final = 20.0
"""How long a connection and each answer is waited for; the option `timeout` says otherwise."""

OPTIONS: Final[dict[str, frozenset[str]]] = {
    "file": frozenset(),
    "sftp": frozenset(
        {
            "username",
            "password",
            "key_filename",
            "passphrase",
            "allow_agent",
            "look_for_keys",
            "host_key",
            "known_hosts",
        }
    ),
    "webdav": frozenset({"username", "password"}),
    "webdavs": frozenset({"username", "password", "ca_file"}),
    "s3": frozenset(
        {"username", "password", "key", "secret", "token", "profile", "anon", "endpoint_url", "use_ssl"}
        | {"client_kwargs", "config_kwargs", "s3_additional_kwargs", "requester_pays"}
    ),
}
"""What may be said beside the URL. Not all that fsspec takes: some of it would leave a host unchecked."""

TALKATIVE: Final = ("botocore", "aiobotocore", "s3fs", "fsspec", "fsspec.sftp", "paramiko", "httpx", "httpcore")
"""Libraries that at DEBUG write the headers they send, a session's token among them."""


def open_filesystem(url: str, options: Mapping[str, object]) -> tuple[AbstractFileSystem, str]:
    """The file system of a URL, or of a folder's path, and the folder's path in it.

    `options`: credentials and the like (`OPTIONS`), and `timeout` in seconds; never written, logged or repeated.
    Raises ConfigurationError for an invalid URL or option, PlaceError (a HomeError) where the place
    cannot be reached. Nothing is kept between calls; `close_filesystem` ends the connection."""
    place = parse_place(url)
    known = OPTIONS[place.scheme] | {"timeout"}
    if not known.issuperset(options):
        raise ConfigurationError(
            f"Ada opsi yang tidak dikenal untuk {place.scheme}. Yang dikenal: {', '.join(sorted(known))}."
        )
    timeout = options.get("timeout", TIMEOUT_SECONDS)
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or timeout <= 0:
        raise ConfigurationError("Opsi 'timeout' harus berupa detik, lebih dari nol.")
    rest = {name: value for name, value in options.items() if name != "timeout"}
    _silence()
    with reaching(place):
        if place.scheme == "file":
            return _local(place)
        if place.scheme == "sftp":
            return _sftp(place, rest, timeout)
        if place.scheme == "s3":
            return _s3(place, rest, timeout)
        return _webdav(place, rest, timeout)


def close_filesystem(filesystem: AbstractFileSystem) -> None:
    """Ends the connections of a file system that `open_filesystem` opened."""
    close = getattr(filesystem, "close", None)
    if close is not None:
        close()
    creator = getattr(filesystem, "_s3creator", None)
    if creator is not None:
        filesystem.close_session(filesystem.loop, creator)


@contextmanager
def opened_filesystem(url: str, options: Mapping[str, object]) -> Iterator[tuple[AbstractFileSystem, str]]:
    """`open_filesystem` for the length of a block."""
    filesystem, path = open_filesystem(url, options)
    try:
        yield filesystem, path
    finally:
        close_filesystem(filesystem)


def _silence() -> None:
    """Whatever level a process logs at, these libraries only warn."""
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))


def _local(place: Place) -> tuple[AbstractFileSystem, str]:
    from fsspec.implementations.local import LocalFileSystem

    return LocalFileSystem(auto_mkdir=True), place.path


def _sftp(place: Place, options: dict[str, object], timeout: float) -> tuple[AbstractFileSystem, str]:
    from storage.sftp import SSH_PORT, CheckedSFTP

    return CheckedSFTP(place.host, place.port or SSH_PORT, timeout, options), place.path or "/"


def _webdav(place: Place, options: dict[str, object], timeout: float) -> tuple[AbstractFileSystem, str]:
    from storage.webdav import StreamedWebdav

    scheme = "https" if place.scheme == "webdavs" else "http"
    url = f"{scheme}://{place.authority}{quote(place.path)}"
    user, password = str(options.get("username", "")), str(options.get("password", ""))
    auth = (user, password) if user else None
    return StreamedWebdav(url, auth, timeout, str(options["ca_file"]) if "ca_file" in options else True), ""


def _s3(place: Place, options: dict[str, object], timeout: float) -> tuple[AbstractFileSystem, str]:
    from s3fs import S3FileSystem

    given = options.pop("config_kwargs", {})
    limits = {"connect_timeout": timeout, "read_timeout": timeout, "retries": {"max_attempts": 1}}
    filesystem = S3FileSystem(
        config_kwargs={**limits, **(given if isinstance(given, dict) else {})},
        use_listings_cache=False,
        skip_instance_cache=True,
        **options,
    )
    filesystem.retries = 1  # botocore already tries again; five times a dead server's time limit is too long
    return filesystem, f"{place.host}{place.path}".rstrip("/")

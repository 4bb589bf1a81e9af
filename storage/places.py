"""Where a folder lies, as its URL says, and what may go wrong with it, in sentences.

Belongs here: taking a URL apart, refusing credentials in it, and the one table from a library's error to what a
person can do. A library's own words are never repeated: they may hold passwords and signed addresses. Not here:
opening a folder (`storage.filesystem`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from contracts.errors import ConfigurationError, HomeError, SkmError

SCHEMES: Final = ("file", "sftp", "webdav", "webdavs", "s3")

Trouble = Literal["unreachable", "timeout", "login", "denied", "missing", "host_key", "certificate", "names", "other"]

SENTENCES: Final[dict[Trouble, str]] = {
    "unreachable": "{place} tidak dapat dihubungi, atau sambungannya terputus. Periksa jaringan, nama host, porta, dan "
    "apakah peladennya hidup, lalu jalankan lagi.",
    "timeout": "{place} tidak menjawab dalam batas waktu. Periksa jaringan dan peladennya, lalu jalankan lagi.",
    "login": "{place} menolak nama pengguna, kata sandi, atau kunci. Periksa kredensialnya (docs/operation.md).",
    "denied": "Akses ke {place} ditolak. Minta pengelolanya memberi izin kepada pengguna ini.",
    "missing": "{place} tidak ada. Periksa alamatnya, atau buat foldernya.",
    "host_key": "Kunci host {place} tidak dikenal atau berbeda dari yang dikenal{detail}. Cocokkan dengan pengelola "
    "peladen; bila benar, tulis kuncinya di ~/.ssh/known_hosts atau pada opsi 'host_key' (docs/operation.md).",
    "certificate": "Sertifikat TLS {place} tidak dipercaya. Bila peladennya memakai sertifikat sendiri, tunjuk berkas "
    "CA-nya dengan opsi 'ca_file' (docs/operation.md).",
    "names": "Di {place} ada nama berkas yang bukan UTF-8. Ganti nama berkas itu, lalu jalankan lagi.",
    "other": "{place} tidak dapat dipakai ({detail}). Periksa alamat dan opsinya, lalu jalankan lagi.",
}

TROUBLES: Final[dict[str, Trouble]] = {
    "builtins.TimeoutError": "timeout",
    "builtins.FileNotFoundError": "missing",
    "builtins.NotADirectoryError": "missing",
    "builtins.PermissionError": "denied",
    "builtins.ConnectionError": "unreachable",
    "builtins.EOFError": "unreachable",
    "builtins.UnicodeDecodeError": "names",
    "socket.gaierror": "unreachable",
    "storage.sftp.UnknownHostKey": "host_key",
    "paramiko.AuthenticationException": "login",
    "paramiko.BadHostKeyException": "host_key",
    "paramiko.NoValidConnectionsError": "unreachable",
    "paramiko.SSHException": "unreachable",
    "httpx.TimeoutException": "timeout",
    "httpx.TransportError": "unreachable",
    "botocore.NoCredentialsError": "login",
    "botocore.PartialCredentialsError": "login",
    "botocore.ConnectTimeoutError": "timeout",
    "botocore.ReadTimeoutError": "timeout",
    "botocore.SSLError": "certificate",
    "botocore.ConnectionError": "unreachable",
    "botocore.HTTPClientError": "unreachable",
    "aiohttp.ClientConnectionError": "unreachable",
    "aiohttp.ClientPayloadError": "unreachable",
    "botocore.ParamValidationError": "missing",
    "s3fs.FileExpired": "missing",  # what was being read: it was replaced meanwhile
}
"""By the library and class of an error or of one of its bases: the libraries need not be imported to ask."""

STATUSES: Final[dict[int, Trouble]] = {401: "login", 403: "denied", 404: "missing", 407: "login"}
"""Of an answer over HTTP."""
LOGIN_CODES: Final = frozenset(
    {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "InvalidClientTokenId"}
)
"""What S3 calls a wrong login; s3fs makes one PermissionError of these and of a missing permission."""


class PlaceError(HomeError):
    """A folder elsewhere cannot be used. `trouble` says in which way."""

    def __init__(self, trouble: Trouble, place: str, detail: str = "") -> None:
        super().__init__(SENTENCES[trouble].format(place=place, detail=detail))
        self.trouble = trouble


class Place(NamedTuple):
    """A folder's address. `port` is None for the protocol's own."""

    scheme: str
    host: str
    port: int | None
    path: str

    @property
    def shown(self) -> str:
        """For people and logs. Holds no credentials: `parse_place` takes none."""
        if self.scheme == "file":
            return self.path
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def authority(self) -> str:
        """Host and port, as a URL writes them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" if self.port else host


def parse_place(url: str) -> Place:
    """Takes a URL, or the path of a folder here, apart. Raises ConfigurationError for an unknown protocol and
    where credentials may stand in it, without repeating it."""
    if "://" not in url:
        return Place("file", "", None, url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigurationError(
            "Alamat folder di tempat lain tidak dapat dibaca. Contoh: sftp://host:22/folder."
        ) from None
    if parts.scheme not in SCHEMES:
        raise ConfigurationError(
            f"Protokol '{parts.scheme}' tidak dikenal. Yang dikenal: {', '.join(SCHEMES)}, atau folder biasa."
        )
    if "@" in url or parts.query or parts.fragment or "?" in url:
        raise ConfigurationError(
            f"Alamat {parts.scheme}:// memuat '@', '?', atau '#'. Kredensial tidak boleh ditulis di alamat: "
            "taruh di lingkungan atau blok Secret (docs/operation.md)."
        )
    return Place(parts.scheme, _host(parts), port, parts.path if parts.scheme == "s3" else unquote(parts.path))


def _host(parts: SplitResult) -> str:
    # A bucket's name is not lowered, as a host's is.
    host = parts.netloc if parts.scheme == "s3" else parts.hostname or ""
    if not host and parts.scheme != "file":
        raise ConfigurationError(f"Alamat {parts.scheme}:// tidak menyebut host atau bucket.")
    if host and parts.scheme == "file":
        raise ConfigurationError("Alamat file:// memakai tiga garis miring: file:///folder.")
    return host


@contextmanager
def reaching(place: Place) -> Iterator[None]:
    """Turns what a library raises into a PlaceError. Only calls of that library stand inside: an error of ours
    would look like the share's."""
    try:
        yield
    except SkmError:
        raise
    except Exception as error:
        # `from None`: a traceback in a log would repeat the library's words.
        raise trouble_with(place, error) from None


def trouble_with(place: Place, error: Exception) -> PlaceError:
    """What an error means."""
    trouble = _trouble(error)
    if trouble == "host_key":
        fingerprint = getattr(error, "fingerprint", "")
        return PlaceError(trouble, place.shown, f" (peladen memberi {fingerprint})" if fingerprint else "")
    return PlaceError(trouble, place.shown, type(error).__name__)


def _trouble(error: BaseException) -> Trouble:
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status in STATUSES:
        return STATUSES[status]
    if _is_about_a_certificate(error):
        return "certificate"
    if isinstance(error, PermissionError) and _code(error.__cause__) in LOGIN_CODES:
        return "login"
    for kind in type(error).__mro__:
        module = kind.__module__ if kind.__module__.startswith("storage.") else kind.__module__.partition(".")[0]
        if trouble := TROUBLES.get(f"{module}.{kind.__name__}"):
            return trouble
    return "other"


def _code(cause: BaseException | None) -> str:
    """The code in an answer of S3."""
    answer = getattr(cause, "response", None)
    error = answer.get("Error") if isinstance(answer, dict) else None
    return str(error.get("Code", "")) if isinstance(error, dict) else ""


def _is_about_a_certificate(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if type(seen).__name__ == "SSLCertVerificationError":
            return True
        seen = seen.__cause__ or seen.__context__
    return False

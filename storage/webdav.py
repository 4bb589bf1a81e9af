"""WebDAV through webdav4, read as one stream.

Belongs here: what webdav4 leaves open. Its own stream begins again for ever where a server stalls after every
beginning, and asks three times what a listing has said. Not here: which options there are (`storage.filesystem`).
Imports webdav4: imported only where a WebDAV folder is opened.
"""

import io
from urllib.parse import quote

import httpx
from webdav4.client import Client
from webdav4.fsspec import WebdavFileSystem


class QuotingClient(Client):  # type: ignore[misc]
    """Asks for names as they are: '#', '?' and '%' in them are no part of an address."""

    def join_url(self, path: str, add_trailing_slash: bool = False) -> httpx.URL:
        """The address of a path in the folder."""
        url: httpx.URL = super().join_url(quote(path), add_trailing_slash=add_trailing_slash)
        return url


class DownloadStream(io.RawIOBase):
    """The body of one answer, as a file."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__()
        self._response = response
        self._chunks = response.iter_bytes()
        self._rest = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: object) -> int:
        """As the answer comes in; 0 at its end."""
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        count = min(len(target), len(self._rest))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def close(self) -> None:
        """Gives the connection back."""
        if not self.closed:
            self._response.close()
        super().close()


class StreamedWebdav(WebdavFileSystem):  # type: ignore[misc]
    """WebDAV whose files are read from their beginning to their end."""

    cachable = False

    def __init__(self, url: str, auth: tuple[str, str] | None, timeout: float, verify: str | bool) -> None:
        super().__init__(url, client=QuotingClient(url, auth=auth, timeout=timeout, verify=verify))

    def _open(self, path: str, mode: str = "rb", **options: object) -> object:
        if mode != "rb":
            return super()._open(path, mode, **options)
        request = self.client.http.build_request(
            "GET", self.client.join_url(self._strip_protocol(path)), headers={"Accept-Encoding": "identity"}
        )
        response = self.client.http.send(request, stream=True, follow_redirects=True)
        if response.is_error:
            response.close()
            response.raise_for_status()
        return io.BufferedReader(DownloadStream(response))

    def close(self) -> None:
        """Ends its connections."""
        self.client.http.close()

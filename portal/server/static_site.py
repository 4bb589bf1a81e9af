"""The static site over HTTP: what lies in its folder, and nothing else.

Belongs here: from a path to a file, content types, caching, compression. Not here: making the site
(`portal.site`), anything private: private files are never found by a path (`portal.server.private_files`).
"""

import gzip
import hashlib
import mimetypes
import os
import stat
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

CONTENT_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".yaml": "application/yaml",
    ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".parquet": "application/vnd.apache.parquet",
    ".duckdb": "application/vnd.duckdb",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".md": "text/markdown; charset=utf-8",
}
"""Said here, because what `mimetypes` knows depends on the machine."""
COMPRESSED: Final = frozenset({".html", ".css", ".js", ".json", ".jsonld", ".yaml", ".csv", ".svg", ".txt", ".xml"})
"""Text. Documents and images are compressed already. Private pages are not compressed either: what one
types would show in the length of what is secret (BREACH)."""
_SMALLEST_COMPRESSED: Final = 1_000
_LEVEL: Final = 6
_PAGES: Final = "no-cache"
"""Asked for again each time, answered with 304: a new publication is seen at once."""
_OTHERS: Final = "public, max-age=300"


def content_type(path: Path) -> str:
    """The media type of a file by its ending."""
    ending = path.suffix.lower()
    return CONTENT_TYPES.get(ending) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


class StaticSite:
    """Answers for the files below a folder."""

    def __init__(self, folder: Path) -> None:
        """The folder may not exist yet."""
        self._folder = folder

    @property
    def exists(self) -> bool:
        """Whether there is a site."""
        return self._folder.is_dir()

    async def answer(self, request: Request, path: str) -> Response:
        """The file at a path below the site; HTTPException 404 where there is none."""
        return await run_in_threadpool(self._answer, request, path)

    def _answer(self, request: Request, path: str) -> Response:
        found = self._find(path)
        if found is not None and stat.S_ISDIR(found[1].st_mode):
            # Only the last part: relative, so that a proxy may serve us below any address.
            return RedirectResponse(f"{path.rpartition('/')[2]}/", status_code=308, headers={"Cache-Control": _OTHERS})
        if path.endswith("/") or not path:
            found = self._find(f"{path}index.html")
        if found is None or not stat.S_ISREG(found[1].st_mode):
            raise HTTPException(404)
        return _file_answer(request, *found)

    def _find(self, path: str) -> tuple[Path, os.stat_result] | None:
        """What lies at a path below the site."""
        full = self._inside(path)
        try:
            return None if full is None else (full, full.lstat())
        except OSError:
            return None

    def _inside(self, path: str) -> Path | None:
        """The path below the site: of plain names only, without a link on the way."""
        parts = path.split("/")
        if any(not part or part.startswith(".") or "\\" in part or not part.isprintable() for part in parts):
            return None
        folder = Path(os.path.realpath(self._folder))
        full = folder.joinpath(*parts)
        try:
            return full if Path(os.path.realpath(full)) == full else None
        except (OSError, ValueError):
            return None


def _file_answer(request: Request, path: Path, status: os.stat_result) -> Response:
    ending = path.suffix.lower()
    packed = (
        ending in COMPRESSED
        and status.st_size >= _SMALLEST_COMPRESSED
        and "range" not in request.headers
        and _takes_gzip(request)
    )
    made_of = f"{status.st_mtime_ns}-{status.st_size}-{'gzip' if packed else ''}"
    headers = {
        "ETag": f'"{hashlib.sha256(made_of.encode()).hexdigest()[:20]}"',
        "Last-Modified": formatdate(status.st_mtime, usegmt=True),
        "Cache-Control": _PAGES if ending == ".html" else _OTHERS,
    }
    if ending in COMPRESSED:
        headers["Vary"] = "Accept-Encoding"
    if _is_known(request, headers["ETag"], status.st_mtime):
        return Response(status_code=304, headers=headers)
    if not packed:
        return FileResponse(path, headers=headers, media_type=content_type(path), stat_result=status)
    content = gzip.compress(path.read_bytes(), _LEVEL, mtime=0)
    return Response(content, headers={**headers, "Content-Encoding": "gzip"}, media_type=content_type(path))


def _takes_gzip(request: Request) -> bool:
    for coding in request.headers.get("accept-encoding", "").split(","):
        name, _, weight = coding.partition(";")
        if name.strip().lower() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _is_known(request: Request, etag: str, modified_at: float) -> bool:
    """Whether the client holds this very file. Its tag decides where it sent one."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")] or tags.strip() == "*"
    since = request.headers.get("if-modified-since")
    try:
        return since is not None and int(modified_at) <= parsedate_to_datetime(since).timestamp()
    except (ValueError, OverflowError):
        return False

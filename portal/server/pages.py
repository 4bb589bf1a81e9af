"""The server's own pages: from what they show to an answer.

Belongs here: rendering with Jinja (autoescape), how values look. Not here: what is shown to whom (`login`,
`unit_pages`, `staff_pages`, `uploads`), the pages of the static site (`portal.site`).
"""

from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

import portal
from contracts.settings import Settings
from portal.server import words
from portal.server.sessions import Session
from portal.site import finalized
from reports.documents import label_of
from reports.wording import file_words
from reports.wording.indonesian import NO_BREAK_SPACE, decimal_number, long_date, percentage, whole_number

ROOM: Final = Path(portal.__file__).parent
ASSETS: Final = ROOM / "assets"
_TEMPLATES: Final = ROOM / "templates"
_FAILURES: Final = {
    400: ("Permintaan tidak dikenali", "Alamat atau isian ini tidak dapat dibaca. Kembali dan coba sekali lagi."),
    403: ("Tidak boleh dibuka", "Halaman atau berkas ini bukan untuk akun Anda."),
    404: ("Tidak ditemukan", "Halaman atau berkas ini tidak ada, atau sudah tidak ada lagi."),
    405: ("Tidak dapat dilakukan", "Halaman ini tidak menerima permintaan seperti itu."),
    408: ("Terlalu lambat", "Permintaan terkirim terlalu lambat, jadi tidak ditunggu lagi. Coba sekali lagi."),
    413: ("Berkas terlalu besar", "Berkas yang dikirim lebih besar dari yang diterima portal."),
    429: ("Terlalu sering", "Tunggu sebentar, lalu coba lagi."),
    500: (
        "Kesalahan pada portal",
        "Terjadi kesalahan program. Tidak ada data yang berubah. Coba lagi; bila berulang, beri tahu pengelola.",
    ),
    503: ("Belum tersedia", "Belum ada data yang dipublikasikan. Kembali lagi nanti."),
}


class Pages:
    """Renders the server's pages for one regency."""

    def __init__(self, settings: Settings) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True, finalize=finalized,
        )  # fmt: skip
        self._environment.globals.update(
            regency=settings.regency, words=words, file_words=file_words, label_of=label_of
        )
        self._environment.filters.update(
            count=whole_number,
            figure=decimal_number,
            share=percentage,
            size=file_size,
            moment=date_and_time,
            stamp=short_moment,
        )

    def page(
        self, template: str, *, session: Session | None = None, status: int = 200, **values: object
    ) -> HTMLResponse:
        """A page of `templates/server/`. It is nobody else's: not to be kept by any cache."""
        content = self.text(template, session=session, **values)
        return HTMLResponse(content, status_code=status, headers={"Cache-Control": "no-store"})

    def text(self, template: str, *, session: Session | None = None, **values: object) -> str:
        """The same as text: also of a part of a page."""
        return self._environment.get_template(f"server/{template}").render(session=session, **values)

    def failure(self, status: int, sentence: str | None = None, *, session: Session | None = None) -> Response:
        """The page for a request that cannot be served; `sentence` in place of the usual one."""
        title, usual = _FAILURES.get(status, (HTTPStatus(status).phrase, "Permintaan ini tidak dapat dilayani."))
        return self.page(
            "galat.html", session=session, status=status, code=status, title=title, sentence=sentence or usual
        )


def file_size(size: int) -> str:
    """How large a file is: `812 byte`, `61 KB`, `1,4 MB`."""
    if size < 1_000:
        return f"{size}{NO_BREAK_SPACE}byte"
    if size < 1_000_000:
        return f"{whole_number(round(size / 1_000))}{NO_BREAK_SPACE}KB"
    return f"{decimal_number(size / 1_000_000, 1)}{NO_BREAK_SPACE}MB"


def date_and_time(at: datetime) -> str:
    """A moment: `22 November 2026 pukul 21.36`."""
    return f"{long_date(at)} pukul {at:%H.%M}"


def short_moment(at: datetime) -> str:
    """A moment in a table: `22/11/2026 21.36`."""
    return f"{at:%d/%m/%Y %H.%M}"

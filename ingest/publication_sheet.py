"""Where results were published, as staff told it on the sheet for that.

Belongs here: finding that sheet, reading its cells, and what is said of those that cannot be. Not here: which sheet
counts, and what follows (`pipeline.documents.submission`).
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from contracts.periods import is_period_code
from contracts.publication_sheet import READ_HEADERS
from contracts.records import PublishedIn
from contracts.registry import Unit
from contracts.written_addresses import read_addresses
from contracts.written_dates import read_day
from ingest.grid import Grid, headed

_LONGEST: Final = 200


class PublicationSheet(NamedTuple):
    """What such a sheet says; `mistakes` are sentences, one a cell that cannot be read. Lines without medium,
    link and day say nothing."""

    published: tuple[PublishedIn, ...]
    mistakes: tuple[str, ...]


def publication_on(grids: Sequence[Grid], units: Mapping[str, Unit]) -> PublicationSheet | None:
    """What was told; None where no sheet is one of publication. `units`: those of the registry, by code."""
    found = headed(grids, READ_HEADERS)
    return None if found is None else _told(*found, units)


def _told(grid: Grid, header: int, columns: Mapping[str, int], units: Mapping[str, Unit]) -> PublicationSheet:
    published: list[PublishedIn] = []
    mistakes: list[str] = []
    for position, line in enumerate(grid.cells.slice(header + 1).iter_rows(), header + 1):
        code, period, medium, link, day = ((line[columns[name]] or "").strip() for name in READ_HEADERS)
        if not (medium or link or day):
            continue
        place = f"Baris {grid.first_row + position}"
        period = period.upper()
        published_on, address = read_day(day) if day else None, read_addresses(link)
        wrong = [
            f"{place}: {said}"
            for is_wrong, said in (
                (code not in units, f"kode unit “{code}” tidak ada dalam daftar unit; salin dari lembar yang asli."),
                (
                    not is_period_code(period),
                    f"periode “{period}” bukan kode periode; tulis misalnya 2026 atau 2026-S1.",
                ),
                (not medium, "media kosong; pilih atau tulis medianya, atau kosongkan juga tautan dan tanggalnya."),
                (bool(day) and published_on is None, f"tanggal “{day}” tidak terbaca; tulis misalnya 31-03-2026."),
                (address is None, f"tautan “{link}” bukan alamat; tulis lengkap dengan https://, atau kosongkan."),
            )
            if is_wrong
        ]
        mistakes += wrong
        if not wrong:
            published.append(
                PublishedIn(
                    unit_code=code,
                    period_code=period,
                    medium=" ".join(medium.split())[:_LONGEST],
                    link=address or "",
                    published_on=published_on,
                )
            )
    return PublicationSheet(tuple(published), tuple(mistakes))

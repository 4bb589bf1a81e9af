"""Columns of dates: which of them is the moment of answering, and what the file does to the dates it holds.

Belongs here: telling such columns by their headers, where they are no known name; time zones that stand in the header;
days and months that a spreadsheet swapped; days counted from 1904. Not here: reading a date (`contracts`,
`transforms.responses.dates`), choosing among known names (`mapping`).
"""

import re
from dataclasses import dataclass
from typing import Final

import polars as pl

from ingest.words import words

_TIME_WORDS: Final = frozenset(
    words(
        "time date datetime timestamp waktu tanggal tgl hari jam pukul moment submitted completed started recorded "
        "finished selesai mulai dikirim diisi pengisian kirim masuk fecha datum created submit submission response "
        "respon"
    )
)
_DATE_WORDS: Final = frozenset(["time", "date", "datetime", "timestamp", "waktu", "tanggal", "tgl", "fecha", "datum"])
_NEVER: Final = frozenset(
    words(
        "lahir birth dob ttl kunjungan visit berlaku expired expiry kadaluarsa unduh diunduh download downloaded "
        "cetak dicetak print printed updated modified diubah diperbarui edited update modify ttd pengesahan masa "
        "janji appointment pelayanan layanan pengajuan permohonan terbit izin registrasi pendaftaran daftar entri "
        "input entry deleted dihapus action"
    )
)
"""Words of dates that are not when somebody answered: of birth, a visit, a download, a later change."""
_LAST: Final = frozenset(
    words("end ended completion completed complete finished selesai penyelesaian submitted submit dikirim")
)

_ZONE: Final = re.compile(
    r"\b(?:utc|gmt)(?:\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?\b|\b(?P<local>wib|wita|wit)\b",
    re.IGNORECASE,
)
_HAS_ZONE: Final = r"(?i)(?:[+-]\d{1,2}:?\d{2}|z|\b(?:utc|gmt|wib|wita|wit)\b[^\s]*)\s*$"
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})([T ].*)?")
_WRITTEN_DATE: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{4}(?:[ ,T].*)?")
_DAYS_FROM_1900_TO_1904: Final = 1_462
_SERIAL_DAYS: Final = (20_000, 80_000)
_FEWEST_OF_EACH: Final = 3


def tells_when(header: str) -> int | None:
    """Whether a header over dates can only name the moment of answering: its rank (lower is better), or None."""
    said = set(words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)))
    if not said & _TIME_WORDS or said & _NEVER:
        return None
    if not said & _DATE_WORDS and len(said) > _FEW_WORDS:
        return None
    return _RANK_OF_LAST if said & _LAST else _RANK_OF_OTHERS


_FEW_WORDS: Final = 3
_RANK_OF_LAST, _RANK_OF_OTHERS = 100, 200


def zone_in(header: str) -> str | None:
    """The time zone that a header names, as a time of day would: "UTC", "GMT+7"; None for none. What Kobo's server adds
    is UTC and does not say so."""
    if header.rpartition("/")[2] == _OF_KOBO:
        return "UTC"
    found = _ZONE.search(header)
    if found is None:
        return None
    if found["local"]:
        return found["local"].upper()
    if found["hours"] is None:
        return "UTC"
    return f"GMT{found['sign']}{int(found['hours']):02d}:{found['minutes'] or '00'}"


_OF_KOBO: Final = "_submission_time"


def with_zone(moments: pl.Series, header: str) -> pl.Series:
    """Texts of a column whose header names the zone, each with it; those that name their own, or no time of day, as
    they stand."""
    zone = zone_in(header)
    if zone is None:
        return moments
    text = pl.col("text")
    return (
        pl.DataFrame({"text": moments})
        .select(
            pl.when(text.str.contains(r"\d[:.]\d{2}") & ~text.str.contains(_HAS_ZONE))
            .then(text + f" {zone}")
            .otherwise(text)
        )
        .to_series()
        .alias(moments.name)
    )


@dataclass(frozen=True)
class PutRight:
    """A column of dates after what a spreadsheet did to it was undone; `note` says so (Bahasa Indonesia)."""

    dates: pl.Series
    note: str


def unswapped(dates: pl.Series) -> PutRight | None:
    """Days and months swapped back: a spreadsheet read "03-12-2025" month first and made a date of it, and left
    "13-12-2025", which it could not read so, as text. It shows where every text has a day above 12 and every date cell
    one of at most 12. None where it does not."""
    texts = dates.drop_nulls().unique().to_list()
    cells = [found for text in texts if (found := _ISO_DATE.fullmatch(text)) is not None]
    written = [found for text in texts if (found := _WRITTEN_DATE.fullmatch(text)) is not None]
    if len(cells) < _FEWEST_OF_EACH or len(written) < _FEWEST_OF_EACH:
        return None
    if any(int(cell[3]) > 12 for cell in cells) or any(max(int(one[1]), int(one[2])) <= 12 for one in written):
        return None
    swapped = {cell[0]: f"{cell[1]}-{cell[3]}-{cell[2]}{cell[4] or ''}" for cell in cells}
    return PutRight(
        dates.replace(swapped),
        f"{len(cells)} tanggal tertukar hari dan bulannya oleh aplikasi lembar kerja (semua yang harinya di atas 12 "
        "masih tertulis sebagai teks); dikembalikan.",
    )


def from_1904(dates: pl.Series) -> PutRight | None:
    """Plain numbers of days counted from 1904 as days from 1900; None where the column holds no such numbers."""
    numbers = dates.drop_nulls().str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    if numbers.is_empty() or numbers.null_count() or not numbers.is_between(*_SERIAL_DAYS).all():
        return None
    moved = {
        text: repr(float(text.replace(",", ".")) + _DAYS_FROM_1900_TO_1904) for text in dates.drop_nulls().unique()
    }
    return PutRight(dates.replace(moved), "Buku kerja menghitung hari dari tahun 1904; tanggalnya disesuaikan.")

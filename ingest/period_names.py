"""Which period a file without dates is about, by the texts that name it.

Belongs here: from what its texts name to one period, or the refusal. Not here: what one text names (`period_texts`),
dates of rows (`transforms.responses.typing`), what a period is (`contracts.periods`).
"""

from collections.abc import Iterable
from typing import Final

from contracts.periods import MONTH_NAMES, MONTHS_IN, Period
from contracts.records import Refusal, UnitNaming
from ingest.period_texts import finest, read_period

_SHOWN_LENGTH: Final = 80
_SHOWN_PERIODS: Final = 6
_WITHOUT_DATES: Final = "Berkas ini tidak memuat tanggal per responden"
_OF_A_PLAN: Final = "Tindak lanjut menjawab hasil survei satu periode"


def identify_period(naming: UnitNaming, path: str, *, why_asked: str = _WITHOUT_DATES) -> Period | Refusal:
    """The period a file without dates is about, or why it cannot be told. A period column, titles, folders and file
    name must agree; the finest wins ("2024" and "Semester I"). Sheets name a stretch together. `why_asked` begins the
    sentence of a refusal."""
    of_column = {(found.years, found.months): text for text in naming.period_values if (found := read_period(text))}
    if len(of_column) > 1:
        return _several(why_asked, list(of_column.values()))
    groups = texts_that_name(naming, path)
    years: dict[int, str] = {}
    stretches: dict[tuple[int, int], str] = {}
    for label, texts in groups:
        # Folders and sheets are numbered by month ("07 Juli"); such a day would be a rare accident there.
        of_group = [(read_period(text, numbered=label in ("nama folder", "nama lembar")), text) for text in texts]
        for found, text in of_group:
            if found.unclear is not None:
                return _unclear(why_asked, f"{label} “{_short(text)}”", found.unclear)
            for year in sorted(found.years):
                years.setdefault(year, f"{label} “{_short(text)}”")
        joined = _joined(found.months for found, _ in of_group if found.months is not None)
        if joined is not None:
            shown = next(text for found, text in of_group if found.months is not None)
            stretches.setdefault(joined, f"{label} “{_short(shown)}”")
    if len(years) > 1:
        return _conflict(why_asked, [f"{text} menyebut {year}" for year, text in years.items()])
    if not years:
        return _unknown(why_asked, groups)
    year = next(iter(years))
    narrowest = finest(list(stretches))
    if narrowest is None and stretches:
        return _conflict(why_asked, [f"{text} menyebut {_in_words(stretch)}" for stretch, text in stretches.items()])
    return period_of_months(year, narrowest)


def texts_that_name(naming: UnitNaming, path: str) -> list[tuple[str, tuple[str, ...]]]:
    """What may name a period, by where it stands, in words."""
    *folders, file_name = path.split("/")
    return [
        ("kolom", naming.period_values),
        ("judul", naming.titles),
        ("nama folder", tuple(folders)),
        ("nama berkas", (file_name.rpartition(".")[0] or file_name,)),
        ("nama lembar", naming.members),
    ]


def identify_plan_period(naming: UnitNaming, path: str) -> Period | Refusal:
    """The period whose results a follow-up workbook answers: the one its titles name, wherever it lies
    (it is often sent in the year after); folders and file name only where they name none."""
    if any(read_period(title).years for title in naming.titles):
        naming, path = UnitNaming(titles=naming.titles), ""
    return identify_period(naming, path, why_asked=_OF_A_PLAN)


def _joined(stretches: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """Several texts of one kind: a part within another narrows it, otherwise they add up (a sheet for
    each month)."""
    found = sorted(set(stretches))
    if not found:
        return None
    return finest(found) or (min(first for first, _ in found), max(last for _, last in found))


def period_of_months(year: int, months: tuple[int, int] | None) -> Period:
    """The period of a stretch of months; one that is no semester, quarter or month is the year's survey."""
    if months is not None:
        first, last = months
        for kind in ("semester", "quarter", "month"):
            length = MONTHS_IN[kind]
            if last - first + 1 == length and (first - 1) % length == 0:
                return Period(year, kind, last // length)
    return Period(year, "year", 1)


def _in_words(months: tuple[int, int]) -> str:
    first, last = (MONTH_NAMES[month - 1] for month in months)
    return first if first == last else f"{first}–{last}"


def _short(text: str) -> str:
    return text[:_SHOWN_LENGTH]


def _several(why_asked: str, texts: list[str]) -> Refusal:
    shown = "; ".join(map(_short, texts[:_SHOWN_PERIODS])) + ("; …" if len(texts) > _SHOWN_PERIODS else "")
    return Refusal(
        code="several_periods",
        message=(
            f"{why_asked}, dan kolom periodenya menyebut {len(texts)} periode: {shown}. "
            "Tambahkan kolom tanggal pengisian, atau kirim satu berkas untuk setiap periode."
        ),
    )


def _conflict(why_asked: str, said: list[str]) -> Refusal:
    return Refusal(
        code="period_conflict",
        message=(
            f"{why_asked}, dan periodenya disebut berlainan: {'; '.join(said[:4])}. "
            "Betulkan judul, nama folder, atau nama berkas, lalu kirim lagi."
        ),
    )


def _unclear(why_asked: str, where: str, what: str) -> Refusal:
    return Refusal(
        code="period_unclear",
        message=(
            f"{why_asked}, dan periode pada {where} tidak pasti (“{what}”). "
            "Tulis periodenya sebagai “2024”, “Semester I 2024”, “TW II 2024”, atau “Juli 2024”, lalu kirim lagi."
        ),
    )


def _unknown(why_asked: str, groups: list[tuple[str, tuple[str, ...]]]) -> Refusal:
    texts = [f"{label} “{_short(text)}”" for label, found in groups for text in found if text]
    days = [day for _, found in groups for text in found for day in read_period(text).days]
    not_one = f"Hari unduh, cetak, atau tanda tangan (“{days[0]}”) bukan periode. " if days else ""
    return Refusal(
        code="period_unknown",
        message=(
            f"{why_asked}, dan tahunnya tidak disebut. "
            f"Yang terbaca: {', '.join(texts[:8])}. {not_one}"
            "Sebutkan periode pada judul atau nama berkas, misalnya “2024”, “Semester I 2024”, atau “TW II 2024”."
        ),
    )

"""Which period a file without dates is about, by the texts that name it.

Belongs here: reading "Semester I 2024", "TW II 2024", "Januari – November 2024". Not here: dates of rows
(`transforms.responses.typing`), what a period is (`contracts.periods`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from contracts.periods import MONTH_NAMES, MONTH_WORDS, MONTHS_IN, Period, PeriodKind
from contracts.records import Refusal, UnitNaming
from contracts.rules import OLDEST_DATE
from ingest.words import ROMAN_NUMBERS

_MONTH: Final = "|".join(sorted(MONTH_WORDS, key=len, reverse=True))
# Of texts in lower case whose white space, underscores too, is single blanks (`read_period`): nothing here repeats
# without a bound, so that no text takes longer than its length.
_TO: Final = r"(?:[-–—]{1,9}|s\.? ?/? ?d\.?|sampai(?: dengan)?|hingga|ke)"
_GAP: Final = r"[ .,]{0,9}"
_YEAR: Final = r"(?P<year>20[1-4]\d)"
_NOT_A_PERIOD: Final = re.compile(
    r"(?:permen\w{0,20}|peraturan|perpres|perbup|uu|undang-undang|nomor|no\.?)[^,;]{0,60}?(?:tahun |/ ?)\d{4}"
    r"|20\d\d ?(?:responden|orang|baris|data|kuesioner|nomor)"
)
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY_FIRST: Final = rf"{_DAY}[-/.](?P<{{0}}_month>0?[1-9]|1[0-2])[-/.](?P<{{0}}_year>20\d\d)"
_YEAR_FIRST: Final = rf"(?P<{{0}}_year>20\d\d)[-/.](?P<{{0}}_month>0?[1-9]|1[0-2])[-/.]{_DAY}"
_DATE_SPANS: Final = tuple(
    re.compile(rf"(?<!\d){form.format('first')} ?{_TO} ?{form.format('last')}(?!\d)")
    for form in (_DAY_FIRST, _YEAR_FIRST)
)
_LONE_DATE: Final = re.compile(
    rf"(?<!\d)(?:{_DAY}[-/.]\d{{1,2}}[-/.]20\d\d|20\d\d[-/._]\d{{1,2}}[-/._]\d{{1,2}})(?!\d)"
)
_MONTH_SPAN: Final = re.compile(
    rf"(?<![a-z])(?P<first>{_MONTH})(?![a-z]){_GAP}(?:20\d\d)? ?{_TO} ?(?:{_DAY} )?(?P<last>{_MONTH})(?![a-z])"
)
_PARTS: Final[tuple[tuple[PeriodKind, re.Pattern[str]], ...]] = (
    (
        "semester",
        re.compile(rf"(?<![a-z])(?:semester|smt|sem|smstr){_GAP}(?:ke-? ?)?(?P<number>[12]|ii|i)(?![a-z\d])"),
    ),
    (
        "quarter",
        re.compile(
            rf"(?<![a-z])(?:tri ?wulan|tw|kuartal|quarter|q){_GAP}(?:ke-? ?)?(?P<number>[1-4]|iv|iii|ii|i)(?![a-z\d])"
        ),
    ),
)
_SHORT_SEMESTER: Final = re.compile(
    rf"(?<![a-z\d])s(?P<number>[12]){_GAP}-? ?20\d\d|20\d\d{_GAP}-? ?s(?P<after>[12])(?![a-z\d])"
)
_WORD_MONTH: Final = re.compile(rf"(?<![a-z])(?P<month>{_MONTH})(?![a-z])")
_YEAR_MONTH: Final = re.compile(r"(?<!\d)20\d\d[-_./](?P<month>0[1-9]|1[0-2])(?![\d])(?![-_./]\d)")
_ANY_YEAR: Final = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_SHOWN_LENGTH: Final = 80
_LONGEST: Final = 2000
"""Characters of a text that are looked at: who names a period does it before."""
_WITHOUT_DATES: Final = "Berkas ini tidak memuat tanggal per responden"
_OF_A_PLAN: Final = "Tindak lanjut menjawab hasil survei satu periode"


@dataclass(frozen=True)
class Naming:
    """What one text names: years, and a stretch of months in a year (both ends included) or None."""

    years: frozenset[int]
    months: tuple[int, int] | None


def is_month_word(word: str) -> bool:
    """A word (lower case) names a month."""
    return word in MONTH_WORDS


@lru_cache(maxsize=4096)
def read_period(text: str) -> Naming:
    """The years and the part of the year that a text names. Dates on their own (a day of export),
    regulations and counts name nothing."""
    lowered = " ".join(text[:_LONGEST].lower().replace("_", " ").split())
    lowered = " ".join(_NOT_A_PERIOD.sub(" ", lowered).split())
    for span in _DATE_SPANS:
        match = span.search(lowered)
        if match is not None:
            years = frozenset({int(match["first_year"]), int(match["last_year"])})
            return Naming(years, _stretch(int(match["first_month"]), int(match["last_month"])))
    months = _months(lowered)
    lowered = _LONE_DATE.sub(" ", lowered)
    years = frozenset(int(match["year"]) for match in _ANY_YEAR.finditer(lowered))
    return Naming(frozenset(year for year in years if year >= OLDEST_DATE.year), months)


def _months(text: str) -> tuple[int, int] | None:
    span = _MONTH_SPAN.search(text)
    if span is not None:
        return _stretch(MONTH_WORDS[span["first"]], MONTH_WORDS[span["last"]])
    text = _LONE_DATE.sub(" ", text)
    for kind, pattern in _PARTS:
        match = pattern.search(text)
        if match is not None:
            return _part(kind, _number(match["number"]))
    short = _SHORT_SEMESTER.search(text)
    if short is not None:
        return _part("semester", int(short["number"] or short["after"]))
    named = {MONTH_WORDS[match["month"]] for match in _WORD_MONTH.finditer(text)}
    named |= {int(match["month"]) for match in _YEAR_MONTH.finditer(text)}
    return (min(named), max(named)) if named else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else ROMAN_NUMBERS[text]


def _part(kind: PeriodKind, ordinal: int) -> tuple[int, int]:
    length = MONTHS_IN[kind]
    return (ordinal - 1) * length + 1, ordinal * length


def _stretch(first: int, last: int) -> tuple[int, int] | None:
    return (first, last) if first <= last else None


def identify_period(naming: UnitNaming, path: str, *, why_asked: str = _WITHOUT_DATES) -> Period | Refusal:
    """The period a file without dates is about, or why it cannot be told. Titles, folders and file name
    must agree; the finest wins ("2024" and "Semester I"). Sheets name a stretch together. `why_asked`
    begins the sentence of a refusal."""
    *folders, file_name = path.split("/")
    stem = file_name.rpartition(".")[0] or file_name
    groups = [
        ("judul", naming.titles),
        ("nama folder", tuple(folders)),
        ("nama berkas", (stem,)),
        ("nama lembar", naming.members),
    ]
    years: dict[int, str] = {}
    stretches: dict[tuple[int, int], str] = {}
    for label, texts in groups:
        of_group = [(read_period(text), text) for text in texts]
        for found, text in of_group:
            for year in sorted(found.years):
                years.setdefault(year, f"{label} “{text[:_SHOWN_LENGTH]}”")
        joined = _joined(found.months for found, _ in of_group if found.months is not None)
        if joined is not None:
            shown = next(text for found, text in of_group if found.months is not None)
            stretches.setdefault(joined, f"{label} “{shown[:_SHOWN_LENGTH]}”")
    if len(years) > 1:
        return _conflict(why_asked, [f"{text} menyebut {year}" for year, text in years.items()])
    if not years:
        return _unknown(why_asked, groups)
    year = next(iter(years))
    finest = _finest(list(stretches))
    if finest is None and stretches:
        return _conflict(why_asked, [f"{text} menyebut {_in_words(stretch)}" for stretch, text in stretches.items()])
    return _period(year, finest)


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
    return _finest(found) or (min(first for first, _ in found), max(last for _, last in found))


def _finest(stretches: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The stretch that lies within all others; None when there is none."""
    for first, last in stretches:
        if all(other_first <= first and last <= other_last for other_first, other_last in stretches):
            return first, last
    return None


def _period(year: int, months: tuple[int, int] | None) -> Period:
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


def _conflict(why_asked: str, said: list[str]) -> Refusal:
    return Refusal(
        code="period_conflict",
        message=(
            f"{why_asked}, dan periodenya disebut berlainan: {'; '.join(said[:4])}. "
            "Betulkan judul, nama folder, atau nama berkas, lalu kirim lagi."
        ),
    )


def _unknown(why_asked: str, groups: list[tuple[str, tuple[str, ...]]]) -> Refusal:
    texts = [f"{label} “{text[:_SHOWN_LENGTH]}”" for label, found in groups for text in found if text]
    return Refusal(
        code="period_unknown",
        message=(
            f"{why_asked}, dan tahunnya tidak disebut. "
            f"Yang terbaca: {', '.join(texts[:8])}. "
            "Sebutkan periode pada judul atau nama berkas, misalnya “2024”, “Semester I 2024”, atau “TW II 2024”."
        ),
    )

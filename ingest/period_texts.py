"""What one text (a title, a file name, a cell of a period column) names of a period.

Belongs here: reading "Semester I 2024", "TW I s.d. TW III 2024", "Januari – November 2024", "Triwulan Ketiga", and
passing over days: a day of download, print or signature is no period. Not here: which of several texts is believed
(`period_names`), dates of rows (`transforms.responses.dates`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from contracts.headers import FOREIGN_TYPE_WORDS
from contracts.periods import MONTH_WORDS
from contracts.rules import OLDEST_DATE

Stretch = tuple[int, int]
"""First and last month of a part of a year, both included."""

_LONGEST: Final = 2000
"""Characters of a text that are looked at: who names a period does it before."""
# Nothing here repeats without a bound: white space stands as single blanks (`read_period`), so that no text takes
# longer than its length.
_MONTH: Final = "|".join(MONTH_WORDS)
_TO: Final = r"(?:[-–—]{1,4}|s\.?\s?/?\s?d\.?|sampai(?: dengan)?|hingga|ke|to)"
_GAP: Final = r"[\s._,:-]{0,4}"
_YEAR: Final = r"20[1-4]\d"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_NOT_A_PERIOD: Final = re.compile(
    r"(?:permen\w{0,20}|peraturan|perpres|perbup|uu|undang-undang|nomor|no\.?)[^,;]{0,60}?(?:tahun\s{1,4}|/\s{0,4})\d{4}"
    r"|20\d\d\s{0,4}(?:responden|orang|baris|data|kuesioner|nomor)"
)

_NUMBER_WORDS: Final[dict[str, int]] = {
    word: number
    for number, words in enumerate(
        (
            "i satu pertama kesatu first 1st",
            "ii dua kedua second 2nd",
            "iii tiga ketiga third 3rd",
            "iv empat keempat fourth 4th",
            "v lima kelima",
            "vi enam keenam",
            "vii tujuh ketujuh",
            "viii delapan kedelapan",
            "ix sembilan kesembilan",
            "x sepuluh kesepuluh",
            "xi sebelas kesebelas",
            "xii duabelas keduabelas",
        ),
        start=1,
    )
    for word in words.split()
}
_NUMBER: Final = r"(?:ke\s{0,4}-?\s{0,4})?(?P<number>\d{1,2}|" + "|".join(_NUMBER_WORDS) + r")(?![a-z\d])"
_PART_LENGTHS: Final[tuple[tuple[str, int], ...]] = (
    (r"semester|smstr|smt|sem", 6),
    (r"catur\s?wulan|cawu", 4),
    (r"tri\s?wulan|trimester|trwln|triw|trw|tw|kuartal|kwartal|kw|quarter|qtr|q", 3),
    (r"bulan|bln|month", 1),
)
_PART: Final = "(?:" + "|".join(words for words, _ in _PART_LENGTHS) + ")"
_PARTS: Final = tuple(
    (
        length,
        re.compile(rf"(?<![a-z])(?:{words}){_GAP}{_NUMBER}"),
        re.compile(
            rf"\s{{0,4}}(?:,\s{{0,4}})?(?:{_TO}|dan|serta|and|[&,+/])\s{{0,4}}(?P<again>(?:{words}){_GAP})?{_NUMBER}"
        ),
    )
    for words, length in _PART_LENGTHS
)
_NUMBER_FIRST: Final = re.compile(
    r"(?<![a-z\d])(?P<number>first|second|third|fourth|1st|2nd|3rd|4th)\s{1,4}(?P<part>quarter|semester|half)(?![a-z])"
)
_SHORT_SEMESTER: Final = re.compile(
    rf"(?<![a-z\d])[sh](?P<number>[12])[\s._,-]{{0,4}}{_YEAR}|{_YEAR}[\s._,-]{{0,4}}[sh](?P<after>[12])(?![a-z\d])"
)
_UNREADABLE_PART: Final = re.compile(
    r"(?<![a-z])(?:semester|smt|tri\s?wulan|tw|kuartal|catur\s?wulan|cawu)[\s._,:-]{0,4}"
    r"(?:ganjil|genap|gasal|awal|akhir|terakhir|lalu)(?![a-z])"
)

_OPEN: Final = (
    r"(?<![a-z\d])(?:s\.\s?d\.?|s\s?/\s?d\.?|sampai(?: dengan)?|hingga|sejak|mulai|until|since)"
    r"\s{1,4}(?:(?:awal|akhir|bulan|bln)\s{1,4}){0,6}"
)
_OPEN_END: Final = re.compile(rf"{_OPEN}(?:{_MONTH})(?![a-z])")
_OPEN_BEFORE: Final = re.compile(rf"{_OPEN}$")
"""A stretch of which only one end is named."""
_MONTH_CELL: Final = re.compile(
    r"(?<![a-z])(?P<before>(?:bulan|bln|periode)[\s.:]{0,4}20\d\d-(?:0[1-9]|1[0-2]))-01(?!\d)"
)
"""A spreadsheet makes a date of "Juli 2025", and that date the first of the month."""
_DAY_FIRST: Final = rf"{_DAY}[-/.](?P<{{0}}_month>0?[1-9]|1[0-2])[-/.](?P<{{0}}_year>20\d\d)"
_YEAR_FIRST: Final = rf"(?P<{{0}}_year>20\d\d)[-/.](?P<{{0}}_month>0?[1-9]|1[0-2])[-/.]{_DAY}"
_NUMBER_SPANS: Final = tuple(
    re.compile(rf"(?<!\d){form.format('first')}\s{{0,4}}{_TO}\s{{0,4}}{form.format('last')}(?!\d)")
    for form in (_DAY_FIRST, _YEAR_FIRST)
)
_OF_A_PART: Final = rf"(?P<part>(?<![a-z]){_PART}{_GAP}(?:ke\s{{0,4}}-?\s{{0,4}})?)?"
"""Before a number: "Triwulan 1 Januari – Maret" names no first of January."""
_MONTH_SPAN: Final = re.compile(
    rf"{_OF_A_PART}(?:(?<!\d)(?P<day>{_DAY})[\s.-]{{1,4}})?(?<![a-z])(?P<first>{_MONTH})(?![a-z])[\s._,]{{0,4}}(?P<first_year>{_YEAR})?"
    rf"\s{{0,4}}{_TO}\s{{0,4}}(?:(?:awal|akhir|bulan|bln|tanggal|tgl)\.?\s{{1,4}}){{0,6}}(?:{_DAY}[\s.-]{{1,4}})?(?P<last>{_MONTH})(?![a-z])"
    rf"(?:[\s._,]{{0,4}}(?P<last_year>{_YEAR})(?!\d))?"
)
_DAY_SPAN: Final = re.compile(
    rf"(?<!\d){_DAY}\s{{0,4}}(?:{_TO}|dan|&)\s{{0,4}}{_DAY}[\s.-]{{1,4}}(?P<first>{_MONTH})(?![a-z])(?:[\s._,]{{0,4}}(?P<first_year>{_YEAR})(?!\d))?"
)
_LONE_DAY: Final = re.compile(
    rf"{_OF_A_PART}(?<!\d)(?:"
    rf"{_DAY}[\s._,/-]{{0,4}}(?:{_MONTH})(?![a-z])(?:[\s._,/-]{{0,4}}(?:{_YEAR}|'?\d\d)(?!\d))?"
    rf"|{_DAY}(?:[-/.]\d{{1,2}}[-/.](?:20)?| \d{{1,2}} 20)\d\d(?!\d)|20\d\d[-/._ ]\d{{1,2}}[-/._ ]\d{{1,2}}(?!\d))"
    rf"|(?<![a-z])(?:{_MONTH})[\s.-]{{0,4}}{_DAY}(?:st|nd|rd|th)?,?\s{{1,4}}{_YEAR}(?!\d)"
)
_OF_SURVEYING: Final = re.compile(
    r"(?:survei|survey|pelaksanaan|pengisian|pengambilan data|periode)"
    r"(?:\s{0,4}:\s{0,4}|\s{1,4}(?:pada\s{1,4})?(?:tanggal|tgl)\.?\s{0,4}:?\s{0,4})$"
)
"""Before a day: the day of the survey, which says its month ("Tanggal Survei: 3 November 2025")."""
_OF_PRINTING: Final = re.compile(
    r"(?<![a-z])(?:di(?:unduh|download|cetak|ekspor|export|print|simpan|buat|perbarui|update|kirim|tarik|generate)"
    r"|(?:tanggal|tgl|waktu)\.?\s{1,4}(?:unduh|download|cetak|ekspor|export|print|simpan|pembuatan|laporan)\w{0,20}"
    r"|printed|exported|downloaded|generated|saved|updated?|revisi|per)"
    rf"(?:[\s:]|pada|tanggal|tgl|bulan(?=\s{{0,4}}:)|on|at){{0,6}}(?<![a-z])(?:{_MONTH})(?![a-z])[\s._,]{{0,4}}{_YEAR}(?!\d)"
)
"""A month of printing: "dicetak November 2025"; "per November 2025" says as of when."""
_SIGNATURE: Final = re.compile(
    rf"\s{{0,4}}(?P<place>[a-z']{{1,30}}(?: [a-z']{{1,30}})?)\s{{0,4}}"
    rf",[\s._…]{{0,4}}(?:{_MONTH})[\s._,]{{0,4}}{_YEAR}\s{{0,4}}"
)
_NO_PLACE: Final = frozenset(
    (
        *("skm", "ikm", "survei", "survey", "laporan", "rekap", "rekapitulasi", "hasil", "data", "olah"),
        *("periode", "bulan", "tahun", "responden", *FOREIGN_TYPE_WORDS),
    )
)
"""Where a line with one of these ends in ", November 2025", that is no signature."""
_NUMBERED_MONTH: Final = re.compile(rf"^\s{{0,4}}(?P<number>\d{{1,2}})[\s._-]{{1,4}}(?P<month>{_MONTH})(?![a-z])")
_WORD_MONTH: Final = re.compile(rf"(?<![a-z])(?P<month>{_MONTH})(?![a-z])")
_YEAR_MONTH: Final = re.compile(
    rf"(?<!\d)20\d\d[-./_](?P<month>0[1-9]|1[0-2])(?!\d)(?![-_./]\d)"
    rf"|(?<!\d)(?<!\d[-./_])(?P<before>0[1-9]|1[0-2])[-./_]{_YEAR}(?!\d)"
)
_ANY_YEAR: Final = re.compile(rf"(?<!\d)(?P<year>{_YEAR})(?!\d)")

_MAY_NAME: Final = re.compile(rf"\d|{_MONTH}|{_PART}", re.IGNORECASE)
"""Most titles hold nothing of the kind, and that is seen quickly."""


@dataclass(frozen=True)
class Naming:
    """What one text names: years, and a stretch of months in a year or None. `unclear`: words that name a part of a
    year we cannot tell. `days`: days of which it is not known what they are, passed over."""

    years: frozenset[int]
    months: Stretch | None
    unclear: str | None = None
    days: tuple[str, ...] = ()


def is_month_word(word: str) -> bool:
    """A word (lower case) names a month."""
    return word in MONTH_WORDS


def finest(stretches: list[Stretch]) -> Stretch | None:
    """The stretch that lies within all others; None when there is none."""
    for first, last in stretches:
        if all(other_first <= first and last <= other_last for other_first, other_last in stretches):
            return first, last
    return None


@lru_cache(maxsize=4096)
def read_period(text: str, *, numbered: bool = False) -> Naming:
    """The years and the part of the year that a text names. Days on their own, regulations and counts name nothing.
    `numbered`: the text may begin with the number of its month ("07 Juli"), which is no day then."""
    text = " ".join(text[:_LONGEST].split())
    return _Text(text, numbered).naming() if _MAY_NAME.search(text) else Naming(frozenset(), None)


class _Text:
    """A text from which what was understood is taken out, step by step."""

    def __init__(self, text: str, numbered: bool) -> None:
        self._left = _NOT_A_PERIOD.sub(" ", text.lower())
        self._numbered = numbered
        self._years: set[int] = set()
        self._stretches: list[Stretch] = []
        self._unclear: list[str] = []
        self._days: list[str] = []

    def naming(self) -> Naming:
        """What it names."""
        if _NUMBER_SPANS[1].search(self._left) is None:
            self._left = _MONTH_CELL.sub(r"\g<before>", self._left)
        for span in _NUMBER_SPANS:
            self._left = span.sub(self._take_number_span, self._left)
        named = {int(match["month"] or match["before"]) for match in _YEAR_MONTH.finditer(self._left)}
        self._left = self._left.replace("_", " ")
        if self._numbered:
            number = _NUMBERED_MONTH.match(self._left)
            if number is not None and int(number["number"]) == MONTH_WORDS[number["month"]]:
                self._left = self._left[number.end("number") :]
        signed = _SIGNATURE.fullmatch(self._left)
        if signed is not None and not _NO_PLACE.intersection(signed["place"].split()):
            return Naming(frozenset(), None, days=(self._left.strip(),))
        for step, take in ((_MONTH_SPAN, self._take_span), (_DAY_SPAN, self._take_span), (_LONE_DAY, self._take_day)):
            self._left = step.sub(take, self._left)
        self._left = _OF_PRINTING.sub(self._take_day, self._left)
        self._take_parts()
        if (open_end := _OPEN_END.search(self._left)) is not None:
            self._unclear.append(open_end[0].strip())
        named |= {MONTH_WORDS[match["month"]] for match in _WORD_MONTH.finditer(self._left)}
        if named:
            self._stretches.append((min(named), max(named)))
        self._years |= {int(match["year"]) for match in _ANY_YEAR.finditer(self._left)}
        months = finest(self._stretches)
        if months is None and self._stretches:
            self._unclear.append(" / ".join(f"bulan {first}–{last}" for first, last in self._stretches))
        years = frozenset(year for year in self._years if year >= OLDEST_DATE.year)
        return Naming(years, months, self._unclear[0] if self._unclear else None, tuple(self._days))

    def _take_number_span(self, match: re.Match[str]) -> str:
        self._years |= {int(match["first_year"]), int(match["last_year"])}
        self._add(int(match["first_month"]), int(match["last_month"]), match[0])
        return " "

    def _take_span(self, match: re.Match[str]) -> str:
        found = match.groupdict()
        years = {int(year) for year in (found.get("first_year"), found.get("last_year")) if year is not None}
        self._years |= years
        first = MONTH_WORDS[match["first"]]
        last = MONTH_WORDS[found["last"]] if found.get("last") else first
        if len(years) < 2:  # a span over two years is told apart by them
            self._add(first, last, match[0])
        return f"{found['part']}{found.get('day') or ''} " if found.get("part") else " "

    def _take_day(self, match: re.Match[str]) -> str:
        if match.groupdict().get("part"):
            return match[0]
        month, year = _WORD_MONTH.search(match[0]), _ANY_YEAR.search(match[0])
        if month is not None and year is not None and _OF_SURVEYING.search(match.string[: match.start()]):
            return f"{month[0]} {year[0]}"
        self._days.append(match[0].strip())
        return " "

    def _take_parts(self) -> None:
        unreadable = _UNREADABLE_PART.search(self._left)
        if unreadable is not None:
            self._unclear.append(unreadable[0])
        for length, beginning, following in _PARTS:
            while (match := beginning.search(self._left)) is not None:
                if (open_end := _OPEN_BEFORE.search(self._left[: match.start()])) is not None:
                    self._unclear.append(f"{open_end[0]}{match[0]}")
                numbers, end = [_number(match["number"])], match.end()
                style = match["number"].isdecimal()
                while (more := following.match(self._left, end)) is not None:
                    number = _number(more["number"])
                    if number * length > 12 or (not more["again"] and more["number"].isdecimal() != style):
                        break
                    numbers.append(number)
                    end = more.end()
                if min(numbers) > 0 and max(numbers) * length <= 12:
                    self._stretches.append(((min(numbers) - 1) * length + 1, max(numbers) * length))
                else:
                    self._unclear.append(match[0].strip())
                self._left = f"{self._left[: match.start()]} {self._left[end:]}"
        for match in _NUMBER_FIRST.finditer(self._left):
            length = 3 if match["part"] == "quarter" else 6
            last = _NUMBER_WORDS[match["number"]] * length
            self._add(last - length + 1, last, match[0])
        short = _SHORT_SEMESTER.search(self._left)
        if short is not None:
            last = int(short["number"] or short["after"]) * 6
            self._stretches.append((last - 5, last))

    def _add(self, first: int, last: int, shown: str) -> None:
        if first <= last <= 12:
            self._stretches.append((first, last))
        else:
            self._unclear.append(shown.strip())


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBER_WORDS[text]

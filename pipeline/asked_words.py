"""What somebody typed, and what was probably meant: units, periods, words.

Belongs here: the question "Maksud Anda …?" in errors for staff. Not here: what a file says (`ingest.identify`,
`ingest.period_texts`), which guesses and asks in its own way.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from contracts.errors import SkmError
from contracts.periods import Period, is_period_code, parse_period

_MOST: Final = 3
_LIKENESS: Final = 0.6
_MUCH_LESS_ALIKE: Final = 0.1
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}
_PART: Final = re.compile(
    r"(?P<kind>SEMESTER|SMT|SEM|S|TRIWULAN|TRIW|TW|T|KUARTAL|Q|K)\W{0,9}(?P<number>[1-4]|IV|I{1,3})(?![0-9A-Z])"
)
_MONTH: Final = re.compile(r"\W{0,9}(?:BULAN)?\W{0,9}(0?[1-9]|1[0-2])\W{0,9}")
_YEAR_ALONE: Final = re.compile(r"\W{0,9}(?:TAHUN|TH|THN)?\W{0,9}")


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """ " Maksud Anda 'a' atau 'b'?" of what is known and looks like it; empty where nothing does."""
    alike = {one: SequenceMatcher(None, one.casefold(), typed.casefold()).ratio() for one in known}
    least = max(_LIKENESS, max(alike.values(), default=0.0) - _MUCH_LESS_ALIKE)
    found = sorted((one for one in alike if alike[one] >= least), key=lambda one: (-alike[one], one))[:_MOST]
    meant = " atau ".join(f"'{one}'" for one in found)
    return f" Maksud Anda {meant}?" if meant else ""


def asked_period(typed: str) -> Period:
    """The period that somebody typed. Raises SkmError for what is none, with the one that was probably meant."""
    try:
        return parse_period(typed)
    except ValueError as error:
        meant = _meant_period(typed)
        guess = f" Maksud Anda '{meant}'?" if meant else ""
        raise SkmError(f"Periode '{typed}' tidak dikenal.{guess} Contoh: 2024, 2024-S1, 2024-TW3, 2024-07.") from error


def _meant_period(typed: str) -> str | None:
    """Code of the period in a text such as `2024S1`, `tw 3 2024`, `2024/7` or `semester I 2024`."""
    text = typed.upper()
    year = _YEAR.search(text)
    if year is None:
        return None
    rest = f"{text[: year.start()]} {text[year.end() :]}"
    code = year[1]
    if part := _PART.search(rest):
        number = _ROMAN.get(part["number"]) or int(part["number"])
        code = f"{code}-{'S' if part['kind'].startswith('S') else 'TW'}{number}"
    elif month := _MONTH.fullmatch(rest):
        code = f"{code}-{int(month[1]):02d}"
    elif not _YEAR_ALONE.fullmatch(rest):
        return None
    return code if is_period_code(code) else None

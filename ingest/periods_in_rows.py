"""Which period each row belongs to, where the columns that name it name several.

Belongs here: reading the texts of those columns, deciding where nobody can doubt it, asking otherwise. Not here:
finding the columns (`period_columns`), one period for a whole file (`period_names`), dates.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from contracts.periods import Period, parse_period
from contracts.records import UnitNaming
from ingest.doubts import REFUSE, Questions
from ingest.period_names import identify_period, texts_that_name
from ingest.period_texts import read_period
from ingest.refusal import first_few

BY_COLUMN: Final = "by_column"
WHOLE: Final = "whole"
_SHOWN: Final = 4


@dataclass(frozen=True)
class PeriodsOfRows:
    """`period_of`: text of the columns → code of its period, of a content that is divided by it; its other rows are
    left out. Empty where the whole file is about one period, or nobody has said."""

    period_of: Mapping[str | None, str] = field(default_factory=dict)
    is_whole: bool = False
    """Somebody decided that the columns do not count."""
    several: bool = False
    """The columns name several periods."""
    notes: tuple[str, ...] = ()


def periods_of_rows(
    counts: Mapping[str | None, int], naming: UnitNaming, path: str, questions: Questions
) -> PeriodsOfRows:
    """Decides which period each row belongs to, or asks. `counts`: how often each text of the columns stands in the
    respondents' rows (None where they are empty); `naming`, `path`: what else names a period."""
    read = {text: read_period(text) for text in counts if text is not None}
    if len({(found.years, found.months) for found in read.values()}) < 2:
        return PeriodsOfRows()
    elsewhere = naming.model_copy(update={"period_values": ()})
    found = {
        text: identify_period(UnitNaming(period_values=(text,)), "")
        if read[text].years
        else identify_period(naming.model_copy(update={"period_values": (text,)}), path)
        for text in read
    }
    period_of = {text: period for text, period in found.items() if isinstance(period, Period)}
    others = sum(count for text, count in counts.items() if text not in period_of)
    years = {year for one in read.values() for year in one.years}
    told = identify_period(elsewhere, path)
    contradicts = _other_years(elsewhere, path) - years if years else set()
    if len(set(period_of.values())) > 1 and not others and not contradicts and _are_of_one_kind(period_of.values()):
        return _divided(period_of, counts)
    choices = []
    if period_of:
        left = f"; {others} baris lain dilewati" if others else ""
        choices.append((BY_COLUMN, f"tiap baris untuk periode yang disebutnya ({_counted(period_of, counts)}){left}"))
    if isinstance(told, Period):
        choices.append(
            (WHOLE, f"semua {sum(counts.values())} baris untuk {told.label}, menurut judul atau nama berkas")
        )
    if not choices:
        return PeriodsOfRows(several=True)
    choices.append((REFUSE, "jangan hitung berkas ini; minta kolom tanggal pengisian"))
    unread = [text for text in counts if text is not None and text not in period_of]
    seen = [
        *([f"{others} baris tidak menyebut periode yang pasti" + _examples(unread)] if others else []),
        *([f"judul, folder, atau nama berkas menyebut {min(contradicts)}"] if contradicts else []),
        *(["sebagian periode adalah bagian dari yang lain"] if not _are_of_one_kind(period_of.values()) else []),
    ]
    chosen = questions.ask(
        "periods_in_rows",
        f"Berkas tidak memuat tanggal per responden, dan kolom periodenya menyebut {len(read)} periode: "
        f"{_counted(period_of, counts) or first_few(list(read), _SHOWN)}{'; ' if seen else ''}{'; '.join(seen)}.",
        choices,
    )
    if chosen == BY_COLUMN:
        return _divided(period_of, counts)
    return PeriodsOfRows(is_whole=chosen == WHOLE, several=True)


def _divided(period_of: Mapping[str, Period], counts: Mapping[str | None, int]) -> PeriodsOfRows:
    codes: dict[str | None, str] = {text: period.code for text, period in period_of.items()}
    note = f"Berkas ini dibagi menurut kolom periodenya: {_counted(period_of, counts)}."
    return PeriodsOfRows(codes, several=True, notes=(note,))


def _are_of_one_kind(periods: Iterable[Period]) -> bool:
    """No period lies in another."""
    return len({period.kind for period in periods}) <= 1


def _other_years(naming: UnitNaming, path: str) -> set[int]:
    texts = [text for _, said in texts_that_name(naming, path) for text in said]
    return {year for text in texts for year in read_period(text).years}


def _counted(period_of: Mapping[str, Period], counts: Mapping[str | None, int]) -> str:
    rows = Counter[str]()
    for text, period in period_of.items():
        rows[period.code] += counts[text]
    return first_few([f"{parse_period(code).label} ({rows[code]} baris)" for code in sorted(rows)], _SHOWN)


def _examples(texts: list[str]) -> str:
    return f" ({first_few([f'“{text[:40]}”' for text in texts], _SHOWN)})" if texts else ""

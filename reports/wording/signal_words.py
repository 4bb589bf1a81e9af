"""Signals of response quality in words, for staff and units, and the decision that notes what a unit says of one.

Not here: which there are (`transforms.figures.quality_signals`).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from contracts.decisions import EXPLAINED, Decision, about_signal
from contracts.periods import parse_period
from contracts.signal_tables import QUALITY_SIGNAL
from reports.wording.indonesian import long_date, whole_number

MEANS_NO_MORE: Final = (
    "Pola berikut berbeda dari jawaban lain unit itu sendiri. Pola bukan bukti: tidak ada jawaban yang "
    "dikeluarkan dan tidak ada angka yang berubah. Unit diminta menjelaskannya."
)
MOST_PLACES: Final = 200
"""Characters of row numbers that are shown of one sheet."""
_WORDS: Final = QUALITY_SIGNAL.words_of("signal")


def signal_in_words(signal: Mapping[str, object]) -> str:
    """A sentence about a signal (`quality_signal`): what was seen, and how many answers it stands on."""
    rows, of_rows = (whole_number(int(str(signal[name]))) for name in ("rows", "of_rows"))
    said = _WORDS[str(signal["signal"])]
    seen = "" if signal["seen"] is None else f" ({_seen(str(signal['seen']))})"
    return f"{said[:1].upper()}{said[1:]}{seen}: {rows} dari {of_rows} jawaban."


def places_in_words(rows: Mapping[str, object], between: str = ", ") -> str:
    """The file, the sheet, and the numbers of the rows of a signal there (`published_signals.rows_by_file`): the first
    ones, all stand in the table `quality_signal_row`."""
    places = str(rows["places"])
    shown = places if len(places) <= MOST_PLACES else f"{places[:MOST_PLACES].rpartition(', ')[0]}, …"
    sheet = f", lembar {rows['sheet']}" if rows["sheet"] else ""
    return f"{rows['path']}{sheet}{between}baris {shown}"


def _seen(seen: str) -> str:
    match len(seen):
        case 10:
            return long_date(date.fromisoformat(seen))
        case 7:
            return parse_period(seen).label
    return f"susunan {' '.join(seen[place : place + 3] for place in range(0, len(seen), 3))}"


def explanation(signal: Mapping[str, object], why: str, by: str, at: datetime) -> Decision:
    """What a unit says of a signal (`quality_signal` with unit_name and paths), without a place in the ledger. It holds
    while the signal stands on the same answers."""
    period_code, unit_code, kind = (str(signal[name]) for name in ("period_code", "unit_code", "signal"))
    said = f"{signal['unit_name']}, {parse_period(period_code).label}: {signal_in_words(signal)}"
    return Decision(
        number=0,
        content_id=str(signal["state"]),
        path=str(signal["paths"]),
        code=about_signal(period_code, unit_code, kind),
        question=f"{said} Apa penjelasan unit?",
        choice=EXPLAINED,
        label="dijelaskan",
        why=why,
        by=by,
        at=at,
    )

"""The file's own totals as evidence: sums, means and counts must agree with the respondents that were read.

Belongs here: reading such a line, comparing it, wording the doubt. Not here: telling that a row is a total (`body`).
Agreement is noted; a contradiction is a question, because a row was lost, doubled, or read from the wrong column, or
the sender added up wrongly, and only a person can tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final, Literal

import polars as pl

from contracts.unsur import UNSUR_BY_COLUMN
from ingest.doubts import REFUSE, Questions
from ingest.table import AnswerTable
from ingest.words import words

Statistic = Literal["sum", "mean", "count"]

QUESTION: Final = "control_total"
COUNT_AS_READ: Final = "count"
_SUM_WORDS: Final = frozenset({"jumlah", "jml", "total", "sum", "σ", "sigma"})
_MEAN_WORDS: Final = frozenset({"rata", "rerata", "rata2", "ratarata", "mean", "average", "nrr"})
_WEIGHTED_WORDS: Final = frozenset(
    {"tertimbang", "terimbang", "tertbg", "bobot", "konversi", "ikm", "skm", "indeks", "mutu"}
)
_TIMES: Final = frozenset({"x", "kali", "11", "111", "1111", "25"})
"""Of "NRR x 0,11" and "NRR * 25", where a mean is named and no people: "Jumlah (X)" is a sum, "Rata-rata 25 responden"
a mean."""
_PEOPLE_WORDS: Final = frozenset({"responden", "respondent", "kuesioner", "kuisioner", "orang", "n"})
_VALUE_WORDS: Final = frozenset({"nilai", "skor", "unsur"})


@dataclass(frozen=True)
class _ControlLine:
    row_number: int
    label: str
    statistic: Statistic
    values: dict[str, Decimal]
    """Unsur column → what the line says."""


def check_control_totals(tables: Sequence[tuple[AnswerTable, Mapping[str, int]]], questions: Questions) -> list[str]:
    """Compares every line of totals with the respondents that were read. `tables`: those of a file, from the first,
    with where their unsur stand (unsur column → place). A line counts its own table, what stands above it there (or
    below the totals before), all above it in the sheet, or all of the file. Returns notes (Bahasa Indonesia); asks
    where a line contradicts. Answers in words are not compared."""
    lines = [_control_lines(table, unsur) for table, unsur in tables]
    if not any(lines):
        return []
    answers = [_numbers(table, unsur) for table, unsur in tables]
    known = [one for one in answers if one is not None]
    agreeing = 0
    notes: list[str] = []
    for at, (table, _) in enumerate(tables):
        own = answers[at]
        if own is None:
            continue
        in_sheet = [
            one
            for one, (other, _) in zip(answers[: at + 1], tables, strict=False)
            if one is not None and other.grid.name == table.grid.name
        ]
        counted = [numbers for numbers in (own, pl.concat(in_sheet), pl.concat(known)) if numbers.height]
        if not counted:
            continue
        for line in lines[at]:
            differences = [_different(line, numbers) for numbers in counted]
            if not all(differences) or any(not _different(line, part) for part in _above(own, table, line)):
                agreeing += 1
                continue
            different = differences[0]
            if len(different) < len(line.values) and line.statistic != "sum" and len(different) > 1:
                continue  # a line of another kind that happens to share a few figures
            choices = (
                (COUNT_AS_READ, f"hitung {counted[0].height} responden yang terbaca; total di berkas keliru"),
                (REFUSE, "jangan dihitung; unit mengirim ulang berkas yang benar"),
            )
            is_first = len(in_sheet) == 1
            place = [table.grid.name, "" if is_first else str(table.grid.first_row + table.header.first)]
            chosen = questions.ask(
                ":".join([QUESTION, *filter(None, place)]), _question(table, line, different, counted[0]), choices
            )
            if chosen is not None:
                decided = dict(choices)[chosen]
                notes.append(f"Baris “{line.label}” tidak cocok dengan responden yang terbaca; diputuskan: {decided}.")
            break  # one question a table; each other table is asked about by itself
    if agreeing and not notes:
        notes.append(f"{agreeing} baris total atau rata-rata dalam berkas cocok dengan responden yang terbaca.")
    return notes


def _different(line: _ControlLine, numbers: pl.DataFrame) -> dict[str, Decimal]:
    """What the line says otherwise than these answers."""
    return {column: said for column, said in line.values.items() if not _agrees(line, column, said, numbers)}


def _above(numbers: pl.DataFrame, table: AnswerTable, line: _ControlLine) -> list[pl.DataFrame]:
    """Of the respondents of a table those above a line between them, and of these those below the totals before."""
    end = line.row_number - table.grid.first_row - table.header.last - 1
    totals = (aside.position for aside in table.body.asides if aside.row_class == "total" and aside.position < end)
    above = int(table.body.respondents.head(end).sum())
    # A mean stands below the sum of the same people.
    before = max((count for one in totals if (count := int(table.body.respondents.head(one).sum())) < above), default=0)
    return [part for part in (numbers.head(above), numbers.slice(before, above - before)) if part.height]


def _numbers(table: AnswerTable, unsur: Mapping[str, int]) -> pl.DataFrame | None:
    """Answers of the respondents as numbers, by unsur; None where any of them is in words."""
    respondents = table.body.rows.filter(table.body.respondents)
    texts = respondents.select(pl.col(f"c{unsur[column]}").alias(column) for column in sorted(unsur))
    numbers = texts.select(pl.all().str.replace(",", ".", literal=True).cast(pl.Float64, strict=False))
    in_words = sum(numbers.null_count().row(0)) > sum(texts.null_count().row(0))
    return None if in_words else numbers


def _control_lines(table: AnswerTable, unsur: Mapping[str, int]) -> list[_ControlLine]:
    found = []
    first = table.grid.first_row + table.header.last + 1
    for aside in table.body.asides:
        if aside.row_class != "total":
            continue
        label = next((cell for cell in aside.cells if cell is not None and any(map(str.isalpha, cell))), "")
        statistic = _statistic(label)
        values = {
            column: number for column, place in unsur.items() if (number := _decimal(aside.cells[place])) is not None
        }
        # Formulas that were never calculated read as 0: they say nothing.
        if statistic is not None and len(values) == len(unsur) and any(values.values()):
            found.append(_ControlLine(first + aside.position, label, statistic, values))
    return found


def _statistic(label: str) -> Statistic | None:
    """Which statistic a label names; None where it could be several."""
    said = set(words(label.replace("∑", " jumlah ").replace("Σ", " jumlah ")))
    if said & _WEIGHTED_WORDS:
        return None
    if said & _MEAN_WORDS:
        return "mean" if said & _PEOPLE_WORDS or not said & _TIMES else None
    if said & _PEOPLE_WORDS and not said & _VALUE_WORDS:
        return "count"
    return "sum" if said & _SUM_WORDS else None


def _agrees(line: _ControlLine, column: str, said: Decimal, numbers: pl.DataFrame) -> bool:
    answers = numbers.get_column(column)
    if line.statistic == "count":
        return said in (numbers.height, answers.len() - answers.null_count())
    total = Decimal(str(answers.sum()))
    if line.statistic == "sum":
        # A line called "Jumlah" may hold the number of people in every column.
        return said in (total, Decimal(numbers.height))
    places = max(-int(said.as_tuple().exponent), 0)
    step = Decimal(1).scaleb(-min(places, _MOST_PLACES))
    counts = {numbers.height, answers.len() - answers.null_count()} - {0}
    # Spreadsheets round half up, programs half to even, and some cut off.
    return any(abs(total / count - said) < step for count in counts)


_MOST_PLACES: Final = 6


def _question(table: AnswerTable, line: _ControlLine, different: Mapping[str, Decimal], numbers: pl.DataFrame) -> str:
    column, said = next(iter(different.items()))
    answers = numbers.get_column(column)
    unsur = UNSUR_BY_COLUMN[column]
    read: Decimal | int
    if line.statistic == "count":
        read, name = numbers.height, "jumlah responden"
    elif line.statistic == "sum":
        read, name = Decimal(str(answers.sum())).normalize(), "jumlah"
    else:
        mean = Decimal(str(answers.sum())) / max(1, numbers.height)
        read, name = mean.quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize(), "rata-rata"
    where = f" pada lembar “{table.grid.name}”" if table.grid.name else ""
    return (
        f"Baris {line.row_number}{where} (“{line.label[:80]}”) menyebut {name} {unsur.code} {unsur.name} "
        f"{_shown(said)}, sedangkan dari {numbers.height} responden yang terbaca {_shown(Decimal(read))}"
        + (f" ({len(different)} unsur berbeda)" if len(different) > 1 else "")
        + ". Mungkin ada responden yang hilang, terhitung dua kali, atau kolom yang bergeser."
    )


def _shown(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")


def _decimal(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

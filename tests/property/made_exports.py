"""Exports made from known respondents, changed as offices change them: the oracle of reading.

Belongs here: making respondents, writing them with mutations stacked on one another, and what reading made of
it. Not here: any judgement of a test. A mutation that keeps the meaning must not change a figure; one that damages
the file must be held, refused, or cost its own rows, with a sentence.

    python -m tests.property.made_exports --count 20000 --seed 1     (make fuzz)
"""

import argparse
import csv
import hashlib
import io
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import xlsxwriter

from contracts.registry import Registry, Unit
from contracts.settings import Limits
from contracts.unsur import UNSUR, UNSUR_COLUMNS
from ingest.intake import archived
from pipeline.staging import Content, StagingArea, stage
from storage.store import LocalStore

RECEIVED = date(2026, 11, 28)
REGISTRY = Registry((Unit("U-1", "Kecamatan Mawar", "kecamatan", None, (), None, ()),))
Cells = list[str | None]
Person = tuple[date | None, str, str, tuple[int, ...]]
"""Date of the answer, sex, age, nine answers."""


@dataclass
class Made:
    """One export. `sheets`: name and rows; `people` is what must be counted; `changes` what was done, in order;
    `damaged`: it must be noticed."""

    people: list[Person]
    sheets: list[tuple[str, list[Cells]]]
    header: Cells
    columns: list[str]
    random: random.Random
    changes: list[str] = field(default_factory=list)
    damaged: bool = False
    in_words: bool = False
    name: str = "Kecamatan Mawar 2024"


# --- respondents ---------------------------------------------------------------------------------------------------


def people(source: random.Random, *, dated: bool) -> list[Person]:
    """From a handful to a few dozen visitors, mostly content as real ones are."""
    count = source.choice((5, 8, 12, 20, 35))
    weights = source.choice(((1, 2, 10, 12), (0, 1, 8, 16), (3, 5, 6, 6)))
    found: list[Person] = []
    day = date(2024, 1, 8)
    for _ in range(count):
        day += timedelta(days=source.randint(0, 9))
        answers = tuple(source.choices((1, 2, 3, 4), weights)[0] for _ in UNSUR)
        found.append((day if dated else None, source.choice("LP"), str(source.randint(17, 70)), answers))
    return found


HEADERS = {
    unsur.column: (unsur.name, f"{unsur.code} {unsur.name}", f"Bagaimana pendapat Saudara tentang {unsur.question}?")
    for unsur in UNSUR
}
DATES: tuple[Callable[[date], str], ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day:%d-%m-%Y} 09:15",
    lambda day: f"{day.isoformat()} 10:05:00",
)


def base(source: random.Random) -> Made:
    """A plain table of known people."""
    dated = source.random() < 0.7
    known = people(source, dated=dated)
    style, write_date = source.randrange(3), source.choice(DATES)
    in_words = source.random() < 0.25
    columns = ["No", *(["Tanggal"] if dated else []), "Jenis Kelamin", "Umur", *UNSUR_COLUMNS]
    header: Cells = [HEADERS[name][style] if name in HEADERS else name for name in columns]
    rows: list[Cells] = []
    for number, (day, sex, age, answers) in enumerate(known, start=1):
        said = [
            unsur.answers[answer - 1] if in_words else str(answer) for unsur, answer in zip(UNSUR, answers, strict=True)
        ]
        rows.append([str(number), *([write_date(day)] if day else []), sex, age, *said])
    return Made(known, [("Data", [list(header), *rows])], header, columns, source, in_words=in_words)


# --- changes that keep the meaning ---------------------------------------------------------------------------------


def body(made: Made) -> list[Cells]:
    return made.sheets[0][1]


def place(made: Made, column: str) -> int:
    return made.columns.index(column)


def shuffled_columns(made: Made) -> None:
    order = list(range(len(made.columns)))
    made.random.shuffle(order)
    made.columns = [made.columns[old] for old in order]
    made.header = [made.header[old] for old in order]
    made.sheets = [(name, [[row[old] for old in order] for row in rows]) for name, rows in made.sheets]


def extra_columns(made: Made) -> None:
    for title in made.random.sample(("Loket", "Nama Petugas", "Kode Pos", "Sumber Informasi", "Catatan Petugas"), 2):
        at = made.random.randint(0, len(made.columns))
        before = list(made.header)
        made.columns.insert(at, title)
        made.header.insert(at, title)
        for _, rows in made.sheets:
            for row in rows:
                row.insert(at, title if row == before else "A1")


def titles(made: Made) -> None:
    rows = body(made)
    above: list[Cells] = [
        ["REKAPITULASI SURVEI KEPUASAN MASYARAKAT"],
        ["Unit Pelayanan : Kecamatan Mawar"],
        ["Tahun 2024"],
        [],
    ]
    rows[:0] = above[: made.random.randint(1, 4)]


def mean_of(answers: list[int]) -> str:
    return f"{sum(answers) / len(answers):.2f}".replace(".", ",")


def totals(made: Made) -> None:
    if made.in_words:
        return
    label = "No" if made.random.random() < 0.7 else "Jenis Kelamin"
    for words, figure in (("Jumlah", sum), ("Rata-rata", mean_of)):
        row: Cells = [None] * len(made.columns)
        row[place(made, label)] = words
        for at, column in enumerate(UNSUR_COLUMNS):
            row[place(made, column)] = str(figure([person[3][at] for person in made.people]))
        body(made).append(row)


def statistics_on_the_scale(made: Made) -> None:
    if made.in_words:
        return
    for words, figure in (("Nilai Tertinggi", max), ("Nilai Terendah", min)):
        row: Cells = [None] * len(made.columns)
        row[place(made, "No")] = words
        for at, column in enumerate(UNSUR_COLUMNS):
            row[place(made, column)] = str(figure(person[3][at] for person in made.people))
        body(made).append(row)


def recap_below(made: Made) -> None:
    rows = body(made)
    rows += [[], ["Unsur", "NRR"], *[[unsur.name, "3,25"] for unsur in UNSUR], [], ["Mengetahui,"], ["Camat Mawar"]]


def blank_rows(made: Made) -> None:
    rows = body(made)
    for _ in range(made.random.randint(1, 3)):
        rows.insert(made.random.randint(len(rows) // 2, len(rows)), [])


def header_again(made: Made) -> None:
    rows = body(made)
    rows.insert(made.random.randint(3, len(rows)), list(made.header))


def example_row(made: Made) -> None:
    if made.in_words:
        return
    row: Cells = ["4" if column in UNSUR_COLUMNS else None for column in made.columns]
    row[place(made, "No")] = "Contoh"
    at = next(n for n, cells in enumerate(body(made)) if cells == made.header)
    body(made).insert(at + 1, row)


def decimals(made: Made) -> None:
    if made.in_words:
        return
    ending = made.random.choice((",00", ".0", ",0"))
    answers = [place(made, column) for column in UNSUR_COLUMNS]
    for _, rows in made.sheets:
        for row in rows:
            for at in answers:
                if at < len(row) and row[at] in ("1", "2", "3", "4"):
                    row[at] = f"{row[at]}{ending}"


def second_block(made: Made) -> None:
    """The last rows stand below a header in another order."""
    rows = body(made)
    if len(rows) < 6 or rows[0] != made.header or any(len(row) != len(made.header) for row in rows[-3:]):
        return
    moved = rows[-3:]
    del rows[-3:]
    order = list(range(len(made.columns)))
    made.random.shuffle(order)
    rows += [[row[old] for old in order] for row in [made.header, *moved]]
    made.columns = [made.columns[old] for old in order]  # for what is written below it


def months_on_sheets(made: Made) -> None:
    rows = body(made)
    if len(made.sheets) > 1 or rows[0] != made.header or len(rows) < 9:
        return
    half = len(rows) // 2
    made.sheets = [("Loket 1", rows[:half]), ("Loket 2", [list(made.header), *rows[half:]])]


def cover_sheet(made: Made) -> None:
    made.sheets.insert(0, ("Sampul", [["Hasil SKM"], ["Kecamatan Mawar"], ["2024"]]))


def copied_sheet(made: Made) -> None:
    if len(made.sheets) == 1 and len(body(made)) > 10 and len({person[3] for person in made.people}) > 4:
        made.sheets.append(("Salinan", [list(row) for row in body(made)]))


KEEPING = (
    titles, totals, statistics_on_the_scale, recap_below, blank_rows, header_again, example_row, decimals,
    second_block, months_on_sheets, copied_sheet,
)  # fmt: skip
FIRST = (shuffled_columns, extra_columns)


# --- changes that damage -------------------------------------------------------------------------------------------


def wrong_total(made: Made) -> None:
    if made.in_words:
        return
    row: Cells = [None] * len(made.columns)
    row[place(made, "No")] = "Jumlah"
    for at, column in enumerate(UNSUR_COLUMNS):
        row[place(made, column)] = str(sum(person[3][at] for person in made.people) + 3)
    body(made).append(row)
    made.damaged = True


def column_gone(made: Made) -> None:
    at = place(made, made.random.choice(UNSUR_COLUMNS))
    for name, rows in made.sheets:
        made.sheets[made.sheets.index((name, rows))] = (name, [row[:at] + row[at + 1 :] for row in rows])
    made.header = made.header[:at] + made.header[at + 1 :]
    made.columns = made.columns[:at] + made.columns[at + 1 :]
    made.damaged = True


def declared_reversed(made: Made) -> None:
    if made.in_words:
        return
    body(made).insert(0, ["1 = Sangat Baik, 2 = Baik, 3 = Kurang Baik, 4 = Tidak Baik"])
    made.damaged = True


DAMAGING = (wrong_total, column_gone, declared_reversed)


def make(seed: int) -> Made:
    """The export of a seed."""
    source = random.Random(seed)
    made = base(source)
    first = [change for change in FIRST if source.random() < 0.4]
    later = source.sample(KEEPING, source.randint(0, 4))
    later.sort(key=lambda change: change is second_block)  # what follows stands below its header
    damage = [source.choice(DAMAGING)] if source.random() < 0.15 else []
    if damage == [column_gone]:
        later = []
    for change in (*first, *later, *damage):
        change(made)
        made.changes.append(change.__name__)
    return made


# --- writing and reading -------------------------------------------------------------------------------------------


def written(made: Made) -> tuple[str, bytes]:
    """The file: its ending and content. Several sheets need a workbook."""
    if len(made.sheets) > 1 or made.random.random() < 0.4:
        return "xlsx", workbook(made)
    separator = made.random.choice(",;\t|")
    text = io.StringIO()
    quoting = made.random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    writer = csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=made.random.choice(("\n", "\r\n")))
    writer.writerows([["" if cell is None else cell for cell in row] for row in body(made)])
    encoding = made.random.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252"))
    return "csv", text.getvalue().encode(encoding, errors="replace")


def workbook(made: Made) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    for name, rows in made.sheets:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None and cell.isdecimal():
                    sheet.write_number(at, column, int(cell))
                elif cell is not None:
                    sheet.write_string(at, column, cell)
    book.close()
    return content.getvalue()


@dataclass(frozen=True)
class Outcome:
    """`exact`, `held`, `refused`, `rejected` (only bad rows), or `WRONG` and `LOST`; `why` in the reader's words."""

    kind: str
    why: str = ""


def outcome(made: Made, folder: Path) -> Outcome:
    """What reading made of an export, held against what was written."""
    ending, content = written(made)
    archive = folder / "archive"
    archive.mkdir(parents=True, exist_ok=True)
    original = archived(hashlib.sha256(content).hexdigest())
    (archive / original).parent.mkdir(exist_ok=True)
    (archive / original).write_bytes(content)
    area = StagingArea(LocalStore(archive), LocalStore(folder / "staging"), Limits(), REGISTRY)
    name = f"{made.name}.{ending}"
    (reading,) = stage(area, [Content("c" * 16, name, original, len(content), RECEIVED)])
    if reading.refusal is not None:
        return Outcome("refused", f"{reading.refusal.code}: {reading.refusal.message}")
    if reading.doubts:
        return Outcome("held", reading.doubts[0].question)
    staged = pl.read_parquet(area.rows(["c" * 16])[0])
    on_scale = pl.all_horizontal(pl.col(UNSUR_COLUMNS).is_between(1, 4).fill_null(value=False))
    dated = any(person[0] for person in made.people)
    valid = on_scale & pl.col("response_date").is_not_null() if dated else on_scale
    counted = staged.filter(valid)
    identified = counted.filter(pl.col("identity") != "none").unique("identity_key")  # as a run counts them once
    counted = pl.concat([identified, counted.filter(pl.col("identity") == "none")])
    got = Counter((row[0], row[1:]) for row in counted.select("response_date", *UNSUR_COLUMNS).iter_rows())
    want = Counter((person[0], person[3]) for person in made.people)
    if got == want:
        return Outcome("WRONG", "damage was not noticed") if made.damaged else Outcome("exact")
    if got - want:
        return Outcome("WRONG", f"counted {sum((got - want).values())} that nobody answered so")
    if staged.height >= len(made.people):
        return Outcome("rejected", f"{staged.height - counted.height} rows")
    return Outcome("LOST", f"{len(made.people) - counted.height} people")


def outcomes(seeds: Iterable[int]) -> Iterator[tuple[int, Made, Outcome]]:
    """The outcome of each seed."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            made = make(seed)
            try:
                yield seed, made, outcome(made, Path(folder))
            except Exception as error:
                yield seed, made, Outcome("CRASH", repr(error))


def main() -> None:
    """Prints the shares, and every seed that went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tally: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for seed, made, result in outcomes(range(asked.seed, asked.seed + asked.count)):
        tally[result.kind] += 1
        if result.kind.isupper():
            print(f"{result.kind} seed {seed} {made.changes}: {result.why}")
        elif result.kind != "exact":
            reasons[f"{result.kind} {'(damaged) ' if made.damaged else ''}{result.why[:70]}"] += 1
    print({kind: f"{count} ({100 * count / asked.count:.1f} %)" for kind, count in tally.most_common()})
    for reason, count in reasons.most_common(25):
        print(f"{count:6} {reason}")
    sys.exit(any(kind.isupper() for kind in tally))


if __name__ == "__main__":
    main()

"""Synthetic exports for the benchmark: its own generator, from the contracts' words, with a fixed seed.

One file a unit, the columns of a SuKMa-like export, dates with a time of day, an id for each response.
"""

import multiprocessing
import re
from datetime import datetime
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl
import xlsxwriter

from contracts.registry import REQUIRED
from contracts.respondent import EDUCATION, GENDER, OCCUPATION, Characteristic
from contracts.unsur import SCALE, UNSUR

Format = Literal["csv", "xlsx"]
HEADERS = (
    "id_responden", "tanggal", "unit_layanan", "jenis_kelamin", "umur", "pendidikan", "pekerjaan", "jenis_layanan",
    *(f"{unsur.column}_{re.sub(r'[^a-z]+', '_', unsur.name.lower())}" for unsur in UNSUR), "saran",
)  # fmt: skip
ANSWERS = slice(8, 8 + len(UNSUR))
"""Where the answers stand among HEADERS."""
SERVICES = ("Perekaman KTP-el", "Legalisasi", "Surat Keterangan Waris", "Dispensasi Nikah", "Rekomendasi SKCK")
SUGGESTIONS = ("", "", "Tempat parkir kurang luas", "Pelayanan sudah baik, pertahankan", "Loket, kursi, dan toilet")


def registry(folder: Path, units: int) -> None:
    """Writes `units.csv` with so many units."""
    lines = [",".join(REQUIRED)]
    lines += [f"u{unit:05d},Unit Uji {unit:05d},{'puskesmas' if unit % 3 else 'dinas'}" for unit in range(units)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "units.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def responses(unit: int, rows: int) -> pl.DataFrame:
    """The export of one unit: `rows` responses as text, a year long."""
    random = np.random.default_rng(20_240_000 + unit)
    start = np.datetime64("2024-01-01T07:30:00")
    moments = np.sort(start + random.integers(0, 365 * 86_400, rows).astype("timedelta64[s]"))

    def pick(words: tuple[str, ...]) -> pl.Series:
        return pl.Series(np.array(words)[random.integers(0, len(words), rows)])

    def pick_category(characteristic: Characteristic) -> pl.Series:
        return pick(tuple(category.words[0] for category in characteristic.categories))

    level = 2.6 + (unit % 97) / 97
    answers = np.clip(np.rint(random.normal(level, 0.7, (len(UNSUR), rows))), SCALE[0], SCALE[-1]).astype(np.int8)
    columns: list[pl.Series] = [
        pl.Series([f"{unit:05d}-2024-{row:08d}" for row in range(rows)]),
        pl.Series(moments.astype("datetime64[us]")).dt.strftime("%Y-%m-%d %H:%M:%S"),
        pl.repeat(f"Unit Uji {unit:05d}", rows, eager=True),
        pick_category(GENDER),
        pl.Series(random.integers(17, 75, rows)).cast(pl.String),
        pick_category(EDUCATION),
        pick_category(OCCUPATION),
        pick(SERVICES),
        *(pl.Series(answer).cast(pl.String) for answer in answers),
        pick(SUGGESTIONS),
    ]
    return pl.DataFrame({name: column.alias(name) for name, column in zip(HEADERS, columns, strict=True)})


def write_file(job: tuple[Path, Format, int, int]) -> None:
    """Writes the export of one unit."""
    folder, kind, unit, rows = job
    frame = responses(unit, rows)
    path = folder / f"unit-{unit:05d}.{kind}"
    if kind == "csv":
        frame.write_csv(path)
        return
    with xlsxwriter.Workbook(path, {"constant_memory": False}) as workbook:
        sheet = workbook.add_worksheet("Data")
        sheet.write_row(0, 0, HEADERS)
        stamp = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        for number, row in enumerate(frame.iter_rows(), start=1):
            for position, value in enumerate(row):
                if position == 1:
                    sheet.write_datetime(number, position, datetime.fromisoformat(value), stamp)
                elif position == 4 or ANSWERS.start <= position < ANSWERS.stop:
                    sheet.write_number(number, position, int(value))
                elif value:
                    sheet.write_string(number, position, value)


def inbox(folder: Path, kind: Format, files: int, rows: int) -> None:
    """Fills an inbox with `files` exports of `rows` responses each; kept when it is already there."""
    done = folder / ".done"
    if done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(write_file, [(folder, kind, unit, rows) for unit in range(files)], chunksize=8)
    done.touch()

"""Whether a column of ids tells people apart: not where it is the number of a survey, a desk or a device, and not where
it begins again on each sheet or in the middle of one.

Belongs here: weighing the ids of one content. Not here: running numbers of one sheet (`read`), ids that begin again in
another file (`transforms.responses.identity`).
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import polars as pl

from contracts.unsur import UNSUR_COLUMNS
from ingest.doubts import REFUSE, Questions
from ingest.rows import RAW_ROW

_FEWEST_ROWS: Final = 3
_DISTINCT_AT_LEAST: Final = 0.5
_SAME_FROM, _DIFFERENT_UP_TO = 0.8, 0.2


def with_ids_that_tell(frames: Sequence[pl.DataFrame], questions: Questions) -> tuple[list[pl.DataFrame], list[str]]:
    """The rows of every table (RAW_ROW) with `response_id` emptied where it is no person's, and notes (Bahasa
    Indonesia)."""
    ids = pl.concat([frame["response_id"] for frame in frames])
    if ids.null_count():
        ids = ids.drop_nulls()
    if ids.len() < _FEWEST_ROWS:
        return list(frames), []
    different = ids.n_unique()
    few = different <= _DISTINCT_AT_LEAST * ids.len()
    if few and different <= _DISTINCT_AT_LEAST * _different_rows(frames):
        return _without_ids(frames), [
            f"Kolom identitas hanya berisi {different} nilai untuk {ids.len()} baris (nomor survei, loket, atau "
            "perangkat), sehingga tidak dipakai sebagai identitas responden."
        ]
    if beginnings := max(map(_beginnings, frames)):
        return _without_ids(frames), [
            f"Identitas responden dimulai lagi sampai {beginnings} kali dalam satu lembar, sehingga tidak dipakai "
            "sebagai identitas."
        ]
    if len(frames) == 1:
        return list(frames), []
    shared, equal = _shared_between_tables(frames)
    if shared < _FEWEST_ROWS or equal >= _SAME_FROM * shared:
        return list(frames), []
    if equal > _DIFFERENT_UP_TO * shared:
        chosen = questions.ask(
            "ids_on_sheets",
            f"{shared} identitas responden berdiri di lebih dari satu lembar; {equal} di antaranya dengan jawaban yang "
            "sama.",
            (
                ("same", "orang yang sama: dihitung satu kali"),
                ("different", "nomor dimulai lagi di tiap lembar: orang yang berbeda"),
                (REFUSE, "jangan hitung berkas ini"),
            ),
        )
        if chosen != "different":
            return list(frames), []
    return _without_ids(frames), [
        f"Identitas responden dimulai lagi di tiap lembar ({shared} sama, {shared - equal} di antaranya dengan jawaban "
        "lain), sehingga tidak dipakai sebagai identitas."
    ]


def _beginnings(frame: pl.DataFrame) -> int:
    """How often the ids of a table count from their first number again, for other people ("R001" to "R020", then "R001"
    …); 0 where they do anything else."""
    rows = frame.filter(pl.col("response_id").is_not_null())
    if rows["response_id"].n_unique() == rows.height:
        return 0
    parts = rows["response_id"].str.extract_groups(r"^(.*?)(\d{1,9})(?:\.0)?$").struct.unnest()
    numbers = parts["2"].cast(pl.Int64)
    if parts["1"].n_unique() != 1 or numbers.null_count():
        return 0
    starts = [0, *(at for at, step in enumerate(numbers.diff()) if step is not None and step != 1), rows.height]
    are_stretches = all(later - start >= _FEWEST_ROWS for start, later in pairwise(starts))
    if len(starts) < _TWICE or not are_stretches or numbers.gather(starts[:-1]).n_unique() != 1:
        return 0
    same = rows.group_by("response_id").agg(pl.len(), answers=pl.struct("timestamp", *UNSUR_COLUMNS).n_unique())
    shared = same.filter(pl.col("len") > 1)
    is_other = shared.filter(pl.col("answers") == 1).height <= _DIFFERENT_UP_TO * shared.height
    return len(starts) - _TWICE + 1 if is_other else 0


_TWICE: Final = 3
"""Where two stretches begin, and where the last ends."""


def _different_rows(frames: Sequence[pl.DataFrame]) -> int:
    """How many rows with an id differ in anything but their place: a row that was exported twice is one."""
    of_a_person = [name for name in RAW_ROW.names() if name not in _PLACE]
    rows = pl.concat([frame.select(of_a_person) for frame in frames]).filter(pl.col("response_id").is_not_null())
    return rows.n_unique()


_PLACE: Final = frozenset({"content_id", "row_index", "sheet", "row_number"})


def _without_ids(frames: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    return [frame.with_columns(response_id=pl.lit(None, pl.String)) for frame in frames]


def _shared_between_tables(frames: Sequence[pl.DataFrame]) -> tuple[int, int]:
    """Ids that stand in more than one table, and how many of them with equal answers everywhere."""
    rows = pl.concat(
        [frame.select("response_id", *UNSUR_COLUMNS).with_columns(table=pl.lit(n)) for n, frame in enumerate(frames)]
    ).filter(pl.col("response_id").is_not_null())
    by_id = rows.group_by("response_id").agg(
        tables=pl.col("table").n_unique(), answers=pl.struct(UNSUR_COLUMNS).n_unique()
    )
    shared = by_id.filter(pl.col("tables") > 1)
    return shared.height, shared.filter(pl.col("answers") == 1).height

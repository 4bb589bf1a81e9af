"""Whether a column of ids tells people apart: not where it is the number of a survey, a desk or a device, and not where
it begins again on each sheet.

Belongs here: weighing the ids of one content. Not here: running numbers of one sheet (`read`), ids that begin again in
another file (`transforms.responses.identity`).
"""

from collections.abc import Sequence
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

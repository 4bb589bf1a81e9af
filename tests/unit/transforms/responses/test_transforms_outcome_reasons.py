"""The sentences of refused and replaced files to the word, and contents that are not to be judged."""

import polars as pl
import pytest

from contracts.records import Refusal
from contracts.rules import MOSTLY_REJECTED
from tests.unit.transforms.responses.test_transforms_outcome import (
    Seen,
    elsewhere,
    file,
    findings,
    readings,
    settled,
)
from transforms.responses.outcome import apply_rejections

ALL_BAD = """
    content | row | rule       | column | severity | value
    A       | 0   | u1_missing | u1     | error    |
    A       | 1   | u1_missing | u1     | error    |
"""


@pytest.mark.parametrize(("share", "said"), [(0.5, "50"), (0.125, "12,5")])
def test_how_much_may_be_rejected(share: float, said: str) -> None:
    reason = settled([file("A")], readings(A=2), findings(ALL_BAD), share=share).ingest_file["reason"].item()
    assert reason == (
        f"2 dari 2 baris ditolak, lebih dari yang diperbolehkan ({said} persen). "
        "Perbaiki baris yang ditolak, lalu kirim ulang."
    )


def test_where_all_may_be_rejected_a_file_without_a_row_left_is_not_replaced() -> None:
    row = settled([file("A")], readings(A=2), findings(ALL_BAD), share=1.0).ingest_file.to_dicts()[0]
    assert (row["status"], row["reason"], row["rows_accepted"], row["rows_rejected"]) == ("partial", None, 0, 2)


@pytest.mark.parametrize(
    ("newer", "named"),
    [
        (["B"], '"B.csv"'),
        (["B", "A"], '"B.csv"'),
        (["B", "C", "D"], '"B.csv", "C.csv", "D.csv"'),
        (["B", "C", "D", "E"], '"B.csv", "C.csv", "D.csv", dan 1 berkas lain'),
        (["B", "C", "D", "E", "F"], '"B.csv", "C.csv", "D.csv", dan 2 berkas lain'),
    ],
)
def test_which_files_are_newer(newer: list[str], named: str) -> None:
    names = ["A", *(name for name in newer if name != "A")]
    identities = elsewhere(*(("A", row, content) for row, content in enumerate(newer)))
    counts = readings(**dict.fromkeys(names, len(newer)))
    outcome = settled([file(name) for name in names], counts, findings(), identities)
    assert outcome.ingest_file.filter(path="A.csv")["reason"].item() == (
        f"Semua baris yang sah dari berkas ini sudah ada, lebih baru, di {named}."
    )


def test_a_broken_file_rule_comes_before_rejected_rows() -> None:
    judgement = apply_rejections(
        [file("A")], readings(A=2), findings(ALL_BAD), [Seen("A", "scale_not_1_to_4", "5")], 0.5
    )
    assert (judgement.refused["A"].code, judgement.mostly_rejected) == ("scale_not_1_to_4", frozenset())


def test_what_is_not_to_be_judged_is_not_refused() -> None:
    files = [file("A", refusal=Refusal(code="unit_unknown", message="Unit tidak dikenal.")), file("B")]
    judgement = apply_rejections(
        files, readings(A=2, B=2), findings(ALL_BAD), [Seen("A", "scale_not_1_to_4", "5")], 0.5
    )
    assert (judgement.refused, judgement.countable) == ({}, {"B"})
    assert judgement.rejected.is_empty()


@pytest.mark.parametrize("more", ["", "    A       | 1   | u1_missing | u1     | error    |\n"])
def test_rows_of_a_file_and_its_copy_are_listed_once(more: str) -> None:
    one_bad = "\n".join(ALL_BAD.splitlines()[:3]) + f"\n{more}"
    outcome = settled(
        [file("A"), file("A", "copy.csv", duplicate_of="file-A.csv")], readings(A=3), findings(one_bad), share=0.5
    )
    assert set(outcome.rejected_row["file_id"]) == {"file-A.csv"}
    assert outcome.rejected_row.height == (3 if more else 1)
    assert outcome.ingest_file.filter(path="A.csv")["reason_code"].item() == (MOSTLY_REJECTED if more else None)
    assert outcome.row_outcome.select(pl.len()).item() == outcome.rejected_row["row_number"].n_unique()


def test_the_layout_of_a_file_is_named_where_it_has_one() -> None:
    files = [file("A", layout="9f"), file("B")]
    found = settled(files, readings(A=1, B=1), findings()).ingest_file.sort("path")
    assert found["layout"].to_list() == ["9f", None]

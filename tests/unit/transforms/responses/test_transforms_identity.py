from functools import partial

import polars as pl
import pytest

from tests.spec import exports
from transforms.responses.identity import DUPLICATE
from transforms.responses.snapshots import HeldBecause

told_apart = partial(exports.told_apart, said="replace")
"""Of a unit whose newest file, as somebody said, replaces the older ones."""


def dated(file, *days):
    return "\n".join(f"{file} | {row} | {day} | |" for row, day in enumerate(days, start=1))


def sent(*lines):
    return "\n".join(["file | row | when | origin | of_row", *lines])


def test_nothing_sent():
    result = told_apart("file | row | id\nA | 1 | x")
    assert result.duplicates.schema == DUPLICATE
    assert result.duplicates.is_empty()
    assert result.held == {}


def test_held_says_what_it_would_replace():
    result = told_apart(sent(dated("A", *["05/01/2024"] * 5), dated("B", "06/01/2024", "06/02/2024")))
    assert result.held == {"B": HeldBecause(replaces="A", rows=2, rows_replaced=5)}
    assert result.duplicates.is_empty()


def test_a_held_snapshot_replaces_nothing_and_a_newer_one_is_compared_with_what_stands():
    result = told_apart(
        sent(dated("A", *["05/01/2024"] * 5), dated("B", "06/01/2024"), dated("C", *["07/01/2024"] * 4))
    )
    assert set(result.held) == {"B"}
    assert result.duplicates["content_id"].to_list() == ["A"] * 5
    assert set(result.duplicates["duplicate_of"]) == {"C"}


def test_several_small_ones_are_compared_one_by_one():
    months = [f"05/{month:02d}/2024" for month in range(1, 6)]
    olds = [dated(file, month, month) for file, month in zip("ABCDE", months, strict=True)]
    result = told_apart(sent(*olds, dated("F", *months)))
    assert result.held == {}
    assert result.duplicates.height == 10


def test_replaced_rows_are_not_replaced_twice():
    result = told_apart(sent(*(dated(file, "05/01/2024", "06/01/2024") for file in "ABC")))
    assert result.duplicates.rows() == [("A", 0, "B"), ("A", 1, "B"), ("B", 0, "C"), ("B", 1, "C")]


def test_a_correction_does_not_take_over_a_month_its_file_has_no_rows_in():
    files = "file | correction\nA |\nB |\nC | yes"
    result = told_apart(
        sent(dated("A", "05/01/2024", "06/01/2024"), dated("B", "05/02/2024"), "C | 1 | 05/01/2024 | B | 2"), files
    )
    assert result.duplicates.is_empty()


def test_corrections_of_a_refused_file_are_held_like_it():
    files = "file | correction\nA |\nB |\nC | yes"
    result = told_apart(sent(dated("A", *["05/01/2024"] * 3), "C | 1 | 05/01/2024 | B | 2"), files)
    assert result.held == {"C": HeldBecause(replaces="A", rows=1, rows_replaced=3)}


def test_a_correction_whose_file_was_never_seen_is_as_new_as_itself():
    files = "file | correction\nA |\nC | yes\nD |"
    result = told_apart(
        sent(dated("A", "05/01/2024"), "C | 1 | 05/01/2024 | unknown | 2", dated("D", "06/01/2024")), files
    )
    assert result.duplicates.rows() == [("A", 0, "C"), ("C", 0, "D")]


def test_rows_of_an_unknown_content_are_our_fault():
    with pytest.raises(pl.exceptions.PolarsError):
        told_apart("file | row | id\nA | 1 | x", "file\nB")


def test_a_row_without_date_and_period_is_our_fault():
    with pytest.raises(ValueError, match="cannot have been resolved"):
        told_apart("file | row\nA | 1")


def test_who_is_replaced_because_somebody_said_so_is_no_duplicate():
    snapshots = told_apart(sent(dated("A", "05/01/2024", "05/01/2024"), dated("B", "06/01/2024", "06/01/2024")))
    assert snapshots.replaced.rows() == [("A", 0), ("A", 1)]
    known = [
        f"{file} | {row} | {one}" for file, ids in (("A", "abcd"), ("B", "abxy")) for row, one in enumerate(ids, 1)
    ]
    in_place = "file | path\nA | export.csv\nB | export.csv"
    again = told_apart("file | row | id\nA | 1 | x\nB | 1 | x")
    assert (again.duplicates.height, again.replaced.height) == (1, 0)
    edited = told_apart("\n".join(["file | row | id", *known]), in_place)
    assert edited.duplicates.rows() == [("A", row, "B") for row in range(4)]
    assert edited.replaced.rows() == [("A", 2), ("A", 3)]

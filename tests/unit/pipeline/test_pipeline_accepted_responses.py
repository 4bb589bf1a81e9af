"""Responses of units that changed and of all: the same rows, wherever they are read from."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import polars as pl
import pytest

from contracts.columns import Table
from contracts.shared_columns import UNASKED
from contracts.tables import RESPONSE, RESPONSE_APART, SUGGESTION
from pipeline.accepted_responses import AcceptedResponses, written_beside
from transforms.schema import frame_schema

CHANGED, SAME, ALSO_SAME = "35.16.01", "35.16.02", "35.16.03"
ACCEPTED = {**frame_schema(RESPONSE), "suggestion": pl.String(), **{UNASKED.name: pl.String()}}


def put(folder: Path, table: Table, rows: list[dict[str, object]]) -> None:
    folder.mkdir(exist_ok=True)
    pl.DataFrame(rows, schema=frame_schema(table)).write_parquet(folder / f"{table.name}.parquet")


def responses_of(unit_code: str, *keys: int) -> list[dict[str, object]]:
    return [{"response_key": key, "unit_code": unit_code} for key in keys]


@pytest.fixture
def responses(tmp_path: Path) -> Iterator[AcceptedResponses]:
    """One unit changed: two responses of nine, one with a suggestion, and one of eight. Of two the version before has
    one each, the first with a suggestion; and of the changed one what is no more."""
    accepted, parquet, before = tmp_path / "accepted.parquet", tmp_path / "parquet", tmp_path / "before"
    parquet.mkdir()
    rows = responses_of(CHANGED, 1, 2, 3)
    rows[1]["suggestion"], rows[2][UNASKED.name] = "Kursi", "u4"
    pl.DataFrame(rows, schema=ACCEPTED).write_parquet(accepted)
    put(before, RESPONSE, [*responses_of(CHANGED, 1, 9), *responses_of(SAME, 11), *responses_of(ALSO_SAME, 12)])
    put(before, SUGGESTION, [{"response_key": 9, "suggestion": "Lama"}, {"response_key": 11, "suggestion": "Baik"}])
    put(before, RESPONSE_APART, [*responses_of(CHANGED, 8), *responses_of(SAME, 13)])
    with ThreadPoolExecutor(1) as beside:
        yield written_beside(beside, accepted, parquet, before, [SAME, ALSO_SAME])


def keys(rows: pl.LazyFrame) -> list[int]:
    return rows.collect().get_column("response_key").sort().to_list()


def test_all_are_those_that_changed_and_those_of_before(responses: AcceptedResponses) -> None:
    assert responses.written() == 4
    everybody = responses.of_others([])
    assert keys(everybody) == [1, 2, 11, 12]
    assert everybody.collect_schema() == frame_schema(RESPONSE)


@pytest.mark.parametrize(
    ("units", "expected", "suggestions", "apart"),
    [
        ([SAME, ALSO_SAME], [1, 2], [2], [3]),
        ([SAME], [1, 2, 12], [2], [3]),
        ([], [1, 2, 11, 12], [2, 11], [3, 13]),
        ([CHANGED, SAME, ALSO_SAME], [], [], []),
    ],
    ids=["what-was-made", "a-unit-more", "every-unit", "no-unit"],
)
def test_of_other_units(
    responses: AcceptedResponses, units: list[str], expected: list[int], suggestions: list[int], apart: list[int]
) -> None:
    """A table may be due of more units than changed, or of fewer; the suggestions of more are no harm, their responses
    say whose they are."""
    found = responses.of_others(units)
    assert (keys(found), found.collect_schema()) == (expected, frame_schema(RESPONSE))
    said = responses.suggestions_of_others(units).collect()
    theirs = said.join(found.select("response_key").collect(), on="response_key", how="semi")
    assert theirs.get_column("response_key").sort().to_list() == suggestions
    eight = responses.apart_of_others(units)
    assert (keys(eight), eight.collect_schema()) == (apart, frame_schema(RESPONSE_APART))


def test_without_a_version_before_all_are_there_at_once(tmp_path: Path) -> None:
    accepted = tmp_path / "accepted.parquet"
    pl.DataFrame(responses_of(CHANGED, 1), schema=ACCEPTED).write_parquet(accepted)
    with ThreadPoolExecutor(1) as beside:
        responses = written_beside(beside, accepted, tmp_path, None, [])
        assert (tmp_path / "response.parquet").exists()
        assert keys(responses.of_others([])) == keys(pl.scan_parquet(tmp_path / "response.parquet")) == [1]


def test_what_fails_beside_is_told_to_whoever_asks(tmp_path: Path) -> None:
    accepted, before = tmp_path / "accepted.parquet", tmp_path / "before"
    pl.DataFrame(responses_of(CHANGED, 1), schema=ACCEPTED).write_parquet(accepted)
    put(before, RESPONSE_APART, [])
    with ThreadPoolExecutor(1) as beside:
        responses = written_beside(beside, accepted, tmp_path, before, [SAME])
        for ask in (responses.written, lambda: responses.of_others([])):
            with pytest.raises(duckdb.IOException, match=r"before/response\.parquet"):
                ask()

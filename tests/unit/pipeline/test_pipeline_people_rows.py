"""All rows of one person: by what identifies the response, by what corrects it, and never by likeness alone."""

from pathlib import Path

import polars as pl
import pytest

from contracts.records import Reading
from contracts.registry import Registry
from contracts.settings import Limits
from contracts.staged_tables import STAGED_RESPONSE
from pipeline import staging
from pipeline.erasing.people_rows import PLACE, rows_of_people
from pipeline.staging import StagingArea
from storage.store import LocalStore
from tests.made_rows import made_frame

Place = tuple[str, str, int]


def row(number: int, key: int, identity: str = "id", origin: Place | None = None, **said: object) -> dict[str, object]:
    names = ("origin_content_id", "origin_sheet", "origin_row_number")
    came = dict(zip(names, origin or (None, None, None), strict=True))
    return {"row_number": number, "identity": identity, "identity_key": key, "sheet": "Data", **came, **said}


@pytest.fixture
def area(tmp_path: Path) -> StagingArea:
    store = LocalStore(tmp_path / "staging")
    store.folder.mkdir()
    return StagingArea(LocalStore(tmp_path / "archive"), store, Limits(), Registry(()))


def put(area: StagingArea, **contents: list[dict[str, object]]) -> list[str]:
    for content_id, lines in contents.items():
        rows = [{**line, "content_id": content_id, "row_index": number} for number, line in enumerate(lines)]
        made_frame(STAGED_RESPONSE, *rows).write_parquet(Path(area.store.address) / f"{content_id}.parquet")
    staging.write_readings(
        area, [Reading(content_id=name, format="csv", rows=len(lines)) for name, lines in contents.items()]
    )
    return [*contents]


def of(area: StagingArea, contents: list[str], *named: Place) -> tuple[set[Place], set[Place]]:
    schema = dict(zip(PLACE, (pl.String, pl.String, pl.Int32), strict=True))
    found = rows_of_people(area, contents, pl.DataFrame(list(named), schema=schema, orient="row"))
    return set(found.rows.select(PLACE).rows()), set(found.perhaps.rows())


def test_the_same_response_in_every_file(area: StagingArea) -> None:
    contents = put(area, a=[row(2, 7), row(3, 8)], b=[row(5, 7), row(6, 9)], c=[row(2, 10)])
    assert of(area, contents, ("b", "Data", 5)) == ({("a", "Data", 2), ("b", "Data", 5)}, set())


def test_a_correction_and_what_it_corrects_and_what_corrects_that(area: StagingArea) -> None:
    contents = put(
        area,
        a=[row(2, 1), row(3, 2)],
        b=[row(9, 3, origin=("a", "Data", 2)), row(10, 4, origin=("a", "Data", 3))],
        c=[row(4, 5, origin=("b", "Data", 9))],
    )
    everything = {("a", "Data", 2), ("b", "Data", 9), ("c", "Data", 4)}
    for place in everything:
        assert of(area, contents, place) == (everything, set())


def test_who_only_says_the_same_is_told_and_not_taken(area: StagingArea) -> None:
    contents = put(
        area,
        a=[row(2, 1, "none", suggestion="baik"), row(3, 2, "none", suggestion="baik")],
        b=[row(4, 3, "none", suggestion="baik"), row(5, 4, "none", suggestion="buruk"), row(6, 5, suggestion="baik")],
    )
    assert of(area, contents, ("a", "Data", 2)) == ({("a", "Data", 2)}, {("b", "Data", 4)})


def test_a_row_that_is_no_response_is_nobodys(area: StagingArea) -> None:
    contents = put(area, a=[row(2, 1)])
    assert of(area, contents, ("a", "Data", 99)) == (set(), set())
    assert of(area, ["unread"], ("unread", "Data", 2)) == (set(), set())

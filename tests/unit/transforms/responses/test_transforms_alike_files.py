"""The same people in two files or sheets that know them in two ways, and different people who only look so."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

import polars as pl
import pytest

from contracts.unsur import UNSUR_COLUMNS
from transforms.responses.alike_files import contents_to_compare
from transforms.responses.identity import duplicate_rows, origin_key
from transforms.responses.same_people import PERSON_COLUMNS, equal_if_alike, overlaps_of_sheets

START = date(2025, 1, 6)
Answer = Callable[[Random], Sequence[int]]


def each_by_itself(random: Random) -> list[int]:
    return random.choices((1, 2, 3, 4), (3, 12, 50, 35), k=9)


def mostly_three_and_four(random: Random) -> list[int]:
    return random.choices((3, 4), (30, 70), k=9)


def nearly_all_four(random: Random) -> list[int]:
    return [4] * 9 if random.random() < 0.9 else mostly_three_and_four(random)


def three_or_four_throughout(random: Random) -> list[int]:
    return [random.choice((3, 4))] * 9


def people(seed: int, count: int, answer: Answer = each_by_itself, days: int = 20, name: str = "A") -> pl.DataFrame:
    """Rows in the order in which they answered, with moments and ids of their own."""
    random = Random(seed)
    offsets = sorted(random.randrange(days) for _ in range(count))
    moments = [datetime(2025, 1, 6, 8) + timedelta(days=day, minutes=7 * at) for at, day in enumerate(offsets)]
    return pl.DataFrame(
        {
            "content_id": name,
            "row_index": pl.Series(range(count), dtype=pl.Int32),
            "response_date": [START + timedelta(days=day) for day in offsets],
            "submitted_at": moments,
            "identity": "moment",
            "identity_key": pl.Series([random.getrandbits(63) for _ in range(count)], dtype=pl.UInt64),
            "age": [random.randint(18, 65) for _ in range(count)],
            **{column: pl.Series([None] * count, dtype=pl.String) for column in ("gender", "education", "occupation")},
            "age_band": pl.Series([None] * count, dtype=pl.String),
        }
    ).hstack(pl.DataFrame([answer(random) for _ in range(count)], schema=list(UNSUR_COLUMNS), orient="row"))


def known_otherwise(rows: pl.DataFrame, name: str = "B", minutes: float = -3.5) -> pl.DataFrame:
    """The same people by another moment."""
    moved = pl.col("submitted_at") + timedelta(minutes=minutes)
    key = pl.col("identity_key") + 1
    return rows.with_columns(moved, key, content_id=pl.lit(name)).with_columns(
        response_date=pl.col("submitted_at").dt.date()
    )


@cache
def sixty() -> pl.DataFrame:
    return people(1, 60)


@cache
def others() -> pl.DataFrame:
    return people(2, 60)


@pytest.mark.parametrize(
    ("other", "equal"),
    [
        (lambda: sixty(), 60),
        (lambda: known_otherwise(sixty(), minutes=-9 * 60), 60),  # another zone: a fourth of them the day before
        (lambda: sixty().head(10), 10),
        (lambda: sixty().head(9), None),  # too few
        (lambda: sixty().tail(20), 20),
        (lambda: pl.concat([sixty().head(54), others().tail(6)]), 54),  # nine of ten
        (lambda: pl.concat([sixty().head(53), others().tail(7)]), None),
        (lambda: sixty().sort("age"), 60),
        (lambda: pl.concat([sixty().sort("age").head(54), others().head(6)]), 54),
        (lambda: sixty().with_columns(pl.col("response_date").dt.offset_by("3d")), 60),
        (lambda: sixty().with_columns(age=pl.lit(None, dtype=pl.Int64)), 60),
        (lambda: sixty().with_columns(age=pl.col("age") + 1), None),  # other people
        (lambda: sixty().with_columns(response_date=pl.lit(None, dtype=pl.Date)), 60),
        (lambda: sixty().with_columns(pl.lit(None, dtype=pl.Int64).alias(one) for one in ("u8", "u9")), 60),
        (lambda: sixty().with_columns(pl.lit(None, dtype=pl.Int64).alias(one) for one in ("u7", "u8", "u9")), None),
        (lambda: others(), None),
    ],
)
def test_the_same_people(other: Callable[[], pl.DataFrame], equal: int | None) -> None:
    assert equal_if_alike(sixty(), other()) == equal_if_alike(other(), sixty()) == equal


@pytest.mark.parametrize(
    "answer", [each_by_itself, mostly_three_and_four, nearly_all_four, three_or_four_throughout, lambda _: [4] * 9]
)
def test_different_people_with_like_answers(answer: Answer) -> None:
    for seed in range(40):
        count = (10, 12, 20, 60)[seed % 4]
        these, those = (people(2 * seed + one, count, answer, days=5).drop("age") for one in (0, 1))
        assert equal_if_alike(these, those) is None


def test_heaps_of_equal_answers_prove_nothing_even_of_the_same_people() -> None:
    heap = people(1, 60, lambda _: [4] * 9).drop("age")
    assert equal_if_alike(heap, heap) is None
    told = pl.concat([heap.head(50), people(3, 10, days=1).drop("age")])
    assert equal_if_alike(told, told) == 60


def to_compare(*sent: pl.DataFrame, **of_file: str) -> list[tuple[str, str]]:
    """Of files of one unit, the oldest first. `of_file`: unit, period or "correction" of some."""
    names = [one["content_id"][0] for one in sent]
    said = [of_file.get(name, "") for name in names]
    files = pl.DataFrame(
        {
            "content_id": names,
            "unit_code": ["Y" if one == "other unit" else "X" for one in said],
            "period_code": pl.Series([one if one.startswith("20") else None for one in said], dtype=pl.String),
            "version": range(len(names)),
            "is_correction": [one == "correction" for one in said],
        }
    )
    return contents_to_compare(pl.concat(sent), files)


@cache
def undated() -> pl.DataFrame:
    return known_otherwise(sixty()).with_columns(
        response_date=pl.lit(None, dtype=pl.Date), submitted_at=pl.lit(None, dtype=pl.Datetime("us"))
    )


def test_files_of_one_time_that_have_nobody_in_common_are_compared() -> None:
    copy = known_otherwise(sixty())
    assert to_compare(sixty(), copy) == [("A", "B")]
    assert to_compare(copy, sixty()) == [("B", "A")]
    assert to_compare(sixty(), copy, B="other unit") == []
    assert to_compare(sixty(), copy, B="correction") == []
    assert to_compare(sixty(), copy.with_columns(identity=pl.lit("none"))) == []
    assert to_compare(sixty(), undated(), B="2025-TW1") == [("A", "B")]
    assert to_compare(sixty(), undated(), B="2025-TW2") == []
    assert to_compare(sixty(), undated()) == []


def test_parts_of_one_file_are_not_compared() -> None:
    parts = [sixty().with_columns(content_id=pl.lit("A-1")), known_otherwise(sixty(), "A-2")]
    assert to_compare(*parts) == []


@pytest.mark.parametrize(("days", "is_compared"), [(9, True), (10, True), (11, False), (30, False)])
def test_half_of_the_days_are_the_same(days: int, is_compared: bool) -> None:
    """Of the twenty days of each."""
    later = known_otherwise(sixty(), minutes=0).with_columns(
        pl.col("submitted_at", "response_date").dt.offset_by(f"{days}d")
    )
    assert (to_compare(sixty(), later) == [("A", "B")]) == is_compared


def test_files_that_know_their_people_in_one_way_are_not_compared() -> None:
    copy = known_otherwise(sixty())
    some = pl.col("row_index") < 6
    # One in ten may have come in the same minute; more than that, and the moments tell.
    few = copy.with_columns(pl.when(some).then(sixty()["submitted_at"]).otherwise("submitted_at").alias("submitted_at"))
    assert to_compare(sixty(), few) == [("A", "B")]
    more = copy.with_columns(
        pl.when(some | (pl.col("row_index") == 6)).then(sixty()["submitted_at"]).otherwise("submitted_at")
        .alias("submitted_at")
    )  # fmt: skip
    assert to_compare(sixty(), more) == []
    seconds = sixty().with_columns(pl.col("submitted_at").dt.offset_by("17s"))
    assert to_compare(seconds, known_otherwise(sixty(), minutes=0)) == []


def test_exports_that_grow_are_compared_with_the_other_kind_and_not_with_each_other() -> None:
    growing = [sixty().head(count).with_columns(content_id=pl.lit(f"A{count}")) for count in (40, 50, 60)]
    assert to_compare(*growing) == []
    # The days of the shortest are the first three fifths of the others'.
    assert to_compare(*growing, known_otherwise(sixty())) == [("A40", "B"), ("A50", "B"), ("A60", "B")]


def test_what_each_answer_does() -> None:
    sent = [sixty(), known_otherwise(sixty().head(55))]
    rows = pl.concat(sent).with_columns(
        pl.lit(None, dtype=pl.String).alias("origin_content_id"), pl.lit(None, dtype=pl.String).alias("origin_sheet"),
        pl.lit(None, dtype=pl.Int64).alias("origin_row_number"),
    ).with_columns(origin_key())  # fmt: skip
    files = pl.DataFrame(
        {"content_id": ["A", "B"], "unit_code": "X", "path": ["a.csv", "b.csv"], "version": [0, 1]}
    ).with_columns(period_code=pl.lit(None, dtype=pl.String), is_correction=False)
    no_people = rows.clear().select("content_id", "row_index", *PERSON_COLUMNS)
    alike = {("A", "B"): 55}

    asked = duplicate_rows(rows, files, no_people, {}, (), 2.0, alike)
    assert asked.duplicates.is_empty()
    question = asked.newer["B"]
    assert (question.code, question.older) == ("same_answers", ("A",))
    assert (question.rows, question.older_rows, question.equal) == (55, 60, 55)
    assert {choice: given.height for choice, given in question.gives.items()} == {
        "add": 115,
        "replace": 55,
        "refuse": 60,
    }
    given = {
        choice: duplicate_rows(rows, files, no_people, {"B": {"same_answers": choice}}, (), 2.0, alike)
        for choice in ("add", "replace", "refuse")
    }
    assert all(not one.newer for one in given.values())
    assert {choice: one.duplicates.height for choice, one in given.items()} == {"add": 0, "replace": 60, "refuse": 0}
    assert given["refuse"].refused == {"B"}


def test_two_sheets_with_other_moments_are_asked_about() -> None:
    def sheets(*rows: pl.DataFrame) -> pl.DataFrame:
        return pl.concat(one.with_columns(sheet="content_id") for one in rows)

    [overlap] = overlaps_of_sheets(sheets(sixty(), known_otherwise(sixty())))
    assert (overlap.equal, overlap.rows, overlap.likeness) == (60, 60, "doubtful")
    assert overlaps_of_sheets(sheets(sixty(), others().with_columns(content_id=pl.lit("B")))) == []
    assert overlaps_of_sheets(sheets(sixty(), sixty().with_columns(content_id=pl.lit("B")))) == []  # known by moments

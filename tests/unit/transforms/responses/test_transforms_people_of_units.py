"""Whether files of two units hold the same people: what proves it, and what chance gives as well."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations
from random import Random

import polars as pl
import pytest

from contracts.staged_tables import STAGED_RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from transforms.responses.people_of_units import COMPARED_COLUMNS, answers_keys, contents_to_compare, shared_rows
from transforms.schema import frame_schema

COLUMNS = ("content_id", "row_index", "identity", "unasked", *COMPARED_COLUMNS)
FIRST = datetime(2024, 3, 1, 8)


def varied(seed: int, count: int, *, answers: str = "2344") -> list[str]:
    random = Random(seed)
    return ["".join(random.choice(answers) for _ in range(9)) for _ in range(count)]


def satisfied(seed: int, count: int) -> list[str]:
    """As people answer: most give one answer to everything."""
    random = Random(seed)
    return [
        random.choice(["444444444"] * 5 + ["333333333"] * 3 + varied(random.randrange(999), 2)) for _ in range(count)
    ]


def people(
    answers: Sequence[str],
    *,
    name: str = "a",
    ids: Sequence[str] | None = None,
    every: timedelta | None = None,
    days: Sequence[int] | None = None,
    genders: str | None = None,
) -> pl.DataFrame:
    """Staged rows. `every`: moments that follow each other so; `days`: of March, without a time."""
    moments = [FIRST + number * every for number in range(len(answers))] if every else None
    identity = "id" if ids else "moment" if moments else "none"
    dates = [moment.date() for moment in moments] if moments else None
    if days:
        dates = [datetime(2024, 3, day).date() for day in days]
    rows = [
        {
            "content_id": name,
            "row_index": number,
            "identity": identity,
            "response_id": ids[number] if ids else None,
            "submitted_at": moments[number] if moments else None,
            "response_date": dates[number] if dates else None,
            "gender": genders[number] if genders else None,
            **{column: int(digit) for column, digit in zip(UNSUR_COLUMNS, digits, strict=True)},
        }
        for number, digits in enumerate(answers)
    ]
    schema = {column: frame_schema(STAGED_RESPONSE)[column] for column in COLUMNS}
    return pl.DataFrame(rows, schema=schema)


def same(older: pl.DataFrame, newer: pl.DataFrame) -> int:
    found = shared_rows(older, newer)
    return 0 if found is None else found.height


NUMBERS = [str(number) for number in range(1, 51)]
UUIDS = [f"{number:08x}-0000-4000-8000-{number:012x}" for number in range(50)]
ALL_FOUR = ["444444444"] * 50
MINUTES = timedelta(minutes=7)


def test_a_file_with_a_row_or_a_column_more_holds_the_same_people() -> None:
    answers = varied(1, 50)
    one = people(answers)
    assert same(one, people([*answers, "111111111"])) == 50
    assert same(one, people(answers, genders="LP" * 25)) == 50
    assert same(people(answers, days=[1 + number // 2 for number in range(50)]), one) == 50
    # A few answers put right, a row left out.
    assert same(one, people([*varied(9, 2), *answers[2:30], *answers[31:]])) == 47
    # One is a month of the other.
    assert same(people([*varied(2, 60), *answers, *varied(3, 60)]), one) == 50
    assert same(people(varied(1, 50)), people(varied(2, 50))) == 0


def test_moments_tell_with_the_answers_in_whatever_order() -> None:
    one = people(ALL_FOUR, every=MINUTES)
    assert same(one, people(ALL_FOUR, every=MINUTES).sort("row_index", descending=True)) == 50
    assert same(one, people(["333333333"] * 50, every=MINUTES)) == 0
    assert same(one, people([*ALL_FOUR[:26], *["333333333"] * 24], every=MINUTES)) == 26
    assert same(one, people([*ALL_FOUR[:24], *["333333333"] * 26], every=MINUTES)) == 0


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        # Both number their respondents from 1.
        (people(varied(1, 50), ids=NUMBERS), people(varied(2, 50), ids=NUMBERS)),
        (people(ALL_FOUR, ids=NUMBERS), people(ALL_FOUR, ids=NUMBERS)),
        # Two small units of content people, without ids.
        (people(ALL_FOUR[:10]), people(ALL_FOUR[:10])),
        (people(ALL_FOUR[:10], days=range(1, 11)), people(ALL_FOUR[:10], days=range(1, 11))),
        # An application that gives an id to everybody in the regency: different ids, different people.
        (people(varied(1, 50), ids=UUIDS), people(varied(1, 50), ids=[one[::-1] for one in UUIDS])),
        # Paper typed in at the full hour.
        (people(ALL_FOUR, every=timedelta(hours=1)), people(ALL_FOUR, every=timedelta(hours=1))),
        # Sorted by day, as most exports are.
        (
            people(sorted(satisfied(1, 60)), days=[1 + number // 3 for number in range(60)]),
            people(sorted(satisfied(2, 60)), days=[1 + number // 3 for number in range(60)]),
        ),
    ],
)
def test_what_proves_nothing(older: pl.DataFrame, newer: pl.DataFrame) -> None:
    assert same(older, newer) == 0


def test_ids_that_nobody_counted_to_prove_it_with_the_answers() -> None:
    assert same(people(ALL_FOUR, ids=UUIDS), people(ALL_FOUR, ids=UUIDS)) == 50
    assert same(people(ALL_FOUR, ids=UUIDS), people(["333333333"] * 50, ids=UUIDS)) == 0
    # A counter says nothing against the answers either, where these prove it.
    assert same(people(varied(1, 50), ids=NUMBERS), people(varied(1, 50), ids=NUMBERS)) == 50


def test_units_of_people_who_answer_alike_are_no_same_people() -> None:
    for size in (8, 12, 20, 50):
        files = [
            people(satisfied(seed, size), days=sorted(Random(seed).choices(range(1, 29), k=size))) for seed in range(20)
        ]
        assert not [1 for at, one in enumerate(files) for other in files[:at] if same(other, one)]


def to_compare(files: dict[str, tuple[str, pl.DataFrame]]) -> list[tuple[str, str]]:
    rows = pl.concat([rows.with_columns(content_id=pl.lit(name)) for name, (_, rows) in files.items()])
    contents = pl.DataFrame({"content_id": list(files), "unit_code": [unit for unit, _ in files.values()]})
    return contents_to_compare(rows.with_columns(answers_keys(("u8", "u4"))), contents)


def test_only_what_is_alike_is_looked_at() -> None:
    files = {
        "c": ("U-1", people(varied(1, 40))),
        "a": ("U-2", people(varied(1, 41))),
        "b": ("U-1", people(varied(1, 42))),
        "d": ("U-3", people(varied(2, 40))),
    }
    assert to_compare(files) == [("c", "a"), ("a", "b")]
    assert to_compare({"c": files["c"], "b": files["b"]}) == []
    parts = {"1-1": ("U-1", people(varied(1, 9))), "1-2": ("U-2", people(varied(1, 9)))}
    assert to_compare(parts) == []
    # What everybody has is no reason to look.
    assert to_compare({f"{number}": (f"U-{number}", people(ALL_FOUR[:9])) for number in range(12)}) == []


@pytest.mark.parametrize("every", [MINUTES, None], ids=["moments", "in order"])
def test_files_of_eight_unsur_are_compared_by_what_both_ask(every: timedelta | None) -> None:
    """Nine in a unit and eight in others, each without another unsur; who answered otherwise is somebody else."""
    answers = varied(1, 20, answers="1234")

    def file(*unasked: str, of: list[str] = answers) -> pl.DataFrame:
        nothing = [pl.lit(None, pl.Int16).alias(name) for name in unasked]
        left_out = pl.lit(unasked[0] if unasked else None, pl.String).alias("unasked")
        return people(of, every=every).with_columns(*nothing, left_out)

    nine, without_cost, without_complaints = file(), file("u4"), file("u8")
    files = {"a": ("U-1", nine), "b": ("U-2", without_cost), "c": ("U-3", without_complaints)}
    assert to_compare(files) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert to_compare({"b": files["b"], "d": ("U-4", without_cost)}) == [("b", "d")]
    assert [same(*one) for one in combinations((nine, without_cost, without_complaints), 2)] == [20] * 3
    others = file("u4", of=varied(2, 20, answers="1234"))
    assert to_compare({"a": files["a"], "b": ("U-2", others)}) == []
    assert same(nine, others) == 0


def test_how_much_alike_is_worth_a_look() -> None:
    """One moment in five rows of the smaller content is, and less is not; nor is a moment with other answers."""
    one = people(varied(1, 20), every=MINUTES)

    def of_other(alike: int) -> pl.DataFrame:
        return pl.concat([one.head(alike), people(varied(2, 40), every=timedelta(minutes=11)).tail(20 - alike)])

    for alike, found in ((3, []), (4, [("a", "b")])):
        # Not in one row of three: the order gives no likeness more.
        rows = of_other(alike).with_columns(pl.lit(2, pl.Int8).alias("u9"))
        older = one.with_columns(pl.when(pl.col("row_index") < alike).then(2).otherwise("u9").cast(pl.Int8).alias("u9"))
        older = older.with_columns(pl.col("row_index") * 7 % 20).sort("row_index")
        assert to_compare({"a": ("U-1", older), "b": ("U-2", rows)}) == found
    assert to_compare({"a": ("U-1", one), "b": ("U-2", people(varied(3, 20), every=MINUTES))}) == []


def test_three_rows_that_follow_each_other_are_a_likeness_and_two_are_none() -> None:
    """Of five rows one likeness is enough. Rows of two files never follow each other."""
    some, one, two, three = (varied(seed, 5) for seed in range(4))

    def files(*answers: list[str]) -> dict[str, tuple[str, pl.DataFrame]]:
        return {name: (f"U-{name}", people(of_file)) for name, of_file in zip("abc", answers, strict=False)}

    assert to_compare(files([*some[:3], *one[:2]], [two[0], *some[:3], two[1]])) == [("a", "b")]
    assert to_compare(files([*some[:2], *one[:3]], [two[0], *some[:2], *two[1:3]])) == []
    assert to_compare(files([*one[:3], *some[:2]], [some[2], *two[:2], *some[:2]], [some[2], *three[:4]])) == []


def test_what_ten_units_have_is_looked_at_and_what_eleven_have_is_not() -> None:
    def files(count: int) -> dict[str, tuple[str, pl.DataFrame]]:
        return {f"{number:02}": (f"U-{number}", people(varied(1, 9))) for number in range(count)}

    assert len(to_compare(files(10))) == 45
    assert to_compare(files(11)) == []


def test_nine_of_ten_in_order_and_five_beyond_chance() -> None:
    answers, other = varied(1, 40), varied(2, 40)
    assert same(people(answers), people([*answers[:36], *other[:4]])) == 36
    assert same(people(answers), people([*answers[:35], *other[:5]])) == 0
    # Five rows all different are five beyond chance only where another order gives none of them.
    assert same(people(answers[:4]), people(answers[:4])) == 0
    # Of nine, some other order gives five, of ten as well (by the orders of this release of Polars).
    assert [same(people(answers[:count]), people(answers[:count])) for count in (9, 10)] == [0, 10]


@pytest.mark.parametrize(("alike", "found"), [(84, 0), (80, 91)])
def test_half_of_what_another_order_leaves_must_be_the_same(alike: int, found: int) -> None:
    """Of a hundred rows ninety in order are the same, by a crowd that answers alike and some others."""
    files = []
    for seed in (2, 3):
        rows = ["444444444"] * alike + varied(1, 90 - alike) + varied(seed, 10)
        Random(7).shuffle(rows)
        files.append(people(rows))
    assert same(*files) == found


def test_three_rows_with_moments_prove_nothing_and_four_do() -> None:
    one = people(ALL_FOUR, every=MINUTES)
    assert (same(one, one.head(3)), same(one, one.head(4))) == (0, 4)


def test_moments_of_three_rows_in_four_are_peoples_own() -> None:
    def shared(count: int) -> pl.DataFrame:
        """The first `count` rows of one moment."""
        rows = people(ALL_FOUR[:20], every=MINUTES)
        first = pl.col("submitted_at").first()
        return rows.with_columns(
            pl.when(pl.col("row_index") < count).then(first).otherwise("submitted_at").alias("submitted_at")
        )

    assert (same(shared(6), shared(6)), same(shared(7), shared(7))) == (20, 0)
    # One minute past an hour is enough: not all was typed in.
    hourly = people(ALL_FOUR[:20], every=timedelta(hours=1))
    late = hourly.with_columns(
        pl.when(pl.col("row_index") == 3)
        .then(pl.col("submitted_at") + timedelta(seconds=1))
        .otherwise("submitted_at")
        .alias("submitted_at")
    )
    assert (same(hourly, hourly), same(late, late)) == (0, 20)


def test_moments_that_nobody_has_for_himself_tell_people_apart_all_the_same() -> None:
    """The same answers, an hour later."""
    hours = [people(varied(1, 10), every=timedelta(hours=1)) for _ in range(2)]
    assert same(*hours) == 10
    assert same(hours[0], hours[1].with_columns(pl.col("submitted_at") + timedelta(hours=1))) == 0


def test_an_id_of_sixteen_characters_is_no_counter() -> None:
    for length, found in ((15, 0), (16, 50)):
        ids = [f"{number:0{length}}" for number in range(50)]
        assert same(people(ALL_FOUR, ids=ids), people(ALL_FOUR, ids=ids)) == found

"""What a newer file without identity holds of an older one: rows in order, measured against chance."""

from random import Random

import polars as pl
import pytest

from contracts.staged_tables import STAGED_RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from transforms.responses import same_people
from transforms.responses.same_people import containment
from transforms.schema import frame_schema


def people(count, seed, *, all_four=0.6, with_age=True):
    """Respondents in order, of whom a share answers 4 to everything."""
    random = Random(seed)
    rows = []
    for _ in range(count):
        answers = [4] * 9 if random.random() < all_four else random.choices([3, 3, 3, 4], k=9)
        rows.append(
            dict(zip(UNSUR_COLUMNS, answers, strict=True)) | {"age": random.randint(18, 70) if with_age else None}
        )
    schema = frame_schema(STAGED_RESPONSE)
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)


def slow_in_order(these, those):
    lengths = [[0] * (len(those) + 1) for _ in range(len(these) + 1)]
    for a, this in enumerate(these, start=1):
        for b, that in enumerate(those, start=1):
            longer = max(lengths[a - 1][b], lengths[a][b - 1])
            lengths[a][b] = lengths[a - 1][b - 1] + 1 if this == that else longer
    return lengths[-1][-1]


def test_rows_in_order_are_counted_as_a_slow_table_counts_them():
    random = Random(13)
    for _ in range(300):
        kinds = random.choice([1, 2, 5, 20])
        these, those = ([random.randrange(kinds) for _ in range(random.randrange(25))] for _ in range(2))
        assert same_people.equal_in_order(these, those) == slow_in_order(these, those)


def test_of_long_files_what_both_begin_with_and_four_thousand_rows_more_are_counted():
    rows = range(4_500)
    assert same_people.equal_in_order([*rows, -1], [*rows, -2]) == 4_500
    assert same_people.equal_in_order([-1, *rows], [-2, *rows]) == 3_999


@pytest.mark.parametrize("all_four", [0.3, 0.6, 0.9, 1.0])
@pytest.mark.parametrize("with_age", [True, False])
def test_other_people_are_never_taken_for_the_same(all_four, with_age):
    """However alike they answer."""
    for seed in range(10):
        for count in (4, 12, 50):
            older = people(count, seed, all_four=all_four, with_age=with_age)
            newer = people(count * 5 // 4, seed + 900, all_four=all_four, with_age=with_age)
            assert containment(older, newer).presence != "contained"


@pytest.mark.parametrize("with_age", [True, False])
def test_a_longer_export_one_row_fewer_and_two_answers_put_right_hold_the_older(with_age):
    older = people(50, 1, with_age=with_age)
    put_right = older.with_row_index("row").with_columns(
        u1=pl.when(pl.col("row").is_in([7, 30])).then(5 - pl.col("u1")).otherwise("u1")
    )
    assert containment(older, pl.concat([older, people(20, 2, with_age=with_age)])).presence == "contained"
    assert containment(older, older.filter(pl.int_range(pl.len()) != 20)).presence == "contained"
    assert containment(older, put_right).presence == "contained"


def test_the_share_of_rows_decides_between_holding_and_asking():
    """45 of 50 rows are nine of ten; one fewer is asked."""
    older, other = people(50, 1), people(50, 2)
    assert containment(older, pl.concat([older.head(45), other.head(5)])).presence == "contained"
    found = containment(older, pl.concat([older.head(44), other.head(6)]))
    assert (found.presence, found.rows, found.equal) == ("partly", 50, 44)
    assert containment(older, other).presence == "other"


def test_a_column_that_only_one_of_both_has_says_nothing():
    older = people(20, 1)
    assert containment(older, older.with_columns(age=None)).presence == "contained"


def test_three_rows_beyond_chance_prove_it():
    """Four that are all different: another order gives one of them."""
    older = people(4, 1, all_four=0.0)
    assert containment(older, older).presence == "contained"
    assert containment(older.head(3), older).presence == "partly"


def test_nobody_is_held_by_nobody():
    assert containment(people(3, 1).clear(), people(3, 1)).presence == "partly"

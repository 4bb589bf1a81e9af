"""Words mean what they mean beside the other words of their content: five are refused, four are read."""

import polars as pl
import pytest

from contracts.unsur import UNSUR_COLUMNS
from transforms.responses.answers import read_answers


def read(**columns):
    length = len(next(iter(columns.values())))
    return read_answers(
        pl.DataFrame(
            {
                "content_id": columns.pop("content_id", ["A"] * length),
                **{column: columns.get(column, ["4"] * length) for column in UNSUR_COLUMNS},
            }
        )
    )


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (("Kurang puas", "Cukup puas", "Puas", "Sangat puas"), [2, 3, 4, 5]),  # nobody may have said "Tidak puas"
        (("Tidak puas", "Kurang puas", "Cukup puas", "Puas"), [1, 2, 3, 4]),
        (("Tidak puas", "Cukup puas", "Puas", "Sangat puas"), [1, 2, 3, 4]),
        (("Kurang baik", "Cukup baik", "Baik", "Sangat baik"), [2, 3, 4, 5]),
        (("Sangat tidak puas", "Tidak puas", "Netral", "Netral", "Puas", "Sangat puas"), [1, 2, 3, 3, 4, 5]),
        (("Sangat tidak puas", "Tidak puas", "Netral", "Puas", "Sangat puas"), [1, 2, -1, 3, 4]),  # one slip
        (("Sangat tidak baik", "Tidak baik", "Cukup", "Baik", "Sangat baik"), [1, 2, 3, 4, 5]),
        (("Sangat kurang", "Kurang", "Cukup", "Baik", "Sangat baik"), [1, 2, 3, 4, 5]),
        (("Sangat buruk", "Cukup", "Baik", "Sangat baik"), [1, 3, 4, 5]),
        (("Kurang", "Cukup", "Baik", "Sangat baik"), [1, 2, 3, 4]),
        (("Kurang baik", "Cukup", "Baik", "Sangat baik"), [2, 3, 4, 5]),
        (("Tidak baik", "Cukup", "Baik", "Sangat baik"), [1, 2, 3, 4]),
        (("Tidak baik", "Cukup baik", "Baik", "Sangat baik"), [1, 2, 3, 4]),
        (("Tidak baik", "Kurang baik", "Baik", "Sangat baik"), [1, 2, 3, 4]),
    ],
)
def test_a_word_in_the_middle(texts, numbers):
    assert read(u1=list(texts))["u1"].to_list() == numbers


def test_the_words_of_another_column_tell_too():
    found = read(u1=["Kurang sesuai", "Sesuai", "Sesuai"], u5=["Sesuai", "Cukup sesuai", "Sangat sesuai"])
    assert (found["u1"].to_list(), found["u5"].to_list()) == ([2, 4, 4], [4, 3, 5])
    other = read(u1=["Kurang sesuai", "Sesuai"], u5=["Sesuai", "Cukup sesuai"], content_id=["A", "B"])
    assert (other["u1"].to_list(), other["u5"].to_list()) == ([2, 3], [3, 2])


def test_own_words_of_an_unsur_stay_beside_a_scale_with_very_not():
    found = read(
        u1=["Sangat tidak sesuai", "Tidak sesuai", "Sesuai"],
        u4=["Cukup mahal", "Murah", "Gratis"],
        u8=["Tidak ada", "Ada tetapi tidak berfungsi", "Dikelola dengan baik"],
        u9=["Buruk", "Cukup", "Sangat baik"],
    )
    assert [found[column].to_list() for column in ("u1", "u4", "u8", "u9")] == [
        [1, 2, 3],
        [2, 3, 4],
        [1, 2, 4],
        [1, 2, 4],
    ]


def test_bad_beside_very_bad_is_two():
    assert read(u9=["Sangat buruk", "Buruk", "Baik", "Sangat baik"])["u9"].to_list() == [1, 2, 3, 4]
    assert read(u1=["Sangat kurang", "Kurang", "Baik", "Sangat baik"])["u1"].to_list() == [1, 2, 3, 4]
    assert read(u1=["Kurang sesuai", "Sesuai"], u9=["Buruk", "Cukup"])["u9"].to_list() == [1, 2]
    assert read(u9=["Buruk", "Cukup", "Baik", "Sangat baik"])["u9"].to_list() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (("1 - Sangat Tidak Puas", "2 - Tidak Puas", "3 - Puas", "4 - Sangat Puas"), [1, 2, 3, 4]),
        (("1. Kurang puas", "2. Cukup puas", "3. Puas", "4. Sangat puas"), [1, 2, 3, 4]),
        (("a. Sangat sesuai", "b. Sesuai", "c. Kurang sesuai", "d. Tidak sesuai"), [4, 3, 2, 1]),
        (("1. Sangat sesuai", "2. Sesuai", "3. Cukup sesuai", "4. Kurang sesuai"), [4, 3, 2, 1]),
        (("1 - Sangat tidak puas", "2 - Tidak puas", "3 - Netral", "4 - Puas", "5 - Sangat puas"), [1, 2, -1, 4, 5]),
        (("2. Kurang puas", "3. Cukup puas", "4. Puas"), [2, -1, -1]),  # five or four: nobody said the best
        (("4. Sangat puas", "3. Puas", "1. Sangat puas"), [4, 3, -1]),  # contradicts itself
        (("1. Sangat puas", "4. Sangat puas"), [-1, 4]),
        (("a - Tidak sesuai", "d - Sangat sesuai"), [1, 4]),
    ],
)
def test_numbers_beside_words(texts, numbers):
    assert read(u1=list(texts))["u1"].to_list() == numbers


def test_own_words_are_counted_from_the_other_end_as_well():
    best_first = ["a. Gratis", "b. Murah", "c. Cukup mahal", "d. Sangat mahal"]
    found = read(u1=["a. Sangat sesuai", "b. Sesuai", "c. Kurang sesuai", "d. Tidak sesuai"], u4=best_first)
    assert found["u4"].to_list() == [4, 3, 2, 1]


LOW = ("Kurang", "Cukup", "Baik", "Sangat baik")
OF_REGULATION = ("Buruk", "Cukup", "Baik", "Sangat baik")


def test_the_worst_of_another_column_is_not_that_of_a_bare_less():
    found = read(**{f"u{n}": [*LOW] for n in range(1, 9)}, u9=[*OF_REGULATION])
    assert all(found[column].to_list() == [1, 2, 3, 4] for column in UNSUR_COLUMNS)
    found = read(u1=["Kurang", "Cukup", "Sesuai", "Sangat sesuai"], u6=["Tidak baik", "Kurang baik", "Baik", "Baik"])
    assert (found["u1"].to_list(), found["u6"].to_list()) == ([1, 2, 3, 4], [1, 2, 3, 3])
    found = read(u1=["Kurang", "Cukup", "Baik", "Baik"], u2=["Buruk", "Cukup", "Baik", "Sangat baik"])  # five
    assert (found["u1"].to_list(), found["u2"].to_list()) == ([2, 3, 4, 4], [1, 3, 4, 5])


def test_four_words_of_one_question_beside_four_of_another():
    found = read(
        u1=["Tidak sesuai", *["Kurang sesuai"] * 3, "Sesuai", "Sangat sesuai"],
        u5=["Tidak sesuai", *["Cukup sesuai"] * 3, "Sesuai", "Sangat sesuai"],
    )
    assert found["u1"].to_list() == found["u5"].to_list() == [1, 2, 2, 2, 3, 4]


@pytest.mark.parametrize(("slip", "number"), [("Cukup sesuai", 2), ("Cukup", 2), ("Netral", -1)])
def test_a_slip_makes_no_scale_of_five(slip, number):
    texts = ["Tidak sesuai", *["Kurang sesuai"] * 9, *["Sesuai"] * 20, *["Sangat sesuai"] * 10]
    assert read(u1=[*texts, slip])["u1"].to_list() == [1, *[2] * 9, *[3] * 20, *[4] * 10, number]


def test_few_words_of_a_middle_among_many_people():
    texts = [*["Sesuai"] * 150, *["Sangat sesuai"] * 48]
    found = read(u1=[*texts, "Biasa saja", "Netral"], u2=["Mudah"] * 200)
    assert found["u1"].to_list() == [*[3] * 150, *[4] * 48, -1, -1]
    found = read(u1=[*texts, *["Netral"] * 8])
    assert found["u1"].to_list()[-9:] == [5, *[3] * 8]


def test_each_word_denied():
    texts = ["Sangat tidak sopan dan tidak ramah", "Tidak sopan dan tidak ramah", "Sopan dan ramah", "Sangat sopan"]
    assert read(u7=texts)["u7"].to_list() == [1, 2, 3, 4]

"""What is asked about a newer file of a unit, and what each choice would give; periods within periods."""

import pytest

from contracts.decisions import ABOUT_OLDER_FILES
from tests.spec.exports import described_files, fates, staged, told_apart
from tests.spec.tables import agrees
from transforms.responses.identity import duplicate_rows, origin_key

PEOPLE = [
    *("333333334", "333333343", "333333433", "333334333", "222222223", "222222232"),
    *("222222322", "222223222", "444444443", "444444434", "444444344", "444443444"),
    *("111111112", "111111121", "111111211", "111112111", "111121111", "111211111"),
]
"""Nine answers each, all different."""
Rows = list[tuple[str, int]]


def january(*people: int) -> Rows:
    return [("05/01/2024", one) for one in people]


def february(*people: int) -> Rows:
    return [("05/02/2024", one) for one in people]


def undated(*people: int) -> Rows:
    return [("", one) for one in people]


def sent(**files: Rows) -> str:
    """By file its rows: the day, and the place of the person in PEOPLE."""
    lines = [f"{name} | {row} | {day} | {PEOPLE[one]}" for name, rows in files.items()
             for row, (day, one) in enumerate(rows, start=1)]  # fmt: skip
    return "\n".join(["file | row | when | answers", *lines])


def question(sending: str, files: str = "", said: str = "") -> tuple[object, ...]:
    """Of the one file that is asked about: code, older files, its rows, theirs, equal ones, whether it is a part of
    them, whether people are known; and by choice the rows that would count."""
    [asked] = told_apart(sending, files, said=said).newer.values()
    assert not asked.is_known
    gives = {choice: " ".join(f"{name}{row + 1}" for name, row in rows.rows()) for choice, rows in asked.gives.items()}
    return asked.code, asked.older, asked.rows, asked.older_rows, asked.equal, asked.is_part, gives


def test_other_people_add_or_replace():
    assert question(sent(A=january(0, 1), B=january(4, 5, 6))) == (
        *("adds_or_replaces", ("A",), 3, 2, 0, False),
        {"add": "A1 A2 B1 B2 B3", "replace": "B1 B2 B3", "refuse": "A1 A2"},
    )


def test_months_that_are_not_sent_again_stay():
    assert question(sent(A=[*january(0), *february(1, 2)], B=february(4, 5))) == (
        *("adds_or_replaces", ("A",), 2, 2, 0, False),
        {"add": "A1 A2 A3 B1 B2", "replace": "A1 B1 B2", "refuse": "A1 A2 A3"},
    )


def test_a_part_of_the_older_file_can_only_replace():
    assert question(sent(A=january(*range(10)), B=january(*range(5)))) == (
        *("partly_the_same", ("A",), 5, 10, 5, True),
        {"replace": "B1 B2 B3 B4 B5", "refuse": "A1 A2 A3 A4 A5 A6 A7 A8 A9 A10"},
    )


def test_a_small_part_of_the_older_file_is_a_part_of_it():
    """Four of eighteen people once more: whoever said of his files that each brings others did not mean these."""
    everybody = " ".join(f"A{row}" for row in range(1, 19))
    assert question(sent(A=january(*range(18)), B=january(4, 5, 6, 7))) == (
        *("partly_the_same", ("A",), 4, 18, 4, True),
        {"replace": "B1 B2 B3 B4", "refuse": everybody},
    )
    assert question(sent(A=january(*range(18)), B=january(4, 5, 6)))[0] == "adds_or_replaces"  # three may be luck


def test_some_of_the_people_and_some_others():
    assert question(sent(A=january(*range(8)), B=january(0, 1, 2, 3, 8, 9, 10, 11))) == (
        *("partly_the_same", ("A",), 8, 8, 4, False),
        {
            "add": "A1 A2 A3 A4 A5 A6 A7 A8 B1 B2 B3 B4 B5 B6 B7 B8",
            "replace": "B1 B2 B3 B4 B5 B6 B7 B8",
            "refuse": "A1 A2 A3 A4 A5 A6 A7 A8",
        },
    )


def test_a_part_of_one_and_other_people_than_another_is_asked_as_a_part():
    files = "file | said\nA |\nB | add\nC |"
    people = {"A": january(*range(10)), "B": january(10, 11), "C": january(*range(5))}
    assert question(sent(**people), files)[:6] == ("partly_the_same", ("A",), 5, 10, 5, True)


def test_one_question_about_two_older_files():
    files = "file | said\nA |\nB | add\nC |"
    assert question(sent(A=january(0, 1), B=january(4, 5, 6), C=january(8, 9)), files) == (
        *("adds_or_replaces", ("A", "B"), 2, 5, 0, False),
        {"add": "A1 A2 B1 B2 B3 C1 C2", "replace": "C1 C2", "refuse": "A1 A2 B1 B2 B3"},
    )


@pytest.mark.parametrize("said", ["", "add"])
def test_a_longer_period_with_some_of_the_people(said):
    """Whatever was said of other questions."""
    files = "file | period | said\nTW1 | 2024-TW1 |\nyear | 2024 |"
    assert question(sent(TW1=undated(0, 1, 2, 3), year=undated(0, 4, 2, 8, 9)), files) == (
        *("in_longer_period", ("TW1",), 5, 4, 2, False),
        {
            "same": "TW11 TW12 TW13 TW14 year5",
            "add": "TW11 TW12 TW13 TW14 year1 year2 year3 year4 year5",
            "refuse": "TW11 TW12 TW13 TW14",
        },
    )


def test_a_shorter_period_that_comes_later():
    files = "file | period\nyear | 2024\nTW1 | 2024-TW1"
    assert question(sent(year=undated(0, 4, 2, 8, 9), TW1=undated(0, 1, 2, 3)), files) == (
        *("in_longer_period", ("year",), 4, 5, 2, False),
        {
            "same": "year5 TW11 TW12 TW13 TW14",
            "add": "year1 year2 year3 year4 year5 TW11 TW12 TW13 TW14",
            "refuse": "year1 year2 year3 year4 year5",
        },
    )


def test_a_longer_period_that_holds_one_shorter_one_and_not_another():
    """What it holds falls whatever is said; no more of its rows can fall than it has."""
    files = "file | period\nTW1 | 2024-TW1\nTW2 | 2024-TW2\nyear | 2024"
    people = {"TW1": undated(0, 1, 2, 3), "TW2": undated(4, 5, 6, 7), "year": undated(0, 1, 2, 3, 4, 8, 9)}
    assert question(sent(**people), files) == (
        *("in_longer_period", ("TW2",), 7, 4, 1, False),
        {
            "same": "TW11 TW12 TW13 TW14 TW21 TW22 TW23 TW24",
            "add": "TW11 TW12 TW13 TW14 TW21 TW22 TW23 TW24 year5 year6 year7",
            "refuse": "TW11 TW12 TW13 TW14 TW21 TW22 TW23 TW24",
        },
    )


@pytest.mark.parametrize("said", ["", "refuse"])
def test_one_that_is_asked_or_refused_leaves_the_next_to_be_compared(said):
    people = sent(A=january(0, 1, 2, 3), B=january(8, 9), C=january(0, 1, 2, 3, 4))
    result = told_apart(people, f"file | said\nA |\nB | {said}\nC |")
    assert result.duplicates.rows() == [("A", row, "C") for row in range(4)]
    assert (set(result.newer), set(result.refused)) == (({"B"}, set()) if not said else (set(), {"B"}))


def test_whether_it_replaces_is_asked_before_whether_it_tells_of_parts():
    files = "file | period | said\nTW1 | 2024-TW1 |\nA | 2024 | add\nB | 2024 |"
    people = {"TW1": undated(0, 1, 2, 3), "A": undated(4, 5, 6), "B": undated(8, 9, 10)}
    assert question(sent(**people), files)[:2] == ("adds_or_replaces", ("A",))


def test_somebody_said_that_the_people_of_a_longer_period_do_not_count():
    people = sent(TW1=undated(0, 1, 2, 3), year=undated(0, 4, 2, 8, 9))
    result = told_apart(people, "file | period | said\nTW1 | 2024-TW1 |\nyear | 2024 | refuse")
    assert (result.refused, result.newer, result.duplicates.height) == ({"year"}, {}, 0)


def test_what_was_said_of_a_file_holds_for_what_was_put_right_of_it():
    rows = ["file | row | when | origin | of_row | U1", "A | 1 | 05/01/2024 | | | 4", "B | 1 | 05/01/2024 | | | 3"]
    sending = "\n".join([*rows, "C | 7 | 05/01/2024 | B | 2 | 2"])
    files = "file | correction | said\nA | |\nB | | replace\nC | yes |"
    assert told_apart(sending, files).duplicates.rows() == [("A", 0, "B")]


def test_a_month_that_was_not_replaced_is_compared_again():
    files = "file | said\nA |\nB | replace\nC |"
    people = {"A": [*january(0), *february(1, 2)], "B": february(4, 5), "C": january(8)}
    assert question(sent(**people), files) == (
        *("adds_or_replaces", ("A",), 1, 1, 0, False),
        {"add": "A1 C1", "replace": "C1", "refuse": "A1"},
    )


def test_a_file_edited_in_place_that_holds_others_is_asked_about_the_time_of_both():
    files = "file | path\nA | data.csv\nB | data.csv"
    assert question(sent(A=[*january(0), *february(1, 2)], B=february(4, 5)), files) == (
        *("adds_or_replaces", ("A",), 2, 2, 0, False),
        {"add": "A1 A2 A3 B1 B2", "replace": "A1 B1 B2", "refuse": "A1 A2 A3"},
    )


def march(*people: int) -> Rows:
    return [("05/03/2024", one) for one in people]


@pytest.mark.parametrize(
    ("older", "newer", "periods", "fallen"),
    [
        ([*january(0), *february(*range(1, 10))], [*february(*range(1, 10)), *march(10)], ("", ""), range(1, 10)),
        # Months that do not both begin later and end later did not move on: what is missing was taken out.
        ([*january(*range(9)), *february(9)], [*january(*range(9)), *march(10)], ("", ""), range(10)),
        ([*january(0), *march(*range(1, 10))], [*february(10), *march(*range(1, 10))], ("", ""), range(10)),
        # Nor does what has no months.
        (undated(0, 1, 2, 3), undated(0, 1, 2, 3, 4), ("2024", "2024"), range(4)),
        (undated(0, 1, 2, 3), undated(0, 1, 2, 3), ("2024-S1", "2024-S2"), range(4)),
        (undated(0, 1, 2, 3), january(0, 1, 2, 3), ("2024-S1", ""), range(4)),
        (january(0, 1, 2, 3), undated(0, 1, 2, 3), ("", "2024-S1"), range(4)),
    ],
)
def test_what_falls_of_a_file_that_was_edited_in_place(older, newer, periods, fallen):
    files = f"file | path | period\nA | data.csv | {periods[0]}\nB | data.csv | {periods[1]}"
    assert told_apart(sent(A=older, B=newer), files).duplicates.rows() == [("A", row, "B") for row in fallen]


def test_parts_of_one_file_are_no_newer_versions_of_each_other():
    files = "file | period | path\nA-1 | 2024-TW1 | data.csv\nA-2 | 2024-TW2 | data.csv"
    assert told_apart(sent(**{"A-1": undated(0, 1, 2, 3), "A-2": undated(0, 1, 2, 3)}), files).duplicates.is_empty()


def test_only_people_of_the_time_that_both_tell_of_are_compared():
    """February lies in the first semester; the people it has in August are of another time."""
    files = "file | period\nA | 2024-S1\nB |"
    people = sent(A=undated(0, 1, 2, 3), B=[*february(8, 9), *(("05/08/2024", one) for one in range(4))])
    assert question(people, files)[:5] == ("adds_or_replaces", ("A",), 6, 4, 0)


def test_rows_with_and_without_a_date_of_one_file_are_told_apart():
    files = "file | period\nTW2 | 2024-TW2\nyear | 2024"
    people = {"TW2": undated(0, 1, 2, 3), "year": [*january(0, 1, 2, 3), *undated(8, 9)]}
    assert question(sent(**people), files)[:5] == ("in_longer_period", ("TW2",), 6, 4, 0)
    files = "file | period\nA | 2024-01\nyear | 2024"
    people = {"A": [*january(0, 1, 2, 3), *undated(4, 5)], "year": undated(8, 9, 10)}
    assert question(sent(**people), files)[:5] == ("adds_or_replaces", ("A",), 3, 4, 0)


def test_a_shorter_period_that_is_replaced_says_no_more_of_the_longer_one():
    files = "file | period | said\nTW1 | 2024-TW1 |\nyear | 2024 |\nnew | 2024-TW1 | replace"
    people = {"TW1": undated(0, 1, 2, 3), "year": undated(*range(8)), "new": undated(8, 9, 10, 11)}
    result = told_apart(sent(**people), files)
    assert result.duplicates.rows() == [("TW1", row, "new") for row in range(4)]
    assert result.in_parts == frozenset()


@pytest.mark.parametrize("order", ["A year", "year A"])
def test_months_of_dated_people_are_no_shorter_periods(order):
    """Whether they are replaced is one question, and here somebody said no."""
    people = sent(A=january(0, 1, 2, 3), year=undated(*range(4, 12), 0, 1, 2, 3))
    if order == "A year":
        people = sent(A=january(0, 1, 2, 3), year=undated(*range(4, 12)))
    files = "\n".join(["file | period", *(f"{name} | {'2024' * (name == 'year')}" for name in order.split())])
    typed = staged(people).with_columns(origin_key())
    described, _ = described_files(typed, files)
    answers = {name: dict.fromkeys(ABOUT_OLDER_FILES, "add") for name in ("A", "year")}
    result = duplicate_rows(typed, described, typed, answers, (), 2.0)
    assert (result.newer, result.duplicates.height) == ({}, 0)


@pytest.mark.parametrize("with_age", ["TW1", "year", "TW1 year"])
def test_what_only_one_of_both_files_says_does_not_tell_their_people_apart(with_age):
    """The first of the year is nobody of the quarter's. One person nowhere says how old he is."""
    people = [*(("TW1", one) for one in (0, 1, 2, 3)), *(("year", one) for one in (8, 0, 1, 2, 3))]
    lines = [f"{name} | {PEOPLE[one]} | {20 + one if one and name in with_age else ''}" for name, one in people]
    found = fates("\n".join(["file | answers | age", *lines]), "file | period\nTW1 | 2024-TW1\nyear | 2024")
    assert found.filter(file="year")["fate"].to_list() == ["counts", *["newer in TW1"] * 4]


QUARTER, HALF, YEAR = undated(0, 1, 2, 3), undated(*range(8)), undated(*range(12))


@pytest.mark.parametrize("order", ["TW1 S1 year", "year S1 TW1", "S1 year TW1"])
def test_periods_within_periods(order):
    """Everybody counts in the shortest, once."""
    periods = {"TW1": "2024-TW1", "S1": "2024-S1", "year": "2024"}
    files = "\n".join(["file | period", *(f"{name} | {periods[name]}" for name in order.split())])
    fate = [
        *(f"S1 | {row} | newer in TW1" for row in range(1, 5)),
        *(f"year | {row} | newer in TW1" for row in range(1, 5)),
        *(f"year | {row} | newer in S1" for row in range(5, 9)),
    ]
    found = fates(sent(TW1=QUARTER, S1=HALF, year=YEAR), files)
    agrees(found.filter(found["fate"] != "counts"), "\n".join(["file | row | fate", *fate]))

"""Two files whose rows have an id or a moment: where one row more decides, and what is asked."""

import pytest

from tests.spec.exports import told_apart

ONE_PATH = "file | path\nA | export.csv\nB | export.csv"
Rows = list[tuple[str, str, int]]
"""id, when and the first answer."""


def ids(*numbers: int, day: int = 0, answer: int = 4) -> Rows:
    """Of a day, where one is given; else each of its own."""
    return [(f"x-{number}", f"{day or number:02d}/01/2024", answer) for number in numbers]


def undated(*numbers: int) -> Rows:
    return [(f"x-{number}", "", 4) for number in numbers]


def moments(*minutes: int, answer: int = 4, name: str = "", day: int = 5) -> Rows:
    """Of one morning; with an id each, where there is a `name` for them."""
    return [
        (f"{name}-{minute}" if name else "", f"{day:02d}/01/2024 {8 + minute // 60:02d}:{minute % 60:02d}:07", answer)
        for minute in minutes
    ]


def to_the_minute(rows: Rows) -> Rows:
    """As a spreadsheet saves them as text."""
    return [(name, when.removesuffix(":07"), answer) for name, when, answer in rows]


def end(older: Rows, newer: Rows, files: str = "", said: str = "") -> str:
    """The question, that it was refused, or which rows of A no longer count."""
    lines = [f"{name} | {row} | {' | '.join(map(str, one))}" for name, rows in (("A", older), ("B", newer))
             for row, one in enumerate(rows, start=1)]  # fmt: skip
    result = told_apart("\n".join(["file | row | id | when | U1", *lines]), files, said=said)
    if result.newer:
        assert set(result.newer) == {"B"}
        assert result.duplicates.is_empty()
        return result.newer["B"].code
    if result.refused:
        assert result.refused == {"B"}
        assert result.duplicates.is_empty()
        return "refused"
    assert set(result.duplicates["duplicate_of"]) <= {"B"}
    return " ".join(str(row + 1) for row in result.duplicates["row_index"])


TEN = range(1, 11)
ALL_TEN = " ".join(map(str, TEN))


@pytest.mark.parametrize(
    ("older", "newer", "found"),
    [
        (moments(*TEN), moments(*TEN, answer=3), ALL_TEN),
        (moments(*TEN), moments(*range(1, 10), answer=3), ALL_TEN),  # nine of ten
        (moments(*TEN), moments(*range(1, 9), answer=3), "adds_or_replaces"),
        (moments(*TEN), moments(1, answer=3), "adds_or_replaces"),
        (moments(*TEN), moments(*range(11, 20)), ""),
        (ids(*TEN), ids(*range(1, 9)), "adds_or_replaces"),
        (moments(*TEN), to_the_minute(moments(*range(2, 12))), ALL_TEN),
        # Ids tell people apart by themselves: of one moment they are two. One without ids is known by the moment.
        (moments(*TEN, name="a"), moments(*TEN, name="b", answer=3), ""),
        (moments(*TEN, name="a"), moments(*TEN, answer=3), ALL_TEN),
        (moments(*TEN), moments(*TEN, name="b", answer=3), ALL_TEN),
        # The window moved on only where it begins and ends later, and all who are missing lie before it.
        (ids(*TEN), ids(*range(2, 11)), ALL_TEN),
        (ids(*TEN), ids(*range(2, 12)), "adds_or_replaces"),
        (ids(*TEN), ids(*range(1, 10), 11), ALL_TEN),
        (ids(*TEN), ids(1, *range(3, 12)), ALL_TEN),
        ([*ids(1, day=2), *ids(*range(2, 11))], ids(*range(2, 12)), ALL_TEN),
        ([*undated(1), *ids(*range(2, 11))], ids(*range(2, 12)), ALL_TEN),
        (ids(*TEN), undated(*range(2, 12)), ALL_TEN),
        # Ids begin again where more than half of them are of other days.
        (ids(*TEN), [*ids(*range(1, 6)), *ids(*range(6, 11), day=20)], ALL_TEN),
        (ids(*TEN), [*ids(*range(1, 5)), *ids(*range(5, 11), day=20)], "ids_begin_again"),
        (ids(*TEN), [*ids(*range(1, 5)), *undated(*range(5, 11))], ALL_TEN),
    ],
)
def test_under_one_path(older: Rows, newer: Rows, found: str) -> None:
    assert end(older, newer, ONE_PATH) == found


TWO_BY_TWO = [*moments(1, 2), *moments(1, 2, answer=2)]


@pytest.mark.parametrize(
    ("older", "newer", "found"),
    [
        (moments(*TEN), moments(*TEN, answer=3), ALL_TEN),
        (moments(1, 2, 3, 4), moments(1, 2, 3, 4, answer=3), "1 2 3 4"),
        (moments(1, 2, 3), moments(1, 2, 3, answer=3), "partly_the_same"),  # three may be chance
        # Nine of ten rows of the smaller, in the time that both cover.
        (moments(*TEN), moments(*range(1, 9), 10, 11, answer=3), "1 2 3 4 5 6 7 8 10"),
        (moments(*TEN), moments(0, *range(2, 6), *range(7, 11), 12, answer=3), "2 3 4 5 7 8 9 10"),
        (moments(*range(1, 21)), moments(*range(1, 20, 2), answer=3), "1 3 5 7 9 11 13 15 17 19"),
        (moments(*range(1, 20, 2)), moments(*range(1, 21), answer=3), ALL_TEN),
        (moments(*range(2, 21, 2)), moments(*range(2, 17, 2), 19, 20, answer=3), "1 2 3 4 5 6 7 8 10"),
        (moments(*range(2, 21, 2)), moments(*range(2, 15, 2), 17, 19, 20, answer=3), "partly_the_same"),
        # One of the two has no seconds.
        (moments(*TEN), to_the_minute(moments(*TEN)), ALL_TEN),
        (to_the_minute(moments(*TEN)), moments(*TEN), ALL_TEN),
        (moments(*TEN), to_the_minute(moments(*TEN, answer=3)), "partly_the_same"),  # nobody answers alike: see below
        (moments(*range(2, 21, 2)), to_the_minute(moments(2, 4, 6, 9, 11, 13, 15, 17, 19, 20)), ""),
        (to_the_minute(moments(*TEN, name="a")), moments(*TEN, name="b"), ""),
        # Half of them is doubtful, fewer are people who came in the same minute.
        (moments(*range(2, 21, 2)), moments(2, 4, 6, 8, 11, 13, 15, 17, 19, 20, answer=3), "partly_the_same"),
        (moments(*range(2, 21, 2)), moments(2, 4, 6, 9, 11, 13, 15, 17, 19, 20, answer=3), ""),
        (
            moments(*range(2, 21, 2)),
            [*moments(2), *moments(4, 6, 9, 11, 13, 15, 17, 19, 20, answer=3)],
            "partly_the_same",
        ),
        # Moments that are not most people's own: three of four are.
        ([*moments(1, 2, 3), *moments(3, answer=2)], [*moments(1, 2, 3, answer=3), *moments(3, answer=1)], "1 2 3 4"),
        (TWO_BY_TWO, [*moments(1, 2, answer=3), *moments(1, 2, answer=1)], ""),
        (TWO_BY_TWO, [*moments(1, 2, answer=3), *moments(1, answer=1), *moments(2)], "partly_the_same"),
        (TWO_BY_TWO, moments(1, 2, 3, 4, answer=3), ""),
        (moments(1, 2, 3, 4, answer=3), TWO_BY_TWO, ""),
        # Ids tell people apart by themselves.
        (moments(*TEN, name="a"), moments(*TEN, name="b", answer=3), ""),
        (moments(*TEN, name="a"), moments(*TEN, answer=3), ALL_TEN),
        (moments(*TEN), moments(*TEN, name="b", answer=3), ALL_TEN),
        (moments(*TEN), [*moments(1, name="b", answer=3), *moments(*range(2, 11), answer=3)], ALL_TEN),
        ([*moments(*TEN[:8], name="a"), *moments(20)], [*moments(*TEN[:8], name="b", answer=3), *moments(30)], ""),
        # Of two files of one size the older one's rows are asked.
        (
            [*moments(*range(2, 17, 2)), *moments(16, answer=2), *moments(13)],
            moments(*range(2, 17, 2), 3, 15, answer=3),
            "1 2 3 4 5 6 7 8",
        ),
        # Ids begin again where more than half of them are of other days.
        (ids(*TEN), [*ids(*range(1, 6)), *ids(*range(6, 11), day=20)], ALL_TEN),
        (ids(*TEN), [*ids(*range(1, 5)), *ids(*range(5, 11), day=20)], "ids_begin_again"),
    ],
)
def test_under_two_paths(older: Rows, newer: Rows, found: str) -> None:
    assert end(older, newer) == found


@pytest.mark.parametrize(
    ("older", "newer", "files", "said"),
    [
        (moments(*TEN), moments(*range(1, 9), 11, answer=3), ONE_PATH, {"add": "1 2 3 4 5 6 7 8", "replace": ALL_TEN}),
        (ids(*TEN), ids(*range(1, 9), 11), ONE_PATH, {"add": "1 2 3 4 5 6 7 8", "replace": ALL_TEN}),
        (
            moments(*range(2, 21, 2)),
            moments(2, 4, 6, 8, 11, 13, 15, 17, 19, 20, answer=3),
            "",
            {"add": "1 2 3 4 10", "replace": ALL_TEN},
        ),
        (  # A row without a moment is nobody's other version.
            [*moments(*TEN), ("", "05/01/2024", 2)],
            [*moments(*range(1, 9), answer=3), ("", "05/01/2024", 1)],
            ONE_PATH,
            {"add": "1 2 3 4 5 6 7 8", "replace": f"{ALL_TEN} 11"},
        ),
        # Ids that begin again are other people's; so are then moments of those without an id, not equal rows.
        (
            [*moments(*TEN[:9], name="a"), *moments(10)],
            [*moments(*TEN[:9], name="a", day=6), *moments(10)],
            "",
            {"add": "10", "replace": ALL_TEN},
        ),
        (
            [*moments(*TEN[:9], name="a"), *moments(10)],
            [*moments(*TEN[:9], name="a", day=6), *moments(10, answer=3)],
            "",
            {"add": "", "replace": ALL_TEN},
        ),
    ],
)
def test_what_somebody_said(older: Rows, newer: Rows, files: str, said: dict[str, str]) -> None:
    for choice, found in {**said, "refuse": "refused"}.items():
        of_newer = files or "file | path\nA | a.csv\nB | b.csv"
        said_of_newer = of_newer.replace("path", "path | said", 1).replace("\nB", " |\nB") + f" | {choice}"
        assert end(older, newer, said_of_newer) == found


def test_one_that_is_asked_or_refused_leaves_the_next_to_be_compared() -> None:
    people = {"A": TEN, "B": range(5, 12), "C": range(1, 10)}
    sending = "\n".join(["file | id", *(f"{name} | x-{one}" for name, every in people.items() for one in every)])
    for said in ("", "refuse"):
        files = f"file | path | said\nA | export.csv |\nB | export.csv | {said}\nC | export.csv |"
        result = told_apart(sending, files)
        assert result.duplicates.rows() == [("A", row, "C") for row in range(10)]
        assert (set(result.newer), set(result.refused)) == (({"B"}, set()) if not said else (set(), {"B"}))


def test_who_was_taken_out_of_a_newer_file_counts_in_the_older_one_beside_it() -> None:
    people = {"A": [1], "B": TEN, "C": range(2, 11)}
    sending = "\n".join(["file | id", *(f"{name} | x-{one}" for name, every in people.items() for one in every)])
    result = told_apart(sending, "file | path\nA | a.csv\nB | b.csv\nC | b.csv")
    assert result.duplicates.rows() == [("B", row, "C") for row in range(10)]
    assert result.replaced.is_empty()


def test_parts_of_one_file_are_no_newer_versions_of_each_other() -> None:
    people = {"A-1": TEN, "A-2": range(1, 10)}
    sending = "\n".join(["file | id", *(f"{name} | x-{one}" for name, every in people.items() for one in every)])
    result = told_apart(sending, "file | path\nA-1 | a.csv\nA-2 | a.csv")
    assert result.duplicates.rows() == [("A-1", row, "A-2") for row in range(9)]


def question(older: Rows, newer: Rows, files: str = "") -> tuple[object, ...]:
    """Code, rows, rows of the older, equal ones, and by choice the rows that would count."""
    lines = [f"{name} | {row} | {' | '.join(map(str, one))}" for name, rows in (("A", older), ("B", newer))
             for row, one in enumerate(rows, start=1)]  # fmt: skip
    [asked] = told_apart("\n".join(["file | row | id | when | U1", *lines]), files).newer.values()
    assert (asked.older, asked.is_known, asked.is_part) == (("A",), True, False)
    gives = {choice: " ".join(f"{name}{row + 1}" for name, row in rows.rows()) for choice, rows in asked.gives.items()}
    return asked.code, asked.rows, asked.older_rows, asked.equal, gives


def test_what_each_choice_gives() -> None:
    assert question(ids(1, 2, 3), ids(3, 4), ONE_PATH) == (
        *("adds_or_replaces", 2, 3, 1),
        {"add": "B1 B2 A1 A2", "replace": "B1 B2", "refuse": "A1 A2 A3"},
    )
    assert question(moments(1, 2, 3), moments(2, 3, 4, 5, answer=3)) == (
        *("partly_the_same", 4, 3, 2),
        {"add": "B1 B2 B3 B4 A1", "replace": "B1 B2 B3 B4", "refuse": "A1 A2 A3"},
    )
    assert question(ids(1, 2), ids(1, 2, 3, day=20)) == (
        *("ids_begin_again", 3, 2, 2),
        {"add": "B1 B2 B3 A1 A2", "replace": "B1 B2 B3", "refuse": "A1 A2"},
    )


SAID = [f"{number:09b}".replace("0", "3").replace("1", "4") for number in range(30)]
"""Nine answers each, all different."""
EVEN = range(2, 21, 2)


def beside_ten(second: list[tuple[int, str]]) -> str:
    """What is found of a file with these people, by minute and answers, beside one with seconds of ten people."""
    head = " | ".join(["file", "row", "when", *(f"U{number}" for number in range(1, 10))])
    lines = [
        " | ".join([name, str(row), f"05/01/2024 08:{minute:02d}{':07' if name == 'A' else ''}", *said])
        for name, people in (("A", list(zip(EVEN, SAID[:10], strict=True))), ("B", second))
        for row, (minute, said) in enumerate(people, start=1)
    ]
    result = told_apart("\n".join([head, *lines]))
    return result.newer["B"].code if result.newer else " ".join(str(row + 1) for row in result.duplicates["row_index"])


@pytest.mark.parametrize(
    ("minutes", "said", "found"),
    [
        (EVEN, SAID[10:20], "partly_the_same"),  # two counters with somebody in each, or a sheet coded otherwise
        ([*range(2, 14, 2), *range(13, 21, 2)], SAID[10:20], ""),  # two counters
        (EVEN, [*SAID[:4], *SAID[10:16]], "partly_the_same"),  # four of ten answered alike
        ([*range(2, 14, 2), *range(13, 21, 2)], [*SAID[:6], *SAID[10:14]], "partly_the_same"),
        (EVEN, [*SAID[:8], *SAID[10:12]], ALL_TEN),  # two answers were put right
    ],
)
def test_of_equal_minutes_the_answers_tell_who_is_the_same(minutes, said, found):
    assert beside_ten(list(zip(minutes, said, strict=True))) == found

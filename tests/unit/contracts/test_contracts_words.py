"""Words that stand for a number, and small facts of the contracts that everything else takes from there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.clock import from_epoch_nanoseconds, from_moment, now
from contracts.follow_up import DONE_WORDS, plans_quarter, says_something
from contracts.home import PRIVATE_FOLDER, Home
from contracts.lock import HeldLock, NotLockedError
from contracts.method import (
    CONFIDENCE,
    GRADES,
    INDEX_FACTOR,
    INTERVAL_RESPONDENTS,
    UNSUR_COUNT,
    WEIGHTS,
)
from contracts.respondent import AGE_BAND_STARTS
from contracts.unsur import GENERIC_ANSWERS, SCALE, UNSUR, UNSUR_ORDERS


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (
            1,
            {
                "Tidak wajar",
                "Tidak sopan",
                "Tidak sopan dan tidak ramah",
                "Kurang",
                "Tidak baik",
                "Tidak puas",
                "Tidak memuaskan",
            },
        ),
        (
            2,
            {
                *("Cukup sesuai", "Cukup mudah", "Cukup cepat", "Kurang wajar", "Cukup wajar", "Cukup kompeten"),
                *("Kurang sopan", "Cukup sopan", "Kurang sopan dan kurang ramah", "Ada tapi tidak berfungsi"),
                *(
                    "Ada namun tidak berfungsi",
                    "Ada tetapi tidak diterapkan",
                    "Kurang baik",
                    "Cukup baik",
                    "Kurang puas",
                    "Kurang memuaskan",
                    "Cukup puas",
                    "Cukup memuaskan",
                ),
            },
        ),
        (
            3,
            {
                *(
                    "Wajar",
                    "Sopan",
                    "Diterapkan tetapi kurang maksimal",
                    "Baik",
                    "Puas",
                    "Memuaskan",
                ),
                *(f"Berfungsi {but} kurang maksimal" for but in ("tapi", "tetapi", "namun")),
                "Ada dan berfungsi tetapi kurang maksimal",
            },
        ),
        (
            4,
            {
                *("Sangat wajar", "Sangat sopan", "Sangat sopan dan sangat ramah", "Diterapkan sepenuhnya"),
                *(
                    "Ada dan dikelola dengan baik",
                    "Sangat baik",
                    "Sangat puas",
                    "Sangat memuaskan",
                ),
            },
        ),
    ],
)
def test_words_beside_the_questionnaire_s_own(number, words):
    every = [*GENERIC_ANSWERS, *(pair for unsur in UNSUR for pair in unsur.answer_synonyms)]
    assert {word for word, stands_for in every if stands_for == number} == words


def test_the_regulation_s_figures():
    assert (SCALE, UNSUR_COUNT, INDEX_FACTOR) == ((1, 2, 3, 4), 9, 25)
    assert {name: (one.numerator, one.denominator) for name, one in WEIGHTS.items()} == {
        "0.11": (11, 100),
        "1/9": (1, 9),
        "0.111": (111, 1000),
    }
    assert [(grade.mutu, grade.lowest_hundredths) for grade in GRADES] == [
        ("A", 8831),
        ("B", 7661),
        ("C", 6500),
        ("D", 0),
    ]
    assert [grade.label for grade in GRADES][:2] == ["Sangat Baik, mulai 88,31", "Baik, mulai 76,61"]
    assert (CONFIDENCE, INTERVAL_RESPONDENTS, AGE_BAND_STARTS) == (0.95, 30, (20, 30, 40, 50))
    assert UNSUR_ORDERS["form"][7:] == ("u9", "u8")


@pytest.mark.parametrize(
    ("text", "says"), [(None, False), ("", False), (" - ", False), ("…_.", False), ("-a-", True), ("0", True)]
)
def test_a_cell_that_says_something(text, says):
    assert says_something(text) == says


@pytest.mark.parametrize(
    ("text", "plans"),
    [
        *((None, False), ("", False), (" – ", False), ("0", False), ("Tidak", False), ("BELUM", False), ("☐", False)),
        *(("v", True), ("✓", True), ("x", True), ("1", True), ("Ya.", True)),
    ],
)
def test_a_mark_of_a_quarter(text, plans):
    assert plans_quarter(text) == plans


def test_done_and_not_done():
    assert {word for word, done in DONE_WORDS if done} == {
        *("Sudah", "Sudah ditindaklanjuti", "Sudah dilaksanakan", "Selesai", "Ya"),
    }
    assert {word for word, done in DONE_WORDS if not done} == {
        *("Belum", "Belum ditindaklanjuti", "Belum dilaksanakan", "Tidak"),
    }


def test_local_time_without_zone():
    assert from_epoch_nanoseconds(1_704_412_800_123_456_789) == datetime(2024, 1, 5, 7, 0, 0, 123_456)
    assert from_moment(datetime(2024, 1, 5, 20, 0, tzinfo=UTC)) == datetime(2024, 1, 6, 3, 0)
    assert abs((now() - datetime.now(UTC).replace(tzinfo=None)).total_seconds() - 7 * 3600) < 60


def test_a_lock_proves_its_own_home_and_only_while_it_is_held(tmp_path: Path):
    home = Home(tmp_path / "data")
    lock = HeldLock(home)
    assert lock.is_of(Home(tmp_path / "x" / ".." / "data"))
    assert not lock.is_of(Home(tmp_path / "other"))
    lock.check(home)
    lock.release()
    assert not lock.is_of(home)
    with pytest.raises(NotLockedError, match="is not held"):
        lock.check(home)


def test_a_home_is_its_owner_s():
    assert PRIVATE_FOLDER == 0o700
    paths = [getattr(Home(Path("d")), name) for name, one in vars(Home).items() if isinstance(one, property)]
    assert len({*paths}) == len(paths) > 20
    assert all(path.is_relative_to("d") for path in paths)


def test_what_lies_in_a_home_and_is_no_part_of_it(tmp_path: Path):
    home = Home(tmp_path)
    for name in ("inbox", "archive", "site", "prefect", "skm.xlsx", "catatan"):
        (tmp_path / name).mkdir()
    assert [path.name for path in home.unknown()] == ["catatan", "skm.xlsx"]

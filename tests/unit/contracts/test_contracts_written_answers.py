"""The parts of an answer as it is written, and which unsur it is an answer of."""

import pytest

from contracts.unsur import UNSUR
from contracts.written_answers import answer_words, read_answer, split_answer, unsur_answered

OF_U1 = answer_words(UNSUR[0])


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("4", 4, ""),
        ("-1", -1, ""),
        ("4,00", 4, ""),
        ("4,01", None, "401"),
        ("4 - Sangat sesuai", 4, "sangatsesuai"),
        ("4,0 Sangat sesuai", 4, "sangatsesuai"),
        ("Sangat sesuai (4)", 4, "sangatsesuai"),
        ("a. Tidak sesuai", 1, "tidaksesuai"),
        ("D) Sangat sesuai", 4, "sangatsesuai"),
        ("e. Lainnya", None, "elainnya"),
        ("Sangat sesuai", None, "sangatsesuai"),
    ],
)
def test_number_and_words(text, number, words):
    """Words as `word_key`."""
    assert split_answer(text) == (number, words)


@pytest.mark.parametrize(("blanks", "said"), [(199, (4, "")), (200, (None, ""))])
def test_a_text_longer_than_200_is_no_answer(blanks, said):
    assert split_answer("4" + " " * blanks) == said


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("5", 5), ("999", 999), ("1000", -1), ("Cukup", 2), ("Sangat sesuai", 4), ("3 - Sangat sesuai", -1)],
)
def test_the_number_that_is_said(text, number):
    assert read_answer(text, OF_U1) == number


@pytest.mark.parametrize(
    ("text", "unsur"),
    [
        ("Sangat mudah", {"u2"}),
        ("4 - Sangat mudah", {"u2"}),
        ("Sangat cepat", {"u3"}),
        ("Gratis", {"u4"}),
        ("Tidak sesuai", {"u1", "u5"}),
        ("Cukup", set()),
        ("Kurang", set()),
        ("Tidak ada", set()),
        ("4", None),
        ("", None),
        ("Rumah", None),
    ],
)
def test_whose_words_they_are(text, unsur):
    assert unsur_answered(text) == unsur

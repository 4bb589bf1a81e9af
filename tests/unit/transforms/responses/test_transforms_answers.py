import polars as pl
import pytest

from contracts.unsur import GENERIC_ANSWERS, UNSUR, UNSUR_BY_COLUMN, UNSUR_COLUMNS
from contracts.written_answers import answer_words, read_answer
from contracts.written_words import word_key
from transforms.responses.answers import read_answers

OF_U1 = answer_words(UNSUR_BY_COLUMN["u1"])


@pytest.mark.parametrize("unsur", UNSUR, ids=lambda unsur: unsur.code)
def test_every_word_of_the_contract_is_read(unsur):
    words = answer_words(unsur)
    own = {**dict(zip(unsur.answers, (1, 2, 3, 4), strict=True)), **dict(unsur.answer_synonyms)}
    for word, number in own.items():
        assert read_answer(word, words) == number
        assert read_answer(word.upper().replace(" ", "_"), words) == number
        assert read_answer(f"{number} - {word}", words) == number
        assert read_answer(f"{number % 4 + 1} - {word}", words) == -1
    for word, number in GENERIC_ANSWERS:
        assert read_answer(word, words) == own.get(word, number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4", 4),
        (" 3 ", 3),
        ("4.0", 4),
        ("4,00", 4),
        ("4.", 4),
        ("(4)", 4),
        ("10", 10),
        ("-3", -1),
        ("123456", -1),
        ("3.5", -1),
        ("3/4", -1),
        ("a", -1),
        ("b. Kurang sesuai", 2),
        ("b. Sangat sesuai", -1),
        ("4_sangat_sesuai", 4),
        ("Sangat sesuai - 4", 4),
        ("4 4", -1),
        ("****", -1),
        ("Mudah", -1),
    ],
)
def test_read_answer(text, number):
    assert read_answer(text, OF_U1) == number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sangat sopan & ramah", "SANGAT SOPAN DAN RAMAH"),
        ("Laki - laki", "Laki-laki"),
        ("sangat_sesuai", "Sangat  sesuai."),
    ],
)
def test_spellings_of_one_word(one, other):
    assert word_key(one) == word_key(other)


def test_two_words_stay_two():
    assert word_key("Sopan") != word_key("Tidak sopan")


def rows(**columns):
    length = len(next(iter(columns.values())))
    texts = {column: columns.get(column, ["4"] * length) for column in UNSUR_COLUMNS}
    return pl.DataFrame({"content_id": columns.get("content_id", ["A"] * length), **texts})


def test_text_is_kept_only_off_the_scale():
    read = read_answers(rows(u1=["4", "5", "x", None]))
    assert read["u1"].to_list() == [4, 5, -1, None]
    assert read["u1_text"].to_list() == [None, "5", "x", None]
    assert read["u2_text"].null_count() == 4


def test_kurang_follows_the_other_words_of_its_content():
    read = read_answers(
        rows(
            content_id=["A", "A", "B", "B", "C"],
            u2=["Kurang", "Cukup", "Kurang", "Mudah", None],
            u9=["Kurang", "Cukup", "Kurang", "Buruk", "Kurang"],
        )
    )
    assert read["u2"].to_list() == [1, 2, -1, 3, None]
    assert read["u2_text"].to_list() == [None, None, "Kurang", None, None]
    assert read["u9"].to_list() == [1, 2, -1, 1, 1]


def test_another_content_does_not_make_a_scale_of_five():
    read = read_answers(
        rows(
            content_id=["A", "A", "A", "B", "B"],
            u1=["Tidak sesuai", "Kurang sesuai", "Sesuai", "Cukup sesuai", "Sangat sesuai"],
        )
    )
    assert read["u1"].to_list() == [1, 2, 3, 2, 4]


def test_no_rows():
    read = read_answers(rows(u1=pl.Series([], dtype=pl.String)).cast(pl.String))
    assert read.height == 0
    assert read.width == 18


def test_the_text_of_a_number_off_the_scale_is_kept_where_all_are_numbers():
    read = read_answers(rows(u1=["4", "5", "0"]))
    assert read["u1"].to_list() == [4, 5, 0]
    assert read["u1_text"].to_list() == [None, "5", "0"]

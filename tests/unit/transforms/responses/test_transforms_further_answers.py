"""Answers beyond the nine are read as the nine of the same form are."""

import polars as pl

from contracts.unsur import UNSUR_COLUMNS, further_column
from transforms.responses.further_answers import OFF_SCALE, read_further_answers

U10, SURVEY = further_column(1, 4), further_column(2, 6)


def read(u10: list[str | None], survey: list[str | None], nine: list[str]) -> pl.DataFrame:
    texts = dict.fromkeys(UNSUR_COLUMNS, nine) | {U10: u10, SURVEY: survey}
    asked = dict.fromkeys(("content_id", "questionnaire"), ["A"] * len(nine))
    return read_further_answers(pl.DataFrame({**asked, **texts}))


def test_not_good_is_two_where_the_form_has_not_good_at_all() -> None:
    """Whether in the same column or in another of the form; else it is 1, as everywhere."""
    good = ["Sangat tidak baik", "Tidak baik", "Baik", "Sangat baik"]
    assert read(list(good), ["6"] * 4, good)["further_answers"].to_list() == ["1,6", "2,6", "3,6", "4,6"]
    one = ["Tidak baik"] * 4
    assert read(list(one), ["6"] * 4, good)["further_answers"].to_list() == ["2,6"] * 4
    assert read(list(one), ["6"] * 4, one)["further_answers"].to_list() == ["1,6"] * 4


def test_enough_is_two_and_what_is_no_answer_is_kept_apart() -> None:
    found = read(["Cukup", "5", None, "x"], ["0", "7", "6", "sering"], ["4"] * 4)
    assert found["further_answers"].to_list() == ["2,", ",", ",6", ","]
    assert found[OFF_SCALE].to_list() == ["0", "5; 7", None, "x; sering"]

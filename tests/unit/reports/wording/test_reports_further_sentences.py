"""What is said of what a questionnaire asks beyond the nine unsur."""

import pytest

from reports.figures.further_figures import FurtherFigure
from reports.wording.further_sentences import counted_sentence, own_index_sentence, units_sentence

APART = "selalu dihitung dari sembilan unsur dengan bobot yang sama untuk semua unit"


def further(version: str, asked: int, **values: object) -> FurtherFigure:
    known = {"code": "IKM", "kind": "weights", "name": "IKM menurut bobot unit", "formula": "Σ", "scale": 4}
    nobody = dict.fromkeys(("mean", "score", "score_low", "score_high", "mutu"))
    return FurtherFigure.model_validate(
        {**known, **nobody, "questionnaire": version, "asked": asked, "respondents": asked, **values}
    )


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["A"], "Kuesioner A memuat"),
        (["A", "B"], "Kuesioner A dan B memuat"),
        (list("ABCDE"), "Kuesioner A, B, C, D, dan E memuat"),
        (list("ABCDEFG"), "Kuesioner A, B, C, D, E, dan 2 unit lain memuat"),
    ],
)
def test_the_units_that_ask_more_are_named_and_the_rest_counted(names: list[str], said: str) -> None:
    sentence = units_sentence(names)
    assert sentence.startswith(said)
    assert APART in sentence


def test_nothing_is_said_where_nobody_asks_more() -> None:
    assert units_sentence([]) == ""


def test_two_questionnaires_in_one_period_are_told_apart() -> None:
    one, other = further("lama", 12, score="80.5"), further("baru", 1_200)
    assert "diisi 12 responden. Responden" in counted_sentence([one, one])
    both = counted_sentence([one, other])
    assert "diisi 12 responden (kuesioner “lama”) dan 1.200 responden (kuesioner “baru”)." in both
    assert own_index_sentence([one, other]) == "IKM menurut bobot unit adalah 80,50, dihitung sebagai Σ."

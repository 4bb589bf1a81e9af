"""The report of a unit whose questionnaires leave an unsur out."""

from decimal import Decimal

from contracts.unsur import UNSUR
from reports.figures.apart_figures import ApartFigures
from reports.figures.further_figures import FurtherFigure
from reports.figures.letterhead_figures import LetterheadFigure, SignatoryFigure
from reports.figures.unit_figures import RunFigure, UnitFigures
from reports.unit.apart_report import apart_report
from reports.unit.unit_further import beyond_nine_unsur
from reports.wording.further_sentences import SUGGESTIONS_ELSEWHERE, WHOSE_APART
from reports.writers.blocks import Paragraph


def further(questionnaire: str, left_out: str, score: str) -> list[FurtherFigure]:
    """The index of the eight others, and each of them."""
    codes = [("IKM", "apart"), *((one.code, "apart_unsur") for one in UNSUR if one.code != left_out)]
    return [
        FurtherFigure.model_validate(
            {
                **{"questionnaire": questionnaire, "code": code, "kind": kind, "name": code, "formula": "…"},
                **{"asked": 40, "respondents": 40, "scale": 4, "mean": 3.0, "score": Decimal(score)},
                **{"score_low": Decimal(70), "score_high": Decimal(80), "mutu": "C"},
            }
        )
        for code, kind in codes
    ]


def test_each_questionnaire_says_which_unsur_it_leaves_out() -> None:
    figures = ApartFigures(
        regency_name="Kabupaten Mojokerto",
        capital="Mojokerto",
        letterhead=LetterheadFigure(government="", office="Kelurahan Wijaya", address="", contact=""),
        signatory=SignatoryFigure(office="Lurah Wijaya", name="", rank="", nip=""),
        unit_code="U-1",
        unit_name="Kelurahan Wijaya",
        period_code="2025",
        further=(*further("gratis", "U4", "75.00"), *further("tanpa sarana", "U9", "76.00")),
        run=RunFigure(code_version="1", inputs_hash="2"),
    )
    report = apart_report(figures)
    assert report.subject.startswith("Indeks delapan unsur adalah 75,00")
    said = [block.text for block in report.blocks if isinstance(block, Paragraph)]
    told = [text.partition(".")[0] for text in said if text.startswith("Kuesioner “")]
    assert told == [
        "Kuesioner “gratis” tidak menanyakan U4 Biaya/Tarif",
        "Kuesioner “tanpa sarana” tidak menanyakan U9 Sarana dan Prasarana",
    ]
    assert said.count(SUGGESTIONS_ELSEWHERE) == 1


def test_the_report_of_a_unit_with_an_ikm_beside_says_where_those_suggestions_are(jatirejo: UnitFigures) -> None:
    def said(*asked: FurtherFigure) -> list[str]:
        blocks = beyond_nine_unsur(jatirejo.model_copy(update={"further": asked}), "")
        return [block.text for block in blocks if isinstance(block, Paragraph)]

    told = said(*further("gratis", "U4", "75.00"))
    assert (told[0], told[-1], said()) == (WHOSE_APART, SUGGESTIONS_ELSEWHERE, [])

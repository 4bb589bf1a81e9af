"""What documents say where two periods, or two editions, go by different conventions of the weight."""

from decimal import Decimal

from reports.figures.revision_figures import RegencyRevisionFigures, regency_revision, unit_revision
from reports.regency.regency_tables import movers_table, trend_table
from reports.wording.certainty_sentences import change_sentence
from reports.wording.regency_sentences import trend_sentence
from reports.wording.revision_sentences import (
    before_and_after,
    regency_before_and_after,
    regency_section,
    unit_changes,
    weight_sentence,
)
from reports.writers.blocks import Paragraph, TableBlock
from tests.unit.reports.regency_rows import made, regency_rows
from tests.unit.reports.revision_rows import changes_of_units, first_edition, regency_change, revision, unit_change

WEIGHTS = {
    "weight_before": "0.11",
    "weight_after": "1/9",
    "ikm_ninth_before": Decimal("94.56"),
    "ikm_ninth_after": Decimal("94.56"),
}
SAID = "Konvensi bobot berganti dari 0,11 menjadi 1/9; dengan bobot 1/9 IKM kedua edisi sama."


def texts(table: TableBlock, row: int = 0) -> list[str]:
    return [cell.text for cell in table.rows[row]]


def test_the_regency_against_a_period_by_another_weight() -> None:
    then, now = (dict(row) for row in regency_rows()["regency_trend"][:2])
    then |= {"weight": "1/9", "ikm_ninth": then["ikm"]}
    figures = made(regency_trend=[then, {**now, "weight": "0.11", "ikm_ninth": Decimal("90.00")}])
    exact = figures.headline.ikm_ninth
    assert figures.before is not None
    assert change_sentence(figures).startswith(
        f"Konvensi bobot berganti dari 1/9 (IKM tahun 2023 {str(then['ikm']).replace('.', ',')}) menjadi 0,11. Dengan "
        "bobot 1/9 untuk keduanya, IKM kabupaten "
    )
    assert f"menjadi {str(exact).replace('.', ',')} terhadap tahun 2023." in change_sentence(figures)
    assert "IKM kabupaten dengan bobot 1/9 terendah" in trend_sentence(figures)
    assert texts(trend_table(figures))[2] == "1/9"


def test_a_unit_against_a_period_by_another_weight() -> None:
    before = [{"unit_code": "35.16.01", "weight": "1/9"}]
    unit = next(one for one in made(index_before=before).ranking if one.unit_code == "35.16.01")
    assert unit.change is not None
    assert (unit.across_weights, unit.compared) == (True, unit.ikm_ninth)
    assert unit.before == unit.ikm_ninth - unit.change
    table = movers_table([unit], "Unit")
    assert texts(table)[2] == str(unit.ikm_ninth).replace(".", ",")
    assert table.source == "Konvensi bobot berganti sejak periode sebelumnya: kedua IKM dengan bobot 1/9."
    assert movers_table([one for one in made().ranking if one.change is not None], "Unit").source == ""


def test_a_revision_by_another_weight() -> None:
    editions = [first_edition(), revision()]
    own = unit_revision(editions, unit_change(**WEIGHTS), [])
    assert own is not None
    assert own.change is not None
    assert ("Bobot tiap unsur", "0,11", "1/9") in before_and_after(own.change)
    assert ("IKM dengan bobot 1/9", "94,56", "94,56") in before_and_after(own.change)
    assert Paragraph(SAID) in unit_changes(own)
    regency = regency_revision(
        editions, regency_change(**WEIGHTS), [{**row, **WEIGHTS} for row in changes_of_units()], []
    )
    assert isinstance(regency, RegencyRevisionFigures)
    assert weight_sentence(regency.regency) == SAID
    assert ("Bobot tiap unsur", "0,11", "1/9") in regency_before_and_after(regency)
    *_, units = (block for block in regency_section(regency, "1.1", 20) if isinstance(block, TableBlock))
    assert {len(row) for row in units.rows} == {6}  # of the weight speaks the regency's own table
    assert weight_sentence(regency.regency.model_copy(update={"weight_before": None})) == ""

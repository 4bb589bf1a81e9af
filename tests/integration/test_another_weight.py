"""A year is closed by one convention of the weight, the next is told by another: the same answers are no change."""

import pytest

from contracts.home import Home
from contracts.registry import load_registry
from contracts.settings import load_settings
from pipeline.closing import closing
from pipeline.documents.bundles import PeriodFigures
from reports.unit.unit_analysis import analysis
from reports.wording.certainty_sentences import change_sentence
from reports.wording.trend_sentences import trend_sentences
from reports.writers.blocks import TableBlock
from tests.integration.offices import home_at, no_documents, respondents, rows, run, same, send
from warehouse import published
from warehouse.read import open_published

pytestmark = pytest.mark.usefixtures("without_prefect")

SETTINGS = (
    "[thresholds]\nsmall_cell = 5\n[ranking]\nminimum_respondents = 1\n"
    '[reports]\nkinds = ["year"]\n[method]\nweight = "{}"\n'
)


def changes(home: Home, year: str) -> dict[str, str]:
    with open_published(home) as reader:
        return {row.of("unit_code", str): str(row["change"]) for row in published.unit_index(reader, year)}


def test_a_year_by_another_weight(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = home_at(tmp_path_factory.mktemp("weight") / "data")
    home.settings.write_text(SETTINGS.format("0.11"), encoding="utf-8")
    for year in (2023, 2024):
        send(home, f"Kecamatan Mawar {year}.csv", respondents(same(3, 12), dates=f"05/02/{year}"))
        send(home, f"Kecamatan Melati {year}.csv", respondents(same(year - 2021, 6), dates=f"05/02/{year}"))
    run(home)
    assert changes(home, "2024") == {"U-1": "0.00", "U-2": "24.75"}
    with no_documents():
        closing.close(home.root, "2023", "ani", confirm=True)

    home.settings.write_text(SETTINGS.format("1/9"), encoding="utf-8")
    assert run(home).indexes == {"U-1": (12, "75.00"), "U-2": (6, "75.00")}
    assert changes(home, "2024") == {"U-1": "0.00", "U-2": "25.00"}

    figures = PeriodFigures(home, load_settings(home.settings), load_registry(home.units), "2024")
    mawar, melati = (unit.figures for unit in figures.units)
    assert trend_sentences(mawar) == (
        "Konvensi bobot berganti dari 0,11 (tahun 2023: IKM 74,25) menjadi 1/9 (tahun 2024: IKM 75,00). Dengan bobot "
        "1/9 untuk keduanya, IKM tahun 2024 sama dengan tahun 2023, yaitu 75,00.",
    )
    assert trend_sentences(melati)[0].endswith(
        "IKM naik 25,00 dari 50,00 pada tahun 2023 menjadi 75,00 pada tahun 2024."
    )
    (table,) = (
        one for one in analysis(mawar) if isinstance(one, TableBlock) and one.caption.startswith("IKM Kecamatan")
    )
    assert [[cell.text for cell in row][1:5] for row in table.rows] == [
        ["Tahun 2023", "74,25", "0,11", "75,00"],
        ["Tahun 2024", "75,00", "1/9", "75,00"],
    ]
    assert change_sentence(figures.regency.figures) == (
        "Konvensi bobot berganti dari 0,11 (IKM tahun 2023 61,88) menjadi 1/9. Dengan bobot 1/9 untuk keduanya, IKM "
        "kabupaten naik dari 62,50 menjadi 75,00 terhadap tahun 2023."
    )
    (risen,) = figures.regency.figures.risen
    assert (risen.unit_name, str(risen.before), str(risen.compared)) == ("Kecamatan Melati", "50.00", "75.00")
    assert all(unit.public.trend[0].weight == "0.11" for unit in figures.units)


def test_figures_shown_as_they_were_are_told_by_the_weight_of_the_others(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """One more answer changes nothing in public, so Mawar stands there as before, by a ninth like Melati."""
    home = home_at(tmp_path_factory.mktemp("former") / "data")
    home.settings.write_text(SETTINGS.format("0.11"), encoding="utf-8")
    ids = [f"M{number}" for number in range(41)]
    answers = [*["333333332"] * 8, *same(3, 8), *same(4, 8), *["223333344"] * 16]
    send(home, "Kecamatan Mawar 2024.csv", respondents(answers, ids=ids[:40]))
    send(
        home,
        "Kecamatan Melati 2024.csv",
        respondents([*same(3, 8), *["333333334"] * 8, *["333333344"] * 4, *same(4, 2)]),
    )
    run(home, documents=True)
    send(home, "Kecamatan Mawar 2024 lagi.csv", respondents([*answers, *same(1, 1)], ids=ids))
    run(home, documents=True)
    told = (
        "SELECT unit_code, respondents, weight, ikm, ikm_ninth, mutu, ikm_low, ikm_high, figures_of IS NOT NULL, rank "
        "FROM public.ikm_unit JOIN public.ikm_ranking USING (period_code, unit_code, ikm) "
        "WHERE period_code = '2024' AND scope = 'all' ORDER BY unit_code"
    )
    mawar, melati = ([str(value) for value in row.values()] for row in rows(home, told))
    assert mawar == ["U-1", "40", "0.11", "78.65", "79.44", "B", "75.10", "81.90", "True", "1"]
    assert melati[:6] == ["U-2", "22", "0.11", "78.50", "79.29", "B"]

    home.settings.write_text(SETTINGS.format("1/9"), encoding="utf-8")
    run(home, documents=True)
    mawar, melati = ([str(value) for value in row.values()] for row in rows(home, told))
    assert mawar == ["U-1", "40", "1/9", "79.44", "79.44", "B", "75.80", "82.80", "True", "1"]
    assert melati[:6] == ["U-2", "22", "1/9", "79.29", "79.29", "B"]
    means = rows(home, "SELECT ikm, ikm_ninth, weight FROM public.ikm_regency WHERE period_code = '2024'")
    assert {str(row["ikm"]) for row in means if row["ikm"] == row["ikm_ninth"] and row["weight"] == "1/9"} == {
        "79.37", "79.39"
    }  # fmt: skip
    assert len(means) == 3

"""A closed year is published by what it was closed with: weight, headline, fewest respondents and types of units,
whatever settings and registry say since. One of its units stays hidden, so the public's figures are put together of the
others.
"""

import pytest

from contracts.home import Home
from contracts.registry import load_registry
from contracts.settings import load_settings
from pipeline.closing import closing
from pipeline.documents.bundles import PeriodFigures
from portal.page_figures import period_page
from tests.integration.offices import REGISTRY, home_at, no_documents, respondents, rows, run, same, send

pytestmark = pytest.mark.usefixtures("without_prefect")

SETTINGS = (
    '[thresholds]\nsmall_cell = 5\n[reports]\nkinds = ["year"]\n'
    '[method]\nweight = "{}"\nheadline = "{}"\n[ranking]\nminimum_respondents = {}\n'
)
TABLES = ("ikm_ranking", "ikm_regency", "ikm_regency_unsur", "ikm_scope", "ikm_unit")


def told_to_the_public(home: Home) -> dict[str, list[dict[str, object]]]:
    return {
        table: [
            dict(row) for row in rows(home, f"SELECT * FROM public.{table} WHERE period_code = '2024' ORDER BY ALL")
        ]
        for table in TABLES
    }


def test_a_closed_year_is_ranked_as_it_was(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = home_at(tmp_path_factory.mktemp("closed") / "data", REGISTRY + "U-4,Dinas Dahlia,dinas,,\n")
    home.settings.write_text(SETTINGS.format("0.11", "mean_of_units", 5), encoding="utf-8")
    send(home, "Kecamatan Mawar 2024.csv", respondents([*same(3, 9), *same(4, 9)]))
    send(home, "Kecamatan Melati 2024.csv", respondents([*same(3, 8), *same(2, 8)], ages=range(30, 60)))
    send(home, "Dinas Kenanga 2024.csv", respondents(same(4, 3)))
    send(home, "Dinas Dahlia 2024.csv", respondents([*same(3, 12), *same(4, 4)], ages=range(40, 60)))
    run(home)
    with no_documents():
        closing.close(home.root, "2024", "ani", confirm=True)
    official = told_to_the_public(home)
    means = {row["method"]: (str(row["ikm"]), row["weight"], row["headline"]) for row in official["ikm_regency"]}
    assert means == {
        "mean_of_units": ("76.32", "0.11", True),  # of 86.63, 61.88 and 80.44
        "mean_of_types": ("77.35", "0.11", False),
        "respondent_weighted": ("76.73", "0.11", False),
    }
    ranks = {(row["scope"], row["unit_code"]): row["rank"] for row in official["ikm_ranking"]}
    of_all = {("all", "U-1"): 1, ("all", "U-4"): 2, ("all", "U-2"): 3}
    assert ranks == {**of_all, ("kecamatan", "U-1"): 1, ("kecamatan", "U-2"): 2, ("dinas", "U-4"): 1}

    home.settings.write_text(SETTINGS.format("1/9", "mean_of_types", 18), encoding="utf-8")
    registry = home.units.read_text(encoding="utf-8").replace("Melati,kecamatan", "Melati,dinas")
    home.units.write_text(registry + "U-5,Kelurahan Anggrek,kelurahan,,\n", encoding="utf-8")  # nobody says since when
    run(home)
    assert told_to_the_public(home) == official

    figures = PeriodFigures(home, load_settings(home.settings), load_registry(home.units), "2024")
    assert [one.unit_code for one in period_page(figures.public_regency).withheld] == ["U-3"]
    assert [len(one.registered) for one in (figures.public_regency, figures.regency.figures)] == [4, 4]
    assert {one.unit_code: one.unit_type for one in figures.regency.figures.ranking} == {
        "U-1": "kecamatan", "U-2": "kecamatan", "U-3": "dinas", "U-4": "dinas",
    }  # fmt: skip
    (melati,) = (unit for unit in figures.units if unit.figures.unit_code == "U-2")
    for told in (melati.figures, melati.public):
        assert told.unit_type == "kecamatan"
        assert told.rank_in_type is not None
        assert (told.rank_in_type.rank, told.rank_in_type.units) == (2, 2)
    (row,) = rows(home, "SELECT * FROM analisis.unit_periode WHERE kode_periode = '2024' AND kode_unit = 'U-2'")
    assert (row["jenis_unit"], row["peringkat_sejenis"]) == ("kecamatan", 2)

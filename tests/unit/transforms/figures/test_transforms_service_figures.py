"""Figures of services over a few answers: which service an answer counts in, and what is told of each."""

from datetime import date
from decimal import Decimal

import polars as pl

from contracts.registry import Registry, Unit
from contracts.services import Service, Services
from contracts.settings import Ranking, Settings
from contracts.tables import RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from tests.made_rows import made_frame
from transforms.figures.all_figures import FigureTables, compute_figures
from transforms.figures.services import service_table

REGISTRY = Registry(tuple(Unit(code, f"Unit {code}", "kecamatan", None, (), None, ()) for code in "ABC"))
SERVICES = Services(
    (
        Service("A", "ktp", "KTP-el", ("E KTP",)),
        Service("A", "imb", "Izin Bangunan", valid_to=date(2024, 6, 30), charged=True),
        Service("A", "pbg", "PBG", ("izin bangunan",), valid_from=date(2024, 7, 1)),
        Service("B", "k1", "ktp el"),
    )
)
MAY, JULY = date(2024, 5, 2), date(2024, 7, 2)


def answers(*rows: tuple[str, date | str, str | None, int]) -> pl.LazyFrame:
    """Unit, day or named period, service as written, and what all nine answers are."""
    return made_frame(
        RESPONSE,
        *(
            {
                "unit_code": unit,
                "response_date": when if isinstance(when, date) else None,
                "period_code": when if isinstance(when, str) else None,
                "service": service,
                **dict.fromkeys(UNSUR_COLUMNS, answer),
            }
            for unit, when, service, answer in rows
        ),
    ).lazy()


def figures(*rows: tuple[str, date | str, str | None, int], fewest: int = 1) -> FigureTables:
    settings = Settings(ranking=Ranking(minimum_respondents=fewest))
    return compute_figures(answers(*rows), REGISTRY, settings, services=SERVICES)


def counts(computed: FigureTables, period_code: str) -> list[tuple[str, str, int]]:
    of_period = computed.ikm_service.filter(period_code=period_code)
    return of_period.select("unit_code", "service_code", "respondents").rows()


def test_an_answer_counts_in_the_service_its_words_name_on_its_day() -> None:
    computed = figures(
        *(("A", MAY, "e-ktp", 4), ("A", JULY, "KTP el", 4), ("A", MAY, "IZIN BANGUNAN", 2)),
        *(("A", JULY, "Izin bangunan", 3), ("A", MAY, "pbg", 1), ("A", MAY, None, 1), ("A", MAY, "kartu", 1)),
        *(("B", MAY, "KTP-el", 3), ("C", MAY, "KTP-el", 3)),
    )
    assert counts(computed, "2024") == [
        *(("A", "imb", 1), ("A", "ktp", 2), ("A", "pbg", 1), ("A", "unknown", 3), ("B", "k1", 1)),
    ]
    assert counts(computed, "2024-S1") == [("A", "imb", 1), ("A", "ktp", 1), ("A", "unknown", 3), ("B", "k1", 1)]


def test_an_answer_without_a_date_counts_where_its_period_meets_the_service() -> None:
    computed = figures(("A", "2024-S1", "Izin bangunan", 2), ("A", "2024", "Izin bangunan", 3), ("A", "2023", "PBG", 1))
    assert counts(computed, "2024") == [("A", "imb", 1), ("A", "pbg", 1)]
    assert counts(computed, "2023") == [("A", "unknown", 1)]


def test_the_index_of_each_service() -> None:
    computed = figures(("A", MAY, "KTP-el", 4), ("A", MAY, "E KTP", 4), ("A", MAY, "izin bangunan", 2))
    year = computed.ikm_service.filter(period_code="2024")
    assert year.select("service_name", "ikm", "ikm_ninth", "mutu", "answer_sum").rows() == [
        ("Izin Bangunan", Decimal("49.50"), Decimal("50.00"), "D", 18),
        ("KTP-el", Decimal("99.00"), Decimal("100.00"), "A", 72),
    ]
    u1 = computed.ikm_service_unsur.filter(period_code="2024", unsur_code="U1")
    assert u1.select("service_code", "total", "nrr").rows() == [("imb", 2, 2.0), ("ktp", 8, 4.0)]


def test_services_of_one_name_are_ranked_over_units_and_what_is_unknown_is_not() -> None:
    computed = figures(("A", MAY, "KTP-el", 3), ("B", MAY, "KTP-el", 4), ("A", MAY, None, 1), ("A", MAY, "imb", 1))
    year = computed.ikm_service_ranking.filter(period_code="2024")
    assert year.select("like_name", "unit_code", "service_code", "rank", "services").rows() == [
        ("ktpel", "A", "ktp", 2, 2),
        ("ktpel", "B", "k1", 1, 2),
    ]


def test_services_of_few_have_no_rank() -> None:
    """As units have none; and nobody is compared with them."""
    rows = (*[("A", MAY, "KTP-el", 3)] * 2, ("B", MAY, "KTP-el", 4), ("A", MAY, "izin bangunan", 1))
    year = figures(*rows, fewest=2).ikm_service_ranking.filter(period_code="2024")
    columns = ("unit_code", "service_code", "rank", "rank_high", "services", "minimum_respondents")
    assert year.select(columns).rows() == [
        ("A", "imb", None, None, 0, 2),
        ("A", "ktp", 1, 1, 1, 2),
        ("B", "k1", None, None, 1, 2),
    ]


def test_without_a_register_nothing_is_told_of_services_and_all_else_is_the_same() -> None:
    rows = (("A", MAY, "KTP-el", 3), ("B", MAY, None, 4))
    settings = Settings(ranking=Ranking(minimum_respondents=1))
    with_services, without = figures(*rows), compute_figures(answers(*rows), REGISTRY, settings)
    for (table, frame), (_, other) in zip(without.tables(), with_services.tables(), strict=True):
        assert frame.is_empty() if "service" in table.name else frame.equals(other), table.name


def test_the_register_as_a_table() -> None:
    assert service_table(SERVICES).select("unit_code", "service_code", "aliases", "charged").rows() == [
        ("A", "imb", None, True),
        ("A", "ktp", "E KTP", None),
        ("A", "pbg", "izin bangunan", None),
        ("B", "k1", None, None),
    ]

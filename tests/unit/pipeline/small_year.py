"""A year of two offices as it lies in a published warehouse, with rows about its editions."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from contracts.home import Home
from contracts.registry import Registry, Unit
from tests.published_rows import publish_rows

Rows = dict[str, Any]

PERIOD = "2024"
JATIREJO, GONDANG = "35.16.01", "35.16.02"
NAMES = {JATIREJO: "Kecamatan Jatirejo", GONDANG: "Kecamatan Gondang"}
RESPONDENTS = 10


def registry(*unit_codes: str) -> Registry:
    return Registry(tuple(Unit(code, NAMES[code], "kecamatan", "3516", (), None, ()) for code in unit_codes))


def publish_year(home: Home, **tables: list[Rows]) -> None:
    """Publishes the year; `tables` replace rows, of the editions above all."""
    graded = {"mutu": "C", "kinerja": "Kurang Baik"}
    index = {"ikm": Decimal("74.25"), "ikm_ninth": Decimal("75.00"), "weight": "0.11", **graded}
    score = {"nrr": 3.0, "score": Decimal("75.00"), "order_from_lowest": 1, "order_from_highest": 1, **graded}
    rows: dict[str, list[Rows]] = {
        "unit": [{"unit_code": code, "unit_name": name, "unit_type": "kecamatan"} for code, name in NAMES.items()],
        "period": [
            {
                "period_code": PERIOD, "kind": "year", "start_date": date(2024, 1, 1),
                "end_date": date(2024, 12, 31), "label": "Tahun 2024",
            }
        ],
        "ikm_unit": [
            {
                "period_code": PERIOD, "unit_code": code, "respondents": RESPONDENTS, **index, "mutu_ninth": "C",
                "grade_depends_on_weight": False, "publishable": True,
            }
            for code in NAMES
        ],
        "ikm_unsur": [
            {
                "period_code": PERIOD, "unit_code": code, "unsur_code": f"U{number}", "respondents": RESPONDENTS,
                "total": 30, "nrr_weighted": 0.33, **score,
            }
            for code in NAMES
            for number in range(1, 10)
        ],
        "ikm_ranking": [
            {
                "period_code": PERIOD, "scope": scope, "unit_code": code, "ikm": Decimal("74.25"), "rank": 1,
                "rank_low": 1, "rank_high": 2, "tied": True, "units": 2,
            }
            for code in NAMES
            for scope in ("all", "kecamatan")
        ],
        "ikm_regency": [
            {"period_code": PERIOD, "method": "mean_of_units", **index, "units": 2, "respondents": 20, "headline": True}
        ],
        "ikm_regency_unsur": [
            {"period_code": PERIOD, "unsur_code": f"U{number}", "method": "mean_of_units", **score}
            for number in range(1, 10)
        ],
        "collection": [{"period_code": PERIOD, "unit_code": code, "dated_respondents": 0} for code in NAMES],
        "run": [
            {
                "run_id": "r1", "started_at": datetime(2025, 1, 6), "finished_at": datetime(2025, 1, 6),
                "status": "published", "code_version": "0.1.0", "settings_hash": "s", "inputs_hash": "i",
            }
        ],
        **tables,
    }  # fmt: skip
    publish_rows(home, rows)

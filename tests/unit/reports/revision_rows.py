"""Rows about editions that documents and pages are tested with: 2024 closed on 3 February 2025, reopened on
10 March because a unit's file was wrong."""

from datetime import datetime
from decimal import Decimal
from typing import Any

Rows = dict[str, Any]

PERIOD, UNIT = "2024", "35.16.01"
REASON = "Berkas Kecamatan Jatirejo memuat jawaban ganda"
CLOSER = "Siti Aminah"


def first_edition(state: str = "superseded", period_code: str = PERIOD) -> Rows:
    """A row of `edition`: the first."""
    return {
        "period_code": period_code,
        "revision": 0,
        "state": state,
        "reason": None,
        "reopened_by": None,
        "reopened_at": None,
        "closed_by": CLOSER,
        "closed_at": datetime(2025, 2, 3, 9, 30),
        "run_id": "r0",
        "code_version": "0.1.0",
        "settings_hash": "s",
        "inputs_hash": "i",
        "figures_hash": "f",
        "documents_hash": "d",
    }


def revision(number: int = 1, state: str = "draft", period_code: str = PERIOD) -> Rows:
    """A row of `edition`: a revision."""
    closed = dict.fromkeys(
        ("closed_by", "closed_at", "run_id", "code_version", "settings_hash", "inputs_hash", "figures_hash",
         "documents_hash")
    )  # fmt: skip
    row = {
        **first_edition(state, period_code),
        "revision": number,
        "reason": REASON,
        "reopened_by": CLOSER,
        "reopened_at": datetime(2025, 3, 9 + number, 8, 0),
    }
    return row | (closed if state == "draft" else {"closed_at": datetime(2025, 4, number, 10, 0)})


def unit_change(change: str = "changed", unit_code: str = UNIT, **values: Any) -> Rows:
    """A row of `edition_change` with the unit's name and type: Jatirejo lost three respondents and two ranks."""
    row = {
        "period_code": PERIOD,
        "revision": 1,
        "unit_code": unit_code,
        "unit_name": "Kecamatan Jatirejo",
        "unit_type": "kecamatan",
        "change": change,
        "ikm_before": Decimal("94.02"),
        "ikm_after": Decimal("93.61"),
        "mutu_before": "A",
        "mutu_after": "A",
        "rank_before": 2,
        "rank_after": 4,
        "respondents_before": 618,
        "respondents_after": 615,
        "publishable_before": True,
    }
    none = {
        "new": ("ikm_before", "mutu_before", "rank_before", "respondents_before", "publishable_before"),
        "lost": ("ikm_after", "mutu_after", "rank_after", "respondents_after"),
    }.get(change, ())
    if change == "same":
        row |= {"ikm_before": Decimal("93.61"), "respondents_before": 615, "rank_before": 4}
    return row | dict.fromkeys(none) | values


def unsur_changes(unit_code: str = UNIT) -> list[Rows]:
    """Rows of `edition_change_unsur`: U1 moved."""
    return [
        {
            "period_code": PERIOD,
            "revision": 1,
            "unit_code": unit_code,
            "unsur_code": f"U{position}",
            "nrr_before": 3.75 if position == 1 else 3.5 + position / 100,
            "nrr_after": 3.7106 if position == 1 else 3.5 + position / 100,
        }
        for position in range(9, 0, -1)
    ]


def regency_change(**values: Any) -> Rows:
    """A row of `edition_change_regency`."""
    return {
        "period_code": PERIOD,
        "revision": 1,
        "ikm_before": Decimal("86.40"),
        "ikm_after": Decimal("85.97"),
        "mutu_before": "B",
        "mutu_after": "B",
        "units_before": 3,
        "units_after": 4,
        "respondents_before": 1018,
        "respondents_after": 1055,
        **values,
    }


def changes_of_units() -> list[Rows]:
    """Rows of `edition_change`: one changed, of one only the rank moved, one is the same, one new, one lost and
    no longer known."""
    return [
        unit_change(),
        unit_change(
            "changed",
            "35.16.02",
            unit_name="Kecamatan Gondang",
            rank_before=1,
            rank_after=2,
            ikm_before=Decimal("93.61"),
            respondents_before=615,
        ),
        unit_change("same", "35.16.03", unit_name="Kecamatan Pacet"),
        unit_change("new", "P1", unit_name="Puskesmas Gedeg", ikm_after=Decimal("74.25"), mutu_after="C"),
        unit_change("lost", "K9", unit_name=None, unit_type=None),
    ]

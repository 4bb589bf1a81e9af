"""Sites that the public pages are tested with: a small regency whose last unit may not be shown, and its units."""

from typing import Any

import pytest

from contracts.public_tables import PUBLIC_IKM_UNIT
from contracts.receipts import DocumentReceipt
from contracts.settings import Portal, Settings
from contracts.tables import UNIT
from portal.page_figures import (
    DataPage,
    Download,
    OpenColumn,
    PeriodPage,
    SiteFigures,
    UnitPage,
    open_table,
    period_page,
    site_figures,
    unit_page,
)
from reports.documents import label_of
from reports.figures.regency_figures import RegencyFigures, regency_figures
from reports.figures.unit_figures import UnitFigures, public_figures, unit_figures
from tests.unit.reports.conftest import _jatirejo_rows, public_profile
from tests.unit.reports.regency_rows import SMALL, Answered, regency_rows

PERIODS = ("2023", "2024", "2024-S2", "2024-S1")
HIDDEN = "P1"
"""Puskesmas Gedeg: 74,25, which no other unit has."""


def regency(
    answered: tuple[Answered, ...] = SMALL, hidden: tuple[str, ...] = (HIDDEN,), **changes: Any
) -> RegencyFigures:
    """The regency's figures as the public tables have them; the units named are not shown."""
    rows = regency_rows(answered)
    rows["ranking"] = {
        scope: shown
        for scope, ranking in rows["ranking"].items()
        if (shown := [{**row, "publishable": True} for row in ranking if row["unit_code"] not in hidden])
    }
    rows["ikm_unsur"] = [row for row in rows["ikm_unsur"] if row["unit_code"] not in hidden]
    rows["hidden"] = hidden
    return regency_figures(**(rows | changes))


def public_unit(**changes: Any) -> UnitFigures:
    """Jatirejo 2024 for everyone, two cells suppressed; arguments of `unit_figures` changed."""
    rows = _jatirejo_rows() | {"respondent_profile": public_profile()} | changes
    rows["ikm_unit"] = {"publishable": True} | rows["ikm_unit"]
    return public_figures(unit_figures(**rows))


def _download(name: str, size: int) -> Download:
    return Download(name=name, size=size, label=label_of(name))


def receipts_of(owner: str) -> tuple[DocumentReceipt, ...]:
    """Two documents of one code, and the report of an edition that was replaced."""
    shared = {"owner": owner, "owner_name": "Unit", "period_code": "2024", "size": 9}
    return tuple(
        DocumentReceipt.model_validate(
            shared | {"name": f"{name}-{owner}-2024.pdf", "label": label_of(f"{name}-{owner}-2024.pdf"), **known}
        )
        for name, known in (
            ("kartu-skm", {"code": "K7QF-3M2X", "edition": "open", "sha256": "a1" * 32}),
            ("laporan-skm", {"code": "2222-AAAA", "edition": "replaced", "revision": 0, "sha256": "b2" * 32}),
            ("laporan-publik-skm", {"code": "K7QF-3M2X", "edition": "open", "sha256": "c3" * 32}),
        )
    )


def page_of(figures: UnitFigures) -> UnitPage:
    """Its page, with a card and a report."""
    return unit_page(
        figures,
        bps_code="3516010",
        downloads=(
            _download(f"kartu-skm-{figures.unit_code}-2024.png", 227_629),
            _download(f"laporan-publik-skm-{figures.unit_code}-2024.pdf", 1_234_567),
        ),
        period_codes=("2024", "2023"),
        receipts=receipts_of(figures.unit_code),
    )


@pytest.fixture
def site() -> SiteFigures:
    """What every page knows."""
    return site_figures(Settings(portal=Portal(address="https://skm.example.go.id")), PERIODS)


@pytest.fixture
def period() -> PeriodPage:
    """The small regency in 2024."""
    return period_page(regency())


@pytest.fixture
def units() -> list[UnitPage]:
    """A page for each unit of the small regency."""
    jatirejo = public_unit()
    return [
        page_of(
            jatirejo.model_copy(
                update={
                    "unit_code": one.unit_code,
                    "unit_name": one.unit_name,
                    "index": jatirejo.index.model_copy(update={"publishable": one.unit_code != HIDDEN}),
                }
            )
        )
        for one in SMALL
    ]


@pytest.fixture
def data() -> DataPage:
    """Two open tables."""
    return DataPage(
        tables=tuple(
            open_table(
                table,
                grain="satu baris setiap unit",
                meaning="Setiap unit.",
                columns=(OpenColumn(name="unit_code", type="teks", meaning="kode unit"),),
                rows=1234,
                downloads=(
                    Download(name=f"{table.name}.csv", size=12_345, label="CSV"),
                    Download(name=f"{table.name}.parquet", size=2_345_678, label="Parquet"),
                ),
            )
            for table in (UNIT, PUBLIC_IKM_UNIT)
        ),
        metadata="metadata.json",
        database=Download(name="skm_terbuka.duckdb", size=345_678, label="DuckDB"),
    )


def named(name: str) -> tuple[Answered, ...]:
    """The small regency, its first unit called so."""
    first, *others = SMALL
    return (first._replace(unit_name=name), *others)

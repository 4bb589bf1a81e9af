"""How many respondents a unit needs: the smallest sample after Krejcie and Morgan.

Not here: how many people a unit served, which the registry knows.
"""

from fractions import Fraction
from math import ceil

import polars as pl

from contracts.method import (
    KREJCIE_MORGAN_CHI_SQUARE_THOUSANDTHS,
    KREJCIE_MORGAN_MARGIN_PERCENT,
    KREJCIE_MORGAN_PROPORTION_PERCENT,
)
from contracts.registry import Registry

CHI_SQUARE = Fraction(KREJCIE_MORGAN_CHI_SQUARE_THOUSANDTHS, 1000)
PROPORTION = Fraction(KREJCIE_MORGAN_PROPORTION_PERCENT, 100)
MARGIN = Fraction(KREJCIE_MORGAN_MARGIN_PERCENT, 100)


def sample_needed(service_recipients: int) -> int:
    """Respondents needed where so many people (at least 1) were served, rounded up.

    S = χ² N P (1 − P) ÷ (d² (N − 1) + χ² P (1 − P)): R. V. Krejcie and D. W. Morgan, "Determining
    Sample Size for Research Activities", Educational and Psychological Measurement 30, 1970, 607–610,
    as Permen PANRB 14/2017 uses it."""
    variance = CHI_SQUARE * PROPORTION * (1 - PROPORTION)
    return ceil(variance * service_recipients / (MARGIN**2 * (service_recipients - 1) + variance))


def samples_by_unit_period(registry: Registry) -> pl.DataFrame:
    """One row per period_code and unit_code for which the registry knows the people served:
    service_recipients and sample_needed."""
    return pl.DataFrame(
        [
            (period_code, unit.unit_code, recipients, sample_needed(recipients))
            for unit in registry.units
            for period_code, recipients in unit.service_recipients
        ],
        schema={
            "period_code": pl.String(),
            "unit_code": pl.String(),
            "service_recipients": pl.Int64(),
            "sample_needed": pl.Int64(),
        },
        orient="row",
    )

"""The nine unsur over all units of the regency.

Not here: the three means themselves (`transforms.figures.regency`), or the unsur of one unit
(`transforms.figures.index`).
"""

import polars as pl

from contracts.method import INDEX_FACTOR
from contracts.regency_tables import IKM_REGENCY_UNSUR
from contracts.settings import RegencyMethod
from contracts.unsur import UNSUR
from transforms.figures.regency import mean_row_totals, unit_totals
from transforms.figures.sums import TOTALS
from transforms.rounding import as_index, hundredths, kinerja, mutu
from transforms.schema import conform


def ikm_regency_unsur(sums_by_unit_period: pl.DataFrame, units: pl.DataFrame, headline: RegencyMethod) -> pl.DataFrame:
    """The table `ikm_regency_unsur`: nine rows for every period with data, by the headline method.

    The same mean as of the regency's IKM, taken of one unsur: so the nine NRR, weighted and added, are the
    regency's IKM before its rounding. `units` has unit_code and unit_type."""
    rows: list[tuple[str, str, float, int, int, int]] = []
    sums = sums_by_unit_period.join(units, on="unit_code")
    for (period_code,), of_period in sums.sort("period_code", "unit_code").group_by("period_code", maintain_order=True):
        nrr = [mean_row_totals(unit_totals(of_period, TOTALS[unsur.column]))[headline] for unsur in UNSUR]
        # The same units in the same order: the denominators are equal, and the numerators order the NRR exactly.
        numerators = [numerator for numerator, _ in nrr]
        for unsur, (numerator, denominator) in zip(UNSUR, nrr, strict=True):
            rows.append(
                (
                    str(period_code),
                    unsur.code,
                    numerator / denominator,
                    hundredths(numerator * INDEX_FACTOR, denominator),
                    1 + sum(other < numerator for other in numerators),
                    1 + sum(other > numerator for other in numerators),
                )
            )
    columns = {
        "period_code": pl.String(),
        "unsur_code": pl.String(),
        "nrr": pl.Float64(),
        "score": pl.Int64(),
        "order_from_lowest": pl.Int64(),
        "order_from_highest": pl.Int64(),
    }
    return conform(
        pl.DataFrame(rows, schema=columns, orient="row").with_columns(
            pl.lit(headline).alias("method"),
            as_index(pl.col("score")),
            mutu(pl.col("score")).alias("mutu"),
            kinerja(pl.col("score")).alias("kinerja"),
        ),
        IKM_REGENCY_UNSUR,
    )

"""The questions other rooms ask about what a unit's figures can bear beside those of others.

Belongs here: SQL over the tables of comparisons, all of it internal. Not here: other tables (`warehouse.published`),
any arithmetic. Where a function takes `unit_code`, None means every unit.
"""

from typing import Final

from warehouse.read import Reader, Row

_OF_PERIOD: Final = "period_code = $period_code AND ($unit_code IS NULL OR unit_code = $unit_code)"


def unsur_compared(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`ikm_unsur_compared` of a period, by unit and unsur."""
    return reader.rows(
        f"SELECT * FROM ikm_unsur_compared WHERE {_OF_PERIOD} ORDER BY unit_code, unsur_code",
        {"period_code": period_code, "unit_code": unit_code},
    )


def rank_sensitivities(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`ikm_rank_sensitivity` of a period, by unit and scope."""
    return reader.rows(
        f"SELECT * FROM ikm_rank_sensitivity WHERE {_OF_PERIOD} ORDER BY unit_code, scope",
        {"period_code": period_code, "unit_code": unit_code},
    )


def unsur_associations(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`ikm_unsur_association` of a period, by unit and unsur."""
    return reader.rows(
        f"SELECT * FROM ikm_unsur_association WHERE {_OF_PERIOD} ORDER BY unit_code, unsur_code",
        {"period_code": period_code, "unit_code": unit_code},
    )

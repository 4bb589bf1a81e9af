"""The questions other rooms ask about what a unit's figures can bear beside those of others.

Belongs here: SQL over the tables of comparisons, all of it internal. Not here: other tables (`warehouse.published`),
any arithmetic. Where a function takes `unit_code`, None means every unit.
"""

from warehouse.published import of_period
from warehouse.read import Reader, Row


def unsur_compared(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`ikm_unsur_compared` of a period, by unit and unsur."""
    return of_period(reader, "ikm_unsur_compared", period_code, unit_code, "unit_code, unsur_code")


def rank_sensitivities(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`ikm_rank_sensitivity` of a period, by unit and scope."""
    return of_period(reader, "ikm_rank_sensitivity", period_code, unit_code, "unit_code, scope")


def unsur_associations(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`ikm_unsur_association` of a period, by unit and unsur."""
    return of_period(reader, "ikm_unsur_association", period_code, unit_code, "unit_code, unsur_code")

"""The questions other rooms ask about what a unit's figures can bear beside those of others.

Belongs here: SQL over the tables of comparisons, all of it internal. Not here: other tables (`warehouse.published`),
any arithmetic. Where a function takes `unit_code`, None means every unit.
"""

from warehouse.read import Reader, Row


def unsur_compared(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`ikm_unsur_compared` of a period, by unit and unsur."""
    return reader.rows(
        "SELECT * FROM ikm_unsur_compared "
        "WHERE period_code = $period_code AND ($unit_code IS NULL OR unit_code = $unit_code) "
        "ORDER BY unit_code, unsur_code",
        {"period_code": period_code, "unit_code": unit_code},
    )

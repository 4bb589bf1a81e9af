"""The questions other rooms ask about which units there are answers of, and from when.

Belongs here: SQL over units and all their answers, those to eight unsur too. Not here: their figures
(`warehouse.published`), any arithmetic.
"""

from warehouse.published import all_responses
from warehouse.read import Reader, Row, Value


def units_with_answers(reader: Reader) -> list[Row]:
    """unit_code, unit_name (empty where the registry had no such unit), responses, and first_year and last_year of
    their answers, of every unit with an accepted response; also to questionnaires that leave an unsur out."""
    year = "coalesce(left(response.period_code, 4), year(response_date)::VARCHAR)"
    return reader.rows(
        f"SELECT unit_code, any_value(unit_name) AS unit_name, count(*) AS responses, min({year}) AS first_year, "
        f"max({year}) AS last_year FROM {all_responses(reader)} LEFT JOIN unit USING (unit_code) "
        "GROUP BY unit_code ORDER BY unit_code"
    )


def answers_outside(reader: Reader, unit_code: str, first_day: Value, last_day: Value) -> int:
    """How many answers of a unit are dated before its first day or after its last: dates, or None where it has none."""
    (counted,) = reader.rows(
        f"SELECT count(*) AS answers FROM {all_responses(reader)} WHERE unit_code = $unit_code "
        "AND (response_date < $first_day OR response_date > $last_day)",
        {"unit_code": unit_code, "first_day": first_day, "last_day": last_day},
    )
    return counted.of("answers", int)


def units_with_answers_outside(reader: Reader) -> list[Row]:
    """`unit` with `answers`: those of which answers are dated before their first day or after their last, and how many,
    by type and name."""
    return reader.rows(
        f"SELECT unit.*, count(*) AS answers FROM {all_responses(reader)} JOIN unit USING (unit_code) "
        "WHERE response_date < valid_from OR response_date > valid_to "
        "GROUP BY ALL ORDER BY unit_type, unit_name, unit_code"
    )

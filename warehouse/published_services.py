"""The questions other rooms ask about services (jenis layanan), each a function from a reader to rows.

Belongs here: SQL over the tables about services, all of it internal. Not here: other tables (`warehouse.published`),
any arithmetic. Where a function takes `unit_code`, None means every unit.
"""

from contracts.columns import literal
from contracts.services import UNKNOWN_SERVICE
from warehouse.published import of_period
from warehouse.read import Reader, Row


def services_named(reader: Reader, unit_code: str) -> list[Row]:
    """service as written, and responses: how many of a unit's answers name it so."""
    return reader.rows(
        "SELECT service, count(*) AS responses FROM response WHERE unit_code = $unit_code AND service IS NOT NULL "
        "GROUP BY service ORDER BY responses DESC, service",
        {"unit_code": unit_code},
    )


def services_named_in(reader: Reader, file_id: str) -> list[str]:
    """service as written, of every response of a file that names one."""
    named = reader.rows(
        "SELECT service FROM response WHERE file_id = $file_id AND service IS NOT NULL", {"file_id": file_id}
    )
    return [row.of("service", str) for row in named]


def units_naming_services(reader: Reader) -> list[Row]:
    """unit_code, unit_name, and spellings and responses of services that its answers name, of every unit whose do."""
    return reader.rows(
        "SELECT unit_code, any_value(unit_name) AS unit_name, count(DISTINCT service) AS spellings, "
        "count(*) AS responses FROM response JOIN unit USING (unit_code) WHERE service IS NOT NULL "
        "GROUP BY unit_code ORDER BY unit_code"
    )


def services(reader: Reader) -> list[Row]:
    """`service`: the register that the figures were made with; an edition has none."""
    return reader.rows("SELECT * FROM service ORDER BY unit_code, service_code")


def unit_services(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`ikm_service` of a period, by unit: most respondents first, what is not known last."""
    order = f"unit_code, service_code = {literal(UNKNOWN_SERVICE)}, respondents DESC, service_code"
    return of_period(reader, "ikm_service", period_code, unit_code, order)


def service_unsur(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`ikm_service_unsur` of a period, by unit, service and unsur."""
    return of_period(reader, "ikm_service_unsur", period_code, unit_code, "unit_code, service_code, unsur_code")


def service_ranking(reader: Reader, period_code: str) -> list[Row]:
    """`ikm_service_ranking` of a period, by name, best first and those without a rank last, with unit_name of `unit`,
    charged of `service`, and mutu, ikm_low and ikm_high of `ikm_service`."""
    return reader.rows(
        "SELECT ranked.*, unit_name, charged, mutu, ikm_low, ikm_high FROM ikm_service_ranking AS ranked "
        "JOIN unit USING (unit_code) "
        "JOIN (SELECT period_code, unit_code, service_code, mutu, ikm_low, ikm_high FROM ikm_service) "
        "USING (period_code, unit_code, service_code) "
        "LEFT JOIN (SELECT unit_code, service_code, charged FROM service) USING (unit_code, service_code) "
        "WHERE period_code = $period_code ORDER BY like_name, rank NULLS LAST, unit_name, service_code",
        {"period_code": period_code},
    )

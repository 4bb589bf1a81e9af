"""The register of services in a home, `services.csv`: reading it, and entering what a person confirmed.

Belongs here: the file, and its new text. Not here: what is proposed (`transforms.services`), what a line may say
(`contracts.services`), the command (`cli.service_register`).
"""

from collections.abc import Sequence
from typing import Final

from contracts.atomic_file import write_atomically
from contracts.errors import HomeError
from contracts.home import Home
from contracts.register_rows import register_text, several
from contracts.registry import Registry
from contracts.services import LEAST_ANSWERS, NO_SERVICES, SERVICE_COLUMNS, Service, Services, services_of
from contracts.written_words import word_key
from pipeline.register_lines import MARK, RegisterLines
from transforms.services import ProposedService, proposed_services
from warehouse import published_services
from warehouse.read import Reader, open_published

_BLANK: Final = MARK + ";".join(SERVICE_COLUMNS) + "\r\n"
"""As Excel in Indonesia opens it."""


def load(home: Home, registry: Registry) -> Services:
    """The register of a home; there is none where the file is not. Raises ConfigurationError naming what is wrong and
    where."""
    text = register_text(home.services, "Daftar layanan")
    return NO_SERVICES if text is None else services_of(home.services, text, registry.by_code)


def proposal(
    reader: Reader, services: Services, unit_code: str, least: int = LEAST_ANSWERS
) -> tuple[ProposedService, ...]:
    """What is proposed for a unit from its published answers."""
    rows = published_services.services_named(reader, unit_code)
    named = {row.of("service", str): row.of("responses", int) for row in rows}
    return proposed_services(named, services, unit_code, least)


def of_unit(home: Home, registry: Registry, unit_code: str) -> tuple[list[Service], tuple[ProposedService, ...]]:
    """A unit's registered services, and what is proposed for it; nothing is while nothing is published. Raises
    ConfigurationError as `load`."""
    services = load(home, registry)
    try:
        with open_published(home) as reader:
            proposed = proposal(reader, services, unit_code)
    except HomeError:
        proposed = ()
    return list(services.of_unit(unit_code)), proposed


def as_it_is(home: Home) -> str:
    """`services.csv` as text; the header alone where there is none yet."""
    return home.services.read_bytes().decode("utf-8") if home.services.exists() else _BLANK


def with_accepted(text: str, unit_code: str, accepted: Sequence[ProposedService]) -> str:
    """The text with these: a line more for each new service, other spellings for those that are there."""
    for service in accepted:
        called = word_key(service.service_name)
        aliases = [spelling.replace("|", "/") for spelling, _ in service.spellings if word_key(spelling) != called]
        lines = RegisterLines(text, {"aliases": ""})
        if not service.registered:
            values = {"unit_code": unit_code, "service_code": service.service_code}
            lines.append({**values, "service_name": service.service_name, "aliases": "|".join(aliases)})
        for span, row in lines.rows if service.registered else ():
            if (row["unit_code"].strip(), row["service_code"].strip()) == (unit_code, service.service_code):
                lines.change(span, row, {"aliases": "|".join((*several(row.get("aliases", "")), *aliases))})
        text = lines.text()
    return text


def checked(home: Home, text: str, registry: Registry) -> Services:
    """The register of a new text. Raises ConfigurationError where it is not valid."""
    return services_of(home.services, text.removeprefix(MARK), registry.by_code)


def write(home: Home, text: str) -> None:
    """Replaces `services.csv` whole. Call with the home's lock."""
    write_atomically(home.services, text.encode("utf-8"))

"""What a unit's files call its services, grouped: a proposal that a person confirms.

Pure. Belongs here: which spellings are proposed as one service, and under which name and code. Not here: the words
(`contracts.service_words`), which service an answer counts in (`transforms.figures.services`: only what is registered),
writing the register (`pipeline.service_register`).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contracts.service_words import ANNOUNCING, SAME_SERVICES
from contracts.services import UNKNOWN_SERVICE, Service, Services
from contracts.written_words import word_key

_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST_CODE: Final = 40


@dataclass(frozen=True)
class ProposedService:
    """Spellings that are proposed as one service, most frequent first, with how many answers have each. Of a service
    that is registered already, those that it does not have yet."""

    service_code: str
    service_name: str
    spellings: tuple[tuple[str, int], ...]
    registered: bool

    @property
    def answers(self) -> int:
        """How many answers name it so."""
        return sum(count for _, count in self.spellings)


def same_service_key(text: str) -> str:
    """What two spellings share that are proposed as one service: the words but for those that only announce, or what
    known names of one service have in common. Their order counts, and so does every other word."""
    words = _words(text)
    telling = [word for word in words if word not in ANNOUNCING] or words
    for written in (words, telling):
        if known := _KNOWN.get("".join(written)):
            return "".join(_words(known))
    return "".join(telling)


def proposed_services(
    spellings: Mapping[str, int], services: Services, unit_code: str, least: int = 1
) -> tuple[ProposedService, ...]:
    """What is proposed for a unit, most answers first: from its `spellings` by how many answers have them, the register
    so far, and how many answers a new service must have at `least`. Spellings that are registered are not proposed
    again; one that may belong to several services is proposed as a service of its own.

    A new service is called as a known one is, else as other units' register calls it, so that like is compared with
    like; else as most answers call it."""
    registered = services.of_unit(unit_code)
    known = {key for service in registered for key in service.keys}
    by_key: defaultdict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
    for text, count in sorted(spellings.items(), key=lambda one: (-one[1], one[0])):
        if (written := word_key(text)) and written not in known:
            of_key = by_key[same_service_key(text)]
            first, so_far = of_key.get(written, (text, 0))
            of_key[written] = (first, so_far + count)
    owners: defaultdict[str, set[Service]] = defaultdict(set)
    for service in registered:
        for name in service.names:
            owners[same_service_key(name)].add(service)
    elsewhere = {same_service_key(one.service_name): one.service_name for one in reversed(services.services)}
    taken = {UNKNOWN_SERVICE, *(service.service_code.casefold() for service in registered)}
    groups = []
    for key, by_writing in by_key.items():
        ordered = tuple(sorted(by_writing.values(), key=lambda one: (-one[1], one[0])))
        if len(of := owners[key]) == 1:
            [owner] = of
            groups.append(ProposedService(owner.service_code, owner.service_name, ordered, registered=True))
        elif sum(count for _, count in ordered) >= least:
            commonest = ordered[0][0]
            name = commonest if of else _KNOWN.get(key) or elsewhere.get(key) or commonest
            groups.append(ProposedService(_new_code(name, taken), name, ordered, registered=False))
    return tuple(sorted(groups, key=lambda one: (-one.answers, one.service_code)))


def _words(text: str) -> list[str]:
    return _WORD.findall((text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold())


def _new_code(name: str, taken: set[str]) -> str:
    """A code from the words of a name, noted as taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST_CODE].strip("-") or "layanan"
    number = 1
    while (code := words if number == 1 else f"{words}-{number}") in taken:
        number += 1
    taken.add(code)
    return code


_KNOWN: Final = {
    "".join(word for word in _words(name) if word not in left_out): names[0]
    for names in SAME_SERVICES
    for name in names
    for left_out in (frozenset[str](), ANNOUNCING)
}
"""Words of a known name, with and without those that announce → the name to be registered."""

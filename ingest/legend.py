"""What bare numbers mean: the file's own legend, else the order declared for the unit.

Belongs here: reading a legend, and giving the columns `U1` … `U9` their unsur. Never by place: half of
the world numbers 8 = sarana, 9 = pengaduan, the other half the other way round, and published results
have been wrong over exactly this. Not here: columns whose header has words (`mapping`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from contracts.records import Evidence
from contracts.unsur import UNSUR_BY_COLUMN, UNSUR_COLUMNS, UNSUR_ORDERS
from ingest.mapping import Draft, PlacedColumn
from ingest.similarity import bare_label, claims, code_of

_NUMBERS: Final = range(1, len(UNSUR_COLUMNS) + 1)
_LETTERED_SCORE: Final = 0.8
_DIGIT_SCORE: Final = 0.9
"""A numbered list without letters must name its unsur more plainly, and all nine."""
_CONFIDENCE: Final[dict[Evidence, float]] = {"name": 0.98, "legend": 0.95, "registry": 0.9}


@dataclass(frozen=True)
class ResolvedMapping:
    """A draft after its bare numbers were settled, as far as they could be.

    `needs_order`: nothing in the file says what U8 and U9 are. `order_used`: the declared order taken.
    `file_order`: the order the file's own words amount to, where they settle U8 and U9."""

    draft: Draft
    needs_order: bool = False
    order_used: str | None = None
    file_order: str | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Unsur no column was found for, in the regulation's order."""
        found = self.draft.unsur
        return tuple(column for column in UNSUR_COLUMNS if column not in found)


def read_legend(rows: Iterable[tuple[str | None, ...]]) -> dict[int, str]:
    """Number -> unsur column, from lines such as "U8 | Penanganan Pengaduan", "U8 = Sarana" or, where all
    nine are listed, "8. Sarana dan Prasarana". Numbers a file explains in two ways are left out."""
    lettered: dict[int, set[str]] = {}
    digits: dict[int, set[str]] = {}
    for row in rows:
        cells = [cell for cell in row if cell is not None]
        for position, cell in enumerate(cells):
            for listed, meaning in _listed_in(cell):
                unsur = _unsur_said(meaning, _LETTERED_SCORE)
                if unsur is not None:
                    lettered.setdefault(listed, set()).add(unsur)
            number = code_of(cell)
            if number is None or number not in _NUMBERS:
                continue
            bare = bare_label(cell)
            has_letter = bare.lettered if bare is not None else not cell.lstrip(" -•(")[:1].isdecimal()
            said = cells[position + 1] if bare is not None and position + 1 < len(cells) else cell
            unsur = _unsur_said(said, _LETTERED_SCORE if has_letter else _DIGIT_SCORE)
            if unsur is not None:
                (lettered if has_letter else digits).setdefault(number, set()).add(unsur)
    legend: dict[int, str] = _undisputed(lettered)
    if legend:
        return legend
    numbered = _undisputed(digits)
    return numbered if len(numbered) == len(UNSUR_COLUMNS) else {}


_LISTED: Final = re.compile(r"(?<![a-z])(?:unsur|u)\s?-?(?P<number>[1-9])(?!\d)\s*(?:[=:)–-]|adalah)\s*", re.IGNORECASE)


def _listed_in(cell: str) -> list[tuple[int, str]]:
    """Numbers that one text explains: "Keterangan: U8 = Sarana; U9 = Pengaduan". A text that explains only one, at its
    beginning, is left to `code_of`."""
    if len(cell) > _LONGEST_LEGEND:
        return []
    marks = list(_LISTED.finditer(cell))
    if len(marks) < 2 and not (marks and marks[0].start()):
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(cell)]
    return [
        (int(mark["number"]), cell[mark.end() : end].strip(" ;,./|()")) for mark, end in zip(marks, ends, strict=True)
    ]


_LONGEST_LEGEND: Final = 2_000


def _unsur_said(text: str, least: float) -> str | None:
    claim = next(iter(claims(text)), None)
    if claim is None or claim.target not in UNSUR_BY_COLUMN or claim.score < least:
        return None
    return claim.target


def _undisputed(found: Mapping[int, set[str]]) -> dict[int, str]:
    once = {number: min(unsur) for number, unsur in found.items() if len(unsur) == 1}
    meanings = list(once.values())
    return {number: unsur for number, unsur in once.items() if meanings.count(unsur) == 1}


def resolve_mapping(draft: Draft, legend: Mapping[int, str], declared_order: str | None) -> ResolvedMapping:
    """Gives bare columns their unsur. `declared_order` is the registry's `unsur_order` of the unit, None
    where it declares none or the unit is not known."""
    bare = dict(draft.bare)
    taken = draft.unsur
    still_open = [column for column in UNSUR_COLUMNS if column not in taken]
    if not still_open or not bare:
        return ResolvedMapping(draft)
    said: dict[int, tuple[str, Evidence]] = {
        number: (legend[number], "legend") for number in bare if legend.get(number) in still_open
    }
    orders = {name: order for name, order in UNSUR_ORDERS.items() if _agrees(order, bare, draft, legend)}
    if set(bare) | {number for number, _ in draft.numbered} >= set(_NUMBERS) or len(still_open) == 1:
        _add_agreed(said, bare, orders, still_open)
    disputed = [
        number
        for number in bare
        if number not in said and any(order[number - 1] in still_open for order in orders.values())
    ]
    used: str | None = None
    if disputed and declared_order in orders and len(orders) > 1:
        used = declared_order
        for number in disputed:
            said[number] = (UNSUR_ORDERS[used][number - 1], "registry")
    columns = list(draft.columns)
    for number, (unsur, evidence) in said.items():
        columns[bare[number]] = PlacedColumn(unsur, evidence, _CONFIDENCE[evidence])
    return ResolvedMapping(
        draft=replace(draft, columns=tuple(columns)),
        needs_order=bool(disputed) and len(orders) > 1,
        order_used=used,
        file_order=next(iter(orders)) if len(orders) == 1 and not disputed else None,
    )


def _agrees(order: tuple[str, ...], bare: Mapping[int, int], draft: Draft, legend: Mapping[int, str]) -> bool:
    """An order agrees with the legend, with headers that have both number and words, and leaves every
    bare number an unsur that no other column has."""
    numbered = [*draft.numbered, *legend.items()]
    if any(number > 7 and order[number - 1] != unsur for number, unsur in numbered):
        return False
    return not any(number > 7 and number not in legend and order[number - 1] in draft.unsur for number in bare)


def _add_agreed(
    said: dict[int, tuple[str, Evidence]],
    bare: Mapping[int, int],
    orders: Mapping[str, tuple[str, ...]],
    still_open: list[str],
) -> None:
    """Numbers that mean the same in every order that agrees with the file; not where its legend gives that meaning to
    another number: then nobody knows what this one is."""
    all_orders = len(orders) == len(UNSUR_ORDERS)
    explained = {unsur for unsur, _ in said.values()}
    for number in bare:
        meanings = {order[number - 1] for order in orders.values()}
        if number in said or len(meanings) != 1:
            continue
        (unsur,) = meanings
        if unsur in still_open and unsur not in explained:
            said[number] = (unsur, "name" if all_orders or number < 8 else "legend")

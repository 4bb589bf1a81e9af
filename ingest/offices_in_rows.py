"""Whose rows these are, where a column of units, or titles above blocks of rows, name more than the sender: other units
of the registry, or offices outside it.

Belongs here: looking its texts up, deciding where nobody can doubt it, asking otherwise. Not here: whose
file it is (`identify`), making parts of the rows (`parts`), columns that say where people live (`mapping`).

A file that names no sender at all, in a folder, its name, a title or a sheet, comes from the regency: it is divided at
once where every row names one unit plainly, in a column that is called after offices. A file of a unit's own that names
other units is never divided unasked: else whoever may send for one unit could send for all.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import polars as pl

from contracts.decisions import SPLIT
from contracts.records import UnitNaming
from ingest.doubts import REFUSE, Questions
from ingest.identify import UnitNames, identify_unit, names_nobody
from ingest.refusal import first_few
from ingest.words import words

_SHOWN: Final = 3
_MOST_VALUES: Final = 200
ALL: Final = "all"
ONLY_NAMED: Final = "only_named"
_OFFICE_HEADERS: Final = frozenset({"unit", "opd", "instansi", "perangkat", "skpd"})
"""A column called otherwise ("Kecamatan", "Lokasi Pelayanan") may say where people live or came to."""


@dataclass(frozen=True)
class UnitColumn:
    """What names the unit of each respondent's row: a column with that header, or, without one, the lines above blocks
    of rows. `texts`: one per row, null where nothing stands."""

    header: str | None
    texts: pl.Series

    @property
    def called(self) -> str:
        """In a sentence."""
        return "Judul di atas baris" if self.header is None else f"Kolom “{self.header}”"

    @cached_property
    def counts(self) -> dict[str | None, int]:
        """How often each text stands there."""
        return dict(self.texts.alias("text").value_counts(name="rows").iter_rows())


@dataclass(frozen=True)
class WhoseRows:
    """`texts`: what names the unit of each row. `unit_of`: text → unit, of a content that is divided by it; other rows
    are left out. `left_out`: texts whose rows do not count, of one that is not. Neither: all rows are the sender's."""

    texts: pl.Series
    unit_of: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str | None] = frozenset()
    several_units: bool = False
    """The column names several units of the registry, whatever was decided about it."""
    looked_up: bool = False
    """What was found depends on the registry."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Offices:
    unit_of: dict[str, str]
    foreign: dict[str, str]
    unclear: frozenset[str]


def whose_rows(column: UnitColumn, naming: UnitNaming, path: str, names: UnitNames, questions: Questions) -> WhoseRows:
    """Decides whose the rows are, or asks. `naming`, `path`: what else names the sender."""
    sender = identify_unit(naming, path, names)
    if column.header is None and isinstance(sender, str):  # what stands above the first title is the sender's own
        column = replace(column, texts=column.texts.fill_null(names.by_code[sender].unit_name))
    texts = [text for text in column.counts if text is not None]
    if not texts or len(texts) > _MOST_VALUES:
        return WhoseRows(column.texts)
    offices = _looked_up(texts, names)
    if len(set(offices.unit_of.values())) > 1:
        return _several_units(column, offices, naming.model_copy(update={"column_values": ()}), path, names, questions)
    if not offices.foreign or not isinstance(sender, str):
        return WhoseRows(column.texts, looked_up=bool(offices.foreign))
    return _other_offices(column, offices.foreign, names.by_code[sender].unit_name, questions)


def _looked_up(texts: list[str], names: UnitNames) -> _Offices:
    """What each text names. A bare place that several units share, and a text with several units, are unclear."""
    unit_of: dict[str, str] = {}
    foreign: dict[str, str] = {}
    unclear: set[str] = set()
    found_of = {text: names.find(text) for text in texts}
    in_full = {code for found in found_of.values() if len(found.full) == 1 for code in found.full}
    for text, found in found_of.items():
        codes = found.full or found.bare
        if len(codes) == 1:
            (code,) = codes
            if not found.full and names.shares_place(code):
                unclear.add(text)
                meant = {full for full in in_full if names.agrees(code, full)}
                code = meant.pop() if len(meant) == 1 else code
            unit_of[text] = code
        elif codes:
            unclear.add(text)
        elif found.foreign is not None:
            foreign[text] = found.foreign
    return _Offices(unit_of, foreign, frozenset(unclear))


def _several_units(
    column: UnitColumn, offices: _Offices, naming: UnitNaming, path: str, names: UnitNames, questions: Questions
) -> WhoseRows:
    units = sorted(set(offices.unit_of.values()))
    rows = _rows_of(column, lambda text: text in offices.unit_of)
    others = sum(column.counts.values()) - rows
    is_plain = not others and not offices.unclear and not _OFFICE_HEADERS.isdisjoint(words(column.header or ""))
    whole = WhoseRows(column.texts, several_units=True, looked_up=True)
    called = f"{column.called[:1].lower()}{column.called[1:]}"
    note = f"Berkas ini dibagi menurut {called}: {_counted(column, offices, names)}."
    divided = replace(whole, unit_of=offices.unit_of, notes=(note,))
    if is_plain and names_nobody(naming, path, names):
        return divided
    found = identify_unit(naming, path, names)
    sender = names.by_code[found].unit_name if isinstance(found, str) else None
    left = f"; {others} baris lain dilewati" if others else ""
    choices = [(SPLIT, f"bagi: tiap baris untuk unit yang disebutnya ({len(units)} unit){left}")]
    own = _rows_of(column, lambda text: text is not None and offices.unit_of.get(text) == found)
    if sender is not None:
        if own:
            choices.append((ONLY_NAMED, f"hanya {own} baris yang menyebut {sender}; baris lain dilewati"))
        whole_count = sum(column.counts.values())
        choices.append((ALL, f"semua {whole_count} baris milik {sender}; yang disebut itu alamat, asal, atau loket"))
    choices.append((REFUSE, "jangan hitung berkas ini; minta satu berkas untuk setiap unit"))
    sent_by = f", sedangkan berkas ini dikirim oleh {sender}" if sender is not None else ""
    chosen = questions.ask(
        "several_units",
        f"{column.called} menyebut {len(units)} unit: {_counted(column, offices, names)}{sent_by}."
        + _others_said(column, offices),
        choices,
    )
    if chosen == SPLIT:
        return divided
    if chosen == ONLY_NAMED:
        others_of = frozenset(text for text in column.counts if text is None or offices.unit_of.get(text) != found)
        note = f"{_rows_of(column, lambda text: text in others_of)} baris unit lain dilewati."
        return replace(whole, left_out=others_of, notes=(note,))
    return whole


def _other_offices(column: UnitColumn, foreign: Mapping[str, str], unit_name: str, questions: Questions) -> WhoseRows:
    every = sum(column.counts.values())
    others = _rows_of(column, lambda text: text in foreign)
    named = _quoted(set(foreign.values()))
    choices = [(ALL, f"semua {every} baris milik {unit_name} (bagian atau loketnya)")]
    if others < every:
        choices.append((ONLY_NAMED, f"hanya {every - others} baris lainnya; {others} baris dilewati"))
    choices.append((REFUSE, "jangan hitung berkas ini; daftarkan unitnya di units.csv atau minta berkas terpisah"))
    chosen = questions.ask(
        "offices_in_rows",
        f"{column.called} menyebut {named} pada {others} dari {every} baris; kantor itu tidak ada dalam daftar "
        f"unit, sedangkan berkas ini dikirim oleh {unit_name}.",
        choices,
    )
    whole = WhoseRows(column.texts, looked_up=True)
    if chosen != ONLY_NAMED:
        return whole
    note = f"{others} baris kantor lain ({named}) dilewati."
    return replace(whole, left_out=frozenset(foreign), notes=(note,))


def _rows_of(column: UnitColumn, wanted: Callable[[str | None], bool]) -> int:
    return sum(count for text, count in column.counts.items() if wanted(text))


def _counted(column: UnitColumn, offices: _Offices, names: UnitNames) -> str:
    """Units with their rows, as a sentence lists them."""
    rows: dict[str, int] = {}
    for text, code in offices.unit_of.items():
        rows[code] = rows.get(code, 0) + column.counts[text]
    ordered = sorted(rows, key=lambda code: (-rows[code], code))
    return first_few((f"{names.by_code[code].unit_name} ({rows[code]} baris)" for code in ordered), _SHOWN)


def _others_said(column: UnitColumn, offices: _Offices) -> str:
    """What the rows say that name no unit of the registry, or none plainly."""
    said = ""
    if offices.foreign:
        count = _rows_of(column, lambda text: text in offices.foreign)
        said += f" {count} baris menyebut {_quoted(set(offices.foreign.values()))}, yang tidak terdaftar."
    if offices.unclear:
        count = _rows_of(column, lambda text: text in offices.unclear)
        said += f" Pada {count} baris ({_quoted(offices.unclear)}) unitnya tidak pasti."
    nameless = _rows_of(
        column,
        lambda text: (
            text is None
            or (text not in offices.unit_of and text not in offices.foreign and text not in offices.unclear)
        ),
    )
    return said + (f" {nameless} baris tidak menyebut unit." if nameless else "")


def _quoted(texts: Iterable[str]) -> str:
    return first_few((f"“{text}”" for text in sorted(texts)), _SHOWN)

"""Which unit of the registry a file is from, by the texts that name it.

Belongs here: looking names up as whole words, and weighing the places they stand in. Not here: the
period (`period_names`), or which sighting of a content counts (`resolve`).
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from contracts.headers import FOREIGN_TYPE_WORDS, TYPE_WORD_SHORT_FORMS
from contracts.records import Refusal, UnitNaming
from contracts.registry import Registry, Unit
from ingest.period_texts import is_month_word
from ingest.refusal import first_few
from ingest.words import words

_BARE_NAME_TYPES: Final = ("kecamatan", "kelurahan", "desa", "puskesmas")
"""Units known by their place alone. "Dinas Kesehatan" is not known by "Kesehatan"."""
_PLACE_TYPE: Final = "kecamatan"
"""Of several units with one place name, the bare name means this one."""
_REGION_WORDS: Final = frozenset({"kabupaten", "kab", "kota", "provinsi", "prov"})
"""A place name after these is the region's, not a unit's."""
_OFFICE_WORDS: Final = frozenset(FOREIGN_TYPE_WORDS) - {"bagian", "kantor", "sekretariat", "badan", "rumah sakit"}
"""Words that, with a name the registry does not have, say that another office is meant."""
_FILLER: Final = frozenset(("dan", "di", "se", "atau", "skm", "survei", "survey", "hasil", "data", "tahun", "kepuasan"))
_SHOWN_TEXTS: Final = 4
_SHOWN_LENGTH: Final = 80


@dataclass(frozen=True)
class _Name:
    words: tuple[str, ...]
    unit_code: str
    full: bool
    """False for a bare place name, which needs more care than a full name."""


@dataclass(frozen=True)
class Found:
    """What one text names. `full` and `bare` are unit codes found by full names and by bare place names;
    `foreign` is an office the text names that the registry does not have."""

    full: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    foreign: str | None = None


@dataclass(frozen=True)
class NamingTexts:
    """Texts of one kind, said as a sender knows it ("judul", "nama folder")."""

    label: str
    texts: tuple[str, ...]


class UnitNames:
    """Looks up units by name and alias in a text. Built once for a registry; can be pickled."""

    def __init__(self, registry: Registry) -> None:
        """Builds the dictionary of names by their words."""
        self.by_code: dict[str, Unit] = registry.by_code
        self._by_words: dict[tuple[str, ...], _Name] = {}
        for unit in registry.units:
            for name in _full_names(unit):
                self._by_words.setdefault(name.words, name)
        for bare in _bare_names(registry):
            self._by_words.setdefault(bare.words, bare)
        lengths: dict[str, set[int]] = {}
        for first, *others in self._by_words:
            lengths.setdefault(first, set()).add(1 + len(others))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        self._words_of: dict[str, frozenset[str]] = {
            unit.unit_code: frozenset(word for text in unit.names for word in name_words(text))
            for unit in registry.units
        }
        named = "\x1e".join("\x1f".join((one.unit_code, *one.names)) for one in registry.units)
        self.state = hashlib.sha256(named.encode()).hexdigest()
        """Changes with every name that may be found."""

    def find(self, text: str) -> Found:
        """Units that a text names: whole words, the longest match at each place."""
        found_words = name_words(text)
        full: list[str] = []
        bare: list[str] = []
        foreign: str | None = None
        position = 0
        while position < len(found_words):
            name = self._longest(found_words, position)
            before = found_words[position - 1] if position else ""
            if name is not None and name.full:
                is_address = bool(full or foreign) and self.by_code[name.unit_code].unit_type == _PLACE_TYPE
                if not is_address:
                    full.append(name.unit_code)
            elif name is not None:
                if before not in FOREIGN_TYPE_WORDS and before not in _REGION_WORDS:
                    bare.append(name.unit_code)
            elif not full and foreign is None:
                foreign = self._foreign(found_words, position)
            position += len(name.words) if name is not None else 1
        return Found(frozenset(full), frozenset(bare), foreign if not full else None)

    def agrees(self, bare_code: str, full_code: str) -> bool:
        """A bare place name is part of the full name found elsewhere: folder "jatirejo", file
        "Puskesmas Jatirejo"."""
        if bare_code == full_code:
            return True
        place = self._words_of[bare_code] - {_PLACE_TYPE}
        return bool(place & self._words_of[full_code])

    def shares_place(self, code: str) -> bool:
        """Another unit's name holds the place that this one is known by: "Jatirejo" alone may be either."""
        place = self._words_of[code] - {_PLACE_TYPE}
        return any(place & found for other, found in self._words_of.items() if other != code)

    def _longest(self, found_words: list[str], position: int) -> _Name | None:
        for length in self._lengths.get(found_words[position], ()):
            if (name := self._by_words.get(tuple(found_words[position : position + length]))) is not None:
                return name
        return None

    def _foreign(self, found_words: list[str], position: int) -> str | None:
        """The office named at this place, where it is none of the registry's."""
        if found_words[position] not in _OFFICE_WORDS or position + 1 >= len(found_words):
            return None
        following = found_words[position + 1]
        if not following.isalpha() or len(following) < 3 or following in _FILLER or is_month_word(following):
            return None
        if following in FOREIGN_TYPE_WORDS or following in _REGION_WORDS:
            return None
        return " ".join(word.title() for word in found_words[position : position + 3] if word.isalpha())


def name_words(text: str) -> list[str]:
    """Words of a name, "Kec." written out, letters and digits apart ("bangsal2024")."""
    found: list[str] = []
    for word in words(text):
        letters = word.strip("0123456789")
        found.extend(
            [TYPE_WORD_SHORT_FORMS.get(letters, letters), word.replace(letters, " ").strip()] if letters else [word]
        )
    return [word for word in found if word]


def _full_names(unit: Unit) -> list[_Name]:
    found = [_Name(tuple(name_words(unit.unit_name)), unit.unit_code, full=True)]
    type_word = unit.unit_type.lower()
    for alias in (*unit.aliases, *unit.former_names):
        alias_words = tuple(name_words(alias))
        if _known_by_place(unit) and alias_words[:1] != (type_word,):
            found.append(_Name((type_word, *alias_words), unit.unit_code, full=True))
        else:
            found.append(_Name(alias_words, unit.unit_code, full=True))
    return [name for name in found if name.words]


def _bare_names(registry: Registry) -> list[_Name]:
    """Bare place names, each meaning one unit; shared by several, it means the kecamatan."""
    owners: dict[tuple[str, ...], list[Unit]] = {}
    for unit in registry.units:
        if not _known_by_place(unit):
            continue
        for text in unit.names:
            text_words = name_words(text)
            place = tuple(text_words[1:] if text_words[:1] == [unit.unit_type.lower()] else text_words)
            if place:
                owners.setdefault(place, []).append(unit)
    found: list[_Name] = []
    for place, units in owners.items():
        meant = [unit for unit in units if unit.unit_type.lower() == _PLACE_TYPE] or units
        codes = {unit.unit_code for unit in meant}
        if len(codes) == 1:
            found.append(_Name(place, codes.pop(), full=False))
    return found


def _known_by_place(unit: Unit) -> bool:
    type_word = unit.unit_type.lower()
    return type_word in _BARE_NAME_TYPES and name_words(unit.unit_name)[:1] == [type_word]


@dataclass
class _Votes:
    """Units named, and by which texts: the first text for each unit is shown to the sender."""

    full: dict[str, str] = field(default_factory=dict)
    bare: dict[str, str] = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)

    def add(self, found: Found, shown: str) -> None:
        for code in sorted(found.full):
            self.full.setdefault(code, shown)
        for code in sorted(found.bare):
            self.bare.setdefault(code, shown)
        if found.foreign is not None:
            self.foreign.setdefault(found.foreign, shown)


def path_sources(path: str) -> tuple[NamingTexts, NamingTexts]:
    """Folder names and the file name (without its ending) of a path in the inbox."""
    parts = PurePosixPath(path)
    return NamingTexts("nama folder", parts.parent.parts), NamingTexts("nama berkas", (parts.stem,))


def identify_unit(naming: UnitNaming, path: str, names: UnitNames) -> str | Refusal:
    """The code of the unit a file is from, or the refusal if it cannot be identified. Sources that disagree, and a unit
    column with several units, are refused; a bare place name gives way to a full name it is part of."""
    of_column = _Votes()
    for value in naming.column_values:
        of_column.add(names.find(value), f"kolom unit: “{_short(value)}”")
    in_column = set(of_column.full) | {
        code for code in of_column.bare if not any(names.agrees(code, full) for full in of_column.full)
    }
    if len(in_column) > 1:
        return _several(sorted(in_column), names)
    votes = of_column
    sources = (NamingTexts("judul", naming.titles), *path_sources(path), NamingTexts("nama lembar", naming.members))
    for source in sources:
        for text in source.texts:
            votes.add(names.find(text), f"{source.label}: “{_short(text)}”")
    named = dict(votes.full)
    if not named and votes.foreign:
        return _unknown((*sources, NamingTexts("kolom unit", naming.column_values)), votes)
    for code, shown in votes.bare.items():
        if not any(names.agrees(code, full) for full in votes.full):
            named.setdefault(code, shown)
    if len(named) == 1:
        return next(iter(named))
    if named:
        return _conflict(named, names)
    return _unknown((*sources, NamingTexts("kolom unit", naming.column_values)), votes)


def names_nobody(naming: UnitNaming, path: str, names: UnitNames) -> bool:
    """No title, folder, file name or sheet names a unit of the registry, or an office outside it."""
    sources = (NamingTexts("judul", naming.titles), *path_sources(path), NamingTexts("nama lembar", naming.members))
    found = (names.find(text) for source in sources for text in source.texts)
    return not any(one.full or one.bare or one.foreign is not None for one in found)


def _several(codes: list[str], names: UnitNames) -> Refusal:
    shown = first_few((names.by_code[code].unit_name for code in codes), _SHOWN_TEXTS)
    return Refusal(
        code="several_units",
        message=(
            f"Kolom unit dalam berkas ini menyebut {len(codes)} unit: {shown}. "
            "Kirim satu berkas untuk setiap unit. Bila kolom itu berisi alamat responden, ganti judul kolomnya menjadi "
            "“Alamat”."
        ),
    )


def _conflict(named: dict[str, str], names: UnitNames) -> Refusal:
    shown = "; ".join(
        f"{text} terbaca sebagai {names.by_code[code].unit_name}" for code, text in list(named.items())[:_SHOWN_TEXTS]
    )
    return Refusal(
        code="unit_conflict",
        message=(
            f"Berkas ini menyebut lebih dari satu unit: {shown}. "
            "Betulkan nama berkas, folder, atau judulnya, lalu kirim lagi."
        ),
    )


def _unknown(sources: tuple[NamingTexts, ...], votes: _Votes) -> Refusal:
    foreign = next(iter(votes.foreign.items()), None)
    if foreign is not None:
        office, shown = foreign
        what = f"{shown} menyebut “{office}”, yang tidak ada dalam daftar unit"
    else:
        texts = [f"{source.label} “{_short(text)}”" for source in sources for text in source.texts]
        what = f"Tidak ada nama unit yang dikenal. Yang terbaca: {', '.join(texts[: 2 * _SHOWN_TEXTS]) or 'tidak ada'}"
    return Refusal(
        code="unit_unknown",
        message=(
            f"{what[:1].upper()}{what[1:]}. Sebutkan nama unit pada nama berkas, folder, atau judul; "
            "bila unit ini wajib melapor, daftarkan di units.csv sebagai nama atau alias."
        ),
    )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"

"""The register of questionnaires (`questionnaires.toml`): which questions a unit asks, and about which unsur each is.

    [[questionnaire]]
    version = "16-pertanyaan"
    units = ["35.16.01"]          # absent: all units
    valid_from = 2024-01-01       # its first day; absent: since ever
    valid_to = 2025-12-31         # its last day; absent: still asked
    questions = [
        {unsur = "U1", text = "Persyaratan mudah dipenuhi", headers = ["P1"]},
        …
    ]

A file is read by the words above its columns (`text`, or one of `headers`, which may be a number: so the order of a
unit's file is declared). A home without the file has no questionnaires, and everything is read as the nine questions
that everyone knows (`contracts.unsur`). Belongs here: what the file says, and checking it. Not here: finding the
questions in a file (`ingest.questionnaires`), the mean of several (`transforms.responses.unsur_means`), the file itself
(`pipeline.questionnaire_register`).
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from math import lcm
from pathlib import Path
from typing import Any, Final

from contracts.errors import ConfigurationError
from contracts.register_rows import register_state
from contracts.unsur import MOST_QUESTIONS, UNSUR, UNSUR_BY_COLUMN, UNSUR_CODES
from contracts.written_words import word_key

TABLE: Final = "questionnaire"
_KEYS: Final = ("version", "units", "valid_from", "valid_to", "questions")
_QUESTION_KEYS: Final = ("unsur", "text", "headers")
_COLUMN_OF: Final = {unsur.code: unsur.column for unsur in UNSUR}
_EXAMPLE: Final = '{unsur = "U1", text = "Persyaratan mudah dipenuhi"}'


@dataclass(frozen=True)
class Question:
    """One question, and the unsur (its column, u1 … u9) that it is about."""

    unsur: str
    text: str
    headers: tuple[str, ...] = ()
    """What else stands above its column in files."""

    @property
    def keys(self) -> frozenset[str]:
        """What its header in a file shares with one of its texts (`word_key`)."""
        return frozenset(map(word_key, (self.text, *self.headers)))


@dataclass(frozen=True)
class Questionnaire:
    """One questionnaire. `version` is its name; `units` are codes of the registry, none: it is everyone's."""

    version: str
    questions: tuple[Question, ...]
    units: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def about(self, unsur: str) -> tuple[Question, ...]:
        """Its questions about an unsur (u1 … u9), in their order."""
        return tuple(one for one in self.questions if one.unsur == unsur)

    @property
    def parts(self) -> int:
        """In how many equal parts of an answer its means are counted."""
        return lcm(*(len(self.about(unsur)) for unsur in UNSUR_BY_COLUMN))

    def is_of(self, units: Collection[str]) -> bool:
        """Whether all these units ask it."""
        return not self.units or set(units) <= set(self.units)

    def in_force(self, month: str) -> bool:
        """Whether it is asked on any day of a month (2024-07)."""
        first, last = (day and f"{day:%Y-%m}" for day in (self.valid_from, self.valid_to))
        return (not first or first <= month) and (not last or month <= last)

    def shares_units(self, other: "Questionnaire") -> bool:
        """Whether a unit asks both."""
        return not self.units or not other.units or not set(self.units).isdisjoint(other.units)

    def overlaps(self, other: "Questionnaire") -> bool:
        """Whether there is a day on which both are asked."""
        starts = max(self.valid_from or date.min, other.valid_from or date.min)
        return starts <= min(self.valid_to or date.max, other.valid_to or date.max)


@dataclass(frozen=True)
class Questionnaires:
    """All questionnaires, in the order of the file."""

    questionnaires: tuple[Questionnaire, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.questionnaires)

    def __iter__(self) -> Iterator[Questionnaire]:
        return iter(self.questionnaires)

    def asked(self, unit_code: str, first: date, last: date) -> Questionnaire | None:
        """What a unit asks on any of these days; of several the last."""
        days = Questionnaire("", (), valid_from=first, valid_to=last)
        theirs = [one for one in self.questionnaires if one.is_of((unit_code,)) and one.overlaps(days)]
        return max(theirs, key=lambda one: one.valid_from or date.min, default=None)

    @property
    def parts(self) -> tuple[int, ...]:
        """In how many parts of an answer their means are counted: each number once."""
        return tuple(sorted({one.parts for one in self.questionnaires}))

    @property
    def state(self) -> str:
        """A hash that changes with whatever is registered; empty where nothing is."""
        return register_state(self.questionnaires)


NO_QUESTIONNAIRES: Final = Questionnaires()


def chosen(found: Collection[Questionnaire], units: Collection[str]) -> Questionnaire | None:
    """Of the questionnaires whose questions all stand in a file, the one by which these units' file is read: theirs,
    and of several the one with most questions. While nobody knows whose the file is, of all. None where it is no
    questionnaire of theirs."""
    theirs = [one for one in found if one.is_of(units)]
    return max(theirs, key=lambda one: len(one.questions), default=None)


def questionnaires_of(path: Path, text: str, unit_codes: Collection[str]) -> Questionnaires:
    """The register of the text of `questionnaires.toml` (`path` is only named). `unit_codes`: those of the registry.
    Raises ConfigurationError naming questionnaire, question, value and what is right."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            f"{path}: bukan TOML yang benar ({error}). Contoh isinya ada dalam docs/operation.md."
        ) from error
    _check_keys(f"{path}", written, (TABLE,))
    tables = written.get(TABLE, [])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise ConfigurationError(f"{path}: tulis setiap kuesioner di bawah baris [[{TABLE}]], dengan dua kurung siku.")
    questionnaires = tuple(
        _questionnaire(f"{path} kuesioner ke-{number}", one, unit_codes) for number, one in enumerate(tables, start=1)
    )
    _check_together(path, questionnaires)
    return Questionnaires(questionnaires)


def _questionnaire(place: str, written: Mapping[str, Any], unit_codes: Collection[str]) -> Questionnaire:
    version = written.get("version")
    if not isinstance(version, str) or not version.strip():
        raise ConfigurationError(f'{place}: version belum diisi. Beri nama, misalnya version = "16-pertanyaan".')
    place = f"{place} ('{version}')"
    _check_keys(place, written, _KEYS)
    questions = written.get("questions")
    if not isinstance(questions, list) or not questions:
        raise ConfigurationError(f"{place}: questions belum diisi. Tulis semua pertanyaannya, misalnya {_EXAMPLE}.")
    valid_from, valid_to = (_day(place, key, written.get(key)) for key in ("valid_from", "valid_to"))
    if valid_from and valid_to and valid_from > valid_to:
        raise ConfigurationError(f"{place}: valid_from {valid_from} sesudah valid_to {valid_to}. Tukar keduanya.")
    questionnaire = Questionnaire(
        version=version.strip(),
        questions=tuple(
            _question(f"{place} pertanyaan ke-{number}", one) for number, one in enumerate(questions, start=1)
        ),
        units=_units(place, written.get("units", []), unit_codes),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _check_questions(place, questionnaire)
    return questionnaire


def _units(place: str, written: object, unit_codes: Collection[str]) -> tuple[str, ...]:
    if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
        raise ConfigurationError(f'{place}: units bukan daftar kode unit. Tulis misalnya units = ["35.16.01"].')
    for code in written:
        if code not in unit_codes:
            raise ConfigurationError(
                f"{place}: unit '{code}' tidak ada dalam units.csv. Tulis kode unitnya (lihat: skm units), atau hapus "
                "baris units bila kuesioner ini milik semua unit."
            )
    return tuple(written)


def _day(place: str, key: str, written: object) -> date | None:
    if written is None or (isinstance(written, date) and not isinstance(written, datetime)):
        return written
    raise ConfigurationError(f"{place}: {key} bukan tanggal. Tulis tanpa tanda kutip, misalnya {key} = 2024-01-01.")


def _question(place: str, written: object) -> Question:
    if not isinstance(written, dict):
        raise ConfigurationError(f"{place}: tulis unsur dan teksnya, misalnya {_EXAMPLE}.")
    _check_keys(place, written, _QUESTION_KEYS)
    unsur, text, headers = written.get("unsur"), written.get("text"), written.get("headers", [])
    if not isinstance(unsur, str) or unsur not in _COLUMN_OF:
        raise ConfigurationError(
            f"{place}: unsur {unsur!r} tidak dikenal. Pilihan: {', '.join(UNSUR_CODES)}. Unsur tambahan (U10 dan "
            "seterusnya) belum dapat dihitung: hapus pertanyaannya dari daftar ini; kolomnya dalam berkas dilewati."
        )
    texts = [text, *headers] if isinstance(headers, list) else [None]
    if not all(isinstance(one, str) and word_key(one) for one in texts):
        raise ConfigurationError(
            f"{place}: text harus berisi huruf atau angka, dan headers daftar teks. Tulis pertanyaannya seperti pada "
            f"judul kolom berkas, misalnya {_EXAMPLE}."
        )
    return Question(_COLUMN_OF[unsur], str(text), tuple(map(str, headers)))


def _check_keys(place: str, written: Mapping[str, Any], known: Collection[str]) -> None:
    unknown = [key for key in written if key not in known]
    if unknown:
        raise ConfigurationError(
            f"{place}: kunci '{unknown[0]}' tidak dikenal. Kunci yang dikenal: {', '.join(known)}. Bobot tidak diatur "
            "di sini: semua unsur berbobot sama, menurut method.weight dalam settings.toml."
        )


def _check_questions(place: str, questionnaire: Questionnaire) -> None:
    """A text belongs to one question, and every unsur has at least one."""
    asked: dict[str, Question] = {}
    for question in questionnaire.questions:
        for key in sorted(question.keys):
            other = asked.setdefault(key, question)
            if other is not question:
                both = " dan ".join(dict.fromkeys(UNSUR_BY_COLUMN[one.unsur].code for one in (other, question)))
                raise ConfigurationError(
                    f"{place}: '{question.text}' tertulis pada dua pertanyaan ({both}). Satu kolom berkas milik satu "
                    "pertanyaan: hapus salah satunya."
                )
    for unsur in UNSUR:
        questions = questionnaire.about(unsur.column)
        if not questions:
            raise ConfigurationError(
                f"{place}: tidak ada pertanyaan tentang {unsur.code} {unsur.name}. IKM memerlukan kesembilan unsur: "
                "tambahkan pertanyaannya."
            )
        if len(questions) > MOST_QUESTIONS:
            raise ConfigurationError(
                f"{place}: {len(questions)} pertanyaan tentang {unsur.code} {unsur.name}; paling banyak "
                f"{MOST_QUESTIONS}."
            )


def _check_together(path: Path, questionnaires: Collection[Questionnaire]) -> None:
    """A version is named once, a unit asks one questionnaire on any day, and a file tells by its questions which."""
    for one, other in combinations(questionnaires, 2):
        names = f"{path}: kuesioner '{one.version}' dan '{other.version}'"
        if one.version.casefold() == other.version.casefold():
            raise ConfigurationError(f"{path}: version '{one.version}' muncul dua kali. Beri nama yang berbeda.")
        if not one.shares_units(other):
            continue
        shared = ", ".join(sorted(set(one.units) & set(other.units))) or "semua unit"
        if one.overlaps(other):
            raise ConfigurationError(
                f"{names} berlaku pada hari yang sama untuk {shared}. Beri valid_to pada yang lama dan valid_from pada "
                "yang baru, atau pisahkan unitnya."
            )
        alike = [(a, b) for a in one.questions for b in other.questions if not a.keys.isdisjoint(b.keys)]
        all_alike = len({a for a, _ in alike}) == len(one.questions) == len(other.questions)
        if all_alike and any(a.unsur != b.unsur for a, b in alike):
            raise ConfigurationError(
                f"{names} ({shared}) berisi pertanyaan yang sama pada unsur yang berbeda, sehingga berkas tidak dapat "
                "menunjukkan kuesioner mana yang dipakai. Tulis bunyi pertanyaannya yang berbeda, seperti dalam berkas."
            )

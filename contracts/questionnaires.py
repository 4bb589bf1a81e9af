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
    further_unsur = {U10 = "Transparansi"}            # asked too, by questions with unsur = "U10"
    weights = {U1 = 0.1, U2 = 0.1, …, U10 = "1/10"}   # the unit's own, which add up to 1
    without = "U4"                # the unsur that it does not ask about; absent: it asks about all nine

    [[questionnaire.survey]]      # another survey in the same files, with an index of its own
    code = "SPAK"
    name = "Survei Persepsi Anti Korupsi"
    scale = 6                     # answers from 1 to this
    factor = "100/6"              # index = mean answer × this
    questions = [{text = "Tidak ada pungutan di luar tarif"}, …]

What is asked beyond the nine unsur is in no IKM (`transforms.figures.further_figures`). Nor are answers to a
questionnaire that leaves an unsur out: of these eight an index of its own is made, by its weights or by equal ones.

A file is read by the words above its columns (`text`, or one of `headers`, which may be a number: so the order of a
unit's file is declared). A home without the file has no questionnaires, and everything is read as the nine questions
that everyone knows (`contracts.unsur`). Belongs here: what the file says, and checking it. Not here: finding the
questions in a file (`ingest.questionnaires`), the mean of several (`transforms.responses.unsur_means`), the file itself
(`pipeline.questionnaire_register`).
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import lcm
from pathlib import Path
from typing import Any, Final

from contracts.errors import ConfigurationError
from contracts.register_rows import register_state
from contracts.unsur import (
    COLUMN_BY_CODE,
    FURTHER_UNSUR_CODES,
    MOST_QUESTIONS,
    SCALE,
    UNSUR,
    UNSUR_BY_COLUMN,
    UNSUR_CODES,
    Unsur,
)
from contracts.written_words import word_key

TABLE: Final = "questionnaire"
_KEYS: Final = (
    *("version", "units", "valid_from", "valid_to", "questions"),
    *("further_unsur", "weights", "without", "survey"),
)
_QUESTION_KEYS: Final = ("unsur", "text", "headers")
_FURTHER_KEYS: Final = (*_QUESTION_KEYS, "answers")
_SURVEY_KEYS: Final = ("code", "name", "scale", "factor", "questions")
_SURVEY_CODE: Final = re.compile(r"(?!U\d|IKM$)[A-Z][A-Z0-9-]{1,9}")
OWN_INDEX: Final = "IKM"
"""Code of the index by a unit's own weights among the figures of its questionnaire."""
_SCALES: Final = range(2, 11)
"""Highest answers that a survey may have."""
FINEST: Final = 10**6
"""An index by own weights is counted in at most so many parts of an answer: so sums of squares stay within 64 bits."""
_FINEST_FACTOR: Final = 10**4
_HIGHEST_INDEX: Final = 1000
_EXAMPLE: Final = '{unsur = "U1", text = "Persyaratan mudah dipenuhi"}'


@dataclass(frozen=True)
class Question:
    """One question, and what it is about: the unsur (its column, u1 … u9, or the code of a further one, U10 …), or the
    code of another survey."""

    unsur: str
    text: str
    headers: tuple[str, ...] = ()
    """What else stands above its column in files."""
    answers: tuple[str, ...] = ()
    """Of a question beyond the nine unsur: the words for 1, 2, 3 …; none where files have numbers."""

    @property
    def keys(self) -> frozenset[str]:
        """What its header in a file shares with one of its texts (`word_key`)."""
        return frozenset(map(word_key, (self.text, *self.headers)))


@dataclass(frozen=True)
class FurtherUnsur:
    """An unsur beyond the nine, asked on their scale: its code (U10 …), and what it is called."""

    code: str
    name: str


@dataclass(frozen=True)
class Survey:
    """Another survey in the same files, such as SPAK or SPKP: its answers go from 1 to `scale`, and its index is the
    mean answer times `factor`."""

    code: str
    name: str
    scale: int
    factor: Fraction


@dataclass(frozen=True)
class Questionnaire:
    """One questionnaire. `version` is its name; `units` are codes of the registry, none: it is everyone's. `questions`
    are those about the nine unsur, `further_questions` all others, in the order of the file."""

    version: str
    questions: tuple[Question, ...]
    units: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    further_questions: tuple[Question, ...] = ()
    further_unsur: tuple[FurtherUnsur, ...] = ()
    surveys: tuple[Survey, ...] = ()
    weights: tuple[tuple[str, Fraction], ...] = ()
    """By code of an unsur (U1 … U12), the unit's own; none where it has none."""
    without: str = ""
    """Code of the unsur that it does not ask about; empty: it asks about all nine."""

    @property
    def asks_others(self) -> bool:
        """Whether it asks about other unsur than the nine, or weighs the nine otherwise."""
        return bool(self.further_unsur or (self.weights and not self.without))

    @property
    def unsur(self) -> tuple[Unsur, ...]:
        """Those of the nine that it asks about."""
        return tuple(one for one in UNSUR if one.code != self.without)

    @property
    def all_questions(self) -> tuple[Question, ...]:
        """All of them: where they all stand in a file, it is read by this questionnaire."""
        return (*self.questions, *self.further_questions)

    def scale_of(self, question: Question) -> int:
        """The highest answer to one of its questions."""
        return next((one.scale for one in self.surveys if one.code == question.unsur), max(SCALE))

    def about(self, unsur: str) -> tuple[Question, ...]:
        """Its questions about an unsur (u1 … u9, U10 …) or of another survey, in their order."""
        return tuple(one for one in self.all_questions if one.unsur == unsur)

    @property
    def parts(self) -> int:
        """In how many equal parts of an answer its means are counted."""
        return lcm(*(len(self.about(unsur.column)) for unsur in self.unsur))

    @property
    def weight_parts(self) -> int:
        """The same of an index by its own weights."""
        return lcm(
            *(
                weight.denominator * (self.parts if code in UNSUR_CODES else len(self.about(code)))
                for code, weight in self.weights
            )
        )

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

    def asked_between(self, first: date, last: date) -> tuple[Questionnaire, ...]:
        """Those that are asked on any of these days."""
        days = Questionnaire("", (), valid_from=first, valid_to=last)
        return tuple(one for one in self.questionnaires if one.overlaps(days))

    def asked(self, unit_code: str, first: date, last: date) -> Questionnaire | None:
        """What a unit asks on any of these days; of several the last."""
        theirs = [one for one in self.asked_between(first, last) if one.is_of((unit_code,))]
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
    return max(theirs, key=lambda one: len(one.all_questions), default=None)


def questionnaires_of(path: Path, text: str, unit_codes: Collection[str]) -> Questionnaires:
    """The register of the text of `questionnaires.toml` (`path` is only named). `unit_codes`: those of the registry.
    Raises ConfigurationError naming questionnaire, question, value and what is right."""
    try:
        written = tomllib.loads(text, parse_float=Decimal)
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
    further_unsur = _further_unsur(place, written.get("further_unsur", {}))
    without = _without(place, written.get("without", ""))
    asked = [
        _question(f"{place} pertanyaan ke-{number}", one, further_unsur)
        for number, one in enumerate(questions, start=1)
    ]
    surveys = [_survey(place, number, one) for number, one in enumerate(_tables(place, written), start=1)]
    questionnaire = Questionnaire(
        version=version.strip(),
        questions=tuple(one for one in asked if one.unsur in UNSUR_BY_COLUMN),
        units=_units(place, written.get("units", []), unit_codes),
        valid_from=valid_from,
        valid_to=valid_to,
        further_questions=(
            *(one for one in asked if one.unsur not in UNSUR_BY_COLUMN),
            *(question for _, of_survey in surveys for question in of_survey),
        ),
        further_unsur=further_unsur,
        surveys=tuple(survey for survey, _ in surveys),
        weights=_weights(place, written.get("weights", {}), further_unsur, without),
        without=without,
    )
    _check_questions(place, questionnaire)
    return questionnaire


def _further_unsur(place: str, written: object) -> tuple[FurtherUnsur, ...]:
    example = 'Tulis misalnya further_unsur = {U10 = "Transparansi"}.'
    if not isinstance(written, dict):
        raise ConfigurationError(f"{place}: further_unsur bukan daftar kode dan nama. {example}")
    nine = {word_key(unsur.name): unsur for unsur in UNSUR}
    for code, name in written.items():
        if code not in FURTHER_UNSUR_CODES:
            raise ConfigurationError(
                f"{place}: kode unsur tambahan '{code}' tidak dikenal. Pilihan: {', '.join(FURTHER_UNSUR_CODES)}."
            )
        if not isinstance(name, str) or not word_key(name):
            raise ConfigurationError(f"{place}: unsur tambahan {code} belum diberi nama. {example}")
        if (same := nine.get(word_key(name))) is not None:
            raise ConfigurationError(
                f"{place}: '{name}' adalah {same.code}, bukan unsur tambahan. Tulis pertanyaannya dengan "
                f'unsur = "{same.code}", dan hapus {code}.'
            )
    return tuple(FurtherUnsur(code, written[code].strip()) for code in FURTHER_UNSUR_CODES if code in written)


def _without(place: str, written: object) -> str:
    if isinstance(written, str) and written in ("", *UNSUR_CODES):
        return written
    raise ConfigurationError(
        f"{place}: without {written!r} bukan kode satu unsur. Tulis unsur yang tidak ditanyakan, misalnya "
        f'without = "U4", atau hapus baris itu. Pilihan: {", ".join(UNSUR_CODES)}.'
    )


def _weights(
    place: str, written: object, further: Collection[FurtherUnsur], without: str
) -> tuple[tuple[str, Fraction], ...]:
    """Own weights, exactly as written: all unsur that it asks about, further ones where they count, together 1. Where
    an unsur is left out, further ones cannot count, and the weights are equal where none are written: the nine have
    those of the regency."""
    asked = [code for code in UNSUR_CODES if code != without]
    if not written:
        return tuple((code, Fraction(1, len(asked))) for code in asked) if without else ()
    may = (*asked, *(one.code for one in further))
    if not isinstance(written, dict) or not set(asked) <= set(written) <= set(may):
        every = f"semua unsur selain {without}" if without else "kesembilan unsur"
        raise ConfigurationError(
            f"{place}: weights harus memuat bobot {every}, dan hanya unsur kuesioner ini ({', '.join(may)}). "
            'Tulis misalnya weights = {U1 = 0.2, U2 = 0.1, …}, atau pecahan seperti "1/9".'
        )
    if without and (more := [code for code in may if code in written and code not in asked]):
        raise ConfigurationError(
            f"{place}: bobot {more[0]} tidak dapat ditulis bersama without. Indeks kuesioner yang tidak menanyakan "
            f"{without} hanya dari unsur yang lain di antara kesembilan unsur: hapus {more[0]} dari weights; hasil "
            "unsur tambahan tetap ditampilkan tersendiri."
        )
    weights = tuple((code, _fraction(f"{place}: bobot {code}", written[code])) for code in may if code in written)
    together = sum((weight for _, weight in weights), Fraction(0))
    if together != 1:
        raise ConfigurationError(
            f"{place}: bobot berjumlah {as_written(together)}, harus tepat 1. Ubah bobotnya sampai jumlahnya 1; "
            f'bobot yang sama untuk semua unsur ditulis "1/{len(asked)}", bukan desimal yang dibulatkan.'
        )
    return weights


def _fraction(place: str, written: object) -> Fraction:
    """A number above zero, as exact as it is written: 0.11, 25, "100/6"."""
    number: Fraction | None = None
    if isinstance(written, int | Decimal | str) and not isinstance(written, bool):
        try:
            number = Fraction(written)
        except (ValueError, ZeroDivisionError, OverflowError):
            number = None
    if number is None or number <= 0:
        raise ConfigurationError(
            f'{place} bukan angka lebih dari nol. Tulis dengan titik, misalnya 0.11, atau pecahan, misalnya "1/9".'
        )
    return number


def as_written(number: Fraction) -> str:
    """A number as people write it: 1.02 as "1,02", and what has no end as the fraction."""
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{decimal:f}".replace(".", ",") if Fraction(decimal) == number else f"{number}"


def _tables(place: str, written: Mapping[str, Any]) -> list[Any]:
    tables = written.get("survey", [])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise ConfigurationError(f"{place}: tulis survei lain di bawah baris [[{TABLE}.survey]], dengan dua kurung.")
    return tables


def _survey(place: str, number: int, written: Mapping[str, Any]) -> tuple[Survey, tuple[Question, ...]]:
    place = f"{place} survei ke-{number}"
    _check_keys(place, written, _SURVEY_KEYS)
    code, name, scale, questions = (written.get(key) for key in ("code", "name", "scale", "questions"))
    if not isinstance(code, str) or not _SURVEY_CODE.fullmatch(code):
        raise ConfigurationError(
            f'{place}: code harus huruf besar, angka, atau tanda hubung, bukan IKM atau unsur, misalnya code = "SPAK".'
        )
    place = f"{place} ({code})"
    if not isinstance(name, str) or not word_key(name):
        raise ConfigurationError(f'{place}: name belum diisi, misalnya name = "Survei Persepsi Anti Korupsi".')
    if type(scale) is not int or scale not in _SCALES:
        raise ConfigurationError(
            f"{place}: scale adalah jawaban tertinggi, angka {_SCALES[0]} sampai {_SCALES[-1]}, misalnya scale = 4."
        )
    if not isinstance(questions, list) or not questions:
        raise ConfigurationError(f'{place}: questions belum diisi, misalnya questions = [{{text = "Tidak ada calo"}}].')
    survey = Survey(code, name.strip(), scale, _fraction(f"{place}: factor", written.get("factor")))
    if survey.factor.denominator > _FINEST_FACTOR or scale * survey.factor > _HIGHEST_INDEX:
        raise ConfigurationError(
            f"{place}: factor {as_written(survey.factor)} terlalu rinci atau terlalu besar. Indeks adalah rata-rata "
            f'jawaban kali factor, misalnya factor = 25 untuk skala 4, atau "100/6" untuk skala 6.'
        )
    return survey, tuple(
        _question_of_survey(f"{place} pertanyaan ke-{position}", one, survey)
        for position, one in enumerate(questions, start=1)
    )


def _question_of_survey(place: str, written: object, survey: Survey) -> Question:
    if not isinstance(written, dict) or "unsur" in written:
        raise ConfigurationError(f'{place}: tulis teksnya tanpa unsur, misalnya {{text = "Tidak ada calo"}}.')
    _check_keys(place, written, _FURTHER_KEYS[1:])
    return _worded(place, survey.code, written, survey.scale)


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


def _question(place: str, written: object, further: Collection[FurtherUnsur]) -> Question:
    if not isinstance(written, dict):
        raise ConfigurationError(f"{place}: tulis unsur dan teksnya, misalnya {_EXAMPLE}.")
    unsur = written.get("unsur")
    known = (*UNSUR_CODES, *(one.code for one in further))
    if not isinstance(unsur, str) or unsur not in known:
        raise ConfigurationError(
            f"{place}: unsur {unsur!r} tidak dikenal. Pilihan: {', '.join(known)}. Unsur tambahan diberi nama dahulu, "
            'misalnya further_unsur = {U10 = "Transparansi"}.'
        )
    _check_keys(place, written, _QUESTION_KEYS if unsur in COLUMN_BY_CODE else _FURTHER_KEYS)
    return _worded(place, COLUMN_BY_CODE.get(unsur, unsur), written, max(SCALE))


def _worded(place: str, about: str, written: Mapping[str, Any], scale: int) -> Question:
    """A question with its words: above its column, and of its answers."""
    text, headers, answers = written.get("text"), written.get("headers", []), written.get("answers", [])
    texts = [text, *headers] if isinstance(headers, list) else [None]
    if not all(isinstance(one, str) and word_key(one) for one in texts):
        raise ConfigurationError(
            f"{place}: text harus berisi huruf atau angka, dan headers daftar teks. Tulis pertanyaannya seperti pada "
            f"judul kolom berkas, misalnya {_EXAMPLE}."
        )
    is_list = isinstance(answers, list) and all(isinstance(one, str) and word_key(one) for one in answers)
    if not is_list or (answers and len(set(map(word_key, answers))) != scale):
        raise ConfigurationError(
            f"{place}: answers harus {scale} jawaban yang berbeda, dari yang bernilai 1 sampai {scale}; hapus bila "
            "berkas berisi angka."
        )
    return Question(about, str(text), tuple(map(str, headers)), tuple(map(str, answers)))


def _check_keys(place: str, written: Mapping[str, Any], known: Collection[str]) -> None:
    unknown = [key for key in written if key not in known]
    if unknown:
        raise ConfigurationError(
            f"{place}: kunci '{unknown[0]}' tidak dikenal. Kunci yang dikenal: {', '.join(known)}."
        )


def _check_questions(place: str, questionnaire: Questionnaire) -> None:
    """A text belongs to one question, and every unsur has at least one."""
    asked: dict[str, Question] = {}
    for question in questionnaire.all_questions:
        for key in sorted(question.keys):
            other = asked.setdefault(key, question)
            if other is not question:
                both = " dan ".join(dict.fromkeys(one.unsur.upper() for one in (other, question)))
                raise ConfigurationError(
                    f"{place}: '{question.text}' tertulis pada dua pertanyaan ({both}). Satu kolom berkas milik satu "
                    "pertanyaan: hapus salah satunya."
                )
    codes = [one.code for one in questionnaire.surveys]
    if twice := [code for code in codes if codes.count(code) > 1]:
        raise ConfigurationError(f"{place}: survei {twice[0]} muncul dua kali. Gabungkan pertanyaannya.")
    for further in questionnaire.further_unsur:
        if not questionnaire.about(further.code):
            raise ConfigurationError(
                f"{place}: tidak ada pertanyaan tentang {further.code} {further.name}. Tambahkan pertanyaannya, atau "
                "hapus dari further_unsur."
            )
    for unsur in UNSUR:
        questions = questionnaire.about(unsur.column)
        if unsur.code == questionnaire.without:
            if questions:
                raise ConfigurationError(
                    f"{place}: without menyebut {unsur.code} {unsur.name}, padahal ada pertanyaannya. Hapus salah "
                    "satunya."
                )
            continue
        if not questions:
            raise ConfigurationError(
                f"{place}: tidak ada pertanyaan tentang {unsur.code} {unsur.name}. IKM memerlukan kesembilan unsur: "
                f'tambahkan pertanyaannya. Bila unsur itu memang tidak ditanyakan, tulis without = "{unsur.code}": '
                "unit itu lalu tidak punya IKM, hanya indeks dari unsur yang ditanyakan."
            )
        if len(questions) > MOST_QUESTIONS:
            raise ConfigurationError(
                f"{place}: {len(questions)} pertanyaan tentang {unsur.code} {unsur.name}; paling banyak "
                f"{MOST_QUESTIONS}."
            )
    if questionnaire.weight_parts > FINEST:
        raise ConfigurationError(
            f"{place}: bobot terlalu rinci. Tulis paling banyak empat angka di belakang koma; bila satu unsur punya "
            "beberapa pertanyaan, lebih sedikit, misalnya dua."
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
        alike = [(a, b) for a in one.all_questions for b in other.all_questions if not a.keys.isdisjoint(b.keys)]
        all_alike = len({a for a, _ in alike}) == len(one.all_questions) == len(other.all_questions)
        if all_alike and any(a.unsur != b.unsur for a, b in alike):
            raise ConfigurationError(
                f"{names} ({shared}) berisi pertanyaan yang sama pada unsur yang berbeda, sehingga berkas tidak dapat "
                "menunjukkan kuesioner mana yang dipakai. Tulis bunyi pertanyaannya yang berbeda, seperti dalam berkas."
            )

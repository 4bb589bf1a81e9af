"""`skm questionnaires`: the register of questionnaires, checked.

Not here: what it may say (`contracts.questionnaires`), how a file was read (`cli.status`).
"""

from pathlib import Path

from cli.output import console, show_json, show_table
from contracts.home import Home
from contracts.questionnaires import Questionnaire
from contracts.registry import load_registry
from contracts.unsur import UNSUR
from pipeline import questionnaire_register
from pipeline.homes import check_prepared

_COLUMNS = {
    "version": "Kuesioner",
    "units": "Unit",
    "valid_from": "Sejak",
    "valid_to": "Sampai",
    "questions": "Pertanyaan",
    "by_unsur": "Per unsur",
    "beyond": "Selain itu",
}


def show_questionnaires(root: Path, *, as_json: bool) -> None:
    """The questionnaires of a home. Raises ConfigurationError naming what is wrong with one."""
    home = Home(root)
    check_prepared(home)
    registered = questionnaire_register.load(home, load_registry(home.units))
    rows = [_row(one) for one in registered]
    if as_json:
        show_json({"questionnaires": rows})
        return
    shown = [
        {
            **_row(one),
            "units": ", ".join(one.units) or "semua",
            "by_unsur": _in_words(_questions(one)),
            "beyond": _beyond_in_words(one),
        }
        for one in registered
    ]
    empty = "tidak ada; semua berkas dibaca dengan sembilan pertanyaan."
    show_table("Daftar kuesioner", shown, _COLUMNS, whole=("version",), empty=empty)
    if rows:
        console().print("questionnaires.toml benar; skm run membaca berkas menurut daftar ini.", markup=False)


def _row(one: Questionnaire) -> dict[str, object]:
    return {
        "version": one.version,
        "units": one.units,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "questions": len(one.questions),
        "by_unsur": _questions(one),
        "beyond": _beyond(one),
        "weights": {code: str(weight) for code, weight in one.weights},
    }


def _questions(one: Questionnaire) -> dict[str, int]:
    """How many there are about each unsur."""
    return {unsur.code: len(one.about(unsur.column)) for unsur in UNSUR}


def _beyond(one: Questionnaire) -> dict[str, int]:
    """How many there are about each further unsur, and of each other survey."""
    return {about.code: len(one.about(about.code)) for abouts in (one.further_unsur, one.surveys) for about in abouts}


def _beyond_in_words(one: Questionnaire) -> str:
    asked = [f"{code} {count}" for code, count in _beyond(one).items()]
    return ", ".join([*asked, "bobot sendiri"] if one.weights else asked)


def _in_words(by_unsur: dict[str, int]) -> str:
    """Only where it is more than one question."""
    several = [f"{code} {count}" for code, count in by_unsur.items() if count > 1]
    without = [f"tanpa {code}" for code, count in by_unsur.items() if not count]
    return ", ".join([*without, *several]) or "satu pertanyaan tiap unsur"

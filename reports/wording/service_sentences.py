"""Every sentence with a figure of services (jenis layanan).

Belongs here: wording in Bahasa Indonesia. Not here: where a sentence stands (`reports.unit.unit_services`).
"""

from collections.abc import Sequence
from typing import Final

from reports.figures.service_figures import ServiceFigure
from reports.figures.unit_figures import UnitFigures
from reports.wording.indonesian import decimal_number, joined, whole_number
from reports.wording.unit_sentences import CONFIDENCE_LABEL

FREE_SERVICES_SENTENCE: Final = (
    "Layanan yang namanya sama, di semua unit yang mendaftarkannya. Layanan gratis bernilai 4 pada U4 (biaya/tarif) "
    "menurut aturan: bandingkan yang sama biayanya. Internal, tidak untuk publik."
)


def services_sentence(figures: UnitFigures) -> str:
    """How many named a registered service, and how far apart the services lie; empty where nobody did."""
    known = [one for one in figures.services if one.known]
    if not known:
        return ""
    people = sum(one.respondents for one in known)
    told = (
        f"Sebanyak {whole_number(people)} dari {whole_number(figures.index.respondents)} responden menyebut salah satu "
        f"dari {whole_number(len(known))} jenis layanan yang terdaftar."
    )
    highest, lowest = (choose(one.ikm for one in known) for choose in (max, min))
    if highest == lowest:
        return told if len(known) == 1 else f"{told} IKM semuanya sama, {decimal_number(highest)}."
    return (
        f"{told} IKM tertinggi {decimal_number(highest)} ({_names(known, highest)}) dan terendah "
        f"{decimal_number(lowest)} ({_names(known, lowest)})."
    )


def _names(services: Sequence[ServiceFigure], ikm: object) -> str:
    return joined([one.service_name for one in services if one.ikm == ikm])


def intervals_sentence() -> str:
    """How to read the intervals."""
    return (
        f"Selang kepercayaan {CONFIDENCE_LABEL} menunjukkan ketepatan setiap nilai: layanan dengan sedikit responden "
        "memiliki selang yang lebar."
    )


def unknown_sentence(figures: UnitFigures) -> str:
    """Those of whom the service is not known; empty where there are none."""
    people = sum(one.respondents for one in figures.services if not one.known)
    if not people:
        return ""
    return (
        f"Sebanyak {whole_number(people)} responden tidak menyebut layanan, atau menyebut yang tidak terdaftar; "
        "jawaban mereka dihitung dalam IKM unit."
    )


def service_interval(service: ServiceFigure) -> str:
    """The interval as a range."""
    return f"{decimal_number(service.ikm_low)} – {decimal_number(service.ikm_high)}"

"""Every sentence with a figure of services (jenis layanan).

Belongs here: wording in Bahasa Indonesia. Not here: where a sentence stands (`reports.unit.unit_services`).
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from reports.figures.service_figures import RankedServiceFigure, ServiceFigure
from reports.figures.unit_figures import UnitFigures
from reports.wording.indonesian import decimal_number, joined, long_date, whole_number
from reports.wording.unit_sentences import CONFIDENCE_LABEL, few_respondents

FREE_SERVICES_SENTENCE: Final = (
    "Layanan yang namanya sama, di semua unit yang mendaftarkannya. Layanan gratis bernilai 4 pada U4 (biaya/tarif) "
    "menurut aturan: bandingkan yang sama biayanya. Internal, tidak untuk publik."
)


def services_sentence(figures: UnitFigures) -> str:
    """How many named a registered service, and how far apart the services lie; empty where nobody did. The public is
    told how many services it sees."""
    known = [one for one in figures.services if one.known]
    if not known:
        return ""
    people = sum(one.respondents for one in known)
    counted = f"{whole_number(len(known))} jenis layanan yang terdaftar"
    told = (
        f"Ditampilkan {counted}."
        if figures.public
        else f"Sebanyak {whole_number(people)} dari {whole_number(figures.index.respondents)} responden menyebut salah "
        f"satu dari {counted}."
    )
    highest, lowest = (choose(one.ikm for one in known) for choose in (max, min))
    if highest == lowest:
        return told if len(known) == 1 else f"{told} IKM semuanya sama, {decimal_number(highest)}."
    apart = _told_apart(known, highest, lowest)
    if apart is None:
        return f"{told} IKM-nya antara {decimal_number(lowest)} dan {decimal_number(highest)}."
    if not apart:
        return (
            f"{told} IKM-nya antara {decimal_number(lowest)} dan {decimal_number(highest)}; selang kepercayaannya "
            "bertumpang tindih, sehingga layanan tertinggi dan terendah tidak dapat dibedakan."
        )
    return (
        f"{told} IKM tertinggi {decimal_number(highest)} ({_names(known, highest)}) dan terendah "
        f"{decimal_number(lowest)} ({_names(known, lowest)})."
    )


def _told_apart(services: Sequence[ServiceFigure], highest: Decimal, lowest: Decimal) -> bool | None:
    """Whether the intervals of the best lie wholly above those of the weakest; None where one of them is not
    known. That asks for more than that two means differ at 95 %, as two that were picked out of several ought to."""
    best = [one.ikm_low for one in services if one.ikm == highest]
    weakest = [one.ikm_high for one in services if one.ikm == lowest]
    lows, highs = ([end for end in ends if end is not None] for ends in (best, weakest))
    return min(lows) > max(highs) if (len(lows), len(highs)) == (len(best), len(weakest)) else None


def _names(services: Sequence[ServiceFigure], ikm: object) -> str:
    return joined([one.service_name for one in services if one.ikm == ikm])


def service_name(service: ServiceFigure) -> str:
    """What it is called, and since when its figures stand where newer ones would tell of a few people."""
    since = service.figures_of
    return service.service_name if since is None else f"{service.service_name} (angka per {long_date(since)})"


def intervals_sentence(figures: UnitFigures) -> str:
    """How to read the intervals; of the public, which has none, why a service may be missing."""
    if figures.public:
        return (
            "Layanan yang angkanya, sendiri atau dikurangkan dari angka lain, mengungkap jawaban beberapa orang tidak "
            "ditampilkan; jawaban mereka dihitung dalam IKM unit."
        )
    return (
        f"Selang kepercayaan {CONFIDENCE_LABEL} menunjukkan ketepatan setiap nilai: layanan dengan sedikit responden "
        "memiliki selang yang lebar."
    )


def unknown_sentence(figures: UnitFigures) -> str:
    """Those of whom the service is not known; empty where there are none."""
    people = sum(one.respondents for one in figures.services if not one.known)
    if not people:
        return ""
    if figures.public:
        return "Yang tidak menyebut layanan, atau menyebut yang tidak terdaftar, ada pada baris tersendiri."
    return (
        f"Sebanyak {whole_number(people)} responden tidak menyebut layanan, atau menyebut yang tidak terdaftar; "
        "jawaban mereka dihitung dalam IKM unit."
    )


def service_interval(service: ServiceFigure) -> str:
    """The interval as a range; empty of public figures."""
    if service.ikm_low is None or service.ikm_high is None:
        return ""
    return f"{decimal_number(service.ikm_low)} – {decimal_number(service.ikm_high)}"


def service_rank(service: RankedServiceFigure) -> str:
    """`3 dari 18`."""
    if service.rank is None:
        return "tidak diperingkat"
    return f"{whole_number(service.rank)} dari {whole_number(service.services)}"


def service_range(service: RankedServiceFigure) -> str:
    """The ranks that cannot be told apart from it, or why there is none."""
    if service.rank is None:
        return few_respondents(service.minimum_respondents)
    return f"{service.rank_low}–{service.rank_high}"

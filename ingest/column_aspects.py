"""Headers of several columns about one question: its score beside the answer, expected beside received, what it took
in days or rupiah.

Belongs here: taking such an ending off a header. Not here: which column is which unsur (`mapping`).
"""

import re
from functools import lru_cache
from typing import Final, Literal

from ingest.words import plain, words

Aspect = Literal["score", "expected", "received"]

_ENDING: Final = re.compile(r"[\[({<|:>-]\s{0,4}(?P<ending>[^\[\](){}<>|:]{1,40}?)\s{0,4}[\])}>]{0,4}\s{0,4}$")
_BEGINNING: Final = re.compile(
    r"^\s{0,4}[\[({<]?\s{0,4}(?P<ending>[a-zA-Z ]{1,40}?)\s{0,4}[\])}>:|-]{1,4}\s{0,4}(?=\S)"
)
_ASPECTS: Final[dict[str, Aspect]] = {
    **dict.fromkeys(
        ("score", "skor", "nilai", "poin", "points", "point", "feedback", "umpan balik", "masukan otomatis"), "score"
    ),
    **dict.fromkeys(
        ("harapan", "ekspektasi", "kepentingan", "tingkat kepentingan", "tingkat harapan", "importance", "expected"),
        "expected",
    ),
    **dict.fromkeys(
        ("kenyataan", "kepuasan", "tingkat kepuasan", "persepsi", "realita", "kinerja", "aktual", "diterima"),
        "received",
    ),
}


@lru_cache(maxsize=4096)
def parted_header(header: str) -> tuple[str, Aspect | None]:
    """A header without such an ending or beginning, and what it says: ("Persyaratan", "expected") of
    "Persyaratan (Harapan)"."""
    for pattern in (_ENDING, _BEGINNING):
        found = pattern.search(header)
        if found is not None and (aspect := _ASPECTS.get(plain(found["ending"]))) is not None:
            rest = (header[: found.start()] + " " + header[found.end() :]).strip()
            if rest:
                return rest, aspect
    return header, None


def aspect_named(text: str) -> Aspect | None:
    """What a text, such as the name of a sheet, says to stand here, where it says nothing else."""
    return _ASPECTS.get(" ".join(word for word in words(text) if word not in _BESIDE_ASPECTS))


_BESIDE_ASPECTS: Final = frozenset({"data", "jawaban", "hasil", "responden", "survei", "skm", "lembar", "sheet"})

_MEASURED: Final = re.compile(
    r"[(\[]\s{0,4}(?:dalam\s{1,4})?(?:satuan\s{1,4})?(?:hari(?: kerja)?|menit|jam|detik|minggu|rp\.?|rupiah|lembar|kali"
    r"|buah)\s{0,4}[)\]]",
    re.IGNORECASE,
)


def is_measured(header: str) -> bool:
    """A header names what its numbers count: "Waktu Penyelesaian (hari)", "Biaya (Rp)". Nobody judges a service so."""
    return _MEASURED.search(header) is not None

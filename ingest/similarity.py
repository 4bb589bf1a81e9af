"""What one header says: which unsur or source column it may stand for, and how sure that is.

Belongs here: comparing one text with the words of the contracts. Not here: weighing the columns of a
sheet against each other (`mapping`), or what stands below a header (`values`).
"""

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from contracts.headers import FOREIGN_TYPE_WORDS, SOURCE_COLUMNS
from contracts.records import Evidence
from contracts.respondent import PROTECTED_COLUMNS
from contracts.unsur import LEGACY_COLUMNS, UNSUR, UNSUR_BY_COLUMN
from ingest.words import plain, words

LEGACY: Final = "legacy"
"""Target of a column of an older questionnaire: never an unsur, never kept."""
CERTAIN: Final = 1.0
SYNONYM: Final = 0.96
LIKELY: Final = 0.7
"""Below this a claim on an unsur is not a claim."""
_RESEMBLES_AT_MOST: Final = 0.94
"""A text that only resembles another is never as good as an equal one."""

_NOISE: Final = frozenset(
    words(
        "bagaimana bagaimanakah pendapat pemahaman penilaian tanggapan saudara saudari anda bapak ibu bpk sdr menurut "
        "tentang mengenai terkait terhadap atas di ini itu yang yg dalam dari dengan dgn pada untuk oleh ke dan atau "
        "apakah apa sebutkan pilih isi silakan silahkan mohon responden unsur nilai skor jawaban wajib diisi kami "
        "nya telah sudah ada adalah berapa sesuai baik memadai memuaskan "
        "the of your what"
    )
)
_SAME_WORD: Final[dict[str, tuple[str, ...]]] = {
    "layanan": ("pelayanan",),
    "lay": ("pelayanan",),
    "pelayananya": ("pelayanan",),
    "pelaksana": ("petugas",),
    "pegawai": ("petugas",),
    "sdm": ("petugas",),
    "staf": ("petugas",),
    "sarpras": ("sarana", "prasarana"),
    "sarpas": ("sarana", "prasarana"),
    "sop": ("prosedur",),
    "syarat": ("persyaratan",),
    "aduan": ("pengaduan",),
    "usia": ("umur",),
    "tgl": ("tanggal",),
    "jns": ("jenis",),
    "pend": ("pendidikan",),
    "survey": ("survei",),
    "sopan": ("kesopanan",),
    "ramah": ("keramahan",),
    "cepat": ("kecepatan",),
}
_CODE: Final = re.compile(
    r"(?:(?:nilai|skor|jawaban) )*"
    r"(?P<word>unsur pelayanan|unsur|u|q|p|x|pertanyaan|soal|butir|item|indikator|no|nomor)? ?"
    r"(?:ke )?(?P<number>\d{1,2})(?: (?P<rest>.*))?"
)
_BRACKETED: Final = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_PATH: Final = re.compile(r"[\w.:-]+(?:/[\w.:-]+)+")
_GROUPED: Final = re.compile(r"[A-Za-z]\w*(?:[-.:]\w+)*[-.:](?P<last>[A-Za-z]\w*)")
"""A question in a group as ODK, R and others write it: "skm-persyaratan", "skm.u1"."""
_LONGEST_HEADER: Final = 400
_PLACE: Final = frozenset((*FOREIGN_TYPE_WORDS, "unit", "instansi", "lingkungan"))
_PLACE_WEIGHT: Final = 0.1
"""A question about an unsur may end in "di Kantor Kecamatan": that says nothing about the unsur."""
_TYPO_CUTOFF: Final = 0.79


@dataclass(frozen=True)
class Claim:
    """A target a header may stand for. `rank` is the place of the words among the target's own, for
    choosing between two columns of the same target; lower is better."""

    target: str
    score: float
    evidence: Evidence
    rank: int = 999


@dataclass(frozen=True)
class BareLabel:
    """A header that is only a number (`U8`, `Q3`, `4`): says nothing about which unsur it is."""

    number: int
    word: str | None = None
    """What stands before the number: `u` of `U8`, `pertanyaan`; None where nothing does."""

    @property
    def lettered(self) -> bool:
        """More than a number."""
        return self.word is not None


@dataclass(frozen=True)
class _Reference:
    target: str
    evidence: Evidence
    rank: int
    tokens: tuple[str, ...]


@lru_cache(maxsize=4096)
def bare_label(label: str) -> BareLabel | None:
    """The number of a header that is nothing but a number with or without a word for it."""
    match = _CODE.fullmatch(_last_of_path(plain(label), label))
    if match is None or _tokens(match["rest"] or ""):
        return None
    return BareLabel(int(match["number"]), match["word"])


def code_of(label: str) -> int | None:
    """The number a header begins with, bare or not: 8 for `U8 (Sarana dan Prasarana)`."""
    match = _CODE.fullmatch(_last_of_path(plain(label), label))
    return int(match["number"]) if match else None


@lru_cache(maxsize=4096)
def quick_claims(label: str) -> tuple[Claim, ...]:
    """Claims of a header that equals known words once numbering and brackets are taken off."""
    if len(label) > _LONGEST_HEADER:
        return ()
    return next((_EQUAL[form] for form in _forms(label) if form in _EQUAL), ())


@lru_cache(maxsize=4096)
def claims(label: str) -> tuple[Claim, ...]:
    """All claims of a header, best first: equal words, else words that resemble (typing errors, cut-off
    or longer questions)."""
    equal = quick_claims(label)
    if equal or len(label) > _LONGEST_HEADER:
        return tuple(sorted(equal, key=lambda claim: -claim.score))
    found: dict[str, Claim] = {}
    # What stands in brackets explains the question ("jika layanan daring, …") and may name another unsur: it is heard
    # only where the words outside say nothing.
    outside = _BRACKETED.sub(" ", label)
    for text in dict.fromkeys((outside, label)):
        for form in _forms(text):
            tokens = tuple(_known(token) for token in _tokens(form))
            if not tokens:
                continue
            for position in sorted({position for token in tokens for position in _HOLDING.get(token, ())}):
                reference = _REFERENCES[position]
                score = _resemblance(tokens, reference)
                if score >= LIKELY and (reference.target not in found or score > found[reference.target].score):
                    found[reference.target] = Claim(
                        reference.target, round(score, 3), reference.evidence, 500 + reference.rank
                    )
        if any(claim.target in UNSUR_BY_COLUMN for claim in found.values()):
            break
    return tuple(sorted(found.values(), key=lambda claim: (-claim.score, claim.target)))


@lru_cache(maxsize=4096)
def has_distinctive_word(text: str) -> bool:
    """A text holds a word that few targets use. Cheap: for finding a header among many rows."""
    return len(text) <= _LONGEST_HEADER and any(_WEIGHT.get(token, 0.0) >= 0.5 for token in _tokens(plain(text)))


def _forms(label: str) -> list[str]:
    """Ways to read a header, the whole first: without its numbering, outside and inside brackets, and
    the last part of a path such as Kobo writes."""
    whole = plain(label)
    forms = [whole]
    unnumbered = _without_code(whole)
    forms.append(unnumbered)
    inside = [_without_code(plain(part)) for part in _BRACKETED.findall(label)]
    if inside:
        forms.append(_without_code(plain(_BRACKETED.sub(" ", label))))
        forms.extend(inside)
    if _PATH.fullmatch(label):
        last = plain(label.rpartition("/")[2])
        forms.extend((last, _without_code(last)))
    elif (grouped := _GROUPED.fullmatch(label)) is not None:
        last = plain(grouped["last"])
        forms.extend((last, _without_code(last)))
    forms.append(" ".join(token for token in unnumbered.split() if token not in _NOISE))
    return list(dict.fromkeys(form for form in forms if form))


def _last_of_path(whole: str, label: str) -> str:
    if _PATH.fullmatch(label):
        return plain(label.rpartition("/")[2])
    grouped = _GROUPED.fullmatch(label)
    return whole if grouped is None or _CODE.fullmatch(whole) else plain(grouped["last"])


def group_of(label: str) -> str | None:
    """What stands before the last part of such a header ("skm" of "skm-persyaratan"); None for any other."""
    grouped = _GROUPED.fullmatch(label)
    return label[: grouped.start("last") - 1].casefold() if grouped is not None else None


def as_words(label: str) -> str:
    """A header without the signs that make it one of a group: "Harapan.Biaya" is about more than "Biaya"."""
    return re.sub("[-.:]", " ", label)


def _without_code(text: str) -> str:
    match = _CODE.fullmatch(text)
    return (match["rest"] or "") if match else text


def _tokens(text: str) -> tuple[str, ...]:
    """Words that carry meaning, abbreviations written out, "-nya" taken off."""
    tokens: list[str] = []
    for word in text.split():
        bare = word.removesuffix("nya") if len(word) > 6 else word
        if bare in _NOISE or bare.isdecimal():
            continue
        tokens.extend(_SAME_WORD.get(bare, (bare,)))
    return tuple(dict.fromkeys(tokens))


def _references() -> list[_Reference]:
    texts: list[tuple[str, Evidence, int, str]] = []
    for unsur in UNSUR:
        texts.append((unsur.column, "name", 0, unsur.name))
        texts.append((unsur.column, "question", 1, unsur.question))
        texts += [(unsur.column, "synonym", rank, text) for rank, text in enumerate(unsur.header_synonyms, start=2)]
    for source in SOURCE_COLUMNS:
        # What the law protects is known by its own words only: "sarana bagi penyandang disabilitas" is no such column.
        if source.column not in PROTECTED_COLUMNS:
            texts += [(source.column, "name", rank, text) for rank, text in enumerate(source.headers)]
    texts += [(LEGACY, "name", rank, text) for rank, text in enumerate(LEGACY_COLUMNS)]
    return [_Reference(target, evidence, rank, _tokens(plain(text))) for target, evidence, rank, text in texts]


def _equal_words() -> dict[str, tuple[Claim, ...]]:
    found: dict[str, list[Claim]] = {}

    def add(text: str, claim: Claim) -> None:
        known = found.setdefault(text, [])
        if all(other.target != claim.target for other in known):
            known.append(claim)

    for unsur in UNSUR:
        add(plain(unsur.name), Claim(unsur.column, CERTAIN, "name", 0))
        add(plain(unsur.question), Claim(unsur.column, CERTAIN, "question", 1))
        for rank, synonym in enumerate(unsur.header_synonyms, start=2):
            add(plain(synonym), Claim(unsur.column, SYNONYM, "synonym", rank))
        add(
            " ".join(token for token in plain(unsur.name).split() if token not in _NOISE),
            Claim(unsur.column, CERTAIN, "name"),
        )
        add(
            " ".join(token for token in plain(unsur.question).split() if token not in _NOISE),
            Claim(unsur.column, CERTAIN, "question", 1),
        )
    for source in SOURCE_COLUMNS:
        for rank, header in enumerate(source.headers):
            add(plain(header), Claim(source.column, CERTAIN, "name", rank))
    for rank, header in enumerate(LEGACY_COLUMNS):
        add(plain(header), Claim(LEGACY, CERTAIN, "name", rank))
    return {text: tuple(known) for text, known in found.items()}


_REFERENCES: Final = tuple(reference for reference in _references() if reference.tokens)
_EQUAL: Final = _equal_words()


def _holding() -> dict[str, list[int]]:
    """For each word the references (positions) that hold it: only these resemble a text with it."""
    holding: dict[str, list[int]] = {}
    for position, reference in enumerate(_REFERENCES):
        for token in reference.tokens:
            holding.setdefault(token, []).append(position)
    return holding


_HOLDING: Final = _holding()


def _token_weights() -> dict[str, float]:
    """A word that many targets use says little: its weight is one over the number of targets."""
    return {
        token: 1.0 / len({_REFERENCES[position].target for position in positions})
        for token, positions in _HOLDING.items()
    }


_WEIGHT: Final = _token_weights()
_VOCABULARY: Final = tuple(sorted(token for token in _WEIGHT if len(token) > 4))
_UNKNOWN_WEIGHT: Final = 0.7


@lru_cache(maxsize=4096)
def _known(token: str) -> str:
    """The known word a token is, allowing for a typing error or a cut-off end; else the token."""
    if token in _WEIGHT or len(token) < 4 or token.isdecimal():
        return token
    beginnings = [word for word in _VOCABULARY if word.startswith(token)]
    if len(beginnings) == 1:
        return beginnings[0]
    return next(iter(difflib.get_close_matches(token, _VOCABULARY, n=1, cutoff=_TYPO_CUTOFF)), token)


def _resemblance(tokens: tuple[str, ...], reference: _Reference) -> float:
    """0 to 0.94: words shared (at least one is), each by how much it tells. A header that holds all of a distinctive
    name, or begins a question as that does, resembles it even where one of both is much longer."""
    shared = sum(_WEIGHT[token] for token in tokens if token in reference.tokens)
    of_unsur = reference.target in UNSUR_BY_COLUMN
    precision = shared / sum(
        _PLACE_WEIGHT if of_unsur and token in _PLACE else _WEIGHT.get(token, _UNKNOWN_WEIGHT) for token in tokens
    )
    total = sum(_WEIGHT[token] for token in reference.tokens)
    recall = shared / total
    score = 2 * precision * recall / (precision + recall)
    if recall > 0.99 and total >= 0.9:
        score = max(score, 0.62 + 0.32 * precision)
    if reference.evidence == "question" and shared >= 0.9 and tokens == reference.tokens[: len(tokens)]:
        score = max(score, 0.9)
    return min(score, 1.0) * _RESEMBLES_AT_MOST

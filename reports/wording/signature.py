"""The block where the head of a unit or of the regency's organiser signs what is handed on.

Belongs here: what its lines say, by one rule for all documents. Not here: how it is drawn (`reports.writers`), which
documents are signed.
"""

from typing import Final

from reports.figures.letterhead_figures import SignatoryFigure
from reports.figures.unit_figures import UnitFigures
from reports.writers.blocks import SignatureBlock

_DATE_TO_FILL_IN: Final = "…" * 12
_BODIES_ABOVE: Final = ("sekretariat", "setda", "pemerintah", "kabupaten", "kota")
"""What an office may be part of: how the rest of its name begins that the signatory's title does not say."""


ELECTRONIC_NOTE: Final = (
    "Catatan: Bila ditandatangani secara elektronik, dokumen ini menggunakan sertifikat elektronik yang diterbitkan "
    "oleh Balai Sertifikasi Elektronik (BSrE). UU ITE No. 11 Tahun 2008 Pasal 5 ayat 1: “Informasi Elektronik "
    "dan/atau Dokumen Elektronik dan/atau hasil cetaknya merupakan alat bukti hukum yang sah”."
)
"""As official reports word it, but for `bila`: nobody has signed yet when it is printed."""


def unit_signature(figures: UnitFigures) -> SignatureBlock:
    """The unit's signatory as the registry has it."""
    return signature(figures.signatory, figures.unit_name, figures.capital, figures.regency_name)


def signature(signatory: SignatoryFigure, owner: str, capital: str, regency_name: str) -> SignatureBlock:
    """Place and a date to fill in by hand; the title; below it what that does not say of the office and its regency."""
    organisation = _below_title(signatory.office, owner)
    said = (signatory.office, organisation)
    return SignatureBlock(
        place_and_date=f"{capital}, {_DATE_TO_FILL_IN}",
        office=signatory.office,
        organisation=organisation,
        regency="" if any(regency_name.casefold() in one.casefold() for one in said) else regency_name,
        name=signatory.name,
        rank=signatory.rank,
        nip=signatory.nip,
        note=ELECTRONIC_NOTE,
    )


def _below_title(title: str, owner: str) -> str:
    """Nothing below `Camat Jatirejo`, `Sekretariat Daerah` below `Kepala Bagian Organisasi`; the whole
    name where the title says no more than what kind of office it is."""
    words = owner.split()
    said = f" {' '.join(title.casefold().split())} "
    rest = words
    # The head of a kecamatan is a camat: what kind of office it is may be said in the title itself.
    for start in (0, 1):
        for end in range(len(words), 1, -1):
            name = " ".join(words[start:end]).casefold()
            follows = words[end].casefold() if end < len(words) else ""
            if name and f" {name} " in said and (not follows or follows in _BODIES_ABOVE):
                rest = words[end:]
                break
        if rest is not words:
            break
    return " ".join(rest)

"""Where the figures of a report come from, and which files come with it, in words.

Belongs here: lineage, and the names of the workbooks that a report speaks of. Not here: what the source
files brought (`reports.wording.unit_sentences.source_sentence`), any figure.
"""

import hashlib
from typing import Final

from reports.documents import FOLLOW_UP, PROCESSED_DATA
from reports.figures.revision_figures import RevisionFigures
from reports.figures.unit_figures import RunFigure, UnitFigures
from reports.wording.revision_sentences import between_points
from reports.writers.blocks import Receipt

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Those of Crockford's base 32: none is taken for another."""
_CODE_LENGTH: Final = 8
CODE: Final = "Kode"
"""What stands before a code."""


def responses_sentence(figures: UnitFigures) -> str:
    """Where the answers of each respondent stand, when they are not in the report."""
    if figures.public:
        return "Jawaban per responden tidak dimuat dalam edisi publik."
    return (
        f"Jawaban per responden ada dalam buku kerja {processing_workbook_name(figures)}, yang menghitung IKM ini "
        "kembali dengan rumus."
    )


def processing_workbook_name(figures: UnitFigures) -> str:
    """The file of the processed data that comes with this report."""
    return PROCESSED_DATA.file_name(figures.unit_code, figures.period_code, "xlsx")


def document_code(run: RunFigure) -> str:
    """`K7QF-3M2X`: which data and which release a document was made from, short enough to be read out. Equal data and
    releases have the same; without a run there is none."""
    if not run.inputs_hash:
        return ""
    digest = hashlib.sha256(f"{run.inputs_hash}\0{run.code_version}".encode()).digest()
    number = int.from_bytes(digest) % len(_LETTERS) ** _CODE_LENGTH
    letters = [_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(_CODE_LENGTH)]
    half = _CODE_LENGTH // 2
    return f"{''.join(letters[:half])}-{''.join(letters[half:])}"


def code_keywords(run: RunFigure) -> tuple[str, ...]:
    """The same among the keywords of a file, where a program finds it again (`reports.authenticity`)."""
    code = document_code(run)
    return (f"{CODE} {code}",) if code else ()


def receipt_of(page_address: str, run: RunFigure) -> Receipt | None:
    """Where the document can be checked: the page of whose it is, at its code. None where the portal has no address."""
    code = document_code(run)
    if not (page_address and code):
        return None
    return Receipt(
        address=f"{page_address}#{code}", text=f"Periksa keaslian dokumen ini: {page_address}. {CODE} {code}."
    )


def footer_of(what: str, period_label: str, revision: RevisionFigures | None, run: RunFigure) -> str:
    """What a page belongs to, and the code that tells its figures from others."""
    return f"{what} · {period_label}{between_points(revision)} · {CODE} {document_code(run)}"


def footer(figures: UnitFigures) -> str:
    """The same for a unit's documents."""
    return footer_of(f"SKM {figures.unit_name}", figures.period.label, figures.revision, figures.run)


def lineage_of(run: RunFigure) -> str:
    """What the code in the footer stands for."""
    return (
        f"{CODE} {document_code(run)} di kaki setiap halaman menandai data {run.inputs_hash[:12]} yang diolah dengan "
        f"aplikasi versi {run.code_version}. Data dan versi yang sama menghasilkan laporan yang sama."
    )


def follow_up_workbook_name(figures: UnitFigures) -> str:
    """The file that the unit gets with this report."""
    return FOLLOW_UP.file_name(figures.unit_code, figures.period_code, "xlsx")

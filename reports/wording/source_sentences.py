"""Where the figures of a unit's report come from, and which files come with it, in words.

Belongs here: lineage, and the names of the workbooks that a report speaks of. Not here: what the source
files brought (`reports.wording.unit_sentences.source_sentence`), any figure.
"""

from reports.documents import FOLLOW_UP, PROCESSED_DATA
from reports.figures.unit_figures import UnitFigures
from reports.wording.revision_sentences import between_points


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


def footer(figures: UnitFigures) -> str:
    """Which figures a page shows: the same data and version make the same page."""
    return (
        f"{figures.unit_code} · {figures.period_code}{between_points(figures.revision)} "
        f"· data {figures.run.inputs_hash[:12]} · versi {figures.run.code_version}"
    )


def lineage_sentence(figures: UnitFigures) -> str:
    """What the lineage in the footer means."""
    return (
        f"Angka dalam laporan ini dibuat dari data {figures.run.inputs_hash[:12]} dengan aplikasi versi "
        f"{figures.run.code_version}; keduanya tercantum di kaki setiap halaman. Data dan versi yang sama "
        "menghasilkan laporan yang sama."
    )


def follow_up_workbook_name(figures: UnitFigures) -> str:
    """The file that the unit gets with this report."""
    return FOLLOW_UP.file_name(figures.unit_code, figures.period_code, "xlsx")

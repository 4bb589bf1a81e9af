"""The official *Laporan Pelaksanaan SKM* of one unit and period, whatever format it is written in.

Belongs here: the order of its parts. Not here: the parts (`reports.unit.unit_opening`, `reports.unit.unit_results`,
`reports.unit.unit_analysis`, `reports.unit.unit_appendices`, `reports.unit.follow_up_report`), sentences with figures
(`reports.wording.unit_sentences`), or any layout.
"""

from collections.abc import Sequence

from reports.figures.unit_figures import UnitFigures
from reports.unit.follow_up_report import follow_up_appendix
from reports.unit.unit_analysis import analysis, conclusion
from reports.unit.unit_appendices import documentation, processed_data, questionnaire
from reports.unit.unit_opening import collection, introduction
from reports.unit.unit_results import results
from reports.wording import unit_sentences
from reports.wording.revision_sentences import after_title, keywords_of, label_of, unit_section
from reports.wording.source_sentences import code_keywords, footer, receipt_of
from reports.writers.blocks import Cover, Document, Photograph, numbered
from reports.writers.letterheads import letterhead_block


def unit_report(
    figures: UnitFigures, photographs: Sequence[Photograph] = (), not_shown: Sequence[str] = ()
) -> Document:
    """The whole report. Of public editions it is the same, without what only the unit and the regency may see
    and without places to sign and to fill in: the official one is the signed one. `photographs` of Lampiran 3, and what
    is said of those that cannot be printed."""
    return Document(
        title=(
            f"Laporan Pelaksanaan Survei Kepuasan Masyarakat {figures.unit_name}, {figures.period.label}"
            f"{after_title(figures.revision)}"
        ),
        subject=unit_sentences.index_sentence(figures),
        author=unit_sentences.unit_in_regency(figures),
        cover=Cover(
            title="LAPORAN PELAKSANAAN SURVEI KEPUASAN MASYARAKAT",
            subtitle="(SKM) EDISI PUBLIK" if figures.public else "(SKM)",
            owner=figures.unit_name.upper(),
            regency=figures.regency_name.upper(),
            period=figures.period.label.upper(),
            revision=label_of(figures.revision).upper(),
        ),
        letterhead=letterhead_block(figures.letterhead),
        blocks=numbered(
            (
                *introduction(figures),
                *unit_section(figures.revision, "1.4"),
                *collection(figures),
                *results(figures),
                *analysis(figures),
                *conclusion(figures),
                *questionnaire(figures),
                *processed_data(figures),
                *documentation(figures, photographs, not_shown),
                *follow_up_appendix(figures),
            )
        ),
        footer=footer(figures),
        dated=figures.period.end_date,
        keywords=(
            "SKM",
            "IKM",
            figures.unit_code,
            figures.unit_name,
            figures.period.label,
            *keywords_of(figures.revision),
            *code_keywords(figures.run),
        ),
        receipt=receipt_of(figures.page_address, figures.run),
    )

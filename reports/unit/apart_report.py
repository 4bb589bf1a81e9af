"""The report of a unit that has no index because its questionnaire leaves an unsur out: the index of the others, each
of them, and why it is no IKM.

Belongs here: the order of its parts. Not here: sentences (`reports.wording.further_sentences`), the table
(`reports.unit.unit_further`), layout.
"""

from reports.figures.apart_figures import ApartFigures
from reports.figures.further_figures import without_unsur
from reports.unit.unit_further import apart_sections
from reports.wording.further_sentences import APART_REPORT_TITLE, apart_sentences
from reports.wording.signature import signature
from reports.wording.source_sentences import code_keywords, footer_of, lineage_of
from reports.writers.blocks import Cover, Document, Heading, Paragraph, numbered
from reports.writers.letterheads import letterhead_block


def apart_report(figures: ApartFigures) -> Document:
    """The whole report."""
    source = f"Sumber: Hasil survei {figures.unit_name}, {figures.period.label}"
    index, unsur = next(without_unsur(figures.further))
    return Document(
        title=f"{APART_REPORT_TITLE} {figures.unit_name}, {figures.period.label}",
        subject=apart_sentences(index, unsur)[0],
        author=f"{figures.unit_name}, {figures.regency_name}",
        cover=Cover(
            title=APART_REPORT_TITLE.upper(),
            subtitle="(BUKAN IKM)",
            owner=figures.unit_name.upper(),
            regency=figures.regency_name.upper(),
            period=figures.period.label.upper(),
        ),
        letterhead=letterhead_block(figures.letterhead),
        blocks=numbered(
            (
                Heading(1, "BAB I", "HASIL SURVEI", "1"),
                *apart_sections(figures.further, source),
                Paragraph(lineage_of(figures.run), "quiet"),
                signature(figures.signatory, figures.unit_name, figures.capital, figures.regency_name),
            )
        ),
        footer=footer_of(f"SKM {figures.unit_name}", figures.period.label, None, figures.run),
        dated=figures.period.end_date,
        keywords=("SKM", figures.unit_code, figures.unit_name, figures.period.label, *code_keywords(figures.run)),
        contents=False,
    )

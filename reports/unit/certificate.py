"""The certificate of the first of a type of units (piagam): a page that the regency signs.

Belongs here: the order of its parts. It shows public figures only, for it is hung up. Not here: who gets one
(`pipeline.documents.certificates`), sentences (`reports.wording.certificate_sentences`), layout.
"""

from reports.figures.unit_figures import UnitFigures
from reports.wording import certificate_sentences as wording
from reports.wording.signature import signature
from reports.wording.source_sentences import code_keywords, footer_of, receipt_of
from reports.writers.blocks import Heading, Letter, Paragraph, TextRun
from reports.writers.letterheads import letterhead_block


def certificate(figures: UnitFigures, public: UnitFigures) -> Letter:
    """`public`: the public edition of `figures`, which say who gives it and which code it has. Raises ValueError for
    figures without a certificate, or without a public rank."""
    given, rank = figures.certificate, public.rank_in_type
    if given is None or rank is None or rank.rank_high is None:
        raise ValueError(f"{figures.unit_code} {figures.period_code}: no certificate")
    return Letter(
        title=f"{wording.TITLE} {public.unit_name}, {public.period.label}",
        subject=f"{public.unit_name} {wording.awarded_sentence(public, rank)}.",
        author=public.organiser,
        letterhead=letterhead_block(given.letterhead),
        blocks=(
            Heading(1, "", wording.TITLE.upper()),
            Paragraph(wording.GIVEN_TO, "centered"),
            Paragraph((TextRun(public.unit_name.upper(), bold=True),), "centered"),
            Paragraph(wording.awarded_sentence(public, rank), "centered"),
            Paragraph((TextRun(wording.index_line(public), bold=True),), "centered"),
            Paragraph(wording.certainty_sentence(public, rank.rank_high), "centered"),
            signature(given.signatory, public.organiser, public.capital, public.regency_name),
        ),
        footer=footer_of(f"{wording.TITLE} {public.unit_name}", public.period.label, figures.revision, figures.run),
        dated=public.period.end_date,
        keywords=("SKM", public.unit_code, public.unit_name, public.period.label, *code_keywords(figures.run)),
        receipt=receipt_of(figures.page_address, figures.run),
        framed=True,
    )

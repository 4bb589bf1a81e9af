"""The letter by which the regency hands in its recapitulation, with the list of media in which results were published.

Belongs here: the order of its parts. Not here: its sentences (`reports.wording.submission_sentences`), layout.
"""

from collections.abc import Iterator

from reports.figures.submission_figures import SubmissionFigures
from reports.wording import submission_sentences as wording
from reports.wording.indonesian import long_date, period_in_sentence
from reports.wording.signature import signature
from reports.writers.blocks import Block, Cell, Heading, Letter, Paragraph, Points, TableBlock, numbered
from reports.writers.letterheads import letterhead_block
from reports.writers.table_cells import centred, heads

_TO_FILL_IN = "…" * 12


def submission_letter(figures: SubmissionFigures, attached: tuple[str, ...]) -> Letter:
    """The letter of a period; number and addressee are left to fill in. `attached`: what is handed in with it."""
    title = f"Penyampaian Hasil Survei Kepuasan Masyarakat {figures.period.label}"
    return Letter(
        title=title,
        subject=wording.handed_in_sentence(figures),
        author=f"{figures.organiser} {figures.regency_name}",
        letterhead=letterhead_block(figures.letterhead),
        blocks=numbered(tuple(_blocks(figures, title, attached))),
        footer=f"{figures.organiser} · {figures.regency_name} · {figures.period.label}",
        dated=figures.dated,
    )


def _blocks(figures: SubmissionFigures, title: str, attached: tuple[str, ...]) -> Iterator[Block]:
    yield Heading(1, "", title)
    yield Paragraph(f"Nomor: {_TO_FILL_IN}")
    yield Paragraph(f"Kepada Yth. {_TO_FILL_IN}")
    yield Paragraph(wording.handed_in_sentence(figures))
    if said := wording.without_index_sentence(figures):
        yield Paragraph(said)
    yield Paragraph("Terlampir:")
    yield Points(attached, "number")
    yield Paragraph(wording.publication_sentence(figures))
    if any(unit.media for unit in figures.units):
        yield _media(figures)
    yield Paragraph("Demikian disampaikan, atas perhatian Saudara diucapkan terima kasih.")
    yield signature(figures.signatory, figures.organiser, figures.capital, figures.regency_name)


def _media(figures: SubmissionFigures) -> TableBlock:
    lines = [(unit.unit_name, one) for unit in figures.units for one in unit.media]
    return TableBlock(
        header=(heads("No.", "Unit", "Media", "Tanggal", "Tautan"),),
        rows=tuple(
            (
                centred(f"{position}."),
                Cell(unit_name),
                Cell(one.medium),
                Cell("" if one.published_on is None else long_date(one.published_on)),
                Cell(one.link),
            )
            for position, (unit_name, one) in enumerate(lines, start=1)
        ),
        widths=(0.8, 3.4, 2.6, 2.4, 4.6),
        caption=f"Media Publikasi Hasil SKM {period_in_sentence(figures.period).capitalize()}",
    )

"""Lampiran 1 to 3 of a unit's report: the questionnaire, the processed data with their sources, photographs.

Belongs here: which table and sentence stands where. Not here: Lampiran 4 (`reports.unit.follow_up_report`),
sentences with figures (`reports.wording.unit_sentences`), layout.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from contracts.unsur import SCALE, UNSUR, UNSUR_CODES
from reports.figures.unit_figures import FileFigure, UnitFigures
from reports.wording import unit_sentences
from reports.wording.indonesian import decimal_number, number_and_words, number_in_words, whole_number
from reports.wording.source_sentences import lineage_of, responses_sentence
from reports.writers.blocks import (
    Block,
    Cell,
    Heading,
    Paragraph,
    Photograph,
    Photographs,
    Points,
    Question,
    TableBlock,
    TextRun,
)
from reports.writers.table_cells import centred, grade_row, heads, number

MOST_FILES: Final = 20
"""Lines of the table of files, for a unit that sends an export a day."""


def questionnaire(figures: UnitFigures) -> tuple[Block, ...]:
    """Lampiran 1."""
    heading = Heading(1, "LAMPIRAN 1", "KUESIONER", "L1")
    if figures.questions:
        asked = list(enumerate(figures.questions, start=1))
        of_unsur = {
            unsur: " ".join(f"({number}) {one.text}" for number, one in asked if one.unsur_code == unsur.code)
            for unsur in UNSUR
        }
        return (
            heading,
            Paragraph(
                f"Setiap pertanyaan mempunyai {number_in_words(len(SCALE))} pilihan jawaban, bernilai {SCALE[0]} "
                f"sampai {SCALE[-1]}; makin tinggi makin baik. Pertanyaan menurut unsurnya:"
            ),
            Points(
                tuple((TextRun(unsur.name, bold=True), TextRun(f": {texts}")) for unsur, texts in of_unsur.items()),
                "letter",
            ),
            *_further_questions(figures),
        )
    return (
        heading,
        Paragraph(
            f"Pilihan jawaban bernilai {SCALE[0]} sampai {SCALE[-1]} menurut urutannya. Redaksi pada sarana pengisian "
            "yang dipakai unit dapat sedikit berbeda."
        ),
        *(
            Question(position, unsur.name, f"Bagaimana pendapat Saudara tentang {unsur.question}?", unsur.answers)
            for position, unsur in enumerate(UNSUR, start=1)
        ),
    )


def _further_questions(figures: UnitFigures) -> Iterator[Block]:
    """What is asked beyond the nine unsur; nothing where it is nothing."""
    about = dict.fromkeys((one.about, one.scale) for one in figures.further_questions)
    if about:
        yield Paragraph("Di luar sembilan unsur kuesioner menanyakan:")
        yield Points(
            tuple(
                (
                    TextRun(name, bold=True),
                    TextRun(
                        f" (jawaban 1 sampai {scale}): "
                        + "; ".join(one.text for one in figures.further_questions if one.about == name)
                    ),
                )
                for name, scale in about
            ),
            "letter",
        )


def processed_data(figures: UnitFigures) -> Iterator[Block]:
    """Lampiran 2: the ministry's processing form, and where the figures come from."""
    yield Heading(1, "LAMPIRAN 2", "HASIL PENGOLAHAN DATA", "L2")
    yield Heading(2, "A.", "Ringkasan Olah Data")
    yield _summary(figures)
    rounded = (unit_sentences.rounding_sentence(), unit_sentences.scale_sentence(figures.index.weight))
    yield Paragraph(" ".join(rounded), "quiet")
    yield Heading(2, "B.", "Jawaban per Responden")
    if figures.responses:
        yield _responses(figures)
    else:
        yield Paragraph(responses_sentence(figures))
    yield Heading(2, "C.", "Sumber Data dan Ketelusuran")
    yield from _sources(figures)


def documentation(
    figures: UnitFigures, photographs: Sequence[Photograph] = (), not_shown: Sequence[str] = ()
) -> Iterator[Block]:
    """Lampiran 3. `not_shown`: of photographs that cannot be printed, why, and what to do."""
    yield Heading(1, "LAMPIRAN 3", "DOKUMENTASI PELAKSANAAN SKM", "L3")
    if figures.public:
        yield Paragraph("Foto pelaksanaan SKM tidak dimuat dalam edisi publik.")
    elif photographs:
        yield Paragraph(f"Pelaksanaan SKM didokumentasikan dengan {number_and_words(len(photographs))} foto berikut.")
        yield Photographs(tuple(photographs))
    else:
        yield Paragraph("Foto pelaksanaan SKM tidak dilampirkan.")
    if further := len(figures.photographs) - len(photographs) - len(not_shown):
        yield Paragraph(f"{whole_number(further)} foto lain tidak dimuat.", "quiet")
    if not_shown:
        yield Paragraph("Foto yang tidak dapat dimuat:", "quiet")
        yield Points(tuple(not_shown))


def _summary(figures: UnitFigures) -> TableBlock:
    """The rows that the processing form has below its respondents."""
    index = figures.index
    # The public's NRR has two decimals, and there is no sum beside it.
    totals_told = [("Σ nilai per unsur", [_answer(one.total or 0) for one in figures.unsur])]
    lines = (
        *(() if figures.public else totals_told),
        ("NRR per unsur", [decimal_number(one.nrr, 2 if figures.public else 4) for one in figures.unsur]),
        ("NRR tertimbang per unsur", [decimal_number(one.nrr_weighted, 4) for one in figures.unsur]),
    )
    totals = (
        ("Jumlah responden", whole_number(index.respondents)),
        (
            f"IKM unit pelayanan (bobot {unit_sentences.weight_label(index.weight)})",
            unit_sentences.headline_text(index.ikm, index.mutu),
        ),
    )
    return TableBlock(
        header=(heads("Uraian", *UNSUR_CODES),),
        rows=(
            *((Cell(name), *map(number, values)) for name, values in lines),
            grade_row(figures.unsur),
            *((Cell(name, bold=True), centred(value, bold=True, columns=len(UNSUR))) for name, value in totals),
        ),
        widths=(3.4, *(1.1 for _ in UNSUR)),
        caption="Ringkasan Olah Data per Unsur",
        source="NRR: nilai rata-rata. NRR tertimbang: NRR × bobot. IKM: jumlah NRR tertimbang × 25.",
        dense=True,
    )


def _responses(figures: UnitFigures) -> TableBlock:
    return TableBlock(
        header=(heads("No.", *UNSUR_CODES),),
        rows=tuple(
            (centred(whole_number(position)), *(centred(_answer(answer)) for answer in response.answers))
            for position, response in enumerate(figures.responses, start=1)
        ),
        widths=(1.2, *(1.0 for _ in UNSUR)),
        caption="Jawaban per Responden",
        dense=True,
    )


def _answer(value: int | float) -> str:
    """An answer or a sum of answers: no whole number where an unsur is the mean of several questions."""
    return decimal_number(value) if isinstance(value, float) else whole_number(value)


def _sources(figures: UnitFigures) -> Iterator[Block]:
    yield Paragraph(unit_sentences.source_sentence(figures))
    if figures.files:
        yield TableBlock(
            header=(heads("Berkas", "Terbaca", "Diterima", "Ditolak", "Ganda", "Diganti", "Pada periode ini"),),
            rows=tuple(_file_lines(figures.files)),
            widths=(4.6, 1.3, 1.4, 1.3, 1.1, 1.2, 1.7),
            caption="Berkas Sumber",
            dense=True,
        )
    yield Paragraph(lineage_of(figures.run), "quiet")


def _file_lines(files: Sequence[FileFigure]) -> Iterator[tuple[Cell, ...]]:
    """Files with most responses first; those beyond `MOST_FILES` in one line."""
    ordered = sorted(files, key=lambda file: (-file.responses_in_period, file.path))
    shown = len(ordered) if len(ordered) <= MOST_FILES else MOST_FILES - 1
    for file in ordered[:shown]:
        remark = unit_sentences.file_remark(file)
        yield _file_line(f"{file.path} ({remark})" if remark else file.path, [file])
    if rest := ordered[shown:]:
        yield _file_line(unit_sentences.further_files_text(rest), rest)


def _file_line(name: str, files: Sequence[FileFigure]) -> tuple[Cell, ...]:
    counts = (
        sum(file.rows_read for file in files),
        sum(file.rows_accepted for file in files),
        sum(file.rows_rejected for file in files),
        sum(file.rows_duplicate for file in files),
        sum(file.rows_replaced or 0 for file in files),
        sum(file.responses_in_period for file in files),
    )
    return Cell(name), *(number(whole_number(count)) for count in counts)

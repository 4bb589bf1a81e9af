"""The follow-up in a unit's documents: the plan of Bab IV 4.2, Lampiran 4 on the period before, the report of what
became of a plan, and the supplement with a plan that came after the report was official.

Belongs here: which table and sentence stands where. Not here: sentences (`reports.wording.follow_up_sentences`),
the workbook to be filled in (`reports.workbooks.follow_up_workbook`), layout.
"""

from collections.abc import Iterator, Sequence

from contracts.follow_up import DONE, HORIZONS, NOT_DONE, QUARTER_MARK, says_something
from contracts.periods import ROMAN
from reports.figures.follow_up_figures import FollowUpFigures
from reports.figures.unit_figures import ResultsFigure, UnitFigures, UnsurFigure
from reports.unit.unit_opening import background
from reports.wording import follow_up_sentences as wording
from reports.wording import unit_sentences
from reports.wording.indonesian import decimal_number, long_date, period_in_sentence
from reports.wording.signature import unit_signature
from reports.wording.source_sentences import code_keywords, footer, receipt_of
from reports.writers.blocks import (
    Block,
    Cell,
    Cover,
    Document,
    Heading,
    Letter,
    Paragraph,
    Photograph,
    Photographs,
    Points,
    TableBlock,
    numbered,
)
from reports.writers.letterheads import letterhead_block
from reports.writers.table_cells import centred, graded, head, heads, number


def plan_blocks(figures: UnitFigures) -> Iterator[Block]:
    """Bab IV 4.2: the plan, or the table that is still to be filled in."""
    yield Paragraph(wording.plan_sentence(figures))
    if figures.public:
        return
    yield Paragraph(wording.HORIZONS_SENTENCE)
    if figures.follow_up is not None:
        yield from _planned(figures.follow_up, figures.unsur)
        return
    yield Paragraph(wording.workbook_sentence(figures))
    if figures.lowest_unsur:
        yield _plan_to_fill_in(figures.lowest_unsur, f"Rencana Tindak Lanjut atas Hasil SKM {figures.period.label}")


def follow_up_appendix(figures: UnitFigures) -> Iterator[Block]:
    """Lampiran 4: what became of the plan for the period before, in four chapters of its own."""
    yield Heading(1, "LAMPIRAN 4", "LAPORAN HASIL TINDAK LANJUT SKM PERIODE SEBELUMNYA", "L4")
    plan = figures.follow_up_before
    if figures.public:
        yield Paragraph(wording.NOT_PUBLIC)
        return
    if plan is None:
        yield Paragraph(wording.no_plan_before_sentence(figures))
        return
    yield Heading(2, "Bab I", "Pendahuluan")
    yield _subject(figures, plan, "Lampiran")
    if plan.late is not None:
        yield Paragraph(wording.came_late_sentence(plan.late))
    yield Heading(2, "Bab II", "Deskripsi Rencana Tindak Lanjut")
    yield from _description(plan, figures.results_before)
    yield Heading(2, "Bab III", "Realisasi Rencana Tindak Lanjut")
    yield _realisation(plan)
    yield Heading(2, "Bab IV", "Kesimpulan")
    yield Paragraph(wording.realisation_sentence(plan))
    yield Paragraph(wording.realisation_formula(plan), "centered")
    yield from _strategies(plan)


def follow_up_report(
    figures: UnitFigures, photographs: Sequence[Photograph] = (), not_shown: Sequence[str] = ()
) -> Document:
    """What became of the plan that answers the period's results: the four chapters of Lampiran 4 with a cover, evidence
    and a place to sign. `photographs` of what was done, and what is said of those that cannot be printed. Raises
    ValueError for figures without a plan."""
    plan = figures.follow_up
    if plan is None:
        raise ValueError(f"{figures.unit_code} has no plan for {figures.period_code}")
    conclusions = (wording.realisation_sentence(plan), wording.priorities_sentence(plan, figures.results))
    return Document(
        title=f"{wording.REPORT_TITLE} {figures.unit_name}, {figures.period.label}",
        subject=wording.realisation_sentence(plan),
        author=unit_sentences.unit_in_regency(figures),
        cover=Cover(
            title=wording.REPORT_TITLE.upper(),
            subtitle="(SKM)",
            owner=figures.unit_name.upper(),
            regency=figures.regency_name.upper(),
            period=figures.period.label.upper(),
        ),
        letterhead=letterhead_block(figures.letterhead),
        blocks=numbered(
            (
                Heading(1, "BAB I", "PENDAHULUAN", "1"),
                *background(),
                Paragraph(
                    "SKM diadakan agar masyarakat ikut menilai kinerja penyelenggara, agar penyelenggara memperbaiki "
                    "caranya melayani, dan agar kecenderungan kepuasan masyarakat diketahui. Untuk itu hasil SKM "
                    "diikuti dengan rencana tindak lanjut, dan pelaksanaannya dilaporkan."
                ),
                _subject(figures, plan, "Laporan"),
                Heading(1, "BAB II", "DESKRIPSI RENCANA TINDAK LANJUT", "2"),
                *_description(plan, figures.results),
                Heading(1, "BAB III", "REALISASI RENCANA TINDAK LANJUT", "3"),
                Paragraph("Rencana tindak lanjut tersebut telah dilaksanakan sebagai berikut:"),
                _realisation(plan),
                *_evidence(photographs, not_shown),
                Heading(1, "BAB IV", "KESIMPULAN", "4"),
                Paragraph("Dari pelaksanaan tindak lanjut tersebut disimpulkan sebagai berikut:"),
                Points(tuple(filter(None, conclusions)), "number"),
                Paragraph(wording.realisation_formula(plan), "centered"),
                *_strategies(plan),
                unit_signature(figures),
            )
        ),
        footer=footer(figures),
        dated=figures.period.end_date,
        keywords=(
            *("SKM", "tindak lanjut", figures.unit_code, figures.unit_name, figures.period.label),
            *code_keywords(figures.run),
        ),
        receipt=receipt_of(figures.page_address, figures.run),
        contents=False,
    )


def follow_up_supplement(figures: UnitFigures) -> Letter:
    """What is put behind the official report of a closed period, which stays as it is: the plan that came since, dated,
    and what became of it where the unit says so already. Raises ValueError for figures without such a plan."""
    plan = figures.follow_up
    if plan is None or plan.late is None:
        raise ValueError(f"{figures.unit_code} has no late plan for {figures.period_code}")
    title = wording.supplement_title(plan.late)
    blocks = (
        Heading(1, "LAMPIRAN", title.upper()),
        Paragraph(wording.supplement_sentence(figures, plan.late)),
        Paragraph(wording.plan_sentence(figures)),
        *_planned(plan, figures.unsur),
        *(
            _realised(plan)
            if any(action.done is not None for action in plan.actions)
            else [Paragraph(wording.IN_THE_NEXT_REPORT)]
        ),
        unit_signature(figures),
    )
    return Letter(
        title=f"{title}: {figures.unit_name}, {figures.period.label}",
        subject=wording.supplement_sentence(figures, plan.late),
        author=unit_sentences.unit_in_regency(figures),
        letterhead=letterhead_block(figures.letterhead),
        blocks=numbered(blocks),
        footer=footer(figures),
        dated=plan.late.received_at.date(),
        keywords=("SKM", figures.unit_code, figures.unit_name, figures.period.label, *code_keywords(figures.run)),
        receipt=receipt_of(figures.page_address, figures.run),
    )


def _planned(plan: FollowUpFigures, unsur: Sequence[UnsurFigure]) -> Iterator[Block]:
    """The plan, and what it does not cover of these unsur."""
    horizons = {code: words.removeprefix("Jangka ") for code, words in HORIZONS}
    lines = [
        (one.unsur_name, one.activity, one.quarters, horizons.get(one.horizon or "", ""), one.responsible)
        for one in plan.actions
    ]
    yield _plan_table(lines, f"Rencana Tindak Lanjut atas Hasil SKM {plan.period.label}")
    for said in (wording.forum_sentence(plan.actions), wording.uncovered_sentence(plan.actions, unsur)):
        if said:
            yield Paragraph(said)


def _realised(plan: FollowUpFigures) -> Iterator[Block]:
    yield _realisation(plan)
    yield Paragraph(wording.realisation_sentence(plan))
    yield from _strategies(plan)


def _subject(figures: UnitFigures, plan: FollowUpFigures, what: str) -> Paragraph:
    """What the document gives account of."""
    return Paragraph(
        f"Hasil SKM diikuti dengan rencana tindak lanjut untuk memperbaiki unsur yang lemah. {what} ini melaporkan "
        f"rencana tindak lanjut {unit_sentences.unit_in_regency(figures)} atas hasil SKM "
        f"{period_in_sentence(plan.period)}, realisasinya, dan strategi penyelesaiannya."
    )


def _evidence(photographs: Sequence[Photograph], not_shown: Sequence[str]) -> Iterator[Block]:
    """Photographs of what was done."""
    if photographs:
        yield Paragraph("Kegiatan tindak lanjut didokumentasikan dengan foto berikut.")
        yield Photographs(tuple(photographs))
    if not_shown:
        yield Paragraph("Foto yang tidak dapat dimuat:", "quiet")
        yield Points(tuple(not_shown))


def _description(plan: FollowUpFigures, results: ResultsFigure | None) -> Iterator[Block]:
    if results is not None:
        yield Paragraph(wording.results_sentence(plan, results))
        yield TableBlock(
            header=(heads("No.", "Unsur", "Nilai Unsur (NRR)", "Mutu Layanan"),),
            rows=tuple(
                (
                    centred(f"{position}."),
                    Cell(one.name),
                    number(decimal_number(one.nrr)),
                    graded(unit_sentences.grade_label(one.mutu), one.mutu),
                )
                for position, one in enumerate(results.unsur, start=1)
            ),
            widths=(0.8, 6, 2.6, 2.8),
            caption=f"Ringkasan Hasil SKM {plan.period.label}",
        )
    else:
        yield Paragraph(wording.no_results_sentence(plan))
    yield from _planned(plan, results.unsur if results else ())


def _plan_to_fill_in(unsur: Sequence[UnsurFigure], caption: str) -> TableBlock:
    return _plan_table([(one.name, "", (False, False, False, False), "", "") for one in unsur], caption)


def _plan_table(lines: Sequence[tuple[str, str, Sequence[bool], str, str]], caption: str) -> TableBlock:
    """Lines of unsur, activity, quarters, horizon and who is responsible; without a column that no line fills."""
    quarters = tuple(head(f"TW {numeral}") for numeral in ROMAN)
    with_horizon = any(horizon for *_, horizon, _ in lines)
    return TableBlock(
        header=(
            (
                head("Prioritas", columns=2),
                head("Program/Kegiatan", rows=2),
                head("Waktu", columns=len(quarters)),
                *([head("Jangka Waktu", rows=2)] if with_horizon else []),
                head("Penanggung Jawab", rows=2),
            ),
            (head("No."), head("Unsur"), *quarters),
        ),
        rows=tuple(
            (
                centred(f"{position}."),
                Cell(unsur),
                Cell(activity),
                *(centred(QUARTER_MARK if planned else "") for planned in marks),
                *([Cell(horizon)] if with_horizon else []),
                Cell(responsible),
            )
            for position, (unsur, activity, marks, horizon, responsible) in enumerate(lines, start=1)
        ),
        widths=(0.9, 2.6, 3.5, 1.15, 1.3, 1.45, 1.4, *([2.1] if with_horizon else []), 2.5),
        caption=caption,
    )


def _realisation(plan: FollowUpFigures) -> TableBlock:
    names = {True: DONE, False: NOT_DONE, None: wording.NOT_REPORTED.capitalize()}
    return TableBlock(
        header=(
            heads(
                "No.",
                "Rencana Tindak Lanjut",
                "Sudah / Belum",
                "Deskripsi Tindak Lanjut",
                "Dokumentasi Kegiatan",
                "Tantangan/Hambatan",
            ),
        ),
        rows=tuple(
            (
                centred(f"{position}."),
                Cell(action.activity),
                centred(names[action.done] if action.done_on is None else f"{DONE}, {long_date(action.done_on)}"),
                Cell(action.description),
                Cell(" ".join(filter(says_something, (action.evidence, action.link))) or action.evidence),
                Cell(action.obstacle),
            )
            for position, action in enumerate(plan.actions, start=1)
        ),
        widths=(0.8, 3, 1.7, 3.4, 2.2, 2),
        caption=f"Realisasi Rencana Tindak Lanjut atas Hasil SKM {plan.period.label}",
    )


def _strategies(plan: FollowUpFigures) -> Iterator[Block]:
    planned = [action for action in plan.actions if action.strategy]
    if not planned:
        yield Paragraph("Strategi penyelesaian belum diisi oleh unit.")
        return
    yield Paragraph("Strategi berikut disusun agar rencana tindak lanjut tetap terlaksana:")
    yield TableBlock(
        header=(
            heads(
                "No.",
                "Rencana Tindak Lanjut",
                "Strategi Penyelesaian",
                "Target Waktu",
                "Penanggung Jawab",
                "Stakeholder Terkait",
            ),
        ),
        rows=tuple(
            (
                centred(f"{position}."),
                Cell(action.activity),
                Cell(action.strategy),
                Cell(action.target_time),
                Cell(action.strategy_responsible),
                Cell(action.stakeholders),
            )
            for position, action in enumerate(planned, start=1)
        ),
        widths=(0.8, 3, 3.4, 2, 2.2, 2),
        caption="Strategi Penyelesaian Tindak Lanjut",
    )

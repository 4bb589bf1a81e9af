"""The tables of the regency's report.

Belongs here: which figure stands in which column, and the colours of the heat map. Not here: sentences
(`reports.wording.regency_sentences`), the order of the report (`reports.regency.regency_report`), any figure.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from contracts.method import GRADES
from contracts.unsur import UNSUR
from reports.figures.regency_figures import (
    FindingFigure,
    RankedFigure,
    RealisationFigure,
    RegencyFigures,
    RegencyUnsurFigure,
    RegisteredFigure,
)
from reports.figures.target_figures import UnitTargetFigure
from reports.figures.unit_figures import UnsurFigure, mixed_weights
from reports.wording.indonesian import decimal_number, percent, type_name, whole_number
from reports.wording.people_served_sentences import METHOD_MEANING, METHOD_NAME
from reports.wording.regency_sentences import (
    KIND_NAMES,
    METHOD_MEANINGS,
    METHOD_NAMES,
    SEVERITY_NAMES,
    STATUS_NAMES,
    check_name,
    observed_text,
    reason_name,
    sentence_case,
)
from reports.wording.target_sentences import attainment_text
from reports.wording.unit_sentences import CONFIDENCE_LABEL, few_respondents, scale_sentence, weight_label
from reports.writers.blocks import Align, Cell, TableBlock
from reports.writers.chart_drawing import GRADE_FILLS, GRADE_INKS, HIGHEST_SCORE, LOWEST_SCORE

Cells = tuple[Cell, ...]

LONGEST_TABLE: Final = 100
"""Rows of a list of units or files; the workbook has them all."""


def row(*texts: str, aligns: str = "", bold: bool = False) -> Cells:
    """A row of plain cells; `aligns` has a letter a column: `lcr`."""
    names: dict[str, Align] = {"l": "left", "c": "center", "r": "right"}
    return tuple(
        Cell(text, align=names[letter], bold=bold)
        for text, letter in zip(texts, aligns or "l" * len(texts), strict=True)
    )


def heading_row(*texts: str) -> tuple[Cells, ...]:
    """A header of one row."""
    return (tuple(Cell(text, align="center", bold=True) for text in texts),)


def grades_table(weight: str) -> TableBlock:
    """The grades of the regulation, and where they end by the weight of the report."""
    floors = [max(grade.lowest_hundredths, LOWEST_SCORE * 100) for grade in GRADES]
    ceilings = [HIGHEST_SCORE * 100, *(floor - 1 for floor in floors[:-1])]
    return TableBlock(
        header=heading_row("Mutu pelayanan", "Kinerja unit", "Nilai IKM"),
        rows=tuple(
            row(
                grade.mutu,
                grade.kinerja,
                f"{decimal_number(floor / 100)} – {decimal_number(ceiling / 100)}",
                aligns="clc",
            )
            for grade, floor, ceiling in zip(GRADES, floors, ceilings, strict=True)
        ),
        widths=(1.2, 2, 2),
        caption="Mutu pelayanan menurut nilai IKM",
        source=f"Sumber: Permen PANRB Nomor 14 Tahun 2017. {scale_sentence(weight)}",
    )


def coverage_table(figures: RegencyFigures) -> TableBlock:
    """Units expected, reported, missing and respondents, by type."""
    expected = Counter(unit.unit_type for unit in figures.registered)
    reported = Counter(unit.unit_type for unit in figures.ranking)
    apart = Counter(unit.unit_type for unit in figures.apart)
    respondents: Counter[str] = Counter()
    for unit in figures.ranking:
        respondents[unit.unit_type] += unit.respondents

    def line(name: str, count: int, of_them: int, without: int, people: int, *, bold: bool = False) -> Cells:
        counts = [count, of_them, *([without] if apart else []), count - of_them - without, people]
        return row(name, *map(whole_number, counts), aligns=f"l{'r' * len(counts)}", bold=bold)

    return TableBlock(
        header=heading_row(
            *("Jenis unit", "Terdaftar", "Memiliki IKM"),
            *(["Delapan unsur"] if apart else []),
            *("Belum melapor", "Responden"),
        ),
        rows=(
            *(
                line(sentence_case(type_name(kind)), expected[kind], reported[kind], apart[kind], respondents[kind])
                for kind in sorted(expected)
            ),
            line("Jumlah", expected.total(), reported.total(), apart.total(), respondents.total(), bold=True),
        ),
        widths=(3, 1.3, 1.5, *((1.6,) if apart else ()), 1.6, 1.5),
        caption="Unit yang wajib melapor, yang memiliki IKM, dan jumlah responden",
    )


def files_table(figures: RegencyFigures) -> TableBlock:
    """Files by kind and status with their rows."""
    return TableBlock(
        header=heading_row("Isi", "Keadaan", "Berkas", "Terbaca", "Dihitung", "Ditolak", "Ganda", "Diganti"),
        rows=tuple(
            row(
                KIND_NAMES[file.kind],
                STATUS_NAMES[file.status],
                whole_number(file.files),
                *(
                    whole_number(rows or 0)
                    for rows in (
                        *(file.rows_read, file.rows_accepted, file.rows_rejected),
                        *(file.rows_duplicate, file.rows_replaced),
                    )
                ),
                aligns="llrrrrrr",
            )
            for file in figures.files
        ),
        widths=(2.0, 2.6, 1.2, 1.4, 1.4, 1.3, 1.1, 1.3),
        caption="Berkas yang diterima menurut keadaannya, dan barisnya",
    )


def rules_table(figures: RegencyFigures) -> TableBlock:
    """Rows left out, by rule."""
    return TableBlock(
        header=heading_row("Aturan yang dilanggar", "Temuan", "Berkas"),
        rows=tuple(
            row(rule.message, whole_number(rule.rows), whole_number(rule.files), aligns="lrr") for rule in figures.rules
        ),
        widths=(6, 1, 1),
        caption="Baris yang ditolak menurut aturan: temuannya",
        source="Yang dihitung temuannya, bukan barisnya: baris yang melanggar dua aturan menjadi dua temuan.",
    )


def uncounted_files_table(figures: RegencyFigures) -> TableBlock:
    """Files of which nothing counts, with the reason."""
    return TableBlock(
        header=heading_row("Berkas", "Unit", "Keadaan", "Alasan"),
        rows=tuple(
            row(file.path, file.unit_name or "–", STATUS_NAMES[file.status], reason_name(file))
            for file in figures.uncounted_files[:LONGEST_TABLE]
        ),
        widths=(3.4, 2.2, 1.1, 3.4),
        caption="Berkas yang belum dihitung dan alasannya",
        source="Alasan selengkapnya dan cara memperbaikinya ada dalam surat yang dibuat bagi setiap pengirim.",
    )


def findings_table(findings: Sequence[FindingFigure]) -> TableBlock:
    """Checks that did not pass."""
    return TableBlock(
        header=heading_row("Pemeriksaan yang tidak terpenuhi", "Tingkat", "Temuan"),
        rows=tuple(
            row(check_name(finding), SEVERITY_NAMES[finding.severity], observed_text(finding), aligns="lcr")
            for finding in findings
        ),
        widths=(5, 1.4, 1.9),
        caption="Temuan pemeriksaan mutu data",
        source="Pemeriksaan baris mencakup semua berkas yang terbaca, juga yang kemudian ditolak seluruhnya; "
        "pemeriksaan unit mencakup semua periode, sehingga satu unit dapat terhitung lebih dari sekali.",
    )


def methods_table(figures: RegencyFigures) -> TableBlock:
    """The regency's IKM by the three methods, and, where all units say whom they served, weighted by that."""
    weight = weight_label(figures.headline.weight)
    further = _by_people_served(figures)
    return TableBlock(
        header=heading_row("Cara menghitung", f"IKM (bobot {weight})", "Mutu", "IKM (bobot 1/9)", "Unit", "Responden"),
        rows=tuple(
            row(
                f"{sentence_case(METHOD_NAMES[method.method])}{' (angka utama)' if method.headline else ''}: "
                f"{METHOD_MEANINGS[method.method]}",
                decimal_number(method.ikm),
                f"{method.mutu} ({method.kinerja})",
                decimal_number(method.ikm_ninth),
                whole_number(method.units),
                whole_number(method.respondents),
                aligns="lrcrrr",
                bold=method.headline,
            )
            for method in figures.methods
        )
        + further,
        widths=(3.6, 1.5, 1.6, 1.5, 1, 1.9),
        caption=f"IKM {figures.regency_name} menurut {'empat' if further else 'tiga'} cara menghitung",
    )


def _by_people_served(figures: RegencyFigures) -> tuple[tuple[Cell, ...], ...]:
    served = figures.people_served
    if served is None or served.index is None:
        return ()
    return (
        row(
            f"{sentence_case(METHOD_NAME)}: {METHOD_MEANING}",
            decimal_number(served.index.ikm),
            f"{served.index.mutu} ({served.index.kinerja})",
            decimal_number(served.index.ikm_ninth),
            whole_number(len(served.units)),
            whole_number(figures.headline.respondents),
            aligns="lrcrrr",
        ),
    )


def trend_table(figures: RegencyFigures) -> TableBlock:
    """The regency's IKM in every period; each with its weight where these differ."""
    mixed = mixed_weights(figures.trend)
    return TableBlock(
        header=heading_row("Periode", "IKM", *(("Bobot", "IKM bobot 1/9") if mixed else ()), "Mutu", "Responden"),
        rows=tuple(
            row(
                point.label,
                decimal_number(point.ikm),
                *((weight_label(point.weight), decimal_number(point.ikm_ninth or point.ikm)) if mixed else ()),
                point.mutu,
                whole_number(point.respondents),
                aligns="lrcrcr" if mixed else "lrcr",
            )
            for point in figures.trend
        ),
        widths=(3, 1, 0.8, 1.3, 1, 1.3) if mixed else (3, 1, 1, 1.3),
        caption="IKM kabupaten dari periode ke periode",
    )


def rank_text(unit: RankedFigure) -> str:
    """`2`, and of a tie `2 (sama)`; nothing where the unit is not ranked."""
    if unit.rank is None:
        return "–"
    return f"{whole_number(unit.rank)} (sama)" if unit.tied else whole_number(unit.rank)


def interval_text(unit: RankedFigure) -> str:
    """`92,95 – 94,27`; nothing where there is none."""
    if unit.ikm_low is None or unit.ikm_high is None:
        return "–"
    return f"{decimal_number(unit.ikm_low)} – {decimal_number(unit.ikm_high)}"


def rank_range_text(unit: RankedFigure) -> str:
    """`1 – 4`, or the one rank; nothing where the unit is not ranked."""
    return _range(unit.rank_low, unit.rank_high)


def _range(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "–"
    return whole_number(low) if low == high else f"{whole_number(low)} – {whole_number(high)}"


def ranking_table(ranking: Sequence[RankedFigure], caption: str, *, with_type: bool) -> TableBlock:
    """A ranking, best first, then those without a rank."""
    notes = ["“(sama)”: IKM sama dengan unit lain."] if any(unit.tied for unit in ranking) else []
    unranked = [unit for unit in ranking if unit.rank is None]
    if unranked:
        notes.append(f"“–”: tidak diperingkat, {few_respondents(unranked[0].minimum_respondents)}.")
    type_header = ("Jenis",) if with_type else ()
    header = heading_row(
        "Peringkat",
        "Unit",
        *type_header,
        "IKM",
        "Mutu",
        f"Selang {CONFIDENCE_LABEL}",
        "Rentang peringkat",
        "Serentak",
        "Responden",
    )
    return TableBlock(
        header=header,
        rows=tuple(
            row(
                rank_text(unit),
                unit.unit_name,
                *((type_name(unit.unit_type),) if with_type else ()),
                decimal_number(unit.ikm),
                unit.mutu,
                interval_text(unit),
                rank_range_text(unit),
                _range(unit.rank_low_all, unit.rank_high_all),
                whole_number(unit.respondents),
                aligns="cllrccccr" if with_type else "clrccccr",
            )
            for unit in ranking
        ),
        widths=(1.6, 3.3, 1.7, 1.1, 1.0, 2.2, 1.6, 1.6, 1.8) if with_type else (1.9, 3.2, 1.2, 1.25, 2.4, 2, 1.9, 2.15),
        caption=caption,
        source=" ".join(notes),
        dense=with_type,
    )


def unsur_table(unsur: Sequence[UnsurFigure | RegencyUnsurFigure], caption: str = "") -> TableBlock:
    """Nine unsur with NRR, score and grade."""
    return TableBlock(
        header=heading_row("Kode", "Unsur", "NRR", "Nilai", "Mutu"),
        rows=tuple(
            row(
                one.unsur_code,
                one.name,
                decimal_number(one.nrr),
                decimal_number(one.score),
                f"{one.mutu} ({one.kinerja})",
                aligns="clrrc",
            )
            for one in unsur
        ),
        widths=(0.8, 5, 1, 1, 2),
        caption=caption,
    )


def heat_map(figures: RegencyFigures) -> TableBlock:
    """Units by nine unsur, each cell in the colour of its grade; the regency on top."""
    regency = Cell(figures.regency_name, bold=True)
    return TableBlock(
        header=heading_row("Unit", *(unsur.code for unsur in UNSUR)),
        rows=(
            (regency, *(_heat_cell(one, bold=True) for one in figures.unsur)),
            *(
                (Cell(unit.unit_name), *(_heat_cell(one) for one in figures.unsur_by_unit[unit.unit_code]))
                for unit in figures.ranking
            ),
        ),
        widths=(3.1, *(1 for _ in UNSUR)),
        caption="Nilai sembilan unsur setiap unit menurut mutunya",
        source="Nilai adalah NRR × 25, dengan mutunya. Semakin gelap warna sel, semakin baik mutunya. Unit berurut "
        "menurut peringkat.",
        dense=True,
    )


def _heat_cell(unsur: UnsurFigure | RegencyUnsurFigure, *, bold: bool = False) -> Cell:
    return Cell(
        f"{decimal_number(unsur.score)} {unsur.mutu}",
        align="center",
        bold=bold,
        fill=GRADE_FILLS[unsur.mutu],
        ink=GRADE_INKS[unsur.mutu],
    )


def movers_table(units: Sequence[RankedFigure], caption: str) -> TableBlock:
    """Units with the IKM of both periods and the change, by one ninth where their weights differ."""
    return TableBlock(
        header=heading_row("Unit", "IKM sebelumnya", "IKM periode ini", "Perubahan", "Mutu"),
        rows=tuple(
            row(
                unit.unit_name,
                decimal_number(unit.before),
                decimal_number(unit.compared),
                signed(unit.change),
                unit.mutu,
                aligns="lrrrc",
            )
            for unit in units
            if unit.before is not None and unit.change is not None
        ),
        widths=(4, 1.7, 1.6, 1.7, 1),
        caption=caption,
        source="Konvensi bobot berganti sejak periode sebelumnya: kedua IKM dengan bobot 1/9."
        if any(unit.across_weights for unit in units)
        else "",
    )


def signed(change: Decimal) -> str:
    """A change with its sign: `+1,28`."""
    return f"+{decimal_number(change)}" if change > 0 else decimal_number(change)


def sample_table(units: Sequence[RankedFigure]) -> TableBlock:
    """Units below their sample."""
    return TableBlock(
        header=heading_row("Unit", "Penerima layanan", "Kebutuhan sampel", "Responden", "IKM"),
        rows=tuple(
            row(
                unit.unit_name,
                "–" if unit.service_recipients is None else whole_number(unit.service_recipients),
                "–" if unit.sample_needed is None else whole_number(unit.sample_needed),
                whole_number(unit.respondents),
                decimal_number(unit.ikm),
                aligns="lrrrr",
            )
            for unit in units
        ),
        widths=(4, 1.6, 1.6, 1.3, 1),
        caption="Unit yang respondennya di bawah kebutuhan sampel",
    )


def targets_table(targets: Sequence[UnitTargetFigure]) -> TableBlock:
    """Units with a target, and what each reached of it."""
    return TableBlock(
        header=heading_row("Unit", "Target", "Ditetapkan dalam", "IKM", "Capaian"),
        rows=tuple(
            row(
                one.unit_name,
                decimal_number(one.ikm),
                one.source or "–",
                decimal_number(one.unit_ikm),
                attainment_text(one),
                aligns="lrlrr",
            )
            for one in targets
        ),
        widths=(4, 1, 2, 1, 1.2),
        caption=f"Capaian target IKM tahun {targets[0].year}",
    )


def weight_table(units: Sequence[RankedFigure]) -> TableBlock:
    """Units whose grade depends on the weight, with both figures."""
    weight = weight_label(units[0].weight)
    return TableBlock(
        header=heading_row("Unit", f"IKM (bobot {weight})", "Mutu", "IKM (bobot 1/9)", "Mutu"),
        rows=tuple(
            row(
                unit.unit_name,
                decimal_number(unit.ikm),
                unit.mutu,
                decimal_number(unit.ikm_ninth),
                unit.mutu_ninth,
                aligns="lrcrc",
            )
            for unit in units
        ),
        widths=(4, 1.6, 0.8, 1.6, 0.8),
        caption="Unit yang mutunya bergantung pada bobot",
    )


def missing_table(units: Sequence[RegisteredFigure]) -> TableBlock:
    """Units without an index."""
    return TableBlock(
        header=heading_row("No.", "Unit", "Jenis", "Kode"),
        rows=tuple(
            row(whole_number(number), unit.unit_name, type_name(unit.unit_type), unit.unit_code, aligns="clll")
            for number, unit in enumerate(units, start=1)
        ),
        widths=(0.7, 5, 2, 1.6),
        caption="Unit yang belum melapor",
    )


def follow_up_table(figures: RegencyFigures, units: Sequence[RealisationFigure]) -> TableBlock:
    """Realisation by unit, the least first, and the regency's."""
    done = figures.follow_up
    total = () if done is None else (_realised(figures.regency_name, done.planned, done.done, done.realisation, True),)
    return TableBlock(
        header=heading_row("Unit", "Direncanakan", "Dilaksanakan", "Realisasi"),
        rows=(*(_realised(one.unit_name, one.planned, one.done, one.realisation) for one in units), *total),
        widths=(4, 1.5, 1.5, 1.3),
        caption="Realisasi tindak lanjut menurut unit",
    )


def _realised(name: str, planned: int, done: int, realisation: Decimal, total: bool = False) -> Cells:
    return row(name, whole_number(planned), whole_number(done), percent(realisation), aligns="lrrr", bold=total)

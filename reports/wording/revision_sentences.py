"""A revision in words, and its tables of what changed.

Belongs here: wording in Bahasa Indonesia about an edition and the one it replaces, and the tables that go with
it. Not here: any figure (`reports.figures.revision_figures`), where a block stands (`reports.unit.unit_opening`,
`reports.regency.regency_report`), layout.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from contracts.edition_tables import EDITION_CHANGE
from reports.figures.revision_figures import (
    FIRST_EDITION,
    ByWeightFigure,
    Change,
    NamedUnitChangeFigure,
    RegencyRevisionFigures,
    RevisionFigures,
    UnitChangeFigure,
    UnitRevisionFigures,
    edition_label,
)
from reports.wording.indonesian import decimal_number, joined, long_date, whole_number
from reports.wording.unit_sentences import weight_label
from reports.writers.blocks import Block, Cell, Heading, Paragraph, TableBlock
from reports.writers.table_cells import centred, heads, number

TITLE: Final = "Perubahan terhadap Edisi Sebelumnya"
CHANGE_NAMES: Final = EDITION_CHANGE.words_of("change")
ONLY_RANK: Final = "hanya bergeser peringkatnya"
_TOLD: Final[tuple[Change, ...]] = ("changed", "new", "lost")
_NOTHING: Final = "–"
_NRR_PLACES: Final = 4
LONGEST_TABLE: Final = 100
"""Units in the report's table; the workbook has them all."""


def after_title(revision: RevisionFigures | None) -> str:
    """`, Revisi 1` behind a title; nothing for a first edition."""
    return f", {revision.label}" if revision else ""


def between_points(revision: RevisionFigures | None) -> str:
    """` · Revisi 1` in a line of facts; nothing for a first edition."""
    return f" · {revision.label}" if revision else ""


def label_of(revision: RevisionFigures | None) -> str:
    """`Revisi 1`; nothing for a first edition."""
    return revision.label if revision else ""


def keywords_of(revision: RevisionFigures | None) -> tuple[str, ...]:
    """For the properties of a file."""
    return (revision.label,) if revision else ()


def replaced_sentence(revision: RevisionFigures, document: str = "Laporan") -> str:
    """Which edition the document replaces."""
    before = revision.revision - 1
    name = "edisi pertama" if before == FIRST_EDITION else edition_label(before)
    return (
        f"{document} ini adalah {revision.label} dan menggantikan {name} yang ditetapkan pada "
        f"{long_date(revision.replaced_on)}."
    )


def reason_sentence(revision: RevisionFigures) -> str:
    """When the period was reopened, and why."""
    reason = revision.reason.strip().rstrip(".")
    return f"Periode dibuka kembali pada {long_date(revision.reopened_on)} dengan alasan: {reason}."


def unit_changes(revision: UnitRevisionFigures) -> tuple[Block, ...]:
    """The section of a unit's report: number and date of the edition it replaces, the reason, before and after."""
    opening = Paragraph(f"{replaced_sentence(revision)} {reason_sentence(revision)}")
    change = revision.change
    if change is None:
        said = (
            "Angka unit ini pada edisi sebelumnya tidak dimuat dalam edisi publik: selisih dua edisi dapat mengungkap "
            "jawaban beberapa orang saja."
        )
        return opening, Paragraph(said)
    if change.change == "same" or change.only_rank:
        return opening, Paragraph(f"{_unchanged_sentence()}{_rank_sentence(change)}")
    blocks: list[Block] = [opening]
    if change.change == "new":
        blocks.append(Paragraph("Pada edisi sebelumnya unit ini belum memiliki IKM."))
    if said_of_weight := weight_sentence(change):
        blocks.append(Paragraph(said_of_weight))
    blocks.append(_unit_table(revision, change))
    if revision.unsur:
        blocks.append(_unsur_table(revision))
    return tuple(blocks)


def unit_section(revision: UnitRevisionFigures | None, label: str) -> tuple[Block, ...]:
    """The same below its heading; nothing for a first edition."""
    return () if revision is None else (Heading(2, label, TITLE), *unit_changes(revision))


def regency_section(revision: RegencyRevisionFigures | None, label: str, registered: int) -> tuple[Block, ...]:
    """The section of the regency's report; nothing for a first edition."""
    if revision is None:
        return ()
    blocks: list[Block] = [
        Heading(2, label, TITLE),
        Paragraph(f"{replaced_sentence(revision)} {reason_sentence(revision)}"),
        _regency_table(revision),
        Paragraph(
            " ".join(
                filter(
                    None,
                    (
                        weight_sentence(revision.regency),
                        coverage_sentence(revision, registered),
                        units_sentence(revision),
                    ),
                )
            )
        ),
    ]
    if revision.units:
        blocks.append(_units_table(revision))
        if len(revision.units) > LONGEST_TABLE:
            rest = whole_number(len(revision.units) - LONGEST_TABLE)
            blocks.append(Paragraph(f"{rest} unit lainnya tercantum dalam buku kerja laporan ini.", "quiet"))
    return tuple(blocks)


def coverage_sentence(revision: RegencyRevisionFigures, registered: int) -> str:
    """How many units have an index, and had."""
    regency = revision.regency
    return (
        f"Unit yang memiliki IKM berjumlah {whole_number(regency.units_after)} dari {whole_number(registered)} unit "
        f"terdaftar; pada edisi sebelumnya {whole_number(regency.units_before)} unit."
    )


def units_sentence(revision: RegencyRevisionFigures) -> str:
    """How many units changed, are new, are lost, and stayed."""
    if not revision.units and not revision.only_ranks:
        return "Angka semua unit sama dengan edisi sebelumnya."
    counts = [(revision.counted(state), CHANGE_NAMES[state]) for state in _TOLD]
    counts += [(len(revision.only_ranks), ONLY_RANK), (revision.same, CHANGE_NAMES["same"])]
    told = [f"{whole_number(units)} unit {state}" for units, state in counts if units]
    return f"Dibandingkan edisi itu, {joined(told)}."


def before_and_after(change: UnitChangeFigure) -> tuple[tuple[str, str, str], ...]:
    """What is compared, its value before and after, as texts."""
    return (
        ("IKM", _index(change.ikm_before), _index(change.ikm_after)),
        *by_weight(change),
        ("Mutu pelayanan", change.mutu_before or _NOTHING, change.mutu_after or _NOTHING),
        ("Peringkat di antara semua unit", _count(change.rank_before), _count(change.rank_after)),
        ("Responden", _count(change.respondents_before), _count(change.respondents_after)),
    )


def by_weight(change: ByWeightFigure) -> tuple[tuple[str, str, str], ...]:
    """The two conventions of the weight and the IKM by one ninth, where the convention changed; else nothing."""
    if not change.across_weights:
        return ()
    return (
        ("Bobot tiap unsur", weight_label(change.weight_before or ""), weight_label(change.weight_after or "")),
        ("IKM dengan bobot 1/9", _index(change.ikm_ninth_before), _index(change.ikm_ninth_after)),
    )


def weight_sentence(change: ByWeightFigure) -> str:
    """That the convention changed, and what part of the difference is the answers'; empty where it did not."""
    if not change.across_weights:
        return ""
    same = change.ikm_ninth_before == change.ikm_ninth_after
    told = "sama" if same else f"{_index(change.ikm_ninth_before)} dan {_index(change.ikm_ninth_after)}"
    return (
        f"Konvensi bobot berganti dari {weight_label(change.weight_before or '')} menjadi "
        f"{weight_label(change.weight_after or '')}; dengan bobot 1/9 IKM kedua edisi {told}."
    )


def regency_before_and_after(revision: RegencyRevisionFigures) -> tuple[tuple[str, str, str], ...]:
    """The same of the regency."""
    regency = revision.regency
    return (
        ("IKM kabupaten", _index(regency.ikm_before), _index(regency.ikm_after)),
        *by_weight(regency),
        ("Mutu pelayanan", regency.mutu_before, regency.mutu_after),
        ("Unit yang memiliki IKM", _count(regency.units_before), _count(regency.units_after)),
        ("Responden", _count(regency.respondents_before), _count(regency.respondents_after)),
    )


def _unchanged_sentence() -> str:
    return (
        "Angka unit ini tidak berubah: IKM, mutu pelayanan, jumlah responden, dan NRR kesembilan unsurnya sama dengan "
        "edisi sebelumnya."
    )


def _rank_sentence(change: UnitChangeFigure) -> str:
    """A unit's rank may move although nothing of its own did."""
    if change.rank_before is None or change.rank_after is None or change.rank_before == change.rank_after:
        return ""
    return (
        f" Peringkatnya di antara semua unit bergeser dari {whole_number(change.rank_before)} menjadi "
        f"{whole_number(change.rank_after)} karena angka unit lain berubah."
    )


def _unit_table(revision: UnitRevisionFigures, change: UnitChangeFigure) -> TableBlock:
    return _comparison(revision, before_and_after(change), "Angka Unit Sebelum dan Sesudah Revisi")


def _regency_table(revision: RegencyRevisionFigures) -> TableBlock:
    return _comparison(revision, regency_before_and_after(revision), "Angka Kabupaten Sebelum dan Sesudah Revisi")


def _comparison(revision: RevisionFigures, lines: Sequence[tuple[str, str, str]], caption: str) -> TableBlock:
    return TableBlock(
        header=(heads("Uraian", edition_label(revision.revision - 1), revision.label),),
        rows=tuple((Cell(name), number(before), number(after)) for name, before, after in lines),
        widths=(5, 2.2, 2.2),
        caption=caption,
    )


def _unsur_table(revision: UnitRevisionFigures) -> TableBlock:
    return TableBlock(
        header=(heads("Kode", "Unsur Pelayanan", edition_label(revision.revision - 1), revision.label),),
        rows=tuple(
            (centred(one.unsur_code), Cell(one.name), number(_nrr(one.nrr_before)), number(_nrr(one.nrr_after)))
            for one in revision.unsur
        ),
        widths=(1.2, 5, 2.2, 2.2),
        caption="NRR per Unsur Sebelum dan Sesudah Revisi",
    )


def _units_table(revision: RegencyRevisionFigures) -> TableBlock:
    return TableBlock(
        header=(heads("Unit", "Keadaan", "IKM", "Mutu", "Peringkat", "Responden"),),
        rows=tuple(map(_unit_line, revision.units[:LONGEST_TABLE])),
        widths=(4, 2.4, 2.3, 1.4, 1.6, 2.1),
        caption="Unit yang angkanya berubah, yang baru memiliki IKM, dan yang tidak lagi memilikinya",
        source=f"Sebelum → sesudah {revision.label}. Peringkat di antara semua unit. Tanda –: tidak ada.",
        dense=True,
    )


def _unit_line(unit: NamedUnitChangeFigure) -> tuple[Cell, ...]:
    # Of the weight speaks the regency's own table: it is one for all.
    own = unit.model_copy(update={"weight_before": unit.weight_after})
    told = [f"{before} → {after}" for _, before, after in before_and_after(own)]
    return Cell(unit.unit_name), Cell(CHANGE_NAMES[unit.change]), *map(centred, told)


def _index(value: Decimal | None) -> str:
    return _NOTHING if value is None else decimal_number(value)


def _count(value: int | None) -> str:
    return _NOTHING if value is None else whole_number(value)


def _nrr(value: float | None) -> str:
    return _NOTHING if value is None else decimal_number(value, _NRR_PLACES)

"""The regency's workbook of one period: ranking, nine unsur, trend, coverage, data quality, follow-up.

Belongs here: its sheets and its formulas. The regency's IKM by each method, the nine unsur over all units and the
realisation are formulas over the units' cells, each with the value that the warehouse has for it: a reader that
does not calculate shows the published figures, and one that does comes to the same. Not here: any figure, sentences
(`reports.wording.regency_sentences`), how a cell is written (`reports.workbooks.workbook_cells`).
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from contracts.method import EXACT_WEIGHT, GRADES, WEIGHTS
from contracts.processed_data import SERVICES_SHEET
from contracts.settings import RegencyMethod
from contracts.unsur import UNSUR
from reports.figures.base import Mutu
from reports.figures.regency_figures import RankedFigure, RegencyFigures, RegisteredFigure
from reports.figures.revision_figures import RegencyRevisionFigures, edition_label
from reports.figures.unit_figures import comparable, mixed_weights
from reports.wording.indonesian import period_in_sentence, type_name
from reports.wording.regency_sentences import (
    KIND_NAMES,
    METHOD_MEANINGS,
    METHOD_NAMES,
    SEVERITY_NAMES,
    STATUS_NAMES,
    check_name,
    conclusions,
    follow_up_sentence,
    methods_sentence,
    missing_sentence,
    observed_text,
    ranks_explained,
    rows_sentence,
    sentence_case,
    trend_sentence,
)
from reports.wording.revision_sentences import (
    CHANGE_NAMES,
    ONLY_RANK,
    after_title,
    coverage_sentence,
    reason_sentence,
    regency_before_and_after,
    replaced_sentence,
    units_sentence,
)
from reports.wording.service_sentences import FREE_SERVICES_SENTENCE, service_range, service_rank
from reports.wording.trend_sentences import change_word, trend_label
from reports.wording.unit_sentences import CONFIDENCE_LABEL, weight_label
from reports.workbooks.every_sheet import footer, write_title
from reports.workbooks.people_served_sheet import write_people_served
from reports.workbooks.sensitivity_sheet import write_sensitivity
from reports.workbooks.targets_sheet import write_targets
from reports.workbooks.workbook_cells import (
    BLUE,
    COUNT,
    HUNDREDTHS,
    LINE,
    PALE,
    TWO_PLACES,
    Book,
    CellContent,
    fixed_cell,
    merge_text,
    new_workbook,
    set_page,
    two_places,
    write_formula,
    write_row,
    write_text,
    write_value,
)
from reports.writers.chart_drawing import GRADE_FILLS, GRADE_INKS, HIGHEST_SCORE

SUMMARY_SHEET: Final = "Ringkasan"
CHANGES_SHEET: Final = "Perubahan"
RANKING_SHEET: Final = "Peringkat"
UNSUR_SHEET: Final = "Unsur"
TREND_SHEET: Final = "Tren"
MISSING_SHEET: Final = "Belum Melapor"
QUALITY_SHEET: Final = "Mutu Data"
FOLLOW_UP_SHEET: Final = "Tindak Lanjut"

# Rows and columns, from 0.
_WEIGHT_CELL, _EXACT_CELL = (4, 1), (5, 1)
_METHODS_HEADER = 7
_GRADES_HEADER = 13
_NOTE_ROW = 3
_TABLE_HEADER = 5
_RESPONDENTS, _UNITS_IN_TYPE = 3, 4
_FIRST_SCORE = 5
_FIRST_NRR = _FIRST_SCORE + len(UNSUR)
_REGENCY_ROW = _TABLE_HEADER + 1
_FIRST_UNIT = _TABLE_HEADER + 2

_STRONG: Final[dict[str, str | bool]] = {"bold": True, "bg_color": PALE}

_LINE: Final = 15.5
_TALLEST_ROW: Final = 400.0
"""Points: a line of text, and what a spreadsheet still accepts as the height of a row."""


def regency_workbook(figures: RegencyFigures) -> bytes:
    """The workbook (xlsx); same figures, same bytes. Internal: it names files and findings."""
    target = BytesIO()
    title = f"IKM {figures.regency_name} {figures.period.label}{after_title(figures.revision)}"
    with new_workbook(target, title=title, author=figures.organiser) as book:
        _write_summary(book, figures)
        if figures.revision is not None:
            _write_changes(book, figures, figures.revision)
        _write_ranking(book, figures)
        write_sensitivity(book, figures)
        _write_unsur(book, figures)
        if figures.services:
            _write_services(book, figures)
        _write_trend(book, figures)
        _write_missing(book, figures)
        _write_quality(book, figures)
        _write_follow_up(book, figures)
        if figures.people_served:
            write_people_served(book, figures, figures.people_served)
        if figures.targets:
            write_targets(book, figures)
    return target.getvalue()


def _write_summary(book: Book, figures: RegencyFigures) -> None:
    """The regency's IKM by three methods, coverage, and what the figures say."""
    sheet = book.sheet(SUMMARY_SHEET, (34, 14, 16, 16, 16, 12, 14), tab=BLUE)
    write_title(book, sheet, "INDEKS KEPUASAN MASYARAKAT KABUPATEN", figures)
    weight = figures.headline.weight
    look = book.boxed(num_format="0.0000", align="center")
    for (row, column), name, label in (
        (_WEIGHT_CELL, weight, f"Bobot angka utama ({weight_label(weight)})"),
        (_EXACT_CELL, EXACT_WEIGHT.name, "Bobot pembanding (1/9)"),
    ):
        write_text(sheet, row, 0, label, book.text)
        one = WEIGHTS[name]
        value = one.numerator / one.denominator
        write_formula(sheet, row, column, f"{one.numerator}/{one.denominator}", value, look)
    _write_methods(book, sheet, figures)
    _write_grades(book, sheet)
    row = _write_coverage(book, sheet, figures, _GRADES_HEADER + len(GRADES) + 2)
    write_text(sheet, row, 0, "Kesimpulan", book.subtitle)
    for line, sentence in enumerate((*conclusions(figures), methods_sentence(figures)), start=row + 1):
        _write_note(book, sheet, line, sentence, 6, 125)
    set_page(sheet, footer=footer(figures), landscape=False)


_CHANGE_COLUMNS: Final = (
    ("Unit", 40),
    ("Kode", 14),
    ("Keadaan", 26),
    ("IKM sebelum", 13),
    ("IKM sesudah", 13),
    ("Mutu sebelum", 11),
    ("Mutu sesudah", 11),
    ("Peringkat sebelum", 11),
    ("Peringkat sesudah", 11),
    ("Responden sebelum", 12),
    ("Responden sesudah", 12),
)


def _write_changes(book: Book, figures: RegencyFigures, revision: RegencyRevisionFigures) -> None:
    """What the revision changed for the regency, and every unit that it changed."""
    sheet = book.sheet(CHANGES_SHEET, [width for _, width in _CHANGE_COLUMNS])
    write_title(book, sheet, "PERUBAHAN TERHADAP EDISI SEBELUMNYA", figures)
    told = (
        f"{replaced_sentence(revision, 'Buku kerja')} {reason_sentence(revision)}",
        f"{coverage_sentence(revision, len(figures.registered))} {units_sentence(revision)}",
    )
    for line, sentence in enumerate(told, start=_NOTE_ROW):
        _write_note(book, sheet, line, sentence, len(_CHANGE_COLUMNS) - 1, 150)
    first = _TABLE_HEADER + 1
    write_row(sheet, first, ("Uraian", edition_label(revision.revision - 1), revision.label), book.header)
    compared = regency_before_and_after(revision)
    for row, (name, before, after) in enumerate(compared, start=first + 1):
        write_text(sheet, row, 0, name, book.text)
        write_row(sheet, row, (before, after), book.centred, 1)
    header = first + len(compared) + 2
    write_row(sheet, header, [name for name, _ in _CHANGE_COLUMNS], book.header)
    sheet.set_row(header, 32)
    two, centred, count = book.two_places, book.centred, book.count
    looks = (book.text, book.text, book.text, two, two, centred, centred, centred, centred, count, count)
    for row, unit in enumerate((*revision.units, *revision.only_ranks), start=header + 1):
        values: tuple[CellContent, ...] = (
            *(unit.unit_name, unit.unit_code, ONLY_RANK if unit.only_rank else CHANGE_NAMES[unit.change]),
            *(unit.ikm_before, unit.ikm_after),
            *(unit.mutu_before, unit.mutu_after, unit.rank_before, unit.rank_after),
            *(unit.respondents_before, unit.respondents_after),
        )
        write_row(sheet, row, values, looks)
    set_page(sheet, footer=footer(figures))


def _write_methods(book: Book, sheet: Worksheet, figures: RegencyFigures) -> None:
    weight = weight_label(figures.headline.weight)
    headers = ("Cara menghitung", f"IKM (bobot {weight})", "Mutu", "Kinerja", "IKM (bobot 1/9)", "Unit", "Responden")
    write_row(sheet, _METHODS_HEADER, headers, book.header)
    sheet.set_row(_METHODS_HEADER, 32)
    last = _FIRST_UNIT + len(figures.ranking) - 1
    answers = _on(UNSUR_SHEET, _FIRST_UNIT, _FIRST_NRR, last, _FIRST_NRR + len(UNSUR) - 1)
    for row, method in enumerate(figures.methods, start=_METHODS_HEADER + 1):
        shade: dict[str, str | bool] = _STRONG if method.headline else {}
        two = book.boxed(num_format=TWO_PLACES, align="center", **shade)
        name = f"{sentence_case(METHOD_NAMES[method.method])}{' (angka utama)' if method.headline else ''}"
        write_text(sheet, row, 0, name, book.boxed(num_format="@", **shade))
        mean = _mean(method.method, answers, last)
        index = xl_rowcol_to_cell(row, 1)
        write_formula(sheet, row, 1, two_places(f"{mean}*{fixed_cell(_WEIGHT_CELL)}"), method.ikm, two)
        write_formula(sheet, row, 2, _grade_of(index, 1), method.mutu, two)
        write_formula(sheet, row, 3, _grade_of(index, 2), method.kinerja, two)
        write_formula(sheet, row, 4, two_places(f"{mean}*{fixed_cell(_EXACT_CELL)}"), method.ikm_ninth, two)
        write_row(sheet, row, (method.units, method.respondents), book.boxed(num_format=COUNT, **shade), 5)
    meanings = "; ".join(
        f"{METHOD_NAMES[method.method]}: {METHOD_MEANINGS[method.method]}" for method in figures.methods
    )
    note = f"{sentence_case(meanings)}. Semuanya dihitung dari NRR unit tanpa pembulatan (lembar {UNSUR_SHEET})."
    _write_note(book, sheet, _METHODS_HEADER + 1 + len(figures.methods), note, 6, 120)


def _write_grades(book: Book, sheet: Worksheet) -> None:
    """From the lowest on: what LOOKUP asks for."""
    write_row(sheet, _GRADES_HEADER, ("Mutu menurut Permen PANRB 14/2017: IKM mulai", "Mutu", "Kinerja"), book.header)
    sheet.set_row(_GRADES_HEADER, 32)
    for row, grade in enumerate(reversed(GRADES), start=_GRADES_HEADER + 1):
        write_value(sheet, row, 0, grade.lowest_hundredths / HUNDREDTHS, book.two_places)
        write_row(sheet, row, (grade.mutu, grade.kinerja), book.centred, 1)


def _write_coverage(book: Book, sheet: Worksheet, figures: RegencyFigures, row: int) -> int:
    """Units by type, counted on the sheets of ranking and missing. Returns the row of what comes next."""
    listed: list[Sequence[RegisteredFigure | RankedFigure]]
    listed = [figures.registered, figures.ranking, figures.missing, *([figures.apart] if figures.apart else [])]
    header = ("Jenis unit", "Terdaftar", "Memiliki IKM", "Belum melapor", "Delapan unsur")
    write_row(sheet, row, header[: 1 + len(listed)], book.header)
    line = row
    for line, kind in enumerate(sorted({unit.unit_type for unit in figures.registered}), start=row + 1):
        counts = [sum(unit.unit_type == kind for unit in units) for units in listed]
        write_text(sheet, line, 0, sentence_case(type_name(kind)), book.text)
        write_row(sheet, line, counts, book.count, 1)
    return line + 2


_RANKING_COLUMNS: Final = (
    ("Peringkat", 10),
    ("Unit", 40),
    ("Kode", 12),
    ("Jenis", 14),
    ("IKM", 9),
    ("Mutu", 7),
    ("Kinerja", 13),
    ("IKM sama dengan unit lain", 12),
    (f"Batas bawah selang {CONFIDENCE_LABEL}", 12),
    (f"Batas atas selang {CONFIDENCE_LABEL}", 12),
    ("Peringkat terbaik yang mungkin", 12),
    ("Peringkat terburuk yang mungkin", 12),
    ("Peringkat dalam jenisnya", 12),
    ("Unit pada jenisnya", 10),
    ("Responden", 11),
    ("Penerima layanan", 11),
    ("Kebutuhan sampel", 11),
    ("Sampel terpenuhi", 11),
    ("IKM (bobot 1/9)", 10),
    ("Mutu (bobot 1/9)", 10),
    ("IKM periode sebelumnya", 12),
    ("Perubahan", 11),
    ("Arti perubahan", 20),
    ("Peringkat terbaik bila semua rentang serentak", 14),
    ("Peringkat terburuk bila semua rentang serentak", 14),
)


def _write_ranking(book: Book, figures: RegencyFigures) -> None:
    """Every unit with its rank among all and within its type; the filter leaves one type."""
    sheet = book.sheet(RANKING_SHEET, [width for _, width in _RANKING_COLUMNS])
    write_title(book, sheet, "PERINGKAT IKM UNIT", figures)
    _write_note(book, sheet, _NOTE_ROW, ranks_explained(), 11, 145)
    _write_header(book, sheet, [name for name, _ in _RANKING_COLUMNS])
    in_type = {unit.unit_code: unit for _, ranking in figures.ranking_by_type for unit in ranking}
    two, count, text, centred = book.two_places, book.count, book.text, book.centred
    change = book.boxed(num_format="+0.00;-0.00;0.00")
    looks = (
        *(centred, text, text, text, two, centred, centred, centred, two, two, *[centred] * 4),
        *(count, count, count, centred, two, centred, two, change, *[centred] * 3),
    )
    for row, unit in enumerate(figures.ranking, start=_TABLE_HEADER + 1):
        write_row(sheet, row, _ranking_line(unit, in_type.get(unit.unit_code)), looks)
    last = _TABLE_HEADER + len(figures.ranking)
    sheet.autofilter(_TABLE_HEADER, 0, last, len(_RANKING_COLUMNS) - 1)
    sheet.freeze_panes(_TABLE_HEADER + 1, 2)
    for grade in GRADES:
        rule = {"type": "cell", "criteria": "==", "value": f'"{grade.mutu}"', "format": _grade_look(book, grade.mutu)}
        sheet.conditional_format(_TABLE_HEADER + 1, 5, last, 5, rule)
    header_rows = (_TABLE_HEADER, _TABLE_HEADER)
    set_page(sheet, footer=footer(figures), header_rows=header_rows, pages_wide=2, header_columns=2)


def _ranking_line(unit: RankedFigure, in_type: RankedFigure | None) -> tuple[CellContent, ...]:
    return (
        unit.rank,
        unit.unit_name,
        unit.unit_code,
        type_name(unit.unit_type),
        unit.ikm,
        unit.mutu,
        unit.kinerja,
        "ya" if unit.tied else "",
        unit.ikm_low,
        unit.ikm_high,
        unit.rank_low,
        unit.rank_high,
        None if in_type is None else in_type.rank,
        None if in_type is None else in_type.units,
        unit.respondents,
        unit.service_recipients,
        unit.sample_needed,
        {True: "ya", False: "belum", None: "tidak diketahui"}[unit.sample_met],
        unit.ikm_ninth,
        unit.mutu_ninth,
        unit.before,
        unit.change,
        change_word(unit),
        unit.rank_low_all,
        unit.rank_high_all,
    )


def _write_unsur(book: Book, figures: RegencyFigures) -> None:
    """Units by nine unsur: scores in the colours of their grades, and the NRR that everything is computed from."""
    # The NRR are so wide that they make the second page of the print, which breaks between columns where it must.
    widths = (10, 40, 14, 11, 10, *[9] * len(UNSUR), *[12] * len(UNSUR))
    sheet = book.sheet(UNSUR_SHEET, widths)
    write_title(book, sheet, "SEMBILAN UNSUR SETIAP UNIT", figures)
    for start, text in ((_FIRST_SCORE, "Nilai unsur (NRR × 25)"), (_FIRST_NRR, "NRR, tanpa pembulatan")):
        merge_text(sheet, (_TABLE_HEADER - 1, start, _TABLE_HEADER - 1, start + len(UNSUR) - 1), text, book.header)
    codes = [unsur.code for unsur in UNSUR]
    _write_header(book, sheet, ["Peringkat", "Unit", "Jenis", "Responden", "Unit pada jenisnya", *codes, *codes])
    last = _FIRST_UNIT + len(figures.ranking) - 1
    _write_regency_unsur(book, sheet, figures, last)
    in_type = {unit.unit_code: unit.units for _, ranking in figures.ranking_by_type for unit in ranking}
    score, nrr = book.boxed(num_format=TWO_PLACES, align="center"), book.boxed(num_format="0.0000", align="center")
    for row, unit in enumerate(figures.ranking, start=_FIRST_UNIT):
        unsur = figures.unsur_by_unit[unit.unit_code]
        write_value(sheet, row, 0, unit.rank, book.centred)
        write_row(sheet, row, (unit.unit_name, type_name(unit.unit_type)), book.text, 1)
        write_row(sheet, row, (unit.respondents, in_type[unit.unit_code]), book.count, _RESPONDENTS)
        write_row(sheet, row, [one.score for one in unsur], score, _FIRST_SCORE)
        write_row(sheet, row, [one.nrr for one in unsur], nrr, _FIRST_NRR)
    ceiling = HIGHEST_SCORE * HUNDREDTHS
    for grade in GRADES:
        rule = {
            "type": "cell",
            "criteria": "between",
            "minimum": grade.lowest_hundredths / HUNDREDTHS,
            "maximum": ceiling / HUNDREDTHS,
            "format": _grade_look(book, grade.mutu),
        }
        sheet.conditional_format(_REGENCY_ROW, _FIRST_SCORE, last, _FIRST_NRR - 1, rule)
        ceiling = grade.lowest_hundredths - 1
    sheet.freeze_panes(_FIRST_UNIT, 2)
    for row, one in enumerate(UNSUR, start=last + 2):
        write_text(sheet, row, 1, f"{one.code} {one.name}", book.quiet)
    header_rows = (_TABLE_HEADER - 1, _TABLE_HEADER)
    set_page(sheet, footer=footer(figures), header_rows=header_rows, pages_wide=2, header_columns=2)


def _write_regency_unsur(book: Book, sheet: Worksheet, figures: RegencyFigures, last: int) -> None:
    strong = book.boxed(**_STRONG)
    write_row(sheet, _REGENCY_ROW, ("", figures.regency_name, METHOD_NAMES[figures.headline.method]), strong)
    write_row(sheet, _REGENCY_ROW, (figures.headline.respondents, None), strong, _RESPONDENTS)
    score = book.boxed(num_format=TWO_PLACES, align="center", bold=True)
    nrr = book.boxed(num_format="0.0000", align="center", **_STRONG)
    for offset, unsur in enumerate(figures.unsur):
        column = _FIRST_NRR + offset
        mean = _mean(unsur.method, _on(UNSUR_SHEET, _FIRST_UNIT, column, last, column), last)
        write_formula(sheet, _REGENCY_ROW, column, mean, unsur.nrr, nrr)
        rounded = two_places(xl_rowcol_to_cell(_REGENCY_ROW, column))
        write_formula(sheet, _REGENCY_ROW, _FIRST_SCORE + offset, rounded, unsur.score, score)


def _write_trend(book: Book, figures: RegencyFigures) -> None:
    """The regency's IKM in all periods of the same kind, with a chart from two on."""
    sheet = book.sheet(TREND_SHEET, (30, 10, 9, 12, 20))
    write_title(book, sheet, "TREN IKM KABUPATEN", figures)
    _write_note(book, sheet, _NOTE_ROW, trend_sentence(figures), 4, 80)
    mixed = mixed_weights(figures.trend)
    _write_header(book, sheet, ["Periode", f"IKM{' (bobot 1/9)' if mixed else ''}", "Mutu", "Responden"])
    shown = comparable(figures.trend)
    for row, (published, point) in enumerate(zip(figures.trend, shown, strict=True), start=_TABLE_HEADER + 1):
        looks = (book.text, book.two_places, book.centred, book.count)
        label = trend_label(published) if mixed else point.label
        write_row(sheet, row, (label, point.ikm, point.mutu, point.respondents), looks)
    if len(figures.trend) > 1:
        first, last = _TABLE_HEADER + 1, _TABLE_HEADER + len(figures.trend)
        chart = book.workbook.add_chart({"type": "line"})
        chart.add_series(
            {
                "name": "IKM",
                "categories": [TREND_SHEET, first, 0, last, 0],
                "values": [TREND_SHEET, first, 1, last, 1],
                "line": {"color": BLUE, "width": 2},
                "marker": {"type": "circle", "size": 7, "fill": {"color": BLUE}, "border": {"color": BLUE}},
                "data_labels": {"value": True, "position": "above", "num_format": TWO_PLACES},
            }
        )
        chart.set_title({"name": "IKM kabupaten menurut periode", "name_font": {"size": 11, "color": BLUE}})
        chart.set_legend({"none": True})
        grid = {"visible": True, "line": {"color": LINE, "width": 0.5}}
        chart.set_y_axis({"min": 25, "max": 100, "major_unit": 25, "num_format": "0", "major_gridlines": grid})
        chart.set_size({"width": 640, "height": 300})
        sheet.insert_chart(last + 2, 0, chart, {"description": trend_sentence(figures)})
    set_page(sheet, footer=footer(figures))


def _write_services(book: Book, figures: RegencyFigures) -> None:
    """Services of one name over units, best first. Internal."""
    lines = [
        (
            *(one.service_name, one.unit_name, one.respondents, one.ikm, one.mutu),
            *(service_rank(one), service_range(one)),
            {True: "ya", False: "tidak", None: ""}[one.charged],
        )
        for one in figures.services
    ]
    headers = ("Layanan", "Unit", "Responden", "IKM", "Mutu", "Peringkat", "Rentang 95 %", "Berbiaya")
    sheet = book.sheet(SERVICES_SHEET, _SERVICES_WIDTHS)
    write_title(book, sheet, "LAYANAN SENAMA DI SEMUA UNIT", figures)
    _write_note(book, sheet, _NOTE_ROW, FREE_SERVICES_SENTENCE, 7, 130)
    _write_table(book, sheet, _TABLE_HEADER, _SERVICES_WIDTHS, headers, lines)
    set_page(sheet, footer=footer(figures), header_rows=(_TABLE_HEADER, _TABLE_HEADER))


_SERVICES_WIDTHS: Final = (36, 36, 11, 9, 8, 17, 31, 10)


def _write_missing(book: Book, figures: RegencyFigures) -> None:
    """Units without an index."""
    lines = [
        (number, unit.unit_code, unit.unit_name, type_name(unit.unit_type))
        for number, unit in enumerate(figures.missing, start=1)
    ]
    sheet = book.sheet(MISSING_SHEET, _MISSING_WIDTHS)
    write_title(book, sheet, "UNIT YANG BELUM MELAPOR", figures)
    _write_note(book, sheet, _NOTE_ROW, missing_sentence(figures), 3, 90)
    _write_table(book, sheet, _TABLE_HEADER, _MISSING_WIDTHS, ("No", "Kode", "Unit", "Jenis"), lines)
    set_page(sheet, footer=footer(figures), landscape=False, header_rows=(_TABLE_HEADER, _TABLE_HEADER))


_QUALITY_WIDTHS: Final = (52, 26, 14, 46, 10, 10, 10, 10)
_MISSING_WIDTHS: Final = (6, 16, 60, 16)


def _write_quality(book: Book, figures: RegencyFigures) -> None:
    """What became of files and rows, what was refused and why, and what the checks found."""
    sheet = book.sheet(QUALITY_SHEET, _QUALITY_WIDTHS)
    write_title(book, sheet, "MUTU DATA", figures)
    _write_note(book, sheet, _NOTE_ROW, rows_sentence(figures), 6, 150)
    row = _write_table(
        book,
        sheet,
        _TABLE_HEADER,
        _QUALITY_WIDTHS,
        ("Isi", "Keadaan", "Berkas", "Baris terbaca", "Dihitung", "Ditolak", "Ganda", "Diganti"),
        [
            (
                KIND_NAMES[file.kind],
                STATUS_NAMES[file.status],
                *(file.files, file.rows_read, file.rows_accepted, file.rows_rejected),
                *(file.rows_duplicate, file.rows_replaced),
            )
            for file in figures.files
        ],
    )
    refused = [
        (file.path, file.unit_name or "", STATUS_NAMES[file.status], file.reason or "")
        for file in figures.uncounted_files
    ]
    row = _write_table(
        book, sheet, row, _QUALITY_WIDTHS, ("Berkas yang belum dihitung", "Unit", "Keadaan", "Alasan"), refused
    )
    rules = [(rule.message, rule.rows, rule.files) for rule in figures.rules]
    row = _write_table(book, sheet, row, _QUALITY_WIDTHS, ("Aturan yang dilanggar", "Temuan", "Berkas"), rules)
    if figures.findings is not None:
        found = [(check_name(one), observed_text(one), SEVERITY_NAMES[one.severity]) for one in figures.findings]
        row = _write_table(
            book, sheet, row, _QUALITY_WIDTHS, ("Pemeriksaan yang tidak terpenuhi", "Temuan", "Tingkat"), found
        )
    run = (("Versi program", figures.run.code_version), ("Sidik masukan", figures.run.inputs_hash))
    for line, (name, text) in enumerate(run, start=row):
        write_row(sheet, line, (name, text), book.quiet)
    set_page(sheet, footer=footer(figures))


def _write_follow_up(book: Book, figures: RegencyFigures) -> None:
    """What was planned from the results of the period before, and done."""
    sheet = book.sheet(FOLLOW_UP_SHEET, (54, 15, 15, 15))
    write_title(book, sheet, f"TINDAK LANJUT HASIL {period_in_sentence(figures.period.previous).upper()}", figures)
    _write_note(book, sheet, _NOTE_ROW, follow_up_sentence(figures), 3, 98)
    _write_header(book, sheet, ["Unit", "Direncanakan", "Dilaksanakan", "Realisasi (%)"])
    follow_up = figures.follow_up
    if follow_up is None:
        set_page(sheet, footer=footer(figures), landscape=False)
        return
    first, last = _FIRST_UNIT, _FIRST_UNIT + len(follow_up.by_unit) - 1
    write_text(sheet, _REGENCY_ROW, 0, figures.regency_name, book.boxed(**_STRONG))
    for column, total in ((1, follow_up.planned), (2, follow_up.done)):
        cells = xl_range_abs(first, column, last, column)
        write_formula(sheet, _REGENCY_ROW, column, f"SUM({cells})", total, book.boxed(num_format=COUNT, **_STRONG))
    realisations = (follow_up.realisation, *(unit.realisation for unit in follow_up.by_unit))
    for row, realisation in enumerate(realisations, start=_REGENCY_ROW):
        look = book.boxed(num_format=TWO_PLACES, **_STRONG) if row == _REGENCY_ROW else book.two_places
        planned_cell, done_cell = (xl_rowcol_to_cell(row, column) for column in (1, 2))
        write_formula(sheet, row, 3, f"ROUND(100*{done_cell}/{planned_cell},2)", realisation, look)
    for row, unit in enumerate(follow_up.by_unit, start=first):
        write_text(sheet, row, 0, unit.unit_name, book.text)
        write_row(sheet, row, (unit.planned, unit.done), book.count, 1)
    set_page(sheet, footer=footer(figures), landscape=False, header_rows=(_TABLE_HEADER, _TABLE_HEADER))


def _write_note(book: Book, sheet: Worksheet, row: int, text: str, last_column: int, letters: int) -> None:
    """A sentence over the columns from the first, in a row high enough for lines of that many letters."""
    merge_text(sheet, (row, 0, row, last_column), text, book.wrapped)
    sheet.set_row(row, min(_LINE * (1 + len(text) // letters), _TALLEST_ROW))


def _write_header(book: Book, sheet: Worksheet, names: Sequence[str]) -> None:
    write_row(sheet, _TABLE_HEADER, names, book.header)
    sheet.set_row(_TABLE_HEADER, 48 if len(names) > 7 else 20)


def _write_table(
    book: Book,
    sheet: Worksheet,
    row: int,
    widths: Sequence[int],
    names: Sequence[str],
    lines: Sequence[Sequence[CellContent]],
) -> int:
    """A table of texts and counts in columns of these widths; nothing but its header where there is nothing.
    Returns the row of the next."""
    write_row(sheet, row, names, book.header)
    count = book.boxed(num_format=COUNT, align="center", valign="top")
    for line, values in enumerate(lines, start=row + 1):
        write_row(sheet, line, values, [count if isinstance(value, int) else book.wrapped_text for value in values])
        lengths = [len(str(value)) // width for value, width in zip(values, widths, strict=False)]
        sheet.set_row(line, min(_LINE * (1 + max(lengths)), _TALLEST_ROW))
    return row + len(lines) + 2


def _mean(method: RegencyMethod, cells: str, last: int) -> str:
    """The mean over units of the sums of the rows of these cells, by a method, as a formula."""
    respondents = _on(UNSUR_SHEET, _FIRST_UNIT, _RESPONDENTS, last, _RESPONDENTS)
    units_in_type = _on(UNSUR_SHEET, _FIRST_UNIT, _UNITS_IN_TYPE, last, _UNITS_IN_TYPE)
    means: dict[RegencyMethod, str] = {
        "mean_of_units": f"SUM({cells})/ROWS({cells})",
        "respondent_weighted": f"SUMPRODUCT({cells}*{respondents})/SUM({respondents})",
        "mean_of_types": f"SUMPRODUCT({cells}/{units_in_type})/SUMPRODUCT(1/{units_in_type})",
    }
    return means[method]


def _grade_of(value: str, column: int) -> str:
    """What the table of grades has for an index: its mutu (1) or kinerja (2)."""
    first, last = _GRADES_HEADER + 1, _GRADES_HEADER + len(GRADES)
    return f"LOOKUP({value},{xl_range_abs(first, 0, last, 0)},{xl_range_abs(first, column, last, column)})"


def _grade_look(book: Book, mutu: Mutu) -> Format:
    return book.workbook.add_format({"bg_color": GRADE_FILLS[mutu], "font_color": GRADE_INKS[mutu]})


def _on(sheet: str, first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    return f"'{sheet}'!{xl_range_abs(first_row, first_column, last_row, last_column)}"

"""The workbook *olah data* of one unit and period: the ministry's processing form, alive.

Belongs here: its sheets, its formulas, its charts. The method's arithmetic stands in it only as formulas of the
spreadsheet, over the responses and the weight in their cells; beside every formula stands the value the warehouse has
for it, so that a reader that does not calculate shows the published figures, and one that does comes to the same. Not
here: any figure, sentences (`reports.wording.unit_sentences`), writing a cell (`reports.workbooks.workbook_cells`).
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import starmap
from math import fsum
from typing import Final

from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from contracts.method import EXACT_WEIGHT, GRADES, WEIGHTS
from contracts.processed_data import FORM_SHEET, PROFILE_SHEET, SOURCE_SHEET, SUMMARY_SHEET, TREND_SHEET
from contracts.respondent import AGE_BAND, AGE_BAND_STARTS, CHARACTERISTICS
from contracts.unsur import UNSUR
from reports.figures.unit_figures import ProfileFigure, ResponseFigure, UnitFigures, comparable, mixed_weights
from reports.wording.answer_sentences import answers_sentence
from reports.wording.revision_sentences import after_title, reason_sentence, replaced_sentence
from reports.wording.target_sentences import target_text
from reports.wording.trend_sentences import change_base_text, change_word, trend_label
from reports.wording.unit_sentences import (
    CONFIDENCE_LABEL,
    file_remark,
    interval_text,
    method_sentence,
    notes,
    rank_remark,
    rank_scope_label,
    rank_text,
    rounding_sentence,
    sample_text,
    scale_sentence,
    source_sentence,
    weight_label,
)
from reports.workbooks.answers_sheet import write_answers
from reports.workbooks.every_sheet import SHARES_SENTENCE, footer, write_title
from reports.workbooks.further_sheet import write_further
from reports.workbooks.priorities_sheet import write_priorities
from reports.workbooks.services_sheet import write_services
from reports.workbooks.workbook_cells import (
    BLUE,
    COUNT,
    GREY,
    HUNDREDTHS,
    LINE,
    PALE,
    SHARE,
    THREE_PLACES,
    TWO_PLACES,
    Book,
    CellContent,
    Sheet,
    fixed_cell,
    merge_text,
    new_workbook,
    set_height,
    set_page,
    two_places,
    write_formula,
    write_row,
    write_text,
    write_value,
)

SCORE_TITLE: Final = "Nilai unsur (NRR × 25)"
FORM_TITLE: Final = "PENGOLAHAN DATA SURVEI KEPUASAN MASYARAKAT PER RESPONDEN DAN PER UNSUR PELAYANAN"

# Rows and columns of the form, from 0. The sums stand between the header and the respondents, not below
# them as on paper: with thousands of respondents they are still the first thing seen.
_WEIGHT_ROW, _HEADER_ROW, _NAMES_ROW = 3, 4, 5
_TOTAL_ROW, _NRR_ROW, _WEIGHTED_ROW, _SUM_ROW, _INDEX_ROW, _MUTU_ROW, _KINERJA_ROW = range(6, 13)
_FIRST_RESPONSE = 13
_GENDER, _AGE, _EDUCATION, _OCCUPATION = range(2, 6)
_FIRST_ANSWER = 6
_LAST_ANSWER = _FIRST_ANSWER + len(UNSUR) - 1
_GRADES_ROW, _GRADES_COLUMN = 6, _LAST_ANSWER + 2
_INDEX_CELL = (_INDEX_ROW, _FIRST_ANSWER)
_EXACT_INDEX_CELL = (_INDEX_ROW, _FIRST_ANSWER + 6)
_TREND_HEADER = 4
_SUMMARY_WIDTHS: Final = (7, 42, 11, 11, 13, 11, 9, 15, 12, 13)
_WEIGHT_CELL = (_WEIGHT_ROW, 3)
_EXACT_CELL = (_WEIGHT_ROW, 6)
_COUNT_CELL = (_WEIGHT_ROW, 10)

_PROFILE_COLUMNS: Final = {"gender": _GENDER, "age_band": _AGE, "education": _EDUCATION, "occupation": _OCCUPATION}
_LABELS: Final = {one.name: {category.value: category.label for category in one.categories} for one in CHARACTERISTICS}

_SMALL: Final = {"size": 9}
_GRID_LINES: Final = {"visible": True, "line": {"color": LINE, "width": 0.5}}


def unit_workbook(figures: UnitFigures, responses: Sequence[ResponseFigure]) -> bytes:
    """The workbook (xlsx) of one unit and period with all its responses; same figures, same bytes. Internal.

    Raises ValueError where the responses are not those that the index counts."""
    if len(responses) != figures.index.respondents:
        raise ValueError(
            f"{figures.unit_code} {figures.period_code}: an index of {figures.index.respondents} respondents, "
            f"got {len(responses)} responses"
        )
    target = BytesIO()
    title = f"Olah data SKM {figures.unit_name} {figures.period.label}{after_title(figures.revision)}"
    with new_workbook(target, title=title, author=figures.organiser) as book:
        _write_form(book, figures, responses)
        _write_summary(book, figures)
        if answers_sentence(figures):
            write_answers(book, figures, [_answer_cells(figures, place) for place in range(len(UNSUR))])
        _write_profile(book, figures)
        write_services(book, figures)
        write_further(book, figures)
        _write_trend(book, figures)
        write_priorities(book, figures)
        _write_sources(book, figures)
    return target.getvalue()


def _write_form(book: Book, figures: UnitFigures, responses: Sequence[ResponseFigure]) -> None:
    """The processing form."""
    widths = (7, 12, 13, 17, 19, 21, *[10.5] * len(UNSUR), 2, 11, 8, 13)
    sheet = book.sheet(FORM_SHEET, widths, tab=BLUE)
    write_title(book, sheet, FORM_TITLE, figures)
    _write_weights(book, sheet, figures)
    for column, header in enumerate(("No", "Tanggal", "Jenis Kelamin", "Umur", "Pendidikan", "Pekerjaan")):
        merge_text(sheet, (_HEADER_ROW, column, _NAMES_ROW, column), header, book.header)
    write_row(sheet, _HEADER_ROW, [one.code for one in UNSUR], book.header, _FIRST_ANSWER)
    names = book.boxed(bg_color=PALE, align="center", valign="vcenter", text_wrap=True, font_size=9)
    write_row(sheet, _NAMES_ROW, [one.name for one in UNSUR], names, _FIRST_ANSWER)
    sheet.set_row(_NAMES_ROW, 64)
    _write_sums(book, sheet, figures, _FIRST_RESPONSE + len(responses) - 1)
    _write_grades(book, sheet)
    _write_responses(book, sheet, responses)
    sheet.freeze_panes(_NAMES_ROW + 1, 1)
    sheet.print_area(0, 0, _FIRST_RESPONSE + len(responses) - 1, _GRADES_COLUMN + 2)
    set_page(sheet, footer=footer(figures), header_rows=(_HEADER_ROW, _NAMES_ROW))


def _write_weights(book: Book, sheet: Worksheet, figures: UnitFigures) -> None:
    """The method's parameters in cells of their own."""
    weight = book.boxed(bg_color="#FFF6D6", bold=True, num_format="0.00####", align="center")
    merge_text(sheet, (_WEIGHT_ROW, 0, _WEIGHT_ROW, 2), "Bobot tiap unsur (dapat diganti)", book.subtitle)
    merge_text(sheet, (_WEIGHT_ROW, 4, _WEIGHT_ROW, 5), "Bobot persis (1/9)", book.subtitle)
    merge_text(sheet, (_WEIGHT_ROW, 8, _WEIGHT_ROW, 9), "Jumlah responden", book.subtitle)
    used = WEIGHTS[figures.index.weight]
    for cell, one in ((_WEIGHT_CELL, used), (_EXACT_CELL, EXACT_WEIGHT)):
        fraction = one.numerator / one.denominator
        if one == EXACT_WEIGHT:
            write_formula(sheet, *cell, f"{one.numerator}/{one.denominator}", fraction, weight)
        else:
            write_value(sheet, *cell, fraction, weight)
    last = _FIRST_RESPONSE + figures.index.respondents - 1
    respondents = book.boxed(bold=True, num_format=COUNT, align="center")
    first_answers = xl_range_abs(_FIRST_RESPONSE, _FIRST_ANSWER, last, _FIRST_ANSWER)
    write_formula(sheet, *_COUNT_CELL, f"COUNT({first_answers})", figures.index.respondents, respondents)


def _write_sums(book: Book, sheet: Worksheet, figures: UnitFigures, last: int) -> None:
    """From the sums to the index and its grade, as the form goes."""
    label = book.boxed(bold=True, bg_color=PALE, align="left")
    # Names that reading knows for totals: whoever sends this form back sends its respondents only.
    for row, text in (
        (_TOTAL_ROW, "Σ Nilai"),
        (_NRR_ROW, "NRR per unsur"),
        (_WEIGHTED_ROW, "NRR tertimbang"),
        (_SUM_ROW, "Jumlah NRR tertimbang"),
        (_INDEX_ROW, "IKM unit pelayanan"),
        (_MUTU_ROW, "Mutu pelayanan"),
        (_KINERJA_ROW, "Kinerja"),
    ):
        merge_text(sheet, (row, 0, row, _FIRST_ANSWER - 1), text, label)
    places = _places_of_totals(figures)
    total = book.boxed(bold=True, bg_color=PALE, num_format=places, align="center")
    mean = book.boxed(bold=True, bg_color=PALE, num_format=THREE_PLACES, align="center")
    for column, unsur in enumerate(figures.unsur, start=_FIRST_ANSWER):
        answers = f"{_cell(_FIRST_RESPONSE, column)}:{_cell(last, column)}"
        nrr = f"{_cell(_TOTAL_ROW, column)}/{fixed_cell(_COUNT_CELL)}"
        weighted = f"{_cell(_NRR_ROW, column)}*{fixed_cell(_WEIGHT_CELL)}"
        # The means that stand there are cut off decimals: their sum is a whole number of parts again.
        parts = unsur.answer_parts
        summed = f"SUM({answers})" if parts is None else f"ROUND(SUM({answers})*{parts},0)/{parts}"
        write_formula(sheet, _TOTAL_ROW, column, summed, unsur.total or 0, total)
        write_formula(sheet, _NRR_ROW, column, nrr, unsur.nrr, mean)
        write_formula(sheet, _WEIGHTED_ROW, column, weighted, unsur.nrr_weighted, mean)
    _write_index(book, sheet, figures)


def _places_of_totals(figures: UnitFigures) -> str:
    """How a sum of answers is printed."""
    return COUNT if all(one.answer_parts is None for one in figures.unsur) else TWO_PLACES


def _write_index(book: Book, sheet: Worksheet, figures: UnitFigures) -> None:
    """The index with its grade; beside them those with the exact weight, where another one is used."""
    index = figures.index
    shared: dict[str, str | bool] = {"bold": True, "align": "center"}
    summed = book.boxed(num_format=THREE_PLACES, **shared)
    strong = book.boxed(**shared)
    headline = book.boxed(num_format=TWO_PLACES, bg_color="#FFF6D6", **shared)
    means = xl_range_abs(_NRR_ROW, _FIRST_ANSWER, _NRR_ROW, _LAST_ANSWER)
    weighted = xl_range_abs(_WEIGHTED_ROW, _FIRST_ANSWER, _WEIGHTED_ROW, _LAST_ANSWER)
    is_exact = index.weight == EXACT_WEIGHT.name
    width = len(UNSUR) if is_exact else len(UNSUR) // 3
    _write_over(
        sheet,
        (_SUM_ROW, _FIRST_ANSWER),
        len(UNSUR),
        f"SUM({weighted})",
        # The warehouse keeps no such sum: it adds up what stands in the row above.
        fsum(one.nrr_weighted for one in figures.unsur),
        summed,
    )
    at = (_INDEX_ROW, _FIRST_ANSWER)
    _write_over(sheet, at, width, two_places(_cell(_SUM_ROW, _FIRST_ANSWER)), index.ikm, headline)
    _write_grade(sheet, at, width, index.mutu, index.kinerja, strong)
    if is_exact:
        return
    quiet = book.boxed(font_color=GREY, align="center")
    for row in (_INDEX_ROW, _MUTU_ROW, _KINERJA_ROW):
        merge_text(
            sheet,
            (row, _FIRST_ANSWER + width, row, _FIRST_ANSWER + 2 * width - 1),
            f"dengan bobot {weight_label(EXACT_WEIGHT.name)}",
            quiet,
        )
    at = _EXACT_INDEX_CELL
    exact = two_places(f"SUM({means})*{fixed_cell(_EXACT_CELL)}")
    _write_over(sheet, at, width, exact, index.ikm_ninth, book.boxed(num_format=TWO_PLACES, **shared))
    kinerja = next(grade.kinerja for grade in GRADES if grade.mutu == index.mutu_ninth)
    _write_grade(sheet, at, width, index.mutu_ninth, kinerja, strong)


def _write_grade(
    sheet: Worksheet, index_cell: tuple[int, int], width: int, mutu: str, kinerja: str, look: Format
) -> None:
    """Mutu and kinerja below an index."""
    column = index_cell[1]
    for row, grade_column, value in ((_MUTU_ROW, 1, mutu), (_KINERJA_ROW, 2, kinerja)):
        _write_over(sheet, (row, column), width, _grade_of(fixed_cell(index_cell), grade_column), value, look)


def _write_over(
    sheet: Worksheet,
    cell: tuple[int, int],
    width: int,
    formula: str,
    value: str | int | float | Decimal,
    look: Format,
) -> None:
    """A formula over some columns."""
    row, column = cell
    sheet.merge_range(row, column, row, column + width - 1, "", look)
    write_formula(sheet, row, column, formula, value, look)


def _write_grades(book: Book, sheet: Worksheet) -> None:
    """The table of grades that the formulas look in, lowest first."""
    write_row(sheet, _GRADES_ROW, ("IKM mulai", "Mutu", "Kinerja"), book.header, _GRADES_COLUMN)
    floor = book.boxed(num_format=TWO_PLACES, align="center")
    for row, grade in enumerate(reversed(GRADES), start=_GRADES_ROW + 1):
        values = (grade.lowest_hundredths / HUNDREDTHS, grade.mutu, grade.kinerja)
        write_row(sheet, row, values, (floor, book.centred, book.centred), _GRADES_COLUMN)


def _write_responses(book: Book, sheet: Sheet, responses: Sequence[ResponseFigure]) -> None:
    are_means = any(isinstance(answer, float) for one in responses for answer in one.answers)
    answer = book.boxed(num_format=TWO_PLACES, align="center") if are_means else book.centred
    looks = (book.centred, book.day, book.centred, book.centred, book.text, book.text, *[answer] * len(UNSUR))
    sheet.write_records(_FIRST_RESPONSE, starmap(_response, enumerate(responses, start=1)), looks)


def _response(number: int, one: ResponseFigure) -> tuple[CellContent, ...]:
    """A row of the form."""
    return (
        number,
        one.response_date,
        _label("gender", one.gender),
        _label("age_band", one.age_band) if one.age is None else one.age,
        _label("education", one.education),
        _label("occupation", one.occupation),
        *one.answers,
    )


def _label(characteristic: str, value: str | None) -> str | None:
    return None if value is None else _LABELS[characteristic].get(value, value)


def _write_summary(book: Book, figures: UnitFigures) -> None:
    """What the unit wants to know first, with the chart of the nine unsur."""
    sheet = book.sheet(SUMMARY_SHEET, _SUMMARY_WIDTHS)
    write_title(book, sheet, "RINGKASAN HASIL SURVEI KEPUASAN MASYARAKAT", figures)
    row = _write_facts(book, sheet, figures, 4) + 1
    first = row + 1
    _write_unsur(book, sheet, figures, row)
    row = first + len(UNSUR) + 1
    for note in notes(figures):
        merge_text(sheet, (row, 0, row, 9), note, book.format(text_wrap=True, valign="top", font_color="#9C2F1F"))
        set_height(sheet, row, [(note, sum(_SUMMARY_WIDTHS))])
        row += 1
    for sentence in (method_sentence(figures), rounding_sentence(), scale_sentence(figures.index.weight)):
        merge_text(sheet, (row, 0, row, 9), sentence, book.format(text_wrap=True, valign="top", font_color=GREY))
        set_height(sheet, row, [(sentence, sum(_SUMMARY_WIDTHS))])
        row += 1
    chart = _bars(book, SCORE_TITLE, (SUMMARY_SHEET, first, first + len(UNSUR) - 1), 1, 5, TWO_PLACES)
    chart.set_x_axis(
        {"min": 25, "max": 100, "major_unit": 25, "num_format": "0", "num_font": _SMALL, "major_gridlines": _GRID_LINES}
    )
    chart.set_title({"name": SCORE_TITLE, "name_font": {"size": 11, "color": BLUE}})
    chart.set_plotarea({"layout": {"x": 0.3, "y": 0.22, "width": 0.62, "height": 0.74}})
    chart.set_size({"width": 1060, "height": 330})
    sheet.insert_chart(row + 1, 0, chart, {"description": "Diagram batang nilai sembilan unsur."})
    if len(figures.trend) > 1:
        line = _trend_line(book, figures)
        line.set_size({"width": 1060, "height": 280})
        sheet.insert_chart(row + 19, 0, line, {"description": "Diagram garis IKM menurut periode."})
    set_page(sheet, footer=footer(figures), landscape=False)


def _write_facts(book: Book, sheet: Worksheet, figures: UnitFigures, row: int) -> int:
    """The headline figures, each with a remark. Returns the row below."""
    index = figures.index
    strong = book.boxed(bold=True, align="center", num_format=TWO_PLACES)
    count = book.boxed(bold=True, align="center", num_format=COUNT)
    label = book.boxed(bg_color=PALE, bold=True)
    lines: list[tuple[str, str, CellContent, Format, str]] = [
        ("IKM", _on_form(_INDEX_CELL), index.ikm, strong, f"bobot {weight_label(index.weight)}"),
        ("Mutu pelayanan", _on_form((_MUTU_ROW, _FIRST_ANSWER)), index.mutu, strong, index.kinerja),
    ]
    if index.weight != EXACT_WEIGHT.name:
        exact = _on_form(_EXACT_INDEX_CELL)
        lines.append(("IKM dengan bobot 1/9", exact, index.ikm_ninth, strong, f"mutu {index.mutu_ninth}"))
    lines += [
        (f"Selang kepercayaan {CONFIDENCE_LABEL}", "", interval_text(figures), strong, ""),
        ("Jumlah responden", _on_form(_COUNT_CELL), index.respondents, count, sample_text(figures)),
        ("Jumlah penerima layanan", "", index.service_recipients or "belum dilaporkan", count, ""),
    ]
    for rank in filter(None, (figures.rank_in_type, figures.rank_overall)):
        scope = rank_scope_label(figures, rank)
        lines.append((f"Peringkat di antara {scope}", "", rank_text(rank), strong, rank_remark(rank)))
    change = book.boxed(bold=True, align="center", num_format="+0.00;-0.00;0.00")
    remark = " ".join(filter(None, (change_word(index), change_base_text(figures))))
    lines.append(("Perubahan IKM", "", "tidak ada" if index.change is None else index.change, change, remark))
    if figures.target is not None:
        lines.append(("Capaian target (%)", "", figures.target.attainment, strong, target_text(figures.target)))
    for name, formula, value, look, remark in lines:
        merge_text(sheet, (row, 0, row, 1), name, label)
        sheet.merge_range(row, 2, row, 4, "", look)
        if formula and value is not None and not isinstance(value, date):
            write_formula(sheet, row, 2, formula, value, look)
        else:
            write_value(sheet, row, 2, value, look)
        merge_text(sheet, (row, 5, row, 9), remark, book.text)
        row += 1
    return row


def _write_unsur(book: Book, sheet: Worksheet, figures: UnitFigures, row: int) -> None:
    """The nine unsur, each a line that points at the form; before them their header."""
    before = {one.unsur_code: one for one in figures.unsur_before}
    headers = ["Kode", "Unsur", "Σ Nilai", "NRR", "NRR tertimbang", "Nilai", "Mutu", "Kinerja", "Urutan dari terendah"]
    headers += ["NRR periode sebelumnya"] if before else []
    write_row(sheet, row, headers, book.header)
    sheet.set_row(row, 32)
    first, last = row + 1, row + len(figures.unsur)
    third = book.boxed(num_format=THREE_PLACES, align="center")
    two = book.boxed(num_format=TWO_PLACES, align="center", bold=True)
    total = book.boxed(num_format=_places_of_totals(figures))
    for line, (column, unsur) in enumerate(enumerate(figures.unsur, start=_FIRST_ANSWER), start=first):
        score = _cell(line, 5)
        ranked = f"RANK({_cell(line, 3)},{xl_range_abs(first, 3, last, 3)},1)"
        write_row(sheet, line, (unsur.unsur_code, unsur.name), book.text)
        write_formula(sheet, line, 2, _on_form((_TOTAL_ROW, column)), unsur.total or 0, total)
        write_formula(sheet, line, 3, _on_form((_NRR_ROW, column)), unsur.nrr, third)
        write_formula(sheet, line, 4, _on_form((_WEIGHTED_ROW, column)), unsur.nrr_weighted, third)
        write_formula(sheet, line, 5, two_places(_cell(line, 3)), unsur.score, two)
        write_formula(sheet, line, 6, _grade_of(score, 1), unsur.mutu, book.centred)
        write_formula(sheet, line, 7, _grade_of(score, 2), unsur.kinerja, book.centred)
        write_formula(sheet, line, 8, ranked, unsur.order_from_lowest, book.centred)
        if unsur.unsur_code in before:
            write_value(sheet, line, 9, before[unsur.unsur_code].nrr, third)


def _write_profile(book: Book, figures: UnitFigures) -> None:
    """Who answered: counted on the form by formulas, with a chart each."""
    sheet = book.sheet(PROFILE_SHEET, (26, 12, 13, 4, *[11] * 6))
    write_title(book, sheet, "PROFIL RESPONDEN", figures)
    write_text(sheet, 3, 0, SHARES_SENTENCE, book.quiet)
    row = 5
    for profile in figures.profile:
        write_text(sheet, row, 0, profile.label, book.subtitle)
        if profile.missing:
            text = f"Berkas tidak memuat {profile.label.lower()} responden."
            write_text(sheet, row + 1, 0, text, book.quiet)
            row += 3
            continue
        height = _write_categories(book, sheet, figures, profile, row + 1)
        chart = _bars(book, profile.label, (PROFILE_SHEET, row + 2, row + 1 + len(profile.categories)), 0, 1, COUNT)
        lines = max(height, 6)
        chart.set_size({"width": 480, "height": 20 * lines + 10})
        sheet.insert_chart(row, 4, chart, {"description": f"Diagram batang responden menurut {profile.label.lower()}."})
        row += lines + 2
    set_page(sheet, footer=footer(figures), landscape=False)


def _write_categories(book: Book, sheet: Worksheet, figures: UnitFigures, profile: ProfileFigure, row: int) -> int:
    """One characteristic from its header on. Returns how many rows it takes."""
    write_row(sheet, row, ("Kategori", "Jumlah", "Persentase"), book.header)
    column = _PROFILE_COLUMNS.get(profile.name, 0)
    cells = f"'{FORM_SHEET}'!" + xl_range_abs(
        _FIRST_RESPONSE, column, _FIRST_RESPONSE + figures.index.respondents - 1, column
    )
    first = line = row + 1
    for line, category in enumerate(profile.categories, start=first):
        if category.respondents is None or category.share is None:
            raise ValueError(f"{figures.unit_code}: the workbook shows every response, its profile is not the public's")
        label = _cell(line, 0)
        if profile.name not in _PROFILE_COLUMNS:  # protected: no row of the form says it of anybody
            counted = str(category.respondents)
        elif not category.known:
            counted = f"COUNTBLANK({cells})"
        elif profile.name == "age_band":
            counted = f"{_ages(cells, category.label)}+COUNTIF({cells},{label})"
        else:
            counted = f"COUNTIF({cells},{label})"
        write_text(sheet, line, 0, category.label, book.text)
        write_formula(sheet, line, 1, counted, category.respondents, book.count)
        share = f"{_cell(line, 1)}/'{FORM_SHEET}'!{fixed_cell(_COUNT_CELL)}"
        write_formula(sheet, line, 2, share, category.share, book.share)
    bold = book.boxed(bold=True, bg_color=PALE)
    write_text(sheet, line + 1, 0, "Jumlah", bold)
    counts = f"SUM({_cell(first, 1)}:{_cell(line, 1)})"
    shares = f"SUM({_cell(first, 2)}:{_cell(line, 2)})"
    write_formula(sheet, line + 1, 1, counts, figures.index.respondents, book.boxed(bold=True, num_format=COUNT))
    write_formula(sheet, line + 1, 2, shares, 1, book.boxed(bold=True, num_format=SHARE))
    return line + 2 - row


def _answer_cells(figures: UnitFigures, place: int) -> str:
    """Where the answers to an unsur stand on the form."""
    last, column = _FIRST_RESPONSE + figures.index.respondents - 1, _FIRST_ANSWER + place
    return f"'{FORM_SHEET}'!{xl_range_abs(_FIRST_RESPONSE, column, last, column)}"


def _ages(cells: str, label: str) -> str:
    """Counts the ages in years that lie in a band; a file that only has bands has none."""
    band = next(position for position, one in enumerate(AGE_BAND.categories) if one.label == label)
    criteria = [f'{cells},">={AGE_BAND_STARTS[band - 1]}"'] if band else []
    criteria += [f'{cells},"<{AGE_BAND_STARTS[band]}"'] if band < len(AGE_BAND_STARTS) else []
    return f"COUNTIFS({','.join(criteria)})"


def _write_trend(book: Book, figures: UnitFigures) -> None:
    """The index in all periods of the same kind; the last is this one."""
    sheet = book.sheet(TREND_SHEET, (30, 12, 10, 14, *[11] * 5))
    write_title(book, sheet, "TREN INDEKS KEPUASAN MASYARAKAT", figures)
    mixed = mixed_weights(figures.trend)
    write_row(
        sheet, _TREND_HEADER, ("Periode", f"IKM{' (bobot 1/9)' if mixed else ''}", "Mutu", "Responden"), book.header
    )
    this = _TREND_HEADER + len(figures.trend)
    two = book.boxed(num_format=TWO_PLACES, align="center")
    shown = comparable(figures.trend)
    for row, (published, one) in enumerate(zip(figures.trend, shown, strict=True), start=_TREND_HEADER + 1):
        write_text(sheet, row, 0, trend_label(published) if mixed else one.label, book.text)
        if row == this and not mixed:
            write_formula(sheet, row, 1, _on_form(_INDEX_CELL), one.ikm, two)
            write_formula(sheet, row, 2, _on_form((_MUTU_ROW, _FIRST_ANSWER)), one.mutu, book.centred)
            write_formula(sheet, row, 3, _on_form(_COUNT_CELL), one.respondents, book.count)
        else:
            write_row(sheet, row, (one.ikm, one.mutu, one.respondents), (two, book.centred, book.count), 1)
    if len(figures.trend) > 1:
        line = _trend_line(book, figures)
        line.set_size({"width": 900, "height": 330})
        sheet.insert_chart(this + 2, 0, line, {"description": "Diagram garis IKM menurut periode."})
    else:
        write_text(sheet, this + 2, 0, "Belum ada periode sebelumnya untuk dibandingkan.", book.quiet)
    set_page(sheet, footer=footer(figures), header_rows=(_TREND_HEADER, _TREND_HEADER))


def _write_sources(book: Book, figures: UnitFigures) -> None:
    """Which files the figures come from, and what they were published from."""
    sheet = book.sheet(SOURCE_SHEET, (70, 12, 12, 12, 12, 12, 14, 18))
    write_title(book, sheet, "SUMBER DATA", figures)
    write_text(sheet, 4, 0, source_sentence(figures), book.plain)
    headers = (
        "Berkas",
        "Baris dibaca",
        "Diterima",
        "Ditolak",
        "Ganda",
        "Diganti",
        "Dihitung pada periode ini",
        "Keterangan",
    )
    write_row(sheet, 5, headers, book.header)
    sheet.set_row(5, 32)
    row = 5
    for row, file in enumerate(figures.files, start=6):
        counts = (
            *(file.rows_read, file.rows_accepted, file.rows_rejected, file.rows_duplicate, file.rows_replaced or 0),
            file.responses_in_period,
        )
        write_text(sheet, row, 0, file.path, book.wrapped_text)
        set_height(sheet, row, [(file.path, 70)])
        write_row(sheet, row, counts, book.boxed(num_format=COUNT, valign="top"), 1)
        write_text(sheet, row, 7, file_remark(file), book.wrapped_text)
    facts = [
        ("Metode", f"{method_sentence(figures)} {rounding_sentence()}"),
        ("Versi program", figures.run.code_version),
        ("Sidik seluruh masukan", figures.run.inputs_hash),
        ("Sidik jawaban unit ini", figures.responses_hash),
    ]
    if figures.revision is not None:
        told = f"{replaced_sentence(figures.revision, 'Buku kerja')} {reason_sentence(figures.revision)}"
        facts.insert(0, (figures.revision.label, told))
    for line, (name, text) in enumerate(facts, start=row + 2):
        write_text(sheet, line, 0, name, book.format(bold=True, valign="top"))
        merge_text(sheet, (line, 1, line, 7), text, book.wrapped)
        set_height(sheet, line, [(text, 92)])
    set_page(sheet, footer=footer(figures), header_rows=(5, 5))


def _bars(book: Book, title: str, rows: tuple[str, int, int], names: int, values: int, places: str) -> Chart:
    """Horizontal bars, the first row on top, each with its figure."""
    sheet, first, last = rows
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": title,
            "categories": [sheet, first, names, last, names],
            "values": [sheet, first, values, last, values],
            "fill": {"color": BLUE},
            "gap": 45,
            "data_labels": {"value": True, "num_format": places, "font": _SMALL},
        }
    )
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": _SMALL, "line": {"color": LINE}})
    chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    # The plot leaves room at the right for the figure of the longest bar.
    chart.set_plotarea({"layout": {"x": 0.3, "y": 0.05, "width": 0.62, "height": 0.9}})
    return chart


def _trend_line(book: Book, figures: UnitFigures) -> Chart:
    first, last = _TREND_HEADER + 1, _TREND_HEADER + len(figures.trend)
    chart = book.workbook.add_chart({"type": "line"})
    chart.add_series(
        {
            "name": "IKM",
            "categories": [TREND_SHEET, first, 0, last, 0],
            "values": [TREND_SHEET, first, 1, last, 1],
            "line": {"color": BLUE, "width": 2},
            "marker": {"type": "circle", "size": 7, "fill": {"color": BLUE}, "border": {"color": BLUE}},
            "data_labels": {"value": True, "position": "above", "num_format": TWO_PLACES, "font": _SMALL},
        }
    )
    chart.set_title({"name": "IKM menurut periode", "name_font": {"size": 11, "color": BLUE}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"min": 25, "max": 100, "major_unit": 25, "num_format": "0", "major_gridlines": _GRID_LINES})
    chart.set_x_axis({"num_font": _SMALL, "line": {"color": LINE}})
    return chart


def _grade_of(value: str, column: int) -> str:
    """What the table of grades has for an index: its mutu (1) or kinerja (2)."""
    first, last = _GRADES_ROW + 1, _GRADES_ROW + len(GRADES)
    floors = xl_range_abs(first, _GRADES_COLUMN, last, _GRADES_COLUMN)
    words = xl_range_abs(first, _GRADES_COLUMN + column, last, _GRADES_COLUMN + column)
    return f"LOOKUP({value},'{FORM_SHEET}'!{floors},'{FORM_SHEET}'!{words})"


def _on_form(cell: tuple[int, int]) -> str:
    return f"'{FORM_SHEET}'!{fixed_cell(cell)}"


def _cell(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column))

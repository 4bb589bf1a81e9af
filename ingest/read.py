"""From one export file to its rows of text: reading, mapping, refusing.

Belongs here: the order of the steps, and what holds for a file as a whole: it holds answers or a
follow-up, all sheets with a table must map, one legend serves them all. Not here: any of the steps
themselves, typing, judging rows.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from contracts.decisions import layout_of
from contracts.processed_data import ITS_SHEETS
from contracts.questionnaires import NO_QUESTIONNAIRES, Questionnaire, Questionnaires, chosen
from contracts.records import Reading, Refusal, UnitNaming
from contracts.settings import Limits
from contracts.unsur import SCALE, UNSUR_COLUMNS, further_columns, question_columns
from ingest.answer_signs import with_signs_read
from ingest.block_titles import periods_between, with_headings
from ingest.control_totals import check_control_totals
from ingest.dates_in_parts import with_dates_whole
from ingest.dates_once import with_dates_carried
from ingest.doubts import REFUSE, Questions
from ingest.follow_up import (
    RAW_ACTION,
    ActionTable,
    actions_of,
    find_actions,
    has_activity,
    not_filled_in,
    titles_of,
)
from ingest.follow_up import mapped_columns as mapped_action_columns
from ingest.grid import Grid
from ingest.grids import FileRefused, read_grids
from ingest.header import SEARCHED_ROWS
from ingest.identify import UnitNames, identify_unit
from ingest.lowest_words import asked_about_lowest_word
from ingest.mapping import PlacedColumn
from ingest.marked_rows import asked_about_hidden, refused_for_marks
from ingest.offices_in_rows import whose_rows
from ingest.other_sheets import asked_about
from ingest.other_surveys import without_other_surveys
from ingest.parts import declared_order, divided, read_periods, read_unit_column, readings_of_parts
from ingest.period_columns import (
    asked_about_dates,
    period_values,
    placed_dates,
    placed_periods,
    unread_date_columns,
)
from ingest.publication_sheet import publication_on
from ingest.question_sheet import answers_on
from ingest.questionnaires import (
    asks_alike,
    asks_nine,
    questionnaires_in,
    same_answers,
    with_unasked_empty,
    with_unsur_named,
    with_words_in_numbers,
)
from ingest.refusals import (
    answers_noted,
    decided_against,
    figures_only,
    no_respondents,
    no_table,
    other_scale,
    own_workbook,
    publication_noted,
    publication_unreadable,
    sheets_ask_differently,
)
from ingest.remarks import without_remarked
from ingest.response_ids import with_ids_that_tell
from ingest.rows import no_rows
from ingest.scales import are_shares, declared_scales, is_zero_based, scale_of_answers, scale_of_headers, turned_round
from ingest.set_aside import asked_about_set_aside
from ingest.table import (
    AnswerTable,
    find_table,
    find_tables,
    mapped_columns,
    other_rows,
    rows_as,
    rows_of,
    side_rows,
    sparse_rows,
    title_rows,
    with_dates_put_right,
)
from ingest.unsur_columns import refused_columns, settled_columns

_MOST_VALUES: Final = 20
_MOST_TITLES: Final = 60
_ORIGINS: Final = ("origin_content", "origin_sheet", "origin_row")
_PERSONAL_TITLE: Final = re.compile(
    r"\b(?:nama(?:\s*(?:lengkap|petugas|surveyor|enumerator|responden|pengisi|kepala|camat|lurah))?\s*:|nip\b|nik\b"
    r"|surveyor|enumerator|e-?mail|(?:no|nomor)\.?\s*(?:hp|telp|telepon|wa)\b|(?:petugas|camat|kepala|lurah|direktur)\s*:)"
    r"|@|\d{9,}",
    re.IGNORECASE,
)
"""A line above the table that may name a person is not kept."""


@dataclass(frozen=True)
class Export:
    """What one content holds. `rows` has schema RAW_ROW (and a column for each further question about an unsur), of a
    follow-up workbook RAW_ACTION, and is empty when `reading.refusal` is set."""

    reading: Reading
    rows: pl.DataFrame
    part_of_row: pl.Series | None = None
    """content_id of the part that each row belongs to, where the content was divided (`reading.parts`)."""


def read_export(
    path: Path,
    *,
    name: str,
    content_id: str,
    limits: Limits,
    names: UnitNames,
    answers: Mapping[str, str] | None = None,
    questionnaires: Questionnaires = NO_QUESTIONNAIRES,
) -> Export:
    """Reads one export. `name` is its path in the inbox as the sender named it (it may say whose U8 and
    U9 these are); `answers`: what people decided about its questions, by their code; `questionnaires`: those that are
    registered. Bad input never raises: the reading says why it was refused, or what has to be asked."""
    try:
        found = read_grids(path, name=name, limits=limits)
    except FileRefused as refused:
        return Export(Reading(content_id=content_id, format=None, refusal=refused.refusal), no_rows())

    def read(grids: Sequence[Grid]) -> Export:
        return read_tables(
            grids,
            name=name,
            content_id=content_id,
            names=names,
            file_format=found.format,
            questions=Questions(answers),
        )

    there = questionnaires_in(found.grids, questionnaires)
    export = read(found.grids) if not there else _read_as_asked(found.grids, there, read, name, names, answers)
    reading = export.reading
    naming = reading.naming.model_copy(
        update={"members": tuple(dict.fromkeys((*reading.naming.members, *found.members)))}
    )
    update = {"naming": naming, "notes": (*found.notes, *reading.notes)}
    return replace(export, reading=reading.model_copy(update=update))


def _read_as_asked(
    grids: Sequence[Grid],
    there: Sequence[Questionnaire],
    read: Callable[[Sequence[Grid]], Export],
    name: str,
    names: UnitNames,
    answers: Mapping[str, str] | None,
) -> Export:
    """The export by the questionnaire of its unit, of those whose questions stand `there`; by none of them where the
    unit asks none."""

    def read_by(questionnaire: Questionnaire | None) -> Export:
        if questionnaire is None:
            return read(grids)
        return read([with_unsur_named(grid, questionnaire) for grid in grids])

    used = chosen(there, ())
    export = read_by(used)
    units = units_of(export.reading, name, names, Questions(answers).assigned_unit)
    theirs = chosen(there, units)
    if theirs is not used:
        used, export = theirs, read_by(theirs)
    left_out = None if used is None or not asks_nine(export.rows, used) else used
    if left_out is not None:
        used, export = None, read_by(None)
    elif used is not None:
        export = replace(export, rows=with_unasked_empty(export.rows, used))
    versions = ", ".join(f"“{one.version}”" for one in there)
    note = (
        f"Judul kolom berkas ini memuat semua pertanyaan kuesioner {versions}, yang menurut questionnaires.toml bukan "
        "kuesioner unit ini; berkas dibaca tanpa kuesioner itu."
        if used is None
        else f"Dibaca menurut kuesioner “{used.version}” dalam questionnaires.toml."
    )
    if left_out is not None:
        note = (
            f"Berkas ini memuat {left_out.without}, yang menurut questionnaires.toml tidak ditanyakan oleh kuesioner "
            f"“{left_out.version}”; "
            + (
                "berkas dibaca tanpa kuesioner itu, dengan sembilan unsur."
                if export.reading.refusal is None
                else "tanpa kuesioner itu berkas tidak dapat dibaca. Bila unsur itu memang ditanyakan, daftarkan "
                "pertanyaannya dan hapus without; bila tidak, hapus kolomnya dan kirim ulang."
            )
        )
    read_by_it: dict[str, object] = {
        "questionnaires": tuple(one.version for one in there if one is not left_out),
        "questionnaire": "" if used is None else used.version,
    }
    parts = tuple(part.model_copy(update=read_by_it) for part in export.reading.parts)
    update = {**read_by_it, "parts": parts, "notes": (*export.reading.notes, note)}
    return replace(export, reading=export.reading.model_copy(update=update))


def units_of(reading: Reading, name: str, names: UnitNames, assigned: str | None) -> frozenset[str]:
    """The units that a content is of, as far as they are known: those of its parts, or one."""
    parts = {part.unit_code for part in reading.parts if part.unit_code}
    unit = assigned or identify_unit(reading.naming, name, names)
    return frozenset(parts or ({unit} if isinstance(unit, str) else ()))


def read_tables(
    grids: Sequence[Grid],
    *,
    name: str,
    content_id: str,
    names: UnitNames,
    file_format: str,
    questions: Questions | None = None,
) -> Export:
    """The same from grids already read."""
    if {grid.name for grid in grids} >= ITS_SHEETS:
        return Export(Reading(content_id=content_id, format=file_format, refusal=own_workbook()), no_rows())
    if (answered := answers_on(grids)) is not None:
        reading = Reading(
            content_id=content_id,
            format=file_format,
            refusal=answers_noted(len(answered)),
            sheet_answers=answered,
        )
        return Export(reading, no_rows())
    if (told := publication_on(grids, names.by_code)) is not None:
        is_whole = told.published and not told.mistakes
        reading = Reading(
            content_id=content_id,
            format=file_format,
            refusal=publication_noted(len(told.published)) if is_whole else publication_unreadable(told.mistakes),
            names_looked_up=names.state,
            published_in=told.published if is_whole else (),
        )
        return Export(reading, no_rows())
    questions = questions or Questions()
    notes: list[str] = []
    plans = [plan for grid in grids if (plan := find_actions(grid)) is not None]
    if plans:
        grids = [grid for grid in grids if all(plan.grid is not grid for plan in plans)]
        if not any(_holds_answers(grid) for grid in grids):
            return _read_actions(plans, content_id, file_format)
        listed = ", ".join(f"“{plan.grid.name}”" for plan in plans)
        notes.append(f"Lembar tindak lanjut {listed} tidak dibaca: kirim sebagai berkas tersendiri, tanpa jawaban.")
    tables: list[AnswerTable] = []
    titles: list[str] = []
    others: list[Grid] = []
    before: Grid | None = None
    for grid in grids:
        found = with_dates_whole([with_dates_carried(table) for table in find_tables(grid)], name)
        titles += [*title_rows(grid, found[0].header if found else None), *periods_between(found)]
        if not found:
            others.append(grid)
        tables += with_headings(found, before, names)
        before = grid if file_format == "html" and not found else None
    counted, refusal = _counted_tables(grids, tables, notes)
    if counted:
        more, said = asked_about(others, counted, questions)
        counted += more
        notes += said
    counted = [without_remarked(table, questions) for table in asked_about_set_aside(counted, questions)]
    counted = [asked_about_hidden(table, questions) for table in counted]
    refusal = next((mark for table in counted or tables if (mark := refused_for_marks(table))), refusal)
    naming = UnitNaming(
        column_values=_unit_values(counted),
        titles=_kept_titles(titles),
        members=tuple(grid.name for grid in grids if grid.name),
        period_values=_each_once(value for table in counted for value in period_values(table)),
    )
    reading = Reading(
        content_id=content_id,
        format=file_format,
        refusal=refusal,
        naming=naming,
        unread_date_columns=_each_once(header for table in counted for header in unread_date_columns(table)),
        read_as=name if any(table.read_by_path for table in tables) else "",
    )
    if refusal is not None:
        return Export(reading, no_rows())
    beside = [table for table in tables if not table.respondents and _shares_a_sheet(table, counted)]
    return _settled_export(reading, counted, _Beside(others, beside), names, name, notes, questions)


@dataclass(frozen=True)
class _Beside:
    """What lies beside the tables that count: sheets without a table, and headers with no respondent below them in a
    sheet that has some elsewhere (another page of a print, its totals)."""

    sheets: Sequence[Grid]
    tables: Sequence[AnswerTable]


def _shares_a_sheet(table: AnswerTable, counted: Sequence[AnswerTable]) -> bool:
    return any(table.grid.name == one.grid.name for one in counted)


def _holds_answers(grid: Grid) -> bool:
    table = find_table(grid)
    return table is not None and table.respondents > 0 and not table.figures_only


def _read_actions(plans: Sequence[ActionTable], content_id: str, file_format: str) -> Export:
    """A follow-up workbook. Other sheets (instructions, figures) are passed over, whatever they name."""
    sheets = [plan.grid.name for plan in plans]
    rows, notes = actions_of(plans, content_id)
    refusal = None if has_activity(rows) else not_filled_in(sheets)
    if refusal is not None:
        rows = pl.DataFrame(schema=RAW_ACTION)
    reading = Reading(
        content_id=content_id,
        format=file_format,
        kind="follow_up",
        refusal=refusal,
        rows=rows.height,
        naming=UnitNaming(
            titles=_kept_titles([title for plan in plans for title in titles_of(plan)]),
            members=tuple(name for name in sheets if name),
        ),
        mapping=tuple(column for plan in plans for column in mapped_action_columns(plan)),
        notes=tuple(notes),
    )
    return Export(reading, rows)


def _kept_titles(titles: Sequence[str]) -> tuple[str, ...]:
    """Titles without those that may name a person."""
    return tuple(dict.fromkeys(title for title in titles if _PERSONAL_TITLE.search(title) is None))[:_MOST_TITLES]


def _counted_tables(
    grids: Sequence[Grid], tables: Sequence[AnswerTable], notes: list[str]
) -> tuple[list[AnswerTable], Refusal | None]:
    """Tables whose rows count. Tables of means and empty ones are passed over when another has rows."""
    if not tables:
        return [], no_table([grid.name for grid in grids])
    counted: list[AnswerTable] = []
    for table in tables:
        if table.respondents and not table.figures_only:
            if any(_is_copy(table, other) for other in counted):
                notes.append(f"Lembar “{table.grid.name}” sama persis dengan lembar lain dan tidak dihitung dua kali.")
            else:
                counted.append(table)
        elif table.respondents:
            notes.append(f"Lembar “{table.grid.name}” berisi rata-rata atau rekap dan dilewati.")
    if counted:
        return counted, None
    if any(table.figures_only and table.respondents for table in tables):
        return [], figures_only(tables[0].grid.name)
    return [], no_respondents()


def _is_copy(table: AnswerTable, other: AnswerTable) -> bool:
    """A sheet that was copied whole, header and all: the same people again."""
    return (
        table.respondents >= len(UNSUR_COLUMNS)
        and table.grid.cells.equals(other.grid.cells)
        and same_answers(table.grid, other.grid)
    )


def _settled_export(
    reading: Reading,
    tables: Sequence[AnswerTable],
    beside: _Beside,
    names: UnitNames,
    name: str,
    notes: list[str],
    questions: Questions,
) -> Export:
    """Settles bare numbers, refuses what cannot be mapped, and makes the rows."""
    others = beside.sheets
    tables, passed_over = without_other_surveys(tables)
    notes += passed_over
    by_questionnaire = next((table for table in tables if table.grid.further is not None), None)
    if by_questionnaire is not None:
        others_asked = [one.grid.name for one in tables if not asks_alike(one.grid, by_questionnaire.grid)]
        if others_asked:
            update = {"refusal": sheets_ask_differently(others_asked), "notes": tuple(notes)}
            return Export(reading.model_copy(update=update), no_rows())
    headings = {table.heading for table in tables}
    naming = reading.naming
    if len(headings) > 1:  # each is about its own rows, not about the file
        naming = naming.model_copy(update={"titles": tuple(text for text in naming.titles if text not in headings)})
    whose = whose_rows(read_unit_column(tables, names), naming, name, names, questions)
    if whose.several_units:
        naming = naming.model_copy(update={"column_values": ()})
        reading = reading.model_copy(update={"naming": naming, "several_units": True, "read_as": name})
    if whose.looked_up:
        reading = reading.model_copy(update={"names_looked_up": names.state})
    units = tuple(sorted(set(whose.unit_of.values()))) or _sender(reading.naming, name, names, questions)
    declared = declared_order(units, names)
    settled = settled_columns(tables, others, declared, questions)
    for table, outcome in zip(tables, settled, strict=True):
        unit_name = names.by_code[units[0]].unit_name if len(units) == 1 else None
        refusal = refused_columns(table, outcome, unit_name)
        if refusal is not None:
            mapping = tuple(
                column
                for each, its in zip(tables, settled, strict=True)
                for column in mapped_columns(each, its.draft.columns, _called(each, tables))
            )
            needed = refusal.code == "unsur_order_undeclared"
            update = {"refusal": refusal, "mapping": mapping, "unsur_order_needed": needed, "notes": tuple(notes)}
            return Export(reading.model_copy(update=update), no_rows())
    if any(outcome.file_order not in (None, declared) for outcome in settled) and declared is not None:
        notes.append(
            f"Keterangan dalam berkas tentang U8 dan U9 berbeda dengan unsur_order “{declared}” di units.csv; "
            "yang dipakai keterangan dalam berkas."
        )
    placed_unsur = [(table, outcome.draft.unsur) for table, outcome in zip(tables, settled, strict=True)]
    whole = [(table, table.draft.unsur) for table in beside.tables if len(table.draft.unsur) == len(UNSUR_COLUMNS)]
    notes += check_control_totals(sorted([*placed_unsur, *whole], key=lambda one: one[0].grid.first_row), questions)
    frames = []
    mapping = ()
    dated_by = asked_about_dates(reading.unread_date_columns, tables, questions)
    if reading.unread_date_columns:
        reading = reading.model_copy(update={"period_asked": True})
    for table, outcome in zip(tables, settled, strict=True):
        placed, note = _without_running_id(table, outcome.draft.columns)
        notes += note
        placed = placed_dates(table, placed_periods(table, placed), dated_by)
        dated, said = with_dates_put_right(table, placed)
        notes += said
        rows, refusal = _on_our_scale(table, rows_of(dated, placed, reading.content_id), others, questions)
        if refusal is not None:
            return Export(reading.model_copy(update={"refusal": refusal, "notes": tuple(notes)}), no_rows())
        frames.append(with_words_in_numbers(rows, table.grid))
        notes += table.notes
        mapping += tuple(mapped_columns(table, placed, _called(table, tables)))
    frames, said = with_ids_that_tell(frames, questions)
    notes += said
    rows = frames[0] if len(frames) == 1 else _joined(frames)
    rows = asked_about_lowest_word(rows, tables, others, questions)
    periods, texts = read_periods(tables, reading, name, questions)
    if periods.several:
        reading = reading.model_copy(update={"period_asked": True, "read_as": name})
    if periods.is_whole:
        reading = reading.model_copy(update={"naming": reading.naming.model_copy(update={"period_values": ()})})
    notes += [*whose.notes, *periods.notes]
    rows, parts, left_out = divided(rows, texts, whose, periods)
    mapped = {column.mapped_to for column in mapping}
    is_correction = mapped.issuperset(_ORIGINS)
    update = {
        "rows": rows.height,
        "mapping": mapping,
        "unsur_order_needed": any(outcome.needs_order for outcome in settled),
        "unsur_order_used": next((outcome.order_used for outcome in settled if outcome.order_used is not None), None),
        "is_correction": is_correction,
        "origins": _distinct(rows["origin_content"]) if is_correction else (),
        "layout": layout_of((label[0] for label in table.header.labels if label) for table in tables),
        "row_classes": (
            *(found for table in (*tables, *beside.tables) for found in other_rows(table)),
            *rows_as("note", left_out),
            *rows_as("respondent", rows),
        ),
        "doubts": questions.open,
        "answered": questions.answered,
        "notes": tuple(dict.fromkeys(notes)),
    }
    if questions.refused:
        return Export(reading.model_copy(update={**update, "rows": 0, "refusal": decided_against()}), no_rows())
    reading = reading.model_copy(update=update)
    if parts is None or questions.open:
        return Export(reading, rows)
    return Export(
        reading.model_copy(update={"rows": 0, "parts": readings_of_parts(reading, rows, parts, names)}),
        rows,
        parts["id"],
    )


def _sender(naming: UnitNaming, name: str, names: UnitNames, questions: Questions) -> tuple[str, ...]:
    unit = questions.assigned_unit or identify_unit(naming, name, names)
    return (unit,) if isinstance(unit, str) and unit in names.by_code else ()


def _on_our_scale(
    table: AnswerTable, rows: pl.DataFrame, others: Sequence[Grid], questions: Questions
) -> tuple[pl.DataFrame, Refusal | None]:
    """Rows whose answers stand on the four of the regulation: turned round where the file says that 1 is the best and
    somebody agreed. Refused where another scale is declared or shows. Answers in words speak for themselves."""
    lines = [
        *table.grid.cells.head(table.header.first).rows(),
        *(aside.cells for aside in table.body.asides),
        *side_rows(table, table.draft.columns),
        *sparse_rows(table),
        *(line for grid in others for line in grid.cells.head(SEARCHED_ROWS).rows()),
    ]
    rows = rows if table.body.all_on_scale else with_signs_read(rows, lines)
    scales = [*declared_scales(lines)]
    if not scales:
        of_headers = scale_of_headers(table.header_texts(sorted(table.draft.unsur.values())))
        scales = [of_headers] if of_headers is not None else []
    if not scales and table.body.all_on_scale:
        return rows, None
    columns = [name for of_unsur in question_columns(rows.columns).values() for name in of_unsur]
    answers = rows.select(columns)
    texts = {text for column in answers.get_columns() for text in column.unique().to_list() if text is not None}
    numbers = {text.partition(".")[0] for text in texts if text[:1].isdecimal()}
    if not texts or 2 * len(numbers) < len(texts):
        return rows, None
    if are_shares(texts):
        return rows, other_scale("25 % sampai 100 %", "", table.grid.name)
    zeros = answers.select(pl.any_horizontal(pl.all() == "0").sum()).item() if "0" in numbers else 0
    if is_zero_based(numbers, zeros, rows.height):
        return rows, other_scale("0 sampai 3", "", table.grid.name)
    scale = scale_of_answers(scales, numbers, rows.height)
    if scale is None:
        return rows, None
    if (scale.low, scale.high) != (SCALE[0], SCALE[-1]) and not scale.is_reversed:
        return rows, other_scale(f"{scale.low} sampai {scale.high}", scale.text, table.grid.name)
    if not scale.is_reversed:
        return rows, None
    if not scale.high:
        return rows, other_scale("1 terbaik pada sebagian pertanyaan", scale.text, table.grid.name)
    if scale.high != SCALE[-1]:
        return rows, other_scale(f"{scale.low} sampai {scale.high}, 1 terbaik", scale.text, table.grid.name)
    chosen = questions.ask(
        "scale_reversed",
        f"Berkas menyatakan bahwa 1 adalah jawaban terbaik (“{scale.text[:120]}”), terbalik dari Permen PANRB 14/2017.",
        (
            ("turn", "balik: 1 menjadi 4, 2 menjadi 3, 3 menjadi 2, 4 menjadi 1"),
            ("keep", "jangan dibalik: keterangan itu keliru, 4 adalah yang terbaik"),
            (REFUSE, "jangan dihitung; unit mengirim ulang"),
        ),
    )
    if chosen != "turn":
        return rows, None
    columns += [name for name, scale in further_columns(rows.columns).items() if scale == SCALE[-1]]
    texts = {text for column in rows.select(columns).get_columns() for text in column.drop_nulls().unique()}
    turned = {text: turned_round(text) for text in texts}
    return rows.with_columns(pl.col(columns).replace(turned)), None


def _called(table: AnswerTable, tables: Sequence[AnswerTable]) -> str:
    """The sheet of a table; of the second in one sheet with the row it begins at."""
    is_first = next(one for one in tables if one.grid.name == table.grid.name) is table
    begins_at = table.grid.first_row + table.header.first
    return table.grid.name if is_first else f"{table.grid.name} (mulai baris {begins_at})".strip()


def _joined(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    rows = pl.concat(frames)
    return rows.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("row_index")).select(rows.columns)


def _without_running_id(
    table: AnswerTable, placed: tuple[PlacedColumn, ...]
) -> tuple[tuple[PlacedColumn, ...], list[str]]:
    """A column called "ID" that only counts 1, 2, 3 … is a running number: as an identity it would make
    one person of the first rows of every file."""
    position = next((column for column, place in enumerate(placed) if place.target == "response_id"), None)
    if position is None:
        return placed, []
    ids = table.body.rows[f"c{position}"].filter(table.body.respondents)
    if ids.len() == 0 or not str(ids[0]).partition(".")[0].isdecimal():
        return placed, []
    numbers = ids.cast(pl.Float64, strict=False)
    steps = numbers.diff().drop_nulls()
    if numbers.null_count() or numbers.min() != 1 or not (steps.abs() == 1).all() or steps.n_unique() > 1:
        return placed, []
    changed = list(placed)
    changed[position] = PlacedColumn("running_number", placed[position].evidence, placed[position].confidence)
    header = table.header.text(position)
    return tuple(changed), [
        f"Kolom “{header}” hanya nomor urut 1, 2, 3 …, sehingga tidak dipakai sebagai identitas responden."
    ]


def _unit_values(tables: Sequence[AnswerTable]) -> tuple[str, ...]:
    """Distinct values of the unit columns."""
    found: list[str] = []
    for table in tables:
        position = table.draft.sources.get("unit")
        if position is not None:
            found += _distinct(table.body.rows[f"c{position}"].filter(table.body.respondents))
    return _each_once(found)


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))[:_MOST_VALUES]


def _distinct(values: pl.Series) -> tuple[str, ...]:
    return tuple(sorted(value for value in values.unique().to_list() if value is not None)[:_MOST_VALUES])

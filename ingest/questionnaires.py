"""The questions of a registered questionnaire in a sheet: found by the words above its columns.

The first question about an unsur gets the unsur's name for a header, so that everything else about the sheet (where its
table begins, which rows are respondents) is found as ever; the further ones, and those about anything else, are laid
aside and joined to the rows that were read. Belongs here: finding them, and joining. Not here: what a questionnaire is
(`contracts.questionnaires`), the mean of several answers (`transforms.responses.unsur_means`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from contracts.questionnaires import Question, Questionnaire, Questionnaires
from contracts.records import MappedColumn
from contracts.shared_columns import FURTHER_ANSWERS, QUESTIONNAIRE, UNASKED
from contracts.unsur import COLUMN_BY_CODE, SCALE, UNSUR_BY_COLUMN, further_column, question_column
from contracts.written_answers import answer_words, read_answer, split_answer
from contracts.written_words import word_key
from ingest.grid import FurtherQuestions, Grid
from ingest.header import SEARCHED_ROWS


def questionnaires_in(grids: Iterable[Grid], registered: Questionnaires) -> tuple[Questionnaire, ...]:
    """Those whose questions all stand in one row of any of the sheets."""
    if not registered:
        return ()
    rows = [row for grid in grids for row in _rows(grid, min(len(one.all_questions) for one in registered))]
    return tuple(one for one in registered if any(_columns(row, one) for row in rows))


def with_unsur_named(grid: Grid, questionnaire: Questionnaire) -> Grid:
    """The sheet with the names of the unsur above the first question about each, and all others laid aside; as it is
    where its questions do not all stand there."""
    searched = grid.cells.head(SEARCHED_ROWS).rows()
    position = next((at for at, row in enumerate(searched) if _columns(row, questionnaire)), None)
    if position is None:
        return grid
    columns = _columns(searched[position], questionnaire)
    cells = grid.cells
    aside: dict[str, pl.Series] = {}
    headers: list[tuple[int, str, str]] = []
    numbers: dict[str, dict[str, str]] = {}
    for unsur in UNSUR_BY_COLUMN:
        for number, question in enumerate(questionnaire.about(unsur), start=1):
            column = columns[question]
            name = f"c{column}"
            header = searched[position][column]
            headers.append((column, unsur, header or ""))
            if number == 1:  # wherever it is printed again, too
                official = pl.lit(UNSUR_BY_COLUMN[unsur].name)
                cells = cells.with_columns(pl.when(pl.col(name) == header).then(official).otherwise(name).alias(name))
            else:
                aside[question_column(unsur, number)] = cells.get_column(name)
                cells = cells.with_columns(pl.lit(None, pl.String).alias(name))
    for number, question in enumerate(questionnaire.further_questions, start=1):
        column = columns[question]
        name = f"c{column}"
        headers.append((column, FURTHER_ANSWERS.name, searched[position][column] or ""))
        ours = further_column(number, questionnaire.scale_of(question))
        aside[ours] = cells.get_column(name)
        numbers[ours] = {word_key(words): str(answer) for answer, words in enumerate(question.answers, start=1)}
        cells = cells.with_columns(pl.lit(None, pl.String).alias(name))
    unasked = COLUMN_BY_CODE.get(questionnaire.without, "")
    further = FurtherQuestions(grid.first_row, aside, tuple(headers), numbers, questionnaire.version, unasked)
    return replace(grid, cells=cells, further=further)


def with_further_questions(rows: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    """Rows that were read of a sheet (RAW_ROW), with a column for each question that was laid aside."""
    if grid.further is None:
        return rows
    places = rows.get_column("row_number") - grid.further.first_row
    unasked = [pl.lit(grid.further.unasked, pl.String).alias(UNASKED.name)] if grid.further.unasked else []
    return rows.with_columns(
        *(texts.gather(places).alias(name) for name, texts in grid.further.columns.items()),
        pl.lit(grid.further.version, pl.String).alias(QUESTIONNAIRE.name),
        *unasked,
    )


def left_out(missing: Sequence[str], grid: Grid) -> tuple[str, ...]:
    """Of the unsur (u1 … u9) that a sheet lacks, those that its questionnaire asks about."""
    return tuple(one for one in missing if grid.further is None or one != grid.further.unasked)


def with_words_in_numbers(rows: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    """The same rows with the number for every answer in its question's own words: those speak for themselves, also
    where the numbers of a file are turned round before."""
    if grid.further is None:
        return rows
    replaced = []
    for column, number_of in grid.further.numbers.items():
        texts = rows.get_column(column)
        said = {text: number_of[word_key(text)] for text in texts.drop_nulls().unique() if word_key(text) in number_of}
        replaced.append(texts.replace(said))
    return rows.with_columns(replaced)


def as_asked(mapping: Sequence[MappedColumn], sheet: str, grid: Grid) -> list[MappedColumn]:
    """What the columns of a sheet were taken for, in the words of the questionnaire."""
    if grid.further is None:
        return list(mapping)
    of_questions = [
        MappedColumn(
            sheet=sheet, position=column + 1, header=text, mapped_to=unsur, evidence="questionnaire", confidence=1.0
        )
        for column, unsur, text in grid.further.headers
    ]
    asked = {one.position for one in of_questions}
    unasked = grid.further.unasked or None
    others = [
        one.model_copy(update={"mapped_to": None}) if one.mapped_to == unasked else one
        for one in mapping
        if one.position not in asked
    ]
    return sorted([*others, *of_questions], key=lambda one: one.position)


def asks_nine(rows: pl.DataFrame, questionnaire: Questionnaire) -> bool:
    """Whether rows (RAW_ROW) hold answers about the unsur that a questionnaire leaves out: then that is not what was
    asked. What else stands in a column that was taken for it, such as a price, is none; nor is the same word in every
    row, as "Gratis" in a column of fees."""
    if not questionnaire.without:
        return False
    unsur = UNSUR_BY_COLUMN[COLUMN_BY_CODE[questionnaire.without]]
    texts = rows.get_column(unsur.column).drop_nulls()
    words = answer_words(unsur)
    answers = [text for text in texts if read_answer(text, words) in SCALE]
    in_words = [text for text in answers if split_answer(text).number is None]
    proves = len({read_answer(text, words) for text in in_words}) > 1
    return 2 * (len(answers) - (0 if proves else len(in_words))) > texts.len()


def with_unasked_empty(rows: pl.DataFrame, questionnaire: Questionnaire) -> pl.DataFrame:
    """The rows without what was taken for the unsur that their questionnaire leaves out."""
    if not questionnaire.without:
        return rows
    return rows.with_columns(pl.lit(None, pl.String).alias(COLUMN_BY_CODE[questionnaire.without]))


def asks_alike(grid: Grid, other: Grid) -> bool:
    """Whether both are read by a questionnaire, or neither."""
    return (grid.further is None) == (other.further is None)


def same_answers(grid: Grid, other: Grid) -> bool:
    """Whether the questions that were laid aside were answered the same."""
    if grid.further is None or other.further is None:
        return asks_alike(grid, other)
    columns, others = grid.further.columns, other.further.columns
    return columns.keys() == others.keys() and all(columns[name].equals(others[name]) for name in columns)


def _rows(grid: Grid, fewest: int) -> list[tuple[str | None, ...]]:
    """Rows that may be a header: so many cells are filled."""
    return [row for row in grid.cells.head(SEARCHED_ROWS).rows() if len(row) - row.count(None) >= fewest]


def _columns(row: Sequence[str | None], questionnaire: Questionnaire) -> dict[Question, int]:
    """The column of every question in a row; none where one of them is not there, or twice."""
    keys: dict[str, list[int]] = {}
    for column, text in enumerate(row):
        if text is not None:
            keys.setdefault(word_key(text), []).append(column)
    found: dict[Question, int] = {}
    for question in questionnaire.all_questions:
        columns = [column for key in question.keys for column in keys.get(key, ())]
        if len(columns) != 1:
            return {}
        found[question] = columns[0]
    return found

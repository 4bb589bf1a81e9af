"""What units send, as small row-wise tables: typed, and told apart by identity.

For the chapters on answers and on identity; `tests.spec.tables` is for the figures.
"""

from datetime import date
from fractions import Fraction

import polars as pl

from contracts.decisions import ABOUT_OLDER_FILES, ADD, IN_LONGER_PERIOD, REFUSE, SAME_PEOPLE
from contracts.questionnaires import (
    NO_QUESTIONNAIRES,
    FurtherUnsur,
    Question,
    Questionnaire,
    Questionnaires,
    Survey,
)
from contracts.registry import Registry, Unit
from contracts.settings import Method, Settings
from contracts.tables import COUNTED_PERIOD
from contracts.unsur import UNSUR_COLUMNS, further_column, question_column, question_columns
from ingest.rows import RAW_ROW
from tests.spec.tables import rows
from transforms.figures.all_figures import FigureTables, compute_figures
from transforms.figures.further_figures import further_index, further_sums
from transforms.responses.answered import place_key, rows_answered
from transforms.responses.identity import IdentityResult, duplicate_rows, origin_key
from transforms.responses.typing import typed_responses
from transforms.schema import frame_schema

RECEIVED_ON = date(2025, 1, 15)
COLUMN_OF = {"id": "response_id", "when": "timestamp", "origin": "origin_content", "of_row": "origin_row"}


def registered(asked: str, weights: str = "", without: str = "") -> Questionnaires:
    """The questionnaire `a` with one question about each unsur and what a table says is asked beyond: `code`, `name`,
    how many `questions`, and of another survey `scale` and `factor`. `weights`: one line of the unit's own. `without`:
    the code of an unsur that it does not ask about."""
    beyond = rows(asked) if asked else []
    questions = [
        Question(one["code"], f"{one['code']} {number}")
        for one in beyond
        for number in range(1, int(one["questions"]) + 1)
    ]
    one = Questionnaire(
        "a",
        tuple(Question(unsur, unsur) for unsur in UNSUR_COLUMNS if unsur != without.lower()),
        further_questions=tuple(questions),
        further_unsur=tuple(FurtherUnsur(one["code"], one["name"]) for one in beyond if not one.get("factor")),
        surveys=tuple(
            Survey(one["code"], one["name"], int(one["scale"]), Fraction(one["factor"]))
            for one in beyond
            if one.get("factor")
        ),
        weights=tuple((code, Fraction(weight)) for line in rows(weights) for code, weight in line.items())
        if weights
        else (),
        without=without,
    )
    return Questionnaires((one,))


def further_figures(table: str, asked: str, weights: str = "", without: str = "") -> pl.DataFrame:
    """What such a questionnaire asks for beyond the nine unsur, of rows of a unit (`file`) and of 2024."""
    questionnaires = registered(asked, weights, without)
    responses = staged(table, questionnaires).with_columns(unit_code="content_id", period_code=pl.lit("2024"))
    counted = pl.DataFrame([("2024", "A", "2024")], frame_schema(COUNTED_PERIOD), orient="row")
    return further_index(further_sums(responses.lazy(), questionnaires), counted, questionnaires)


def raw_rows(table: str, questionnaires: Questionnaires = NO_QUESTIONNAIRES) -> pl.DataFrame:
    """Rows of text as reading leaves them. `file` (else A) and `row` say where a row stands; `answers`
    are nine digits, a dot where none is given, and an unsur's own column goes before them; every other answer is 4.
    U1_2 is the second question about U1; what `asked` beyond the nine has its code above it likewise (U10, SPAK_2)."""
    read = []
    for position, row in enumerate(rows(table), start=1):
        answers = row.pop("answers", "4" * 9).replace(" ", "").replace(".", " ")
        cells = dict(zip(UNSUR_COLUMNS, answers, strict=True)) | {
            COLUMN_OF.get(name, name.lower()): cell for name, cell in row.items() if name not in ("file", "row")
        }
        place = {"content_id": row.get("file", "A"), "row_number": int(row.get("row", position)), "sheet": ""}
        read.append({**{name: cell.strip() or None for name, cell in cells.items()}, **place})
    further = [name for names in question_columns(read[0]).values() for name in names[1:]]
    beyond: dict[str, str] = {}
    for one in questionnaires:
        for number, question in enumerate(one.further_questions, start=1):
            code, of_code = question.text.lower().split(" ")
            beyond[question_column(code, int(of_code))] = further_column(number, one.scale_of(question))
        read = [{beyond.get(name, name): cell for name, cell in row.items()} | {"questionnaire": "a"} for row in read]
        further += [*beyond.values(), "questionnaire"]
    schema = {**RAW_ROW, **dict.fromkeys(further, pl.String())}
    frame = pl.DataFrame([{column: row.get(column) for column in schema} for row in read], schema=schema)
    return frame.with_columns(row_index=pl.int_range(pl.len()).over("content_id"))


def staged(table: str, questionnaires: Questionnaires = NO_QUESTIONNAIRES) -> pl.DataFrame:
    """The same rows typed, with `file`, `row`, `when` and `id` as the tables call them."""
    raw = raw_rows(table, questionnaires)
    typed = typed_responses(raw, dict.fromkeys(raw["content_id"], RECEIVED_ON)).staged
    return typed.with_columns(
        file="content_id", row="row_number", when="response_date", id="response_id", origin="origin_content_id"
    )


def figures(table: str, *, weight: str = "1/9") -> FigureTables:
    """The figures of the same rows, each of them of a unit (`file`) and of 2024."""
    responses = staged(table).with_columns(unit_code="content_id", period_code=pl.lit("2024"))
    units = tuple(Unit(code, f"Unit {code}", "kecamatan", None, (), None, ()) for code in responses["file"].unique())
    return compute_figures(responses.lazy(), Registry(units), Settings(method=Method(weight=weight)))


def sheets(table: str) -> pl.DataFrame:
    """The staged rows of one file: every column but `row` is a sheet of people without identity, in order."""
    lines = [(name, cell) for line in rows(table) for name, cell in line.items() if name != "row"]
    names = dict.fromkeys(name for name, _ in lines)
    of_sheets = ["file | answers", *(f"{name} | {cell}" for wanted in names for name, cell in lines if name == wanted)]
    return staged("\n".join(of_sheets)).with_columns(sheet="content_id")


def told_apart(
    sent: str,
    files: str = "",
    accepted: tuple[str, ...] = (),
    shrink: float = 2.0,
    said: str = "",
) -> IdentityResult:
    """Whose row is it, of rows in `sent`. `files` has one line per file, the oldest first, with its
    `unit`, the `period` it names, its `path`, whether it is a `correction`, and what somebody `said` of it: add,
    replace or refuse (`said`, of all files); the first two also say that people of a longer or shorter period are
    others, unless it is same."""
    typed = staged(sent).with_columns(origin_key())
    described, answers = described_files(typed, files, accepted, said)
    answered = typed.select("content_id", "row_index", *UNSUR_COLUMNS)
    return duplicate_rows(
        *(typed, described, typed, answers, accepted, shrink),
        answered=lambda names: answered.filter(pl.col("content_id").is_in(list(names))),
    )


def described_files(
    typed: pl.DataFrame, files: str, accepted: tuple[str, ...] = (), said: str = ""
) -> tuple[pl.DataFrame, dict[str, dict[str, str]]]:
    """The files as identity knows them, and what somebody said of each."""
    named = rows(files) if files else [{"file": file} for file in typed["file"].unique(maintain_order=True)]
    described = pl.DataFrame(
        [
            (
                *(file["file"], file.get("unit", "X"), file.get("period") or None, file.get("path", file["file"])),
                *(age, file.get("correction") == "yes"),
            )
            for age, file in enumerate(named)
        ],
        schema={
            "content_id": pl.String,
            "unit_code": pl.String,
            "period_code": pl.String,
            "path": pl.String,
            "version": pl.Int64,
            "is_correction": pl.Boolean,
        },
        orient="row",
    )
    said_of = {file["file"]: file.get("said") or ("replace" if file["file"] in accepted else said) for file in named}
    return described, {
        name: dict.fromkeys(ABOUT_OLDER_FILES, choice)
        | ({IN_LONGER_PERIOD: choice if choice in (SAME_PEOPLE, REFUSE) else ADD} if choice else {})
        for name, choice in said_of.items()
    }


def answered(sent: str, rejected: str, files: str) -> pl.DataFrame:
    """Each row that a rule rejects (`file`, `row` in `rejected`) and what becomes of it: `to correct`, `newer in B`, or
    `withdrawn`. Rows whose nine answers are empty are withdrawn where their file is a correction."""
    typed = staged(sent).with_columns(origin_key(), place_key())
    described, answers = described_files(typed, files, said="replace")
    bad = typed.filter(pl.concat_str("file", "row").is_in([f"{one['file']}{one['row']}" for one in rows(rejected)]))
    good = typed.join(bad, on=["file", "row"], how="anti")
    duplicates = duplicate_rows(good, described, good, answers, (), 2.0).duplicates
    newer = rows_answered(bad, good, duplicates, described)
    empty = pl.all_horizontal(pl.col(column).is_null() for column in UNSUR_COLUMNS)
    taken_back = empty & pl.col("content_id").is_in(described.filter("is_correction")["content_id"].implode())
    return bad.join(newer, on=["content_id", "row_index"], how="left").with_columns(
        fate=pl.when(pl.col("duplicate_of").is_not_null())
        .then(pl.concat_str(pl.lit("newer in "), "duplicate_of"))
        .when(taken_back)
        .then(pl.lit("withdrawn"))
        .otherwise(pl.lit("to correct"))
    )


def fates(
    sent: str,
    files: str = "",
    accepted: tuple[str, ...] = (),
    said: str = "",
) -> pl.DataFrame:
    """Each row (`file`, `row`) and what becomes of it: `counts`, `newer in B`, `held`, or `asked`."""
    result = told_apart(sent, files, accepted, said=said)
    newer = result.duplicates.select("content_id", "row_index", newer="duplicate_of")
    return (
        staged(sent)
        .join(newer, on=["content_id", "row_index"], how="left")
        .with_columns(
            fate=pl.when(pl.col("content_id").is_in(list(result.held)))
            .then(pl.lit("held"))
            .when(pl.col("content_id").is_in(list(result.newer)))
            .then(pl.lit("asked"))
            .when(pl.col("newer").is_not_null())
            .then(pl.concat_str(pl.lit("newer in "), "newer"))
            .otherwise(pl.lit("counts"))
        )
    )

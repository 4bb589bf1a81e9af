"""The questions other rooms ask of a published warehouse, each a function from a reader to rows.

Belongs here: SQL that selects, joins, filters and counts rows. Not here: any arithmetic of the method
(every index, rank and share was computed by `transforms`), or how an answer is shown.

A row holds the columns of the table named in the docstring, and those named beside it. Where a function
takes `unit_code`, None means every unit.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from contracts.columns import literal
from contracts.errors import READER_FAILED
from contracts.home import Home
from contracts.periods import Period, PeriodKind, parse_period
from contracts.records import whole_of
from contracts.respondent import CHARACTERISTICS
from contracts.rules import ROW_WITHDRAWN, UNFINISHED_ACTION_RULES
from contracts.shared_columns import WITHOUT_UNSUR
from contracts.tables import RESPONSE
from contracts.themes import ALL_THEMES, OTHER_THEME, THEMES
from contracts.unsur import SCALE, UNSUR_COLUMNS
from warehouse.ddl import identifier
from warehouse.publish import published_version
from warehouse.read import Reader, Row, Value, open_published
from warehouse.rows import only

NOT_TAKEN_IN = ("rejected", "held", "partial")
"""Statuses of files that somebody has to look at."""
ROW_COUNTS: Final = ("read", "accepted", "rejected", "duplicate", "replaced")
_OF_UNIT = "($unit_code IS NULL OR unit_code = $unit_code)"
_IN_PERIOD = (
    "(response_date BETWEEN $start_date AND $end_date OR (response.unit_code, response.period_code) IN "
    "(SELECT (unit_code, named_period) FROM counted_period WHERE counted_period.period_code = $period_code))"
)
"""A response counts in every period its date lies in; without a date, where `counted_period` says so."""
_RANKING: Final = (  # with the type that a unit was ranked in: in a closed period perhaps another than it has now
    "SELECT ikm_ranking.*, unit_name, of_type.scope AS unit_type, ikm_unit.* EXCLUDE (period_code, unit_code, ikm) "
    "FROM ikm_ranking JOIN ikm_unit USING (period_code, unit_code) JOIN unit USING (unit_code) JOIN (FROM ikm_ranking "
    "WHERE scope <> 'all') AS of_type USING (period_code, unit_code) WHERE ikm_ranking.period_code = $period_code "
)
_FILES: Final = "SELECT ingest_file.*, unit_name FROM ingest_file LEFT JOIN unit USING (unit_code)"
_THEME_ORDER: Final = ", ".join(literal(theme.code) for theme in THEMES)
_ANSWERED: Final = ", ".join(
    ("response_date", "age", *(one.column for one in CHARACTERISTICS), *UNSUR_COLUMNS, "answer_parts")
)
_RESPONSE_COLUMNS: Final = ", ".join(map(identifier, RESPONSE.shown_names))


def periods(reader: Reader, kind: PeriodKind | None = None) -> list[Row]:
    """`period`, oldest first; only of one kind where given."""
    return reader.rows(
        "SELECT * FROM period WHERE $kind IS NULL OR kind = $kind ORDER BY start_date, end_date DESC", {"kind": kind}
    )


def latest_period(reader: Reader, kind: PeriodKind) -> str | None:
    """Code of the latest period of that kind with data; None where there is none."""
    rows = periods(reader, kind)
    return rows[-1].of("period_code", str) if rows else None


def units(reader: Reader) -> list[Row]:
    """`unit`, by type and name."""
    return reader.rows("SELECT * FROM unit ORDER BY unit_type, unit_name, unit_code")


def unit(reader: Reader, unit_code: str) -> Row | None:
    """`unit`: one unit; None where the registry has no such code."""
    return only(reader.rows("SELECT * FROM unit WHERE unit_code = $unit_code", {"unit_code": unit_code}))


def counted_periods(reader: Reader) -> list[Row]:
    """`counted_period`, by unit and the period that is named."""
    return reader.rows("SELECT * FROM counted_period ORDER BY unit_code, named_period, period_code")


def scopes(reader: Reader, period_code: str) -> list[str]:
    """Scopes ranked in a period: `all`, then the unit types by name."""
    rows = reader.rows(
        "SELECT DISTINCT scope FROM ikm_ranking WHERE period_code = $period_code ORDER BY scope <> 'all', scope",
        {"period_code": period_code},
    )
    return [row.of("scope", str) for row in rows]


def ranking(reader: Reader, period_code: str, scope: str = "all") -> list[Row]:
    """`ikm_ranking` of a period and scope, best first and those without a rank last, with unit_name of
    `unit`, the unit_type it is ranked in, and the other columns of `ikm_unit`."""
    return reader.rows(
        f"{_RANKING} AND ikm_ranking.scope = $scope ORDER BY ikm_ranking.rank NULLS LAST, unit_name, unit_code",
        {"period_code": period_code, "scope": scope},
    )


def rankings(reader: Reader, period_code: str) -> dict[str, list[Row]]:
    """What `ranking` gives, of every scope (`scopes`), in one question."""
    rows = reader.rows(
        f"{_RANKING} ORDER BY ikm_ranking.scope <> 'all', ikm_ranking.scope, ikm_ranking.rank NULLS LAST, "
        "unit_name, unit_code",
        {"period_code": period_code},
    )
    return {scope: list(of_scope) for scope, of_scope in groupby(rows, lambda row: row.of("scope", str))}


def unit_ranks(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`ikm_ranking` of a period, every scope, by unit."""
    return of_period(reader, "ikm_ranking", period_code, unit_code, "unit_code, scope")


def unit_index(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`ikm_unit` of a period, by unit; a unit without valid questionnaires has no row."""
    return of_period(reader, "ikm_unit", period_code, unit_code, "unit_code")


def publishable(reader: Reader) -> list[Row]:
    """period_code, unit_code and publishable of `ikm_unit`, of all periods."""
    return reader.rows("SELECT period_code, unit_code, publishable FROM ikm_unit ORDER BY period_code, unit_code")


def unit_unsur(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`ikm_unsur` of a period, by unit and unsur."""
    return of_period(reader, "ikm_unsur", period_code, unit_code, "unit_code, unsur_code")


def profile(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`respondent_profile` of a period, by unit. Internal: small cells are not suppressed."""
    return of_period(reader, "respondent_profile", period_code, unit_code, "unit_code, characteristic, category")


def public_profile(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`public_profile` of a period, by unit. Empty where documents are not made for its kind."""
    return of_period(reader, "public_profile", period_code, unit_code, "unit_code, characteristic, category")


def collection(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`collection` of a period, by unit."""
    return of_period(reader, "collection", period_code, unit_code, "unit_code")


def further_indexes(reader: Reader, period_code: str | None = None, unit_code: str | None = None) -> list[Row]:
    """`further_index` by period, unit, questionnaire and its order, of one period and of one unit where these are
    given; none of what an earlier release published without."""
    if not reader.has("further_index"):
        return []
    return of_period(reader, "further_index", period_code, unit_code, "period_code, unit_code, questionnaire, position")


def units_asking_more(reader: Reader, period_code: str) -> list[str]:
    """unit_name of units whose questionnaire has additional unsur or weights of its own, in a period."""
    return [row.of("unit_name", str) for row in _units_asking(reader, period_code, "unsur", "weights")]


def units_apart(reader: Reader, period_code: str | None = None) -> list[Row]:
    """period_code, unit_code and unit_name of units with answers to a questionnaire that leaves an unsur out, of one
    period where given."""
    return _units_asking(reader, period_code, WITHOUT_UNSUR)


def _units_asking(reader: Reader, period_code: str | None, *kinds: str) -> list[Row]:
    """Those with such rows in `further_index`; none of what an earlier release published without it."""
    if not reader.has("further_index"):
        return []
    return reader.rows(
        "SELECT DISTINCT period_code, unit_name, unit_code FROM further_index JOIN unit USING (unit_code) WHERE kind "
        f"IN ({', '.join(map(literal, kinds))}) AND ($period_code IS NULL OR period_code = $period_code) ORDER BY ALL",
        {"period_code": period_code},
    )


def suggestion_themes(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`suggestion_theme` of a period, by unit: all suggestions, then the themes, most frequent first, equal
    ones in the contract's order, the others last. Internal."""
    order = (
        f"unit_code, theme <> {literal(ALL_THEMES)}, theme = {literal(OTHER_THEME)}, suggestions DESC, "
        f"list_position([{_THEME_ORDER}], theme)"
    )
    return of_period(reader, "suggestion_theme", period_code, unit_code, order)


def trends(reader: Reader, kind: PeriodKind, unit_code: str | None = None) -> list[Row]:
    """`ikm_unit` in all periods of a kind with the period's label and start_date, by unit, oldest first."""
    return reader.rows(
        "SELECT ikm_unit.*, label, start_date FROM ikm_unit JOIN period USING (period_code) "
        f"WHERE {_OF_UNIT} AND kind = $kind ORDER BY unit_code, start_date",
        {"unit_code": unit_code, "kind": kind},
    )


def follow_ups(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`follow_up`: the plans that answer the results of a period, by unit, in the order of the plan. Internal."""
    return of_period(reader, "follow_up", period_code, unit_code, "unit_code, position")


def unfinished_actions(reader: Reader, file_id: str | None = None) -> list[Row]:
    """What is only pointed out of the actions of `follow_up`: `file_id`, `sheet`, `row_number`, `column_name`,
    `message`, by file, sheet and row; of one file where given. Internal."""
    broken = " UNION ALL ".join(
        f"SELECT file_id, sheet, row_number, {literal(rule.column)} AS column_name, "
        f"{literal(rule.sentence)} AS message FROM follow_up WHERE {rule.breach}"
        for rule in UNFINISHED_ACTION_RULES
    )
    return reader.rows(
        f"SELECT DISTINCT * FROM ({broken}) WHERE $file_id IS NULL OR file_id = $file_id "
        "ORDER BY file_id, sheet, row_number, column_name",
        {"file_id": file_id},
    )


def follow_up_contents(reader: Reader, period_code: str) -> list[str]:
    """The contents (`content_id`) in which the plans that answer the results of a period stand."""
    rows = reader.rows(
        "SELECT DISTINCT content_id FROM follow_up JOIN ingest_file USING (file_id) "
        "WHERE follow_up.period_code = $period_code ORDER BY content_id",
        {"period_code": period_code},
    )
    return [row.of("content_id", str) for row in rows]


def follow_up_realisations(reader: Reader, period_code: str | None, unit_code: str | None = None) -> list[Row]:
    """`follow_up_realisation` of the plans that answer the results of a period (None: of every one), by unit."""
    return of_period(reader, "follow_up_realisation", period_code, unit_code, "unit_code, period_code")


def follow_up_regency(reader: Reader, period_code: str) -> Row | None:
    """`follow_up_regency` of a period; None where no unit sent a plan."""
    return only(
        reader.rows("SELECT * FROM follow_up_regency WHERE period_code = $period_code", {"period_code": period_code})
    )


def regency(reader: Reader, period_code: str) -> list[Row]:
    """`ikm_regency` of a period: the three methods, the headline first."""
    return reader.rows(
        "SELECT * FROM ikm_regency WHERE period_code = $period_code ORDER BY headline DESC, method",
        {"period_code": period_code},
    )


def regency_unsur(reader: Reader, period_code: str) -> list[Row]:
    """`ikm_regency_unsur` of a period, by unsur."""
    return reader.rows(
        "SELECT * FROM ikm_regency_unsur WHERE period_code = $period_code ORDER BY unsur_code",
        {"period_code": period_code},
    )


def scope_spreads(reader: Reader, period_code: str) -> list[Row]:
    """`ikm_scope` of a period."""
    return reader.rows(
        "SELECT * FROM ikm_scope WHERE period_code = $period_code ORDER BY scope", {"period_code": period_code}
    )


def regency_trend(reader: Reader, kind: PeriodKind) -> list[Row]:
    """`ikm_regency` by the headline method in all periods of a kind, oldest first, with the period's label."""
    return reader.rows(
        "SELECT ikm_regency.*, label FROM ikm_regency JOIN period USING (period_code) "
        "WHERE headline AND kind = $kind ORDER BY start_date",
        {"kind": kind},
    )


def missing_units(reader: Reader, period_code: str) -> list[Row]:
    """`missing_unit` of a period with the columns of `unit`, by type and name."""
    return reader.rows(
        "SELECT missing_unit.*, unit.* EXCLUDE unit_code FROM missing_unit JOIN unit USING (unit_code) "
        "WHERE period_code = $period_code ORDER BY unit_type, unit_name, unit_code",
        {"period_code": period_code},
    )


def received(reader: Reader) -> list[Row]:
    """`received` of the public tables, by kind and status."""
    return reader.rows("SELECT received.* EXCLUDE file_kind, file_kind AS kind FROM received ORDER BY kind, status")


def files(reader: Reader, unit_code: str | None = None, status: str | None = None) -> list[Row]:
    """`ingest_file` with unit_name (empty where no unit was found), by path; of one status where given."""
    return reader.rows(
        f"{_FILES} WHERE {_OF_UNIT} AND ($status IS NULL OR status = $status) ORDER BY path, file_id",
        {"unit_code": unit_code, "status": status},
    )


def files_of_period(reader: Reader, period: Period) -> list[Row]:
    """Of `files`, those a period has to do with: with responses in it, or naming it or a shorter one within. What
    tells no period, as a refused file, belongs to the latest of each kind."""
    in_period, anywhere = files_with_answers(reader, period.code), files_with_answers(reader)
    is_latest = latest_period(reader, period.kind) == period.code

    def belongs(file: Row) -> bool:
        if file["file_id"] in in_period:
            return True
        if file["period_code"] is not None:
            named = parse_period(file.of("period_code", str))
            return period in (named, *named.around)
        return is_latest and file["file_id"] not in anywhere

    return [file for file in files(reader) if belongs(file)]


def files_with_answers(reader: Reader, period_code: str | None = None, unit_code: str | None = None) -> Counter[str]:
    """By file_id how many responses it has, in a period and of a unit where given; also to questionnaires that leave an
    unsur out."""
    which, parameters = (_IN_PERIOD, _period_parameters(period_code)) if period_code else ("true", {})
    rows = reader.rows(
        f"SELECT file_id, count(*) AS responses FROM {all_responses(reader)} WHERE {_OF_UNIT} AND {which} "
        "GROUP BY file_id",
        {"unit_code": unit_code, **parameters},
    )
    return Counter({row.of("file_id", str): row.of("responses", int) for row in rows})


def not_taken_in(files: Sequence[Row]) -> list[Row]:
    """Of `ingest_file`, those that were refused, held or taken in only in part, and not sent again under the
    same name since; what was withdrawn does not count as sent."""
    newest = {file["path"]: _sent(file) for file in sorted(files, key=_sent) if file["status"] != "withdrawn"}
    return [file for file in files if file["status"] in NOT_TAKEN_IN and newest[file["path"]] == _sent(file)]


def refused_files(files: Sequence[Row]) -> Counter[str]:
    """By unit, how many of `ingest_file` were refused or held and not sent again."""
    return Counter(
        file.of("unit_code", str)
        for file in not_taken_in(files)
        if file["unit_code"] and file["kind"] == "responses" and file["status"] in ("rejected", "held")
    )


def _sent(file: Row) -> tuple[str, str]:
    """When a file came, and its content: the same for all parts of one."""
    return str(file["first_seen_at"]), whole_of(file.of("content_id", str))


def failed_at(files: Sequence[Row]) -> list[Row]:
    """Of `ingest_file`, those that our own code failed at."""
    return [file for file in files if file["reason_code"] == READER_FAILED]


def row_counts(file: Row) -> dict[str, int]:
    """What became of the rows of one file among `ingest_file`. A version published before had none replaced."""
    return {name: int(str(file.get(f"rows_{name}") or 0)) for name in ROW_COUNTS}


def rows_of_answers(files: Iterable[Row]) -> dict[str, int]:
    """Rows of all files of answers among `ingest_file`: `read` = `accepted` + `rejected` + `duplicate` + `replaced`.
    The one count of rows that is shown anywhere."""
    counted = [file for file in files if file["kind"] == "responses"]
    counts = [row_counts(file) for file in counted]
    return {name: sum(one[name] for one in counts) for name in ROW_COUNTS}


def more_than_served(reader: Reader) -> list[Row]:
    """`ikm_unit` with unit_name where a unit has more respondents than people it served, by period and unit."""
    return reader.rows(
        "SELECT ikm_unit.*, unit_name FROM ikm_unit JOIN unit USING (unit_code) "
        "WHERE respondents > service_recipients ORDER BY period_code, unit_code"
    )


def file(reader: Reader, file_id: str) -> Row | None:
    """One of `files`; None where it was never seen."""
    return only(reader.rows(f"{_FILES} WHERE file_id = $file_id", {"file_id": file_id}))


def is_content(reader: Reader, content_id: str) -> bool:
    """Whether a content was ever seen."""
    return bool(reader.rows("SELECT 1 FROM ingest_file WHERE content_id = $id LIMIT 1", {"id": content_id}))


def files_of_path(reader: Reader, path: str) -> list[Row]:
    """Those of `files` that came under one name."""
    return reader.rows(f"{_FILES} WHERE path = $path ORDER BY file_id", {"path": path})


def rejected_rows(reader: Reader, file_id: str | None = None) -> list[Row]:
    """`rejected_row` with the file's path and unit_code, by path, sheet and row; of one file where given."""
    return _rows_of_files(reader, "rejected_row", file_id)


def files_put_right_themselves(reader: Reader) -> set[str]:
    """Ids of files whose rejected rows their sender puts right in the file itself, and sends it again: those read by a
    registered questionnaire, for a correction workbook asks the nine questions."""
    rows = reader.rows("SELECT DISTINCT file_id FROM column_mapping WHERE evidence = 'questionnaire'")
    return {row.of("file_id", str) for row in rows}


def files_to_correct(reader: Reader) -> set[str]:
    """file_id of the files with rejected rows that their sender has not taken back."""
    rows = reader.rows(
        "SELECT DISTINCT file_id FROM rejected_row WHERE rule <> $withdrawn", {"withdrawn": ROW_WITHDRAWN}
    )
    return {row.of("file_id", str) for row in rows}


def files_for_a_workbook(reader: Reader) -> set[str]:
    """Of `files_to_correct`, those whose rows are put right in a correction workbook, or on the page that makes it:
    answers, but not to a registered questionnaire."""
    answers = reader.rows("SELECT file_id FROM ingest_file WHERE kind = 'responses'")
    return files_to_correct(reader) & {row.of("file_id", str) for row in answers} - files_put_right_themselves(reader)


def blanked_values(reader: Reader, file_id: str | None = None) -> list[Row]:
    """`blanked_value` with the file's path and unit_code, by path, sheet and row; of one file where given."""
    return _rows_of_files(reader, "blanked_value", file_id)


def files_with_blanked_values(reader: Reader) -> set[str]:
    """file_id of the files with accepted rows that count without a value."""
    return {row.of("file_id", str) for row in reader.rows("SELECT DISTINCT file_id FROM blanked_value")}


def column_mapping(reader: Reader, file_id: str) -> list[Row]:
    """`column_mapping` of a file, by sheet and position."""
    return reader.rows(
        "SELECT * FROM column_mapping WHERE file_id = $file_id ORDER BY sheet, position", {"file_id": file_id}
    )


def reading_notes(reader: Reader, file_id: str) -> list[Row]:
    """`reading_note` of a file, by sheet, rows before columns, respondents first."""
    return reader.rows(
        "SELECT * FROM reading_note WHERE file_id = $file_id "
        "ORDER BY sheet, what DESC, taken_for <> 'respondent', taken_for",
        {"file_id": file_id},
    )


def questions(reader: Reader, file_id: str) -> list[Row]:
    """`question` of a file, by number; its choices in the order they were offered."""
    return reader.rows("SELECT * FROM question WHERE file_id = $file_id ORDER BY number, rowid", {"file_id": file_id})


def units_of_content(reader: Reader, content_id: str) -> set[str]:
    """The units whose files hold a content, or a part of it."""
    rows = reader.rows(
        "SELECT DISTINCT unit_code FROM ingest_file "
        "WHERE split_part(content_id, '-', 1) = $content_id AND unit_code IS NOT NULL",
        {"content_id": content_id},
    )
    return {row.of("unit_code", str) for row in rows}


def decisions(reader: Reader, content_id: str) -> list[Row]:
    """`decision` about a content, or the whole that it is a part of, that stand, oldest first."""
    return reader.rows(
        "SELECT * FROM decision WHERE content_id IN ($content_id, $whole) AND stands ORDER BY number",
        {"content_id": content_id, "whole": whole_of(content_id)},
    )


def contributing_files(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """`ingest_file` of the files with responses in a period, with `responses_in_period`, by unit and path."""
    return reader.rows(
        "WITH counted AS (SELECT file_id, count(*) AS responses_in_period FROM response "
        f"WHERE {_OF_UNIT} AND {_IN_PERIOD} GROUP BY file_id) "
        "SELECT ingest_file.*, responses_in_period FROM counted JOIN ingest_file USING (file_id) "
        "ORDER BY unit_code, path, file_id",
        {"unit_code": unit_code, **_period_parameters(period_code)},
    )


def rows_left_out(reader: Reader, unit_code: str | None = None) -> list[Row]:
    """One row per file and rule: file_id, path, rule, message, `rows`: how many rows of the file broke the
    rule and were rejected. A row that broke two rules stands in both. By path, most frequent first."""
    return reader.rows(
        "SELECT file_id, path, rule, min(message) AS message, count(DISTINCT (sheet, row_number)) AS rows "
        f"FROM rejected_row JOIN ingest_file USING (file_id) WHERE {_OF_UNIT} "
        "GROUP BY file_id, path, rule ORDER BY path, file_id, rows DESC, rule",
        {"unit_code": unit_code},
    )


def responses(reader: Reader, period_code: str, unit_code: str) -> list[Row]:
    """`response` of a unit in a period with the file's path, by path, sheet and row. Internal."""
    return reader.rows(
        f"WITH counted AS (SELECT * FROM response WHERE {_OF_UNIT} AND {_IN_PERIOD}) "
        "SELECT counted.*, path FROM counted JOIN ingest_file USING (file_id) "
        "ORDER BY path, file_id, sheet, row_number",
        {"unit_code": unit_code, **_period_parameters(period_code)},
    )


def unit_responses(reader: Reader, period_code: str, unit_codes: Sequence[str]) -> list[Row]:
    """`response` of some units in a period, by unit, then as `responses`, in one query: unit_code,
    response_date, the characteristics, age and the nine answers. Internal."""
    if not unit_codes:
        return []
    codes = {f"unit_{number}": code for number, code in enumerate(unit_codes)}
    return reader.rows(
        f"WITH counted AS (SELECT * FROM response WHERE unit_code IN ({', '.join(f'${name}' for name in codes)}) "
        f"AND {_IN_PERIOD}) "
        f"SELECT counted.unit_code, {_ANSWERED} FROM counted JOIN ingest_file USING (file_id) "
        "ORDER BY counted.unit_code, path, file_id, counted.sheet, row_number",
        {**codes, **_period_parameters(period_code)},
    )


def answer_counts(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """unit_code, how many `responses` of it count in a period, and of each unsur how often 1, 2, 3 and 4 was answered
    (`u1_1` … `u9_4`), by unit. No row of a unit with answers that are means of several questions. Internal."""
    counts = ", ".join(f"count_if({one} = {answer}) AS {one}_{answer}" for one in UNSUR_COLUMNS for answer in SCALE)
    return reader.rows(
        f"SELECT unit_code, count(*) AS responses, {counts} FROM response WHERE {_OF_UNIT} AND {_IN_PERIOD} "
        "GROUP BY unit_code HAVING count(answer_parts) = 0 ORDER BY unit_code",
        {"unit_code": unit_code, **_period_parameters(period_code)},
    )


def responses_hashes(reader: Reader, period_code: str, unit_code: str | None = None) -> list[Row]:
    """unit_code and responses_hash of every unit with responses in a period, by unit: the hash changes when
    any column of any of them does, and not with the order of the rows.

    Comparable between warehouses made with one version of DuckDB, whose row hash it stands on."""
    return reader.rows(
        f"SELECT unit_code, printf('%d-%x', count(*), bit_xor(hash({_RESPONSE_COLUMNS}))) AS responses_hash "
        f"FROM response WHERE {_OF_UNIT} AND {_IN_PERIOD} GROUP BY unit_code ORDER BY unit_code",
        {"unit_code": unit_code, **_period_parameters(period_code)},
    )


def suggestions(reader: Reader, period_code: str, unit_code: str) -> list[Row]:
    """`suggestion` of a unit in a period with response_date, newest first. Internal: may name people."""
    return reader.rows(
        f"WITH counted AS (SELECT * FROM response WHERE {_OF_UNIT} AND {_IN_PERIOD}) "
        "SELECT suggestion.*, response_date FROM counted JOIN suggestion USING (response_key) "
        "ORDER BY response_date DESC NULLS LAST, response_key",
        {"unit_code": unit_code, **_period_parameters(period_code)},
    )


def runs(reader: Reader) -> list[Row]:
    """`run`, newest first: the first made what is published."""
    return reader.rows("SELECT * FROM run ORDER BY started_at DESC, run_id DESC")


def findings(reader: Reader, run_id: str) -> list[Row]:
    """`finding` of a run: what did not pass first, errors before warnings."""
    return reader.rows(
        "SELECT * FROM finding WHERE run_id = $run_id ORDER BY verdict = 'passed', severity, suite, expectation",
        {"run_id": run_id},
    )


def of_period(reader: Reader, table: str, period_code: str | None, unit_code: str | None, order: str) -> list[Row]:
    """All columns of a table with a period and a unit, in an `order` of SQL; of one period (None: of every one) and of
    one unit (None: every unit)."""
    return reader.rows(
        f"SELECT * FROM {identifier(table)} WHERE ($period_code IS NULL OR period_code = $period_code) AND {_OF_UNIT} "
        f"ORDER BY {order}",
        {"period_code": period_code, "unit_code": unit_code},
    )


def all_responses(reader: Reader) -> str:
    """`response` and `response_apart` in a FROM, as `response`: who answered what, and when; the first alone of what an
    earlier release published without the second."""
    tables = [table for table in ("response", "response_apart") if reader.has(table)]
    answers = (f"SELECT unit_code, file_id, response_date, period_code FROM {table}" for table in tables)
    return f"({' UNION ALL '.join(answers)}) AS response"


def _rows_of_files(reader: Reader, table: str, file_id: str | None) -> list[Row]:
    return reader.rows(
        f"SELECT marked.*, path, unit_code FROM {identifier(table)} AS marked JOIN ingest_file USING (file_id) "
        "WHERE $file_id IS NULL OR file_id = $file_id "
        "ORDER BY path, file_id, sheet, row_number, column_name, rule",
        {"file_id": file_id},
    )


def _period_parameters(period_code: str) -> dict[str, Value]:
    period = parse_period(period_code)
    return {"period_code": period_code, "start_date": period.start_date, "end_date": period.end_date}


def history(home: Home) -> tuple[list[Row], list[Row]]:
    """All rows of `run` and of `finding` published so far, for the next version to carry on; both empty
    where nothing is published."""
    if published_version(home) is None:
        return [], []
    with open_published(home) as reader:
        return reader.table("run"), reader.table("finding")

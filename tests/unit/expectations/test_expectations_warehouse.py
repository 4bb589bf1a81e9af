"""The audit: a warehouse that agrees with itself passes, and every way to contradict itself is found."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa
from great_expectations import ExpectationSuite

from contracts.columns import Between
from contracts.comparison_tables import IKM_RANK_SENSITIVITY, IKM_UNSUR_ASSOCIATION, IKM_UNSUR_COMPARED
from contracts.deadline_tables import DEADLINE, REMINDER
from contracts.edition_tables import (
    EDITION,
    EDITION_CHANGE,
    EDITION_CHANGE_REGENCY,
    EDITION_CHANGE_UNSUR,
    EDITION_OPEN_END,
    LATE_FOLLOW_UP,
    LATE_RESPONSE,
)
from contracts.errors import CheckCrashedError
from contracts.follow_up_tables import FOLLOW_UP, FOLLOW_UP_REALISATION, FOLLOW_UP_REGENCY
from contracts.lineage_tables import (
    BLANKED_VALUE,
    COLUMN_MAPPING,
    DECISION,
    FINDING,
    INGEST_FILE,
    QUESTION,
    READING_NOTE,
    REJECTED_ROW,
    RUN,
)
from contracts.questionnaire_tables import FURTHER_INDEX
from contracts.regency_tables import IKM_REGENCY, IKM_REGENCY_UNSUR, IKM_SCOPE
from contracts.service_tables import IKM_SERVICE, IKM_SERVICE_RANKING, IKM_SERVICE_UNSUR, SERVICE
from contracts.signal_tables import SIGNAL_TABLES
from contracts.tables import (
    COLLECTION,
    IKM_RANKING,
    IKM_UNIT,
    IKM_UNSUR,
    MISSING_UNIT,
    PERIOD,
    PUBLIC_PROFILE,
    RESPONDENT_PROFILE,
    RESPONSE,
    RESPONSE_APART,
    SUGGESTION,
    SUGGESTION_THEME,
    UNIT,
    UNSUR_TABLE,
    WAREHOUSE_TABLES,
)
from contracts.unsur import UNSUR, UNSUR_CODES, UNSUR_COLUMNS
from contracts.warehouse_rules import WAREHOUSE_COLUMN_RULES, WAREHOUSE_RULES, WarehouseColumnRule
from expectations.checker import checker, open_engine
from expectations.findings import CheckResult, failed_errors
from expectations.suites import contradicted_errors, warehouse_expectation
from expectations.warehouse import audit_warehouse
from tests.made_rows import insert
from warehouse.connection import working_connection, working_options
from warehouse.ddl import create_table

# One office, one year, two answers from one file with three rows, all of them threes. The second semester of 2023
# was closed twice, and stands as it was although its only answer was withdrawn, another came, and the second unit left
# the registry. Another unit was asked about eight unsur.
_OF_A = {"period_code": "2024", "unit_code": "A"}
_ANSWERS = dict.fromkeys(UNSUR_COLUMNS, 3)
_OF_C = {"period_code": "2024", "unit_code": "C", "questionnaire": "b"}
_TOLD = {"asked": 1, "respondents": 1, "mean": 3.0, "score": 75, "score_low": 70, "score_high": 80}
_INDEX = {"ikm": 74.25, "ikm_ninth": 75, "mutu": "C", "kinerja": "Kurang Baik"}
_SCORE = {"nrr": 3.0, "score": 75, "mutu": "C", "kinerja": "Kurang Baik"}
_RANKED = {"ikm": 74.25, "rank": 1, "rank_low": 1, "rank_high": 1}
CONSISTENT = (
    insert(UNIT, unit_code="A", unit_type="kecamatan"),
    insert(PERIOD, period_code="2024", kind="year", start_date="2024-01-01", end_date="2024-12-31"),
    *(insert(UNSUR_TABLE, unsur_code=unsur.code) for unsur in UNSUR),
    *(
        insert(
            RESPONSE, response_key=key, unit_code="A", response_date="2024-03-01", gender="P", age=30,
            age_band="30-39", education="SMA", occupation="Lainnya", file_id="f1", sheet="", row_number=key, **_ANSWERS,
        )
        for key in (1, 2)
    ),
    insert(SUGGESTION, response_key=1),
    *(insert(IKM_UNSUR, **_OF_A, unsur_code=code, respondents=2, total=6, **_SCORE) for code in UNSUR_CODES),
    insert(
        IKM_UNIT, **_OF_A, **_INDEX, respondents=2, mutu_ninth="C", ikm_low=74.25, ikm_high=74.25, sample_met=True,
        publishable=True,
    ),
    *(insert(IKM_RANKING, **_OF_A, scope=scope, **_RANKED, units=1) for scope in ("all", "kecamatan")),
    insert(SERVICE, unit_code="A", service_code="kk"),
    *(
        insert(IKM_SERVICE, **_OF_A, **_INDEX, service_code=code, respondents=1, answer_sum=27, mutu_ninth="C")
        for code in ("kk", "unknown")
    ),
    *(
        insert(IKM_SERVICE_UNSUR, **_OF_A, service_code=service, unsur_code=code, respondents=1, total=3, **_SCORE)
        for service in ("kk", "unknown")
        for code in UNSUR_CODES
    ),
    insert(IKM_SERVICE_RANKING, **_OF_A, **_RANKED, service_code="kk", like_name="kk"),
    insert(
        FURTHER_INDEX, **_OF_A, questionnaire="a", code="U10", asked=2, respondents=2, score=75, score_low=70,
        score_high=80,
    ),
    insert(UNIT, unit_code="C", unit_type="dinas"),
    insert(MISSING_UNIT, period_code="2024", unit_code="C", reason="apart"),
    insert(
        RESPONSE_APART, response_key=21, unit_code="C", response_date="2024-03-01", questionnaire="b", file_id="f3",
        sheet="", row_number=1, **{column: answer for column, answer in _ANSWERS.items() if column != "u4"},
    ),
    *(
        insert(FURTHER_INDEX, **_OF_C, code=code, kind="apart_unsur", **_TOLD)
        for code in UNSUR_CODES
        if code != "U4"
    ),
    insert(FURTHER_INDEX, **_OF_C, code="IKM", kind="apart", **_TOLD),
    *(
        insert(IKM_REGENCY, period_code="2024", method=method, **_INDEX, units=1, respondents=2, headline=headline)
        for method, headline in (("mean_of_units", True), ("respondent_weighted", False), ("mean_of_types", False))
    ),
    *(insert(IKM_UNSUR_COMPARED, **_OF_A, unsur_code=code) for code in UNSUR_CODES),
    *(insert(IKM_UNSUR_ASSOCIATION, **_OF_A, unsur_code=code) for code in UNSUR_CODES),
    insert(IKM_RANK_SENSITIVITY, **_OF_A, scope="all", rank=1),
    insert(IKM_SCOPE, period_code="2024", scope="all", units=5),
    *(insert(IKM_REGENCY_UNSUR, period_code="2024", unsur_code=code, **_SCORE) for code in UNSUR_CODES),
    *(
        insert(table, **_OF_A, characteristic="gender", category="P", respondents=2, share=1.0)
        for table in (RESPONDENT_PROFILE, PUBLIC_PROFILE)
    ),
    insert(
        COLLECTION, **_OF_A, dated_respondents=2, first_response_date="2024-03-01", last_response_date="2024-03-01"
    ),
    insert(SUGGESTION_THEME, **_OF_A, theme="all"),
    *(insert(table, **_OF_A) for table in SIGNAL_TABLES),
    insert(DEADLINE, period_code="2024"),
    insert(REMINDER, **_OF_A),
    insert(
        INGEST_FILE, file_id="f1", unit_code="A", kind="responses", status="partial", rows_read=3, rows_accepted=2,
        rows_rejected=1, rows_duplicate=0,
    ),
    insert(
        INGEST_FILE, file_id="p1", unit_code="A", period_code="2023", kind="follow_up", rows_read=2, rows_accepted=2,
        rows_rejected=0, rows_duplicate=0,
    ),
    *(
        insert(FOLLOW_UP, period_code="2023", unit_code="A", position=position, done=done, file_id="p1", sheet="")
        for position, done in ((1, True), (2, None))
    ),
    insert(FOLLOW_UP_REALISATION, period_code="2023", unit_code="A", planned=2, done=1, realisation=50),
    insert(FOLLOW_UP_REGENCY, period_code="2023", units=1, planned=2, done=1, realisation=50),
    insert(
        INGEST_FILE, file_id="p2", unit_code="A", period_code="2023-S2", kind="follow_up", rows_read=1,
        rows_accepted=1, rows_rejected=0, rows_duplicate=0,
    ),
    insert(FOLLOW_UP, period_code="2023-S2", unit_code="A", position=1, done=None, file_id="p2", sheet=""),
    insert(FOLLOW_UP_REALISATION, period_code="2023-S2", unit_code="A", planned=1, done=0, realisation=0),
    insert(FOLLOW_UP_REGENCY, period_code="2023-S2", units=1, planned=1, done=0, realisation=0),
    insert(LATE_FOLLOW_UP, period_code="2023-S2", unit_code="A", file_id="p2", received_at="2024-03-01"),
    insert(COLUMN_MAPPING, file_id="f1"),
    insert(READING_NOTE, file_id="f1", sheet="", what="row", taken_for="header", count=1),
    insert(READING_NOTE, file_id="f1", sheet="", what="row", taken_for="respondent", count=3),
    insert(
        INGEST_FILE, file_id="h1", unit_code="A", kind="responses", status="held", rows_read=1, rows_accepted=0,
        rows_rejected=0, rows_duplicate=1,
    ),
    insert(
        INGEST_FILE, file_id="f3", unit_code="C", kind="responses", status="loaded", rows_read=1, rows_accepted=1,
        rows_rejected=0, rows_duplicate=0,
    ),
    insert(READING_NOTE, file_id="f3", sheet="", what="row", taken_for="respondent", count=1),
    insert(QUESTION, file_id="h1", number=1, choice="year", respondents=1, ikm=75),
    insert(DECISION, number=1),
    insert(REJECTED_ROW, file_id="f1", row_number=3),
    insert(BLANKED_VALUE, file_id="f1", row_number=1),
    insert(FINDING),
    insert(UNIT, unit_code="Z", unit_type="dinas"),
    insert(PERIOD, period_code="2023-S2", kind="semester", start_date="2023-07-01", end_date="2023-12-31"),
    *(
        "INSERT INTO ikm_unit BY NAME SELECT * REPLACE ('2023-S2' AS period_code, "
        f"'{unit}' AS unit_code, {respondents} AS respondents, {publishable} AS publishable) "
        "FROM ikm_unit WHERE period_code = '2024'"
        for unit, respondents, publishable in (("A", 2, True), ("Z", 3, False))
    ),
    *(
        insert(
            IKM_UNSUR, period_code="2023-S2", unit_code=unit, unsur_code=code, respondents=respondents,
            total=3 * respondents, **_SCORE,
        )
        for unit, respondents in (("A", 2), ("Z", 3))
        for code in UNSUR_CODES
    ),
    *(
        insert(IKM_RANKING, period_code="2023-S2", scope=scope, unit_code=unit, **_RANKED, tied=True, units=2)
        for scope, unit in (("all", "A"), ("all", "Z"), ("kecamatan", "A"), ("dinas", "Z"))
    ),
    "INSERT INTO ikm_regency BY NAME SELECT * REPLACE ('2023-S2' AS period_code) FROM ikm_regency",
    "INSERT INTO ikm_regency_unsur BY NAME SELECT * REPLACE ('2023-S2' AS period_code) FROM ikm_regency_unsur",
    *(insert(COLLECTION, period_code="2023-S2", unit_code=unit, dated_respondents=0) for unit in ("A", "Z")),
    *(
        insert(
            EDITION, period_code="2023-S2", revision=revision, state=state, reason=reason, closed_by="ani",
            closed_at="2024-02-01",
        )
        for revision, state, reason in ((0, "superseded", None), (1, "official", "terlambat"))
    ),
    *(
        insert(
            EDITION_CHANGE, period_code="2023-S2", revision=1, unit_code=unit, change=change, ikm_before=74.25,
            ikm_after=74.25, mutu_before="C", mutu_after="C", rank_before=1, rank_after=1, respondents_before=before,
            respondents_after=after,
        )
        for unit, change, before, after in (("A", "changed", 1, 2), ("Z", "same", 3, 3))
    ),
    insert(
        EDITION_CHANGE_UNSUR, period_code="2023-S2", revision=1, unit_code="A", unsur_code="U1", nrr_before=3.0,
        nrr_after=3.0,
    ),
    insert(EDITION_CHANGE_REGENCY, period_code="2023-S2", revision=1),
    insert(EDITION_OPEN_END, period_code="2023-S2", revision=1, kind="no_plan"),
    *(
        insert(LATE_RESPONSE, period_code="2023-S2", response_key=key, unit_code=unit, change=change)
        for change, key, unit in (
            *(("withdrawn", 11, "A"), ("erased", 12, "A")),
            *(("withdrawn", 13, "Z"), ("withdrawn", 14, "Z"), ("erased", 15, "Z")),
        )
    ),
    insert(RUN),
)  # fmt: skip


WHOLE = {"age", *(f"probability_{grade}" for grade in "abcd")}
"""Columns with ends whose values are whole numbers."""


READ_ONLY = {"access_mode": "READ_ONLY"}


def _not_allowed(rule: WarehouseColumnRule) -> str:
    """The nearest value that the contract does not allow, as SQL: the upper end is tried where there is one."""
    match rule.allowed:
        case Between(highest=int(highest)):
            return str(highest + Decimal("0.01") if rule.column not in WHOLE else highest + 1)
        case Between(lowest=lowest):
            return f"{lowest} - 1"
    return "'lain'"


# What makes each rule see a contradiction.
CONTRADICTIONS: dict[str, str] = {
    **{
        f"{table.name}_key_unique": f"INSERT INTO {table.name} SELECT * FROM {table.name}" for table in WAREHOUSE_TABLES
    },
    "file_rows_conserved": "UPDATE ingest_file SET rows_read = 4",
    "reading_notes_conserve_rows": "UPDATE reading_note SET count = 2 WHERE taken_for = 'respondent'",
    "held_files_say_why": "UPDATE ingest_file SET status = 'loaded' WHERE file_id = 'h1'",
    "file_rows_accepted_are_responses": "DELETE FROM response WHERE response_key = 1",
    "file_rows_accepted_are_follow_ups": "UPDATE ingest_file SET kind = 'responses' WHERE file_id = 'p1'",
    "follow_ups_have_a_file": "UPDATE ingest_file SET period_code = '2024' WHERE file_id = 'p1'",
    "follow_up_positions_count": "UPDATE follow_up SET position = 3 WHERE position = 2",
    "follow_up_units_known": "UPDATE follow_up SET unit_code = 'B'",
    "follow_up_realisation_counts_plans": "UPDATE follow_up SET done = true",
    "follow_up_regency_adds_up": "UPDATE follow_up_regency SET units = 2",
    "responses_have_a_file": "UPDATE response SET file_id = 'f2'",
    "file_rows_rejected_are_listed": "DELETE FROM rejected_row",
    "answers_on_scale": "UPDATE response SET u5 = CASE response_key WHEN 1 THEN 0 ELSE 6 END",
    "response_dated_or_placed": "UPDATE response SET period_code = '2024'",
    "undated_responses_count_where_they_say": "INSERT INTO counted_period VALUES ('2024', 'A', '2024-TW1')",
    "units_known": "UPDATE response SET unit_code = 'B'",
    "unsur_totals_reconcile": "UPDATE ikm_unsur SET total = 9 WHERE unsur_code = 'U2'",
    "year_totals_are_responses": "UPDATE ikm_unsur SET total = 7 WHERE unsur_code = 'U1'",
    "nine_unsur_each": "DELETE FROM ikm_unsur WHERE unsur_code = 'U9'",
    "index_in_range": "UPDATE ikm_unit SET ikm_high = 74",
    "publishable_for_whole_years": "UPDATE ikm_unit SET respondents = 1",
    "units_accounted_for": insert(UNIT, unit_code="B"),
    "ranking_follows_index": "UPDATE ikm_ranking SET rank = 2",
    "ranking_complete": "DELETE FROM ikm_ranking WHERE scope = 'all'",
    "rank_interval_holds_rank": "UPDATE ikm_ranking SET rank_low = 2",
    "unranked_have_few_respondents": "UPDATE ikm_ranking SET minimum_respondents = 1000",
    "services_add_up_to_the_unit": "UPDATE ikm_service_unsur SET total = 4 WHERE unsur_code = 'U2'",
    "service_unsur_make_the_service": "UPDATE ikm_service SET answer_sum = 28",
    "further_index_of_the_unit": "UPDATE further_index SET asked = 3",
    "services_registered": "DELETE FROM service",
    "service_ranking_follows_index": "UPDATE ikm_service_ranking SET rank = 2",
    "one_headline": "UPDATE ikm_regency SET headline = true",
    "profile_counts_everyone": "UPDATE respondent_profile SET respondents = 1",
    "public_profile_hides_what_is_suppressed": "UPDATE public_profile SET suppressed = true",
    "public_profile_is_the_profile": "UPDATE public_profile SET respondents = 3",
    "collection_within_respondents": "UPDATE collection SET dated_respondents = 3",
    "nine_unsur_of_the_regency": "DELETE FROM ikm_regency_unsur WHERE unsur_code = 'U9'",
    "official_editions_have_figures": "DELETE FROM period WHERE period_code = '2023-S2'",
    "edition_revisions_follow": "UPDATE edition SET state = 'official'",
    "late_responses_only_where_closed": "UPDATE late_response SET period_code = '2024'",
    "edition_open_ends_of_editions": "UPDATE edition_open_end SET revision = 2",
    "late_follow_ups_only_where_closed": "UPDATE late_follow_up SET period_code = '2023'",
    "late_responses_make_the_difference": "DELETE FROM late_response WHERE response_key = 11",
    "edition_changes_of_revisions": "UPDATE edition_change_regency SET revision = 2",
    "edition_changes_say_what_changed": "UPDATE edition_change SET change = 'same'",
    "edition_changes_end_in_what_is_published": "UPDATE edition_change SET respondents_after = 4 WHERE unit_code = 'Z'",
    "units_reported": "INSERT INTO missing_unit VALUES ('2024', 'B', NULL)",
    "responses_in_one_table": "UPDATE response_apart SET response_key = 1",
    "answers_apart_on_scale": "UPDATE response_apart SET u5 = NULL",
    "apart_year_is_of_its_responses": "UPDATE further_index SET mean = 3.5 WHERE code = 'U5'",
    "missing_units_say_why": "UPDATE missing_unit SET reason = NULL",
    "respondents_served": "UPDATE ikm_unit SET service_recipients = respondents - 1",
    "answers_while_the_unit_was_there": "UPDATE unit SET valid_from = '2024-03-02' WHERE unit_code = 'A'",
    "samples_met": "UPDATE ikm_unit SET sample_met = false",
    "snapshot_beside_identified": "UPDATE response SET submitted_at = '2024-03-01 08:00', file_id = 'f2' "
    "WHERE response_key = 1",
    **{rule.code: f"UPDATE {rule.table} SET {rule.column} = {_not_allowed(rule)}" for rule in WAREHOUSE_COLUMN_RULES},
    # The warehouse above has none to repeat.
    "counted_period_key_unique": "INSERT INTO counted_period VALUES ('2024', 'A', '2024'), ('2024', 'A', '2024')",
}
OF_CODE = {rule.code: rule for rule in (*WAREHOUSE_COLUMN_RULES, *WAREHOUSE_RULES)}
RULES = {
    **{rule.code: (rule.table, "error", rule.column) for rule in WAREHOUSE_COLUMN_RULES},
    **{rule.code: (rule.table, rule.severity, None) for rule in WAREHOUSE_RULES},
}


# What is asked of each error, out of the one question about all of them: that one takes a hundred times as long.
PARTS = {
    part.split("'")[1]: part for part in re.split(r" UNION ALL (?=\(SELECT '\w+' AS rule FROM)", contradicted_errors())
}


# Without the former names of columns: nothing can be inserted there, so `SELECT *` gives no rows to insert.
CREATE_TABLES = tuple(
    create_table(replace(table, columns=tuple(replace(column, formerly=None) for column in table.columns)))
    for table in WAREHOUSE_TABLES
)


@pytest.fixture(scope="module")
def consistent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("consistent") / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("BEGIN")
        for statement in (*CREATE_TABLES, *CONSISTENT):
            connection.execute(statement)
        connection.execute("COMMIT")
    return path


@pytest.fixture
def database(consistent: Path, tmp_path: Path) -> Path:
    return shutil.copyfile(consistent, tmp_path / "new $warehouse.duckdb")


def contradict(database: Path, statement: str) -> Path:
    with duckdb.connect(str(database)) as connection:
        connection.execute(statement)
    return database


IN_MEMORY = ":memory:contradicted"


@pytest.fixture(scope="module")
def in_memory(consistent: Path) -> Iterator[sa.Engine]:
    """The same warehouse, opened once: what a test contradicts in it is taken back."""
    engine = open_engine(IN_MEMORY, {})
    with engine.connect():  # it lives as long as this
        with engine.begin() as connection:
            connection.exec_driver_sql(f"ATTACH '{consistent}' AS consistent (READ_ONLY)")
            for create, table in zip(CREATE_TABLES, WAREHOUSE_TABLES, strict=True):
                connection.exec_driver_sql(create)
                connection.exec_driver_sql(f"INSERT INTO {table.name} FROM consistent.{table.name}")
        yield engine
    engine.dispose()


@contextmanager
def contradicted(engine: sa.Engine, statement: str) -> Iterator[sa.Connection]:
    """A connection to it, contradicted by one statement about one table."""
    table = re.match(r"(?:UPDATE|DELETE FROM|INSERT INTO) (\w+)", statement)
    assert table is not None
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DELETE FROM {table[1]}")
            connection.exec_driver_sql(f"INSERT INTO {table[1]} FROM consistent.{table[1]}")


def looked_at(code: str) -> CheckResult:
    """What Great Expectations says of one rule there."""
    with checker(IN_MEMORY, {}) as gx:
        (result,) = gx.run(ExpectationSuite(name=code, expectations=[warehouse_expectation(OF_CODE[code])]), "run")
    return result


# What the rules must hold at least, whatever the contract of a column says one day.
HELD = {
    "period_kind_known", "ikm_unit_mutu_known", "ikm_unit_mutu_ninth_known", "ikm_unit_weight_known",
    "ikm_unsur_unsur_code_known", "ikm_unsur_mutu_known", "ikm_regency_method_known", "ikm_regency_mutu_known",
    "ikm_regency_unsur_unsur_code_known", "ikm_regency_unsur_mutu_known", "ingest_file_status_known",
    "ingest_file_kind_known", "follow_up_unsur_code_known", "edition_state_known", "edition_change_change_known",
    "edition_change_unsur_unsur_code_known", "late_response_change_known", "ikm_unit_respondents_in_range",
    "ikm_unsur_nrr_in_range", "ikm_regency_unsur_nrr_in_range", "respondent_profile_share_in_range",
    "follow_up_realisation_realisation_in_range", "follow_up_regency_realisation_in_range",
}  # fmt: skip


def test_no_allowed_value_was_forgotten() -> None:
    assert {rule.code for rule in WAREHOUSE_COLUMN_RULES} >= HELD


def test_a_range_has_a_lower_end_too(database: Path) -> None:
    below = {
        "follow_up_realisation_realisation_in_range": "-0.01",
        "follow_up_regency_realisation_in_range": "-1",
        "ikm_regency_unsur_nrr_in_range": "0.99",
        "respondent_profile_share_in_range": "-0.01",
    }
    for code, edge in below.items():
        contradict(database, f"UPDATE {OF_CODE[code].table} SET {OF_CODE[code].column} = {edge}")
    failed = {finding.expectation for finding in failed_errors(audit_warehouse(database, READ_ONLY, run_id="run-2"))}
    assert below.keys() <= failed


def test_every_rule_has_a_contradiction() -> None:
    assert set(CONTRADICTIONS) == set(RULES)


def test_a_warehouse_that_agrees_with_itself_passes_every_rule(database: Path) -> None:
    findings = audit_warehouse(database, READ_ONLY, run_id="run-2")
    assert [finding.expectation for finding in findings] == list(RULES)
    assert [finding for finding in findings if finding.verdict != "passed"] == []
    assert {(finding.run_id, finding.suite) for finding in findings} == {("run-2", "warehouse")}
    assert [finding.column_name for finding in findings] == [column for _, _, column in RULES.values()]


@pytest.mark.parametrize("code", RULES)
def test_a_contradiction_is_found(code: str, in_memory: sa.Engine) -> None:
    with contradicted(in_memory, CONTRADICTIONS[code]) as connection:
        result = looked_at(code)
        codes = set(connection.exec_driver_sql(PARTS[code]).scalars()) if code in PARTS else set()
    assert result.verdict == "failed"
    assert result.unexpected > 0
    assert (code in codes) == (RULES[code][1] == "error")


def test_all_errors_are_found_in_one_look(in_memory: sa.Engine) -> None:
    assert list(PARTS) == [code for code, (_, severity, _) in RULES.items() if severity == "error"]
    with contradicted(in_memory, CONTRADICTIONS["ranking_follows_index"]) as connection:
        found = set(connection.exec_driver_sql(contradicted_errors()).scalars())
        one_by_one = {code for part in PARTS.values() for code in connection.exec_driver_sql(part).scalars()}
    assert found == one_by_one == {"ranking_follows_index", "rank_interval_holds_rank"}


@pytest.mark.parametrize("unsur_code", UNSUR_CODES)
def test_a_year_is_held_to_the_responses_in_each_of_the_nine_unsur(unsur_code: str, in_memory: sa.Engine) -> None:
    statement = f"UPDATE ikm_unsur SET total = 7 WHERE period_code = '2024' AND unsur_code = '{unsur_code}'"
    with contradicted(in_memory, statement):
        result = looked_at("year_totals_are_responses")
    assert (result.verdict, result.unexpected) == ("failed", 2)


def test_what_was_contradicted_is_taken_back(in_memory: sa.Engine) -> None:
    with in_memory.connect() as connection:
        assert connection.exec_driver_sql(contradicted_errors()).all() == []


def test_findings_of_errors_and_warnings_are_told_apart(database: Path) -> None:
    contradict(database, CONTRADICTIONS["samples_met"])
    assert failed_errors(audit_warehouse(database, READ_ONLY, run_id="run-2")) == ()
    contradict(database, CONTRADICTIONS["answers_on_scale"])
    findings = audit_warehouse(database, READ_ONLY, run_id="run-2")
    assert [finding.expectation for finding in failed_errors(findings)] == ["answers_on_scale"]
    observed = {finding.expectation: finding.observed for finding in findings}
    assert observed["answers_on_scale"] == "2 contradictions"
    assert observed["ikm_unit_mutu_known"] == "0 rows"


def test_the_audit_leaves_the_database_closed_and_as_it_was(database: Path) -> None:
    """Opened as the build has it open, which could write."""
    before = database.read_bytes()
    with working_connection(database.parent, database):
        audit_warehouse(database, working_options(database.parent), run_id="run-2")
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == [database.name]
    with duckdb.connect(str(database), config={"threads": 1}) as connection:
        connection.execute(insert(UNIT, unit_code="B"))


@pytest.fixture
def damaged(database: Path) -> Iterator[Path]:
    contradict(database, "ALTER TABLE ikm_unit DROP mutu")
    return contradict(database, "DROP TABLE missing_unit")


def test_a_missing_table_or_column_is_a_crash_not_a_contradiction(damaged: Path) -> None:
    with pytest.raises(CheckCrashedError) as crash:
        audit_warehouse(damaged, READ_ONLY, run_id="run-2")
    message = str(crash.value)
    for code in ("ikm_unit_mutu_known:", "units_reported:", "missing_unit_key_unique:", "units_accounted_for:"):
        assert code in message
    assert "index_in_range" not in message
    with duckdb.connect(str(damaged)):
        pass

"""The audit: a warehouse that agrees with itself passes, and every way to contradict itself is found."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from great_expectations import ExpectationSuite

from contracts.errors import CheckCrashedError
from contracts.tables import WAREHOUSE_TABLES
from contracts.unsur import UNSUR, UNSUR_CODES
from contracts.warehouse_rules import WAREHOUSE_COLUMN_RULES, WAREHOUSE_RULES
from expectations.engine import checker
from expectations.findings import failed_errors
from expectations.suites import warehouse_expectations
from expectations.warehouse import audit_warehouse
from warehouse.ddl import create_table

# One office, one year, two answers from one file with three rows, all of them threes. The second semester of 2023
# was closed twice, and stands as it was although its only answer was withdrawn, another came, and the second unit left
# the registry.
CONSISTENT = (
    "INSERT INTO unit VALUES ('A', 'Kecamatan A', 'kecamatan', NULL)",
    "INSERT INTO period VALUES ('2024', 'year', '2024-01-01', '2024-12-31', 'Tahun 2024')",
    *(f"INSERT INTO unsur VALUES ('{unsur.code}', 'nama', 'pertanyaan')" for unsur in UNSUR),
    *(
        f"INSERT INTO response VALUES ({key}, 'A', '2024-03-01', NULL, NULL, 'P', 30, '30-39', 'SMA', 'Lainnya', NULL, "
        f"3, 3, 3, 3, 3, 3, 3, 3, 3, 'f1', '', {key})"
        for key in (1, 2)
    ),
    "INSERT INTO suggestion VALUES (1, 'lebih cepat')",
    *(
        f"INSERT INTO ikm_unsur VALUES ('2024', 'A', '{unsur.code}', 2, 6, 3.0, 0.33, 75, 'C', 'Kurang Baik', 1, 1)"
        for unsur in UNSUR
    ),
    "INSERT INTO ikm_unit BY NAME SELECT '2024' AS period_code, 'A' AS unit_code, 2 AS respondents, 74.25 AS ikm, "
    "75 AS ikm_exact, '0.11' AS weight, 'C' AS mutu, 'Kurang Baik' AS kinerja, 'C' AS mutu_exact, "
    "false AS grade_depends_on_weight, 74.25 AS ikm_low, 74.25 AS ikm_high, true AS sample_met, "
    "true AS publishable",
    "INSERT INTO ikm_ranking VALUES ('2024', 'all', 'A', 74.25, 1, 1, 1, false, 1)",
    "INSERT INTO ikm_ranking VALUES ('2024', 'kecamatan', 'A', 74.25, 1, 1, 1, false, 1)",
    *(
        f"INSERT INTO ikm_regency VALUES ('2024', '{method}', 74.25, 75, '0.11', 'C', 'Kurang Baik', 1, 2, {headline})"
        for method, headline in (("mean_of_units", True), ("respondent_weighted", False), ("mean_of_types", False))
    ),
    *(
        f"INSERT INTO ikm_regency_unsur VALUES ('2024', '{unsur.code}', 'mean_of_units', 3.0, 75, 'C', 'Kurang Baik', "
        "1, 1)"
        for unsur in UNSUR
    ),
    "INSERT INTO respondent_profile VALUES ('2024', 'A', 'gender', 'P', 2, 1.0)",
    "INSERT INTO public_profile VALUES ('2024', 'A', 'gender', 'P', 2, 1.0, false)",
    "INSERT INTO collection VALUES ('2024', 'A', 2, '2024-03-01', '2024-03-01', 1)",
    "INSERT INTO suggestion_theme VALUES ('2024', 'A', 'all', 1, 'lebih cepat', NULL)",
    "INSERT INTO ingest_file VALUES ('f1', 'a.csv', 'c1', 'A', NULL, 'responses', 'csv', 'partial', NULL, NULL, "
    "3, 2, 1, 0, '2024-07-01')",
    "INSERT INTO ingest_file VALUES ('p1', 'rtl.xlsx', 'c2', 'A', '2023', 'follow_up', 'xlsx', 'loaded', NULL, NULL, "
    "2, 2, 0, 0, '2024-07-01')",
    *(
        "INSERT INTO follow_up BY NAME SELECT '2023' AS period_code, 'A' AS unit_code, "
        f"{position} AS position, 'U1' AS unsur_code, true AS quarter_1, false AS quarter_2, false AS quarter_3, "
        f"false AS quarter_4, {done} AS done, 'p1' AS file_id, '' AS sheet, {position} AS row_number"
        for position, done in ((1, True), (2, "NULL"))
    ),
    "INSERT INTO follow_up_realisation VALUES ('2023', 'A', 2, 1, 50)",
    "INSERT INTO follow_up_regency VALUES ('2023', 1, 2, 1, 50)",
    "INSERT INTO column_mapping VALUES ('f1', '', 1, 'U1', 'u1', 'name', 1.0)",
    "INSERT INTO rejected_row VALUES ('f1', '', 3, 'u1', NULL, 'u1_missing', 'U1 tidak dijawab.')",
    "INSERT INTO blanked_value VALUES ('f1', '', 1, 'age', '300', 'age_impossible', 'Umur tidak mungkin.')",
    "INSERT INTO finding VALUES ('run-1', 'responses', 'u1_missing', 'u1', 'failed', 'error', '1 of 3 rows')",
    "INSERT INTO unit VALUES ('Z', 'Dinas Z', 'dinas', NULL)",
    "INSERT INTO period VALUES ('2023-S2', 'semester', '2023-07-01', '2023-12-31', 'Semester II Tahun 2023')",
    *(
        "INSERT INTO ikm_unit BY NAME SELECT * REPLACE ('2023-S2' AS period_code, "
        f"'{unit}' AS unit_code, {respondents} AS respondents, {publishable} AS publishable) "
        "FROM ikm_unit WHERE period_code = '2024'"
        for unit, respondents, publishable in (("A", 2, True), ("Z", 3, False))
    ),
    *(
        f"INSERT INTO ikm_unsur VALUES ('2023-S2', '{unit}', '{unsur.code}', {respondents}, {3 * respondents}, 3.0, "
        "0.33, 75, 'C', 'Kurang Baik', 1, 1)"
        for unit, respondents in (("A", 2), ("Z", 3))
        for unsur in UNSUR
    ),
    *(
        f"INSERT INTO ikm_ranking VALUES ('2023-S2', '{scope}', '{unit}', 74.25, 1, 1, 1, true, 2)"
        for scope, unit in (("all", "A"), ("all", "Z"), ("kecamatan", "A"), ("dinas", "Z"))
    ),
    "INSERT INTO ikm_regency BY NAME SELECT * REPLACE ('2023-S2' AS period_code) FROM ikm_regency",
    "INSERT INTO ikm_regency_unsur BY NAME SELECT * REPLACE ('2023-S2' AS period_code) FROM ikm_regency_unsur",
    *(f"INSERT INTO collection VALUES ('2023-S2', '{unit}', 0, NULL, NULL, NULL)" for unit in ("A", "Z")),
    *(
        "INSERT INTO edition BY NAME SELECT '2023-S2' AS period_code, "
        f"{revision} AS revision, '{state}' AS state, {reason} AS reason, 'ani' AS closed_by, '2024-02-01' AS closed_at"
        for revision, state, reason in ((0, "superseded", "NULL"), (1, "official", "'terlambat'"))
    ),
    *(
        "INSERT INTO edition_change BY NAME SELECT '2023-S2' AS period_code, 1 AS revision, "
        f"'{unit}' AS unit_code, '{change}' AS change, 74.25 AS ikm_before, 74.25 AS ikm_after, 'C' AS mutu_before, "
        f"'C' AS mutu_after, 1 AS rank_before, 1 AS rank_after, {before} AS respondents_before, "
        f"{after} AS respondents_after"
        for unit, change, before, after in (("A", "changed", 1, 2), ("Z", "same", 3, 3))
    ),
    "INSERT INTO edition_change_unsur VALUES ('2023-S2', 1, 'A', 'U1', 3.0, 3.0)",
    "INSERT INTO edition_change_regency VALUES ('2023-S2', 1, 74.25, 74.25, 'C', 'C', 2, 2, 4, 5)",
    *(
        f"INSERT INTO late_response VALUES ('2023-S2', {key}, '{unit}', 'withdrawn', '2023-08-01', 'f0', '', {key})"
        for key, unit in ((11, "A"), (12, "A"), (13, "Z"), (14, "Z"), (15, "Z"))
    ),
    "INSERT INTO run VALUES ('run-1', '2024-07-01', '2024-07-01', 'published', '1', 'h', 'h')",
)

# What makes each rule see a contradiction.
CONTRADICTIONS: dict[str, str] = {
    **{
        f"{table.name}_key_unique": f"INSERT INTO {table.name} SELECT * FROM {table.name}" for table in WAREHOUSE_TABLES
    },
    "file_rows_conserved": "UPDATE ingest_file SET rows_read = 4",
    "file_rows_accepted_are_responses": "DELETE FROM response WHERE response_key = 1",
    "file_rows_accepted_are_follow_ups": "UPDATE ingest_file SET kind = 'responses' WHERE file_id = 'p1'",
    "follow_ups_have_a_file": "UPDATE ingest_file SET period_code = '2024' WHERE file_id = 'p1'",
    "follow_up_positions_count": "UPDATE follow_up SET position = 3 WHERE position = 2",
    "follow_up_units_known": "UPDATE follow_up SET unit_code = 'B'",
    "follow_up_realisation_counts_plans": "UPDATE follow_up SET done = true",
    "follow_up_regency_adds_up": "UPDATE follow_up_regency SET units = 2",
    "follow_up_realisation_is_a_percentage": "UPDATE follow_up_realisation SET realisation = 101",
    "follow_up_regency_realisation_is_a_percentage": "UPDATE follow_up_regency SET realisation = -1",
    "responses_have_a_file": "UPDATE response SET file_id = 'f2'",
    "file_rows_rejected_are_listed": "DELETE FROM rejected_row",
    "answers_on_scale": "UPDATE response SET u5 = CASE response_key WHEN 1 THEN 0 ELSE 6 END",
    "response_dated_or_placed": "UPDATE response SET period_code = '2024'",
    "units_known": "UPDATE response SET unit_code = 'B'",
    "unsur_totals_reconcile": "UPDATE ikm_unsur SET total = 9 WHERE unsur_code = 'U2'",
    "year_totals_are_responses": "UPDATE ikm_unsur SET total = 7 WHERE unsur_code = 'U1'",
    "nine_unsur_each": "DELETE FROM ikm_unsur WHERE unsur_code = 'U9'",
    "index_in_range": "UPDATE ikm_unit SET ikm_high = 74",
    "publishable_for_whole_years": "UPDATE ikm_unit SET respondents = 1",
    "units_accounted_for": "INSERT INTO unit VALUES ('B', 'Kecamatan B', 'kecamatan', NULL)",
    "ranking_follows_index": "UPDATE ikm_ranking SET rank = 2",
    "ranking_complete": "DELETE FROM ikm_ranking WHERE scope = 'all'",
    "rank_interval_holds_rank": "UPDATE ikm_ranking SET rank_low = 2",
    "one_headline": "UPDATE ikm_regency SET headline = true",
    "profile_counts_everyone": "UPDATE respondent_profile SET respondents = 1",
    "public_profile_hides_what_is_suppressed": "UPDATE public_profile SET suppressed = true",
    "public_profile_is_the_profile": "UPDATE public_profile SET respondents = 3",
    "collection_within_respondents": "UPDATE collection SET dated_respondents = 3",
    "nine_unsur_of_the_regency": "DELETE FROM ikm_regency_unsur WHERE unsur_code = 'U9'",
    "ikm_regency_unsur_nrr_on_scale": "UPDATE ikm_regency_unsur SET nrr = 0.99",
    "official_editions_have_figures": "DELETE FROM period WHERE period_code = '2023-S2'",
    "edition_revisions_follow": "UPDATE edition SET state = 'official'",
    "late_responses_only_where_closed": "UPDATE late_response SET period_code = '2024'",
    "late_responses_make_the_difference": "DELETE FROM late_response WHERE response_key = 11",
    "edition_changes_of_revisions": "UPDATE edition_change_regency SET revision = 2",
    "edition_changes_say_what_changed": "UPDATE edition_change SET change = 'same'",
    "edition_changes_end_in_what_is_published": "UPDATE edition_change SET respondents_after = 4 WHERE unit_code = 'Z'",
    "units_reported": "INSERT INTO missing_unit VALUES ('2024', 'B')",
    "samples_met": "UPDATE ikm_unit SET sample_met = false",
    "snapshot_beside_identified": "UPDATE response SET submitted_at = '2024-03-01 08:00', file_id = 'f2' "
    "WHERE response_key = 1",
    "ikm_unit_respondents_counted": "UPDATE ikm_unit SET respondents = 0",
    "ikm_unsur_nrr_on_scale": "UPDATE ikm_unsur SET nrr = 4.01",
    "respondent_profile_share_is_a_share": "UPDATE respondent_profile SET share = 1.01",
    **{
        rule.code: f"UPDATE {rule.table} SET {rule.column} = 'lain'"
        for rule in WAREHOUSE_COLUMN_RULES
        if rule.code.endswith("_known")
    },
    # The warehouse above has none to repeat.
    "missing_unit_key_unique": "INSERT INTO missing_unit VALUES ('2024', 'B'), ('2024', 'B')",
}
RULES = {
    **{rule.code: (rule.table, rule.severity, rule.column) for rule in WAREHOUSE_COLUMN_RULES},
    **{rule.code: (rule.table, rule.severity, None) for rule in WAREHOUSE_RULES},
}


@pytest.fixture(scope="module")
def consistent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("consistent") / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("BEGIN")
        for table in WAREHOUSE_TABLES:
            connection.execute(create_table(table))
        for statement in CONSISTENT:
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


def test_every_rule_has_a_contradiction() -> None:
    assert set(CONTRADICTIONS) == set(RULES)


def test_a_warehouse_that_agrees_with_itself_passes_every_rule(database: Path) -> None:
    findings = audit_warehouse(database, run_id="run-2")
    assert [finding.expectation for finding in findings] == list(RULES)
    assert [finding for finding in findings if finding.verdict != "passed"] == []
    assert {(finding.run_id, finding.suite) for finding in findings} == {("run-2", "warehouse")}
    assert [finding.column_name for finding in findings] == [column for _, _, column in RULES.values()]


@pytest.mark.parametrize("code", RULES)
def test_a_contradiction_is_found(code: str, database: Path) -> None:
    contradict(database, CONTRADICTIONS[code])
    with checker(str(database), {"access_mode": "READ_ONLY"}) as gx:
        suite = ExpectationSuite(name=code, expectations=[warehouse_expectations()[code]])
        (result,) = gx.run(suite, "run")
    assert result.verdict == "failed"
    assert result.unexpected > 0


@pytest.mark.parametrize("unsur_code", UNSUR_CODES)
def test_a_year_is_held_to_the_responses_in_each_of_the_nine_unsur(unsur_code: str, database: Path) -> None:
    contradict(database, f"UPDATE ikm_unsur SET total = 7 WHERE period_code = '2024' AND unsur_code = '{unsur_code}'")
    with checker(str(database), {"access_mode": "READ_ONLY"}) as gx:
        code = "year_totals_are_responses"
        (result,) = gx.run(ExpectationSuite(name=code, expectations=[warehouse_expectations()[code]]), "run")
    assert (result.verdict, result.unexpected) == ("failed", 2)


def test_findings_of_errors_and_warnings_are_told_apart(database: Path) -> None:
    contradict(database, CONTRADICTIONS["samples_met"])
    assert failed_errors(audit_warehouse(database, run_id="run-2")) == ()
    contradict(database, CONTRADICTIONS["answers_on_scale"])
    findings = audit_warehouse(database, run_id="run-2")
    assert [finding.expectation for finding in failed_errors(findings)] == ["answers_on_scale"]
    observed = {finding.expectation: finding.observed for finding in findings}
    assert observed["answers_on_scale"] == "2 contradictions"
    assert observed["ikm_unit_mutu_known"] == "0 rows"


def test_the_audit_leaves_the_database_closed_and_as_it_was(database: Path) -> None:
    before = database.read_bytes()
    audit_warehouse(database, run_id="run-2")
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == [database.name]
    with duckdb.connect(str(database), config={"threads": 1}) as connection:
        connection.execute("INSERT INTO unit VALUES ('B', 'Kecamatan B', 'kecamatan', NULL)")


@pytest.fixture
def damaged(database: Path) -> Iterator[Path]:
    contradict(database, "ALTER TABLE ikm_unit DROP mutu")
    return contradict(database, "DROP TABLE missing_unit")


def test_a_missing_table_or_column_is_a_crash_not_a_contradiction(damaged: Path) -> None:
    with pytest.raises(CheckCrashedError) as crash:
        audit_warehouse(damaged, run_id="run-2")
    message = str(crash.value)
    for code in ("ikm_unit_mutu_known:", "units_reported:", "missing_unit_key_unique:", "units_accounted_for:"):
        assert code in message
    assert "index_in_range" not in message
    with duckdb.connect(str(damaged)):
        pass

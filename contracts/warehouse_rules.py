# ruff: noqa: E501 - SQL that is broken at 120 reads worse
"""What must hold in a warehouse before it is published, declared once.

Belongs here: rules about its tables, as SQL that yields contradictions (`WarehouseRule`), or about one
column (`WarehouseColumnRule`). Not here: rules about rows and files (`contracts.rules`), running any.
"""

from dataclasses import dataclass

from contracts.apart_rules import APART, APART_RULES, CLOSED, WarehouseRule
from contracts.columns import Between, ColumnType, OneOf
from contracts.rules import off_scale
from contracts.services import UNKNOWN_SERVICE
from contracts.tables import RESPONSE, WAREHOUSE_TABLES
from contracts.unsur import UNSUR


@dataclass(frozen=True)
class WarehouseColumnRule:
    """A rule about one column of the new warehouse: it holds what `contracts.tables` allows. A breach is an error."""

    code: str
    table: str
    column: str
    allowed: OneOf | Between

    @property
    def sql(self) -> str:
        """Selects what is not allowed."""
        return f"SELECT {self.column} FROM {self.table} WHERE {self.allowed.breach(self.column)}"


def _unique(table: str, *key: str) -> WarehouseRule:
    columns = ", ".join(key)
    return WarehouseRule(
        f"{table}_key_unique",
        table,
        "error",
        f"SELECT {columns} FROM {table} GROUP BY {columns} HAVING count(*) > 1",
        f"one row per {columns}",
    )


_ANSWERS = (
    "(SELECT unit_code, file_id, response_date, period_code, submitted_at FROM response UNION ALL "
    "SELECT unit_code, file_id, response_date, period_code, submitted_at FROM response_apart)"
)
"""All responses, whether an unsur was left out or not."""
_UNDATED = (
    "SELECT counted.period_code, response.* EXCLUDE period_code FROM response JOIN counted_period AS counted "
    "ON counted.unit_code = response.unit_code AND counted.named_period = response.period_code"
)
"""Responses without a date, once for every period they count in."""
_TOTALS_COUNTED = ", ".join(
    f"sum({unsur.column} * coalesce(stated_parts, 1) // coalesce(answer_parts, 1)) AS {unsur.column}" for unsur in UNSUR
)
"""In the parts that the totals of the unit are counted in."""
_TOTALS_STATED = ", ".join(
    f"max(total) FILTER (WHERE unsur_code = '{unsur.code}') AS {unsur.column}" for unsur in UNSUR
)

WAREHOUSE_COLUMN_RULES: tuple[WarehouseColumnRule, ...] = tuple(
    WarehouseColumnRule(
        f"{table.name}_{column.name}_{'known' if isinstance(column.allowed, OneOf) else 'in_range'}",
        table.name,
        column.name,
        column.allowed,
    )
    for table in WAREHOUSE_TABLES
    for column in table.shown_columns
    if column.allowed is not None and column.type is not ColumnType.ANSWER
)
"""The allowed values of every column; the DDL keeps empty ones out. Answers: `answers_on_scale`, all nine at once."""

WAREHOUSE_RULES: tuple[WarehouseRule, ...] = (
    *(_unique(table.name, *table.key) for table in WAREHOUSE_TABLES),
    WarehouseRule(
        "file_rows_conserved",
        "ingest_file",
        "error",
        "SELECT file_id FROM ingest_file WHERE rows_read <> rows_accepted + rows_rejected + rows_duplicate + "
        "coalesce(rows_replaced, 0)",
        "rows read = accepted + rejected + duplicate + replaced, for every file",
    ),
    WarehouseRule(
        "file_rows_accepted_are_responses",
        "ingest_file",
        "error",
        f"SELECT file_id FROM ingest_file LEFT JOIN (SELECT file_id, count(*) AS responses FROM {_ANSWERS} GROUP BY file_id) "
        "USING (file_id) WHERE CASE kind WHEN 'responses' THEN rows_accepted ELSE 0 END <> coalesce(responses, 0)",
        "every accepted row of a file of answers is a response, and no other",
    ),
    WarehouseRule(
        "file_rows_accepted_are_follow_ups",
        "ingest_file",
        "error",
        "SELECT file_id FROM ingest_file LEFT JOIN (SELECT file_id, count(*) AS actions FROM follow_up GROUP BY file_id) "
        "USING (file_id) WHERE CASE kind WHEN 'follow_up' THEN rows_accepted ELSE 0 END <> coalesce(actions, 0)",
        "every accepted row of a follow-up workbook is a planned action, and no other",
    ),
    WarehouseRule(
        "reading_notes_conserve_rows",
        "reading_note",
        "error",
        "SELECT file_id FROM ingest_file LEFT JOIN (SELECT file_id, sum(count) AS respondents FROM reading_note "
        "WHERE taken_for = 'respondent' GROUP BY file_id) USING (file_id) WHERE kind = 'responses' "
        "AND status IN ('loaded', 'partial', 'superseded') AND rows_read <> coalesce(respondents, 0)",
        "the rows read of a file are the rows that were taken for respondents",
    ),
    WarehouseRule(
        "held_files_say_why",
        "question",
        "error",
        "SELECT file_id FROM (SELECT DISTINCT file_id FROM question) LEFT JOIN ingest_file USING (file_id) "
        "WHERE status IS DISTINCT FROM 'held'",
        "nothing of a file with an open question counts",
    ),
    WarehouseRule(
        "follow_ups_have_a_file",
        "follow_up",
        "error",
        "SELECT period_code, unit_code FROM follow_up LEFT JOIN (SELECT file_id, unit_code AS file_unit, "
        "period_code AS file_period FROM ingest_file) USING (file_id) GROUP BY period_code, unit_code "
        "HAVING count(DISTINCT file_id) > 1 OR bool_or(file_unit IS DISTINCT FROM unit_code) "
        "OR bool_or(file_period IS DISTINCT FROM period_code)",
        "a unit's plan for a period comes from one file, which is about that unit and period",
    ),
    WarehouseRule(
        "follow_up_positions_count",
        "follow_up",
        "error",
        "SELECT period_code, unit_code FROM follow_up GROUP BY period_code, unit_code "
        "HAVING min(position) <> 1 OR max(position) <> count(*)",
        "the places in a plan count from 1 without a gap",
    ),
    WarehouseRule(
        "follow_up_units_known",
        "follow_up",
        "error",
        "SELECT unit_code FROM (SELECT DISTINCT unit_code FROM follow_up) ANTI JOIN unit USING (unit_code)",
        "every plan belongs to a unit of the registry",
    ),
    WarehouseRule(
        "follow_up_realisation_counts_plans",
        "follow_up_realisation",
        "error",
        "WITH counted AS (SELECT period_code, unit_code, count(*) AS planned, count(*) FILTER (WHERE done) AS done "
        "FROM follow_up GROUP BY ALL), "
        "stated AS (SELECT period_code, unit_code, planned, done FROM follow_up_realisation) "
        "(SELECT * FROM counted EXCEPT SELECT * FROM stated) UNION ALL (SELECT * FROM stated EXCEPT SELECT * FROM counted)",
        "planned and done are counted from the plans",
    ),
    WarehouseRule(
        "follow_up_regency_adds_up",
        "follow_up_regency",
        "error",
        "WITH counted AS (SELECT period_code, count(*) AS units, sum(planned) AS planned, sum(done) AS done "
        "FROM follow_up_realisation GROUP BY ALL), "
        "stated AS (SELECT period_code, units, planned, done FROM follow_up_regency) "
        "(SELECT * FROM counted EXCEPT SELECT * FROM stated) UNION ALL (SELECT * FROM stated EXCEPT SELECT * FROM counted)",
        "the regency's realisation is that of its units together",
    ),
    WarehouseRule(
        "responses_have_a_file",
        "response",
        "error",
        f"SELECT file_id FROM (SELECT DISTINCT file_id FROM {_ANSWERS}) ANTI JOIN ingest_file USING (file_id)",
        "every response comes from a file that was seen",
    ),
    *APART_RULES,
    WarehouseRule(
        "file_rows_rejected_are_listed",
        "ingest_file",
        "error",
        "SELECT file_id FROM ingest_file LEFT JOIN (SELECT file_id, count(DISTINCT (sheet, row_number)) AS listed "
        "FROM rejected_row GROUP BY file_id) USING (file_id) WHERE rows_rejected <> coalesce(listed, 0)",
        "every rejected row is listed with its rule, and no other",
    ),
    WarehouseRule(
        "answers_on_scale",
        "response",
        "error",
        "SELECT response_key FROM response WHERE "
        + " OR ".join(
            f"{off_scale(column.name)} OR {column.name} IS NULL"
            for column in RESPONSE.columns
            if column.type is ColumnType.ANSWER
        ),
        "every answer of every response is 1 to 4, or lies between these where it is a mean",
    ),
    WarehouseRule(
        "response_dated_or_placed",
        "response",
        "error",
        f"SELECT unit_code, file_id FROM {_ANSWERS} WHERE (response_date IS NULL) = (period_code IS NULL)",
        "a response has either a date or the period its file names",
    ),
    WarehouseRule(
        "undated_responses_count_where_they_say",
        "counted_period",
        "error",
        f"(SELECT DISTINCT unit_code, period_code FROM {_ANSWERS} WHERE response_date IS NULL EXCEPT "
        "SELECT unit_code, named_period FROM counted_period WHERE period_code = named_period) UNION ALL "
        f"(SELECT unit_code, named_period FROM counted_period EXCEPT SELECT unit_code, period_code FROM {_ANSWERS}) UNION ALL "
        "SELECT unit_code, named_period FROM counted_period "
        "WHERE left(period_code, 4) <> left(named_period, 4)",
        "answers without a date count in the period that their file names, and in no other year",
    ),
    WarehouseRule(
        "units_known",
        "response",
        "error",
        f"SELECT unit_code FROM (SELECT DISTINCT unit_code FROM {_ANSWERS}) ANTI JOIN unit USING (unit_code)",
        "every response belongs to a unit of the registry",
    ),
    WarehouseRule(
        "unsur_totals_reconcile",
        "ikm_unsur",
        "error",
        "SELECT period_code, unit_code FROM ikm_unsur LEFT JOIN "
        "(SELECT period_code, unit_code, respondents AS n FROM ikm_unit) USING (period_code, unit_code) "
        "WHERE n IS NULL OR respondents <> n OR total NOT BETWEEN n * coalesce(answer_parts, 1) AND 4 * n * coalesce(answer_parts, 1)",
        "every unsur has the unit's respondents, and a total between 1 and 4 for each",
    ),
    WarehouseRule(
        "year_totals_are_responses",
        "ikm_unsur",
        "error",
        "WITH placed AS (SELECT year(response_date)::VARCHAR AS period_code, response.* EXCLUDE period_code FROM response "
        f"WHERE response_date IS NOT NULL UNION ALL {_UNDATED} WHERE length(counted.period_code) = 4), "
        "parts AS (SELECT period_code, unit_code, max(answer_parts) AS stated_parts FROM ikm_unsur GROUP BY ALL), "
        f"counted AS (SELECT period_code, unit_code, {_TOTALS_COUNTED} FROM placed LEFT JOIN parts "
        "USING (period_code, unit_code) GROUP BY ALL), "
        f"stated AS (SELECT period_code, unit_code, {_TOTALS_STATED} FROM ikm_unsur WHERE length(period_code) = 4 GROUP BY ALL) "
        "SELECT period_code, unit_code FROM ((SELECT * FROM counted EXCEPT SELECT * FROM stated) UNION ALL "
        "(SELECT * FROM stated EXCEPT SELECT * FROM counted)) ANTI JOIN (SELECT period_code, unit_code FROM late_response "
        "WHERE change <> 'new' OR response_key NOT IN (SELECT response_key FROM response_apart)) "
        "USING (period_code, unit_code)",
        "all nine totals of a year are the sums of its responses, and of a closed year where none came late",
    ),
    WarehouseRule(
        "nine_unsur_each",
        "ikm_unsur",
        "error",
        "SELECT period_code, unit_code FROM ikm_unit LEFT JOIN (SELECT period_code, unit_code, count(*) AS unsur "
        "FROM ikm_unsur GROUP BY ALL) USING (period_code, unit_code) WHERE coalesce(unsur, 0) <> 9",
        "every index stands on nine unsur",
    ),
    WarehouseRule(
        "index_in_range",
        "ikm_unit",
        "error",
        "SELECT period_code, unit_code FROM ikm_unit WHERE ikm NOT BETWEEN 24.75 AND 100 OR ikm_ninth NOT BETWEEN 25 AND 100 "
        "OR ikm_low > ikm OR ikm_high < ikm OR ikm_low < 24.75 OR ikm_high > 100",
        "every index and interval lies in its range",
    ),
    WarehouseRule(
        "publishable_for_whole_years",
        "ikm_unit",
        "error",
        "SELECT unit_code, left(period_code, 4) AS year, kind, CASE WHEN closed.period_code IS NOT NULL THEN period_code END "
        f"FROM ikm_unit JOIN period USING (period_code) LEFT JOIN {CLOSED} AS closed USING (period_code) GROUP BY ALL "
        "HAVING bool_or(publishable) AND (NOT bool_and(publishable) OR min(respondents) < 2)",
        "a unit's open periods of a kind may be shown for a year as a whole or not at all, and none where one person answered",
    ),
    WarehouseRule(
        "units_accounted_for",
        "unit",
        "error",
        "WITH accounted AS (SELECT period_code, unit_code FROM ikm_unit UNION ALL SELECT period_code, unit_code FROM missing_unit), "
        f"open AS (SELECT period_code, end_date FROM period ANTI JOIN {CLOSED} USING (period_code)), "
        "owed AS (SELECT period_code, unit_code FROM open CROSS JOIN unit WHERE coalesce(valid_from, end_date) <= end_date "
        "AND coalesce(valid_to, end_date) >= end_date), "
        "former AS ((SELECT unit_code FROM accounted ANTI JOIN open USING (period_code) UNION SELECT unit_code FROM edition_change) "
        "EXCEPT SELECT unit_code FROM accounted SEMI JOIN open USING (period_code)) "
        "SELECT period_code, unit_code FROM accounted GROUP BY ALL HAVING count(*) > 1 "
        "UNION ALL SELECT period_code, unit_code FROM owed ANTI JOIN accounted USING (period_code, unit_code) "
        "ANTI JOIN former USING (unit_code) "
        "UNION ALL SELECT period_code, unit_code FROM missing_unit SEMI JOIN open USING (period_code) "
        "ANTI JOIN owed USING (period_code, unit_code) "
        "UNION ALL SELECT period_code, unit_code FROM accounted ANTI JOIN unit USING (unit_code)",
        "every unit that owes a report has an index or is listed as missing, in every period; units that only editions "
        "know, only there",
    ),
    WarehouseRule(
        "ranking_follows_index",
        "ikm_ranking",
        "error",
        "WITH ranked AS (SELECT r.period_code, r.scope, r.unit_code, r.rank, "
        "rank() OVER (PARTITION BY r.period_code, r.scope, r.rank IS NULL ORDER BY u.ikm DESC) AS expected, r.ikm = u.ikm AS same "
        "FROM ikm_ranking r LEFT JOIN ikm_unit u USING (period_code, unit_code)) "
        "SELECT * FROM ranked WHERE (rank IS NOT NULL AND rank <> expected) OR same IS DISTINCT FROM true",
        "a higher index ranks before a lower one, equal ones share a rank",
    ),
    WarehouseRule(
        "ranking_complete",
        "ikm_ranking",
        "error",
        "SELECT period_code, unit_code FROM ikm_unit LEFT JOIN (SELECT period_code, unit_code, count(*) AS scopes "
        "FROM ikm_ranking GROUP BY ALL) USING (period_code, unit_code) WHERE coalesce(scopes, 0) <> 2",
        "every index stands in the ranking of its type and in that of all units",
    ),
    WarehouseRule(
        "unranked_have_few_respondents",
        "ikm_ranking",
        "error",
        "SELECT period_code, scope, unit_code FROM ikm_ranking r JOIN ikm_unit u USING (period_code, unit_code) "
        "WHERE (r.rank IS NULL) <> (u.respondents < coalesce(r.minimum_respondents, 0))",
        "a unit is ranked, unless it has fewer respondents than the regency asks for",
    ),
    WarehouseRule(
        "rank_interval_holds_rank",
        "ikm_ranking",
        "error",
        "SELECT period_code, scope, unit_code FROM ikm_ranking WHERE rank NOT BETWEEN rank_low AND rank_high OR rank_low < 1 "
        "OR rank_high > units OR (rank IS NULL) <> (rank_low IS NULL) OR (rank IS NULL) <> (rank_high IS NULL)",
        "a rank lies within its interval",
    ),
    WarehouseRule(
        "services_add_up_to_the_unit",
        "ikm_service",
        "error",
        "WITH summed AS (SELECT period_code, unit_code, unsur_code, sum(respondents) AS respondents, sum(total) AS total "
        "FROM ikm_service_unsur GROUP BY ALL) SELECT period_code, unit_code, unsur_code "
        "FROM (SELECT DISTINCT period_code, unit_code FROM ikm_service) LEFT JOIN (SELECT period_code, unit_code, unsur_code, "
        "respondents AS of_unit, total AS total_of_unit FROM ikm_unsur) USING (period_code, unit_code) "
        "FULL JOIN summed USING (period_code, unit_code, unsur_code) "
        "WHERE respondents IS DISTINCT FROM of_unit OR total IS DISTINCT FROM total_of_unit",
        "the services of a unit, with those that are not known, have its respondents and its answers, unsur by unsur",
    ),
    WarehouseRule(
        "further_index_of_the_unit",
        "further_index",
        "error",
        "SELECT period_code, unit_code, questionnaire, code FROM further_index AS further LEFT JOIN (SELECT period_code, unit_code, "
        f"respondents AS of_unit FROM ikm_unit) USING (period_code, unit_code) LEFT JOIN (SELECT * RENAME (asked AS of_version) FROM {APART}) "
        "USING (period_code, unit_code, questionnaire) WHERE further.asked > coalesce(of_version, of_unit, 0) OR respondents > further.asked "
        "OR (score IS NULL) <> (respondents = 0) OR score NOT BETWEEN score_low AND score_high",
        "what is asked beyond the nine unsur is of the unit's respondents, or of those to that questionnaire where it leaves an "
        "unsur out, and has an index where any of them answered",
    ),
    WarehouseRule(
        "service_unsur_make_the_service",
        "ikm_service_unsur",
        "error",
        "WITH summed AS (SELECT period_code, unit_code, service_code, count(*) AS unsur, min(respondents) AS fewest, "
        "max(respondents) AS most, sum(total) AS total FROM ikm_service_unsur GROUP BY ALL) "
        "SELECT period_code, unit_code, service_code FROM ikm_service FULL JOIN summed "
        f"USING (period_code, unit_code, service_code) WHERE unsur IS DISTINCT FROM {len(UNSUR)} OR fewest IS DISTINCT FROM respondents "
        "OR most IS DISTINCT FROM respondents OR total IS DISTINCT FROM answer_sum",
        "a service has nine unsur, all with its respondents, and their answers are its answers",
    ),
    WarehouseRule(
        "services_registered",
        "ikm_service",
        "error",
        f"SELECT period_code, unit_code, service_code FROM ikm_service ANTI JOIN {CLOSED} USING (period_code) "
        f"ANTI JOIN service USING (unit_code, service_code) WHERE service_code <> '{UNKNOWN_SERVICE}'",
        "what is told of an open period is told of registered services",
    ),
    WarehouseRule(
        "service_ranking_follows_index",
        "ikm_service_ranking",
        "error",
        "SELECT period_code, unit_code, service_code FROM (SELECT period_code, unit_code, service_code, ikm AS own "
        f"FROM ikm_service WHERE service_code <> '{UNKNOWN_SERVICE}') FULL JOIN (SELECT *, rank() OVER (PARTITION BY "
        "period_code, like_name, rank IS NULL ORDER BY ikm DESC) AS expected FROM ikm_service_ranking) "
        "USING (period_code, unit_code, service_code) WHERE own IS DISTINCT FROM ikm OR (rank IS NULL) <> "
        "(respondents < coalesce(minimum_respondents, 0)) OR rank <> expected OR rank NOT BETWEEN rank_low AND rank_high",
        "every registered service with enough respondents is ranked among those of its name by its own index, within its "
        "interval",
    ),
    WarehouseRule(
        "one_headline",
        "ikm_regency",
        "error",
        "SELECT period_code FROM ikm_regency GROUP BY period_code HAVING count(*) FILTER (WHERE headline) <> 1 OR count(*) <> 3",
        "three methods and one headline in every period",
    ),
    WarehouseRule(
        "profile_counts_everyone",
        "respondent_profile",
        "error",
        "SELECT p.period_code, p.unit_code, characteristic FROM (SELECT period_code, unit_code, characteristic, "
        "sum(respondents) AS counted FROM respondent_profile GROUP BY ALL) p LEFT JOIN ikm_unit u USING (period_code, unit_code) "
        "WHERE counted IS DISTINCT FROM u.respondents",
        "each characteristic counts every respondent once",
    ),
    WarehouseRule(
        "public_profile_hides_what_is_suppressed",
        "public_profile",
        "error",
        "SELECT period_code, unit_code FROM public_profile WHERE suppressed <> (respondents IS NULL) OR suppressed <> (share IS NULL)",
        "a suppressed cell holds nothing, any other says how many",
    ),
    WarehouseRule(
        "public_profile_is_the_profile",
        "public_profile",
        "error",
        "SELECT p.period_code, p.unit_code FROM public_profile p LEFT JOIN respondent_profile r "
        "USING (period_code, unit_code, characteristic, category) WHERE NOT suppressed "
        "AND p.respondents IS DISTINCT FROM coalesce(r.respondents, 0)",
        "what is shown to the public is what was counted",
    ),
    WarehouseRule(
        "collection_within_respondents",
        "collection",
        "error",
        "SELECT period_code, unit_code FROM ikm_unit u FULL JOIN collection c USING (period_code, unit_code) "
        "WHERE u.respondents IS NULL OR c.dated_respondents IS NULL OR c.dated_respondents > u.respondents "
        "OR (c.dated_respondents > 0) <> (c.first_response_date IS NOT NULL)",
        "every index tells when its answers were given, as far as they have dates",
    ),
    WarehouseRule(
        "nine_unsur_of_the_regency",
        "ikm_regency_unsur",
        "error",
        "SELECT period_code FROM (SELECT DISTINCT period_code FROM ikm_regency) LEFT JOIN (SELECT period_code, "
        "count(*) AS unsur FROM ikm_regency_unsur GROUP BY ALL) USING (period_code) WHERE coalesce(unsur, 0) <> 9",
        "the regency has nine unsur in every period",
    ),
    WarehouseRule(
        "official_editions_have_figures",
        "edition",
        "error",
        f"SELECT period_code FROM {CLOSED} LEFT JOIN (SELECT period_code, count(*) AS units FROM ikm_unit "
        "SEMI JOIN period USING (period_code) GROUP BY ALL) USING (period_code) WHERE coalesce(units, 0) = 0",
        "a closed period has figures",
    ),
    WarehouseRule(
        "edition_revisions_follow",
        "edition",
        "error",
        "WITH told AS (SELECT *, count(*) OVER period AS editions, "
        "max(revision) FILTER (WHERE state <> 'draft') OVER period AS newest FROM edition WINDOW period AS (PARTITION BY period_code)) "
        "SELECT period_code, revision FROM told WHERE revision NOT BETWEEN 0 AND editions - 1 "
        "OR (state = 'official') <> (revision IS NOT DISTINCT FROM newest) OR (state = 'draft' AND revision <> editions - 1) "
        "OR (state = 'draft') <> (closed_at IS NULL) OR (revision = 0) <> (reason IS NULL)",
        "revisions count from 0, the newest that was closed is official, only the last may be open, and each has a reason",
    ),
    WarehouseRule(
        "edition_open_ends_of_editions",
        "edition_open_end",
        "error",
        "SELECT period_code, revision FROM edition_open_end "
        "ANTI JOIN (SELECT period_code, revision FROM edition WHERE state <> 'draft') USING (period_code, revision)",
        "only what was closed can have left anything open",
    ),
    WarehouseRule(
        "late_responses_only_where_closed",
        "late_response",
        "error",
        f"SELECT DISTINCT period_code FROM late_response ANTI JOIN {CLOSED} USING (period_code)",
        "nothing comes late to a period that is not closed",
    ),
    WarehouseRule(
        "late_follow_ups_only_where_closed",
        "late_follow_up",
        "error",
        f"SELECT period_code, unit_code FROM (SELECT * FROM late_follow_up ANTI JOIN {CLOSED} USING (period_code) UNION "
        "SELECT * FROM late_follow_up ANTI JOIN follow_up USING (period_code, unit_code, file_id))",
        "a plan that came late answers the results of a closed period, and counts",
    ),
    WarehouseRule(
        "late_responses_make_the_difference",
        "late_response",
        "error",
        f"WITH closed AS (SELECT period_code, start_date, end_date FROM period SEMI JOIN {CLOSED} USING (period_code)), "
        "counted AS (SELECT period_code, unit_code, count(*) AS responses FROM (SELECT closed.period_code, "
        f"answer.unit_code FROM {_ANSWERS} AS answer JOIN closed ON response_date BETWEEN start_date AND end_date "
        f"UNION ALL SELECT counted.period_code, answer.unit_code FROM {_ANSWERS} AS answer JOIN counted_period AS counted "
        "ON counted.unit_code = answer.unit_code AND counted.named_period = answer.period_code "
        "SEMI JOIN closed ON closed.period_code = counted.period_code) GROUP BY ALL), "
        "held AS (SELECT period_code, unit_code, count(*) FILTER (WHERE change = 'new') AS came, "
        "count(*) FILTER (WHERE change IN ('withdrawn', 'erased')) AS gone FROM late_response GROUP BY ALL), "
        "official AS (SELECT period_code, unit_code, sum(respondents) AS respondents FROM (SELECT period_code, unit_code, respondents "
        f"FROM ikm_unit UNION ALL SELECT period_code, unit_code, asked FROM {APART}) SEMI JOIN closed USING (period_code) GROUP BY ALL) "
        "SELECT period_code, unit_code FROM official FULL JOIN counted USING (period_code, unit_code) "
        "FULL JOIN held USING (period_code, unit_code) "
        "WHERE coalesce(responses, 0) <> coalesce(respondents, 0) + coalesce(came, 0) - coalesce(gone, 0)",
        "official respondents, with those that came and without those that fell away since, are the responses of a closed period",
    ),
    WarehouseRule(
        "edition_changes_of_revisions",
        "edition_change",
        "error",
        "SELECT period_code, revision FROM (SELECT period_code, revision FROM edition_change "
        "UNION SELECT period_code, revision FROM edition_change_unsur UNION SELECT period_code, revision FROM edition_change_regency) "
        "LEFT JOIN (SELECT period_code, revision, true AS known FROM edition) USING (period_code, revision) "
        "WHERE known IS NULL OR revision < 1",
        "only a revision changes anything",
    ),
    WarehouseRule(
        "edition_changes_say_what_changed",
        "edition_change",
        "error",
        "WITH moved AS (SELECT period_code, revision, unit_code, true AS has_unsur, "
        "bool_or(nrr_before IS DISTINCT FROM nrr_after) AS moved FROM edition_change_unsur GROUP BY ALL), "
        "told AS (SELECT change.*, coalesce(has_unsur, false) AS has_unsur, "
        "CASE WHEN respondents_before IS NULL THEN 'new' WHEN respondents_after IS NULL THEN 'lost' "
        "WHEN ikm_before IS DISTINCT FROM ikm_after OR mutu_before IS DISTINCT FROM mutu_after OR rank_before IS DISTINCT FROM rank_after "
        "OR respondents_before IS DISTINCT FROM respondents_after OR coalesce(moved, false) THEN 'changed' ELSE 'same' END AS expected "
        "FROM edition_change AS change LEFT JOIN moved USING (period_code, revision, unit_code)) "
        "SELECT period_code, revision, unit_code FROM told WHERE change <> expected OR has_unsur = (change = 'same') "
        "OR (ikm_before IS NULL) <> (respondents_before IS NULL) OR (ikm_after IS NULL) <> (respondents_after IS NULL)",
        "a unit is the same where everything is equal, new or lost where one of the two has no index, and changed otherwise",
    ),
    WarehouseRule(
        "edition_changes_end_in_what_is_published",
        "edition_change",
        "error",
        "WITH latest AS (SELECT period_code, max(revision) AS revision FROM edition GROUP BY ALL HAVING max(revision) > 0), "
        "told AS (SELECT period_code, unit_code, ikm_after AS ikm, respondents_after AS respondents FROM edition_change "
        "SEMI JOIN latest USING (period_code, revision) WHERE respondents_after IS NOT NULL), "
        "stated AS (SELECT period_code, unit_code, ikm, respondents FROM ikm_unit SEMI JOIN latest USING (period_code)) "
        "(SELECT * FROM told EXCEPT SELECT * FROM stated) UNION ALL (SELECT * FROM stated EXCEPT SELECT * FROM told)",
        "what the latest revision changed to is what is published",
    ),
    WarehouseRule(
        "units_reported",
        "missing_unit",
        "warning",
        "SELECT period_code, unit_code FROM missing_unit JOIN period USING (period_code) WHERE kind = 'year' AND reason IS NULL",
        "every unit reported in every year",
    ),
    WarehouseRule(
        "answers_while_the_unit_was_there",
        "response",
        "warning",
        f"SELECT unit_code, response_date FROM {_ANSWERS} JOIN unit USING (unit_code) "
        "WHERE response_date < valid_from OR response_date > valid_to",
        "no answer is dated before its unit's first day or after its last",
    ),
    WarehouseRule(
        "samples_met",
        "ikm_unit",
        "warning",
        "SELECT period_code, unit_code FROM ikm_unit WHERE sample_met = false",
        "respondents reach the sample the regulation asks for",
    ),
    WarehouseRule(
        "respondents_served",
        "ikm_unit",
        "warning",
        "SELECT period_code, unit_code FROM ikm_unit WHERE respondents > service_recipients",
        "no unit has more respondents than people it served: the registry or a file is wrong",
    ),
    WarehouseRule(
        "snapshot_beside_identified",
        "ingest_file",
        "warning",
        "SELECT unit_code, year FROM (SELECT DISTINCT unit_code, coalesce(left(period_code, 4), "
        f"year(response_date)::VARCHAR) AS year, submitted_at IS NULL AS without_time, file_id FROM {_ANSWERS}) "
        "GROUP BY ALL HAVING count(DISTINCT file_id) > 1 AND count(DISTINCT without_time) > 1",
        "no unit mixes files with and without identity in one year: people may be counted twice",
    ),
)

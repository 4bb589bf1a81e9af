"""Every table of the published warehouse, declared once: columns, types, and what one row is.

Frame schemas (`transforms.schema`), the DDL with its comments (`warehouse.ddl`) and
`docs/data-dictionary.md` are made from here. Adding a column is a change here plus its use.
Not here: SQL, frames, or a second list of any column; what lies between reading and publishing
(`contracts.staged_tables`).
"""

from contracts.columns import (
    FOLLOW_UP_PLAN,
    FOLLOW_UP_QUARTERS,
    FOLLOW_UP_TEXTS,
    Column,
    ColumnType,
    Table,
    answer_columns,
)

T = ColumnType

UNIT = Table(
    "unit",
    "one row per unit of the registry",
    "Every office that must survey its visitors, whether it sent anything or not.",
    (
        Column("unit_code", T.TEXT, "the regency's code; Kemendagri's for a kecamatan"),
        Column("unit_name", T.TEXT, "official name"),
        Column("unit_type", T.TEXT, "kecamatan, dinas, puskesmas, rsud …: ranking stands within a type"),
        Column("bps_code", T.TEXT, "BPS code; does not align with Kemendagri's", nullable=True),
    ),
    key=("unit_code",),
    public=True,
)

PERIOD = Table(
    "period",
    "one row per period in which any unit has data",
    "Years, semesters, quarters and months; every response counts in all periods its date lies in.",
    (
        Column("period_code", T.TEXT, "2024, 2024-S1, 2024-TW3, 2024-07"),
        Column("kind", T.TEXT, "`year`, `semester`, `quarter` or `month`"),
        Column("start_date", T.DATE, "first day"),
        Column("end_date", T.DATE, "last day"),
        Column("label", T.TEXT, "as a report names it"),
    ),
    key=("period_code",),
    public=True,
)

UNSUR_TABLE = Table(
    "unsur",
    "one row per unsur",
    "The nine of Permen PANRB 14/2017, in the regulation's order.",
    (
        Column("unsur_code", T.TEXT, "U1 … U9"),
        Column("name", T.TEXT, "official name"),
        Column("question", T.TEXT, "what the question is about"),
    ),
    key=("unsur_code",),
    public=True,
)

RESPONSE = Table(
    "response",
    "one row per accepted response",
    "What every figure is computed from, with the place in the file it came from.",
    (
        Column("response_key", T.KEY, "identity of the response"),
        Column("unit_code", T.TEXT, "unit"),
        Column("response_date", T.DATE, "date of the answer; empty where the file has no dates", nullable=True),
        Column("submitted_at", T.TIMESTAMP, "date and time of day, where known", nullable=True),
        Column("period_code", T.TEXT, "period the file names, for responses without a date", nullable=True),
        Column("gender", T.TEXT, "`L` or `P`", nullable=True),
        Column("age", T.INTEGER, "years", nullable=True),
        Column("age_band", T.TEXT, "band", nullable=True),
        Column("education", T.TEXT, "category", nullable=True),
        Column("occupation", T.TEXT, "category", nullable=True),
        Column("service", T.TEXT, "service, as written", nullable=True),
        *answer_columns("answer, 1 to 4:"),
        Column("file_id", T.TEXT, "file it came from"),
        Column("sheet", T.TEXT, "sheet in that file"),
        Column("row_number", T.INTEGER, "row in that sheet"),
    ),
    key=("response_key",),
)

SUGGESTION = Table(
    "suggestion",
    "one row per accepted response with a suggestion",
    "Free text. May name people: internal reports only, never on a public page.",
    (
        Column("response_key", T.KEY, "response"),
        Column("suggestion", T.TEXT, "as written"),
    ),
    key=("response_key",),
)

IKM_UNSUR = Table(
    "ikm_unsur",
    "one row per period, unit and unsur",
    "How each unsur scored.",
    (
        Column("period_code", T.TEXT, "period"),
        Column("unit_code", T.TEXT, "unit"),
        Column("unsur_code", T.TEXT, "unsur"),
        Column("respondents", T.COUNT, "valid questionnaires"),
        Column("total", T.COUNT, "sum of the answers"),
        Column("nrr", T.RATIO, "mean answer: total ÷ respondents, unrounded"),
        Column("nrr_weighted", T.RATIO, "NRR × headline weight, unrounded"),
        Column("score", T.INDEX, "NRR × 25, rounded half up to 2 places"),
        Column("mutu", T.TEXT, "grade of the score"),
        Column("kinerja", T.TEXT, "the grade in words"),
        Column("lowest_rank", T.INTEGER, "rank from below on unrounded NRR; ties share it"),
        Column("highest_rank", T.INTEGER, "rank from above on unrounded NRR; ties share it"),
    ),
    key=("period_code", "unit_code", "unsur_code"),
    public=True,
)

IKM_UNIT = Table(
    "ikm_unit",
    "one row per period and unit with at least one valid questionnaire",
    "The index. A unit without valid questionnaires has no row: no index is not zero.",
    (
        Column("period_code", T.TEXT, "period"),
        Column("unit_code", T.TEXT, "unit"),
        Column("respondents", T.COUNT, "valid questionnaires"),
        Column("ikm", T.INDEX, "IKM by the headline weight, rounded half up once"),
        Column("ikm_exact", T.INDEX, "IKM by weight 1/9"),
        Column("weight", T.TEXT, "headline weight: 0.11, 1/9 or 0.111"),
        Column("mutu", T.TEXT, "grade of `ikm`"),
        Column("kinerja", T.TEXT, "the grade in words"),
        Column("mutu_exact", T.TEXT, "grade of `ikm_exact`"),
        Column("grade_depends_on_weight", T.BOOLEAN, "`mutu` and `mutu_exact` differ"),
        Column("ikm_low", T.INDEX, "lower end of the 95 % interval of `ikm`; empty with one respondent", nullable=True),
        Column("ikm_high", T.INDEX, "upper end", nullable=True),
        Column("service_recipients", T.COUNT, "people served in the period, where the registry has it", nullable=True),
        Column("sample_needed", T.COUNT, "Krejcie–Morgan sample for them", nullable=True),
        Column("sample_met", T.BOOLEAN, "respondents reach it", nullable=True),
        Column("change", T.INDEX, "`ikm` minus that of the period before of the same kind", nullable=True),
        Column("publishable", T.BOOLEAN, "may be shown to the public: enough respondents, here and by subtraction"),
    ),
    key=("period_code", "unit_code"),
    public=True,
)

COLLECTION = Table(
    "collection",
    "one row per period and unit with at least one valid questionnaire",
    "When the answers of a period were given. Files without row dates tell nothing of it.",
    (
        Column("period_code", T.TEXT, "period"),
        Column("unit_code", T.TEXT, "unit"),
        Column("dated_respondents", T.COUNT, "valid questionnaires with a date"),
        Column("first_response_date", T.DATE, "date of the first answer", nullable=True),
        Column("last_response_date", T.DATE, "date of the last answer", nullable=True),
        Column("working_days", T.INTEGER, "Mondays to Fridays from the first to the last", nullable=True),
    ),
    key=("period_code", "unit_code"),
    public=True,
)

SUGGESTION_THEME = Table(
    "suggestion_theme",
    "one row per period, unit and theme of suggestions",
    "Internal. Plain counting of words (`contracts.themes`); a suggestion may have several themes. Theme "
    "`all`: every suggestion that says something; `other`: those without a known theme. Names, phone numbers "
    "and addresses in the examples are masked.",
    (
        Column("period_code", T.TEXT, "period"),
        Column("unit_code", T.TEXT, "unit"),
        Column("theme", T.TEXT, "code of the theme"),
        Column("suggestions", T.COUNT, "suggestions that mention it"),
        Column("example", T.TEXT, "one of them, masked", nullable=True),
        Column("further_example", T.TEXT, "another, masked", nullable=True),
    ),
    key=("period_code", "unit_code", "theme"),
)

FOLLOW_UP = Table(
    "follow_up",
    "one row per period, unit and planned action",
    "The plan made from the results of the period, and what became of it, as the unit's newest workbook says.",
    (
        Column("period_code", T.TEXT, "period whose results the plan answers"),
        Column("unit_code", T.TEXT, "unit"),
        Column("position", T.INTEGER, "place in the plan, from 1"),
        Column("unsur_code", T.TEXT, "unsur to be improved"),
        *FOLLOW_UP_PLAN,
        *FOLLOW_UP_QUARTERS,
        Column("done", T.BOOLEAN, "carried out; empty while nobody has said", nullable=True),
        *FOLLOW_UP_TEXTS,
        Column("file_id", T.TEXT, "file it stands in"),
        Column("sheet", T.TEXT, "sheet"),
        Column("row_number", T.INTEGER, "row in that sheet"),
    ),
    key=("period_code", "unit_code", "position"),
)

FOLLOW_UP_REALISATION = Table(
    "follow_up_realisation",
    "one row per period and unit with a plan",
    "Realisation is done ÷ planned × 100, rounded half up once.",
    (
        Column("period_code", T.TEXT, "period whose results the plan answers"),
        Column("unit_code", T.TEXT, "unit"),
        Column("planned", T.COUNT, "planned actions"),
        Column("done", T.COUNT, "of them carried out"),
        Column("realisation", T.INDEX, "percent"),
    ),
    key=("period_code", "unit_code"),
    public=True,
)

FOLLOW_UP_REGENCY = Table(
    "follow_up_regency",
    "one row per period with any plan",
    "The same over all units of the regency.",
    (
        Column("period_code", T.TEXT, "period whose results the plans answer"),
        Column("units", T.INTEGER, "units with a plan"),
        Column("planned", T.COUNT, "planned actions"),
        Column("done", T.COUNT, "of them carried out"),
        Column("realisation", T.INDEX, "percent"),
    ),
    key=("period_code",),
    public=True,
)

IKM_RANKING = Table(
    "ikm_ranking",
    "one row per period, scope and unit",
    "Ties share a rank (1, 2, 2, 4). Scope is `all` or a unit type.",
    (
        Column("period_code", T.TEXT, "period"),
        Column("scope", T.TEXT, "`all` or a unit type"),
        Column("unit_code", T.TEXT, "unit"),
        Column("ikm", T.INDEX, "IKM ranked on"),
        Column("rank", T.INTEGER, "1 is best"),
        Column("rank_low", T.INTEGER, "best rank that cannot be told apart at 95 %"),
        Column("rank_high", T.INTEGER, "worst such rank"),
        Column("tied", T.BOOLEAN, "another unit has the same IKM"),
        Column("units", T.INTEGER, "units ranked in this scope"),
    ),
    key=("period_code", "scope", "unit_code"),
    public=True,
)

IKM_REGENCY = Table(
    "ikm_regency",
    "one row per period and method",
    "The regency's IKM has no single rule in practice: three, one of them the headline.",
    (
        Column("period_code", T.TEXT, "period"),
        Column("method", T.TEXT, "`mean_of_units`, `respondent_weighted` or `mean_of_types`"),
        Column("ikm", T.INDEX, "by the headline weight"),
        Column("ikm_exact", T.INDEX, "by weight 1/9"),
        Column("weight", T.TEXT, "headline weight"),
        Column("mutu", T.TEXT, "grade of `ikm`"),
        Column("kinerja", T.TEXT, "the grade in words"),
        Column("units", T.INTEGER, "units with an index"),
        Column("respondents", T.COUNT, "valid questionnaires"),
        Column("headline", T.BOOLEAN, "the method the settings name"),
    ),
    key=("period_code", "method"),
    public=True,
)

IKM_REGENCY_UNSUR = Table(
    "ikm_regency_unsur",
    "one row per period and unsur",
    "The nine unsur over all units, by the headline method of the regency's IKM.",
    (
        Column("period_code", T.TEXT, "period"),
        Column("unsur_code", T.TEXT, "U1 … U9"),
        Column("method", T.TEXT, "the headline method"),
        Column("nrr", T.RATIO, "NRR by that method, unrounded"),
        Column("score", T.INDEX, "NRR × 25, rounded half up"),
        Column("mutu", T.TEXT, "grade of `score`"),
        Column("kinerja", T.TEXT, "the grade in words"),
        Column("lowest_rank", T.INTEGER, "rank from below on unrounded NRR; ties share it"),
        Column("highest_rank", T.INTEGER, "rank from above on unrounded NRR; ties share it"),
    ),
    key=("period_code", "unsur_code"),
    public=True,
)

RESPONDENT_PROFILE = Table(
    "respondent_profile",
    "one row per period, unit, characteristic and category",
    "Internal: small cells are suppressed before anything leaves the regency.",
    (
        Column("period_code", T.TEXT, "period"),
        Column("unit_code", T.TEXT, "unit"),
        Column("characteristic", T.TEXT, "`gender`, `age_band`, `education` or `occupation`"),
        Column("category", T.TEXT, "category; `unknown` where the file does not say"),
        Column("respondents", T.COUNT, "responses"),
        Column("share", T.RATIO, "of the unit's responses in the period, 0 to 1"),
    ),
    key=("period_code", "unit_code", "characteristic", "category"),
)

PUBLIC_PROFILE = Table(
    "public_profile",
    "one row per period, unit, characteristic and category, of the kinds of period documents are made for",
    "`respondent_profile` for the public: small cells, and what would give them away, are empty.",
    (
        *(
            column
            for column in RESPONDENT_PROFILE.columns
            if column.name in ("period_code", "unit_code", "characteristic", "category")
        ),
        Column("respondents", T.COUNT, "responses; empty where suppressed", nullable=True),
        Column("share", T.RATIO, "of the unit's responses in the period; empty where suppressed", nullable=True),
        Column("suppressed", T.BOOLEAN, "hidden: a small cell, or one that would give a small cell away"),
    ),
    key=RESPONDENT_PROFILE.key,
    public=True,
)

MISSING_UNIT = Table(
    "missing_unit",
    "one row per period and unit of the registry without an index in it",
    "Who did not report: absent is listed, never silent. Years and semesters, quarters, months with data.",
    (
        Column("period_code", T.TEXT, "period"),
        Column("unit_code", T.TEXT, "unit"),
    ),
    key=("period_code", "unit_code"),
    public=True,
)

INGEST_FILE = Table(
    "ingest_file",
    "one row per file ever seen (a path and its content)",
    "rows_read = rows_accepted + rows_rejected + rows_duplicate, for every file.",
    (
        Column("file_id", T.TEXT, "hash of path and content"),
        Column("path", T.TEXT, "path in the inbox"),
        Column("content_id", T.TEXT, "first 16 hex digits of the SHA-256 of the content"),
        Column("unit_code", T.TEXT, "unit found", nullable=True),
        Column("period_code", T.TEXT, "period the file names, where its rows have no dates", nullable=True),
        Column("kind", T.TEXT, "what it holds: `responses` or `follow_up`"),
        Column("format", T.TEXT, "what the content is", nullable=True),
        Column("status", T.TEXT, "`loaded` `partial` `rejected` `duplicate` `superseded` `held`"),
        Column("reason_code", T.TEXT, "why refused, held or superseded: a code", nullable=True),
        Column("reason", T.TEXT, "the same in a sentence for its sender", nullable=True),
        Column("rows_read", T.COUNT, "rows that may be respondents"),
        Column("rows_accepted", T.COUNT, "responses counted"),
        Column("rows_rejected", T.COUNT, "rows that break a rule"),
        Column("rows_duplicate", T.COUNT, "rows that stand elsewhere, newer"),
        Column("first_seen_at", T.TIMESTAMP, "when this path with this content was first seen"),
    ),
    key=("file_id",),
)

COLUMN_MAPPING = Table(
    "column_mapping",
    "one row per column of a sheet of a file",
    "What was mapped to what, by which evidence and how sure.",
    (
        Column("file_id", T.TEXT, "file"),
        Column("sheet", T.TEXT, "sheet"),
        Column("position", T.INTEGER, "column in that sheet, from 1"),
        Column("header", T.TEXT, "what its header says"),
        Column("mapped_to", T.TEXT, "our column, or empty when not used", nullable=True),
        Column("evidence", T.TEXT, "`name`, `question`, `synonym`, `answers`, `legend`, `registry` or `none`"),
        Column("confidence", T.RATIO, "0 to 1"),
    ),
    key=("file_id", "sheet", "position"),
)

REJECTED_ROW = Table(
    "rejected_row",
    "one row per rejected row and rule",
    "What its sender must correct.",
    (
        Column("file_id", T.TEXT, "file"),
        Column("sheet", T.TEXT, "sheet"),
        Column("row_number", T.INTEGER, "row in that sheet"),
        Column("column_name", T.TEXT, "column"),
        Column("value", T.TEXT, "what stands there", nullable=True),
        Column("rule", T.TEXT, "code of the rule"),
        Column("message", T.TEXT, "a sentence its sender can act on"),
    ),
    key=("file_id", "sheet", "row_number", "column_name", "rule"),
)

BLANKED_VALUE = Table(
    "blanked_value",
    "one row per value that was blanked in an accepted row",
    "An impossible age or an unknown word is not counted; the row is.",
    REJECTED_ROW.columns,
    key=REJECTED_ROW.key,
)

FINDING = Table(
    "finding",
    "one row per run, suite and expectation",
    "What the checks said: passed, failed (the data), or crashed (the check).",
    (
        Column("run_id", T.TEXT, "run"),
        Column("suite", T.TEXT, "`responses`, `follow_up` or `warehouse`"),
        Column("expectation", T.TEXT, "code of the rule"),
        Column("column_name", T.TEXT, "column it is about", nullable=True),
        Column("verdict", T.TEXT, "`passed`, `failed` or `crashed`"),
        Column("severity", T.TEXT, "`error` or `warning`"),
        Column("observed", T.TEXT, "what was seen", nullable=True),
    ),
    key=("run_id", "suite", "expectation"),
)

RUN = Table(
    "run",
    "one row per run that published",
    "Lineage of everything in this warehouse.",
    (
        Column("run_id", T.TEXT, "run"),
        Column("started_at", T.TIMESTAMP, "start"),
        Column("finished_at", T.TIMESTAMP, "when the warehouse was ready to publish"),
        Column("status", T.TEXT, "`published`"),
        Column("code_version", T.TEXT, "version of the code"),
        Column("settings_hash", T.TEXT, "hash of settings and registry"),
        Column("inputs_hash", T.TEXT, "hash of all that the contents depend on"),
    ),
    key=("run_id",),
)

EDITION = Table(
    "edition",
    "one row per period that was ever closed, and revision",
    "What was made official, by whom, from what. The figure tables hold the newest `official` edition of a period; "
    "while a `draft` is open they hold what the answers say now.",
    (
        Column("period_code", T.TEXT, "period"),
        Column("revision", T.INTEGER, "0 for the first edition"),
        Column("state", T.TEXT, "`official`, `superseded` by a later revision, or `draft`: reopened, not closed again"),
        Column("reason", T.TEXT, "why the edition before was reopened; empty for the first", nullable=True),
        Column("reopened_by", T.TEXT, "who reopened the edition before", nullable=True),
        Column("reopened_at", T.TIMESTAMP, "when", nullable=True),
        Column("closed_by", T.TEXT, "who closed it; empty for a draft, like all that follows", nullable=True),
        Column("closed_at", T.TIMESTAMP, "when", nullable=True),
        Column("run_id", T.TEXT, "run whose figures it holds", nullable=True),
        Column("code_version", T.TEXT, "version of the code that computed them", nullable=True),
        Column("settings_hash", T.TEXT, "hash of settings and registry they were computed with", nullable=True),
        Column("inputs_hash", T.TEXT, "hash of all they depend on", nullable=True),
        Column("figures_hash", T.TEXT, "hash of the figures", nullable=True),
        Column("documents_hash", T.TEXT, "hash of the documents' hashes", nullable=True),
    ),
    key=("period_code", "revision"),
)

EDITION_CHANGE = Table(
    "edition_change",
    "one row per period, revision and unit: what the revision changed against the edition before",
    "Revisions from 1 on. Every unit with an index in either of the two.",
    (
        Column("period_code", T.TEXT, "period"),
        Column("revision", T.INTEGER, "revision, 1 or higher"),
        Column("unit_code", T.TEXT, "unit"),
        Column("change", T.TEXT, "`same`, `changed`, `new` or `lost`"),
        Column("ikm_before", T.INDEX, "IKM in the edition before", nullable=True),
        Column("ikm_after", T.INDEX, "IKM in this one", nullable=True),
        Column("mutu_before", T.TEXT, "grade in the edition before", nullable=True),
        Column("mutu_after", T.TEXT, "grade in this one", nullable=True),
        Column("rank_before", T.INTEGER, "rank among all units in the edition before", nullable=True),
        Column("rank_after", T.INTEGER, "rank among all units in this one", nullable=True),
        Column("respondents_before", T.COUNT, "valid questionnaires in the edition before", nullable=True),
        Column("respondents_after", T.COUNT, "valid questionnaires in this one", nullable=True),
        Column(
            "publishable_before",
            T.BOOLEAN,
            "the edition before showed the unit's figures to the public (its `ikm_unit.publishable`)",
            nullable=True,
        ),
    ),
    key=("period_code", "revision", "unit_code"),
)

EDITION_CHANGE_UNSUR = Table(
    "edition_change_unsur",
    "one row per period, revision, unit and unsur, of units that are not `same`",
    "Which unsur moved.",
    (
        Column("period_code", T.TEXT, "period"),
        Column("revision", T.INTEGER, "revision, 1 or higher"),
        Column("unit_code", T.TEXT, "unit"),
        Column("unsur_code", T.TEXT, "U1 … U9"),
        Column("nrr_before", T.RATIO, "NRR in the edition before, unrounded", nullable=True),
        Column("nrr_after", T.RATIO, "NRR in this one, unrounded", nullable=True),
    ),
    key=("period_code", "revision", "unit_code", "unsur_code"),
)

EDITION_CHANGE_REGENCY = Table(
    "edition_change_regency",
    "one row per period and revision: what it changed for the regency",
    "By the headline method of each edition.",
    (
        Column("period_code", T.TEXT, "period"),
        Column("revision", T.INTEGER, "revision, 1 or higher"),
        Column("ikm_before", T.INDEX, "the regency's IKM in the edition before"),
        Column("ikm_after", T.INDEX, "in this one"),
        Column("mutu_before", T.TEXT, "its grade in the edition before"),
        Column("mutu_after", T.TEXT, "in this one"),
        Column("units_before", T.INTEGER, "units with an index in the edition before"),
        Column("units_after", T.INTEGER, "in this one"),
        Column("respondents_before", T.COUNT, "valid questionnaires in the edition before"),
        Column("respondents_after", T.COUNT, "in this one"),
    ),
    key=("period_code", "revision"),
)

LATE_RESPONSE = Table(
    "late_response",
    "one row per closed period and response that its official figures do not show as it stands now",
    "Held for a revision: what came, was corrected or fell away after the period was closed. In periods that are not "
    "closed the answer counts as it stands in `response`.",
    (
        Column("period_code", T.TEXT, "closed period"),
        Column("response_key", T.KEY, "response"),
        Column("unit_code", T.TEXT, "unit"),
        Column("change", T.TEXT, "`new`, `corrected`, or `withdrawn`: official, but no longer in any file that counts"),
        Column("response_date", T.DATE, "date of the answer", nullable=True),
        Column("file_id", T.TEXT, "file it came from; of a withdrawn one, the file it had come from"),
        Column("sheet", T.TEXT, "sheet in that file"),
        Column("row_number", T.INTEGER, "row in that sheet"),
    ),
    key=("period_code", "response_key"),
)

EDITION_TABLES: tuple[Table, ...] = (
    EDITION,
    EDITION_CHANGE,
    EDITION_CHANGE_UNSUR,
    EDITION_CHANGE_REGENCY,
    LATE_RESPONSE,
)
"""What closing, reopening and closing again leave behind."""

WAREHOUSE_TABLES: tuple[Table, ...] = (
    UNIT,
    PERIOD,
    UNSUR_TABLE,
    RESPONSE,
    SUGGESTION,
    IKM_UNSUR,
    IKM_UNIT,
    IKM_RANKING,
    IKM_REGENCY,
    IKM_REGENCY_UNSUR,
    RESPONDENT_PROFILE,
    PUBLIC_PROFILE,
    COLLECTION,
    SUGGESTION_THEME,
    FOLLOW_UP,
    FOLLOW_UP_REALISATION,
    FOLLOW_UP_REGENCY,
    MISSING_UNIT,
    INGEST_FILE,
    COLUMN_MAPPING,
    REJECTED_ROW,
    BLANKED_VALUE,
    *EDITION_TABLES,
    FINDING,
    RUN,
)
WAREHOUSE_TABLES_BY_NAME: dict[str, Table] = {table.name: table for table in WAREHOUSE_TABLES}

"""Every quality rule, declared once: what must hold, how serious a breach is, and what its sender
is told.

The expectation suites (`expectations.suites`) are made from here, and the quarantine comes out of
those same expectations: no rule is written a second time, in SQL or in Python.
Not here: running a rule, or what a breach leads to (`transforms.outcome`).

Three kinds:
- `RowRule`: about one staged row. An `error` rejects the row, a `warning` blanks the value.
- `FileRule`: about all rows of one content together; SQL that yields the breaching contents.
- `WarehouseRule`: about a warehouse before it is published; SQL that yields contradictions. Where one column
  says it all, a `WarehouseColumnRule`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from contracts.method import GRADES, WEIGHTS
from contracts.periods import PERIOD_KINDS
from contracts.records import FileStatus
from contracts.settings import REGENCY_METHODS
from contracts.tables import WAREHOUSE_TABLES
from contracts.unsur import SCALE, UNSUR, UNSUR_CODES

Severity = Literal["error", "warning"]
Verdict = Literal["passed", "failed", "crashed"]

OLDEST_DATE = date(2017, 1, 1)
"""Permen PANRB 14/2017: no survey by this method is older."""
YOUNGEST_AGE = 5
OLDEST_AGE = 120


@dataclass(frozen=True)
class NotNull:
    """The column holds something."""


@dataclass(frozen=True)
class IsNull:
    """The column is empty."""


@dataclass(frozen=True)
class InSet:
    """The column is empty or holds one of the values."""

    values: tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True)
class Between:
    """The column is empty or lies between both, inclusive."""

    lowest: int | date
    highest: int | date | None = None


@dataclass(frozen=True)
class Never:
    """No row of the staged responses meets this SQL condition."""

    condition: str


Check = NotNull | IsNull | InSet | Between | Never


@dataclass(frozen=True)
class RowRule:
    """A rule about one staged row.

    `column` is what the rule is about; `value_columns` say where what the sender wrote is found,
    first non-empty wins; `blanks` are the columns emptied by a warning."""

    code: str
    column: str
    severity: Severity
    check: Check
    message: str
    expected: str
    value_columns: tuple[str, ...]
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileRule:
    """A rule about one content. `sql` selects the `content_id` of breaching contents from `{batch}`
    and an `observed` text; `{…}` names are thresholds of the settings."""

    code: str
    severity: Severity
    sql: str
    message: str


@dataclass(frozen=True)
class WarehouseRule:
    """A rule about the new warehouse: `sql` selects what contradicts, nothing when all is well."""

    code: str
    table: str
    severity: Severity
    sql: str
    meaning: str


@dataclass(frozen=True)
class WarehouseColumnRule:
    """A rule about one column of the new warehouse."""

    code: str
    table: str
    column: str
    severity: Severity
    check: NotNull | IsNull | InSet | Between
    meaning: str


def _answer_rules() -> tuple[RowRule, ...]:
    rules: list[RowRule] = []
    for unsur in UNSUR:
        words = ", ".join(f"{number} = {answer}" for number, answer in zip(SCALE, unsur.answers, strict=True))
        rules.append(
            RowRule(
                code=f"{unsur.column}_missing",
                column=unsur.column,
                severity="error",
                check=NotNull(),
                message=f"{unsur.code} {unsur.name} tidak dijawab.",
                expected=words,
                value_columns=(),
            )
        )
        rules.append(
            RowRule(
                code=f"{unsur.column}_not_an_answer",
                column=unsur.column,
                severity="error",
                check=InSet(SCALE),
                message=f"Jawaban {unsur.code} {unsur.name} bukan salah satu dari empat jawaban.",
                expected=words,
                value_columns=(f"{unsur.column}_text", unsur.column),
            )
        )
    return tuple(rules)


ROW_RULES: tuple[RowRule, ...] = (
    *_answer_rules(),
    RowRule(
        code="date_missing",
        column="response_date",
        severity="error",
        check=Never("dated AND response_date IS NULL AND date_text IS NULL"),
        message="Tanggal kosong, padahal berkas ini memakai tanggal.",
        expected="tanggal pengisian, misalnya 31/01/2024",
        value_columns=(),
    ),
    RowRule(
        code="date_unreadable",
        column="response_date",
        severity="error",
        check=Never("response_date IS NULL AND date_text IS NOT NULL"),
        message="Tanggal tidak ada dalam kalender atau tidak terbaca.",
        expected="tanggal pengisian, misalnya 31/01/2024",
        value_columns=("date_text",),
    ),
    RowRule(
        code="date_too_old",
        column="response_date",
        severity="error",
        check=Between(OLDEST_DATE),
        message="Tanggal lebih tua dari tahun 2017, sebelum SKM dengan cara ini ada.",
        expected="tanggal pengisian yang sebenarnya, 1 Januari 2017 atau sesudahnya",
        value_columns=("response_date",),
    ),
    RowRule(
        code="date_in_future",
        column="response_date",
        severity="error",
        check=Never("response_date > received_on"),
        message="Tanggal lebih muda dari hari berkas diterima.",
        expected="tanggal pengisian yang sebenarnya, tidak sesudah hari berkas dikirim",
        value_columns=("response_date",),
    ),
    RowRule(
        code="gender_unknown",
        column="gender",
        severity="warning",
        check=Never("gender_text IS NOT NULL"),
        message="Jenis kelamin tidak dikenal, dikosongkan.",
        expected="L atau P",
        value_columns=("gender_text",),
        blanks=("gender",),
    ),
    RowRule(
        code="age_impossible",
        column="age",
        severity="warning",
        check=Between(YOUNGEST_AGE, OLDEST_AGE),
        message="Umur tidak mungkin, dikosongkan.",
        expected=f"umur dalam tahun, {YOUNGEST_AGE} sampai {OLDEST_AGE}",
        value_columns=("age",),
        blanks=("age", "age_band"),
    ),
    RowRule(
        code="age_unknown",
        column="age",
        severity="warning",
        check=Never("age_text IS NOT NULL"),
        message="Umur tidak terbaca, atau rentangnya memotong kelompok umur laporan; dikosongkan.",
        expected="umur dalam tahun",
        value_columns=("age_text",),
        blanks=("age", "age_band"),
    ),
    RowRule(
        code="education_unknown",
        column="education",
        severity="warning",
        check=Never("education_text IS NOT NULL"),
        message="Pendidikan tidak dikenal, dikosongkan.",
        expected="Tidak Sekolah, SD, SMP, SMA, D1/D2/D3, D4/S1, S2, atau S3",
        value_columns=("education_text",),
        blanks=("education",),
    ),
    RowRule(
        code="occupation_unknown",
        column="occupation",
        severity="warning",
        check=Never("occupation_text IS NOT NULL"),
        message="Pekerjaan tidak dikenal, dikosongkan.",
        expected="PNS, TNI, Polri, Swasta, Wiraswasta, Pelajar/Mahasiswa, Petani, Ibu Rumah Tangga, atau Lainnya",
        value_columns=("occupation_text",),
        blanks=("occupation",),
    ),
)
ROW_RULES_BY_CODE: dict[str, RowRule] = {rule.code: rule for rule in ROW_RULES}

_ABOVE_SCALE = " OR ".join(f"{unsur.column} > {max(SCALE)}" for unsur in UNSUR)
_SAME_ANSWER = " AND ".join(f"{unsur.column} = u1" for unsur in UNSUR[1:])

FILE_RULES: tuple[FileRule, ...] = (
    FileRule(
        code="scale_not_1_to_4",
        severity="error",
        sql=(
            "SELECT content_id, max(greatest(u1, u2, u3, u4, u5, u6, u7, u8, u9))::VARCHAR AS observed "
            f"FROM {{batch}} GROUP BY content_id "
            f"HAVING count(*) FILTER (WHERE {_ABOVE_SCALE}) > count(*) * {{out_of_scale_share}}"
        ),
        message=(
            "Berkas ini memakai skala sampai {observed}, bukan 1 sampai 4. Nilai tidak diubah ke skala lain. "
            "Kirim ulang hasil survei dengan empat pilihan jawaban (1 sampai 4)."
        ),
    ),
    FileRule(
        code="answers_all_alike",
        severity="warning",
        sql=(
            "SELECT content_id, (100 * count(*) FILTER (WHERE "
            f"{_SAME_ANSWER}) // count(*))::VARCHAR AS observed "
            "FROM {batch} GROUP BY content_id "
            f"HAVING count(*) >= 30 AND count(*) FILTER (WHERE {_SAME_ANSWER}) > count(*) * 0.9"
        ),
        message="{observed} persen responden memberi jawaban yang sama untuk kesembilan unsur; periksa cara pengisiannya.",
    ),
)
FILE_RULES_BY_CODE: dict[str, FileRule] = {rule.code: rule for rule in FILE_RULES}

MOSTLY_REJECTED = "mostly_rejected"
"""Reason code of a file refused because more rows than the settings allow were rejected."""
REJECTED_WITH_FILE = "rejected_with_file"
"""Rule code of the clean rows of such a file."""


def _unique(table: str, *key: str) -> WarehouseRule:
    columns = ", ".join(key)
    return WarehouseRule(
        f"{table}_key_unique",
        table,
        "error",
        f"SELECT {columns} FROM {table} GROUP BY {columns} HAVING count(*) > 1",
        f"one row per {columns}",
    )


def _one_of(table: str, column: str, values: tuple[str, ...]) -> WarehouseColumnRule:
    return WarehouseColumnRule(
        f"{table}_{column}_known", table, column, "error", InSet(values), f"one of {', '.join(values)}"
    )


_MUTU = tuple(grade.mutu for grade in GRADES)
_STATUSES: tuple[str, ...] = get_args(FileStatus)

WAREHOUSE_COLUMN_RULES: tuple[WarehouseColumnRule, ...] = (
    _one_of("period", "kind", PERIOD_KINDS),
    _one_of("ikm_unit", "mutu", _MUTU),
    _one_of("ikm_unit", "mutu_exact", _MUTU),
    _one_of("ikm_unit", "weight", tuple(WEIGHTS)),
    _one_of("ikm_unsur", "unsur_code", UNSUR_CODES),
    _one_of("ikm_unsur", "mutu", _MUTU),
    _one_of("ikm_regency", "method", REGENCY_METHODS),
    _one_of("ikm_regency", "mutu", _MUTU),
    _one_of("ingest_file", "status", _STATUSES),
    WarehouseColumnRule(
        "ikm_unit_respondents_counted",
        "ikm_unit",
        "respondents",
        "error",
        Between(1),
        "an index stands on at least one questionnaire: no index is not zero",
    ),
    WarehouseColumnRule(
        "ikm_unsur_nrr_on_scale",
        "ikm_unsur",
        "nrr",
        "error",
        Between(min(SCALE), max(SCALE)),
        "a mean answer lies between 1 and 4",
    ),
    WarehouseColumnRule(
        "respondent_profile_share_is_a_share",
        "respondent_profile",
        "share",
        "error",
        Between(0, 1),
        "a share lies between 0 and 1",
    ),
)
"""What the tables' types do not already say; the DDL keeps empty values out."""

WAREHOUSE_RULES: tuple[WarehouseRule, ...] = (
    *(_unique(table.name, *table.key) for table in WAREHOUSE_TABLES),
    WarehouseRule(
        "file_rows_conserved",
        "ingest_file",
        "error",
        "SELECT file_id FROM ingest_file WHERE rows_read <> rows_accepted + rows_rejected + rows_duplicate",
        "rows read = accepted + rejected + duplicate, for every file",
    ),
    WarehouseRule(
        "file_rows_accepted_are_responses",
        "ingest_file",
        "error",
        "SELECT file_id FROM ingest_file LEFT JOIN (SELECT file_id, count(*) AS responses FROM response GROUP BY file_id) "
        "USING (file_id) WHERE rows_accepted <> coalesce(responses, 0)",
        "every accepted row of a file is a response, and no other",
    ),
    WarehouseRule(
        "responses_have_a_file",
        "response",
        "error",
        "SELECT file_id FROM (SELECT DISTINCT file_id FROM response) ANTI JOIN ingest_file USING (file_id)",
        "every response comes from a file that was seen",
    ),
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
        + " OR ".join(f"{unsur.column} NOT IN (1, 2, 3, 4) OR {unsur.column} IS NULL" for unsur in UNSUR),
        "every answer of every response is 1 to 4",
    ),
    WarehouseRule(
        "response_dated_or_placed",
        "response",
        "error",
        "SELECT response_key FROM response WHERE (response_date IS NULL) = (period_code IS NULL)",
        "a response has either a date or the period its file names",
    ),
    WarehouseRule(
        "units_known",
        "response",
        "error",
        "SELECT unit_code FROM (SELECT DISTINCT unit_code FROM response) ANTI JOIN unit USING (unit_code)",
        "every response belongs to a unit of the registry",
    ),
    WarehouseRule(
        "unsur_totals_reconcile",
        "ikm_unsur",
        "error",
        "SELECT period_code, unit_code FROM ikm_unsur LEFT JOIN "
        "(SELECT period_code, unit_code, respondents AS n FROM ikm_unit) USING (period_code, unit_code) "
        "WHERE n IS NULL OR respondents <> n OR total NOT BETWEEN n AND 4 * n",
        "every unsur has the unit's respondents, and a total between 1 and 4 for each",
    ),
    WarehouseRule(
        "year_totals_are_responses",
        "ikm_unsur",
        "error",
        "WITH counted AS (SELECT coalesce(period_code, year(response_date)::VARCHAR) AS period_code, unit_code, "
        "sum(u1) AS t1, sum(u9) AS t9 FROM response WHERE period_code IS NULL OR length(period_code) = 4 GROUP BY ALL), "
        "stated AS (SELECT period_code, unit_code, max(total) FILTER (WHERE unsur_code = 'U1') AS t1, "
        "max(total) FILTER (WHERE unsur_code = 'U9') AS t9 FROM ikm_unsur WHERE length(period_code) = 4 GROUP BY ALL) "
        "(SELECT * FROM counted EXCEPT SELECT * FROM stated) UNION ALL (SELECT * FROM stated EXCEPT SELECT * FROM counted)",
        "totals of a year are the sums of its responses",
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
        "SELECT period_code, unit_code FROM ikm_unit WHERE ikm NOT BETWEEN 24.75 AND 100 OR ikm_exact NOT BETWEEN 25 AND 100 "
        "OR ikm_low > ikm OR ikm_high < ikm OR ikm_low < 24.75 OR ikm_high > 100",
        "every index and interval lies in its range",
    ),
    WarehouseRule(
        "units_accounted_for",
        "unit",
        "error",
        "SELECT period_code, unit_code FROM period CROSS JOIN unit "
        "LEFT JOIN (SELECT period_code, unit_code, true AS has_index FROM ikm_unit) USING (period_code, unit_code) "
        "LEFT JOIN (SELECT period_code, unit_code, true AS is_missing FROM missing_unit) USING (period_code, unit_code) "
        "WHERE coalesce(has_index, false) = coalesce(is_missing, false)",
        "every unit of the registry has an index or is listed as missing, in every period",
    ),
    WarehouseRule(
        "ranking_follows_index",
        "ikm_ranking",
        "error",
        "WITH ranked AS (SELECT r.period_code, r.scope, r.unit_code, r.rank, "
        "rank() OVER (PARTITION BY r.period_code, r.scope ORDER BY u.ikm DESC) AS expected, r.ikm = u.ikm AS same "
        "FROM ikm_ranking r LEFT JOIN ikm_unit u USING (period_code, unit_code)) "
        "SELECT * FROM ranked WHERE rank IS DISTINCT FROM expected OR same IS DISTINCT FROM true",
        "a higher index ranks before a lower one, equal ones share a rank",
    ),
    WarehouseRule(
        "ranking_complete",
        "ikm_ranking",
        "error",
        "SELECT period_code, unit_code FROM ikm_unit LEFT JOIN (SELECT period_code, unit_code, count(*) AS scopes "
        "FROM ikm_ranking GROUP BY ALL) USING (period_code, unit_code) WHERE coalesce(scopes, 0) <> 2",
        "every index is ranked within its type and overall",
    ),
    WarehouseRule(
        "rank_interval_holds_rank",
        "ikm_ranking",
        "error",
        "SELECT period_code, scope, unit_code FROM ikm_ranking WHERE rank NOT BETWEEN rank_low AND rank_high OR rank_low < 1 "
        "OR rank_high > units",
        "a rank lies within its interval",
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
        "units_reported",
        "missing_unit",
        "warning",
        "SELECT period_code, unit_code FROM missing_unit JOIN period USING (period_code) WHERE kind = 'year'",
        "every unit reported in every year",
    ),
    WarehouseRule(
        "samples_met",
        "ikm_unit",
        "warning",
        "SELECT period_code, unit_code FROM ikm_unit WHERE sample_met = false",
        "respondents reach the sample the regulation asks for",
    ),
    WarehouseRule(
        "snapshot_beside_identified",
        "ingest_file",
        "warning",
        "SELECT unit_code, year FROM (SELECT DISTINCT unit_code, coalesce(left(response.period_code, 4), "
        "year(response_date)::VARCHAR) AS year, submitted_at IS NULL AS without_time, file_id FROM response) "
        "GROUP BY ALL HAVING count(DISTINCT file_id) > 1 AND count(DISTINCT without_time) > 1",
        "no unit mixes files with and without identity in one year: people may be counted twice",
    ),
)

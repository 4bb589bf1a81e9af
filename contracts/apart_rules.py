# ruff: noqa: E501 - SQL that is broken at 120 reads worse
"""What must hold in a warehouse of answers to questionnaires that leave an unsur out: they stand beside all others, and
are in no IKM.

Belongs here: what a rule about a warehouse is, and these. Not here: all others (`contracts.warehouse_rules`, which lists
these too), running any.
"""

from dataclasses import dataclass
from typing import Final

from contracts.rules import Severity, off_scale
from contracts.shared_columns import WITHOUT_UNSUR
from contracts.unsur import UNSUR


@dataclass(frozen=True)
class WarehouseRule:
    """A rule about the new warehouse: `sql` selects what contradicts, nothing when all is well."""

    code: str
    table: str
    severity: Severity
    sql: str
    meaning: str


CLOSED: Final = "(SELECT period_code FROM edition GROUP BY period_code HAVING arg_max(state, revision) = 'official')"
"""Periods whose figures are those of an edition, not of the responses and the registry as they are now."""
APART: Final = (
    "(SELECT period_code, unit_code, questionnaire, max(asked) AS asked FROM further_index "
    f"WHERE kind = '{WITHOUT_UNSUR}' GROUP BY ALL)"
)
"""What is told of questionnaires that leave an unsur out."""
_UNDATED: Final = (
    "SELECT counted.period_code, response_apart.* EXCLUDE period_code FROM response_apart JOIN counted_period AS counted "
    "ON counted.unit_code = response_apart.unit_code AND counted.named_period = response_apart.period_code"
)

APART_RULES: Final[tuple[WarehouseRule, ...]] = (
    WarehouseRule(
        "responses_in_one_table",
        "response_apart",
        "error",
        "SELECT response_key FROM response_apart SEMI JOIN response USING (response_key)",
        "nobody answered a questionnaire of nine unsur and, in the same answer, one that leaves an unsur out",
    ),
    WarehouseRule(
        "answers_apart_on_scale",
        "response_apart",
        "error",
        "SELECT response_key FROM response_apart WHERE questionnaire IS NULL OR "
        + " + ".join(f"({unsur.column} IS NULL)::INT" for unsur in UNSUR)
        + " <> 1 OR "
        + " OR ".join(off_scale(unsur.column) for unsur in UNSUR),
        "one unsur was left out, and every other answer is 1 to 4, or lies between these where it is a mean",
    ),
    WarehouseRule(
        "apart_year_is_of_its_responses",
        "further_index",
        "error",
        "WITH placed AS (SELECT year(response_date)::VARCHAR AS period_code, response_apart.* EXCLUDE period_code "
        f"FROM response_apart WHERE response_date IS NOT NULL UNION ALL {_UNDATED} "
        "WHERE length(counted.period_code) = 4), "
        "counted AS (SELECT period_code, unit_code, questionnaire, count(*) AS asked, "
        + ", ".join(
            f"sum({unsur.column}) / (count(*) * max(coalesce(answer_parts, 1))) AS {unsur.column}" for unsur in UNSUR
        )
        + f" FROM placed ANTI JOIN {CLOSED} USING (period_code) GROUP BY ALL), "
        "told AS (SELECT period_code, unit_code, questionnaire, "
        f"max(asked) FILTER (WHERE kind = '{WITHOUT_UNSUR}') AS asked, "
        + ", ".join(
            f"max(mean) FILTER (WHERE kind = 'apart_unsur' AND code = '{unsur.code}') AS {unsur.column}"
            for unsur in UNSUR
        )
        + " FROM further_index SEMI JOIN (SELECT DISTINCT questionnaire FROM further_index "
        f"WHERE kind = '{WITHOUT_UNSUR}') USING (questionnaire) ANTI JOIN {CLOSED} USING (period_code) "
        "WHERE length(period_code) = 4 GROUP BY ALL) "
        "SELECT period_code, unit_code, questionnaire FROM counted FULL JOIN told "
        "USING (period_code, unit_code, questionnaire) WHERE counted.asked IS DISTINCT FROM told.asked OR "
        + " OR ".join(
            f"(counted.{unsur.column} IS NULL) <> (told.{unsur.column} IS NULL) "
            f"OR abs(counted.{unsur.column} - told.{unsur.column}) > 1e-9"
            for unsur in UNSUR
        ),
        "what is told of an open year, of a questionnaire that leaves an unsur out, are the means of its responses",
    ),
    WarehouseRule(
        "missing_units_say_why",
        "missing_unit",
        "error",
        f"SELECT period_code, unit_code FROM missing_unit LEFT JOIN (SELECT DISTINCT period_code, unit_code, true AS apart "
        f"FROM {APART}) USING (period_code, unit_code) WHERE (reason IS NOT NULL) <> coalesce(apart, false)",
        "a unit without an index that answered by a questionnaire that leaves an unsur out is listed with that reason, and "
        "no other",
    ),
)

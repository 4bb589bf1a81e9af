"""The table of what units' own questionnaires ask for beyond the nine unsur, each with an index of its own.

Internal: no rule of disclosure has decided on any of it. Declared like all others (`contracts.tables`, which lists
them). Not here: the register (`contracts.questionnaires`), the figures (`transforms.figures.further_figures`).
"""

from dataclasses import replace

from contracts.columns import Between, Column, ColumnType, OneOf, Table
from contracts.shared_columns import GRADE, PERIOD_CODE, QUESTIONNAIRE, UNIT_CODE, WITHOUT_UNSUR

T = ColumnType

FURTHER_INDEX = Table(
    "further_index",
    "one row per period, unit, questionnaire and index that it asks for beyond the nine unsur",
    "Additional unsur, the index by the unit's own weights, other surveys (SPAK, SPKP) and their questions: of the "
    "respondents of `ikm_unit` that were asked by that questionnaire and gave every answer it is made of. Of a "
    "questionnaire that leaves an unsur out, all of it is of `response_apart`: the index of the others, and each of "
    "them. No IKM, no rank and nothing of the regency is made from it.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        replace(QUESTIONNAIRE, meaning="version of the questionnaire", nullable=False, since=""),
        Column(
            "code",
            T.TEXT,
            "U10 …; IKM: by the unit's own weights, or of the unsur that are asked; a survey's own, SPAK; its "
            "questions, SPAK.1 …; U1 … of a questionnaire that leaves one out",
        ),
        Column(
            "kind",
            T.TEXT,
            "what it is",
            allowed=OneOf(
                ("unsur", "weights", "survey", "question", WITHOUT_UNSUR, "apart_unsur"),
                (
                    *("unsur tambahan", "IKM menurut bobot unit", "survei lain", "pertanyaan survei lain"),
                    *("indeks tanpa satu unsur", "unsur dari indeks itu"),
                ),
            ),
        ),
        Column("position", T.INTEGER, "place among those of its questionnaire, from 1"),
        Column("name", T.TEXT, "what it is called"),
        Column("formula", T.TEXT, "how the index is made, in Bahasa Indonesia"),
        Column("asked", T.COUNT, "valid questionnaires of this version"),
        Column("respondents", T.COUNT, "of them, those who gave every answer it is made of"),
        Column("scale", T.INTEGER, "highest answer; the lowest is 1", allowed=Between(2)),
        Column("mean", T.RATIO, "mean answer, by its weights, unrounded; empty where nobody answered", nullable=True),
        Column("score", T.INDEX, "the index, rounded half up once", nullable=True),
        Column("score_low", T.INDEX, "lower end of its 95 % interval (method, chapter 3.6)", nullable=True),
        Column("score_high", T.INDEX, "upper end", nullable=True),
        Column(
            "mutu", T.TEXT, "grade of `score`, of unsur and of the index by own weights", nullable=True, allowed=GRADE
        ),
    ),
    key=("period_code", "unit_code", "questionnaire", "code"),
)

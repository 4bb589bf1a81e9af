"""What a unit's own questionnaire asks for beyond the nine unsur: additional unsur, the index by the unit's own
weights, other surveys such as SPAK and SPKP. Each has an index of its own, and none is in any IKM.

Every one is the mean of a sum over the answers of a respondent, counted in equal parts of an answer so that sums stay
whole numbers, of those who gave all answers it is made of; it is divided and rounded once. Its interval is that of
`transforms.figures.interval`, moderated by what is taken where nothing is known of like units: other units ask other
questions. Not here: the register (`contracts.questionnaires`), reading an answer (`transforms.responses`).
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Final, NamedTuple

import polars as pl

from contracts.method import INDEX_FACTOR
from contracts.questionnaire_tables import FURTHER_INDEX
from contracts.questionnaires import OWN_INDEX, Questionnaire, Questionnaires, Survey, as_written
from contracts.shared_columns import FURTHER_ANSWERS, QUESTIONNAIRE, WITHOUT_UNSUR
from contracts.unsur import COLUMN_BY_CODE, SCALE
from transforms.figures.interval import ends_around, with_reach
from transforms.figures.periods import in_periods
from transforms.figures.spread import ROW_TOTALS, moderated
from transforms.figures.sums import PARTS, SLOT, slot
from transforms.responses.further_answers import BETWEEN
from transforms.rounding import HUNDREDTHS, as_index, half_up, hundredths, mutu
from transforms.schema import conform, empty_frame

OWN_NAME: Final = "IKM menurut bobot unit"
_GRADED: Final = ("unsur", "weights", WITHOUT_UNSUR, "apart_unsur")
_SUMMED: Final = ("asked", "respondents", "total", "squares")
FURTHER_SUMS: Final = pl.Schema(
    {
        "unit_code": pl.String(),
        "month": pl.Date(),
        "period_code": pl.String(),
        QUESTIONNAIRE.name: pl.String(),
        "code": pl.String(),
        **dict.fromkeys(_SUMMED, pl.Int64()),
    }
)
"""Additive, one row for each SLOT, questionnaire and index: respondents who were asked, those who gave every answer,
and of these the sum of their sums and of its squares, in parts of an answer."""


class FurtherIndex(NamedTuple):
    """An index of a questionnaire: `value` is a respondent's sum in so many `parts` of an answer, empty where one of
    the answers is not there; its mean is on a scale from 1 to `scale`, and times `factor` it is the index."""

    code: str
    kind: str
    name: str
    formula: str
    scale: int
    factor: Fraction
    parts: int
    value: pl.Expr


def further_sums(responses: pl.LazyFrame, questionnaires: Questionnaires) -> pl.DataFrame:
    """FURTHER_SUMS of responses (columns of `contracts.tables.RESPONSE`, and RESPONSE_APART)."""
    frames = [pl.DataFrame(schema=FURTHER_SUMS)]
    for questionnaire in questionnaires:
        values = {one.code: one.value for one in further_indexes(questionnaire)}
        if not values:
            continue
        sums = (
            responses.filter(pl.col(QUESTIONNAIRE.name) == questionnaire.version)
            .select(*slot(), *(value.alias(code) for code, value in values.items()))
            .group_by(SLOT)
            .agg(pl.struct(_sums_of(code)).alias(code) for code in values)
            .collect(engine="streaming")
        )
        version = pl.lit(questionnaire.version).alias(QUESTIONNAIRE.name)
        for code in values:
            of_code = sums.select(*SLOT, version, pl.lit(code).alias("code"), pl.col(code).struct.unnest())
            frames.append(of_code.select(pl.col(name).cast(dtype) for name, dtype in FURTHER_SUMS.items()))
    return pl.concat(frames).sort(*SLOT, QUESTIONNAIRE.name, "code")


def _sums_of(code: str) -> list[pl.Expr]:
    """Each of _SUMMED, of the values of an index."""
    value = pl.col(code)
    sums = (pl.len(), value.count(), value.sum(), (value**2).sum())
    return [one.alias(name) for one, name in zip(sums, _SUMMED, strict=True)]


def further_index(sums: pl.DataFrame, counted_period: pl.DataFrame, questionnaires: Questionnaires) -> pl.DataFrame:
    """The table `further_index` from FURTHER_SUMS and the table `counted_period`."""
    declared = [
        (one.version, place, *index[:5], index.parts, index.factor.numerator, index.factor.denominator)
        for one in questionnaires
        for place, index in enumerate(further_indexes(one), start=1)
    ]
    if not declared:
        return empty_frame(FURTHER_INDEX)
    columns = (QUESTIONNAIRE.name, "position", *FurtherIndex._fields[:5], PARTS, "numerator", "denominator")
    in_parts = pl.col("respondents") * pl.col(PARTS)
    by_period = (
        in_periods(sums, counted_period)
        .group_by("period_code", "unit_code", QUESTIONNAIRE.name, "code")
        .agg(pl.col(_SUMMED).sum())
        .join(pl.DataFrame(declared, schema=columns, orient="row"), on=[QUESTIONNAIRE.name, "code"])
        .with_columns(
            pl.when(pl.col("respondents") > 0).then(pl.col("total") / in_parts).alias("mean"),
            hundredths(pl.col("total") * pl.col("numerator"), in_parts * pl.col("denominator")).alias("score"),
        )
    )
    middle, half_width = ends_around(pl.col("mean") - 1, pl.col("scale") - 1)
    low, high = (
        half_up((1 + end) * HUNDREDTHS * pl.col("numerator") / pl.col("denominator"))
        for end in (middle - half_width, middle + half_width)
    )
    is_graded = pl.col("kind").is_in(_GRADED)
    return conform(
        with_reach(_with_spread(by_period))
        .with_columns(
            as_index(pl.col("score")).alias("score"),
            as_index(pl.min_horizontal(low, "score")).alias("score_low"),
            as_index(pl.max_horizontal(high, "score")).alias("score_high"),
            pl.when(is_graded).then(mutu(pl.col("score"))).alias("mutu"),
        )
        .sort("period_code", "unit_code", QUESTIONNAIRE.name, "position"),
        FURTHER_INDEX,
    )


def apart_slots(sums: pl.DataFrame, questionnaires: Questionnaires) -> pl.DataFrame:
    """SLOT of answers to questionnaires that leave an unsur out, of FURTHER_SUMS."""
    versions = [one.version for one in questionnaires if one.without]
    return sums.filter(pl.col(QUESTIONNAIRE.name).is_in(versions), code=OWN_INDEX).select(SLOT)


def apart_respondents(further: pl.DataFrame) -> pl.DataFrame:
    """period_code, unit_code and respondents who answered questionnaires that leave an unsur out, of FURTHER_INDEX."""
    asked = further.filter(kind=WITHOUT_UNSUR).group_by("period_code", "unit_code").agg(pl.col("asked").sum())
    return asked.select("period_code", "unit_code", pl.col("asked").alias("respondents"))


def _with_spread(indexes: pl.DataFrame) -> pl.DataFrame:
    """The rows given with the moderated `variance` and `largest` of their respondents, in whole answers."""
    n, total, parts = (pl.col(name).cast(pl.Int128) for name in ("respondents", "total", PARTS))
    apart = (n * pl.col("squares").cast(pl.Int128) - total * total).cast(pl.Float64) / (n * parts * parts)
    room = (pl.col("mean") - 1) * (pl.col("scale") - pl.col("mean")) * (pl.col("respondents") - 1)
    # What is known of row totals, on this scale.
    narrower = ((pl.col("scale") - 1) / (ROW_TOTALS.highest - ROW_TOTALS.lowest)) ** 2
    degrees = pl.col("respondents") - 1
    return indexes.with_columns(
        moderated(apart, ROW_TOTALS.unknown.variance * narrower, degrees).alias("variance"),
        moderated(room, ROW_TOTALS.unknown.largest * narrower, degrees).alias("largest"),
    )


def further_indexes(questionnaire: Questionnaire) -> Iterator[FurtherIndex]:
    """What a questionnaire asks for beyond the nine unsur, in the order in which it is shown."""
    given = pl.col(FURTHER_ANSWERS.name).str.split(BETWEEN)
    answer_to = {
        question: given.list.get(place, null_on_oob=True).cast(pl.Int64, strict=False)
        for place, question in enumerate(questionnaire.further_questions)
    }

    def sum_of(code: str) -> pl.Expr:
        return reduce(add, (answer_to[one] for one in questionnaire.about(code)))

    of_unsur = (max(SCALE), Fraction(INDEX_FACTOR))
    if questionnaire.without:
        for one in questionnaire.unsur:
            parts = questionnaire.parts
            value = pl.col(one.column).cast(pl.Int64)
            yield FurtherIndex(one.code, "apart_unsur", one.name, f"NRR × {INDEX_FACTOR}", *of_unsur, parts, value)
    for unsur in questionnaire.further_unsur:
        count = len(questionnaire.about(unsur.code))
        formula = f"NRR × {INDEX_FACTOR}"
        yield FurtherIndex(unsur.code, "unsur", unsur.name, formula, *of_unsur, count, sum_of(unsur.code))
    if questionnaire.weights:
        parts = questionnaire.weight_parts
        weighted = []
        for code, weight in questionnaire.weights:
            column = COLUMN_BY_CODE.get(code)
            # The nine are counted in as many parts as all their questions ask for.
            counted_in = questionnaire.parts if column else len(questionnaire.about(code))
            total = pl.col(column).cast(pl.Int64) if column else sum_of(code)
            weighted.append(total * int(weight * parts / counted_in))
        listed = "; ".join(f"{code} {as_written(weight)}" for code, weight in questionnaire.weights)
        formula = f"Σ (NRR × bobot) × {INDEX_FACTOR}, dengan bobot {listed}"
        kind = WITHOUT_UNSUR if questionnaire.without else "weights"
        name = f"Indeks tanpa unsur {questionnaire.without}" if questionnaire.without else OWN_NAME
        yield FurtherIndex(OWN_INDEX, kind, name, formula, *of_unsur, parts, reduce(add, weighted))
    for survey in questionnaire.surveys:
        questions = questionnaire.about(survey.code)
        formula = f"rata-rata jawaban × {_factor(survey)}"
        made = (formula, survey.scale, survey.factor)
        yield FurtherIndex(survey.code, "survey", survey.name, *made, len(questions), sum_of(survey.code))
        for number, question in enumerate(questions, start=1):
            code = f"{survey.code}.{number}"
            yield FurtherIndex(code, "question", question.text, *made, 1, answer_to[question])


def _factor(survey: Survey) -> str:
    """As people write it: 25; what has no end by the scale, as 100/6."""
    written, highest = as_written(survey.factor), survey.factor * survey.scale
    return f"{highest}/{survey.scale}" if "/" in written and highest.denominator == 1 else written

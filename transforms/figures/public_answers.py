"""Answers as the record of what was public knows them: hashes of what they say.

Belongs here: the hash and what it still tells, the service an answer counts in, the records laid together. Not here:
what may be shown (`transforms.figures.publication`), where the record lies (`pipeline.publications`).
"""

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from contracts.respondent import CHARACTERISTICS
from contracts.services import NO_SERVICES, Services
from contracts.unsur import UNSUR_COLUMNS
from transforms.figures.services import with_service
from transforms.figures.sums import PARTS, with_parts

PUBLIC_ANSWERS: Final = pl.Schema(
    {"unit_code": pl.String(), "year": pl.Int64(), "answer": pl.UInt64(), "sets": pl.List(pl.String())}
)
"""Every answer behind anything that was ever public: a hash of what it says, and the sets it stands in."""
FAMILY: Final = ["unit_code", "year"]
_SAYING: Final = ["unit_code", "response_date", "period_code", "service"]
_STEP: Final = 0x9E3779B97F4A7C15
_ROUNDS: Final = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))
_NUMBER_BITS: Final = 16
"""How many say the same before an answer, at most: the rest of its hash, taken apart, is what it says."""

Words = npt.NDArray[np.uint64]


def public_answers(responses: pl.LazyFrame, services: Services = NO_SERVICES) -> pl.DataFrame:
    """unit_code, year, month, named (the period a file without dates names), service_code (empty in a unit that has
    none in the register), answer and the characteristics, one row per response (columns of
    `contracts.tables.RESPONSE`).

    `answer` is a hash of what the response says, and of how many said the same before it: whoever says the same is
    the same, whatever key it has. It does not depend on the release of any library, for it is kept for a year."""
    columns = [one.column for one in CHARACTERISTICS]
    words = [pl.col("service").cast(pl.String)] if services else []
    frame = (
        with_parts(responses)
        .select(
            pl.col("unit_code").cast(pl.String),
            pl.col("response_date"),
            pl.when(pl.col("response_date").is_null()).then(pl.col("period_code").cast(pl.String)).alias("named"),
            *(
                pl.col(one.column).cast(pl.Enum([category.value for category in one.categories]))
                for one in CHARACTERISTICS
            ),
            pl.sum_horizontal(
                (pl.col(name).cast(pl.Int64) - 1) * 4**place for place, name in enumerate(UNSUR_COLUMNS)
            ).alias("nine"),
            pl.when(pl.col(PARTS) > 1).then(pl.concat_str(PARTS, *UNSUR_COLUMNS, separator=" ")).alias("means"),
            *words,
        )
        .collect(engine="streaming")
    )
    # Counted in parts, nine answers are more than so small a number can hold.
    nine = np.where(
        frame.get_column("means").is_null().to_numpy(),
        frame.get_column("nine").to_numpy().astype(np.uint64),
        _constants(frame.get_column("means")),
    )
    days = frame.get_column("response_date").cast(pl.Int32).cast(pl.Int64).fill_null(0).to_numpy().astype(np.uint64)
    said = [days, _constants(frame.get_column("named")), nine]
    said += [_constants(frame.get_column(name)) for name in columns]
    year = pl.coalesce(pl.col("response_date").dt.year(), pl.col("named").str.slice(0, 4).cast(pl.Int32, strict=False))
    frame = _with_service_code(
        frame.with_columns(pl.Series("said", _mixed(said), dtype=pl.UInt64), year.cast(pl.Int64).alias("year")),
        services,
    )
    # Those of one service stand together, so that a set of them does not change with the order of the rows.
    in_order = "service_code" if services else None
    before = pl.int_range(pl.len(), dtype=pl.UInt64).over("unit_code", "year", "said", order_by=in_order)
    numbered = frame.with_columns(before.alias("before"))
    answer = _mixed([numbered.get_column("said").to_numpy(), numbered.get_column("before").to_numpy()])
    return numbered.select(
        *FAMILY,
        pl.col("response_date").dt.month_start().alias("month"),
        "named",
        "service_code",
        pl.Series("answer", answer, dtype=pl.UInt64),
        *columns,
    )


def _with_service_code(answers: pl.DataFrame, services: Services) -> pl.DataFrame:
    of_units = answers.filter(pl.col("unit_code").is_in(services.units))
    if of_units.is_empty():
        return answers.with_columns(pl.lit("").alias("service_code"))
    named = answers.rename({"named": "period_code"})
    words = named.filter(pl.col("unit_code").is_in(services.units)).select(_SAYING).unique()
    codes = with_service(words, services).select(*_SAYING, "service_code")
    return (
        named.join(codes, on=_SAYING, how="left", nulls_equal=True, maintain_order="left")
        .rename({"period_code": "named"})
        .with_columns(pl.col("service_code").fill_null(""))
    )


def sayings(answers: pl.Series) -> pl.Series:
    """Of hashes as `public_answers` makes them: a number that is the same for all who say the same."""
    words = answers.to_numpy()
    for shift, factor in reversed(_ROUNDS):
        words = words * np.uint64(pow(factor, -1, 2**64))
        words = words ^ (words >> np.uint64(shift)) ^ (words >> np.uint64(2 * shift))
    return pl.Series(answers.name, (words - np.uint64(_STEP)) >> np.uint64(_NUMBER_BITS), dtype=pl.UInt64)


def together(records: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Records (PUBLIC_ANSWERS) as one: of each answer all sets it stands in, sorted."""
    key = [*FAMILY, "answer"]
    rows = pl.concat([pl.DataFrame(schema=PUBLIC_ANSWERS), *records]).sort(key)
    # Most answers stand in the same sets in all of them, so in rows that follow each other.
    rows = rows.filter(~_as_before(PUBLIC_ANSWERS.names()))
    is_one_of_several = _as_before(key) | _as_before(key).shift(-1, fill_value=False)
    merged = rows.filter(is_one_of_several).explode("sets").group_by(key).agg(pl.col("sets").unique().sort())
    return pl.concat([rows.filter(~is_one_of_several), merged.select(rows.columns)]).sort(key)


def _as_before(columns: Sequence[str]) -> pl.Expr:
    """Whether a row is, in these columns, as the one before it."""
    return pl.all_horizontal(pl.col(name) == pl.col(name).shift() for name in columns).fill_null(value=False)


def _constants(texts: pl.Series) -> Words:
    """A number for each text that depends on nothing but the text; 0 where there is none."""
    distinct = texts.drop_nulls().unique()
    numbers = [
        int.from_bytes(hashlib.blake2b(str(text).encode(), digest_size=8).digest(), "little") for text in distinct
    ]
    if not numbers:
        return np.zeros(len(texts), dtype=np.uint64)
    known = pl.DataFrame({"text": distinct, "number": pl.Series(numbers, dtype=pl.UInt64)})
    found = pl.DataFrame({"text": texts}).join(known, on="text", how="left", maintain_order="left")
    return found.get_column("number").fill_null(0).to_numpy()


def _mixed(words: Sequence[Words]) -> Words:
    """One hash of several numbers, row by row: SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014)."""
    mixed = np.zeros(len(words[0]), dtype=np.uint64)
    for word in words:
        mixed = (mixed ^ word) + np.uint64(_STEP)
        for shift, factor in _ROUNDS:
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed

"""What suggestions are about: plain counting of words.

Belongs here: counting the themes of `contracts.themes` in every period, and choosing examples. Not here:
any word, how people are made unrecognisable in an example (`transforms.masking`), or judging whether a
suggestion praises or complains.
"""

import re

import polars as pl

from contracts.tables import SUGGESTION_THEME
from contracts.themes import ALL_THEMES, EMPTY_TEXTS, EMPTY_WORDS, OTHER_THEME, PASSED_OVER, THEMES
from transforms.figures.periods import in_periods
from transforms.figures.sums import SLOT, slot
from transforms.masking import MASK_SIGN, masked
from transforms.schema import conform, empty_frame

READABLE = 80
"""Letters. The nearer an example is, the better it tells what people mean."""
A_THEME_MORE = 20
"""What an example that speaks of one theme more is worth less, in letters too long or too short."""
LONGEST_EXAMPLE = 160
"""Letters. What is longer is cut."""
EXAMPLES = ("example", "further_example")

_CODES = (ALL_THEMES, *(theme.code for theme in THEMES), OTHER_THEME)
_CODE_TYPE = pl.Enum(_CODES)
_BETWEEN_WORDS = r"[[^\p{L}\p{M}\p{N}]\x{FE00}-\x{FE0F}]+"
"""Anything but letters and digits; what only says how the emoji before it looks is neither."""
_EMPTY_WORDS_ONLY = rf"^(?: (?:{'|'.join(map(re.escape, sorted(EMPTY_WORDS)))}))+ $"
_TWO_LETTERS = r"\p{L}.*\p{L}"


def suggestion_themes(suggestions: pl.LazyFrame, responses: pl.LazyFrame, counted_period: pl.DataFrame) -> pl.DataFrame:
    """The table `suggestion_theme`, of suggestions (columns of `contracts.tables.SUGGESTION`) and the
    responses they belong to (at least response_key, unit_code, response_date and period_code); `counted_period`: that
    table.

    A suggestion counts in the periods its response counts in, once in each theme it has a word of. One
    that says nothing ("-", "tidak ada") counts nowhere. Examples are of that unit and period, two with
    different words where there are; rather texts without anything to mask, then those of a length that
    reads well about few themes. Each text is read once, however many people wrote it."""
    spoken = _spoken(suggestions, responses)
    if spoken.is_empty():
        return empty_frame(SUGGESTION_THEME)
    texts = _texts(spoken.get_column("suggestion").unique())
    rank, words = texts.select("rank", "words"), texts.select("suggestion", "rank", "words")
    by_slot = (
        spoken.join(words, on="suggestion")
        .join(_themes(texts), on="rank")
        .group_by(*SLOT, "theme", "words")
        .agg(pl.col("suggestions").sum(), pl.col("rank").min())
        .group_by(*SLOT, "theme")
        .agg(pl.col("suggestions").sum(), pl.col("rank").bottom_k(len(EXAMPLES)))
    )
    key = ["period_code", "unit_code", "theme"]
    by_period = in_periods(by_slot, counted_period)
    chosen = (
        by_period.select(*key, "rank")
        .explode("rank")
        .join(rank, on="rank")
        .group_by(*key, "words")
        .agg(pl.col("rank").min())
        .group_by(key)
        .agg(pl.col("rank").sort())
        .with_columns(
            pl.col("rank").list.get(place, null_on_oob=True).alias(name) for place, name in enumerate(EXAMPLES)
        )
    )
    quote = texts.get_column("quote")
    return conform(
        by_period.group_by(key)
        .agg(pl.col("suggestions").sum())
        .join(chosen, on=key)
        .with_columns(
            pl.when(pl.col("theme") != ALL_THEMES).then(pl.lit(quote).gather(pl.col(name))).alias(name)
            for name in EXAMPLES
        )
        .sort(key),
        SUGGESTION_THEME,
    )


def _spoken(suggestions: pl.LazyFrame, responses: pl.LazyFrame) -> pl.DataFrame:
    """How often each text was written in each SLOT."""
    return (
        suggestions.join(
            responses.select("response_key", "unit_code", "response_date", "period_code"), on="response_key"
        )
        .group_by(*slot(), "suggestion")
        .agg(pl.len().cast(pl.Int64).alias("suggestions"))
        .collect(engine="streaming")
    )


def _texts(suggestions: pl.Series) -> pl.DataFrame:
    """Of different texts those that say something, the best example first: `suggestion`, the `quote`
    that may be shown of it, `words` (a number two quotes of the same words share), `rank` (its row), and
    for each theme a column saying whether it has a word of it."""
    plain = pl.col("plain")
    told = plain.str.replace_many([f" {phrase}" for phrase in PASSED_OVER], [""])
    codes = [theme.code for theme in THEMES]
    quoted = pl.col("quote")
    return (
        suggestions.to_frame("suggestion")
        .with_columns(_plain(pl.col("suggestion")).alias("plain"))
        .filter(
            plain.str.contains(_TWO_LETTERS)
            & ~plain.str.contains(_EMPTY_WORDS_ONLY)
            & ~plain.is_in([f" {text} " for text in sorted(EMPTY_TEXTS)])
        )
        .with_columns(
            *(told.str.contains_any([f" {word}" for word in theme.words]).alias(theme.code) for theme in THEMES),
            masked(pl.col("suggestion")).alias("quote"),
        )
        # One step after the other: Polars would mask three times to take an excerpt of what is masked.
        .with_columns(_excerpt(quoted))
        .with_columns(_plain(quoted).rank("dense").alias("words"))
        .sort(
            quoted.str.count_matches(MASK_SIGN, literal=True),
            (quoted.str.len_chars().cast(pl.Int64) - READABLE).abs() + A_THEME_MORE * pl.sum_horizontal(codes),
            "quote",
            "suggestion",
        )
        .with_row_index("rank")
    )


def _themes(texts: pl.DataFrame) -> pl.DataFrame:
    """rank and theme: one row for each theme of each text, `all` and `other` among them."""
    codes = [theme.code for theme in THEMES]
    flags = texts.select("rank", pl.lit(True).alias(ALL_THEMES), *codes, (~pl.any_horizontal(codes)).alias(OTHER_THEME))
    return pl.concat(flags.filter(code).select("rank", pl.lit(code, _CODE_TYPE).alias("theme")) for code in _CODES)


def _plain(text: pl.Expr) -> pl.Expr:
    """The words of a text in small letters, one space before and after each."""
    words = text.str.normalize("NFKC").str.to_lowercase().str.replace_all(_BETWEEN_WORDS, " ").str.strip_chars(" ")
    return pl.concat_str(pl.lit(" "), words, pl.lit(" "))


def _excerpt(text: pl.Expr) -> pl.Expr:
    """The text, or as many whole words of its beginning as are read at a glance."""
    beginning = text.str.head(LONGEST_EXAMPLE).str.replace(r"\s+\S*$", "")
    return pl.when(text.str.len_chars() <= LONGEST_EXAMPLE).then(text).otherwise(pl.concat_str(beginning, pl.lit("…")))

"""What the public may not see: small cells of a profile, and figures that stand on a few people.

Sex, age, education and occupation of a few people in a small unit can single one of them out (UU 27/2022), and the nine
means of one respondent are that person's questionnaire. Belongs here: one look at the figures as they are. Not here:
what was public before (`transforms.figures.publication`), the rows and digits of a public table
(`transforms.figures.withholding`).
"""

from collections.abc import Collection, Mapping

import polars as pl

from contracts.columns import Table
from contracts.periods import PERIOD_KINDS, PeriodKind, parse_period
from contracts.respondent import UNKNOWN_CATEGORY
from contracts.tables import IKM_UNIT, PUBLIC_PROFILE
from transforms.figures.periods import SMALLEST_GROUP
from transforms.schema import conform

KEY = ["period_code", "unit_code"]
CELLS = ["period_code", "unit_code", "characteristic"]
ONE_YEAR = ["year", "unit_code", "characteristic"]
CATEGORY = [*ONE_YEAR, "category"]
ONE_KIND = ["unit_code", "year", "kind"]


def public_profile(respondent_profile: pl.DataFrame, small_cell: int, kinds: Collection[PeriodKind]) -> pl.DataFrame:
    """The table `public_profile`: `respondent_profile` of the periods of these kinds, with `suppressed`
    beside each row, and `respondents` and `share` empty where it is true.

    A cell under `small_cell` is hidden; so is zero, which tells of everyone that nobody was. Periods
    overlap: with a year and one of its semesters side by side, the other semester follows by subtraction.
    So a category that is small in any period of a calendar year is hidden in all of that year. And since
    the respondents of a unit are known, what is hidden could be recomputed from the rest: so further
    categories are hidden, from the smallest of the year up, until in each of its periods the hidden ones
    hold `small_cell` respondents together (or all that answered, where they are fewer). A single small
    cell never does, hence at least two are hidden wherever one is.

    Why that is enough: no period crosses a year, so all periods a person counts in hide the same
    categories. Let anyone in a hidden category be in another hidden one instead: no shown cell changes,
    no number of respondents does, in no period. Whoever sees only those cannot tell the two apart. So of
    a hidden cell nothing follows but that it lies between zero and what all hidden cells of its period
    hold together.

    Nobody unknown is no small cell, it says only that the files were complete; nor is a zero where
    everyone is unknown, for it says nothing of anyone. Where `unknown` stands in one period of a year, it
    stands in all of them, so that a missing row tells nothing."""
    codes = respondent_profile.get_column("period_code").unique().to_list()
    periods = [parse_period(code) for code in codes]
    published = pl.DataFrame(
        [(period.code, period.year) for period in periods if period.kind in kinds],
        schema={"period_code": pl.String(), "year": pl.Int64()},
        orient="row",
    )
    profile = _with_nobody_unknown(respondent_profile.join(published, on="period_code", maintain_order="left"))
    return conform(
        profile.join(
            hidden_categories(profile, small_cell).with_columns(pl.lit(value=True).alias("hidden")),
            on=CATEGORY,
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("hidden").fill_null(value=False).alias("suppressed"))
        .with_columns(pl.when(~pl.col("suppressed")).then(pl.col("respondents", "share"))),
        PUBLIC_PROFILE,
    )


def hidden_categories(profile: pl.DataFrame, small_cell: int) -> pl.DataFrame:
    """unit_code, year, characteristic and category of what is hidden. `profile`: those, respondents, and period_code,
    which may also name any other group of people whose counts would follow from what is shown."""
    respondents, known = pl.col("respondents"), pl.col("category") != UNKNOWN_CATEGORY
    small = (respondents < small_cell) & (known | (respondents > 0)) & pl.col("anyone_known")
    smallest_first = ["not_small", "in_year", "category"]
    respondents_before = respondents.cum_sum().over(CELLS, order_by=smallest_first) - respondents
    not_enough = pl.col("respondents_before") < small_cell
    return (
        # Step by step: a window within a window would look at rows of the outer one only.
        profile.with_columns((known & (respondents > 0)).any().over(CELLS).alias("anyone_known"))
        .with_columns(
            small.not_().all().over(CATEGORY).alias("not_small"), respondents.sum().over(CATEGORY).alias("in_year")
        )
        .with_columns(
            respondents_before.alias("respondents_before"), pl.col("not_small").all().over(ONE_YEAR).alias("shown")
        )
        .filter(~pl.col("shown") & (~pl.col("not_small") | not_enough.any().over(CATEGORY)))
        .select(CATEGORY)
        .unique()
    )


def _with_nobody_unknown(profile: pl.DataFrame) -> pl.DataFrame:
    """The profile with `unknown` in all periods of a year where it stands in one of them."""
    unknown = profile.filter(pl.col("category") == UNKNOWN_CATEGORY)
    nobody = (
        profile.select(*CELLS, "year")
        .unique()
        .join(unknown.select(ONE_YEAR).unique(), on=ONE_YEAR)
        .join(unknown, on=CELLS, how="anti")
        .with_columns(pl.lit(UNKNOWN_CATEGORY).alias("category"), respondents=pl.lit(0, pl.Int64), share=pl.lit(0.0))
    )
    # The categories keep their order, and `unknown` goes last.
    return pl.concat([profile, nobody.select(profile.columns)]).sort(CELLS, maintain_order=True)


def publishable(sums_by_unit_period: pl.DataFrame, small_cell: int, kinds: Collection[PeriodKind]) -> pl.DataFrame:
    """period_code, unit_code and publishable of every row: may the public see this unit's figures of this
    period? Never of kinds of period outside `kinds`, for which nothing is published.

    A figure on fewer than `small_cell` people is theirs, not the unit's. And periods lie in one another:
    from a year and one semester follows the other. So a unit's periods of one kind are shown or hidden for
    a calendar year as a whole: where one of them has a few respondents, none of that kind is shown.

    What is shown then are whole kinds, and every longer period is a union of the shortest ones shown: with
    those all large (or empty), sums and differences of anything shown are sums over large groups. One thing
    is left: who answered without a date counts in no shorter period than the file names, so a year minus its
    semesters is whose file names the year. So besides the longest kind that is large enough, a shorter one
    is shown only where in every period of both the dated, and the undated by the kind of period they name, are
    each nobody or enough (SMALLEST_GROUP)."""
    codes = sums_by_unit_period.get_column("period_code").unique().to_list()
    published = pl.DataFrame(
        [
            (period.code, period.year, PERIOD_KINDS.index(period.kind))
            for period in map(parse_period, codes)
            if period.kind in kinds
        ],
        schema={"period_code": pl.String(), "year": pl.Int64(), "kind": pl.Int64()},
        orient="row",
    )
    respondents, apart = pl.col("respondents"), pl.col(SMALLEST_GROUP) >= small_cell
    is_longest = pl.col("kind") == pl.col("longest")
    return (
        sums_by_unit_period.join(published, on="period_code", how="left", maintain_order="left")
        .with_columns(
            (respondents >= small_cell).all().over(ONE_KIND).alias("enough"), apart.all().over(ONE_KIND).alias("apart")
        )
        .with_columns(pl.col("kind").filter("enough").min().over("unit_code", "year").alias("longest"))
        .with_columns((pl.col("apart") | ~is_longest).all().over("unit_code", "year").alias("longest_apart"))
        .select(
            "period_code",
            "unit_code",
            (
                pl.col("kind").is_not_null()
                & pl.col("enough")
                & (is_longest | (pl.col("apart") & pl.col("longest_apart")))
            ).alias("publishable"),
        )
    )


def withhold_deducible(
    live: Mapping[str, pl.DataFrame],
    official: pl.DataFrame,
    late_response: pl.DataFrame,
    small_cell: int,
    kinds: Collection[PeriodKind],
) -> dict[str, pl.DataFrame]:
    """`ikm_unit` and `public_profile` of the live figures (by table name), less what official figures beside
    them would give away. `official`: `ikm_unit` of the closed periods; `late_response`: that table.

    A closed period is shown as it was; the periods around it count late answers too. So what such a period
    says more than the closed one is what came late. While that is fewer than `small_cell` answers of a unit,
    its open periods of that calendar year are not shown; while it is any, their profiles are not, for the
    categories of a few people lie in it. And where the closed period is shown although by what is known now
    it would not be (the other semester has few respondents), the unit's open periods of that year are not."""
    year = pl.col("period_code").str.slice(0, 4).alias("year")
    codes = [code for code in official.get_column("period_code").unique().to_list() if parse_period(code).kind in kinds]
    count = late_response.group_by(KEY).agg(pl.len().alias("late"))
    shown_now = live[IKM_UNIT.name].select(*KEY, pl.col("publishable").alias("shown_now"))
    by_year = (
        official.filter(pl.col("publishable") & pl.col("period_code").is_in(codes))
        .join(count, on=KEY, how="left")
        .join(shown_now, on=KEY, how="left")
        .group_by(year, "unit_code")
        .agg(
            (pl.col("late") < small_cell).any().alias("few"),
            pl.col("late").is_not_null().any().alias("any_late"),
            (~pl.col("shown_now").fill_null(value=False)).any().alias("alone"),
        )
    )
    withheld = by_year.filter(pl.col("few") | pl.col("alone")).with_columns(pl.lit(value=True).alias("withheld"))
    hidden = by_year.filter("any_late").with_columns(pl.lit(value=True).alias("hidden"))

    def marked(table: Table, marks: pl.DataFrame, mark: str) -> pl.DataFrame:
        in_year = live[table.name].with_columns(year)
        joined = in_year.join(marks.select("year", "unit_code", mark), on=["year", "unit_code"], how="left")
        return joined.with_columns(pl.col(mark).fill_null(value=False))

    index = marked(IKM_UNIT, withheld, "withheld").with_columns(pl.col("publishable") & ~pl.col("withheld"))
    profile = marked(PUBLIC_PROFILE, hidden, "hidden").with_columns(
        pl.when(~pl.col("hidden")).then(pl.col("respondents", "share")), pl.col("suppressed") | pl.col("hidden")
    )
    return {IKM_UNIT.name: conform(index, IKM_UNIT), PUBLIC_PROFILE.name: conform(profile, PUBLIC_PROFILE)}

"""Published tables of what the figures of a unit can bear beside those of others.

Internal, and nothing public is made from them: they tell a unit and the regency what to look at first. Declared like
all others (`contracts.tables`, which lists them).
"""

from typing import Final, Literal

from contracts.columns import Column, ColumnType, OneOf, Table
from contracts.respondent import CHARACTERISTICS
from contracts.shared_columns import GRADE, ON_SCALE, PERIOD_CODE, POINTS, UNIT_CODE, UNSUR_CODE

T = ColumnType

Standing = Literal["better", "as_expected", "worse"]
STANDINGS: Final[dict[Standing, str]] = {
    "better": "lebih tinggi",
    "as_expected": "belum dapat dibedakan",
    "worse": "lebih rendah",
}
"""How an unsur stands beside the median of its type → in words."""

IKM_UNSUR_COMPARED = Table(
    "ikm_unsur_compared",
    "one row per period, unit and unsur, of the kinds of period documents are made for",
    "Internal. Each unsur of a unit beside the median of its unit type, and what raising it there would give (method, "
    "chapter 16). The nine intervals of a unit hold at once.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        UNSUR_CODE,
        Column("nrr", T.INDEX, "mean answer, rounded half up to 2 places", unit=ON_SCALE),
        Column("nrr_low", T.INDEX, "lower end of the 95 % interval of `nrr`", unit=ON_SCALE),
        Column("nrr_high", T.INDEX, "upper end", unit=ON_SCALE),
        Column("units", T.INTEGER, "units of the type with thirty respondents or more"),
        Column(
            "nrr_median",
            T.INDEX,
            "median of their NRR, each with two decimals; empty where they are fewer than five",
            unit=ON_SCALE,
            nullable=True,
        ),
        Column(
            "nrr_mean",
            T.INDEX,
            "mean of the same",
            unit=ON_SCALE,
            nullable=True,
        ),
        Column(
            "standing",
            T.TEXT,
            "the interval lies above median and mean, below both, or neither; empty where there is no median",
            nullable=True,
            allowed=OneOf(tuple(STANDINGS), tuple(STANDINGS.values())),
        ),
        Column(
            "ikm_if_median",
            T.INDEX,
            "the index of the unit if this unsur had the median and the others stayed; only where it is worse",
            unit=POINTS,
            nullable=True,
        ),
        Column("mutu_if_median", T.TEXT, "the grade of that", nullable=True, allowed=GRADE),
    ),
    key=("period_code", "unit_code", "unsur_code"),
)

Closeness = Literal["closer", "as_others", "less_close"]
CLOSENESS: Final[dict[Closeness, str]] = {
    "closer": "lebih erat",
    "as_others": "seperti unsur lain",
    "less_close": "kurang erat",
}
"""How closely an unsur goes with the others, beside those of the unit → in words."""

IKM_UNSUR_ASSOCIATION = Table(
    "ikm_unsur_association",
    "one row per period, unit with 200 respondents or more, and unsur that thirty of them answer otherwise than most",
    "Internal. How closely the answers to an unsur go with those to the others (method, chapter 16.2): an association, "
    "no cause. Of the kinds of period documents are made for.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        UNSUR_CODE,
        Column("association", T.INDEX, "correlation of the answer with the mean of the same person's other eight"),
        Column("association_mean", T.INDEX, "mean of the associations of the unit"),
        Column("reach", T.INDEX, "half of the 95 % interval of their difference; those of a unit hold at once"),
        Column(
            "closeness",
            T.TEXT,
            "the difference is beyond its interval, above or below, or is not",
            allowed=OneOf(tuple(CLOSENESS), tuple(CLOSENESS.values())),
        ),
    ),
    key=("period_code", "unit_code", "unsur_code"),
)

WITHOUT_U4: Final = "rank_without_u4"
SAME_SERVICES: Final = "rank_same_services"
SAME_CHARACTERISTIC: Final = {one.name: f"rank_same_{one.name}" for one in CHARACTERISTICS}
WAYS: Final[dict[str, str]] = {
    WITHOUT_U4: "tanpa U4",
    SAME_SERVICES: "susunan layanan sama",
    **{SAME_CHARACTERISTIC[one.name]: f"susunan {one.label.lower()} sama" for one in CHARACTERISTICS},
}
"""Other ways to rank: the column of each → in words."""
_MEANINGS: Final = {
    WITHOUT_U4: "without U4, which is 4 by law where a service is free",
    SAME_SERVICES: "with the services of all units in the same shares",
    **{
        column: f"with the {name} of all units' respondents in the same shares"
        for name, column in SAME_CHARACTERISTIC.items()
    },
}

IKM_RANK_SENSITIVITY = Table(
    "ikm_rank_sensitivity",
    "one row per period, scope of two or more and unit that is ranked, of the kinds of period documents are made for",
    "Internal. The rank beside what it would be in other ways that are as good (method, chapter 16.3). It replaces no "
    "rank.",
    (
        PERIOD_CODE,
        Column("scope", T.TEXT, "`all` or a unit type"),
        UNIT_CODE,
        Column("rank", T.INTEGER, "as in `ikm_ranking`"),
        *(
            Column(way, T.INTEGER, f"rank {_MEANINGS[way]}; empty where no two units have any in common", nullable=True)
            for way in WAYS
        ),
        Column("rank_best", T.INTEGER, "the best of all these ranks"),
        Column("rank_worst", T.INTEGER, "the worst of them"),
    ),
    key=("period_code", "scope", "unit_code"),
)

COMPARISON_TABLES: tuple[Table, ...] = (IKM_UNSUR_COMPARED, IKM_UNSUR_ASSOCIATION, IKM_RANK_SENSITIVITY)

"""From which interval on the public sees one, to the hundredth; what is in a public index; the regency's NRR."""

from decimal import Decimal

import polars as pl
import pytest

from contracts.lineage_tables import INGEST_FILE
from contracts.tables import IKM_UNIT, IKM_UNSUR
from contracts.unsur import UNSUR_CODES
from tests.made_rows import made_frame
from tests.spec.test_13_what_the_public_sees import Site
from transforms.figures.publication import WITHHELD, Decision
from transforms.figures.withholding import and_apart, public_index, received, rows_told


def told(
    respondents: int, total: int, below: int, above: int, weight: str = "0.11"
) -> tuple[Decimal | None, Decimal | None]:
    """The public ends of an interval of so many hundredths below and above an index of 50; `total`: of all answers."""
    index = made_frame(
        IKM_UNIT,
        {
            **{"period_code": "2024", "unit_code": "A", "respondents": respondents, "weight": weight},
            **{
                "ikm": Decimal("50.00"),
                "ikm_low": Decimal(5000 - below) / 100,
                "ikm_high": Decimal(5000 + above) / 100,
            },
        },
    )
    unsur = made_frame(
        IKM_UNSUR,
        *(
            {"period_code": "2024", "unit_code": "A", "unsur_code": code, "total": total if code == "U1" else 0}
            for code in UNSUR_CODES
        ),
    )
    [row] = public_index(index, unsur, UNITS, 5).to_dicts()
    assert (row["publishable"], row["figures_of"], row["ikm"]) == (True, None, Decimal("50.00"))
    return row["ikm_low"], row["ikm_high"]


NOTHING = (None, None)
UNITS = pl.DataFrame({"unit_code": ["A"], "unit_type": ["kecamatan"]})


@pytest.mark.parametrize(
    ("respondents", "total", "below", "above", "weight", "ends"),
    [
        # Half the width, t of 29 and the weight make a sum of squares of 4.85 and of 5.09.
        (30, 675, 42, 42, "0.11", NOTHING),
        (30, 675, 43, 43, "0.11", (Decimal("49.50"), Decimal("50.50"))),
        (30, 675, 43, 20, "0.11", (Decimal("49.50"), Decimal("50.20"))),
        (30, 675, 20, 43, "0.11", (Decimal("49.80"), Decimal("50.50"))),
        (29, 652, 143, 143, "0.11", NOTHING),
        (30, 675, 140, 140, "0.11", (Decimal("48.60"), Decimal("51.40"))),
        (30, 675, 141, 149, "0.11", (Decimal("48.50"), Decimal("51.50"))),
        # Half a point a person is missing to the highest score, or above the lowest. A sum of squares about the mean
        # of up to 70 cannot be that of fewer than five people.
        (40, 40 * 36 - 20, 117, 117, "0.11", (Decimal("48.80"), Decimal("51.20"))),
        (40, 40 * 36 - 20, 118, 118, "0.11", NOTHING),
        (40, 40 * 9 + 20, 117, 117, "0.11", (Decimal("48.80"), Decimal("51.20"))),
        (40, 40 * 9 + 20, 118, 118, "0.11", NOTHING),
        (40, 40 * 9 + 20, 119, 119, "1/9", (Decimal("48.80"), Decimal("51.20"))),
        (40, 40 * 9 + 20, 120, 120, "1/9", NOTHING),
    ],
)
def test_where_an_interval_is_told(
    respondents: int, total: int, below: int, above: int, weight: str, ends: tuple[Decimal | None, Decimal | None]
) -> None:
    assert told(respondents, total, below, above, weight) == ends


def test_the_regency_s_nrr_is_rounded_half_up_where_everybody_is_shown() -> None:
    """3,125 and 3,142857…; ranks and scores follow from the two decimals."""
    eights = "respondents | U1 | U2 | U3 | U4 | U5 | U6 | U7 | U8 | U9\n8 | 25 | 24 | 24 | 24 | 24 | 24 | 24 | 24 | 24"
    sevens = "respondents | U1 | U2 | U3 | U4 | U5 | U6 | U7 | U8 | U9\n7 | 22 | 21 | 21 | 21 | 21 | 21 | 21 | 21 | 21"
    for table, nrr, score in ((eights, 3.13, "78.25"), (sevens, 3.14, "78.50")):
        of_regency = Site().after(table)["ikm_regency_unsur"].filter(unsur_code="U1", period_code="2024")
        [row] = of_regency.to_dicts()
        assert (row["nrr"], row["score"], row["order_from_lowest"], row["order_from_highest"]) == (
            nrr,
            Decimal(score),
            9,
            1,
        )


def test_the_regency_s_nrr_over_the_units_shown_likewise() -> None:
    """A's 3,13 and B's 3,00 (each rounded) are 3,065: half goes up. C's four people are not shown."""
    people = """
        unit | respondents | U1 | U2 | U3 | U4 | U5 | U6 | U7 | U8 | U9
        A    | 8           | 25 | 24 | 24 | 24 | 24 | 24 | 24 | 24 | 24
        B    | 8           | 24 | 24 | 24 | 24 | 24 | 24 | 24 | 24 | 24
        C    | 4           | 16 | 16 | 16 | 16 | 16 | 16 | 16 | 16 | 16
    """
    public = Site().after(people)
    nine = public["ikm_regency_unsur"].filter(pl.col("unsur_code").is_in(["U1", "U2"]), period_code="2024")
    assert nine.select(
        "unsur_code", pl.col("nrr").round(12), "score", "order_from_lowest", "order_from_highest", "mutu"
    ).rows() == [
        ("U1", 3.07, Decimal("76.75"), 9, 1, "B"),
        ("U2", 3.0, Decimal("75.00"), 1, 2, "C"),
    ]
    assert nine.get_column("kinerja").to_list() == ["Baik", "Kurang Baik"]
    over_shown = public["ikm_regency"].filter(period_code="2024")
    assert dict(over_shown.select("method", "headline").iter_rows()) == {
        "mean_of_types": False,
        "mean_of_units": True,
        "respondent_weighted": False,
    }


def test_what_is_hidden_of_a_profile_that_is_shown() -> None:
    people = """
        answers     | gender | education | times
        333 333 333 | L      | SMA       | 10
        333 333 333 | P      | SMP       | 10
        333 333 333 | P      | SD        | 2
    """
    profile = Site().after(people)["public_profile"].filter(period_code="2024")
    told = profile.filter(characteristic="gender").select("category", "respondents", "suppressed").rows()
    assert sorted(told) == [("L", 10, False), ("P", 12, False)]
    hidden = profile.filter("suppressed", characteristic="education")
    assert {"SD", "SMA"} <= set(hidden.get_column("category")), "the smallest, and one more that it would follow from"
    assert hidden.get_column("respondents").null_count() == hidden.height


def test_rows_of_follow_ups_are_told_whoever_is_withheld() -> None:
    counts = {"rows_read": 3, "rows_accepted": 2, "rows_rejected": 1, "rows_duplicate": 0}
    files = made_frame(
        INGEST_FILE,
        {"file_id": "a", "kind": "follow_up", "status": "loaded", **counts},
        {"file_id": "b", "kind": "responses", "status": "loaded", **counts},
        {"file_id": "c", "kind": "responses", "status": "loaded", **counts},
    )
    columns = ("file_kind", "files", *counts)
    assert sorted(received(files, rows_told=False).select(columns).rows()) == [
        ("follow_up", 1, 3, 2, 1, 0),
        ("responses", 2, None, None, None, None),
    ]
    assert ("responses", 2, 6, 4, 2, 0) in received(files, rows_told=True).select(columns).rows()


@pytest.mark.parametrize(
    ("withheld", "apart", "told"),
    [
        ({}, "", True),
        ({}, "CCC", False),
        ({}, "C" * 20, False),
        ({"A": 7}, "CCC", True),
        ({"C": 7}, "CCC", False),
        ({"A": 6}, "CCC", False),
    ],
)
def test_rows_are_not_told_where_they_tell_how_many_answered_eight_unsur(
    withheld: dict[str, int], apart: str, told: bool
) -> None:
    """Nine are shown of everybody else: all rows less the public respondents are those of unit C."""
    nothing = pl.DataFrame()
    of_nine = pl.DataFrame(list(withheld.items()), schema=WITHHELD, orient="row")
    of_eight = pl.DataFrame({"unit_code": list(apart)}, schema={"unit_code": pl.Categorical})
    decision = and_apart(Decision(nothing, nothing.lazy(), nothing, of_nine), of_eight)
    assert decision.withheld_people == sum(withheld.values()) + len(apart)
    assert rows_told(decision, 10) == told

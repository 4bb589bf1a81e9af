"""What an edition of an earlier release is compared by."""

import polars as pl

from contracts.tables import RESPONSE
from pipeline.closing.reproducing import known_then

PROFILE = pl.DataFrame({"characteristic": ["gender", "disability"], "respondents": [20, 20]})


def test_a_characteristic_that_a_later_release_counts_is_no_difference() -> None:
    before = [name for name in RESPONSE.column_names if name != "disability"]
    assert known_then(PROFILE, before)["characteristic"].to_list() == ["gender"]
    assert known_then(PROFILE, RESPONSE.column_names).equals(PROFILE)
    assert known_then(PROFILE.drop("characteristic"), before).height == 2

"""Some units after the other: every unit once, and the figures that all at once would give."""

import polars as pl
import pytest

from contracts.registry import Registry, Unit
from contracts.tables import COUNTED_PERIOD
from tests.spec.collected import responses
from transforms.figures import quality_signals, unsur_association
from transforms.figures.units_at_once import units_at_once
from transforms.schema import empty_frame


@pytest.mark.parametrize(
    ("responses", "groups"),
    [
        ("", ["abcdef"]),
        ("aaabbc", ["a", "bcdef"]),
        ("abbbbcd", ["ab", "c", "def"]),
        ("bccccccd", ["abc", "def"]),
        ("bbbccceee", ["ab", "cd", "ef"]),
    ],
)
def test_each_unit_is_in_one_group(responses: str, groups: list[str]) -> None:
    """Those without responses too."""
    units = pl.DataFrame({"unit_code": list("abcdef")})
    conditions = units_at_once(pl.LazyFrame({"unit_code": list(responses)}, {"unit_code": pl.String}), 3)
    assert [units.filter(one).get_column("unit_code").str.join().item() for one in conditions] == groups


def test_signals_and_associations_are_the_same_of_each_unit_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three units, two of them with a pattern to explain."""
    of_unit = {
        "A": "from | to | a day | answers | fours\n2024-01-01 | 2024-12-31 | 6 | ??? ??? ??? | 50",
        "B": "from | to | a day | answers | fours\n2024-01-01 | 2024-12-31 | 6 | ??4 ??4 ??? | 70\n"
        "2024-03-01 | 2024-06-30 | 3 | 434 343 434 | 50",
        "C": "from | to | a day | answers | fours\n2024-01-01 | 2024-06-30 | 3 | ??? ??? ??? | 80\n"
        "2024-05-01 | 2024-05-31 | 9 | 343 434 343 | 50",
    }
    all_responses = pl.concat(
        responses(collected).with_columns(
            pl.lit(code).cast(pl.String).alias("unit_code"), pl.col("response_key") + place * 10**6
        )
        for place, (code, collected) in enumerate(of_unit.items())
    ).lazy()
    registry = Registry(tuple(Unit(code, f"Unit {code}", "kecamatan", None, (), None, ()) for code in of_unit))
    made: list[tuple[pl.DataFrame, pl.DataFrame]] = []
    for at_once in (10**9, 1):
        for module in (quality_signals, unsur_association):
            monkeypatch.setattr(module, "RESPONSES_AT_ONCE", at_once)
        counted, kinds = empty_frame(COUNTED_PERIOD), ("year", "semester")
        made.append(
            (
                quality_signals.signal_rows(all_responses, counted, registry, kinds),
                unsur_association.ikm_unsur_association(all_responses, counted, kinds),
            )
        )
    (signals, associations), alone = made
    assert signals.get_column("unit_code").n_unique() >= 2
    assert associations.get_column("unit_code").n_unique() == 3
    assert signals.equals(alone[0])
    assert associations.equals(alone[1])

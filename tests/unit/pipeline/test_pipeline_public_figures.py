"""What the public gets is decided of some units at a time, and of every unit once."""

import polars as pl
import pytest

from pipeline import public_figures


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
def test_each_unit_is_in_one_group(responses: str, groups: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Those without responses too: their former figures are decided."""
    monkeypatch.setattr(public_figures, "RESPONSES_AT_ONCE", 3)
    units = pl.DataFrame({"unit_code": list("abcdef")})
    conditions = public_figures._some_units(pl.LazyFrame({"unit_code": list(responses)}, {"unit_code": pl.String}))
    assert [units.filter(one).get_column("unit_code").str.join().item() for one in conditions] == groups

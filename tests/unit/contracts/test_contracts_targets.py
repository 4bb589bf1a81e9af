"""`targets.csv`: what its lines may say, and what is said where they say something else."""

from decimal import Decimal
from pathlib import Path

import pytest

from contracts.errors import ConfigurationError
from contracts.targets import Target, targets_of

PATH = Path("targets.csv")
CODES = ("35.16.01", "P1")


def test_targets_by_unit() -> None:
    text = "unit_code;year;target;source\n35.16.01;2024;88,5;Renstra\n35.16.01;2025;89;\nP1;2024;90.25;IKU\n;;;\n"
    assert targets_of(PATH, text, CODES) == {
        "35.16.01": (Target(2024, Decimal("88.50"), "Renstra"), Target(2025, Decimal("89.00"))),
        "P1": (Target(2024, Decimal("90.25"), "IKU"),),
    }
    assert targets_of(PATH, "unit_code,year,target\n", CODES) == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("X,2024,88,", "unit_code 'X' tidak ada dalam units.csv"),
        ("P1,24,88,", "year '24' bukan tahun"),
        ("P1,2024,4,", "target '4' bukan IKM"),
        ("P1,2024,100.01,", "target '100.01' bukan IKM"),
        ("P1,2024,88.123,", "target '88.123' bukan IKM"),
        ("P1,2024,tinggi,", "target 'tinggi' bukan IKM"),
        ("P1,2024,,", "'target' kosong"),
        ("35.16.01,2024,90,", "sudah ada pada baris 2"),
    ],
)
def test_a_line_that_says_something_else_is_named(line: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match="baris 3") as raised:
        targets_of(PATH, f"unit_code,year,target,source\n35.16.01,2024,88,IKU\n{line}\n", CODES)
    assert said in str(raised.value)


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(ConfigurationError, match="kolom 'tahun' tidak dikenal"):
        targets_of(PATH, "unit_code,year,target,tahun\n", CODES)

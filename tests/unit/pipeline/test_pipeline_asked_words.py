"""What was probably meant by what somebody typed."""

import pytest

from contracts.errors import SkmError
from pipeline.asked_words import asked_period, did_you_mean


@pytest.mark.parametrize("code", ["2024", "2024-S1", "2024-TW3", "2024-07"])
def test_a_period_is_taken_as_it_is(code: str) -> None:
    assert asked_period(code).code == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2024S1", "2024-S1"),
        ("s2 2024", "2024-S2"),
        ("semester II 2024", "2024-S2"),
        ("2024 TW 3", "2024-TW3"),
        ("TW-IV 2024", "2024-TW4"),
        ("triwulan 1 2024", "2024-TW1"),
        ("2024-Q2", "2024-TW2"),
        ("2024/7", "2024-07"),
        ("07-2024", "2024-07"),
        ("tahun 2024", "2024"),
    ],
)
def test_a_period_written_otherwise_is_asked_back(typed: str, meant: str) -> None:
    with pytest.raises(SkmError, match=rf"tidak dikenal\. Maksud Anda '{meant}'\? Contoh"):
        asked_period(typed)


@pytest.mark.parametrize("typed", ["2024-S3", "2024-13", "", "x", "2024-TW5", "24"])
def test_what_is_like_no_period_is_not_guessed(typed: str) -> None:
    with pytest.raises(SkmError, match=r"tidak dikenal\. Contoh"):
        asked_period(typed)


def test_words_that_look_alike() -> None:
    units = ["Kecamatan Jatirejo", "Kecamatan Gondang"]
    assert did_you_mean("kecamatan jatireja", units) == " Maksud Anda 'Kecamatan Jatirejo'?"
    assert did_you_mean("xyz", units) == ""

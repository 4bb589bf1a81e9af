from datetime import date
from decimal import Decimal

import pytest

from contracts.periods import parse_period
from reports.wording.indonesian import (
    date_span,
    decimal_number,
    joined,
    long_date,
    percentage,
    period_in_sentence,
    quoted,
    type_name,
    whole_number,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("93.61"), "93,61"),
        (Decimal("88.305"), "88,31"),
        (3.705, "3,71"),
        (2282 / 615, "3,71"),
        (4.0, "4,00"),
        (1234.5, "1.234,50"),
        (-0.45, "−0,45"),
        (-0.001, "0,00"),
    ],
)
def test_decimals_are_rounded_half_up(value: Decimal | float, text: str) -> None:
    assert decimal_number(value) == text


def test_counts_shares_and_dates() -> None:
    assert [whole_number(value) for value in (0, 999, 1234, 10_000_000, -12)] == [
        "0",
        "999",
        "1.234",
        "10.000.000",
        "−12",
    ]
    assert percentage(272 / 615) == "44,2\N{NO-BREAK SPACE}%"
    assert long_date(date(2026, 11, 22)) == "22 November 2026"
    assert date_span(date(2024, 1, 1), date(2024, 6, 30)) == "1 Januari – 30 Juni 2024"


def test_lists() -> None:
    assert joined([]) == ""
    assert joined(["U9"]) == "U9"
    assert joined(["U9", "U5"]) == "U9 dan U5"
    assert joined(["U9", "U5", "U1"]) == "U9, U5, dan U1"


def test_names_within_a_sentence() -> None:
    labels = [period_in_sentence(parse_period(code)) for code in ("2024", "2024-S1", "2024-TW3", "2024-07")]
    assert labels == ["tahun 2024", "semester I tahun 2024", "triwulan III tahun 2024", "Juli 2024"]
    assert type_name("rsud") == "RSUD"
    assert type_name("kecamatan") == "kecamatan"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Ruang tunggu sempit", "Ruang tunggu sempit"),
        ('Terima kasih "Pak Camat"', "Terima kasih ‘Pak Camat’"),
        ("“Pak Camat” (“baik”)", "‘Pak Camat’ (‘baik’)"),
        ('"Sudah baik"', "Sudah baik"),
        ('"', "‘"),
        ("", ""),
    ],
)
def test_no_quotation_marks_within_quotation_marks(words: str, shown: str) -> None:
    assert quoted(words) == shown

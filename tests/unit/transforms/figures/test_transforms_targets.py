"""What was reached of a target: the printed index in percent of the printed target, rounded half up."""

from decimal import Decimal

import pytest

from transforms.figures.targets import attainment


@pytest.mark.parametrize(
    ("ikm", "target", "reached"),
    [
        ("93.61", "88.00", "106.38"),  # 106.375
        ("88.00", "88.00", "100.00"),
        ("87.99", "88.00", "99.99"),  # 99.9886
        ("99.99", "100.00", "99.99"),
        ("75.00", "80.00", "93.75"),
        ("24.75", "100.00", "24.75"),
        ("80.01", "80.00", "100.01"),  # 100.0125
    ],
)
def test_attainment(ikm: str, target: str, reached: str) -> None:
    assert str(attainment(Decimal(ikm), Decimal(target))) == reached

import pytest

from reports.figures.shares import printed_shares


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        ([272, 343], [0.442, 0.558]),
        ([1, 1, 1], [0.334, 0.333, 0.333]),  # of equal remainders the first
        ([0, 83, 111, 241, 47, 118, 15, 0], [0.0, 0.135, 0.181, 0.392, 0.076, 0.192, 0.024, 0.0]),  # rounded: 99,9 %
        ([1, 999_999], [0.0, 1.0]),
        ([0, 0], [0.0, 0.0]),
        ([], []),
    ],
)
def test_printed_shares_are_the_whole_together(counts: list[int], shares: list[float]) -> None:
    printed = printed_shares(counts)
    assert printed == shares
    assert round(sum(printed), 3) == bool(sum(counts))
    assert all(abs(one - count / sum(counts)) < 0.001 for one, count in zip(printed, counts, strict=True) if count)

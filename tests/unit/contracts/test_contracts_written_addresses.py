"""Addresses of the web in a cell."""

import pytest

from contracts.written_addresses import read_addresses


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://skm.id/a", "https://skm.id/a"),
        ("www.skm.id", "https://www.skm.id"),
        ("https://skm.id/a, https://skm.id/b", "https://skm.id/a https://skm.id/b"),
        ("https://skm.id/a;https://skm.id/b;", "https://skm.id/a https://skm.id/b"),
        ("https://skm.id/a,www.skm.id\nskm.id/c", "https://skm.id/a https://www.skm.id https://skm.id/c"),
        ("https://skm.id/a;b", "https://skm.id/a;b"),
        ("https://skm.id/?q=1,2", "https://skm.id/?q=1,2"),
        ("", ""),
        ("foto.jpg", None),
        ("https://skm.id/a, ada di kantor", None),
    ],
)
def test_a_cell_holds_addresses_and_nothing_else(written: str, read: str | None) -> None:
    assert read_addresses(written) == read

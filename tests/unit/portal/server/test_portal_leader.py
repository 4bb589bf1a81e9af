"""The leaders' page: whose it is, where a tile lies, what it says of change."""

from decimal import Decimal

import pytest

from contracts.registry import Unit
from portal.server.leader_pages import tiles_of
from tests.unit.portal.server.server_home import OURS, Server
from warehouse.read import Row


def unit(code: str, name: str, kind: str = "kecamatan") -> Unit:
    return Unit(code, name, kind, None, (), None, {})


def test_a_tile_lies_where_the_map_says_and_the_others_after_them() -> None:
    units = [unit("P", "Puskesmas Pacet", "puskesmas"), unit("B", "Kecamatan Bangsal"), unit("A", "Kecamatan Arjuno")]
    tiles = tiles_of(["- B gone", "A"], units, {})
    assert [(one.name, one.row, one.column) for one in tiles] == [
        ("Bangsal", 1, 2),
        ("Arjuno", 2, 1),
        ("Puskesmas Pacet", 0, 0),
    ]


@pytest.mark.parametrize(
    ("change", "told", "said"),
    [(Decimal("1.20"), True, Decimal("1.20")), (Decimal("1.20"), False, None), (None, None, None)],
)
def test_a_change_is_one_that_can_be_told_from_chance(
    change: Decimal | None, told: bool | None, said: Decimal | None
) -> None:
    row = Row({"unit_code": "A", "change": change, "change_distinguishable": told})
    (tile,) = tiles_of([], [unit("A", "Kecamatan Arjuno")], {"A": row})
    assert tile.change == said


def test_the_page_is_the_staffs_and_shows_what_is_published(server: Server) -> None:
    staff, ours = server.logged_in("petugas"), server.logged_in("ani", OURS)
    assert ours.get("/pimpinan").status_code == 403
    page = staff.get("/pimpinan").text
    assert "Tahun 2024" in page
    assert "Kecamatan Pacet" in page, "who sent nothing"
    assert staff.get("/pimpinan?periode=2031").status_code == 404

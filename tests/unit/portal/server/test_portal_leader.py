"""The leaders' page: whose it is, where a tile lies, what it says of change."""

import re
from decimal import Decimal

import pytest

from contracts.registry import Unit
from portal.server.leader_pages import tiles_of
from reports.figures.regency_figures import RankedFigure
from tests.unit.portal.server.server_home import OURS, Server


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
    [("1.20", True, Decimal("1.20")), ("1.20", False, Decimal()), (None, None, Decimal())],
)
def test_a_change_is_one_that_can_be_told_from_chance(change: str | None, told: bool | None, said: Decimal) -> None:
    index = RankedFigure.model_construct(
        change=None if change is None else Decimal(change), change_distinguishable=told
    )
    (tile,) = tiles_of([], [unit("A", "Kecamatan Arjuno")], {"A": index})
    assert tile.change == said


def test_the_page_is_the_staffs_and_shows_what_is_published(server: Server) -> None:
    staff, ours = server.logged_in("petugas"), server.logged_in("ani", OURS)
    assert ours.get("/pimpinan").status_code == 403
    page = staff.get("/pimpinan").text
    assert "Tahun 2024" in page
    assert "Kecamatan Pacet" in page, "who sent nothing"
    assert "sejak Tahun 2023" in page, "the period before, whether it has an index or not"
    assert staff.get("/pimpinan?periode=2031").status_code == 404


def test_who_leads_is_led_nowhere_it_is_refused(server: Server) -> None:
    leader = server.logged_in("bupati", role="leader")
    page = leader.get(f"/unit/{OURS}").text
    links = set(re.findall(r'href="(/[^"#?]*)"', page))
    assert {link for link in links if leader.get(link).status_code == 403} == set()

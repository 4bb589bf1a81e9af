"""A pattern in a unit's answers: where staff meet it, what the unit says of it, and that nobody else does."""

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from pipeline.closing import closing
from tests.integration.offices import home_at, respondents, rows, run, send
from tests.integration.test_questions_in_the_portal import browser, post
from tests.unit.cli.conftest import Skm

pytestmark = pytest.mark.usefixtures("without_prefect")


def answers(number: int, day: date) -> str:
    """An export of two people on each of a hundred working days and, on one `day`, of so many more."""
    random = Random(3)
    first = date(2024, 1, 8)
    days = [first + timedelta(7 * week + place) for week in range(20) for place in range(5) for _ in range(2)]
    days += [day] * number
    return respondents(
        ["".join(random.choice("34") for _ in range(9)) for _ in days],
        dates=[f"{one:%d/%m/%Y}" for one in days],
        ids=[f"R{place}" for place in range(len(days))],
    )


def test_a_day_is_told_explained_and_asked_about_again(tmp_path: Path, skm: Skm) -> None:
    home = home_at(tmp_path / "home")
    send(home, "kecamatan mawar/satu.csv", answers(40, date(2024, 3, 16)))
    run(home)
    told = "SELECT period_code, unit_code, signal, seen, rows, explanation FROM quality_signal ORDER BY ALL"
    assert [tuple(row.values()) for row in rows(home, told)] == [
        ("2024", "U-1", "day", "2024-03-16", 40, None),
        ("2024-S1", "U-1", "day", "2024-03-16", 40, None),
    ]
    behind = rows(home, "SELECT DISTINCT file_id, row_number FROM quality_signal_row ORDER BY row_number")
    assert [row["row_number"] for row in behind] == list(range(202, 242))
    assert rows(home, "SELECT count(*) AS n FROM response WHERE unit_code = 'U-1'")[0]["n"] == 240

    status = skm("status", "--home", str(home.root))
    assert "Kecamatan Mawar, Tahun 2024 [day]" in status.out
    assert "16 Maret 2024" in status.out
    listed = skm("signals", "show", "U-1", "--home", str(home.root))
    assert "satu.csv, baris 202, 203" in listed.out

    asked: list[str] = []

    def ask(found: object) -> bool:
        asked.extend(f"{one.unit_code} {one.count}" for one in found if one.kind == "quality_signal")  # type: ignore[attr-defined]
        return False

    with pytest.raises(closing.OpenEndsError):
        closing.close(home.root, "2024", "sari", confirm=False, ask=ask)
    assert asked == ["U-1 1"]

    refused = skm("signals", "explain", "U-1", "2024", "night", "--why", "?", "--home", str(home.root))
    assert refused.code == 1
    assert "Tidak ada pola 'night' untuk Kecamatan Mawar, 2024. Yang ada: day." in refused.err
    why = "pelayanan keliling di desa"
    noted = skm("signals", "explain", "U-1", "2024", "day", "--why", why, "--by", "sari", "--home", str(home.root))
    assert noted.code == 0
    assert "Keputusan 1 dicatat: Kecamatan Mawar, 2024, day dijelaskan." in noted.out
    run(home)
    assert [row["explanation"] for row in rows(home, told)] == [why, None]
    assert f"Penjelasan (sari): {why}" in skm("status", "--home", str(home.root)).out

    send(home, "kecamatan mawar/satu.csv", answers(41, date(2024, 3, 16)), modified=datetime(2026, 1, 6, 8))
    run(home)
    assert [(row["rows"], row["explanation"]) for row in rows(home, told)] == [(41, None), (41, None)]

    unit, other = browser(home, "mawar", "U-1"), browser(home, "melati", "U-2")
    page = unit.get("/pola").text
    assert "16 Maret 2024" in page
    assert "satu.csv: baris 202, 203" in page
    assert "Tidak ada." in other.get("/pola").text
    assert "2 pola dalam jawaban unit ini; 2 belum dijelaskan." in unit.get("/unit/U-1").text
    assert post(other, "/pola/2024/U-1/day", {"alasan": why}) == 404
    assert post(unit, "/pola/2024/U-1/day", {"alasan": " "}) == 400
    assert ">pasar malam</textarea>" in unit.get("/pola/2024/U-1/day?alasan=pasar+malam").text
    assert other.get("/pola/2024/U-1/day").status_code == 404
    assert unit.get("/pola/2024/U-1/night").status_code == 404
    assert post(unit, "/pola/2024/U-1/day", {"alasan": why}) == 303
    assert f"Penjelasan: {why}" in browser(home, "sari", None).get("/pola").text
    run(home)
    explained = "SELECT explained_by, explanation FROM quality_signal WHERE period_code = '2024'"
    assert [tuple(row.values()) for row in rows(home, explained)] == [("mawar", why)]

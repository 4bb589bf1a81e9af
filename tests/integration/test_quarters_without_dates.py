"""A year of files without dates, one a quarter: half-years, the year, documents and site; then a file of the year."""

from datetime import datetime
from pathlib import Path
from random import Random

import pymupdf
import pytest

from cli.deciding import answer_questions
from contracts.home import Home
from contracts.periods import ROMAN
from tests.integration.offices import home_at, respondents, rows, run, send
from warehouse import published
from warehouse.read import open_published

pytestmark = pytest.mark.usefixtures("without_prefect")

APRIL, OCTOBER, JANUARY = datetime(2026, 4, 5, 8), datetime(2026, 10, 5, 8), datetime(2027, 1, 6, 8)
COUNTS = (25, 25, 30, 30, 3)
"""Respondents of the quarters; and whom the file of the year has besides."""


def people(seed: str, count: int) -> list[str]:
    chance = Random(seed)
    return ["".join(chance.choice("2344") for _ in range(9)) for _ in range(count)]


def told(home: Home, unit: str) -> dict[str, tuple[int, str | None]]:
    """By year and semester: respondents, and from which parts."""
    found = rows(
        home,
        f"SELECT period_code, respondents, undated_parts FROM ikm_unit JOIN period USING (period_code) "
        f"WHERE unit_code = '{unit}' AND kind IN ('year', 'semester') ORDER BY period_code",
    )
    return {row.of("period_code", str): (row.of("respondents", int), row["undated_parts"]) for row in found}


def send_quarter(home: Home, unit: str, number: int, count: int) -> None:
    answers = people(f"{unit} {number}", count)
    send(home, f"{unit}/SKM Triwulan {ROMAN[number]} 2026.csv", respondents(answers, dates=None))


def test_four_quarters_without_dates_and_a_file_of_the_year(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    half, year = "2026-TW1|2026-TW2", "2026-TW1|2026-TW2|2026-TW3|2026-TW4"
    until_now: dict[str, tuple[int, str | None]] = {"2026-S1": (50, half)}
    whole = until_now | {"2026": (110, year), "2026-S2": (60, "2026-TW3|2026-TW4")}
    for day, sent, expected in ((APRIL, (0,), {}), (OCTOBER, (1, 2), until_now), (JANUARY, (3,), whole)):
        for number in sent:
            send_quarter(home, "kecamatan mawar", number, COUNTS[number])
            if number != 2:
                send_quarter(home, "kecamatan melati", number, 12)
        done = run(home, at=day, year="2026", documents=day == JANUARY)
        assert set(done.summary.files) == {"loaded"}
        assert told(home, "U-1") == expected
    assert told(home, "U-2")["2026"] == (36, "2026-TW1|2026-TW2|2026-TW4")
    assert done.summary.documents_made > 0
    assert [row["unit_code"] for row in rows(home, "SELECT * FROM missing_unit WHERE period_code = '2026'")] == ["U-3"]
    for period, parts in (("2026", "4 triwulan"), ("2026-S1", "2 triwulan"), ("2026-S2", "2 triwulan")):
        assert f"dari {parts}" in (home.site / period / "U-1.html").read_text(encoding="utf-8")
        [report] = (home.reports / period).rglob("laporan-skm-*U-1*.pdf")
        with pymupdf.open(report) as pdf:
            assert f"dari {parts}" in " ".join(" ".join(page.get_text() for page in pdf).split())
    assert "dari 3 triwulan" in (home.site / "2026" / "U-2.html").read_text(encoding="utf-8")

    every = [one for number, count in enumerate(COUNTS) for one in people(f"kecamatan mawar {number}", count)]
    ages = [20 + number for count in COUNTS for number in range(count)]
    send(home, "kecamatan mawar/SKM Tahun 2026.csv", respondents(every, dates=None, ages=ages))
    others = [*people("kecamatan melati 0", 12), *people("others", 30)]
    send(home, "kecamatan melati/SKM Tahun 2026.csv", respondents(others, dates=None))
    for name, end in (("Triwulan I", ""), ("Tahun", "\n")):  # not the same bytes
        answers = respondents(people("dinas kenanga", 12), dates=None)
        send(home, f"dinas kenanga/SKM {name} 2027.csv", answers + end)
    with_year = run(home, at=datetime(2027, 1, 9, 8), year="2026")
    assert told(home, "U-1") == whole | {"2026": (113, year)}
    assert with_year.counts("kecamatan mawar/SKM Tahun 2026.csv") == (113, 3, 0, 110)
    assert with_year.status("dinas kenanga/SKM Tahun 2027.csv") == "superseded"
    assert told(home, "U-3") == {"2027": (12, "2027-TW1"), "2027-S1": (12, "2027-TW1")}
    held = "kecamatan melati/SKM Tahun 2026.csv"
    assert with_year.status(held) == "held"
    assert told(home, "U-2")["2026"] == (36, "2026-TW1|2026-TW2|2026-TW4")
    offered = rows(home, "SELECT choice, respondents FROM question")
    assert {row["choice"]: row["respondents"] for row in offered} == {"same": 42, "add": 66, "refuse": 36}
    answer_questions(home.root, held, ["1=add"], why="bagian lain", by="siti", for_layout=False)
    run(home, at=datetime(2027, 1, 10, 8), year="2026")
    assert told(home, "U-2")["2026"] == (66, "2026-TW1|2026-TW2|2026-TW4")
    with open_published(home) as reader:
        counted = published.contributing_files(reader, "2026", "U-2")
        assert sum(file.of("responses_in_period", int) for file in counted) == 66
        assert len(published.responses(reader, "2026", "U-2")) == 66

"""Several files of one unit and time, from the inbox to the figures: asked once, decided for the unit's way of sending,
the upload check asks the same; a file edited in place; a program that writes its file anew each month."""

from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from cli.deciding import answer_questions
from contracts.home import Home
from contracts.settings import Settings
from pipeline.stores import open_stores
from pipeline.upload_check import check_upload
from tests.integration.offices import home_at, respondents, rows, run, send

pytestmark = pytest.mark.usefixtures("without_prefect")
REGISTRY = """unit_code,unit_name,unit_type
rs,Rumah Sakit Mawar,rsud
id,Kecamatan Anggrek,kecamatan
time,Kecamatan Bakung,kecamatan
"""
EDITED = datetime(2026, 2, 1, 8)


def department(seed: int, count: int) -> str:
    """People of one department: dates without a time, answers and ages as they come; longer ones begin alike."""
    random = Random(seed)
    people = [
        (
            "".join(random.choice("2344") for _ in range(9)),
            f"{random.randint(1, 28):02d}/03/2024",
            random.randint(18, 70),
        )
        for _ in range(count)
    ]
    answers, dates, ages = zip(*people, strict=True)
    return respondents(answers, dates=dates, ages=ages)


def by_minute(answers: list[str], month: int = 1) -> str:
    moments = [f"{1 + number // 20:02d}/{month:02d}/2024 {8 + number % 20 // 4:02d}:{number % 4 * 13:02d}:05"
               for number in range(len(answers))]  # fmt: skip
    return respondents(answers, dates=moments)


def offered(home: Home) -> dict[str, dict[str, int]]:
    """By file: what each choice of its question would give."""
    found: dict[str, dict[str, int]] = {}
    for row in rows(home, "SELECT path, choice, respondents FROM question JOIN ingest_file USING (file_id)"):
        found.setdefault(row.of("path", str), {})[row.of("choice", str)] = row.of("respondents", int)
    return found


def test_departments_edits_and_monthly_exports(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data", REGISTRY)
    for name, seed, count in (("a rawat jalan", 1, 70), ("b rawat inap", 2, 60), ("c igd", 3, 50)):
        send(home, f"rumah sakit mawar/{name}.csv", department(seed, count))
    send(home, "anggrek/export.csv", respondents(["444444444"] * 5, ids=[f"a{n}" for n in range(5)]))
    was = ["444444444"] * 208
    send(home, "bakung/data.csv", by_minute(was))
    first = run(home)
    assert first.indexes["rs"][0] == 70
    assert first.status("rumah sakit mawar/a rawat jalan.csv") == "loaded"
    inpatient = "rumah sakit mawar/b rawat inap.csv"
    assert first.status(inpatient) == first.status("rumah sakit mawar/c igd.csv") == "held"
    assert offered(home)[inpatient] == {"add": 130, "replace": 60, "refuse": 70}

    upload = tmp_path / "farmasi.csv"
    upload.write_text(department(4, 14), encoding="utf-8")
    stores = open_stores(home, Settings().storage)
    checked = check_upload(home, stores, upload, "farmasi.csv", "rs")
    (question,) = checked.questions
    assert {one.key: one.respondents for one in question.choices} == {"add": 84, "replace": 14, "refuse": 70}

    answer_questions(home.root, inpatient, ["1=add"], why="tiga instalasi", by="siti", for_layout=True)
    assert check_upload(home, stores, upload, "farmasi.csv", "rs").questions == ()
    send(home, "rumah sakit mawar/d susulan.csv", department(5, 14))
    send(home, "rumah sakit mawar/e rawat jalan lengkap.csv", department(1, 75))
    send(home, "anggrek/export.csv", respondents(["333333333"] * 6, ids=[f"b{n}" for n in range(6)]), EDITED)
    corrected = ["333333333" if number % 2 else one for number, one in enumerate(was)]
    send(home, "bakung/data.csv", by_minute(corrected), EDITED)
    second = run(home)
    assert second.indexes["rs"][0] == 75 + 60 + 50 + 14
    assert second.status("rumah sakit mawar/a rawat jalan.csv") == "superseded"
    assert second.indexes["id"][0] == 11
    assert (second.indexes["time"][0], second.totals["time", "U1"]) == (208, 104 * 4 + 104 * 3)
    assert offered(home) == {}

    send(home, "anggrek/export.csv", respondents(["222222222"] * 6, ids=["b0", "b1", *"wxyz"]), MARCH)
    third = run(home)
    assert third.indexes["id"][0] == 11
    assert offered(home) == {"anggrek/export.csv": {"add": 10, "replace": 6, "refuse": 6}}


def test_the_same_people_by_when_they_began_and_when_they_ended(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data", REGISTRY)
    random = Random(6)
    answers, these, those = (["".join(random.choice("2344") for _ in range(9)) for _ in range(60)] for _ in range(3))
    began, ended = (
        [f"{1 + one // 3:02d}/03/2024 {8 + one % 3:02d}:{minute + one % 7}:11" for one in range(60)]
        for minute in (10, 40)
    )
    send(home, "bakung/mulai.csv", respondents(answers, dates=began))
    send(home, "bakung/selesai.csv", respondents(answers, dates=ended))
    send(home, "anggrek/loket 1.csv", respondents(these, dates=began))
    send(home, "anggrek/loket 2.csv", respondents(those, dates=ended))
    first = run(home)
    assert (first.indexes["time"][0], first.indexes["id"][0]) == (60, 120)
    assert offered(home) == {"bakung/selesai.csv": {"add": 120, "replace": 60, "refuse": 60}}
    answer_questions(home.root, "bakung/selesai.csv", ["1=replace"], why="satu survei", by="siti", for_layout=False)
    second = run(home)
    assert (second.indexes["time"][0], offered(home)) == (60, {})
    assert second.status("bakung/mulai.csv") == "superseded"


MARCH = datetime(2026, 3, 1, 8)

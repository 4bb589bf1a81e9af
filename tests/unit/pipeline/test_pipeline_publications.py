"""The record of what was public: written before it is public, whole or not at all, and missed when it is gone."""

import hashlib
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from contracts.errors import HomeError
from contracts.home import Home
from contracts.public_tables import OF_SERVICE, PUBLIC_IKM_UNIT, SHOWN_TABLES
from contracts.tables import IKM_UNIT
from pipeline import publications
from pipeline.publications import DamagedPublicationError, MadeFrom
from transforms.figures.public_answers import PUBLIC_ANSWERS
from transforms.figures.publication import SHOWN, WITHHELD, Decision
from transforms.schema import empty_frame

MONDAY, TUESDAY = date(2025, 1, 6), date(2025, 1, 7)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.root.mkdir()
    return home


def version(home: Home, name: str, answers: dict[int, str], inputs: str = "i", before: str = "") -> Path:
    """A version that shows unit A in 2024: answers by their hash, each with the set it stands in."""
    folder = home.root / name
    for table in SHOWN_TABLES:
        path = publications.public_parquet(folder, table.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        empty_frame(table).write_parquet(path)
    rows = [("A", 2024, answer, [one]) for answer, one in answers.items()]
    shown = pl.DataFrame([("2024", "A", "", "current", max(answers.values()))], schema=SHOWN, orient="row")
    answers = pl.LazyFrame(rows, schema=PUBLIC_ANSWERS, orient="row")
    decision = Decision(shown, answers, shown, pl.DataFrame(schema=WITHHELD))
    publications.keep_decision(folder, decision)
    publications.keep_made_from(folder, MadeFrom(inputs=inputs, before=before))
    return folder


def test_nothing_was_public_yet(home: Home) -> None:
    known = publications.load(home)
    assert known.answers().schema == PUBLIC_ANSWERS
    assert known.shown().is_empty()
    assert known.fingerprint("i") == ""


def test_a_publication_is_remembered_by_its_owner_only(home: Home) -> None:
    publications.record(home, version(home, "1", {7: "s1", 8: "s1"}), MONDAY)
    known = publications.load(home)
    known.verify()
    assert known.answers().rows() == [("A", 2024, 7, ["s1"]), ("A", 2024, 8, ["s1"])]
    assert known.shown().rows() == [("2024", "A", "", "current", "s1", MONDAY)]
    assert home.publications.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in home.publications.rglob("*") if path.is_file()} == {0o600}


def test_all_that_ever_was_public_stays_and_the_day_is_the_first(home: Home) -> None:
    publications.record(home, version(home, "1", {7: "s1", 8: "s1"}), MONDAY)
    decided = publications.load(home).fingerprint("j")
    publications.record(home, version(home, "2", {8: "s2", 9: "s2"}, inputs="j", before=decided), TUESDAY)
    known = publications.load(home)
    assert known.answers().rows() == [
        ("A", 2024, 7, ["s1"]), ("A", 2024, 8, ["s1", "s2"]), ("A", 2024, 9, ["s2"]),
    ]  # fmt: skip
    assert known.shown().get_column("since").to_list() == [TUESDAY]
    assert sorted(path.name for path in home.publications.iterdir()) == ["000001", "000002"]
    publications.record(home, home.root / "1", TUESDAY)  # a version that is held again
    assert publications.load(home).answers().equals(known.answers())
    assert sorted(path.name for path in home.publications.iterdir()) == ["000002", "000003"]


def test_a_record_of_an_earlier_release_lacks_columns_that_came_since(home: Home) -> None:
    made = version(home, "1", {7: "s1"})
    path = publications.public_parquet(made, IKM_UNIT.name)
    pl.read_parquet(path).drop("undated_parts").write_parquet(path)
    publications.record(home, made, MONDAY)
    assert publications.load(home).former().tables[IKM_UNIT.name].columns == list(PUBLIC_IKM_UNIT.column_names)


def test_a_record_of_before_services_knows_units_only(home: Home) -> None:
    """A release that knew of none wrote what is shown of units, in the record and in a version that is held."""
    made = version(home, "1", {7: "s1"})
    for table in OF_SERVICE:
        publications.public_parquet(made, table.name).unlink()
    shown = made / publications.DECISION / "shown.parquet"
    pl.read_parquet(shown).drop("service_code").write_parquet(shown)
    publications.record(home, made, MONDAY)
    kept = home.publications / "000001"
    about = json.loads((kept / "publication.json").read_text("utf-8"))
    for table in OF_SERVICE:
        (kept / f"{table.name}.parquet").unlink()
        del about["files"][f"{table.name}.parquet"]
    path = kept / "shown.parquet"
    pl.read_parquet(path).drop("service_code").write_parquet(path)
    about["files"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    (kept / "publication.json").write_text(json.dumps(about), encoding="utf-8")
    known = publications.load(home)
    known.verify()
    assert known.shown().rows() == [("2024", "A", "", "current", "s1", MONDAY)]
    assert all(known.former().tables[table.name].is_empty() for table in OF_SERVICE)
    publications.record(home, made, TUESDAY)
    assert sorted(path.name for path in home.publications.iterdir()) == ["000001"]
    assert publications.kept_decision(made, ["A"]).shown.rows() == [("2024", "A", "", "current", "s1")]


def test_what_was_public_by_a_former_name_is_no_news(home: Home) -> None:
    """A record that an earlier release wrote, and a version of then that is held: the figures are what they were."""
    made = version(home, "1", {7: "s1"})
    publications.record(home, made, MONDAY)
    kept = home.publications / "000001"
    files = {}
    for table in SHOWN_TABLES:
        path = kept / f"{table.name}.parquet"
        pl.read_parquet(path).rename(table.former_names).write_parquet(path)
        files[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    about = json.loads((kept / "publication.json").read_text("utf-8"))
    (kept / "publication.json").write_text(json.dumps(about | {"files": about["files"] | files}), encoding="utf-8")
    publications.record(home, made, TUESDAY)
    for table in SHOWN_TABLES:
        path = publications.public_parquet(made, table.name)
        pl.read_parquet(path).rename(table.former_names).write_parquet(path)
    publications.record(home, made, TUESDAY)
    assert sorted(path.name for path in home.publications.iterdir()) == ["000001"]
    publications.load(home).verify()


def test_what_changes_nothing_writes_nothing(home: Home) -> None:
    publications.record(home, version(home, "1", {7: "s1"}), MONDAY)
    publications.record(home, home.root / "1", TUESDAY)
    assert sorted(path.name for path in home.publications.iterdir()) == ["000001"]


def test_publishing_does_not_change_what_was_published(home: Home) -> None:
    """Of the inputs that made the newest publication the record before decided: a second run finds nothing new."""
    before = publications.load(home).fingerprint("i")
    known = publications.record(home, version(home, "1", {7: "s1"}, inputs="i", before=before), MONDAY)
    assert known.fingerprint("i") == before
    other = known.fingerprint("j")
    assert other not in ("", before)
    known = publications.record(home, version(home, "2", {7: "s2"}, inputs="j", before=other), TUESDAY)
    assert known.fingerprint("j") == other
    assert known.fingerprint("i") not in (before, other)


def test_a_version_that_never_was_public_and_was_decided_before_is_refused(home: Home) -> None:
    waiting = version(home, "1", {7: "s1"}, inputs="i")
    publications.record(home, version(home, "2", {8: "s2"}, inputs="j"), MONDAY)
    with pytest.raises(HomeError, match="belum pernah terbit"):
        publications.record(home, waiting, TUESDAY)


def test_a_lost_or_damaged_record_stops_everything_until_it_is_restored(home: Home) -> None:
    publications.record(home, version(home, "1", {7: "s1"}), MONDAY)
    path = home.publications / "000001" / "answers.parquet"
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    with pytest.raises(DamagedPublicationError, match=r"answers\.parquet"):
        publications.load(home).verify()
    path.write_bytes(content)
    (home.publications / ".writing").mkdir()  # a process was killed here
    publications.load(home).verify()
    home.publications.rename(home.root / "gone")
    with pytest.raises(DamagedPublicationError, match="dari cadangan"):
        publications.load(home)

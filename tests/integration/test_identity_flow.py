"""Offices send again: longer exports, corrected answers, whole new files, correction workbooks. Nobody is counted
twice and nobody is lost, whether it comes in one run or in several.

One home, four runs; each office has its own story."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from cli.deciding import accept_held
from contracts.decisions import ADDS_OR_REPLACES, REPLACE, Decision, Decisions
from contracts.home import Home
from pipeline import decisions
from tests.conftest import SAMPLES
from tests.integration.offices import MORNING, State, filled_in, home_at, respondents, rows, run, same, send

pytestmark = pytest.mark.usefixtures("without_prefect")

REGISTRY = """unit_code,unit_name,unit_type
id,Kecamatan Anggrek,kecamatan
time,Kecamatan Bakung,kecamatan
dates,Kecamatan Cempaka,kecamatan
held,Kecamatan Dahlia,kecamatan
none,Kecamatan Edelweis,kecamatan
kemlagi,Kecamatan Kemlagi,kecamatan
later,Kecamatan Flamboyan,kecamatan
earlier,Kecamatan Gardenia,kecamatan
"""
IDS = ["a1", "a2", "a3", "a4", "a5", "a6", "a7"]
MONTHS = [f"10/{month:02d}/2024" for month in (1, 2, 4, 6, 7, 9, 11)]
TO_JUNE = respondents(same(3, 4), dates=MONTHS[:4], ids=IDS[:4])
TO_NOVEMBER = respondents([*same(3, 1), *same(1, 1), *same(3, 5)], dates=MONTHS, ids=IDS)
"""The same answers and three more, and "a2" has been put right: 1, not 3."""

FIRST_FIXES: Mapping[int, Mapping[str, object]] = {
    22: {"Persyaratan": 4},
    23: {"Persyaratan": 3},
    24: {"Waktu Penyelesaian": 3},
    25: {"Biaya/Tarif": 3},
    57: {"Tanggal": date(2024, 4, 6)},
    59: {"Persyaratan": 3},
}
LAST_FIXES: Mapping[int, Mapping[str, object]] = {58: {"Tanggal": date(2024, 4, 7)}, 60: {"Persyaratan": 4}}
"""By rows of the sample; two are left for a second round."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return home_at(tmp_path_factory.mktemp("identity") / "data", REGISTRY)


@pytest.fixture(scope="module")
def first(home: Home) -> State:
    send(home, "anggrek/jan-jun.csv", TO_JUNE)
    moments = ["10/01/2024 08:30:00", "10/01/2024 08:31:00", "10/01/2024 08:31:00", "12/01/2024 09:00:00"]
    answers = ["333333333", "344444443", "344444443", "222222222"]
    send(home, "bakung/januari.csv", respondents(answers, dates=moments, ages=[30, 31, 31, 33]))
    send(home, "cempaka/lama.csv", respondents(same(2, 5), dates=["01/02/2024"] * 4 + ["01/03/2024"]))
    send(home, "dahlia/lengkap.csv", respondents(same(3, 10)))
    send(home, "edelweis/Semester I 2024.csv", respondents(same(2, 3), dates=None))
    later = MORNING.replace(hour=15)
    send(home, "flamboyan/z.csv", TO_JUNE + "\n", modified=MORNING)
    send(home, "flamboyan/a.csv", TO_NOVEMBER + "\n", modified=later)
    send(home, "gardenia/z.csv", TO_JUNE + "\n\n", modified=later)
    send(home, "gardenia/a.csv", TO_NOVEMBER + "\n\n", modified=MORNING)
    send(home, "kemlagi/kemlagi.xlsx", (SAMPLES / "inbox" / "kemlagi" / "kemlagi.xlsx").read_bytes())
    return run(home)


@pytest.fixture(scope="module")
def said(home: Home, first: State) -> None:
    """Of three offices somebody said that their newest file replaces the older ones."""
    kept = Decisions()
    for path in ("cempaka/lama.csv", "dahlia/lengkap.csv", "edelweis/Semester I 2024.csv"):
        file = first.files[path]
        line = Decision(
            **{name: file.of(name, str) for name in ("content_id", "path", "unit_code", "layout")},
            **dict.fromkeys(("question", "label", "why", "by"), "-"),
            number=0,
            code=ADDS_OR_REPLACES,
            choice=REPLACE,
            at=MORNING,
        )
        kept = decisions.add(home, kept, line)


@pytest.fixture(scope="module")
def at_the_office(home: Home, first: State, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's own copy of the first correction workbook."""
    copy = tmp_path_factory.mktemp("office") / "kemlagi.xlsx"
    copy.write_bytes(only_workbook(home).read_bytes())
    return copy


@pytest.fixture(scope="module")
def second(home: Home, first: State, said: None, at_the_office: Path) -> State:
    send(home, "anggrek/jan-nov.csv", TO_NOVEMBER)
    moments = ["12/01/2024 09:00:00", "12/01/2024 09:00:30"]
    send(home, "bakung/januari lagi.csv", respondents(same(2, 2), dates=moments, ages=[33]))
    send(home, "bakung/salinan.csv", respondents(["333333333"], dates=["10/01/2024 08:30:00"], ages=[30]))
    send(home, "cempaka/baru.csv", respondents(same(4, 6), dates="02/02/2024"))
    send(home, "dahlia/sebagian.csv", respondents(same(1, 3)))
    send(home, "edelweis/Semester I 2024 revisi.csv", respondents(same(4, 4), dates=None))
    send(home, "perbaikan 1.xlsx", filled_in(only_workbook(home), FIRST_FIXES))
    return run(home)


@pytest.fixture(scope="module")
def third(home: Home, second: State) -> State:
    accept_held(home.root, "dahlia/sebagian.csv", why="lengkap", by=None)
    (again,) = (path for path in workbooks(home) if path.name.startswith("perbaikan 1"))
    send(home, "perbaikan 2.xlsx", filled_in(again, LAST_FIXES))
    return run(home)


@pytest.fixture(scope="module")
def fourth(home: Home, third: State, at_the_office: Path) -> State:
    send(home, "kemlagi/perbaikan 2 kirim lagi.xlsx", (home.inbox / "perbaikan 2.xlsx").read_bytes())
    everything = {**FIRST_FIXES, **LAST_FIXES, 60: {"Persyaratan": 2}}
    send(home, "perbaikan 3.xlsx", filled_in(at_the_office, everything))
    return run(home)


def workbooks(home: Home) -> list[Path]:
    return sorted(home.quarantine.rglob("*.xlsx"))


def only_workbook(home: Home) -> Path:
    (workbook,) = workbooks(home)
    return workbook


def conserved(state: State) -> bool:
    return all(read == sum(others) for read, *others in map(state.counts, state.files))


class TestIds:
    def test_a_longer_export_replaces_the_shorter(self, first: State, second: State) -> None:
        assert first.indexes["id"][0] == 4
        assert second.indexes["id"][0] == 7
        assert second.status("anggrek/jan-jun.csv") == "superseded"
        assert second.counts("anggrek/jan-jun.csv") == (4, 0, 0, 4)
        assert second.counts("anggrek/jan-nov.csv") == (7, 7, 0, 0)

    def test_the_newer_answer_of_an_id_counts(self, second: State) -> None:
        assert second.totals["id", "U1"] == 6 * 3 + 1

    def test_in_one_run_the_file_changed_later_is_the_newer(self, first: State) -> None:
        assert first.indexes["later"][0] == first.indexes["earlier"][0] == 7
        assert first.totals["later", "U1"] == 6 * 3 + 1
        assert first.totals["earlier", "U1"] == 7 * 3
        assert first.counts("gardenia/a.csv") == (7, 3, 0, 4)


class TestMoments:
    def test_the_same_moment_and_values_are_one_response(self, first: State) -> None:
        assert first.counts("bakung/januari.csv") == (4, 3, 0, 1)

    def test_another_file_with_some_of_them_adds_only_the_others(self, second: State) -> None:
        assert second.indexes["time"][0] == 4
        assert second.status("bakung/januari.csv") == "loaded"
        assert second.counts("bakung/salinan.csv") == (1, 1, 0, 0)


class TestSnapshots:
    def test_a_newer_file_without_identity_replaces_the_months_it_covers(self, first: State, second: State) -> None:
        assert first.indexes["dates"][0] == 5
        assert second.indexes["dates"][0] == 6 + 1  # March stays the old file's
        assert second.counts("cempaka/lama.csv") == (5, 1, 0, 0, 4)  # somebody said that it replaces these
        assert second.counts("cempaka/baru.csv") == (6, 6, 0, 0)

    def test_a_file_without_dates_replaces_the_one_for_its_period(self, second: State, home: Home) -> None:
        half = rows(home, "SELECT respondents, ikm FROM ikm_unit WHERE period_code = '2024-S1' AND unit_code = 'none'")
        assert [(row["respondents"], str(row["ikm"])) for row in half] == [(4, "99.00")]
        assert second.status("edelweis/Semester I 2024.csv") == "superseded"

    def test_a_much_smaller_one_is_held_and_the_old_stays(self, first: State, second: State) -> None:
        assert second.status("dahlia/sebagian.csv") == "held"
        assert second.counts("dahlia/sebagian.csv") == (0, 0, 0, 0)
        assert "skm accept" in str(second.files["dahlia/sebagian.csv"]["reason"])
        assert second.indexes["held"] == first.indexes["held"] == (10, "74.25")

    def test_once_accepted_it_is_taken(self, third: State) -> None:
        assert third.status("dahlia/sebagian.csv") == "loaded"
        assert third.status("dahlia/lengkap.csv") == "superseded"
        assert third.indexes["held"] == (3, "24.75")
        assert third.summary.contents_read == 1  # the second correction workbook


class TestCorrectionWorkbooks:
    def test_what_is_put_right_counts_and_the_rest_comes_back(self, first: State, second: State, home: Home) -> None:
        assert first.indexes["kemlagi"][0] == 213
        assert second.counts("perbaikan 1.xlsx") == (8, 6, 2, 0)
        assert second.status("perbaikan 1.xlsx") == "partial"
        assert second.files["perbaikan 1.xlsx"]["unit_code"] == "kemlagi"
        assert second.indexes["kemlagi"][0] == 213 + 6

    def test_a_second_round_completes_it(self, third: State) -> None:
        assert third.indexes["kemlagi"][0] == 221
        assert third.counts("kemlagi/kemlagi.xlsx") == (221, 213, 0, 8)
        assert third.status("kemlagi/kemlagi.xlsx") == third.status("perbaikan 1.xlsx") == "loaded"
        assert third.counts("perbaikan 1.xlsx") == (8, 6, 0, 2)
        assert third.counts("perbaikan 2.xlsx") == (2, 2, 0, 0)

    def test_sent_again_it_counts_once(self, third: State, fourth: State) -> None:
        assert fourth.status("kemlagi/perbaikan 2 kirim lagi.xlsx") == "superseded"
        assert fourth.indexes["kemlagi"][0] == 221
        assert fourth.counts("perbaikan 3.xlsx") == (8, 8, 0, 0)
        assert fourth.status("perbaikan 2.xlsx") == "duplicate"
        assert fourth.totals["kemlagi", "U1"] == third.totals["kemlagi", "U1"] - 4 + 2

    def test_answered_workbooks_are_kept_in_the_archive(self, fourth: State, home: Home, at_the_office: Path) -> None:
        assert workbooks(home) == []
        kept = sorted((home.answered_workbooks / "kemlagi").iterdir())
        assert [path.name.partition(" - ")[0] for path in kept] == ["kemlagi", "perbaikan 1"]
        assert kept[0].read_bytes() == at_the_office.read_bytes()


@pytest.mark.parametrize("which", ["first", "second", "third", "fourth"])
def test_no_row_is_lost_or_counted_twice(which: str, request: pytest.FixtureRequest, home: Home) -> None:
    state: State = request.getfixturevalue(which)
    assert conserved(state)
    assert state.summary.responses == sum(state.counts(path)[1] for path in state.files)


def test_the_year_is_what_the_responses_say(fourth: State, home: Home) -> None:
    counted = rows(home, "SELECT unit_code, count(*) AS n FROM response GROUP BY unit_code")
    in_year = {unit: respondents for unit, (respondents, _) in fourth.indexes.items()}
    assert {row["unit_code"]: row["n"] for row in counted} == in_year

"""A unit asks sixteen questions about the nine unsur: its figures are those of the means, exactly, and stand beside
those of units that ask nine; nothing of theirs moves. Another asks about eight unsur: all that becomes of a file
becomes of its files too, beside every IKM."""

import json
import random
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from cli.ranking import print_ranking
from contracts.errors import ConfigurationError
from contracts.home import Home
from contracts.periods import parse_period
from contracts.questionnaires import NO_QUESTIONNAIRES
from contracts.registry import load_registry
from contracts.settings import Settings, Storage
from contracts.unsur import UNSUR as REGISTERED_UNSUR
from pipeline.closing import closing
from pipeline.closing.open_ends import open_ends
from pipeline.closing.reproducing import reproduce
from pipeline.documents.apart_bundles import apart_bundles
from pipeline.documents.bundles import public_regency, regency_bundle, unit_bundles
from pipeline.erasing.planning import erase, plan_rows
from pipeline.questionnaire_register import load
from pipeline.rebuilding import tables_that_differ
from pipeline.registry_changes import as_it_is, checked, consequences, with_end
from pipeline.run import begin, one_run
from pipeline.stores import open_stores
from pipeline.upload_check import UploadResult, check_upload
from tests.integration.offices import NAMES, SETTINGS, State, home_at, no_documents, respondents, rows, run, same, send
from tests.integration.test_questions_in_the_portal import browser
from tests.unit.cli.conftest import Skm
from warehouse import published
from warehouse.read import open_published

pytestmark = pytest.mark.usefixtures("without_prefect")

ABOUT = ("U1", "U1", "U2", "U2", "U2", "U3", "U4", "U4", "U4", "U5", "U6", "U7", "U7", "U7", "U8", "U9")
"""Which unsur each of the sixteen questions is about, as a regency asks them."""
QUESTIONS = tuple(f"Bagaimana pendapat Saudara tentang hal ke-{number}?" for number in range(1, 17))
UNSUR = tuple(dict.fromkeys(ABOUT))


EIGHT = {unsur.code: f"Perihal {unsur.name}?" for unsur in REGISTERED_UNSUR if unsur.code != "U4"}


def registered(home: Home, *, units: str = '["U-1"]', more: str = "") -> None:
    questions = "".join(
        f'  {{unsur = "{unsur}", text = "{text}"}},\n' for unsur, text in zip(ABOUT, QUESTIONS, strict=True)
    )
    eight = ", ".join(f'{{unsur = "{code}", text = "{text}"}}' for code, text in EIGHT.items())
    home.questionnaires.write_text(
        f'[[questionnaire]]\nversion = "enam belas"\nunits = {units}\n{more}questions = [\n{questions}]\n'
        f'[[questionnaire]]\nversion = "delapan"\nunits = ["U-2", "U-3"]\nwithout = "U4"\nquestions = [{eight}]\n',
        encoding="utf-8",
    )


def drawn(seed: int, count: int) -> list[str]:
    """So many people, each with sixteen answers."""
    random.seed(seed)
    return ["".join(random.choices("1234", (1, 2, 5, 4), k=16)) for _ in range(count)]


def nrr(people: list[str]) -> dict[str, Fraction]:
    """By the book: the mean over people of the mean of an unsur's questions."""
    asked = {unsur: [place for place, about in enumerate(ABOUT) if about == unsur] for unsur in UNSUR}
    return {
        unsur: sum(Fraction(sum(int(one[place]) for place in places), len(places)) for one in people) / len(people)
        for unsur, places in asked.items()
    }


def rounded(value: Fraction) -> str:
    """Half up to two places."""
    exact = Decimal(value.numerator * 1000 // value.denominator) / 1000
    assert value * 1000 % 5 or exact * 1000 == value * 1000
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


WITHOUT_COST = ("41214121", *["44443333"] * 6)
SETTINGS_OF_THE_YEAR = f'{SETTINGS}[reports]\nkinds = ["year"]\n'
"""So that a semester gets documents by closing it only."""


class Sent(NamedTuple):
    """What three offices sent: U-1 asks sixteen questions, U-2 nine, U-3 about eight unsur; `before` the register said
    so, and `after`."""

    home: Home
    sixteen: list[str]
    before: State
    upload: UploadResult
    after: State


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory, without_prefect: None) -> Sent:
    home = home_at(tmp_path_factory.mktemp("questionnaires") / "data")
    home.settings.write_text(SETTINGS_OF_THE_YEAR, encoding="utf-8")
    people = drawn(16, 37)
    mawar = send(home, "Kecamatan Mawar 2024.csv", respondents(people, unsur=QUESTIONS))
    send(home, "Kecamatan Melati 2024.csv", respondents([*same(4, 20), *same(3, 11)]))
    in_august = ["05/02/2024"] * 6 + ["05/08/2024"]
    send(home, "Dinas Kenanga 2024.csv", of_eight(WITHOUT_COST, "k1 k2 k3 k4 k5 k6 k7", in_august))
    before = run(home)
    registered(home)
    upload = check_upload(home, open_stores(home, Storage()), mawar, "SKM Mawar 2024.csv", "U-1")
    return Sent(home, people, before, upload, run(home))


def of_eight(people: Sequence[str], ids: str, dates: str | Sequence[str] = "05/02/2024") -> str:
    return respondents(people, unsur=tuple(EIGHT.values()), ids=ids.split(), dates=dates)


def index_of_eight(*people: str) -> str:
    """By the book: each of the eight weighs 1/8."""
    return rounded(sum(Fraction(sum(map(int, one)), 8) for one in people) / len(people) * 25)


def test_sixteen_questions(sent: Sent) -> None:
    home, people, before, upload, after = sent
    assert before.why("Kecamatan Mawar 2024.csv") == "no_table"
    assert before.status("Dinas Kenanga 2024.csv") == "rejected"
    assert (upload.refusal, upload.rows_accepted) == (None, 37)
    exact = nrr(people)
    ikm = sum(exact.values()) * 25
    assert after.indexes == before.indexes | {"U-1": (37, rounded(ikm * Fraction(11, 100)))}
    assert after.counts("Kecamatan Mawar 2024.csv") == (37, 37, 0, 0)
    (index,) = rows(home, "SELECT * FROM ikm_unit WHERE unit_code = 'U-1' AND period_code = '2024'")
    assert str(index["ikm_ninth"]) == rounded(ikm / 9)
    assert index["answer_parts"] == 6
    for unsur in rows(home, "SELECT * FROM ikm_unsur WHERE unit_code = 'U-1' AND period_code = '2024'"):
        assert Fraction(unsur.of("total", int), 37 * 6) == exact[unsur.of("unsur_code", str)]
        assert str(unsur["score"]) == rounded(exact[unsur.of("unsur_code", str)] * 25)
    assert after.counts("Dinas Kenanga 2024.csv") == (7, 7, 0, 0)
    missing = "SELECT unit_code, reason FROM missing_unit WHERE period_code = '2024'"
    assert [tuple(one.values()) for one in rows(home, missing)] == [("U-3", "apart")]
    (apart,) = rows(home, "SELECT asked, score FROM further_index WHERE period_code = '2024' AND kind = 'apart'")
    assert str(apart["score"]) == index_of_eight(*WITHOUT_COST)
    with open_published(home) as reader:
        registry = load_registry(home.units)
        (bundle,) = apart_bundles(
            reader, "2024", Settings(), registry, logo_of=lambda _: None, on_failure=lambda *_: None
        )
        of_period = [
            {str(file["path"]) for file in published.files_of_period(reader, parse_period(code))}
            for code in ("2024-08", "2024-TW4")
        ]
        told = {one.kind for one in open_ends(reader, "2024") if one.unit_code == "U-3"}
        regency = regency_bundle(reader, "2024", Settings()).figures
        all_rows = [one["rows_accepted"] for one in published.received(reader.public()) if one["kind"] == "responses"]
    assert all_rows == [None], "less the respondents shown they would be those of U-3"
    closed = with_end(as_it_is(home)[0], registry.by_code["U-3"], date(2024, 6, 30), ())
    changed = consequences(begin(home.root, None), checked(home, closed))
    assert ("2024" in changed.periods, ("U-3", "2024") in changed.no_longer_missing) == (True, False)
    assert bundle.names == tuple(f"U-3/laporan-delapan-unsur-skm-U-3-2024.{one}" for one in ("pdf", "docx"))
    assert ["Dinas Kenanga 2024.csv" in paths for paths in of_period] == [True, False]
    assert told == {"apart"}
    assert ([one.unit_code for one in regency.apart], regency.missing) == (["U-3"], ())
    page = browser(home, "kenanga", "U-3").get("/unit/U-3").text
    assert "Kuesioner unit tidak menanyakan kesembilan unsur" in page
    mean = (ikm + Fraction(sum([36] * 20 + [27] * 11), 31) * 25) / 2
    (regency,) = rows(home, "SELECT * FROM ikm_regency WHERE period_code = '2024' AND headline")
    assert str(regency["ikm"]) == rounded(mean * Fraction(11, 100))


def eight(home: Home, period: str) -> tuple[int, str]:
    """Respondents and index of U-3 in a period, as published; that it has no other, and why."""
    of_period = f"FROM {{}} WHERE period_code = '{period}' AND unit_code = 'U-3'"
    (told,) = rows(home, f"SELECT asked, score {of_period.format('further_index')} AND kind = 'apart'")
    assert not rows(home, f"SELECT ikm {of_period.format('ikm_unit')}")
    assert [one["reason"] for one in rows(home, f"SELECT reason {of_period.format('missing_unit')}")] == ["apart"]
    return told.of("asked", int), str(told["score"])


def test_a_period_with_nothing_but_answers_to_eight_unsur_says_so(
    sent: Sent, skm: Skm, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home = ("--home", sent.home.root)
    only = "Pada Agustus 2024 hanya ada jawaban Dinas Kenanga, yang kuesionernya tidak menanyakan kesembilan unsur"
    for command, then in (("rank", "Indeksnya: skm explain U-3 2024-08."), ("close", "Jadi tidak ada yang ditutup.")):
        refused = skm(command, "2024-08", *at_home)
        assert (refused.code, only in refused.err, refused.err.strip().endswith(then)) == (1, True, True)
    assert counted(skm, "2024-08", *at_home) == {"Dinas Kenanga 2024.csv": 1}
    in_august = json.loads(skm("status", "--period", "2024-08", "--json", *at_home).out)
    assert [one["path"] for one in in_august["files"]] == ["Dinas Kenanga 2024.csv"]
    assert in_august["missing"]["units"] == []
    assert only in " ".join(skm("status", "--period", "2024-08", *at_home).out.split())
    assert skm("explain", "U-2", "2024-08", *at_home).code == 1
    assert "Tidak ada data untuk periode 2024-09" in skm("explain", "U-3", "2024-09", *at_home).err
    monkeypatch.setattr(published, "periods", lambda *_: [])
    only = only.replace("Agustus 2024", parse_period("2024").label)
    for said in (skm("rank", *at_home).err, skm("status", *at_home).out):
        assert f"{only}: tidak ada IKM" in " ".join(said.split()), "where no unit has an index at all"


def test_files_of_eight_unsur_come_late_are_erased_withdrawn_and_revised(sent: Sent, skm: Skm) -> None:
    """Of six one is erased and one answers otherwise in a file that brings three others; it is withdrawn again."""
    home, at_home = sent.home, ("--home", sent.home.root)
    with no_documents():
        closing.close(home.root, "2024-S1", "ani", confirm=False)
    *in_february, in_august = WITHOUT_COST
    official = (6, index_of_eight(*in_february))
    _, *others = in_february
    more = ["22222222"] * 3
    send(home, "Dinas Kenanga susulan.csv", of_eight([*more, "11111111"], "l1 l2 l3 k2"), datetime(2026, 2, 1))
    of_melati = of_eight(["33333333"] * 2, "m1 m2", "05/08/2024")
    send(home, "Kecamatan Melati delapan.csv", of_melati, datetime(2026, 2, 1))
    with one_run(home.root, None) as (begun, _):
        (first,) = rows(home, "SELECT * FROM ingest_file WHERE path = 'Dinas Kenanga 2024.csv'")
        erase(begun, plan_rows(begun, first, [2], None).originals, why="permintaan", by="ani")
    run(home)
    assert eight(home, "2024-S1") == official
    assert eight(home, "2024") == (9, index_of_eight("11111111", *others[1:], *more, in_august))
    held = "SELECT change, count(*) FROM late_response WHERE unit_code = 'U-3' GROUP BY ALL ORDER BY ALL"
    assert [tuple(one.values()) for one in rows(home, held)] == [("corrected", 1), ("erased", 1), ("new", 3)]
    said = skm("explain", "U-3", "2024-S1", *at_home).out
    assert f"Indeks delapan unsur adalah {official[1].replace('.', ',')}" in said
    assert "1 jawaban di balik angka resmi Dinas Kenanga 2024-S1 sudah dihapus" in said
    assert "Ditahan untuk revisi: 3 jawaban baru, 1 jawaban dikoreksi" in said
    assert counted(skm, "2024-S1", *at_home) == {"Dinas Kenanga 2024.csv": 5}, "but for the erased"
    assert counted(skm, "2024", *at_home) == {"Dinas Kenanga 2024.csv": 5, "Dinas Kenanga susulan.csv": 4}
    both = {"Kecamatan Melati 2024.csv": 31, "Kecamatan Melati delapan.csv": 2}
    assert counted(skm, "2024", *at_home, unit="U-2") == both
    lost = json.loads(skm("changes", "2024-S1@0", "2024-08", "--json", *at_home).out)
    assert {one["change"] for one in lost["units"]} == {"lost"}, "nobody has an IKM in August"
    assert [(one["unit_code"], one["asked_after"]) for one in lost["apart"]] == [("U-2", 2), ("U-3", 1)]
    in_status = json.loads(skm("status", "--period", "2024-S1", "--unit", "U-3", "--json", *at_home).out)
    assert [one["path"] for one in in_status["files"]] == ["Dinas Kenanga 2024.csv", "Dinas Kenanga susulan.csv"]

    withdrawn = skm("withdraw", "Dinas Kenanga susulan.csv", "--why", "salah kirim", *at_home).out
    assert "ditutup dengan" not in withdrawn, "of what came late no official figure is made"
    closing.reopen(home.root, "2024-S1", "ani", "permintaan")
    run(home)
    revised = (5, index_of_eight(*others))
    assert (eight(home, "2024-S1"), rows(home, held)) == (revised, [])
    assert eight(home, "2024") == (6, index_of_eight(*others, in_august))
    changes = json.loads(skm("changes", "2024-S1@0", "--json", *at_home).out)
    assert [one["change"] for one in changes["units"]] == ["same", "same"]
    (apart,) = changes["apart"]
    assert [apart[f"{name}_{when}"] for name in ("asked", "score") for when in ("before", "after")] == [
        *(official[0], revised[0]),
        *(float(official[1]), float(revised[1])),
    ]
    much = f"indeks delapan unsur U-3 Dinas Kenanga {official[1]} → {revised[1]} (batas 5 poin)".replace(".", ",")
    assert much in " ".join(skm("close", "2024-S1", *at_home).err.split())
    again = reproduce(home.root, "2024-S1@0")
    assert ([one.name for one in again.tables if not one.is_same], again.erased_answers) == (["further_index"], 1)
    assert tables_that_differ(home.root) == ()


def counted(skm: Skm, period: str, *at_home: object, unit: str = "U-3") -> dict[str, int]:
    files = json.loads(skm("explain", unit, period, "--json", *at_home).out)["files"]
    return {one["path"]: one["in_period"] for one in files}


def test_rows_to_correct_come_back_in_a_letter_and_the_file_is_sent_again(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    registered(home, more="valid_from = 2024-03-01\n")
    people = drawn(61, 20)
    wrong = [*people[:-2], people[-2][:3] + "5" + people[-2][4:], people[-1]]
    ids = [f"r-{number:04d}-x" for number in range(20)]
    file = respondents(wrong, unsur=QUESTIONS, ids=ids).splitlines()
    file[-1] = ";".join([*file[-1].split(";")[:-1], '""'])  # the last question of the last person left out
    send(home, "Kecamatan Mawar 2024.csv", "\n".join(file))
    first = run(home)
    assert first.counts("Kecamatan Mawar 2024.csv") == (20, 18, 2, 0)
    said = rows(home, "SELECT row_number, rule, value FROM rejected_row ORDER BY row_number")
    assert [tuple(one.values()) for one in said] == [(20, "u2_not_an_answer", "5"), (21, "u9_missing", None)]
    (reading,) = (path for path in home.staging.rglob("*.json") if "enam belas" in path.read_text())
    assert "tidak berlaku pada 2024-02" in reading.read_text()
    (letter,) = home.quarantine.rglob("*.*")
    assert letter.suffix == ".docx"

    send(home, "Kecamatan Mawar 2024 lengkap.csv", respondents(people, unsur=QUESTIONS, ids=ids))
    after = run(home)
    assert after.indexes["U-1"] == (20, rounded(sum(nrr(people).values()) * 25 * Fraction(11, 100)))
    assert after.status("Kecamatan Mawar 2024.csv") == "superseded"
    assert not list(home.quarantine.rglob("*.*"))


def test_a_register_that_is_wrong_stops_before_anything_is_read(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    send(home, "Kecamatan Melati 2024.csv", respondents(same(4, 5)))
    registered(home, units='["U-9"]')
    with pytest.raises(ConfigurationError, match=r"unit 'U-9' tidak ada dalam units\.csv"):
        run(home)


BEYOND = """further_unsur = {U10 = "Transparansi"}
weights = {U1 = 0.18, U2 = 0.09, U3 = 0.09, U4 = 0.09, U5 = 0.09, U6 = 0.09, U7 = 0.09, U8 = 0.09, U9 = 0.09, U10 = 0.1}

[[questionnaire.survey]]
code = "SPAK"
name = "Survei Persepsi Anti Korupsi"
scale = 6
factor = "100/6"
questions = [{text = "Ada calo?"}, {text = "Ada pungli?"}]
"""


def test_beyond_the_nine_unsur(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a unit asks besides moves no IKM, is shown to the unit and never to the public."""
    home = home_at(tmp_path / "data")
    random.seed(12)
    people = ["".join([*random.choices("1234", k=10), *random.choices("123456", k=2)]) for _ in range(30)]
    people[4] = people[4][:9] + "5" + people[4][10:]
    asked = (*NAMES, "Terbuka?", "Ada calo?", "Ada pungli?")
    send(home, "Kecamatan Mawar 2024.csv", respondents(people, unsur=asked))
    send(home, "Kecamatan Melati 2024.csv", respondents([*same(4, 20), *same(3, 11)]))
    questions = "".join(f'{{unsur = "U{number}", text = "{text}"}},' for number, text in enumerate(asked[:10], start=1))
    home.questionnaires.write_text(
        f'[[questionnaire]]\nversion = "a"\nunits = ["U-1"]\nquestions = [{questions}]\n{BEYOND}', encoding="utf-8"
    )
    after = run(home)
    of_nine = {name: sum(int(one[place]) for one in people) for place, name in enumerate(UNSUR)}
    melati = Fraction(20 * 4 + 11 * 3, 31) * 9
    assert after.indexes == {
        unit: (count, rounded(nrr * 25 * Fraction(11, 100)))
        for unit, count, nrr in (("U-1", 30, Fraction(sum(of_nine.values()), 30)), ("U-2", 31, melati))
    }
    assert {name: after.totals["U-1", name] for name in UNSUR} == of_nine
    valid = [one for one in people if one[9] in "1234"]
    weights = [Fraction(18, 100), *[Fraction(9, 100)] * 8, Fraction(1, 10)]
    own = sum(weight * int(answer) for one in valid for weight, answer in zip(weights, one, strict=False)) / len(valid)
    u10 = Fraction(sum(int(one[9]) for one in valid), len(valid))
    spak = Fraction(sum(int(answer) for one in people for answer in one[10:]), 2 * len(people)) * Fraction(100, 6)
    found = rows(home, "SELECT * FROM further_index WHERE period_code = '2024' ORDER BY position")
    assert [(one["code"], one["asked"], one["respondents"], str(one["score"])) for one in found[:3]] == [
        ("U10", 30, 29, rounded(u10 * 25)),
        ("IKM", 30, 29, rounded(own * 25)),
        ("SPAK", 30, 30, rounded(spak)),
    ]
    capsys.readouterr()
    print_ranking(home, None, "all")
    assert "Kuesioner Kecamatan Mawar memuat unsur tambahan atau bobot sendiri" in " ".join(
        capsys.readouterr().out.split()
    )
    with open_published(home) as reader:
        told = [
            public_regency(reader, "2024", Settings(), one).others_asked
            for one in (load(home, load_registry(home.units)), NO_QUESTIONNAIRES)
        ]
    assert told == [True, False]
    blanked = rows(home, "SELECT row_number, rule, value FROM blanked_value")
    assert [tuple(one.values()) for one in blanked] == [(6, "further_answer_unknown", "5")]

    with open_published(home) as reader:
        (bundle,) = unit_bundles(reader, "2024", Settings(), load_registry(home.units), "U-1")
        assert [one.code for one in bundle.figures.further] == ["U10", "IKM", "SPAK", "SPAK.1", "SPAK.2"]
        assert (bundle.public.further, bundle.public.further_questions) == ((), ())
        assert published.units_asking_more(reader, "2024") == ["Kecamatan Mawar"]
    page = browser(home, "mawar", "U-1").get("/unit/U-1").text
    assert f"<li>Transparansi: <b>{rounded(u10 * 25).replace('.', ',')}</b>" in page

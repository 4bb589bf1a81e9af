"""What the check says of an upload is what a run says of the file: the samples' truth, one file at a time."""

import gc
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from contracts.errors import ConfigurationError, SkmError
from contracts.home import Home
from contracts.registry import load_registry
from contracts.settings import Limits, Settings, load_settings
from ingest import intake
from ingest.inboxes import LocalInbox
from pipeline import upload_check
from pipeline.homes import prepare_home
from pipeline.stores import Stores, open_stores
from pipeline.upload_check import REJECTED_SHOWN, UploadChecker, check_upload
from storage.store import LocalStore
from tests.integration.killers import check_or_die
from tests.integration.offices import filled_in, home_at, respondents, run, same, send

SAMPLES = Path(__file__).parents[2] / "samples"
TRUTH = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))["files"]
CODES = {
    unit.unit_name.removeprefix("Kecamatan "): unit.unit_code for unit in load_registry(SAMPLES / "units.csv").units
}
OF_ONE_UNIT = {
    # The others of 2023 are alike; one stands newer in another file; one names no unit of the registry: below.
    path: truth | {"unit": truth["unit"] or "Mojoanyar"}
    for path, truth in TRUTH.items()
    if truth["status"] != "superseded" and "Antah" not in path and (not path.startswith("2023/") or "jatirejo" in path)
}
CODE_OF_WHY = {
    "not a readable workbook": "unreadable_workbook",
    "empty": "empty",
    "not a tabular export": "not_tabular",
    "scale of 1 to 5": "scale_not_1_to_4",
    "Sarana dan Prasarana is missing": "unsur_missing",
}
FIRST_SEEN = datetime(2024, 6, 1, 8)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("uploads") / "data")
    prepare_home(home, with_samples=False)
    home.settings.write_text("[limits]\nparser_seconds = 20\n", encoding="utf-8")
    home.uploads.mkdir()
    return home


@pytest.fixture(scope="module")
def checker(home: Home) -> Iterator[UploadChecker]:
    with checking(home) as checker:
        yield checker


def stores_of(home: Home) -> Stores:
    return open_stores(home, Settings().storage)


def checking(home: Home) -> UploadChecker:
    return UploadChecker(home, load_settings(home.settings).limits, stores_of(home))


def everything_in(home: Home) -> dict[str, tuple[int, int]]:
    """Every path of a home, with size and time of change."""
    return {
        path.relative_to(home.root).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in [home.root, *home.root.rglob("*")]
    }


@pytest.mark.parametrize("path", OF_ONE_UNIT)
def test_a_sample_is_judged_as_a_run_judges_it(path: str, home: Home, checker: UploadChecker) -> None:
    truth, before = OF_ONE_UNIT[path], everything_in(home)
    result = checker.check(SAMPLES / "inbox" / path, Path(path).name, CODES[truth["unit"]])
    counts = (result.rows_read, result.rows_accepted, result.rows_rejected)
    assert counts == (truth["rows_read"], truth["rows_accepted"], truth["rows_rejected"])
    assert (result.refusal is not None) == (truth["status"] == "rejected")
    assert result.unit_code == CODES[truth["unit"]]
    assert result.kind == ("follow_up" if "Tindak Lanjut" in path else "responses")
    if result.refusal is not None:
        assert result.refusal.code == CODE_OF_WHY[truth["why"]]
    else:
        assert result.periods == (truth["period"][:4],) or result.periods == (truth["period"],)
    assert not result.already_known
    assert everything_in(home) == before


def test_every_refused_sample_of_a_unit_is_among_them() -> None:
    assert sum(truth["status"] == "rejected" for truth in OF_ONE_UNIT.values()) == len(CODE_OF_WHY)


def test_mapping_and_rejected_cells_say_where_and_why(checker: UploadChecker) -> None:
    result = checker.check(SAMPLES / "inbox/kemlagi/kemlagi.xlsx", "kemlagi.xlsx", "35.16.15")
    assert {one.mapped_to for one in result.mapping} >= {f"u{number}" for number in range(1, 10)}
    assert len({(cell.sheet, cell.row_number) for cell in result.rejected}) == result.rows_rejected == 8
    cell = result.rejected[0]
    assert (cell.sheet, cell.row_number, cell.column, cell.value) == ("Data", 22, "Persyaratan", "5")
    assert cell.message.startswith("Jawaban U1 Persyaratan bukan salah satu dari empat jawaban. Seharusnya: 1 = ")
    assert result.periods == ("2024",)  # The year of a rejected date is none of them.
    assert "Umur tidak mungkin, dikosongkan (1 baris, tetap dihitung)." in result.notes


def test_rows_that_stand_twice_count_once_and_are_told(checker: UploadChecker) -> None:
    name = "SKM KEC. GEDEK 2024 fix (1).csv"
    result = checker.check(SAMPLES / "inbox" / name, name, "35.16.14")
    assert (result.rows_read, result.rows_accepted, result.rows_rejected) == (214, 208, 0)
    assert any(note.startswith("6 baris ") for note in result.notes)


def test_the_order_of_u8_and_u9_is_the_unit_s(checker: UploadChecker) -> None:
    path = SAMPLES / "inbox/dawarblandong/dawarblandong.csv"
    declared = checker.check(path, "responses.csv", "35.16.17")
    assert {one.header: one.mapped_to for one in declared.mapping}["U8"] == "u9"
    undeclared = checker.check(path, "responses.csv", "35.16.01")
    assert undeclared.refusal is not None
    assert undeclared.refusal.code == "unsur_order_undeclared"


@pytest.mark.parametrize(
    ("path", "name", "unit_code"),
    [
        ("jatirejo/Hasil Survei SuKMa-e Jatim KECAMATAN JATIREJO 2024.xlsx", "data.xlsx", "35.16.02"),
        ("gondang/export_skm.csv", "Kecamatan Jatirejo.csv", "35.16.02"),
        ("jatirejo/Tindak Lanjut SKM Kecamatan Jatirejo 2024.xlsx", "rencana.xlsx", "35.16.02"),
        ("Hasil SKM Puskesmas Jatirejo 2024.csv", "Hasil SKM Puskesmas Jatirejo 2024.csv", "35.16.02"),
    ],
)
def test_another_unit_s_file_is_refused_and_both_are_named(
    checker: UploadChecker, path: str, name: str, unit_code: str
) -> None:
    result = checker.check(SAMPLES / "inbox" / path, name, unit_code)
    assert result.refusal is not None
    assert result.refusal.code == "other_unit"
    assert "Jatirejo" in result.refusal.message
    assert "Kecamatan Gondang" in result.refusal.message
    assert result.unit_name is not None
    assert result.unit_name.endswith("Jatirejo")
    assert (result.rows_read, result.rows_accepted) == (0, 0)


def test_an_office_that_no_registry_has_is_pointed_at(checker: UploadChecker) -> None:
    name = "SKM Kelurahan Antah Berantah.csv"
    result = checker.check(SAMPLES / "inbox" / name, name, "35.16.18")
    assert result.refusal is None
    assert any("“Kelurahan Antah Berantah”" in note and "Kecamatan Mojoanyar" in note for note in result.notes)


def upload(home: Home, content: str | bytes) -> Path:
    path = home.uploads / "unggahan"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_file_without_dates_or_period_is_refused_and_one_that_names_it_is_not(
    home: Home, checker: UploadChecker
) -> None:
    path = upload(home, respondents(same(3, 40), dates=None))
    undated = checker.check(path, "responses.csv", "35.16.02")
    assert undated.refusal is not None
    assert undated.refusal.code == "period_unknown"
    named = checker.check(path, "SKM Semester II 2024.csv", "35.16.02")
    assert (named.refusal, named.periods, named.rows_accepted) == (None, ("2024-S2",), 40)
    assert any("memberi jawaban yang sama" in note for note in named.notes)


def test_a_file_of_which_most_rows_are_rejected_is_refused_with_its_cells(home: Home, checker: UploadChecker) -> None:
    path = upload(home, respondents([*same(4, 50), *["44440444 "] * 250]))
    result = checker.check(path, "responses.csv", "35.16.02")
    assert result.refusal is not None
    assert result.refusal.code == "mostly_rejected"
    assert (result.rows_read, result.rows_accepted, result.rows_rejected) == (300, 0, 300)
    assert len(result.rejected) == REJECTED_SHOWN
    assert {cell.column for cell in result.rejected} == {
        "Biaya/Tarif" if False else cell.column for cell in result.rejected
    }
    assert all(cell.message and "benar" not in cell.message for cell in result.rejected)


def test_what_inflates_without_end_is_refused_unopened(home: Home, checker: UploadChecker) -> None:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as bomb:
        for number in range(3):
            with bomb.open(f"skm {number}.csv", "w", force_zip64=True) as member:
                for _ in range(140):
                    member.write(b"0" * 1_000_000)
    assert len(saved.getvalue()) < 1_000_000
    result = checker.check(upload(home, saved.getvalue()), "skm 2024.zip", "35.16.02")
    assert result.refusal is not None
    assert result.refusal.code == "inflates_too_much"


@pytest.mark.parametrize(
    "name", ["../../settings.toml", ".csv", "skm\0\n.csv", "x" * 5000, "", "\ud800.csv", "~$a.csv"]
)
def test_a_hostile_name_changes_nothing(home: Home, checker: UploadChecker, name: str) -> None:
    path = upload(home, respondents(same(3, 10)))
    before = everything_in(home)
    result = checker.check(path, name, "35.16.02")
    assert (result.refusal, result.rows_accepted) == (None, 10)
    assert result.file_name.isprintable()
    assert json.loads(result.model_dump_json())["file_name"] == result.file_name
    assert everything_in(home) == before


def test_a_content_that_was_archived_before_is_known(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    path = send(home, "Kecamatan Mawar.csv", respondents(same(3, 10)))
    intake.save_ledger(home, intake.take_in(LocalStore(home.archive), LocalInbox(home.inbox), [], Limits(), FIRST_SEEN))
    before = everything_in(home)
    result = check_upload(home, stores_of(home), path, "unggahan lain.csv", "U-1")
    assert (result.already_known, result.refusal, result.rows_accepted) == (True, None, 10)
    assert everything_in(home) == before
    other = tmp_path / "other.csv"
    other.write_text(respondents(same(3, 11)), encoding="utf-8")
    assert not check_upload(home, stores_of(home), other, "unggahan lain.csv", "U-1").already_known


def test_a_date_is_in_the_future_as_of_the_day_the_content_first_came(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    path = send(
        home, "Kecamatan Mawar.csv", respondents([*same(3, 9), "333333333"], dates=[*["05/02/2024"] * 9, "07/09/2024"])
    )
    intake.save_ledger(home, intake.take_in(LocalStore(home.archive), LocalInbox(home.inbox), [], Limits(), FIRST_SEEN))
    result = check_upload(home, stores_of(home), path, "x.csv", "U-1")
    assert (result.rows_accepted, result.rows_rejected, result.periods) == (9, 1, ("2024",))


def test_an_unknown_unit_is_our_caller_s_error(home: Home, checker: UploadChecker) -> None:
    with pytest.raises(ConfigurationError, match=r"'35\.16\.99'"):
        checker.check(upload(home, "x"), "x.csv", "35.16.99")


def test_settings_that_cannot_be_meant_are_no_fault_of_the_file(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    path = send(home, "x.csv", respondents(same(3, 10)))
    home.settings.write_text("[limit]\n", encoding="utf-8")
    with pytest.raises(SkmError, match="limit"):
        check_upload(home, stores_of(home), path, "x.csv", "U-1")


def test_a_file_that_kills_its_reader_is_refused_and_the_next_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_at(tmp_path / "data")
    home.settings.write_text("[limits]\nparser_seconds = 2\n", encoding="utf-8")
    path = send(home, "x.csv", respondents(same(3, 10)))
    monkeypatch.setattr(upload_check, "check_all", check_or_die)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("expectations.warm_up", gc.disable)  # Spares each new child three seconds.
    killers = {"mati": "crashed", "macet": "out_of_time", "dibunuh": "crashed", "rakus": "out_of_memory"}
    with checking(home) as checker:
        for name, how in killers.items():
            with monkeypatch.context() as hurried:
                hurried.setattr(upload_check, "CHECK_SECONDS", 0)
                result = checker.check(path, f"{name}.csv", "U-1")
            assert result.refusal is not None
            assert result.refusal.code == f"reader_{how}"
            assert result.refusal.message.endswith("lalu unggah lagi.")
            assert (result.unit_name, result.rows_read, result.already_known) == ("Kecamatan Mawar", 0, False)
        good = checker.check(path, "baik.csv", "U-1")
    assert (good.refusal, good.rows_accepted) == (None, 10)
    assert not list(tmp_path.glob("skm-upload-*"))


def test_a_correction_is_its_origin_s_even_where_nothing_is_staged(prefect_server: None, tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    send(home, "Kecamatan Mawar.csv", respondents([*same(3, 9), "33333333 "]))
    run(home)
    (workbook,) = home.quarantine.rglob("*perbaikan.xlsx")
    path = home.root / "perbaikan.xlsx"
    path.write_bytes(filled_in(workbook, {11: {"Sarana dan Prasarana": 4}}))
    for staged in (True, False):
        if not staged:
            shutil.rmtree(home.staging)
        result = check_upload(home, stores_of(home), path, "perbaikan.xlsx", "U-1")
        assert (result.refusal, result.unit_code, result.periods) == (None, "U-1", ("2024",))
        assert (result.rows_read, result.rows_accepted) == (1, 1)
    other = check_upload(home, stores_of(home), path, "perbaikan.xlsx", "U-2")
    assert other.refusal is not None
    assert other.refusal.code == "other_unit"

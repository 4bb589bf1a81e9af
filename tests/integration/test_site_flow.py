"""The public site through the real flow: what is in it, what never is, and what a new export changes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import polars as pl
import pymupdf
import pytest
import yaml

from contracts.home import Home
from contracts.public_tables import PUBLIC_TABLES, PUBLIC_TABLES_BY_NAME
from tests.data_packages import breaches
from tests.integration.offices import State, home_at, respondents, rows, run, same, send

pytestmark = pytest.mark.usefixtures("without_prefect")

SECRET_FILE = "kiriman-pribadi"
SUGGESTION = "Pegawai loket tiga bernama Sukarman kurang ramah"
FEW = ["121212121", "212121212", "111111112"]
"""Answers of a unit with three respondents, whose figures no other figure is like."""
OF_SOMEBODY_ELSE = "robots.txt"
CARDS_AND_REPORT = {"kartu-skm-{}-{}.pdf", "kartu-skm-{}-{}.png", "laporan-publik-skm-{}-{}.pdf"}

Stamps = dict[str, int]


@dataclass(frozen=True)
class Steps:
    """One home, its runs, and when each file of the site was last written after each."""

    home: Home
    first: State
    unchanged: State
    one_more: State
    more_answers: State
    after: tuple[Stamps, Stamps, Stamps, Stamps]
    told: dict[str, str]
    """Everything the site said after the first run, as text, by path."""
    told_then: dict[str, str]
    """And after one more answer had come."""


def with_suggestions(export: str) -> str:
    header, *lines = export.splitlines()
    return "\n".join([f'{header};"Saran"', *(f'{line};"{SUGGESTION}"' for line in lines)]) + "\n"


def stamps(home: Home) -> Stamps:
    return {
        path.relative_to(home.site).as_posix(): path.stat().st_mtime_ns
        for path in home.site.rglob("*")
        if path.is_file()
    }


def text_of(path: Path) -> str:
    """All that a file says, and its bytes as they are."""
    content = path.read_bytes()
    texts = [content.decode("utf-8", "replace")]
    if path.suffix == ".pdf":
        with pymupdf.open(stream=content) as document:
            texts += [" ".join(page.get_text().split()) for page in document]
            texts += [str(document.metadata), document.get_xml_metadata()]
    elif path.suffix == ".parquet":
        texts.append(pl.read_parquet(path).write_csv())
    return "\n".join(texts)


def told(home: Home) -> dict[str, str]:
    return {name: text_of(home.site / name) for name in stamps(home)}


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Steps:
    home = home_at(tmp_path_factory.mktemp("site") / "data")
    send(home, f"Kecamatan Mawar {SECRET_FILE}.csv", with_suggestions(respondents(same(4, 8))))
    send(home, "Dinas Kenanga 2024.csv", with_suggestions(respondents(same(3, 9))))
    send(home, f"Kecamatan Melati {SECRET_FILE}.csv", with_suggestions(respondents(FEW)))
    first = run(home, documents=True)
    said, at_first = told(home), stamps(home)
    (home.site / OF_SOMEBODY_ELSE).write_text("User-agent: *\n", encoding="utf-8")
    unchanged, again = run(home, documents=True), stamps(home)
    send(home, "satu/Kecamatan Mawar.csv", respondents(["123412341"], dates="03/05/2024"))
    one_more, then = run(home, documents=True), told(home)
    at_one_more = stamps(home)
    send(home, "lagi/Kecamatan Mawar.csv", respondents(same(4, 10), dates="04/06/2024"))
    more = run(home, documents=True)
    return Steps(home, first, unchanged, one_more, more, (at_first, again, at_one_more, stamps(home)), said, then)


def documents_of(unit_code: str, period_code: str) -> set[str]:
    return {f"{period_code}/berkas/{name.format(unit_code, period_code)}" for name in CARDS_AND_REPORT}


def test_the_site_has_its_pages_documents_and_data(steps: Steps) -> None:
    pages = {
        f"{period}/{name}.html"
        for period in ("2024", "2024-S1")
        for name in ("index", "mutu-data", "U-1", "U-2", "U-3")
    }
    documents = {one for period in ("2024", "2024-S1") for unit in ("U-1", "U-3") for one in documents_of(unit, period)}
    public = [table.name for table in PUBLIC_TABLES]
    data = {f"data/{name}{suffix}" for name in public for suffix in (".csv", "-excel.csv", ".parquet")}
    common = {"index.html", "metode.html", "data.html", "data/metadata.json", "data/skm_terbuka.duckdb"}
    common |= {"data/datapackage.json", "data/dcat.jsonld", "data/kontrak-data.odcs.yaml", "keaslian.json"}
    found = {path for path in steps.after[0] if not path.startswith("aset/")}
    assert found == pages | documents | data | common
    assert steps.first.summary.site_files == len(steps.after[0])


def test_documents_are_those_that_were_made(steps: Steps) -> None:
    for name in documents_of("U-3", "2024"):
        made = steps.home.reports / "2024" / "U-3" / Path(name).name
        assert (steps.home.site / name).read_bytes() == made.read_bytes()


def figures_of_few(home: Home) -> Iterator[str]:
    """What is known of the unit with three respondents, as it would be written."""
    columns = ("ikm", "ikm_ninth", "ikm_low", "ikm_high")
    for row in rows(home, f"SELECT {', '.join(columns)} FROM ikm_unit WHERE unit_code = 'U-2'"):
        for column in columns:
            yield str(row[column])
            yield str(row[column]).replace(".", ",")


def test_a_unit_with_three_respondents_appears_by_name_only(steps: Steps) -> None:
    assert steps.first.indexes["U-2"][0] == len(FEW)
    hidden = set(figures_of_few(steps.home))
    assert len(hidden) >= 2 * 4
    for path, text in steps.told.items():
        found = [figure for figure in hidden if figure in text]
        assert not found, f"{path} tells {found}"
    assert "Kecamatan Melati" in steps.told["2024/index.html"]
    assert "terlalu sedikit" in steps.told["2024/U-2.html"]
    for name, table in PUBLIC_TABLES_BY_NAME.items():
        if "unit_code" in table.column_names:
            units = pl.read_parquet(steps.home.site / "data" / f"{name}.parquet").get_column("unit_code")
            assert ("U-2" in units) == (name == "unit"), name
            assert ("U-2" in steps.told[f"data/{name}.csv"]) == (name == "unit"), name


def test_what_is_internal_is_nowhere_in_the_site(steps: Steps) -> None:
    """Neither a suggestion nor a file of the inbox, in the bytes of any file, in a PDF's text, in a table."""
    inside = "\n".join(text_of(path) for path in (steps.home.reports / "2024" / "U-1").glob("laporan-skm-*.pdf"))
    assert SECRET_FILE in inside  # where it belongs it can be found
    assert "Sukarman" in inside or "loket tiga" in inside
    for path, text in steps.told.items():
        for trace in (SECRET_FILE, SUGGESTION, "Sukarman", "loket tiga", ".csv;", str(steps.home.root)):
            assert trace not in text, f"{path} tells {trace}"


def test_open_data_are_read_alike_from_all_formats(steps: Steps) -> None:
    metadata = json.loads((steps.home.site / "data" / "metadata.json").read_text(encoding="utf-8"))
    for table in metadata["tabel"]:
        csv, for_excel, parquet = (steps.home.site / one["berkas"] for one in table["distribusi"])
        frame = pl.read_parquet(parquet)
        assert frame.height == table["jumlah_baris"]
        assert frame.columns == [one["nama"] for one in table["variabel"]]
        assert csv.read_text(encoding="utf-8") == frame.write_csv()
        assert for_excel.read_bytes().startswith(b"\xef\xbb\xbf")
        assert for_excel.read_text(encoding="utf-8-sig") == frame.write_csv(separator=";", decimal_comma=True)
        sizes = [path.stat().st_size for path in (csv, for_excel, parquet)]
        assert [one["ukuran_bita"] for one in table["distribusi"]] == sizes


def test_open_data_keep_what_their_package_and_their_contract_say(steps: Steps) -> None:
    assert breaches(steps.home.site / "data") == []
    contract = yaml.safe_load((steps.home.site / "data" / "kontrak-data.odcs.yaml").read_text(encoding="utf-8"))
    assert [one["name"] for one in contract["schema"]] == [table.name for table in PUBLIC_TABLES]


def test_a_second_run_writes_nothing(steps: Steps) -> None:
    assert steps.unchanged.summary.site_files == 0
    again = dict(steps.after[1])
    again.pop(OF_SOMEBODY_ELSE)
    assert again == steps.after[0]


def test_one_more_answer_changes_no_figure(steps: Steps) -> None:
    """It would be the difference. Unit and staff have it; in public everything is as it was, but for the day the former
    figures are of, for how many files there are, and that their rows are not told."""
    assert steps.first.indexes["U-1"][0] == 8
    assert steps.one_more.indexes["U-1"][0] == 9
    figures = {
        f"{name}.{ending}"
        for name in ("ikm_unsur", "ikm_ranking", "ikm_regency", "ikm_regency_unsur", "public_profile")
        for ending in ("csv", "parquet")
    }
    same_as_before = {f"data/{name}" for name in figures} | {"index.html", "2024/index.html", "2024-S1/index.html"}
    same_as_before |= {path for path in steps.told if "U-2" in path or "U-3" in path}
    assert {path for path in same_as_before if steps.told[path] != steps.told_then[path]} == set()
    assert "perubahan sejak itu menyangkut terlalu sedikit orang" in steps.told_then["2024/U-1.html"]
    assert "Jumlah barisnya tidak ditampilkan" in steps.told_then["2024/mutu-data.html"]
    for path in documents_of("U-1", "2024"):
        if path.endswith(".pdf"):
            assert "Angka per" in steps.told_then[path], path
    before, then = (
        pl.read_csv(StringIO(one["data/ikm_unit.csv"]), infer_schema=False).drop("figures_of")
        for one in (steps.told, steps.told_then)
    )
    assert before.equals(then)


def test_a_changed_unit_changes_its_pages_the_period_and_the_data(steps: Steps) -> None:
    before, after = steps.after[2:]
    changed = {path for path in after if before.get(path) != after[path]}
    assert steps.more_answers.summary.site_files == len(changed)
    assert after.keys() == before.keys()
    assert {"index.html", "2024/index.html", "2024-S1/index.html", "2024/U-1.html", "data/ikm_unit.csv"} <= changed
    assert documents_of("U-1", "2024") <= changed
    of_others = {path for path in changed if "U-2" in path or "U-3" in path}
    assert not of_others
    assert not {path for path in changed if path.startswith("aset/")} | ({"metode.html", OF_SOMEBODY_ELSE} & changed)


def test_what_may_no_longer_be_shown_is_removed(steps: Steps) -> None:
    (steps.home.root / "settings.toml").write_text(
        '[reports]\nkinds = ["year"]\n[thresholds]\nsmall_cell = 10\n', encoding="utf-8"
    )
    run(steps.home, documents=True)
    assert not documents_of("U-3", "2024") & stamps(steps.home).keys()
    assert documents_of("U-1", "2024") <= stamps(steps.home).keys()
    assert "terlalu sedikit" in text_of(steps.home.site / "2024" / "U-3.html")
    assert (steps.home.site / OF_SOMEBODY_ELSE).exists()

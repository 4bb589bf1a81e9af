"""What the public really gets, file by file, holds nothing that the attacker of public tables does not know."""

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import polars.selectors as cs
import pymupdf
import pytest
from lxml import html

from contracts.public_tables import PUBLIC_TABLES_BY_NAME
from contracts.settings import Settings
from reports.wording.indonesian import decimal_number, long_date, percentage, whole_number
from tests.privacy.public_files import PUBLISHED, REGISTRY, Published, site_of, two_years
from transforms.schema import with_former_names

SETTINGS = Settings()
MOST_COUNTED = 12
"""A number up to this counts units, unsur, pages or headings, unless it is said of people."""
OF_PEOPLE = r"\s+(?:orang|responden|jawaban|baris|kuesioner)\b"
OF_PEOPLE_COLUMNS = (
    "respondents",
    "service_recipients",
    "sample_needed",
    "rows_read",
    "rows_accepted",
    "rows_rejected",
)
NUMBER = re.compile(r"(?<![\w.,/#-])(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?(?![\w/]|[.,]\d)" rf"({OF_PEOPLE})?")
DATE = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|Mei|Jun|Jul|Agu|Sep|Okt|Nov|Des)\w* \d{4}\b")
NO_FIGURES = re.compile(
    r"Nomor \d+ Tahun \d{4}|PANRB 14/2017|4\.0|data [0-9a-f]{12}|versi [\d.]+|[\d.,]+ [KM]B|\b20\d\d\b|35\.16|3516"
    r"|\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b"
    r"|(?:Di bawah \d+|\d+ – \d+|50) tahun"
    r"|(?:\b\d\d ){4,}\d\d\b|\b\d\d 100 Skala dimulai dari \d\d\b"
    r"|(?:Skala|Skalanya|IKM) (?:dimulai dari )?\d\d(?: sampai \d\d)?(?!,?\d)"
)
"""Laws, releases, sizes, years, codes of the regency and of documents, bands of age, axes: which follow from the
figures drawn, as the first test shows."""
OF_THE_METHOD = {
    *(str(few) for few in (SETTINGS.thresholds.small_cell, *SETTINGS.survey.model_dump().values())),
    *(
        "0,11",
        "0,111",
        "3,841",
        "0,5",
        "0,05",
        "99,00",
        "99,90",
        "99,8",
        "0,70",
        "100,00",
        "88,31",
        "88,30",
        "76,61",
        "76,60",
        "65,00",
    ),
    *("64,99", "24,75", "24,98", "25,00", "25", "95", "100"),
}
"""Weights, grades, ends of the scale, the sample, the smallest cell, days that are planned."""


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture(scope="module", name="published")
def fixture_published() -> Published:
    return two_years(1, SETTINGS)


@pytest.fixture(scope="module", name="site")
def fixture_site(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_of(tmp_path_factory.mktemp("site") / "home", published, SETTINGS)


def test_the_site_changes_with_nothing_but_the_public_tables(published: Published, site: Path, tmp_path: Path) -> None:
    """Everybody else answers, other files come, other rows are rejected, and the public tables stay: so does every byte
    of the site. Whatever a page, a card's picture or a chart shows is a function of the public tables."""
    others = two_years(2, SETTINGS, times=2).internal
    for name in (
        "ikm_unit",
        "ikm_unsur",
        "respondent_profile",
        "collection",
        "ingest_file",
        "finding",
        "response",
        "quality_signal",
    ):
        assert not others[name].equals(published.internal[name]), name
    then = contents(site_of(tmp_path / "home", Published(others, published.public), SETTINGS))
    now = contents(site)
    assert then.keys() == now.keys()
    assert [path for path in now if now[path] != then[path]] == []
    assert {Path(path).suffix for path in now} >= {".html", ".csv", ".parquet", ".json", ".pdf", ".png", ".duckdb"}


def open_data(published: Published) -> dict[str, pl.DataFrame]:
    """The public tables, some columns by their former names too."""
    return {name: with_former_names(frame, PUBLIC_TABLES_BY_NAME[name]) for name, frame in published.public.items()}


def test_the_open_data_are_the_public_tables(published: Published, site: Path) -> None:
    for name, table in open_data(published).items():
        assert pl.read_parquet(site / "data" / f"{name}.parquet").equals(table), name
        assert (site / "data" / f"{name}.csv").read_text(encoding="utf-8") == table.write_csv(), name
        for_excel = (site / "data" / f"{name}-excel.csv").read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        assert for_excel == table.write_csv(separator=";", decimal_comma=True), name
    assert len(list((site / "data").iterdir())) == 3 * len(published.public) + 5


def test_the_open_database_is_the_public_tables_and_nothing_else(published: Published, site: Path) -> None:
    with duckdb.connect(str(site / "data" / "skm_terbuka.duckdb"), read_only=True) as opened:
        tables = {name for (name,) in opened.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        assert tables == published.public.keys()
        for name, table in open_data(published).items():
            rows = opened.table(name).fetchall()
            assert pl.DataFrame(rows, schema=table.schema, orient="row").equals(table), name
        others = "SELECT count(*) FROM {}() WHERE NOT internal"
        for kind in ("duckdb_views", "duckdb_schemas", "duckdb_functions", "duckdb_types"):
            assert opened.execute(others.format(kind)).fetchone() == (0,), kind
        assert opened.execute("SELECT count(*) FROM duckdb_sequences()").fetchone() == (0,)


def test_every_number_of_a_page_or_document_stands_in_the_public_tables(published: Published, site: Path) -> None:
    """With its value and its decimals, and on pages and documents of a unit among the figures of that unit."""
    texts = {path: text for path, content in contents(site).items() if (text := said(path, content))}
    found = {path: unknown(text, published.public, unit_of(path)) for path, text in texts.items()}
    assert {path: numbers for path, numbers in found.items() if numbers} == {}
    assert sum(len(NUMBER.findall(text)) for text in texts.values()) > 1000


@pytest.mark.parametrize("told", ["37 orang", "5 responden", "75,1437", "73,99", "217", "5 Maret 2024"])
def test_a_number_from_elsewhere_is_found(published: Published, told: str) -> None:
    assert unknown(f"IKM Unit C adalah {told} pada tahun 2024.", published.public, "C")


def unit_of(path: str) -> str | None:
    """Whose page or document a file is; None where it is of all."""
    name = Path(path).name
    return next((one.unit_code for one in REGISTRY.units if re.search(rf"\b{one.unit_code}\b", name)), None)


def unknown(text: str, public: Mapping[str, pl.DataFrame], unit: str | None) -> list[str]:
    """Numbers and days in a text that are no figure of the public tables, nor of the method."""
    known = {*figures(public, unit), *OF_THE_METHOD}
    people = {*figures(public, unit, OF_PEOPLE_COLUMNS), str(SETTINGS.thresholds.small_cell)}
    days = {long_date(PUBLISHED.date()), *dates(public)}
    found = [day for day in DATE.findall(text) if day not in days]
    rest = NO_FIGURES.sub(" ", DATE.sub(" ", text))
    for whole, decimals, of_people in NUMBER.findall(rest):
        counted = int(whole.replace(".", "")) <= MOST_COUNTED and not decimals
        if whole + decimals not in people if of_people else not counted and whole + decimals not in known:
            found.append(whole + decimals + of_people)
    return found


def said(path: str, content: bytes) -> str | None:
    """The text of a page with what is said of its pictures, of a PDF with its metadata; None of other files."""
    if path.endswith(".pdf"):
        with pymupdf.open(stream=content) as document:
            metadata = {
                key: value for key, value in document.metadata.items() if key in ("title", "subject", "keywords")
            }
            return " ".join(" ".join([*metadata.values(), *(page.get_text() for page in document)]).split())
    if path.endswith(".html"):
        page = html.document_fromstring(content.decode())
        texts = page.xpath("//text() | //@alt | //@aria-label | //@title | //@content | //@data-n | //@data-j")
        return " ".join(" ".join(texts).split())
    return None


def figures(public: Mapping[str, pl.DataFrame], unit: str | None, columns: Collection[str] = ()) -> Iterator[str]:
    """Every number of the public tables, or of some columns, as it may be written: of a unit, and of what is no unit's;
    None: of all."""
    for table in public.values():
        if not columns:
            yield whole_number(table.height)
        mine = table.filter(unit_code=unit) if unit is not None and "unit_code" in table.columns else table
        for column in mine.select(cs.by_name(*columns, require_all=False) if columns else cs.all()).iter_columns():
            for value in column.drop_nulls().unique():
                if isinstance(value, bool | str):
                    continue
                if isinstance(value, int):
                    yield whole_number(value)
                elif column.name == "share":
                    yield percentage(value).partition("\u00a0")[0]
                elif isinstance(value, Decimal | float):
                    yield decimal_number(abs(value), 4 if column.name == "nrr_weighted" else 2)


def dates(public: Mapping[str, pl.DataFrame]) -> Iterator[str]:
    """The days that the public tables name."""
    for table in public.values():
        for column in table.iter_columns():
            if column.dtype == pl.Date:
                yield from map(long_date, column.drop_nulls())

"""Analysts: they take the warehouse away and ask it, nobody else does, they do nothing else, and all is in the log."""

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from contracts.home import Home
from contracts.tables import WAREHOUSE_TABLES
from portal.server.accounts import Accounts
from portal.server.analyst_pages import MOST_BARS, chart_of
from portal.server.audit import AuditLog, Entry
from portal.server.database import Database
from tests.unit.portal.server.conftest import MakeServer
from tests.unit.portal.server.server_home import (
    CHEAP,
    OURS,
    PASSWORD,
    SUGGESTION,
    Clock,
    Server,
    TestClient,
    log_in,
    token_of,
)
from warehouse.read import QueryResult, query

PAGES = ("/analis", "/analis/skm.duckdb", "/analis/tabel/analisis.jawaban.csv", "/analis/kueri")


@pytest.fixture(name="analyst")
def fixture_analyst(server: Server) -> TestClient:
    return server.logged_in("rina", role="analyst")


def log_of(server: Server) -> list[Entry]:
    return AuditLog(Database(server.home.accounts), server.clock.now).last(50)


def asked(browser: TestClient, sql: str, address: str = "/analis/kueri"):  # type: ignore[no-untyped-def]
    return browser.post(address, data={"csrf": token_of(browser.get("/analis/kueri").text), "sql": sql})


@pytest.mark.parametrize("path", PAGES)
def test_only_an_analyst_gets_the_warehouse(server: Server, path: str) -> None:
    assert server.browser().get(path).headers["location"].startswith("/masuk")
    for browser in (server.logged_in("ani", OURS), server.logged_in("organisasi")):
        answer = browser.get(path)
        assert answer.status_code == 403
        assert "hanya untuk analis" in answer.text
    assert [one.action for one in log_of(server)].count("denied") == 2


def test_an_analyst_begins_at_the_warehouse_and_gets_nothing_of_units_and_staff(
    server: Server, analyst: TestClient
) -> None:
    assert log_in(server.browser(), "rina", PASSWORD).headers["location"] == "/analis"
    assert analyst.get("/unit").headers["location"] == "/analis"
    for path in (
        f"/unit/{OURS}", f"/unit/{OURS}/jawaban-2024.csv", f"/berkas/2024/{OURS}/laporan-skm-{OURS}-2024.pdf",
        f"/karantina/{OURS}/x", "/petugas", "/petugas/catatan", "/unggah", "/pertanyaan", "/pertanyaan/h1",
        "/keputusan/1",
    ):  # fmt: skip
        assert analyst.get(path).status_code == 403, path
    token = token_of(analyst.get("/analis/kueri").text)
    for path in ("/unggah", "/pertanyaan/h1", "/keputusan/1"):
        assert analyst.post(path, data={"csrf": token}).status_code == 403, path
    assert 'href="/unggah"' not in analyst.get("/analis").text


def test_analysts_give_a_code_like_staff(serving: MakeServer) -> None:
    server = serving(staff_code=True)
    server.accounts.add("rina", PASSWORD, unit_code=None, role="analyst")
    browser = server.browser()
    assert log_in(browser, "rina", PASSWORD).headers["location"] == "/masuk/kode"
    assert browser.get("/analis").headers["location"].startswith("/masuk")


def test_the_page_says_what_it_is_and_lists_every_view_and_table(analyst: TestClient) -> None:
    page = analyst.get("/analis").text
    assert "Memuat jawaban perorangan" in page
    assert "jangan keluar dari kantor" in page
    for name in ("analisis.unit_periode", "main.response", *(f"main.{table.name}" for table in WAREHOUSE_TABLES)):
        for ending in ("csv", "xlsx", "parquet"):
            assert f'href="/analis/tabel/{name}.{ending}"' in page


def test_the_file_is_the_published_one(server: Server, analyst: TestClient) -> None:
    answer = analyst.get("/analis/skm.duckdb")
    assert answer.content == (server.home.warehouse / "skm.duckdb").read_bytes()
    assert answer.headers["cache-control"] == "no-store"
    assert 'filename="skm.duckdb"' in answer.headers["content-disposition"]
    assert (log_of(server)[0].account, log_of(server)[0].action, log_of(server)[0].object) == (
        "rina", "download", "skm.duckdb (000001)",
    )  # fmt: skip


def test_a_table_is_the_same_in_every_format_and_no_text_is_a_formula(server: Server, analyst: TestClient) -> None:
    parquet, csv, xlsx = (
        analyst.get(f"/analis/tabel/analisis.jawaban.{ending}").content for ending in ("parquet", "csv", "xlsx")
    )
    frame = pl.read_parquet(io.BytesIO(parquet)).sort("kunci_jawaban")
    sql = "SELECT kunci_jawaban, unit, layanan, ikm FROM analisis.jawaban ORDER BY 1"
    assert frame.select("kunci_jawaban", "unit", "layanan", "ikm").rows() == query(server.home, sql).rows
    assert csv.startswith(b"\xef\xbb\xbfkunci_jawaban;")
    assert "'=HYPERLINK(1)" in csv.decode("utf-8-sig")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(xlsx)).get_sheet_by_index(0).to_python()
    assert sheet[0] == frame.columns
    assert len(sheet) == 1 + frame.height
    assert "=HYPERLINK(1)" in {row[frame.columns.index("layanan")] for row in sheet}
    assert [one.object for one in log_of(server)[:3]] == [
        f"analisis-jawaban.{ending}" for ending in ("xlsx", "csv", "parquet")
    ]


@pytest.mark.parametrize("name", ["analisis.nope.csv", "main.response.exe", "accounts.csv", "public.unit.csv", "csv"])
def test_there_is_no_other_table_and_no_other_format(analyst: TestClient, name: str) -> None:
    assert analyst.get(f"/analis/tabel/{name}").status_code == 404


def test_a_question_gives_a_table_a_chart_and_a_file(server: Server, analyst: TestClient) -> None:
    sql = "SELECT unit, count(*) AS jawaban, avg(ikm) AS rata FROM analisis.jawaban GROUP BY unit ORDER BY unit"
    page = asked(analyst, sql).text
    assert "2 baris." in page
    assert '<td>Kecamatan Gondang</td><td class="n">1</td>' in page
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert "jawaban menurut unit" in page
    assert 'style="' not in page
    file = asked(analyst, sql, "/analis/kueri/unduh?format=csv")
    assert file.content.decode("utf-8-sig").splitlines()[0] == "unit;jawaban;rata"
    entries = log_of(server)
    assert [one.action for one in entries[:2]] == ["download", "query"]
    assert entries[1].object == sql
    assert entries[0].object == f"hasil-kueri.csv: {sql}"


def test_the_log_keeps_no_text_of_a_question(server: Server, analyst: TestClient) -> None:
    page = asked(analyst, "SELECT suggestion FROM suggestion WHERE suggestion LIKE '%Budi%' -- Budi").text
    assert SUGGESTION in page
    assert "Budi" not in "".join(one.object for one in log_of(server))


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELEC 1", "SQL tidak dapat dibaca"),
        ("SELECT nope FROM response", "ada kolom atau fungsi yang tidak dikenal"),
        ("SELECT * FROM nope", "ada tabel, tampilan, atau fungsi yang tidak dikenal"),
        ("SELECT 'a'::INTEGER", "ada nilai yang tidak dapat diubah jenisnya"),
        ("DELETE FROM response", "Hanya satu perintah SELECT"),
        ("SELECT 1; SELECT 2", "Hanya satu perintah SELECT"),
        ("SELECT * FROM read_csv('/etc/passwd')", "tidak diizinkan"),
        ("COPY response TO '/tmp/x'", "Hanya satu perintah SELECT"),
        ("ATTACH 'accounts.sqlite'", "Hanya satu perintah SELECT"),
        ("", "Hanya satu perintah SELECT"),
    ],
)
def test_what_cannot_be_answered_is_said_in_bahasa_indonesia(
    analyst: TestClient, databases_opened_alone: None, sql: str, said: str
) -> None:
    answer = asked(analyst, sql)
    assert (answer.status_code, said in answer.text) == (400, True), answer.text


def test_a_page_shows_the_first_rows_and_a_file_has_no_more_than_the_settings_say(serving: MakeServer) -> None:
    browser = serving(query_rows=600).logged_in("rina", role="analyst")
    page = asked(browser, "SELECT i FROM range(601) AS numbers(i)").text
    assert "Baris pertama, 500;" in page
    assert page.count("<tr>") == 501
    refused = asked(browser, "SELECT i FROM range(601) AS numbers(i)", "/analis/kueri/unduh?format=parquet")
    assert refused.status_code == 400
    assert "lebih dari 600 baris" in refused.text
    taken = asked(browser, "SELECT i FROM range(600) AS numbers(i)", "/analis/kueri/unduh?format=parquet")
    assert pl.read_parquet(io.BytesIO(taken.content)).height == 600
    assert asked(browser, "SELECT 1", "/analis/kueri/unduh?format=exe").status_code == 404


def test_any_kind_of_value_is_shown_and_written(analyst: TestClient) -> None:
    sql = (
        "SELECT [1, 2] AS senarai, {'a': 1} AS bentuk, INTERVAL 1 DAY AS lama, TIME '08:00' AS jam, 'x'::BLOB AS bita, "
        "uuid() AS kode, 170141183460469231731687303715884105727 AS besar, 'nan'::DOUBLE AS bukan, NULL AS kosong, "
        "TRUE AS benar, DATE '2024-03-01' AS hari, TIMESTAMPTZ '2024-03-01 08:00:00+07' AS saat, 1 AS x, 2 AS x"
    )
    page = asked(analyst, sql).text
    for shown in ("[1, 2]", "01/03/2024", "<td>ya</td>", "08:00:00", "170141183460469231731687303715884105727"):
        assert shown in page, shown
    for ending in ("csv", "xlsx", "parquet"):
        assert asked(analyst, sql, f"/analis/kueri/unduh?format={ending}").status_code == 200, ending


def test_a_form_from_elsewhere_or_without_its_token_asks_nothing(server: Server, analyst: TestClient) -> None:
    token = token_of(analyst.get("/analis/kueri").text)
    foreign = {"Origin": "https://jahat.example"}
    for address in ("/analis/kueri", "/analis/kueri/unduh?format=csv"):
        form = {"csrf": token, "sql": "SELECT 1"}
        assert analyst.post(address, data=form, headers=foreign).status_code == 403
        assert analyst.post(address, data={"sql": "SELECT 1"}).status_code == 403
    assert "query" not in [one.action for one in log_of(server)]


def test_a_chart_needs_labels_and_numbers_and_few_rows() -> None:
    rows: list[tuple[object, ...]] = [("Jatirejo", 1.5), ("Gondang", -2), (None, None)]
    assert chart_of(QueryResult(("unit", "ikm"), rows)) is not None
    for columns, other in (
        (("ikm", "lain"), [(1, 2), (3, 4)]),
        (("unit", "nama"), [("a", "b"), ("c", "d")]),
        (("unit", "ikm"), rows[:1]),
        (("unit", "ikm"), [(str(number), number) for number in range(MOST_BARS + 1)]),
        (("unit", "benar"), [("a", True), ("b", False)]),
    ):
        assert chart_of(QueryResult(columns, list(other))) is None, columns


def test_a_label_from_outside_is_no_markup() -> None:
    svg = chart_of(QueryResult(("unit", "n"), [("<script>", 1), ('"&', 2)]))
    assert svg is not None
    assert "<script>" not in svg


def test_accounts_of_the_release_before_are_kept_and_an_analyst_may_be_added(tmp_path: Path) -> None:
    """Its table allowed two roles."""
    path = tmp_path / "accounts.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE account (name TEXT PRIMARY KEY, password_hash TEXT NOT NULL, role TEXT NOT NULL CHECK (role "
            "IN ('unit', 'staff')), unit_code TEXT, created_at TEXT NOT NULL, disabled INTEGER NOT NULL DEFAULT 0, "
            "CHECK ((role = 'unit') = (unit_code IS NOT NULL))) STRICT;"
            "CREATE TABLE second_factor (account TEXT PRIMARY KEY REFERENCES account (name), secret TEXT NOT NULL, "
            "confirmed INTEGER NOT NULL DEFAULT 0, last_step INTEGER NOT NULL DEFAULT 0) STRICT;"
            "INSERT INTO account VALUES ('ani', 'x', 'unit', '35.16.01', '2025-01-01 08:00:00.000000', 0);"
            "INSERT INTO second_factor VALUES ('ani', 's', 1, 7); PRAGMA user_version = 1;"
        )
    for _ in range(2):
        accounts = Accounts(Database(path), Clock().now, CHEAP)
    accounts.add("rina", PASSWORD, unit_code=None, role="analyst")
    assert [(one.name, one.role) for one in accounts.all()] == [("ani", "unit"), ("rina", "analyst")]
    accounts.remove("ani")  # a code that refers to the account goes with it
    with Database(path).reading() as connection:
        assert connection.execute("SELECT count(*) FROM second_factor").fetchone()[0] == 0
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_without_anything_published_the_pages_say_so(home: Home, serving: MakeServer) -> None:
    (home.warehouse / "current").unlink()
    browser = serving().logged_in("rina", role="analyst")
    assert "Belum ada data yang dipublikasikan" in browser.get("/analis").text
    assert browser.get("/analis/skm.duckdb").status_code == 404
    assert browser.get("/analis/tabel/main.unit.csv").status_code == 503
    assert "Belum ada yang dipublikasikan" in asked(browser, "SELECT 1").text


def test_the_file_opens_read_only_with_its_views(analyst: TestClient, tmp_path: Path) -> None:
    (tmp_path / "skm.duckdb").write_bytes(analyst.get("/analis/skm.duckdb").content)
    with duckdb.connect(str(tmp_path / "skm.duckdb"), read_only=True) as opened:
        assert opened.execute("SELECT count(*) FROM analisis.jawaban").fetchone() == (3,)

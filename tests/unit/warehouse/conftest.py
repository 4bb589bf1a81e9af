"""A small warehouse: two units, one year, three responses."""

import shutil
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.home import Home
from contracts.lock import HeldLock
from contracts.public_tables import PUBLIC_TABLES
from contracts.tables import WAREHOUSE_TABLES, WAREHOUSE_TABLES_BY_NAME
from pipeline.lock import one_run_at_a_time
from tests.made_rows import made_frame
from warehouse.build import build_database
from warehouse.publish import PUBLIC_NAME, new_version, publish

ANSWERS = dict.fromkeys([f"u{number}" for number in range(1, 10)], 3)


def response(key: int, unit_code: str, file_id: str, row_number: int, **values: object) -> dict[str, object]:
    return {
        "response_key": key,
        "unit_code": unit_code,
        "file_id": file_id,
        "sheet": "Sheet1",
        "row_number": row_number,
        **ANSWERS,
        **values,
    }


def index(unit_code: str, ikm: str) -> dict[str, object]:
    return {
        "period_code": "2024",
        "unit_code": unit_code,
        "respondents": 2,
        "ikm": Decimal(ikm),
        "ikm_ninth": Decimal("75.00"),
        "weight": "0.11",
        "mutu": "C",
        "kinerja": "Kurang Baik",
        "mutu_ninth": "C",
        "grade_depends_on_weight": False,
        "publishable": True,
    }


def ranked(scope: str, unit_code: str, ikm: str, rank: int) -> dict[str, object]:
    return {
        "period_code": "2024",
        "scope": scope,
        "unit_code": unit_code,
        "ikm": Decimal(ikm),
        "rank": rank,
        "rank_low": 1,
        "rank_high": 2,
        "tied": False,
        "units": 2,
    }


def public_cell(period_code: str, unit_code: str, category: str, respondents: int | None) -> dict[str, object]:
    return {
        "period_code": period_code,
        "unit_code": unit_code,
        "characteristic": "gender",
        "category": category,
        "respondents": respondents,
        "suppressed": respondents is None,
    }


def theme(unit_code: str, code: str, suggestions: int) -> dict[str, object]:
    return {"period_code": "2024", "unit_code": unit_code, "theme": code, "suggestions": suggestions}


def action(unit_code: str, position: int, unsur_code: str) -> dict[str, object]:
    quarters = {f"quarter_{number}": number == position for number in (1, 2, 3, 4)}
    place = {"file_id": "f1", "sheet": "Rencana", "row_number": position + 4}
    plan = {"period_code": "2024", "unit_code": unit_code, "position": position, "unsur_code": unsur_code}
    return {**plan, **quarters, **place}


def regency_unsur(unsur_code: str) -> dict[str, object]:
    return {
        "period_code": "2024",
        "unsur_code": unsur_code,
        "method": "mean_of_units",
        "nrr": 3.0,
        "score": Decimal("75.00"),
        "mutu": "C",
        "kinerja": "Kurang Baik",
        "order_from_lowest": 1,
        "order_from_highest": 1,
    }


def ingest_file(file_id: str, unit_code: str, **values: object) -> dict[str, object]:
    return {
        "file_id": file_id,
        "path": f"{file_id}.csv",
        "content_id": file_id * 2,
        "unit_code": unit_code,
        "kind": "responses",
        "status": "loaded",
        "rows_read": 1,
        "rows_accepted": 1,
        "rows_rejected": 0,
        "rows_duplicate": 0,
        "first_seen_at": datetime(2025, 1, 6, 8, 0),
        **values,
    }


ROWS: dict[str, list[dict[str, object]]] = {
    "unit": [
        {"unit_code": "35.16.01", "unit_name": "Kecamatan Jatirejo", "unit_type": "kecamatan", "bps_code": "3516010"},
        {"unit_code": "35.16.02", "unit_name": "Kecamatan Gondang", "unit_type": "kecamatan", "bps_code": None},
        {"unit_code": "35.16.03", "unit_name": "Kecamatan Pacet", "unit_type": "kecamatan", "bps_code": None},
    ],
    "period": [
        {
            "period_code": code,
            "kind": kind,
            "start_date": date(int(code[:4]), 1, 1),
            "end_date": end,
            "label": label,
        }
        for code, kind, end, label in (
            ("2023", "year", date(2023, 12, 31), "Tahun 2023"),
            ("2024", "year", date(2024, 12, 31), "Tahun 2024"),
            ("2024-S1", "semester", date(2024, 6, 30), "Semester I Tahun 2024"),
        )
    ],
    "counted_period": [{"period_code": "2024", "unit_code": "35.16.02", "named_period": "2024"}],
    "response": [
        response(1, "35.16.01", "f1", 2, response_date=date(2024, 3, 1)),
        response(2, "35.16.01", "f1", 3, response_date=date(2024, 8, 1)),
        response(2**63 - 1, "35.16.02", "f2", 2, period_code="2024"),
    ],
    "suggestion": [{"response_key": 2**63 - 1, "suggestion": "Tambah kursi; 'ruang tunggu' sempit"}],
    "ikm_unit": [index("35.16.01", "74.25"), index("35.16.02", "88.31")],
    "ikm_ranking": [
        ranked("all", "35.16.01", "74.25", 2),
        ranked("all", "35.16.02", "88.31", 1),
        ranked("kecamatan", "35.16.01", "74.25", 2),
        ranked("kecamatan", "35.16.02", "88.31", 1),
    ],
    "ikm_regency_unsur": [regency_unsur("U2"), regency_unsur("U1")],
    "public_profile": [
        public_cell("2024", "35.16.02", "P", 7),
        public_cell("2024", "35.16.01", "P", None),
        public_cell("2024", "35.16.01", "L", None),
        public_cell("2024-S1", "35.16.01", "L", None),
    ],
    "collection": [
        {"period_code": "2024", "unit_code": "35.16.02", "dated_respondents": 0},
        {
            "period_code": "2024",
            "unit_code": "35.16.01",
            "dated_respondents": 2,
            "first_response_date": date(2024, 3, 1),
            "last_response_date": date(2024, 8, 1),
            "working_days": 110,
        },
    ],
    "suggestion_theme": [
        theme("35.16.02", "other", 9),
        theme("35.16.02", "biaya", 2),
        theme("35.16.02", "waktu", 2),
        theme("35.16.02", "apresiasi", 3),
        theme("35.16.02", "all", 12),
        theme("35.16.01", "all", 1),
    ],
    "follow_up": [action("35.16.02", 2, "U9"), action("35.16.02", 1, "U3"), action("35.16.01", 1, "U1")],
    "follow_up_realisation": [
        {"period_code": "2024", "unit_code": unit_code, "planned": planned, "done": 1, "realisation": Decimal(percent)}
        for unit_code, planned, percent in (("35.16.02", 2, "50.00"), ("35.16.01", 1, "100.00"))
    ],
    "follow_up_regency": [
        {"period_code": "2024", "units": 2, "planned": 3, "done": 2, "realisation": Decimal("66.67")}
    ],
    "missing_unit": [{"period_code": "2024", "unit_code": "35.16.03"}],
    "ingest_file": [
        ingest_file("f1", "35.16.01", rows_read=4, rows_accepted=2, rows_rejected=2, status="partial"),
        ingest_file("f2", "35.16.02", period_code="2024"),
    ],
    "rejected_row": [
        {
            "file_id": "f1",
            "sheet": "Sheet1",
            "row_number": row_number,
            "column_name": "u1",
            "rule": rule,
            "message": "U1 tidak dijawab.",
        }
        for row_number, rule in ((4, "u1_missing"), (5, "u1_missing"), (5, "date_missing"))
    ],
    "run": [
        {
            "run_id": "r1",
            "started_at": datetime(2025, 1, 6, 8, 0),
            "finished_at": datetime(2025, 1, 6, 8, 1),
            "status": "published",
            "code_version": "0.1.0",
            "settings_hash": "s",
            "inputs_hash": "i",
        }
    ],
    "finding": [
        {
            "run_id": "r1",
            "suite": "responses",
            "expectation": rule,
            "column_name": "u1",
            "verdict": verdict,
            "severity": "error",
            "observed": None,
        }
        for rule, verdict in (("u1_missing", "failed"), ("a_rule", "passed"))
    ],
}


def write_tables(folder: Path, rows: dict[str, list[dict[str, object]]] = ROWS) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for table in WAREHOUSE_TABLES:
        write_table(folder, table.name, rows.get(table.name, []))
    (folder / PUBLIC_NAME).mkdir(exist_ok=True)
    for table in PUBLIC_TABLES:
        made_frame(table).write_parquet(folder / PUBLIC_NAME / f"{table.name}.parquet")
    return folder


def write_table(folder: Path, name: str, rows: list[dict[str, object]]) -> None:
    made_frame(WAREHOUSE_TABLES_BY_NAME[name], *rows).write_parquet(folder / f"{name}.parquet")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def lock(home: Home) -> HeldLock:
    """The home's lock, as if it were held."""
    return HeldLock(home)


@pytest.fixture
def parquet_dir(tmp_path: Path) -> Path:
    """Parquet of every table of the small warehouse, to be changed at will."""
    return write_tables(tmp_path / "parquet")


@pytest.fixture(scope="session")
def small_version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small warehouse, built once: what a version's folder holds. Not to be changed."""
    folder = tmp_path_factory.mktemp("small")
    write_tables(folder / "parquet")
    build_database(folder / "skm.duckdb", folder / "parquet")
    return folder


@pytest.fixture
def publish_small(home: Home, small_version: Path, lock: HeldLock) -> Callable[[], Path]:
    """Publishes the small warehouse; returns its folder."""

    def copy_and_publish() -> Path:
        building = new_version(home, lock=lock)
        shutil.copytree(small_version, building, dirs_exist_ok=True)
        return publish(home, building, lock=lock)

    return copy_and_publish


@pytest.fixture(scope="session")
def published_home(tmp_path_factory: pytest.TempPathFactory, small_version: Path) -> Home:
    """A home where the small warehouse is published. For reading only."""
    home = Home(tmp_path_factory.mktemp("published"))
    with one_run_at_a_time(home) as lock:
        building = new_version(home, lock=lock)
        shutil.copytree(small_version, building, dirs_exist_ok=True)
        publish(home, building, lock=lock)
    return home

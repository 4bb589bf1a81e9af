"""Typing a follow-up workbook's cells, which workbook counts, and done ÷ planned."""

from datetime import date, datetime

import polars as pl
import pytest

from contracts.follow_up import FOLLOW_UP_COLUMNS, QUARTER_COLUMNS
from contracts.follow_up_tables import FOLLOW_UP
from contracts.lineage_tables import INGEST_FILE
from contracts.staged_tables import ROW_FINDING, ROW_OUTCOME, STAGED_FOLLOW_UP
from tests.spec.tables import agrees, rows
from transforms.responses.follow_up import (
    PrintedPlans,
    follow_up,
    follow_up_realisation,
    follow_up_regency,
    late_follow_ups,
    rows_replaced,
    staged_follow_up,
    unsur_of,
)
from transforms.schema import conform, empty_frame, frame_schema

RECEIVED, BEGUN = date(2024, 9, 1), date(2024, 1, 1)


def staged(**cells: str | None):
    raw = {"content_id": "A", "row_index": 0, "sheet": "Tindak Lanjut", "row_number": 8}
    texts = dict.fromkeys((column.name for column in FOLLOW_UP_COLUMNS), None)
    row = pl.DataFrame([raw | texts | cells], schema_overrides=dict.fromkeys(texts, pl.String))
    frame = staged_follow_up(row, RECEIVED, BEGUN)
    assert frame.schema == frame_schema(STAGED_FOLLOW_UP)
    return frame.row(0, named=True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Persyaratan", "U1"),
        ("  SISTEM, mekanisme & prosedur ", "U2"),
        ("Waktu", "U3"),
        ("1. Persyaratan", "U1"),
        ("U6 Kompetensi Pelaksana", "U6"),
        ("U9 - Penanganan Pengaduan", "U8"),  # the name counts, not the number
        ("Sarana dan prasarana", "U9"),
        ("U8", "U8"),  # ours is the regulation's order
        ("u 9", "U9"),
        ("8", None),
        ("Waktu 1. Penyelesaian", None),  # a number within a name is part of it
        ("U10", None),
        ("Maklumat Pelayanan", None),
        ("Produk, Spesifikasi dan Jenis Pelayanan", "U5"),
    ],
)
def test_an_unsur_is_known_by_name_synonym_or_code(text, code):
    assert unsur_of(text) == code
    row = staged(unsur=text)
    assert (row["unsur_code"], row["unsur_text"]) == (code, None if code else text)


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        *((mark, True) for mark in ("✓", "√", "v", "V", "x", "1", "Ya", "Maret 2025", "✔")),
        *((mark, False) for mark in (None, "-", "–", "0", "tidak", "Belum", "FALSE", "☐", "…")),
    ],
)
def test_a_quarter_is_planned_unless_its_cell_says_no(text, planned):
    row = staged(quarter_3=text)
    assert [row[name] for name in QUARTER_COLUMNS] == [False, False, planned, False]


@pytest.mark.parametrize(
    ("text", "done", "unread"),
    [
        ("Sudah", True, None),
        ("sudah ditindaklanjuti", True, None),
        ("BELUM", False, None),
        ("-", None, None),
        (None, None, None),
        ("proses", None, "proses"),
        ("Sudah sebagian", None, "Sudah sebagian"),
    ],
)
def test_done_not_done_or_nobody_has_said(text, done, unread):
    row = staged(done=text)
    assert (row["done"], row["done_text"]) == (done, unread)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("05/03/2024", date(2024, 3, 5)),  # the day first, whatever follows
        ("5 Maret 2024", date(2024, 3, 5)),
        ("Selasa, 5-3-24", date(2024, 3, 5)),
        ("31/02/2024", None),
        ("TW II", None),
        ("Maret 2024", None),
    ],
)
def test_days_of_completion_and_of_the_forum(text, day):
    for name in ("done_on", "forum_on"):
        row = staged(**{name: text})
        assert (row[name], row[f"{name}_text"]) == (day, text if day is None else None)
    assert (row["received_on"], row["planned_from"]) == (RECEIVED, BEGUN)
    assert (staged(done_on="-")["done_on"], staged(done_on="-")["done_on_text"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://drive.google.com/file/d/1?usp=x", "https://drive.google.com/file/d/1?usp=x"),
        ("http://jatirejo.example.go.id:8080", "http://jatirejo.example.go.id:8080"),
        ("www.instagram.com", "https://www.instagram.com"),
        ("instagram.com/p/Cx1", "https://instagram.com/p/Cx1"),
        ("https://a.id/1; https://a.id/2\nhttps://a.id/3", "https://a.id/1 https://a.id/2 https://a.id/3"),
        *((text, None) for text in ("terlampir", "@official.id", "foto.jpg", "C:/foto/a.jpg", "https://", "a@b.id")),
        *(
            (text, None)
            for text in ("lihat https://a.id/1", "javascript:alert(1)", "ftp://a.id/1", "file:///etc/a.id/b")
        ),
    ],
)
def test_a_link_is_an_address_that_a_browser_opens(text, address):
    row = staged(link=text)
    assert (row["link"], row["link_text"]) == (address, text if address is None else None)


@pytest.mark.parametrize(
    ("text", "horizon"),
    [("Jangka Pendek", "short"), ("menengah", "medium"), ("JANGKA  PANJANG", "long"), ("segera", None)],
)
def test_horizons(text, horizon):
    row = staged(horizon=text)
    assert (row["horizon"], row["horizon_text"]) == (horizon, text if horizon is None else None)


def test_what_a_warning_blanks_is_not_published_and_its_row_is():
    findings = [("B", 0, "follow_up_done_on_in_future"), ("B", 0, "follow_up_link_unreadable"), ("D", 1, "x")]
    numbered = actions().drop_nulls("unsur_code")
    days = numbered.with_columns(done_on=date(2024, 5, 1), forum_on=date(2024, 2, 1))
    broken = pl.DataFrame(findings, {"content_id": pl.String, "row_index": pl.Int32, "rule": pl.String}, orient="row")
    found = follow_up(days, files(), empty_frame(ROW_OUTCOME), broken).filter(unit_code="U-1")
    assert found["done_on"].to_list() == [date(2024, 5, 1), None, *[date(2024, 5, 1)] * 2]
    assert found["forum_on"].to_list() == [date(2024, 2, 1)] * 4


def test_dashes_are_no_activity_and_hostile_text_stays_as_it_is():
    assert staged(activity=" ....... ", responsible="-")["activity"] is None
    assert staged(obstacle="-")["obstacle"] == "-"
    text = "=cmd()|'/c calc'!A0 😀 ꦗꦮ سلام " + "x" * 20_000
    assert staged(activity=text)["activity"] == text


FILES = """
    content_id | file_id | unit_code | period_code | version
    A          | fA      | U-1       | 2024        | 1
    B          | fB      | U-1       | 2024        | 3
    C          | fC      | U-1       | 2024-S1     | 4
    D          | fD      | U-2       | 2024        | 2
"""


def files(table=FILES):
    return pl.DataFrame(rows(table)).with_columns(pl.col("version").cast(pl.Int64))


def keys(*places):
    return pl.DataFrame(list(places), schema={"content_id": pl.String, "row_index": pl.Int32}, orient="row")


def test_the_newest_workbook_of_a_unit_and_period_replaces_the_others_whole():
    replaced = rows_replaced(keys(("A", 0), ("A", 1), ("B", 0), ("C", 0), ("D", 0)), files())
    agrees(replaced, "content_id | row_index | duplicate_of\nA | 0 | B\nA | 1 | B")


def test_a_workbook_without_a_row_that_stands_replaces_nothing():
    assert rows_replaced(keys(("A", 0)), files()).is_empty()
    assert rows_replaced(keys(), files()).is_empty()


ACTIONS = """
    content_id | row_index | unsur_code | activity | done
    A          | 0         | U1         | Lama     | yes
    B          | 0         | U1         | Satu     | yes
    B          | 1         |            | Dua      |
    B          | 2         | U9         | Tiga     | no
    B          | 3         | U5         | Empat    |
    D          | 0         | U2         | Satu     | yes
    D          | 1         | U2         | Dua      | yes
    D          | 2         | U2         | Tiga     | no
"""


def actions():
    said = {"yes": True, "no": False, "": None}
    staged = [
        {name: cell or None for name, cell in row.items()}
        | {
            "done": said[row["done"]],
            "row_index": int(row["row_index"]),
            "sheet": "S",
            "row_number": 8,
            "received_on": RECEIVED,
        }
        | dict.fromkeys(QUARTER_COLUMNS, False)
        for row in rows(ACTIONS)
    ]
    return conform(pl.DataFrame(staged, schema=frame_schema(STAGED_FOLLOW_UP)), STAGED_FOLLOW_UP)


OUTCOMES = """
    content_id | row_index | outcome
    A          | 0         | duplicate
    B          | 1         | rejected
"""


def plans():
    outcomes = pl.DataFrame(rows(OUTCOMES)).with_columns(pl.col("row_index").cast(pl.Int32))
    return follow_up(actions(), files(), outcomes, empty_frame(ROW_FINDING))


def test_places_in_a_plan_count_the_rows_that_stand():
    agrees(
        plans(),
        """
        period | unit | position | unsur_code | activity | done | file_id | row_number
        2024   | U-1  | 1        | U1         | Satu     | yes  | fB      | 8
        2024   | U-1  | 2        | U9         | Tiga     | no   | fB      | 8
        2024   | U-1  | 3        | U5         | Empat    |      | fB      | 8
        2024   | U-2  | 1        | U2         | Satu     | yes  | fD      | 8
        2024   | U-2  | 2        | U2         | Dua      | yes  | fD      | 8
        2024   | U-2  | 3        | U2         | Tiga     | no   | fD      | 8
        """,
    )


def test_realisation_is_done_of_planned_rounded_half_up_once():
    realisation = follow_up_realisation(plans())
    agrees(
        realisation,
        """
        period | unit | planned | done | realisation
        2024   | U-1  | 3       | 1    | 33.33
        2024   | U-2  | 3       | 2    | 66.67
        """,
    )
    agrees(follow_up_regency(realisation), "period | units | planned | done | realisation\n2024 | 2 | 6 | 3 | 50.00")


@pytest.mark.parametrize(
    ("planned", "done", "realisation"), [(1, 0, "0.00"), (3, 3, "100.00"), (16, 1, "6.25"), (32, 1, "3.13")]
)
def test_realisation(planned, done, realisation):
    action = conform(
        pl.DataFrame(
            [
                {"period_code": "2024", "unit_code": "U-1", "position": n, "unsur_code": "U1", "done": n <= done}
                | dict.fromkeys(QUARTER_COLUMNS, False)
                | {"file_id": "f", "sheet": "", "row_number": n}
                for n in range(1, planned + 1)
            ],
            schema=frame_schema(FOLLOW_UP),
        ),
        FOLLOW_UP,
    )
    assert str(follow_up_realisation(action)["realisation"].item()) == realisation


def test_no_plans_no_figures():
    none = follow_up(empty_frame(STAGED_FOLLOW_UP), files(), empty_frame(ROW_OUTCOME), empty_frame(ROW_FINDING))
    assert none.schema == frame_schema(FOLLOW_UP)
    assert follow_up_regency(follow_up_realisation(none)).is_empty()


CLOSED_AT, AFTER = datetime(2024, 8, 1), datetime(2024, 9, 1)


@pytest.mark.parametrize(
    ("edition", "late"),
    [
        (PrintedPlans(CLOSED_AT, ("c-early",)), ["after", "counted since"]),
        (PrintedPlans(CLOSED_AT, ("c-early", "c-since", "c-after")), []),
        (PrintedPlans(CLOSED_AT, ()), ["after", "counted since", "early"]),
        (PrintedPlans(CLOSED_AT, None), ["after"]),  # an earlier release did not note what it printed
    ],
)
def test_a_plan_is_late_where_the_official_edition_does_not_print_it(edition: PrintedPlans, late: list[str]) -> None:
    came = {"early": CLOSED_AT, "counted since": CLOSED_AT, "after": AFTER}
    plans = pl.DataFrame(
        [
            dict.fromkeys(FOLLOW_UP.column_names) | {"period_code": code, "unit_code": unit, "file_id": unit}
            for unit in (*came, "after")  # two actions of one plan
            for code in ("2024-S1", "2024")
        ],
        frame_schema(FOLLOW_UP),
    )
    files = pl.DataFrame(
        [
            dict.fromkeys(INGEST_FILE.column_names)
            | {"file_id": unit, "content_id": f"c-{unit.split()[-1]}", "first_seen_at": at}
            for unit, at in came.items()
        ],
        frame_schema(INGEST_FILE),
    )
    found = late_follow_ups(plans, files, {"2024-S1": edition})
    assert found.get_column("unit_code").to_list() == late
    assert set(found.get_column("period_code")) <= {"2024-S1"}
    assert late_follow_ups(plans, files, {}).is_empty()

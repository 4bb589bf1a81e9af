"""Files whose rows name several units or periods: divided where nobody can doubt it, asked about otherwise."""

import pytest

from ingest.doubts import Questions
from ingest.identify import identify_unit
from ingest.read import read_tables
from tests.unit.ingest.conftest import ANSWERS, NAMES

PACET, GEDEG = "Kecamatan Pacet", "Kecamatan Gedeg"


@pytest.fixture
def read(grid, names):
    """Reads sheets of rows. Of each row the last cells are filled with nine answers where there are none."""

    def run(*sheets, name="rekap 2024.csv", file_format="xlsx", **answers):
        several = len(sheets) > 1
        grids = [grid(*rows, name=f"S{k}" if several else "") for k, rows in enumerate(sheets)]
        questions = Questions(answers)
        return read_tables(grids, name=name, content_id="c", names=names, file_format=file_format, questions=questions)

    return run


def column(header, *texts, date=True):
    """A table with that column, one respondent for each text."""
    head = ("No", *(["Tanggal"] if date else []), header, *NAMES)
    return [
        head,
        *((str(n), *(["02/01/2024"] if date else []), text, *ANSWERS) for n, text in enumerate(texts, start=1)),
    ]


def parts(export):
    """Unit, period and rows of each part."""
    return sorted((one.unit_code, one.period_code, one.rows) for one in export.reading.parts)


def choices(export):
    return [[one.key for one in doubt.choices] for doubt in export.reading.doubts]


@pytest.mark.parametrize("header", ["Unit Layanan", "OPD", "Nama Instansi", "Perangkat Daerah"])
def test_a_file_that_names_no_sender_is_divided_at_once(read, header):
    export = read(column(header, PACET, GEDEG, "Kec. Pacet"))
    assert parts(export) == [("gedeg", None, 1), ("pacet", None, 2)]
    assert export.part_of_row is not None
    assert export.part_of_row.n_unique() == 2
    assert (export.reading.rows, export.rows.height) == (0, 3)
    assert "2 baris" in export.reading.notes[0]
    for part in export.reading.parts:
        assert sum(one.count for one in part.row_classes) == 4


@pytest.mark.parametrize(
    ("path", "table", "offered"),
    [
        # A unit's own folder, file name or title.
        ("pacet/skm.csv", column("Unit", PACET, GEDEG), ["split", "only_named", "all", "refuse"]),
        ("SKM Kecamatan Pacet.csv", column("Unit", PACET, GEDEG), ["split", "only_named", "all", "refuse"]),
        ("x.csv", [("KECAMATAN PACET",), *column("Unit", PACET, GEDEG)], ["split", "only_named", "all", "refuse"]),
        # It names others only.
        ("dukcapil/skm.csv", column("Unit", PACET, GEDEG), ["split", "all", "refuse"]),
        # An office outside the registry sent it.
        ("Dinas Sosial/skm.csv", column("Unit", PACET, GEDEG), ["split", "refuse"]),
        # A column that may say where people live.
        ("x.csv", column("Kecamatan", PACET, GEDEG), ["split", "refuse"]),
        # A row without an office, with one outside the registry, with two.
        ("x.csv", column("Unit", PACET, GEDEG, None), ["split", "refuse"]),
        ("x.csv", column("Unit", PACET, GEDEG, "Dinas Sosial"), ["split", "refuse"]),
        ("x.csv", column("Unit", PACET, GEDEG, f"{PACET} dan Dukcapil"), ["split", "refuse"]),
        # A bare place that is the name of two units.
        ("x.csv", column("Unit", "Jatirejo", GEDEG), ["split", "refuse"]),
    ],
)
def test_where_somebody_may_doubt_it_is_asked(read, path, table, offered):
    export = read(table, name=path)
    assert choices(export) == [offered]
    assert not export.reading.parts
    divided = read(table, name=path, several_units="split")
    assert {unit for unit, _, _ in parts(divided)} <= {"pacet", "gedeg", "jatirejo"}
    assert sum(rows for _, _, rows in parts(divided)) == 2
    assert read(table, name=path, several_units="refuse").reading.refusal is not None


def test_a_sender_keeps_all_rows_or_only_its_own(read, names):
    table = column("Unit", PACET, GEDEG, PACET, None)
    own = read(table, name="pacet/skm.csv", several_units="only_named")
    assert own.rows["row_number"].to_list() == [2, 4]
    assert {(one.row_class, one.places) for one in own.reading.row_classes} >= {
        ("note", "3, 5"),
        ("respondent", "2, 4"),
    }
    every = read(table, name="pacet/skm.csv", several_units="all")
    assert every.rows.height == 4
    for export in (own, every):
        assert not export.reading.doubts
        assert identify_unit(export.reading.naming, "pacet/skm.csv", names) == "pacet"


@pytest.mark.parametrize(
    "table",
    [
        column("Unit", PACET, "Kec. Pacet", "PACET"),  # one unit, written in three ways
        column("Unit", "Puskesmas Jatirejo", "Jatirejo"),
        column("Unit", "Loket 1", "Loket 2"),
        column("Kecamatan Domisili", PACET, GEDEG),  # where people live
    ],
)
def test_nothing_is_asked_where_one_unit_is_meant(read, table):
    export = read(table, name="pacet/skm.csv" if "Puskesmas" not in str(table) else "skm.csv")
    assert (choices(export), export.reading.parts, export.rows.height) == ([], (), len(table) - 1)


def block(first, count=3):
    return [(str(first + n), "02/01/2024", *ANSWERS) for n in range(count)]


HEAD = ("No", "Tanggal", *NAMES)


@pytest.mark.parametrize("head_again", [True, False])
def test_titles_between_blocks_name_whose_the_rows_are(read, head_again):
    again = [HEAD] if head_again else []
    two = [(PACET.upper(),), HEAD, *block(1), ("Unit :", GEDEG), *again, *block(1, 2)]
    export = read(two, name="pacet/skm.csv")
    assert choices(export) == [["split", "only_named", "all", "refuse"]]
    assert parts(read(two, name="pacet/skm.csv", several_units="split")) == [("gedeg", None, 2), ("pacet", None, 3)]
    assert read(two, name="pacet/skm.csv", several_units="only_named").rows.height == 3

    foreign = [HEAD, *block(1), ("Unit :", "Dinas Sosial"), *again, *block(1, 2)]
    assert choices(read(foreign, name="pacet/skm.csv")) == [["all", "only_named", "refuse"]]
    same = [(PACET,), HEAD, *block(1), ("Kec. Pacet, halaman 2",), *again, *block(1, 2), ("Kepala Dinas Sosial",)]
    assert choices(read(same, name="pacet/skm.csv")) == []


def test_a_title_in_a_table_of_its_own(read):
    tables = [[(PACET,)], [HEAD, *block(1)], [(GEDEG,)], [HEAD, *block(1, 2)]]
    export = read(*tables, name="x.xls", file_format="html")
    assert choices(export) == [["split", "refuse"]]
    divided = read(*tables, name="x.xls", file_format="html", several_units="split")
    assert parts(divided) == [("gedeg", None, 2), ("pacet", None, 3)]
    assert choices(read([(PACET,)], [HEAD, *block(1)], name="x.xls", file_format="html")) == []


@pytest.mark.parametrize(
    ("units", "answer"),
    [
        ((PACET, "Kecamatan Dawarblandong"), None),  # permenpan and form: no order for both
        ((PACET, GEDEG), None),  # one of them declares none
    ],
)
def test_bare_numbers_need_one_order_for_all_units(read, units, answer):
    head = ("Unit", *(f"U{number}" for number in range(1, 10)))
    export = read([head, *((unit, *ANSWERS) for unit in units)])
    assert export.reading.refusal is not None
    assert export.reading.refusal.code == "unsur_order_undeclared"


def periods(header, *texts):
    return column(header, *texts, date=False)


@pytest.mark.parametrize(
    ("path", "table", "expected"),
    [
        ("pacet/SKM 2025.csv", periods("Tahun", "2024", "2025", "2025"), [("2024", 1), ("2025", 2)]),
        ("pacet/2024.csv", periods("Triwulan", "I", "II", "I"), [("2024-TW1", 2), ("2024-TW2", 1)]),
        ("pacet/x.csv", periods("Bulan", "Januari 2024", "Maret 2024"), [("2024-01", 1), ("2024-03", 1)]),
        ("pacet/x.csv", periods("Periode", "Semester I 2024", "Semester II 2023"), [("2023-S2", 1), ("2024-S1", 1)]),
    ],
)
def test_each_row_counts_in_the_period_it_names(read, path, table, expected):
    export = read(table, name=path)
    assert choices(export) == []
    assert parts(export) == [(None, code, rows) for code, rows in expected]


@pytest.mark.parametrize(
    ("path", "table", "offered"),
    [
        # A row without a period; a period within another; a year that no row has.
        ("pacet/2024.csv", periods("Triwulan", "I", "II", None), ["by_column", "whole", "refuse"]),
        ("pacet/x.csv", periods("Periode", "2024", "Triwulan I 2024"), ["by_column", "refuse"]),
        ("pacet/SKM 2023.csv", periods("Tahun", "2024", "2025"), ["by_column", "whole", "refuse"]),
        ("pacet/x.csv", periods("Tahun", "2024", "–"), ["by_column", "refuse"]),
    ],
)
def test_periods_that_somebody_may_doubt_are_asked(read, path, table, offered):
    export = read(table, name=path)
    assert choices(export) == [offered]
    assert export.reading.period_asked
    assert parts(read(table, name=path, periods_in_rows="by_column"))
    if "whole" in offered:
        whole = read(table, name=path, periods_in_rows="whole").reading
        assert (whole.parts, whole.doubts, whole.naming.period_values) == ((), (), ())


def test_dates_go_before_a_period_column_and_one_period_is_the_file_s(read):
    assert choices(read(column("Tahun", "2023", "2024"), name="pacet/x.csv")) == []
    one = read(periods("Tahun", "2024", "2024"), name="pacet/x.csv").reading
    assert (one.parts, one.naming.period_values) == ((), ("Tahun 2024",))


def test_units_and_periods_divide_together(read):
    head = ("Unit", "Tahun", *NAMES)
    lines = [(PACET, "2023", *ANSWERS), (PACET, "2024", *ANSWERS), (GEDEG, "2024", *ANSWERS), (GEDEG, "2024", *ANSWERS)]
    export = read([head, *lines], name="rekap.csv")
    assert parts(export) == [("gedeg", "2024", 2), ("pacet", "2023", 1), ("pacet", "2024", 1)]


def test_what_rows_say_that_name_no_unit_plainly_is_counted_each_once(read):
    asked = read(column("Unit", PACET, GEDEG, *["Dinas Antah Berantah"] * 4, None, "loket", "Loket 2"))
    (doubt,) = asked.reading.doubts
    assert doubt.question.endswith(
        " 4 baris menyebut “Dinas Antah Berantah”, yang tidak terdaftar. 3 baris tidak menyebut unit."
    )

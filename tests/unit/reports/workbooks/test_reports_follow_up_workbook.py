import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from contracts.follow_up import FOLLOW_UP_COLUMNS, FOLLOW_UP_TITLE
from contracts.registry import load_registry
from contracts.safe_text import shown_text
from contracts.settings import Limits
from contracts.unsur import UNSUR
from ingest.identify import UnitNames
from ingest.read import Export, read_export
from reports.figures.unit_figures import UnitFigures
from reports.workbooks.follow_up_workbook import follow_up_workbook
from transforms.responses.follow_up import staged_follow_up

HOSTILE = ("=cmd|' /C calc'!A0", "+1+1", "{=1+1}", "<r><bad</r>", "http://example.test/", "\ud83d \x07", "x" * 40_000)


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def lines(content: bytes) -> list[dict[str, object]]:
    """The lines of actions, by header."""
    rows = sheets(content)["Tindak Lanjut"]
    return [dict(zip(map(str, rows[6]), row, strict=True)) for row in rows[7:]]


def read_back(content: bytes, folder: Path) -> Export:
    path = folder / "tindak lanjut.xlsx"
    path.write_bytes(content)
    names = UnitNames(load_registry(Path("samples/units.csv")))
    return read_export(path, name=path.name, content_id="0" * 16, limits=Limits(), names=names)


def test_until_a_plan_is_sent_the_lowest_unsur_stand_there(extremes: dict[str, UnitFigures]) -> None:
    content = follow_up_workbook(extremes["no_follow_up"])
    filled = [line for line in lines(content) if line["Unsur"]]
    assert [(line["No"], line["Unsur"]) for line in filled] == [
        (1, "Sarana dan Prasarana"),
        (2, "Produk Spesifikasi Jenis Pelayanan"),
        (3, "Persyaratan"),
    ]
    assert all(value == "" for line in filled for name, value in line.items() if name not in ("No", "Unsur"))
    rows = sheets(content)["Tindak Lanjut"]
    assert [row[0] for row in rows[:3]] == [FOLLOW_UP_TITLE, "Kecamatan Jatirejo", "Tahun 2024"]
    assert rows[6] == [column.header for column in FOLLOW_UP_COLUMNS]
    assert (rows[5][0], rows[5][10], rows[5][16]) == ("Rencana", "Realisasi", "Strategi")


def test_equal_unsur_leave_the_lines_empty(extremes: dict[str, UnitFigures]) -> None:
    figures = extremes["all_equal"].model_copy(update={"follow_up": None})
    assert not [line for line in lines(follow_up_workbook(figures)) if any(line.values())]


def test_a_plan_that_was_sent_comes_out_as_it_was(jatirejo: UnitFigures, tmp_path: Path) -> None:
    """As the unit wrote it, realisation and all, and read again it is the same."""
    assert jatirejo.follow_up_before is not None
    first, second, third = jatirejo.follow_up_before.actions
    second = second.model_copy(update={"done": False, "stakeholders": "Diskominfo"})
    third = third.model_copy(update={"done": None, "quarters": (True, True, False, True)})
    days = {"forum_on": date(2024, 2, 1), "done_on": date(2024, 3, 31)}
    first = first.model_copy(update={"horizon": "medium", "link": "https://contoh.go.id/sop", **days})
    plan = jatirejo.follow_up_before.model_copy(update={"actions": (first, second, third)})
    content = follow_up_workbook(jatirejo.model_copy(update={"follow_up": plan}))
    shown = lines(content)
    assert [line["Sudah/Belum"] for line in shown] == ["Sudah", "Belum", ""]
    assert [shown[0][f"TW {quarter}"] for quarter in ("I", "II", "III", "IV")] == ["", "", "✓", ""]
    assert [shown[2][f"TW {quarter}"] for quarter in ("I", "II", "III", "IV")] == ["✓", "✓", "", "✓"]
    export = read_back(content, tmp_path)
    assert (export.reading.kind, export.reading.refusal, export.reading.notes) == ("follow_up", None, ())
    assert set(export.rows["sheet"]) == {"Tindak Lanjut"}
    for action, row in zip(plan.actions, export.rows.iter_rows(named=True), strict=True):
        assert row["unsur"] == action.unsur_name
        for name in ("activity", "responsible", "description", "evidence", "strategy", "target_time", "stakeholders"):
            assert (row[name] or "") == getattr(action, name)
        assert [row[f"quarter_{number}"] == "✓" for number in range(1, 5)] == list(action.quarters)
    typed = staged_follow_up(export.rows, date(2024, 6, 1)).row(0, named=True)
    assert {name: typed[name] for name in ("horizon", "link", *days)} == {
        "horizon": "medium",
        "link": "https://contoh.go.id/sop",
        **days,
    }


def test_an_unfilled_one_sent_back_is_told_to_be_unfilled(extremes: dict[str, UnitFigures], tmp_path: Path) -> None:
    reading = read_back(follow_up_workbook(extremes["no_follow_up"]), tmp_path).reading
    assert reading.kind == "follow_up"
    assert reading.refusal is not None
    assert reading.refusal.code == "follow_up_empty"
    assert {"Kecamatan Jatirejo", "Tahun 2024"} <= set(reading.naming.titles)


def test_there_is_always_room_for_more(jatirejo: UnitFigures) -> None:
    assert jatirejo.follow_up is not None
    actions = jatirejo.follow_up.actions * 7
    many = jatirejo.model_copy(update={"follow_up": jatirejo.follow_up.model_copy(update={"actions": actions})})
    for figures, filled, bordered in ((jatirejo, 3, 15), (many, 21, 24)):
        content = follow_up_workbook(figures)
        assert len([line for line in lines(content) if line["Unsur"]]) == filled
        with zipfile.ZipFile(BytesIO(content)) as parts:
            sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert f'<row r="{7 + bordered}"' in sheet
        assert f'<row r="{8 + bordered}"' not in sheet
        assert f'sqref="B8:B{7 + bordered}"' in sheet


def test_choices_are_offered(jatirejo: UnitFigures) -> None:
    """The names of unsur from the guide (names with commas cannot stand in a list), the mark, the words."""
    content = follow_up_workbook(jatirejo)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    for choice in ("'Petunjuk'!$B$5:$B$13", '"✓"', '"Sudah,Belum"'):
        assert f"<formula1>{choice}</formula1>" in sheet
    assert [row[1] for row in sheets(content)["Petunjuk"][4:13]] == [unsur.name for unsur in UNSUR]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(hostile: str, jatirejo: UnitFigures) -> None:
    assert jatirejo.follow_up is not None
    action = jatirejo.follow_up.actions[0].model_copy(update={"activity": hostile, "responsible": hostile})
    plan = jatirejo.follow_up.model_copy(update={"actions": (action,)})
    content = follow_up_workbook(
        jatirejo.model_copy(update={"follow_up": plan, "unit_name": hostile, "organiser": hostile})
    )
    shown = shown_text(hostile).strip()[:32_767]
    assert str(lines(content)[0]["Program/Kegiatan"]).strip() == shown
    with zipfile.ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            part = ElementTree.fromstring(parts.read(name))
            assert not [one for one in part.iter() if one.tag.endswith(("}f", "}hyperlink"))]


def test_every_extreme_makes_a_workbook(extreme: UnitFigures) -> None:
    content = follow_up_workbook(extreme)
    assert content == follow_up_workbook(extreme)
    assert list(sheets(content)) == ["Tindak Lanjut", "Petunjuk"]

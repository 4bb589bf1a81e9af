"""Photographs in an inbox: which files are some, how they are called, and that nobody takes them for exports."""

import pytest

from ingest.inboxes import LocalInbox
from ingest.photographs import caption_of, is_photograph, photographs_in


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("foto/35.16.01/2024/a.jpg", True),
        ("Photos/Kecamatan Jatirejo/2024-s1/a.HEIC", True),
        ("foto/35.16.01/2024-TW3/a.png", True),
        ("foto/35.16.01/2024/a.xlsx", False),
        ("foto/35.16.01/tahun ini/a.jpg", False),
        ("foto/35.16.01/a.jpg", False),
        ("foto/2024/35.16.01/a.jpg", False),
        ("foto/35.16.01/2024/rapat/a.jpg", False),
        ("foto/35.16.01/2024/Tindak-Lanjut/a.jpg", True),
        ("foto/35.16.01/2024/RTL/a.jpg", True),
        ("foto/35.16.01/2024/rtl/lagi/a.jpg", False),
        ("foto/35.16.01/rtl/a.jpg", False),
        ("2024/foto/35.16.01/2024/a.jpg", False),
        ("Kecamatan Jatirejo/2024/a.jpg", False),
        ("a.jpg", False),
    ],
)
def test_where_photographs_lie(name, is_one):
    assert is_photograph(name) == is_one


@pytest.mark.parametrize(
    ("stem", "caption"),
    [
        ("pengisian kuesioner di loket", "Pengisian kuesioner di loket"),
        ("02_rapat-koordinasi_2024", "Rapat koordinasi 2024"),
        ("3. FGD dengan warga", "FGD dengan warga"),
        ("Loket 2", "Loket 2"),
        *((stem, "") for stem in ("IMG_20240501_101112", "DSC0012", "WhatsApp Image 2024-05-01 at 10.11.12", "1", "")),
    ],
)
def test_captions_are_what_names_say(stem, caption):
    assert caption_of(stem) == caption


def test_they_are_listed_and_are_no_exports(tmp_path):
    of_unit = tmp_path / "foto" / "35.16.01" / "2024-s1"
    of_unit.mkdir(parents=True)
    (tmp_path / "x.jpg").write_bytes(b"1")
    (of_unit / "tindak lanjut").mkdir()
    for name in ("b.jpg", "a.PNG", ".c.jpg", "skm.csv", "tindak lanjut/1 SOP.jpg"):
        (of_unit / name).write_bytes(b"12")
    (of_unit / "link.jpg").symlink_to(tmp_path / "x.jpg")
    (tmp_path / "foto" / "35.16.02").symlink_to(of_unit.parent)
    (tmp_path / "foto" / "catatan.txt").write_bytes(b"1")
    found = photographs_in(tmp_path)
    assert [(one.unit, one.period_code, one.path.name, one.size, one.of_follow_up) for one in found] == [
        ("35.16.01", "2024-S1", "a.PNG", 2, False),
        ("35.16.01", "2024-S1", "b.jpg", 2, False),
        ("35.16.01", "2024-S1", "1 SOP.jpg", 2, True),
    ]
    (of_unit.parent / "2023").mkdir()
    (of_unit.parent / "2023" / "c.jpg").write_bytes(b"1")
    assert photographs_in(tmp_path, "2024-S1") == found
    assert [one.path.name for one in photographs_in(tmp_path, "2023")] == ["c.jpg"]
    assert {one.name for one in LocalInbox(tmp_path, with_photographs=True).entries()} == {
        *("x.jpg", "foto/35.16.02", "foto/catatan.txt"),
        *(f"foto/35.16.01/2024-s1/{name}" for name in ("skm.csv", "link.jpg")),
    }
    assert "foto/35.16.01/2024-s1/b.jpg" in {one.name for one in LocalInbox(tmp_path).entries()}


def test_an_inbox_without_photographs_has_none(tmp_path):
    assert photographs_in(tmp_path) == []
    assert photographs_in(tmp_path / "none") == []

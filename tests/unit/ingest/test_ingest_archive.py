"""A zip of several exports."""

import io
import stat
import zipfile

import pytest

from contracts.settings import Limits
from ingest.archive import Allowance, open_archive
from ingest.refusal import FileRefused

LIMITS = Limits()
CSV = b"a,b\n1,2\n"


def zip_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def code_of(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(FileRefused) as refusal:
        open_archive(content, limits, Allowance.of(limits))
    return refusal.value.refusal.code


def test_members_in_name_order_without_what_systems_leave_behind():
    content = zip_of(
        {
            "TW II/puri.csv": CSV,
            "TW I/puri.csv": CSV,
            "TW I/": b"",
            "__MACOSX/TW I/._puri.csv": b"x",
            "TW I/.DS_Store": b"x",
            "Thumbs.db": b"x",
            "TW I/~$puri.xlsx": b"x",
        }
    )
    members = list(open_archive(content, LIMITS, Allowance.of(LIMITS)))
    assert [member.name for member in members] == ["TW I/puri.csv", "TW II/puri.csv"]
    assert members[0].content() == CSV


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/../../b.csv", "/etc/passwd", "C:\\data\\a.csv", "..\\a.csv"])
def test_names_that_lead_outside(name):
    assert code_of(zip_of({"a.csv": CSV, name: CSV})) == "archive_path"


def test_links():
    link = zipfile.ZipInfo("a.csv")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert code_of(buffer.getvalue()) == "archive_path"


def test_names_in_the_old_code_page():
    content = zip_of({"Jum\u00e9.csv": CSV})
    assert [member.name for member in open_archive(content, LIMITS, Allowance.of(LIMITS))] == ["Jum\u00e9.csv"]
    old = zip_of({"Jum#.csv": CSV}).replace(b"Jum#", b"Jum\x82")
    assert [member.name for member in open_archive(old, LIMITS, Allowance.of(LIMITS))] == ["Jum\u00e9.csv"]


def test_empty_and_too_many():
    assert code_of(zip_of({})) == "empty"
    assert code_of(zip_of({"a/.DS_Store": b"x"})) == "empty"
    assert code_of(zip_of({f"{n}.csv": CSV for n in range(3)}), Limits(archive_members=2)) == "archive_too_many_members"


def test_a_member_with_a_password():
    content = bytearray(zip_of({"a.csv": CSV}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    assert code_of(bytes(content)) == "password_protected"


def test_a_broken_member():
    content = zip_of({"a.csv": CSV * 100})
    position = content.index(b"a.csv") + 8
    broken = content[:position] + b"\xff\xff" + content[position + 2 :]
    member = next(open_archive(broken, LIMITS, Allowance.of(LIMITS)))
    with pytest.raises(FileRefused):
        member.content()

"""An upload whose server is killed while it is sent: sent, or still there to be sent."""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from contracts.decisions import Decision
from contracts.home import Home
from contracts.records import UploadResult
from portal.server.uploads import MEGABYTE, Upload, UploadLimits, Uploads

NOW = datetime(2026, 3, 2, 9)
CONTENT = b"isi berkas\n" * 1_000
UPLOAD_ID = "ab" * 16
ANSWER = Decision(
    number=0, content_id="c" * 16, path="survei.csv", code="scale", question="?", choice="turn", label="balik",
    why="kata pengirim", by="ani", at=NOW,
)  # fmt: skip


def uploads_of(home: Home, at: datetime = NOW) -> Uploads:
    def inbox_place(_unit: str, name: str, _at: datetime) -> Path:
        place = home.inbox / "unggahan" / name
        return place if not place.exists() else place.with_name(f"lagi {name}")

    def check(*_: object) -> UploadResult:
        raise AssertionError("nothing is checked here")

    return Uploads(home, check, inbox_place, lambda: at, UploadLimits(5, 5, 100 * MEGABYTE))


def waiting_upload(home: Home) -> Upload:
    """As `receive` leaves it."""
    result = UploadResult(
        file_name="survei.csv", kind="responses", format="csv", refusal=None, unit_code="U-1", unit_name="U",
        periods=(), mapping=(), rows_read=1, rows_accepted=1, rows_rejected=0, rejected=(), notes=(),
        already_known=False,
    )  # fmt: skip
    upload = Upload(
        upload_id=UPLOAD_ID, account="ani", unit_code="U-1", file_name="survei.csv", uploaded_at=NOW, result=result,
        answers=(ANSWER,),
    )  # fmt: skip
    folder = home.uploads / UPLOAD_ID
    folder.mkdir(parents=True)
    home.inbox.mkdir()
    (folder / "isi").write_bytes(CONTENT)
    (folder / "unggahan.json").write_text(upload.model_dump_json(), encoding="utf-8")
    return upload


def killed_sending(home: Home, upload: Upload, before: int) -> bool:
    """Sends in a process that ends, as by SIGKILL, before its so many-th step on files; whether it did."""
    uploads = uploads_of(home)
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    left = before

    def end(event: str, _arguments: object) -> None:
        nonlocal left
        if event.startswith(("os.", "shutil.")) or event == "open":
            left -= 1
            if left < 0:
                os._exit(9)

    sys.addaudithook(end)
    uploads.send(upload)
    os._exit(0)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_killed_before_each_step_it_is_sent_or_still_there(tmp_path: Path) -> None:
    outcomes: list[str] = []
    for before in range(100):
        home = Home(tmp_path / str(before))
        upload = waiting_upload(home)
        if not killed_sending(home, upload, before):
            break
        uploads = uploads_of(home)
        waiting = uploads.waiting("ani")
        answers = len(list(home.answers.glob("[!.]*.json")))
        if waiting:
            outcomes.append("there")
            assert (waiting, files(home.inbox), answers) == ([upload], [], 0)
            assert uploads.send(waiting[0]) == home.inbox / "unggahan/survei.csv"
        else:
            outcomes.append("sent")
            assert answers == 1
        assert files(home.inbox) == ["unggahan/survei.csv"]
        assert (home.inbox / "unggahan/survei.csv").read_bytes() == CONTENT
        assert len(list(home.answers.glob("[!.]*.json"))) == 1
        assert uploads.waiting("ani") == []
        uploads_of(home, NOW + timedelta(days=2000)).sweep()
        assert files(home.uploads) == []
    assert outcomes == sorted(outcomes, key=["there", "sent"].index)
    assert min(outcomes.count("there"), outcomes.count("sent")) >= 3


def test_half_a_copy_is_no_file(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    upload = waiting_upload(home)
    folder = home.uploads / UPLOAD_ID
    (folder / "isi").rename(folder / "dikirim")
    (folder / "tujuan").write_text("unggahan/survei.csv")
    (home.inbox / "unggahan").mkdir()
    (home.inbox / "unggahan" / f".{UPLOAD_ID}").write_bytes(CONTENT[:50])
    assert uploads_of(home).find(UPLOAD_ID, "ani") == upload
    assert (files(home.inbox), files(folder)) == ([], ["isi", "tujuan", "unggahan.json"])


@pytest.mark.parametrize("there", [CONTENT[:-1], CONTENT + b"x"])
def test_another_file_of_that_name_is_not_taken_for_it(tmp_path: Path, there: bytes) -> None:
    home = Home(tmp_path / "data")
    upload = waiting_upload(home)
    folder = home.uploads / UPLOAD_ID
    (folder / "isi").rename(folder / "dikirim")
    (folder / "tujuan").write_text("unggahan/survei.csv")
    (home.inbox / "unggahan").mkdir()
    (home.inbox / "unggahan" / "survei.csv").write_bytes(there)
    assert uploads_of(home).waiting("ani") == [upload]
    assert files(home.inbox) == ["unggahan/survei.csv"]

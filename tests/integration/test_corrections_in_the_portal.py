"""Rejected rows are put right on a page of the portal, checked, sent, and counted by the next run."""

from pathlib import Path

from tests.integration.offices import home_at, respondents, run, send
from tests.integration.test_questions_in_the_portal import browser, post
from tests.unit.portal.server.server_home import fields_of
from warehouse.read import open_published

PATH = "Kecamatan Mawar 2024.csv"


def test_rejected_rows_are_put_right_in_the_browser(without_prefect: None, tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    answers = [*["444444444"] * 30, "744444444", "433333330"]
    send(home, PATH, respondents(answers, ids=[f"R{number}" for number in range(len(answers))]))
    assert run(home).counts(PATH) == (32, 30, 2, 0)
    with open_published(home) as reader:
        (file_id,) = {str(row["file_id"]) for row in reader.table("rejected_row")}
    mawar, melati = browser(home, "mawar", "U-1"), browser(home, "melati", "U-2")
    address = f"/perbaikan/{file_id}"
    assert address in mawar.get("/unit/U-1").text
    assert melati.get(address).status_code == 403
    assert post(melati, address, {}) == 403
    page = mawar.get(address).text
    assert "2 baris berkas ini belum dapat dihitung" in page
    assert "tertulis: 7" in page
    assert "1 – Tidak sesuai" in page
    assert "baris yang pertama" not in page, "nothing is left out"

    unchanged = fields_of(page)
    assert [value for name, value in unchanged.items() if name.endswith(("-u1", "-u9"))] == ["7", "0"]
    assert post(mawar, address, unchanged) == 400, "nothing was put right"
    (first,) = (name for name in unchanged if name.endswith("-u1"))
    (second,) = (name for name in unchanged if name.endswith("-u9"))
    given_up = second.replace("-u9", "-kosong")
    sent = mawar.post(address, data={**unchanged, first: "3", given_up: "ya", "csrf": unchanged["csrf"]})
    assert sent.status_code == 303
    result = str(sent.headers["location"])
    assert "1 baris tidak ikut dihitung" in mawar.get(result).text, "the row that was given up"
    assert post(mawar, f"{result}/kirim", {}) == 303

    after = run(home)
    with open_published(home) as reader:
        assert sorted(row["u1"] for row in reader.table("response")) == [3, *[4] * 30]
    assert sum(one["rows_accepted"] for one in after.files.values()) == 31

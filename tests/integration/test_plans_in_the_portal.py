"""A plan typed in the portal: judged at its fields, sent as the workbook is, and the same record after the run."""

import re
from datetime import date
from pathlib import Path

import docx

from contracts.home import Home
from reports.workbooks.follow_up_workbook import FIRST_ROW
from tests.integration.offices import home_at, respondents, rows, run, send
from tests.integration.test_follow_ups import as_xlsx
from tests.integration.test_questions_in_the_portal import browser
from tests.unit.portal.server.server_home import TestClient, fields_of, inbox_of

ADDRESS = "/tindak-lanjut/U-1/2024"
WRITTEN = {
    "unsur": "Persyaratan", "activity": "Mereview SOP", "quarter_1": "✓", "quarter_4": "✓", "responsible": "Sekcam",
    "horizon": "Jangka Pendek", "forum_on": "2025-02-05", "done": "Sudah", "done_on": "2025-06-30",
    "description": "=terbit", "evidence": "SK", "link": "www.contoh.go.id", "obstacle": "tidak ada", "strategy": "-",
    "target_time": "2026", "strategy_responsible": "Camat", "stakeholders": "Desa & warga",
}  # fmt: skip


def typed(page: str, *actions: dict[str, str], **buttons: str) -> dict[str, str]:
    """What the form sends once its first actions are filled in."""
    written = {f"k{number}-{name}": text for number, one in enumerate(actions) for name, text in one.items()}
    return {**fields_of(page), **written, **buttons}


UNFINISHED = [
    ("k1-quarter_1", "Triwulan pelaksanaan", "Triwulan pelaksanaan belum ditandai."),
    ("k1-responsible", "Penanggung Jawab", "Penanggung jawab belum diisi."),
]


def pointed_out(page: str) -> list[tuple[str, ...]]:
    """What the box above a plan says is not finished: the field it leads to, its name, the sentence."""
    box = page.partition("<h2>Belum lengkap</h2>")[2].partition("</ul>")[0]
    found = re.findall(r'<li><a href="#([^"]+)">Kegiatan 2, ([^<]+)</a>: ([^.]+\.) Seharusnya', box)
    assert box.count("<li>") == len(found)
    return found


def sent(unit: TestClient, form: dict[str, str]) -> tuple[int, str]:
    answer = unit.post(ADDRESS, data=form)
    return answer.status_code, answer.text


def plan_of(home: Home, unit_code: str) -> list[tuple[object, ...]]:
    """All but the unit and the file it came in."""
    found = rows(home, f"SELECT * FROM follow_up WHERE unit_code = '{unit_code}' ORDER BY position")
    return [tuple(value for name, value in row.items() if name not in ("unit_code", "file_id")) for row in found]


def test_a_plan_is_typed_judged_sent_and_the_same_as_a_workbook(without_prefect: None, tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    send(home, "Kecamatan Mawar 2024.csv", respondents(["244444444"] * 10))
    run(home)
    mawar, staff = browser(home, "mawar", "U-1"), browser(home, "siti", None)
    assert browser(home, "melati", "U-2").get(ADDRESS).status_code == 403
    assert mawar.get("/tindak-lanjut/U-1/2023").status_code == 404, "no index, nothing to plan for"
    assert ADDRESS in mawar.get("/unit/U-1").text
    page = mawar.get(ADDRESS).text
    assert (fields_of(page)["k0-unsur"], fields_of(page)["banyak"]) == ("Persyaratan", "2"), "the lowest, and a spare"
    before = inbox_of(home)

    # What is wrong is said at its field, nothing is sent, nothing typed is lost; the spare action is not looked at.
    wrong = {"unsur": "Persyaratan", "activity": "Mereview SOP", "done": "Sudah", "done_on": "2027-01-01"}
    status, page = sent(mawar, typed(page, wrong, {"responsible": "Bu <b>Camat</b>"}))
    assert status == 400
    assert 'href="#k1-activity">Kegiatan 2, Program/Kegiatan</a>: Program/Kegiatan tidak diisi' in page
    assert 'id="k1-unsur-salah">Unsur tidak diisi.' in page
    assert "Bu &lt;b&gt;Camat" in page
    assert 'name="walaupun"' not in page, "a row that does not count is put right"
    status, page = sent(mawar, typed(page, {}, {"hapus": "ya"}))
    assert status == 400
    assert 'id="k0-done_on-salah">Tanggal selesai sesudah hari berkas diterima, dikosongkan.' in page
    assert 'name="walaupun"' in page, "or it is sent without that day"
    assert sent(mawar, typed(page, {"hapus": "ya"}))[0] == 400, "nothing is left to plan"
    assert (inbox_of(home), list(home.uploads.iterdir())) == (before, [])

    of_staff = staff.get(ADDRESS).text
    second = {"unsur": "Biaya/Tarif", "activity": "Memasang tarif"}
    page = sent(mawar, typed(page, tambah="ya"))[1]
    assert sent(mawar, typed(page, WRITTEN, second))[0] == 303
    assert len(inbox_of(home)) == len(before) + 1
    page = mawar.get(ADDRESS).text
    assert "dikirim mawar pada 20 November 2026 pukul 09.00" in page
    assert fields_of(page)["k1-unsur"] == "Biaya/Tarif"
    assert pointed_out(page) == UNFINISHED, "it counts as it is, and is told at its fields"

    # Who began before that loses nothing of either plan.
    status, page = sent(staff, typed(of_staff, {"activity": "Rencana petugas"}))
    assert (status, "sudah dikirim orang lain" in page, "Rencana petugas" in page) == (409, True, True)

    send(home, "melati/rtl.xlsx", as_xlsx("Kecamatan Melati", "Tahun 2024", [WRITTEN, second]))
    run(home)
    of_workbook = [(*row[:-1], FIRST_ROW + number) for number, row in enumerate(plan_of(home, "U-2"))]
    assert plan_of(home, "U-1") == of_workbook, "but for the row of the sheet, where ours has a line more above it"
    assert [row[2:4] for row in plan_of(home, "U-1")] == [("U1", "Mereview SOP"), ("U4", "Memasang tarif")]
    assert {date(2025, 2, 5), date(2025, 6, 30), "short", "https://www.contoh.go.id"} <= set(plan_of(home, "U-1")[0])
    page = mawar.get(ADDRESS).text
    assert "dikirim mawar" not in page
    assert pointed_out(page) == UNFINISHED
    (letter,) = home.quarantine.glob("U-2/rtl - *.docx")
    said = "\n".join(cell.text for row in docx.Document(str(letter)).tables[-1].rows for cell in row.cells)
    assert "Triwulan pelaksanaan belum ditandai. Seharusnya: tanda" in said
    fields = fields_of(page)
    shown = {name: fields[f"k0-{name}"] for name in WRITTEN if f"k0-{name}" in fields}
    assert {**shown, "link": WRITTEN["link"], "strategy": "-"} == {
        name: "ya" if name.startswith("quarter") else text for name, text in WRITTEN.items() if name in shown
    }

"""Questions: about an upload, answered before it is sent; about a held file, answered and taken back."""

from pathlib import Path

from playwright.sync_api import expect

from contracts.decisions import Decision
from pipeline import decisions
from tests.browser.examining import examine
from tests.browser.test_browser_upload import figure, inbox, upload
from tests.browser.visitors import Browse, Portal
from tests.integration.test_questions import export


def test_a_question_is_answered_before_the_file_is_sent(logged_in: Browse, portal: Portal, tmp_path: Path) -> None:
    """A line of totals says something else than the four rows above it."""
    path = tmp_path / "skm 2024.csv"
    path.write_text(export(15), encoding="utf-8")
    before = inbox(portal)
    page = logged_in("gondang")
    upload(page, path)
    expect(page.get_by_role("heading", name="Ada yang perlu dijawab")).to_be_visible()
    examine(page, "upload-question")
    page.get_by_label("hitung 4 responden").check()
    page.get_by_label("Alasan").fill("totalnya salah ketik")
    page.get_by_role("button", name="Jawab dan periksa lagi").click(timeout=30_000)
    expect(page.get_by_role("heading", name="Dapat dikirim")).to_be_visible()
    assert [figure(page, label) for label in ("Baris dibaca", "Diterima")] == ["4", "4"]
    examine(page, "upload-answered")
    page.get_by_role("button", name="Kirim ke konsolidasi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Terkirim")
    (name,) = inbox(portal) - before
    (answer,) = portal.home.answers.iterdir()
    assert '"by":"gondang"' in answer.read_text(encoding="utf-8")
    answer.unlink()
    (portal.home.inbox / name).unlink()


def test_a_held_file_is_answered_by_its_unit_and_the_answer_taken_back_by_staff(
    logged_in: Browse, portal: Portal
) -> None:
    page = logged_in("gondang")
    page.get_by_role("link", name="gondang/ditahan.csv").click()
    expect(page.get_by_role("group", name="1. Jumlah U1 tidak cocok.")).to_be_visible()
    examine(page, "held-file")
    expect(page.get_by_text("4 responden, IKM 86,63")).to_be_visible()
    page.get_by_label("hitung yang terbaca").check()
    page.get_by_label("Berlaku juga untuk berkas lain unit ini").check()
    page.get_by_label("Alasan").fill("totalnya salah ketik")
    page.get_by_role("button", name="Simpan jawaban").click()
    expect(page.get_by_role("heading", name="Sudah dijawab")).to_be_visible()
    examine(page, "held-file-answered")
    (answer,) = portal.home.answers.iterdir()
    line = Decision.model_validate_json(answer.read_bytes())
    assert (line.by, line.choice, line.unit_code, line.layout) == ("gondang", "count", "35.16.02", "judul")

    decisions.add(portal.home, decisions.load(portal.home), line)  # as the next run does
    answer.unlink()
    staff = logged_in("organisasi")
    staff.goto("/pertanyaan")
    examine(staff, "decisions")
    staff.get_by_role("link", name="Keputusan 1").click()
    examine(staff, "decision")
    staff.get_by_label("Alasan membatalkan").fill("ternyata totalnya benar")
    staff.get_by_role("button", name="Batalkan keputusan").click()
    expect(staff.get_by_role("heading", level=1)).to_have_text("Berkas yang ditanyakan")
    expect(staff.get_by_role("link", name="Keputusan 1")).to_have_count(0)
    (back,) = portal.home.answers.iterdir()
    assert Decision.model_validate_json(back.read_bytes()).undoes == 1
    back.unlink()
    portal.home.decisions.unlink()

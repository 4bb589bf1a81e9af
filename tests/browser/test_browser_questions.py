"""A question about an upload is answered before it is sent."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.test_browser_every_page import examine
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

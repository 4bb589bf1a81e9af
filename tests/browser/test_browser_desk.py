"""The staff's desk in a real browser, over real commands: a consolidation watched as it runs, what stands against
closing. What becomes of what staff do is told in `test_browser_stories`."""

from playwright.sync_api import Page, expect

from tests.browser.test_browser_every_page import examine
from tests.browser.visitors import PASSWORDS, Browse, Portal, log_in

PATIENCE = 120_000


def at_the_desk(browse: Browse, desk: Portal, name: str, width: str = "desktop", **options: object) -> Page:
    page = browse(width, **options)
    page.goto(desk.url("/masuk"))
    log_in(page, name, PASSWORDS[name])
    page.get_by_role("link", name="Pekerjaan", exact=True).first.click()
    return page


def finished(page: Page, state: str) -> None:
    expect(page.locator("[data-keadaan]")).to_contain_text(state, timeout=PATIENCE)


def test_a_consolidation_is_watched_and_closing_says_what_is_not_settled(browse: Browse, desk: Portal) -> None:
    page = at_the_desk(browse, desk, "organisasi")
    examine(page, "desk")
    page.get_by_role("button", name="Jalankan konsolidasi sekarang").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jalankan konsolidasi")
    finished(page, "Selesai")
    expect(page.locator(".keluaran")).to_contain_text("tidak ada yang berubah sejak terbitan terakhir")
    examine(page, "desk-run")

    page.goto(desk.url("/petugas/kerja/tutup-periode"))
    page.get_by_label("Periode").select_option("2024")
    examine(page, "desk-form")
    page.get_by_role("button", name="Tutup periode").click()
    expect(page.get_by_role("heading", name="Yang tidak dapat dibatalkan")).to_be_visible()
    examine(page, "desk-sure")
    page.get_by_role("button", name="Tutup periode").click()
    finished(page, "Tidak berhasil")
    expect(page.locator(".keluaran")).to_contain_text("unit tanpa data")
    examine(page, "desk-failed")
    page.get_by_role("button", name="Tutup walaupun ada yang belum selesai").click()
    expect(page.get_by_role("button", name="Tutup juga")).to_be_visible()
    page.get_by_role("link", name="Kembali, jangan lakukan").click()
    page.goto(desk.url("/petugas/pekerjaan"))
    examine(page, "desk-jobs")
    expect(page.get_by_role("row")).to_have_count(3)
    page.goto(desk.url("/petugas/catatan"))
    expect(page.get_by_role("cell", name="pekerjaan tidak berhasil")).to_be_visible()
    assert not desk.home.editions.exists()

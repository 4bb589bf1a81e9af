"""An upload of a good, a dirty and a refused export ends where it should."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pipeline import judging, reading, staging
from pipeline.run import begin
from tests.browser.visitors import Browse, Portal, screenshot

SAMPLES = Path(__file__).parents[2] / "samples" / "inbox"


def upload(page: Page, path: Path, unit: str | None = None) -> None:
    """From the form to the page that shows what the check found."""
    page.goto("/unggah")
    if unit is not None:
        page.get_by_label("Unit pemilik berkas").select_option(unit)
    page.get_by_label("Berkas hasil survei").set_input_files(path)
    check(page)


def check(page: Page) -> None:
    """The first check of all may have to wait until the child process is warm."""
    page.get_by_role("button", name="Unggah dan periksa").click(timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hasil pemeriksaan")


def inbox(portal: Portal) -> set[str]:
    return {path.relative_to(portal.home.inbox).as_posix() for path in portal.home.inbox.rglob("*") if path.is_file()}


def pending(portal: Portal) -> list[Path]:
    """Contents that wait for their sender; of a refused one only what was found is kept."""
    return list(portal.home.uploads.glob("*/isi"))


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """An export that nobody has sent yet: a hundred people of Gondang."""
    lines = (SAMPLES / "gondang/export_skm.csv").read_text(encoding="utf-8-sig").splitlines()
    path = tmp_path / "Ekspor SKM Juni 2024 (akhir).csv"
    path.write_text("\n".join(lines[:101]) + "\n", encoding="utf-8")
    return path


def figure(page: Page, label: str) -> str:
    return page.locator("dl.kunci div", has=page.locator("dt", has_text=label)).locator("dd").inner_text()


def test_a_good_export_is_sent_into_the_inbox_where_a_run_finds_its_unit(
    logged_in: Browse, portal: Portal, news: Path
) -> None:
    before = inbox(portal)
    page = logged_in("gondang")
    upload(page, news)
    expect(page.get_by_role("heading", name="Dapat dikirim")).to_be_visible()
    assert [figure(page, label) for label in ("Unit", "Periode", "Baris dibaca", "Ditolak")] == [
        "Kecamatan Gondang", "Tahun 2024", "100", "0",
    ]  # fmt: skip
    for unsur in ("U1 Persyaratan", "U8 Penanganan Pengaduan, Saran dan Masukan", "U9 Sarana dan Prasarana"):
        expect(page.get_by_role("cell", name=unsur)).to_be_visible()
    screenshot(page, "upload-good-1280")
    assert inbox(portal) == before
    page.get_by_role("button", name="Kirim ke konsolidasi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Terkirim")
    (name,) = inbox(portal) - before
    assert name == f"unggahan/Kecamatan Gondang/{news.name}"
    assert (portal.home.inbox / name).read_bytes() == news.read_bytes()
    assert not pending(portal)

    run = begin(portal.home.root, None)
    sightings = reading.take_in(run)
    to_read = reading.to_read(run, sightings)
    for contents in to_read.batches:
        staging.stage(run.area, contents)
    (file,) = (one for one in judging.resolve(run, sightings, reading.readings_of(run, to_read, 0)) if one.path == name)
    assert (file.refusal, file.unit_code, file.duplicate_of) == (None, "35.16.02", None)


def test_a_dirty_export_shows_the_rows_that_will_not_count_and_can_be_cancelled(
    logged_in: Browse, portal: Portal
) -> None:
    before = inbox(portal)
    page = logged_in("organisasi")
    upload(page, SAMPLES / "kemlagi/kemlagi.xlsx", "35.16.15")
    expect(page.get_by_role("heading", name="8 baris tidak ikut dihitung")).to_be_visible()
    expect(page.get_by_text("sudah pernah diterima")).to_be_visible()
    assert [figure(page, label) for label in ("Baris dibaca", "Diterima", "Ditolak")] == ["221", "213", "8"]
    row = page.get_by_role("row").filter(has_text="Jawaban U1 Persyaratan bukan salah satu dari empat jawaban").first
    assert row.get_by_role("cell").all_inner_texts()[:4] == ["Data", "22", "Persyaratan", "5"]
    screenshot(page, "upload-dirty-1280")
    page.goto("/unggah")
    page.get_by_role("link", name="kemlagi.xlsx").click()
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Unggah berkas survei")
    expect(page.get_by_role("link", name="kemlagi.xlsx")).to_have_count(0)
    assert not pending(portal)
    assert inbox(portal) == before


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("mojoanyar/mojoanyar skala 5.csv", "skala sampai 5"),
        ("mojoanyar/rusak.xlsx", "rusak"),
        ("mojoanyar/Laporan SKM Mojoanyar.pdf", "PDF"),
        ("jatirejo/Hasil Survei SuKMa-e Jatim KECAMATAN JATIREJO 2024.xlsx", "sedangkan unggahan ini untuk"),
    ],
)
def test_a_refused_export_says_why_and_cannot_be_sent(
    logged_in: Browse, portal: Portal, path: str, sentence: str
) -> None:
    before = inbox(portal)
    page = logged_in("organisasi")
    upload(page, SAMPLES / path, "35.16.18")
    expect(page.get_by_role("heading", name="Berkas ini ditolak")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text(sentence)
    expect(page.get_by_role("button", name="Kirim ke konsolidasi")).to_have_count(0)
    assert inbox(portal) == before
    assert not pending(portal)


def test_an_upload_is_seen_by_nobody_else(logged_in: Browse, portal: Portal, news: Path) -> None:
    page = logged_in("gondang")
    upload(page, news)
    path = page.url.removeprefix(portal.address)
    for other in ("jatirejo", "organisasi"):
        answer = logged_in(other).goto(path)
        assert answer is not None
        assert answer.status == 404
    page.get_by_role("button", name="Batalkan").click()
    assert not pending(portal)


def test_a_unit_cannot_upload_for_another(logged_in: Browse, portal: Portal, news: Path) -> None:
    page = logged_in("jatirejo")
    page.goto("/unggah")
    expect(page.get_by_label("Unit pemilik berkas")).to_have_count(0)
    page.evaluate(
        """() => document.querySelector('form[enctype]').append(
            Object.assign(document.createElement('input'), { type: 'hidden', name: 'unit', value: '35.16.02' }))"""
    )
    page.get_by_label("Berkas hasil survei").set_input_files(news)
    check(page)
    assert figure(page, "Unit") == "Kecamatan Jatirejo"
    page.get_by_role("button", name="Batalkan").click()

"""Photographs given in the portal: kept where documents find them, without EXIF; their unit's alone."""

from io import BytesIO

import pytest
from PIL import Image

from contracts.periods import parse_period
from contracts.photographs import LARGEST_MEGABYTES, MOST_PRINTED
from pipeline.documents.photographs import PeriodPhotographs
from pipeline.unit_photographs import KEPT_SIDE
from portal.server import photograph_pages
from portal.server.photograph_pages import OF_FOLLOW_UP, OF_SURVEY
from tests.unit.portal.server.server_home import OURS, Server, TestClient, inbox_of, token_of

ADDRESS = f"/foto/{OURS}/2024"
FOLDER = f"foto/{OURS}/2024"


def picture(wide: int = 60, high: int = 30, form: str = "JPEG") -> bytes:
    """With a place and a camera in its EXIF, lying on its side."""
    image, saved = Image.new("RGB", (wide, high), "teal"), BytesIO()
    exif = image.getexif()
    exif[0x0112], exif[0x0110] = 6, "Ponsel Bu Siti"
    image.save(saved, form, exif=exif)
    return saved.getvalue()


def give(unit: TestClient, content: bytes, caption: str, kind: str = OF_SURVEY, address: str = ADDRESS):  # type: ignore[no-untyped-def]
    form = {"csrf": token_of(unit.get("/masuk/akun").text), "keterangan": caption, "jenis": kind}
    return unit.post(address, data=form, files={"foto": ("IMG_1.JPG", content)})


@pytest.fixture
def unit(server: Server) -> TestClient:
    return server.logged_in("ani", OURS)


def test_a_photograph_is_printed_with_its_caption_and_nothing_else_of_it_is_kept(
    server: Server, unit: TestClient
) -> None:
    assert ADDRESS in unit.get(f"/unit/{OURS}").text
    assert give(unit, picture(), "  pengisian kuesioner / di loket ").status_code == 303
    assert give(unit, picture(KEPT_SIDE + 100, 40), "Orang antre").status_code == 303
    assert give(unit, picture(form="PNG"), "SOP baru", OF_FOLLOW_UP).status_code == 303
    names = ["01 pengisian kuesioner - di loket.jpg", "02 Orang antre.jpg"]
    assert inbox_of(server.home) == [f"{FOLDER}/{name}" for name in names] + [f"{FOLDER}/tindak lanjut/01 SOP baru.jpg"]
    kept = [Image.open(BytesIO((server.home.inbox / name).read_bytes())) for name in inbox_of(server.home)]
    assert [(one.format, one.size, dict(one.getexif())) for one in kept] == [
        ("JPEG", (30, 60), {}), ("JPEG", (38, KEPT_SIDE), {}), ("JPEG", (30, 60), {}),
    ]  # fmt: skip
    documents = PeriodPhotographs(server.home, server.settings, server.registry, parse_period("2024").code)
    assert [one.caption for one in documents.figures_of(OURS)] == ["Pengisian kuesioner di loket", "Orang antre"]
    assert [one.caption for one in documents.figures_of(OURS, of_follow_up=True)] == ["SOP baru"]
    page = unit.get(ADDRESS).text
    assert page.count("<img") == 3
    shown = unit.get(f"{ADDRESS}/tindak-lanjut/01%20SOP%20baru.jpg")
    assert (shown.status_code, shown.headers["content-type"], shown.headers["cache-control"]) == (
        200, "image/jpeg", "no-store",
    )  # fmt: skip
    log = [(one.action, one.object) for one in server.audit_log()]
    assert ("photo_added", f"{OURS} 2024 01 SOP baru.jpg") in log


def test_what_is_typed_is_printed_behind_what_has_a_number(server: Server, unit: TestClient) -> None:
    folder = server.home.inbox / FOLDER
    folder.mkdir(parents=True)
    (folder / "9 loket.jpg").write_bytes(picture())
    assert give(unit, picture(), "Warga-warga antre KTP/KK").status_code == 303
    documents = PeriodPhotographs(server.home, server.settings, server.registry, parse_period("2024").code)
    captions = [one.caption for one in documents.files_of(OURS)]
    assert sorted(captions) == ["Loket", "Warga\u2011warga antre KTP\u2044KK"]
    assert (folder / "10 Warga\u2011warga antre KTP\u2044KK.jpg").is_file()


def test_what_cannot_be_printed_is_said_and_not_kept(server: Server, unit: TestClient) -> None:
    for content, caption, sentence in (
        (b"bukan gambar", "Rapat", "Foto ini rusak atau bukan gambar JPEG atau PNG"),
        (b"\0\0\0\0ftypheic", "Rapat", "HEIC dari ponsel"),
        (picture(), "IMG_0001", "Tulis keterangan foto dengan kata-kata"),
        (picture(), "3 orang antre", "diawali huruf"),
        (picture(), "", "Tulis keterangan foto dengan kata-kata"),
    ):
        answer = give(unit, content, caption)
        assert (answer.status_code, sentence in answer.text) == (400, True)
    assert 'value="IMG_0001"' in give(unit, picture(), "IMG_0001").text
    assert inbox_of(server.home) == []
    folder = server.home.inbox / FOLDER
    folder.mkdir(parents=True)
    for number in range(MOST_PRINTED):
        (folder / f"foto {number:02}.jpg").write_bytes(b"x")
    assert "12 yang dicetak" in give(unit, picture(), "Rapat").text
    assert "sudah ada 12" not in unit.get(ADDRESS).text
    (folder / f"foto {MOST_PRINTED:02}.jpg").write_bytes(b"x")
    assert "tidak dicetak, karena sudah ada 12" in unit.get(ADDRESS).text
    assert give(unit, picture(), "Rapat", OF_FOLLOW_UP).status_code == 303


def test_the_form_names_the_bound_that_holds_here(server: Server, unit: TestClient) -> None:
    """That of a photograph, or of what the portal takes at all."""
    assert f"paling besar {LARGEST_MEGABYTES} MB" in unit.get(ADDRESS).text
    small = Server(server.home, upload_megabytes=1)
    unit = small.logged_in("eka", OURS)
    assert "paling besar 1 MB" in unit.get(ADDRESS).text
    answer = give(unit, bytes(1_100_000), "Rapat")
    assert (answer.status_code, "lebih besar dari 1 MB" in answer.text) == (413, True)


def test_one_is_taken_out_after_it_was_asked(server: Server, unit: TestClient) -> None:
    give(unit, picture(), "Rapat warga")
    address = f"{ADDRESS}/survei/01%20Rapat%20warga.jpg/hapus"
    assert "tidak disimpan di arsip" in unit.get(address).text
    assert len(inbox_of(server.home)) == 1, "asking removes nothing"
    page = unit.get(address).text
    assert unit.post(address, data={"csrf": "x"}).status_code == 403
    assert unit.post(address, data={"csrf": token_of(page)}).status_code == 303
    assert inbox_of(server.home) == []
    assert unit.post(address, data={"csrf": token_of(page)}).status_code == 404
    assert server.audit_log()[0].object == f"{OURS} 2024 01 Rapat warga.jpg"


def test_photographs_are_their_unit_s_and_are_never_found_by_a_path(server: Server, unit: TestClient) -> None:
    give(unit, picture(), "Rapat warga")
    theirs, leader = server.logged_in("budi", "35.16.02"), server.logged_in("bupati", role="leader")
    one = f"{ADDRESS}/survei/01%20Rapat%20warga.jpg"
    with pytest.MonkeyPatch.context() as patch:  # a page has twelve of them
        patch.setattr(photograph_pages, "open_published", None)
        assert unit.get(one).status_code == 200
    assert [theirs.get(path).status_code for path in (ADDRESS, one, f"{one}/hapus")] == [403, 403, 403]
    assert give(theirs, picture(), "Rapat").status_code == 403
    assert (leader.get(one).status_code, give(leader, picture(), "Rapat").status_code) == (200, 403)
    assert "Hapus" not in leader.get(ADDRESS).text
    assert server.browser().get(one).headers["location"].startswith("/masuk?next=")
    for path in (f"/foto/{OURS}/2023", f"{ADDRESS}/survei/..%2F..%2F..%2Funits.csv", f"{ADDRESS}/tindak-lanjut/x.jpg"):
        assert unit.get(path).status_code == 404
    assert inbox_of(server.home) == [f"{FOLDER}/01 Rapat warga.jpg"]

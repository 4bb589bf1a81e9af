"""Pictures from outside: what is left of them, and what is said of those that cannot be shown."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from reports.writers.pictures import LONGEST_SIDE, PictureError, prepared
from tests.unit.reports.pictures import COMMENT, GPS, HEIC, jpeg


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is as large as that, of a few bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (jpeg(40, 20), (40, 20)),
        (jpeg(40, 20, turned=True), (20, 40)),
        (jpeg(4000, 3000), (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)),
        (jpeg(30, 3000, mode="L"), (12, LONGEST_SIDE)),
        (jpeg(8, 8, mode="CMYK"), (8, 8)),
        (jpeg(40, 20, kind="PNG", mode="RGBA"), (40, 20)),
        (jpeg(40, 20, kind="PNG", mode="P"), (40, 20)),
        (jpeg(40, 20, kind="PNG", mode="I;16"), (40, 20)),
        (HEIC, (32, 64)),
    ],
)
def test_a_picture_is_upright_small_and_nothing_but_its_colours(content: bytes, size: tuple[int, int]) -> None:
    picture = prepared(content)
    assert prepared(content) == picture
    with Image.open(BytesIO(picture.jpeg)) as image:
        assert (image.format, image.mode, image.size, (picture.width, picture.height)) == ("JPEG", "RGB", size, size)
        assert not image.getexif()
        assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert COMMENT not in picture.jpeg
    assert b"Exif" not in picture.jpeg


def test_the_pictures_of_this_test_say_where_they_were_taken() -> None:
    with Image.open(BytesIO(jpeg())) as image:
        assert image.getexif().get_ifd(GPS)
    assert COMMENT in jpeg()


def test_a_telephone_s_picture_is_turned_upright_once() -> None:
    """Red above blue; the file says who made it and where, and what is left does not."""
    assert b"Telepon" in HEIC
    picture = prepared(HEIC)
    assert b"Telepon" not in picture.jpeg
    with Image.open(BytesIO(picture.jpeg)) as image:
        above, below = image.getpixel((16, 8)), image.getpixel((16, 56))
    assert above[0] > 150 > above[2]
    assert below[2] > 150 > below[0]


def test_what_is_transparent_is_white() -> None:
    target = BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(target, "PNG")
    with Image.open(BytesIO(prepared(target.getvalue()).jpeg)) as image:
        assert image.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tidak dapat dibaca"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC dari ponsel yang tidak dapat dibaca; simpan ulang sebagai JPEG"),
        (HEIC[:-60], "HEIC"),
        (HEIC.replace(struct.pack(">4I", 64, 1, 32, 1), struct.pack(">4I", 64_000, 1, 32_000, 1)), "64 juta piksel"),
        (HEIC.replace(struct.pack(">II", 64, 64), struct.pack(">II", 64_000, 64_000)), "HEIC"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 64, "HEIC"),
        (b"bukan gambar", "rusak atau bukan gambar"),
        (jpeg()[:200], "rusak"),
        (jpeg(400, 400, kind="PNG")[:-40], "rusak"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 64, "rusak"),
        (b"GIF89a" + b"\0" * 64, "bukan gambar JPEG atau PNG"),
        (bomb(9000, 9000), "64 juta piksel"),
        (bomb(12000, 12000), "64 juta piksel"),
        (bomb(60000, 60000), "64 juta piksel"),
        (bomb(2, 2), "rusak"),
    ],
)
def test_what_cannot_be_shown_says_why_and_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(PictureError, match=said):
        prepared(content)

"""Pictures that tests print: as small as they can be, and as cameras and attackers make them."""

from io import BytesIO

from PIL import Image

from reports.writers.blocks import Photograph, Picture

ORIENTATION, GPS, COMMENT = 0x0112, 0x8825, b"rumah Bu Sri"


def jpeg(width: int = 40, height: int = 20, *, turned: bool = False, kind: str = "JPEG", mode: str = "RGB") -> bytes:
    """A picture with what cameras write into it: where it was taken, and which way is up."""
    image, target = Image.new(mode, (width, height)), BytesIO()
    exif = image.getexif()
    exif[ORIENTATION] = 6 if turned else 1
    exif.get_ifd(GPS)[2] = (7.0, 28.0, 12.5)
    image.save(target, kind, exif=exif, **({"comment": COMMENT} if kind == "JPEG" else {}))
    return target.getvalue()


def photograph(caption: str = "Pengisian kuesioner di loket") -> Photograph:
    return Photograph(Picture(jpeg(), 40, 20), caption)

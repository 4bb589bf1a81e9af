"""Pictures from outside made fit to print: turned upright, made smaller, without anything that was not seen.

Belongs here: opening a JPEG, PNG or HEIC that may be broken or hostile, within bounds of its pixels, and what is said
of one that cannot be shown. Not here: where they lie (`ingest.photographs`), where one stands in a document.
"""

import warnings
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from contracts.errors import raise_if_of_the_machine
from reports.writers.blocks import Picture

MOST_PIXELS: Final = 64_000_000
"""Of a picture that is opened at all: 200 MB of memory."""
LONGEST_SIDE: Final = 1200
"""Pixels of one that is printed half a page wide: 360 an inch."""
_QUALITY: Final = 80
_BRAND: Final = slice(4, 8)
_OF_TELEPHONES: Final = b"ftyp"


class PictureError(ValueError):
    """Why a picture cannot be shown, and what to do (Bahasa Indonesia)."""


def prepared(content: bytes, longest_side: int = LONGEST_SIDE) -> Picture:
    """The picture as JPEG of the colours alone: no EXIF, no place, no comment; `longest_side` in pixels. Same bytes,
    same picture. Raises PictureError."""
    if not content:
        raise PictureError("tidak dapat dibaca atau lebih dari 30 MB; perkecil lalu simpan lagi")
    of_telephone = content[_BRAND] == _OF_TELEPHONES
    try:
        return _fit(_of_telephone(content) if of_telephone else _upright(content, longest_side), longest_side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except PictureError:
        raise
    except Exception as error:  # whatever a decoder stumbles over is the picture's fault
        if not isinstance(error, OSError):  # which Pillow raises for broken pictures
            raise_if_of_the_machine(error)
        if of_telephone:
            raise PictureError("HEIC dari ponsel yang tidak dapat dibaca; simpan ulang sebagai JPEG") from error
        raise PictureError("rusak atau bukan gambar JPEG atau PNG; simpan ulang sebagai JPEG") from error


def _upright(content: bytes, longest_side: int) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        warnings.filterwarnings("ignore", category=UserWarning, module="PIL")
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            _check_pixels(image.size)
            image.draft("RGB", (longest_side, longest_side))  # a JPEG is read no larger than it is needed
            return ImageOps.exif_transpose(image)


def _of_telephone(content: bytes) -> Image.Image:
    """A HEIC; what reads it turns it upright by what the format says, and not by EXIF a second time."""
    from pi_heif import open_heif  # most units have none

    heif = open_heif(BytesIO(content))
    _check_pixels(heif.size)
    image: Image.Image = heif.to_pillow()
    return image


def _check_pixels(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise _too_many_pixels()


def _fit(upright: Image.Image, longest_side: int) -> Picture:
    upright.thumbnail((longest_side, longest_side))
    # A picture of its own: whatever else the file held stays behind; what is transparent is white.
    plain = Image.new("RGB", upright.size, "white")
    if upright.has_transparency_data:
        seen = upright.convert("RGBA")
        plain.paste(seen, mask=seen.getchannel("A"))
    else:
        plain.paste(upright.convert("RGB"))
    jpeg = BytesIO()
    plain.save(jpeg, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(jpeg.getvalue(), *plain.size)


def _too_many_pixels() -> PictureError:
    return PictureError(f"lebih dari {MOST_PIXELS // 1_000_000} juta piksel; perkecil lalu simpan lagi")

"""Pictures that tests print: as small as they can be, and as cameras and attackers make them."""

import base64
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


HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9j"
    "AAAAAERAAAIAAQAAAAAB7AABAAAAAAAAAHUAAgAAAAACYQABAAAAAAAAAHoAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAA"
    "ABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNg"
    "AAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZE"
    "AcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAIAAAAAEAAAAAAAAAAv///+AA"
    "AAACAAAAEHBpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAA"
    "APdtZGF0AAAAcSgBrwngOSMkv//6Mb//+EaeQ/a5hcF//g8Wff4V/n/+ze9RXZWFbILbD0Opm8R2/qm/EqRhs0lk1uPxAzLY2gjY37MO7eK5"
    "BhNXY9wvM5r6IBgHij0hse84jiQ9+d7o0P4za2n34T+L/A4yy2T7lHcCAAAABkV4aWYAAE1NACoAAAAIAAMBDwACAAAACAAAADIBEgADAAAA"
    "AQAGAACIJQAEAAAAAQAAADoAAAAAVGVsZXBvbgAAAgABAAIAAAACUwAAAAACAAUAAAADAAAAWAAAAAAAAAAHAAAAAQAAABwAAAABAAAAAAAA"
    "AAE="
)
"""What a telephone takes: left red and right blue, 64 × 32 pixels, lying on its side (EXIF and the format itself say
that its right is below), with who made it and where it was taken."""


def photograph(caption: str = "Pengisian kuesioner di loket") -> Photograph:
    return Photograph(Picture(jpeg(), 40, 20), caption)

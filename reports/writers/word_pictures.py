"""Pictures in Word documents.

Belongs here: the part that holds a picture and the drawing that shows it. Not here: making it fit to print
(`reports.writers.pictures`), where it stands (`reports.writers.word`, `reports.writers.word_tables`).
"""

from typing import Final

from docx.opc.constants import CONTENT_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from reports.writers.blocks import Picture
from reports.writers.word_markup import DRAWING, RELATIONSHIPS, attribute

_PLACE: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PICTURE: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_MILLIMETRE: Final = 36_000
_AT: Final = f'xmlns:wp="{_PLACE}" distT="0" distB="0" distL="0" distR="0"'
_INLINE: Final = f"<wp:inline {_AT}>"
_ANCHOR: Final = (
    f'<wp:anchor {_AT} simplePos="0" relativeHeight="1" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
)
_FIRST_ID: Final = 10_000
"""Drawings of a document have numbers of their own; charts count from 1."""


def picture_part(number: int, picture: Picture) -> Part:
    """The picture as a part of the package."""
    return Part(PackURI(f"/word/media/picture{number}.jpeg"), CONTENT_TYPE.JPEG, picture.jpeg)


def picture_drawing(
    number: int, relationship: str, picture: Picture, description: str, within: tuple[int, int], *, beside: bool = False
) -> str:
    """The run that shows the picture of a relationship, as large as may be `within` millimetres (width, height).
    `beside`: at the left margin, beside its paragraph and not in it."""
    scale = min(within[0] / picture.width, within[1] / picture.height) * _MILLIMETRE
    size = f'cx="{round(picture.width * scale)}" cy="{round(picture.height * scale)}"'
    said = f'id="{_FIRST_ID + number}" name="Gambar {number}" descr="{attribute(description)}"'
    begin, wrap, end = (_ANCHOR, "<wp:wrapNone/>", "anchor") if beside else (_INLINE, "", "inline")
    return (
        f"<w:r><w:drawing>{begin}<wp:extent {size}/>{wrap}<wp:docPr {said}/><wp:cNvGraphicFramePr/>"
        f'<a:graphic xmlns:a="{DRAWING}"><a:graphicData uri="{_PICTURE}">'
        f'<pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr {said}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{RELATIONSHIPS}" r:embed="{relationship}"/><a:stretch><a:fillRect/>'
        f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        f"</a:graphicData></a:graphic></wp:{end}></w:drawing></w:r>"
    )

"""The XML that Word documents are written in.

Belongs here: text made safe for XML, runs, paragraphs, fields, bookmarks, and a package's bytes. Markup is
text until a document is complete: building it element by element costs many times as much. Not here: what
a document says, or how it looks (`reports/templates/word`).
"""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE
from docx.opc.package import OpcPackage
from docx.opc.part import Part

from contracts.safe_text import shown_text
from reports.writers.blocks import Text

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_SPACES: Final = re.compile("[\t\n ]+")
_LINE_BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'


def one_line(text: str) -> str:
    """The shown text in a single line, for properties and lists of contents."""
    return _SPACES.sub(" ", shown_text(text)).strip()


def attribute(text: str) -> str:
    """The text as the value of an attribute within double quotes."""
    return escape(one_line(text), {'"': "&quot;"})


def run(text: str, properties: str = "") -> str:
    """A stretch of text; `properties` is the content of its `w:rPr`."""
    content = escape(shown_text(text)).replace("\t", " ").replace("\n", _LINE_BREAK)
    marked = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{marked}<w:t xml:space="preserve">{content}</w:t></w:r>'


def runs(text: Text) -> str:
    """A text with its faces."""
    if isinstance(text, str):
        return run(text)
    return "".join(
        run(part.text, ("<w:b/><w:bCs/>" if part.bold else "") + ("<w:i/><w:iCs/>" if part.italic else ""))
        for part in text
    )


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph of a style; `properties` go into its `w:pPr` after the style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def field_begin(instruction: str) -> str:
    """The beginning of a field, up to where its result stands."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END: Final = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def field(instruction: str, result: str) -> str:
    """A field that shows `result` until Word computes it anew."""
    return field_begin(instruction) + run(result) + FIELD_END


def bookmark(number: int, content: str) -> str:
    """The content under the name that `bookmark_name` gives the number."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(number)}"/>{content}<w:bookmarkEnd w:id="{number}"/>'
    )


def bookmark_name(number: int) -> str:
    """As Word itself names the targets of a table of contents."""
    return f"_Toc{number:08d}"


def package_bytes(package: OpcPackage) -> bytes:
    """The package as a file: what `save` writes, but with fixed dates, so that the same parts make the
    same bytes."""
    parts: list[Part] = list(package.iter_parts())
    members = [("[Content_Types].xml", _content_types(parts)), ("_rels/.rels", package.rels.xml)]
    for part in parts:
        members.append((part.partname.membername, part.blob))
        if part.rels:
            members.append((part.partname.rels_uri.lstrip("/"), part.rels.xml))
    return zipped(members)


def zipped(members: Sequence[tuple[str, bytes | str]]) -> bytes:
    """A zip file of the named contents, all of the same fixed date."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in members:
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return target.getvalue()


def _content_types(parts: Sequence[Part]) -> str:
    overrides = "".join(f'<Override PartName="{part.partname}" ContentType="{part.content_type}"/>' for part in parts)
    return (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{CONTENT_TYPE.OPC_RELATIONSHIPS}"/>'
        f'<Default Extension="xml" ContentType="{CONTENT_TYPE.XML}"/>{overrides}</Types>'
    )

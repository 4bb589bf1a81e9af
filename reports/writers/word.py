"""A report as a Word document, because staff go on writing in it.

Belongs here: how each block of `reports.writers.blocks` is written, the cover, the tables of contents, the sections
and the package. Tables, lists, captions, fields and charts are Word's own, so that they can be edited and
updated. Not here: wording, figures; tables (`reports.writers.word_tables`), charts (`reports.writers.word_charts`), XML
itself (`reports.writers.word_markup`), or the look (`reports/templates/word`).
"""

import re
from collections.abc import Sequence
from datetime import datetime, time
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Final, NamedTuple

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from reports.writers.blocks import (
    Block,
    Chart,
    Cover,
    Document,
    Heading,
    Letter,
    LetterheadBlock,
    NoticeBlock,
    Paragraph,
    Photographs,
    Picture,
    Points,
    Question,
    SignatureBlock,
    TableBlock,
    Text,
)
from reports.writers.word_charts import chart_drawing, chart_part
from reports.writers.word_markup import (
    DECLARATION,
    FIELD_END,
    RELATIONSHIPS,
    WORD,
    bookmark,
    bookmark_name,
    field,
    field_begin,
    one_line,
    package_bytes,
    paragraph,
    run,
    runs,
)
from reports.writers.word_pictures import picture_drawing, picture_part
from reports.writers.word_tables import photographs, table

TEMPLATES: Final = Path(__file__).parent.parent / "templates" / "word"
LANGUAGE: Final = "id-ID"
LISTED_LEVELS: Final = 2
"""Headings down to this level are in the table of contents."""

_PAGE: Final = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1417" w:right="1248" w:bottom="1474" w:left="1474" w:header="709" w:footer="624" w:gutter="0"/>'
)
_LONGEST_PROPERTY: Final = 255
_LIST_KINDS: Final = {"bullet": 1, "number": 2, "letter": 3}
"""Numbers of the kinds in templates/word/numbering.xml."""
_LAST_NUMBER: Final = re.compile(r"(?<!\d)\d+$")
_LINE: Final = "…" * 16
_NOTICE_INDENT: Final = '<w:ind w:left="482" w:right="170" w:hanging="312"/>'
"""The same for all of a notice: only then Word draws one box around it."""
_KEEP_WITH_NEXT: Final = "<w:keepNext/>"
_BOLD: Final = "<w:b/><w:bCs/>"
_TAB: Final = "<w:r><w:tab/></w:r>"
_AFTER_LABEL: Final = "\u2002"
"""A wide space, and no tab: one in the table of contents would lead titles without a label astray."""
_PHOTOGRAPH: Final = (74, 56)
"""Millimetres at most, as in the PDF."""
_LOGO: Final = (16, 16)
_LONGEST_ANSWER_BESIDE: Final = 32
_WITHOUT_PAGE_BREAK: Final = '<w:pageBreakBefore w:val="0"/>'


class _Entry(NamedTuple):
    """A line of the table of contents, or of the list of tables or figures."""

    style: str
    words: str
    bookmark: int
    page: str


def render_docx(document: Document, heading_pages: Sequence[int] = ()) -> bytes:
    """The document as DOCX; same document, same bytes.

    `heading_pages` are the page numbers of its headings, in order, printed in the tables of contents until
    somebody updates them in Word; without them the tables have none until then."""
    writer = _Writer(document, heading_pages)
    body = writer.body(document.blocks)
    contents = writer.contents() if document.contents else ""
    return _packed(document, writer, _main_part(writer.letterhead() + body, _cover(document.cover), contents))


def render_letter(letter: Letter) -> bytes:
    """The letter as DOCX; same letter, same bytes."""
    writer = _Writer(letter)
    body = writer.body(letter.blocks)
    return _packed(letter, writer, _main_part(writer.letterhead() + body))


def _packed(document: Document | Letter, writer: "_Writer", content: bytes) -> bytes:
    package = OpcPackage()
    main = Part(PackURI("/word/document.xml"), CONTENT_TYPE.WML_DOCUMENT_MAIN, content)
    package.load_rel(RELATIONSHIP_TYPE.OFFICE_DOCUMENT, main, "rId1")
    for name, kind, blob in (
        ("styles", RELATIONSHIP_TYPE.STYLES, _template("styles.xml")),
        ("settings", RELATIONSHIP_TYPE.SETTINGS, _template("settings.xml")),
        ("numbering", RELATIONSHIP_TYPE.NUMBERING, writer.numbering()),
        ("footer", RELATIONSHIP_TYPE.FOOTER, _footer(document.footer)),
    ):
        content_type = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
        main.load_rel(kind, Part(PackURI(f"/word/{name}.xml"), content_type, blob), name)
    for number, chart in enumerate(writer.charts, start=1):
        main.load_rel(RELATIONSHIP_TYPE.CHART, chart_part(number, chart), f"chart{number}")
    for number, picture in enumerate(writer.pictures, start=1):
        main.load_rel(RELATIONSHIP_TYPE.IMAGE, picture_part(number, picture), f"picture{number}")
    _set_properties(package, document)
    return package_bytes(package)


class _Writer:
    """The body of one document being written, with what the other parts must know of it."""

    def __init__(self, document: Document | Letter, heading_pages: Sequence[int] = ()) -> None:
        headings = sum(isinstance(block, Heading) for block in document.blocks)
        if len(heading_pages) not in (0, headings):
            raise ValueError(f"{len(heading_pages)} page numbers for {headings} headings")
        self._pages = iter([str(page) for page in heading_pages] or [""] * headings)
        self._page = ""
        self._letterhead = document.letterhead
        self._bookmarks = 0
        self._is_first = True
        self._headings: list[_Entry] = []
        self._tables: list[_Entry] = []
        self._figures: list[_Entry] = []
        self._lists: list[int] = []
        self.charts: list[Chart] = []
        self.pictures: list[Picture] = []

    def body(self, blocks: Sequence[Block]) -> str:
        """All blocks as markup. A signature never stands alone on a page: what is right before it is kept with it."""
        return "".join(
            self.block(block, signed=isinstance(following, SignatureBlock))
            for block, following in zip_longest(blocks, blocks[1:])
        )

    def block(self, block: Block, *, signed: bool) -> str:
        """The block as markup."""
        is_first, self._is_first = self._is_first, False
        match block:
            case Heading():
                return self._heading(block, is_first=is_first)
            case Paragraph():
                kept = _KEEP_WITH_NEXT if signed else ""
                return paragraph(_PARAGRAPH_STYLES[block.style], runs(block.text), kept)
            case Points():
                return self._points("ListParagraph", block.items, _LIST_KINDS[block.style], signed=signed)
            case TableBlock():
                return self._table(block)
            case Chart():
                return self._chart(block)
            case Question():
                return _question(block)
            case NoticeBlock():
                items = self._points("Notice", block.items, _LIST_KINDS["bullet"], _NOTICE_INDENT)
                return paragraph("NoticeTitle", run(block.title), _NOTICE_INDENT) + items + paragraph("AfterBox", "")
            case Photographs():
                return self._photographs(block)
            case SignatureBlock():
                return _signature(block)

    def _heading(self, heading: Heading, *, is_first: bool) -> str:
        self._page = next(self._pages)
        number = self._next_bookmark()
        # Word runs the lines of a heading together in the table of contents: the space parts them there.
        between, line_end = (" ", "<w:r><w:br/></w:r>") if heading.level == 1 else (_AFTER_LABEL, "")
        label = f"{heading.label}{between}" if heading.label else ""
        title = (run(label) + line_end if label else "") + run(heading.title)
        if heading.level <= LISTED_LEVELS:
            self._headings.append(_Entry(f"TOC{heading.level}", label + heading.title, number, self._page))
        unbroken = _WITHOUT_PAGE_BREAK if is_first and heading.level == 1 else ""
        return paragraph(f"Heading{heading.level}", bookmark(number, title), unbroken)

    def _points(self, style: str, items: Sequence[Text], kind: int, indent: str = "", *, signed: bool = False) -> str:
        self._lists.append(kind)
        properties = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{len(self._lists)}"/></w:numPr>{indent}'
        kept = [_KEEP_WITH_NEXT if signed and number == len(items) else "" for number in range(1, len(items) + 1)]
        return "".join(paragraph(style, runs(item), keep + properties) for item, keep in zip(items, kept, strict=True))

    def _table(self, block: TableBlock) -> str:
        above = self._caption(block.label, block.caption, self._tables, _KEEP_WITH_NEXT) if block.label else ""
        keep = _KEEP_WITH_NEXT if block.with_next else ""
        below = paragraph("Source", run(block.source), keep) if block.source else paragraph("AfterBox", "", keep)
        return above + table(block) + below

    def _chart(self, block: Chart) -> str:
        self.charts.append(block)
        number = len(self.charts)
        drawing = paragraph("Figure", chart_drawing(number, f"chart{number}", block))
        caption = self._caption(block.label, block.caption, self._figures, _KEEP_WITH_NEXT if block.source else "")
        source = paragraph("Source", run(block.source), '<w:jc w:val="center"/>') if block.source else ""
        return drawing + caption + source

    def _photographs(self, block: Photographs) -> str:
        shown: list[tuple[str, str]] = []
        for number, one in enumerate(block.items, start=1):
            description = f"Foto pelaksanaan SKM. {one.caption}".strip()
            words = run(f"Foto {number}", _BOLD) + (run(f". {one.caption}") if one.caption else "")
            shown.append((self._picture(one.picture, description, _PHOTOGRAPH), words))
        return photographs(shown)

    def _picture(self, picture: Picture, description: str, within: tuple[int, int], *, beside: bool = False) -> str:
        self.pictures.append(picture)
        number = len(self.pictures)
        return picture_drawing(number, f"picture{number}", picture, description, within, beside=beside)

    def _caption(self, label: str, caption: str, entries: list[_Entry], properties: str) -> str:
        """`Tabel 3.` as text and its last number as a field that begins anew in every chapter."""
        word = label.partition(" ")[0]
        last = _LAST_NUMBER.search(label)
        number = self._next_bookmark()
        entries.append(_Entry("TableofFigures", f"{label}. {caption}", number, self._page))
        counted = run(label)
        if last:
            anew = r" \r 1" if last.group() == "1" else ""
            counted = run(label[: last.start()]) + field(rf"SEQ {word} \* ARABIC{anew}", last.group())
        return paragraph("Caption", bookmark(number, counted + run(f". {caption}")), properties)

    def _next_bookmark(self) -> int:
        self._bookmarks += 1
        return self._bookmarks

    def letterhead(self) -> str:
        """At the head of the first page of the body."""
        head = self._letterhead
        if not head.office:
            return ""
        described = f"Logo {head.government}"
        return _letterhead(head, self._picture(head.logo, described, _LOGO, beside=True) if head.logo else "")

    def contents(self) -> str:
        """The table of contents, and the lists of tables and figures that there are; written last."""
        parts = [
            _CONTENTS_BEGIN,
            _contents("DAFTAR ISI", rf'TOC \o "1-{LISTED_LEVELS}" \h \z', self._headings),
            _CONTENTS_END,
        ]
        unbroken = ""
        for title, word, entries in (
            ("DAFTAR TABEL", "Tabel", self._tables),
            ("DAFTAR GAMBAR", "Gambar", self._figures),
        ):
            if entries:
                parts.append(_contents(title, rf'TOC \h \z \c "{word}"', entries, unbroken))
                unbroken = f'{_WITHOUT_PAGE_BREAK}<w:spacing w:before="480" w:after="280"/>'
        return "".join(parts)

    def numbering(self) -> bytes:
        """The kinds of lists, and each list of the document, so that every one begins anew."""
        lists = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            for number, kind in enumerate(self._lists, start=1)
        )
        return _template("numbering.xml").replace(b"</w:numbering>", f"{lists}</w:numbering>".encode())


_PARAGRAPH_STYLES: Final = {"body": "BodyText", "quiet": "Quiet", "quote": "Quote", "centered": "Centered"}

_CONTENTS_BEGIN: Final = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    "</w:sdtPr><w:sdtContent>"
)
_CONTENTS_END: Final = "</w:sdtContent></w:sdt>"
"""Around the table of contents: in Word it gets a button with which it is updated."""


def _contents(title: str, instruction: str, entries: Sequence[_Entry], properties: str = "") -> str:
    """A field whose result is filled in already: one line an entry, which leads there."""
    lines: list[str] = []
    for position, entry in enumerate(entries):
        page = field(rf"PAGEREF {bookmark_name(entry.bookmark)} \h", entry.page)
        link = (
            f'<w:hyperlink w:anchor="{bookmark_name(entry.bookmark)}" w:history="1">'
            f"{run(one_line(entry.words))}{_TAB}{page}</w:hyperlink>"
        )
        lines.append(paragraph(entry.style, (field_begin(instruction) if position == 0 else "") + link))
    end = paragraph("SectionEnd", FIELD_END) if entries else ""
    return paragraph("TOCHeading", run(title), properties) + "".join(lines) + end


def _cover(cover: Cover) -> str:
    lines = (
        ("Title", cover.title),
        ("Subtitle", cover.subtitle),
        ("CoverOwner", cover.owner),
        ("CoverLine", cover.regency),
        ("CoverLine", cover.period),
        ("CoverLine", cover.revision),
    )
    end = paragraph("SectionEnd", "", f"<w:sectPr>{_PAGE}</w:sectPr>")
    return "".join(paragraph(style, run(text)) for style, text in lines if text) + end


def _letterhead(letterhead: LetterheadBlock, logo: str) -> str:
    address = "\n".join(line for line in (letterhead.address, letterhead.contact) if line)
    return (
        paragraph("LetterheadGovernment", logo + run(letterhead.government))
        + paragraph("LetterheadOffice", run(letterhead.office))
        + paragraph("LetterheadAddress", run(address))
        + paragraph("AfterBox", "")
    )


def _question(question: Question) -> str:
    """The answers stand two in a line, where none is long."""
    title = run(f"{question.number}.") + _TAB + run(question.title, _BOLD)
    boxes = [run("☐") + _TAB + run(answer) for answer in question.answers]
    beside = 2 if max(map(len, question.answers), default=0) <= _LONGEST_ANSWER_BESIDE else 1
    lines = [_TAB.join(boxes[first : first + beside]) for first in range(0, len(boxes), beside)]
    return (
        paragraph("Question", title)
        + paragraph("QuestionText", run(question.question), _KEEP_WITH_NEXT if lines else "")
        + "".join(paragraph("Answer", line, _KEEP_WITH_NEXT) for line in lines[:-1])
        + "".join(paragraph("Answer", line) for line in lines[-1:])
    )


def _signature(block: SignatureBlock) -> str:
    """Empty lines to fill in; the space for the signature stands above the name."""
    return (
        paragraph("Signature", run(block.place_and_date or _LINE), '<w:spacing w:before="400"/>')
        + paragraph("Signature", run(block.office or _LINE, f"{_BOLD}<w:caps/>"))
        + "".join(paragraph("Signature", run(below)) for below in (block.organisation, block.regency) if below)
        + paragraph(
            "Signature",
            run(block.name, f'{_BOLD}<w:u w:val="single"/>') if block.name else run(_LINE),
            '<w:spacing w:before="1400"/>',
        )
        + paragraph("Signature", run(block.rank or _LINE))
        + paragraph(
            "Signature", run(f"NIP. {block.nip or _LINE[:12]}"), "" if block.note else '<w:keepNext w:val="0"/>'
        )
        + (paragraph("Quiet", run(block.note), '<w:spacing w:before="240"/>') if block.note else "")
    )


def _main_part(body: str, cover: str = "", contents: str = "") -> bytes:
    """The cover, the contents, whose pages have roman numbers, and the body with arabic ones."""
    foot = '<w:footerReference w:type="default" r:id="footer"/>'
    roman = f'<w:sectPr>{foot}{_PAGE}<w:pgNumType w:fmt="lowerRoman" w:start="1"/></w:sectPr>'
    before = cover + (f"{contents}{paragraph('SectionEnd', '', roman)}" if contents else "")
    arabic = f'<w:sectPr>{foot}{_PAGE}<w:pgNumType w:fmt="decimal" w:start="1"/></w:sectPr>'
    return (
        f'{DECLARATION}<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONSHIPS}"><w:body>'
        f"{before}{body}{arabic}</w:body></w:document>"
    ).encode()


def _footer(words: str) -> bytes:
    page = paragraph("PageNumberLine", field("PAGE", "1"))
    return (f'{DECLARATION}<w:ftr xmlns:w="{WORD}">{page}{paragraph("Footer", run(one_line(words)))}</w:ftr>').encode()


def _set_properties(package: OpcPackage, document: Document | Letter) -> None:
    moment = datetime.combine(document.dated, time())
    properties = package.core_properties
    properties.title = one_line(document.title)[:_LONGEST_PROPERTY]
    properties.subject = one_line(document.subject)[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = one_line(document.author)[:_LONGEST_PROPERTY]
    properties.keywords = one_line(", ".join(document.keywords))[:_LONGEST_PROPERTY]
    properties.language = LANGUAGE
    properties.created = properties.modified = moment
    properties.revision = 1


@cache
def _template(name: str) -> bytes:
    return (TEMPLATES / name).read_bytes()

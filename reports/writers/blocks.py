"""What a document consists of, whatever format it is written in.

Belongs here: the parts a document is built of, and the numbering of its tables and figures. A report is
built once as a `Document` (`reports.unit.unit_report`, `reports.regency.regency_report`) and written by one writer a
format (`reports.writers.pdf`, `reports.writers.word`), so that no two formats can disagree. Not here: wording, figures,
layout.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (Bab, Lampiran), 2 or 3. `label` is its number: `BAB I`, `1.1`, `Lampiran 2`.

    A heading of level 1 starts a page. `caption_prefix` numbers the tables and figures below it: `3`
    makes `Tabel 3.1`; only headings of level 1 have one."""

    level: Literal[1, 2, 3]
    label: str
    title: str
    caption_prefix: str = ""


@dataclass(frozen=True)
class TextRun:
    """A stretch of text in one face."""

    text: str
    bold: bool = False
    italic: bool = False


Text = str | tuple[TextRun, ...]
"""Plain text, or stretches of it."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `quiet`: smaller and paler, for remarks; `quote`: somebody's own words."""

    text: Text
    style: Literal["body", "quiet", "quote", "centered"] = "body"


@dataclass(frozen=True)
class Points:
    """A list: bullets, `1.` or `a.`."""

    items: tuple[Text, ...]
    style: Literal["bullet", "number", "letter"] = "bullet"


@dataclass(frozen=True)
class Cell:
    """A cell of a table. `fill` and `ink` are `#rrggbb`; a spanned cell stands once, at its top left."""

    text: str = ""
    align: Align = "left"
    bold: bool = False
    fill: str = ""
    ink: str = ""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class TableBlock:
    """A table. `widths` are relative. Without a caption it is neither numbered nor listed.

    Every row of `header` and `rows` lists the cells that start in it."""

    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    caption: str = ""
    source: str = ""
    """Printed below: where the figures come from."""
    dense: bool = False
    """Small type, for tables of many columns."""
    with_next: bool = False
    """Stands on the page of what follows."""
    label: str = ""
    """`Tabel 3.1`; given by `numbered`."""


@dataclass(frozen=True)
class ChartSeries:
    """Values of one series, one a category; None is a gap. `colours` per value where they differ."""

    name: str
    values: tuple[float | None, ...]
    colours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A chart: drawn (`svg`, for PDF and web) and as data (for the native charts of Word and Excel)."""

    svg: str
    description: str
    """The same in words, for those who do not see it."""
    kind: Literal["bar", "column", "line"]
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    number_format: str
    """As a spreadsheet writes it: `0.00`, `0`, `0.0%`."""
    caption: str
    source: str = ""
    minimum: float | None = None
    maximum: float | None = None
    label: str = ""
    """`Gambar 3.1`; given by `numbered`."""


@dataclass(frozen=True)
class Question:
    """A question of the questionnaire with its answers."""

    number: int
    title: str
    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class NoticeBlock:
    """What a reader must know before using the figures: a box that stands out."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A picture that was made fit to print (`reports.writers.pictures`), with its size in pixels."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Photograph:
    """A photograph and what it shows; an empty caption is none."""

    picture: Picture
    caption: str


@dataclass(frozen=True)
class Photographs:
    """Photographs, two beside each other, numbered through the document: `Foto 1`."""

    items: tuple[Photograph, ...]


@dataclass(frozen=True)
class SignatureBlock:
    """The block where the document is signed, by hand or electronically (BSrE).

    Empty texts are printed as lines to fill in, but for what stands below the title: nothing."""

    place_and_date: str
    office: str
    organisation: str
    name: str
    rank: str
    nip: str
    regency: str = ""
    """Below `organisation`."""
    note: str = ""
    """Small print below it."""
    field_name: str = "TandaTangan"


Block = Heading | Paragraph | Points | TableBlock | Chart | Question | NoticeBlock | Photographs | SignatureBlock


@dataclass(frozen=True)
class Cover:
    """The title page, and again that of an appendix with chapters of its own."""

    title: str
    subtitle: str
    owner: str
    """Whose report: the unit."""
    regency: str
    period: str
    revision: str = ""
    """`Revisi 1`; empty for a first edition."""


@dataclass(frozen=True)
class Receipt:
    """Where a document can be checked: an address, and the same for who has no camera."""

    address: str
    text: str


@dataclass(frozen=True)
class LetterheadBlock:
    """What stands at the head of official pages."""

    government: str
    office: str
    address: str
    contact: str
    logo: Picture | None = None


@dataclass(frozen=True)
class Document:
    """A report: cover, table of contents, lists of tables and figures, blocks."""

    title: str
    subject: str
    """One sentence: what it says."""
    author: str
    cover: Cover
    letterhead: LetterheadBlock
    blocks: tuple[Block, ...]
    footer: str
    """Lineage, at the foot of every page."""
    dated: date
    """Fixes the bytes: the same figures make the same document."""
    keywords: tuple[str, ...] = field(default=())
    receipt: Receipt | None = None
    """Of a PDF, on the cover: what is edited in Word is no longer what was made."""
    contents: bool = True
    """Whether table of contents and lists stand behind the cover: a few pages need none."""


@dataclass(frozen=True)
class Letter:
    """A letter or note of a page or two: letterhead and blocks, no cover, no table of contents."""

    title: str
    subject: str
    author: str
    letterhead: LetterheadBlock
    blocks: tuple[Block, ...]
    footer: str
    dated: date
    keywords: tuple[str, ...] = ()
    receipt: Receipt | None = None
    """Of a PDF, below the blocks."""
    framed: bool = False
    """A page to hang up: within a frame, in large type."""


def numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with every captioned table and every chart labelled by chapter: `Tabel 3.1`, `Gambar 4.1`."""
    return tuple(_labelled(blocks))


def _labelled(blocks: Sequence[Block]) -> Iterator[Block]:
    prefix = ""
    tables = figures = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            prefix, tables, figures = block.caption_prefix, 0, 0
            yield block
        elif isinstance(block, TableBlock) and block.caption:
            tables += 1
            yield replace(block, label=f"Tabel {prefix}.{tables}" if prefix else f"Tabel {tables}")
        elif isinstance(block, Chart):
            figures += 1
            yield replace(block, label=f"Gambar {prefix}.{figures}" if prefix else f"Gambar {figures}")
        else:
            yield block

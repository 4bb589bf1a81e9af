"""The texts that the blocks of a document print."""

from collections.abc import Iterable, Iterator

from reports.writers.blocks import (
    Block,
    Chart,
    Heading,
    NoticeBlock,
    Paragraph,
    Points,
    Question,
    SignatureBlock,
    TableBlock,
    Text,
)


def plain(text: Text) -> str:
    return text if isinstance(text, str) else "".join(run.text for run in text)


def texts(block: Block) -> Iterator[str]:
    """Every text that a block prints."""
    match block:
        case Heading():
            yield block.title
        case Paragraph():
            yield plain(block.text)
        case Points():
            yield from map(plain, block.items)
        case TableBlock():
            yield from (block.caption, block.source)
            yield from (cell.text for row in (*block.header, *block.rows) for cell in row)
        case Chart():
            yield from (block.caption, block.description, block.svg)
        case NoticeBlock():
            yield from block.items
        case Question():
            yield from (block.question, *block.answers)
        case SignatureBlock():
            yield from (block.office, block.organisation, block.regency, block.name, block.rank, block.nip)
        case _:
            return


def said(blocks: Iterable[Block]) -> str:
    """All of it, a text a line."""
    return "\n".join(text for block in blocks for text in texts(block))

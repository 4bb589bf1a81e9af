"""Whether a file is a document of ours, as it was made.

Belongs here: comparing a file's bytes with what is known of documents, and the code that a file carries. Not here:
which documents are known (`pipeline.documents.receipts`, or the list of the site), what is said of it
(`reports.wording.receipt_sentences`). Pure.

Original is only what is the same byte for byte. By its code, or else by its name, another file says which document it
wants to be.
"""

import hashlib
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Final, Literal, NamedTuple

from pikepdf import Pdf, PdfError

from contracts.receipts import DocumentReceipt
from reports.wording.source_sentences import CODE

Verdict = Literal["original", "extended", "altered", "unknown"]
"""`extended`: the whole document with something after it, as an electronic signature, which can also change what is
shown. `altered`: it carries the code or the name of a document and is not that. `unknown`: of no document that is
known."""

_CODE: Final = re.compile(rf"{CODE} ([0-9A-HJKMNP-TV-Z]{{4}}-[0-9A-HJKMNP-TV-Z]{{4}})")
_COPIED: Final = re.compile(r"(?: ?\(\d+\)|[ _-](?:copy|salinan|signed|ttd|tte)){1,4}(?=\.\w+$)", re.IGNORECASE)
"""What browsers, people and signing programs add to the name of a file."""


class Judged(NamedTuple):
    """What was found of a file."""

    verdict: Verdict
    documents: tuple[DocumentReceipt, ...]
    """The document that it is or wants to be, of the newest edition first; those of one code, where it is not known
    which of them; none where `unknown`."""
    code: str
    """That it carries; empty where none was found."""
    sha256: str


def judged(content: bytes, name: str, receipts: Sequence[DocumentReceipt]) -> Judged:
    """A file called `name` against all documents that are known (`receipts`, newer editions of a period first)."""
    sha256, code = hashlib.sha256(content).hexdigest(), code_in(content)
    if same := tuple(one for one in receipts if one.sha256 == sha256):
        return Judged("original", same, code, sha256)
    own_name = _COPIED.sub("", name)
    named = tuple(one for one in receipts if one.name == own_name)
    coded = tuple(one for one in receipts if code and one.code == code)
    for one in (*coded, *named):
        if len(content) > one.size and hashlib.sha256(memoryview(content)[: one.size]).hexdigest() == one.sha256:
            return Judged("extended", (one,), code, sha256)
    # Of those with its code, the one with its name; a code that is not known is that of no document of this name.
    wanted = tuple(one for one in coded if one.name == own_name) or coded or (() if code else named)
    return Judged("altered" if wanted else "unknown", wanted, code, sha256)


def code_in(content: bytes) -> str:
    """The code among the keywords of a PDF, also where another program saved it again; empty where there is none, or
    the file cannot be read."""
    if not content.startswith(b"%PDF"):
        return ""
    if found := _CODE.search(content.decode("latin-1")):
        return found[1]
    try:
        with Pdf.open(BytesIO(content)) as pdf:
            keywords = str(pdf.docinfo.get("/Keywords", "")) if "/Info" in pdf.trailer else ""
    except PdfError:
        return ""
    found = _CODE.search(keywords)
    return found[1] if found else ""

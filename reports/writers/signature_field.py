"""The open signature field: the place in a PDF where it is signed electronically (BSrE).

Belongs here: turning the marked places of a typeset PDF into empty signature fields. Not here: signing, or how
the block around the field looks (`reports/templates`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pikepdf import Array, Dictionary, Name, NumberTree, Object, Pdf, Stream, String

SCHEME: Final = "about:tanda-tangan/"
"""A template marks the place of field n with a link to `SCHEME` and n, from 0: a link is the one thing that
typst hands on to the PDF with its rectangle, its page and its place in the structure."""

_PRINTED: Final = 4
_SIGNATURE_FIELDS_EXIST: Final = 1
_LINK_ENTRIES: Final = (Name.A, Name.Border, Name.Contents)


@dataclass(frozen=True)
class SignatureField:
    """An empty signature field: its name, and what a screen reader says."""

    name: str
    description: str


def add_signature_fields(pdf: Pdf, fields: Sequence[SignatureField]) -> None:
    """Makes an empty signature field of every marked place.

    As PDF/A-2 (6.4) and PDF/UA-1 (7.18) ask: an appearance, however empty, no action, printed, a description,
    and a `Form` in the structure. Raises ValueError when places and fields do not match."""
    places = {
        int(str(link.A.URI).removeprefix(SCHEME)): (page.obj, link)
        for page in pdf.pages
        for link in page.obj.get(Name.Annots, ())
        if str(link.get(Name.A, Dictionary()).get(Name.URI, "")).startswith(SCHEME)
    }
    if set(places) != set(range(len(fields))):
        raise ValueError(f"{len(fields)} signature fields wanted, places found: {sorted(places)}")
    if not fields:
        return
    structure = NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    for number, field in enumerate(fields):
        page, link = places[number]
        structure[int(link.StructParent)].S = Name.Form
        _become_field(pdf, page, link, field)
    made = Array([places[number][1] for number in range(len(fields))])
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=made, SigFlags=_SIGNATURE_FIELDS_EXIST))


def _become_field(pdf: Pdf, page: Object, link: Object, field: SignatureField) -> None:
    left, bottom, right, top = (float(edge) for edge in link.Rect)
    appearance = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, right - left, top - bottom])
    for entry in _LINK_ENTRIES:
        del link[entry]
    link.Subtype = Name.Widget
    link.FT = Name.Sig
    link.T = String(field.name)
    link.TU = String(field.description)
    link.F = _PRINTED
    link.P = page
    link.AP = Dictionary(N=pdf.make_indirect(appearance))

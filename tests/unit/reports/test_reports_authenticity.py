"""Original is only what is the same byte for byte; whatever else was done to a document is recognised."""

import hashlib
import random
from collections import Counter
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pymupdf
import pytest
import segno

from contracts.receipts import DocumentReceipt
from reports.authenticity import code_in, judged
from reports.figures.unit_figures import UnitFigures, public_figures
from reports.unit.card import render_card
from reports.wording.receipt_sentences import (
    VERDICTS,
    document_words,
    edition_sentence,
    edition_words,
    verdict_sentence,
)
from reports.wording.source_sentences import document_code, receipt_of
from tests.unit.reports.conftest import changed, no_profile

NAME = "kartu-skm-35.16.01-2024.pdf"
ADDRESS = "https://skm.example.go.id/2024/35.16.01.html"
ALTERATIONS = 1000


@pytest.fixture(scope="module", name="card")
def fixture_card() -> bytes:
    """The card of the seed, with a QR code."""
    figures = public_figures(changed(no_profile))
    return render_card(figures.model_copy(update={"page_address": ADDRESS})).pdf


def receipt(content: bytes, **changes: object) -> DocumentReceipt:
    known = {
        "owner": "35.16.01", "owner_name": "Kecamatan Jatirejo", "period_code": "2024", "edition": "official",
        "revision": 0, "name": NAME, "label": "Kartu publikasi (PDF)", "code": code_in(content),
        "size": len(content), "sha256": hashlib.sha256(content).hexdigest(),
    }  # fmt: skip
    return DocumentReceipt.model_validate(known | changes)


def saved_again(change: Callable[[pikepdf.Pdf], None]) -> Callable[[bytes], bytes]:
    def altered(content: bytes) -> bytes:
        made = BytesIO()
        with pikepdf.open(BytesIO(content)) as pdf:
            change(pdf)
            pdf.save(made)
        return made.getvalue()

    return altered


def with_a_page_more(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def with_another_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "IKM 99,00"


def with_other_text(content: bytes) -> bytes:
    with pymupdf.open(stream=content) as document:
        document[0].insert_text((60, 300), "99,00")
        return bytes(document.tobytes())


SAVED_AGAIN = {
    "the same": saved_again(lambda pdf: None),
    "a page more": saved_again(with_a_page_more),
    "another title": saved_again(with_another_title),
    "other text": with_other_text,
}


@pytest.mark.parametrize("name", SAVED_AGAIN)
def test_what_another_program_saved_is_altered_whatever_the_file_is_called(card: bytes, name: str) -> None:
    content = SAVED_AGAIN[name](card)
    found = judged(content, "unduhan.pdf", [receipt(card)])
    assert (found.verdict, found.code) == ("altered", code_in(card))


def altered(content: bytes, chance: random.Random) -> bytes:
    """One of the ways in which bytes get lost, added or changed."""
    place, length = chance.randrange(len(content)), chance.randrange(1, 400)
    match chance.randrange(6):
        case 0 | 1:  # one bit
            return content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]
        case 2:
            return content[:place]
        case 3:
            return content[:place] + content[place + length :]
        case 4:
            return content[:place] + chance.randbytes(length) + content[place:]
        case _:
            return content + chance.randbytes(length)


def test_a_thousand_altered_files_are_all_recognised(card: bytes) -> None:
    chance, known = random.Random(20241129), [receipt(card)]
    found = Counter(judged(altered(card, chance), NAME, known).verdict for _ in range(ALTERATIONS))
    assert found.keys() == {"altered", "extended"}
    assert 100 < found["extended"] < 250
    assert judged(card, "apa saja.pdf", known).verdict == "original"


def test_a_signed_file_is_the_document_with_something_after_it(card: bytes) -> None:
    signed = card + b"\n7 0 obj\n<< /Type /Sig >>\nendobj\n%%EOF\n"
    found = judged(signed, "kartu ttd.pdf", [receipt(card)])
    assert (found.verdict, found.documents) == ("extended", (receipt(card),))


def test_what_is_not_known() -> None:
    other = receipt(b"Kode 2222-2222", code="2222-2222")
    assert judged(b"Laporan", "laporan.docx", [other]).verdict == "unknown"
    # One that carries a code nobody knows, as of figures that changed since, is not called an altered one.
    assert judged(b"%PDF-1.7 Kode 3333-3333", NAME, [other]).verdict == "unknown"
    # Without a code, as a workbook that somebody edited, its name says which it wants to be.
    assert judged(b"PK", "kartu-skm-35.16.01-2024 (1).pdf", [other]).documents == (other,)


def test_of_one_code_the_name_says_which_document_it_wants_to_be(card: bytes) -> None:
    report = receipt(b"%PDF-1.4", name="laporan-publik-skm-35.16.01-2024.pdf", code=code_in(card))
    both = [report, receipt(card)]
    assert judged(card + b" ", NAME, both).documents == (receipt(card),)
    assert judged(card[:-9], NAME, both).documents == (receipt(card),)
    assert judged(card[:-9], "scan.pdf", both).documents == tuple(both)


def test_the_code_of_the_keywords_is_the_one_that_is_printed(card: bytes) -> None:
    with pymupdf.open(stream=card) as document:
        printed = " ".join(document[0].get_text().split())
    assert f"Kode {code_in(card)}" in printed
    assert ADDRESS in printed


def test_the_qr_code_is_that_of_the_page_at_the_code(card: bytes) -> None:
    """Module by module, as it is printed."""
    wanted = segno.make_qr(f"{ADDRESS}#{code_in(card)}", error="m").matrix
    with pymupdf.open(stream=card) as document:
        page = document[0]
        drawn = [one["rect"] for one in page.get_drawings() if one["rect"].y0 > 740 and one["rect"].width < 66]
        square = drawn[0]
        for one in drawn:
            square |= one
        side = square.width / len(wanted)
        square += (0, -side / 2, 0, side / 2)  # its rows are drawn as lines
        picture = page.get_pixmap(clip=square, matrix=pymupdf.Matrix(8, 8))
        shown = [
            [picture.pixel(int((x + 0.5) * side * 8), int((y + 0.5) * side * 8))[0] < 128 for x in range(len(wanted))]
            for y in range(len(wanted))
        ]
    assert shown == [[bool(module) for module in row] for row in wanted]


def test_without_an_address_there_is_no_qr_code(jatirejo: UnitFigures) -> None:
    assert receipt_of("", jatirejo.run) is None
    assert receipt_of(ADDRESS, jatirejo.run.model_copy(update={"inputs_hash": ""})) is None
    found = receipt_of(ADDRESS, jatirejo.run)
    assert found is not None
    assert found.address == f"{ADDRESS}#{document_code(jatirejo.run)}"


@pytest.mark.parametrize(
    ("edition", "revision", "words"),
    [
        ("open", None, "Sementara"),
        ("official", 0, "Resmi"),
        ("official", 2, "Resmi, Revisi 2"),
        ("reopened", 0, "Resmi, sedang direvisi"),
        ("replaced", 0, "Edisi Pertama, sudah diganti"),
    ],
)
def test_how_final_a_document_is(edition: str, revision: int | None, words: str) -> None:
    assert edition_words(receipt(b"", edition=edition, revision=revision)) == words


def test_a_replaced_document_says_which_one_counts() -> None:
    old, new = receipt(b"0", edition="replaced"), receipt(b"1", revision=1)
    assert edition_sentence(old, [new]) == (
        f"Edisi ini sudah diganti. Yang berlaku: Resmi, Revisi 1, SHA-256 {new.sha256}."
    )
    assert document_words(old) == "Kartu publikasi (PDF), Kecamatan Jatirejo, tahun 2024"
    assert all(verdict_sentence(verdict) for verdict in VERDICTS)

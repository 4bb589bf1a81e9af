"""The mark by which a document can be checked, as the typst templates read it.

Belongs here: the QR code of its address, drawn. Not here: the address and the words
(`reports.wording.source_sentences`), where the mark stands (`reports/templates`).
"""

import segno
from pydantic import JsonValue

from reports.writers.blocks import Receipt
from reports.writers.printable import printable


def receipt_data(receipt: Receipt | None) -> JsonValue:
    """What a template reads; None without one."""
    if receipt is None:
        return None
    return {
        "qr": segno.make_qr(receipt.address, error="m").svg_inline(omitsize=True, border=0),
        "description": printable(f"Kode QR: {receipt.address}"),
        "text": printable(receipt.text),
    }

"""What a letter to an office says whatever it is about: whom it greets, why a file was not taken in.

Belongs here: the reasons that staff read, without what only staff can do: commands, columns of the registry, codes.
Not here: the reasons themselves (`contracts.records.Refusal`, `contracts.rules`), the letter around them
(`reports.letters.refusal_note`).
"""

import re
from collections.abc import Mapping
from typing import Final

from contracts.records import Refusal

OWN_SENTENCES: Final[Mapping[str, str]] = {
    "unsur_order_undeclared": (
        "Kolom U8 dan U9 tidak menyebut nama unsur, sehingga tidak diketahui mana Penanganan Pengaduan dan mana Sarana "
        "dan Prasarana. Tulis nama unsur pada judul kolom, atau tambahkan keterangan di berkas (misalnya “U8 = Sarana "
        "dan Prasarana”)."
    ),
}
"""By the code of a refusal that tells staff what to put into the registry: what the sender can do instead."""
_COMMAND: Final = r"\bskm [a-z]+"
_IN_BRACKETS: Final = re.compile(rf"\s?\([^()]{{0,200}}{_COMMAND}[^()]{{0,200}}\)")
_SENTENCE: Final = re.compile(r'(?:"[^"]*"|[^.!?"]|[.!?](?!\s|$)|")+(?:[.!?]+(?=\s|$)|$)\s*')
"""Up to its stop; what stands within quotes, such as the name of a file, ends none."""
_OUR_FILES: Final = (("units.csv", "daftar unit kami"), ("settings.toml", "pengaturan kami"), ("unsur_order", "urutan"))


def greeting(unit_name: str, signatory_office: str) -> str:
    """Whom a letter to a unit is addressed to."""
    if signatory_office:
        return f"Yth. {signatory_office}"
    return f"Yth. Pimpinan {unit_name}" if unit_name else "Yth. Pengirim berkas"


def told_to_sender(refusal: Refusal) -> str:
    """The reason of a refusal as its sender reads it."""
    told = OWN_SENTENCES.get(refusal.code) or for_sender(refusal.message)
    return told or "Berkas ini belum dihitung; tanyakan sebabnya kepada kami."


def for_sender(text: str) -> str:
    """The text without sentences that hold a command of ours; our files by what they are."""
    kept = [sentence for sentence in _SENTENCE.findall(_IN_BRACKETS.sub("", text)) if not re.search(_COMMAND, sentence)]
    said = "".join(kept).strip()
    for name, words in _OUR_FILES:
        said = said.replace(name, words)
    return said

"""`skm verify`: whether a file is a document of ours, as it was made.

Belongs here: where what is known comes from, and what a person reads. Not here: judging (`reports.authenticity`), the
words (`reports.wording.receipt_sentences`).
"""

from collections.abc import Sequence
from pathlib import Path

from cli.output import console, show_json
from contracts.errors import SkmError
from contracts.home import Home
from contracts.receipts import DocumentReceipt, Receipts
from contracts.registry import load_registry
from contracts.settings import load_settings
from pipeline import editions
from pipeline.documents.receipts import home_receipts, names_of, put_away_as
from pipeline.stores import open_stores
from reports.authenticity import Judged, judged
from reports.wording import receipt_sentences as words


def show_verdict(file: Path, root: Path, receipts: Path | None, *, as_json: bool) -> bool:
    """Shows what was found of a file; whether it is original and valid. `receipts`: the list of the site, instead of
    the home at `root`."""
    content = _read(file)
    put_away = ""
    if receipts is not None:
        known: Sequence[DocumentReceipt] = _listed(receipts)
        found = judged(content, file.name, known)
    else:
        home = Home(root)
        settings = load_settings(home.settings)
        stores = open_stores(home, settings.storage)
        names = names_of(settings, load_registry(home.units))
        known = home_receipts(stores.reports, editions.load(home), names)
        found = judged(content, file.name, known)
        if found.verdict != "original":
            put_away = put_away_as(stores.archive, content)
    if as_json:
        documents = [one.model_dump(mode="json") for one in found.documents]
        show_json({**found._asdict(), "documents": documents, "put_away": put_away})
    else:
        for line in _sentences(found, known, put_away):
            console().print(line, markup=False)
    return found.verdict == "original"


def _sentences(found: Judged, known: Sequence[DocumentReceipt], put_away: str) -> list[str]:
    if put_away:
        return [f"TIDAK BERLAKU. {words.PUT_AWAY.format(f'archive/documents/{put_away}')}"]
    said = [f"{words.VERDICTS[found.verdict]}. {words.verdict_sentence(found.verdict)}"]
    for one in found.documents[:1] if found.verdict == "original" else found.documents:
        newer = [other for other in known if other.period_code == one.period_code and other.name == one.name]
        newer = newer[: newer.index(one)]
        said += [f"Dokumen: {words.document_words(one)}", f"Edisi: {words.edition_words(one)}"]
        said.append(words.edition_sentence(one, newer))
    if found.code:
        said.append(f"Kode dalam berkas: {found.code}")
    said.append(f"SHA-256 berkas: {found.sha256}")
    return said


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SkmError(f"Berkas {file} tidak dapat dibaca ({error.strerror}). Periksa nama dan izinnya.") from error


def _listed(path: Path) -> Sequence[DocumentReceipt]:
    try:
        return Receipts.model_validate_json(_read(path)).documents
    except ValueError as error:
        raise SkmError(
            f"{path} bukan daftar keaslian. Unduh keaslian.json dari portal: tautannya di bawah 'Keaslian dokumen' "
            "pada halaman sebuah unit."
        ) from error

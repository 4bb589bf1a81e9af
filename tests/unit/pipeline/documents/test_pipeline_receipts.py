"""Which documents of a home are known, and which of them everyone may know of."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from contracts.home import Home
from contracts.receipts import DocumentReceipt
from contracts.settings import Storage
from pipeline import editions
from pipeline.documents import documents
from pipeline.documents.documents import MadeDocument, ManifestEntry
from pipeline.documents.documents_put_away import put_away
from pipeline.documents.receipts import home_receipts, put_away_as, shown_to_everyone
from pipeline.editions import Editions, Reopening
from pipeline.stores import Stores, open_stores
from tests.unit.pipeline.test_pipeline_editions import NOW, close

CODE = "2024-S1"
NAMES = {"U-1": "Kecamatan Mawar", "kabupaten": "Kabupaten Mojokerto"}
CARD, REPORT = "U-1/kartu-skm-U-1-2024-S1.pdf", "U-1/laporan-skm-U-1-2024-S1.pdf"
REGENCY_REPORT = "laporan-skm-kabupaten-2024-S1.pdf"
SUPPLEMENT = "U-1/lampiran-tindak-lanjut-skm-U-1-2024-S1.pdf"


@pytest.fixture
def stores(tmp_path: Path) -> Stores:
    return open_stores(Home(tmp_path), Storage())


def make(stores: Stores, contents: Mapping[str, str]) -> None:
    """Documents by their path, each with what stands in it for a code."""
    made = []
    for name, content in contents.items():
        stores.reports.write(f"{CODE}/{name}", content.encode())
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        made.append(MadeDocument(name, ManifestEntry(size=len(content), sha256=sha256, inputs=f"hash {content}")))
    documents.record(stores, CODE, made, "")


def told(receipts: Iterable[DocumentReceipt]) -> list[tuple[str, str, str, int | None]]:
    return [(one.code, one.owner_name, one.edition, one.revision) for one in receipts]


def known(home: Home, stores: Stores) -> list[DocumentReceipt]:
    return home_receipts(stores.reports, editions.load(home), NAMES)


def test_of_an_open_period_everyone_knows_what_is_public(tmp_path: Path, stores: Stores) -> None:
    make(stores, {CARD: "kartu", REPORT: "laporan", REGENCY_REPORT: "kabupaten"})
    receipts = known(Home(tmp_path), stores)
    assert told(receipts) == [
        ("kartu", "Kecamatan Mawar", "open", None),
        ("laporan", "Kecamatan Mawar", "open", None),
        ("kabupaten", "Kabupaten Mojokerto", "open", None),
    ]
    assert [one.code for one in shown_to_everyone(receipts)] == ["kartu"]
    assert receipts[0].label == "Kartu publikasi (PDF)"
    assert receipts[0].sha256 == hashlib.sha256(b"kartu").hexdigest()


def test_what_is_official_everyone_knows_also_after_it_was_replaced(tmp_path: Path, stores: Stores) -> None:
    home = Home(tmp_path)
    make(stores, {CARD: "kartu", REPORT: "laporan"})
    close(home)
    make(stores, {SUPPLEMENT: "lampiran"})
    assert told(shown_to_everyone(known(home, stores))) == [
        ("kartu", "Kecamatan Mawar", "official", 0),
        ("laporan", "Kecamatan Mawar", "official", 0),
        ("lampiran", "Kecamatan Mawar", "official", 0),
    ]

    editions.write_reopening(home, CODE, Reopening(revision=1, reason="x", by="y", at=NOW))
    make(stores, {REPORT: "draf"})
    assert told(known(home, stores))[:2] == [
        ("lampiran", "Kecamatan Mawar", "open", None),
        ("draf", "Kecamatan Mawar", "open", None),
    ]
    assert told(shown_to_everyone(known(home, stores))) == [
        ("kartu", "Kecamatan Mawar", "reopened", 0),
        ("laporan", "Kecamatan Mawar", "reopened", 0),
    ]

    close(home, 1)
    assert told(known(home, stores)) == [
        ("kartu", "Kecamatan Mawar", "official", 1),
        ("lampiran", "Kecamatan Mawar", "official", 1),
        ("draf", "Kecamatan Mawar", "official", 1),
        ("kartu", "Kecamatan Mawar", "replaced", 0),
        ("laporan", "Kecamatan Mawar", "replaced", 0),
    ]


def test_a_document_of_an_earlier_release_has_no_code(stores: Stores) -> None:
    entry = ManifestEntry(size=3, sha256="0", inputs="3fdc0a")
    documents.record(stores, CODE, [MadeDocument(CARD, entry)], "")
    assert [one.code for one in home_receipts(stores.reports, Editions(), {})] == [""]


def test_what_was_put_away_is_found_by_its_content(stores: Stores) -> None:
    make(stores, {REPORT: "laporan"})
    put_away(stores.reports, stores.archive, [f"{CODE}/{REPORT}"], NOW)
    assert put_away_as(stores.archive, b"laporan").startswith(f"{CODE}/U-1/laporan-skm-U-1-2024-S1 - tidak berlaku")
    assert put_away_as(stores.archive, b"lapuran") == ""

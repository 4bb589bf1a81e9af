"""Jatirejo's report of 2024, made from the samples by the real flow, against the tables of the official report it
must reproduce, and word for word against `laporan-jatirejo-2024.txt`.

After a wanted change of wording: run with SKM_WRITE_GOLDEN=1, and read the difference before committing it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.home import Home
from contracts.registry import load_registry
from contracts.settings import load_settings
from pipeline.documents.bundles import UnitBundle, unit_bundles
from reports.unit.unit_report import unit_report
from reports.wording.source_sentences import follow_up_workbook_name, processing_workbook_name
from reports.writers.blocks import (
    Block,
    Cell,
    Chart,
    Document,
    Heading,
    NoticeBlock,
    Paragraph,
    Photographs,
    Points,
    Question,
    SignatureBlock,
    TableBlock,
    Text,
)
from reports.writers.pdf import render_pdf
from tests.unit.reports.printed_pages import half_empty
from warehouse.read import open_published

GOLDEN = Path(__file__).parent / "laporan-jatirejo-2024.txt"
JATIREJO, PERIOD = "35.16.01", "2024"
_LINEAGE = re.compile(r"Kode [0-9A-Z]{4}-[0-9A-Z]{4}|data [0-9a-f]{12}|versi \d+(\.\d+)*")


@pytest.fixture(scope="module")
def bundle(samples_home: Home) -> UnitBundle:
    """What Jatirejo gets for 2024."""
    settings, registry = load_settings(samples_home.settings), load_registry(samples_home.units)
    with open_published(samples_home) as reader:
        (bundle,) = unit_bundles(reader, PERIOD, settings, registry, JATIREJO)
    return bundle


@pytest.fixture(scope="module")
def document(bundle: UnitBundle) -> Document:
    """The report, as all its formats get it."""
    return unit_report(bundle.figures)


def report_text(document: Document) -> str:
    """All that the report says, a line a paragraph, point or row; lineage, which changes with the code, masked."""
    cover = document.cover
    lines = [document.title, document.subject, *(cover.title, cover.subtitle, cover.owner, cover.regency, cover.period)]
    lines += [line for block in document.blocks for line in block_lines(block)]
    return _LINEAGE.sub(lambda found: f"{found.group().split()[0]} …", "\n".join([*lines, document.footer])) + "\n"


def block_lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"\n{'#' * block.level} {block.label} {block.title}"
        case Paragraph():
            yield plain(block.text)
        case Points():
            yield from (f"  - {plain(item)}" for item in block.items)
        case TableBlock():
            yield f"[{block.label}. {block.caption}]"
            yield from (f"  | {row_text(row)}" for row in (*block.header, *block.rows))
            yield from filter(None, [block.source])
        case Chart():
            yield f"[{block.label}. {block.caption}] {block.description}"
        case Question():
            yield f"{block.number}. {block.title}: {block.question} {' / '.join(block.answers)}"
        case NoticeBlock():
            yield f"! {block.title}"
            yield from (f"  ! {item}" for item in block.items)
        case SignatureBlock():
            yield " / ".join(
                (block.place_and_date, block.office, block.organisation, block.regency, block.name, block.nip)
            )
            yield from filter(None, [block.note])
        case Photographs():
            yield from (f"(foto: {one.caption})" for one in block.items)


def plain(text: Text) -> str:
    return text if isinstance(text, str) else "".join(run.text for run in text)


def row_text(row: tuple[Cell, ...]) -> str:
    return " | ".join(cell.text for cell in row)


def rows_of(document: Document, label: str) -> list[list[str]]:
    """The rows of the table with that label."""
    (table,) = [block for block in document.blocks if isinstance(block, TableBlock) and block.label == label]
    return [[cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in table.rows]


def plan_rows(document: Document, caption: str) -> list[list[str]]:
    """The rows of the table whose caption begins so."""
    (table,) = [
        block for block in document.blocks if isinstance(block, TableBlock) and block.caption.startswith(caption)
    ]
    return [[cell.text for cell in row] for row in table.rows]


def test_respondents_are_those_of_the_official_report(document: Document) -> None:
    """It prints 44 % and 56 %: the shares without a decimal."""
    men, women, total = rows_of(document, "Tabel 3.1")[:3]
    assert men == ["1", "Jenis Kelamin", "Laki-laki", "272", "44,2 %"]
    assert women == ["Perempuan", "343", "55,8 %"]
    assert total == ["Jumlah Responden", "615", "100 %"]
    assert [f"{float(row[-1].removesuffix(' %').replace(',', '.')):.0f} %" for row in (men, women)] == ["44 %", "56 %"]


def test_the_nine_unsur_and_the_index_are_those_of_the_official_report(document: Document) -> None:
    rows = rows_of(document, "Tabel 3.2")
    nrr = ["3,71", "3,73", "3,72", "4,00", "3,71", "3,74", "3,73", "4,00", "3,71"]
    assert rows[0] == ["NRR per unsur", *nrr]
    assert rows[2] == ["Kategori", *["A"] * 9]
    assert rows[3] == ["IKM Unit Layanan", "93,61 (A atau Sangat Baik)"]
    assert rows[4] == ["IKM dengan bobot 1/9", "94,56 (A atau Sangat Baik)"]


def test_the_lowest_and_the_highest_are_those_of_the_official_report(document: Document) -> None:
    start = next(
        place for place, block in enumerate(document.blocks) if isinstance(block, Heading) and block.label == "4.1"
    )
    lowest, highest = [
        [plain(item) for item in block.items]
        for block in document.blocks[start : start + 6]
        if isinstance(block, Points)
    ]
    assert lowest == [
        "Sarana dan Prasarana (U9) dengan NRR 3,71",
        "Produk Spesifikasi Jenis Pelayanan (U5) dengan NRR 3,71",
        "Persyaratan (U1) dengan NRR 3,71",
    ]
    assert highest == [
        "Biaya/Tarif (U4) dan Penanganan Pengaduan, Saran dan Masukan (U8), sama-sama dengan NRR 4,00",
        "Kompetensi Pelaksana (U6) dengan NRR 3,74",
    ]


def test_the_plan_is_that_of_the_official_report(document: Document) -> None:
    office = "Kecamatan Jatirejo"
    assert plan_rows(document, "Rencana Tindak Lanjut atas Hasil SKM Tahun 2024") == [
        ["1.", "Persyaratan", "Mereview SOP", "✓", "", "", "", office],
        ["2.", "Produk Spesifikasi Jenis Pelayanan", "Mereview SOP", "✓", "", "", "", office],
        [
            "3.",
            "Sarana dan Prasarana",
            "Memperbaiki fasilitas Publik yang kurang memadai untuk mendukung kegiatan pelayanan kepada Masyarakat",
            *("✓", "", "", ""),
            office,
        ],
    ]


def test_what_became_of_the_plan_before_is_that_of_the_official_report(document: Document) -> None:
    plan = plan_rows(document, "Rencana Tindak Lanjut atas Hasil SKM Tahun 2023")
    assert [row[1:7] for row in plan] == [
        [unsur, activity, "", "", "✓", ""]
        for unsur, activity in (
            ("Sistem, Mekanisme, dan Prosedur", "Menyusun SOP baru sesuai kebutuhan Masyarakat Kecamatan"),
            ("Persyaratan", "Membuat list brosur terkait dengan persyaratan Pelayanan"),
            ("Kompetensi Pelaksana", "Memberikan pelatihan, pembinaan khusus untuk meningkatkan kualitas SDM"),
        )
    ]
    realised = plan_rows(document, "Realisasi")
    assert [row[2] for row in realised] == ["Sudah"] * 3
    assert realised[0][3] == "Telah dibuat SOP baru sesuai kebutuhan Masyarakat Kecamatan"
    assert "@official.kecamatanjatirejo" in realised[1][3]
    strategies = plan_rows(document, "Strategi")
    assert [row[3] for row in strategies] == ["Setiap Ada Perubahan Persyaratan"] * 2 + ["satu bulan sekali"]
    assert strategies[2][4] == "Bagian Umum"
    assert "3 ÷ 3 × 100 % = 100 %" in report_text(document).replace("\N{NO-BREAK SPACE}", " ")


def test_the_workbooks_it_speaks_of_come_with_it(bundle: UnitBundle) -> None:
    for name in (follow_up_workbook_name(bundle.figures), processing_workbook_name(bundle.figures)):
        assert f"{JATIREJO}/{name}" in bundle.names


def test_the_report_word_for_word(document: Document) -> None:
    text = report_text(document)
    if os.environ.get("SKM_WRITE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_the_report_does_not_contradict_itself(document: Document) -> None:
    """The official report of 2024 wrote "11 (enam) bulan" and named other months and unsur in every chapter."""
    text = report_text(document)
    assert re.findall(r"\d+ \((?:\w+ )?\w+\) bulan", text) == ["11 (sebelas) bulan"]
    assert "Desember 2024" not in text.replace("31 Desember 2024", "")
    conclusion = text.partition("# BAB V")[2].partition("# LAMPIRAN")[0]
    assert re.findall(r"\(U\d\)", conclusion.partition("nilai terendah")[2].partition("\n")[0]) == [
        "(U9)",
        "(U5)",
        "(U1)",
    ]
    assert re.findall(r"\(U\d\)", conclusion.partition("nilai tertinggi")[2].partition("\n")[0]) == [
        "(U4)",
        "(U8)",
        "(U6)",
    ]


def test_no_page_is_half_empty(document: Document) -> None:
    """The table of 4.4 stands with its long notes where there is room for it alone."""
    assert half_empty(render_pdf(document).content) == []

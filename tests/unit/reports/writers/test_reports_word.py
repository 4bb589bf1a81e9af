import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pymupdf
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree
from python_calamine import CalamineWorkbook

from reports.figures.unit_figures import UnitFigures
from reports.unit.unit_report import unit_report
from reports.writers.blocks import (
    Block,
    Cell,
    Chart,
    ChartSeries,
    Cover,
    Document,
    Heading,
    LetterheadBlock,
    NoticeBlock,
    Paragraph,
    Photographs,
    Points,
    Question,
    SignatureBlock,
    TableBlock,
    TextRun,
    numbered,
)
from reports.writers.word import render_docx
from tests.unit.reports.libreoffice import convert
from tests.unit.reports.pictures import photograph

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
HOSTILE = '😀 مرحبا ꦗꦮ \u202e\x00\x07\x1b\ud83d\ufffePAGE { TOC } <w:b/> & "x" =cmd() ]]> *tebal*'
HOSTILE_LEFT = '😀 مرحبا ꦗꦮ PAGE { TOC } <w:b/> & "x" =cmd() ]]> *tebal*'


def chart(**changes: object) -> Chart:
    bars = Chart(
        '<svg viewBox="0 0 460 230"/>',
        'Persyaratan 92,76; "Biaya" 100.',
        "bar",
        ("Persyaratan", "Biaya/Tarif"),
        (ChartSeries("Nilai", (92.76, 100.0), ("#6aa9c4", "#15506b")),),
        "0.00",
        "IKM per Unsur",
        "Sumber: uji",
        25,
        100,
    )
    return replace(bars, **changes)  # type: ignore[arg-type]


def table(caption: str = "Waktu Pelaksanaan", rows: int = 2) -> TableBlock:
    head = tuple(Cell(name, "center", bold=True) for name in ("No.", "Kegiatan", "Hari"))
    body = tuple((Cell(f"{row}."), Cell("Persiapan"), Cell("5", "right")) for row in range(1, rows + 1))
    return TableBlock((head,), body, (0.5, 3, 1), caption, "Sumber: uji")


EVERY_KIND: tuple[Block, ...] = (
    Heading(1, "BAB I", "PENDAHULUAN", "1"),
    Heading(2, "1.1", "Latar Belakang"),
    Paragraph((TextRun("Nilai "), TextRun("93,61", bold=True))),
    Paragraph("Kecil", "quiet"),
    Paragraph("Kata orang", "quote"),
    Paragraph("Di tengah", "centered"),
    Points(("satu", "dua"), "number"),
    Points(("lagi satu",), "number"),
    Points(("huruf",), "letter"),
    Points(("butir",)),
    NoticeBlock("Perlu diperhatikan", ("Responden kurang.",)),
    table(),
    table("Jumlah Responden"),
    Heading(1, "BAB II", "HASIL", "2"),
    table("Hasil"),
    table(""),
    chart(),
    chart(kind="line", caption="Tren"),
    chart(kind="column", caption="Kelamin", source=""),
    Heading(3, "2.1.1", "Rincian"),
    Question(1, "Persyaratan", "Bagaimana pendapat Saudara?", ("Tidak sesuai", "Kurang sesuai", "Sesuai")),
    Photographs((photograph(), photograph("Rapat"), photograph(""))),
    SignatureBlock("Mojokerto, 1 Desember 2024", "Camat Jatirejo", "Kabupaten Mojokerto", "Nama", "Pembina", "1970"),
    SignatureBlock("", "", "", "", "", ""),
)


def document(*blocks: Block) -> Document:
    return Document(
        "Laporan SKM Jatirejo",
        "IKM 93,61.",
        "Bagian Organisasi",
        Cover("Laporan", "SKM", "Kecamatan Jatirejo", "Kabupaten Mojokerto", "Tahun 2024"),
        LetterheadBlock("Pemerintah Kabupaten Mojokerto", "Kecamatan Jatirejo", "Jalan Raya 1", "(0321) 1"),
        numbered(blocks or EVERY_KIND),
        "35.16.01 · 2024 · data 1234",
        date(2024, 12, 31),
        ("SKM", "IKM"),
    )


def opened(content: bytes) -> WordDocument:
    return docx.Document(BytesIO(content))


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts(content: bytes, style: str) -> list[str]:
    return [one.text for one in opened(content).element.body.iter(qn("w:p")) if one.style == style]


def test_staff_finds_the_report_in_word() -> None:
    word = opened(render_docx(document()))
    written = [(one.style.name, one.text) for one in word.paragraphs if one.style and one.text]
    assert written[:5] == [
        ("Title", "Laporan"),
        ("Subtitle", "SKM"),
        ("Sampul Pemilik", "Kecamatan Jatirejo"),
        ("Sampul Keterangan", "Kabupaten Mojokerto"),
        ("Sampul Keterangan", "Tahun 2024"),
    ]
    assert [pair for pair in written if pair[0].startswith("Heading")] == [
        ("Heading 1", "BAB I \nPENDAHULUAN"),
        ("Heading 2", "1.1\u2002Latar Belakang"),
        ("Heading 1", "BAB II \nHASIL"),
        ("Heading 3", "2.1.1\u2002Rincian"),
    ]
    assert ("Quote", "Kata orang") in written
    assert [run.bold for one in word.paragraphs if one.text == "Nilai 93,61" for run in one.runs] == [None, True]


def test_the_properties_say_what_the_document_is() -> None:
    properties = opened(render_docx(document())).core_properties
    assert (properties.title, properties.subject, properties.author, properties.language, properties.keywords) == (
        "Laporan SKM Jatirejo",
        "IKM 93,61.",
        "Bagian Organisasi",
        "id-ID",
        "SKM, IKM",
    )
    assert properties.created == properties.modified == datetime(2024, 12, 31, tzinfo=UTC)


def test_pages_are_numbered_in_roman_before_the_body_and_anew_in_it() -> None:
    content = render_docx(document())
    sections = opened(content).element.xpath("//w:sectPr")
    numbering = [[(one.get(qn("w:fmt")), one.get(qn("w:start"))) for one in s.xpath("w:pgNumType")] for s in sections]
    assert numbering == [[], [("lowerRoman", "1")], [("decimal", "1")]]
    assert [len(one.xpath("w:footerReference")) for one in sections] == [0, 1, 1]
    footer = parts(content)["word/footer.xml"].decode()
    assert "35.16.01 · 2024 · data 1234" in footer
    assert " PAGE " in footer


def test_the_contents_are_filled_in_and_lead_to_their_places() -> None:
    content = render_docx(document(), (1, 1, 4, 5))
    assert texts(content, "TOC1") == ["BAB I PENDAHULUAN\t1", "BAB II HASIL\t4"]
    assert texts(content, "TOC2") == ["1.1\u2002Latar Belakang\t1"]
    assert texts(content, "TableofFigures") == [
        "Tabel 1.1. Waktu Pelaksanaan\t1",
        "Tabel 1.2. Jumlah Responden\t1",
        "Tabel 2.1. Hasil\t4",
        "Gambar 2.1. IKM per Unsur\t4",
        "Gambar 2.2. Tren\t4",
        "Gambar 2.3. Kelamin\t4",
    ]
    body = opened(content).element.body
    names = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    anchors = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert len(anchors) == 9
    assert set(anchors) < names
    assert [code for code in instructions(content) if code.startswith("TOC")] == [
        r'TOC \o "1-2" \h \z',
        r'TOC \h \z \c "Tabel"',
        r'TOC \h \z \c "Gambar"',
    ]


def instructions(content: bytes) -> list[str]:
    return [str(one.text).strip() for one in opened(content).element.body.iter(qn("w:instrText"))]


def test_without_page_numbers_the_contents_have_none() -> None:
    assert texts(render_docx(document()), "TOC1") == ["BAB I PENDAHULUAN\t", "BAB II HASIL\t"]


def test_page_numbers_of_another_document_are_not_taken() -> None:
    with pytest.raises(ValueError, match="3 page numbers for 4 headings"):
        render_docx(document(), (1, 2, 3))


def test_word_never_asks_whether_to_update() -> None:
    assert b"<w:updateFields" not in b"".join(parts(render_docx(document())).values())


def test_captions_count_within_their_chapter() -> None:
    content = render_docx(document())
    assert texts(content, "Caption")[:4] == [
        "Tabel 1.1. Waktu Pelaksanaan",
        "Tabel 1.2. Jumlah Responden",
        "Tabel 2.1. Hasil",
        "Gambar 2.1. IKM per Unsur",
    ]
    assert [code for code in instructions(content) if code.startswith("SEQ")] == [
        r"SEQ Tabel \* ARABIC \r 1",
        r"SEQ Tabel \* ARABIC",
        r"SEQ Tabel \* ARABIC \r 1",
        r"SEQ Gambar \* ARABIC \r 1",
        r"SEQ Gambar \* ARABIC",
        r"SEQ Gambar \* ARABIC",
    ]


def test_every_list_begins_anew() -> None:
    content = render_docx(document())
    used = [one.get(qn("w:val")) for one in opened(content).element.body.iter(qn("w:numId"))]
    assert used == ["1", "1", "2", "3", "4", "5"]
    numbering = etree.fromstring(parts(content)["word/numbering.xml"])
    kinds = [
        (one.find(qn("w:abstractNumId")).get(qn("w:val")), one.find(f".//{qn('w:startOverride')}").get(qn("w:val")))
        for one in numbering.iter(qn("w:num"))
    ]
    assert kinds == [("2", "1"), ("2", "1"), ("3", "1"), ("1", "1"), ("1", "1")]


def test_a_table_has_its_header_on_every_page_and_whole_rows() -> None:
    grid = opened(render_docx(document(table(rows=40)))).tables[0]
    rows = grid._tbl.tr_lst
    assert [len(row.xpath("w:trPr/w:tblHeader")) for row in rows] == [1, *[0] * 40]
    assert all(row.xpath("w:trPr/w:cantSplit") for row in rows)
    assert sum(int(one.get(qn("w:w"))) for one in grid._tbl.tblGrid.gridCol_lst) == 9184
    assert [cell.text for cell in grid.rows[40].cells] == ["40.", "Persiapan", "5"]


def test_spanned_cells_fill_the_grid() -> None:
    spanning = TableBlock(
        (
            (Cell("Prioritas", columns=2), Cell("Waktu", columns=2), Cell("Penanggung Jawab", rows=2)),
            (Cell("No"), Cell("Unsur"), Cell("TW I"), Cell("TW II")),
        ),
        (
            (Cell("A", fill="#15506b", ink="#ffffff", rows=3, columns=2), Cell("b"), Cell("c"), Cell("d")),
            (),
            (Cell("z"),),
        ),
        (1, 2, 1, 1, 2),
    )
    grid = opened(render_docx(document(spanning))).tables[0]
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["Prioritas", "Prioritas", "Waktu", "Waktu", "Penanggung Jawab"],
        ["No", "Unsur", "TW I", "TW II", "Penanggung Jawab"],
        ["A", "A", "b", "c", "d"],
        ["A", "A", "", "", ""],
        ["A", "A", "z", "", ""],
    ]
    assert grid.cell(2, 0)._tc.xpath("w:tcPr/w:shd")[0].get(qn("w:fill")) == "15506b"
    assert grid.cell(2, 0)._tc.xpath(".//w:color")[0].get(qn("w:val")) == "ffffff"


def test_charts_are_native_with_their_data() -> None:
    gaps = chart(
        kind="line",
        categories=("Tahun 2022", "_x0041_", "=cmd()"),
        series=(ChartSeries("IKM", (88.5, None, 93.61)), ChartSeries("Lain", (0.442, 1.0, 3.0))),
        number_format="0.0%",
    )
    files = parts(render_docx(document(chart(), gaps)))
    bars, line = (etree.fromstring(files[f"word/charts/chart{number}.xml"]) for number in (1, 2))
    assert values(bars, "val") == [["92.76", "100.0"]]
    assert values(bars, "cat") == [["Persyaratan", "Biaya/Tarif"]]
    assert values(line, "val") == [["88.5", "93.61"], ["0.442", "1.0", "3.0"]]
    assert [one.get("val") for one in bars.iter(f"{CHART}min", f"{CHART}max")] == ["100", "25"]
    assert [one[0][0].get("val") for one in bars.iterfind(f".//{CHART}dPt/{CHART}spPr")] == ["6aa9c4", "15506b"]
    assert {one.get("formatCode") for one in line.iterfind(f".//{CHART}dLbls/{CHART}numFmt")} == {"0.0%"}
    assert (bars.find(f".//{CHART}legend"), line.find(f".//{CHART}legend") is None) == (None, False)
    workbook = CalamineWorkbook.from_filelike(BytesIO(files["word/embeddings/data2.xlsx"]))
    assert workbook.get_sheet_by_name("Data").to_python() == [
        ["", "IKM", "Lain"],
        ["Tahun 2022", 88.5, 0.442],
        ["_x0041_", "", 1.0],
        ["=cmd()", 93.61, 3.0],
    ]


def values(markup: etree._Element, name: str) -> list[list[str | None]]:
    return [[one.text for one in found.iter(f"{CHART}v")] for found in markup.iter(f"{CHART}{name}")]


def test_a_chart_has_the_shape_of_the_drawn_one_and_says_the_same_in_words() -> None:
    inline = opened(render_docx(document(chart()))).inline_shapes[0]
    assert inline.height / inline.width == pytest.approx(0.5, abs=0.001)
    assert inline._inline.docPr.get("descr") == 'Persyaratan 92,76; "Biaya" 100.'


def test_a_chart_without_categories_is_one_still() -> None:
    nothing = chart(categories=(), series=(ChartSeries("Nilai", ()),))
    assert "word/charts/chart1.xml" in parts(render_docx(document(nothing)))


def test_every_reference_within_the_package_leads_somewhere() -> None:
    content = render_docx(document())
    files = parts(content)
    main = etree.fromstring(files["word/document.xml"])
    related = set(opened(content).part.rels)
    assert {one.get(f"{RELATED}id") for one in main.iter() if one.get(f"{RELATED}id")} < related
    pictures = {one.get(f"{RELATED}embed") for one in main.iter() if one.get(f"{RELATED}embed")}
    assert pictures == {"picture1", "picture2", "picture3"} <= related
    for name, data in files.items():
        if not name.endswith((".xlsx", ".jpeg")):
            etree.fromstring(data)
    for kind in ("w:bookmarkStart", "wp:docPr"):
        ids = Counter(one.get("id") or one.get(qn("w:id")) for one in main.iter(qn(kind)))
        assert ids
        assert set(ids.values()) == {1}, kind
    styles = {one.get(qn("w:styleId")) for one in etree.fromstring(files["word/styles.xml"]).iter(qn("w:style"))}
    named = {one.get(qn("w:val")) for one in main.iter(qn("w:pStyle"), qn("w:tblStyle"))}
    assert named <= styles


def test_the_same_document_makes_the_same_bytes() -> None:
    content = render_docx(document(), (1, 2, 3, 4))
    assert content == render_docx(document(), (1, 2, 3, 4))
    with ZipFile(BytesIO(content)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_text_stays_text() -> None:
    heading = Heading(1, "BAB I", HOSTILE, "1")
    body = (
        heading,
        Paragraph(HOSTILE),
        Points((HOSTILE,)),
        NoticeBlock("Perhatian", (HOSTILE,)),
        replace(table(HOSTILE), source=HOSTILE, rows=((Cell(HOSTILE), Cell("x" * 20_000), Cell("")),)),
        chart(caption=HOSTILE, description=HOSTILE, categories=(HOSTILE, "b"), series=(ChartSeries(HOSTILE, (1, 2)),)),
        Question(1, HOSTILE, HOSTILE, (HOSTILE,)),
        SignatureBlock(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
    )
    hostile = replace(
        document(*body),
        title=HOSTILE * 10,
        footer=HOSTILE,
        cover=Cover(*[HOSTILE] * 5),
        letterhead=LetterheadBlock(*[HOSTILE] * 4),
    )
    content = render_docx(hostile)
    word = opened(content)
    shown = [one.text for one in word.element.body.iter(qn("w:p"))]
    assert sum(HOSTILE_LEFT in text for text in shown) == 28
    assert word.tables[0].cell(1, 1).text == "x" * 20_000
    assert {code.split()[0] for code in instructions(content)} == {"TOC", "PAGEREF", "SEQ"}
    files = parts(content)
    assert values(etree.fromstring(files["word/charts/chart1.xml"]), "cat")[0][0] == HOSTILE_LEFT
    sheet = CalamineWorkbook.from_filelike(BytesIO(files["word/embeddings/data1.xlsx"])).get_sheet_by_index(0)
    assert sheet.to_python()[0][1] == HOSTILE_LEFT


def test_lines_of_a_text_stay_lines() -> None:
    content = render_docx(document(Paragraph("satu\r\ndua\x0btiga\tempat")))
    assert texts(content, "BodyText") == ["satu\ndua\ntiga empat"]


def test_what_nobody_knows_is_a_line_to_fill_in() -> None:
    lines = texts(render_docx(document(SignatureBlock("", "Camat", "", "", "", ""))), "Signature")
    assert [re.sub("…+", "…", line) for line in lines] == ["…", "Camat", "…", "…", "NIP. …"]


def test_a_signature_is_never_alone_on_its_page() -> None:
    camat = SignatureBlock("Mojokerto", "Camat", "", "", "", "")
    for last in (Points(("satu", "dua"), "number"), Paragraph("di tengah", "centered")):
        body = parts(render_docx(document(Paragraph("awal"), last, camat)))["word/document.xml"].decode()
        assert body.count("<w:keepNext/>") == 1
        kept = body.partition("<w:keepNext/>")[2].partition("</w:p>")[0]
        assert "dua" in kept or "di tengah" in kept


def test_the_report_of_every_extreme_opens(extreme: UnitFigures) -> None:
    report = unit_report(extreme)
    content = render_docx(report)
    headings = [block for block in report.blocks if isinstance(block, Heading)]
    shown = [one for one in opened(content).paragraphs if one.style and str(one.style.name).startswith("Heading")]
    assert len(shown) == len(headings)
    assert len(opened(content).inline_shapes) == sum(isinstance(block, Chart) for block in report.blocks)


def test_libreoffice_reads_all_of_it(jatirejo: UnitFigures, tmp_path: Path) -> None:
    report = unit_report(jatirejo)
    headings = [block for block in report.blocks if isinstance(block, Heading)]
    path = tmp_path / "laporan.docx"
    path.write_bytes(render_docx(report, tuple(range(1, len(headings) + 1))))
    with pymupdf.open(convert(path, "pdf", tmp_path)) as pdf:
        pages = [" ".join(page.get_text().split()) for page in pdf]
    contents, everything = " ".join(pages[1:3]), " ".join(pages)
    for number, heading in enumerate(headings, start=1):
        assert " ".join(heading.title.split()).casefold() in everything.casefold()
        if heading.level <= 2:
            assert re.search(rf"{re.escape(heading.title)}\.+ ?{number}\b", contents), heading
    for block in report.blocks:
        if isinstance(block, TableBlock | Chart) and block.label:
            assert everything.count(f"{block.label}. ") == 2, block.label
    assert "93,61 (A atau Sangat Baik)" in everything

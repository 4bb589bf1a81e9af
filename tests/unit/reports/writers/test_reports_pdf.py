import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pymupdf
import pytest
import typst
from pikepdf import Name

from reports.writers import pdf as pdf_writer
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
from reports.writers.pdf import render_pdf
from reports.writers.printable import COVERED_RANGES, FONT, breakable, printable
from reports.writers.typesetting import TEMPLATES, DocumentError, compile_typst
from tests.unit.reports.pictures import photograph

STAMP = datetime(2024, 12, 31, tzinfo=UTC)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="460pt" height="60pt" viewBox="0 0 460 60" '
    "font-family=\"'Libertinus Serif'\"><title>Unsur</title>"
    '<text x="0" y="20" font-size="9">Persyaratan</text><rect x="150" y="12" width="200" height="9"/></svg>'
)
HOSTILE = '😀 مرحبا ꦗꦮ \u202e\x00\x07\ud83d #read("x") $x$ <b> & \\ =cmd() ]] *tebal*'


def chart(caption: str, svg: str = SVG) -> Chart:
    return Chart(
        svg, "Persyaratan 92,76.", "bar", ("U1",), (ChartSeries("Nilai", (92.76,)),), "0.00", caption, "Sumber: uji"
    )


def table(rows: int, caption: str = "Jawaban responden", *, dense: bool = False) -> TableBlock:
    head = tuple(Cell(name, "center", bold=True) for name in ("No.", "Unsur", "Nilai"))
    body = tuple((Cell(f"r{row}"), Cell("Persyaratan"), Cell("3,71", "right")) for row in range(1, rows + 1))
    return TableBlock((head,), body, (0.5, 3, 1), caption, "Sumber: uji" if caption else "", dense)


SPANNING = TableBlock(
    (
        (Cell("Unsur", rows=2), Cell("Waktu", "center", columns=4)),
        tuple(Cell(f"TW {quarter}", "center") for quarter in ("I", "II", "III", "IV")),
    ),
    (
        (Cell("Perilaku", rows=2), Cell("✓", "center", fill="#15506b", ink="#ffffff"), Cell(), Cell(), Cell()),
        (Cell("tanpa catatan", columns=4, bold=True),),
    ),
    (3, 1, 1, 1, 1),
    "Rencana tindak lanjut",
)
EVERY_BLOCK: tuple[Block, ...] = (
    Heading(1, "BAB I", "PENDAHULUAN", "1"),
    Heading(2, "1.1", "Latar Belakang"),
    Paragraph("Alinea pembuka. " * 30),
    Paragraph((TextRun("Mutu "), TextRun("A", bold=True), TextRun(" sekali", italic=True))),
    Paragraph("Keterangan kecil.", "quiet"),
    Paragraph("“Ruang tunggu sempit”", "quote"),
    Paragraph("di tengah", "centered"),
    Points(("butir", "butir lain")),
    Points(("satu", "dua"), "number"),
    Points(("huruf", "huruf lain"), "letter"),
    NoticeBlock("Perlu diketahui", ("Mutu bergantung pada bobot.",)),
    Heading(1, "BAB II", "HASIL", "2"),
    Heading(2, "2.1", "Responden"),
    table(3),
    table(1, ""),
    SPANNING,
    chart("Nilai unsur"),
    Heading(3, "", "Rincian"),
    table(2, "Rincian", dense=True),
    Heading(2, "2.2", "Penutup"),
    SignatureBlock("Mojokerto, 31 Desember 2024", "Camat Jatirejo", "Kabupaten Mojokerto", "", "", ""),
    Heading(1, "LAMPIRAN 1", "KUESIONER", "L1"),
    Question(1, "Persyaratan", "Bagaimana kesesuaian persyaratan?", ("Tidak sesuai", "Kurang", "Sesuai", "Sangat")),
    Heading(1, "LAMPIRAN 2", "DOKUMENTASI", "L2"),
    Photographs((photograph(), photograph("Rapat"), photograph(""))),
    Heading(1, "LAMPIRAN 3", "LAPORAN TINDAK LANJUT", "L3"),
    Heading(2, "BAB I", "PENDAHULUAN"),
    Heading(3, "1.1", "Latar Belakang"),
    SignatureBlock("", "", "", "Drs. Sutrisno", "Pembina", "19700101 199503 1 001"),
)
LETTERHEAD = LetterheadBlock(
    "Pemerintah Kabupaten Mojokerto", "Kecamatan Jatirejo", "Jalan Raya Jatirejo 12", "Telepon (0321) 123456"
)


def document(*blocks: Block, letterhead: LetterheadBlock = LETTERHEAD) -> Document:
    return Document(
        title="Laporan SKM Kecamatan Jatirejo 2024",
        subject="IKM 93,61.",
        author="Bagian Organisasi",
        cover=Cover(
            "Laporan Pelaksanaan SKM", "Menurut peraturan", "Kecamatan Jatirejo", "Kabupaten Mojokerto", "2024"
        ),
        letterhead=letterhead,
        blocks=numbered(blocks),
        footer="35.16.01 · 2024 · data 4be1c09aa1d2",
        dated=date(2024, 12, 31),
        keywords=("SKM", "IKM"),
    )


def pages_of(content: bytes) -> list[str]:
    """Text of each page, white space as single spaces, without places to break or to hold together."""
    with pymupdf.open(stream=content) as opened:
        return [" ".join(re.sub("[\u200b\u2060]", "", page.get_text()).split()) for page in opened]


@pytest.fixture(scope="module")
def full() -> bytes:
    return render_pdf(document(*EVERY_BLOCK)).content


def test_every_block_is_printed(full: bytes) -> None:
    text = " ".join(pages_of(full))
    for expected in (
        "LAPORAN PELAKSANAAN SKM",
        "DAFTAR ISI BAB I PENDAHULUAN",
        "PEMERINTAH KABUPATEN MOJOKERTO KECAMATAN JATIREJO Jalan Raya Jatirejo 12 Telepon (0321) 123456 BAB I",
        "1.1 Latar Belakang Alinea pembuka.",
        "Mutu A sekali Keterangan kecil. “Ruang tunggu sempit” di tengah – butir – butir lain 1. satu 2. dua",
        "a. huruf b. huruf lain Perlu diketahui – Mutu bergantung pada bobot.",
        "Tabel 2.1. Jawaban responden No. Unsur Nilai r1 Persyaratan 3,71",
        "Tabel 2.2. Rencana tindak lanjut",
        "TW I TW II TW III TW IV",
        "√",
        "Gambar 2.1. Nilai unsur Sumber: uji",
        "Mojokerto, 31 Desember 2024 CAMAT JATIREJO Kabupaten Mojokerto NIP.",
        "1. Persyaratan Bagaimana kesesuaian persyaratan? Tidak sesuai Kurang Sesuai Sangat",
        "LAMPIRAN 2 DOKUMENTASI Foto 1. Pengisian kuesioner di loket Foto 2. Rapat Foto 3",
        "Drs. Sutrisno Pembina NIP. 19700101 199503 1 001",
    ):
        assert expected in text


def test_front_pages_have_roman_numbers_and_the_body_starts_at_one(full: bytes) -> None:
    with pikepdf.open(BytesIO(full)) as opened:
        assert [page.label for page in opened.pages] == ["", "i", "ii", "1", "2", "3", "4", "5"]
    contents, lists = pages_of(full)[1:3]
    assert re.search(r"BAB II HASIL [. ]+2 2\.1 Responden [. ]+2 2\.2 Penutup [. ]+2 LAMPIRAN 1", contents)
    assert "Rincian" not in contents
    assert contents.endswith("data 4be1c09aa1d2 i")
    assert re.search(r"DAFTAR TABEL Tabel 2\.1 Jawaban responden [. ]+2 ", lists)
    assert re.search(r"DAFTAR GAMBAR Gambar 2\.1 Nilai unsur [. ]+2 ", lists)


def test_lists_of_nothing_are_left_out() -> None:
    text = " ".join(pages_of(render_pdf(document(Heading(1, "BAB I", "PENDAHULUAN"), table(1, ""))).content))
    assert "DAFTAR ISI" in text
    assert "DAFTAR TABEL" not in text
    assert "DAFTAR GAMBAR" not in text


def test_pages_of_headings_are_the_printed_ones() -> None:
    content, pages = render_pdf(document(*EVERY_BLOCK))
    assert pages == (1, 1, 2, 2, 2, 2, 3, 4, 5, 5, 5)
    with pymupdf.open(stream=content) as opened:
        bookmarks = [(level, title) for level, title, _ in opened.get_toc()]
    assert bookmarks[:6] == [
        (1, "DAFTAR ISI"), (1, "DAFTAR TABEL"), (1, "DAFTAR GAMBAR"),
        (1, "BAB I PENDAHULUAN"), (2, "1.1 Latar Belakang"), (1, "BAB II HASIL"),
    ]  # fmt: skip


def test_a_report_without_headings_has_no_pages_of_them() -> None:
    assert render_pdf(document(Paragraph("satu"))).heading_pages == ()


def test_without_a_letterhead_none_is_printed() -> None:
    content = render_pdf(document(Heading(1, "BAB I", "ISI"), letterhead=LetterheadBlock("", "", "", ""))).content
    assert pages_of(content)[-1] == "BAB I ISI 35.16.01 · 2024 · data 4be1c09aa1d2 1"


def test_same_document_same_bytes_in_any_thread() -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second, third = pool.map(render_pdf, [document(*EVERY_BLOCK)] * 3)
    assert first == second == third


def test_it_is_archivable(full: bytes) -> None:
    """What PDF/A-2a asks and can be seen without a validator."""
    with pikepdf.open(BytesIO(full)) as opened:
        with opened.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["dc:title"] == "Laporan SKM Kecamatan Jatirejo 2024"
            assert metadata["xmp:CreateDate"].startswith("2024-12-31")
        assert not opened.is_encrypted
        assert opened.Root.OutputIntents[0].S == Name.GTS_PDFA1
        assert opened.trailer.ID
        assert not opened.check_pdf_syntax()
        fonts = [one for one in opened.objects if is_a(one, Name.Font)]
        assert fonts
        for font in fonts:
            if Name.DescendantFonts in font:
                assert Name.ToUnicode in font
            else:
                assert {Name.FontFile, Name.FontFile2, Name.FontFile3} & set(map(Name, font.FontDescriptor.keys()))
        for one in opened.objects:
            if isinstance(one, pikepdf.Dictionary):
                assert one.get(Name.S) not in (Name.JavaScript, Name.Launch)
                assert Name.AA not in one


def test_it_is_accessible(full: bytes) -> None:
    """What PDF/UA-1 asks and can be seen without a validator."""
    with pikepdf.open(BytesIO(full)) as opened:
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        assert str(opened.Root.Lang) == "id-ID"
        assert opened.Root.MarkInfo.Marked
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        structure = list(elements(opened.Root.StructTreeRoot))
        levels = [int(str(one.S)[2:]) for one in structure if re.fullmatch(r"/H\d", str(one.S))]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        figures = [one for one in structure if Name.Figure == one.S]
        photographs = ["Foto pelaksanaan SKM. Pengisian kuesioner di loket", "Foto pelaksanaan SKM. Rapat"]
        assert [str(one.Alt) for one in figures] == ["Persyaratan 92,76.", *photographs, "Foto pelaksanaan SKM."]
        heads = [one for one in structure if one.S == Name.TH]
        assert len(heads) == 3 + 3 + 6 + 3
        assert all(any(Name.Scope in one for one in as_list(head.A)) for head in heads)
        for page in opened.pages:
            for annotation in page.obj.get(Name.Annots, ()):
                assert Name.StructParent in annotation
                assert page.obj.Tabs == Name.S


def is_a(one: object, kind: Name) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get(Name.Type) == kind


def as_list(one: Any) -> list[Any]:
    return list(one) if isinstance(one, pikepdf.Array) else [one]


def elements(parent: Any) -> Iterator[Any]:
    for one in as_list(parent.get(Name.K, pikepdf.Array())):
        if isinstance(one, pikepdf.Dictionary) and Name.S in one:
            yield one
            yield from elements(one)


def test_a_table_repeats_its_header_on_every_page() -> None:
    pages = pages_of(render_pdf(document(Heading(1, "BAB I", "ISI", "1"), table(300, dense=True))).content)[3:]
    assert len(pages) > 3
    assert all("No. Unsur Nilai r" in page for page in pages)
    assert "r300 Persyaratan 3,71 Sumber: uji" in pages[-1]


@pytest.mark.parametrize("lines", range(26, 36))
def test_a_caption_stays_with_its_table(lines: int) -> None:
    before = [Paragraph(f"baris {line}") for line in range(lines)]
    pages = pages_of(render_pdf(document(Heading(1, "BAB I", "ISI", "1"), *before, table(40))).content)[3:]
    assert any("Tabel 1.1. Jawaban responden No. Unsur Nilai r1 Persyaratan" in page for page in pages)


@pytest.mark.parametrize("lines", range(20, 40, 3))
def test_a_short_table_is_not_split(lines: int) -> None:
    before = [Paragraph(f"baris {line}") for line in range(lines)]
    pages = pages_of(render_pdf(document(Heading(1, "BAB I", "ISI", "1"), *before, table(8), table(8, ""))).content)
    assert [page.count("r8 Persyaratan") for page in pages] == [page.count("r1 Persyaratan") for page in pages]


@pytest.mark.parametrize("lines", range(24, 40, 3))
@pytest.mark.parametrize("last", [Points(("satu", "dua", "penutup"), "number"), Paragraph("penutup")])
def test_a_signature_is_never_alone_on_its_page(lines: int, last: Block) -> None:
    before = [Paragraph(f"baris {line}") for line in range(lines)]
    camat = SignatureBlock("Mojokerto", "Camat", "", "", "", "")
    pages = pages_of(render_pdf(document(Heading(1, "BAB V", "KESIMPULAN"), *before, last, camat)).content)
    assert any(re.search(r"penutup Mojokerto CAMAT", page) for page in pages)


@pytest.mark.parametrize("lines", range(16, 24))
def test_the_note_below_a_signature_stands_on_its_page(lines: int) -> None:
    before = [Paragraph(f"baris {line}") for line in range(lines)]
    camat = SignatureBlock("Mojokerto", "Camat", "", "", "", "", note="Catatan: " + "kata " * 60)
    pages = pages_of(render_pdf(document(Heading(1, "BAB V", "KESIMPULAN"), *before, camat)).content)
    assert any("CAMAT" in page and "Catatan" in page for page in pages)


def test_an_empty_table_is_its_header() -> None:
    text = pages_of(render_pdf(document(Heading(1, "BAB I", "ISI", "1"), table(0), TableBlock((), (), ()))).content)[-1]
    assert "Tabel 1.1. Jawaban responden No. Unsur Nilai Sumber: uji" in text


def hostile(value: Any) -> Any:
    """The same with `HOSTILE` as every text, except what names a thing."""
    if isinstance(value, tuple):
        return tuple(map(hostile, value))
    if is_dataclass(value) and not isinstance(value, type):
        kept = ("style", "align", "kind", "fill", "ink", "number_format", "field_name", "colours", "svg")
        changed = {one.name: hostile(getattr(value, one.name)) for one in fields(value) if one.name not in kept}
        return replace(value, **changed)
    return HOSTILE if isinstance(value, str) and value else value


def test_what_names_say_stays_text_wherever_it_stands() -> None:
    strange = hostile(document(*EVERY_BLOCK, chart("x", SVG.replace("Persyaratan", "😀 ꦗꦮ"))))
    text = " ".join(pages_of(render_pdf(strange).content))
    assert text.count('□ □ □ #read("x") $x$ <b> & \\ =cmd() ]] *tebal*') > 40


LONG_NAME = (
    "Unit Pelaksana Teknis Daerah Perlindungan Perempuan dan Anak serta "
    "Pemberdayaan Masyarakat Wilayah Utara Kabupaten Mojokerto"
)


def test_a_long_name_stays_on_the_cover() -> None:
    plain = document(Heading(1, "BAB I", "ISI"))
    long = replace(plain, cover=replace(plain.cover, owner=LONG_NAME), letterhead=replace(LETTERHEAD, office=LONG_NAME))
    pages = pages_of(render_pdf(long).content)
    assert len(pages) == 3
    assert LONG_NAME.upper() in pages[0]


@pytest.mark.parametrize("text", ["kata " * 4000, "w" * 20_000], ids=["words", "one word"])
def test_20000_letters_flow_over_pages_and_into_no_margin(text: str) -> None:
    wide = TableBlock(((Cell("No."), Cell("Saran")),), ((Cell("1"), Cell(text)),), (1, 4), "Saran")
    content = render_pdf(document(Heading(1, "BAB I", "ISI", "1"), Paragraph(text), wide)).content
    with pymupdf.open(stream=content) as opened:
        assert opened.page_count > 10
        words = [word for page in opened for word in page.get_text("words")]
    assert sum(word[4].count(text[0]) for word in words) >= 2 * text.count(text[0])
    assert max(word[2] for word in words) < 595 - 55
    assert max(word[3] for word in words) < 842 - 30


def test_a_chart_taller_than_a_page_is_made_to_fit() -> None:
    tall = SVG.replace('height="60pt" viewBox="0 0 460 60"', 'height="2000pt" viewBox="0 0 460 2000"')
    pages = pages_of(render_pdf(document(Heading(1, "BAB I", "ISI", "1"), chart("Peringkat", tall))).content)
    assert "BAB I ISI Persyaratan Gambar 1.1. Peringkat Sumber: uji" in pages[-1]


def test_what_the_typesetter_refuses_or_warns_of_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    with pytest.raises(DocumentError, match=r"report\.typ"):
        compile_typst("report.typ", {}, STAMP)
    monkeypatch.setattr("reports.writers.typesetting.TEMPLATES", tmp_path)
    (tmp_path / "warned.typ").write_text('#set document(title: "x")\n#set text(font: "Arial")\nx')
    with pytest.raises(DocumentError, match="unknown font family"):
        compile_typst("warned.typ", {}, STAMP)


def test_after_a_large_document_the_next_is_the_same(monkeypatch: pytest.MonkeyPatch, full: bytes) -> None:
    monkeypatch.setattr("reports.writers.typesetting.LARGE", 1)
    assert render_pdf(document(*EVERY_BLOCK)).content == render_pdf(document(*EVERY_BLOCK)).content == full


def test_a_png_holds_one_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr("reports.writers.typesetting.TEMPLATES", tmp_path)
    (tmp_path / "one.typ").write_text('#set page(width: 72pt, height: 36pt)\n#json("a.json")')
    (tmp_path / "two.typ").write_text("a #pagebreak() b")
    drawn = pymupdf.Pixmap(compile_typst("one.typ", {"a": "x"}, STAMP, pixels_per_inch=144.0))
    assert (drawn.width, drawn.height) == (144, 72)
    with pytest.raises(DocumentError, match="more than one page"):
        compile_typst("two.typ", {}, STAMP, pixels_per_inch=72.0)


def test_the_template_and_the_writer_agree_on_the_width_of_text() -> None:
    """Places to break and the height of charts are computed from it."""
    template = (TEMPLATES / pdf_writer.TEMPLATE).read_text(encoding="utf-8")
    left, right = re.search(r"left: (\d+)mm, right: (\d+)mm", template).groups()  # type: ignore[union-attr]
    assert (210 - int(left) - int(right)) / 25.4 * 72 == pytest.approx(pdf_writer.TEXT_WIDTH, abs=0.5)


def test_every_character_called_printable_has_a_glyph() -> None:
    """Holds `COVERED_RANGES` to the font that the installed typst carries."""
    characters = [chr(code) for first, last in COVERED_RANGES for code in range(first, last + 1)]
    source = (
        f'#set text(font: "{FONT}", fallback: false)\n#set document(title: "t")\n'
        "#let all = sys.inputs.all\n#all\n\n#strong(all)\n\n#emph(all)\n"
    )
    typst.compile(
        source.encode(), ignore_system_fonts=True, sys_inputs={"all": " ".join(characters)}, pdf_standards=["a-2b"]
    )
    assert printable("".join(characters)) == "".join(characters).strip()


def test_printable_text() -> None:
    assert printable(" Kec.\t Jati\N{ZERO WIDTH SPACE}rejo\n") == "Kec. Jatirejo"
    assert printable("Café e\N{COMBINING ACUTE ACCENT}") == "Café é"
    assert printable("😀😀 ok \x07") == "□ ok □"
    assert printable("✓ ☐") == "√ □"


@pytest.mark.parametrize(
    ("text", "ems", "expected"),
    [
        ("Penanggung Jawab", 10, "Penanggung Jawab"),
        ("Penanggung", 3, "Penan|ggung"),
        ("lililili", 3, "lililili"),
        ("MMMM", 1, "M|M|M|M"),
        ("ab", 0, "a|b"),
        ("", 5, ""),
    ],
)
def test_only_words_too_long_for_a_line_get_places_to_break(text: str, ems: float, expected: str) -> None:
    assert breakable(text, ems).replace("\u200b", "|") == expected

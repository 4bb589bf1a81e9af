from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pikepdf
import pymupdf
import pytest
import typst

from reports.figures import UnitFigures, unit_figures
from reports.pdf import render_unit_pdf
from reports.printable import COVERED_RANGES, FONT, printable

Rows = dict[str, Any]


def pages_of(pdf: bytes) -> list[str]:
    """Text of each page, white space as single spaces."""
    with pymupdf.open(stream=pdf) as document:
        return [" ".join(page.get_text().split()) for page in document]


def test_the_seed_as_a_document(jatirejo: UnitFigures) -> None:
    text = " ".join(pages_of(render_unit_pdf(jatirejo)))
    for expected in (
        "PEMERINTAH KABUPATEN MOJOKERTO",
        "Kecamatan Jatirejo",
        "93,61",
        "Mutu A · Sangat Baik",
        "bobot 0,11 · dengan bobot 1/9: 94,56",
        "Responden 615 kebutuhan 237, terpenuhi",
        "92,95 – 94,27",
        "3 dari 18 rentang 1 – 6",
        "naik 1,28 dari tahun 2023",
        "U1 Persyaratan 3,71 92,76 A ▼ terendah",
        "U2 Sistem, Mekanisme, dan Prosedur 3,73",
        "U3 Waktu Penyelesaian 3,72",
        "U4 Biaya/Tarif 4,00 100,00 A ▲ tertinggi",
        "U5 Produk Spesifikasi Jenis Pelayanan 3,71",
        "U6 Kompetensi Pelaksana 3,74",
        "U7 Perilaku Pelaksana 3,73",
        "U8 Penanganan Pengaduan, Saran dan Masukan 4,00",
        "U9 Sarana dan Prasarana 3,71",
        "Laki-laki 272 44,2 %",
        "Perempuan 343 55,8 %",
        "jatirejo/SKM Jatirejo 2024.csv 618 615 3 0 615",
        "data 4be1c09aa1d2 · versi 0.1.0",
        "Halaman 2 dari 2",
    ):
        assert expected in text


def test_same_figures_same_bytes_in_any_thread(jatirejo: UnitFigures) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second, third = pool.map(render_unit_pdf, [jatirejo] * 3)
    assert first == second == third


def test_it_is_archivable_and_accessible(jatirejo: UnitFigures) -> None:
    with pikepdf.open(BytesIO(render_unit_pdf(jatirejo))) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang) == "id-ID"
        assert "Kecamatan Jatirejo" in str(metadata["dc:title"])
        assert metadata["xmp:CreateDate"].startswith("2024-12-31")


def long_names(rows: Rows) -> None:
    rows["unit"]["unit_name"] = (
        "Unit Pelaksana Teknis Daerah Perlindungan Perempuan dan Anak serta "
        "Pemberdayaan Masyarakat Wilayah Utara Kabupaten Mojokerto"
    )
    rows["ingest_file"] = [
        {
            **rows["ingest_file"][0],
            "path": f"semester/Rekapitulasi hasil survei kepuasan masyarakat {number} final.xlsx",
        }
        for number in range(40)
    ]


def strange_letters(rows: Rows) -> None:
    rows["unit"]["unit_name"] = "Puskesmas 😀 مرحبا ꦗꦮ 'Sehat' #read(\"x\") $x$ <b> \\"
    rows["notes"] = ("\u202e\x00\ud83d *tebal* 👩🏽‍⚕️",)


def one_respondent(rows: Rows) -> None:
    rows["ikm_unit"] |= {
        "respondents": 1, "ikm_low": None, "ikm_high": None, "service_recipients": None, "sample_needed": None,
        "sample_met": None, "change": None,
    }  # fmt: skip
    rows["respondent_profile"] = []


def bare(rows: Rows) -> None:
    rows |= {"ikm_ranking": [], "ingest_file": [], "respondent_profile": [], "period_code": "2024-TW3"}


def every_grade(rows: Rows) -> None:
    for row, mutu, score in zip(rows["ikm_unsur"], "ABCDABCDD", (99, 80, 70, 25, 90, 80, 70, 64, 30), strict=True):
        row |= {"mutu": mutu, "score": score, "nrr": score / 25}


@pytest.mark.parametrize("change", [long_names, strange_letters, one_respondent, bare, every_grade])
def test_extremes_still_make_two_pages(jatirejo_rows: Rows, change: Callable[[Rows], None]) -> None:
    change(jatirejo_rows)
    pages = pages_of(render_unit_pdf(unit_figures(**jatirejo_rows)))
    assert len(pages) == 2


def test_files_beyond_the_table_are_counted_in_one_line(jatirejo_rows: Rows) -> None:
    long_names(jatirejo_rows)
    text = pages_of(render_unit_pdf(unit_figures(**jatirejo_rows)))[1]
    assert "33 berkas lainnya 20.394 20.295 99 0 20.295" in text


def test_what_names_say_stays_text(jatirejo_rows: Rows) -> None:
    strange_letters(jatirejo_rows)
    text = " ".join(pages_of(render_unit_pdf(unit_figures(**jatirejo_rows))))
    assert "Puskesmas □ □ □ 'Sehat' #read(\"x\") $x$ <b> \\" in text


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

import re
from dataclasses import replace

import pymupdf
import pytest

from contracts.settings import Regency, Settings
from contracts.warehouse_rules import WAREHOUSE_RULES
from reports.figures.regency_figures import RegencyFigures, SignalFigure
from reports.regency.regency_report import regency_report
from reports.wording.regency_sentences import CHECK_NAMES, coverage_sentence, observed_text
from reports.writers.blocks import Block, Chart, Document, Heading, SignatureBlock, TableBlock
from reports.writers.charts import GRADE_FILLS
from reports.writers.pdf import render_pdf
from reports.writers.word import render_docx
from tests.unit.reports import printed_texts
from tests.unit.reports.printed_pages import half_empty
from tests.unit.reports.regency_rows import SMALL, Answered, file, finding, made, many, regency_rows

HOSTILE = "=cmd()|'x'!A1 <b>&amp; #set page() $x$ 😀 مرحبا ꦗꦮ \x07\ufffe \N{RIGHT-TO-LEFT OVERRIDE}"


def texts(document: Document) -> list[str]:
    """All that is printed."""
    return [text for block in document.blocks for text in printed_texts.texts(block)]


def told(figures: RegencyFigures) -> str:
    return "\n".join(texts(regency_report(figures)))


def tables(document: Document, caption: str) -> list[list[str]]:
    """The rows of the table whose caption begins so."""
    found = [block for block in document.blocks if isinstance(block, TableBlock) and block.caption.startswith(caption)]
    assert len(found) == 1, [block.caption for block in document.blocks if isinstance(block, TableBlock)]
    return [[cell.text for cell in row] for row in found[0].rows]


def test_the_regency_s_index_by_three_methods_with_method_and_weight() -> None:
    document = regency_report(made())
    assert (
        "IKM Kabupaten Mojokerto pada tahun 2024 adalah 85,97 dengan mutu pelayanan B (Baik), dihitung sebagai "
        "rata-rata unit dari 4 unit dengan 1.055 responden dan bobot 0,11 untuk setiap unsur (dengan bobot 1/9: 86,83)."
    ) in document.subject
    assert "Dibandingkan tahun 2023, IKM kabupaten naik dari 85,23 menjadi 85,97." in told(made())
    rows = tables(document, "IKM Kabupaten Mojokerto menurut tiga cara")
    assert [row[1:] for row in rows] == [
        ["85,97", "B (Baik)", "86,83", "4", "1.055"],
        ["82,06", "B (Baik)", "82,89", "4", "1.055"],
        ["90,75", "A (Sangat Baik)", "91,67", "4", "1.055"],
    ]
    assert rows[0][0].startswith("Rata-rata unit (angka utama): ")
    assert "Mutu kabupaten bergantung pada cara yang dipilih" in told(made())


def test_the_ranking_names_ties_and_says_what_cannot_be_told_apart() -> None:
    document = regency_report(made())
    assert tables(document, "Mutu pelayanan menurut")[3] == ["D", "Tidak Baik", "25,00 – 64,99"]
    assert tables(document, "Peringkat IKM semua unit") == [
        ["1", "Kecamatan Jatirejo", "kecamatan", "93,61", "A", "92,95 – 94,27", "1", "1 – 4", "615"],
        ["2 (sama)", "Kecamatan Gondang", "kecamatan", "88,00", "B", "87,10 – 88,90", "2 – 3", "1 – 4", "200"],
        ["2 (sama)", "Kecamatan Pacet", "kecamatan", "88,00", "B", "87,10 – 88,90", "2 – 3", "1 – 4", "200"],
        ["4", "Puskesmas Gedeg", "puskesmas", "74,25", "C", "74,25 – 74,25", "4", "1 – 4", "40"],
    ]
    text = told(made())
    assert (
        "Unit dengan IKM yang sama berbagi peringkat: peringkat 2 oleh Kecamatan Gondang dan Kecamatan Pacet "
        "(IKM 88,00)."
    ) in text
    assert "Puskesmas Gedeg satu-satunya puskesmas yang memiliki IKM, yaitu 74,25." in text
    assert "pada tingkat kepercayaan 95\N{NO-BREAK SPACE}% tidak ada unit lain yang setara dengannya" in text
    near = told(made(tuple(one._replace(half_width="4.00") for one in SMALL)))
    assert "Kecamatan Gondang (88,00) dan Kecamatan Pacet (88,00) tidak dapat dibedakan dari peringkat itu." in near


def test_the_heat_map_has_the_regency_on_top_and_the_colours_of_the_grades() -> None:
    document = regency_report(made())
    found = next(
        block
        for block in document.blocks
        if isinstance(block, TableBlock)
        and block.caption.startswith("Nilai sembilan unsur s")
        and len(block.widths) == 10
    )
    assert [row[0].text for row in found.rows] == [
        "Kabupaten Mojokerto",
        *(unit.unit_name for unit in made().ranking),
    ]
    colours = {cell.text: cell.fill for row in found.rows for cell in row[1:]}
    assert colours["92,76 A"] == GRADE_FILLS["A"]
    assert colours["87,50 B"] == GRADE_FILLS["B"]
    assert colours["75,00 C"] == GRADE_FILLS["C"]
    assert found.dense


def test_the_unsur_of_the_regency_are_named_with_ties() -> None:
    text = told(made())
    assert (
        "Unsur dengan nilai terendah: Produk Spesifikasi Jenis Pelayanan (U5) 85,68; Waktu Penyelesaian (U3) 85,74; "
        "Sistem, Mekanisme, dan Prosedur (U2) 85,80."
    ) in text
    assert "Biaya/Tarif (U4) dan Penanganan Pengaduan, Saran dan Masukan (U8) sama-sama 87,50." in text


def test_movers_with_both_figures() -> None:
    document = regency_report(made())
    assert tables(document, "Unit dengan kenaikan IKM") == [["Kecamatan Jatirejo", "92,33", "93,61", "+1,28", "A"]]
    assert tables(document, "Unit dengan penurunan IKM") == [["Kecamatan Gondang", "89,10", "88,00", "−1,10", "B"]]
    assert (
        "Dari 3 unit yang memiliki IKM pada tahun 2023 dan pada periode ini, 1 unit naik, 1 unit turun, dan 1 unit "
        "tetap. Untuk 1 unit lain IKM tahun 2023 tidak tersedia."
    ) in told(made())


def test_of_many_movers_the_ten_largest_and_their_equals_stand_in_the_table() -> None:
    alike = tuple(one._replace(totals=(330 + number // 5,) * 9) for number, one in enumerate(many(15)))
    rows = tables(regency_report(made(alike)), "Unit dengan kenaikan IKM")
    assert len(rows) == 10
    one_more = tuple(one._replace(totals=(330 + number // 6,) * 9) for number, one in enumerate(many(16)))
    assert len(tables(regency_report(made(one_more)), "Unit dengan kenaikan IKM terbesar")) == 10


def test_what_needs_care_has_its_table() -> None:
    document = regency_report(made())
    assert tables(document, "Unit yang respondennya di bawah") == [["Puskesmas Gedeg", "500", "217", "40", "74,25"]]
    assert tables(document, "Unit yang mutunya bergantung") == [
        ["Kecamatan Gondang", "88,00", "B", "88,89", "A"],
        ["Kecamatan Pacet", "88,00", "B", "88,89", "A"],
    ]
    assert tables(document, "Unit yang belum melapor") == [["1", "Puskesmas Dlanggu", "puskesmas", "P2"]]
    assert tables(document, "Realisasi tindak lanjut") == [
        ["Kecamatan Gondang", "4", "2", "50,00\N{NO-BREAK SPACE}%"],
        ["Kecamatan Jatirejo", "3", "3", "100,00\N{NO-BREAK SPACE}%"],
        ["Kabupaten Mojokerto", "7", "5", "71,43\N{NO-BREAK SPACE}%"],
    ]


def test_coverage_and_data_quality() -> None:
    document = regency_report(made())
    assert tables(document, "Unit yang wajib melapor") == [
        ["Kecamatan", "3", "3", "0", "1.015"],
        ["Puskesmas", "2", "1", "1", "40"],
        ["Jumlah", "5", "4", "1", "1.055"],
    ]
    assert (
        "Sampai laporan ini dibuat diterima 3 berkas jawaban survei yang menyangkut periode ini atau tidak diketahui "
        "periodenya. Dari 1.062 baris yang terbaca, 1.055 dihitung, 5 ditolak karena melanggar aturan, dan 2 tidak "
        "dihitung karena sudah ada di berkas lain."
    ) in told(made())
    assert tables(document, "Baris yang ditolak") == [
        ["U9 Sarana dan Prasarana tidak dijawab.", "3", "2"],
        ["Tanggal lebih muda dari hari berkas diterima.", "2", "1"],
    ]
    assert tables(document, "Berkas yang belum dihitung") == [
        ["dlanggu/hasil.pdf", "–", "ditolak", "bukan tabel jawaban responden"]
    ]
    assert [row[2] for row in tables(document, "Temuan pemeriksaan")] == ["1 kasus", "12 kasus"]


def test_only_the_latest_period_tells_of_files_without_one_and_of_the_checks() -> None:
    before = made().model_copy(update={"findings": None})
    assert "diterima 3 berkas jawaban survei yang menyangkut periode ini. Dari" in told(before)
    assert "Hasil pemeriksaan mutu data semua berkas dimuat pada laporan periode terakhir." in told(before)
    captions = [block.caption for block in regency_report(before).blocks if isinstance(block, TableBlock)]
    assert not [caption for caption in captions if caption.startswith("Temuan pemeriksaan")]


def test_the_word_for_what_a_check_saw() -> None:
    seen = [
        observed_text(figures.findings[0])
        for text in ("1,234 of 5,678 rows", "2 of 3 files", "7 rows", "something else")
        for figures in [made(finding=[finding("samples_met", "failed", text)])]
    ]
    assert seen == ["1.234 dari 5.678 baris", "2 dari 3 berkas", "7 baris", "something else"]


def test_every_check_that_may_fail_in_a_published_warehouse_has_words() -> None:
    assert set(CHECK_NAMES) == {rule.code for rule in WAREHOUSE_RULES if rule.severity == "warning"}


def test_conclusions_and_recommendations_follow_from_the_figures() -> None:
    text = told(made())
    for sentence in (
        "Dari 4 unit yang memiliki IKM, 1 unit bermutu A (Sangat Baik), 2 unit bermutu B (Baik), dan 1 unit bermutu C "
        "(Kurang Baik).",
        "Mendampingi unit yang mutunya C atau D: Puskesmas Gedeg (74,25).",
        "Meminta unit yang IKM-nya turun menelusuri penyebabnya per unsur, mulai dari penurunan terbesar: "
        "Kecamatan Gondang (dari 89,10 menjadi 88,00).",
        "Menambah jumlah responden pada 1 unit yang belum memenuhi kebutuhan sampel",
        "Meminta hasil survei dari unit yang belum melapor: Puskesmas Dlanggu.",
        "Menyelesaikan 2 kegiatan tindak lanjut yang direncanakan atas hasil tahun 2023 dan belum dilaksanakan.",
    ):
        assert sentence in text


def test_nothing_is_recommended_where_nothing_follows() -> None:
    alike = SMALL[0]._replace(totals=(2460,) * 9)
    rows = regency_rows((alike,), missing=())
    figures = made(
        (alike,),
        units=rows["units"],
        missing_unit=[],
        ingest_file=[],
        rows_left_out=[],
        finding=[],
        follow_up_regency=None,
        follow_up_realisation=[],
    )
    text = told(figures)
    assert "Angka pada periode ini tidak menunjukkan hal yang memerlukan perbaikan khusus." in text
    assert "Kesembilan unsur mendapat nilai yang sama" in text
    assert "Belum ada berkas jawaban survei." in text
    assert "Semua pemeriksaan mutu data terpenuhi." in text
    assert "Kecamatan Jatirejo satu-satunya unit yang memiliki IKM, yaitu 99,00." in text
    assert "Tidak ada rencana tindak lanjut atas hasil survei tahun 2023 yang diterima dari unit." in text


def test_without_a_period_before_the_report_says_so() -> None:
    alone = tuple(one._replace(before=None) for one in SMALL)
    figures = made(alone, regency_trend=regency_rows()["regency_trend"][1:2])
    text = told(figures)
    assert "IKM kabupaten tahun 2023 tidak tersedia, sehingga perubahannya tidak dapat disebut." in text
    assert "Baru ada satu periode sejenis dengan IKM kabupaten, yaitu tahun 2024" in text
    assert "Belum ada unit yang memiliki IKM tahun 2023, sehingga perubahan tidak dapat dihitung." in text
    captions = [block.caption for block in regency_report(figures).blocks if isinstance(block, TableBlock | Chart)]
    assert not any("Tren" in caption or "kenaikan" in caption for caption in captions)


def below_appendix(document: Document) -> tuple[Block, ...]:
    """What stands below the heading of the appendix."""
    start = next(
        place for place, block in enumerate(document.blocks) if isinstance(block, Heading) and block.label == "LAMPIRAN"
    )
    return document.blocks[start + 1 :]


def test_every_unit_with_an_index_is_in_the_appendix() -> None:
    pages = below_appendix(regency_report(made()))
    assert [block.title for block in pages if isinstance(block, Heading)] == [
        "Kecamatan",
        "Kecamatan Gondang",
        "Kecamatan Jatirejo",
        "Kecamatan Pacet",
        "Puskesmas",
        "Puskesmas Gedeg",
    ]
    assert [block.with_next for block in pages if isinstance(block, TableBlock)] == [True, False] * 4
    text = "\n".join(texts(replace(regency_report(made()), blocks=pages)))
    assert "88,89, mutu A" in text
    assert "217, belum terpenuhi" in text
    assert "2 (sama) dari 3, rentang 2 – 3" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "89,10 (−1,10)" in text
    assert "2 dari 4 kegiatan" in text


def test_beyond_three_hundred_units_their_pages_are_left_to_their_own_reports() -> None:
    document = regency_report(made(many(301)))
    assert not any(isinstance(block, Heading) and block.level == 3 for block in below_appendix(document))
    assert "Lembar hasil 301 unit tidak dimuat dalam laporan ini" in "\n".join(texts(document))
    assert "Nilai sembilan unsur 301 unit menurut mutunya ada pada lembar Unsur" in "\n".join(texts(document))
    captions = [block.caption for block in document.blocks if isinstance(block, TableBlock)]
    assert "Nilai sembilan unsur setiap unit menurut mutunya" not in captions
    shown = below_appendix(regency_report(made(many(300))))
    assert sum(isinstance(block, Heading) and block.level == 3 for block in shown) == 300


def test_long_lists_are_cut_and_say_so() -> None:
    below = tuple(one._replace(needed=217) for one in many(103))
    document = regency_report(made(below))
    assert len(tables(document, "Unit yang respondennya di bawah")) == 100
    assert "3 unit lainnya tercantum dalam buku kerja laporan ini." in "\n".join(texts(document))


def test_a_long_ranking_is_drawn_in_several_charts() -> None:
    kecamatan = tuple(one._replace(unit_type="kecamatan") for one in many(60))
    charts = [block for block in regency_report(made(kecamatan)).blocks if isinstance(block, Chart)]
    assert [len(chart.categories) for chart in charts if chart.kind == "bar"] == [40, 20]
    assert charts[-1].caption.endswith("urutan 41 – 60")


def test_a_period_that_is_no_year() -> None:
    rows = [
        row | {"period_code": "2024-S1", "label": "Semester I Tahun 2024"}
        for row in regency_rows()["regency_trend"][:1]
    ]
    text = told(made(period_code="2024-S1", regency_trend=rows))
    assert "pada semester I tahun 2024 adalah 85,97" in text
    assert "IKM kabupaten semester II tahun 2023 tidak tersedia" in text


def test_the_signature_block_is_the_settings() -> None:
    signature = next(block for block in regency_report(made()).blocks if isinstance(block, SignatureBlock))
    assert (signature.office, signature.name, signature.nip) == ("Kepala Bagian Organisasi", "Siti Aminah", "1970")
    assert signature.place_and_date.startswith("Mojokerto, …")


def test_no_figure_is_said_that_no_table_has() -> None:
    """Every index that a sentence of the conclusions names stands in a table."""
    document = regency_report(made())
    cells = {
        cell.text for block in document.blocks if isinstance(block, TableBlock) for row in block.rows for cell in row
    }
    chapter = told(made()).partition("KESIMPULAN DAN REKOMENDASI")[2].partition("LEMBAR HASIL UNIT")[0]
    indexes = set(re.findall(r"\b\d{2},\d{2}\b(?!\N{NO-BREAK SPACE}%)", chapter))
    assert len(indexes) > 10
    assert indexes <= cells


LONG = "Dinas " + "Penanaman Modal dan Pelayanan Terpadu " * 3


def hostile(answered: tuple[Answered, ...]) -> RegencyFigures:
    named = tuple(
        one._replace(unit_name=(HOSTILE, LONG[:120], "Nama" * 30)[number % 3]) for number, one in enumerate(answered)
    )
    zero = dict.fromkeys(("rows_read", "rows_accepted", "rows_rejected", "rows_duplicate"), 0)
    return made(
        named,
        settings=Settings(regency=Regency(name=f"Kabupaten {HOSTILE}")),
        ingest_file=[file(f"{HOSTILE}{'x' * 250}.xlsx", "rejected", reason=HOSTILE * 30, **zero)],
    )


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param(made(), id="small"),
        pytest.param(made(SMALL[:1]), id="one unit"),
        pytest.param(made((SMALL[0]._replace(respondents=1, totals=(4,) * 9),)), id="one respondent"),
        pytest.param(made(many(60)), id="60 units"),
        pytest.param(hostile(many(12)), id="hostile names"),
    ],
)
def test_the_report_comes_out_as_pdf_and_docx(figures: RegencyFigures) -> None:
    document = regency_report(figures)
    made_pdf = render_pdf(document)
    with pymupdf.open(stream=made_pdf.content) as pdf:
        pages = [page.get_text() for page in pdf]
    assert len(made_pdf.heading_pages) == sum(isinstance(block, Heading) for block in document.blocks)
    if len(figures.ranking) == 60:  # of fewer: tests/unit/reports/writers/test_reports_filled_pages.py
        assert half_empty(made_pdf.content) == []
    assert "LAMPIRAN" in "".join(pages)
    assert sum("Kebutuhan sampel" in page and "rentang" in page for page in pages) <= len(figures.ranking) + 1
    assert render_docx(document, made_pdf.heading_pages).startswith(b"PK")


def test_two_units_share_a_page_of_the_appendix_and_none_is_torn_apart() -> None:
    longest = tuple(one._replace(unit_name=LONG[:120] + one.unit_name[-2:]) for one in many(6))
    content = render_pdf(regency_report(made(longest))).content
    with pymupdf.open(stream=content) as pdf:
        pages = [page.get_text() for page in pdf]
    start = next(number for number, page in enumerate(pages) if "LEMBAR HASIL UNIT" in page and "NRR" in page)
    assert [page.count("Kebutuhan sampel") for page in pages[start:]] == [2, 2, 2]
    assert [page.count("Tertinggi") for page in pages[start:]] == [2, 2, 2]


def test_same_figures_same_bytes() -> None:
    assert regency_report(made()) == regency_report(made())
    assert render_pdf(regency_report(made())).content == render_pdf(regency_report(made())).content


def test_a_province_of_1500_units_has_all_of_them_in_its_ranking() -> None:
    document = regency_report(made(many(1500)))
    assert len(tables(document, "Peringkat IKM semua unit")) == 1500


def test_patterns_to_explain_stand_in_a_confidential_appendix_and_without_any_there_is_none() -> None:
    signal = SignalFigure(
        unit_name="Kecamatan Gondang",
        signal="day",
        seen="2024-03-16",
        rows=40,
        of_rows=200,
        paths="gondang.csv",
        explanation=None,
        explained_by=None,
    )
    explained = signal.model_copy(
        update={
            "signal": "pattern", "seen": "434444434", "explanation": "pelayanan keliling", "explained_by": "sari",
        }
    )  # fmt: skip
    document = regency_report(made().model_copy(update={"signals": (signal, explained)}))
    assert tables(document, "Pola jawaban yang perlu dijelaskan") == [
        [
            "Kecamatan Gondang",
            "Satu hari sangat padat, atau jauh lebih tinggi daripada hari lain bulan itu (16 Maret 2024): 40 dari 200 "
            "jawaban.",
            "gondang.csv",
            "belum ada",
        ],
        [
            "Kecamatan Gondang",
            "Satu susunan jawaban terlalu sering (susunan 434 444 434): 40 dari 200 jawaban.",
            "gondang.csv",
            "pelayanan keliling (sari)",
        ],
    ]
    assert "tidak untuk dipublikasikan" in "\n".join(texts(document))
    assert "RAHASIA" not in told(made())


def test_of_a_unit_that_leaves_an_unsur_out_nothing_is_said_of_whether_it_reported() -> None:
    """For the public only the register tells of it, whatever it sent."""
    (one, *others) = made().missing
    apart = made().model_copy(update={"apart": (one,), "missing": tuple(others)})
    cause = "1 unit tidak memiliki IKM karena kuesionernya tidak menanyakan kesembilan unsur"
    assert coverage_sentence(apart.model_copy(update={"missing": ()})).endswith(f" responden; {cause}.")
    assert coverage_sentence(apart.model_copy(update={"missing": (one,)})).endswith(f"; {cause}; 1 unit belum melapor.")
    assert coverage_sentence(made().model_copy(update={"missing": ()})).endswith("; tidak ada unit yang belum melapor.")

"""The official report of a unit as blocks: its parts in order, whatever the figures, and no two that disagree."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pymupdf
import pytest

from contracts import questionnaires
from contracts.follow_up import QUARTER_MARK
from contracts.unsur import UNSUR, UNSUR_COLUMNS
from reports.figures.unit_figures import (
    PhotographFigure,
    ResponseFigure,
    UnitFigures,
    answers_of,
    public_figures,
    unit_figures,
)
from reports.unit.unit_report import unit_report
from reports.writers.blocks import (
    Block,
    Cell,
    Chart,
    Document,
    Heading,
    NoticeBlock,
    Photographs,
    Points,
    Question,
    SignatureBlock,
    TableBlock,
)
from reports.writers.pdf import render_pdf
from tests.unit.reports.pictures import photograph
from tests.unit.reports.printed_texts import plain, said

CHAPTERS = (
    "BAB I PENDAHULUAN",
    "1.1 Latar Belakang",
    "1.2 Dasar Pelaksanaan Survei Kepuasan Masyarakat",
    "1.3 Maksud dan Tujuan",
    "BAB II PENGUMPULAN DATA SKM",
    "2.1 Pelaksana SKM",
    "2.2 Metode Pengumpulan Data",
    "2.3 Lokasi Pengumpulan Data",
    "2.4 Waktu Pelaksanaan SKM",
    "2.5 Penentuan Jumlah Responden",
    "BAB III HASIL PENGOLAHAN DATA SKM",
    "3.1 Jumlah Responden SKM",
    "3.2 Indeks Kepuasan Masyarakat (Unit Layanan dan per Unsur Layanan)",
    "BAB IV ANALISIS HASIL SKM",
    "4.1 Analisis Permasalahan/Kelemahan dan Kelebihan Unsur Layanan",
    "4.2 Rencana Tindak Lanjut",
    "4.3 Tren Nilai SKM",
    "BAB V KESIMPULAN",
    "LAMPIRAN 1 KUESIONER",
    "LAMPIRAN 2 HASIL PENGOLAHAN DATA",
    "A. Ringkasan Olah Data",
    "B. Jawaban per Responden",
    "C. Sumber Data dan Ketelusuran",
    "LAMPIRAN 3 DOKUMENTASI PELAKSANAAN SKM",
    "LAMPIRAN 4 LAPORAN HASIL TINDAK LANJUT SKM PERIODE SEBELUMNYA",
)
OWN_CHAPTERS_OF_LAMPIRAN_4 = (
    "Bab I Pendahuluan",
    "Bab II Deskripsi Rencana Tindak Lanjut",
    "Bab III Realisasi Rencana Tindak Lanjut",
    "Bab IV Kesimpulan",
)


def headings(document: Document) -> tuple[str, ...]:
    return tuple(f"{block.label} {block.title}" for block in document.blocks if isinstance(block, Heading))


def below(document: Document, label: str) -> list[Block]:
    """The blocks below a heading, to the next one."""
    blocks = iter(document.blocks)
    next(block for block in blocks if isinstance(block, Heading) and block.label == label)
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            break
        found.append(block)
    return found


def table(blocks: Iterable[Block]) -> list[list[str]]:
    """The texts of the first table among the blocks."""
    first = next(block for block in blocks if isinstance(block, TableBlock))
    return [[cell.text for cell in row] for row in first.rows]


def width(row: tuple[Cell, ...]) -> int:
    return sum(cell.columns for cell in row)


def test_the_parts_stand_in_the_official_order(jatirejo: UnitFigures) -> None:
    assert headings(unit_report(jatirejo)) == (*CHAPTERS, *OWN_CHAPTERS_OF_LAMPIRAN_4)


def test_no_part_is_lost_in_a_bad_year(extreme: UnitFigures) -> None:
    document = unit_report(extreme)
    own = () if extreme.follow_up_before is None else OWN_CHAPTERS_OF_LAMPIRAN_4
    assert headings(document) == (*CHAPTERS, *own)
    assert sum(isinstance(block, SignatureBlock) for block in document.blocks) == 1
    assert sum(isinstance(block, Question) for block in document.blocks) == len(UNSUR)
    assert "Foto pelaksanaan SKM tidak dilampirkan." in said(document.blocks)
    assert "None" not in said(document.blocks)


def test_every_row_of_every_table_fills_its_columns(extreme: UnitFigures) -> None:
    for block in unit_report(extreme).blocks:
        if not isinstance(block, TableBlock):
            continue
        occupied = [0] * len(block.widths)
        for row in (*block.header, *block.rows):
            free = [column for column, rows in enumerate(occupied) if rows == 0]
            assert width(row) == len(free), (block.caption, [cell.text for cell in row])
            for cell in row:
                for _ in range(cell.columns):
                    occupied[free.pop(0)] = cell.rows
            occupied = [rows - 1 for rows in occupied]
        assert not any(occupied), block.caption


def test_tables_and_figures_are_numbered_by_chapter(jatirejo: UnitFigures) -> None:
    labels = [block.label for block in unit_report(jatirejo).blocks if isinstance(block, (TableBlock, Chart))]
    assert labels == [
        *("Tabel 2.1", "Tabel 2.2", "Tabel 3.1", "Gambar 3.1", "Gambar 3.2", "Gambar 3.3", "Gambar 3.4", "Tabel 3.2"),
        *("Gambar 3.5", "Tabel 3.3", "Tabel 4.1", "Tabel 4.2", "Tabel 4.3", "Gambar 4.1", "Tabel L2.1", "Tabel L2.2"),
        *("Tabel L4.1", "Tabel L4.2", "Tabel L4.3", "Tabel L4.4"),
    ]


def test_the_conclusion_repeats_the_chapters_word_for_word(extreme: UnitFigures) -> None:
    """Every point of Bab V is said before, except lowest and highest unsur, which Bab IV lists."""
    document = unit_report(extreme)
    everything = said(document.blocks[: document.blocks.index(below(document, "BAB V")[0])])
    everything += said(below(document, "Bab IV")) if extreme.follow_up_before is not None else ""
    (points,) = [block for block in below(document, "BAB V") if isinstance(block, Points)]
    for point in map(plain, points.items):
        if "dengan nilai ter" in point:
            heading, _, ranks = point.partition(": ")
            listed = said(below(document, "4.1"))
            assert f"{heading}:" in listed
            assert all(one in listed for one in ranks.removesuffix(".").split("; "))
        else:
            assert point in everything


def test_the_index_is_the_same_wherever_it_stands(jatirejo: UnitFigures) -> None:
    document = unit_report(jatirejo)
    for label in ("3.2", "4.3", "BAB V", "A."):
        assert "93,61" in said(below(document, label)), label
    assert ["IKM Unit Layanan", "93,61 (A atau Sangat Baik)"] in table(below(document, "3.2"))
    assert ["IKM dengan bobot 1/9", "94,56 (A atau Sangat Baik)"] in table(below(document, "3.2"))


def test_what_the_reader_must_know_stands_at_the_index(extremes: dict[str, UnitFigures]) -> None:
    (notice,) = [
        block for block in below(unit_report(extremes["few_respondents"]), "3.2") if isinstance(block, NoticeBlock)
    ]
    assert "dengan bobot 1/9 IKM 88,89, mutu A (Sangat Baik)" in notice.items[0]
    assert "382 responden, sedangkan kuesioner yang sah baru 29" in notice.items[1]


def test_a_profile_that_is_missing_is_said_to_be_missing(extremes: dict[str, UnitFigures]) -> None:
    none = below(unit_report(extremes["no_profile"]), "3.1")
    assert "tidak memuat jenis kelamin, usia, pendidikan, dan pekerjaan" in said(none)
    assert not any(isinstance(block, (TableBlock, Chart)) for block in none)
    some = below(unit_report(extremes["few_respondents"]), "3.1")
    assert ["3", "Pendidikan", "Tidak dimuat dalam berkas sumber"] in table(some)
    assert sum(isinstance(block, Chart) for block in some) == 1


def test_nine_equal_unsur_are_not_ranked(extremes: dict[str, UnitFigures]) -> None:
    analysis = below(unit_report(extremes["all_equal"]), "4.1")
    assert "tidak ada unsur terendah atau tertinggi" in said(analysis)
    assert not any(isinstance(block, Points) for block in analysis)


def test_a_plan_is_printed_as_it_was_sent(jatirejo: UnitFigures) -> None:
    rows = table(below(unit_report(jatirejo), "4.2"))
    assert rows[0] == ["1.", "Persyaratan", "Mereview SOP", QUARTER_MARK, "", "", "", "Kecamatan Jatirejo"]
    assert [row[1] for row in rows] == ["Persyaratan", "Produk Spesifikasi Jenis Pelayanan", "Sarana dan Prasarana"]


def test_without_a_plan_the_lowest_unsur_wait_in_an_empty_table(extremes: dict[str, UnitFigures]) -> None:
    document = unit_report(extremes["no_follow_up"])
    plan = below(document, "4.2")
    assert "belum diterima dari Kecamatan Jatirejo" in said(plan)
    assert "tindak-lanjut-skm-35.16.01-2024.xlsx" in said(plan)
    assert table(plan) == [
        [f"{position}.", one.name, "", "", "", "", "", ""]
        for position, one in enumerate(extremes["no_follow_up"].lowest_unsur, start=1)
    ]
    assert "atas hasil SKM tahun 2023 belum diterima" in said(below(document, "LAMPIRAN 4"))
    first = below(unit_report(extremes["one_respondent"]), "LAMPIRAN 4")
    assert "IKM tahun 2023 tidak ada dalam data yang diterbitkan" in said(first)


def test_one_period_has_no_chart_of_a_trend(extremes: dict[str, UnitFigures]) -> None:
    trend = below(unit_report(extremes["one_respondent"]), "4.3")
    assert "tren belum dapat ditunjukkan" in said(trend)
    assert not any(isinstance(block, Chart) for block in trend)
    assert len(table(below(unit_report(extremes["many_periods"]), "4.3"))) == 20


def test_the_previous_period_without_an_index_is_said(jatirejo: UnitFigures) -> None:
    figures = jatirejo.model_copy(update={"results_before": None})
    assert "IKM tahun 2023 tidak ada dalam data yang diterbitkan" in said(below(unit_report(figures), "Bab II"))


def test_photographs_and_what_is_said_of_those_that_are_not_printed(jatirejo: UnitFigures) -> None:
    figures = jatirejo.model_copy(
        update={"photographs": tuple(PhotographFigure(name=f"{n}.jpg", caption="", version="") for n in range(5))}
    )
    appendix = below(
        unit_report(figures, [photograph(), photograph("Rapat")], ["3.heic: simpan sebagai JPEG."]), "LAMPIRAN 3"
    )
    assert [block for block in appendix if isinstance(block, Photographs)] == [
        Photographs((photograph(), photograph("Rapat")))
    ]
    for expected in ("dengan 2 (dua) foto berikut", "2 foto lain tidak dimuat", "3.heic: simpan sebagai JPEG."):
        assert expected in said(appendix)
    assert "Foto pelaksanaan SKM tidak dimuat dalam edisi publik." in said(unit_report(public_figures(figures)).blocks)
    assert public_figures(figures).photographs == ()


def test_rows_of_respondents_are_in_the_report_only_when_asked_for(
    jatirejo: UnitFigures, jatirejo_responses: tuple[ResponseFigure, ...]
) -> None:
    assert "olah-data-skm-35.16.01-2024.xlsx" in said(below(unit_report(jatirejo), "B."))
    figures = jatirejo.model_copy(update={"responses": jatirejo_responses})
    rows = table(below(unit_report(figures), "B."))
    assert [sum(int(row[column]) for row in rows) for column in range(1, 10)] == [one.total for one in figures.unsur]


def test_files_beyond_the_table_are_counted_in_one_line(extremes: dict[str, UnitFigures]) -> None:
    rows = table(below(unit_report(extremes["long_texts"]), "C."))
    assert len(rows) == 20
    assert rows[-1] == ["21 berkas lainnya", "12.978", "12.915", "63", "0", "0", "12.915"]


def test_a_suggestion_without_end_is_shortened(extremes: dict[str, UnitFigures]) -> None:
    longest = max(len(cell) for row in table(below(unit_report(extremes["long_texts"]), "4.1")) for cell in row)
    assert 400 < longest < 900


def test_the_public_edition_says_nothing_that_is_not_public(
    extremes: dict[str, UnitFigures], jatirejo: UnitFigures
) -> None:
    document = unit_report(extremes["public"])
    assert headings(document) == CHAPTERS
    assert document.cover.subtitle == "(SKM) EDISI PUBLIK"
    assert not [block for block in document.blocks if isinstance(block, SignatureBlock | Photographs)]
    everything = said(document.blocks)
    assert jatirejo.suggestions is not None
    assert jatirejo.follow_up is not None
    assert jatirejo.follow_up_before is not None
    hidden = [example for theme in jatirejo.suggestions.themes for example in theme.examples]
    hidden += [file.path for file in jatirejo.files]
    hidden += [action.activity for plan in (jatirejo.follow_up, jatirejo.follow_up_before) for action in plan.actions]
    hidden += ["Saran tertulis", "belum diterima", ".xlsx"]
    assert not [text for text in hidden if text in everything]
    rows = table(below(document, "3.1"))
    assert ["3", "Pendidikan", "Tidak Sekolah", "tidak ditampilkan", "–"] in rows
    assert ["S2", "tidak ditampilkan", "–"] in rows
    assert "Jumlah yang kecil tidak ditampilkan" in everything


def pdf_text(document: Document) -> str:
    """All that a PDF says: its pages, its metadata, its bytes."""
    content = render_pdf(document).content
    with pymupdf.open(stream=content) as pdf:
        assert pdf.embfile_count() == 0
        pages = " ".join(" ".join(page.get_text() for page in pdf).split())
        return f"{pages} {pdf.metadata} {pdf.get_xml_metadata()} {content.decode('latin-1')}"


def test_the_public_pdf_says_nothing_that_is_not_public(
    extremes: dict[str, UnitFigures], jatirejo: UnitFigures
) -> None:
    assert jatirejo.suggestions is not None
    internal = {example for theme in jatirejo.suggestions.themes for example in theme.examples}
    internal |= {file.path for file in jatirejo.files}
    for plan in (jatirejo.follow_up, jatirejo.follow_up_before):
        assert plan is not None
        internal |= {text for one in plan.actions for text in (one.activity, one.obstacle, one.strategy)}
    traces = {text for text in internal if len(text) > 5}
    found = pdf_text(unit_report(jatirejo))
    assert len([trace for trace in traces if trace in found]) > 5  # where they belong they can be found
    text = pdf_text(unit_report(extremes["public"]))
    assert not [trace for trace in traces if trace in text]
    assert "93,61" in text
    assert "Tidak Sekolah tidak ditampilkan –" in text
    assert "S2 tidak ditampilkan –" in text


def test_the_public_edition_is_silent_about_hidden_periods(jatirejo: UnitFigures) -> None:
    """Of the public tables a hidden period has no rows, and nothing else of a unit's figures speaks of it."""
    shown = jatirejo.trend[-1].model_copy(update={"change": None})
    index = jatirejo.index.model_copy(update={"change": None})
    public = public_figures(jatirejo.model_copy(update={"trend": (shown,), "unsur_before": (), "index": index}))
    everything = said(unit_report(public).blocks)
    assert "Baru tahun 2024 yang memiliki IKM yang dipublikasikan" in everything
    for trace in ("86,08", "7,53", "245"):
        assert trace in said(unit_report(jatirejo).blocks)
        assert trace not in everything


def test_the_public_edition_has_no_sums_of_answers(jatirejo: UnitFigures) -> None:
    """NRR with two decimals, as in the public tables, and nothing that it could be made more exact with."""
    unsur = tuple(one.model_copy(update={"total": None, "nrr": round(one.nrr, 2)}) for one in jatirejo.unsur)
    public = said(unit_report(public_figures(jatirejo.model_copy(update={"unsur": unsur}))).blocks)
    internal = said(unit_report(jatirejo).blocks)
    assert "Σ nilai per unsur" in internal
    assert "Σ nilai per unsur" not in public
    assert f"{jatirejo.unsur[0].nrr:.4f}".replace(".", ",") in internal
    assert f"{unsur[0].nrr:.2f}".replace(".", ",") in public
    assert f"{unsur[0].nrr:.2f}00".replace(".", ",") not in public


def test_the_document_carries_its_lineage(jatirejo: UnitFigures) -> None:
    document = unit_report(jatirejo)
    assert document.footer == "SKM Kecamatan Jatirejo · Tahun 2024 · Kode AZNG-F9E9"
    explained = (
        "Kode AZNG-F9E9 di kaki setiap halaman menandai data 4be1c09aa1d2 yang diolah dengan aplikasi versi 0.1.0"
    )
    assert explained in said(below(document, "C."))
    assert (document.cover.owner, document.cover.period) == ("KECAMATAN JATIREJO", "TAHUN 2024")
    assert document.dated == jatirejo.period.end_date


@pytest.mark.parametrize("weight", ["1/9", "0.111"])
def test_another_weight_is_named(jatirejo: UnitFigures, weight: str) -> None:
    index = jatirejo.index.model_copy(update={"weight": weight})
    rows = table(below(unit_report(jatirejo.model_copy(update={"index": index})), "3.2"))
    assert any(row[0] == "IKM dengan bobot 1/9" for row in rows) == (weight != "1/9")


def test_a_questionnaire_of_the_unit_s_own(jatirejo_rows: dict[str, Any]) -> None:
    """It is told how many questions there were, and each stands under its unsur in the appendix. What was counted in
    parts of an answer is printed in whole ones."""
    questions = [
        questionnaires.Question(unsur.column, f"Tanya {number}") for number, unsur in enumerate(UNSUR, start=1)
    ]
    own = questionnaires.Questionnaire("a", (questionnaires.Question("u1", "Tanya 0"), *questions))
    unsur = [{**row, "total": row["total"] * 2, "answer_parts": 2} for row in jatirejo_rows["ikm_unsur"]]
    rows = jatirejo_rows | {"ikm_unsur": unsur, "questionnaire": own}
    answers = answers_of(dict.fromkeys(UNSUR_COLUMNS, 7) | {"answer_parts": 2})
    person = ResponseFigure(
        **dict.fromkeys(("response_date", "gender", "age", "age_band", "education", "occupation")), answers=answers
    )
    report = unit_report(unit_figures(**rows).model_copy(update={"responses": (person,)}))
    text = said(report.blocks)
    assert "Kuesioner memuat 10 (sepuluh) pertanyaan tentang sembilan unsur pelayanan" in text
    assert "Persyaratan: (1) Tanya 0 (2) Tanya 1" in text
    assert not any(isinstance(block, Question) for block in report.blocks)
    assert "2.282,00" in text
    assert "3,50" in text


BEYOND = {"questionnaire": "a", "scale": 4, "asked": 615, "respondents": 600, "score_low": "70", "score_high": "75"}
NOBODY = dict.fromkeys(("mean", "score", "score_low", "score_high", "mutu"))
BEYOND_ROWS = (
    {**BEYOND, "code": "U10", "kind": "unsur", "name": "Transparansi", "formula": "NRR × 25"}
    | {"mean": 2.9231, "score": "73.08", "mutu": "C"},
    {**BEYOND, "code": "IKM", "kind": "weights", "name": "IKM menurut bobot unit", "formula": "Σ"}
    | {"mean": 3.2168, "score": "80.42", "mutu": "B"},
    {**BEYOND, "code": "SPAK", "kind": "survey", "name": "Anti Korupsi", "formula": "rata-rata jawaban × 100/6"}
    | {"respondents": 0, "scale": 6, **NOBODY},
)


def test_what_is_asked_beyond_the_nine_unsur_stands_apart(jatirejo_rows: dict[str, Any]) -> None:
    """In sections of its own of the unit's report; the public edition says nothing of it."""
    own = questionnaires.Questionnaire(
        "a",
        tuple(questionnaires.Question(unsur.column, f"Tanya {unsur.code}") for unsur in UNSUR),
        further_questions=(questionnaires.Question("U10", "Terbuka?"), questionnaires.Question("SPAK", "Ada calo?")),
        further_unsur=(questionnaires.FurtherUnsur("U10", "Transparansi"),),
        surveys=(questionnaires.Survey("SPAK", "Anti Korupsi", 6, Fraction(50, 3)),),
    )
    figures = unit_figures(**jatirejo_rows, questionnaire=own, further_index=BEYOND_ROWS)
    document = unit_report(figures)
    assert table(below(document, "3.3")) == [
        ["U10", "Transparansi", "600", "2,92", "73,08", "70,00 – 75,00", "C (Kurang Baik)"],
        ["IKM", "IKM menurut bobot unit", "600", "3,22", "80,42", "70,00 – 75,00", "B (Baik)"],
    ]
    assert table(below(document, "3.4")) == [["SPAK", "Anti Korupsi", "0", "–", "–", "–"]]
    text = said(document.blocks)
    assert "selalu dihitung dari sembilan unsur dengan bobot yang sama untuk semua unit" in text
    assert "IKM menurut bobot unit adalah 80,42, dihitung sebagai Σ." in text
    assert "Anti Korupsi (SPAK): jawaban 1 sampai 6, indeks = rata-rata jawaban × 100/6." in text
    assert "Selain itu ada 2 (dua) pertanyaan di luar unsur tersebut." in text
    assert "Anti Korupsi (jawaban 1 sampai 6): Ada calo?" in text
    assert figures.index == unit_figures(**jatirejo_rows).index
    shown = said(unit_report(public_figures(figures)).blocks)
    assert not [word for word in ("Transparansi", "bobot unit", "Anti Korupsi", "di luar unsur") if word in shown]

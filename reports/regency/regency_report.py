"""The regency's own report on one period: Laporan Indeks Kepuasan Masyarakat.

Belongs here: which block follows which. Not here: sentences with figures (`reports.wording.regency_sentences`),
tables (`reports.regency.regency_tables`), the pages of the units (`reports.regency.regency_appendix`), the look of
a format (`reports.writers.pdf`, `reports.writers.word`). The report is the staff's: it names files and findings.
What somebody suggested stands in no part of it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from contracts.unsur import UNSUR
from reports.figures.regency_figures import RankedFigure, RegencyFigures
from reports.figures.unit_figures import comparable, mixed_weights
from reports.regency.regency_appendix import signals_to_explain, unit_results
from reports.regency.regency_reliability import reliability_blocks
from reports.regency.regency_sensitivity import sensitivity_blocks
from reports.regency.regency_tables import (
    LONGEST_TABLE,
    coverage_table,
    files_table,
    findings_table,
    follow_up_table,
    grades_table,
    heat_map,
    methods_table,
    missing_table,
    movers_table,
    ranking_table,
    rules_table,
    sample_table,
    targets_table,
    trend_table,
    uncounted_files_table,
    unsur_table,
    weight_table,
)
from reports.wording.certainty_sentences import certainty
from reports.wording.further_sentences import units_sentence
from reports.wording.indonesian import period_in_sentence, type_name, whole_number
from reports.wording.people_served_sentences import people_served_sentence
from reports.wording.regency_sentences import (
    METHOD_MEANINGS,
    METHOD_NAMES,
    conclusions,
    coverage_sentence,
    follow_up_sentence,
    grades_sentence,
    headline_sentence,
    methods_sentence,
    missing_sentence,
    movers_caution,
    movers_sentence,
    ranks_explained,
    recommendations,
    rows_sentence,
    sample_sentence,
    simultaneous_explained,
    succession_sentence,
    ties_sentence,
    top_sentence,
    trend_sentence,
    unranked_sentence,
    unsur_sentences,
    weight_dependent_sentence,
)
from reports.wording.revision_sentences import after_title, keywords_of, label_of, regency_section
from reports.wording.signature import signature
from reports.wording.source_sentences import code_keywords, footer_of, lineage_of, receipt_of
from reports.wording.target_sentences import targets_sentence
from reports.wording.unit_sentences import CONFIDENCE_LABEL, survey_sentence, weight_label
from reports.writers.blocks import (
    Block,
    Cover,
    Document,
    Heading,
    Paragraph,
    Points,
    TableBlock,
    numbered,
)
from reports.writers.charts import RankedEntry, ranking_block, trend_block
from reports.writers.letterheads import letterhead_block

MOST_MOVERS: Final = 10
"""Units in each table of movers; equal changes at its end add to them."""
CHART_UNITS: Final = 40
"""Units in one chart of a ranking; more are drawn in several."""
MOST_CHARTED: Final = 300
"""Units beyond which a ranking is a table alone, and the heat map is left to the workbook."""
FEWEST_CHARTED: Final = 2

T = TypeVar("T")


def regency_report(figures: RegencyFigures) -> Document:
    """The report. Same figures, same document."""
    period = figures.period
    return Document(
        title=(
            f"Laporan Indeks Kepuasan Masyarakat {figures.regency_name} {period.label}{after_title(figures.revision)}"
        ),
        subject=headline_sentence(figures),
        author=figures.organiser,
        cover=Cover(
            title="Laporan Indeks Kepuasan Masyarakat",
            subtitle="Hasil Survei Kepuasan Masyarakat (SKM) seluruh unit pelayanan",
            owner=figures.organiser,
            regency=figures.regency_name,
            period=period.label,
            revision=label_of(figures.revision),
        ),
        letterhead=letterhead_block(figures.letterhead),
        blocks=numbered(tuple(_blocks(figures))),
        footer=footer_of(f"IKM {figures.regency_name}", period.label, figures.revision, figures.run),
        dated=period.end_date,
        keywords=(
            "SKM",
            "IKM",
            figures.regency_name,
            period.label,
            *keywords_of(figures.revision),
            *code_keywords(figures.run),
        ),
        receipt=receipt_of(figures.page_address, figures.run),
    )


def _blocks(figures: RegencyFigures) -> Iterator[Block]:
    yield from _introduction(figures)
    yield from regency_section(figures.revision, "1.4", len(figures.registered))
    yield from _collection(figures)
    yield from _results(figures)
    yield from _analysis(figures)
    yield from _conclusion(figures)
    yield from unit_results(figures)
    yield from signals_to_explain(figures)


def _introduction(figures: RegencyFigures) -> Iterator[Block]:
    yield Heading(1, "BAB I", "PENDAHULUAN", "1")
    yield Heading(2, "1.1", "Latar Belakang")
    yield Paragraph(
        "Setiap unit pelayanan publik wajib menanyakan kepuasan masyarakat yang dilayaninya sekurang-kurangnya sekali "
        f"setahun. {figures.organiser} menghimpun hasil survei seluruh unit di {figures.regency_name}, menghitungnya "
        "dengan cara yang sama, dan menyajikannya dalam laporan ini sebagai bahan pembinaan unit dan bahan keputusan "
        "pimpinan."
    )
    yield Heading(2, "1.2", "Dasar")
    yield Points(
        (
            "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik;",
            "Peraturan Pemerintah Nomor 96 Tahun 2012 tentang Pelaksanaan Undang-Undang Nomor 25 Tahun 2009;",
            "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 14 Tahun 2017 tentang "
            "Pedoman Penyusunan Survei Kepuasan Masyarakat Unit Penyelenggara Pelayanan Publik.",
        ),
        "number",
    )
    yield Heading(2, "1.3", "Metode")
    yield Paragraph(
        f"Responden menjawab {len(UNSUR)} pertanyaan, satu untuk setiap unsur pelayanan, dengan nilai 1 sampai 4. "
        f"IKM unit adalah jumlah NRR kesembilan unsur yang masing-masing dikalikan bobot "
        f"{weight_label(figures.headline.weight)}, lalu dikalikan 25; NRR adalah rata-rata jawaban, dan nilai "
        "unsur adalah NRR × 25. Hasilnya baru pada akhir perhitungan dibulatkan ke dua desimal, lalu diberi mutu."
    )
    yield grades_table(figures.headline.weight)
    yield Paragraph("IKM kabupaten dihitung dengan tiga cara, dan setiap angka disebut bersama caranya:")
    yield Points(
        tuple(
            f"{METHOD_NAMES[method.method]}: {METHOD_MEANINGS[method.method]}{'; ' if position < 2 else '.'}".rstrip()
            for position, method in enumerate(figures.methods)
        ),
        "letter",
    )
    yield Paragraph(
        f"IKM unit disertai selang kepercayaan {CONFIDENCE_LABEL}, karena yang menjawab hanya sebagian penerima "
        "layanan. Kecukupan jumlah responden dinilai dengan rumus Krejcie dan Morgan bila jumlah penerima layanan "
        "diketahui. Unit tanpa jawaban yang sah tidak memiliki IKM; unit itu didaftar, bukan diberi nilai nol."
    )


def _collection(figures: RegencyFigures) -> Iterator[Block]:
    yield Heading(1, "BAB II", "PELAKSANAAN", "2")
    yield Heading(2, "2.1", "Unit dan Responden")
    yield Paragraph(coverage_sentence(figures))
    yield coverage_table(figures)
    yield Heading(2, "2.2", "Berkas dan Mutu Data")
    yield Paragraph(rows_sentence(figures))
    if figures.files:
        yield files_table(figures)
    if figures.rules:
        yield rules_table(figures)
    if figures.uncounted_files:
        yield Paragraph("Berkas berikut belum dihitung sampai pengirim atau petugas menindaklanjutinya.")
        yield from _shortened(figures.uncounted_files, lambda _: uncounted_files_table(figures), "berkas")
    else:
        yield Paragraph("Tidak ada berkas yang ditolak atau ditahan.")
    if figures.findings is None:
        yield Paragraph("Hasil pemeriksaan mutu data semua berkas dimuat pada laporan periode terakhir.")
    elif figures.findings:
        yield findings_table(figures.findings)
    else:
        yield Paragraph("Semua pemeriksaan mutu data terpenuhi.")
    yield Paragraph(lineage_of(figures.run), "quiet")


def _results(figures: RegencyFigures) -> Iterator[Block]:
    yield Heading(1, "BAB III", "HASIL", "3")
    yield Heading(2, "3.1", "IKM Kabupaten")
    yield Paragraph(f"{headline_sentence(figures)} {certainty(figures)}")
    yield methods_table(figures)
    yield Paragraph(methods_sentence(figures))
    if figures.people_served is not None:
        yield Paragraph(people_served_sentence(figures.people_served, figures.period_code))
    yield Heading(2, "3.2", "Tren")
    yield Paragraph(trend_sentence(figures))
    if len(figures.trend) > 1:
        exactly = ", bobot 1/9" if mixed_weights(figures.trend) else ""
        yield trend_block(
            comparable(figures.trend),
            title=f"Tren IKM {figures.regency_name}",
            caption=f"Tren IKM {figures.regency_name} ({METHOD_NAMES[figures.headline.method]}{exactly})",
        )
        yield trend_table(figures)
    yield from _rankings(figures)
    yield Heading(2, "3.4", "Sembilan Unsur")
    told = " ".join(unsur_sentences(figures.lowest_unsur, figures.highest_unsur))
    yield Paragraph(
        f"Nilai setiap unsur untuk seluruh kabupaten dihitung sebagai {METHOD_NAMES[figures.headline.method]}. {told}"
    )
    yield unsur_table(figures.unsur, "Nilai sembilan unsur seluruh kabupaten")
    if len(figures.ranking) <= MOST_CHARTED:
        yield heat_map(figures)
    else:
        yield Paragraph(
            f"Nilai sembilan unsur {whole_number(len(figures.ranking))} unit menurut mutunya ada pada lembar Unsur "
            "dalam buku kerja laporan ini."
        )


def _rankings(figures: RegencyFigures) -> Iterator[Block]:
    yield Heading(2, "3.3", "Peringkat Unit")
    yield Paragraph(" ".join(filter(None, (grades_sentence(figures), *_ranks_told(figures.ranking, "unit")))))
    explained = (ranks_explained(), simultaneous_explained(), survey_sentence(), units_sentence(figures.asking_more))
    yield Paragraph(" ".join(filter(None, explained)))
    period = period_in_sentence(figures.period)
    kinds = figures.ranking_by_type
    yield ranking_table(figures.ranking, f"Peringkat IKM semua unit, {period}", with_type=len(kinds) > 1)
    yield from (
        _by_type(figures) if len(kinds) > 1 else _ranking_charts(figures.ranking, "semua unit", len(figures.ranking))
    )
    yield from reliability_blocks(figures)
    yield from sensitivity_blocks(figures)


def _by_type(figures: RegencyFigures) -> Iterator[Block]:
    period, kinds = period_in_sentence(figures.period), figures.ranking_by_type
    for kind, ranking in kinds:
        name = type_name(kind)
        yield Heading(3, "", f"Peringkat {name}")
        yield Paragraph(" ".join(filter(None, _ranks_told(ranking, name))))
        if len(ranking) > 1:
            yield ranking_table(ranking, f"Peringkat IKM {name}, {period}", with_type=False)
            yield from _ranking_charts(ranking, name, len(figures.ranking))


def _ranks_told(ranking: Sequence[RankedFigure], among: str) -> tuple[str, ...]:
    return top_sentence(ranking, among), ties_sentence(ranking), unranked_sentence(ranking)


def _ranking_charts(ranking: Sequence[RankedFigure], name: str, units: int) -> Iterator[Block]:
    if units > MOST_CHARTED or len(ranking) < FEWEST_CHARTED:
        return
    for start in range(0, len(ranking), CHART_UNITS):
        part = ranking[start : start + CHART_UNITS]
        places = (
            f", urutan {whole_number(start + 1)} – {whole_number(start + len(part))}"
            if len(ranking) > CHART_UNITS
            else ""
        )
        yield ranking_block(
            [RankedEntry(unit.unit_name, unit.ikm, unit.ikm_low, unit.ikm_high, unit.mutu) for unit in part],
            title=f"IKM {name}{places}",
            caption=f"IKM {name} dengan selang kepercayaan {CONFIDENCE_LABEL}{places}",
        )


def _analysis(figures: RegencyFigures) -> Iterator[Block]:
    yield Heading(1, "BAB IV", "ANALISIS", "4")
    yield Heading(2, "4.1", "Perubahan dari Periode Sebelumnya")
    yield Paragraph(movers_sentence(figures))
    if figures.compared:
        yield Paragraph(movers_caution())
    if succession := succession_sentence(figures):
        yield Paragraph(succession)
    for units, word in ((figures.risen, "kenaikan"), (figures.fallen, "penurunan")):
        if units:
            shown = _largest(units)
            scope = "" if len(shown) == len(units) else " terbesar"
            yield movers_table(shown, f"Unit dengan {word} IKM{scope}")
    yield Heading(2, "4.2", "Kecukupan Jumlah Responden")
    yield Paragraph(sample_sentence(figures))
    if figures.below_sample:
        yield from _shortened(figures.below_sample, sample_table, "unit")
    yield Heading(2, "4.3", "Mutu yang Bergantung pada Bobot")
    yield Paragraph(weight_dependent_sentence(figures))
    if figures.weight_dependent:
        yield from _shortened(figures.weight_dependent, weight_table, "unit")
    yield Heading(2, "4.4", "Unit yang Belum Melapor")
    yield Paragraph(missing_sentence(figures))
    if figures.missing:
        yield from _shortened(figures.missing, missing_table, "unit")
    yield Heading(2, "4.5", "Tindak Lanjut Hasil Periode Sebelumnya")
    yield Paragraph(follow_up_sentence(figures))
    if figures.follow_up is not None:
        yield from _shortened(figures.follow_up.by_unit, lambda units: follow_up_table(figures, units), "unit")
    if figures.targets:
        yield Heading(2, "4.6", "Capaian Target")
        yield Paragraph(targets_sentence(figures.targets, len(figures.ranking)))
        yield from _shortened(figures.targets, targets_table, "unit")


def _largest(units: Sequence[RankedFigure]) -> Sequence[RankedFigure]:
    if len(units) <= MOST_MOVERS:
        return units
    last = units[MOST_MOVERS - 1].change
    return [unit for position, unit in enumerate(units) if position < MOST_MOVERS or unit.change == last]


def _shortened(items: Sequence[T], table: Callable[[Sequence[T]], TableBlock], what: str) -> Iterator[Block]:
    """The table of the first items; where there are more, a remark says how many and where they stand."""
    yield table(items[:LONGEST_TABLE])
    if len(items) > LONGEST_TABLE:
        rest = whole_number(len(items) - LONGEST_TABLE)
        yield Paragraph(f"{rest} {what} lainnya tercantum dalam buku kerja laporan ini.", "quiet")


def _conclusion(figures: RegencyFigures) -> Iterator[Block]:
    yield Heading(1, "BAB V", "KESIMPULAN DAN REKOMENDASI", "5")
    yield Heading(2, "5.1", "Kesimpulan")
    yield Points(conclusions(figures), "number")
    yield Heading(2, "5.2", "Rekomendasi")
    if advice := recommendations(figures):
        yield Points(advice, "number")
    else:
        yield Paragraph("Angka pada periode ini tidak menunjukkan hal yang memerlukan perbaikan khusus.")
    yield signature(figures.signatory, figures.organiser, figures.capital, figures.regency_name)

"""The metadata that BPS asks of a sectoral survey: activity (MS-Keg), variables (MS-Var), indicators (MS-Ind).

Belongs here: which fact of the contracts and the settings answers which question. What nobody declared is left to
staff, in cells that say so. Not here: the facts themselves (`contracts`), any figure but the number of respondents.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Final

from contracts.columns import Table
from contracts.follow_up_tables import FOLLOW_UP_REALISATION
from contracts.method import GRADES, INDEX_FACTOR, WEIGHTS
from contracts.regency_tables import IKM_REGENCY
from contracts.respondent import CHARACTERISTICS
from contracts.rules import OLDEST_AGE, ROW_RULES, YOUNGEST_AGE
from contracts.tables import IKM_UNIT, IKM_UNSUR
from contracts.unsur import SCALE, UNSUR
from reports.figures.submission_figures import SubmissionFigures
from reports.wording.indonesian import date_span, joined, whole_number
from reports.wording.unit_sentences import weight_label
from reports.workbooks.workbook_cells import (
    Book,
    CellContent,
    new_workbook,
    set_height,
    set_page,
    write_row,
    write_text,
)

TO_FILL_IN: Final = "(diisi petugas)"
_TITLE: Final = "Survei Kepuasan Masyarakat (SKM)"
_REGULATION: Final = "Permen PANRB Nomor 14 Tahun 2017"
_HEADER_ROW: Final = 2

Line = tuple[CellContent, ...]


def statistics_metadata(figures: SubmissionFigures) -> bytes:
    """The three forms as sheets of a workbook (xlsx); same figures, same bytes."""
    target = BytesIO()
    title = f"Metadata statistik SKM {figures.regency_name} {figures.period.label}"
    with new_workbook(target, title=title, author=figures.organiser) as book:
        _write(
            book, "MS-Keg", "METADATA KEGIATAN STATISTIK", figures,
            (("Blok", 30), ("Rincian", 38), ("Isian", 70)), list(_activity(figures)),
        )  # fmt: skip
        _write(
            book, "MS-Var", "METADATA VARIABEL STATISTIK", figures,
            (("Nama Variabel", 26), ("Konsep", 24), ("Definisi", 44), ("Referensi", 20), ("Klasifikasi Isian", 44),
             ("Aturan Validasi", 38), ("Kalimat Pertanyaan", 44)),
            list(_variables()),
        )  # fmt: skip
        _write(
            book, "MS-Ind", "METADATA INDIKATOR STATISTIK", figures,
            (("Nama Indikator", 28), ("Konsep", 26), ("Definisi", 40), ("Interpretasi", 40), ("Rumus", 44),
             ("Ukuran", 12), ("Satuan", 12), ("Klasifikasi Penyajian", 26), ("Komposit", 10), ("Tingkat Penyajian", 18),
             ("Untuk Umum", 11)),
            list(_indicators(figures)),
        )  # fmt: skip
    return target.getvalue()


def _activity(figures: SubmissionFigures) -> Iterator[Line]:
    head = figures.letterhead
    period = figures.period
    yield from _block(
        "I. Penyelenggara",
        ("Judul kegiatan", f"{_TITLE} {figures.regency_name} {period.label}"),
        ("Instansi penyelenggara", f"{figures.organiser} {figures.regency_name}"),
        ("Alamat", head.address or TO_FILL_IN),
        ("Telepon, surel", head.contact or TO_FILL_IN),
    )
    yield from _block(
        "II. Penanggung jawab",
        ("Jabatan", figures.signatory.office or TO_FILL_IN),
        ("Nama", figures.signatory.name or TO_FILL_IN),
        ("Penanggung jawab teknis", TO_FILL_IN),
    )
    yield from _block(
        "III. Perencanaan dan persiapan",
        ("Dasar", _REGULATION),
        ("Tujuan", "Mengukur kepuasan masyarakat atas setiap unsur pelayanan sebagai dasar perbaikan mutu pelayanan."),
        ("Jadwal pelaksanaan", date_span(period.start_date, period.end_date)),
        ("Variabel yang dikumpulkan", joined([*(one.name for one in UNSUR), *(one.label for one in CHARACTERISTICS)])),
    )
    yield from _block(
        "IV. Desain kegiatan",
        ("Kegiatan dilakukan", "Berulang"),
        ("Cara pengumpulan data", "Survei"),
        ("Cakupan wilayah", figures.regency_name),
        ("Sarana pengumpulan data", figures.channel),
        ("Unit pengumpulan data", "Penerima layanan"),
    )
    yield from _block(
        "V. Desain sampel",
        ("Jenis rancangan sampel", "Nonprobabilitas: penerima layanan yang bersedia mengisi kuesioner"),
        ("Ukuran sampel paling sedikit", "Krejcie dan Morgan menurut jumlah penerima layanan (lampiran regulasi)"),
        ("Jumlah responden", whole_number(figures.respondents)),
        ("Unit observasi", f"{whole_number(len(figures.units))} unit pelayanan"),
    )
    yield from _block(
        "VI. Pengumpulan data",
        ("Uji coba", TO_FILL_IN),
        ("Petugas pengumpulan data", TO_FILL_IN),
        ("Pemeriksaan kualitas", f"{len(ROW_RULES)} aturan validasi setiap baris; yang melanggar dikembalikan"),
    )
    yield from _block(
        "VII. Pengolahan dan analisis",
        ("Tahapan", "Penyuntingan, penyandian, penyahihan, dan tabulasi oleh aplikasi konsolidasi SKM"),
        ("Metode analisis", f"Deskriptif; indeks menurut {_REGULATION}"),
        ("Tingkat penyajian", "Kabupaten dan unit pelayanan"),
    )
    yield from _block(
        "VIII. Diseminasi hasil",
        ("Produk", "Laporan (digital), data terbuka (CSV, Parquet) untuk yang boleh dipublikasikan"),
        ("Data mikro untuk umum", "Tidak"),
        ("Rencana rilis", TO_FILL_IN),
    )


def _block(name: str, *lines: tuple[str, str]) -> Iterator[Line]:
    for question, answer in lines:
        yield name, question, answer


def _variables() -> Iterator[Line]:
    """The nine unsur, then what respondents say of themselves."""
    on_scale = f"bilangan bulat {SCALE[0]} sampai {SCALE[-1]}"
    for unsur in UNSUR:
        yield (
            f"{unsur.code} {unsur.name}",
            "Unsur kepuasan masyarakat",
            unsur.meaning,
            _REGULATION,
            "\n".join(f"{answer} = {words}" for answer, words in zip(SCALE, unsur.answers, strict=True)),
            on_scale,
            f"Bagaimana pendapat Saudara tentang {unsur.question}?",
        )
    for one in CHARACTERISTICS:
        yield (
            one.label,
            "Karakteristik responden",
            f"{one.label} responden menurut kategori",
            TO_FILL_IN,
            "\n".join(category.label for category in one.categories),
            _expected(one.name),
            one.label,
        )


def _expected(column: str) -> str:
    """What is right in a column, as the rules about its rows say it."""
    of_age = f"umur {YOUNGEST_AGE} sampai {OLDEST_AGE} tahun"
    said = dict.fromkeys(rule.expected for rule in ROW_RULES if rule.column == column)
    return "\n".join(said) or of_age


def _indicators(figures: SubmissionFigures) -> Iterator[Line]:
    weight = WEIGHTS[figures.weight]
    grades = "; ".join(f"{grade.mutu}: {grade.label}" for grade in GRADES)
    sum_of = (
        f"Σ (NRR setiap unsur × bobot) × {INDEX_FACTOR}; bobot {weight_label(weight.name)} ({weight.source}); "
        "dibulatkan sekali"
    )
    index = "Semakin tinggi semakin puas. "
    for table, name, formula, reading, column, level, composite in (
        (IKM_UNIT, "IKM unit pelayanan", sum_of, f"{index}{grades}.", "ikm", "Unit pelayanan", "Ya"),
        (IKM_REGENCY, "IKM kabupaten", "IKM semua unit menurut metode yang diutamakan", f"{index}{grades}.", "ikm",
         "Kabupaten", "Ya"),
        (IKM_UNSUR, "Nilai rata-rata (NRR) per unsur", "Σ nilai unsur ÷ jumlah responden", f"{index}Nilai {SCALE[0]} "
         f"sampai {SCALE[-1]}.", "nrr", "Unit pelayanan", "Tidak"),
        (FOLLOW_UP_REALISATION, "Realisasi tindak lanjut", "Kegiatan terlaksana ÷ kegiatan direncanakan × 100",
         "Semakin tinggi semakin banyak rencana yang terlaksana.", "realisation", "Unit pelayanan", "Tidak"),
    ):  # fmt: skip
        yield _indicator(table, name, formula, reading, column, level, composite)


def _indicator(
    table: Table, name: str, formula: str, reading: str, column: str, level: str, composite: str
) -> Line:  # fmt: skip
    words = table.indonesian
    [described] = [one for one in table.columns if one.name == column]
    shown = described.public and table.public
    return (
        name,
        words.title if words else name,
        f"{described.indonesian}. {words.meaning}" if words else described.indonesian,
        reading,
        formula,
        "Persentase" if column == "realisation" else "Indeks" if column == "ikm" else "Rata-rata",
        described.unit,
        words.grain if words else "",
        composite,
        level,
        "Ya" if shown else "Tidak",
    )


def _write(
    book: Book,
    name: str,
    title: str,
    figures: SubmissionFigures,
    columns: tuple[tuple[str, float], ...],
    lines: Sequence[Line],
) -> None:
    widths = [width for _, width in columns]
    sheet = book.sheet(name, widths)
    write_text(sheet, 0, 0, f"{title}: {_TITLE.upper()} {figures.period.label.upper()}", book.title)
    write_row(sheet, _HEADER_ROW, [header for header, _ in columns], book.header)
    open_cell = book.boxed(bg_color="#FFF8DC", text_wrap=True, valign="top", num_format="@")
    for row, line in enumerate(lines, start=_HEADER_ROW + 1):
        looks = [open_cell if cell == TO_FILL_IN else book.wrapped_text for cell in line]
        write_row(sheet, row, line, looks)
        set_height(sheet, row, list(zip(line, widths, strict=True)))
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    set_page(sheet, footer=f"{figures.regency_name} · {name}", header_rows=(_HEADER_ROW, _HEADER_ROW))

"""Bab I and Bab II of a unit's report: why and how the survey was held.

Belongs here: the text that is the same for every unit, and which sentence with a figure stands where. Not
here: sentences with figures (`reports.wording.unit_sentences`), results (`reports.unit.unit_results`), layout.
"""

from typing import Final

from contracts.unsur import UNSUR
from reports.figures.unit_figures import UnitFigures
from reports.wording import unit_sentences
from reports.wording.indonesian import number_and_words, period_in_sentence, whole_number
from reports.writers.blocks import Block, Cell, Heading, Paragraph, Points, TableBlock, TextRun
from reports.writers.table_cells import centred, heads, number

_LAW: Final = "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik"
_DECREE: Final = "Peraturan Pemerintah Nomor 96 Tahun 2012"
_REGULATION: Final = (
    "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 14 Tahun 2017 tentang Pedoman "
    "Penyusunan Survei Kepuasan Masyarakat Unit Penyelenggara Pelayanan Publik"
)


def background() -> tuple[Paragraph, ...]:
    """Why the public is asked, and how."""
    return (
        Paragraph(
            f"{_LAW} mewajibkan penyelenggara pelayanan mengikutsertakan masyarakat, dan {_DECREE} mengatur "
            "pelaksanaannya. Salah satu bentuk keikutsertaan itu adalah penilaian masyarakat atas pelayanan yang "
            "diterimanya."
        ),
        Paragraph(
            f"Cara menilainya ditetapkan dalam {_REGULATION}. Setiap unit pelayanan melaksanakan Survei Kepuasan "
            f"Masyarakat (SKM) paling sedikit sekali setahun terhadap {number_and_words(len(UNSUR))} unsur pelayanan, "
            "lalu menyatakan hasilnya sebagai Indeks Kepuasan Masyarakat (IKM)."
        ),
    )


def introduction(figures: UnitFigures) -> tuple[Block, ...]:
    """Bab I: background, legal basis, purpose."""
    unit = unit_sentences.unit_in_regency(figures)
    when = period_in_sentence(figures.period)
    return (
        Heading(1, "BAB I", "PENDAHULUAN", "1"),
        Heading(2, "1.1", "Latar Belakang"),
        *background(),
        Paragraph(
            f"Laporan ini menyajikan pelaksanaan SKM {unit} pada {when}: cara data dikumpulkan, hasil pengolahannya, "
            "unsur yang lemah dan yang kuat, serta tindak lanjutnya."
        ),
        Heading(2, "1.2", "Dasar Pelaksanaan Survei Kepuasan Masyarakat"),
        Points(
            (
                f"{_LAW};",
                f"{_DECREE} tentang Pelaksanaan {_LAW};",
                f"{_REGULATION}.",
            ),
            "number",
        ),
        Heading(2, "1.3", "Maksud dan Tujuan"),
        Paragraph(
            f"SKM dimaksudkan untuk mengukur kepuasan masyarakat atas pelayanan {unit} dengan cara yang sama pada "
            "setiap periode. Tujuannya adalah mengetahui mutu pelayanan menurut penggunanya sebagai dasar perbaikan."
        ),
        Paragraph("Sasaran SKM adalah:"),
        Points(
            (
                "masyarakat sebagai pengguna layanan ikut menilai kinerja penyelenggara;",
                "penyelenggara meningkatkan mutu pelayanannya;",
                "penyelenggara menemukan cara baru yang lebih baik dalam melayani;",
                "kecenderungan kepuasan masyarakat dari periode ke periode diketahui.",
            ),
            "number",
        ),
        Paragraph("Manfaat yang diperoleh dari SKM adalah:"),
        Points(
            (
                "kelemahan dan kekuatan setiap unsur pelayanan diketahui;",
                "kinerja pelayanan terukur secara berkala;",
                "kebijakan dan tindak lanjut ditetapkan berdasarkan data;",
                "unit pelayanan terdorong bersaing secara sehat dalam memperbaiki kinerjanya;",
                "masyarakat memperoleh gambaran tentang kinerja unit pelayanan.",
            ),
            "number",
        ),
    )


def collection(figures: UnitFigures) -> tuple[Block, ...]:
    """Bab II: who held the survey, how, where, when, and among how many."""
    unit = unit_sentences.unit_in_regency(figures)
    address = f", {figures.letterhead.address}," if figures.letterhead.address else ""
    return (
        Heading(1, "BAB II", "PENGUMPULAN DATA SKM", "2"),
        Heading(2, "2.1", "Pelaksana SKM"),
        Paragraph(
            f"SKM dilaksanakan secara mandiri oleh {unit}. Data semua unit dihimpun dan diolah dengan cara yang sama "
            f"oleh {figures.organiser} {figures.regency_name}."
        ),
        Heading(2, "2.2", "Metode Pengumpulan Data"),
        Paragraph(
            f"Data dikumpulkan dengan kuesioner melalui {figures.survey.channel}. "
            f"{unit_sentences.questions_sentence(figures)} Unsur yang dinilai adalah:"
        ),
        Points(
            tuple((TextRun(unsur.name, bold=True), TextRun(f": {unsur.meaning}{_end(unsur.code)}")) for unsur in UNSUR),
            "letter",
        ),
        *(Paragraph(mode) for mode in filter(None, [unit_sentences.mode_sentence(figures)])),
        Heading(2, "2.3", "Lokasi Pengumpulan Data"),
        Paragraph(
            f"Data dikumpulkan di lingkungan pelayanan {unit}{address} dari masyarakat yang menerima layanannya."
        ),
        Heading(2, "2.4", "Waktu Pelaksanaan SKM"),
        Paragraph(unit_sentences.collection_sentence(figures)),
        _schedule(figures),
        Heading(2, "2.5", "Penentuan Jumlah Responden"),
        Paragraph(
            "Jumlah responden yang dibutuhkan ditentukan dari jumlah penerima layanan dalam periode survei. "
            f"{unit_sentences.sample_sentence(figures)}"
        ),
        _sample(figures),
    )


def _end(unsur_code: str) -> str:
    return "." if unsur_code == UNSUR[-1].code else ";"


def _schedule(figures: UnitFigures) -> TableBlock:
    survey = figures.survey
    lines = (
        ("Persiapan", "Sebelum pengumpulan data", whole_number(survey.preparation_days)),
        ("Pengumpulan Data", unit_sentences.collection_months(figures), unit_sentences.collection_days(figures)),
        ("Pengolahan Data dan Analisis Hasil", "Setelah pengumpulan data", whole_number(survey.analysis_days)),
        ("Penyusunan dan Pelaporan Hasil", "Setelah pengolahan data", whole_number(survey.reporting_days)),
    )
    return TableBlock(
        header=(heads("No.", "Kegiatan", "Waktu Pelaksanaan", "Jumlah Hari Kerja"),),
        rows=tuple(
            (centred(f"{position}."), Cell(activity), Cell(when), centred(days))
            for position, (activity, when, days) in enumerate(lines, start=1)
        ),
        widths=(1, 5, 4.5, 2.5),
        caption="Waktu Pelaksanaan SKM",
        source=unit_sentences.working_days_sentence(figures),
    )


def _sample(figures: UnitFigures) -> TableBlock:
    index = figures.index
    lines = (
        ("Penerima layanan", _count(index.service_recipients, "belum dilaporkan")),
        ("Kebutuhan responden (Krejcie dan Morgan)", _count(index.sample_needed, "tidak dapat dihitung")),
        ("Responden dengan kuesioner sah", whole_number(index.respondents)),
        ("Kebutuhan responden terpenuhi", unit_sentences.sample_verdict(figures)),
    )
    return TableBlock(
        header=(heads("Uraian", "Jumlah"),),
        rows=tuple((Cell(name), number(value)) for name, value in lines),
        widths=(5, 2),
        caption="Kebutuhan dan Jumlah Responden",
    )


def _count(value: int | None, missing: str) -> str:
    return missing if value is None else whole_number(value)

"""The fifteen questions that analysts ask of the warehouse, each one SELECT over the views.

Belongs here: what is asked and which columns make its chart. Not here: any view (`contracts.analyst_views`), the words
around them (`docs/analysts.md`, which quotes them), who shows the answers (`cli.analyst_notebook`).
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Question:
    """A question in Bahasa Indonesia and the SELECT that answers it. Where its rows are to be compared: `compared`, the
    column of numbers, and `labels`, what a row is called by."""

    title: str
    sql: str
    compared: str = ""
    labels: tuple[str, ...] = ()


QUESTIONS: Final[tuple[Question, ...]] = (
    Question(
        "Tren sebuah unsur per kecamatan",
        """
SELECT unit, periode, round(nrr, 2) AS nrr, round(nrr_sebelumnya, 2) AS sebelumnya FROM analisis.unsur_periode
WHERE kode_unsur = 'U3' AND jenis_unit = 'kecamatan' AND jenis_periode = 'tahun' ORDER BY unit, mulai;
""",
        compared="nrr",
        labels=("unit", "periode"),
    ),
    Question(
        "Layanan di balik nilai yang rendah",
        """
SELECT layanan, count(*) AS responden, round(avg(u3), 2) AS waktu, round(avg(ikm), 2) AS rata_rata
FROM analisis.jawaban_periode WHERE kode_periode = '2024' AND unit = 'Kecamatan Jatirejo'
GROUP BY layanan HAVING count(*) >= 10 ORDER BY rata_rata;
""",
        compared="rata_rata",
        labels=("layanan",),
    ),
    Question(
        "Perempuan dan laki-laki",
        """
SELECT jenis_kelamin, count(*) AS responden, round(avg(ikm), 2) AS rata_rata
FROM analisis.jawaban_periode WHERE kode_periode = '2024' GROUP BY jenis_kelamin ORDER BY responden DESC;
""",
        compared="rata_rata",
        labels=("jenis_kelamin",),
    ),
    Question(
        "Usia",
        """
SELECT kelompok_usia, count(*) AS responden, round(avg(ikm), 2) AS rata_rata
FROM analisis.jawaban_periode WHERE kode_periode = '2024' GROUP BY kelompok_usia ORDER BY min(usia);
""",
        compared="rata_rata",
        labels=("kelompok_usia",),
    ),
    Question(
        "Hari dalam minggu",
        """
SELECT hari, count(*) AS responden, round(avg(ikm), 2) AS rata_rata FROM analisis.jawaban_periode
WHERE kode_periode = '2024' AND NOT tanpa_tanggal GROUP BY nomor_hari, hari ORDER BY nomor_hari;
""",
        compared="rata_rata",
        labels=("hari",),
    ),
    Question(
        "Banyak jawaban dalam waktu singkat",
        """
SELECT unit, time_bucket(INTERVAL 10 MINUTE, waktu) AS mulai, count(*) AS jawaban,
       count(DISTINCT concat(u1, u2, u3, u4, u5, u6, u7, u8, u9)) AS pola
FROM analisis.jawaban_periode WHERE kode_periode = '2024' AND waktu IS NOT NULL
GROUP BY ALL ORDER BY jawaban DESC, mulai LIMIT 10;
""",
        compared="jawaban",
        labels=("unit", "mulai"),
    ),
    Question(
        "Peringkat yang pasti bergeser",
        """
SELECT kini.unit, lalu.peringkat AS tahun_lalu, kini.peringkat AS tahun_ini, kini.perubahan, kini.perubahan_nyata
FROM analisis.unit_periode AS kini JOIN analisis.unit_periode AS lalu USING (kode_unit)
WHERE kini.kode_periode = '2024' AND lalu.kode_periode = '2023'
  AND (kini.peringkat_terburuk < lalu.peringkat_terbaik OR kini.peringkat_terbaik > lalu.peringkat_terburuk);
""",
        compared="perubahan",
        labels=("unit",),
    ),
    Question(
        "Saran menurut tema",
        """
SELECT tema, sum(saran) AS saran, count(*) AS unit FROM analisis.tema_saran
WHERE kode_periode = '2024' GROUP BY tema ORDER BY saran DESC;
""",
        compared="saran",
        labels=("tema",),
    ),
    Question(
        "Bobot 1/9 dan 0,11",
        """
SELECT unit, periode, ikm, bobot, mutu, ikm_sepersembilan, mutu_sepersembilan FROM analisis.unit_periode
WHERE jenis_periode = 'tahun' AND mutu_bergantung_bobot ORDER BY mulai, unit;
""",
        compared="ikm",
        labels=("unit", "periode"),
    ),
    Question(
        "Siapa belum melapor",
        """
SELECT unit, batas, lewat_batas, periode_terakhir, berkas_ditolak FROM analisis.belum_melapor
WHERE kode_periode = '2024' ORDER BY unit;
""",
    ),
    Question(
        "Siapa terlambat",
        """
SELECT unit, batas, diterima_pertama FROM analisis.waktu_melapor
WHERE kode_periode = '2024' AND terlambat ORDER BY diterima_pertama, unit;
""",
    ),
    Question(
        "Dari angka ke barisnya",
        """
SELECT berkas, lembar, baris, ikm, u1, u2, u3, u4, u5, u6, u7, u8, u9 FROM analisis.jawaban_periode
WHERE kode_periode = '2024' AND unit = 'Kecamatan Jatirejo' ORDER BY ikm, berkas, lembar, baris LIMIT 10;
""",
    ),
    Question(
        "Edisi dibandingkan dengan edisi sebelumnya",
        """
SELECT kode_periode, revisi, unit, perubahan, ikm_sebelum, ikm_sesudah, peringkat_sebelum, peringkat_sesudah
FROM analisis.perubahan_edisi WHERE perubahan <> 'tetap' ORDER BY kode_periode, revisi, unit;
""",
    ),
    Question(
        "Mutu kiriman menurut pengirim",
        """
SELECT unit, jalan_masuk, count(*) AS berkas, sum(baris_dibaca) AS dibaca, sum(baris_ditolak) AS ditolak,
       count(*) FILTER (WHERE status = 'ditolak') AS berkas_ditolak
FROM analisis.berkas WHERE isi = 'jawaban survei' GROUP BY unit, jalan_masuk ORDER BY berkas_ditolak DESC, ditolak DESC;
""",
        compared="ditolak",
        labels=("unit", "jalan_masuk"),
    ),
    Question(
        "Kecukupan sampel",
        """
SELECT unit, responden, penerima_layanan, sampel_diperlukan, sampel_terpenuhi FROM analisis.unit_periode
WHERE kode_periode = '2024' ORDER BY sampel_terpenuhi NULLS LAST, unit;
""",
        compared="responden",
        labels=("unit",),
    ),
)
"""In the order of the page."""

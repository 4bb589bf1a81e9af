"""Views for analysts about answers and the files they came from, and the lists of codes.

Belongs here: their columns, SQL and words. Not here: figures and who reports when (`contracts.figure_views`).
"""

from typing import Final

from contracts.columns import literal
from contracts.lineage_tables import INGEST_FILE
from contracts.method import GRADES, WEIGHTS
from contracts.respondent import AGE_BAND, CHARACTERISTICS, EDUCATION, GENDER, OCCUPATION
from contracts.rules import FILE_RULES, FOLLOW_UP_RULES, ROW_RULES
from contracts.tables import PERIOD
from contracts.themes import OTHER_LABEL, OTHER_THEME, THEMES
from contracts.unsur import SCALE, UNSUR
from contracts.views import VIEW_SCHEMA, View, category, column, in_words, taken_over

_DAYS: Final = {
    str(number): name
    for number, name in enumerate(("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"), start=1)
}
_SEVERITIES: Final = {"error": "kesalahan", "warning": "peringatan"}


def _values(*rows: tuple[int | str, ...]) -> str:
    """Rows as SQL writes them."""
    cells = (", ".join(map(literal, row)) for row in rows)
    return f"(VALUES {', '.join(f'({row})' for row in cells)})"


ANSWER: Final = View(
    "jawaban",
    "satu baris per jawaban yang diterima",
    "Jawaban satu responden, dengan nama unit, label, dan tempatnya dalam berkas. Untuk menghitung orang per periode "
    "pakai jawaban_periode: di sini jawaban tanpa tanggal tidak punya tahun.",
    (
        column("kunci_jawaban", "response.response_key", "kunci jawaban, unik"),
        column("kode_unit", "response.unit_code", "kode unit"),
        column("unit", "unit.unit_name", "nama unit"),
        column("jenis_unit", "unit.unit_type", "jenis unit: kecamatan, dinas, puskesmas, dan lain-lain"),
        column("tanggal", "response.response_date", "tanggal jawaban; kosong bila berkasnya tanpa tanggal"),
        column("waktu", "response.submitted_at", "tanggal dan jam jawaban, bila diketahui"),
        column("nomor_hari", "isodow(response.response_date)", "hari dalam minggu: 1 Senin sampai 7 Minggu"),
        column("hari", in_words("isodow(response.response_date)::VARCHAR", _DAYS), "nama hari"),
        column("periode_berkas", "response.period_code", "periode yang disebut berkas, untuk jawaban tanpa tanggal"),
        column("jenis_kelamin", category(GENDER, "response.gender"), "jenis kelamin"),
        column("usia", "response.age", "usia dalam tahun"),
        column("kelompok_usia", category(AGE_BAND, "response.age_band"), "kelompok usia"),
        column("pendidikan", category(EDUCATION, "response.education"), "pendidikan"),
        column("pekerjaan", category(OCCUPATION, "response.occupation"), "pekerjaan"),
        column("layanan", "response.service", "layanan, seperti ditulis berkas"),
        *(column(one.column, f"response.{one.column}", f"nilai {one.code} {one.name}, 1–4") for one in UNSUR),
        column(
            "bagian",
            "response.answer_parts",
            "berapa bagian satu jawaban dalam u1–u9 (nilai ÷ bagian = 1–4), bila unsur adalah rata-rata beberapa "
            "pertanyaan; kosong: jawaban utuh",
        ),
        column("ikm", "response.ikm", "indeks jawaban ini sendiri, dengan bobot dalam pengaturan"),
        column("kode_berkas", "response.file_id", "kode berkas asal (berkas.kode_berkas)"),
        column("berkas", "ingest_file.path", "nama berkas asal"),
        column("lembar", "response.sheet", "lembar dalam berkas"),
        column("baris", "response.row_number", "nomor baris dalam lembar"),
    ),
    "main.response JOIN main.unit USING (unit_code) JOIN main.ingest_file USING (file_id)",
)

_LABELS: Final = _values(
    *(
        (one.column, one.code, one.name, value, word)
        for one in UNSUR
        for value, word in zip(SCALE, one.answers, strict=True)
    )
)
ANSWER_UNSUR: Final = View(
    "jawaban_unsur",
    "satu baris per jawaban dan unsur",
    "Bentuk panjang dari jawaban: sembilan baris per responden, dengan nilai dan bunyi jawabannya.",
    (
        *taken_over(ANSWER, "panjang", "kunci_jawaban", "kode_unit", "unit", "jenis_unit", "tanggal", "periode_berkas"),
        *taken_over(ANSWER, "panjang", "jenis_kelamin", "kelompok_usia", "pendidikan", "pekerjaan", "layanan"),
        column("kode_unsur", "label.kode_unsur", "U1 sampai U9"),
        column("unsur", "label.unsur", "nama unsur"),
        column("nilai", "panjang.nilai", "nilai jawaban, 1–4"),
        *taken_over(ANSWER, "panjang", "bagian"),
        column(
            "bunyi_jawaban",
            "CASE WHEN panjang.bagian IS NULL THEN label.bunyi END",
            "bunyi jawaban pada kuesioner; kosong untuk rata-rata beberapa pertanyaan",
        ),
    ),
    # Not UNPIVOT: DuckDB 1.5 does not read it in a view that 2.0 wrote.
    f"(SELECT *, unnest([{', '.join(literal(one.column) for one in UNSUR)}]) AS kolom, "
    f"unnest([{', '.join(one.column for one in UNSUR)}]) AS nilai FROM {VIEW_SCHEMA}.{ANSWER.name}) "
    f"AS panjang JOIN {_LABELS} AS label(kolom, kode_unsur, unsur, nilai, bunyi) "
    "ON label.kolom = panjang.kolom AND label.nilai = panjang.nilai // coalesce(panjang.bagian, 1)",
)

ANSWER_PERIOD: Final = View(
    "jawaban_periode",
    "satu baris per periode dan jawaban yang dihitung di dalamnya",
    "Cara menghitung orang: saring satu periode, lalu hitung barisnya. Jawaban bertanggal ada di setiap periode yang "
    "memuat tanggalnya, jawaban tanpa tanggal di setiap periode tempat ia dihitung. Tanpa baris yang sesudah_ditutup "
    "= 'baru', jumlah baris sama dengan responden pada unit_periode, kecuali bila jawaban resmi hilang sejak itu.",
    (
        column("kode_periode", "period.period_code", "kode periode"),
        column("periode", "period.label", "nama periode"),
        column("jenis_periode", in_words("period.kind", PERIOD.words_of("kind")), "tahun, semester, triwulan, bulan"),
        column("tanpa_tanggal", "jawaban.tanggal IS NULL", "jawaban dari berkas tanpa tanggal"),
        column(
            "sesudah_ditutup",
            in_words("late_response.change", {"new": "baru", "corrected": "diperbaiki"}),
            "baru: datang sesudah periode ditutup, tidak termasuk angka resmi; diperbaiki: berubah sesudah itu; "
            "kosong: seperti dalam angka resmi, atau periode belum ditutup",
        ),
        *taken_over(ANSWER, "jawaban"),
    ),
    "(SELECT period.period_code, response_key AS kunci_jawaban FROM main.response JOIN main.period "
    "ON response_date BETWEEN start_date AND end_date UNION ALL SELECT counted.period_code, response_key "
    "FROM main.response JOIN main.counted_period AS counted ON counted.unit_code = response.unit_code "
    "AND counted.named_period = response.period_code WHERE response_date IS NULL) AS dihitung "
    f"JOIN main.period USING (period_code) JOIN {VIEW_SCHEMA}.{ANSWER.name} USING (kunci_jawaban) "
    "LEFT JOIN main.late_response ON late_response.period_code = dihitung.period_code "
    "AND late_response.response_key = dihitung.kunci_jawaban",
)

ANSWER_COUNT: Final = View(
    "sebaran_jawaban",
    "satu baris per periode, unit, dan unsur yang jawabannya utuh",
    "Berapa responden memberi nilai 1, 2, 3, dan 4. Jawaban yang merupakan rata-rata beberapa pertanyaan tidak ada di "
    "sini, begitu juga yang datang sesudah periodenya ditutup. Internal: tidak untuk publik.",
    (
        column("kode_periode", "dihitung.kode_periode", "kode periode"),
        column("periode", "dihitung.periode", "nama periode"),
        column("jenis_periode", "dihitung.jenis_periode", "tahun, semester, triwulan, bulan"),
        *taken_over(ANSWER, "dihitung", "kode_unit", "unit", "jenis_unit"),
        column("kode_unsur", "unsur.unsur_code", "U1 sampai U9"),
        column("unsur", "unsur.name", "nama unsur"),
        column("jawaban", "dihitung.jawaban", "berapa jawaban yang dihitung"),
        *(
            column(f"nilai_{value}", f"list_extract(dihitung.nilai_{value}, position)", f"berapa yang bernilai {value}")
            for value in SCALE
        ),
        column(
            "nilai_3_4",
            "list_extract(dihitung.nilai_3, position) + list_extract(dihitung.nilai_4, position)",
            "berapa yang bernilai 3 atau 4",
        ),
    ),
    "(SELECT kode_periode, periode, jenis_periode, kode_unit, unit, jenis_unit, count(*) AS jawaban, "
    + ", ".join(
        f"[{', '.join(f'count_if({one.column} = {value})' for one in UNSUR)}] AS nilai_{value}" for value in SCALE
    )
    + f" FROM {VIEW_SCHEMA}.{ANSWER_PERIOD.name} WHERE bagian IS NULL AND sesudah_ditutup IS DISTINCT FROM 'baru' "
    "GROUP BY ALL) AS dihitung CROSS JOIN "
    f"{_values(*((place, one.code, one.name) for place, one in enumerate(UNSUR, start=1)))} "
    "AS unsur(position, unsur_code, name)",
)

FILE: Final = View(
    "berkas",
    "satu baris per berkas yang pernah diterima, atau bagian dari berkas yang dibagi",
    "Riwayat berkas: dari mana, menjadi apa, mengapa, dan berapa barisnya. Siapa orang yang mengunggah tidak disimpan "
    "di gudang data; yang dikenal adalah unitnya dan jalannya (portal atau kotak masuk).",
    (
        column("kode_berkas", "ingest_file.file_id", "kode berkas"),
        column("berkas", "ingest_file.path", "nama berkas dalam kotak masuk"),
        column("kode_unit", "ingest_file.unit_code", "unit yang dikenali; kosong bila tidak dikenali"),
        column("unit", "unit.unit_name", "nama unit"),
        column(
            "jalan_masuk",
            "CASE WHEN ingest_file.path LIKE 'unggahan/%' THEN 'portal' ELSE 'kotak masuk' END",
            "portal: diunggah unit; kotak masuk: ditaruh petugas",
        ),
        column("isi", in_words("ingest_file.kind", INGEST_FILE.words_of("kind")), "isi berkas"),
        column("format", "ingest_file.format", "format isinya"),
        column("kode_periode", "ingest_file.period_code", "periode yang disebut berkas tanpa tanggal"),
        column("status", in_words("ingest_file.status", INGEST_FILE.words_of("status")), "nasib berkas"),
        column("kode_alasan", "ingest_file.reason_code", "alasan ditolak, ditahan, ditarik, atau digantikan: kode"),
        column("alasan", "ingest_file.reason", "alasannya dalam kalimat"),
        column("diterima_pada", "ingest_file.first_seen_at", "kapan berkas pertama terlihat"),
        column("baris_dibaca", "ingest_file.rows_read", "baris yang mungkin responden"),
        column("baris_diterima", "ingest_file.rows_accepted", "baris yang dihitung"),
        column("baris_ditolak", "ingest_file.rows_rejected", "baris yang melanggar aturan"),
        column("baris_ganda", "ingest_file.rows_duplicate", "baris yang orangnya ada di berkas lain yang lebih baru"),
        column("baris_diganti", "ingest_file.rows_replaced", "baris yang digantikan atas keputusan"),
        column("pertanyaan_terbuka", "coalesce(asked.pertanyaan, 0)", "pertanyaan yang belum dijawab"),
        column("keputusan", "decided.keputusan", "keputusan yang berlaku tentang isinya, dari yang pertama"),
    ),
    "main.ingest_file LEFT JOIN main.unit USING (unit_code) LEFT JOIN (SELECT file_id, count(DISTINCT number) AS "
    "pertanyaan FROM main.question GROUP BY file_id) AS asked USING (file_id) LEFT JOIN (SELECT content_id, "
    "string_agg(label, '; ' ORDER BY number) AS keputusan FROM main.decision WHERE stands GROUP BY content_id) "
    "AS decided USING (content_id)",
)

REJECTED: Final = View(
    "baris_ditolak",
    "satu baris per baris berkas yang ditolak dan aturan yang dilanggar",
    "Apa yang harus diperbaiki pengirimnya, di mana, dan mengapa.",
    (
        column("kode_berkas", "rejected_row.file_id", "kode berkas"),
        column("berkas", "ingest_file.path", "nama berkas"),
        column("kode_unit", "ingest_file.unit_code", "kode unit"),
        column("unit", "unit.unit_name", "nama unit"),
        column("lembar", "rejected_row.sheet", "lembar"),
        column("baris", "rejected_row.row_number", "nomor baris"),
        column("kolom", "rejected_row.column_name", "kolom yang salah"),
        column("isi", "rejected_row.value", "yang tertulis di sana"),
        column("kode_aturan", "rejected_row.rule", "aturan yang dilanggar (aturan.kode_aturan)"),
        column("alasan", "rejected_row.message", "kalimat untuk pengirimnya"),
    ),
    "main.rejected_row JOIN main.ingest_file USING (file_id) LEFT JOIN main.unit USING (unit_code)",
)

_LISTS: Final[tuple[tuple[str, list[tuple[str, str]]], ...]] = (
    *((one.name, [(each.value, each.label) for each in one.categories]) for one in CHARACTERISTICS),
    *((f"jawaban {one.code}", list(zip(map(str, SCALE), one.answers, strict=True))) for one in UNSUR),
    ("unsur", [(one.code, one.name) for one in UNSUR]),
    ("tema", [*((one.code, one.label) for one in THEMES), (OTHER_THEME, OTHER_LABEL)]),
    ("mutu", [(one.mutu, one.kinerja) for one in GRADES]),
    ("bobot", [(one.name, one.source) for one in WEIGHTS.values()]),
    ("jenis periode", list(PERIOD.words_of("kind").items())),
    ("status berkas", list(INGEST_FILE.words_of("status").items())),
)
_CODES: Final = _values(
    *((name, code, label, place) for name, words in _LISTS for place, (code, label) in enumerate(words, start=1))
)
CODE: Final = View(
    "kode",
    "satu baris per kode dalam sebuah daftar",
    "Daftar kode dan artinya: gender, age_band, education, occupation (seperti tertulis pada tabel response), jawaban "
    "setiap unsur, unsur, tema, mutu, bobot, jenis periode, status berkas.",
    (
        column("daftar", "kode.daftar", "nama daftar"),
        column("kode", "kode.kode", "kode seperti tersimpan dalam tabel"),
        column("label", "kode.label", "artinya"),
        column("urutan", "kode.urutan", "urutan dalam daftar, dari 1"),
    ),
    f"{_CODES} AS kode(daftar, kode, label, urutan)",
)

RULE: Final = View(
    "aturan",
    "satu baris per aturan tentang baris atau berkas",
    "Aturan yang diperiksa pada setiap berkas. Kesalahan menolak barisnya (atau berkasnya); peringatan mengosongkan "
    "nilainya atau hanya dilaporkan.",
    (
        column("kode_aturan", "aturan.kode_aturan", "kode aturan"),
        column("tentang", "aturan.tentang", "baris jawaban, baris tindak lanjut, atau berkas"),
        column("tingkat", "aturan.tingkat", "kesalahan atau peringatan"),
        column("kalimat", "aturan.kalimat", "kalimat untuk pengirim"),
        column("seharusnya", "aturan.seharusnya", "yang seharusnya tertulis; kosong untuk aturan berkas"),
    ),
    _values(
        *(
            (one.code, about, _SEVERITIES[one.severity], one.message, one.expected)
            for about, rules in (("baris jawaban", ROW_RULES), ("baris tindak lanjut", FOLLOW_UP_RULES))
            for one in rules
        ),
        *((one.code, "berkas", _SEVERITIES[one.severity], one.message, "") for one in FILE_RULES),
    )
    + " AS aturan(kode_aturan, tentang, tingkat, kalimat, seharusnya)",
)

ANSWER_VIEWS: Final = (ANSWER, ANSWER_UNSUR, ANSWER_PERIOD, ANSWER_COUNT, FILE, REJECTED, CODE, RULE)
"""In the order in which they are made: a view may stand on one before it."""

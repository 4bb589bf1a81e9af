"""Views for analysts about figures, editions, suggestions, and who reports when.

Belongs here: their columns, SQL and words. Not here: single answers and files (`contracts.answer_views`).
"""

from typing import Final

from contracts.edition_tables import EDITION, EDITION_CHANGE
from contracts.registry import SCOPE_ALL
from contracts.shared_columns import UNSUR_CODE
from contracts.tables import PERIOD
from contracts.themes import ALL_THEMES, OTHER_LABEL, OTHER_THEME, THEMES
from contracts.unsur import UNSUR
from contracts.views import View, column, in_words, renamed_from

_KIND: Final = in_words("period.kind", PERIOD.words_of("kind"))
_TYPE: Final = (
    "coalesce((SELECT of_type.scope FROM main.ikm_ranking AS of_type WHERE of_type.period_code = period.period_code "
    f"AND of_type.unit_code = unit.unit_code AND of_type.scope <> '{SCOPE_ALL}'), unit.unit_type)"
)
"""In a closed period perhaps another than the unit has now."""
_WHERE: Final = (
    column("kode_periode", "period.period_code", "kode periode: 2024, 2024-S1, 2024-TW3, 2024-07"),
    column("periode", "period.label", "nama periode"),
    column("jenis_periode", _KIND, "tahun, semester, triwulan, atau bulan"),
    column("mulai", "period.start_date", "hari pertama periode"),
    column("selesai", "period.end_date", "hari terakhir periode"),
    column("kode_unit", "unit.unit_code", "kode unit"),
    column("unit", "unit.unit_name", "nama unit"),
    column("jenis_unit", _TYPE, "jenis unit saat diperingkat: kecamatan, dinas, puskesmas, dan lain-lain"),
)
_CLOSED: Final = (
    "(SELECT period_code FROM main.edition GROUP BY period_code HAVING arg_max(state, revision) = 'official')"
)
_BEFORE: Final = (
    "LEFT JOIN main.period AS previous ON previous.kind = period.kind "
    "AND previous.end_date = CAST(period.start_date - INTERVAL 1 DAY AS DATE) "
)
"""The period right before, of the same kind."""

_NINTH: Final = column("ikm_sepersembilan", "ikm_unit.ikm_ninth", "IKM dengan bobot tepat 1/9")
_BEST: Final = column(
    "peringkat_terbaik", "among_all.rank_low", "peringkat terbaik yang tidak dapat dibedakan pada taraf 95 %"
)
_WORST: Final = column(
    "peringkat_terburuk", "among_all.rank_high", "peringkat terburuk yang tidak dapat dibedakan pada taraf 95 %"
)

UNIT_PERIOD: Final = View(
    "unit_periode",
    "satu baris per periode dan unit yang memiliki IKM",
    "Semua angka sebuah unit dalam sebuah periode, melebar. Unit tanpa kuesioner sah tidak memiliki baris: lihat "
    "belum_melapor.",
    (
        *_WHERE,
        column("responden", "ikm_unit.respondents", "jumlah kuesioner sah"),
        column("ikm", "ikm_unit.ikm", "Indeks Kepuasan Masyarakat dengan bobot pada kolom bobot"),
        _NINTH,
        column("bobot", "ikm_unit.weight", "bobot setiap unsur pada kolom ikm"),
        column("mutu", "ikm_unit.mutu", "mutu pelayanan, A sampai D"),
        column("kinerja", "ikm_unit.kinerja", "mutu dalam kata-kata"),
        column("mutu_sepersembilan", "ikm_unit.mutu_ninth", "mutu menurut ikm_sepersembilan"),
        column("mutu_bergantung_bobot", "ikm_unit.grade_depends_on_weight", "mutu berbeda menurut bobot yang dipakai"),
        column("mutu_pasti", "ikm_unit.grade_certain", "mutu kedua batas selang sama; kosong: tanpa selang"),
        column("ikm_bawah", "ikm_unit.ikm_low", "batas bawah selang kepercayaan 95 %"),
        column("ikm_atas", "ikm_unit.ikm_high", "batas atas selang kepercayaan 95 %"),
        column(
            "peringkat",
            "among_all.rank",
            "peringkat di antara semua unit, 1 terbaik; kosong: respondennya terlalu sedikit untuk diperingkat",
        ),
        _BEST,
        _WORST,
        column(
            "peringkat_terbaik_serentak",
            "among_all.rank_low_all",
            "peringkat terbaik yang tidak dapat dibedakan bila rentang semua unit berlaku serentak pada taraf 95 %",
        ),
        column("peringkat_terburuk_serentak", "among_all.rank_high_all", "peringkat terburuk demikian"),
        column("jumlah_unit", "among_all.units", "unit yang diperingkat"),
        column("peringkat_sejenis", "among_type.rank", "peringkat di antara unit sejenis"),
        column("peringkat_sejenis_terbaik", "among_type.rank_low", "yang terbaik yang tidak dapat dibedakan"),
        column("peringkat_sejenis_terburuk", "among_type.rank_high", "yang terburuk yang tidak dapat dibedakan"),
        column("jumlah_unit_sejenis", "among_type.units", "unit sejenis yang diperingkat"),
        *(column(one.column, f"scores.{one.column}", f"NRR {one.code} {one.name}, 1–4") for one in UNSUR),
        column(
            "perubahan",
            "ikm_unit.change",
            "selisih IKM dengan periode tepat sebelumnya yang sejenis (dengan bobot 1/9 bila bobotnya berbeda)",
        ),
        column(
            "perubahan_nyata",
            "ikm_unit.change_distinguishable",
            "benar: kedua periode dapat dibedakan pada taraf 95 %, seperti dua unit dalam peringkat; salah: perubahan "
            "dapat terjadi karena respondennya berbeda; kosong: tidak ada pembanding, atau ia ditutup oleh rilis lama",
        ),
        column("perubahan_bawah", "ikm_unit.change_low", "batas bawah selang kepercayaan 95 % dari perubahan"),
        column("perubahan_atas", "ikm_unit.change_high", "batas atas selang kepercayaan 95 % dari perubahan"),
        column("penerima_layanan", "ikm_unit.service_recipients", "penerima layanan; kosong bila belum dilaporkan"),
        column("sampel_diperlukan", "ikm_unit.sample_needed", "kebutuhan sampel menurut Krejcie dan Morgan"),
        column("sampel_terpenuhi", "ikm_unit.sample_met", "jumlah responden memenuhi kebutuhan sampel"),
        column("boleh_terbit", "ikm_unit.publishable", "boleh ditampilkan kepada publik"),
        column("resmi", "closed.period_code IS NOT NULL", "periode sudah ditutup: angka ini angka resmi"),
        renamed_from("ikm_exact", _NINTH),
        renamed_from("rank_low", _BEST),
        renamed_from("rank_high", _WORST),
    ),
    "main.ikm_unit JOIN main.period USING (period_code) JOIN main.unit USING (unit_code) "
    "LEFT JOIN main.ikm_ranking AS among_all ON among_all.period_code = ikm_unit.period_code "
    f"AND among_all.unit_code = ikm_unit.unit_code AND among_all.scope = '{SCOPE_ALL}' "
    "LEFT JOIN main.ikm_ranking AS among_type ON among_type.period_code = ikm_unit.period_code "
    f"AND among_type.unit_code = ikm_unit.unit_code AND among_type.scope <> '{SCOPE_ALL}' "
    "LEFT JOIN (SELECT period_code, unit_code, "
    + ", ".join(f"max(nrr) FILTER (WHERE unsur_code = '{one.code}') AS {one.column}" for one in UNSUR)
    + " FROM main.ikm_unsur GROUP BY period_code, unit_code) AS scores "
    "ON scores.period_code = ikm_unit.period_code AND scores.unit_code = ikm_unit.unit_code "
    f"LEFT JOIN {_CLOSED} AS closed ON closed.period_code = ikm_unit.period_code",
)

_FROM_BELOW: Final = column(
    "urutan_dari_bawah", "ikm_unsur.order_from_lowest", "1: unsur terendah unit; nilai sama berbagi"
)
_FROM_ABOVE: Final = column(
    "urutan_dari_atas", "ikm_unsur.order_from_highest", "1: unsur tertinggi unit; nilai sama berbagi"
)

UNSUR_PERIOD: Final = View(
    "unsur_periode",
    "satu baris per periode, unit, dan unsur",
    "Angka setiap unsur, dengan nilai pada periode tepat sebelumnya yang sejenis.",
    (
        *_WHERE,
        column("kode_unsur", "ikm_unsur.unsur_code", "U1 sampai U9"),
        column("unsur", "unsur.name", "nama unsur"),
        column("responden", "ikm_unsur.respondents", "jumlah kuesioner sah"),
        column("nrr", "ikm_unsur.nrr", "nilai rata-rata, 1–4, tidak dibulatkan"),
        column("nrr_sebelumnya", "before.nrr", "NRR pada periode tepat sebelumnya yang sejenis"),
        column("nrr_tertimbang", "ikm_unsur.nrr_weighted", "NRR × bobot, tidak dibulatkan"),
        column("nilai", "ikm_unsur.score", "NRR × 25, dua desimal"),
        column("mutu", "ikm_unsur.mutu", "mutu menurut nilai"),
        column("kinerja", "ikm_unsur.kinerja", "mutu dalam kata-kata"),
        _FROM_BELOW,
        _FROM_ABOVE,
        renamed_from("lowest_rank", _FROM_BELOW),
        renamed_from("highest_rank", _FROM_ABOVE),
    ),
    "main.ikm_unsur JOIN main.period USING (period_code) JOIN main.unit USING (unit_code) "
    f"JOIN main.unsur USING ({UNSUR_CODE.name}) {_BEFORE}"
    "LEFT JOIN main.ikm_unsur AS before ON before.period_code = previous.period_code "
    "AND before.unit_code = ikm_unsur.unit_code AND before.unsur_code = ikm_unsur.unsur_code",
)

SERVICE_PERIOD: Final = View(
    "layanan",
    "satu baris per periode, unit yang layanannya terdaftar, dan layanan",
    "Angka setiap jenis layanan (services.csv). Bersama baris 'unknown' layanan sebuah unit berjumlah unit itu. "
    "Internal: tidak untuk publik.",
    (
        *_WHERE,
        column("kode_layanan", "ikm_service.service_code", "kode layanan; unknown: tidak disebut atau tidak terdaftar"),
        column("layanan", "ikm_service.service_name", "nama layanan"),
        column("berbiaya", "service.charged", "layanannya berbiaya; kosong bila belum dinyatakan"),
        column("responden", "ikm_service.respondents", "jumlah kuesioner sah"),
        column("ikm", "ikm_service.ikm", "IKM layanan dengan bobot pada kolom bobot"),
        column("ikm_sepersembilan", "ikm_service.ikm_ninth", "IKM layanan dengan bobot tepat 1/9"),
        column("bobot", "ikm_service.weight", "bobot setiap unsur pada kolom ikm"),
        column("mutu", "ikm_service.mutu", "mutu pelayanan, A sampai D"),
        column("kinerja", "ikm_service.kinerja", "mutu dalam kata-kata"),
        column("ikm_bawah", "ikm_service.ikm_low", "batas bawah selang kepercayaan 95 %"),
        column("ikm_atas", "ikm_service.ikm_high", "batas atas selang kepercayaan 95 %"),
        column("ikm_unit", "ikm_unit.ikm", "IKM unit pada periode itu"),
        *(column(one.column, f"scores.{one.column}", f"NRR {one.code} {one.name}, 1–4") for one in UNSUR),
        column("peringkat_senama", "ranked.rank", "peringkat di antara layanan bernama sama, 1 terbaik"),
        column("layanan_senama", "ranked.services", "layanan bernama sama yang diperingkat"),
    ),
    "main.ikm_service JOIN main.period USING (period_code) JOIN main.unit USING (unit_code) JOIN main.ikm_unit "
    "ON ikm_unit.period_code = ikm_service.period_code AND ikm_unit.unit_code = ikm_service.unit_code "
    "LEFT JOIN main.service ON service.unit_code = ikm_service.unit_code "
    "AND service.service_code = ikm_service.service_code "
    "LEFT JOIN main.ikm_service_ranking AS ranked ON ranked.period_code = ikm_service.period_code "
    "AND ranked.unit_code = ikm_service.unit_code AND ranked.service_code = ikm_service.service_code "
    "LEFT JOIN (SELECT period_code, unit_code, service_code, "
    + ", ".join(f"max(nrr) FILTER (WHERE unsur_code = '{one.code}') AS {one.column}" for one in UNSUR)
    + " FROM main.ikm_service_unsur GROUP BY period_code, unit_code, service_code) AS scores "
    "ON scores.period_code = ikm_service.period_code AND scores.unit_code = ikm_service.unit_code "
    "AND scores.service_code = ikm_service.service_code",
)

THEME: Final = View(
    "tema_saran",
    "satu baris per periode, unit, dan tema saran",
    "Berapa saran menyebut sebuah tema. Satu saran dapat bertema beberapa, jadi jumlah antartema bukan jumlah saran: "
    "itu ada pada kolom semua_saran.",
    (
        *_WHERE,
        column("kode_tema", "suggestion_theme.theme", "kode tema"),
        column(
            "tema",
            in_words("suggestion_theme.theme", {one.code: one.label for one in THEMES} | {OTHER_THEME: OTHER_LABEL}),
            "nama tema",
        ),
        column("saran", "suggestion_theme.suggestions", "saran yang menyebut tema ini"),
        column("semua_saran", "everything.suggestions", "saran unit pada periode itu yang berisi"),
        column("contoh", "suggestion_theme.example", "sebuah contoh, nama dan nomor disamarkan"),
        column("contoh_lain", "suggestion_theme.further_example", "contoh lain, disamarkan"),
    ),
    f"(FROM main.suggestion_theme WHERE theme <> '{ALL_THEMES}') AS suggestion_theme "
    "JOIN main.period USING (period_code) JOIN main.unit USING (unit_code) "
    f"LEFT JOIN (FROM main.suggestion_theme WHERE theme = '{ALL_THEMES}') AS everything "
    "ON everything.period_code = suggestion_theme.period_code AND everything.unit_code = suggestion_theme.unit_code",
)

_OWED: Final = (
    column("kode_periode", "owed.period_code", "kode periode"),
    column("periode", "coalesce(period.label, owed.period_code)", "nama periode"),
    column("jenis_periode", _KIND, "tahun, semester, triwulan, bulan; kosong bila belum ada data periode itu"),
    column("kode_unit", "owed.unit_code", "kode unit"),
    column("unit", "unit.unit_name", "nama unit"),
    column("jenis_unit", "unit.unit_type", "jenis unit"),
    column("batas", "deadline.last_day", "hari terakhir melapor tanpa terlambat"),
)

MISSING: Final = View(
    "belum_melapor",
    "satu baris per periode dan unit yang wajib melapor dan belum",
    "Unit tanpa satu pun kuesioner sah, dengan batas waktunya dan kapan terakhir melapor.",
    (
        *_OWED,
        column("lewat_batas", "current_date > deadline.last_day", "hari ini sudah lewat batas"),
        column("ditutup", "closed.period_code IS NOT NULL", "periode ditutup tanpa unit ini"),
        column("periode_terakhir", "newest.last_period_code", "periode terakhir dengan jawaban unit"),
        column("jawaban_terakhir", "newest.last_response_date", "tanggal terakhir jawabannya"),
        column(
            "berkas_ditolak",
            "coalesce(newest.refused_files, 0)",
            "berkasnya yang ditolak atau ditahan, belum dikirim ulang",
        ),
    ),
    "(SELECT period_code, unit_code FROM main.missing_unit WHERE reason IS NULL UNION "
    "SELECT period_code, unit_code FROM main.reminder WHERE state NOT IN ('sent', 'apart')) AS owed "
    "JOIN main.unit USING (unit_code) LEFT JOIN main.period USING (period_code) "
    "LEFT JOIN main.deadline USING (period_code) "
    f"LEFT JOIN {_CLOSED} AS closed ON closed.period_code = owed.period_code "
    "LEFT JOIN (SELECT unit_code, max(last_period_code) AS last_period_code, max(last_response_date) AS "
    "last_response_date, max(refused_files) AS refused_files FROM main.reminder GROUP BY unit_code) AS newest "
    "ON newest.unit_code = owed.unit_code",
)

LATE: Final = View(
    "waktu_melapor",
    "satu baris per periode dan unit yang jawabannya dihitung",
    "Kapan berkas pertama yang dihitung diterima, terhadap batas waktu periode itu. Kiriman lama yang seluruhnya "
    "digantikan kiriman baru tidak ikut: yang terlihat waktu kiriman penggantinya.",
    (
        *_OWED,
        column("berkas", "owed.files", "berkas yang jawabannya dihitung"),
        column("diterima_pertama", "owed.first_seen_at", "kapan yang pertama diterima"),
        column("terlambat", "CAST(owed.first_seen_at AS DATE) > deadline.last_day", "diterima sesudah batas"),
    ),
    "(SELECT kode_periode AS period_code, kode_unit AS unit_code, count(DISTINCT kode_berkas) AS files, "
    "min(first_seen_at) AS first_seen_at FROM analisis.jawaban_periode "
    "JOIN main.ingest_file ON ingest_file.file_id = jawaban_periode.kode_berkas GROUP BY ALL) AS owed "
    "JOIN main.unit USING (unit_code) JOIN main.period USING (period_code) JOIN main.deadline USING (period_code)",
)

EDITIONS: Final = View(
    "edisi",
    "satu baris per edisi sebuah periode",
    "Apa yang menjadi resmi, kapan, dan mengapa dibuka lagi. unit_periode memuat edisi resmi yang terbaru.",
    (
        column("kode_periode", "edition.period_code", "kode periode"),
        column("revisi", "edition.revision", "0 untuk edisi pertama"),
        column("keadaan", in_words("edition.state", EDITION.words_of("state")), "resmi, digantikan, atau draf"),
        column("ditutup_pada", "edition.closed_at", "kapan ditutup; kosong untuk draf"),
        column("dibuka_lagi_pada", "edition.reopened_at", "kapan edisi sebelumnya dibuka lagi"),
        column("alasan", "edition.reason", "mengapa dibuka lagi"),
        column("sidik_angka", "edition.figures_hash", "sidik (hash) angkanya"),
        column("versi_program", "edition.code_version", "versi program yang menghitungnya"),
    ),
    "main.edition",
)

EDITION_CHANGES: Final = View(
    "perubahan_edisi",
    "satu baris per periode, revisi, dan unit: yang berubah terhadap edisi sebelumnya",
    "Revisi 1 dan seterusnya, setiap unit yang memiliki IKM dalam salah satu dari keduanya.",
    (
        column("kode_periode", "edition_change.period_code", "kode periode"),
        column("revisi", "edition_change.revision", "revisi, 1 atau lebih"),
        column("kode_unit", "edition_change.unit_code", "kode unit"),
        column("unit", "unit.unit_name", "nama unit"),
        column("perubahan", in_words("edition_change.change", EDITION_CHANGE.words_of("change")), "yang terjadi"),
        *(
            column(f"{name}_{when}", f"edition_change.{source}_{before}", f"{meaning} {said}")
            for name, source, meaning in (
                ("ikm", "ikm", "IKM"),
                ("mutu", "mutu", "mutu"),
                ("peringkat", "rank", "peringkat di antara semua unit"),
                ("responden", "respondents", "kuesioner sah"),
            )
            for when, before, said in (
                ("sebelum", "before", "dalam edisi sebelumnya"),
                ("sesudah", "after", "dalam edisi ini"),
            )
        ),
    ),
    "main.edition_change LEFT JOIN main.unit USING (unit_code)",
)

FIGURE_VIEWS: Final = (UNIT_PERIOD, UNSUR_PERIOD, SERVICE_PERIOD, THEME, MISSING, LATE, EDITIONS, EDITION_CHANGES)

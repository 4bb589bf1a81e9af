"""Columns of an export besides the nine unsur: what each means to us, and the headers seen.

Belongs here: words. Not here: the matching (`ingest.mapping`).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceColumn:
    """A column an export may have. Of several columns with known headers the one named first in
    `headers` is taken. `keep` is False for what is dropped when a file is read."""

    column: str
    meaning: str
    headers: tuple[str, ...]
    keep: bool = True


SOURCE_COLUMNS: tuple[SourceColumn, ...] = (
    SourceColumn(
        "response_id",
        "the export's own id of a response; never a running number",
        (
            "_uuid",
            "uuid",
            "meta/instanceID",
            "ID",
            "ID Responden",
            "id_responden",
            "Responden ID",
            "ID Respon",
            "response_id",
            "respondent_id",
            "_id",
            "Kode Responden",
            "ID Survei",
        ),
    ),
    SourceColumn(
        "running_number",
        "a running number: not an identity",
        (
            "No",
            "No.",
            "Nomor",
            "No Res",
            "No. Res",
            "No Responden",
            "Nomor Urut",
            "No Urut",
            "Nomor Responden",
            "_index",
        ),
        keep=False,
    ),
    SourceColumn(
        "timestamp",
        "when the questionnaire was answered: a date, with or without a time of day",
        (
            "Tanggal",
            "Tgl",
            "Tanggal Survei",
            "Tanggal Pengisian",
            "Tanggal Input",
            "Tanggal Isi",
            "Tanggal Responden",
            "Timestamp",
            "Cap waktu",
            "Stempel waktu",
            "Waktu",
            "Waktu Pengisian",
            "Waktu Survei",
            "Waktu Input",
            "Tanggal/Waktu",
            "Tanggal dan Waktu",
            "end",
            "endtime",
            "End time",
            "Completion time",
            "Completed at",
            "EndDate",
            "End Date",
            "start",
            "starttime",
            "Start time",
            "StartDate",
            "Start Date",
            "submitted_at",
            "Submitted at",
            "Date submitted",
            "submitdate",
            "Submit Date",
            "Submit Date (UTC)",
            "Start Date (UTC)",
            "created_at",
            "RecordedDate",
            "_submission_time",
            "Submission time",
            "SubmissionDate",
            "Submission Date",
            "Date started",
            "datestamp",
            "Date",
            "today",
        ),
    ),
    SourceColumn(
        "time",
        "the time of day, where it stands in a column of its own",
        ("Jam", "Pukul", "Jam Survei", "Jam Pengisian", "Waktu (Jam)", "Time"),
    ),
    SourceColumn(
        "gender",
        "jenis kelamin",
        ("Jenis Kelamin", "Kelamin", "JK", "L/P", "Gender", "Jns Kelamin", "Jenis Kelamin (L/P)", "Sex"),
    ),
    SourceColumn(
        "age",
        "umur in years, or a bracket",
        ("Umur", "Usia", "Age", "Umur (Tahun)", "Usia (Tahun)", "Umur Responden", "Usia Responden"),
    ),
    SourceColumn(
        "education",
        "pendidikan",
        ("Pendidikan", "Pendidikan Terakhir", "Tingkat Pendidikan", "Education", "Pend. Terakhir"),
    ),
    SourceColumn(
        "occupation",
        "pekerjaan",
        ("Pekerjaan", "Pekerjaan Utama", "Occupation", "Profesi", "Pekerjaan Responden"),
    ),
    SourceColumn(
        "disability",
        "penyandang disabilitas or not (UU 27/2022: protected, counted only)",
        (
            "Disabilitas",
            "Penyandang Disabilitas",
            "Apakah Anda penyandang disabilitas?",
            "Termasuk penyandang disabilitas",
            "Seorang penyandang disabilitas",
            "Penyandang disabilitas atau bukan",
            "Disabilitas / Non Disabilitas",
            "Status Disabilitas",
            "Ragam Disabilitas",
            "Jenis Disabilitas",
            "Kategori Disabilitas",
            "Difabel",
            "Penyandang Difabel",
            "Disability",
        ),
    ),
    SourceColumn(
        "service",
        "the service the visitor came for",
        (
            "Jenis Layanan",
            "Jenis Pelayanan",
            "Layanan",
            "Pelayanan",
            "Jenis layanan yang diterima",
            "Jenis Pelayanan yang Diterima",
            "Layanan yang diterima",
            "Service",
            "Nama Layanan",
        ),
    ),
    SourceColumn(
        "unit",
        "the unit, named in each row",
        (
            "Unit",
            "Unit Layanan",
            "Unit Pelayanan",
            "unit_layanan",
            "Nama Unit",
            "Nama Unit Layanan",
            "OPD",
            "Instansi",
            "Perangkat Daerah",
            "Nama Instansi",
            "Kecamatan",
            "Lokasi Pelayanan",
        ),
    ),
    SourceColumn(
        "suggestion",
        "free text; may name people: internal only",
        (
            "Saran",
            "Saran/Masukan",
            "Saran dan Masukan",
            "Saran Masukan",
            "Kritik dan Saran",
            "Kritik/Saran",
            "Kritik & Saran",
            "Saran Perbaikan",
            "Masukan",
            "Komentar",
            "Catatan",
            "Catatan – lain",
            "Catatan lain",
            "Suggestion",
            "Comments",
        ),
    ),
    SourceColumn(
        "person",
        "personal data (UU 27/2022): dropped when a file is read, never stored",
        (
            "Nama",
            "Nama Lengkap",
            "Nama Responden",
            "Name",
            "NIK",
            "No KTP",
            "Nomor KTP",
            "No. HP",
            "No HP",
            "Nomor HP",
            "No Telepon",
            "Nomor Telepon",
            "Telepon",
            "No. Telp",
            "No WA",
            "Nomor WhatsApp",
            "WhatsApp",
            "Phone",
            "Email",
            "E-mail",
            "Alamat Email",
            "Email Address",
            "Username",
            "Nama pengguna",
            "Alamat",
            "Alamat Rumah",
            "Address",
            "_submitted_by",
            "IP Address",
            "Tanda Tangan",
        ),
        keep=False,
    ),
    SourceColumn(
        "derived",
        "a figure the export computed itself: never read",
        (
            "Jumlah",
            "Total",
            "Rata-rata",
            "Rata rata",
            "NRR",
            "IKM",
            "Nilai IKM",
            "Indeks",
            "Mutu",
            "Nilai SKM",
            "Jml",
            "Score",
            "Skor",
        ),
        keep=False,
    ),
    # What a correction workbook carries so that a corrected row finds its origin again.
    SourceColumn("origin_content", "correction workbook: file the row came from", ("Asal Berkas",)),
    SourceColumn("origin_sheet", "correction workbook: sheet the row came from", ("Asal Lembar",)),
    SourceColumn("origin_row", "correction workbook: row in that sheet", ("Asal Baris",)),
)

TOTAL_HEADS: frozenset[str] = frozenset(
    [
        "jumlah",
        "jml",
        "total",
        "subtotal",
        "sub",
        "grand",
        "rata",
        "rerata",
        "rata2",
        "ratarata",
        "mean",
        "average",
        "avg",
        "median",
        "modus",
        "mode",
        "nrr",
        "nr",
        "ikm",
        "skm",
        "indeks",
        "index",
        "mutu",
        "kinerja",
        "bobot",
        "sigma",
        "sum",
        "minimum",
        "maksimum",
        "min",
        "maks",
        "max",
        "terendah",
        "tertinggi",
        "terkecil",
        "terbesar",
        "std",
        "stdev",
        "standar",
        "simpangan",
        "varian",
        "varians",
        "persentase",
        "prosentase",
        "persen",
        "konversi",
        "keterangan",
        "ket",
        "nilai",
        "kategori",
        "predikat",
        "kesimpulan",
        "peringkat",
        "ranking",
        "rangking",
        "interval",
        "skor",
    ]
)
"""Words by which the name of a total, a statistic or a legend under (or above) the respondents is known."""

TOTAL_VOCABULARY: frozenset[str] = TOTAL_HEADS | frozenset(
    [
        "kepuasan",
        "masyarakat",
        "pelayanan",
        "layanan",
        "unit",
        "unsur",
        "per",
        "tertimbang",
        "terimbang",
        "tertbg",
        "ttb",
        "responden",
        "respondent",
        "orang",
        "kuesioner",
        "kuisioner",
        "kuesioner",
        "terisi",
        "diisi",
        "isi",
        "yang",
        "yg",
        "hasil",
        "akhir",
        "dari",
        "x",
        "kali",
        "dikali",
        "dibagi",
        "bagi",
        "dan",
        "atau",
        "setelah",
        "di",
        "konversi",
        "n",
        "semua",
        "seluruh",
        "keseluruhan",
        "setiap",
        "tiap",
        "tertinggi",
        "deviasi",
        "deviation",
        "baku",
        "data",
        "score",
        "weighted",
        "tot",
        "jawaban",
        "pertanyaan",
        "item",
        "butir",
        "baris",
        "kolom",
        "survei",
        "valid",
        "sah",
        "masuk",
        "capaian",
        "target",
        "total",
        "jumlahnya",
        "ke",
        "nrr",
        "ikm",
    ]
)
"""All words that such a name consists of: one other word, and it is the name of somebody."""

PERIOD_WORDS: frozenset[str] = frozenset(
    (
        *("bulan", "bln", "minggu", "hari", "tahun", "semester", "smt", "triwulan", "tw", "kuartal", "periode"),
        *("i", "ii", "iii", "iv", "sd", "s", "d"),
    )
)
"""Words by which a total says of when it is, beside the names of months."""

EXAMPLE_HEADS: frozenset[str] = frozenset(["contoh", "example", "sample", "misal", "misalnya", "petunjuk"])
EXAMPLE_WORDS: frozenset[str] = EXAMPLE_HEADS | frozenset(
    [
        "pengisian",
        "isian",
        "jawaban",
        "cara",
        "mengisi",
        "data",
        "baris",
        "form",
        "formulir",
        "isi",
        "no",
        "ini",
        "jangan",
        "dihapus",
        "hapus",
    ]
)
"""Words of the line in a template that shows how it is filled in."""

MARKING_HEADERS: frozenset[str] = frozenset(
    {
        "status",
        "status respon",
        "status response",
        "status responden",
        "status survei",
        "status data",
        "status validasi",
        "response type",
        "response status",
        "validation status",
        "review state",
        "reviewstate",
        "state",
        "finished",
        "completed",
        "selesai",
        "validasi",
        "keabsahan",
        "is deleted",
        "deleted",
        "deleted at",
        "dihapus",
        "is valid",
        "valid",
        "is test",
        "test",
        "submission status",
        "approval status",
    }
)
"""Columns (words in lower case) in which a program marks what is no answer of a visitor."""

MARKED_WORDS: frozenset[str] = frozenset(
    {
        "survey preview",
        "preview",
        "survey test",
        "test",
        "tes",
        "uji coba",
        "spam",
        "spam possible",
        "incomplete",
        "tidak lengkap",
        "belum selesai",
        "partial",
        "in progress",
        "draft",
        "konsep",
        "rejected",
        "ditolak",
        "not approved",
        "validation status not approved",
        "invalid",
        "tidak valid",
        "tidak sah",
        "deleted",
        "dihapus",
        "batal",
        "dibatalkan",
        "cancelled",
        "canceled",
        "hasissues",
        "has issues",
    }
)
"""What stands there (words in lower case) where the program says so in words."""

REMARK_HEADERS: frozenset[str] = frozenset({"keterangan", "ket", "cek", "catatan petugas", "catatan admin"})
"""Columns (words in lower case) in which people write all kinds of things, also that a row is no answer."""

COUNTED_HEADERS: frozenset[str] = frozenset(
    {"validitas", "kelengkapan jawaban", "sah", "dihitung", "dipakai", "digunakan"}
)
LEFT_OUT_HEADERS: frozenset[str] = frozenset({"hapus", "dihapus", "duplikat"})
"""Columns in which people say yes or no to whether a row counts, and to whether it does not."""

NOT_COUNTED_WORDS: frozenset[str] = frozenset(
    {
        *("tidak valid", "tidak sah", "tidak dihitung", "tidak dipakai", "tidak digunakan"),
        *("data ganda", "dummy", "data uji coba"),
    }
)
"""What people write of a row that is no answer, and hardly of anything else."""

AMBIGUOUS_WORDS: frozenset[str] = frozenset({"duplikat", "duplicate", "dobel", "double", "uji coba", "test", "tes"})
"""The same, and just as well a service: a duplicate of a certificate, a test, a double room."""

COUNTED_WORDS: frozenset[str] = frozenset(
    {
        *("ya", "yes", "y", "v", "true", "benar", "sudah", "1", "0", "tidak", "no", "n", "x", "false"),
        *("bukan", "belum", "valid", "sah", "ok", "oke", "lengkap", "selesai", "unik", "unique"),
        *("dihitung", "dipakai", "digunakan", "complete", "completed", "finished", "submitted", "terkirim"),
        *("approved", "disetujui", "diterima"),
    }
)
"""What stands in such a column in the other rows, where anything does."""

NO_ANSWERS: tuple[str, ...] = ("contoh", "uji coba", "ujicoba", "dibatalkan", "duplikat")
"""The same in the name of a sheet, or in the title of a block of rows, beside the words above."""

FOREIGN_TYPE_WORDS: tuple[str, ...] = (
    "kecamatan",
    "kelurahan",
    "desa",
    "dinas",
    "badan",
    "bagian",
    "kantor",
    "puskesmas",
    "pustu",
    "uptd",
    "upt",
    "rsud",
    "rs",
    "rumah sakit",
    "sekretariat",
    "inspektorat",
    "kua",
    "sd",
    "sdn",
    "smp",
    "smpn",
    "sma",
    "sman",
    "polsek",
    "koramil",
)
"""Words that say what kind of office a place name belongs to."""

TYPE_WORD_SHORT_FORMS: dict[str, str] = {
    "kec": "kecamatan",
    "kel": "kelurahan",
    "pkm": "puskesmas",
    "puskes": "puskesmas",
    "din": "dinas",
}

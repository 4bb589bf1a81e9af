"""Words by which files write one service in several ways.

Belongs here: words that only announce a service, and names of one document or counter. A wrong merge is worse than
none: legalisasi, perpanjangan, perubahan, kehilangan are services of their own and announce nothing; a short form that
stands for two things (KIA: kartu identitas anak, kesehatan ibu dan anak) is not here. Not here: what is done with them
(`transforms.services`).
"""

from typing import Final

ANNOUNCING: Final = frozenset(
    {
        *("layanan", "pelayanan", "jenis", "jasa"),
        *("pembuatan", "membuat", "buat", "bikin", "pengurusan", "mengurus", "urus", "ngurus"),
        *("permohonan", "memohon", "pengajuan", "mengajukan", "ajukan", "permintaan", "penerbitan"),
        *("untuk", "dan", "nya"),
    }
)
"""Left out wherever they stand, as long as a word is left."""

SAME_SERVICES: Final[tuple[tuple[str, ...], ...]] = (
    (
        *("KTP-el", "ktp", "ktpel", "e ktp", "ektp", "ktp e", "ktp elektronik", "kartu tanda penduduk"),
        *("kartu tanda penduduk elektronik", "perekaman ktp", "rekam ktp", "perekaman ktp el", "rekam ktp el"),
        *("perekaman e ktp", "rekam e ktp", "perekaman ektp", "rekam ektp", "perekaman ktp elektronik"),
        *("rekam ktp elektronik", "perekaman kartu tanda penduduk"),
    ),
    ("Kartu Keluarga", "kk"),
    ("Surat Keterangan Tidak Mampu", "sktm"),
    ("SKCK", "surat keterangan catatan kepolisian"),
    ("IMB", "izin mendirikan bangunan", "ijin mendirikan bangunan"),
    ("PBG", "persetujuan bangunan gedung"),
    ("NIB", "nomor induk berusaha"),
    ("IGD", "ugd", "instalasi gawat darurat", "unit gawat darurat", "gawat darurat"),
    ("Rawat Jalan", "poli rawat jalan"),
    ("Poli Gigi", "poli gigi dan mulut", "poli gigi mulut", "poliklinik gigi"),
    ("Poli Umum", "poliklinik umum"),
    ("Poli KIA", "poliklinik kia"),
    ("Laboratorium", "lab", "laborat"),
    ("Farmasi", "apotek", "apotik"),
    ("Akta Kelahiran", "akte kelahiran", "akta lahir", "akte lahir"),
    ("Akta Kematian", "akte kematian", "akta mati", "akte mati"),
    ("Surat Pindah", "surat keterangan pindah", "skpwni"),
)
"""Names that mean one service each; the first is the one to be registered, so that it is the same in all units."""

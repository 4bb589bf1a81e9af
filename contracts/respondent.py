"""Who answered: the characteristics a report shows, their categories, and the words seen for them.

Not here: how a text becomes a category (`transforms.responses.typing`), nor how small cells are hidden
(`transforms.figures.suppression`).
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Category:
    """One category of a characteristic: the value stored, its label in a report, words seen."""

    value: str
    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Characteristic:
    """A respondent characteristic; `column` is where it stands in `response`."""

    name: str
    column: str
    label: str
    categories: tuple[Category, ...]


GENDER = Characteristic(
    "gender",
    "gender",
    "Jenis Kelamin",
    (
        Category("L", "Laki-laki", ("L", "LK", "Laki", "Laki-laki", "Laki - laki", "Pria", "Male", "M")),
        Category("P", "Perempuan", ("P", "PR", "Perempuan", "Wanita", "Female", "F")),
    ),
)

AGE_BAND = Characteristic(
    "age_band",
    "age_band",
    "Usia",
    (
        Category("<20", "Di bawah 20 tahun", ("<20", "< 20", "<=19")),
        Category("20-29", "20 – 29 tahun", ("20-29",)),
        Category("30-39", "30 – 39 tahun", ("30-39",)),
        Category("40-49", "40 – 49 tahun", ("40-49",)),
        Category(">=50", "50 tahun ke atas", (">=50", ">= 50", "50+", ">49")),
    ),
)
AGE_BAND_STARTS: tuple[int, ...] = (20, 30, 40, 50)
"""The first age of each band after the first."""

EDUCATION = Characteristic(
    "education",
    "education",
    "Pendidikan",
    (
        Category("Tidak Sekolah", "Tidak Sekolah", ("Tidak Sekolah", "Tidak/Belum Sekolah", "Belum Sekolah")),
        Category("SD", "SD / Sederajat", ("SD", "SD / Sederajat", "SD/MI", "Tamat SD", "SD ke bawah")),
        Category("SMP", "SMP / Sederajat", ("SMP", "SLTP", "SMP/Sederajat", "SMP/MTs", "Tamat SMP")),
        Category(
            "SMA",
            "SMA / Sederajat",
            ("SMA", "SLTA", "SMK", "SMA/SMK", "SMA/SMK Sederajat", "SMA/Sederajat", "SMA/MA", "Tamat SMA"),
        ),
        Category(
            "D1/D2/D3",
            "Diploma (D1 – D3)",
            ("D1", "D2", "D3", "D-I", "D-II", "D-III", "D1/D2/D3", "D-I/D-II/D-III", "D1-D3", "Diploma", "Diploma III"),
        ),
        Category(
            "D4/S1",
            "D4 / S1",
            (
                "D4",
                "S1",
                "D-IV",
                "D4/S1",
                "D-IV / S1",
                "Tamat D4/S1",
                "S1 / Setara",
                "Sarjana",
                "Sarjana (S1)",
                "Strata 1",
            ),
        ),
        Category(
            "S2", "S2", ("S2", "Magister", "Magister (S2)", "S2 Keatas", "S2 ke atas", "Strata 2", "Pascasarjana")
        ),
        Category("S3", "S3", ("S3", "Doktor", "Doktor (S3)", "Strata 3")),
    ),
)

OCCUPATION = Characteristic(
    "occupation",
    "occupation",
    "Pekerjaan",
    (
        Category(
            "ASN/TNI/Polri",
            "ASN / TNI / Polri",
            (
                "PNS",
                "ASN",
                "PPPK",
                "TNI",
                "POLRI",
                "TNI/Polri",
                "PNS/TNI/Polri",
                "PNS / TNI / POLRI",
                "PNS/POLRI/TNI/PPPK",
                "PNS/Polri/TNI",
                "ASN/TNI/Polri",
                "Pegawai Negeri",
                "Pegawai Negeri Sipil",
            ),
        ),
        Category(
            "Pegawai Swasta",
            "Pegawai Swasta",
            ("Swasta", "Pegawai Swasta", "Karyawan Swasta", "Karyawan", "Buruh"),
        ),
        Category(
            "Wiraswasta",
            "Wiraswasta",
            ("Wiraswasta", "Wirausaha", "Wiraswasta/Pengusaha", "Wiraswasta/Usahawan", "Pengusaha", "Pedagang"),
        ),
        Category(
            "Pelajar/Mahasiswa",
            "Pelajar / Mahasiswa",
            ("Pelajar", "Mahasiswa", "Pelajar/Mahasiswa"),
        ),
        Category(
            "Petani/Nelayan",
            "Petani / Nelayan",
            ("Petani", "Nelayan", "Peternak", "Petani / Nelayan", "Petani/Peternak"),
        ),
        Category("Ibu Rumah Tangga", "Ibu Rumah Tangga", ("Ibu Rumah Tangga", "IRT", "Mengurus Rumah Tangga")),
        Category(
            "Tidak Bekerja", "Tidak Bekerja", ("Tidak Bekerja", "Belum Bekerja", "Belum/Tidak Bekerja", "Pensiunan")
        ),
        Category("Lainnya", "Lainnya", ("Lainnya", "Lain-lain", "Lain", "Other", "NON ASN", "Honorer")),
    ),
)

CHARACTERISTICS: tuple[Characteristic, ...] = (GENDER, AGE_BAND, EDUCATION, OCCUPATION)

DISABILITY = Characteristic(
    "disability",
    "disability",
    "Disabilitas",
    (
        Category(
            "ya",
            "Penyandang disabilitas",
            (
                *("Ya", "Iya", "Y", "Yes", "Ada", "Disabilitas", "Difabel", "Penyandang", "Disabel"),
                *("Disabilitas Fisik", "Disabilitas Sensorik", "Disabilitas Mental", "Disabilitas Intelektual"),
                *("Disabilitas Netra", "Disabilitas Rungu", "Disabilitas Wicara", "Disabilitas Ganda"),
                *("Tuna Netra", "Tunanetra", "Tuna Rungu", "Tunarungu", "Tuna Wicara", "Tunawicara", "Tuna Daksa"),
                *("Tunadaksa", "Tuna Grahita", "Tunagrahita", "Fisik", "Sensorik", "Mental", "Intelektual"),
                *("Penyandang Disabilitas Fisik", "Kelompok Disabilitas", "Berkebutuhan Khusus"),
            ),
        ),
        Category(
            "tidak",
            "Bukan penyandang disabilitas",
            (
                *("Tidak", "Tdk", "T", "No", "N", "Bukan", "Tidak Ada", "Tidak Disabilitas", "Non Disabilitas"),
                *("Bukan Disabilitas", "Nondisabilitas", "Bukan Difabel", "Non Difabel", "Tidak Difabel", "Umum"),
            ),
        ),
    ),
)

PROTECTED_CHARACTERISTICS: tuple[Characteristic, ...] = (DISABILITY,)
"""Data that the law protects more than others (UU 27/2022, article 4: health): counted inside only, of whole years, and
told where none of their categories is small. They are no part of what identifies somebody, and nothing public knows
of them; the columns that hold them stay out of database and exports (`contracts.columns.Column.protected`)."""
PROTECTED_COLUMNS = frozenset(one.column for one in PROTECTED_CHARACTERISTICS)
PROTECTED_CELL: Final = 10
"""Fewest people of a category of theirs, whatever smaller number the settings allow of others."""

UNKNOWN_CATEGORY = "unknown"
"""Stands in a profile for respondents of whom the file does not say."""

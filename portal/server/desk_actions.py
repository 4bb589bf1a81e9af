"""What staff can have done from the portal: each action declared once, as the command it is.

Belongs here: what an action is called, what it does and what of it cannot be undone, its fields, and the arguments of
`skm` that they make. Not here: the lists that fields choose from (`portal.server.desk_choices`), running the command
(`portal.server.desk_jobs`), the pages (`portal.server.desk_pages`).

Nothing here is a second way to do a thing: an action is a command, with the checks, the lock and the ledger of that.
Every value is one argument of its own, `--option=value` or behind `--`: nothing typed becomes an option.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from contracts.safe_text import shown_line
from portal.server.answers import LONGEST_WHY

ListName = Literal[
    "files",
    "units",
    "periods",
    "open_periods",
    "closed_periods",
    "ended_periods",
    "editions",
    "versions",
    "settings",
    "backup_folders",
    "backups",
]
FILE: Final = "berkas"
"""The field that says which file."""
_DIVIDERS: Final = " ,;"
_BETWEEN: Final = re.compile(rf"[{_DIVIDERS}]+")


class FieldError(Exception):
    """A field that cannot be used: a sentence for who filled it in."""


@dataclass(frozen=True)
class DeskField:
    """One field of an action's form, and the argument it becomes."""

    name: str
    """In the form, and in the address of a form that is filled in already."""
    label: str
    option: str = ""
    """The command's option; empty: an argument by its place."""
    kind: Literal["text", "long", "day", "choice", "numbers"] = "text"
    hint: str = ""
    list_name: ListName | None = None
    """What a choice is among."""
    is_needed: bool = True
    is_list: bool = False
    """Several, divided by semicolons: the option again for each."""
    longest: int = 200
    if_none: str = ""
    """What is said where there is nothing to choose from."""

    def value_in(self, form: Mapping[str, str], allowed: Sequence[str] = ()) -> str:
        """What a form says, in one line; `allowed`: what a choice is among. Raises FieldError."""
        value = " ".join(shown_line(form.get(self.name, "")).split())
        if not value:
            if self.is_needed:
                said = "Pilih" if self.kind == "choice" else "Isi"
                raise FieldError(f"{said} dulu: {self.label}.")
            return ""
        if len(value) > self.longest:
            raise FieldError(f"{self.label} terlalu panjang. Tulis paling banyak {self.longest} huruf.")
        if self.kind == "choice" and value not in allowed:
            raise FieldError(f"{self.label}: yang dipilih tidak ada lagi dalam daftar. Pilih sekali lagi.")
        if self.kind == "day":
            try:
                date.fromisoformat(value)
            except ValueError:
                raise FieldError(f"{self.label}: '{value}' bukan tanggal. Tulis misalnya 2026-12-31.") from None
        if self.kind == "numbers":
            numbers = _BETWEEN.split(value.strip(_DIVIDERS))
            if not all(one.isascii() and one.isdecimal() for one in numbers):
                raise FieldError(f"{self.label}: tulis angka saja, dipisahkan koma, misalnya 14, 27.")
            return ", ".join(numbers)
        return value

    def arguments(self, value: str) -> list[str]:
        """The options that a value makes; none for an argument by its place."""
        if not value or not self.option:
            return []
        values = [one.strip() for one in value.split(";")] if self.is_list else [value]
        return [f"{self.option}={one}" for one in values if one]

    def places(self, value: str) -> list[str]:
        """The arguments by their place that a value makes; none for an option."""
        if not value or self.option:
            return []
        if self.kind == "numbers":
            return _BETWEEN.split(value)
        return [one.strip() for one in value.split(";") if one.strip()] if self.is_list else [value]


@dataclass(frozen=True)
class Insisting:
    """Doing it although the command said what stands against it."""

    option: str
    """The command names it where it can be insisted on."""
    title: str
    consequence: str
    button: str


@dataclass(frozen=True)
class DeskAction:
    """Something staff can have done."""

    key: str
    title: str
    does: str
    command: tuple[str, ...]
    button: str = "Lakukan"
    cannot_be_undone: str = ""
    """What does not come back, or only in part: asked before. Empty: it can be taken back, as `does` says."""
    fields: tuple[DeskField, ...] = ()
    is_rehearsed: bool = False
    """What it would change is shown first, and asked about then where it cannot be undone."""
    rehearsed_by: tuple[str, ...] = ("--dry-run",)
    """What the command is called with to show it."""
    done_by: tuple[str, ...] = ()
    """What it is called with to do it."""
    takes_lock: bool = True
    """Waits for what else changes the home; what only reads does not."""
    insisting: Insisting | None = None
    counts_at_next_run: bool = False
    """It is noted, and holds from the next consolidation on."""

    @property
    def is_asked(self) -> bool:
        """Whether a page of its own asks before."""
        return bool(self.cannot_be_undone)

    def arguments(
        self, values: Mapping[str, str], *, is_rehearsal: bool = False, insists: bool = False, home: str
    ) -> list[str]:
        """What `skm` is called with for these values, by the fields' names."""
        options = [one for field in self.fields for one in field.arguments(values.get(field.name, ""))]
        options += self.rehearsed_by if is_rehearsal else self.done_by
        options += [self.insisting.option] if insists and self.insisting else []
        places = [one for field in self.fields for one in field.places(values.get(field.name, ""))]
        return [*self.command, f"--home={home}", *options, *(["--", *places] if places else [])]

    def shown(self, values: Mapping[str, str], words: Mapping[str, str]) -> list[tuple[str, str]]:
        """The values as a person reads them, by the fields' labels. `words`: what was chosen from lists, by field."""
        named = {**values, **words}
        return [(field.label, named[field.name]) for field in self.fields if values.get(field.name)]


_FILE: Final = DeskField(FILE, "Berkas", kind="choice", list_name="files")
_UNIT: Final = DeskField("unit", "Unit", kind="choice", list_name="units")


def _reason(option: str, hint: str) -> DeskField:
    return DeskField("alasan", "Alasan", option, kind="long", hint=hint, longest=LONGEST_WHY)


_NOTED: Final = "Dicatat bersama nama akun Anda. Jangan menulis nama atau NIK responden."

RUN: Final = DeskAction(
    key="konsolidasi",
    title="Jalankan konsolidasi",
    does="Mengambil berkas baru dari kotak masuk, memeriksa dan menghitung semuanya, lalu menerbitkan angka, "
    "dokumen, dan situs. Bila tidak ada yang baru, tidak ada yang berubah. Aman dijalankan kapan saja.",
    command=("run", "--wait=240", "--by-worker"),
    button="Jalankan sekarang",
)
OF_FILES: Final = (
    DeskAction(
        key="tarik-berkas",
        title="Tarik berkas yang salah kirim",
        does="Isi berkas ini tidak dihitung lagi, juga perbaikannya; yang digantikannya dihitung kembali. Berkasnya "
        "tetap tersimpan, dan penarikannya dapat dibatalkan.",
        command=("withdraw",),
        button="Tarik berkas",
        fields=(_FILE, _reason("--why", f"Ditunjukkan kepada unit. {_NOTED}")),
        counts_at_next_run=True,
    ),
    DeskAction(
        key="hitung-lagi",
        title="Batalkan penarikan berkas",
        does="Berkas yang pernah ditarik dihitung lagi.",
        command=("withdraw", "--undo"),
        button="Hitung lagi",
        fields=(_FILE, _reason("--why", _NOTED)),
        counts_at_next_run=True,
    ),
    DeskAction(
        key="tetapkan-berkas",
        title="Tetapkan unit atau periode berkas",
        does="Menetapkan berkas itu milik unit mana dan tentang periode mana, apa pun kata folder, nama, dan judulnya. "
        "Periode hanya untuk berkas tanpa tanggal. Dapat dibatalkan.",
        command=("assign",),
        button="Tetapkan",
        fields=(
            _FILE,
            DeskField("unit", "Milik unit", "--unit", kind="choice", list_name="units", is_needed=False),
            DeskField(
                "periode", "Tentang periode", "--period", hint="Misalnya 2026, 2026-S1, 2026-TW3, atau 2026-07.",
                is_needed=False, longest=10,
            ),
            _reason("--why", _NOTED),
        ),
        counts_at_next_run=True,
    ),
    DeskAction(
        key="lepas-ketetapan",
        title="Batalkan ketetapan unit atau periode",
        does="Folder, nama, dan judul berkas menentukan lagi unit dan periodenya.",
        command=("assign", "--undo"),
        button="Batalkan ketetapan",
        fields=(_FILE, _reason("--why", _NOTED)),
        counts_at_next_run=True,
    ),
    DeskAction(
        key="terima-berkas",
        title="Terima berkas yang ditahan",
        does="Berkas yang ditahan karena akan menggantikan berkas yang jauh lebih besar diterima, dan menggantikannya. "
        "Keputusannya dapat dibatalkan di halaman Pertanyaan.",
        command=("accept",),
        button="Terima berkas",
        fields=(_FILE, _reason("--why", _NOTED)),
        counts_at_next_run=True,
    ),
)  # fmt: skip
OF_PERIODS: Final = (
    DeskAction(
        key="tutup-periode",
        title="Tutup periode",
        does="Menjadikan angka dan dokumen satu periode resmi, seperti yang terbit sekarang.",
        cannot_be_undone="Edisi yang ditutup disimpan selamanya dan tidak dapat dihapus. Jawaban yang datang "
        "kemudian tidak mengubahnya; angka resmi hanya dapat diubah dengan membuka kembali periode itu sebagai "
        "revisi, dan alasannya tercetak di dokumennya.",
        command=("close",),
        button="Tutup periode",
        fields=(DeskField("periode", "Periode", kind="choice", list_name="open_periods"),),
        insisting=Insisting(
            "--confirm",
            "Tutup walaupun ada yang belum selesai",
            "Yang belum selesai, atau perubahan yang melebihi batas, seperti tertulis pada hasil di atas, dicatat "
            "dalam edisi resminya atas nama Anda.",
            "Tutup juga",
        ),
    ),
    DeskAction(
        key="buka-periode",
        title="Buka kembali periode",
        does="Memulai revisi periode yang sudah ditutup. Yang terbit tetap edisi lama sampai konsolidasi berikutnya; "
        "sesudah itu angkanya draf, sampai periode ditutup lagi.",
        cannot_be_undone="Revisi yang sudah dibuka tidak dapat dibatalkan, dan alasannya tercetak di setiap "
        "dokumennya.",
        command=("reopen",),
        button="Buka kembali",
        fields=(
            DeskField("periode", "Periode", kind="choice", list_name="closed_periods"),
            _reason("--reason", "Tercetak di dokumen revisi, misalnya: data Kecamatan Jatirejo terlambat diterima."),
        ),
        counts_at_next_run=True,
    ),
    DeskAction(
        key="bandingkan-edisi",
        title="Bandingkan edisi",
        does="Menunjukkan beda dua edisi: nilai, mutu, peringkat, responden, unit yang hilang dan baru. Tidak "
        "mengubah apa pun.",
        command=("changes",),
        button="Bandingkan",
        fields=(
            DeskField("dari", "Dari edisi", kind="choice", list_name="editions"),
            DeskField(
                "ke", "Ke edisi", kind="choice", list_name="editions", is_needed=False,
                hint="Kosong: dengan yang terbit sekarang.",
            ),
        ),
        takes_lock=False,
    ),
    DeskAction(
        key="kembali-ke-versi",
        title="Kembalikan terbitan sebelumnya",
        does="Bila yang terbit ternyata salah: angka, dokumen, dan situs kembali ke versi terdahulu, dan penerbitan "
        "dikunci sampai dibuka lagi. Periode yang sudah ditutup tidak dapat ditarik dengan cara ini.",
        cannot_be_undone="Situs publik langsung berubah. Yang sudah diunduh orang tidak dapat ditarik. Selama "
        "terkunci, berkas baru diarsipkan tetapi tidak dihitung. Hanya lima versi yang tersimpan.",
        command=("rollback",),
        button="Kembalikan",
        fields=(DeskField("versi", "Versi", kind="choice", list_name="versions"),),
    ),
    DeskAction(
        key="buka-kunci",
        title="Buka kunci penerbitan",
        does="Setelah sebab kesalahan diperbaiki: konsolidasi berikutnya boleh menerbitkan lagi.",
        command=("rollback", "--release"),
        button="Buka kunci",
        counts_at_next_run=True,
    ),
    DeskAction(
        key="buat-dokumen",
        title="Buat lagi dokumen",
        does="Membuat lagi dokumen dari yang sudah terbit: satu periode, satu unit, atau semuanya. Dokumen yang "
        "disunting dengan tangan disimpan di samping yang baru; angka tidak berubah.",
        command=("report",),
        button="Buat dokumen",
        fields=(
            DeskField(
                "periode", "Periode", "--period", kind="choice", list_name="periods", is_needed=False,
                hint="Kosong: semua periode.",
            ),
            DeskField(
                "unit", "Unit", "--unit", kind="choice", list_name="units", is_needed=False,
                hint="Kosong: semua unit.",
            ),
        ),
    ),
    DeskAction(
        key="jelaskan-angka",
        title="Jelaskan angka satu unit",
        does="Asal-usul IKM satu unit: jawaban, bobot, pembulatan, berkas yang dihitung, baris yang tidak dihitung. "
        "Tidak mengubah apa pun.",
        command=("explain",),
        button="Jelaskan",
        fields=(_UNIT, DeskField("periode", "Periode", kind="choice", list_name="periods")),
        takes_lock=False,
    ),
)  # fmt: skip
OF_UNITS: Final = (
    DeskAction(
        key="tambah-unit",
        title="Daftarkan unit baru",
        does="Menambah unit ke daftar. Kode unit tidak pernah berubah lagi.",
        command=("units", "add"),
        button="Lihat akibatnya",
        fields=(
            DeskField("kode", "Kode unit", hint="Misalnya 35.16.19 atau opd-bapenda.", longest=40),
            DeskField("nama", "Nama resmi"),
            DeskField(
                "jenis", "Jenis", "--type", hint="kecamatan, dinas, puskesmas …: peringkat per jenis.", longest=60
            ),
            DeskField(
                "sejak", "Hari pertama", "--from", kind="day", is_needed=False,
                hint="Dengan ini unit tidak dianggap kurang pada periode sebelum ada.",
            ),
            DeskField(
                "alias", "Nama lain dalam berkas", "--alias", is_needed=False, is_list=True,
                hint="Beberapa dipisahkan titik koma.", longest=400,
            ),
        ),
        is_rehearsed=True,
        counts_at_next_run=True,
    ),
    DeskAction(
        key="ganti-nama-unit",
        title="Ganti nama unit",
        does="Nama resmi yang baru; kode, berkas, dan deret angkanya tetap, dan nama lama tetap dikenali dalam berkas.",
        command=("units", "rename"),
        button="Lihat akibatnya",
        fields=(_UNIT, DeskField("nama", "Nama baru")),
        is_rehearsed=True,
        counts_at_next_run=True,
    ),
    DeskAction(
        key="tutup-unit",
        title="Tutup unit",
        does="Untuk unit yang dibubarkan, digabung, atau dipecah: riwayatnya tetap, dan sesudah hari terakhirnya "
        "unit ini tidak disebut terlambat lagi.",
        command=("units", "close"),
        button="Lihat akibatnya",
        fields=(
            _UNIT,
            DeskField("hari", "Hari terakhir", "--on", kind="day"),
            DeskField("penerus", "Diteruskan oleh", "--successor", kind="choice", list_name="units", is_needed=False),
            DeskField(
                "penerus2", "dan oleh", "--successor", kind="choice", list_name="units", is_needed=False,
                hint="Bila unit dipecah menjadi dua.",
            ),
        ),
        is_rehearsed=True,
        counts_at_next_run=True,
    ),
    DeskAction(
        key="usulan-layanan",
        title="Lihat usulan daftar layanan",
        does="Mengelompokkan sebutan layanan dalam jawaban satu unit. Tidak menulis apa pun.",
        command=("services", "propose"),
        button="Lihat usulan",
        fields=(_UNIT,),
        takes_lock=False,
    ),
    DeskAction(
        key="daftarkan-layanan",
        title="Daftarkan layanan yang diusulkan",
        does="Menulis usulan itu ke daftar layanan (services.csv). Yang sudah terdaftar tidak berubah.",
        command=("services", "accept"),
        button="Lihat akibatnya",
        fields=(
            _UNIT,
            DeskField(
                "kode", "Kode layanan", is_needed=False, is_list=True, longest=1_000,
                hint="Kosong: semua yang diusulkan. Beberapa dipisahkan titik koma.",
            ),
        ),
        is_rehearsed=True,
        counts_at_next_run=True,
    ),
)  # fmt: skip
OF_SETTINGS: Final = (
    DeskAction(
        key="ubah-pengaturan",
        title="Ubah pengaturan",
        does="Mengubah satu pengaturan milik petugas; nilainya diperiksa sebelum ditulis.",
        command=("settings", "set"),
        button="Lihat akibatnya",
        fields=(
            DeskField("pengaturan", "Pengaturan", kind="choice", list_name="settings"),
            DeskField(
                "nilai", "Nilai baru", longest=2_000,
                hint="Beberapa nilai dipisahkan titik koma. Tulis: bawaan, untuk nilai bawaan program.",
            ),
        ),
        is_rehearsed=True,
        counts_at_next_run=True,
    ),
)  # fmt: skip
OF_KEEPING: Final = (
    DeskAction(
        key="pengingat",
        title="Buat daftar pengingat",
        does="Siapa yang belum mengirim dan siapa yang terlambat, dengan surat untuk diteruskan kepada tiap unit. "
        "Tidak mengirim apa pun.",
        command=("remind",),
        button="Buat daftar",
        fields=(
            DeskField(
                "periode", "Periode", "--period", kind="choice", list_name="ended_periods", is_needed=False,
                hint="Kosong: periode terakhir yang sudah berakhir.",
            ),
        ),
        takes_lock=False,
    ),
    DeskAction(
        key="periksa",
        title="Periksa kesehatan portal dan data",
        does="Memeriksa mesin, folder data, pengaturan, daftar unit, cadangan, dan yang terbit. Tidak mengubah apa "
        "pun.",
        command=("doctor",),
        button="Periksa",
        takes_lock=False,
    ),
    DeskAction(
        key="cadangan",
        title="Buat cadangan sekarang",
        does="Menyalin semua yang tidak dapat dibuat lagi ke satu berkas, di folder cadangan yang terakhir. Yang "
        "sudah ada tetap disimpan.",
        command=("backup",),
        button="Buat cadangan",
        fields=(
            DeskField(
                "folder", "Folder cadangan", kind="choice", list_name="backup_folders", longest=2_000,
                if_none="Belum ada cadangan yang tercatat, atau foldernya tidak terlihat dari sini. Buatlah yang "
                "pertama dari terminal: skm backup FOLDER.",
            ),
        ),
    ),
    DeskAction(
        key="uji-cadangan",
        title="Uji cadangan",
        does="Memulihkan satu cadangan ke tempat sementara, mencocokkan setiap berkasnya, lalu menghapus tempat itu. "
        "Tidak mengubah apa pun; sekali sebulan.",
        command=("backup",),
        button="Uji",
        fields=(
            DeskField(
                "berkas-cadangan", "Cadangan", "--verify", kind="choice", list_name="backups", longest=2_000,
                if_none="Tidak ada cadangan yang terlihat dari sini.",
            ),
        ),
        takes_lock=False,
    ),
)  # fmt: skip
_ERASED_FOR_GOOD: Final = (
    "Jawaban yang dihapus hilang dari arsip, gudang data, edisi resmi, dan versi terdahulu; tidak ada yang dapat "
    "mengembalikannya. Angka periode yang sudah ditutup tetap. Yang tidak terjangkau dari sini (aplikasi survei unit, "
    "cadangan lama, cetakan) tertulis pada hasil sebelumnya."
)
OF_ERASING: Final = (
    DeskAction(
        key="hapus-jawaban",
        title="Hapus jawaban seseorang",
        does="Atas permintaan orangnya: baris itu, dan jawaban yang sama di berkas lain, dihapus di semua tempat. Yang "
        "akan dihapus diperlihatkan dulu. Sesudahnya konsolidasi berjalan sendiri.",
        cannot_be_undone=_ERASED_FOR_GOOD,
        command=("erase",),
        button="Lihat yang akan dihapus",
        fields=(
            _FILE,
            DeskField(
                "baris", "Nomor baris", kind="numbers", hint="Seperti dalam berkasnya, dipisahkan koma: 14, 27."
            ),
            DeskField("lembar", "Lembar", "--sheet", is_needed=False, hint="Bila beberapa lembar punya baris itu."),
            _reason("--why", f"Misalnya: permintaan responden, surat 12/2026. {_NOTED}"),
        ),
        is_rehearsed=True,
        rehearsed_by=(),
        done_by=("--yes",),
    ),
    DeskAction(
        key="hapus-isi-berkas",
        title="Hapus seluruh isi berkas",
        does="Semua jawaban dalam satu berkas dihapus di semua tempat, bukan hanya tidak dihitung (untuk itu: Tarik "
        "berkas). Yang akan dihapus diperlihatkan dulu. Sesudahnya konsolidasi berjalan sendiri.",
        cannot_be_undone=_ERASED_FOR_GOOD,
        command=("erase", "--all"),
        button="Lihat yang akan dihapus",
        fields=(_FILE, _reason("--why", _NOTED)),
        is_rehearsed=True,
        rehearsed_by=(),
        done_by=("--yes",),
    ),
    DeskAction(
        key="masa-simpan",
        title="Terapkan masa simpan",
        does="Menghapus kolom pribadi dan berkas asli yang masa simpannya habis menurut [retention] dalam pengaturan "
        "pengelola. Yang akan dihapus diperlihatkan dulu.",
        cannot_be_undone=_ERASED_FOR_GOOD,
        command=("retention",),
        button="Lihat yang akan dihapus",
        is_rehearsed=True,
        rehearsed_by=(),
        done_by=("--yes",),
    ),
)  # fmt: skip
GROUPS: Final = (
    ("Konsolidasi", (RUN,)),
    ("Berkas", OF_FILES),
    ("Periode dan terbitan", OF_PERIODS),
    ("Unit dan layanan", OF_UNITS),
    ("Pengaturan", OF_SETTINGS),
    ("Pengingat, pemeriksaan, cadangan", OF_KEEPING),
    ("Penghapusan", OF_ERASING),
)
"""As the page of actions shows them."""
ACTIONS: Final = {action.key: action for _, actions in GROUPS for action in actions}

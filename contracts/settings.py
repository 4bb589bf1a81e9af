"""The settings of a regency (`settings.toml`): every key, its default, what it may be.

Belongs here: reading and checking. Not here: the method's constants (`contracts.method`) and
anything that acts on a setting.
"""

import hashlib
import json
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from contracts.errors import ConfigurationError
from contracts.method import WeightName
from contracts.periods import PeriodKind
from contracts.schedules import TIME_PATTERN, WEEKLY_PATTERN

RegencyMethod = Literal["mean_of_units", "respondent_weighted", "mean_of_types"]
REGENCY_METHODS: tuple[RegencyMethod, ...] = ("mean_of_units", "respondent_weighted", "mean_of_types")


OPERATION: frozenset[str] = frozenset(
    {"closing", "inbox", "storage", "engine", "reminders", "schedules", "notifications", "retention", "warehouse"}
)
"""Sections that say how the work is done, and change nothing in what comes out."""

WITHOUT_CREDENTIALS = r"^[^@?]*$"
"""Of a URL: no `user:password@`, no signed query."""
UNSHOWN: frozenset[tuple[int | str, ...]] = frozenset(
    {("inbox", "url"), ("storage", "url"), ("notifications", "alive_url")}
)
"""Keys whose value is not repeated when it is wrong: it may hold a password."""


class Section(BaseModel):
    """Base of every section: unknown keys are an error, values are not coerced."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Regency(Section):
    """Whose data this is."""

    name: str = Field("Kabupaten Mojokerto", min_length=1, description="nama kabupaten")
    code: str = Field("35.16", min_length=1, description="kode Kemendagri")
    bps_code: str = Field("3516", min_length=1, description="kode BPS")
    capital: str = Field("Mojokerto", min_length=1, description="tempat pada blok tanda tangan")
    organiser: str = Field("Bagian Organisasi Sekretariat Daerah", min_length=1, description="yang mengonsolidasikan")


SAMPLES_REGENCY: Final = Regency()
"""Whose data the samples are: what stands in settings that name no regency."""


class Method(Section):
    """Which convention a headline number uses."""

    weight: WeightName = Field("0.11", description="bobot unsur pada angka utama")
    headline: RegencyMethod = Field("mean_of_units", description="metode IKM kabupaten yang diutamakan")


class Thresholds(Section):
    """Where a judgement turns."""

    rejected_share: float = Field(
        0.5, gt=0, le=1, description="berkas ditolak bila lebih dari bagian ini barisnya ditolak"
    )
    out_of_scale_share: float = Field(
        0.05, gt=0, lt=1, description="skala 1-5 bila lebih dari bagian ini barisnya berisi angka di atas 4"
    )
    snapshot_shrink: float = Field(
        2.0, gt=1, description="berkas pengganti ditahan bila yang digantinya lebih dari sekian kali jumlah barisnya"
    )
    small_cell: int = Field(
        10, ge=2, description="unit dan sel di bawah jumlah responden ini tidak ditampilkan ke publik"
    )


class Ranking(Section):
    """Who is ranked."""

    minimum_respondents: int = Field(
        30, ge=1, description="unit dengan responden kurang dari ini tidak diperingkat, dan berdiri di bawah yang lain"
    )


class Reports(Section):
    """Which documents are made, and what a choice is in them."""

    kinds: tuple[PeriodKind, ...] = Field(("year", "semester"), description="jenis periode yang dibuatkan laporan")
    respondent_rows: Literal["workbook", "report"] = Field(
        "workbook", description="tempat tabel jawaban per responden (lampiran 2): buku kerja olah data, atau laporan"
    )
    certificates: bool = Field(False, description="piagam bagi unit yang peringkatnya pertama di antara unit sejenis")


class Letterhead(Section):
    """The regency's letterhead; an office's own address stands in the registry. Empty is left out."""

    address: str = Field("", description="alamat pada kop surat kabupaten")
    contact: str = Field("", description="telepon, laman, dan surel pada kop surat kabupaten")


class Survey(Section):
    """How the survey is held, as chapter II tells it."""

    channel: str = Field("SuKMa-e Jatim", min_length=1, description="sarana pengisian kuesioner")
    source: str = Field(
        "https://sukma.jatimprov.go.id", description="sumber data di bawah tabel; kosong: tidak dicetak"
    )
    preparation_days: int = Field(5, ge=1, description="hari kerja persiapan")
    analysis_days: int = Field(22, ge=1, description="hari kerja pengolahan dan analisis")
    reporting_days: int = Field(5, ge=1, description="hari kerja penyusunan dan pelaporan")
    holidays: tuple[date, ...] = Field(
        (), description="hari libur nasional dan cuti bersama, bukan hari kerja, misalnya [2024-08-17, 2024-12-25]"
    )


MAP_OF_SAMPLES: Final = (
    "- 35.16.17 - - - -",
    "35.16.15 35.16.14 35.16.16 - - -",
    "- 35.16.13 35.16.18 35.16.10 35.16.08 -",
    "35.16.12 35.16.11 35.16.09 35.16.07 35.16.06 35.16.05",
    "35.16.01 - 35.16.02 35.16.03 35.16.04 -",
)
"""The eighteen kecamatan of Mojokerto as they lie, north above."""


class Portal(Section):
    """The public site and the server for private files."""

    address: str = Field(
        "",
        pattern=r"^(https?://.+)?$",
        description="alamat portal bagi publik, misalnya https://skm.mojokertokab.go.id",
    )
    license: str = Field("CC BY 4.0", min_length=1, description="lisensi data terbuka")
    map: tuple[Annotated[str, Field(pattern=r"^\S+( \S+){0,7}$")], ...] = Field(
        MAP_OF_SAMPLES,
        max_length=8,
        description="letak unit pada peta halaman pimpinan: satu baris peta satu teks, kode unit dipisahkan spasi, "
        "- tempat kosong",
    )
    session_minutes: int = Field(60, ge=5, le=1440, description="lama sesi masuk tanpa kegiatan")
    sessions_per_account: int = Field(10, ge=1, le=100, description="sesi satu akun; yang terlama berakhir")
    staff_code: bool = Field(True, description="petugas kabupaten harus memakai kode dari ponsel selain sandi")
    upload_megabytes: int = Field(50, ge=1, le=500, description="ukuran terbesar berkas yang diunggah")
    uploads_at_once: int = Field(2, ge=1, le=20, description="unggahan satu akun yang dikirim pada saat yang sama")
    upload_minutes: int = Field(15, ge=1, le=240, description="lama terpanjang mengirim satu unggahan")
    uploads_waiting: int = Field(20, ge=1, le=500, description="unggahan satu akun yang menunggu keputusannya")
    uploads_waiting_megabytes: int = Field(200, ge=1, description="ukuran semuanya bersama")
    login_attempts: int = Field(5, ge=1, le=100, description="percobaan masuk yang gagal sebelum ditunda")
    login_wait_minutes: int = Field(15, ge=1, le=1440, description="lama penundaan setelah itu")
    request_seconds: int = Field(20, ge=1, le=300, description="waktu bagi permintaan yang baru terkirim sebagian")
    query_seconds: int = Field(30, ge=1, le=600, description="waktu terlama satu kueri analis")
    query_rows: int = Field(100_000, ge=500, description="baris terbanyak hasil satu kueri analis yang diunduh")
    audit_days: int = Field(730, ge=30, description="lama catatan masuk, unduhan, dan unggahan disimpan")
    trusted_proxies: tuple[str, ...] = Field(
        (), description="alamat IP proksi TLS yang tajuk X-Forwarded-nya dipercaya"
    )


class Signature(Section):
    """Who signs the regency's documents; empty is printed as a line to fill in."""

    office: str = Field("", description="jabatan")
    name: str = Field("", description="nama")
    rank: str = Field("", description="pangkat")
    nip: str = Field("", description="NIP")


class Limits(Section):
    """Guards before a file is parsed."""

    file_megabytes: int = Field(100, ge=1, description="ukuran berkas terbesar")
    inflated_megabytes: int = Field(400, ge=1, description="ukuran isi terbesar setelah dibuka")
    rows: int = Field(300_000, ge=1, description="baris terbanyak dalam satu lembar")
    columns: int = Field(512, ge=9, le=16_384, description="kolom terbanyak dalam satu lembar")
    archive_depth: int = Field(1, ge=1, le=3, description="arsip di dalam arsip")
    archive_members: int = Field(500, ge=1, description="berkas terbanyak dalam satu arsip")
    parser_megabytes: int = Field(3000, ge=500, description="memori terbesar bagi pembaca berkas")
    parser_seconds: int = Field(120, ge=1, description="waktu terlama membaca satu berkas")


class Closing(Section):
    """When closing a period has to be confirmed: what an edition may differ from the one it is compared with."""

    index_change: float = Field(5.0, ge=0, description="perubahan IKM satu unit, dalam poin, yang masih wajar")
    regency_change: float = Field(2.0, ge=0, description="perubahan IKM kabupaten, dalam poin, yang masih wajar")
    rank_change: int = Field(5, ge=0, description="perubahan peringkat satu unit yang masih wajar")
    respondents_share: float = Field(
        0.5, ge=0, description="perubahan jumlah responden satu unit yang masih wajar, sebagai bagian dari sebelumnya"
    )
    units_lost: int = Field(0, ge=0, description="unit yang boleh hilang tanpa konfirmasi")


class Inbox(Section):
    """Where exports come from beside the home's own inbox. Credentials never stand here: docs/operation.md."""

    url: str = Field(
        "",
        pattern=WITHOUT_CREDENTIALS,
        description="kotak masuk di tempat lain: folder, sftp://…, webdavs://…, s3://…; kosong: hanya inbox/",
    )
    poll_seconds: int = Field(60, ge=5, le=86_400, description="selang pemeriksaan kotak masuk oleh 'skm up'")
    settle_seconds: int = Field(
        30, ge=0, le=3600, description="kotak masuk harus tidak berubah selama ini sebelum konsolidasi dimulai"
    )


class Storage(Section):
    """Where originals, staged rows and documents lie, when several machines work on them."""

    url: str = Field(
        "",
        pattern=WITHOUT_CREDENTIALS,
        description="tempat bersama bagi archive/, staging/, reports/: folder atau s3://…; kosong: di rumah data",
    )


class Engine(Section):
    """Who does the work of batches."""

    task_runner: Literal["threads", "dask"] = Field("threads", description="satu mesin, atau klaster Dask")
    dask_scheduler: str = Field("", description="alamat penjadwal Dask, misalnya tcp://10.0.0.5:8786")
    workers: int = Field(2, ge=1, le=256, description="proses anak yang bekerja bersamaan pada satu mesin")


class Reminders(Section):
    """When a unit is late."""

    kind: PeriodKind = Field("semester", description="jenis periode yang harus dilaporkan tiap unit")
    grace_days: int = Field(14, ge=0, le=366, description="hari setelah akhir periode sebelum unit disebut terlambat")


class Schedules(Section):
    """When things run by themselves, on the regency's clock. `skm up` tells Prefect so."""

    consolidation: str = Field(
        "18:00",
        pattern=WEEKLY_PATTERN,
        description='jam konsolidasi tiap hari, misalnya "18:00"; sekali seminggu, misalnya "jumat 18:00"; atau "off"',
    )
    period_end: str = Field(
        "04:00",
        pattern=TIME_PATTERN,
        description='jam membuat dokumen periode yang baru berakhir, hari pertama tiap triwulan, misalnya "04:00"; '
        'atau "off"',
    )
    reminder: str = Field(
        "senin 07:00",
        pattern=WEEKLY_PATTERN,
        description='hari dan jam daftar unit yang belum mengirim, misalnya "senin 07:00"; tiap hari, misalnya '
        '"07:00"; atau "off"',
    )
    backup_days: int = Field(
        2,
        ge=0,
        le=366,
        description="cadangan lebih tua dari sekian hari disebut terlambat oleh 'skm doctor'; 0: tidak dijaga",
    )


class Notifications(Section):
    """Notifications by e-mail or webhook. Addresses hold passwords and never stand here: docs/operation.md."""

    events: tuple[Literal["failed", "refused", "late"], ...] = Field(
        (), description="yang diberitahukan: konsolidasi gagal, berkas ditolak, unit terlambat; kosong: tidak ada"
    )
    alive_url: str = Field(
        "",
        pattern=r"^(https?://[^@\s]+)?$",
        description="alamat yang dipanggil setelah tiap konsolidasi yang baik, pada layanan yang memberi tahu bila "
        "panggilan berhenti datang; kosong: tidak ada",
    )


class Retention(Section):
    """How long personal data is kept (UU 27/2022). Applied by `skm retention`; 0 is for ever."""

    personal_days: int = Field(
        0,
        ge=0,
        description="hari sejak diterima sampai kolom pribadi (nama, NIK, HP, surel, alamat) dihapus dari salinan "
        "arsip; 0: tidak pernah",
    )
    answers_years: int = Field(
        0,
        ge=0,
        description="tahun sesudah tahun yang ditutup sampai berkas asli dan jawaban per orang dihapus, angka resmi "
        "tetap; 0: tidak pernah",
    )


class Warehouse(Section):
    """What is kept of the warehouse beside what is published."""

    daily_versions: int = Field(
        90, ge=0, le=3660, description="hari terakhir yang terbitan terakhirnya disimpan; 0: tidak disimpan"
    )


class Settings(Section):
    """All of `settings.toml`."""

    regency: Regency = Field(default_factory=Regency)
    method: Method = Field(default_factory=Method)
    thresholds: Thresholds = Field(default_factory=Thresholds)
    ranking: Ranking = Field(default_factory=Ranking)
    reports: Reports = Field(default_factory=Reports)
    letterhead: Letterhead = Field(default_factory=Letterhead)
    survey: Survey = Field(default_factory=Survey)
    signature: Signature = Field(default_factory=Signature)
    portal: Portal = Field(default_factory=Portal)
    limits: Limits = Field(default_factory=Limits)
    closing: Closing = Field(default_factory=Closing)
    inbox: Inbox = Field(default_factory=Inbox)
    storage: Storage = Field(default_factory=Storage)
    engine: Engine = Field(default_factory=Engine)
    reminders: Reminders = Field(default_factory=Reminders)
    schedules: Schedules = Field(default_factory=Schedules)
    notifications: Notifications = Field(default_factory=Notifications)
    retention: Retention = Field(default_factory=Retention)
    warehouse: Warehouse = Field(default_factory=Warehouse)

    @property
    def fingerprint(self) -> str:
        """Hash of every value that decides what is published or printed: lineage."""
        return hashlib.sha256(self.model_dump_json(exclude=set(OPERATION)).encode()).hexdigest()[:16]


def load_settings(path: Path) -> Settings:
    """Reads `settings.toml`; missing keys take their default. Raises ConfigurationError naming the
    key, what stands there and what is right."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigurationError(f"Pengaturan {path} tidak ada. Jalankan 'skm init'.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"Pengaturan {path} tidak dapat dibaca ({error}).") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"Pengaturan {path} bukan TOML yang benar: {error}.") from error
    try:
        settings = Settings.model_validate(_with_tuples(values))
    except ValidationError as error:
        raise ConfigurationError("\n".join(_sentences(path, error))) from error
    if left := _left_of_samples(settings):
        raise ConfigurationError("\n".join(f"{path}: {sentence}" for sentence in left))
    return settings


def _left_of_samples(settings: Settings) -> list[str]:
    """What another regency's settings still say of the samples' one, in sentences: where a key is missing too."""
    regency = settings.regency
    if regency.name == SAMPLES_REGENCY.name:
        return []
    asked = ["regency.code", "regency.bps_code"]
    if SAMPLES_REGENCY.capital not in regency.name:
        asked.append("regency.capital")
    if regency.code[:2].isdigit() and regency.code[:2] != SAMPLES_REGENCY.code[:2]:
        asked += ["survey.channel", "survey.source"]  # a program of the samples' province
    left = []
    for section, _, key in (one.partition(".") for one in asked):
        value, sample = (getattr(getattr(of, section), key) for of in (settings, Settings()))
        if value == sample:
            described = type(getattr(settings, section)).model_fields[key].description
            left.append(
                f"'{section}.{key}' adalah {sample!r}, nilai contoh milik {SAMPLES_REGENCY.name} (juga bila kuncinya "
                f"tidak ditulis). Tulis milik {regency.name}. Artinya: {described}."
            )
    return left


def _with_tuples(values: dict[str, object]) -> dict[str, object]:
    """TOML arrays become tuples, which strict validation asks for."""
    return {
        name: _with_tuples(value) if isinstance(value, dict) else tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
    }


def _sentences(path: Path, error: ValidationError) -> list[str]:
    sentences = []
    for problem in error.errors():
        key = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            known = _known_keys(problem["loc"][:-1])
            sentences.append(f"{path}: kunci '{key}' tidak dikenal. Yang dikenal: {', '.join(known)}.")
            continue
        if problem["loc"] in UNSHOWN:
            sentences.append(
                f"{path}: '{key}' tidak dapat dipakai. Kredensial tidak boleh ditulis di alamat: tanpa '@' dan '?' "
                f"(docs/operation.md). {_right(problem['loc'])}"
            )
            continue
        sentences.append(
            f"{path}: '{key}' berisi {problem['input']!r}, tidak dapat dipakai. {_right(problem['loc'])}".rstrip()
        )
    return sentences


def _known_keys(location: tuple[int | str, ...]) -> list[str]:
    fields = Settings.model_fields
    for part in location:
        section = fields[str(part)].annotation if str(part) in fields else None
        if isinstance(section, type) and issubclass(section, BaseModel):
            fields = section.model_fields
    return list(fields)


def _choices(section: type[BaseModel], key: str) -> list[str]:
    """What a key may be, as it is written in the file; empty where it is not one of a few words."""
    return [json.dumps(choice) for choice in _schema(section, key).get("enum", ())]


@cache
def _properties(section: type[BaseModel]) -> dict[str, Any]:
    properties: dict[str, Any] = section.model_json_schema()["properties"]
    return properties


def _schema(section: type[BaseModel], key: str) -> dict[str, Any]:
    """The JSON schema of a key, or of each of its items."""
    schema = _properties(section)[key]
    items: dict[str, Any] = schema.get("items", schema)
    return items


def _right(location: tuple[int | str, ...]) -> str:
    """What the key means and what it may be, in a sentence."""
    section_field = Settings.model_fields.get(str(location[0]))
    section = section_field.annotation if section_field else None
    if len(location) < 2 or not (isinstance(section, type) and issubclass(section, BaseModel)):
        return "Seharusnya sebuah bagian, misalnya [method]."
    field = section.model_fields.get(str(location[1]))
    if field is None:
        return ""
    schema = _schema(section, str(location[1]))
    words = [f"Artinya: {field.description}."]
    if choices := _choices(section, str(location[1])):
        words.append(f"Pilihan: {', '.join(choices)}.")
    bounds = {
        "minimum": "paling kecil",
        "exclusiveMinimum": "lebih dari",
        "maximum": "paling besar",
        "exclusiveMaximum": "kurang dari",
    }
    words += [f"{bounds[name].capitalize()} {schema[name]}." for name in bounds if name in schema]
    default = field.get_default(call_default_factory=True)
    words.append(f"Bawaan: {list(default) if isinstance(default, tuple) else default!r}.")
    return " ".join(words)


def own_settings(regency: Regency) -> Settings:
    """Settings of a new home of a regency: the defaults, without what is only known of the samples' one."""
    return Settings(regency=regency, survey=Survey(channel="sarana survei unit", source=""), portal=Portal(map=()))


def settings_template(settings: Settings | None = None) -> str:
    """A complete `settings.toml` for a new home: what every key means and its value in `settings`, or its default."""
    values = (settings or Settings()).model_dump()
    lines = ["# Pengaturan SKM. Semua kunci boleh dihapus: yang tidak ada memakai nilai bawaan.", ""]
    for section_name, section_field in Settings.model_fields.items():
        section = section_field.annotation
        if not (isinstance(section, type) and issubclass(section, BaseModel)):
            continue
        lines.append(f"[{section_name}]")
        for name, field in section.model_fields.items():
            choices = _choices(section, name)
            lines.append(f"# {field.description}" + (f" (pilihan: {', '.join(choices)})" if choices else ""))
            written = json.dumps(values[section_name][name], ensure_ascii=False).replace("\x7f", "\\u007f")
            lines.append(f"{name} = {written}")
        lines.append("")
    return "\n".join(lines)

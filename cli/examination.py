"""`skm doctor`: is everything there that a run needs, and does what is published hold together?"""

import os
import platform
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from cli.output import show_json, show_table
from cli.words import METHODS
from contracts import home_format
from contracts.clock import TIME_ZONE_NAME, now
from contracts.errors import HomeError, SkmError
from contracts.home import Home
from contracts.registry import Registry, load_registry, with_targets
from contracts.settings import SAMPLES_REGENCY, Settings, load_settings
from ingest import intake
from ingest.originals import checked_originals
from pipeline import archive_check, editions, job_records, publications, questionnaire_register, service_register
from pipeline.documents.documents import load_manifest
from pipeline.erasing import erasure_list, removal
from pipeline.homes import check_home, check_inboxes, check_own
from pipeline.inboxes import opened_inbox, sources_of
from pipeline.pinned_version import sentence
from pipeline.prefect_settings import OFFLINE
from pipeline.rebuilding import tables_that_differ
from pipeline.registry_changes import refuse_lost_units
from pipeline.stores import open_stores
from reports.wording import job_words
from warehouse import published
from warehouse.daily import daily_versions
from warehouse.intact import damaged_file
from warehouse.pin import pinned
from warehouse.publish import published_version, versions
from warehouse.read import open_published

NEEDED_GIGABYTES = 2
IMPORTED = (
    *("flows.consolidate", "reports.rendering", "great_expectations.expectations"),
    *("prefect.server.api.server", "aiosqlite", "uvicorn"),
)
"""Of a run: its flow, the writers of documents, Prefect's server."""
_OF_THE_GROUP = 0o070
_OF_OTHERS = 0o007
_OF_OTHERS_OR_WRITABLE = 0o027
LIBRARIES = ("prefect", "great-expectations", "polars", "duckdb", "python-calamine", "typst")


class Examined:
    """A home, and what people keep in it, read once; again only where it could not be."""

    def __init__(self, home: Home) -> None:
        self.home = home

    @cached_property
    def settings(self) -> Settings:
        """Raises ConfigurationError where they cannot be meant."""
        return load_settings(self.home.settings)

    @cached_property
    def registry(self) -> Registry:
        """Raises ConfigurationError where it cannot be meant."""
        return load_registry(self.home.units)


class Check(NamedTuple):
    """One thing looked at: whether it is well, and what was seen."""

    name: str
    well: bool
    seen: str


def examine(root: Path, *, from_scratch: bool = False, as_json: bool) -> bool:
    """Shows every check; True when all is well. `from_scratch`: what is published is compared with one made anew."""
    home = Home(root)
    known = Examined(home)
    checks = [
        _check("Python dan pustaka", _libraries),
        _check("Mesin", lambda: _machine(home)),
        _check("Folder data", lambda: _ready(known)),
        _check("Akses berkas", lambda: _closed(home)),
        _check("Pengaturan", lambda: _settings(known)),
        _check("Daftar unit", lambda: _registry(known)),
        _check("Daftar lain", lambda: _other_registers(known)),
        *([_check("Kotak masuk luar", lambda: _elsewhere(known))] if _has_elsewhere(known) else []),
        _check("Arsip", lambda: _archive(known)),
        _check("Penghapusan", lambda: _erasures(known)),
        _check("Terbitan", lambda: _published(home)),
        _check("Kesalahan program", lambda: _failures(known)),
        _check("Edisi resmi", lambda: _editions(home)),
        _check("Catatan publikasi", lambda: _publications(home)),
        _check("Yang berjalan sendiri", lambda: _jobs(known)),
        *([_check("Disusun dari awal", lambda: _from_scratch(home))] if from_scratch else []),
    ]
    if as_json:
        show_json([check._asdict() for check in checks])
    else:
        rows = [
            {"well": "baik" if check.well else "MASALAH", "name": check.name, "seen": check.seen} for check in checks
        ]
        show_table("", rows, {"well": "Keadaan", "name": "Yang diperiksa", "seen": "Temuan"}, whole=("well", "name"))
    return all(check.well for check in checks)


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except (SkmError, OSError, PackageNotFoundError) as error:
        return Check(name, False, str(error))


def _from_scratch(home: Home) -> str:
    differ = tables_that_differ(home.root)
    if differ:
        raise HomeError(
            f"Terbitan berbeda dari yang disusun ulang dari arsip, pada tabel {', '.join(differ)}. Jalankan 'skm run "
            "--from-scratch', lalu laporkan kalimat ini kepada pengembang."
        )
    return "Terbitan sama dengan yang disusun ulang dari arsip tanpa apa pun yang tersimpan."


def _libraries() -> str:
    """What a run imports is imported, in a process of its own: Prefect and its server are large, and write where no
    home may be yet."""
    with tempfile.TemporaryDirectory() as folder:
        imported = subprocess.run(
            [sys.executable, "-c", f"import {', '.join(IMPORTED)}"],
            env={**os.environ, **OFFLINE, "PREFECT_HOME": folder},
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    if imported.returncode != 0:
        said = imported.stderr.strip().splitlines()[-1:] or [f"kode {imported.returncode}"]
        raise OSError(
            f"Python {platform.python_version()}: pustaka yang diperlukan tidak dapat dimuat ({said[0]}). "
            "Hapus folder .venv, lalu jalankan 'make setup'."
        )
    found = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"Python {platform.python_version()}, {found}"


def _machine(home: Home) -> str:
    existing = next(path for path in (home.root.absolute(), *home.root.absolute().parents) if path.exists())
    free = shutil.disk_usage(existing).free // 1_000_000_000
    if free < NEEDED_GIGABYTES:
        raise OSError(f"Sisa ruang {free} GB; perlu sedikitnya {NEEDED_GIGABYTES} GB. Kosongkan sebagian diska.")
    return f"{os.cpu_count()} inti, sisa ruang {free} GB, {now():%d/%m/%Y %H.%M} {TIME_ZONE_NAME}"


def _ready(known: Examined) -> str:
    check_home(known.home, None)
    check_inboxes(known.home, sources_of(known.home, known.settings, None))
    about = home_format.about(known.home)
    by = f", terakhir ditulis oleh program {about.written_by}" if about else ""
    return f"{known.home.root.absolute()} siap{by}"


def _closed(home: Home) -> str:
    """Nobody but its owner gets into the home; or a web server's group as well, which then finds the site only."""
    mode = stat.S_IMODE(home.root.stat().st_mode)
    if mode & _OF_OTHERS_OR_WRITABLE:
        raise OSError(
            f"Folder data {home.root} terbuka bagi pengguna lain (mode {mode:03o}): isinya jawaban orang dan akun. "
            f"Jalankan: chmod 700 {shlex.quote(str(home.root))}"
        )
    if not mode & _OF_THE_GROUP:
        return f"hanya pemiliknya yang dapat membuka {home.root.absolute()}"
    readable = [
        path
        for path in sorted(home.root.rglob("*"))
        if not path.is_relative_to(home.site) and not path.is_symlink() and path.stat().st_mode & _OF_OTHERS
    ]
    if readable:
        raise OSError(
            f"{len(readable)} berkas atau folder terbuka bagi pengguna lain, misalnya {readable[0]}. "
            f"Jalankan: chmod -R o-rwx {shlex.quote(str(home.root))}"
        )
    return f"pemiliknya dan grupnya dapat membuka {home.root.absolute()}"


def _settings(known: Examined) -> str:
    settings = known.settings
    weight = settings.method.weight.replace(".", ",")
    return f"{settings.regency.name}, bobot {weight}, {METHODS[settings.method.headline]}"


def _registry(known: Examined) -> str:
    """No unit with published answers may have left it, or lost its name to another."""
    units = known.registry.units
    refuse_lost_units(known.home, known.registry)
    if known.settings.regency.name != SAMPLES_REGENCY.name:
        check_own(known.home.units, known.settings.regency, known.registry)
    kinds = {unit.unit_type for unit in units}
    return f"{len(units)} unit, {len(kinds)} jenis"


def _other_registers(known: Examined) -> str:
    """Those that a run stops at where one cannot be meant."""
    home, registry = known.home, known.registry
    there = [path.name for path in (home.services, home.targets, home.questionnaires) if path.exists()]
    service_register.load(home, registry)
    questionnaire_register.load(home, registry)
    with_targets(registry, home.targets)
    return ", ".join(there) or "tidak ada"


def _has_elsewhere(known: Examined) -> bool:
    try:
        return bool(known.settings.inbox.url)
    except SkmError:
        return False  # said by the check of the settings


def _elsewhere(known: Examined) -> str:
    """The inbox elsewhere must be reached, with the credentials that a run will have."""
    source = sources_of(known.home, known.settings, None)[-1]
    with opened_inbox(source) as inbox:
        count = sum(1 for _ in inbox.entries())
    return f"{source.place.shown} terhubung, {count} berkas"


def _archive(known: Examined) -> str:
    """Every content the ledger names, or what was left of it, must lie in the archive, byte for byte, and nothing else:
    the figures depend on it. What lies behind a URL is not fetched for that."""
    erasures = erasure_list.load(known.home)
    ledger = intake.load_ledger(known.home)
    contents = {one.sha256: intake.archived_now(one.sha256, erasures) for one in ledger if one.sha256}
    archive = open_stores(known.home, known.settings.storage).archive
    kept = archive.present(contents.values())
    lost = [sha256 for sha256, name in sorted(contents.items()) if name not in kept]
    if lost:
        raise OSError(
            f"{len(lost)} isi berkas hilang dari {archive.address}, misalnya {lost[0][:16]}. Pulihkan cadangannya."
        )
    archive_check.check_complete(known.home, archive, ledger)
    if known.settings.storage.url:
        return f"{len(contents)} isi berkas tersimpan"
    paths = {one.sha256: one.path for one in ledger}
    with checked_originals(archive, {name: paths[sha256] for sha256, name in contents.items()}):
        return f"{len(contents)} isi berkas tersimpan, utuh"


def _erasures(known: Examined) -> str:
    """Nothing of what was erased is left, and nobody has put it back."""
    erasures = erasure_list.load(known.home)
    found = removal.remains(known.home, open_stores(known.home, known.settings.storage), erasures)
    if found.inbox:
        raise OSError(
            f"{len(found.inbox)} berkas di kotak masuk masih memuat yang sudah dihapus, misalnya {found.inbox[0]}. "
            "Hapus berkas itu."
        )
    if found or not erasure_list.is_done(known.home, erasures):
        raise SkmError("Penghapusan belum selesai di semua tempat. Jalankan 'skm run'.")
    return f"{len(erasures.lines)} penghapusan, tidak ada sisanya" if erasures.lines else "belum pernah ada"


def _editions(home: Home) -> str:
    """Every file of every edition is what it was when its period was closed."""
    known = editions.load(home)
    kept = [edition for period in known.periods.values() for edition in period.editions]
    for edition in kept:
        editions.verify(edition)
    return f"{len(kept)} edisi utuh; ditutup: {', '.join(known.closed) or 'belum ada'}"


def _publications(home: Home) -> str:
    """The record of what was public is there and whole: what the public may see next depends on it."""
    known = publications.load(home)
    known.verify()
    if known.newest is None:
        return "belum ada yang terbit bagi publik"
    return f"utuh; publikasi ke-{known.newest.number}, {known.newest.published_on:%d/%m/%Y}"


def _failures(known: Examined) -> str:
    """What our own code failed at: files that it refused, units without their documents."""
    home = known.home
    if not versions(home):
        return "tidak ada"
    with open_published(home) as reader:
        files = [f"berkas {file['path']}" for file in published.failed_at(published.files(reader))]
        periods = [period.of("period_code", str) for period in published.periods(reader)]
    reports = open_stores(home, known.settings.storage).reports
    folders = set(reports.folders())
    documents = [
        f"dokumen {code}/{owner}"
        for code in periods
        if code in folders
        for owner in load_manifest(reports, code).failed
    ]
    if failed := [*files, *documents]:
        raise SkmError(
            f"Program gagal pada {len(failed)} hal, misalnya {', '.join(failed[:3])}. Laporkan kepada pengelola "
            "aplikasi; setelah program diperbaiki, 'skm run' membacanya lagi."
        )
    return "tidak ada"


def _jobs(known: Examined) -> str:
    """What runs by itself ran when it should have, and ended well."""
    states = job_records.states(known.home, known.settings, now())
    said = "\n".join(job_words.sentence(state) for state in states)
    if not all(state.is_well for state in states):
        raise SkmError(said)
    return said


def _published(home: Home) -> str:
    current = published_version(home)
    if current is not None and (damaged := damaged_file(current)):
        raise SkmError(f"Versi {current.name} rusak: {damaged} bukan lagi yang ditulis. Jalankan 'skm run'.")
    with open_published(home) as reader:
        run = published.runs(reader)[0]
        findings = published.findings(reader, run.of("run_id", str))
    failed = [one["expectation"] for one in findings if one["verdict"] != "passed" and one["severity"] == "error"
              and one["suite"] == "warehouse"]  # fmt: skip
    if failed:
        raise SkmError(f"Pemeriksaan gagal: {', '.join(map(str, failed))}")
    kept, days = len(versions(home)), daily_versions(home.warehouse)
    of_days = f", {len(days)} hari sejak {min(days):%d/%m/%Y}" if days else ""
    held = pinned(home)
    return f"terbitan {run['run_id']}, {len(findings)} pemeriksaan, {kept} versi tersimpan{of_days}" + (
        f". {sentence(held)}" if held else ""
    )

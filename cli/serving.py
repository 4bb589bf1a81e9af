"""`skm serve` and `skm user`: the server for the site and the private files, and who may log in to it."""

import getpass
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from cli.output import console, show_json, show_table, tell
from contracts import home_format
from contracts.clock import now
from contracts.errors import ConfigurationError, HomeError, SkmError
from contracts.home import Home
from contracts.registry import Registry, load_registry
from contracts.settings import Settings, load_settings
from pipeline.stores import open_stores
from portal.server.accounts import Accounts, account_name, role_of, words_of
from portal.server.audit import COMMAND, Action, AuditLog
from portal.server.database import Database
from portal.server.passwords import SHORTEST_PASSWORD, AccountError
from portal.server.reread import Reread
from portal.server.second_factor import SecondFactor
from portal.server.words import ROLES

METRICS_TOKEN: Final = "SKM_METRICS_TOKEN"
"""Variable of the environment: who shows it may read `/metrics` from another machine."""

COLUMNS = {
    "name": "Akun",
    "role": "Peran",
    "unit_code": "Kode",
    "unit_name": "Unit",
    "created_at": "Dibuat",
    "state": "Keadaan",
}


def serve_home(root: Path, host: str, port: int) -> None:
    """Serves a home until it is stopped. Where settings or registry cannot be meant, or what they name cannot be
    reached, and a site is published, the public keeps that site until they can. Raises SkmError where there is none."""
    home = _prepared(root)
    while True:
        try:
            _serve_all(home, host, port)
        except _NotReadyError as error:
            if not home.site.is_dir():
                raise error.reason from None
            tell(f"skm: {error.reason} Sampai diperbaiki, hanya situs publik yang dibuka.")
            if not _serve_public(home, host, port):
                break
        else:
            break
    console().print("Portal berhenti.")


class _NotReadyError(Exception):
    """What the whole portal stands on cannot be used."""

    def __init__(self, reason: SkmError) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _serve_all(home: Home, host: str, port: int) -> None:
    from cli.desk_commands import start_command
    from pipeline import job_records, service_register
    from pipeline.analyst_queries import AnalystQueries
    from pipeline.corrections import file_to_correct
    from pipeline.prefect_settings import STANDING_URL
    from pipeline.unit_photographs import UnitPhotographs
    from pipeline.upload_check import UploadChecker
    from pipeline.upload_place import inbox_place
    from portal.server.app import create_app
    from portal.server.monitoring import Monitored
    from portal.server.running import serve

    with ExitStack() as stack:
        try:
            settings_now, registry = _meant(home)
            settings = settings_now()
            stores = open_stores(home, settings.storage)
            checker = stack.enter_context(UploadChecker(home, settings.limits, stores))
            app = create_app(
                home,
                settings=settings,
                settings_now=settings_now,
                registry=registry,
                reports=stores.reports,
                check_upload=checker.check,
                to_correct=lambda file_id: file_to_correct(home, settings_now(), registry(), stores, file_id),
                inbox_place=lambda unit_code, name, at: inbox_place(home, registry(), unit_code, name, at),
                photographs=UnitPhotographs(home, settings, registry, checker.picture),
                services_of=lambda unit_code: service_register.of_unit(home, registry(), unit_code),
                queries=stack.enter_context(AnalystQueries(home, settings.portal)),
                start_command=start_command,
                now=now,
                monitored=Monitored(
                    job_states=lambda: job_records.states(home, settings_now(), now()),
                    prefect_url=os.environ.get(STANDING_URL, ""),
                    metrics_token=os.environ.get(METRICS_TOKEN, ""),
                ),
            )
        except SkmError as error:
            raise _NotReadyError(error) from error
        serve(app, host, port, request_seconds=settings.portal.request_seconds, listening=_say_address)


def _serve_public(home: Home, host: str, port: int) -> bool:
    """Serves the site alone; whether the whole portal may be tried again."""
    from portal.server.public_only import create_public_app
    from portal.server.running import serve

    return serve(
        create_public_app(home),
        host,
        port,
        request_seconds=Settings().portal.request_seconds,
        listening=_say_address,
        is_over=lambda: _can_be_meant(home),
    )


def _meant(home: Home) -> tuple[Reread[Settings], Reread[Registry]]:
    home_format.about(home)  # one of a newer program: its site alone
    return Reread(home.settings, load_settings), Reread(home.units, load_registry)


def _can_be_meant(home: Home) -> bool:
    try:
        open_stores(home, _meant(home)[0]().storage)
    except SkmError:
        return False
    return True


def add_user(root: Path, name: str, unit_code: str | None, *, staff: bool, leader: bool, analyst: bool) -> None:
    """Makes an account and says so. The password is asked for, or read from standard input."""
    home = _prepared(root)
    if [unit_code is not None, staff, leader, analyst].count(True) != 1:
        raise AccountError(
            "Pilih salah satu: --unit KODE untuk akun unit, --staff untuk petugas kabupaten, --leader untuk pimpinan, "
            "--analyst untuk analis."
        )
    registry = load_registry(home.units)
    if unit_code is not None and unit_code not in registry.by_code:
        raise ConfigurationError(f"Unit '{unit_code}' tidak ada di {home.units}. Tulis unit_code-nya, misalnya "
                                 f"{registry.units[0].unit_code}.")  # fmt: skip
    name = account_name(name)
    database = Database(home.accounts)
    role = role_of("analyst" if analyst else "leader" if leader else "staff")
    account = _accounts(home, database).add(name, _password(), unit_code=unit_code, role=role)
    _note(database, "user_added", f"{account.name} ({unit_code or ROLES[account.role]})")
    whose = registry.by_code[unit_code].unit_name if unit_code else ROLES[account.role]
    console().print(f"Akun {account.name} dibuat untuk {whose}.", markup=False)


def list_users(root: Path, *, as_json: bool) -> None:
    """Every account; never a hash."""
    home = _prepared(root)
    names = _unit_names(load_registry(home.units))
    rows: list[dict[str, object]] = [
        {
            "name": account.name,
            "role": account.role,
            "unit_code": account.unit_code,
            "unit_name": names.get(account.unit_code or ""),
            "created_at": account.created_at,
            "disabled": account.disabled,
        }
        for account in Accounts(Database(home.accounts), now).all()
    ]
    if as_json:
        show_json(rows)
        return
    shown = [
        {**row, "role": ROLES[str(row["role"])], "state": "dicabut" if row["disabled"] else "aktif"} for row in rows
    ]
    show_table("Akun portal", shown, COLUMNS, whole=("name", "unit_code"))


def remove_user(root: Path, name: str) -> None:
    """Takes an account away; whoever is logged in with it is not any more."""
    database = Database(_prepared(root).accounts)
    Accounts(database, now).remove(name)
    _note(database, "user_removed", account_name(name))
    console().print(f"Akun {account_name(name)} dicabut; semua sesinya berakhir.", markup=False)


def change_password(root: Path, name: str) -> None:
    """Gives an account another password; whoever is logged in with it has to log in again."""
    home = _prepared(root)
    database = Database(home.accounts)
    accounts = _accounts(home, database)
    if account_name(name) not in {account.name for account in accounts.all() if not account.disabled}:
        raise AccountError(f"Akun '{name}' tidak ada. Lihat 'skm user list'.")
    accounts.set_password(name, _password())
    _note(database, "user_password", account_name(name))
    console().print(f"Sandi akun {account_name(name)} diganti; semua sesinya berakhir.", markup=False)


def reset_code(root: Path, name: str) -> None:
    """Takes an account's second factor away, as when its phone is lost; who must have one sets it up anew."""
    database = Database(_prepared(root).accounts)
    name = account_name(name)
    if not Accounts(database, now).exists(name):
        raise AccountError(f"Akun '{name}' tidak ada. Lihat 'skm user list'.")
    had = SecondFactor(database, now, "").forget(name)
    _note(database, "user_code_reset", name)
    said = "Kode dari ponsel dilepas" if had else "Belum ada kode dari ponsel"
    console().print(f"Akun {name}: {said}; semua sesinya berakhir.", markup=False)


def _accounts(home: Home, database: Database) -> Accounts:
    """The accounts, with the words that no password here may be made of."""
    settings = load_settings(home.settings) if home.settings.exists() else Settings()
    return Accounts(database, now, known_words=words_of(settings, load_registry(home.units)))


def _prepared(root: Path) -> Home:
    home = Home(root)
    if not home.root.is_dir():
        raise HomeError(f"Folder data {home.root} tidak ada. Jalankan 'skm init' dulu, atau tunjuk dengan --home.")
    return home


def _password() -> str:
    """Typed twice without being shown; or, where there is no terminal, one line of standard input. Never an
    argument: those stand in the shell's history and in the list of processes."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(f"Sandi (sedikitnya {SHORTEST_PASSWORD} karakter): ")
    if getpass.getpass("Sandi sekali lagi: ") != password:
        raise AccountError("Kedua sandi tidak sama. Tidak ada yang berubah.")
    return password


def _note(database: Database, action: Action, thing: str) -> None:
    AuditLog(database, now).write(COMMAND, action, thing, "")


def _unit_names(registry: Registry) -> dict[str, str]:
    return {unit.unit_code: unit.unit_name for unit in registry.units}


def _say_address(address: str) -> None:
    console().print(f"Portal terbuka di {address} (hentikan dengan Ctrl+C).", markup=False)
    sys.stdout.flush()

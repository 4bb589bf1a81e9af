"""`skm settings`: what staff set, with its meaning, and changing one."""

from pathlib import Path

from cli.output import at_next_run, console, format_value, indented, show_json, show_table
from contracts.home import Home
from contracts.settings import Settings, load_settings
from contracts.staff_settings import SECTIONS, StaffSetting, staff_settings
from pipeline import settings_changes
from pipeline.homes import check_prepared
from pipeline.lock import one_run_at_a_time

_COLUMNS = {"key": "Pengaturan", "shown": "Sekarang", "meaning": "Artinya"}


def show_settings(root: Path, *, as_json: bool) -> None:
    """Every setting of staff."""
    home = Home(root)
    check_prepared(home)
    by_section = staff_settings(load_settings(home.settings))
    if as_json:
        show_json({one.key: one._asdict() for section in by_section.values() for one in section})
        return
    for section, settings in by_section.items():
        show_table(SECTIONS[section], [one._asdict() for one in settings], _COLUMNS, whole=("key",))


def change_setting(root: Path, key: str, typed: str, *, dry_run: bool) -> None:
    """Writes another value, or only says what would change. Raises ConfigurationError where the value cannot be used;
    nothing is written then."""
    home = Home(root)
    check_prepared(home)
    with one_run_at_a_time(home):
        settings = load_settings(home.settings)
        text = settings_changes.with_setting(home, key, typed)
        before, after = (_setting(one, key) for one in (settings, settings_changes.checked(text)))
        out = console()
        out.print(f"{key}: {after.meaning}", markup=False)
        out.print(indented(f"Sebelum: {format_value(before.shown or None)}"))
        out.print(indented(f"Sesudah: {format_value(after.shown or None)}"))
        if after.decides_figures:
            out.print(
                indented(
                    "Konsolidasi berikutnya menghitung atau mencetak ulang periode yang belum ditutup. Periode yang "
                    "sudah ditutup tidak berubah."
                )
            )
        if dry_run:
            out.print("Belum ditulis (--dry-run).", markup=False)
            return
        settings_changes.write(home, text)
    console().print(f"{home.settings.name} ditulis. {at_next_run(root)}", markup=False)


def _setting(settings: Settings, key: str) -> StaffSetting:
    return next(one for section in staff_settings(settings).values() for one in section if one.key == key)

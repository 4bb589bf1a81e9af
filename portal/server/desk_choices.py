"""What the fields of the staff's desk choose from: files, units, periods, editions and versions as they are now.

Belongs here: these lists, each value with its words. Not here: the actions that use them
(`portal.server.desk_actions`).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from contracts.errors import HomeError, SkmError
from contracts.periods import parse_period
from contracts.settings import load_settings
from contracts.staff_settings import staff_settings
from portal.server.app_context import AppContext
from portal.server.closed_periods import period_states
from portal.server.desk_actions import FILE, DeskAction, ListName
from portal.server.pages import file_size
from reports.wording.file_words import STATUSES
from warehouse import published, published_editions
from warehouse.publish import published_version, versions
from warehouse.read import Reader, open_published

Choices = list[tuple[str, str]]
"""Values with what a person reads."""
_MOST_BACKUPS: Final = 30


def choices_of(context: AppContext, action: DeskAction, values: Mapping[str, str]) -> Mapping[ListName, Choices]:
    """The lists that an action's fields need. Of files only those that `values` name: there may be thousands, and they
    are chosen on a page of their own."""
    wanted = {field.list_name for field in action.fields if field.list_name is not None}
    found: dict[ListName, Choices] = {}
    if "units" in wanted:
        units = sorted(context.registry.units, key=lambda unit: (unit.unit_type, unit.unit_name))
        found["units"] = [(unit.unit_code, f"{unit.unit_name} ({unit.unit_code})") for unit in units]
    if "settings" in wanted:
        found["settings"] = _settings(context)
    if wanted & {"backup_folders", "backups"}:
        found |= _backups(context)
    if "versions" in wanted:
        found["versions"] = _versions(context)
    of_published = wanted & {"files", *_FROM_PUBLISHED}
    if not of_published:
        return found
    try:
        with open_published(context.home) as reader:
            for name in of_published:
                listed = _FROM_PUBLISHED.get(name)
                found[name] = listed(context, reader) if listed else _files(context, reader, values)
    except HomeError:
        found.update({name: [] for name in of_published})  # nothing is published
    return found


def _files(context: AppContext, reader: Reader, values: Mapping[str, str]) -> Choices:
    file = published.file(reader, values.get(FILE, ""))
    if file is None:
        return []
    unit = "unit tidak dikenali" if file["unit_code"] is None else context.unit_name(file.of("unit_code", str))
    return [(file.of("file_id", str), f"{file['path']} – {unit}, {STATUSES[file.of('status', str)]}")]


def _periods(context: AppContext, reader: Reader) -> Choices:
    codes = [row.of("period_code", str) for row in published.periods(reader)]
    return _in_words(sorted(codes, reverse=True))


def _ended_periods(context: AppContext, reader: Reader) -> Choices:
    today = context.now().date()
    return [(code, words) for code, words in _periods(context, reader) if parse_period(code).end_date < today]


def _open_periods(context: AppContext, reader: Reader) -> Choices:
    today, kinds = context.now().date(), context.kinds
    states = [one for one in period_states(reader, kinds) if one.edition.state != "official"]
    return _in_words([one.code for one in states if parse_period(one.code).end_date < today])


def _closed_periods(context: AppContext, reader: Reader) -> Choices:
    states = period_states(reader, context.kinds)
    return _in_words([one.code for one in states if one.edition.state == "official"])


def _editions(context: AppContext, reader: Reader) -> Choices:
    found = []
    for row in published_editions.editions(reader):
        code, revision = row.of("period_code", str), row.of("revision", int)
        closed_at = row["closed_at"]
        if isinstance(closed_at, datetime):
            which = f"Revisi {revision}" if revision else "edisi pertama"
            when = f"ditutup {closed_at:%d/%m/%Y} oleh {row['closed_by']}"
            found.append((f"{code}@{revision}", f"{parse_period(code).label}, {which}, {when}"))
    return found


def _versions(context: AppContext) -> Choices:
    current = published_version(context.home)
    name = current.name if current else ""
    kept = reversed(versions(context.home))
    return [(one.name, f"versi {one.name}") for one in kept if one.name != name]


def _backups(context: AppContext) -> dict[ListName, Choices]:
    """Where the last good backup lies, and the newest ones there."""
    record = next((one.record for one in context.job_states() if one.job == "backup"), None)
    folder = Path(record.detail).parent if record and record.detail else None
    if record is None or folder is None or record.good_at is None or not folder.is_dir():
        return {"backup_folders": [], "backups": []}
    there = sorted(folder.glob("skm-*.tar"), key=lambda one: one.stat().st_mtime_ns, reverse=True)[:_MOST_BACKUPS]
    return {
        "backup_folders": [(str(folder), f"{folder} – cadangan terakhir {record.good_at:%d/%m/%Y %H.%M}")],
        "backups": [(str(one), f"{one.name}, {file_size(one.stat().st_size)}") for one in there],
    }


def _settings(context: AppContext) -> Choices:
    try:
        by_section = staff_settings(load_settings(context.home.settings))
    except SkmError:
        return []
    return [(one.key, f"{one.key}: {one.meaning}") for section in by_section.values() for one in section]


def _in_words(codes: list[str]) -> Choices:
    return [(code, f"{parse_period(code).label} ({code})") for code in codes]


_FROM_PUBLISHED: Final[Mapping[ListName, Callable[[AppContext, Reader], Choices]]] = {
    "periods": _periods,
    "ended_periods": _ended_periods,
    "open_periods": _open_periods,
    "closed_periods": _closed_periods,
    "editions": _editions,
}

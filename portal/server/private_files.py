"""A unit's private files: which there are, and where they lie.

Belongs here: documents by the manifest of their period, what went back to a sender by the listing of its
folder, a unit's rows as CSV. A file is only ever found by a name out of a listing, never by a path made of
what somebody asked for. Not here: who may have it (`portal.server.app_context`).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contracts.home import Home
from contracts.periods import is_period_code, parse_period
from contracts.respondent import CHARACTERISTICS
from contracts.safe_text import excel_csv
from contracts.unsur import UNSUR_COLUMNS
from reports.documents import REGENCY, shown_order
from reports.figures.unit_figures import answers_of
from reports.wording.file_words import COLUMNS
from storage.store import LocalStore, Stamp, Store
from warehouse import published
from warehouse.read import Reader

MANIFEST: Final = "manifest.json"
NO_UNIT: Final = "tanpa-unit"
"""Folder of the quarantine for files whose unit was not found: the staff's business."""
ROW_COLUMNS: Final = (
    "response_date",
    "submitted_at",
    *(one.column for one in CHARACTERISTICS),
    "age",
    "service",
    *UNSUR_COLUMNS,
    "path",
    "sheet",
    "row_number",
)
"""What a unit gets of its rows. Suggestions are not among them: they may name people."""
_HEADERS: Final = COLUMNS | {
    "submitted_at": "Waktu kirim",
    "age": "Umur (tahun)",
    **{one.column: one.label for one in CHARACTERISTICS},
    "path": "Berkas",
    "sheet": "Lembar",
    "row_number": "Baris",
}


@dataclass(frozen=True)
class PrivateFile:
    """A file that may be downloaded by those whose business it is."""

    name: str
    size: int
    store: Store
    place: str
    """Its name in the store."""

    @property
    def path(self) -> Path:
        """The file on this machine; one that lies elsewhere is fetched now."""
        return self.store.local_path(self.place)


class PrivateFiles:
    """The private files of a home. What a manifest says is kept until the manifest changes. `reports`: where the
    documents lie."""

    def __init__(self, home: Home, reports: Store) -> None:
        self._home = home
        self._reports = reports
        self._manifests: dict[str, tuple[Stamp, Mapping[str, tuple[str, ...]]]] = {}

    def periods(self) -> list[str]:
        """Codes of the periods with documents, newest first, a year before its semesters."""
        codes = [code for code in self._reports.folders() if is_period_code(code)]
        with_manifest = self._reports.present(f"{code}/{MANIFEST}" for code in codes)
        codes = [code for code in codes if f"{code}/{MANIFEST}" in with_manifest]
        return newest_first(codes)

    def documents(self, period_code: str, owner: str) -> list[PrivateFile]:
        """The documents of a unit, or of the REGENCY, in a period, the reports first."""
        if not is_period_code(period_code):
            return []
        folder = period_code if owner == REGENCY else f"{period_code}/{owner}"
        files = _files(self._reports, folder, self._manifest(period_code).get(owner, ()))
        return sorted(files, key=lambda file: shown_order(file.name))

    def returned(self, unit_code: str) -> list[PrivateFile]:
        """What went back to a unit, or lies in NO_UNIT: workbooks to correct and notes, by name."""
        if unit_code.startswith("."):
            return []
        quarantine = LocalStore(self._home.quarantine)
        names = [name.removeprefix(f"{unit_code}/") for name in quarantine.files(unit_code)]
        return _files(quarantine, unit_code, (name for name in names if not name.startswith("~$") and "/" not in name))

    def _manifest(self, period_code: str) -> Mapping[str, tuple[str, ...]]:
        """Names of documents by their owner."""
        name = f"{period_code}/{MANIFEST}"
        try:
            stamp = self._reports.stamps([name])[name]
            kept = self._manifests.get(period_code)
            if kept is None or kept[0] != stamp:
                kept = (stamp, _by_owner(json.loads(self._reports.read(name))))
                self._manifests[period_code] = kept
        except (KeyError, OSError, ValueError):
            return {}  # none, or of an earlier make: the next run writes it again
        return kept[1]


def newest_first(period_codes: Iterable[str]) -> list[str]:
    """Periods for a page: the newest year first, a year before its parts."""
    return sorted(period_codes, key=lambda code: (-parse_period(code).start_date.year, len(code), code))


def rows_as_csv(reader: Reader, period_code: str, unit_code: str) -> bytes | None:
    """A unit's responses in a period, ROW_COLUMNS, as CSV that Excel in Indonesia opens; None where it has none."""
    rows = published.responses(reader, period_code, unit_code)
    if not rows:
        return None
    header = [_HEADERS[column] for column in ROW_COLUMNS]
    answered = ({**row, **dict(zip(UNSUR_COLUMNS, answers_of(row), strict=True))} for row in rows)
    return excel_csv([header, *([row[column] for column in ROW_COLUMNS] for row in answered)])


def _by_owner(manifest: object) -> dict[str, tuple[str, ...]]:
    files = manifest.get("files") if isinstance(manifest, dict) else None
    found: defaultdict[str, list[str]] = defaultdict(list)
    for owner, name in _owned(files if isinstance(files, dict) else {}):
        found[owner].append(name)
    return {owner: tuple(sorted(names)) for owner, names in found.items()}


def _owned(files: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Owner and name of every file: `35.16.01/laporan.pdf`, or `laporan.pdf` of the regency."""
    for path in files:
        owner, _, name = path.rpartition("/")
        if name and not owner.startswith(".") and "/" not in owner:
            yield owner or REGENCY, name


def _files(store: Store, folder: str, names: Iterable[str]) -> list[PrivateFile]:
    """Those of the names that are files in a folder of the store."""
    stamps = store.stamps(f"{folder}/{name}" for name in names)
    return [PrivateFile(place.rpartition("/")[2], stamp.size, store, place) for place, stamp in stamps.items()]

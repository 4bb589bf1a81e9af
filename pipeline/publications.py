"""What was ever public of a home: the answers behind it, and the figures as the public saw them last.

    publications/
      000007/publication.json   when, from what, and the SHA-256 of every file beside it
      000007/answers.parquet    hashes of the answers behind anything that was ever public, and in which sets they stood
      000007/shown.parquet      what is public now of each unit, period and service, and since when
      000007/<table>.parquet    these figures

Each publication holds all before it: the newest is the record, the one before stays until the next. It is written
before the first page changes, beside its place, made to last, and renamed once: killed at any moment, nothing is public
that it does not know. It holds no answers, only hashes of them, and nobody but its owner may read it. **No cache**:
without it two publications may be subtracted, so it is in every backup, and a home that had one does not go on without.
Belongs here: these files. Not here: what may be shown (`transforms.figures.publication`). Whoever writes holds the
home's lock.
"""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl
from pydantic import ValidationError

from contracts.atomic_file import sync
from contracts.columns import Table
from contracts.errors import HomeError, SkmError
from contracts.home import Home
from contracts.public_tables import SHOWN_TABLES
from contracts.records import Record
from transforms.figures.edition_changes import as_declared
from transforms.figures.public_answers import PUBLIC_ANSWERS, together
from transforms.figures.publication import SHOWN, UNIT_ITSELF, Decision
from transforms.figures.withholding import Former
from transforms.schema import empty_frame
from warehouse.publish import PARQUET_NAME, PUBLIC_NAME

_RECORD: Final = "publication.json"
_WRITING: Final = ".writing"
_KEPT: Final = 2
_KEY: Final = ["period_code", "unit_code", "service_code"]
DECISION: Final = "publication"
"""The folder of a version with what the record becomes once the version is public."""
_OF_DECISION: Final = ("with_profile", "withheld")


class DamagedPublicationError(SkmError):
    """The record of what was public is gone, or not what it was."""


class MadeFrom(Record):
    """What decided what is public: the inputs, and the record as it was before."""

    inputs: str
    before: str


class Publication(Record):
    """`publication.json`."""

    number: int
    published_on: date
    made_from: MadeFrom
    files: dict[str, str]
    """SHA-256 of every file beside it."""


@dataclass(frozen=True)
class Publications:
    """The record: the newest publication and its folder; neither where nothing was public yet."""

    newest: Publication | None = None
    folder: Path | None = None

    def fingerprint(self, inputs: str) -> str:
        """Hash of the record that decides about these inputs: of the one before, where they made the newest, so that
        publishing does not change what was published."""
        if self.newest is None:
            return ""
        made_from = self.newest.made_from
        return made_from.before if made_from.inputs == inputs else _hash(self.newest.model_dump_json().encode())

    def answers(self) -> pl.DataFrame:
        """PUBLIC_ANSWERS."""
        return pl.DataFrame(schema=PUBLIC_ANSWERS) if self.folder is None else self._read("answers")

    def shown(self) -> pl.DataFrame:
        """SHOWN, with `since`."""
        empty = pl.DataFrame(schema={**SHOWN, "since": pl.Date()})
        return empty if self.folder is None else _read_shown(self._verified("shown.parquet"))

    def former(self) -> Former:
        """The figures as the public saw them last."""
        tables = {
            table.name: as_declared(self._read(table.name), table) if self._has(table.name) else empty_frame(table)
            for table in SHOWN_TABLES
        }
        return Former(tables, self.shown().select(*_KEY, "since"))

    def verify(self) -> None:
        """Raises DamagedPublicationError where a file is missing or not what it was."""
        for name in self.newest.files if self.newest else ():
            self._verified(name)

    def _has(self, name: str) -> bool:
        """Whether it holds a table; services came with a later release."""
        return self.newest is not None and f"{name}.parquet" in self.newest.files

    def _read(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self._verified(f"{name}.parquet"))

    def _verified(self, name: str) -> Path:
        if self.newest is None or self.folder is None:
            raise FileNotFoundError(name)
        path = self.folder / name
        if not path.is_file() or _hash(path.read_bytes()) != self.newest.files.get(name):
            raise _damaged(path)
        return path


def load(home: Home) -> Publications:
    """The record of a home. Raises DamagedPublicationError where it cannot be read, or is gone although the site
    was made with it."""
    numbers = sorted((path for path in _numbered(home)), key=lambda path: int(path.name))
    if not numbers:
        if home.published_once.exists():
            raise _damaged(home.publications)
        return Publications()
    folder = numbers[-1]
    try:
        newest = Publication.model_validate_json((folder / _RECORD).read_bytes())
    except (OSError, ValidationError) as error:
        raise _damaged(folder / _RECORD) from error
    return Publications(newest, folder)


def keep_decision(version: Path, decision: Decision) -> None:
    """Keeps what was decided in a version's folder: nothing of it is public yet."""
    folder = version / DECISION
    folder.mkdir()
    decision.answers.sink_parquet(folder / "answers.parquet")
    decision.shown.write_parquet(folder / "shown.parquet")
    for name in _OF_DECISION:
        getattr(decision, name).write_parquet(folder / f"{name}.parquet")


def kept_decision(version: Path, units: Sequence[str]) -> Decision:
    """What was decided of these units for an earlier version."""
    folder, of_units = version / DECISION, pl.col("unit_code").is_in(units)
    return Decision(
        answers=pl.scan_parquet(folder / "answers.parquet").filter(of_units),
        shown=_read_shown(folder / "shown.parquet").filter(of_units),
        **{name: pl.read_parquet(folder / f"{name}.parquet").filter(of_units) for name in _OF_DECISION},
    )


def keep_made_from(version: Path, made_from: MadeFrom) -> None:
    """The same with what decided it."""
    (version / DECISION / "made_from.json").write_text(made_from.model_dump_json(), encoding="utf-8")


def record(home: Home, version: Path, today: date) -> Publications:
    """Enters what a version shows into the record, before it is shown. Nothing is written where nothing changes. Raises
    HomeError for a version that was decided on another record, and shows what never was public."""
    known = load(home)
    before = version / DECISION
    made_from = MadeFrom.model_validate_json((before / "made_from.json").read_bytes())
    _check_decided_on(known, version, made_from)
    public = {"answers": known.answers(), "shown": known.shown()}
    shown_before = public["shown"].select(*_KEY, "set_id", "since")
    shown = (
        _read_shown(before / "shown.parquet")
        .join(shown_before, on=[*_KEY, "set_id"], how="left")
        .with_columns(pl.col("since").fill_null(today))
        .sort(_KEY)
    )
    frames: dict[str, pl.DataFrame] = {
        "answers": together([public["answers"], pl.read_parquet(before / "answers.parquet")]),
        "shown": shown,
        **{table.name: _public_table(version, table) for table in SHOWN_TABLES},
    }
    if known.newest is not None and _same({**public, **known.former().tables}, frames):
        return known
    return _written(home, known, frames, made_from, today)


def _read_shown(path: Path) -> pl.DataFrame:
    """SHOWN and any more columns; a release before services wrote what is shown of units only."""
    written = pl.read_parquet(path)
    if "service_code" not in written.columns:
        written = written.with_columns(pl.lit(UNIT_ITSELF).alias("service_code"))
    return written.select(*SHOWN, *(name for name in written.columns if name not in SHOWN))


def _public_table(version: Path, table: Table) -> pl.DataFrame:
    path = public_parquet(version, table.name)
    return as_declared(pl.read_parquet(path), table) if path.exists() else empty_frame(table)


def _check_decided_on(known: Publications, version: Path, made_from: MadeFrom) -> None:
    """An earlier version may be shown again, but not one that waited while others were public."""
    if known.fingerprint(made_from.inputs) == made_from.before:
        return
    public = known.answers().get_column("sets").explode().unique()
    shown = pl.read_parquet(version / DECISION / "shown.parquet").filter(state="current").get_column("set_id")
    if not shown.is_in(public.implode()).all():
        raise HomeError(
            f"Versi {version.name} memuat angka publik yang belum pernah terbit dan diputuskan sebelum publikasi "
            "terakhir: dibandingkan dengan yang sudah terbit, angka itu dapat mengungkap jawaban perorangan. Pilih "
            "versi lain, atau buka kunci dengan skm rollback --release, lalu skm run."
        )


def public_parquet(version: Path, name: str) -> Path:
    """The Parquet file of a public table of a version."""
    return version / PARQUET_NAME / PUBLIC_NAME / f"{name}.parquet"


def _same(public: Mapping[str, pl.DataFrame], frames: Mapping[str, pl.DataFrame]) -> bool:
    return all(public[name].equals(frame) for name, frame in frames.items())


def _written(
    home: Home, known: Publications, frames: Mapping[str, pl.DataFrame], made_from: MadeFrom, today: date
) -> Publications:
    number = known.newest.number + 1 if known.newest else 1
    home.publications.mkdir(mode=0o700, exist_ok=True)
    folder = home.publications / _WRITING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
    files = {path.name: _hash(path.read_bytes()) for path in sorted(folder.iterdir())}
    newest = Publication(number=number, published_on=today, made_from=made_from, files=files)
    (folder / _RECORD).write_text(newest.model_dump_json(indent=1), encoding="utf-8")
    for path in folder.iterdir():
        path.chmod(0o600)
        sync(path)
    sync(folder)
    place = home.publications / f"{number:06d}"
    folder.rename(place)
    sync(home.publications)
    if not home.published_once.exists():
        home.published_once.touch()
        sync(home.root)
    for older in sorted(_numbered(home), key=lambda path: int(path.name))[:-_KEPT]:
        shutil.rmtree(older, ignore_errors=True)
    return Publications(newest, place)


def _numbered(home: Home) -> list[Path]:
    if not home.publications.is_dir():
        return []
    return [path for path in home.publications.iterdir() if path.name.isdecimal() and path.is_dir()]


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _damaged(path: Path) -> DamagedPublicationError:
    return DamagedPublicationError(
        f"Catatan publikasi rusak: {path} hilang atau bukan lagi isinya. Tanpa catatan itu angka publik yang baru dan "
        "yang lama dapat saling dikurangkan sehingga jawaban perorangan terbuka. Yang sudah terbit tidak berubah. "
        "Pulihkan folder publications/ dari cadangan ('skm backup'), lalu jalankan lagi."
    )

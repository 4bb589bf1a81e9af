"""Where in a home the rows of redacted originals still stand, and taking them out there.

Belongs here: originals, staged rows, editions, documents, what goes back to senders, uploads, the home's own inbox, and
earlier versions of the warehouse. All of it may be done again: killed anywhere, the next run begins again from the list
and does the rest. What is made again by a run (staged rows, notes, documents) is removed whole. Not here: which rows
these are (`pipeline.erasing.planning`), the list (`pipeline.erasing.erasure_list`).

Not in reach: an inbox elsewhere, backups (a restore applies the list), what was exported or printed.
"""

import hashlib
import json
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import polars as pl

from contracts.atomic_file import file_sha256
from contracts.clock import now
from contracts.edition_tables import LATE_RESPONSE
from contracts.erasures import Erasure, Erasures
from contracts.errors import HomeError
from contracts.home import Home
from contracts.lock import HeldLock
from contracts.records import Sighting, whole_of
from contracts.settings import Limits
from contracts.tables import SUGGESTION_THEME
from ingest import intake
from ingest.grids import FileRefused
from ingest.redaction import redacted
from pipeline import editions
from pipeline.documents import documents
from pipeline.documents.documents_put_away import PUT_AWAY
from pipeline.editions import APART, DOCUMENTS, FIGURES, RESPONSES, KeptEdition
from pipeline.erasing import erasure_list
from pipeline.stores import Stores
from reports.documents import UNIT_DOCUMENTS
from storage.store import Store
from transforms.schema import conform
from warehouse import publish as warehouse_publish

_PLACE = ("file_id", "sheet", "row_number")
_ABOUT_AN_UPLOAD = "unggahan.json"


class EditionWithRows(NamedTuple):
    """An edition whose answers hold rows that were erased."""

    edition: KeptEdition
    rows: pl.DataFrame
    """RESPONSE and RESPONSE_APART: those of them."""
    documents: tuple[str, ...]
    """Its documents in which they stand, as named in its manifest."""


class Remains(NamedTuple):
    """What holds erased rows and no run makes anew."""

    originals: tuple[str, ...]
    """Names in the archive."""
    editions: tuple[EditionWithRows, ...]
    uploads: tuple[Path, ...]
    inbox: tuple[Path, ...]

    def __bool__(self) -> bool:
        return any(self)


class MadeAgain(NamedTuple):
    """What may hold erased rows, and is made anew without them by the next run."""

    staged: tuple[str, ...]
    """Names in the store of staged rows."""
    to_senders: tuple[Path, ...]
    documents: tuple[str, ...]
    """Names in the store of documents."""
    put_away: tuple[str, ...] = ()
    """Names in the archive of documents that are valid no more; no run makes these again."""


def remains(home: Home, stores: Stores, erasures: Erasures) -> Remains:
    """What a home still holds of rows on the list. Files of the inbox and uploads are hashed where one has the size of
    such an original."""
    ledger = _sightings(home, erasures)
    places = _places(ledger, erasures)
    return Remains(
        tuple(sorted(stores.archive.present(_former_names(erasures)))),
        tuple(_editions_with(home, erasures, places)),
        tuple(_uploads_with(home, ledger)),
        tuple(_inbox_with(home, ledger)),
    )


def made_again(home: Home, stores: Stores, lines: Iterable[Erasure]) -> MadeAgain:
    """What is removed for these erasures, for a run to make it anew."""
    of_rows = Erasures(lines=tuple(line for line in lines if line.kind != "personal"))  # those columns are never read
    ledger = _sightings(home, of_rows)
    contents = {one.content_id for one in ledger}
    staged_as = {name: name.rpartition("/")[2].partition(".")[0] for name in stores.staging.files()}
    staged = [name for name, content_id in staged_as.items() if whole_of(content_id) in contents]
    parts = {staged_as[name] for name in staged} - contents
    file_ids = {one.file_id for one in ledger}
    for one in ledger:
        file_ids |= {intake.file_id_of(one.path, part) for part in parts if whole_of(part) == one.content_id}
    to_senders = [
        path
        for folder in (home.quarantine, home.answered_workbooks)
        for path in folder.rglob("*")
        if path.is_file() and any(one in path.name for one in file_ids)
    ]
    put_away = (f"{PUT_AWAY}/{name}" for name in _documents_with(stores.archive.below(PUT_AWAY), of_rows))
    return MadeAgain(
        tuple(staged), tuple(sorted(to_senders)), tuple(_documents_with(stores.reports, of_rows)), tuple(put_away)
    )


def remove(home: Home, stores: Stores, limits: Limits, erasures: Erasures) -> Erasures:
    """Takes every row on the list out of originals and editions, and removes all copies that no run makes anew; of
    those that a run does, what the erasures that are not done yet ask for. The list, with a line more where what is
    left of an original is not what the list says (after restoring an older backup by a newer program). Call with the
    home's lock; then a run has to publish, and `finish`. Raises HomeError where a row is not found any more."""
    editions.recover(home)
    for sha256 in erasures.originals:
        erasures = _redact_original(home, stores.archive, limits, erasures, sha256)
    found = remains(home, stores, erasures)
    for name in found.originals:
        stores.archive.remove(name)
    shutil.rmtree(home.copies, ignore_errors=True)  # of originals and staged rows behind a URL
    shutil.rmtree(home.sent_plans, ignore_errors=True)  # what was typed into plans; their files are the originals
    for edition in found.editions:
        _redact_edition(edition)
    for folder in found.uploads:
        shutil.rmtree(folder, ignore_errors=True)  # the portal may be removing it too
    for path in found.inbox:
        with suppress(OSError):  # a share that may only be read: `skm doctor` says so until somebody removes it
            path.unlink()
    again = made_again(home, stores, erasure_list.not_done(home, erasures))
    for name in again.staged:
        stores.staging.remove(name)
    for name in again.put_away:
        stores.archive.remove(name)
    for path in again.to_senders:
        path.unlink()
    by_period: dict[str, list[str]] = {}
    for name in again.documents:
        period_code, _, document = name.partition("/")
        by_period.setdefault(period_code, []).append(document)
    for period_code, names in by_period.items():
        documents.remove_documents(stores.reports, period_code, names)
    return erasures


def finish(home: Home, erasures: Erasures, lock: HeldLock) -> None:
    """After a run has published without the erased rows: earlier versions, which hold them, are removed."""
    new = erasure_list.not_done(home, erasures)
    if any(line.kind != "personal" for line in new):
        warehouse_publish.drop_other_versions(home, lock=lock)
    if new:
        erasure_list.note_done(home, erasures)


def redact(path: Path, limits: Limits, lines: Iterable[Erasure]) -> bytes:
    """What is left of an original after these erasures. Raises FileRefused, LookupError as `ingest.redaction`."""
    erased = list(lines)
    return redacted(
        path,
        name=erased[0].path,
        limits=limits,
        rows={row for line in erased for row in line.rows},
        personal=any(line.kind == "personal" for line in erased),
        everything=any(line.kind == "whole" for line in erased),
    )


def _redact_original(home: Home, archive: Store, limits: Limits, erasures: Erasures, sha256: str) -> Erasures:
    """Puts what is left in the place of an original, where that was not done yet."""
    lines = erasures.of(sha256)
    if archive.exists(intake.redacted_name(lines[-1].after)):
        return erasures
    former = [intake.redacted_name(line.after) for line in reversed(lines[:-1])] + [intake.archived(sha256)]
    present = archive.present(former)
    source = next((one for one in former if one in present), None)
    if source is None:
        return erasures  # lost, which `skm doctor` says: nothing is left to be taken out
    again = lines[-1]
    with archive.temporary_local_paths([source]) as (path,):
        try:
            content = redact(path, limits, lines)
        except FileRefused:  # this program reads nothing of it either way
            content, again = redacted(path, name=again.path, limits=limits, everything=True), _whole(again)
        except LookupError as error:
            raise HomeError(
                f"Baris yang harus dihapus dari '{again.path}' tidak ditemukan lagi di salinan arsipnya. Hapus seluruh "
                "isinya dengan program yang menulis daftar penghapusan itu, atau laporkan kepada pengembang."
            ) from error
    after = hashlib.sha256(content).hexdigest()
    if after != lines[-1].after:
        line = again.model_copy(update={"before": lines[-1].after, "after": after, "at": now()})
        erasures = erasure_list.add(home, erasures, line)
    put_into_archive(archive, {intake.redacted_name(after): content})
    return erasures


def _whole(line: Erasure) -> Erasure:
    return line.model_copy(update={"kind": "whole", "rows": ()})


def put_into_archive(archive: Store, contents: dict[str, bytes]) -> None:
    """Writes what is left of originals, each whole, readable only like every original."""
    with archive.preparing() as folder:
        files = {}
        for number, (name, content) in enumerate(contents.items()):
            path = folder / str(number)
            path.write_bytes(content)
            path.chmod(0o440)
            files[name] = path
        archive.take_all(files)


def _sightings(home: Home, erasures: Erasures) -> list[Sighting]:
    """Where redacted originals were seen."""
    wanted = set(erasures.originals)
    return [one for one in intake.load_ledger(home) if one.sha256 in wanted]


def _former_names(erasures: Erasures) -> set[str]:
    """Names in the archive under which something lay that holds what was erased."""
    lines = erasures.lines
    current = {intake.archived_now(line.sha256, erasures) for line in lines}
    former = {intake.archived(line.sha256) for line in lines} | {intake.redacted_name(line.after) for line in lines}
    return former - current


def _places(ledger: Iterable[Sighting], erasures: Erasures) -> pl.DataFrame:
    """The erased rows as responses name them; of originals erased whole one without sheet and row."""
    rows: list[tuple[str, str | None, int | None]] = []
    for one in ledger:
        for line in erasures.of(one.sha256):
            rows += [(one.file_id, row.sheet, row.row_number) for row in line.rows]
            rows += [(one.file_id, None, None)] if line.kind == "whole" else []
    schema = {"file_id": pl.String, "sheet": pl.String, "row_number": pl.Int32}
    return pl.DataFrame(rows, schema=schema, orient="row").unique()


def _editions_with(home: Home, erasures: Erasures, places: pl.DataFrame) -> Iterator[EditionWithRows]:
    if places.is_empty():
        return
    quoting = {line.unit_code for line in erasures.lines if line.quoted}
    for period in editions.load(home).periods.values():
        for edition in period.editions:
            answers = pl.scan_parquet(editions.load_responses(edition))
            apart = _rows_at(editions.load_apart(edition).lazy(), places)
            rows = pl.concat([_rows_at(answers, places), apart], how="diagonal_relaxed")
            if rows.height:
                units = set(rows.get_column("unit_code").to_list())
                named = [name.removeprefix(f"{DOCUMENTS}/") for name in edition.record.files]
                held = [name for name in named if _holds_rows(name, units, quoting)]
                yield EditionWithRows(edition, rows, tuple(held))


def _rows_at(frame: pl.LazyFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The rows of responses that stand at these places."""
    whole = places.filter(pl.col("sheet").is_null()).get_column("file_id")
    named = frame.join(places.lazy(), on=list(_PLACE), how="semi")
    return pl.concat([named, frame.filter(pl.col("file_id").is_in(whole.implode()))]).unique("response_key").collect()


def _holds_rows(name: str, units: Collection[str], quoting: Collection[str | None]) -> bool:
    """Whether single answers of these units stand in a document, named as below its period's folder; also where
    somebody edited it since."""
    owner, _, file_name = name.rpartition("/")
    holding = {"rows": owner in units, "quotes": owner in units and owner in quoting, "figures": False}
    return any(file_name.startswith(f"{kind.name}-") and holding[kind.holds] for kind in UNIT_DOCUMENTS)


def _documents_with(reports: Store, erasures: Erasures) -> Iterator[str]:
    """Documents in which erased rows may stand: of the unit, in the years in which they counted."""
    for line in erasures.lines:
        if line.unit_code is None:
            continue
        units = {line.unit_code}
        quoting = units if line.quoted else set()
        years = tuple(map(str, line.years)) or ("",)
        for period_code in reports.folders():
            if period_code.startswith(years):
                for name in reports.files(f"{period_code}/{line.unit_code}"):
                    if _holds_rows(name.removeprefix(f"{period_code}/"), units, quoting):
                        yield name


def _redact_edition(found: EditionWithRows) -> None:
    """The answers go, and stand as erased beside it; the figures stay, but for texts quoted in them."""
    edition, folder = found.edition, found.edition.folder
    changed: dict[str, bytes] = {}
    keys = found.rows.select("response_key")
    for name in (RESPONSES, APART):
        if name in edition.record.files:
            changed[name] = _parquet(pl.read_parquet(folder / name).join(keys, on="response_key", how="anti"))
    erased = [editions.load_erased(edition), _as_erased(found.rows, edition.record.period_code)]
    changed[editions.ERASED] = _parquet(pl.concat(erased).unique("response_key").sort("response_key"))
    themes = f"{FIGURES}/{SUGGESTION_THEME.name}.parquet"
    if themes in edition.record.files:
        of_units = pl.col("unit_code").is_in(found.rows.get_column("unit_code").unique().implode())
        quotes = [pl.when(~of_units).then(pl.col(name)).alias(name) for name in ("example", "further_example")]
        changed[themes] = _parquet(pl.read_parquet(folder / themes).with_columns(quotes))
    manifest = documents.Manifest.model_validate_json(editions.load_document(edition, documents.MANIFEST))
    kept = {name: entry for name, entry in manifest.files.items() if name not in found.documents}
    changed[f"{DOCUMENTS}/{documents.MANIFEST}"] = manifest.model_copy(update={"files": kept}).as_json()
    editions.rewrite(edition, changed, without={f"{DOCUMENTS}/{name}" for name in found.documents})


def _as_erased(rows: pl.DataFrame, period_code: str) -> pl.DataFrame:
    """Responses as LATE_RESPONSE says that they were erased: that they were, and where; nothing that was said. Their
    key is made of their place, since their own is a hash of what identified them."""
    place = pl.concat_str("file_id", "sheet", pl.col("row_number").cast(pl.String), separator="\0")
    return conform(
        rows.select(
            pl.lit(period_code).alias("period_code"),
            (place.hash() // 2).alias("response_key"),
            "unit_code",
            pl.lit("erased").alias("change"),
            pl.lit(None, pl.Date).alias("response_date"),
            *_PLACE,
        ),
        LATE_RESPONSE,
    )


def _parquet(frame: pl.DataFrame) -> bytes:
    content = BytesIO()
    frame.write_parquet(content)
    return content.getvalue()


def _uploads_with(home: Home, ledger: Iterable[Sighting]) -> Iterator[Path]:
    """Folders of uploads that are one of these contents."""
    contents = {one.content_id for one in ledger}
    for about in home.uploads.glob(f"*/{_ABOUT_AN_UPLOAD}"):
        try:
            said = json.loads(about.read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(said, dict) and said.get("result", {}).get("content_id") in contents:
            yield about.parent


def _inbox_with(home: Home, ledger: Iterable[Sighting]) -> Iterator[Path]:
    """Files of the home's own inbox that are one of these originals, under whatever name."""
    sizes = {one.size for one in ledger}
    wanted = {one.sha256 for one in ledger}
    for path in sorted(home.inbox.rglob("*")) if sizes else ():
        is_alike = path.is_file() and not path.is_symlink() and path.stat().st_size in sizes
        if is_alike and file_sha256(path) in wanted:
            yield path

"""What would become of an uploaded export if it were taken in now.

    check_upload(home: Home, stores: Stores, path: Path, name: str, unit_code: str, answers=()) -> UploadResult
    with UploadChecker(home, limits, stores) as checker:       # one warm child process; usable by many threads
        checker.check(path, name, unit_code, answers)          # blocks; the same, and survives what kills the child

`path` is where the upload lies, `name` the file name its sender gave it, `unit_code` a code of the registry (another
one raises ConfigurationError), `answers` what its sender decided beside what the ledger has.
Whatever stands in the file ends in a result, never in an exception; what is wrong with the home raises SkmError.
Nothing is written into the home: a confirmed upload is put at its place (`pipeline.upload_place`) by whoever asked.

The upload goes through the very steps of a run (`pipeline.reading`, `pipeline.judging`), in a home of its own that
lives as long as the check. Not here: any rule, the page that shows the result (`portal`), taking the file in (the next
run).

Of what its unit sent before it is told whether the upload adds to it or replaces it (`pipeline.upload_beside`); what
else only a run can tell is not judged: rows that stand newer in another file, a snapshot that is held back.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Final, Self

import polars as pl

import expectations
from contracts.atomic_file import file_sha256
from contracts.clock import now
from contracts.decisions import COUNT_AGAIN, Decision, offered
from contracts.errors import ConfigurationError
from contracts.home import Home
from contracts.lineage_tables import BLANKED_VALUE, INGEST_FILE, QUESTION, REJECTED_ROW
from contracts.method import WEIGHTS
from contracts.records import (
    Reading,
    Refusal,
    RejectedCell,
    ResolvedFile,
    Sighting,
    UnitNaming,
    UploadResult,
    whole_of,
)
from contracts.registry import Registry, load_registry
from contracts.rules import FILE_RULES_BY_CODE, FOLLOW_UP_RULES, REJECTED_WITH_FILE, ROW_RULES, UNFINISHED_ACTION_RULES
from contracts.settings import Limits, Storage
from expectations.findings import RowsVerdict
from ingest import intake
from ingest.identify import UnitNames, identify_unit
from ingest.refusals import decided_against
from pipeline import decisions, run_times, staging
from pipeline.child_processes import ChildLost, ChildPool, child_pool
from pipeline.cleanup import clean_up
from pipeline.judging import decide_outcomes, resolve, validate
from pipeline.reading import readings_of, take_in, to_read
from pipeline.run import Run, begin, staging_area
from pipeline.staging import Content
from pipeline.stores import Stores
from pipeline.unit_photographs import kept_pictures
from pipeline.upload_beside import beside_older
from pipeline.upload_place import inbox_place, safe_file_name
from reports.workbooks.correction import BrokenRowRule
from transforms.reference import question_table
from transforms.responses.identity import IdentityResult

REJECTED_SHOWN: Final = 200
OTHER_UNIT: Final = "other_unit"
"""Reason code given here: the file is another unit's than the one it was uploaded for."""
CHECK_MEGABYTES = 1_200
CHECK_SECONDS = 30
"""For Great Expectations and DuckDB, beside what the reader of a file may take."""

_ACCEPTED_STATUSES: Final = frozenset({"loaded", "partial", "superseded"})
_RULE_MESSAGES: Final = {rule.code: rule.message for rule in (*ROW_RULES, *FOLLOW_UP_RULES)}


@dataclass(frozen=True)
class Upload:
    """An uploaded file, and a folder for whatever lives during its check."""

    path: Path
    name: str
    unit_code: str
    work: Path
    answers: tuple[Decision, ...] = ()


def check_upload(
    home: Home, stores: Stores, path: Path, name: str, unit_code: str, answers: Sequence[Decision] = ()
) -> UploadResult:
    """Reads, types and judges one uploaded file as a run would, in this process."""
    with tempfile.TemporaryDirectory(prefix="skm-upload-") as work:
        return _check(home, stores, Upload(path, name, unit_code, Path(work), tuple(answers)))


class UploadChecker:
    """Checks uploads in one child process, which has what it needs imported before the first of them comes."""

    def __init__(self, home: Home, limits: Limits, stores: Stores) -> None:
        self._home = home
        self._limits = limits
        self._stores = stores
        self._stack = ExitStack()
        self._children: ChildPool | None = None

    def __enter__(self) -> Self:
        megabytes = self._limits.parser_megabytes + CHECK_MEGABYTES
        self._children = self._stack.enter_context(
            child_pool(count=1, megabytes=megabytes, prepare=expectations.warm_up)
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._children = None
        self._stack.close()

    def check(self, path: Path, name: str, unit_code: str, answers: Sequence[Decision] = ()) -> UploadResult:
        """What an upload would give. A file that kills its reader, or never comes to its end, is refused."""
        if self._children is None:
            raise RuntimeError("an UploadChecker is used in a with statement")
        # Made here and not in the child: it is gone even where the child died.
        with tempfile.TemporaryDirectory(prefix="skm-upload-", ignore_cleanup_errors=True) as work:
            upload = Upload(path, name, unit_code, Path(work), tuple(answers))
            seconds = self._limits.parser_seconds + CHECK_SECONDS
            (result,) = self._children.run(partial(check_all, self._home, self._stores), [upload], seconds=seconds)
        return _lost(self._home, upload, result) if isinstance(result, ChildLost) else result

    def picture(self, path: Path) -> bytes | str:
        """A photograph as it is kept, or why it cannot be (`pipeline.unit_photographs`)."""
        if self._children is None:
            raise RuntimeError("an UploadChecker is used in a with statement")
        (found,) = self._children.run(kept_pictures, [path], seconds=CHECK_SECONDS)
        return "tidak dapat dibuka; simpan ulang sebagai JPEG" if isinstance(found, ChildLost) else found


def check_all(home: Home, stores: Stores, uploads: Sequence[Upload]) -> list[UploadResult]:
    """What the child process does."""
    return [_check(home, stores, upload) for upload in uploads]


def _check(home: Home, stores: Stores, upload: Upload) -> UploadResult:
    registry = load_registry(home.units)
    if upload.unit_code not in registry.by_code:
        raise ConfigurationError(f"Unit '{upload.unit_code}' tidak ada di {home.units}.")
    own = Home(upload.work / "home")
    place = inbox_place(home, registry, upload.unit_code, upload.name, now()).relative_to(home.inbox)
    copy = own.inbox / place
    copy.parent.mkdir(parents=True)
    own.staging.mkdir()
    for source, target in ((home.settings, own.settings), (home.units, own.units), (upload.path, copy)):
        shutil.copyfile(source, target)
    for source, target in ((home.erasures, own.erasures), (home.questionnaires, own.questionnaires)):
        if source.exists():
            shutil.copyfile(source, target)
    _decide(home, own, upload)
    run = begin(own.root, own.inbox, Storage())  # and nothing elsewhere, which the settings may name
    known = [one for one in intake.load_ledger(home) if one.refusal is None]
    clean_up(run)
    (sighting,) = take_in(run)
    sighting = sighting.model_copy(update={"first_seen_at": run_times.seen_at(known, sighting.first_seen_at)})
    lifted = run.decisions.withdrawals.get(sighting.content_id)
    before = [one for one in known if one.sha256 == sighting.sha256]
    if lifted is not None and lifted.answer == COUNT_AGAIN:  # What was withdrawn is not what counts.
        before = [one for one in before if one.first_seen_at > lifted.decision.at]
    if before:  # Judged by the day it came first, as a run would.
        sighting = sighting.model_copy(update={"first_seen_at": min(one.first_seen_at for one in before)})
    due = to_read(run, [sighting])
    for contents in due.batches:
        staging.stage(run.area, contents)
    readings = readings_of(run, due, 0)
    reading = readings.get(sighting.content_id)
    origins = _origins(stores, run, known, reading)
    readings |= staging.with_parts(staging.load_readings(run.area, {one.content_id for one in origins}))
    files = resolve(run, [*origins, sighting], readings)
    parts = [
        _of_its_unit(one, upload, run, readings.get(one.content_id))
        for one in files
        if whole_of(one.content_id) == sighting.content_id
    ]
    parts.sort(key=lambda one: one.unit_code != upload.unit_code)  # the sender's own first
    result = _judged(run, parts, upload, readings, already_known=bool(before))
    if before or result.refusal is not None:
        return result
    area = staging_area(stores, run.settings.limits, run.registry, questionnaires=run.questionnaires)
    return _with_older(result, run, beside_older(home, area, run, parts, run.work / "row_outcome.parquet"))


def _with_older(result: UploadResult, run: Run, found: IdentityResult | None) -> UploadResult:
    """The result, with what is asked about the upload beside what its unit sent before."""
    if found is None:
        return result
    if found.refused:
        return result.model_copy(update={"refusal": decided_against(), "rows_accepted": 0})
    asked = {content_id: (doubt,) for content_id, doubt in found.asked.items()}
    rows = question_table(asked, WEIGHTS[run.settings.method.weight]).to_dicts()
    of_older = [one for content_id in asked for one in offered(_of(rows, content_id), to_staff=False)]
    return result.model_copy(update={"questions": (*result.questions, *of_older)})


def _of(rows: Sequence[Mapping[str, object]], content_id: str) -> list[Mapping[str, object]]:
    return [row for row in rows if row["file_id"] == content_id]


def _decide(home: Home, own: Home, upload: Upload) -> None:
    """The ledger of the check: the home's, and then what the sender decided."""
    if home.decisions.exists():
        shutil.copyfile(home.decisions, own.decisions)
    kept = decisions.load(own)
    for answer in upload.answers:
        kept = decisions.add(own, kept, answer)


def _origins(stores: Stores, run: Run, known: Sequence[Sighting], reading: Reading | None) -> list[Sighting]:
    """What a correction workbook stands on: the sightings of the contents its rows came from, with their readings
    staged beside its own. Those that were corrections themselves stand on others."""
    area = staging_area(stores, run.settings.limits, run.registry, questionnaires=run.questionnaires)
    found: dict[str, list[Sighting]] = {}
    wanted = list(reading.origins) if reading is not None and reading.is_correction else []
    while wanted:
        content_id = whole_of(wanted.pop())
        seen = [one for one in known if one.content_id == content_id]
        if content_id in found or not seen:
            continue
        found[content_id] = seen
        origin = staging.load_readings(area, [content_id]).get(content_id)
        if origin is None:
            original = intake.archived_now(seen[0].sha256, run.erasures)
            content = Content(content_id, seen[0].path, original, seen[0].size, seen[0].received_on)
            (origin,) = staging.stage(run.area._replace(archive=area.archive), [content])
        else:
            staging.write_readings(run.area, [origin])
        wanted += origin.origins
    return [one for seen in found.values() for one in seen]


def _of_its_unit(file: ResolvedFile, upload: Upload, run: Run, reading: Reading | None) -> ResolvedFile:
    """Refused where the file names another unit, which the folder it would lie in can only contradict."""
    if reading is None or reading.refusal is not None:
        return file
    names = UnitNames(run.registry)
    named = file.unit_code
    if file.refusal is not None:
        alone = identify_unit(reading.naming, safe_file_name(upload.name), names)
        named = None if isinstance(alone, Refusal) else alone
    if named is None or named == upload.unit_code:
        return file
    theirs, wanted = (run.registry.by_code[code].unit_name for code in (named, upload.unit_code))
    refusal = Refusal(
        code=OTHER_UNIT,
        message=(
            f"Isi atau nama berkas ini menyebut {theirs}, sedangkan unggahan ini untuk {wanted}. "
            "Periksa apakah berkasnya benar: bila ya, unggah untuk unit yang disebut, atau betulkan nama atau judulnya."
        ),
    )
    return file.model_copy(update={"refusal": refusal, "unit_code": named})


def _judged(
    run: Run, parts: Sequence[ResolvedFile], upload: Upload, readings: dict[str, Reading], *, already_known: bool
) -> UploadResult:
    """What would become of the file; of one that is divided by period, of all its parts together."""
    verdict = validate(run, parts, readings)
    content_id = whole_of(parts[0].content_id)
    reading = readings.get(content_id)
    settled = decide_outcomes(run, parts, readings, verdict)
    tables = {table.name: frame for table, frame in settled.tables}
    outcomes = tables[INGEST_FILE.name].to_dicts()
    taken = [one for one in outcomes if one["status"] in _ACCEPTED_STATUSES]
    refused = [one for one in outcomes if one["status"] not in _ACCEPTED_STATUSES]
    # An upload is for one unit: nothing of it is given to others.
    questions = tuple(offered(tables[QUESTION.name].to_dicts(), to_staff=False))
    refusal = None
    if not taken and not questions:
        refusal = Refusal(code=refused[0]["reason_code"], message=refused[0]["reason"])
    unit = run.registry.by_code.get(parts[0].unit_code or "")
    rows = {
        name: sum(one[f"rows_{name}"] for one in outcomes) for name in ("read", "accepted", "rejected", "duplicate")
    }
    notes = [*_notes(run, parts, upload, reading, verdict, tables[BLANKED_VALUE.name], rows["duplicate"])]
    notes += [f"Satu bagian berkas tidak dihitung: {one['reason']}" for one in refused if taken]
    return UploadResult(
        file_name=safe_file_name(upload.name),
        kind=parts[0].kind,
        format=parts[0].format,
        refusal=refusal,
        unit_code=None if unit is None else unit.unit_code,
        unit_name=None if unit is None else unit.unit_name,
        periods=_periods(run, parts, settled.outcomes) if rows["accepted"] else (),
        mapping=() if reading is None else reading.mapping,
        rows_read=rows["read"],
        rows_accepted=rows["accepted"],
        rows_rejected=rows["rejected"],
        rejected=tuple(_cells(tables[REJECTED_ROW.name], reading)),
        blanked=tuple(_cells(tables[BLANKED_VALUE.name], reading)),
        unfinished=tuple(_cells(_unfinished(settled.follow_ups), reading)),
        notes=tuple(notes),
        already_known=already_known,
        content_id=content_id,
        layout="" if reading is None else reading.layout,
        questions=questions,
    )


def _periods(run: Run, parts: Sequence[ResolvedFile], outcomes: Path) -> tuple[str, ...]:
    """The periods that the file names, else the years in which its accepted answers lie."""
    named = {one.period_code for one in parts if one.period_code is not None and one.counts}
    if named:
        return tuple(sorted(named))
    accepted = pl.scan_parquet(run.area.rows(one.content_id for one in parts if one.counts)).join(
        pl.scan_parquet(outcomes), on=["content_id", "row_index"], how="anti"
    )
    years = accepted.select(pl.col("response_date").dt.year().unique().sort()).collect().get_column("response_date")
    return tuple(str(year) for year in years)


def _cells(rows: pl.DataFrame, reading: Reading | None) -> Iterator[RejectedCell]:
    """The first cells of REJECTED_ROW or BLANKED_VALUE, each under the heading its sender knows."""
    mapping = () if reading is None else reading.mapping
    headers = {(one.sheet, one.mapped_to): one.header for one in mapping}
    for row in rows.filter(pl.col("rule") != REJECTED_WITH_FILE).head(REJECTED_SHOWN).iter_rows(named=True):
        column = BrokenRowRule(row["column_name"], row["value"], row["message"], "").marked_column
        yield RejectedCell(
            sheet=row["sheet"],
            row_number=row["row_number"],
            column=headers.get((row["sheet"], column), column),
            value=row["value"],
            message=row["message"],
        )


def _unfinished(actions: pl.DataFrame) -> pl.DataFrame:
    """What is only pointed out of rows of FOLLOW_UP, as `_cells` reads it."""
    broken = [
        actions.filter(pl.sql_expr(rule.breach)).select(
            "sheet",
            "row_number",
            column_name=pl.lit(rule.column),
            value=pl.lit(None, pl.String),
            message=pl.lit(rule.sentence),
            rule=pl.lit(rule.code),
        )
        for rule in UNFINISHED_ACTION_RULES
    ]
    return pl.concat(broken).sort("sheet", "row_number", "column_name")


def _notes(
    run: Run,
    parts: Sequence[ResolvedFile],
    upload: Upload,
    reading: Reading | None,
    verdict: RowsVerdict,
    blanked: pl.DataFrame,
    duplicates: int,
) -> Iterator[str]:
    """What the sender should know although nothing is refused for it."""
    if reading is None:
        return
    yield from reading.notes
    if all(one.refusal is None for one in parts) and (
        office := _foreign_office(reading.naming, upload.name, run.registry)
    ):
        yield (
            f"Berkas ini menyebut “{office}”, yang tidak ada dalam daftar unit. Pastikan berkas ini memang milik "
            f"{run.registry.by_code[upload.unit_code].unit_name}."
        )
    for breach in verdict.file_breaches:
        rule = FILE_RULES_BY_CODE[breach.rule]
        if rule.severity == "warning":
            yield rule.message.format(observed=breach.observed)
    for rule_code, count in sorted(Counter(blanked["rule"]).items()):
        yield f"{_RULE_MESSAGES[rule_code].removesuffix('.')} ({count} baris, tetap dihitung)."
    if duplicates:
        yield f"{duplicates} baris berisi jawaban yang sudah ada di baris lain berkas ini; dihitung satu kali."


def _foreign_office(naming: UnitNaming, name: str, registry: Registry) -> str | None:
    """An office that the file names, where it names none of the registry."""
    names = UnitNames(registry)
    found = [
        names.find(text) for text in (*naming.column_values, *naming.titles, PurePosixPath(name).stem, *naming.members)
    ]
    if any(one.full or one.bare for one in found):
        return None
    return next((one.foreign for one in found if one.foreign is not None), None)


def _lost(home: Home, upload: Upload, lost: ChildLost) -> UploadResult:
    """The file that its reader did not survive."""
    unit = load_registry(home.units).by_code[upload.unit_code]
    sha256 = file_sha256(upload.path)
    message = (
        f"{staging.READER_LOST[lost.how]} Buka berkas di aplikasi lembar kerja, simpan ulang sebagai CSV atau "
        "xlsx baru, lalu unggah lagi."
    )
    return UploadResult(
        file_name=safe_file_name(upload.name),
        kind="responses",
        format=None,
        refusal=Refusal(code=f"reader_{lost.how}", message=message),
        unit_code=unit.unit_code,
        unit_name=unit.unit_name,
        periods=(),
        mapping=(),
        rows_read=0,
        rows_accepted=0,
        rows_rejected=0,
        rejected=(),
        notes=(),
        already_known=any(one.sha256 == sha256 for one in intake.load_ledger(home)),
    )

"""What the rules say of each content, kept beside its staged rows: Great Expectations judges only contents without a
verdict, and the findings of a run are the sums of all verdicts.

Belongs here: keeping verdicts, adding them up. Not here: judging (`expectations.rows`), the rules (`contracts.rules`).
A verdict is a cache: it names the rules and the rows it is about, and one that is gone, damaged or about other rows is
made again.
"""

import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polars as pl
from pydantic import ValidationError

from contracts.records import Reading, Record
from contracts.rules import SuiteName
from contracts.settings import Thresholds
from contracts.staged_tables import ROW_FINDING
from expectations.findings import FileBreach, JudgedRows, RowsVerdict
from expectations.rows import findings_of, judge_follow_ups, judge_responses
from pipeline.sources import fingerprint
from pipeline.staging import StagingArea, with_hash, without_hash
from transforms.schema import empty_frame, frame_schema


class _Verdict(Record):
    """The first line of a kept verdict; the rows that break a rule follow as Parquet, where there are any."""

    rules: str
    """Hash of what decides: the rules, their thresholds, the code and libraries that judge by them."""
    rows_sha256: str
    """Of the staged rows."""
    rows: int
    breaches: tuple[tuple[str, str], ...] = ()
    """Rule and what was observed, of the file rules it breaks."""


class _Judged(NamedTuple):
    verdict: _Verdict
    findings: pl.DataFrame
    """ROW_FINDING."""


@dataclass(frozen=True)
class _Kind:
    """Contents that are judged together, by one suite."""

    suite: SuiteName
    rules: str
    judge: Callable[[Sequence[Path], Path], JudgedRows]
    paths: Callable[[Iterable[str]], list[Path]]


def of_responses(
    area: StagingArea,
    readings: Mapping[str, Reading],
    contents: Sequence[str],
    target: Path,
    run_id: str,
    thresholds: Thresholds,
) -> RowsVerdict:
    """What the rules say of the answers of these contents, by kept verdicts and by Great Expectations; the rows that
    break a rule go to `target` (Parquet, ROW_FINDING, in the order of its key). Raises CheckCrashedError as
    `expectations.rows.judge_responses` does; nothing is written or kept then."""

    def judge(staged: Sequence[Path], found: Path) -> JudgedRows:
        return judge_responses(staged, found, thresholds=thresholds)

    kind = _Kind("responses", _rules(thresholds.model_dump_json()), judge, area.rows)
    return _verdict(area, kind, readings, contents, target, run_id)


def of_follow_ups(
    area: StagingArea, readings: Mapping[str, Reading], contents: Sequence[str], target: Path, run_id: str
) -> RowsVerdict:
    """The same of follow-up workbooks."""
    kind = _Kind("follow_up", _rules(""), judge_follow_ups, area.actions)
    return _verdict(area, kind, readings, contents, target, run_id)


def _verdict(
    area: StagingArea, kind: _Kind, readings: Mapping[str, Reading], contents: Sequence[str], target: Path, run_id: str
) -> RowsVerdict:
    hashes = {content_id: readings[content_id].rows_sha256 for content_id in contents}
    judged = _kept(area, kind.rules, hashes)
    judged |= _judge(area, kind, {one: hashes[one] for one in contents if one not in judged}, target)
    found = pl.concat([empty_frame(ROW_FINDING), *(one.findings for one in judged.values())]).sort(ROW_FINDING.key)
    found.write_parquet(target)
    breaches = [
        FileBreach(content_id, rule, observed)
        for content_id, one in sorted(judged.items())
        for rule, observed in one.verdict.breaches
    ]
    broken = dict(found.group_by("rule").len().iter_rows()) | Counter(one.rule for one in breaches)
    rows = sum(one.verdict.rows for one in judged.values())
    return RowsVerdict(
        findings_of(kind.suite, run_id, broken, rows=rows, files=len(contents)),
        tuple(breaches),
        found.select("content_id", "row_index").n_unique(),
    )


def _judge(area: StagingArea, kind: _Kind, hashes: Mapping[str, str], target: Path) -> dict[str, _Judged]:
    """Judges contents together, and keeps what was found of each."""
    if not hashes:
        return {}
    told = kind.judge(kind.paths(hashes), target)
    found = pl.read_parquet(target, memory_map=False).match_to_schema(frame_schema(ROW_FINDING))
    by_content = {str(one): rows for (one,), rows in found.partition_by("content_id", as_dict=True).items()}
    none = found.clear()
    breaches: dict[str, list[tuple[str, str]]] = {one: [] for one in hashes}
    for one in told.file_breaches:
        breaches[one.content_id].append((one.rule, one.observed))
    judged = {
        content_id: _Judged(
            _Verdict(
                rules=kind.rules,
                rows_sha256=rows_sha256,
                rows=told.rows.get(content_id, 0),
                breaches=tuple(breaches[content_id]),
            ),
            by_content.get(content_id, none),
        )
        for content_id, rows_sha256 in hashes.items()
    }
    area.store.write_all({_name(content_id): _written(one) for content_id, one in judged.items()})
    return judged


def _kept(area: StagingArea, rules: str, hashes: Mapping[str, str]) -> dict[str, _Judged]:
    """By content the verdicts by these rules about these rows that are what was written."""
    names = {_name(content_id): content_id for content_id in hashes}
    kept: dict[str, _Judged] = {}
    none = empty_frame(ROW_FINDING)
    for name, written in area.store.read_all(names).items():
        if (content := without_hash(written)) is None:
            continue
        line, _, found = content.partition(b"\n")
        try:
            verdict = _Verdict.model_validate_json(line)
        except ValidationError:
            continue  # another release's
        if (verdict.rules, verdict.rows_sha256) == (rules, hashes[names[name]]):
            kept[names[name]] = _Judged(verdict, pl.read_parquet(io.BytesIO(found)) if found else none)
    return kept


def _written(judged: _Judged) -> bytes:
    found = io.BytesIO()
    if judged.findings.height:
        judged.findings.write_parquet(found)
    return with_hash(judged.verdict.model_dump_json().encode() + b"\n" + found.getvalue())


def _name(content_id: str) -> str:
    """Begins as all that is staged of the content: so it goes with it."""
    return f"{content_id}.verdict"


@cache
def _rules(thresholds: str) -> str:
    return hashlib.sha256(f"{fingerprint(('expectations.rows',))}{thresholds}".encode()).hexdigest()[:16]

"""What is still open when a period is closed: files that do not count, rows to correct, missing plans and units,
signals.

Belongs here: which of what is published is open for a period. Not here: how it is said (`cli.closing`), closing itself
(`pipeline.closing.closing`).
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from contracts.periods import Period, parse_period
from contracts.records import OpenEnd, OpenEndKind
from transforms.responses.outcome import QUESTION_OPEN
from warehouse import published, published_signals
from warehouse.read import Reader, Row


def open_ends(reader: Reader, period_code: str) -> list[OpenEnd]:
    """What is open for a period as it is published, by kind, then as the published tables are ordered.

    A file whose period is not known concerns every period that had begun when it came; one whose rows have dates, those
    in which other rows of it count."""
    period = parse_period(period_code)
    files = published.not_taken_in(published.files(reader))
    to_correct = published.files_to_correct(reader)
    counted = published.files_with_answers(reader, period_code)
    planned = {row["unit_code"] for row in published.follow_ups(reader, period_code)}
    return [
        *_files(files, period),
        *(
            _of(file, "rows_to_correct", path=file.of("path", str), count=file.of("rows_rejected", int))
            for file in files
            if file["status"] == "partial"
            and file["file_id"] in to_correct
            and (file["file_id"] in counted or file["period_code"] == period_code)
        ),
        *(
            _of(unit, "apart" if unit.get("reason") else "no_data")
            for unit in published.missing_units(reader, period_code)
        ),
        *(
            _of(unit, "no_plan")
            for unit in sorted(published.ranking(reader, period_code), key=lambda row: str(row["unit_code"]))
            if unit["unit_code"] not in planned
        ),
        *(
            _of(row, "more_than_served", count=row.of("respondents", int))
            for row in published.more_than_served(reader)
            if row["period_code"] == period_code
        ),
        *_unexplained(reader, period_code),
    ]


def _unexplained(reader: Reader, period_code: str) -> Iterator[OpenEnd]:
    """Units of whose signals of response quality some are not explained."""
    signals = [row for row in published_signals.quality_signals(reader, period_code) if row["explanation"] is None]
    for _, of_unit in groupby(signals, key=lambda row: row["unit_code"]):
        first, *others = of_unit
        yield _of(first, "quality_signal", count=1 + len(others))


def _files(files: list[Row], period: Period) -> Iterator[OpenEnd]:
    """Files of which nothing counts."""
    kinds: tuple[OpenEndKind, ...] = ("refused", "held", "question")
    for kind in kinds:
        for file in files:
            if file["status"] != ("rejected" if kind == "refused" else "held") or not _concerns(file, period):
                continue
            if kind == "refused" or (file["reason_code"] == QUESTION_OPEN) == (kind == "question"):
                yield _of(file, kind, path=file.of("path", str))


def _concerns(file: Row, period: Period) -> bool:
    if file["period_code"] is None:
        return file.of("first_seen_at", datetime).date() >= period.start_date
    named = parse_period(file.of("period_code", str))
    return named.start_date <= period.end_date and period.start_date <= named.end_date


def _of(row: Row, kind: OpenEndKind, path: str | None = None, count: int = 1) -> OpenEnd:
    unit_code, unit_name = row["unit_code"], row["unit_name"]
    return OpenEnd(
        kind=kind,
        unit_code=None if unit_code is None else str(unit_code),
        unit_name=None if unit_name is None else str(unit_name),
        path=path,
        count=count,
    )

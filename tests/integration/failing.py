"""Errors of ours, planted at each step that does one file or one unit. Their sentences hold a value of a cell.

Belongs here: functions of the project that fail at what a test names; those for child processes are found there by
name. Not here: any expectation.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import pytest

from contracts.records import Reading
from ingest import resolve
from pipeline import staging
from pipeline.documents import bundles, documents, site
from pipeline.documents.documents import DueBundle, FailedBundle, MadeDocument
from pipeline.staging import Content, StagingArea
from pipeline.stores import Stores
from reports import rendering
from reports.workbooks import correction_workbook

SECRET = "RAHASIA-3516-7788"
"""A value of a cell, as it may stand in the sentence of an exception."""

_stage, _render = staging.stage, documents.render


def failing_at(function: Callable[..., Any], mark: str) -> Callable[..., Any]:
    """The function, failing where its arguments have the mark in them."""

    @wraps(function)
    def failing(*arguments: Any, **named: Any) -> Any:
        if any(mark in _told(one) for one in (*arguments, *named.values())):
            raise ValueError(f"could not convert {SECRET}")
        return function(*arguments, **named)

    return failing


def _told(value: Any) -> str:
    if hasattr(value, "write_csv"):  # a frame, whose repr shows no more than its ends
        return str(value.get_column("response_id").unique().to_list())
    return repr(value)


def stage_or_fail(area: StagingArea, contents: Sequence[Content]) -> list[Reading]:
    """`pipeline.staging.stage`, with a reader and a typing that fail."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staging, "read_export", failing_at(staging.read_export, "gagal-baca"))
        patch.setattr(staging, "typed_responses", failing_at(staging.typed_responses, "gagal-tipe"))
        return _stage(area, contents)


def render_or_fail(stores: Stores, rows: str, due: Sequence[DueBundle]) -> list[list[MadeDocument] | FailedBundle]:
    """`pipeline.documents.documents.render`, with a report that fails."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "unit_report", failing_at(rendering.unit_report, "Dinas Cempaka"))
        return _render(stores, rows, due)


def plant(patch: pytest.MonkeyPatch) -> None:
    """Makes every step of this process, and of its children, fail at what is named for it."""
    patch.setattr(staging, "stage", stage_or_fail)
    patch.setattr(documents, "render", render_or_fail)
    for module, name, mark in (
        (staging, "identify_unit", "gagal-nama"),
        (resolve, "identify_unit", "gagal-nama"),
        (correction_workbook, "correction_workbook", "gagal-perbaikan"),
        (bundles, "unit_figures", "Dinas Flamboyan"),
        (site, "unit_page", "Dinas Teratai"),
    ):
        patch.setattr(module, name, failing_at(getattr(module, name), mark))

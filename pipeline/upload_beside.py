"""What an upload would do to the files that its unit sent before: the same question as a run would ask.

Belongs here: which of them it is compared with. Not here: the comparison (`transforms.responses`), the question
(`pipeline.people`), judging the upload itself (`pipeline.upload_check`).
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from contracts.errors import HomeError
from contracts.home import Home
from contracts.records import ResolvedFile, whole_of
from pipeline import staging
from pipeline.judging import contents_of
from pipeline.people import told_apart_in_files
from pipeline.staging import StagingArea
from transforms.responses.identity import IdentityResult, origin_key
from transforms.responses.unsur_means import on_scale
from warehouse import published
from warehouse.read import open_published

if TYPE_CHECKING:
    from pipeline.run import Run

_COUNTING: Final = ("loaded", "partial")


def beside_older(
    home: Home, area: StagingArea, run: "Run", parts: Sequence[ResolvedFile], outcomes: Path
) -> IdentityResult | None:
    """Who of an upload stands in older files that count for its unit, and what must be asked; None where there is no
    such file. `area`: where the home's contents are staged; one that this code has not read yet is passed over.
    `outcomes`: ROW_OUTCOME of the upload's own rows."""
    own = [part for part in parts if part.counts and part.kind == "responses"]
    units = {part.unit_code for part in own if part.unit_code is not None}
    older = [file for unit_code in sorted(units) for file in _counting(home, unit_code)]
    contents = {whole_of(part.content_id) for part in own}
    older = [file for file in older if whole_of(file.content_id) not in contents]
    readings = staging.with_parts(staging.load_readings(area, {whole_of(file.content_id) for file in older}))
    older = [
        file.model_copy(update={"is_correction": reading.is_correction, "version": number})
        for number, file in enumerate(older)
        if (reading := readings.get(file.content_id)) is not None and reading.rows
    ]
    if not own or not older:
        return None
    files = [*older, *(part.model_copy(update={"version": len(older) + part.version}) for part in own)]
    of_home = {file.content_id for file in older}

    def staged(content_ids: Sequence[str]) -> list[Path]:
        before = [one for one in content_ids if one in of_home]
        return [*area.rows(before), *run.area.rows(one for one in content_ids if one not in of_home)]

    columns = ("content_id", "row_index", "identity", "identity_key", "response_date", "submitted_at")
    rows = (
        pl.scan_parquet(staged([file.content_id for file in files]))
        .filter(on_scale())
        .select(*columns, "origin_content_id", origin_key())
        .join(pl.scan_parquet(outcomes), on=["content_id", "row_index"], how="anti", maintain_order="left")
        .collect()
    )
    return told_apart_in_files(run, files, contents_of(files, "responses"), rows, staged)


def _counting(home: Home, unit_code: str) -> list[ResolvedFile]:
    """Files with answers of a unit that count in what is published, oldest first."""
    try:
        with open_published(home) as reader:
            rows = published.files(reader, unit_code)
    except HomeError:
        return []  # nothing is published
    rows = [row for row in rows if row["status"] in _COUNTING and row["kind"] == "responses"]
    rows.sort(key=lambda row: (row.of("first_seen_at", datetime), row.of("path", str)))
    return [
        ResolvedFile(
            **{name: row[name] for name in ("file_id", "content_id", "path", "format", "unit_code", "period_code")},
            version=0,
            layout=row["layout"] or "",
            first_seen_at=row.of("first_seen_at", datetime),
        )
        for row in rows
    ]

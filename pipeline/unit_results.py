"""Unit by unit, what the results of a version are made from, and which of the published version still hold: the next
version takes these over and makes the others.

Belongs here: what a unit's results depend on, all of it, and what a version keeps for the next (its folder `units/`).
Not here: making a result (`transforms`), taking responses over (`warehouse`). What is taken over lies in the published
version, whose files are checked before every run (`warehouse.intact`); without one, or with one of another release or
other settings, everything is made.
"""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from pipeline import versions
from warehouse import publish as warehouse_publish

if TYPE_CHECKING:
    from pipeline.run import Run  # how a run begins decides no figure (`pipeline.sources`)

Result = Literal[
    "identity",
    "responses",
    "services",
    "further",
    "figures",
    "suggestion_theme",
    "ikm_unsur_association",
    "quality_signal_row",
    "public",
]
"""Whose rows they are; the accepted responses with their sums; the sums by service, and those of what own
questionnaires ask besides; index and profile, of closed periods the official ones; what suggestions are about; how
unsur go together; the signals of response quality; what the public gets."""
MADE_FROM: Final = pl.Schema({"unit_code": pl.String(), "made_from": pl.String()})
"""Of one result: by unit, a text that differs where anything differs that it is made from."""
_FOLDER: Final = "units"
_MADE_FROM: Final = "made_from"


def made_from(frames: Iterable[pl.DataFrame], all_units: str = "") -> pl.DataFrame:
    """MADE_FROM of results that depend on what these frames say of a unit (`unit_code` and any other columns, rows in
    any order), and on something that is the same for all units. Comparable within one release of Polars."""
    hashed = [
        frame.select(
            pl.col("unit_code").cast(pl.String),
            frame=pl.lit(number),
            first=pl.struct(frame.columns).hash(1),
            second=pl.struct(frame.columns).hash(2),
        )
        for number, frame in enumerate(frames)
    ]
    of_frames = pl.concat(hashed).group_by("unit_code", "frame").agg(pl.len(), pl.col("first", "second").sum())
    told = pl.concat_str(pl.col("frame", "len", "first", "second").cast(pl.String), separator="-")
    return (
        of_frames.sort("unit_code", "frame")
        .group_by("unit_code", maintain_order=True)
        .agg(made_from=told.str.join(" "))
        .select("unit_code", pl.format("{} {}", pl.lit(all_units), "made_from").alias("made_from"))
    )


def of_responses(
    run: "Run", contents: pl.DataFrame, row_outcome: pl.DataFrame, rows: Mapping[str, str]
) -> pl.DataFrame:
    """MADE_FROM of the accepted responses: everything they depend on. `contents`: those that count (`content_id`,
    `file_id`, `unit_code`, `period_code`); `row_outcome`: rows of theirs that do not (ROW_OUTCOME); `rows`: by content
    the hash of its staged rows."""
    columns = ["unit_code", "content_id", "file_id", "period_code"]
    with_rows = contents.select(
        *columns, pl.col("content_id").replace_strict(rows, return_dtype=pl.String).alias("rows_sha256")
    )
    left_out = row_outcome.join(contents.select("content_id", "unit_code"), on="content_id")
    all_units = f"{versions.code_version()} {run.settings_hash} {run.erasures.of_rows}"
    return made_from([with_rows, left_out], all_units)


class UnitResults:
    """Of a version that is being built in `building`. `before`: `version_before`."""

    def __init__(self, building: Path, before: Path | None) -> None:
        self._folder = building / _FOLDER
        self._folder.mkdir()
        self._noted: dict[Result, pl.DataFrame] = {}
        self.before = _with_results(before)

    def unchanged(self, result: Result, now: pl.DataFrame) -> list[str]:
        """Units whose result in the version before is made from the same as it would be now (MADE_FROM), sorted. Noted
        for the version that comes next."""
        self._noted[result] = _noted(self.before, result, now)
        return _noted_as_before(self._noted[result])

    def made_from(self, result: Result) -> pl.DataFrame:
        """What was noted of a result (MADE_FROM)."""
        return self._noted[result].select(MADE_FROM.names())

    def whole(self, name: str, made: pl.DataFrame, unchanged: Collection[str]) -> pl.DataFrame:
        """Rows that were made of some units with those of the unchanged ones, as the version before kept them under
        this name. Kept for the version that comes next."""
        frame = made
        if unchanged:
            before = kept_of_units(self.before, name, unchanged, made.schema)
            frame = pl.concat([before.select(made.columns), made])
        frame.write_parquet(_place(self._folder, name))
        return frame

    def keep(self) -> None:
        """Keeps what was noted."""
        noted = [frame.with_columns(result=pl.lit(result)) for result, frame in self._noted.items()]
        pl.concat(noted).write_parquet(_place(self._folder, _MADE_FROM))


def version_before(run: "Run") -> Path | None:
    """The published version, of which is taken over what did not change; None where everything is made."""
    return _with_results(None if run.from_scratch else warehouse_publish.published_version(run.home))


def units_as_before(before: Path | None, result: Result, now: pl.DataFrame) -> list[str]:
    """Units whose result in the version `before` is made from the same as it would be now (MADE_FROM), sorted."""
    return _noted_as_before(_noted(before, result, now))


def kept_of_units(before: Path | None, name: str, units: Collection[str], schema: pl.Schema) -> pl.DataFrame:
    """What the version `before` kept of these units under a name (`UnitResults.whole`)."""
    if before is None or not units:
        return pl.DataFrame(schema=schema)
    return _kept(before, name).filter(pl.col("unit_code").is_in(list(units)))


def _with_results(version: Path | None) -> Path | None:
    return version if version and (version / _FOLDER).is_dir() else None


def _noted(before: Path | None, result: Result, now: pl.DataFrame) -> pl.DataFrame:
    """MADE_FROM with whether it is as before."""
    then = _kept(before, _MADE_FROM).filter(result=result).select(now.columns) if before else now.clear()
    return now.join(then.with_columns(is_as_before=True), on=now.columns, how="left")


def units_taken_over(building: Path, result: Result) -> list[str]:
    """Units whose result in a version that is being built is that of the published one, sorted."""
    return _noted_as_before(_kept(building, _MADE_FROM).filter(result=result))


def _noted_as_before(noted: pl.DataFrame) -> list[str]:
    return noted.filter("is_as_before").get_column("unit_code").sort().to_list()


def _kept(version: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(_place(version / _FOLDER, name))


def _place(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"

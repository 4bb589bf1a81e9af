"""Whose row it is, unit by unit: who stands in several files of a unit, which row of his counts, and which rejected
rows came back.

Belongs here: of which units that is found out, some of them after the other, and what is taken over of the others: a
unit of which nothing changed, and that has no file held, in question, refused or replaced by what somebody said of its
people, nor one whose people stand in shorter periods. Not here: which row counts
(`transforms.responses.identity`, `transforms.responses.answered`), people of two units (`pipeline.people_of_units`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from contracts.records import Reading, ResolvedFile
from pipeline import decisions, versions
from pipeline.good_rows import good_rows
from pipeline.people import same_people_in_files, told_apart_in_files
from pipeline.people_of_units import PeopleOfUnits
from pipeline.unit_results import kept_of_units, made_from, units_as_before, version_before
from transforms.figures.units_at_once import in_groups
from transforms.responses import answered, identity
from transforms.responses.identity import DUPLICATE, IdentityResult
from transforms.responses.outcome import Judgement

if TYPE_CHECKING:
    from pipeline.run import Run  # how a run begins decides no figure (`pipeline.sources`)

ROWS_AT_ONCE: Final = 500_000
"""Rows of which people are told apart together, unless one unit has more."""
MADE: Final = pl.Schema({"unit_code": pl.String(), **DUPLICATE, "was_rejected": pl.Boolean()})
"""Of a unit the rows that stand elsewhere (DUPLICATE): those that no rule rejects, and those that were rejected."""


class Known(NamedTuple):
    """What is known of all files. `not_good`: rows that are rejected (`transforms.responses.outcome.rows_not_good`);
    `of_units`: what was found of people of two units."""

    run: "Run"
    files: Sequence[ResolvedFile]
    readings: Mapping[str, Reading]
    judgement: Judgement
    not_good: pl.DataFrame
    of_units: PeopleOfUnits


class IdentityMade(NamedTuple):
    """What a version keeps for the next one: `made_from` (MADE_FROM) of the units that may be taken over, and the rows
    (MADE) of those of them that were not."""

    made_from: pl.DataFrame
    rows: pl.DataFrame


class ToldApart(NamedTuple):
    """Whose rows they are, and the rejected rows that stand in a newer file by now (DUPLICATE)."""

    people: IdentityResult
    answered: pl.DataFrame
    made: IdentityMade


def told_apart(known: Known, answers: pl.DataFrame) -> ToldApart:
    """Of all units. `answers`: contents that count (`pipeline.judging.contents_of`)."""
    made_of = _made_of(known, answers)
    before = version_before(known.run)
    unchanged = units_as_before(before, "identity", made_of)
    changed = answers.filter(~pl.col("unit_code").is_in(unchanged).fill_null(value=False))
    found = [_of_some_units(known, some) for some in _some_at_once(changed, known.readings)]
    people = identity.of_all_units([of_some for of_some, _ in found])
    came_back = pl.concat([pl.DataFrame(schema=DUPLICATE), *(rows for _, rows in found)])
    in_doubt = {*people.held, *people.asked, *people.newer, *people.refused, *people.as_said, *people.in_parts}
    units_in_doubt = answers.filter(pl.col("content_id").is_in(list(in_doubt))).get_column("unit_code")
    kept = made_of.filter(~pl.col("unit_code").is_in(units_in_doubt.implode()))
    rows = [people.duplicates.with_columns(was_rejected=False), came_back.with_columns(was_rejected=True)]
    by_unit = pl.concat(rows).join(answers.select("content_id", "unit_code"), on="content_id", maintain_order="left")
    made = by_unit.join(kept, on="unit_code", how="semi").select(MADE.names())
    as_before = kept_of_units(before, "identity", unchanged, MADE)
    of_good, of_rejected = (
        as_before.filter(pl.col("was_rejected") == was_rejected).select(DUPLICATE.names())
        for was_rejected in (False, True)
    )
    return ToldApart(
        replace(people, duplicates=pl.concat([people.duplicates, of_good])),
        pl.concat([came_back, of_rejected]),
        IdentityMade(kept, made),
    )


def _made_of(known: Known, answers: pl.DataFrame) -> pl.DataFrame:
    """MADE_FROM of whose rows they are: everything it depends on."""
    run, said, aside = known.run, known.run.decisions, known.of_units.aside
    contents_with = (decisions.accepted(said), decisions.accepted_whole(said), known.judgement.countable, aside)
    told = {
        file.content_id: repr(
            (
                *(file.path, file.layout, known.readings[file.content_id].rows_sha256),
                sorted(said.answers(file.content_id, file.unit_code, file.layout or None).items()),
                *(file.content_id in some for some in contents_with),
            )
        )
        for file in known.files
        if file.counts and file.kind == "responses"
    }
    contents = answers.filter(pl.col("unit_code").is_not_null()).with_columns(
        pl.col("version").rank("ordinal").over("unit_code"),
        told=pl.col("content_id").replace_strict(told, return_dtype=pl.String),
    )
    unit = contents.select("content_id", "unit_code")
    rows = (known.judgement.rejected, known.not_good, known.of_units.duplicates)
    all_units = f"{versions.code_version()} {run.settings_hash} {run.erasures.of_rows}"
    return made_from([contents, *(frame.join(unit, on="content_id") for frame in rows)], all_units)


def _some_at_once(answers: pl.DataFrame, readings: Mapping[str, Reading]) -> Iterator[pl.DataFrame]:
    """The contents of some units after the other, with some ROWS_AT_ONCE rows together."""
    rows = [(unit, readings[name].rows) for unit, name in answers.select("unit_code", "content_id").iter_rows()]
    counted = pl.DataFrame(rows, schema={"unit_code": pl.String, "rows": pl.Int64}, orient="row")
    groups = in_groups(counted.group_by("unit_code").agg(pl.col("rows").sum()), ROWS_AT_ONCE)
    grouped = answers.join(groups, on="unit_code", nulls_equal=True, maintain_order="left")
    yield from grouped.partition_by("group", include_key=False)


def _of_some_units(known: Known, answers: pl.DataFrame) -> tuple[IdentityResult, pl.DataFrame]:
    """Whose rows are those of the contents of some units (`answers`), and which of the rejected ones stand in a newer
    file by now (DUPLICATE)."""
    run, of_units = known.run, known.of_units
    there = set(answers.get_column("content_id"))
    files = [file for file in known.files if file.content_id in there]
    rows = _identities(run, answers, known.judgement)
    own = rows.filter(~pl.col("content_id").is_in(of_units.aside))
    if of_units.duplicates.height:  # rare, and the join takes as long as reading the rows
        own = own.join(of_units.duplicates, on=["content_id", "row_index"], how="anti", maintain_order="left")
    people = same_people_in_files(run, files, known.readings, answers, own)
    settled = [*people.repeated, *people.asked, *people.refused]
    found = told_apart_in_files(run, files, answers, own.filter(~pl.col("content_id").is_in(settled)), run.area.rows)
    found = replace(
        found,
        duplicates=pl.concat([found.duplicates, people.duplicates]),
        asked=people.asked | found.asked,
        refused=found.refused | people.refused,
    )
    out = [*found.held, *found.asked, *found.newer, *found.refused, *of_units.aside]
    duplicates = pl.concat([found.duplicates, of_units.duplicates])
    return found, _answered(run, answers, known.not_good, rows, duplicates, out)


def _identities(run: "Run", answers: pl.DataFrame, judgement: Judgement) -> pl.DataFrame:
    """What identifies each response that no rule rejects."""
    columns = (
        *("content_id", "row_index", "identity", "identity_key", "response_date", "submitted_at"),
        "origin_content_id",
    )
    return good_rows(run, answers, judgement).select(*columns, identity.origin_key()).collect()


def _answered(
    run: "Run",
    answers: pl.DataFrame,
    rejected: pl.DataFrame,
    rows: pl.DataFrame,
    duplicates: pl.DataFrame,
    out: Sequence[str],
) -> pl.DataFrame:
    """Rejected rows of answers that stand in a newer file by now (DUPLICATE). `out`: contents that take no part."""
    aside = pl.col("content_id").is_in(out)
    rejected = rejected.filter(~aside).join(answers, on="content_id", how="semi")
    paths = run.area.rows(rejected.get_column("content_id").unique().sort())
    if not paths:
        return pl.DataFrame(schema=DUPLICATE)
    columns = ("content_id", "row_index", "identity", "identity_key")
    staged = pl.scan_parquet(paths).select(*columns, identity.origin_key(), answered.place_key())
    marked = staged.join(rejected.lazy(), on=["content_id", "row_index"], how="semi").collect()
    good = rows.filter(~aside).select(*columns, "origin_key")
    return answered.rows_answered(marked, good, duplicates, answers)

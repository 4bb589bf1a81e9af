"""The same people in files of two units: whose they are, as somebody decided, or to be asked.

Belongs here: which files are compared, what was decided, wording the question. Not here: the comparison
(`transforms.responses.people_of_units`), two files of one unit (`pipeline.people`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from contracts.decisions import DIFFERENT, OURS, REFUSE, THEIRS, about_people_of
from contracts.records import Choice, Doubt, ResolvedFile
from contracts.unsur import COLUMN_BY_CODE
from pipeline.good_rows import good_rows
from pipeline.staging import given
from transforms.responses.identity import DUPLICATE
from transforms.responses.outcome import Judgement
from transforms.responses.people_of_units import COMPARED_COLUMNS, answers_keys, contents_to_compare, shared_rows
from transforms.responses.unsur_means import SUMMED_COLUMNS

if TYPE_CHECKING:
    from pipeline.run import Run  # how a run begins decides no figure (`pipeline.sources`)

_ROW = ("content_id", "row_index")


class PeopleOfUnits(NamedTuple):
    """`duplicates`: rows that are people of another unit's file, as somebody said (DUPLICATE); `whose`: content with
    such rows → name of that unit. `asked`: contents that take no part while nobody has said whose people they hold, and
    the question; `refused`: those of which somebody said that they must not count."""

    duplicates: pl.DataFrame
    whose: dict[str, str]
    asked: dict[str, Doubt]
    refused: frozenset[str]

    @property
    def aside(self) -> list[str]:
        """Contents that take no part."""
        return [*self.asked, *self.refused]


class _Shared(NamedTuple):
    """What a newer content has in common with an older one of another unit: `pairs` of rows (`row_index`,
    `row_index_newer`), and the rows of both."""

    older: ResolvedFile
    pairs: pl.DataFrame
    rows: pl.DataFrame
    rows_newer: pl.DataFrame

    @property
    def of_older(self) -> pl.DataFrame:
        return self.rows.filter(pl.col("row_index").is_in(self.pairs.get_column("row_index").implode()))

    @property
    def of_newer(self) -> pl.DataFrame:
        return self.rows_newer.filter(pl.col("row_index").is_in(self.pairs.get_column("row_index_newer").implode()))


def people_of_two_units(
    run: "Run", files: Iterable[ResolvedFile], answers: pl.DataFrame, judgement: Judgement
) -> PeopleOfUnits:
    """Compares the files of each unit with those of all others. `answers`: contents that count (`content_id`,
    `unit_code`, `version`, `is_correction`); of their rows those that no rule rejects."""
    own = answers.filter(~pl.col("is_correction") & pl.col("unit_code").is_not_null())
    rows = _compared(run, own, judgement)
    own = own.filter(pl.col("content_id").is_in(rows.get_column("content_id").unique().implode()))
    own = own.sort("version", "content_id")
    older_of: defaultdict[str, list[str]] = defaultdict(list)
    for older, newer in contents_to_compare(rows, own):
        older_of[newer].append(older)
    file_of = {file.content_id: file for file in files if file.counts}
    people = _people(run, rows, sorted({*older_of, *(one for others in older_of.values() for one in others)}))
    elsewhere: list[pl.DataFrame] = []
    whose: dict[str, str] = {}
    asked: dict[str, Doubt] = {}
    refused: set[str] = set()
    for newer, older_ones in older_of.items():
        file = file_of[newer]
        unsaid: list[_Shared] = []
        said: list[tuple[str, _Shared]] = []
        for other in older_ones:
            if other in asked or other in refused:
                continue
            pairs = shared_rows(people[other], people[newer])
            if pairs is None:
                continue
            shared = _Shared(file_of[other], pairs, people[other], people[newer])
            choice = _decided(run, file, shared.older)
            if choice is None:
                unsaid.append(shared)
            else:
                said.append((choice, shared))
        if any(choice == REFUSE for choice, _ in said):
            refused.add(newer)
            continue
        if unsaid:
            asked[newer] = _question(run, file, unsaid)
            continue
        for loser, gone, winner in _settled(newer, said):
            elsewhere.append(gone.select(*_ROW, duplicate_of=pl.lit(winner)))
            whose[loser] = _unit_name(run, file_of[winner])
            people[loser] = people[loser].join(gone, on=_ROW, how="anti", maintain_order="left")
    return PeopleOfUnits(
        duplicates=pl.concat([pl.DataFrame(schema=DUPLICATE), *elsewhere]).unique(_ROW, keep="first"),
        whose=whose,
        asked=asked | {one: asked[origin] for one, origin in _corrections(run, answers, judgement, asked)},
        refused=frozenset(refused.union(one for one, _ in _corrections(run, answers, judgement, refused))),
    )


def _compared(run: "Run", answers: pl.DataFrame, judgement: Judgement) -> pl.DataFrame:
    """What `contents_to_compare` takes of the rows of contents, and their `row_index`."""
    left_out = {COLUMN_BY_CODE[one.without] for one in run.questionnaires if one.without}
    rows = good_rows(run, answers, judgement)
    return rows.select(*_ROW, "submitted_at", *answers_keys(left_out)).collect()


def _people(run: "Run", rows: pl.DataFrame, contents: Sequence[str]) -> dict[str, pl.DataFrame]:
    """By content its rows with what a person is compared by, in order."""
    if not contents:
        return {}
    staged = pl.scan_parquet(run.area.rows(contents)).select(
        *dict.fromkeys((*_ROW, "identity", *COMPARED_COLUMNS, *SUMMED_COLUMNS))
    )
    counting = rows.lazy().filter(pl.col("content_id").is_in(contents)).select(_ROW)
    found = staged.join(counting, on=_ROW, how="semi").sort(_ROW).collect()
    return {str(name): of_content for (name,), of_content in found.partition_by("content_id", as_dict=True).items()}


def _decided(run: "Run", newer: ResolvedFile, older: ResolvedFile) -> str | None:
    """What was said of either content and the other one's unit, as seen from the newer."""
    for file, other, as_said in (
        (newer, older, {one: one for one in (THEIRS, OURS, DIFFERENT, REFUSE)}),
        (older, newer, {THEIRS: OURS, OURS: THEIRS, DIFFERENT: DIFFERENT}),
    ):
        answers = run.decisions.answers(file.content_id, file.unit_code, file.layout or None)
        if choice := as_said.get(answers.get(about_people_of(str(other.unit_code)), "")):
            return choice
    return None


def _settled(newer: str, said: Iterable[tuple[str, _Shared]]) -> Iterator[tuple[str, pl.DataFrame, str]]:
    """Content that loses rows, these rows, and the content that keeps the people."""
    for choice, shared in said:
        if choice == THEIRS:
            yield newer, shared.of_newer, shared.older.content_id
        elif choice == OURS:
            yield shared.older.content_id, shared.of_older, newer


def _corrections(
    run: "Run", answers: pl.DataFrame, judgement: Judgement, contents: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Correction workbooks with good rows of contents, and of which content."""
    if not contents:
        return
    rows = good_rows(run, answers.filter("is_correction"), judgement)
    of_contents = rows.filter(pl.col("origin_content_id").is_in(list(contents)))
    found = of_contents.group_by("content_id").agg(pl.col("origin_content_id").min()).sort("content_id")
    yield from found.collect().iter_rows()


def _unit_name(run: "Run", file: ResolvedFile) -> str:
    return run.registry.by_code[str(file.unit_code)].unit_name


def _question(run: "Run", file: ResolvedFile, found: Sequence[_Shared]) -> Doubt:
    """Whose people a file has in common with the first other unit, with what each answer gives. Of the other unit only
    how many people: a file's unit reads this, and the index of those left there may be that of a few."""
    unit_code = found[0].older.unit_code
    shared = max((one for one in found if one.older.unit_code == unit_code), key=lambda one: one.pairs.height)
    ours, theirs = _unit_name(run, file), _unit_name(run, shared.older)
    every, rest = shared.rows_newer, shared.rows_newer.join(shared.of_newer, on=_ROW, how="anti")
    left = shared.rows.height - shared.of_older.height
    gives = {
        THEIRS: (f"responden {theirs}, dihitung di sana saja", rest),
        OURS: (
            f"responden {ours}, dihitung di sini saja ({theirs}: {left} responden dari {shared.rows.height})",
            every,
        ),
        DIFFERENT: ("orang yang berbeda, semuanya dihitung", every),
    }
    if rest.height:
        gives[REFUSE] = ("jangan hitung berkas ini", every.clear())
    return Doubt(
        code=about_people_of(str(unit_code)),
        question=(
            f"{shared.pairs.height} dari {every.height} responden berkas {ours} ini sama dengan responden di "
            f"“{shared.older.path}” milik {theirs}, yang berisi {shared.rows.height} responden. Milik siapa mereka? "
            f"Angka pada pilihan adalah untuk {ours}, dari berkas ini saja."
        ),
        choices=tuple(given(Choice(key=key, label=label), here) for key, (label, here) in gives.items()),
    )

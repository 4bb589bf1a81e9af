"""The same people in several files of a unit: which contents repeat others, and which must be asked about.

Belongs here: which contents are compared, and wording the question. Not here: the comparison
(`transforms.responses.same_people`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from contracts.records import Doubt, Reading, ResolvedFile
from contracts.unsur import UNSUR_COLUMNS
from ingest.doubts import REFUSE, Questions
from transforms.responses.identity import DUPLICATE
from transforms.responses.same_people import Overlap, overlaps_of_files

if TYPE_CHECKING:
    from pipeline.run import Run  # how a run begins decides no figure (`pipeline.sources`)


class PeopleInFiles(NamedTuple):
    """`duplicates`: the rows of contents that repeat another (DUPLICATE); `repeated`: these contents; `asked`:
    contents that only a person can tell about, and the question."""

    duplicates: pl.DataFrame
    repeated: frozenset[str]
    asked: dict[str, Doubt]


def same_people_of_units(
    run: "Run",
    files: Iterable[ResolvedFile],
    readings: Mapping[str, Reading],
    answers: pl.DataFrame,
    rows: pl.DataFrame,
) -> PeopleInFiles:
    """Compares the contents without identity of every unit with its identified ones. `answers`: contents that count
    (`content_id`, `unit_code`, `is_correction`); `rows`: their rows that no rule rejects (`content_id`, `row_index`,
    `identity`)."""
    path_of = {file.content_id: file.path for file in files if file.counts}
    kinds = dict(rows.group_by("content_id").agg((pl.col("identity") == "none").all()).iter_rows())
    repeated: dict[str, Overlap] = {}
    asked: dict[str, Doubt] = {}
    for unit_code, contents in _contents_by_unit(answers, kinds).items():
        for overlap in overlaps_of_files(_with_answers(run, rows, contents)):
            decided = run.decisions.answers(overlap.name, unit_code, readings[overlap.name].layout)
            questions = Questions(decided)
            if overlap.likeness == "same" or _ask(questions, overlap, path_of) == "same":
                repeated[overlap.name] = overlap
            elif questions.open:
                asked[overlap.name] = questions.open[0]
    duplicates = rows.filter(pl.col("content_id").is_in(list(repeated))).select(
        "content_id",
        "row_index",
        duplicate_of=pl.col("content_id").replace_strict(
            {name: one.of for name, one in repeated.items()}, default=None
        ),
    )
    return PeopleInFiles(duplicates.cast(DUPLICATE), frozenset(repeated), asked)


def _contents_by_unit(answers: pl.DataFrame, kinds: Mapping[str, bool]) -> dict[str, list[str]]:
    """Contents of units that have some with and some without identity; corrections apart."""
    of_unit: defaultdict[str, list[str]] = defaultdict(list)
    for one in answers.iter_rows(named=True):
        if one["content_id"] in kinds and not one["is_correction"]:
            of_unit[one["unit_code"]].append(one["content_id"])
    return {
        unit_code: contents
        for unit_code, contents in of_unit.items()
        if len({kinds[content_id] for content_id in contents}) > 1
    }


def _with_answers(run: "Run", rows: pl.DataFrame, contents: Sequence[str]) -> pl.DataFrame:
    columns = ["content_id", "row_index", "response_date", "identity", *UNSUR_COLUMNS]
    staged = pl.read_parquet(run.area.rows(contents), columns=columns)
    return staged.join(rows.select("content_id", "row_index"), on=["content_id", "row_index"], how="semi")


def _ask(questions: Questions, overlap: Overlap, path_of: Mapping[str, str]) -> str | None:
    return questions.ask(
        "same_people_in_files",
        f"{overlap.equal} dari {overlap.rows} barisnya sama berurutan dengan berkas “{path_of[overlap.of]}” yang punya "
        "waktu atau identitas per responden. Mungkin itu orang yang sama, mungkin bukan.",
        (
            ("same", "orang yang sama: berkas ini tidak dihitung lagi"),
            ("different", "orang yang berbeda: kedua berkas dihitung"),
            (REFUSE, "jangan hitung berkas ini"),
        ),
    )

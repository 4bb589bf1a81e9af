"""The same people in several files of a unit: which contents repeat others, and which must be asked about.

Belongs here: which contents are compared, and wording the question. Not here: the comparison
(`transforms.responses.same_people`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from contracts.decisions import (
    ABOUT_OLDER_FILES,
    ADD,
    ADDS_OR_REPLACES,
    IDS_BEGIN_AGAIN,
    IN_LONGER_PERIOD,
    REFUSE,
    REPLACE,
    SAME_ANSWERS,
    SAME_PEOPLE,
)
from contracts.records import Choice, Doubt, Reading, ResolvedFile
from contracts.staged_tables import STAGED_RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from ingest.doubts import Questions
from pipeline import decisions
from pipeline.staging import given
from transforms.responses.alike_files import contents_to_compare
from transforms.responses.identity import DUPLICATE, IdentityResult, duplicate_rows
from transforms.responses.newer_files import NewerFile
from transforms.responses.outcome import named
from transforms.responses.same_people import PERSON_COLUMNS, Overlap, equal_if_alike, overlaps_of_files
from transforms.responses.unsur_means import SUMMED_COLUMNS
from transforms.schema import empty_frame

if TYPE_CHECKING:
    from pipeline.run import Run  # how a run begins decides no figure (`pipeline.sources`)


class PeopleInFiles(NamedTuple):
    """`duplicates`: the rows of contents that repeat another (DUPLICATE); `repeated`: these contents; `asked`:
    contents that only a person can tell about, and the question; `refused`: those of which somebody said that they must
    not count."""

    duplicates: pl.DataFrame
    repeated: frozenset[str]
    asked: dict[str, Doubt]
    refused: frozenset[str]


def same_people_in_files(
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
    refused: set[str] = set()
    for unit_code, contents in _contents_by_unit(answers, kinds).items():
        for overlap in overlaps_of_files(_with_answers(run, rows, contents)):
            decided = run.decisions.answers(overlap.name, unit_code, readings[overlap.name].layout)
            questions = Questions(decided)
            if overlap.likeness == "same" or _ask(questions, overlap, path_of) == "same":
                repeated[overlap.name] = overlap
            elif questions.open:
                asked[overlap.name] = questions.open[0]
            elif questions.refused:
                refused.add(overlap.name)
    duplicates = rows.filter(pl.col("content_id").is_in(list(repeated))).select(
        "content_id",
        "row_index",
        duplicate_of=pl.col("content_id").replace_strict(
            {name: one.of for name, one in repeated.items()}, default=None
        ),
    )
    return PeopleInFiles(duplicates.cast(DUPLICATE), frozenset(repeated), asked, frozenset(refused))


def told_apart_in_files(
    run: "Run",
    files: Sequence[ResolvedFile],
    answers: pl.DataFrame,
    rows: pl.DataFrame,
    staged: Callable[[Sequence[str]], Sequence[Path]],
) -> IdentityResult:
    """Whose row is it, among the rows that may count. `answers`: contents (`content_id`, `unit_code`, `path` …);
    `rows`: as `transforms.responses.identity.duplicate_rows` takes them; `staged`: where the rows of contents lie. What
    must be asked is worded."""
    counting = {file.content_id: file for file in files if file.counts}
    accepted = decisions.accepted(run.decisions)
    # Who answered one question about older files is asked the others too.
    taken = decisions.accepted_whole(run.decisions)
    decided = {
        file.content_id: (_TAKEN if file.content_id in taken else {})
        | run.decisions.answers(file.content_id, file.unit_code, file.layout or None)
        for file in counting.values()
    }
    repeated = set(
        rows.filter(pl.col("identity") == "none")
        .select(pl.col("content_id").unique())
        .join(answers.select("content_id", "unit_code"), on="content_id")
        .filter(pl.len().over("unit_code") > 1)
        .get_column("content_id")
    )
    columns = ["content_id", "row_index", *PERSON_COLUMNS]
    paths = list(staged(sorted(repeated)))
    people = pl.scan_parquet(paths).select(columns).collect() if paths else empty_frame(STAGED_RESPONSE).select(columns)
    found = duplicate_rows(
        rows,
        answers,
        people,
        decided,
        accepted,
        run.settings.thresholds.snapshot_shrink,
        _alike(rows, answers, staged),
        lambda names: pl.read_parquet(list(staged(names)), columns=["content_id", "row_index", *UNSUR_COLUMNS]),
    )
    path_of = {content_id: file.path for content_id, file in counting.items()}
    return replace(found, asked={name: _newer_file(staged, one, path_of) for name, one in found.newer.items()})


def _alike(
    rows: pl.DataFrame, answers: pl.DataFrame, staged: Callable[[Sequence[str]], Sequence[Path]]
) -> dict[tuple[str, str], int]:
    """Older and newer contents of a unit with the same answers although they know their people in two ways, and how
    many. Nothing is read where no two of a unit are of one time and have nobody in common."""
    pairs = contents_to_compare(rows, answers)
    with_answers = {
        name: pl.read_parquet(list(staged([name])), columns=["content_id", "row_index", *PERSON_COLUMNS])
        .join(rows, on=["content_id", "row_index"], how="semi")
        .sort("row_index")
        for name in sorted({name for pair in pairs for name in pair})
    }
    found = {pair: equal_if_alike(*(with_answers[name] for name in pair)) for pair in pairs}
    return {pair: equal for pair, equal in found.items() if equal is not None}


_TAKEN: Final = dict.fromkeys(ABOUT_OLDER_FILES, REPLACE)


def _newer_file(
    staged: Callable[[Sequence[str]], Sequence[Path]], newer: NewerFile, path_of: Mapping[str, str]
) -> Doubt:
    """The question whether a file adds to older ones or replaces them, with what the unit would have by each answer."""
    older = named([path_of.get(one, one) for one in newer.older])
    if newer.is_part:
        seen = (
            f"{newer.rows} respondennya semuanya sudah ada di {older}, yang berisi {newer.older_rows} responden untuk "
            "waktu yang sama"
        )
    elif newer.code == IN_LONGER_PERIOD:
        seen = (
            f"Tanpa tanggal, sama seperti {older}, dan periode yang satu terletak di dalam periode yang lain; "
            f"{newer.equal} baris dari periode yang lebih pendek sama berurutan dengan periode yang lebih panjang, "
            "selebihnya tidak"
        )
    elif newer.code == IDS_BEGIN_AGAIN:
        seen = (
            f"{newer.equal} identitas respondennya juga ada di {older}, tetapi kebanyakan dengan tanggal lain: nomor "
            "yang dimulai lagi (orang lain), atau tanggal yang diperbaiki (orang yang sama)"
        )
    elif newer.code == SAME_ANSWERS:
        seen = (
            f"{newer.equal} jawaban sama dengan {older}, yang berisi {newer.older_rows} responden, tetapi waktu dan "
            "identitas respondennya tidak sama: orang yang sama dengan waktu lain (mulai dan selesai mengisi, zona "
            "waktu lain) atau nomor lain, atau orang lain"
        )
    elif newer.code == ADDS_OR_REPLACES and newer.is_known:
        seen = (
            f"Namanya sama dengan {older}, yang berisi {newer.older_rows} responden; {newer.equal} di antaranya ada "
            "lagi di sini, selebihnya tidak"
        )
    elif newer.is_known:
        seen = (
            f"{newer.equal} dari {newer.older_rows} responden di {older} mengisi pada saat yang sama dengan responden "
            "berkas ini, tetapi tidak semua jawabannya sama: mungkin jawabannya diperbaiki, mungkin orang lain"
        )
    elif newer.equal:
        seen = (
            f"Untuk waktu yang sama sudah ada {older}; {newer.equal} dari {newer.older_rows} barisnya sama berurutan "
            "dengan berkas ini, selebihnya tidak"
        )
    else:
        seen = f"Untuk waktu yang sama sudah ada {older} dengan {newer.older_rows} responden yang lain"
    labels = {
        SAME_PEOPLE: (
            "orang yang sama: tetap dihitung pada periode yang lebih pendek, dan satu kali pada yang lebih panjang"
        ),
        ADD: (
            "menambah: yang tidak ada lagi di sini tetap dihitung, orang yang sama dihitung satu kali"
            if newer.is_known and newer.code not in (IDS_BEGIN_AGAIN, SAME_ANSWERS)
            else "menambah: respondennya lain (misalnya bagian atau loket lain); semuanya dihitung"
        ),
        REPLACE: "menggantikan: yang lama tidak dihitung lagi",
        REFUSE: "jangan hitung berkas ini; yang lama tetap dihitung",
    }
    contents = pl.concat(newer.gives.values()).get_column("content_id").unique().sort()
    answers = pl.read_parquet(list(staged(contents.to_list())), columns=["content_id", "row_index", *SUMMED_COLUMNS])
    return Doubt(
        code=newer.code,
        question=f"{seen}. Angka pada pilihan menghitung berkas ini bersama yang lama itu.",
        choices=tuple(
            given(Choice(key=key, label=labels[key]), answers.join(rows, on=["content_id", "row_index"], how="semi"))
            for key, rows in newer.gives.items()
        ),
    )


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

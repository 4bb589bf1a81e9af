"""Rejected rows that came back: corrected, sent again, or withdrawn by their sender.

Belongs here: which rejected rows stand elsewhere by now, so that nobody is asked for them again. Not here: which of
several good rows counts (`transforms.responses.identity`), or what becomes of a file (`transforms.responses.outcome`).
"""

from collections.abc import Collection

import polars as pl

from contracts.unsur import UNSUR_COLUMNS
from transforms.responses.identity import DUPLICATE, ORIGIN_SEED, origin_key

_UNANSWERED = [f"{column}_missing" for column in UNSUR_COLUMNS]


def place_key() -> pl.Expr:
    """Hash of the place of a row (`staged_response`): that of the row it puts right, else its own, as
    `identity.origin_key` has it."""
    own = pl.concat_str("content_id", "sheet", pl.col("row_number").cast(pl.String), separator="\0")
    return pl.coalesce(origin_key(), own.hash(ORIGIN_SEED)).alias("place_key")


def withdrawn_rows(findings: pl.DataFrame, corrections: Collection[str]) -> pl.DataFrame:
    """Rows of correction workbooks whose nine answers are all empty: their sender cannot correct them and says so
    (`content_id`, `row_index`). `findings`: ROW_FINDING; `corrections`: contents that are correction workbooks."""
    return (
        findings.filter(pl.col("content_id").is_in(list(corrections)) & pl.col("rule").is_in(_UNANSWERED))
        .group_by("content_id", "row_index")
        .agg(pl.col("rule").n_unique().alias("empty"))
        .filter(pl.col("empty") == len(_UNANSWERED))
        .select("content_id", "row_index")
        .sort("content_id", "row_index")
    )


def rows_answered(
    rejected: pl.DataFrame, rows: pl.DataFrame, duplicates: pl.DataFrame, files: pl.DataFrame
) -> pl.DataFrame:
    """The rejected rows that stand in a newer file by now, whatever became of them there (DUPLICATE).

    A row is the same where a correction workbook names its place, or where it has the export's own id and other rows of
    its file stand in that newer one too: else the ids may be each file's own.
    Rows without identity of a file of which a newer one took every good row's place fall with them.

    `rejected`, one per rejected row: `content_id`, `row_index`, `identity`, `identity_key`, `origin_key` and what
    `place_key` makes of it. `rows`: those that no rule rejects, likewise without `place_key`; `duplicates`: those of
    them that do not count (DUPLICATE). `files`, one per content: `content_id`, `unit_code`, `version`."""
    if rejected.is_empty():
        return pl.DataFrame(schema=DUPLICATE)
    contents = (
        files.sort("version", "content_id").with_row_index("newness").select("content_id", "unit_code", "newness")
    )
    wanted = rejected.join(contents, on="content_id", how="inner")
    both = pl.concat([rows, rejected.drop("place_key")], how="diagonal").join(contents, on="content_id", how="inner")
    with_id = pl.col("identity") == "id"
    corrected = _newest_of(both.filter(pl.col("origin_key").is_not_null()), wanted, "origin_key", "place_key")
    sent_again = _newest_of(both.filter(with_id), wanted.filter(with_id), "identity_key", "identity_key")
    newer = contents.select(newer="newness", duplicate_of="content_id")
    sent_again = sent_again.join(newer, on="newer").join(duplicates, on=["content_id", "duplicate_of"], how="semi")
    answered = (
        pl.concat([corrected.join(newer, on="newer"), sent_again])
        .sort("newer")
        .unique(["content_id", "row_index"], keep="last")
        .select("content_id", "row_index", "duplicate_of")
    )
    fallen = _fallen(rejected.join(answered, on=["content_id", "row_index"], how="anti"), rows, duplicates)
    return pl.concat([answered, fallen]).cast(DUPLICATE).sort("content_id", "row_index")


def _newest_of(rows: pl.DataFrame, wanted: pl.DataFrame, key: str, wanted_key: str) -> pl.DataFrame:
    """For each wanted row the newest content that has a row of the same unit and key, where it is newer than its own:
    `content_id`, `row_index`, `newer`."""
    newest = rows.select("unit_code", key=key, newer="newness").group_by("unit_code", "key").agg(pl.col("newer").max())
    return (
        wanted.join(newest, left_on=["unit_code", wanted_key], right_on=["unit_code", "key"], how="inner")
        .filter(pl.col("newer") > pl.col("newness"))
        .select("content_id", "row_index", "newer")
    )


def _fallen(open_rows: pl.DataFrame, rows: pl.DataFrame, duplicates: pl.DataFrame) -> pl.DataFrame:
    """Rejected rows without identity of contents of which nothing counts any more since newer ones took its place."""
    good = rows.group_by("content_id").len("good")
    replaced = (
        duplicates.filter(pl.col("content_id") != pl.col("duplicate_of"))
        .group_by("content_id")
        .agg(pl.len().alias("replaced"), pl.col("duplicate_of").mode().sort().last())
    )
    whole = good.join(replaced, on="content_id").filter(pl.col("good") == pl.col("replaced"))
    return (
        open_rows.filter(pl.col("identity") == "none")
        .join(whole.select("content_id", "duplicate_of"), on="content_id")
        .select("content_id", "row_index", "duplicate_of")
    )

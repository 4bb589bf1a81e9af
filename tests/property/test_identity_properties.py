"""What must hold of identity and outcome whatever units send, and in whatever order."""

from datetime import datetime

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from contracts.decisions import ABOUT_OLDER_FILES
from contracts.records import Reading, ResolvedFile
from contracts.rules import ROW_RULES_BY_CODE
from contracts.staged_tables import ROW_FINDING
from contracts.unsur import UNSUR_COLUMNS
from ingest.rows import RAW_ROW
from tests.property.examples import examples
from tests.spec.exports import RECEIVED_ON
from transforms.responses.identity import duplicate_rows, origin_key
from transforms.responses.outcome import apply_rejections, file_outcomes
from transforms.responses.typing import typed_responses
from transforms.schema import frame_schema

FEWER = examples(8)
"""An example is a whole consolidation: a tenth of a second."""
KINDS = ("id", "moment", "dated", "undated")
BAD_ROW = "u1_not_an_answer"

row = st.fixed_dictionaries(
    {
        "id": st.integers(0, 5),
        "day": st.integers(1, 3),
        "month": st.integers(1, 3),
        "hour": st.integers(8, 9),
        "u1": st.sampled_from(["3", "4", "4", "4", "x"]),
        "gender": st.sampled_from(["L", "P", "?"]),
    }
)
content = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "unit": st.sampled_from(["A", "B"]),
        "period": st.sampled_from(["2024", "2024-S1", "2024-02"]),
        "rows": st.lists(row, min_size=1, max_size=6),
    }
)
contents = st.lists(content, min_size=1, max_size=6)


def typed(sent):
    """Staged responses and one resolved file per content; the later is the newer."""
    raw, files = [], []
    for number, one in enumerate(sent):
        content_id = f"{number:016x}"
        for index, values in enumerate(one["rows"]):
            raw.append(
                dict.fromkeys(RAW_ROW)
                | dict.fromkeys(UNSUR_COLUMNS, "4")
                | {"content_id": content_id, "row_index": index, "sheet": "", "row_number": index + 2}
                | {"u1": values["u1"], "gender": values["gender"]}
                | _identity(one["kind"], values)
            )
        files.append(
            ResolvedFile(
                file_id=f"file-{number}",
                content_id=content_id,
                path=f"{number}.csv",
                format="csv",
                unit_code=one["unit"],
                period_code=one["period"] if one["kind"] in ("undated", "id") else None,
                version=number,
                first_seen_at=datetime(2025, 1, 15),
            )
        )
    frame = pl.DataFrame(raw, schema=RAW_ROW)
    return typed_responses(frame, dict.fromkeys(frame["content_id"], RECEIVED_ON)).staged, files


def _identity(kind, values):
    day = f"2024-{values['month']:02d}-{values['day']:02d}"
    return {
        "id": {"response_id": f"x-{values['id']}"},
        "moment": {"timestamp": f"{day} {values['hour']:02d}:00:00"},
        "dated": {"timestamp": day},
        "undated": {},
    }[kind]


def found_in(staged):
    """The findings the expectations would have: unreadable U1 rejects, unknown gender blanks."""
    broken = {BAD_ROW: pl.col("u1") == -1, "gender_unknown": pl.col("gender_text").is_not_null()}
    return pl.concat(
        [
            staged.filter(condition).select(
                "content_id",
                "row_index",
                rule=pl.lit(code),
                column_name=pl.lit(ROW_RULES_BY_CODE[code].column),
                severity=pl.lit(ROW_RULES_BY_CODE[code].severity),
                value=pl.lit("x"),
            )
            for code, condition in broken.items()
        ]
    ).match_to_schema(frame_schema(ROW_FINDING))


def settled(staged, files, accepted=(), said="replace"):
    """What becomes of rows and files where somebody `said` what newer files of a unit do to the older ones."""
    counts = dict(staged.group_by("content_id").len().iter_rows())
    readings = {
        file.content_id: Reading(content_id=file.content_id, format="csv", rows=counts[file.content_id])
        for file in files
    }
    findings = found_in(staged)
    judgement = apply_rejections(files, readings, findings, [], 0.5)
    taking_part = staged.filter(pl.col("content_id").is_in(list(judgement.countable))).join(
        judgement.rejected, on=["content_id", "row_index"], how="anti"
    )
    described = pl.DataFrame(
        [(one.content_id, one.unit_code, one.period_code, one.path, one.version, one.is_correction) for one in files],
        schema={
            "content_id": pl.String,
            "unit_code": pl.String,
            "period_code": pl.String,
            "path": pl.String,
            "version": pl.Int64,
            "is_correction": pl.Boolean,
        },
        orient="row",
    )
    answers = {one.content_id: dict.fromkeys(ABOUT_OLDER_FILES, said) for one in files}
    identities = duplicate_rows(taking_part.with_columns(origin_key()), described, staged, answers, accepted, 2.0)
    places = staged.select("content_id", "row_index", "sheet", "row_number")
    return file_outcomes(judgement, files, readings, findings, places, identities), identities


def counted(staged, outcome):
    """What is counted, without a word of where it stood: unit, values, and how often."""
    described = outcome.ingest_file.select("content_id", "unit_code", "rows_accepted").filter(
        pl.col("rows_accepted") > 0
    )
    return (
        staged.join(outcome.row_outcome, on=["content_id", "row_index"], how="anti")
        .join(described, on="content_id")
        .group_by("unit_code", "response_id", "response_date", "submitted_at", "gender", *UNSUR_COLUMNS)
        .len()
        .sort(pl.all())
        .rows()
    )


@FEWER
@given(contents)
def test_rows_are_conserved(sent):
    """Rows read = accepted + rejected + duplicate, for every file; each row that does not count is
    listed once."""
    staged, files = typed(sent)
    outcome, _ = settled(staged, files)
    rejected = dict(
        outcome.rejected_row.unique(["file_id", "sheet", "row_number"]).group_by("file_id").len().iter_rows()
    )
    for file in outcome.ingest_file.iter_rows(named=True):
        own = staged.filter(content_id=file["content_id"]).height
        assert file["rows_read"] == (0 if file["status"] == "held" else own)
        elsewhere = file["rows_duplicate"] + file["rows_replaced"]
        assert file["rows_read"] == file["rows_accepted"] + file["rows_rejected"] + elsewhere
        assert file["rows_rejected"] == rejected.get(file["file_id"], 0)
        not_counted = outcome.row_outcome.filter(content_id=file["content_id"])
        assert not_counted.height == file["rows_rejected"] + elsewhere
        assert (file["rows_accepted"] > 0) == (file["content_id"] in outcome.counted)
    assert not outcome.row_outcome.select("content_id", "row_index").is_duplicated().any()


@FEWER
@given(contents)
def test_every_duplicate_stands_somewhere_newer(sent):
    """A duplicate's newer version is in a content of the same unit, never older, never held."""
    staged, files = typed(sent)
    _, identities = settled(staged, files)
    by_content = {file.content_id: file for file in files}
    for content_id, _, newer in identities.duplicates.iter_rows():
        assert by_content[newer].version >= by_content[content_id].version
        assert by_content[newer].unit_code == by_content[content_id].unit_code
        assert newer not in identities.held


@FEWER
@given(contents)
def test_one_response_for_each_identity(sent):
    """Among the rows that count no identity stands twice in a unit."""
    staged, files = typed(sent)
    outcome, identities = settled(staged, files)
    units = {file.content_id: file.unit_code for file in files}
    left = staged.join(outcome.row_outcome, on=["content_id", "row_index"], how="anti").filter(
        ~pl.col("content_id").is_in(list(identities.held))
    )
    keys = left.select(pl.col("content_id").replace_strict(units, return_dtype=pl.String), "identity_key")
    assert not keys.is_duplicated().any()


@FEWER
@given(contents, st.randoms(use_true_random=False))
def test_order_of_rows_and_of_contents_given_does_not_matter(sent, random):
    """What a function is handed first decides nothing: versions and row numbers do."""
    staged, files = typed(sent)
    shuffled = staged.sample(fraction=1.0, shuffle=True, seed=random.randrange(2**31))
    mixed = random.sample(files, len(files))
    outcome, identities = settled(staged, files)
    other_outcome, other_identities = settled(shuffled, mixed)
    assert identities.duplicates.equals(other_identities.duplicates)
    assert identities.held == other_identities.held
    assert outcome.row_outcome.equals(other_outcome.row_outcome)
    assert outcome.rejected_row.equals(other_outcome.rejected_row)
    assert outcome.ingest_file.sort("file_id").equals(other_outcome.ingest_file.sort("file_id"))


@FEWER
@given(contents)
def test_files_with_identity_count_the_same_in_whatever_order_they_come(sent):
    """Where the same identity never stands for two values, which file is newer does not matter."""
    alike = [
        one
        | {
            "kind": "moment",
            "rows": [values | {"u1": "4", "gender": "LP"[values["day"] % 2]} for values in one["rows"]],
        }
        for one in sent
    ]
    one_way, other_way = (settled(*typed(order))[0] for order in (alike, alike[::-1]))
    assert counted(typed(alike)[0], one_way) == counted(typed(alike[::-1])[0], other_way)


@FEWER
@given(contents)
def test_the_same_files_again_change_nothing(sent):
    """All files sent once more, in other containers and so as other contents, count the same. (The
    identical content again is one content, and never comes this far.)"""
    staged, files = typed(sent)
    first, identities = settled(staged, files)
    if identities.held:
        return
    twice, files_twice = typed([*sent, *sent])
    accepted = {file.content_id for file in files_twice}
    second, _ = settled(twice, files_twice, accepted)
    assert counted(staged, first) == counted(twice, second)


@FEWER
@given(contents)
def test_typing_contents_together_or_alone_is_the_same(sent):
    """A batch is a matter of speed."""
    staged, _ = typed(sent)
    for number, one in enumerate(sent):
        alone, _ = typed([one])
        together = staged.filter(content_id=f"{number:016x}")
        columns = [name for name in staged.columns if name not in ("content_id", "identity_key")]
        assert alone.select(columns).equals(together.select(columns))
        if one["kind"] in ("id", "moment"):
            assert alone["identity_key"].equals(together["identity_key"])


@FEWER
@given(contents)
def test_held_means_more_than_twice(sent):
    """Nothing is held that would replace no more than twice its rows; accepted, nothing is held."""
    staged, files = typed(sent)
    _, identities = settled(staged, files)
    for because in identities.held.values():
        assert because.rows_replaced > 2 * because.rows
    _, all_accepted = settled(staged, files, {file.content_id for file in files})
    assert all_accepted.held == {}

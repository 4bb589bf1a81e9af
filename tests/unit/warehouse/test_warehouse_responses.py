"""From staged rows to accepted responses: nothing that was judged away gets through, nothing else is lost."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl
import pytest

from contracts.method import WEIGHTS
from contracts.staged_tables import ROW_FINDING, ROW_OUTCOME, STAGED_RESPONSE
from contracts.tables import RESPONSE, RESPONSE_APART, SUGGESTION
from transforms.figures.index import index_of_one
from transforms.schema import frame_schema
from warehouse.responses import write_accepted, write_responses

DATED, UNDATED = "d" * 16, "e" * 16
FILES_SCHEMA = {"content_id": pl.String, "file_id": pl.String, "unit_code": pl.String, "period_code": pl.String}
FILES = [
    {"content_id": DATED, "file_id": "f-dated", "unit_code": "35.16.02", "period_code": "2024"},
    {"content_id": UNDATED, "file_id": "f-undated", "unit_code": "35.16.01", "period_code": "2023-S2"},
]


def staged_row(content_id: str, row_index: int, **values: object) -> dict[str, object]:
    return {
        "content_id": content_id,
        "row_index": row_index,
        "sheet": "Sheet1",
        "row_number": row_index + 2,
        "received_on": date(2025, 1, 6),
        "dated": content_id == DATED,
        "response_date": date(2024, 3, 1) if content_id == DATED else None,
        **{f"u{number}": 3 for number in range(1, 10)},
        "gender": "L",
        "age": 30,
        "age_band": "30-39",
        "education": "SMA",
        "occupation": "Lainnya",
        "identity": "moment" if content_id == DATED else "none",
        "identity_key": row_index,
        **values,
    }


STAGED = [
    staged_row(DATED, 0, submitted_at=datetime(2024, 3, 1, 9, 30), suggestion="Baik"),
    staged_row(DATED, 1, u1=300, suggestion="Tidak dihitung"),
    staged_row(DATED, 2),
    staged_row(UNDATED, 0),
    staged_row(UNDATED, 1, suggestion="Kursi"),
]


class Inputs(NamedTuple):
    """Files of one call."""

    folder: Path
    staged: list[Path]

    def write(self, staged: Sequence[Path] | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
        accepted = self.folder / "accepted.parquet"
        write_accepted(
            self.staged if staged is None else staged,
            files=self.folder / "files.parquet",
            outcomes=self.folder / "outcomes.parquet",
            findings=self.folder / "findings.parquet",
            ikm_of_parts={1: index_of_one(WEIGHTS["0.11"])},
            accepted=accepted,
        )
        write_responses(
            accepted,
            responses=self.folder / "response.parquet",
            suggestions=self.folder / "suggestion.parquet",
            apart=self.folder / "response_apart.parquet",
        )
        return pl.read_parquet(self.folder / "response.parquet"), pl.read_parquet(self.folder / "suggestion.parquet")


def make_inputs(
    folder: Path,
    staged: list[dict[str, object]] = STAGED,
    files: list[dict[str, str]] = FILES,
    outcomes: list[tuple[str, int, str]] | None = None,
    warnings: list[tuple[str, int, str]] | None = None,
) -> Inputs:
    frame = pl.DataFrame(staged, schema=frame_schema(STAGED_RESPONSE))
    paths = []
    for (content_id,), rows in frame.group_by("content_id", maintain_order=True):
        paths.append(folder / f"{content_id}.parquet")
        rows.write_parquet(paths[-1])
    pl.DataFrame(files, schema=FILES_SCHEMA).write_parquet(folder / "files.parquet")
    pl.DataFrame(outcomes or [], schema=frame_schema(ROW_OUTCOME), orient="row").write_parquet(
        folder / "outcomes.parquet"
    )
    findings = [(content_id, row, rule, "", "warning", "x") for content_id, row, rule in warnings or []]
    pl.DataFrame(findings, schema=frame_schema(ROW_FINDING), orient="row").write_parquet(folder / "findings.parquet")
    return Inputs(folder, paths)


def test_schemas_are_the_contract_s(tmp_path: Path) -> None:
    responses, suggestions = make_inputs(tmp_path, outcomes=[(DATED, 1, "rejected")]).write()
    assert responses.schema == frame_schema(RESPONSE)
    assert suggestions.schema == frame_schema(SUGGESTION)


def test_rows_left_out_are_left_out_even_where_their_values_do_not_fit(tmp_path: Path) -> None:
    """300 is no answer; the row was rejected, so nobody asks whether it fits."""
    responses, suggestions = make_inputs(tmp_path, outcomes=[(DATED, 1, "rejected"), (UNDATED, 0, "duplicate")]).write()
    assert responses.select("file_id", "row_number", "u1").rows() == [
        ("f-undated", 3, 3),
        ("f-dated", 2, 3),
        ("f-dated", 4, 3),
    ]
    assert sorted(suggestions.get_column("suggestion")) == ["Baik", "Kursi"]


def test_answers_without_an_unsur_stand_apart_and_leave_no_suggestion(tmp_path: Path) -> None:
    eight = {"u4": None, "unasked": "u4", "questionnaire": "delapan"}
    staged = [
        staged_row(DATED, 0, suggestion="Baik"),
        staged_row(DATED, 1, suggestion="Kursi", **eight),
        staged_row(DATED, 2, u4=None, unasked="u4", questionnaire="delapan"),
        staged_row(UNDATED, 0, **eight),
    ]
    responses, suggestions = make_inputs(tmp_path, staged, outcomes=[(DATED, 2, "rejected")]).write()
    apart = pl.read_parquet(tmp_path / "response_apart.parquet")
    assert apart.schema == frame_schema(RESPONSE_APART)
    columns = ("unit_code", "file_id", "row_number", "period_code", "u3", "u4", "questionnaire")
    assert apart.select(columns).rows() == [
        ("35.16.01", "f-undated", 2, "2023-S2", 3, None, "delapan"),
        ("35.16.02", "f-dated", 3, None, 3, None, "delapan"),
    ]
    assert responses.select("file_id", "row_number").rows() == [("f-dated", 2)]
    assert suggestions.get_column("suggestion").to_list() == ["Baik"]


def test_a_response_has_either_a_date_or_the_period_its_file_names(tmp_path: Path) -> None:
    responses, _ = make_inputs(tmp_path).write()
    assert responses.select("unit_code", "response_date", "period_code").unique().sort("unit_code").rows() == [
        ("35.16.01", None, "2023-S2"),
        ("35.16.02", date(2024, 3, 1), None),
    ]


@pytest.mark.parametrize(
    ("rules", "blank"),
    [
        (["gender_unknown"], {"gender"}),
        (["age_impossible"], {"age", "age_band"}),
        (["age_unknown", "education_unknown"], {"age", "age_band", "education"}),
        (["occupation_unknown"], {"occupation"}),
    ],
)
def test_a_warning_blanks_its_columns_and_the_row_stays(tmp_path: Path, rules: list[str], blank: set[str]) -> None:
    responses, _ = make_inputs(tmp_path, warnings=[(DATED, 2, rule) for rule in rules]).write()
    assert responses.height == len(STAGED)
    characteristics = ("gender", "age", "age_band", "education", "occupation")
    for row in responses.iter_rows(named=True):
        touched = row["file_id"] == "f-dated" and row["row_number"] == 4
        assert {name for name in characteristics if row[name] is None} == (blank if touched else set())


def test_contents_that_do_not_count_are_not_written(tmp_path: Path) -> None:
    responses, suggestions = make_inputs(tmp_path, files=FILES[:1]).write()
    assert responses.get_column("file_id").unique().to_list() == ["f-dated"]
    assert sorted(suggestions.get_column("suggestion")) == ["Baik", "Tidak dihitung"]


@pytest.mark.parametrize("files", [[], FILES], ids=["no file counts", "nothing staged"])
def test_nothing_accepted_gives_empty_tables(tmp_path: Path, files: list[dict[str, str]]) -> None:
    responses, suggestions = make_inputs(tmp_path, files=files).write(staged=[])
    assert (responses.schema, responses.height) == (frame_schema(RESPONSE), 0)
    assert (suggestions.schema, suggestions.height) == (frame_schema(SUGGESTION), 0)


def test_a_content_claimed_twice_is_refused(tmp_path: Path) -> None:
    inputs = make_inputs(tmp_path, files=[*FILES, {**FILES[0], "file_id": "f-again"}])
    with pytest.raises(ValueError, match="claimed by more than one file"):
        inputs.write()


def test_keys_are_unique_and_join_suggestions_to_their_response(tmp_path: Path) -> None:
    """Rows 0 and 1 of both contents have the same identity_key, in another unit each."""
    responses, suggestions = make_inputs(tmp_path).write()
    assert responses.get_column("response_key").n_unique() == len(STAGED)
    joined = suggestions.join(responses, on="response_key").select("suggestion", "file_id", "row_number")
    assert sorted(joined.rows()) == [
        ("Baik", "f-dated", 2),
        ("Kursi", "f-undated", 3),
        ("Tidak dihitung", "f-dated", 3),
    ]


def test_a_response_keeps_its_key_when_its_file_is_sent_again(tmp_path: Path) -> None:
    other = "f" * 16
    keys = []
    for content_id in (DATED, other):
        folder = tmp_path / content_id
        folder.mkdir()
        row = staged_row(content_id, 0, identity="moment", response_date=date(2024, 3, 1), identity_key=77)
        responses, _ = make_inputs(folder, staged=[row], files=[{**FILES[0], "content_id": content_id}]).write()
        keys.append(responses.get_column("response_key").to_list())
    assert keys[0] == keys[1]


def test_the_same_inputs_give_the_same_bytes_however_files_are_listed(tmp_path: Path) -> None:
    contents = [f"{number:016x}" for number in range(40)]
    staged = [
        staged_row(content_id, row, identity_key=row * 100 + place, suggestion="Baik")
        for place, content_id in enumerate(contents)
        for row in range(50)
    ]
    files = [
        {"content_id": one, "file_id": f"f{one}", "unit_code": f"unit-{place % 7}", "period_code": "2024"}
        for place, one in enumerate(contents)
    ]
    inputs = make_inputs(
        tmp_path,
        staged=staged,
        files=files,
        outcomes=[(one, row, "duplicate") for one in contents for row in range(0, 50, 3)],
        warnings=[(one, row, "age_unknown") for one in contents for row in range(1, 50, 2)],
    )
    written = []
    for order in (inputs.staged, inputs.staged[::-1], inputs.staged[7:] + inputs.staged[:7]):
        responses, _ = inputs.write(staged=order)
        assert responses.rows() == responses.sort("unit_code", "file_id", "row_number").rows()
        written.append(((tmp_path / "response.parquet").read_bytes(), (tmp_path / "suggestion.parquet").read_bytes()))
    assert written[0] == written[1] == written[2]


def test_beyond_what_is_sorted_the_rows_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = make_inputs(tmp_path)
    responses, suggestions = inputs.write()
    monkeypatch.setattr("warehouse.responses.SORTED_UP_TO", 1)
    more, more_suggestions = inputs.write()
    assert sorted(more.rows(), key=str) == sorted(responses.rows(), key=str)
    assert sorted(more_suggestions.rows()) == sorted(suggestions.rows())


def test_more_is_judged_than_is_read(tmp_path: Path) -> None:
    """Judgements on contents that no longer count are passed over."""
    others = [(f"{number:016x}", row) for number in range(200) for row in range(50)]
    inputs = make_inputs(
        tmp_path,
        outcomes=[(*other, "rejected") for other in others],
        warnings=[(*other, "age_unknown") for other in others],
    )
    responses, _ = inputs.write()
    assert responses.height == len(STAGED)
    assert responses.get_column("age").null_count() == 0


def test_each_answer_has_its_own_index_and_a_key_that_fits_a_signed_number(tmp_path: Path) -> None:
    others = {f"u{number}": 3 for number in range(2, 10)}
    rows = [staged_row(DATED, place, u1=answer, **others) for place, answer in enumerate((1, 4))]
    responses, _ = make_inputs(tmp_path, rows).write()
    assert responses.sort("u1").select("u1", "ikm").rows() == [(1, Decimal("68.75")), (4, Decimal("77.00"))]
    assert responses.schema["response_key"] == pl.Int64()
    assert responses.filter(pl.col("response_key") < 0).is_empty()


def test_nothing_is_left_in_the_working_folder(tmp_path: Path) -> None:
    inputs = make_inputs(tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    inputs.write()
    after = {path.name for path in tmp_path.iterdir()}
    assert after - before == {f"{name}.parquet" for name in ("accepted", "response", "response_apart", "suggestion")}


def test_the_hash_that_keys_stand_on_is_pinned() -> None:
    """A change of DuckDB that changes every response_key must not go unseen."""
    with duckdb.connect() as connection:
        assert connection.execute("SELECT hash('35.16.01', 77::UBIGINT)").fetchone() == (11211514609994562022,)

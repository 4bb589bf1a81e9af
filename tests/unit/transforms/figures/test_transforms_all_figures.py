import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from contracts.method import EXACT_WEIGHT, WEIGHTS
from contracts.registry import Registry, Unit
from contracts.settings import Settings
from contracts.tables import RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from transforms.figures.all_figures import UnknownUnitError, compute_figures
from transforms.figures.index import index_hundredths
from transforms.schema import empty_frame, frame_schema

EXPECTED = Path(__file__).parents[4] / "samples" / "expected.json"
REGISTRY = Registry((Unit("A", "Unit A", "kecamatan", None, (), None, ()),))


def one_response(unit_code: str) -> pl.LazyFrame:
    row = dict.fromkeys(RESPONSE.column_names) | {"unit_code": unit_code, "response_date": date(2024, 1, 1)}
    return pl.DataFrame([row | dict.fromkeys(UNSUR_COLUMNS, 3)], schema=frame_schema(RESPONSE)).lazy()


def test_without_responses_every_table_is_empty_and_conforms() -> None:
    for table, frame in compute_figures(empty_frame(RESPONSE).lazy(), REGISTRY, Settings()).tables():
        assert frame.height == 0
        assert frame.schema == frame_schema(table)


def test_a_unit_the_registry_does_not_know_is_an_error() -> None:
    with pytest.raises(UnknownUnitError, match="Z"):
        compute_figures(one_response("Z"), REGISTRY, Settings())


def test_the_index_of_every_sample() -> None:
    """From the sums of `samples/expected.json` to its indexes."""
    samples = json.loads(EXPECTED.read_text(encoding="utf-8"))["units"]
    assert len(samples) > 50
    frame = pl.DataFrame({"respondents": s["respondents"], "total": sum(s["sums"])} for s in samples.values())
    total, respondents = pl.col("total"), pl.col("respondents")
    computed = frame.select(
        index_hundredths(total, respondents, WEIGHTS["0.11"]).alias("ikm"),
        index_hundredths(total, respondents, EXACT_WEIGHT).alias("ikm_ninth"),
    )
    assert computed.rows() == [
        (round(sample["ikm_0_11"] * 100), round(sample["ikm_ninth"] * 100)) for sample in samples.values()
    ]

"""Where else the people of some rows stand: the same response in another file or sheet, the row a correction puts right
and the correction itself.

Belongs here: following what identifies a response through the staged rows of a unit. What only may be the same (equal
answers without anything that identifies them) is told, never taken. Not here: what an identity is
(`transforms.responses.typing`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from contracts.records import whole_of
from contracts.staged_tables import STAGED_RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from pipeline import staging
from pipeline.staging import StagingArea
from transforms.schema import frame_schema

PLACE = ("content_id", "sheet", "row_number")
_MARKS = ("identity", "identity_key", "origin_content_id", "origin_sheet", "origin_row_number")
_SAID = (
    *("response_date", *UNSUR_COLUMNS, "gender", "age", "age_band", "education", "occupation"),
    *("service", "suggestion"),
)
_ORIGIN = {f"origin_{name}": name for name in PLACE}
_KNOWN_BY_PLACE = ("none", "values")


class PeopleRows(NamedTuple):
    """`rows`: STAGED_RESPONSE, all rows of the same responses; `perhaps`: rows elsewhere (PLACE) that say the same, of
    people nobody can tell apart."""

    rows: pl.DataFrame
    perhaps: pl.DataFrame


def rows_of_people(area: StagingArea, content_ids: Sequence[str], named: pl.DataFrame) -> PeopleRows:
    """All rows of the responses that stand at the places `named` (PLACE), in these contents, or parts of contents, of
    their unit."""
    readings = staging.with_parts(staging.load_readings(area, {whole_of(one) for one in content_ids}))
    paths = area.rows(
        one
        for one, reading in readings.items()
        if one in content_ids and reading.rows and not reading.refusal and reading.kind == "responses"
    )
    if not paths:
        nobody = pl.DataFrame(schema=frame_schema(STAGED_RESPONSE))
        return PeopleRows(nobody, nobody.select(PLACE))
    everyone = pl.scan_parquet(paths).select(*PLACE, *_MARKS).collect()
    places, before = named.select(PLACE).unique(), -1
    while places.height != before:
        before = places.height
        found = everyone.join(places, on=list(PLACE), how="semi")
        same = everyone.join(found.select("identity_key"), on="identity_key", how="semi")
        corrections = everyone.rename({**{name: f"own_{name}" for name in PLACE}, **_ORIGIN}).join(
            places, on=list(PLACE), how="semi"
        )
        corrected = found.filter(pl.col("origin_row_number").is_not_null()).select(
            pl.col(origin).alias(name) for origin, name in _ORIGIN.items()
        )
        places = pl.concat(
            [
                places,
                same.select(PLACE),
                corrections.select(pl.col(f"own_{name}").alias(name) for name in PLACE),
                everyone.select(PLACE).join(corrected, on=list(PLACE), how="semi"),
            ]
        ).unique()
    full = pl.scan_parquet(paths)
    rows = full.join(places.lazy(), on=list(PLACE), how="semi").collect()
    unsure = rows.filter(pl.col("identity").is_in(_KNOWN_BY_PLACE)).select(*_SAID, mine="content_id")
    perhaps = (
        full.filter(pl.col("identity").is_in(_KNOWN_BY_PLACE))
        .join(unsure.lazy(), on=list(_SAID), how="inner", nulls_equal=True)
        .filter(pl.col("content_id") != pl.col("mine"))
        .select(PLACE)
        .unique()
        .join(places.lazy(), on=list(PLACE), how="anti")
        .sort(PLACE)
        .collect()
    )
    return PeopleRows(rows.sort(PLACE), perhaps)

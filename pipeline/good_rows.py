"""The staged rows of answers that may count.

Belongs here: reading them. Not here: which rows a rule rejects (`transforms.responses.outcome`), whose rows they are
(`pipeline.told_apart`, `pipeline.people_of_units`).
"""

from typing import TYPE_CHECKING

import polars as pl

from contracts.staged_tables import STAGED_RESPONSE
from transforms.responses.outcome import Judgement
from transforms.schema import frame_schema

if TYPE_CHECKING:
    from pipeline.run import Run  # how a run begins decides no figure (`pipeline.sources`)


def good_rows(run: "Run", answers: pl.DataFrame, judgement: Judgement) -> pl.LazyFrame:
    """STAGED_RESPONSE of those of the contents (`content_id`) that may count, without rows that a rule rejects. Rows of
    a content are in order."""
    staged = run.area.rows(judgement.countable_of(answers))
    responses = pl.scan_parquet(staged) if staged else pl.LazyFrame(schema=frame_schema(STAGED_RESPONSE))
    return responses.join(judgement.rejected.lazy(), on=["content_id", "row_index"], how="anti", maintain_order="left")

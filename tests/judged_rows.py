"""What the rules say of staged rows, as a whole: for tests of `expectations`, which judges; `pipeline` adds up."""

from collections import Counter
from pathlib import Path

import polars as pl

from contracts.rules import SuiteName
from expectations.findings import JudgedRows, RowsVerdict
from expectations.rows import findings_of


def verdict_of(suite: SuiteName, judged: JudgedRows, target: Path, files: int) -> RowsVerdict:
    """The findings of one batch; `target`: where its rows that break a rule were written."""
    found = pl.read_parquet(target)
    broken = Counter(found.get_column("rule")) + Counter(one.rule for one in judged.file_breaches)
    return RowsVerdict(
        findings_of(suite, "run-1", broken, rows=sum(judged.rows.values()), files=files),
        judged.file_breaches,
        found.select("content_id", "row_index").n_unique(),
    )

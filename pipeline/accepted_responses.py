"""The accepted responses of a version that is being built: those of units that changed at once, all of them while what
is made of these goes on.

Belongs here: which Parquet holds the responses that somebody asks for, and when it is there. Not here: writing them
(`warehouse.responses`), which units changed (`pipeline.unit_results`).
"""

from collections.abc import Collection
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from contracts.tables import RESPONSE, RESPONSE_APART, SUGGESTION
from warehouse.responses import write_apart, write_responses


@dataclass(frozen=True)
class AcceptedResponses:
    """`accepted`: Parquet of the responses of the units that changed (`warehouse.responses.write_accepted`);
    `unchanged`: the other units; `parquet`: the folder of the version's tables."""

    accepted: Path
    unchanged: frozenset[str]
    parquet: Path
    _writing: Future[int]

    def of_others(self, units: Collection[str]) -> pl.LazyFrame:
        """RESPONSE of all units but these."""
        if self.unchanged.issubset(units):
            responses = self._accepted().filter(pl.col("unasked").is_null()).select(RESPONSE.column_names)
        else:
            responses = self.all()
        return responses.filter(_not_of(units))

    def suggestions_of_others(self, units: Collection[str]) -> pl.LazyFrame:
        """At least the SUGGESTION of all units but these."""
        if self.unchanged.issubset(units):
            answered = pl.col("unasked").is_null() & pl.col("suggestion").is_not_null()
            return self._accepted().filter(answered).select(SUGGESTION.column_names)
        self.written()
        return self._table(SUGGESTION.name)

    def apart_of_others(self, units: Collection[str]) -> pl.LazyFrame:
        """RESPONSE_APART of all units but these."""
        return self._table(RESPONSE_APART.name).filter(_not_of(units))

    def all(self) -> pl.LazyFrame:
        """RESPONSE of all units, when they are written."""
        self.written()
        return self._table(RESPONSE.name)

    def written(self) -> int:
        """Returns when all are; how many there are."""
        return self._writing.result()

    def _accepted(self) -> pl.LazyFrame:
        return pl.scan_parquet(self.accepted)

    def _table(self, name: str) -> pl.LazyFrame:
        return pl.scan_parquet(self.parquet / f"{name}.parquet")


def written_beside(
    beside: Executor, accepted: Path, parquet: Path, before: Path | None, unchanged: Collection[str]
) -> AcceptedResponses:
    """Writes RESPONSE_APART now, RESPONSE and SUGGESTION beside. `before`: the Parquet folder of the published version,
    which the responses of the `unchanged` units are taken from."""
    write_apart(accepted, parquet / f"{RESPONSE_APART.name}.parquet", before, unchanged)
    writing = beside.submit(
        write_responses,
        accepted,
        responses=parquet / f"{RESPONSE.name}.parquet",
        suggestions=parquet / f"{SUGGESTION.name}.parquet",
        before=before,
        units_before=unchanged,
    )
    responses = AcceptedResponses(accepted, frozenset(unchanged), parquet, writing)
    if not unchanged:
        responses.written()  # sorting all takes memory that is needed for what is made of all of them
    return responses


def _not_of(units: Collection[str]) -> pl.Expr:
    return ~pl.col("unit_code").cast(pl.String).is_in(list(units))

"""The accepted responses of a version that is being built: those of units that changed at once, all of them while what
is made of these goes on.

Belongs here: which Parquet holds the responses that somebody asks for, and when it is there. Not here: writing them
(`warehouse.responses`), which units changed (`pipeline.unit_results`).
"""

from collections.abc import Collection
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from contracts.columns import Table
from contracts.tables import RESPONSE, RESPONSE_APART, SUGGESTION
from warehouse.responses import write_responses

_OF_NINE: Final = pl.col("unasked").is_null()


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
        return self._rows(RESPONSE, _OF_NINE, units).filter(_not_of(units))

    def suggestions_of_others(self, units: Collection[str]) -> pl.LazyFrame:
        """At least the SUGGESTION of all units but these."""
        return self._rows(SUGGESTION, _OF_NINE & pl.col("suggestion").is_not_null(), units)

    def apart_of_others(self, units: Collection[str]) -> pl.LazyFrame:
        """RESPONSE_APART of all units but these."""
        return self._rows(RESPONSE_APART, ~_OF_NINE, units).filter(_not_of(units))

    def written(self) -> int:
        """Returns when all are; how many there are."""
        return self._writing.result()

    def _rows(self, table: Table, of_accepted: pl.Expr, units: Collection[str]) -> pl.LazyFrame:
        """At least those of all units but these: of units that changed alone where these are all the others."""
        if self.unchanged.issubset(units):
            return pl.scan_parquet(self.accepted).filter(of_accepted).select(table.column_names)
        self.written()
        return pl.scan_parquet(self.parquet / f"{table.name}.parquet")


def written_beside(
    beside: Executor, accepted: Path, parquet: Path, before: Path | None, unchanged: Collection[str]
) -> AcceptedResponses:
    """Writes RESPONSE, SUGGESTION and RESPONSE_APART beside. `before`: the Parquet folder of the published version,
    which those of the `unchanged` units are taken from."""
    writing = beside.submit(
        write_responses,
        accepted,
        responses=parquet / f"{RESPONSE.name}.parquet",
        suggestions=parquet / f"{SUGGESTION.name}.parquet",
        apart=parquet / f"{RESPONSE_APART.name}.parquet",
        before=before,
        units_before=unchanged,
    )
    responses = AcceptedResponses(accepted, frozenset(unchanged), parquet, writing)
    if not unchanged:
        responses.written()  # sorting all takes memory that is needed for what is made of all of them
    return responses


def _not_of(units: Collection[str]) -> pl.Expr:
    return ~pl.col("unit_code").cast(pl.String).is_in(list(units))

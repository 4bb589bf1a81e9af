"""What the public sees, publication after publication: for tests of what follows from all of it together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from contracts.public_tables import SHOWN_TABLES
from contracts.registry import Registry, Unit
from contracts.services import NO_SERVICES, Services
from contracts.settings import Settings
from contracts.tables import COUNTED_PERIOD, UNIT, UNSUR_TABLE, WAREHOUSE_TABLES_BY_NAME
from transforms import reference
from transforms.figures.all_figures import compute_figures
from transforms.figures.public_answers import PUBLIC_ANSWERS, public_answers, together
from transforms.figures.publication import SHOWN, Decision, decide
from transforms.figures.withholding import Former, withhold
from transforms.schema import empty_frame

FIRST_DAY = date(2025, 1, 1)


def registry_of(units: Mapping[str, str]) -> Registry:
    """Units by code, with their type."""
    return Registry(tuple(Unit(code, f"Unit {code}", kind, None, (), None, ()) for code, kind in sorted(units.items())))


@dataclass
class PublicSite:
    """The record of what was public, and the public tables as they are."""

    settings: Settings
    answers: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PUBLIC_ANSWERS))
    shown: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema={**SHOWN, "since": pl.Date()}))
    tables: dict[str, pl.DataFrame] = field(
        default_factory=lambda: {table.name: empty_frame(table) for table in SHOWN_TABLES}
    )
    publications: int = 0
    seen_until: date | None = None
    """The last day on which any file came."""
    services: Services = NO_SERVICES
    """The register as it is."""
    closed_services: dict[str, Services] = field(default_factory=dict)
    """As it was when a period was closed; else as it is."""

    def would_publish(
        self, responses: pl.LazyFrame, registry: Registry, official: Mapping[str, pl.LazyFrame] | None = None
    ) -> tuple[Decision, dict[str, pl.DataFrame]]:
        """What would be decided, and all public tables. `official`: responses that closed periods stand on."""
        made = self.internal(responses, registry, official)
        decision = self.decides(responses, made, official)
        return decision, withhold(made, decision, Former(self.tables, self.shown), self.settings)

    def decides(
        self,
        responses: pl.LazyFrame,
        made: Mapping[str, pl.DataFrame],
        official: Mapping[str, pl.LazyFrame] | None = None,
    ) -> Decision:
        """What would be decided of the tables `made` of these responses."""
        return decide(
            public_answers(responses, self.services),
            {
                code: public_answers(of_period, self.closed_services.get(code, self.services))
                for code, of_period in (official or {}).items()
            },
            made["ikm_unit"],
            made["counted_period"],
            self.answers,
            self.shown,
            (made["public_profile"], self.tables["public_profile"]),
            self.settings.thresholds.small_cell,
            self.settings.reports.kinds,
        )

    def internal(
        self, responses: pl.LazyFrame, registry: Registry, official: Mapping[str, pl.LazyFrame] | None = None
    ) -> dict[str, pl.DataFrame]:
        """All tables as staff have them: figures, units and unsur; others empty."""
        return {
            **{name: empty_frame(table) for name, table in WAREHOUSE_TABLES_BY_NAME.items()},
            **self._figures(responses, registry, official or {}),
            UNIT.name: reference.unit_table(registry),
            UNSUR_TABLE.name: reference.unsur_table(),
        }

    def _figures(
        self, responses: pl.LazyFrame, registry: Registry, official: Mapping[str, pl.LazyFrame]
    ) -> dict[str, pl.DataFrame]:
        """All figures, those of closed periods from the responses they stand on."""
        live = compute_figures(responses, registry, self.settings, self.seen_until, services=self.services)
        found = {table.name: frame for table, frame in live.tables()}
        for code, of_period in official.items():
            services = self.closed_services.get(code, self.services)
            as_closed = compute_figures(of_period, registry, self.settings, date.max, services=services)
            closed = {table.name: frame for table, frame in as_closed.tables()}
            found = {
                name: pl.concat([frame.filter(pl.col("period_code") != code), closed[name].filter(period_code=code)])
                for name, frame in found.items()
            }
        return {**found, COUNTED_PERIOD.name: live.counted_period}

    def publishes(
        self, responses: pl.LazyFrame, registry: Registry, official: Mapping[str, pl.LazyFrame] | None = None
    ) -> dict[str, pl.DataFrame]:
        """The public tables, which now are public; one publication a day."""
        decision, public = self.would_publish(responses, registry, official)
        key = ["period_code", "unit_code", "service_code", "set_id"]
        today = FIRST_DAY + timedelta(days=self.publications)
        self.publications += 1
        self.shown = decision.shown.join(self.shown.select(*key, "since"), on=key, how="left").with_columns(
            pl.col("since").fill_null(today)
        )
        self.answers = together([self.answers, decision.answers.collect()])
        self.tables = {table.name: public[table.name] for table in SHOWN_TABLES}
        return public

"""All figures of the warehouse from its responses, in one call.

Reads like the method: sums, periods, index, unsur, ranks, regency, profile, when, who is missing. Not here:
any arithmetic of its own, and the suggestions, which are texts (`transforms.figures.themes`).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from contracts.columns import Table
from contracts.comparison_tables import IKM_RANK_SENSITIVITY, IKM_UNSUR_COMPARED
from contracts.method import WEIGHTS
from contracts.regency_tables import IKM_REGENCY, IKM_REGENCY_UNSUR, IKM_SCOPE
from contracts.registry import Registry
from contracts.service_tables import IKM_SERVICE, IKM_SERVICE_RANKING, IKM_SERVICE_UNSUR
from contracts.services import NO_SERVICES, Services
from contracts.settings import Settings
from contracts.tables import (
    COLLECTION,
    COUNTED_PERIOD,
    IKM_RANKING,
    IKM_UNIT,
    IKM_UNSUR,
    MISSING_UNIT,
    PERIOD,
    PUBLIC_PROFILE,
    RESPONDENT_PROFILE,
)
from transforms.figures.collection import collection
from transforms.figures.coverage import missing_units
from transforms.figures.index import ikm_unit, ikm_unsur, index_by_unit_period
from transforms.figures.interval import with_intervals
from transforms.figures.periods import (
    counted_periods,
    in_periods,
    periods_with_data,
    sums_by_unit_period,
    undated_parts,
)
from transforms.figures.profile import protected_profile, respondent_profile
from transforms.figures.rank_sensitivity import ikm_rank_sensitivity
from transforms.figures.ranking import rankings
from transforms.figures.regency import ikm_regency
from transforms.figures.regency_certainty import with_certainty
from transforms.figures.regency_unsur import ikm_regency_unsur
from transforms.figures.sample import samples_by_unit_period
from transforms.figures.services import SERVICE_SUMS, service_figures, sums_by_service_slot
from transforms.figures.sums import SLOT, sums_by_unit_slot
from transforms.figures.suppression import public_profile, publishable
from transforms.figures.unsur_comparison import ikm_unsur_compared


class UnknownUnitError(ValueError):
    """Responses of a unit the registry does not know: our fault, files without a unit are refused."""


@dataclass(frozen=True)
class FigureTables:
    """One frame for each figure table of `contracts.tables`, named like the table."""

    period: pl.DataFrame
    counted_period: pl.DataFrame
    ikm_unsur: pl.DataFrame
    ikm_unsur_compared: pl.DataFrame
    ikm_unit: pl.DataFrame
    ikm_ranking: pl.DataFrame
    ikm_rank_sensitivity: pl.DataFrame
    ikm_scope: pl.DataFrame
    ikm_regency: pl.DataFrame
    ikm_regency_unsur: pl.DataFrame
    respondent_profile: pl.DataFrame
    public_profile: pl.DataFrame
    collection: pl.DataFrame
    missing_unit: pl.DataFrame
    ikm_service: pl.DataFrame
    ikm_service_unsur: pl.DataFrame
    ikm_service_ranking: pl.DataFrame

    def tables(self) -> Iterator[tuple[Table, pl.DataFrame]]:
        """Each table with its frame."""
        yield PERIOD, self.period
        yield COUNTED_PERIOD, self.counted_period
        yield IKM_UNSUR, self.ikm_unsur
        yield IKM_UNSUR_COMPARED, self.ikm_unsur_compared
        yield IKM_UNIT, self.ikm_unit
        yield IKM_RANKING, self.ikm_ranking
        yield IKM_RANK_SENSITIVITY, self.ikm_rank_sensitivity
        yield IKM_SCOPE, self.ikm_scope
        yield IKM_REGENCY, self.ikm_regency
        yield IKM_REGENCY_UNSUR, self.ikm_regency_unsur
        yield RESPONDENT_PROFILE, self.respondent_profile
        yield PUBLIC_PROFILE, self.public_profile
        yield COLLECTION, self.collection
        yield MISSING_UNIT, self.missing_unit
        yield IKM_SERVICE, self.ikm_service
        yield IKM_SERVICE_UNSUR, self.ikm_service_unsur
        yield IKM_SERVICE_RANKING, self.ikm_service_ranking


def compute_figures(
    responses: pl.LazyFrame,
    registry: Registry,
    settings: Settings,
    seen_until: date | None = None,
    named_too: Collection[tuple[str, str]] = (),
    services: Services = NO_SERVICES,
) -> FigureTables:
    """All figures of accepted responses (columns of `contracts.tables.RESPONSE`; at least unit_code,
    response_date, period_code, the characteristics and u1 … u9). `seen_until`: the last day on which any file came;
    `named_too`: unit_code and period_code of files whose people all stand in files of shorter periods; `services`: the
    register of services, whose answers have a column `service`.

    Reads the responses once, streaming, those with registered services twice. Raises UnknownUnitError for a unit the
    registry lacks."""
    by_service = sums_by_service_slot(responses, services)
    return figures_of_sums(sums_by_unit_slot(responses), registry, settings, seen_until, named_too, by_service)


def figures_of_sums(
    sums: pl.DataFrame,
    registry: Registry,
    settings: Settings,
    seen_until: date | None = None,
    named_too: Collection[tuple[str, str]] = (),
    service_sums: pl.DataFrame | None = None,
    apart: pl.DataFrame | None = None,
) -> FigureTables:
    """The same from partial sums (`transforms.figures.sums.SUMS_SCHEMA`), which may have been summed in parts
    elsewhere and `added`. `service_sums`: SERVICE_SUMS of the same responses; None where no service is registered.
    `apart`: SLOT of answers to questionnaires that leave an unsur out (`response_apart`), which are in no index."""
    units = _units(registry)
    unknown = sums.join(units, on="unit_code", how="anti").get_column("unit_code").unique().sort().to_list()
    if unknown:
        raise UnknownUnitError(f"responses of units the registry does not know: {', '.join(unknown)}")
    headline, weight = settings.method.headline, WEIGHTS[settings.method.weight]
    slots = sums.select(SLOT)
    apart = slots.clear() if apart is None else apart.select(SLOT)
    counted = counted_periods(pl.concat([slots, apart]), registry, seen_until, named_too)
    by_unit_period = sums_by_unit_period(sums, counted)
    indexes = with_intervals(index_by_unit_period(by_unit_period, weight), units)
    periods = periods_with_data(by_unit_period)
    profile = respondent_profile(by_unit_period)
    by_service = pl.DataFrame(schema=SERVICE_SUMS) if service_sums is None else service_sums
    small_cell, kinds, fewest = (
        settings.thresholds.small_cell,
        settings.reports.kinds,
        settings.ranking.minimum_respondents,
    )
    of_services = service_figures(by_service, counted, units, weight, fewest)
    index = ikm_unit(
        indexes,
        samples_by_unit_period(registry),
        publishable(by_unit_period, small_cell, kinds),
        undated_parts(counted, slots),
        weight,
    )
    return FigureTables(
        period=periods,
        counted_period=counted,
        ikm_unsur=ikm_unsur(by_unit_period, weight),
        ikm_unsur_compared=ikm_unsur_compared(by_unit_period, units, weight, kinds),
        ikm_unit=index,
        **rankings(indexes, units, weight, fewest)._asdict(),
        ikm_rank_sensitivity=ikm_rank_sensitivity(
            by_unit_period, of_services.ikm_service, units, weight, fewest, kinds
        ),
        ikm_regency=with_certainty(ikm_regency(indexes, units, weight, headline), index, units),
        ikm_regency_unsur=ikm_regency_unsur(by_unit_period, units, headline),
        respondent_profile=pl.concat([profile, protected_profile(by_unit_period, small_cell)]),
        public_profile=public_profile(profile, small_cell, kinds),
        collection=collection(by_unit_period, settings.survey.holidays),
        missing_unit=missing_units(periods, units, by_unit_period, in_periods(apart, counted)),
        **vars(of_services),
    )


def _units(registry: Registry) -> pl.DataFrame:
    """unit_code, unit_type, valid_from and valid_to of every unit of the registry."""
    return pl.DataFrame(
        [(unit.unit_code, unit.unit_type, unit.valid_from, unit.valid_to) for unit in registry.units],
        schema={"unit_code": pl.String(), "unit_type": pl.String(), "valid_from": pl.Date(), "valid_to": pl.Date()},
        orient="row",
    )

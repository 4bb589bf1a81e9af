"""What the public gets of a run: the public tables, and what the record becomes with them.

Belongs here: which answers lie where for it. Not here: what may be shown (`transforms.figures.publication`,
`transforms.figures.withholding`), the record's files (`pipeline.publications`).
"""

from typing import NamedTuple

import polars as pl

from contracts.periods import parse_period
from contracts.service_tables import IKM_SERVICE, SERVICE
from contracts.services import NO_SERVICES, Services
from contracts.settings import Settings
from contracts.tables import COUNTED_PERIOD, IKM_UNIT, PUBLIC_PROFILE
from pipeline import editions as kept
from pipeline.editions import Editions, KeptEdition
from pipeline.pinned_version import MADE_WITH, load_made_with
from pipeline.publications import Publications, kept_decision
from pipeline.unit_results import UnitResults, made_from
from transforms.figures.edition_changes import Frames
from transforms.figures.public_answers import public_answers
from transforms.figures.publication import Decision, decide
from transforms.figures.withholding import withhold


class Decided(NamedTuple):
    """What was decided, and PUBLIC_TABLES by name."""

    decision: Decision
    tables: dict[str, pl.DataFrame]


def withheld(
    figures: Frames,
    responses: pl.LazyFrame,
    editions: Editions,
    publications: Publications,
    settings: Settings,
    services: Services,
    results: UnitResults,
) -> Decided:
    """What the public gets. `figures`: every table by name; `responses`: the accepted ones; `services`: the register
    now, closed periods have that of their edition. Of units of which nothing changed that decides it, it is what was
    decided for the version before."""
    kinds = settings.reports.kinds
    former = publications.former()
    record, shown_before = publications.answers(), publications.shown()
    candidates = figures[IKM_UNIT.name].select("period_code", "unit_code", "publishable")
    profiles = figures[PUBLIC_PROFILE.name], former.tables[PUBLIC_PROFILE.name]
    made_of = (
        *(results.made_from("responses"), candidates, figures[COUNTED_PERIOD.name], *profiles, figures[SERVICE.name]),
        *(record.with_columns(pl.col("sets").list.join("|")), shown_before.drop("since")),
    )
    unchanged = results.unchanged("public", made_from(made_of, editions.fingerprint))
    changed = ~pl.col("unit_code").cast(pl.String).is_in(unchanged)
    decision = decide(
        public_answers(responses.filter(changed), services),
        {
            code: public_answers(pl.scan_parquet(kept.load_responses(edition)).filter(changed), _services_of(edition))
            for code, edition in editions.closed.items()
            if parse_period(code).kind in kinds
        },
        candidates.filter(changed),
        figures[COUNTED_PERIOD.name].filter(changed),
        record.filter(changed),
        shown_before.filter(changed),
        (profiles[0].filter(changed), profiles[1].filter(changed)),
        settings.thresholds.small_cell,
        kinds,
    )
    before = kept_decision(results.before, unchanged) if results.before else None
    whole = decision.with_other_units(before) if before else decision
    return Decided(whole, withhold(figures, whole, former, settings))


def _services_of(edition: KeptEdition) -> Services:
    """The register that the services of a closed period were told with; none where it has no figures of any."""
    told = kept.load_written_figures(edition, IKM_SERVICE.name)
    if told is None or told.is_empty():
        return NO_SERVICES
    return load_made_with(kept.verified(edition, MADE_WITH).parent).services

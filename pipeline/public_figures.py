"""What the public gets of a run, decided unit by unit.

Belongs here: which answers lie where for it. Not here: what may be shown (`transforms.figures.publication`), the public
tables (`transforms.figures.withholding`), the record's files (`pipeline.publications`).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Final

import polars as pl

from contracts.periods import parse_period
from contracts.service_tables import IKM_SERVICE, SERVICE
from contracts.services import NO_SERVICES, Services
from contracts.settings import Settings
from contracts.tables import COUNTED_PERIOD, IKM_UNIT, PUBLIC_PROFILE
from pipeline import editions as kept
from pipeline.accepted_responses import AcceptedResponses
from pipeline.editions import Editions, KeptEdition
from pipeline.pinned_version import MADE_WITH, load_made_with
from pipeline.publications import Publications, kept_decision
from pipeline.unit_results import UnitResults, made_from
from transforms.figures.edition_changes import Frames
from transforms.figures.public_answers import public_answers
from transforms.figures.publication import Decision, decide, of_all_units
from transforms.figures.units_at_once import units_at_once
from transforms.figures.withholding import Former

RESPONSES_AT_ONCE: Final = 100_000
"""What is decided together takes some 0.3 KB of memory a response."""
_GROUPS_AT_ONCE: Final = 2
"""Most of a decision keeps one core busy."""


def decided(
    figures: Frames,
    responses: AcceptedResponses,
    editions: Editions,
    publications: Publications,
    former: Former,
    settings: Settings,
    services: Services,
    results: UnitResults,
    work: Path,
) -> Decision:
    """What the public gets of each unit. `figures`: every table by name; `former`: as the public saw them last;
    `services`: the register now, closed periods have that of their edition; `work`: a folder in which the answers that
    were decided about stay until they are kept. Of units of which nothing changed that decides it, it is what was
    decided for the version before. A unit is decided alone, so some are at a time."""
    kinds = settings.reports.kinds
    record, shown_before = publications.answers(), publications.shown()
    candidates = figures[IKM_UNIT.name].select("period_code", "unit_code", "publishable")
    profiles = figures[PUBLIC_PROFILE.name], former.tables[PUBLIC_PROFILE.name]
    made_of = (
        *(results.made_from("responses"), candidates, figures[COUNTED_PERIOD.name], *profiles, figures[SERVICE.name]),
        *(record.with_columns(pl.col("sets").list.join("|")), shown_before.drop("since")),
    )
    unchanged = results.unchanged("public", made_from(made_of, editions.fingerprint))
    changed = ~pl.col("unit_code").cast(pl.String).is_in(unchanged)
    changed_responses = responses.of_others(unchanged)
    closed = {
        code: (pl.scan_parquet(kept.load_responses(edition)), _services_of(edition))
        for code, edition in editions.closed.items()
        if parse_period(code).kind in kinds
    }

    def of_some(number: int, units: pl.Expr) -> Decision:
        some = changed & units
        decision = decide(
            public_answers(changed_responses.filter(some), services),
            {code: public_answers(official.filter(some), then) for code, (official, then) in closed.items()},
            candidates.filter(some),
            figures[COUNTED_PERIOD.name].filter(some),
            record.filter(some),
            shown_before.filter(some),
            (profiles[0].filter(some), profiles[1].filter(some)),
            settings.thresholds.small_cell,
            kinds,
        )
        return _with_answers_in(work / f"public-{number}.parquet", decision)

    with ThreadPoolExecutor(_GROUPS_AT_ONCE, "public-figures") as at_once:
        decisions = list(at_once.map(of_some, count(), units_at_once(changed_responses, RESPONSES_AT_ONCE)))
    if results.before:
        decisions.append(kept_decision(results.before, unchanged))
    return of_all_units(decisions)


def _with_answers_in(file: Path, decision: Decision) -> Decision:
    """The decision, whose answers lie there from now on."""
    decision.answers.sink_parquet(file, mkdir=True)
    return replace(decision, answers=pl.scan_parquet(file))


def _services_of(edition: KeptEdition) -> Services:
    """The register that the services of a closed period were told with; none where it has no figures of any."""
    told = kept.load_written_figures(edition, IKM_SERVICE.name)
    if told is None or told.is_empty():
        return NO_SERVICES
    return load_made_with(kept.verified(edition, MADE_WITH).parent).services

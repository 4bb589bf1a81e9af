"""What the public gets of a run: the public tables, and what the record becomes with them.

Belongs here: which answers lie where for it. Not here: what may be shown (`transforms.figures.publication`,
`transforms.figures.withholding`), the record's files (`pipeline.publications`).
"""

import polars as pl

from contracts.periods import parse_period
from contracts.settings import Settings
from contracts.tables import COUNTED_PERIOD, IKM_UNIT, PUBLIC_PROFILE
from pipeline import editions as kept
from pipeline.editions import Editions
from pipeline.publications import Publications
from transforms.figures.edition_changes import Frames
from transforms.figures.publication import Decision, decide, public_answers
from transforms.figures.withholding import withhold


def withheld(
    figures: Frames, responses: pl.LazyFrame, editions: Editions, publications: Publications, settings: Settings
) -> tuple[Decision, dict[str, pl.DataFrame]]:
    """What was decided, and PUBLIC_TABLES by name. `figures`: every table by name; `responses`: the accepted ones."""
    kinds = settings.reports.kinds
    former = publications.former()
    decision = decide(
        public_answers(responses),
        {
            code: public_answers(pl.scan_parquet(kept.load_responses(edition)))
            for code, edition in editions.closed.items()
            if parse_period(code).kind in kinds
        },
        figures[IKM_UNIT.name],
        figures[COUNTED_PERIOD.name],
        publications.answers(),
        publications.shown(),
        (figures[PUBLIC_PROFILE.name], former.tables[PUBLIC_PROFILE.name]),
        settings.thresholds.small_cell,
        kinds,
    )
    return decision, withhold(figures, decision, former, settings)

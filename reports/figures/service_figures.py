"""What documents show of services (jenis layanan).

Belongs here: figures from rows of the tables about services. Not here: any arithmetic, wording
(`reports.wording.service_sentences`).
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from contracts.services import UNKNOWN_SERVICE
from reports.figures.base import Figure, Mutu, Row


class ServiceFigure(Figure):
    """The index of one service of a unit: a row of `ikm_service`, with its NRR by unsur (unrounded, in the regulation's
    order) and the codes of its lowest unsur, none where all are equal. Of public figures the NRR have two decimals, and
    there is no interval."""

    service_code: str
    service_name: str
    respondents: int
    ikm: Decimal
    ikm_ninth: Decimal
    mutu: Mutu
    kinerja: str
    ikm_low: Decimal | None = None
    ikm_high: Decimal | None = None
    nrr: tuple[float, ...]
    lowest: tuple[str, ...]
    figures_of: date | None = None
    """Of public figures: since when they stand, where newer ones would tell of a few people."""

    @property
    def known(self) -> bool:
        """It is a registered service, not the rest."""
        return self.service_code != UNKNOWN_SERVICE


class RankedServiceFigure(Figure):
    """A service among those of its name: a row of `ikm_service_ranking`, with unit_name, mutu and charged. Internal."""

    unit_name: str
    service_name: str
    like_name: str
    respondents: int
    ikm: Decimal
    mutu: Mutu
    charged: bool | None = None
    rank: int | None
    """None of one with fewer than `minimum_respondents`, as of its ranges."""
    rank_low: int | None
    rank_high: int | None
    services: int
    minimum_respondents: int | None = None


def service_figures(ikm_service: Sequence[Row], ikm_service_unsur: Sequence[Row]) -> tuple[ServiceFigure, ...]:
    """The services of one unit and period in the order of the rows of `ikm_service`; those of `ikm_service_unsur` stand
    in the order of the unsur."""
    found = []
    for row in ikm_service:
        unsur = [one for one in ikm_service_unsur if one["service_code"] == row["service_code"]]
        lowest = tuple(
            one["unsur_code"] for one in unsur if one["order_from_lowest"] == 1 and one["order_from_highest"] != 1
        )
        found.append(ServiceFigure.model_validate({**row, "nrr": tuple(one["nrr"] for one in unsur), "lowest": lowest}))
    return tuple(found)

"""What is said of a target and of what was reached of it.

Belongs here: these sentences. Not here: the figures (`reports.figures.target_figures`).
"""

from collections.abc import Sequence
from typing import Final

from reports.figures.target_figures import TargetFigure
from reports.wording.indonesian import decimal_number, percent, whole_number

CONVENTION: Final = (
    "Capaian adalah IKM dibagi target, dikali 100\u00a0%, dibulatkan ke dua desimal; 100,00\u00a0% ke atas berarti "
    "target tercapai."
)


def attainment_text(target: TargetFigure) -> str:
    """For a cell: `98,86 %`."""
    return percent(target.attainment)


def target_text(target: TargetFigure) -> str:
    """For a cell or beside a figure: `target tahun 2024: 88,50 (Renstra)`."""
    return f"target tahun {target.year}: {decimal_number(target.ikm)}{_source(target)}"


def target_sentence(target: TargetFigure) -> str:
    """The same in a sentence, with whether it was reached."""
    verdict = "target tercapai" if target.reached else "target belum tercapai"
    return (
        f"Target IKM unit ini pada tahun {target.year} adalah {decimal_number(target.ikm)}{_source(target)}; "
        f"capaiannya {attainment_text(target)}, {verdict}."
    )


def targets_sentence(targets: Sequence[TargetFigure], units: int) -> str:
    """How many of the units with an index have a target, and how many reached it."""
    if not targets:
        return "Tidak ada unit dengan IKM yang targetnya terdaftar."
    reached = sum(one.reached for one in targets)
    return (
        f"Dari {whole_number(units)} unit yang memiliki IKM, {whole_number(len(targets))} unit memiliki target "
        f"tahunan; {whole_number(reached)} di antaranya mencapai target. {CONVENTION}"
    )


def _source(target: TargetFigure) -> str:
    return f" ({target.source})" if target.source else ""

"""The documents of units that have no index in a period because their questionnaire leaves an unsur out.

Belongs here: reading their figures from the published warehouse. Not here: units with an index
(`pipeline.documents.bundles`), what stands in the report (`reports.unit.apart_report`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from contracts.registry import Registry
from contracts.settings import Settings
from contracts.shared_columns import WITHOUT_UNSUR
from pipeline.documents.made_from import MadeFrom, hash_of, lineage
from reports.documents import WITHOUT_UNSUR_REPORT, DocumentKind
from reports.figures.apart_figures import ApartFigures
from reports.figures.further_figures import FurtherFigure
from reports.figures.letterhead_figures import LogoFigure, unit_letterhead, unit_signatory, with_logo
from reports.figures.unit_figures import RunFigure
from reports.wording.source_sentences import document_code
from warehouse import published
from warehouse.read import Reader
from warehouse.rows import by_unit


class ApartBundle(NamedTuple):
    """The report of one such unit and period."""

    figures: ApartFigures
    inputs: str

    @property
    def owner(self) -> str:
        """Whose it is."""
        return self.figures.unit_code

    @property
    def kinds(self) -> tuple[DocumentKind, ...]:
        """What the unit gets."""
        return (WITHOUT_UNSUR_REPORT,)

    @property
    def names(self) -> tuple[str, ...]:
        """The files, as paths below the period's folder."""
        return tuple(self.name(kind, ending) for kind in self.kinds for ending in kind.endings)

    def with_only(self, names: Iterable[str]) -> "ApartBundle":
        """All: they are made from the same."""
        return self

    @property
    def made_from(self) -> Mapping[str, MadeFrom]:
        """What each of the files is made from."""
        return dict.fromkeys(self.names, MadeFrom(self.inputs, document_code(self.figures.run)))

    def name(self, kind: DocumentKind, ending: str) -> str:
        """A file, as its path below the period's folder."""
        return f"{self.owner}/{kind.file_name(self.owner, self.figures.period_code, ending)}"


def apart_bundles(
    reader: Reader,
    period_code: str,
    settings: Settings,
    registry: Registry,
    unit_code: str | None = None,
    *,
    logo_of: Callable[[str], LogoFigure | None],
    on_failure: Callable[[str, Exception], None],
) -> Iterator[ApartBundle]:
    """Of every unit of the registry, or of one, that is without an index for that reason, whether or not it owes a
    report; `on_failure` is told of a unit (its code) whose figures our code fails at."""
    with_index = {row["unit_code"] for row in published.unit_index(reader, period_code, unit_code)}
    registered = registry.by_code
    for code, rows in by_unit(published.further_indexes(reader, period_code, unit_code)).items():
        unit = registered.get(code)
        if unit is None or code in with_index or all(row["kind"] != WITHOUT_UNSUR for row in rows):
            continue
        try:
            figures = ApartFigures(
                regency_name=settings.regency.name,
                capital=settings.regency.capital,
                letterhead=with_logo(unit_letterhead(settings, unit), logo_of(code)),
                signatory=unit_signatory(unit),
                unit_code=code,
                unit_name=unit.unit_name,
                period_code=period_code,
                further=tuple(map(FurtherFigure.model_validate, rows)),
                run=RunFigure(code_version="", inputs_hash=""),
            )
            inputs = hash_of(figures.model_dump_json())
            run = figures.run.model_copy(update=lineage(inputs))
            bundle = ApartBundle(figures.model_copy(update={"run": run}), inputs)
        except Exception as error:  # one unit's figures that cannot be told keep no other unit waiting
            on_failure(code, error)
        else:
            yield bundle

"""`skm report`: documents made again, on request."""

from pathlib import Path
from typing import TYPE_CHECKING

from cli.explaining import find_unit
from cli.output import console, errors, show_json
from cli.progress import listener_for
from cli.ranking import chosen_period
from contracts.errors import SkmError
from warehouse import published, published_editions
from warehouse.pin import pinned
from warehouse.read import open_published

if TYPE_CHECKING:
    from pipeline.run import Run


def make_documents_again(root: Path, wanted_period: str | None, wanted_unit: str | None, *, as_json: bool) -> None:
    """Makes them and says where they lie."""
    from pipeline.documents.document_stages import make_again
    from pipeline.progress import listener
    from pipeline.run import one_run

    with listener_for(errors()) as showing:
        token = listener.set(showing)
        try:
            with one_run(root, None) as begun:
                made = make_again(begun, *_chosen(begun.run, wanted_period, wanted_unit))
        finally:
            listener.reset(token)
    reports = begun.run.stores.reports
    if as_json:
        show_json({code: [f"{reports.address}/{code}/{name}" for name in names] for code, names in made.items()})
        return
    for code, names in made.items():
        console().print(f"{code}: {len(names)} dokumen di {reports.address}/{code}", markup=False)


def _chosen(run: "Run", wanted_period: str | None, wanted_unit: str | None) -> tuple[list[str] | None, str | None]:
    """Codes of the periods (None: all) and of the unit (None: all, and the regency). Raises SkmError where there is
    nothing to be made of them."""
    with open_published(run.home) as reader:
        period_code = chosen_period(reader, wanted_period) if wanted_period else None
        unit_code = find_unit(reader, wanted_unit).of("unit_code", str) if wanted_unit else None
        if period_code and unit_code and not published.unit_index(reader, period_code, unit_code):
            raise SkmError(
                f"Unit {unit_code} tidak punya satu kuesioner sah pada {period_code}, jadi tidak ada dokumen."
            )
        units = {unit.of("unit_code", str) for unit in published.units(reader)}
        live = set(published_editions.live_units(reader))
        edition = published_editions.latest_edition(reader, period_code) if period_code else None
    if edition and edition["state"] == "official":
        raise SkmError(
            f"{period_code} sudah ditutup: dokumen resminya tidak dibuat ulang. Yang hilang dikembalikan 'skm run'; "
            "untuk mengubahnya: skm reopen."
        )
    if pinned(run.home) is None and not live <= run.registry.by_code.keys() <= units:
        raise SkmError("Daftar unit berubah sejak terbitan terakhir. Jalankan 'skm run' lebih dahulu.")
    return [period_code] if period_code else None, unit_code

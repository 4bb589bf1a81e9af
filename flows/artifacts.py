"""What a run leaves in Prefect's own pages: a summary, the refused files, the ranking, links to documents.

Belongs here: the artifacts. Not here: what stands in them (`warehouse.published` reads it). File names are
shown, rows never.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from contracts.home import Home
from contracts.periods import parse_period
from contracts.safe_text import shown_line
from pipeline.documents.documents import load_manifest
from pipeline.stores import Stores
from pipeline.summary import RunSummary
from reports.documents import REGENCY
from reports.wording.file_words import STATUSES
from storage.store import Store
from warehouse import published
from warehouse.read import Row, open_published

MOST_ROWS = 500
MOST_PERIODS = 6
"""Of so many periods, the latest, a run lists the documents: an artifact costs a request each."""


def report(home: Home, stores: Stores, summary: RunSummary, portal: str = "") -> None:
    """Writes the artifacts of a run: three, and a list of documents for each period that has new ones. `portal`: its
    address, under which whoever reads the page finds them; without one the links are of where the files lie."""
    with open_published(home) as reader:
        year = published.latest_period(reader, "year")
        ranking = published.ranking(reader, year) if year else []
        refused = [
            Row(file, status=STATUSES[str(file["status"])])
            for file in published.files(reader)
            if file["status"] in ("rejected", "held", "partial")
        ]
        names = {unit.of("unit_code", str): unit.of("unit_name", str) for unit in published.units(reader)}
    files = "\n".join(f"| {STATUSES[status]} | {count} |" for status, count in summary.files.items())
    create_markdown_artifact(
        key="ringkasan",
        description=f"Ringkasan konsolidasi {summary.run_id}",
        markdown=(
            f"# Konsolidasi {summary.run_id}\n\n"
            f"- Responden terhitung: {summary.responses}\n- Unit tanpa data pada tahun terakhir: {summary.missing}\n"
            f"- Isi berkas yang baru dibaca: {summary.contents_read}\n"
            f"- Terbit: {_published(summary)}\n"
            f"- Dokumen dibuat: {summary.documents_made}, tetap: {summary.documents_kept}\n"
            f"- Program gagal pada: {len(summary.failed)}\n{_staff_page(portal)}\n"
            f"| status berkas | jumlah |\n| --- | ---: |\n{files}\n"
        ),
    )
    create_table_artifact(
        key="berkas-ditolak",
        description="Berkas yang ditolak, ditahan, atau sebagian barisnya ditolak",
        table=_cells(refused, ("path", "unit_name", "status", "rows_read", "rows_rejected", "reason")),
    )
    create_table_artifact(
        key="peringkat",
        description=f"Peringkat IKM {year or ''}",
        table=_cells(ranking, ("rank", "unit_name", "unit_type", "ikm", "mutu", "ikm_low", "ikm_high", "respondents")),
    )
    latest = sorted(summary.documents_changed, key=lambda code: parse_period(code).end_date)[-MOST_PERIODS:]
    for period_code in latest:
        create_markdown_artifact(
            key=f"dokumen-{period_code.lower()}",
            description=f"Dokumen {parse_period(period_code).label}",
            markdown=document_links(
                stores.reports.below(period_code),
                load_manifest(stores.reports, period_code).files,
                names,
                _folder(portal, period_code),
            ),
        )


def _published(summary: RunSummary) -> str:
    if summary.held_version:
        return f"**dikunci pada versi {summary.held_version}** (skm rollback --release membukanya)"
    return "ya" if summary.published else "tidak ada perubahan"


def _folder(portal: str, period_code: str) -> str:
    """Where the portal hands out a period's documents, behind its login; empty where its address is not set."""
    return f"{portal.rstrip('/')}/berkas/{period_code}" if portal else ""


def _staff_page(portal: str) -> str:
    return f"- Keadaan berkas: [halaman petugas]({portal.rstrip('/')}/petugas)\n" if portal else ""


def document_links(reports: Store, documents: Iterable[str], unit_names: Mapping[str, str], in_portal: str = "") -> str:
    """A Markdown table with a line a unit, the regency first, and a link to each of its documents: in the portal, where
    its folder of the period is given, else where the file lies."""
    by_owner: defaultdict[str, list[PurePosixPath]] = defaultdict(list)
    for name in documents:
        path = PurePosixPath(name)
        by_owner[path.parts[0] if len(path.parts) > 1 else ""].append(path)
    lines = ["| Unit | Dokumen |", "| --- | --- |"]
    for owner in sorted(by_owner)[:MOST_ROWS]:
        links = [
            f"[{path.name.partition(f'-{owner or REGENCY}')[0]} {path.suffix[1:].upper()}]"
            f"({_link(in_portal, owner or REGENCY, path.name) if in_portal else reports.link(str(path))})"
            for path in by_owner[owner]
        ]
        unit_name = _plain(unit_names.get(owner, owner)) if owner else "Kabupaten"
        lines.append(f"| {unit_name} | {' · '.join(links)} |")
    return "\n".join(lines)


def _link(in_portal: str, owner: str, name: str) -> str:
    return f"{in_portal}/{quote(owner)}/{quote(name)}"


def _plain(text: str) -> str:
    """A name that ends no cell and starts no link."""
    return shown_line(text).translate({ord(character): " " for character in "|[]<>"})


def _cells(rows: list[Row], columns: tuple[str, ...]) -> list[dict[str, object]]:
    return [{name: _text(row[name]) for name in columns} for row in rows[:MOST_ROWS]]


def _text(value: object) -> object:
    return value if isinstance(value, int) else "" if value is None else shown_line(str(value))

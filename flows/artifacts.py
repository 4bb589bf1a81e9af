"""What a run leaves in Prefect's own pages: a summary, the refused files, the ranking.

Belongs here: three artifacts. Not here: what stands in them (`warehouse.figures` reads it). File names
are shown, rows never.
"""

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from contracts.home import Home
from flows.stages import RunSummary
from warehouse import figures as published
from warehouse.read import Row, open_published

MOST_ROWS = 500


def report(home: Home, summary: RunSummary) -> None:
    """Writes the three artifacts of a run."""
    with open_published(home) as reader:
        year = published.latest_period(reader, "year")
        ranking = published.ranking(reader, year) if year else []
        refused = [file for file in published.files(reader) if file["status"] in ("rejected", "held", "partial")]
    files = "\n".join(f"| {status} | {count} |" for status, count in summary.files.items())
    create_markdown_artifact(
        key="ringkasan",
        description=f"Ringkasan konsolidasi {summary.run_id}",
        markdown=(
            f"# Konsolidasi {summary.run_id}\n\n"
            f"- Responden terhitung: {summary.responses}\n- Unit tanpa data pada tahun terakhir: {summary.missing}\n"
            f"- Isi berkas yang baru dibaca: {summary.contents_read}\n"
            f"- Terbit: {'ya' if summary.published else 'tidak ada perubahan'}\n"
            f"- Dokumen dibuat: {summary.documents_made}, tetap: {summary.documents_kept}\n\n"
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


def _cells(rows: list[Row], columns: tuple[str, ...]) -> list[dict[str, object]]:
    return [{name: _text(row[name]) for name in columns} for row in rows[:MOST_ROWS]]


def _text(value: object) -> object:
    return value if isinstance(value, int) else "" if value is None else str(value)

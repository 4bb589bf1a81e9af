"""`skm status`: what became of the files, and how one file was read."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from cli.lateness import print_late, print_undated
from cli.output import console, format_value, indented, show_json, show_table
from contracts.errors import SkmError
from contracts.home import Home
from contracts.periods import parse_period
from contracts.records import whole_of
from contracts.settings import load_settings
from pipeline.pinned_version import sentence
from reports.wording.file_words import COLUMNS, EVIDENCE, ROW_CLASSES, STATUSES
from warehouse import published, published_editions
from warehouse.pin import pinned
from warehouse.read import Reader, Row, open_published

FILE_COLUMNS = {
    "path": "Berkas",
    "unit_name": "Unit",
    "status": "Status",
    "rows_read": "Dibaca",
    "rows_accepted": "Diterima",
    "rows_rejected": "Ditolak",
    "rows_duplicate": "Ganda",
}
NUMBERS = ("rows_read", "rows_accepted", "rows_rejected", "rows_duplicate", "rows")


def show_status(root: Path, *, as_json: bool) -> int:
    """Every file with its counts, refusals with their reasons, units that are missing. Returns how many
    files were not taken in whole."""
    home = Home(root)
    with open_published(home) as reader:
        files = published.files(reader)
        year = published.latest_period(reader, "year")
        missing = published.missing_units(reader, year) if year else []
        blanked = published.blanked_values(reader)
        runs = published.runs(reader)
        late = published_editions.late_responses(reader)
        impossible = published.more_than_served(reader)
        undated = published.undated_periods(reader)
    refused = published.not_taken_in(files)
    held = pinned(home)
    if as_json:
        show_json(
            {
                "run": runs[0],
                "held": held.model_dump(mode="json") if held else None,
                "files": files,
                "missing": {"period": year, "units": missing},
                "late": late,
                "rows": published.rows_of_answers(files),
                "more_respondents_than_served": impossible,
            }
        )
        return len(refused)
    if held is not None:
        console().print(sentence(held), markup=False, style="bold")
    rows = [{**file, "status": STATUSES[file.of("status", str)]} for file in files]
    show_table("Berkas yang pernah diterima", rows, FILE_COLUMNS, right=NUMBERS)
    console().print(f"Baris jawaban: {rows_in_words(published.rows_of_answers(files))}", markup=False)
    print_refused(home)
    for more in more_than_served_in_words(impossible):
        console().print(f"Tidak mungkin: {more}", markup=False)
    if blanked:
        console().print(
            f"{len(blanked)} isian dikosongkan (umur, jenis kelamin, pendidikan, atau pekerjaan yang tidak dikenal); "
            "barisnya tetap dihitung. Lihat tabel blanked_value.",
            markup=False,
        )
    if missing:
        show_table(f"Unit tanpa data tahun {year}", missing, {"unit_code": "Kode", "unit_name": "Unit"})
    print_undated(undated, load_settings(home.settings).reports.kinds)
    print_late(late)
    return len(refused)


def rows_in_words(counts: Mapping[str, int]) -> str:
    """The one count of rows: `warehouse.published.rows_of_answers`, or of one file."""
    read, accepted, rejected, duplicate = (format_value(counts[name]) for name in published.ROW_COUNTS)
    return f"{read} dibaca = {accepted} diterima + {rejected} ditolak + {duplicate} ganda"


def more_than_served_in_words(rows: Iterable[Row]) -> list[str]:
    """A sentence for every unit and period with more respondents than people it served."""
    return [
        f"{row['unit_name']}, {parse_period(row.of('period_code', str)).label}: {format_value(row['respondents'])} "
        f"responden, padahal menurut units.csv hanya {format_value(row['service_recipients'])} orang dilayani. Periksa "
        "angka itu, dan apakah orang yang sama terkirim dua kali."
        for row in rows
    ]


def print_refused(home: Home) -> None:
    """Files that were refused, held or taken in only in part, each with what to do."""
    out = console()
    with open_published(home) as reader:
        files = published.not_taken_in(published.files(reader))
        left_out = published.rows_left_out(reader)
    if not files:
        out.print("Semua berkas diterima utuh.", markup=False)
        return
    out.print(f"{len(files)} berkas tidak diterima utuh", style="bold")
    for file in files:
        out.print(f"  {file['path']}", markup=False, style="bold")
        if file["reason"]:
            out.print(indented(str(file["reason"])))
        for rule in left_out:
            if rule["file_id"] == file["file_id"]:
                out.print(indented(f"{rule['rows']} temuan: {rule['message']}"))
        if file["rows_rejected"]:
            rows = f"{format_value(file['rows_rejected'])} dari {format_value(file['rows_read'])} baris ditolak"
            out.print(indented(f"{rows}. Lembar perbaikan untuk pengirim ada di {home.quarantine}"))


def show_file(root: Path, wanted: str, *, as_json: bool) -> int:
    """How one file was read: what was mapped to what and how sure, and what became of its rows; of a file that was
    divided, each part. Returns how many of them were not taken in whole."""
    with open_published(Home(root)) as reader:
        read = [_how_read(reader, file) for file in find_parts(reader, wanted)]
    if as_json:
        shown = [asdict(one) for one in read]
        show_json(shown[0] if len(shown) == 1 else {"parts": shown})
    else:
        for one in read:
            _print_file(one)
    return sum(one.file["status"] in published.NOT_TAKEN_IN for one in read)


@dataclass(frozen=True)
class _HowRead:
    """What is published about one file or part. The names are those of `--json`."""

    file: Row
    mapping: list[Row]
    reading_notes: list[Row]
    questions: list[Row]
    decisions: list[Row]
    rejected_rows: list[Row]
    blanked_values: list[Row]
    late: list[Row]


def _how_read(reader: Reader, file: Row) -> _HowRead:
    file_id = file.of("file_id", str)
    return _HowRead(
        file=file,
        mapping=published.column_mapping(reader, file_id),
        reading_notes=published.reading_notes(reader, file_id),
        questions=published.questions(reader, file_id),
        decisions=published.decisions(reader, file.of("content_id", str)),
        rejected_rows=published.rejected_rows(reader, file_id),
        blanked_values=published.blanked_values(reader, file_id),
        late=published_editions.late_of_file(reader, file_id),
    )


def _print_file(read: _HowRead) -> None:
    file = read.file
    out = console()
    out.print(format_value(file["path"]), markup=False, style="bold")
    period = file["period_code"]
    said = {
        **file,
        "status": STATUSES[file.of("status", str)],
        "period": parse_period(str(period)).label if period else None,
    }
    texts = {"Unit": "unit_name", "Periode": "period", "Status": "status", "Jenis": "format", "Alasan": "reason"}
    for heading, key in texts.items():
        if said.get(key):
            out.print(f"  {heading:<8} {said[key]}", markup=False)
    out.print(
        f"  Baris    {rows_in_words({name: file.of(f'rows_{name}', int) for name in published.ROW_COUNTS})}",
        markup=False,
    )
    show_table(
        "Kolom",
        [_mapped(row) for row in read.mapping],
        {
            "sheet": "Lembar",
            "position": "Ke",
            "header": "Judul kolom",
            "meaning": "Dibaca sebagai",
            "evidence": "Dasar",
            "sure": "Keyakinan",
        },
        right=("position", "sure"),
        empty="tidak ada yang dipetakan",
    )
    show_table(
        "Baris lembar",
        [{**row, "said": ROW_CLASSES[row.of("taken_for", str)]} for row in read.reading_notes if row["what"] == "row"],
        {"sheet": "Lembar", "said": "Dibaca sebagai", "count": "Jumlah", "places": "Baris"},
        right=("count",),
        empty="tidak ada tabel jawaban",
    )
    for line in read.decisions:
        out.print(f"  Keputusan {line['number']}: {line['label']} ({line['decided_by']}: {line['why']})", markup=False)
    columns = {"sheet": "Lembar", "row_number": "Baris", "column_name": "Kolom", "value": "Isi", "message": "Alasan"}
    for title, rows in (("Baris yang ditolak", read.rejected_rows), ("Isian yang dikosongkan", read.blanked_values)):
        if rows:
            said_rows = [{**row, "column_name": COLUMNS.get(str(row["column_name"]), "–")} for row in rows]
            show_table(title, said_rows, columns, right=("row_number",))
    print_late(read.late)


def find_file(reader: Reader, wanted: str) -> Row:
    """The one file whose path is, or holds, what was typed; of a divided one, the only part that is held. Raises
    SkmError for none or several."""
    parts = find_parts(reader, wanted)
    held = [part for part in parts if part["status"] == "held"]
    if len(parts) > 1 and len(held) != 1:
        named = "; ".join(
            f"{part['file_id']} = {part['unit_name'] or 'unit tidak dikenali'} {part['period_code'] or ''}".strip()
            for part in held or parts
        )
        raise SkmError(f"{parts[0]['path']} dibagi menjadi {len(parts)} bagian. Tulis nomor bagiannya: {named}.")
    return held[0] if len(parts) > 1 else parts[0]


def find_parts(reader: Reader, wanted: str) -> list[Row]:
    """The file whose path is, or holds, what was typed, as it came last; of a divided one, every part. Raises SkmError
    for none or several files."""
    files = published.files(reader)
    exact = [file for file in files if wanted in (file["path"], file["file_id"])]
    holding = [file for file in files if wanted.casefold() in file.of("path", str).casefold()]
    found = exact or holding
    if not found:
        raise SkmError(f"Tidak ada berkas '{wanted}'. Lihat 'skm status' untuk daftar berkas.")
    if len({file["path"] for file in found}) > 1:
        paths = ", ".join(sorted({file.of("path", str) for file in found})[:8])
        raise SkmError(f"'{wanted}' cocok dengan beberapa berkas: {paths}. Tulis lebih lengkap.")
    newest = max(found, key=lambda file: str(file["first_seen_at"]))
    whole = whole_of(newest.of("content_id", str))
    return [file for file in found if whole_of(file.of("content_id", str)) == whole]


def find_contents(reader: Reader, wanted: str) -> list[Row]:
    """What was typed: every content that was ever seen at that path, or the one with that id; oldest first. Raises
    SkmError as `find_parts`."""
    path = find_parts(reader, wanted)[0]["path"]
    alike = [file for file in published.files(reader) if file["path"] == path]
    named = [file for file in alike if file["file_id"] == wanted]
    return sorted(named or alike, key=lambda file: str(file["first_seen_at"]))


def _mapped(row: Row) -> Mapping[str, object]:
    mapped_to = row["mapped_to"]
    confidence = row.of("confidence", float)
    return {
        **row,
        "meaning": COLUMNS[str(mapped_to)] if mapped_to else "tidak dipakai",
        "evidence": EVIDENCE[row.of("evidence", str)],
        "sure": f"{confidence * 100:.0f} %" if mapped_to else None,
    }

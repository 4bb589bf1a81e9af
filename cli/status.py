"""`skm status`: what became of the files, and how one file was read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from cli.explaining import find_unit
from cli.lateness import print_late, print_undated
from cli.output import (
    COUNT_COLUMNS,
    console,
    count_columns,
    format_value,
    indented,
    print_unbroken,
    show_json,
    show_table,
)
from cli.ranking import chosen_period, latest_apart, only_apart
from cli.signals import print_signals
from contracts.errors import SkmError
from contracts.home import Home
from contracts.periods import parse_period
from contracts.records import whole_of
from contracts.safe_text import shown_text
from contracts.settings import load_settings
from contracts.tables import MISSING_UNIT
from pipeline.pinned_version import sentence
from reports.wording.file_words import COLUMNS, EVIDENCE, ROW_CLASSES, STATUSES, rows_in_words
from warehouse import published, published_editions, published_signals, published_units
from warehouse.pin import pinned
from warehouse.read import Reader, Row, open_published

FILE_COLUMNS = {"path": "Berkas", "unit_name": "Unit", "status": "Status", **COUNT_COLUMNS}
_WHY = MISSING_UNIT.words_of("reason")
MOST_PLACES = 20
"""Rows that are named of one reason; all of them stand in the correction workbook and in `--json`."""
NUMBERS = (*COUNT_COLUMNS, "rows")


def show_status(
    root: Path, unit: str | None = None, period: str | None = None, *, problems: bool = False, as_json: bool
) -> int:
    """Every file with its counts, refusals with their reasons, units that are missing; of one unit, of one period, or
    only what was not taken in whole. Returns how many files were not taken in whole. Raises SkmError for a unit or a
    period that is none."""
    home = Home(root)
    with open_published(home) as reader:
        unit_code = find_unit(reader, unit).of("unit_code", str) if unit else None
        files = published.files(reader, unit_code)
        year = chosen_period(reader, period, apart=True) if period else published.latest_period(reader, "year")
        if period and year:
            counted = published.files_with_answers(reader, year)
            files = [file for file in files if file["file_id"] in counted or file["period_code"] == year]
        told = year if period else latest_apart(reader)
        only = only_apart(reader, told) if told else None
        missing = published.missing_units(reader, year) if year and not unit else []
        shown = {file["file_id"] for file in files}
        blanked = [one for one in published.blanked_values(reader) if one["file_id"] in shown]
        runs = published.runs(reader)
        late = published_editions.late_responses(reader, unit_code, year if period else None)
        impossible = [
            one
            for one in published.more_than_served(reader)
            if unit_code in (None, one["unit_code"]) and (not period or one["period_code"] == year)
        ]
        outside = [
            one for one in published_units.units_with_answers_outside(reader) if unit_code in (None, one["unit_code"])
        ]
        undated = published.counted_periods(reader)
        signals = published_signals.quality_signals(reader, year if period else None, unit_code)
    refused = published.not_taken_in(files)
    held = pinned(home)
    if as_json:
        show_json(
            {
                "run": runs[0],
                "held": held.model_dump(mode="json") if held else None,
                "files": refused if problems else files,
                "missing": {"period": year, "units": missing},
                "late": late,
                "rows": published.rows_of_answers(files),
                "more_respondents_than_served": impossible,
                "quality_signals": signals,
            }
        )
        return len(refused)
    if held is not None:
        console().print(sentence(held), markup=False, style="bold")
    rows = [{**file, "status": STATUSES[file.of("status", str)]} for file in files]
    if not problems:
        show_table("Berkas yang pernah diterima", rows, count_columns(FILE_COLUMNS, rows), right=NUMBERS)
        console().print(f"Baris jawaban: {rows_in_words(published.rows_of_answers(files))}", markup=False)
    print_refused(home, files)
    for more in more_than_served_in_words(impossible):
        console().print(f"Tidak mungkin: {more}", markup=False)
    print_answers_outside(outside)
    print_signals([one for one in signals if not (problems and one["explanation"])])
    if problems:
        return len(refused)
    if blanked:
        console().print(
            f"{format_value(len(blanked))} isian dikosongkan (umur, jenis kelamin, pendidikan, pekerjaan, "
            "disabilitas, atau jawaban di luar sembilan unsur yang tidak dikenal); barisnya tetap dihitung. "
            "Lihat tabel blanked_value.",
            markup=False,
        )
    if missing:
        label = parse_period(str(year)).label
        columns = {"unit_code": "Kode", "unit_name": "Unit"}
        said = [{**one, "why": _WHY[str(one["reason"])] if one.get("reason") else None} for one in missing]
        if any(one["why"] for one in said):
            columns["why"] = "Sebab"
        title = "tanpa data" if "why" not in columns else "tanpa IKM"
        show_table(f"Unit {title} {label[0].lower()}{label[1:]}", said, columns)
    if only:
        console().print(only, markup=False)
    if not (unit or period):
        print_undated(undated, load_settings(home.settings).reports.kinds)
    print_late(late)
    return len(refused)


def more_than_served_in_words(rows: Iterable[Row]) -> list[str]:
    """A sentence for every unit and period with more respondents than people it served."""
    return [
        f"{row['unit_name']}, {parse_period(row.of('period_code', str)).label}: {format_value(row['respondents'])} "
        f"responden, padahal menurut units.csv hanya {format_value(row['service_recipients'])} orang dilayani. Periksa "
        "angka itu, dan apakah orang yang sama terkirim dua kali."
        for row in rows
    ]


def print_answers_outside(units: Iterable[Row]) -> None:
    """Units of which answers are dated before they began or after they ended."""
    for unit in units:
        words = answers_outside_in_words(unit.of("answers", int))
        console().print(f"{unit['unit_name']}: {words}", markup=False)


def answers_outside_in_words(answers: int) -> str:
    """What becomes of them, and what to do."""
    return (
        f"{format_value(answers)} jawaban bertanggal sebelum hari pertama atau sesudah hari terakhir unit. Semuanya "
        "tetap terhitung pada unit ini. Periksa tanggalnya; bila berkasnya milik unit lain: skm assign."
    )


def print_refused(home: Home, among: Sequence[Row] | None = None) -> None:
    """Files that were refused, held or taken in only in part, each with what to do; of all, or of some."""
    out = console()
    with open_published(home) as reader:
        files = published.not_taken_in(published.files(reader) if among is None else among)
        left_out = published.rows_left_out(reader)
    if among == []:
        return
    if not files:
        out.print("Semua berkas diterima utuh.", markup=False)
        return
    out.print(f"{format_value(len(files))} berkas tidak diterima utuh", style="bold")
    for file in files:
        print_unbroken(f"  {file['path']}", "bold")
        if file["reason"]:
            out.print(indented(str(file["reason"])))
        for rule in left_out:
            if rule["file_id"] == file["file_id"]:
                out.print(indented(f"{format_value(rule['rows'])} temuan: {rule['message']}"))
        if file["rows_rejected"]:
            rows = f"{format_value(file['rows_rejected'])} dari {format_value(file['rows_read'])} baris ditolak"
            out.print(indented(f"{rows}."))
            print_unbroken(f"    Lembar perbaikan untuk pengirim ada di {home.quarantine}")


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
        f"  Baris    {rows_in_words(published.row_counts(file))}",
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
    for title, rows in (("Baris yang ditolak", read.rejected_rows), ("Isian yang dikosongkan", read.blanked_values)):
        _print_by_reason(title, rows)
    print_late(read.late)


def _print_by_reason(title: str, rows: Sequence[Row]) -> None:
    """Rows of a file summed by reason, each with where they stand and what stood there."""
    if not rows:
        return
    out = console()
    out.print(title, style="bold", markup=False)
    reasons: dict[str, list[Row]] = {}
    for row in rows:
        reasons.setdefault(str(row["message"]), []).append(row)
    for message, of_reason in sorted(reasons.items(), key=lambda one: (-len(one[1]), one[0])):
        out.print(indented(f"{format_value(len(of_reason))} baris: {message}"))
        sheets: dict[str, list[str]] = {}
        for row in of_reason[:MOST_PLACES]:
            value = f" ({format_value(row['value'])})" if row["value"] is not None else ""
            sheets.setdefault(str(row["sheet"]), []).append(f"{row['row_number']}{value}")
        for sheet, places in sheets.items():
            where = f"lembar {sheet}, baris " if sheet else "baris "
            more = f", dan {format_value(len(of_reason) - MOST_PLACES)} lagi" if len(of_reason) > MOST_PLACES else ""
            out.print(Padding(Text(shown_text(where + ", ".join(places) + more)), (0, 0, 0, 6)))


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


def find_parts(reader: Reader, wanted: str, further: Sequence[Row] = ()) -> list[Row]:
    """The file whose path is, or holds, what was typed, as it came last; of a divided one, every part. `further`: files
    that what is published knows nothing of. Raises SkmError for none or several files."""
    files = [*published.files(reader), *further]
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


def find_contents(reader: Reader, wanted: str, further: Sequence[Row] = ()) -> list[Row]:
    """What was typed: every content that was ever seen at that path, or the one with that id; oldest first. `further`,
    and what it raises, as `find_parts`."""
    path = find_parts(reader, wanted, further)[0]["path"]
    alike = [file for file in (*published.files(reader), *further) if file["path"] == path]
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

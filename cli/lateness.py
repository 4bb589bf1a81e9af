"""What the command says of closed periods: whether figures are official, and which answers came too late.

Belongs here: words and tables that several commands show. Not here: closing (`cli.closing`).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from cli.output import console, format_value, indented, show_table
from cli.words import LATENESS
from contracts.periods import PeriodKind, parse_period
from pipeline import editions
from pipeline.run import Run
from reports.documents import FOLLOW_UP_SUPPLEMENT
from reports.wording.indonesian import parts_in_words
from warehouse import published_editions
from warehouse.read import Reader, Row

LATE_COLUMNS = {
    "period_code": "Periode",
    "unit_name": "Unit",
    "said": "Perubahan",
    "responses": "Jumlah",
    "path": "Berkas",
}


def edition_state(reader: Reader, period_code: str) -> str:
    """What the figures of a period are: `resmi`, `Revisi N (draft)` or `sementara`, with by whom and when."""
    edition = published_editions.latest_edition(reader, period_code)
    if edition is None:
        return "sementara (belum ditutup)"
    revision = edition.of("revision", int)
    if edition["state"] == "draft":
        return (
            f"Revisi {revision} (draft), dibuka {format_value(edition['reopened_at'])} oleh {edition['reopened_by']}: "
            f"{edition['reason']}. Yang resmi masih {edition_name(revision - 1)}"
        )
    return f"resmi: {edition_name(revision)}, ditutup {format_value(edition['closed_at'])} oleh {edition['closed_by']}"


def edition_name(revision: int) -> str:
    """What an edition is called."""
    return f"Revisi {revision}" if revision else "edisi pertama"


def print_late(late: Sequence[Row]) -> None:
    """The answers held for a revision (`warehouse.published_editions.late_responses`), and what to do; what was erased
    since, and that the figures stay; nothing without any."""
    for sentence in erased_sentences(late):
        console().print(sentence, markup=False)
    late = waiting(late)
    if not late:
        return
    rows = [{**row, "said": LATENESS[row.of("change", str)]} for row in late]
    show_table("Terlambat: jawaban untuk periode yang sudah ditutup", rows, LATE_COLUMNS, right=("responses",))
    codes = sorted({row.of("period_code", str) for row in late})
    out = console()
    out.print(
        "Angka dan dokumen resminya tidak berubah; pada periode yang belum ditutup jawaban itu dihitung.", markup=False
    )
    for code in codes:
        out.print(indented(f'Untuk menghitungnya: skm reopen {code} --reason "…", lalu skm run, lalu skm close {code}'))


def print_closed_with(run: Run, files: Sequence[Row]) -> None:
    """Which closed periods keep answers of these files (`ingest_file`) in their official figures, and what to do."""
    file_ids = {file.of("file_id", str) for file in files}
    for code, edition in sorted(run.editions.closed.items()):
        in_edition = editions.answers_by_file(edition)
        counted = sum(in_edition[file_id] for file_id in file_ids)
        if counted:
            console().print(
                indented(
                    f"{parse_period(code).label} sudah ditutup dengan {format_value(counted)} jawaban dari berkas ini: "
                    f"angka dan dokumen resminya tetap, dan 'skm status' menyebutnya di bagian Terlambat. Untuk "
                    f'mengubahnya: skm reopen {code} --reason "…", lalu skm run, lalu skm close {code}'
                )
            )


def print_undated(counted: Sequence[Row], kinds: Sequence[PeriodKind]) -> None:
    """Of answers without a date (`warehouse.published.counted_periods`): from how many shorter periods the figures of
    the kinds that documents are made for are, and which of these wait for the rest; nothing where there is none."""
    made: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    waits: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    there = {(row["unit_code"], row["named_period"], row["period_code"]) for row in counted}
    for unit, name in sorted({(row.of("unit_code", str), row.of("named_period", str)) for row in counted}):
        for period in parse_period(name).around:
            if period.kind in kinds:
                (made if (unit, name, period.code) in there else waits)[period.code][unit].append(name)
    if made:
        console().print(f"Tanpa tanggal, dihitung dari bagiannya: {_of_parts(made)}.", markup=False)
    if waits:
        first = min(name for units in waits.values() for names in units.values() for name in names)
        console().print(
            f"Tanpa tanggal, menunggu bagian lainnya: {_of_parts(waits)}. Dihitung di sana begitu semua bagiannya ada, "
            "atau sesudah periode itu berakhir dan ada berkas baru dari unit mana pun. Angkanya sekarang: skm rank "
            f"{first}. Dokumennya: skm report --period {first}.",
            markup=False,
        )


def _of_parts(units_by_period: Mapping[str, Mapping[str, Sequence[str]]]) -> str:
    """`2024 (2 unit dari 4 triwulan, 1 unit dari 3 triwulan), 2024-S1 (3 unit dari 2 triwulan)`."""
    said = []
    for code, units in sorted(units_by_period.items()):
        words = Counter(parts_in_words(names) for names in units.values())
        of_units = ", ".join(f"{format_value(number)} unit dari {parts}" for parts, number in words.most_common())
        said.append(f"{code} ({of_units})")
    return ", ".join(said)


def waiting(late: Sequence[Row]) -> list[Row]:
    """Those held for a revision: not what was erased."""
    return [row for row in late if row["change"] != "erased"]


def erased_sentences(late: Sequence[Row]) -> list[str]:
    """How many answers behind official figures were erased since, a sentence for each period and unit."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in late:
        if row["change"] == "erased":
            counts[row.of("period_code", str), str(row["unit_name"] or row["unit_code"])] += row.of("responses", int)
    return [
        f"{format_value(count)} jawaban di balik angka resmi {name} {code} sudah dihapus (skm erase); angkanya tetap."
        for (code, name), count in sorted(counts.items())
    ]


def late_plan_sentence(plan: Row) -> str:
    """When a plan came that the official documents do not print (`warehouse.published_editions.late_follow_ups`), and
    where it stands."""
    names = FOLLOW_UP_SUPPLEMENT.file_names(plan.of("unit_code", str), plan.of("period_code", str))
    return (
        f"Rencana tindak lanjut: diterima {format_value(plan['received_at'])}, dihitung setelah penetapan. Laporan "
        f"resmi tidak berubah; rencana itu ada dalam {' dan '.join(names)}."
    )


def late_in_words(late: Sequence[Row]) -> str:
    """How many answers are held, in a few words."""
    return ", ".join(
        f"{format_value(sum(row.of('responses', int) for row in late if row['change'] == change))} {word}"
        for change, word in LATENESS.items()
        if any(row["change"] == change for row in late)
    )

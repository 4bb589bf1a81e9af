"""`skm explain`: how a unit's index comes about, down to the files."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from cli.apart_explaining import is_apart, print_apart, said_apart
from cli.lateness import edition_state, erased_sentences, late_in_words, late_plan_sentence, waiting
from cli.output import COUNT_COLUMNS, console, count_columns, format_value, indented, show_json, show_table
from cli.ranking import chosen_period
from contracts.errors import SkmError
from contracts.home import Home
from contracts.method import EXACT_WEIGHT, INDEX_FACTOR, WEIGHTS
from contracts.periods import parse_period
from pipeline import editions
from pipeline.asked_words import did_you_mean
from pipeline.earlier_warehouses import is_edition, reader_of
from reports.wording.file_words import STATUSES, rows_in_words
from transforms.figures.explanation import Chain, chain, decimal_text, totals_by_unsur
from warehouse import published, published_editions
from warehouse.read import Reader, Row

EDITION_FILE_COLUMNS = {"path": "Berkas", "in_period": "Dalam edisi", "status": "Status sekarang"}
FILE_COLUMNS = {"path": "Berkas", "status": "Status", **COUNT_COLUMNS, "in_period": "Dalam periode"}


def show_explanation(root: Path, wanted: str, period_code: str, *, as_json: bool) -> None:
    """Shows the chain of both conventions, the files behind it, and the rows left out. Of a closed period all of that
    is of its edition: what came since is only said to wait. Of an edition, `2023@0`, nothing is said of what came."""
    with reader_of(Home(root), period_code) as (reader, asked):
        code = chosen_period(reader, asked, apart=True)
        unit = find_unit(reader, wanted)
        unit_code = unit.of("unit_code", str)
        index = published.unit_index(reader, code, unit_code)
        late = published_editions.late_responses(reader, unit_code, code)
        late_plans = published_editions.late_follow_ups(reader, code, unit_code)
        further = published.further_indexes(reader, code, unit_code)
        if not index and not is_apart(further):
            held = (
                f" Ditahan untuk revisi: {late_in_words(waits)}; lihat 'skm status'."
                if (waits := waiting(late))
                else ""
            )
            raise SkmError(
                f"{unit['unit_name']} tidak punya satu kuesioner sah pada {code}, jadi tidak punya indeks (bukan nol)."
                + held
            )
        unsur = published.unit_unsur(reader, code, unit_code)
        run = published.runs(reader)[0]
        edition = published_editions.latest_edition(reader, code)
        official = edition if edition and edition["state"] == "official" else None
        if official and not is_edition(period_code):
            kept = editions.load(Home(root)).of(code)
            counted = editions.answers_by_file(kept.newest, unit_code) if kept else Counter()
        else:
            counted = published.files_with_answers(reader, code, unit_code)
        files = [
            dict(row) | {"in_period": counted[str(row["file_id"])]}
            for row in published.files(reader, None if official else unit_code)
            if not official or row["file_id"] in counted
        ]
        of_unit = published.rows_of_answers(published.files(reader, unit_code))
        shown_files = {file["file_id"] for file in files}
        left_out = [row for row in published.rows_left_out(reader, unit_code) if row["file_id"] in shown_files]
        state = edition_state(reader, code)
    figure = index[0] if index else None
    chains = () if figure is None else _chains(figure, unsur)
    if as_json:
        show_json(
            {
                "unit": unit,
                "period": code,
                "index": figure,
                **{name: chain_json(one) for name, one in zip(("headline", "exact"), chains, strict=False)},
                "further": further,
                "files": files,
                "rows_left_out": left_out,
                "edition": edition,
                "late": late,
                "late_plans": late_plans,
                "run": run,
            }
        )
        return
    out = console()
    what = "tidak punya IKM" if figure is None else f"{format_value(figure['respondents'])} responden"
    out.print(f"{unit['unit_name']}, {parse_period(code).label}: {what}", style="bold")
    out.print(f"Keadaan: {state}.", markup=False)
    for sentence in erased_sentences(late):
        out.print(sentence, markup=False)
    if waits := waiting(late):
        out.print(
            f"Angka di bawah ini angka resmi. Ditahan untuk revisi: {late_in_words(waits)}; lihat 'skm status'.",
            markup=False,
        )
    for plan in late_plans:
        out.print(late_plan_sentence(plan), markup=False)
    if figure is None:
        print_apart(further)
    else:
        for place, one in enumerate(chains):
            print_chain(one, is_headline=place == 0)
        if figure["grade_depends_on_weight"]:
            depends = f"{figure['mutu']} atau {figure['mutu_ninth']}"
            out.print(f"Perhatian: mutu bergantung pada bobot: {depends}.", markup=False)
        for sentence in said_apart(further):
            out.print(sentence, markup=False)
    shown = [{**file, "status": STATUSES[str(file["status"])]} for file in files]
    if official:
        show_table("Berkas di balik edisi resmi", shown, EDITION_FILE_COLUMNS, right=("in_period",))
    else:
        columns = count_columns(FILE_COLUMNS, shown)
        show_table("Berkas unit ini", shown, columns, right=tuple(columns)[2:])
        out.print(f"Baris jawaban: {rows_in_words(of_unit)}", markup=False)
        if older := counted_beside_newest(shown):
            out.print(indented(older))
    for file in files:
        if file["status"] == "withdrawn":
            out.print(indented(f"{file['path']}: {file['reason']}"))
    show_table(
        "Temuan pada baris yang ditolak dari berkas itu" if official else "Temuan pada baris yang ditolak",
        left_out,
        {"path": "Berkas", "rows": "Temuan", "message": "Alasan"},
        right=("rows",),
        empty="tidak ada yang ditolak.",
    )
    made_by = official or run
    out.print(
        f"Terbitan {made_by['run_id']}, program {made_by['code_version']}, pengaturan {made_by['settings_hash']}",
        markup=False,
    )


def _chains(figure: Row, unsur: Sequence[Row]) -> tuple[Chain, Chain]:
    """By the headline weight, and exactly."""
    totals, respondents = totals_by_unsur(unsur), figure.of("respondents", int)
    return chain(totals, respondents, WEIGHTS[figure.of("weight", str)]), chain(totals, respondents, EXACT_WEIGHT)


def counted_beside_newest(files: Sequence[Mapping[str, object]]) -> str | None:
    """How many respondents count beside those of the unit's newest file; None where there are none. Whoever is in the
    newest file counts there, and where the older files are in doubt it was asked: the others are other people."""
    counting = sorted(
        (file for file in files if file["in_period"]), key=lambda file: (str(file["first_seen_at"]), str(file["path"]))
    )
    if len(counting) < 2:
        return None
    *older, newest = counting
    others = sum(int(str(file["in_period"])) for file in older)
    return (
        f"Selain {format_value(newest['in_period'])} responden dari berkas terbaru ({newest['path']}), dihitung "
        f"{format_value(others)} responden dari {format_value(len(older))} berkas yang lebih lama: mereka tidak ada di "
        "berkas terbaru itu. Bila sebagian seharusnya sudah diganti, tarik berkasnya (skm withdraw)."
    )


def find_unit(reader: Reader, wanted: str) -> Row:
    """The unit with that code or name; part of a name is enough where only one has it."""
    units = published.units(reader)
    asked = wanted.casefold()
    exact = [
        unit for unit in units if asked in (unit.of("unit_code", str).casefold(), unit.of("unit_name", str).casefold())
    ]
    found = exact or [unit for unit in units if asked in unit.of("unit_name", str).casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{unit['unit_code']} {unit['unit_name']}" for unit in found[:8])
    if found:
        raise SkmError(f"'{wanted}' cocok dengan beberapa unit: {names}. Tulis kodenya.")
    known = [unit.of(column, str) for unit in units for column in ("unit_name", "unit_code")]
    last_words = {unit.of("unit_name", str).rpartition(" ")[2]: unit.of("unit_name", str) for unit in units}
    guess = did_you_mean(wanted, known) or did_you_mean(wanted, last_words)
    raise SkmError(
        f"Unit '{wanted}' tidak ada dalam daftar unit.{guess} "
        f'Lihat: skm query "SELECT unit_code, unit_name FROM unit"'
    )


def print_chain(steps_of: Chain, *, is_headline: bool) -> None:
    """The steps of an index by one weight, as a table and the sentence it ends in."""
    out = console()
    weight = _comma(steps_of.weight.name)
    role = "angka utama" if is_headline else "pembanding"
    rows = [
        {
            "unsur": f"{step.unsur_code} {step.name}",
            "total": _comma(decimal_text(step.total)),
            "respondents": step.respondents,
            "nrr": _comma(decimal_text(step.nrr)),
            "weighted": _comma(decimal_text(step.weighted)),
        }
        for step in steps_of.steps
    ]
    columns = {
        "unsur": "Unsur",
        "total": "Jumlah nilai",
        "respondents": "÷ responden",
        "nrr": "= NRR",
        "weighted": f"× bobot {weight}",
    }
    show_table(f"Bobot {weight} ({role}; {steps_of.weight.source})", rows, columns, right=tuple(columns)[1:])
    out.print(
        f"Jumlah {_comma(decimal_text(steps_of.weighted_sum))} × {INDEX_FACTOR} = "
        f"{_comma(decimal_text(steps_of.unrounded))}\n"
        f"dibulatkan sekali, setengah ke atas: {_comma(str(steps_of.ikm))}, mutu {steps_of.mutu} ({steps_of.kinerja})",
        markup=False,
        style="bold",
    )
    out.print()


def _comma(text: str) -> str:
    return text.replace(".", ",")


def chain_json(steps_of: Chain) -> dict[str, object]:
    """The same for a program."""
    return {
        "weight": steps_of.weight.name,
        "unsur": [
            {
                "unsur_code": step.unsur_code,
                "total": step.total.numerator if step.total.denominator == 1 else _fraction(step.total),
                "respondents": step.respondents,
                "nrr": _fraction(step.nrr),
                "weighted": _fraction(step.weighted),
            }
            for step in steps_of.steps
        ],
        "weighted_sum": _fraction(steps_of.weighted_sum),
        "unrounded": _fraction(steps_of.unrounded),
        "ikm": steps_of.ikm,
        "mutu": steps_of.mutu,
        "kinerja": steps_of.kinerja,
    }


def _fraction(value: Fraction) -> dict[str, str]:
    """Exactly, and as decimals."""
    return {"exact": f"{value.numerator}/{value.denominator}", "decimal": decimal_text(value)}

"""`skm signals`: patterns in a unit's answers that it is asked to explain, and what it says of them.

Belongs here: how signals of response quality are shown to staff, here and in `skm status`. Not here: which there are
(`transforms.figures.quality_signals`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from cli.explaining import find_unit
from cli.output import at_next_run, console, indented, show_json, this_user
from cli.ranking import chosen_period
from contracts.clock import now
from contracts.errors import SkmError
from contracts.home import Home
from contracts.periods import parse_period
from pipeline import decisions
from pipeline.run import one_run
from reports.wording.signal_words import MEANS_NO_MORE, explanation, places_in_words, signal_in_words
from warehouse import published_signals
from warehouse.read import Row, open_published


def show_signals(root: Path, unit: str | None, period: str | None, *, as_json: bool) -> None:
    """The signals of a unit and period, or of all, each with its files and rows where a unit is named. Raises SkmError
    for a unit or a period that is none."""
    with open_published(Home(root)) as reader:
        unit_code = find_unit(reader, unit).of("unit_code", str) if unit else None
        period_code = chosen_period(reader, period) if period else None
        signals = published_signals.quality_signals(reader, period_code, unit_code)
        rows = published_signals.rows_by_file(reader, period_code, unit_code) if unit_code else []
    behind: defaultdict[str, list[Row]] = defaultdict(list)
    for one in rows:
        behind[one.of("period_code", str)].append(one)
    if as_json:
        show_json({"signals": signals, "rows": behind})
        return
    print_signals(signals, behind)
    if not signals:
        console().print("Tidak ada pola jawaban yang perlu dijelaskan.", markup=False)


def print_signals(signals: Sequence[Row], behind: Mapping[str, Sequence[Row]] | None = None) -> None:
    """Signals by unit and period, each with what was said of it; `behind`: by period the files and rows of each."""
    if not signals:
        return
    out = console()
    out.print("Pola yang perlu dijelaskan", style="bold", markup=False)
    out.print(indented(MEANS_NO_MORE))
    for one in signals:
        period_code, kind = one.of("period_code", str), one.of("signal", str)
        out.print(f"  {one['unit_name']}, {parse_period(period_code).label} [{kind}]", markup=False)
        out.print(indented(signal_in_words(one)))
        for file in (behind or {}).get(period_code, []):
            if file["signal"] == kind:
                out.print(indented(places_in_words(file)))
        if one["explanation"]:
            out.print(indented(f"Penjelasan ({one['explained_by']}): {one['explanation']}"))
        else:
            typed = f'skm signals explain {one["unit_code"]} {period_code} {kind} --why "…"'
            out.print(indented(f"Belum dijelaskan. Catat dengan: {typed}"))


def note_explanation(root: Path, unit: str, period: str, signal: str, *, why: str, by: str | None) -> None:
    """Writes what a unit says of a signal into the ledger of decisions; it holds while the signal stands on the same
    answers. Raises SkmError where there is no such signal."""
    with one_run(root, None) as (run, _), open_published(run.home) as reader:
        found = find_unit(reader, unit)
        unit_code, period_code = found.of("unit_code", str), chosen_period(reader, period)
        there = published_signals.quality_signals(reader, period_code, unit_code)
        meant = next((one for one in there if one["signal"] == signal), None)
        if meant is None:
            known = ", ".join(one.of("signal", str) for one in there) or "tidak ada"
            raise SkmError(f"Tidak ada pola '{signal}' untuk {found['unit_name']}, {period_code}. Yang ada: {known}.")
        decision = explanation(meant, why, by or this_user(), now())
        kept = decisions.add(run.home, run.decisions, decision)
        what = f"{found['unit_name']}, {period_code}, {signal}"
        console().print(f"Keputusan {len(kept.lines)} dicatat: {what} {decision.label}.", markup=False)
    console().print(at_next_run(root), markup=False)

"""`make bench`: a pandas script, a dbt project, the load floor and `skm run` beside each other, in one run; last a
table of goals and figures.

    python -m benchmarks.run [--sizes 10000 100000 1000000 10000000] [--xlsx 1000000] [--files 1000] [--units 1500]
    python -m benchmarks.run --quick         about a minute: the same rows at small sizes, beside the goals of the large

Seconds are wall time on this machine, each in a process of its own. "work" is a run without the start of
Prefect's server and the imports (`seconds` of `skm run --json`, which the command measures itself).
CPU is that of the process and its children: on a busy machine it alone says something.
Memory is the highest sum of the resident sizes of the process and its children: pages they share are counted
for each, so it is an upper bound. (Asking for proportional sizes took half a core from what was measured.)
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from benchmarks import documents, generate, peer, standing
from benchmarks.measuring import BIN, OUT, Measured, Row, fresh_home, line, measure, show, skm

SAMPLE: Final = Path("inbox/2023/skm_bangsal_2023.csv")
TEN_MILLION: Final = 10_000_000


def yardstick(name: str, inbox: Path) -> Measured:
    """One of `benchmarks.yardsticks`; its seconds are its own, without the interpreter's start."""
    measured = measure([sys.executable, "-m", "benchmarks.yardsticks", name, str(inbox)])
    measured.seconds = float(measured.output.split()[0])
    return measured


def compare(kind: generate.Format, files: int, responses: int, *, full_alone: bool = False) -> list[Row]:
    """Prints one block of the comparison; its rows of the last table."""
    rows = responses // files
    inbox = OUT / f"{kind}-{files}x{rows}"
    generate.inbox(inbox, kind, files, rows)
    generate.write_file((inbox, kind, 0, rows))
    home = fresh_home(inbox.name)
    generate.registry(home, files)
    of_inbox = ("--inbox", str(inbox), "--no-documents")
    size = f"{kind}, {responses:,} in {files:,} files"
    print(f"\n{responses:,} responses in {files:,} {kind} files")
    line("pandas script", yardstick("pandas", inbox))
    database = OUT / "peer.duckdb"
    by_peer = peer.build(inbox, home, database) if kind == "csv" else None
    if by_peer:
        line("dbt build, whole", by_peer)
    floor_name = "load floor" if kind == "csv" else "calamine's bare reading"
    floor = yardstick("floor" if kind == "csv" else "calamine", inbox)
    line(floor_name, floor)
    full = skm(home, *of_inbox)
    line("skm run", full.measured, full)
    print(f"    {full.work / floor.seconds:.2f} times {floor_name} (work only)")
    if by_peer:
        same, of = peer.same_indexes(home, database)
        print(f"    the same index as dbt's for {same:,} of {of:,} units and periods")
    for stage, seconds in full.stages.items():
        print(f"      {stage:<28} {seconds:7.2f} s  {seconds / full.measured.seconds:5.1%}")
    times = {"csv": 2.2 if responses >= TEN_MILLION else 2.5, "xlsx": 1.6}[kind]
    of_full = Row(f"{size}: full, times {floor_name}", times, full.work / floor.seconds, "x")
    if full_alone:
        return [of_full]
    again = skm(home, *of_inbox)
    line("skm run again, nothing new", again.measured, again)
    generate.write_file((inbox, kind, 0, rows + 1))
    changed = skm(home, *of_inbox)
    line("skm run, one file changed", changed.measured, changed)
    print(f"    {changed.work / full.work:.0%} of the full run's work")
    if responses < TEN_MILLION:
        of_worker = standing.seconds_of_change(home, inbox, lambda: generate.write_file((inbox, kind, 0, rows + 2)))
        print(f"  {'a run of the worker, one file changed':<38} {of_worker:8.2f} s")
        of_changed = [
            Row(f"{size}: one changed, whole", 4, changed.measured.seconds, "s"),
            Row(f"{size}: one changed, the worker's run", 4, of_worker, "s"),
        ]
    else:
        of_changed = [Row(f"{size}: one changed, share of full work", 5, 100 * changed.work / full.work, "%")]
    return [
        of_full,
        *of_changed,
        Row(f"{size}: nothing new, whole", 1.5, again.measured.seconds, "s"),
    ]


def samples(*, years_only: bool) -> list[Row]:
    """Prints what one changed file of the samples costs, with documents; its row of the last table."""
    home = fresh_home("samples")
    measure([str(BIN / "skm"), "init", "--home", str(home), "--samples"])
    if years_only:
        settings = home / "settings.toml"
        settings.write_text(documents.with_years_only(settings.read_text(encoding="utf-8")), encoding="utf-8")
    print("\nSamples" + (", documents of years only" if years_only else ""))
    full = skm(home)
    line("skm run, with documents and site", full.measured, full)
    file = home / SAMPLE
    sent = file.read_text(encoding="utf-8").splitlines()
    another = ["one-more", *sent[-1].split(",")[1:]]
    file.write_text("\n".join([*sent, ",".join(another)]) + "\n", encoding="utf-8")
    changed = skm(home)
    line("skm run, one file changed", changed.measured, changed)
    return [Row("samples: one changed, with documents and site, whole", 6, changed.measured.seconds, "s")]


def main() -> None:
    """Runs all comparisons."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="the same rows at small sizes, in about a minute")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000, TEN_MILLION])
    parser.add_argument("--xlsx", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--units", type=int, default=1_500, help="units whose documents are made; 0: none")
    arguments = parser.parse_args()
    responses, single_units = 400, 60
    if arguments.quick:
        arguments.sizes, arguments.xlsx, arguments.files, arguments.units = [100_000], [10_000], 50, 10
        responses, single_units = 50, 0
    OUT.mkdir(exist_ok=True)
    if not peer.DBT.exists():
        print(f"No dbt in {peer.DBT.parent}: `make bench` puts it there.")
    rows = [row for size in arguments.sizes for row in compare("csv", min(arguments.files, size // 10), size)]
    for size in arguments.xlsx:
        rows += compare("xlsx", min(arguments.files, size // 10), size, full_alone=arguments.quick)
    if arguments.units:
        rows += documents.compare(arguments.units, responses, single_units)
    rows += samples(years_only=arguments.quick)
    show(rows, judged=not arguments.quick)


if __name__ == "__main__":
    main()

"""The documents' part of `make bench`: what a unit's documents cost, and those of 1,500 units.

    python -m benchmarks.documents [--units 1500] [--responses 400] [--single 60]

First the whole, as staff run it: `skm run` with documents of one year on two cores, the same again with nothing
new, and with one file changed, site included. Then CPU seconds a unit and format, in this process, one document
after the other: the first units warm the caches and are not counted.
"""

import argparse
import re
import time
from collections import defaultdict
from pathlib import Path

from benchmarks import generate
from benchmarks.measuring import OUT, Row, fresh_home, line, show, skm
from contracts.home import Home
from contracts.registry import load_registry
from contracts.settings import load_settings
from pipeline.documents.bundles import responses_by_unit, responses_of, unit_bundles
from pipeline.documents.documents import written_bundle
from warehouse.read import open_published

WARMING = 5


def prepare(units: int, responses: int) -> tuple[Path, Path]:
    """A home that makes the documents of years only, and an inbox of one file a unit."""
    inbox = OUT / f"documents-{units}x{responses}"
    generate.inbox(inbox, "csv", units, responses)
    home = fresh_home(inbox.name)
    generate.registry(home, units)
    (home / "settings.toml").write_text(with_years_only(""), encoding="utf-8")
    return home, inbox


def with_years_only(settings: str) -> str:
    """A `settings.toml` whose documents are those of years."""
    kinds = 'kinds = ["year"]'
    found, times = re.subn(r"(?m)^kinds = .*$", kinds, settings)
    return found if times else f"{settings}\n[reports]\n{kinds}\n"


def whole(home: Path, inbox: Path, units: int, responses: int) -> list[Row]:
    """Prints what `skm run` takes with documents, again, and with one file changed; the last table's rows."""
    of_inbox = ("--inbox", str(inbox))
    generate.write_file((inbox, "csv", 0, responses))
    made = skm(home, *of_inbox)
    line("skm run, documents and site", made.measured, made)
    print(f"    documents in {made.documents:.1f} s of wall time, largest worker {made.measured.largest_child} MB")
    again = skm(home, *of_inbox)
    line("nothing new", again.measured, again)
    generate.write_file((inbox, "csv", 0, responses + 1))
    changed = skm(home, *of_inbox)
    line("one file changed, documents and site", changed.measured, changed)
    return [
        Row(
            f"{units:,} units: documents of all kinds, a unit (4 minutes for 1,500)",
            160,
            1000 * made.documents / units,
            "ms",
        ),
        Row(f"{units:,} units: one changed, with documents and site, whole", 30, changed.measured.seconds, "s"),
    ]


def single(home: Path, units: int) -> None:
    """Prints CPU milliseconds a unit, by format."""
    cpu: defaultdict[str, float] = defaultdict(float)
    settings, registry = load_settings(home / "settings.toml"), load_registry(home / "units.csv")
    with open_published(Home(home)) as reader:
        bundles = list(unit_bundles(reader, "2024", settings, registry))[: units + WARMING]
        rows = responses_of(reader, "2024", [bundle.figures.unit_code for bundle in bundles])
    rows.write_parquet(file := OUT / "responses.parquet")
    responses = responses_by_unit(file)
    for position, bundle in enumerate(bundles):
        since = time.process_time()
        for name, _content in written_bundle(bundle, responses[bundle.figures.unit_code]):
            now = time.process_time()
            if position >= WARMING:
                cpu["-".join(name.rpartition("/")[2].split("-")[:2]) + name[-5:]] += now - since
            since = now
    counted = len(bundles) - WARMING
    for name, seconds in cpu.items():
        print(f"    {name:<24} {1000 * seconds / counted:7.1f} ms")
    print(f"    {'all':<24} {1000 * sum(cpu.values()) / counted:7.1f} ms CPU a unit")


def compare(units: int, responses: int, single_units: int) -> list[Row]:
    """Prints the documents' block; its rows of the last table."""
    home, inbox = prepare(units, responses)
    print(f"\nDocuments of {units:,} units with {responses} responses each")
    rows = whole(home, inbox, units, responses)
    if single_units:
        single(home, single_units)
    return rows


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=1_500)
    parser.add_argument("--responses", type=int, default=400)
    parser.add_argument("--single", type=int, default=60)
    arguments = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    show(compare(arguments.units, arguments.responses, arguments.single))


if __name__ == "__main__":
    main()

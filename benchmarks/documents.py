"""The documents' part of `make bench`: what a unit's documents cost, and those of 1,500 units.

    python -m benchmarks.documents [--units 1500] [--responses 400] [--single 60]

First the whole, as staff run it: `skm run` with documents of one year on two cores, and the same again with
nothing new. Then CPU seconds a unit and format, in this process, one document after the other: the first
units warm the caches and are not counted.
"""

import argparse
import json
import shutil
import sys
import time
from collections import defaultdict
from pathlib import Path

from benchmarks import generate
from benchmarks.run import OUT, measure
from contracts.home import Home
from contracts.registry import load_registry
from contracts.settings import load_settings
from pipeline.documents.bundles import responses_of, unit_bundles
from pipeline.documents.documents import written_bundle
from warehouse.read import open_published

WARMING = 5


def prepare(units: int, responses: int) -> tuple[Path, Path]:
    """A home that makes the documents of years only, and an inbox of one file a unit."""
    inbox = OUT / f"documents-{units}x{responses}"
    generate.inbox(inbox, "csv", units, responses)
    home = OUT / "homes" / inbox.name
    shutil.rmtree(home, ignore_errors=True)
    generate.registry(home, units)
    (home / "settings.toml").write_text('[reports]\nkinds = ["year"]\n', encoding="utf-8")
    return home, inbox


def whole(home: Path, inbox: Path, units: int) -> None:
    """Prints what `skm run` takes with documents, without them, and again."""
    command = [str(Path(sys.executable).parent / "skm"), "run", "--home", str(home), "--inbox", str(inbox), "--json"]
    measure([*command, "--no-documents"])
    made = measure(command)
    seconds = sum(taken for stage, taken in json.loads(made.output)["seconds"].items() if stage.startswith("Dokumen"))
    print(f"  {units:,} units: documents in {seconds:.1f} s of wall time, largest worker {made.largest_child} MB")
    again = measure(command)
    rest = json.loads(again.output)["seconds"]
    print(f"  nothing new: {again.seconds:.1f} s whole, {sum(rest.values()) - rest['start']:.2f} s of it work")


def single(home: Path, units: int) -> None:
    """Prints CPU milliseconds a unit, by format."""
    cpu: defaultdict[str, float] = defaultdict(float)
    settings, registry = load_settings(home / "settings.toml"), load_registry(home / "units.csv")
    with open_published(Home(home)) as reader:
        bundles = list(unit_bundles(reader, "2024", settings, registry))[: units + WARMING]
        responses = responses_of(reader, "2024", [bundle.figures.unit_code for bundle in bundles])
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


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=1_500)
    parser.add_argument("--responses", type=int, default=400)
    parser.add_argument("--single", type=int, default=60)
    arguments = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    home, inbox = prepare(arguments.units, arguments.responses)
    print(f"\nDocuments of {arguments.units:,} units with {arguments.responses} responses each")
    whole(home, inbox, arguments.units)
    single(home, arguments.single)


if __name__ == "__main__":
    main()

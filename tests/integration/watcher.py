"""A reader in a process of its own: asks the published warehouse again and again what it says, until its standard
input closes; then writes, as JSON, each answer that differed from the one before, and how often it came."""

import json
import select
import sys
from pathlib import Path

from contracts.errors import HomeError
from contracts.home import Home
from warehouse.read import open_published


def observe(home: Home) -> dict[str, object]:
    """What several questions in a row to one version answer; empty where nothing is published."""
    try:
        with open_published(home) as reader:
            (units,) = reader.rows("SELECT count(*) AS units, sum(respondents)::INTEGER AS respondents FROM ikm_unit "
                                   "WHERE period_code = '2024'")  # fmt: skip
            (responses,) = reader.rows("SELECT count(*) AS responses FROM response")
            (newest,) = reader.rows("SELECT run_id FROM run ORDER BY started_at DESC LIMIT 1")
            (weight,) = reader.rows("SELECT DISTINCT weight FROM ikm_unit")
            return {**units, **responses, **newest, **weight, "parquet": reader.parquet("ikm_unit").is_file()}
    except HomeError:
        return {}


def main() -> None:
    """Watches the home named on the command line."""
    home = Home(Path(sys.argv[1]))
    seen: list[tuple[dict[str, object], int]] = []
    is_last = False
    while not is_last:
        is_last = bool(select.select([sys.stdin], [], [], 0.05)[0])  # one more look: at what is published for good
        now = observe(home)
        before, times = seen.pop() if seen and seen[-1][0] == now else (now, 0)
        seen.append((before, times + 1))
    json.dump(seen, sys.stdout)


if __name__ == "__main__":
    main()

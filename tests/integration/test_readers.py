"""While runs publish, whoever reads sees one whole version after the other, and never anything else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.offices import home_at, respondents, run, same, send

pytestmark = pytest.mark.usefixtures("without_prefect")

REPOSITORY = Path(__file__).parents[2]


def test_readers_see_whole_versions(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    watcher = [sys.executable, "-m", "tests.integration.watcher", str(home.root)]
    with subprocess.Popen(
        watcher, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as reader:
        states: list[dict[str, object]] = [{}]
        for unit, weight in (("Kecamatan Mawar", "0.11"), ("Kecamatan Melati", "1/9")):
            send(home, f"{unit}.csv", respondents(same(3, 3 + len(states))))
            home.settings.write_text(f'[method]\nweight = "{weight}"\n', encoding="utf-8")
            summary = run(home).summary
            states.append(
                {
                    "units": len(states),
                    "respondents": summary.responses,
                    "responses": summary.responses,
                    "run_id": summary.run_id,
                    "weight": weight,
                    "parquet": True,
                }
            )
        told, complaints = reader.communicate()
    assert complaints == ""
    seen = json.loads(told)
    assert [state for state, _ in seen] == states
    assert sum(times for _, times in seen) > 20

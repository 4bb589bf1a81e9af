"""Makes the home that tests of later code open: `python -m tests.homes.make`, at a release (docs/upgrade.md).

    tests/homes/<day>.tar.xz   settings, registry, inbox, archive, decisions, editions, record of what was public,
                               accounts: what no run makes again. No warehouse, no documents: it stays small
    tests/homes/<day>.json     the figures, editions and files it published on that day; what it had written beside them

The homes of before this module had the like story, told by the code of the commit that their `made_by` names. That of
2026-11-22 knew neither decisions nor erasures nor a record of what was public; there a smaller file was let in by
`skm accept` (`archive/accepted.txt`). In that of 2026-11-28 a row was erased, after it had been public.

Belongs here: the small story of that home. Not here: what later code must make of it
(`tests/integration/test_older_homes.py`).
"""

import json
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from cli.withdrawing import withdraw_file
from contracts import home_format
from contracts.clock import now
from contracts.home import Home
from operations.backup_format import KEPT, part
from pipeline import decisions, publications
from pipeline.closing import closing
from pipeline.erasing import erasure_list
from portal.server.accounts import Accounts
from portal.server.database import Database
from tests.integration.offices import home_at, no_documents, respondents, rows, run, same, send
from tests.integration.without_prefect import flow_without_prefect

HERE: Final = Path(__file__).parent
PERIOD: Final = "2024-S1"
PASSWORD: Final = "empat kata yang panjang"
LEFT_OUT: Final = {"warehouse", "reports", "reports.journal", "quarantine", "uploads", "notified", "reminders"}
PUBLISHED: Final = {
    "figures": "SELECT period_code, unit_code, respondents, CAST(ikm AS VARCHAR) AS ikm FROM ikm_unit ORDER BY ALL",
    "editions": "SELECT period_code, revision, state FROM edition ORDER BY ALL",
    "files": "SELECT path, status, reason_code, rows_accepted, rows_rejected FROM ingest_file ORDER BY ALL",
}
"""What is published, as SQL: names that later releases keep, or give here another."""


def published(home: Home) -> dict[str, list[list[object]]]:
    """The answers to PUBLISHED, as JSON has them."""
    return {name: [list(row.values()) for row in rows(home, sql)] for name, sql in PUBLISHED.items()}


def kept(home: Home) -> dict[str, object]:
    """What a home holds beside figures: lines and publications, as they are read by the code of today."""
    publication = publications.load(home).newest
    decided = decisions.load(home)
    return {
        "home.json": home_format.about(home) is not None,
        "decisions": len(decided.lines),
        "accepted before decisions": len(decided.accepted_before),
        "erasures": len(erasure_list.load(home).lines),
        "publications": publication.number if publication else 0,
    }


def live(home: Home) -> None:
    """Two offices send; the half-year is closed, another comes late and it is revised; one sends by mistake."""
    send(home, "Kecamatan Mawar.csv", respondents([*same(3, 6), "3421334"], ids=[f"m{number}" for number in range(7)]))
    send(home, "Kecamatan Melati.csv", respondents(same(4, 8), dates="07/08/2024"))
    run(home)
    closing.close(home.root, PERIOD, "ani", confirm=True)
    send(home, "Dinas Kenanga.csv", respondents(same(2, 6), dates="05/03/2024"), datetime(2026, 2, 1))
    run(home)
    closing.reopen(home.root, PERIOD, "ani", "data susulan")
    run(home)
    closing.close(home.root, PERIOD, "ani", confirm=True)
    send(home, "Kecamatan Melati susulan.csv", respondents(same(1, 9), dates="09/09/2024"), datetime(2026, 3, 1))
    run(home)
    withdraw_file(home.root, "susulan", why="salah kirim", by="ani")
    run(home)
    Accounts(Database(home.accounts), now).add("mawar", PASSWORD, unit_code="U-1")


def make(folder: Path) -> Path:
    """Writes the two files into a folder; the tar."""
    with tempfile.TemporaryDirectory() as aside, no_documents(), flow_without_prefect():
        home = home_at(Path(aside) / "data")
        live(home)
        path = folder / f"{now():%Y-%m-%d}.tar.xz"
        with tarfile.open(path, "w:xz") as tar:
            for name in KEPT:
                place = part(home, name)
                if place.exists() and place.name not in LEFT_OUT:
                    tar.add(place, place.name)
        made_by = "python -m tests.homes.make"
        said = json.dumps({"made_by": made_by, "kept": kept(home), **published(home)}, indent=1)
        path.with_name(f"{now():%Y-%m-%d}.json").write_text(f"{said}\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    print(make(HERE))

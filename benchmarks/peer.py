"""The same figures by a dbt-duckdb project (`benchmarks/dbt`), in an environment of its own that `make bench` makes.

Belongs here: building it, and how many of its indexes are those that `skm run` published. Not here: its models. It
reads csv that are all alike; it settles no identities, keeps no originals, and reads all of them anew each time.
"""

from pathlib import Path
from typing import Final

import duckdb

from benchmarks.measuring import OUT, Measured, measure
from contracts.home import Home

PROJECT: Final = Path(__file__).parent / "dbt"
DBT: Final = Path(__file__).parent.parent / "build" / "dbt" / "bin" / "dbt"
INDEXES: Final = "SELECT period_code, unit_code, respondents, CAST(ikm AS DECIMAL(6, 2)) FROM ikm_unit"


def build(inbox: Path, home: Path, database: Path) -> Measured | None:
    """`dbt build`: models and tests; None without its environment."""
    if not DBT.exists():
        return None
    database.unlink(missing_ok=True)
    folders = [f"--{name}-path={OUT / 'dbt'}" for name in ("target", "log")]
    return measure(
        [str(DBT), "build", f"--project-dir={PROJECT}", f"--profiles-dir={PROJECT}", *folders],
        PEER_INBOX=str(inbox),
        PEER_UNITS=str(home / "units.csv"),
        PEER_DATABASE=str(database),
    )


def same_indexes(home: Path, database: Path) -> tuple[int, int]:
    """How many indexes of periods and units are those of the peer, and how many there are in either."""
    ours, theirs = (_indexes(path) for path in (Home(home).database, database))
    return len(ours & theirs), len({one[:2] for one in ours | theirs})


def _indexes(database: Path) -> set[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return set(connection.execute(INDEXES).fetchall())

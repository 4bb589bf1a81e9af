"""The public site as files, made from tables: what staff have, and what everyone may have.

Belongs here: a regency with a tiny unit, its site as it is really written (pages, open data, cards, public reports),
what a file says as text. Not here: what follows from public tables (`tests.privacy.attacker`).
"""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

import polars as pl

from contracts.home import Home
from contracts.lineage_tables import FINDING, INGEST_FILE, REJECTED_ROW, RUN
from contracts.public_tables import RECEIVED
from contracts.registry import Registry, Unit
from contracts.respondent import AGE_BAND, GENDER
from contracts.services import Service, Services
from contracts.settings import Settings
from contracts.signal_tables import SIGNAL_TABLES
from contracts.tables import RESPONSE, SUGGESTION_THEME
from contracts.unsur import UNSUR_COLUMNS
from pipeline.documents import documents
from pipeline.documents.bundles import PeriodFigures
from pipeline.documents.documents import MadeDocument, ManifestEntry
from pipeline.documents.site import build
from pipeline.documents.site_folder import content_sha256
from pipeline.stores import open_stores
from tests.made_rows import made_frame
from tests.privacy.regencies import Person, responses
from tests.public_site import PublicSite
from tests.published_rows import publish_frames
from transforms.figures.withholding import received
from transforms.schema import conform, frame_schema

SIZES = {"A": 3, "B": 14, "C": 45, "D": 120}
"""People of a year. A is never shown, B and C with their years only: a few of C have no date."""
PUBLISHED = datetime(2025, 1, 3, 8)
TYPESET = {"B", "D"}
"""Which units have documents, of PERIOD: each takes a moment."""
PERIOD = "2024"
REGISTRY = Registry(
    tuple(
        Unit(code, f"Unit {code}", "kecamatan" if code < "C" else "dinas", None, (), None, (("2024", 400),))
        for code in SIZES
    )
)


SERVICES = Services((Service("C", "kk", "Kartu Keluarga"), Service("D", "ktp", "KTP-el"), Service("D", "kia", "KIA")))


class Published(NamedTuple):
    """What staff and what everyone may have, by table."""

    internal: Mapping[str, pl.DataFrame]
    public: Mapping[str, pl.DataFrame]


def two_years(seed: int, settings: Settings, *, times: int = 1) -> Published:
    """A regency with two years, published twice: between them three came to D, whose former figures stay, and forty
    to C. `times`: that many times as many people."""
    chance, numbers, site = random.Random(seed), count(), PublicSite(settings, services=SERVICES)
    people = [
        _somebody(chance, next(numbers), unit, year)
        for year in (2023, 2024)
        for unit, size in SIZES.items()
        for _ in range(size * times)
    ]
    site.publishes(responses(people), REGISTRY)
    people += [_somebody(chance, next(numbers), unit, 2024) for unit in ("D", "D", "D", *("C",) * 40)]
    given = responses(people)
    internal = site.internal(given, REGISTRY) | _around(given, people, chance)
    files = conform(received(internal["ingest_file"], rows_told=True), RECEIVED)
    return Published(internal, site.publishes(given, REGISTRY) | {RECEIVED.name: files})


def _somebody(chance: random.Random, number: int, unit: str, year: int) -> Person:
    day = date(year, 1, 1) + timedelta(days=chance.randrange(365))
    named = str(year) if unit == "C" and chance.random() < 0.1 else None
    answers = tuple(chance.choices((1, 2, 3, 4), (1, 2, 5, 4))[0] for _ in UNSUR_COLUMNS)
    gender, band = (chance.choice([one.value for one in kind.categories]) for kind in (GENDER, AGE_BAND))
    word = ("KTP-el", "KTP-el", "KTP-el", "Kartu Keluarga", "Kartu Keluarga", None, "KIA")[number % 7]
    return Person(number, unit, None if named else day, named, gender, band, answers, word)


def _around(given: pl.LazyFrame, people: list[Person], chance: random.Random) -> dict[str, pl.DataFrame]:
    """Files, rejected rows, findings, suggestions and the run; each time others, but for the run and which checks did
    not pass."""
    rejected, blanked = chance.randrange(2, 9), chance.randrange(2, 9)
    files = [
        {"file_id": f"f{unit}", "path": f"{unit} {seed}.csv", "content_id": seed, "unit_code": unit,
         "kind": "responses", "status": "partial", "rows_read": rows + rejected, "rows_accepted": rows,
         "rows_rejected": rejected, "rows_duplicate": 0, "first_seen_at": PUBLISHED}
        for seed in [f"{chance.randrange(10**9)}"]
        for unit, rows in ((unit, sum(one.unit == unit for one in people)) for unit in SIZES)
    ]  # fmt: skip
    observed = {"u9_missing": f"{rejected} of {len(people)} rows", "age_impossible": f"{blanked} of {len(people)} rows"}
    numbered = [
        pl.int_range(pl.len()).cast(frame_schema(RESPONSE)[name]).alias(name) for name in ("response_key", "row_number")
    ]
    return {
        "response": given.with_columns(
            pl.format("f{}", "unit_code").alias("file_id"), pl.lit("Data").alias("sheet"), *numbered
        ).collect(),
        "ingest_file": made_frame(INGEST_FILE, *files),
        "rejected_row": made_frame(
            REJECTED_ROW, *({"file_id": "fC", "row_number": row, "rule": "u9_missing"} for row in range(rejected))
        ),
        "finding": made_frame(
            FINDING,
            *(
                {"run_id": "r1", "suite": "responses", "expectation": code, "verdict": "failed", "observed": seen,
                 "severity": "error" if code == "u9_missing" else "warning"}
                for code, seen in observed.items()
            ),
        ),
        "suggestion_theme": made_frame(
            SUGGESTION_THEME,
            *({"period_code": "2024", "unit_code": unit, "theme": "all", "suggestions": blanked} for unit in SIZES),
        ),
        **{
            table.name: made_frame(
                table,
                *(
                    {"period_code": "2024", "unit_code": unit, "signal": "day", "seen": f"2024-03-{rejected + 10}"}
                    for unit in SIZES
                ),
            )
            for table in SIGNAL_TABLES
        },
        "run": made_frame(RUN, {"run_id": "r1", "started_at": PUBLISHED, "finished_at": PUBLISHED}),
    }  # fmt: skip


def site_of(root: Path, published: Published, settings: Settings) -> Path:
    """The folder of the site that is made of it, documents included."""
    home = Home(root)
    home.root.mkdir()
    publish_frames(home, published.internal, published.public)
    stores = open_stores(home, settings.storage)
    figures = PeriodFigures(home, settings, REGISTRY, PERIOD)
    made = []
    for bundle in (one for one in figures.units if one.owner in TYPESET):
        public = bundle.with_only(bundle.name(kind, kind.endings[0]) for kind in bundle.kinds if kind.public)
        contents = dict(documents.written_bundle(public, ()))
        stores.reports.below(PERIOD).write_all(contents)
        made += [
            MadeDocument(
                name,
                ManifestEntry(size=len(one), sha256=content_sha256(one), inputs=" ".join(public.made_from[name])),
            )
            for name, one in contents.items()
        ]
    documents.record(stores, PERIOD, made, "")
    build(home, stores.reports, settings, REGISTRY)
    return home.site

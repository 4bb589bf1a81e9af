"""What units collected over a year, as small tables: for the chapter on signals of response quality.

Not here: what counts, and how an index is made of it (`tests.spec.tables`).
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

import polars as pl

from contracts.decisions import Decision
from contracts.registry import Registry, Unit
from contracts.tables import COUNTED_PERIOD, RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from tests.spec.tables import rows
from transforms.figures.quality_signals import signal_rows, signals_of_rows
from transforms.schema import empty_frame, frame_schema


def signals(
    collected: str,
    *,
    mode: str = "",
    served: int | None = None,
    parts: int | None = None,
    explained: Mapping[tuple[str, str], Decision] | None = None,
) -> pl.DataFrame:
    """The table `quality_signal` of the year 2024 of a unit. Of `collected` each line is answers of every Monday to
    Friday `from` a day `to` another (else of that day): so many `a day`, from the time `at` on, one `every` so many
    minutes (else 20). A `?` among the answers is a 4 so often of a hundred as `fours` says, else a 3, drawn with a
    fixed seed. Everyone is another person, but for lines with a `person`. `mode`: how the unit asks; `served`: people
    it served; `parts`: in how many parts of an answer they are counted; `explained`: as `signals_of_rows` takes it."""
    unit = Unit(
        *("A", "Unit A", "kecamatan", None, (), None, (("2024", served),) if served else ()),
        survey_mode=mode,
    )
    given = responses(collected).with_columns(answer_parts=pl.lit(parts, pl.Int32))
    found = signal_rows(given.lazy(), empty_frame(COUNTED_PERIOD), Registry((unit,)), ("year",))
    return signals_of_rows(found, explained or {})


def responses(collected: str) -> pl.DataFrame:
    """The same answers, columns of RESPONSE."""
    random, numbers = Random(14), count(2)
    people = []
    for line in rows(collected):
        first = date.fromisoformat(line["from"])
        last = date.fromisoformat(line.get("to") or line["from"])
        for day in (first + timedelta(days) for days in range((last - first).days + 1)):
            if day.weekday() >= 5 and day != first:
                continue
            for place in range(int(line["a day"])):
                number = next(numbers)
                begins = datetime.combine(day, time.fromisoformat(line.get("at") or "08:00"))
                answers = [
                    int(answer) if answer != "?" else 3 + (random.randrange(100) < int(line["fours"]))
                    for answer in line["answers"].replace(" ", "")
                ]
                who = line.get("person") or ""
                people.append(
                    {
                        "unit_code": "A",
                        "response_date": day,
                        "submitted_at": begins + place * timedelta(minutes=float(line.get("every") or 20)),
                        "age": 20 + (sum(map(ord, who)) if who else random.randrange(50)),
                        "gender": "L" if who else random.choice("LP"),
                        "education": "SMA" if who else random.choice(("SD", "SMP", "SMA", "D4/S1")),
                        "occupation": "Lainnya" if who else random.choice(("Lainnya", "Wiraswasta", "Tidak Bekerja")),
                        **dict(zip(UNSUR_COLUMNS, answers, strict=True)),
                        # A hash, which says nothing of the order.
                        "response_key": random.getrandbits(60),
                        "file_id": "A",
                        "sheet": "",
                        "row_number": number,
                    }
                )
    return pl.DataFrame(
        people, schema={name: kind for name, kind in frame_schema(RESPONSE).items() if name in people[0]}
    ).with_columns(
        period_code=pl.lit(None, pl.String), service=pl.lit(None, pl.String), age_band=pl.lit(None, pl.String)
    )

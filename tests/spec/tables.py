"""Small row-wise tables for the specification: read, computed with, compared.

A table is text: a line of column names, then one line per row, cells apart by `|`. The same text is
what `tests.spec.render` prints in docs/method.md.
"""

from datetime import date
from decimal import Decimal

import polars as pl

from contracts.registry import Registry, Unit
from contracts.respondent import CHARACTERISTICS, PROTECTED_CHARACTERISTICS
from contracts.services import Service, Services
from contracts.settings import Method, Ranking, RegencyMethod, Settings, Survey, Thresholds
from contracts.tables import RESPONSE
from contracts.unsur import UNSUR, UNSUR_COLUMNS
from transforms.figures.all_figures import FigureTables, compute_figures
from transforms.figures.unsur_association import ikm_unsur_association
from transforms.schema import frame_schema

SHORT_NAMES = {"unit": "unit_code", "period": "period_code", "unsur": "unsur_code", "service": "service_code"}


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table, every cell as text."""
    header, *lines = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return [dict(zip(header, line, strict=True)) for line in lines]


def responses_of(row: dict[str, str]) -> list[dict[str, object]]:
    """The responses one line stands for.

    `answers` holds the nine answers of a person, `times` how many answered so. Or `respondents` and
    `U1` … `U9` hold sums: then as many people whose answers make these sums."""
    when = row.get("when", "2024")
    dated = len(when) == len("2024-01-31")
    person: dict[str, object] = {
        "unit_code": row.get("unit", "A"),
        "response_date": date.fromisoformat(when) if dated else None,
        "period_code": None if dated else when,
        **{one.column: row.get(one.name) or None for one in (*CHARACTERISTICS, *PROTECTED_CHARACTERISTICS)},
        "service": row.get("service") or None,
    }
    if "answers" in row:
        answers = [int(answer) for answer in row["answers"].replace(" ", "")]
        return [{**person, **dict(zip(UNSUR_COLUMNS, answers, strict=True))}] * int(row.get("times", 1))
    respondents = int(row["respondents"])
    shares = {unsur.column: divmod(int(row[unsur.code]), respondents) for unsur in UNSUR}
    return [
        {**person, **{column: low + (position < more) for column, (low, more) in shares.items()}}
        for position in range(respondents)
    ]


def computed(
    responses: str,
    units: str = "",
    *,
    weight: str = "0.11",
    headline: RegencyMethod = "mean_of_units",
    small_cell: int = 5,
    minimum_respondents: int = 1,
    seen_until: date | None = None,
    named_too: tuple[tuple[str, str], ...] = (),
    holidays: tuple[date, ...] = (),
    services: str = "",
) -> FigureTables:
    """All figures of a table of responses. `units` has unit, type, first day and last day and, in columns named by a
    period, the people served; without it every unit is a kecamatan that was always there. `small_cell` is five and all
    units are ranked, so that tables stay small; `services` has unit, code and name of the register; `seen_until` is the
    last day on which any file came; `named_too` names unit and period of files whose people all stand in files of
    shorter periods."""
    people = response_frame(responses)
    codes = people.get_column("unit_code").unique(maintain_order=True)
    named = rows(units) if units else [{"unit": code} for code in codes]
    registry = Registry(
        tuple(
            Unit(
                unit_code=row["unit"],
                unit_name=f"Unit {row['unit']}",
                unit_type=row.get("type", "kecamatan"),
                bps_code=None,
                aliases=(),
                unsur_order=None,
                service_recipients=tuple((k, int(v)) for k, v in row.items() if k[0].isdigit() and v),
                valid_from=date.fromisoformat(row["first day"]) if row.get("first day") else None,
                valid_to=date.fromisoformat(row["last day"]) if row.get("last day") else None,
            )
            for row in named
        )
    )
    settings = Settings(
        method=Method(weight=weight, headline=headline),
        thresholds=Thresholds(small_cell=small_cell),
        survey=Survey(holidays=holidays),
        ranking=Ranking(minimum_respondents=minimum_respondents),
    )
    register = rows(services) if services else ()
    registered = Services(tuple(Service(row["unit"], row["code"], row["name"]) for row in register))
    return compute_figures(people.lazy(), registry, settings, seen_until, named_too, registered)


def response_frame(responses: str) -> pl.DataFrame:
    """The columns of `response` that figures are made from, of a table of responses."""
    people = [response for row in rows(responses) for response in responses_of(row)]
    schema = {name: dtype for name, dtype in frame_schema(RESPONSE).items() if not people or name in people[0]}
    return pl.DataFrame(people, schema=schema)


def associated(responses: str) -> pl.DataFrame:
    """The table `ikm_unsur_association` of a table of responses."""
    counted_period = computed(responses).counted_period
    return ikm_unsur_association(response_frame(responses).lazy(), counted_period, Settings().reports.kinds)


def agrees(frame: pl.DataFrame, expected: str, **where: object) -> None:
    """Fails unless the frame's rows where `where` holds are exactly the expected ones, in any order,
    looking at the expected columns only. Floats agree to the places written."""
    wanted = rows(expected)
    columns = list(wanted[0])
    places = {column: max(len(row[column].partition(".")[2]) for row in wanted) for column in columns}
    chosen = frame.filter(**{SHORT_NAMES.get(name, name): value for name, value in where.items()})
    actual = [
        [_cell(row[SHORT_NAMES.get(column, column)], places[column]) for column in columns] for row in chosen.to_dicts()
    ]
    if sorted(actual) != sorted(list(row.values()) for row in wanted):
        shown = "\n".join(" | ".join(cells) for cells in [columns, *actual])
        raise AssertionError(f"expected\n{expected}\nbut computed\n{shown}")


def _cell(value: object, places: int) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.{places}f}"
    return str(value).replace("|", ", ")


def hundredths_of(index: str) -> int:
    return int(Decimal(index) * 100)

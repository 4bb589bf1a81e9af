"""`skm explain UNIT PERIOD --plan`: where the plan, its realisation and the steps of PEKPPP come from that `skm submit`
hands in.

Belongs here: showing them, down to file and row. Not here: the figures (`pipeline.documents.submission`), those of the
index (`cli.explaining`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from cli.explaining import find_unit
from cli.output import console, format_value, show_json, show_table
from cli.ranking import chosen_period
from contracts.home import Home
from contracts.periods import parse_period
from contracts.registry import load_registry
from contracts.settings import load_settings
from pipeline import questionnaire_register
from pipeline.documents.plans import PeriodPlans
from pipeline.documents.submission import Ladders, Told, ladders, published_in, reported_days
from pipeline.run import staging_area
from pipeline.stores import open_stores
from reports.figures.follow_up_figures import FollowUpFigures
from reports.wording import submission_sentences as wording
from warehouse import published
from warehouse.read import Reader, Row, open_published

_PLACE = {"path": "Berkas", "sheet": "Lembar", "row_number": "Baris"}
_PLANNED = {"position": "No", "unsur_code": "Unsur", "activity": "Kegiatan", **_PLACE}
_ACCOUNTED = {"position": "No", "activity": "Kegiatan", "said": "Terlaksana", "done_on": "Selesai", **_PLACE}
_MEDIA = {"medium": "Media", "published_on": "Tanggal", "link": "Tautan", "path": "Berkas"}


def show_plan_explanation(root: Path, wanted: str, period_code: str, *, as_json: bool) -> None:
    """Shows the plan that answers a period, the one its report gives account of, what was published where, and the
    steps that follow. Raises SkmError where a sheet of media was not read by this code yet."""
    home = Home(root)
    settings, registry = load_settings(home.settings), load_registry(home.units)
    questionnaires = questionnaire_register.load(home, registry)
    area = staging_area(open_stores(home, settings.storage), settings.limits, registry, questionnaires=questionnaires)
    with open_published(home) as reader:
        code = chosen_period(reader, period_code)
        unit = find_unit(reader, wanted)
        unit_code = unit.of("unit_code", str)
        plans = PeriodPlans(reader, code, unit_code)
        accounted = plans.accounted_period(unit_code)
        plan = plans.of(unit_code, accounted)
        reported_on = reported_days(reader).get(accounted)
        told = published_in(area, reader, code).get(unit_code, [])
        planned, done = (_actions(reader, of, unit_code) for of in (code, accounted))
    steps = ladders(told, plan, reported_on)
    if as_json:
        show_json(
            {
                "unit": unit,
                "period": code,
                "plan": planned,
                "accounted_period": accounted,
                "accounted": done,
                "realisation": plan and plan.realisation,
                "reported_on": reported_on,
                "media": [
                    {**one.published.model_dump(), "path": one.path, "is_dated_later": one.is_dated_later}
                    for one in told
                ],
                "steps": {name: step and step.model_dump() for name, step in steps._asdict().items()},
            }
        )
        return
    out = console()
    out.print(f"{unit['unit_name']}, {parse_period(code).label}: rencana tindak lanjut dan PEKPPP", style="bold")
    _show("Rencana atas hasil periode ini", planned, _PLANNED, "belum ada rencana.")
    label = parse_period(accounted).label
    _show(f"Yang dilaksanakan atas hasil {label}", done, _ACCOUNTED, "tidak ada rencana.")
    media = [_medium(one) for one in told]
    _show("Media publikasi hasil periode ini", media, _MEDIA, "belum dilaporkan.")
    for sentence in (*_sentences(plan, reported_on, steps), *wording.LADDERS):
        out.print(sentence, markup=False)


def _show(title: str, rows: Sequence[Mapping[str, object]], columns: Mapping[str, str], empty: str) -> None:
    show_table(title, rows, dict(columns), right=tuple({"position", "row_number"} & columns.keys()), empty=empty)


def _actions(reader: Reader, period_code: str, unit_code: str) -> list[Row]:
    """`follow_up` of a plan with the path of each action's file, and what is said of it."""
    paths = {file["file_id"]: file["path"] for file in published.files(reader)}
    rows = published.follow_ups(reader, period_code, unit_code)
    return [Row(row | {"path": paths.get(row["file_id"]), "said": _said(row["done"])}) for row in rows]


def _said(done: object) -> str:
    return "belum disebut" if done is None else "sudah" if done else "belum"


def _medium(one: Told) -> dict[str, object]:
    later = " (belum tiba saat lembarnya dikirim: tidak dihitung)" if one.is_dated_later else ""
    day = one.published.published_on
    said = f"{format_value(day)}{later}" if day else ""
    return {"medium": one.published.medium, "published_on": said, "link": one.published.link, "path": one.path}


def _sentences(plan: FollowUpFigures | None, reported_on: date | None, steps: Ladders) -> list[str]:
    realised = wording.NO_PLAN if plan is None else wording.realised_by(plan)
    closed = "belum ditetapkan" if reported_on is None else f"ditetapkan {format_value(reported_on)}"
    return [
        f"Nilai publikasi: {wording.step_words(steps.publication)}.",
        f"Realisasi: {realised}. Nilai realisasi: {wording.step_words(steps.realisation)}.",
        f"Laporan yang ditindaklanjuti {closed}. Nilai kecepatan: {wording.step_words(steps.speed)}.",
    ]

"""`skm explain` of a unit that has no index because its questionnaire leaves an unsur out: the index of the others, and
the files behind it.

Not here: units with an index (`cli.explaining`), the sentences (`reports.wording.further_sentences`).
"""

from collections.abc import Sequence

from cli.lateness import edition_state, late_in_words, waiting
from cli.output import COUNT_COLUMNS, console, count_columns, format_value, show_json, show_table
from contracts.periods import parse_period
from contracts.shared_columns import WITHOUT_UNSUR
from reports.figures.further_figures import FurtherFigure, without_unsur
from reports.wording.file_words import STATUSES
from reports.wording.further_sentences import apart_sentences
from warehouse import published, published_editions
from warehouse.read import Reader, Row

_COLUMNS = {
    "code": "Kode",
    "name": "Unsur",
    "respondents": "Responden",
    "mean": "NRR",
    "score": "Nilai",
    "mutu": "Mutu",
}
_FILE_COLUMNS = {"path": "Berkas", "status": "Status", **COUNT_COLUMNS}


def is_apart(further: Sequence[Row]) -> bool:
    """Whether rows of `further_index` are of a questionnaire that leaves an unsur out."""
    return any(row["kind"] == WITHOUT_UNSUR for row in further)


def said_apart(further: Sequence[Row]) -> list[str]:
    """What is to be said of such a questionnaire beside an index."""
    return [
        f"Di luar IKM ini: {format_value(row['asked'])} responden menjawab kuesioner “{row['questionnaire']}”, yang "
        f"tidak menanyakan semua unsur; indeksnya {format_value(row['score'])}."
        for row in further
        if row["kind"] == WITHOUT_UNSUR
    ]


def show_apart_explanation(reader: Reader, unit: Row, code: str, further: Sequence[Row], *, as_json: bool) -> None:
    """Shows it; `further`: the unit's rows of `further_index` in the period."""
    unit_code = unit.of("unit_code", str)
    files = published.files(reader, unit_code)
    late = published_editions.late_responses(reader, unit_code, code)
    if as_json:
        show_json({"unit": unit, "period": code, "index": None, "further": further, "files": files, "late": late})
        return
    out = console()
    out.print(f"{unit['unit_name']}, {parse_period(code).label}: tidak punya IKM", style="bold")
    out.print(f"Keadaan: {edition_state(reader, code)}.", markup=False)
    if waits := waiting(late):
        out.print(f"Ditahan untuk revisi: {late_in_words(waits)}; lihat 'skm status'.", markup=False)
    for index, unsur in without_unsur([FurtherFigure.model_validate(row) for row in further]):
        title = f"Kuesioner “{index.questionnaire}”"
        rows = [{**one.model_dump(), "mean": format_value(one.mean)} for one in unsur]
        show_table(title, rows, _COLUMNS, right=("respondents", "mean", "score"))
        for sentence in apart_sentences(index, unsur):
            out.print(sentence, markup=False)
    shown = [{**file, "status": STATUSES[str(file["status"])]} for file in files]
    columns = count_columns(_FILE_COLUMNS, shown)
    show_table("Berkas unit ini", shown, columns, right=tuple(columns)[2:])

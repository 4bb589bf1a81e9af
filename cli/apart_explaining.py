"""What `skm explain` says of a questionnaire that leaves an unsur out: the index of the others, in the place of an IKM
that a unit does not have, or beside it.

Not here: all else that it says (`cli.explaining`), the sentences (`reports.wording.further_sentences`).
"""

from collections.abc import Sequence

from cli.output import console, format_value, show_table
from contracts.shared_columns import WITHOUT_UNSUR
from reports.figures.further_figures import FurtherFigure, without_unsur
from reports.wording.further_sentences import apart_sentences
from warehouse.read import Row

_COLUMNS = {
    "code": "Kode",
    "name": "Unsur",
    "respondents": "Responden",
    "mean": "NRR",
    "score": "Nilai",
    "mutu": "Mutu",
}


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


def print_apart(further: Sequence[Row]) -> None:
    """Each such questionnaire of a unit without an index, from its rows of `further_index` in the period."""
    for index, unsur in without_unsur([FurtherFigure.model_validate(row) for row in further]):
        title = f"Kuesioner “{index.questionnaire}”"
        rows = [{**one.model_dump(), "mean": format_value(one.mean)} for one in unsur]
        show_table(title, rows, _COLUMNS, right=("respondents", "mean", "score"))
        for sentence in apart_sentences(index, unsur):
            console().print(sentence, markup=False)

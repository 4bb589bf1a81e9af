"""What is said of the regency's IKM weighted by the people served.

Belongs here: these sentences. Not here: the figures (`reports.figures.people_served_figures`).
"""

from typing import Final

from contracts.registry import RECIPIENTS_PREFIX
from reports.figures.people_served_figures import PeopleServedFigure
from reports.wording.indonesian import decimal_number, joined, shortened, whole_number

METHOD_NAME: Final = "tertimbang penerima layanan"
METHOD_MEANING: Final = (
    "setiap penerima layanan dihitung sama, sehingga unit yang melayani banyak orang lebih menentukan"
)


def people_served_sentence(figure: PeopleServedFigure, period_code: str) -> str:
    """The index so weighted; or of which units it is missing how many people they served, and where to enter it."""
    if figure.index is not None:
        index = figure.index
        return (
            f"Bila setiap unit ditimbang menurut jumlah penerima layanannya "
            f"({whole_number(index.people_served)} orang seluruhnya), IKM kabupaten adalah {decimal_number(index.ikm)} "
            f"(mutu {index.mutu}). Jumlah itu dilaporkan unit, tidak dihitung dari jawaban."
        )
    told = joined(shortened(figure.missing))
    return (
        f"IKM kabupaten {METHOD_NAME} belum dapat dihitung: jumlah penerima layanan pada periode ini belum terdaftar "
        f"untuk {whole_number(len(figure.missing))} dari {whole_number(len(figure.units))} unit, yaitu {told}. Isi "
        f"kolom {RECIPIENTS_PREFIX}{period_code} dalam units.csv."
    )

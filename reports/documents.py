"""Which documents there are: everything that others have to know of one, declared once.

Belongs here: what its files are called, in which formats, who writes it, what it is called on pages, who may see it.
Names, the order of writing and of showing, the labels of the portal and what the site offers follow from here. Not
here: writing them (`reports.rendering`), folders (`contracts.home`), when one is made (`pipeline.documents`).
"""

from dataclasses import dataclass
from typing import Final, Literal

REGENCY: Final = "kabupaten"
"""Stands for the regency where a unit's code stands."""

FORMATS: Final = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "png": "PNG"}
"""What pages call a format, by the ending of its files."""


Made = Literal["period", "account", "supplement", "apart"]


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document that a unit, or the regency, gets for a period."""

    name: str
    """How the names of its files begin."""
    endings: tuple[str, ...]
    """Its formats, in the order in which they are shown."""
    writer: str
    """The function that writes all its formats together, as `module:function`: the libraries of all formats take long
    to import, and whoever only asks for names does not wait for them."""
    label: str
    """What pages call it."""
    public: bool = False
    """Everyone may see it, on the site, where the unit's figures are publishable. Else only the unit it is about and
    the staff of the regency; of REGENCY_DOCUMENTS the staff alone."""
    only_publishable: bool = False
    """Only made where the unit's figures are publishable."""
    only_first: bool = False
    """Only made for the first of its type, where the settings want certificates (`reports.certificates`)."""
    made: Made = "period"
    """With the documents of the period, which become official; or beside them, of an open and a closed period alike
    (`account`: what became of a plan, once the unit says so; `supplement`: a plan that came after closing). `apart`:
    with them, instead of all others, of a unit that has no index because its questionnaire leaves an unsur out."""
    shows: tuple[str, ...] = ()
    """What stands in it of the figures of a unit (those for everyone where it is `public`): fields of `UnitFigures`,
    after a dot a field of the index. It is made again when one of these changes; where empty, when anything does."""
    withheld_shows: tuple[str, ...] = ()
    """What of that stands in one whose index is not publishable: by a code that depends on more, who reads it could try
    out what is not shown."""
    holds: Literal["figures", "quotes", "rows"] = "figures"
    """Whether single answers stand in it: none, what some wrote (and their rows, where the settings say so), or all."""

    @property
    def may_be_listed(self) -> bool:
        """Everyone may know the code and the hash of its files: they follow from public figures, or from all answers of
        whom it is about. Those of an internal document that shows some figures alone are found by trying these out."""
        return self.public or not (self.shows or self.made == "apart")

    @property
    def prints_code(self) -> bool:
        """A code stands in it; in no workbook."""
        return self.endings != ("xlsx",)

    def file_name(self, owner: str, period_code: str, ending: str) -> str:
        """`laporan-skm-35.16.01-2024.pdf`; `owner` is a unit's code or REGENCY."""
        return f"{self.name}-{owner}-{period_code}.{ending}"

    def file_names(self, owner: str, period_code: str) -> tuple[str, ...]:
        """The names of all its formats."""
        return tuple(self.file_name(owner, period_code, ending) for ending in self.endings)


PROCESSED_DATA: Final = DocumentKind(
    "olah-data-skm", ("xlsx",), "reports.rendering:unit_workbook", "Olah data", holds="rows"
)
FOLLOW_UP: Final = DocumentKind(
    "tindak-lanjut-skm", ("xlsx",), "reports.rendering:follow_up_workbook", "Buku kerja tindak lanjut",
    shows=("unit_name", "organiser", "period_code", "follow_up", "unsur"),
)  # fmt: skip
FOLLOW_UP_SUPPLEMENT: Final = DocumentKind(
    "lampiran-tindak-lanjut-skm", ("pdf", "docx"), "reports.rendering:follow_up_supplement",
    "Lampiran tindak lanjut setelah penetapan", made="supplement",
)  # fmt: skip
FOLLOW_UP_REPORT: Final = DocumentKind(
    "laporan-tindak-lanjut-skm", ("pdf", "docx"), "reports.rendering:follow_up_report", "Laporan hasil tindak lanjut",
    made="account",
    shows=(
        *("unit_code", "unit_name", "regency_name", "capital", "period_code", "letterhead", "signatory"),
        *("page_address", "revision", "follow_up", "unsur", "index.ikm", "index.mutu", "photographs"),
    ),
)  # fmt: skip
WITHOUT_UNSUR_REPORT: Final = DocumentKind(
    "laporan-delapan-unsur-skm", ("pdf", "docx"), "reports.rendering:apart_report", "Laporan SKM delapan unsur",
    made="apart",
)  # fmt: skip
_WITHHELD_CARD: Final = (
    *("unit_code", "unit_name", "organiser", "regency_name", "period_code", "revision", "page_address"),
    "index.publishable",
)
"""What stands in every card, and all that stands in one that shows no index."""
UNIT_DOCUMENTS: Final = (
    DocumentKind(
        "laporan-skm", ("pdf", "docx"), "reports.rendering:unit_report", "Laporan pelaksanaan SKM", holds="quotes"
    ),
    PROCESSED_DATA,
    DocumentKind(
        "kartu-skm", ("png", "pdf"), "reports.rendering:card", "Kartu publikasi", public=True,
        shows=(
            *(*_WITHHELD_CARD, "index.respondents", "index.ikm", "index.ikm_ninth", "index.weight"),
            *("index.mutu", "index.mutu_ninth", "index.kinerja", "index.grade_depends_on_weight"),
            *("index.sample_met", "index.sample_needed", "index.undated_parts", "index.figures_of"),
            *("unsur", "profile"),
        ),
        withheld_shows=_WITHHELD_CARD,
    ),
    FOLLOW_UP,
    DocumentKind(
        "laporan-publik-skm", ("pdf",), "reports.rendering:public_report", "Laporan untuk publik", public=True,
        only_publishable=True,
    ),
    DocumentKind("piagam-skm", ("pdf",), "reports.rendering:certificate", "Piagam", only_first=True),
    FOLLOW_UP_REPORT,
    FOLLOW_UP_SUPPLEMENT,
    WITHOUT_UNSUR_REPORT,
)  # fmt: skip
"""What a unit gets, in the order in which it is written and shown."""
REGENCY_DOCUMENTS: Final = (
    DocumentKind("laporan-skm", ("pdf", "docx"), "reports.rendering:regency_report", "Laporan pelaksanaan SKM"),
    DocumentKind("olah-data-skm", ("xlsx",), "reports.rendering:regency_workbook", "Olah data"),
)
"""What the regency gets."""


def kind_of(name: str) -> DocumentKind | None:
    """The kind of a file by its name; None for one that is no document of ours."""
    return next((kind for kind in UNIT_DOCUMENTS if name.startswith(f"{kind.name}-")), None)


def becomes_official(name: str) -> bool:
    """Whether a file of a period is put into its edition when the period is closed."""
    kind = kind_of(name)
    return kind is None or kind.made != "account"


def label_of(name: str) -> str:
    """What pages call a file: `Laporan pelaksanaan SKM (PDF)`; the name itself where that says nothing."""
    kind, ending = kind_of(name), name.rpartition(".")[2].lower()
    return name if kind is None else f"{kind.label} ({FORMATS.get(ending, ending)})"


def shown_order(name: str) -> tuple[int, str]:
    """The order of a period's files on a page: that of UNIT_DOCUMENTS, others last."""
    kind = kind_of(name)
    return len(UNIT_DOCUMENTS) if kind is None else UNIT_DOCUMENTS.index(kind), name

"""Tables of the signals of response quality: patterns that a unit is asked to explain, and the rows behind each.

All internal, and nothing public is made from them. Declared like all others (`contracts.tables`, which lists them).
"""

from typing import Final, Literal

from contracts.columns import Column, ColumnType, OneOf, Table
from contracts.shared_columns import PERIOD_CODE, UNIT_CODE

T = ColumnType

SignalKind = Literal["month", "day", "burst", "night", "same_person", "near_clone", "pattern", "straight", "sample"]
SIGNALS: Final[dict[SignalKind, str]] = {
    "month": "satu bulan jauh lebih tinggi daripada bulan-bulan lain",
    "day": "satu hari sangat padat, atau jauh lebih tinggi daripada hari lain bulan itu",
    "burst": "pengisian beruntun yang jauh lebih tinggi daripada pengisian lain",
    "night": "pengisian malam hari yang tidak lazim bagi unit ini",
    "same_person": "jawaban, ciri responden, dan hari yang sama",
    "near_clone": "jawaban yang hampir sama dari responden berciri sama",
    "pattern": "satu susunan jawaban terlalu sering",
    "straight": "serba 4 di luar sebaran jawaban lainnya",
    "sample": "berhenti tepat pada kebutuhan sampel",
}
"""Kind of signal → what was seen, in words."""
_KIND: Final = Column("signal", T.TEXT, "what was seen", allowed=OneOf(tuple(SIGNALS), tuple(SIGNALS.values())))

QUALITY_SIGNAL = Table(
    "quality_signal",
    "one row per period, unit and kind of signal that its answers give",
    "Internal, and never public: patterns that the unit is asked to explain (method, chapter 15). They prove nothing "
    "and change no figure. Of the kinds of period that documents are made for; of closed periods too as it is now.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        _KIND,
        Column("seen", T.TEXT, "which month, day or pattern, where it is one", nullable=True),
        Column("rows", T.COUNT, "answers it stands on: `quality_signal_row`"),
        Column("of_rows", T.COUNT, "answers of the unit in the period"),
        Column("files", T.TEXT, "files of these answers, their `file_id` with | between them"),
        Column("state", T.TEXT, "fingerprint of these answers: what was explained holds while it is the same"),
        Column("explanation", T.TEXT, "what the unit says of it (`skm signals explain`)", nullable=True),
        Column("explained_by", T.TEXT, "who noted that", nullable=True),
    ),
    key=("period_code", "unit_code", "signal"),
)

QUALITY_SIGNAL_ROW = Table(
    "quality_signal_row",
    "one row per signal and answer it stands on",
    "Internal, and never public.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        _KIND,
        Column("seen", T.TEXT, "as in `quality_signal`", nullable=True),
        Column("of_rows", T.COUNT, "answers of the unit in the period"),
        Column("response_key", T.KEY, "response"),
        Column("file_id", T.TEXT, "file"),
        Column("sheet", T.TEXT, "sheet"),
        Column("row_number", T.INTEGER, "row in that sheet"),
    ),
    key=("period_code", "unit_code", "signal", "response_key"),
)

SIGNAL_TABLES: Final = (QUALITY_SIGNAL, QUALITY_SIGNAL_ROW)

"""Tables of the published warehouse about follow-up: the plans made from a period's results, and what became of them.

Declared like all others (`contracts.tables`, which lists them). Not here: the columns that a workbook and the warehouse
share (`contracts.columns`), plans that came after closing (`contracts.edition_tables`).
"""

from dataclasses import replace

from contracts.columns import (
    FOLLOW_UP_PLAN,
    FOLLOW_UP_QUARTERS,
    FOLLOW_UP_TEXTS,
    FOLLOW_UP_TIMES,
    Column,
    ColumnType,
    Table,
    TableWords,
)
from contracts.shared_columns import DONE, PERIOD_CODE, PLANNED, REALISATION, UNIT_CODE, UNITS, UNSUR_CODE

T = ColumnType

_PLANNED_FOR = replace(PERIOD_CODE, meaning="period whose results the plan answers")

FOLLOW_UP = Table(
    "follow_up",
    "one row per period, unit and planned action",
    "The plan made from the results of the period, and what became of it, as the unit's newest workbook says.",
    (
        _PLANNED_FOR,
        UNIT_CODE,
        Column("position", T.INTEGER, "place in the plan, from 1"),
        replace(UNSUR_CODE, meaning="unsur to be improved"),
        *FOLLOW_UP_PLAN,
        *FOLLOW_UP_QUARTERS,
        Column("done", T.BOOLEAN, "carried out; empty while nobody has said", nullable=True),
        *FOLLOW_UP_TEXTS,
        *FOLLOW_UP_TIMES,
        Column("file_id", T.TEXT, "file it stands in"),
        Column("sheet", T.TEXT, "sheet"),
        Column("row_number", T.INTEGER, "row in that sheet"),
    ),
    key=("period_code", "unit_code", "position"),
)

FOLLOW_UP_REALISATION = Table(
    "follow_up_realisation",
    "one row per period and unit with a plan",
    "Realisation is done ÷ planned × 100, rounded half up once.",
    (
        _PLANNED_FOR,
        UNIT_CODE,
        PLANNED,
        DONE,
        REALISATION,
    ),
    key=("period_code", "unit_code"),
    indonesian=TableWords(
        "Realisasi tindak lanjut setiap unit",
        "satu baris per periode dan unit yang memiliki rencana",
        "Realisasi = kegiatan terlaksana ÷ kegiatan direncanakan × 100.",
    ),
)

FOLLOW_UP_REGENCY = Table(
    "follow_up_regency",
    "one row per period with any plan",
    "The same over all units of the regency.",
    (
        _PLANNED_FOR,
        replace(UNITS, meaning="units with a plan"),
        PLANNED,
        DONE,
        REALISATION,
    ),
    key=("period_code",),
    indonesian=TableWords(
        "Realisasi tindak lanjut kabupaten",
        "satu baris per periode yang memiliki rencana",
        "Realisasi tindak lanjut semua unit bersama-sama.",
    ),
)

"""Every table that everyone may have: what `transforms.figures.withholding` makes, and nothing else leaves the regency.

A table of the same name in `contracts.tables` holds the same for staff. Here a figure has the digits that it needs, and
its rows are those the public may see. Belongs here: columns. Not here: which rows (`transforms.figures.publication`,
`transforms.figures.withholding`), words for the public (`portal.open_data`).
"""

from dataclasses import replace
from typing import Final

from contracts import tables
from contracts.columns import Column, ColumnType, Table, TableWords
from contracts.lineage_tables import INGEST_FILE
from contracts.regency_tables import IKM_REGENCY, IKM_REGENCY_UNSUR
from contracts.service_tables import IKM_SERVICE, IKM_SERVICE_UNSUR
from contracts.shared_columns import IKM_ENDS, NRR, ON_SCALE, ORDER_FROM_HIGHEST, ORDER_FROM_LOWEST, SCORE

T = ColumnType


def _public(table: Table, *left_out: str, more: tuple[Column, ...] = (), changed: tuple[Column, ...] = ()) -> Table:
    """The table as the public has it: without some columns, with others, some with another meaning."""
    instead = {column.name: column for column in changed}
    kept = (instead.get(column.name, column) for column in table.public_columns if column.name not in left_out)
    return replace(table, columns=(*kept, *more))


_OF_UNSUR: Final = (
    replace(NRR, meaning="mean answer, rounded half up to 2 places", indonesian="nilai rata-rata (NRR), dua desimal"),
    Column("nrr_weighted", T.RATIO, "that NRR × headline weight", "NRR dua desimal × bobot unsur", ON_SCALE),
    replace(SCORE, meaning="that NRR × 25", indonesian="NRR dua desimal × 25; mutu menurut NRR yang tidak dibulatkan"),
    replace(ORDER_FROM_LOWEST, meaning="rank from below on that NRR; ties share it"),
    replace(ORDER_FROM_HIGHEST, meaning="rank from above on that NRR; ties share it"),
)
_UNTOLD: Final = "kosong bila mengungkap jawaban perorangan"


_FIGURES_OF: Final = Column(
    "figures_of",
    T.DATE,
    "day the figures were first public, where what changed since concerns too few people; else empty",
    "hari angka ini pertama terbit, bila perubahan sejak itu menyangkut terlalu sedikit orang; lainnya kosong",
    nullable=True,
)
PUBLIC_IKM_UNSUR: Final = _public(tables.IKM_UNSUR, "total", changed=_OF_UNSUR)
_ENDS: Final = tuple(
    replace(column, meaning=meaning, indonesian=f"{column.indonesian}, satu desimal ke luar; {_UNTOLD}")
    for column, meaning in zip(
        IKM_ENDS,
        (
            "lower end of the 95 % interval, rounded down to one place; empty where it would tell of single people",
            "upper end, rounded up to one place; empty likewise",
        ),
        strict=True,
    )
)

PUBLIC_IKM_UNIT: Final = _public(
    tables.IKM_UNIT,
    changed=_ENDS,
    more=(_FIGURES_OF,),
)
PUBLIC_IKM_SERVICE: Final = _public(IKM_SERVICE, more=(_FIGURES_OF,))
PUBLIC_IKM_SERVICE_UNSUR: Final = _public(
    IKM_SERVICE_UNSUR, changed=tuple(replace(column, formerly=None) for column in _OF_UNSUR)
)
_ENDS_OF_REGENCY: Final = tuple(replace(column, since="0.2.0") for column in _ENDS)
_ROWS: Final = {
    "rows_read": "baris yang terbaca",
    "rows_accepted": "baris yang dihitung",
    "rows_rejected": "baris yang ditolak",
    "rows_duplicate": "baris yang sudah ada di berkas lain",
    "rows_replaced": "baris yang digantikan berkas lain",
}
RECEIVED: Final = Table(
    "received",
    "one row per kind of file and status",
    "Files received so far. Rows are empty where they would tell how many people are withheld.",
    (
        Column("file_kind", T.TEXT, "what the files hold: `responses` or `follow_up`", "isi berkas"),
        Column("status", T.TEXT, "what became of them", "status berkas"),
        Column("files", T.COUNT, "files", "jumlah berkas", "berkas"),
        *(
            replace(column, nullable=True, indonesian=_ROWS[column.name], unit="baris")
            for column in INGEST_FILE.columns
            if column.name in _ROWS
        ),
    ),
    key=("file_kind", "status"),
    indonesian=TableWords(
        "Berkas yang diterima",
        "satu baris per isi dan status berkas",
        "Berkas yang diterima sampai sekarang. Jumlah baris kosong bila mengungkap berapa orang tidak ditampilkan.",
    ),
)

PUBLIC_TABLES: Final[tuple[Table, ...]] = (
    *(
        {
            tables.IKM_UNSUR.name: PUBLIC_IKM_UNSUR,
            tables.IKM_UNIT.name: PUBLIC_IKM_UNIT,
            IKM_SERVICE.name: PUBLIC_IKM_SERVICE,
            IKM_SERVICE_UNSUR.name: PUBLIC_IKM_SERVICE_UNSUR,
            IKM_REGENCY.name: _public(IKM_REGENCY, changed=_ENDS_OF_REGENCY),
            IKM_REGENCY_UNSUR.name: _public(IKM_REGENCY_UNSUR, changed=_OF_UNSUR),
        }.get(table.name, _public(table))
        for table in tables.WAREHOUSE_TABLES
        if table.public
    ),
    RECEIVED,
)

PUBLIC_TABLES_BY_NAME: Final[dict[str, Table]] = {table.name: table for table in PUBLIC_TABLES}

OF_UNIT_AND_PERIOD: Final[tuple[Table, ...]] = (
    PUBLIC_IKM_UNSUR,
    PUBLIC_IKM_UNIT,
    PUBLIC_TABLES_BY_NAME[tables.PUBLIC_PROFILE.name],
)
"""What is a unit's own, and is shown as it was where newer figures would tell of a few people."""
OF_SERVICE: Final[tuple[Table, ...]] = (PUBLIC_IKM_SERVICE, PUBLIC_IKM_SERVICE_UNSUR)
"""What is of one of its services, likewise."""
SHOWN_TABLES: Final[tuple[Table, ...]] = (*OF_UNIT_AND_PERIOD, *OF_SERVICE)

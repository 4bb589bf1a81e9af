"""Published tables of the regency as a whole, and of what the units of a scope have in common.

Belongs here: their columns. Not here: columns that several tables share (`contracts.shared_columns`), what one row a
unit has (`contracts.tables`).
"""

from dataclasses import replace
from typing import Final

from contracts.columns import Column, ColumnType, Table, TableWords
from contracts.shared_columns import (
    CHANGE,
    CHANGE_TOLD,
    GRADE_CERTAIN,
    IKM,
    IKM_ENDS,
    IKM_NINTH,
    KINERJA,
    METHOD,
    MUTU,
    NRR,
    ORDER_FROM_HIGHEST,
    ORDER_FROM_LOWEST,
    PEOPLE,
    PERIOD_CODE,
    POINTS,
    RESPONDENTS,
    SCORE,
    UNITS,
    UNSUR_CODE,
    WEIGHT,
)

T = ColumnType

_DIFFERENCE: Final = "selisih nilai indeks"
_SURENESS: Final = (
    *(replace(column, since="0.2.0") for column in (*IKM_ENDS, CHANGE)),
    GRADE_CERTAIN,
    *CHANGE_TOLD,
    Column(
        "units_before",
        T.INTEGER,
        "units counted in the period before",
        "jumlah unit yang dihitung pada periode sebelumnya",
        "unit pelayanan",
        nullable=True,
        since="0.2.0",
    ),
    Column(
        "units_matched",
        T.INTEGER,
        "units counted in both periods",
        "jumlah unit yang dihitung pada kedua periode",
        "unit pelayanan",
        nullable=True,
        since="0.2.0",
    ),
    Column(
        "change_matched",
        T.INDEX,
        "the change over the units counted in both periods; the rest of `change` is that of the composition",
        "perubahan pada unit yang dihitung pada kedua periode; sisanya karena susunan unit berbeda",
        _DIFFERENCE,
        nullable=True,
        since="0.2.0",
    ),
    Column(
        "change_composition",
        T.INDEX,
        "`change` minus `change_matched`",
        "bagian change karena susunan unit berbeda: change dikurangi change_matched",
        _DIFFERENCE,
        nullable=True,
        since="0.2.0",
    ),
    *(
        replace(
            column,
            name=column.name.replace("change", "change_matched"),
            meaning=column.meaning.replace("`change`", "`change_matched`"),
            indonesian=column.indonesian.replace("change", "change_matched"),
        )
        for column in CHANGE_TOLD
    ),
)
"""What the regency's index and its change can bear, and how much of the change is other units."""

IKM_SCOPE = Table(
    "ikm_scope",
    "one row per period and scope in which five units or more have an interval",
    "How far the units of a scope differ, and how far their respondents do (method, chapter 7.4). Scope is `all` or a "
    "unit type.",
    (
        PERIOD_CODE,
        Column("scope", T.TEXT, "`all` or a unit type", "lingkup peringkat: all (semua unit) atau jenis unit"),
        replace(UNITS, meaning="units with an interval"),
        Column(
            "ikm_mean",
            T.INDEX,
            "mean index of these units, each with the weight that its error leaves it",
            "rata-rata IKM unit itu, tiap unit dibobot menurut ketepatannya",
            POINTS,
        ),
        Column(
            "spread_between",
            T.INDEX,
            "standard deviation of the true indices of units",
            "simpangan baku IKM antarunit yang bukan kebetulan",
            POINTS,
        ),
        Column(
            "spread_within",
            T.INDEX,
            "standard deviation of the respondents of a unit",
            "simpangan baku nilai antarresponden di dalam unit",
            POINTS,
        ),
        Column(
            "respondents_needed",
            T.COUNT,
            "respondents from which a unit is `reliable` there; empty where units do not differ beyond chance",
            "responden yang diperlukan agar unit andal; kosong bila perbedaan antarunit tidak melebihi kebetulan",
            PEOPLE,
            nullable=True,
        ),
    ),
    key=("period_code", "scope"),
    indonesian=TableWords(
        "Sebaran antarunit dan di dalam unit",
        "satu baris per periode dan lingkup dengan lima unit atau lebih yang memiliki selang kepercayaan",
        "Seberapa jauh unit dalam satu lingkup berbeda, dan seberapa jauh respondennya: dasar keandalan dan diagram "
        "corong.",
    ),
)

IKM_REGENCY = Table(
    "ikm_regency",
    "one row per period and method",
    "The regency's IKM has no single rule in practice: three, one of them the headline.",
    (
        PERIOD_CODE,
        METHOD,
        IKM,
        IKM_NINTH,
        WEIGHT,
        MUTU,
        KINERJA,
        replace(UNITS, meaning="units with an index"),
        RESPONDENTS,
        Column("headline", T.BOOLEAN, "the method the settings name", "metode yang diutamakan kabupaten"),
        *_SURENESS,
    ),
    key=("period_code", "method"),
    indonesian=TableWords(
        "Indeks Kepuasan Masyarakat kabupaten",
        "satu baris per periode dan metode",
        "IKM kabupaten menurut tiga metode; satu di antaranya diutamakan.",
    ),
)

IKM_REGENCY_UNSUR = Table(
    "ikm_regency_unsur",
    "one row per period and unsur",
    "The nine unsur over all units, by the headline method of the regency's IKM.",
    (
        PERIOD_CODE,
        UNSUR_CODE,
        METHOD,
        NRR,
        SCORE,
        MUTU,
        KINERJA,
        ORDER_FROM_LOWEST,
        ORDER_FROM_HIGHEST,
    ),
    key=("period_code", "unsur_code"),
    indonesian=TableWords(
        "Nilai per unsur kabupaten",
        "satu baris per periode dan unsur",
        "Sembilan unsur di seluruh unit menurut metode yang diutamakan.",
    ),
)

REGENCY_TABLES: tuple[Table, ...] = (IKM_SCOPE, IKM_REGENCY, IKM_REGENCY_UNSUR)

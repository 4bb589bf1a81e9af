"""Tables of the published warehouse about services (jenis layanan): the register, and its figures.

The register and the ranking are internal; of the figures the public gets what can be subtracted from nothing that tells
of a few people (`transforms.figures.publication`). Declared like all others (`contracts.tables`, which lists them). Not
here: the register (`contracts.services`), the figures (`transforms.figures.services`).
"""

from dataclasses import replace

from contracts.columns import Between, Column, ColumnType, Table, TableWords
from contracts.services import UNKNOWN_SERVICE
from contracts.shared_columns import (
    ANSWER_PARTS,
    BY_BOTH_WEIGHTS,
    IKM,
    IKM_NINTH,
    KINERJA,
    MINIMUM_RESPONDENTS,
    MUTU,
    NRR,
    ON_SCALE,
    ORDER_FROM_HIGHEST,
    ORDER_FROM_LOWEST,
    PERIOD_CODE,
    POINTS,
    RANK_RANGES,
    RESPONDENTS,
    SCORE,
    UNIT_CODE,
    UNSUR_CODE,
    WEIGHT,
)

T = ColumnType

SERVICE_CODE = Column(
    "service_code",
    T.TEXT,
    f"service of the unit; `{UNKNOWN_SERVICE}`: none was named, or one that is not registered",
    f"kode jenis layanan dari unitnya; {UNKNOWN_SERVICE}: tidak disebut atau tidak terdaftar",
)
SERVICE_NAME = Column("service_name", T.TEXT, "what it is called", "nama jenis layanan")

SERVICE = Table(
    "service",
    "one row per service of the register",
    "`services.csv`: what a unit's files may call a service, and from when to when it is given.",
    (
        UNIT_CODE,
        replace(SERVICE_CODE, meaning="the unit's own code of the service"),
        SERVICE_NAME,
        Column("aliases", T.TEXT, "other spellings in files, with | between them", nullable=True),
        Column("valid_from", T.DATE, "first day; empty: it was always given", nullable=True),
        Column("valid_to", T.DATE, "last day; empty: it is still given", nullable=True),
        Column("charged", T.BOOLEAN, "it costs something; empty: nobody has said", nullable=True),
    ),
    key=("unit_code", "service_code"),
)

IKM_SERVICE = Table(
    "ikm_service",
    "one row per period, unit with registered services and service with at least one valid questionnaire",
    f"The index of each service. With the row `{UNKNOWN_SERVICE}` the services of a unit add up to the unit: "
    "respondents and sums of answers are those of `ikm_unit`.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        SERVICE_CODE,
        SERVICE_NAME,
        replace(RESPONDENTS, allowed=Between(1)),
        Column("answer_sum", T.COUNT, "sum of all answers", public=False),
        IKM,
        replace(IKM_NINTH, formerly=None),
        WEIGHT,
        MUTU,
        KINERJA,
        *(replace(one, formerly=None) for one in BY_BOTH_WEIGHTS),
        Column(
            "ikm_low", T.INDEX, "lower end of the 95 % interval of `ikm` (method, chapter 9)", unit=POINTS, public=False
        ),
        Column("ikm_high", T.INDEX, "upper end", unit=POINTS, public=False),
        ANSWER_PARTS,
    ),
    key=("period_code", "unit_code", "service_code"),
    indonesian=TableWords(
        "IKM jenis layanan",
        "satu baris per periode, unit yang mendaftarkan layanannya, dan jenis layanan yang ditampilkan",
        "IKM setiap jenis layanan. Layanan yang angkanya, sendiri atau dikurangkan dari angka lain, mengungkap jawaban "
        "beberapa orang tidak dimuat, sehingga jumlahnya dapat kurang dari unitnya.",
    ),
)

IKM_SERVICE_UNSUR = Table(
    "ikm_service_unsur",
    "one row per period, unit, service and unsur",
    "How each unsur scored in each service.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        SERVICE_CODE,
        UNSUR_CODE,
        RESPONDENTS,
        Column("total", T.COUNT, "sum of the answers", public=False),
        NRR,
        Column("nrr_weighted", T.RATIO, "NRR × headline weight, unrounded", "NRR × bobot unsur", unit=ON_SCALE),
        SCORE,
        MUTU,
        KINERJA,
        replace(ORDER_FROM_LOWEST, formerly=None),
        replace(ORDER_FROM_HIGHEST, formerly=None),
        ANSWER_PARTS,
    ),
    key=("period_code", "unit_code", "service_code", "unsur_code"),
    indonesian=TableWords(
        "Unsur jenis layanan",
        "satu baris per periode, unit, jenis layanan yang ditampilkan, dan unsur",
        "Nilai setiap unsur pada setiap jenis layanan yang ditampilkan.",
    ),
)

IKM_SERVICE_RANKING = Table(
    "ikm_service_ranking",
    "one row per period, name of a service and unit's service of that name",
    "Like with like: services whose names are spelled alike (case, punctuation and spaces aside), over units. Ties "
    "share a rank (1, 2, 2, 4). One with fewer than `minimum_respondents` has no rank and no range.",
    (
        PERIOD_CODE,
        Column("like_name", T.TEXT, "what equal names share: no case, punctuation or spaces"),
        UNIT_CODE,
        SERVICE_CODE,
        SERVICE_NAME,
        RESPONDENTS,
        IKM,
        Column("rank", T.INTEGER, "1 is best; empty where the service is not ranked", nullable=True),
        *RANK_RANGES,
        Column("tied", T.BOOLEAN, "another one has the same IKM"),
        Column("services", T.INTEGER, "services of that name that are ranked"),
        replace(
            MINIMUM_RESPONDENTS,
            meaning="services with fewer respondents are not ranked (`ranking.minimum_respondents`); empty: all are",
            indonesian="",
        ),
    ),
    key=("period_code", "like_name", "unit_code", "service_code"),
)

SERVICE_TABLES: tuple[Table, ...] = (SERVICE, IKM_SERVICE, IKM_SERVICE_UNSUR, IKM_SERVICE_RANKING)

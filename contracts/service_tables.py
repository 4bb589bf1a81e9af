"""Tables of the published warehouse about services (jenis layanan): the register, and its figures.

Internal: what is told of a unit's services may be subtracted from what is told of the unit, and nothing closes that
yet. Declared like all others (`contracts.tables`, which lists them). Not here: the register (`contracts.services`), the
figures (`transforms.figures.services`).
"""

from dataclasses import replace

from contracts.columns import Between, Column, ColumnType, Table
from contracts.services import UNKNOWN_SERVICE
from contracts.shared_columns import (
    BY_BOTH_WEIGHTS,
    IKM,
    IKM_NINTH,
    KINERJA,
    MUTU,
    NRR,
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
    "service_code", T.TEXT, f"service of the unit; `{UNKNOWN_SERVICE}`: none was named, or one that is not registered"
)
SERVICE_NAME = Column("service_name", T.TEXT, "what it is called")

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
    "respondents and sums of answers are those of `ikm_unit`. Internal, like all that tells of services.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        SERVICE_CODE,
        SERVICE_NAME,
        replace(RESPONDENTS, allowed=Between(1)),
        Column("answer_sum", T.COUNT, "sum of all answers"),
        IKM,
        replace(IKM_NINTH, formerly=None),
        WEIGHT,
        MUTU,
        KINERJA,
        *(replace(one, formerly=None) for one in BY_BOTH_WEIGHTS),
        Column("ikm_low", T.INDEX, "lower end of the 95 % interval of `ikm` (method, chapter 9)", unit=POINTS),
        Column("ikm_high", T.INDEX, "upper end", unit=POINTS),
    ),
    key=("period_code", "unit_code", "service_code"),
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
        Column("total", T.COUNT, "sum of the answers"),
        NRR,
        Column("nrr_weighted", T.RATIO, "NRR × headline weight, unrounded"),
        SCORE,
        MUTU,
        KINERJA,
        replace(ORDER_FROM_LOWEST, formerly=None),
        replace(ORDER_FROM_HIGHEST, formerly=None),
    ),
    key=("period_code", "unit_code", "service_code", "unsur_code"),
)

IKM_SERVICE_RANKING = Table(
    "ikm_service_ranking",
    "one row per period, name of a service and unit's service of that name",
    "Like with like: services whose names are spelled alike (case, punctuation and spaces aside), over units. Ties "
    "share a rank (1, 2, 2, 4).",
    (
        PERIOD_CODE,
        Column("like_name", T.TEXT, "what equal names share: no case, punctuation or spaces"),
        UNIT_CODE,
        SERVICE_CODE,
        SERVICE_NAME,
        RESPONDENTS,
        IKM,
        Column("rank", T.INTEGER, "1 is best"),
        *RANK_RANGES,
        Column("tied", T.BOOLEAN, "another one has the same IKM"),
        Column("services", T.INTEGER, "services of that name that are ranked"),
    ),
    key=("period_code", "like_name", "unit_code", "service_code"),
)

SERVICE_TABLES: tuple[Table, ...] = (SERVICE, IKM_SERVICE, IKM_SERVICE_UNSUR, IKM_SERVICE_RANKING)
